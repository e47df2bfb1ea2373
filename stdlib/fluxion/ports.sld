;;; Text ports (R7RS section 6.13).
(define-library (fluxion ports)
  (export current-input-port current-output-port current-error-port display write write-shared write-simple newline
          write-char write-string read-char peek-char read-line read-string char-ready? flush-output-port
          open-input-file open-output-file close-input-port close-output-port textual-port? binary-port?
          input-port-open? output-port-open? call-with-port call-with-output-string with-output-to-string
          call-with-input-file call-with-output-file with-input-from-string eof-object
          print println displayln read-csv)
  (import (fluxion primitives) (fluxion support) (fluxion lists) (fluxion numbers))
  (begin
    (define current-input-port (make-parameter (%stdin)))
    (define current-output-port (make-parameter (%stdout)))
    (define current-error-port (make-parameter (%stderr)))
    (define display
      (case-lambda ((x) (%display x (current-output-port))) ((x port) (%display x port))))
    (define write
      (case-lambda ((x) (%write x (current-output-port))) ((x port) (%write x port))))
    (define write-shared
      (case-lambda ((x) (%write-shared x (current-output-port))) ((x port) (%write-shared x port))))
    (define write-simple write)
    (define newline
      (case-lambda (() (%write-char #\newline (current-output-port))) ((port) (%write-char #\newline port))))
    (define write-char
      (case-lambda ((c) (%write-char c (current-output-port))) ((c port) (%write-char c port))))
    (define write-string
      (case-lambda
        ((s) (%write-string s (current-output-port) 0 (string-length s)))
        ((s port) (%write-string s port 0 (string-length s)))
        ((s port start) (%write-string s port start (string-length s)))
        ((s port start end) (%write-string s port start end))))
    (define read-char
      (case-lambda (() (%read-char (current-input-port))) ((port) (%read-char port))))
    (define peek-char
      (case-lambda (() (%peek-char (current-input-port))) ((port) (%peek-char port))))
    (define read-line
      (case-lambda (() (%read-line (current-input-port))) ((port) (%read-line port))))
    (define read-string
      (case-lambda ((n) (%read-string n (current-input-port))) ((n port) (%read-string n port))))
    (define char-ready?
      (case-lambda (() (%char-ready? (current-input-port))) ((port) (%char-ready? port))))
    (define flush-output-port
      (case-lambda (() (%flush (current-output-port))) ((port) (%flush port))))
    (define (open-input-file path) (%open-input-file path))
    (define (open-output-file path) (%open-output-file path))
    (define (close-input-port port) (close-port port))
    (define (close-output-port port) (close-port port))
    (define (textual-port? x) (port? x))
    (define (binary-port? x) (begin x #f))
    (define (input-port-open? port) (input-port? port))
    (define (output-port-open? port) (output-port? port))
    (define (call-with-port port f)
      (let ((v (f port))) (close-port port) v))
    (define (call-with-output-string f)
      (let ((port (open-output-string))) (f port) (get-output-string port)))
    (define (with-output-to-string thunk)
      (let ((port (open-output-string)))
        (parameterize ((current-output-port port)) (thunk))
        (get-output-string port)))
    (define (with-input-from-string text thunk)
      (parameterize ((current-input-port (open-input-string text))) (thunk)))
    (define (call-with-input-file path f) (call-with-port (%open-input-file path) f))
    (define (call-with-output-file path f) (call-with-port (%open-output-file path) f))
    (define (print . items)
      (let loop ((items items) (first #t))
        (if (null? items)
            (newline)
            (begin
              (if (not first) (write-char #\space))
              (display (car items))
              (loop (cdr items) #f)))))
    (define println print)
    (define (displayln x) (display x) (newline))
    (define (read-csv path) (%read-csv path))))
