; Tensors. Shapes and indices are lists of small integers. A result without axes is a number or a boolean; where a number
; serves as a tensor without axes the type is `any`. Rules have a term for each parameter that matters, forward
; (`tangent`) and backward (`cotangent`); what a cotangent was stretched by is summed afterwards.

(define-primitive (tensor? (object any)) boolean
  "Whether OBJECT is a tensor."
  (effects pure))

(define-primitive (tensor-shape (t any)) list
  "The lengths of the axes of T; a number has none."
  (tangent)
  (effects pure))

(define-primitive (tensor-rank (t any)) fixnum
  "The number of axes of T."
  (tangent)
  (effects pure))

(define-primitive (tensor-size (t any)) fixnum
  "The number of elements of T."
  (tangent)
  (effects pure))

(define-primitive (tensor-dtype (t any)) symbol
  "The type of the elements of T: `f64`, `f32`, `i64` or `bool`."
  (tangent)
  (effects pure))

(define-primitive (%tensor-filled (shape list) (fill any) (dtype any)) any
  "A tensor of FILL."
  (effects read)
  (shape filled))

(define-primitive (%tensor-arange (start any) (stop any) (step any) (dtype any)) any
  "A range of numbers."
  (effects read))

(define-primitive (%tensor-nested (nested any) (dtype any)) any
  "A tensor of nested sequences."
  (effects read))

(define-primitive (tensor->list (t tensor)) any
  "The elements of T as nested lists."
  (effects read))

(define-primitive (%tensor->vector (t tensor)) vector
  "The elements of T in order."
  (effects read))

(define-primitive (tensor->f64vector (t tensor)) any
  "The elements of T in order, as doubles."
  (effects read))

(define-primitive (%tensor-doubles (t tensor) (start fixnum) (to f64vector)) unspecified
  "Copies the elements of T, floats in one axis, from START on to the f64vector TO, as many as it has room for."
  (effects write))

(define-primitive (%tensor-set-doubles! (t tensor) (start fixnum) (from f64vector) (count fixnum)) unspecified
  "Copies the first COUNT elements of the f64vector FROM to T, new doubles, from START on in order."
  (effects write))

(define-primitive (tensor->bytevector (t tensor)) bytevector
  "The bytes of the elements of T in order, as they are in memory."
  (effects read))

(define-primitive (%bytevector->tensor (bytes bytevector) (dtype symbol) (shape list) (start fixnum)) any
  "A tensor of the bytes from START on."
  (symbol "fx_bytevector_to_tensor")
  (effects read))

(define-primitive (tensor-cast (t any) (dtype symbol)) any
  "T with elements of the type DTYPE."
  (tangent (t (tensor-cast dt dtype)))
  (cotangent (t ct))
  (effects read)
  (shape same))

(define-primitive (tensor-copy (t tensor)) any
  "A copy of T that shares nothing with it."
  (tangent (t dt))
  (cotangent (t ct))
  (effects read)
  (shape same))

(define-primitive (%tensor-keep (t any)) any
  "T, which is used again: what is computed from it stores its elements too, if they are pending."
  (tangent (t dt))
  (cotangent (t ct))
  (effects read))

(define-primitive (%tensor-slice (t tensor) (specs list)) any
  "A part of T, by an index, a range or `#t` for each of the first axes."
  (tangent (t (%tensor-slice dt specs)))
  (cotangent (t (%tensor-unslice ct t specs)))
  (effects read))

(define-primitive (%tensor-unslice (part any) (like tensor) (specs list)) any
  "Zeros like LIKE but for PART: the transpose of a slice."
  (tangent (part (%tensor-unslice dpart like specs)))
  (cotangent (part (%tensor-slice ct specs)))
  (effects read))

(define-primitive (%tensor-set! (t tensor) (specs list) (value any)) unspecified
  "Overwrites a part of T."
  (effects write))

(define-primitive (%tensor-transpose (t tensor) (axes any)) any
  "T with its axes in another order."
  (tangent (t (%tensor-transpose dt axes)))
  (cotangent (t (%tensor-untranspose ct axes)))
  (effects read)
  (shape transposed))

(define-primitive (%tensor-untranspose (t tensor) (axes any)) any
  "The inverse of `%tensor-transpose`."
  (tangent (t (%tensor-untranspose dt axes)))
  (cotangent (t (%tensor-transpose ct axes)))
  (effects read))

(define-primitive (%tensor-reshape (t any) (shape list)) any
  "The elements of T in another shape."
  (tangent (t (%tensor-reshape dt shape)))
  (cotangent (t (%tensor-reshape-like ct t)))
  (effects read)
  (shape reshaped))

(define-primitive (%tensor-reshape-like (t any) (like any)) any
  "The elements of T in the shape of LIKE."
  (tangent (t (%tensor-reshape-like dt like)))
  (cotangent (t (%tensor-reshape-like ct t)))
  (effects read))

(define-primitive (%tensor-broadcast (t any) (shape list)) any
  "T stretched to SHAPE."
  (tangent (t (%tensor-broadcast dt shape)))
  (cotangent (t (%tensor-sum-to ct t)))
  (effects read))

(define-primitive (%tensor-spread (t any) (like any)) any
  "T stretched to the shape of LIKE."
  (tangent (t (%tensor-spread dt ans)))
  (cotangent (t (%tensor-sum-to ct t)))
  (effects read))

(define-primitive (%tensor-sum-to (t any) (like any)) any
  "T summed to the shape of LIKE: the transpose of a broadcast."
  (tangent (t (%tensor-sum-to dt like)))
  (cotangent (t (%tensor-spread ct t)))
  (effects read))

; Choosing -----

(define-primitive (%tensor-gather (t tensor) (indices any) (axis fixnum)) any
  "The parts of T at INDICES of AXIS."
  (tangent (t (%tensor-gather dt indices axis)))
  (cotangent (t (%tensor-scatter-zeros t indices ct axis)))
  (effects read))

(define-primitive (%tensor-scatter (t tensor) (indices any) (updates any) (axis fixnum)) any
  "T with UPDATES added at INDICES of AXIS."
  (tangent (t dt) (updates (%tensor-scatter-zeros t indices dupdates axis)))
  (cotangent (t ct) (updates (%tensor-gather ct indices axis)))
  (effects read))

(define-primitive (%tensor-scatter-zeros (like tensor) (indices any) (updates any) (axis fixnum)) any
  "Zeros like LIKE with UPDATES added at INDICES of AXIS."
  (tangent (updates (%tensor-scatter-zeros like indices dupdates axis)))
  (cotangent (updates (%tensor-gather ct indices axis)))
  (effects read))

(define-primitive (%tensor-take-along (t tensor) (indices tensor) (axis fixnum)) any
  "For each position the element whose index on AXIS is in INDICES."
  (tangent (t (%tensor-take-along dt indices axis)))
  (cotangent (t (%tensor-put-along t indices ct axis)))
  (effects read))

(define-primitive (%tensor-put-along (like tensor) (indices tensor) (updates any) (axis fixnum)) any
  "Zeros like LIKE with UPDATES added where `%tensor-take-along` takes from."
  (tangent (updates (%tensor-put-along like indices dupdates axis)))
  (cotangent (updates (%tensor-take-along ct indices axis)))
  (effects read))

(define-primitive (%tensor-one-hot (indices any) (depth fixnum) (dtype symbol)) any
  "A new last axis that is 1 at the index and 0 elsewhere."
  (effects read))

(define-primitive (%tensor-concatenate (parts vector) (axis fixnum)) any
  "The tensors of a vector behind each other on AXIS."
  (effects read))

; Two parts, as a whole and cut again.

(define-primitive (%tensor-join (a tensor) (b tensor) (axis fixnum)) any
  "B behind A on AXIS."
  (tangent (a (%tensor-join da (%tensor-zeros-like b) axis)) (b (%tensor-join (%tensor-zeros-like a) db axis)))
  (cotangent (a (%tensor-head ct a axis)) (b (%tensor-beyond ct a axis)))
  (effects read))

(define-primitive (%tensor-head (t tensor) (like tensor) (axis fixnum)) any
  "The first part of T, as long on AXIS as LIKE."
  (tangent (t (%tensor-head dt like axis)))
  (cotangent (t (%tensor-join ct (%tensor-zeros-like (%tensor-beyond t like axis)) axis)))
  (effects read))

(define-primitive (%tensor-beyond (t tensor) (like tensor) (axis fixnum)) any
  "What is behind `%tensor-head`."
  (tangent (t (%tensor-beyond dt like axis)))
  (cotangent (t (%tensor-join (%tensor-zeros-like (%tensor-head t like axis)) ct axis)))
  (effects read))

(define-primitive (%tensor-zeros-like (t any)) any
  "Zeros in the shape of T."
  (tangent)
  (effects read))

(define-primitive (tensor-where (condition any) (a any) (b any)) any
  "Where CONDITION holds the element of A, elsewhere that of B."
  (tangent (a (tensor-where condition da 0)) (b (tensor-where condition 0 db)))
  (cotangent (a (tensor-where condition ct 0)) (b (tensor-where condition 0 ct)))
  (effects read))

; Comparing -----

(define-primitive (%tensor= (a any) (b any)) any
  "Where A and B are equal."
  (tangent)
  (symbol "fx_tensor_eq")
  (effects read))

(define-primitive (%tensor< (a any) (b any)) any
  "Where A is less than B."
  (tangent)
  (symbol "fx_tensor_lt")
  (effects read))

(define-primitive (%tensor<= (a any) (b any)) any
  "Where A is at most B."
  (tangent)
  (symbol "fx_tensor_le")
  (effects read))

(define-primitive (%tensor> (a any) (b any)) any
  "Where A is greater than B."
  (tangent)
  (symbol "fx_tensor_gt")
  (effects read))

(define-primitive (%tensor>= (a any) (b any)) any
  "Where A is at least B."
  (tangent)
  (symbol "fx_tensor_ge")
  (effects read))

(define-primitive (tensor-not (t any)) any
  "Where T is 0 or false."
  (tangent)
  (effects read))

(define-primitive (tensor-equal? (a any) (b any)) boolean
  "Whether A and B have the same shape and equal elements."
  (effects read))

(define-primitive (%tensor-strong-product (a any) (b any)) any
  "The product of A and B, 0 where one of them is."
  (tangent (a (* b da)) (b (* a db)))
  (cotangent (a (* b ct)) (b (* a ct)))
  (effects read))

; Reducing -----

(define-primitive (%tensor-sum (t any) (axes any) (keep any)) any
  "The sums of T along AXES."
  (tangent (t (%tensor-sum dt axes keep)))
  (cotangent (t (%tensor-unreduce ct t axes)))
  (effects read)
  (shape reduced))

(define-primitive (%tensor-unreduce (t any) (like any) (axes any)) any
  "What a reduction has made of LIKE spread over AXES again."
  (tangent (t (%tensor-unreduce dt like axes)))
  (cotangent (t (%tensor-reduce-to ct t axes)))
  (effects read))

(define-primitive (%tensor-reduce-to (t any) (result any) (axes any)) any
  "The transpose of `%tensor-unreduce`: sums in the shape of RESULT."
  (tangent (t (%tensor-reduce-to dt result axes)))
  (cotangent (t (%tensor-unreduce ct t axes)))
  (effects read))

(define-primitive (%tensor-prod (t any) (axes any) (keep any)) any
  "The products of T along AXES."
  (tangent (t (%tensor-sum (* (/ (%tensor-unreduce ans t axes) t) dt) axes keep)))
  (cotangent (t (* (%tensor-unreduce ct t axes) (/ (%tensor-unreduce ans t axes) t))))
  (effects read)
  (shape reduced))

(define-primitive (%tensor-max (t any) (axes any) (keep any)) any
  "The greatest elements of T along AXES."
  (tangent (t (%tensor-sum (* (%tensor-extreme-share t ans axes) dt) axes keep)))
  (cotangent (t (* (%tensor-extreme-share t ans axes) (%tensor-unreduce ct t axes))))
  (effects read)
  (shape reduced))

(define-primitive (%tensor-min (t any) (axes any) (keep any)) any
  "The least elements of T along AXES."
  (tangent (t (%tensor-sum (* (%tensor-extreme-share t ans axes) dt) axes keep)))
  (cotangent (t (* (%tensor-extreme-share t ans axes) (%tensor-unreduce ct t axes))))
  (effects read)
  (shape reduced))

(define-primitive (%tensor-extreme-share (t tensor) (extreme any) (axes any)) any
  "The share that each element of T has in EXTREME, its greatest or least along AXES."
  (tangent)
  (effects read))

(define-primitive (%tensor-all (t any) (axes any) (keep any)) any
  "Whether all elements of T along AXES are true, or not 0."
  (tangent)
  (effects read)
  (shape reduced))

(define-primitive (%tensor-any (t any) (axes any) (keep any)) any
  "Whether some elements of T along AXES are true, or not 0."
  (tangent)
  (effects read)
  (shape reduced))

(define-primitive (%tensor-argmax (t any) (axis any)) any
  "The index of the first greatest element along AXIS."
  (tangent)
  (effects read))

(define-primitive (%tensor-argmin (t any) (axis any)) any
  "The index of the first least element along AXIS."
  (tangent)
  (effects read))

(define-primitive (%tensor-argsort (t tensor) (axis any)) any
  "The indices that put T in order along AXIS."
  (tangent)
  (effects read))

(define-primitive (%tensor-cumsum (t tensor) (axis any)) any
  "The sums of the elements of T up to each one."
  (tangent (t (%tensor-cumsum dt axis)))
  (cotangent (t (%tensor-cumsum-back ct axis)))
  (effects read)
  (shape same))

(define-primitive (%tensor-cumsum-back (t tensor) (axis any)) any
  "The sums of the elements of T from each one on."
  (tangent (t (%tensor-cumsum-back dt axis)))
  (cotangent (t (%tensor-cumsum ct axis)))
  (effects read))

(define-primitive (%tensor-cumprod (t tensor) (axis any)) any
  "The products of the elements of T up to each one."
  (tangent (t (* ans (%tensor-cumsum (/ dt t) axis))))
  (cotangent (t (/ (%tensor-cumsum-back (* ans ct) axis) t)))
  (effects read)
  (shape same))

(define-primitive (%tensor-sigmoid (t any)) any
  "1 / (1 + e^-T)."
  (tangent (t (%tensor-sigmoid-part ans dt)))
  (cotangent (t (%tensor-sigmoid-part ans ct)))
  (effects read)
  (shape same))

(define-primitive (%tensor-sigmoid-part (s any) (d any)) any
  "The derivative of `%tensor-sigmoid`, whose result is S, in the direction D."
  (tangent (s (* ds (* d (- 1 (* 2 s))))) (d (%tensor-sigmoid-part s dd)))
  (cotangent (s (* ct (* d (- 1 (* 2 s))))) (d (%tensor-sigmoid-part s ct)))
  (effects read))

(define-primitive (%tensor-softmax (t tensor) (axis fixnum)) any
  "The exponentials of T divided by their sums along AXIS."
  (tangent (t (%tensor-softmax-part ans dt axis)))
  (cotangent (t (%tensor-softmax-part ans ct axis)))
  (effects read)
  (shape same))

(define-primitive (%tensor-softmax-part (s any) (d any) (axis fixnum)) any
  "The derivative of `%tensor-softmax`, whose result is S, in the direction D. It is its own transpose."
  (tangent (s (- (* ds (- d (%tensor-sum (* s d) axis #t))) (* s (%tensor-sum (* ds d) axis #t))))
           (d (%tensor-softmax-part s dd axis)))
  (cotangent (s (- (* ct (- d (%tensor-sum (* s d) axis #t))) (* d (%tensor-sum (* ct s) axis #t))))
             (d (%tensor-softmax-part s ct axis)))
  (effects read))

(define-primitive (%tensor-log-softmax (t tensor) (axis fixnum)) any
  "The logarithms of `%tensor-softmax`."
  (tangent (t (- dt (%tensor-sum (* (exp ans) dt) axis #t))))
  (cotangent (t (- ct (* (exp ans) (%tensor-sum ct axis #t)))))
  (effects read)
  (shape same))

; Products -----

(define-primitive (tensor-matmul (a tensor) (b tensor)) any
  "The product of matrices: of the last two axes, those before are broadcast. A tensor with one axis is a row on the
left and a column on the right, and the axis is dropped."
  (tangent (a (tensor-matmul da b)) (b (tensor-matmul a db)))
  (cotangent (a (%tensor-matmul-left ct a b)) (b (%tensor-matmul-right ct a b)))
  (effects read)
  (shape product))

(define-primitive (%tensor-matmul-left (c any) (a tensor) (b tensor)) any
  "The cotangent of A in a product with the cotangent C."
  (tangent (c (%tensor-matmul-left dc a b)) (b (%tensor-matmul-left c a db)))
  (cotangent (c (tensor-matmul ct b)) (b (%tensor-matmul-right c ct b)))
  (effects read))

(define-primitive (%tensor-matmul-right (c any) (a tensor) (b tensor)) any
  "The cotangent of B in a product with the cotangent C."
  (tangent (c (%tensor-matmul-right dc a b)) (a (%tensor-matmul-right c da b)))
  (cotangent (c (tensor-matmul a ct)) (a (%tensor-matmul-left c a ct)))
  (effects read))

; Random numbers. A key is an exact integer of at most 64 bits.

(define-primitive (%split-key (key integer) (count fixnum)) list
  "COUNT new keys."
  (effects read))

(define-primitive (%tensor-uniform (key integer) (shape list) (dtype symbol)) any
  "Random numbers from 0 up to 1."
  (effects read))

(define-primitive (%tensor-normal (key integer) (shape list) (dtype symbol)) any
  "Random numbers with mean 0 and variance 1."
  (effects read))

(define-primitive (%tensor-integers (key integer) (shape list) (low fixnum) (high fixnum)) any
  "Random integers from LOW up to HIGH."
  (effects read))

(define-primitive (%tensor-permutation (key integer) (of any)) any
  "The integers below a number, or below the length of a tensor, in random order."
  (effects read))

; Convolution. SPEC is the list of the steps down and across and of the padding above and beside.

(define-primitive (%tensor-convolve (x tensor) (w tensor) (spec list)) any
  "The images X convolved with the kernels W."
  (tangent (x (%tensor-convolve dx w spec)) (w (%tensor-convolve x dw spec)))
  (cotangent (x (%tensor-convolve-images ct w x spec)) (w (%tensor-convolve-kernels ct x w spec)))
  (effects read))

(define-primitive (%tensor-convolve-images (c tensor) (w tensor) (like tensor) (spec list)) any
  "The cotangent of the images for the cotangent C of a convolution."
  (tangent (c (%tensor-convolve-images dc w like spec)) (w (%tensor-convolve-images c dw like spec)))
  (cotangent (c (%tensor-convolve ct w spec)) (w (%tensor-convolve-kernels c ct w spec)))
  (effects read))

(define-primitive (%tensor-convolve-kernels (c tensor) (x tensor) (like tensor) (spec list)) any
  "The cotangent of the kernels for the cotangent C of a convolution."
  (tangent (c (%tensor-convolve-kernels dc x like spec)) (x (%tensor-convolve-kernels c dx like spec)))
  (cotangent (c (%tensor-convolve x ct spec)) (x (%tensor-convolve-images c ct x spec)))
  (effects read))

(define-primitive (%tensor-window-maxima (x tensor) (size list) (spec list)) any
  "For each window of the images X the index of its greatest element."
  (tangent)
  (effects read))
