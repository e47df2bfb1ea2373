; Vectors of vectors that the differentiated procedure makes.

;--- a-matrix-by-vector-map
(define (outer v) (vector-map (lambda (a) (vector-map (lambda (b) (* a b)) v)) v))
(define (trace m) (do ((i 0 (+ i 1)) (s 0.0 (+ s (vector-ref (vector-ref m i) i)))) ((= i (vector-length m)) s)))
(gradient (lambda (v) (trace (outer v))) #(1.0 2.0 3.0)) ; => #(2.0 4.0 6.0)
(gradient (lambda (v) (vector-ref (vector-ref (outer v) 0) 1)) #(2.0 3.0)) ; => #(3.0 2.0)
(hessian (lambda (v) (trace (outer v))) #(1.0 2.0)) ; => #(#(2.0 0.0) #(0.0 2.0))
(derivative (lambda (x) (trace (outer (vector x (* x x))))) 2.0) ; => 36.0

;--- products-of-matrices
(define (matrix rows columns f)
  (vector-tabulate (lambda (i) (vector-tabulate (lambda (j) (f i j)) columns)) rows))
(define (ref m i j) (vector-ref (vector-ref m i) j))
(define (product a b n)
  (matrix n n (lambda (i j) (do ((k 0 (+ k 1)) (s 0.0 (+ s (* (ref a i k) (ref b k j))))) ((= k n) s)))))
(define (f v) (let ((a (matrix 2 2 (lambda (i j) (vector-ref v (+ (* 2 i) j)))))) (ref (product a (product a a 2) 2) 0 0)))
(gradient f #(1.0 2.0 3.0 4.0)) ; => #(15.0 18.0 12.0 6.0)
(define (power v) (let loop ((k 0) (a (matrix 2 2 (lambda (i j) (vector-ref v (+ (* 2 i) j))))))
                    (if (= k 2) (ref a 0 0) (loop (+ k 1) (product a a 2)))))
(gradient power #(1.0 0.0 0.0 2.0)) ; => #(4.0 0.0 0.0 0.0)

;--- rows-that-are-changed
(define (f v)
  (let ((m (make-vector 2 #f)))
    (do ((i 0 (+ i 1))) ((= i 2)) (vector-set! m i (make-vector 2 (vector-ref v i))))
    (vector-set! (vector-ref m 0) 1 (* (vector-ref (vector-ref m 0) 0) (vector-ref (vector-ref m 1) 0)))
    (vector-set! m 1 (vector-ref m 0)) ; now the same row
    (vector-set! (vector-ref m 1) 0 5.0)
    (* (vector-ref (vector-ref m 0) 0) (vector-ref (vector-ref m 0) 1))))
(gradient f #(2.0 3.0)) ; => #(15.0 10.0)
(hvp f #(2.0 3.0) #(1.0 0.0)) ; => #(0.0 5.0)
(define (same v) (let ((m (make-vector 3 (vector (vector-ref v 0) 1.0)))) ; one row, three times
                   (vector-set! (vector-ref m 0) 1 (vector-ref v 1))
                   (* (vector-ref (vector-ref m 1) 0) (vector-ref (vector-ref m 2) 1))))
(gradient same #(2.0 3.0)) ; => #(3.0 2.0)
(define (of-the-point v) (let ((m (vector v (vector (vector-ref v 1) 2.0)))) (* (vector-ref (vector-ref m 0) 0) (vector-ref (vector-ref m 1) 0))))
(gradient of-the-point #(2.0 3.0)) ; => #(3.0 2.0)
(define (swapped v)
  (let ((m (vector (vector (vector-ref v 0)) (vector (vector-ref v 1)))))
    (do ((k 0 (+ k 1))) ((= k 3))
      (let ((row (vector-ref m 0)))
        (vector-set! m 0 (vector-ref m 1))
        (vector-set! m 1 row)
        (vector-set! row 0 (* 2.0 (vector-ref row 0) (vector-ref (vector-ref m 0) 0)))))
    (+ (vector-ref (vector-ref m 0) 0) (* 10.0 (vector-ref (vector-ref m 1) 0)))))
(gradient swapped #(1.0 1.0)) ; => #(324.0 488.0)

;--- elements-that-are-no-rows
(define (f v) (let ((m (make-vector 2 #f))) (if (vector-ref m 1) 1.0 (vector-ref v 0))))
(gradient f #(2.0)) ; => #(1.0)
(define (g v) (let ((m (make-vector 2 #f))) (vector-set! m 0 v) (if (vector-ref m 1) 1.0 (vector-ref (vector-ref m 0) 0))))
(gradient g #(2.0)) ; => #(1.0)
(define (h v) (let ((m (make-vector 2 0.0))) (vector-set! m 0 v) (+ (vector-ref m 1) (vector-ref (vector-ref m 0) 0))))
(gradient h #(2.0)) ; => #(1.0)
(define (mixed v) (let ((m (vector v '(1.0)))) (* (car (vector-ref m 1)) (vector-ref (vector-ref m 0) 0))))
(gradient mixed #(2.0)) ; => #(1.0)
(define (empty v) (let ((m (vector (vector) v))) (+ (vector-length (vector-ref m 0)) (vector-ref (vector-ref m 1) 0))))
(gradient empty #(2.0)) ; => #(1.0)

;--- variables-that-hold-vectors
(define (f v)
  (let ((state v))
    (do ((i 0 (+ i 1))) ((= i 3)) (set! state (vector-map (lambda (x) (* x (vector-ref v 0))) state)))
    (vector-ref state 1)))
(gradient f #(2.0 3.0)) ; => #(36.0 8.0)
(define (run v)
  (let ((best #f))
    (for-each (lambda (k) (if (or (not best) (> k 1.0)) (set! best (vector-map (lambda (x) (* k x)) v)))) '(1.0 3.0 0.5))
    (vector-ref best 0)))
(gradient run #(2.0)) ; => #(3.0)

;--- rows-in-a-checkpoint-and-in-a-rule
(define step (checkpoint (lambda (x y) (let ((m (vector (vector x y) (vector y x)))) (vector-set! (vector-ref m 0) 0 (* x y)) (vector-ref (vector-ref m 0) 0)))))
(gradient (lambda (v) (step (vector-ref v 0) (step (vector-ref v 0) (vector-ref v 1)))) #(2.0 3.0)) ; => #(12.0 4.0)
(define (area x y) (* x y))
(define-derivative (area x y) (dx dy)
  (let ((m (vector (vector dx y) (vector dy x)))) (+ (* (vector-ref (vector-ref m 0) 0) y) (* (vector-ref (vector-ref m 1) 0) x))))
(gradient (lambda (v) (area (vector-ref v 0) (vector-ref v 1))) #(2.0 3.0)) ; => #(3.0 2.0)
