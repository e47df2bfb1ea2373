; Mini-batches and the training loop.

;--- batches-in-order
(import (fluxion base) (fluxion tensor) (fluxion train))
(batches (tensor '(1 2 3)) 2) ; => ((#i64(1 2)) (#i64(3)))
(batches (list (tensor '((1 1) (2 2))) (tensor '(#t #f))) 5) ; => ((#i64((1 1) (2 2)) #bool(#t #f)))
(batches (tensor-zeros '(0 2)) 5) ; => ()
(define seen '())
(for-each-batch (lambda (x y) (set! seen (cons (tensor->list (+ x y)) seen)))
                (list (tensor '(1 2 3)) (tensor '(10 20 30)))
                2)
seen ; => ((33) (11 22))

;--- random-batches
(import (fluxion base) (fluxion tensor) (fluxion train))
(define x (tensor-arange 100))
(define (order seed) (append-map (lambda (batch) (tensor->list (car batch))) (batches x 7 (make-key seed))))
(equal? (order 1) (order 1)) ; => #t
(equal? (order 1) (order 2)) ; => #f
(equal? (sort (order 1) <) (iota 100)) ; => #t
; Rows stay together.
(every (lambda (batch) (tensor-equal? (square (car batch)) (cadr batch)))
       (batches (list x (square x)) 9 (make-key 3))) ; => #t

;--- a-line
(import (fluxion base) (fluxion tensor) (fluxion optim) (fluxion train))
(define x (random-normal-tensor (make-key 1) '(300 3)))
(define y (+ (tensor-matmul x (tensor '(1.0 2.0 3.0))) 0.5))
(define (loss p x y) (tensor-mean (square (- (+ (tensor-matmul x (car p)) (cadr p)) y))))
(define start (list (tensor-zeros '(3)) 0.0))
(define (fit . options) (apply train loss (adam 0.1) start (list x y) 'epochs 40 options))
(define end (fit))
(training-epochs end) ; => 40
(optimizer-steps (training-state end)) ; => 400
(tensor-close? (car (training-params end)) (tensor '(1.0 2.0 3.0)) 1e-3) ; => #t
(< (abs (- (cadr (training-params end)) 0.5)) 1e-3) ; => #t
(apply > (list-head (training-losses end) 5)) ; => #t
(equal? (training-losses end) (training-losses (fit))) ; => #t
(equal? (training-losses end) (training-losses (fit 'seed 1))) ; => #f
(optimizer-steps (training-state (fit 'batch-size 300 'state (training-state end)))) ; => 440

;--- each-optimiser-learns-xor
(import (fluxion base) (fluxion tensor) (fluxion nn) (fluxion optim) (fluxion train))
(define x (tensor '((0.0 0.0) (0.0 1.0) (1.0 0.0) (1.0 1.0))))
(define y (tensor '(0 1 1 0)))
(define keys (split-key (make-key 5) 2))
(define start (list (make-dense (car keys) 2 8) (make-dense (cadr keys) 8 2)))
(define (network params x) (dense (cadr params) (tanh (dense (car params) x))))
(define (loss params x y) (cross-entropy (network params x) y))
(define (learns? optimizer)
  (let ((end (train loss optimizer start (list x y) 'epochs 300 'batch-size 4)))
    (and (< (last (training-losses end)) 0.01)
         (= (accuracy (network (training-params end) x) y) 1.0))))
(map learns?
     (list (sgd 1.0) (momentum 0.2) (nesterov 0.2) (rmsprop 0.02) (adam 0.05) (adamw 0.05)
           (lion (cosine-schedule 0.02 300)))) ; => (#t #t #t #t #t #t #t)

;--- early-stopping
(import (fluxion base) (fluxion tensor) (fluxion optim) (fluxion train))
; The parameter grows by 1 in each epoch; the validation is least after the third.
(define seen '())
(define end
  (train (lambda (p x) (- p)) (sgd 1.0) 0.0 (tensor-zeros '(2 1)) 'epochs 100
         'validate (lambda (p) (abs (- p 3.0)))
         'patience 2
         'on-epoch (lambda (epoch loss p) (set! seen (cons (list epoch loss p) seen)))))
(training-params end) ; => 3.0
(training-validation end) ; => (2.0 1.0 0.0 1.0 2.0)
(training-losses end) ; => (0.0 -1.0 -2.0 -3.0 -4.0)
(car seen) ; => (5 -4.0 5.0)

;--- keys
(import (fluxion base) (fluxion tensor) (fluxion optim) (fluxion train))
; A new key each step.
(define keys '())
(define (loss p key x)
  (set! keys (cons key keys))
  (* p p))
(define end (train loss (sgd 0.1) 1.0 (tensor-zeros '(6 1)) 'epochs 2 'batch-size 2 'keyed #t))
(length (delete-duplicates keys)) ; => 6

;--- progress
(import (fluxion base) (fluxion tensor) (fluxion optim) (fluxion train) (fluxion progress))
(define bar
  (call-with-output-string
   (lambda (port)
     (parameterize ((progress-port port))
       (train (lambda (p x) (* p p)) (sgd 0.1) 1.0 (tensor-zeros '(4 1)) 'epochs 3 'label "fit")))))
(map (lambda (part) (and (string-search-forward part bar 0) #t)) '("fit 100% " "3/3" "loss 0.4096")) ; => (#t #t #t)

;--- error-data
(import (fluxion base) (fluxion tensor) (fluxion train))
(batches (list (tensor '(1 2)) (tensor '(1 2 3))) 1)
; error: batches: the first axes of the tensors differ in length: ((2) (3))

;--- error-no-tensor
(import (fluxion base) (fluxion train))
(for-each-batch list '(1 2) 1) ; error: for-each-batch: argument 2 must be a tensor or a list of tensors, found (1 2)

;--- error-option
(import (fluxion base) (fluxion tensor) (fluxion optim) (fluxion train))
(train (lambda (p x) p) (sgd 0.1) 1.0 (tensor '(1.0)) 'batch-size 0)
; error: train: the option batch-size must be an exact integer from 1 on, found 0

;--- error-patience
(import (fluxion base) (fluxion tensor) (fluxion optim) (fluxion train))
(train (lambda (p x) p) (sgd 0.1) 1.0 (tensor '(1.0)) 'patience 3)
; error: train: the option patience needs the option validate

;--- carried-from-step-to-step
(import (fluxion base) (fluxion tensor) (fluxion nn) (fluxion optim) (fluxion train))
; A count, which is no parameter, and the key behind it.
(define x (tensor '((1.0) (2.0) (3.0) (6.0))))
(define (loss p count key x) (values (* p p count) (+ count (car (tensor-shape x)))))
(define end (train loss (sgd 0.25) 1.0 x 'epochs 3 'batch-size 3 'carry 1 'keyed #t))
(training-carry end) ; => 13
(training-carry (train (lambda (p x) (* p p)) (sgd 0.25) 1.0 x)) ; => #f
; A carry that depends on the parameters is constant to the gradient: the slope is 2 p, not more.
(define (loss p before x) (values (+ (* p p) before) (* 100.0 p)))
(training-params (train loss (sgd 0.25) 1.0 x 'epochs 2 'carry 0.0)) ; => 0.25
; Running statistics of a batch normalisation, with those of the best parameters.
(define x (+ 5.0 (* 2.0 (random-normal-tensor (make-key 1) '(300 3)))))
(define y (tensor-sum x 1 #t))
(define (loss params state x y)
  (let-values (((h moved) (batch-norm-train (car params) state x)))
    (values (tensor-mean (square (- (tensor-matmul h (cadr params)) y))) moved)))
(define (off params state)
  (tensor-mean (abs (- (tensor-matmul (batch-norm (car params) state x) (cadr params)) y))))
(define seen '())
(define end
  (train loss (adam 0.1) (list (make-batch-norm 3) (tensor-ones '(3 1))) (list x y) 'epochs 60
         'carry (make-batch-norm-state 3)
         'validate off
         'patience 8
         'on-epoch (lambda (epoch loss params state) (set! seen (cons (off params state) seen)))))
(equal? (reverse seen) (training-validation end)) ; => #t
(= (off (training-params end) (training-carry end)) (apply min seen)) ; => #t
(tensor-close? (batch-norm-mean (training-carry end)) (tensor-mean x 0) 0.2) ; => #t
(< (apply min seen) 0.5) ; => #t
