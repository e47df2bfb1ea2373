; Calls that are attempts with typed code: whatever that code was not made for, the result is that of ordinary code.

;--- an-empty-sum-stays-exact
(define (sum v) (let loop ((i 0) (s 0)) (if (= i (vector-length v)) s (loop (+ i 1) (+ s (vector-ref v i))))))
(sum (vector)) ; => 0
(sum (vector 1.5 2.5)) ; => 4.0
(sum (vector 1 2)) ; => 3
(sum (vector 1/2 0.25)) ; => 0.75
(sum (vector 1 2.5)) ; => 3.5

;--- a-list-in-the-place-of-a-vector
(define (norm v) (do ((i 0 (+ i 1)) (s 0.0 (+ s (* (vector-ref v i) (vector-ref v i))))) ((= i 2) (sqrt s))))
(norm '(3.0 4.0)) ; error: vector-ref: argument 1 must be a vector, found (3.0 4.0)

;--- an-index-out-of-range
(define (last-sum v n) (do ((i 0 (+ i 1)) (s 0.0 (+ s (* 2.0 (vector-ref v i))))) ((= i n) s)))
(last-sum (vector 1.0 2.0) 2) ; => 6.0
(last-sum (vector 1.0 2.0) 3) ; error: vector-ref: argument 2 is 2, not an index below 2

;--- what-is-written-is-written-once
(define (scale! v k) (do ((i 0 (+ i 1))) ((= i (vector-length v)) v) (vector-set! v i (* k (vector-ref v i)))))
(scale! (vector 1.0 2.0 'x) 2.0) ; error: *: argument 2 must be a number, found x

;--- effects-happen-once
(define (noisy v)
  (let loop ((i 0) (s 0.0))
    (if (= i (vector-length v))
        s
        (begin (if (> (vector-ref v i) 2.0) (display "big ")) (loop (+ i 1) (+ s (* 1.5 (vector-ref v i))))))))
(noisy (vector 1.0 2.0)) ; => 4.5
(noisy (vector 1.0 3.0)) ; => 6.0
; prints: big 

;--- a-new-vector-is-the-result
(define (squares v)
  (let ((w (make-vector (vector-length v) 0)))
    (do ((i 0 (+ i 1))) ((= i (vector-length v)) w) (vector-set! w i (* (vector-ref v i) (vector-ref v i))))))
(squares (vector 1.0 2.0)) ; => #(1.0 4.0)
(squares (vector 1 2.0)) ; => #(1 4.0)
(let ((w (squares (vector 1.0)))) (vector-set! w 0 'a) w) ; => #(a)

;--- exact-numbers-that-meet-flonums-in-a-variable
(define (mixed n x) (let loop ((i 0) (a 1) (b x)) (if (= i n) a (loop (+ i 1) (+ b 0) (* 2.0 a)))))
(mixed 0 1.5) ; => 1
(mixed 1 1.5) ; => 1.5
(mixed 2 3) ; => 2.0
(mixed 1 3) ; => 3

;--- a-number-that-is-asked-whether-it-is-exact
(define (negated n x) (let loop ((i 0) (a 1)) (if (= i n) (list (- a) (flonum? a)) (loop (+ i 1) (* x a)))))
(negated 0 1.5) ; => (-1 #f)
(negated 1 1.5) ; => (-1.5 #t)
(define (total v)
  (let loop ((i 0) (s 0)) (if (= i (vector-length v)) (- s) (loop (+ i 1) (+ s (* 2 (vector-ref v i)))))))
(total (vector)) ; => 0
(total (vector 0.0)) ; => -0.0

;--- assigned-variables
(define (mean v)
  (let ((s 0) (n 0))
    (vector-for-each (lambda (x) (set! s (+ s x)) (set! n (+ n 1))) v)
    (/ s n)))
(mean (vector 1.0 2.0)) ; => 1.5
(mean (vector 1 2)) ; => 3/2

;--- large-numbers
(define (product v) (do ((i 0 (+ i 1)) (p 1 (* p (vector-ref v i)))) ((= i (vector-length v)) p)))
(product (vector 10000000000 10000000000)) ; => 100000000000000000000
(product (vector 1e200 1e200)) ; => +inf.0

;--- complex-numbers
(define (poly x) (do ((i 0 (+ i 1)) (s 0 (+ (* s x) i))) ((= i 4) s)))
(poly 0+1i) ; => 2+2i
(poly 2.0) ; => 11.0
(poly 2) ; => 11

;--- a-redefined-variable
(define k 2.0)
(define (weigh v) (do ((i 0 (+ i 1)) (s 0.0 (+ s (* k (vector-ref v i))))) ((= i 2) s)))
(weigh (vector 1.0 2.0)) ; => 6.0
(set! k 3)
(weigh (vector 1.0 2.0)) ; => 9.0

;--- a-collection-in-the-middle
(define (churn n)
  (let loop ((i 0) (s 0.0))
    (if (= i n)
        s
        (let ((v (make-vector 1000 1.5)))
          (loop (+ i 1) (+ s (* (vector-ref v 999) (vector-ref v 0))))))))
(churn 30000) ; => 67500.0

;--- inside-of-a-derivative
(define (dot x y) (do ((i 0 (+ i 1)) (s 0 (+ s (* (vector-ref x i) (vector-ref y i))))) ((= i (vector-length x)) s)))
(gradient (lambda (x) (dot x x)) #(1.0 2.0)) ; => #(2.0 4.0)
((derivative (lambda (a) (derivative (lambda (b) (dot (vector a b) (vector b a))) 2.0))) 3.0) ; => 2.0

;--- elements-are-looked-at-before-a-loop
; A vector's elements are checked together before the loop that reads them, up and down, and with a variable beside it.
(define (up v) (do ((i 0 (+ i 1)) (s 0.0 (+ s (* 2.0 (vector-ref v i))))) ((= i (vector-length v)) s)))
(define (down v) (do ((i (- (vector-length v) 1) (- i 1)) (s 0.0 (+ s (* 2.0 (vector-ref v i))))) ((< i 0) s)))
(define (pairs v)
  (let loop ((i 0) (j 1) (s 0.0))
    (if (= i (- (vector-length v) 1)) s (loop (+ i 1) (+ j 1) (+ s (* (vector-ref v i) (vector-ref v j)))))))
(define v (vector 1.0 2.0 3.0 4.0 5.0))
(list (up v) (down v) (pairs v)) ; => (30.0 30.0 40.0)
(list (up (vector)) (down (vector)) (pairs (vector 1.0))) ; => (0.0 0.0 0.0)
(define mixed (vector 1.0 2 3.0 1/2 5.0))
(list (up mixed) (down mixed) (pairs mixed)) ; => (23.0 23.0 12.0)
(list (up (vector +nan.0 1.0)) (down (vector -inf.0 1.0))) ; => (+nan.0 -inf.0)

;--- elements-that-are-no-numbers-are-errors-in-their-turn
(define (up v) (do ((i 0 (+ i 1)) (s 0.0 (+ s (* 2.0 (vector-ref v i))))) ((= i (vector-length v)) s)))
(up (vector 1.0 2.0 'x)) ; error: *: argument 2 must be a number, found x

;--- an-element-that-all-turns-read
; It is loaded before the loop, but not where there are no turns, and not if a turn changes it.
(define (rows n)
  (let ((v (make-vector n 1.0)) (s 0.0))
    (do ((i 0 (+ i 1))) ((= i n) s)
      (do ((j 0 (+ j 1))) ((>= j i)) (set! s (+ s (* (vector-ref v (- i 1)) (vector-ref v j))))))))
(list (rows 0) (rows 1) (rows 4)) ; => (0.0 0.0 6.0)
(define (fibonacci n)
  (let ((v (make-vector n 1.0)))
    (do ((k 0 (+ k 1))) ((= k n) (vector-ref v 0))
      (vector-set! v 0 (+ (vector-ref v 0) (vector-ref v 1)))
      (vector-set! v 1 (- (vector-ref v 0) (vector-ref v 1))))))
(fibonacci 10) ; => 144.0

;--- loops-around-loops-of-few-turns
(define (triangle v)
  (let ((w (make-vector 4 0.0)))
    (let rows ((i 0) (l 0))
      (if (< i 4)
          (let columns ((j i) (l l))
            (if (< j 4)
                (begin (vector-set! w j (+ (vector-ref w j) (* (vector-ref v l) (vector-ref v i)))) (columns (+ j 1) (+ l 1)))
                (rows (+ i 1) l)))
          w))))
(define ten (vector-tabulate (lambda (i) (+ 1.0 i)) 10))
(triangle ten) ; => #(1.0 12.0 39.0 85.0)
(vector-set! ten 9 10)
(triangle ten) ; => #(1.0 12.0 39.0 85.0)
(vector-set! ten 9 'ten)
(triangle ten) ; error: *: argument 1 must be a number, found ten

;--- least-and-greatest
(define (clamp x low high) (max low (min high (* 1.0 x))))
(map (lambda (x) (clamp x 0.0 1.0)) '(-1 0.5 2.0 +nan.0 -0.0)) ; => (0.0 0.5 1.0 +nan.0 0.0)
(define (largest v) (do ((i 0 (+ i 1)) (m -inf.0 (max m (vector-ref v i)))) ((= i (vector-length v)) m)))
(largest (vector 1.0 3.0 2.0)) ; => 3.0
(largest (vector 1.0 5 2.0)) ; => 5.0
(largest (vector 1.0 +nan.0 2.0)) ; => +nan.0
(define (overlap a b) (do ((i 0 (+ i 1)) (n 0 (+ n 1))) ((= i (min (string-length a) (string-length b))) n)))
(overlap "abc" "de") ; => 2
