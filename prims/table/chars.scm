; Characters: Unicode scalar values.

(define-primitive (char? (object any)) boolean
  "Whether OBJECT is a character."
  (example (char? #\a) => #t)
  (effects pure)
  (inline is-char))

(define-primitive (char->integer (char char)) fixnum
  "The code point of CHAR."
  (example (char->integer #\A) => 65)
  (effects pure)
  (inline char->integer))
