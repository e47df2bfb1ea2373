; Intermediate hash tables (SRFI 125).

;--- make-ref-set
(import (scheme base) (srfi 125))
(define t (make-hash-table equal?))
(hash-table-set! t 'a 1 "b" 2 '(c) 3)
(hash-table-ref t "b") ; => 2
(hash-table-ref t '(c) (lambda () 'none)) ; => 3
(hash-table-ref t 'x (lambda () 'none)) ; => none
(hash-table-ref t 'a (lambda () 'none) (lambda (v) (list v))) ; => (1)
(hash-table-ref/default t 'x 'default) ; => default
(hash-table-size t) ; => 3
(hash-table? t) ; => #t
(hash-table? '((a . 1))) ; => #f

;--- constructor
(import (scheme base) (srfi 125) (srfi 128))
(define t (hash-table (make-default-comparator) 1 'one 2 'two))
(hash-table->alist t) ; => ((1 . one) (2 . two))
(hash-table-ref t 1.0) ; => one
(hash-table-contains? t 3) ; => #f
(hash-table-exists? t 2) ; => #t
(hash-table-mutable? t) ; => #t

;--- keys-by-an-equality-of-the-program
(import (scheme base) (srfi 125))
(define t (make-hash-table (lambda (a b) (= (modulo a 10) (modulo b 10))) (lambda (a) (modulo a 10))))
(hash-table-set! t 1 'a 12 'b 31 'c)
(hash-table->alist t) ; => ((1 . c) (12 . b))
(hash-table-delete! t 41 5) ; => 1
(hash-table->alist t) ; => ((12 . b))
(hash-table-size t) ; => 1

;--- equality-without-hash
(import (scheme base) (srfi 125))
(define t (make-hash-table (lambda (a b) (= (abs a) (abs b)))))
(hash-table-set! t 1 'a -1 'b 2 'c)
(hash-table->alist t) ; => ((1 . b) (2 . c))
(hash-table-delete! t -2) ; => 1
(hash-table-keys t) ; => (1)

;--- strings-in-both-cases
(import (scheme base) (scheme char) (srfi 125) (srfi 128))
(define t (make-hash-table (make-comparator string? string-ci=? #f string-ci-hash)))
(hash-table-set! t "One" 1 "oNE" 2)
(hash-table->alist t) ; => (("One" . 2))
(define u (make-hash-table string-ci=?))
(hash-table-set! u "One" 1)
(hash-table-ref u "ONE") ; => 1

;--- identity
(import (scheme base) (srfi 125) (srfi 128))
(define s (string #\a))
(define t (make-hash-table (make-eq-comparator)))
(hash-table-set! t s 1)
(list (hash-table-ref/default t s 0) (hash-table-ref/default t (string #\a) 0)) ; => (1 0)
(eq? (hash-table-equivalence-function t) eq?) ; => #t

;--- unfold
(import (scheme base) (srfi 125))
(define t (hash-table-unfold (lambda (n) (> n 3)) (lambda (n) (values n (* n n))) (lambda (n) (+ n 1)) 1 equal?))
(hash-table->alist t) ; => ((1 . 1) (2 . 4) (3 . 9))

;--- from-alist
(import (scheme base) (srfi 125))
(hash-table->alist (alist->hash-table '((a . 1) (b . 2) (a . 3)) eq?)) ; => ((a . 1) (b . 2))

;--- equal-tables
(import (scheme base) (srfi 125) (srfi 128))
(define d (make-default-comparator))
(define a (hash-table d 1 'x 2 'y))
(hash-table=? d a (hash-table d 2 'y 1 'x)) ; => #t
(hash-table=? d a (hash-table d 2 'y 1 'z)) ; => #f
(hash-table=? d a (hash-table d 2 'y)) ; => #f
(hash-table=? d a (hash-table d 2 'y 3 'x)) ; => #f
(hash-table-empty? (hash-table-empty-copy a)) ; => #t

;--- intern-update
(import (scheme base) (srfi 125))
(define t (make-hash-table equal?))
(hash-table-intern! t 'a (lambda () 1)) ; => 1
(hash-table-intern! t 'a (lambda () 2)) ; => 1
(hash-table-update! t 'a (lambda (v) (+ v 10)))
(hash-table-update! t 'b (lambda (v) (+ v 10)) (lambda () 5))
(hash-table-update! t 'a (lambda (v) (list v)) (lambda () 5) (lambda (v) (* 2 v)))
(hash-table-update!/default t 'c (lambda (v) (cons 'x v)) '())
(hash-table->alist t) ; => ((a 22) (b . 15) (c x))

;--- pop-clear
(import (scheme base) (srfi 125) (srfi 128))
(define t (hash-table (make-default-comparator) 'a 1))
(call-with-values (lambda () (hash-table-pop! t)) list) ; => (a 1)
(hash-table-empty? t) ; => #t
(hash-table-set! t 'b 2)
(hash-table-clear! t)
(hash-table-size t) ; => 0
(hash-table->alist t) ; => ()

;--- the-whole-table
(import (scheme base) (srfi 125))
(define t (make-hash-table eqv?))
(hash-table-set! t 1 'a 2 'b 3 'c)
(hash-table-keys t) ; => (1 2 3)
(hash-table-values t) ; => (a b c)
(call-with-values (lambda () (hash-table-entries t)) list) ; => ((1 2 3) (a b c))
(hash-table-find (lambda (k v) (and (eq? v 'b) (list k v))) t (lambda () 'none)) ; => (2 b)
(hash-table-find (lambda (k v) #f) t (lambda () 'none)) ; => none
(hash-table-count (lambda (k v) (odd? k)) t) ; => 2

;--- mapping
(import (scheme base) (srfi 125) (srfi 128))
(define t (hash-table (make-eqv-comparator) 1 10 2 20 3 30))
(hash-table->alist (hash-table-map (lambda (v) (+ v 1)) (make-default-comparator) t)) ; => ((1 . 11) (2 . 21) (3 . 31))
(hash-table-map->list + t) ; => (11 22 33)
(hash-table-fold (lambda (k v acc) (+ k v acc)) 0 t) ; => 66
(hash-table-fold t (lambda (k v acc) (+ k v acc)) 0) ; => 66
(hash-table-map! (lambda (k v) (* k v)) t)
(hash-table-values t) ; => (10 40 90)
(hash-table-prune! (lambda (k v) (= k 2)) t)
(hash-table->alist t) ; => ((1 . 10) (3 . 90))
(define sum 0)
(hash-table-for-each (lambda (k v) (set! sum (+ sum k v))) t)
sum ; => 104

;--- copies-are-apart
(import (scheme base) (srfi 125) (srfi 128))
(define t (hash-table (make-default-comparator) 1 'a))
(define c (hash-table-copy t #t))
(hash-table-set! c 1 'b 2 'c)
(hash-table->alist t) ; => ((1 . a))
(hash-table->alist c) ; => ((1 . b) (2 . c))
(set-cdr! (car (hash-table->alist t)) 'changed)
(hash-table-ref t 1) ; => a

;--- sets
(import (scheme base) (srfi 125) (srfi 128))
(define (a) (hash-table (make-default-comparator) 1 'a 2 'b))
(define (b) (hash-table (make-default-comparator) 2 'x 3 'y))
(hash-table->alist (hash-table-union! (a) (b))) ; => ((1 . a) (2 . b) (3 . y))
(hash-table->alist (hash-table-intersection! (a) (b))) ; => ((2 . b))
(hash-table->alist (hash-table-difference! (a) (b))) ; => ((1 . a))
(hash-table->alist (hash-table-xor! (a) (b))) ; => ((1 . a) (3 . y))

;--- many-keys
(import (scheme base) (srfi 125) (srfi 128))
(define t (make-hash-table (make-default-comparator)))
(do ((i 0 (+ i 1))) ((= i 50000)) (hash-table-set! t (list i "k") i))
(hash-table-ref t '(49999.0 "k")) ; => 49999
(hash-table-size t) ; => 50000

;--- vectors-as-keys
(import (scheme base) (srfi 125))
(define t (make-hash-table equal?))
(do ((i 0 (+ i 1))) ((= i 50000)) (hash-table-set! t (vector i (- i)) i))
(hash-table-ref t #(4000 -4000)) ; => 4000

;--- missing-key
(import (scheme base) (srfi 125))
(hash-table-ref (make-hash-table equal?) 'a)
; error: hash-table-ref: the key is not in the table a

;--- update-missing-key
(import (scheme base) (srfi 125))
(hash-table-update! (make-hash-table equal?) 'a (lambda (v) v))
; error: hash-table-update!: the key is not in the table a

;--- pop-of-nothing
(import (scheme base) (srfi 125))
(hash-table-pop! (make-hash-table equal?))
; error: hash-table-pop!: the table is empty

;--- no-table
(import (scheme base) (srfi 125))
(hash-table-keys '((a . 1)))
; error: hash-table-keys: the table must be a hash table, found ((a . 1))

;--- no-comparator
(import (scheme base) (srfi 125))
(make-hash-table 'equal)
; error: make-hash-table: keys must be compared by a comparator or a procedure, found equal

;--- no-hash
(import (scheme base) (srfi 125) (srfi 128))
(make-hash-table (make-comparator #t = #f #f))
; error: make-hash-table: the comparator has no hash function

;--- odd-items
(import (scheme base) (srfi 125))
(hash-table-set! (make-hash-table equal?) 'a 1 'b)
; error: hash-table-set!: there is no value for the key b
