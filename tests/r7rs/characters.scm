; R7RS section 6.6.

;--- names
(list #\alarm #\backspace #\delete #\escape #\newline #\null #\return #\space #\tab) ; => (#\alarm #\backspace #\delete #\escape #\newline #\null #\return #\space #\tab)
(map char->integer (list #\alarm #\backspace #\delete #\escape #\newline #\null #\return #\space #\tab)) ; => (7 8 127 27 10 0 13 32 9)
(list #\x03BB #\x41 #\x #\( #\; #\" #\# #\') ; => (#\λ #\A #\x #\( #\; #\" #\# #\')
(map char->integer '(#\x0 #\x7F #\x1 #\x10FFFF)) ; => (0 127 1 1114111)
(eq? #\x #\x78) ; => #t

;--- conversion
(char->integer #\λ) ; => 955
(integer->char 955) ; => #\λ
(integer->char (char->integer #\a)) ; => #\a
(char->integer #\🙂) ; => 128578

;--- integer->char-of-a-surrogate
(integer->char #xD800)
; error: integer->char

;--- order
(list (char<? #\a #\b) (char<? #\a #\b #\c) (char<? #\a #\c #\b) (char=? #\a #\a #\a) (char>=? #\c #\b #\b)) ; => (#t #t #f #t #t)
(list (char-ci=? #\a #\A) (char-ci<? #\a #\B #\c) (char-ci>? #\B #\a) (char-ci<=? #\a #\A #\b) (char-ci>=? #\a #\b)) ; => (#t #t #t #t #f)
(char-ci=? #\ς #\Σ #\σ) ; => #t

;--- order-of-others
(char<? #\a 1)
; error: char<?: argument 2

;--- classes
(map char-alphabetic? '(#\a #\A #\λ #\1 #\space #\ß #\あ #\-)) ; => (#t #t #t #f #f #t #t #f)
(map char-numeric? '(#\1 #\٣ #\a #\½ #\Ⅷ #\² #\๓)) ; => (#t #t #f #f #f #f #t)
(map char-whitespace? '(#\space #\tab #\newline #\return #\xA0 #\x2003 #\a #\x200B)) ; => (#t #t #t #t #t #t #f #f)
(map char-upper-case? '(#\A #\a #\Λ #\λ #\1 #\Ⓐ)) ; => (#t #f #t #f #f #t)
(map char-lower-case? '(#\A #\a #\Λ #\λ #\1 #\ª)) ; => (#f #t #f #t #f #t)

;--- digit-value
(map digit-value '(#\3 #\x0664 #\x0AE6 #\x0EA6 #\a #\½ #\x1D7CE #\xFF19)) ; => (3 4 0 #f #f #f 0 9)
(map digit-value '(#\0 #\9 #\٠ #\٩ #\०)) ; => (0 9 0 9 0)

;--- case
(map char-upcase '(#\a #\A #\ß #\λ #\ÿ #\1)) ; => (#\A #\A #\ß #\Λ #\Ÿ #\1)
(map char-downcase '(#\A #\a #\Λ #\Σ #\1)) ; => (#\a #\a #\λ #\σ #\1)
(map char-foldcase '(#\A #\Σ #\ς #\ß #\µ #\K)) ; => (#\a #\σ #\σ #\ß #\μ #\k)
(char-upcase #\i) ; => #\I
(char-downcase #\İ) ; => #\i

;--- not-a-char
(char-upcase "a")
; error: char-upcase: argument 1
