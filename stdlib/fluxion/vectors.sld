;;; Vectors, f64vectors, bytevectors (R7RS sections 6.8, 6.9; SRFI 133, 160).
(define-library (fluxion vectors)
  (export make-vector vector-copy subvector vector-copy! vector-fill! vector->list vector-append vector-map
          vector-for-each vector-fold vector-sum vector-dot vector-tabulate vector-count vector-index vref
          vector-reverse vector->string string->vector vector-swap!
          make-f64vector f64vector f64vector-map f64vector-fill! f64vector->vector vector->f64vector
          make-bytevector bytevector bytevector-copy bytevector-copy! bytevector-append utf8->string string->utf8)
  (import (fluxion primitives) (fluxion support) (fluxion numbers) (fluxion lists))
  (begin
    (define make-vector
      (case-lambda
        ((n) (%make-vector n 0))
        ((n fill) (%make-vector n fill))))
    (define vector-copy
      (case-lambda
        ((v) (%vector-copy v 0 (vector-length v)))
        ((v start) (%vector-copy v start (vector-length v)))
        ((v start end) (%vector-copy v start end))))
    (define (subvector v start end) (%vector-copy v start end))
    (define vector-copy!
      (case-lambda
        ((to at from) (%vector-copy! to at from 0 (vector-length from)))
        ((to at from start) (%vector-copy! to at from start (vector-length from)))
        ((to at from start end) (%vector-copy! to at from start end))))
    (define vector-fill!
      (case-lambda
        ((v x) (%vector-fill! v x 0 (vector-length v)))
        ((v x start) (%vector-fill! v x start (vector-length v)))
        ((v x start end) (%vector-fill! v x start end))))
    (define vector->list
      (case-lambda
        ((v) (%vector->list v 0 (vector-length v)))
        ((v start) (%vector->list v start (vector-length v)))
        ((v start end) (%vector->list v start end))))
    (define (vector-append . vectors) (list->vector (apply append (map vector->list vectors))))
    (define vector-map
      (case-lambda
        ((f v) (let* ((n (vector-length v)) (out (%make-vector n 0)))
                 (let loop ((i 0))
                   (if (%< i n)
                       (begin (vector-set! out i (f (vector-ref v i))) (loop (%+ i 1)))
                       out))))
        ((f . vectors) (list->vector (apply map f (map vector->list vectors))))))
    (define vector-for-each
      (case-lambda
        ((f v) (let ((n (vector-length v)))
                 (let loop ((i 0)) (if (%< i n) (begin (f (vector-ref v i)) (loop (%+ i 1))) (void)))))
        ((f . vectors) (apply for-each f (map vector->list vectors)))))
    (define (vector-fold f init v)
      (let ((n (vector-length v)))
        (let loop ((i 0) (acc init)) (if (%< i n) (loop (%+ i 1) (f acc (vector-ref v i))) acc))))
    (define (vector-sum v) (vector-fold + 0 v))
    (define (vector-dot a b)
      (let ((n (vector-length a)))
        (let loop ((i 0) (sum 0))
          (if (%< i n) (loop (%+ i 1) (%+ sum (%* (vector-ref a i) (vector-ref b i)))) sum))))
    (define (vector-tabulate f n)
      (let ((out (%make-vector n 0)))
        (let loop ((i 0)) (if (%< i n) (begin (vector-set! out i (f i)) (loop (%+ i 1))) out))))
    (define (vector-count f v) (vector-fold (lambda (n x) (if (f x) (%+ n 1) n)) 0 v))
    (define (vector-index f v)
      (let ((n (vector-length v)))
        (let loop ((i 0)) (cond ((%>= i n) #f) ((f (vector-ref v i)) i) (else (loop (%+ i 1)))))))
    (define (vector-reverse v) (list->vector (reverse (vector->list v))))
    (define (vector-swap! v i j)
      (let ((x (vector-ref v i))) (vector-set! v i (vector-ref v j)) (vector-set! v j x)))
    (define vector->string
      (case-lambda ((v) (list->string (vector->list v))) ((v . range) (list->string (apply vector->list v range)))))
    (define string->vector
      (case-lambda
        ((s) (list->vector (%string->list s 0 (string-length s))))
        ((s start) (list->vector (%string->list s start (string-length s))))
        ((s start end) (list->vector (%string->list s start end)))))
    (define (vref v i) (if (vector? v) (vector-ref v i) (f64vector-ref v i)))
    (define make-f64vector
      (case-lambda
        ((n) (%make-f64vector n 0.0))
        ((n fill) (%make-f64vector n fill))))
    (define (f64vector . items) (list->f64vector items))
    (define f64vector-map
      (case-lambda
        ((f v)
         (let* ((n (f64vector-length v)) (out (%make-vector n 0.0)))
           (let loop ((i 0))
             (if (%< i n) (begin (vector-set! out i (f (f64vector-ref v i))) (loop (%+ i 1))) (%ad-f64vector out)))))
        ((f v . more) (vector->f64vector (list->vector (apply map f (map f64vector->list (cons v more))))))))
    (define (f64vector-fill! v x)
      (let ((n (f64vector-length v)))
        (let loop ((i 0)) (if (%< i n) (begin (f64vector-set! v i x) (loop (%+ i 1))) (void)))))
    (define (f64vector->vector v) (list->vector (f64vector->list v)))
    (define (vector->f64vector v) (list->f64vector (vector->list v)))
    (define make-bytevector
      (case-lambda ((n) (%make-bytevector n 0)) ((n fill) (%make-bytevector n fill))))
    (define (bytevector . items) (%list->bytevector items))
    (define bytevector-copy
      (case-lambda
        ((b) (%bytevector-copy b 0 (bytevector-length b)))
        ((b start) (%bytevector-copy b start (bytevector-length b)))
        ((b start end) (%bytevector-copy b start end))))
    (define bytevector-copy!
      (case-lambda
        ((to at from) (%bytevector-copy! to at from 0 (bytevector-length from)))
        ((to at from start) (%bytevector-copy! to at from start (bytevector-length from)))
        ((to at from start end) (%bytevector-copy! to at from start end))))
    (define (bytevector-append . all)
      (let ((out (%make-bytevector (fold + 0 (map bytevector-length all)) 0)))
        (let loop ((at 0) (all all))
          (if (null? all)
              out
              (begin
                (%bytevector-copy! out at (car all) 0 (bytevector-length (car all)))
                (loop (%+ at (bytevector-length (car all))) (cdr all)))))))
    (define utf8->string
      (case-lambda
        ((b) (%utf8->string b 0 (bytevector-length b)))
        ((b start) (%utf8->string b start (bytevector-length b)))
        ((b start end) (%utf8->string b start end))))
    (define string->utf8
      (case-lambda
        ((s) (%string->utf8 s 0 (string-length s)))
        ((s start) (%string->utf8 s start (string-length s)))
        ((s start end) (%string->utf8 s start end))))))
