(define-library (scheme eval)
  (export environment eval)
  (import (fluxion eval)))
