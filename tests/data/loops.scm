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
