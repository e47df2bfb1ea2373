; Losses of (fluxion nn): values by NumPy, gradients against central differences.

;--- cross-entropy-of-classes
(import (fluxion base) (fluxion tensor) (fluxion nn))
(define (near? found expected) (tensor-close? found (tensor expected) 1e-8 1e-8))
(define logits (tensor '((-0.8 -1.32 -0.25) (0.42 1.14 0.11) (-0.55 -0.78 0.75) (1.63 0.27 -1.23))))
(define labels (tensor '(2 0 1 1)))
(define probabilities (tensor '((0.2 0.3 0.5) (1.0 0.0 0.0) (0.0 0.25 0.75) (0.1 0.1 0.8))))
(< (abs (- (cross-entropy logits labels) 1.386320593472)) 1e-9) ; => #t
(< (abs (- (cross-entropy logits labels 0.1) 1.382903926805)) 1e-9) ; => #t
(near? (gradient (lambda (x) (cross-entropy x labels)) logits) '((0.0751253038 0.0446635368 -0.1197888405)
  (-0.184000024 0.1355925425 0.0484074815) (0.0457554477 -0.2136457593 0.1678903117) (0.190268955
  -0.2011654222 0.0108964672))) ; => #t
(cdr (assq 'ok (check-gradient (lambda (x) (cross-entropy x labels)) logits))) ; => #t
(cdr (assq 'ok (check-gradient (lambda (x) (cross-entropy x labels 0.1)) logits))) ; => #t

;--- cross-entropy-of-probabilities
(import (fluxion base) (fluxion tensor) (fluxion nn))
(define logits (tensor '((-0.8 -1.32 -0.25) (0.42 1.14 0.11) (-0.55 -0.78 0.75) (1.63 0.27 -1.23))))
(define labels (tensor '(2 0 1 1)))
(define probabilities (tensor '((0.2 0.3 0.5) (1.0 0.0 0.0) (0.0 0.25 0.75) (0.1 0.1 0.8))))
(< (abs (- (cross-entropy logits probabilities) 1.473195593472)) 1e-9) ; => #t
(< (abs (- (cross-entropy logits probabilities 0.2) 1.448987260139)) 1e-9) ; => #t
(= (cross-entropy logits (tensor-one-hot labels 3)) (cross-entropy logits (tensor-one-hot labels 3 'i64))) ; => #t
(cdr (assq 'ok (check-gradient (lambda (x) (cross-entropy x probabilities 0.2)) logits))) ; => #t
(cdr (assq 'ok (check-gradient (lambda (x) (cross-entropy logits x)) (+ probabilities 0.1)))) ; => #t

;--- kl-divergence
(import (fluxion base) (fluxion tensor) (fluxion nn))
(define logits (tensor '((-0.8 -1.32 -0.25) (0.42 1.14 0.11) (-0.55 -0.78 0.75) (1.63 0.27 -1.23))))
(define labels (tensor '(2 0 1 1)))
(define probabilities (tensor '((0.2 0.3 0.5) (1.0 0.0 0.0) (0.0 0.25 0.75) (0.1 0.1 0.8))))
(< (abs (- (kl-divergence logits probabilities) 0.915440588889)) 1e-9) ; => #t
(cdr (assq 'ok (check-gradient (lambda (x) (kl-divergence x probabilities)) logits))) ; => #t
(cdr (assq 'ok (check-gradient (lambda (x) (kl-divergence logits x)) (+ probabilities 0.1)))) ; => #t

;--- perplexity
(import (fluxion base) (fluxion tensor) (fluxion nn))
(define logits (tensor '((-0.8 -1.32 -0.25) (0.42 1.14 0.11) (-0.55 -0.78 0.75) (1.63 0.27 -1.23))))
(define labels (tensor '(2 0 1 1)))
(define probabilities (tensor '((0.2 0.3 0.5) (1.0 0.0 0.0) (0.0 0.25 0.75) (0.1 0.1 0.8))))
(< (abs (- (perplexity logits labels) 4.000104930785)) 1e-9) ; => #t

;--- binary-cross-entropy
(import (fluxion base) (fluxion tensor) (fluxion nn))
(define logits (tensor '((-0.8 -1.32 -0.25) (0.42 1.14 0.11) (-0.55 -0.78 0.75) (1.63 0.27 -1.23))))
(define labels (tensor '(2 0 1 1)))
(define probabilities (tensor '((0.2 0.3 0.5) (1.0 0.0 0.0) (0.0 0.25 0.75) (0.1 0.1 0.8))))
(< (abs (- (binary-cross-entropy logits probabilities) 0.819647549742)) 1e-9) ; => #t
(cdr (assq 'ok (check-gradient (lambda (x) (binary-cross-entropy x probabilities)) logits))) ; => #t
(cdr (assq 'ok (check-gradient (lambda (x) (binary-cross-entropy logits x)) probabilities))) ; => #t

;--- regression
(import (fluxion base) (fluxion tensor) (fluxion nn))
(define logits (tensor '((-0.8 -1.32 -0.25) (0.42 1.14 0.11) (-0.55 -0.78 0.75) (1.63 0.27 -1.23))))
(define labels (tensor '(2 0 1 1)))
(define probabilities (tensor '((0.2 0.3 0.5) (1.0 0.0 0.0) (0.0 0.25 0.75) (0.1 0.1 0.8))))
(< (abs (- (mse logits probabilities) 1.140758333333)) 1e-9) ; => #t
(< (abs (- (mae logits probabilities) 0.875833333333)) 1e-9) ; => #t
(< (abs (- (huber logits probabilities) 0.4976)) 1e-9) ; => #t
(< (abs (- (huber logits probabilities 0.5) 0.334208333333)) 1e-9) ; => #t
(cdr (assq 'ok (check-gradient (lambda (x) (mse x probabilities)) logits))) ; => #t
(cdr (assq 'ok (check-gradient (lambda (x) (mae x probabilities)) logits))) ; => #t
(cdr (assq 'ok (check-gradient (lambda (x) (huber x probabilities)) logits))) ; => #t

;--- hinge
(import (fluxion base) (fluxion tensor) (fluxion nn))
(define logits (tensor '((-0.8 -1.32 -0.25) (0.42 1.14 0.11) (-0.55 -0.78 0.75) (1.63 0.27 -1.23))))
(define labels (tensor '(2 0 1 1)))
(define probabilities (tensor '((0.2 0.3 0.5) (1.0 0.0 0.0) (0.0 0.25 0.75) (0.1 0.1 0.8))))
(define targets (- (* 2 (tensor-one-hot labels 3 'i64)) 1))
(< (abs (- (hinge logits targets) 1.051666666667)) 1e-9) ; => #t
(cdr (assq 'ok (check-gradient (lambda (x) (hinge x targets)) logits))) ; => #t

;--- large-logits-do-not-overflow
(import (fluxion base) (fluxion tensor) (fluxion nn))
(define (check dtype)
  (define logits (tensor '((1000.0 0.0 -1000.0) (-90.0 -800.0 20.0)) dtype))
  (define targets (tensor '((1.0 0.0 0.0) (0.0 0.0 1.0))))
  (define (both loss) (list (loss logits) (gradient loss logits)))
  (list (both (lambda (x) (cross-entropy x (tensor '(0 2)))))
        (both (lambda (x) (binary-cross-entropy x targets)))))
(define expected '((0.0 ((0.0 0.0 0.0) (0.0 0.0 0.0))) (0.1155245304 ((0.0 0.0833333333 0.0) (0.0 0.0 0.0)))))
(define (near? found expected) (tensor-close? found (tensor expected) 1e-7 1e-9))
(define (all-near? found)
  (every (lambda (f e) (and (near? (car f) (car e)) (near? (cadr f) (cadr e)))) found expected))
(all-near? (check 'f32)) ; => #t
(all-near? (check 'f64)) ; => #t

;--- losses-keep-single-precision
(import (fluxion base) (fluxion tensor) (fluxion nn))
(define x (tensor '((0.5 -1.0) (2.0 0.25)) 'f32))
(define labels (tensor '(1 0)))
(define targets (tensor '((1 0) (0 1))))
(define (type loss) (tensor-dtype (gradient loss x)))
(list (type (lambda (x) (mse x targets))) (type (lambda (x) (mae x targets))) (type (lambda (x) (huber x targets 0.5)))) ; => (f32 f32 f32)
(list (type (lambda (x) (hinge x targets))) (type (lambda (x) (binary-cross-entropy x targets)))) ; => (f32 f32)
(list (type (lambda (x) (cross-entropy x labels 0.1))) (type (lambda (x) (cross-entropy x targets 0.1)))) ; => (f32 f32)
(type (lambda (x) (kl-divergence x targets))) ; => f32

;--- one-row-and-one-class
(import (fluxion base) (fluxion tensor) (fluxion nn))
(cross-entropy (tensor '(0.0 0.0)) 1) ; => 0.6931471805599453
(mse 1.0 3.0) ; => 4.0

;--- labels-that-are-no-class
(import (fluxion base) (fluxion tensor) (fluxion nn))
(cross-entropy (tensor-zeros '(2 3)) (tensor '(0 3))) ; error: cross-entropy: a label is not a class from 0 to 2 found: 3

;--- labels-of-another-shape
(import (fluxion base) (fluxion tensor) (fluxion nn))
(cross-entropy (tensor-zeros '(2 3)) (tensor '(0 1 2))) ; error: cross-entropy: the shape of the labels does not fit that of the logits: (3) (2 3)

;--- targets-of-another-shape
(import (fluxion base) (fluxion tensor) (fluxion nn))
(mse (tensor-zeros '(2 3)) (tensor-zeros '(3))) ; error: mse: the shapes of predictions and targets differ: (2 3) (3)
