; What the compiler says about names, forms, macros, calls and libraries.

;--- unbound-variable
(define (f x) (+ x why))
;                  ^^^ error[unbound-variable]: unbound variable `why`

;--- unbound-variable-suggestion
(display (vector-lenght #(1 2)))
;         ^^^^^^^^^^^^^ error[unbound-variable]: unbound variable `vector-lenght`

;--- unbound-variable-local
(define (f counter) (+ countr 1))
;                      ^^^^^^ error[unbound-variable]: unbound variable `countr`

;--- unbound-in-set
(set! nowhere 1)
;     ^^^^^^^ error[unbound-variable]: unbound variable `nowhere`

;--- several-errors
(define (f) (undefined-one 1))
;            ^^^^^^^^^^^^^ error[unbound-variable]: unbound variable `undefined-one`
(if)
;^^^ error[malformed-syntax]: malformed `if`: expected (if test consequent [alternative])
(define (g) (undefined-two 2))
;            ^^^^^^^^^^^^^ error[unbound-variable]: unbound variable `undefined-two`

;--- syntax-is-not-a-variable
(display if)
;        ^^ error[malformed-syntax]: `if` is syntax, not a variable

;--- import-brings-only-what-it-says
(import (only (scheme base) car quote))
(cdr '(1 2))
;^^^ error[unbound-variable]: unbound variable `cdr`

;--- import-missing
(import (scheme base))
(display 1)
;^^^^^^^ error[unbound-variable]: unbound variable `display`

;--- unknown-library
(import (scheme bass) (scheme base))
;       ^^^^^^^^^^^^^ error[unknown-library]: unknown library (scheme bass)
(car '(1))

;--- unknown-export
(import (only (scheme base) crd))
;                           ^^^ error[unknown-export]: the library does not export `crd`

;--- unknown-export-except
(import (except (scheme base) crd))
;                             ^^^ error[unknown-export]: the library does not export `crd`

;--- unknown-export-rename
(import (rename (scheme base) (crd cdr2)))
;                             ^^^^^^^^^^ error[unknown-export]: the library does not export `crd`

;--- import-is-not-a-library
(import 5)
;       ^ error[malformed-syntax]: malformed `import`: expected the name of a library, such as (scheme base)

;--- library-exports-nothing
(define-library (a) (export f) (import (scheme base)) (begin (define g 1)))
;                           ^ error[unknown-export]: `f` is exported, but not defined
(import (scheme base) (a))

;--- import-cycle
(define-library (a) (import (b)))
(define-library (b) (import (a)))
;                           ^^^ error[import-cycle]: libraries import each other: (a), (b), (a)
(import (a))

;--- include-unknown-file
(include "no-such-file.scm")
;        ^^^^^^^^^^^^^^^^^^ error[unknown-file]: cannot read the included file "no-such-file.scm"

;--- quote
(quote)
;^^^^^^ error[malformed-syntax]: malformed `quote`: expected (quote datum)
(quote 1 2)
;^^^^^^^^^^ error[malformed-syntax]: malformed `quote`: expected (quote datum)

;--- if
(if #t)
;^^^^^^ error[malformed-syntax]: malformed `if`: expected (if test consequent [alternative])
(if 1 2 3 4)
;^^^^^^^^^^^ error[malformed-syntax]: malformed `if`: expected (if test consequent [alternative])

;--- lambda
(lambda)
;^^^^^^^ error[malformed-syntax]: malformed `lambda`: expected (lambda parameters body ...)
(lambda (x))
;^^^^^^^^^^^ error[malformed-syntax]: malformed `lambda`: expected (lambda parameters body ...)
(lambda 5 x)
;       ^ error[malformed-syntax]: malformed `lambda`: expected a list of parameters
;         ^ error[unbound-variable]: unbound variable `x`
(lambda (x 5) x)
;          ^ error[malformed-syntax]: expected the name of a variable

;--- lambda-twice
(lambda (x y x) x)
;            ^ error[duplicate-definition]: `x` is bound twice

;--- case-lambda
(case-lambda (x) ((x) x))
;            ^^^ error[malformed-syntax]: malformed `case-lambda`: expected (parameters body ...)

;--- let
(let)
;^^^^ error[malformed-syntax]: malformed `let`: expected (let ((name init) ...) body ...)
(let ((x 1)))
;^^^^^^^^^^^^ error[malformed-syntax]: malformed `let`: expected (let ((name init) ...) body ...)
(let ((x)) x)
;     ^^^ error[malformed-syntax]: malformed `let`: expected (name init)
(let (x) x)
;     ^ error[malformed-syntax]: malformed `let`: expected (name init)
(let ((5 1)) 1)
;      ^ error[malformed-syntax]: expected the name of a variable
(let loop)
;^^^^^^^^^ error[malformed-syntax]: malformed `let`: expected (let ((name init) ...) body ...)

;--- let-twice
(let ((x 1) (y 2) (x 3)) x)
;                  ^ error[duplicate-definition]: `x` is bound twice

;--- let*
(let* ((x 1)))
;^^^^^^^^^^^^^ error[malformed-syntax]: malformed `let*`: expected (let* ((name init) ...) body ...)
(let* ((x 1 2)) x)
;      ^^^^^^^ error[malformed-syntax]: malformed `let*`: expected (name init)

;--- letrec
(letrec ((x)) 1)
;        ^^^ error[malformed-syntax]: malformed `letrec`: expected (name init)

;--- let-values
(let-values (((x y))) x)
;            ^^^^^^^ error[malformed-syntax]: malformed `let-values`: expected (formals init)
(let*-values 5 x)
;^^^^^^^^^^^^^^^^ error[malformed-syntax]: malformed `let*-values`: expected (let*-values ((formals init) ...) body ...)

;--- define
(define)
;^^^^^^^ error[malformed-syntax]: malformed `define`: expected (define name value)
(define 5 1)
;       ^ error[malformed-syntax]: malformed `define`: expected a name
(define x 1 2)
;^^^^^^^^^^^^^ error[malformed-syntax]: malformed `define`: expected (define name value)
(define (f))
;^^^^^^^^^^^ error[malformed-syntax]: malformed `define`: expected (define (name parameter ...) body ...)

;--- define-in-expression
(if #t (define x 1))
;      ^^^^^^^^^^^^ error[misplaced-definition]: `define` may only stand at the top level or at the start of a body
(display (begin (define y 1)))
;               ^^^^^^^^^^^^ error[misplaced-definition]: `define` may only stand at the top level or at the start of a body

;--- define-twice-in-body
(define (f) (define a 1) (define a 2) a)
;                                ^ error[duplicate-definition]: `a` is defined twice in one body

;--- body-ends-in-definition
(define (f) (define a 1))
;^^^^^^^^^^^^^^^^^^^^^^^^ error[malformed-syntax]: a body must end in an expression

;--- set
(set! x)
;^^^^^^^ error[malformed-syntax]: malformed `set!`: expected (set! variable expression)
(set! 5 1)
;     ^ error[malformed-syntax]: malformed `set!`: expected a variable
(set! if 1)
;     ^^ error[malformed-syntax]: `if` cannot be assigned: it is not a variable of this program

;--- cond
(cond (else 1) (#t 2))
;     ^^^^^^^^ error[malformed-syntax]: malformed `cond`: expected (else expression ...) as the last clause
(cond ())
;     ^^ error[malformed-syntax]: malformed `cond`: expected a clause (test expression ...)
(cond (1 =>))
;     ^^^^^^ error[malformed-syntax]: malformed `cond`: expected (test => procedure)

;--- case
(case)
;^^^^^ error[malformed-syntax]: malformed `case`: expected (case key clause ...)
(case 1 (1 2))
;        ^ error[malformed-syntax]: malformed `case`: expected a list of datums

;--- do
(do ((i 0 1 2)) (#t))
;    ^^^^^^^^^ error[malformed-syntax]: malformed `do`: expected (name init [step])
(do ((i 0)))
;^^^^^^^^^^^ error[malformed-syntax]: malformed `do`: expected (do ((name init [step]) ...) (test expression ...) command ...)

;--- when
(when #t)
;^^^^^^^^ error[malformed-syntax]: malformed `when`: expected (when test expression ...)

;--- guard
(guard)
;^^^^^^ error[malformed-syntax]: malformed `guard`: expected (guard (name clause ...) body ...)
(guard (e))
;^^^^^^^^^^ error[malformed-syntax]: malformed `guard`: expected (guard (name clause ...) body ...)

;--- parameterize
(parameterize ((p)) 1)
;              ^^^ error[malformed-syntax]: malformed `parameterize`: expected (parameter value)

;--- delay
(delay)
;^^^^^^ error[malformed-syntax]: malformed `delay`: expected (delay expression)

;--- empty-call
(display ())
;        ^^ error[malformed-syntax]: `()` is no expression; the empty list is written '()

;--- dotted-call
(display . 1)
;^^^^^^^^^^^^ error[malformed-syntax]: a form must be a proper list, without a dot

;--- begin
(display (begin))
;        ^^^^^^^ error[malformed-syntax]: malformed `begin`: expected at least one expression

;--- else-alone
(else 1)
;^^^^^^^ error[malformed-syntax]: `else` has no meaning here
(display =>)
;        ^^ error[malformed-syntax]: `=>` is syntax, not a variable

;--- record
(define-record-type point)
;^^^^^^^^^^^^^^^^^^^^^^^^^ error[malformed-syntax]: malformed `define-record-type`: expected (define-record-type name constructor predicate field ...)
(define-record-type point (make-point z) point? (x point-x))
;                                     ^ error[malformed-syntax]: malformed `define-record-type`: expected the name of a field

;--- quasiquote
(display (quasiquote))
;        ^^^^^^^^^^^^ error[malformed-syntax]: malformed `quasiquote`: expected (quasiquote template)
(display ,x)
;        ^^ error[malformed-syntax]: `unquote` has no meaning here

;--- wrong-arguments-primitive
(display (car '(1) 2))
;         ^^^ error[wrong-arguments]: `car` takes 1 argument, but is called with 2
(display (cons 1))
;         ^^^^ error[wrong-arguments]: `cons` takes 2 arguments, but is called with 1

;--- wrong-arguments-procedure
(define (area width height) (* width height))
(display (area 3))
;         ^^^^ error[wrong-arguments]: `area` takes 2 arguments, but is called with 1
(display (area 3 4 5))
;         ^^^^ error[wrong-arguments]: `area` takes 2 arguments, but is called with 3

;--- wrong-arguments-rest
(define (f x . more) x)
(f)
;^ error[wrong-arguments]: `f` takes at least 1 argument, but is called with 0

;--- wrong-arguments-case-lambda
(define f (case-lambda ((x) x) ((x y z) y)))
(f 1 2)
;^ error[wrong-arguments]: `f` takes 1 or 3 arguments, but is called with 2

;--- wrong-arguments-local
(let ((f (lambda (x) x))) (f))
;                          ^ error[wrong-arguments]: `f` takes 1 argument, but is called with 0
(let loop ((i 0)) (loop))
;                  ^^^^ error[wrong-arguments]: `loop` takes 1 argument, but is called with 0
(define (g) (define (h x) x) (h 1 2))
;                             ^ error[wrong-arguments]: `h` takes 1 argument, but is called with 2

;--- wrong-arguments-lambda
((lambda (x) x))
;^^^^^^^^^^^^^^ error[wrong-arguments]: this procedure takes 1 argument, but is called with 0

;--- wrong-arguments-library
(display (iota))
;         ^^^^ error[wrong-arguments]: `iota` takes 1, 2 or 3 arguments, but is called with 0

;--- assigned-procedures-are-not-checked
(define (f x) x)
(set! f (lambda () 2))
(f) ; => 2

;--- macro-no-match
(define-syntax swap! (syntax-rules () ((_ a b) (let ((t a)) (set! a b) (set! b t)))))
(define x 1)
(swap! x)
;^^^^^^^^ error[macro-no-match]: no rule of the macro `swap!` matches this use

;--- macro-loop
(define-syntax again (syntax-rules () ((_ x) (again (x x)))))
(again 1)
;^^^^^^^^ error[macro-loop]: the expansion of the macro `again` does not end

;--- macro-error-inside
(define-syntax two (syntax-rules () ((_ x) (+ x undefined-there))))
(display (two 1))
;        ^^^^^^^ error[unbound-variable]: unbound variable `undefined-there`

;--- macro-lengths
(define-syntax pairs (syntax-rules () ((_ (a ...) (b ...)) '((a b) ...))))
(pairs (1 2) (3))
;^^^^^^^^^^^^^^^^ error[macro-no-match]: the macro `pairs` repeats sequences of different lengths together

;--- syntax-rules
(define-syntax a (syntax-rules))
;                ^^^^^^^^^^^^^^ error[malformed-syntax]: malformed `syntax-rules`: expected (syntax-rules (literal ...) (pattern template) ...)
(define-syntax b (syntax-rules () (x)))
;                                 ^^^ error[malformed-syntax]: malformed `syntax-rules`: expected (pattern template)
(define-syntax c (syntax-rules () ((_ x x) x)))
;                                       ^ error[malformed-syntax]: malformed `syntax-rules`: expected each pattern variable once
(define-syntax d (syntax-rules () ((_ x ...) x)))
;                                            ^ error[malformed-syntax]: malformed `syntax-rules`: expected an ellipsis after this pattern variable
(define-syntax e (syntax-rules () ((_ x) (x ...))))
;                                         ^ error[malformed-syntax]: malformed `syntax-rules`: expected a repeated pattern variable before the ellipsis
(define-syntax f 5)
;                ^ error[malformed-syntax]: malformed `define-syntax`: expected (syntax-rules ...)

;--- syntax-error
(define-syntax unit (syntax-rules () ((_) 1) ((_ x) (syntax-error "unit takes nothing, found" x))))
(unit (+ 1 2))
;^^^^^^^^^^^^^ error[syntax-error]: unit takes nothing, found (+ 1 2)

;--- early-use
(define (f)
  (define a (+ b 1))
;              ^ warning[use-before-definition]: `b` is used before its definition
  (define b 1)
  a)

;--- early-use-of-procedure
(define (f)
  (define a (g 1))
;            ^ warning[use-before-definition]: `g` is used before its definition
  (define (g x) x)
  a)

;--- later-use-is-no-early-use
(define (f)
  (define (g) b)
  (define b 1)
  (g))
(f) ; => 1
