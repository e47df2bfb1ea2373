;;; Ports (R7RS section 6.13).
(define-library (fluxion ports)
  (export current-input-port current-output-port current-error-port display write write-shared write-simple newline
          write-char write-string read-char peek-char read-line read-string char-ready? flush-output-port
          read read-u8 peek-u8 u8-ready? read-bytevector read-bytevector! write-u8 write-bytevector
          open-input-file open-output-file call-with-port call-with-output-string with-output-to-string
          call-with-input-file call-with-output-file with-input-from-file with-output-to-file with-input-from-string
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
    ;;> `(write-simple object [port])` is `write`: labels stand where there are cycles, where it could not end without
    ;;> (R7RS section 6.13.3).
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
    ;;> `(read [port])` reads a datum: the object whose external representation comes next at a textual port, or the
    ;;> end-of-file object. Text that is none raises an error that satisfies `read-error?` (R7RS section 6.13.2).
    (define read
      (case-lambda (() (%read (current-input-port))) ((port) (%read port))))
    ;;> `(read-u8 [port])` takes the next byte of a binary port, or returns the end-of-file object.
    (define read-u8
      (case-lambda (() (%read-u8 (current-input-port))) ((port) (%read-u8 port))))
    ;;> `(peek-u8 [port])` is the next byte of a binary port, which stays, or the end-of-file object.
    (define peek-u8
      (case-lambda (() (%peek-u8 (current-input-port))) ((port) (%peek-u8 port))))
    ;;> `(u8-ready? [port])` tells whether `read-u8` would not wait.
    (define u8-ready?
      (case-lambda (() (%u8-ready? (current-input-port))) ((port) (%u8-ready? port))))
    ;;> `(read-bytevector k [port])` takes the next bytes, at most k; the end-of-file object if there are none.
    (define read-bytevector
      (case-lambda ((k) (%read-bytevector k (current-input-port))) ((k port) (%read-bytevector k port))))
    ;;> `(read-bytevector! bytevector [port [start [end]]])` reads bytes into a part of a bytevector and returns their
    ;;> number, or the end-of-file object if there are none.
    (define read-bytevector!
      (case-lambda
        ((to) (%read-bytevector! to (current-input-port) 0 (bytevector-length to)))
        ((to port) (%read-bytevector! to port 0 (bytevector-length to)))
        ((to port start) (%read-bytevector! to port start (bytevector-length to)))
        ((to port start end) (%read-bytevector! to port start end))))
    ;;> `(write-u8 byte [port])` writes a byte to a binary port.
    (define write-u8
      (case-lambda ((byte) (%write-u8 byte (current-output-port))) ((byte port) (%write-u8 byte port))))
    ;;> `(write-bytevector bytevector [port [start [end]]])` writes the bytes of a part of a bytevector.
    (define write-bytevector
      (case-lambda
        ((bytes) (%write-bytevector bytes (current-output-port) 0 (bytevector-length bytes)))
        ((bytes port) (%write-bytevector bytes port 0 (bytevector-length bytes)))
        ((bytes port start) (%write-bytevector bytes port start (bytevector-length bytes)))
        ((bytes port start end) (%write-bytevector bytes port start end))))
    ;;> `(call-with-port port procedure)` returns what the procedure returns for the port, which is closed then.
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
    ;;> `(with-input-from-file path thunk)` calls the thunk with the file as current input port.
    (define (with-input-from-file path thunk)
      (call-with-port (%open-input-file path)
                      (lambda (port) (parameterize ((current-input-port port)) (thunk)))))
    ;;> `(with-output-to-file path thunk)` calls the thunk with the file as current output port.
    (define (with-output-to-file path thunk)
      (call-with-port (%open-output-file path)
                      (lambda (port) (parameterize ((current-output-port port)) (thunk)))))
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
