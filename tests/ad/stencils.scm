; Sums in neighbouring elements of a gradient are carried from turn to turn.

;--- widths-and-directions
(define (sum-from first last term)
  (let loop ((i first) (s 0.0)) (if (>= i last) s (loop (+ i 1) (+ s (term i))))))
(define (sum-down first last term)
  (let loop ((i first) (s 0.0)) (if (< i last) s (loop (- i 1) (+ s (term i))))))
(define (square x) (* x x))
(define (x n) (vector-tabulate (lambda (i) (exact->inexact (modulo (* 5 (+ i 1)) 7))) n))
(define (gradients f) (map (lambda (n) (gradient f (x n))) '(0 1 2 3 4 9)))
(gradients
  (lambda (v)
    (sum-from 0 (- (vector-length v) 1) (lambda (i) (square (- (vector-ref v (+ i 1)) (vector-ref v i)))))))
; => (#() #(0.0) #(4.0 -4.0) #(4.0 0.0 -4.0) #(4.0 0.0 -14.0 10.0) #(4.0 0.0 -14.0 14.0 0.0 0.0 -14.0 14.0 -4.0))
(gradients
  (lambda (v)
    (sum-from 1 (- (vector-length v) 1)
              (lambda (i)
                (square (+ (vector-ref v (- i 1)) (* -2.0 (vector-ref v i)) (vector-ref v (+ i 1))))))))
; => (#() #(0.0) #(0.0 0.0) #(0.0 0.0 0.0) #(0.0 14.0 -28.0 14.0) #(0.0 14.0 -42.0 42.0 -14.0 14.0 -42.0 42.0 -14.0))
(gradients
  (lambda (v)
    (sum-down (- (vector-length v) 2) 0
              (lambda (i) (* (vector-ref v i) (vector-ref v i) (vector-ref v (+ i 1)))))))
; => (#() #(0.0) #(30.0 25.0) #(30.0 31.0 9.0) #(30.0 31.0 21.0 1.0) #(30.0 31.0 21.0 49.0 52.0 16.0 4.0 30.0 25.0))
(gradients
  (lambda (v)
    (let ((n (vector-length v)))
      (sum-from 1 n (lambda (i) (* (vector-ref v (- n i)) (square (vector-ref v (- n i 1)))))))))
; => (#() #(0.0) #(30.0 25.0) #(30.0 31.0 9.0) #(30.0 31.0 21.0 1.0) #(30.0 31.0 21.0 49.0 52.0 16.0 4.0 30.0 25.0))

;--- neighbours-that-do-not-meet
(define (sum-to last term) (let loop ((i 0) (s 0.0)) (if (>= i last) s (loop (+ i 1) (+ s (term i))))))
(gradient (lambda (v) (sum-to 4 (lambda (i) (* (vector-ref v i) (vector-ref v (+ i 2)))))) #(1.0 2.0 3.0 4.0 5.0 6.0))
; => #(3.0 4.0 6.0 8.0 3.0 4.0)
(gradient
  (lambda (v) (sum-to 3 (lambda (i) (* (vector-ref v (* 2 i)) (vector-ref v (+ (* 2 i) 1))))))
  #(1.0 2.0 3.0 4.0 5.0 6.0))
; => #(2.0 1.0 4.0 3.0 6.0 5.0)
(gradient
  (lambda (v) (sum-to 4 (lambda (i) (* (vector-ref v i) (vector-ref v (+ i 1)) (vector-ref v 2)))))
  #(1.0 2.0 3.0 4.0 5.0))
; => #(6.0 12.0 58.0 24.0 12.0)

;--- one-vector-twice
(define (cross v w)
  (let loop ((i 0) (s 0.0))
    (if (= i (- (vector-length v) 1))
        s
        (loop (+ i 1) (+ s (* (vector-ref v i) (vector-ref w (+ i 1)) (vector-ref v (+ i 1)) (vector-ref w i)))))))
(define (again n v w) (if (= n 0) (cross v w) (+ (cross w v) (again (- n 1) w v))))
(define (point) (vector-tabulate (lambda (i) (+ i 1.0)) 5))
(gradient (lambda (v) (cross v v)) (point)) ; => #(8.0 40.0 120.0 272.0 160.0)
(gradient (lambda (v) (again 2 v v)) (point)) ; => #(24.0 120.0 360.0 816.0 480.0)
(gradient (lambda (v) (again 2 v (point))) (point)) ; => #(12.0 60.0 180.0 408.0 240.0)

;--- vectors-that-the-procedure-makes
(define (differences v)
  (let loop ((i 0) (s 0.0))
    (if (= i (- (vector-length v) 1))
        s
        (let ((d (- (vector-ref v (+ i 1)) (vector-ref v i)))) (loop (+ i 1) (+ s (* d d)))))))
(define (smoothed v)
  (let* ((n (vector-length v)) (w (make-vector n 0.0)))
    (do ((i 1 (+ i 1))) ((>= i (- n 1)))
      (vector-set! w i (* 0.5 (+ (vector-ref v (- i 1)) (vector-ref v (+ i 1))))))
    (differences w)))
(gradient smoothed #(1.0 4.0 2.0 8.0 5.0 7.0)) ; => #(-3.0 7.0 -9.5 18.5 -6.5 11.5)
(define (in-place v)
  (let ((w (vector-map (lambda (x) (* 2.0 x)) v)))
    (do ((i 1 (+ i 1))) ((= i (vector-length w)))
      (vector-set! w i (+ (vector-ref w i) (* 0.5 (vector-ref w (- i 1)) (vector-ref w (- i 1))))))
    (vector-ref w (- (vector-length w) 1))))
(gradient in-place #(0.5 0.25 1.0 0.5)) ; => #(5.0 5.0 5.0 2.0)
(gradient (lambda (x) (smoothed (vector x (* x x) 1.0 x (* 3.0 x)))) 2.0) ; => 17.0
(jacobian (lambda (v) (gradient differences v)) #(1.0 4.0 2.0)) ; => #(#(2.0 -2.0 0.0) #(-2.0 4.0 -2.0) #(0.0 -2.0 2.0))
(hessian differences #(1.0 4.0 2.0)) ; => #(#(2.0 -2.0 0.0) #(-2.0 4.0 -2.0) #(0.0 -2.0 2.0))
