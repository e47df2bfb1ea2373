; Linear regression on real data: the length of an iris petal from its width, and then from all three other
; measurements, by gradient descent; the exact answer by least squares stands beside it.
;
; Draws plots/linear-regression.svg and .png: the flowers and the line.
; The data is R. A. Fisher's, see README.md.
(import (fluxion base) (fluxion tensor) (fluxion data) (fluxion nn) (fluxion optim) (fluxion plot))

(define folder (or (get-environment-variable "PLOTS") "examples/plots"))
(define (say . parts) (for-each display parts) (newline))
(define (rounded x) (/ (round (* x 1000.0)) 1000.0))

(define table (read-csv-file "examples/iris.csv"))
(define names (csv-names table))
(define measurements (csv-tensor table '(0 1 2 3)))
(define (column i) (tensor-copy (tensor-slice measurements #t i)))
(define target (column 2))

; Full-batch gradient descent on the mean squared error. The parameters are a list of weights and bias.
(define (predict params x) (+ (tensor-matmul x (car params)) (cadr params)))
(define (fit x steps)
  (define method (nesterov 0.01))
  (define (loss params) (mse (predict params x) target))
  (define start (list (tensor-zeros (cdr (tensor-shape x))) 0.0))
  (let loop ((params start) (state (optimizer-init method start)))
    (if (= (optimizer-steps state) steps)
        params
        (let-values (((params state) (optimizer-update method state params (gradient loss params))))
          (loop params state)))))

; The minimum itself: a column of ones beside X stands for the bias.
(define (exact-fit x)
  (tensor-lstsq (tensor-concatenate (list x (tensor-ones (list (car (tensor-shape x)) 1))) 1)
                target))

(define (show title columns steps)
  (let* ((x (tensor-stack (map column columns) 1)) (params (fit x steps)) (exact (exact-fit x)))
    (say title)
    (for-each (lambda (i c)
                (say "  " (list-ref names c) ": " (rounded (tensor-ref (car params) i))
                     ", exactly " (rounded (tensor-ref exact i))))
              (iota (length columns))
              columns)
    (say "  bias: "
         (rounded (cadr params))
         ", exactly "
         (rounded (tensor-ref exact (length columns))))
    (say "  explained: " (rounded (r2-score (predict params x) target)))
    params))

(define line-params (show "Petal length from petal width" '(3) 1000))
(show "Petal length from the other measurements" '(0 1 3) 6000)

(define widths (tensor-linspace 0.0 2.6 2))
(define chart
  (list (scatter (column 3) target "flowers")
        (line widths (predict line-params (tensor-expand-dims widths 1)) "fit")))
(for-each (lambda (end)
            (plot chart (string-append folder "/linear-regression" end)
                  'title "Iris petals" 'x "width in cm" 'y "length in cm"))
          '(".svg" ".png"))

;> Petal length from petal width
;>   petal_width: 2.23, exactly 2.23
;>   bias: 1.084, exactly 1.084
;>   explained: 0.927
;> Petal length from the other measurements
;>   sepal_length: 0.729, exactly 0.729
;>   sepal_width: -0.646, exactly -0.646
;>   petal_width: 1.447, exactly 1.447
;>   bias: -0.263, exactly -0.263
;>   explained: 0.968
