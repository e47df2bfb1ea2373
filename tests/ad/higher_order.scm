; Procedures that get procedures and call themselves, with operators inside of them.

;--- a-procedure-that-is-passed-on
(define (newton-root f x)
  (let ((next (- x (/ (f x) (derivative f x)))))
    (if (< (abs (- next x)) 1e-12) next (newton-root f next))))
(newton-root (lambda (x) (- (* x x) 2.0)) 1.0) ; => 1.414213562373095
(newton-root (derivative (lambda (x) (- (* x x x) (* 3.0 x)))) 2.0) ; => 1.0
(derivative (lambda (a) (newton-root (lambda (x) (- (* x x) a)) 1.0)) 4.0) ; => 0.25

;--- one-that-captures-data
(define (make-loss data)
  (define (loss-of row w) (square (- (cadr row) (* w (car row)))))
  (lambda (w) (fold (lambda (row sum) (+ sum (loss-of row w))) 0.0 data)))
(define (fit loss w steps)
  (if (= steps 0) w (fit loss (- w (* 0.1 (gradient loss w))) (- steps 1))))
(fit (make-loss (list '(1.0 2.0) '(2.0 4.0))) 0.0 60) ; => 2.0

;--- a-local-procedure
(define (minimum f x)
  (define (descend slope x steps)
    (if (= steps 0) x (+ 0.0 (descend slope (- x (* 0.25 (slope x))) (- steps 1)))))
  (descend (derivative f) x 3))
(minimum (lambda (x) (square (- x 3.0))) 0.0) ; => 2.625

;--- a-loop-with-a-procedure
(define (iterate f x n)
  (let loop ((f f) (x x) (n n))
    (if (= n 0) x (* 1.0 (loop f (derivative f x) (- n 1))))))
(iterate (lambda (x) (* x x)) 3.0 3) ; => 24.0
(list (gradient (lambda (a) (iterate (lambda (x) (* a x x)) 1.0 2)) 3.0)) ; => (24.0)

;--- other-procedures-in-between
; The copy is for one procedure; calls with another one are not calls of it.
(define (swap f g x n) (if (= n 0) (f x) (swap g f (derivative f x) (- n 1))))
(swap (lambda (x) (* x x)) sin 3.0 1) ; => -0.27941549819892586
(define (deeper f x n)
  (if (= n 0) (f x) (+ (deeper f x (- n 1)) (deeper (lambda (y) (* 2.0 (f y))) x (- n 1)))))
(deeper (lambda (x) (* x x)) 3.0 3) ; => 243.0
(derivative (lambda (x) (deeper (lambda (y) (* x y)) 3.0 3)) 1.0) ; => 81.0

;--- an-operator-in-a-procedure-of-a-local-one
(define (f a)
  (define (g x) (* a x x))
  (define (slopes x n) (if (= n 0) '() (cons (gradient g x) (slopes (+ x 1.0) (- n 1)))))
  (slopes 1.0 3))
(f 2.0) ; => (4.0 8.0 12.0)
(define (both a)
  (define (g x y) (* a x y))
  (define (slopes n) (if (= n 0) '() (cons (gradient g 2.0 3.0) (slopes (- n 1)))))
  (slopes 2))
(both 2.0) ; => ((6.0 4.0) (6.0 4.0))

;--- wrong-numbers-of-arguments
(define (f)
  (define (g x y) (* x y))
  (define (slopes n) (if (= n 0) '() (cons (derivative g 2.0) (slopes (- n 1)))))
  (slopes 2))
(f) ; error: g takes 2 arguments, but was called with 1

;--- a-loop-with-much-on-both-sides-of-its-test
(define data '#(1.0 2.0 4.0))
(define (loss p)
  (let loop ((i 0) (h (vector-ref p 0)) (sum 0.0))
    (let ((sum (if (even? i) (+ sum (square (- h (vector-ref data (quotient i 2))))) sum)))
      (if (= i 4)
          (/ sum 2.0)
          (loop (+ i 1) (if (< h 3.0) (* h (vector-ref p 1)) (+ h (vector-ref p 1))) sum)))))
(gradient loss (vector 1.0 1.5)) ; => #(3.515625 7.53125)
