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
    ;;> `(make-hash-table)`, `(make-hash-table same? ...)`: a new table; its keys are compared by `equal?`, or
    ;;> by `eq?` or `eqv?` if that is given. SRFI 69.
    (define (make-hash-table . options)
      (%make-hash-table
       (cond ((memq eq? options) 'eq) ((memq eqv? options) 'eqv) (else 'equal))))
    ;;> `(make-equal-hash-table)`: a new table whose keys are compared by `equal?`.
    (define (make-equal-hash-table . ignored) (%make-hash-table 'equal))
    ;;> `(make-string-hash-table)`: a new table for strings.
    (define (make-string-hash-table . ignored) (%make-hash-table 'equal))
    ;;> `(make-eqv-hash-table)`: a new table whose keys are compared by `eqv?`.
    (define (make-eqv-hash-table . ignored) (%make-hash-table 'eqv))
    ;;> `(make-eq-hash-table)`: a new table whose keys are compared by `eq?`.
    (define (make-eq-hash-table . ignored) (%make-hash-table 'eq))
    ;;> `(hash-table key value ...)`: a new table of these keys and values, compared by `equal?`.
    (define (hash-table . items)
      (let ((table (%make-hash-table 'equal)))
        (let loop ((items items))
          (if (null? items)
              table
              (begin (hash-table-set! table (car items) (cadr items)) (loop (cddr items)))))))
    (define absent (list 'absent))
    ;;> `(hash-table-ref table key)`, `(hash-table-ref table key fail)`, `(hash-table-ref table key fail
    ;;> succeed)`: the value of KEY; without it what FAIL returns, or an error. SUCCEED is called with a
    ;;> value. SRFI 69.
    (define hash-table-ref
      (case-lambda
        ((table key)
         (hash-table-ref table key (lambda () (error "hash-table-ref: the key is not in the table" key))))
        ((table key fail)
         (let ((v (hash-table-ref/default table key absent))) (if (eq? v absent) (fail) v)))
        ((table key fail succeed)
         (let ((v (hash-table-ref/default table key absent))) (if (eq? v absent) (fail) (succeed v))))))
    ;;> The value of KEY in TABLE, or DEFAULT.
    (define (hash-table-get table key default) (hash-table-ref/default table key default))
    ;;> Makes VALUE the value of KEY in TABLE.
    (define (hash-table-put! table key value) (hash-table-set! table key value))
    ;;> `(hash-table-update! table key f)`, `(hash-table-update! table key f fail)`: replaces the value of KEY
    ;;> by what F returns for it; without one, F gets what FAIL returns. SRFI 69.
    (define hash-table-update!
      (case-lambda
        ((table key f) (hash-table-set! table key (f (hash-table-ref table key))))
        ((table key f fail) (hash-table-set! table key (f (hash-table-ref table key fail))))))
    ;;> Replaces the value of KEY by what F returns for it, or for DEFAULT if there is none. SRFI 69.
    (define (hash-table-update!/default table key f default)
      (hash-table-set! table key (f (hash-table-ref/default table key default))))
    ;;> Whether TABLE has no keys. SRFI 125.
    (define (hash-table-empty? table) (eq? (hash-table-count table) 0))
    ;;> The value of KEY; without one, what FAIL returns, which is stored. SRFI 125.
    (define (hash-table-intern! table key fail)
      (let ((v (hash-table-ref/default table key absent)))
        (if (eq? v absent)
            (let ((new (fail))) (hash-table-set! table key new) new)
            v)))
    ;;> Removes some key of TABLE and returns two values, the key and its value; an error if it is empty. SRFI
    ;;> 125.
    (define (hash-table-pop! table)
      (if (hash-table-empty? table) (error "hash-table-pop!: the table is empty" table))
      (let ((p (car (hash-table->alist table))))
        (hash-table-delete! table (car p))
        (values (car p) (cdr p))))
    ;;> Whether TABLE has KEY. SRFI 69.
    (define (hash-table-exists? table key) (hash-table-contains? table key))
    ;;> The number of keys of TABLE. SRFI 69.
    (define (hash-table-size table) (hash-table-count table))
    ;;> The list of the keys of TABLE, in the order of insertion. SRFI 69.
    (define (hash-table-keys table) (map car (hash-table->alist table)))
    ;;> The list of the values of TABLE, in the order of insertion. SRFI 69.
    (define (hash-table-values table) (map cdr (hash-table->alist table)))
    ;;> Calls F with each key and its value. SRFI 69.
    (define (hash-table-walk table f) (for-each (lambda (p) (f (car p) (cdr p))) (hash-table->alist table)))
    ;;> `(hash-table-for-each f table)`: calls F with each key and its value; the arguments may be exchanged.
    ;;> SRFI 125.
    (define (hash-table-for-each a b) (if (procedure? a) (hash-table-walk b a) (hash-table-walk a b)))
    ;;> `(hash-table-map f table)`: the list of what F returns for each key and its value.
    (define (hash-table-map f table) (map (lambda (p) (f (car p) (cdr p))) (hash-table->alist table)))
    ;;> `(hash-table-fold f init table)`: what F makes of each key, its value and the result so far; the
    ;;> arguments of SRFI 69, table first, are understood too. SRFI 125.
    (define (hash-table-fold a b c)
      (if (procedure? a) (hash-table-fold c a b)
          (fold (lambda (p acc) (b (car p) (cdr p) acc)) c (hash-table->alist a))))
    ;;> `(hash-table-copy table)`: a new table with the same keys and values. SRFI 69.
    (define (hash-table-copy table . ignored)
      (let ((copy (%make-hash-table-like table)))
        (for-each (lambda (p) (hash-table-set! copy (car p) (cdr p))) (hash-table->alist table))
        copy))
    ;;> `(alist->hash-table alist)`: a new table of the pairs of ALIST; the first pair of a key counts. SRFI
    ;;> 69.
    (define (alist->hash-table alist . ignored)
      (let ((table (%make-hash-table 'equal)))
        (for-each (lambda (p) (if (not (hash-table-contains? table (car p))) (hash-table-set! table (car p) (cdr p))))
                  alist)
        table))
    ;; Random numbers: a generator is explicit, or the default one, whose seed is fixed.
    ;;> A generator of random numbers (xoshiro256++) that starts from the exact integer SEED.
    (define (make-rng seed) (%make-rng seed))
    (define default-rng (%make-rng 0))
    ;;> Starts the default generator again from SEED.
    (define (seed-random! seed) (set! default-rng (%make-rng seed)))
    ;;> The next double of RNG between 0 and 1, 1 excluded.
    (define (rng-uniform! rng) (%rng-uniform! rng))
    ;; Box & Muller 1958.
    ;;> The next double of RNG that is normally distributed, with mean 0 and deviation 1.
    (define (rng-normal! rng)
      (let ((u (%- 1.0 (%rng-uniform! rng))) (v (%rng-uniform! rng)))
        (%* (sqrt (%* -2.0 (%log u))) (cos (%* 6.283185307179586 v)))))
    ;;> `(random-uniform)`, `(random-uniform rng)`: a double between 0 and 1, 1 excluded.
    (define random-uniform
      (case-lambda (() (%rng-uniform! default-rng)) ((rng) (%rng-uniform! rng))))
    ;;> `(random-real)`: a double between 0 and 1, 1 excluded. SRFI 27.
    (define (random-real) (%rng-uniform! default-rng))
    ;;> `(random-normal)`, `(random-normal rng)`: a normally distributed double, with mean 0 and deviation 1.
    (define random-normal
      (case-lambda (() (rng-normal! default-rng)) ((rng) (rng-normal! rng))))
    ;;> `(random-integer n)`, `(random-integer n rng)`: an exact integer from 0 to below N. SRFI 27.
    (define random-integer
      (case-lambda ((n) (%rng-integer! default-rng n)) ((n rng) (%rng-integer! rng n))))
    ;; Fisher & Yates; a new list or vector.
    ;;> `(shuffle items)`, `(shuffle items rng)`: a new list or vector of the items in random order.
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
