;;; Training: mini-batches of tensors, and the loop over epochs of them that most models need.
(define-library (fluxion train)
  (export batches for-each-batch train training? training-params training-state training-losses
          training-validation training-epochs)
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
    ;;> `(training-state training)`: the state of the optimiser after the last step. `(training-losses
    ;;> training)`: the mean loss of each epoch over its batches, a list. `(training-validation training)`:
    ;;> what the procedure for validation returned after each epoch, a list.
    (define-record-type <training> (make-training params state losses validation) training?
      (params training-params)
      (state training-state)
      (losses training-losses)
      (validation training-validation))
    ;;> (training-epochs training)
    ;;> How many epochs were run.
    (define (training-epochs training) (length (training-losses training)))

    (define known-options
      '(epochs batch-size seed shuffle keyed validate patience on-epoch state label))

    ;;> (train loss optimizer params data option ...)
    ;;> Minimises `(loss params x ...)` over PARAMS by steps of OPTIMIZER, one for each batch X ... of DATA as
    ;;> of `for-each-batch`. Returns a record: `training-params`, `training-losses` and others tell of it.
    ;;> While it runs, a bar on standard error shows rate, loss and time left, if that is a terminal. Options:
    ;;> `'epochs` how often DATA is gone through (10); `'batch-size` (32); `'seed` of the random order of the
    ;;> rows, a new one in each epoch (0); `'shuffle` `#f` keeps their order; `'keyed` `#t`: LOSS takes a
    ;;> random key behind PARAMS, another for each step, such as for dropout; `'validate` a procedure of the
    ;;> parameters that returns a number after each epoch, the less the better; `'patience` N: stops after N
    ;;> epochs without a new least result of it; `'on-epoch` a procedure of the number of the epoch, from 1
    ;;> on, its loss and the parameters; `'state` of the optimiser to go on from; `'label` a text beside the
    ;;> bar.
    (define (train loss optimizer params data . options)
      (define who "train")
      (check-procedure who 1 loss)
      (check-argument (optimizer? optimizer) who 2 "an optimizer" optimizer)
      (check-options who options known-options)
      (let ((tensors (tensors-of who 4 data))
            (epochs (count-option options 'epochs 10 0))
            (size (count-option options 'batch-size 32 1))
            (shuffle? (option options 'shuffle #t))
            (keyed? (option options 'keyed #f))
            (validate (procedure-option options 'validate))
            (patience (and (option options 'patience #f) (count-option options 'patience #f 1)))
            (on-epoch (procedure-option options 'on-epoch))
            (first-state (or (option options 'state #f) (optimizer-init optimizer params))))
        (if (and patience (not validate))
            (error "train: the option patience needs the option validate"))
        (let* ((count (rows (car tensors))) (steps (quotient (+ count size -1) size)))
          (if (= count 0)
              (error "train: there are no rows in the data:" (map tensor-shape tensors)))
          ;; An epoch: new parameters, state and mean loss.
          (define (run-epoch tick! params state key)
            (let* ((keys (split-key key 2)) (next-key (cadr keys)) (sum 0.0))
              (define (fresh-key)
                (let ((keys (split-key next-key 2)))
                  (set! next-key (cadr keys))
                  (car keys)))
              (do-batches
               (lambda (batch)
                 (let ((arguments (if keyed? (cons (fresh-key) batch) batch)))
                   (let*-values (((value grads)
                                  (value-and-gradient (lambda (params)
                                                        (apply loss params arguments))
                                                      params))
                                 ((new-params new-state)
                                  (optimizer-update optimizer state params grads)))
                     (set! params new-params)
                     (set! state new-state)
                     (set! sum (+ sum (* value (rows (car batch)))))
                     (tick! 'loss value))))
               tensors
               size
               (and shuffle? (car keys)))
              (values params state (/ sum count))))
          (define (run tick!)
            (let loop ((epoch 1)
                       (params params)
                       (state first-state)
                       (key (make-key (option options 'seed 0)))
                       (losses '())
                       (results '())
                       (best (cons +inf.0 params))
                       (waited 0))
              (if (or (> epoch epochs) (and patience (>= waited patience)))
                  (make-training (if patience (cdr best) params)
                                 state
                                 (reverse losses)
                                 (reverse results))
                  (let*-values (((keys) (split-key key 2))
                                ((params state value) (run-epoch tick! params state (cadr keys))))
                    (let* ((result (and validate (validate params)))
                           (better? (and result (< result (car best)))))
                      (if on-epoch (on-epoch epoch value params))
                      (loop (+ epoch 1)
                            params
                            state
                            (car keys)
                            (cons value losses)
                            (if validate (cons result results) results)
                            (if better? (cons result params) best)
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
