; Equivalence.

(define-primitive (eqv? (a any) (b any)) boolean
  "Whether two objects are the same, numbers and characters by value."
  (effects read))

(define-primitive (equal? (a any) (b any)) boolean
  "Whether two objects have the same structure and contents."
  (effects read))
