;;; SRFI 111: boxes.
(define-library (srfi 111)
  (export box box? unbox set-box!)
  (import (fluxion base) (only (fluxion lists) wrong-argument))
  (begin
    ;;> `(box x)`: a new box that holds `x`. (SRFI 111)
    ;;> `(box? x)`: whether it is a box. (SRFI 111)
    (define-record-type <box> (box value) box? (value value-of set-value-of!))
    ;;> What a box holds. An error if it is no box. (SRFI 111)
    (define (unbox b) (if (box? b) (value-of b) (wrong-argument "unbox" 1 "a box" b)))
    ;;> Makes a box hold `x`. An error if it is no box. (SRFI 111)
    (define (set-box! b x) (if (box? b) (set-value-of! b x) (wrong-argument "set-box!" 1 "a box" b)))))
