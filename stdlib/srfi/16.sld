;;; SRFI 16: procedures that choose by the number of arguments.
(define-library (srfi 16)
  (export case-lambda)
  (import (fluxion base)))
