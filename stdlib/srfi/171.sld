;;; Transducers (SRFI 171). A reducer is a procedure of none (the first result), one (the last step) or two
;;; arguments (result and element); a transducer is a procedure from reducers to reducers. The state of a
;;; transducer belongs to one reducer, so a transducer can be used many times.
(define-library (srfi 171)
  (export rcons reverse-rcons rcount rany revery list-transduce vector-transduce string-transduce
          bytevector-u8-transduce port-transduce generator-transduce tmap tfilter tremove tfilter-map treplace
          tdrop tdrop-while ttake ttake-while tconcatenate tappend-map tflatten tdelete-neighbor-duplicates
          tdelete-duplicates tsegment tpartition tadd-between tenumerate tlog)
  (import (except (fluxion base) hash-table? hash-table-ref/default make-hash-table hash-table-contains?
                  hash-table-set!)
          (only (srfi 125) hash-table? hash-table-ref/default make-hash-table hash-table-contains?
                hash-table-set!)
          (srfi 171 meta))
  (begin
    ;;> A reducer that makes a list of the elements. SRFI 171.
    (define rcons
      (case-lambda (() '()) ((l) (reverse l)) ((l x) (cons x l))))
    ;;> A reducer that makes a list of the elements in reverse. SRFI 171.
    (define reverse-rcons
      (case-lambda (() '()) ((l) l) ((l x) (cons x l))))
    ;;> A reducer that counts the elements. SRFI 171.
    (define rcount
      (case-lambda (() 0) ((n) n) ((n x) (+ n 1))))
    ;;> A reducer that finds the first true value of a predicate, and ends with it, or is #f. SRFI 171.
    (define (rany f)
      (check "rany" f)
      (case-lambda (() #f) ((r) r) ((r x) (let ((v (f x))) (if v (reduced v) #f)))))
    ;;> A reducer that is the last value of a predicate, but #f, and ends, when one is. SRFI 171.
    (define (revery f)
      (check "revery" f)
      (case-lambda (() #t) ((r) r) ((r x) (let ((v (f x))) (if v v (reduced #f))))))

    (define (check who f)
      (if (not (procedure? f)) (error (string-append who ": a procedure is needed, found") f)))
    (define-syntax define-transduce
      (syntax-rules ()
        ((_ name who what ok? reduce)
         (define name
           (case-lambda
             ((xform f source)
              (check who f)
              (name xform f (f) source))
             ((xform f init source)
              (check who xform)
              (check who f)
              (if (not (ok? source))
                  (error (string-append who ": the last argument must be a " what ", found") source))
              (let ((step (xform f))) (step (reduce step init source)))))))))
    (define (list-like? x) (or (pair? x) (null? x)))
    ;;> (list-transduce xform f [init] list): reduces the elements by the transduced reducer. SRFI 171.
    (define-transduce list-transduce "list-transduce" "list" list-like? list-reduce)
    ;;> As list-transduce, of a vector. SRFI 171.
    (define-transduce vector-transduce "vector-transduce" "vector" vector? vector-reduce)
    ;;> As list-transduce, of the characters of a string. SRFI 171.
    (define-transduce string-transduce "string-transduce" "string" string? string-reduce)
    ;;> As list-transduce, of a bytevector. SRFI 171.
    (define-transduce bytevector-u8-transduce
      "bytevector-u8-transduce" "bytevector" bytevector? bytevector-u8-reduce)
    ;;> As list-transduce, of the values of a generator. SRFI 171.
    (define-transduce generator-transduce "generator-transduce" "generator" procedure? generator-reduce)
    ;;> (port-transduce xform f [init] reader [port]): as list-transduce, of what READER reads from a port
    ;;> (the current input port) up to its end. SRFI 171.
    (define port-transduce
      (case-lambda
        ((xform f reader) (port-transduce xform f reader (current-input-port)))
        ((xform f a b)
         (if (input-port? b)
             (begin (check "port-transduce" f) (port-transduce xform f (f) a b))
             (port-transduce xform f a b (current-input-port))))
        ((xform f init reader port)
         (check "port-transduce" xform)
         (check "port-transduce" f)
         (let ((step (xform f))) (step (port-reduce step init reader port))))))

    ;; (transducer reducer (state ...) finish (result x) step): a transducer whose REDUCER has a state, which
    ;; is made by the bindings; FINISH is a procedure of the last result.
    (define-syntax transducer
      (syntax-rules ()
        ((_ reducer bindings finish (result x) step)
         (lambda (reducer)
           (let bindings
             (case-lambda
               (() (reducer))
               ((result) (reducer (finish result)))
               ((result x) step)))))))
    (define (same x) x)

    ;;> Gives F of each element. SRFI 171.
    (define (tmap f)
      (check "tmap" f)
      (transducer reducer () same (result x) (reducer result (f x))))
    ;;> Gives the elements that a predicate holds for. SRFI 171.
    (define (tfilter f)
      (check "tfilter" f)
      (transducer reducer () same (result x) (if (f x) (reducer result x) result)))
    ;;> Gives the elements that a predicate does not hold for. SRFI 171.
    (define (tremove f)
      (check "tremove" f)
      (transducer reducer () same (result x) (if (f x) result (reducer result x))))
    ;;> Gives the true values of F. SRFI 171.
    (define (tfilter-map f)
      (check "tfilter-map" f)
      (transducer reducer () same (result x) (let ((v (f x))) (if v (reducer result v) result))))
    ;;> Gives elements or what replaces them: by an association list, a hash table or a procedure. SRFI 171.
    (define (treplace map)
      (tmap
       (cond ((procedure? map) map)
             ((hash-table? map) (lambda (x) (hash-table-ref/default map x x)))
             ((list? map) (lambda (x) (let ((p (assoc x map))) (if p (cdr p) x))))
             (else
              (error "treplace: an association list, a hash table or a procedure is needed, found" map)))))
    (define (check-count who n)
      (if (not (and (fixnum? n) (>= n 0)))
          (error (string-append who ": a number of elements is needed, found") n)))
    ;;> Gives the elements without the first N. SRFI 171.
    (define (tdrop n)
      (check-count "tdrop" n)
      (transducer reducer ((left n)) same (result x)
        (if (> left 0) (begin (set! left (- left 1)) result) (reducer result x))))
    ;;> Gives the elements from the first that a predicate does not hold for. SRFI 171.
    (define (tdrop-while f)
      (check "tdrop-while" f)
      (transducer reducer ((drop? #t)) same (result x)
        (if (and drop? (f x)) result (begin (set! drop? #f) (reducer result x)))))
    ;;> Gives the first N elements, then ends. SRFI 171.
    (define (ttake n)
      (check-count "ttake" n)
      (transducer reducer ((left n)) same (result x)
        (begin
          (set! left (- left 1))
          (cond ((> left 0) (reducer result x))
                ((= left 0) (ensure-reduced (reducer result x)))
                (else (ensure-reduced result))))))
    ;;> Gives the elements before the first that a predicate does not hold for, and ends there with what
    ;;> AT-END of the result and that element returns (the result). SRFI 171.
    (define ttake-while
      (case-lambda
        ((f) (ttake-while f (lambda (result x) result)))
        ((f at-end)
         (check "ttake-while" f)
         (check "ttake-while" at-end)
         (transducer reducer ((take? #t)) same (result x)
           (if (and take? (f x))
               (reducer result x)
               (begin (set! take? #f) (ensure-reduced (at-end result x))))))))
    (define (concatenating reducer)
      (let ((step (preserving-reduced reducer)))
        (case-lambda
          (() (reducer))
          ((result) (reducer result))
          ((result x)
           (if (not (list? x)) (error "tconcatenate: the elements must be lists, found" x))
           (list-reduce step result x)))))
    ;;> Gives the elements of the elements, which are lists. SRFI 171.
    (define tconcatenate concatenating)
    ;;> Gives the elements of the lists that F returns. SRFI 171.
    (define (tappend-map f)
      (check "tappend-map" f)
      (let ((each (tmap f))) (lambda (reducer) (each (concatenating reducer)))))
    ;;> Gives the elements, for lists their elements, and so on. SRFI 171.
    (define (tflatten reducer)
      (define step (preserving-reduced (lambda (result x) (flat result x))))
      (define (flat result x) (if (list? x) (list-reduce step result x) (reducer result x)))
      (case-lambda (() (reducer)) ((result) (reducer result)) ((result x) (flat result x))))
    ;;> Gives the elements that are not equal (`equal?`, or by SAME?) to the one before. SRFI 171.
    (define tdelete-neighbor-duplicates
      (case-lambda
        (() (tdelete-neighbor-duplicates equal?))
        ((same?)
         (check "tdelete-neighbor-duplicates" same?)
         (transducer reducer ((first? #t) (before #f)) same (result x)
           (if (and (not first?) (same? before x))
               result
               (begin (set! first? #f) (set! before x) (reducer result x)))))))
    ;;> Gives the elements that are not equal (`equal?`, or by SAME?) to an earlier one. SRFI 171.
    (define tdelete-duplicates
      (case-lambda
        (() (tdelete-duplicates equal?))
        ((same?)
         (check "tdelete-duplicates" same?)
         (transducer reducer ((seen (make-hash-table same?))) same (result x)
           (if (hash-table-contains? seen x)
               result
               (begin (hash-table-set! seen x #t) (reducer result x)))))))
    ;; A transducer that collects elements in PENDING, in reverse, passes lists on, and the last one at the
    ;; end.
    (define-syntax grouping
      (syntax-rules ()
        ((_ reducer pending bindings (flush) (result x) step)
         (lambda (reducer)
           (let ((pending '()) . bindings)
             (define (flush result)
               (let ((group (reverse pending)))
                 (set! pending '())
                 (reducer result group)))
             (case-lambda
               (() (reducer))
               ((result) (reducer (if (null? pending) result (unreduce (flush result)))))
               ((result x) step)))))))
    ;;> Gives lists of N elements; the last may be shorter. SRFI 171.
    (define (tsegment n)
      (if (not (and (fixnum? n) (> n 0))) (error "tsegment: the size must be positive, found" n))
      (grouping reducer pending ((size 0)) (flush) (result x)
        (begin
          (set! pending (cons x pending))
          (set! size (+ size 1))
          (if (< size n) result (begin (set! size 0) (flush result))))))
    ;;> Gives lists of neighbours for which F returns equal values. SRFI 171.
    (define (tpartition f)
      (check "tpartition" f)
      (grouping reducer pending ((value #f)) (flush) (result x)
        (let ((new (f x)))
          (if (or (null? pending) (equal? new value))
              (begin (set! value new) (set! pending (cons x pending)) result)
              (let ((result (flush result)))
                (set! value new)
                (if (not (reduced? result)) (set! pending (list x)))
                result)))))
    ;;> Gives the elements with an object between them. SRFI 171.
    (define (tadd-between object)
      (transducer reducer ((first? #t)) same (result x)
        (if first?
            (begin (set! first? #f) (reducer result x))
            (let ((result (reducer result object)))
              (if (reduced? result) result (reducer result x))))))
    ;;> Gives pairs of a number, from START (0) on, and an element. SRFI 171.
    (define tenumerate
      (case-lambda
        (() (tenumerate 0))
        ((start)
         (if (not (number? start)) (error "tenumerate: the start must be a number, found" start))
         (transducer reducer ((n start)) same (result x)
           (let ((i n)) (set! n (+ n 1)) (reducer result (cons i x)))))))
    ;;> Gives the elements, and calls LOGGER (which writes the element) with the result and each. SRFI 171.
    (define tlog
      (case-lambda
        (() (tlog (lambda (result x) (write x) (newline))))
        ((logger)
         (check "tlog" logger)
         (transducer reducer () same (result x) (begin (logger result x) (reducer result x))))))))
