;;; Vectors, f64vectors, bytevectors (R7RS sections 6.8, 6.9; SRFI 133, 160).
(define-library (fluxion vectors)
  (export make-vector vector-copy subvector vector-copy! vector-fill! vector->list vector-append vector-map
          vector-for-each vector-fold vector-sum vector-dot vector-tabulate vector-count vector-index vref
          vector-reverse vector->string string->vector vector-swap!
          make-f64vector f64vector f64vector-map f64vector-fill! f64vector-copy f64vector->vector vector->f64vector
          make-bytevector bytevector bytevector-copy bytevector-copy! bytevector-append utf8->string string->utf8
          checked-length shortest-length elements concatenate-vectors)
  (import (fluxion primitives) (fluxion support) (fluxion numbers) (fluxion lists))
  (begin
    ;; The length of what must be a vector.
    (define (checked-length v who position)
      (if (vector? v) (vector-length v) (wrong-argument who position "a vector" v)))
    ;;> A vector of `n` elements, all `fill`, or 0. An error if `n` is no number of elements. (R7RS 6.8)
    (define make-vector
      (case-lambda
        ((n) (%make-vector n 0))
        ((n fill) (%make-vector n fill))))
    ;;> A new vector of the elements from `start`, 0 by default, to before `end`, the length by default. An
    ;;> error if that is no range of the vector. (R7RS 6.8)
    (define vector-copy
      (case-lambda
        ((v) (%vector-copy v 0 (checked-length v "vector-copy" 1)))
        ((v start) (%vector-copy v start (checked-length v "vector-copy" 1)))
        ((v start end) (%vector-copy v start end))))
    ;;> A new vector of the elements from `start` to before `end`. An error if that is no range of the vector.
    (define (subvector v start end)
      (checked-length v "subvector" 1)
      (%vector-copy v start end))
    ;;> Copies the elements of `from` from `start`, 0 by default, to before `end`, its length by default, to
    ;;> the place `at` of `to`; the two may be the same. An error if they do not fit. (R7RS 6.8)
    (define vector-copy!
      (case-lambda
        ((to at from) (%vector-copy! to at from 0 (checked-length from "vector-copy!" 3)))
        ((to at from start) (%vector-copy! to at from start (checked-length from "vector-copy!" 3)))
        ((to at from start end) (%vector-copy! to at from start end))))
    ;;> Makes all elements from `start` to before `end` the object `x`. An error if that is no range of the
    ;;> vector. (R7RS 6.8)
    (define vector-fill!
      (case-lambda
        ((v x) (%vector-fill! v x 0 (checked-length v "vector-fill!" 1)))
        ((v x start) (%vector-fill! v x start (checked-length v "vector-fill!" 1)))
        ((v x start end) (%vector-fill! v x start end))))
    ;;> The list of the elements from `start` to before `end`. An error if that is no range of the vector.
    ;;> (R7RS 6.8)
    (define vector->list
      (case-lambda
        ;; In the language, so that derivatives through the list are compiled.
        ((v) (let loop ((i (checked-length v "vector->list" 1)) (l '()))
               (if (%= i 0) l (let ((i (%- i 1))) (loop i (cons (vector-ref v i) l))))))
        ((v start) (%vector->list v start (checked-length v "vector->list" 1)))
        ((v start end) (%vector->list v start end))))
    ;;> A new vector of the elements of all vectors. An error if an argument is no vector. (R7RS 6.8)
    (define (vector-append . vectors) (concatenate-vectors vectors "vector-append"))
    (define (concatenate-vectors vectors who)
      (let ((out (%make-vector (total-length vectors who) 0)))
        (let loop ((at 0) (rest vectors))
          (if (null? rest)
              out
              (let ((n (vector-length (car rest))))
                (%vector-copy! out at (car rest) 0 n)
                (loop (%+ at n) (cdr rest)))))))
    (define (total-length vectors who)
      (let loop ((rest vectors) (position 1) (total 0))
        (if (null? rest)
            total
            (loop (cdr rest) (%+ position 1) (%+ total (checked-length (car rest) who position))))))
    ;; Vectors in parallel: the shortest length, and the elements at one index.
    (define (shortest-length vectors who position)
      (let loop ((rest (cdr vectors)) (position position) (n (checked-length (car vectors) who position)))
        (if (null? rest)
            n
            (loop (cdr rest) (%+ position 1) (min n (checked-length (car rest) who (%+ position 1)))))))
    (define (elements vectors i)
      (if (null? vectors) '() (cons (vector-ref (car vectors) i) (elements (cdr vectors) i))))
    ;;> The vector of what `f` returns for the elements of the vectors; it ends with the shortest. An error if
    ;;> an argument is no vector. (R7RS 6.10)
    (define vector-map
      (case-lambda
        ((f v)
         (let ((n (checked-length v "vector-map" 2)))
           (collected n i (f (vector-ref v i)))))
        ((f a b . more)
         (let* ((vectors (cons* a b more)) (n (shortest-length vectors "vector-map" 2)))
           (collected n i (%apply f (elements vectors i)))))))
    ;; The vector of the values of an expression for i from 0 to below n. A continuation that comes back to an earlier
    ;; element finds it filled and goes on with a copy, so what has been returned stays as it is.
    (define-syntax collected
      (syntax-rules ()
        ((_ n i value)
         (let loop ((i 0) (out (%make-vector n (%unfilled))))
           (if (%< i n)
               (let* ((x value) (out (if (%unfilled? (vector-ref out i)) out (first-elements out i))))
                 (vector-set! out i x)
                 (loop (%+ i 1) out))
               out)))))
    ;; A vector of the same length with the first i elements.
    (define (first-elements vector i)
      (let ((out (%make-vector (vector-length vector) (%unfilled))))
        (%vector-copy! out 0 vector 0 i)
        out))
    ;;> Calls `f` with the elements of the vectors, in their order; it ends with the shortest. An error if an argument
    ;;> is no vector. (R7RS 6.10)
    (define vector-for-each
      (case-lambda
        ((f v)
         (let ((n (checked-length v "vector-for-each" 2)))
           (let loop ((i 0)) (if (%< i n) (begin (f (vector-ref v i)) (loop (%+ i 1))) (void)))))
        ((f a b . more)
         (let* ((vectors (cons* a b more)) (n (shortest-length vectors "vector-for-each" 2)))
           (let loop ((i 0))
             (if (%< i n) (begin (%apply f (elements vectors i)) (loop (%+ i 1))) (void)))))))
    ;;> `(f accumulator element ...)` over the elements of the vectors from the left, which begins with
    ;;> `init`. An error if an argument is no vector. (SRFI 133)
    (define vector-fold
      (case-lambda
        ((f init v)
         (let ((n (checked-length v "vector-fold" 3)))
           (let loop ((i 0) (acc init)) (if (%< i n) (loop (%+ i 1) (f acc (vector-ref v i))) acc))))
        ((f init a b . more)
         (let* ((vectors (cons* a b more)) (n (shortest-length vectors "vector-fold" 3)))
           (let loop ((i 0) (acc init))
             (if (%< i n) (loop (%+ i 1) (%apply f (cons acc (elements vectors i)))) acc))))))
    ;;> The sum of a vector of numbers.
    (define (vector-sum v)
      (let ((n (checked-length v "vector-sum" 1)))
        (let loop ((i 0) (sum 0)) (if (%< i n) (loop (%+ i 1) (%+ sum (vector-ref v i))) sum))))
    ;;> The sum of the products of the elements of two vectors of numbers. An error if `b` is shorter.
    (define (vector-dot a b)
      (let ((n (checked-length a "vector-dot" 1)))
        (if (%< (checked-length b "vector-dot" 2) n)
            (wrong-argument "vector-dot" 2 "a vector at least as long as argument 1" b))
        (let loop ((i 0) (sum 0))
          (if (%< i n) (loop (%+ i 1) (%+ sum (%* (vector-ref a i) (vector-ref b i)))) sum))))
    ;;> The vector of `(f 0)`, `(f 1)`, ... of length `n`. An error if `n` is no number of elements.
    (define (vector-tabulate f n)
      (if (not (size? n)) (wrong-argument "vector-tabulate" 2 "a number of elements" n))
      (let ((out (%make-vector n 0)))
        (let loop ((i 0)) (if (%< i n) (begin (vector-set! out i (f i)) (loop (%+ i 1))) out))))
    ;;> How many times `f` is satisfied by elements of the vectors. An error if an argument is no vector.
    ;;> (SRFI 133)
    (define vector-count
      (case-lambda
        ((f v)
         (let ((n (checked-length v "vector-count" 2)))
           (let loop ((i 0) (count 0))
             (if (%< i n) (loop (%+ i 1) (if (f (vector-ref v i)) (%+ count 1) count)) count))))
        ((f a b . more)
         (let* ((vectors (cons* a b more)) (n (shortest-length vectors "vector-count" 2)))
           (let loop ((i 0) (count 0))
             (if (%< i n)
                 (loop (%+ i 1) (if (%apply f (elements vectors i)) (%+ count 1) count))
                 count))))))
    ;;> The first index whose elements satisfy `f`, or #f. An error if an argument is no vector. (SRFI 133)
    (define vector-index
      (case-lambda
        ((f v)
         (let ((n (checked-length v "vector-index" 2)))
           (let loop ((i 0)) (cond ((%>= i n) #f) ((f (vector-ref v i)) i) (else (loop (%+ i 1)))))))
        ((f a b . more)
         (let* ((vectors (cons* a b more)) (n (shortest-length vectors "vector-index" 2)))
           (let loop ((i 0))
             (cond ((%>= i n) #f) ((%apply f (elements vectors i)) i) (else (loop (%+ i 1)))))))))
    ;;> A new vector of the elements in reverse order. An error if `v` is no vector.
    (define (vector-reverse v)
      (let* ((n (checked-length v "vector-reverse" 1)) (out (%make-vector n 0)))
        (let loop ((i 0))
          (if (%< i n) (begin (vector-set! out i (vector-ref v (%- (%- n 1) i))) (loop (%+ i 1))) out))))
    ;;> Exchanges two elements of a vector. An error if an index is none of the vector. (SRFI 133)
    (define (vector-swap! v i j)
      (let ((n (checked-length v "vector-swap!" 1)))
        (if (not (and (size? i) (%< i n))) (wrong-argument "vector-swap!" 2 "an index of the vector" i))
        (if (not (and (size? j) (%< j n))) (wrong-argument "vector-swap!" 3 "an index of the vector" j))
        (let ((x (vector-ref v i))) (vector-set! v i (vector-ref v j)) (vector-set! v j x))))
    ;;> `(vector->string vector [start [end]])` is the string of the characters in a part of a vector.
    (define vector->string
      (case-lambda
        ((v) (%vector->string v 0 (vector-length v)))
        ((v start) (%vector->string v start (vector-length v)))
        ((v start end) (%vector->string v start end))))
    ;;> `(string->vector string [start [end]])` is the vector of the characters in a part of a string.
    (define string->vector
      (case-lambda
        ((s) (%string->vector s 0 (string-length s)))
        ((s start) (%string->vector s start (string-length s)))
        ((s start end) (%string->vector s start end))))
    ;;> Element I of V, a vector or an f64vector.
    (define (vref v i) (if (vector? v) (vector-ref v i) (f64vector-ref v i)))
    ;;> `(make-f64vector n)`, `(make-f64vector n fill)`: a new f64vector of N elements, FILL or 0.0. SRFI 160.
    (define make-f64vector
      (case-lambda
        ((n) (%make-f64vector n 0.0))
        ((n fill) (%make-f64vector n fill))))
    ;;> `(f64vector x ...)`: a new f64vector of the numbers. SRFI 160.
    (define (f64vector . items) (list->f64vector items))
    ;;> `(f64vector-map f v ...)`: a new f64vector of what F returns for the elements; the shortest vector
    ;;> counts. SRFI 160.
    (define f64vector-map
      (case-lambda
        ((f v)
         (let ((n (f64vector-length v)))
           (%ad-f64vector (collected n i (f (f64vector-ref v i))))))
        ((f a b . more)
         (let* ((vectors (cons* a b more)) (n (shortest-f64vector vectors)))
           (%ad-f64vector (collected n i (%apply f (f64vector-elements vectors i))))))))
    ;; F64vectors in parallel: the shortest length, and the elements at one index.
    (define (shortest-f64vector vectors)
      (let loop ((rest (cdr vectors)) (n (f64vector-length (car vectors))))
        (if (null? rest) n (loop (cdr rest) (min n (f64vector-length (car rest)))))))
    (define (f64vector-elements vectors i)
      (if (null? vectors) '() (cons (f64vector-ref (car vectors) i) (f64vector-elements (cdr vectors) i))))
    ;;> `(f64vector-fill! v x)`: makes X all elements of V. SRFI 160.
    (define (f64vector-fill! v x)
      (let ((n (f64vector-length v)))
        (let loop ((i 0)) (if (%< i n) (begin (f64vector-set! v i x) (loop (%+ i 1))) (void)))))
    ;;> A new vector of the elements of the f64vector V. SRFI 160.
    (define (f64vector->vector v) (collected (f64vector-length v) i (f64vector-ref v i)))
    ;;> A new f64vector of the numbers of the vector V. SRFI 160.
    (define (vector->f64vector v)
      (checked-length v "vector->f64vector" 1)
      (%ad-f64vector v))
    ;;> A new f64vector of the elements from `start`, 0 by default, to before `end`, the length by default. An
    ;;> error if that is no range of the f64vector. SRFI 160.
    (define f64vector-copy
      (case-lambda
        ((v) (%f64vector-copy v 0 (f64vector-length v)))
        ((v start) (%f64vector-copy v start (f64vector-length v)))
        ((v start end) (%f64vector-copy v start end))))
    ;;> `(make-bytevector n)`, `(make-bytevector n byte)`: a new bytevector of N bytes, BYTE or 0. R7RS 6.9.
    (define make-bytevector
      (case-lambda ((n) (%make-bytevector n 0)) ((n fill) (%make-bytevector n fill))))
    ;;> `(bytevector byte ...)`: a new bytevector of the bytes. R7RS 6.9.
    (define (bytevector . items) (%list->bytevector items))
    ;;> `(bytevector-copy b)`, `(bytevector-copy b start end)`: a new bytevector of B, or a part of it. R7RS
    ;;> 6.9.
    (define bytevector-copy
      (case-lambda
        ((b) (%bytevector-copy b 0 (bytevector-length b)))
        ((b start) (%bytevector-copy b start (bytevector-length b)))
        ((b start end) (%bytevector-copy b start end))))
    ;;> `(bytevector-copy! to at from)`, `(bytevector-copy! to at from start end)`: copies bytes into TO at
    ;;> AT. R7RS 6.9.
    (define bytevector-copy!
      (case-lambda
        ((to at from) (%bytevector-copy! to at from 0 (bytevector-length from)))
        ((to at from start) (%bytevector-copy! to at from start (bytevector-length from)))
        ((to at from start end) (%bytevector-copy! to at from start end))))
    ;;> `(bytevector-append b ...)`: a new bytevector of all bytes one after another. R7RS 6.9.
    (define (bytevector-append . all)
      (let ((out (%make-bytevector (fold + 0 (map bytevector-length all)) 0)))
        (let loop ((at 0) (all all))
          (if (null? all)
              out
              (begin
                (%bytevector-copy! out at (car all) 0 (bytevector-length (car all)))
                (loop (%+ at (bytevector-length (car all))) (cdr all)))))))
    ;;> `(utf8->string b)`, `(utf8->string b start end)`: the string that the bytes are in UTF-8. R7RS 6.9.
    (define utf8->string
      (case-lambda
        ((b) (%utf8->string b 0 (bytevector-length b)))
        ((b start) (%utf8->string b start (bytevector-length b)))
        ((b start end) (%utf8->string b start end))))
    ;;> `(string->utf8 s)`, `(string->utf8 s start end)`: the bytes of the string in UTF-8. R7RS 6.9.
    (define string->utf8
      (case-lambda
        ((s) (%string->utf8 s 0 (string-length s)))
        ((s start) (%string->utf8 s start (string-length s)))
        ((s start end) (%string->utf8 s start end))))))
