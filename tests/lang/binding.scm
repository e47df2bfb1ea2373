; let, let*, letrec, letrec*, named let, do, let-values, parameterize.

;--- let
(let ((x 2) (y 3)) (* x y)) ; => 6
(let () 5) ; => 5

;--- let-is-parallel
(let ((x 1)) (let ((x 2) (y x)) (list x y))) ; => (2 1)

;--- let-star
(let* ((x 1) (y (+ x 1)) (x (* y 10))) (list x y)) ; => (20 2)
(let* () 'empty) ; => empty

;--- letrec
(letrec ((even? (lambda (n) (if (= n 0) #t (odd? (- n 1)))))
         (odd? (lambda (n) (if (= n 0) #f (even? (- n 1))))))
  (even? 88)) ; => #t

;--- letrec-star
(letrec* ((p (lambda (x) (+ 1 (q (- x 1)))))
          (q (lambda (y) (if (= y 0) 0 (+ 1 (p (- y 1))))))
          (x (p 5))
          (y x))
  y) ; => 5

;--- named-let
(let loop ((i 0) (acc '()))
  (if (= i 5) (reverse acc) (loop (+ i 1) (cons (* i i) acc)))) ; => (0 1 4 9 16)

;--- named-let-not-in-tail-position
(let fact ((n 5)) (if (= n 0) 1 (* n (fact (- n 1))))) ; => 120

;--- named-let-escapes
(define f (let loop ((n 3)) (if (= n 0) loop (loop (- n 1)))))
(procedure? f) ; => #t

;--- named-let-without-variables
(define n 0)
(let again () (set! n (+ n 1)) (if (< n 5) (again) n)) ; => 5

;--- named-let-initial-values-do-not-see-the-name
(define (loop) 'outer)
(let loop ((x (loop))) x) ; => outer

;--- nested-named-lets
(let outer ((i 0) (acc '()))
  (if (= i 3)
      (reverse acc)
      (outer (+ i 1)
             (let inner ((j 0) (acc acc))
               (if (= j i) acc (inner (+ j 1) (cons (list i j) acc))))))) ; => ((1 0) (2 0) (2 1))

;--- inner-loop-continues-outer
(let outer ((i 0) (n 0))
  (if (= i 3)
      n
      (let inner ((j 0))
        (if (< j 4) (inner (+ j 1)) (outer (+ i 1) (+ n j)))))) ; => 12

;--- do
(do ((vec (make-vector 5)) (i 0 (+ i 1)))
    ((= i 5) vec)
  (vector-set! vec i i)) ; => #(0 1 2 3 4)
(let ((x '(1 3 5 7 9)))
  (do ((x x (cdr x)) (sum 0 (+ sum (car x)))) ((null? x) sum))) ; => 25

;--- do-without-result-or-step
(define n 0)
(do ((i 0 (+ i 1)) (k 7)) ((= i 3)) (set! n (+ n k)))
n ; => 21

;--- let-values
(let-values (((a b) (values 1 2)) ((c) (values 3))) (list a b c)) ; => (1 2 3)
(let-values (((root rem) (exact-integer-sqrt 32))) (* root rem)) ; => 35
(let-values (((a . rest) (values 1 2 3)) (all (values 4 5))) (list a rest all)) ; => (1 (2 3) (4 5))

;--- let-values-is-parallel
(let ((a 'a) (b 'b) (x 'x) (y 'y))
  (let-values (((a b) (values x y)) ((x y) (values a b)))
    (list a b x y))) ; => (x y a b)

;--- let-star-values
(let ((a 'a) (b 'b) (x 'x) (y 'y))
  (let*-values (((a b) (values x y)) ((x y) (values a b)))
    (list a b x y))) ; => (x y x y)

;--- call-with-values
(call-with-values (lambda () (values 4 5)) (lambda (a b) b)) ; => 5
(call-with-values * -) ; => -1
(call-with-values (lambda () (values)) list) ; => ()
(call-with-values (lambda () 1) list) ; => (1)

;--- values-shown
(values 1 2 3) ; => 1 2 3
(values 'one) ; => one

;--- receive-many
(call-with-values (lambda () (apply values (iota 10))) list) ; => (0 1 2 3 4 5 6 7 8 9)

;--- values-pass-through-a-tail-call
(define (two) (values 1 2))
(define (pass) (two))
(call-with-values pass cons) ; => (1 . 2)

;--- parameterize
(define radix (make-parameter 10))
(define (show) (radix))
(show) ; => 10
(parameterize ((radix 2)) (show)) ; => 2
(show) ; => 10

;--- parameter-converter
(define p (make-parameter 5 (lambda (x) (* x 2))))
(p) ; => 10
(parameterize ((p 7)) (p)) ; => 14

;--- parameterize-nested
(define a (make-parameter 1))
(define b (make-parameter 2))
(parameterize ((a 10)) (parameterize ((b (a)) (a 100)) (list (a) (b)))) ; => (100 10)
(list (a) (b)) ; => (1 2)

;--- parameterize-and-escape
(define p (make-parameter 'outside))
(call/cc (lambda (k) (parameterize ((p 'inside)) (k 'left)))) ; => left
(p) ; => outside
