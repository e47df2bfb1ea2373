; SRFI 1: lists.

;--- constructors
(import (scheme base) (srfi 1))
(xcons 1 2) ; => (2 . 1)
(cons* 1 2 '(3 4)) ; => (1 2 3 4)
(cons* 1) ; => 1
(make-list 2 'x) ; => (x x)
(list-tabulate 4 square) ; => (0 1 4 9)
(iota 5) ; => (0 1 2 3 4)
(iota 3 1 2) ; => (1 3 5)
(iota 0) ; => ()

;--- circular-lists
(import (scheme base) (srfi 1))
(define c (circular-list 1 2 3))
(take c 7) ; => (1 2 3 1 2 3 1)
(list (circular-list? c) (proper-list? c) (dotted-list? c) (length+ c)) ; => (#t #f #f #f)
(map + '(10 20 30 40) c) ; => (11 22 33 41)
(count = '(1 0 3) c) ; => 2
(list-index > '(1 2 9) c) ; => 2
(list (any = c '(5 2)) (every < c '(2 3))) ; => (#t #t)
(list (zip c '(a b)) (fold + 0 c '(1 1)) (append-map list c '(x))) ; => (((1 a) (2 b)) 5 (1 x))

;--- kinds-of-lists
(import (scheme base) (srfi 1))
(map proper-list? '(() (1) (1 . 2) 3)) ; => (#t #t #f #f)
(map dotted-list? '(() (1) (1 . 2) 3 "x")) ; => (#f #f #t #t #t)
(map circular-list? '(() (1) (1 . 2) 3)) ; => (#f #f #f #f)
(map not-pair? '(() (1) 3)) ; => (#t #f #t)
(map null-list? '(() (1))) ; => (#t #f)

;--- dotted-lists
(import (scheme base) (srfi 1))
(list (take '(1 2 . d) 2) (drop '(1 2 . d) 2) (drop '(1 2 . d) 1)) ; => ((1 2) d (2 . d))
(list (take-right '(1 2 . d) 1) (take-right '(1 2 . d) 0)) ; => ((2 . d) d)
(list (drop-right '(1 2 . d) 1) (drop-right '(1 2 . d) 0)) ; => ((1) (1 2))
(list (last '(1 2 . d)) (last-pair '(1 2 . d))) ; => (2 (2 . d))
(append '(1) '(2 . d)) ; => (1 2 . d)
(list-copy '(1 2 . d)) ; => (1 2 . d)

;--- list=
(import (scheme base) (srfi 1))
(list (list= eq?) (list= eq? '(a)) (list= eq? '(a b) '(a b) '(a b))) ; => (#t #t #t)
(list (list= eq? '(a b) '(a b c)) (list= = '(1 2) '(1 3)) (list= < '(1 2) '(2 3) '(3 4))) ; => (#f #f #t)

;--- selectors
(import (scheme base) (srfi 1))
(define l '(1 2 3 4 5 6 7 8 9 10))
(map (lambda (f) (f l)) (list first second third fourth fifth sixth seventh eighth ninth tenth)) ; => (1 2 3 4 5 6 7 8 9 10)
(call-with-values (lambda () (car+cdr '(1 . 2))) list) ; => (1 2)
(list (caddr l) (cddddr l)) ; => (3 (5 6 7 8 9 10))

;--- take-and-drop
(import (scheme base) (srfi 1))
(list (take '(a b c) 2) (take '(a) 0) (drop '(a b c) 2) (drop '(a) 1)) ; => ((a b) () (c) ())
(list (take-right '(a b c) 2) (drop-right '(a b c) 2) (take-right '(a) 0) (drop-right '(a) 1)) ; => ((b c) (a) () ())
(call-with-values (lambda () (split-at '(a b c d) 3)) list) ; => ((a b c) (d))
(call-with-values (lambda () (split-at '(a) 0)) list) ; => (() (a))

;--- take-and-drop-that-change-the-list
(import (scheme base) (srfi 1))
(list (take! (list 1 2 3) 2) (take! (list 1) 0)) ; => ((1 2) ())
(list (drop-right! (list 1 2 3) 1) (drop-right! (list 1 2) 2) (drop-right! (list 1) 0)) ; => ((1 2) () (1))
(call-with-values (lambda () (split-at! (list 1 2 3) 1)) list) ; => ((1) (2 3))
(call-with-values (lambda () (split-at! (list 1 2) 2)) list) ; => ((1 2) ())
(define l (list 1 2 3))
(define first-two (take! l 2))
(eq? first-two l) ; => #t
l ; => (1 2)

;--- append-and-reverse
(import (scheme base) (srfi 1))
(concatenate '((1) () (2 3) 4)) ; => (1 2 3 . 4)
(concatenate! (list (list 1) '() (list 2 3))) ; => (1 2 3)
(append-reverse '(3 2 1) '(4)) ; => (1 2 3 4)
(append-reverse! (list 3 2 1) '(4)) ; => (1 2 3 4)
(reverse! (list 1 2 3)) ; => (3 2 1)
(append! (list 1) '() (list 2 3) '() 4) ; => (1 2 3 . 4)
(list (append!) (append! 5) (append! '() 5) (append! '() '())) ; => (() 5 5 ())

;--- append!-changes-the-list
(import (scheme base) (srfi 1))
(define l (list 1 2))
(append! l (list 3))
l ; => (1 2 3)

;--- lengths
(import (scheme base) (srfi 1))
(list (length+ '(1 2 3)) (length+ '()) (length '(1))) ; => (3 0 1)

;--- zip-and-unzip
(import (scheme base) (srfi 1))
(zip '(one two three) '(1 2 3) '(odd even odd)) ; => ((one 1 odd) (two 2 even) (three 3 odd))
(zip '(1 2)) ; => ((1) (2))
(unzip1 '((1) (2 x) (3))) ; => (1 2 3)
(call-with-values (lambda () (unzip2 '((1 one) (2 two) (3 three)))) list) ; => ((1 2 3) (one two three))
(call-with-values (lambda () (unzip3 '((1 a x)))) list) ; => ((1) (a) (x))
(call-with-values (lambda () (unzip5 '((1 2 3 4 5) (a b c d e)))) list) ; => ((1 a) (2 b) (3 c) (4 d) (5 e))

;--- count
(import (scheme base) (srfi 1))
(count even? '(3 1 4 1 5 9 2 5 6)) ; => 3
(count < '(1 2 4 8) '(2 4 6 8 10 12 14 16)) ; => 3

;--- fold
(import (scheme base) (srfi 1))
(fold cons '() '(1 2 3)) ; => (3 2 1)
(fold cons* '() '(a b c) '(1 2 3 4 5)) ; => (c 3 b 2 a 1)
(fold-right cons* '() '(a b c) '(1 2 3 4 5)) ; => (a 1 b 2 c 3)
(fold-right (lambda (x l) (if (even? x) (cons x l) l)) '() '(1 2 3 4)) ; => (2 4)
(fold (lambda (a b c acc) (+ acc (* a b c))) 0 '(1 2) '(3 4) '(5 6)) ; => 63

;--- reduce
(import (scheme base) (srfi 1))
(list (reduce + 0 '(1 2 3)) (reduce + 0 '()) (reduce max 0 '(3 9 2)) (reduce - 0 '(1 2 3 4))) ; => (6 0 9 2)
(list (reduce-right + 0 '()) (reduce-right list 0 '(1)) (reduce-right append '() '((1) (2) (3)))) ; => (0 1 (1 2 3))
(reduce list 0 '(1 2 3)) ; => (3 (2 1))
(reduce-right list 0 '(1 2 3)) ; => (1 (2 3))

;--- unfold
(import (scheme base) (srfi 1))
(unfold (lambda (x) (> x 5)) square (lambda (x) (+ x 1)) 1) ; => (1 4 9 16 25)
(unfold null? car cdr '(1 2 3) (lambda (x) '(end))) ; => (1 2 3 end)
(unfold not-pair? car cdr '(1 2 . 3) values) ; => (1 2 . 3)
(unfold-right zero? square (lambda (x) (- x 1)) 5) ; => (1 4 9 16 25)
(unfold-right null? car cdr '(1 2 3) '(0)) ; => (3 2 1 0)

;--- pair-folds
(import (scheme base) (srfi 1))
(pair-fold cons '() '(a b c)) ; => ((c) (b c) (a b c))
(pair-fold-right cons '() '(a b c)) ; => ((a b c) (b c) (c))
(pair-fold (lambda (pair tail) (set-cdr! pair tail) pair) '() (list 1 2 3)) ; => (3 2 1)
(pair-fold list '() '(a b) '(1 2 3)) ; => ((b) (2 3) ((a b) (1 2 3) ()))
(pair-fold-right list '() '(a b) '(1 2)) ; => ((a b) (1 2) ((b) (2) ()))
(let ((seen '())) (pair-for-each (lambda (p) (set! seen (cons p seen))) '(a b)) seen) ; => ((b) (a b))
(let ((seen '())) (pair-for-each (lambda (p q) (set! seen (cons (append p q) seen))) '(a b) '(1)) seen) ; => ((a b 1))

;--- maps
(import (scheme base) (srfi 1))
(list (map cadr '((a b) (d e))) (map + '(1 2) '(10 20 30)) (map-in-order - '(1 2))) ; => ((b e) (11 22) (-1 -2))
(append-map (lambda (x) (list x (- x))) '(1 3 8)) ; => (1 -1 3 -3 8 -8)
(append-map! (lambda (x y) (list x y)) '(1 2) '(a b)) ; => (1 a 2 b)
(list (map! square (list 1 2 3)) (map! + (list 1 2) '(10 20))) ; => ((1 4 9) (11 22))
(filter-map (lambda (x) (and (number? x) (square x))) '(a 1 b 3 c 7)) ; => (1 9 49)
(filter-map (lambda (x y) (and (< x y) x)) '(1 5 2) '(3 4 5)) ; => (1 2)

;--- filter
(import (scheme base) (srfi 1))
(list (filter even? '(0 7 8 8 43 -4)) (remove even? '(0 7 8 8 43 -4))) ; => ((0 8 8 -4) (7 43))
(call-with-values (lambda () (partition symbol? '(one 2 3 four five 6))) list) ; => ((one four five) (2 3 6))
(list (filter! even? (list 1 2 3 4)) (filter! even? (list 1)) (filter! even? '()) (filter! even? (list 2 4))) ; => ((2 4) () () (2 4))
(list (remove! even? (list 1 2 3 4)) (remove! even? (list 2))) ; => ((1 3) ())
(call-with-values (lambda () (partition! even? (list 1 2 3))) list) ; => ((2) (1 3))

;--- find
(import (scheme base) (srfi 1))
(list (find even? '(3 1 4 1 5 9)) (find even? '(1)) (find-tail even? '(3 1 37 -8 -5 0 0)) (find-tail even? '())) ; => (4 #f (-8 -5 0 0) #f)
(list (list-index even? '(3 1 4 1 5 9)) (list-index < '(3 1) '(2 7)) (list-index = '(3) '(2))) ; => (2 1 #f)
(list (member 2.0 '(1 2 3) =) (member '(1) '((1) 2)) (memq 'c '(a b))) ; => ((2 3) ((1) 2) #f)

;--- any-and-every
(import (scheme base) (srfi 1))
(list (any integer? '(a 3 b 2.7)) (any integer? '(a)) (any < '(3 1 4) '(2 7 1)) (any even? '())) ; => (#t #f #t #f)
(list (every number? '(1 2)) (every (lambda (x) (and (> x 0) x)) '(1 2 3)) (every even? '()) (every < '(1 2) '(2 1))) ; => (#t 3 #t #f)
(any (lambda (x y z) (and (= x y z) x)) '(1 2) '(2 2) '(3 2)) ; => 2

;--- the-last-call-is-a-tail-call
(import (scheme base) (srfi 1))
(define (down n) (if (= n 0) 'done (every (lambda (x) (down (- n 1))) '(1))))
(down 100000) ; => done
(define (down2 n) (if (= n 0) 'done (any (lambda (x y) (down2 (- n 1))) '(1) '(2))))
(down2 100000) ; => done

;--- take-while-and-span
(import (scheme base) (srfi 1))
(list (take-while even? '(2 18 3 10)) (drop-while even? '(2 18 3 10)) (take-while! even? (list 2 3 4))) ; => ((2 18) (3 10) (2))
(call-with-values (lambda () (span even? '(2 18 3 10 22 9))) list) ; => ((2 18) (3 10 22 9))
(call-with-values (lambda () (break even? '(3 1 4 1 5 9))) list) ; => ((3 1) (4 1 5 9))
(call-with-values (lambda () (span! even? (list 1 2))) list) ; => (() (1 2))
(call-with-values (lambda () (break! even? (list 3 1 4 1))) list) ; => ((3 1) (4 1))
(call-with-values (lambda () (span even? '())) list) ; => (() ())

;--- delete
(import (scheme base) (srfi 1))
(list (delete 2 '(1 2 3 2)) (delete 5 '(1 8 3 9) <) (delete "a" '("a" "b")) (delete! 1 (list 1 2 1))) ; => ((1 3) (1 3) ("b") (2))
(delete-duplicates '(a b a c a b c z)) ; => (a b c z)
(delete-duplicates '((a . 3) (b . 7) (c . 1) (a . 9) (b . 11)) (lambda (x y) (eq? (car x) (car y)))) ; => ((a . 3) (b . 7) (c . 1))
(delete-duplicates '(1 1.0 "a" "a" (x) (x) #\a #\a 1 1.0)) ; => (1 1.0 "a" (x) #\a)
(delete-duplicates! (list 1 2 1) =) ; => (1 2)
(delete-duplicates '(1 2 5 3 6) (lambda (earlier later) (= (+ earlier 1) later))) ; => (1 5 3)

;--- delete-duplicates-of-many
(import (scheme base) (srfi 1))
(length (delete-duplicates (map (lambda (i) (modulo (* i 7919) 2000)) (iota 4000)))) ; => 2000

;--- association-lists
(import (scheme base) (srfi 1))
(alist-cons 'a 1 '((b . 2))) ; => ((a . 1) (b . 2))
(define original (list (cons 'a 1) (cons 'b 2)))
(define copy (alist-copy original))
(set-cdr! (car copy) 9)
(list original copy) ; => (((a . 1) (b . 2)) ((a . 9) (b . 2)))
(alist-delete 'a '((a . 1) (b . 2) (a . 3))) ; => ((b . 2))
(alist-delete 5 '((3 . x) (7 . y)) <) ; => ((3 . x))
(alist-delete! "k" (list (cons "k" 1) (cons "l" 2))) ; => (("l" . 2))
(list (assoc 2.0 '((1 one) (2 two)) =) (assq 'x '((x . 1))) (assv 5 '())) ; => ((2 two) (x . 1) #f)

;--- set-comparisons
(import (scheme base) (srfi 1))
(list (lset<= eq? '(a) '(a b a) '(a b c c)) (lset<= eq? '(a d) '(a)) (lset<= eq?) (lset<= eq? '(a))) ; => (#t #f #t #t)
(list (lset= eq? '(b e a) '(a e b) '(e e b a)) (lset= eq? '(a) '(a b)) (lset= eq?) (lset= eq? '() '())) ; => (#t #f #t #t)

;--- unions
(import (scheme base) (srfi 1))
(lset-adjoin eq? '(a b c d c e) 'd 'a 'i 'o 'u) ; => (u o i a b c d c e)
(lset-union eq? '(a b c d e) '(a e i o u)) ; => (u o i a b c d e)
(lset-union eq? '(a a c) '(x a x)) ; => (x a a c)
(list (lset-union eq?) (lset-union eq? '(a b c)) (lset-union! = (list 1) (list 2 1) '(3))) ; => (() (a b c) (3 2 1))

;--- intersections-and-differences
(import (scheme base) (srfi 1))
(lset-intersection eq? '(a b c d e) '(a e i o u)) ; => (a e)
(lset-intersection eq? '(a x y a) '(x a x z)) ; => (a x a)
(lset-intersection! eq? (list 'a 'b)) ; => (a b)
(lset-difference eq? '(a b c d e) '(a e i o u)) ; => (b c d)
(lset-difference! = (list 1 2 3 4) '(1) '(4 5)) ; => (2 3)
(call-with-values (lambda () (lset-diff+intersection eq? '(a b c d) '(b) '(d x))) list) ; => ((a c) (b d))
(call-with-values (lambda () (lset-diff+intersection! eq? (list 'a 'b) '(b))) list) ; => ((a) (b))

;--- exclusive-or
(import (scheme base) (srfi 1))
(lset-xor eq? '(a b c d e) '(a e i o u)) ; => (d c b i o u)
(list (lset-xor eq?) (lset-xor eq? '(a b)) (lset-xor! = (list 1 2) (list 2 3))) ; => (() (a b) (1 3))

;--- a-prefix-and-some-names-only
(import (scheme base) (prefix (only (srfi 1) filter iota first) l:))
(define (filter x) (list 'mine x))
(list (filter 1) (l:filter odd? (l:iota 5)) (l:first '(a b))) ; => ((mine 1) (1 3) a)

;--- many-elements
(import (scheme base) (srfi 1))
(define l (iota 300000))
(length (filter! even? (map! (lambda (x) (+ x 1)) (append-reverse! (reverse l) '())))) ; => 150000
(length (unfold (lambda (i) (= i 300000)) values (lambda (i) (+ i 1)) 0)) ; => 300000
(length (concatenate (map list l))) ; => 300000
(reduce-right + 0 l) ; => 44999850000

;--- first-of-nothing
(import (scheme base) (srfi 1))
(first '())
; error: first: argument 1 must be a list of at least 1 element, found ()

;--- tenth-of-nine
(import (scheme base) (srfi 1))
(tenth '(1 2 3 4 5 6 7 8 9))
; error: tenth: argument 1 must be a list of at least 10 elements

;--- take-right-too-many
(import (scheme base) (srfi 1))
(take-right '(1 2) 3)
; error: take-right: argument 1 has fewer elements than 3

;--- split-at-too-many
(import (scheme base) (srfi 1))
(split-at '(1 2) 3)
; error: split-at: argument 1 has fewer elements than 3

;--- length+-of-no-list
(import (scheme base) (srfi 1))
(length+ '(1 . 2))
; error: length+: argument 1 must be a list, found 2

;--- fold-of-no-list
(import (scheme base) (srfi 1))
(pair-fold cons '() '(1 2) 5)
; error: pair-fold: argument 4 must be a list, found 5

;--- delete!-of-no-list
(import (scheme base) (srfi 1))
(delete! 1 'x)
; error: delete!: argument 2 must be a list, found x

;--- lset-of-no-list
(import (scheme base) (srfi 1))
(lset-union eq? '(a) 'b)
; error: lset-union: argument 3 must be a list, found b

;--- alist-of-no-pairs
(import (scheme base) (srfi 1))
(alist-delete 'a '((b . 1) c))
; error: alist-delete: argument 2 must be a list of pairs, found ((b . 1) c)

;--- car+cdr-of-nothing
(import (scheme base) (srfi 1))
(car+cdr '())
; error: car+cdr: argument 1 must be a pair, found ()

;--- reverse!-of-no-list
(import (scheme base) (srfi 1))
(reverse! 5)
; error: reverse!: argument 1 must be a list, found 5
