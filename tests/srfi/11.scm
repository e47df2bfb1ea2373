; SRFI 11: let-values, let*-values.

;--- let-values
(import (scheme base) (srfi 11))
(let-values (((a b) (values 1 2)) ((c) (values 3))) (list a b c)) ; => (1 2 3)

;--- let-values-is-parallel
(import (scheme base) (srfi 11))
(let ((a 'a) (b 'b)) (let-values (((a b) (values b a)) ((x y) (values a b))) (list a b x y))) ; => (b a a b)

;--- let*-values-is-in-sequence
(import (scheme base) (srfi 11))
(let ((a 'a) (b 'b)) (let*-values (((a b) (values b a)) ((x y) (values a b))) (list a b x y))) ; => (b a b a)

;--- rest-variables
(import (scheme base) (srfi 11))
(let-values (((a . rest) (values 1 2 3)) (all (values 4 5))) (list a rest all)) ; => (1 (2 3) (4 5))

;--- without-bindings
(import (scheme base) (srfi 11))
(let-values () (define x 1) x) ; => 1
(let*-values () 2) ; => 2

;--- too-many-values
(import (scheme base) (srfi 11))
(let-values (((a) (values 1 2))) a)
; error: takes 1 argument
