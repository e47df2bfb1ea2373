; Pairs and lists.

;--- pairs
(cons 1 2) ; => (1 . 2)
(car '(a b c)) ; => a
(cdr '(a b c)) ; => (b c)
(cons 'a '(b . c)) ; => (a b . c)
(cons '(a) '(b c d)) ; => ((a) b c d)

;--- cxr
(caar '((1 2) 3)) ; => 1
(cadr '(1 2 3)) ; => 2
(cdar '((1 2) 3)) ; => (2)
(cddr '(1 2 3)) ; => (3)
(caddr '(1 2 3)) ; => 3
(cdddr '(1 2 3 4)) ; => (4)
(cadddr '(1 2 3 4)) ; => 4
(caadr '(1 (2 3))) ; => 2
(cddadr '(1 (2 3 4))) ; => (4)

;--- set-car!-and-set-cdr!
(define p (list 1 2))
(set-car! p 'a)
(set-cdr! p '(b c))
p ; => (a b c)

;--- predicates
(list (pair? '(1)) (pair? '()) (null? '()) (null? '(1))) ; => (#t #f #t #f)
(list (list? '(1 2)) (list? '(1 . 2)) (list? '()) (list? 5)) ; => (#t #f #t #f)

;--- cyclic-list-is-no-list
(define c (list 1 2 3))
(set-cdr! (cddr c) c)
(list? c) ; => #f

;--- make-list
(make-list 3 'x) ; => (x x x)
(length (make-list 5)) ; => 5
(make-list 0 1) ; => ()

;--- length
(length '(a b c)) ; => 3
(length '()) ; => 0
(length '(a (b c))) ; => 2

;--- length-of-an-improper-list
(length '(1 2 . 3))
; error: length

;--- append
(append '(x) '(y)) ; => (x y)
(append '(a) '(b c d) '() '(e)) ; => (a b c d e)
(append '(a (b)) '((c))) ; => (a (b) (c))
(append '(a b) '(c . d)) ; => (a b c . d)
(append '() 'a) ; => a
(append) ; => ()

;--- append-shares-the-last
(define tail (list 3))
(eq? tail (cdr (append '(1) tail))) ; => #t

;--- reverse
(reverse '(a b c)) ; => (c b a)
(reverse '()) ; => ()

;--- list-tail-and-list-ref
(list-tail '(a b c d) 2) ; => (c d)
(list-ref '(a b c d) 2) ; => c
(let ((l (list 1 2 3))) (list-set! l 1 'x) l) ; => (1 x 3)

;--- list-copy
(define a (list 1 2 3))
(define b (list-copy a))
(set-car! b 'x)
(list a b) ; => ((1 2 3) (x 2 3))

;--- memq-memv-member
(memq 'c '(a b c d)) ; => (c d)
(memq 'z '(a b c)) ; => #f
(memv 101 '(100 101 102)) ; => (101 102)
(member '(a) '(b (a) c)) ; => ((a) c)
(member "b" '("a" "b")) ; => ("b")

;--- member-with-a-predicate
(member 2.0 '(1 2 3) =) ; => (2 3)
(assoc 2.0 '((1 one) (2 two)) =) ; => (2 two)

;--- assq-assv-assoc
(define e '((a 1) (b 2) (c 3)))
(assq 'b e) ; => (b 2)
(assq 'd e) ; => #f
(assv 5 '((2 3) (5 7) (11 13))) ; => (5 7)
(assoc '(a) '(((a)) ((b)) ((c)))) ; => ((a))

;--- map
(map cadr '((a b) (d e) (g h))) ; => (b e h)
(map (lambda (n) (expt n n)) '(1 2 3 4 5)) ; => (1 4 27 256 3125)
(map + '(1 2 3) '(4 5 6)) ; => (5 7 9)
(map + '(1 2 3) '(10 20)) ; => (11 22)
(map (lambda (a b c) (list a b c)) '(1 2) '(3 4) '(5 6)) ; => ((1 3 5) (2 4 6))
(map car '()) ; => ()

;--- for-each
(for-each (lambda (x) (display x)) '(1 2 3))
; prints: 123
(for-each (lambda (a b) (display (+ a b))) '(1 2) '(10 20))
; prints: 1122
(let ((v (make-vector 5)))
  (for-each (lambda (i) (vector-set! v i (* i i))) '(0 1 2 3 4))
  v) ; => #(0 1 4 9 16)

;--- equal
(equal? '(a (b #(c "d") 1.5)) '(a (b #(c "d") 1.5))) ; => #t
(equal? '(1 2) '(1 2 3)) ; => #f
(eqv? '(1) '(1)) ; => #f
(eq? '() '()) ; => #t
(eqv? 1.0 1) ; => #f
(eqv? 100000000000000000000 100000000000000000000) ; => #t
(equal? "" "") ; => #t

;--- folds
(fold-left - 0 '(1 2 3)) ; => -6
(fold-right cons '() '(1 2 3)) ; => (1 2 3)
(fold-right - 0 '(1 2 3)) ; => 2
(fold + 0 '(1 2 3)) ; => 6
(fold cons '() '(1 2 3)) ; => (3 2 1)
(reduce + 0 '(1 2 3 4)) ; => 10
(reduce + 0 '()) ; => 0
(reduce max 0 '(3 9 2)) ; => 9

;--- filter-iota-any-every
(filter odd? '(1 2 3 4 5)) ; => (1 3 5)
(iota 5) ; => (0 1 2 3 4)
(iota 3 1) ; => (1 2 3)
(iota 4 0 10) ; => (0 10 20 30)
(any even? '(1 3 4)) ; => #t
(any even? '(1 3)) ; => #f
(every even? '(2 4)) ; => #t
(every even? '(2 3)) ; => #f
(list-index even? '(1 3 4 5)) ; => 2
(list-index even? '(1 3)) ; => #f

;--- any-and-every-return-values
(any (lambda (x) (and (> x 2) (* x 10))) '(1 2 3 4)) ; => 30
(every (lambda (x) (and (> x 0) (* x 10))) '(1 2 3)) ; => 30
(every odd? '()) ; => #t

;--- sort
(define (insert x sorted)
  (if (or (null? sorted) (<= x (car sorted))) (cons x sorted) (cons (car sorted) (insert x (cdr sorted)))))
(fold-right insert '() '(3 1 4 1 5 9 2 6)) ; => (1 1 2 3 4 5 6 9)

;--- car-of-a-non-pair
(car '())
; error: car

;--- quicksort
(define (quicksort items)
  (if (null? items)
      '()
      (let ((pivot (car items)))
        (append (quicksort (filter (lambda (x) (< x pivot)) (cdr items)))
                (list pivot)
                (quicksort (filter (lambda (x) (>= x pivot)) (cdr items)))))))
(quicksort '(5 2 8 1 9 3 5)) ; => (1 2 3 5 5 8 9)

;--- flatten
(define (flatten tree)
  (cond ((null? tree) '())
        ((pair? tree) (append (flatten (car tree)) (flatten (cdr tree))))
        (else (list tree))))
(flatten '(1 (2 (3 4)) ((5)))) ; => (1 2 3 4 5)

;--- permutations
(define (permutations items)
  (if (null? items)
      '(())
      (apply append
        (map (lambda (x) (map (lambda (p) (cons x p)) (permutations (filter (lambda (y) (not (= x y))) items)))) items))))
(permutations '(1 2 3)) ; => ((1 2 3) (1 3 2) (2 1 3) (2 3 1) (3 1 2) (3 2 1))
