;;; Homogeneous vectors (SRFI 160): what all others are defined with. A u8vector is a bytevector, an f64vector
;;; is that of the run-time system, the others are records with a vector in them.
(define-library (srfi 160 base)
  (export make-u8vector u8vector u8? u8vector? u8vector-length u8vector-ref u8vector-set! u8vector->list
          list->u8vector make-s8vector s8vector s8? s8vector? s8vector-length s8vector-ref s8vector-set!
          s8vector->list list->s8vector make-u16vector u16vector u16? u16vector? u16vector-length
          u16vector-ref u16vector-set! u16vector->list list->u16vector make-s16vector s16vector s16?
          s16vector? s16vector-length s16vector-ref s16vector-set! s16vector->list list->s16vector
          make-u32vector u32vector u32? u32vector? u32vector-length u32vector-ref u32vector-set!
          u32vector->list list->u32vector make-s32vector s32vector s32? s32vector? s32vector-length
          s32vector-ref s32vector-set! s32vector->list list->s32vector make-u64vector u64vector u64?
          u64vector? u64vector-length u64vector-ref u64vector-set! u64vector->list list->u64vector
          make-s64vector s64vector s64? s64vector? s64vector-length s64vector-ref s64vector-set!
          s64vector->list list->s64vector make-f32vector f32vector f32? f32vector? f32vector-length
          f32vector-ref f32vector-set! f32vector->list list->f32vector make-f64vector f64vector f64?
          f64vector? f64vector-length f64vector-ref f64vector-set! f64vector->list list->f64vector
          make-c64vector c64vector c64? c64vector? c64vector-length c64vector-ref c64vector-set!
          c64vector->list list->c64vector make-c128vector c128vector c128? c128vector? c128vector-length
          c128vector-ref c128vector-set! c128vector->list list->c128vector)
  (import (except (fluxion base) f64vector->list) (fluxion homogeneous))
  (begin
    ;;> Whether an object can be an element of an f64vector. SRFI 160.
    (define (f64? x) (real? x))
    ;;> The elements of an f64vector from START to before END as a list. SRFI 160.
    (define-part (f64vector->list (v start end)) "an f64vector" f64vector? f64vector-length
      (let loop ((i (- end 1)) (l '())) (if (< i start) l (loop (- i 1) (cons (f64vector-ref v i) l)))))
    ;;> Whether an object can be an element of a u8vector. SRFI 160.
    (define (u8? x) (and (fixnum? x) (<= 0 x 255)))
    ;;> Whether an object is a u8vector, that is, a bytevector. SRFI 160.
    (define (u8vector? x) (bytevector? x))
    ;;> A u8vector of N elements that are FILL (0). SRFI 160.
    (define make-u8vector make-bytevector)
    ;;> A u8vector of the arguments. SRFI 160.
    (define u8vector bytevector)
    ;;> The length of a u8vector. SRFI 160.
    (define (u8vector-length v) (bytevector-length v))
    ;;> The element of a u8vector at an index. SRFI 160.
    (define (u8vector-ref v i) (bytevector-u8-ref v i))
    ;;> Sets the element of a u8vector at an index. SRFI 160.
    (define (u8vector-set! v i x) (bytevector-u8-set! v i x))
    ;;> The elements of a u8vector from START to before END as a list. SRFI 160.
    (define-part (u8vector->list (v start end)) "a u8vector" bytevector? bytevector-length
      (let loop ((i (- end 1)) (l '())) (if (< i start) l (loop (- i 1) (cons (bytevector-u8-ref v i) l)))))
    ;;> The u8vector of a list. SRFI 160.
    (define (list->u8vector l) (apply bytevector l))
    (define (as-it-is x) x)
    (define (integer-between? x low high) (and (exact-integer? x) (<= low x high)))
    ;; The float of 24 bits (8 of the exponent) next to a double: for those that are not too small by
    ;; Veltkamp's splitting, for others by adding what has its last bit in the right place.
    (define (single x)
      (let* ((x (inexact x)) (magnitude (abs x)))
        (cond ((not (finite? x)) x)
              ((< magnitude 1.1754943508222875e-38) (- (+ x 9.466330862652142e-30) 9.466330862652142e-30))
              ((>= magnitude 3.4028235677973366e38) (if (> x 0) +inf.0 -inf.0))
              (else (let ((c (* x 536870913.0))) (- c (- c x)))))))
    (define (single-complex z)
      (if (real? z) (single z) (make-rectangular (single (real-part z)) (single (imag-part z)))))
    ;;> Whether an object can be an element of an s8vector. SRFI 160.
    (define (s8? x) (integer-between? x -128 127))
    (define-record-vectors "an s8vector" s8vector-record s8? "an integer from -128 to 127"
      as-it-is
      (s8vector? make-s8vector s8vector s8vector-length s8vector-ref s8vector-set! s8vector->list
       list->s8vector))
    ;;> Whether an object can be an element of a u16vector. SRFI 160.
    (define (u16? x) (integer-between? x 0 65535))
    (define-record-vectors "a u16vector" u16vector-record u16? "an integer from 0 to 65535"
      as-it-is
      (u16vector? make-u16vector u16vector u16vector-length u16vector-ref u16vector-set! u16vector->list
       list->u16vector))
    ;;> Whether an object can be an element of an s16vector. SRFI 160.
    (define (s16? x) (integer-between? x -32768 32767))
    (define-record-vectors "an s16vector" s16vector-record s16? "an integer from -32768 to 32767"
      as-it-is
      (s16vector? make-s16vector s16vector s16vector-length s16vector-ref s16vector-set! s16vector->list
       list->s16vector))
    ;;> Whether an object can be an element of a u32vector. SRFI 160.
    (define (u32? x) (integer-between? x 0 4294967295))
    (define-record-vectors "a u32vector" u32vector-record u32? "an integer from 0 to 4294967295"
      as-it-is
      (u32vector? make-u32vector u32vector u32vector-length u32vector-ref u32vector-set! u32vector->list
       list->u32vector))
    ;;> Whether an object can be an element of an s32vector. SRFI 160.
    (define (s32? x) (integer-between? x -2147483648 2147483647))
    (define-record-vectors "an s32vector" s32vector-record s32? "an integer from -2147483648 to 2147483647"
      as-it-is
      (s32vector? make-s32vector s32vector s32vector-length s32vector-ref s32vector-set! s32vector->list
       list->s32vector))
    ;;> Whether an object can be an element of a u64vector. SRFI 160.
    (define (u64? x) (integer-between? x 0 18446744073709551615))
    (define-record-vectors "a u64vector" u64vector-record u64? "an integer from 0 to 18446744073709551615"
      as-it-is
      (u64vector? make-u64vector u64vector u64vector-length u64vector-ref u64vector-set! u64vector->list
       list->u64vector))
    ;;> Whether an object can be an element of an s64vector. SRFI 160.
    (define (s64? x) (integer-between? x -9223372036854775808 9223372036854775807))
    (define-record-vectors "an s64vector" s64vector-record s64?
      "an integer from -9223372036854775808 to 9223372036854775807"
      as-it-is
      (s64vector? make-s64vector s64vector s64vector-length s64vector-ref s64vector-set! s64vector->list
       list->s64vector))
    ;;> Whether an object can be an element of an f32vector. SRFI 160.
    (define (f32? x) (real? x))
    (define-record-vectors "an f32vector" f32vector-record f32? "a real number"
      single
      (f32vector? make-f32vector f32vector f32vector-length f32vector-ref f32vector-set! f32vector->list
       list->f32vector))
    ;;> Whether an object can be an element of a c64vector. SRFI 160.
    (define (c64? x) (number? x))
    (define-record-vectors "a c64vector" c64vector-record c64? "a number"
      single-complex
      (c64vector? make-c64vector c64vector c64vector-length c64vector-ref c64vector-set! c64vector->list
       list->c64vector))
    ;;> Whether an object can be an element of a c128vector. SRFI 160.
    (define (c128? x) (number? x))
    (define-record-vectors "a c128vector" c128vector-record c128? "a number"
      inexact
      (c128vector? make-c128vector c128vector c128vector-length c128vector-ref c128vector-set!
       c128vector->list list->c128vector))))
