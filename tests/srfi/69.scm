; Basic hash tables (SRFI 69).

;--- make
(import (scheme base) (srfi 69))
(define t (make-hash-table))
(hash-table-set! t "a" 1)
(hash-table-ref t "a") ; => 1
(hash-table-ref t "b" (lambda () 'none)) ; => none
(hash-table-ref/default t "b" 0) ; => 0
(hash-table-exists? t "a") ; => #t
(hash-table-size t) ; => 1
(hash-table? t) ; => #t

;--- own-equality-and-hash
(import (scheme base) (scheme char) (srfi 69))
(define t (make-hash-table string-ci=? string-ci-hash))
(hash-table-set! t "One" 1)
(hash-table-set! t "ONE" 11)
(hash-table->alist t) ; => (("One" . 11))
(eq? (hash-table-equivalence-function t) string-ci=?) ; => #t
(eq? (hash-table-hash-function t) string-ci-hash) ; => #t

;--- from-alist
(import (scheme base) (srfi 69))
(hash-table->alist (alist->hash-table '((a . 1) (b . 2) (a . 3)))) ; => ((a . 1) (b . 2))
(hash-table->alist (alist->hash-table '(("a" . 1) ("b" . 2)) string=? string-hash)) ; => (("a" . 1) ("b" . 2))

;--- delete-update
(import (scheme base) (srfi 69))
(define t (alist->hash-table '((a . 1) (b . 2)) eq?))
(hash-table-delete! t 'a)
(hash-table-delete! t 'z)
(hash-table-update! t 'b (lambda (v) (+ v 1)))
(hash-table-update! t 'c (lambda (v) (+ v 1)) (lambda () 0))
(hash-table-update!/default t 'd (lambda (v) (+ v 1)) 10)
(hash-table->alist t) ; => ((b . 3) (c . 1) (d . 11))

;--- walk-fold
(import (scheme base) (srfi 69))
(define t (alist->hash-table '((1 . 10) (2 . 20))))
(define sum 0)
(hash-table-walk t (lambda (k v) (set! sum (+ sum (* k v)))))
sum ; => 50
(hash-table-fold t (lambda (k v acc) (cons (+ k v) acc)) '()) ; => (22 11)
(hash-table-keys t) ; => (1 2)
(hash-table-values t) ; => (10 20)

;--- copy-merge
(import (scheme base) (srfi 69))
(define t (alist->hash-table '((1 . a))))
(define c (hash-table-copy t))
(hash-table-merge! c (alist->hash-table '((1 . x) (2 . y))))
(hash-table->alist c) ; => ((1 . a) (2 . y))
(hash-table->alist t) ; => ((1 . a))

;--- hashes
(import (scheme base) (srfi 69))
(= (hash '(1 "a")) (hash (list 1 (string #\a)))) ; => #t
(< -1 (hash 'any 7) 7) ; => #t
(< -1 (string-hash "any" 7) 7) ; => #t
(= (string-ci-hash "a") (string-ci-hash "A")) ; => #t
(let ((l (list 1))) (= (hash-by-identity l) (hash-by-identity l))) ; => #t

;--- missing-key
(import (scheme base) (srfi 69))
(hash-table-ref (make-hash-table) 'a)
; error: hash-table-ref: the key is not in the table a

;--- no-table
(import (scheme base) (srfi 69))
(hash-table-set! 'a 1 2)
; error: hash-table-set!: the table must be a hash table, found a

;--- string-hash-of-no-string
(import (scheme base) (srfi 69))
(string-hash 12)
; error: string-hash: argument 1 must be a string, found 12
