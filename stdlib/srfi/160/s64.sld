;;; Homogeneous vectors (SRFI 160): vectors of exact integers of 64 bits.
(define-library (srfi 160 s64)
  (export make-s64vector s64vector s64? s64vector? s64vector-length s64vector-ref s64vector-set!
          list->s64vector s64vector-unfold s64vector-unfold-right s64vector-unfold! s64vector-unfold-right!
          s64vector-copy s64vector-reverse-copy s64vector-append s64vector-concatenate
          s64vector-append-subvectors s64vector-empty? s64vector= s64vector-take s64vector-take-right
          s64vector-drop s64vector-drop-right s64vector-segment s64vector-fold s64vector-fold-right
          s64vector-map s64vector-map! s64vector-for-each s64vector-count s64vector-cumulate
          s64vector-take-while s64vector-take-while-right s64vector-drop-while s64vector-drop-while-right
          s64vector-index s64vector-index-right s64vector-skip s64vector-skip-right s64vector-any
          s64vector-every s64vector-partition s64vector-filter s64vector-remove s64vector-swap!
          s64vector-fill! s64vector-reverse! s64vector-copy! s64vector-reverse-copy! reverse-s64vector->list
          reverse-list->s64vector s64vector->vector vector->s64vector make-s64vector-generator write-s64vector
          s64vector->list s64vector-comparator)
  (import (only (fluxion base) define vector->list)
          (fluxion homogeneous)
          (srfi 128)
          (srfi 160 base))
  (begin
    (define (pack v) (list->s64vector (vector->list v)))
    (define-vectors "an s64vector"
      (s64? s64vector? s64vector-length s64vector-ref s64vector-set! make-s64vector list->s64vector pack)
      (s64vector-unfold s64vector-unfold-right s64vector-unfold! s64vector-unfold-right! s64vector-copy
       s64vector-reverse-copy s64vector-append s64vector-concatenate s64vector-append-subvectors)
      (s64vector-empty? s64vector= s64vector-take s64vector-take-right s64vector-drop s64vector-drop-right
       s64vector-segment)
      (s64vector-fold s64vector-fold-right s64vector-map s64vector-map! s64vector-for-each s64vector-count
       s64vector-cumulate)
      (s64vector-take-while s64vector-take-while-right s64vector-drop-while s64vector-drop-while-right
       s64vector-index s64vector-index-right s64vector-skip s64vector-skip-right s64vector-any s64vector-every
       s64vector-partition s64vector-filter s64vector-remove)
      (s64vector-swap! s64vector-fill! s64vector-reverse! s64vector-copy! s64vector-reverse-copy!)
      (reverse-s64vector->list reverse-list->s64vector s64vector->vector vector->s64vector
       make-s64vector-generator write-s64vector s64vector->list))
    ;;> A comparator of s64vectors: a shorter one first, then element by element. SRFI 160, SRFI 128.
    (define s64vector-comparator
      (make-vector-comparator (make-default-comparator) s64vector? s64vector-length s64vector-ref))))
