; Conventions where a function is not smooth or a partial derivative is infinite.
; Every case as written and with each operator in forward and in reverse mode.

;--- d01
; JAX #5798 as `where` gives NaN; `if` must differentiate only the branch taken
(import (fluxion base) (fluxion ad))
(derivative (lambda (x) (if (< x 1.0) x (sqrt x))) 0.0)
; => 1.0
(derivative-forward (lambda (x) (if (< x 1.0) x (sqrt x))) 0.0)
; => 1.0
(derivative-reverse (lambda (x) (if (< x 1.0) x (sqrt x))) 0.0)
; => 1.0

;--- d02
; The branch taken
(import (fluxion base) (fluxion ad))
(derivative (lambda (x) (if (= x 0.0) 0.0 (* x x))) 0.0)
; => 0.0
(derivative-forward (lambda (x) (if (= x 0.0) 0.0 (* x x))) 0.0)
; => 0.0
(derivative-reverse (lambda (x) (if (= x 0.0) 0.0 (* x x))) 0.0)
; => 0.0

;--- d05
; PyTorch, autograd 0 (measured); JAX 0.10.2 gives 1 (measured)
(import (fluxion base) (fluxion ad))
(derivative abs 0.0)
; => 0.0
(derivative-forward abs 0.0)
; => 0.0
(derivative-reverse abs 0.0)
; => 0.0

;--- d06
; By hand
(import (fluxion base) (fluxion ad))
(derivative abs -3.0)
; => -1.0
(derivative-forward abs -3.0)
; => -1.0
(derivative-reverse abs -3.0)
; => -1.0

;--- d07
; Calculus
(import (fluxion base) (fluxion ad))
(derivative (lambda (x) (* (abs x) (abs x))) 0.0)
; => 0.0
(derivative-forward (lambda (x) (* (abs x) (abs x))) 0.0)
; => 0.0
(derivative-reverse (lambda (x) (* (abs x) (abs x))) 0.0)
; => 0.0

;--- d08
; JAX, PyTorch, autograd (measured): tie split in halves
(import (fluxion base) (fluxion ad))
(derivative (lambda (x) (max x 2.0)) 2.0)
; => 0.5
(derivative-forward (lambda (x) (max x 2.0)) 2.0)
; => 0.5
(derivative-reverse (lambda (x) (max x 2.0)) 2.0)
; => 0.5

;--- d10
; Any consistent tie rule must give 1
(import (fluxion base) (fluxion ad))
(derivative (lambda (x) (max x x)) 2.0)
; => 1.0
(derivative-forward (lambda (x) (max x x)) 2.0)
; => 1.0
(derivative-reverse (lambda (x) (max x x)) 2.0)
; => 1.0

;--- d11
; By hand
(import (fluxion base) (fluxion ad))
(derivative (lambda (x) (min x 5.0)) 7.0)
; => 0.0
(derivative-forward (lambda (x) (min x 5.0)) 7.0)
; => 0.0
(derivative-reverse (lambda (x) (min x 5.0)) 7.0)
; => 0.0

;--- d12
; JAX, PyTorch (measured)
(import (fluxion base) (fluxion ad))
(derivative sqrt 0.0)
; => +inf.0
(derivative-forward sqrt 0.0)
; => +inf.0
(derivative-reverse sqrt 0.0)
; => +inf.0

;--- d13
; Proposed: a zero tangent stays zero; JAX, PyTorch, autograd give NaN (0*inf, measured)
(import (fluxion base) (fluxion ad))
(derivative (lambda (x) (sqrt (* x x))) 0.0)
; => 0.0
(derivative-forward (lambda (x) (sqrt (* x x))) 0.0)
; => 0.0
(derivative-reverse (lambda (x) (sqrt (* x x))) 0.0)
; => 0.0

;--- d15
; Constant function; JAX gives NaN with a traced exponent, PyTorch and autograd 0
(import (fluxion base) (fluxion ad))
(derivative (lambda (x) (expt x 0.0)) 0.0)
; => 0.0
(derivative-forward (lambda (x) (expt x 0.0)) 0.0)
; => 0.0
(derivative-reverse (lambda (x) (expt x 0.0)) 0.0)
; => 0.0

;--- d16
; JAX, PyTorch, autograd (measured)
(import (fluxion base) (fluxion ad))
(derivative (lambda (x) (expt x 1.0)) 0.0)
; => 1.0
(derivative-forward (lambda (x) (expt x 1.0)) 0.0)
; => 1.0
(derivative-reverse (lambda (x) (expt x 1.0)) 0.0)
; => 1.0

;--- d17
; After ForwardDiff.jl DerivativeTest (0^y, y>0); 0*log 0 must not be NaN
(import (fluxion base) (fluxion ad))
(derivative (lambda (y) (expt 0.0 y)) 2.0)
; => 0.0
(derivative-forward (lambda (y) (expt 0.0 y)) 2.0)
; => 0.0
(derivative-reverse (lambda (y) (expt 0.0 y)) 2.0)
; => 0.0

;--- d18
; JAX forward mode gives NaN (measured): log of a negative base must stay inactive when the exponent is constant
(import (fluxion base) (fluxion ad))
(derivative (lambda (x) (expt x 3.0)) -2.0)
; => 12.0
(derivative-forward (lambda (x) (expt x 3.0)) -2.0)
; => 12.0
(derivative-reverse (lambda (x) (expt x 3.0)) -2.0)
; => 12.0

;--- d19
; 4(1+ln 2)
(import (fluxion base) (fluxion ad))
(derivative (lambda (x) (exp (* x (log x)))) 2.0)
; => 6.772588722239782
(derivative-forward (lambda (x) (exp (* x (log x)))) 2.0)
; => 6.772588722239782
(derivative-reverse (lambda (x) (exp (* x (log x)))) 2.0)
; => 6.772588722239782

;--- d21
; JAX, PyTorch
(import (fluxion base) (fluxion ad))
(derivative (lambda (x) (atan 1.0 x)) 0.0)
; => -1.0
(derivative-forward (lambda (x) (atan 1.0 x)) 0.0)
; => -1.0
(derivative-reverse (lambda (x) (atan 1.0 x)) 0.0)
; => -1.0

;--- d22
; JAX, PyTorch: branch cut, finite
(import (fluxion base) (fluxion ad))
(derivative (lambda (y) (atan y -1.0)) 0.0)
; => -1.0
(derivative-forward (lambda (y) (atan y -1.0)) 0.0)
; => -1.0
(derivative-reverse (lambda (y) (atan y -1.0)) 0.0)
; => -1.0

;--- d23
; All
(import (fluxion base) (fluxion ad))
(derivative floor 2.5)
; => 0.0
(derivative-forward floor 2.5)
; => 0.0
(derivative-reverse floor 2.5)
; => 0.0

;--- d24
; By hand
(import (fluxion base) (fluxion ad))
(define (close? x) (< (abs (- x -0.3011686789397568)) 1e-15))
(close? (derivative (lambda (x) (/ (sin x) x)) 1.0))
; => #t
(close? (derivative-forward (lambda (x) (/ (sin x) x)) 1.0))
; => #t
(close? (derivative-reverse (lambda (x) (/ (sin x) x)) 1.0))
; => #t

;--- d25
; Sigmoid(30)
(import (fluxion base) (fluxion ad))
(define (close? x) (< (abs (- x 0.9999999999999064)) 1e-15))
(close? (derivative (lambda (x) (log (+ 1.0 (exp x)))) 30.0))
; => #t
(close? (derivative-forward (lambda (x) (log (+ 1.0 (exp x)))) 30.0))
; => #t
(close? (derivative-reverse (lambda (x) (log (+ 1.0 (exp x)))) 30.0))
; => #t

;--- d26
; Sigmoid
(import (fluxion base) (fluxion ad))
(derivative (lambda (x) (/ 1.0 (+ 1.0 (exp (- x))))) 0.0)
; => 0.25
(derivative-forward (lambda (x) (/ 1.0 (+ 1.0 (exp (- x))))) 0.0)
; => 0.25
(derivative-reverse (lambda (x) (/ 1.0 (+ 1.0 (exp (- x))))) 0.0)
; => 0.25

;--- the negative of a zero has its sign in the differentiated run too
(call-with-values (lambda () (value-and-gradient - 0.0)) list)  ; => (-0.0 -1.0)
(call-with-values (lambda () (jvp - 0.0 1.0)) list)  ; => (-0.0 -1.0)

;--- plain-f64vectors
; An f64vector that is made of numbers being differentiated holds them; one that is there holds plain doubles.
(derivative (lambda (x) (f64vector x 2 (* x x))) 3.0) ; => #f64(1.0 0.0 6.0)
(jacobian (lambda (v) (f64vector-map (lambda (x) (* x x)) v)) (f64vector 1.0 2.0)) ; => #(#f64(2.0 0.0) #f64(0.0 4.0))
(gradient (lambda (v) (let ((w (f64vector-copy v))) (* (f64vector-ref w 1) (f64vector-ref v 0)))) (f64vector 1.0 2.0))
; => #f64(2.0 1.0)
(derivative (lambda (x) (let ((v (make-f64vector 2 1.5))) (f64vector-set! v 0 2.5) (* x (f64vector-ref v 0)))) 3.0) ; => 2.5
(derivative (lambda (x) (f64vector-ref (make-f64vector 2 x) 0)) 3.0) ; error: not-differentiable
(derivative (lambda (x) (let ((v (make-f64vector 2 0.0))) (f64vector-set! v 0 x) (f64vector-ref v 0))) 3.0) ; error: not-differentiable
