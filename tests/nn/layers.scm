; Layers of (fluxion nn): values by NumPy, gradients against central differences.

;--- dense
(import (fluxion base) (fluxion tensor) (fluxion nn))
(define (near? found expected) (tensor-close? found (tensor expected) 1e-8 1e-8))
(define w (tensor '((-0.96 1.6) (0.2 -1.73) (-0.08 -1.16))))
(define b (tensor '(-0.63 -0.49)))
(define x (tensor '((-0.71 0.55 -0.06) (-0.59 0.41 0.83) (-1.64 -0.26 -0.98) (-0.17 -1.29 0.02))))
(define layer (dense-parameters w b))
(near? (dense layer x) '((0.1664 -2.5079) (-0.048 -3.1061) (0.9708 -1.5274) (-0.7264 1.4465))) ; => #t
(near? (dense (dense-parameters w #f) x) '((0.7964 -2.0179) (0.582 -2.6161) (1.6008 -1.0374) (-0.0964
  1.9365))) ; => #t
(cdr (assq 'ok (check-gradient (lambda (a) (tensor-sum (square (dense (car a) (cadr a))))) (list layer x)))) ; => #t
(tensor-shape (dense layer (tensor-zeros '(2 5 3)))) ; => (2 5 2)

;--- conv1d-layer
(import (fluxion base) (fluxion tensor) (fluxion nn))
(define (near? found expected) (tensor-close? found (tensor expected) 1e-8 1e-8))
(define w (tensor '(((-0.04 -0.3 -1.05) (-0.4 -1.09 -1.36)) ((0.22 -1.11 1.17) (0.72 -2.0 0.27)))))
(define b (tensor '(-1.1 0.03)))
(define x (tensor '(((0.04 -1.99 -0.23 -0.26 0.96) (-1.18 0.74 -1.1 -0.33 -0.84)))))
(define layer (conv-parameters w b))
(near? (conv1d-layer layer x) '(((0.8983 0.6734 -0.0787) (-0.648 2.187 1.0324)))) ; => #t
(near? (conv1d-layer layer x 1 'same) '(((1.2573 0.8983 0.6734 -0.0787 -0.33) (0.2171 -0.648 2.187 1.0324
  0.3496)))) ; => #t
(near? (conv1d-layer layer x 2 1) '(((1.2573 0.6734 -0.33) (0.2171 2.187 0.3496)))) ; => #t
(cdr (assq 'ok (check-gradient (lambda (a) (tensor-sum (square (conv1d-layer (car a) (cadr a) 2 1)))) (list layer x)))) ; => #t

;--- conv2d-layer
(import (fluxion base) (fluxion tensor) (fluxion nn))
(define (near? found expected) (tensor-close? found (tensor expected) 1e-8 1e-8))
(define w (tensor '((((1.45 0.57 2.43) (0.64 0.84 0.84)) ((-0.61 -0.07 1.35) (-0.4 0.19 -0.02))))))
(define b (tensor '(0.61)))
(define x (tensor '((((-0.36 -0.15 0.24 0.1) (-0.86 0.9 -1.3 -1.2) (-1.28 0.97 -0.36 -0.97)) ((-1.14 0.42
  -1.05 -1.27) (0.61 -1.2 -0.32 -0.01) (-0.45 -0.05 1.34 -0.52))))))
(define layer (conv-parameters w b))
(near? (conv2d-layer layer x) '((((-1.5178 -2.2295) (-4.1662 -1.2125))))) ; => #t
(cdr (assq 'ok (check-gradient (lambda (a) (tensor-sum (square (conv2d-layer (car a) (cadr a))))) (list layer x)))) ; => #t
(cdr (assq 'ok (check-gradient (lambda (a) (tensor-sum (square (conv2d-layer (car a) (cadr a) 2 '(1 0))))) (list layer x)))) ; => #t
(tensor-shape (conv2d-layer (make-conv2d (make-key 1) 2 5 '(3 1)) x 1 'same)) ; => (1 5 3 4)

;--- layer-norm
(import (fluxion base) (fluxion tensor) (fluxion nn))
(define (near? found expected) (tensor-close? found (tensor expected) 1e-8 1e-8))
(define scale (tensor '(-1.26 -1.84 -0.2)))
(define shift (tensor '(-0.35 0.27 -0.46)))
(define x (tensor '((-0.71 0.55 -0.06) (-0.59 0.41 0.83) (-1.64 -0.26 -0.98) (-0.17 -1.29 0.02))))
(define layer (layer-norm-parameters scale shift))
(near? (layer-norm layer x) '((1.2092171339 -1.9592671463 -0.4651831368) (1.3564514343 -0.3272468092
  -0.6659471756) (1.1703107764 -2.0154345005 -0.4529023773) (-1.0257859637 2.8485750136 -0.6330122795))) ; => #t
(cdr (assq 'ok (check-gradient (lambda (a) (tensor-sum (square (layer-norm (car a) (cadr a))))) (list layer x)))) ; => #t

;--- batch-norm
(import (fluxion base) (fluxion tensor) (fluxion nn))
(define (near? found expected) (tensor-close? found (tensor expected) 1e-8 1e-8))
(define scale (tensor '(0.91 0.02)))
(define shift (tensor '(-0.62 -0.63)))
(define x (tensor '(((-0.48 -0.72 -0.52) (0.16 -0.38 0.1)) ((1.9 0.48 -1.58) (1.73 0.35 -0.94)))))
(define layer (batch-norm-parameters scale shift))
(define state (make-batch-norm-state 2))
(define-values (y moved) (batch-norm-train layer state x))
(near? y '(((-0.8910839913 -1.0902477401 -0.9242779495) (-0.6302447759 -0.6434626721 -0.631713431))
  ((1.083956517 -0.0944289964 -1.8039178398) (-0.5918149664 -0.6255940346 -0.6571701201)))) ; => #t
(near? (batch-norm-mean moved) '(-0.0153333333 0.017)) ; => #t
(near? (batch-norm-variance moved) '(1.0442986667 0.980112)) ; => #t
(near? (batch-norm layer moved x) '(((-1.0337790234 -1.2474955922 -1.0693984515) (-0.6271111435
  -0.638020112 -0.6283232511)) ((1.0855769501 -0.1789127484 -2.0133132969) (-0.5953943278 -0.6232728028
  -0.6493331164)))) ; => #t
(cdr (assq 'ok (check-gradient (lambda (a) (tensor-sum (square (batch-norm (car a) moved (cadr a))))) (list layer x)))) ; => #t
(define (train layer x) (let-values (((y state) (batch-norm-train layer state x))) y))
(cdr (assq 'ok (check-gradient (lambda (a) (tensor-sum (square (* x (train (car a) (cadr a)))))) (list layer x)))) ; => #t
(set! state (make-batch-norm-state 2))
(define (loss layer)
  (let-values (((y new) (batch-norm-train layer state x)))
    (set! state new)
    (tensor-sum (square y))))
(define slopes (gradient loss layer))
(tensor-shape (batch-norm-scale slopes)) ; => (2)
(near? (batch-norm-mean state) '(-0.0153333333 0.017)) ; => #t

;--- activations
(import (fluxion base) (fluxion tensor) (fluxion nn))
(define (near? found expected) (tensor-close? found (tensor expected) 1e-8 1e-8))
(define x (tensor '(-3.0 -0.5 0.0 0.5 3.0)))
(near? (relu x) '(0.0 0.0 0.0 0.5 3.0)) ; => #t
(near? (leaky-relu x) '(-0.03 -0.005 0.0 0.5 3.0)) ; => #t
(near? (elu x) '(-0.9502129316 -0.3934693403 0.0 0.5 3.0)) ; => #t
(near? (gelu x) '(-0.0036373921 -0.1542859902 0.0 0.3457140098 2.9963626079)) ; => #t
(near? (silu x) '(-0.1422776195 -0.1887703344 0.0 0.3112296656 2.8577223805)) ; => #t
(near? (sigmoid x) '(0.0474258732 0.3775406688 0.5 0.6224593312 0.9525741268)) ; => #t
(near? (softplus x) '(0.0485873516 0.4740769842 0.6931471806 0.9740769842 3.0485873516)) ; => #t
(near? (log-sigmoid x) '(-3.0485873516 -0.9740769842 -0.6931471806 -0.4740769842 -0.0485873516)) ; => #t

;--- gradients-of-activations
(import (fluxion base) (fluxion tensor) (fluxion nn))
(define x (tensor '(-3.0 -0.5 0.5 3.0)))
(define (ok? f) (cdr (assq 'ok (check-gradient (lambda (x) (tensor-sum (* x (f x)))) x))))
(map ok? (list relu leaky-relu elu gelu silu sigmoid softplus log-sigmoid)) ; => (#t #t #t #t #t #t #t #t)

;--- descent-learns-exclusive-or
(import (fluxion base) (fluxion tensor) (fluxion nn) (fluxion structures))
(define x (tensor '((0.0 0.0) (0.0 1.0) (1.0 0.0) (1.0 1.0))))
(define labels (tensor '(0 1 1 0)))
(define net (sequential dense (lambda (x) (tanh x)) dense))
(define keys (split-key (make-key 5) 2))
(define (loss params) (cross-entropy (net params x) labels))
(define (train params steps)
  (if (= steps 0)
      params
      (train (structure-map (lambda (p g) (- p (* 0.5 g))) params (gradient loss params)) (- steps 1))))
(define trained (train (list (make-dense (car keys) 2 8) (make-dense (cadr keys) 8 2)) 300))
(accuracy (net trained x) labels) ; => 1.0
(< (loss trained) 0.05) ; => #t

;--- activations-do-not-overflow
(import (fluxion base) (fluxion tensor) (fluxion nn))
(define activations (list relu leaky-relu elu gelu silu sigmoid softplus log-sigmoid))
(define (finite-everywhere? f dtype)
  (define x (tensor '(-1e4 -200.0 -100.0 0.0 100.0 200.0 1e4) dtype))
  (define g (gradient (lambda (x) (tensor-sum (f x))) x))
  (and (eq? (tensor-dtype g) dtype) (eq? (tensor-dtype (f x)) dtype)
       (tensor-all (tensor<= (abs (f x)) 1e4)) (tensor-all (tensor<= (abs g) 1.1))))
(map (lambda (f) (finite-everywhere? f 'f32)) activations) ; => (#t #t #t #t #t #t #t #t)
(map (lambda (f) (finite-everywhere? f 'f64)) activations) ; => (#t #t #t #t #t #t #t #t)
(softplus -50.0) ; => 1.9287498479639178e-22

;--- embedding
(import (fluxion base) (fluxion tensor) (fluxion nn))
(define layer (embedding-parameters (tensor '((1.0 2.0) (3.0 4.0) (5.0 6.0)))))
(embedding layer (tensor '((2 0) (1 1)))) ; => #f64(((5.0 6.0) (1.0 2.0)) ((3.0 4.0) (3.0 4.0)))
(define (loss layer) (tensor-sum (embedding layer (tensor '(2 0 2)))))
(embedding-table (gradient loss layer)) ; => #f64((1.0 1.0) (0.0 0.0) (2.0 2.0))
(cdr (assq 'ok (check-gradient (lambda (layer) (tensor-sum (square (embedding layer (tensor '(2 0 2)))))) layer))) ; => #t

;--- dropout
(import (fluxion base) (fluxion tensor) (fluxion nn))
(define x (tensor-ones '(100 100) 'f32))
(define y (dropout (make-key 3) 0.25 x))
(tensor-dtype y) ; => f32
(tensor-all (tensor-or (tensor= y 0) (tensor< (abs (- y 4/3)) 1e-6))) ; => #t
(< 0.98 (tensor-mean y) 1.02) ; => #t
(tensor-equal? y (dropout (make-key 3) 0.25 x)) ; => #t
(eq? x (dropout (make-key 3) 0 x)) ; => #t
(cdr (assq 'ok (check-gradient (lambda (x) (tensor-sum (square (dropout (make-key 1) 0.5 x)))) (tensor '(1.0 2.0 3.0))))) ; => #t

;--- sequential
(import (fluxion base) (fluxion tensor) (fluxion nn))
(define keys (split-key (make-key 1) 3))
(define net (sequential (lambda (p x) (conv2d-layer p x 1 'same)) relu (lambda (x) (max-pool2d x 2)) flatten-rows dense tanh dense))
(define params (list (make-conv2d (car keys) 1 2 3 he-normal) (make-dense (cadr keys) 8 3) (make-dense (caddr keys) 3 2)))
(define x (random-normal-tensor (make-key 7) '(3 1 4 4)))
(tensor-shape (net params x)) ; => (3 2)
(cdr (assq 'ok (check-gradient (lambda (params) (cross-entropy (net params x) (tensor '(0 1 0)))) params))) ; => #t

;--- layers-of-single-precision
(import (fluxion base) (fluxion tensor) (fluxion nn))
(define net (sequential dense relu layer-norm dense))
(define params (list (make-dense (make-key 1) 4 8 he-normal 'f32) (make-layer-norm 8 'f32) (make-dense (make-key 2) 8 3 'f32)))
(define x (random-normal-tensor (make-key 7) '(5 4) 'f32))
(tensor-dtype (net params x)) ; => f32
(define slopes (gradient (lambda (params) (cross-entropy (net params x) (tensor '(0 1 2 1 0)))) params))
(map (lambda (p) (tensor-dtype (if (dense? p) (dense-weight p) (layer-norm-scale p)))) slopes) ; => (f32 f32 f32)

;--- dense-of-the-wrong-shape
(import (fluxion base) (fluxion tensor) (fluxion nn))
(dense (make-dense (make-key 1) 3 4) (tensor-zeros '(5 2))) ; error: dense: the shape of the input does not fit that of the weight: (5 2) (3 4)

;--- conv-of-the-wrong-shape
(import (fluxion base) (fluxion tensor) (fluxion nn))
(conv2d-layer (make-conv2d (make-key 1) 3 4 3) (tensor-zeros '(5 2 8 8))) ; error: conv2d-layer: the shape of the input does not fit that of the weight: (5 2 8 8) (4 3 3 3)

;--- flatten-rows
(import (fluxion base) (fluxion tensor) (fluxion nn))
(flatten-rows (tensor '(((1 2) (3 4)) ((5 6) (7 8))))) ; => #i64((1 2 3 4) (5 6 7 8))
(tensor-shape (flatten-rows (tensor-zeros '(0 2 3)))) ; => (0 6)
(flatten-rows 5) ; error: flatten-rows: argument 1 must be a tensor with axes, found 5

;--- an-option-that-is-none
(import (fluxion base) (fluxion tensor) (fluxion nn))
(make-dense (make-key 1) 3 4 'i64) ; error: make-dense: an option must be an initialiser or one of f64 and f32, found i64

;--- parameters-of-another-layer
(import (fluxion base) (fluxion tensor) (fluxion nn))
(dense (tensor-zeros '(2 2)) (tensor-zeros '(5 2))) ; error: dense: argument 1 must be parameters of make-dense, found #f64((0.0 0.0) (0.0 0.0))

;--- sequential-with-too-few-parameters
(import (fluxion base) (fluxion tensor) (fluxion nn))
((sequential dense relu dense) '() (tensor-zeros '(5 2))) ; error: sequential: argument 1 must be a list with the parameters of each layer that has some, found ()

;--- initialisers
(import (fluxion base) (fluxion tensor) (fluxion nn))
(define key (make-key 1))
(define (variance-times f n) (* n (tensor-variance (f key '(300 200)))))
(define (near-1? x) (< 0.95 x 1.05))
(near-1? (variance-times glorot-uniform (/ 500 2))) ; => #t
(near-1? (variance-times glorot-normal (/ 500 2))) ; => #t
(near-1? (variance-times he-uniform (/ 300 2))) ; => #t
(near-1? (variance-times he-normal (/ 300 2))) ; => #t
(near-1? (variance-times lecun-uniform 300)) ; => #t
(near-1? (variance-times lecun-normal 300)) ; => #t
(near-1? (variance-times (initial-normal 0.5) 4)) ; => #t
(near-1? (variance-times (initial-uniform 0.5) 12)) ; => #t
(near-1? (* 90 1/2 (tensor-variance (he-normal key '(100 10 3 3))))) ; => #t
(initial-zeros key '(2) 'f32) ; => #f32(0.0 0.0)
(define (gram q) (tensor-matmul (tensor-transpose q) q))
(tensor-close? (gram (orthogonal key '(5 3))) (tensor-eye 3)) ; => #t
(tensor-close? (gram (tensor-transpose (orthogonal key '(3 5)))) (tensor-eye 3)) ; => #t
(tensor-shape (orthogonal key '(4 2 3 3) 'f32)) ; => (4 2 3 3)

;--- metrics
(import (fluxion base) (fluxion tensor) (fluxion nn))
(define labels (tensor '(0 1 1 1 2 0)))
(define found (tensor '(0 1 2 1 0 1)))
(accuracy found labels) ; => 0.5
(accuracy (tensor-one-hot found 3) labels) ; => 0.5
(confusion-matrix found labels 3) ; => #i64((1 1 0) (0 2 1) (1 0 0))
(list (precision found labels 0) (recall found labels 0) (f1-score found labels 0)) ; => (0.5 0.5 0.5)
(list (precision found labels 2) (recall found labels 2) (f1-score found labels 2)) ; => (0.0 0.0 0.0)
(< 0.3888 (precision found labels 'macro) 0.3889) ; => #t
(r2-score (tensor '(1.0 2.0 3.5)) (tensor '(1.0 2.0 3.0))) ; => 0.875

;--- metrics-of-other-shapes
(import (fluxion base) (fluxion tensor) (fluxion nn))
(accuracy (tensor '(1 2 3)) (tensor '(1 2))) ; error: accuracy: the shape of the predictions does not fit that of the labels: (3) (2)
