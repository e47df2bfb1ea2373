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

(define-primitive (%make-string (length fixnum) (char char)) string
  "A string of `length` times the same character."
  (effects read))

(define-primitive (string-set! (string string) (index fixnum) (char char)) unspecified
  "Replaces a character."
  (effects write))

(define-primitive (%substring (string string) (start fixnum) (end fixnum)) string
  "The characters from `start` to before `end`."
  (effects read))

(define-primitive (%string-copy (string string) (start fixnum) (end fixnum)) string
  "As `%substring`."
  (effects read))

(define-primitive (%string->vector (string string) (start fixnum) (end fixnum)) vector
  "The characters of a part."
  (effects read))

(define-primitive (%vector->string (vector vector) (start fixnum) (end fixnum)) string
  "The string of the characters in a part."
  (effects read))

(define-primitive (%string-append2 (a string) (b string)) string
  "A new string of both."
  (effects read))

(define-primitive (%string-concatenate (strings list)) string
  "A new string of all."
  (effects read))

(define-primitive (string-upcase (string string)) string
  "In upper case."
  (effects read))

(define-primitive (string-downcase (string string)) string
  "In lower case."
  (effects read))

(define-primitive (string-foldcase (string string)) string
  "With case folded."
  (effects read))

(define-primitive (%string->list (string string) (start fixnum) (end fixnum)) list
  "The characters of a part."
  (effects read))

(define-primitive (list->string (chars list)) string
  "The string of a list of characters."
  (effects read))

(define-primitive (%string-copy! (to string) (at fixnum) (from string) (start fixnum) (end fixnum)) unspecified
  "Copies characters into another string; the two may overlap."
  (effects write))

(define-primitive (%string-fill! (string string) (char char) (start fixnum) (end fixnum)) unspecified
  "Sets a range of characters."
  (effects write))

(define-primitive (%string=? (a string) (b string)) boolean
  "Whether the characters are the same."
  (effects read))

(define-primitive (%string<? (a string) (b string)) boolean
  "Whether `a` comes before `b`, by code points."
  (effects read))

(define-primitive (string->symbol (string string)) symbol
  "The symbol of this name."
  (effects read))

(define-primitive (symbol->string (symbol symbol)) string
  "The name of a symbol."
  (effects read))

(define-primitive (%gensym) symbol
  "A symbol that is no other."
  (effects read))

(define-primitive (%string-search (pattern string) (string string) (start fixnum)) any
  "The index of the first occurrence from `start` on, or `#f`."
  (effects read))

(define-primitive (%string-split (string string) (separator char)) list
  "The parts between separators."
  (effects read))
