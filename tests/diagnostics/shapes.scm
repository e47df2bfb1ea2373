; What the compiler says about shapes of tensors that are known and do not fit.

;--- product
(import (fluxion base) (fluxion tensor))
(define w (tensor-zeros '(3 4)))
(define (f x) (tensor-matmul w (tensor-transpose w)))
(define (g x) (tensor-matmul w w))
;             ^^^^^^^^^^^^^^^^^^^ warning[shapes-do-not-match]: tensor-matmul: the shapes (3 4) and (3 4) do not match: the last axis of the first must be as long as the last but one of the second, and the axes before are broadcast
(define (late?) (pair? (cdr (command-line))))
(tensor-shape (if (late?) (g 1) (f 1))) ; => (3 3)

;--- elementwise
(import (fluxion base) (fluxion tensor))
(define t #f64((1 2) (3 4)))
(tensor-shape (+ t (tensor-ones (list 2)) 1)) ; => (2 2)
(define (f n)
  (let ((sums (tensor-sum (tensor-ones '(2 5)) 0)))
    (* t (exp sums))))
;   ^^^^^^^^^^^^^^^^ warning[shapes-do-not-match]: *: the shapes (2 2) and (5) do not match: axes are matched from the last one, and must be equal or 1
(if (pair? (cdr (command-line))) (f 1) 0) ; => 0

;--- reshape
(import (fluxion base) (fluxion tensor))
(define (f) (tensor-reshape (tensor-zeros '(2 3)) '(4 -1)))
;           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning[shapes-do-not-match]: tensor-reshape: a tensor of the shape (2 3) has not the shape (4 -1)
(define (g) (tensor-reshape (tensor-zeros '(2 3)) '(3 -1)))
(tensor-shape (if (pair? (cdr (command-line))) (f) (g))) ; => (3 2)

;--- the-program-runs-and-the-error-is-caught
(import (fluxion base) (fluxion tensor))
(define a (tensor-zeros '(2 3)))
(guard (e ((error-object? e) 'caught)) (+ a (tensor-zeros '(2))))
;                                      ^^^^^^^^^^^^^^^^^^^^^^^^^ warning[shapes-do-not-match]: +: the shapes (2 3) and (2) do not match: axes are matched from the last one, and must be equal or 1
; => caught

;--- unknown-shapes-are-not-judged
(import (fluxion base) (fluxion tensor))
(define a (tensor-zeros '(2 3)))
(define (f x) (+ a x))
(define b (tensor-zeros '(2)))
(set! b (tensor-zeros '(3)))
(define c (if (f b) (tensor-zeros '(1 3)) (tensor-zeros '(2 3))))
(tensor-shape (+ a b c)) ; => (2 3)
(let loop ((i 0) (t (tensor-zeros '(1 2))))
  (if (= i 3) (tensor-shape t) (loop (+ i 1) (tensor-concatenate (list t t) 0))))
; => (8 2)
