; Strings, characters, symbols.

;--- construct
(string #\a #\b) ; => "ab"
(string) ; => ""
(make-string 3 #\x) ; => "xxx"
(string-length (make-string 4)) ; => 4

;--- ref-and-set
(define s (make-string 3 #\*))
(string-set! s 1 #\λ)
s ; => "*λ*"
(string-ref s 1) ; => #\λ
(string-length s) ; => 3

;--- unicode
(string-length "añb€c𝄞") ; => 6
(string-ref "añb€c𝄞" 5) ; => #\𝄞
(string-upcase "straße λ") ; => "STRASSE Λ"
(string->list "€λ") ; => (#\€ #\λ)

;--- append-and-substring
(string-append "foo" "bar" "" "!") ; => "foobar!"
(string-append) ; => ""
(substring "hello" 1 3) ; => "el"
(substring "hello" 2 2) ; => ""
(string-copy "hello" 2) ; => "llo"
(string-copy "hello" 1 4) ; => "ell"

;--- copies-are-fresh
(define a "hello")
(define b (string-copy a))
(string-set! b 0 #\J)
(list a b) ; => ("hello" "Jello")

;--- copy-into-and-fill
(define a "12345")
(define b (make-string 5 #\-))
(string-copy! b 1 a 0 2)
b ; => "-12--"
(string-fill! b #\x 3)
b ; => "-12xx"

;--- comparison
(list (string=? "a" "a" "a") (string=? "a" "b") (string<? "a" "b" "c") (string>? "b" "a") (string<=? "a" "a") (string>=? "a" "b")) ; => (#t #f #t #t #t #f)
(list (string<? "abc" "abd") (string<? "ab" "abc") (string<? "Z" "a") (string<? "" "a")) ; => (#t #t #t #t)
(list (string-ci=? "HeLLo" "hEllO") (string-ci<? "a" "B")) ; => (#t #t)

;--- case
(string-upcase "hello") ; => "HELLO"
(string-downcase "HeLLo") ; => "hello"
(string-foldcase "ABC") ; => "abc"

;--- conversions
(string->list "abc") ; => (#\a #\b #\c)
(string->list "abcde" 1 3) ; => (#\b #\c)
(list->string '(#\x #\y)) ; => "xy"
(string->symbol "hello") ; => hello
(symbol->string 'abc) ; => "abc"
(string->number "42") ; => 42

;--- map-and-for-each
(string-map char-upcase "abc") ; => "ABC"
(string-map (lambda (a b) (if (char<? a b) a b)) "adz" "bcy") ; => "acy"
(string-for-each (lambda (c) (display (char->integer c)) (display " ")) "AB")
; prints: 65 66

;--- index-out-of-range
(string-ref "abc" 3)
; error: string-ref

;--- substring-out-of-range
(substring "abc" 2 5)
; error: substring

;--- not-a-string
(string-length 'abc)
; error: string-length

;--- append-of-a-non-string
(string-append "a" 5)
; error: string-append

;--- write-and-display
(write "a\"b\\c\nd\te") (newline)
; prints: "a\"b\\c\nd\te"
(display "a\"b\\c") (newline)
; prints: a"b\c
(write '("x" #\y sym |odd one|)) (newline)
; prints: ("x" #\y sym |odd one|)
(display '("x" #\y sym |odd one|)) (newline)
; prints: (x y sym odd one)

;--- escapes
"tab\there \x41; \a" ; => "tab\there A \a"
(string-length "a\
                b") ; => 2

;--- chars
(list #\a #\space #\newline #\tab #\nul #\x41 #\λ) ; => (#\a #\space #\newline #\tab #\null #\A #\λ)
(char->integer #\A) ; => 65
(integer->char 955) ; => #\λ
(list (char<? #\a #\b #\c) (char=? #\a #\a) (char>? #\a #\b) (char-ci=? #\a #\A)) ; => (#t #t #f #t)

;--- char-classes
(list (char-alphabetic? #\a) (char-alphabetic? #\1) (char-numeric? #\5) (char-whitespace? #\space)) ; => (#t #f #t #t)
(list (char-upper-case? #\A) (char-lower-case? #\A) (char-alphabetic? #\λ)) ; => (#t #f #t)
(list (char-upcase #\a) (char-downcase #\A) (char-foldcase #\Σ)) ; => (#\A #\a #\σ)
(list (digit-value #\7) (digit-value #\a)) ; => (7 #f)

;--- integer->char-of-no-character
(integer->char 55296)
; error: integer->char

;--- symbols
(eq? 'abc 'abc) ; => #t
(eq? 'abc 'ABC) ; => #f
(eq? (string->symbol "x y") '|x y|) ; => #t
'|hello world| ; => |hello world|
(symbol->string '|a b|) ; => "a b"
(symbol=? 'a 'a 'a) ; => #t
(list (symbol? 'a) (symbol? "a") (symbol? '())) ; => (#t #f #f)

;--- symbols-that-need-bars
(map string->symbol '("" "1" "a(b" "." "#x" "a|b")) ; => (|| |1| |a(b| |.| |#x| |a\|b|)

;--- string-building
(define (repeat s n) (if (= n 0) "" (string-append s (repeat s (- n 1)))))
(string-length (repeat "ab" 1000)) ; => 2000

;--- reverse-a-string
(list->string (reverse (string->list "hello"))) ; => "olleh"

;--- equal
(list (equal? "abc" "abc") (equal? "" "") (equal? #\a #\a) (equal? "a" 'a)) ; => (#t #t #t #f)
