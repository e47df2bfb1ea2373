;;; Lists taken apart, grouped, counted and merged, and association lists as small tables. Where the first
;;; argument is a procedure or number and the last a collection, it may be a list, a vector or a string;
;;; results are lists. Keys are compared with equal?, and stand in the order in which they are met first; the
;;; cost is linear.
(define-library (fluxion grouping)
  (export group-by partition-by partition-all chunk sliding-window frequencies count-by sum-by index-by
          distinct-by min-by max-by sort-by interleave interpose zip-with unfold scan scan-left scan-right
          span break-at alist-ref alist-set alist-update alist-merge alist-keys alist-values alist-map get-in
          assoc-in update-in)
  (import (fluxion primitives) (fluxion support) (fluxion numbers) (fluxion lists) (fluxion sorting) (fluxion strings)
          (fluxion checks))
  (begin
    ;; Groups -----

    ;; A table of boxes (key . value) and the list of them in the order of the table, whose value for each
    ;; item's key is (step value item), at first `init`.
    (define (tabulate who key-of init step items)
      (check-procedure who 1 key-of)
      (let ((table (%make-hash-table 'equal)))
        (let loop ((items items) (entries '()))
          (if (null? items)
              (reverse entries)
              (let* ((item (car items)) (key (key-of item)) (entry (hash-table-ref/default table key #f)))
                (if entry
                    (begin
                      (set-cdr! entry (step (cdr entry) item))
                      (loop (cdr items) entries))
                    (let ((entry (cons key (step init item))))
                      (hash-table-set! table key entry)
                      (loop (cdr items) (cons entry entries)))))))))

    ;;> (group-by f items) is an association list from each value of f to the list of the items for which f
    ;;> returns it.
    ;;> (group-by odd? '(1 2 3 4)) => ((#t 1 3) (#f 2 4))
    (define (group-by f items)
      (map (lambda (entry) (cons (car entry) (reverse (cdr entry))))
           (tabulate "group-by" f '() (lambda (group item) (cons item group))
                     (sequence->list "group-by" 2 items))))

    ;;> (count-by f items) is an association list from each value of f to how many items have it.
    ;;> (count-by odd? '(1 2 3)) => ((#t . 2) (#f . 1))
    (define (count-by f items)
      (tabulate "count-by" f 0 (lambda (n item) (%+ n 1)) (sequence->list "count-by" 2 items)))

    ;;> (frequencies items) is an association list from each item to how often it is there.
    ;;> (frequencies '(a b a)) => ((a . 2) (b . 1))
    (define (frequencies items)
      (tabulate "frequencies" (lambda (item) item) 0 (lambda (n item) (%+ n 1))
                (sequence->list "frequencies" 1 items)))

    ;;> (sum-by f items) is the sum of what f returns for the items.
    ;;> (sum-by string-length '("a" "bc")) => 3
    (define (sum-by f items)
      (check-procedure "sum-by" 1 f)
      (let loop ((items (sequence->list "sum-by" 2 items)) (sum 0))
        (if (null? items) sum (loop (cdr items) (+ sum (f (car items)))))))

    ;;> (index-by f items) is an association list from each value of f to the last item that has it.
    ;;> (index-by car '((a 1) (b 2))) => ((a a 1) (b b 2))
    (define (index-by f items)
      (tabulate "index-by" f #f (lambda (old item) item) (sequence->list "index-by" 2 items)))

    ;;> (distinct-by f items) is the list of the items for which f returns a value that it did not return
    ;;> before.
    ;;> (distinct-by abs '(1 -1 2 -2 3)) => (1 2 3)
    (define (distinct-by f items)
      (map cdr (tabulate "distinct-by" f absent (lambda (old item) (if (eq? old absent) item old))
                         (sequence->list "distinct-by" 2 items))))
    (define absent (list 'absent))

    ;;> (partition-by f items) is the list of lists of consecutive items for which f returns equal? values.
    ;;> (partition-by odd? '(1 3 2 4 5)) => ((1 3) (2 4) (5))
    (define (partition-by f items)
      (check-procedure "partition-by" 1 f)
      (let ((items (sequence->list "partition-by" 2 items)))
        (if (null? items)
            '()
            (let loop ((items (cdr items)) (key (f (car items))) (group (list (car items))) (out '()))
              (if (null? items)
                  (reverse (cons (reverse group) out))
                  (let ((next (f (car items))))
                    (if (equal? key next)
                        (loop (cdr items) key (cons (car items) group) out)
                        (loop (cdr items) next (list (car items)) (cons (reverse group) out)))))))))

    ;; Some procedures take a number and a collection, either way round: calls k with the number and the list.
    (define (count-and-list who a b k)
      (let ((n (if (fixnum? b) b a)) (position (if (fixnum? b) 2 1)))
        (check-count who position 1 n)
        (k n (sequence->list who (%- 3 position) (if (fixnum? b) a b)))))

    ;; The first n elements, or all if there are fewer.
    (define (prefix l n)
      (let loop ((l l) (n n) (out '()))
        (if (or (%= n 0) (null? l)) (reverse out) (loop (cdr l) (%- n 1) (cons (car l) out)))))
    (define (suffix l n)
      (if (or (%= n 0) (null? l)) l (suffix (cdr l) (%- n 1))))

    ;;> (chunk n items) is the list of lists of n items; the last may be shorter. Also (chunk items n).
    ;;> (chunk 2 '(1 2 3 4 5)) => ((1 2) (3 4) (5))
    (define (chunk a b)
      (count-and-list "chunk" a b (lambda (n l) (windows l n n))))
    ;; The lists of up to n elements, one from every `step` elements on.
    (define (windows l n step)
      (let loop ((l l) (out '()))
        (if (pair? l) (loop (suffix l step) (cons (prefix l n) out)) (reverse out))))

    ;;> (partition-all n items) is (chunk n items). (partition-all n step items) starts a list every step
    ;;> items.
    ;;> (partition-all 2 1 '(1 2 3)) => ((1 2) (2 3) (3))
    (define partition-all
      (case-lambda
        ((a b) (count-and-list "partition-all" a b (lambda (n l) (windows l n n))))
        ((n step items)
         (check-count "partition-all" 1 1 n)
         (check-count "partition-all" 2 1 step)
         (windows (sequence->list "partition-all" 3 items) n step))))

    ;;> (sliding-window n items) is the list of the lists of n consecutive items. Also (sliding-window items
    ;;> n). (sliding-window n step items) starts one every step items.
    ;;> (sliding-window 2 '(1 2 3)) => ((1 2) (2 3))
    (define sliding-window
      (case-lambda
        ((a b) (count-and-list "sliding-window" a b (lambda (n l) (full-windows l n 1))))
        ((n step items)
         (check-count "sliding-window" 1 1 n)
         (check-count "sliding-window" 2 1 step)
         (full-windows (sequence->list "sliding-window" 3 items) n step))))
    ;; How many full windows there are is known from the length.
    (define (full-windows l n step)
      (let loop ((l l) (left (%- (length l) n)) (out '()))
        (if (%< left 0)
            (reverse out)
            (loop (suffix l step) (%- left step) (cons (prefix l n) out)))))

    ;; The best of items -----

    ;;> (min-by f items) is the first item for which f returns the least number. The collection must not be
    ;;> empty.
    ;;> (min-by abs '(-3 2 -2)) => 2
    (define (min-by f items) (best "min-by" f (lambda (a b) (< a b)) items))

    ;;> (max-by f items) is the first item for which f returns the greatest number. The collection must not be
    ;;> empty.
    ;;> (max-by string-length '("a" "abc" "ab")) => "abc"
    (define (max-by f items) (best "max-by" f (lambda (a b) (> a b)) items))

    (define (best who f better? items)
      (check-procedure who 1 f)
      (let ((items (sequence->list who 2 items)))
        (if (null? items) (error (string-append who ": the collection is empty") items))
        (let loop ((rest (cdr items)) (item (car items)) (key (f (car items))))
          (if (null? rest)
              item
              (let ((new (f (car rest))))
                (if (better? new key) (loop (cdr rest) (car rest) new) (loop (cdr rest) item key)))))))

    ;;> (sort-by f items) is the list of the items in the order of what f returns for each: numbers, strings,
    ;;> characters or symbols, the least first. (sort-by f items less?) compares with less?. The order is
    ;;> stable, and f is called once for each item.
    ;;> (sort-by string-length '("ccc" "a" "bb")) => ("a" "bb" "ccc")
    ;;> (sort-by car '((1 a) (2 b)) >) => ((2 b) (1 a))
    (define sort-by
      (case-lambda
        ((f items) (sort-by f items key-before?))
        ((f items less?)
         (check-procedure "sort-by" 1 f)
         (check-procedure "sort-by" 3 less?)
         (let ((keyed (map (lambda (item) (cons (f item) item)) (sequence->list "sort-by" 2 items))))
           (map cdr (sort keyed (lambda (a b) (less? (car a) (car b)))))))))
    (define (key-before? a b)
      (cond ((and (number? a) (number? b)) (< a b))
            ((and (string? a) (string? b)) (string<? a b))
            ((and (char? a) (char? b)) (char<? a b))
            ((and (symbol? a) (symbol? b)) (string<? (symbol->string a) (symbol->string b)))
            (else (error "sort-by: keys must be all numbers, strings, characters or symbols, found" a b))))

    ;; Lists side by side -----

    ;;> (interleave items ...) takes items of the collections in turns, up to the end of the shortest.
    ;;> (interleave '(1 2 3) '(a b)) => (1 a 2 b)
    (define (interleave . all)
      (let loop ((all (lists-of "interleave" 1 all)) (out '()))
        (if (or (null? all) (memq '() all))
            (reverse out)
            (loop (map cdr all) (append-reverse (map car all) out)))))
    ;; Collections as lists; the first is the argument of this position.
    (define (lists-of who position all)
      (let loop ((all all) (position position) (out '()))
        (if (null? all)
            (reverse out)
            (loop (cdr all) (%+ position 1) (cons (sequence->list who position (car all)) out)))))

    ;;> (interpose separator items) is the list of the items with the separator between two.
    ;;> (interpose 'and '(1 2 3)) => (1 and 2 and 3)
    (define (interpose separator items)
      (let ((items (sequence->list "interpose" 2 items)))
        (if (null? items)
            '()
            (let loop ((rest (cdr items)) (out (list (car items))))
              (if (null? rest)
                  (reverse out)
                  (loop (cdr rest) (cons (car rest) (cons separator out))))))))

    ;;> (zip-with f items ...) is the list of what f returns for the first items of all collections, for the
    ;;> second ones, and so on, up to the end of the shortest.
    ;;> (zip-with + '(1 2 3) #(10 20)) => (11 22)
    (define (zip-with f . all)
      (check-procedure "zip-with" 1 f)
      (check-argument (pair? all) "zip-with" 2 "a collection" all)
      (apply map f (lists-of "zip-with" 2 all)))

    ;;> (unfold stop? f next seed) is the list of (f seed), (f (next seed)) and so on, up to the first seed
    ;;> for which stop? holds. (unfold stop? f next seed tail) ends with what tail returns for that seed (SRFI
    ;;> 1).
    ;;> (unfold (lambda (n) (> n 3)) square 1+ 1) => (1 4 9)
    (define unfold
      (case-lambda
        ((stop? f next seed) (unfold stop? f next seed (lambda (seed) '())))
        ((stop? f next seed tail)
         (check-procedures "unfold" 1 (list stop? f next))
         (check-procedure "unfold" 5 tail)
         (let loop ((seed seed) (out '()))
           (if (stop? seed)
               (append-reverse out (tail seed))
               (loop (next seed) (cons (f seed) out)))))))

    ;;> (scan f items) is the list of the first item a, then (f a b), (f (f a b) c) and so on for the items b,
    ;;> c ...
    ;;> (scan + '(1 2 3)) => (1 3 6)
    (define (scan f items)
      (check-procedure "scan" 1 f)
      (let ((items (sequence->list "scan" 2 items)))
        (if (null? items) '() (scan-left f (car items) (cdr items)))))

    ;;> (scan-left f init items) is the list of init, (f init a), (f (f init a) b) and so on for the items a,
    ;;> b ...
    ;;> (scan-left - 10 '(1 2)) => (10 9 7)
    (define (scan-left f init items)
      (check-procedure "scan-left" 1 f)
      (let loop ((items (sequence->list "scan-left" 3 items)) (acc init) (out '()))
        (if (null? items)
            (reverse (cons acc out))
            (loop (cdr items) (f acc (car items)) (cons acc out)))))

    ;;> (scan-right f init items) is the list of the results of fold-right for the items, for those behind the
    ;;> first, and so on; the last is init.
    ;;> (scan-right + 0 '(1 2 3)) => (6 5 3 0)
    (define (scan-right f init items)
      (check-procedure "scan-right" 1 f)
      (let loop ((items (reverse (sequence->list "scan-right" 3 items))) (out (list init)))
        (if (null? items)
            out
            (loop (cdr items) (cons (f (car items) (car out)) out)))))

    ;;> (span f items) has two values: the list of the items before the first for which f does not hold, and
    ;;> the list of the others (SRFI 1).
    ;;> (call-with-values (lambda () (span even? '(2 4 5 6))) list) => ((2 4) (5 6))
    (define (span f items)
      (check-procedure "span" 1 f)
      (let loop ((items (sequence->list "span" 2 items)) (out '()))
        (if (and (pair? items) (f (car items)))
            (loop (cdr items) (cons (car items) out))
            (values (reverse out) items))))

    ;;> (break-at n items) has two values: the list of the first n items, or of all if there are fewer, and
    ;;> the list of the others. (break-at f items) breaks before the first item for which f holds.
    ;;> (call-with-values (lambda () (break-at 2 '(a b c))) list) => ((a b) (c))
    ;;> (call-with-values (lambda () (break-at odd? '(2 4 5 6))) list) => ((2 4) (5 6))
    (define (break-at where items)
      (let ((l (sequence->list "break-at" 2 items)))
        (if (procedure? where)
            (span (lambda (item) (not (where item))) l)
            (begin
              (check-argument (and (fixnum? where) (%>= where 0)) "break-at" 1 "an index or a procedure"
                              where)
              (values (prefix l where) (suffix l where))))))

    ;; Association lists -----

    (define (check-alist who position l)
      (if (not (and (list? l) (every pair? l))) (wrong-argument who position "an association list" l)))
    (define (check-keys who position keys)
      (if (not (and (list? keys) (pair? keys)))
          (wrong-argument who position "a list of at least one key" keys)))

    ;;> (alist-ref alist key) is the value that belongs to the key, or #f; (alist-ref alist key default) is
    ;;> the default if there is none.
    ;;> (alist-ref '((a . 1) (b . 2)) 'b) => 2
    (define alist-ref
      (case-lambda
        ((alist key) (alist-ref alist key #f))
        ((alist key default)
         (check-alist "alist-ref" 1 alist)
         (let ((entry (assoc key alist))) (if entry (cdr entry) default)))))

    ;;> (alist-set alist key value) is the association list with this value for the key, in the place of the
    ;;> value before or at the end. The argument is not changed.
    ;;> (alist-set '((a . 1) (b . 2)) 'a 3) => ((a . 3) (b . 2))
    (define (alist-set alist key value)
      (check-alist "alist-set" 1 alist)
      (replace alist key (lambda (old) value) #f))

    ;;> (alist-update alist key f) is the association list with what f returns for the value of the key as its
    ;;> new value. (alist-update alist key f default) calls f with the default if the key is not there;
    ;;> without it that is an error.
    ;;> (alist-update '((a . 1)) 'a 1+) => ((a . 2))
    ;;> (alist-update '((a . 1)) 'b 1+ 0) => ((a . 1) (b . 1))
    (define alist-update
      (case-lambda
        ((alist key f)
         (check-alist "alist-update" 1 alist)
         (check-procedure "alist-update" 3 f)
         (if (not (assoc key alist)) (error "alist-update: the key is not there" key))
         (replace alist key f #f))
        ((alist key f default)
         (check-alist "alist-update" 1 alist)
         (check-procedure "alist-update" 3 f)
         (replace alist key f default))))
    (define (replace alist key f default)
      (let loop ((rest alist) (out '()))
        (cond ((null? rest) (reverse (cons (cons key (f default)) out)))
              ((equal? key (caar rest)) (append-reverse out (cons (cons key (f (cdar rest))) (cdr rest))))
              (else (loop (cdr rest) (cons (car rest) out))))))

    ;;> (alist-merge alist ...) is the association list of the keys of all; the value is that of the last that
    ;;> has it.
    ;;> (alist-merge '((a . 1) (b . 2)) '((b . 3) (c . 4))) => ((a . 1) (b . 3) (c . 4))
    (define (alist-merge . alists)
      (let loop ((rest alists) (position 1))
        (if (pair? rest)
            (begin (check-alist "alist-merge" position (car rest)) (loop (cdr rest) (%+ position 1)))))
      (map (lambda (entry) (cons (car entry) (cdr entry)))
           (tabulate "alist-merge" car #f (lambda (old entry) (cdr entry)) (apply append alists))))

    ;;> (alist-keys alist) is the list of the keys.
    ;;> (alist-keys '((a . 1) (b . 2))) => (a b)
    (define (alist-keys alist)
      (check-alist "alist-keys" 1 alist)
      (map car alist))

    ;;> (alist-values alist) is the list of the values.
    ;;> (alist-values '((a . 1) (b . 2))) => (1 2)
    (define (alist-values alist)
      (check-alist "alist-values" 1 alist)
      (map cdr alist))

    ;;> (alist-map f alist) is the association list of the same keys with what f returns for each value.
    ;;> (alist-map square '((a . 1) (b . 2))) => ((a . 1) (b . 4))
    (define (alist-map f alist)
      (check-procedure "alist-map" 1 f)
      (check-alist "alist-map" 2 alist)
      (map (lambda (entry) (cons (car entry) (f (cdr entry)))) alist))

    ;;> (get-in alist keys) is the value of the last key in the association list that is the value of the key
    ;;> before, and so on, or #f; (get-in alist keys default) is the default if a key is not there.
    ;;> (get-in '((a . ((b . 1)))) '(a b)) => 1
    (define get-in
      (case-lambda
        ((alist keys) (get-in alist keys #f))
        ((alist keys default)
         (check-list "get-in" 2 keys)
         (look-up "get-in" alist keys default))))
    (define (look-up who value keys default)
      (if (null? keys)
          value
          (begin
            (check-alist who 1 value)
            (let ((entry (assoc (car keys) value)))
              (if entry (look-up who (cdr entry) (cdr keys) default) default)))))

    ;;> (assoc-in alist keys value) is the association list with the value for the last key, in the
    ;;> association list that is the value of the key before, and so on. What is not there is made.
    ;;> (assoc-in '((a . ((b . 1)))) '(a c) 2) => ((a (b . 1) (c . 2)))
    (define (assoc-in alist keys value)
      (check-keys "assoc-in" 2 keys)
      (change-in "assoc-in" alist keys (lambda (old) value) #f))

    ;;> (update-in alist keys f) is as assoc-in with what f returns for the value before. (update-in alist
    ;;> keys f default) calls f with the default if there is none; without it that is an error.
    ;;> (update-in '((a . ((b . 1)))) '(a b) 1+) => ((a (b . 2)))
    (define update-in
      (case-lambda
        ((alist keys f)
         (check-keys "update-in" 2 keys)
         (check-procedure "update-in" 3 f)
         (if (eq? (look-up "update-in" alist keys absent) absent) (error "update-in: the keys are not there" keys))
         (change-in "update-in" alist keys f #f))
        ((alist keys f default)
         (check-keys "update-in" 2 keys)
         (check-procedure "update-in" 3 f)
         (change-in "update-in" alist keys f default))))
    (define (change-in who alist keys f default)
      (check-alist who 1 alist)
      (if (null? (cdr keys))
          (replace alist (car keys) f default)
          (replace alist (car keys) (lambda (inner) (change-in who inner (cdr keys) f default)) '())))))
