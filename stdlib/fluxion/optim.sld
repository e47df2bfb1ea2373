;;; Optimisers: first-order methods that minimise by gradients.
;;;
;;; Parameters are any structure of numbers and tensors, and gradients have the same structure, as `gradient`
;;; returns them. An optimiser holds its settings only; what it remembers is a state that each update
;;; returns anew, so nothing is changed in place. Tensors keep their type: f32 stays f32.
(define-library (fluxion optim)
  (export sgd momentum nesterov rmsprop adam adamw lion optimizer? optimizer-init optimizer-update
          optimizer-steps optimizer-rate
          constant-schedule step-schedule exponential-schedule cosine-schedule warmup-schedule
          warmup-cosine-schedule clip-by-value clip-by-global-norm global-norm
          structure-map structure-fold structure-leaves structure-with-leaves structure-size)
  (import (fluxion base) (fluxion primitives) (fluxion checks) (fluxion options) (fluxion tensor)
          (fluxion structures))
  (begin
    ;; `rate` is a procedure of the number of the step, from 0 on. `update` takes the number of the step
    ;; from 1 on, the rate, a leaf, its slope and the list of what is remembered for it, `slots` of them,
    ;; zeros at first; it returns the list of the new leaf and of what to remember.
    ;;> Whether X is an optimiser.
    (define-record-type <optimizer> (make-optimizer name rate slots update limit norm) optimizer?
      (name optimizer-name)
      (rate rate-of)
      (slots slots-of)
      (update update-of)
      (limit limit-of)
      (norm norm-of))

    ;; Arguments -----

    (define (rate-procedure who rate)
      (cond ((procedure? rate) rate)
            ((and (real? rate) (>= rate 0)) (lambda (step) rate))
            (else (wrong-argument who 1 "a rate that is not negative or a schedule" rate))))
    ;; The value of an option that must be a number for which ok? is true.
    (define (number-option who options name default ok? expected)
      (let ((x (option options name default)))
        (if (not (and (real? x) (ok? x)))
            (error (string-append who
                                  ": the option "
                                  (symbol->string name)
                                  " must be "
                                  expected
                                  ", found")
                   x))
        x))
    (define (share who options name default)
      (define (share? x) (and (<= 0 x) (< x 1)))
      (number-option who options name default share? "a number from 0 to below 1"))
    (define (not-negative who options name default)
      (number-option who
                     options
                     name
                     default
                     (lambda (x) (>= x 0))
                     "a number that is not negative"))
    (define (limit-option who options name)
      (and (option options name #f)
           (number-option who options name #f (lambda (x) (> x 0)) "a positive number")))
    (define (optimizer who rate options known slots update)
      (check-options who options (append known '(clip-value clip-norm)))
      (make-optimizer who (rate-procedure who rate) slots update
                      (limit-option who options 'clip-value)
                      (limit-option who options 'clip-norm)))

    ;; The methods -----

    ;;> (sgd rate option ...)
    ;;> Gradient descent (Cauchy 1847; stochastic: Robbins and Monro 1951): p - rate g. RATE is a number or a
    ;;> schedule, a procedure that returns the rate for the number of the step, from 0 on. Every optimiser
    ;;> takes the options `'clip-value` and `'clip-norm`: limits for the gradients as of `clip-by-value` and
    ;;> `clip-by-global-norm`.
    (define (sgd rate . options)
      (optimizer "sgd" rate options '() 0
                 (lambda (step rate p g slots) (list (- p (* rate g))))))

    ;;> (momentum rate option ...)
    ;;> Gradient descent with momentum (Polyak 1964): v becomes m v + g, and p becomes p - rate v. Options:
    ;;> `'momentum` (m, 0.9) and those of `sgd`.
    (define (momentum rate . options)
      (let ((m (share "momentum" options 'momentum 0.9)))
        (optimizer "momentum" rate options '(momentum) 1
                   (lambda (step rate p g slots)
                     (let ((v (+ (* m (car slots)) g)))
                       (list (- p (* rate v)) v))))))

    ;;> (nesterov rate option ...)
    ;;> Nesterov's accelerated gradient (1983) in the form of Sutskever et al. (2013): v becomes m v + g, and
    ;;> p becomes p - rate (g + m v). Options as for `momentum`.
    (define (nesterov rate . options)
      (let ((m (share "nesterov" options 'momentum 0.9)))
        (optimizer "nesterov" rate options '(momentum) 1
                   (lambda (step rate p g slots)
                     (let ((v (+ (* m (car slots)) g)))
                       (list (- p (* rate (+ g (* m v)))) v))))))

    ;;> (rmsprop rate option ...)
    ;;> RMSProp (Tieleman and Hinton 2012): s becomes d s + (1 - d) g^2, and p becomes
    ;;> p - rate g / (sqrt(s) + e). Options: `'decay` (d, 0.9), `'epsilon` (e, 1e-8) and those of `sgd`.
    (define (rmsprop rate . options)
      (let ((decay (share "rmsprop" options 'decay 0.9))
            (epsilon (not-negative "rmsprop" options 'epsilon 1e-8)))
        (optimizer "rmsprop" rate options '(decay epsilon) 1
                   (lambda (step rate p g slots)
                     (let ((s (average decay (car slots) (* g g))))
                       (list (- p (/ (* rate g) (+ (sqrt s) epsilon))) s))))))

    ;;> (adam rate option ...)
    ;;> Adam (Kingma and Ba 2015, algorithm 1): with m becoming b1 m + (1 - b1) g and v becoming
    ;;> b2 v + (1 - b2) g^2, at step t, p becomes
    ;;> p - rate (m / (1 - b1^t)) / (sqrt(v / (1 - b2^t)) + e). Options: `'beta1` (0.9), `'beta2` (0.999),
    ;;> `'epsilon` (e, 1e-8) and those of `sgd`.
    (define (adam rate . options)
      (adam-like "adam" rate options '() (lambda (rate p) p)))

    ;;> (adamw rate option ...)
    ;;> Adam with decoupled weight decay (Loshchilov and Hutter 2019): p also loses rate w p. Options:
    ;;> `'weight-decay` (w, 0.01) and those of `adam`.
    (define (adamw rate . options)
      (adam-like "adamw" rate options '(weight-decay) (decay-procedure "adamw" options 0.01)))

    (define (adam-like who rate options known decayed)
      (let ((beta1 (share who options 'beta1 0.9))
            (beta2 (share who options 'beta2 0.999))
            (epsilon (not-negative who options 'epsilon 1e-8)))
        (optimizer who rate options (append '(beta1 beta2 epsilon) known) 2
                   (lambda (step rate p g slots)
                     (let* ((m (average beta1 (car slots) g))
                            (v (average beta2 (cadr slots) (* g g)))
                            ;; Both numbers multiplied by sqrt(1 - b2^t), to save a division of tensors.
                            (root (sqrt (- 1.0 (expt beta2 step))))
                            (scale (/ (* rate root) (- 1.0 (expt beta1 step)))))
                       (list (- (decayed rate p) (/ (* scale m) (+ (sqrt v) (* epsilon root))))
                             m
                             v))))))

    ;;> (lion rate option ...)
    ;;> Lion (Chen et al. 2023): p becomes p - rate (sign(b1 m + (1 - b1) g) + w p), then m becomes
    ;;> b2 m + (1 - b2) g. Options: `'beta1` (0.9), `'beta2` (0.99), `'weight-decay` (w, 0) and those of
    ;;> `sgd`. Its rate should be three to ten times less than that of `adam`.
    (define (lion rate . options)
      (let ((beta1 (share "lion" options 'beta1 0.9))
            (beta2 (share "lion" options 'beta2 0.99))
            (decayed (decay-procedure "lion" options 0.0)))
        (optimizer "lion" rate options '(beta1 beta2 weight-decay) 1
                   (lambda (step rate p g slots)
                     (list (- (decayed rate p) (* rate (sign (average beta1 (car slots) g))))
                           (average beta2 (car slots) g))))))

    (define (average share old new) (+ (* share old) (* (- 1.0 share) new)))
    (define (decay-procedure who options default)
      (let ((decay (not-negative who options 'weight-decay default)))
        (if (= decay 0)
            (lambda (rate p) p)
            (lambda (rate p) (- p (* (* rate decay) p))))))
    (define (sign x)
      (cond ((tensor? x)
             (let ((type (tensor-dtype x)))
               (- (tensor-cast (tensor> x 0) type) (tensor-cast (tensor< x 0) type))))
            ((> x 0) 1.0)
            ((< x 0) -1.0)
            (else 0.0)))

    ;; Updates -----

    ;; The leaves of parameters or gradients, a vector; an f64vector is one leaf, a tensor.
    (define (leaves-of x)
      (structure-leaves (plain-vectors->tensors x)))
    (define (plain-vectors->tensors x)
      (cond ((pair? x)
             (let ((first (plain-vectors->tensors (car x))))
               (cons first (plain-vectors->tensors (cdr x)))))
            ((f64vector? x) (f64vector->tensor x (list (f64vector-length x))))
            ((vector? x) (vector-map plain-vectors->tensors x))
            ((%ad-record-fields x)
             => (lambda (fields) (%ad-record-with x (vector-map plain-vectors->tensors fields))))
            (else x)))
    ;; The parameters with the vector of leaves in their place.
    (define (with-leaves params leaves)
      (let ((next 0))
        (define (next-leaf)
          (set! next (+ next 1))
          (vector-ref leaves (- next 1)))
        (let walk ((x params))
          (cond ((%ad-leaf? x) (next-leaf))
                ((pair? x) (let ((first (walk (car x)))) (cons first (walk (cdr x)))))
                ((f64vector? x) (tensor->f64vector (next-leaf)))
                ((vector? x) (vector-map walk x))
                ((%ad-record-fields x) => (lambda (fields)
                                            (%ad-record-with x (vector-map walk fields))))
                (else x)))))

    (define (check-optimizer who x)
      (check-argument (optimizer? x) who 1 "an optimizer" x))

    ;;> (optimizer-init optimizer params)
    ;;> The state of an optimiser before its first step on the parameters PARAMS: a vector of the number of
    ;;> steps and of what the method remembers of each parameter.
    ;;> (optimizer-init (adam 0.01) '(1.0 #(2.0))) => #(0 #(0.0 0.0) #(0.0 0.0))
    (define (optimizer-init optimizer params)
      (check-optimizer "optimizer-init" optimizer)
      (let ((leaves (leaves-of params)))
        (define (zeros)
          (vector-map (lambda (leaf)
                        (if (tensor? leaf)
                            (tensor-zeros (tensor-shape leaf) (tensor-dtype leaf))
                            0.0))
                      leaves))
        (list->vector (cons 0 (list-tabulate (slots-of optimizer) (lambda (i) (zeros)))))))

    ;;> (optimizer-steps state)
    ;;> How many updates led to the state of an optimiser.
    (define (optimizer-steps state)
      (check-state "optimizer-steps" 1 state)
      (vector-ref state 0))
    (define (check-state who position state)
      (if (not (and (vector? state) (> (vector-length state) 0) (fixnum? (vector-ref state 0))))
          (wrong-argument who position "the state of an optimizer" state)))

    ;;> (optimizer-rate optimizer state)
    ;;> The rate of the next step.
    (define (optimizer-rate optimizer state)
      (check-optimizer "optimizer-rate" optimizer)
      (check-state "optimizer-rate" 2 state)
      ((rate-of optimizer) (vector-ref state 0)))

    ;;> (optimizer-update optimizer state params grads)
    ;;> Two values: the parameters after a step of the optimiser along the gradients GRADS, and its new
    ;;> state. Tensors of integers or booleans, and exact numbers whose gradient is an exact 0, are no
    ;;> parameters and stay. An error if GRADS has not the structure and shapes of PARAMS.
    ;;> (call-with-values (lambda () (optimizer-update (sgd 0.25) #(0) '(1.0) '(2.0))) list) => ((0.5) #(1))
    (define (optimizer-update optimizer state params grads)
      (define who "optimizer-update")
      (check-optimizer who optimizer)
      (check-state who 2 state)
      (let* ((leaves (leaves-of params))
             (count (vector-length leaves))
             (slopes (clipped optimizer (leaves-of grads)))
             (rate ((rate-of optimizer) (vector-ref state 0)))
             (step (+ 1 (vector-ref state 0)))
             (slots (cdr (vector->list state)))
             (update (update-of optimizer)))
        (if (not (= count (vector-length slopes)))
            (error "optimizer-update: parameters and gradients differ in structure:" params grads))
        (if (not (and (= (length slots) (slots-of optimizer))
                      (every (lambda (slot) (and (vector? slot) (= (vector-length slot) count)))
                             slots)))
            (error "optimizer-update: this state is not of this optimizer and these parameters:"
                   state))
        ;; For each leaf the list of its new value and slots.
        (let ((results (vector-tabulate
                        (lambda (i)
                          (let ((p (vector-ref leaves i))
                                (g (vector-ref slopes i))
                                (old (map (lambda (slot) (vector-ref slot i)) slots)))
                            (if (fixed? p g)
                                (cons p old)
                                ;; One loop computes all of them.
                                (map %tensor-keep (update step rate p (fitting-slope p g) old)))))
                        count)))
          (values (with-leaves params (vector-map car results))
                  (list->vector
                   (cons step
                         (list-tabulate (length slots)
                                        (lambda (k)
                                          (vector-map (lambda (result) (list-ref result (+ k 1)))
                                                      results)))))))))
    (define (fixed? p g)
      (if (tensor? p)
          (not (memq (tensor-dtype p) '(f64 f32)))
          (and (number? g) (exact? p) (exact? g) (= g 0))))
    ;; The slope g of the parameter p, in the type of p.
    (define (fitting-slope p g)
      (if (not (if (tensor? p)
                   (and (tensor? g) (equal? (tensor-shape p) (tensor-shape g)))
                   (number? g)))
          (error "optimizer-update: the shapes of parameter and gradient differ:"
                 (shape p)
                 (shape g)))
      (if (and (tensor? p) (not (eq? (tensor-dtype p) (tensor-dtype g))))
          (tensor-cast g (tensor-dtype p))
          g))
    (define (shape x) (if (tensor? x) (tensor-shape x) '()))
    (define (clipped optimizer slopes)
      (let* ((limit (limit-of optimizer))
             (norm (norm-of optimizer))
             (slopes (if limit (clip-by-value slopes limit) slopes)))
        (if norm (clip-by-global-norm slopes norm) slopes)))

    ;; Clipping -----

    (define (check-limit who limit)
      (check-argument (and (real? limit) (> limit 0)) who 2 "a positive number" limit))

    ;;> (clip-by-value grads limit)
    ;;> The structure GRADS with every number that is beyond LIMIT or -LIMIT replaced by that.
    ;;> (clip-by-value '(3.0 #(-0.5 -7.0)) 1.0) => (1.0 #(-0.5 -1.0))
    (define (clip-by-value grads limit)
      (check-limit "clip-by-value" limit)
      (structure-map (lambda (x)
                       (cond ((tensor? x) (tensor-clip x (- limit) limit))
                             ((> x limit) limit)
                             ((< x (- limit)) (- limit))
                             (else x)))
                     grads))

    ;;> (global-norm x)
    ;;> The Euclidean norm of all numbers of the structure X together.
    ;;> (global-norm '(3.0 #(4.0))) => 5.0
    (define (global-norm x)
      (define (add leaf sum)
        (+ sum (if (tensor? leaf) (tensor-sum (* leaf leaf)) (* leaf leaf))))
      (sqrt (structure-fold add 0.0 x)))

    ;;> (clip-by-global-norm grads limit)
    ;;> The structure GRADS, scaled to the global norm LIMIT if its own is greater (Pascanu et al. 2013).
    ;;> (clip-by-global-norm '(30.0 #(40.0)) 5.0) => (3.0 #(4.0))
    (define (clip-by-global-norm grads limit)
      (check-limit "clip-by-global-norm" limit)
      (let ((norm (global-norm grads)))
        (if (> norm limit)
            (let ((scale (/ limit norm)))
              (structure-map (lambda (x) (if (eqv? x 0) 0 (* scale x))) grads))
            grads)))

    ;; Schedules -----

    (define (check-rate who position rate)
      (check-argument (and (real? rate) (>= rate 0))
                      who
                      position
                      "a number that is not negative"
                      rate))
    (define (check-steps who position steps)
      (check-argument (and (real? steps) (> steps 0))
                      who
                      position
                      "a positive number of steps"
                      steps))

    ;;> (constant-schedule rate)
    ;;> The schedule that is RATE at every step. A schedule is a procedure of the number of the step, from 0
    ;;> on.
    (define (constant-schedule rate)
      (check-rate "constant-schedule" 1 rate)
      (lambda (step) rate))

    ;;> (step-schedule rate every factor)
    ;;> RATE, multiplied by FACTOR after each EVERY steps.
    ;;> (map (step-schedule 1.0 2 0.5) '(0 1 2 3 4)) => (1.0 1.0 0.5 0.5 0.25)
    (define (step-schedule rate every factor)
      (check-rate "step-schedule" 1 rate)
      (check-count "step-schedule" 2 1 every)
      (check-rate "step-schedule" 3 factor)
      (lambda (step) (* rate (expt factor (quotient step every)))))

    ;;> (exponential-schedule rate steps factor)
    ;;> RATE, falling smoothly by FACTOR in each STEPS steps: rate factor^(step / steps).
    (define (exponential-schedule rate steps factor)
      (check-rate "exponential-schedule" 1 rate)
      (check-steps "exponential-schedule" 2 steps)
      (check-rate "exponential-schedule" 3 factor)
      (lambda (step) (* rate (expt factor (/ (inexact step) steps)))))

    ;;> (cosine-schedule rate steps [final])
    ;;> From RATE down to FINAL (0.0) along half a wave of the cosine in STEPS steps, then FINAL (Loshchilov
    ;;> and Hutter 2017).
    (define cosine-schedule
      (case-lambda
        ((rate steps) (cosine-schedule rate steps 0.0))
        ((rate steps final)
         (check-rate "cosine-schedule" 1 rate)
         (check-steps "cosine-schedule" 2 steps)
         (check-rate "cosine-schedule" 3 final)
         (lambda (step)
           (let ((share (min 1.0 (/ (inexact step) steps))))
             (+ final (* 0.5 (- rate final) (+ 1.0 (cos (* pi share))))))))))

    ;;> (warmup-schedule steps schedule)
    ;;> The first STEPS steps climb in equal parts to the first rate of SCHEDULE, which follows.
    ;;> (map (warmup-schedule 2 (constant-schedule 1.0)) '(0 1 2)) => (0.5 1.0 1.0)
    (define (warmup-schedule steps schedule)
      (check-count "warmup-schedule" 1 0 steps)
      (check-procedure "warmup-schedule" 2 schedule)
      (lambda (step)
        (if (< step steps)
            (/ (* (schedule 0) (+ step 1.0)) steps)
            (schedule (- step steps)))))

    ;;> (warmup-cosine-schedule rate warmup steps [final])
    ;;> WARMUP steps that climb to RATE, and a cosine down to FINAL (0.0); STEPS in all.
    (define warmup-cosine-schedule
      (case-lambda
        ((rate warmup steps) (warmup-cosine-schedule rate warmup steps 0.0))
        ((rate warmup steps final)
         (check-rate "warmup-cosine-schedule" 1 rate)
         (check-count "warmup-cosine-schedule" 2 0 warmup)
         (check-argument (and (real? steps) (> steps warmup)) "warmup-cosine-schedule" 3
                         "a number of steps greater than that of the warm-up" steps)
         (warmup-schedule warmup (cosine-schedule rate (- steps warmup) final)))))))
