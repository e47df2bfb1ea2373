; Trains a multi-layer perceptron (64 pixels, 64 units, 10 digits) on 1,797 handwritten digits.
;
; The parameters are a list of the parameters of two layers; `gradient` takes and returns such lists, and an
; optimiser makes new ones of both. A fifth of the digits is kept for the test.
;
; Draws plots/digits-mlp.svg and .png, the loss of each epoch, and plots/digits-mlp-test.png, test digits with
; what the network takes them for. The data is described in data/README.md.
(import (fluxion base) (fluxion tensor) (fluxion data) (fluxion nn) (fluxion optim) (fluxion train)
        (fluxion plot))

(define quick? (get-environment-variable "QUICK"))
(define folder (or (get-environment-variable "PLOTS") "examples/plots"))
(define epochs (if quick? 3 30))

; Data: pixels from 0 to 1, in random order.
(define table (read-csv-file "examples/data/digits.csv.gz" 'header #f))
(define rows (random-permutation (make-key 1) (tensor-cast (csv-tensor table) 'f32)))
(define pixels (/ (tensor-slice rows #t '(0 64)) 16.0))
(define digits (tensor-cast (tensor-index (tensor-transpose rows) 64) 'i64))
(define test-count 360)
(define (head t) (tensor-slice t (list 0 test-count)))
(define (tail t) (tensor-slice t (list test-count (car (tensor-shape t)))))

; The network.
(define keys (split-key (make-key 2) 2))
(define initial
  (list (make-dense (car keys) 64 64 he-normal 'f32)
        (make-dense (cadr keys) 64 10 'f32)))
(define (network params x)
  (dense (cadr params) (relu (dense (car params) x))))
(define (loss params x y) (cross-entropy (network params x) y))

(define (say . parts) (for-each display parts) (newline))
(define (rounded x) (/ (round (* x 100.0)) 100.0))
(define trained
  (train loss (adamw 0.003) initial (list (tail pixels) (tail digits))
         'epochs epochs
         'validate (lambda (params) (loss params (head pixels) (head digits)))
         'on-epoch (lambda (epoch loss params)
                     (if (= 0 (modulo epoch (if quick? 1 5)))
                         (say "epoch " epoch ": loss " (rounded loss))))))
(define params (training-params trained))

(define logits (network params (head pixels)))
(say "parameters: " (structure-size params))
(say "training accuracy: " (rounded (accuracy (network params (tail pixels)) (tail digits))))
(say "test accuracy: " (rounded (accuracy logits (head digits))))
(if (not quick?)
    (begin
      (say "which test digits (rows) are taken for which (columns):")
      (displayln (confusion-matrix logits (head digits) 10))))

(define (plot-losses name)
  (plot (list (line (training-losses trained) "training")
              (line (training-validation trained) "test"))
        (string-append folder "/" name)
        'title
        "Handwritten digits"
        'x
        "epoch"
        'y
        "cross-entropy"
        'log-y
        #t))
(plot-losses "digits-mlp.svg")
(plot-losses "digits-mlp.png")
(plot-images (tensor-reshape (tensor-slice pixels '(0 40)) '(40 8 8))
             (string-append folder "/digits-mlp-test.png")
             'labels (tensor->list (tensor-argmax (tensor-slice logits '(0 40)) -1)))

;> epoch 5: loss 0.18
;> epoch 10: loss 0.08
;> epoch 15: loss 0.05
;> epoch 20: loss 0.04
;> epoch 25: loss 0.03
;> epoch 30: loss 0.02
;> parameters: 4810
;> training accuracy: 1.0
;> test accuracy: 0.98
;> which test digits (rows) are taken for which (columns):
;> #i64((38  0  0  0  0  0  1  0  0  0)
;>      ( 0 34  0  0  0  0  0  0  0  0)
;>      ( 0  0 28  0  0  0  0  0  0  0)
;>      ( 0  0  1 38  0  0  0  0  1  0)
;>      ( 0  0  0  0 34  0  0  0  0  0)
;>      ( 0  0  0  0  0 29  0  0  0  0)
;>      ( 0  0  0  0  0  0 36  0  0  0)
;>      ( 0  0  0  0  0  1  0 40  0  0)
;>      ( 0  0  0  0  0  1  0  0 42  0)
;>      ( 0  1  0  0  0  0  0  0  0 35))

;quick> epoch 1: loss 1.56
;quick> epoch 2: loss 0.59
;quick> epoch 3: loss 0.32
;quick> parameters: 4810
;quick> training accuracy: 0.95
;quick> test accuracy: 0.94
