; call/cc, dynamic-wind.

;--- escape
(call/cc (lambda (k) (for-each (lambda (x) (if (< x 0) (k x))) '(54 0 37 -3 245 19)) #t)) ; => -3
(+ 1 (call/cc (lambda (k) (+ 10 (k 1))))) ; => 2
(call-with-current-continuation (lambda (k) 'normal)) ; => normal

;--- escape-through-several-frames
(define (search items found)
  (cond ((null? items) 'none)
        ((pair? (car items)) (search (car items) found) (search (cdr items) found))
        ((symbol? (car items)) (found (car items)))
        (else (search (cdr items) found))))
(call/cc (lambda (found) (search '(1 (2 (3 deep)) 4) found))) ; => deep

;--- continuation-is-a-procedure
(call/cc procedure?) ; => #t

;--- several-values
(call-with-values (lambda () (call/cc (lambda (k) (k 1 2 3)))) list) ; => (1 2 3)
(call-with-values (lambda () (call/cc (lambda (k) (k)))) list) ; => ()

;--- re-entry
(let ((k #f) (n 0))
  (call/cc (lambda (c) (set! k c)))
  (set! n (+ n 1))
  (if (< n 5) (k 'again))
  n) ; => 5

;--- re-entry-sees-fresh-locals
; Each entry computes from the value it is given, not from what an earlier entry left.
(define (f)
  (let* ((k #f)
         (results '())
         (x (call/cc (lambda (c) (set! k c) 1)))
         (y (* x 10)))
    (set! results (cons y results))
    (if (< x 3) (k (+ x 1)) (reverse results))))
(f) ; => (10 20 30)

;--- re-entry-keeps-assigned-variables
(define r '())
(define (f)
  (let ((a 0))
    (let ((k (call/cc (lambda (c) c))))
      (set! a (+ a 1))
      (set! r (cons a r))
      (if (< a 3) (k k))
      a)))
(f) ; => 3
r ; => (3 2 1)

;--- re-entry-during-map
; A continuation captured inside map gives new lists; the list returned first stays as it was.
(define (f)
  (let ((k* #f) (y* 1))
    (set! y* (* y* 2))
    (let ((result (map (lambda (x) (call/cc (lambda (k) (if (and (= x 2) (not k*)) (set! k* k)) x))) '(1 2 3))))
      (if (< y* 8)
          (begin (set! y* (* y* 2)) (k* (* 10 y*)))
          result))))
(f) ; => (1 80 3)

;--- generator
(define (make-generator items)
  (define return #f)
  (define (start)
    (for-each
      (lambda (item)
        (call/cc (lambda (resume)
          (set! start (lambda () (resume 'go)))
          (return item))))
      items)
    (return 'end))
  (lambda () (call/cc (lambda (r) (set! return r) (start)))))
(define next (make-generator '(a b)))
(let* ((x (next)) (y (next)) (z (next)) (w (next))) (list x y z w)) ; => (a b end end)

;--- coroutines
(define queue '())
(define (enqueue k) (set! queue (append queue (list k))))
(define (yield) (call/cc (lambda (k) (enqueue k) (let ((next (car queue))) (set! queue (cdr queue)) (next #f)))))
(define trace '())
(define (worker name n)
  (lambda (ignore)
    (let loop ((i 0))
      (if (< i n)
          (begin (set! trace (cons (list name i) trace)) (yield) (loop (+ i 1)))))
    (if (pair? queue) (let ((next (car queue))) (set! queue (cdr queue)) (next #f)))
    (done #f)))
(define done #f)
(call/cc (lambda (k) (set! done k) (enqueue (worker 'b 2)) ((worker 'a 3) #f)))
(reverse trace) ; => ((a 0) (b 0) (a 1) (b 1) (a 2))

;--- backtracking
(define fail-stack '())
(define (fail) (if (null? fail-stack) (error "no more choices") (let ((k (car fail-stack))) (set! fail-stack (cdr fail-stack)) (k k))))
(define (amb choices)
  (let ((k (call/cc (lambda (k) k))))
    (if (null? choices)
        (fail)
        (let ((choice (car choices)))
          (set! choices (cdr choices))
          (set! fail-stack (cons k fail-stack))
          choice))))
(define (pythagoras)
  (let* ((a (amb '(1 2 3 4 5 6 7))) (b (amb '(1 2 3 4 5 6 7))) (c (amb '(1 2 3 4 5 6 7))))
    (if (= (* c c) (+ (* a a) (* b b))) (list a b c) (fail))))
(pythagoras) ; => (3 4 5)

;--- continuation-outlives-its-frame
(define saved #f)
(define count 0)
(define (f) (+ 100 (call/cc (lambda (k) (set! saved k) 1))))
(let ((x (f)))
  (set! count (+ count 1))
  (if (< count 3) (saved (* count 10)))
  (list count x)) ; => (3 120)

;--- dynamic-wind-order
(let ((path '()))
  (dynamic-wind
    (lambda () (set! path (cons 'in path)))
    (lambda () (set! path (cons 'during path)))
    (lambda () (set! path (cons 'out path))))
  (reverse path)) ; => (in during out)

;--- dynamic-wind-value
(dynamic-wind (lambda () 1) (lambda () 2) (lambda () 3)) ; => 2
(call-with-values (lambda () (dynamic-wind (lambda () 1) (lambda () (values 2 3)) (lambda () 4))) list) ; => (2 3)

;--- dynamic-wind-escape
(let ((path '()))
  (call/cc
    (lambda (k)
      (dynamic-wind
        (lambda () (set! path (cons 'in path)))
        (lambda () (k 'escaped))
        (lambda () (set! path (cons 'out path))))))
  (reverse path)) ; => (in out)

;--- dynamic-wind-re-entry
(let ((path '()) (c #f))
  (let ((add (lambda (s) (set! path (cons s path)))))
    (dynamic-wind
      (lambda () (add 'connect))
      (lambda () (add (call/cc (lambda (c0) (set! c c0) 'talk1))))
      (lambda () (add 'disconnect)))
    (if (< (length path) 4)
        (c 'talk2)
        (reverse path)))) ; => (connect talk1 disconnect connect talk2 disconnect)

;--- dynamic-wind-nested-escape
(define path '())
(define (add s) (set! path (cons s path)))
(call/cc
  (lambda (k)
    (dynamic-wind
      (lambda () (add 'in1))
      (lambda ()
        (dynamic-wind (lambda () (add 'in2)) (lambda () (k 'gone)) (lambda () (add 'out2))))
      (lambda () (add 'out1))))) ; => gone
(reverse path) ; => (in1 in2 out2 out1)

;--- dynamic-wind-jump-between
(define path '())
(define (add s) (set! path (cons s path)))
(define (f)
  (let ((k #f) (n 0))
    (dynamic-wind
      (lambda () (add 'in1))
      (lambda () (call/cc (lambda (c) (set! k c))) (set! n (+ n 1)))
      (lambda () (add 'out1)))
    (if (= n 1)
        (dynamic-wind (lambda () (add 'in2)) (lambda () (k 'back)) (lambda () (add 'out2))))
    n))
(f) ; => 2
(reverse path) ; => (in1 out1 in2 out2 in1 out1)

;--- deep-escape
(define (dive n k) (if (= n 0) (k 'bottom) (+ 1 (dive (- n 1) k))))
(call/cc (lambda (k) (dive 100000 k))) ; => bottom

;--- many-captures
(define (loop n acc) (if (= n 0) acc (loop (- n 1) (+ acc (call/cc (lambda (k) (if (even? n) (k 1) 2)))))))
(loop 10000 0) ; => 15000

;--- library-code-that-is-made-better-meanwhile
; What is left of a call goes on as it was compiled, whatever later calls find.
(define (call-for seconds)
  (let ((end (+ (current-jiffy) (* seconds (jiffies-per-second)))))
    (let loop ((sum (vector-length (vector-map list #(1 2) #(3 4) #(5 6)))))
      (if (< (current-jiffy) end)
          (loop (+ sum (vector-length (vector-map list #(1 2) #(3 4) #(5 6)))))
          (> sum 0)))))
(define (results-of-three)
  (let ((k #f) (results '()))
    (define (note a b c)
      (if (and (= a 2) (not k)) (call/cc (lambda (here) (set! k here))))
      (list a b c))
    (let ((result (vector-map note #(1 2 3) #(a b c) '#("x" "y" "z"))))
      (set! results (cons result results))
      (if (and (call-for 0.1) (< (length results) 3)) (k #f))
      results)))
(define results (results-of-three))
(car results) ; => #((1 a "x") (2 b "y") (3 c "z"))
(map (lambda (result) (equal? result (car results))) results) ; => (#t #t #t)
