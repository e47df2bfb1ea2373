;;; The REPL's part in the language: evaluate, print, survive errors.
(define-library (fluxion repl)
  (export repl %time %warm-up)
  (import (fluxion primitives) (fluxion support) (fluxion lists) (fluxion ports) (fluxion format) (fluxion base))
  (begin
    ;; What evaluates an input; until `%warm-up` nothing catches errors, and the first prompt need not wait for it.
    (define %run (lambda (thunk) (thunk)))

    ;;> Evaluates what the person at the terminal enters, until the end.
    (define (repl)
      (let ((thunk (%interact)))
        (unless (eof-object? thunk)
          (%run thunk)
          (repl))))

    ;;> From now on errors are caught and values printed.
    (define (%warm-up)
      (set! %run
        (lambda (thunk)
          (guard (condition (#t (%report condition)))
            (call-with-values thunk (lambda results (for-each %print-result results)))))))

    (define (%print-result result)
      (unless (eq? result (void))
        (write result)
        (newline)))

    ;;> Calls THUNK, prints how many milliseconds it took, returns its value.
    (define (%time thunk)
      (let* ((start (current-jiffy))
             (result (thunk))
             (milliseconds (/ (round (* 1e6 (/ (- (current-jiffy) start) (jiffies-per-second)))) 1e3)))
        (display milliseconds)
        (display " ms")
        (newline)
        result))))
