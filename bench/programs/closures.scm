; Makes 1e8 closures with one capture and calls each once through a variable.
(define (adder n) (lambda (x) (+ x n)))
(define keep (vector (adder 0)))
(define (run i s)
  (if (= i 0)
      s
      (begin
        (vector-set! keep 0 (adder i))
        (run (- i 1) ((vector-ref keep 0) 1)))))
(display (run 100000000 0))
(newline)
