; SRFI 87: => in case.

;--- a-receiver
(import (scheme base) (srfi 87))
(case (* 2 3) ((2 3 5 7) 'prime) ((4 6 8) => (lambda (x) (list 'composite x)))) ; => (composite 6)

;--- else-with-a-receiver
(import (scheme base) (srfi 87))
(define (shift x) (case x ((a) 'first) (else => (lambda (x) (list 'other x)))))
(map shift '(a b)) ; => (first (other b))

;--- mixed
(import (scheme base) (srfi 87))
(define (f x) (case x ((1) 'one 'uno) ((2 3) => -) (else 'many)))
(map f '(1 2 3 4)) ; => (uno -2 -3 many)

;--- characters-and-the-empty-list
(import (scheme base) (srfi 87))
(define (kind x) (case x ((#\a #\b) => char-upcase) ((()) => null?) (else => values)))
(import (scheme char))
(map kind (list #\a '() 5)) ; => (#\A #t 5)

;--- under-a-prefix
(import (only (scheme base) + lambda) (prefix (srfi 87) s:))
(s:case 5 ((5) s:=> (lambda (x) (+ x 1))) (s:else 0)) ; => 6

;--- a-wrong-number-of-arguments
(import (scheme base) (srfi 87))
(case 5 ((5) => (lambda (x y) x)) (else 0))
; error: argument
