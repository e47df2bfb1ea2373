;;; What `fluxion doc` runs examples with.
(define-library (fluxion example)
  (export show-example)
  (import (fluxion primitives) (fluxion support) (fluxion lists) (fluxion strings) (fluxion ports))
  (begin
    ;;> `(show-example number expression)`: prints a line of a record separator, NUMBER, and the values of EXPRESSION
    ;;> as `write` shows them; `error: message` if it raises an object.
    (define-syntax show-example
      (syntax-rules ()
        ((_ number expression) (show number (lambda () expression)))))
    (define (show number thunk)
      (let* ((text (guard (object (#t (string-append "error: " (raised-text object))))
                     (string-join (map written (call-with-values thunk list)) " ")))
             (port (%stdout)))
        (for-each (lambda (part) (display part port)) (list #\newline #\x1e number " " text #\newline))))
    (define (raised-text object)
      (if (error-object? object)
          (string-join (cons (displayed (error-object-message object)) (map written (error-object-irritants object))) " ")
          (written object)))
    (define (written x) (call-with-output-string (lambda (port) (write x port))))
    (define (displayed x) (call-with-output-string (lambda (port) (display x port))))))
