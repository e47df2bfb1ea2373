; Lazy sequences: what is computed and when, long chains, lists as sequences, wrong arguments.

;--- nothing-is-computed-before-it-is-asked-for
(define seen '())
(define (note x) (set! seen (cons x seen)) x)
(define s (lazy-map note (lazy-range 1 100)))
seen ; => ()
(lazy-car (lazy-cdr s)) ; => 2
seen ; => (2 1)
(lazy->list s 3) ; => (1 2 3)
seen ; => (3 2 1)

;--- take-asks-for-no-more-than-it-gives
(define (endless n) (lazy-cons n (if (= n 3) (error "too far") (endless (+ n 1)))))
(lazy->list (lazy-take 3 (endless 1))) ; => (1 2 3)
(lazy->list (lazy-take-while (lambda (n) (< n 3)) (endless 1))) ; => (1 2)

;--- a-body-runs-once
(define count 0)
(define s (lazy-seq (set! count (+ count 1)) '(a b)))
(list (lazy->list s) (lazy->list s) count) ; => ((a b) (a b) 1)
(lazy-realized? s) ; => #t

;--- fibonacci
(define fibonacci (lazy-cons 0 (lazy-cons 1 (lazy-map + fibonacci (lazy-cdr fibonacci)))))
(lazy-ref fibonacci 80) ; => 23416728348467685

;--- primes
(define (sieve s)
  (let ((p (lazy-car s)))
    (lazy-cons p (sieve (lazy-filter (lambda (n) (not (= 0 (remainder n p)))) (lazy-cdr s))))))
(lazy->list (lazy-take 10 (sieve (lazy-range 2 #f)))) ; => (2 3 5 7 11 13 17 19 23 29)

;--- a-million-through-a-chain
(lazy-fold + 0 (lazy-take 250000 (lazy-filter even? (lazy-map 1+ (lazy-drop 500000 (lazy-range)))))) ; => 187500250000
(lazy-car (lazy-filter (lambda (n) (> n 1000000)) (lazy-range))) ; => 1000001
(lazy-car (lazy-drop-while (lambda (n) (< n 1000000)) (lazy-range))) ; => 1000000
(lazy-car (lazy-drop 1000000 (lazy-iterate 1+ 0))) ; => 1000000

;--- a-chain-of-bodies-is-a-loop
(define (loop n) (lazy-seq (if (= n 0) '(done) (loop (- n 1)))))
(lazy->list (loop 1000000)) ; => (done)

;--- empty-ones
(lazy->list (lazy-append)) ; => ()
(lazy->list (lazy-append '() (lazy-range 0) '(1) '())) ; => (1)
(lazy->list (lazy-cycle '())) ; => ()
(lazy->list (lazy-zip)) ; => ()
(lazy->list (lazy-map 1+ '())) ; => ()
(lazy->list (lazy-flat-map (lambda (x) '()) (lazy-range 10))) ; => ()
(lazy-fold + 0 '()) ; => 0
(lazy-find even? '()) ; => #f

;--- ranges
(lazy->list (lazy-range 3 3)) ; => ()
(lazy->list (lazy-range 0 1 0.25)) ; => (0 0.25 0.5 0.75)
(lazy->list (lazy-range 1 #f 1/2) 3) ; => (1 3/2 2)
(lazy->list (lazy-take (lazy-range) 2)) ; => (0 1)
(lazy-ref 2 '(a b c)) ; => c

;--- a-sequence-that-needs-itself
(define s (lazy-seq (lazy-cons 1 (lazy-map 1+ s))))
(lazy->list s 4) ; => (1 2 3 4)

;--- an-error-is-tried-again
(define ready #f)
(define s (lazy-seq (if ready '(1) (error "not yet"))))
(guard (e (#t (error-object-message e))) (lazy-car s)) ; => "not yet"
(set! ready #t)
(lazy-car s) ; => 1

;--- printed-form
(lazy-cons 1 '()) ; => #<lazy-seq>
(lazy-seq? (lazy-seq '())) ; => #t
(lazy-seq? '()) ; => #f

;--- bad-sequence
(lazy-car (lazy-map 1+ 5))
; error: lazy-map: argument 2 must be a lazy sequence or a list, found 5

;--- bad-procedure
(lazy-map 5 '(1))
; error: lazy-map: argument 1 must be a procedure, found 5

;--- bad-body
(lazy-car (lazy-seq 5))
; error: lazy-seq: the body must return a lazy sequence or a list, found 5

;--- bad-car
(lazy-car (lazy-range 0))
; error: lazy-car: the sequence is empty

;--- bad-index
(lazy-ref (lazy-range 3) 3)
; error: lazy-ref: the sequence has no element with this index 3

;--- bad-count
(lazy-take -1 (lazy-range))
; error: lazy-take: argument 1 must be an exact integer that is not negative, found -1

;--- bad-count-at-the-end
(lazy-drop (lazy-range) 1.5)
; error: lazy-drop: argument 2 must be an exact integer that is not negative, found 1.5

;--- bad-others
(define (message thunk) (guard (e ((error-object? e) (error-object-message e))) (thunk)))
(message (lambda () (lazy-cdr 5))) ; => "lazy-cdr: argument 1 must be a lazy sequence or a list, found"
(message (lambda () (lazy-null? "a"))) ; => "lazy-null?: argument 1 must be a lazy sequence or a list, found"
(message (lambda () (lazy-filter 5 '()))) ; => "lazy-filter: argument 1 must be a procedure, found"
(message (lambda () (lazy-iterate 5 0))) ; => "lazy-iterate: argument 1 must be a procedure, found"
(message (lambda () (lazy-range 'a 'b))) ; => "lazy-range: argument 1 must be a real number, found"
(message (lambda () (lazy-repeat 1 -1))) ; => "lazy-repeat: argument 2 must be an exact integer that is not negative, found"
(message (lambda () (lazy->list (lazy-zip '(1) 5)))) ; => "lazy-zip: argument 2 must be a lazy sequence or a list, found"
(message (lambda () (lazy-fold + 0 5))) ; => "lazy-fold: argument 3 must be a lazy sequence or a list, found"
(message (lambda () (list->lazy 5))) ; => "list->lazy: argument 1 must be a list, found"
(message (lambda () (vector->lazy 5))) ; => "vector->lazy: argument 1 must be a vector, found"
(message (lambda () (lazy-unfold car cdr 5 0))) ; => "lazy-unfold: argument 3 must be a procedure, found"
(message (lambda () (lazy->list (lazy-range 2) -1))) ; => "lazy->list: argument 2 must be an exact integer that is not negative, found"
