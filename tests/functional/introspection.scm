; What procedures tell about themselves: name, arity, captured values, place, printed form.

;--- names
(define (f x) x)
(define g (lambda (x) x))
(map procedure-name (list f g car)) ; => (f g car)
(procedure-name (lambda (x) x)) ; => #f
(let ((inner (lambda (x) (* x (car (command-line)))))) (procedure-name (car (list inner)))) ; => inner

;--- printed-form
(define (f x) x)
(list f car (lambda (x) x)) ; => (#<procedure f> #<procedure car> #<procedure>)
(call/cc (lambda (k) k)) ; => #<procedure continuation>
(make-parameter 1) ; => #<procedure parameter>
(define (named-by-let) (let loop ((i 0) (all '())) (if (< i 1) (loop (+ i 1) (cons loop all)) all)))
(named-by-let) ; => (#<procedure loop>)
(delay 1) ; => #<promise>

;--- arity
(procedure-arity (lambda () 1)) ; => 0
(procedure-arity (lambda (a b c d e f) 1)) ; => 6
(procedure-arity (lambda args 1)) ; => (0 . #f)
(procedure-arity (lambda (a b . rest) 1)) ; => (2 . #f)

;--- arity-of-case-lambda
(procedure-arity (case-lambda ((a) 1) ((a b c) 3))) ; => (1 . 3)
(procedure-arity (case-lambda ((a) 1) ((a b . rest) 3))) ; => (1 . #f)
(procedure-arity (case-lambda ((a b) 1))) ; => 2

;--- arity-of-primitives-and-library-procedures
(procedure-arity car) ; => 1
(procedure-arity cons) ; => 2
(procedure-arity vector-set!) ; => 3
(procedure-arity list) ; => (0 . #f)
(procedure-arity values) ; => (0 . #f)
(procedure-arity call/cc) ; => 1
(procedure-arity +) ; => (0 . #f)

;--- arity-of-continuations-and-parameters
(procedure-arity (call/cc (lambda (k) k))) ; => (0 . #f)
(procedure-arity (make-parameter 1)) ; => 0
(procedure-arity (make-parameter 1 (lambda (x) x))) ; => 0
(map parameter? (list (make-parameter 1) (lambda () 1) car 5)) ; => (#t #f #f #f)

;--- captures
(define (make-adder n) (lambda (x) (+ x n)))
(map (lambda (n) (procedure-captures (make-adder n))) '(1 2.5)) ; => (((n . 1)) ((n . 2.5)))
(procedure-captures car) ; => ()
(define (f x) (make-adder x))
(procedure-captures f) ; => ()

;--- captures-show-present-values
(define (make-counter n) (lambda () (set! n (+ n 1)) n))
(define counters (map make-counter '(5 6)))
((car counters)) ; => 6
(map procedure-captures counters) ; => (((n . 6)) ((n . 6)))

;--- captures-of-several
(define (f a b c) (lambda () (list c a)))
(define (by-name captures) (sort-by car captures))
(by-name (procedure-captures (apply f (list 1 "two" '(3))))) ; => ((a . 1) (c 3))

;--- captures-of-a-recursive-procedure
(define (f n) (letrec ((g (lambda (x) (if (= x 0) n g)))) g))
(define g (f (length (command-line))))
(map car (sort-by car (procedure-captures g))) ; => (g n)

;--- places
(define x 1)
(define (f x)
  x)
(define g
  (lambda (y) (lambda (z) (list y z))))
(cdr (procedure-source-location f)) ; => (2 1)
(cdr (procedure-source-location g)) ; => (5 3)
(cdr (procedure-source-location (g 1))) ; => (5 15)
(string? (car (procedure-source-location f))) ; => #t

;--- places-of-other-procedures
(procedure-source-location car) ; => #f
(car (procedure-source-location map)) ; => "fluxion/lists.sld"

;--- name-of-what-is-none
(display (procedure-name 5))
; error: procedure-name: argument 1 must be a procedure, found 5

;--- arity-of-what-is-none
(display (procedure-arity 'car))
; error: procedure-arity: argument 1 must be a procedure, found car

;--- captures-of-what-is-none
(display (procedure-captures "f"))
; error: procedure-captures: argument 1 must be a procedure

;--- place-of-what-is-none
(display (procedure-source-location '()))
; error: procedure-source-location: argument 1 must be a procedure, found ()
