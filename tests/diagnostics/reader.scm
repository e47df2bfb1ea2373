; What the reader says about text that is not a sequence of datums.

;--- unclosed
(define (f x)
;^ error[unbalanced-parenthesis]: `(` is not closed at the end of the file
  (* x x)

(define (g x) x)

;--- unclosed-at-the-end
(display (+ 1 2)
;^ error[unbalanced-parenthesis]: `(` is not closed at the end of the file

;--- unclosed-several
(let ((x 1)
;^ error[unbalanced-parenthesis]: `(` is not closed at the end of the file (3 are open)
  (display x

;--- unclosed-vector
(display #(1 2)
;^ error[unbalanced-parenthesis]: `(` is not closed at the end of the file

;--- unexpected-close
(define (f x) x))
;               ^ error[unbalanced-parenthesis]: unexpected `)`: nothing is open here
(f 1)

;--- two-unexpected-closes
 (f 1)) )
;     ^ error[unbalanced-parenthesis]: unexpected `)`: nothing is open here
;       ^ error[unbalanced-parenthesis]: unexpected `)`: nothing is open here

;--- wrong-bracket
(let ([x 1)) x)
;         ^ error[unbalanced-parenthesis]: expected `]`, found `)`

;--- brackets-may-be-used
(let ([x 1] [y 2]) (+ x y)) ; => 3

;--- string
(display "hello)
;        ^ error[unterminated-string]: a string is not closed at the end of the file
(newline)

;--- block-comment
(display 1)
 #| outer #| inner |#
;^^ error[unterminated-comment]: `#|` is not closed at the end of the file
(display 2)

;--- escape
(display "a\qb \x; \xD800; c\d")
;          ^^ error[invalid-escape]: unknown escape `\q`
;              ^^^ error[invalid-escape]: unknown escape `\x;`
;                  ^^^^^^^ error[invalid-escape]: unknown escape `\xD800;`
;                           ^^ error[invalid-escape]: unknown escape `\d`

;--- character
(list #\spac #\x110000 #\SPACE)
;     ^^^^^^ error[invalid-character]: `#\spac` is not the name of a character
;            ^^^^^^^^^ error[invalid-character]: `#\x110000` names no Unicode character
;                      ^^^^^^^ error[invalid-character]: `#\SPACE` is not the name of a character

;--- number
(+ #xfg 1/0 #b102 #e1e10000000)
;  ^^^^ error[invalid-number]: `#xfg` is not a number
;       ^^^ error[invalid-number]: `1/0` is not a number
;           ^^^^^ error[invalid-number]: `#b102` is not a number
;                 ^^^^^^^^^^^^ error[invalid-number]: `#e1e10000000` is not a number

;--- label
'(#0=a #1# #0=b)
;      ^^^ error[datum-label]: no datum before it has the label 1
;          ^^^ error[datum-label]: the label 0 is given twice in one datum

;--- label-of-itself
'#0=#0#
;^^^^^^ error[datum-label]: the label 0 names itself

;--- label-outside-of-its-quotation
(list '#0=(a) '#0#)
;              ^^^ error[datum-label]: the label 0 is given outside of this literal

;--- label-of-code
(display #0=(+ 1 2))
;        ^^^^^^^^^^ error[datum-label]: labels stand in literals only, and this is an expression

;--- dot
(. a) (a .) (a . b c) #(a . b)
;^ error[misplaced-dot]: unexpected `.`: it stands between the last two datums of a list
;        ^ error[misplaced-dot]: expected a datum after `.`
;                  ^ error[misplaced-dot]: expected `)`: one datum may follow `.`
;                         ^ error[misplaced-dot]: unexpected `.`: it stands between the last two datums of a list
 . 
;^ error[misplaced-dot]: unexpected `.`: it stands between the last two datums of a list

;--- quote-without-datum
(list 'a ') `
;        ^ error[missing-datum]: expected a datum after `'`, found `)`
;           ^ error[missing-datum]: expected a datum after ```, found the end of the file

;--- datum-comment-without-datum
(list 1 #;)
;       ^^ error[missing-datum]: expected a datum after `#;`, found `)`

;--- unknown-sharp
(list #yes #<eof> #!eof)
;     ^^^^ error[unknown-syntax]: unknown syntax `#yes`
;          ^^^^^^ error[unknown-syntax]: unknown syntax `#<eof>`
;                 ^^^^^ error[unknown-syntax]: unknown directive `#!eof`

;--- bytevector
#u8(1 2 256 -1 1.5 a "b")
;       ^^^ error[invalid-element]: expected an exact integer from 0 to 255
;           ^^ error[invalid-element]: expected an exact integer from 0 to 255
;              ^^^ error[invalid-element]: expected an exact integer from 0 to 255
;                  ^ error[invalid-element]: expected an exact integer from 0 to 255
;                    ^^^ error[invalid-element]: expected an exact integer from 0 to 255

;--- f64vector
#f64(1 1/2 x)
;          ^ error[invalid-element]: expected a real number

;--- several-at-once
(define (f x) #\spaace)
;             ^^^^^^^^ error[invalid-character]: `#\spaace` is not the name of a character
(define s "\q")
;          ^^ error[invalid-escape]: unknown escape `\q`
(define (g) #zz))
;           ^^^ error[unknown-syntax]: unknown syntax `#zz`
;               ^ error[unbalanced-parenthesis]: unexpected `)`: nothing is open here
