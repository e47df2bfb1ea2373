;;; SRFI 39: parameters.
(define-library (srfi 39)
  (export make-parameter parameterize)
  (import (fluxion base)))
