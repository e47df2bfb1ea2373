;;; Hash tables (SRFI 69, SRFI 125), in the order of insertion; random numbers; association lists.
(define-library (fluxion tables)
  (export make-hash-table make-equal-hash-table make-eqv-hash-table make-eq-hash-table make-string-hash-table
          hash-table hash-table-ref hash-table-update! hash-table-update!/default hash-table-exists? hash-table-size
          hash-table-keys hash-table-values hash-table-walk hash-table-for-each hash-table-fold hash-table-copy
          hash-table-get hash-table-put! hash-table-empty? hash-table-intern! hash-table-pop! alist->hash-table hash-table-map
          make-rng rng-uniform! rng-normal! random-uniform random-normal random-integer random-real shuffle
          seed-random!)
  (import (fluxion primitives) (fluxion support) (fluxion numbers) (fluxion lists) (fluxion vectors))
  (begin
    (define (make-hash-table . options)
      (%make-hash-table
       (cond ((memq eq? options) 'eq) ((memq eqv? options) 'eqv) (else 'equal))))
    (define (make-equal-hash-table . ignored) (%make-hash-table 'equal))
    (define (make-string-hash-table . ignored) (%make-hash-table 'equal))
    (define (make-eqv-hash-table . ignored) (%make-hash-table 'eqv))
    (define (make-eq-hash-table . ignored) (%make-hash-table 'eq))
    (define (hash-table . items)
      (let ((table (%make-hash-table 'equal)))
        (let loop ((items items))
          (if (null? items)
              table
              (begin (hash-table-set! table (car items) (cadr items)) (loop (cddr items)))))))
    (define absent (list 'absent))
    (define hash-table-ref
      (case-lambda
        ((table key)
         (hash-table-ref table key (lambda () (error "hash-table-ref: the key is not in the table" key))))
        ((table key fail)
         (let ((v (hash-table-ref/default table key absent))) (if (eq? v absent) (fail) v)))
        ((table key fail succeed)
         (let ((v (hash-table-ref/default table key absent))) (if (eq? v absent) (fail) (succeed v))))))
    (define (hash-table-get table key default) (hash-table-ref/default table key default))
    (define (hash-table-put! table key value) (hash-table-set! table key value))
    (define hash-table-update!
      (case-lambda
        ((table key f) (hash-table-set! table key (f (hash-table-ref table key))))
        ((table key f fail) (hash-table-set! table key (f (hash-table-ref table key fail))))))
    (define (hash-table-update!/default table key f default)
      (hash-table-set! table key (f (hash-table-ref/default table key default))))
    (define (hash-table-empty? table) (eq? (hash-table-count table) 0))
    (define (hash-table-intern! table key fail)
      (let ((v (hash-table-ref/default table key absent)))
        (if (eq? v absent)
            (let ((new (fail))) (hash-table-set! table key new) new)
            v)))
    (define (hash-table-pop! table)
      (if (hash-table-empty? table) (error "hash-table-pop!: the table is empty" table))
      (let ((p (car (hash-table->alist table))))
        (hash-table-delete! table (car p))
        (values (car p) (cdr p))))
    (define (hash-table-exists? table key) (hash-table-contains? table key))
    (define (hash-table-size table) (hash-table-count table))
    (define (hash-table-keys table) (map car (hash-table->alist table)))
    (define (hash-table-values table) (map cdr (hash-table->alist table)))
    (define (hash-table-walk table f) (for-each (lambda (p) (f (car p) (cdr p))) (hash-table->alist table)))
    (define (hash-table-for-each a b) (if (procedure? a) (hash-table-walk b a) (hash-table-walk a b)))
    (define (hash-table-map f table) (map (lambda (p) (f (car p) (cdr p))) (hash-table->alist table)))
    (define (hash-table-fold a b c)
      (if (procedure? a) (hash-table-fold c a b)
          (fold (lambda (p acc) (b (car p) (cdr p) acc)) c (hash-table->alist a))))
    (define (hash-table-copy table . ignored)
      (let ((copy (%make-hash-table-like table)))
        (for-each (lambda (p) (hash-table-set! copy (car p) (cdr p))) (hash-table->alist table))
        copy))
    (define (alist->hash-table alist . ignored)
      (let ((table (%make-hash-table 'equal)))
        (for-each (lambda (p) (if (not (hash-table-contains? table (car p))) (hash-table-set! table (car p) (cdr p))))
                  alist)
        table))
    ;; Random numbers: a generator is explicit, or the default one, whose seed is fixed.
    (define (make-rng seed) (%make-rng seed))
    (define default-rng (%make-rng 0))
    (define (seed-random! seed) (set! default-rng (%make-rng seed)))
    (define (rng-uniform! rng) (%rng-uniform! rng))
    ;; Box & Muller 1958.
    (define (rng-normal! rng)
      (let ((u (%- 1.0 (%rng-uniform! rng))) (v (%rng-uniform! rng)))
        (%* (sqrt (%* -2.0 (%log u))) (cos (%* 6.283185307179586 v)))))
    (define random-uniform
      (case-lambda (() (%rng-uniform! default-rng)) ((rng) (%rng-uniform! rng))))
    (define (random-real) (%rng-uniform! default-rng))
    (define random-normal
      (case-lambda (() (rng-normal! default-rng)) ((rng) (rng-normal! rng))))
    (define random-integer
      (case-lambda ((n) (%rng-integer! default-rng n)) ((n rng) (%rng-integer! rng n))))
    ;; Fisher & Yates; a new list or vector.
    (define shuffle
      (case-lambda
        ((items) (shuffle items default-rng))
        ((items rng)
         (if (vector? items)
             (shuffle-vector! (vector-copy items) rng)
             (vector->list (shuffle-vector! (list->vector items) rng))))))
    (define (shuffle-vector! v rng)
      (let loop ((i (%- (vector-length v) 1)))
        (if (%> i 0)
            (begin (vector-swap! v i (%rng-integer! rng (%+ i 1))) (loop (%- i 1)))
            v)))))
