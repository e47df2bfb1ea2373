;;; SRFI 133: vectors. What (fluxion base) has is the same here. A range of a vector is from `start`, 0 by
;;; default, to before `end`, the length by default.
(define-library (srfi 133)
  (export ;; constructors
          make-vector vector vector-unfold vector-unfold-right vector-copy vector-reverse-copy vector-append
          vector-concatenate vector-append-subvectors
          ;; predicates and selectors
          vector? vector-empty? vector= vector-ref vector-length
          ;; iteration
          vector-fold vector-fold-right vector-map vector-map! vector-for-each vector-count vector-cumulate
          ;; searching
          vector-index vector-index-right vector-skip vector-skip-right vector-binary-search vector-any
          vector-every vector-partition
          ;; changing
          vector-set! vector-swap! vector-fill! vector-reverse! vector-copy! vector-reverse-copy!
          vector-unfold! vector-unfold-right!
          ;; conversion
          vector->list reverse-vector->list list->vector reverse-list->vector vector->string string->vector)
  (import (fluxion base) (fluxion lists) (fluxion vectors) (only (fluxion sorting) check-range))
  (begin
    ;; The length of a vector, and 0 for what `check-range` will refuse.
    (define (end-of v) (if (vector? v) (vector-length v) 0))
    (define (new-vector n who)
      (if (size? n) (make-vector n) (wrong-argument who 2 "a number of elements" n)))
    ;; Sets elements from `i` on, by `step`, until `stop`: `(f i seed ...)` returns an element and the next
    ;; seeds.
    (define (unfold! v f i step stop seeds)
      (cond ((null? seeds)
             (let loop ((i i))
               (if (not (= i stop)) (begin (vector-set! v i (f i)) (loop (+ i step))))))
            ((null? (cdr seeds))
             (let loop ((i i) (seed (car seeds)))
               (if (not (= i stop))
                   (call-with-values
                    (lambda () (f i seed))
                    (lambda (x seed) (vector-set! v i x) (loop (+ i step) seed))))))
            (else
             (let loop ((i i) (seeds seeds))
               (if (not (= i stop))
                   (call-with-values
                    (lambda () (apply f i seeds))
                    (lambda (x . seeds) (vector-set! v i x) (loop (+ i step) seeds))))))))
    ;;> A vector of length `n`: for each index from 0, `(f index seed ...)` returns an element and the seeds
    ;;> for the next index. An error if `n` is no number of elements. (SRFI 133)
    (define (vector-unfold f n . seeds)
      (let ((v (new-vector n "vector-unfold"))) (unfold! v f 0 1 n seeds) v))
    ;;> As `vector-unfold`, from the last index to 0. (SRFI 133)
    (define (vector-unfold-right f n . seeds)
      (let ((v (new-vector n "vector-unfold-right"))) (unfold! v f (- n 1) -1 -1 seeds) v))
    ;;> As `vector-unfold` for a range of a vector, which it changes. An error if it has no such range. (SRFI
    ;;> 133)
    (define (vector-unfold! f v start end . seeds)
      (check-range v start end "vector-unfold!" 2)
      (unfold! v f start 1 end seeds)
      (void))
    ;;> As `vector-unfold!`, from the last index of the range to its first. (SRFI 133)
    (define (vector-unfold-right! f v start end . seeds)
      (check-range v start end "vector-unfold-right!" 2)
      (unfold! v f (- end 1) -1 (- start 1) seeds)
      (void))
    ;;> A new vector of the elements of the range in reverse order. (SRFI 133)
    (define vector-reverse-copy
      (case-lambda
        ((v) (vector-reverse-copy v 0 (end-of v)))
        ((v start) (vector-reverse-copy v start (end-of v)))
        ((v start end)
         (check-range v start end "vector-reverse-copy" 1)
         (let ((out (make-vector (- end start)))) (copy-back! out 0 v start end) out))))
    (define (copy-back! to at from start end)
      (let loop ((at at) (i (- end 1)))
        (if (>= i start) (begin (vector-set! to at (vector-ref from i)) (loop (+ at 1) (- i 1))))))
    ;;> Copies the elements of the range of `from` in reverse order to the place `at` of `to`; the two may be
    ;;> the same. An error if they do not fit. (SRFI 133)
    (define vector-reverse-copy!
      (case-lambda
        ((to at from) (vector-reverse-copy! to at from 0 (end-of from)))
        ((to at from start) (vector-reverse-copy! to at from start (end-of from)))
        ((to at from start end)
         (check-range from start end "vector-reverse-copy!" 3)
         (if (not (vector? to)) (wrong-argument "vector-reverse-copy!" 1 "a vector" to))
         (if (not (and (size? at) (<= (+ at (- end start)) (vector-length to))))
             (wrong-argument "vector-reverse-copy!" 2 "an index with room for the elements after it" at))
         (if (eq? to from)
             (copy-back! to at (vector-copy from start end) 0 (- end start))
             (copy-back! to at from start end)))))
    ;;> Reverses the elements of the range in place. (SRFI 133)
    (define vector-reverse!
      (case-lambda
        ((v) (vector-reverse! v 0 (end-of v)))
        ((v start) (vector-reverse! v start (end-of v)))
        ((v start end)
         (check-range v start end "vector-reverse!" 1)
         (let loop ((i start) (j (- end 1)))
           (if (< i j) (begin (vector-swap! v i j) (loop (+ i 1) (- j 1))))))))
    ;;> A new vector of the elements of all vectors of a list. An error if it is no list of vectors. (SRFI
    ;;> 133)
    (define (vector-concatenate vectors)
      (if (not (and (list? vectors) (every vector? vectors)))
          (wrong-argument "vector-concatenate" 1 "a list of vectors" vectors))
      (concatenate-vectors vectors "vector-concatenate"))
    ;;> `(vector-append-subvectors v start end ...)`: a new vector of the elements of these ranges. An error
    ;;> if the arguments are no vectors with ranges. (SRFI 133)
    (define (vector-append-subvectors . arguments)
      (let loop ((rest arguments) (position 1) (parts '()))
        (cond ((null? rest) (concatenate-vectors (reverse parts) "vector-append-subvectors"))
              ((or (null? (cdr rest)) (null? (cddr rest)))
               (error "vector-append-subvectors: after a vector, a start and an end are expected"))
              (else
               (let ((v (car rest)) (start (cadr rest)) (end (caddr rest)))
                 (check-range v start end "vector-append-subvectors" position)
                 (loop (cdddr rest) (+ position 3) (cons (vector-copy v start end) parts)))))))
    ;;> Whether a vector has no elements. (SRFI 133)
    (define (vector-empty? v) (= (checked-length v "vector-empty?" 1) 0))
    ;;> Whether all vectors have as many elements, each `same?` as the one of the next vector. An error if an
    ;;> argument is no vector. (SRFI 133)
    (define (vector= same? . vectors)
      (if (pair? vectors) (shortest-length vectors "vector=" 2))
      (or (null? vectors)
          (let loop ((a (car vectors)) (rest (cdr vectors)))
            (or (null? rest)
                (and (equal-vectors? same? a (car rest)) (loop (car rest) (cdr rest)))))))
    (define (equal-vectors? same? a b)
      (let ((n (vector-length a)))
        (and (= n (vector-length b))
             (let loop ((i 0))
               (or (= i n) (and (same? (vector-ref a i) (vector-ref b i)) (loop (+ i 1))))))))
    ;;> `(f accumulator element ...)` over the elements of the vectors from the right, which begins with
    ;;> `init`. It begins where the shortest ends. An error if an argument is no vector. (SRFI 133)
    (define vector-fold-right
      (case-lambda
        ((f init v)
         (let loop ((i (- (checked-length v "vector-fold-right" 3) 1)) (acc init))
           (if (< i 0) acc (loop (- i 1) (f acc (vector-ref v i))))))
        ((f init a b . more)
         (let ((vectors (cons* a b more)))
           (let loop ((i (- (shortest-length vectors "vector-fold-right" 3) 1)) (acc init))
             (if (< i 0) acc (loop (- i 1) (apply f acc (elements vectors i)))))))))
    ;;> Makes each element of the first vector what `f` returns for the elements of the vectors; it ends with
    ;;> the shortest. An error if an argument is no vector. (SRFI 133)
    (define vector-map!
      (case-lambda
        ((f v)
         (let ((n (checked-length v "vector-map!" 2)))
           (let loop ((i 0))
             (if (< i n) (begin (vector-set! v i (f (vector-ref v i))) (loop (+ i 1)))))))
        ((f a b . more)
         (let* ((vectors (cons* a b more)) (n (shortest-length vectors "vector-map!" 2)))
           (let loop ((i 0))
             (if (< i n) (begin (vector-set! a i (apply f (elements vectors i))) (loop (+ i 1)))))))))
    ;;> A new vector of the accumulators `(f accumulator element)` over a vector from the left, which begins
    ;;> with `init`. An error if `v` is no vector. (SRFI 133)
    (define (vector-cumulate f init v)
      (let* ((n (checked-length v "vector-cumulate" 3)) (out (make-vector n)))
        (let loop ((i 0) (acc init))
          (if (< i n)
              (let ((next (f acc (vector-ref v i)))) (vector-set! out i next) (loop (+ i 1) next))
              out))))
    ;; The common length of vectors, which are arguments from number 2 on.
    (define (common-length vectors who)
      (let ((n (shortest-length vectors who 2)))
        (let loop ((rest vectors) (position 2))
          (cond ((null? rest) n)
                ((= (vector-length (car rest)) n) (loop (cdr rest) (+ position 1)))
                (else (wrong-argument who position "a vector as long as the others" (car rest)))))))
    ;;> The last index whose elements satisfy `f`, or #f. An error if the other arguments are no vectors of
    ;;> one length. (SRFI 133)
    (define (vector-index-right f v . more)
      (let ((vectors (cons v more)))
        (let loop ((i (- (common-length vectors "vector-index-right") 1)))
          (cond ((< i 0) #f) ((apply f (elements vectors i)) i) (else (loop (- i 1)))))))
    ;;> The first index whose elements do not satisfy `f`, or #f. An error if the other arguments are no
    ;;> vectors. (SRFI 133)
    (define (vector-skip f v . more)
      (let* ((vectors (cons v more)) (n (shortest-length vectors "vector-skip" 2)))
        (let loop ((i 0))
          (cond ((= i n) #f) ((apply f (elements vectors i)) (loop (+ i 1))) (else i)))))
    ;;> The last index whose elements do not satisfy `f`, or #f. An error if the other arguments are no
    ;;> vectors of one length. (SRFI 133)
    (define (vector-skip-right f v . more)
      (let ((vectors (cons v more)))
        (let loop ((i (- (common-length vectors "vector-skip-right") 1)))
          (cond ((< i 0) #f) ((apply f (elements vectors i)) (loop (- i 1))) (else i)))))
    ;;> An index of a sorted vector for whose element `(compare element x)` is 0, or #f; it is negative for
    ;;> the elements before, and positive for those after. An error if `v` is no vector. (SRFI 133)
    (define (vector-binary-search v x compare)
      (let loop ((start 0) (end (checked-length v "vector-binary-search" 1)))
        (if (= start end)
            #f
            (let* ((middle (quotient (+ start end) 2)) (order (compare (vector-ref v middle) x)))
              (cond ((= order 0) middle)
                    ((> order 0) (loop start middle))
                    (else (loop (+ middle 1) end)))))))
    ;;> What `f` returns for the first elements of the vectors for which it is not #f, else #f. The last call
    ;;> is a tail call. An error if an argument is no vector. (SRFI 133)
    (define vector-any
      (case-lambda
        ((f v)
         (let ((last (- (checked-length v "vector-any" 2) 1)))
           (and (>= last 0)
                (let loop ((i 0))
                  (if (= i last) (f (vector-ref v i)) (or (f (vector-ref v i)) (loop (+ i 1))))))))
        ((f a b . more)
         (let* ((vectors (cons* a b more)) (last (- (shortest-length vectors "vector-any" 2) 1)))
           (and (>= last 0)
                (let loop ((i 0))
                  (if (= i last)
                      (apply f (elements vectors i))
                      (or (apply f (elements vectors i)) (loop (+ i 1))))))))))
    ;;> What `f` returns for the last elements of the vectors if it is never #f, else #f; #t for empty
    ;;> vectors. The last call is a tail call. An error if an argument is no vector. (SRFI 133)
    (define vector-every
      (case-lambda
        ((f v)
         (let ((last (- (checked-length v "vector-every" 2) 1)))
           (or (< last 0)
               (let loop ((i 0))
                 (if (= i last) (f (vector-ref v i)) (and (f (vector-ref v i)) (loop (+ i 1))))))))
        ((f a b . more)
         (let* ((vectors (cons* a b more)) (last (- (shortest-length vectors "vector-every" 2) 1)))
           (or (< last 0)
               (let loop ((i 0))
                 (if (= i last)
                     (apply f (elements vectors i))
                     (and (apply f (elements vectors i)) (loop (+ i 1))))))))))
    ;;> Two values: a new vector of the elements that satisfy `f`, then the others, both in their order; and
    ;;> how many satisfy it. An error if `v` is no vector. (SRFI 133)
    (define (vector-partition f v)
      (let* ((n (checked-length v "vector-partition" 2)) (out (make-vector n)))
        (let loop ((i 0) (yes 0) (no n))
          (if (= i n)
              (begin (vector-reverse! out yes n) (values out yes))
              (let ((x (vector-ref v i)))
                (if (f x)
                    (begin (vector-set! out yes x) (loop (+ i 1) (+ yes 1) no))
                    (begin (vector-set! out (- no 1) x) (loop (+ i 1) yes (- no 1)))))))))
    ;;> The list of the elements of the range in reverse order. (SRFI 133)
    (define reverse-vector->list
      (case-lambda
        ((v) (reverse-vector->list v 0 (end-of v)))
        ((v start) (reverse-vector->list v start (end-of v)))
        ((v start end)
         (check-range v start end "reverse-vector->list" 1)
         (let loop ((i start) (out '())) (if (= i end) out (loop (+ i 1) (cons (vector-ref v i) out)))))))
    ;;> The vector of the elements of a list in reverse order. An error if `l` is no list. (SRFI 133)
    (define (reverse-list->vector l)
      (if (not (list? l)) (wrong-argument "reverse-list->vector" 1 "a list" l))
      (list->vector (reverse l)))))
