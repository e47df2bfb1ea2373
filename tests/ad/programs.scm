; Differentiation through assignment, mutation, control and recursion.
; Every case as written and with each operator in forward and in reverse mode.

;--- c01
; Mutation of a local
(import (fluxion base) (fluxion ad))
(derivative (lambda (x) (let ((y 0.0)) (set! y (* x x)) (set! y (* y x)) y)) 2.0)
; => 12.0
(derivative-forward (lambda (x) (let ((y 0.0)) (set! y (* x x)) (set! y (* y x)) y)) 2.0)
; => 12.0
(derivative-reverse (lambda (x) (let ((y 0.0)) (set! y (* x x)) (set! y (* y x)) y)) 2.0)
; => 12.0

;--- c03
; In-place x^3: the reverse sweep needs the overwritten values (TBR)
(import (fluxion base) (fluxion ad))
(gradient (lambda (v) (let ((w (make-vector 1 1.0))) (let loop ((i 0)) (if (< i 3) (begin (vector-set! w 0 (* (vector-ref w 0) (vector-ref v 0))) (loop (+ i 1))))) (vector-ref w 0))) (vector 2.0))
; => #(12.0)
(gradient-reverse (lambda (v) (let ((w (make-vector 1 1.0))) (let loop ((i 0)) (if (< i 3) (begin (vector-set! w 0 (* (vector-ref w 0) (vector-ref v 0))) (loop (+ i 1))))) (vector-ref w 0))) (vector 2.0))
; => #(12.0)
(gradient-forward (lambda (v) (let ((w (make-vector 1 1.0))) (let loop ((i 0)) (if (< i 3) (begin (vector-set! w 0 (* (vector-ref w 0) (vector-ref v 0))) (loop (+ i 1))))) (vector-ref w 0))) (vector 2.0))
; => #(12.0)

;--- c04
; Escape through call/cc
(import (fluxion base) (fluxion ad))
(derivative (lambda (x) (call/cc (lambda (k) (begin (k (* x x)) 0.0)))) 3.0)
; => 6.0
(derivative-forward (lambda (x) (call/cc (lambda (k) (begin (k (* x x)) 0.0)))) 3.0)
; => 6.0
(derivative-reverse (lambda (x) (call/cc (lambda (k) (begin (k (* x x)) 0.0)))) 3.0)
; => 6.0

;--- c05
; A captured variable mutated after capture
(import (fluxion base) (fluxion ad))
(derivative (lambda (x) (let ((c (lambda () x))) (set! x (* 2.0 x)) (c))) 3.0)
; => 2.0
(derivative-forward (lambda (x) (let ((c (lambda () x))) (set! x (* 2.0 x)) (c))) 3.0)
; => 2.0
(derivative-reverse (lambda (x) (let ((c (lambda () x))) (set! x (* 2.0 x)) (c))) 3.0)
; => 2.0

;--- c08
; STALINGRAD nr-sqrt (data-dependent loop, unrolled derivative; exact would be 0.35355339)
(import (fluxion base) (fluxion ad))
(define (close? x) (< (abs (- x 0.3535659361783929)) 1e-15))
(close? (derivative (lambda (x) (let loop ((y 1.0)) (let ((z (- y (/ (- (* y y) x) (+ y y))))) (if (<= (abs (- y z)) 1e-5) y (loop z))))) 2.0))
; => #t
(close? (derivative-forward (lambda (x) (let loop ((y 1.0)) (let ((z (- y (/ (- (* y y) x) (+ y y))))) (if (<= (abs (- y z)) 1e-5) y (loop z))))) 2.0))
; => #t
(close? (derivative-reverse (lambda (x) (let loop ((y 1.0)) (let ((z (- y (/ (- (* y y) x) (+ y y))))) (if (<= (abs (- y z)) 1e-5) y (loop z))))) 2.0))
; => #t

;--- c09
; STALINGRAD nr-sqrt-FF/FR/RF/RR
(import (fluxion base) (fluxion ad))
(define (close? x) (< (abs (- x -0.08832952635110175)) 1e-15))
(close? (derivative (derivative (lambda (x) (let loop ((y 1.0)) (let ((z (- y (/ (- (* y y) x) (+ y y))))) (if (<= (abs (- y z)) 1e-5) y (loop z)))))) 2.0))
; => #t
(close? (derivative-forward (derivative-forward (lambda (x) (let loop ((y 1.0)) (let ((z (- y (/ (- (* y y) x) (+ y y))))) (if (<= (abs (- y z)) 1e-5) y (loop z)))))) 2.0))
; => #t
(close? (derivative-forward (derivative-reverse (lambda (x) (let loop ((y 1.0)) (let ((z (- y (/ (- (* y y) x) (+ y y))))) (if (<= (abs (- y z)) 1e-5) y (loop z)))))) 2.0))
; => #t
(close? (derivative-reverse (derivative-forward (lambda (x) (let loop ((y 1.0)) (let ((z (- y (/ (- (* y y) x) (+ y y))))) (if (<= (abs (- y z)) 1e-5) y (loop z)))))) 2.0))
; => #t
(close? (derivative-reverse (derivative-reverse (lambda (x) (let loop ((y 1.0)) (let ((z (- y (/ (- (* y y) x) (+ y y))))) (if (<= (abs (- y z)) 1e-5) y (loop z)))))) 2.0))
; => #t

;--- c10
; Side effect on an outer variable happens once per derivative (forward mode)
(import (fluxion base) (fluxion ad))
(let ((total 0.0)) (derivative (lambda (x) (begin (set! total (+ total 1.0)) (* total x))) 5.0))
; => 1.0
(let ((total 0.0)) (derivative-forward (lambda (x) (begin (set! total (+ total 1.0)) (* total x))) 5.0))
; => 1.0
(let ((total 0.0)) (derivative-reverse (lambda (x) (begin (set! total (+ total 1.0)) (* total x))) 5.0))
; => 1.0

;--- c11
; Captured mutable parameter read at call time
(import (fluxion base) (fluxion ad))
(let ((k 0.0)) (+ (derivative (lambda (x) (* k x)) 1.0) (begin (set! k 4.0) (derivative (lambda (x) (* k x)) 1.0))))
; => 4.0
(let ((k 0.0)) (+ (derivative-forward (lambda (x) (* k x)) 1.0) (begin (set! k 4.0) (derivative-forward (lambda (x) (* k x)) 1.0))))
; => 4.0
(let ((k 0.0)) (+ (derivative-forward (lambda (x) (* k x)) 1.0) (begin (set! k 4.0) (derivative-reverse (lambda (x) (* k x)) 1.0))))
; => 4.0
(let ((k 0.0)) (+ (derivative-reverse (lambda (x) (* k x)) 1.0) (begin (set! k 4.0) (derivative-forward (lambda (x) (* k x)) 1.0))))
; => 4.0
(let ((k 0.0)) (+ (derivative-reverse (lambda (x) (* k x)) 1.0) (begin (set! k 4.0) (derivative-reverse (lambda (x) (* k x)) 1.0))))
; => 4.0

;--- c12
; Higher-order argument
(import (fluxion base) (fluxion ad))
(derivative (lambda (x) (let ((f (lambda (g) (g (g x))))) (f (lambda (y) (* y y))))) 2.0)
; => 32.0
(derivative-forward (lambda (x) (let ((f (lambda (g) (g (g x))))) (f (lambda (y) (* y y))))) 2.0)
; => 32.0
(derivative-reverse (lambda (x) (let ((f (lambda (g) (g (g x))))) (f (lambda (y) (* y y))))) 2.0)
; => 32.0

;--- c13
; Tail loop
(import (fluxion base) (fluxion ad))
((derivative (lambda (x) (let loop ((n 5) (a 1.0)) (if (= n 0) a (loop (- n 1) (* a x)))))) 2.0)
; => 80.0
((derivative-forward (lambda (x) (let loop ((n 5) (a 1.0)) (if (= n 0) a (loop (- n 1) (* a x)))))) 2.0)
; => 80.0
((derivative-reverse (lambda (x) (let loop ((n 5) (a 1.0)) (if (= n 0) a (loop (- n 1) (* a x)))))) 2.0)
; => 80.0

;--- c14
; Mutual recursion
(import (fluxion base) (fluxion ad))
(letrec ((ev (lambda (n x) (if (= n 0) 1.0 (* x (od (- n 1) x))))) (od (lambda (n x) (if (= n 0) 1.0 (* x (ev (- n 1) x)))))) (derivative (lambda (x) (ev 4 x)) 2.0))
; => 32.0
(letrec ((ev (lambda (n x) (if (= n 0) 1.0 (* x (od (- n 1) x))))) (od (lambda (n x) (if (= n 0) 1.0 (* x (ev (- n 1) x)))))) (derivative-forward (lambda (x) (ev 4 x)) 2.0))
; => 32.0
(letrec ((ev (lambda (n x) (if (= n 0) 1.0 (* x (od (- n 1) x))))) (od (lambda (n x) (if (= n 0) 1.0 (* x (ev (- n 1) x)))))) (derivative-reverse (lambda (x) (ev 4 x)) 2.0))
; => 32.0
