; (fluxion transducers): the examples of the docstrings, section by section.

;--- reducing
(transduce identity (case-lambda ((r) r) ((r x) (if (= x 3) (reduced r) (+ r x)))) 0 '(1 2 3 4)) ; => 3
(map reduced? (list (reduced 1) 1)) ; => (#t #f)
(map unreduce (list (reduced 1) 2)) ; => (1 2)
(transduce (compose (tfilter odd?) (tmap square)) + '(1 2 3)) ; => 10
(transduce (ttake 3) rcons (lazy-range)) ; => (0 1 2)
(into #(0) (tmap square) '(1 2)) ; => #(0 1 4)
(transduce (tmap square) rcons '(1 2)) ; => (1 4)
(transduce (tfilter odd?) rcount '(1 2 3)) ; => 2

;--- transducers
(into '() (tmap square) '(1 2 3)) ; => (1 4 9)
(into '() (tfilter odd?) '(1 2 3)) ; => (1 3)
(into '() (tremove odd?) '(1 2 3)) ; => (2)
(into '() (tfilter-map (lambda (x) (and (odd? x) (* x x)))) '(1 2 3)) ; => (1 9)
(into '() (ttake 2) '(1 2 3)) ; => (1 2)
(into '() (tdrop 2) '(1 2 3)) ; => (3)
(into '() (ttake-while odd?) '(1 3 4 5)) ; => (1 3)
(into '() (tdrop-while odd?) '(1 3 4 5)) ; => (4 5)
(into '() (tappend-map (lambda (n) (make-list n n))) '(1 2)) ; => (1 2 2)
(into '() (tflatten) '(1 (2 (3)) ())) ; => (1 2 3)
(into '() (tpartition-by odd?) '(1 3 2 4 5)) ; => ((1 3) (2 4) (5))
(into '() (tpartition-all 2) '(1 2 3)) ; => ((1 2) (3))
(into '() (tdedupe) '(1 1 2 2 1)) ; => (1 2 1)
(into '() (tdistinct) '(1 2 1 3 2)) ; => (1 2 3)
(into '() (tenumerate) '(a b)) ; => ((0 . a) (1 . b))
(into '() (tinterpose 'and) '(1 2 3)) ; => (1 and 2 and 3)
