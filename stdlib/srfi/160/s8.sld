;;; Homogeneous vectors (SRFI 160): vectors of exact integers of 8 bits.
(define-library (srfi 160 s8)
  (export make-s8vector s8vector s8? s8vector? s8vector-length s8vector-ref s8vector-set! list->s8vector
          s8vector-unfold s8vector-unfold-right s8vector-unfold! s8vector-unfold-right! s8vector-copy
          s8vector-reverse-copy s8vector-append s8vector-concatenate s8vector-append-subvectors
          s8vector-empty? s8vector= s8vector-take s8vector-take-right s8vector-drop s8vector-drop-right
          s8vector-segment s8vector-fold s8vector-fold-right s8vector-map s8vector-map! s8vector-for-each
          s8vector-count s8vector-cumulate s8vector-take-while s8vector-take-while-right s8vector-drop-while
          s8vector-drop-while-right s8vector-index s8vector-index-right s8vector-skip s8vector-skip-right
          s8vector-any s8vector-every s8vector-partition s8vector-filter s8vector-remove s8vector-swap!
          s8vector-fill! s8vector-reverse! s8vector-copy! s8vector-reverse-copy! reverse-s8vector->list
          reverse-list->s8vector s8vector->vector vector->s8vector make-s8vector-generator write-s8vector
          s8vector->list s8vector-comparator)
  (import (only (fluxion base) define vector->list)
          (fluxion homogeneous)
          (srfi 128)
          (srfi 160 base))
  (begin
    (define (pack v) (list->s8vector (vector->list v)))
    (define-vectors "an s8vector"
      (s8? s8vector? s8vector-length s8vector-ref s8vector-set! make-s8vector list->s8vector pack)
      (s8vector-unfold s8vector-unfold-right s8vector-unfold! s8vector-unfold-right! s8vector-copy
       s8vector-reverse-copy s8vector-append s8vector-concatenate s8vector-append-subvectors)
      (s8vector-empty? s8vector= s8vector-take s8vector-take-right s8vector-drop s8vector-drop-right
       s8vector-segment)
      (s8vector-fold s8vector-fold-right s8vector-map s8vector-map! s8vector-for-each s8vector-count
       s8vector-cumulate)
      (s8vector-take-while s8vector-take-while-right s8vector-drop-while s8vector-drop-while-right
       s8vector-index s8vector-index-right s8vector-skip s8vector-skip-right s8vector-any s8vector-every
       s8vector-partition s8vector-filter s8vector-remove)
      (s8vector-swap! s8vector-fill! s8vector-reverse! s8vector-copy! s8vector-reverse-copy!)
      (reverse-s8vector->list reverse-list->s8vector s8vector->vector vector->s8vector make-s8vector-generator
       write-s8vector s8vector->list))
    ;;> A comparator of s8vectors: a shorter one first, then element by element. SRFI 160, SRFI 128.
    (define s8vector-comparator
      (make-vector-comparator (make-default-comparator) s8vector? s8vector-length s8vector-ref))))
