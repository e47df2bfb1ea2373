;;; SRFI 8: receive, which binds multiple values.
(define-library (srfi 8)
  (export receive)
  (import (fluxion base))
  (begin
    ;;> `(receive formals expression body ...)`: the body with the formals, as those of a lambda, bound to the
    ;;> values of the expression. (SRFI 8)
    (define-syntax receive
      (syntax-rules ()
        ((_ formals expression first . body)
         (call-with-values (lambda () expression) (lambda formals first . body)))))))
