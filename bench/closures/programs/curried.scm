; Curried functions: every call gets one argument, and what is left is a procedure.
(define (add3 a) (lambda (b) (lambda (c) (+ a b c))))
(define (between low) (lambda (high) (lambda (x) (and (<= low x) (<= x high)))))
(define (flip f) (lambda (a) (lambda (b) ((f b) a))))
(define (minus a) (lambda (b) (- a b)))
(define (run i total)
  (if (= i 0)
      total
      (let ((inside (((between 10) 500000) i)))
        (run (- i 1)
             (+ total
                (((add3 i) 1) (if inside 2 3))
                (((flip minus) i) total)
                (- total))))))
(display (run 1000000 0))
(newline)
