;;; The syntax of R5RS, for `(null-environment 5)`.
(define-library (fluxion r5rs-syntax)
  (export quote quasiquote unquote unquote-splicing lambda if set! begin let let* letrec define define-syntax let-syntax
          letrec-syntax syntax-rules cond case and or do delay else => ... _)
  (import (fluxion base)))
