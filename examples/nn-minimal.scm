; The smallest pieces of a neural network: derivatives, lists, a dot product, a gradient.
(require stdlib)

(define (square-it x) (* x x))
(define (cube-it x) (* x x x))
(define (dot a b) (fold + 0.0 (map * a b)))

(define (main)
  (display "derivative of square at 3.0: ")
  (display (derivative square-it 3.0))
  (newline)
  (display "derivative of cube at 2.0: ")
  (display (derivative cube-it 2.0))
  (newline)
  (let ((numbers (list 1.0 2.0 3.0)))
    (display "doubled: ")
    (display (map (lambda (x) (* 2.0 x)) numbers))
    (newline)
    (display "sum: ")
    (display (fold + 0.0 numbers))
    (newline)
    (display "dot product: ")
    (display (dot numbers (list 4.0 5.0 6.0)))
    (newline))
  (let ((g (gradient (lambda (v) (+ (square-it (vref v 0)) (square-it (vref v 1))))
                     (vector 3.0 4.0))))
    (display "gradient of x^2 + y^2 at (3, 4): ")
    (display g)
    (newline)))

;> derivative of square at 3.0: 6.0
;> derivative of cube at 2.0: 12.0
;> doubled: (2.0 4.0 6.0)
;> sum: 6.0
;> dot product: 32.0
;> gradient of x^2 + y^2 at (3, 4): #(6.0 8.0)
