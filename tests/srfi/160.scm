; Homogeneous vectors (SRFI 160).

;--- base
(import (scheme base) (srfi 160 base))
(define v (s16vector 1 -2 300))
(s16vector->list v) ; => (1 -2 300)
(list (s16vector? v) (s16vector? #(1 2)) (u8vector? #u8(1)) (f64vector? (f64vector 1))) ; => (#t #f #t #t)
(s16vector-length v) ; => 3
(s16vector-set! v 0 9)
(s16vector-ref v 0) ; => 9
(s16vector->list v 1) ; => (-2 300)
(u8vector->list (u8vector 1 2 3) 0 2) ; => (1 2)
(f64vector->list (f64vector 1 2 3) 1) ; => (2.0 3.0)
(u8vector->list (make-u8vector 2 7)) ; => (7 7)
(s64vector->list (make-s64vector 2)) ; => (0 0)
(list->u8vector '(1 2)) ; => #u8(1 2)
(u64vector->list (list->u64vector '(0 18446744073709551615))) ; => (0 18446744073709551615)

;--- elements
(import (scheme base) (srfi 160 base))
(list (u8? 255) (u8? 256) (u8? 1.0) (s8? -128) (s8? 128) (s64? 9223372036854775807) (s64? 9223372036854775808))
; => (#t #f #f #t #f #t #f)
(list (u16? 65535) (s16? 40000) (u32? -1) (s32? 2147483647) (u64? 18446744073709551615) (f64? 1) (f64? 'a))
; => (#t #f #f #t #t #t #f)

;--- make-and-unfold
(import (scheme base) (srfi 160 s64))
(s64vector->list (s64vector-unfold (lambda (i) (* i i)) 4)) ; => (0 1 4 9)
(s64vector->list (s64vector-unfold (lambda (i x) (values x (* x -2))) 4 1)) ; => (1 -2 4 -8)
(s64vector->list (s64vector-unfold-right (lambda (i x) (values x (+ x 1))) 4 0)) ; => (3 2 1 0)
(define v (make-s64vector 5 0))
(s64vector-unfold! (lambda (i x) (values x (+ x 1))) v 1 4 10)
(s64vector->list v) ; => (0 10 11 12 0)
(s64vector-unfold-right! (lambda (i x) (values x (+ x 1))) v 1 4 10)
(s64vector->list v) ; => (0 12 11 10 0)

;--- copies
(import (scheme base) (srfi 160 s64))
(define v (s64vector 1 2 3 4 5))
(s64vector->list (s64vector-copy v)) ; => (1 2 3 4 5)
(s64vector->list (s64vector-copy v 1 3)) ; => (2 3)
(s64vector->list (s64vector-reverse-copy v 1)) ; => (5 4 3 2)
(s64vector->list (s64vector-append v (s64vector) (s64vector 9))) ; => (1 2 3 4 5 9)
(s64vector->list (s64vector-concatenate (list v v))) ; => (1 2 3 4 5 1 2 3 4 5)
(s64vector->list (s64vector-append-subvectors v 0 2 v 3 5)) ; => (1 2 4 5)

;--- parts
(import (scheme base) (srfi 160 f64))
(define v (f64vector 1 2 3 4 5))
(f64vector-take v 2) ; => #f64(1.0 2.0)
(f64vector-take-right v 2) ; => #f64(4.0 5.0)
(f64vector-drop v 2) ; => #f64(3.0 4.0 5.0)
(f64vector-drop-right v 2) ; => #f64(1.0 2.0 3.0)
(f64vector-segment v 2) ; => (#f64(1.0 2.0) #f64(3.0 4.0) #f64(5.0))
(f64vector-empty? (f64vector)) ; => #t
(f64vector-empty? v) ; => #f

;--- comparisons
(import (scheme base) (srfi 128) (srfi 160 u8))
(u8vector= #u8(1 2) (u8vector 1 2) #u8(1 2)) ; => #t
(u8vector= #u8(1 2) #u8(1 3)) ; => #f
(u8vector= #u8(1 2) #u8(1 2 3)) ; => #f
(u8vector=) ; => #t
(<? u8vector-comparator #u8(9) #u8(1 2) #u8(1 3)) ; => #t
(=? u8vector-comparator #u8(1) (u8vector 1)) ; => #t
(= (comparator-hash u8vector-comparator #u8(1 2)) (comparator-hash u8vector-comparator (u8vector 1 2))) ; => #t
(comparator-test-type u8vector-comparator #(1)) ; => #f

;--- folds
(import (scheme base) (srfi 160 f64))
(define v (f64vector 1 2 3))
(f64vector-fold + 0 v) ; => 6.0
(f64vector-fold (lambda (acc x y) (+ acc (* x y))) 0 v (f64vector 4 5 6 7)) ; => 32.0
(f64vector-fold (lambda (acc x) (cons x acc)) '() v) ; => (3.0 2.0 1.0)
(f64vector-fold-right (lambda (acc x) (cons x acc)) '() v) ; => (1.0 2.0 3.0)
(f64vector-fold-right (lambda (acc x y) (cons (+ x y) acc)) '() v v) ; => (2.0 4.0 6.0)
(f64vector-cumulate + 0 v) ; => #f64(1.0 3.0 6.0)

;--- maps
(import (scheme base) (srfi 160 f64) (srfi 160 s8))
(define v (f64vector 1 2 3))
(f64vector-map (lambda (x) (* x x)) v) ; => #f64(1.0 4.0 9.0)
(f64vector-map + v (f64vector 10 20)) ; => #f64(11.0 22.0)
(f64vector-map! - v)
v ; => #f64(-1.0 -2.0 -3.0)
(define seen '())
(s8vector-for-each (lambda (x y) (set! seen (cons (* x y) seen))) (s8vector 1 2) (s8vector 3 4))
seen ; => (8 3)
(f64vector-count (lambda (x) (< x -1)) v) ; => 2
(f64vector-count < v (f64vector 0 -5 0)) ; => 2

;--- searches
(import (scheme base) (srfi 160 s64))
(define v (s64vector 1 3 4 5 6 7))
(s64vector->list (s64vector-take-while odd? v)) ; => (1 3)
(s64vector->list (s64vector-drop-while odd? v)) ; => (4 5 6 7)
(s64vector->list (s64vector-take-while-right odd? v)) ; => (7)
(s64vector->list (s64vector-drop-while-right odd? v)) ; => (1 3 4 5 6)
(s64vector->list (s64vector-take-while-right even? (s64vector 2 4))) ; => (2 4)
(list (s64vector-index even? v) (s64vector-index-right even? v) (s64vector-index negative? v)) ; => (2 4 #f)
(list (s64vector-skip odd? v) (s64vector-skip-right odd? v)) ; => (2 4)
(s64vector-index < v (s64vector 1 4)) ; => 1
(s64vector-any (lambda (x) (and (even? x) (* 10 x))) v) ; => 40
(s64vector-every (lambda (x) (and (positive? x) x)) v) ; => 7
(s64vector-every even? (s64vector)) ; => #t
(call-with-values (lambda () (s64vector-partition even? v)) (lambda (w n) (list (s64vector->list w) n)))
; => ((4 6 1 3 5 7) 2)
(s64vector->list (s64vector-filter even? v)) ; => (4 6)
(s64vector->list (s64vector-remove even? v)) ; => (1 3 5 7)

;--- changes
(import (scheme base) (srfi 160 u8))
(define v (u8vector 1 2 3 4 5))
(u8vector-swap! v 0 4)
v ; => #u8(5 2 3 4 1)
(u8vector-reverse! v 1 4)
v ; => #u8(5 4 3 2 1)
(u8vector-fill! v 0 3)
v ; => #u8(5 4 3 0 0)
(u8vector-copy! v 1 v 0 3)
v ; => #u8(5 5 4 3 0)
(u8vector-reverse-copy! v 0 #u8(7 8 9))
v ; => #u8(9 8 7 3 0)

;--- conversions
(import (scheme base) (srfi 158) (srfi 160 s64) (srfi 160 u8))
(reverse-s64vector->list (s64vector 1 2 3)) ; => (3 2 1)
(s64vector->list (reverse-list->s64vector '(1 2 3))) ; => (3 2 1)
(s64vector->vector (s64vector 1 2 3) 1) ; => #(2 3)
(s64vector->list (vector->s64vector #(1 2 3) 0 2)) ; => (1 2)
(generator->list (make-u8vector-generator #u8(1 2))) ; => (1 2)
(write-s64vector (s64vector 1 -2))
; prints: #s64(1 -2)
(write-u8vector (u8vector 1 2))
; prints: #u8(1 2)

;--- derivatives-of-f64vectors
(import (except (fluxion base) f64vector-map) (srfi 160 f64))
(gradient (lambda (v) (f64vector-fold (lambda (acc x) (+ acc (* x x x))) 0 (f64vector-map (lambda (x) (* 2 x)) v)))
          (f64vector 1 2))
; => #f64(24.0 96.0)

;--- single-floats
(import (scheme base) (scheme write) (srfi 160 f32))
(f32vector->list (f32vector 0.1 1 -1e-45 1e-46 1e39 1/3))
; => (0.10000000149011612 1.0 -1.401298464324817e-45 0.0 +inf.0 0.3333333432674408)
(f32vector-fold + 0 (f32vector-map (lambda (x) (* x x)) (f32vector 1 2 3))) ; => 14.0
(list (f32? 1) (f32? 'a) (f32? 1+i)) ; => (#t #f #f)
(write-f32vector (make-f32vector 2 0.5))
; prints: #f32(0.5 0.5)

;--- complex-vectors
(import (scheme base) (scheme complex) (srfi 160 c128) (srfi 160 c64))
(c128vector->list (c128vector-map (lambda (z) (* z z)) (c128vector 1+2i 3 0.5))) ; => (-3.0+4.0i 9.0 0.25)
(c64vector->list (c64vector 1+0.1i)) ; => (1.0+0.10000000149011612i)
(c128vector= (c128vector 1+i) (c128vector 1.0+1.0i)) ; => #t
(map magnitude (c128vector->list (vector->c128vector #(3+4i)))) ; => (5.0)

;--- no-number
(import (scheme base) (srfi 160 c128))
(c128vector 1+i 'a)
; error: c128vector: an element must be a number, found a

;--- a-million-elements
(import (scheme base) (srfi 160 s64))
(define v (s64vector-unfold (lambda (i) i) 1000000))
(s64vector-fold + 0 v) ; => 499999500000
(s64vector-length (s64vector-filter even? v)) ; => 500000

;--- bad-element
(import (scheme base) (srfi 160 s8))
(s8vector-set! (s8vector 1 2) 0 128)
; error: s8vector-set!: an element must be an integer from -128 to 127, found 128

;--- bad-element-of-a-map
(import (scheme base) (srfi 160 u16))
(u16vector-map - (u16vector 1 2))
; error: an element must be an integer from 0 to 65535, found -1

;--- bad-byte
(import (scheme base) (srfi 160 u8))
(u8vector-map (lambda (x) (* x 300)) (u8vector 1))
; error: bytevector

;--- bad-index
(import (scheme base) (srfi 160 base))
(s64vector-ref (s64vector 1 2) 2)
; error: s64vector-ref: the index is out of range: 2

;--- bad-vector
(import (scheme base) (srfi 160 f64))
(f64vector-take #(1 2) 1)
; error: f64vector-take: an f64vector is needed, found #(1 2)

;--- bad-range
(import (scheme base) (srfi 160 u32))
(u32vector-copy (u32vector 1 2) 1 3)
; error: u32vector-copy: the end is out of range: 3

;--- no-room
(import (scheme base) (srfi 160 u64))
(u64vector-copy! (u64vector 1 2) 1 (u64vector 1 2))
; error: u64vector-copy!: there is no room at 1

;--- no-procedure
(import (scheme base) (srfi 160 s32))
(s32vector-fold 1 2 (s32vector 3))
; error: s32vector-fold: a procedure is needed, found 1
