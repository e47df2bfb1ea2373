; Strings (SRFI 13).

;--- comparisons
(import (scheme base) (srfi 13))
(list (string= "abc" "abc") (string= "abc" "abd") (string= "xabc" "abcy" 1 4 0 3)) ; => (#t #f #t)
(list (string<> "a" "b") (string< "abc" "abd") (string> "b" "abc") (string<= "a" "a") (string>= "a" "b"))
; => (#t #t #t #t #f)
(list (string-ci= "aBc" "AbC") (string-ci< "a" "B") (string-ci>= "A" "a")) ; => (#t #t #t)
(string-compare "abcd" "abxy" (lambda (i) (list 'less i)) list (lambda (i) 'greater)) ; => (less 2)
(string-compare-ci "AB" "ab" list (lambda (i) (list 'same i)) list) ; => (same 2)
(= (string-hash "abc") (string-hash (string #\a #\b #\c))) ; => #t
(= (string-hash-ci "abc" 100) (string-hash-ci "ABC" 100)) ; => #t

;--- prefixes
(import (scheme base) (srfi 13))
(list (string-prefix-length "abcd" "abxy") (string-suffix-length-ci "xAB" "yaB")) ; => (2 2)
(list (string-prefix? "ab" "abc") (string-prefix-ci? "AB" "abc") (string-suffix-ci? "BC" "abc")) ; => (#t #t #t)
(list (string-contains "banana" "ana" 2) (string-contains-ci "bAnana" "ANA")) ; => (3 1)

;--- case
(import (scheme base) (srfi 13))
(string-titlecase "--capitalize tHIS sentence.") ; => "--Capitalize This Sentence."
(string-titlecase "see Spot run" 4) ; => "Spot Run"
(list (string-upcase "abc" 1) (string-downcase "ABC" 0 2)) ; => ("BC" "ab")
(define s (string-copy "hello world"))
(string-titlecase! s)
s ; => "Hello World"
(string-upcase! s 0 3)
s ; => "HELlo World"
(string-downcase! s 1)
s ; => "Hello world"

;--- reverse-and-map
(import (scheme base) (scheme char) (srfi 13))
(list (string-reverse "Able") (string-reverse "Able" 1)) ; => ("elbA" "elb")
(define s (string-copy "abcd"))
(string-reverse! s 1 3)
s ; => "acbd"
(string-map char-upcase "abcd" 1 3) ; => "BC"
(string-map! char-upcase s 2)
s ; => "acBD"
(define out '())
(string-for-each (lambda (c) (set! out (cons c out))) "abc" 1)
out ; => (#\c #\b)
(string-for-each-index (lambda (i) (set! out (cons i out))) "abc")
out ; => (2 1 0 #\c #\b)

;--- replicate
(import (scheme base) (srfi 13))
(list (xsubstring "abcdef" 2) (xsubstring "abcdef" -2) (xsubstring "abc" 0 7)) ; => ("cdefab" "efabcd" "abcabca")
(define s (make-string 5 #\.))
(string-xcopy! s 1 "ab" 0 3)
s ; => ".aba."

;--- tokens
(import (scheme base) (scheme char) (srfi 13))
(string-tokenize "Help make programs run, run, RUN!") ; => ("Help" "make" "programs" "run," "run," "RUN!")
(string-tokenize "a1b22c" char-numeric?) ; => ("1" "22")
(string-tokenize "") ; => ()

;--- filter-and-delete
(import (scheme base) (scheme char) (srfi 13))
(list (string-filter char-numeric? "a1b2") (string-filter "a1b2" char-numeric?)) ; => ("12" "12")
(list (string-delete #\a "banana") (string-delete char-numeric? "a1b2" 2)) ; => ("bnn" "b")

;--- as-in-srfi-152
(import (scheme base) (srfi 13))
(list (string-pad "7" 3 #\0) (string-trim-both "  x ") (string-take "abc" 2) (string-join '("a" "b") "-"))
; => ("007" "x" "ab" "a-b")
(list (string-index "abc" #\b) (string-count "banana" #\a) (string-concatenate-reverse '("b" "a"))) ; => (1 3 "ab")
(list (string-append/shared "a" "b") (substring/shared "abc" 1) (string-concatenate/shared '("x" "y"))) ; => ("ab" "bc" "xy")

;--- bad-string
(import (scheme base) (srfi 13))
(string-titlecase 'abc)
; error: string-titlecase: a string is needed, found abc

;--- bad-range
(import (scheme base) (srfi 13))
(string= "abc" "abc" 0 4)
; error: string=: the end is out of range: 4
