; Ports: where text comes from and goes to.

(define-primitive (%stdin) port
  "Standard input."
  (effects read))

(define-primitive (%stdout) port
  "Standard output."
  (effects read))

(define-primitive (%stderr) port
  "Standard error."
  (effects read))

(define-primitive (eof-object) any
  "The end-of-file object."
  (effects pure))

(define-primitive (open-input-string (text string)) port
  "A port that reads a string."
  (effects read))

(define-primitive (open-output-string) port
  "A port that collects a string."
  (effects read))

(define-primitive (get-output-string (port port)) string
  "What has been written to a string port."
  (effects read))

(define-primitive (%open-input-file (path string)) port
  "A port that reads a text file."
  (effects write))

(define-primitive (%open-output-file (path string)) port
  "A port that writes a text file."
  (effects write))

(define-primitive (open-input-bytevector (bytevector bytevector)) port
  "A port that reads the bytes of BYTEVECTOR."
  (effects read))

(define-primitive (open-output-bytevector) port
  "A port that collects bytes."
  (effects read))

(define-primitive (get-output-bytevector (port port)) bytevector
  "What has been written to PORT, which `open-output-bytevector` has made."
  (effects read))

(define-primitive (open-binary-input-file (path string)) port
  "A port that reads the bytes of the file PATH."
  (effects write))

(define-primitive (open-binary-output-file (path string)) port
  "A port that writes bytes to the file PATH."
  (effects write))

(define-primitive (%read (port port)) any
  "The next datum, or the end-of-file object."
  (effects write))

(define-primitive (%read-u8 (port port)) any
  "The next byte, or the end-of-file object."
  (effects write))

(define-primitive (%peek-u8 (port port)) any
  "As `%read-u8`, without taking it."
  (effects write))

(define-primitive (%u8-ready? (port port)) boolean
  "Whether a byte can be read at once."
  (effects read))

(define-primitive (%read-bytevector (count fixnum) (port port)) any
  "The next bytes, at most `count`."
  (effects write))

(define-primitive (%read-bytevector! (bytevector bytevector) (port port) (start fixnum) (end fixnum)) any
  "Reads bytes into a part of a bytevector; their number, or the end-of-file object."
  (effects write))

(define-primitive (%write-u8 (byte fixnum) (port port)) unspecified
  "Writes a byte."
  (effects write))

(define-primitive (%write-bytevector (bytevector bytevector) (port port) (start fixnum) (end fixnum)) unspecified
  "Writes a part of a bytevector."
  (effects write))

(define-primitive (close-input-port (port port)) unspecified
  "Closes PORT, which is for input."
  (effects write))

(define-primitive (close-output-port (port port)) unspecified
  "Closes PORT, which is for output."
  (effects write))

(define-primitive (textual-port? (object any)) boolean
  "Whether OBJECT is a port of characters."
  (effects read))

(define-primitive (binary-port? (object any)) boolean
  "Whether OBJECT is a port of bytes."
  (effects read))

(define-primitive (input-port-open? (port port)) boolean
  "Whether PORT is for input and not closed."
  (effects read))

(define-primitive (output-port-open? (port port)) boolean
  "Whether PORT is for output and not closed."
  (effects read))

(define-primitive (%read-char (port port)) any
  "The next character, or the end-of-file object."
  (effects write))

(define-primitive (%peek-char (port port)) any
  "As `%read-char`, without taking it."
  (effects write))

(define-primitive (%read-line (port port)) any
  "The next line without its end, or the end-of-file object."
  (effects write))

(define-primitive (%read-string (count fixnum) (port port)) any
  "The next characters, at most `count`."
  (effects write))

(define-primitive (%char-ready? (port port)) boolean
  "Whether a character can be read at once."
  (effects read))

(define-primitive (%write-char (char char) (port port)) unspecified
  "Writes a character."
  (effects write))

(define-primitive (%write-string (string string) (port port) (start fixnum) (end fixnum)) unspecified
  "Writes a part of a string."
  (effects write))

(define-primitive (%flush (port port)) unspecified
  "Hands buffered output to the system."
  (effects write))

(define-primitive (close-port (port port)) unspecified
  "Closes a port."
  (effects write))

(define-primitive (port? (object any)) boolean
  "Whether it is a port."
  (effects pure))

(define-primitive (input-port? (object any)) boolean
  "Whether it is a port for input."
  (effects read))

(define-primitive (output-port? (object any)) boolean
  "Whether it is a port for output."
  (effects read))

(define-primitive (%display (object any) (port port)) unspecified
  "Prints for people."
  (effects write))

(define-primitive (%write (object any) (port port)) unspecified
  "Prints so that it can be read back; labels where there are cycles."
  (effects write))

(define-primitive (file-exists? (path string)) boolean
  "Whether there is such a file."
  (effects read))

(define-primitive (delete-file (path string)) unspecified
  "Removes a file."
  (effects write))

(define-primitive (%write-shared (object any) (port port)) unspecified
  "As `%write`, with labels for everything that is shared."
  (effects write))
