; R7RS chapter 4: expression types.

;--- literals
'a ; => a
'#(a b c) ; => #(a b c)
'() ; => ()
'(+ 1 2) ; => (+ 1 2)
''a ; => 'a
(equal? ''a '(quote a)) ; => #t
'"abc" ; => "abc"
'#\a ; => #\a
'#t ; => #t
'#true ; => #t
'#false ; => #f
'#u8(64 65) ; => #u8(64 65)
#u8(0 255) ; => #u8(0 255)
#(1 "a") ; => #(1 "a")

;--- formals
((lambda x x) 3 4 5 6) ; => (3 4 5 6)
((lambda (x y . z) z) 3 4 5 6) ; => (5 6)
((lambda (x y . z) z) 3 4) ; => ()

;--- cond-arrow
(cond ((assv 'b '((a 1) (b 2))) => cadr) (else #f)) ; => 2
(cond ((memv 3 '(1 2))) ((memv 2 '(1 2 3))) (else 'none)) ; => (2 3)
(cond (#f 1) (else 2 3)) ; => 3

;--- case
(case (* 2 3) ((2 3 5 7) 'prime) ((1 4 6 8 9) 'composite)) ; => composite
(case (car '(c d)) ((a e i o u) 'vowel) ((w y) 'semivowel) (else => (lambda (x) x))) ; => c
(case 5 ((1 2) 'small) ((5) => (lambda (n) (* n n))) (else 'other)) ; => 25
(case '() ((()) 'null) (else 'other)) ; => null
(case #\x ((#\y) 1) ((#\x #\z) 2)) ; => 2
(case "a" (("a") 1) (else 2)) ; => 2
(case 100000000000000000000 ((100000000000000000000) 'big) (else 'other)) ; => big

;--- and-or
(and 1 2 'c '(f g)) ; => (f g)
(and) ; => #t
(or) ; => #f
(or (memq 'b '(a b c)) (/ 3 0)) ; => (b c)

;--- let-forms
(let ((x 2) (y 3)) (let* ((x 7) (z (+ x y))) (* z x))) ; => 70
(letrec ((even? (lambda (n) (if (zero? n) #t (odd? (- n 1)))))
         (odd? (lambda (n) (if (zero? n) #f (even? (- n 1))))))
  (even? 88)) ; => #t
(letrec* ((p (lambda (x) (+ 1 (q (- x 1)))))
          (q (lambda (y) (if (zero? y) 0 (+ 1 (p (- y 1))))))
          (x (p 5))
          (y x))
  y) ; => 5
(let* () 5) ; => 5
(let* ((x 1) (x (+ x 1))) x) ; => 2

;--- values-forms
(let-values (((root rem) (exact-integer-sqrt 32))) (* root rem)) ; => 35
(let ((a 'a) (b 'b) (x 'x) (y 'y))
  (let*-values (((a b) (values x y)) ((x y) (values a b)))
    (list a b x y))) ; => (x y x y)
(let-values (((a . rest) (values 1 2 3)) (all (values 4 5))) (list a rest all)) ; => (1 (2 3) (4 5))
(let*-values (((a) (values 1)) ((b . c) (values (+ a 1) 3)) (d (values))) (list a b c d)) ; => (1 2 (3) ())
(let-values () 1) ; => 1
(let*-values () 1) ; => 1

;--- do
(do ((vec (make-vector 5)) (i 0 (+ i 1))) ((= i 5) vec) (vector-set! vec i i)) ; => #(0 1 2 3 4)
(let ((x '(1 3 5 7 9))) (do ((x x (cdr x)) (sum 0 (+ sum (car x)))) ((null? x) sum))) ; => 25
(do ((i 0 (+ i 1)) (k 'same)) ((= i 3) k)) ; => same
(let ((n 0)) (do ((i 0 (+ i 1))) ((= i 4)) (set! n (+ n i))) n) ; => 6
(let ((fs '())) (do ((i 0 (+ i 1))) ((= i 3)) (set! fs (cons (lambda () i) fs))) (map (lambda (f) (f)) fs)) ; => (2 1 0)

;--- named-let
(let loop ((numbers '(3 -2 1 6 -5)) (nonneg '()) (neg '()))
  (cond ((null? numbers) (list nonneg neg))
        ((>= (car numbers) 0) (loop (cdr numbers) (cons (car numbers) nonneg) neg))
        (else (loop (cdr numbers) nonneg (cons (car numbers) neg))))) ; => ((6 1 3) (-5 -2))

;--- delayed
(define integers (letrec ((next (lambda (n) (delay (cons n (next (+ n 1))))))) (next 0)))
(define (head stream) (car (force stream)))
(define (tail stream) (cdr (force stream)))
(head (tail (tail integers))) ; => 2
(define (stream-filter p? s)
  (delay-force
   (if (null? (force s))
       (delay '())
       (let ((h (car (force s))) (t (cdr (force s))))
         (if (p? h) (delay (cons h (stream-filter p? t))) (stream-filter p? t))))))
(head (tail (tail (stream-filter odd? integers)))) ; => 5
(define count 0)
(define p (delay (begin (set! count (+ count 1)) (if (> count x) count (force p)))))
(define x 5)
(promise? p) ; => #t
(force p) ; => 6
(begin (set! x 10) (force p)) ; => 6
(force 7) ; => 7
(force (make-promise 8)) ; => 8
(promise? (make-promise (make-promise 1))) ; => #t
(force (make-promise (make-promise 1))) ; => 1
(let ((p (delay 1))) (eq? p (make-promise p))) ; => #t
(promise? 1) ; => #f

;--- delay-force-in-constant-space
(define (loop n) (if (= n 0) (delay 'done) (delay-force (loop (- n 1)))))
(force (loop 1000000)) ; => done

;--- delayed-reentry
(define q (delay (begin (set! n (+ n 1)) (if (= n 1) (force q) n))))
(define n 0)
(force q) ; => 2
(force q) ; => 2

;--- parameters
(define radix (make-parameter 10 (lambda (x) (if (and (exact-integer? x) (<= 2 x 16)) x (error "invalid radix")))))
(define (f n) (number->string n (radix)))
(f 12) ; => "12"
(parameterize ((radix 2)) (f 12)) ; => "1100"
(f 12) ; => "12"
(guard (e (#t (error-object-message e))) (parameterize ((radix 0)) (f 12))) ; => "invalid radix"
(radix) ; => 10
(define a (make-parameter 1))
(define b (make-parameter 2))
(parameterize ((a (b)) (b (a))) (list (a) (b))) ; => (2 1)
(parameterize () 5) ; => 5
(parameterize ((a 5)) (define z (a)) (+ z 1)) ; => 6

;--- parameter-converter-is-not-applied-on-the-way-back
(define calls '())
(define p (make-parameter 1 (lambda (x) (set! calls (cons x calls)) (list x))))
(p) ; => (1)
(parameterize ((p 2)) (p)) ; => (2)
(p) ; => (1)
calls ; => (2 1)

;--- parameterize-and-continuations
(define p (make-parameter 0))
(define k #f)
(define trace '())
(let ((again #t))
  (parameterize ((p 1))
    (call/cc (lambda (c) (set! k c)))
    (set! trace (cons (p) trace)))
  (set! trace (cons (p) trace))
  (if again (begin (set! again #f) (k #f))))
trace ; => (0 1 0 1)

;--- guard
(guard (condition ((assq 'a condition) => cdr) ((assq 'b condition))) (raise (list (cons 'a 42)))) ; => 42
(guard (condition ((assq 'a condition) => cdr) ((assq 'b condition))) (raise (list (cons 'b 23)))) ; => (b . 23)
(guard (e ((symbol? e) (list 'symbol e))) (guard (e ((string? e) 'string)) (raise 'boom))) ; => (symbol boom)
(guard (e (#f 'never) (else 1 2)) (raise 'x)) ; => 2
(guard (e ((eq? e 'x))) (raise 'x)) ; => #t

;--- guard-reraise-in-dynamic-wind
(define trace '())
(define (note x) (set! trace (cons x trace)))
(guard (e (#t (note (list 'outer e))))
  (guard (e ((number? e) (note 'wrong)))
    (dynamic-wind (lambda () (note 'in)) (lambda () (raise 'oops)) (lambda () (note 'out)))))
(reverse trace) ; => (in out in out (outer oops))

;--- quasiquote
`(list ,(+ 1 2) 4) ; => (list 3 4)
(let ((name 'a)) `(list ,name ',name)) ; => (list a 'a)
`(a ,(+ 1 2) ,@(map abs '(4 -5 6)) b) ; => (a 3 4 5 6 b)
`((foo ,(- 10 3)) ,@(cdr '(c)) . ,(car '(cons))) ; => ((foo 7) . cons)
`#(10 5 ,(sqrt 4) ,@(map sqrt '(16 9)) 8) ; => #(10 5 2 4 3 8)
(let ((foo '(foo bar)) (@baz 'baz)) `(list ,@foo , @baz)) ; => (list foo bar baz)
`(a `(b ,(foo ,(+ 1 3) d) e) f) ; => (a `(b ,(foo 4 d) e) f)
(let ((name1 'x) (name2 'y)) `(a `(b ,,name1 ,',name2 d) e)) ; => (a `(b ,x ,'y d) e)
(quasiquote (list (unquote (+ 1 2)) 4)) ; => (list 3 4)
'(quasiquote (list (unquote (+ 1 2)) 4)) ; => `(list ,(+ 1 2) 4)
`(1 . ,(+ 1 1)) ; => (1 . 2)
`(1 ,@'() . 2) ; => (1 . 2)
`(1 `,@(2 ,@(list 3 4))) ; => (1 `,@(2 3 4))
`,(+ 1 2) ; => 3
`(,@'(1 2) . 3) ; => (1 2 . 3)
`x ; => x

;--- quasiquote-vectors
`#(a `#(b ,(c ,(+ 1 2)))) ; => #(a `#(b ,(c 3)))
`#() ; => #()
`#(,@'(1 2) ,@'(3)) ; => #(1 2 3)
`(1 #(2 ,(+ 1 2)) "s" #\c) ; => (1 #(2 3) "s" #\c)

;--- case-lambda
(define range
  (case-lambda ((e) (range 0 e)) ((b e) (do ((r '() (cons e r)) (e (- e 1) (- e 1))) ((< e b) r)))))
(range 3) ; => (0 1 2)
(range 3 5) ; => (3 4)
(define f (case-lambda ((a) 'one) ((a b . c) (list 'many c)) (rest 'none)))
(list (f) (f 1) (f 1 2) (f 1 2 3)) ; => (none one (many ()) (many (3)))

;--- case-lambda-without-a-match
((case-lambda ((a) 1) ((a b) 2)))
; error: argument

;--- when-unless
(when (> 1 0) 'a 'b) ; => b
(unless (> 0 1) 'a 'b) ; => b

;--- assignment
(define x 2)
(+ x 1) ; => 3
(set! x 4)
(+ x 1) ; => 5
