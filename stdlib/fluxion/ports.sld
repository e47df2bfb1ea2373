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
    ;;> The port that input comes from where none is given; a parameter. R7RS 6.13.1.
    (define current-input-port (make-parameter (%stdin)))
    ;;> The port that output goes to where none is given; a parameter. R7RS 6.13.1.
    (define current-output-port (make-parameter (%stdout)))
    ;;> The port for messages; a parameter. R7RS 6.13.1.
    (define current-error-port (make-parameter (%stderr)))
    ;;> `(display x)`, `(display x port)`: prints X for people. R7RS 6.13.3.
    (define display
      (case-lambda ((x) (%display x (current-output-port))) ((x port) (%display x port))))
    ;;> `(write x)`, `(write x port)`: prints X so that it can be read back, with labels where there are
    ;;> cycles. R7RS 6.13.3.
    (define write
      (case-lambda ((x) (%write x (current-output-port))) ((x port) (%write x port))))
    ;;> `(write-shared x)`, `(write-shared x port)`: as `write`, with labels for everything that is shared.
    ;;> R7RS 6.13.3.
    (define write-shared
      (case-lambda ((x) (%write-shared x (current-output-port))) ((x port) (%write-shared x port))))
    ;;> `(write-simple x)`, `(write-simple x port)`: as `write`. R7RS 6.13.3.
    (define write-simple write)
    ;;> `(newline)`, `(newline port)`: ends a line. R7RS 6.13.3.
    (define newline
      (case-lambda (() (%write-char #\newline (current-output-port))) ((port) (%write-char #\newline port))))
    ;;> `(write-char char)`, `(write-char char port)`: prints a character. R7RS 6.13.3.
    (define write-char
      (case-lambda ((c) (%write-char c (current-output-port))) ((c port) (%write-char c port))))
    ;;> `(write-string string)`, `(write-string string port start end)`: prints a string, or a part of it.
    ;;> R7RS 6.13.3.
    (define write-string
      (case-lambda
        ((s) (%write-string s (current-output-port) 0 (string-length s)))
        ((s port) (%write-string s port 0 (string-length s)))
        ((s port start) (%write-string s port start (string-length s)))
        ((s port start end) (%write-string s port start end))))
    ;;> `(read-char)`, `(read-char port)`: the next character, or the end-of-file object. R7RS 6.13.2.
    (define read-char
      (case-lambda (() (%read-char (current-input-port))) ((port) (%read-char port))))
    ;;> `(peek-char)`, `(peek-char port)`: as `read-char`, without taking the character. R7RS 6.13.2.
    (define peek-char
      (case-lambda (() (%peek-char (current-input-port))) ((port) (%peek-char port))))
    ;;> `(read-line)`, `(read-line port)`: the next line without its end, or the end-of-file object. R7RS
    ;;> 6.13.2.
    (define read-line
      (case-lambda (() (%read-line (current-input-port))) ((port) (%read-line port))))
    ;;> `(read-string n)`, `(read-string n port)`: the next characters, at most N, or the end-of-file object.
    ;;> R7RS 6.13.2.
    (define read-string
      (case-lambda ((n) (%read-string n (current-input-port))) ((n port) (%read-string n port))))
    ;;> `(char-ready?)`, `(char-ready? port)`: whether `read-char` would not wait. R7RS 6.13.2.
    (define char-ready?
      (case-lambda (() (%char-ready? (current-input-port))) ((port) (%char-ready? port))))
    ;;> `(flush-output-port)`, `(flush-output-port port)`: hands on what is buffered. R7RS 6.13.3.
    (define flush-output-port
      (case-lambda (() (%flush (current-output-port))) ((port) (%flush port))))
    ;;> A port that reads the text file PATH; an error (`file-error?`) if there is none. R7RS 6.13.1.
    (define (open-input-file path) (%open-input-file path))
    ;;> A port that writes the text file PATH, which is emptied first. R7RS 6.13.1.
    (define (open-output-file path) (%open-output-file path))
    ;;> Closes PORT. R7RS 6.13.1.
    (define (close-input-port port) (close-port port))
    ;;> Closes PORT, after what is buffered has been handed on. R7RS 6.13.1.
    (define (close-output-port port) (close-port port))
    ;;> Whether X is a port of characters. R7RS 6.13.1.
    (define (textual-port? x) (port? x))
    ;;> Whether X is a port of bytes. R7RS 6.13.1.
    (define (binary-port? x) (begin x #f))
    ;;> Whether PORT can be read. R7RS 6.13.1.
    (define (input-port-open? port) (input-port? port))
    ;;> Whether PORT can be written. R7RS 6.13.1.
    (define (output-port-open? port) (output-port? port))
    ;;> What F returns for PORT, which is closed then. R7RS 6.13.1.
    (define (call-with-port port f)
      (let ((v (f port))) (close-port port) v))
    ;;> The string that F writes to the port it is called with.
    (define (call-with-output-string f)
      (let ((port (open-output-string))) (f port) (get-output-string port)))
    ;;> The string that THUNK writes to the current output port.
    (define (with-output-to-string thunk)
      (let ((port (open-output-string)))
        (parameterize ((current-output-port port)) (thunk))
        (get-output-string port)))
    ;;> What THUNK returns when the current input port reads TEXT.
    (define (with-input-from-string text thunk)
      (parameterize ((current-input-port (open-input-string text))) (thunk)))
    ;;> What F returns for a port that reads the file PATH; the port is closed then. R7RS 6.13.1.
    (define (call-with-input-file path f) (call-with-port (%open-input-file path) f))
    ;;> What F returns for a port that writes the file PATH; the port is closed then. R7RS 6.13.1.
    (define (call-with-output-file path f) (call-with-port (%open-output-file path) f))
    ;;> `(print x ...)`: displays the objects on a line, with blanks between them.
    (define (print . items)
      (let loop ((items items) (first #t))
        (if (null? items)
            (newline)
            (begin
              (if (not first) (write-char #\space))
              (display (car items))
              (loop (cdr items) #f)))))
    ;;> `(println x ...)`: as `print`.
    (define println print)
    ;;> `(displayln x)`: displays X on a line.
    (define (displayln x) (display x) (newline))
    ;;> The rows of the csv file PATH, lists of fields; a field that is a number is read as one. RFC 4180.
    (define (read-csv path) (%read-csv path))))
