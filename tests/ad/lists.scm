; Lists of active numbers whose lengths are not known when the program is compiled.

;--- a-sum-of-mapped-data
(define (make-loss data) (lambda (w) (apply + (map (lambda (x) (square (* w x))) data))))
(define data (map inexact '(1 2 3 4)))
(gradient (make-loss data) 2.0) ; => 120.0
(derivative (make-loss data) 2.0) ; => 120.0
(gradient (make-loss '()) 2.0) ; => 0.0
(gradient (make-loss '(1)) 2.0) ; => 4.0
(derivative (lambda (w) (gradient (make-loss data) w)) 2.0) ; => 60.0

;--- lists-in-loops
(define (f w n) (let loop ((i 0) (l '())) (if (= i n) (fold + 0.0 l) (loop (+ i 1) (cons (* w i) l)))))
(define n 1000)
(gradient (lambda (w) (f w n)) 2.0) ; => 499500.0
(gradient (lambda (w) (f w 1000)) 2.0) ; => 499500.0
(derivative (lambda (w) (f w 1000)) 2.0) ; => 499500.0
(gradient (lambda (v) (f (vector-ref v 1) n)) (vector 1.0 2.0)) ; => #(0.0 499500.0)

;--- long-known-lists
(gradient (lambda (w) (fold (lambda (x s) (+ s (* w x))) 0.0 (map inexact (iota 1000)))) 2.0) ; => 499500.0
(gradient (lambda (w) (let loop ((l (iota 600)) (s 0.0)) (if (null? l) s (loop (cdr l) (+ s (* w (car l))))))) 1.0)
; => 179700.0

;--- lists-of-lists
(define data '((1.0 2.0) (3.0 4.0) (5.0)))
(gradient (lambda (w) (apply + (map (lambda (row) (apply * w row)) data))) 2.0) ; => 19.0
(gradient (lambda (w) (fold (lambda (p s) (+ s (* (car p) (cdr p)))) 0.0 (map (lambda (r) (cons (* w (car r)) w)) data)))
          2.0) ; => 36.0
(gradient (lambda (w) (length (filter (lambda (x) (> x 2.0)) (map (lambda (r) (* w (car r))) data)))) 2.0) ; => 0.0
(gradient (lambda (w) (apply + (filter (lambda (x) (> x 2.0)) (map (lambda (r) (* w (car r))) data)))) 2.0) ; => 8.0
(gradient (lambda (w) (list-ref (reverse (map (lambda (r) (* w w (car r))) data)) 1)) 2.0) ; => 12.0

;--- lists-that-branch
(define (choose w l) (if (> w 1.0) (list w (* w w)) (map (lambda (x) (* w x)) l)))
(define data '(3.0 4.0 5.0))
(gradient (lambda (w) (apply + (choose w data))) 2.0) ; => 5.0
(gradient (lambda (w) (apply + (choose w data))) 0.5) ; => 12.0

;--- exact-elements
(gradient (lambda (w) (fold (lambda (x s) (+ s (* x w))) 0 (map (lambda (x) (if (> x 4.0) 1 (* w x))) '(3.0 5.0)))) 2.0)
; => 13.0
(define data '(3.0 5.0))
(gradient (lambda (w) (fold (lambda (x s) (+ s (* x w))) 0 (map (lambda (x) (if (> x 4.0) 1 (* w x))) data))) 2.0)
; => 13.0

;--- apply-to-unknown-lists
(define data '(3.0 2.0 7.0))
(gradient (lambda (w) (apply max (map (lambda (x) (* w x)) data))) 2.0) ; => 7.0
(gradient (lambda (w) (apply - w data)) 2.0) ; => 1.0
(gradient (lambda (w) (apply (lambda (a b . c) (* a b w (length c))) data)) 2.0) ; => 6.0
(gradient (lambda (w) (apply (lambda (a b c) (* a b c w)) data)) 2.0) ; => 42.0
(gradient (lambda (w) (apply (case-lambda ((a) w) ((a b) (* w w)) ((a b c) (* a w)) ((a . b) 0.0)) data)) 2.0) ; => 3.0
(gradient (lambda (w) (apply (lambda (a b) (* a b w)) data)) 2.0) ; error: takes 2 arguments

;--- lists-of-the-elements-of-a-vector
(define (softmax v)
  (let* ((es (map exp (vector->list v))) (total (apply + es))) (list->vector (map (lambda (e) (/ e total)) es))))
(define (rounded x) (if (vector? x) (vector-map rounded x) (/ (round (* 1e6 x)) 1e6)))
(rounded (jacobian softmax #(0.0 0.5)))
; => #(#(0.235004 -0.235004) #(-0.235004 0.235004))
(gradient (lambda (v) (vector-dot v (list->vector (reverse (vector->list v))))) #(1.0 2.0 4.0)) ; => #(8.0 4.0 2.0)
(gradient (lambda (v) (f64vector-ref (list->f64vector (map square (vector->list v))) 1)) #(1.0 2.0)) ; => #(0.0 4.0)
(hessian (lambda (v) (vector-sum (vector-map square v))) #(1.0 2.0)) ; => #(#(2.0 0.0) #(0.0 2.0))
(vector-map square (list->vector (vector->list #(1 2)))) ; => #(1 4)
(gradient (lambda (l) (vector-sum (list->vector (cdr l)))) (list 1.0 2.0 4.0)) ; => (0.0 1.0 1.0)
(gradient (lambda (v) (vector-sum (list->vector (map square (vector->list v))))) #(1 2.0)) ; => #(2.0 4.0)
(gradient (lambda (v) (vector-ref (vector-ref (list->vector (map vector (vector->list v))) 1) 0)) #(1.0 2.0))
; => #(0.0 1.0)

;--- association-lists
(define (error-at p) (let ((w (cdr (assq 'w p))) (b (cdr (assoc "b" p)))) (+ (* b b) (vector-dot w w))))
(gradient error-at (list (cons 'w (vector 1.0 2.0)) (cons "b" 3.0))) ; => ((w . #(2.0 4.0)) ("b" . 6.0))
(gradient (lambda (p) (cdr (assv 2 (list (cons 1 (car p)) (cons 2 (* 3.0 (cdr p))))))) (cons 1.0 2.0)) ; => (0.0 . 3.0)

;--- lists-behind-each-other
(define (longer x)
  (let loop ((l (list x 2.0)) (i 0)) (if (= i 3) (apply + (append l l)) (loop (append l (list (* x (car l)))) (+ i 1)))))
(gradient longer 1.5) ; => 20.0
(gradient (lambda (p) (apply + (map * (append (cdr p) p) (append p (cdr p))))) (list 1.0 2.0 3.0)) ; => (5.0 8.0 9.0)
(gradient (lambda (p) (apply + (map square (append (list-tail p 1) (list (* 2.0 (car p))))))) (list 1.0 2.0 3.0))
; => (8.0 4.0 6.0)
(hessian (lambda (p) (apply + (map square (append (list-tail p 1) (list (* 2.0 (car p))))))) (list 1.0 2.0 3.0))
; => ((8.0 0.0 0.0) (0.0 2.0 0.0) (0.0 0.0 2.0))

;--- numbers-at-the-end-of-lists
(gradient (lambda (a b) (let ((rest (list-tail (list 0 a b) 1))) (* (car rest) (cadr rest)))) 2.0 3.0) ; => (3.0 2.0)
(gradient (lambda (a b) (let ((pair (car (list-tail (list 0 (cons a b)) 1)))) (* (car pair) (cdr pair)))) 2.0 3.0)
; => (3.0 2.0)
