; What `write` writes `read` reads back: random data, and structure that is shared and cyclic.

;--- random-data
(define state 20261121)
(define (random n)
  (set! state (modulo (+ (* state 1103515245) 12345) 2147483648))
  (modulo (quotient state 256) n))
(define (pick . choices) (list-ref choices (random (length choices))))
(define (random-char)
  (pick (integer->char (random 128)) (integer->char (+ 32 (random 95))) (integer->char (+ 160 (random 5000)))
        (integer->char (+ #x1F300 (random 500))) #\" #\\ #\| #\newline #\x0 #\x7f #\xA0 #\xFEFF #\#))
(define (random-string n) (let loop ((n n) (l '())) (if (= n 0) (list->string l) (loop (- n 1) (cons (random-char) l)))))
(define (random-name)
  (pick (string-append (pick "+" "-" "." "1" "#" "'" "" "a" "+i" "1e" "-inf.0" "|") (random-string (random 4)))
        (pick "quote" "unquote" "A" "a b" "" "." ".." "+.a" "-1x" "@" "a.b" "#t" "#0#" "1+" "\\" "x|y" "é" "λ")))
(define (random-number)
  (pick (- (random 2000) 1000) (/ (- (random 2000) 1000) (+ 1 (random 99))) (expt (- (random 2000) 1000) (random 30))
        (* (- (random 2000) 1000) (expt 10. (- (random 600) 300))) +inf.0 -inf.0 0.0 -0.0 +nan.0
        (inexact (/ (random 10000000) (+ 1 (random 1000000))))))
(define (items depth) (let loop ((n (random 5)) (l '())) (if (= n 0) l (loop (- n 1) (cons (random-datum (- depth 1)) l)))))
(define (random-datum depth)
  (case (random (if (= depth 0) 8 13))
    ((0 1) (random-number))
    ((2) (string->symbol (random-name)))
    ((3) (random-string (random 8)))
    ((4) (random-char))
    ((5) (pick #t #f '()))
    ((6) (let ((b (make-bytevector (random 4)))) (do ((i 0 (+ i 1))) ((= i (bytevector-length b)) b) (bytevector-u8-set! b i (random 256)))))
    ((7) (list (pick 'quote 'quasiquote 'unquote 'unquote-splicing) (string->symbol (random-name))))
    ((8 9 10) (items depth))
    ((11) (list->vector (items depth)))
    (else (cons (random-datum (- depth 1)) (random-datum (- depth 1))))))
(define (text-of f x) (call-with-output-string (lambda (p) (f x p))))
(define (comes-back? f x)
  (let ((p (open-input-string (string-append (text-of f x) " after"))))
    (and (equal? (read p) x) (eq? (read p) 'after) (eof-object? (read p)))))
(let loop ((n 0))
  (if (= n 2000)
      'all
      (let ((x (random-datum 4)))
        (if (and (comes-back? write x) (comes-back? write-shared x) (comes-back? write-simple x)) (loop (+ n 1)) (text-of write x))))) ; => all

;--- random-graphs
(define state 7)
(define (random n)
  (set! state (modulo (+ (* state 1103515245) 12345) 2147483648))
  (modulo (quotient state 256) n))
(define (graph n)
  (let ((nodes (list->vector (let loop ((i 0) (l '())) (if (= i n) l (loop (+ i 1) (cons (if (even? i) (cons i i) (vector i i i)) l)))))))
    (define (any) (if (= 0 (random 4)) (random 100) (vector-ref nodes (random n))))
    (vector-for-each
     (lambda (node) (if (pair? node) (begin (set-car! node (any)) (set-cdr! node (any))) (begin (vector-set! node 0 (any)) (vector-set! node 2 (any)))))
     nodes)
    (vector-ref nodes 0)))
(define (text-of f x) (call-with-output-string (lambda (p) (f x p))))
(let loop ((i 0))
  (if (= i 300)
      'all
      (let* ((x (graph (+ 1 (random 12)))) (text (text-of write-shared x)) (y (read (open-input-string text))))
        (if (and (equal? x y) (equal? text (text-of write-shared y))) (loop (+ i 1)) text)))) ; => all

;--- random-text-is-read-or-an-error
(define state 99)
(define (random n)
  (set! state (modulo (+ (* state 1103515245) 12345) 2147483648))
  (modulo (quotient state 256) n))
(define pieces #("(" ")" "[" "]" "#(" "#u8(" "'" "`" "," ",@" "." " " "a" "1" "\"" "|" "#|" "|#" "#;" ";x\n" "#0=" "#0#" "#1#" "#1=" "#\\" "\\" "x41;" "#t" "#!fold-case" "1/2" "-" "\n"))
(define (text n) (if (= n 0) "" (string-append (vector-ref pieces (random (vector-length pieces))) (text (- n 1)))))
(let loop ((i 0))
  (if (= i 3000)
      'all
      (let ((p (open-input-string (text (random 15)))))
        (let read-all ((n 0))
          (let ((x (guard (e ((read-error? e) 'error)) (read p))))
            (cond ((eof-object? x) (loop (+ i 1)))
                  ((> n 40) (list 'no-end n))
                  (else (read-all (+ n 1))))))))) ; => all
