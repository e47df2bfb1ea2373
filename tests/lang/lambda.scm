; Procedures: parameters, rest arguments, case-lambda, apply.

;--- identity
((lambda (x) x) 5) ; => 5

;--- no-parameters
((lambda () 'none)) ; => none

;--- body-returns-its-last-expression
((lambda (x) (display x) (newline) (* x 2)) 4)
; prints: 4
; => 8

;--- rest-only
((lambda args args) 1 2 3) ; => (1 2 3)
((lambda args args)) ; => ()

;--- rest-after-required
(define (f a b . rest) (list a b rest))
(f 1 2) ; => (1 2 ())
(f 1 2 3 4) ; => (1 2 (3 4))

;--- rest-list-is-fresh
(define (f . args) (set-car! args 'changed) args)
(define given (list 1 2))
(apply f given) ; => (changed 2)
given ; => (1 2)

;--- many-parameters
(define (f a b c d e g h i j k) (list k j i h g e d c b a))
(f 1 2 3 4 5 6 7 8 9 10) ; => (10 9 8 7 6 5 4 3 2 1)

;--- many-arguments-to-rest
(length ((lambda args args) 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20)) ; => 20

;--- rest-with-stack-arguments
(define (f a b c d e . rest) (cons e rest))
(f 1 2 3 4 5) ; => (5)
(f 1 2 3 4 5 6 7) ; => (5 6 7)

;--- case-lambda
(define f
  (case-lambda
    (() 'none)
    ((x) (list 'one x))
    ((x y) (list 'two x y))
    ((x . rest) (list 'more x rest))))
(f) ; => none
(f 1) ; => (one 1)
(f 1 2) ; => (two 1 2)
(f 1 2 3) ; => (more 1 (2 3))

;--- case-lambda-first-match
((case-lambda ((x . rest) 'first) ((x) 'second)) 1) ; => first

;--- case-lambda-captures
(define (make n)
  (case-lambda (() n) ((x) (set! n (+ n x)) n)))
(define counter (make 10))
(counter 5) ; => 15
(counter) ; => 15

;--- apply
(apply + '(1 2 3)) ; => 6
(apply + 1 2 '(3 4)) ; => 10
(apply list '()) ; => ()
(apply (lambda (a . rest) (list a rest)) 1 '(2 3)) ; => (1 (2 3))

;--- apply-as-a-value
(map apply (list + *) '((1 2) (3 4))) ; => (3 12)

;--- apply-a-long-list
(apply + (iota 10000)) ; => 49995000
(apply max (iota 1000)) ; => 999

;--- primitive-as-a-value
(map car '((1 2) (3 4))) ; => (1 3)
(let ((f cons)) (f 1 2)) ; => (1 . 2)
(map + '(1 2) '(10 20)) ; => (11 22)
((if #t + *) 3 4) ; => 7

;--- variadic-primitives-as-values
(let ((f list)) (f 1 2 3)) ; => (1 2 3)
(let ((f vector)) (f 1 2 3)) ; => #(1 2 3)
(apply vector '(a b)) ; => #(a b)

;--- immediately-applied
((lambda (x y) (- x y)) 10 3) ; => 7

;--- curried
(define (add a) (lambda (b) (lambda (c) (+ a b c))))
(((add 1) 2) 3) ; => 6

;--- procedures-are-equal-to-themselves
(define (f) 1)
(eq? f f) ; => #t
(procedure? f) ; => #t
(procedure? 'f) ; => #f

;--- shadowed-primitive
(define (f car) (car 3))
(f (lambda (x) (* x x))) ; => 9

;--- redefined-primitive
(define (square-sum . xs) (apply + (map (lambda (x) (* x x)) xs)))
(define (list . xs) (cons 'mine xs))
(list 1 2) ; => (mine 1 2)
(square-sum 1 2 3) ; => 14

;--- arguments-are-evaluated-once
(define n 0)
(define (next) (set! n (+ n 1)) n)
((lambda (x) (list x x)) (next)) ; => (1 1)
n ; => 1

;--- duplicate-use-of-argument
(define (twice f) (lambda (x) (f (f x))))
((twice (twice (lambda (x) (* x 2)))) 1) ; => 16

;--- y-combinator
(define (y f) ((lambda (x) (x x)) (lambda (x) (f (lambda (n) ((x x) n))))))
((y (lambda (self) (lambda (n) (if (= n 0) 1 (* n (self (- n 1))))))) 10) ; => 3628800
