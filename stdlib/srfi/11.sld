;;; SRFI 11: let over multiple values.
(define-library (srfi 11)
  (export let-values let*-values)
  (import (fluxion base)))
