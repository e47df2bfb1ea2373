; (fluxion generators): the examples of the docstrings, section by section.

;--- sources
(define g (make-coroutine-generator (lambda (yield) (yield 1) (yield 2))))
(generator->list g) ; => (1 2)
(generator->list (generator 1 2 3)) ; => (1 2 3)
(let ((g (list->generator '(a b)))) (g) (g)) ; => b
(generator->list (vector->generator #(a b))) ; => (a b)
(generator->list (range-generator 0 10 3)) ; => (0 3 6 9)
(generator->list (iterate-generator square 2) 3) ; => (2 4 16)

;--- transformations
(generator->list (generator-map + (generator 1 2) (range-generator 10))) ; => (11 13)
(generator->list (generator-filter odd? (generator 1 2 3))) ; => (1 3)
(generator->list (generator-take (range-generator 0) 3)) ; => (0 1 2)
(generator->list (generator-drop (generator 1 2 3) 2)) ; => (3)
(generator->list (generator-take-while even? (generator 2 4 5 6))) ; => (2 4)
(generator->list (generator-append (generator 1) (generator 2 3))) ; => (1 2 3)
(generator->list (generator-zip (generator 'a 'b) (range-generator 0))) ; => ((a 0) (b 1))

;--- ends
(generator-fold + 0 (generator 1 2 3)) ; => 6
(let ((n 0)) (generator-for-each (lambda (x) (set! n (+ n x))) (generator 1 2)) n) ; => 3
(generator-find even? (generator 1 2 3)) ; => 2
(generator->list (range-generator 5) 2) ; => (5 6)
(lazy->list (generator->lazy (generator 1 2))) ; => (1 2)
(generator->list (lazy->generator (lazy-range 3))) ; => (0 1 2)
