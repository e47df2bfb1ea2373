;;; Homogeneous vectors (SRFI 160): vectors of exact integers of 16 bits.
(define-library (srfi 160 s16)
  (export make-s16vector s16vector s16? s16vector? s16vector-length s16vector-ref s16vector-set!
          list->s16vector s16vector-unfold s16vector-unfold-right s16vector-unfold! s16vector-unfold-right!
          s16vector-copy s16vector-reverse-copy s16vector-append s16vector-concatenate
          s16vector-append-subvectors s16vector-empty? s16vector= s16vector-take s16vector-take-right
          s16vector-drop s16vector-drop-right s16vector-segment s16vector-fold s16vector-fold-right
          s16vector-map s16vector-map! s16vector-for-each s16vector-count s16vector-cumulate
          s16vector-take-while s16vector-take-while-right s16vector-drop-while s16vector-drop-while-right
          s16vector-index s16vector-index-right s16vector-skip s16vector-skip-right s16vector-any
          s16vector-every s16vector-partition s16vector-filter s16vector-remove s16vector-swap!
          s16vector-fill! s16vector-reverse! s16vector-copy! s16vector-reverse-copy! reverse-s16vector->list
          reverse-list->s16vector s16vector->vector vector->s16vector make-s16vector-generator write-s16vector
          s16vector->list s16vector-comparator)
  (import (only (fluxion base) define vector->list)
          (fluxion homogeneous)
          (srfi 128)
          (srfi 160 base))
  (begin
    (define (pack v) (list->s16vector (vector->list v)))
    (define-vectors "an s16vector"
      (s16? s16vector? s16vector-length s16vector-ref s16vector-set! make-s16vector list->s16vector pack)
      (s16vector-unfold s16vector-unfold-right s16vector-unfold! s16vector-unfold-right! s16vector-copy
       s16vector-reverse-copy s16vector-append s16vector-concatenate s16vector-append-subvectors)
      (s16vector-empty? s16vector= s16vector-take s16vector-take-right s16vector-drop s16vector-drop-right
       s16vector-segment)
      (s16vector-fold s16vector-fold-right s16vector-map s16vector-map! s16vector-for-each s16vector-count
       s16vector-cumulate)
      (s16vector-take-while s16vector-take-while-right s16vector-drop-while s16vector-drop-while-right
       s16vector-index s16vector-index-right s16vector-skip s16vector-skip-right s16vector-any s16vector-every
       s16vector-partition s16vector-filter s16vector-remove)
      (s16vector-swap! s16vector-fill! s16vector-reverse! s16vector-copy! s16vector-reverse-copy!)
      (reverse-s16vector->list reverse-list->s16vector s16vector->vector vector->s16vector
       make-s16vector-generator write-s16vector s16vector->list))
    ;;> A comparator of s16vectors: a shorter one first, then element by element. SRFI 160, SRFI 128.
    (define s16vector-comparator
      (make-vector-comparator (make-default-comparator) s16vector? s16vector-length s16vector-ref))))
