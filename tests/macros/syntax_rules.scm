; syntax-rules.

;--- swap
(define-syntax swap!
  (syntax-rules () ((_ a b) (let ((tmp a)) (set! a b) (set! b tmp)))))
(define x 1)
(define y 2)
(swap! x y)
(list x y) ; => (2 1)

;--- introduced-binding-does-not-capture
(define-syntax swap!
  (syntax-rules () ((_ a b) (let ((tmp a)) (set! a b) (set! b tmp)))))
(let ((tmp 1) (other 2))
  (swap! tmp other)
  (list tmp other)) ; => (2 1)

;--- my-or
(define-syntax my-or
  (syntax-rules ()
    ((_) #f)
    ((_ e) e)
    ((_ e r ...) (let ((t e)) (if t t (my-or r ...))))))
(let ((t 5)) (my-or #f t)) ; => 5

;--- free-name-refers-to-the-definition
(define (helper x) (* x 10))
(define-syntax use (syntax-rules () ((_ e) (helper e))))
(let ((helper (lambda (x) 'wrong))) (use 4)) ; => 40

;--- local-if-is-not-captured
(define-syntax my-if (syntax-rules () ((_ c a b) (cond (c a) (else b)))))
(let ((if list) (cond 'x)) (my-if #t 1 2)) ; => 1
(let ((else #f)) (my-if #f 1 2)) ; => 2

;--- ellipsis
(define-syntax my-list (syntax-rules () ((_ e ...) (list e ...))))
(my-list) ; => ()
(my-list 1 (+ 1 1) 3) ; => (1 2 3)

;--- ellipsis-with-structure
(define-syntax my-let
  (syntax-rules () ((_ ((name value) ...) body ...) ((lambda (name ...) body ...) value ...))))
(my-let ((a 1) (b 2)) (set! a 10) (+ a b)) ; => 12

;--- nested-ellipsis
(define-syntax flatten-all
  (syntax-rules () ((_ (a b ...) ...) '(a ... (b ... ) ...))))
(flatten-all (1 2 3) (4) (5 6)) ; => (1 4 5 (2 3) () (6))

;--- nested-ellipsis-flattened
(define-syntax splice (syntax-rules () ((_ (a ...) ...) '(a ... ...))))
(splice (1 2) () (3)) ; => (1 2 3)

;--- tail-pattern
(define-syntax last (syntax-rules () ((_ first ... end) 'end)))
(list (last 1) (last 1 2 3)) ; => (1 3)
(define-syntax ends (syntax-rules () ((_ a b ... c d) '(a (b ...) c d))))
(ends 1 2 3) ; => (1 () 2 3)
(ends 1 2 3 4 5) ; => (1 (2 3) 4 5)

;--- dotted-pattern
(define-syntax rest (syntax-rules () ((_ a . b) 'b)))
(rest 1 2 3) ; => (2 3)
(rest 1) ; => ()
(define-syntax dotted (syntax-rules () ((_ (a ... . b)) '((a ...) b))))
(dotted (1 2 . 3)) ; => ((1 2) 3)
(dotted (1 2)) ; => ((1 2) ())

;--- vector-pattern
(define-syntax vec (syntax-rules () ((_ #(a b ...)) '(a (b ...)))))
(vec #(1 2 3)) ; => (1 (2 3))
(define-syntax to-vec (syntax-rules () ((_ a ...) #(a ... end))))
(to-vec 1 2) ; => #(1 2 end)

;--- literals
(define-syntax for
  (syntax-rules (in from to)
    ((_ x in items body ...) (for-each (lambda (x) body ...) items))
    ((_ x from a to b body ...) (do ((x a (+ x 1))) ((> x b)) body ...))))
(for x in '(a b) (display x))
; prints: ab
(for i from 1 to 3 (display i))
; prints: 123

;--- literal-must-have-the-same-binding
(define-syntax is-else (syntax-rules (else) ((_ else) 'literal) ((_ x) 'other)))
(is-else else) ; => literal
(let ((else 1)) (is-else else)) ; => other

;--- data-in-patterns
(define-syntax zero (syntax-rules () ((_ 0) 'zero) ((_ "s") 'string) ((_ #\c) 'char) ((_ #t) 'true) ((_ x) 'other)))
(list (zero 0) (zero "s") (zero #\c) (zero #t) (zero 1)) ; => (zero string char true other)

;--- custom-ellipsis
(define-syntax my-list (syntax-rules ::: () ((_ e :::) (list e ::: '...))))
(my-list 1 2) ; => (1 2 ...)

;--- escaped-ellipsis
(define-syntax dots (syntax-rules () ((_ a ...) '(a ... (... ...)))))
(dots 1 2) ; => (1 2 ...)

;--- macro-that-defines-a-macro
(define-syntax define-constant-macro
  (syntax-rules () ((_ name value) (define-syntax name (syntax-rules () ((_) value))))))
(define-constant-macro five 5)
(five) ; => 5

;--- macro-defining-macro-with-ellipsis
(define-syntax be-like-begin
  (syntax-rules ()
    ((_ name) (define-syntax name (syntax-rules () ((_ expr (... ...)) (begin expr (... ...))))))))
(be-like-begin sequence)
(sequence 1 2 3 4) ; => 4

;--- underscore
(define-syntax second (syntax-rules () ((_ _ b . _) 'b)))
(second 1 2 3) ; => 2

;--- let-syntax
(let-syntax ((given (syntax-rules () ((_ x) (list 'given x))))) (given 5)) ; => (given 5)
(let ((x 'outer))
  (let-syntax ((m (syntax-rules () ((m) x))))
    (let ((x 'inner)) (m)))) ; => outer

;--- letrec-syntax
(letrec-syntax
  ((my-or (syntax-rules () ((_) #f) ((_ e) e) ((_ e1 e2 ...) (let ((temp e1)) (if temp temp (my-or e2 ...)))))))
  (let ((x #f) (y 7) (temp 8) (let odd?) (if even?))
    (my-or x (let temp) (if y) y))) ; => 7

;--- internal-define-syntax
(define (f x)
  (define-syntax double (syntax-rules () ((_ e) (* 2 e))))
  (define y (double x))
  (+ y 1))
(f 10) ; => 21

;--- macro-expands-into-definitions
(define-syntax define-two (syntax-rules () ((_ a b v) (begin (define a v) (define b (+ a 1))))))
(define-two p q 10)
(list p q) ; => (10 11)
(define (f) (define-two x y 1) (list x y))
(f) ; => (1 2)

;--- introduced-definitions-are-renamed
(define-syntax define-hidden (syntax-rules () ((_ get v) (begin (define hidden v) (define (get) hidden)))))
(define hidden 'mine)
(define (f)
  (define-hidden get 'theirs)
  (list (get) hidden))
(f) ; => (theirs mine)

;--- recursive-macro
(define-syntax count (syntax-rules () ((_) 0) ((_ x y ...) (+ 1 (count y ...)))))
(count a b c d) ; => 4

;--- while
(define-syntax while
  (syntax-rules () ((_ condition body ...) (let loop () (when condition body ... (loop))))))
(define i 0)
(while (< i 3) (display i) (set! i (+ i 1)))
; prints: 012

;--- keyword-shadowed-by-variable
(define-syntax m (syntax-rules () ((_) 'macro)))
(let ((m (lambda () 'procedure))) (m)) ; => procedure

;--- quoted-symbols-lose-their-marks
(define-syntax name (syntax-rules () ((_ x) '(x tmp))))
(equal? (name a) '(a tmp)) ; => #t

;--- be-careful-with-evaluation-order
(define-syntax my-cond
  (syntax-rules (else)
    ((_ (else e)) e)
    ((_ (c e) clause ...) (if c e (my-cond clause ...)))))
(define (f x) (my-cond ((< x 0) 'neg) ((= x 0) 'zero) (else 'pos)))
(map f '(-1 0 1)) ; => (neg zero pos)

;--- macro-uses-a-later-definition
(define-syntax call-later (syntax-rules () ((_) (later))))
(define (f) (call-later))
(define (later) 'found)
(f) ; => found

;--- nested-macros-and-names
(define-syntax my-let2 (syntax-rules () ((_ n v body) (let ((n v)) body))))
(define-syntax add-tmp (syntax-rules () ((_ e) (my-let2 tmp 10 (+ tmp e)))))
(let ((tmp 1)) (add-tmp tmp)) ; => 11

;--- loop-with-break
(define-syntax loop-until
  (syntax-rules () ((_ var init test step) (let again ((var init)) (if test var (again step))))))
(let ((again 5)) (loop-until x 0 (> x again) (+ x 2))) ; => 6

;--- macro-in-operator-position-of-macro
(define-syntax apply-macro (syntax-rules () ((_ m arg ...) (m arg ...))))
(apply-macro when #t 1 2) ; => 2

;--- dotted-use
(define-syntax m (syntax-rules () ((_ #(a ...) . r) '(r a ...))))
(m #(1 2 3) x y . z) ; => ((x y . z) 1 2 3)

;--- nested-ellipsis-depth-three
(define-syntax nest (syntax-rules () ((_ ((a ...) ...) ...) '(a ... ... ...))))
(nest ((1 2) (3)) ((4) () (5 6))) ; => (1 2 3 4 5 6)

;--- ellipsis-between-patterns
(define-syntax m (syntax-rules () ((_ (a b ... c) ...) '((a c (b ...)) ...))))
(m (1 2 3 4) (5 6) (7 8 9)) ; => ((1 4 (2 3)) (5 6 ()) (7 9 (8)))
