; backends: jit ; an executable has no compiler in it
; Evaluation at run time, environments, load (R7RS 6.12, 6.14).

;--- eval-an-expression
(eval '(* 7 3) (environment '(scheme base))) ; => 21
(eval ''(a "b" #\c 1.5 #(1 2)) (environment '(scheme base))) ; => (a "b" #\c 1.5 #(1 2))

;--- eval-a-procedure
(define twice (eval '(lambda (f x) (f (f x)))))
(twice (lambda (x) (* x x)) 3) ; => 81

;--- eval-in-the-program
(define x 10)
(define (f y) (+ x y))
(eval '(f 5)) ; => 15
(eval '(f 5) (interaction-environment)) ; => 15
(eval '(set! x 100))
x ; => 100
(f 1) ; => 101
(set! x 1)
(eval 'x) ; => 1

;--- eval-definitions-stay
(eval '(define (g n) (if (= n 0) 1 (* n (g (- n 1))))))
(eval '(g 5)) ; => 120
(eval '(define (g n) n))
(eval '(g 5)) ; => 5

;--- eval-syntax-stays
(eval '(define-syntax twice (syntax-rules () ((_ e) (begin e e)))))
(eval '(define n 0))
(eval '(twice (set! n (+ n 1))))
(eval 'n) ; => 2

;--- eval-uses-what-is-defined-later
(eval '(define (a) (b)))
(eval '(define (b) 'later))
(eval '(a)) ; => later

;--- eval-of-several-values
(call-with-values (lambda () (eval '(values 1 2))) list) ; => (1 2)

;--- eval-keeps-records-apart-from-nothing
(define-record-type point (make-point x y) point? (x point-x) (y point-y))
(eval '(point-x (make-point 3 4))) ; => 3
(point? (eval '(make-point 3 4))) ; => #t

;--- eval-shares-parameters-and-ports
(define p (make-parameter 1))
(parameterize ((p 2)) (eval '(p))) ; => 2
(with-output-to-string (lambda () (eval '(display "inside")))) ; => "inside"

;--- eval-and-continuations
(+ 1 (call/cc (lambda (k) (+ 10 (eval '(call/cc (lambda (inner) (inner 41)))))))) ; => 52
(define k #f)
(define count 0)
(define result (eval '(call/cc (lambda (c) (set! k c) 1))))
(set! count (+ count 1))
(if (< count 3) (k count))
(list result count) ; => (2 3)

;--- eval-of-derivatives
(derivative (eval '(lambda (x) (* x x x))) 2.0) ; => 12.0
(eval '(gradient (lambda (v) (* (vector-ref v 0) (vector-ref v 1))) #(3.0 4.0))) ; => #(4.0 3.0)

;--- eval-errors-can-be-caught
(guard (e (#t (error-object-message e))) (eval '(foo 1) (environment '(scheme base))))
; => "eval: unbound variable `foo`"
(guard (e (#t (error-object-message e))) (eval '(if)))
; => "eval: malformed `if`: expected (if test consequent [alternative])"
(guard (e ((string? (error-object-message e)) 'caught)) (eval '(car 5))) ; => caught

;--- eval-goes-on-after-an-error
(guard (e (#t 'wrong)) (eval '(begin (define z 1) (foo)) (environment '(scheme base)))) ; => wrong
(guard (e (#t 'wrong)) (eval '(begin (define z (list 1 2)) (foo 1)))) ; => wrong
(eval '(begin (define z (map car '((1) (2)))) z)) ; => (1 2)

;--- environments-take-no-definitions
(eval '(define q 1) (environment '(scheme base))) ; error: eval: cannot define `q` here

;--- environments-see-what-they-import
(eval '(square 3) (environment '(only (scheme base) square))) ; => 9
(eval '(my-car '(1 2)) (environment '(prefix (only (scheme base) car) my-) '(only (scheme base) quote))) ; => 1
(eval '(car '(1)) (environment '(only (scheme base) quote))) ; error: eval: unbound variable `car`

;--- null-environment
(eval '(let ((x 1)) (if x 2 3)) (null-environment 5)) ; => 2
(eval '(car '(1)) (null-environment 5)) ; error: eval: unbound variable `car`

;--- unknown-library-in-an-environment
(environment '(no such library)) ; error: environment: unknown library (no such library)

;--- eval-of-what-cannot-be-written
(eval (list car ''(1 2))) ; error: eval: unknown syntax

;--- eval-is-no-environment
(eval '1 5) ; error: eval: not an environment 5

;--- load-a-file
(load "definitions.scm")
(eval '(from-file 4)) ; => 16
;-- file definitions.scm
(define (from-file x) (* x x))

;--- load-of-a-missing-file
(load "missing.scm") ; error: missing.scm
