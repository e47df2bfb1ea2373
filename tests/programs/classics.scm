; Small whole programs.

;--- queens
(define (queens board-size)
  (define (safe? row placed)
    (let check ((placed placed) (distance 1))
      (or (null? placed)
          (and (not (= (car placed) row))
               (not (= (abs (- (car placed) row)) distance))
               (check (cdr placed) (+ distance 1))))))
  (let place ((k board-size) (placed '()))
    (if (= k 0)
        1
        (let try ((row 1) (count 0))
          (if (> row board-size)
              count
              (try (+ row 1) (if (safe? row placed) (+ count (place (- k 1) (cons row placed))) count)))))))
(map queens '(4 5 6 7 8)) ; => (2 10 4 40 92)

;--- ackermann
(define (ack m n)
  (cond ((= m 0) (+ n 1)) ((= n 0) (ack (- m 1) 1)) (else (ack (- m 1) (ack m (- n 1))))))
(ack 2 9) ; => 21

;--- tak
(define (tak x y z) (if (not (< y x)) z (tak (tak (- x 1) y z) (tak (- y 1) z x) (tak (- z 1) x y))))
(tak 18 12 6) ; => 7

;--- hanoi
(define moves 0)
(define (hanoi n from to via)
  (when (> n 0)
    (hanoi (- n 1) from via to)
    (set! moves (+ moves 1))
    (hanoi (- n 1) via to from)))
(hanoi 10 'a 'b 'c)
moves ; => 1023

;--- sieve
(define (primes below)
  (let ((composite (make-vector below #f)))
    (let loop ((i 2) (found '()))
      (cond ((= i below) (reverse found))
            ((vector-ref composite i) (loop (+ i 1) found))
            (else
              (do ((j (* i i) (+ j i))) ((>= j below)) (vector-set! composite j #t))
              (loop (+ i 1) (cons i found)))))))
(primes 50) ; => (2 3 5 7 11 13 17 19 23 29 31 37 41 43 47)

;--- collatz
(define (collatz n) (let loop ((n n) (steps 0)) (if (= n 1) steps (loop (if (even? n) (quotient n 2) (+ 1 (* 3 n))) (+ steps 1)))))
(map collatz '(1 7 27 97)) ; => (0 16 111 118)

;--- merge-sort
(define (merge a b less?)
  (cond ((null? a) b)
        ((null? b) a)
        ((less? (car b) (car a)) (cons (car b) (merge a (cdr b) less?)))
        (else (cons (car a) (merge (cdr a) b less?)))))
(define (split items) (if (or (null? items) (null? (cdr items))) (values items '())
  (let-values (((a b) (split (cddr items)))) (values (cons (car items) a) (cons (cadr items) b)))))
(define (sort-list items less?)
  (if (or (null? items) (null? (cdr items)))
      items
      (let-values (((a b) (split items))) (merge (sort-list a less?) (sort-list b less?) less?))))
(sort-list '(3 1 4 1 5 9 2 6 5 3 5) <) ; => (1 1 2 3 3 4 5 5 5 6 9)
(sort-list '("pear" "apple" "fig") string<?) ; => ("apple" "fig" "pear")

;--- binary-tree
(define (insert tree x)
  (cond ((null? tree) (list x '() '()))
        ((< x (car tree)) (list (car tree) (insert (cadr tree) x) (caddr tree)))
        (else (list (car tree) (cadr tree) (insert (caddr tree) x)))))
(define (walk tree) (if (null? tree) '() (append (walk (cadr tree)) (list (car tree)) (walk (caddr tree)))))
(walk (fold-left insert '() '(5 2 8 1 9 3))) ; => (1 2 3 5 8 9)

;--- evaluator
; A metacircular evaluator of a lambda calculus with numbers.
(define (evaluate expr env)
  (cond ((symbol? expr) (cdr (assq expr env)))
        ((not (pair? expr)) expr)
        ((eq? (car expr) 'lambda)
         (lambda args (evaluate (caddr expr) (append (map cons (cadr expr) args) env))))
        ((eq? (car expr) 'if)
         (if (evaluate (cadr expr) env) (evaluate (caddr expr) env) (evaluate (cadddr expr) env)))
        (else (apply (evaluate (car expr) env) (map (lambda (e) (evaluate e env)) (cdr expr))))))
(define globals (list (cons '+ +) (cons '* *) (cons '- -) (cons '= =)))
(evaluate '((lambda (f) (f f 10)) (lambda (self n) (if (= n 0) 1 (* n (self self (- n 1)))))) globals) ; => 3628800

;--- symbolic-derivative
(define (deriv e x)
  (cond ((number? e) 0)
        ((symbol? e) (if (eq? e x) 1 0))
        ((eq? (car e) '+) (list '+ (deriv (cadr e) x) (deriv (caddr e) x)))
        ((eq? (car e) '*)
         (list '+ (list '* (cadr e) (deriv (caddr e) x)) (list '* (deriv (cadr e) x) (caddr e))))))
(deriv '(+ (* x x) (* 3 x)) 'x) ; => (+ (+ (* x 1) (* 1 x)) (+ (* 3 1) (* 0 x)))

;--- string-ports-and-loops
(define (join strings separator)
  (let ((port (open-output-string)))
    (let loop ((rest strings) (first #t))
      (unless (null? rest)
        (unless first (write-string separator port))
        (write-string (car rest) port)
        (loop (cdr rest) #f)))
    (get-output-string port)))
(join '("a" "b" "c") ", ") ; => "a, b, c"

;--- matrix-product
(define (make-matrix rows columns f)
  (let ((m (make-vector rows)))
    (do ((i 0 (+ i 1))) ((= i rows) m)
      (vector-set! m i (make-vector columns 0))
      (do ((j 0 (+ j 1))) ((= j columns)) (vector-set! (vector-ref m i) j (f i j))))))
(define (ref m i j) (vector-ref (vector-ref m i) j))
(define (product a b)
  (let ((n (vector-length b)))
    (make-matrix (vector-length a) (vector-length (vector-ref b 0))
      (lambda (i j) (do ((k 0 (+ k 1)) (sum 0 (+ sum (* (ref a i k) (ref b k j))))) ((= k n) sum))))))
(define a (make-matrix 2 3 (lambda (i j) (+ i j))))
(define b (make-matrix 3 2 (lambda (i j) (* (+ i 1) (+ j 1)))))
(product a b) ; => #(#(8 16) #(14 28))

;--- dot-product
(define (dot a b)
  (let loop ((i 0) (sum 0.0))
    (if (= i (f64vector-length a)) sum (loop (+ i 1) (+ sum (* (f64vector-ref a i) (f64vector-ref b i)))))))
(dot #f64(1 2 3) #f64(4 5 6)) ; => 32.0

;--- pi-by-series
(define (pi-series n)
  (let loop ((k 0) (sign 1.0) (sum 0.0))
    (if (= k n) (* 4 sum) (loop (+ k 1) (- sign) (+ sum (/ sign (+ (* 2 k) 1)))))))
(pi-series 1000) ; => 3.140592653839794

;--- digits-of-e
(define (digits n)
  (let loop ((k 1) (term (expt 10 (+ n 5))) (sum 0))
    (if (= term 0) (quotient sum 100000) (loop (+ k 1) (quotient term k) (+ sum term)))))
(digits 30) ; => 2718281828459045235360287471352

;--- integration
(define (simpson f a b n)
  (let ((h (/ (- b a) n)))
    (let loop ((i 0) (sum 0.0))
      (if (> i n)
          (* sum (/ h 3))
          (loop (+ i 1) (+ sum (* (cond ((or (= i 0) (= i n)) 1) ((odd? i) 4) (else 2)) (f (+ a (* i h))))))))))
(< (abs (- (simpson sin 0.0 3.141592653589793 100) 2.0)) 1e-7) ; => #t

;--- game-of-life
(define (neighbours cell)
  (let ((x (car cell)) (y (cdr cell)))
    (map (lambda (d) (cons (+ x (car d)) (+ y (cdr d))))
         '((-1 . -1) (0 . -1) (1 . -1) (-1 . 0) (1 . 0) (-1 . 1) (0 . 1) (1 . 1)))))
(define (count-alive cells alive) (length (filter (lambda (c) (member c alive)) cells)))
(define (step alive width)
  (let loop ((x 0) (y 0) (next '()))
    (cond ((= y width) (reverse next))
          ((= x width) (loop 0 (+ y 1) next))
          (else
            (let* ((cell (cons x y)) (n (count-alive (neighbours cell) alive)))
              (loop (+ x 1) y (if (or (= n 3) (and (= n 2) (member cell alive))) (cons cell next) next)))))))
(step '((1 . 0) (1 . 1) (1 . 2)) 3) ; => ((0 . 1) (1 . 1) (2 . 1))

;--- tokenizer
(define (tokens text)
  (let loop ((chars (string->list text)) (word '()) (found '()))
    (define (flush) (if (null? word) found (cons (list->string (reverse word)) found)))
    (cond ((null? chars) (reverse (flush)))
          ((char-whitespace? (car chars)) (loop (cdr chars) '() (flush)))
          ((memv (car chars) '(#\( #\) #\+ #\*)) (loop (cdr chars) '() (cons (string (car chars)) (flush))))
          (else (loop (cdr chars) (cons (car chars) word) found)))))
(tokens "(foo + 12)* bar") ; => ("(" "foo" "+" "12" ")" "*" "bar")

;--- linear-generator
(define (make-random seed) (lambda () (set! seed (modulo (+ (* 1103515245 seed) 12345) 2147483648)) seed))
(define next (make-random 42))
(let* ((a (next)) (b (next)) (c (next))) (list a b c)) ; => (1250496027 1116302264 1000676753)
