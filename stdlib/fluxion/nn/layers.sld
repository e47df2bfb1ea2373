;;; Layers without memory: dense, convolution, embedding, normalisation, dropout; and how layers are composed.
;;;
;;; A layer is a procedure of its parameters, a record of tensors, and its input. `make-` procedures draw the
;;; parameters with a key; those that end in `-parameters` take the tensors themselves. `gradient` takes such
;;; records, and lists of them, and returns the same structure.
(define-library (fluxion nn layers)
  (export make-dense dense-parameters dense? dense dense-weight dense-bias
          make-conv1d make-conv2d conv-parameters conv? conv1d-layer conv2d-layer conv-weight conv-bias
          make-embedding embedding-parameters embedding? embedding embedding-table
          make-layer-norm layer-norm-parameters layer-norm? layer-norm layer-norm-scale layer-norm-shift
          make-batch-norm batch-norm-parameters batch-norm? batch-norm-scale batch-norm-shift
          make-batch-norm-state batch-norm-state batch-norm-state? batch-norm-mean batch-norm-variance
          batch-norm batch-norm-train dropout flatten-rows sequential)
  (import (fluxion base) (fluxion tensor) (fluxion nn initialisers) (fluxion nn support))
  (begin
    ;; Dense -----

    ;;> `(dense-parameters weight bias)`: parameters of `dense` of a weight of the shape `(inputs outputs)`
    ;;> and a bias, which may be `#f`. `(dense? x)`: whether X is such. `(dense-weight params)`, `(dense-bias
    ;;> params)`: these tensors.
    (define-record-type dense-layer
      (dense-parameters weight bias)
      dense?
      (weight dense-weight)
      (bias dense-bias))
    ;;> (make-dense key inputs outputs [initialiser] [dtype])
    ;;> Parameters of a dense layer: a weight of the shape (INPUTS OUTPUTS) by the initialiser
    ;;> (`glorot-uniform`) and a bias of zeros, of the dtype (`f64`).
    (define (make-dense key inputs outputs . options)
      (check-size "make-dense" 2 inputs)
      (check-size "make-dense" 3 outputs)
      (make-options "make-dense" options glorot-uniform
                    (lambda (initialise dtype)
                      (dense-parameters (initialise key (list inputs outputs) dtype)
                                        (tensor-zeros (list outputs) dtype)))))
    ;;> The product of X, whose last axis is the inputs, and the weight, plus the bias of PARAMS; see
    ;;> `make-dense`.
    (define (dense params x)
      (check-parameters (dense? params) "dense" "make-dense" params)
      (let ((weight (dense-weight params)) (bias (dense-bias params)))
        (let ((found (tensor-shape x)) (shape (tensor-shape weight)))
          (if (not (eqv? (last-length found) (car shape)))
              (error "dense: the shape of the input does not fit that of the weight:" found shape)))
        (let ((product (tensor-matmul x weight)))
          (if bias (+ product bias) product))))

    ;; Convolution -----

    ;;> `(conv-parameters weight bias)`: parameters of `conv1d-layer` or `conv2d-layer` of a weight of the
    ;;> shape `(outputs inputs size ...)` and a bias, which may be `#f`. `(conv? x)`: whether X is such.
    ;;> `(conv-weight params)`, `(conv-bias params)`: these tensors.
    (define-record-type conv-layer
      (conv-parameters weight bias)
      conv?
      (weight conv-weight)
      (bias conv-bias))
    (define (make-conv who key inputs outputs sizes options)
      (check-size who 2 inputs)
      (check-size who 3 outputs)
      (for-each (lambda (size) (check-size who 4 size)) sizes)
      (make-options who options glorot-uniform
                    (lambda (initialise dtype)
                      (conv-parameters (initialise key (cons* outputs inputs sizes) dtype)
                                       (tensor-zeros (list outputs) dtype)))))
    ;;> (make-conv1d key inputs outputs size [initialiser] [dtype])
    ;;> Parameters of a convolution of sequences: a weight of the shape (OUTPUTS INPUTS SIZE), a bias of
    ;;> zeros.
    (define (make-conv1d key inputs outputs size . options)
      (make-conv "make-conv1d" key inputs outputs (list size) options))
    ;;> (make-conv2d key inputs outputs size [initialiser] [dtype])
    ;;> Parameters of a convolution of images: a weight of the shape (OUTPUTS INPUTS height width), a bias of
    ;;> zeros. SIZE is an integer or a list `(height width)`.
    (define (make-conv2d key inputs outputs size . options)
      (make-conv "make-conv2d" key inputs outputs
                 (if (and (list? size) (= (length size) 2)) size (list size size))
                 options))
    ;;> (conv1d-layer params x [stride [padding]])
    ;;> `conv1d` of the sequences X, `(count channels length)`, with the weight, plus the bias. The padding
    ;;> `same` keeps the length if the stride is 1; the size must be odd then.
    (define conv1d-layer
      (case-lambda
        ((params x) (conv1d-layer params x 1 0))
        ((params x stride) (conv1d-layer params x stride 0))
        ((params x stride padding)
         (check-parameters (conv? params) "conv1d-layer" "make-conv1d" params)
         (check-channels "conv1d-layer" params x 3)
         (let ((around (padding-of "conv1d-layer" params padding)))
           (with-bias params (conv1d x (conv-weight params) stride (if (pair? around) (car around) around))
                      '(-1 1))))))
    ;;> (conv2d-layer params x [stride [padding]])
    ;;> `conv2d` of the images X, `(count channels height width)`, with the weight, plus the bias. The padding
    ;;> `same` keeps height and width if the stride is 1; the sizes must be odd then.
    (define conv2d-layer
      (case-lambda
        ((params x) (conv2d-layer params x 1 0))
        ((params x stride) (conv2d-layer params x stride 0))
        ((params x stride padding)
         (check-parameters (conv? params) "conv2d-layer" "make-conv2d" params)
         (check-channels "conv2d-layer" params x 4)
         (with-bias params
                    (conv2d x (conv-weight params) stride (padding-of "conv2d-layer" params padding))
                    '(-1 1 1)))))
    (define (check-channels who params x rank)
      (let ((found (tensor-shape x)) (shape (tensor-shape (conv-weight params))))
        (if (not (and (= (length found) rank) (= (length shape) rank) (= (cadr found) (cadr shape))))
            (error (string-append who ": the shape of the input does not fit that of the weight:")
                   found shape))))
    (define (with-bias params y shape)
      (let ((bias (conv-bias params)))
        (if bias (+ y (tensor-reshape bias shape)) y)))
    ;; Half of each size, if the padding is `same`.
    (define (padding-of who params padding)
      (if (eq? padding 'same)
          (let ((sizes (cddr (tensor-shape (conv-weight params)))))
            (if (not (every odd? sizes))
                (error (string-append who ": the padding same needs odd sizes, the shape of the weight is")
                       (tensor-shape (conv-weight params))))
            (map (lambda (size) (quotient size 2)) sizes))
          padding))

    ;; Embedding -----

    ;;> `(embedding-parameters table)`: parameters of `embedding` of a matrix with a row for each class.
    ;;> `(embedding? x)`: whether X is such. `(embedding-table params)`: the matrix.
    (define-record-type embedding-layer
      (embedding-parameters table)
      embedding?
      (table embedding-table))
    ;;> (make-embedding key count size [initialiser] [dtype])
    ;;> Parameters of an embedding of COUNT classes: a table with a row of SIZE numbers for each, by the
    ;;> initialiser (normal with the deviation 1).
    (define (make-embedding key count size . options)
      (check-size "make-embedding" 2 count)
      (check-size "make-embedding" 3 size)
      (make-options "make-embedding" options (initial-normal 1)
                    (lambda (initialise dtype)
                      (embedding-parameters (initialise key (list count size) dtype)))))
    ;;> The rows of the table of `make-embedding` for CLASSES, an `i64` tensor, whose shape gets a last axis.
    (define (embedding params classes)
      (check-parameters (embedding? params) "embedding" "make-embedding" params)
      (tensor-gather (embedding-table params) classes 0))

    ;; Normalisation -----

    ;;> `(layer-norm-parameters scale shift)`: parameters of `layer-norm` of two tensors of one axis.
    ;;> `(layer-norm? x)`: whether X is such. `(layer-norm-scale params)`, `(layer-norm-shift params)`: these
    ;;> tensors.
    (define-record-type layer-norm-layer
      (layer-norm-parameters scale shift)
      layer-norm?
      (scale layer-norm-scale)
      (shift layer-norm-shift))
    ;;> (make-layer-norm size [dtype])
    ;;> Parameters of `layer-norm` for a last axis of length SIZE: a scale of ones and a shift of zeros.
    (define (make-layer-norm size . options)
      (check-size "make-layer-norm" 1 size)
      (make-options "make-layer-norm" options #f
                    (lambda (initialise dtype)
                      (layer-norm-parameters (tensor-ones (list size) dtype)
                                             (tensor-zeros (list size) dtype)))))
    ;;> (layer-norm params x [epsilon])
    ;;> X with the mean 0 and the variance 1 along its last axis, times the scale, plus the shift. EPSILON
    ;;> (1e-5) is added to the variance.
    (define layer-norm
      (case-lambda
        ((params x) (layer-norm params x 1e-5))
        ((params x epsilon)
         (check-parameters (layer-norm? params) "layer-norm" "make-layer-norm" params)
         (let ((scale (layer-norm-scale params)) (found (tensor-shape x)))
           (if (not (eqv? (last-length found) (car (tensor-shape scale))))
               (error "layer-norm: the shape of the input does not fit that of the scale:"
                      found (tensor-shape scale)))
           (let* ((centred (- x (tensor-mean x -1 #t)))
                  (variance (tensor-mean (square centred) -1 #t)))
             (+ (* scale (/ centred (sqrt (+ variance epsilon)))) (layer-norm-shift params)))))))

    ;;> `(batch-norm-parameters scale shift)`: parameters of `batch-norm` of two tensors of one axis.
    ;;> `(batch-norm? x)`: whether X is such. `(batch-norm-scale params)`, `(batch-norm-shift params)`: these
    ;;> tensors.
    (define-record-type batch-norm-layer
      (batch-norm-parameters scale shift)
      batch-norm?
      (scale batch-norm-scale)
      (shift batch-norm-shift))
    ;;> `(batch-norm-state mean variance)`: statistics for `batch-norm` of two tensors of one axis; they are
    ;;> no parameters. `(batch-norm-state? x)`: whether X is such. `(batch-norm-mean state)`,
    ;;> `(batch-norm-variance state)`: these tensors.
    (define-record-type batch-norm-statistics
      (batch-norm-state mean variance)
      batch-norm-state?
      (mean batch-norm-mean)
      (variance batch-norm-variance))
    ;;> (make-batch-norm channels [dtype])
    ;;> Parameters of `batch-norm` for a second axis of length CHANNELS: a scale of ones and a shift of zeros.
    (define (make-batch-norm channels . options)
      (check-size "make-batch-norm" 1 channels)
      (make-options "make-batch-norm" options #f
                    (lambda (initialise dtype)
                      (batch-norm-parameters (tensor-ones (list channels) dtype)
                                             (tensor-zeros (list channels) dtype)))))
    ;;> (make-batch-norm-state channels [dtype])
    ;;> The statistics that `batch-norm` begins with: means of 0 and variances of 1.
    (define (make-batch-norm-state channels . options)
      (check-size "make-batch-norm-state" 1 channels)
      (make-options "make-batch-norm-state" options #f
                    (lambda (initialise dtype)
                      (batch-norm-state (tensor-zeros (list channels) dtype)
                                        (tensor-ones (list channels) dtype)))))
    ;;> (batch-norm params state x [epsilon])
    ;;> X, whose second axis is the channels, less the means of the statistics STATE, over the roots of their
    ;;> variances plus EPSILON (1e-5), times the scale, plus the shift: for evaluation, after training by
    ;;> `batch-norm-train`.
    (define batch-norm
      (case-lambda
        ((params state x) (batch-norm params state x 1e-5))
        ((params state x epsilon)
         (check-batch-norm "batch-norm" params state x)
         (normalised params x (batch-norm-mean state) (batch-norm-variance state) epsilon))))
    ;;> (batch-norm-train params state x [momentum [epsilon]])
    ;;> Two values: `batch-norm` of X by its own statistics, and STATE moved towards these by the part
    ;;> MOMENTUM (0.1), which is constant to derivatives. The option `'carry` of `train` takes it from step to
    ;;> step.
    (define batch-norm-train
      (case-lambda
        ((params state x) (batch-norm-train params state x 0.1 1e-5))
        ((params state x momentum) (batch-norm-train params state x momentum 1e-5))
        ((params state x momentum epsilon)
         (check-batch-norm "batch-norm-train" params state x)
         (let* ((axes (cons 0 (iota (- (tensor-rank x) 2) 2)))
                (mean (tensor-mean x axes))
                (variance (tensor-mean (square (- x (along-channels mean x))) axes))
                (count (quotient (tensor-size x) (tensor-size mean)))
                (sample-variance (* variance (/ count (max 1.0 (- count 1))))))
           (define (moved old new) (+ (* (- 1 momentum) old) (* momentum (stop-gradient new))))
           (values (normalised params x mean variance epsilon)
                   (batch-norm-state (moved (batch-norm-mean state) mean)
                                     (moved (batch-norm-variance state) sample-variance)))))))
    (define (check-batch-norm who params state x)
      (check-parameters (batch-norm? params) who "make-batch-norm" params)
      (if (not (batch-norm-state? state))
          (error (string-append who ": argument 2 must be made by make-batch-norm-state, found") state))
      (let ((found (tensor-shape x)) (shape (tensor-shape (batch-norm-scale params))))
        (if (not (and (pair? found) (pair? (cdr found)) (= (cadr found) (car shape))))
            (error (string-append who ": the shape of the input does not fit that of the scale:")
                   found shape))
        (if (= (tensor-size x) 0)
            (error (string-append who ": the input has no elements, the shape is") found))))
    ;; A tensor of the channels in a shape that is broadcast to x.
    (define (along-channels t x) (tensor-reshape t (cons -1 (make-list (- (tensor-rank x) 2) 1))))
    (define (normalised params x mean variance epsilon)
      (let ((factor (/ (batch-norm-scale params) (sqrt (+ variance epsilon)))))
        (+ (* (- x (along-channels mean x)) (along-channels factor x))
           (along-channels (batch-norm-shift params) x))))

    ;; Without parameters -----

    ;;> X with a part RATE of its elements, chosen by KEY, set to 0, and the others divided by 1 - RATE. For
    ;;> evaluation leave it out.
    (define (dropout key rate x)
      (if (not (and (real? rate) (<= 0 rate) (< rate 1)))
          (error "dropout: argument 2 must be a number from 0 up to 1, found" rate))
      (if (= rate 0)
          x
          (let ((kept (tensor>= (random-uniform-tensor key (tensor-shape x)) rate)))
            (* x (* (/ 1.0 (- 1 rate)) (tensor-cast kept (tensor-dtype x)))))))
    ;;> X with all axes but the first in one.
    (define (flatten-rows x)
      (let ((shape (tensor-shape x)))
        (if (null? shape) (error "flatten-rows: argument 1 must be a tensor with axes, found" x))
        (tensor-reshape x (list (car shape) (apply * (cdr shape))))))

    ;;> (sequential layer ...)
    ;;> The procedure of PARAMS and X that applies the layers one after the other. Those that take parameters
    ;;> and an input use up an element of the list PARAMS each; those that can be called with the input alone,
    ;;> such as `relu`, use none.
    (define (sequential . layers)
      (let ((alone (map takes-input-alone? layers)))
        (lambda (params x)
          (let loop ((layers layers) (alone alone) (rest params) (x x))
            (cond ((null? layers) (if (null? rest) x (fail-parameters params)))
                  ((car alone) (loop (cdr layers) (cdr alone) rest ((car layers) x)))
                  ((pair? rest) (loop (cdr layers) (cdr alone) (cdr rest) ((car layers) (car rest) x)))
                  (else (fail-parameters params)))))))
    (define (fail-parameters params)
      (error "sequential: argument 1 must be a list with the parameters of each layer that has some, found" params))
    (define (takes-input-alone? layer)
      (if (not (procedure? layer)) (error "sequential: a layer must be a procedure, found" layer))
      (let ((arity (procedure-arity layer)))
        (< (if (pair? arity) (car arity) arity) 2)))))
