;;; Pattern matching (docs/match.md): syntax that the compiler knows.
(define-library (fluxion match)
  (export match match-lambda match-lambda* match-let match-let* match-letrec define-record-family)
  (import))
