; SRFI 8: receive.

;--- some-values
(import (scheme base) (srfi 8))
(receive (a b) (values 1 2) (list b a)) ; => (2 1)
(receive (q r) (floor/ 17 5) (list q r)) ; => (3 2)

;--- a-rest
(import (scheme base) (srfi 8))
(receive (a . rest) (values 1 2 3) (list a rest)) ; => (1 (2 3))
(receive all (values) all) ; => ()
(receive all (values 1 2) all) ; => (1 2)

;--- one-value
(import (scheme base) (srfi 8))
(receive (x) 5 (* x x)) ; => 25

;--- no-value
(import (scheme base) (srfi 8))
(receive () (values) 'nothing) ; => nothing

;--- the-body-has-definitions
(import (scheme base) (srfi 8))
(receive (a b) (values 3 4) (define c (* a a)) (+ c b)) ; => 13

;--- hygiene
(import (scheme base) (rename (srfi 8) (receive with-values-of)))
(define (call-with-values . ignored) 'mine)
(with-values-of (a b) (values 1 2) (+ a b)) ; => 3

;--- too-few-values
(import (scheme base) (srfi 8))
(receive (a b) (values 1) (list a b))
; error: takes 2 arguments

;--- no-body
(import (scheme base) (srfi 8))
(receive (a b) (values 1 2))
; error: receive
