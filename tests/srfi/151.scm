; Bitwise operations (SRFI 151).

;--- logic
(import (scheme base) (srfi 151))
(bitwise-not 10) ; => -11
(bitwise-not -37) ; => 36
(bitwise-and #b1100 #b1010) ; => 8
(bitwise-ior #b1100 #b1010) ; => 14
(bitwise-xor #b1100 #b1010) ; => 6
(list (bitwise-and) (bitwise-ior) (bitwise-xor) (bitwise-eqv)) ; => (-1 0 0 -1)
(bitwise-ior 1 2 4 -16) ; => -9
(bitwise-eqv 37 12) ; => -42
(bitwise-eqv 1 2 3) ; => 0
(bitwise-nand 11 26) ; => -11
(bitwise-nor 11 26) ; => -28
(bitwise-andc1 11 26) ; => 16
(bitwise-andc2 11 26) ; => 1
(bitwise-orc1 11 26) ; => -2
(bitwise-orc2 11 26) ; => -17

;--- large-integers
(import (scheme base) (srfi 151))
(define big (expt 2 100))
(bitwise-and (- big 1) (- (expt 2 70))) ; => 1267650599047637780779291901952
(= (bitwise-and (- big 1) (- (expt 2 70))) (- big (expt 2 70))) ; => #t
(bitwise-xor big big) ; => 0
(= (bitwise-ior (- big) 1) (- 1 big)) ; => #t
(= (bitwise-not big) (- -1 big)) ; => #t

;--- shifts
(import (scheme base) (srfi 151))
(arithmetic-shift 8 2) ; => 32
(arithmetic-shift 8 -1) ; => 4
(arithmetic-shift -100000000000000000000000000000000 -100) ; => -79
(arithmetic-shift 1 100) ; => 1267650600228229401496703205376

;--- counts
(import (scheme base) (srfi 151))
(map bit-count '(0 1 10 -1 -2 -15 255)) ; => (0 1 2 0 1 3 8)
(bit-count (- (expt 2 1000) 1)) ; => 1000
(bit-count (- (expt 2 1000))) ; => 1000
(map integer-length '(0 1 -1 7 -7 8 -8)) ; => (0 1 0 3 3 4 3)
(integer-length (expt 2 1000)) ; => 1001
(integer-length (- (expt 2 1000))) ; => 1000
(map first-set-bit '(1 2 0 40 -28)) ; => (0 1 -1 3 2)
(first-set-bit (expt 2 99)) ; => 99
(first-set-bit (- (expt 2 99))) ; => 99

;--- single-bits
(import (scheme base) (srfi 151))
(bitwise-if 3 1 8) ; => 9
(bitwise-if 1 1 2) ; => 3
(list (bit-set? 1 1) (bit-set? 0 1) (bit-set? 3 10) (bit-set? 1000000 -1) (bit-set? 1000000 1)) ; => (#f #t #t #t #f)
(list (copy-bit 0 0 #t) (copy-bit 2 0 #t) (copy-bit 2 15 #f) (copy-bit 0 -1 #f)) ; => (1 4 11 -2)
(list (bit-swap 0 2 4) (bit-swap 3 0 5)) ; => (1 12)
(list (any-bit-set? 3 6) (any-bit-set? 3 12) (every-bit-set? 4 6) (every-bit-set? 7 6)) ; => (#t #f #t #f)

;--- fields
(import (scheme base) (srfi 151))
(bit-field #b1101101010 0 4) ; => 10
(bit-field #b1101101010 3 9) ; => 45
(bit-field #b1101101010 4 4) ; => 0
(bit-field -1 0 5) ; => 31
(bit-field-any? #b1001001 1 6) ; => #t
(bit-field-any? #b1000001 1 6) ; => #f
(bit-field-every? #b1011110 1 5) ; => #t
(bit-field-every? #b1011010 1 5) ; => #f
(bit-field-clear #b101010 1 4) ; => 32
(bit-field-set #b101010 1 4) ; => 46
(bit-field-replace #b101010 #b010 1 4) ; => 36
(bit-field-replace #b110 1 1 2) ; => 6
(bit-field-replace-same #b1111 #b0000 1 3) ; => 9

;--- rotate-and-reverse
(import (scheme base) (srfi 151))
(bit-field-rotate #b110 0 0 10) ; => 6
(bit-field-rotate #b110 1 1 2) ; => 6
(bit-field-rotate #b0111 -1 1 4) ; => 11
(bit-field-rotate #b0111 1 1 4) ; => 13
(bit-field-rotate #b0110 5 3 3) ; => 6
(bit-field-reverse #xa7 0 8) ; => 229
(bit-field-reverse #xa7 8 16) ; => 167
(bit-field-reverse -2 1 3) ; => -2
(= (bit-field-reverse 1 0 1001) (expt 2 1000)) ; => #t

;--- lists-and-vectors-of-bits
(import (scheme base) (srfi 151))
(bits->list #b1110101) ; => (#t #f #t #f #t #t #t)
(bits->list 3 5) ; => (#t #t #f #f #f)
(bits->list #b111010 4) ; => (#f #t #f #t)
(bits->list 0) ; => ()
(list->bits '(#f #t #f #t #f)) ; => 10
(bits->vector 6) ; => #(#f #t #t)
(vector->bits #(#t #f #t)) ; => 5
(bits #t #f #t #f #t #t #t) ; => 117
(let ((n (+ (expt 3 500) 12345))) (= n (list->bits (bits->list n)))) ; => #t

;--- folds
(import (scheme base) (srfi 151))
(bitwise-fold cons '() #b1010111) ; => (#t #f #t #f #t #t #t)
(let ((count 0)) (bitwise-for-each (lambda (b) (if b (set! count (+ count 1)))) #b1010111) count) ; => 5
(bitwise-unfold (lambda (i) (= i 10)) even? (lambda (i) (+ i 1)) 0) ; => 341
(define next (make-bitwise-generator #b110))
(let* ((a (next)) (b (next)) (c (next)) (d (next))) (list a b c d)) ; => (#f #t #t #f)

;--- wide-integers
(import (scheme base) (srfi 151))
(define n (- (expt 2 100000) 1))
(bit-count n) ; => 100000
(length (bits->list n)) ; => 100000

;--- no-integer
(import (scheme base) (srfi 151))
(bit-count 1.5)
; error: bit-count: argument 1 must be an exact integer, found 1.5

;--- no-integer-of-logic
(import (scheme base) (srfi 151))
(bitwise-and 1 'a)
; error: bitwise-and

;--- bad-index
(import (scheme base) (srfi 151))
(bit-set? -1 5)
; error: bit-set?: argument 1 must be an index of a bit, found -1

;--- bad-field
(import (scheme base) (srfi 151))
(bit-field 5 4 2)
; error: bit-field: the field ends before it starts 4 2

;--- bad-bound
(import (scheme base) (srfi 151))
(bit-field-rotate 5 1 0 'end)
; error: bit-field-rotate: a bound of the field must be an index of a bit, found end
