; Rules of primitives where programs meet them: at exact points, as values, at special points.

;--- primitives-as-procedures
(derivative exp 0) ; => 1
(derivative square 3) ; => 6
(derivative atan 1.0) ; => 0.5
(derivative sqrt 4) ; => 1/4
(derivative tanh 0.0) ; => 1.0
(gradient * 2 3 4) ; => (12 8 6)
(gradient max 1.0 2.0) ; => (0.0 1.0)
(gradient - 5) ; => -1
(gradient / 1.0 2.0) ; => (0.5 -0.25)

;--- roots-and-powers
(derivative (lambda (x) (expt x 1/2)) 4) ; => 1/4
(derivative sqrt 0) ; => +inf.0
(derivative (lambda (x) (expt x x)) 2.0) ; => 6.772588722239782
(derivative (lambda (x) (expt 2 x)) 0) ; => 0.6931471805599453
(hessian (lambda (v) (expt (vector-ref v 0) (vector-ref v 1))) #(2.0 1.0)) ; => #(#(0.0 1.6931471805599454) #(1.6931471805599454 0.9609060278364028))
(derivative (derivative (lambda (x) (expt x 2.0))) 0.0) ; => 2.0
(derivative (derivative (derivative (lambda (x) (expt x 2.0)))) 0.0) ; => 0.0

;--- a-power-with-a-moving-exponent-of-zero
; d/dy d/dx x^y at y = 0 is 1/x: the inner rule must not take the moving exponent for the constant 0.
(derivative (lambda (y) (derivative (lambda (x) (expt x y)) 2.0)) 0.0) ; => 0.5

;--- the-norm-at-the-origin
(gradient (lambda (v) (sqrt (+ (square (vector-ref v 0)) (square (vector-ref v 1))))) #(0.0 0.0)) ; => #(0.0 0.0)
(derivative (lambda (x) (* x (log x))) 0.0) ; => -inf.0

;--- logarithms-and-angles
(derivative (lambda (x) (log x 2)) 4.0) ; => 0.36067376022224085
(gradient (lambda (x y) (atan y x)) 1.0 1.0) ; => (-0.5 0.5)

;--- extrema-of-several-numbers
(derivative (lambda (x) (max x 1 2)) 2.0) ; => 0.5
(derivative (lambda (x) (apply max (list 1 x 2))) 3.0) ; => 1.0
(derivative (lambda (x) (car (sort (list x 5.0 (* 2 x)) <))) 2.0) ; => 1.0

;--- through-a-macro-and-quasiquote
(define-syntax doubled (syntax-rules () ((_ e) (let ((t e)) (+ t t)))))
(derivative (lambda (x) (doubled (* x x))) 3) ; => 12
(derivative (lambda (x) `(1 ,x ,(* x x))) 3) ; => (0 1 6)

;--- a-continuation-entered-again-inside
(define (f x)
  (let ((again #f) (n 0) (sum 0))
    (call/cc (lambda (k) (set! again k)))
    (set! n (+ n 1))
    (set! sum (+ sum (* x x)))
    (if (< n 3) (again #f))
    sum))
(derivative f 2.0) ; => 12.0
(gradient f 2.0) ; => 12.0
