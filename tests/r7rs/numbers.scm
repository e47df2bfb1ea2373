; R7RS section 6.2, but for complex numbers.

;--- predicates
(map (lambda (f) (map f (list 3 3.0 3/2 3.5 +inf.0 +nan.0 'x)))
     (list number? (lambda (x) (and (number? x) (real? x))) (lambda (x) (and (number? x) (rational? x))) (lambda (x) (and (number? x) (integer? x))))) ; => ((#t #t #t #t #t #t #f) (#t #t #t #t #t #t #f) (#t #t #t #t #f #f #f) (#t #t #f #f #f #f #f))
(list (complex? 3) (real? 1e10) (rational? -inf.0) (rational? 6/10) (integer? 8/4) (integer? "3") (real? 'x)) ; => (#t #t #f #t #t #f #f)
(list (exact? 3.0) (exact? 3/4) (inexact? 3.) (inexact? 3) (exact-integer? 32) (exact-integer? 32.0) (exact-integer? 32/5)) ; => (#f #t #t #f #t #f #f)
(list (finite? 3) (finite? +inf.0) (finite? +nan.0) (infinite? -inf.0) (infinite? 3) (nan? +nan.0) (nan? 32)) ; => (#t #f #f #t #f #t #f)
(list (zero? 0) (zero? -0.0) (zero? 1/2) (positive? 1e-300) (negative? -1/2) (positive? 0) (odd? -3) (even? 0) (odd? 4.0) (even? 1e20)) ; => (#t #t #f #t #t #f #t #t #f #t)

;--- comparisons
(list (= 1 1.0 1) (= 1 2) (< 1 2 3) (< 1 3 2) (<= 1 1 2) (>= 3 3 2) (> 3 2 1) (= 1/2 0.5)) ; => (#t #f #t #f #t #t #t #t)
(list (< 1 +nan.0) (= +nan.0 +nan.0) (> 1 +nan.0)) ; => (#f #f #f)
(list (< 9007199254740992.0 9007199254740993) (= 9007199254740992.0 9007199254740993) (< 1/3 0.3333333333333333)) ; => (#t #f #f)
(list (max 3 4) (max 3.9 4) (min 1 2.5) (max 1/2 1/3) (min 1/2 0.5)) ; => (4 4.0 1.0 1/2 0.5)

;--- comparison-of-others
(< 1 'a)
; error: <

;--- sums-and-products
(list (+ 3 4) (+ 3) (+) (* 4) (*) (- 3 4) (- 3 4 5) (- 3) (/ 3 4 5) (/ 3) (/ 6 3) (/ 1.0 4)) ; => (7 3 0 4 1 -1 -6 -3 3/20 1/3 2 0.25)
(* 99999999999 99999999999 99999999999) ; => 999999999970000000000299999999999
(- (expt 2 100) (expt 2 100)) ; => 0
(+ 1/2 1/3 1/6) ; => 1
(+ 1/2 0.5) ; => 1.0
(abs -7) ; => 7
(abs -7/2) ; => 7/2
(abs -0.0) ; => 0.0

;--- division-by-zero
(/ 5 0)
; error: /: division by zero

;--- integer-division
(let-values (((q r) (floor/ 5 2))) (list q r)) ; => (2 1)
(let-values (((q r) (floor/ -5 2))) (list q r)) ; => (-3 1)
(let-values (((q r) (floor/ 5 -2))) (list q r)) ; => (-3 -1)
(let-values (((q r) (floor/ -5 -2))) (list q r)) ; => (2 -1)
(let-values (((q r) (truncate/ 5 2))) (list q r)) ; => (2 1)
(let-values (((q r) (truncate/ -5 2))) (list q r)) ; => (-2 -1)
(let-values (((q r) (truncate/ 5 -2))) (list q r)) ; => (-2 1)
(let-values (((q r) (truncate/ -5 -2))) (list q r)) ; => (2 -1)
(let-values (((q r) (truncate/ -5.0 2))) (list q r)) ; => (-2.0 -1.0)
(list (floor-quotient -7 2) (floor-remainder -7 2) (truncate-quotient -7 2) (truncate-remainder -7 2)) ; => (-4 1 -3 -1)
(list (quotient 17 -5) (remainder 17 -5) (modulo 17 -5) (modulo -17 5) (modulo -13 4.0)) ; => (-3 2 -3 3 3.0)
(list (gcd 32 -36) (gcd) (lcm 32 -36) (lcm 32.0 -36) (lcm) (gcd 0 5) (lcm 0 5)) ; => (4 0 288 288.0 1 5 0)

;--- modulo-by-zero
(modulo 5 0)
; error: modulo: division by zero

;--- ratios
(list (numerator (/ 6 4)) (denominator (/ 6 4)) (denominator (inexact (/ 6 4))) (denominator 0) (numerator -6/4)) ; => (3 2 2.0 1 -3)

;--- rounding
(map (lambda (x) (list (floor x) (ceiling x) (truncate x) (round x))) '(-4.3 3.5 7/2 7 -2.5 0.5)) ; => ((-5.0 -4.0 -4.0 -4.0) (3.0 4.0 3.0 4.0) (3 4 3 4) (7 7 7 7) (-3.0 -2.0 -2.0 -2.0) (0.0 1.0 0.0 0.0))
(list (round -7/2) (round 5/2) (exact (floor 2.5)) (round 1e300)) ; => (-4 2 2 1e300)
(list (rationalize 3/10 1/10) (rationalize .3 1/10) (rationalize 1/2 0)) ; => (1/3 0.3333333333333333 1/2)

;--- transcendental
(list (exp 0) (log 1) (sin 0) (cos 0) (tan 0) (asin 0) (acos 1) (atan 0)) ; => (1 0 0 1 0 0 0 0)
(list (exp 1) (log 100 10) (log 8 2) (atan 1 1)) ; => (2.718281828459045 2.0 3.0 0.7853981633974483)
(list (atan 1.0 0) (atan -1.0 0) (atan 0.0 -1) (atan -0.0 -1) (atan 1 -1)) ; => (1.5707963267948966 -1.5707963267948966 3.141592653589793 -3.141592653589793 2.356194490192345)
(list (square 42) (square 2.0) (square 1/2)) ; => (1764 4.0 1/4)
(list (sqrt 9) (sqrt 16.0) (sqrt 2) (sqrt 1/4) (sqrt 0)) ; => (3 4.0 1.4142135623730951 1/2 0)
(let-values (((s r) (exact-integer-sqrt 17))) (list s r)) ; => (4 1)
(let-values (((s r) (exact-integer-sqrt (expt 10 41)))) (list (= (+ (* s s) r) (expt 10 41)) (< (expt 10 41) (square (+ s 1))))) ; => (#t #t)

;--- exact-integer-sqrt-of-a-negative
(exact-integer-sqrt -1)
; error: exact-integer-sqrt

;--- powers
(list (expt 2 10) (expt 2 -2) (expt 2.0 0.5) (expt 0 0) (expt 0.0 0) (expt 0 2) (expt 1/2 3) (expt 2 0.5) (expt 4 1/2)) ; => (1024 1/4 1.4142135623730951 1 1 0 1/8 1.4142135623730951 2)
(expt 3 100) ; => 515377520732011331036461129765621272702107522001
(list (expt 0.0 2) (expt -2 3) (expt -2.0 3)) ; => (0.0 -8 -8.0)

;--- exactness
(list (exact 2.0) (exact 2.5) (inexact 1/3) (inexact 5) (exact 1e18) (exact -0.75)) ; => (2 5/2 0.3333333333333333 5.0 1000000000000000000 -3/4)
(exact 1e20) ; => 100000000000000000000

;--- exact-of-infinity
(exact +inf.0)
; error: exact

;--- number->string
(list (number->string 255 16) (number->string -255 2) (number->string 1/3 3) (number->string 10) (number->string 1.5) (number->string 100 8)) ; => ("ff" "-11111111" "1/10" "10" "1.5" "144")
(map number->string (list 1e21 1e-7 123456789.123 +inf.0 -inf.0 +nan.0 -0.0 1e100)) ; => ("1e21" "1e-7" "123456789.123" "+inf.0" "-inf.0" "+nan.0" "-0.0" "1e100")

;--- string->number
(map string->number '("100" "1e2" "#xff" "-17" "+5" ".5" "1." "1/2" "#e1.5" "#i1/2" "1e-2" "+inf.0" "-inf.0")) ; => (100 100.0 255 -17 5 0.5 1.0 1/2 3/2 0.5 0.01 +inf.0 -inf.0)
(list (string->number "100" 16) (string->number "ff" 16) (string->number "101" 2) (string->number "#b101" 10) (string->number "12" 8)) ; => (256 255 5 5 10)
(map string->number '("" "-" "+" "." "1/0" "abc" "1e" "--1" "1 2" "#xg" "1/" "/2" "#d" "..")) ; => (#f #f #f #f #f #f #f #f #f #f #f #f #f #f)
(map string->number '("#xFF" "#XfF" "#e#x10" "#x#e10" "1E3" "#b-101" "#o17" "#i10" "#e1e3")) ; => (255 255 16 16 1000.0 -5 15 10.0 1000)

;--- literals
(list #xff #b101 #o17 #d10 #e1.25 #i3/4 #x-1A/2 1e3 -.5 +1 1.) ; => (255 5 15 10 5/4 0.75 -13 1000.0 -0.5 1 1.0)

;--- reading-inverts-printing
(define (same? x) (eqv? x (string->number (number->string x))))
(let loop ((x 1.0) (n 0)) (if (= n 300) 'all (if (and (same? x) (same? (- x)) (same? (/ 1 x))) (loop (* x 10.123456789) (+ n 1)) x))) ; => all
(let loop ((x 1) (n 0)) (if (= n 50) 'all (if (and (same? x) (same? (/ 1 x)) (eqv? x (string->number (number->string x 16) 16))) (loop (+ (* x 12345678901) n) (+ n 1)) x))) ; => all
