; Derivatives at tensors, on both paths: what is around the primitives. The rules are in tensor_rows.scm.

;--- structures
(import (fluxion base) (fluxion tensor))
(define-record-type layer (make-layer w b) layer? (w layer-w) (b layer-b))
(define x (tensor '((1.0 2.0) (3.0 -4.0))))
(define (forward l x) (+ (tensor-matmul x (layer-w l)) (layer-b l)))
(define (loss ls) (tensor-sum (square (forward (cadr ls) (tanh (forward (car ls) x))))))
(define ls (list (make-layer (tensor '((0.1 0.2) (0.3 0.4))) (tensor '(0.5 0.25))) (make-layer (tensor '(1.0 2.0)) 0.5)))
(define (parts l) (list (layer-w l) (layer-b l)))
(define (round-all x) (if (tensor? x) (/ (round (* 1e6 x)) 1e6) (map round-all x)))
(layer-b (cadr (gradient loss ls))) ; => 3.7599500397947634
(equal? (map parts (gradient loss ls)) (map parts (gradient-reverse loss ls))) ; => #t
(gradient (lambda (v) (tensor-sum (* (vector-ref v 0) (vector-ref v 1)))) (vector (tensor '(1.0 2.0)) 3.0)) ; => #(#f64(3.0 3.0) 3.0)

;--- branches-and-loops
(import (fluxion base) (fluxion tensor))
(define w (tensor '(0.5 -1.0)))
(define (power w n) (let loop ((i 0) (p 1)) (if (= i n) (tensor-sum p) (loop (+ i 1) (* p w)))))
(gradient (lambda (w) (power w 3)) w) ; => #f64(0.75 3.0)
(define (steps w) (let loop ((v w) (n 0)) (if (> (tensor-sum (square v)) 100.0) (tensor-sum v) (loop (* 2.0 v) (+ n 1)))))
(gradient steps w) ; => #f64(16.0 16.0)
(define (pick w) (if (> (tensor-ref w 0) 0) (tensor-sum (* w w)) (tensor-sum w)))
(list (gradient pick w) (gradient pick (- w))) ; => (#f64(1.0 -2.0) #f64(1.0 1.0))
(define (with-bias w b) (let ((y (* w w))) (tensor-sum (if b (+ y b) y))))
(list (gradient (lambda (w) (with-bias w #f)) w) (gradient (lambda (b) (with-bias w b)) 1.0)) ; => (#f64(1.0 -2.0) 2.0)

;--- calls-and-closures
(import (fluxion base) (fluxion tensor))
(define w (tensor '(0.5 -1.0)))
(define (nested w n) (if (= n 0) w (* w (nested w (- n 1)))))
(gradient (lambda (w) (tensor-sum (nested w 12))) w) ; => #f64(0.003173828125 13.0)
(define (compose f g) (lambda (x) (f (g x))))
(gradient (compose tensor-sum (compose exp (lambda (x) (* 0.0 x)))) w) ; => #f64(0.0 0.0)
(gradient (lambda (w) (fold (lambda (x sum) (+ sum (tensor-sum (* x w)))) 0 (list w w (tensor '(1.0 2.0))))) w) ; => #f64(3.0 -2.0)

;--- lists-of-tensors
(import (fluxion base) (fluxion tensor))
(define x (tensor '((1.0 2.0) (3.0 4.0) (5.0 6.0))))
(define (rows x n) (let loop ((i 0) (all '())) (if (= i n) (reverse all) (loop (+ i 1) (cons (tensor-index x i) all)))))
(define (f n) (lambda (x) (tensor-sum (* (tensor '((1.0 10.0))) (tensor-stack (map square (rows x n)))))))
(gradient (f 3) x) ; => #f64((2.0 40.0) (6.0 80.0) (10.0 120.0))
(gradient (f (car (tensor-shape x))) x) ; => #f64((2.0 40.0) (6.0 80.0) (10.0 120.0))
(gradient (lambda (ts) (apply + (map tensor-sum (map * ts (reverse ts))))) (list (tensor '(1.0)) (tensor '(3.0)))) ; => (#f64(6.0) #f64(2.0))

;--- lists-that-grow
; A recursion with a longer list each time has one instance for all lengths.
(import (fluxion base) (fluxion tensor))
(define (walk count choose)
  (lambda (p)
    (let loop ((i 0) (x (car p)) (found '()))
      (if (= i count)
          (choose found)
          (let-values (((next output) (values (* x (cadr p)) (tanh x))))
            (loop (+ i 1) next (cons output found)))))))
(define p (list (tensor '(1.0 2.0)) (tensor '(0.5 0.25))))
(gradient (walk 4 (lambda (found) (tensor-sum (tensor-stack (reverse found))))) p) ; => (#f64(1.1712689616673835 0.34440602991859626) #f64(2.4648648299851006 2.932065824231457))
(gradient (walk 4 (lambda (found) (tensor-sum (car (list-tail found 2))))) p) ; => (#f64(0.3932238664829637 0.19661193324148185) #f64(0.7864477329659274 1.5728954659318548))
(gradient (walk 4 (lambda (found) (tensor-sum (vector-ref (list->vector found) 1)))) p) ; => (#f64(0.2350037122015945 0.06153352068439959) #f64(0.940014848806378 0.9845363309503934))
(define q (list 1.0 0.5))
(gradient (walk 4 (lambda (found) (apply + (reverse found)))) q) ; => (1.1712689616673835 2.4648648299851006)
(gradient (walk 4 (lambda (found) (list-ref (reverse found) 1))) q) ; => (0.3932238664829637 0.7864477329659274)
(gradient (walk 4 (lambda (found) (vector-ref (list->vector found) 1))) q) ; => (0.2350037122015945 0.940014848806378)
(gradient (walk 0 (lambda (found) (if (null? found) 1.0 2.0))) q) ; => (0.0 0.0)

;--- lists-that-a-recursion-returns
(import (fluxion base) (fluxion tensor))
(define (scan state x count outputs)
  (if (= count 1)
      (let ((next (* state (tensor-index x 0)))) (values next (cons next outputs)))
      (let ((half (quotient count 2)))
        (let-values (((state outputs) (scan state (tensor-slice x (list 0 half)) half outputs)))
          (scan state (tensor-slice x (list half count)) (- count half) outputs)))))
(define (f p)
  (let-values (((state outputs) (scan (car p) (cadr p) 4 '()))) (tensor-sum (* state (cadr (reverse outputs))))))
(gradient f (list (tensor '(1.0 2.0)) (tensor '((1.0 2.0) (2.0 3.0) (3.0 1.0) (4.0 0.5)))))
; => (#f64(96.0 72.0) #f64((96.0 72.0) (48.0 48.0) (16.0 72.0) (12.0 144.0)))

;--- sums-in-place
(import (fluxion base) (fluxion tensor))
(define x (tensor-reshape (tensor-arange 12.0) '(3 2 2)))
(define p (list (tensor '((1.0 -1.0) (0.5 2.0))) (tensor '((0.5 0.0) (1.0 -0.5))) (tensor '(0.25 1.0))))
(define (recurrent p)
  (let loop ((t 0) (h (tensor-zeros '(2 2))))
    (if (= t 3)
        (tensor-sum (* h h))
        (loop (+ t 1)
              (+ (* 0.125 (tensor-matmul (tensor-index x t) (list-ref p 0)))
                 (tensor-matmul h (list-ref p 1)) (list-ref p 2))))))
(gradient recurrent p) ; => (#f64((27.568359375 17.8359375) (31.615234375 20.81640625)) #f64((58.71875 28.41015625) (34.9140625 29.2265625)) #f64(32.375 23.84375))
(define (gates w)
  (define (gate k) (tensor-slice w #t (list k (+ k 1))))
  (tensor-sum (+ (* (gate 0) (gate 1)) (* (gate 1) (gate 1)) (gate 0))))
(gradient gates (car p)) ; => #f64((0.0 -1.0) (3.0 4.5))
; What a term hands on as it is has two owners.
(define w (tensor '(1.0 2.0)))
(define (turned t) (tensor-reshape (tensor-reshape t '(2 1)) '(2)))
(define (twice w) (let ((y (+ w w))) (tensor-sum (+ (* y y) y (turned y)))))
(gradient twice w) ; => #f64(12.0 20.0)
(define (seen w) (let* ((y (* w w)) (z (tensor-reshape y '(2 1)))) (tensor-sum (+ (* z z) (tensor-reshape (+ y w) '(2 1))))))
(gradient seen w) ; => #f64(7.0 37.0)
(define (both ps) (tensor-sum (+ (* (car ps) (cadr ps)) (car ps) (cadr ps) (* (car ps) (car ps)))))
(gradient both (list w w)) ; => (#f64(4.0 7.0) #f64(2.0 3.0))
(define (may b) (lambda (ps) (let ((y (tensor-matmul (car p) (car ps)))) (tensor-sum (if b (+ y (tensor-matmul y (car ps))) y)))))
(list (gradient (may #t) (list (cadr p))) (gradient (may #f) (list (cadr p)))) ; => ((#f64((4.0 4.0) (1.0 1.0))) (#f64((1.5 1.5) (1.0 1.0))))
; A gradient is kept.
(define g (gradient (lambda (w) (tensor-sum (+ (* w w) (* 3.0 w)))) w))
(define (again w) (tensor-sum (+ (* g w) (* w w) (* w w w) g)))
(define h (gradient again w))
(list g h (gradient again (* 2.0 w)) g h) ; => (#f64(5.0 7.0) #f64(10.0 23.0) #f64(21.0 63.0) #f64(5.0 7.0) #f64(10.0 23.0))
(call-with-values (lambda () (vjp (lambda (w) (+ (* w w) w (turned w))) w)) (lambda (y back) (list (back g) (back g) g))) ; => (#f64(20.0 42.0) #f64(20.0 42.0) #f64(5.0 7.0))

;--- single-precision
(import (fluxion base) (fluxion tensor))
(define w (tensor '(0.5 -1.0) 'f32))
(gradient (lambda (w) (tensor-sum (* 2.0 (tanh w)))) w) ; => #f32(1.5728954 0.83994865)
(call-with-values (lambda () (value-and-gradient (lambda (w) (tensor-mean (square w))) w)) list) ; => (0.625 #f32(0.5 -1.0))

;--- tangents
(import (fluxion base) (fluxion tensor))
(define w (tensor '(0.5 -1.0)))
(call-with-values (lambda () (jvp (lambda (w) (* w w)) w (tensor '(1.0 0.5)))) list) ; => (#f64(0.25 1.0) #f64(1.0 -1.0))
(derivative (lambda (s) (tensor-sum (* s s w))) 3.0) ; => -3.0
(derivative (lambda (s) (* s w)) 3.0) ; => #f64(0.5 -1.0)
(directional-derivative (lambda (w) (tensor-sum (exp w))) (tensor '(0.0 0.0)) (tensor '(1.0 2.0))) ; => 3.0
(derivative (lambda (s) (list (* s w) (tensor-sum w))) 3.0) ; => (#f64(0.5 -1.0) 0.0)

;--- what-is-not-compiled
(import (fluxion base) (fluxion tensor))
(define w (tensor '(1.0 2.0)))
(gradient (lambda (w) (tensor-sum (* w w))) (tensor '(1 2))) ; => #f64(2.0 4.0)
(gradient (lambda (w) (let ((s 0)) (set! s (+ s (* w w))) (tensor-sum s))) w) ; => #f64(2.0 4.0)
(gradient (lambda (w) (let ((v (make-vector 1 0))) (vector-set! v 0 (* w w)) (tensor-sum (vector-ref v 0)))) w) ; => #f64(2.0 4.0)
(hvp (lambda (w) (tensor-sum (* w w w))) w (tensor '(1.0 1.0))) ; => #f64(6.0 12.0)
(gradient (lambda (w) (tensor-sum (gradient (lambda (v) (tensor-sum (* v v v))) w))) w) ; => #f64(6.0 12.0)

;--- errors-are-those-of-the-program
(import (fluxion base) (fluxion tensor))
(gradient (lambda (w) (tensor-sum (tensor-matmul (tensor '((1.0 2.0))) w))) (tensor '(1.0 2.0 3.0)))
; error: tensor-matmul: the shapes (1 2) and (3) do not match

;--- a-result-that-is-no-number
(import (fluxion base) (fluxion tensor))
(gradient (lambda (w) (* w w (tensor-sum w))) (tensor '(1.0 2.0)))
; error: gradient: the procedure must return a number

;--- vectors-of-tensors
; Vectors that are made, and assigned variables that closures capture.
(import (fluxion base) (fluxion tensor))
(define t (tensor '(1.0 2.0)))
(define (f t)
  (let ((v (make-vector 3 t)))
    (vector-set! v 1 (* t t))
    (let loop ((i 0) (s 0.0)) (if (= i 3) s (loop (+ i 1) (+ s (tensor-sum (square (vector-ref v i)))))))))
(gradient f t) ; => #f64(8.0 40.0)
(define (g t) (let ((v (vector-map (lambda (k) (* t k)) (vector 1.0 2.0)))) (tensor-sum (apply * (vector->list v)))))
(gradient g t) ; => #f64(4.0 8.0)
(define (h p)
  (let ((v (vector 0 0)))
    (vector-set! v 0 (* (car p) (cadr p)))
    (vector-set! v 1 (+ (vector-ref v 0) (car p)))
    (vector-set! v 0 1.0)
    (tensor-sum (* (vector-ref v 1) (vector-ref v 0)))))
(gradient h (list t 3.0)) ; => (#f64(4.0 4.0) 3.0)
(directional-derivative h (list t 3.0) (list t 1.0)) ; => 15.0
(define (sum-of p) (let ((x 0.0)) (define (add! y) (set! x (+ x y))) (for-each add! p) (tensor-sum (* x x))))
(gradient sum-of (list t 1.5)) ; => (#f64(5.0 7.0) 12.0)
