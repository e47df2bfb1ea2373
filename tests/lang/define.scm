; Definitions: top level, internal, several values.

;--- variable
(define x 28)
x ; => 28

;--- procedure
(define (f x) (+ x 1))
(f 41) ; => 42

;--- curried-reference-to-a-later-definition
(define (f) (g))
(define (g) 'later)
(f) ; => later

;--- redefinition
(define x 1)
(define (get) x)
(define x 2)
(list x (get)) ; => (2 2)

;--- redefined-procedure
(define (f) 'old)
(define (call) (f))
(call) ; => old
(set! f (lambda () 'new))
(call) ; => new

;--- begin-at-top-level-splices
(begin (define a 1) (define b (+ a 1)))
(list a b) ; => (1 2)

;--- empty-begin
(begin)
(define (f) (begin 1 2 3))
(f) ; => 3

;--- internal
(define (f x)
  (define y (* x 2))
  (define (g z) (+ y z))
  (g 1))
(f 10) ; => 21

;--- internal-mutual-recursion
(define (f n)
  (define (a k) (if (= k 0) '() (cons 'a (b (- k 1)))))
  (define (b k) (if (= k 0) '() (cons 'b (a (- k 1)))))
  (a n))
(f 5) ; => (a b a b a)

;--- internal-in-order
(define (f)
  (define a 1)
  (define b (+ a 1))
  (define c (+ a b))
  (list a b c))
(f) ; => (1 2 3)

;--- internal-in-let-and-when
(let ((x 1))
  (define y 2)
  (+ x y)) ; => 3
(let () (define x 5) (set! x (+ x 1)) x) ; => 6

;--- internal-after-expression
(define (f)
  (define a 1)
  (set! a 10)
  (define b (+ a 1))
  b)
(f) ; => 11

;--- internal-shadows-outer
(define x 'outer)
(define (f) (define x 'inner) x)
(list (f) x) ; => (inner outer)

;--- internal-begin-splices
(define (f)
  (begin (define a 1) (define b 2))
  (+ a b))
(f) ; => 3

;--- use-before-definition-is-an-error
(define (f)
  (define a b)
  (define b 1)
  a)
(f)
; error: b

;--- letrec-use-before-definition-is-an-error
(letrec ((a (lambda () b)) (b (a))) b)
; error: b

;--- global-use-before-definition-is-an-error
(define (f) later)
(f)
(define later 1)
; error: later

;--- define-values
(define-values (q r) (floor/ 17 5))
(list q r) ; => (3 2)
(define-values (a . rest) (values 1 2 3))
(list a rest) ; => (1 (2 3))
(define-values all (values 1 2))
all ; => (1 2)

;--- internal-define-values
(define (f)
  (define-values (a b) (values 1 2))
  (define c (+ a b))
  (list a b c))
(f) ; => (1 2 3)

;--- set-global
(define x 1)
(define (inc) (set! x (+ x 1)))
(inc)
(inc)
x ; => 3

;--- main-is-called
(define (main)
  (display "main ran")
  (newline))
; prints: main ran

;--- main-is-called-once
(define (main) (display "once") (newline))
(main)
; prints: once

;--- require-is-accepted
(require stdlib)
(display "ok")
; prints: ok

;--- internal-procedure-used-before-its-definition
(define (f)
  (define a (g))
  (define (g) 1)
  a)
(f) ; error: `g` is used before its definition

;--- internal-procedure-used-early-through-another
(define (f)
  (define (first) (second))
  (define a (first))
  (define (second) 1)
  a)
(f) ; error: the variable second is used before its definition

;--- internal-procedure-captured-before-its-definition
(define (f)
  (define call (lambda () (later 20)))
  (define kept (list call))
  (define (later x) (+ x 1))
  ((car kept)))
(f) ; => 21
