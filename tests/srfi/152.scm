; Strings (SRFI 152).

;--- every-any
(import (scheme base) (scheme char) (srfi 152))
(list (string-every char-numeric? "123") (string-every char-numeric? "1a3") (string-every char-numeric? "")) ; => (#t #f #t)
(list (string-any char-numeric? "ab3") (string-any char-numeric? "abc") (string-any char-numeric? "")) ; => (#t #f #f)
(string-every char-numeric? "a123" 1) ; => #t
(string-any digit-value "a7") ; => 7
(string-every #\a "aaa") ; => #t
(string-null? "") ; => #t

;--- tabulate-unfold
(import (scheme base) (srfi 152))
(string-tabulate (lambda (i) (integer->char (+ i 97))) 5) ; => "abcde"
(string-unfold null? car cdr '(#\a #\b #\c)) ; => "abc"
(string-unfold null? car cdr '(#\a "bc" #\d) "<" (lambda (x) ">")) ; => "<abcd>"
(string-unfold-right null? car cdr '(#\a #\b #\c)) ; => "cba"
(string-unfold-right null? car cdr '(#\a "xy") "<" (lambda (x) ">")) ; => ">xya<"
(reverse-list->string '(#\a #\b #\c)) ; => "cba"

;--- take-drop
(import (scheme base) (srfi 152))
(string-take "Pete Szilagyi" 6) ; => "Pete S"
(string-take-right "Beta rules" 5) ; => "rules"
(string-drop "Pete Szilagyi" 6) ; => "zilagyi"
(string-drop-right "Beta rules" 5) ; => "Beta "
(string-take "" 0) ; => ""

;--- pad
(import (scheme base) (srfi 152))
(string-pad "325" 5) ; => "  325"
(string-pad "71325" 5) ; => "71325"
(string-pad "8871325" 5) ; => "71325"
(string-pad "7" 3 #\0) ; => "007"
(string-pad-right "325" 5) ; => "325  "
(string-pad-right "8871325" 5) ; => "88713"
(string-pad-right "abc" 4 #\. 1) ; => "bc.."

;--- trim
(import (scheme base) (scheme char) (srfi 152))
(string-trim "  The outlook ") ; => "The outlook "
(string-trim-right "  The outlook ") ; => "  The outlook"
(string-trim-both "  The outlook ") ; => "The outlook"
(string-trim-both "   ") ; => ""
(string-trim "123abc" char-numeric?) ; => "abc"
(string-trim-right "xxaxx" #\x) ; => "xxa"
(string-trim "  a" char-whitespace? 1) ; => "a"

;--- replace
(import (scheme base) (srfi 152))
(string-replace "The TCL programmer" "fiendish" 4 7) ; => "The fiendish programmer"
(string-replace "abc" "" 1 2) ; => "ac"
(string-replace "abc" "12345" 1 1 2 4) ; => "a34bc"

;--- prefixes
(import (scheme base) (srfi 152))
(string-prefix-length "cancaNCAM" "cancancan") ; => 5
(string-suffix-length "CanCan" "cankancan") ; => 2
(string-prefix? "foo" "foobar") ; => #t
(string-prefix? "foobar" "foo") ; => #f
(string-suffix? "bar" "foobar") ; => #t
(string-suffix? "oba" "foobar" 0 3 0 5) ; => #t
(string-prefix? "xfoo" "foobar" 1) ; => #t

;--- search
(import (scheme base) (scheme char) (srfi 152))
(string-index "abc1d2" char-numeric?) ; => 3
(string-index-right "abc1d2e" char-numeric?) ; => 5
(string-index "abc" char-numeric?) ; => #f
(string-skip "123a4" char-numeric?) ; => 3
(string-skip-right "a123" char-numeric?) ; => 0
(string-index "a.b.c" #\. 2) ; => 3
(string-contains "eek -- what a geek." "ee" 12 18) ; => 15
(string-contains "eek" "x") ; => #f
(string-contains-right "eek -- what a geek. eel" "ee" 0 18) ; => 15
(string-contains "abc" "") ; => 0
(string-contains-right "abc" "") ; => 3

;--- take-while-span
(import (scheme base) (scheme char) (srfi 152))
(string-take-while "abc123" char-alphabetic?) ; => "abc"
(string-drop-while "abc123" char-alphabetic?) ; => "123"
(string-take-while-right "abc123" char-numeric?) ; => "123"
(string-drop-while-right "abc123" char-numeric?) ; => "abc"
(call-with-values (lambda () (string-span "abc123" char-alphabetic?)) list) ; => ("abc" "123")
(call-with-values (lambda () (string-break "abc123" char-numeric?)) list) ; => ("abc" "123")
(call-with-values (lambda () (string-break "abc" char-numeric?)) list) ; => ("abc" "")

;--- concatenate-join
(import (scheme base) (srfi 152))
(string-concatenate '("a" "" "bc")) ; => "abc"
(string-concatenate-reverse '(" must be" "Hello, I") " going.XXXX" 7) ; => "Hello, I must be going."
(string-concatenate-reverse '("b" "a")) ; => "ab"
(string-join '("foo" "bar" "baz")) ; => "foo bar baz"
(string-join '("foo" "bar" "baz") ":") ; => "foo:bar:baz"
(string-join '("foo" "bar") ":" 'suffix) ; => "foo:bar:"
(string-join '("foo" "bar") ":" 'prefix) ; => ":foo:bar"
(list (string-join '() ":") (string-join '() ":" 'prefix) (string-join '("") ":")) ; => ("" "" "")

;--- fold-map
(import (scheme base) (scheme char) (srfi 152))
(string-fold cons '() "abc") ; => (#\c #\b #\a)
(string-fold-right cons '() "abc") ; => (#\a #\b #\c)
(string-fold (lambda (c n) (if (char-upper-case? c) (+ n 1) n)) 0 "aBCd") ; => 2
(string-fold cons '() "abcd" 1 3) ; => (#\c #\b)
(string-map char-upcase "abc") ; => "ABC"
(string-count "a1b22" char-numeric?) ; => 3
(string-filter char-numeric? "a1b22") ; => "122"
(string-remove char-numeric? "a1b22") ; => "ab"
(string-remove #\l "hello" 0 3) ; => "he"

;--- replicate-segment
(import (scheme base) (srfi 152))
(string-replicate "abcdef" 2 8) ; => "cdefab"
(string-replicate "abcdef" -2 4) ; => "efabcd"
(string-replicate "abc" 0 7) ; => "abcabca"
(string-replicate "" 0 0) ; => ""
(string-segment "hello world" 4) ; => ("hell" "o wo" "rld")
(string-segment "" 4) ; => ()

;--- split
(import (scheme base) (srfi 152))
(string-split "to be or not" " ") ; => ("to" "be" "or" "not")
(string-split "a,,b," ",") ; => ("a" "" "b" "")
(string-split "a,b," "," 'suffix) ; => ("a" "b")
(string-split ",a,b" "," 'prefix) ; => ("a" "b")
(string-split "a,b" "," 'strict-infix) ; => ("a" "b")
(string-split "a,b,c" "," 'infix 1) ; => ("a" "b,c")
(string-split "abc" "") ; => ("a" "b" "c")
(string-split "" ",") ; => ()
(string-split "a<>b<>c" "<>" 'infix #f 3) ; => ("b" "c")

;--- comparison-and-mutation
(import (scheme base) (srfi 152))
(string-ci<? "abc" "ABD") ; => #t
(define s (make-string 3 #\x))
(string-set! s 1 #\y)
(string-copy! s 0 "ab" 1)
s ; => "byx"
(string-fill! s #\z 1)
s ; => "bzz"
(read-string 2 (open-input-string "hello")) ; => "he"

;--- beyond-ascii
(import (scheme base) (srfi 152))
(string-index "añoλ" #\λ) ; => 3
(string-pad "λ" 2 #\ñ) ; => "ñλ"

;--- long-strings
(import (scheme base) (srfi 152))
(define s (make-string 1000000 #\a))
(string-index s #\b) ; => #f
(string-length (string-replace s "bb" 500000 500001)) ; => 1000001
(length (string-split (string-join (string-segment s 10) ",") ",")) ; => 100000

;--- bad-count
(import (scheme base) (srfi 152))
(string-take "abc" 4)
; error: string-take: the number of characters is out of range: 4

;--- bad-range
(import (scheme base) (srfi 152))
(string-index "abc" #\a 2 1)
; error: string-index: the end is out of range: 1

;--- bad-string
(import (scheme base) (srfi 152))
(string-prefix? "a" 'b)
; error: string-prefix?: a string is needed, found b

;--- bad-predicate
(import (scheme base) (srfi 152))
(string-filter 1 "abc")
; error: string-filter: a predicate or a character is needed, found 1

;--- bad-grammar
(import (scheme base) (srfi 152))
(string-join '("a") "," 'postfix)
; error: string-join: the grammar is infix, strict-infix, prefix or suffix, found postfix

;--- strict-infix-of-nothing
(import (scheme base) (srfi 152))
(string-split "" "," 'strict-infix)
; error: string-split: nothing to split by the grammar strict-infix

;--- bad-piece
(import (scheme base) (srfi 152))
(string-unfold null? car cdr '(1))
; error: string-unfold: the mapper must return a character or a string, found 1
