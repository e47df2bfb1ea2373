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

;--- wrong-structures
(define p (list (vector 1.0 2.0)))
(gradient (lambda (p) (vector-ref (car p) 2)) p) ; error: vector-ref
