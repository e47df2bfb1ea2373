; What holds for every object: identity, truth and the types that have no file of their own.

(define-primitive (eq? (a any) (b any)) boolean
  "Whether A and B are the same object. Numbers that are not fixnums need not be the same as themselves."
  (example (eq? 'a 'a) => #t)
  (example (eq? (list 1) (list 1)) => #f)
  (effects pure)
  (inline eq))

(define-primitive (not (object any)) boolean
  "Whether OBJECT is `#f`."
  (example (not '()) => #f)
  (effects pure)
  (inline not))

(define-primitive (procedure? (object any)) boolean
  "Whether OBJECT can be called."
  (example (procedure? car) => #t)
  (effects pure)
  (inline is-procedure))

(define-primitive (symbol? (object any)) boolean
  "Whether OBJECT is a symbol."
  (example (symbol? 'a) => #t)
  (effects pure)
  (inline is-symbol))

(define-primitive (eof-object? (object any)) boolean
  "Whether OBJECT is the end-of-file object."
  (example (eof-object? '()) => #f)
  (effects pure)
  (inline is-eof))

(define-primitive (boolean? (object any)) boolean
  "Whether OBJECT is `#t` or `#f`."
  (example (boolean? #f) => #t)
  (effects pure))
