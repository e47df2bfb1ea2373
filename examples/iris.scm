; Trains a multi-layer perceptron (4 inputs, 8 tanh units, 3 classes) on Fisher's Iris data.
;
; The parameters are a list of weights and biases, vectors of vectors. Each step takes the gradient of a loss that is a
; closure over its batch of flowers; `gradient` returns the same structure as the parameters.
;
; Draws plots/iris.svg and .png, the loss before each epoch. The data is in the public domain (R. A. Fisher 1936),
; see README.md.
(import (fluxion base) (fluxion plot))

(define seed 7)
(define hidden 8)
(define rng (make-rng seed))

; Data: (features . class), the features scaled to mean 0 and deviation 1.
(define species '("setosa" "versicolor" "virginica"))
(define rows (cdr (read-csv "examples/iris.csv")))
(define (class-of row) (list-index (lambda (name) (equal? name (list-ref row 4))) species))
(define (column i) (map (lambda (row) (list-ref row i)) rows))
(define (mean l) (/ (fold + 0.0 l) (length l)))
(define (deviation l)
  (let ((m (mean l))) (sqrt (mean (map (lambda (x) (square (- x m))) l)))))
(define means (map mean (map column '(0 1 2 3))))
(define deviations (map deviation (map column '(0 1 2 3))))
(define (features row)
  (list->vector (map (lambda (x m d) (/ (- x m) d)) (list-head row 4) means deviations)))
(define flowers (shuffle (map (lambda (row) (cons (features row) (class-of row))) rows) rng))
(define test-set (list-head flowers 30))
(define train-set (list-tail flowers 30))

; The network.
(define (dense-layer outputs inputs)
  (let ((scale (/ 1.0 (sqrt inputs))))
    (list (vector-tabulate
           (lambda (i) (vector-tabulate (lambda (j) (* scale (rng-normal! rng))) inputs))
           outputs)
          (make-vector outputs 0.0))))
(define (dense layer x)
  (vector-map (lambda (weights bias) (+ bias (vector-dot weights x))) (car layer) (cadr layer)))
(define (network parameters x)
  (dense (cadr parameters) (vector-map tanh (dense (car parameters) x))))

; Cross-entropy of the softmax, computed safely: log(sum(exp(z))) - z_class.
(define (cross-entropy logits class)
  (let ((top (vector-fold max (vector-ref logits 0) logits)))
    (- (+ top (log (vector-fold (lambda (sum z) (+ sum (exp (- z top)))) 0.0 logits)))
       (vector-ref logits class))))
(define (batch-loss batch)
  (lambda (parameters)
    (/ (fold (lambda (flower sum)
               (+ sum (cross-entropy (network parameters (car flower)) (cdr flower))))
             0.0
             batch)
       (length batch))))

; Gradient descent with momentum, over any structure of numbers.
(define (combine f a b)
  (cond ((number? a) (f a b))
        ((pair? a) (cons (combine f (car a) (car b)) (combine f (cdr a) (cdr b))))
        ((vector? a) (vector-map (lambda (a b) (combine f a b)) a b))
        (else a)))
(define (batches l)
  (if (null? l) '() (cons (list-head l 24) (batches (list-tail l 24)))))
(define losses '())
(define (train parameters velocity epoch)
  (set! losses (cons ((batch-loss train-set) parameters) losses))
  (if (= 0 (modulo epoch 10))
      (begin
        (display "epoch ")
        (display epoch)
        (display ": loss ")
        (display (rounded (car losses)))
        (newline)))
  (if (= epoch 50)
      parameters
      (let loop ((todo (batches (shuffle train-set rng)))
                 (parameters parameters)
                 (velocity velocity))
        (if (null? todo)
            (train parameters velocity (+ epoch 1))
            (let* ((g (gradient (batch-loss (car todo)) parameters))
                   (velocity (combine (lambda (v g) (- (* 0.9 v) (* 0.1 g))) velocity g)))
              (loop (cdr todo) (combine + parameters velocity) velocity))))))

(define (rounded x) (/ (round (* x 10000.0)) 10000.0))
(define (argmax v)
  (vector-index (lambda (x) (= x (vector-fold max (vector-ref v 0) v))) v))
(define (accuracy parameters set)
  (/ (inexact (count (lambda (flower) (= (argmax (network parameters (car flower))) (cdr flower)))
                     set))
     (length set)))

(define initial (list (dense-layer hidden 4) (dense-layer 3 hidden)))
(define trained (train initial (combine (lambda (a b) 0.0) initial initial) 0))
(display "training accuracy: ")
(display (rounded (accuracy trained train-set)))
(newline)
(display "test accuracy: ")
(display (rounded (accuracy trained test-set)))
(newline)

(define folder (or (get-environment-variable "PLOTS") "examples/plots"))
(for-each (lambda (end)
            (plot (line (reverse losses) "training")
                  (string-append folder "/iris" end)
                  'title "Iris flowers" 'x "epoch" 'y "cross-entropy" 'log-y #t))
          '(".svg" ".png"))

;> epoch 0: loss 1.3694
;> epoch 10: loss 0.0646
;> epoch 20: loss 0.048
;> epoch 30: loss 0.0448
;> epoch 40: loss 0.0434
;> epoch 50: loss 0.0423
;> training accuracy: 0.9833
;> test accuracy: 0.9667
