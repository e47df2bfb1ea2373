; Derivatives through captured variables, mutation, data structures and control.

;--- a-captured-parameter
(define (make-loss x y) (lambda (w) (let ((e (- (* w x) y))) (* e e))))
(derivative (make-loss 2.0 3.0) 1.0) ; => -4.0
(define losses (map (lambda (x) (make-loss x 1.0)) '(1.0 2.0 3.0)))
(map (lambda (loss) (derivative loss 1.0)) losses) ; => (0.0 4.0 12.0)

;--- both-parameters-in-turn
(define (train w b steps)
  (if (= steps 0)
      (list w b)
      (let* ((x 2.0) (y 4.0) (rate 0.1))
        (define (loss-of-w w) (let ((e (- (+ (* w x) b) y))) (* e e)))
        (define (loss-of-b b) (let ((e (- (+ (* w x) b) y))) (* e e)))
        (train (- w (* rate (derivative loss-of-w w))) (- b (* rate (derivative loss-of-b b))) (- steps 1)))))
(train 0.0 0.0 1) ; => (1.6 0.8)
(< (abs (- 4.0 (let ((p (train 0.0 0.0 50))) (+ (* 2.0 (car p)) (cadr p))))) 1e-9) ; => #t

;--- an-outer-variable-captured-by-an-inner-derivative
(define (f x) (let ((g (lambda (y) (* x y y)))) (derivative g x)))
(f 3.0) ; => 18.0
(derivative f 3.0) ; => 12.0
((derivative (derivative f)) 3.0) ; => 4.0

;--- gradient-inside-of-derivative-inside-of-gradient
(define (f v)
  (derivative (lambda (t)
                (let ((g (gradient (lambda (w) (* t (vector-ref w 0) (vector-ref w 0) (vector-ref v 0))) #(3.0))))
                  (* t (vector-ref g 0))))
              2.0))
(f #(5.0)) ; => 120.0
(gradient f #(5.0)) ; => #(24.0)

;--- assignment-of-a-capture
(derivative (lambda (x) (let ((sum 0.0)) (for-each (lambda (k) (set! sum (+ sum (* k x x)))) '(1 2 3)) sum)) 2.0) ; => 24.0
(define counter (let ((total 0.0)) (lambda (x) (set! total (+ total x)) total)))
(derivative (lambda (x) (counter x) (counter x)) 1.0) ; => 2.0
(define kept #f)
(derivative (lambda (x) (set! kept (* x x)) kept) 3.0) ; => 6.0
(derivative (lambda (y) (* y kept)) 2.0) ; => 9.0

;--- vectors-pairs-and-tables
(derivative (lambda (x) (let ((v (make-vector 3 x))) (vector-set! v 1 (* x x)) (apply + (vector->list v)))) 3.0) ; => 8.0
(derivative (lambda (x) (let ((p (cons 1.0 2.0))) (set-car! p x) (set-cdr! p (* (car p) x)) (* (car p) (cdr p)))) 2.0) ; => 12.0
(derivative (lambda (x) (let ((t (make-equal-hash-table))) (hash-table-set! t 'a (* x x)) (hash-table-ref/default t 'a 0))) 3.0) ; => 6.0
(derivative (lambda (x) (fold + 0 (map (lambda (k) (* k x)) '(1 2 3)))) 5.0) ; => 6.0
(derivative (lambda (x) (cadr (assv 2 (list (list 1 x) (list 2 (* x x)))))) 5.0) ; => 10.0

;--- records
(define-record-type point (make-point x y) point? (x point-x set-point-x!) (y point-y))
(derivative (lambda (t) (let ((p (make-point t 2.0))) (set-point-x! p (* (point-x p) t)) (* (point-x p) (point-y p)))) 3.0) ; => 12.0

;--- escapes-and-exceptions
(derivative (lambda (x) (guard (e ((number? e) (* e x))) (raise (* x x)))) 2.0) ; => 12.0
(derivative (lambda (x) (with-exception-handler (lambda (e) (* e 3)) (lambda () (+ x (raise-continuable (* x x)))))) 2.0) ; => 13.0
(derivative (lambda (x) (+ 1 (call/cc (lambda (k) (for-each (lambda (y) (if (> y 2) (k (* y x)))) '(1 2 3 4)) 0)))) 5.0) ; => 3.0
(gradient (lambda (v) (call/cc (lambda (k) (vector-for-each (lambda (y) (if (> y 2) (k (* y y)))) v) 0))) #(1.0 3.0 4.0)) ; => #(0.0 6.0 0.0)

;--- leaving-an-inner-derivative
(derivative (lambda (x) (call/cc (lambda (k) (derivative (lambda (y) (k (* x y y))) 3.0)))) 2.0) ; => 9.0
(gradient (lambda (x) (call/cc (lambda (k) (derivative (lambda (y) (k (* x y y))) 3.0)))) 2.0) ; => 9.0

;--- a-re-entered-continuation
(define again #f)
(define count 0)
(define (f x) (let ((factor (call/cc (lambda (k) (set! again k) 1)))) (* factor x x)))
(define result (derivative f 3.0))
(set! count (+ count 1))
(if (< count 3) (again (+ count 1)))
result ; => 18.0

;--- recursion
(define (power x n) (if (= n 0) 1 (* x (power x (- n 1)))))
(derivative (lambda (x) (power x 10)) 1) ; => 10
(gradient (lambda (x) (power x 10)) 2) ; => 5120
(define (sum-of-squares l) (if (null? l) 0 (+ (square (car l)) (sum-of-squares (cdr l)))))
(gradient sum-of-squares '(1 2 3)) ; => (2 4 6)

;--- a-long-tape
(define (f x) (let loop ((i 0) (y x)) (if (= i 100000) y (loop (+ i 1) (+ y (* 0.00001 x))))))
(define slope (gradient f 1.0))
(< 1.99999 slope 2.00001) ; => #t

;--- higher-order-procedures
(define (compose f g) (lambda (x) (f (g x))))
(derivative (compose (lambda (x) (* x x)) (lambda (x) (+ x 1))) 2) ; => 6
(define (iterate f n) (if (= n 0) (lambda (x) x) (compose f (iterate f (- n 1)))))
(derivative (iterate (lambda (x) (* 2 x)) 5) 1.0) ; => 32.0
(define newton (lambda (f) (lambda (x) (- x (/ (f x) ((derivative f) x))))))
((iterate (newton (lambda (x) (- (* x x) 2.0))) 6) 1.0) ; => 1.414213562373095
(derivative (lambda (a) ((iterate (newton (lambda (x) (- (* x x) a))) 8) 1.0)) 4.0) ; => 0.25

;--- apply-and-rest-arguments
(derivative (lambda (x) (apply (lambda (a . rest) (apply + a rest)) x (list x (* x x)))) 3.0) ; => 8.0
(derivative (lambda (x) (call-with-values (lambda () (values x (* x x))) *)) 2.0) ; => 12.0

;--- parameters-and-promises
(define scale (make-parameter 1.0))
(derivative (lambda (x) (parameterize ((scale x)) (* x (scale)))) 3.0) ; => 6.0
(derivative (lambda (x) (let ((p (delay (* x x)))) (+ (force p) (force p)))) 3.0) ; => 12.0

;--- mutual-captures-in-a-loop
(define (f v)
  (do ((i 0 (+ i 1)) (fs '() (cons (lambda (y) (* y (vector-ref v i))) fs)))
      ((= i 3) (fold (lambda (f acc) (f acc)) 1.0 fs))))
(gradient f #(2.0 3.0 4.0)) ; => #(12.0 8.0 6.0)

;--- side-effects-happen-once
(define log '())
(define (f x) (set! log (cons 'f log)) (* x x))
(gradient (lambda (v) (f (vector-ref v 0))) #(1.0 2.0 3.0)) ; => #(2.0 0.0 0.0)
(derivative f 2.0) ; => 4.0
log ; => (f f)

;--- multiple-values
(define (two x) (values (* x x) (exp x)))
(gradient (lambda (v) (let-values (((a b) (two (vector-ref v 0)))) (+ a (* 2.0 b)))) #(0.0)) ; => #(2.0)
(gradient (lambda (v)
            (let-values (((a . more) (values (vector-ref v 0) (vector-ref v 1) 2.0))) (* a (car more) (cadr more))))
          #(3.0 5.0)) ; => #(10.0 6.0)
(gradient (lambda (v)
            (let loop ((i 0) (a (vector-ref v 0)) (b (vector-ref v 1)))
              (if (= i 3)
                  (* a b)
                  (let-values (((a b) (if (> a b) (values b a) (values (* 2.0 a) b)))) (loop (+ i 1) a b)))))
          #(1.0 3.0)) ; => #(12.0 4.0)
(define (value-times-slope x)
  (let-values (((value slope) (value-and-gradient (lambda (x) (* x x x)) x))) (* value slope)))
(derivative value-times-slope 2.0) ; => 240.0
(define-values (scale shift) (values 2.0 1.0))
(derivative (lambda (x) (call-with-values (lambda () (if (> x 0.0) (values x scale) (values x shift))) *)) 3.0) ; => 2.0

;--- operators-that-are-given-names
(define (cube x) (* x x x))
(define slope (derivative cube))
(define curvature (derivative slope))
(list (slope 2.0) (curvature 2.0) (derivative (lambda (x) (* x (curvature x))) 2.0)) ; => (12.0 12.0 24.0)
(define energy-gradient (gradient (lambda (v) (* (vector-ref v 0) (cube (vector-ref v 1))))))
(energy-gradient #(2.0 1.0)) ; => #(1.0 6.0)
(define of-two (gradient (lambda (x y) (* x y y))))
(of-two 2.0 3.0) ; => (9.0 12.0)
(define both (value-and-gradient cube))
(call-with-values (lambda () (both 2.0)) list) ; => (8.0 12.0)
(define matrix (hessian (lambda (v) (* (vector-ref v 0) (vector-ref v 1)))))
(matrix #(2.0 1.0)) ; => #(#(0.0 1.0) #(1.0 0.0))
(define step (checkpoint (lambda (x) (+ x (* 0.5 x x)))))
(define (iterate v) (let loop ((i 0) (x (vector-ref v 0))) (if (= i 2) x (loop (+ i 1) (step x)))))
(gradient iterate #(1.0)) ; => #(5.0)
(define wrong (derivative 5)) ; error: derivative: argument 1 must be a procedure, found 5
