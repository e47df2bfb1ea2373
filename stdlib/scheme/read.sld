(define-library (scheme read)
  (export read)
  (import (fluxion base)))
