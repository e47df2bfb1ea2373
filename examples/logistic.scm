; Logistic regression: the loss is a closure over the data, and `gradient` looks through it.
(define data ; hours of study, passed
  '((0.5 0) (0.75 0) (1.0 0) (1.25 0) (1.5 0) (1.75 0) (2.0 0) (2.25 1) (2.5 0) (2.75 1)
    (3.0 0) (3.25 1) (3.5 0) (4.0 1) (4.25 1) (4.5 1) (4.75 1) (5.0 1) (5.5 1)))

(define (sigmoid z) (/ 1.0 (+ 1.0 (exp (- z)))))

(define (make-loss data)
  (lambda (w b)
    (define (loss-of row)
      (let ((p (sigmoid (+ b (* w (car row))))))
        (if (= 1 (cadr row)) (- (log p)) (- (log (- 1.0 p))))))
    (/ (fold (lambda (row sum) (+ sum (loss-of row))) 0.0 data) (length data))))

(define (fit loss w b steps)
  (if (= steps 0)
      (list w b)
      (let ((g (gradient loss w b)))
        (fit loss (- w (* 0.5 (car g))) (- b (* 0.5 (cadr g))) (- steps 1)))))

(define (rounded x) (/ (round (* 1000.0 x)) 1000.0))

(define solution (fit (make-loss data) 0.0 0.0 3000))
(display "weight and bias: ")
(display (map rounded solution))
(newline)
(display "half of the students pass after hours: ")
(display (rounded (- (/ (cadr solution) (car solution)))))
(newline)

;> weight and bias: (1.949 -5.687)
;> half of the students pass after hours: 2.918
