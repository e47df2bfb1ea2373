;;; Metrics: how good predictions are. They have no use for derivatives.
(define-library (fluxion nn metrics)
  (export accuracy confusion-matrix precision recall f1-score r2-score)
  (import (fluxion base) (fluxion tensor))
  (begin
    (define (fail-shapes who found labels)
      (error (string-append who ": the shape of the predictions does not fit that of the labels:")
             found labels))
    ;; Classes as an `i64` tensor: PREDICTIONS themselves, or the greatest of each row if there is one more
    ;; axis.
    (define (classes-of predictions rank)
      (let ((found (tensor-rank predictions)))
        (cond ((= found rank) predictions)
              ((= found (+ rank 1)) (tensor-argmax predictions -1))
              (else #f))))
    (define (checked-classes who predictions labels)
      (let ((classes (classes-of predictions (tensor-rank labels))))
        (if (not (and classes (equal? (tensor-shape classes) (tensor-shape labels))))
            (fail-shapes who (tensor-shape predictions) (tensor-shape labels)))
        classes))

    ;;> The part of PREDICTIONS that is as LABELS say, a tensor of classes. The predictions are classes too,
    ;;> or logits or probabilities with one more axis, whose greatest element is the class.
    (define (accuracy predictions labels)
      (let ((classes (checked-classes "accuracy" predictions labels)))
        (tensor-mean (tensor-cast (tensor= classes labels) 'f64))))

    ;;> The `i64` matrix that has in row I and column J how many of the LABELS are I where PREDICTIONS
    ;;> (classes, or logits with one more axis) say J. Classes are the integers below COUNT.
    (define (confusion-matrix predictions labels count)
      (if (not (and (fixnum? count) (> count 0)))
          (error "confusion-matrix: argument 3 must be the number of classes, found" count))
      (let ((classes (checked-classes "confusion-matrix" predictions labels)))
        (define (check t)
          (if (not (and (eq? (tensor-dtype t) 'i64)
                        (or (= (tensor-size t) 0) (and (<= 0 (tensor-min t)) (< (tensor-max t) count)))))
              (error "confusion-matrix: classes must be exact integers below" count 'found: t)))
        (check classes)
        (check labels)
        (let ((places (tensor-flatten (+ (* labels count) classes))))
          (tensor-reshape (tensor-scatter (tensor-zeros (list (* count count)) 'i64) places
                                          (tensor-ones (tensor-shape places) 'i64))
                          (list count count)))))

    ;; How many predictions of CLASS are right, and how many the denominator of a score counts; 0/0 is 0.
    (define (right classes labels class)
      (count-true (tensor-and (tensor= classes class) (tensor= labels class))))
    (define (of classes class) (count-true (tensor= classes class)))
    (define (count-true booleans) (* 1.0 (tensor-sum (tensor-cast booleans 'i64))))
    (define (ratio a b) (if (= b 0) 0.0 (/ a b)))
    (define-syntax define-score
      (syntax-rules ()
        ((_ name text (classes labels class) score)
         (define name
           (case-lambda
             ((predictions labels) (name predictions labels 1))
             ((predictions labels class)
              (let ((classes (checked-classes text predictions labels)))
                (if (eq? class 'macro)
                    (let* ((both (list (tensor-flatten classes) (tensor-flatten labels)))
                           (present (classes-among (tensor-concatenate both)))
                           (scores (map (lambda (class) score) present)))
                      (ratio (apply + scores) (length scores)))
                    score))))))))
    ;; The distinct elements of a tensor of classes.
    (define (classes-among t)
      (let loop ((rest (tensor->list (tensor-sort t))) (found '()))
        (cond ((null? rest) found)
              ((and (pair? found) (= (car rest) (car found))) (loop (cdr rest) found))
              (else (loop (cdr rest) (cons (car rest) found))))))
    ;;> (precision predictions labels [class])
    ;;> The part of what PREDICTIONS call CLASS (1) that is so by LABELS; 0 if there is none. `macro` as the
    ;;> class is the mean over the classes that occur. Predictions are classes, or logits with one more axis.
    (define-score precision "precision" (classes labels class)
      (ratio (right classes labels class) (of classes class)))
    ;;> (recall predictions labels [class])
    ;;> The part of CLASS (1) in LABELS that PREDICTIONS find; see `precision`.
    (define-score recall "recall" (classes labels class)
      (ratio (right classes labels class) (of labels class)))
    ;;> (f1-score predictions labels [class])
    ;;> The harmonic mean of `precision` and `recall`.
    (define-score f1-score "f1-score" (classes labels class)
      (ratio (* 2.0 (right classes labels class)) (+ (of classes class) (of labels class))))

    ;;> The part of the variance of TARGETS that PREDICTIONS of the same shape explain: 1 if they are equal, 0
    ;;> if they are no better than the mean. NaN if the targets do not vary.
    (define (r2-score predictions targets)
      (if (not (equal? (tensor-shape predictions) (tensor-shape targets)))
          (fail-shapes "r2-score" (tensor-shape predictions) (tensor-shape targets)))
      (- 1.0 (/ (tensor-sum (square (- predictions targets)))
                (* 1.0 (tensor-sum (square (- targets (tensor-mean targets))))))))))
