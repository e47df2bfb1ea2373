; tensor-map: the results of a procedure of numbers, whatever types it takes and returns.

;--- floats
(import (fluxion base) (fluxion tensor))
(define t #f64((1 -2) (3 4)))
(tensor-map (lambda (x) (* x x)) t) ; => #f64((1.0 4.0) (9.0 16.0))
(tensor-map (lambda (x y) (- x y)) t (tensor '(1.0 2.0))) ; => #f64((0.0 -4.0) (2.0 2.0))
(tensor-map + t #f64((1) (2)) (tensor '(1.0 2.0))) ; => #f64((3.0 1.0) (6.0 8.0))
(tensor-map (lambda (x) (sqrt x)) (tensor-cast (tensor '(4.0 9.0)) 'f32)) ; => #f64(2.0 3.0)
(tensor-map (lambda (x) x) (tensor-transpose t)) ; => #f64((1.0 3.0) (-2.0 4.0))
(tensor-map (lambda (x) x) (tensor-flip (tensor '(1.0 2.0 3.0)))) ; => #f64(3.0 2.0 1.0)
(tensor-shape (tensor-map (lambda (x) x) (tensor-zeros '(0 3)))) ; => (0 3)
(tensor-map (lambda (x) (* 2 x)) 3.0) ; => 6.0

;--- other-types
(import (fluxion base) (fluxion tensor))
(tensor-map (lambda (x) (* x x)) (tensor '(1 2))) ; => #i64(1 4)
(tensor-map not (tensor '(#t #f))) ; => #bool(#f #t)
(tensor-map (lambda (x) (> x 1)) (tensor '(1.0 2.0))) ; => #bool(#f #t)
(tensor-map (lambda (x) (if (> x 0) (* 2 x) 0)) (tensor '(1.0 -2.0 3.0))) ; => #f64(2.0 0.0 6.0)
(tensor-map (lambda (x) (if (> x 0) x 0)) (tensor '(-1.0 2.0 3.0))) ; => #f64(0.0 2.0 3.0)

;--- many-elements-change-of-type-in-the-middle
(import (fluxion base) (fluxion tensor))
(define t (tensor-arange 5000.))
(define calls 0)
(define (f x) (set! calls (+ calls 1)) (if (= x 3500) 0 (+ x 1.0)))
(define u (tensor-map f t))
calls ; => 5000
(list (tensor-ref u 0) (tensor-ref u 3499) (tensor-ref u 3500) (tensor-ref u 4999)) ; => (1.0 3500.0 0.0 5000.0)
(define k 2.0)
(tensor-equal? (tensor-map (lambda (x) (+ (* k x) 1)) t) (+ (* k t) 1)) ; => #t
(tensor-equal? (tensor-map (lambda (x y) (* (exp (- (/ x 5000))) (sin y))) t (/ t 2)) (* (exp (- (/ t 5000))) (sin (/ t 2)))) ; => #t

;--- order-and-errors
(import (fluxion base) (fluxion tensor))
(tensor-map (lambda (x) (display x) x) (tensor '(1.0 2.0))) ; => #f64(1.0 2.0)
; prints: 1.02.0
(guard (e ((symbol? e) e)) (tensor-map (lambda (x) (if (> x 1) (raise 'large) x)) (tensor '(1.0 2.0)))) ; => large
(tensor-map (lambda (x) (car x)) (tensor '(1.0 2.0))) ; error: car

;--- no-procedure
(import (fluxion base) (fluxion tensor))
(tensor-map 1 (tensor '(1.0 2.0))) ; error: tensor-map: argument 1 must be a procedure

;--- derivatives
(import (fluxion base) (fluxion tensor))
(define t (tensor '(1.0 2.0 3.0)))
(define (cube x) (* x x x))
(gradient (lambda (t) (tensor-sum (tensor-map cube t))) t) ; => #f64(3.0 12.0 27.0)
(gradient (lambda (t) (tensor-sum (tensor-map (lambda (x y) (* x y)) t (tensor '(4.0 5.0 6.0))))) t) ; => #f64(4.0 5.0 6.0)
(derivative (lambda (c) (tensor-sum (tensor-map (lambda (x) (* c x x)) t))) 1.0) ; => 14.0
(jvp (lambda (t) (tensor-map cube t)) t (tensor '(1.0 0.0 1.0))) ; => #f64(1.0 8.0 27.0) #f64(3.0 0.0 27.0)
(derivative (lambda (b) (derivative (lambda (c) (tensor-sum (tensor-map (lambda (x) (* c c x)) t))) b)) 1.0) ; => 12.0
(gradient (lambda (c) (tensor-sum (tensor-map (lambda (x) (* (car c) x)) t))) '(2.0)) ; => (6.0)

;--- derivatives-of-two-tensors
(import (fluxion base) (fluxion tensor))
(define a (tensor '(1.0 2.0 3.0)))
(define b #f64((4.0) (5.0)))
(define (f v w) (* v v w))
(gradient (lambda (a b) (tensor-sum (tensor-map f a b))) a b) ; => (#f64(18.0 36.0 54.0) #f64((14.0) (14.0)))
(gradient (lambda (b) (tensor-sum (tensor-map f a b))) b) ; => #f64((14.0) (14.0))
(jvp (lambda (b) (tensor-map f a b)) b #f64((1.0) (1.0)))
; => #f64((4.0 16.0 36.0) (5.0 20.0 45.0)) #f64((1.0 4.0 9.0) (1.0 4.0 9.0))
(hvp (lambda (a) (tensor-sum (tensor-map f a b))) a a) ; => #f64(18.0 36.0 54.0)
; Captured numbers, and derivatives in derivatives.
(gradient (lambda (s) (tensor-sum (tensor-map (lambda (v w) (* v w s s)) (* s a) (* s b)))) 2.0) ; => 1728.0
(derivative (lambda (r) (derivative (lambda (s) (tensor-sum (tensor-map (lambda (v w) (* v w s s)) (* s a) (* r b)))) r))
            2.0) ; => 1944.0
