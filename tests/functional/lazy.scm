; (fluxion lazy): the examples of the docstrings, section by section.

;--- None
(map lazy-seq? (list (lazy-range) '() 5)) ; => (#t #f #f)

;--- making-and-forcing
(lazy->list (lazy-seq (list 1 2))) ; => (1 2)
(define ones (lazy-cons 1 ones))
(lazy->list (lazy-take 3 ones)) ; => (1 1 1)
(car (lazy-force (lazy-range 5 10))) ; => 5
(lazy-realized? (lazy-seq '(1))) ; => #f
(lazy-null? (lazy-take 0 (lazy-range))) ; => #t
(lazy-car (lazy-range 5 10)) ; => 5
(lazy-car (lazy-cdr (lazy-range 5 10))) ; => 6

;--- sources
(lazy->list (lazy-take 4 (lazy-iterate square 2))) ; => (2 4 16 256)
(lazy->list (lazy-range 4)) ; => (0 1 2 3)
(lazy->list (lazy-range 10 0 -4)) ; => (10 6 2)
(lazy->list (lazy-repeat 'a 3)) ; => (a a a)
(lazy->list (lazy-take 5 (lazy-cycle '(1 2)))) ; => (1 2 1 2 1)
(lazy->list (lazy-unfold (lambda (n) (> n 3)) square 1+ 1)) ; => (1 4 9)
(lazy->list (list->lazy '(1 2))) ; => (1 2)
(lazy->list (vector->lazy #(1 2))) ; => (1 2)

;--- parts
(lazy->list (lazy-take 3 (lazy-range))) ; => (0 1 2)
(lazy-car (lazy-drop 3 (lazy-range))) ; => 3
(lazy->list (lazy-take-while even? '(2 4 5 6))) ; => (2 4)
(lazy->list (lazy-drop-while even? '(2 4 5 6))) ; => (5 6)

;--- transformations
(lazy->list (lazy-map + '(1 2) (lazy-range))) ; => (1 3)
(lazy->list (lazy-take 3 (lazy-filter odd? (lazy-range)))) ; => (1 3 5)
(lazy->list (lazy-remove odd? '(1 2 3 4))) ; => (2 4)
(lazy->list (lazy-append '(1 2) (lazy-range 2))) ; => (1 2 0 1)
(lazy->list (lazy-flat-map (lambda (n) (make-list n n)) '(1 2 3))) ; => (1 2 2 3 3 3)
(lazy->list (lazy-zip '(a b) (lazy-range))) ; => ((a 0) (b 1))
(lazy->list (lazy-take 5 (lazy-interleave (lazy-range) (lazy-repeat 'a)))) ; => (0 a 1 a 2)
(lazy->list (lazy-scan + 0 '(1 2 3))) ; => (0 1 3 6)
(lazy->list (lazy-enumerate '(a b))) ; => ((0 . a) (1 . b))

;--- ends
(lazy-ref (lazy-iterate 1+ 5) 10) ; => 15
(lazy-fold + 0 (lazy-range 5)) ; => 10
(let ((n 0)) (lazy-for-each (lambda (x) (set! n (+ n x))) (lazy-range 5)) n) ; => 10
(lazy-find (lambda (n) (> (* n n) 50)) (lazy-range)) ; => 8
(lazy-length (lazy-range 5)) ; => 5
(lazy->list (lazy-range) 3) ; => (0 1 2)
