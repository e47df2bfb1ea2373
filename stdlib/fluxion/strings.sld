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
    (define-syntax define-order
      (syntax-rules ()
        ((_ name key op)
         (define name
           (case-lambda
             ((a b) (op (key a) (key b)))
             ((a) (begin (key a) #t))
             ((a b . rest) (let loop ((a b) (rest rest) (ok (name a b)))
                             (if (null? rest) ok (loop (car rest) (cdr rest) (and (name a (car rest)) ok))))))))))
    ;;> `(char=? a b ...)`: whether the characters are the same, by code point. R7RS 6.6.
    (define-order char=? char->integer %=)
    ;;> `(char<? a b ...)`: whether the characters increase, by code point. R7RS 6.6.
    (define-order char<? char->integer %<)
    ;;> `(char>? a b ...)`: whether the characters decrease, by code point. R7RS 6.6.
    (define-order char>? char->integer %>)
    ;;> `(char<=? a b ...)`: whether the characters never decrease, by code point. R7RS 6.6.
    (define-order char<=? char->integer %<=)
    ;;> `(char>=? a b ...)`: whether the characters never increase, by code point. R7RS 6.6.
    (define-order char>=? char->integer %>=)
    (define (folded c) (char->integer (char-foldcase c)))
    ;;> `(char-ci=? a b ...)`: whether the characters are the same, if case is ignored. R7RS 6.6.
    (define-order char-ci=? folded %=)
    ;;> `(char-ci<? a b ...)`: whether the characters increase, if case is ignored. R7RS 6.6.
    (define-order char-ci<? folded %<)
    ;;> `(char-ci>? a b ...)`: whether the characters decrease, if case is ignored. R7RS 6.6.
    (define-order char-ci>? folded %>)
    ;;> `(char-ci<=? a b ...)`: whether the characters never decrease, if case is ignored. R7RS 6.6.
    (define-order char-ci<=? folded %<=)
    ;;> `(char-ci>=? a b ...)`: whether the characters never increase, if case is ignored. R7RS 6.6.
    (define-order char-ci>=? folded %>=)
    (define (same s) s)
    (define (after? a b) (%string<? b a))
    (define (not-after? a b) (not (%string<? b a)))
    (define (not-before? a b) (not (%string<? a b)))
    ;;> `(string=? a b ...)`: whether the strings are the same, by code points. R7RS 6.7.
    (define-order string=? same %string=?)
    ;;> `(string<? a b ...)`: whether the strings increase, by code points. R7RS 6.7.
    (define-order string<? same %string<?)
    ;;> `(string>? a b ...)`: whether the strings decrease, by code points. R7RS 6.7.
    (define-order string>? same after?)
    ;;> `(string<=? a b ...)`: whether the strings never decrease, by code points. R7RS 6.7.
    (define-order string<=? same not-after?)
    ;;> `(string>=? a b ...)`: whether the strings never increase, by code points. R7RS 6.7.
    (define-order string>=? same not-before?)
    ;;> `(string-ci=? a b ...)`: whether the strings are the same, if case is ignored. R7RS 6.7.
    (define-order string-ci=? string-foldcase %string=?)
    ;;> `(string-ci<? a b ...)`: whether the strings increase, if case is ignored. R7RS 6.7.
    (define-order string-ci<? string-foldcase %string<?)
    ;;> `(string-ci>? a b ...)`: whether the strings decrease, if case is ignored. R7RS 6.7.
    (define-order string-ci>? string-foldcase after?)
    ;;> `(string-ci<=? a b ...)`: whether the strings never decrease, if case is ignored. R7RS 6.7.
    (define-order string-ci<=? string-foldcase not-after?)
    ;;> `(string-ci>=? a b ...)`: whether the strings never increase, if case is ignored. R7RS 6.7.
    (define-order string-ci>=? string-foldcase not-before?)
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
        ((s) (%substring s 0 (string-length s)))
        ((s start) (%substring s start (string-length s)))
        ((s start end) (%substring s start end))))
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
    ;;> `(string-map f s ...)`: the string of what F returns for the characters; the shortest string counts.
    ;;> R7RS 6.10.
    (define (string-map f . strings) (list->string (apply map f (map string->list strings))))
    ;;> `(string-for-each f s ...)`: calls F for the characters in order; the shortest string counts. R7RS
    ;;> 6.10.
    (define (string-for-each f . strings) (apply for-each f (map string->list strings)))
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
    ;;> `(symbol=? a b ...)`: whether all symbols are the same. R7RS 6.5.
    (define (symbol=? a b . rest)
      (let loop ((ok (eq? a b)) (rest rest)) (if (null? rest) ok (loop (and ok (eq? a (car rest))) (cdr rest)))))
    ;;> `(symbol-append symbol ...)`: the symbol of the names one after another.
    (define (symbol-append . symbols) (string->symbol (apply string-append (map symbol->string symbols))))
    ;;> `(gensym)`: a symbol that no other is the same as.
    (define (gensym . ignored) (%gensym))
    ;;> `(generate-uninterned-symbol)`: a symbol that no other is the same as.
    (define (generate-uninterned-symbol . ignored) (%gensym))))
