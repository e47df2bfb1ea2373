; SRFI 16: case-lambda.

;--- by-number-of-arguments
(import (scheme base) (srfi 16))
(define plus (case-lambda (() 0) ((x) x) ((x y) (+ x y)) ((x y . rest) (apply plus (+ x y) rest))))
(list (plus) (plus 1) (plus 1 2) (plus 1 2 3 4)) ; => (0 1 3 10)

;--- the-first-that-fits
(import (scheme base) (srfi 16))
(define f (case-lambda ((a . rest) (list 'some a rest)) ((a b) 'two) (all (list 'all all))))
(f 1 2) ; => (some 1 (2))
(f) ; => (all ())

;--- an-optional-argument
(import (scheme base) (srfi 16))
(define count-to (case-lambda ((end) (count-to 0 end)) ((start end) (if (> start end) '() (cons start (count-to (+ start 1) end))))))
(count-to 3) ; => (0 1 2 3)
(count-to 2 3) ; => (2 3)

;--- as-a-value
(import (scheme base) (srfi 16))
(map (case-lambda ((a) (list a)) ((a b) (* a b))) '(1 2) '(10 20)) ; => (10 40)

;--- under-a-prefix
(import (scheme base) (prefix (srfi 16) s16:))
((s16:case-lambda ((a) 'one) ((a b) 'two)) 1 2) ; => two

;--- no-clause-fits
(import (scheme base) (srfi 16))
(define f (case-lambda ((a) a) ((a b c) b)))
(apply f '(1 2))
; error: was called with 2
