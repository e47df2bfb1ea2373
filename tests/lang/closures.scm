; Captured variables.

;--- capture
(define (adder n) (lambda (x) (+ x n)))
(define add5 (adder 5))
(define add7 (adder 7))
(list (add5 1) (add7 1)) ; => (6 8)

;--- counter
(define (make-counter)
  (let ((n 0))
    (lambda () (set! n (+ n 1)) n)))
(define a (make-counter))
(define b (make-counter))
(a)
(a)
(list (a) (b)) ; => (3 1)

;--- two-closures-share-a-variable
(define (make)
  (let ((n 0))
    (cons (lambda () n) (lambda (x) (set! n x)))))
(define pair (make))
((cdr pair) 42)
((car pair)) ; => 42

;--- assigned-parameter
(define (f x) (let ((g (lambda () (set! x (+ x 1)) x))) (g) (g) x))
(f 1) ; => 3

;--- capture-by-variable-not-value
(define (f)
  (define x 1)
  (define get (lambda () x))
  (set! x 2)
  (get))
(f) ; => 2

;--- loop-variables-are-fresh
(define procs
  (do ((i 0 (+ i 1)) (acc '() (cons (lambda () i) acc)))
      ((= i 3) (reverse acc))))
(map (lambda (p) (p)) procs) ; => (0 1 2)

;--- named-let-closures
(define procs
  (let loop ((i 0))
    (if (= i 3) '() (cons (lambda () (set! i (+ i 10)) i) (loop (+ i 1))))))
(map (lambda (p) (p)) procs) ; => (10 11 12)
(map (lambda (p) (p)) procs) ; => (20 21 22)

;--- deep-capture
(define (f a)
  (lambda (b)
    (lambda (c)
      (lambda (d) (list a b c d)))))
((((f 1) 2) 3) 4) ; => (1 2 3 4)

;--- capture-through-an-unused-level
(define (f a) (lambda () (lambda () a)))
(((f 'deep))) ; => deep

;--- many-captures
(define (f a b c d e g h i)
  (lambda () (list a b c d e g h i)))
((f 1 2 3 4 5 6 7 8)) ; => (1 2 3 4 5 6 7 8)

;--- mutual-recursion-of-closures
(define (f n)
  (define (even? k) (if (= k 0) #t (odd? (- k 1))))
  (define (odd? k) (if (= k 0) #f (even? (- k 1))))
  (list (even? n) (odd? n)))
(f 101) ; => (#f #t)

;--- escaping-mutual-recursion
(define (make limit)
  (letrec ((up (lambda (k) (if (> k limit) 'over (down k))))
           (down (lambda (k) (if (< k 0) 'under (if (even? k) (up (+ k 3)) (down (- k 1)))))))
    (list up down)))
(define procs (make 10))
((car procs) 4) ; => over
((cadr procs) -1) ; => under

;--- closure-in-data
(define table (list (cons 'add +) (cons 'twice (lambda (x) (* 2 x)))))
((cdr (assq 'twice table)) 21) ; => 42
((cdr (assq 'add table)) 1 2 3) ; => 6

;--- compose
(define (compose . fs)
  (if (null? fs) (lambda (x) x) (lambda (x) ((car fs) ((apply compose (cdr fs)) x)))))
((compose (lambda (x) (* x 2)) (lambda (x) (+ x 1)) abs) -4) ; => 10

;--- church-numerals
(define zero (lambda (f) (lambda (x) x)))
(define (succ n) (lambda (f) (lambda (x) (f ((n f) x)))))
(define (plus a b) (lambda (f) (lambda (x) ((a f) ((b f) x)))))
(define (number n) ((n (lambda (x) (+ x 1))) 0))
(number (plus (succ (succ zero)) (succ zero))) ; => 3

;--- bank-account
(define (make-account balance)
  (define (withdraw amount)
    (if (> amount balance)
        'insufficient
        (begin (set! balance (- balance amount)) balance)))
  (define (deposit amount) (set! balance (+ balance amount)) balance)
  (lambda (message amount)
    (case message
      ((withdraw) (withdraw amount))
      ((deposit) (deposit amount))
      (else 'unknown))))
(define account (make-account 100))
(account 'withdraw 30) ; => 70
(account 'deposit 50) ; => 120
(account 'withdraw 500) ; => insufficient
(account 'close 0) ; => unknown

;--- memo
(define (memoize f)
  (let ((known '()))
    (lambda (x)
      (let ((entry (assv x known)))
        (if entry
            (cdr entry)
            (let ((value (f x)))
              (set! known (cons (cons x value) known))
              value))))))
(define calls 0)
(define square (memoize (lambda (x) (set! calls (+ calls 1)) (* x x))))
(list (square 5) (square 5) (square 6)) ; => (25 25 36)
calls ; => 2

;--- captured-by-two-levels-and-assigned
(define (f)
  (let ((x 0))
    (define (inc) (set! x (+ x 1)))
    (define (twice) (inc) (inc))
    (twice)
    (twice)
    x))
(f) ; => 4

;--- conditional-capture
(define (f flag a b) (if flag (lambda () a) (lambda () b)))
(list ((f #t 1 2)) ((f #f 1 2))) ; => (1 2)

;--- a-lambda-captures-itself
(define f
  (let ((self #f))
    (set! self (lambda (n) (if (= n 0) 'done (self (- n 1)))))
    self))
(f 1000) ; => done

;--- streams
(define (integers n) (cons n (lambda () (integers (+ n 1)))))
(define (filter-stream keep? s)
  (if (keep? (car s))
      (cons (car s) (lambda () (filter-stream keep? ((cdr s)))))
      (filter-stream keep? ((cdr s)))))
(define (take s n) (if (= n 0) '() (cons (car s) (take ((cdr s)) (- n 1)))))
(take (filter-stream (lambda (n) (= (modulo n 3) 0)) (integers 1)) 4) ; => (3 6 9 12)
