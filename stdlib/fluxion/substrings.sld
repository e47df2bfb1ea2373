;;; What procedures on parts of strings (SRFI 13, SRFI 152) are made with.
(define-library (fluxion substrings)
  (export check-string check-range check-count check-procedure test-of define-on-part define-on-two-parts)
  (import (fluxion base))
  (begin
    ;;> An error of a procedure if its argument is not a string.
    (define (check-string who s)
      (if (not (string? s)) (error (string-append who ": a string is needed, found") s)))
    ;;> An error of a procedure if START and END are not the bounds of a part of a string.
    (define (check-range who s start end)
      (check-string who s)
      (if (not (and (fixnum? start) (<= 0 start (string-length s))))
          (error (string-append who ": the start is out of range:") start))
      (if (not (and (fixnum? end) (<= start end (string-length s))))
          (error (string-append who ": the end is out of range:") end)))
    ;;> An error of a procedure if a string has not N characters.
    (define (check-count who s n)
      (check-string who s)
      (if (not (and (fixnum? n) (<= 0 n (string-length s))))
          (error (string-append who ": the number of characters is out of range:") n)))
    ;;> An error of a procedure if its argument is not a procedure.
    (define (check-procedure who f)
      (if (not (procedure? f)) (error (string-append who ": a procedure is needed, found") f)))
    ;;> The predicate that a criterion, a predicate or a character, stands for.
    (define (test-of who x)
      (cond ((procedure? x) x)
            ((char? x) (lambda (c) (eqv? c x)))
            (else (error (string-append who ": a predicate or a character is needed, found") x))))

    ;;> (define-on-part (name arg ... (s start end)) who body ...): a procedure whose arguments START and END
    ;;> are optional; the string S is one of its arguments.
    (define-syntax define-on-part
      (syntax-rules ()
        ((_ (name arg ... (s start end)) who body ...)
         (define name
           (case-lambda
             ((arg ...) (check-string who s) (name arg ... 0 (string-length s)))
             ((arg ... start) (check-string who s) (name arg ... start (string-length s)))
             ((arg ... start end) (check-range who s start end) body ...))))))

    ;;> (define-on-two-parts (name (a start1 end1) (b start2 end2)) who body ...): a procedure of parts of two
    ;;> strings, whose bounds are optional.
    (define-syntax define-on-two-parts
      (syntax-rules ()
        ((_ (name (a start1 end1) (b start2 end2)) who body ...)
         (define (name a b . bounds)
           (check-string who a)
           (check-string who b)
           (let* ((bound (lambda (k default) (if (> (length bounds) k) (list-ref bounds k) default)))
                  (start1 (bound 0 0))
                  (end1 (bound 1 (string-length a)))
                  (start2 (bound 2 0))
                  (end2 (bound 3 (string-length b))))
             (check-range who a start1 end1)
             (check-range who b start2 end2)
             (if (> (length bounds) 4) (error (string-append who ": too many arguments") bounds))
             body ...)))))))
