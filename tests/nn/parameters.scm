; Parameters of (fluxion nn) by name and in files.

;--- names-are-the-ways-to-parameters
(import (fluxion base) (fluxion tensor) (fluxion nn))
(define keys (split-key (make-key 1) 2))
(define params (list (make-dense (car keys) 2 3) (vector (make-layer-norm 3) 1.5) '((rate . 0.5) (many 1.0 2.0))))
(map car (named-parameters params)) ; => ("0.weight" "0.bias" "1.0.scale" "1.0.shift" "1.1" "2.rate" "2.many.0" "2.many.1")
(map car (named-parameters (make-transformer-block (make-key 1) 4 2 8))) ; => ("norm1.scale" "norm1.shift" "attention.query.weight" "attention.query.bias" "attention.key.weight" "attention.key.bias" "attention.value.weight" "attention.value.bias" "attention.output.weight" "attention.output.bias" "norm2.scale" "norm2.shift" "hidden.weight" "hidden.bias" "output.weight" "output.bias")
(named-parameters (tensor '(1.0 2.0))) ; => (("parameter" . #f64(1.0 2.0)))
(named-parameters (list (dense-parameters (tensor '((1.0))) #f) (f64vector 1.0))) ; => (("0.weight" . #f64((1.0))) ("1" . #f64(1.0)))
(named-parameters '((a . 1.0) (a . 2.0))) ; error: named-parameters: two parameters have the same name "a"

;--- parameters-come-back-from-files
(import (fluxion base) (fluxion tensor) (fluxion nn))
(define (params seed)
  (let ((keys (split-key (make-key seed) 3)))
    (list (make-dense (car keys) 2 3 'f32) (vector (make-gru (cadr keys) 3 2) 1.5) (f64vector 1.0 2.0)
          (make-conv2d (caddr keys) 1 2 3))))
(define saved (params 1))
(define (same? path)
  (save-parameters path saved)
  (let ((found (named-parameters (load-parameters path (params 2)))))
    (equal? found (named-parameters saved))))
(same? "fluxion-nn-test.npz") ; => #t
(same? "fluxion-nn-test.safetensors") ; => #t
(same? "fluxion-nn-test.safetensors.gz") ; => #t
(equal? (named-parameters saved) (named-parameters (params 2))) ; => #f

;--- files-with-other-parameters
(import (fluxion base) (fluxion tensor) (fluxion nn))
(define path "fluxion-nn-test.npz")
(save-parameters path (list (tensor '(1.0 2.0)) (tensor '(3.0))))
(define (message like)
  (guard (e (#t (cons (error-object-message e) (error-object-irritants e)))) (load-parameters path like)))
(message (list (tensor '(0.0 0.0)) (tensor '(0.0)) 1.0)) ; => ("load-parameters: the file has no parameter of this name:" "fluxion-nn-test.npz" "2")
(message (list (tensor '(0.0 0.0)))) ; => ("load-parameters: the file has parameters that the structure has not:" "fluxion-nn-test.npz" ("1"))
(message (list (tensor '(0.0 0.0)) (tensor '(0.0 0.0)))) ; => ("load-parameters: this parameter has another shape in the file:" "1" (1) needed: (2))
(map tensor-dtype (load-parameters path (list (tensor '(0.0 0.0) 'f32) (tensor '(0.0))))) ; => (f32 f64)
(save-parameters "params.json" 1.0) ; error: save-parameters: the name of the file must end in .npz or .safetensors, found "params.json"
