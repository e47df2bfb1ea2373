; Counters: a counter is made for every few numbers, stepped through a procedure that takes it, and forgotten.
(define (make-counter start step)
  (let ((n start))
    (lambda () (set! n (+ n step)) n)))
(define (count-up counter times)
  (if (= times 0) 0 (+ (counter) (count-up counter (- times 1)))))
(define (run i total)
  (if (= i 0)
      total
      (let ((up (make-counter i 1)) (down (make-counter i -1)))
        (run (- i 1) (+ total (count-up up 4) (count-up down 3))))))
(display (run 1000000 0))
(newline)
