; Strings: sequences of Unicode characters. Indices start at 0; one out of range is an error.

(define-primitive (string? (object any)) boolean
  "Whether OBJECT is a string."
  (example (string? "a") => #t)
  (effects pure)
  (inline is-string))

(define-primitive (string-length (string string)) fixnum
  "The number of characters of STRING."
  (example (string-length "añb") => 3)
  (effects pure)
  (inline string-length))

(define-primitive (string-ref (string string) (index fixnum)) char
  "The character of STRING at INDEX."
  (example (string-ref "abc" 1) => #\b)
  (effects read)
  (inline string-ref))
