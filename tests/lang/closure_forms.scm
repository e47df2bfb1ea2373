; What the optimiser of closures does to programs must not show.

;--- procedure-passed-on-unchanged
(define (keep p l)
  (cond ((null? l) '())
        ((p (car l)) (cons (car l) (keep p (cdr l))))
        (else (keep p (cdr l)))))
(define (above n l) (keep (lambda (x) (> x n)) l))
(above 2 '(1 2 3 4)) ; => (3 4)
(keep even? '(1 2 3 4)) ; => (2 4)

;--- procedure-passed-on-or-replaced
(define (walk f n)
  (cond ((= n 0) (f 0))
        ((even? n) (walk f (- n 1)))
        (else (walk (lambda (x) (+ 1 (f x))) (- n 1)))))
(define (start k) (walk (lambda (x) (* 10 (+ x k))) 5))
(start 2) ; => 23

;--- procedure-passed-on-and-stored
(define stored '())
(define (each f n)
  (if (> n 0) (begin (f n) (set! stored (cons f stored)) (each f (- n 1)))))
(define (run k) (let ((sum 0)) (each (lambda (x) (set! sum (+ sum (* k x)))) 3) sum))
(run 2) ; => 12
(eq? (car stored) (cadr stored)) ; => #t

;--- two-procedures-passed-on
(define (fold2 f g a l)
  (if (null? l) a (fold2 f g (f a (g (car l))) (cdr l))))
(define (weigh w l) (fold2 (lambda (a x) (+ a x)) (lambda (x) (* w x)) 0 l))
(weigh 3 '(1 2 3)) ; => 18
(fold2 - (lambda (x) x) 10 '(1 2)) ; => 7

;--- specialised-procedure-with-wrong-number-of-arguments
(define (each f n) (if (> n 0) (begin (f n) (each f (- n 1)))))
(each (lambda (x y) x) 1) ; error: a procedure takes 2 arguments, but was called with 1

;--- passed-on-not-in-tail-position
(define (depth f t) (if (pair? t) (+ 1 (max (depth f (car t)) (depth f (cdr t)))) (f t)))
(define (run k) (depth (lambda (x) (if (eqv? x k) 100 0)) '((1 . 2) . (3 . (4 . 5)))))
(list (run 5) (run 6)) ; => (103 3)

;--- call-of-what-a-call-returns
(define (adder n) (lambda (x) (+ x n)))
(define (add3 a) (lambda (b) (lambda (c) (list a b c))))
((adder 1) 2) ; => 3
(define (run x) (((add3 (* x 2)) (+ x 1)) x))
(run 5) ; => (10 6 5)
((lambda (f . rest) (f rest)) length 1 2 3) ; => 3

;--- order-of-effects-in-a-curried-call
(define trace '())
(define (note x) (set! trace (cons x trace)) x)
(define (pair-with a) (note 'body) (lambda (b) (cons a b)))
((pair-with (note 'a)) (note 'b)) ; => (a . b)
(reverse trace) ; => (a body b)

;--- lambda-bound-behind-a-let
(define (make n)
  (let ((f (let ((m (* n 2))) (lambda (x) (+ x m)))))
    (list (f 1) (f 2))))
(make 10) ; => (21 22)

;--- lambda-behind-a-let-with-an-assigned-variable
(define (make n)
  (let* ((count 0)
         (next (let ((step (+ n 1))) (lambda () (set! count (+ count step)) count))))
    (next)
    (next)
    (list count (next))))
(make 1) ; => (4 6)

;--- composed
(define (compose f g) (lambda (x) (f (g x))))
(define (run a b) ((compose (lambda (x) (* x a)) (compose (lambda (x) (+ x b)) -)) 7))
(run 3 10) ; => 9

;--- box-in-a-register
(define (statistics l)
  (let ((sum 0) (least 1e9) (none #t))
    (for-each (lambda (x) (set! none #f) (set! sum (+ sum x)) (if (< x least) (set! least x))) l)
    (list sum least none)))
(statistics '(3 1.5 2)) ; => (6.5 1.5 #f)
(statistics '()) ; => (0 1000000000.0 #t)
(define (big n) (let ((x 1)) (do ((i 0 (+ i 1))) ((= i n) x) (set! x (* x 3)))))
(big 40) ; => 12157665459056928801

;--- box-seen-by-a-continuation
(define again #f)
(define count 0)
(define (run)
  (let ((n 0))
    (call/cc (lambda (k) (set! again k)))
    (set! n (+ n 1))
    n))
(define result (run))
(set! count (+ count 1))
(if (< count 4) (again #f))
result ; => 4

;--- box-seen-by-a-continuation-of-a-callee
(define again #f)
(define (mark) (call/cc (lambda (k) (set! again k) 0)))
(define (step) (+ 1 (mark)))
(define (run)
  (let ((n 0))
    (step)
    (set! n (+ n 1))
    n))
(define count 0)
(define result (run))
(set! count (+ count 1))
(if (< count 3) (again 0))
result ; => 3

;--- boxes-of-a-loop-are-new-in-each-turn
(define (run n)
  (let loop ((i 0) (sum 0))
    (if (= i n)
        sum
        (let ((x i)) (set! x (* x 2)) (loop (+ i 1) (+ sum x))))))
(run 5) ; => 20

;--- box-and-an-error-handler
(define (run v)
  (let ((n 0))
    (set! n (+ n 1))
    (guard (e (#t (list 'caught n))) (set! n (+ n 1)) (vector-ref v n))))
(run (vector 1 2)) ; => (caught 2)
(run (vector 1 2 3)) ; => 3

;--- continuation-passing-style
(define (leaves/k depth n k)
  (if (= depth 0)
      (k n)
      (leaves/k (- depth 1) (* 2 n)
                (lambda (left)
                  (leaves/k (- depth 1) (+ 1 (* 2 n)) (lambda (right) (k (+ left right))))))))
(leaves/k 6 1 (lambda (sum) sum)) ; => 6112

;--- variable-lent-to-a-procedure
(define (count-leaves tree)
  (let ((n 0))
    (let walk ((t tree))
      (if (pair? t)
          (begin (walk (car t)) (walk (cdr t)) (set! n (+ n 1)))
          (if (symbol? t) (set! n (+ n 100)))))
    n))
(count-leaves '((a . b) . (c . (1 . 2)))) ; => 304
(define (make-counter start step)
  (let ((n start))
    (lambda () (set! n (+ n step)) n)))
(define (count-up counter times)
  (if (= times 0) '() (cons (counter) (count-up counter (- times 1)))))
(define (run i)
  (let ((up (make-counter i 1)) (down (make-counter i -1)))
    (append (count-up up 3) (count-up down 2))))
(run 5) ; => (6 7 8 4 3)

;--- variable-lent-through-procedures-that-call-each-other
(define (count n)
  (let ((evens 0) (odds 0))
    (letrec ((even (lambda (n) (if (> n 0) (begin (set! evens (+ evens 1)) (odd (- n 1)) n))))
             (odd (lambda (n) (if (> n 0) (begin (set! odds (+ odds 1)) (even (- n 1)) n)))))
      (even n)
      (list evens odds))))
(count 7) ; => (4 3)

;--- variable-lent-where-garbage-is-collected
(define (gather n)
  (let ((l '()))
    (let deep ((i n))
      (if (> i 0)
          (begin (set! l (cons (number->string i) l)) (deep (- i 1)) (set! l (cons (make-vector 10 i) l)))))
    (length l)))
(let loop ((i 0) (sum 0)) (if (< i 100) (loop (+ i 1) (+ sum (gather 100))) sum)) ; => 20000

;--- variable-that-looks-lent-but-a-continuation-comes-back
(define (run)
  (let ((n 0) (k #f) (turns 0))
    (let deep ((i 3))
      (if (= i 0)
          (call/cc (lambda (c) (set! k c)))
          (begin (deep (- i 1)) (set! n (+ n 1)))))
    (set! turns (+ turns 1))
    (if (< turns 3) (k #f))
    (list n turns)))
(run) ; => (9 3)

;--- variable-lent-and-passed-in-a-tail-call
(define (run m)
  (let ((n 0))
    (letrec ((deep (lambda (i) (if (> i 0) (begin (set! n (+ n i)) (deep (- i 1)) i) n))))
      (deep m)
      (deep 0))))
(run 4) ; => 10
(define (last m)
  (let ((n 0))
    (letrec ((up (lambda (i) (set! n (+ n i)) (if (= i 0) n (+ 0 (up (- i 1))))))
             (go (lambda (i) (if (= i 0) (up 3) (go (- i 1))))))
      (go m))))
(last 5) ; => 6

;--- variable-lent-when-an-error-is-handled
(define (run l)
  (let ((n 0))
    (letrec ((deep (lambda (l) (if (pair? l) (begin (set! n (+ n (car l))) (deep (cdr l)) 0) 0))))
      (guard (e (#t (list 'caught n))) (deep l) n))))
(run '(1 2 x 4)) ; => (caught 3)
(run '(1 2)) ; => 3

;--- variable-in-the-object-of-its-only-closure
(define (make-counter n) (lambda () (set! n (+ n 1)) n))
(define a (make-counter 10))
(define b (make-counter 20))
(list (a) (a) (b) (a)) ; => (11 12 21 13)
(define (make-stack)
  (let ((items '()))
    (case-lambda
      (() (let ((top (car items))) (set! items (cdr items)) top))
      ((x) (set! items (cons x items)) (length items)))))
(define s (make-stack))
(s 'a) ; => 1
(s (make-vector 3 'b)) ; => 2
(s) ; => #(b b b)
(let loop ((i 0)) (if (< i 20000) (begin (s (make-string 10 #\x)) (loop (+ i 1)))))
(s) ; => "xxxxxxxxxx"
(define (sum-with total)
  (lambda (l) (let each ((l l)) (if (pair? l) (begin (set! total (+ total (car l))) (+ 0 (each (cdr l)))) total))))
(define add-all (sum-with 100))
(add-all '(1 2 3)) ; => 106
(add-all '(4)) ; => 110

;--- two-closures-share-a-variable
(define (make n) (list (lambda () n) (lambda (x) (set! n x))))
(define both (make 1))
((cadr both) 5)
((car both)) ; => 5

;--- variable-of-a-closure-that-makes-a-closure
(define (make n) (lambda () (set! n (+ n 1)) (lambda () (set! n (* n 2)) n)))
(define outer (make 1))
(define inner (outer))
(inner) ; => 4
(define other (outer))
(list (inner) (other)) ; => (10 20)

;--- closure-made-again-by-a-continuation-shares-its-variable
(define k #f)
(define (make n)
  (let ((m n))
    (call/cc (lambda (c) (set! k c)))
    (lambda () (set! m (+ m 1)) m)))
(define made '())
(define turns 0)
(define (run)
  (let ((f (make 1)))
    (set! made (cons f made))
    (f)
    (set! turns (+ turns 1))
    (if (< turns 3) (k #f))
    (map (lambda (f) (f)) made)))
(run) ; => (5 6 7)

;--- constant-passed-in-all-calls
(define (scale k l) (if (null? l) '() (cons (* k (car l)) (scale k (cdr l)))))
(scale 3 '(1 2)) ; => (3 6)
(scale 3 '(4)) ; => (12)
(define (zero x) (/ 1.0 x))
(list (zero 0.0) (zero -0.0)) ; => (+inf.0 -inf.0)
(define (pick c x) (if c x (pick #t (+ x 1))))
(list (pick #f 1) (pick #f 2)) ; => (2 3)
(define (bump n) (set! n (+ n 1)) n)
(list (bump 1) (bump 1)) ; => (2 2)

;--- church-numerals
(define zero (lambda (f) (lambda (x) x)))
(define (successor n) (lambda (f) (lambda (x) (f ((n f) x)))))
(define (plus m n) (lambda (f) (lambda (x) ((m f) ((n f) x)))))
(define (times m n) (lambda (f) (m (n f))))
(define (number c) ((c (lambda (n) (+ n 1))) 0))
(define two (successor (successor zero)))
(define three (plus two (successor zero)))
(number (times (plus two three) (successor three))) ; => 20
(define trace '())
((three (lambda (x) (set! trace (cons x trace)) (+ x 10))) 1)
trace ; => (21 11 1)

;--- local-procedure-called-once
(define (run f n)
  (define (twice g x) (g (g x)))
  (twice (lambda (x) (f (+ x n))) n))
(run (lambda (x) (* x 10)) 2) ; => 420
