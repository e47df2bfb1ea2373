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
    (define-order char=? char->integer %=)
    (define-order char<? char->integer %<)
    (define-order char>? char->integer %>)
    (define-order char<=? char->integer %<=)
    (define-order char>=? char->integer %>=)
    (define (folded c) (char->integer (char-foldcase c)))
    (define-order char-ci=? folded %=)
    (define-order char-ci<? folded %<)
    (define-order char-ci>? folded %>)
    (define-order char-ci<=? folded %<=)
    (define-order char-ci>=? folded %>=)
    (define (same s) s)
    (define (after? a b) (%string<? b a))
    (define (not-after? a b) (not (%string<? b a)))
    (define (not-before? a b) (not (%string<? a b)))
    (define-order string=? same %string=?)
    (define-order string<? same %string<?)
    (define-order string>? same after?)
    (define-order string<=? same not-after?)
    (define-order string>=? same not-before?)
    (define-order string-ci=? string-foldcase %string=?)
    (define-order string-ci<? string-foldcase %string<?)
    (define-order string-ci>? string-foldcase after?)
    (define-order string-ci<=? string-foldcase not-after?)
    (define-order string-ci>=? string-foldcase not-before?)
    (define make-string
      (case-lambda ((n) (%make-string n #\space)) ((n c) (%make-string n c))))
    (define (string . chars) (list->string chars))
    (define substring
      (case-lambda
        ((s start) (%substring s start (string-length s)))
        ((s start end) (%substring s start end))))
    (define string-append
      (case-lambda
        ((a b) (%string-append2 a b))
        (() "")
        ((a) (%string-append2 a ""))
        (all (%string-concatenate all))))
    (define string-copy
      (case-lambda
        ((s) (%substring s 0 (string-length s)))
        ((s start) (%substring s start (string-length s)))
        ((s start end) (%substring s start end))))
    (define string-copy!
      (case-lambda
        ((to at from) (%string-copy! to at from 0 (string-length from)))
        ((to at from start) (%string-copy! to at from start (string-length from)))
        ((to at from start end) (%string-copy! to at from start end))))
    (define string-fill!
      (case-lambda
        ((s c) (%string-fill! s c 0 (string-length s)))
        ((s c start) (%string-fill! s c start (string-length s)))
        ((s c start end) (%string-fill! s c start end))))
    (define string->list
      (case-lambda
        ((s) (%string->list s 0 (string-length s)))
        ((s start) (%string->list s start (string-length s)))
        ((s start end) (%string->list s start end))))
    (define (string-map f . strings) (list->string (apply map f (map string->list strings))))
    (define (string-for-each f . strings) (apply for-each f (map string->list strings)))
    (define (string-count s f) (count f (string->list s)))
    (define string-join
      (case-lambda
        ((strings) (string-join strings " "))
        ((strings between)
         (if (null? strings)
             ""
             (%string-concatenate
              (cons (car strings) (append-map (lambda (s) (list between s)) (cdr strings))))))))
    (define string-split
      (case-lambda
        ((s) (filter (lambda (part) (not (%string=? part ""))) (%string-split s #\space)))
        ((s separator) (%string-split s (if (string? separator) (string-ref separator 0) separator)))))
    (define (string-search-forward pattern s start) (%string-search pattern s start))
    (define (string-contains s pattern) (%string-search pattern s 0))
    (define (string-index s f)
      (let ((n (string-length s)) (f (if (char? f) (lambda (c) (char=? c f)) f)))
        (let loop ((i 0)) (cond ((%>= i n) #f) ((f (string-ref s i)) i) (else (loop (%+ i 1)))))))
    (define (string-null? s) (%= (string-length s) 0))
    (define (string-reverse s) (list->string (reverse (string->list s))))
    (define (string-trim s)
      (let ((trimmed (drop-while char-whitespace? (string->list s))))
        (list->string (reverse (drop-while char-whitespace? (reverse trimmed))))))
    (define string-pad-left
      (case-lambda
        ((s n) (string-pad-left s n #\space))
        ((s n c) (let ((have (string-length s)))
                   (if (%>= have n) (%substring s (%- have n) have) (%string-append2 (%make-string (%- n have) c) s))))))
    (define (string-prefix? p s)
      (and (%<= (string-length p) (string-length s)) (%string=? p (%substring s 0 (string-length p)))))
    (define (string-suffix? p s)
      (let ((n (string-length s)) (m (string-length p)))
        (and (%<= m n) (%string=? p (%substring s (%- n m) n)))))
    (define (symbol=? a b . rest)
      (let loop ((ok (eq? a b)) (rest rest)) (if (null? rest) ok (loop (and ok (eq? a (car rest))) (cdr rest)))))
    (define (symbol-append . symbols) (string->symbol (apply string-append (map symbol->string symbols))))
    (define (gensym . ignored) (%gensym))
    (define (generate-uninterned-symbol . ignored) (%gensym))))
