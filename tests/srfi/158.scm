; Generators and accumulators (SRFI 158).

;--- constructors
(import (scheme base) (srfi 158))
(generator->list (generator 1 2 3)) ; => (1 2 3)
(generator->list (circular-generator 1 2 3) 5) ; => (1 2 3 1 2)
(generator->list (make-iota-generator 3 8)) ; => (8 9 10)
(generator->list (make-iota-generator 3 8 2)) ; => (8 10 12)
(generator->list (make-range-generator 3) 4) ; => (3 4 5 6)
(generator->list (make-range-generator 3 8)) ; => (3 4 5 6 7)
(generator->list (make-range-generator 3 8 2)) ; => (3 5 7)
(generator->list (make-range-generator 3 0 -1)) ; => (3 2 1)
(generator->list (make-unfold-generator (lambda (s) (> s 5)) (lambda (s) (* s 2)) (lambda (s) (+ s 1)) 0))
; => (0 2 4 6 8 10)

;--- sequences
(import (scheme base) (srfi 158))
(generator->list (list->generator '(1 2 3))) ; => (1 2 3)
(generator->list (vector->generator #(1 2 3 4 5))) ; => (1 2 3 4 5)
(generator->list (vector->generator #(1 2 3 4 5) 2)) ; => (3 4 5)
(generator->list (vector->generator #(1 2 3 4 5) 2 4)) ; => (3 4)
(generator->list (reverse-vector->generator #(1 2 3 4 5) 2)) ; => (5 4 3)
(generator->list (string->generator "abcde" 1 3)) ; => (#\b #\c)
(generator->list (bytevector->generator #u8(10 20 30))) ; => (10 20 30)

;--- coroutines
(import (scheme base) (srfi 158))
(define g (make-coroutine-generator (lambda (yield) (let loop ((i 0)) (if (< i 3) (begin (yield i) (loop (+ i 1))))))))
(generator->list g) ; => (0 1 2)
(eof-object? (g)) ; => #t
(eof-object? (g)) ; => #t
(generator->list ((make-for-each-generator for-each) '(1 2 3 4 5))) ; => (1 2 3 4 5)

;--- two-coroutines-at-once
(import (scheme base) (srfi 158))
(define (tree->generator tree)
  (make-coroutine-generator
   (lambda (yield)
     (let walk ((tree tree))
       (cond ((pair? tree) (walk (car tree)) (walk (cdr tree)))
             ((not (null? tree)) (yield tree)))))))
(generator->list (gmap list (tree->generator '((1 2) (3 (4)))) (tree->generator '(a (b (c)) d))))
; => ((1 a) (2 b) (3 c) (4 d))

;--- a-coroutine-of-a-coroutine
(import (scheme base) (srfi 158))
(define (squares g) (make-coroutine-generator (lambda (yield) (generator-for-each (lambda (x) (yield (* x x))) g))))
(define base (make-coroutine-generator (lambda (yield) (for-each yield '(1 2 3)))))
(generator->list (squares (squares base))) ; => (1 16 81)

;--- gcons-gappend-gflatten
(import (scheme base) (srfi 158))
(generator->list (gcons* 'a 'b (make-range-generator 0 3))) ; => (a b 0 1 2)
(generator->list (gappend (make-range-generator 0 3) (generator) (make-range-generator 0 2))) ; => (0 1 2 0 1)
(generator->list (gappend)) ; => ()
(generator->list (gflatten (generator (generator 1) (generator) (generator 2 3)))) ; => (1 2 3)

;--- ggroup-gmerge
(import (scheme base) (srfi 158))
(generator->list (ggroup (make-range-generator 0 7) 3)) ; => ((0 1 2) (3 4 5) (6))
(generator->list (ggroup (make-range-generator 0 7) 3 'x)) ; => ((0 1 2) (3 4 5) (6 x x))
(generator->list (ggroup (make-range-generator 0 6) 3 'x)) ; => ((0 1 2) (3 4 5))
(generator->list (gmerge < (generator 1 3 5) (generator 0 2 4 6))) ; => (0 1 2 3 4 5 6)
(generator->list (gmerge < (generator 1 4) (generator 2 5) (generator 3 6))) ; => (1 2 3 4 5 6)
(generator->list (gmerge (lambda (a b) (< (car a) (car b))) (generator '(1 a) '(2 a)) (generator '(1 b) '(2 b))))
; => ((1 a) (1 b) (2 a) (2 b))
(generator->list (gmerge <)) ; => ()

;--- gmap-gcombine
(import (scheme base) (srfi 158))
(generator->list (gmap - (make-range-generator 0 3))) ; => (0 -1 -2)
(generator->list (gmap cons (generator 1 2 3) (generator 4 5))) ; => ((1 . 4) (2 . 5))
(generator->list (gmap list (generator 1 2) (generator 3 4) (generator 5 6))) ; => ((1 3 5) (2 4 6))
(generator->list (gcombine (lambda (x sum) (values (+ x sum) (+ x sum))) 0 (make-range-generator 1 6)))
; => (1 3 6 10 15)
(generator->list (gcombine (lambda (x y n) (values (list n x y) (+ n 1))) 0 (generator 'a 'b) (generator 'c 'd 'e)))
; => ((0 a c) (1 b d))

;--- filters
(import (scheme base) (srfi 158))
(generator->list (gfilter odd? (make-range-generator 1 11))) ; => (1 3 5 7 9)
(generator->list (gremove odd? (make-range-generator 1 11))) ; => (2 4 6 8 10)
(generator->list (gstate-filter (lambda (x n) (values (< n 10) (+ n 1))) 0 (generator 'a 'b 'c))) ; => (a b c)
(generator->list (gstate-filter (lambda (x n) (values (even? n) (+ n 1))) 0 (generator 'a 'b 'c 'd 'e)))
; => (a c e)
(generator->list (gdelete 3 (generator 1 2 3 4 3 2 1))) ; => (1 2 4 2 1)
(generator->list (gdelete 3 (generator 1 2 3 4) <)) ; => (1 2 3)
(generator->list (gdelete-neighbor-dups (generator 1 1 2 3 3 3 1) =)) ; => (1 2 3 1)
(generator->list (gdelete-neighbor-dups (generator '(1) '(1) '(2)))) ; => ((1) (2))

;--- take-drop
(import (scheme base) (srfi 158))
(generator->list (gtake (make-range-generator 0) 4)) ; => (0 1 2 3)
(generator->list (gtake (generator 1 2) 4)) ; => (1 2)
(generator->list (gtake (generator 1 2) 4 'x)) ; => (1 2 x x)
(generator->list (gdrop (generator 1 2 3 4) 2)) ; => (3 4)
(generator->list (gdrop (generator 1 2) 5)) ; => ()
(generator->list (gtake-while (lambda (x) (< x 3)) (generator 1 2 3 1))) ; => (1 2)
(generator->list (gdrop-while (lambda (x) (< x 3)) (generator 1 2 3 1))) ; => (3 1)

;--- index-select
(import (scheme base) (srfi 158))
(generator->list (gindex (list->generator '(a b c d e f)) (list->generator '(0 2 4)))) ; => (a c e)
(generator->list (gindex (generator 'a 'b) (generator 1 7))) ; => (b)
(generator->list (gselect (list->generator '(a b c d e f)) (list->generator '(#t #f #f #t #t #f)))) ; => (a d e)
(generator->list (gselect (generator 'a 'b 'c) (generator #t))) ; => (a)

;--- consumers
(import (scheme base) (srfi 158))
(generator->list (generator 1 2 3 4 5) 3) ; => (1 2 3)
(generator->reverse-list (generator 1 2 3 4 5)) ; => (5 4 3 2 1)
(generator->reverse-list (generator 1 2 3 4 5) 2) ; => (2 1)
(generator->vector (generator 1 2 3)) ; => #(1 2 3)
(generator->vector (generator 1 2 3) 2) ; => #(1 2)
(define v (vector 'a 'b 'c 'd 'e))
(generator->vector! v 2 (generator 1 2 4)) ; => 3
v ; => #(a b 1 2 4)
(generator->vector! v 4 (generator 7 8 9)) ; => 1
(generator->string (generator #\a #\b #\c)) ; => "abc"
(generator-fold + 0 (generator 1 2 3)) ; => 6
(generator-fold (lambda (a b acc) (cons (* a b) acc)) '() (generator 1 2 3) (generator 4 5)) ; => (10 4)
(generator-map->list (lambda (x) (* x x)) (generator 1 2 3)) ; => (1 4 9)
(generator-map->list + (generator 1 2 3) (generator 10 20)) ; => (11 22)

;--- for-each-find-count
(import (scheme base) (srfi 158))
(define seen '())
(generator-for-each (lambda (x y) (set! seen (cons (+ x y) seen))) (generator 1 2 3) (generator 10 20))
seen ; => (22 11)
(generator-find (lambda (x) (> x 2)) (make-range-generator 0)) ; => 3
(generator-find (lambda (x) (> x 2)) (generator 1 2)) ; => #f
(generator-count odd? (make-range-generator 0 10)) ; => 5
(generator-any (lambda (x) (and (> x 2) (* x 10))) (make-range-generator 0)) ; => 30
(generator-every (lambda (x) (and (< x 3) x)) (generator 1 2)) ; => 2
(generator-every odd? (make-range-generator 1)) ; => #f
(generator-every odd? (generator)) ; => #t

;--- unfold
(import (scheme base) (srfi 152) (srfi 158))
(define (make-for-each-generator-of s)
  (gmap (lambda (c) (integer->char (- (char->integer c) 32))) ((make-for-each-generator string-for-each) s)))
(generator-unfold (make-for-each-generator-of "abc") string-unfold)
; => "ABC"

;--- accumulators
(import (scheme base) (srfi 158))
(define (fill a . items) (for-each a items) (a (eof-object)))
(fill (list-accumulator) 1 2 3) ; => (1 2 3)
(fill (reverse-list-accumulator) 1 2 3) ; => (3 2 1)
(fill (vector-accumulator) 1 2 3) ; => #(1 2 3)
(fill (reverse-vector-accumulator) 1 2 3) ; => #(3 2 1)
(fill (string-accumulator) #\a #\b) ; => "ab"
(fill (bytevector-accumulator) 1 2) ; => #u8(1 2)
(fill (count-accumulator) 'a 'b 'c) ; => 3
(fill (sum-accumulator) 1 2 3.5) ; => 6.5
(fill (product-accumulator) 1 2 3) ; => 6
(fill (make-accumulator (lambda (x best) (max x best)) 0 list) 3 9 4) ; => (9)

;--- accumulators-into-vectors
(import (scheme base) (srfi 158))
(define v (vector 1 2 3 4 5))
(define a (vector-accumulator! v 2))
(for-each a '(a b))
(a (eof-object)) ; => #(1 2 a b 5)
(define b (bytevector-accumulator! (bytevector 1 2 3) 1))
(b 9)
(b (eof-object)) ; => #u8(1 9 3)

;--- a-million-values
(import (scheme base) (srfi 158))
(generator-fold + 0 (gfilter even? (gmap (lambda (x) (* x x)) (make-range-generator 0 1000000)))) ; => 166666166667000000
(generator-count even? (gdelete-neighbor-dups (gtake (circular-generator 1 1 2 2 3) 1000000))) ; => 200000
(define sum (sum-accumulator))
(generator-for-each sum (gappend (make-iota-generator 500000) (make-iota-generator 500000)))
(sum (eof-object)) ; => 249999500000

;--- coroutine-of-a-million-values
(import (scheme base) (srfi 158))
(define (count-to n)
  (make-coroutine-generator (lambda (yield) (let loop ((i 0)) (if (< i n) (begin (yield i) (loop (+ i 1))))))))
(generator-fold + 0 (count-to 1000000)) ; => 499999500000

;--- no-generator
(import (scheme base) (srfi 158))
(gfilter odd? '(1 2 3))
; error: gfilter: a generator is needed, found (1 2 3)

;--- no-procedure
(import (scheme base) (srfi 158))
(gmap 1 (generator 1 2))
; error: gmap: a procedure is needed, found 1

;--- bad-part
(import (scheme base) (srfi 158))
(vector->generator #(1 2 3) 2 4)
; error: vector->generator: the part is out of range: 2 4

;--- bad-count
(import (scheme base) (srfi 158))
(gtake (generator 1) -1)
; error: gtake: a number of values is needed, found -1

;--- full-vector
(import (scheme base) (srfi 158))
(define a (vector-accumulator! (vector 1) 0))
(a 1)
(a 2)
; error: vector-accumulator!: it is full, there is no room for 2

;--- indices-that-decrease
(import (scheme base) (srfi 158))
(generator->list (gindex (generator 'a 'b 'c) (generator 1 0)))
; error: gindex: indices must increase, found 0
