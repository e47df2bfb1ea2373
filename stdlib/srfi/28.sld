;;; SRFI 28: format.
(define-library (srfi 28)
  (export format)
  (import (fluxion base)))
