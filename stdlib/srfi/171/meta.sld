;;; What transducers are written with (SRFI 171): results that end a reduction, and reductions that know them.
(define-library (srfi 171 meta)
  (export reduced reduced? unreduce ensure-reduced preserving-reduced list-reduce vector-reduce string-reduce
          bytevector-u8-reduce port-reduce generator-reduce)
  (import (fluxion base))
  (begin
    (define-record-type reduced (make-reduced value) is-reduced? (value reduced-value))
    ;;> A result that ends the reduction. SRFI 171.
    (define (reduced x) (make-reduced x))
    ;;> Whether an object is a result that ends the reduction. SRFI 171.
    (define (reduced? x) (is-reduced? x))
    ;;> The result in a result that ends the reduction; other objects as they are. SRFI 171.
    (define (unreduce x) (if (is-reduced? x) (reduced-value x) x))
    ;;> The object as a result that ends the reduction, if it is not yet one. SRFI 171.
    (define (ensure-reduced x) (if (is-reduced? x) x (make-reduced x)))
    ;;> A reducer for an inner reduction, whose end also ends the outer one. SRFI 171.
    (define (preserving-reduced f)
      (lambda (acc x) (let ((r (f acc x))) (if (is-reduced? r) (make-reduced r) r))))

    (define (check who f)
      (if (not (procedure? f)) (error (string-append who ": a procedure is needed, found") f)))
    ;;> F of what it returned before (first INIT) and each element, until that ends the reduction. SRFI 171.
    (define (list-reduce f init l)
      (check "list-reduce" f)
      (let loop ((acc init) (l l))
        (cond ((is-reduced? acc) (reduced-value acc))
              ((pair? l) (loop (f acc (car l)) (cdr l)))
              ((null? l) acc)
              (else (error "list-reduce: the last argument must be a list, found" l)))))
    (define-syntax define-reduce
      (syntax-rules ()
        ((_ name who what ok? size ref)
         (define (name f init s)
           (check who f)
           (if (not (ok? s)) (error (string-append who ": the last argument must be a " what ", found") s))
           (let ((n (size s)))
             (let loop ((acc init) (i 0))
               (cond ((is-reduced? acc) (reduced-value acc))
                     ((< i n) (loop (f acc (ref s i)) (+ i 1)))
                     (else acc))))))))
    ;;> As list-reduce, of a vector. SRFI 171.
    (define-reduce vector-reduce "vector-reduce" "vector" vector? vector-length vector-ref)
    ;;> As list-reduce, of the characters of a string. SRFI 171.
    (define-reduce string-reduce "string-reduce" "string" string? string-length string-ref)
    ;;> As list-reduce, of a bytevector. SRFI 171.
    (define-reduce bytevector-u8-reduce
      "bytevector-u8-reduce" "bytevector" bytevector? bytevector-length bytevector-u8-ref)
    ;;> As list-reduce, of what READER, such as `read-line`, reads from a port up to its end. SRFI 171.
    (define (port-reduce f init reader port)
      (check "port-reduce" reader)
      (generator-reduce f init (lambda () (reader port))))
    ;;> As list-reduce, of the values of a generator. SRFI 171, SRFI 158.
    (define (generator-reduce f init g)
      (check "generator-reduce" f)
      (check "generator-reduce" g)
      (let loop ((acc init))
        (if (is-reduced? acc)
            (reduced-value acc)
            (let ((x (g))) (if (eof-object? x) acc (loop (f acc x)))))))))
