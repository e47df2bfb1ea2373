;;; Hash tables (SRFI 125, which has SRFI 69 in it). Tables by `eq?`, `eqv?`, `equal?` or `string=?` are those
;;; of the run-time system; others are records over one of them, which has for each hash a bucket, a list of
;;; entries.
(define-library (srfi 125)
  (export make-hash-table hash-table hash-table-unfold alist->hash-table hash-table? hash-table-contains?
          hash-table-exists? hash-table-empty? hash-table=? hash-table-mutable? hash-table-ref
          hash-table-ref/default hash-table-set! hash-table-delete! hash-table-intern! hash-table-update!
          hash-table-update!/default hash-table-pop! hash-table-clear! hash-table-size hash-table-keys
          hash-table-values hash-table-entries hash-table-find hash-table-count hash-table-map
          hash-table-for-each hash-table-walk hash-table-map! hash-table-map->list hash-table-fold
          hash-table-prune! hash-table-copy hash-table-empty-copy hash-table->alist hash-table-union!
          hash-table-merge! hash-table-intersection! hash-table-difference! hash-table-xor! hash string-hash
          string-ci-hash hash-by-identity hash-table-equivalence-function hash-table-hash-function)
  (import (only (fluxion base) define define-record-type define-syntax syntax-rules ... _ lambda case-lambda
                let let* quote if cond else and or begin + - = * memq error string-append car cdr set-cdr!
                cons cadr cddr null? pair? not eq? eqv? equal? list values call-with-values map for-each
                procedure? reverse fold remove string=? string-ci=? char=? symbol=? boolean=? modulo)
          (only (fluxion primitives) %make-hash-table %make-hash-table-like %hash-table-kind %equal-hash
                %eqv-hash)
          (prefix (only (fluxion primitives) hash-table? hash-table-ref/default hash-table-set!
                        hash-table-delete! hash-table-contains? hash-table-count hash-table->alist
                        hash-table-clear!)
                  %)
          (srfi 128))
  (begin
    (define-record-type custom-table
      (new-custom same? hash buckets size)
      custom?
      (same? custom-same?)
      (hash custom-hash)
      (buckets custom-buckets)
      (size custom-size set-custom-size!))
    (define absent (list 'absent))
    (define (no-table who object)
      (error (string-append who ": the table must be a hash table, found") object))

    ;; Both kinds of tables.
    (define-syntax by-kind
      (syntax-rules ()
        ((_ who table native custom)
         (cond ((%hash-table? table) native) ((custom? table) custom) (else (no-table who table))))))
    (define (bucket table key) (%hash-table-ref/default (custom-buckets table) ((custom-hash table) key) '()))
    (define (entry table key)
      (let ((same? (custom-same? table)))
        (let loop ((l (bucket table key)))
          (cond ((null? l) #f) ((same? (car (car l)) key) (car l)) (else (loop (cdr l)))))))
    (define (lookup who table key default)
      (by-kind who table
        (%hash-table-ref/default table key default)
        (let ((e (entry table key))) (if e (cdr e) default))))
    (define (store! who table key value)
      (by-kind who table
        (%hash-table-set! table key value)
        (let ((e (entry table key)))
          (if e
              (set-cdr! e value)
              (let ((h ((custom-hash table) key)) (buckets (custom-buckets table)))
                (%hash-table-set! buckets h (cons (cons key value) (%hash-table-ref/default buckets h '())))
                (set-custom-size! table (+ (custom-size table) 1)))))))
    ;; Whether the key was there.
    (define (remove! who table key)
      (by-kind who table
        (and (%hash-table-contains? table key) (begin (%hash-table-delete! table key) #t))
        (let ((e (entry table key)))
          (and e
               (let ((rest (remove (lambda (p) (eq? p e)) (bucket table key))) (h ((custom-hash table) key)))
                 (if (null? rest)
                     (%hash-table-delete! (custom-buckets table) h)
                     (%hash-table-set! (custom-buckets table) h rest))
                 (set-custom-size! table (- (custom-size table) 1))
                 #t)))))
    ;; A new list of the pairs of key and value; those of a record are its own.
    (define (pairs who table)
      (by-kind who table
        (%hash-table->alist table)
        (let loop ((buckets (%hash-table->alist (custom-buckets table))) (out '()))
          (if (null? buckets)
              (reverse out)
              (loop (cdr buckets) (fold cons out (reverse (cdr (car buckets)))))))))
    (define (size who table) (by-kind who table (%hash-table-count table) (custom-size table)))
    (define (contains? who table key)
      (by-kind who table (%hash-table-contains? table key) (if (entry table key) #t #f)))
    (define (clear! who table)
      (by-kind who table
        (%hash-table-clear! table)
        (begin (%hash-table-clear! (custom-buckets table)) (set-custom-size! table 0))))
    (define (empty-like who table)
      (by-kind who table
        (%make-hash-table-like table)
        (new-custom (custom-same? table) (custom-hash table) (%make-hash-table 'eqv) 0)))

    ;; What compares the keys of a new table: a comparator, or an equality and perhaps a hash function.
    (define (table-of who key options)
      (cond ((comparator? key)
             (if (comparator-hashable? key)
                 (table-by (comparator-equality-predicate key) (comparator-hash-function key))
                 (error (string-append who ": the comparator has no hash function") key)))
            ((not (procedure? key))
             (error (string-append who ": keys must be compared by a comparator or a procedure, found") key))
            ((and (pair? options) (procedure? (car options))) (table-by key (car options)))
            (else (table-by key (usual-hash key)))))
    (define (table-by same? hash)
      (cond ((eq? same? eq?) (%make-hash-table 'eq))
            ((eq? same? eqv?) (%make-hash-table 'eqv))
            ((or (eq? same? equal?) (eq? same? string=?)) (%make-hash-table 'equal))
            (else (new-custom same? hash (%make-hash-table 'eqv) 0))))
    ;; One that goes with the equality: for one we do not know, the same for all keys.
    (define (usual-hash same?)
      (cond ((eq? same? string-ci=?) string-ci-hash)
            ((eq? same? =) number-hash)
            ((memq same? (list char=? symbol=? boolean=?)) %eqv-hash)
            (else (lambda (key) 0))))

    ;;> An empty hash table. The keys are compared by a comparator, or by an equality (`equal?` if none is
    ;;> given) and a hash function. SRFI 125, SRFI 69.
    (define make-hash-table
      (case-lambda
        (() (%make-hash-table 'equal))
        ((key . options) (table-of "make-hash-table" key options))))
    ;;> A hash table of keys and values, which are given in turn. SRFI 125.
    (define (hash-table comparator . items)
      (let ((table (table-of "hash-table" comparator '())))
        (store-all! "hash-table" table items)
        table))
    (define (store-all! who table items)
      (cond ((null? items) table)
            ((null? (cdr items)) (error (string-append who ": there is no value for the key") (car items)))
            (else (store! who table (car items) (cadr items)) (store-all! who table (cddr items)))))
    ;;> A hash table of what MAPPER, which returns a key and a value, makes of each seed, until STOP? holds.
    ;;> SRFI 125.
    (define (hash-table-unfold stop? mapper successor seed comparator . options)
      (let ((table (table-of "hash-table-unfold" comparator options)))
        (let loop ((seed seed))
          (if (stop? seed)
              table
              (begin
                (call-with-values (lambda () (mapper seed))
                                  (lambda (key value) (store! "hash-table-unfold" table key value)))
                (loop (successor seed)))))))
    ;;> A hash table of an association list; of entries with the same key the first counts. SRFI 125, SRFI 69.
    (define alist->hash-table
      (case-lambda
        ((alist) (alist->hash-table alist equal?))
        ((alist key . options)
         (let ((table (table-of "alist->hash-table" key options)))
           (for-each
            (lambda (p)
              (if (not (contains? "alist->hash-table" table (car p)))
                  (store! "alist->hash-table" table (car p) (cdr p))))
            alist)
           table))))

    ;;> Whether an object is a hash table. SRFI 125, SRFI 69.
    (define (hash-table? object) (or (%hash-table? object) (custom? object)))
    ;;> Whether a key is in a table. SRFI 125.
    (define (hash-table-contains? table key) (contains? "hash-table-contains?" table key))
    ;;> Whether a key is in a table. SRFI 69.
    (define (hash-table-exists? table key) (contains? "hash-table-exists?" table key))
    ;;> Whether a table has no entries. SRFI 125.
    (define (hash-table-empty? table) (= (size "hash-table-empty?" table) 0))
    ;;> Whether two tables have the same keys with the same values, by a comparator of values. SRFI 125.
    (define (hash-table=? values a b)
      (let ((same? (if (comparator? values) (comparator-equality-predicate values) values)))
        (and (= (size "hash-table=?" a) (size "hash-table=?" b))
             (let loop ((l (pairs "hash-table=?" a)))
               (or (null? l)
                   (let ((other (lookup "hash-table=?" b (car (car l)) absent)))
                     (and (not (eq? other absent)) (same? (cdr (car l)) other) (loop (cdr l)))))))))
    ;;> Whether a table can be changed: every table can. SRFI 125.
    (define (hash-table-mutable? table) (by-kind "hash-table-mutable?" table #t #t))

    ;;> The value of a key, given to SUCCEED; without the key FAIL is called, or an error raised. SRFI 125,
    ;;> SRFI 69.
    (define hash-table-ref
      (case-lambda
        ((table key)
         (hash-table-ref table key (lambda () (error "hash-table-ref: the key is not in the table" key))))
        ((table key fail)
         (let ((v (lookup "hash-table-ref" table key absent))) (if (eq? v absent) (fail) v)))
        ((table key fail succeed)
         (let ((v (lookup "hash-table-ref" table key absent))) (if (eq? v absent) (fail) (succeed v))))))
    ;;> The value of a key, or DEFAULT. SRFI 125, SRFI 69.
    (define (hash-table-ref/default table key default) (lookup "hash-table-ref/default" table key default))
    ;;> Sets the values of keys, which are given in turn. SRFI 125.
    (define hash-table-set!
      (case-lambda
        ((table key value) (store! "hash-table-set!" table key value))
        ((table . items) (size "hash-table-set!" table) (store-all! "hash-table-set!" table items))))
    ;;> Removes keys; the result is how many were there. SRFI 125.
    (define (hash-table-delete! table . keys)
      (size "hash-table-delete!" table)
      (fold (lambda (key n) (if (remove! "hash-table-delete!" table key) (+ n 1) n)) 0 keys))
    ;;> The value of a key; without the key, it becomes what FAIL returns. SRFI 125.
    (define (hash-table-intern! table key fail)
      (let ((v (lookup "hash-table-intern!" table key absent)))
        (if (eq? v absent)
            (let ((v (fail))) (store! "hash-table-intern!" table key v) v)
            v)))
    ;;> Sets the value of a key to what UPDATE makes of it (given to SUCCEED before, if there is one); without
    ;;> the key, of what FAIL returns, or an error is raised. SRFI 125, SRFI 69.
    (define hash-table-update!
      (case-lambda
        ((table key update)
         (hash-table-update! table key update
                             (lambda () (error "hash-table-update!: the key is not in the table" key))))
        ((table key update fail) (hash-table-update! table key update fail (lambda (v) v)))
        ((table key update fail succeed)
         (let ((v (lookup "hash-table-update!" table key absent)))
           (store! "hash-table-update!" table key (update (if (eq? v absent) (fail) (succeed v))))))))
    ;;> Sets the value of a key to what UPDATE makes of it, or of DEFAULT without the key. SRFI 125, SRFI 69.
    (define (hash-table-update!/default table key update default)
      (store! "hash-table-update!/default" table key
              (update (lookup "hash-table-update!/default" table key default))))
    ;;> Removes an entry and returns its key and value; an error if there is none. SRFI 125.
    (define (hash-table-pop! table)
      (let ((l (pairs "hash-table-pop!" table)))
        (if (null? l) (error "hash-table-pop!: the table is empty" table))
        (remove! "hash-table-pop!" table (car (car l)))
        (values (car (car l)) (cdr (car l)))))
    ;;> Removes all entries. SRFI 125.
    (define (hash-table-clear! table) (clear! "hash-table-clear!" table))

    ;;> The number of entries. SRFI 125, SRFI 69.
    (define (hash-table-size table) (size "hash-table-size" table))
    ;;> The keys. SRFI 125, SRFI 69.
    (define (hash-table-keys table) (map car (pairs "hash-table-keys" table)))
    ;;> The values. SRFI 125, SRFI 69.
    (define (hash-table-values table) (map cdr (pairs "hash-table-values" table)))
    ;;> The keys and the values: two lists. SRFI 125.
    (define (hash-table-entries table)
      (let ((l (pairs "hash-table-entries" table))) (values (map car l) (map cdr l))))
    ;;> The first true value of F of a key and a value, else what FAIL returns. SRFI 125.
    (define (hash-table-find f table fail)
      (let loop ((l (pairs "hash-table-find" table)))
        (if (null? l) (fail) (or (f (car (car l)) (cdr (car l))) (loop (cdr l))))))
    ;;> How many entries F of key and value holds for; without F, the number of entries. SRFI 125.
    (define hash-table-count
      (case-lambda
        ((table) (size "hash-table-count" table))
        ((f table) (if (procedure? table)
                       (hash-table-count table f)
                       (fold (lambda (p n) (if (f (car p) (cdr p)) (+ n 1) n))
                             0 (pairs "hash-table-count" table))))))

    ;;> A new table (of a comparator) with the same keys, and F of their values. SRFI 125.
    (define (hash-table-map f comparator table)
      (let ((new (table-of "hash-table-map" comparator '())))
        (for-each (lambda (p) (store! "hash-table-map" new (car p) (f (cdr p))))
                  (pairs "hash-table-map" table))
        new))
    ;;> Calls F on each key and value. SRFI 125.
    (define (hash-table-for-each f table)
      (if (procedure? f)
          (for-each (lambda (p) (f (car p) (cdr p))) (pairs "hash-table-for-each" table))
          (hash-table-for-each table f)))
    ;;> Calls F on each key and value. SRFI 69.
    (define (hash-table-walk table f)
      (for-each (lambda (p) (f (car p) (cdr p))) (pairs "hash-table-walk" table)))
    ;;> Makes each value what F returns for key and value. SRFI 125.
    (define (hash-table-map! f table)
      (for-each (lambda (p) (store! "hash-table-map!" table (car p) (f (car p) (cdr p))))
                (pairs "hash-table-map!" table)))
    ;;> The list of what F returns for each key and value. SRFI 125.
    (define (hash-table-map->list f table)
      (map (lambda (p) (f (car p) (cdr p))) (pairs "hash-table-map->list" table)))
    ;;> (hash-table-fold f seed table): f of key, value and what it returned for the entry before. The table
    ;;> may also be the first argument. SRFI 125, SRFI 69.
    (define (hash-table-fold f seed table)
      (if (procedure? f)
          (fold (lambda (p acc) (f (car p) (cdr p) acc)) seed (pairs "hash-table-fold" table))
          (fold (lambda (p acc) (seed (car p) (cdr p) acc)) table (pairs "hash-table-fold" f))))
    ;;> Removes the entries that F of key and value holds for. SRFI 125.
    (define (hash-table-prune! f table)
      (for-each (lambda (p) (if (f (car p) (cdr p)) (remove! "hash-table-prune!" table (car p))))
                (pairs "hash-table-prune!" table)))

    ;;> A new table with the same entries. SRFI 125, SRFI 69.
    (define (hash-table-copy table . mutable?)
      (let ((new (empty-like "hash-table-copy" table)))
        (for-each (lambda (p) (store! "hash-table-copy" new (car p) (cdr p))) (pairs "hash-table-copy" table))
        new))
    ;;> A new, empty table that compares its keys in the same way. SRFI 125.
    (define (hash-table-empty-copy table) (empty-like "hash-table-empty-copy" table))
    ;;> An association list of the entries. SRFI 125, SRFI 69.
    (define (hash-table->alist table)
      (map (lambda (p) (cons (car p) (cdr p))) (pairs "hash-table->alist" table)))

    (define (add-missing! who a b)
      (for-each (lambda (p) (if (not (contains? who a (car p))) (store! who a (car p) (cdr p))))
                (pairs who b))
      a)
    ;;> Adds to the first table the entries of the second whose keys it does not have. SRFI 125.
    (define (hash-table-union! a b) (add-missing! "hash-table-union!" a b))
    ;;> Adds to the first table the entries of the second whose keys it does not have. SRFI 69.
    (define (hash-table-merge! a b) (add-missing! "hash-table-merge!" a b))
    (define (keep! who a keep?)
      (for-each (lambda (p) (if (not (keep? (car p))) (remove! who a (car p)))) (pairs who a))
      a)
    ;;> Removes from the first table the keys that the second does not have. SRFI 125.
    (define (hash-table-intersection! a b)
      (keep! "hash-table-intersection!" a (lambda (key) (contains? "hash-table-intersection!" b key))))
    ;;> Removes from the first table the keys that the second has. SRFI 125.
    (define (hash-table-difference! a b)
      (keep! "hash-table-difference!" a (lambda (key) (not (contains? "hash-table-difference!" b key)))))
    ;;> Adds to the first table the entries of the second, but removes keys that are in both. SRFI 125.
    (define (hash-table-xor! a b)
      (for-each
       (lambda (p)
         (if (not (remove! "hash-table-xor!" a (car p))) (store! "hash-table-xor!" a (car p) (cdr p))))
       (pairs "hash-table-xor!" b))
      a)

    ;;> The hash of an object by `equal?`; below BOUND if that is given. SRFI 69.
    (define hash
      (case-lambda ((x) (%equal-hash x)) ((x bound) (modulo (%equal-hash x) bound))))
    ;;> The hash of an object by `eq?`; below BOUND if that is given. SRFI 69.
    (define hash-by-identity
      (case-lambda ((x) (%eqv-hash x)) ((x bound) (modulo (%eqv-hash x) bound))))
    ;;> What compares the keys of a table. SRFI 69.
    (define (hash-table-equivalence-function table)
      (by-kind "hash-table-equivalence-function" table
        (let ((kind (%hash-table-kind table))) (cond ((= kind 0) eq?) ((= kind 1) eqv?) (else equal?)))
        (custom-same? table)))
    ;;> The hash function of a table. SRFI 69.
    (define (hash-table-hash-function table)
      (by-kind "hash-table-hash-function" table
        (if (= (%hash-table-kind table) 2) hash hash-by-identity)
        (custom-hash table)))))
