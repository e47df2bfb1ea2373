; Fits y = 2 x + 0 one sample at a time. Each step defines two losses, one of the weight and one of the bias; each
; captures the other parameter and the sample.
(require stdlib)

(define samples '((1.0 . 2.0) (2.0 . 4.0) (3.0 . 6.0) (4.0 . 8.0)))
(define rate 0.02)

(define (train-on sample w b)
  (define x (car sample))
  (define y (cdr sample))
  (define (loss-of-weight weight)
    (square (- (+ (* weight x) b) y)))
  (define (loss-of-bias bias)
    (square (- (+ (* w x) bias) y)))
  (list (- w (* rate (derivative loss-of-weight w)))
        (- b (* rate (derivative loss-of-bias b)))))

(define (epoch parameters)
  (fold (lambda (sample p) (train-on sample (car p) (cadr p))) parameters samples))

(define (total-loss parameters)
  (fold (lambda (sample sum)
          (+ sum (square (- (+ (* (car parameters) (car sample)) (cadr parameters)) (cdr sample)))))
        0.0 samples))

(define (rounded x) (/ (round (* x 1000.0)) 1000.0))

(define (main)
  (let loop ((i 0) (parameters (list 0.0 0.0)))
    (if (= 0 (modulo i 100))
        (begin
          (display "epoch ")
          (display i)
          (display ": loss ")
          (display (rounded (total-loss parameters)))
          (newline)))
    (if (< i 600)
        (loop (+ i 1) (epoch parameters))
        (begin
          (display "y = ")
          (display (rounded (car parameters)))
          (display " x + ")
          (display (abs (rounded (cadr parameters))))
          (newline)))))

;> epoch 0: loss 120.0
;> epoch 100: loss 0.002
;> epoch 200: loss 0.0
;> epoch 300: loss 0.0
;> epoch 400: loss 0.0
;> epoch 500: loss 0.0
;> epoch 600: loss 0.0
;> y = 2.0 x + 0.0
