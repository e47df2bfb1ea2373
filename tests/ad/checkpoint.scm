; Recomputing in the backward pass in place of storing.

;--- the-same-gradient
(define (step x) (+ x (* 1e-3 (+ (sin x) (exp (- x))))))
(define (run n x) (if (= n 0) x (run (- n 1) (step x))))
(define block (checkpoint (lambda (x) (run 100 x))))
(define (blocks n x) (if (= n 0) x (blocks (- n 1) (block x))))
(block 0.5) ; => 0.6100829887987318
(define (close? a b) (< (abs (- a b)) 1e-12))
(close? (gradient (lambda (x) (run 1000 x)) 0.5) (gradient (lambda (x) (blocks 10 x)) 0.5)) ; => #t
(close? (derivative (lambda (x) (run 200 x)) 0.5) (derivative (lambda (x) (blocks 2 x)) 0.5)) ; => #t

;--- captures
(gradient (lambda (a x) ((checkpoint (lambda (x) (* a a x))) x)) 3.0 2.0) ; => (12.0 9.0)
(gradient (lambda (a x) (let ((f (checkpoint (lambda (x) (* a x))))) (f (f x)))) 3.0 2.0) ; => (12.0 9.0)

;--- nested-in-all-four-mode-pairs
(import (fluxion base) (fluxion ad))
(define cubed (checkpoint (lambda (x) (* x x x))))
((derivative-forward (derivative-forward cubed)) 2.0) ; => 12.0
((derivative-forward (derivative-reverse cubed)) 2.0) ; => 12.0
((derivative-reverse (derivative-forward cubed)) 2.0) ; => 12.0
((derivative-reverse (derivative-reverse cubed)) 2.0) ; => 12.0
(derivative-reverse (lambda (x) (derivative-forward (lambda (t) ((checkpoint (lambda (x) (* t x x))) x)) 5.0)) 3.0)
; => 6.0

;--- a-checkpoint-in-a-checkpoint
(define inner (checkpoint (lambda (y) (* y y))))
(define outer (checkpoint (lambda (x) (* x (inner (inner x))))))
(gradient outer 2.0) ; => 80.0
(gradient (lambda (x) (+ (outer x) (outer x))) 2.0) ; => 160.0

;--- structures-and-exact-indices
(define (next i v) (list (+ i 1) (vector-ref v i) (* (vector-ref v 0) (vector-ref v 1))))
(gradient (lambda (v)
            (let ((r ((checkpoint next) 1 v))) (* (vector-ref v (- (car r) 2)) (cadr r) (caddr r))))
          #(2.0 3.0)) ; => #(36.0 24.0)
(jacobian (checkpoint (lambda (v) (vector-map (lambda (x) (* x x)) v))) #(2.0 3.0)) ; => #(#(4.0 0.0) #(0.0 6.0))
(hessian (checkpoint (lambda (v) (* (vector-ref v 0) (vector-ref v 1) (vector-ref v 1)))) #(2.0 3.0))
; => #(#(0.0 6.0) #(6.0 4.0))
(gradient (checkpoint (lambda (x) x)) 2.0) ; => 1.0
(gradient (checkpoint (lambda (x) (* x x))) 3) ; => 6

;--- left-by-an-exception
(gradient (lambda (x) (guard (e (#t (* x 7))) ((checkpoint (lambda (x) (raise 'no))) x))) 3.0) ; => 7.0

;--- called-when-the-first-run-and-the-sweep-need-it
(define calls 0)
(define f (checkpoint (lambda (x) (set! calls (+ calls 1)) (* x x))))
(f 3.0) ; => 9.0
calls ; => 1
(gradient f 3.0) ; => 6.0
calls ; => 3

;--- no-procedure
(checkpoint 5) ; error: checkpoint: argument 1 must be a procedure, found 5

;--- no-numbers
(gradient (lambda (x) ((checkpoint (lambda (x) "no")) x)) 2.0) ; error: checkpoint: the procedure must return numbers

;--- blocks-of-a-loop
(define (step x) (+ x (* 1e-3 (+ (sin x) (exp (- x))))))
(define (run n x) (if (= n 0) x (run (- n 1) (step x))))
(define plain (gradient (lambda (x) (run 100 x)) 0.5))
(define (in-blocks x)
  (let loop ((i 0) (x x)) (if (= i 10) x (loop (+ i 1) ((checkpoint (lambda (x) (run 10 x))) x)))))
(= plain (gradient in-blocks 0.5)) ; => #t
(= plain (gradient (lambda (x) (checkpoint-iterate step 100 x)) 0.5)) ; => #t
(define (scaled a) (gradient (lambda (x) (checkpoint-iterate (lambda (x) (step (* a x))) 10 x)) 0.5))
(define (scaled-plain a)
  (gradient (lambda (x) (let loop ((i 0) (x x)) (if (= i 10) x (loop (+ i 1) (step (* a x)))))) 0.5))
(= (scaled 1.1) (scaled-plain 1.1)) ; => #t
(define (close? a b) (< (abs (- a b)) 1e-12))
(close? (derivative scaled 1.1) (derivative scaled-plain 1.1)) ; => #t

;--- iterating
(checkpoint-iterate (lambda (x) (* 2 x)) 0 5) ; => 5
(checkpoint-iterate (lambda (x) (* 2 x)) 10 5) ; => 5120
(checkpoint-iterate (lambda (l) (cons 1 l)) 3 '()) ; => (1 1 1)
(gradient (lambda (x) (checkpoint-iterate (lambda (x) (* x x)) 3 x)) 1.5) ; => 136.6875
(gradient (lambda (x) (car (checkpoint-iterate (lambda (s) (list (cadr s) (* (car s) (cadr s)))) 5 (list x 2.0)))) 1.5)
; => 216.0
(checkpoint-iterate 3 1 2) ; error: checkpoint-iterate: argument 1 must be a procedure, found 3
;--- iterating-a-wrong-number-of-times
(checkpoint-iterate sin -1 2) ; error: checkpoint-iterate: argument 2 must be an exact integer that is not negative, found -1

;--- vectors-as-results
(gradient (lambda (x) (vector-sum ((checkpoint (lambda (y) (vector y (* y y)))) x))) 2.0) ; => 5.0
(gradient (lambda (v) (vector-sum ((checkpoint (lambda (v) (vector-map square v))) v))) (vector 1.0 2.0)) ; => #(2.0 4.0)
(gradient (lambda (l) (let ((rest ((checkpoint cdr) l))) (* (car rest) (cadr rest)))) (list 1.0 3.0 4.0)) ; => (0.0 4.0 3.0)

;--- multiple-values-as-results
(gradient (lambda (x) (call-with-values (lambda () ((checkpoint (lambda (y) (values y (* y y)))) x)) *)) 2.0)
; error: checkpoint: the procedure must return numbers, or a structure of them

;--- tensors
(import (fluxion base) (fluxion tensor))
(define s (tensor '((2.0 0.5) (0.5 1.5))))
(define (f x) (tensor-matmul x (* 0.5 x)))
(define (run n f x) (if (= n 0) (tensor-sum x) (run (- n 1) f (f x))))
(define plain (gradient (lambda (x) (run 3 f x)) s))
(tensor-equal? plain (gradient (lambda (x) (run 3 (checkpoint f) x)) s)) ; => #t
(tensor-equal? plain (gradient (lambda (x) (tensor-sum (checkpoint-iterate f 3 x))) s)) ; => #t
(define (captures x) (let ((f (checkpoint (lambda (y) (* x (sin y)))))) (tensor-sum (f (f (* 2 x))))))
(define (captures-plain x) (let ((f (lambda (y) (* x (sin y))))) (tensor-sum (f (f (* 2 x))))))
(tensor-equal? (gradient captures s) (gradient captures-plain s)) ; => #t
(gradient (lambda (p) (apply + (map tensor-sum ((checkpoint (lambda (p) (map square p))) p)))) (list s (* 2 s)))
; => (#f64((4.0 1.0) (1.0 3.0)) #f64((8.0 2.0) (2.0 6.0)))
(gradient (lambda (x) (tensor-sum (vector-ref ((checkpoint (lambda (y) (vector (* y y)))) x) 0))) s)
; => #f64((4.0 1.0) (1.0 3.0))
(gradient (lambda (x) (* 2 ((checkpoint (lambda (y n) (* n (tensor-sum (* y y))))) x (tensor-sum x)))) s)
; => #f64((49.5 22.5) (22.5 40.5))
(directional-derivative (lambda (x) (tensor-sum ((checkpoint f) x))) s s) ; => 10.25
(gradient (lambda (x) (let* ((inner (checkpoint sin)) (outer (checkpoint (lambda (y) (inner (* y (inner y))))))) (tensor-sum (outer x))))
          (tensor '(0.0 0.0))) ; => #f64(0.0 0.0)

;--- procedures-as-results
(gradient (lambda (x) (((checkpoint (lambda (y) (lambda (z) (* y z)))) x) 3.0)) 2.0)
; error: checkpoint: the procedure must return numbers, or a structure of them
