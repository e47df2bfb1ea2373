; Random tensors.

;--- a-key-repeats
(import (fluxion base) (fluxion tensor))
(define key (make-key 7))
(define (draw key) (random-uniform-tensor key '(3)))
(tensor-equal? (draw key) (draw key)) ; => #t
(define keys (split-key key))
(tensor-equal? (draw (car keys)) (draw (cadr keys))) ; => #f

;--- moments
(import (fluxion base) (fluxion tensor))
(define x (random-normal-tensor (make-key 1) '(100 1000)))
(< (abs (tensor-mean x)) 0.01) ; => #t
(< (abs (- (tensor-std x) 1)) 0.01) ; => #t
(define u (random-uniform-tensor (make-key 2) '(100000) -1 3))
(< (abs (- (tensor-mean u) 1)) 0.02) ; => #t
(and (<= -1 (tensor-min u)) (< (tensor-max u) 3)) ; => #t
(tensor-dtype (random-normal-tensor (make-key 1) '(2) 'f32)) ; => f32

;--- integers-and-permutations
(import (fluxion base) (fluxion tensor))
(define i (random-integer-tensor (make-key 3) '(1000) -2 3))
(list (tensor-min i) (tensor-max i)) ; => (-2 2)
(tensor-sort (random-permutation (make-key 4) 5)) ; => #i64(0 1 2 3 4)
(tensor-shape (random-permutation (make-key 4) (tensor-zeros '(5 2)))) ; => (5 2)
(random-normal-tensor 'key '(2)) ; error: argument 1 must be a key, an exact integer
