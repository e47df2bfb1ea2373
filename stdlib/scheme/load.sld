(define-library (scheme load)
  (export load)
  (import (fluxion eval)))
