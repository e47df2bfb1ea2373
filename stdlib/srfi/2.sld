;;; SRFI 2: and-let*, an `and` whose clauses may bind variables for those that follow.
(define-library (srfi 2)
  (export and-let*)
  (import (fluxion base))
  (begin
    ;;> `(and-let* (clause ...) body ...)`: a clause is `(variable expression)`, `(expression)` or a variable.
    ;;> The clauses are evaluated in order; where one is #f, the result is #f, else it is that of the body, or
    ;;> of the last clause if there is none. (SRFI 2)
    (define-syntax and-let*
      (syntax-rules ()
        ((_ ()) #t)
        ((_ () . body) (let () . body))
        ((_ (() . clauses) . body) (syntax-error "and-let*: a clause is empty"))
        ((_ ((variable expression)))
         (let ((variable expression)) variable))
        ((_ ((variable expression) . clauses) . body)
         (let ((variable expression)) (if variable (and-let* clauses . body) #f)))
        ((_ ((expression))) expression)
        ((_ ((expression) . clauses) . body) (if expression (and-let* clauses . body) #f))
        ((_ ((first second third . more) . clauses) . body)
         (syntax-error "and-let*: a clause is (variable expression), (expression) or a variable"
                       (first second third . more)))
        ((_ (variable)) variable)
        ((_ (variable . clauses) . body) (if variable (and-let* clauses . body) #f))))))
