; Finds three groups of flowers in the Iris data without being told the species: a mixture of three normal
; distributions of petal length and width, fitted by gradient ascent on the likelihood.
;
; The parameters are tensors in a record. What must be positive, or add up to 1, is computed from numbers that
; are free: a Cholesky factor of each precision matrix (the inverse of the covariance) from three numbers, the
; weights by a softmax.
;
; Draws plots/gaussian-mixture.svg and .png: the density and the flowers of each group.
; The data is R. A. Fisher's, see README.md.
(import (fluxion base) (fluxion tensor) (fluxion data) (fluxion optim) (fluxion plot))

(define folder (or (get-environment-variable "PLOTS") "examples/plots"))
(define (say . parts) (for-each display parts) (newline))
(define (rounded x) (/ (round (* x 1000.0)) 1000.0))
(define (all-rounded t) (tensor->list (tensor-map rounded t)))

(define table (read-csv-file "examples/iris.csv"))
(define x (csv-tensor table '(2 3)))
(define-values (species names) (csv-classes table 4))
(define groups 3)

(define-record-type mixture
  (make-mixture logits means log-diagonals corners)
  mixture?
  (logits logits)
  (means means)
  (log-diagonals log-diagonals)
  (corners corners))

; For each point (row) and each group (column) the logarithm of weight times density. With the precision L L^T
; the density is |L| exp(-|L^T (x - mean)|^2 / 2) / (2 pi), where L is (d1 0; corner d2).
(define (log-densities m x)
  (let* ((parts (lambda (t i) (tensor-slice t #t i)))
         (from-mean (lambda (i)
                      (- (tensor-expand-dims (parts x i) 1) (parts (means m) i))))
         (a (from-mean 0))
         (b (from-mean 1))
         (log-d (log-diagonals m))
         (u (+ (* (exp (parts log-d 0)) a) (* (corners m) b)))
         (v (* (exp (parts log-d 1)) b)))
    (- (+ (tensor-log-softmax (logits m)) (tensor-sum log-d 1))
       (+ (log (* 2 pi)) (* 0.5 (+ (square u) (square v)))))))
(define (log-likelihood m) (tensor-mean (tensor-logsumexp (log-densities m x) 1)))

; The groups start at three flowers, with the covariance of all flowers divided by nine.
(define start
  (make-mixture (tensor-zeros (list groups))
                (tensor-gather x (tensor '(10 60 110)))
                (tensor-broadcast (- (log (/ (tensor-std x 0) 3))) (list groups 2))
                (tensor-zeros (list groups))))

(define steps 500)
(define method (adam (cosine-schedule 0.05 steps)))
(define (climb m state)
  (if (= (optimizer-steps state) steps)
      m
      (let*-values (((value slopes) (value-and-gradient (lambda (m) (- (log-likelihood m))) m))
                    ((m state) (optimizer-update method state m slopes)))
        (if (= 0 (modulo (optimizer-steps state) 100))
            (say "step " (optimizer-steps state) ": log-likelihood " (rounded (- value))))
        (climb m state))))
(define found (climb start (optimizer-init method start)))
(define group-of (tensor-argmax (log-densities found x) 1))

(say "weights: " (all-rounded (tensor-softmax (logits found))))
(say "means: " (all-rounded (means found)))
(for-each (lambda (group)
            (say "group " group ":"
                 (apply string-append
                        (map (lambda (name s)
                               (let* ((both (tensor-and (tensor= group-of group)
                                                        (tensor= species s)))
                                      (count (tensor-sum (tensor-cast both 'i64))))
                                 (string-append " " (number->string count) " " name)))
                             names
                             (iota 3)))))
          (iota groups))

(define (density a b)
  (exp (tensor-ref (tensor-logsumexp (log-densities found (tensor (list (list a b)))) 1) 0)))
(define (of-group group i)
  (filter-map (lambda (row g) (and (= g group) (list-ref row i)))
              (tensor->list x)
              (tensor->list group-of)))
(define chart
  (cons (function-heatmap density '(0.5 7.5) '(0.0 2.8) 60)
        (map (lambda (group)
               (define label (string-append "group " (number->string group)))
               (scatter (of-group group 0) (of-group group 1) label))
             (iota groups))))
(for-each (lambda (end)
            (plot chart
                  (string-append folder "/gaussian-mixture" end)
                  'title
                  "Three groups of iris flowers"
                  'x
                  "petal length in cm"
                  'y
                  "petal width in cm"))
          '(".svg" ".png"))

;> step 100: log-likelihood -0.919
;> step 200: log-likelihood -0.903
;> step 300: log-likelihood -0.902
;> step 400: log-likelihood -0.902
;> step 500: log-likelihood -0.902
;> weights: (0.333 0.347 0.319)
;> means: ((1.462 0.246) (4.298 1.342) (5.567 2.039))
;> group 0: 50 setosa 0 versicolor 0 virginica
;> group 1: 0 setosa 49 versicolor 3 virginica
;> group 2: 0 setosa 1 versicolor 47 virginica
