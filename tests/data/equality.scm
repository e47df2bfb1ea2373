; eq?, eqv?, equal?.

;--- eq
(list (eq? 'a 'a) (eq? '() '()) (eq? #t #t) (eq? 2 2) (eq? #\a #\a) (eq? car car)) ; => (#t #t #t #t #t #t)
(list (eq? (list 1) (list 1)) (eq? (vector) (vector 1)) (eq? "a" "b")) ; => (#f #f #f)

;--- eqv
(list (eqv? 2 2) (eqv? 2 2.0) (eqv? 1/2 1/2) (eqv? 1e300 1e300) (eqv? +nan.0 +nan.0)) ; => (#t #f #t #t #t)
(list (eqv? "ab" "ab") (eqv? 'a 'b) (eqv? #f '())) ; => (#f #f #f)
(let ((p (lambda (x) x))) (eqv? p p)) ; => #t
(eqv? (expt 2 200) (expt 2 200)) ; => #t

;--- equal
(list (equal? '(1 (2 #(3))) '(1 (2 #(3)))) (equal? "ab" "ab") (equal? 2 2.0) (equal? #u8(1) #u8(1))) ; => (#t #t #f #t)
(equal? (make-vector 5 'a) (make-vector 5 'a)) ; => #t
(equal? '(1 . 2) '(1 . 3)) ; => #f

;--- equal-of-deep-lists
(define (deep n) (let loop ((i 0) (l '())) (if (= i n) l (loop (+ i 1) (list l)))))
(equal? (deep 200000) (deep 200000)) ; => #t

;--- equal-of-long-lists
(equal? (iota 200000) (iota 200000)) ; => #t

;--- equal-of-cycles
(define (cycle) (let ((l (list 1 2 3))) (set-cdr! (cddr l) l) l))
(equal? (cycle) (cycle)) ; => #t

;--- write-of-a-cycle
(define l (list 1 2))
(set-cdr! (cdr l) l)
(write l)
; prints: #0=(1 2 . #0#)

;--- write-of-a-deep-list
(define (deep n) (let loop ((i 0) (l '())) (if (= i n) l (loop (+ i 1) (list l)))))
(define port (open-output-string))
(write (deep 100000) port)
(string-length (get-output-string port)) ; => 200002
