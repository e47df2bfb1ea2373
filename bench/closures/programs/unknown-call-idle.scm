; The loop of unknown-call.scm with the arithmetic of the procedures in it.
(define (run i s)
  (if (= i 0) s (run (- i 1) (- (+ (+ s 1) 2) 1))))
(display (run 100000000 0))
