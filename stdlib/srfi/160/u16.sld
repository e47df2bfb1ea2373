;;; Homogeneous vectors (SRFI 160): vectors of exact integers of 16 bits that are not negative.
(define-library (srfi 160 u16)
  (export make-u16vector u16vector u16? u16vector? u16vector-length u16vector-ref u16vector-set!
          list->u16vector u16vector-unfold u16vector-unfold-right u16vector-unfold! u16vector-unfold-right!
          u16vector-copy u16vector-reverse-copy u16vector-append u16vector-concatenate
          u16vector-append-subvectors u16vector-empty? u16vector= u16vector-take u16vector-take-right
          u16vector-drop u16vector-drop-right u16vector-segment u16vector-fold u16vector-fold-right
          u16vector-map u16vector-map! u16vector-for-each u16vector-count u16vector-cumulate
          u16vector-take-while u16vector-take-while-right u16vector-drop-while u16vector-drop-while-right
          u16vector-index u16vector-index-right u16vector-skip u16vector-skip-right u16vector-any
          u16vector-every u16vector-partition u16vector-filter u16vector-remove u16vector-swap!
          u16vector-fill! u16vector-reverse! u16vector-copy! u16vector-reverse-copy! reverse-u16vector->list
          reverse-list->u16vector u16vector->vector vector->u16vector make-u16vector-generator write-u16vector
          u16vector->list u16vector-comparator)
  (import (only (fluxion base) define vector->list)
          (fluxion homogeneous)
          (srfi 128)
          (srfi 160 base))
  (begin
    (define (pack v) (list->u16vector (vector->list v)))
    (define-vectors "a u16vector"
      (u16? u16vector? u16vector-length u16vector-ref u16vector-set! make-u16vector list->u16vector pack)
      (u16vector-unfold u16vector-unfold-right u16vector-unfold! u16vector-unfold-right! u16vector-copy
       u16vector-reverse-copy u16vector-append u16vector-concatenate u16vector-append-subvectors)
      (u16vector-empty? u16vector= u16vector-take u16vector-take-right u16vector-drop u16vector-drop-right
       u16vector-segment)
      (u16vector-fold u16vector-fold-right u16vector-map u16vector-map! u16vector-for-each u16vector-count
       u16vector-cumulate)
      (u16vector-take-while u16vector-take-while-right u16vector-drop-while u16vector-drop-while-right
       u16vector-index u16vector-index-right u16vector-skip u16vector-skip-right u16vector-any u16vector-every
       u16vector-partition u16vector-filter u16vector-remove)
      (u16vector-swap! u16vector-fill! u16vector-reverse! u16vector-copy! u16vector-reverse-copy!)
      (reverse-u16vector->list reverse-list->u16vector u16vector->vector vector->u16vector
       make-u16vector-generator write-u16vector u16vector->list))
    ;;> A comparator of u16vectors: a shorter one first, then element by element. SRFI 160, SRFI 128.
    (define u16vector-comparator
      (make-vector-comparator (make-default-comparator) u16vector? u16vector-length u16vector-ref))))
