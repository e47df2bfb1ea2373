;;; Initialisers of weights: procedures of a key, a shape and a dtype (`f64`).
;;;
;;; Most scale random numbers by how many inputs (and outputs) each unit has. A shape `(inputs outputs)` is
;;; that of a dense layer; a longer one, `(outputs inputs size ...)`, that of a convolution, as in PyTorch.
(define-library (fluxion nn initialisers)
  (export glorot-uniform glorot-normal he-uniform he-normal lecun-uniform lecun-normal orthogonal
          initial-zeros initial-normal initial-uniform)
  (import (fluxion base) (fluxion tensor))
  (begin
    ;; How many inputs and outputs a unit has, as a pair.
    (define (fans who shape)
      (if (not (and (pair? shape) (pair? (cdr shape))))
          (error (string-append who ": argument 2 must be a shape of two or more axes, found") shape))
      (let ((first (car shape)) (second (cadr shape)))
        (let loop ((rest (cddr shape)) (size 1))
          (cond ((pair? rest) (loop (cdr rest) (* size (car rest))))
                ((null? (cddr shape)) (cons first second))
                (else (cons (* size second) (* size first)))))))
    (define (uniform key shape limit dtype)
      (tensor-cast (random-uniform-tensor key shape (- limit) limit) dtype))
    (define (normal key shape deviation dtype)
      (* deviation (random-normal-tensor key shape dtype)))

    ;; GAIN over COUNT is the square of the second last argument of DRAW.
    (define-syntax define-initialiser
      (syntax-rules ()
        ((_ name text draw gain (inputs outputs) count)
         (define name
           (case-lambda
             ((key shape) (name key shape 'f64))
             ((key shape dtype)
              (let* ((both (fans text shape)) (inputs (car both)) (outputs (cdr both)))
                (draw key shape (sqrt (/ gain (max 1.0 count))) dtype))))))))
    ;;> (glorot-uniform key shape [dtype])
    ;;> Uniform random numbers with the variance 2 / (inputs + outputs), also known as Xavier's.
    (define-initialiser glorot-uniform "glorot-uniform" uniform 6.0 (inputs outputs) (+ inputs outputs))
    ;;> (glorot-normal key shape [dtype])
    ;;> Normal random numbers with the variance 2 / (inputs + outputs), also known as Xavier's.
    (define-initialiser glorot-normal "glorot-normal" normal 2.0 (inputs outputs) (+ inputs outputs))
    ;;> (he-uniform key shape [dtype])
    ;;> Uniform random numbers with the variance 2 / inputs, for `relu`; also known as Kaiming's.
    (define-initialiser he-uniform "he-uniform" uniform 6.0 (inputs outputs) inputs)
    ;;> (he-normal key shape [dtype])
    ;;> Normal random numbers with the variance 2 / inputs, for `relu`; also known as Kaiming's.
    (define-initialiser he-normal "he-normal" normal 2.0 (inputs outputs) inputs)
    ;;> (lecun-uniform key shape [dtype])
    ;;> Uniform random numbers with the variance 1 / inputs.
    (define-initialiser lecun-uniform "lecun-uniform" uniform 3.0 (inputs outputs) inputs)
    ;;> (lecun-normal key shape [dtype])
    ;;> Normal random numbers with the variance 1 / inputs.
    (define-initialiser lecun-normal "lecun-normal" normal 1.0 (inputs outputs) inputs)

    ;;> (orthogonal key shape [dtype])
    ;;> A random matrix with orthonormal columns, or rows if those are fewer. A longer shape is that of the
    ;;> matrix whose rows are the parts along the first axis.
    (define orthogonal
      (case-lambda
        ((key shape) (orthogonal key shape 'f64))
        ((key shape dtype)
         (fans "orthogonal" shape)
         (let* ((rows (car shape)) (columns (apply * (cdr shape))) (tall? (>= rows columns)))
           (define tall-shape (list (max rows columns) (min rows columns)))
           (let-values (((q r) (tensor-qr (random-normal-tensor key tall-shape))))
             ;; With these signs all directions are equally likely.
             (let* ((count (min rows columns))
                    (diagonal (tensor-sum (* r (tensor-eye count)) 0))
                    (signed (* q (tensor-where (tensor< diagonal 0) -1.0 1.0))))
               (tensor-cast (tensor-reshape (if tall? signed (tensor-transpose signed)) shape) dtype)))))))
    ;;> (initial-zeros key shape [dtype])
    ;;> Zeros; the key is not used.
    (define initial-zeros
      (case-lambda
        ((key shape) (tensor-zeros shape))
        ((key shape dtype) (tensor-zeros shape dtype))))
    ;;> The initialiser by normal random numbers with this standard DEVIATION.
    (define (initial-normal deviation)
      (lambda (key shape . dtype) (normal key shape deviation (if (pair? dtype) (car dtype) 'f64))))
    ;;> The initialiser by uniform random numbers between -LIMIT and LIMIT.
    (define (initial-uniform limit)
      (lambda (key shape . dtype) (uniform key shape limit (if (pair? dtype) (car dtype) 'f64))))))
