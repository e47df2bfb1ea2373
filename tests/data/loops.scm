;--- an index that has been used is in range, one that runs past the end is an error
(define (fill! y n) (do ((i 0 (+ i 1))) ((= i n) i) (f64vector-set! y i (* 2.0 i))))
(fill! (make-f64vector 3 0.0) 3)
; => 3
(let ((y (make-f64vector 3 0.0))) (fill! y 3) y)
; => #f64(0.0 2.0 4.0)
(fill! (make-f64vector 3 0.0) 4)
; error: not an index below 3

;--- a count below the start runs to the end of the vector
(define (total x n) (do ((i 0 (+ i 1)) (s 0.0 (+ s (f64vector-ref x i)))) ((= i n) s)))
(total (f64vector 1.0 2.0 3.0) 3)
; => 6.0
(total (f64vector 1.0 2.0 3.0) -1)
; error: not an index below 3

;--- what was done before the error stays done
(define y (f64vector 1.0 2.0 3.0))
(define (double! n) (do ((i 0 (+ i 1))) ((= i n)) (f64vector-set! y i (* 2.0 (f64vector-ref y i)))))
(guard (error (#t 'out)) (double! 5))
; => out
y
; => #f64(2.0 4.0 6.0)

;--- checks before the loop: every test, both directions, steps
(define (trace n loop) (let ((v (make-vector n 0))) (guard (e (#t (list 'error v))) (loop v) (list 'done v))))
(define (mark! v i) (vector-set! v i (+ 1 (vector-ref v i))))
(trace 3 (lambda (v) (do ((i 0 (+ i 1))) ((> i 2)) (mark! v i))))
; => (done #(1 1 1))
(trace 3 (lambda (v) (do ((i 0 (+ i 1))) ((> i 3)) (mark! v i))))
; => (error #(1 1 1))
(trace 3 (lambda (v) (do ((i 2 (- i 1))) ((< i 0)) (mark! v i))))
; => (done #(1 1 1))
(trace 3 (lambda (v) (do ((i 2 (- i 1))) ((< i -1)) (mark! v i))))
; => (error #(1 1 1))
(trace 3 (lambda (v) (do ((i 2 (- i 1))) ((= i -1)) (mark! v i))))
; => (done #(1 1 1))
(trace 3 (lambda (v) (do ((i 3 (- i 1))) ((= i -1)) (mark! v i))))
; => (error #(0 0 0))
(trace 5 (lambda (v) (do ((i 0 (+ i 2))) ((>= i 5)) (mark! v i))))
; => (done #(1 0 1 0 1))
(trace 5 (lambda (v) (do ((i 0 (+ i 2))) ((>= i 7)) (mark! v i))))
; => (error #(1 0 1 0 1))
(trace 5 (lambda (v) (let loop ((i 0)) (when (<= i 4) (mark! v i) (loop (+ i 1))))))
; => (done #(1 1 1 1 1))
(trace 5 (lambda (v) (let loop ((i 0)) (when (<= i 5) (mark! v i) (loop (+ i 1))))))
; => (error #(1 1 1 1 1))
(trace 5 (lambda (v) (let loop ((i 0)) (if (> 5 i) (begin (mark! v (- 4 i)) (loop (+ i 1)))))))
; => (done #(1 1 1 1 1))
(trace 5 (lambda (v) (let loop ((i 0)) (if (> 6 i) (begin (mark! v (- 4 i)) (loop (+ i 1)))))))
; => (error #(1 1 1 1 1))
(trace 6 (lambda (v) (do ((i 0 (+ i 1))) ((= i 3)) (mark! v (* 2 i)) (mark! v (+ 1 (* 2 i))))))
; => (done #(1 1 1 1 1 1))
(trace 6 (lambda (v) (do ((i 0 (+ i 1))) ((= i 4)) (mark! v (+ 1 (* 2 i))))))
; => (error #(0 1 0 1 0 1))

;--- neighbours, rows of a matrix, a loop that leaves early
(define (smooth! y x n) (do ((i 1 (+ i 1))) ((= i n) y)
  (f64vector-set! y i (+ (f64vector-ref x (- i 1)) (f64vector-ref x i) (f64vector-ref x (+ i 1))))))
(smooth! (make-f64vector 5 0.0) (f64vector 1.0 2.0 4.0 8.0 16.0) 4)
; => #f64(0.0 7.0 14.0 28.0 0.0)
(define-syntax message (syntax-rules () ((_ e) (guard (error (#t (error-object-message error))) e))))
(message (smooth! (make-f64vector 5 0.0) (f64vector 1.0 2.0 4.0 8.0 16.0) 5))
; => "f64vector-ref: argument 2 is 5, not an index below 5"
(define (row-sum m row n) (do ((j 0 (+ j 1)) (s 0.0 (+ s (f64vector-ref m (+ (* row n) j))))) ((= j n) s)))
(row-sum (f64vector 1.0 2.0 3.0 4.0 5.0 6.0) 1 3)
; => 15.0
(message (row-sum (f64vector 1.0 2.0 3.0 4.0 5.0 6.0) -1 3))
; => "f64vector-ref: argument 2 is -3, not an index below 6"
(define (find x wanted n) (let loop ((i 0)) (cond ((= i n) #f) ((= (f64vector-ref x i) wanted) i) (else (loop (+ i 1))))))
(find (f64vector 1.0 2.0 3.0) 3.0 100)
; => 2
(find (f64vector 1.0 2.0 3.0) 4.0 3)
; => #f

;--- of vectors whose kind is not known, one at a time may be wrong
(define (sum v n) (do ((i 0 (+ i 1)) (s 0 (+ s (vector-ref v i)))) ((= i n) s)))
(list (sum (vector 1 2 3) 3) (sum (vector 1.5 2 3) 2) (sum '#() 0) (sum 'none 0))
; => (6 3.5 0 0)
(define-syntax message (syntax-rules () ((_ e) (guard (error (#t (error-object-message error))) e))))
(message (sum 'none 1))
; => "vector-ref: argument 1 must be a vector, found none"
(define (count-a s n) (do ((i 0 (+ i 1)) (k 0 (if (char=? (string-ref s i) #\a) (+ k 1) k))) ((= i n) k)))
(count-a "banana" 6)
; => 3
(message (count-a "banana" 7))
; => "string-ref: argument 2 is 6, not an index below 6"
(define (bytes b n) (do ((i 0 (+ i 1)) (k 0 (+ k (bytevector-u8-ref b i)))) ((= i n) k)))
(bytes (bytevector 1 2 255) 3)
; => 258

;--- a continuation caught in a loop enters it again
(define k #f)
(define again 0)
(define v (f64vector 0.0 0.0 0.0))
(define (run! n) (do ((i 0 (+ i 1))) ((= i n)) (when (= i 1) (call/cc (lambda (c) (set! k c))))
  (f64vector-set! v i (+ 1.0 (f64vector-ref v i)))))
(run! 3)
(when (< again 2) (set! again (+ again 1)) (k #f))
v
; => #f64(1.0 3.0 3.0)
