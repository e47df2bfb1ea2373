; Cotangents are added in place where nothing else sees their memory: what they are handed to must not change.

;--- arguments-of-a-sum-share-a-cotangent
(import (fluxion base) (fluxion tensor))
(define w (tensor '(1.0 2.0 3.0)))
(define (f x z) (tensor-sum (+ (* x x) (* (+ x z) w) (* z x))))
(gradient f (tensor '(1.0 1.0 1.0)) (tensor '(10.0 20.0 30.0)))  ; => (#f64(13.0 24.0 35.0) #f64(2.0 3.0 4.0))
(gradient (lambda (x z) (let ((s (+ x z))) (tensor-sum (+ (* s w) (* s s) (* x x) (* x w)))))
          (tensor '(1.0 1.0 1.0)) (tensor '(0.0 0.0 0.0)))  ; => (#f64(6.0 8.0 10.0) #f64(3.0 4.0 5.0))

;--- views-of-a-cotangent
(import (fluxion base) (fluxion tensor))
(define m (tensor '((1.0 2.0) (3.0 4.0))))
(define (f x z)
  (let ((y (+ x z)))
    (tensor-sum (+ (* y m) (* (tensor-transpose y) m) (* (tensor-reshape (tensor-flatten x) '(2 2)) m) (* x x)))))
(gradient f m m)  ; => (#f64((5.0 11.0) (14.0 20.0)) #f64((2.0 5.0) (5.0 8.0)))

;--- many-slices-of-one-tensor
(import (fluxion base) (fluxion tensor))
(define x (tensor-arange 0.0 6.0))
(define (f x) (let loop ((i 0) (s 0.0)) (if (= i 6) s (loop (+ i 1) (+ s (* i (tensor-ref x i)))))))
(gradient f x)  ; => #f64(0.0 1.0 2.0 3.0 4.0 5.0)
(define (g x)
  (+ (tensor-sum (* (tensor-slice x '(0 3)) (tensor-slice x '(3 6)))) (tensor-sum (tensor-slice x '(1 5 2)))
     (tensor-sum (* 0.5 (square x)))))
(gradient g x)  ; => #f64(3.0 6.0 7.0 4.0 5.0 7.0)
(gradient (lambda (t) (tensor-sum (tensor-index t 1))) (tensor '((1.0 2.0) (3.0 4.0))))  ; => #f64((0.0 0.0) (1.0 1.0))
(gradient (lambda (t) (+ (tensor-sum (tensor-index t 1)) (tensor-sum (tensor-slice t #t 0)) (tensor-ref t 1 1)))
          (tensor '((1.0 2.0) (3.0 4.0))))  ; => #f64((1.0 0.0) (2.0 2.0))

;--- a-weight-used-again-and-again
(import (fluxion base) (fluxion tensor))
(define (f w x) (let loop ((k 0) (h x)) (if (= k 3) (tensor-sum h) (loop (+ k 1) (tensor-matmul h w)))))
(define w (tensor '((1.0 2.0) (0.0 1.0))))
(define x (tensor '((1.0 0.0) (0.0 1.0))))
(gradient f w x)  ; => (#f64((9.0 3.0) (19.0 9.0)) #f64((7.0 1.0) (7.0 1.0)))
(gradient (lambda (w) (f w (tensor-reshape x '(2 1 2)))) w)  ; => #f64((9.0 3.0) (19.0 9.0))
(gradient (lambda (w) (f w (tensor-cast x 'f32))) (tensor-cast w 'f32))  ; => #f32((9.0 3.0) (19.0 9.0))

;--- a-pullback-is-called-twice
(import (fluxion base) (fluxion tensor))
(define w (tensor '(1.0 2.0)))
(define-values (y pullback) (vjp (lambda (x) (+ (* x x) (* x w) x)) (tensor '(3.0 4.0))))
(pullback (tensor '(1.0 1.0)))  ; => #f64(8.0 11.0)
(pullback (tensor '(2.0 1.0)))  ; => #f64(16.0 11.0)
(pullback (tensor '(1.0 1.0)))  ; => #f64(8.0 11.0)

;--- with-a-checkpoint
(import (fluxion base) (fluxion tensor))
(define w (tensor '(1.0 2.0)))
(define (part x) (+ (* x x w) (* x w)))
(gradient (lambda (x) (tensor-sum (+ ((checkpoint part) x) (part x) (* x w)))) (tensor '(1.0 2.0)))
; => #f64(7.0 22.0)

;--- higher-orders
(import (fluxion base) (fluxion tensor))
(define (f x) (tensor-sum (+ (* x x x) (* x x))))
(hvp f (tensor '(1.0 2.0)) (tensor '(1.0 1.0)))  ; => #f64(8.0 14.0)
(gradient (lambda (x) (tensor-sum (* x (gradient f x)))) (tensor '(1.0 2.0)))  ; => #f64(13.0 44.0)

;--- softmax
(import (fluxion base) (fluxion tensor))
(define t (tensor '((0.1 0.7 -0.4) (1.0 0.0 2.0))))
(define w (tensor '((1.0 -2.0 0.5) (0.3 0.2 -1.0))))
(define (plain t axis) (let ((e (exp t))) (/ e (tensor-sum e axis #t))))
(define (close? f g) (tensor-close? (f t) (g t) 1e-12 1e-12))
(define (each-order f g)
  (list (close? f g)
        (close? (lambda (t) (gradient (lambda (t) (tensor-sum (* w (f t)))) t))
                (lambda (t) (gradient (lambda (t) (tensor-sum (* w (g t)))) t)))
        (close? (lambda (t) (hvp (lambda (t) (tensor-sum (* w (f t)))) t w))
                (lambda (t) (hvp (lambda (t) (tensor-sum (* w (g t)))) t w)))
        (close? (lambda (t) (gradient (lambda (t) (tensor-sum (* w (gradient (lambda (t) (tensor-sum (* w (f t)))) t)))) t))
                (lambda (t) (gradient (lambda (t) (tensor-sum (* w (gradient (lambda (t) (tensor-sum (* w (g t)))) t)))) t)))))
(each-order tensor-softmax (lambda (t) (plain t 1)))  ; => (#t #t #t #t)
(each-order (lambda (t) (tensor-softmax t 0)) (lambda (t) (plain t 0)))  ; => (#t #t #t #t)
(each-order tensor-log-softmax (lambda (t) (log (plain t 1))))  ; => (#t #t #t #t)
(tensor-softmax (tensor '(1000.0 1000.0)))  ; => #f64(0.5 0.5)
(tensor-softmax (tensor '(1.0 2.0)) 1)  ; error: there is no axis 1 in a tensor with 1 axes

;--- sigmoid
(import (fluxion base) (fluxion tensor))
(define t (tensor '(-30.0 -1.0 0.0 2.0 800.0 -800.0)))
(define (plain t) (/ 1 (+ 1 (exp (- t)))))
(tensor-close? (tensor-sigmoid t) (plain t) 1e-15 1e-300)  ; => #t
(tensor-sigmoid 0)  ; => 0.5
(tensor-sigmoid (tensor '(0.0 -800.0 800.0) 'f32))  ; => #f32(0.5 0.0 1.0)
(define u (tensor '(-3.0 -1.0 0.0 2.0)))
(define w (tensor '(1.0 -2.0 0.5 3.0)))
(define (close? f g) (tensor-close? (f u) (g u) 1e-12 1e-14))
(define (slope f) (lambda (t) (gradient (lambda (t) (tensor-sum (* w (f t)))) t)))
(define (twice f) (lambda (t) (gradient (lambda (t) (tensor-sum (* w ((slope f) t)))) t)))
(close? (slope tensor-sigmoid) (slope plain))  ; => #t
(close? (twice tensor-sigmoid) (twice plain))  ; => #t
(define (moved f) (lambda (t) (call-with-values (lambda () (jvp f t w)) (lambda (y dy) dy))))
(close? (moved tensor-sigmoid) (moved plain))  ; => #t
(close? (lambda (t) (hvp (lambda (t) (tensor-sum (tensor-sigmoid t))) t w))
        (lambda (t) (hvp (lambda (t) (tensor-sum (plain t))) t w)))  ; => #t
(gradient tensor-sigmoid 0.0)  ; => 0.25

;--- floats-are-near-doubles
(import (fluxion base) (fluxion tensor))
(define t (tensor-linspace -20.0 20.0 1001))
(define (close? f) (tensor-close? (f (tensor-cast t 'f32)) (f (tensor-cast (tensor-cast t 'f32) 'f64)) 1.2e-7 1e-40))
(map close? (list exp tanh sin cos atan tensor-sigmoid))  ; => (#t #t #t #t #t #t)
(close? (lambda (t) (log (tensor-where (tensor= t 0) 1 (abs t)))))  ; => #t
(exp (tensor '(100.0 -110.0 0.0) 'f32))  ; => #f32(+inf.0 0.0 1.0)
(sin (tensor '(1e8 0.0) 'f32))  ; => #f32(0.931639 0.0)

;--- extremes
(import (fluxion base) (fluxion tensor))
(define x (tensor '(-1.0 0.0 2.0)))
(gradient (lambda (x) (tensor-sum (* (tensor '(1.0 2.0 3.0)) (max x 0.0)))) x)  ; => #f64(0.0 1.0 3.0)
(gradient (lambda (x) (tensor-sum (* (tensor '(1.0 2.0 3.0)) (min 0 x)))) x)  ; => #f64(1.0 1.0 0.0)
(gradient (lambda (x y) (tensor-sum (max x y))) x 1.0)  ; => (#f64(0.0 0.0 1.0) 2.0)
(gradient (lambda (x y) (tensor-sum (/ x y))) x 2.0)  ; => (#f64(0.5 0.5 0.5) -0.25)
(gradient (lambda (x) (tensor-sum (tanh (* 0.0 x)))) x)  ; => #f64(0.0 0.0 0.0)

;--- functions-have-the-bits-of-those-of-numbers
(import (fluxion base) (fluxion tensor))
(define t (tensor-linspace -3.1 7.3 101))
(define (same? f) (tensor-equal? (f t) (tensor-map f t)))
(map same? (list exp sin cos tanh atan))  ; => (#t #t #t #t #t)
(tensor-equal? (log (square t)) (tensor-map (lambda (x) (log (square x))) t))  ; => #t
(tensor-equal? (expt (abs t) 1.7) (tensor-map (lambda (x) (expt (abs x) 1.7)) t))  ; => #t
