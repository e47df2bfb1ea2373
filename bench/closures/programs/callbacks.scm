; Callbacks: a tree is walked by procedures that get procedures to call, for a leaf, for a branch and for an error.
(define (grow depth n)
  (if (= depth 0) n (cons (grow (- depth 1) (* 2 n)) (grow (- depth 1) (+ 1 (* 2 n))))))
(define (walk tree on-leaf on-branch on-error)
  (cond ((pair? tree)
         (on-branch (walk (car tree) on-leaf on-branch on-error) (walk (cdr tree) on-leaf on-branch on-error)))
        ((number? tree) (on-leaf tree))
        (else (on-error tree))))
(define (weighted tree weight modulus)
  (walk tree
        (lambda (leaf) (remainder (* leaf weight) modulus))
        (lambda (left right) (remainder (+ left right weight) modulus))
        (lambda (other) (error "neither a number nor a pair:" other weight modulus))))
(define (run tree i total)
  (if (= i 0)
      total
      (run tree (- i 1) (+ total (weighted tree i 1009)))))
(display (run (grow 3 1) 400000 0))
(newline)
