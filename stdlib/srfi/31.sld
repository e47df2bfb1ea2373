;;; SRFI 31: recursive expressions.
(define-library (srfi 31)
  (export rec)
  (import (fluxion base))
  (begin
    ;;> `(rec name expression)`: the value of the expression, in which the name is that value. `(rec (name .
    ;;> formals) body ...)`: a procedure that can call itself by its name. (SRFI 31)
    (define-syntax rec
      (syntax-rules ()
        ((_ (name . formals) first . body) (letrec ((name (lambda formals first . body))) name))
        ((_ name expression) (letrec ((name expression)) name))))))
