(define-library (scheme repl)
  (export interaction-environment)
  (import (fluxion eval)))
