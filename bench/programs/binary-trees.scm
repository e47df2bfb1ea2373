; Allocates and walks binary trees of depth 4 to 18.
(define (make depth) (if (= depth 0) (cons '() '()) (cons (make (- depth 1)) (make (- depth 1)))))
(define (check tree) (if (null? (car tree)) 1 (+ 1 (check (car tree)) (check (cdr tree)))))
(define max-depth 18)
(define long-lived (make max-depth))
(define (repeat i depth sum) (if (= i 0) sum (repeat (- i 1) depth (+ sum (check (make depth))))))
(define (depths depth total)
  (if (> depth max-depth)
      total
      (depths (+ depth 4) (+ total (repeat (expt 2 (+ 4 (- max-depth depth))) depth 0)))))
(display (+ (depths 4 0) (check long-lived)))
(newline)
