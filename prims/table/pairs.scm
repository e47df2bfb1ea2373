; Pairs and lists.

(define-primitive (cons (a any) (b any)) pair
  "A new pair of A and B."
  (example (cons 1 2) => (1 . 2))
  (effects read)
  (inline cons))

(define-primitive (car (pair pair)) any
  "The first of PAIR."
  (example (car '(1 2)) => 1)
  (effects read)
  (inline car))

(define-primitive (cdr (pair pair)) any
  "The second of PAIR."
  (example (cdr '(1 2)) => (2))
  (effects read)
  (inline cdr))

(define-primitive (set-car! (pair pair) (value any)) unspecified
  "Makes VALUE the first of PAIR."
  (effects write)
  (inline set-car))

(define-primitive (set-cdr! (pair pair) (value any)) unspecified
  "Makes VALUE the second of PAIR."
  (effects write)
  (inline set-cdr))

(define-primitive (pair? (object any)) boolean
  "Whether OBJECT is a pair."
  (example (pair? '(1)) => #t)
  (example (pair? '()) => #f)
  (effects pure)
  (inline is-pair))

(define-primitive (null? (object any)) boolean
  "Whether OBJECT is the empty list."
  (example (null? '()) => #t)
  (effects pure)
  (inline is-null))

(define-primitive (list items any) list
  "A new list of the arguments."
  (example (list 1 2 3) => (1 2 3))
  (effects read)
  (inline list))
