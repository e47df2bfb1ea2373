; Recurrent layers and attention of (fluxion nn): values by NumPy, gradients against central differences.

;--- rnn
(import (fluxion base) (fluxion tensor) (fluxion nn))
(define (near? found expected) (tensor-close? found (tensor expected) 1e-8 1e-8))
(define wi (tensor '((0.68 -0.14) (-0.38 0.46))))
(define wh (tensor '((0.82 -0.2) (-0.15 0.69))))
(define b (tensor '(-0.87 -1.51)))
(define x (tensor '(((0.03 1.36) (1.22 -0.51) (-0.3 -0.53)) ((0.57 -0.06) (0.75 -1.85) (1.57 -0.1)))))
(define layer (rnn-parameters wi wh b))
(define-values (state outputs) (rnn layer #f x))
(near? outputs '(((-0.8778691533 -0.7107015564) (-0.4299598889 -0.9771490944) (-0.7926773978
  -0.980098008)) ((-0.4297581443 -0.9242461288) (0.1285205306 -0.9952270873) (0.4544314147 -0.9862971225)))) ; => #t
(tensor-equal? state (tensor-slice outputs #t -1)) ; => #t
(define first (rnn-cell layer (tensor-zeros '(2 2)) (tensor-slice x #t 0)))
(tensor-equal? first (tensor-slice outputs #t 0)) ; => #t
(define (run a) (let-values (((state outputs) (rnn (car a) #f (cadr a)))) outputs))
(cdr (assq 'ok (check-gradient (lambda (a) (tensor-sum (square (run a)))) (list layer x)))) ; => #t

;--- lstm
(import (fluxion base) (fluxion tensor) (fluxion nn))
(define (near? found expected) (tensor-close? found (tensor expected) 1e-8 1e-8))
(define wi (tensor '((0.39 -0.67 -1.92 -0.81 -0.47 -1.19 -1.49 0.04) (0.9 -0.23 -0.74 0.38 0.72 -0.3 0.54
  1.04))))
(define wh (tensor '((-0.21 -0.81 0.35 0.25 1.1 -1.28 -0.66 -0.84) (-1.73 0.13 0.53 -0.74 1.39 0.82 0.63
  0.4))))
(define b (tensor '(0.96 -1.33 0.61 0.6 -1.77 0.35 -0.25 0.78)))
(define x (tensor '(((0.03 1.36) (1.22 -0.51) (-0.3 -0.53)) ((0.57 -0.06) (0.75 -1.85) (1.57 -0.1)))))
(define layer (lstm-parameters wi wh b))
(define-values (state outputs) (lstm layer #f x))
(near? outputs '(((-0.3266264102 -0.013397569) (-0.0731602356 -0.0491689148) (-0.4152538839 0.0844809453))
  ((-0.1522835823 -0.031477862) (-0.0647000478 0.0063700238) (-0.0490925491 -0.049919199)))) ; => #t
(near? (cadr state) '((-1.2989782646 0.1508460416) (-0.8827780448 -0.0725732307))) ; => #t
(tensor-equal? (car state) (tensor-slice outputs #t -1)) ; => #t
(define zeros (tensor-zeros '(2 2)))
(define first (lstm-cell layer (list zeros zeros) (tensor-slice x #t 0)))
(tensor-equal? (car first) (tensor-slice outputs #t 0)) ; => #t
(define (run a) (let-values (((state outputs) (lstm (car a) #f (cadr a)))) outputs))
(cdr (assq 'ok (check-gradient (lambda (a) (tensor-sum (square (run a)))) (list layer x)))) ; => #t
(lstm-bias (make-lstm (make-key 1) 3 2 'f32)) ; => #f32(0.0 0.0 1.0 1.0 0.0 0.0 0.0 0.0)

;--- gru
(import (fluxion base) (fluxion tensor) (fluxion nn))
(define (near? found expected) (tensor-close? found (tensor expected) 1e-8 1e-8))
(define wi (tensor '((-0.44 -0.02 0.34 -0.88 0.6 -0.1) (0.49 -0.52 1.09 0.61 -0.18 0.63))))
(define wh (tensor '((1.26 1.79 -1.57 0.88 0.47 -0.09) (-1.01 1.26 -1.26 0.57 1.3 -1.6))))
(define bi (tensor '(-0.3 -1.31 0.24 1.51 2.02 -1.78)))
(define bh (tensor '(-0.57 0.7 1.58 0.42 -0.75 0.3)))
(define x (tensor '(((0.03 1.36) (1.22 -0.51) (-0.3 -0.53)) ((0.57 -0.06) (0.75 -1.85) (1.57 -0.1)))))
(define layer (gru-parameters wi wh bi bh))
(define-values (state outputs) (gru layer #f x))
(near? outputs '(((0.0315358779 -0.0425905925) (0.1818996018 -0.3817514914) (0.3311225607 -0.4601259571))
  ((0.1216570167 -0.1878444285) (0.5334102149 -0.5608873605) (0.582174265 -0.6813423081)))) ; => #t
(define first (gru-cell layer (tensor-zeros '(2 2)) (tensor-slice x #t 0)))
(tensor-equal? first (tensor-slice outputs #t 0)) ; => #t
(define (run a) (let-values (((state outputs) (gru (car a) #f (cadr a)))) outputs))
(cdr (assq 'ok (check-gradient (lambda (a) (tensor-sum (square (run a)))) (list layer x)))) ; => #t

;--- recurrent-layers-of-single-precision
(import (fluxion base) (fluxion tensor) (fluxion nn))
(define x (random-normal-tensor (make-key 7) '(2 3 4) 'f32))
(define (types make run)
  (define params (make (make-key 1) 4 5 'f32))
  (define (outputs p) (let-values (((state outputs) (run p #f x))) outputs))
  (define slopes (gradient (lambda (p) (tensor-sum (square (outputs p)))) params))
  (cons (tensor-dtype (outputs params)) (map (lambda (entry) (tensor-dtype (cdr entry))) (named-parameters slopes))))
(types make-rnn rnn) ; => (f32 f32 f32 f32)
(types make-lstm lstm) ; => (f32 f32 f32 f32)
(types make-gru gru) ; => (f32 f32 f32 f32 f32)

;--- scan-sequence
(import (fluxion base) (fluxion tensor) (fluxion nn))
(define (f sum x) (let ((sum (+ sum x))) (values sum (* 2 sum))))
(define x (tensor '((1.0 2.0) (3.0 4.0) (5.0 6.0))))
(define (run x axis) (call-with-values (lambda () (scan-sequence f 0 x axis)) list))
(run x 0) ; => (#f64(9.0 12.0) #f64((2.0 4.0) (8.0 12.0) (18.0 24.0)))
(run x -1) ; => (#f64(3.0 7.0 11.0) #f64((2.0 6.0) (6.0 14.0) (10.0 22.0)))
(gradient (lambda (x) (tensor-sum (cadr (run x 0)))) x) ; => #f64((6.0 6.0) (4.0 4.0) (2.0 2.0))

;--- recurrent-input-of-the-wrong-shape
(import (fluxion base) (fluxion tensor) (fluxion nn))
(lstm (make-lstm (make-key 1) 3 2) #f (tensor-zeros '(2 4))) ; error: lstm: the shape of the input does not fit that of the weight: (2 4) (3 8)

;--- state-of-the-wrong-shape
(import (fluxion base) (fluxion tensor) (fluxion nn))
(gru (make-gru (make-key 1) 3 2) (tensor-zeros '(4 3)) (tensor-zeros '(4 5 3))) ; error: gru: the shape of the state does not fit that of the weight: (4 3) (2 6)

;--- dot-product-attention
(import (fluxion base) (fluxion tensor) (fluxion nn))
(define (near? found expected) (tensor-close? found (tensor expected) 1e-8 1e-8))
(define q (tensor '((-0.02 -0.2) (-0.73 0.39))))
(define k (tensor '((0.31 -0.09) (-0.22 -1.28) (-0.49 1.21))))
(define v (tensor '((-0.19 -1.44) (1.33 0.53) (2.11 0.06))))
(near? (dot-product-attention q k v) '((1.0453301028 -0.2497436989) (1.3706513129 -0.1966970386))) ; => #t
(define mask (tensor '((#t #f #t) (#f #t #t))))
(near? (dot-product-attention q k v mask) '((0.8610382879 -0.754540247) (1.8725035812 0.2031068165))) ; => #t
(near? (dot-product-attention k k v 'causal) '((-0.19 -1.44) (0.9670913973 0.0596513505) (1.6255704264
  -0.1779354837))) ; => #t
(cdr (assq 'ok (check-gradient (lambda (a) (tensor-sum (square (dot-product-attention (car a) (cadr a) (caddr a) mask)))) (list q k v)))) ; => #t

;--- multi-head-attention
(import (fluxion base) (fluxion tensor) (fluxion nn))
(define (near? found expected) (tensor-close? found (tensor expected) 1e-8 1e-8))
(define wq (tensor '((-0.46 -1.45 1.32 2.57) (-0.82 -0.65 0.6 -0.83) (-0.27 -0.35 0.19 1.09) (0.02 0.92 -0.42
  0.33))))
(define wk (tensor '((-2.14 -1.45 0.8 -0.59) (0.58 0.54 1.32 0.81) (1.02 -0.11 -0.7 -0.73) (-0.49 -1.13 -0.55
  -0.09))))
(define wv (tensor '((0.25 -0.34 -1.92 -0.07) (0.23 1.08 0.58 -0.64) (-0.72 2.01 0.76 1.83) (2.13 -0.82 0.39
  0.46))))
(define wo (tensor '((0.56 0.54 0.2 0.17) (-1.5 -0.17 -0.75 0.13) (-0.47 0.62 0.82 0.31) (0.32 0.09 -0.45
  -0.16))))
(define bq (tensor '(-0.5 0.39 0.01 0.58)))
(define bk (tensor '(-1.33 0.89 -0.76 -0.73)))
(define bv (tensor '(-0.2 -0.56 0.29 -0.57)))
(define bo (tensor '(-1.07 -0.85 1.31 0.04)))
(define x (tensor '(((-1.17 0.01 -1.56 1.79) (-1.52 0.48 0.54 -1.45) (0.3 1.0 0.47 0.26)) ((0.95 0.16 0.34
  -0.13) (0.63 -0.94 0.79 -0.51) (-1.09 0.37 1.69 0.96)))))
(define (in-heads w b) (dense-parameters (tensor-reshape w '(4 2 2)) (tensor-reshape b '(2 2))))
(define layer
  (attention-parameters (in-heads wq bq) (in-heads wk bk) (in-heads wv bv) (dense-parameters wo bo)))
(near? (multi-head-attention layer x x x 'causal) '(((6.777795 3.405577 8.586749 1.218746) (-4.8665693263
  -0.0964829445 3.3188050511 0.9371655777) (2.3907539664 2.0340543843 5.4880796902 0.9678107462))
  ((-0.916979 -1.885817 0.228625 -0.379829) (-1.3587151306 -2.2383908605 0.0384847363 -0.4873836831)
  (-3.1284884225 0.1892668215 1.4209517416 0.3774110293)))) ; => #t
(define y (tensor '(((-0.52 0.7 -0.45 -0.12) (0.09 -2.32 0.19 -1.03)) ((-0.7 -1.47 -1.52 -0.94) (0.83 1.67
  -0.03 1.09)))))
(near? (multi-head-attention layer y x x) '(((-0.8094908245 0.537639759 3.5069615006 0.6713598296)
  (-9.109538106 -2.2373135094 1.2692409404 0.7638694181)) ((-4.9122313349 -0.3641081064 -0.7599160395
  0.4810639103) (-1.2066836 -1.8971429513 0.2635957108 -0.3830165536)))) ; => #t
(tensor-close? (multi-head-attention layer (tensor-index x 0) (tensor-index x 0) (tensor-index x 0))
  (tensor-index (multi-head-attention layer x x x) 0)) ; => #t
(cdr (assq 'ok (check-gradient (lambda (a) (tensor-sum (square (multi-head-attention (car a) (cadr a) (cadr a) (cadr a) 'causal)))) (list layer x)))) ; => #t
(cdr (assq 'ok (check-gradient (lambda (a) (tensor-sum (square (multi-head-attention (car a) (cadr a) (caddr a) (caddr a))))) (list layer y x)))) ; => #t

;--- transformer-block
(import (fluxion base) (fluxion tensor) (fluxion nn))
(define block (make-transformer-block (make-key 1) 4 2 6))
(define x (random-normal-tensor (make-key 2) '(2 3 4)))
(define y (transformer-block block x 'causal))
(tensor-shape y) ; => (2 3 4)
(define later (tensor-concatenate (list (tensor-slice x #t '(0 2)) (tensor-slice x #t '(0 1))) 1)) ; another last position
(tensor-equal? (tensor-slice y #t '(0 2)) (tensor-slice (transformer-block block later 'causal) #t '(0 2))) ; => #t
(tensor-equal? (tensor-slice y #t '(0 2)) (tensor-slice (transformer-block block x) #t '(0 2))) ; => #f
(define (loss a) (tensor-sum (square (transformer-block (car a) (cadr a) 'causal))))
(cdr (assq 'ok (check-gradient loss (list block x)))) ; => #t
(define block (make-transformer-block (make-key 1) 4 2 6 (initial-normal 0.02) 'f32))
(tensor-dtype (transformer-block block (tensor-cast x 'f32) (causal-mask 3))) ; => f32
(tensor-dtype (gradient (lambda (x) (tensor-sum (transformer-block block x 'causal))) (tensor-cast x 'f32))) ; => f32

;--- causal-mask
(import (fluxion base) (fluxion tensor) (fluxion nn))
(causal-mask 3) ; => #bool((#t #f #f) (#t #t #f) (#t #t #t))

;--- sinusoidal-positions
(import (fluxion base) (fluxion tensor) (fluxion nn))
(define (near? found expected) (tensor-close? found (tensor expected) 1e-8 1e-8))
(near? (sinusoidal-positions 3 4) '((0.0 0.0 1.0 1.0) (0.8414709848 0.0099998333 0.5403023059
  0.9999500004) (0.9092974268 0.0199986667 -0.4161468365 0.9998000067))) ; => #t
(tensor-dtype (sinusoidal-positions 3 4 'f32)) ; => f32

;--- forward-mode-along-the-gradient-is-its-square
(import (fluxion base) (fluxion tensor) (fluxion nn))
(define (ok? loss params)
  (define g (gradient loss params))
  (let-values (((y dy) (jvp loss params g)))
    (let ((square-of-g (apply + (map (lambda (entry) (tensor-sum (square (cdr entry)))) (named-parameters g)))))
      (< (abs (- dy square-of-g)) (* 1e-9 square-of-g)))))
(define keys (split-key (make-key 1) 4))
(define x (random-normal-tensor (make-key 2) '(2 3 4)))
(define block (make-transformer-block (car keys) 4 2 6))
(ok? (lambda (p) (tensor-sum (square (transformer-block p x 'causal)))) block) ; => #t
(define (squares run) (lambda (p) (let-values (((state outputs) (run p #f x))) (tensor-sum (square outputs)))))
(ok? (squares gru) (make-gru (cadr keys) 4 2)) ; => #t
(ok? (squares lstm) (make-lstm (caddr keys) 4 2)) ; => #t
(define net (sequential (lambda (p x) (conv1d-layer p x 1 'same)) silu flatten-rows dense softplus))
(define params (list (make-conv1d (car keys) 3 2 3) (make-dense (cadddr keys) 8 2)))
(ok? (lambda (p) (cross-entropy (net p x) (tensor '(0 1)) 0.1)) params) ; => #t

;--- attention-of-wrong-shapes
(import (fluxion base) (fluxion tensor) (fluxion nn))
(dot-product-attention (tensor-zeros '(2 4)) (tensor-zeros '(3 5)) (tensor-zeros '(3 4))) ; error: dot-product-attention: the shapes of queries, keys and values do not match: (2 4) (3 5) (3 4)

;--- heads-that-do-not-fit
(import (fluxion base) (fluxion tensor) (fluxion nn))
(make-attention (make-key 1) 6 4) ; error: make-attention: the size is not a multiple of the number of heads 6 4

;--- a-mask-that-is-none
(import (fluxion base) (fluxion tensor) (fluxion nn))
(define x (tensor-zeros '(2 4)))
(dot-product-attention x x x (tensor '(1.0 0.0))) ; error: dot-product-attention: the mask must be a tensor of booleans, causal or #f, found #f64(1.0 0.0)
