;;; Training: mini-batches of tensors, and the loop over epochs of them that most models need.
(define-library (fluxion train)
  (export batches for-each-batch train training? training-params training-state training-carry
          training-losses training-validation training-epochs)
  (import (fluxion base) (fluxion checks) (fluxion options) (fluxion tensor) (fluxion optim)
          (fluxion progress))
  (begin
    ;; Batches -----

    ;; The tensors of a data set: a tensor, or a list of tensors whose first axes have the same length.
    (define (tensors-of who position data)
      (let ((tensors (if (tensor? data) (list data) data)))
        (if (not (and (list? tensors)
                      (pair? tensors)
                      (every (lambda (t) (and (tensor? t) (> (tensor-rank t) 0))) tensors)))
            (wrong-argument who position "a tensor or a list of tensors" data))
        (if (not (every (lambda (t) (= (rows t) (rows (car tensors)))) tensors))
            (error (string-append who ": the first axes of the tensors differ in length:")
                   (map tensor-shape tensors)))
        tensors))
    (define (rows tensor) (car (tensor-shape tensor)))

    ;;> (for-each-batch f data size [key])
    ;;> Calls F with the parts of each batch of DATA: SIZE rows, fewer in the last batch. DATA is a tensor, or
    ;;> a list of tensors whose first axes have the same length; F gets a tensor for each. With KEY, as of
    ;;> `make-key`, the rows are taken in the random order that belongs to it.
    (define for-each-batch
      (case-lambda
        ((f data size) (for-each-batch f data size #f))
        ((f data size key)
         (check-procedure "for-each-batch" 1 f)
         (check-count "for-each-batch" 3 1 size)
         (do-batches (lambda (batch) (apply f batch))
                     (tensors-of "for-each-batch" 2 data)
                     size
                     key))))
    ;; Calls f with the list of the parts of each batch.
    (define (do-batches f tensors size key)
      (let* ((count (rows (car tensors))) (order (and key (random-permutation key count))))
        (define (part tensor start end)
          (if order
              (tensor-gather tensor (tensor-slice order (list start end)))
              (tensor-slice tensor (list start end))))
        (let loop ((start 0))
          (if (< start count)
              (let ((end (min count (+ start size))))
                (f (map (lambda (tensor) (part tensor start end)) tensors))
                (loop end))))))

    ;;> (batches data size [key])
    ;;> The list of the batches of DATA, each a list of tensors; arguments as for `for-each-batch`.
    ;;> `(batches (tensor '(1 2 3)) 2)` is `((#i64(1 2)) (#i64(3)))`.
    (define batches
      (case-lambda
        ((data size) (batches data size #f))
        ((data size key)
         (check-count "batches" 2 1 size)
         (let ((all '()))
           (do-batches (lambda (batch) (set! all (cons batch all)))
                       (tensors-of "batches" 1 data)
                       size
                       key)
           (reverse all)))))

    ;; The loop -----

    ;;> `(training? x)`: whether X is what `train` returns. `(training-params training)`: the parameters;
    ;;> those with the least validation loss if there is validation and patience, else the last.
    ;;> `(training-carry training)`: what the loss has carried from step to step, as of these parameters; `#f`
    ;;> without the option. `(training-state training)`: the state of the optimiser after the last step.
    ;;> `(training-losses training)`: the mean loss of each epoch over its batches, a list.
    ;;> `(training-validation training)`: what the procedure for validation returned after each epoch, a list.
    (define-record-type <training> (make-training params carry state losses validation) training?
      (params training-params)
      (carry training-carry)
      (state training-state)
      (losses training-losses)
      (validation training-validation))
    ;;> (training-epochs training)
    ;;> How many epochs were run.
    (define (training-epochs training) (length (training-losses training)))

    (define known-options
      '(epochs batch-size seed shuffle keyed carry validate patience on-epoch state label))

    ;;> (train loss optimizer params data option ...)
    ;;> Minimises `(loss params x ...)` over PARAMS by steps of OPTIMIZER, one for each batch X ... of DATA as
    ;;> of `for-each-batch`. Returns a record: `training-params`, `training-losses` and others tell of it.
    ;;> While it runs, a bar on standard error shows rate, loss and time left, if that is a terminal. Options:
    ;;> `'epochs` how often DATA is gone through (10); `'batch-size` (32); `'seed` of the random order of the
    ;;> rows, a new one in each epoch (0); `'shuffle` `#f` keeps their order; `'keyed` `#t`: LOSS takes a
    ;;> random key behind PARAMS, another for each step, such as for dropout; `'carry` X: LOSS takes X directly
    ;;> behind PARAMS and returns two values, the second one for the next step, such as the statistics of
    ;;> `batch-norm-train`, and constant to the gradient; `'validate` a procedure of the parameters that returns
    ;;> a number after each epoch, the less the better; `'patience` N: stops after N epochs without a new least
    ;;> result of it; `'on-epoch` a procedure of the number of the epoch, from 1 on, its loss and the
    ;;> parameters; these two take what is carried, too, if there is something; `'state` of the optimiser to go
    ;;> on from; `'label` a text beside the bar.
    (define (train loss optimizer params data . options)
      (check-procedure "train" 1 loss)
      ;; Here, so that the loss is known where it is differentiated: this is inlined.
      (run-training loss
                    (lambda (params arguments)
                      (value-and-gradient (lambda (params) (apply loss params arguments)) params))
                    optimizer params data options))
    ;; The values of SLOPES for parameters and the arguments of a batch are loss and gradient, if nothing is
    ;; carried.
    (define (run-training loss slopes optimizer params data options)
      (define who "train")
      (check-argument (optimizer? optimizer) who 2 "an optimizer" optimizer)
      (check-options who options known-options)
      (let ((tensors (tensors-of who 4 data))
            (epochs (count-option options 'epochs 10 0))
            (size (count-option options 'batch-size 32 1))
            (shuffle? (option options 'shuffle #t))
            (keyed? (option options 'keyed #f))
            (first-carry (option options 'carry #f))
            (validate (procedure-option options 'validate))
            (patience (and (option options 'patience #f) (count-option options 'patience #f 1)))
            (on-epoch (procedure-option options 'on-epoch))
            (first-state (or (option options 'state #f) (optimizer-init optimizer params))))
        (if (and patience (not validate))
            (error "train: the option patience needs the option validate"))
        (let* ((count (rows (car tensors))) (steps (quotient (+ count size -1) size)))
          (if (= count 0)
              (error "train: there are no rows in the data:" (map tensor-shape tensors)))
          ;; What procedures take of a model.
          (define (model params carry) (if first-carry (list params carry) (list params)))
          ;; An epoch: new parameters, what they carry, state and mean loss.
          (define (run-epoch tick! params carry state key)
            (let* ((keys (split-key key 2)) (next-key (cadr keys)) (sum 0.0))
              (define (fresh-key)
                (let ((keys (split-key next-key 2)))
                  (set! next-key (cadr keys))
                  (car keys)))
              (do-batches
               (lambda (batch)
                 (let ((arguments (if keyed? (cons (fresh-key) batch) batch)))
                   (let*-values (((new-carry) #f)
                                 ((value grads)
                                  (if first-carry
                                      (value-and-gradient
                                       (lambda (params)
                                         (let-values (((value next) (apply loss params carry arguments)))
                                           (set! new-carry (stop-gradient next))
                                           value))
                                       params)
                                      (slopes params arguments)))
                                 ((new-params new-state)
                                  (optimizer-update optimizer state params grads)))
                     (set! params new-params)
                     (set! carry new-carry)
                     (set! state new-state)
                     (set! sum (+ sum (* value (rows (car batch)))))
                     (tick! 'loss value))))
               tensors
               size
               (and shuffle? (car keys)))
              (values params carry state (/ sum count))))
          (define (run tick!)
            (let loop ((epoch 1)
                       (params params)
                       (carry first-carry)
                       (state first-state)
                       (key (make-key (option options 'seed 0)))
                       (losses '())
                       (results '())
                       (best (list +inf.0 params first-carry))
                       (waited 0))
              (if (or (> epoch epochs) (and patience (>= waited patience)))
                  (make-training (if patience (cadr best) params)
                                 (if patience (caddr best) carry)
                                 state
                                 (reverse losses)
                                 (reverse results))
                  (let*-values (((keys) (split-key key 2))
                                ((params carry state value)
                                 (run-epoch tick! params carry state (cadr keys))))
                    (let* ((result (and validate (apply validate (model params carry))))
                           (better? (and result (< result (car best)))))
                      (if on-epoch (apply on-epoch epoch value (model params carry)))
                      (loop (+ epoch 1)
                            params
                            carry
                            state
                            (car keys)
                            (cons value losses)
                            (if validate (cons result results) results)
                            (if better? (list result params carry) best)
                            (if better? 0 (+ waited 1))))))))
          (with-progress (* epochs steps) run (option options 'label "")))))
    (define (count-option options name default least)
      (let ((n (option options name default)))
        (if (not (and (fixnum? n) (>= n least)))
            (error (string-append "train: the option "
                                  (symbol->string name)
                                  " must be an exact integer from "
                                  (number->string least)
                                  " on, found")
                   n))
        n))
    (define (procedure-option options name)
      (let ((f (option options name #f)))
        (if (not (or (not f) (procedure? f)))
            (error (string-append "train: the option "
                                  (symbol->string name)
                                  " must be a procedure, found")
                   f))
        f))))
