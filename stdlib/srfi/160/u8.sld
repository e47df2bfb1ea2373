;;; Homogeneous vectors (SRFI 160): vectors of exact integers of 8 bits that are not negative.
(define-library (srfi 160 u8)
  (export make-u8vector u8vector u8? u8vector? u8vector-length u8vector-ref u8vector-set! list->u8vector
          u8vector-unfold u8vector-unfold-right u8vector-unfold! u8vector-unfold-right! u8vector-copy
          u8vector-reverse-copy u8vector-append u8vector-concatenate u8vector-append-subvectors
          u8vector-empty? u8vector= u8vector-take u8vector-take-right u8vector-drop u8vector-drop-right
          u8vector-segment u8vector-fold u8vector-fold-right u8vector-map u8vector-map! u8vector-for-each
          u8vector-count u8vector-cumulate u8vector-take-while u8vector-take-while-right u8vector-drop-while
          u8vector-drop-while-right u8vector-index u8vector-index-right u8vector-skip u8vector-skip-right
          u8vector-any u8vector-every u8vector-partition u8vector-filter u8vector-remove u8vector-swap!
          u8vector-fill! u8vector-reverse! u8vector-copy! u8vector-reverse-copy! reverse-u8vector->list
          reverse-list->u8vector u8vector->vector vector->u8vector make-u8vector-generator write-u8vector
          u8vector->list u8vector-comparator)
  (import (only (fluxion base) define vector->list)
          (fluxion homogeneous)
          (srfi 128)
          (srfi 160 base))
  (begin
    (define (pack v) (list->u8vector (vector->list v)))
    (define-vectors "a u8vector"
      (u8? u8vector? u8vector-length u8vector-ref u8vector-set! make-u8vector list->u8vector pack)
      (u8vector-unfold u8vector-unfold-right u8vector-unfold! u8vector-unfold-right! u8vector-copy
       u8vector-reverse-copy u8vector-append u8vector-concatenate u8vector-append-subvectors)
      (u8vector-empty? u8vector= u8vector-take u8vector-take-right u8vector-drop u8vector-drop-right
       u8vector-segment)
      (u8vector-fold u8vector-fold-right u8vector-map u8vector-map! u8vector-for-each u8vector-count
       u8vector-cumulate)
      (u8vector-take-while u8vector-take-while-right u8vector-drop-while u8vector-drop-while-right
       u8vector-index u8vector-index-right u8vector-skip u8vector-skip-right u8vector-any u8vector-every
       u8vector-partition u8vector-filter u8vector-remove)
      (u8vector-swap! u8vector-fill! u8vector-reverse! u8vector-copy! u8vector-reverse-copy!)
      (reverse-u8vector->list reverse-list->u8vector u8vector->vector vector->u8vector make-u8vector-generator
       write-u8vector u8vector->list))
    ;;> A comparator of u8vectors: a shorter one first, then element by element. SRFI 160, SRFI 128.
    (define u8vector-comparator
      (make-vector-comparator (make-default-comparator) u8vector? u8vector-length u8vector-ref))))
