; Loops whose turns are known before they start, and vectors that are or may be the same object.

;--- no-turns
(define (f n x) (do ((i n (+ i 1)) (s x (+ s (* x s)))) ((>= i 3) s)))
(map (lambda (n) (gradient (lambda (x) (f n x)) 0.5)) '(5 3 1)) ; => (1.0 1.0 3.75)

;--- one-turn-beyond-the-bound
(define (f n x) (let loop ((i 0) (s x)) (if (> i n) s (loop (+ i 1) (* s x)))))
(map (lambda (n) (gradient (lambda (x) (f n x)) 0.5)) '(-3 -1 0 2)) ; => (1.0 1.0 1.0 0.5)

;--- down
(define (f n x) (let loop ((i n) (s x)) (if (< i 1) s (loop (- i 1) (* s (+ x i))))))
(map (lambda (n) (gradient (lambda (x) (f n x)) 0.5)) '(-2 0 1 3)) ; => (1.0 1.0 2.0 22.0)

;--- records-of-known-and-of-unknown-numbers-of-turns
(define (f v)
  (let ((w (make-vector 4 0.0)) (n (vector-length v)))
    (let rows ((i 0) (s 0.0))
      (if (= i n)
          (+ s (vector-ref w 0) (* (vector-ref w 1) (vector-ref w 3)))
          (begin
            (do ((j i (+ j 1))) ((>= j n))
              (vector-set! w j (+ (* 0.5 (vector-ref w j)) (* (vector-ref v i) (vector-ref v j)))))
            (rows (+ i 1)
                  (let halve ((y (vector-ref w i))) (if (< y 1.0) (+ s y) (halve (* y 0.25))))))))))
(gradient f #(1.0 2.0 3.0 1.0)) ; => #(6.390625 15.75 3.078125 21.65625)

;--- one-vector-twice
(define (dot a b)
  (let loop ((i 0) (s 0.0))
    (if (= i (vector-length a)) s (loop (+ i 1) (+ s (* (vector-ref a i) (vector-ref b i) (vector-ref a 0)))))))
(define (dots a b n) (if (= n 0) (dot a b) (+ (dot b a) (dots b a (- n 1)))))
(gradient (lambda (v) (dot v v)) #(1.0 2.0 3.0)) ; => #(16.0 4.0 6.0)
(gradient (lambda (v) (dots v v 2)) #(1.0 2.0 3.0)) ; => #(48.0 12.0 18.0)

;--- vectors-that-live-on-in-later-turns
(define (step a b)
  (let ((c (make-vector 3 0.0)))
    (do ((i 0 (+ i 1))) ((= i 3) c)
      (vector-set! c i (+ (vector-ref a i) (* 0.5 (vector-ref b (- 2 i))))))))
(define (f v k) (let loop ((k k) (a v) (b v)) (if (= k 0) a (loop (- k 1) (step a b) a))))
(f #(1.0 2.0 3.0) 3) ; => #(5.75 5.5 5.25)
(let loop ((k 0) (v #(1.0 2.0)))
  (if (= k 2)
      v
      (loop (+ k 1)
            (vector-map (lambda (x d) (- x (* 0.25 d)))
                        v
                        (gradient (lambda (u) (* (vector-ref u 0) (vector-ref u 1))) v)))))
; => #(0.0625 1.625)

;--- much-before-the-end-of-a-loop-over-a-list
(define (point) (let loop ((i 0) (l '())) (if (= i 2) l (loop (+ i 1) (cons (+ 0.5 i) l)))))
(define (f p)
  (let loop ((l p) (s 1.0))
    (let ((u (if (> s 100.0) (* s 2.0) (* s 3.0))))
      (if (null? l) (* 1.0 u) (loop (cdr l) (* u (car l)))))))
(gradient f (point)) ; => (13.5 40.5)
(define steps (list '(1) '(2) '(3)))
(define (g l t) (let loop ((l l) (t t)) (if (> (length l) 5) (loop (cdr l) (* t 2)) (* t 3))))
(define (h x)
  (let loop ((t x) (rest (cdr steps)))
    (let ((s (g (car steps) t))) (if (null? rest) (* 1.0 s) (loop s (cdr rest))))))
(gradient h 0.5) ; => 27.0

;--- what-vectors-held
; The way back reads vectors again whose elements do not change any more; these do, or other names know them.
(gradient (lambda (x) (let ((v (vector (* x x) x))) (let ((y (* x (vector-ref v 0)))) (vector-set! v 0 7.0) (* y (vector-ref v 0))))) 3.0) ; => 189.0
(gradient (lambda (x) (let ((v (make-vector 3 x))) (let loop ((i 0) (s 0.0)) (if (= i 3) s (let ((y (* x (vector-ref v i)))) (vector-set! v 2 (* x y)) (loop (+ i 1) (+ s (* y (vector-ref v 2))))))))) 2.0) ; => 2464.0
(gradient (lambda (x) (let ((v (vector x 2.0)) (w (vector 3.0 x))) (let* ((u (if (> x 1.0) v w)) (y (* x (vector-ref v 0)))) (vector-set! u 0 5.0) (* y (vector-ref v 0) (vector-ref w 0))))) 2.0) ; => 60.0
(gradient (lambda (x) (let ((v (vector x 2.0))) (let ((w (if (> x 1.0) v (vector 1.0 1.0)))) (vector-set! v 0 (* 3.0 x)) (vector-set! w 0 x) (* x (vector-ref v 0))))) 2.0) ; => 4.0
(define (change! v x depth) (if (= depth 0) (vector-set! v 0 (* x x)) (begin (change! v x (- depth 1)) (change! v (* 2.0 x) (- depth 1)))))
(gradient (lambda (x) (let ((v (make-vector 2 x))) (let ((y (* x (vector-ref v 0)))) (change! v x 2) (* y (vector-ref v 0))))) 2.0) ; => 512.0
(gradient (lambda (p) (let* ((n (vector-length p)) (h (make-vector n 0.0))) (do ((i 0 (+ i 1))) ((= i n)) (vector-set! h i (exp (vector-ref p i)))) (let outer ((i 0) (s 0.0)) (if (= i n) s (outer (+ i 1) (let inner ((j 0) (s s)) (if (= j n) s (inner (+ j 1) (+ s (* (vector-ref h i) (vector-ref h j) (vector-ref p j))))))))))) #(0.0 0.0)) ; => #(2.0 2.0)
(gradient (lambda (x) (let ((v (vector x x))) (let loop ((i 0) (s 0.0)) (if (= i 4) (* s (vector-ref v 0)) (begin (vector-set! v 0 (* x (vector-ref v 0))) (loop (+ i 1) (+ s (* x (vector-ref v 0))))))))) 1.0) ; => 38.0

;--- exact-elements-of-lists-that-code-makes
(define n (string->number "1000"))
(define (lines x) (fold (lambda (i s) (+ s (* x i))) 0.0 (iota n)))
(list (gradient lines 2.0) (derivative lines 2.0)) ; => (499500.0 499500.0)
(define (mixed x) (fold (lambda (e s) (+ s (* e x) (- e))) 0.0 (map (lambda (i) (if (odd? i) i (* x i))) (iota 5))))
(list (gradient mixed 2.0) (derivative mixed 2.0)) ; => (22.0 22.0)
(define (exact-sums x) (let ((sum (fold + 0 (iota n)))) (if (exact? sum) (* x sum) x)))
(gradient exact-sums 2.0) ; => 499500.0

;--- the-power-0-is-exact
(define (polynomial x)
  (let loop ((k 0) (s 0.0)) (if (= k n) s (loop (+ k 1) (+ s (* (vector-ref coefficients k) (expt x k)))))))
(define coefficients (vector 4.0 3.0 2.0))
(define n (vector-length coefficients))
(list (gradient polynomial 2.0) (derivative polynomial 2.0)) ; => (11.0 11.0)
(define (power x k) (expt x k))
(define (pair x k) (let-values (((value slopes) (value-and-gradient (lambda (x) (power x k)) x))) (list value slopes)))
(map (lambda (k) (pair 3.0 k)) (list 0 1 2)) ; => ((1 0.0) (3.0 1.0) (9.0 6.0))
(map (lambda (k) (pair 0.0 k)) (list 0 1 2)) ; => ((1 0.0) (0.0 1.0) (0.0 0.0))
(map (lambda (base) (pair-of-base 2.0 base)) (list 0 1)) ; => ((0 0.0) (1.0 0.0))
(define (pair-of-base x base)
  (let-values (((value slopes) (value-and-gradient (lambda (x) (expt base x)) x))) (list value slopes)))
(gradient (lambda (x y) (if (exact? (expt x 0)) (* x y) y)) 1.5 2.0) ; => (2.0 1.5)
