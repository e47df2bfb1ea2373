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

(define-primitive (list? (object any)) boolean
  "Whether it is a proper list."
  (effects read))

(define-primitive (length (list list)) fixnum
  "The number of elements of a proper list."
  (effects read))

(define-primitive (reverse (list list)) list
  "A new list of the elements in reverse order."
  (effects read)
  (beside first))

(define-primitive (%append2 (list list) (tail any)) any
  "A copy of the list with another tail."
  (effects read))

(define-primitive (list-tail (list any) (count fixnum)) any
  "The list without its first elements."
  (effects read)
  (beside first))

(define-primitive (memq (object any) (list list)) any
  "The part of the list that starts with the object (by `eq?`), or `#f`."
  (effects read))

(define-primitive (%assq (object any) (list list)) any
  "The first pair of the list whose car is the object (by `eq?`), or `#f`."
  (effects read))

(define-primitive (memv (object any) (list list)) any
  "As `memq`, by `eqv?`."
  (effects read))

(define-primitive (%member (object any) (list list)) any
  "As `memq`, by `equal?`."
  (effects read))
