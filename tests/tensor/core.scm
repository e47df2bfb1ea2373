; Tensors: making, parts, arithmetic, reductions. The values are NumPy's.

;--- of-nested-lists
(import (fluxion base) (fluxion tensor))
(tensor '((1 2 3) (4 5 6))) ; => #i64((1 2 3) (4 5 6))
(tensor '(1 2.5)) ; => #f64(1.0 2.5)
(tensor '((#t #f))) ; => #bool((#t #f))
(tensor (vector '(1 2) #(3 4)) 'f32) ; => #f32((1.0 2.0) (3.0 4.0))
(tensor 5) ; => 5

;--- literal
(import (fluxion base) (fluxion tensor))
(tensor-shape #f64((1 2 3) (4 5 6))) ; => (2 3)
#f64(((1 2) (3 4))) ; => #f64(((1.0 2.0) (3.0 4.0)))
(f64vector? #f64(1 2)) ; => #t

;--- questions
(import (fluxion base) (fluxion tensor))
(define t (tensor-zeros '(2 0 3) 'f32))
(list (tensor-shape t) (tensor-rank t) (tensor-size t) (tensor-dtype t)) ; => ((2 0 3) 3 0 f32)
(list (tensor? t) (tensor? 1) (number? t)) ; => (#t #f #f)

;--- ranges
(import (fluxion base) (fluxion tensor))
(tensor-arange 4) ; => #i64(0 1 2 3)
(tensor-arange 5 -1 -2) ; => #i64(5 3 1)
(tensor-arange 0 1 0.25) ; => #f64(0.0 0.25 0.5 0.75)
(tensor-linspace 0 1 5) ; => #f64(0.0 0.25 0.5 0.75 1.0)
(tensor-eye 2 3 'i64) ; => #i64((1 0 0) (0 1 0))
(make-tensor '(2) 7) ; => #i64(7 7)

;--- elements-and-slices
(import (fluxion base) (fluxion tensor))
(define t (tensor-reshape (tensor-arange 12) '(3 4)))
(tensor-ref t 1 2) ; => 6
(tensor-ref t -1 -1) ; => 11
(tensor-index t 1) ; => #i64(4 5 6 7)
(tensor-slice t '(1 3) '(#f #f 2)) ; => #i64((4 6) (8 10))
(tensor-slice t #t 1) ; => #i64(1 5 9)
(tensor-slice t '(#f #f -1) '(-2 #f)) ; => #i64((10 11) (6 7) (2 3))
(tensor-slice t '(2 1)) ; => #i64()
(tensor-flip t 1) ; => #i64((3 2 1 0) (7 6 5 4) (11 10 9 8))

;--- views-share-memory
(import (fluxion base) (fluxion tensor))
(define t (tensor-zeros '(2 2)))
(define column (tensor-slice t #t 1))
(tensor-set! t 0 1 5)
column ; => #f64(5.0 0.0)


;--- set-a-part
(import (fluxion base) (fluxion tensor))
(define t (tensor-zeros '(2 2)))
(tensor-set! t 1 (tensor '(7 8)))
(tensor-set! t 0 1)
t ; => #f64((1.0 1.0) (7.0 8.0))

;--- axes
(import (fluxion base) (fluxion tensor))
(define t (tensor-reshape (tensor-arange 6) '(1 2 3)))
(tensor-shape (tensor-transpose t)) ; => (3 2 1)
(tensor-transpose t '(0 2 1)) ; => #i64(((0 3) (1 4) (2 5)))
(tensor-reshape t '(-1 2)) ; => #i64((0 1) (2 3) (4 5))
(tensor-squeeze t) ; => #i64((0 1 2) (3 4 5))
(tensor-shape (tensor-expand-dims t -1)) ; => (1 2 3 1)
(tensor-broadcast (tensor '(1 2)) '(2 2)) ; => #i64((1 2) (1 2))

;--- arithmetic-broadcasts
(import (fluxion base) (fluxion tensor))
(define a (tensor '((1.0 2.0) (3.0 4.0))))
(+ a 1) ; => #f64((2.0 3.0) (4.0 5.0))
(- (* 2 a) (tensor '(1 2))) ; => #f64((1.0 2.0) (5.0 6.0))
(/ a (tensor '((1) (2)))) ; => #f64((1.0 2.0) (1.5 2.0))
(- a) ; => #f64((-1.0 -2.0) (-3.0 -4.0))
(expt a 2) ; => #f64((1.0 4.0) (9.0 16.0))
(max a 2) ; => #f64((2.0 2.0) (3.0 4.0))
(sqrt (tensor '(4 9))) ; => #f64(2.0 3.0)
(abs (tensor '(-4 9))) ; => #i64(4 9)
(round (tensor '(0.5 1.5 -1.2))) ; => #f64(0.0 2.0 -1.0)
(quotient (tensor '(7 -7)) 2) ; => #i64(3 -3)
(modulo (tensor '(7 -7)) 2) ; => #i64(1 1)

;--- types-join
(import (fluxion base) (fluxion tensor))
(define (type x) (tensor-dtype x))
(define f (tensor '(1 2) 'f32))
(define i (tensor '(1 2)))
(map type (list (* 2.0 f) (+ f i) (* 2.0 i) (/ i i) (* i i) (+ 1 (tensor '(#t))))) ; => (f32 f64 f64 f64 i64 i64)

;--- procedures-of-numbers-take-tensors
(import (fluxion base) (fluxion tensor))
(define (f x) (+ (* x x) (sin 0) 1))
(f (tensor '(1.0 2.0))) ; => #f64(2.0 5.0)

;--- comparisons
(import (fluxion base) (fluxion tensor))
(define a (tensor '(1 2 3)))
(tensor< a 2) ; => #bool(#t #f #f)
(tensor= a (tensor '((1) (3)))) ; => #bool((#t #f #f) (#f #f #t))
(tensor-or (tensor< a 2) (tensor> a 2)) ; => #bool(#t #f #t)
(tensor-not (tensor<= a 2)) ; => #bool(#f #f #t)
(tensor-where (tensor< a 2) a -1.0) ; => #f64(1.0 -1.0 -1.0)
(tensor-equal? a (tensor '(1.0 2.0 3.0))) ; => #t
(tensor-close? a (+ a 1e-9)) ; => #t
(< a 2) ; error: <: argument 1 must be a real number, found #i64(1 2 3)

;--- reductions
(import (fluxion base) (fluxion tensor))
(define a (tensor '((1.0 2.0 3.0) (4.0 5.0 9.0))))
(tensor-sum a) ; => 24.0
(tensor-sum a 0) ; => #f64(5.0 7.0 12.0)
(tensor-sum a '(1) #t) ; => #f64((6.0) (18.0))
(tensor-mean a -1) ; => #f64(2.0 6.0)
(tensor-prod a 1) ; => #f64(6.0 180.0)
(tensor-max a 0) ; => #f64(4.0 5.0 9.0)
(tensor-min a) ; => 1.0
(tensor-argmax a) ; => 5
(tensor-argmin a 1) ; => #i64(0 0)
(tensor-all (tensor> a 0)) ; => #t
(tensor-any (tensor> a 5) 1) ; => #bool(#f #t)
(tensor-variance a 1) ; => #f64(0.6666666666666666 4.666666666666667)
(tensor-sum (tensor '(#t #t #f))) ; => 2
(tensor-sum (tensor-zeros '(0 2)) 0) ; => #f64(0.0 0.0)
(tensor-max (tensor (list 1.0 +nan.0))) ; => +nan.0

;--- reductions-over-any-axes
; Of a tensor, of its axes in another order, of parts and of broadcasts.
(import (fluxion base) (fluxion tensor))
(define (sum-by-hand t axes)
  (define shape (tensor-shape t))
  (define totals (make-hash-table))
  (let walk ((rest shape) (axis 0) (index '()) (kept '()))
    (if (pair? rest)
        (do ((i 0 (+ i 1))) ((= i (car rest)))
          (walk (cdr rest) (+ axis 1) (cons i index) (if (memv axis axes) kept (cons i kept))))
        (hash-table-update!/default totals kept (lambda (sum) (+ sum (apply tensor-ref t (reverse index)))) 0)))
  totals)
(define (right? t axes)
  (let ((sum (tensor-sum t axes)))
    (every (lambda (entry) (= (cdr entry) (apply tensor-ref sum (reverse (car entry)))))
           (hash-table->alist (sum-by-hand t axes)))))
(define t (tensor-reshape (modulo (* 37 (tensor-arange 1260)) 101) '(5 7 36)))
(define (all-right? t) (every (lambda (axes) (right? t axes)) '((0) (1) (2) (0 1) (0 2) (1 2))))
(map all-right?
     (list t (tensor-cast t 'f64) (tensor-cast t 'f32) (tensor-transpose t '(2 0 1)) (tensor-transpose t '(1 2 0))
           (tensor-slice t '(0 5 2) #t '(35 0 -2)) (tensor-slice t #t '(1 6) '(3 20))
           (tensor-broadcast (tensor-slice t 0) '(6 7 36))))  ; => (#t #t #t #t #t #t #t #t)

;--- scans-and-sorting
(import (fluxion base) (fluxion tensor))
(define a (tensor '((3 1 2) (9 7 8))))
(tensor-cumsum a 1) ; => #i64((3 4 6) (9 16 24))
(tensor-cumsum a 0) ; => #i64((3 1 2) (12 8 10))
(tensor-cumprod (tensor '(1 2 3 4))) ; => #i64(1 2 6 24)
(tensor-sort a) ; => #i64((1 2 3) (7 8 9))
(tensor-argsort a 1) ; => #i64((1 2 0) (1 2 0))

;--- joining
(import (fluxion base) (fluxion tensor))
(define a (tensor '((1 2))))
(tensor-concatenate (list a a)) ; => #i64((1 2) (1 2))
(tensor-concatenate (list a (tensor '((3.5)))) 1) ; => #f64((1.0 2.0 3.5))
(tensor-stack (list (tensor '(1 2)) (tensor '(3 4))) 1) ; => #i64((1 3) (2 4))
(tensor-split (tensor '(1 2 3 4)) 2) ; => (#i64(1 2) #i64(3 4))
(tensor-repeat (tensor '(1 2)) 2 0) ; => #i64(1 1 2 2)
(tensor-concatenate (list a (tensor '((1 2 3))))) ; error: tensor-concatenate: the shapes (1 2) and (1 3) do not match

;--- gathering
(import (fluxion base) (fluxion tensor))
(define a (tensor '((1 2) (3 4) (5 6))))
(tensor-gather a (tensor '(2 0 -1))) ; => #i64((5 6) (1 2) (5 6))
(tensor-gather a (tensor '((1) (0))) 1) ; => #i64(((2) (1)) ((4) (3)) ((6) (5)))
(tensor-scatter (tensor-zeros '(3)) (tensor '(0 2 0)) (tensor '(1 2 3))) ; => #f64(4.0 0.0 2.0)
(tensor-take-along a (tensor '((1) (0) (1))) 1) ; => #i64((2) (3) (6))
(tensor-one-hot (tensor '(1 0)) 3) ; => #f64((0.0 1.0 0.0) (1.0 0.0 0.0))
(tensor-gather a (tensor '(3))) ; error: tensor-gather: the index 3 is out of range for axis 0 of the shape (3 2)

;--- products
(import (fluxion base) (fluxion tensor))
(define a (tensor '((1.0 2.0) (3.0 4.0))))
(tensor-matmul a a) ; => #f64((7.0 10.0) (15.0 22.0))
(tensor-matmul a (tensor '(1.0 1.0))) ; => #f64(3.0 7.0)
(tensor-matmul (tensor '(1 1)) (tensor '((1 2) (3 4)))) ; => #i64(4 6)
(tensor-dot (tensor '(1.0 2.0)) (tensor '(3.0 4.0))) ; => 11.0
(tensor-shape (tensor-matmul (tensor-zeros '(5 1 2 3)) (tensor-zeros '(4 3 7)))) ; => (5 4 2 7)
(tensor-matmul (tensor-transpose a) a) ; => #f64((10.0 14.0) (14.0 20.0))
(tensor-outer (tensor '(1 2)) (tensor '(3 4))) ; => #i64((3 4) (6 8))
(tensor-trace a) ; => 5.0
(tensor-norm (tensor '(3.0 4.0))) ; => 5.0

;--- conversions
(import (fluxion base) (fluxion tensor))
(define a (tensor '((1.0 2.0) (3.0 4.0))))
(tensor->list a) ; => ((1.0 2.0) (3.0 4.0))
(tensor->vector (tensor-transpose a)) ; => #(1.0 3.0 2.0 4.0)
(tensor->f64vector (tensor '(1 2))) ; => #f64(1.0 2.0)
(tensor->bytevector (tensor '(1 258))) ; => #u8(1 0 0 0 0 0 0 0 2 1 0 0 0 0 0 0)
(bytevector->tensor (tensor->bytevector a) 'f64 '(4)) ; => #f64(1.0 2.0 3.0 4.0)
(f64vector->tensor #f64(1 2 3 4) '(2 2)) ; => #f64((1.0 2.0) (3.0 4.0))
(vector->tensor #(1 2) '(2 1) 'f32) ; => #f32((1.0) (2.0))
(tensor-cast (tensor '(1.9 -1.9)) 'i64) ; => #i64(1 -1)

;--- display-aligns
(import (fluxion base) (fluxion tensor))
(define (shown t) (with-output-to-string (lambda () (display t))))
(shown (tensor '((1.0 20.5) (0.333333333333 4.0)))) ; => "#f64((       1.0       20.5)\n     (0.33333333        4.0))"

;--- long-ones-are-cut
(import (fluxion base) (fluxion tensor))
(tensor-arange 2000) ; => #i64(0 1 2 ... 1997 1998 1999)

;--- shapes-in-errors
(import (fluxion base) (fluxion tensor))
(+ (tensor-zeros '(2 3)) (tensor-zeros '(2))) ; error: +: the shapes (2 3) and (2) do not match

;--- shapes-in-errors-of-products
(import (fluxion base) (fluxion tensor))
(tensor-matmul (tensor-zeros '(2 3)) (tensor-zeros '(2 3))) ; error: tensor-matmul: the shapes (2 3) and (2 3) do not match

;--- no-such-shape
(import (fluxion base) (fluxion tensor))
(tensor-reshape (tensor-zeros '(2 3)) '(4 -1)) ; error: tensor-reshape: a tensor of the shape (2 3) has not the shape (4 -1)

;--- ragged
(import (fluxion base) (fluxion tensor))
(tensor '((1 2) (3))) ; error: the parts of a tensor must have the same lengths

;--- no-such-index
(import (fluxion base) (fluxion tensor))
(tensor-ref (tensor '(1 2)) 2) ; error: the index 2 is out of range for axis 0 of the shape (2)

;--- too-large
(import (fluxion base) (fluxion tensor))
(tensor-zeros '(1000000000 1000000000 100)) ; error: out of memory

;--- memory-is-given-back
(import (fluxion base) (fluxion tensor))
(define (loop i t) (if (= i 0) (tensor-ref t 0) (loop (- i 1) (+ t 1))))
(loop 300 (tensor-zeros '(1000000))) ; => 300.0

;--- any-procedure
(import (fluxion base) (fluxion tensor))
(tensor-map (lambda (x) (if (> x 0) (* 2 x) 0)) (tensor '((1 -2) (3 4)))) ; => #i64((2 0) (6 8))
(tensor-map max (tensor '(1.0 5.0)) (tensor '((3.0) (0.0)))) ; => #f64((3.0 5.0) (1.0 5.0))
(tensor-scan + (tensor '((1 2) (3 4))) 0) ; => #i64((1 2) (4 6))

;--- padding
(import (fluxion base) (fluxion tensor))
(tensor-pad (tensor '((1.0 2.0))) '((1 0) (0 1))) ; => #f64((0.0 0.0 0.0) (1.0 2.0 0.0))
(tensor-pad (tensor '(1.0)) '((1 1)) 7) ; => #f64(7.0 1.0 7.0)

;--- convolution
(import (fluxion base) (fluxion tensor))
(define x (tensor-reshape (tensor-arange 16) '(1 1 4 4)))
(define w (tensor '((((1 0) (0 -1))))))
(conv2d x w) ; => #f64((((-5.0 -5.0 -5.0) (-5.0 -5.0 -5.0) (-5.0 -5.0 -5.0))))
(conv2d x w 2) ; => #f64((((-5.0 -5.0) (-5.0 -5.0))))
(tensor-shape (conv2d x w '(2 1) 1)) ; => (1 1 3 5)
(conv1d (tensor '(((1 2 3 4)))) (tensor '(((1 1 1)) ((1 0 -1)))) 1 1) ; => #f64(((3.0 6.0 9.0 7.0) (-2.0 -2.0 -2.0 3.0)))
(max-pool2d x 2) ; => #i64((((5 7) (13 15))))
(define y (tensor-reshape (tensor '(1.0 +nan.0 3.0 2.0 5.0 4.0 -1.0 +nan.0 9.0 8.0 7.0 6.0 -0.0 0.0 1.0 1.0)) '(1 1 4 4)))
(max-pool2d y 2) ; => #f64((((+nan.0 +nan.0) (9.0 7.0))))
(max-pool2d (tensor-cast y 'f32) 3 1) ; => #f32((((+nan.0 +nan.0) (9.0 +nan.0))))
(avg-pool2d x 2) ; => #f64((((2.5 4.5) (10.5 12.5))))
(max-pool1d (tensor '(((1 3 2 5)))) 2 1) ; => #i64(((3 3 5)))
(conv2d x (tensor-zeros '(1 2 1 1))) ; error: conv2d: the kernels have other channels than the input; the shapes are (1 2 1 1) (1 1 4 4)

;--- windows-that-do-not-fit
(import (fluxion base) (fluxion tensor))
(define x (tensor-zeros '(1 1 4 4)))
(define s (tensor-zeros '(1 1 4)))
(define (complaint f . xs)
  (guard (e (#t (cons (error-object-message e) (error-object-irritants e)))) (apply f xs)))
(complaint conv2d x (tensor-zeros '(1 1 5 2))) ; => ("conv2d: windows do not fit into what they move over; the shapes are" (1 1 5 2) (1 1 4 4))
(complaint conv1d s (tensor-zeros '(1 1 5))) ; => ("conv1d: windows do not fit into what they move over; the shapes are" (1 1 5) (1 1 4))
(complaint conv1d s (tensor-zeros '(1 2 3))) ; => ("conv1d: the kernels have other channels than the input; the shapes are" (1 2 3) (1 1 4))
(complaint avg-pool2d x '(2 5)) ; => ("avg-pool2d: windows do not fit into what they move over; the shapes are" (2 5) (1 1 4 4))
(complaint max-pool1d s 5) ; => ("max-pool1d: windows do not fit into what they move over; the shapes are" (5) (1 1 4))
(complaint avg-pool1d s 0) ; => ("avg-pool1d: windows do not fit into what they move over; the shapes are" (0) (1 1 4))
(complaint max-pool2d x 2 0) ; => ("max-pool2d: a step must be positive, found" 0)
(complaint conv2d x (tensor-zeros '(1 1 2 2)) 1 -1) ; => ("conv2d: the padding must not be negative, found" -1)
(complaint conv1d s s 'a) ; => ("conv1d: an integer is needed, found" a)
(tensor-shape (conv2d x (tensor-zeros '(1 1 5 2)) 1 1)) ; => (1 1 2 5)
(max-pool2d x 5) ; error: max-pool2d: windows do not fit into what they move over; the shapes are (5 5) (1 1 4 4)

;--- logsumexp-of-booleans-and-of-nothing
(import (fluxion base) (fluxion tensor))
(= (tensor-logsumexp (tensor '(#t #f))) (tensor-logsumexp (tensor '(1.0 0.0)))) ; => #t
(tensor-logsumexp (tensor-zeros '(0 2)) 0) ; => #f64(-inf.0 -inf.0)
(tensor-logsumexp (tensor-zeros '(0 2)) 0 #t) ; => #f64((-inf.0 -inf.0))
(tensor-logsumexp (tensor-zeros '(0))) ; => -inf.0
(tensor-size (gradient tensor-logsumexp (tensor-zeros '(0)))) ; => 0

;--- einsum
(import (fluxion base) (fluxion tensor))
(define a (tensor '((1.0 2.0) (3.0 4.0))))
(define b (tensor '((0.0 1.0) (2.0 3.0))))
(einsum "ij,jk->ik" a b) ; => #f64((4.0 7.0) (8.0 15.0))
(einsum "ij,kj" a b) ; => #f64((2.0 8.0) (4.0 18.0))
(einsum "ii" a) ; => 5.0
(einsum "ij->ji" a) ; => #f64((1.0 3.0) (2.0 4.0))
(einsum "i,j->ij" (tensor '(1 2)) (tensor '(3 4))) ; => #i64((3 4) (6 8))
(einsum "ij,ij->i" a b) ; => #f64(2.0 18.0)
(einsum "ij,ij->ij" a b) ; => #f64((0.0 2.0) (6.0 12.0))
(einsum "ij,jk,kl->il" a b a) ; => #f64((25.0 36.0) (53.0 76.0))
(einsum "bij,bjk->bik" (tensor-stack (list a b)) (tensor-stack (list b a))) ; => #f64(((4.0 7.0) (8.0 15.0)) ((3.0 4.0) (11.0 16.0)))
(einsum "ij,jk->ik" a (tensor-zeros '(3 2))) ; error: einsum: axes of the same letter differ in the shapes (2 2) (3 2)

;--- einsum-with-other-axes
(import (fluxion base) (fluxion tensor))
(define a (tensor-reshape (tensor-arange 12) '(2 2 3)))
(define b (tensor '((1 2) (3 4) (5 6))))
(einsum "...ij,jk->...ik" a b) ; => #i64(((13 16) (40 52)) ((67 88) (94 124)))
(einsum "...ij,jk" a b) ; => #i64(((13 16) (40 52)) ((67 88) (94 124)))
(einsum "i...->..." a) ; => #i64((6 8 10) (12 14 16))
(einsum "...,..." a (tensor '(1 0 2))) ; => #i64(((0 0 4) (3 0 10)) ((6 0 16) (9 0 22)))
(einsum "ij,ij->ij" (tensor '((1 2))) (tensor '((1) (2)))) ; => #i64((1 2) (2 4))
(einsum "l,l,mm->m" (tensor-ones '(2) 'f32) (tensor-ones '(2) 'f32) (tensor-eye 2 2 'f32)) ; => #f32(2.0 2.0)
(define (refused subscripts t)
  (guard (e (#t (cons (error-object-message e) (error-object-irritants e)))) (einsum subscripts t)))
(refused "...->" (tensor '(1 2))) ; => ("einsum: the result has no `...`, which stands for axes of the tensors:" "")
(refused "ij->i" a) ; => ("einsum: the subscript does not fit the shape" "ij" (2 2 3))
(refused "ijk->ii" a) ; => ("einsum: the result has a letter twice:" "ii")
(refused "i..j" a) ; => ("einsum: a subscript must be letters and at most one `...`, found" "i..j")
(refused 5 a) ; => ("einsum: argument 1 must be a string, found" 5)

;--- padding-keeps-the-type
(import (fluxion base) (fluxion tensor))
(tensor-pad (tensor '(1 2)) '((1 1)) 7) ; => #i64(7 1 2 7)
(tensor-pad (tensor '(#t)) '((1 0))) ; => #bool(#f #t)
(tensor-pad (tensor '(1.0) 'f32) '((0 2)) 0.5) ; => #f32(1.0 0.5 0.5)
(gradient (lambda (v) (tensor-sum (tensor-pad (tensor '(1.0) 'f32) '((0 2)) v))) 0.5) ; => 2.0

;--- integers-of-64-bits
(import (fluxion base) (fluxion tensor))
(tensor '(9223372036854775807 -9223372036854775808)) ; => #i64(9223372036854775807 -9223372036854775808)
(tensor '(9223372036854775808)) ; => #f64(9.223372036854776e18)
(make-tensor '(1) 9223372036854775807) ; => #i64(9223372036854775807)

;--- what-cannot-be-made
(import (fluxion base) (fluxion tensor))
(define-syntax refused
  (syntax-rules () ((_ e) (guard (e2 (#t (cons (error-object-message e2) (error-object-irritants e2)))) e))))
(refused (tensor-one-hot (tensor '(1)) 100000000000000)) ; => ("out of memory: the heap limit is reached")
(refused (tensor-eye -1)) ; => ("tensor-eye: an integer that is not negative is needed, found" -1)
(refused (tensor-linspace 0 1 -1)) ; => ("tensor-linspace: an integer that is not negative is needed, found" -1)
(refused (tensor-repeat (tensor '(1)) -1 0)) ; => ("tensor-repeat: an integer that is not negative is needed, found" -1)
(refused (tensor-concatenate 5)) ; => ("tensor-concatenate: a list of tensors is needed, found" 5)
(refused (tensor-stack (list (tensor '(1)) (tensor '(1 2))))) ; => ("tensor-stack: the tensors must have the same shape, found" (1) (2))
(refused (tensor-sum 'a)) ; => ("tensor-sum: argument 1 must be a number or a tensor, found a")
