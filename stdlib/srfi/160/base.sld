;;; Homogeneous vectors (SRFI 160): what all others are defined with. A u8vector is a bytevector, an f64vector
;;; is that of the run-time system, the others are records with a vector in them. There are no f32vectors,
;;; c64vectors and c128vectors.
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
          s64vector->list list->s64vector make-f64vector f64vector f64? f64vector? f64vector-length
          f64vector-ref f64vector-set! f64vector->list list->f64vector)
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
    (define-integer-vectors "an s8vector" s8vector-record -128 127
      (s8? s8vector? make-s8vector s8vector s8vector-length s8vector-ref s8vector-set! s8vector->list
       list->s8vector))
    (define-integer-vectors "a u16vector" u16vector-record 0 65535
      (u16? u16vector? make-u16vector u16vector u16vector-length u16vector-ref u16vector-set! u16vector->list
       list->u16vector))
    (define-integer-vectors "an s16vector" s16vector-record -32768 32767
      (s16? s16vector? make-s16vector s16vector s16vector-length s16vector-ref s16vector-set! s16vector->list
       list->s16vector))
    (define-integer-vectors "a u32vector" u32vector-record 0 4294967295
      (u32? u32vector? make-u32vector u32vector u32vector-length u32vector-ref u32vector-set! u32vector->list
       list->u32vector))
    (define-integer-vectors "an s32vector" s32vector-record -2147483648 2147483647
      (s32? s32vector? make-s32vector s32vector s32vector-length s32vector-ref s32vector-set! s32vector->list
       list->s32vector))
    (define-integer-vectors "a u64vector" u64vector-record 0 18446744073709551615
      (u64? u64vector? make-u64vector u64vector u64vector-length u64vector-ref u64vector-set! u64vector->list
       list->u64vector))
    (define-integer-vectors "an s64vector" s64vector-record -9223372036854775808 9223372036854775807
      (s64? s64vector? make-s64vector s64vector s64vector-length s64vector-ref s64vector-set! s64vector->list
       list->s64vector))))
