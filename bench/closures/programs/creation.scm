; Makes 1e8 closures with three captures, each where the last one was.
(define keep (vector #f))
(define (run i)
  (if (= i 0)
      0
      (let ((a (+ i 1)) (b (+ i 2)))
        (vector-set! keep 0 (lambda (x) (+ x i a b)))
        (run (- i 1)))))
(display (run 100000000))
