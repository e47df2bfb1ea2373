; SRFI 2: and-let*.

;--- bindings
(import (scheme base) (srfi 2))
(and-let* ((x 5) (y (+ x 1))) (list x y)) ; => (5 6)
(and-let* ((x 5) (x (* x 2)) (x (+ x 1))) x) ; => 11

;--- a-false-clause-ends-it
(import (scheme base) (srfi 2))
(define calls 0)
(and-let* ((x #f) (y (begin (set! calls (+ calls 1)) 1))) 'reached) ; => #f
(and-let* ((x 5) ((> x 6)) (y (begin (set! calls (+ calls 1)) 1))) 'reached) ; => #f
calls ; => 0

;--- clauses-without-variables
(import (scheme base) (srfi 2))
(define (half n) (and-let* (((even? n)) (h (quotient n 2))) h))
(map half '(1 2 3 8)) ; => (#f 1 #f 4)
(let ((v 7) (w #f)) (list (and-let* (v) 'yes) (and-let* (w) 'yes) (and-let* (v w) 'yes))) ; => (yes #f #f)

;--- without-a-body
(import (scheme base) (srfi 2))
(and-let* ()) ; => #t
(and-let* () 1 2) ; => 2
(and-let* ((x 5))) ; => 5
(and-let* ((x #f))) ; => #f
(and-let* (((memv 2 '(1 2 3))))) ; => (2 3)
(let ((v 7)) (and-let* (v))) ; => 7

;--- definitions-in-the-body
(import (scheme base) (srfi 2))
(and-let* ((x 5)) (define y (+ x 1)) (* x y)) ; => 30

;--- look-up
(import (scheme base) (srfi 2))
(define (middle key table) (and-let* ((entry (assq key table)) ((pair? (cdr entry)))) (cadr entry)))
(map (lambda (key) (middle key '((a 1) (b) (c 3)))) '(a b c d)) ; => (1 #f 3 #f)

;--- renamed
(import (scheme base) (prefix (srfi 2) two:))
(two:and-let* ((x 1) ((= x 1)) (y 2)) (+ x y)) ; => 3

;--- a-wrong-clause
(import (scheme base) (srfi 2))
(and-let* ((x 1 2)) x)
; error: and-let*: a clause is (variable expression), (expression) or a variable
