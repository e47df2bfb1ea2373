; Fast code for points of known length keeps short vectors in registers; objects and assignments must not show it.

;--- descents
(define (rosen x)
  (let ((last (- (vector-length x) 1)))
    (let loop ((i 0) (s 0.0))
      (if (= i last)
          s
          (let* ((xi (vector-ref x i)) (a (- (vector-ref x (+ i 1)) (* xi xi))) (b (- 1.0 xi)))
            (loop (+ i 1) (+ s (+ (* 100.0 a a) (* b b)))))))))
(define (descend k x)
  (if (= k 0) x (descend (- k 1) (vector-map (lambda (xi gi) (- xi (* 0.0009765625 gi))) x (gradient rosen x)))))
(define (rounded v) (vector-map (lambda (x) (round (* 1e6 x))) v))
(descend 0 #(-1.25 1.0)) ; => #(-1.25 1.0)
(descend 1 #(-1.25 1.0)) ; => #(-0.970947265625 1.10986328125)
(rounded (descend 1000 #(-1.25 1.0))) ; => #(296752.0 84974.0)
(rounded (descend 20 (vector 0.5 0.25 1.5))) ; => #(884536.0 782055.0 610512.0)
(rounded (descend 3 (vector 0.5 1 3/2))) ; => #(933206.0 1070896.0 1296110.0)
(descend 3 #(0.5)) ; => #(0.5)
(rounded (descend 3 #(0.5 0.1 0.2 0.3 0.4 0.5 0.6 0.7 0.8))) ; => #(450517.0 185024.0 162013.0 261011.0 381696.0 510801.0 632926.0 703698.0 659830.0)
(define start (vector -1.25 1.0))
(rounded (descend 5 start)) ; => #(-1031105.0 1071150.0)
start ; => #(-1.25 1.0)

;--- a-point-that-stays-is-the-same-object
(define (f v) (* (vector-ref v 0) (vector-ref v 1)))
(define (descend k x) (if (= k 0) x (descend (- k 1) (vector-map - x (gradient f x)))))
(let ((x (vector 1.0 2.0))) (eq? x (descend 0 x))) ; => #t
(let* ((x (vector 1.0 2.0)) (y (descend 1 x))) (vector-set! y 0 5.0) (list x y)) ; => (#(1.0 2.0) #(5.0 1.0))
(define (keep-if-less limit x)
  (let loop ((k 3) (x x))
    (if (= k 0) x (let ((g (gradient f x))) (loop (- k 1) (if (< (vector-ref g 0) limit) x g))))))
(let* ((x (vector 1.0 2.0)) (y (keep-if-less 3.0 x))) (vector-set! y 0 5.0) (list x y (eq? x y))) ; => (#(5.0 2.0) #(5.0 2.0) #t)
(let* ((x (vector 1.0 2.0)) (y (keep-if-less 1.5 x))) (vector-set! y 0 5.0) (list x y (eq? x y))) ; => (#(1.0 2.0) #(5.0 1.0) #f)
(let* ((x (vector 1.0 2.0)) (y (keep-if-less 0.0 x))) (vector-set! y 0 5.0) (list x y (eq? x y))) ; => (#(1.0 2.0) #(5.0 1.0) #f)

;--- steps-that-change-their-own-vectors
(define (f v) (* (vector-ref v 0) (vector-ref v 1) (vector-ref v 1)))
(define (descend k x)
  (let loop ((k k) (x x) (older x))
    (if (= k 0)
        (+ (vector-ref x 0) (* 8.0 (vector-ref older 1)))
        (let ((g (gradient f x)) (y (make-vector 2 0.0)))
          (vector-set! y 0 (- (vector-ref x 0) (* 0.125 (vector-ref g 0))))
          (vector-set! y 1 (- (vector-ref older 1) (* 0.125 (vector-ref g 1))))
          (loop (- k 1) y x)))))
(map (lambda (k) (descend k #(1.0 2.0))) '(0 1 2 5)) ; => (17.0 16.5 12.21875 14.158778278625302)
(descend 4 #(1.0 2.0)) ; => 10.769829005002975
(define (with-buffer k x)
  (let ((sum (make-vector 2 0.0)))
    (let loop ((k k) (x x))
      (if (= k 0)
          (+ (vector-ref sum 0) (* 8.0 (vector-ref sum 1)))
          (let ((g (gradient f x)))
            (vector-set! sum 0 (+ (vector-ref sum 0) (vector-ref g 0)))
            (if (> (vector-ref g 1) 1.0) (vector-set! sum 1 (+ (vector-ref sum 1) (vector-ref g 1))))
            (loop (- k 1) (if (odd? k) g x)))))))
(with-buffer 0 #(1.0 2.0)) ; => 0.0
(with-buffer 6 #(1.0 2.0)) ; => 19048.0

;--- two-names-for-one-vector
(define (f v) (* (vector-ref v 0) (vector-ref v 1) (vector-ref v 1)))
(define (shared k x)
  (let ((sum (make-vector 2 1.0)))
    (let loop ((k k) (x x) (seen sum))
      (if (= k 0)
          (+ (vector-ref seen 0) (* 8.0 (vector-ref seen 1)))
          (let ((g (gradient f x)))
            (vector-set! sum 0 (+ (vector-ref seen 0) (vector-ref g 0)))
            (vector-set! sum 1 (- (vector-ref seen 1) (vector-ref g 1)))
            (loop (- k 1) x seen))))))
(shared 0 #(1.0 2.0)) ; => 9.0
(shared 3 #(1.0 2.0)) ; => -75.0
(define (older k x)
  (let ((sum (make-vector 2 1.0)))
    (let loop ((k k) (seen x))
      (if (= k 0)
          (+ (vector-ref seen 0) (* 8.0 (vector-ref sum 0)))
          (let ((g (gradient f seen)))
            (vector-set! sum 0 (+ (vector-ref sum 0) (vector-ref g 0)))
            (loop (- k 1) (if (> (vector-ref g 0) 2.0) sum g)))))))
(map (lambda (k) (older k #(1.0 2.0))) '(0 1 2 3)) ; => (9.0 45.0 49.0 954.0)
(older 2 #(1.0 2.0)) ; => 49.0
(older 3 #(1.0 2.0)) ; => 954.0
(define (last-or-first k x)
  (let loop ((k k) (y x))
    (if (= k 0)
        (vector-ref y 1)
        (let* ((g (gradient f y)) (z (if (> (vector-ref g 0) 1.0) g y)))
          (vector-set! g 1 0.5)
          (loop (- k 1) z)))))
(last-or-first 1 #(1.0 2.0)) ; => 0.5
(last-or-first 4 #(1.0 2.0)) ; => 0.5

;--- gradients
(define (norm v)
  (let loop ((i 0) (s 0.0))
    (if (= i (vector-length v)) (sqrt s) (loop (+ i 1) (+ s (* (vector-ref v i) (vector-ref v i)))))))
(vector-map (lambda (x) (round (* 10 x))) (gradient norm #(3.0 4.0))) ; => #(6.0 8.0)
(vector-map (lambda (x) (round (* 13 x))) (gradient norm (vector 3.0 4.0 12.0))) ; => #(3.0 4.0 12.0)
(gradient norm #(0.0 0.0)) ; => #(0.0 0.0)
(vector-map (lambda (x) (round (* 10 x))) (gradient norm #(3.0 4))) ; => #(6.0 8.0)
(define (product v)
  (let loop ((i 0) (s 1.0))
    (if (= i (f64vector-length v)) s (loop (+ i 1) (* s (f64vector-ref v i))))))
(gradient product #f64(1.0 2.0 4.0)) ; => #f64(8.0 4.0 2.0)
(call-with-values (lambda () (value-and-gradient product #f64(1.0 2.0 4.0))) list) ; => (8.0 #f64(8.0 4.0 2.0))

;--- a-step-that-only-the-generic-path-can-do
(define (f v) (+ (* 0.0 (sqrt (vector-ref v 0))) (* (vector-ref v 0) (vector-ref v 1))))
(define (descend k x)
  (if (= k 0) (vector-ref x 0) (descend (- k 1) (vector-map - x (gradient f x)))))
(descend 1 #(0.0 2.0)) ; => -2.0
(descend 2 #(2.0 2.0)) ; => 0.0

;--- f64vectors
(define (f v) (* (f64vector-ref v 0) (f64vector-ref v 1) (f64vector-ref v 1)))
(define (descend k x)
  (if (= k 0) x (descend (- k 1) (f64vector-map (lambda (x g) (- x (* 0.125 g))) x (gradient f x)))))
(map (lambda (k) (descend k (f64vector 1.0 2.0))) '(0 1 2)) ; => (#f64(1.0 2.0) #f64(0.5 1.5) #f64(0.21875 1.3125))
(descend 2 (f64vector 1.0 2.0)) ; => #f64(0.21875 1.3125)
(descend 2 (f64vector 1 2)) ; => #f64(0.21875 1.3125)
(let* ((x #f64(1.0 2.0)) (y (descend 2 x))) (list x y (eq? x y))) ; => (#f64(1.0 2.0) #f64(0.21875 1.3125) #f)
(let* ((x (f64vector 1.0 2.0)) (y (descend 0 x))) (f64vector-set! y 0 5.0) (list x (eq? x y))) ; => (#f64(5.0 2.0) #t)
(let ((l (list 1.0 2.0 3.0))) (set-cdr! (cdr l) '()) (descend 2 (list->f64vector l))) ; => #f64(0.21875 1.3125)
