;;; Checks of arguments for library procedures. A failed check raises an error that names the public procedure
;;; and the number of the argument, in the words of the errors of primitives.
(define-library (fluxion checks)
  (export check-argument check-procedure check-procedures check-count check-list sequence->list
          wrong-argument)
  (import (fluxion primitives) (fluxion support) (fluxion numbers) (fluxion strings))
  (begin
    ;;> (wrong-argument who position expected found) raises the error that the argument of this position of
    ;;> the procedure who, a string, must be what the string expected says.
    (define (wrong-argument who position expected found)
      (error (string-append who ": argument " (number->string position) " must be " expected ", found")
             found))

    ;;> (check-argument ok? who position expected found) is wrong-argument unless ok? is true.
    (define (check-argument ok? who position expected found)
      (if (not ok?) (wrong-argument who position expected found)))

    ;;> (check-procedure who position f) raises an error if f is not a procedure.
    (define (check-procedure who position f)
      (if (not (procedure? f)) (wrong-argument who position "a procedure" f)))

    ;;> (check-procedures who position fs) raises an error if an element of the list fs, the arguments from
    ;;> this position on, is not a procedure.
    (define (check-procedures who position fs)
      (if (pair? fs)
          (begin
            (check-procedure who position (car fs))
            (check-procedures who (%+ position 1) (cdr fs)))))

    ;;> (check-count who position least n) raises an error if n is not an exact integer from least, 0 or 1,
    ;;> on.
    (define (check-count who position least n)
      (if (not (and (fixnum? n) (%>= n least)))
          (wrong-argument who position
                          (cond ((%= least 0) "an exact integer that is not negative")
                                (else "a positive exact integer"))
                          n)))

    ;;> (check-list who position l) raises an error if l is not a list.
    (define (check-list who position l)
      (if (not (list? l)) (wrong-argument who position "a list" l)))

    ;;> (sequence->list who position s) is the list of the elements of the list, vector or string s; an error
    ;;> if it is something else.
    ;;> (sequence->list "f" 1 #(1 2)) => (1 2)
    (define (sequence->list who position s)
      (cond ((list? s) s)
            ((vector? s) (%vector->list s 0 (vector-length s)))
            ((string? s) (string->list s))
            (else (wrong-argument who position "a list, vector or string" s))))))
