;;; Checks of arguments for library procedures. A failed check raises an error that names the public procedure
;;; and the number of the argument, in the words of the errors of primitives.
(define-library (fluxion checks)
  (export check-argument check-procedure check-procedures check-count check-list sequence->list wrong-argument)
  (import (fluxion primitives) (fluxion support) (fluxion numbers) (fluxion strings))
  (begin
    (define (wrong-argument who position expected found)
      (error (string-append who ": argument " (number->string position) " must be " expected ", found")
             found))
    (define (check-argument ok? who position expected found)
      (if (not ok?) (wrong-argument who position expected found)))
    (define (check-procedure who position f)
      (if (not (procedure? f)) (wrong-argument who position "a procedure" f)))
    ;; Each element of a list of arguments, the first of which has this position.
    (define (check-procedures who position fs)
      (if (pair? fs)
          (begin
            (check-procedure who position (car fs))
            (check-procedures who (%+ position 1) (cdr fs)))))
    ;; A number of things: an exact integer that is not below `least`.
    (define (check-count who position least n)
      (if (not (and (fixnum? n) (%>= n least)))
          (wrong-argument who position
                          (cond ((%= least 0) "an exact integer that is not negative")
                                (else "a positive exact integer"))
                          n)))
    (define (check-list who position l)
      (if (not (list? l)) (wrong-argument who position "a list" l)))
    ;; The elements of a list, vector or string as a list.
    (define (sequence->list who position s)
      (cond ((list? s) s)
            ((vector? s) (%vector->list s 0 (vector-length s)))
            ((string? s) (string->list s))
            (else (wrong-argument who position "a list, vector or string" s))))))
