;;; What the layers of `(fluxion nn)` have in common: options of `make-` procedures and checks.
(define-library (fluxion nn support)
  (export last-length make-options check-size check-parameters)
  (import (fluxion base))
  (begin
    ;;> The last element of the list SHAPE, the length of the last axis; `#f` if there is none.
    (define (last-length shape)
      (let loop ((rest shape) (length #f))
        (if (pair? rest) (loop (cdr rest) (car rest)) length)))
    ;;> Calls MAKE with the initialiser and the dtype among the OPTIONS, a procedure and a symbol in any
    ;;> order.
    (define (make-options who options initialiser make)
      (let loop ((rest options) (initialiser initialiser) (dtype 'f64))
        (cond ((null? rest) (make initialiser dtype))
              ((procedure? (car rest)) (loop (cdr rest) (car rest) dtype))
              ((memq (car rest) '(f64 f32)) (loop (cdr rest) initialiser (car rest)))
              (else
               (error (string-append who ": an option must be an initialiser or one of f64 and f32, found")
                      (car rest))))))
    ;;> Raises an error of the procedure WHO unless N, its argument number POSITION, is a positive exact
    ;;> integer.
    (define (check-size who position n)
      (if (not (and (fixnum? n) (> n 0)))
          (error (string-append who ": argument " (number->string position)
                                " must be a positive exact integer, found") n)))
    ;;> Raises an error of the procedure WHO unless OK?: its first argument PARAMS must be made by KIND.
    (define (check-parameters ok? who kind params)
      (if (not ok?)
          (error (string-append who ": argument 1 must be parameters of " kind ", found") params)))))
