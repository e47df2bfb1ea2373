; SRFI 39: parameters.

;--- a-parameter
(import (scheme base) (srfi 39))
(define radix (make-parameter 10))
(list (radix) (parameterize ((radix 2)) (radix)) (radix)) ; => (10 2 10)

;--- a-converter
(import (scheme base) (srfi 39))
(define p (make-parameter 5 (lambda (x) (* x 2))))
(list (p) (parameterize ((p 7)) (p))) ; => (10 14)

;--- in-procedures-that-are-called
(import (scheme base) (srfi 39))
(define depth (make-parameter 0))
(define (down n) (if (= n 0) (depth) (parameterize ((depth (+ (depth) 1))) (down (- n 1)))))
(down 5) ; => 5

;--- left-by-a-continuation
(import (scheme base) (srfi 39))
(define p (make-parameter 'out))
(call/cc (lambda (k) (parameterize ((p 'in)) (k (p))))) ; => in
(p) ; => out

;--- several
(import (scheme base) (prefix (srfi 39) p:))
(define a (p:make-parameter 1))
(define b (p:make-parameter 2))
(p:parameterize ((a b) (b 3)) (list ((a)) (b))) ; => (3 3)

;--- no-parameter
(import (scheme base) (srfi 39))
(parameterize ((5 1)) 2)
; error: 5
