; Linear algebra: the last two axes of a tensor are a matrix, those before count matrices.

(define-primitive (%tensor-solve (a tensor) (b tensor)) any
  "The X for which the product of A and X is B, a matrix or a vector. An error if A is singular."
  (tangent (a (- 0 (%tensor-solve a (tensor-matmul da ans)))) (b (%tensor-solve a db)))
  (cotangent (a (- 0 (%tensor-matmul-left (%tensor-solve (%tensor-swap a) ct) a ans)))
             (b (%tensor-solve (%tensor-swap a) ct)))
  (effects read))

(define-primitive (tensor-inverse (a tensor)) any
  "The inverse of A. An error if A is singular."
  (tangent (a (- 0 (tensor-matmul ans (tensor-matmul da ans)))))
  (cotangent (a (- 0 (tensor-matmul (%tensor-swap ans) (tensor-matmul ct (%tensor-swap ans))))))
  (effects read))

(define-primitive (tensor-det (a tensor)) any
  "The determinant of A."
  (tangent (a (%tensor-matrix-sums (* (%tensor-swap (%tensor-adjugate a)) da))))
  (cotangent (a (* (%tensor-over-matrices ct a) (%tensor-swap (%tensor-adjugate a)))))
  (effects read))

(define-primitive (%tensor-adjugate (a tensor)) any
  "The determinant of A times its inverse, which singular matrices have, too. Its derivative needs the inverse."
  (tangent
   (a (- (* (%tensor-over-matrices (%tensor-matrix-sums (* (%tensor-swap ans) da)) a) (tensor-inverse a))
         (tensor-matmul ans (tensor-matmul da (tensor-inverse a))))))
  (cotangent
   (a (- (* (%tensor-over-matrices (%tensor-matrix-sums (* ct (tensor-inverse a))) a) (%tensor-swap ans))
         (tensor-matmul (%tensor-swap ans) (tensor-matmul ct (%tensor-swap (tensor-inverse a)))))))
  (effects read))

(define-primitive (%tensor-matrix-sums (t any)) any
  "The sums of the elements of each matrix."
  (tangent (t (%tensor-matrix-sums dt)))
  (cotangent (t (%tensor-over-matrices ct t)))
  (effects read))

(define-primitive (%tensor-over-matrices (t any) (like tensor)) any
  "A number for each matrix as all of its elements: the transpose of `%tensor-matrix-sums`."
  (tangent (t (%tensor-over-matrices dt like)))
  (cotangent (t (%tensor-matrix-sums ct)))
  (effects read))

(define-primitive (tensor-cholesky (a tensor)) any
  "The lower triangle L for which the product of L and its transpose is A. Of A its symmetric part counts. An error if it
is not positive definite."
  (tangent
   (a (tensor-matmul
       ans
       (%tensor-lower-half (%tensor-solve ans (%tensor-swap (%tensor-solve ans (%tensor-symmetric da))))))))
  (cotangent
   (a (%tensor-symmetric
       (tensor-solve
        (%tensor-swap ans)
        (%tensor-swap
         (%tensor-solve (%tensor-swap ans) (%tensor-lower-half (tensor-matmul (%tensor-swap ans) ct))))))))
  (effects read))

(define-primitive (%tensor-symmetric (t tensor)) any
  "The mean of T and its transpose."
  (tangent (t (%tensor-symmetric dt)))
  (cotangent (t (%tensor-symmetric ct)))
  (effects read))

(define-primitive (%tensor-swap (t tensor)) any
  "T with its last two axes exchanged."
  (tangent (t (%tensor-swap dt)))
  (cotangent (t (%tensor-swap ct)))
  (effects read))

(define-primitive (%tensor-lower-half (t tensor)) any
  "The lower triangle of T with half of its diagonal."
  (tangent (t (%tensor-lower-half dt)))
  (cotangent (t (%tensor-lower-half ct)))
  (effects read))

(define-primitive (%tensor-lu (a tensor)) list
  "The list of a permutation, a lower and an upper triangle whose product is A."
  (effects read))

(define-primitive (%tensor-qr (a tensor)) list
  "The list of Q and R."
  (effects read))

(define-primitive (%tensor-svd (a tensor)) list
  "The list of U, the singular values, and the transpose of V."
  (effects read))

(define-primitive (%tensor-singular-values (a tensor)) any
  "The singular values of A, from the greatest on."
  (effects read))

(define-primitive (%tensor-symmetric-values (a tensor)) any
  "The eigenvalues of the symmetric part of A, from the least on."
  (tangent
   (a (%tensor-diagonal
       (tensor-matmul (%tensor-swap (%tensor-symmetric-vectors a))
                      (tensor-matmul (%tensor-symmetric da) (%tensor-symmetric-vectors a))))))
  (cotangent
   (a (tensor-matmul (* (%tensor-symmetric-vectors a) (%tensor-as-row ct))
                     (%tensor-swap (%tensor-symmetric-vectors a)))))
  (effects read))

(define-primitive (%tensor-symmetric-vectors (a tensor)) any
  "The eigenvectors of the symmetric part of A, as columns."
  (tangent
   (a (tensor-matmul
       ans
       (* (%tensor-gaps (%tensor-symmetric-values a))
          (tensor-matmul (%tensor-swap ans) (tensor-matmul (%tensor-symmetric da) ans))))))
  (cotangent
   (a (%tensor-symmetric
       (tensor-matmul
        (tensor-matmul ans (* (%tensor-gaps (%tensor-symmetric-values a)) (tensor-matmul (%tensor-swap ans) ct)))
        (%tensor-swap ans)))))
  (effects read))

(define-primitive (%tensor-diagonal (t tensor)) any
  "The diagonals of square matrices."
  (tangent (t (%tensor-diagonal dt)))
  (cotangent (t (%tensor-of-diagonal ct)))
  (effects read))

(define-primitive (%tensor-of-diagonal (t tensor)) any
  "The matrices with these diagonals."
  (tangent (t (%tensor-of-diagonal dt)))
  (cotangent (t (%tensor-diagonal ct)))
  (effects read))

(define-primitive (%tensor-as-row (t tensor)) any
  "With an axis of length 1 before the last."
  (tangent (t (%tensor-as-row dt)))
  (cotangent (t (%tensor-reshape-like ct t)))
  (effects read))

(define-primitive (%tensor-gaps (values tensor)) any
  "The reciprocals of the differences of eigenvalues, 0 where there is none."
  (tangent
   (values (* (* ans ans) (- (%tensor-swap (%tensor-as-row dvalues)) (%tensor-as-row dvalues)))))
  (cotangent
   (values (- (%tensor-sum (* (* ans ans) ct) -1 #f) (%tensor-sum (* (* ans ans) ct) -2 #f))))
  (effects read))

(define-primitive (tensor-eigenvalues (a tensor)) vector
  "The eigenvalues of the matrix A, a vector of real and complex numbers."
  (effects read))

(define-primitive (%tensor-lstsq (a tensor) (b tensor)) any
  "The X for which the product of A and X is nearest to B."
  (effects read))
