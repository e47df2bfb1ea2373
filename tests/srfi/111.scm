; SRFI 111: boxes.

;--- a-box
(import (scheme base) (srfi 111))
(define b (box 1))
(unbox b) ; => 1
(set-box! b (list 2))
(unbox b) ; => (2)
(list (box? b) (box? 1) (box? (list 1)) (box? (vector 1))) ; => (#t #f #f #f)

;--- boxes-are-distinct
(import (scheme base) (srfi 111))
(define b (box 1))
(list (eqv? b b) (eqv? (box 1) (box 1))) ; => (#t #f)

;--- shared-state
(import (scheme base) (srfi 111))
(define (counter) (let ((n (box 0))) (lambda () (set-box! n (+ 1 (unbox n))) (unbox n))))
(define c (counter))
(c)
(list (c)) ; => (2)

;--- how-it-is-written
(import (scheme base) (scheme write) (srfi 111))
(write (box "x"))
; prints: #<box value: "x">

;--- only-some
(import (scheme base) (only (srfi 111) box unbox))
(define (set-box! b x) 'mine)
(list (set-box! (box 1) 2) (unbox (box 3))) ; => (mine 3)

;--- unbox-of-something-else
(import (scheme base) (srfi 111))
(unbox '(1))
; error: unbox: argument 1 must be a box, found (1)

;--- set-box-of-something-else
(import (scheme base) (srfi 111))
(set-box! 5 1)
; error: set-box!: argument 1 must be a box, found 5
