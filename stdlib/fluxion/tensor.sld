;;; Tensors: arrays of numbers with any number of axes, as in NumPy. Arithmetic of numbers works on them element by
;;; element, with broadcasting; here is what makes them, takes them apart and combines them.
;;;
;;; Shapes, axes and indices are lists of small integers; an axis may count from the end. A result without axes is a
;;; number. Slices, transposes and broadcasts are views: they share memory with what they were made of.
(define-library (fluxion tensor)
  (export tensor? tensor-shape tensor-rank tensor-size tensor-dtype tensor-cast tensor-copy
          tensor make-tensor tensor-zeros tensor-ones tensor-full tensor-eye tensor-arange tensor-linspace
          tensor-ref tensor-set! tensor-index tensor-slice tensor-transpose tensor-reshape tensor-broadcast
          tensor-squeeze tensor-expand-dims tensor-flatten tensor-flip
          tensor= tensor< tensor<= tensor> tensor>= tensor-and tensor-or tensor-not tensor-equal? tensor-close?
          tensor-sum tensor-mean tensor-prod tensor-max tensor-min tensor-all tensor-any tensor-argmax tensor-argmin
          tensor-variance tensor-std tensor-sigmoid tensor-logsumexp tensor-softmax tensor-log-softmax
          tensor-cumsum tensor-cumprod tensor-sort tensor-argsort
          tensor-concatenate tensor-stack tensor-split tensor-repeat tensor-where tensor-one-hot tensor-clip
          tensor-gather tensor-scatter tensor-take-along tensor-matmul tensor-dot tensor-outer tensor-trace
          tensor-norm tensor->list tensor->vector tensor->f64vector tensor->bytevector
          bytevector->tensor f64vector->tensor vector->tensor list->tensor
          tensor-solve tensor-inverse tensor-det tensor-cholesky tensor-lu tensor-qr tensor-svd tensor-singular-values
          tensor-eigh tensor-eigenvalues tensor-lstsq
          tensor-map tensor-scan tensor-pad conv1d conv2d max-pool1d max-pool2d avg-pool1d avg-pool2d einsum
          make-key split-key random-normal-tensor random-uniform-tensor random-integer-tensor random-permutation)
  (import (fluxion primitives) (fluxion support) (fluxion numbers) (fluxion lists) (fluxion vectors)
          (fluxion strings) (fluxion characters) (fluxion ad) (fluxion linalg))
  (begin
    ;; Making -----

    ;;> (tensor nested [dtype])
    ;;> A tensor of NESTED lists or vectors of numbers, or of booleans. Without DTYPE (`f64`, `f32`, `i64`, `bool`)
    ;;> exact integers make an `i64` tensor and other numbers an `f64` one. An error if the parts differ in length.
    (define tensor
      (case-lambda
        ((nested) (%tensor-nested nested #f))
        ((nested dtype) (%tensor-nested nested dtype))))
    ;;> (list->tensor nested [dtype])
    ;;> As `tensor`.
    (define list->tensor
      (case-lambda
        ((nested) (%tensor-nested nested #f))
        ((nested dtype) (%tensor-nested nested dtype))))
    ;;> (make-tensor shape [fill [dtype]])
    ;;> A tensor of SHAPE whose elements are FILL (0.0). Without DTYPE its type is that of FILL.
    (define make-tensor
      (case-lambda
        ((shape) (%tensor-filled shape 0.0 #f))
        ((shape fill) (%tensor-filled shape fill #f))
        ((shape fill dtype) (%tensor-filled shape fill dtype))))
    ;;> (tensor-full shape fill [dtype])
    ;;> As `make-tensor`.
    (define tensor-full
      (case-lambda
        ((shape fill) (%tensor-filled shape fill #f))
        ((shape fill dtype) (%tensor-filled shape fill dtype))))
    ;;> (tensor-zeros shape [dtype])
    ;;> A tensor of zeros, of doubles if no DTYPE is given.
    (define tensor-zeros
      (case-lambda
        ((shape) (%tensor-filled shape 0.0 #f))
        ((shape dtype) (%tensor-filled shape 0 dtype))))
    ;;> (tensor-ones shape [dtype])
    ;;> A tensor of ones, of doubles if no DTYPE is given.
    (define tensor-ones
      (case-lambda
        ((shape) (%tensor-filled shape 1.0 #f))
        ((shape dtype) (%tensor-filled shape 1 dtype))))
    ;;> (tensor-eye n [m [dtype]])
    ;;> A matrix of N rows and M columns (N) that is 1 on the diagonal and 0 elsewhere.
    (define tensor-eye
      (case-lambda
        ((n) (tensor-eye n n 'f64))
        ((n m) (tensor-eye n m 'f64))
        ((n m dtype)
         (check-count "tensor-eye" n)
         (check-count "tensor-eye" m)
         (tensor-cast (%tensor= (%tensor-reshape (tensor-arange n) (list n 1)) (tensor-arange m)) dtype))))
    (define (check-count who n)
      (if (not (and (fixnum? n) (%>= n 0)))
          (error (%string-append2 who ": an integer that is not negative is needed, found") n)))
    ;;> (tensor-arange [start] stop [step [dtype]])
    ;;> The numbers from START (0) on, STEP (1) apart, that are below STOP (or above, if STEP is negative). Exact
    ;;> integers make an `i64` tensor.
    (define tensor-arange
      (case-lambda
        ((stop) (%tensor-arange 0 stop 1 #f))
        ((start stop) (%tensor-arange start stop 1 #f))
        ((start stop step) (%tensor-arange start stop step #f))
        ((start stop step dtype) (%tensor-arange start stop step dtype))))
    ;;> COUNT doubles from START to STOP, both included, the same distance apart.
    (define (tensor-linspace start stop count)
      (check-count "tensor-linspace" count)
      (let ((steps (tensor-cast (%tensor-arange 0 count 1 #f) 'f64)))
        (if (%< count 2)
            (%+ start steps)
            (%+ (%* 1.0 start) (%* steps (%/ (%* 1.0 (%- stop start)) (%- count 1)))))))
    ;;> (bytevector->tensor bytes dtype shape [start])
    ;;> A tensor of the bytes from START (0) on: the elements in order, each as it is in memory (little endian).
    (define bytevector->tensor
      (case-lambda
        ((bytes dtype shape) (%bytevector->tensor bytes dtype shape 0))
        ((bytes dtype shape start) (%bytevector->tensor bytes dtype shape start))))
    ;;> (f64vector->tensor v [shape])
    ;;> A tensor of the elements of an f64vector, of one axis if no SHAPE is given.
    (define f64vector->tensor
      (case-lambda
        ((v) (%tensor-nested v 'f64))
        ((v shape) (%tensor-reshape (%tensor-nested v 'f64) shape))))
    ;;> (vector->tensor v [shape [dtype]])
    ;;> A tensor of the elements of a vector, of one axis if no SHAPE is given.
    (define vector->tensor
      (case-lambda
        ((v) (%tensor-nested v #f))
        ((v shape) (%tensor-reshape (%tensor-nested v #f) shape))
        ((v shape dtype) (%tensor-reshape (%tensor-nested v dtype) shape))))
    ;;> The elements of T in order as a vector.
    (define (tensor->vector t) (%tensor->vector t))

    ;; Parts -----

    ;;> (tensor-ref t index ...)
    ;;> The element at the indices, one for each axis; those below 0 count from the end.
    (define (tensor-ref t . indices) (%tensor-slice t (check-indices "tensor-ref" t indices)))
    ;;> (tensor-set! t index ... x)
    ;;> Overwrites the element at the indices; with fewer indices than axes, the part there. Views see it.
    (define (tensor-set! t . indices-and-x)
      (if (null? indices-and-x) (error "tensor-set!: there is nothing to store in" t))
      (let loop ((rest indices-and-x) (indices '()))
        (if (pair? (cdr rest))
            (loop (cdr rest) (cons (car rest) indices))
            (%tensor-set! t (reverse indices) (car rest)))))
    (define (check-indices who t indices)
      (if (not (%= (length indices) (tensor-rank t)))
          (error (%string-append2 who ": one index is needed for each axis of the shape")
                 (tensor-shape t) indices))
      indices)
    ;;> (tensor-index t index ...)
    ;;> The part of T at these indices of the first axes, a view.
    (define (tensor-index t . indices) (%tensor-slice t indices))
    ;;> (tensor-slice t spec ...)
    ;;> The part of T that the SPECs select on its first axes, a view: `(start stop)` or `(start stop step)`, where
    ;;> `#f` stands for an end of the axis; one index, which drops the axis; or `#t`, the whole axis.
    (define (tensor-slice t . specs) (%tensor-slice t specs))
    ;;> (tensor-transpose t [axes])
    ;;> T with its axes in the order of the list AXES, or in the opposite one; a view.
    (define tensor-transpose
      (case-lambda
        ((t) (%tensor-transpose t #f))
        ((t axes) (%tensor-transpose t axes))))
    ;;> The elements of T in order in another SHAPE; one of its lengths may be -1, what is left for it. A view if the
    ;;> elements of T are in order in memory.
    (define (tensor-reshape t shape) (%tensor-reshape t shape))
    ;;> T in one axis.
    (define (tensor-flatten t) (%tensor-reshape t '(-1)))
    ;;> T stretched to SHAPE, a view: axes are matched from the last one on, and those of length 1 are repeated.
    (define (tensor-broadcast t shape) (%tensor-broadcast t shape))
    ;;> (tensor-squeeze t [axes])
    ;;> T without its axes of length 1, or without those of them that AXES lists.
    (define tensor-squeeze
      (case-lambda
        ((t) (tensor-squeeze t #f))
        ((t axes)
         (let ((dropped (map (lambda (axis) (check-axis "tensor-squeeze" t axis))
                             (cond ((not axes) '()) ((pair? axes) axes) (else (list axes))))))
           (let loop ((axis 0) (lengths (tensor-shape t)) (kept '()))
             (cond ((null? lengths) (%tensor-reshape t (reverse kept)))
                   ((and (eqv? (car lengths) 1) (or (not axes) (memv axis dropped)))
                    (loop (%+ axis 1) (cdr lengths) kept))
                   ((memv axis dropped)
                    (error "tensor-squeeze: the axis has not the length 1 in the shape" (tensor-shape t) axis))
                   (else (loop (%+ axis 1) (cdr lengths) (cons (car lengths) kept)))))))))
    ;;> T with a new axis of length 1 in the place AXIS.
    (define (tensor-expand-dims t axis)
      (let* ((shape (tensor-shape t)) (rank (length shape)) (at (if (%< axis 0) (%+ (%+ axis rank) 1) axis)))
        (if (not (<= 0 at rank)) (error "tensor-expand-dims: there is no place for an axis" axis shape))
        (%tensor-reshape t (append (list-head shape at) (list 1) (list-tail shape at)))))
    ;;> (tensor-flip t [axes])
    ;;> T with the order of the elements reversed on AXES, or on all axes; a view.
    (define tensor-flip
      (case-lambda
        ((t) (tensor-flip t #f))
        ((t axes)
         (let ((flipped (map (lambda (axis) (check-axis "tensor-flip" t axis))
                             (cond ((not axes) (iota (tensor-rank t))) ((pair? axes) axes) (else (list axes))))))
           (%tensor-slice t (map (lambda (axis) (if (memv axis flipped) '(#f #f -1) #t)) (iota (tensor-rank t))))))))
    ;; The axis as an index from 0 on.
    (define (check-axis who t axis)
      (let* ((rank (tensor-rank t)) (at (if (and (fixnum? axis) (%< axis 0)) (%+ axis rank) axis)))
        (if (not (and (fixnum? at) (%<= 0 at) (%< at rank)))
            (error (%string-append2 who ": there is no such axis in the shape") axis (tensor-shape t)))
        at))

    ;; Comparing -----

    ;;> Booleans that tell where A and B are equal.
    (define (tensor= a b) (%tensor= a b))
    ;;> Booleans that tell where A is less than B.
    (define (tensor< a b) (%tensor< a b))
    ;;> Booleans that tell where A is at most B.
    (define (tensor<= a b) (%tensor<= a b))
    ;;> Booleans that tell where A is greater than B.
    (define (tensor> a b) (%tensor> a b))
    ;;> Booleans that tell where A is at least B.
    (define (tensor>= a b) (%tensor>= a b))
    ;;> Booleans that tell where A and B are true, or not 0.
    (define (tensor-and a b) (%* (tensor-cast a 'bool) (tensor-cast b 'bool)))
    ;;> Booleans that tell where A or B is true, or not 0.
    (define (tensor-or a b) (%+ (tensor-cast a 'bool) (tensor-cast b 'bool)))
    ;;> (tensor-close? a b [relative [absolute]])
    ;;> Whether A and B have the same shape, and no two elements differ by more than ABSOLUTE (1e-8) plus
    ;;> RELATIVE (1e-5) times the magnitude of that of B.
    (define tensor-close?
      (case-lambda
        ((a b) (tensor-close? a b 1e-5 1e-8))
        ((a b relative) (tensor-close? a b relative 1e-8))
        ((a b relative absolute)
         (and (equal? (tensor-shape a) (tensor-shape b))
              (%tensor-all (%tensor<= (abs (%- a b)) (%+ absolute (%* relative (abs b)))) #f #f)))))
    ;;> T with elements below LOW raised to it and those above HIGH lowered to it.
    (define (tensor-clip t low high) (%min2 (%max2 t low) high))

    ;; Reducing -----

    (define-syntax define-reduction
      (syntax-rules ()
        ((_ name op)
         (define name
           (case-lambda
             ((t) (op t #f #f))
             ((t axes) (op t axes #f))
             ((t axes keep?) (op t axes keep?)))))))
    ;;> (tensor-sum t [axes [keep?]])
    ;;> The sums of T along AXES: one axis, a list of axes, or `#f`, all. With KEEP? the axes stay, with length 1.
    (define-reduction tensor-sum %tensor-sum)
    ;;> (tensor-prod t [axes [keep?]])
    ;;> The products of T along AXES; see `tensor-sum`.
    (define-reduction tensor-prod product)
    ;; The rule of `%tensor-prod` divides by the elements. What is differentiated is multiplied by halves, so that no
    ;; element needs to be other than 0.
    (define (product t axes keep?)
      (if (constant? t) (%tensor-prod t axes keep?) (product-of-halves t axes keep?)))
    (define (product-of-halves t axes keep?)
      (let* ((shape (tensor-shape t))
             (places (iota (length shape)))
             (reduced (map (lambda (axis) (check-axis "tensor-prod" t axis))
                           (cond ((not axes) places) ((pair? axes) axes) ((null? axes) '()) (else (list axes)))))
             (kept (filter (lambda (axis) (not (memv axis reduced))) places)))
        (define (lengths axes) (map (lambda (axis) (list-ref shape axis)) axes))
        (let* ((front (lengths kept)) (before (make-list (length front) #t)))
          (define (part rows from to) (%tensor-slice rows (append before (list (list from to)))))
          (let loop ((rows (%tensor-reshape (if (null? shape) t (%tensor-transpose t (append kept reduced)))
                                            (append front (list (apply * (lengths reduced))))))
                     (n (apply * (lengths reduced))))
            (if (%> n 1)
                (let* ((half (quotient n 2))
                       (halves (%* (part rows 0 half) (part rows half (%* 2 half)))))
                  (if (%= n (%* 2 half))
                      (loop halves half)
                      (loop (concatenate (list halves (part rows (%- n 1) n)) (length front)) (%+ half 1))))
                (let ((result (if (%= n 1) (%tensor-sum rows (length front) #f) (%tensor-prod rows (length front) #f))))
                  (if keep?
                      (%tensor-reshape result (map (lambda (n axis) (if (memv axis reduced) 1 n)) shape places))
                      result)))))))
    ;;> (tensor-max t [axes [keep?]])
    ;;> The greatest elements of T along AXES; see `tensor-sum`.
    (define-reduction tensor-max %tensor-max)
    ;;> (tensor-min t [axes [keep?]])
    ;;> The least elements of T along AXES; see `tensor-sum`.
    (define-reduction tensor-min %tensor-min)
    ;;> (tensor-all t [axes [keep?]])
    ;;> Whether all elements of T along AXES are true, or not 0; see `tensor-sum`.
    (define-reduction tensor-all %tensor-all)
    ;;> (tensor-any t [axes [keep?]])
    ;;> Whether some element of T along AXES is true, or not 0; see `tensor-sum`.
    (define-reduction tensor-any %tensor-any)
    (define (mean t axes keep?)
      (let ((total (%tensor-sum t axes keep?)))
        (%/ total (%/ (%* 1.0 (tensor-size t)) (max 1 (tensor-size total))))))
    ;;> (tensor-mean t [axes [keep?]])
    ;;> The means of T along AXES; see `tensor-sum`.
    (define-reduction tensor-mean mean)
    (define (variance t axes keep?) (mean (square (%- t (mean t axes #t))) axes keep?))
    ;;> (tensor-variance t [axes [keep?]])
    ;;> The mean squares of the distances from the mean along AXES; see `tensor-sum`.
    (define-reduction tensor-variance variance)
    (define (deviation t axes keep?) (sqrt (variance t axes keep?)))
    ;;> (tensor-std t [axes [keep?]])
    ;;> The standard deviations of T along AXES, the roots of `tensor-variance`.
    (define-reduction tensor-std deviation)
    (define (log-sum-exp t axes keep?)
      (let ((t (if (eq? (tensor-dtype t) 'bool) (tensor-cast t 'f64) t)))
        (if (%= (tensor-size t) 0)
            (%log (%tensor-sum (exp t) axes keep?))
            (let* ((top (%ad-constant (%tensor-max t axes #t)))
                   (sums (%+ top (%log (%tensor-sum (exp (%- t top)) axes #t)))))
              (if keep? sums (%tensor-sum sums axes #f))))))
    ;;> (tensor-logsumexp t [axes [keep?]])
    ;;> The logarithms of the sums of the exponentials along AXES, without overflow; see `tensor-sum`. True is 1, and
    ;;> the result for no elements is the logarithm of 0, `-inf.0`.
    (define-reduction tensor-logsumexp log-sum-exp)
    ;;> 1 / (1 + e^-T), of a tensor or a number.
    (define (tensor-sigmoid t) (%tensor-sigmoid t))
    ;;> (tensor-softmax t [axis])
    ;;> Positive numbers that add up to 1 along AXIS (-1), in proportion to the exponentials of T.
    (define tensor-softmax
      (case-lambda
        ((t) (tensor-softmax t -1))
        ((t axis) (%tensor-softmax t axis))))
    ;;> (tensor-log-softmax t [axis])
    ;;> The logarithms of `tensor-softmax`, without loss of digits.
    (define tensor-log-softmax
      (case-lambda
        ((t) (tensor-log-softmax t -1))
        ((t axis) (%tensor-log-softmax t axis))))
    (define-syntax define-along
      (syntax-rules ()
        ((_ name op default)
         (define name
           (case-lambda
             ((t) (op t default))
             ((t axis) (op t axis)))))))
    ;;> (tensor-argmax t [axis])
    ;;> The index of the greatest element along AXIS, the first of several; without AXIS, among all in order.
    (define-along tensor-argmax %tensor-argmax #f)
    ;;> (tensor-argmin t [axis])
    ;;> The index of the least element along AXIS, the first of several; without AXIS, among all in order.
    (define-along tensor-argmin %tensor-argmin #f)
    ;;> (tensor-cumsum t [axis])
    ;;> The sums of the elements of T up to each one along AXIS; without AXIS, of all in order, in one axis.
    (define-along tensor-cumsum running-sum #f)
    (define (running-sum t axis) (if axis (%tensor-cumsum t axis) (%tensor-cumsum (%tensor-reshape t '(-1)) 0)))
    ;;> (tensor-cumprod t [axis])
    ;;> The products of the elements of T up to each one along AXIS; without AXIS, of all in order, in one axis.
    (define-along tensor-cumprod running-product #f)
    ;; As with `product`: in each turn every element takes in twice as many as before.
    (define (running-product t axis)
      (cond ((constant? t) (%tensor-cumprod t axis))
            ((not axis) (running-product (%tensor-reshape t '(-1)) 0))
            (else
             (let* ((axis (check-axis "tensor-cumprod" t axis))
                    (n (list-ref (tensor-shape t) axis))
                    (before (make-list axis #t)))
               (define (part t from to) (%tensor-slice t (append before (list (list from to)))))
               (let loop ((t t) (step 1))
                 (if (%< step n)
                     (loop (concatenate (list (part t 0 step) (%* (part t step n) (part t 0 (%- n step)))) axis)
                           (%* 2 step))
                     t))))))
    ;;> (tensor-argsort t [axis])
    ;;> The indices that sort T along AXIS (-1); equal elements keep their order.
    (define-along tensor-argsort %tensor-argsort -1)
    (define (sort-along t axis) (%tensor-take-along t (%tensor-argsort t axis) axis))
    ;;> (tensor-sort t [axis])
    ;;> The elements of T in increasing order along AXIS (-1); NaN comes last.
    (define-along tensor-sort sort-along -1)

    ;; Joining and choosing -----

    ;;> (tensor-concatenate tensors [axis])
    ;;> The tensors of a list one behind the other on AXIS (0); they may differ in the length of that axis only.
    (define-along tensor-concatenate concatenate-list 0)
    (define (concatenate-list tensors axis)
      (check-list "tensor-concatenate" tensors)
      (concatenate tensors axis))
    (define (check-list who tensors)
      (if (not (list? tensors)) (error (%string-append2 who ": a list of tensors is needed, found") tensors)))
    (define (concatenate tensors axis)
      (if (every constant? tensors)
          (%tensor-concatenate (list->vector tensors) axis)
          (let join ((parts tensors) (count (length tensors)))
            (if (%= count 1)
                (car parts)
                (let ((half (quotient count 2)))
                  (%tensor-join (join parts half) (join (list-tail parts half) (%- count half)) axis))))))
    (define (constant? t) (eqv? (%ad-level-of t) 0))
    ;;> (tensor-stack tensors [axis])
    ;;> The tensors (or numbers) of a list, all of one shape, as the parts of a new AXIS (0).
    (define-along tensor-stack stack 0)
    (define (stack tensors axis)
      (check-list "tensor-stack" tensors)
      (if (null? tensors) (error "tensor-stack: there is no tensor to join"))
      (for-each (lambda (t)
                  (if (not (equal? (tensor-shape t) (tensor-shape (car tensors))))
                      (error "tensor-stack: the tensors must have the same shape, found"
                             (tensor-shape (car tensors)) (tensor-shape t))))
                tensors)
      (concatenate (map (lambda (t) (tensor-expand-dims t axis)) tensors) axis))
    ;;> (tensor-split t count [axis])
    ;;> The list of COUNT equal parts of T along AXIS (0), views.
    (define tensor-split
      (case-lambda
        ((t count) (tensor-split t count 0))
        ((t count axis)
         (let* ((axis (check-axis "tensor-split" t axis))
                (size (list-ref (tensor-shape t) axis)))
           (if (not (and (fixnum? count) (%> count 0) (eqv? (remainder size count) 0)))
               (error "tensor-split: the axis cannot be cut into this many equal parts:" (tensor-shape t) count))
           (let ((step (quotient size count)) (before (make-list axis #t)))
             (map (lambda (i) (%tensor-slice t (append before (list (list (%* i step) (%* (%+ i 1) step))))))
                  (iota count)))))))
    ;;> Each part of T along AXIS COUNT times in a row.
    (define (tensor-repeat t count axis)
      (let* ((axis (check-axis "tensor-repeat" t axis))
             (size (list-ref (tensor-shape t) axis)))
        (check-count "tensor-repeat" count)
        (%tensor-gather t (quotient (tensor-arange (%* size count)) (max count 1)) axis)))
    ;;> (tensor-one-hot indices depth [dtype])
    ;;> A new last axis of length DEPTH that is 1 at the index and 0 elsewhere; of doubles without DTYPE.
    (define tensor-one-hot
      (case-lambda
        ((indices depth) (%tensor-one-hot indices depth 'f64))
        ((indices depth dtype) (%tensor-one-hot indices depth dtype))))
    ;;> (tensor-gather t indices [axis])
    ;;> The parts of T at INDICES of AXIS (0): the axis is replaced by those of the `i64` tensor INDICES.
    (define tensor-gather
      (case-lambda
        ((t indices) (%tensor-gather t indices 0))
        ((t indices axis) (%tensor-gather t indices axis))))
    ;;> (tensor-scatter t indices updates [axis])
    ;;> A copy of T with UPDATES added where `tensor-gather` would take them from.
    (define tensor-scatter
      (case-lambda
        ((t indices updates) (%tensor-scatter t indices updates 0))
        ((t indices updates axis) (%tensor-scatter t indices updates axis))))
    ;;> For each position of INDICES the element of T there, but with the index on AXIS that INDICES has.
    (define (tensor-take-along t indices axis) (%tensor-take-along t indices axis))

    ;; Products -----

    ;;> The sum of the products of two tensors with one axis each, a number; of matrices as `tensor-matmul`.
    (define (tensor-dot a b) (tensor-matmul a b))
    ;;> The matrix of the products of each element of A with each of B.
    (define (tensor-outer a b)
      (%* (%tensor-reshape a '(-1 1)) (%tensor-reshape b '(1 -1))))
    ;;> The sum of the diagonal of a matrix.
    (define (tensor-trace t)
      (let ((shape (tensor-shape t)))
        (if (not (%= (length shape) 2)) (error "tensor-trace: a matrix is needed, the shape is" shape))
        (%tensor-sum (%* t (tensor-eye (car shape) (cadr shape))) #f #f)))
    ;;> The root of the sum of the squares of all elements.
    (define (tensor-norm t) (sqrt (%tensor-sum (square t) #f #f)))

    ;; Random numbers -----

    ;;> A key for random tensors, from an exact integer. A key stands for a sequence of numbers that never changes:
    ;;> use a key once, and split it where more are needed.
    (define (make-key seed)
      (if (not (exact-integer? seed)) (error "make-key: an exact integer is needed, found" seed))
      (car (%split-key (modulo seed 18446744073709551616) 1)))
    ;;> (split-key key [count])
    ;;> A list of COUNT (2) new keys, which are independent of each other and of KEY.
    (define split-key
      (case-lambda
        ((key) (%split-key key 2))
        ((key count) (%split-key key count))))
    ;;> (random-normal-tensor key shape [dtype])
    ;;> A tensor of SHAPE of random numbers with mean 0 and variance 1.
    (define random-normal-tensor
      (case-lambda
        ((key shape) (%tensor-normal key shape 'f64))
        ((key shape dtype) (%tensor-normal key shape dtype))))
    ;;> (random-uniform-tensor key shape [low high])
    ;;> A tensor of SHAPE of random numbers from LOW (0) up to HIGH (1).
    (define random-uniform-tensor
      (case-lambda
        ((key shape) (%tensor-uniform key shape 'f64))
        ((key shape low high) (%+ low (%* (%- high low) (%tensor-uniform key shape 'f64))))))
    ;;> A tensor of SHAPE of random integers from LOW up to, not including, HIGH.
    (define (random-integer-tensor key shape low high) (%tensor-integers key shape low high))
    ;;> The integers below N in random order; of a tensor its parts along the first axis.
    (define (random-permutation key n)
      (if (tensor? n)
          (%tensor-gather n (%tensor-permutation key n) 0)
          (%tensor-permutation key n)))

    ;; Any procedure -----

    ;;> (tensor-map f t ...)
    ;;> The tensor of what the procedure F of numbers returns for the elements of the tensors, which are broadcast. F
    ;;> may branch. It can be differentiated, also with respect to what F captures. A continuation that F captures is
    ;;> for use while it runs. If F is known and returns floats for the floats of at most two tensors, they are not boxed.
    (define tensor-map
      (case-lambda
        ((f t)
         (let ((level (%ad-level-of t)))
           (cond ((floats? t) (map-floats f (tensor-shape t) t))
                 ((and (not (eqv? level 0)) (floats? (%ad-primal level t)))
                  (let* ((point (%ad-primal level t)) (shape (tensor-shape point)))
                    (%ad-attach level
                                (map-floats f shape point)
                                (%* (map-floats (lambda (x) (derivative f x)) shape point)
                                    (%ad-perturbation level t)))))
                 (else (map-tensors (checked-procedure f) (list t))))))
        ((f t u)
         (let* ((level (highest-level (list t u))) (a (point-of level t)) (b (point-of level u)))
           (if (and (floats? a) (floats? b))
               (let ((shape (if (equal? (tensor-shape a) (tensor-shape b))
                                (tensor-shape a)
                                (common-shape (list a b)))))
                 (if (eqv? level 0)
                     (map-floats2 f shape a b)
                     (let ((dt (%ad-perturbation level t)) (du (%ad-perturbation level u)))
                       (define-syntax part
                         (syntax-rules ()
                           ((_ dx slope) (if (eqv? (%ad-level-of dx) 0) 0 (%* (map-floats2 slope shape a b) dx)))))
                       (%ad-attach level
                                   (map-floats2 f shape a b)
                                   (%+ (part dt (lambda (x z) (derivative (lambda (x) (f x z)) x)))
                                       (part du (lambda (x z) (derivative (lambda (z) (f x z)) z))))))))
               (map-tensors (checked-procedure f) (list t u)))))
        ((f t . more) (map-tensors (checked-procedure f) (cons t more)))))
    (define (point-of level t) (if (eqv? level 0) t (%ad-primal level t)))
    (define (checked-procedure f)
      (if (procedure? f) f (error "tensor-map: argument 1 must be a procedure, found" f)))
    ;; Whether t is a constant tensor of floats.
    (define (floats? t) (and (constant? t) (tensor? t) (memq (tensor-dtype t) '(f64 f32)) #t))
    (define (flat t shape)
      (let ((t (%tensor-broadcast t shape))) (%tensor-reshape t (list (tensor-size t)))))
    ;; A procedure that makes a tensor of what f returns for the elements of tensors of floats, block by block, from
    ;; f64vectors to another one; the last block is shorter. From the first result on that is no flonum, the rest is
    ;; left to `map-rest`.
    (define-syntax define-map
      (syntax-rules ()
        ((_ name (t x) ...)
         (define (name f shape t ...)
           (checked-procedure f)
           (let* ((out (%tensor-filled shape 0.0 'f64))
                  (t (flat t shape)) ...
                  (n (tensor-size out))
                  (block (if (%< n 1024) n 1024)))
             (let blocks ((start 0) (y (%make-f64vector block 0.0)) (x (%make-f64vector block 0.0)) ...)
               (let ((count (f64vector-length y)) (rest (%- n start)))
                 (cond ((%= rest 0) out)
                       ((%< rest count)
                        (blocks start (%make-f64vector rest 0.0) (begin x (%make-f64vector rest 0.0)) ...))
                       (else
                        (%tensor-doubles t start x) ...
                        (let loop ((i 0))
                          (if (%< i count)
                              (let ((value (f (f64vector-ref x i) ...)))
                                (if (flonum? value)
                                    (begin (f64vector-set! y i value) (loop (%+ i 1)))
                                    (begin (%tensor-set-doubles! out start y i)
                                           (map-rest f out (%+ start i) value (list t ...)))))
                              (begin (%tensor-set-doubles! out start y count)
                                     (blocks (%+ start count) y x ...)))))))))))))
    (define-map map-floats (t x))
    (define-map map-floats2 (t x) (u z))
    ;; The tensor whose first elements are those of out, as many as are done, then the value, then what f returns.
    (define (map-rest f out done value tensors)
      (let ((results (%tensor->vector out)))
        (vector-set! results done value)
        (fill-from (%+ done 1) results f (map %tensor->vector tensors))
        (%tensor-reshape (pack results) (tensor-shape out))))
    (define (fill-from i results f vectors)
      (if (%< i (vector-length results))
          (begin (vector-set! results i (apply f (map (lambda (v) (vector-ref v i)) vectors)))
                 (fill-from (%+ i 1) results f vectors))))
    (define (map-tensors f tensors)
      (let ((level (highest-level tensors)))
        (if (eqv? level 0)
            (map-constants f tensors)
            (let ((point (map (lambda (t) (%ad-primal level t)) tensors)))
              (%ad-attach level
                          (map-tensors f point)
                          (let loop ((rest tensors) (k 0) (sum 0))
                            (if (null? rest)
                                sum
                                (loop (cdr rest)
                                      (%+ k 1)
                                      (%+ sum (tangent-of f level (car rest) k point))))))))))
    ;; What the argument number k, the active tensor t, contributes to the tangent.
    (define (tangent-of f level t k point)
      (define (slope . xs)
        (derivative-forward (lambda (x) (apply f (append (list-head xs k) (cons x (list-tail xs (%+ k 1))))))
                            (list-ref xs k)))
      (let ((dt (%ad-perturbation level t)))
        (if (eqv? (%ad-level-of dt) 0) 0 (%* (map-tensors slope point) dt))))
    ;; The highest level of the tensors, 0 if they are constants.
    (define (highest-level tensors)
      (define (number level) (if (vector? level) (vector-ref level 0) level))
      (let loop ((rest tensors) (highest 0))
        (if (null? rest)
            highest
            (let ((level (%ad-level-of (car rest))))
              (loop (cdr rest) (if (%> (number level) (number highest)) level highest))))))
    (define (map-constants f tensors)
      (let ((shape (common-shape tensors)))
        (define (elements t) (%tensor->vector (%tensor-broadcast t shape)))
        (if (null? shape)
            (apply f tensors)
            (%tensor-reshape (pack (apply vector-map f (map elements tensors))) shape))))
    (define (common-shape tensors)
      (let loop ((sum 0) (rest tensors))
        (if (null? rest) (tensor-shape sum) (loop (%+ sum (%tensor-zeros-like (car rest))) (cdr rest)))))
    ;; A tensor of the numbers of a vector, which may be active.
    (define (pack numbers)
      (let ((count (vector-length numbers)))
        (if (let all ((i 0)) (or (%= i count) (and (constant? (vector-ref numbers i)) (all (%+ i 1)))))
            (%tensor-nested numbers #f)
            (concatenate (map (lambda (number) (%tensor-reshape number '(1))) (vector->list numbers)) 0))))

    ;;> The tensor whose parts along AXIS are those of T, each combined by F with the one before in the result:
    ;;> `(tensor-scan + t 0)` is `(tensor-cumsum t 0)`.
    (define (tensor-scan f t axis)
      (let* ((axis (check-axis "tensor-scan" t axis))
             (count (list-ref (tensor-shape t) axis))
             (before (make-list axis #t)))
        (define (part i) (%tensor-slice t (append before (list i))))
        (if (%= count 0)
            t
            (let loop ((i 1) (last (part 0)) (parts (list (part 0))))
              (if (%= i count)
                  (stack (reverse parts) axis)
                  (let ((next (f last (part i))))
                    (loop (%+ i 1) next (cons next parts))))))))

    ;; Windows -----

    ;;> (tensor-pad t widths [value])
    ;;> T with VALUE (0) around it: WIDTHS lists for each axis `(before after)`.
    (define tensor-pad
      (case-lambda
        ((t widths) (tensor-pad t widths 0))
        ((t widths value)
         (define (width? w) (and (pair? w) (pair? (cdr w)) (every (lambda (n) (and (fixnum? n) (%>= n 0))) w)))
         (let ((shape (tensor-shape t)))
           (if (not (and (list? widths) (%= (length widths) (length shape)) (every width? widths)))
               (error "tensor-pad: a list (before after) is needed for each axis of the shape" shape widths))
           (let* ((like (%tensor-broadcast (%tensor-filled '(1) 0 (tensor-dtype t))
                                           (map (lambda (n w) (%+ n (%+ (car w) (cadr w)))) shape widths)))
                  (specs (map (lambda (n w) (list (car w) (%+ n (car w)))) shape widths))
                  (padded (%tensor-unslice t like specs)))
             (if (eqv? value 0)
                 padded
                 (tensor-where (%tensor-unslice 1 like specs) padded (element-like t value))))))))
    ;; The number, which may be active, as an element of tensors like t.
    (define (element-like t number)
      (if (eq? (tensor-dtype t) 'f64) number (tensor-cast (%tensor-reshape number '(1)) (tensor-dtype t))))
    (define (inexact-type t) (if (eq? (tensor-dtype t) 'f32) 'f32 'f64))
    (define (pair-of who n)
      (cond ((fixnum? n) (list n n))
            ((and (list? n) (%= (length n) 2) (every fixnum? n)) n)
            (else (error (%string-append2 who ": an integer or a list of two is needed, found") n))))
    (define (check-rank who t rank)
      (if (not (eqv? (tensor-rank t) rank))
          (error (%string-append2 who ": this shape has the wrong number of axes:") (tensor-shape t))))
    (define (check-length who n)
      (if (not (fixnum? n)) (error (%string-append2 who ": an integer is needed, found") n)))
    ;; Refuses windows that do not fit into x. The lists have an element for each axis on which windows move; `shape` is
    ;; what the user gave as the shape of a window.
    (define (check-windows who x shape sizes steps padding)
      (let loop ((lengths (list-tail (tensor-shape x) 2)) (sizes sizes) (steps steps) (padding padding))
        (if (pair? lengths)
            (begin
              (if (or (%< (car sizes) 1) (%> (car sizes) (%+ (car lengths) (%* 2 (car padding)))))
                  (error (%string-append2 who ": windows do not fit into what they move over; the shapes are")
                         shape (tensor-shape x)))
              (if (%< (car steps) 1) (error (%string-append2 who ": a step must be positive, found") (car steps)))
              (if (%< (car padding) 0)
                  (error (%string-append2 who ": the padding must not be negative, found") (car padding)))
              (loop (cdr lengths) (cdr sizes) (cdr steps) (cdr padding))))))
    (define (check-kernels who x w rank steps padding)
      (check-rank who x rank)
      (check-rank who w rank)
      (let ((kernel (tensor-shape w)))
        (if (not (%= (cadr kernel) (cadr (tensor-shape x))))
            (error (%string-append2 who ": the kernels have other channels than the input; the shapes are")
                   kernel (tensor-shape x)))
        (check-windows who x kernel (list-tail kernel 2) steps padding)))

    ;;> (conv2d x w [stride [padding]])
    ;;> The images X, `(count channels height width)`, convolved with the kernels W, `(outputs channels height width)`,
    ;;> which are not flipped. STRIDE (1) and PADDING (0, by zeros on each side) are integers or lists of two.
    (define conv2d
      (case-lambda
        ((x w) (conv2d x w 1 0))
        ((x w stride) (conv2d x w stride 0))
        ((x w stride padding)
         (let ((steps (pair-of "conv2d" stride)) (around (pair-of "conv2d" padding)))
           (check-kernels "conv2d" x w 4 steps around)
           (%tensor-convolve x w (append steps around))))))
    ;;> (conv1d x w [stride [padding]])
    ;;> The sequences X, `(count channels length)`, convolved with the kernels W, `(outputs channels length)`; see
    ;;> `conv2d`.
    (define conv1d
      (case-lambda
        ((x w) (conv1d x w 1 0))
        ((x w stride) (conv1d x w stride 0))
        ((x w stride padding)
         (check-length "conv1d" stride)
         (check-length "conv1d" padding)
         (check-kernels "conv1d" x w 3 (list stride) (list padding))
         (flat-rows (%tensor-convolve (as-images x) (as-images w) (list 1 stride 0 padding))))))
    (define (as-images x) (tensor-expand-dims x 2))
    (define (flat-rows y) (tensor-squeeze y 2))

    (define (pool-max x size spec)
      (let* ((places (%tensor-window-maxima x size spec))
             (shape (tensor-shape places))
             (front (list (car shape) (cadr shape) -1)))
        (%tensor-reshape
         (%tensor-take-along (%tensor-reshape x front) (%tensor-reshape places front) 2)
         shape)))
    (define (pool-mean x size spec)
      (let* ((shape (tensor-shape x))
             (weight (%/ 1.0 (%* (car size) (cadr size))))
             (kernel (tensor-cast (%tensor-filled (list 1 1 (car size) (cadr size)) weight 'f64) (inexact-type x)))
             (planes (%tensor-reshape x (list (%* (car shape) (cadr shape)) 1 (caddr shape) (cadddr shape))))
             (means (%tensor-convolve planes kernel spec)))
        (%tensor-reshape means (append (list-head shape 2) (list-tail (tensor-shape means) 2)))))
    (define-syntax define-pool
      (syntax-rules ()
        ((_ name2d text2d name1d text1d pool)
         (begin
           (define name2d
             (case-lambda
               ((x size) (name2d x size size))
               ((x size stride)
                (check-rank text2d x 4)
                (let ((sizes (pair-of text2d size)) (steps (pair-of text2d stride)))
                  (check-windows text2d x sizes sizes steps '(0 0))
                  (pool x sizes (append steps '(0 0)))))))
           (define name1d
             (case-lambda
               ((x size) (name1d x size size))
               ((x size stride)
                (check-rank text1d x 3)
                (check-length text1d size)
                (check-length text1d stride)
                (check-windows text1d x (list size) (list size) (list stride) '(0))
                (flat-rows (pool (as-images x) (list 1 size) (list 1 stride 0 0))))))))))
    ;;> `(max-pool2d x size [stride])`: the greatest element of each window of the images X,
    ;;> `(count channels height width)`. SIZE, and STRIDE (SIZE), are integers or lists of two.
    ;;> `(max-pool1d x size [stride])`: the same of sequences `(count channels length)`.
    (define-pool max-pool2d "max-pool2d" max-pool1d "max-pool1d" pool-max)
    ;;> `(avg-pool2d x size [stride])`: the mean of each window of the images X; see `max-pool2d`.
    ;;> `(avg-pool1d x size [stride])`: the same of sequences.
    (define-pool avg-pool2d "avg-pool2d" avg-pool1d "avg-pool1d" pool-mean)

    ;; Sums of products -----

    ;;> The sum of products that SUBSCRIPTS tell, as NumPy's `einsum`: `(einsum "ij,jk->ik" a b)` is the product of
    ;;> two matrices. A letter stands for an axis; letters that are not in the result are summed over. Without `->` the
    ;;> result has the letters that occur once, in alphabetical order. `...` stands for any number of axes, which are
    ;;> matched from the last one on. Axes of length 1 are stretched.
    (define (einsum subscripts t . more)
      (if (not (string? subscripts)) (error "einsum: argument 1 must be a string, found" subscripts))
      (let* ((text (filter (lambda (c) (not (eqv? c #\space))) (string->list subscripts)))
             (tensors (cons t more))
             (shapes (map tensor-shape tensors))
             (words (split-words (before-arrow text)))
             (right (after-arrow text)))
        (if (not (%= (length words) (length shapes)))
            (error "einsum: there are not as many tensors as subscripts" subscripts))
        (let* ((inputs (map axes-of-word words shapes))
               (output (if right (axes-of-result (parse right) inputs) (implied inputs)))
               (kept (map (lambda (letters shape) (kept-axes letters shape inputs shapes)) inputs shapes)))
          (for-each (lambda (c)
                      (if (not (any (lambda (letters) (memv c letters)) inputs))
                          (error "einsum: the result has a letter that no tensor has:" subscripts)))
                    output)
          (sum-of-products (map (lambda (axes) (map car axes)) kept) (map drop-axes tensors kept) output))))
    ;; Letters and tensors go side by side, never in one list: letters have no derivatives.
    (define (sum-of-products inputs tensors output)
      (let loop ((letters (car inputs)) (t (car tensors)) (inputs (cdr inputs)) (tensors (cdr tensors)))
        (let-values (((letters t) (simplify letters t (apply append output inputs))))
          (if (null? tensors)
              (arrange letters t output)
              (let*-values (((more u) (simplify (car inputs) (car tensors) (apply append output letters (cdr inputs))))
                            ((letters t) (contract letters t more u (apply append output (cdr inputs)))))
                (loop letters t (cdr inputs) (cdr tensors)))))))
    (define (before-arrow text)
      (let loop ((rest text) (before '()))
        (if (or (null? rest) (arrow? rest)) (reverse before) (loop (cdr rest) (cons (car rest) before)))))
    (define (after-arrow text)
      (cond ((null? text) #f) ((arrow? text) (cddr text)) (else (after-arrow (cdr text)))))
    (define (arrow? rest) (and (eqv? (car rest) #\-) (pair? (cdr rest)) (eqv? (cadr rest) #\>)))
    (define (split-words text)
      (let loop ((rest text) (word '()) (words '()))
        (cond ((null? rest) (reverse (cons (parse (reverse word)) words)))
              ((eqv? (car rest) #\,) (loop (cdr rest) '() (cons (parse (reverse word)) words)))
              (else (loop (cdr rest) (cons (car rest) word) words)))))
    ;; The letters of a word, with `...` as a symbol.
    (define (parse word)
      (let loop ((rest word) (letters '()))
        (cond ((null? rest) (reverse letters))
              ((char-alphabetic? (car rest)) (loop (cdr rest) (cons (car rest) letters)))
              ((and (%>= (length rest) 3) (equal? (list-head rest 3) '(#\. #\. #\.)) (not (memq '... letters)))
               (loop (list-tail rest 3) (cons '... letters)))
              (else (error "einsum: a subscript must be letters and at most one `...`, found" (list->string word))))))
    ;; The axes of a tensor: letters, and integers for the axes of `...`, of which the last one is -1.
    (define (axes-of-word word shape)
      (let ((more (%- (length shape) (length (delete '... word)))))
        (if (not (if (memq '... word) (%>= more 0) (%= more 0)))
            (error "einsum: the subscript does not fit the shape" (word->string word) shape))
        (expand word more)))
    (define (expand word more)
      (append-map (lambda (c) (if (eq? c '...) (iota more (%- 0 more)) (list c))) word))
    (define (word->string word)
      (apply string-append (map (lambda (c) (if (char? c) (string c) "...")) word)))
    (define (nameless inputs)
      (apply max 0 (map (lambda (letters) (count (lambda (c) (not (char? c))) letters)) inputs)))
    (define (axes-of-result word inputs)
      (let ((axes (expand word (nameless inputs))))
        (if (not (or (memq '... word) (%= (nameless inputs) 0)))
            (error "einsum: the result has no `...`, which stands for axes of the tensors:" (word->string word)))
        (for-each (lambda (c)
                    (if (%> (count (lambda (other) (eqv? other c)) axes) 1)
                        (error "einsum: the result has a letter twice:" (word->string word))))
                  axes)
        axes))
    ;; The result without `->`.
    (define (implied inputs)
      (let ((letters (filter char? (apply append inputs))))
        (define (alone? c) (%= 1 (count (lambda (other) (eqv? other c)) letters)))
        (let insert ((rest (filter alone? letters)) (sorted '()))
          (if (null? rest)
              (append (expand '(...) (nameless inputs)) sorted)
              (insert (cdr rest) (insert-letter (car rest) sorted))))))
    (define (insert-letter c sorted)
      (if (or (null? sorted) (char<? c (car sorted)))
          (cons c sorted)
          (cons (car sorted) (insert-letter c (cdr sorted)))))
    ;; Letters and lengths of the axes but those of length 1 that are longer in another tensor.
    (define (kept-axes letters shape inputs shapes)
      (define (stretched? c n)
        (and (%= n 1)
             (any (lambda (other lengths) (any (lambda (d m) (and (eqv? c d) (not (%= m 1)))) other lengths))
                  inputs shapes)))
      (remove (lambda (axis) (stretched? (car axis) (cdr axis))) (map cons letters shape)))
    (define (drop-axes t kept)
      (if (%= (length kept) (tensor-rank t)) t (%tensor-reshape t (map cdr kept))))
    (define (place c letters)
      (let loop ((rest letters) (i 0)) (if (eqv? (car rest) c) i (loop (cdr rest) (%+ i 1)))))
    ;; Letters and tensor without letters that occur twice, or that nothing else needs.
    (define (simplify letters t needed)
      (let loop ((letters letters) (t t))
        (let ((twice (find-tail (lambda (c) (%> (count (lambda (other) (eqv? other c)) letters) 1)) letters)))
          (if twice
              (let* ((c (car twice)) (first (place c letters))
                     (second (%+ first (%+ 1 (place c (list-tail letters (%+ first 1))))))
                     (others (filter (lambda (i) (not (or (%= i first) (%= i second)))) (iota (length letters)))))
                (loop (append (map (lambda (i) (list-ref letters i)) others) (list c))
                      (%tensor-diagonal (%tensor-transpose t (append others (list first second))))))
              (let ((lone (filter (lambda (c) (not (memv c needed))) letters)))
                (if (null? lone)
                    (values letters t)
                    (values (filter (lambda (c) (memv c needed)) letters)
                            (%tensor-sum t (map (lambda (c) (place c letters)) lone) #f))))))))
    (define (arrange letters t output)
      (if (equal? letters output) t (%tensor-transpose t (map (lambda (c) (place c letters)) output))))
    ;; The product of two, summed over the letters that both have and nothing later needs.
    (define (contract la a lb b later)
      (let* ((shared (filter (lambda (c) (memv c lb)) la))
             (batch (filter (lambda (c) (memv c later)) shared))
             (summed (filter (lambda (c) (not (memv c later))) shared))
             (left (filter (lambda (c) (not (memv c shared))) la))
             (right (filter (lambda (c) (not (memv c shared))) lb)))
        (define (lengths letters la a)
          (map (lambda (c) (list-ref (tensor-shape a) (place c la))) letters))
        (define (size letters la a) (apply * (lengths letters la a)))
        (if (not (equal? (lengths shared la a) (lengths shared lb b)))
            (error "einsum: axes of the same letter differ in the shapes" (tensor-shape a) (tensor-shape b)))
        (if (null? summed)
            (values (append batch left right)
                    (%* (expand-right (arrange la a (append batch left)) (length right))
                        (%tensor-reshape (arrange lb b (append batch right))
                                         (append (lengths batch la a) (map (lambda (c) 1) left) (lengths right lb b)))))
            (let* ((front (lengths batch la a))
                   (k (size summed la a))
                   (x (%tensor-reshape (arrange la a (append batch left summed))
                                       (append front (list (size left la a) k))))
                   (y (%tensor-reshape (arrange lb b (append batch summed right))
                                       (append front (list k (size right lb b))))))
              (values (append batch left right)
                      (%tensor-reshape (tensor-matmul x y)
                                       (append front (lengths left la a) (lengths right lb b))))))))
    (define (expand-right t count)
      (if (or (%= count 0) (eqv? (tensor-rank t) 0))
          t
          (%tensor-reshape t (append (tensor-shape t) (make-list count 1)))))))
