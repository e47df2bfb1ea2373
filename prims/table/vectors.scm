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
  (effects read))

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

(define-primitive (f64vector-set! (vector f64vector) (index fixnum) (value number)) unspecified
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
