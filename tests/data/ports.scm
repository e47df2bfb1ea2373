; Textual ports and output.

;--- display-write-newline
(display "a b") (write "a b") (newline) (write-string "c") (write-char #\d)
; prints: a b"a b"
; prints: cd

;--- display-of-data
(display (list 1 2.5 "s" #\c 'sym '() #t (vector 1 "x")))
; prints: (1 2.5 s c sym () #t #(1 x))

;--- string-output
(define p (open-output-string))
(write 'hello p)
(display " " p)
(write "w" p)
(get-output-string p) ; => "hello \"w\""
(get-output-string p) ; => "hello \"w\""

;--- string-input
(define p (open-input-string "ab\nc"))
(list (read-char p) (peek-char p) (read-char p) (read-char p) (read-char p)) ; => (#\a #\b #\b #\newline #\c)
(eof-object? (read-char p)) ; => #t
(eof-object? (peek-char p)) ; => #t

;--- read-line
(define p (open-input-string "one\ntwo\n\nlast"))
(list (read-line p) (read-line p) (read-line p) (read-line p)) ; => ("one" "two" "" "last")
(eof-object? (read-line p)) ; => #t

;--- read-string
(define p (open-input-string "hello world"))
(read-string 5 p) ; => "hello"
(read-string 100 p) ; => " world"
(eof-object? (read-string 1 p)) ; => #t

;--- eof-object
(eof-object? (eof-object)) ; => #t
(eof-object? 'eof) ; => #f

;--- port-predicates
(define p (open-input-string ""))
(list (port? p) (input-port? p) (output-port? p) (textual-port? p) (port? 1)) ; => (#t #t #f #t #f)
(list (output-port? (current-output-port)) (input-port? (current-input-port))) ; => (#t #t)

;--- close
(define p (open-input-string "abc"))
(input-port-open? p) ; => #t
(close-port p)
(input-port-open? p) ; => #f

;--- read-from-a-closed-port
(define p (open-input-string "abc"))
(close-input-port p)
(read-char p)
; error: read-char

;--- current-output-port-is-a-parameter
(define p (open-output-string))
(parameterize ((current-output-port p)) (display "inside") (write 1))
(get-output-string p) ; => "inside1"

;--- write-shared-and-simple
(define x (list 1 2))
(write-shared (list x x)) (newline)
; prints: (#0=(1 2) #0#)
(write (list x x)) (newline)
; prints: ((1 2) (1 2))
(write-simple '(1 "a")) (newline)
; prints: (1 "a")

;--- standard-input-is-empty-here
(eof-object? (read-line)) ; => #t

;--- call-with-port
(call-with-port (open-input-string "xyz") read-char) ; => #\x

;--- flush
(display "a")
(flush-output-port)
; prints: a

;--- long-output
(define (loop i) (when (< i 20000) (write-char #\a p) (loop (+ i 1))))
(define p (open-output-string))
(loop 0)
(string-length (get-output-string p)) ; => 20000
