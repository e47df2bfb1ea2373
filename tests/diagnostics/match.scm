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
