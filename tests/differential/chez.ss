;; What the generated programs use beyond R6RS, and, under `difference:`, where Fluxion answers another way than Chez
;; Scheme on purpose; the reason stands by each. Everything else must be the same.
(define (square x) (* x x))
(define floor-quotient (lambda (a b) (floor (/ a b))))
(define (floor-remainder a b) (modulo a b))
(define truncate-quotient quotient)
(define bitwise-or bitwise-ior)
(define arithmetic-shift bitwise-arithmetic-shift)
(define (vector-append . vectors) (list->vector (apply append (map vector->list vectors))))
(define (string . chars) (list->string chars))
;; R7RS: as many times as the shortest list is long; R6RS wants equal lengths.
(define chez-map map)
(define map
  (let ((map chez-map))
    (case-lambda
      ((f l) (if (null? l) l (map f l)))
      ((f a b)
       (unless (and (list? a) (list? b)) (error 'map "not a list"))
       (let loop ((a a) (b b) (out '()))
         (if (and (pair? a) (pair? b)) (loop (cdr a) (cdr b) (cons (f (car a) (car b)) out)) (reverse out)))))))
;; R7RS: what is not a list, or the end of an improper one, is kept.
(define (list-copy l) (if (pair? l) (cons (car l) (list-copy (cdr l))) l))

;; difference: digits above 9 are small letters.
(define chez-number->string number->string)
(define number->string
  (case-lambda
    ((x) (chez-number->string x))
    ((x radix) (string-downcase (chez-number->string x radix)))))

;; difference: a procedure that is never called is not looked at.
(define (vector-map f v) (list->vector (map f (vector->list v))))
;; difference: a rest is inexact if one of the numbers is, also where it is the zero that 1 leaves.
(define chez-modulo modulo)
(define (modulo a b) (let ((rest (chez-modulo a b))) (if (or (flonum? a) (flonum? b)) (inexact rest) rest)))
(define chez-remainder remainder)
(define (remainder a b) (let ((rest (chez-remainder a b))) (if (or (flonum? a) (flonum? b)) (inexact rest) rest)))

;; difference: an exact zero times a flonum is a flonum, so that types know the result (ARCHITECTURE.md).
(define chez* *)
(define (inexact-zero a b) (and (eqv? a 0) (flonum? b)))
(define *
  (case-lambda
    ((a b) (if (or (inexact-zero a b) (inexact-zero b a)) (chez* (inexact a) (inexact b)) (chez* a b)))
    (all (fold-left * 1 all))))
