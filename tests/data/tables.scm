; Hash tables.

;--- set-and-ref
(define t (make-equal-hash-table))
(hash-table-set! t "one" 1)
(hash-table-set! t '(a b) 2)
(hash-table-ref/default t (string #\o #\n #\e) 0) ; => 1
(hash-table-ref/default t (list 'a 'b) 0) ; => 2
(hash-table-ref/default t 'other 'none) ; => none
(hash-table-count t) ; => 2

;--- ref-with-a-thunk
(define t (make-hash-table))
(hash-table-set! t 'a 1)
(hash-table-ref t 'a (lambda () 'missing)) ; => 1
(hash-table-ref t 'b (lambda () 'missing)) ; => missing
(hash-table-ref t 'a (lambda () 'missing) (lambda (x) (* 10 x))) ; => 10

;--- ref-of-an-absent-key
(define t (make-hash-table))
(hash-table-ref t 'here)
; error: hash-table-ref

;--- false-is-a-value
(define t (make-hash-table))
(hash-table-set! t 'a #f)
(hash-table-ref t 'a (lambda () 'missing)) ; => #f
(hash-table-contains? t 'a) ; => #t

;--- replaced-value
(define t (make-hash-table))
(hash-table-set! t 1 'first)
(hash-table-set! t 1 'second)
(hash-table-ref/default t 1 #f) ; => second
(hash-table-count t) ; => 1

;--- delete-and-clear
(define t (alist->hash-table '((a . 1) (b . 2) (c . 3))))
(hash-table-delete! t 'b)
(hash-table-delete! t 'absent)
(hash-table->alist t) ; => ((a . 1) (c . 3))
(hash-table-clear! t)
(hash-table-count t) ; => 0
(hash-table-contains? t 'a) ; => #f

;--- order-of-insertion
(define t (make-hash-table))
(for-each (lambda (k) (hash-table-set! t k (* k k))) '(5 3 9 1))
(hash-table-keys t) ; => (5 3 9 1)
(hash-table-values t) ; => (25 9 81 1)

;--- update
(define t (make-hash-table))
(hash-table-set! t 'n 1)
(hash-table-update! t 'n (lambda (x) (+ x 10)))
(hash-table-update! t 'm (lambda (x) (+ x 10)) (lambda () 100))
(hash-table-update!/default t 'k (lambda (x) (cons 'more x)) '())
(hash-table->alist t) ; => ((n . 11) (m . 110) (k more))

;--- word-count
(define (tally words)
  (let ((t (make-hash-table)))
    (for-each (lambda (w) (hash-table-update!/default t w (lambda (n) (+ n 1)) 0)) words)
    (hash-table->alist t)))
(tally '(a rose is a rose is a rose)) ; => ((a . 3) (rose . 3) (is . 2))

;--- walk-and-fold
(define t (alist->hash-table '((a . 1) (b . 2))))
(hash-table-walk t (lambda (k v) (write k) (write v)))
; prints: a1b2
(hash-table-fold t (lambda (k v sum) (+ v sum)) 0) ; => 3

;--- first-of-equal-keys-wins-in-an-alist
(hash-table->alist (alist->hash-table '((a . 1) (a . 2)))) ; => ((a . 1))

;--- eq-tables-compare-identity
(define t (make-eq-hash-table))
(define key (list 1 2))
(hash-table-set! t key 'found)
(hash-table-ref/default t key 'absent) ; => found
(hash-table-ref/default t (list 1 2) 'absent) ; => absent

;--- eqv-tables-compare-numbers
(define t (make-eqv-hash-table))
(hash-table-set! t 100000000000000000000 'big)
(hash-table-ref/default t (* 10 10000000000000000000) 'absent) ; => big
(hash-table-ref/default t 1e20 'absent) ; => absent

;--- exact-and-inexact-keys-differ
(define t (make-hash-table))
(hash-table-set! t 1 'exact)
(hash-table-set! t 1.0 'inexact)
(list (hash-table-ref/default t 1 #f) (hash-table-ref/default t 1.0 #f)) ; => (exact inexact)

;--- copies-are-separate
(define t (alist->hash-table '((a . 1))))
(define u (hash-table-copy t))
(hash-table-set! u 'a 2)
(hash-table-ref/default t 'a #f) ; => 1

;--- growth-and-deletion
(define t (make-hash-table))
(do ((i 0 (+ i 1))) ((= i 10000)) (hash-table-set! t i (* 2 i)))
(do ((i 0 (+ i 2))) ((= i 10000)) (hash-table-delete! t i))
(hash-table-count t) ; => 5000
(hash-table-ref/default t 9999 #f) ; => 19998
(hash-table-ref/default t 9998 #f) ; => #f

;--- not-a-table
(hash-table-set! '((a . 1)) 'a 2)
; error: hash-table-set!

;--- a-copy-compares-keys-as-its-original
(define t (make-eq-hash-table))
(hash-table-set! t (list 1) 'a)
(hash-table-set! t (list 1) 'b)
(hash-table-count (hash-table-copy t)) ; => 2

;--- intern-and-pop
(define t (make-hash-table))
(hash-table-intern! t 'a (lambda () 1)) ; => 1
(hash-table-intern! t 'a (lambda () 2)) ; => 1
(call-with-values (lambda () (hash-table-pop! t)) list) ; => (a 1)
(hash-table-empty? t) ; => #t
