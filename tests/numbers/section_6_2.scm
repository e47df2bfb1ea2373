; The rest of R7RS section 6.2, procedure by procedure: edges of exactness, size and syntax.

;--- exact-integer-sqrt
(call-with-values (lambda () (exact-integer-sqrt (+ (expt 10 60) 12345))) list)
; => (1000000000000000000000000000000 12345)
(call-with-values (lambda () (exact-integer-sqrt 17)) list) ; => (4 1)
(call-with-values (lambda () (exact-integer-sqrt (expt 2 200))) list) ; => (1267650600228229401496703205376 0)
(call-with-values (lambda () (exact-integer-sqrt 0)) list) ; => (0 0)

;--- exact
(exact 1e300)
; => 1000000000000000052504760255204420248704468581108159154915854115511802457988908195786371375080447864043704443832883878176942523235360430575644792184786706982848387200926575803737830233794788090059368953234970799945081119038967640880074652742780142494579258788820056842838115669472196386865459400540160
(exact 1e-5) ; => 5902958103587057/590295810358705651712
(exact .1) ; => 3602879701896397/36028797018963968
(exact 2.5) ; => 5/2
(exact 1e18) ; => 1000000000000000000
(exact 1e15) ; => 1000000000000000
(exact -0.0) ; => 0
(exact 123456789012.0) ; => 123456789012
(exact (floor 2.5)) ; => 2
(exact 4.5) ; => 9/2

;--- expt
(expt 0 0) ; => 1
(expt 0.0 0) ; => 1
(expt 0 0.0) ; => 1.0
(expt 0.0 0.0) ; => 1.0
(expt 0 2) ; => 0
(expt 2.0 3) ; => 8.0
(expt 2 3.0) ; => 8.0
(expt 4 1/2) ; => 2
(expt 8 1/3) ; => 2.0
(expt 1/4 -1/2) ; => 2
(expt 1/2 3) ; => 1/8
(expt -2 3) ; => -8
(expt -2.0 3) ; => -8.0
(expt 1.5 -2) ; => 0.4444444444444444
(expt 2 0.5) ; => 1.4142135623730951
(expt 10 -3) ; => 1/1000
(expt 1 1000000000000000000000) ; => 1
(expt -1 1000000000000000000001) ; => -1
(expt 2.0 1000000000000000000000) ; => +inf.0

;--- exact-to-inexact
(exact->inexact 1/3) ; => 0.3333333333333333
(exact->inexact 12345678901234567890123) ; => 1.2345678901234568e22
(exact->inexact (/ (expt 10 400) (+ 1 (expt 10 399)))) ; => 10.0
(exact->inexact (expt 10 400)) ; => +inf.0
(exact->inexact (/ 1 (expt 10 400))) ; => 0.0
(exact->inexact 9007199254740993) ; => 9.007199254740992e15
(exact->inexact 9007199254740995) ; => 9.007199254740996e15
(exact->inexact 1/9007199254740993) ; => 1.1102230246251564e-16
(exact->inexact (/ (+ (expt 2 54) 1) (expt 2 1100))) ; => 1.32624737e-315
(exact->inexact (/ 3 (expt 2 1075))) ; => 1e-323
(exact->inexact (/ 1 (expt 2 1075))) ; => 0.0

;--- rationalize
(rationalize (exact .3) 1/10) ; => 1/3
(rationalize .3 1/10) ; => 0.3333333333333333
(rationalize 3/10 1/10) ; => 1/3
(rationalize -3/10 1/10) ; => -1/3
(rationalize 5 1) ; => 4
(rationalize 1/2 1) ; => 0
(rationalize +inf.0 1.0) ; => +inf.0
(rationalize 3 +inf.0) ; => 0.0
(rationalize +inf.0 +inf.0) ; => +nan.0
(rationalize +nan.0 1) ; => +nan.0

;--- number-to-string
(number->string 3.5 2) ; => "11.1"
(number->string 10 2) ; => "1010"
(number->string 1/3 3) ; => "1/10"
(number->string -255 16) ; => "-ff"
(number->string 1e21) ; => "1e21"
(number->string 123456789.123) ; => "123456789.123"
(number->string .000001) ; => "1e-6"
(number->string -0.0) ; => "-0.0"
(number->string +inf.0 2) ; => "+inf.0"
(number->string 0.1 3) ; => "0.0022002200220022002200220022002201"
(number->string 1/3 10) ; => "1/3"

;--- string-to-number
(string->number "abc" 16) ; => 2748
(string->number "1e3" 16) ; => 483
(string->number "1.5e2") ; => 150.0
(string->number "1e") ; => #f
(string->number "-") ; => #f
(string->number "+") ; => #f
(string->number "1/2/3") ; => #f
(string->number ".") ; => #f
(string->number "#b102") ; => #f
(string->number "#xAbC") ; => 2748
(string->number "#e1.2e-3") ; => 3/2500
(string->number "#i10/3") ; => 3.3333333333333335
(string->number "1/0") ; => #f
(string->number "") ; => #f
(string->number "- 5") ; => #f
(string->number " 5") ; => #f
(string->number "5 ") ; => #f
(string->number "1_0") ; => #f
(string->number "+inf.0") ; => +inf.0
(string->number "-nan.0") ; => +nan.0
(string->number "inf.0") ; => #f
(string->number "#d1e400") ; => +inf.0
(string->number "12" 2) ; => #f
(string->number "zz" 36) ; => 1295
(string->number "1e-400") ; => 0.0
(string->number "0.1e1" 10) ; => 1.0
(string->number "11.1" 2) ; => 3.5
(string->number "-zz.i" 36) ; => -1295.5
(string->number "#e1e1000000000000") ; => #f
(string->number "1e1000000000000") ; => +inf.0
(string->number "#e.5") ; => 1/2
(string->number "#i#xff") ; => 255.0
(string->number "#xff/2") ; => 255/2
(string->number "+5") ; => 5
(string->number "--5") ; => #f
(string->number "1e2.5") ; => #f
(string->number "1.2.3") ; => #f
(string->number "#") ; => #f
(string->number "#e") ; => #f
(string->number "#q1") ; => #f

;--- atan
(atan 1 0) ; => 1.5707963267948966
(atan -1 0) ; => -1.5707963267948966
(atan 0 1) ; => 0
(atan 0 -1) ; => 3.141592653589793
(atan 0.0 -1.0) ; => 3.141592653589793
(atan -0.0 -1.0) ; => -3.141592653589793
(atan 1 1) ; => 0.7853981633974483
(atan -1 -1) ; => -2.356194490192345
(atan 0.0 0) ; => 0.0
(atan 0 0.0) ; => 0.0
(atan 0) ; => 0
(atan 1) ; => 0.7853981633974483

;--- floor-slash
(call-with-values (lambda () (floor/ 5 2)) list) ; => (2 1)
(call-with-values (lambda () (floor/ -5 2)) list) ; => (-3 1)
(call-with-values (lambda () (floor/ 5 -2)) list) ; => (-3 -1)
(call-with-values (lambda () (floor/ -5 -2)) list) ; => (2 -1)
(call-with-values (lambda () (floor/ -5.0 2)) list) ; => (-3.0 1.0)
(call-with-values (lambda () (floor/ 5 -2.0)) list) ; => (-3.0 -1.0)
(call-with-values (lambda () (floor/ (expt 10 30) 7)) list) ; => (142857142857142857142857142857 1)
(call-with-values (lambda () (floor/ (- (expt 10 30)) 7)) list) ; => (-142857142857142857142857142858 6)
(call-with-values (lambda () (floor/ (expt 10 30) (- (expt 10 20)))) list) ; => (-10000000000 0)
(call-with-values (lambda () (floor/ 12345678901234567890 -987654321)) list) ; => (-12499999888 -648148158)

;--- truncate-slash
(call-with-values (lambda () (truncate/ 5 2)) list) ; => (2 1)
(call-with-values (lambda () (truncate/ -5 2)) list) ; => (-2 -1)
(call-with-values (lambda () (truncate/ 5 -2)) list) ; => (-2 1)
(call-with-values (lambda () (truncate/ -5 -2)) list) ; => (2 -1)
(call-with-values (lambda () (truncate/ -5.0 2)) list) ; => (-2.0 -1.0)
(call-with-values (lambda () (truncate/ (- (expt 10 30)) 7)) list) ; => (-142857142857142857142857142857 -1)
(call-with-values (lambda () (truncate/ 12345678901234567890 -987654321)) list) ; => (-12499999887 339506163)

;--- floor-quotient
(floor-quotient 1e20 3) ; => 3.333333333333333e19
(floor-quotient -7.0 2) ; => -4.0

;--- quotient
(quotient 1e20 3.0) ; => 3.333333333333333e19

;--- modulo
(modulo -7 2.0) ; => 1.0
(modulo 7.0 -2) ; => -1.0
(modulo 1e20 7.0) ; => 2.0
(modulo -1e20 7.0) ; => 5.0

;--- remainder
(remainder -7.0 2) ; => -1.0

;--- gcd
(gcd 32.0 -36) ; => 4.0
(gcd 0 0) ; => 0

;--- lcm
(lcm 32 -36.0) ; => 288.0
(lcm 0 5) ; => 0

;--- numerator
(numerator 6/4) ; => 3
(numerator 0.5) ; => 1.0

;--- denominator
(denominator 6/4) ; => 2
(denominator 0.5) ; => 2.0
(denominator 0) ; => 1

;--- sum
(+ (numerator 0.5) 1) ; => 2.0
(+ 1/2 1/2) ; => 1
(+ 1/2 0.5) ; => 1.0

;--- floor
(floor -4.3) ; => -5.0
(floor 3.5) ; => 3.0
(floor -7/2) ; => -4
(floor +inf.0) ; => +inf.0

;--- ceiling
(ceiling -4.3) ; => -4.0
(ceiling -7/2) ; => -3

;--- round
(round -4.3) ; => -4.0
(round 3.5) ; => 4.0
(round 2.5) ; => 2.0
(round 7/2) ; => 4
(round 5/2) ; => 2
(round -5/2) ; => -2
(round 7) ; => 7
(round +nan.0) ; => +nan.0

;--- truncate
(truncate -4.3) ; => -4.0
(truncate -7/2) ; => -3
(truncate 1e300) ; => 1e300

;--- exp
(exp 0) ; => 1
(exp 1) ; => 2.718281828459045

;--- log
(log 1) ; => 0
(log 2.718281828459045) ; => 1.0
(log 100 10) ; => 2.0
(log 8 2) ; => 3.0
(log 1024 2) ; => 10.0
(log 1000 10) ; => 2.9999999999999996
(log 2 0.5) ; => -1.0
(log (expt 10 400)) ; => 921.0340371976183
(log 1/3) ; => -1.0986122886681098
(log (/ 1 (expt 10 400))) ; => -921.0340371976183

;--- sin
(sin 0) ; => 0

;--- cos
(cos 0) ; => 1

;--- tan
(tan 0) ; => 0

;--- asin
(asin 0) ; => 0
(asin 1) ; => 1.5707963267948966

;--- acos
(acos 1) ; => 0
(acos 0) ; => 1.5707963267948966
(acos -1) ; => 3.141592653589793

;--- sqrt
(sqrt 0) ; => 0
(sqrt 0.0) ; => 0.0
(sqrt -0.0) ; => -0.0
(sqrt 9) ; => 3
(sqrt 9.0) ; => 3.0
(sqrt 8) ; => 2.8284271247461903
(sqrt 1/9) ; => 1/3
(sqrt 2/9) ; => 0.4714045207910317
(sqrt (expt 10 401)) ; => 3.1622776601683794e200
(sqrt (/ 1 (expt 10 401))) ; => 3.1622776601683792e-201
(sqrt (+ (expt 10 40) 1)) ; => 1e20

;--- square
(square 5) ; => 25
(square 1/2) ; => 1/4
(square 1.5) ; => 2.25

;--- abs
(abs -7) ; => 7
(abs -7.5) ; => 7.5
(abs -1/2) ; => 1/2
(abs -0.0) ; => 0.0

;--- max
(max 1 2.0) ; => 2.0
(max 3 2.0) ; => 3.0
(max 1/2 1/3) ; => 1/2
(max 1 +nan.0) ; => +nan.0
(max 1 2 3 0.5) ; => 3.0

;--- min
(min 1 2.0) ; => 1.0
(min +nan.0 1) ; => +nan.0

;--- equal
(= 1 1.0) ; => #t
(= 1/3 .3333333333333333) ; => #f
(= (expt 2 53) (+ 1 (expt 2. 53))) ; => #t
(= (+ 1 (expt 2 53)) (expt 2. 53)) ; => #f
(= +nan.0 +nan.0) ; => #f
(= +inf.0 (expt 10 400)) ; => #f
(= 1/2 0.5) ; => #t
(= 9007199254740993 9007199254740992.0) ; => #f

;--- less
(< 1 2 3) ; => #t
(< 1 +nan.0) ; => #f
(< -inf.0 (- (expt 10 400))) ; => #t
(< 1/3 0.3333333333333333) ; => #f
(< (- (expt 10 400)) -1e308) ; => #t

;--- greater
(> +inf.0 (expt 10 400)) ; => #t
(> (expt 10 400) 1e308) ; => #t

;--- integer-p
(integer? 3.0) ; => #t
(integer? 8/4) ; => #t
(integer? +inf.0) ; => #f

;--- rational-p
(rational? 6/10) ; => #t
(rational? -inf.0) ; => #f
(rational? 3.5) ; => #t
(rational? +nan.0) ; => #f

;--- real-p
(real? #e1e10) ; => #t
(real? +inf.0) ; => #t

;--- exact-p
(exact? 3.0) ; => #f
(exact? #e3.0) ; => #t

;--- exact-integer-p
(exact-integer? 32) ; => #t
(exact-integer? 32.0) ; => #f
(exact-integer? 32/5) ; => #f

;--- finite-p
(finite? 3) ; => #t
(finite? +inf.0) ; => #f

;--- infinite-p
(infinite? -inf.0) ; => #t
(infinite? +nan.0) ; => #f

;--- nan-p
(nan? +nan.0) ; => #t
(nan? 32) ; => #f

;--- even-p
(even? 2.0) ; => #t

;--- odd-p
(odd? 1e300) ; => #f

;--- division
(/ 0.0 0) ; => +nan.0
(/ 1 0.0) ; => +inf.0
(/ 0 0.0) ; => +nan.0
(/ 3 4 5) ; => 3/20
(/ 0.5) ; => 2.0

;--- difference
(- 0.0) ; => -0.0
(- 0) ; => 0
(- 5) ; => -5

;--- product
(* 1/2 4) ; => 2

;--- boolean=-p
(boolean=? #t #t) ; => #t

;--- literals
1e100 ; => 1e100
123456789.0 ; => 123456789.0
1e21 ; => 1e21
1e-7 ; => 1e-7
.1 ; => 0.1
100.0 ; => 100.0
1234567890123456789012.0 ; => 1.2345678901234568e21
-1.5e-10 ; => -1.5e-10
4.35 ; => 4.35
0.3 ; => 0.3
2e0 ; => 2.0
1.7976931348623157e308 ; => 1.7976931348623157e308
5e-324 ; => 5e-324
9007199254740993.0 ; => 9.007199254740992e15
2.2250738585072011e-308 ; => 2.225073858507201e-308
0.1e-6 ; => 1e-7
123.456e5 ; => 12345600.0
1.00000000000000011102230246251565404236316680908203125 ; => 1.0
1.00000000000000011102230246251565404236316680908203124 ; => 1.0
1.00000000000000011102230246251565404236316680908203126 ; => 1.0000000000000002

;--- floor-remainder
(floor-remainder -7.0 2) ; => 1.0

;--- exact-integer-sqrt-error
(exact-integer-sqrt -1)
; error: exact-integer-sqrt: argument 1 must not be negative, found

;--- exact-integer-sqrt-error-2
(exact-integer-sqrt 2.0)
; error: exact-integer-sqrt: argument 1 must be an exact integer, found 2.0

;--- exact-error
(exact +inf.0)
; error: exact: an infinity or NaN has no exact value

;--- exact-error-2
(exact +nan.0)
; error: exact: an infinity or NaN has no exact value

;--- exact-error-3
(exact -inf.0)
; error: exact: an infinity or NaN has no exact value

;--- expt-error
(expt 0 -2)
; error: expt: division by zero

;--- atan-error
(atan 0 0)
; error: atan: the point 0, 0 has no angle

;--- floor-quotient-error
(floor-quotient 7.5 2)
; error: floor-quotient: argument 1 must be an integer, found 7.5

;--- floor-remainder-error
(floor-remainder 1 0)
; error: floor-remainder: division by zero

;--- floor-slash-error
(floor/ 1 0)
; error: floor/: division by zero

;--- truncate-slash-error
(truncate/ 1 0)
; error: truncate/: division by zero

;--- floor-quotient-error-2
(floor-quotient 1 0)
; error: floor-quotient: division by zero

;--- truncate-quotient-error
(truncate-quotient 1 0)
; error: truncate-quotient: division by zero

;--- truncate-remainder-error
(truncate-remainder 1.5 1)
; error: truncate-remainder: argument 1 must be an integer, found 1.5

;--- gcd-error
(gcd 1.5 2)
; error: gcd: argument 1 must be an integer, found 1.5

;--- numerator-error
(numerator +inf.0)
; error: numerator: argument 1 must be a rational number, found +inf.0

;--- log-error
(log 0)
; error: log: the logarithm of the exact 0 is not defined

;--- exact-p-error
(exact? 'a)
; error: exact?: argument 1 must be a number, found a

;--- nan-p-error
(nan? 'a)
; error: nan?: argument 1 must be a number, found a

;--- zero-p-error
(zero? 'a)
; error: zero?: argument 1 must be a number, found a

;--- odd-p-error
(odd? 1.5)
; error: odd?: argument 1 must be an integer, found 1.5

;--- even-p-error
(even? +inf.0)
; error: even?: argument 1 must be an integer, found +inf.0

;--- sum-error
(+ 'a 1)
; error: +: argument 1 must be a number, found a

;--- product-error
(* 2 #f)
; error: *: argument 2 must be a number, found #f

;--- division-error
(/ 0 0)
; error: /: division by zero

;--- floor-slash-error-2
(floor/ 1.5 1)
; error: floor/: argument 1 of floor-quotient must be an integer, found 1.5

;--- exact-integer-sqrt-error-3
(exact-integer-sqrt 1/2)
; error: exact-integer-sqrt: argument 1 must be an exact integer, found 1/2

;--- truncate-quotient-error-2
(truncate-quotient 5.0 0)
; error: truncate-quotient: division by zero

;--- truncate-quotient-error-3
(truncate-quotient 5 0.0)
; error: truncate-quotient: division by zero

;--- truncate-remainder-error-2
(truncate-remainder 5 0)
; error: truncate-remainder: division by zero

;--- number-to-string-error
(number->string 10 1)
; error: number->string: argument 2 must be an integer from 2 to 36, found

;--- string-to-number-error
(string->number "10" 37)
; error: string->number: argument 2 must be an integer from 2 to 36, found

;--- max-error
(max 'a 1)
; error: max: argument 1 must be a real number, found a

;--- exact-error-4
(exact 'a)
; error: exact: argument 1 must be a number, found a

;--- floor-error
(floor 'a)
; error: floor: argument 1 must be a real number, found a

;--- division-of-flonums-by-zero
(define v (vector 1.5 0.0 -1.5 0 1))
(define (div i j) (/ (vector-ref v i) (vector-ref v j)))
(list (div 0 3) (div 1 3) (div 2 3) (div 3 1) (/ 1.5 0) (/ 0.0 0)) ; => (+inf.0 +nan.0 -inf.0 +nan.0 +inf.0 +nan.0)
(div 4 3)
; error: /: division by zero
