; A user's rule for a user's procedure: one rule for forward and reverse mode.

;--- the-rule-is-used-in-place-of-the-body
; The rule is wrong on purpose, to show that it is the one that counts.
(define (f x) (* x x))
(define-derivative (f x) (dx) (* 100 dx))
(f 3.0) ; => 9.0
(derivative-forward f 3.0) ; => 100.0
(derivative-reverse f 3.0) ; => 100.0
(derivative (lambda (x) (+ x (f (* 2 x)))) 3.0) ; => 201.0
(gradient (lambda (x) (+ x (f (* 2 x)))) 3.0) ; => 201.0

;--- a-procedure-that-has-no-derivative-of-its-own
(define (half x) (string->number (number->string (/ x 2))))
(define-derivative (half x) (dx) (/ dx 2))
(half 3.0) ; => 1.5
(derivative-forward half 3.0) ; => 0.5
(derivative-reverse half 3.0) ; => 0.5
(gradient (lambda (v) (* (half (vector-ref v 0)) (vector-ref v 1))) #(3.0 5.0)) ; => #(2.5 1.5)

;--- several-arguments
(define (area w h) (* w h))
(define-derivative (area w h) (dw dh) (+ (* dw h) (* w dh)))
(gradient area 2.0 3.0) ; => (3.0 2.0)
(gradient-forward area 2.0 3.0) ; => (3.0 2.0)
(derivative (lambda (w) (area w 3.0)) 2.0) ; => 3.0
(derivative-reverse (lambda (h) (area 2.0 h)) 2.0) ; => 2.0
(gradient (lambda (x) (area x x)) 5.0) ; => 10.0
(call-with-values (lambda () (jvp (lambda (v) (apply area v)) '(2.0 3.0) '(1.0 10.0))) list) ; => (6.0 23.0)
(hessian (lambda (v) (area (vector-ref v 0) (vector-ref v 1))) #(2.0 3.0)) ; => #(#(0.0 1.0) #(1.0 0.0))

;--- nested-in-all-four-mode-pairs
(import (fluxion base) (fluxion ad))
(define (cubed x) (string->number (number->string (* x x x))))
(define-derivative (cubed x) (dx) (* 3 x x dx))
((derivative-forward (derivative-forward cubed)) 2.0) ; => 12.0
((derivative-forward (derivative-reverse cubed)) 2.0) ; => 12.0
((derivative-reverse (derivative-forward cubed)) 2.0) ; => 12.0
((derivative-reverse (derivative-reverse cubed)) 2.0) ; => 12.0
((derivative-reverse (derivative-forward (derivative-reverse cubed))) 2.0) ; => 6.0
(derivative-n cubed 2.0 3) ; => 6.0

;--- a-rule-that-calls-its-own-procedure
(define (my-exp x) (string->number (number->string (exp x))))
(define-derivative (my-exp x) (dx) (* dx (my-exp x)))
(define e2 (exp 2.0))
(define (near? y) (< (abs (- y e2)) 1e-12))
(near? (derivative-n my-exp 2.0 5)) ; => #t
(near? ((derivative-reverse (derivative-reverse (derivative-forward my-exp))) 2.0)) ; => #t

;--- recursive-and-called-from-itself
(define (power x n) (if (= n 0) 1.0 (* x (power x (- n 1)))))
(define-derivative (power x n) (dx dn) (* n (power x (- n 1)) dx))
(derivative (lambda (x) (power x 3)) 2.0) ; => 12.0
(gradient (lambda (x) (power x 3)) 2.0) ; => 12.0
(derivative (derivative (lambda (x) (power x 3))) 2.0) ; => 12.0

;--- perturbations-are-not-confused
(define (scale x y) (* x y))
(define-derivative (scale x y) (dx dy) (+ (* x dy) (* y dx)))
(derivative (lambda (x) (* x (derivative (lambda (y) (scale x y)) 1.0))) 3.0) ; => 6.0
(derivative-forward (lambda (x) (* x (derivative-reverse (lambda (y) (scale x y)) 1.0))) 3.0) ; => 6.0
(derivative-reverse (lambda (x) (* x (derivative-forward (lambda (y) (scale x y)) 1.0))) 3.0) ; => 6.0
(derivative-reverse (lambda (x) (* x (derivative-reverse (lambda (y) (scale x y)) 1.0))) 3.0) ; => 6.0

;--- captures
; A capture is no argument: what comes by it is differentiated through the body and through the rule.
(define (make-line a)
  (define (line x) (* a x))
  (define-derivative (line x) (dx) (* a dx))
  line)
(derivative (make-line 3.0) 2.0) ; => 3.0
(derivative (lambda (a) ((make-line a) 2.0)) 3.0) ; => 2.0
(gradient (lambda (a x) ((make-line a) x)) 3.0 2.0) ; => (2.0 3.0)
(gradient-forward (lambda (a x) ((make-line a) x)) 3.0 2.0) ; => (2.0 3.0)
(derivative (lambda (a) (derivative (lambda (x) ((make-line (* a x)) x)) 5.0)) 3.0) ; => 10.0
(derivative-forward (lambda (a) (derivative-reverse (make-line (* a a)) 5.0)) 3.0) ; => 6.0
(derivative-reverse (lambda (a) (derivative-forward (make-line (* a a)) 5.0)) 3.0) ; => 6.0
(derivative-reverse (lambda (x) (derivative-forward (lambda (a) ((make-line a) x)) 5.0)) 3.0) ; => 1.0
(derivative-reverse (lambda (x) (derivative-reverse (lambda (a) ((make-line (* a a)) x)) 5.0)) 3.0) ; => 10.0
(derivative-forward (lambda (x) (derivative-reverse (lambda (a) ((make-line (* a a)) x)) 5.0)) 3.0) ; => 10.0

;--- structures
(define (dot u v) (vector-fold + 0.0 (vector-map * u v)))
(define-derivative (dot u v) (du dv) (+ (dot du v) (dot u dv)))
(gradient (lambda (u) (dot u #(3.0 4.0))) #(1.0 2.0)) ; => #(3.0 4.0)
(gradient (lambda (u) (dot u u)) #(1.0 2.0)) ; => #(2.0 4.0)
(hessian (lambda (u) (dot u u)) #(1.0 2.0)) ; => #(#(2.0 0.0) #(0.0 2.0))
(define (polar r t) (list (* r (cos t)) (* r (sin t))))
(define-derivative (polar r t) (dr dt)
  (list (- (* dr (cos t)) (* r (sin t) dt)) (+ (* dr (sin t)) (* r (cos t) dt))))
(jacobian (lambda (v) (polar (vector-ref v 0) (vector-ref v 1))) #(2.0 0.0)) ; => (#(1.0 0.0) #(0.0 2.0))
(define (total v) (f64vector-ref v 0))
(define-derivative (total v) (dv) (f64vector-ref dv 1))
(gradient total (f64vector 1.0 2.0)) ; => #f64(0.0 1.0)
(derivative (lambda (x) (total (f64vector x (* 5 x)))) 1.0) ; => 5.0

;--- an-infinite-slope-spoils-no-value
(define (root x) (sqrt x))
(define-derivative (root x) (dx) (/ dx (* 2 (root x))))
(call-with-values (lambda () (jvp root 0.0 1.0)) list) ; => (0.0 +inf.0)
(call-with-values (lambda () (value-and-gradient root 0.0)) list) ; => (0.0 +inf.0)
(derivative root 4.0) ; => 0.25
(derivative root 4) ; => 1/4

;--- a-quadratic-rule
(define (f x) x)
(define-derivative (f x) (dx) (* dx dx))
(f 2.0) ; => 2.0
(derivative f 2.0) ; error: define-derivative: the rule is not linear in the tangents: f

;--- a-quadratic-rule-in-reverse
(define (f x) x)
(define-derivative (f x) (dx) (abs dx))
(gradient f 2.0) ; error: define-derivative: the rule is not linear in the tangents: f

;--- a-rule-with-a-constant
(define (g x) x)
(define-derivative (g x) (dx) (+ 1 dx))
(derivative g 2.0) ; error: define-derivative: the rule is not linear in the tangents: g

;--- a-rule-of-another-structure
(define (h x) x)
(define-derivative (h x) (dx) (list dx))
(derivative h 2.0) ; error: define-derivative: the rule returned what has not the structure of the result of h

;--- a-rule-of-no-procedure
(define v 5)
(define-derivative (v x) (dx) dx) ; error: define-derivative: not a procedure: v 5

;--- one-tangent-for-each-argument
; error: define-derivative: not one tangent for each argument of f
(define (f x y) x)
(define-derivative (f x y) (dx) dx)

;--- a-form-that-is-no-rule
; error: define-derivative: expected (define-derivative (f x ...) (dx ...) rule)
(define (f x) x)
(define-derivative f dx dx)

;--- loops-and-recursion
(define (soft x) (log (+ 1.0 (exp x))))
(define-derivative (soft x) (dx) (* (tanh x) dx))
(define (chain x n) (let loop ((i 0) (y x)) (if (= i n) y (loop (+ i 1) (* 0.5 (soft (+ y x)))))))
(define (deep x n) (if (= n 0) x (* 0.5 (soft (+ x (deep x (- n 1)))))))
(define (agree? f) (< (abs (- (derivative-forward f 0.3) (gradient f 0.3) 0.0)) 1e-14))
(gradient (lambda (x) (chain x 1)) 0.3) ; => 0.5370495669980353
(list (agree? (lambda (x) (chain x 50))) (agree? (lambda (x) (deep x 50)))) ; => (#t #t)
(define (second-of f) (lambda (x) (derivative (derivative f) x)))
((second-of (lambda (x) (chain x 1))) 0.3) ; => 1.4231555251744457
(define (sum-soft v) (vector-fold + 0.0 (vector-map soft v)))
(gradient sum-soft (vector 0.0 1.0)) ; => #(0.0 0.7615941559557649)

;--- what-a-call-returns-in-several-parts
(define (both x y) (cons (* x y) (list (+ x y))))
(define-derivative (both x y) (dx dy) (cons (* 10 (+ (* x dy) (* y dx))) (list (+ dx dy))))
(define (use x y) (let ((r (both x y))) (* (car r) (cadr r))))
(gradient use 2.0 3.0) ; => (156.0 106.0)
(gradient-forward use 2.0 3.0) ; => (156.0 106.0)

;--- a-rule-with-branches-and-loops
(define (power x n) (if (= n 0) 1.0 (* x (power x (- n 1)))))
(define-derivative (power x n) (dx dn)
  (if (= n 0) 0.0 (let loop ((i 0) (s 0.0)) (if (= i n) s (loop (+ i 1) (+ s (* dx (expt x (- n 1)))))))))
(gradient (lambda (x) (+ (power x 0) (power x 3))) 2.0) ; => 12.0
(derivative (lambda (x) (+ (power x 0) (power x 3))) 2.0) ; => 12.0

;--- a-rule-that-is-linear-by-a-loop-only-here-and-there
(define (f x) (* 2 x))
(define-derivative (f x) (dx) (let loop ((i 0) (s 1.0)) (if (= i 2) s (loop (+ i 1) (* s dx)))))
(gradient f 2.0) ; error: define-derivative: the rule is not linear in the tangents: f

;--- a-rule-that-tests-a-tangent
(define (f x) (* 2 x))
(define-derivative (f x) (dx) (if (> dx 0) dx 0.0))
(gradient f 2.0) ; error: define-derivative: the rule is not linear in the tangents: f

;--- used-before-the-rule
(define (f x) (* x x))
(define before (f 3.0))
(define-derivative (f x) (dx) (* 100 dx))
before ; => 9.0
(derivative f 3.0) ; => 100.0

;--- two-rules-the-last-counts
(define (f x) (* x x))
(define-derivative (f x) (dx) (* 100 dx))
(define-derivative (f x) (dx) (* 1000 dx))
(derivative f 3.0) ; => 1000.0
(gradient f 3.0) ; => 1000.0

;--- in-the-body-of-another-procedure
(define (f x) (* x x))
(define (with-a-rule) (define-derivative (f x) (dx) (* 100 dx)) 'done)
(derivative f 3.0) ; => 6.0
(with-a-rule) ; => done
(derivative f 3.0) ; => 100.0

;--- as-a-value
(define (f x) (* x x))
(define-derivative (f x) (dx) (* 100 dx))
(map (lambda (g) (derivative g 1.0)) (list f sin (lambda (x) (f (f x))))) ; => (100.0 0.5403023058681398 10000.0)
(define-values (g h) (values f (lambda (x) (+ 1 (f x)))))
(list (g 2) (h 2) (gradient h 2.0)) ; => (4 5 100.0)

;--- tensors
; Several arguments and results, constants among them; captures; structures.
(import (fluxion base) (fluxion tensor))
(define s (tensor '((2.0 0.5) (0.5 1.5))))
(define (f a b k) (list (* a b) (tensor-matmul a b)))
(define-derivative (f a b k) (da db dk) (list (+ (* a db) (* da b)) (+ (tensor-matmul da b) (tensor-matmul a db))))
(define (total l) (apply + (map tensor-sum l)))
(gradient (lambda (x) (total (f x (* 2 x) 3))) s) ; => #f64((18.0 11.0) (11.0 14.0))
(gradient (lambda (x y) (total (f x s (tensor-sum y)))) s s) ; => (#f64((4.5 2.5) (3.0 3.5)) #f64((0.0 0.0) (0.0 0.0)))
(directional-derivative (lambda (x) (total (f s x 3))) s s) ; => 17.0
(define (scaled k x)
  (define (g a) (* k a))
  (define-derivative (g a) (da) (* k da 10))
  (tensor-sum (* (g x) (g x))))
(gradient (lambda (x) (scaled 2.0 x)) s) ; => #f64((160.0 40.0) (40.0 120.0))
(gradient (lambda (x) (scaled (tensor-sum x) x)) s) ; => #f64((870.75 263.25) (263.25 668.25))
(define (norm p) (tensor-sum (* (car p) (cdr p))))
(define-derivative (norm p) (dp) (+ (tensor-sum (* (car p) (cdr dp))) (tensor-sum (* 7 (car dp) (cdr p)))))
(gradient (lambda (p) (norm (cons (* 2 (car p)) (cdr p)))) (cons s s))
; => (#f64((28.0 7.0) (7.0 21.0)) . #f64((4.0 1.0) (1.0 3.0)))
(define (cube x) (* x x x))
(define-derivative (cube x) (dx) (* 3 x x dx))
(gradient (lambda (x) (cube (tensor-sum x))) s) ; => #f64((60.75 60.75) (60.75 60.75))
(gradient (lambda (x) (tensor-sum (cube (* x 2)))) (tensor '(1.0 2.0) 'f32)) ; => #f32(24.0 96.0)
(define (positive x) (tensor-where (tensor> x 1) x 0))
(define-derivative (positive x) (dx) (tensor-where (tensor> x 1) dx 0))
(gradient (lambda (x) (tensor-sum (* x (positive x)))) s) ; => #f64((4.0 0.0) (0.0 3.0))

;--- tensors-not-linear
(import (fluxion base) (fluxion tensor))
(define (bad x) (* x x))
(define-derivative (bad x) (dx) (* dx dx))
(gradient (lambda (x) (tensor-sum (bad x))) (tensor '(2.0 0.5))) ; error: the rule is not linear in the tangents

;--- tensors-linear-but-for-a-constant
(import (fluxion base) (fluxion tensor))
(define (bad x) (* x x))
(define-derivative (bad x) (dx) (tensor-where (tensor> x 1) (* 2 x dx) 1))
(gradient (lambda (x) (tensor-sum (bad x))) (tensor '(2.0 0.5))) ; error: the rule is not linear in the tangents

;--- tensors-in-another-structure
(import (fluxion base) (fluxion tensor))
(define (other x) (list x x))
(define-derivative (other x) (dx) (list dx))
(gradient (lambda (x) (tensor-sum (car (other x)))) (tensor '(2.0 0.5)))
; error: the rule returned what has not the structure of the result

;--- tensors-generic
; What is not compiled: rules that call their procedures with tangents, and second derivatives.
(import (fluxion base) (fluxion tensor))
(define s (tensor '(2.0 0.5)))
(define (double x) (* 2 x))
(define (again x) (double x))
(define-derivative (double x) (dx) (again dx))
(gradient (lambda (x) (tensor-sum (+ (again x) (* x (double x))))) s) ; => #f64(10.0 4.0)
(define (cube x) (* x x x))
(define-derivative (cube x) (dx) (* 3 x x dx))
(hvp (lambda (x) (tensor-sum (cube x))) s s) ; => #f64(24.0 1.5)

;--- vectors-as-results
(define (f x) (vector x (* x x)))
(define-derivative (f x) (dx) (vector dx (* 20 x dx)))
(gradient (lambda (x) (vector-sum (f (* 2 x)))) 2.0) ; => 162.0
(derivative (lambda (x) (vector-sum (f (* 2 x)))) 2.0) ; => 162.0
(define (g x) (vector-map square x))
(define-derivative (g x) (dx) (vector-map (lambda (x dx) (* 20 x dx)) x dx))
(gradient (lambda (x) (vector-sum (g x))) (vector 1.0 2.0)) ; => #(20.0 40.0)

;--- multiple-values-as-results
(define (f x) (values x (* x x)))
(define-derivative (f x) (dx) (values dx (* 2 x dx)))
(gradient (lambda (x) (call-with-values (lambda () (f x)) *)) 2.0)
; error: define-derivative: the procedure must return numbers, or a structure of them: f
