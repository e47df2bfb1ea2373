; The loop of creation.scm without closures.
(define keep (vector #f))
(define (run i)
  (if (= i 0)
      0
      (let ((a (+ i 1)) (b (+ i 2)))
        (vector-set! keep 0 a)
        (run (- i 1)))))
(display (run 100000000))
