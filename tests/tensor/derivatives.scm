; Derivatives of tensors, forward and reverse; each rule against central differences.

;--- gradient-has-the-shape-of-the-point
(import (fluxion base) (fluxion tensor))
(define a (tensor '((1.0 2.0) (3.0 4.0))))
(gradient (lambda (x) (tensor-sum (* x x))) a) ; => #f64((2.0 4.0) (6.0 8.0))
(gradient (lambda (x) (tensor-sum x)) a) ; => #f64((1.0 1.0) (1.0 1.0))
(gradient (lambda (x) 1.0) a) ; => #f64((0.0 0.0) (0.0 0.0))

;--- gradient-of-structures
(import (fluxion base) (fluxion tensor))
(define (loss w b) (tensor-sum (square (+ (tensor-matmul (tensor '((1.0 2.0))) w) b))))
(gradient loss (tensor '((1.0) (1.0))) 2.0) ; => (#f64((10.0) (20.0)) 10.0)
(define (loss p) (loss* (car p) (cadr p)))
(define (loss* w b) (tensor-sum (* w b)))
(gradient loss (list (tensor '(1.0 2.0)) (tensor '(3.0 4.0)))) ; => (#f64(3.0 4.0) #f64(1.0 2.0))
(define-record-type layer (make-layer w b) layer? (w layer-w) (b layer-b))
(define g (gradient (lambda (l) (tensor-sum (* (layer-w l) (layer-b l)))) (make-layer (tensor '(1.0 2.0)) 5.0)))
(list (layer-w g) (layer-b g)) ; => (#f64(5.0 5.0) 3.0)

;--- broadcasting-is-summed
(import (fluxion base) (fluxion tensor))
(define (f x y) (tensor-sum (* x y)))
(gradient f (tensor '((1.0 2.0) (3.0 4.0))) (tensor '(1.0 10.0))) ; => (#f64((1.0 10.0) (1.0 10.0)) #f64(4.0 6.0))
(gradient f (tensor '((1.0) (2.0))) 3.0) ; => (#f64((3.0) (3.0)) 3.0)

;--- value-and-gradient
(import (fluxion base) (fluxion tensor))
(call-with-values (lambda () (value-and-gradient (lambda (x) (tensor-mean (exp x))) (tensor '(0.0 0.0)))) list) ; => (1.0 #f64(0.5 0.5))

;--- jvp-and-vjp
(import (fluxion base) (fluxion tensor))
(define (f x) (* x x))
(call-with-values (lambda () (jvp f (tensor '(1.0 2.0)) (tensor '(1.0 0.5)))) list) ; => (#f64(1.0 4.0) #f64(2.0 2.0))
(call-with-values (lambda () (vjp f (tensor '(1.0 2.0)))) (lambda (y back) (list y (back (tensor '(1.0 10.0)))))) ; => (#f64(1.0 4.0) #f64(2.0 40.0))

;--- tensor-of-a-number
(import (fluxion base) (fluxion tensor))
(derivative (lambda (s) (tensor-sum (* s s (tensor '(1.0 2.0))))) 3.0) ; => 18.0
(derivative (lambda (s) (* s (tensor '(1.0 2.0)))) 3.0) ; => #f64(1.0 2.0)

;--- jacobian-and-hessian
(import (fluxion base) (fluxion tensor))
(jacobian (lambda (x) (* x x)) (tensor '(1.0 2.0))) ; => #f64((2.0 0.0) (0.0 4.0))
(hessian (lambda (x) (tensor-sum (* x x x))) (tensor '(1.0 2.0))) ; => #f64((6.0 0.0) (0.0 12.0))

;--- forward-over-reverse
(import (fluxion base) (fluxion tensor))
(hvp (lambda (x) (tensor-sum (* x x x))) (tensor '(1.0 2.0)) (tensor '(1.0 1.0))) ; => #f64(6.0 12.0)
(gradient (lambda (x) (tensor-sum (square (gradient (lambda (y) (tensor-sum (* y y y))) x)))) (tensor '(1.0 2.0))) ; => #f64(36.0 288.0)

;--- branches-of-rules-are-chosen-for-each-element
(import (fluxion base) (fluxion tensor))
(gradient (lambda (x) (tensor-sum (abs x))) (tensor '(-2.0 3.0 0.0))) ; => #f64(-1.0 1.0 0.0)
(gradient (lambda (x) (tensor-sum (max x 0.0))) (tensor '(-2.0 3.0))) ; => #f64(0.0 1.0)
(gradient (lambda (x) (tensor-max x)) (tensor '(1.0 3.0 3.0))) ; => #f64(0.0 0.5 0.5)

;--- a-strong-zero-ends-an-infinity
(import (fluxion base) (fluxion tensor))
(gradient (lambda (x) (tensor-sum (sqrt (* x x)))) (tensor '(0.0 2.0))) ; => #f64(0.0 1.0)

;--- f32-stays-f32
(import (fluxion base) (fluxion tensor))
(gradient (lambda (x) (tensor-sum (* x x 2.0))) (tensor '(1 2) 'f32)) ; => #f32(4.0 8.0)

;--- rules-of-functions
(import (fluxion base) (fluxion tensor))
(define a (tensor '((0.3 -0.7) (0.5 0.2))))
(define w (tensor '((1.0 2.0) (-1.5 0.5))))
(define (ok? f) (cdr (assq 'ok (check-gradient (lambda (x) (tensor-sum (* w (f x)))) a 1e-5))))
(map ok? (list exp sin cos tan tanh sinh cosh asin acos atan)) ; => (#t #t #t #t #t #t #t #t #t #t)
(map ok? (list (lambda (x) (log (+ 2 x))) (lambda (x) (sqrt (+ 2 x))) (lambda (x) (/ x (+ 3 (tensor-transpose x)))))) ; => (#t #t #t)
(map ok? (list (lambda (x) (expt (+ x 2) 3)) (lambda (x) (expt 2 x)) (lambda (x) (atan x (+ 2 x))) (lambda (x) (min x 0.25)))) ; => (#t #t #t #t)

;--- rules-of-parts
(import (fluxion base) (fluxion tensor))
(define a (tensor '((0.3 -0.7 1.1) (0.5 0.2 -0.4))))
(define (ok? f) (cdr (assq 'ok (check-gradient (lambda (x) (tensor-sum (sin (* 2 (f x))))) a 1e-5))))
(ok? (lambda (x) (tensor-slice x '(0 2) '(#f #f 2)))) ; => #t
(ok? (lambda (x) (tensor-index x 1))) ; => #t
(ok? (lambda (x) (tensor-matmul (tensor-transpose x) x))) ; => #t
(ok? (lambda (x) (* (tensor-transpose x '(1 0)) (tensor-reshape x '(3 2))))) ; => #t
(ok? (lambda (x) (tensor-broadcast (tensor-index x 1) '(4 3)))) ; => #t
(ok? (lambda (x) (tensor-gather x (tensor '(2 0 2)) 1))) ; => #t
(ok? (lambda (x) (tensor-scatter x (tensor '(1 1)) (* 3 x)))) ; => #t
(ok? (lambda (x) (tensor-take-along x (tensor '((1) (2))) 1))) ; => #t
(ok? (lambda (x) (tensor-sort x))) ; => #t
(ok? (lambda (x) (tensor-concatenate (list x (* x x) x) 1))) ; => #t
(ok? (lambda (x) (tensor-stack (list (tensor-index x 0) (exp (tensor-index x 1))) 1))) ; => #t
(ok? (lambda (x) (tensor-where (tensor> x 0) (* x x) (- x)))) ; => #t
(ok? (lambda (x) (tensor-flip x))) ; => #t
(ok? (lambda (x) (tensor-clip x -0.5 0.6))) ; => #t
(ok? (lambda (x) (* (tensor-ref x 1 2) x))) ; => #t

;--- rules-of-reductions
(import (fluxion base) (fluxion tensor))
(define a (tensor '((0.3 -0.7 1.1) (0.5 0.2 -0.4))))
(define (ok? f) (cdr (assq 'ok (check-gradient (lambda (x) (tensor-sum (sin (f x)))) a 1e-5))))
(map ok? (list (lambda (x) (tensor-sum x 0)) (lambda (x) (* x (tensor-sum x 1 #t))) (lambda (x) (tensor-mean x 1)))) ; => (#t #t #t)
(map ok? (list (lambda (x) (tensor-max x 0)) (lambda (x) (tensor-min x 1)) (lambda (x) (tensor-prod x 1)))) ; => (#t #t #t)
(map ok? (list (lambda (x) (tensor-cumsum x 1)) (lambda (x) (tensor-cumprod x 0)) (lambda (x) (tensor-std x 0)))) ; => (#t #t #t)
(map ok? (list tensor-softmax tensor-log-softmax (lambda (x) (tensor-logsumexp x 0)) tensor-norm)) ; => (#t #t #t #t)

;--- products-with-zeros
(import (fluxion base) (fluxion tensor))
(define x (tensor '((0.0 2.0 -3.0) (4.0 0.5 0.0))))
(gradient (lambda (x) (tensor-sum (tensor-prod x 1))) x) ; => #f64((-6.0 0.0 0.0) (0.0 0.0 2.0))
(gradient tensor-prod (tensor '(2.0 3.0 0.0 5.0 7.0))) ; => #f64(0.0 0.0 210.0 0.0 0.0)
(gradient (lambda (x) (tensor-sum (tensor-cumprod x))) (tensor '(2.0 0.0 3.0 5.0))) ; => #f64(1.0 38.0 0.0 0.0)
(define (ok? f) (cdr (assq 'ok (check-gradient (lambda (x) (tensor-sum (square (f x)))) x))))
(map ok? (list (lambda (x) (tensor-prod x 0)) (lambda (x) (tensor-prod x '(0 1) #t)) (lambda (x) (tensor-prod x -1 #t)))) ; => (#t #t #t)
(map ok? (list (lambda (x) (tensor-cumprod x 0)) (lambda (x) (tensor-cumprod x -1)) tensor-cumprod)) ; => (#t #t #t)
(hessian tensor-prod (tensor '(0.0 2.0 3.0))) ; => #f64((0.0 3.0 2.0) (3.0 0.0 0.0) (2.0 0.0 0.0))
(gradient tensor-prod 2.0) ; => 1.0

;--- rules-of-products
(import (fluxion base) (fluxion tensor))
(define (values-of shape) (sin (tensor-reshape (tensor-arange (apply * shape)) shape)))
(define (ok? sa sb)
  (cdr (assq 'ok (check-gradient (lambda (p) (tensor-sum (sin (tensor-matmul (car p) (cadr p)))))
                                 (list (values-of sa) (values-of sb)) 1e-5))))
(map ok? '((2 3) (3) (2 3) (3)) '((3 2) (3 2) (3) (3))) ; => (#t #t #t #t)
(map ok? '((4 2 3) (2 3) (4 1 2 3)) '((3 2) (4 3 2) (5 3 2))) ; => (#t #t #t)
(map ok? '((3) (4 2 3)) '((4 3 2) (3))) ; => (#t #t)

;--- second-order-of-products
(import (fluxion base) (fluxion tensor))
(define a (tensor '((0.3 -0.7) (0.5 0.2))))
(define (f x) (tensor-sum (sin (tensor-matmul x (tensor-matmul x x)))))
(define (g x) (tensor-sum (square (gradient f x))))
(cdr (assq 'ok (check-gradient g a 1e-5))) ; => #t
(define v (tensor '((1.0 0.5) (-0.5 2.0))))
(define (close? a b) (tensor-close? a b 1e-6))
(close? (hvp f a v) (gradient (lambda (x) (tensor-sum (* v (gradient f x)))) a)) ; => #t

;--- rules-of-windows
(import (fluxion base) (fluxion tensor))
(define (values-of shape) (sin (* 1.7 (tensor-reshape (tensor-arange (apply * shape)) shape))))
(define (ok? f . point) (cdr (assq 'ok (check-gradient (lambda (p) (tensor-sum (sin (apply f p)))) point 1e-5))))
(ok? conv2d (values-of '(2 2 4 3)) (values-of '(3 2 2 2))) ; => #t
(ok? (lambda (x w) (conv2d x w 2 1)) (values-of '(2 2 4 3)) (values-of '(3 2 2 2))) ; => #t
(ok? (lambda (x w) (conv1d x w 2 1)) (values-of '(2 2 5)) (values-of '(3 2 3))) ; => #t
(ok? (lambda (x) (max-pool2d x 2)) (values-of '(1 2 4 4))) ; => #t
(ok? (lambda (x) (avg-pool2d x 2 1)) (values-of '(1 2 4 4))) ; => #t
(ok? (lambda (x) (tensor-pad x '((1 0) (0 2)) 3)) (values-of '(2 2))) ; => #t
(ok? (lambda (a b) (einsum "ij,jk->ki" a b)) (values-of '(2 3)) (values-of '(3 2))) ; => #t
(define w (values-of '(2 1 2 2)))
(define (loss w) (tensor-sum (square (conv2d (values-of '(1 1 3 3)) w))))
(ok? (lambda (w) (gradient loss w)) w) ; => #t

;--- map-of-any-procedure
(import (fluxion base) (fluxion tensor))
(define a (tensor '(0.5 -0.3 2.0)))
(gradient (lambda (a) (tensor-sum (tensor-map (lambda (x) (if (> x 0) (* x x) (* -2 x))) a))) a) ; => #f64(1.0 -2.0 4.0)
(define (f a b) (tensor-sum (tensor-map (lambda (x y) (* x y y)) a b)))
(gradient f a 2.0) ; => (#f64(4.0 4.0 4.0) 8.8)
(derivative (lambda (c) (tensor-sum (tensor-map (lambda (x) (* c x)) a))) 3.0) ; => 2.2
(hessian (lambda (a) (tensor-sum (tensor-map (lambda (x) (* x x x)) a))) (tensor '(1.0 2.0))) ; => #f64((6.0 0.0) (0.0 12.0))

;--- sums-up-to-each-element-of-all
(import (fluxion base) (fluxion tensor))
(gradient (lambda (t) (tensor-sum (* (tensor-cumsum t) (tensor '(1.0 2.0 3.0 4.0))))) (tensor-ones '(2 2))) ; => #f64((10.0 9.0) (7.0 4.0))
