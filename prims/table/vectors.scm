; Vectors, bytevectors and vectors of doubles. Indices start at 0; one out of range is an error.

(define-primitive (vector items any) vector
  "A new vector of the arguments."
  (example (vector 1 'a) => #(1 a))
  (effects read)
  (inline vector)
  (fallback list->vector))

(define-primitive (list->vector (items list)) vector
  "A new vector of the elements of the list ITEMS."
  (example (list->vector '(1 2)) => #(1 2))
  (effects read)
  (inline list->vector))

(define-primitive (vector? (object any)) boolean
  "Whether OBJECT is a vector."
  (example (vector? #(1)) => #t)
  (effects pure)
  (inline is-vector))

(define-primitive (vector-length (vector vector)) fixnum
  "The number of elements of VECTOR."
  (example (vector-length #(a b c)) => 3)
  (effects pure)
  (inline vector-length))

(define-primitive (vector-ref (vector vector) (index fixnum)) any
  "The element of VECTOR at INDEX."
  (example (vector-ref #(a b c) 1) => b)
  (effects read)
  (inline vector-ref))

(define-primitive (vector-set! (vector vector) (index fixnum) (value any)) unspecified
  "Makes VALUE the element of VECTOR at INDEX."
  (effects write)
  (inline vector-set))

(define-primitive (f64vector-length (vector f64vector)) fixnum
  "The number of elements of VECTOR."
  (example (f64vector-length #f64(1 2)) => 2)
  (effects pure)
  (inline f64vector-length))

(define-primitive (f64vector-ref (vector f64vector) (index fixnum)) number
  "The element of VECTOR at INDEX, a flonum."
  (example (f64vector-ref #f64(1 2) 1) => 2.0)
  (effects read)
  (inline f64vector-ref))

(define-primitive (f64vector-set! (vector f64vector) (index fixnum) (value real)) unspecified
  "Makes the flonum nearest to VALUE the element of VECTOR at INDEX."
  (effects write)
  (inline f64vector-set))

(define-primitive (bytevector-u8-ref (bytevector bytevector) (index fixnum)) fixnum
  "The byte of BYTEVECTOR at INDEX."
  (example (bytevector-u8-ref #u8(1 2 255) 2) => 255)
  (effects read)
  (inline bytevector-ref))

(define-primitive (bytevector-u8-set! (bytevector bytevector) (index fixnum) (byte fixnum)) unspecified
  "Makes BYTE, from 0 to 255, the byte of BYTEVECTOR at INDEX."
  (effects write)
  (inline bytevector-set))

(define-primitive (%make-vector (length fixnum) (fill any)) vector
  "A vector of `length` times the same object."
  (effects read)
  (inline make-vector))

(define-primitive (%unfilled) any
  "What `%make-vector` is told to fill a vector with that is filled in order and not seen before it is full."
  (effects pure)
  (inline unfilled))

(define-primitive (%unfilled? (object any)) boolean
  "Whether an element of such a vector has not been put there yet. It has, where a continuation comes back."
  (effects pure)
  (inline is-unfilled))

(define-primitive (%vector-copy (vector vector) (start fixnum) (end fixnum)) vector
  "A new vector of the elements from `start` to before `end`."
  (effects read)
  (inline vector-copy))

(define-primitive (%vector-copy! (to vector) (at fixnum) (from vector) (start fixnum) (end fixnum)) unspecified
  "Copies elements into another vector; the two may overlap."
  (effects write))

(define-primitive (%vector-fill! (vector vector) (fill any) (start fixnum) (end fixnum)) unspecified
  "Sets a range of elements."
  (effects write)
  (inline vector-fill))

(define-primitive (%vector->list (vector vector) (start fixnum) (end fixnum)) list
  "The list of a range of elements."
  (effects read))

(define-primitive (%make-f64vector (length fixnum) (fill real)) f64vector
  "A vector of `length` times the same double."
  (effects read)
  (inline make-f64vector))

(define-primitive (list->f64vector (items list)) any
  "The f64vector of a list of numbers. (Inside of a derivative it may hold active numbers.)"
  (effects read)
  (inline list->f64vector))

(define-primitive (f64vector->list (vector f64vector)) list
  "The list of the doubles."
  (effects read))

(define-primitive (f64vector? (object any)) boolean
  "Whether it is an f64vector."
  (effects pure))

(define-primitive (%f64vector-copy (vector f64vector) (start fixnum) (end fixnum)) any
  "A new f64vector of a range of elements. (Inside of a derivative they may be active.)"
  (effects read)
  (inline f64vector-copy))

(define-primitive (bytevector? (object any)) boolean
  "Whether it is a bytevector."
  (effects pure))

(define-primitive (%make-bytevector (length fixnum) (fill fixnum)) bytevector
  "A bytevector of `length` times the same byte."
  (effects read))

(define-primitive (bytevector-length (bytevector bytevector)) fixnum
  "The number of bytes."
  (effects pure))

(define-primitive (%bytevector-copy (bytevector bytevector) (start fixnum) (end fixnum)) bytevector
  "A new bytevector of a range of bytes."
  (effects read))

(define-primitive (%bytevector-copy! (to bytevector) (at fixnum) (from bytevector) (start fixnum) (end fixnum)) unspecified
  "Copies bytes into another bytevector; the two may overlap."
  (effects write))

(define-primitive (%list->bytevector (items list)) bytevector
  "The bytevector of a list of bytes."
  (effects read))

(define-primitive (%utf8->string (bytevector bytevector) (start fixnum) (end fixnum)) string
  "The string that a range of bytes encodes in UTF-8."
  (effects read))

(define-primitive (%string->utf8 (string string) (start fixnum) (end fixnum)) bytevector
  "The UTF-8 encoding of a part of a string."
  (effects read))
