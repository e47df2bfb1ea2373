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
    (define-sum + %+ 0)
    (define-sum * %* 1)
    (define -
      (case-lambda
        ((a b) (%- a b))
        ((a) (negate a))
        ((a b c) (%- (%- a b) c))
        ((a b . rest) (let loop ((d (%- a b)) (rest rest))
                        (if (null? rest) d (loop (%- d (car rest)) (cdr rest)))))))
    (define (negate a) (if (flonum? a) (%* -1.0 a) (%- 0 a)))
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
    (define-comparison = %=)
    (define-comparison < %<)
    (define-comparison > %>)
    (define-comparison <= %<=)
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
    (define-fold max %max2)
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
    (define-gcd gcd %gcd2 0)
    (define-gcd lcm %lcm2 1)
    (define-gcd bitwise-and %bitwise-and2 -1)
    (define-gcd bitwise-or %bitwise-or2 0)
    (define-gcd bitwise-xor %bitwise-xor2 0)
    (define (expt x y) (%expt x y))
    (define log
      (case-lambda
        ((x) (%log x))
        ((x base) (%/ (%log x) (%log base)))))
    (define atan
      (case-lambda
        ((x) (%atan x))
        ((y x) (%atan2 y x))))
    (define (square x) (%* x x))
    (define (cube x) (%* x (%* x x)))
    (define (exact->inexact x) (inexact x))
    (define (inexact->exact x) (exact x))
    (define (exact-rational? x) (and (real? x) (exact? x)))
    (define (exact-integer-sqrt n)
      (let ((root (%exact-integer-sqrt n)))
        (values root (%- n (%* root root)))))
    (define (floor/ a b) (values (floor-quotient a b) (floor-remainder a b)))
    (define (truncate/ a b) (values (truncate-quotient a b) (truncate-remainder a b)))
    (define number->string
      (case-lambda
        ((x) (%number->string x 10))
        ((x radix) (%number->string x radix))))
    (define string->number
      (case-lambda
        ((text) (%string->number text 10))
        ((text radix) (%string->number text radix))))
    ;; The simplest rational within a distance (Stern-Brocot search).
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
    (define (1+ x) (%+ x 1))
    (define (-1+ x) (%- x 1))
    (define (add1 x) (%+ x 1))
    (define (sub1 x) (%- x 1))
    (define pi 3.141592653589793)))
