;;; Losses, procedures of predictions and targets whose value is a number, the mean over all elements or rows.
(define-library (fluxion nn losses)
  (export mse mae huber cross-entropy binary-cross-entropy kl-divergence hinge perplexity)
  (import (fluxion base) (fluxion tensor) (fluxion nn activations) (fluxion nn support))
  (begin
    (define (check-same-shape who a b)
      (if (not (equal? (tensor-shape a) (tensor-shape b)))
          (error (string-append who ": the shapes of predictions and targets differ:")
                 (tensor-shape a) (tensor-shape b))))

    ;; The targets in the type of single-precision predictions, so that these stay in it.
    (define (targets-for predictions targets)
      (if (and (eq? (tensor-dtype predictions) 'f32) (not (eq? (tensor-dtype targets) 'f32)))
          (tensor-cast targets 'f32)
          targets))
    (define (difference predictions targets) (- predictions (targets-for predictions targets)))

    ;;> The mean of the squares of the differences of PREDICTIONS and TARGETS, tensors of the same shape.
    (define (mse predictions targets)
      (check-same-shape "mse" predictions targets)
      (tensor-mean (square (difference predictions targets))))
    ;;> The mean of the magnitudes of the differences of PREDICTIONS and TARGETS, tensors of the same shape.
    (define (mae predictions targets)
      (check-same-shape "mae" predictions targets)
      (tensor-mean (abs (difference predictions targets))))
    ;;> (huber predictions targets [delta])
    ;;> The mean of half the squares of the differences, but for those larger than DELTA (1), which count
    ;;> DELTA times the difference less half of DELTA.
    (define huber
      (case-lambda
        ((predictions targets) (huber predictions targets 1))
        ((predictions targets delta)
         (check-same-shape "huber" predictions targets)
         (let* ((distance (abs (difference predictions targets))) (inner (min distance delta)))
           (tensor-mean (+ (* 0.5 (square inner)) (* delta (- distance inner))))))))
    ;;> The mean of what 1 - TARGETS * SCORES exceeds 0 by. The targets are 1 or -1.
    (define (hinge scores targets)
      (check-same-shape "hinge" scores targets)
      (tensor-mean (max 0 (- 1 (* (targets-for scores targets) scores)))))

    ;;> The mean of the negative logarithms of the probabilities of TARGETS, which are 0 or 1 or probabilities
    ;;> between, if `(sigmoid logits)` are those of 1. LOGITS and targets have the same shape.
    (define (binary-cross-entropy logits targets)
      (check-same-shape "binary-cross-entropy" logits targets)
      (tensor-mean (- (softplus logits) (* logits (targets-for logits targets)))))

    ;;> (cross-entropy logits labels [smoothing])
    ;;> The mean of the negative logarithms of the probabilities of LABELS, if `(tensor-softmax logits)` are
    ;;> those of the classes, the last axis of LOGITS. The labels are an `i64` tensor of classes, of the shape
    ;;> of the logits without the last axis, or a tensor of probabilities of the same shape as the logits.
    ;;> SMOOTHING (0) is the part of the probability of the labels that is given to all classes evenly.
    (define cross-entropy
      (case-lambda
        ((logits labels) (entropy-of "cross-entropy" logits labels 0))
        ((logits labels smoothing)
         (if (not (and (real? smoothing) (<= 0 smoothing 1)))
             (error "cross-entropy: argument 3 must be a number from 0 to 1, found" smoothing))
         (entropy-of "cross-entropy" logits labels smoothing))))
    (define (entropy-of who logits labels smoothing)
      (let ((shape (tensor-shape logits)) (found (tensor-shape labels)))
        (cond ((null? shape) (fail-numbers who logits))
              ((equal? shape found) (entropy-of-probabilities logits (targets-for logits labels) smoothing))
              ((all-but-last? found shape)
               (check-classes who labels (last-length shape))
               (entropy-of-classes logits labels smoothing))
              (else
               (error (string-append who ": the shape of the labels does not fit that of the logits:")
                      found shape)))))
    (define (fail-numbers who logits)
      (error (string-append who ": argument 1 must be a tensor of logits, found") logits))
    (define (all-but-last? found shape)
      (if (null? found)
          (null? (cdr shape))
          (and (pair? (cdr shape)) (eqv? (car found) (car shape)) (all-but-last? (cdr found) (cdr shape)))))
    ;; Labels out of range would count from the end, or not be found by a primitive that the user does not
    ;; know.
    (define (check-classes who labels count)
      (if (not (eq? (tensor-dtype labels) 'i64))
          (error (string-append who ": classes must be an i64 tensor, the type is") (tensor-dtype labels)))
      (if (> (tensor-size labels) 0)
          (let ((least (tensor-min labels)) (greatest (tensor-max labels)))
            (if (not (and (<= 0 least) (< greatest count)))
                (error (string-append who ": a label is not a class from 0 to")
                       (- count 1) 'found: (if (< least 0) least greatest))))))
    (define (entropy-of-classes logits labels smoothing)
      (let* ((sums (tensor-logsumexp logits -1))
             (shape (tensor-shape labels))
             (places (tensor-reshape labels (append shape '(1))))
             (chosen (tensor-reshape (tensor-take-along logits places -1) shape)))
        (tensor-mean
         (if (eqv? smoothing 0)
             (- sums chosen)
             (- sums (+ (* (- 1 smoothing) chosen) (* smoothing (tensor-mean logits -1))))))))
    (define (entropy-of-probabilities logits labels smoothing)
      (let ((targets (if (eqv? smoothing 0)
                         labels
                         (+ (* (- 1 smoothing) labels) (/ smoothing (last-length (tensor-shape logits)))))))
        (- (tensor-mean (tensor-sum (* targets (tensor-log-softmax logits)) -1)))))
    ;;> The mean of the divergences of TARGETS, probabilities along the last axis, from `(tensor-softmax
    ;;> logits)`: the `cross-entropy` less the entropy of the targets themselves.
    (define (kl-divergence logits targets)
      (check-same-shape "kl-divergence" logits targets)
      (if (null? (tensor-shape logits)) (fail-numbers "kl-divergence" logits))
      (let* ((targets (targets-for logits targets)) (safe (tensor-where (tensor> targets 0) targets 1)))
        (tensor-mean (tensor-sum (* targets (- (log safe) (tensor-log-softmax logits))) -1))))
    ;;> e to the `cross-entropy`: among how many equally likely classes one would be as uncertain.
    (define (perplexity logits labels) (exp (entropy-of "perplexity" logits labels 0)))))
