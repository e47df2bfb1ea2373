; Comparators (SRFI 128).

;--- default-comparator-compares
(import (scheme base) (srfi 128))
(define d (make-default-comparator))
(=? d 1 1.0) ; => #t
(=? d "abc" "abc" "abc") ; => #t
(=? d "abc" "abc" "abd") ; => #f
(=? d '(1 (2 #(3 "x"))) '(1.0 (2 #(3 "x")))) ; => #t
(=? d '(1 2) '(1 2 . 3)) ; => #f
(=? d #(1 2) #(1 2 3)) ; => #f
(=? d 'a "a") ; => #f
(<? d 1 2 3) ; => #t
(<? d 1 3 3) ; => #f
(<=? d 1 3 3) ; => #t
(>? d 3 2 1) ; => #t
(>=? d 3 3 1) ; => #t
(>=? d 3 4) ; => #f

;--- default-comparator-orders-types
(import (scheme base) (srfi 128))
(define d (make-default-comparator))
(<? d '() '(1) #f #t #\a #\b "a" "b" 'a 'b 1 2.5 #(9) #(1 1) #u8(1) #u8(0 0)) ; => #t
(<? d '(1 2) '(1 3)) ; => #t
(<? d '(1) '(1 . 2)) ; => #t
(<? d #(1 5) #(2 0)) ; => #t

;--- default-hash
(import (scheme base) (srfi 128))
(define d (make-default-comparator))
(= (comparator-hash d '(1 "a" #(2))) (comparator-hash d (list 1.0 (string #\a) (vector 2.0)))) ; => #t
(= (default-hash 1/2) (default-hash 0.5)) ; => #t
(exact-integer? (default-hash car)) ; => #t
(= (default-hash '(1)) (default-hash '(2))) ; => #f
(< -1 (default-hash "any" 10) 10) ; => #t

;--- hashes
(import (scheme base) (srfi 128))
(= (string-hash "abc") (string-hash (string #\a #\b #\c))) ; => #t
(= (string-ci-hash "aBC") (string-ci-hash "Abc")) ; => #t
(= (char-ci-hash #\a) (char-ci-hash #\A)) ; => #t
(= (char-hash #\a) (char-hash #\A)) ; => #f
(= (symbol-hash 'a) (symbol-hash 'a)) ; => #t
(= (number-hash 3) (number-hash 3.0)) ; => #t
(= (boolean-hash #t) (boolean-hash #f)) ; => #f
(map (lambda (h) (< -1 h (hash-bound))) (list (string-hash "") (symbol-hash 'x) (char-hash #\x) (number-hash -5.5)))
; => (#t #t #t #t)
(exact-integer? (hash-salt)) ; => #t

;--- numbers-that-are-no-rationals-have-a-hash
(import (scheme base) (srfi 128))
(= (number-hash +inf.0) (number-hash +inf.0)) ; => #t
(exact-integer? (number-hash +nan.0)) ; => #t
(= (number-hash (expt 10 300)) (number-hash (expt 10 300))) ; => #t

;--- complex-numbers
(import (scheme base) (srfi 128))
(define d (make-default-comparator))
(<? d 1-i 1 1+i 2-i 2.5) ; => #t
(=? d 1+i 1.0+1.0i) ; => #t
(= (number-hash 1+i) (number-hash 1.0+1.0i)) ; => #t

;--- make-comparator
(import (scheme base) (scheme char) (srfi 128))
(define ci (make-comparator string? string-ci=? string-ci<? string-ci-hash))
(comparator? ci) ; => #t
(comparator? 1) ; => #f
(comparator-ordered? ci) ; => #t
(comparator-hashable? ci) ; => #t
(=? ci "aB" "Ab") ; => #t
(<? ci "a" "B") ; => #t
(comparator-test-type ci 1) ; => #f
(comparator-check-type ci "x") ; => #t
((comparator-equality-predicate ci) "a" "A") ; => #t
((comparator-type-test-predicate ci) "a") ; => #t
((comparator-ordering-predicate ci) "a" "A") ; => #f
(= ((comparator-hash-function ci) "a") (comparator-hash ci "A")) ; => #t

;--- without-order-and-hash
(import (scheme base) (srfi 128))
(define c (make-comparator number? = #f #f))
(list (comparator-ordered? c) (comparator-hashable? c) (=? c 1 1)) ; => (#f #f #t)
(<? c 1 2)
; error: this comparator has no order

;--- without-hash
(import (scheme base) (srfi 128))
(comparator-hash (make-comparator number? = #f #f) 1)
; error: this comparator has no hash function

;--- equality-from-order
(import (scheme base) (srfi 128))
(define c (make-comparator #t #t (lambda (a b) (< (car a) (car b))) #f))
(=? c '(1 x) '(1 y)) ; => #t
(=? c '(1 x) '(2 x)) ; => #f

;--- identity-comparators
(import (scheme base) (srfi 128))
(define s (string #\a))
(=? (make-eq-comparator) s s) ; => #t
(=? (make-eq-comparator) s (string #\a)) ; => #f
(=? (make-eqv-comparator) 1.5 1.5) ; => #t
(=? (make-equal-comparator) s (string #\a)) ; => #t
(=? (make-equal-comparator) 1 1.0) ; => #f
(= (comparator-hash (make-equal-comparator) s) (comparator-hash (make-equal-comparator) (string #\a))) ; => #t

;--- pairs
(import (scheme base) (srfi 128))
(define number (make-comparator real? = < number-hash))
(define text (make-comparator string? string=? string<? string-hash))
(define c (make-pair-comparator number text))
(comparator-test-type c '(1 . "a")) ; => #t
(comparator-test-type c '(1 . 2)) ; => #f
(=? c '(1 . "a") '(1.0 . "a")) ; => #t
(<? c '(1 . "b") '(2 . "a") '(2 . "b")) ; => #t
(= (comparator-hash c '(1 . "a")) (comparator-hash c '(1.0 . "a"))) ; => #t

;--- lists
(import (scheme base) (srfi 128))
(define c (make-list-comparator (make-comparator real? = < number-hash)))
(comparator-test-type c '(1 2)) ; => #t
(comparator-test-type c '(1 a)) ; => #f
(<? c '() '(1) '(1 1) '(2)) ; => #t
(=? c '(1 2) '(1 2)) ; => #t
(=? c '(1 2) '(1 2 3)) ; => #f
(= (comparator-hash c '(1 2)) (comparator-hash c '(1 2.0))) ; => #t

;--- vectors
(import (scheme base) (srfi 128))
(define c (make-vector-comparator (make-comparator real? = < number-hash)))
(<? c #() #(9) #(1 1) #(1 2)) ; => #t
(>? c #(1 2) #(1 1)) ; => #t
(comparator-test-type c #(1 a)) ; => #f
(define b (make-vector-comparator (make-comparator integer? = < number-hash) bytevector? bytevector-length bytevector-u8-ref))
(<? b #u8(3) #u8(1 2)) ; => #t
(= (comparator-hash b #u8(1 2)) (comparator-hash b (bytevector 1 2))) ; => #t

;--- lists-of-another-kind
(import (scheme base) (srfi 128))
(define c
  (make-list-comparator (make-default-comparator) integer? zero?
                        (lambda (n) (remainder n 10)) (lambda (n) (quotient n 10))))
(<? c 31 32) ; => #t
(=? c 123 123) ; => #t

;--- registered-types
(import (scheme base) (srfi 128))
(define-record-type point (make-point x) point? (x point-x))
(define d (make-default-comparator))
(=? d (make-point 1) (make-point 1)) ; => #f
(comparator-register-default!
 (make-comparator point?
                  (lambda (a b) (= (point-x a) (point-x b)))
                  (lambda (a b) (< (point-x a) (point-x b)))
                  (lambda (a) (number-hash (point-x a)))))
(=? d (make-point 1) (make-point 1)) ; => #t
(<? d (list (make-point 1)) (list (make-point 2))) ; => #t
(<? d #u8(1) (make-point 0)) ; => #t
(= (comparator-hash d (make-point 1)) (comparator-hash d (make-point 1.0))) ; => #t

;--- comparator-if
(import (scheme base) (srfi 128))
(define (side a b) (comparator-if<=> a b 'left 'same 'right))
(list (side 1 2) (side "b" "b") (side 'z 'a)) ; => (left same right)
(comparator-if<=> (make-comparator #t = > #f) 1 2 'left 'same 'right) ; => right

;--- bad-comparator
(import (scheme base) (srfi 128))
(=? 1 2 3)
; error: =?: argument 1 must be a comparator, found 1

;--- bad-procedure
(import (scheme base) (srfi 128))
(make-comparator #t = 'less #f)
; error: make-comparator: argument 3 must be a procedure, found less

;--- bad-type
(import (scheme base) (srfi 128))
(comparator-check-type (make-comparator string? string=? #f #f) 1)
; error: comparator-check-type

;--- bad-hash
(import (scheme base) (srfi 128))
(string-hash 'a)
; error: string-hash: argument 1 must be a string, found a

;--- no-order-of-procedures
(import (scheme base) (srfi 128))
(<? (make-default-comparator) car cdr)
; error: the default comparator has no order for this
