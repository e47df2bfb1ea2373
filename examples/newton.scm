; Newton's method: a root needs the derivative, a minimum the derivative of the derivative.
(define (newton-root f x)
  (let ((next (- x (/ (f x) (derivative f x)))))
    (if (< (abs (- next x)) 1e-12) next (newton-root f next))))

(define (newton-minimum f x) (newton-root (derivative f) x))

(display "the square root of 2: ")
(display (newton-root (lambda (x) (- (* x x) 2.0)) 1.0))
(newline)
(display "the minimum of x^4 - 3 x^2 + x near 1: ")
(display (/ (round (* 1e6 (newton-minimum (lambda (x) (+ (* x x x x) (* -3.0 x x) x)) 1.0))) 1e6))
(newline)

;> the square root of 2: 1.414213562373095
;> the minimum of x^4 - 3 x^2 + x near 1: 1.130901
