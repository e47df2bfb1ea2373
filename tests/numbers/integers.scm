; Exact integers.

;--- arithmetic
(+ 1 2 3) ; => 6
(+) ; => 0
(*) ; => 1
(* 2 3 4) ; => 24
(- 5) ; => -5
(- 10 1 2) ; => 7
(+ 7) ; => 7

;--- overflow-to-bignums
(+ 140737488355327 1) ; => 140737488355328
(- -140737488355328 1) ; => -140737488355329
(* 140737488355327 140737488355327) ; => 19807040628565802923409276929
(- -140737488355328) ; => 140737488355328
(* -140737488355328 -1) ; => 140737488355328
(abs -140737488355328) ; => 140737488355328
(quotient -140737488355328 -1) ; => 140737488355328

;--- back-to-fixnums
(- (+ 140737488355327 1) 1) ; => 140737488355327
(eq? (- (+ 140737488355327 1) 1) 140737488355327) ; => #t
(fixnum? (quotient 100000000000000000000 10000000000)) ; => #t

;--- factorial
(define (fact n) (if (= n 0) 1 (* n (fact (- n 1)))))
(fact 20) ; => 2432902008176640000
(fact 40) ; => 815915283247897734345611269596115894272000000000
(quotient (fact 50) (fact 48)) ; => 2450

;--- fibonacci
(define (fib n) (let loop ((a 0) (b 1) (n n)) (if (= n 0) a (loop b (+ a b) (- n 1)))))
(fib 100) ; => 354224848179261915075
(fib 300) ; => 222232244629420445529739893461909967206666939096499764990979600

;--- quotient-remainder-modulo
(list (quotient 17 5) (quotient -17 5) (quotient 17 -5) (quotient -17 -5)) ; => (3 -3 -3 3)
(list (remainder 17 5) (remainder -17 5) (remainder 17 -5) (remainder -17 -5)) ; => (2 -2 2 -2)
(list (modulo 17 5) (modulo -17 5) (modulo 17 -5) (modulo -17 -5)) ; => (2 3 -3 -2)
(list (modulo 13.0 4) (remainder -13 4.0)) ; => (1.0 -1.0)

;--- floor-and-truncate-division
(call-with-values (lambda () (floor/ 5 2)) list) ; => (2 1)
(call-with-values (lambda () (floor/ -5 2)) list) ; => (-3 1)
(call-with-values (lambda () (floor/ 5 -2)) list) ; => (-3 -1)
(call-with-values (lambda () (truncate/ -5 2)) list) ; => (-2 -1)
(list (floor-quotient 7 -2) (floor-remainder 7 -2) (truncate-quotient 7 -2) (truncate-remainder 7 -2)) ; => (-4 -1 -3 1)

;--- big-division
(quotient 1000000000000000000000 7) ; => 142857142857142857142
(remainder 1000000000000000000000 7) ; => 6
(modulo -1000000000000000000000 7) ; => 1
(modulo 1000000000000000000000 -1000000007) ; => -999951007

;--- division-by-zero
(quotient 1 0)
; error: quotient

;--- division-by-zero-of-slash
(/ 5 0)
; error: /

;--- exact-quotients
(/ 6 3) ; => 2
(/ 6 4) ; => 3/2
(/ 2) ; => 1/2
(/ 12 2 3) ; => 2
(/ -4 6) ; => -2/3

;--- comparisons
(list (= 1 1 1) (= 1 2) (< 1 2 3) (< 1 3 2) (> 3 2 1) (<= 1 1 2) (>= 2 2 1)) ; => (#t #f #t #f #t #t #t)
(< 140737488355327 140737488355328) ; => #t
(> -100000000000000000000 -100000000000000000001) ; => #t
(= 100000000000000000000 100000000000000000000) ; => #t

;--- predicates
(list (zero? 0) (zero? 1) (positive? 1) (negative? -1) (odd? 3) (even? 3) (even? 0)) ; => (#t #f #t #t #t #f #t)
(list (odd? 100000000000000000001) (even? -100000000000000000000)) ; => (#t #t)
(list (integer? 3) (integer? 3.0) (integer? 3.5) (integer? 1/2) (integer? 'a)) ; => (#t #t #f #f #f)
(list (exact? 3) (exact? 3.0) (inexact? 3.0) (exact-integer? 5) (exact-integer? 5.0)) ; => (#t #f #t #t #f)
(list (number? 1) (number? 'a) (rational? 1/2) (rational? +inf.0) (real? 1.5)) ; => (#t #f #t #f #t)

;--- min-max
(max 1 5 3) ; => 5
(min 1 5 3) ; => 1
(max 3 4.0) ; => 4.0
(min 1 2.0) ; => 1.0

;--- gcd-lcm
(gcd 32 -36) ; => 4
(gcd) ; => 0
(gcd 0 5) ; => 5
(lcm 32 -36) ; => 288
(lcm) ; => 1
(gcd 123456789012345678901234567890 987654321098765432109876543210) ; => 9000000000900000000090

;--- expt
(expt 2 10) ; => 1024
(expt 2 100) ; => 1267650600228229401496703205376
(expt -3 3) ; => -27
(expt 0 0) ; => 1
(expt 2 -2) ; => 1/4
(expt 10 20) ; => 100000000000000000000

;--- exact-integer-sqrt
(call-with-values (lambda () (exact-integer-sqrt 17)) list) ; => (4 1)
(call-with-values (lambda () (exact-integer-sqrt 0)) list) ; => (0 0)
(call-with-values (lambda () (exact-integer-sqrt (expt 10 40))) list) ; => (100000000000000000000 0)

;--- sqrt
(sqrt 16) ; => 4
(sqrt 1/4) ; => 1/2
(sqrt 2) ; => 1.4142135623730951
(sqrt (expt 10 40)) ; => 100000000000000000000

;--- square-and-abs
(list (square 7) (square -1/2) (abs -7) (abs 7)) ; => (49 1/4 7 7)

;--- strings
(number->string 255 16) ; => "ff"
(number->string -10 2) ; => "-1010"
(number->string 100000000000000000000) ; => "100000000000000000000"
(string->number "ff" 16) ; => 255
(string->number "-101" 2) ; => -5
(string->number "100") ; => 100
(string->number "1e2") ; => 100.0
(string->number "abc") ; => #f
(string->number "") ; => #f
(string->number "#xff") ; => 255

;--- literals
(list #xff #b101 #o17 #d10 #e1.5 #i3/4) ; => (255 5 15 10 3/2 0.75)
123456789012345678901234567890 ; => 123456789012345678901234567890
-0 ; => 0

;--- gcd-loop
(define (gcd* a b) (if (= b 0) a (gcd* b (remainder a b))))
(gcd* 1071 462) ; => 21

;--- power-mod
(define (power-mod b e m)
  (cond ((= e 0) 1)
        ((even? e) (let ((h (power-mod b (quotient e 2) m))) (modulo (* h h) m)))
        (else (modulo (* b (power-mod b (- e 1) m)) m))))
(power-mod 3 1000 1000000007) ; => 56888193

;--- sum-overflows-in-a-loop
(let loop ((i 0) (sum 0)) (if (= i 10) sum (loop (+ i 1) (+ sum 100000000000000)))) ; => 1000000000000000
(let loop ((i 0) (p 1)) (if (= i 70) p (loop (+ i 1) (* p 2)))) ; => 1180591620717411303424

;--- not-a-number
(+ 1 "2")
; error: +

;--- not-a-number-in-comparison
(< 1 'a)
; error: <
