; Sorting of lists and vectors, shuffling, random numbers.

;--- sort-a-list
(sort '(3 1 2) <) ; => (1 2 3)
(sort '() <) ; => ()
(sort '("pear" "fig" "apple") string<?) ; => ("apple" "fig" "pear")

;--- sort-is-stable
(sort '((1 . a) (0 . b) (1 . c) (0 . d)) (lambda (x y) (< (car x) (car y)))) ; => ((0 . b) (0 . d) (1 . a) (1 . c))

;--- sort-leaves-its-argument
(define l (list 3 1 2))
(sort l <)
l ; => (3 1 2)

;--- sort-a-vector
(define v (vector 3 1 2))
(sort v <) ; => #(1 2 3)
v ; => #(3 1 2)

;--- sort!-a-vector-in-place
(define v (vector 3 1 2))
(sort! v <)
v ; => #(1 2 3)

;--- order-first
(list-sort < '(2 1)) ; => (1 2)
(vector-sort < (vector 2 1)) ; => #(1 2)

;--- sort-many
(define (sorted? l) (or (null? (cdr l)) (and (<= (car l) (cadr l)) (sorted? (cdr l)))))
(define l (map (lambda (i) (modulo (* i 7919) 100003)) (iota 20000)))
(sorted? (sort l <)) ; => #t

;--- shuffle-keeps-the-elements
(sort (shuffle (iota 10) (make-rng 1)) <) ; => (0 1 2 3 4 5 6 7 8 9)

;--- shuffle-of-a-vector-is-a-copy
(define v (vector 1 2 3 4))
(vector-length (shuffle v (make-rng 3))) ; => 4
v ; => #(1 2 3 4)

;--- a-seed-repeats
(define (draws seed) (let ((r (make-rng seed))) (map (lambda (i) (rng-uniform! r)) (iota 5))))
(equal? (draws 42) (draws 42)) ; => #t
(equal? (draws 42) (draws 43)) ; => #f

;--- uniform-numbers-are-in-range
(define r (make-rng 5))
(every (lambda (i) (let ((u (rng-uniform! r))) (and (<= 0.0 u) (< u 1.0)))) (iota 1000)) ; => #t

;--- integers-are-in-range
(define r (make-rng 5))
(sort (delete-duplicates (map (lambda (i) (random-integer 6 r)) (iota 200))) <) ; => (0 1 2 3 4 5)

;--- normal-numbers-have-mean-zero
(define r (make-rng 11))
(define mean (/ (fold (lambda (i sum) (+ sum (rng-normal! r))) 0.0 (iota 10000)) 10000.0))
(< (abs mean) 0.05) ; => #t
