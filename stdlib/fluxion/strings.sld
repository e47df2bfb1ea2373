;;; Characters, strings, symbols (R7RS sections 6.5 to 6.7, SRFI 13 in part).
(define-library (fluxion strings)
  (export char=? char<? char>? char<=? char>=? char-ci=? char-ci<? char-ci>? char-ci<=? char-ci>=?
          string=? string<? string>? string<=? string>=? string-ci=? string-ci<? string-ci>? string-ci<=? string-ci>=?
          make-string string substring string-append string-copy string-copy! string-fill! string->list
          string-map string-for-each string-count string-join string-split string-search-forward string-contains
          string-index string-null? string-reverse string-trim string-pad-left string-prefix? string-suffix?
          symbol=? symbol-append gensym generate-uninterned-symbol)
  (import (fluxion primitives) (fluxion support) (fluxion numbers) (fluxion lists))
  (begin
    ;; Orders of any number of arguments: the key of an argument is taken with the name of the procedure, which its
    ;; error names.
    (define-syntax define-order
      (syntax-rules ()
        ((_ name who key op)
         (define name
           (case-lambda
             ((a b) (op (key a who 1) (key b who 2)))
             ((a) (begin (key a who 1) #t))
             ((a b . rest)
              (let loop ((a (key a who 1)) (b (key b who 2)) (rest rest) (n 3) (ok #t))
                (let ((ok (and (op a b) ok)))
                  (if (null? rest) ok (loop b (key (car rest) who n) (cdr rest) (%+ n 1) ok))))))))))
    (define (code c who n) (if (char? c) (char->integer c) (wrong c who n "a character")))
    (define (folded c who n) (if (char? c) (char->integer (char-foldcase c)) (wrong c who n "a character")))
    (define (text s who n) (if (string? s) s (wrong s who n "a string")))
    (define (folded-text s who n) (if (string? s) (string-foldcase s) (wrong s who n "a string")))
    (define (wrong x who n expected)
      (error (%string-concatenate (list who ": argument " (number->string n) " must be " expected ", found")) x))
    ;;> `(char=? a b ...)`: whether the characters are the same, by code point. R7RS 6.6.
    (define-order char=? "char=?" code %=)
    ;;> `(char<? a b ...)`: whether the characters increase, by code point. R7RS 6.6.
    (define-order char<? "char<?" code %<)
    ;;> `(char>? a b ...)`: whether the characters decrease, by code point. R7RS 6.6.
    (define-order char>? "char>?" code %>)
    ;;> `(char<=? a b ...)`: whether the characters never decrease, by code point. R7RS 6.6.
    (define-order char<=? "char<=?" code %<=)
    ;;> `(char>=? a b ...)`: whether the characters never increase, by code point. R7RS 6.6.
    (define-order char>=? "char>=?" code %>=)
    ;;> `(char-ci=? a b ...)`: whether the characters are the same, if case is ignored. R7RS 6.6.
    (define-order char-ci=? "char-ci=?" folded %=)
    ;;> `(char-ci<? a b ...)`: whether the characters increase, if case is ignored. R7RS 6.6.
    (define-order char-ci<? "char-ci<?" folded %<)
    ;;> `(char-ci>? a b ...)`: whether the characters decrease, if case is ignored. R7RS 6.6.
    (define-order char-ci>? "char-ci>?" folded %>)
    ;;> `(char-ci<=? a b ...)`: whether the characters never decrease, if case is ignored. R7RS 6.6.
    (define-order char-ci<=? "char-ci<=?" folded %<=)
    ;;> `(char-ci>=? a b ...)`: whether the characters never increase, if case is ignored. R7RS 6.6.
    (define-order char-ci>=? "char-ci>=?" folded %>=)
    (define (after? a b) (%string<? b a))
    (define (not-after? a b) (not (%string<? b a)))
    (define (not-before? a b) (not (%string<? a b)))
    ;;> `(string=? a b ...)`: whether the strings are the same, by code points. R7RS 6.7.
    (define-order string=? "string=?" text %string=?)
    ;;> `(string<? a b ...)`: whether the strings increase, by code points. R7RS 6.7.
    (define-order string<? "string<?" text %string<?)
    ;;> `(string>? a b ...)`: whether the strings decrease, by code points. R7RS 6.7.
    (define-order string>? "string>?" text after?)
    ;;> `(string<=? a b ...)`: whether the strings never decrease, by code points. R7RS 6.7.
    (define-order string<=? "string<=?" text not-after?)
    ;;> `(string>=? a b ...)`: whether the strings never increase, by code points. R7RS 6.7.
    (define-order string>=? "string>=?" text not-before?)
    ;;> `(string-ci=? a b ...)`: whether the strings are the same, if case is ignored. R7RS 6.7.
    (define-order string-ci=? "string-ci=?" folded-text %string=?)
    ;;> `(string-ci<? a b ...)`: whether the strings increase, if case is ignored. R7RS 6.7.
    (define-order string-ci<? "string-ci<?" folded-text %string<?)
    ;;> `(string-ci>? a b ...)`: whether the strings decrease, if case is ignored. R7RS 6.7.
    (define-order string-ci>? "string-ci>?" folded-text after?)
    ;;> `(string-ci<=? a b ...)`: whether the strings never decrease, if case is ignored. R7RS 6.7.
    (define-order string-ci<=? "string-ci<=?" folded-text not-after?)
    ;;> `(string-ci>=? a b ...)`: whether the strings never increase, if case is ignored. R7RS 6.7.
    (define-order string-ci>=? "string-ci>=?" folded-text not-before?)
    ;;> `(make-string n)`, `(make-string n char)`: a new string of N characters, CHAR or blanks. R7RS 6.7.
    (define make-string
      (case-lambda ((n) (%make-string n #\space)) ((n c) (%make-string n c))))
    ;;> `(string char ...)`: a new string of the characters. R7RS 6.7.
    (define (string . chars) (list->string chars))
    ;;> A new string of the characters of S from START to before END. R7RS 6.7.
    (define substring
      (case-lambda
        ((s start) (%substring s start (string-length s)))
        ((s start end) (%substring s start end))))
    ;;> `(string-append s ...)`: a new string of the strings one after another. R7RS 6.7.
    (define string-append
      (case-lambda
        ((a b) (%string-append2 a b))
        (() "")
        ((a) (%string-append2 a ""))
        (all (%string-concatenate all))))
    ;;> `(string-copy s)`, `(string-copy s start end)`: a new string of S, or a part of it. R7RS 6.7.
    (define string-copy
      (case-lambda
        ((s) (%string-copy s 0 (string-length s)))
        ((s start) (%string-copy s start (string-length s)))
        ((s start end) (%string-copy s start end))))
    ;;> `(string-copy! to at from)`, `(string-copy! to at from start end)`: copies characters into TO at AT.
    ;;> R7RS 6.7.
    (define string-copy!
      (case-lambda
        ((to at from) (%string-copy! to at from 0 (string-length from)))
        ((to at from start) (%string-copy! to at from start (string-length from)))
        ((to at from start end) (%string-copy! to at from start end))))
    ;;> `(string-fill! s char)`, `(string-fill! s char start end)`: sets all characters, or those of a part.
    ;;> R7RS 6.7.
    (define string-fill!
      (case-lambda
        ((s c) (%string-fill! s c 0 (string-length s)))
        ((s c start) (%string-fill! s c start (string-length s)))
        ((s c start end) (%string-fill! s c start end))))
    ;;> `(string->list s)`, `(string->list s start end)`: the list of the characters. R7RS 6.7.
    (define string->list
      (case-lambda
        ((s) (%string->list s 0 (string-length s)))
        ((s start) (%string->list s start (string-length s)))
        ((s start end) (%string->list s start end))))
    ;;> `(string-map f string ...)` is the string of the characters that f returns for those of the strings; it ends
    ;;> with the shortest (R7RS section 6.10).
    (define (string-map f string . more)
      (let ((chars (if (null? more)
                       (map f (string->list string))
                       (apply map f (string->list string) (map string->list more)))))
        (for-each (lambda (c) (if (not (char? c)) (error "string-map: argument 1 must return characters, found" c)))
                  chars)
        (list->string chars)))
    ;;> `(string-for-each f string ...)` calls f with the characters of the strings; it ends with the shortest.
    (define (string-for-each f string . more)
      (if (null? more)
          (let ((n (string-length string)))
            (let loop ((i 0))
              (if (%< i n) (begin (f (string-ref string i)) (loop (%+ i 1))) (void))))
          (apply for-each f (string->list string) (map string->list more))))
    ;;> The number of characters of S for which F holds. SRFI 13.
    (define (string-count s f) (count f (string->list s)))
    ;;> `(string-join strings)`, `(string-join strings separator)`: the strings with SEPARATOR, a blank,
    ;;> between them. SRFI 13.
    (define string-join
      (case-lambda
        ((strings) (string-join strings " "))
        ((strings between)
         (if (null? strings)
             ""
             (%string-concatenate
              (cons (car strings) (append-map (lambda (s) (list between s)) (cdr strings))))))))
    ;;> `(string-split s)`, `(string-split s separator)`: the list of the parts of S between separators.
    (define string-split
      (case-lambda
        ((s) (filter (lambda (part) (not (%string=? part ""))) (%string-split s #\space)))
        ((s separator) (%string-split s (if (string? separator) (string-ref separator 0) separator)))))
    ;;> `(string-search-forward pattern s start)`: where PATTERN begins in S at START or later, or `#f`.
    (define (string-search-forward pattern s start) (%string-search pattern s start))
    ;;> `(string-contains s pattern)`: where PATTERN begins in S, or `#f`. SRFI 13.
    (define (string-contains s pattern) (%string-search pattern s 0))
    ;;> The index of the first character of S for which F holds, or that is F, or `#f`. SRFI 13.
    (define (string-index s f)
      (let ((n (string-length s)) (f (if (char? f) (lambda (c) (char=? c f)) f)))
        (let loop ((i 0)) (cond ((%>= i n) #f) ((f (string-ref s i)) i) (else (loop (%+ i 1)))))))
    ;;> Whether S is empty. SRFI 13.
    (define (string-null? s) (%= (string-length s) 0))
    ;;> A new string of the characters of S in reverse order. SRFI 13.
    (define (string-reverse s) (list->string (reverse (string->list s))))
    ;;> S without the whitespace at both ends.
    (define (string-trim s)
      (let ((trimmed (drop-while char-whitespace? (string->list s))))
        (list->string (reverse (drop-while char-whitespace? (reverse trimmed))))))
    ;;> `(string-pad-left s n)`, `(string-pad-left s n char)`: the last N characters of S, with blanks or CHAR
    ;;> before. SRFI 13.
    (define string-pad-left
      (case-lambda
        ((s n) (string-pad-left s n #\space))
        ((s n c) (let ((have (string-length s)))
                   (if (%>= have n) (%substring s (%- have n) have) (%string-append2 (%make-string (%- n have) c) s))))))
    ;;> `(string-prefix? prefix s)`: whether S begins with PREFIX. SRFI 13.
    (define (string-prefix? p s)
      (and (%<= (string-length p) (string-length s)) (%string=? p (%substring s 0 (string-length p)))))
    ;;> `(string-suffix? suffix s)`: whether S ends with SUFFIX. SRFI 13.
    (define (string-suffix? p s)
      (let ((n (string-length s)) (m (string-length p)))
        (and (%<= m n) (%string=? p (%substring s (%- n m) n)))))
    ;;> `(symbol=? a b c ...)` tells whether all arguments, which are symbols, are the same (R7RS section 6.5).
    (define (symbol=? a b . rest)
      (let loop ((all (cons a (cons b rest))) (n 1) (ok #t))
        (cond ((null? all) ok)
              ((symbol? (car all)) (loop (cdr all) (%+ n 1) (and (eq? a (car all)) ok)))
              (else (wrong (car all) "symbol=?" n "a symbol")))))
    ;;> `(symbol-append symbol ...)`: the symbol of the names one after another.
    (define (symbol-append . symbols) (string->symbol (apply string-append (map symbol->string symbols))))
    ;;> `(gensym)`: a symbol that no other is the same as.
    (define (gensym . ignored) (%gensym))
    ;;> `(generate-uninterned-symbol)`: a symbol that no other is the same as.
    (define (generate-uninterned-symbol . ignored) (%gensym))))
