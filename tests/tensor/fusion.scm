; Elementwise operations wait for a reader and are computed together. Nobody may notice: each result is compared with the
; one of numbers, one at a time. Tensors of fewer than 256 elements do not wait, so these have more.

;--- chains
(import (fluxion base) (fluxion tensor))
(define x (tensor-arange -3.0 3.0 0.002))
(define y (sin (tensor-arange 3000)))
(define (same? t f) (equal? (tensor->list t) (map f (tensor->list x) (tensor->list y))))
(same? (+ (* x y) x) (lambda (x y) (+ (* x y) x)))  ; => #t
(same? (- (/ (square (- x y)) (+ 4.0 (abs y))) (max x (min y 0.25)))
       (lambda (x y) (- (/ (square (- x y)) (+ 4.0 (abs y))) (max x (min y 0.25)))))  ; => #t
(same? (* (exp (- (* x x))) (sin (+ x y))) (lambda (x y) (* (exp (- (* x x))) (sin (+ x y)))))  ; => #t
(same? (sqrt (+ (floor x) (round y) 5.0)) (lambda (x y) (sqrt (+ (floor x) (round y) 5.0))))  ; => #t
(same? (tensor-where (tensor< x (* 2.0 y)) (- x) (+ y 1.0)) (lambda (x y) (if (< x (* 2.0 y)) (- x) (+ y 1.0))))  ; => #t

;--- pairs-of-operations
; Two operations are one loop, unless what is between them is computed first. Numbers meet all elements.
(import (fluxion base) (fluxion tensor))
(define (made t) (tensor-ref t 0) t)
(define (right? type size)
  (define (wave pace) (tensor-cast (+ 1.5 (sin (* pace (tensor-arange size)))) type))
  (define x (wave 0.3))
  (define y (wave 0.7))
  (define z (wave 1.1))
  (define (same? first second a b c)
    (and (tensor-equal? (second (first a b) c) (second (made (first a b)) c))
         (tensor-equal? (second c (first a b)) (second c (made (first a b))))))
  (every (lambda (first)
           (every (lambda (second)
                    (and (same? first second x y z) (same? first second x y x) (same? first second 0.7 y z)
                         (same? first second x 0.7 z) (same? first second x y 0.7) (same? first second 0.3 y 0.7)))
                  (list + - * /)))
         (list + - * /)))
(map (lambda (size) (list (right? 'f64 size) (right? 'f32 size))) '(256 301 2047))  ; => ((#t #t) (#t #t) (#t #t))

;--- pairs-that-are-read-again
(import (fluxion base) (fluxion tensor))
(define x (tensor-arange 0.0 500.0))
(define t (* x 2.0))
(define u (- t 1.0))
(define v (+ (* u u) t))
(define (third t) (tensor-ref t 3))
(map third (list u u t v t))  ; => (5.0 5.0 6.0 31.0 6.0)
(define w (/ (+ t x) (+ t x)))
(map tensor-sum (list w (- (* t t) t) t))  ; => (+nan.0 165917500.0 249500.0)
(tensor-set! x 3 0.0)
(map third (list t u (+ (* x 2.0) t)))  ; => (6.0 5.0 6.0)

;--- large-pairs-of-rows
; Rows that start inside of a line of the caches, and results that go past them.
(import (fluxion base) (fluxion tensor))
(define (sum type)
  (let* ((table (tensor-cast (tensor-reshape (tensor-arange 0.0 1001000.0) '(1000 1001)) type))
         (row (tensor-cast (tensor-arange 0.0 1001.0) type))
         (column (tensor-cast (tensor-reshape (tensor-arange 0.0 1000.0) '(1000 1)) type))
         (t (- (* (- table row) 0.5) column)))
    (list (tensor-ref t 0 1000) (tensor-ref t 3 0) (tensor-ref t 999 1000) (tensor-sum (tensor-cast t 'f64)))))
(sum 'f64)  ; => (0.0 1498.5 499000.5 2.4974975025e11)
(sum 'f32)  ; => (0.0 1498.5 499000.5 2.4974975025e11)

;--- long-chains
(import (fluxion base) (fluxion tensor))
(define x (tensor-arange 0.0 1.0 0.001))
(define (f x) (let loop ((k 0) (s x)) (if (= k 100) s (loop (+ k 1) (+ (* s 0.5) x)))))
(equal? (tensor->list (f x)) (map f (tensor->list x)))  ; => #t
(define (g x) (let loop ((k 0) (s x)) (if (= k 40) s (loop (+ k 1) (- (* s s) s 0.5)))))
(equal? (tensor->list (g x)) (map g (tensor->list x)))  ; => #t

;--- one-part-in-several-results
(import (fluxion base) (fluxion tensor))
(define x (tensor-arange 1000))
(define t (+ x 1))
(define u (* t t))
(define v (- u t))
(define w (+ u v t))
(list (tensor-sum v) (tensor-sum w) (tensor-sum u) (tensor-sum t))  ; => (333333000 667667000 333833500 500500)
(list (tensor-ref t 7) (tensor-ref u 7) (tensor-ref v 7) (tensor-ref w 7))  ; => (8 64 56 128)

;--- memory-that-is-changed
(import (fluxion base) (fluxion tensor))
(define x (tensor-arange 1000))
(define y (* x 2))
(define z (+ y x))
(tensor-set! x 3 100)
(list (tensor-ref x 3) (tensor-ref y 3) (tensor-ref z 3))  ; => (100 6 9)

;--- changes-before-and-after
(import (fluxion base) (fluxion tensor))
(define x (tensor-arange 1000))
(define y (* x 2))
(define z (+ y 1))
(tensor-set! x 3 100)
(tensor-set! y 4 -5)
(list (tensor-ref y 3) (tensor-ref y 4) (tensor-ref z 3) (tensor-ref z 4) (tensor-ref (+ x y) 4))  ; => (6 -5 7 9 -1)
(tensor-set! x (+ x 1))
(tensor-sum x)  ; => 500597
(tensor-set! x '(0 999) (tensor-slice x '(1 1000)))
(list (tensor-ref x 0) (tensor-ref x 2) (tensor-ref x 998))  ; => (2 101 1000)

;--- changes-through-views
(import (fluxion base) (fluxion tensor))
(define x (tensor-zeros '(20 30)))
(define y (+ x 1.0))
(define row (tensor-index y 2))
(define column (tensor-slice x #t 5))
(define sum (+ row (tensor-index x 2)))
(tensor-set! column 2 7.0)
(tensor-set! row 0 9.0)
(list (tensor-sum sum) (tensor-sum y) (tensor-sum x) (tensor-ref y 2 0))  ; => (30.0 608.0 7.0 9.0)
(define z (* 2.0 x))
(define flat (tensor-flatten z))
(define turned (tensor-transpose z))
(tensor-set! flat 0 -1.0)
(list (tensor-ref z 0 0) (tensor-ref turned 0 0) (tensor-ref turned 5 2))  ; => (-1.0 -1.0 14.0)

;--- copies-are-separate
(import (fluxion base) (fluxion tensor))
(define x (tensor-arange 500))
(define y (+ x 1))
(define copy (tensor-copy y))
(tensor-set! copy 0 50)
(tensor-set! y 1 60)
(list (tensor-ref y 0) (tensor-ref y 1) (tensor-ref copy 0) (tensor-ref copy 1))  ; => (1 60 50 2)

;--- broadcasting
(import (fluxion base) (fluxion tensor))
(define table (tensor-reshape (tensor-arange 1200) '(30 40)))
(define row (tensor-arange 40))
(define column (tensor-reshape (tensor-arange 30) '(30 1)))
(define t (- (* (+ table row) 2) (+ column row)))
(list (tensor-ref t 0 0) (tensor-ref t 7 9) (tensor-ref t 29 39) (tensor-sum t))  ; => (0 580 2408 1444800)
(define s (+ row column))
(define u (+ (tensor-reshape s '(30 40 1)) (tensor-reshape (* row 10) '(1 40 1)) (tensor-arange 3)))
(list (tensor-shape u) (tensor-ref u 3 5 2) (tensor-sum u))  ; => ((30 40 3) 60 828000)
(tensor-sum (+ (tensor-broadcast (tensor-arange 300) '(10 300)) (* row 0 1) 1))
; error: +: the shapes (10 300) and (40) do not match: axes are matched from the last one, and must be equal or 1

;--- views
(import (fluxion base) (fluxion tensor))
(define m (tensor-reshape (tensor-arange 900) '(30 30)))
(define p (* 2 m))
(define q (+ p (tensor-transpose p)))
(list (tensor-ref q 0 0) (tensor-ref q 3 5) (tensor-equal? q (tensor-transpose q)))  ; => (0 496 #t)
(define r (+ (tensor-flip p) (tensor-slice p #t '(#f #f -1))))
(list (tensor-ref r 0 0) (tensor-ref r 29 0))  ; => (1856 1856)
(define even (tensor-slice (tensor-flatten p) '(0 900 2)))
(tensor->list (tensor-slice (+ even (tensor-slice (tensor-flatten q) '(1 900 2))) '(0 4)))  ; => (62 190 318 446)

;--- long-rows
(import (fluxion base) (fluxion tensor))
(define m (tensor-reshape (tensor-arange 0.0 6003.0) '(3 2001)))
(define row (tensor-arange 0.0 2001.0))
(define column (tensor-reshape (tensor '(1.0 10.0 100.0)) '(3 1)))
(define t (* (- m row) column))
(list (tensor-ref t 0 5) (tensor-ref t 1 2000) (tensor-ref t 2 0) (tensor-sum t))  ; => (0.0 20010.0 400200.0 840840210.0)
(define s (+ t (tensor-slice (tensor-broadcast row '(3 2001)) #t '(#f #f -1))))
(list (tensor-ref s 0 0) (tensor-ref s 2 2000))  ; => (2000.0 400200.0)

;--- types-meet
(import (fluxion base) (fluxion tensor))
(define i (tensor-arange 400))
(define b (tensor< i 200))
(define f (tensor-cast i 'f32))
(define (form t) (list (tensor-dtype t) (tensor-sum t)))
(form (+ (* i 2) b))  ; => (i64 159800)
(form (* (+ f 1) b))  ; => (f32 20100.0)
(form (+ (* f 0.5) i))  ; => (f64 119700.0)
(form (tensor-and b (tensor-not (tensor= (modulo i 3) 0))))  ; => (bool 133)
(form (/ (+ i 1) (tensor-where b 1 2)))  ; => (f64 50150.0)
(form (tensor-cast (+ (/ i 3) 0.5) 'i64))  ; => (i64 26600)
(form (max b (tensor> i 300)))  ; => (bool 299)

;--- not-a-number
(import (fluxion base) (fluxion tensor))
(define x (tensor-full '(300) +nan.0))
(define z (tensor-zeros '(300)))
(define (first t) (tensor-ref t 0))
(map first (list (max x z) (max z x) (+ (* x 0.0) 1.0) (/ z z) (- (/ (- z 1.0) z))))  ; => (+nan.0 +nan.0 +nan.0 +nan.0 +inf.0)

;--- errors-come-at-once
(import (fluxion base) (fluxion tensor))
(define x (tensor-arange 500))
(define (message thunk) (guard (e (#t (error-object-message e))) (thunk)))
(message (lambda () (+ (* x 2) (tensor-arange 3)) 'later))
; => "+: the shapes (500) and (3) do not match: axes are matched from the last one, and must be equal or 1"
(message (lambda () (quotient 5 (- x 7)) 'later))  ; => "quotient: division by zero"
(message (lambda () (- (tensor< x 5) (tensor< x 6)) 'later))
; => "-: booleans have no differences; use tensor-cast"

;--- gradients
(import (fluxion base) (fluxion tensor))
(define x (tensor-arange 0.5 3.5 0.005))
(define w (sin (tensor-arange 600)))
(define (slope f) (map (derivative f) (tensor->list x)))
(define (check? f) (tensor-close? (gradient (lambda (x) (tensor-sum (f x))) x) (tensor (slope f)) 1e-14))
(check? (lambda (x) (+ (* x x) x)))  ; => #t
(check? (lambda (x) (/ (square (- x 0.3)) (+ 1.0 (* x x x)))))  ; => #t
(check? (lambda (x) (+ (tanh (* 2.0 x)) (sqrt x) (max (* x x) 2.0) (min x 1.0) (abs (- x 2.0)))))  ; => #t
(define (f x) (let ((s (* x w))) (tensor-sum (+ (* s s) (* s x) s))))
(define g (gradient f x))
(tensor-close? g (- (+ (* 2.0 x w w) (* 2.0 w x) w)  0.0) 1e-14)  ; => #t
(tensor-close? (hvp f x w) (+ (* 2.0 w w w) (* 2.0 w w)) 1e-13)  ; => #t
(define-values (y pullback) (vjp (lambda (x) (* (+ x w) x)) x))
(define a (pullback w))
(define b (pullback (* 2.0 w)))
(tensor-set! x 0 100.0)
(list (tensor-equal? (* 2.0 a) b) (tensor-ref a 0))  ; => (#t 0.0)

;--- a-gradient-with-many-uses
(import (fluxion base) (fluxion tensor))
(define x (tensor-arange 0.0 1.0 0.002))
(define (f x)
  (let ((t (* 0.5 x)))
    (let loop ((k 1) (s 0.0)) (if (> k 40) (tensor-sum s) (loop (+ k 1) (+ s (* k t) (* t x)))))))
(tensor-close? (gradient f x) (+ 410.0 (* 40.0 x)) 1e-12)  ; => #t

;--- dead-and-alive-over-collections
(import (fluxion base) (fluxion tensor))
(define (make k) (let ((x (tensor-full '(1000) k))) (+ (* x x) 1.0)))
(define kept (map make '(1.0 2.0 3.0)))
(do ((i 0 (+ i 1))) ((= i 300)) (make i) (tensor-sum (tensor-zeros '(10000))))
(map tensor-sum kept)  ; => (2000.0 5000.0 10000.0)

;--- large-results-with-rows-that-come-again
; Memory is written past the caches, or through them when it comes again soon.
(import (fluxion base) (fluxion tensor))
(define t (tensor-reshape (tensor-arange 1200000) '(800 1500)))
(define row (tensor-arange 1500))
(define (sum t) (tensor-ref t 799 7) (tensor-sum (tensor-cast t 'i64)))
(define (sums type)
  (let ((t (tensor-cast t type)) (row (tensor-cast row type)))
    (map (lambda (k) (sum (- (+ (* 2 t) row k) t))) '(0 1 2 3))))
(sums 'f64)  ; => (720898800000 720900000000 720901200000 720902400000)
(sums 'f32)  ; => (720898800000 720900000000 720901200000 720902400000)
(sums 'i64)  ; => (720898800000 720900000000 720901200000 720902400000)
(define (plus-row t) (+ t (tensor-slice row '(1 #f))))
(define part (tensor-slice t #t '(1 #f)))
(define (last t) (list (tensor-ref t 0 0) (tensor-ref t 799 1498)))
(last (plus-row part))  ; => (2 1201498)
(last (plus-row (tensor-cast part 'f32)))  ; => (2.0 1201498.0)

;--- sums-of-rows-of-any-length
(import (fluxion base) (fluxion tensor))
(define (right? type)
  (lambda (n)
    (let* ((t (tensor-cast (tensor-reshape (tensor-arange (* 7 n)) (list 7 n)) type))
           (sums (+ (* n n (tensor-arange 7)) (/ (* n (- n 1)) 2)))
           (columns (+ (* 7 (tensor-arange n)) (* 21 n))))
      (and (tensor-equal? (tensor-cast (tensor-sum t 1) 'i64) (tensor-cast sums 'i64))
           (tensor-equal? (tensor-cast (tensor-sum (tensor-transpose t) 0) 'i64) (tensor-cast sums 'i64))
           (tensor-equal? (tensor-cast (tensor-sum t 0) 'i64) columns)))))
(define lengths (cons 1000 (iota 70 2)))
(map (lambda (type) (filter (lambda (n) (not ((right? type) n))) lengths)) '(f64 f32 i64))  ; => (() () ())

;--- repeated-rows-without-elements
(import (fluxion base) (fluxion tensor))
(define a (tensor-transpose (tensor-ones '(1 4 1 4)) '(0 1 3 2)))
(tensor-shape (tensor-where (tensor-zeros '(3 4 4 0) 'bool) a (tensor-broadcast (tensor-zeros '(1)) '(1 1 4 0)))) ; => (3 4 4 0)
