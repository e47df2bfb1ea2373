; Continuations in segments: captured and restored piecewise, several times, through frames of every kind.

;--- many-frames-multi-shot
(define k #f)
(define count 0)
(define (deep n)
  (if (= n 0)
      (call/cc (lambda (c) (set! k c) 0))
      (+ 1 (deep (- n 1)))))
(define (run)
  (let ((v (deep 10000)))
    (set! count (+ count 1))
    (if (< count 4) (k (* 100000 count)))
    (list count v)))
(run) ; => (4 310000)

;--- a-flonum-through-segments
(define (area n x)
  (if (= n 0)
      (begin (call/cc (lambda (c) c)) x)
      (+ 0.5 (area (- n 1) x))))
(area 1000 1.25) ; => 501.25

;--- many-parameters-through-segments
(define k #f)
(define again 3)
(define (wide n a b c d e f g h i j)
  (cond ((= n 0) (call/cc (lambda (c) (set! k c))) (list a b c d e f g h i j))
        ((odd? n) (wide (- n 1) j a b c d e f g h i))
        (else (let ((l (wide (- n 1) b c d e f g h i j a))) (cons (car l) l)))))
(define result (wide 9 1 2 3 4 5 6 7 8 9 10))
(set! again (- again 1))
(if (> again 0) (k #f))
result ; => (10 10 10 10 10 1 2 3 4 5 6 7 8 9)
again ; => 0

;--- flonum-parameters-through-segments
(define k #f)
(define again 3)
(define (mean n a b c d e f g h i j)
  (if (= n 0)
      (begin (call/cc (lambda (c) (set! k c))) (+ a b c d e f g h i j))
      (+ (* 0.5 a) (mean (- n 1) j a b c d e f g h i))))
(define result (mean 100 1. 2. 3. 4. 5. 6. 7. 8. 9. 10.))
(set! again (- again 1))
(if (> again 0) (k #f))
result ; => 330.0
again ; => 0

;--- generators-in-turn
(define (make-generator walk)
  (define return #f)
  (define (yield x) (call/cc (lambda (k) (set! resume k) (return x))))
  (define resume (lambda (ignored) (walk yield) (return 'end)))
  (lambda () (call/cc (lambda (k) (set! return k) (resume #f)))))
(define (count-up from to yield)
  (if (< from to)
      (begin (yield from) (+ 1 (count-up (+ from 1) to yield)))
      0))
(define gens (map (lambda (n) (make-generator (lambda (yield) (count-up n 1000 yield)))) (iota 7)))
(define (turn n sum)
  (if (= n 0)
      sum
      (turn (- n 1) (apply + sum (map (lambda (g) (g)) gens)))))
(turn 900 0) ; => 2850750

;--- a-deep-generator-is-linear
(define return #f)
(define resume #f)
(define (yield x) (call/cc (lambda (k) (set! resume k) (return x))))
(define (deep n) (if (= n 0) 0 (begin (yield n) (+ 1 (deep (- n 1))))))
(define (next) (call/cc (lambda (k) (set! return k) (if resume (resume #f) (begin (deep 2000) (return 'end))))))
(let loop ((sum 0)) (let ((x (next))) (if (eq? x 'end) sum (loop (+ sum x))))) ; => 2001000

;--- escape-from-depth
(define (find-first ok? tree)
  (call/cc
   (lambda (return)
     (let walk ((tree tree))
       (cond ((pair? tree) (walk (car tree)) (walk (cdr tree)))
             ((ok? tree) (return tree))))
     #f)))
(define (nest n) (if (= n 0) '(1 2 3 a) (list (- n) (nest (- n 1)))))
(define (repeat n acc) (if (= n 0) acc (+ 1 (repeat (- n 1) (if (eq? (find-first symbol? (nest 20)) 'a) acc -1000)))))
(repeat 300 0) ; => 300

;--- wind-and-segments
(define trace '())
(define k #f)
(define (deep n)
  (if (= n 0)
      (call/cc (lambda (c) (if (not k) (set! k c)) 0))
      (dynamic-wind
       (lambda () (set! trace (cons n trace)))
       (lambda () (+ 1 (deep (- n 1))))
       (lambda () (set! trace (cons (- n) trace))))))
(define v (deep 3))
(if (< v 100) (k 100))
v ; => 103
(reverse trace) ; => (3 2 1 -1 -2 -3 3 2 1 -1 -2 -3)

;--- errors-deep-below-a-continuation
(define (deep n)
  (if (= n 0)
      (guard (e (#t (error-object-message e))) (call/cc (lambda (k) (error "far down"))))
      (let ((v (deep (- n 1)))) (if (string? v) v (car v)))))
(deep 5000) ; => "far down"

;--- a-handler-that-captures
(define k #f)
(define count 0)
(define (risky n) (if (= n 0) (raise-continuable 'oops) (+ 1 (risky (- n 1)))))
(define v
  (with-exception-handler
   (lambda (e) (call/cc (lambda (c) (set! k c) 10)))
   (lambda () (risky 200))))
(set! count (+ count 1))
(if (< count 3) (k (* 1000 count)))
(list count v) ; => (3 2200)

;--- stack-exhausted-below-a-continuation
(define (forever n) (+ 1 (forever (+ n 1))))
(define (deep n)
  (if (= n 0)
      (guard (e (#t (error-object-message e))) (call/cc (lambda (k) (forever 0))))
      (let ((v (deep (- n 1)))) (if (string? v) v 0))))
(list (deep 100) (deep 2000)) ; => ("stack exhausted: the recursion is too deep" "stack exhausted: the recursion is too deep")

;--- call/cc-under-a-derivative
(define (f x)
  (let walk ((n 50))
    (if (= n 0)
        (call/cc (lambda (return) (return (* x x))))
        (+ x (walk (- n 1))))))
((derivative f) 3.) ; => 56.0
