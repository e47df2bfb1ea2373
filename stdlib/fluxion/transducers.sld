;;; Transducers: transformations of reducers, so that a chain of them passes over a collection once, without
;;; lists in between, and stops early (names and protocol of SRFI 171). A reducer is a procedure that is
;;; called without arguments for the initial result, with a result to finish it, and with a result and an item
;;; for the next result. A transducer takes a reducer and returns one. `(compose (tmap f) (tfilter g))` maps
;;; first.
(define-library (fluxion transducers)
  (export transduce into rcons rcount tmap tfilter tremove tfilter-map ttake tdrop ttake-while tdrop-while
          tappend-map tflatten tpartition-by tpartition-all tdedupe tdistinct tenumerate tinterpose reduced
          reduced? unreduce)
  (import (fluxion primitives) (fluxion support) (fluxion numbers) (fluxion lists) (fluxion strings)
          (fluxion vectors) (fluxion lazy) (fluxion checks))
  (begin
    ;; Reducing -----

    ;;> (reduced value) as the result of a reducer says that this is the final one: no more items are wanted.
    ;;> (reduced? x): is x what reduced returns?
    ;;> (transduce identity (case-lambda ((r) r) ((r x) (if (= x 3) (reduced r) (+ r x)))) 0 '(1 2 3 4)) => 3
    ;;> (map reduced? (list (reduced 1) 1)) => (#t #f)
    (define-record-type reduced-result (reduced value) reduced? (value reduced-value))

    ;;> (unreduce x) is the value in x if reduced returned x, and x otherwise.
    ;;> (map unreduce (list (reduced 1) 2)) => (1 2)
    (define (unreduce x) (if (reduced? x) (reduced-value x) x))
    (define (ensure-reduced x) (if (reduced? x) x (reduced x)))

    ;; The result of f over the items of a collection; stops at a reduced one.
    (define (reduce-items f init items)
      (define (from-list acc l)
        (if (null? l)
            acc
            (let ((acc (f acc (car l)))) (if (reduced? acc) acc (from-list acc (cdr l))))))
      (define (from-lazy acc s)
        (let ((c (lazy-force s)))
          (if (null? c)
              acc
              (let ((acc (f acc (car c)))) (if (reduced? acc) acc (from-lazy acc (cdr c)))))))
      (define (from-vector acc i)
        (if (%< i (vector-length items))
            (let ((acc (f acc (vector-ref items i)))) (if (reduced? acc) acc (from-vector acc (%+ i 1))))
            acc))
      (define (from-generator acc)
        (let ((x (items)))
          (if (eof-object? x)
              acc
              (let ((acc (f acc x))) (if (reduced? acc) acc (from-generator acc))))))
      (cond ((or (pair? items) (null? items)) (from-list init items))
            ((vector? items) (from-vector init 0))
            ((string? items) (from-list init (string->list items)))
            ((lazy-seq? items) (from-lazy init items))
            (else (from-generator init))))
    (define (check-items who position items)
      (check-argument (or (list? items) (vector? items) (string? items) (lazy-seq? items) (procedure? items))
                      who position "a list, vector, string, lazy sequence or generator" items))

    ;;> (transduce xform f items) reduces the items, transformed by the transducer xform, with the reducer f,
    ;;> from (f) on. (transduce xform f init items) starts with init. The items are a list, vector, string,
    ;;> lazy sequence or generator. At the end the result is passed to f once more, unless f is known to take
    ;;> two arguments only.
    ;;> (transduce (compose (tfilter odd?) (tmap square)) + '(1 2 3)) => 10
    ;;> (transduce (ttake 3) rcons (lazy-range)) => (0 1 2)
    (define transduce
      (case-lambda
        ((xform f items)
         (check-procedures "transduce" 1 (list xform f))
         (check-items "transduce" 3 items)
         (run xform f (f) items))
        ((xform f init items)
         (check-procedures "transduce" 1 (list xform f))
         (check-items "transduce" 4 items)
         (run xform f init items))))
    (define (run xform f init items)
      (let ((f (xform (finishing f))))
        (f (unreduce (reduce-items f init items)))))
    (define (finishing f)
      (if (equal? (procedure-arity f) 2)
          (case-lambda ((acc) acc) ((acc x) (f acc x)))
          f))

    ;;> (into to xform items) adds the items, transformed by the transducer xform, to the end of the list,
    ;;> vector or string `to`, and returns a new one.
    ;;> (into #(0) (tmap square) '(1 2)) => #(0 1 4)
    (define (into to xform items)
      (check-procedure "into" 2 xform)
      (check-items "into" 3 items)
      (let ((l (append (sequence->list "into" 1 to) (run xform rcons '() items))))
        (cond ((vector? to) (list->vector l))
              ((string? to) (list->string l))
              (else l))))

    ;;> (rcons) is a reducer that makes the list of the items.
    ;;> (transduce (tmap square) rcons '(1 2)) => (1 4)
    (define rcons
      (case-lambda
        (() '())
        ((l) (reverse l))
        ((l x) (cons x l))))

    ;;> (rcount) is a reducer that counts the items.
    ;;> (transduce (tfilter odd?) rcount '(1 2 3)) => 2
    (define rcount
      (case-lambda
        (() 0)
        ((n) n)
        ((n x) (%+ n 1))))

    ;; Transducers -----

    ;; A transducer whose reducers differ from the one below in what they do with an item.
    (define-syntax transducer
      (syntax-rules ()
        ((_ (next acc x) step) (transducer (next acc x) () step))
        ((_ (next acc x) bindings step)
         (lambda (next)
           (check-procedure "a transducer" 1 next)
           (let bindings
             (case-lambda
               (() (next))
               ((acc) (next acc))
               ((acc x) step)))))))

    ;;> (tmap f) is the transducer that passes on what f returns for each item.
    ;;> (into '() (tmap square) '(1 2 3)) => (1 4 9)
    (define (tmap f)
      (check-procedure "tmap" 1 f)
      (transducer (next acc x) (next acc (f x))))

    ;;> (tfilter keep?) is the transducer that passes on the items for which keep? holds.
    ;;> (into '() (tfilter odd?) '(1 2 3)) => (1 3)
    (define (tfilter keep?)
      (check-procedure "tfilter" 1 keep?)
      (transducer (next acc x) (if (keep? x) (next acc x) acc)))

    ;;> (tremove drop?) is the transducer that passes on the items for which drop? does not hold.
    ;;> (into '() (tremove odd?) '(1 2 3)) => (2)
    (define (tremove drop?)
      (check-procedure "tremove" 1 drop?)
      (transducer (next acc x) (if (drop? x) acc (next acc x))))

    ;;> (tfilter-map f) is the transducer that passes on what f returns for each item unless that is #f.
    ;;> (into '() (tfilter-map (lambda (x) (and (odd? x) (* x x)))) '(1 2 3)) => (1 9)
    (define (tfilter-map f)
      (check-procedure "tfilter-map" 1 f)
      (transducer (next acc x) (let ((y (f x))) (if y (next acc y) acc))))

    ;;> (ttake n) is the transducer that passes on the first n items, and then ends.
    ;;> (into '() (ttake 2) '(1 2 3)) => (1 2)
    (define (ttake n)
      (check-count "ttake" 1 0 n)
      (transducer (next acc x) ((left n))
        (if (%<= left 0)
            (reduced acc)
            (let ((acc (next acc x)))
              (set! left (%- left 1))
              (if (%= left 0) (ensure-reduced acc) acc)))))

    ;;> (tdrop n) is the transducer that passes on the items behind the first n.
    ;;> (into '() (tdrop 2) '(1 2 3)) => (3)
    (define (tdrop n)
      (check-count "tdrop" 1 0 n)
      (transducer (next acc x) ((left n))
        (if (%= left 0) (next acc x) (begin (set! left (%- left 1)) acc))))

    ;;> (ttake-while f) is the transducer that passes on the items before the first for which f does not hold,
    ;;> and then ends.
    ;;> (into '() (ttake-while odd?) '(1 3 4 5)) => (1 3)
    (define (ttake-while f)
      (check-procedure "ttake-while" 1 f)
      (transducer (next acc x) (if (f x) (next acc x) (reduced acc))))

    ;;> (tdrop-while f) is the transducer that passes on the items from the first on for which f does not
    ;;> hold.
    ;;> (into '() (tdrop-while odd?) '(1 3 4 5)) => (4 5)
    (define (tdrop-while f)
      (check-procedure "tdrop-while" 1 f)
      (transducer (next acc x) ((dropping #t))
        (if (and dropping (f x)) acc (begin (set! dropping #f) (next acc x)))))

    ;;> (tappend-map f) is the transducer that passes on the items of the list that f returns for each item.
    ;;> (into '() (tappend-map (lambda (n) (make-list n n))) '(1 2)) => (1 2 2)
    (define (tappend-map f)
      (check-procedure "tappend-map" 1 f)
      (transducer (next acc x)
        (let ((items (f x)))
          (check-items "the procedure given to tappend-map" 1 items)
          (reduce-items next acc items))))

    ;;> (tflatten) is the transducer that passes on the items of items that are lists, and of the lists in
    ;;> these.
    ;;> (into '() (tflatten) '(1 (2 (3)) ())) => (1 2 3)
    (define (tflatten) (tappend-map (lambda (x) (flatten x))))

    ;;> (tpartition-by f) is the transducer that passes on lists of consecutive items for which f returns
    ;;> equal? values.
    ;;> (into '() (tpartition-by odd?) '(1 3 2 4 5)) => ((1 3) (2 4) (5))
    (define (tpartition-by f)
      (check-procedure "tpartition-by" 1 f)
      (grouping (lambda (key x) (equal? key (f x))) f))

    ;;> (tpartition-all n) is the transducer that passes on lists of n items; the last may be shorter.
    ;;> (into '() (tpartition-all 2) '(1 2 3)) => ((1 2) (3))
    (define (tpartition-all n)
      (check-count "tpartition-all" 1 1 n)
      (lambda (next)
        (check-procedure "a transducer" 1 next)
        (let ((group '()) (size 0))
          (case-lambda
            (() (next))
            ((acc)
             (let ((last (reverse group)))
               (set! group '())
               (next (if (null? last) acc (unreduce (next acc last))))))
            ((acc x)
             (set! group (cons x group))
             (set! size (%+ size 1))
             (if (%= size n)
                 (let ((full (reverse group)))
                   (set! group '())
                   (set! size 0)
                   (next acc full))
                 acc))))))

    ;; Lists of consecutive items: joins? says whether an item belongs to the group with this key.
    (define (grouping joins? key-of)
      (lambda (next)
        (check-procedure "a transducer" 1 next)
        (let ((group '()) (key #f))
          (case-lambda
            (() (next))
            ((acc)
             (let ((last (reverse group)))
               (set! group '())
               (next (if (null? last) acc (unreduce (next acc last))))))
            ((acc x)
             (if (and (pair? group) (joins? key x))
                 (begin (set! group (cons x group)) acc)
                 (let ((full (reverse group)))
                   (set! key (key-of x))
                   (set! group (list x))
                   (if (null? full)
                       acc
                       (let ((acc (next acc full)))
                         (if (reduced? acc) (set! group '()))
                         acc)))))))))

    ;;> (tdedupe) is the transducer that drops items that are equal? to the one before. (tdedupe same?)
    ;;> compares with same?.
    ;;> (into '() (tdedupe) '(1 1 2 2 1)) => (1 2 1)
    (define tdedupe
      (case-lambda
        (() (tdedupe equal?))
        ((same?)
         (check-procedure "tdedupe" 1 same?)
         (transducer (next acc x) ((last absent))
           (if (and (not (eq? last absent)) (same? last x))
               acc
               (begin (set! last x) (next acc x)))))))
    (define absent (list 'absent))

    ;;> (tdistinct) is the transducer that drops items that are equal? to an earlier one.
    ;;> (into '() (tdistinct) '(1 2 1 3 2)) => (1 2 3)
    (define (tdistinct)
      (transducer (next acc x) ((seen (%make-hash-table 'equal)))
        (if (hash-table-contains? seen x)
            acc
            (begin (hash-table-set! seen x #t) (next acc x)))))

    ;;> (tenumerate) is the transducer that passes on pairs (index . item). (tenumerate start) counts from
    ;;> start.
    ;;> (into '() (tenumerate) '(a b)) => ((0 . a) (1 . b))
    (define tenumerate
      (case-lambda
        (() (tenumerate 0))
        ((start)
         (check-argument (number? start) "tenumerate" 1 "a number" start)
         (transducer (next acc x) ((n (%- start 1)))
           (begin (set! n (%+ n 1)) (next acc (cons n x)))))))

    ;;> (tinterpose separator) is the transducer that passes on the items with the separator between two.
    ;;> (into '() (tinterpose 'and) '(1 2 3)) => (1 and 2 and 3)
    (define (tinterpose separator)
      (transducer (next acc x) ((started #f))
        (if started
            (let ((acc (next acc separator))) (if (reduced? acc) acc (next acc x)))
            (begin (set! started #t) (next acc x)))))))
