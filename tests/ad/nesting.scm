; Nested derivatives: levels do not get mixed up, and procedures as results.
; Every case as written and with each operator in forward and in reverse mode.

;--- p01
; Siskind&Pearlmutter 2005 (IFL); ForwardDiff.jl ConfusionTest #83; wrong answer 2
(import (fluxion base) (fluxion ad))
(derivative (lambda (x) (* x (derivative (lambda (y) (+ x y)) 1.0))) 1.0)
; => 1.0
(derivative-forward (lambda (x) (* x (derivative-forward (lambda (y) (+ x y)) 1.0))) 1.0)
; => 1.0
(derivative-forward (lambda (x) (* x (derivative-reverse (lambda (y) (+ x y)) 1.0))) 1.0)
; => 1.0
(derivative-reverse (lambda (x) (* x (derivative-forward (lambda (y) (+ x y)) 1.0))) 1.0)
; => 1.0
(derivative-reverse (lambda (x) (* x (derivative-reverse (lambda (y) (+ x y)) 1.0))) 1.0)
; => 1.0

;--- p02
; Variation of P01 (one shared tag gives 5)
(import (fluxion base) (fluxion ad))
(derivative (lambda (x) (* x (derivative (lambda (y) (* x y)) 2.0))) 3.0)
; => 6.0
(derivative-forward (lambda (x) (* x (derivative-forward (lambda (y) (* x y)) 2.0))) 3.0)
; => 6.0
(derivative-forward (lambda (x) (* x (derivative-reverse (lambda (y) (* x y)) 2.0))) 3.0)
; => 6.0
(derivative-reverse (lambda (x) (* x (derivative-forward (lambda (y) (* x y)) 2.0))) 3.0)
; => 6.0
(derivative-reverse (lambda (x) (* x (derivative-reverse (lambda (y) (* x y)) 2.0))) 3.0)
; => 6.0

;--- p08
; Derivative of 1 argument returns a function (curried)
(import (fluxion base) (fluxion ad))
(derivative (derivative (derivative (lambda (x) (* x (* x (* x x)))))) 2.0)
; => 48.0
(derivative-forward (derivative-forward (derivative-forward (lambda (x) (* x (* x (* x x)))))) 2.0)
; => 48.0
(derivative-forward (derivative-forward (derivative-reverse (lambda (x) (* x (* x (* x x)))))) 2.0)
; => 48.0
(derivative-forward (derivative-reverse (derivative-forward (lambda (x) (* x (* x (* x x)))))) 2.0)
; => 48.0
(derivative-forward (derivative-reverse (derivative-reverse (lambda (x) (* x (* x (* x x)))))) 2.0)
; => 48.0
(derivative-reverse (derivative-forward (derivative-forward (lambda (x) (* x (* x (* x x)))))) 2.0)
; => 48.0
(derivative-reverse (derivative-forward (derivative-reverse (lambda (x) (* x (* x (* x x)))))) 2.0)
; => 48.0
(derivative-reverse (derivative-reverse (derivative-forward (lambda (x) (* x (* x (* x x)))))) 2.0)
; => 48.0
(derivative-reverse (derivative-reverse (derivative-reverse (lambda (x) (* x (* x (* x x)))))) 2.0)
; => 48.0

;--- p09
; A derivative that is a function value
(import (fluxion base) (fluxion ad))
(procedure? ((derivative (lambda (x) (lambda (y) (* x (* y y))))) 3.0))
; => #t
(procedure? ((derivative-forward (lambda (x) (lambda (y) (* x (* y y))))) 3.0))
; => #t
(procedure? ((derivative-reverse (lambda (x) (lambda (y) (* x (* y y))))) 3.0))
; => #t

;--- p10
; Derivative of a function returning a closure
(import (fluxion base) (fluxion ad))
(((derivative (lambda (x) (lambda (y) (* x (* y y))))) 3.0) 5.0)
; => 25.0
(((derivative-forward (lambda (x) (lambda (y) (* x (* y y))))) 3.0) 5.0)
; => 25.0
(((derivative-reverse (lambda (x) (lambda (y) (* x (* y y))))) 3.0) 5.0)
; => 25.0

;--- p11
; Manzyuk et al. JFP 2019, D-hat
(import (fluxion base) (fluxion ad))
(let* ((s (lambda (u) (lambda (f) (lambda (x) (f (+ x u)))))) (dh ((derivative s) 0.0))) ((dh exp) 1.0))
; => 2.718281828459045
(let* ((s (lambda (u) (lambda (f) (lambda (x) (f (+ x u)))))) (dh ((derivative-forward s) 0.0))) ((dh exp) 1.0))
; => 2.718281828459045
(let* ((s (lambda (u) (lambda (f) (lambda (x) (f (+ x u)))))) (dh ((derivative-reverse s) 0.0))) ((dh exp) 1.0))
; => 2.718281828459045

;--- p12
; Manzyuk et al. JFP 2019, the amazing bug: tagged systems give 0
(import (fluxion base) (fluxion ad))
(let* ((s (lambda (u) (lambda (f) (lambda (x) (f (+ x u)))))) (dh ((derivative s) 0.0))) ((dh (dh exp)) 1.0))
; => 2.718281828459045
(let* ((s (lambda (u) (lambda (f) (lambda (x) (f (+ x u)))))) (dh ((derivative-forward s) 0.0))) ((dh (dh exp)) 1.0))
; => 2.718281828459045
(let* ((s (lambda (u) (lambda (f) (lambda (x) (f (+ x u)))))) (dh ((derivative-reverse s) 0.0))) ((dh (dh exp)) 1.0))
; => 2.718281828459045

;--- p14
; Same, cubic (second derivative 6x)
(import (fluxion base) (fluxion ad))
(let* ((s (lambda (u) (lambda (f) (lambda (x) (f (+ x u)))))) (dh ((derivative s) 0.0))) ((dh (dh (lambda (x) (* x (* x x))))) 2.0))
; => 12.0
(let* ((s (lambda (u) (lambda (f) (lambda (x) (f (+ x u)))))) (dh ((derivative-forward s) 0.0))) ((dh (dh (lambda (x) (* x (* x x))))) 2.0))
; => 12.0
(let* ((s (lambda (u) (lambda (f) (lambda (x) (f (+ x u)))))) (dh ((derivative-reverse s) 0.0))) ((dh (dh (lambda (x) (* x (* x x))))) 2.0))
; => 12.0

;--- p17
; STALINGRAD bug1
(import (fluxion base) (fluxion ad))
(derivative (lambda (a) (((lambda (b) (lambda (c) b)) a) 1.0)) 4.0)
; => 1.0
(derivative-forward (lambda (a) (((lambda (b) (lambda (c) b)) a) 1.0)) 4.0)
; => 1.0
(derivative-reverse (lambda (a) (((lambda (b) (lambda (c) b)) a) 1.0)) 4.0)
; => 1.0

;--- p18
; STALINGRAD bug2: closure called twice, adjoint of a captured variable accumulates
(import (fluxion base) (fluxion ad))
(derivative (lambda (a) (let ((p ((lambda (b) (lambda (c) b)) a))) (+ (p 1.0) (p 1.0)))) 4.0)
; => 2.0
(derivative-forward (lambda (a) (let ((p ((lambda (b) (lambda (c) b)) a))) (+ (p 1.0) (p 1.0)))) 4.0)
; => 2.0
(derivative-reverse (lambda (a) (let ((p ((lambda (b) (lambda (c) b)) a))) (+ (p 1.0) (p 1.0)))) 4.0)
; => 2.0

;--- p19
; STALINGRAD bug3
(import (fluxion base) (fluxion ad))
(derivative (lambda (x) (letrec ((f (lambda (y) x))) (f 1.0))) 4.0)
; => 1.0
(derivative-forward (lambda (x) (letrec ((f (lambda (y) x))) (f 1.0))) 4.0)
; => 1.0
(derivative-reverse (lambda (x) (letrec ((f (lambda (y) x))) (f 1.0))) 4.0)
; => 1.0

;--- an-operator-that-cannot-be-compiled-in-a-branch
(define (f x)
  (if (> x 100.0)
      (vector-ref (hvp (lambda (t) (* (vector-ref t 0) (exact (floor (vector-ref t 0))))) (vector x 1.0) (vector 1.0 x)) 0)
      (* x x)))
(derivative f 3.0) ; => 6.0
(gradient (lambda (v) (f (vector-ref v 0))) #(3.0)) ; => #(6.0)

;--- the-greatest-element
(define (top v) (do ((i 0 (+ i 1)) (m -inf.0 (max m (vector-ref v i)))) ((= i (vector-length v)) m)))
(gradient top #(1.0 3.0 2.0)) ; => #(0.0 1.0 0.0)
(gradient top #(3.0 3.0)) ; => #(0.5 0.5)
(define (relu x) (max 0.0 (- (* x x) 1.0)))
(list (derivative relu 2.0) (derivative relu 0.5) (derivative (lambda (x) (min 1.0 (max 0.0 x))) 0.25)) ; => (4.0 0.0 1.0)

;--- a-gradient-in-a-recursive-procedure-that-is-not-compiled
(define turns (string-length "ab"))
(define (sines v)
  (let loop ((i 0) (s 0.1))
    (if (= i turns) s (loop (+ i 1) (+ s (* (vector-ref v 0) (sin (* s (vector-ref v 1)))))))))
(define (descend n x) (if (= n 0) (vector x (* 2.0 x)) (gradient sines (descend (- n 1) x))))
(define (f x) (vector-ref (descend turns x) 0))
(define (near? x) (< (abs (- x -0.23877634626697)) 1e-13))
(map near? (list (gradient f 2.0) (derivative f 2.0) (derivative-forward f 2.0))) ; => (#t #t #t)

;--- values-that-are-exact
(define (pair f x) (call-with-values (lambda () (value-and-gradient f x)) list))
(pair (lambda (x) (vector-ref (vector (* x x) 2 x) 1)) 3.0) ; => (2 0.0)
(pair (lambda (x) (let ((v (make-vector 3 0))) (vector-set! v 0 x) (+ (vector-ref v 1) (vector-ref v 2)))) 3.0) ; => (0 0.0)
(pair (lambda (x) (let ((v (vector 1 x))) (* (vector-ref v 0) (vector-ref v 1)))) 3.0) ; => (3.0 1.0)
(pair (lambda (x)
        (let ((v (make-vector 2 1)))
          (vector-set! v 0 x)
          (do ((i 0 (+ i 1)) (s 0 (+ s (vector-ref v 1)))) ((= i 3) s))))
      3.0) ; => (3 0.0)

;--- a-loop-that-ends-for-two-reasons-in-a-gradient-in-a-tangent
(define (f v)
  (let loop ((i 0) (x (atan (f64vector-ref v 0))))
    (if (or (= i 3) (> x 0.9)) (* x x) (loop (+ i 1) (+ (tanh x) (* 0.5 x))))))
(define (near? x y) (< (abs (- x y)) 1e-12))
(define point (f64vector 0.3 0.2))
(define product (hvp f point (f64vector 1.0 0.0)))
(define second (vector-ref (vector-ref (hessian (lambda (v) (f (f64vector (vector-ref v 0) 0.0))) #(0.3)) 0) 0))
(list (near? (f64vector-ref product 0) second) (f64vector-ref product 1)) ; => (#t 0.0)
(define (unread v) ; The loop's value does not depend on the point.
  (let loop ((i 0) (x (atan (f64vector-ref v 0)))) (if (or (= i 1) (> 0.5 0.6)) 0.5 (loop (+ i 1) (tanh x)))))
(hvp unread point (f64vector 1.0 0.0)) ; => #f64(0.0 0.0)

;--- branches-and-loops-of-several-values-in-a-gradient-in-a-tangent
(define (f v)
  (let-values (((a b) (if (> (vector-ref v 0) 0.0)
                          (values (exp (vector-ref v 0)) (sin (vector-ref v 1)))
                          (values 1.0 (vector-ref v 0)))))
    (let loop ((i 0) (x a) (y b))
      (if (or (= i 3) (> y 5.0))
          (* x y)
          (let-values (((p q) (if (> x y) (values (* 0.5 x y) (sin y)) (values (tanh x) (* x y)))))
            (loop (+ i 1) p q))))))
(define (near? x y) (< (abs (- x y)) 1e-9))
(define (difference v i j) ; of the gradient
  (let ((step (lambda (h) (vector-ref (gradient f (vector-map (lambda (x k) (if (= k j) (+ x h) x)) v #(0 1))) i))))
    (/ (- (step 1e-5) (step -1e-5)) 2e-5)))
(define (hessian-agrees? v)
  (let ((h (hessian f v)))
    (every (lambda (i) (every (lambda (j) (near? (vector-ref (vector-ref h i) j) (difference v i j))) '(0 1))) '(0 1))))
(map hessian-agrees? '(#(0.3 0.2) #(-0.3 0.2) #(0.1 2.0))) ; => (#t #t #t)
(let ((v #(0.3 0.2)))
  (near? (vector-ref (hvp f v #(1.0 0.5)) 1) (+ (difference v 1 0) (* 0.5 (difference v 1 1))))) ; => #t

;--- a-jacobian-through-a-vector-of-words-in-a-derivative
; Compiled for structures of tensors, which the numbers of the derivative around are not for.
(define (slope a)
  (define (field t) (vector (vector-ref (vector-tabulate (lambda (k) (* k a (vector-ref t 0))) 3) 1)))
  (vector-ref (vector-ref (jacobian field (vector 0.3)) 0) 0))
(derivative slope 0.5) ; => 1.0
(gradient slope 0.5) ; => 1.0
