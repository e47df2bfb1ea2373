; SRFI 133: vectors.

;--- vector-unfold
(import (scheme base) (srfi 133))
(vector-unfold (lambda (i x) (values x (- x 1))) 10 0) ; => #(0 -1 -2 -3 -4 -5 -6 -7 -8 -9)
(vector-unfold values 7) ; => #(0 1 2 3 4 5 6)
(vector-unfold (lambda (i a b) (values a b (+ a b))) 8 0 1) ; => #(0 1 1 2 3 5 8 13)
(vector-unfold values 0) ; => #()

;--- vector-unfold-right
(import (scheme base) (srfi 133))
(vector-unfold-right (lambda (i x) (values (cons i x) (+ x 1))) 5 0) ; => #((0 . 4) (1 . 3) (2 . 2) (3 . 1) (4 . 0))
(vector-unfold-right square 4) ; => #(0 1 4 9)
(let ((v #(a b c))) (vector-unfold-right (lambda (i x) (values (vector-ref v x) (+ x 1))) 3 0)) ; => #(c b a)

;--- vector-unfold-in-place
(import (scheme base) (srfi 133))
(define v (vector 'a 'b 'c 'd 'e))
(vector-unfold! (lambda (i x) (values x (* 2 x))) v 1 4 1)
v ; => #(a 1 2 4 e)
(vector-unfold-right! (lambda (i x) (values x (* 2 x))) v 1 4 1)
v ; => #(a 4 2 1 e)
(vector-unfold! (lambda (i) (- i)) v 0 2)
(vector-unfold-right! (lambda (i a b) (values (+ a b) b (+ a b))) v 2 5 1 1)
v ; => #(0 -1 5 3 2)

;--- copies
(import (scheme base) (srfi 133))
(list (vector-copy #(1 2 3)) (vector-copy #(1 2 3) 1) (vector-copy #(1 2 3) 0 1)) ; => (#(1 2 3) #(2 3) #(1))
(vector-reverse-copy #(5 4 3 2 1 0) 1 5) ; => #(1 2 3 4)
(list (vector-reverse-copy #(1 2 3)) (vector-reverse-copy #(1 2 3) 2) (vector-reverse-copy #())) ; => (#(3 2 1) #(3) #())

;--- vector-append
(import (scheme base) (srfi 133))
(list (vector-append) (vector-append #(x) #() #(y z)) (vector-append #(a #(b)) #(#(c)))) ; => (#() #(x y z) #(a #(b) #(c)))
(list (vector-concatenate '(#(a b) #(c) #())) (vector-concatenate '())) ; => (#(a b c) #())
(vector-append-subvectors #(a b c d e) 0 2 #(f g h i j) 2 4) ; => #(a b h i)
(vector-append-subvectors) ; => #()

;--- predicates
(import (scheme base) (srfi 133))
(list (vector? #(1)) (vector? '(1)) (vector-empty? #()) (vector-empty? #(())) (vector-length #(1 2))) ; => (#t #f #t #f 2)

;--- vector=
(import (scheme base) (srfi 133))
(list (vector= eq?) (vector= eq? #(a)) (vector= eq? #(a b) #(a b)) (vector= eq? #(a b) #(b a))) ; => (#t #t #t #f)
(list (vector= = #(1 2 3) #(1 2)) (vector= < #(1 2) #(2 3) #(3 4)) (vector= equal? #() #() #())) ; => (#f #t #t)

;--- vector-fold
(import (scheme base) (srfi 133))
(vector-fold (lambda (longest s) (max longest (string-length s))) 0 #("a" "abc" "ab")) ; => 3
(vector-fold (lambda (tail e) (cons e tail)) '() #(1 2 3)) ; => (3 2 1)
(vector-fold (lambda (sum a b) (+ sum (* a b))) 0 #(1 2 3) #(4 5 6 7)) ; => 32
(vector-fold + 0 #()) ; => 0

;--- vector-fold-right
(import (scheme base) (srfi 133))
(vector-fold-right (lambda (tail e) (cons e tail)) '() #(1 2 3)) ; => (1 2 3)
(vector-fold-right (lambda (tail a b) (cons (list a b) tail)) '() #(1 2) #(a b c)) ; => ((1 a) (2 b))

;--- vector-map
(import (scheme base) (srfi 133))
(vector-map cadr #((a b) (d e) (g h))) ; => #(b e h)
(vector-map * #(1 2 3) #(4 5 6 7)) ; => #(4 10 18)
(vector-map + #(1 2) #(10 20) #(100 200)) ; => #(111 222)
(define v (vector 1 2 3))
(vector-map! square v)
v ; => #(1 4 9)
(vector-map! + v #(10 20))
v ; => #(11 24 9)

;--- vector-for-each
(import (scheme base) (scheme write) (srfi 133))
(vector-for-each display #(1 2 3))
; prints: 123
(vector-for-each (lambda (a b) (display (* a b))) #(1 2 3) #(4 5))
; prints: 410

;--- vector-count
(import (scheme base) (srfi 133))
(vector-count even? #(3 1 4 1 5 9 2 5 6)) ; => 3
(vector-count < #(1 3 6 9) #(2 4 6 8 10 12)) ; => 2

;--- vector-cumulate
(import (scheme base) (srfi 133))
(vector-cumulate + 0 #(3 1 4 1 5 9 2 5 6)) ; => #(3 4 8 9 14 23 25 30 36)
(vector-cumulate cons '() #(a b)) ; => #((() . a) ((() . a) . b))
(vector-cumulate + 0 #()) ; => #()

;--- vector-index
(import (scheme base) (srfi 133))
(list (vector-index even? #(3 1 4 1 5 9)) (vector-index < #(3 1 4 1 5 9 2 5 6) #(2 7 1 8 2)) (vector-index = #(3 1) #(2 7))) ; => (2 1 #f)
(list (vector-index-right even? #(2 3 4 5)) (vector-index-right < #(3 1 4 1 5) #(2 7 1 8 2)) (vector-index-right even? #())) ; => (2 3 #f)

;--- vector-skip
(import (scheme base) (srfi 133))
(list (vector-skip number? #(1 2 a b 3 4 c d)) (vector-skip number? #(1)) (vector-skip = #(1 2) #(1 3))) ; => (2 #f 1)
(list (vector-skip-right number? #(1 a 2 3)) (vector-skip-right number? #(1)) (vector-skip-right = #(1 2) #(3 2))) ; => (1 #f 0)

;--- vector-binary-search
(import (scheme base) (srfi 133))
(define v #(1 3 5 7 9 11))
(define (find x) (vector-binary-search v x -))
(map find '(1 3 5 7 9 11)) ; => (0 1 2 3 4 5)
(map find '(0 2 10 12)) ; => (#f #f #f #f)
(vector-binary-search #() 1 -) ; => #f

;--- vector-any
(import (scheme base) (srfi 133))
(list (vector-any even? #(1 3 4)) (vector-any (lambda (x) (and (even? x) x)) #(1 4 6)) (vector-any even? #(1)) (vector-any even? #())) ; => (#t 4 #f #f)
(list (vector-any (lambda (a b) (and (< a b) (list a b))) #(3 1) #(2 7 9)) (vector-any < #(1) #())) ; => ((1 7) #f)

;--- vector-every
(import (scheme base) (srfi 133))
(list (vector-every even? #(2 4)) (vector-every (lambda (x) (and (even? x) x)) #(2 4)) (vector-every even? #(2 3)) (vector-every even? #())) ; => (#t 4 #f #t)
(list (vector-every (lambda (a b) (and (< a b) b)) #(1 2) #(3 4 0)) (vector-every < #(1) #())) ; => (4 #t)

;--- the-last-call-is-a-tail-call
(import (scheme base) (srfi 133))
(define (down n) (if (= n 0) 'done (vector-every (lambda (x) (down (- n 1))) #(1))))
(down 100000) ; => done

;--- vector-partition
(import (scheme base) (srfi 133))
(call-with-values (lambda () (vector-partition number? #(1 x 2 y 3 z))) list) ; => (#(1 2 3 x y z) 3)
(call-with-values (lambda () (vector-partition even? #())) list) ; => (#() 0)

;--- swap-and-fill
(import (scheme base) (srfi 133))
(define v (vector 1 2 3 4 5))
(vector-swap! v 0 4)
v ; => #(5 2 3 4 1)
(vector-fill! v 'x 3)
v ; => #(5 2 3 x x)
(vector-fill! v 0 1 3)
v ; => #(5 0 0 x x)

;--- vector-reverse-in-place
(import (scheme base) (srfi 133))
(define v (vector 1 2 3 4 5))
(vector-reverse! v)
v ; => #(5 4 3 2 1)
(vector-reverse! v 1 4)
v ; => #(5 2 3 4 1)
(vector-reverse! v 3)
v ; => #(5 2 3 1 4)

;--- vector-reverse-copy-in-place
(import (scheme base) (srfi 133))
(define v (vector 1 2 3 4 5))
(vector-reverse-copy! v 1 #(a b c d) 1)
v ; => #(1 d c b 5)
(vector-reverse-copy! v 0 #(x y z) 0 2)
v ; => #(y x c b 5)
(vector-reverse-copy! v 1 v 0 4)
v ; => #(y b c x y)
(vector-copy! v 0 #(1 2 3) 1)
v ; => #(2 3 c x y)

;--- conversions
(import (scheme base) (srfi 133))
(list (vector->list #(1 2 3)) (vector->list #(1 2 3) 1) (vector->list #(1 2 3) 1 2)) ; => ((1 2 3) (2 3) (2))
(list (reverse-vector->list #(1 2 3)) (reverse-vector->list #(1 2 3) 1) (reverse-vector->list #(1 2 3) 0 2)) ; => ((3 2 1) (3 2) (2 1))
(list (list->vector '(1 2)) (reverse-list->vector '(1 2 3))) ; => (#(1 2) #(3 2 1))
(list (string->vector "abc" 1) (vector->string #(#\a #\b #\c) 0 2)) ; => (#(#\b #\c) "ab")

;--- under-a-prefix
(import (scheme base) (prefix (only (srfi 133) vector-any vector-map) v:))
(define (vector-any . ignored) 'mine)
(list (vector-any) (v:vector-any odd? #(2 3)) (v:vector-map - #(1))) ; => (mine #t #(-1))

;--- unfold-of-negative-length
(import (scheme base) (srfi 133))
(vector-unfold values -1)
; error: vector-unfold: argument 2 must be a number of elements, found -1

;--- reverse-copy-outside
(import (scheme base) (srfi 133))
(vector-reverse-copy #(1 2 3) 1 4)
; error: vector-reverse-copy: argument 3 must be an end of the range within the vector, found 4

;--- reverse-copy!-without-room
(import (scheme base) (srfi 133))
(vector-reverse-copy! (make-vector 2) 1 #(1 2))
; error: vector-reverse-copy!: argument 2 must be an index with room for the elements after it, found 1

;--- append-subvectors-without-an-end
(import (scheme base) (srfi 133))
(vector-append-subvectors #(1 2) 0)
; error: vector-append-subvectors: after a vector, a start and an end are expected

;--- concatenate-of-lists
(import (scheme base) (srfi 133))
(vector-concatenate '((1) (2)))
; error: vector-concatenate: argument 1 must be a list of vectors, found ((1) (2))

;--- vector=-of-a-list
(import (scheme base) (srfi 133))
(vector= eq? #(a) '(a))
; error: vector=: argument 3 must be a vector, found (a)

;--- fold-right-of-a-list
(import (scheme base) (srfi 133))
(vector-fold-right cons '() '(1 2))
; error: vector-fold-right: argument 3 must be a vector, found (1 2)

;--- index-right-of-different-lengths
(import (scheme base) (srfi 133))
(vector-index-right = #(1 2) #(1 2 3))
; error: vector-index-right: argument 3 must be a vector as long as the others, found #(1 2 3)

;--- swap-outside
(import (scheme base) (srfi 133))
(vector-swap! (vector 1 2) -1 0)
; error: vector-swap!: argument 2 must be an index of the vector, found -1

;--- reverse-list->vector-of-a-vector
(import (scheme base) (srfi 133))
(reverse-list->vector #(1))
; error: reverse-list->vector: argument 1 must be a list, found #(1)
