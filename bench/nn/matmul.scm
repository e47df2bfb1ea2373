; Products of square matrices.
(for-each
  (lambda (n)
    (let ((a (wave (list n n) 1.0 0.37)) (b (wave (list n n) 1.0 0.11)))
      (bench (string-append "matmul " (number->string n))
             (tensor-sum (tensor-matmul a b))
             (lambda () (tensor-matmul a b)))))
  '(64 128 256 512 1024))
