; Each operator, on the shapes of points and results it takes.

;--- derivative-of-exact-numbers-is-exact
(derivative (lambda (x) (* x x)) 3) ; => 6
(derivative (lambda (x) (/ 1 x)) 3) ; => -1/9
(derivative (lambda (x) 5) 3) ; => 0
(derivative (lambda (x) 5) 3.0) ; => 0.0
(derivative (lambda (x) (* 2 x)) 3.0) ; => 2.0

;--- derivative-of-structures
(derivative (lambda (x) (list x (* x x) 'name "text" 7)) 3.0) ; => (1.0 6.0 name "text" 0.0)
(derivative (lambda (x) (cons x (vector (* 2 x) #(1 2)))) 3) ; => (1 . #(2 #(0 0)))
(derivative (lambda (x) '()) 3) ; => ()

;--- derivative-of-a-list-with-procedures
(define d (derivative (lambda (x) (list x (lambda (y) (* x y y)))) 3.0))
(car d) ; => 1.0
((cadr d) 5.0) ; => 25.0

;--- derivative-of-a-record
(define-record-type state (make-state name position velocity) state? (name state-name) (position state-position) (velocity state-velocity))
(define d (derivative (lambda (t) (make-state "ball" (* 4.9 t t) (* 9.8 t))) 2.0))
(state? d) ; => #t
(state-name d) ; => "ball"
(state-velocity d) ; => 9.8

;--- curried
((derivative sin) 0.0) ; => 1.0
((derivative (derivative (lambda (x) (* x x x)))) 2.0) ; => 12.0
(map (derivative (lambda (x) (* x x))) '(1 2 3)) ; => (2 4 6)
((gradient (lambda (x y) (* x y))) 2.0 3.0) ; => (3.0 2.0)
((gradient (lambda (v) (vector-ref v 1))) (vector 1 2)) ; => #(0 1)

;--- gradient-has-the-structure-of-the-point
(gradient (lambda (x) (* x x)) 3.0) ; => 6.0
(gradient (lambda (v) (* (vector-ref v 0) (vector-ref v 1))) #(2.0 3.0)) ; => #(3.0 2.0)
(gradient (lambda (l) (apply * l)) '(2.0 3.0 4.0)) ; => (12.0 8.0 6.0)
(gradient (lambda (p) (* (car p) (cdr p))) (cons 2.0 3.0)) ; => (3.0 . 2.0)
(gradient (lambda (m) (* (vector-ref (vector-ref m 0) 1) (vector-ref (vector-ref m 1) 0))) #(#(1.0 2.0) #(3.0 4.0))) ; => #(#(0.0 3.0) #(2.0 0.0))
(gradient (lambda (m) (* (cadr (assq 'w m)) (cadr (assq 'b m)))) '((w 2.0) (b 3.0))) ; => ((w 3.0) (b 2.0))
(gradient (lambda (v) (vector-ref v 0)) (vector 1 2.0)) ; => #(1 0.0)
(gradient (lambda (v) 7) '()) ; => ()

;--- gradient-of-a-record
(define-record-type params (make-params w b) params? (w params-w) (b params-b))
(define g (gradient (lambda (p) (+ (* (params-w p) 3.0) (* (params-b p) (params-b p)))) (make-params 1.0 2.0)))
(list (params? g) (params-w g) (params-b g)) ; => (#t 3.0 4.0)

;--- gradient-of-several-arguments-is-a-list
(gradient (lambda (x y) (* x y y)) 2.0 3.0) ; => (9.0 12.0)
(gradient (lambda (w b) (+ (vector-ref w 0) (* 2 b))) #(1.0 5.0) 4.0) ; => (#(1.0 0.0) 2.0)
(gradient (lambda xs (apply + xs)) 1 2 3) ; => (1 1 1)

;--- gradient-of-a-procedure-of-procedures
(((lambda (g) g) (gradient (lambda (v) (lambda (c) (* c (vector-ref v 0) (vector-ref v 1)))) #(2.0 3.0))) 10.0) ; => #(30.0 20.0)

;--- f64vectors
(gradient (lambda (v) (f64vector-ref v 0)) (f64vector 1.0 2.0)) ; => #f64(1.0 0.0)
(gradient (lambda (v) (* (f64vector-ref v 0) (f64vector-ref v 1))) (f64vector 2.0 3.0)) ; => #f64(3.0 2.0)
(gradient (lambda (v) (let ((w (f64vector-map (lambda (x) (* x x)) v))) (+ (f64vector-ref w 0) (f64vector-ref w 1)))) (f64vector 2.0 3.0)) ; => #f64(4.0 6.0)
(gradient (lambda (v) (apply + (f64vector->list v))) (f64vector 2.0 3.0)) ; => #f64(1.0 1.0)
(gradient (lambda (v) (if (f64vector? v) (* (f64vector-length v) (f64vector-ref v 1)) 0)) (f64vector 2.0 3.0)) ; => #f64(0.0 2.0)
(gradient (lambda (v) (let ((w (f64vector-copy v))) (f64vector-set! w 0 (* 3 (f64vector-ref v 1))) (* (f64vector-ref w 0) (f64vector-ref w 1)))) (f64vector 2.0 3.0)) ; => #f64(0.0 18.0)
(hessian (lambda (v) (* (f64vector-ref v 0) (f64vector-ref v 0) (f64vector-ref v 1))) (f64vector 2.0 3.0)) ; => #(#f64(6.0 4.0) #f64(4.0 0.0))
(derivative (lambda (x) (f64vector x (* x x))) 3.0) ; => #f64(1.0 6.0)
(gradient (lambda (v) (let ((w (f64vector-map * v #f64(2 3)))) (* (f64vector-ref w 0) (f64vector-ref (f64vector-copy w 1) 0)))) #f64(4 5)) ; => #f64(30.0 24.0)
(gradient (lambda (v) (let ((w (f64vector (f64vector-ref v 0) 2 (f64vector-ref v 1)))) (f64vector-set! w 1 7) (* (f64vector-ref w 1) (f64vector-ref w 0) (f64vector-ref w 2)))) #f64(4 5)) ; => #f64(35.0 28.0)
(gradient (lambda (v) (let ((w (vector->f64vector v))) (* (f64vector-ref w 1) (f64vector-ref w 0)))) #(4.0 5.0)) ; => #(5.0 4.0)
(gradient (lambda (v) (let ((w (list->f64vector (vector->list v)))) (vector-ref (f64vector->vector (f64vector-copy w 0 1)) 0))) #(4.0 5.0)) ; => #(1.0 0.0)
(gradient (lambda (v) (let* ((a (vector (vector-ref v 0) 2.0)) (w (vector->f64vector a))) (vector-set! a 0 9.0) (* (f64vector-ref w 0) (vector-ref a 0)))) #(4.0 5.0)) ; => #(9.0 0.0)
(jacobian (lambda (v) (f64vector (f64vector-ref v 1) (* (f64vector-ref v 0) (f64vector-ref v 1)))) (f64vector 2.0 3.0)) ; => #(#f64(0.0 1.0) #f64(3.0 2.0))
(hvp (lambda (v) (* (f64vector-ref v 0) (f64vector-ref v 0) (f64vector-ref v 1))) (f64vector 2.0 3.0) (f64vector 1.0 0.0)) ; => #f64(6.0 4.0)

;--- value-and-gradient
(value-and-gradient (lambda (x) (* x x)) 3.0) ; => 9.0 6.0
(value-and-gradient (lambda (x y) (* x y)) 3.0 4.0) ; => 12.0 (4.0 3.0)
(define runs 0)
(value-and-gradient (lambda (v) (set! runs (+ runs 1)) (* (vector-ref v 0) (vector-ref v 1))) #(3 4)) ; => 12 #(4 3)
runs ; => 1

;--- jacobian
(jacobian (lambda (v) (vector (* (vector-ref v 0) (vector-ref v 1)) (vector-ref v 0) 1.0)) #(2.0 3.0)) ; => #(#(3.0 2.0) #(1.0 0.0) #(0.0 0.0))
(jacobian (lambda (l) (list (+ (car l) (cadr l)))) '(1 2)) ; => ((1 1))
(jacobian (lambda (x) (vector x (* x x))) 3.0) ; => #(1.0 6.0)
(jacobian (lambda (v) (vector-ref v 0)) #(2.0 3.0)) ; => #(1.0 0.0)

;--- jacobian-in-both-modes
(import (fluxion base) (fluxion ad))
(define (f v) (vector (* (vector-ref v 0) (vector-ref v 1)) (exp (vector-ref v 2)) (- (vector-ref v 0))))
(jacobian-forward f #(2.0 3.0 0.0)) ; => #(#(3.0 2.0 0.0) #(0.0 0.0 1.0) #(-1.0 0.0 0.0))
(equal? (jacobian-forward f #(2.0 3.0 0.0)) (jacobian-reverse f #(2.0 3.0 0.0))) ; => #t

;--- hessian
(hessian (lambda (x) (* x x x)) 2.0) ; => 12.0
(hessian (lambda (v) (* (vector-ref v 0) (vector-ref v 0) (vector-ref v 1))) #(2 3)) ; => #(#(6 4) #(4 0))
(hessian (lambda (l) (* (car l) (cadr l))) '(2.0 3.0)) ; => ((0.0 1.0) (1.0 0.0))
(hessian (lambda (x y) (* x y y)) 2.0 3.0) ; => ((0.0 6.0) (6.0 4.0))

;--- jvp-and-vjp
(jvp (lambda (x) (* x x)) 3.0 2.0) ; => 9.0 12.0
(jvp (lambda (v) (vector (* (vector-ref v 0) (vector-ref v 1)) 1.0)) #(2.0 3.0) #(1.0 10.0)) ; => #(6.0 1.0) #(23.0 0.0)
(define-values (y pullback) (vjp (lambda (v) (vector (* (vector-ref v 0) (vector-ref v 1)) (vector-ref v 0))) #(2.0 3.0)))
y ; => #(6.0 2.0)
(pullback #(1.0 0.0)) ; => #(3.0 2.0)
(pullback #(0.0 1.0)) ; => #(1.0 0.0)
(pullback #(1.0 10.0)) ; => #(13.0 2.0)

;--- a-pullback-can-be-differentiated
(define-values (y pullback) (vjp (lambda (x) (* x x x)) 2.0))
(derivative (lambda (ct) (* ct (pullback ct))) 5.0) ; => 120.0
(derivative (lambda (x) (call-with-values (lambda () (vjp (lambda (y) (* y y y)) x)) (lambda (y pull) (pull 1.0)))) 2.0) ; => 12.0

;--- products-with-the-hessian
(define (f v) (+ (* (vector-ref v 0) (vector-ref v 0) (vector-ref v 1)) (vector-ref v 1)))
(hvp f #(2.0 3.0) #(1.0 0.0)) ; => #(6.0 4.0)
(hvp f #(2.0 3.0) #(0.0 1.0)) ; => #(4.0 0.0)
(directional-derivative f #(2.0 3.0) #(1.0 2.0)) ; => 22.0

;--- vector-calculus
(define (field v) (let ((x (vector-ref v 0)) (y (vector-ref v 1)) (z (vector-ref v 2))) (vector (* x y) (* y z) (* z x))))
(divergence field #(1.0 2.0 3.0)) ; => 6.0
(curl field #(1.0 2.0 3.0)) ; => #(-2.0 -3.0 -1.0)
(curl (lambda (v) (vector (- (vector-ref v 1)) (vector-ref v 0))) #(1.0 2.0)) ; => 2.0
(laplacian (lambda (v) (+ (* (vector-ref v 0) (vector-ref v 0)) (* 3 (vector-ref v 1) (vector-ref v 1)))) #(1.0 2.0)) ; => 8.0
(laplacian (lambda (x) (* x x x)) 2) ; => 12

;--- higher-orders
(derivative-n (lambda (x) (expt x 5)) 2 3) ; => 240
(derivative-n exp 0.0 6) ; => 1.0
(derivative-n (lambda (x) (* x x)) 3 0) ; => 9
(taylor (lambda (x) (/ 1 (- 1 x))) 0 4) ; => #(1 1 1 1 1)
(taylor exp 0 4) ; => #(1 1 1/2 1/6 1/24)

;--- stop-gradient
(derivative (lambda (x) (* x (stop-gradient x))) 3.0) ; => 3.0
(gradient (lambda (v) (let ((w (stop-gradient v))) (* (vector-ref v 0) (vector-ref w 1)))) #(2.0 3.0)) ; => #(3.0 0.0)
(derivative (lambda (x) (derivative (lambda (y) (* y (stop-gradient x))) 1.0)) 2.0) ; => 0.0

;--- check-gradient
(define (right v) (* (vector-ref v 0) (sin (vector-ref v 1))))
(cdr (assq 'ok (check-gradient right #(2.0 3.0)))) ; => #t
(define (wrong v) (* (vector-ref v 0) (stop-gradient (vector-ref v 1))))
(define report (check-gradient wrong #(2.0 3.0)))
(cdr (assq 'ok report)) ; => #f
(cdr (assq 'element report)) ; => 1
(cdr (assq 'path report)) ; => (1)
(cdr (assq 'count report)) ; => 2
(define (deep x) (* (cadar x) (stop-gradient (vector-ref (cdr x) 1))))
(cdr (assq 'path (check-gradient deep '((1.0 2.0) . #(3.0 4.0))))) ; => (1 1)
(cdr (assq 'ok (check-gradient wrong #(2.0 3.0) 3.0))) ; => #t
(cdr (assq 'ok (check-gradient right #(2.0 3.0) 1e-3 1e-2))) ; => #t
(check-gradient (lambda (v) 1.0) #()) ; => ((ok . #t) (count . 0) (error . 0.0))
(cdr (assq 'gradient report)) ; => 0.0

;--- check-gradient-inside-of-tensors
(import (fluxion base) (fluxion tensor))
(define (wrong x)
  (+ (vector-ref x 0)
     (tensor-sum (square (vector-ref x 1)))
     (* (tensor-ref (vector-ref x 1) 1 0) (stop-gradient (tensor-ref (vector-ref x 1) 1 2)))))
(define report (check-gradient wrong (vector 1.0 (tensor '((1.0 2.0 3.0) (4.0 5.0 6.0))) 2.0)))
(cdr (assq 'ok report)) ; => #f
(cdr (assq 'count report)) ; => 8
(cdr (assq 'element report)) ; => 6
(cdr (assq 'path report)) ; => (1 1 2)
(cdr (assq 'gradient report)) ; => 12.0
(check-gradient tensor-sum (tensor-zeros '(0))) ; => ((ok . #t) (count . 0) (error . 0.0))
(define (first-of x) (+ (tensor-sum (car x)) (* 2.0 (cadr x))))
(cdr (assq 'path (check-gradient first-of (list (tensor-zeros '(0)) 3.0)))) ; => (1)
(cdr (assq 'count (check-gradient first-of (list (tensor-zeros '(0)) 3.0)))) ; => 1

;--- check-gradient-tolerance
(check-gradient square 3.0 'a) ; error: check-gradient: argument 3 must be a number that is not negative, found a

;--- check-gradient-epsilon
(check-gradient square 3.0 1e-6 0) ; error: check-gradient: argument 4 must be a positive number, found 0

;--- jacobians-by-columns
(define (field v) (vector (* (vector-ref v 0) (vector-ref v 1)) (sin (vector-ref v 0)) 3.0))
(jacobian field #(0.0 2.0)) ; => #(#(2.0 0.0) #(1.0 0.0) #(0.0 0.0))
(jacobian (lambda (x y) (list (* x y) (+ x y))) 1.0 2.0) ; => ((2.0 1.0) (1.0 1.0))
(jacobian (lambda (l) (cons (* (car l) (cadr l)) (car l))) '(1.0 2.0)) ; => ((2.0 1.0) 1.0 0.0)
(define calls 0)
(define (counted v) (set! calls (+ calls 1)) (vector (* 2.0 (vector-ref v 0)) (vector-ref v 1)))
(list (jacobian counted #(1.0 2.0)) calls) ; => (#(#(2.0 0.0) #(0.0 1.0)) 1)
(jacobian (lambda (v) (vector (sqrt (vector-ref v 0)) (* 0.0 (vector-ref v 1)))) #(0.0 1.0))
; => #(#(+inf.0 0.0) #(0.0 0.0))
(jacobian (lambda (v) (vector-map (lambda (x) (* x x)) v)) #(1 2.0)) ; => #(#(2 0.0) #(0 4.0))
(jacobian field 'x) ; error: jacobian: argument 2 must be made of numbers, found x

;--- cotangents-by-gradients
(define (field v) (vector (* (vector-ref v 0) (vector-ref v 1)) (exp (vector-ref v 0))))
(define (pull f x . cts) (call-with-values (lambda () (vjp f x)) (lambda (y back) (cons y (map back cts)))))
(pull field #(0.0 2.0) #(1.0 0.0) #(0.0 1.0) #(1.0 1.0)) ; => (#(0.0 1.0) #(2.0 0.0) #(1.0 0.0) #(3.0 0.0))
(pull field #(0.0 2.0) #(1 0) #(1.0 2)) ; => (#(0.0 1.0) #(2.0 0.0) #(4.0 0.0))
(pull (lambda (p) (list (* (car p) (cdr p)) (car p))) '(2.0 . 3.0) '(1.0 2.0)) ; => ((6.0 2.0) (5.0 . 2.0))
(pull (lambda (x) (* x x)) 3.0 2.0) ; => (9.0 12.0)
(pull (lambda (v) (f64vector-ref v 1)) #f64(1.0 2.0) 3.0) ; => (2.0 #f64(0.0 3.0))
(define calls 0)
(define (counted x) (set! calls (+ calls 1)) (* x x))
(list (pull counted 3.0 1.0 2.0) calls) ; => ((9.0 6.0 12.0) 1)
(pull field #(0.0 2.0) #(1.0)) ; error: the cotangent has not the structure of the result

;--- directions-in-structures
(define-record-type layer (make-layer w b) layer? (w layer-w) (b layer-b))
(define (run l) (+ (* 2.0 (layer-b l)) (vector-ref (layer-w l) 0)))
(directional-derivative run (make-layer (vector 1.0 2.0) 3.0) (make-layer (vector 1.0 0.0) 1.0)) ; => 3.0
(define (norm l) (fold + 0.0 (map (lambda (x) (* x x)) l)))
(directional-derivative norm '(1.0 2.0 3.0) '(1.0 0.0 1.0)) ; => 8.0
(directional-derivative norm '(1 2.0 3.0) '(1.0 0.0 1.0)) ; => 8.0
(define (rows m) (* (vector-ref (vector-ref m 0) 1) (vector-ref (vector-ref m 1) 0)))
(call-with-values (lambda () (jvp rows #(#(1.0 2.0) #(3.0)) #(#(0.0 1.0) #(0.5)))) list) ; => (6.0 4.0)
(call-with-values (lambda () (jvp (lambda (p) (cons (car p) (* (car p) (cdr p)))) '(2.0 . 3.0) '(1.0 . 0.0))) list)
; => ((2.0 . 6.0) (1.0 . 3.0))
(directional-derivative norm '(1.0 2.0) '(1.0)) ; error: the direction has not the structure of the point

;--- a-negative-order
(derivative-n exp 0.5 -1) ; error: derivative-n: argument 3 must be an exact integer that is not negative, found -1

;--- an-order-that-is-no-integer
(derivative-n exp 0.5 1.5) ; error: derivative-n: argument 3 must be an exact integer that is not negative, found 1.5

;--- a-negative-count-of-coefficients
(taylor exp 0.5 -1) ; error: taylor: argument 3 must be an exact integer that is not negative, found -1
