; SRFI 31: rec.

;--- a-procedure
(import (scheme base) (srfi 31))
((rec (fact n) (if (= n 0) 1 (* n (fact (- n 1))))) 20) ; => 2432902008176640000

;--- an-expression
(import (scheme base) (srfi 31))
(define f (rec loop (lambda (n) (if (= n 0) 'done (loop (- n 1))))))
(f 100000) ; => done

;--- a-rest-argument
(import (scheme base) (srfi 31))
((rec (count . items) (if (null? items) 0 (+ 1 (apply count (cdr items))))) 'a 'b 'c) ; => 3

;--- the-name-is-local
(import (scheme base) (srfi 31))
(define name 'outside)
(list ((rec (name) 'inside)) name) ; => (inside outside)

;--- a-body-with-definitions
(import (scheme base) (srfi 31))
((rec (f n) (define m (* 2 n)) (if (> m 10) m (f (+ n 1)))) 1) ; => 12

;--- renamed
(import (scheme base) (rename (srfi 31) (rec recursive)))
((recursive (f l) (if (null? l) '() (append (f (cdr l)) (list (car l))))) '(1 2 3)) ; => (3 2 1)

;--- no-expression
(import (scheme base) (srfi 31))
(rec f)
; error: rec
