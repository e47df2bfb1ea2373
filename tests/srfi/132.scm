; SRFI 132: sorting.

;--- list-sort
(import (scheme base) (srfi 132))
(list-sort < '(3 1 2)) ; => (1 2 3)
(list-sort > '(3 1 2 3)) ; => (3 3 2 1)
(list-sort < '()) ; => ()
(list-sort string<? '("pear" "fig" "apple")) ; => ("apple" "fig" "pear")

;--- sorts-are-stable
(import (scheme base) (srfi 132))
(define (by-car a b) (< (car a) (car b)))
(define l '((1 . a) (0 . b) (1 . c) (0 . d) (2 . e) (0 . f) (1 . g) (2 . h) (1 . i)))
(define sorted '((0 . b) (0 . d) (0 . f) (1 . a) (1 . c) (1 . g) (1 . i) (2 . e) (2 . h)))
(equal? (list-sort by-car l) sorted) ; => #t
(equal? (list-stable-sort by-car l) sorted) ; => #t
(equal? (list-stable-sort! by-car (list-copy l)) sorted) ; => #t
(equal? (vector->list (vector-stable-sort by-car (list->vector l))) sorted) ; => #t
(let ((v (list->vector l))) (vector-stable-sort! by-car v) (equal? (vector->list v) sorted)) ; => #t

;--- what-is-sorted-stays
(import (scheme base) (srfi 132))
(define l (list 3 1 2))
(define v (vector 3 1 2))
(list (list-sort < l) (vector-sort < v)) ; => ((1 2 3) #(1 2 3))
(list l v) ; => ((3 1 2) #(3 1 2))

;--- list-sort-in-place
(import (scheme base) (srfi 132))
(list-sort! < (list 5 3 1 4)) ; => (1 3 4 5)
(list-sort! < '()) ; => ()

;--- vector-sort-of-a-range
(import (scheme base) (srfi 132))
(define v #(5 4 3 2 1))
(list (vector-sort < v) (vector-sort < v 2) (vector-sort < v 1 4) (vector-sort < v 5)) ; => (#(1 2 3 4 5) #(1 2 3) #(2 3 4) #())

;--- vector-sort-of-a-range-in-place
(import (scheme base) (srfi 132))
(define v (vector 5 4 3 2 1))
(vector-sort! < v 1 4)
v ; => #(5 2 3 4 1)
(vector-sort! < v 3)
v ; => #(5 2 3 1 4)
(vector-sort! < v)
v ; => #(1 2 3 4 5)

;--- all-orders-of-seven
(import (scheme base) (scheme write) (srfi 1) (srfi 132))
(define (orders l)
  (if (null? l) '(()) (append-map (lambda (x) (map (lambda (rest) (cons x rest)) (orders (delete x l)))) l)))
(define sevens (orders '(1 2 3 4 5 6 7)))
(length sevens) ; => 5040
(every (lambda (l) (equal? (list-sort < l) '(1 2 3 4 5 6 7))) sevens) ; => #t

;--- many
(import (scheme base) (srfi 1) (srfi 132))
(define v (list->vector (map (lambda (i) (modulo (* i 7919) 100003)) (iota 100000))))
(vector-sort! < v)
(list (vector-sorted? < v) (vector-ref v 0) (vector-ref v 99999)) ; => (#t 0 100002)

;--- list-sorted?
(import (scheme base) (srfi 132))
(list (list-sorted? < '()) (list-sorted? < '(1)) (list-sorted? < '(1 1 2)) (list-sorted? < '(2 1 3))) ; => (#t #t #t #f)

;--- vector-sorted?
(import (scheme base) (srfi 132))
(define v #(9 1 2 2 0))
(list (vector-sorted? < v) (vector-sorted? < v 1) (vector-sorted? < v 1 4) (vector-sorted? < v 5) (vector-sorted? < #())) ; => (#f #f #t #t #t)

;--- list-merge
(import (scheme base) (srfi 132))
(list-merge < '(1 3 5) '(2 3 9 10)) ; => (1 2 3 3 5 9 10)
(list (list-merge < '() '(1)) (list-merge < '(1) '()) (list-merge < '() '())) ; => ((1) (1) ())
(list-merge (lambda (a b) (< (car a) (car b))) '((1 . a) (2 . a)) '((1 . b) (2 . b))) ; => ((1 . a) (1 . b) (2 . a) (2 . b))

;--- list-merge-in-place
(import (scheme base) (srfi 132))
(list-merge! < (list 1 3 5) (list 2 3 9)) ; => (1 2 3 3 5 9)
(list (list-merge! < '() (list 1)) (list-merge! < (list 1) '())) ; => ((1) (1))
(list-merge! (lambda (a b) (< (car a) (car b))) (list '(1 . a) '(2 . a)) (list '(1 . b) '(2 . b))) ; => ((1 . a) (1 . b) (2 . a) (2 . b))

;--- vector-merge
(import (scheme base) (srfi 132))
(vector-merge < #(1 3 5) #(2 4)) ; => #(1 2 3 4 5)
(vector-merge < #(1 3 5) #(2 4) 1) ; => #(2 3 4 5)
(vector-merge < #(1 3 5) #(2 4) 1 2) ; => #(2 3 4)
(vector-merge < #(1 3 5) #(2 4) 1 2 1) ; => #(3 4)
(vector-merge < #(1 3 5) #(2 4) 1 2 1 1) ; => #(3)
(vector-merge < #() #()) ; => #()

;--- vector-merge-into-a-vector
(import (scheme base) (srfi 132))
(define v (make-vector 6 'x))
(vector-merge! < v #(1 3) #(2 4 5))
v ; => #(1 2 3 4 5 x)
(vector-merge! < v #(1 3) #(0 4 5) 1)
v ; => #(1 0 1 3 4 5)
(vector-merge! < v #(7 8 9) #(6 8 10) 2 1 2 0 2)
v ; => #(1 0 6 8 8 5)

;--- list-delete-neighbor-dups
(import (scheme base) (srfi 132))
(list-delete-neighbor-dups = '(1 1 2 7 7 7 0 -2 -2 8 7 -1 -1)) ; => (1 2 7 0 -2 8 7 -1)
(list-delete-neighbor-dups! = (list 1 1 2 7 7 7 0 -2 -2)) ; => (1 2 7 0 -2)
(list (list-delete-neighbor-dups = '()) (list-delete-neighbor-dups! = (list 1))) ; => (() (1))
(list-delete-neighbor-dups (lambda (a b) (= (car a) (car b))) '((1 . a) (1 . b) (2 . c))) ; => ((1 . a) (2 . c))

;--- vector-delete-neighbor-dups
(import (scheme base) (srfi 132))
(define v #(1 1 2 7 7 7 0 -2 -2 8 7 -1 -1))
(vector-delete-neighbor-dups = v) ; => #(1 2 7 0 -2 8 7 -1)
(vector-delete-neighbor-dups = v 3 9) ; => #(7 0 -2)
(vector-delete-neighbor-dups = #()) ; => #()

;--- vector-delete-neighbor-dups-in-place
(import (scheme base) (srfi 132))
(define v (vector 0 0 0 7 7 7 0 -2 -2 8 7 -1 -1))
(vector-delete-neighbor-dups! = v 3) ; => 9
(vector-copy v 0 9) ; => #(0 0 0 7 0 -2 8 7 -1)
(vector-delete-neighbor-dups! = (vector)) ; => 0
(vector-delete-neighbor-dups! = (vector 1 1 1) 1 3) ; => 2

;--- medians
(import (scheme base) (srfi 132))
(vector-find-median < #() 'none) ; => none
(vector-find-median < #(5 9 1) 'none) ; => 5
(vector-find-median < #(4 1 3 2) 'none) ; => 5/2
(vector-find-median < #(4 1 3 2) 'none list) ; => (2 3)
(vector-find-median string<? #("b" "a" "c") "") ; => "b"
(define v (vector 4 1 3 2))
(vector-find-median! < v 'none) ; => 5/2
v ; => #(1 2 3 4)
(vector-find-median! < (vector) 'none) ; => none

;--- select
(import (scheme base) (srfi 1) (srfi 132))
(map (lambda (k) (vector-select! < (vector 3 1 4 1 5 9 2 6) k)) (iota 8)) ; => (1 1 2 3 4 5 6 9)
(vector-select! < (vector 9 8 3 1 2) 0 2) ; => 1
(vector-select! < (vector 9 8 3 1 2) 1 1 4) ; => 3

;--- select-among-many
(import (scheme base) (srfi 1) (srfi 132))
(define (numbers n) (list->vector (map (lambda (i) (modulo (* i 7919) n)) (iota n))))
(map (lambda (k) (vector-select! < (numbers 10007) k)) '(0 1 5000 10005 10006)) ; => (0 1 5000 10005 10006)
(vector-select! < (make-vector 50000 1) 25000) ; => 1
(vector-select! < (list->vector (iota 50000)) 25000) ; => 25000
(vector-select! > (list->vector (map (lambda (i) (modulo i 10)) (iota 50000))) 25000) ; => 4

;--- separate
(import (scheme base) (srfi 1) (srfi 132))
(define v (list->vector (map (lambda (i) (modulo (* i 7919) 1009)) (iota 1009))))
(vector-separate! < v 100)
(equal? (list-sort < (vector->list v 0 100)) (iota 100)) ; => #t
(equal? (list-sort < (vector->list v)) (iota 1009)) ; => #t
(define w (vector 9 8 7 3 2 1 0))
(vector-separate! < w 2 1 6)
(vector-ref w 0) ; => 9
(list-sort < (vector->list w 1 3)) ; => (1 2)

;--- separate-nothing-and-all
(import (scheme base) (srfi 132))
(define v (vector 3 1 2))
(vector-separate! < v 0)
(vector-separate! < v 3)
(vector-sort < v) ; => #(1 2 3)

;--- a-wrong-order-does-no-harm
(import (scheme base) (srfi 1) (srfi 132))
(length (list-sort (lambda (a b) #t) (iota 100))) ; => 100
(vector-length (vector-sort (lambda (a b) (odd? a)) (list->vector (iota 100)))) ; => 100
(number? (vector-select! (lambda (a b) #t) (list->vector (iota 100)) 50)) ; => #t

;--- under-a-prefix
(import (scheme base) (prefix (only (srfi 132) list-sort vector-sort) s:))
(define (list-sort . ignored) 'mine)
(list (list-sort) (s:list-sort < '(2 1)) (s:vector-sort < #(2 1))) ; => (mine (1 2) #(1 2))

;--- an-error-in-the-order
(import (scheme base) (srfi 132))
(guard (e ((symbol? e) e)) (list-sort (lambda (a b) (raise 'stop)) '(1 2 3))) ; => stop

;--- list-sort-of-a-vector
(import (scheme base) (srfi 132))
(list-sort < #(1 2))
; error: list-sort: argument 2 must be a list, found #(1 2)

;--- list-sort-without-an-order
(import (scheme base) (srfi 132))
(list-sort! '(1 2) <)
; error: list-sort!: argument 1 must be a procedure, found (1 2)

;--- vector-sort!-of-a-list
(import (scheme base) (srfi 132))
(vector-sort! < '(1 2))
; error: vector-sort!: argument 2 must be a vector, found (1 2)

;--- vector-sort-range-outside
(import (scheme base) (srfi 132))
(vector-sort < #(1 2 3) 2 1)
; error: vector-sort: argument 3 must be a start of the range within the vector, found 2

;--- list-sorted?-of-an-improper-list
(import (scheme base) (srfi 132))
(list-sorted? < '(1 2 . 3))
; error: list-sorted?: argument 2 must be a list, found 3

;--- list-merge-of-no-list
(import (scheme base) (srfi 132))
(list-merge < '(1 5) '(2 . 3))
; error: list-merge: argument 3 must be a list, found 3

;--- vector-merge-range-outside
(import (scheme base) (srfi 132))
(vector-merge < #(1 2) #(3) 0 3)
; error: vector-merge: argument 5 must be an end of the range within the vector, found 3

;--- vector-merge!-without-room
(import (scheme base) (srfi 132))
(vector-merge! < (make-vector 3) #(1 2) #(3) 1)
; error: vector-merge!: argument 5 must be an index with room for the result after it, found 1

;--- select-beyond-the-end
(import (scheme base) (srfi 132))
(vector-select! < (vector 1 2 3) 3)
; error: vector-select!: argument 3 must be below the number of elements, found 3

;--- separate-too-many
(import (scheme base) (srfi 132))
(vector-separate! < (vector 1 2 3) 4)
; error: vector-separate!: argument 3 must be at most the number of elements, found 4

;--- median-of-a-list
(import (scheme base) (srfi 132))
(vector-find-median < '(1 2 3) 0)
; error: vector-find-median: argument 2 must be a vector, found (1 2 3)

;--- a-merge-that-is-also-a-value
; Of the loops that copy, some have no way out but giving up for the numbers that are known here.
(import (scheme base) (srfi 132))
vector-merge
(vector-merge < #(1 3 5) #(2 4) 1 2 1) ; => #(3 4)
(vector-merge < #(1 3 5) #(2 4) 1 2 1 1) ; => #(3)
