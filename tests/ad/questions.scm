; What a program may ask about an active number, and what it may not.

;--- predicates-see-the-number
(derivative (lambda (x) (if (and (number? x) (real? x) (inexact? x)) (* x x) 0)) 3.0) ; => 6.0
(derivative (lambda (x) (if (exact? x) (* x x) 0)) 3) ; => 6
(derivative (lambda (x) (if (integer? x) (* x x) 0)) 3.0) ; => 6.0
(derivative (lambda (x) (if (even? x) (* 2 x) (* 3 x))) 3) ; => 3
(derivative (lambda (x) (if (zero? x) x (* x x))) 0.0) ; => 1.0
(derivative (lambda (x) (if (< 1 x 3) (* x x) 0)) 2.0) ; => 4.0
(derivative (lambda (x) (if (negative? x) (- x) x)) -2.0) ; => -1.0

;--- equivalence-sees-the-number
(derivative (lambda (x) (if (eqv? x 3.0) (* x x) 0.0)) 3.0) ; => 6.0
(derivative (lambda (x) (if (equal? (list x) '(3.0)) (* x x) 0.0)) 3.0) ; => 6.0
(derivative (lambda (n) (case n ((1 2 3) (* n n)) (else 0))) 3) ; => 6
(derivative (lambda (x) (if (memv x '(1 2 3)) (* x x) 0)) 3) ; => 6
(derivative (lambda (x) (let ((t (make-equal-hash-table))) (hash-table-set! t 3.0 'found) (if (hash-table-ref/default t x #f) (* x x) 0.0))) 3.0) ; => 6.0

;--- an-active-number-prints-as-a-number
(derivative (lambda (x) (display x) (newline) (* x x)) 3.0)
; prints: 3.0
; => 6.0

;--- conversions-keep-the-tangent
(derivative (lambda (x) (* x (inexact x))) 3) ; => 6.0
(derivative (lambda (x) (* x (exact x))) 3.0) ; => 6.0
(derivative (lambda (x) (exact->inexact x)) 1/2) ; => 1

;--- rounded-numbers-are-constants
(derivative (lambda (x) (* x (floor x))) 2.5) ; => 2.0
(derivative (lambda (x) (vector-ref #(10 20 30) (exact (floor x)))) 1.5) ; => 0.0
(derivative (lambda (x) (+ (round x) (truncate x) (ceiling x) (* 3 x))) 1.2) ; => 3.0
(derivative (lambda (x) (modulo x 3)) 7) ; => 1
(derivative (lambda (x) (quotient x 3)) 7) ; => 0

;--- text-of-an-active-number
(derivative (lambda (x) (* x (string-length (number->string x)))) 3.0)
; error: number->string: not-differentiable: no derivative with respect to argument 1

;--- an-active-index
(derivative (lambda (x) (vector-ref #(1 2 3) x)) 1)
; error: vector-ref: not-differentiable: no derivative with respect to argument 2

;--- an-active-number-in-an-f64vector
(define v (f64vector 1.0 2.0))
(derivative (lambda (x) (f64vector-set! v 0 x) (f64vector-ref v 0)) 3.0)
; error: f64vector-set!: not-differentiable: no derivative with respect to argument 3
; error: use a vector

;--- an-active-length
(derivative (lambda (x) (vector-length (make-vector x 0))) 3)
; error: make-vector: not-differentiable: no derivative

;--- divisors
(derivative (lambda (x) (gcd x 4)) 6)
; error: gcd: not-differentiable: no derivative

;--- a-result-without-a-derivative
(derivative (lambda (x) (> x 1)) 3.0)
; error: derivative: the procedure returned what has no derivative: #t

;--- a-gradient-of-a-vector
(gradient (lambda (v) v) #(1.0 2.0))
; error: gradient: the procedure must return a number (see jacobian); it returned #(1.0 2.0)

;--- not-a-procedure
(derivative 5 3.0)
; error: derivative: argument 1 must be a procedure, found 5

;--- not-a-number
(derivative (lambda (x) x) 'a)
; error: derivative: argument 2 must be a number, found a

;--- not-a-structure
(gradient (lambda (x) x) "text")
; error: gradient: argument 2 must be made of numbers, found "text"

;--- a-direction-of-another-shape
(jvp (lambda (v) v) #(1.0 2.0) #(1.0))
; error: the direction has not the structure of the point: #(1.0)

;--- a-failure-inside-names-the-primitive
(derivative (lambda (x) (+ x "a")) 3.0)
; error: +: argument 2 must be a number, found "a"

;--- an-f64vector-of-active-numbers-prints-as-one
(gradient (lambda (v) (write v) (newline) (f64vector-ref v 0)) (f64vector 1.0 2.0))
; prints: #f64(1.0 2.0)
; => #f64(1.0 0.0)

;--- an-active-number-in-an-expression
(derivative (lambda (x) (* x (eval `(* ,(stop-gradient x) 2)))) 3.0) ; => 6.0
(derivative (lambda (x) ((eval '(lambda (x) (* x x))) x)) 3.0) ; => 6.0
(derivative (lambda (x) (eval `(* ,x ,x))) 3.0)
; error: eval: not-differentiable: the expression holds a number that is being differentiated
