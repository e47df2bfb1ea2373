; Vectors, bytevectors, f64vectors.

;--- construct
(vector 1 2 3) ; => #(1 2 3)
(vector) ; => #()
(make-vector 3 'x) ; => #(x x x)
(vector-length (make-vector 5)) ; => 5
(vector-length #()) ; => 0

;--- ref-and-set
(define v (vector 1 2 3))
(vector-set! v 1 'two)
(list v (vector-ref v 1)) ; => (#(1 two 3) two)

;--- conversions
(vector->list #(1 2 3)) ; => (1 2 3)
(vector->list #(1 2 3) 1) ; => (2 3)
(vector->list #(1 2 3) 1 2) ; => (2)
(list->vector '(a b)) ; => #(a b)
(vector->string #(#\a #\b #\c)) ; => "abc"
(string->vector "ABC") ; => #(#\A #\B #\C)

;--- copy
(define a #(1 8 2 8))
(define b (vector-copy a))
(vector-set! b 0 3)
b ; => #(3 8 2 8)
(vector-copy b 1 3) ; => #(8 2)
(vector-copy b 2) ; => #(2 8)

;--- copy-into
(define a (vector 1 2 3 4 5))
(define b (vector 10 20 30 40 50))
(vector-copy! b 1 a 0 2)
b ; => #(10 1 2 40 50)
(vector-copy! a 1 a 0 3)
a ; => #(1 1 2 3 5)
(vector-copy! b 0 b 2)
b ; => #(2 40 50 40 50)

;--- append-and-fill
(vector-append #(a b c) #(d e f)) ; => #(a b c d e f)
(vector-append) ; => #()
(define a (vector 1 2 3 4 5))
(vector-fill! a 'smash 2 4)
a ; => #(1 2 smash smash 5)
(vector-fill! a 0)
a ; => #(0 0 0 0 0)

;--- map-and-for-each
(vector-map cadr #((a b) (d e) (g h))) ; => #(b e h)
(vector-map + #(1 2) #(10 20 30)) ; => #(11 22)
(vector-for-each (lambda (x) (display x)) #(1 2 3))
; prints: 123

;--- index-out-of-range
(vector-ref (vector 1 2 3) 3)
; error: vector-ref

;--- negative-index
(vector-ref (vector 1 2 3) -1)
; error: vector-ref

;--- inexact-index
(vector-ref (vector 1 2 3) 1.0)
; error: vector-ref

;--- index-in-set
(vector-set! (vector) 0 1)
; error: vector-set!

;--- not-a-vector
(vector-length '(1 2))
; error: vector-length

;--- nested
(define m (vector (vector 1 2) (vector 3 4)))
(vector-ref (vector-ref m 1) 0) ; => 3
(vector-set! (vector-ref m 0) 1 'x)
m ; => #(#(1 x) #(3 4))

;--- equal
(equal? #(1 (2) "x") (vector 1 (list 2) (string #\x))) ; => #t
(eqv? #(1) #(1)) ; => #f

;--- vref-is-vector-ref
(vref (vector 1 2 3) 2) ; => 3

;--- bytevectors
(bytevector 1 3 5 1 3 5) ; => #u8(1 3 5 1 3 5)
(bytevector) ; => #u8()
(make-bytevector 2 12) ; => #u8(12 12)
(bytevector-u8-ref #u8(1 1 2 3 5 8 13 21) 5) ; => 8
(let ((bv (bytevector 1 2 3 4))) (bytevector-u8-set! bv 1 255) bv) ; => #u8(1 255 3 4)
(bytevector-length #u8(1 2 3)) ; => 3
(bytevector? #u8(1)) ; => #t
(bytevector? #(1)) ; => #f

;--- bytevector-copies
(bytevector-copy #u8(1 2 3 4 5) 2 4) ; => #u8(3 4)
(let ((b (bytevector 10 20 30 40 50))) (bytevector-copy! b 1 (bytevector 1 2 3 4 5) 0 2) b) ; => #u8(10 1 2 40 50)
(bytevector-append #u8(0 1 2) #u8(3 4 5)) ; => #u8(0 1 2 3 4 5)
(utf8->string #u8(65 66 206 187)) ; => "ABλ"
(string->utf8 "λ") ; => #u8(206 187)
(equal? #u8(1 2) (bytevector 1 2)) ; => #t

;--- bytevector-range
(bytevector-u8-set! (bytevector 1) 0 256)
; error: bytevector-u8-set!

;--- f64vectors
(f64vector 1 2.5 -3) ; => #f64(1.0 2.5 -3.0)
(make-f64vector 3 0.5) ; => #f64(0.5 0.5 0.5)
(f64vector-length #f64(1 2 3)) ; => 3
(f64vector-ref #f64(1 2 3) 1) ; => 2.0
(let ((v (f64vector 1 2))) (f64vector-set! v 0 7) v) ; => #f64(7.0 2.0)
(f64vector? #f64(1)) ; => #t
(f64vector? #(1.0)) ; => #f

;--- f64vector-copies
(f64vector-map + #f64(1 2 3) #f64(10 20)) ; => #f64(11.0 22.0)
(f64vector-map (lambda (a b c) (+ a (* b c))) #f64(1 2) #f64(3 4) #f64(5 6)) ; => #f64(16.0 26.0)
(f64vector-map (lambda (x) 1) (f64vector)) ; => #f64()
(f64vector-copy #f64(1 2 3)) ; => #f64(1.0 2.0 3.0)
(f64vector-copy #f64(1 2 3) 1) ; => #f64(2.0 3.0)
(f64vector-copy #f64(1 2 3) 1 2) ; => #f64(2.0)
(let* ((v (f64vector 1 2)) (w (f64vector-copy v))) (f64vector-set! w 0 5) (list v w)) ; => (#f64(1.0 2.0) #f64(5.0 2.0))
(f64vector->vector #f64(1 2)) ; => #(1.0 2.0)
(vector->f64vector #(1 2/4)) ; => #f64(1.0 0.5)

;--- f64vector-copy-range
(f64vector-copy #f64(1 2) 1 3)
; error: f64vector-copy: argument 3 is 3, not an index below 3

;--- f64vector-map-argument
(f64vector-map + #f64(1) '(2))
; error: f64vector-map: argument 1 of f64vector-length must be an f64vector, found (2)

;--- f64vector-of-symbols
(vector->f64vector #(1 a))
; error: vector->f64vector: an element of an f64vector must be a real number, found a

;--- f64vector-index
(f64vector-ref #f64(1 2 3) 3)
; error: f64vector-ref

;--- f64vector-element-type
(f64vector-set! (f64vector 1 2) 0 'x)
; error: f64vector-set!
