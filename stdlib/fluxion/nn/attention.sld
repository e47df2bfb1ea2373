;;; Attention and the blocks of transformers.
(define-library (fluxion nn attention)
  (export dot-product-attention causal-mask
          make-attention attention-parameters attention? multi-head-attention
          attention-query attention-key attention-value attention-output
          make-transformer-block transformer-block-parameters transformer-block? transformer-block
          transformer-block-norm1 transformer-block-attention transformer-block-norm2
          transformer-block-hidden transformer-block-output sinusoidal-positions)
  (import (fluxion base) (fluxion tensor) (fluxion nn initialisers) (fluxion nn activations)
          (fluxion nn layers) (fluxion nn support))
  (begin
    ;;> The mask for sequences of the length TIME: a boolean matrix that is true where the column, the
    ;;> position that is looked at, is not after the row.
    (define (causal-mask time)
      (check-size "causal-mask" 1 time)
      (tensor>= (tensor-reshape (tensor-arange time) (list time 1)) (tensor-arange time)))

    ;;> (dot-product-attention queries keys values [mask])
    ;;> For each query the mean of the values, weighted by the softmax of the products of query and keys over
    ;;> the root of their size. The shapes are `(... time size)`; a query sees the positions where MASK,
    ;;> booleans that are broadcast to `(... time-of-queries time-of-keys)`, is true. `causal` stands for
    ;;> `causal-mask`.
    (define dot-product-attention
      (case-lambda
        ((queries keys values) (dot-product-attention queries keys values #f))
        ((queries keys values mask)
         (check-attention queries keys values)
         (let* ((size (last-length (tensor-shape queries)))
                (products (* (/ 1.0 (sqrt size)) (tensor-matmul queries (swap-last keys)))))
           (tensor-matmul (tensor-softmax (masked "dot-product-attention" products mask)) values)))))
    (define (check-attention queries keys values)
      (define (shape-of t) (reverse (tensor-shape t)))
      (let ((q (shape-of queries)) (k (shape-of keys)) (v (shape-of values)))
        (if (not (and (pair? q) (pair? (cdr q)) (pair? k) (pair? (cdr k)) (pair? v) (pair? (cdr v))
                      (= (car q) (car k)) (= (cadr k) (cadr v))))
            (error "dot-product-attention: the shapes of queries, keys and values do not match:"
                   (reverse q) (reverse k) (reverse v)))))
    (define (swap-last t)
      (let ((rank (tensor-rank t)))
        (tensor-transpose t (append (iota (- rank 2)) (list (- rank 1) (- rank 2))))))
    ;; Where no position is seen all are, since the sums are equal then.
    (define (masked who products mask)
      (cond ((not mask) products)
            ((eq? mask 'causal)
             (let ((shape (reverse (tensor-shape products))))
               (if (not (= (car shape) (cadr shape)))
                   (error (string-append who ": the mask causal needs as many keys as queries, the shape is")
                          (tensor-shape products)))
               (+ products (mask-bias (causal-mask (car shape)) products))))
            ((and (tensor? mask) (eq? (tensor-dtype mask) 'bool)) (+ products (mask-bias mask products)))
            (else
             (error (string-append who ": the mask must be a tensor of booleans, causal or #f, found") mask))))

    ;; What is added to products: 0 where the mask is true, and what makes the exponential 0 elsewhere.
    (define (mask-bias mask products)
      (tensor-cast (tensor-where mask 0.0 -1e30) (tensor-dtype products)))

    ;; Several heads -----

    ;;> `(attention-parameters query key value output)`: parameters of `multi-head-attention` of those of four
    ;;> dense layers, as `make-attention` describes them. `(attention? x)`: whether X is such.
    ;;> `(attention-query params)`, `(attention-key params)`, `(attention-value params)`, `(attention-output
    ;;> params)`: the parameters of these layers.
    (define-record-type attention-layer
      (attention-parameters query key value output)
      attention?
      (query attention-query)
      (key attention-key)
      (value attention-value)
      (output attention-output))
    ;;> (make-attention key size heads [initialiser] [dtype])
    ;;> Parameters of `multi-head-attention`: for queries, keys and values dense parameters with weights of
    ;;> the shape (SIZE HEADS SIZE/HEADS), for the output one of the shape (SIZE SIZE).
    (define (make-attention key size heads . options)
      (check-size "make-attention" 2 size)
      (check-size "make-attention" 3 heads)
      (if (not (= (remainder size heads) 0))
          (error "make-attention: the size is not a multiple of the number of heads" size heads))
      (make-options "make-attention" options glorot-uniform
                    (lambda (initialise dtype)
                      (let ((keys (split-key key 4)) (head (list heads (quotient size heads))))
                        (define (draw key) (make-dense key size size initialise dtype))
                        (define (in-heads p)
                          (dense-parameters (tensor-reshape (dense-weight p) (cons size head))
                                            (tensor-reshape (dense-bias p) head)))
                        (attention-parameters (in-heads (draw (car keys)))
                                              (in-heads (draw (cadr keys)))
                                              (in-heads (draw (caddr keys)))
                                              (draw (cadddr keys)))))))
    ;;> (multi-head-attention params queries keys values [mask])
    ;;> `dot-product-attention` with several heads: queries, keys and values, `(count time size)` or `(time
    ;;> size)`, each go through a dense layer whose outputs are those of the heads; their results together go
    ;;> through a last one. To attend to itself a sequence is given three times. MASK is broadcast to `(count
    ;;> heads time time)`.
    (define multi-head-attention
      (case-lambda
        ((params queries keys values) (multi-head-attention params queries keys values #f))
        ((params queries keys values mask)
         (check-parameters (attention? params) "multi-head-attention" "make-attention" params)
         (let* ((q (heads-of params attention-query queries))
                (k (heads-of params attention-key keys))
                (v (heads-of params attention-value values))
                (y (swap-heads (dot-product-attention q k v mask)))
                (front (list-head (tensor-shape y) (- (tensor-rank y) 2))))
           (dense (attention-output params) (tensor-reshape y (append front '(-1))))))))
    ;; (... time size) by the dense layer as (... heads time size-of-head).
    (define (heads-of params part x)
      (let* ((layer (part params)) (weight (dense-weight layer)) (bias (dense-bias layer))
             (shape (tensor-shape weight)) (found (tensor-shape x)))
        (if (not (and (pair? found) (pair? (cdr found)) (eqv? (last-length found) (car shape))))
            (error "multi-head-attention: the shape of the input does not fit that of the weight:"
                   found shape))
        (let ((flat (dense (dense-parameters (tensor-reshape weight (list (car shape) -1))
                                             (and bias (tensor-flatten bias)))
                           x)))
          (swap-heads (tensor-reshape flat (append (list-head found (- (length found) 1)) (cdr shape)))))))
    ;; Exchanges the second and third axis from the end.
    (define (swap-heads t)
      (let ((rank (tensor-rank t)))
        (tensor-transpose t (append (iota (- rank 3)) (list (- rank 2) (- rank 3) (- rank 1))))))

    ;; Transformers -----

    ;;> `(transformer-block-parameters norm1 attention norm2 hidden output)`: parameters of
    ;;> `transformer-block` of those of its layers. `(transformer-block? x)`: whether X is such.
    ;;> `(transformer-block-norm1 params)`, `(transformer-block-attention params)`, `(transformer-block-norm2
    ;;> params)`, `(transformer-block-hidden params)`, `(transformer-block-output params)`: the parameters of
    ;;> these layers.
    (define-record-type transformer-block-layer
      (transformer-block-parameters norm1 attention norm2 hidden output)
      transformer-block?
      (norm1 transformer-block-norm1)
      (attention transformer-block-attention)
      (norm2 transformer-block-norm2)
      (hidden transformer-block-hidden)
      (output transformer-block-output))
    ;;> (make-transformer-block key size heads hidden [initialiser] [dtype])
    ;;> Parameters of `transformer-block`: those of two `layer-norm`s, of the attention with HEADS heads, and
    ;;> of two dense layers, from SIZE to HIDDEN units and back.
    (define (make-transformer-block key size heads hidden . options)
      (check-size "make-transformer-block" 4 hidden)
      (make-options "make-transformer-block" options glorot-uniform
                    (lambda (initialise dtype)
                      (let ((keys (split-key key 3)))
                        (transformer-block-parameters
                         (make-layer-norm size dtype)
                         (make-attention (car keys) size heads initialise dtype)
                         (make-layer-norm size dtype)
                         (make-dense (cadr keys) size hidden initialise dtype)
                         (make-dense (caddr keys) hidden size initialise dtype))))))
    ;;> (transformer-block params x [mask])
    ;;> X, `(count time size)`, plus the `multi-head-attention` of its `layer-norm` to itself; and that plus
    ;;> the two dense layers, with `gelu` between, of its `layer-norm`. MASK is that of the attention.
    (define transformer-block
      (case-lambda
        ((params x) (transformer-block params x #f))
        ((params x mask)
         (check-parameters (transformer-block? params) "transformer-block" "make-transformer-block" params)
         (let* ((y (layer-norm (transformer-block-norm1 params) x))
                (x (+ x (multi-head-attention (transformer-block-attention params) y y y mask)))
                (y (layer-norm (transformer-block-norm2 params) x))
                (y (gelu (dense (transformer-block-hidden params) y))))
           (+ x (dense (transformer-block-output params) y))))))

    ;;> (sinusoidal-positions time size [dtype])
    ;;> A matrix with a row for each of TIME positions, to be added to embeddings: sines of the position in
    ;;> the first half of SIZE columns, an even number, and cosines in the second, with wavelengths from 2 pi
    ;;> up to 20,000 pi.
    (define sinusoidal-positions
      (case-lambda
        ((time size) (sinusoidal-positions time size 'f64))
        ((time size dtype)
         (check-size "sinusoidal-positions" 1 time)
         (if (not (and (fixnum? size) (> size 0) (even? size)))
             (error "sinusoidal-positions: argument 2 must be a positive even integer, found" size))
         (let* ((half (quotient size 2))
                (rates (exp (* (- (/ (log 10000.0) half)) (tensor-arange half))))
                (angles (tensor-outer (* 1.0 (tensor-arange time)) rates)))
           (tensor-cast (tensor-concatenate (list (sin angles) (cos angles)) 1) dtype)))))))
