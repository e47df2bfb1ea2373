; Regular expressions (SRFI 115).

;--- strings-and-sequences
(import (scheme base) (srfi 115))
(define (hit re s) (let ((m (regexp-search re s))) (and m (regexp-match-submatch m 0))))
(hit "needle" "hayneedlehay") ; => "needle"
(hit "needle" "haynEEdlehay") ; => #f
(hit '(: "one" space "two") "one one two") ; => "one two"
(hit '(seq "a" #\b "") "cab") ; => "ab"
(hit "" "abc") ; => ""
(regexp-match-submatch-start (regexp-search "needle" "hayneedlehay") 0) ; => 3

;--- alternatives
(import (scheme base) (srfi 115))
(define (hit re s) (let ((m (regexp-search re s))) (and m (regexp-match-submatch m 0))))
(hit '(or "eeney" "meeney" "miney") "meeney") ; => "meeney"
(hit '(or "eeney" "meeney" "miney") "moe") ; => #f
(hit '(or "a" "ab" "abc") "xabcd") ; => "abc"
(hit '(: (or "a" "ab") (or "c" "bcd")) "abcd") ; => "abcd"
(hit '(or) "a") ; => #f
(hit '(|\|| "x" "y") "zy") ; => "y"

;--- repetitions
(import (scheme base) (srfi 115))
(define (m? re s) (regexp-matches? re s))
(list (m? '(* "ab") "abab") (m? '(* "ab") "") (m? '(* "ab") "aba")) ; => (#t #t #f)
(list (m? '(+ "ab") "ab") (m? '(+ "ab") "")) ; => (#t #f)
(list (m? '(: "match" (? "es") "!") "matches!") (m? '(: "match" (? "es") "!") "match!")) ; => (#t #t)
(list (m? '(= 4 any) "html") (m? '(= 4 any) "table") (m? '(= 0 any) "")) ; => (#t #f #t)
(list (m? '(>= 3 any) "tab") (m? '(>= 3 any) "ta") (m? '(>= 3 any) "table")) ; => (#t #f #t)
(define octets '(: (= 3 (** 1 3 numeric) ".") (** 1 3 numeric)))
(list (m? octets "192.168.1.10") (m? octets "192.0168.1.10")) ; => (#t #f)
(list (m? '(zero-or-more "a" "b") "abab") (m? '(exactly 2 #\a) "aa") (m? '(repeated 1 2 #\a) "aaa")) ; => (#t #t #f)

;--- no-blow-up
(import (scheme base) (srfi 115))
(define s (make-string 100000 #\a))
(regexp-matches? '(: (* (* "a")) "b") s) ; => #f
(regexp-search '(: (* (or "a" "aa" (* "a"))) "b") s) ; => #f
(regexp-matches? '(: (= 20 (? "a")) (= 20 "a")) (make-string 20 #\a)) ; => #t
(regexp-matches? '(* (or "" (* ""))) "") ; => #t

;--- submatches
(import (scheme base) (srfi 115))
(define m (regexp-search '(: ($ (+ num)) "-" (-> rest (+ num) (? ($ "x")))) "tel 555-1234 y"))
(regexp-match? m) ; => #t
(regexp-match->list m) ; => ("555-1234" "555" "1234" #f)
(regexp-match-count m) ; => 3
(regexp-match-submatch m 1) ; => "555"
(regexp-match-submatch m 'rest) ; => "1234"
(regexp-match-submatch m 3) ; => #f
(list (regexp-match-submatch-start m 'rest) (regexp-match-submatch-end m 'rest)) ; => (8 12)
(list (regexp-match-submatch-start m 3) (regexp-match-submatch-end m 3)) ; => (#f #f)
(regexp-match? 1) ; => #f

;--- submatches-of-repetitions
(import (scheme base) (srfi 115))
(regexp-match->list (regexp-matches '(* ($ any)) "abc")) ; => ("abc" "c")
(regexp-match->list (regexp-matches '(: ($ (* "a")) ($ (* "a"))) "aaa")) ; => ("aaa" "aaa" "")
(regexp-match->list (regexp-matches '(or (: ($ "a") "b") (: "a" ($ "c"))) "ac")) ; => ("ac" #f "c")
(regexp-match-submatch (regexp-matches '(or (-> x "a") (-> x "b")) "b") 'x) ; => "b"

;--- without-captures
(import (scheme base) (srfi 115))
(define number '($ (+ digit)))
(regexp-match->list (regexp-search `(: ,number "-" (w/nocapture ,number) "-" ,number) "555-867-5309"))
; => ("555-867-5309" "555" "5309")

;--- not-greedy
(import (scheme base) (srfi 115))
(define (hit re s) (let ((m (regexp-search re s))) (and m (regexp-match-submatch m 0))))
(hit '(: "<" (*? any) ">") "x<a>b>") ; => "<a>"
(hit '(: "<" (* any) ">") "x<a>b>") ; => "<a>b>"
(hit '(: "a" (?? "b")) "ab") ; => "a"
(hit '(**? 2 4 "a") "aaaa") ; => "aa"
(regexp-match->list (regexp-matches '(: ($ (*? "a")) ($ (* "a"))) "aaa")) ; => ("aaa" "" "aaa")

;--- sets
(import (scheme base) (scheme char) (srfi 115))
(define (m? re s) (regexp-matches? re s))
(list (m? '(* ("aeiou")) "oui") (m? '(* ("aeiou")) "ouais")) ; => (#t #f)
(list (m? '(* (/ "AZ09")) "R2D2") (m? '(* (/ "AZ09")) "C-3PO")) ; => (#t #f)
(list (m? '(* (- (/ "az") ("aeiou"))) "xyzzy") (m? '(* (- (/ "az") ("aeiou"))) "vowels")) ; => (#t #f)
(list (m? '(* (& (/ "az") (~ ("aeiou")))) "xyzzy") (m? '(* (and (/ "az") (~ ("aeiou")))) "vowels")) ; => (#t #f)
(list (m? '(* #\-) "---") (m? '(* #\-) "-_-")) ; => (#t #f)
(list (m? '(+ (or "a" ("xyz") (/ "09"))) "a9z") (m? '(char-set "abc") "b") (m? '(char-range #\a "c") "b")) ; => (#t #t #t)
(m? `(+ ,char-numeric?) "123") ; => #t
(list (m? '(difference any "a") "a") (m? '(complement "a" "b") "c")) ; => (#f #t)

;--- named-sets
(import (scheme base) (srfi 115))
(define (kinds c) (map (lambda (name) (regexp-matches? name (string c))) '(alpha num punct symbol space upper lower xdigit)))
(kinds #\a) ; => (#t #f #f #f #f #f #t #t)
(kinds #\Z) ; => (#t #f #f #f #f #t #f #f)
(kinds #\7) ; => (#f #t #f #f #f #f #f #t)
(kinds #\!) ; => (#f #f #t #f #f #f #f #f)
(kinds #\+) ; => (#f #f #f #t #f #f #f #f)
(kinds #\space) ; => (#f #f #f #f #t #f #f #f)
(kinds #\λ) ; => (#t #f #f #f #f #f #t #f)
(kinds #\¿) ; => (#f #f #t #f #f #f #f #f)
(kinds #\€) ; => (#f #f #f #t #f #f #f #f)
(map (lambda (name) (regexp-matches? name "\n")) '(any nonl ascii graphic printing control)) ; => (#t #f #t #f #t #t)

;--- case
(import (scheme base) (srfi 115))
(define (hit re s) (let ((m (regexp-search re s))) (and m (regexp-match-submatch m 0))))
(hit '(w/nocase "needle") "haynEEdlehay") ; => "nEEdle"
(hit '(w/nocase "SMALL" (w/case "BIG")) "smallBIGsmall") ; => "smallBIG"
(hit '(w/nocase "SMALL" (w/case "BIG")) "smallbigsmall") ; => #f
(list (hit '(~ ("Aab")) "B") (hit '(~ ("Aab")) "b")) ; => ("B" #f)
(list (hit '(w/nocase (~ ("Aab"))) "B") (hit '(w/nocase (~ (w/case ("Aab")))) "b")) ; => (#f #f)
(hit '(w/nocase "éλ") "ÉΛ") ; => "ÉΛ"
(hit '(w/nocase upper) "a") ; => "a"

;--- ascii
(import (scheme base) (srfi 115))
(list (regexp-matches? '(w/ascii (* letter)) "English") (regexp-matches? '(w/ascii (* letter)) "Ελληνική")) ; => (#t #f)
(list (regexp-matches? '(w/unicode (* letter)) "English") (regexp-matches? '(* letter) "Ελληνική")) ; => (#t #t)
(regexp-matches? '(w/ascii any) "é") ; => #f
(regexp-matches? '(w/ascii (w/nocase "É")) "é") ; => #f
(regexp-matches? '(w/ascii (~ "a")) "é") ; => #f

;--- lines-and-strings
(import (scheme base) (srfi 115))
(regexp-extract '(: bol (+ nonl) eol) "one\ntwo\r\nthree") ; => ("one" "two" "three")
(regexp-search '(: bos "b") "ab") ; => #f
(regexp-match-submatch-start (regexp-search '(: bos "b") "ab" 1) 0) ; => 1
(regexp-match-submatch-end (regexp-search '(: "a" eos) "aab" 0 2) 0) ; => 2
(regexp-search '(: "a" eos) "aab") ; => #f

;--- words
(import (scheme base) (srfi 115))
(define (hit re s) (let ((m (regexp-search re s))) (and m (regexp-match-submatch m 0))))
(list (hit '(: bow "foo") "<foo>") (hit '(: bow "foo") "snafoo") (hit '(: "foo" eow) "foo!") (hit '(: "foo" eow) "foobar"))
; => ("foo" #f "foo" #f)
(list (hit '(: nwb "foo") "snafoo") (hit '(: nwb "foo") "foo")) ; => ("foo" #f)
(list (hit '(word "foo") "a foo b") (hit '(word "foo") "a foob")) ; => ("foo" #f)
(regexp-extract 'word "one, two_2 (three)") ; => ("one" "two_2" "three")
(regexp-extract '(word+ alpha) "one two2 three") ; => ("one" "three")

;--- look-around
(import (scheme base) (srfi 115))
(regexp-matches? '(: "regular" (look-ahead " expression") " expression") "regular expression") ; => #t
(regexp-matches? '(: "regular" (look-ahead " ") "expression") "regular expression") ; => #f
(regexp-extract '(: (look-behind "$") (+ num)) "$12 34 $56") ; => ("12" "56")
(regexp-extract '(: bow (neg-look-behind "$") (+ num)) "$12 34 $56") ; => ("34")
(regexp-extract '(: (+ alpha) (neg-look-ahead (or alpha "!"))) "one! two three!") ; => ("two")

;--- graphemes
(import (scheme base) (srfi 115))
(map string-length (regexp-extract 'grapheme "ae\x301;i")) ; => (1 2 1)
(length (regexp-extract 'grapheme "\r\nx")) ; => 2
(regexp-extract '(: bog any eog) "ae\x301;i") ; => ("a" "i")

;--- extract-split-partition
(import (scheme base) (srfi 115))
(regexp-extract '(+ numeric) "192.168.0.1") ; => ("192" "168" "0" "1")
(regexp-extract '(* numeric) "a1b22") ; => ("1" "22")
(regexp-split '(+ space) " fee fi  fo\tfum\n") ; => ("fee" "fi" "fo" "fum")
(regexp-split "," "abc") ; => ("abc")
(regexp-split "" "abc") ; => ("a" "b" "c")
(regexp-split '(+ space) "a b c d" 2 5) ; => ("b" "c")
(regexp-partition '(+ (or space punct)) "") ; => ("")
(regexp-partition '(+ (or space punct)) "Hello, world!\n") ; => ("Hello" ", " "world" "!\n")
(regexp-partition '(+ (or space punct)) "¿Dónde Estás?") ; => ("" "¿" "Dónde" " " "Estás" "?")

;--- replace
(import (scheme base) (scheme char) (srfi 115))
(regexp-replace '(+ space) "one two three" "_") ; => "one_two three"
(regexp-replace-all '(+ space) "one two three" "_") ; => "one_two_three"
(regexp-replace "x" "abc" "y") ; => "abc"
(regexp-replace-all '(: ($ alpha) (-> n num)) "a1 b2" '(n "-" 1)) ; => "1-a 2-b"
(regexp-replace "b" "abc" '(pre "|" post)) ; => "aa|cc"
(regexp-replace-all 'alpha "ab1" (lambda (m) (string-upcase (regexp-match-submatch m 0)))) ; => "AB1"
(regexp-replace-all '(* "a") "baac" "-") ; => "-b--c-"
(regexp-replace-all "a" "aaaa" "b" 1 3) ; => "abba"

;--- fold
(import (scheme base) (srfi 115))
(regexp-fold 'num (lambda (i m s acc) (cons (list i (regexp-match-submatch-start m 0)) acc)) '() "a1bb2")
; => ((2 4) (0 1))
(regexp-fold 'num (lambda (i m s acc) (+ acc 1)) 0 "1a2b" (lambda (i m s acc) (list i m acc))) ; => (3 #f 2)
(regexp-fold "a" (lambda (i m s acc) (+ acc 1)) 0 "aaaa" (lambda (i m s acc) acc) 1 3) ; => 2

;--- compiled
(import (scheme base) (srfi 115))
(define re (regexp '(+ num)))
(list (regexp? re) (regexp? '(+ num)) (eq? re (regexp re))) ; => (#t #f #t)
(regexp->sre re) ; => (+ num)
(define n 2)
(regexp-matches? (rx "a" (= ,n "b")) "abb") ; => #t
(map valid-sre? '("a" (* "a") (foo) (= "x") 5 any nothing)) ; => (#t #t #f #f #f #t #f)
(char-set->sre "abc") ; => ("abc")
(char-set->sre (lambda (c) (char<=? #\a c #\e))) ; => (/ #\a #\e)

;--- long-strings
(import (scheme base) (srfi 115))
(define s (make-string 1000000 #\x))
(string-set! s 999999 #\y)
(regexp-match-submatch-start (regexp-search '(+ "y") s) 0) ; => 999999
(regexp-matches? '(: (* "x") "y") s) ; => #t

;--- bad-sre
(import (scheme base) (srfi 115))
(regexp '(foo "a"))
; error: regexp: no such pattern: (foo "a")

;--- bad-name
(import (scheme base) (srfi 115))
(regexp-search '(: bos whatever) "a")
; error: regexp: no such pattern: whatever

;--- bad-bounds
(import (scheme base) (srfi 115))
(regexp '(** 3 1 "a"))
; error: regexp: not a number of repetitions: (** 3 1 "a")

;--- too-large
(import (scheme base) (srfi 115))
(regexp '(= 1000 (= 1000 (= 1000 "a"))))
; error: regexp: the regular expression is too large

;--- look-behind-of-any-length
(import (scheme base) (srfi 115))
(regexp '(look-behind (* "a")))
; error: regexp: what is looked for behind must have one length: (look-behind (* "a"))

;--- no-back-references
(import (scheme base) (srfi 115))
(regexp '(: ($ any) (backref 1)))
; error: regexp: back references are not supported: (backref 1)

;--- no-string
(import (scheme base) (srfi 115))
(regexp-search "a" 'b)
; error: regexp-search: argument 2 must be a string, found b

;--- no-submatch
(import (scheme base) (srfi 115))
(regexp-match-submatch (regexp-search "a" "a") 1)
; error: regexp-match-submatch: no such submatch: 1

;--- bad-part
(import (scheme base) (srfi 115))
(regexp-split "a" "abc" 2 5)
; error: regexp-split: the part is out of range: 2 5

;--- bad-replacement
(import (scheme base) (srfi 115))
(regexp-replace "a" "abc" 1.5)
; error: regexp-replace: not a replacement: 1.5
