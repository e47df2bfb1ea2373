; Errors name the procedure that the program calls, not what the library makes it of.

;--- cadr
(cadr 5)
; error: cadr: argument 1 of cdr must be a pair, found 5

;--- cadr-of-a-short-list
(define (second l) (cadr l))
(second '(1))
; error: cadr: argument 1 of car must be a pair, found ()

;--- map-a-number
(map 5 '(1 2))
; error: map: a procedure was called that is none: 5

;--- a-call-of-a-variable
(define (f g) (g 1))
(f 5)
; error: error: a procedure was called that is none: 5

;--- string-join
(string-join '(1 2))
; error: string-join: expected a list, found 1

;--- random-integer
(random-integer 'a)
; error: random-integer: expected a small exact integer, found a

;--- accessor
(define-record-type point (make-point x y) point? (x point-x set-point-x!) (y point-y))
(point-y 5)
; error: point-y: expected a record of type point, found 5

;--- modifier
(define-record-type point (make-point x y) point? (x point-x set-point-x!) (y point-y))
(set-point-x! 5 1)
; error: set-point-x!: expected a record of type point, found 5

;--- accessor-as-an-argument
(define-record-type point (make-point x y) point? (x point-x) (y point-y))
(map point-x '(1))
; error: point-x: expected a record of type point, found 1

;--- primitive-as-an-argument
(map car '(1))
; error: car: argument 1 must be a pair, found 1

;--- in-a-procedure-that-is-given
(map (lambda (v) (vector-ref v 10)) (list (vector 1)))
; error: vector-ref: argument 2 is 10, not an index below 1

;--- apply
(apply + 1)
; error: apply: argument 2 must be a list, found 1
