;;; Recurrent layers: cells, procedures of parameters, a state and the input at one time; and procedures that
;;; run them over sequences of the shape (count time size).
(define-library (fluxion nn recurrent)
  (export make-rnn rnn-parameters rnn? rnn-cell rnn rnn-weight-input rnn-weight-hidden rnn-bias
          make-lstm lstm-parameters lstm? lstm-cell lstm lstm-weight-input lstm-weight-hidden lstm-bias
          make-gru gru-parameters gru? gru-cell gru gru-weight-input gru-weight-hidden gru-bias-input
          gru-bias-hidden scan-sequence)
  (import (fluxion base) (fluxion tensor) (fluxion nn initialisers) (fluxion nn activations)
          (fluxion nn support))
  (begin
    ;; Sequences -----

    ;;> (scan-sequence f state x [axis])
    ;;> Calls F with STATE and each part of X along AXIS (1), from the first on. F returns two values: the
    ;;> next state and an output. Two values: the last state, and the outputs as the parts of a tensor along
    ;;> the axis.
    (define scan-sequence
      (case-lambda
        ((f state x) (scan-sequence f state x 1))
        ((f state x axis)
         (if (not (procedure? f)) (error "scan-sequence: argument 1 must be a procedure, found" f))
         (let* ((rank (tensor-rank x)) (place (if (and (fixnum? axis) (< axis 0)) (+ axis rank) axis)))
           (if (not (and (fixnum? place) (< -1 place rank)))
               (error "scan-sequence: there is no such axis in the shape" axis (tensor-shape x)))
           (let ((time (list-ref (tensor-shape x) place)) (before (make-list place #t)))
             (if (= time 0)
                 (error "scan-sequence: there are no parts along the axis of the shape" (tensor-shape x)))
             (define (slice x . spec) (apply tensor-slice x (append before spec)))
             ;; By halves: the cotangent of each slice has the shape of what it is cut from, so that those of
             ;; single parts would cost the square of their number.
             (define (scan state x count outputs)
               (if (= count 1)
                   (let-values (((next output) (f state (slice x 0))))
                     (values next (cons output outputs)))
                   (let ((half (quotient count 2)))
                     (let-values (((state outputs) (scan state (slice x (list 0 half)) half outputs)))
                       (scan state (slice x (list half count)) (- count half) outputs)))))
             (let-values (((state outputs) (scan state x time '())))
               (values state (tensor-stack (reverse outputs) place))))))))

    ;; What the layers have in common -----

    ;; Calls MAKE with two weights for GATES values of each unit, and a procedure that makes a bias.
    (define (make-weights who key inputs units gates options make)
      (check-size who 2 inputs)
      (check-size who 3 units)
      (make-options who options glorot-uniform
                    (lambda (initialise dtype)
                      (let ((keys (split-key key (* 2 gates))))
                        (define (weight keys rows)
                          (define (draw key) (initialise key (list rows units) dtype))
                          (tensor-concatenate (map draw keys) 1))
                        (make (weight (list-head keys gates) inputs)
                              (weight (list-tail keys gates) units)
                              (lambda () (tensor-zeros (list (* gates units)) dtype)))))))
    (define (check-input who weight x rank)
      (let ((found (tensor-shape x)) (shape (tensor-shape weight)))
        (if (not (and (or (not rank) (= (length found) rank)) (eqv? (last-length found) (car shape))))
            (error (string-append who ": the shape of the input does not fit that of the weight:")
                   found shape))))
    (define (check-state who weight state)
      (let ((found (tensor-shape state)) (shape (tensor-shape weight)))
        (if (not (eqv? (last-length found) (car shape)))
            (error (string-append who ": the shape of the state does not fit that of the weight:")
                   found shape))))
    ;; The state of zeros for the sequences x and the hidden weight.
    (define (zero-state x weight)
      (tensor-zeros (list (car (tensor-shape x)) (car (tensor-shape weight))) (tensor-dtype weight)))
    ;; The part number i of n equal ones of the last axis.
    (define (gate t i units)
      (apply tensor-slice t (append (make-list (- (tensor-rank t) 1) #t)
                                    (list (list (* i units) (* (+ i 1) units))))))
    ;; Runs STEP, a procedure of state and projected input, over the sequences x, whose projection is one
    ;; product.
    (define (run step output-of state x weight bias)
      (scan-sequence (lambda (state projected)
                       (let ((next (step state projected)))
                         (values next (output-of next))))
                     state
                     (+ (tensor-matmul x weight) bias)))
    (define (itself state) state)

    ;; Elman's network -----

    ;;> `(rnn-parameters weight-input weight-hidden bias)`: parameters of `rnn-cell` of three tensors, as
    ;;> `make-rnn` describes them. `(rnn? x)`: whether X is such. `(rnn-weight-input params)`,
    ;;> `(rnn-weight-hidden params)`, `(rnn-bias params)`: these tensors.
    (define-record-type rnn-layer
      (rnn-parameters weight-input weight-hidden bias)
      rnn?
      (weight-input rnn-weight-input)
      (weight-hidden rnn-weight-hidden)
      (bias rnn-bias))
    ;;> (make-rnn key inputs units [initialiser] [dtype])
    ;;> Parameters of `rnn-cell`: weights of the shapes (INPUTS UNITS) and (UNITS UNITS), and a bias of zeros.
    (define (make-rnn key inputs units . options)
      (make-weights "make-rnn" key inputs units 1 options
                    (lambda (input hidden bias) (rnn-parameters input hidden (bias)))))
    ;;> The state after STATE and the input X: `tanh` of X by the weight of inputs, plus the state by the
    ;;> hidden weight, plus the bias.
    (define (rnn-cell params state x)
      (check-parameters (rnn? params) "rnn-cell" "make-rnn" params)
      (check-input "rnn-cell" (rnn-weight-input params) x #f)
      (check-state "rnn-cell" (rnn-weight-hidden params) state)
      (rnn-step params state (+ (tensor-matmul x (rnn-weight-input params)) (rnn-bias params))))
    (define (rnn-step params state projected)
      (tanh (+ projected (tensor-matmul state (rnn-weight-hidden params)))))
    ;;> Runs `rnn-cell` over the sequences X, `(count time inputs)`, from STATE, `(count units)` or `#f`,
    ;;> zeros. Two values: the last state, and all of them, `(count time units)`.
    (define (rnn params state x)
      (check-parameters (rnn? params) "rnn" "make-rnn" params)
      (check-input "rnn" (rnn-weight-input params) x 3)
      (let ((state (or state (zero-state x (rnn-weight-hidden params)))))
        (check-state "rnn" (rnn-weight-hidden params) state)
        (run (lambda (state projected) (rnn-step params state projected))
             itself state x (rnn-weight-input params) (rnn-bias params))))

    ;; Long short-term memory -----

    ;;> `(lstm-parameters weight-input weight-hidden bias)`: parameters of `lstm-cell` of three tensors, as
    ;;> `make-lstm` describes them. `(lstm? x)`: whether X is such. `(lstm-weight-input params)`,
    ;;> `(lstm-weight-hidden params)`, `(lstm-bias params)`: these tensors.
    (define-record-type lstm-layer
      (lstm-parameters weight-input weight-hidden bias)
      lstm?
      (weight-input lstm-weight-input)
      (weight-hidden lstm-weight-hidden)
      (bias lstm-bias))
    ;;> (make-lstm key inputs units [initialiser] [dtype])
    ;;> Parameters of `lstm-cell`: weights of the shapes (INPUTS 4*UNITS) and (UNITS 4*UNITS), whose columns
    ;;> are those of the input, forget, cell and output gates, and a bias: 1 for the forget gate and 0 else.
    (define (make-lstm key inputs units . options)
      (make-weights "make-lstm" key inputs units 4 options
                    (lambda (input hidden bias)
                      (let ((zeros (tensor-zeros (list units) (tensor-dtype input))))
                        (lstm-parameters input hidden
                                         (tensor-concatenate (list zeros (+ zeros 1) zeros zeros)))))))
    (define (check-lstm-state who params state)
      (if (not (and (list? state) (= (length state) 2)))
          (error (string-append who ": argument 2 must be a list of the hidden state and the cell, found")
                 state))
      (for-each (lambda (part) (check-state who (lstm-weight-hidden params) part)) state))
    ;;> The state after STATE and the input X: lists of the hidden state, which is the output, and the cell.
    (define (lstm-cell params state x)
      (check-parameters (lstm? params) "lstm-cell" "make-lstm" params)
      (check-input "lstm-cell" (lstm-weight-input params) x #f)
      (check-lstm-state "lstm-cell" params state)
      (lstm-step params state (+ (tensor-matmul x (lstm-weight-input params)) (lstm-bias params))))
    (define (lstm-step params state projected)
      (let* ((weight (lstm-weight-hidden params))
             (units (car (tensor-shape weight)))
             (gates (+ projected (tensor-matmul (car state) weight)))
             (kept (* (sigmoid (gate gates 1 units)) (cadr state)))
             (new (* (sigmoid (gate gates 0 units)) (tanh (gate gates 2 units))))
             (cell (+ kept new)))
        (list (* (sigmoid (gate gates 3 units)) (tanh cell)) cell)))
    ;;> Runs `lstm-cell` over the sequences X, `(count time inputs)`, from STATE or `#f`, zeros. Two values:
    ;;> the last state, and the hidden states, `(count time units)`.
    (define (lstm params state x)
      (check-parameters (lstm? params) "lstm" "make-lstm" params)
      (check-input "lstm" (lstm-weight-input params) x 3)
      (let ((state (or state (let ((zeros (zero-state x (lstm-weight-hidden params)))) (list zeros zeros)))))
        (check-lstm-state "lstm" params state)
        (run (lambda (state projected) (lstm-step params state projected))
             car state x (lstm-weight-input params) (lstm-bias params))))

    ;; Gated recurrent unit -----

    ;;> `(gru-parameters weight-input weight-hidden bias-input bias-hidden)`: parameters of `gru-cell` of four
    ;;> tensors, as `make-gru` describes them. `(gru? x)`: whether X is such. `(gru-weight-input params)`,
    ;;> `(gru-weight-hidden params)`, `(gru-bias-input params)`, `(gru-bias-hidden params)`: these tensors.
    (define-record-type gru-layer
      (gru-parameters weight-input weight-hidden bias-input bias-hidden)
      gru?
      (weight-input gru-weight-input)
      (weight-hidden gru-weight-hidden)
      (bias-input gru-bias-input)
      (bias-hidden gru-bias-hidden))
    ;;> (make-gru key inputs units [initialiser] [dtype])
    ;;> Parameters of `gru-cell`: weights of the shapes (INPUTS 3*UNITS) and (UNITS 3*UNITS), whose columns
    ;;> are those of the reset and update gates and the new state, and two biases of zeros.
    (define (make-gru key inputs units . options)
      (make-weights "make-gru" key inputs units 3 options
                    (lambda (input hidden bias) (gru-parameters input hidden (bias) (bias)))))
    ;;> The state after STATE and the input X. The reset gate scales the state after its product with the
    ;;> weight, as in PyTorch.
    (define (gru-cell params state x)
      (check-parameters (gru? params) "gru-cell" "make-gru" params)
      (check-input "gru-cell" (gru-weight-input params) x #f)
      (check-state "gru-cell" (gru-weight-hidden params) state)
      (gru-step params state (+ (tensor-matmul x (gru-weight-input params)) (gru-bias-input params))))
    (define (gru-step params state projected)
      (let* ((weight (gru-weight-hidden params))
             (units (car (tensor-shape weight)))
             (hidden (+ (tensor-matmul state weight) (gru-bias-hidden params)))
             (reset (sigmoid (+ (gate projected 0 units) (gate hidden 0 units))))
             (update (sigmoid (+ (gate projected 1 units) (gate hidden 1 units))))
             (new (tanh (+ (gate projected 2 units) (* reset (gate hidden 2 units))))))
        (+ new (* update (- state new)))))
    ;;> Runs `gru-cell` over the sequences X, `(count time inputs)`, from STATE, `(count units)` or `#f`,
    ;;> zeros. Two values: the last state, and all of them, `(count time units)`.
    (define (gru params state x)
      (check-parameters (gru? params) "gru" "make-gru" params)
      (check-input "gru" (gru-weight-input params) x 3)
      (let ((state (or state (zero-state x (gru-weight-hidden params)))))
        (check-state "gru" (gru-weight-hidden params) state)
        (run (lambda (state projected) (gru-step params state projected))
             itself state x (gru-weight-input params) (gru-bias-input params))))))
