; The library (fluxion test), as `fluxion run` shows it; `fluxion test` is tested in tests/src/cli.rs.

;--- passing-checks-are-silent
(import (fluxion base) (fluxion test))
(check (+ 1 2) => 3)
(check (+ 1 2) 3)
(check (values 1 2) => (values 1 2))
(check-true (memv 2 '(1 2)))
(check-close (list 1 #(2.0) (f64vector 3.0)) (list 1.0 #(2.0000000001) (f64vector 3.0)))
(check-close +nan.0 +nan.0)
(check-close 1e300 1.0001e300 1e-3)
(check-error (raise 'x))
(check-error "car: argument 1" (car 1))
(check-error "42" (error "no answer" 42))
(check-gradient-of (lambda (x) (* x x x)) 2.0)
(check-gradient-of (lambda (v) (* (vector-ref v 0) (vector-ref v 1))) #(2.0 3.0) 1e-4)
(test-group "group" (define x 1) (check x => 1) (define y 2) (check (+ x y) => 3))
(display "end")
; prints: end

;--- base-keeps-its-check-gradient
(import (fluxion base) (fluxion test))
(cdr (assq 'ok (check-gradient (lambda (x) (* x x)) 3.0))) ; => #t

;--- a-failing-check-goes-on
(import (fluxion base) (fluxion test))
(check (+ 1 2) => 4)
; prints: case.scm:2:1: check failed
; prints:   expression: (+ 1 2)
; prints:   expected:   4
; prints:   found:      3

;--- in-a-macro-the-place-is-that-of-its-use
(import (fluxion base) (fluxion test))
(define-syntax same (syntax-rules () ((_ a b) (check a => b))))
(define (f) (same (values 1 2) 1))
(f)
; prints: case.scm:3:13: check failed
; prints:   expression: (values 1 2)
; prints:   expected:   1
; prints:   found:      1 2

;--- infinity-is-not-close
(import (fluxion base) (fluxion test))
(check-close +inf.0 1.0)
; prints: case.scm:2:1: check failed
; prints:   expression: +inf.0
; prints:   expected:   1.0
; prints:   found:      +inf.0

;--- no-error
(import (fluxion base) (fluxion test))
(check-error "x" 1)
; prints: case.scm:2:1: check failed
; prints:   expression: 1
; prints:   expected:   an error that contains "x"
; prints:   found:      1

;--- a-group-ends-by-an-error
(import (fluxion base) (fluxion test))
(test-group "outer" (test-group "inner" (raise 'stop) (display "not reached")) (display "on"))
; prints: case.scm:2:21: check failed: outer / inner
; prints:   expression: (test-group "inner")
; prints:   expected:   no error outside of a check
; prints:   found:      error: stop
; prints: on

;--- wrong-tolerance
(import (fluxion base) (fluxion test))
(check-close 1 1 'x)
; error: check-close: argument 3 must be a number that is not negative, found x
