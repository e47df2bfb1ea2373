; Gradients of what the compiled path can do and of what it leaves to the generic one: the same values on both.

;--- recursion
(define (pw x n) (if (= n 0) 1.0 (* x (pw x (- n 1)))))
(list (gradient (lambda (x) (pw x 5)) 2.0)) ; => (80.0)

;--- mutual-recursion
(define (ev x n) (if (= n 0) x (* (sin x) (od x (- n 1)))))
(define (od x n) (if (= n 0) x (+ x (ev (* 0.5 x) (- n 1)))))
(list (gradient (lambda (x) (ev x 6)) 0.7)) ; => (1.542265850188436)

;--- closures
(define (compose2 f g) (lambda (x) (f (g x))))
(list (gradient (lambda (x) ((compose2 sin (lambda (y) (* y x))) x)) 0.7)) ; => (1.2352660020541701)

;--- map-over-arguments
(list (gradient (lambda (x y) (apply + (map (lambda (a) (* a a x)) (list x y 2.0)))) 0.5 0.25))
; => ((4.8125 0.25))

;--- an-assigned-capture
(list (gradient (lambda (v) (let ((s 0)) (vector-for-each (lambda (x) (set! s (+ s (* x x)))) v) s)) (vector 1.0 2.0 3.0)))
; => (#(2.0 4.0 6.0))

;--- a-vector-that-is-written
(define (f v)
  (let ((w (make-vector 4 0.0)))
    (do ((i 0 (+ i 1))) ((= i 3))
      (vector-set! w (+ i 1) (+ (vector-ref w i) (* (vector-ref v i) (vector-ref v i)))))
    (vector-ref w 3)))
(gradient f (vector 1.0 2.0 3.0)) ; => #(2.0 4.0 6.0)

;--- f64vectors
(list (gradient (lambda (v) (let loop ((i 0) (s 0.0)) (if (= i (f64vector-length v)) s (loop (+ i 1) (+ s (exp (f64vector-ref v i))))))) (f64vector 1.0 2.0)))
; => (#f64(2.718281828459045 7.38905609893065))

;--- branches
(list (gradient (lambda (x) (if (> x 1.0) (* x x) (- x))) 2.0) (gradient (lambda (x) (if (> x 1.0) (* x x) (- x))) 0.5))
; => (4.0 -1.0)

;--- ties
(list (gradient (lambda (x) (abs x)) -2.0) (gradient (lambda (x y) (max x y)) 1.0 2.0) (gradient (lambda (x y) (min x y)) 1.0 1.0))
; => (-1.0 (0.0 1.0) (0.5 0.5))

;--- a-loop-with-several-exits
(define (newton f x) (let loop ((x x) (k 0)) (let ((y (f x))) (cond ((> k 50) x) ((< (abs y) 1e-12) x) (else (loop (- x (/ y (* 2.0 x))) (+ k 1)))))))
(list (gradient (lambda (a) (newton (lambda (x) (- (* x x) a)) 1.0)) 2.0)) ; => (0.3535533905932737)

;--- powers
(list (gradient (lambda (x) (expt x 3)) 2.0) (gradient (lambda (x) (expt 2.0 x)) 3.0) (gradient (lambda (x) (/ 1 x)) 4.0))
; => (12.0 5.545177444479562 -0.0625)

;--- exact-and-structured-results
(list (derivative (lambda (x) (* x x)) 3) (derivative (lambda (x) (vector x (* x x))) 3.0) (derivative sin 0.0))
; => (6 #(1.0 6.0) 1.0)

;--- nested
(list (gradient (lambda (x) (* x (derivative (lambda (y) (* x y)) 2.0))) 3.0)) ; => (6.0)

;--- call-cc
(define (f x) (call/cc (lambda (k) (if (> x 0) (k (* x x)) x))))
(list (gradient f 3.0)) ; => (6.0)

;--- constants
(list (gradient (lambda (x) 1.0) 3.0) (gradient (lambda (v) (vector-ref v 0)) '#(1 2))) ; => (0.0 #(1 0))

;--- value-and-gradient
(call-with-values (lambda () (value-and-gradient (lambda (x) (* x x x)) 2.0)) list) ; => (8.0 12.0)

;--- multiple-values
(list (gradient (lambda (x) (let-values (((a b) (values (* x x) (sin x)))) (* a b))) 1.3))
; => (2.9573243024602545)

;--- records
(define-record-type point (make-point x y) point? (x px) (y py))
(list (gradient (lambda (x) (let ((p (make-point x (* x x)))) (* (px p) (py p)))) 2.0)) ; => (12.0)

;--- curried
(list ((gradient (lambda (x) (* x x))) 4.0)) ; => (8.0)

;--- the-strong-zero
(list (gradient (lambda (x) (sqrt (* x x))) 0.0)) ; => (0.0)

;--- vector-map
(list (gradient (lambda (v) (vector-ref (vector-map (lambda (x) (* x x)) v) 1)) (vector 1.0 2.0 3.0)))
; => (#(0.0 4.0 0.0))

;--- vector-to-list
(list (gradient (lambda (v) (fold + 0 (vector->list v))) (vector 1.0 2.0 3.0))) ; => (#(1.0 1.0 1.0))

;--- lists
(define (sumsq l) (if (null? l) 0 (+ (* (car l) (car l)) (sumsq (cdr l)))))
(list (gradient (lambda (x y z) (sumsq (list x y z))) 1.0 2.0 3.0) (gradient sumsq '(1.0 2.0)))
; => ((2.0 4.0 6.0) (2.0 4.0))

;--- double-recursion
(define (fibs x n) (if (< n 2) x (+ (* x (fibs x (- n 1))) (fibs (* 0.5 x) (- n 2)))))
(list (gradient (lambda (x) (fibs x 10)) 0.9)) ; => (16.42807481058594)

;--- two-vectors
(define (mv A x n) (let ((y (make-vector n 0.0))) (do ((i 0 (+ i 1))) ((= i n) y) (do ((j 0 (+ j 1))) ((= j n)) (vector-set! y i (+ (vector-ref y i) (* (vector-ref A (+ (* i n) j)) (vector-ref x j))))))))
(list (gradient (lambda (A x) (let* ((y (mv A x 2)) (z (mv A y 2))) (+ (vector-ref z 0) (* 3 (vector-ref z 1))))) (vector 1.0 2.0 3.0 4.0) (vector 0.5 -0.5)))
; => ((#(4.5 -5.5 5.5 -8.5) #(52.0 76.0)))

;--- variables-that-change-places
(define (swap-loop x) (let loop ((i 0) (a x) (b 1.0)) (if (= i 10) (+ a b) (loop (+ i 1) (* 0.5 b) (+ a (* x b))))))
(list (gradient swap-loop 0.8)) ; => (78.50419760000003)

;--- a-sum-that-starts-exact
(list (gradient (lambda (x) (let ((k 3)) (let loop ((i 0) (s 0)) (if (>= i k) s (loop (+ i 1) (+ s (* i x))))))) 2.0))
; => (3.0)

;--- a-vector-changed-in-place
(list (gradient (lambda (x) (let ((v (vector 1.0 x (* x x)))) (do ((i 0 (+ i 1))) ((= i 2)) (vector-set! v i (* (vector-ref v i) (vector-ref v (+ i 1))))) (+ (vector-ref v 0) (vector-ref v 1)))) 2.0))
; => (13.0)

;--- deep-recursion
(define (deep x n) (if (= n 0) x (+ 1e-6 (deep (* x 1.000001) (- n 1)))))
(list (gradient (lambda (x) (deep x 100000)) 1.0)) ; => (1.1051708628080619)

;--- nested-loops
(define (tri x n) (let outer ((i 0) (s 0.0)) (if (= i n) s (outer (+ i 1) (let inner ((j 0) (t s)) (if (= j i) t (inner (+ j 1) (+ t (sin (* x t)) 0.1))))))))
(list (gradient (lambda (x) (tri x 6)) 0.4)) ; => (-14.893069614129626)

;--- a-loop-without-a-counter
(define (while-loop x) (let loop ((y x) (n 0)) (if (> y 100.0) (* y n) (loop (* y y) (+ n 1)))))
(list (gradient while-loop 3.0)) ; => (52488.0)


;--- vector-map-in-a-gradient
(define (energy v) (vector-sum (vector-map (lambda (x y) (* x x y)) v (vector-map exp v))))
(list (gradient energy (vector 0.0 1.0 -2.0))) ; => (#(0.0 8.154845485377136 0.0))

;--- gradient-descent
(define (bowl v) (let ((x (vector-ref v 0)) (y (vector-ref v 1))) (+ (* (- x 3.0) (- x 3.0)) (* 2.0 y y))))
(define (descend k v)
  (if (= k 0) v (descend (- k 1) (vector-map (lambda (x g) (- x (* 0.25 g))) v (gradient bowl v)))))
(descend 60 (vector 0.0 8.0)) ; => #(3.0 0.0)
(descend 3 (vector 0 8)) ; => #(2.625 0.0)
(descend 0 (vector 0 8)) ; => #(0 8)
(descend 3 '(1.0 2.0)) ; error: vector-ref: argument 1 must be a vector, found (1.0 2.0)

;--- an-index-that-steps-beside-the-counter
(define (strided v n step)
  (let loop ((i 0) (at 0) (s 0.0)) (if (< i n) (loop (+ i 1) (+ at 2) (+ s (* (vector-ref v at) step))) s)))
(list (gradient (lambda (v) (strided v 3 2.0)) (vector 1.0 2.0 3.0 4.0 5.0))) ; => (#(2.0 0.0 2.0 0.0 2.0))
(list (gradient (lambda (v) (strided v 0 2.0)) (vector 1.0 2.0))) ; => (#(0.0 0.0))
(gradient (lambda (v) (strided v 3 2.0)) (vector 1.0 2.0 3.0 4.0)) ; error: vector-ref: argument 2 is 4, not an index below 4

;--- vectors-through-procedures
(define (pick l) (if (null? (cdr l)) (car l) (pick (cdr l))))
(define (through v) (let ((w (pick (list 1 (vector-map (lambda (x) (* x x)) v))))) (vector-dot v w)))
(list (gradient through (vector 1.0 2.0 -3.0))) ; => (#(3.0 12.0 27.0))
(define (either v) (let* ((w (vector-map (lambda (x) (* x x)) v)) (u (if (> (vector-ref v 0) 0.0) w v))) (vector-dot v u)))
(list (gradient either (vector 1.0 2.0)) (gradient either (vector -1.0 2.0))) ; => (#(3.0 12.0) #(-2.0 4.0))

;--- vectors-that-loops-carry
(define (euler n v)
  (let loop ((i 0) (v v))
    (if (= i n) (vector-sum v) (loop (+ i 1) (vector-map (lambda (x) (+ x (* 0.01 (sin x)))) v)))))
(define (close? a b) (every (lambda (a b) (< (abs (- a b)) 1e-12)) (vector->list a) (vector->list b)))
(define (same? f v) (close? (gradient f v) (gradient-forward f v)))
(same? (lambda (v) (euler 100 v)) (vector 1.0 2.0 3.0)) ; => #t
(hessian (lambda (v) (euler 1 v)) (vector 0.0 0.0)) ; => #(#(0.0 0.0) #(0.0 0.0))
(define (scaled n v) (if (= n 0) v (vector-map (lambda (x) (* x 2.0)) (scaled (- n 1) v))))
(list (gradient (lambda (v) (vector-ref (scaled 5 v) 1)) (vector 1.0 2.0 3.0))) ; => (#(0.0 32.0 0.0))

;--- vectors-that-are-filled-or-chosen
(define (filled x) (let ((w (make-vector 3 x))) (+ (vector-ref w 0) (* 2.0 (vector-ref w 2)))))
(list (gradient filled 3.0)) ; => (3.0)
(define data (vector 1.0 2.0 3.0))
(define (chosen v) (let ((u (if (> (vector-ref v 0) 0.0) v data))) (+ (vector-ref v 1) (* 2.0 (vector-ref u 2)))))
(list (gradient chosen (vector 1.0 2.0 3.0)) (gradient chosen (vector -1.0 2.0 3.0)))
; => (#(0.0 1.0 2.0) #(0.0 1.0 0.0))
(define (swapped x)
  (let loop ((i 0) (u (vector x 1.0)) (v (vector 1.0 x)))
    (if (= i 3) (* (vector-ref u 0) (vector-ref v 0)) (loop (+ i 1) v (vector-map * u v)))))
(list (gradient swapped 2.0)) ; => (12.0)

;--- vectors-in-place-in-a-procedure
(define (bump! v x) (vector-set! v 0 (* x (vector-ref v 0))) (vector-set! v 1 (+ (vector-ref v 0) (vector-ref v 1))))
(define (bumped x) (let ((v (vector x 1.0))) (bump! v x) (bump! v 2.0) (vector-ref v 1)))
(list (gradient bumped 3.0) (derivative bumped 3.0)) ; => (18.0 18.0)

;--- numbers-rounded-to-indices
; `exact` of a flonum is a small integer to compiled code.
(define table (vector 1.0 4.0 9.0 16.0))
(define (interpolate x)
  (let* ((i (exact (floor x))) (f (- x i)))
    (+ (* (- 1.0 f) (vector-ref table i)) (* f (vector-ref table (+ i 1))))))
(define (total x) (let loop ((k 0) (s 0.0)) (if (= k 3) s (loop (+ k 1) (+ s (interpolate (+ x (* 0.5 k))))))))
(gradient total 0.25) ; => 11.0
(derivative total 0.25) ; => 11.0
(gradient (lambda (x) (* x (exact (floor (* x 1e20))))) 3.25) ; => 3.25e20
(gradient (lambda (x) (* x (exact x))) 3.0) ; => 6.0
(define (halves x n) (if (= n 0) x (* x (halves x (quotient n 2)))))
(gradient (lambda (x) (halves x 9)) 2.0) ; => 80.0

;--- exact-of-flonums-at-the-limits-of-small-integers
(define (exacts . l) (map (lambda (x) (exact (+ x 0.0))) l))
(exacts 140737488355327.0 140737488355328.0 -140737488355328.0 -140737488355329.0 -0.0 1.5)
; => (140737488355327 140737488355328 -140737488355328 -140737488355329 0 3/2)
(exacts +nan.0) ; error: exact: an infinity or NaN has no exact value +nan.0

;--- results-of-mutual-recursion-that-are-found-late
; What was made for a first guess of the result of one copy is made again when the guess was wrong.
(define (f x)
  (letrec ((walk (lambda (n p q)
                   (if (<= n 0)
                       1/2
                       (tanh (+ (* 0.5 (walk (- n 1) (sin p) x)) (walk (quotient n 2) 1/3 (* 0.5 q)) q))))))
    (walk 3 (* 0.25 x) (* 0.5 x))))
(define (rounded x) (/ (round (* 1e6 x)) 1e6))
(list (rounded (f 0.7)) (rounded (derivative f 0.7)) (rounded (gradient f 0.7))) ; => (0.915153 0.108432 0.108432)

;--- what-branches-leave-for-the-way-back
; One place for both branches, told apart by the test; numbers of different types; one branch in another; vectors.
(define (f i x)
  (case i
    ((0) (let ((s (sin x)) (n (+ i 7))) (* s s n)))
    ((1) (let ((e (exp x))) (* e e e)))
    ((2) (if (> x 0.4) (let ((l (log (+ 1.0 x)))) (* l l)) (let ((c (cos x)) (d (tan x))) (* c c d d))))
    ((3) (let ((v (vector (sin x) (cos x)))) (vector-dot v (vector-map exp v))))
    (else (sqrt (+ 1.0 (* x x))))))
(define (sum x) (do ((i 0 (+ i 1)) (s 0.0 (+ s (f (modulo i 5) (* s 0.1 x))))) ((= i 12) s)))
(define (rounded x) (/ (round (* 1e8 x)) 1e8))
(define (slope f x) (/ (- (f (+ x 1e-5)) (f (- x 1e-5))) 2e-5))
(map (lambda (x) (< (abs (- (gradient sum x) (slope sum x))) (* 1e-6 (abs (slope sum x))))) '(0.3 0.7)) ; => (#t #t)
(map (lambda (x) (< (abs (- (derivative (lambda (y) (gradient sum y)) x) (slope (lambda (y) (gradient sum y)) x))) (* 1e-5 (slope (lambda (y) (gradient sum y)) x))))
     '(0.3 0.7)) ; => (#t #t)

;--- ranges-of-vectors
; Copied to other places, of the same vector too; the numbers that are overwritten have no part in the result.
(define (shifted v)
  (let ((w (vector-append v v)))
    (vector-copy! w 0 w 2)
    (vector-copy! w 4 v 1 3)
    (vector-copy! w 1 w 0 5)
    (vector-dot w (vector-map square w))))
(gradient shifted (vector 1.0 2.0 3.0)) ; => #(3.0 24.0 81.0)
(gradient (lambda (v) (apply * (vector->list v 1 3))) (vector 1.0 2.0 3.0)) ; => #(0.0 3.0 2.0)
(hessian (lambda (v) (apply * (vector->list (vector-append v v) 1 4))) (vector 1.0 2.0 3.0))
; => #(#(0.0 3.0 2.0) #(3.0 0.0 1.0) #(2.0 1.0 0.0))
(gradient (lambda (v) (let ((w (make-vector 3 0))) (vector-copy! w 1 v) (vector-ref w 1))) (vector 1.0 2.0 3.0))
; error: vector-copy!: argument 2 is 1, not an index below 1

;--- a-range-beyond-a-vector
(gradient (lambda (v) (apply + (vector->list v 2 7))) (vector 1.0 2.0 3.0))
; error: vector->list: argument 3 is 7, not an index below 4

;--- sorted
(define points (vector-map (lambda (i) (sin (* 7.0 i i))) (list->vector (iota 25))))
(define (weighted s) (do ((i 0 (+ i 1)) (t 0.0 (+ t (* i (vector-ref s i))))) ((= i (vector-length s)) t)))
(gradient (lambda (v) (weighted (sort v <))) points)
; => #(9.0 15.0 11.0 10.0 2.0 4.0 14.0 6.0 20.0 24.0 13.0 1.0 12.0 23.0 16.0 3.0 21.0 8.0 7.0 18.0 5.0 19.0 22.0 17.0 0.0)
(define (median v) (vector-ref (vector-sort < v) (quotient (vector-length v) 2)))
(gradient (lambda (v) (square (median v))) (vector 3.0 -1.0 2.0 7.0 5.0)) ; => #(6.0 0.0 0.0 0.0 0.0)
(derivative (lambda (x) (median (vector (* x x x) 9.0 (* x x) 1.0 0.5 12.0 x 3.0 2.5))) 1.7) ; => 3.4
(gradient (lambda (l) (apply - (list-sort > l))) (list 2.0 3.0 1.0)) ; => (-1.0 1.0 -1.0)

;--- exact-numbers-beside-what-is-differentiated
(define inputs '(1 2 3 4))
(define (dot a b) (fold + 0 (map * a b)))
(gradient (lambda (v) (dot inputs (vector->list v))) (vector 1.0 2.0 3.0 4.0)) ; => #(1.0 2.0 3.0 4.0)
(gradient (lambda (v) (dot (iota (vector-length v)) (vector->list v))) (vector 1.0 2.0 3.0)) ; => #(0.0 1.0 2.0)
