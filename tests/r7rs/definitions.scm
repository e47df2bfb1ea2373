; R7RS sections 4.3 and 5: macros, program structure.

;--- let-syntax
(let-syntax ((given-that (syntax-rules () ((_ test stmt1 stmt2 ...) (if test (begin stmt1 stmt2 ...))))))
  (let ((if #t)) (given-that if (set! if 'now)) if)) ; => now
(let ((x 'outer)) (let-syntax ((m (syntax-rules () ((m) x)))) (let ((x 'inner)) (m)))) ; => outer

;--- let-syntax-body-of-definitions
(define (f)
  (let-syntax ((def (syntax-rules () ((_ n v) (define n v)))))
    (def a 1)
    (def b 2)
    (+ a b)))
(f) ; => 3

;--- letrec-syntax
(letrec-syntax
    ((my-or (syntax-rules () ((my-or) #f) ((my-or e) e)
                          ((my-or e1 e2 ...) (let ((temp e1)) (if temp temp (my-or e2 ...)))))))
  (let ((x #f) (y 7) (temp 8) (let odd?) (if even?)) (my-or x (let temp) (if y) y))) ; => 7

;--- let-syntax-does-not-see-itself
(define-syntax m (syntax-rules () ((_) 'outer)))
(let-syntax ((m (syntax-rules () ((_ x) (m)))))
  (m 1)) ; => outer

;--- be-like-begin
(define-syntax be-like-begin
  (syntax-rules () ((be-like-begin name) (define-syntax name (syntax-rules () ((name expr (... ...)) (begin expr (... ...))))))))
(be-like-begin sequence)
(sequence 1 2 3 4) ; => 4

;--- hygiene
(let ((=> #f)) (cond (#t => 'ok))) ; => ok
(define-syntax swap! (syntax-rules () ((_ a b) (let ((tmp a)) (set! a b) (set! b tmp)))))
(let ((tmp 1) (other 2)) (swap! tmp other) (list tmp other)) ; => (2 1)

;--- tail-patterns
(define-syntax tail (syntax-rules () ((_ a ... b c) '(b c (a ...)))))
(tail 1 2 3 4) ; => (3 4 (1 2))
(tail 1 2) ; => (1 2 ())
(define-syntax dotted (syntax-rules () ((_ a ... b . c) '((a ...) b c))))
(dotted 1 2 3) ; => ((1 2) 3 ())
(dotted 1 2 . 3) ; => ((1) 2 3)
(define-syntax vec (syntax-rules () ((_ #(a b ... c)) '(a (b ...) c))))
(vec #(1 2 3 4)) ; => (1 (2 3) 4)

;--- ellipsis-of-another-name
(define-syntax my-list (syntax-rules ::: () ((_ x :::) (list x ::: '...))))
(my-list 1 2) ; => (1 2 ...)
(define-syntax pairs (syntax-rules () ((_ (a b ...) ...) '((a ...) (b ... ...)))))
(pairs (1 2 3) (4) (5 6)) ; => ((1 4 5) (2 3 6))

;--- underscore-and-literals
(define-syntax second-of (syntax-rules () ((_ _ x _) x)))
(second-of 1 2 3) ; => 2
(define-syntax lit (syntax-rules (else) ((_ else) 'else) ((_ x) 'other)))
(list (lit else) (lit 1) (let ((else 1)) (lit else))) ; => (else other other)

;--- ellipsis-as-literal
(define-syntax elli (syntax-rules (...) ((_ ...) 'dots) ((_ x) 'other)))
(list (elli ...) (elli 1)) ; => (dots other)

;--- literal-underscore
(define-syntax under (syntax-rules (_) ((under _) 'underscore) ((under x) 'other)))
(list (under _) (under 1)) ; => (underscore other)

;--- syntax-error
(define-syntax only-pairs
  (syntax-rules () ((_ (a b)) '(a b)) ((_ x) (syntax-error "only-pairs: not a pair" x))))
(only-pairs (1 2)) ; => (1 2)
(only-pairs 5)
;^^^^^^^^^^^^^ error[syntax-error]: only-pairs: not a pair 5

;--- define-values
(define-values (x y) (exact-integer-sqrt 17))
(list x y) ; => (4 1)
(define-values (a b . c) (values 1 2 3 4))
(list a b c) ; => (1 2 (3 4))
(define-values all (values 1 2))
all ; => (1 2)
(let () (define-values (x y) (values 1 2)) (define-values (z . w) (values 3 4)) (list x y z w)) ; => (1 2 3 (4))

;--- definitions-in-bodies
(let ((x 5))
  (define foo (lambda (y) (bar x y)))
  (define bar (lambda (a b) (+ (* a b) a)))
  (foo (+ x 3))) ; => 45
(let () (begin (define a 1) (define b (+ a 1))) (* a b)) ; => 2
(let ((x 1) (y 2))
  (define-syntax swap! (syntax-rules () ((swap! a b) (let ((tmp a)) (set! a b) (set! b tmp)))))
  (swap! x y)
  (list x y)) ; => (2 1)

;--- records
(define-record-type <pare> (kons x y) pare? (x kar set-kar!) (y kdr))
(pare? (kons 1 2)) ; => #t
(pare? (cons 1 2)) ; => #f
(kar (kons 1 2)) ; => 1
(kdr (kons 1 2)) ; => 2
(let ((k (kons 1 2))) (set-kar! k 3) (kar k)) ; => 3
(vector? (kons 1 2)) ; => #f
(procedure? kons) ; => #t
(define-record-type point (make-point y) point? (x point-x set-point-x!) (y point-y))
(let ((p (make-point 1))) (set-point-x! p 2) (list (point-x p) (point-y p))) ; => (2 1)

;--- record-without-constructor
(define-record-type thing #f thing? (a thing-a))
(thing? 1) ; => #f

;--- record-with-all-fields
(define-record-type thing make-thing thing? (a thing-a) (b thing-b))
(thing-b (make-thing 1 2)) ; => 2

;--- accessor-of-another-type
(define-record-type a (make-a x) a? (x a-x))
(define-record-type b (make-b x) b? (x b-x))
(a-x (make-b 1))
; error: record of type a

;--- begin-at-top-level
(begin (define x 1) (define y 2))
(+ x y) ; => 3
(begin)

;--- include
(include "part.scm")
(+ included-a 1) ; => 42
(let () (include "part.scm") included-a) ; => 41
;-- file part.scm
(define included-a 41)

;--- include-ci
(include-ci "part.scm")
(+ included-a 1) ; => 42
;-- file part.scm
(DEFINE Included-A 41)

;--- cond-expand
(cond-expand (r7rs 'yes) (else 'no)) ; => yes
(cond-expand ((not r7rs) 'no) (else 'yes)) ; => yes
(cond-expand ((and r7rs (library (scheme base))) 'yes) (else 'no)) ; => yes
(cond-expand ((library (no such library)) 'yes) (else 'no)) ; => no
(cond-expand ((or no-such-feature full-unicode) 'yes) (else 'no)) ; => yes
(cond-expand ((and) 'yes) (else 'no)) ; => yes
(cond-expand ((or) 'yes) (else 'no)) ; => no
(cond-expand (exact-closed (define x 1)) (else (define x 2)))
x ; => 1
(define (f) (cond-expand (ratios (define y 2))) (+ y 1))
(f) ; => 3
(cond-expand ((not (library (scheme base)))) (else 1)) ; => 1

;--- cond-expand-matches-features
(define-syntax known (syntax-rules () ((_ name ...) (list (cons 'name (cond-expand (name #t) (else #f))) ...))))
(define table
  (known r7rs exact-closed exact-complex ieee-float full-unicode ratios posix windows unix darwin gnu-linux bsd i386
         x86-64 aarch64 ppc sparc jvm clr llvm ilp32 lp64 ilp64 big-endian little-endian fluxion no-such-feature))
(let loop ((t table))
  (cond ((null? t) 'same)
        ((eq? (cdar t) (and (memq (caar t) (features)) #t)) (loop (cdr t)))
        (else (car t)))) ; => same
(cdr (assq 'no-such-feature table)) ; => #f

;--- ellipsis-bound-as-a-variable
(let ((... 2)) (let-syntax ((s (syntax-rules () ((_ x ...) 'pattern) ((_ . r) 'shadowed)))) (s a b c))) ; => shadowed

;--- patterns-with-items-behind-an-ellipsis
(define-syntax part
  (syntax-rules ()
    ((_ (a b (m n) ... x y . rest)) (vector (list a b) (list m ...) (list n ...) (list x y) 'rest))
    ((_ . other) 'error)))
(part (10 (+ 21 22) (31 32) (41 42) (51 52) (+ 61 2) 77)) ; => #((10 43) (31 41 51) (32 42 52) (63 77) ())
(part (10 (+ 21 22) (31 32) (+ 61 2) 77 . "tail")) ; => #((10 43) (31) (32) (63 77) "tail")

;--- macros-that-define-macros
(define-syntax jabberwocky
  (syntax-rules () ((_ hatter) (begin (define march-hare 42) (define-syntax hatter (syntax-rules () ((_) march-hare)))))))
(jabberwocky mad-hatter)
(mad-hatter) ; => 42
(define-syntax like-begin
  (syntax-rules () ((_ name) (define-syntax name (... (syntax-rules () ((name expr ...) (begin expr ...))))))))
(like-begin sequence)
(sequence 1 2 3) ; => 3
(define-syntax escaped (syntax-rules () ((_) '(... ...)) ((_ x) '(... (x ...))) ((_ x y) '(... (... x y)))))
(list (escaped) (escaped 1) (escaped 1 2)) ; => (... (1 ...) (... 1 2))
