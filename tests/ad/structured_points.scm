; Points that are structures of flonums, of a form that is not known when the program is compiled.

;--- a-list-of-layers
(define (dense layer x)
  (vector-map (lambda (weights bias) (+ bias (vector-dot weights x))) (car layer) (cadr layer)))
(define (network layers x) (dense (cadr layers) (vector-map tanh (dense (car layers) x))))
(define (loss layers) (square (vector-ref (network layers (vector 1.0 2.0)) 0)))
(define layers (list (list (vector (vector 0.1 0.2) (vector -0.3 0.4)) (vector 0.0 0.1))
                     (list (vector (vector 0.5 -0.5)) (vector 0.25))))
(gradient loss layers)
; => ((#(#(0.16714672135940975 0.3342934427188195) #(-0.1512343224134791 -0.3024686448269582)) #(0.16714672135940975 -0.1512343224134791)) (#(#(0.19643102645522623 0.22828236529509166)) #(0.42506759026197444)))

;--- pairs-and-numbers
; An exact number in a point is one of the generic path.
(define (f p) (* (car p) (car p) (cdr p)))
(define (slopes points) (map (lambda (p) (gradient f p)) points))
(slopes (list (cons 2.0 3.0) (cons 2 3.0) (cons 1/2 3.0))) ; => ((12.0 . 4.0) (12.0 . 4.0) (3.0 . 0.25))
(define (twice p) (* 2 (car p)))
(define points (list (cons 2.0 'name) (list 1.0 #t "text" 2.0)))
(map (lambda (p) (gradient twice p)) points) ; => ((2.0 . name) (2.0 #t "text" 0.0))

;--- an-accumulated-part
; Parts that are used in many places, in loops and branches, and one that is not used.
(define (f p)
  (let loop ((i 0) (s 0.0))
    (if (= i 4)
        (* s (car (cadr p)))
        (loop (+ i 1) (+ s (if (even? i) (* (vector-ref (car p) i) (vector-ref (car p) 0)) (caadr p)))))))
(define p (list (vector 1.0 2.0 3.0 4.0) (list 2.0) (list 5.0 (vector))))
(gradient f p) ; => (#(10.0 0.0 2.0 0.0) (12.0) (0.0 #()))

;--- records
(define-record-type model (make-model w b) model? (w model-w) (b model-b))
(define (loss m) (+ (* 2.0 (model-b m)) (f64vector-ref (model-w m) 1)))
(define m (make-model (f64vector 1.0 2.0) 3.0))
(define slopes (gradient loss m))
(list (model-w slopes) (model-b slopes)) ; => (#f64(0.0 1.0) 2.0)
(gradient (lambda (m) (model-b (car m))) (list 1.0)) ; error: model-b

;--- value-and-gradient-of-a-structure
(define p (list 2.0 (vector 3.0 4.0)))
(call-with-values (lambda () (value-and-gradient (lambda (p) (* (car p) (vector-ref (cadr p) 0))) p)) list)
; => (6.0 (3.0 #(2.0 0.0)))

;--- several-structures
(define (f p v x) (* x (car p) (vector-ref (car v) 1)))
(define p (list 2.0 3.0))
(define v (list (vector 4.0 5.0)))
(gradient f p v 7.0) ; => ((35.0 0.0) (#(0.0 14.0)) 10.0)

;--- vectors-of-vectors
(define (trace m)
  (let loop ((i 0) (s 0.0))
    (if (= i (vector-length m)) s (loop (+ i 1) (+ s (square (vector-ref (vector-ref m i) i)))))))
(define m (vector (vector 1.0 2.0) (vector 3.0 4.0)))
(gradient trace m) ; => #(#(2.0 0.0) #(0.0 8.0))
(gradient trace (vector)) ; => #()

;--- the-same-part-twice
(define v (vector 1.0 2.0))
(define p (cons v v))
(gradient (lambda (p) (* (vector-ref (car p) 0) (vector-ref (cdr p) 1))) p) ; => (#(2.0 0.0) . #(0.0 1.0))

;--- elements-that-meet
; What is chosen may be an element of a vector of flonums, of a vector of structures, or a number by itself.
(define (larger p)
  (let* ((v (car p)) (x (if (> (vector-ref v 0) (vector-ref v 1)) (vector-ref v 0) (vector-ref v 1))))
    (* 2 (let ((y (if (> x (cadr p)) x (cadr p)))) (* y y)))))
(define points (list (list (vector 3.0 1.0) 2.0) (list (vector 3.0 4.0 (list 1.0)) 2.0) (list (vector 1.0 3.0) 5.0)))
(map (lambda (p) (gradient larger p)) points)
; => ((#(12.0 0.0) 0.0) (#(0.0 16.0 (0.0)) 0.0) (#(0.0 0.0) 20.0))

;--- strong-zeros
(define p (list 0.0 0.0))
(gradient (lambda (p) (if (> (car p) 1.0) (car p) (* 0.0 (sqrt (cadr p))))) p) ; => (0.0 0.0)
(gradient (lambda (p) (* (car p) (sqrt (cadr p)))) p) ; => (0.0 0.0)

;--- lists-that-are-made
(define p (list 2.0 3.0))
(gradient (lambda (p) (let ((l (reverse p))) (* (car l) (cadr l) (cadr l)))) p) ; => (12.0 4.0)
(gradient (lambda (p) (fold + 0 (map square p))) p) ; => (4.0 6.0)
(gradient (lambda (p) (apply + (map (lambda (x y) (* x x y)) p (cdr p)))) p) ; => (12.0 4.0)
(gradient (lambda (p) (apply * 5.0 p)) p) ; => (15.0 10.0)
(gradient (lambda (p) (apply max p)) p) ; => (0.0 1.0)
(gradient (lambda (p) (list-ref (append p (list 1.0) p) 4)) p) ; => (0.0 1.0)
(gradient (lambda (p) (apply / p)) p) ; => (0.3333333333333333 -0.2222222222222222)
(gradient (lambda (p) (vector-dot (list->vector p) (vector-map square (list->vector p)))) p) ; => (12.0 27.0)

;--- parts-are-not-changed
(define p (list (vector 1.0) 2.0))
(gradient (lambda (p) (vector-set! (car p) 0 5.0) (* (vector-ref (car p) 0) (cadr p))) p) ; => (#(0.0) 5.0)
p ; => (#(1.0) 2.0)

;--- variables-that-hold-parts
(define p (list 2.0 3.0))
(gradient (lambda (p) (let ((x (car p))) (set! x (* x (cadr p))) (set! x (+ x (car p))) (* x x))) p) ; => (64.0 32.0)
(gradient (lambda (p) (let ((v (vector 0.0 0.0))) (vector-set! v 0 (cadr p)) (* (car p) (vector-ref v 0)))) p)
; => (3.0 2.0)

;--- recursion-over-a-structure
(define (sum-of f p)
  (cond ((null? p) 0.0) ((pair? p) (+ (sum-of f (car p)) (sum-of f (cdr p)))) (else (f p))))
(define p '((1.0 2.0) (3.0) 4.0))
(gradient (lambda (p) (sum-of square p)) p) ; => ((2.0 4.0) (6.0) 8.0)
(define (power x n) (if (= n 0) 1.0 (* x (power x (- n 1)))))
(define q (list 1.0 2.0))
(gradient (lambda (p) (power (car p) 100)) q) ; => (100.0 0.0)
(define (total p) (if (null? p) 0.0 (+ (square (car p)) (total (cdr p)))))
(define slopes (gradient total (map inexact (iota 1000))))
(list (length slopes) (list-ref slopes 999)) ; => (1000 1998.0)
(define (end p) (if (null? (cdr p)) (car p) (end (cdr p))))
(gradient (lambda (p) (let ((x (end p))) (* x x))) q) ; => (0.0 4.0)
(define (part p n) (if (= n 0) (car p) (let ((q (part (cdr p) (- n 1)))) q)))
(gradient (lambda (p) (* 3 (part p 1))) q) ; => (0.0 3.0)

;--- rules-and-checkpoints
(define (soft x) (log (+ 1.0 (exp x))))
(define-derivative (soft x) (dx) (* 2.0 dx))
(define p (list (vector 0.0 1.0) 3.0))
(gradient (lambda (p) (soft (vector-ref (car p) 0))) p) ; => (#(2.0 0.0) 0.0)
(gradient (lambda (p) ((checkpoint (lambda (x) (* x x))) (cadr p))) p) ; => (#(0.0 0.0) 6.0)
(gradient (lambda (p) (* (stop-gradient (cadr p)) (cadr p))) p) ; => (#(0.0 0.0) 3.0)
(define (norm p) (sqrt (vector-dot (car p) (car p))))
(define-derivative (norm p) (dp) (vector-ref (car dp) 0))
(gradient norm p) ; => (#(1.0 0.0) 0.0)
(gradient (checkpoint norm) p) ; => (#(1.0 0.0) 0.0)

;--- comparisons-and-tests
(define (f p)
  (if (> (car p) (cadr p)) (max (car p) 5.0) (if (vector? (caddr p)) (vector-ref (caddr p) 0) 0.0)))
(define points (list (list 3.0 1.0 (vector 1.0)) (list 1.0 3.0 (vector 1.0)) (list 7.0 1.0 2.0)))
(map (lambda (p) (gradient f p)) points) ; => ((0.0 0.0 #(0.0)) (0.0 0.0 #(1.0)) (1.0 0.0 0.0))

;--- constants-among-parts
; A part and data that is none may meet.
(define data (list 1.0 2.0))
(define p (list 3.0 4.0))
(define (f p) (let ((l (if (> (car p) 2.0) p data))) (* (car l) (cadr l) (car p))))
(gradient f p) ; => (24.0 9.0)
(gradient f data) ; => (2.0 0.0)

;--- nested-operators
(define (f p) (* (car p) (derivative (lambda (x) (* x x (vector-ref (cadr p) 0))) (car p))))
(define p (list 3.0 (vector 2.0)))
(gradient f p) ; => (24.0 #(18.0))
(derivative (lambda (a) (car (gradient (lambda (p) (* a a (car p) (car p) (cadr p))) (list 2.0 3.0)))) 5.0)
; => 120.0
(derivative (lambda (a) (vector-ref (cadr (gradient (lambda (p) (* a a (car p) (vector-ref (cadr p) 0))) p)) 0)) 5.0)
; => 30.0
(gradient (lambda (p) (vector-ref (gradient (lambda (v) (* (car p) (square (vector-ref v 0)))) (cadr p)) 0)) p)
; => (4.0 #(6.0))

;--- second-order
; The gradient of a structure is one that is differentiated again.
(define (f p) (* (car p) (car p) (vector-ref (cadr p) 1)))
(define p (list 2.0 (vector 3.0 4.0)))
(define v (list 1.0 (vector 0.0 0.5)))
(hvp f p v) ; => (10.0 #(0.0 4.0))
(hessian f p) ; => ((8.0 #(0.0 4.0)) #((0.0 #(0.0 0.0)) (4.0 #(0.0 0.0))))
(define (g p) (* (car p) (car p) (cdr p)))
(list (hvp g (cons 2.0 3.0) (cons 1.0 0.5)) (laplacian g (cons 2.0 3.0))) ; => ((8.0 . 4.0) 6.0)
(hvp g (cons 2 3) (cons 1 1/2)) ; => (8 . 4)
(call-with-values (lambda () (jvp (lambda (p) (gradient g p)) (cons 2.0 3.0) (cons 1.0 0.5))) list)
; => ((12.0 . 4.0) (8.0 . 4.0))
(derivative (lambda (a) (gradient (lambda (p) (* a a (g p))) (cons 3.0 4.0))) 2.0) ; => (96.0 . 36.0)
(hvp (lambda (m) (* (vector-ref (vector-ref m 0) 0) (vector-ref (vector-ref m 1) 0)))
     (vector (vector 1.0 2.0) (vector 3.0)) (vector (vector 1.0 0.0) (vector 0.5)))
; => #(#(0.5 0.0) #(1.0))
(hvp g (cons 2.0 3.0) (list 1.0)) ; error: the direction has not the structure of the point

;--- second-order-in-loops
; What the way back needs of structures is on the tape, with what stands beside them.
(define (dense layer x)
  (vector-map (lambda (weights bias) (+ bias (vector-dot weights x))) (car layer) (cadr layer)))
(define (network layers x) (if (null? layers) x (network (cdr layers) (vector-map tanh (dense (car layers) x)))))
(define (error-of layers) (square (vector-ref (network layers (vector 1.0 2.0)) 0)))
(define layers (list (list (vector (vector 0.5 0.25)) (vector 0.0)) (list (vector (vector 0.5)) (vector 0.25))))
(define direction (list (list (vector (vector 1.0 0.5)) (vector 0.0)) (list (vector (vector 0.5)) (vector 0.0))))
(define (rounded x) (if (number? x) (/ (round (* 1e6 x)) 1e6) (if (pair? x) (map rounded x) (vector-map rounded x))))
(rounded (hvp error-of layers direction))
; => ((#(#(-0.315492 -0.630985)) #(-0.315492)) (#(#(0.699197)) #(0.0704)))
(define (total p) (let loop ((p p) (s 1.0)) (if (null? p) s (loop (cdr p) (* s (square (vector-ref (car p) 0)))))))
(hvp total (list (vector 2.0) (vector 3.0)) (list (vector 1.0) (vector 0.0))) ; => (#(18.0) #(24.0))
(define data (list (vector 1.0 2.0) (vector 2.0 -1.0)))
(define (misfit p)
  (let loop ((data data) (s 0.0))
    (if (null? data)
        s
        (loop (cdr data) (+ s (square (- (* (car p) (vector-ref (car data) 0)) (vector-ref (cdr p) 0))))))))
(hvp misfit (cons 2.0 (vector 3.0)) (cons 1.0 (vector 1.0))) ; => (4.0 . #(-2.0))

;--- second-order-of-several-arguments
(hessian (lambda (x y) (* x x y)) 2.0 3.0) ; => ((6.0 4.0) (4.0 0.0))
(hessian (lambda (v y) (* (vector-ref v 0) (vector-ref v 0) y)) (vector 2.0) 3.0) ; => (#((#(6.0) 4.0)) (#(4.0) 0.0))
(define (f p) (* (car p) (car p) (cadr p)))
(directional-derivative f (list 2.0 3.0) (map inexact '(1 0))) ; => 12.0
(directional-derivative f (list 2.0 3.0) (map inexact '(1 0 0))) ; => 12.0

;--- results
; Pairs, lists, records and vectors of vectors; a result has parts of its own.
(define-record-type model (make-model w b) model? (w model-w) (b model-b))
(define (parts m) (list (model-w m) (model-b m)))
(parts (jacobian (lambda (x) (make-model x (vector (* x x) 'name))) 3.0)) ; => (1.0 #(6.0 name))
(jacobian (lambda (p) (cons (car p) (vector (cdr p) 1.0))) (cons 1.0 2.0)) ; => ((1.0 . 0.0) . #((0.0 . 1.0) (0.0 . 0.0)))
(jacobian cdr (list 1.0 2.0 "text" 3.0)) ; => ((0.0 1.0 "text" 0.0) "text" (0.0 0.0 "text" 1.0))
(define (same v) (let ((row (vector (vector-ref v 0) 1.0))) (vector row row v)))
(call-with-values (lambda () (jvp same (vector 3.0 2.0) (vector 1.0 0.5)))
                  (lambda (y dy) (list (eq? (vector-ref y 0) (vector-ref y 1)) dy)))
; => (#f #(#(1.0 0.0) #(1.0 0.0) #(1.0 0.5)))
(define v (vector 1.0 2.0))
(call-with-values (lambda () (jvp (lambda (v) v) v v)) (lambda (y dy) (list (eq? y v) y dy))) ; => (#f #(1.0 2.0) #(1.0 2.0))
(call-with-values (lambda () (jvp (lambda (v) 3.0) (vector) (vector))) list) ; => (3.0 0)
(jvp (lambda (v) "text") (vector 1.0) (vector 1.0)) ; error: has no derivative

;--- wrong-structures
(define p (list (vector 1.0 2.0)))
(gradient (lambda (p) (vector-ref (car p) 2)) p) ; error: vector-ref

;--- directional-derivatives-at-numbers-of-a-structure
; The tangent is a number that may be a tensor: that of a constant is the exact 0.
(define (sum-along direction-of f x)
  (let ((v (vector-tabulate (lambda (k) (sin (* k x))) 5)))
    (do ((i 0 (+ i 1))
         (s 0.0
            (+ s
               (let ((e (vector-ref v i)))
                 (directional-derivative (f e) (f64vector (sin e)) (f64vector (direction-of i e)))))))
        ((= i 5) s))))
(define (constant p) (sum-along * (lambda (e) (lambda (t) (atan e))) (list-ref p 0)))
(define (linear p) (sum-along * (lambda (e) (lambda (t) (* (atan e) (f64vector-ref t 0)))) (list-ref p 0)))
(gradient constant (list 0.5)) ; => (0.0)
(map (lambda (x) (/ (round (* 1e6 x)) 1e6)) (gradient linear (list 0.5))) ; => (-4.099088)

;--- second-derivatives-at-a-list-that-is-made-in-a-loop
; The way back puts adjoints into vectors that it finds in objects.
(define (cube t i x) (let ((u (- x (list-ref t i)))) (* u u u)))
(define (sum-of part x)
  (do ((i 0 (+ i 1))
       (s 0.0 (+ s (list-ref (part (lambda (t) (cube t i x)) (list (* 0.3 i) 1.0 2.0) (list (sin x) 0.5 0.7)) 2))))
      ((= i 3) s)))
(sum-of hvp 0.835) ; => -4.893
(define (slope f point direction) (gradient f point))
(sum-of slope 1.0) ; => -3.0
(derivative (lambda (x) (sum-of slope x)) 1.0) ; => 6.0
(derivative (lambda (x) (sum-of hvp x)) 0.835) ; => 4.199999999999999
(gradient (lambda (p) (sum-of hvp (car p))) (list 0.835)) ; => (4.2)
