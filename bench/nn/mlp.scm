; A step of training of a network 784-128-10 on a batch of 64.
(define x (wave '(64 784) 1.0 0.37))
(define wanted (labels 64 10))
(define (loss p)
  (let* ((hidden (relu (+ (tensor-matmul x (list-ref p 0)) (list-ref p 1))))
         (logits (+ (tensor-matmul hidden (list-ref p 2)) (list-ref p 3))))
    (cross-entropy logits wanted)))
(bench-training "mlp" loss
  (list (wave '(784 128) 0.05 0.11) (wave '(128) 0.1 0.7) (wave '(128 10) 0.1 0.13) (wave '(10) 0.1 0.9)))
