; R7RS section 5.2, 5.6 and appendix A.

;--- scheme-base
(import (only (scheme base)
        * + - ... / < <= = => > >= _ abs and append apply assoc assq assv begin binary-port? boolean=?
        boolean? bytevector bytevector-append bytevector-copy bytevector-copy! bytevector-length
        bytevector-u8-ref bytevector-u8-set! bytevector? caar cadr call-with-current-continuation
        call-with-port call-with-values call/cc car case cdar cddr cdr ceiling char->integer char-ready?
        char<=? char<? char=? char>=? char>? char? close-input-port close-output-port close-port complex?
        cond cond-expand cons current-error-port current-input-port current-output-port define
        define-record-type define-syntax define-values denominator do dynamic-wind else eof-object
        eof-object? eq? equal? eqv? error error-object-irritants error-object-message error-object? even?
        exact exact-integer-sqrt exact-integer? exact? expt features file-error? floor floor-quotient
        floor-remainder floor/ flush-output-port for-each gcd get-output-bytevector get-output-string
        guard if include include-ci inexact inexact? input-port-open? input-port? integer->char integer?
        lambda lcm length let let* let*-values let-syntax let-values letrec letrec* letrec-syntax list
        list->string list->vector list-copy list-ref list-set! list-tail list? make-bytevector make-list
        make-parameter make-string make-vector map max member memq memv min modulo negative? newline not
        null? number->string number? numerator odd? open-input-bytevector open-input-string
        open-output-bytevector open-output-string or output-port-open? output-port? pair? parameterize
        peek-char peek-u8 positive? procedure? quasiquote quote quotient raise raise-continuable rational?
        rationalize read-bytevector read-bytevector! read-char read-error? read-line read-string read-u8
        real? remainder reverse round set! set-car! set-cdr! square string string->list string->number
        string->symbol string->utf8 string->vector string-append string-copy string-copy! string-fill!
        string-for-each string-length string-map string-ref string-set! string<=? string<? string=?
        string>=? string>? string? substring symbol->string symbol=? symbol? syntax-error syntax-rules
        textual-port? truncate truncate-quotient truncate-remainder truncate/ u8-ready? unless unquote
        unquote-splicing utf8->string values vector vector->list vector->string vector-append vector-copy
        vector-copy! vector-fill! vector-for-each vector-length vector-map vector-ref vector-set! vector?
        when with-exception-handler write-bytevector write-char write-string write-u8 zero?))
(import (prefix (only (scheme base) list quote procedure? if null? cdr car let not) b:))
(b:let loop ((all (b:list * + - / < <= = > >= abs append apply assoc assq assv binary-port? boolean=? boolean? bytevector
        bytevector-append bytevector-copy bytevector-copy! bytevector-length bytevector-u8-ref
        bytevector-u8-set! bytevector? caar cadr call-with-current-continuation call-with-port
        call-with-values call/cc car cdar cddr cdr ceiling char->integer char-ready? char<=? char<? char=?
        char>=? char>? char? close-input-port close-output-port close-port complex? cons
        current-error-port current-input-port current-output-port denominator dynamic-wind eof-object
        eof-object? eq? equal? eqv? error error-object-irritants error-object-message error-object? even?
        exact exact-integer-sqrt exact-integer? exact? expt features file-error? floor floor-quotient
        floor-remainder floor/ flush-output-port for-each gcd get-output-bytevector get-output-string
        inexact inexact? input-port-open? input-port? integer->char integer? lcm length list list->string
        list->vector list-copy list-ref list-set! list-tail list? make-bytevector make-list make-parameter
        make-string make-vector map max member memq memv min modulo negative? newline not null?
        number->string number? numerator odd? open-input-bytevector open-input-string
        open-output-bytevector open-output-string output-port-open? output-port? pair? peek-char peek-u8
        positive? procedure? quotient raise raise-continuable rational? rationalize read-bytevector
        read-bytevector! read-char read-error? read-line read-string read-u8 real? remainder reverse round
        set-car! set-cdr! square string string->list string->number string->symbol string->utf8
        string->vector string-append string-copy string-copy! string-fill! string-for-each string-length
        string-map string-ref string-set! string<=? string<? string=? string>=? string>? string? substring
        symbol->string symbol=? symbol? textual-port? truncate truncate-quotient truncate-remainder
        truncate/ u8-ready? utf8->string values vector vector->list vector->string vector-append
        vector-copy vector-copy! vector-fill! vector-for-each vector-length vector-map vector-ref
        vector-set! vector? with-exception-handler write-bytevector write-char write-string write-u8 zero?)))
  (b:if (b:null? all) (b:quote complete) (b:if (b:procedure? (b:car all)) (loop (b:cdr all)) (b:car all)))) ; => complete

;--- scheme-case-lambda
(import (only (scheme case-lambda)
        case-lambda))
(import (prefix (only (scheme base) list quote procedure? if null? cdr car let not) b:))
(b:quote complete) ; => complete

;--- scheme-char
(import (only (scheme char)
        char-alphabetic? char-ci<=? char-ci<? char-ci=? char-ci>=? char-ci>? char-downcase char-foldcase
        char-lower-case? char-numeric? char-upcase char-upper-case? char-whitespace? digit-value
        string-ci<=? string-ci<? string-ci=? string-ci>=? string-ci>? string-downcase string-foldcase
        string-upcase))
(import (prefix (only (scheme base) list quote procedure? if null? cdr car let not) b:))
(b:let loop ((all (b:list char-alphabetic? char-ci<=? char-ci<? char-ci=? char-ci>=? char-ci>? char-downcase char-foldcase
        char-lower-case? char-numeric? char-upcase char-upper-case? char-whitespace? digit-value
        string-ci<=? string-ci<? string-ci=? string-ci>=? string-ci>? string-downcase string-foldcase
        string-upcase)))
  (b:if (b:null? all) (b:quote complete) (b:if (b:procedure? (b:car all)) (loop (b:cdr all)) (b:car all)))) ; => complete

;--- scheme-cxr
(import (only (scheme cxr)
        caaar caadr cadar caddr cdaar cdadr cddar cdddr caaaar caaadr caadar caaddr cadaar cadadr caddar
        cadddr cdaaar cdaadr cdadar cdaddr cddaar cddadr cdddar cddddr))
(import (prefix (only (scheme base) list quote procedure? if null? cdr car let not) b:))
(b:let loop ((all (b:list caaar caadr cadar caddr cdaar cdadr cddar cdddr caaaar caaadr caadar caaddr cadaar cadadr caddar
        cadddr cdaaar cdaadr cdadar cdaddr cddaar cddadr cdddar cddddr)))
  (b:if (b:null? all) (b:quote complete) (b:if (b:procedure? (b:car all)) (loop (b:cdr all)) (b:car all)))) ; => complete

;--- scheme-file
(import (only (scheme file)
        call-with-input-file call-with-output-file delete-file file-exists? open-binary-input-file
        open-binary-output-file open-input-file open-output-file with-input-from-file with-output-to-file))
(import (prefix (only (scheme base) list quote procedure? if null? cdr car let not) b:))
(b:let loop ((all (b:list call-with-input-file call-with-output-file delete-file file-exists? open-binary-input-file
        open-binary-output-file open-input-file open-output-file with-input-from-file with-output-to-file)))
  (b:if (b:null? all) (b:quote complete) (b:if (b:procedure? (b:car all)) (loop (b:cdr all)) (b:car all)))) ; => complete

;--- scheme-inexact
(import (only (scheme inexact)
        acos asin atan cos exp finite? infinite? log nan? sin sqrt tan))
(import (prefix (only (scheme base) list quote procedure? if null? cdr car let not) b:))
(b:let loop ((all (b:list acos asin atan cos exp finite? infinite? log nan? sin sqrt tan)))
  (b:if (b:null? all) (b:quote complete) (b:if (b:procedure? (b:car all)) (loop (b:cdr all)) (b:car all)))) ; => complete

;--- scheme-lazy
(import (only (scheme lazy)
        delay delay-force force make-promise promise?))
(import (prefix (only (scheme base) list quote procedure? if null? cdr car let not) b:))
(b:let loop ((all (b:list force make-promise promise?)))
  (b:if (b:null? all) (b:quote complete) (b:if (b:procedure? (b:car all)) (loop (b:cdr all)) (b:car all)))) ; => complete

;--- scheme-process-context
(import (only (scheme process-context)
        command-line emergency-exit exit get-environment-variable get-environment-variables))
(import (prefix (only (scheme base) list quote procedure? if null? cdr car let not) b:))
(b:let loop ((all (b:list command-line emergency-exit exit get-environment-variable get-environment-variables)))
  (b:if (b:null? all) (b:quote complete) (b:if (b:procedure? (b:car all)) (loop (b:cdr all)) (b:car all)))) ; => complete

;--- scheme-read
(import (only (scheme read)
        read))
(import (prefix (only (scheme base) list quote procedure? if null? cdr car let not) b:))
(b:let loop ((all (b:list read)))
  (b:if (b:null? all) (b:quote complete) (b:if (b:procedure? (b:car all)) (loop (b:cdr all)) (b:car all)))) ; => complete

;--- scheme-time
(import (only (scheme time)
        current-jiffy current-second jiffies-per-second))
(import (prefix (only (scheme base) list quote procedure? if null? cdr car let not) b:))
(b:let loop ((all (b:list current-jiffy current-second jiffies-per-second)))
  (b:if (b:null? all) (b:quote complete) (b:if (b:procedure? (b:car all)) (loop (b:cdr all)) (b:car all)))) ; => complete

;--- scheme-write
(import (only (scheme write)
        display write write-shared write-simple))
(import (prefix (only (scheme base) list quote procedure? if null? cdr car let not) b:))
(b:let loop ((all (b:list display write write-shared write-simple)))
  (b:if (b:null? all) (b:quote complete) (b:if (b:procedure? (b:car all)) (loop (b:cdr all)) (b:car all)))) ; => complete

;--- scheme-complex
(import (only (scheme complex)
        angle imag-part magnitude make-polar make-rectangular real-part))
(import (prefix (only (scheme base) list quote procedure? if null? cdr car let not) b:))
(b:let loop ((all (b:list angle imag-part magnitude make-polar make-rectangular real-part)))
  (b:if (b:null? all) (b:quote complete) (b:if (b:procedure? (b:car all)) (loop (b:cdr all)) (b:car all)))) ; => complete

;--- scheme-r5rs
(import (only (scheme r5rs)
        * + - ... / < <= = => > >= _ abs acos and angle append apply asin assoc assq assv atan begin
        boolean? caaaar caaadr caaar caadar caaddr caadr caar cadaar cadadr cadar caddar cadddr caddr cadr
        call-with-current-continuation call-with-input-file call-with-output-file call-with-values car
        case cdaaar cdaadr cdaar cdadar cdaddr cdadr cdar cddaar cddadr cddar cdddar cddddr cdddr cddr cdr
        ceiling char->integer char-alphabetic? char-ci<=? char-ci<? char-ci=? char-ci>=? char-ci>?
        char-downcase char-lower-case? char-numeric? char-ready? char-upcase char-upper-case?
        char-whitespace? char<=? char<? char=? char>=? char>? char? close-input-port close-output-port
        complex? cond cons cos current-input-port current-output-port define define-syntax delay
        denominator display do dynamic-wind else eof-object? eq? equal? eqv? eval even? exact->inexact
        exact? exp expt floor for-each force gcd if imag-part inexact->exact inexact? input-port?
        integer->char integer? interaction-environment lambda lcm length let let* let-syntax letrec
        letrec-syntax list list->string list->vector list-ref list-tail list? load log magnitude
        make-polar make-rectangular make-string make-vector map max member memq memv min modulo negative?
        newline not null-environment null? number->string number? numerator odd? open-input-file
        open-output-file or output-port? pair? peek-char positive? procedure? quasiquote quote quotient
        rational? rationalize read read-char real-part real? remainder reverse round
        scheme-report-environment set! set-car! set-cdr! sin sqrt string string->list string->number
        string->symbol string-append string-ci<=? string-ci<? string-ci=? string-ci>=? string-ci>?
        string-copy string-fill! string-length string-ref string-set! string<=? string<? string=?
        string>=? string>? string? substring symbol->string symbol? syntax-rules tan truncate unquote
        unquote-splicing values vector vector->list vector-fill! vector-length vector-ref vector-set!
        vector? with-input-from-file with-output-to-file write write-char zero?))
(import (prefix (only (scheme base) list quote procedure? if null? cdr car let not) b:))
(b:let loop ((all (b:list * + - / < <= = > >= abs acos angle append apply asin assoc assq assv atan boolean? caaaar caaadr
        caaar caadar caaddr caadr caar cadaar cadadr cadar caddar cadddr caddr cadr
        call-with-current-continuation call-with-input-file call-with-output-file call-with-values car
        cdaaar cdaadr cdaar cdadar cdaddr cdadr cdar cddaar cddadr cddar cdddar cddddr cdddr cddr cdr
        ceiling char->integer char-alphabetic? char-ci<=? char-ci<? char-ci=? char-ci>=? char-ci>?
        char-downcase char-lower-case? char-numeric? char-ready? char-upcase char-upper-case?
        char-whitespace? char<=? char<? char=? char>=? char>? char? close-input-port close-output-port
        complex? cons cos current-input-port current-output-port denominator display dynamic-wind
        eof-object? eq? equal? eqv? eval even? exact->inexact exact? exp expt floor for-each force gcd
        imag-part inexact->exact inexact? input-port? integer->char integer? interaction-environment lcm
        length list list->string list->vector list-ref list-tail list? load log magnitude make-polar
        make-rectangular make-string make-vector map max member memq memv min modulo negative? newline not
        null-environment null? number->string number? numerator odd? open-input-file open-output-file
        output-port? pair? peek-char positive? procedure? quotient rational? rationalize read read-char
        real-part real? remainder reverse round scheme-report-environment set-car! set-cdr! sin sqrt
        string string->list string->number string->symbol string-append string-ci<=? string-ci<?
        string-ci=? string-ci>=? string-ci>? string-copy string-fill! string-length string-ref string-set!
        string<=? string<? string=? string>=? string>? string? substring symbol->string symbol? tan
        truncate values vector vector->list vector-fill! vector-length vector-ref vector-set! vector?
        with-input-from-file with-output-to-file write write-char zero?)))
  (b:if (b:null? all) (b:quote complete) (b:if (b:procedure? (b:car all)) (loop (b:cdr all)) (b:car all)))) ; => complete

;--- scheme-eval
(import (only (scheme eval)
        environment eval))
(import (prefix (only (scheme base) list quote procedure? if null? cdr car let not) b:))
(b:let loop ((all (b:list environment eval)))
  (b:if (b:null? all) (b:quote complete) (b:if (b:procedure? (b:car all)) (loop (b:cdr all)) (b:car all)))) ; => complete

;--- scheme-load
(import (only (scheme load)
        load))
(import (prefix (only (scheme base) list quote procedure? if null? cdr car let not) b:))
(b:let loop ((all (b:list load)))
  (b:if (b:null? all) (b:quote complete) (b:if (b:procedure? (b:car all)) (loop (b:cdr all)) (b:car all)))) ; => complete

;--- scheme-repl
(import (only (scheme repl)
        interaction-environment))
(import (prefix (only (scheme base) list quote procedure? if null? cdr car let not) b:))
(b:let loop ((all (b:list interaction-environment)))
  (b:if (b:null? all) (b:quote complete) (b:if (b:procedure? (b:car all)) (loop (b:cdr all)) (b:car all)))) ; => complete

;--- library-forms
(define-library (example grid)
  (export make rows (rename grid-cols columns))
  (import (scheme base))
  (cond-expand (r7rs (begin (define kind 'r7rs))) (else (begin (define kind 'other))))
  (begin
    (define-record-type <grid> (make rows cols) grid? (rows rows) (cols grid-cols))))
(import (scheme base) (prefix (example grid) g:))
(g:columns (g:make 3 4)) ; => 4
(g:rows (g:make 3 4)) ; => 3

;--- import-the-same-twice
(import (scheme base) (scheme base) (only (scheme base) car) (scheme r5rs))
(car '(1)) ; => 1

;--- import-of-two-meanings
(define-library (one) (export f) (import (scheme base)) (begin (define (f) 1)))
(define-library (two) (export f) (import (scheme base)) (begin (define (f) 2)))
(import (scheme base) (one) (two))
;                           ^^^^^ error[ambiguous-import]: `f` is imported with two different meanings
(f)

;--- import-of-two-meanings-renamed
(define-library (one) (export f) (import (scheme base)) (begin (define (f) 1)))
(define-library (two) (export f) (import (scheme base)) (begin (define (f) 2)))
(import (scheme base) (one) (rename (two) (f g)))
(list (f) (g)) ; => (1 2)

;--- a-library-body-runs-once
(define-library (once) (export n) (import (scheme base) (scheme write)) (begin (define n 1) (display "body ")))
(import (scheme base) (once) (only (once) n) (prefix (once) o:))
(+ n o:n)
; prints: body

;--- an-imported-name-may-be-defined-anew
(import (except (scheme base) list))
(define (list . items) (vector 'mine items))
(list 1 2) ; => #(mine (1 2))

;--- include-library-declarations
(define-library (parts) (include-library-declarations "parts.scm"))
(import (scheme base) (parts))
(both 1) ; => (1 1)
;-- file parts.scm
(export both)
(import (scheme base))
(begin (define (both x) (list x x)))

;--- include-in-a-library
(define-library (parts) (export a b) (import (scheme base)) (include "a.scm") (include-ci "b.scm"))
(import (scheme base) (parts))
(list a b) ; => (1 2)
;-- file a.scm
(define a 1)
;-- file b.scm
(DEFINE B 2)

;--- include-of-itself
(import (scheme base))
(include "self.scm")
;-- file self.scm
(define x 1)
(include "self.scm")
;        ^^^^^^^^^^ error[unknown-file]: a program includes at most 1000 files; does "self.scm" include itself?


;--- names-of-fluxion-base-give-way
(define-library (mine) (export sum product) (import (scheme base)) (begin (define (sum l) 'mine) (define (product l) 'mine)))
(import (mine) (except (fluxion base) product))
(list (sum '(1 2)) (product '(1 2)) (iota 2)) ; => (mine mine (0 1))
