; Logistic regression on real data: which of two species of iris, versicolor or virginica, a flower is, from
; the length and width of its petals. The weights and the bias follow the gradient of the cross-entropy.
;
; Draws plots/logistic-regression.svg and .png: the flowers and what the model says of each place.
; The data is R. A. Fisher's, see README.md.
(import (fluxion base) (fluxion tensor) (fluxion data) (fluxion nn) (fluxion optim) (fluxion train)
        (fluxion plot))

(define folder (or (get-environment-variable "PLOTS") "examples/plots"))
(define (say . parts) (for-each display parts) (newline))
(define (rounded x) (/ (round (* x 1000.0)) 1000.0))

; The last 100 flowers: versicolor is 0, virginica is 1.
(define table (read-csv-file "examples/iris.csv"))
(define x (tensor-slice (csv-tensor table '(2 3)) '(50 150)))
(define-values (classes species) (csv-classes table 4))
(define y (- (tensor-slice classes '(50 150)) 1))
(define means (tensor-mean x 0))
(define deviations (tensor-std x 0))
(define (scaled x) (/ (- x means) deviations))

(define (logits params x) (+ (tensor-matmul x (car params)) (cadr params)))
(define (loss params x y) (binary-cross-entropy (logits params x) y))
(define trained
  (train loss (adam (cosine-schedule 0.1 400)) (list (tensor-zeros '(2)) 0.0) (list (scaled x) y)
         'epochs 100 'batch-size 25))
(define params (training-params trained))
(define (virginica? x) (tensor-cast (tensor> (logits params (scaled x)) 0) 'i64))

(say "species: " (cdr species))
(define losses (training-losses trained))
(say "loss: " (rounded (car losses)) " in the first epoch, " (rounded (last losses)) " in the last")
(say "weights: " (tensor-map rounded (car params)) ", bias: " (rounded (cadr params)))
(say "accuracy: " (rounded (accuracy (virginica? x) y)))
(say "precision: "
     (rounded (precision (virginica? x) y))
     ", recall: "
     (rounded (recall (virginica? x) y)))
(say "probability of virginica for petals of 5 x 1.7 cm: "
     (rounded (sigmoid (tensor-ref (logits params (scaled (tensor '((5.0 1.7))))) 0))))

(define (those class i)
  (filter-map (lambda (row c) (and (= c class) (list-ref row i)))
              (tensor->list x)
              (tensor->list y)))
(define chart
  (list (scatter (those 0 0) (those 0 1) (cadr species))
        (scatter (those 1 0) (those 1 1) (caddr species))
        (decision-regions (lambda (length width)
                            (tensor-ref (virginica? (tensor (list (list length width)))) 0))
                          '(2.8 7.2) '(0.8 2.7) 60)))
(for-each (lambda (end)
            (plot chart (string-append folder "/logistic-regression" end)
                  'title "Two species of iris" 'x "petal length in cm" 'y "petal width in cm"))
          '(".svg" ".png"))

;> species: (versicolor virginica)
;> loss: 0.592 in the first epoch, 0.104 in the last
;> weights: #f64(3.901 3.873), bias: 0.39
;> accuracy: 0.94
;> precision: 0.94, recall: 0.94
;> probability of virginica for petals of 5 x 1.7 cm: 0.742
