; R7RS section 6.4.

;--- predicates
(list (pair? '(a . b)) (pair? '(a b c)) (pair? '()) (pair? '#(a b))) ; => (#t #t #f #f)
(list (list? '(a b c)) (list? '()) (list? '(a . b))) ; => (#t #t #f)
(let ((x (list 'a))) (set-cdr! x x) (list? x)) ; => #f
(list (null? '()) (null? '(1)) (null? #f)) ; => (#t #f #f)

;--- accessors
(define x (list 'a 'b 'c))
(define y x)
(set-cdr! x 4)
y ; => (a . 4)
(eqv? x y) ; => #t
(list? y) ; => #f
(cons '(a) '(b c d)) ; => ((a) b c d)
(car '((a) b c d)) ; => (a)
(cdr '(1 . 2)) ; => 2
(cddr '(a b c)) ; => (c)
(cddddr '(1 2 3 4 5)) ; => (5)
(cadddr '(1 2 3 4 5)) ; => 4
(caddar '((1 2 3))) ; => 3

;--- car-of-nothing
(car '())
; error: car: argument 1

;--- make-list
(make-list 2 3) ; => (3 3)
(length (make-list 3)) ; => 3
(make-list 0 'x) ; => ()

;--- length
(length '(a b c)) ; => 3
(length '(a (b) (c d e))) ; => 3
(length '()) ; => 0

;--- append
(append '(x) '(y)) ; => (x y)
(append '(a) '(b c d)) ; => (a b c d)
(append '(a (b)) '((c))) ; => (a (b) (c))
(append '(a b) '(c . d)) ; => (a b c . d)
(append '() 'a) ; => a
(append) ; => ()
(append 'a) ; => a
(append '(1) '(2) '(3 4) '()) ; => (1 2 3 4)
(append '(1) '() '(2) 3) ; => (1 2 . 3)
(let ((tail (list 3))) (eq? tail (list-tail (append '(1 2) tail) 2))) ; => #t

;--- append-to-a-non-list
(append '(1 . 2) '(3))
; error: append: argument 1

;--- reverse-and-tails
(reverse '(a b c)) ; => (c b a)
(reverse '(a (b c) d (e (f)))) ; => ((e (f)) d (b c) a)
(list-tail '(a b c d) 2) ; => (c d)
(list-tail '(a b c) 3) ; => ()
(list-tail '(a b . c) 2) ; => c
(list-ref '(a b c d) 2) ; => c
(list-ref '(a b c d) (exact (round 1.8))) ; => c
(let ((ls (list 'one 'two 'five!))) (list-set! ls 2 'three) ls) ; => (one two three)

;--- list-tail-too-far
(list-tail '(1 2) 3)
; error: list-tail

;--- list-ref-out-of-range
(list-ref '(1 2) 2)
; error: list-ref

;--- list-set!-out-of-range
(list-set! (list 1 2) 2 'x)
; error: list-set!

;--- members
(memq 'c '(a b c d e)) ; => (c d e)
(memq (list 'a) '(b (a) c)) ; => #f
(member (list 'a) '(b (a) c)) ; => ((a) c)
(member "B" '("a" "b" "c") string-ci=?) ; => ("b" "c")
(memv 101 '(100 101 102)) ; => (101 102)
(memv 1.5 '(1 1.5 2)) ; => (1.5 2)
(member 2.0 (list 1 2 3) =) ; => (2 3)

;--- associations
(define e '((a 1) (b 2) (c 3)))
(assq 'a e) ; => (a 1)
(assq 'd e) ; => #f
(assq (list 'a) '(((a)) ((b)) ((c)))) ; => #f
(assoc (list 'a) '(((a)) ((b)) ((c)))) ; => ((a))
(assoc 2.0 '((1 1) (2 4) (3 9)) =) ; => (2 4)
(assv 5 '((2 3) (5 7) (11 13))) ; => (5 7)

;--- list-copy
(define a '(1 8 2 8))
(define b (list-copy a))
(set-car! b 3)
b ; => (3 8 2 8)
a ; => (1 8 2 8)
(list-copy '(1 2 . 3)) ; => (1 2 . 3)
(list-copy 'x) ; => x
(list-copy '()) ; => ()
(length (list-copy (make-list 1000000 1))) ; => 1000000

;--- map-and-for-each
(map cadr '((a b) (d e) (g h))) ; => (b e h)
(map (lambda (n) (expt n n)) '(1 2 3 4 5)) ; => (1 4 27 256 3125)
(map + '(1 2 3) '(4 5 6)) ; => (5 7 9)
(map + '(1 2 3) '(10 20) '(100 200 300 400)) ; => (111 222)
(let ((v (make-vector 5))) (for-each (lambda (i) (vector-set! v i (* i i))) '(0 1 2 3 4)) v) ; => #(0 1 4 9 16)
(let ((out '())) (for-each (lambda (a b) (set! out (cons (list a b) out))) '(1 2 3) '(x y)) out) ; => ((2 y) (1 x))
(let ((ones (list 1))) (set-cdr! ones ones) (map + '(1 2 3) ones)) ; => (2 3 4)

;--- apply
(apply + (list 3 4)) ; => 7
(apply + 1 2 '(3 4)) ; => 10
(apply list '()) ; => ()
(apply max 1 '(5 3)) ; => 5
