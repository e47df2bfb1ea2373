; Complex numbers, exact and inexact (R7RS section 6.2).

;--- reading-and-printing
(list 1+2i 1-2i +i -i +2i 0-i) ; => (1+2i 1-2i +i -i +2i -i)
(list 1/2-3/4i 1.5+2.5i 1+2.5i -1.5e-3-2e14i) ; => (1/2-3/4i 1.5+2.5i 1.0+2.5i -0.0015-2e14i)
(list +1.5i 0.0+1.5i -0.0-1.5i 1+0.0i 1-0.0i) ; => (+1.5i +1.5i -0.0-1.5i 1.0+0.0i 1.0-0.0i)
(list 1+0i 1.5-0i 0+0i) ; => (1 1.5 0)
(list +inf.0-nan.0i -inf.0i +nan.0+inf.0i) ; => (+inf.0+nan.0i -inf.0i +nan.0+inf.0i)
(list #e1.5+2i #i1/2+2i #x-ff+ai #b101-11i #x#e1-1i) ; => (3/2+2i 0.5+2.0i -255+10i 5-3i 1-i)
(list 1@0 1.0@0 0@1 1@2) ; => (1 1.0 0 -0.4161468365471424+0.9092974268256817i)
(list '1+i 'a+i '+hi '|+i| '|1@2|) ; => (1+i a+i +hi |+i| |1@2|)
(eqv? '+I '+i) ; => #t

;--- text
(number->string 255+16i 16) ; => "ff+10i"
(number->string 1/2-3i 2) ; => "1/10-11i"
(number->string 0.5+2.5i 2) ; => "0.1+10.1i"
(number->string +i 36) ; => "0+i"
(list (string->number "1+2i") (string->number "+i") (string->number "1@0") (string->number "-i" 2)) ; => (1+2i +i 1 -i)
(list (string->number "0+i" 36) (string->number "+i" 36) (string->number "f+fi" 16)) ; => (+i 18 15+15i)
(list (string->number "i") (string->number "1i") (string->number "1+2") (string->number "1+2i3")) ; => (#f #f #f #f)
(list (string->number "1@2@3") (string->number "1@i") (string->number "1+1/0i") (string->number "#e+inf.0i")) ; => (#f #f #f #f)
(list (string->number "+-i") (string->number "1++i") (string->number "@") (string->number "1+2i+3i")) ; => (#f #f #f #f)

;--- predicates
(map (lambda (z) (list (number? z) (complex? z) (real? z) (rational? z) (integer? z))) (list 1+i 1.0+0.0i 1+0i 1.5))
; => ((#t #t #f #f #f) (#t #t #f #f #f) (#t #t #t #t #t) (#t #t #t #t #f))
(map exact? '(1+i 1/2-i 1.0+i 1+1.0i)) ; => (#t #t #f #f)
(map inexact? '(1+i 1/2-i 1.0+i 1+1.0i)) ; => (#f #f #t #t)
(list (exact-integer? 1+i) (exact-rational? 1+i) (fixnum? 1+i) (flonum? 1.0+i)) ; => (#f #f #f #f)
(list (zero? 0.0+0.0i) (zero? 0+0.0i) (zero? +i) (zero? 0.0+1.0i)) ; => (#t #t #f #f)
(list (nan? +nan.0+i) (nan? 1.0+i) (finite? 1+i) (finite? 1.0+inf.0i) (infinite? 3.0+inf.0i) (infinite? +nan.0+1.0i))
; => (#t #f #t #f #t #f)
(list (symbol? '+i) (number? '+i) (number? "+i")) ; => (#f #t #f)

;--- parts
(list (real-part 1.5-2i) (imag-part 1.5-2i) (real-part 3) (imag-part 3) (imag-part 3.5)) ; => (1.5 -2.0 3 0 0)
(list (real-part 1/2+i) (imag-part 1/2+2/3i)) ; => (1/2 2/3)
(list (make-rectangular 1 2) (make-rectangular 1 2.0) (make-rectangular 1 0) (make-rectangular 1 0.0)) ; => (1+2i 1.0+2.0i 1 1.0+0.0i)
(list (make-polar 2 0) (make-polar 0 2) (make-polar 1.0 0) (make-polar 1 2)) ; => (2 0 1.0 -0.4161468365471424+0.9092974268256817i)
(list (magnitude 3+4i) (magnitude 3.0-4.0i) (magnitude 1+i) (magnitude -7) (magnitude 3/5-4/5i)) ; => (5 5.0 1.4142135623730951 7 1)
(list (angle +i) (angle -1) (angle -1.0) (angle 1) (angle 1.0) (angle 0) (angle -1.0-0.0i))
; => (1.5707963267948966 3.141592653589793 3.141592653589793 0 0.0 0 -3.141592653589793)
(magnitude 1e200+1e200i) ; => 1.414213562373095e200

;--- arithmetic-exact
(list (+ 1+2i 3-4i) (- 1+2i 3-4i) (* 1+2i 3-4i) (/ 1+2i 3-4i)) ; => (4-2i -2+6i 11+2i -1/5+2/5i)
(list (+ 1+2i -2i) (- 1+2i 1) (* +i +i) (/ 4+2i 2) (/ +i)) ; => (1 +2i -1 2+i -i)
(list (- 1+2i) (+ 1+2i) (* 1+2i) (/ 1+2i)) ; => (-1-2i 1+2i 1+2i 1/5-2/5i)
(list (+ 1/2 +i) (* 2 1/2+i) (- 1 +i) (/ 1 +2i)) ; => (1/2+i 1+2i 1-i -1/2i)
(* 100000000000+100000000000i 100000000000-i) ; => 10000000000100000000000+9999999999900000000000i
(square 1+i) ; => +2i
(apply + (list +i +i 1)) ; => 1+2i

;--- arithmetic-inexact
(list (+ 1+2i 0.5) (- 1.0+2.0i 1.0+2.0i) (* 2.0 1+2i) (/ 1.0+2.0i 2)) ; => (1.5+2.0i +0.0i 2.0+4.0i 0.5+1.0i)
(list (* 1.0+2.0i 3.0-4.0i) (/ 1.0+2.0i 3.0+4.0i) (/ 1.0 +i)) ; => (11.0+2.0i 0.44+0.08i -1.0i)
(list (- 1.0+0.0i) (+ 1 1.0-0.0i) (* 2 1.0-0.0i)) ; => (-1.0-0.0i 2.0-0.0i 2.0-0.0i)
(/ 1e300+1e300i 1e300+1e300i) ; => 1.0+0.0i
(/ 1+i 0.0) ; => +inf.0+inf.0i

;--- division-by-zero
(/ 1+2i 0)
; error: /: division by zero

;--- not-a-number
(+ 1+2i 'a)
; error: +: argument 2 must be a number, found a

;--- equality
(list (= 1+2i 1+2i) (= 1+2i 1.0+2.0i) (= 1+2i 1-2i) (= 1 1.0+0.0i) (= 1+2i 1)) ; => (#t #t #f #t #f)
(list (= 1+2i 1+2i 1+2i) (= +nan.0+i +nan.0+i)) ; => (#t #f)
(list (eqv? 1+2i 1+2i) (eqv? 1+2i 1.0+2.0i) (equal? (list 1.5+2i) (list 1.5+2i)) (eqv? 1.0+0.0i 1.0-0.0i)) ; => (#t #f #t #f)
(list (memv +i '(1 +i 2)) (assv 1+i '((1 a) (1+i b)))) ; => ((+i 2) (1+i b))
(case (* +i +i 1+i) ((1+i) 'plus) ((-1-i) 'minus) (else 'none)) ; => minus
(let ((table (make-equal-hash-table)))
  (hash-table-set! table (+ 1 +i) 'exact)
  (hash-table-set! table (+ 1.0 +i) 'inexact)
  (list (hash-table-ref table 1+i (lambda () #f)) (hash-table-ref table 1.0+1.0i (lambda () #f)) (hash-table-count table)))
; => (exact inexact 2)

;--- order-less
(< 1 +i)
; error: <: argument 2 must be a real number, found +i

;--- order-greater-or-equal
(>= 1.0+0.0i 1)
; error: >=: argument 1 must be a real number, found 1.0+0.0i

;--- order-max
(max 1+i 2)
; error: max: argument 1 must be a real number, found 1+i

;--- order-positive
(positive? +i)
; error: positive?: argument 1 must be a real number, found +i

;--- rounding-is-of-reals
(floor 1.5+i)
; error: floor: argument 1 must be a real number, found 1.5+1.0i

;--- abs-is-of-reals
(abs 3+4i)
; error: abs: argument 1 must be a real number, found 3+4i

;--- division-is-of-integers
(quotient 4+2i 2)
; error: quotient: argument 1 must be an integer, found 4+2i

;--- parts-are-real
(make-rectangular 1 +i)
; error: make-rectangular: argument 2 must be a real number, found +i

;--- angle-of-two-is-of-reals
(atan +i 1)
; error: atan: argument 1 must be a real number, found +i

;--- exactness
(list (exact 1.5+2.5i) (exact 1.0+0.0i) (inexact 1+2i) (inexact 1/3-1/4i)) ; => (3/2+5/2i 1 1.0+2.0i 0.3333333333333333-0.25i)
(list (exact->inexact +i) (inexact->exact +0.5i)) ; => (+1.0i +1/2i)

;--- exact-of-nan
(exact +nan.0+i)
; error: exact: an infinity or NaN has no exact value +nan.0

;--- vectors-of-doubles-are-real
(f64vector-set! (f64vector 1.0) 0 +i)
; error: f64vector-set!: argument 3 must be a real number, found +i

;--- library
(import (scheme base) (scheme complex) (scheme write))
(write (list (make-rectangular 1 2) (magnitude 3+4i) (real-part 1+2i) (imag-part 1+2i) (angle 1) (make-polar 1 0)))
; prints: (1+2i 5 1 2 0 1)

;--- generic-code
(define (roots a b c)
  (let ((d (sqrt (- (* b b) (* 4 a c)))))
    (list (/ (+ (- b) d) (* 2 a)) (/ (- (- b) d) (* 2 a)))))
(roots 1 -2 5) ; => (1+2i 1-2i)
(roots 1 0 1) ; => (+i -i)
(roots 1 -3 2) ; => (2 1)
(define (mandelbrot? c) (let loop ((z 0) (n 0)) (or (= n 50) (and (< (magnitude z) 2) (loop (+ (* z z) c) (+ n 1))))))
(map mandelbrot? '(0 -1.0 0.5+0.5i -0.1+0.75i)) ; => (#t #t #f #t)

;--- derivative-at-a-complex-point
(derivative (lambda (z) (* z z)) 1+i)
; error: complex numbers cannot be differentiated yet, found 1+i

;--- gradient-at-a-complex-point
(gradient (lambda (v) (vector-ref v 0)) (vector 1.0 +i))
; error: complex numbers cannot be differentiated yet, found +i

;--- product-with-a-complex-number
(derivative (lambda (x) (real-part (* x +i))) 2.0)
; error: *: not-differentiable: complex numbers cannot be differentiated yet

;--- product-with-a-complex-number-reverse
(gradient (lambda (v) (magnitude (+ 1.0+2.0i (vector-ref v 0)))) (vector 2.0))
; error: +: not-differentiable: complex numbers cannot be differentiated yet

;--- complex-result
(derivative sqrt -4)
; error: sqrt: not-differentiable: complex numbers cannot be differentiated yet

;--- complex-result-reverse
(derivative-reverse (lambda (x) (magnitude (log x))) -4)
; error: log: not-differentiable: complex numbers cannot be differentiated yet

;--- complex-tangent
(derivative (lambda (y) (expt -2 y)) 3)
; error: expt: not-differentiable: complex numbers cannot be differentiated yet

;--- complex-cotangent
(derivative-reverse (lambda (y) (expt -2 y)) 3)
; error: expt: not-differentiable: complex numbers cannot be differentiated yet

;--- active-part
(derivative (lambda (x) (magnitude (make-rectangular x 1.0))) 3.0)
; error: make-rectangular: not-differentiable: complex numbers cannot be differentiated yet

;--- parts-of-active-numbers
(list (derivative real-part 3.0) (derivative imag-part 3.0) (derivative magnitude -3.0) (derivative angle 3.0)) ; => (1.0 0.0 -1.0 0.0)
(list (derivative-reverse real-part 3.0) (derivative-reverse magnitude -3.0)) ; => (1.0 -1.0)
(derivative (lambda (x) (if (= x +i) 1.0 (* x x))) 3.0) ; => 6.0
(derivative (lambda (x) (* x (magnitude 3+4i))) 1.0) ; => 5.0
