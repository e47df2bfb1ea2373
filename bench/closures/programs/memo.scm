; Memoisation: a procedure with a table around another one, and the other one made anew for every problem.
(define (memoized f size)
  (let ((known (make-vector size #f)))
    (lambda (n)
      (or (vector-ref known n)
          (let ((result (f n)))
            (vector-set! known n result)
            result)))))
(define (ways steps total modulus)
  (define count
    (memoized
     (lambda (n)
       (if (= n 0)
           1
           (let loop ((steps steps) (sum 0))
             (cond ((null? steps) sum)
                   ((<= (car steps) n) (loop (cdr steps) (remainder (+ sum (count (- n (car steps)))) modulus)))
                   (else (loop (cdr steps) sum))))))
     (+ total 1)))
  (count total))
(define (run i total)
  (if (= i 0)
      total
      (run (- i 1) (+ total (ways '(1 2 5) (remainder i 40) 10007)))))
(display (run 50000 0))
(newline)
