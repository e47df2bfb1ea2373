;;; Neural networks: layers, initialisers, losses and metrics, as plain procedures over parameters that are
;;; tensors in records and lists, which `gradient` takes and returns.
(define-library (fluxion nn)
  (export relu leaky-relu elu gelu silu sigmoid softplus log-sigmoid
          glorot-uniform glorot-normal he-uniform he-normal lecun-uniform lecun-normal orthogonal
          initial-zeros initial-normal initial-uniform
          mse mae huber cross-entropy binary-cross-entropy kl-divergence hinge perplexity
          accuracy confusion-matrix precision recall f1-score r2-score
          make-dense dense-parameters dense? dense dense-weight dense-bias
          make-conv1d make-conv2d conv-parameters conv? conv1d-layer conv2d-layer conv-weight conv-bias
          make-embedding embedding-parameters embedding? embedding embedding-table
          make-layer-norm layer-norm-parameters layer-norm? layer-norm layer-norm-scale layer-norm-shift
          make-batch-norm batch-norm-parameters batch-norm? batch-norm-scale batch-norm-shift
          make-batch-norm-state batch-norm-state batch-norm-state? batch-norm-mean batch-norm-variance
          batch-norm batch-norm-train dropout flatten-rows sequential
          make-rnn rnn-parameters rnn? rnn-cell rnn rnn-weight-input rnn-weight-hidden rnn-bias
          make-lstm lstm-parameters lstm? lstm-cell lstm lstm-weight-input lstm-weight-hidden lstm-bias
          make-gru gru-parameters gru? gru-cell gru gru-weight-input gru-weight-hidden gru-bias-input
          gru-bias-hidden scan-sequence
          dot-product-attention causal-mask
          make-attention attention-parameters attention? multi-head-attention
          attention-query attention-key attention-value attention-output
          make-transformer-block transformer-block-parameters transformer-block? transformer-block
          transformer-block-norm1 transformer-block-attention transformer-block-norm2
          transformer-block-hidden transformer-block-output sinusoidal-positions
          named-parameters save-parameters load-parameters)
  (import (fluxion nn activations) (fluxion nn initialisers) (fluxion nn losses) (fluxion nn metrics)
          (fluxion nn layers) (fluxion nn recurrent) (fluxion nn attention) (fluxion nn parameters)))
