; Escape times of a 1000 x 1000 grid: a loop of floats.
(define size 1000)
(define (escape cr ci)
  (let loop ((x 0.0) (y 0.0) (i 0))
    (let ((x2 (* x x)) (y2 (* y y)))
      (if (or (= i 100) (> (+ x2 y2) 4.0))
          i
          (loop (+ (- x2 y2) cr) (+ (* 2.0 (* x y)) ci) (+ i 1))))))
(define (run)
  (let rows ((r 0) (sum 0))
    (if (= r size)
        sum
        (rows (+ r 1)
              (let columns ((c 0) (sum sum))
                (if (= c size)
                    sum
                    (columns (+ c 1)
                             (+ sum (escape (- (/ (* 3.0 (inexact c)) (inexact size)) 2.0)
                                            (- (/ (* 2.0 (inexact r)) (inexact size)) 1.0))))))))))
(define (repeat n sum) (if (= n 0) sum (repeat (- n 1) (+ sum (run)))))
(display (repeat 8 0))
(newline)
