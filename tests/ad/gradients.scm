; Gradients of vectors: every element once, also the unused and the constant ones.
; Every case as written and with each operator in forward and in reverse mode.

;--- g01
; By hand: y + cos x, x
(import (fluxion base) (fluxion ad))
(gradient (lambda (v) (+ (* (vector-ref v 0) (vector-ref v 1)) (sin (vector-ref v 0)))) (vector 2.0 3.0))
; => #(2.5838531634528574 2.0)
(gradient-reverse (lambda (v) (+ (* (vector-ref v 0) (vector-ref v 1)) (sin (vector-ref v 0)))) (vector 2.0 3.0))
; => #(2.5838531634528574 2.0)
(gradient-forward (lambda (v) (+ (* (vector-ref v 0) (vector-ref v 1)) (sin (vector-ref v 0)))) (vector 2.0 3.0))
; => #(2.5838531634528574 2.0)

;--- g02
; After ForwardDiff.jl ConfusionTest (gradient over inner derivative capturing v)
(import (fluxion base) (fluxion ad))
(gradient (lambda (v) (* (+ (vector-ref v 0) (vector-ref v 1)) (derivative (lambda (y) (* y (+ (* (vector-ref v 0) (vector-ref v 0)) (vector-ref v 1)))) 1.0))) (vector 2.0 3.0))
; => #(27.0 12.0)
(gradient-reverse (lambda (v) (* (+ (vector-ref v 0) (vector-ref v 1)) (derivative-forward (lambda (y) (* y (+ (* (vector-ref v 0) (vector-ref v 0)) (vector-ref v 1)))) 1.0))) (vector 2.0 3.0))
; => #(27.0 12.0)
(gradient-reverse (lambda (v) (* (+ (vector-ref v 0) (vector-ref v 1)) (derivative-reverse (lambda (y) (* y (+ (* (vector-ref v 0) (vector-ref v 0)) (vector-ref v 1)))) 1.0))) (vector 2.0 3.0))
; => #(27.0 12.0)
(gradient-forward (lambda (v) (* (+ (vector-ref v 0) (vector-ref v 1)) (derivative-forward (lambda (y) (* y (+ (* (vector-ref v 0) (vector-ref v 0)) (vector-ref v 1)))) 1.0))) (vector 2.0 3.0))
; => #(27.0 12.0)
(gradient-forward (lambda (v) (* (+ (vector-ref v 0) (vector-ref v 1)) (derivative-reverse (lambda (y) (* y (+ (* (vector-ref v 0) (vector-ref v 0)) (vector-ref v 1)))) 1.0))) (vector 2.0 3.0))
; => #(27.0 12.0)

;--- g03
; Tsotchke/eshkol PR 138: reverse over forward through a captured variable
(import (fluxion base) (fluxion ad))
(gradient (lambda (p) (derivative (lambda (x) (* (vector-ref p 0) (* x x))) 2.0)) (vector 3.0))
; => #(4.0)
(gradient-reverse (lambda (p) (derivative-forward (lambda (x) (* (vector-ref p 0) (* x x))) 2.0)) (vector 3.0))
; => #(4.0)
(gradient-reverse (lambda (p) (derivative-reverse (lambda (x) (* (vector-ref p 0) (* x x))) 2.0)) (vector 3.0))
; => #(4.0)
(gradient-forward (lambda (p) (derivative-forward (lambda (x) (* (vector-ref p 0) (* x x))) 2.0)) (vector 3.0))
; => #(4.0)
(gradient-forward (lambda (p) (derivative-reverse (lambda (x) (* (vector-ref p 0) (* x x))) 2.0)) (vector 3.0))
; => #(4.0)

;--- g04
; Tsotchke/eshkol PR 138: a fixed number of jet slots gives 0
(import (fluxion base) (fluxion ad))
(gradient (lambda (p) (derivative (lambda (x) (derivative (lambda (xx) (* (vector-ref p 0) (* xx xx))) x)) 2.0)) (vector 3.0))
; => #(2.0)
(gradient-reverse (lambda (p) (derivative-forward (lambda (x) (derivative-forward (lambda (xx) (* (vector-ref p 0) (* xx xx))) x)) 2.0)) (vector 3.0))
; => #(2.0)
(gradient-reverse (lambda (p) (derivative-forward (lambda (x) (derivative-reverse (lambda (xx) (* (vector-ref p 0) (* xx xx))) x)) 2.0)) (vector 3.0))
; => #(2.0)
(gradient-reverse (lambda (p) (derivative-reverse (lambda (x) (derivative-forward (lambda (xx) (* (vector-ref p 0) (* xx xx))) x)) 2.0)) (vector 3.0))
; => #(2.0)
(gradient-reverse (lambda (p) (derivative-reverse (lambda (x) (derivative-reverse (lambda (xx) (* (vector-ref p 0) (* xx xx))) x)) 2.0)) (vector 3.0))
; => #(2.0)
(gradient-forward (lambda (p) (derivative-forward (lambda (x) (derivative-forward (lambda (xx) (* (vector-ref p 0) (* xx xx))) x)) 2.0)) (vector 3.0))
; => #(2.0)
(gradient-forward (lambda (p) (derivative-forward (lambda (x) (derivative-reverse (lambda (xx) (* (vector-ref p 0) (* xx xx))) x)) 2.0)) (vector 3.0))
; => #(2.0)
(gradient-forward (lambda (p) (derivative-reverse (lambda (x) (derivative-forward (lambda (xx) (* (vector-ref p 0) (* xx xx))) x)) 2.0)) (vector 3.0))
; => #(2.0)
(gradient-forward (lambda (p) (derivative-reverse (lambda (x) (derivative-reverse (lambda (xx) (* (vector-ref p 0) (* xx xx))) x)) 2.0)) (vector 3.0))
; => #(2.0)

;--- g05
; Qobi/R6RS-AD hessian.ss
(import (fluxion base) (fluxion ad))
(define (hessian-f-f f v) (jacobian-forward (lambda (v) (gradient-forward f v)) v))
(define (hessian-f-r f v) (jacobian-forward (lambda (v) (gradient-reverse f v)) v))
(define (hessian-r-f f v) (jacobian-reverse (lambda (v) (gradient-forward f v)) v))
(define (hessian-r-r f v) (jacobian-reverse (lambda (v) (gradient-reverse f v)) v))
(hessian (lambda (v) (* 3.0 (* (* (vector-ref v 0) (* (vector-ref v 0) (vector-ref v 0))) (* (vector-ref v 1) (vector-ref v 1))))) (vector 3.0 4.0))
; => #(#(864.0 648.0) #(648.0 162.0))
(hessian-f-f (lambda (v) (* 3.0 (* (* (vector-ref v 0) (* (vector-ref v 0) (vector-ref v 0))) (* (vector-ref v 1) (vector-ref v 1))))) (vector 3.0 4.0))
; => #(#(864.0 648.0) #(648.0 162.0))
(hessian-f-r (lambda (v) (* 3.0 (* (* (vector-ref v 0) (* (vector-ref v 0) (vector-ref v 0))) (* (vector-ref v 1) (vector-ref v 1))))) (vector 3.0 4.0))
; => #(#(864.0 648.0) #(648.0 162.0))
(hessian-r-f (lambda (v) (* 3.0 (* (* (vector-ref v 0) (* (vector-ref v 0) (vector-ref v 0))) (* (vector-ref v 1) (vector-ref v 1))))) (vector 3.0 4.0))
; => #(#(864.0 648.0) #(648.0 162.0))
(hessian-r-r (lambda (v) (* 3.0 (* (* (vector-ref v 0) (* (vector-ref v 0) (vector-ref v 0))) (* (vector-ref v 1) (vector-ref v 1))))) (vector 3.0 4.0))
; => #(#(864.0 648.0) #(648.0 162.0))

;--- g06
; STALINGRAD hessian.vlad; u=(7 8) v=(9 10): u'Hv = 1318
(import (fluxion base) (fluxion ad))
(define (hessian-f-f f v) (jacobian-forward (lambda (v) (gradient-forward f v)) v))
(define (hessian-f-r f v) (jacobian-forward (lambda (v) (gradient-reverse f v)) v))
(define (hessian-r-f f v) (jacobian-reverse (lambda (v) (gradient-forward f v)) v))
(define (hessian-r-r f v) (jacobian-reverse (lambda (v) (gradient-reverse f v)) v))
(hessian (lambda (v) (+ (* 2.0 (* (vector-ref v 0) (vector-ref v 0))) (+ (* 3.0 (* (vector-ref v 0) (vector-ref v 1))) (* 4.0 (* (vector-ref v 1) (vector-ref v 1)))))) (vector 3.0 4.0))
; => #(#(4.0 3.0) #(3.0 8.0))
(hessian-f-f (lambda (v) (+ (* 2.0 (* (vector-ref v 0) (vector-ref v 0))) (+ (* 3.0 (* (vector-ref v 0) (vector-ref v 1))) (* 4.0 (* (vector-ref v 1) (vector-ref v 1)))))) (vector 3.0 4.0))
; => #(#(4.0 3.0) #(3.0 8.0))
(hessian-f-r (lambda (v) (+ (* 2.0 (* (vector-ref v 0) (vector-ref v 0))) (+ (* 3.0 (* (vector-ref v 0) (vector-ref v 1))) (* 4.0 (* (vector-ref v 1) (vector-ref v 1)))))) (vector 3.0 4.0))
; => #(#(4.0 3.0) #(3.0 8.0))
(hessian-r-f (lambda (v) (+ (* 2.0 (* (vector-ref v 0) (vector-ref v 0))) (+ (* 3.0 (* (vector-ref v 0) (vector-ref v 1))) (* 4.0 (* (vector-ref v 1) (vector-ref v 1)))))) (vector 3.0 4.0))
; => #(#(4.0 3.0) #(3.0 8.0))
(hessian-r-r (lambda (v) (+ (* 2.0 (* (vector-ref v 0) (vector-ref v 0))) (+ (* 3.0 (* (vector-ref v 0) (vector-ref v 1))) (* 4.0 (* (vector-ref v 1) (vector-ref v 1)))))) (vector 3.0 4.0))
; => #(#(4.0 3.0) #(3.0 8.0))

;--- g09
; ForwardDiff.jl MiscTest #71: target returns a literal
(import (fluxion base) (fluxion ad))
(gradient (lambda (v) 1.0) (vector 1.0 2.0))
; => #(0.0 0.0)
(gradient-reverse (lambda (v) 1.0) (vector 1.0 2.0))
; => #(0.0 0.0)
(gradient-forward (lambda (v) 1.0) (vector 1.0 2.0))
; => #(0.0 0.0)

;--- g10
; An unused component
(import (fluxion base) (fluxion ad))
(gradient (lambda (v) (vector-ref v 0)) (vector 1.0 2.0))
; => #(1.0 0.0)
(gradient-reverse (lambda (v) (vector-ref v 0)) (vector 1.0 2.0))
; => #(1.0 0.0)
(gradient-forward (lambda (v) (vector-ref v 0)) (vector 1.0 2.0))
; => #(1.0 0.0)

;--- g11
; Same element used in each turn of a loop
(import (fluxion base) (fluxion ad))
(gradient (lambda (v) (let loop ((i 0) (s 0.0)) (if (= i 3) s (loop (+ i 1) (+ s (* (vector-ref v 0) (vector-ref v 0))))))) (vector 2.0))
; => #(12.0)
(gradient-reverse (lambda (v) (let loop ((i 0) (s 0.0)) (if (= i 3) s (loop (+ i 1) (+ s (* (vector-ref v 0) (vector-ref v 0))))))) (vector 2.0))
; => #(12.0)
(gradient-forward (lambda (v) (let loop ((i 0) (s 0.0)) (if (= i 3) s (loop (+ i 1) (+ s (* (vector-ref v 0) (vector-ref v 0))))))) (vector 2.0))
; => #(12.0)

;--- g12
; Product with a zero: HIPS autograd gives NaN (y/x rule), measured
(import (fluxion base) (fluxion ad))
(gradient (lambda (v) (* (vector-ref v 0) (* (vector-ref v 1) (vector-ref v 2)))) (vector 0.0 2.0 3.0))
; => #(6.0 0.0 0.0)
(gradient-reverse (lambda (v) (* (vector-ref v 0) (* (vector-ref v 1) (vector-ref v 2)))) (vector 0.0 2.0 3.0))
; => #(6.0 0.0 0.0)
(gradient-forward (lambda (v) (* (vector-ref v 0) (* (vector-ref v 1) (vector-ref v 2)))) (vector 0.0 2.0 3.0))
; => #(6.0 0.0 0.0)

;--- g13
; Product with two zeros
(import (fluxion base) (fluxion ad))
(gradient (lambda (v) (* (vector-ref v 0) (* (vector-ref v 1) (vector-ref v 2)))) (vector 0.0 0.0 3.0))
; => #(0.0 0.0 0.0)
(gradient-reverse (lambda (v) (* (vector-ref v 0) (* (vector-ref v 1) (vector-ref v 2)))) (vector 0.0 0.0 3.0))
; => #(0.0 0.0 0.0)
(gradient-forward (lambda (v) (* (vector-ref v 0) (* (vector-ref v 1) (vector-ref v 2)))) (vector 0.0 0.0 3.0))
; => #(0.0 0.0 0.0)
