; Ratios and flonums.

;--- ratios
(+ 1/2 1/3) ; => 5/6
(* 2/3 3/2) ; => 1
(- 1/2 1/2) ; => 0
(/ 1/2 1/4) ; => 2
(+ 1/2 0.5) ; => 1.0
(< 1/3 1/2) ; => #t
(= 1/2 0.5) ; => #t
(numerator 6/4) ; => 3
(denominator 6/4) ; => 2
(denominator 0) ; => 1
(exact->inexact 1/3) ; => 0.3333333333333333

;--- rounding-ratios
(list (floor 7/2) (ceiling 7/2) (round 7/2) (truncate -7/2) (round 5/2)) ; => (3 4 4 -3 2)

;--- flonum-arithmetic
(+ 0.1 0.2) ; => 0.30000000000000004
(* 1.5 2) ; => 3.0
(- 0.0) ; => -0.0
(/ 1.0 3) ; => 0.3333333333333333
(/ 1.0 0.0) ; => +inf.0
(/ -1 0.0) ; => -inf.0
(/ 0.0 0.0) ; => +nan.0
(- +inf.0 +inf.0) ; => +nan.0
(* 1e200 1e200) ; => +inf.0

;--- printing
(list 1.0 -1.5 100.0 0.1 1e10 1e21 1e-3 1e-7 123456.789) ; => (1.0 -1.5 100.0 0.1 1e10 1e21 0.001 1e-7 123456.789)
(list 3.14159265358979 2.718281828459045 1e100 1.7976931348623157e308) ; => (3.14159265358979 2.718281828459045 1e100 1.7976931348623157e308)
(list +inf.0 -inf.0 +nan.0 -0.0) ; => (+inf.0 -inf.0 +nan.0 -0.0)
(list 4.35 0.000001 12345678.9 1e9 9999999999.0) ; => (4.35 1e-6 12345678.9 1000000000.0 9999999999.0)

;--- rounding
(list (floor -4.3) (ceiling -4.3) (truncate -4.3) (round -4.3)) ; => (-5.0 -4.0 -4.0 -4.0)
(list (floor 3.5) (ceiling 3.5) (truncate 3.5) (round 3.5)) ; => (3.0 4.0 3.0 4.0)
(list (round 2.5) (round -2.5) (round 0.5) (round 1.5) (round 7)) ; => (2.0 -2.0 0.0 2.0 7)

;--- exactness
(exact 2.0) ; => 2
(exact 2.5) ; => 5/2
(inexact 1/4) ; => 0.25
(exact (floor 2.7)) ; => 2
(exact 1e20) ; => 100000000000000000000
(inexact 100000000000000000001) ; => 1e20
(exact->inexact 7) ; => 7.0
(inexact->exact 0.1) ; => 3602879701896397/36028797018963968

;--- exact-of-infinity
(exact +inf.0)
; error: exact

;--- transcendental
(exp 0) ; => 1
(exp 1.0) ; => 2.718281828459045
(log 1) ; => 0
(log 2.0) ; => 0.6931471805599453
(log 8 2) ; => 3.0
(sin 0) ; => 0
(cos 0.0) ; => 1.0
(atan 1.0) ; => 0.7853981633974483
(atan 1 1) ; => 0.7853981633974483
(atan -1.0 -1.0) ; => -2.356194490192345
(asin 1.0) ; => 1.5707963267948966
(acos 1.0) ; => 0.0
(tan 0.5) ; => 0.5463024898437905

;--- sqrt-and-expt
(sqrt 2.0) ; => 1.4142135623730951
(sqrt 16.0) ; => 4.0
(expt 2.0 0.5) ; => 1.4142135623730951
(expt 2.0 3) ; => 8.0
(expt 1.5 2) ; => 2.25
(expt 0.0 0) ; => 1
(exact (sqrt 16.0)) ; => 4

;--- predicates
(list (nan? +nan.0) (nan? 1.0) (infinite? -inf.0) (finite? 1.0) (finite? +inf.0)) ; => (#t #f #t #t #f)
(list (integer? 2.0) (integer? 2.5) (rational? 2.5) (rational? +nan.0)) ; => (#t #f #t #f)
(list (zero? 0.0) (zero? -0.0) (positive? 1e-300) (negative? -0.0)) ; => (#t #t #t #f)
(list (even? 4.0) (odd? 3.0)) ; => (#t #t)

;--- nan-is-unordered
(list (= +nan.0 +nan.0) (< +nan.0 1.0) (> +nan.0 1.0) (<= +nan.0 +nan.0)) ; => (#f #f #f #f)

;--- mixed-comparison-is-exact
(= 9007199254740993 9007199254740992.0) ; => #f
(< 9007199254740992.0 9007199254740993) ; => #t
(= 1/3 0.3333333333333333) ; => #f
(< 100000000000000000000 +inf.0) ; => #t

;--- eqv
(list (eqv? 1.0 1.0) (eqv? 0.0 -0.0) (= 0.0 -0.0) (eqv? 1 1.0) (equal? 2.5 2.5)) ; => (#t #f #t #f #t)

;--- number->string
(number->string 1.5) ; => "1.5"
(number->string 1/3) ; => "1/3"
(number->string 1e21) ; => "1e21"
(string->number "1/2") ; => 1/2
(string->number ".5") ; => 0.5
(string->number "-1.5e-3") ; => -0.0015
(string->number "+inf.0") ; => +inf.0
(string->number "1/0") ; => #f

;--- min-max-are-contagious
(max 1/2 0.25) ; => 0.5
(min 1 2.5) ; => 1.0

;--- rationalize
(rationalize 3/10 1/10) ; => 1/3
(rationalize .3 1/10) ; => 0.3333333333333333

;--- exact-rational-loop
(define (harmonic n) (if (= n 0) 0 (+ (/ 1 n) (harmonic (- n 1)))))
(harmonic 10) ; => 7381/2520

;--- newton
(define (newton x guess) (if (< (abs (- (* guess guess) x)) 1e-12) guess (newton x (/ (+ guess (/ x guess)) 2))))
(newton 2.0 1.0) ; => 1.414213562373095

;--- float-sum
(let loop ((i 0) (sum 0.0)) (if (= i 10) sum (loop (+ i 1) (+ sum 0.1)))) ; => 0.9999999999999999

;--- float-loop-with-integers
(let loop ((i 1) (p 1.0)) (if (> i 5) p (loop (+ i 1) (* p i)))) ; => 120.0

;--- truncate-to-integer
(define (int x) (exact (truncate x)))
(list (int 3.7) (int -3.7)) ; => (3 -3)

;--- rationalize-beyond-the-finite
(rationalize +inf.0 1) ; => +inf.0
(rationalize 3 +inf.0) ; => 0.0
(rationalize +nan.0 1) ; => +nan.0
(rationalize +inf.0 +inf.0) ; => +nan.0
