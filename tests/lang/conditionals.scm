; if, cond, case, when, unless, and, or.

;--- if
(if #t 1 2) ; => 1
(if #f 1 2) ; => 2
(if '() 'true 'false) ; => true
(if 0 'true 'false) ; => true
(if "" 'true 'false) ; => true

;--- if-without-else
(define n 0)
(if #f (set! n 1))
(if #t (set! n (+ n 2)))
n ; => 2

;--- cond
(define (sign x) (cond ((> x 0) 'positive) ((< x 0) 'negative) (else 'zero)))
(map sign '(5 -5 0)) ; => (positive negative zero)

;--- cond-test-only
(cond (#f 1) (2) (else 3)) ; => 2

;--- cond-arrow
(cond ((assv 'b '((a 1) (b 2))) => cadr) (else #f)) ; => 2
(cond ((assv 'z '((a 1) (b 2))) => cadr) (else 'none)) ; => none

;--- cond-several-expressions
(cond (#t (display "a") (display "b") 'c))
; prints: ab
; => c

;--- cond-evaluates-tests-once
(define n 0)
(cond ((begin (set! n (+ n 1)) n) => (lambda (x) (list x n)))) ; => (1 1)

;--- case
(define (kind x)
  (case x ((2 3 5 7) 'prime) ((1 4 6 8 9) 'composite) (else 'other)))
(map kind '(5 6 10)) ; => (prime composite other)

;--- case-data
(case (car '(c d)) ((a e i o u) 'vowel) ((w y) 'semivowel) (else => (lambda (x) x))) ; => c
(case #\a ((#\a #\b) 'ab) (else 'other)) ; => ab
(case '() ((()) 'empty) (else 'other)) ; => empty
(case 100000000000000000000 ((100000000000000000000) 'big) (else 'other)) ; => big
(case 2.5 ((2.5) 'float) (else 'other)) ; => float
(case "a" (("a") 'string) (else 'other)) ; => other

;--- case-arrow
(case 3 ((1 2 3) => (lambda (x) (* x 10))) (else 0)) ; => 30

;--- case-key-once
(define n 0)
(case (begin (set! n (+ n 1)) n) ((1) 'one) ((2) 'two) (else 'many)) ; => one

;--- when-unless
(when (> 3 2) 'a 'b) ; => b
(unless (> 3 2) 'a 'b)
(unless #f 'a 'b) ; => b

;--- and
(and) ; => #t
(and 1 2 'c) ; => c
(and 1 #f (car '())) ; => #f

;--- or
(or) ; => #f
(or #f 2 (car '())) ; => 2
(or #f #f) ; => #f
(or (memq 'b '(a b c)) 'none) ; => (b c)

;--- or-evaluates-once
(define n 0)
(or (begin (set! n (+ n 1)) #f) (begin (set! n (+ n 10)) n)) ; => 11

;--- not
(not 3) ; => #f
(not #f) ; => #t
(not '()) ; => #f

;--- conditions-as-values
(define (f x) (list (> x 1) (and (> x 1) (< x 5)) (or (= x 0) 'no)))
(f 3) ; => (#t #t no)
(f 0) ; => (#f #f #t)

;--- nested-ifs
(define (f a b c) (if (if a b c) 'yes 'no))
(list (f #t #t #f) (f #t #f #t) (f #f #f #t) (f #f #t #f)) ; => (yes no yes no)

;--- boolean-equality
(boolean=? #t #t) ; => #t
(boolean=? #t #f) ; => #f
(list (boolean? #f) (boolean? '())) ; => (#t #f)
