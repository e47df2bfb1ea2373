; Pattern matching: match and its relatives (docs/match.md).

;--- literals
(define (f x)
  (match x (1 'one) (1.5 'float) (2/3 'ratio) ("text" 'string) (#\a 'char) (#t 'true) (#f 'false) (#u8(1 2) 'bytes)
           ('name 'symbol) ('(1 . 2) 'pair) (() 'null) (_ 'other)))
(map f (list 1 1.5 2/3 "text" #\a #t #f (bytevector 1 2) 'name '(1 . 2) '() 2 1.0 'one))
; => (one float ratio string char true false bytes symbol pair null other other other)

;--- large-integer
(match (expt 10 40) (10000000000000000000000000000000000000000 'yes) (_ 'no)) ; => yes

;--- identifier
(match '(1 2) (x x)) ; => (1 2)

;--- underscore-may-be-repeated
(match '(1 2) ((_ _) 'two)) ; => two

;--- list
(match '(1 2 3) ((a b) 'two) ((a b c) (list c b a))) ; => (3 2 1)

;--- dotted
(match '(1 2 3) ((a . b) (list a b))) ; => (1 (2 3))
(match '(1 . 2) ((a b) 'list) ((a . b) (list a b))) ; => (1 2)

;--- nested
(match '(1 (2 (3 4)) 5) ((a (b (c d)) e) (list a b c d e))) ; => (1 2 3 4 5)

;--- not-a-list
(match 5 ((a) 'one) ((a . b) 'pair) (x 'other)) ; => other

;--- repeated-identifier
(map (match-lambda ((a a) 'same) ((a b) 'different)) '(((1 2) (1 2)) (1 1) (1 1.0)))
; => (same same different)

;--- repeated-three-times
(map (match-lambda ((a b a . b) 'yes) (_ 'no)) '((1 2 1 . 2) (1 2 1 . 3) (1 2 2 . 2)))
; => (yes no no)

;--- symbol-is-not-its-name
(map (match-lambda ('a 'quoted) (a 'any)) '(a b)) ; => (quoted any)

;--- ellipsis
(match '(1 2 3) ((x ...) x)) ; => (1 2 3)
(match '() ((x ...) x)) ; => ()
(match '(1 2 . 3) ((x ...) x) (_ 'improper)) ; => improper

;--- ellipsis-after-items
(match '(1 2 3 4) ((a b c ...) (list a b c))) ; => (1 2 (3 4))

;--- ellipsis-shares-the-list
(define items (list 1 2 3))
(match items ((a b ...) (eq? b (cdr items)))) ; => #t

;--- ellipsis-before-items
(match '(1 2 3 4) ((a ... b c) (list a b c))) ; => ((1 2) 3 4)
(match '(3 4) ((a ... b c) (list a b c))) ; => (() 3 4)
(match '(4) ((a ... b c) (list a b c)) (_ 'short)) ; => short

;--- ellipsis-and-tail
(match '(1 2 . 3) ((a ... . b) (list a b))) ; => ((1 2) 3)
(match 7 ((a ... . b) (list a b))) ; => (() 7)
(match '(1 2 3 . 4) ((a ... b . c) (list a b c))) ; => ((1 2) 3 4)

;--- ellipsis-of-patterns
(match '((a . 1) (b . 2)) (((key . value) ...) (list key value))) ; => ((a b) (1 2))
(match '((a . 1) b) (((key . value) ...) 'all) (_ 'not-all)) ; => not-all
(match '() (((key . value) ...) (list key value))) ; => (() ())

;--- ellipsis-nested
(match '((1 2) (3) ()) (((x ...) ...) x)) ; => ((1 2) (3) ())
(match '((a 1 2) (b 3)) (((name (? number? value) ...) ...) (list name value))) ; => ((a b) ((1 2) (3)))

;--- ellipsis-of-tests
(define all-numbers? (match-lambda (((? number?) ...) #t) (_ #f)))
(map all-numbers? '((1 2) (1 a) () (1 . 2) 5)) ; => (#t #f #t #f #f)

;--- at-least-one
(define f (match-lambda ((a ..1) (list 'some a)) (() 'none)))
(map f '((1) (1 2) ())) ; => ((some (1)) (some (1 2)) none)

;--- at-least-two
(define f (match-lambda ((0 (? number? a) ..2 z) (list a z)) (_ 'short)))
(map f '((0 1 2 3) (0 1 2) (0 1 2 3 4))) ; => (((1 2) 3) short ((1 2 3) 4))

;--- three-underscores
(match '(1 2 3) ((a ___ b) (list a b))) ; => ((1 2) 3)

;--- circular-list
(define ring (list 1 2 3))
(set-cdr! (cddr ring) ring)
(match ring ((a ...) 'list) ((a ... b) 'ends) (((? number?) ...) 'numbers) ((a b . c) 'ring)) ; => ring

;--- repeated-identifier-under-ellipsis
(define f (match-lambda (((a ...) (a ...)) (list 'same a)) ((((a a) ...) x) (list 'pairs a)) (_ 'other)))
(map f '(((1 2) (1 2)) (((1 1) (2 2)) 3) ((1 2) (1 3)))) ; => ((same (1 2)) (pairs (1 2)) other)

;--- long-list
(define items (iota 1000000))
(match items (((? number? n) ... last) (list (length n) last))) ; => (999999 999999)

;--- vector
(define f (match-lambda (#() 'none) (#(a) (list 'one a)) (#(a #(b c)) (list a b c)) (_ 'other)))
(map f (list #() #(1) #(1 #(2 3)) #(1 2) '(1))) ; => (none (one 1) (1 2 3) other other)

;--- vector-ellipsis
(match #(1 2 3 4) (#(a b ...) (list a b))) ; => (1 (2 3 4))
(match #(1 2 3 4) (#(a ... z) (list a z))) ; => ((1 2 3) 4)
(match #(1 2 3 4) (#(a b ... y z) (list a b y z))) ; => (1 (2) 3 4)
(match #(1 2) (#(a b ... y z) 'long) (_ 'short)) ; => short
(match #((1 . a) (2 . b)) (#((n . s) ...) (list n s))) ; => ((1 2) (a b))
(match #(1 b) (#((? number?) ...) 'numbers) (#(_ ...) 'any)) ; => any
(match #() (#(x ..1) 'some) (#(x ...) x)) ; => ()

;--- f64vector-literal
(match (f64vector 1.0 2.0) (#f64(1.0 2.0) 'yes) (_ 'no)) ; => yes

;--- quasi-pattern
(define (calculate e)
  (match e
    ((? number? n) n)
    (`(,a + ,b) (+ (calculate a) (calculate b)))
    (`(,a * ,b) (* (calculate a) (calculate b)))
    (`(- ,a) (- (calculate a)))))
(calculate '(2 * (3 + (- 1)))) ; => 4

;--- quasi-pattern-dotted-and-spliced
(match '(let (x y) body more) (`(let (,a . ,b) ,c . ,d) (list a b c d))) ; => (x (y) body (more))
(match '(begin 1 2 3) (`(begin ,@all) all)) ; => (1 2 3)
(match '(a 1 2 b) (`(a ,@inner b) inner)) ; => (1 2)
(match '(a (1 . 2) (3 . 4) z) (`(a ,@((x . y) ...) z) (list x y))) ; => ((1 3) (2 4))
(match '(let ((x 1) (y 2)) x) (`(let ((,name ,value) ...) ,body) (list name value body))) ; => ((x y) (1 2) x)

;--- quasi-pattern-vector
(match #(point 1 2) (`#(point ,x ,y) (+ x y))) ; => 3

;--- quasi-pattern-nested
(match '(a `(b ,(c d))) (`(a `(b ,(c ,x))) x)) ; => d
(match '(a `(b ,(c d))) (`(a `(b ,(c e))) 'no) (`(a `(b ,x)) 'no) (`(a `(b ,(c d))) 'same)) ; => same

;--- and
(match '(1 2) ((and all (a b)) (list all a b))) ; => ((1 2) 1 2)
(match 5 ((and) 'anything)) ; => anything

;--- or
(define f (match-lambda ((or 1 'one "one") 'one) ((or () (_)) 'short) ((or (x 'tag) ('tag x)) (list 'tagged x)) (_ 'other)))
(map f '(1 one "one" () (5) (5 tag) (tag 6) (5 6))) ; => (one one one short short (tagged 5) (tagged 6) other)

;--- or-of-different-shapes
(define f (match-lambda ((or (a b) #(a b) (a . b)) (list a b)) (_ 'other)))
(map f (list '(1 2) #(1 2) '(1 . 2) '(1 2 3) 5)) ; => ((1 2) (1 2) (1 2) (1 (2 3)) other)

;--- or-under-ellipsis
(match '(1 (2) #(3)) (((or (? number? n) (n) #(n)) ...) n)) ; => (1 2 3)

;--- or-with-computed-parts
(define f (match-lambda ((or (= car (? number? x)) (= cdr (x))) x) (_ 'none)))
(map f '((1 . 2) (a 5) (a b c))) ; => (1 5 none)

;--- not
(define f (match-lambda ((not (? number?)) 'no-number) ((not 5) 'not-five) (_ 'five)))
(map f '(a 6 5)) ; => (no-number not-five five)
(match '(1 2) ((a (not a)) 'different) (_ 'same)) ; => different
(match '(1 1) ((a (not a)) 'different) (_ 'same)) ; => same
(match '(1 2) ((not ((= even? #t) _)) 'odd-first)) ; => odd-first

;--- predicate
(define f (match-lambda ((? string? s) (string-length s)) ((? symbol?) 'symbol) ((? pair? (a . b) (c . d)) (list a b c d))))
(map f '("abc" x (1 . 2))) ; => (3 symbol (1 2 1 2))

;--- predicate-is-evaluated-outside
(define x 2)
(match 4 ((and x (? (lambda (y) (= y (* x 2))))) x)) ; => 4

;--- computed
(match '(1 4) (((= (lambda (n) (* n 10)) ten) (= sqrt root)) (list ten root))) ; => (10 2)
(match 16 ((= sqrt (and 4 r)) (list 'four r)) (_ 'other)) ; => (four 4)

;--- computed-once
(define count 0)
(define (f x) (set! count (+ count 1)) x)
(match '(1 2) (((= f a) b) (list a b a)) (_ #f)) ; => (1 2 1)
count ; => 1

;--- guard-clause
(define (sign n) (match n ((? number? n) (guard (< n 0)) 'negative) (0 'zero) (n (guard (number? n)) 'positive) (_ 'none)))
(map sign '(-3 0 3 a)) ; => (negative zero positive none)

;--- guard-form-in-a-body
(match 1 (x (guard (e (#t 'caught)) (raise 'oops)))) ; => caught

;--- guard-with-computed-part
(match '(9 4) (((= sqrt a) (= sqrt b)) (guard (> a b)) (list a b)) (_ 'other)) ; => (3 2)

;--- fail
(define (f x) (match x ((a . b) (=> next) (if (> a b) (next) (list 'up a b))) ((a . b) (list 'down a b)) (_ 'other)))
(map f '((1 . 2) (2 . 1) 5)) ; => ((up 1 2) (down 2 1) other)

;--- body-with-definitions
(match '(1 2) ((a b) (define c (+ a b)) (define (f x) (* x c)) (f 10))) ; => 30

;--- assigned-variable
(match '(1 2) ((a b) (set! a 10) (+ a b))) ; => 12

;--- variables-are-captured
(map (lambda (f) (f 1)) (match '(10 20) ((a b) (list (lambda (x) (+ x a)) (lambda (x) (+ x b)))))) ; => (11 21)

;--- subject-is-evaluated-once
(match (begin (display "once") 5) (1 'a) (2 'b) (5 'c))
; prints: once
; => c

;--- in-tail-position
(define (count l n) (match l (() n) ((_ . rest) (count rest (+ n 1)))))
(count (iota 1000000) 0) ; => 1000000

;--- named-by-a-macro
(define-syntax swap-match
  (syntax-rules () ((_ e) (match e ((a . b) (cons b a)) (other other)))))
(define b 5)
(swap-match (cons 1 b)) ; => (5 . 1)
(swap-match b) ; => 5

;--- patterns-from-a-macro
(define-syntax first-of
  (syntax-rules () ((_ pattern name e) (match e (pattern name) (_ 'none)))))
(first-of (x y z) y '(1 2 3)) ; => 2

;--- the-program-may-define-match
(define (match a b) (list a b))
(match 1 2) ; => (1 2)

;--- library
(import (only (scheme base) define quote +) (fluxion match))
(match '(1 2) ((a b) (+ a b))) ; => 3

;--- match-lambda
((match-lambda ((a b) (+ a b)) (n n)) '(1 2)) ; => 3
(define swap (match-lambda ((a . b) (cons b a))))
(procedure-name swap) ; => swap

;--- match-lambda-star
(define area (match-lambda* (('square a) (* a a)) (('rectangle a b) (* a b)) (all (length all))))
(list (area 'square 3) (area 'rectangle 2 3) (area)) ; => (9 6 0)

;--- match-let
(match-let (((a b) '(1 2)) (#(c) #(3)) (d 4)) (list a b c d)) ; => (1 2 3 4)

;--- match-let-evaluates-first
(define a 1)
(match-let (((a) '(2)) (b a)) (list a b)) ; => (2 1)

;--- match-let-star
(match-let* (((a b) '(1 2)) ((c . d) (cons b a))) (list a b c d)) ; => (1 2 2 1)
(match-let* () 5) ; => 5

;--- match-let-loop
(match-let loop (((n . product) '(5 . 1))) (if (= n 0) product (loop (cons (- n 1) (* n product))))) ; => 120

;--- match-letrec
(match-letrec (((is-even? is-odd?)
                (list (lambda (n) (or (= n 0) (is-odd? (- n 1)))) (lambda (n) (and (> n 0) (is-even? (- n 1)))))))
  (list (is-even? 10) (is-odd? 10)))
; => (#t #f)

;--- no-clause
(define (f x) (match x (1 'one) ((a b) 'two)))
(display (f 1))
; prints: one
(f '(1 2 3))
; error: match: no clause matches (1 2 3)

;--- no-clause-at-all
(match 5) ; error: match: no clause matches 5

;--- no-clause-in-match-let
(match-let (((a b) '(1))) a) ; error: match: no clause matches (1)

;--- no-clause-is-an-error-object
(guard (e ((error-object? e) (list (error-object-message e) (error-object-irritants e)))) (match '(1) (() 0)))
; => ("match: no clause matches" ((1)))

;--- derivative-through-match
(derivative (lambda (x) (match (list x 2.0) ((a b) (* a a b)))) 3.0) ; => 12.0
(derivative (lambda (x) (match x (0 1.0) (y (* y y)))) 3.0) ; => 6.0

;--- record
(define-record-type point (make-point x y) point? (x point-x) (y point-y))
(define f (match-lambda ((point 0 y) (list 'axis y)) ((point x x) (list 'diagonal x)) (($ point x y) (list x y)) (_ 'none)))
(map f (list (make-point 0 1) (make-point 2 2) (make-point 1 2) '(point 1 2))) ; => ((axis 1) (diagonal 2) (1 2) none)

;--- record-without-fields
(define-record-type <empty> (make-empty) empty?)
(map (match-lambda ((<empty>) 'empty) (_ 'other)) (list (make-empty) '(empty))) ; => (empty other)

;--- records-nested
(define-record-type leaf (leaf-of value) leaf? (value leaf-value))
(define-record-type node (node-of left right) node? (left node-left) (right node-right))
(define (total tree) (match tree ((leaf n) n) ((node a b) (+ (total a) (total b)))))
(total (node-of (node-of (leaf-of 1) (leaf-of 2)) (leaf-of 3))) ; => 6

;--- record-in-a-body
(define (f)
  (define-record-type box2 (make-box2 value) box2? (value box2-value))
  (match (make-box2 5) ((box2 n) (* n n))))
(f) ; => 25

;--- record-of-a-library
(import (scheme base) (scheme write) (fluxion match) (shapes))
(match (make-circle 2) ((circle r) (* r r))) ; => 4
;-- file shapes.sld
(define-library (shapes)
  (export circle make-circle)
  (import (scheme base))
  (begin (define-record-type circle (make-circle radius) circle? (radius circle-radius))))

;--- procedure-by-arity
(define f (match-lambda ((procedure 0) 'none) ((procedure 1) 'one) ((procedure 2) 'two) ((? procedure?) 'more) (_ 'no)))
(map f (list (lambda () 1) car cons (lambda (a b c) a) (lambda (a . b) a) 5)) ; => (none one two more one no)

;--- simplify
(define (simplify e)
  (match e
    (`(+ 0 ,a) (simplify a))
    (`(+ ,(? number? a) ,(? number? b)) (+ a b))
    (`(,op ,a ,b) (list op (simplify a) (simplify b)))
    (_ e)))
(simplify '(* (+ 0 x) (+ 1 2))) ; => (* x 3)

;--- failure-between-alternatives
(define (f x) (match x ((or (a . b) #(a b)) (guard (< a b)) (=> next) (if (= a 1) (next) (list a b))) (y (list 'other y))))
(map f (list '(1 . 2) '(2 . 3) #(3 4) #(4 3))) ; => ((other (1 . 2)) (2 3) (3 4) (other #(4 3)))
