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
