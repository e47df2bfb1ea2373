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

(define-primitive (integer->char (code fixnum)) char
  "The character with this code point."
  (effects pure))

(define-primitive (char-upcase (char char)) char
  "In upper case."
  (effects pure))

(define-primitive (char-downcase (char char)) char
  "In lower case."
  (effects pure))

(define-primitive (char-foldcase (char char)) char
  "With case folded."
  (effects pure))

(define-primitive (char-alphabetic? (char char)) boolean
  "Whether it is a letter."
  (effects pure))

(define-primitive (char-numeric? (char char)) boolean
  "Whether it is a decimal digit."
  (effects pure))

(define-primitive (char-whitespace? (char char)) boolean
  "Whether it is white space."
  (effects pure))

(define-primitive (char-upper-case? (char char)) boolean
  "Whether it is an upper-case letter."
  (effects pure))

(define-primitive (char-lower-case? (char char)) boolean
  "Whether it is a lower-case letter."
  (effects pure))

(define-primitive (digit-value (char char)) any
  "The value of a decimal digit, or `#f`."
  (effects pure))
