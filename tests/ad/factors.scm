; Constant factors and signs, which derivatives keep outside of sums and products.

;--- squares-and-multiples
(define (f v) (let ((a (vector-ref v 0)) (b (- 1.0 (vector-ref v 0)))) (+ (* 100.0 a a) (* b b))))
(gradient f #(3.0)) ; => #(604.0)

;--- what-cancels
(define (f x) (- (* 3.0 x) (* 3.0 x)))
(derivative f 2.0) ; => 0.0
(gradient (lambda (v) (f (vector-ref v 0))) #(2.0)) ; => #(0.0)

;--- signs
(define (f x y) (- (- (* 2.0 x)) (- (* 4.0 y) (* -2.0 x y))))
(gradient f 0.5 0.25) ; => (-2.5 -5.0)

;--- quotients
(define (f x y) (/ (* -3.0 x) (* 2.0 y)))
(gradient f 0.5 0.25) ; => (-6.0 12.0)
(derivative (lambda (x) (/ x 4.0)) 1.0) ; => 0.25

;--- a-factor-of-zero
(derivative (lambda (x) (+ x (* 0.0 x))) 2.0) ; => 1.0
(gradient (lambda (v) (* 0.0 (log (vector-ref v 0)))) #(0.5)) ; => #(0.0)

;--- factors-beyond-the-numbers
(derivative (lambda (x) (* 1e300 (* 1e300 x))) 0.0) ; => +inf.0
(derivative (lambda (x) (+ (* +inf.0 x) x)) 1.0) ; => +inf.0

;--- sums-of-loops
(define (f v)
  (do ((i 0 (+ i 1))
       (s 0.0 (+ s (* 2.0 (vector-ref v i))))
       (t 1.0 (+ (* 0.5 s) t)))
      ((= i 3) (- (* s s) t))))
(gradient f #(1.0 2.0 3.0)) ; => #(46.0 47.0 48.0)

;--- a-sum-that-is-looked-at
(define (f v)
  (do ((i 0 (+ i 1)) (s 0.0 (+ s (vector-ref v i))) (p 0.0 (+ p (* s s)))) ((= i 3) (+ s p))))
(gradient f #(1.0 2.0 3.0)) ; => #(9.0 7.0 1.0)
