;;; Sorting: stable merge sort of lists and vectors (SRFI 132 in part).
;;;
;;; Everything is sorted as a range of a vector. A range of up to 6 elements is sorted by insertion; a longer
;;; one is cut in the middle, its halves are sorted, and the left half goes to a buffer of half the size, from
;;; where the two merge back: the next place to write never overtakes the next element of the right half.
(define-library (fluxion sorting)
  (export sort sort! list-sort vector-sort vector-sort! merge-lists merge-two sort-range! insert-range!
          check-order check-range)
  (import (fluxion primitives) (fluxion support) (fluxion numbers) (fluxion lists))
  (begin
    ;; Sorts the elements `start` to `end` of a vector.
    (define (sort-range! v less? start end)
      (let ((buffer (if (%< (%- end start) 7)
                        v
                        (%vector-copy v start (%+ start (%+ 1 (quotient (%- end start) 2)))))))
        (let sort ((start start) (end end))
          (if (%< (%- end start) 7)
              (insert-range! v less? start end)
              (let ((middle (quotient (%+ start end) 2)))
                (sort start middle)
                (sort middle end)
                (if (less? (vector-ref v middle) (vector-ref v (%- middle 1)))
                    (merge-halves! v less? start middle end buffer)))))))
    (define (insert-range! v less? start end)
      (let next ((i (%+ start 1)))
        (if (%< i end)
            (let ((x (vector-ref v i)))
              (let shift ((j i))
                (if (and (%> j start) (less? x (vector-ref v (%- j 1))))
                    (begin (vector-set! v j (vector-ref v (%- j 1))) (shift (%- j 1)))
                    (vector-set! v j x)))
              (next (%+ i 1))))))
    (define (merge-halves! v less? start middle end buffer)
      (let ((size (%- middle start)))
        (%vector-copy! buffer 0 v start middle)
        (let loop ((a 0) (b middle) (to start))
          (if (%< a size)
              (if (and (%< b end) (less? (vector-ref v b) (vector-ref buffer a)))
                  (begin (vector-set! v to (vector-ref v b)) (loop a (%+ b 1) (%+ to 1)))
                  (begin (vector-set! v to (vector-ref buffer a)) (loop (%+ a 1) b (%+ to 1))))))))
    (define (sorted-list l less?)
      (let* ((v (list->vector l)) (n (vector-length v)))
        (sort-range! v less? 0 n)
        (%vector->list v 0 n)))
    (define (sorted-vector v less? start end)
      (let ((out (%vector-copy v start end)))
        (sort-range! out less? 0 (%- end start))
        out))
    (define (check-order less? who position)
      (if (not (procedure? less?)) (wrong-argument who position "a procedure" less?)))
    (define (check-range v start end who position)
      (if (not (vector? v)) (wrong-argument who position "a vector" v))
      (if (not (and (size? end) (%<= end (vector-length v))))
          (wrong-argument who (%+ position 2) "an end of the range within the vector" end))
      (if (not (and (size? start) (%<= start end)))
          (wrong-argument who (%+ position 1) "a start of the range within the vector" start)))
    ;;> A new list or vector of the elements of a list or vector, sorted so that no element is `less?` than
    ;;> the one before it; elements of which neither is less keep their order. The order may be the first
    ;;> argument. An error if there is no sequence or no procedure.
    (define (sort items less?)
      (cond ((procedure? items) (sort-with less? items "sort" 2))
            (else (check-order less? "sort" 2) (sort-with items less? "sort" 1))))
    (define (sort-with items less? who position)
      (cond ((vector? items) (sorted-vector items less? 0 (vector-length items)))
            ((list? items) (sorted-list items less?))
            (else (wrong-argument who position "a list or a vector" items))))
    ;;> As `sort`, but a vector is sorted in place. Returns the sorted sequence.
    (define (sort! items less?)
      (cond ((procedure? items) (sort! less? items))
            ((vector? items)
             (check-order less? "sort!" 2)
             (sort-range! items less? 0 (vector-length items))
             items)
            (else (check-order less? "sort!" 2) (sort-with items less? "sort!" 1))))
    ;;> A new list of the elements of a list, sorted by `less?` and stable. An error if an argument is of
    ;;> another kind. (SRFI 132)
    (define (list-sort less? l)
      (check-order less? "list-sort" 1)
      (if (not (list? l)) (wrong-argument "list-sort" 2 "a list" l))
      (sorted-list l less?))
    ;;> A new vector of the elements of a vector, or of its range from `start` to before `end`, sorted by
    ;;> `less?` and stable. The vector may come before the order. An error if an argument is of another kind.
    ;;> (SRFI 132)
    (define vector-sort
      (case-lambda
        ((less? v)
         (if (vector? less?)
             (vector-sort v less? 0 (vector-length less?))
             (vector-sort less? v 0 (if (vector? v) (vector-length v) 0))))
        ((less? v start) (vector-sort less? v start (if (vector? v) (vector-length v) 0)))
        ((less? v start end)
         (if (vector? less?)
             (vector-sort v less? start end)
             (begin
               (check-order less? "vector-sort" 1)
               (check-range v start end "vector-sort" 2)
               (sorted-vector v less? start end))))))
    ;;> Sorts a vector, or its range from `start` to before `end`, in place by `less?`; stable. An error if an
    ;;> argument is of another kind. (SRFI 132)
    (define vector-sort!
      (case-lambda
        ((less? v) (vector-sort! less? v 0 (if (vector? v) (vector-length v) 0)))
        ((less? v start) (vector-sort! less? v start (if (vector? v) (vector-length v) 0)))
        ((less? v start end)
         (check-order less? "vector-sort!" 1)
         (check-range v start end "vector-sort!" 2)
         (sort-range! v less? start end)
         (void))))
    ;;> The elements of two sorted lists in one sorted list; of elements of which neither is less, those of
    ;;> `a` come first. An error if an argument is no list.
    (define (merge-lists a b less?) (merge-two a b less? "merge-lists" 1))
    ;; The lists are arguments number `position` and the next of `who`.
    (define (merge-two a b less? who position)
      (let loop ((a a) (b b))
        (cond ((not (pair? a)) (check-end a who position) b)
              ((not (pair? b)) (check-end b who (%+ position 1)) a)
              ((less? (car b) (car a)) (cons (car b) (loop a (cdr b))))
              (else (cons (car a) (loop (cdr a) b))))))))
