;;; Lazy sequences: the elements are computed when they are first asked for, and kept. A sequence is an object
;;; made by `lazy-seq`, or a list; procedures take both.
;;;
;;; The cell of a sequence is () or a pair of its first element and the sequence of the others. An object
;;; holds a state (known? . cell-or-thunk). A thunk may return another object: then the first takes over the
;;; other's thunk and both share a state, so that a chain of any length is forced by a loop, in constant
;;; memory (as R7RS `delay-force`, SRFI 45). For the same reason an operation that passes over an element
;;; returns an object for the others instead of going on: no frame holds on to what was passed over.
(define-library (fluxion lazy)
  (export lazy-seq lazy-cons lazy-seq? lazy-force lazy-realized? lazy-null? lazy-car lazy-cdr lazy-take
          lazy-drop lazy-take-while lazy-drop-while lazy-map lazy-filter lazy-remove lazy-flat-map lazy-append
          lazy-zip lazy-interleave lazy-scan lazy-enumerate lazy-iterate lazy-range lazy-repeat lazy-cycle
          lazy-unfold lazy-ref lazy-fold lazy-for-each lazy-find lazy-length lazy->list list->lazy
          vector->lazy)
  (import (fluxion primitives) (fluxion support) (fluxion numbers) (fluxion lists) (fluxion strings)
          (fluxion checks))
  (begin
    ;;> (lazy-seq? x): is x a lazy sequence that is not a list?
    ;;> (map lazy-seq? (list (lazy-range) '() 5)) => (#t #f #f)
    (define-record-type %lazy-seq (make-object state) lazy-seq? (state state-of set-state!))
    (define (delayed thunk) (make-object (cons #f thunk)))

    ;; Making and forcing -----

    ;;> (lazy-seq body ...) is the sequence that the body returns, a list or a lazy sequence. The body runs
    ;;> when the first element is asked for, and once only.
    ;;> (lazy->list (lazy-seq (list 1 2))) => (1 2)
    (define-syntax lazy-seq
      (syntax-rules ()
        ((_ body ...) (delayed (lambda () body ...)))))

    ;;> (lazy-cons x rest) is the sequence of x and then the elements of the sequence rest, an expression that
    ;;> is evaluated when the second element is asked for.
    ;;> (define ones (lazy-cons 1 ones))
    ;;> (lazy->list (lazy-take 3 ones)) => (1 1 1)
    (define-syntax lazy-cons
      (syntax-rules ()
        ((_ x rest) (make-object (cons #t (cons x (delayed (lambda () rest))))))))

    ;; The cell of what a procedure was given as this argument.
    (define (cell who position s)
      (cond ((lazy-seq? s) (force-object s))
            ((or (pair? s) (null? s)) s)
            (else (wrong-argument who position "a lazy sequence or a list" s))))
    (define (force-object s)
      (let ((state (state-of s)))
        (if (car state)
            (cdr state)
            (let ((next ((cdr state))))
              ;; The thunk may have forced this object itself.
              (let ((state (state-of s)))
                (if (not (car state))
                    (cond ((lazy-seq? next)
                           (let ((other (state-of next)))
                             (set-car! state (car other))
                             (set-cdr! state (cdr other))
                             (set-state! next state)))
                          ((or (pair? next) (null? next))
                           (set-cdr! state next)
                           (set-car! state #t))
                          (else
                           (error "lazy-seq: the body must return a lazy sequence or a list, found" next)))))
              (force-object s)))))

    ;;> (lazy-force s) finds out whether the sequence s has a first element: () if it has none, else a pair of
    ;;> that element and the sequence of the others.
    ;;> (car (lazy-force (lazy-range 5 10))) => 5
    (define (lazy-force s) (cell "lazy-force" 1 s))

    ;;> (lazy-realized? s): is the first element of s known already?
    ;;> (lazy-realized? (lazy-seq '(1))) => #f
    (define (lazy-realized? s) (or (not (lazy-seq? s)) (car (state-of s))))

    ;;> (lazy-null? s): is the sequence s empty?
    ;;> (lazy-null? (lazy-take 0 (lazy-range))) => #t
    (define (lazy-null? s) (null? (cell "lazy-null?" 1 s)))

    (define (full-cell who s)
      (let ((c (cell who 1 s)))
        (if (pair? c) c (error (string-append who ": the sequence is empty") s))))

    ;;> (lazy-car s) is the first element of the sequence s, which must not be empty.
    ;;> (lazy-car (lazy-range 5 10)) => 5
    (define (lazy-car s) (car (full-cell "lazy-car" s)))

    ;;> (lazy-cdr s) is the sequence s, which must not be empty, without its first element.
    ;;> (lazy-car (lazy-cdr (lazy-range 5 10))) => 6
    (define (lazy-cdr s) (cdr (full-cell "lazy-cdr" s)))

    ;; Sources -----

    ;;> (lazy-iterate f x) is the infinite sequence x, (f x), (f (f x)) and so on.
    ;;> (lazy->list (lazy-take 4 (lazy-iterate square 2))) => (2 4 16 256)
    (define (lazy-iterate f x)
      (check-procedure "lazy-iterate" 1 f)
      (lazy-cons x (lazy-iterate f (f x))))

    ;;> (lazy-range) is the infinite sequence 0, 1, 2 and so on; (lazy-range end) stops before end;
    ;;> (lazy-range start end) starts at start; (lazy-range start end step) has a step, which may be negative.
    ;;> An end of #f is none.
    ;;> (lazy->list (lazy-range 4)) => (0 1 2 3)
    ;;> (lazy->list (lazy-range 10 0 -4)) => (10 6 2)
    (define lazy-range
      (case-lambda
        (() (count-up 0 1))
        ((end) (lazy-range 0 end 1))
        ((start end) (lazy-range start end 1))
        ((start end step)
         (check-argument (real? start) "lazy-range" 1 "a real number" start)
         (check-argument (real? step) "lazy-range" 3 "a real number" step)
         (cond ((not end) (count-up start step))
               ((not (real? end)) (wrong-argument "lazy-range" 2 "a real number or #f" end))
               ((%< step 0) (count-down start end step))
               (else (count-to start end step))))))
    (define (count-up i step) (lazy-cons i (count-up (%+ i step) step)))
    (define (count-to i end step) (lazy-seq (if (%< i end) (cons i (count-to (%+ i step) end step)) '())))
    (define (count-down i end step) (lazy-seq (if (%> i end) (cons i (count-down (%+ i step) end step)) '())))

    ;;> (lazy-repeat x) is the infinite sequence of x; (lazy-repeat x n) has n elements.
    ;;> (lazy->list (lazy-repeat 'a 3)) => (a a a)
    (define lazy-repeat
      (case-lambda
        ((x) (letrec ((s (lazy-cons x s))) s))
        ((x n) (check-count "lazy-repeat" 2 0 n) (lazy-take n (lazy-repeat x)))))

    ;;> (lazy-cycle s) repeats the sequence s for ever; it is empty if s is.
    ;;> (lazy->list (lazy-take 5 (lazy-cycle '(1 2)))) => (1 2 1 2 1)
    (define (lazy-cycle s)
      (let again ((rest s) (started #f))
        (lazy-seq
         (let ((c (cell "lazy-cycle" 1 rest)))
           (cond ((pair? c) (cons (car c) (again (cdr c) #t)))
                 (started (again s #f))
                 (else '()))))))

    ;;> (lazy-unfold stop? f next seed) is the sequence of (f seed), (f (next seed)) and so on, up to the
    ;;> first seed for which stop? holds.
    ;;> (lazy->list (lazy-unfold (lambda (n) (> n 3)) square 1+ 1)) => (1 4 9)
    (define (lazy-unfold stop? f next seed)
      (check-procedures "lazy-unfold" 1 (list stop? f next))
      (let loop ((seed seed))
        (lazy-seq (if (stop? seed) '() (cons (f seed) (loop (next seed)))))))

    ;;> (list->lazy l) is the list l as a lazy sequence.
    ;;> (lazy->list (list->lazy '(1 2))) => (1 2)
    (define (list->lazy l)
      (check-list "list->lazy" 1 l)
      (lazy-seq l))

    ;;> (vector->lazy v) is the sequence of the elements that the vector v has when they are asked for.
    ;;> (lazy->list (vector->lazy #(1 2))) => (1 2)
    (define (vector->lazy v)
      (check-argument (vector? v) "vector->lazy" 1 "a vector" v)
      (let loop ((i 0))
        (lazy-seq (if (%< i (vector-length v)) (cons (vector-ref v i) (loop (%+ i 1))) '()))))

    ;; Parts -----

    ;; Some procedures take a number and a sequence, either way round: calls k with the number and the
    ;; sequence.
    (define (count-and-sequence who a b k)
      (if (or (lazy-seq? a) (pair? a) (null? a))
          (begin (check-count who 2 0 b) (k b a))
          (begin (check-count who 1 0 a) (k a b))))

    ;;> (lazy-take n s) is the sequence of the first n elements of s, or of all if there are fewer. Also
    ;;> (lazy-take s n).
    ;;> (lazy->list (lazy-take 3 (lazy-range))) => (0 1 2)
    (define (lazy-take a b) (count-and-sequence "lazy-take" a b take-some))
    (define (take-some n s)
      (lazy-seq
       (if (%= n 0)
           '()
           (let ((c (cell "lazy-take" 2 s)))
             (if (pair? c) (cons (car c) (take-some (%- n 1) (cdr c))) '())))))

    ;;> (lazy-drop n s) is the sequence s without its first n elements. Also (lazy-drop s n).
    ;;> (lazy-car (lazy-drop 3 (lazy-range))) => 3
    (define (lazy-drop a b) (count-and-sequence "lazy-drop" a b drop-some))
    (define (drop-some n s)
      (lazy-seq
       (let ((c (cell "lazy-drop" 2 s)))
         (if (and (%> n 0) (pair? c)) (drop-some (%- n 1) (cdr c)) c))))

    ;;> (lazy-take-while f s) is the sequence of the elements of s before the first for which f does not hold.
    ;;> (lazy->list (lazy-take-while even? '(2 4 5 6))) => (2 4)
    (define (lazy-take-while f s)
      (check-procedure "lazy-take-while" 1 f)
      (let loop ((s s))
        (lazy-seq
         (let ((c (cell "lazy-take-while" 2 s)))
           (if (and (pair? c) (f (car c))) (cons (car c) (loop (cdr c))) '())))))

    ;;> (lazy-drop-while f s) is the sequence s from the first element on for which f does not hold.
    ;;> (lazy->list (lazy-drop-while even? '(2 4 5 6))) => (5 6)
    (define (lazy-drop-while f s)
      (check-procedure "lazy-drop-while" 1 f)
      (let loop ((s s))
        (lazy-seq
         (let ((c (cell "lazy-drop-while" 2 s)))
           (if (and (pair? c) (f (car c))) (loop (cdr c)) c)))))

    ;; Transformations -----

    ;;> (lazy-map f s ...) is the sequence of what f returns for the elements of s ..., up to the end of the
    ;;> shortest.
    ;;> (lazy->list (lazy-map + '(1 2) (lazy-range))) => (1 3)
    (define lazy-map
      (case-lambda
        ((f s)
         (check-procedure "lazy-map" 1 f)
         (let loop ((s s))
           (lazy-seq
            (let ((c (cell "lazy-map" 2 s)))
              (if (pair? c) (cons (f (car c)) (loop (cdr c))) '())))))
        ((f . all)
         (check-procedure "lazy-map" 1 f)
         (let loop ((all all))
           (lazy-seq
            (let ((cells (cells "lazy-map" 2 all)))
              (if cells (cons (%apply f (map car cells)) (loop (map cdr cells))) '())))))))
    ;; The cells of sequences; #f if one is empty.
    (define (cells who position all)
      (let loop ((all all) (position position) (out '()))
        (if (null? all)
            (and (pair? out) (reverse out))
            (let ((c (cell who position (car all))))
              (and (pair? c) (loop (cdr all) (%+ position 1) (cons c out)))))))

    ;;> (lazy-filter keep? s) is the sequence of the elements of s for which keep? holds.
    ;;> (lazy->list (lazy-take 3 (lazy-filter odd? (lazy-range)))) => (1 3 5)
    (define (lazy-filter keep? s)
      (check-procedure "lazy-filter" 1 keep?)
      (let loop ((s s))
        (lazy-seq
         (let ((c (cell "lazy-filter" 2 s)))
           (cond ((null? c) '())
                 ((keep? (car c)) (cons (car c) (loop (cdr c))))
                 (else (loop (cdr c))))))))

    ;;> (lazy-remove drop? s) is the sequence of the elements of s for which drop? does not hold.
    ;;> (lazy->list (lazy-remove odd? '(1 2 3 4))) => (2 4)
    (define (lazy-remove drop? s)
      (check-procedure "lazy-remove" 1 drop?)
      (lazy-filter (lambda (x) (not (drop? x))) s))

    ;;> (lazy-append s ...) is the sequence of the elements of each s in order. A sequence may be infinite;
    ;;> those behind it are never reached.
    ;;> (lazy->list (lazy-append '(1 2) (lazy-range 2))) => (1 2 0 1)
    (define (lazy-append . all) (append-all all '()))
    ;; The elements of sequences in a list, then those of a sequence.
    (define (append-all all last)
      (let loop ((s '()) (all all))
        (lazy-seq
         (let ((c (cell "lazy-append" 1 s)))
           (cond ((pair? c) (cons (car c) (loop (cdr c) all)))
                 ((pair? all) (loop (car all) (cdr all)))
                 (else last))))))

    ;;> (lazy-flat-map f s) is the sequence of the elements of the sequences or lists that f returns for the
    ;;> elements of s.
    ;;> (lazy->list (lazy-flat-map (lambda (n) (make-list n n)) '(1 2 3))) => (1 2 2 3 3 3)
    (define (lazy-flat-map f s)
      (check-procedure "lazy-flat-map" 1 f)
      (let loop ((inner '()) (s s))
        (lazy-seq
         (let ((c (cell "the procedure given to lazy-flat-map" 1 inner)))
           (if (pair? c)
               (cons (car c) (loop (cdr c) s))
               (let ((c (cell "lazy-flat-map" 2 s)))
                 (if (pair? c) (loop (f (car c)) (cdr c)) '())))))))

    ;;> (lazy-zip s ...) is the sequence of lists of the first elements of all s, of the second ones, and so
    ;;> on.
    ;;> (lazy->list (lazy-zip '(a b) (lazy-range))) => ((a 0) (b 1))
    (define (lazy-zip . all)
      (let loop ((all all))
        (lazy-seq
         (let ((cells (cells "lazy-zip" 1 all)))
           (if cells (cons (map car cells) (loop (map cdr cells))) '())))))

    ;;> (lazy-interleave s ...) takes elements of the sequences s in turns, up to the end of the shortest.
    ;;> (lazy->list (lazy-take 5 (lazy-interleave (lazy-range) (lazy-repeat 'a)))) => (0 a 1 a 2)
    (define (lazy-interleave . all) (lazy-flat-map (lambda (items) items) (apply lazy-zip all)))

    ;;> (lazy-scan f init s) is the sequence init, (f init x), (f (f init x) y) and so on for the elements x,
    ;;> y ... of s.
    ;;> (lazy->list (lazy-scan + 0 '(1 2 3))) => (0 1 3 6)
    (define (lazy-scan f init s)
      (check-procedure "lazy-scan" 1 f)
      (let loop ((acc init) (s s))
        (lazy-cons acc
                   (let ((c (cell "lazy-scan" 3 s)))
                     (if (pair? c) (loop (f acc (car c)) (cdr c)) '())))))

    ;;> (lazy-enumerate s) is the sequence of pairs (index . element) of s; (lazy-enumerate s start) counts
    ;;> from start.
    ;;> (lazy->list (lazy-enumerate '(a b))) => ((0 . a) (1 . b))
    (define lazy-enumerate
      (case-lambda
        ((s) (lazy-enumerate s 0))
        ((s start) (lazy-map cons (count-up start 1) s))))

    ;; Ends -----

    ;;> (lazy-ref s n) is element n of the sequence s, from 0. Also (lazy-ref n s).
    ;;> (lazy-ref (lazy-iterate 1+ 5) 10) => 15
    (define (lazy-ref a b)
      (count-and-sequence
       "lazy-ref" a b
       (lambda (n s)
         (let loop ((i n) (s s))
           (let ((c (cell "lazy-ref" 1 s)))
             (cond ((null? c) (error "lazy-ref: the sequence has no element with this index" n))
                   ((%= i 0) (car c))
                   (else (loop (%- i 1) (cdr c)))))))))

    ;;> (lazy-fold f init s) is (f x acc) for each element x of the sequence s, where acc is the result for
    ;;> the one before, at first init, as SRFI 1's fold.
    ;;> (lazy-fold + 0 (lazy-range 5)) => 10
    (define (lazy-fold f init s)
      (check-procedure "lazy-fold" 1 f)
      (let loop ((acc init) (s s))
        (let ((c (cell "lazy-fold" 3 s)))
          (if (pair? c) (loop (f (car c) acc) (cdr c)) acc))))

    ;;> (lazy-for-each f s) calls f with each element of the sequence s.
    ;;> (let ((n 0)) (lazy-for-each (lambda (x) (set! n (+ n x))) (lazy-range 5)) n) => 10
    (define (lazy-for-each f s)
      (check-procedure "lazy-for-each" 1 f)
      (let loop ((s s))
        (let ((c (cell "lazy-for-each" 2 s)))
          (if (pair? c) (begin (f (car c)) (loop (cdr c)))))))

    ;;> (lazy-find f s) is the first element of the sequence s for which f holds, or #f.
    ;;> (lazy-find (lambda (n) (> (* n n) 50)) (lazy-range)) => 8
    (define (lazy-find f s)
      (check-procedure "lazy-find" 1 f)
      (let loop ((s s))
        (let ((c (cell "lazy-find" 2 s)))
          (cond ((null? c) #f) ((f (car c)) (car c)) (else (loop (cdr c)))))))

    ;;> (lazy-length s) is the number of elements of the sequence s, which must be finite.
    ;;> (lazy-length (lazy-range 5)) => 5
    (define (lazy-length s)
      (let loop ((n 0) (s s))
        (let ((c (cell "lazy-length" 1 s)))
          (if (pair? c) (loop (%+ n 1) (cdr c)) n))))

    ;;> (lazy->list s) is the list of the elements of the sequence s, which must be finite; (lazy->list s n),
    ;;> also (lazy->list n s), has the first n of them.
    ;;> (lazy->list (lazy-range) 3) => (0 1 2)
    (define lazy->list
      (case-lambda
        ((s)
         (let loop ((s s) (out '()))
           (let ((c (cell "lazy->list" 1 s)))
             (if (pair? c) (loop (cdr c) (cons (car c) out)) (reverse out)))))
        ((a b) (count-and-sequence "lazy->list" a b (lambda (n s) (lazy->list (take-some n s)))))))))
