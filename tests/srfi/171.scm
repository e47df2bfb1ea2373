; Transducers (SRFI 171).

;--- map-filter
(import (scheme base) (srfi 171))
(list-transduce (tmap (lambda (x) (+ x 1))) rcons '(1 2 3)) ; => (2 3 4)
(list-transduce (tfilter odd?) rcons '(1 2 3 4 5)) ; => (1 3 5)
(list-transduce (tremove odd?) rcons '(1 2 3 4 5)) ; => (2 4)
(list-transduce (tfilter-map (lambda (x) (and (odd? x) (* x x)))) rcons '(1 2 3)) ; => (1 9)
(list-transduce (tmap -) rcons '()) ; => ()

;--- composition
(import (scheme base) (srfi 171))
(define (then a b) (lambda (reducer) (a (b reducer))))
(define xform (then (tfilter odd?) (then (tmap (lambda (x) (* x x))) (ttake 3))))
(list-transduce xform rcons '(1 2 3 4 5 6 7 8 9)) ; => (1 9 25)
(list-transduce xform rcons '(11 12 13)) ; => (121 169)

;--- reducers
(import (scheme base) (srfi 171))
(define id (tmap (lambda (x) x)))
(list-transduce id rcons '(1 2 3)) ; => (1 2 3)
(list-transduce id reverse-rcons '(1 2 3)) ; => (3 2 1)
(list-transduce id rcount '(a b c)) ; => 3
(list-transduce id (rany (lambda (x) (and (even? x) (* 10 x)))) '(1 2 3 4)) ; => 20
(list-transduce id (rany even?) '(1 3)) ; => #f
(list-transduce id (revery (lambda (x) (and (odd? x) x))) '(1 3 5)) ; => 5
(list-transduce id (revery odd?) '(1 2 3)) ; => #f
(list-transduce id (revery odd?) '()) ; => #t
(list-transduce id + '(1 2 3)) ; => 6
(list-transduce id + 10 '(1 2 3)) ; => 16
(list-transduce id rcons '(z) '(1 2)) ; => (z 1 2)

;--- sources
(import (scheme base) (srfi 158) (srfi 171))
(define up (tmap (lambda (x) (+ x 1))))
(vector-transduce up rcons #(1 2 3)) ; => (2 3 4)
(string-transduce (tmap char->integer) rcons "abc") ; => (97 98 99)
(bytevector-u8-transduce up + #u8(1 2 3)) ; => 9
(generator-transduce up rcons (generator 1 2 3)) ; => (2 3 4)
(vector-transduce up + 100 #(1 2 3)) ; => 109

;--- ports
(import (scheme base) (srfi 171))
(port-transduce (tmap string-length) rcons read-line (open-input-string "one\nthree\nfour\n")) ; => (3 5 4)
(port-transduce (tmap char->integer) + 0 read-char (open-input-string "abc")) ; => 294

;--- replace
(import (scheme base) (srfi 125) (srfi 171))
(list-transduce (treplace '((1 . one) ("two" . 2))) rcons '(1 "two" 3)) ; => (one 2 3)
(list-transduce (treplace (alist->hash-table '((a . b)) eq?)) rcons '(a b c)) ; => (b b c)
(list-transduce (treplace (lambda (x) (if (eq? x 'a) 'z x))) rcons '(a b)) ; => (z b)

;--- drop
(import (scheme base) (srfi 171))
(list-transduce (tdrop 2) rcons '(1 2 3 4)) ; => (3 4)
(list-transduce (tdrop 9) rcons '(1 2 3 4)) ; => ()
(list-transduce (tdrop-while odd?) rcons '(1 3 4 5)) ; => (4 5)

;--- take
(import (scheme base) (srfi 171))
(list-transduce (ttake 2) rcons '(1 2 3 4)) ; => (1 2)
(list-transduce (ttake 0) rcons '(1 2)) ; => ()
(list-transduce (ttake 9) rcons '(1 2)) ; => (1 2)
(list-transduce (ttake-while odd?) rcons '(1 3 4 5)) ; => (1 3)
(list-transduce (ttake-while odd? (lambda (result x) (cons (list 'stop x) result))) rcons '(1 3 4 5))
; => (1 3 (stop 4))

;--- transducers-can-be-used-again
(import (scheme base) (srfi 171))
(define first-two (ttake 2))
(list-transduce first-two rcons '(1 2 3)) ; => (1 2)
(list-transduce first-two rcons '(4 5 6)) ; => (4 5)

;--- concatenate
(import (scheme base) (srfi 171))
(list-transduce tconcatenate rcons '((1 2) () (3))) ; => (1 2 3)
(list-transduce (tappend-map (lambda (x) (list x (* 10 x)))) rcons '(1 2)) ; => (1 10 2 20)
(list-transduce tflatten rcons '((1 2) 3 (4 (5 (6)) () 7) 8)) ; => (1 2 3 4 5 6 7 8)

;--- an-inner-list-ends-the-reduction
(import (scheme base) (srfi 171))
(define (then a b) (lambda (reducer) (a (b reducer))))
(list-transduce (then tconcatenate (ttake 3)) rcons '((1 2) (3 4) (5))) ; => (1 2 3)
(list-transduce (then tflatten (ttake 3)) rcons '((1 (2 (3 4))) 5)) ; => (1 2 3)
(list-transduce (then (tappend-map list) (ttake 1)) rcons '(1 2)) ; => (1)

;--- duplicates
(import (scheme base) (srfi 171))
(list-transduce (tdelete-neighbor-duplicates) rcons '(1 1 2 2 1 "a" "a")) ; => (1 2 1 "a")
(list-transduce (tdelete-neighbor-duplicates (lambda (a b) (= (abs a) (abs b)))) rcons '(1 -1 2)) ; => (1 2)
(list-transduce (tdelete-duplicates) rcons '(1 2 1 "a" 2 "a" 3)) ; => (1 2 "a" 3)
(list-transduce (tdelete-duplicates (lambda (a b) (= (abs a) (abs b)))) rcons '(1 -1 2 1 -2)) ; => (1 2)

;--- segment
(import (scheme base) (srfi 171))
(define (then a b) (lambda (reducer) (a (b reducer))))
(list-transduce (tsegment 2) rcons '(1 2 3 4 5)) ; => ((1 2) (3 4) (5))
(list-transduce (tsegment 2) rcons '(1 2 3 4)) ; => ((1 2) (3 4))
(list-transduce (then (tsegment 2) (ttake 1)) rcons '(1 2 3 4 5)) ; => ((1 2))
(list-transduce (then (ttake 3) (tsegment 2)) rcons '(1 2 3 4 5)) ; => ((1 2) (3))

;--- partition
(import (scheme base) (srfi 171))
(list-transduce (tpartition even?) rcons '(1 3 2 4 4 5)) ; => ((1 3) (2 4 4) (5))
(list-transduce (tpartition even?) rcons '()) ; => ()
(list-transduce (lambda (r) ((tpartition even?) ((ttake 2) r))) rcons '(1 2 4 5 6)) ; => ((1) (2 4))

;--- between-enumerate
(import (scheme base) (srfi 171))
(list-transduce (tadd-between 'and) rcons '(1 2 3)) ; => (1 and 2 and 3)
(list-transduce (lambda (r) ((tadd-between 'and) ((ttake 2) r))) rcons '(1 2 3)) ; => (1 and)
(list-transduce (tenumerate) rcons '(a b)) ; => ((0 . a) (1 . b))
(list-transduce (tenumerate 5) rcons '(a b)) ; => ((5 . a) (6 . b))

;--- log
(import (scheme base) (scheme write) (srfi 171))
(list-transduce (tlog) rcount '(1 "b")) ; => 2
; prints: 1
; prints: "b"
(list-transduce (tlog (lambda (result x) (write (list result x)))) + '(1 2)) ; => 3
; prints: (0 1)(1 2)

;--- own-transducer
(import (scheme base) (srfi 171) (srfi 171 meta))
(define (tstop-at x0)
  (lambda (reducer)
    (case-lambda
      (() (reducer))
      ((result) (reducer result))
      ((result x) (if (equal? x x0) (reduced result) (reducer result x))))))
(list-transduce (tstop-at 3) rcons '(1 2 3 4)) ; => (1 2)

;--- meta
(import (scheme base) (srfi 158) (srfi 171 meta))
(reduced? (reduced 1)) ; => #t
(reduced? 1) ; => #f
(unreduce (reduced 1)) ; => 1
(unreduce 1) ; => 1
(unreduce (ensure-reduced (ensure-reduced 1))) ; => 1
(define (until-3 acc x) (if (= x 3) (reduced acc) (+ acc x)))
(list-reduce until-3 0 '(1 2 3 4)) ; => 3
(vector-reduce until-3 0 #(1 2 3 4)) ; => 3
(bytevector-u8-reduce until-3 0 #u8(1 2 3 4)) ; => 3
(generator-reduce until-3 0 (generator 1 2 3 4)) ; => 3
(string-reduce (lambda (acc c) (cons c acc)) '() "ab") ; => (#\b #\a)
(port-reduce (lambda (acc c) (cons c acc)) '() read-char (open-input-string "xy")) ; => (#\y #\x)
(unreduce (unreduce ((preserving-reduced until-3) 0 3))) ; => 0

;--- a-million-elements
(import (scheme base) (srfi 158) (srfi 171))
(define (then a b) (lambda (reducer) (a (b reducer))))
(generator-transduce (then (tmap (lambda (x) (* x 3))) (then (tfilter even?) (tenumerate))) rcount (make-iota-generator 1000000))
; => 500000
(generator-transduce (then (tsegment 10) (tmap length)) + (make-iota-generator 1000000)) ; => 1000000
(generator-transduce (then (tmap (lambda (x) (modulo x 100))) (tdelete-duplicates)) rcount (make-iota-generator 1000000))
; => 100

;--- no-list
(import (scheme base) (srfi 171))
(list-transduce (tmap -) rcons #(1 2))
; error: list-transduce: the last argument must be a list, found #(1 2)

;--- no-vector
(import (scheme base) (srfi 171))
(vector-transduce (tmap -) rcons '(1 2))
; error: vector-transduce: the last argument must be a vector, found (1 2)

;--- no-procedure
(import (scheme base) (srfi 171))
(tmap 5)
; error: tmap: a procedure is needed, found 5

;--- no-reducer
(import (scheme base) (srfi 171))
(list-transduce (tmap -) 'rcons '(1))
; error: list-transduce: a procedure is needed, found rcons

;--- bad-count
(import (scheme base) (srfi 171))
(ttake -1)
; error: ttake: a number of elements is needed, found -1

;--- elements-that-are-no-lists
(import (scheme base) (srfi 171))
(list-transduce tconcatenate rcons '((1) 2))
; error: tconcatenate: the elements must be lists, found 2
