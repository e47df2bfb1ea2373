; What the compiler says about patterns and clauses of match.

;--- malformed
(match)
;^^^^^^ error[malformed-syntax]: malformed `match`: expected (match expression (pattern body ...) ...)

;--- clause-without-body
(match 1 (a))
;        ^^^ error[malformed-syntax]: malformed `match`: expected a clause (pattern body ...)

;--- ellipsis-first
(match 1 ((... a) a))
;          ^^^ error[malformed-pattern]: `...` must follow a pattern

;--- two-ellipses
(match 1 ((a ... b ...) a))
;                ^ error[malformed-pattern]: a list has at most one ellipsis

;--- words
(match 1 ((not a b) a) ((? ) 1) ((= f) 1) (($) 1))
;         ^^^^^^^^^ error[malformed-pattern]: malformed pattern: expected (not pattern)
;                       ^^^^ error[malformed-pattern]: malformed pattern: expected (? predicate pattern ...)
;                                ^^^^^ error[malformed-pattern]: malformed pattern: expected (= procedure pattern)
;                                          ^^^ error[malformed-pattern]: malformed pattern: expected ($ record-type pattern ...)

;--- unknown-record
(match 1 (($ point a) a))
;            ^^^^^ error[malformed-pattern]: `point` is not the name of a record type

;--- number-of-fields
(define-record-type point (make-point x y) point? (x point-x) (y point-y))
(match 1 ((point a) a))
;          ^^^^^ error[malformed-pattern]: the record type `point` has 2 fields, but the pattern has 1

;--- splice
(match 1 (`(a ,@5 b) 1) (`,@x 1))
;               ^ error[malformed-pattern]: `,@` takes a variable or a pattern (p ...)
;                         ^^^ error[malformed-pattern]: `,@` must stand in a list or vector

;--- splice-behind-a-dot
(match 1 (`(a . ,@b) 1))
;               ^^ error[malformed-pattern]: `,@` must stand in a list or vector

;--- depths
(match 1 ((a (a ...)) a))
;             ^ error[malformed-pattern]: `a` stands under another number of ellipses elsewhere in the pattern

;--- or-variables
(match 1 ((or (a b) (a)) a) ((or 1 x) 2))
;                   ^^^ error[inconsistent-or-pattern]: `b` is bound in another alternative of this `or`, but not here
;                                ^ error[inconsistent-or-pattern]: `x` is bound in another alternative of this `or`, but not here

;--- or-of-nothing
(match 1 ((or) 1))
;         ^^^^ error[malformed-pattern]: malformed pattern: expected (or pattern pattern ...)

;--- variable-of-not
(match 1 ((not a) a))
;                 ^ error[unbound-variable]: unbound variable `a`

;--- match-let-twice
(match-let (((a b) '(1 2)) (a 1)) a)
;                           ^ error[duplicate-definition]: `a` is bound twice

;--- match-let-bindings
(match-let ((a)) a)
;           ^^^ error[malformed-syntax]: malformed `match-let`: expected (name init)

;--- useless-after-a-variable
(match 1 (x 'any) (1 'one) (_ 'other))
;                  ^ warning[useless-clause]: this clause can never match
;                           ^ warning[useless-clause]: this clause can never match

;--- useless-literal
(match 1 (1 'one) ("a" 'text) ('b 'b) (1 'again) ("a" 'again) ('b 'again) (1.0 'other) ('(1 . "a") 'pair) ((1 . "a") 'again))
;                                      ^ warning[useless-clause]: this clause can never match
;                                                 ^^^ warning[useless-clause]: this clause can never match
;                                                              ^^ warning[useless-clause]: this clause can never match
;                                                                                                          ^^^^^^^^^ warning[useless-clause]: this clause can never match

;--- useless-pair
(match 1 ((a b) 2) ((a . b) 'pair) ((a b c) 3) (() 0) ((_ ...) 'list))
;                                   ^^^^^^^ warning[useless-clause]: this clause can never match
; error: match

;--- useless-only-together
(match 1 (() 0) ((a) 1) ((a b . c) 2) ((a b c) 3) ((x ...) 'list) ((x y ...) 'some))
;                                      ^^^^^^^ warning[useless-clause]: this clause can never match
;                                                                  ^^^^^^^^^ warning[useless-clause]: this clause can never match
; error: match

;--- useless-or
(match 1 ((or 1 2) 'a) (2 'b) ((or 2 3) 'c) ((or 1 3) 'd))
;                       ^ warning[useless-clause]: this clause can never match
;                                            ^^^^^^^^ warning[useless-clause]: this clause can never match

;--- useless-vector
(match 1 (#(a b) 2) (#(1 2) 'never) (#(a ...) 'any) (#(_) 'never) (#(a b ...) 'unknown))
;                    ^^^^^^ warning[useless-clause]: this clause can never match
;                                                    ^^^^ warning[useless-clause]: this clause can never match
; error: match

;--- useless-template
(match 1 (`(add ,a ,b) 1) (`(sub ,a . ,b) 2) (`(add 1 ,b) 3) (`(sub ,c) 4) (`(add ,a) 5))
;                                              ^^^^^^^^^^ warning[useless-clause]: this clause can never match
;                                                              ^^^^^^^^ warning[useless-clause]: this clause can never match
; error: match

;--- useless-predicate
(match 1 ((? number? n) n) ((? number? 5) 5) ((? number?) 6))
;                                             ^^^^^^^^^^^ warning[useless-clause]: this clause can never match

;--- useless-arity
(match car ((procedure 1) 1) ((procedure 2) 2) ((procedure 1) 3))
;                                               ^^^^^^^^^^^^^ warning[useless-clause]: this clause can never match

;--- useless-record
(define-record-type point (make-point x y) point? (x point-x) (y point-y))
(define (f p) (match p ((point 0 y) y) ((point x 0) x) ((point x y) 1) ((point 1 1) 2) (($ point _ _) 3) (_ 4)))
;                                                                       ^^^^^^^^^^^ warning[useless-clause]: this clause can never match
;                                                                                       ^^^^^^^^^^^^^ warning[useless-clause]: this clause can never match

;--- useful-after-guards-and-tests
(match 1 (x (guard (> x 1)) 1) ((a a) 2) ((a b) 3) ((? odd?) 4) ((not 2) 5) ((= - 3) 6) (x (=> next) (next)) (x 7))
; => 4

;--- useless-in-match-lambda
(define f (match-lambda ((a . b) 1) ((a b) 2)))
;                                    ^^^^^ warning[useless-clause]: this clause can never match

;--- no-warning-about-what-a-macro-writes
(define-syntax first-of
  (syntax-rules () ((_ pattern name e) (match e (pattern name) (_ 'none)))))
(first-of x x 5) ; => 5

;--- family-with-a-missing-member
(define-record-family shape circle square triangle)
(define-record-type circle (make-circle r) circle? (r circle-r))
(define-record-type square (make-square a) square? (a square-a))
(define-record-type triangle (make-triangle a b c) triangle? (a ta) (b tb) (c tc))
(define (area s) (match s ((circle r) (* r r)) ((square a) (* a a))))
;                 ^^^^^ warning[missing-record]: no clause of this `match` is for `(triangle _ _ _)`
(define area2 (match-lambda ((circle r) (* r r)) ((or (square a) (triangle a _ _)) (* a a))))
(define (area3 s) (match s ((circle r) (* r r)) (_ 0)))
(define (area4 s) (match s ((circle r) (* r r)) ((square a) 0) (#f 0)))

;--- family-with-a-literal-or-a-guard
(define-record-family shape circle square)
(define-record-type circle (make-circle r) circle? (r circle-r))
(define-record-type square (make-square a) square? (a square-a))
(define (f s) (match s ((circle 1) 1) ((square a) 2)))
;              ^^^^^ warning[missing-record]: no clause of this `match` is for `(circle _)`
(define (g s) (match s ((circle r) (guard (> r 1)) 1) ((square a) 2)))
;              ^^^^^ warning[missing-record]: no clause of this `match` is for `(circle _)`
(define (h s) (match s ((circle (? number? r)) 1) ((square (a b)) 2)))
(define (i s) (match s ((square a) (guard (> a 1)) 1)))
;              ^^^^^ warning[missing-record]: no clause of this `match` is for `(circle _)`

;--- family-inside
(define-record-family tree leaf node)
(define-record-type leaf (make-leaf) leaf?)
(define-record-type node (make-node left right) node? (left node-left) (right node-right))
(define (f t) (match t ((leaf) 0) ((node (leaf) (node a b)) 1) ((node (node a b) _) 2)))
;              ^^^^^ warning[missing-record]: no clause of this `match` is for `(node (leaf) (leaf))`

;--- family-in-a-body
(define (f s)
  (define-record-type circle (make-circle r) circle? (r circle-r))
  (define-record-type square (make-square a) square? (a square-a))
  (define-record-family shape circle square)
  (match s ((circle 1) 1)))
;  ^^^^^ warning[missing-record]: no clause of this `match` is for `(circle _)`

;--- family-of-nothing
(define-record-family shape circle)
;                           ^^^^^^ error[malformed-syntax]: malformed `define-record-family`: expected the name of a record type
(define-record-family)
;^^^^^^^^^^^^^^^^^^^^^ error[malformed-syntax]: malformed `define-record-family`: expected (define-record-family name record-type ...)
