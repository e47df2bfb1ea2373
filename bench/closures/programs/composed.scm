; Composed functions: procedures made of procedures, applied to every number of a range.
(define (compose f g) (lambda (x) (f (g x))))
(define (scaled a) (lambda (x) (* a x)))
(define (shifted b) (lambda (x) (+ x b)))
(define (repeated f n) (lambda (x) (let loop ((i 0) (x x)) (if (= i n) x (loop (+ i 1) (f x))))))
(define (run i total)
  (if (= i 0)
      total
      (let ((f (compose (shifted i) (compose (scaled 3) (shifted -1)))))
        (run (- i 1) (+ total (remainder ((repeated f 2) i) 1000))))))
(display (run 2000000 0))
(newline)
