; Takeuchi's function: deep calls with three arguments.
(define (tak x y z) (if (not (< y x)) z (tak (tak (- x 1) y z) (tak (- y 1) z x) (tak (- z 1) x y))))
(define (repeat n) (let ((r (tak 18 12 6))) (if (= n 1) r (repeat (- n 1)))))
(display (repeat 3000))
(newline)
