; Linear algebra and its derivatives. The values are NumPy's.

;--- solve
(import (fluxion base) (fluxion tensor))
(define a (tensor '((2.0 1.0) (1.0 3.0))))
(tensor-close? (tensor-solve a (tensor '(3.0 5.0))) (tensor '(0.8 1.4))) ; => #t
(tensor-close? (tensor-matmul a (tensor-inverse a)) (tensor-eye 2)) ; => #t
(tensor-close? (tensor-det a) 5.0) ; => #t
(tensor-shape (tensor-solve (tensor-broadcast a '(4 2 2)) (tensor-ones '(2 3)))) ; => (4 2 3)
(tensor-solve (tensor '((1.0 2.0) (2.0 4.0))) (tensor '(1.0 1.0))) ; error: tensor-solve: the matrix is singular

;--- factors
(import (fluxion base) (fluxion tensor))
(define a (tensor '((4.0 2.0) (2.0 5.0))))
(tensor-close? (tensor-cholesky a) (tensor '((2.0 0.0) (1.0 2.0)))) ; => #t
(define b (tensor '((1.0 2.0) (3.0 4.0) (5.0 6.0))))
(call-with-values (lambda () (tensor-qr b)) (lambda (q r) (tensor-close? (tensor-matmul q r) b))) ; => #t
(call-with-values (lambda () (tensor-svd b)) (lambda (u s vt) (tensor-close? (tensor-matmul (* u s) vt) b))) ; => #t
(tensor-close? (tensor-singular-values b) (tensor '(9.52551809 0.51430058))) ; => #t
(call-with-values (lambda () (tensor-eigh a)) (lambda (l v) (tensor-close? (tensor-matmul a v) (* v l)))) ; => #t
(tensor-close? (tensor-lstsq b (tensor '(1.0 2.0 4.0))) (tensor '(0.6666666666 0.0833333333))) ; => #t
(tensor-eigenvalues (tensor '((0.0 -1.0) (1.0 0.0)))) ; => #(+1.0i -1.0i)
(tensor-cholesky (tensor '((1.0 2.0) (2.0 1.0)))) ; error: tensor-cholesky: the matrix is not positive definite

;--- rules
(import (fluxion base) (fluxion tensor))
(define a (tensor '((4.0 1.0 0.5) (0.3 5.0 -1.0) (0.2 0.7 3.0))))
(define b (tensor '((1.0 2.0) (-1.0 0.5) (0.3 0.2))))
(define (ok? f . point) (cdr (assq 'ok (check-gradient (lambda (p) (tensor-sum (sin (apply f p)))) point 1e-5))))
(ok? tensor-solve a b) ; => #t
(ok? tensor-solve a (tensor '(1.0 2.0 3.0))) ; => #t
(ok? tensor-inverse a) ; => #t
(ok? (lambda (a) (/ (tensor-det a) 50.0)) a) ; => #t
(ok? tensor-cholesky a) ; => #t
(ok? (lambda (a) (call-with-values (lambda () (tensor-qr a)) (lambda (q r) (+ (tensor-sum (sin q)) r)))) a) ; => #t
(ok? tensor-singular-values b) ; => #t
(ok? (lambda (a) (call-with-values (lambda () (tensor-eigh a)) (lambda (l v) (+ l (abs v))))) a) ; => #t
(ok? tensor-lstsq b (tensor '(1.0 2.0 4.0))) ; => #t
(ok? (lambda (a) (gradient (lambda (a) (tensor-sum (sin (tensor-inverse a)))) a)) a) ; => #t

;--- forward-agrees-with-reverse
(import (fluxion base) (fluxion tensor))
(define a (tensor '((4.0 1.0 0.5) (0.3 5.0 -1.0) (0.2 0.7 3.0))))
(define da (tensor '((0.1 -0.2 0.3) (0.5 0.4 0.2) (1.0 -0.6 0.3))))
(define (agree? f)
  (let* ((pair (call-with-values (lambda () (jvp f a da)) cons)) (ct (cos (+ (car pair) (cdr pair)))))
    (call-with-values (lambda () (vjp f a))
      (lambda (y back) (tensor-close? (tensor-sum (* ct (cdr pair))) (tensor-sum (* da (back ct))) 1e-9)))))
(map agree? (list tensor-inverse tensor-det tensor-cholesky tensor-singular-values (lambda (a) (tensor-solve a a)))) ; => (#t #t #t #t #t)
(define (second f) (lambda (a) (call-with-values (lambda () (f a)) (lambda (x y) y))))
(map agree? (list (second tensor-qr) (second tensor-eigh) (lambda (a) (tensor-softmax (tensor-matmul a a))))) ; => (#t #t #t)

;--- lu
(import (fluxion base) (fluxion tensor))
(define (lu a) (call-with-values (lambda () (tensor-lu a)) list))
(lu (tensor '((1.0 2.0) (4.0 2.0)))) ; => (#f64((0.0 1.0) (1.0 0.0)) #f64((1.0 0.0) (0.25 1.0)) #f64((4.0 2.0) (0.0 1.5)))
(define (whole? a)
  (let ((f (lu a))) (tensor-close? a (tensor-matmul (car f) (tensor-matmul (cadr f) (caddr f))))))
(define (normal . shape) (random-normal-tensor (make-key 1) shape))
(map whole? (list (normal 3 3) (normal 4 2) (normal 2 4) (normal 2 3 3))) ; => (#t #t #t #t)
(map whole? (list (tensor-zeros '(2 2)) (tensor '((0 1 3) (0 2 4))) (tensor '((1 1 3) (1 1 4) (1 1 5))))) ; => (#t #t #t)
(map tensor-shape (lu (normal 4 2))) ; => ((4 4) (4 2) (2 2))
(map tensor-shape (lu (tensor-zeros '(0 3)))) ; => ((0 0) (0 0) (0 3))

;--- determinants-of-singular-matrices
(import (fluxion base) (fluxion tensor))
(tensor-det (tensor '((1 1 3) (1 1 4) (1 1 5)))) ; => 0.0
(tensor-det (tensor-zeros '(2 3 3))) ; => #f64(0.0 0.0)
(define (slopes a) (tensor-close? (gradient tensor-det a) (tensor-transpose (tensor '((4.0 -2.0) (-2.0 1.0))))))
(slopes (tensor '((1.0 2.0) (2.0 4.0)))) ; => #t
(gradient tensor-det (tensor-zeros '(2 2))) ; => #f64((0.0 0.0) (0.0 0.0))
(hvp tensor-det (tensor '((1.0 2.0) (2.0 4.0))) (tensor-eye 2)) ; error: tensor-det: the matrix is singular

;--- least-squares-of-any-rank
(import (fluxion base) (fluxion tensor))
(tensor-close? (tensor-lstsq (tensor-ones '(3 2)) (tensor '(1.0 2.0 3.0))) (tensor '(1.0 1.0))) ; => #t
(tensor-close? (tensor-lstsq (tensor '((1.0 2.0 3.0))) (tensor '(14.0))) (tensor '(1.0 2.0 3.0))) ; => #t
(tensor-lstsq (tensor-zeros '(2 2)) (tensor '(1.0 2.0))) ; => #f64(0.0 0.0)
(tensor-lstsq (tensor-ones '(3 2)) (tensor '(1.0 2.0))) ; error: tensor-lstsq: the shapes (3 2) and (2) do not match: as many rows are needed in both

;--- derivatives-of-decompositions
; Each with its derivative and, through a gradient of a gradient, its second one.
(import (fluxion base) (fluxion tensor))
(define (normal seed . shape) (random-normal-tensor (make-key seed) shape))
(define (weighed t) (tensor-sum (* (sin t) (tensor-reshape (tensor-arange 0.5 (+ 0.5 (tensor-size t)) 1) (tensor-shape t)))))
(define (ok? f point) (cdr (assq 'ok (check-gradient f point 1e-5))))
(define (twice? f)
  (lambda (a)
    (list (ok? f a) (ok? (lambda (a) (tensor-sum (square (gradient f a)))) a)
          (tensor-close? (gradient f a) (gradient-forward f a)))))
(define (parts f) (lambda (a) (call-with-values (lambda () (f a)) (lambda parts (apply + (map weighed parts))))))
(map (twice? (parts tensor-lu)) (list (normal 1 3 3) (normal 2 4 2) (normal 3 2 4) (normal 4 2 2 2)))
; => ((#t #t #t) (#t #t #t) (#t #t #t) (#t #t #t))
(map (twice? (parts tensor-qr)) (list (normal 1 3 3) (normal 2 4 2) (normal 3 2 4) (normal 4 2 2 2)))
; => ((#t #t #t) (#t #t #t) (#t #t #t) (#t #t #t))
; The signs of singular vectors and eigenvectors do not matter.
(define (svd a) (call-with-values (lambda () (tensor-svd a)) (lambda (u s v) (values (square u) s (square v)))))
(map (twice? (parts svd)) (list (normal 1 3 3) (normal 2 4 2) (normal 3 2 4) (normal 4 2 2 2)))
; => ((#t #t #t) (#t #t #t) (#t #t #t) (#t #t #t))
(define (eigh a) (call-with-values (lambda () (tensor-eigh a)) (lambda (l v) (values l (square v)))))
(map (twice? (parts eigh)) (list (normal 1 3 3) (normal 4 2 2 2))) ; => ((#t #t #t) (#t #t #t))
((twice? (lambda (a) (weighed (tensor-singular-values a)))) (normal 2 4 2)) ; => (#t #t #t)
(gradient (lambda (a) (tensor-sum (tensor-singular-values a))) (tensor-eye 2)) ; => #f64((1.0 0.0) (0.0 1.0))

;--- derivatives-of-systems
(import (fluxion base) (fluxion tensor))
(define (normal seed . shape) (random-normal-tensor (make-key seed) shape))
(define (ok? f . point) (cdr (assq 'ok (check-gradient (lambda (p) (tensor-sum (sin (apply f p)))) point 1e-5))))
(ok? tensor-solve (+ (* 3.0 (tensor-eye 3)) (normal 1 2 3 3)) (normal 2 3)) ; => #t
(tensor-shape (tensor-solve (tensor-broadcast (tensor-eye 3) '(4 3 3)) (normal 2 3))) ; => (4 3)
(ok? tensor-lstsq (normal 1 2 4) (normal 2 2)) ; => #t
(ok? tensor-lstsq (normal 1 5 2) (normal 2 5 3)) ; => #t
(gradient (lambda (a) (tensor-sum (tensor-matmul a (tensor-solve a (tensor '(1.0 1.0)))))) (tensor-cast (tensor-eye 2) 'f32)) ; => #f32((0.0 0.0) (0.0 0.0))
