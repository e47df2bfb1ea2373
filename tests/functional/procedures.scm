; Procedures on procedures: edges, values, memory, and wrong arguments.

;--- composition-of-none-and-one
((compose) 5) ; => 5
(call-with-values (lambda () ((compose) 1 2)) list) ; => (1 2)
(eq? (compose car) car) ; => #t
((pipe) 5) ; => 5

;--- composition-passes-values
((compose + (lambda (x) (values x 1))) 5) ; => 6
((pipe floor/ list) 7 2) ; => (3 1)
((compose list values)) ; => ()
((compose 1+ 1+ 1+ +) 1 2) ; => 6

;--- composition-in-a-derivative
(derivative (compose sin (lambda (x) (* x x))) 0.0) ; => 0.0
(derivative (lambda (x) ((curry * 2) x 2.0)) 3.0) ; => 2.0

;--- predicates
((conjoin)) ; => #t
((conjoin number? (lambda (x) (* x 2))) 4) ; => 8
((disjoin)) ; => #f
((disjoin symbol? (lambda (x) (and (number? x) 'n))) 4) ; => n

;--- curry-waits-for-enough
(define f (curry (lambda (a b c) (list a b c))))
(f 1 2 3) ; => (1 2 3)
((f 1) 2 3) ; => (1 2 3)
(((f) 1 2) 3) ; => (1 2 3)
(define one (f 1))
(list ((one 2) 3) ((one 4) 5)) ; => ((1 2 3) (1 4 5))

;--- curry-passes-further-arguments
(((curry list 2) 1) 2 3) ; => (1 2 3)
((curry (lambda () 'now))) ; => now
(((curry 2 +) 1) 2) ; => 3
((curry (lambda (a . rest) (list a rest))) 1 2) ; => (1 (2))

;--- curry-of-any-number
(curry +)
; error: curry: the number of arguments must be given

;--- uncurry
((uncurry (lambda () 5))) ; => 5
((uncurry (curry list 3)) 1 2 3) ; => (1 2 3)

;--- flip-keeps-the-rest
((flip list) 1 2 3) ; => (2 1 3)

;--- converge-and-lift-take-several-arguments
((converge list + *) 3 4) ; => (7 12)
(((lift max) + *) 3 4) ; => 12

;--- iterate-counts
(iterate 1+ 0 0) ; => ()
(iterate 1+ 0 1) ; => (0)
(apply-n 1+ 0 5) ; => 5
(apply-n 1+ 100000 0) ; => 100000

;--- trampoline-runs-in-constant-space
(define (even-steps? n) (if (= n 0) #t (lambda () (odd-steps? (- n 1)))))
(define (odd-steps? n) (if (= n 0) #f (lambda () (even-steps? (- n 1)))))
(trampoline even-steps? 100000) ; => #t

;--- once-remembers
(define calls 0)
(define f (once (lambda (x) (set! calls (+ calls 1)) (* x x))))
(list (f 2) (f 3) calls) ; => (4 4 1)

;--- memoize-makes-fibonacci-linear
(define fibonacci (memoize (lambda (n) (if (< n 2) n (+ (fibonacci (- n 1)) (fibonacci (- n 2)))))))
(fibonacci 90) ; => 2880067194370816120

;--- memoize-tells-arguments-apart
(define calls 0)
(define f (memoize (lambda args (set! calls (+ calls 1)) (length args))))
(list (f) (f #f) (f '()) (f 1 2) (f '(1 2)) (f '(arguments 1 2)) (f 1 2) (f "a") (f "a")) ; => (0 1 1 2 1 1 2 1 1)
calls ; => 7

;--- memoize-in-derivatives
(define f (memoize (lambda (x) (* x x))))
(f 3.0) ; => 9.0
(derivative f 3.0) ; => 6.0
(derivative (derivative f) 3.0) ; => 2.0
(define g (memoize (lambda (v) (* (vector-ref v 0) (vector-ref v 1)))))
(g (vector 2.0 3.0)) ; => 6.0
(gradient g (vector 2.0 3.0)) ; => #(3.0 2.0)
(define h (memoize (lambda (v) (f64vector-ref v 0))))
(gradient h (f64vector 2.0 3.0)) ; => #f64(1.0 0.0)

;--- memoize-of-what-contains-itself
(define f (memoize (lambda (l) (car l))))
(define l (list 1 2))
(set-cdr! (cdr l) l)
(list (f l) (f l)) ; => (1 1)

;--- memoize-forgets-the-oldest
(define calls '())
(define f (memoize-with-limit (lambda (x) (set! calls (cons x calls)) (* x x)) 2))
(map f '(1 2 1 3 1 2 2)) ; => (1 4 1 9 1 4 4)
(reverse calls) ; => (1 2 3 2)

;--- memoize-for-a-time
(define calls 0)
(define f (memoize-with-ttl (lambda (x) (set! calls (+ calls 1)) x) 3600))
(define g (memoize-with-ttl (lambda (x) (set! calls (+ calls 1)) x) 0))
(f 1) (f 1)
calls ; => 1
(g 1) (g 1)
calls ; => 3

;--- many-remembered
(define f (memoize-with-limit square 100))
(apply + (map f (iota 10000))) ; => 333283335000

;--- threading-nests
(-> '(1 2) cdr car (- 5)) ; => -3
(-> 5) ; => 5
(->> 5 (- 2) (list 'a 'b)) ; => (a b -3)
(as-> '(1 2 3) l (cdr l) (append l l)) ; => (2 3 2 3)

;--- definitions-of-a-program-win
(define (compose f g) 'mine)
(define (-> a) (list 'arrow a))
(define some 5)
(define-syntax ->> (syntax-rules () ((_ a) 'syntax)))
(list (compose car cdr) (-> 1) some (->> x)) ; => (mine (arrow 1) 5 syntax)
(let ((none 1) (partition-by 2)) (+ none partition-by)) ; => 3

;--- bad-compose
(compose car 5)
; error: compose: argument 2 must be a procedure, found 5

;--- bad-compose-of-many
(compose car cdr "x" cdr)
; error: compose: argument 3 must be a procedure, found "x"

;--- bad-pipe
(pipe 5)
; error: pipe: argument 1 must be a procedure, found 5

;--- bad-curry
(curry car -1)
; error: curry: argument 2 must be an exact integer that is not negative, found -1

;--- bad-partial
(partial 'f 1)
; error: partial: argument 1 must be a procedure, found f

;--- bad-apply-n
(apply-n car 1.5 '())
; error: apply-n: argument 2 must be an exact integer that is not negative, found 1.5

;--- bad-memoize
(memoize 5)
; error: memoize: argument 1 must be a procedure, found 5

;--- bad-limit
(memoize-with-limit car 0)
; error: memoize-with-limit: argument 2 must be a positive exact integer, found 0

;--- bad-ttl
(memoize-with-ttl car 'soon)
; error: memoize-with-ttl: argument 2 must be a number of seconds, found soon

;--- bad-spread
((spread +) 5)
; error: the spread procedure: argument 1 must be a list, found 5

;--- bad-others
(define (message thunk) (guard (e ((error-object? e) (error-object-message e))) (thunk)))
(message (lambda () (flip 5))) ; => "flip: argument 1 must be a procedure, found"
(message (lambda () (juxt car 5))) ; => "juxt: argument 2 must be a procedure, found"
(message (lambda () (complement 5))) ; => "complement: argument 1 must be a procedure, found"
(message (lambda () (conjoin 5))) ; => "conjoin: argument 1 must be a procedure, found"
(message (lambda () (disjoin 5))) ; => "disjoin: argument 1 must be a procedure, found"
(message (lambda () (on = 5))) ; => "on: argument 2 must be a procedure, found"
(message (lambda () (converge + car 5))) ; => "converge: argument 3 must be a procedure, found"
(message (lambda () (lift 5))) ; => "lift: argument 1 must be a procedure, found"
(message (lambda () (tap 5 1))) ; => "tap: argument 1 must be a procedure, found"
(message (lambda () (partial-right 5))) ; => "partial-right: argument 1 must be a procedure, found"
(message (lambda () (uncurry 5))) ; => "uncurry: argument 1 must be a procedure, found"
(message (lambda () (gather 5))) ; => "gather: argument 1 must be a procedure, found"
(message (lambda () (unary 5))) ; => "unary: argument 1 must be a procedure, found"
(message (lambda () (thunk 5))) ; => "thunk: argument 1 must be a procedure, found"
(message (lambda () (iterate 5 1 1))) ; => "iterate: argument 1 must be a procedure, found"
(message (lambda () (iterate-until car 5 1))) ; => "iterate-until: argument 2 must be a procedure, found"
(message (lambda () (fixpoint car 1 5))) ; => "fixpoint: argument 3 must be a procedure, found"
(message (lambda () (trampoline 5))) ; => "trampoline: argument 1 must be a procedure, found"
(message (lambda () (once 5))) ; => "once: argument 1 must be a procedure, found"
