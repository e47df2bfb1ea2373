; Optimisers. The values are those of the formulas in the docstrings, computed by a program in Python.

;--- four-steps-of-each
(import (fluxion base) (fluxion tensor) (fluxion optim))
(define a (tensor '(1.0 2.0 0.5)))
(define c (tensor '(3.0 1.0 -1.0)))
(define (loss p) (tensor-sum (* a (square (- p c)))))
(define (after-four optimizer)
  (let loop ((p (tensor '(1.0 -2.0 0.5))) (state (optimizer-init optimizer (tensor '(1.0 -2.0 0.5)))))
    (if (= (optimizer-steps state) 4)
        p
        (let-values (((p state) (optimizer-update optimizer state p (gradient loss p))))
          (loop p state)))))
(define (gives? optimizer expected) (tensor-close? (after-four optimizer) (tensor expected) 1e-13))
(gives? (sgd 0.05) '(1.6878 -0.2288 0.221759375)) ; => #t
(gives? (momentum 0.05) '(2.5464 1.9258 -0.128059375)) ; => #t
(gives? (nesterov 0.05) '(2.81222418 1.97446912 -0.2887732553125)) ; => #t
(gives? (rmsprop 0.05) '(1.436137860326444 -1.5575378555100794 0.07052848956791391)) ; => #t
(gives? (adam 0.05) '(1.1996733895510145 -1.8002074630456488 0.3004567665484416)) ; => #t
(gives? (adam 0.05 'beta1 0.8 'beta2 0.9 'epsilon 0.1)
        '(1.1946856966404737 -1.8019000047725318 0.3132372590760258)) ; => #t
(gives? (adamw 0.05 'weight-decay 0.1) '(1.1783667606858412 -1.7620461432681294 0.29205053137130244)) ; => #t
(gives? (lion 0.05 'weight-decay 0.1) '(1.178654494375 -1.7617940075 0.2915697565625)) ; => #t

;--- any-structure
(import (fluxion base) (fluxion tensor) (fluxion optim))
(define-record-type <layer> (make-layer weights bias units) layer? (weights weights) (bias bias) (units units))
(define start
  (list 1.0 (tensor '((1 -2) (3 4)) 'f32) (make-layer (f64vector 1.0 2.0) (vector 3.0 'name) 2)
        (tensor '(1 2)) (tensor '(#t))))
(define (loss p)
  (+ (square (- (car p) 3))
     (tensor-sum (square (- (cadr p) 1)))
     (square (f64vector-ref (weights (caddr p)) 1))
     (square (+ 1.0 (vector-ref (bias (caddr p)) 0)))))
(define (minimum optimizer steps)
  (let loop ((p start) (state (optimizer-init optimizer start)))
    (if (= (optimizer-steps state) steps)
        p
        (let-values (((p state) (optimizer-update optimizer state p (gradient loss p)))) (loop p state)))))
(define (found? p)
  (let ((layer (caddr p)))
    (and (< (loss p) 1e-6)
         (eq? (tensor-dtype (cadr p)) 'f32)
         (= (f64vector-ref (weights layer) 0) 1.0)
         (eq? (vector-ref (bias layer) 1) 'name)
         (eqv? (units layer) 2)
         (equal? (map tensor-dtype (cdddr p)) '(i64 bool)))))
(found? (minimum (sgd 0.1) 100)) ; => #t
(found? (minimum (momentum 0.05 'momentum 0.8) 100)) ; => #t
(found? (minimum (nesterov 0.05) 200)) ; => #t
(found? (minimum (rmsprop (cosine-schedule 0.1 200)) 200)) ; => #t
(found? (minimum (adam 0.1 'clip-norm 10.0) 300)) ; => #t
(found? (minimum (lion (cosine-schedule 0.1 300) 'clip-value 3) 300)) ; => #t

;--- states-are-values
(import (fluxion base) (fluxion tensor) (fluxion optim))
(define method (adam (step-schedule 0.1 1 0.5)))
(define state (optimizer-init method '(1.0 2.0)))
(define-values (p1 s1) (optimizer-update method state '(1.0 2.0) '(1.0 1.0)))
(define-values (p2 s2) (optimizer-update method state '(1.0 2.0) '(1.0 1.0)))
(equal? p1 p2) ; => #t
state ; => #(0 #(0.0 0.0) #(0.0 0.0))
(map optimizer-steps (list state s1)) ; => (0 1)
(map (lambda (s) (optimizer-rate method s)) (list state s1)) ; => (0.1 0.05)

;--- rosenbrock
(import (fluxion base) (fluxion optim))
(define (rosenbrock p)
  (+ (square (- 1.0 (car p))) (* 100.0 (square (- (cadr p) (square (car p)))))))
(define method (adam (cosine-schedule 0.1 3000)))
(define (descend p state)
  (if (= (optimizer-steps state) 3000)
      p
      (let-values (((p state) (optimizer-update method state p (gradient rosenbrock p)))) (descend p state))))
(define end (descend '(-1.2 1.0) (optimizer-init method '(-1.2 1.0))))
(< (rosenbrock end) 1e-8) ; => #t

;--- a-step-can-be-differentiated
(import (fluxion base) (fluxion optim))
; The loss after a step of rate r from 1 on x^2: (1 - 2 r)^2, with the slope -4 (1 - 2 r).
(define (loss-after r)
  (let*-values (((method) (sgd r)) ((p state) (optimizer-update method (optimizer-init method 1.0) 1.0 2.0)))
    (square p)))
(derivative loss-after 0.25) ; => -2.0

;--- clipping
(import (fluxion base) (fluxion tensor) (fluxion optim))
(clip-by-value (list 3.0 (vector -0.5 -7.0) (f64vector 0.5 2.0) 0) 1) ; => (1 #(-0.5 -1) #f64(0.5 1.0) 0)
(clip-by-value (tensor '(3 -0.5 -7) 'f32) 1) ; => #f32(1.0 -0.5 -1.0)
(clip-by-value +nan.0 1) ; => +nan.0
(global-norm (list 2.0 (tensor '(1.0 2.0)) (f64vector 4.0))) ; => 5.0
(clip-by-global-norm '(30.0 #(40.0) 0) 5.0) ; => (3.0 #(4.0) 0)
(clip-by-global-norm '(3.0 #(4.0)) 5.0) ; => (3.0 #(4.0))

;--- schedules
(import (fluxion base) (fluxion optim))
(define (rates schedule n) (map schedule (iota n)))
(define (close? a b) (every (lambda (x y) (< (abs (- x y)) 1e-15)) a b))
(rates (constant-schedule 0.5) 2) ; => (0.5 0.5)
(rates (step-schedule 1.0 2 0.5) 5) ; => (1.0 1.0 0.5 0.5 0.25)
(close? (rates (exponential-schedule 0.5 2 0.1) 4) '(0.5 0.15811388300841897 0.05 0.0158113883008419)) ; => #t
(close? (rates (cosine-schedule 1.0 4 0.1) 6)
        '(1.0 0.8681980515339464 0.55 0.23180194846605365 0.1 0.1)) ; => #t
(rates (warmup-schedule 2 (constant-schedule 1.0)) 3) ; => (0.5 1.0 1.0)
(close? (rates (warmup-cosine-schedule 1.0 2 6 0.1) 7)
        '(0.5 1.0 1.0 0.8681980515339464 0.55 0.23180194846605365 0.1)) ; => #t

;--- structures
(import (fluxion base) (fluxion tensor) (fluxion structures))
(define-record-type <pair> (make-pair a b) pair-record? (a first-of) (b second-of))
(structure-map + '(1 #(2 a)) '(10 #(20 a))) ; => (11 #(22 a))
(structure-map list '(1 #(2)) '(10 #(20)) '(100 #(200))) ; => ((1 10 100) #((2 20 200)))
(second-of (structure-map (lambda (x) (* 2 x)) (make-pair 's (list (f64vector 1 2) (tensor '(1 2))))))
; => (#f64(2.0 4.0) #i64(2 4))
(structure-leaves '(1 #(2 a) . 3)) ; => #(1 2 3)
(structure-fold cons '() '(1 #(2 (3)))) ; => (3 2 1)
(structure-with-leaves '(1 #(2 a)) #(3 4)) ; => (3 #(4 a))
(structure-size (list 1 (tensor '((1 2) (3 4))) '#(2.5))) ; => 6
(gradient (lambda (p) (structure-fold (lambda (x s) (+ s (* x x))) 0 p)) (list 3.0 (f64vector 1 2)))
; => (6.0 #f64(2.0 4.0))
(structure-size (structure-map + (iota 100000) (iota 100000))) ; => 100000
(structure-map + '(1 2) '(1)) ; error: structure-map: the structures differ: (2) ()

;--- errors-of-structures
(import (fluxion base) (fluxion structures))
(structure-with-leaves '(1 2) #(1)) ; error: structure-with-leaves: there must be as many leaves as in the structure

;--- error-options
(import (fluxion base) (fluxion optim))
(adam 0.1 'beta3 0.5) ; error: adam: there is no such option: beta3

;--- error-option-value
(import (fluxion base) (fluxion optim))
(adam 0.1 'beta1 1) ; error: adam: the option beta1 must be a number from 0 to below 1, found 1

;--- error-rate
(import (fluxion base) (fluxion optim))
(sgd -1) ; error: sgd: argument 1 must be a rate that is not negative or a schedule, found -1

;--- error-structure
(import (fluxion base) (fluxion optim))
(optimizer-update (sgd 0.1) (optimizer-init (sgd 0.1) '(1.0 2.0)) '(1.0 2.0) '(1.0))
; error: optimizer-update: parameters and gradients differ in structure

;--- error-shapes
(import (fluxion base) (fluxion tensor) (fluxion optim))
(define w (tensor-ones '(2 2)))
(optimizer-update (sgd 0.1) (optimizer-init (sgd 0.1) w) w (tensor-ones '(2)))
; error: optimizer-update: the shapes of parameter and gradient differ: (2 2) (2)

;--- error-state
(import (fluxion base) (fluxion optim))
(optimizer-update (adam 0.1) (optimizer-init (sgd 0.1) 1.0) 1.0 1.0)
; error: optimizer-update: this state is not of this optimizer and these parameters
