; 1000 times 1000 steps of x <- x - f'(x)/1000 with f a closure over k: one scalar derivative each.
(define (descend k)
  (let ((f (lambda (x) (+ (* k x x) (sin (* k x))))))
    (let loop ((i 0) (x 1.5))
      (if (= i 1000) x (loop (+ i 1) (- x (* 0.001 (derivative f x))))))))
(define (run i s) (if (= i 1000) s (run (+ i 1) (+ s (descend (+ 1.0 (* 0.001 i)))))))
(display (run 0 0.0))
(newline)
