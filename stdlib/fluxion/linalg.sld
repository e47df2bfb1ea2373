;;; Linear algebra of tensors; `(fluxion tensor)` exports it all. The last two axes of a tensor are a matrix, those
;;; before count matrices.
;;;
;;; A decomposition is a list that one primitive computes. Its derivative is a rule over this list, so that rules can be
;;; differentiated as well.
(define-library (fluxion linalg)
  (export tensor-solve tensor-lu tensor-qr tensor-svd tensor-singular-values tensor-eigh tensor-lstsq)
  (import (fluxion primitives) (fluxion support) (fluxion numbers) (fluxion lists) (fluxion ad))
  (begin
    (define-syntax swap (syntax-rules () ((_ t) (%tensor-swap t))))
    (define-syntax product
      (syntax-rules () ((_ a b) (tensor-matmul a b)) ((_ a b c) (tensor-matmul a (tensor-matmul b c)))))
    ;; The lengths of the last two axes.
    (define (count-rows t) (list-ref (tensor-shape t) (%- (tensor-rank t) 2)))
    (define (count-columns t) (list-ref (tensor-shape t) (%- (tensor-rank t) 1)))
    ;; The rows and columns of matrices that two specs of a slice select.
    (define (part t rows columns)
      (%tensor-slice t (append (make-list (%- (tensor-rank t) 2) #t) (list rows columns))))
    (define (join a b axis)
      (%tensor-join a b (%+ (tensor-rank a) axis)))
    ;; The X for which the product of X and the upper triangle R is T.
    (define (over t r) (swap (%tensor-solve (swap r) (swap t))))
    ;; What is below the diagonals of matrices, zeros elsewhere; and the rest.
    (define (is-below t)
      (%tensor> (%tensor-reshape (%tensor-arange 0 (count-rows t) 1 #f) '(-1 1))
                (%tensor-arange 0 (count-columns t) 1 #f)))
    (define (below t) (tensor-where (is-below t) t 0))
    (define (upper t) (tensor-where (is-below t) 0 t))
    ;; 1/T, 0 where T is 0.
    (define (reciprocal t)
      (let ((zero (%tensor= t 0))) (tensor-where zero 0 (%/ 1 (tensor-where zero 1 t)))))
    ;; Vectors as the columns of matrices with one column.
    (define (as-column t) (swap (%tensor-as-row t)))

    ;;> The X for which the product of A and X is B, a matrix or a vector. An error if A is singular.
    (define (tensor-solve a b)
      (if (and (eqv? (tensor-rank b) 1) (%> (tensor-rank a) 2))
          (let ((x (%tensor-solve a (as-column b))))
            (%tensor-reshape x (list-head (tensor-shape x) (%- (tensor-rank x) 1))))
          (%tensor-solve a b)))

    (define (lu-factors a) (%tensor-lu a))
    (define-derivative (lu-factors a) (da)
      (let* ((factors (lu-factors a)) (p (car factors)) (l (cadr factors)) (u (caddr factors))
             (k (count-columns l)) (m (count-rows l)) (n (count-columns u))
             (square (list 0 k)) (lower-rows (list k m)) (right (list k n))
             (d (product (swap p) da))
             (l1 (part l square #t)) (u1 (part u #t square))
             (f (over (%tensor-solve l1 (part d square square)) u1))
             (dl1 (product l1 (below f))) (du1 (product (upper f) u1)))
        (list (%tensor-zeros-like p)
              (if (%= m k)
                  dl1
                  (join dl1 (over (%- (part d lower-rows square) (product (part l lower-rows #t) du1)) u1) -2))
              (if (%= n k)
                  du1
                  (join du1 (%tensor-solve l1 (%- (part d square right) (product dl1 (part u #t right)))) -1)))))
    ;;> Three values: the matrix P of a permutation, a lower triangle L whose diagonal is 1, and an upper triangle U,
    ;;> for which A is the product of the three. For their derivatives the columns of A must be independent, or the first
    ;;> ones, as many as A has rows.
    (define (tensor-lu a) (apply values (lu-factors a)))

    (define (qr-factors a) (%tensor-qr a))
    (define-derivative (qr-factors a) (da)
      (let* ((factors (qr-factors a)) (q (car factors)) (r (cadr factors))
             (k (count-columns q)) (n (count-columns r))
             (square (list 0 k)) (right (list k n))
             (r1 (part r #t square))
             (x (over (part da #t square) r1))
             (y (product (swap q) x))
             (turn (let ((half (below y))) (%- half (swap half))))
             (dq (%+ x (product q (%- turn y))))
             (dr1 (product (%- y turn) r1)))
        (list dq
              (if (%= n k)
                  dr1
                  (join dr1
                        (%+ (product (swap dq) q (part r #t right)) (product (swap q) (part da #t right)))
                        -1)))))
    ;;> Two values: a matrix Q with orthonormal columns and a triangular R whose product is A. For their derivatives the
    ;;> columns of A must be independent, or the first ones, as many as A has rows.
    (define (tensor-qr a) (apply values (qr-factors a)))

    (define (svd-factors a) (%tensor-svd a))
    (define-derivative (svd-factors a) (da)
      (let* ((factors (svd-factors a)) (u (car factors)) (s (cadr factors)) (v (swap (caddr factors)))
             (row (%tensor-as-row s)) (column (as-column s))
             (gaps (reciprocal (%- (%* row row) (%* column column))))
             (across (product da v)) (down (product (swap da) u))
             (inner (product (swap u) across)) (other (swap inner))
             (du (product u (%* gaps (%+ (%* inner row) (%* column other)))))
             (dv (product v (%* gaps (%+ (%* column inner) (%* other row))))))
        (define (outside t basis) (%* (reciprocal row) (%- t (product basis (swap basis) t))))
        (list (%+ du (outside across u)) (%tensor-diagonal inner) (swap (%+ dv (outside down v))))))
    ;;> Three values: U, the singular values from the greatest on, and the transpose of V, for which
    ;;> A = U diag(s) V'; as many as A has rows or columns. The derivatives of U and V need distinct singular values
    ;;> other than 0.
    (define (tensor-svd a) (apply values (svd-factors a)))
    (define (singular-values a) (%tensor-singular-values a))
    (define-derivative (singular-values a) (da)
      (let ((factors (svd-factors a)))
        (%tensor-diagonal (product (swap (car factors)) da (swap (caddr factors))))))
    ;;> The singular values of A, from the greatest on.
    (define (tensor-singular-values a) (singular-values a))

    ;;> Two values: the eigenvalues of a symmetric matrix, from the least on, and the eigenvectors as the columns of a
    ;;> matrix. The derivative of the vectors needs distinct eigenvalues.
    (define (tensor-eigh a) (values (%tensor-symmetric-values a) (%tensor-symmetric-vectors a)))

    (define (constant? t) (eqv? (%ad-level-of t) 0))
    ;;> The X for which the product of A and X is nearest to B, a vector or matrix; the least such X if there are
    ;;> several. For its derivative the columns of A must be independent, or its rows.
    (define (tensor-lstsq a b)
      (cond ((and (constant? a) (constant? b)) (%tensor-lstsq a b))
            ((%>= (count-rows a) (count-columns a))
             (let ((factors (qr-factors a)))
               (%tensor-solve (cadr factors) (product (swap (car factors)) b))))
            (else
             (let ((factors (qr-factors (swap a))))
               (product (car factors) (%tensor-solve (swap (cadr factors)) b))))))))
