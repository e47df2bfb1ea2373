;;; Numbers: the variadic procedures over two-argument primitives.
(define-library (fluxion numbers)
  (export + - * / = < > <= >= max min gcd lcm expt log atan square cube exact->inexact inexact->exact
          exact-integer-sqrt exact-rational? floor/ truncate/ number->string string->number rationalize boolean=? 1+ -1+ add1 sub1 pi
          bitwise-and bitwise-or bitwise-xor bitwise-not arithmetic-shift)
  (import (fluxion primitives) (fluxion support))
  (begin
    (define-syntax define-sum
      (syntax-rules ()
        ((_ name op unit)
         (define name
           (case-lambda
             ((a b) (op a b))
             ((a b c) (op (op a b) c))
             ((a) (op unit a))
             (() unit)
             ((a b c . rest) (let loop ((sum (op (op a b) c)) (rest rest))
                               (if (null? rest) sum (loop (op sum (car rest)) (cdr rest))))))))))
    ;;> `(+ x ...)`: the sum of the numbers, 0 for none. R7RS 6.2.6.
    (define-sum + %+ 0)
    ;;> `(* x ...)`: the product of the numbers, 1 for none. R7RS 6.2.6.
    (define-sum * %* 1)
    ;;> `(- x)`, `(- x y ...)`: the negative of X, or X less all others. R7RS 6.2.6.
    (define -
      (case-lambda
        ((a b) (%- a b))
        ((a) (negate a))
        ((a b c) (%- (%- a b) c))
        ((a b . rest) (let loop ((d (%- a b)) (rest rest))
                        (if (null? rest) d (loop (%- d (car rest)) (cdr rest)))))))
    (define (negate a) (if (flonum? a) (%* -1.0 a) (if (fixnum? a) (%- 0 a) (negate-any a))))
    ;; An inexact number that is being differentiated keeps the sign of its zero, too.
    (define (negate-any a) (if (and (real? a) (inexact? a)) (%* -1.0 a) (%- 0 a)))
    ;;> `(/ x)`, `(/ x y ...)`: the reciprocal of X, or X divided by all others; an error for an exact 0. R7RS
    ;;> 6.2.6.
    (define /
      (case-lambda
        ((a b) (%/ a b))
        ((a) (%/ 1 a))
        ((a b . rest) (let loop ((d (%/ a b)) (rest rest))
                        (if (null? rest) d (loop (%/ d (car rest)) (cdr rest)))))))
    (define-syntax define-comparison
      (syntax-rules ()
        ((_ name op)
         (define name
           (case-lambda
             ((a b) (op a b))
             ((a) (begin (op a 0) #t))
             ((a b c) (let ((ok (op a b))) (and (op b c) ok)))
             ((a b . rest) (let loop ((ok (op a b)) (b b) (rest rest))
                             (if (null? rest) ok (loop (and (op b (car rest)) ok) (car rest) (cdr rest))))))))))
    ;;> `(= x y ...)`: whether all numbers are equal. R7RS 6.2.6.
    (define-comparison = %=)
    ;;> `(< x y ...)`: whether the real numbers increase. R7RS 6.2.6.
    (define-comparison < %<)
    ;;> `(> x y ...)`: whether the real numbers decrease. R7RS 6.2.6.
    (define-comparison > %>)
    ;;> `(<= x y ...)`: whether the real numbers never decrease. R7RS 6.2.6.
    (define-comparison <= %<=)
    ;;> `(>= x y ...)`: whether the real numbers never increase. R7RS 6.2.6.
    (define-comparison >= %>=)
    (define-syntax define-fold
      (syntax-rules ()
        ((_ name op)
         (define name
           (case-lambda
             ((a b) (op a b))
             ((a) (op a a))
             ((a b . rest) (let loop ((m (op a b)) (rest rest))
                             (if (null? rest) m (loop (op m (car rest)) (cdr rest))))))))))
    ;;> `(max x y ...)`: the largest of the real numbers; inexact if one of them is. R7RS 6.2.6.
    (define-fold max %max2)
    ;;> `(min x y ...)`: the smallest of the real numbers; inexact if one of them is. R7RS 6.2.6.
    (define-fold min %min2)
    (define-syntax define-gcd
      (syntax-rules ()
        ((_ name op unit)
         (define name
           (case-lambda
             (() unit)
             ((a) (op unit a))
             ((a b) (op a b))
             ((a b . rest) (let loop ((m (op a b)) (rest rest))
                             (if (null? rest) m (loop (op m (car rest)) (cdr rest))))))))))
    ;;> `(gcd n ...)`: the greatest common divisor of the integers, 0 for none. R7RS 6.2.6.
    (define-gcd gcd %gcd2 0)
    ;;> `(lcm n ...)`: the least common multiple of the integers, 1 for none. R7RS 6.2.6.
    (define-gcd lcm %lcm2 1)
    ;;> `(bitwise-and n ...)`: the bits that are set in all integers, -1 for none. SRFI 151.
    (define-gcd bitwise-and %bitwise-and2 -1)
    ;;> `(bitwise-or n ...)`: the bits that are set in some of the integers, 0 for none. SRFI 151.
    (define-gcd bitwise-or %bitwise-or2 0)
    ;;> `(bitwise-xor n ...)`: the bits that are set in an odd number of the integers, 0 for none. SRFI 151.
    (define-gcd bitwise-xor %bitwise-xor2 0)
    ;;> `(expt x y)`: X to the power of Y; exact if X is exact and Y an exact integer. R7RS 6.2.6.
    (define (expt x y) (%expt x y))
    ;;> `(log x)`, `(log x base)`: the natural logarithm of X, or that to BASE. R7RS 6.2.6.
    (define log
      (case-lambda
        ((x) (%log x))
        ((x base) (%/ (%log x) (%log base)))))
    ;;> `(atan x)`, `(atan y x)`: the arc tangent, or the angle of the point (X, Y). R7RS 6.2.6.
    (define atan
      (case-lambda
        ((x) (%atan x))
        ((y x) (%atan2 y x))))
    ;;> The square of X. R7RS 6.2.6.
    (define (square x) (%* x x))
    ;;> X to the third power.
    (define (cube x) (%* x (%* x x)))
    ;;> The inexact number that is nearest to X; an older name of `inexact`.
    (define (exact->inexact x) (inexact x))
    ;;> The exact number that is equal to X; an older name of `exact`.
    (define (inexact->exact x) (exact x))
    ;;> Whether X is an exact number.
    (define (exact-rational? x) (and (real? x) (exact? x)))
    ;;> Two values: the integer square root of N, which is not negative, and what is left over. R7RS 6.2.6.
    (define (exact-integer-sqrt n)
      (let ((root (%exact-integer-sqrt n)))
        (values root (%- n (%* root root)))))
    ;;> Two values: quotient and remainder of A by B, rounded down. R7RS 6.2.6.
    (define (floor/ a b) (values (floor-quotient a b) (floor-remainder a b)))
    ;;> Two values: quotient and remainder of A by B, rounded to zero. R7RS 6.2.6.
    (define (truncate/ a b) (values (truncate-quotient a b) (truncate-remainder a b)))
    ;;> `(number->string x)`, `(number->string x radix)`: how X is written, in base 10 or RADIX. R7RS 6.2.7.
    (define number->string
      (case-lambda
        ((x) (%number->string x 10))
        ((x radix) (%number->string x radix))))
    ;;> `(string->number text)`, `(string->number text radix)`: the number that TEXT is, or `#f`. R7RS 6.2.7.
    (define string->number
      (case-lambda
        ((text) (%string->number text 10))
        ((text radix) (%string->number text radix))))
    ;; The simplest rational within a distance (Stern-Brocot search).
    ;;> The simplest rational number within DISTANCE of X. R7RS 6.2.6.
    (define (rationalize x distance)
      (define (simplest low high)
        (let ((whole (floor low)))
          (cond ((= whole low) whole)
                ((< whole (floor high)) (+ 1 whole))
                (else (+ whole (/ 1 (simplest (/ 1 (- high whole)) (/ 1 (- low whole)))))))))
      (let ((low (- x (abs distance))) (high (+ x (abs distance))))
        (cond ((> low 0) (simplest low high))
              ((< high 0) (- (simplest (- high) (- low))))
              ((and (exact? x) (exact? distance)) 0)
              ((nan? (- high low)) +nan.0)
              (else 0.0))))
    ;;> `(boolean=? a b c ...)` tells whether all arguments, which are booleans, are the same (R7RS section 6.3).
    (define (boolean=? a b . rest)
      (let loop ((all (cons a (cons b rest))) (n 1) (ok #t))
        (cond ((null? all) ok)
              ((boolean? (car all)) (loop (cdr all) (%+ n 1) (and (eq? a (car all)) ok)))
              (else (error (%string-concatenate
                            (list "boolean=?: argument " (number->string n) " must be a boolean, found"))
                           (car all))))))
    ;;> X and 1.
    (define (1+ x) (%+ x 1))
    ;;> X less 1.
    (define (-1+ x) (%- x 1))
    ;;> X and 1.
    (define (add1 x) (%+ x 1))
    ;;> X less 1.
    (define (sub1 x) (%- x 1))
    ;;> The ratio of a circle's circumference to its diameter, 3.141592653589793.
    (define pi 3.141592653589793)))
