; Forward mode, and operators inside of what operators differentiate: the same values on the compiled and the generic path.

;--- a-loop
(define (steps x n) (let loop ((i 0) (s x)) (if (= i n) s (loop (+ i 1) (+ (* 0.5 s) (* x s s))))))
(define (near x) (/ (round (* 1e9 x)) 1e9))
(near (derivative (lambda (x) (steps x 5)) 0.8)) ; => 226.26386916

;--- structures
(derivative (lambda (x) (vector x (* x x) 2.0)) 3.0) ; => #(1.0 6.0 0.0)
(derivative (lambda (x) (list x (* x x) 1)) 3.0) ; => (1.0 6.0 0.0)
(derivative (lambda (x) (cons (f64vector x 1.0) '())) 3.0) ; => (#f64(1.0 0.0))
(derivative (lambda (x) (let ((v (vector x x))) (list v v))) 3.0) ; => (#(1.0 1.0) #(1.0 1.0))
(derivative (lambda (x) (lambda (y) (* x y))) 3.0) ; prints #<procedure>

;--- recursion
(define (power x n) (if (= n 0) 1.0 (* x (power x (- n 1)))))
(define (fill! v x n) (if (< n 0) v (begin (vector-set! v n (* x n)) (fill! v (* x x) (- n 1)))))
(derivative (lambda (x) (power x 5)) 2.0) ; => 80.0
(derivative (lambda (x) (let ((v (make-vector 3 x))) (fill! v x 2) (+ (vector-ref v 0) (vector-ref v 1) (vector-ref v 2)))) 2.0)
; => 6.0

;--- jvp
(define (squares v) (vector-map (lambda (x) (* x x)) v))
(call-with-values (lambda () (jvp squares (vector 1.0 2.0) (vector 1.0 0.5))) list) ; => (#(1.0 4.0) #(2.0 2.0))
(call-with-values (lambda () (jvp (lambda (x) (* x x)) 3.0 1)) list) ; => (9.0 6.0)
(call-with-values (lambda () (jvp (lambda (x) (* x x)) 3 1)) list) ; => (9 6)
(jvp squares (vector 1.0 2.0) (vector 1.0)) ; error: structure of the point

;--- the-direction-is-not-changed
(define d (vector 1.0 2.0))
(define x (vector 3.0 4.0))
(call-with-values (lambda () (jvp (lambda (v) (let ((w (vector-copy v))) (vector-set! w 0 0.0) w)) x d)) list)
; => (#(0.0 4.0) #(0.0 2.0))
(list d x) ; => (#(1.0 2.0) #(3.0 4.0))

;--- perturbation-confusion
(derivative (lambda (x) (* x (derivative (lambda (y) (+ x y)) 1.0))) 1.0) ; => 1.0
(derivative (lambda (x) (* x (derivative (lambda (y) x) 2.0))) 1.0) ; => 0.0
(derivative (lambda (x) (derivative (lambda (y) (* x y)) 2.0)) 3.0) ; => 1.0
(derivative (lambda (x) (* x (gradient (lambda (y) (* x y)) 2.0))) 3.0) ; => 6.0
(gradient (lambda (x) (* x (derivative (lambda (y) (* x y)) 2.0))) 3.0) ; => 6.0
(gradient (lambda (x) (* x (gradient (lambda (y) (* x y)) 2.0))) 3.0) ; => 6.0
(derivative (lambda (x) (let ((s x)) (+ s (derivative (lambda (y) (set! s (* s y)) s) x)))) 3.0) ; => 2.0

;--- a-captured-vector
(define (f x) (let ((v (vector x 1.0))) (vector-ref (derivative (lambda (y) (vector-map (lambda (z) (* y z z)) v)) x) 0)))
(derivative f 1.5) ; => 3.0
(gradient f 1.5) ; => 3.0
(define (g lr)
  (let* ((data (vector lr 2.0))
         (slope (gradient (lambda (w)
                            (let loop ((i 0) (s 0.0))
                              (if (= i 2) s (loop (+ i 1) (+ s (* (vector-ref data i) (vector-ref w i) (vector-ref w i)))))))
                          data)))
    (* (vector-ref slope 0) (vector-ref slope 1))))
(derivative g 3.0) ; => 96.0
(gradient g 3.0) ; => 96.0

;--- forward-over-reverse
(define (f v) (let loop ((i 0) (s 1.0)) (if (= i (vector-length v)) s (loop (+ i 1) (+ s (* s (exp (vector-ref v i))))))))
(define (near x) (/ (round (* 1e9 x)) 1e9))
(vector-map (lambda (row) (vector-map near row)) (hessian f (vector 0.1 0.2)))
; => #(#(2.455029726 1.349858808) #(1.349858808 2.571261566))
(vector-map near (hvp f (vector 0.1 0.2) (vector 1.0 0.5))) ; => #(3.129959129 2.63548959)
(near (laplacian f (vector 0.1 0.2))) ; => 5.026291291
(near (derivative (lambda (x) (vector-ref (gradient f (vector x 0.2 (* x x))) 1)) 0.5)) ; => 8.753484212
(define (power x n) (if (= n 0) 1.0 (* x (power x (- n 1)))))
(derivative (lambda (x) (gradient (lambda (y z) (* x (power (* y z) 3))) x 2.0)) 1.5) ; => (162.0 162.0)

;--- higher-derivatives
(list (derivative-n (lambda (x) (* x x x x)) 2.0 0) (derivative-n (lambda (x) (* x x x x)) 2.0 1)
      (derivative-n (lambda (x) (* x x x x)) 2.0 2) (derivative-n (lambda (x) (* x x x x)) 2.0 3)
      (derivative-n (lambda (x) (* x x x x)) 2.0 4) (derivative-n (lambda (x) (* x x x x)) 2.0 5))
; => (16.0 32.0 48.0 48.0 24.0 0.0)
((derivative (derivative (derivative sin))) 0.0) ; => -1.0
(derivative-n (lambda (x) (* x x)) 3 2) ; => 2

;--- a-loop-around-a-derivative
(define (newton f x) (let loop ((i 0) (x x)) (if (= i 6) x (loop (+ i 1) (- x (/ (f x) (derivative f x)))))))
(define (near x) (/ (round (* 1e9 x)) 1e9))
(near (derivative (lambda (a) (newton (lambda (x) (- (* x x) a)) 1.0)) 2.0)) ; => 0.353553391
(near (gradient (lambda (a) (newton (lambda (x) (- (* x x) a)) 1.0)) 2.0)) ; => 0.353553391

;--- stop-gradient
(derivative (lambda (x) (* x (stop-gradient (* x x)))) 3.0) ; => 9.0
(gradient (lambda (x) (* x (stop-gradient (* x x)))) 3.0) ; => 9.0
(gradient (lambda (v) (* (vector-ref v 0) (vector-ref (stop-gradient v) 1))) (vector 2.0 3.0)) ; => #(3.0 0.0)
(derivative (lambda (x) (* (stop-gradient 2) x)) 3.0) ; => 2.0

;--- the-strong-zero
(derivative (lambda (x) (sqrt (* x x))) 0.0) ; => 0.0
(derivative (lambda (x) (derivative (lambda (y) (* x (sqrt (* y y)))) 0.0)) 1.0) ; => 0.0
