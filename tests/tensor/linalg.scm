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
