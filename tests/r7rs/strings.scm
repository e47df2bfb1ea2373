; R7RS section 6.7.

;--- escapes
"The word \"recursion\" has many meanings." ; => "The word \"recursion\" has many meanings."
(string-length "\a\b\t\n\r\"\\\|") ; => 8
(map char->integer (string->list "\a\b\t\n\r\"\\\|")) ; => (7 8 9 10 13 34 92 124)
"\x41;\x3bb;\x1F642;" ; => "Aλ🙂"
"Here's text \
    containing just one line" ; => "Here's text containing just one line"
"a\   
   b" ; => "ab"
(string-length "a
b") ; => 3

;--- construct
(make-string 3 #\x) ; => "xxx"
(string-length (make-string 4)) ; => 4
(string) ; => ""
(string #\a #\b) ; => "ab"
(string-length "") ; => 0
(string-ref "aλb" 1) ; => #\λ

;--- string-set!
(define (f) (make-string 3 #\*))
(let ((s (f))) (string-set! s 0 #\?) s) ; => "?**"
(let ((s (make-string 2 #\a))) (string-set! s 1 #\🙂) s) ; => "a🙂"

;--- compare
(list (string=? "a" "a" "a") (string=? "a" "a" "b") (string<? "a" "b" "c") (string<? "a" "b" "b")) ; => (#t #f #t #f)
(list (string>? "b" "a") (string<=? "a" "a" "b") (string>=? "b" "b" "a") (string<? "" "a") (string<? "ab" "abc")) ; => (#t #t #t #t #t)
(list (string-ci=? "Straße" "STRASSE") (string-ci=? "abc" "ABC" "aBc") (string-ci<? "a" "B") (string-ci>? "B" "a")) ; => (#t #t #t #t)
(list (string-ci<=? "A" "a" "b") (string-ci>=? "b" "A" "B") (string-ci=? "Ὀδυσσεύς" "ὈΔΥΣΣΕΎΣ")) ; => (#t #f #t)

;--- compare-others
(string=? "a" "b" 'c)
; error: string=?

;--- case
(string-upcase "abc") ; => "ABC"
(string-upcase "Straße") ; => "STRASSE"
(string-downcase "ABC") ; => "abc"
(string-downcase "ΧΑΟΣ") ; => "χαος"
(string-downcase "ΧΑΟΣΣ") ; => "χαοσς"
(string-downcase "ΧΑΟΣ Σ") ; => "χαος σ"
(string-upcase "χαος") ; => "ΧΑΟΣ"
(string-foldcase "ΧΑΟΣ") ; => "χαοσ"
(string-foldcase "Straße") ; => "strasse"
(string-foldcase "ﬃ") ; => "ffi"
(string-upcase "ŉ") ; => "ʼN"

;--- substring-and-append
(substring "hello" 1 3) ; => "el"
(string-append) ; => ""
(string-append "a") ; => "a"
(string-append "ab" "" "cd" "e") ; => "abcde"
(let ((s (string #\a))) (eq? s (string-append s))) ; => #f

;--- lists
(string->list "apple") ; => (#\a #\p #\p #\l #\e)
(string->list "apple" 2) ; => (#\p #\l #\e)
(string->list "apple" 2 4) ; => (#\p #\l)
(string->list "" ) ; => ()
(list->string '(#\a #\b)) ; => "ab"
(list->string '()) ; => ""

;--- list->string-of-others
(list->string '(#\a 1))
; error: list->string

;--- copy
(string-copy "hello") ; => "hello"
(string-copy "hello" 2) ; => "llo"
(string-copy "hello" 1 4) ; => "ell"
(let ((s (string-copy "abc"))) (string-set! s 0 #\x) s) ; => "xbc"

;--- copy-into
(define a "12345")
(define b (string-copy "abcde"))
(string-copy! b 1 a 0 2)
b ; => "a12de"
(let ((s (string-copy "abcdef"))) (string-copy! s 2 s 0 4) s) ; => "ababcd"
(let ((s (string-copy "abcdef"))) (string-copy! s 0 s 2) s) ; => "cdefef"
(let ((s (string-copy "abcdef"))) (string-copy! s 3 s 3 3) s) ; => "abcdef"

;--- copy-into-too-small
(string-copy! (make-string 2) 1 "abc")
; error: string-copy!

;--- fill
(let ((s (make-string 4 #\a))) (string-fill! s #\b) s) ; => "bbbb"
(let ((s (make-string 4 #\a))) (string-fill! s #\b 2) s) ; => "aabb"
(let ((s (make-string 4 #\a))) (string-fill! s #\b 1 3) s) ; => "abba"

;--- map-and-for-each
(string-map char-foldcase "AbdEgH") ; => "abdegh"
(string-map (lambda (c) (integer->char (+ 1 (char->integer c)))) "HAL") ; => "IBM"
(string-map (lambda (c k) ((if (eqv? k #\u) char-upcase char-downcase) c)) "studlycaps xxx" "ululululul") ; => "StUdLyCaPs"
(string-map (lambda (a b c) b) "abc" "xyzw" "12") ; => "xy"
(let ((v '())) (string-for-each (lambda (c) (set! v (cons (char->integer c) v))) "abcde") v) ; => (101 100 99 98 97)
(let ((v '())) (string-for-each (lambda (c d) (set! v (cons (list c d) v))) "ab" "xyz") v) ; => ((#\b #\y) (#\a #\x))

;--- string-map-to-others
(string-map char->integer "abc")
; error: string-map

;--- vectors
(string->vector "ABC") ; => #(#\A #\B #\C)
(string->vector "ABC" 1) ; => #(#\B #\C)
(string->vector "ABC" 1 2) ; => #(#\B)
(vector->string #(#\1 #\2 #\3)) ; => "123"
(vector->string #(#\1 #\2 #\3) 1) ; => "23"
(vector->string #(#\1 #\2 #\3) 1 2) ; => "2"

;--- ranges-are-checked
(string-copy "abc" 2 1)
; error: string-copy

;--- range-beyond-the-end
(string->vector "abc" 0 4)
; error: string->vector

;--- index-out-of-range
(string-ref "abc" 3)
; error: string-ref: argument 2

;--- write
(write "a\\b\"c\n\t\x7;\x1b;é")
; prints: "a\\b\"c\n\t\a\x1b;é"
