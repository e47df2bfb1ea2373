; R7RS section 6.13.

;--- ports-are-ports
(define in (open-input-string "abc"))
(define out (open-output-bytevector))
(map (lambda (p) (list (port? p) (input-port? p) (output-port? p) (textual-port? p) (binary-port? p))) (list in out)) ; => ((#t #t #f #t #f) (#t #f #t #f #t))
(list (port? "x") (input-port? 1) (output-port? 'a) (textual-port? '()) (binary-port? #f)) ; => (#f #f #f #f #f)
(list (input-port-open? in) (output-port-open? out) (input-port-open? out)) ; => (#t #t #f)
(close-port in)
(close-output-port out)
(list (input-port-open? in) (output-port-open? out) (input-port? in) (textual-port? in)) ; => (#f #f #t #t)
(close-port in)
(list (input-port? (current-input-port)) (output-port? (current-output-port)) (textual-port? (current-error-port))) ; => (#t #t #t)

;--- close-input-port-of-output
(close-input-port (open-output-string))
; error: close-input-port: the port is not for input

;--- read-from-a-closed-port
(define p (open-input-string "abc"))
(close-input-port p)
(read-char p)
; error: read-char: the port is closed

;--- write-to-an-input-port
(write-char #\a (open-input-string ""))
; error: write-char: the port is not for output

;--- bytes-from-a-textual-port
(read-u8 (open-input-string "abc"))
; error: read-u8: the port is textual, not binary

;--- characters-from-a-binary-port
(read-char (open-input-bytevector #u8(65)))
; error: read-char: the port is binary, not textual

;--- not-a-port
(read-line "text")
; error: read-line: argument 1 must be a port

;--- read-text
(define p (open-input-string "aλ\nsecond line\r\nthird\rlast"))
(list (char-ready? p) (peek-char p) (read-char p) (read-char p)) ; => (#t #\a #\a #\λ)
(list (read-line p) (read-line p) (read-string 3 p) (read-line p) (read-line p)) ; => ("" "second line" "thi" "rd" "last")
(list (eof-object? (read-line p)) (eof-object? (read-char p)) (eof-object? (peek-char p)) (eof-object? (read-string 2 p)) (read-string 0 p)) ; => (#t #t #t #t "")
(eof-object? (read-line (open-input-string ""))) ; => #t
(read-string 10 (open-input-string "abc")) ; => "abc"

;--- write-text
(define p (open-output-string))
(write-string "hello" p)
(write-char #\space p)
(write-string "worlds" p 1)
(write-string "xyz" p 1 2)
(newline p)
(get-output-string p) ; => "hello orldsy\n"
(get-output-string (open-output-string)) ; => ""

;--- get-output-string-of-another-port
(get-output-string (open-output-bytevector))
; error: get-output-string

;--- read-bytes
(define p (open-input-bytevector #u8(1 2 3 4 5 6 7)))
(list (u8-ready? p) (peek-u8 p) (read-u8 p) (read-u8 p)) ; => (#t 1 1 2)
(read-bytevector 2 p) ; => #u8(3 4)
(define b (make-bytevector 5 0))
(read-bytevector! b p 1 3) ; => 2
b ; => #u8(0 5 6 0 0)
(read-bytevector! b p) ; => 1
b ; => #u8(7 5 6 0 0)
(list (eof-object? (read-bytevector! b p)) (eof-object? (read-u8 p)) (eof-object? (peek-u8 p)) (eof-object? (read-bytevector 1 p))) ; => (#t #t #t #t)
(list (read-bytevector 0 p) (read-bytevector! b p 2 2)) ; => (#u8() 0)
(read-bytevector 100 (open-input-bytevector #u8(1 2))) ; => #u8(1 2)

;--- write-bytes
(define p (open-output-bytevector))
(write-u8 1 p)
(write-bytevector #u8(2 3 4) p)
(write-bytevector #u8(5 6 7) p 1)
(write-bytevector #u8(8 9 10) p 1 2)
(flush-output-port p)
(get-output-bytevector p) ; => #u8(1 2 3 4 6 7 9)

;--- a-byte-has-eight-bits
(write-u8 256 (open-output-bytevector))
; error: write-u8: argument 1

;--- read
(define (read-all text)
  (let ((p (open-input-string text)))
    (let loop ((data '()))
      (let ((x (read p)))
        (if (eof-object? x) (reverse data) (loop (cons x data)))))))
(read-all "") ; => ()
(read-all " ; comment\n #| block #| nested |# |# #;(a datum) ") ; => ()
(read-all "1 2.5 -3/4 #xff #e1.5 1e3 +inf.0 -nan.0") ; => (1 2.5 -3/4 255 3/2 1000.0 +inf.0 +nan.0)
(read-all "abc |two words| |a\\x41;b| + ... ->x") ; => (abc |two words| aAb + ... ->x)
(read-all "\"a\\nb\\x41;\\\"\" #\\a #\\space #\\x41 #\\(") ; => ("a\nbA\"" #\a #\space #\A #\()
(read-all "#t #f #true #false () (a . b) (a b . c) #(1 #(2)) #u8(1 2)") ; => (#t #f #t #f () (a . b) (a b . c) #(1 #(2)) #u8(1 2))
(read-all "'a `(b ,c ,@d) (quote e)") ; => ('a `(b ,c ,@d) 'e)
(read-all "(1 #;2 3) #;4 5 '#;6 7") ; => ((1 3) 5 '7)
(read-all "#!fold-case ABC #!no-fold-case DEF") ; => (abc DEF)
(read-all "(a . (b . (c)))") ; => ((a b c))
(read-all "[a [b]]") ; => ((a (b)))

;--- read-takes-no-more-than-the-datum
(define p (open-input-string "(a b)c \"d\"e 12 f"))
(read p) ; => (a b)
(read-char p) ; => #\c
(read p) ; => "d"
(read p) ; => e
(read p) ; => 12
(read-char p) ; => #\space
(read p) ; => f
(eof-object? (read p)) ; => #t

;--- read-labels
(define (read-from text) (read (open-input-string text)))
(define x (read-from "#0=(a b . #0#)"))
(list (car x) (cadr x) (eq? x (cddr x))) ; => (a b #t)
(define y (read-from "(#1=(1 2) #1# #2=\"s\" #2#)"))
(list (eq? (car y) (cadr y)) (eq? (list-ref y 2) (list-ref y 3))) ; => (#t #t)
(define z (read-from "#5=#(1 #5# (#5#))"))
(list (eq? z (vector-ref z 1)) (eq? z (car (vector-ref z 2)))) ; => (#t #t)
(define w (read-from "(#0=(x . #1=(y . #0#)) #1#)"))
(list (eq? (cdar w) (cadr w)) (eq? (car w) (cdadr w))) ; => (#t #t)
(define v (read-from "#0=(#0# . #0#)"))
(list (eq? v (car v)) (eq? v (cdr v))) ; => (#t #t)
(read-from "(#0=1 #0# #0#)") ; => (1 1 1)

;--- read-errors
(define (try text)
  (guard (e ((read-error? e) (list 'read-error (file-error? e))) (else 'other))
    (read (open-input-string text))))
(map try '("(1 2" ")" "\"abc" "#\\nonsense" "(1 . )" "(. 2)" "#0#" "#0=#0#" "|abc" "#(1 . 2)" "#u8(300)" "'" "#|" "[1)" "#foo" "\"\\q\"" "1/0")) ; => ((read-error #f) (read-error #f) (read-error #f) (read-error #f) (read-error #f) (read-error #f) (read-error #f) (read-error #f) (read-error #f) (read-error #f) (read-error #f) (read-error #f) (read-error #f) (read-error #f) (read-error #f) (read-error #f) (read-error #f))
(let ((p (open-input-string ") a"))) (guard (e (#t #f)) (read p)) (read p)) ; => a

;--- read-error-names-read
(read (open-input-string "(a"))
; error: read: the text ends inside of a datum

;--- read-a-long-list
(define n 200000)
(define text (call-with-output-string (lambda (p) (write (iota n) p))))
(equal? (read (open-input-string text)) (iota n)) ; => #t

;--- literals-with-labels
(define x '#0=(a b . #0#))
(list (car x) (caddr x) (eq? x (cddr x))) ; => (a a #t)
(define v #1=#(x #1#))
(eq? v (vector-ref v 1)) ; => #t
(define y '(#2=(p) #2# . #2#))
(list (eq? (car y) (cadr y)) (eq? (car y) (cddr y))) ; => (#t #t)

;--- write-labels
(define (show f x) (call-with-output-string (lambda (p) (f x p))))
(define x (list 'a 'b))
(set-cdr! (cdr x) x)
(map (lambda (f) (show f x)) (list write write-shared display)) ; => ("#0=(a b . #0#)" "#0=(a b . #0#)" "#0=(a b . #0#)")
(define s (list 1))
(map (lambda (f) (show f (list s s))) (list write write-shared display write-simple)) ; => ("((1) (1))" "(#0=(1) #0#)" "((1) (1))" "((1) (1))")
(define v (vector 'x s 'y s))
(vector-set! v 0 v)
(show write v) ; => "#0=#(#0# (1) y (1))"
(show write-shared v) ; => "#0=#(#0# #1=(1) y #1#)"
(show write-shared (let ((t "abc")) (list t t))) ; => "(\"abc\" \"abc\")"
(show write (let ((a (list 1 2))) (set-car! a a) (list a a))) ; => "(#0=(#0# 2) #0#)"
(show write-shared '(1 1 a a #\a #\a ())) ; => "(1 1 a a #\\a #\\a ())"

;--- display-and-write
(define (show f x) (call-with-output-string (lambda (p) (f x p))))
(show display '("a" #\b c |d e| ("f" . #(#\g)))) ; => "(a b c d e (f . #(g)))"
(show write '("a" #\b c |d e| ("f" . #(#\g)))) ; => "(\"a\" #\\b c |d e| (\"f\" . #(#\\g)))"
(show write '(quote a)) ; => "'a"
(show write '(quote a b)) ; => "(quote a b)"
(show write ''()) ; => "'()"
(show write (list #t #f '())) ; => "(#t #f ())"

;--- files
(define name "data.txt")
(call-with-output-file name (lambda (p) (write '(a "b" #\c) p) (newline p) (display "λ line" p)))
(file-exists? name) ; => #t
(call-with-input-file name (lambda (p) (let* ((x (read p)) (_ (read-char p)) (l (read-line p))) (list x l (eof-object? (read p)))))) ; => ((a "b" #\c) "λ line" #t)
(with-output-to-file name (lambda () (display "one") (newline) (display "two")))
(with-input-from-file name (lambda () (list (read-line) (read-line)))) ; => ("one" "two")
(with-input-from-file name read) ; => one
(let ((p (open-input-file name))) (let ((c (read-char p))) (close-input-port p) c)) ; => #\o
(let ((p (open-output-file name))) (write 'new p) (close-port p) (call-with-input-file name read)) ; => new
(call-with-values (lambda () (call-with-input-file name (lambda (p) (values 1 2)))) list) ; => (1 2)
(delete-file name)
(file-exists? name) ; => #f

;--- binary-files
(define name "data.bin")
(call-with-port (open-binary-output-file name) (lambda (p) (write-u8 255 p) (write-bytevector #u8(0 10 13 200) p)))
(define p (open-binary-input-file name))
(list (read-u8 p) (read-bytevector 10 p) (eof-object? (read-u8 p))) ; => (255 #u8(0 10 13 200) #t)
(list (binary-port? p) (textual-port? p)) ; => (#t #f)
(close-port p)
(delete-file name)

;--- a-large-file
(define name "large.txt")
(define n 100000)
(call-with-output-file name (lambda (p) (do ((i 0 (+ i 1))) ((= i n)) (write-char #\λ p))))
(call-with-input-file name (lambda (p) (do ((i 0 (+ i 1))) ((not (eqv? (read-char p) #\λ)) i)))) ; => 100000
(delete-file name)

;--- file-errors
(guard (e ((file-error? e) (list 'file-error (error-object? e) (read-error? e)))) (open-input-file "no/such/file")) ; => (file-error #t #f)
(guard (e ((file-error? e) 'file-error)) (open-output-file "no/such/file")) ; => file-error
(guard (e ((file-error? e) 'file-error)) (open-binary-input-file "no-such-file")) ; => file-error
(guard (e ((file-error? e) 'file-error)) (delete-file "no-such-file")) ; => file-error
(guard (e ((file-error? e) 'file-error)) (with-input-from-file "no-such-file" read)) ; => file-error
(file-exists? "no-such-file") ; => #f

;--- current-ports
(define (inner) (call-with-output-string (lambda (p) (parameterize ((current-output-port p)) (display "x") (write 'y)))))
(inner) ; => "xy"
(parameterize ((current-input-port (open-input-string "abc (d e)"))) (list (read-char) (peek-char) (read) (char-ready?) (read) (eof-object? (read)))) ; => (#\a #\b bc #t (d e) #t)
(parameterize ((current-error-port (open-output-string))) (write 1 (current-error-port)) (get-output-string (current-error-port))) ; => "1"

;--- eof
(eof-object? (eof-object)) ; => #t
(eof-object? (read-char (open-input-string ""))) ; => #t
(eq? (eof-object) (eof-object)) ; => #t

;--- write-of-records-and-conditions-that-contain-themselves
(define (show f x) (call-with-output-string (lambda (p) (f x p))))
(define-record-type node (make-node value next) node? (value node-value) (next node-next set-node-next!))
(define a (make-node 1 (make-node "two" '())))
(show write a) ; => "#<node value: 1 next: #<node value: \"two\" next: ()>>"
(set-node-next! a (list a))
(show write a) ; => "#0=#<node value: 1 next: (#0#)>"
(define l (list 1 "s"))
(define e (guard (e (#t e)) (error "wrong:" l)))
(list (show display e) (show write (list e))) ; => ("#<condition wrong: (1 \"s\")>" "(#<condition wrong: (1 \"s\")>)")
(set-car! l e)
(show display e) ; => "#0=#<condition wrong: (#0# \"s\")>"
(show display (list "d" e "d")) ; => "(d #0=#<condition wrong: (#0# \"s\")> d)"
(define (nest n) (let loop ((n n) (e 'inner)) (if (= n 0) e (loop (- n 1) (guard (e (#t e)) (error "outer" e))))))
(string-length (show write (nest 100000))) ; => 1900005
