; (fluxion results): the examples of the docstrings, section by section.

;--- results
(result-value (ok 5)) ; => 5
(map ok? (list (ok 5) (err 5) 5)) ; => (#t #f #f)
(result-error (err 'late)) ; => late
(map err? (list (ok 5) (err 5) 5)) ; => (#f #t #f)
(map result? (list (ok 1) (err 2) 3)) ; => (#t #t #f)
(result-value (ok 5)) ; => 5
(result-error (err "no file")) ; => "no file"
(result-value (result-map square (ok 3))) ; => 9
(result-error (result-map square (err 'no))) ; => no
(result-error (result-map-error list (err 'no))) ; => (no)
(define (half n) (if (even? n) (ok (quotient n 2)) (err 'odd)))
(result-value (result-bind (ok 12) half half)) ; => 3
(result-error (result-bind (ok 6) half half half)) ; => odd
(result-or (err 'no) 0) ; => 0
(result-or-else (err 3) square) ; => 9
(result-unwrap (ok 5)) ; => 5
(result-fold square list (err 'no)) ; => (no)
(none? (result->option (err 'no))) ; => #t
(result-value (result-collect (list (ok 1) (ok 2)))) ; => (1 2)
(result-value (try->result / 6 3)) ; => 2
(err? (try->result / 6 0)) ; => #t

;--- options
(option-value (some 5)) ; => 5
(map some? (list (some #f) none 5)) ; => (#t #f #f)
(map none? (list (some #f) none '())) ; => (#f #t #f)
(none? none) ; => #t
(map option? (list (some 1) none 3)) ; => (#t #t #f)
(option-value (some 5)) ; => 5
(option-value (option-map square (some 3))) ; => 9
(define (find-odd l) (value->option (find odd? l)))
(option-value (option-bind (some '(2 3)) find-odd)) ; => 3
(none? (option-filter odd? (some 4))) ; => #t
(option-or none 0) ; => 0
(option-or-else none (lambda () 5)) ; => 5
(option-unwrap (some 5)) ; => 5
(option-fold square (lambda () 0) (some 3)) ; => 9
(option->list (some 5)) ; => (5)
(result-error (option->result none 'missing)) ; => missing
(none? (value->option (assq 'b '((a . 1))))) ; => #t
