; 4e8 calls of procedures that are only known at run time.
(define table (vector (lambda (x) (+ x 1)) (lambda (x) (+ x 2)) (lambda (x) (- x 1)) (lambda (x) x)))
(define (run f g h k i s)
  (if (= i 0) s (run g h k f (- i 1) (k (h (g (f s)))))))
(display (run (vector-ref table 0) (vector-ref table 1) (vector-ref table 2) (vector-ref table 3) 100000000 0))
