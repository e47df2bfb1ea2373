; A step of training of a network of three convolutions on a batch of 16 images of 28 by 28.
(define x (wave '(16 1 28 28) 1.0 0.37))
(define wanted (labels 16 10))
(define (biased y b) (+ y (tensor-reshape b (list 1 -1 1 1))))
(define (loss p)
  (let* ((y (max-pool2d (relu (biased (conv2d x (list-ref p 0) 1 1) (list-ref p 1))) 2))
         (y (max-pool2d (relu (biased (conv2d y (list-ref p 2) 1 1) (list-ref p 3))) 2))
         (y (relu (biased (conv2d y (list-ref p 4) 1 1) (list-ref p 5))))
         (logits (+ (tensor-matmul (tensor-reshape y '(16 -1)) (list-ref p 6)) (list-ref p 7))))
    (cross-entropy logits wanted)))
(bench-training "conv" loss
  (list (wave '(8 1 3 3) 0.3 0.11) (wave '(8) 0.1 0.7) (wave '(16 8 3 3) 0.1 0.13) (wave '(16) 0.1 0.9)
        (wave '(32 16 3 3) 0.1 0.17) (wave '(32) 0.1 0.5) (wave '(1568 10) 0.05 0.19) (wave '(10) 0.1 0.3)))
