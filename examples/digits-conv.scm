; Trains a small convolutional network on 1,797 handwritten digits: two convolutions with pooling, dropout,
; one dense layer. The loss takes a random key, since dropout drops other units in every step.
;
; Draws plots/digits-conv.svg and .png, the loss of each epoch, and plots/digits-conv-filters.png, the filters
; of the first layer. The data is described in data/README.md.
(import (fluxion base) (fluxion tensor) (fluxion data) (fluxion nn) (fluxion optim) (fluxion train)
        (fluxion plot))

(define quick? (get-environment-variable "QUICK"))
(define folder (or (get-environment-variable "PLOTS") "examples/plots"))
(define epochs (if quick? 2 25))

; Data: images with one channel of 8 x 8 pixels from 0 to 1, in random order; a fifth is kept for the test.
(define table (read-csv-file "examples/data/digits.csv.gz" 'header #f))
(define rows (random-permutation (make-key 1) (tensor-cast (csv-tensor table) 'f32)))
(define images (tensor-reshape (/ (tensor-slice rows #t '(0 64)) 16.0) '(-1 1 8 8)))
(define digits (tensor-cast (tensor-index (tensor-transpose rows) 64) 'i64))
(define test-count 360)
(define (head t) (tensor-slice t (list 0 test-count)))
(define (tail t) (tensor-slice t (list test-count (car (tensor-shape t)))))

; The network: 8 x 8 pixels to 16 maps of 4 x 4, to 32 maps of 2 x 2, to 10 logits.
(define keys (split-key (make-key 2) 3))
(define initial
  (list (make-conv2d (car keys) 1 16 3 he-normal 'f32)
        (make-conv2d (cadr keys) 16 32 3 he-normal 'f32)
        (make-dense (caddr keys) 128 10 'f32)))
(define (features params x)
  (let* ((x (max-pool2d (relu (conv2d-layer (car params) x 1 'same)) 2))
         (x (max-pool2d (relu (conv2d-layer (cadr params) x 1 'same)) 2)))
    (flatten-rows x)))
(define (network params x) (dense (caddr params) (features params x)))
(define (loss params key x y)
  (cross-entropy (dense (caddr params) (dropout key 0.3 (features params x))) y))

(define (say . parts) (for-each display parts) (newline))
(define (rounded x) (/ (round (* x 100.0)) 100.0))
(define steps (* epochs (quotient (+ 1437 31) 32)))
(define trained
  (train loss
         (adam (warmup-cosine-schedule 0.005 40 steps))
         initial
         (list (tail images) (tail digits))
         'epochs
         epochs
         'keyed
         #t
         'validate
         (lambda (params) (cross-entropy (network params (head images)) (head digits)))
         'on-epoch
         (lambda (epoch loss params)
           (if (= 0 (modulo epoch (if quick? 1 3)))
               (say "epoch " epoch ": loss " (rounded loss))))))
(define params (training-params trained))

(say "parameters: " (structure-size params))
(say "training accuracy: " (rounded (accuracy (network params (tail images)) (tail digits))))
(say "test accuracy: " (rounded (accuracy (network params (head images)) (head digits))))

(define (plot-losses name)
  (plot (list (line (training-losses trained) "training")
              (line (training-validation trained) "test"))
        (string-append folder "/" name)
        'title
        "Handwritten digits, convolutional network"
        'x
        "epoch"
        'y
        "cross-entropy"
        'log-y
        #t))
(plot-losses "digits-conv.svg")
(plot-losses "digits-conv.png")
(define filters (tensor-squeeze (conv-weight (car params)) 1))
(plot-images filters
             (string-append folder "/digits-conv-filters.png")
             'columns 8 'scale 20 'range (list (tensor-min filters) (tensor-max filters)))

;> epoch 3: loss 0.37
;> epoch 6: loss 0.16
;> epoch 9: loss 0.11
;> epoch 12: loss 0.07
;> epoch 15: loss 0.06
;> epoch 18: loss 0.04
;> epoch 21: loss 0.04
;> epoch 24: loss 0.04
;> parameters: 6090
;> training accuracy: 1.0
;> test accuracy: 0.99

;quick> epoch 1: loss 2.23
;quick> epoch 2: loss 0.91
;quick> parameters: 6090
;quick> training accuracy: 0.92
;quick> test accuracy: 0.91
