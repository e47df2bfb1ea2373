; R7RS sections 6.8 and 6.9.

;--- vectors
(vector 'a 'b 'c) ; => #(a b c)
(vector-ref '#(1 1 2 3 5 8 13 21) 5) ; => 8
(vector-ref '#(1 1 2 3 5 8 13 21) (exact (round (* 2 (acos -1))))) ; => 13
(let ((vec (vector 0 '(2 2 2 2) "Anna"))) (vector-set! vec 1 '("Sue" "Sue")) vec) ; => #(0 ("Sue" "Sue") "Anna")
(vector-length (make-vector 3)) ; => 3
(make-vector 2 'x) ; => #(x x)
(vector) ; => #()
(list (vector? #()) (vector? '()) (vector? "a") (vector? #u8())) ; => (#t #f #f #f)

;--- vector->list
(vector->list '#(dah dah didah)) ; => (dah dah didah)
(vector->list '#(dah dah didah) 1) ; => (dah didah)
(vector->list '#(dah dah didah) 1 2) ; => (dah)
(list->vector '(dididit dah)) ; => #(dididit dah)

;--- copies
(define a #(1 8 2 8))
(define b (vector-copy a))
(vector-set! b 0 3)
b ; => #(3 8 2 8)
(vector-copy b 1 3) ; => #(8 2)
(vector-copy b 2) ; => #(2 8)
(vector-append #(a b c) #(d e f)) ; => #(a b c d e f)
(vector-append) ; => #()
(vector-append #(1) #() #(2 3)) ; => #(1 2 3)

;--- copy-into
(define a (vector 1 2 3 4 5))
(define b (vector 10 20 30 40 50))
(vector-copy! b 1 a 0 2)
b ; => #(10 1 2 40 50)
(let ((v (vector 1 2 3 4 5))) (vector-copy! v 1 v 0 4) v) ; => #(1 1 2 3 4)
(let ((v (vector 1 2 3 4 5))) (vector-copy! v 0 v 1) v) ; => #(2 3 4 5 5)

;--- copy-into-too-small
(vector-copy! (vector 1 2) 1 #(1 2))
; error: vector-copy!

;--- fill
(define a (vector 1 2 3 4 5))
(vector-fill! a 'smash 2 4)
a ; => #(1 2 smash smash 5)
(begin (vector-fill! a 0) a) ; => #(0 0 0 0 0)
(begin (vector-fill! a 1 3) a) ; => #(0 0 0 1 1)

;--- map-and-for-each
(vector-map cadr '#((a b) (d e) (g h))) ; => #(b e h)
(vector-map * #(1 2 3) #(10 20)) ; => #(10 40)
(vector-map + #(1) #(2) #(3)) ; => #(6)
(vector-map (lambda (x) x) #()) ; => #()
(let ((v '())) (vector-for-each (lambda (x y) (set! v (cons (+ x y) v))) #(1 2 3) #(10 20)) v) ; => (22 11)
(let ((v '())) (vector-for-each (lambda (x) (set! v (cons x v))) #(1 2 3)) v) ; => (3 2 1)

;--- vector-map-and-re-entry
(define k #f)
(define n 0)
(define results '())
(define (once)
  (let ((v (vector-map (lambda (x) (if (= x 2) (call/cc (lambda (c) (set! k c) x)) x)) #(1 2 3))))
    (set! results (cons v results))))
(let ()
  (once)
  (set! n (+ n 1))
  (if (< n 3) (k (* n 10)))
  (reverse results)) ; => (#(1 2 3) #(1 10 3) #(1 20 3))

;--- index-errors
(vector-ref #(1 2) 2)
; error: vector-ref: argument 2

;--- not-an-index
(vector-ref #(1 2) 1.0)
; error: vector-ref: argument 2

;--- bytevectors
(bytevector 1 3 5 1 3 5) ; => #u8(1 3 5 1 3 5)
(bytevector) ; => #u8()
(make-bytevector 2 12) ; => #u8(12 12)
(bytevector-length (make-bytevector 3)) ; => 3
(list (bytevector? #u8()) (bytevector? #())) ; => (#t #f)
(bytevector-u8-ref '#u8(1 1 2 3 5 8 13 21) 5) ; => 8
(let ((bv (bytevector 1 2 3 4))) (bytevector-u8-set! bv 1 3) bv) ; => #u8(1 3 3 4)
(let ((a #u8(1 2 3 4 5))) (bytevector-copy a 2 4)) ; => #u8(3 4)
(bytevector-copy #u8(1 2 3) 1) ; => #u8(2 3)
(let ((a (bytevector 1 2 3 4 5)) (b (bytevector 10 20 30 40 50))) (bytevector-copy! b 1 a 0 2) b) ; => #u8(10 1 2 40 50)
(let ((b (bytevector 1 2 3 4 5))) (bytevector-copy! b 1 b 0 4) b) ; => #u8(1 1 2 3 4)
(let ((b (bytevector 1 2 3 4 5))) (bytevector-copy! b 0 b 2) b) ; => #u8(3 4 5 4 5)
(bytevector-append (bytevector 0 1 2) (bytevector 3 4 5)) ; => #u8(0 1 2 3 4 5)
(bytevector-append) ; => #u8()
(bytevector-append #u8(1)) ; => #u8(1)

;--- a-byte-is-below-256
(bytevector 1 256)
; error: bytevector

;--- byte-set-out-of-range
(bytevector-u8-set! (bytevector 1) 0 -1)
; error: bytevector-u8-set!

;--- byte-index
(bytevector-u8-ref #u8(1 2) 2)
; error: bytevector-u8-ref: argument 2

;--- make-bytevector-of-no-byte
(make-bytevector 2 256)
; error: make-bytevector

;--- utf8
(utf8->string #u8(#x41)) ; => "A"
(string->utf8 "λ") ; => #u8(206 187)
(utf8->string #u8(65 206 187 66)) ; => "AλB"
(utf8->string #u8(65 206 187 66) 1) ; => "λB"
(utf8->string #u8(65 206 187 66) 1 3) ; => "λ"
(string->utf8 "abc" 1) ; => #u8(98 99)
(string->utf8 "aλc" 1 2) ; => #u8(206 187)
(utf8->string (string->utf8 "\x0;\x7f;\x80;\x7ff;\x800;\xffff;\x10000;\x10ffff;")) ; => "\x0;\x7f;\x80;߿ࠀ￿𐀀􏿿"

;--- utf8-that-is-none
(utf8->string #u8(65 255 66))
; error: utf8->string

;--- utf8-cut-short
(utf8->string #u8(206 187) 0 1)
; error: utf8->string
