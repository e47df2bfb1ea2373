; R7RS section 6.1.

;--- eqv
(eqv? 'a 'a) ; => #t
(eqv? 'a 'b) ; => #f
(eqv? 2 2) ; => #t
(eqv? 2 2.0) ; => #f
(eqv? '() '()) ; => #t
(eqv? 100000000000000000000 100000000000000000000) ; => #t
(eqv? 0.0 -0.0) ; => #f
(eqv? 0.0 +nan.0) ; => #f
(eqv? 1/3 (/ 1 3)) ; => #t
(eqv? (cons 1 2) (cons 1 2)) ; => #f
(eqv? (lambda () 1) (lambda () 2)) ; => #f
(let ((p (lambda (x) x))) (eqv? p p)) ; => #t
(eqv? #f 'nil) ; => #f
(eqv? #\a #\a) ; => #t
(let ((x '(a))) (eqv? x x)) ; => #t
(eqv? "" "a") ; => #f
(eqv? (vector 1) (vector 1)) ; => #f

;--- counters
(define (gen-counter) (let ((n 0)) (lambda () (set! n (+ n 1)) n)))
(let ((g (gen-counter))) (eqv? g g)) ; => #t
(eqv? (gen-counter) (gen-counter)) ; => #f
(letrec ((f (lambda () (if (eqv? f g) 'f 'both))) (g (lambda () (if (eqv? f g) 'g 'both)))) (eqv? f g)) ; => #f

;--- eq
(eq? 'a 'a) ; => #t
(eq? (list 'a) (list 'a)) ; => #f
(eq? '() '()) ; => #t
(eq? car car) ; => #t
(let ((x '(a))) (eq? x x)) ; => #t
(let ((x '#())) (eq? x x)) ; => #t
(let ((p (lambda (x) x))) (eq? p p)) ; => #t
(eq? #t #t) ; => #t
(eq? (string->symbol "a b") '|a b|) ; => #t

;--- equal
(equal? 'a 'a) ; => #t
(equal? '(a) '(a)) ; => #t
(equal? '(a (b) c) '(a (b) c)) ; => #t
(equal? "abc" "abc") ; => #t
(equal? "abc" "abd") ; => #f
(equal? 2 2) ; => #t
(equal? 2 2.0) ; => #f
(equal? (make-vector 5 'a) (make-vector 5 'a)) ; => #t
(equal? #u8(1 2) (bytevector 1 2)) ; => #t
(equal? #u8(1 2) #(1 2)) ; => #f
(equal? '#(1 (2 "x")) (vector 1 (list 2 "x"))) ; => #t
(equal? (list 1 2) (vector 1 2)) ; => #f
(equal? +nan.0 +nan.0) ; => #t

;--- equal-of-data-with-labels
(equal? '#1=(a b . #1#) '#2=(a b a b . #2#)) ; => #t
(equal? '#1=(a b . #1#) '#2=(a b a . #2#)) ; => #f
(equal? '#1=#(a #1#) '#2=#(a #(a #2#))) ; => #t

;--- equal-of-cycles
(define (circular . items) (let ((l (list-copy items))) (set-cdr! (list-tail l (- (length l) 1)) l) l))
(equal? (circular 1 2) (circular 1 2 1 2 1 2)) ; => #t
(equal? (circular 1 2 3) (circular 1 2)) ; => #f
(equal? (apply circular (make-list 1009 'x)) (apply circular (make-list 1013 'x))) ; => #t
(equal? (apply circular (make-list 30011 'x)) (apply circular (make-list 30013 'x))) ; => #t
(define (self-vector) (let ((v (vector 1 2 3))) (vector-set! v 1 v) v))
(equal? (self-vector) (self-vector)) ; => #t
(define (knot) (let ((v (make-vector 4))) (vector-fill! v v) v))
(equal? (knot) (knot)) ; => #t

;--- equal-of-shared-structure
(define (tower n) (if (= n 0) '() (let ((t (tower (- n 1)))) (cons t t))))
(equal? (tower 60) (tower 60)) ; => #t
(equal? (tower 60) (tower 61)) ; => #f

;--- equal-of-deep-data
(define (deep n) (let loop ((n n) (l '())) (if (= n 0) l (loop (- n 1) (list l)))))
(equal? (deep 300000) (deep 300000)) ; => #t
(equal? (deep 300000) (deep 300001)) ; => #f

;--- booleans
(list (not 3) (not #f) (not '()) (not (list))) ; => (#f #t #f #f)
(list (boolean? #f) (boolean? 0) (boolean? '())) ; => (#t #f #f)
(boolean=? #t #t) ; => #t
(boolean=? #f #f #f) ; => #t
(boolean=? #f #f #t) ; => #f
(boolean=? #t #f) ; => #f

;--- boolean=?-of-others
(boolean=? #t 1)
; error: boolean=?: argument 2

;--- boolean=?-checks-all
(boolean=? #t #f 'x)
; error: boolean=?: argument 3

;--- symbols
(symbol? 'foo) ; => #t
(symbol? (car '(a b))) ; => #t
(symbol? "bar") ; => #f
(symbol? '()) ; => #f
(symbol=? 'a 'a 'a) ; => #t
(symbol=? 'a 'a 'b) ; => #f
(symbol=? 'a 'b 'b) ; => #f
(symbol->string 'flying-fish) ; => "flying-fish"
(symbol->string 'Martin) ; => "Martin"
(symbol->string (string->symbol "Malvina")) ; => "Malvina"
(eq? 'bitBlt (string->symbol "bitBlt")) ; => #t
(string=? "K. Harper, M.D." (symbol->string (string->symbol "K. Harper, M.D."))) ; => #t
(eq? 'LollyPop (string->symbol (symbol->string 'LollyPop))) ; => #t
'|H\x65;llo| ; => Hello
'|\x3BB;| ; => λ
'|\t\t| ; => |\t\t|
'|two words| ; => |two words|
(string->symbol "") ; => ||
(list '|a| '|a b| '|1| '|+1| '|.| '|..| '|...| '|a\|b| '|#a| '|a#|) ; => (a |a b| |1| |+1| |.| .. ... |a\|b| |#a| a#)
(map string->symbol '("+" "-" "+a" "-." "1+" "-1a" "+i" "-inf.0" "+nan.0x" "a.b" "1e3" "1/2" "'a" "a;b" "a\"b" "A")) ; => (+ - +a -. 1+ -1a |+i| |-inf.0| +nan.0x a.b |1e3| |1/2| |'a| |a;b| |a"b| A)

;--- symbol=?-of-others
(symbol=? 'a "a")
; error: symbol=?: argument 2

;--- fold-case
#!fold-case
(list 'ABC '|ABC| #\A "ABC" #\NEWLINE #T) ; => (abc ABC #\A "ABC" #\newline #t)
#!no-fold-case
'ABC ; => ABC
