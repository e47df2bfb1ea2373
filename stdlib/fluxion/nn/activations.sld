;;; Activations: procedures of a tensor (or a number) that keep its shape and its type. `tanh` is in `(fluxion
;;; base)`.
(define-library (fluxion nn activations)
  (export relu leaky-relu elu gelu silu sigmoid softplus log-sigmoid)
  (import (fluxion base) (fluxion tensor))
  (begin
    ;;> X where it is positive, and 0 elsewhere. The derivative at 0 is 1/2, as that of `max`.
    (define (relu x) (max x 0))
    ;;> (leaky-relu x [slope])
    ;;> X where it is positive, and SLOPE (0.01) times X elsewhere.
    (define leaky-relu
      (case-lambda
        ((x) (leaky-relu x 0.01))
        ((x slope) (+ (max x 0) (* slope (min x 0))))))
    ;;> (elu x [alpha])
    ;;> X where it is positive, and ALPHA (1) times (e^X - 1) elsewhere.
    (define elu
      (case-lambda
        ((x) (elu x 1))
        ((x alpha)
         ;; The exponential must not overflow where its result is not used: its derivative would be NaN.
         (let ((positive (tensor> x 0)))
           (tensor-where positive x (* alpha (- (exp (tensor-where positive 0 x)) 1)))))))
    ;;> 1 / (1 + e^-X), without overflow.
    (define (sigmoid x) (if (tensor? x) (tensor-sigmoid x) (/ 1 (+ 1 (exp (min (- x) 709))))))
    ;;> X times `sigmoid` of X; also known as swish.
    (define (silu x) (* x (sigmoid x)))
    ;;> X times the probability that a normal random number is less than X, in the usual approximation by
    ;;> `tanh`.
    (define (gelu x)
      ;; (1 + tanh(u)) / 2 is the sigmoid of 2u, which costs an exponential only.
      (* x (sigmoid (* x (+ 1.5957691216057308 (* 0.07135481627260025 (square x)))))))
    ;;> The logarithm of 1 + e^X, without overflow.
    (define (softplus x) (+ (max x 0) (log-of-1-and (exp (- (abs x))))))
    ;;> The logarithm of `sigmoid` of X, without overflow.
    (define (log-sigmoid x) (- (softplus (- x))))
    ;; The logarithm of 1 + x. What the sum rounds away is added afterwards.
    (define (log-of-1-and x)
      (let ((sum (+ 1 x)))
        (+ (log sum) (/ (- x (- sum 1)) sum))))))
