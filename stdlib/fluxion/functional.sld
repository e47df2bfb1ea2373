;;; Functions on functions: composition, partial application, iteration, memory. With it come lazy sequences,
;;; generators, transducers, results and options, and the grouping of lists: (fluxion lazy), (fluxion
;;; generators), (fluxion transducers), (fluxion results), (fluxion grouping).
(define-library (fluxion functional)
  (export identity const constantly compose pipe curry uncurry partial partial-right flip juxt complement
          conjoin disjoin on lift converge spread gather unary once tap thunk iterate iterate-until apply-n
          fixpoint trampoline memoize memoize-with-ttl memoize-with-limit -> ->> as->)
  (export lazy-seq lazy-cons lazy-seq? lazy-force lazy-realized? lazy-null? lazy-car lazy-cdr lazy-take
          lazy-drop lazy-take-while lazy-drop-while lazy-map lazy-filter lazy-remove lazy-flat-map lazy-append
          lazy-zip lazy-interleave lazy-scan lazy-enumerate lazy-iterate lazy-range lazy-repeat lazy-cycle
          lazy-unfold lazy-ref lazy-fold lazy-for-each lazy-find lazy-length lazy->list list->lazy
          vector->lazy make-coroutine-generator generator list->generator vector->generator range-generator
          iterate-generator generator-map generator-filter generator-take generator-take-while generator-drop
          generator-append generator-zip generator-fold generator-for-each generator-find generator->list
          generator->lazy lazy->generator transduce into rcons rcount tmap tfilter tremove tfilter-map ttake
          tdrop ttake-while tdrop-while tappend-map tflatten tpartition-by tpartition-all tdedupe tdistinct
          tenumerate tinterpose reduced reduced? unreduce ok err ok? err? result? result-value result-error
          result-map result-map-error result-bind result-or result-or-else result-unwrap result-fold
          result->option result-collect try->result some none some? none? option? option-value option-map
          option-bind option-filter option-or option-or-else option-unwrap option-fold option->list
          option->result value->option group-by partition-by partition-all chunk sliding-window frequencies
          count-by sum-by index-by distinct-by min-by max-by sort-by interleave interpose zip-with unfold scan
          scan-left scan-right span break-at alist-ref alist-set alist-update alist-merge alist-keys
          alist-values alist-map get-in assoc-in update-in)
  (import (fluxion primitives) (fluxion support) (fluxion numbers) (fluxion lists) (fluxion tables)
          (fluxion checks) (fluxion lazy) (fluxion generators) (fluxion transducers) (fluxion results)
          (fluxion grouping))
  (begin
    ;; Composition -----

    ;;> (identity x) is x.
    ;;> (identity 5) => 5
    (define (identity x) x)

    ;;> (const x) is a procedure of any arguments whose value is x.
    ;;> ((const 3) 'a 'b) => 3
    (define (const x) (lambda ignored x))

    ;;> (constantly x ...) is a procedure of any arguments whose values are x ... (SRFI 235).
    ;;> (call-with-values (constantly 1 2) list) => (1 2)
    (define constantly
      (case-lambda
        ((x) (lambda ignored x))
        (xs (lambda ignored (%list->values xs)))))

    ;;> (compose f ...) applies the last procedure to its arguments, the one before it to the values of that,
    ;;> and so on to the first. Without procedures its values are its arguments.
    ;;> ((compose sqrt abs -) 16) => 4
    (define compose
      (case-lambda
        (() values)
        ((f) (check-procedure "compose" 1 f) f)
        ((f g)
         (check-procedure "compose" 1 f)
         (check-procedure "compose" 2 g)
         (compose-two f g))
        (fs
         (check-procedures "compose" 1 fs)
         (let ((fs (reverse fs))) (chain (car fs) (cdr fs))))))

    ;;> (pipe f ...) applies the first procedure to its arguments, the next to the values of that, and so on:
    ;;> compose with the procedures in the order in which they run.
    ;;> ((pipe - abs sqrt) 16) => 4
    (define (pipe . fs)
      (check-procedures "pipe" 1 fs)
      (if (null? fs) values (chain (car fs) (cdr fs))))

    (define (chain f rest)
      (if (null? rest) f (chain (compose-two (car rest) f) (cdr rest))))
    (define (compose-two f g)
      (case-lambda
        ((x) (pass f (g x)))
        (args (pass f (%apply g args)))))
    (define (pass f v)
      (if (%values? v) (%apply f (%values->list v)) (f v)))

    ;;> (complement f) is a procedure that returns #t where f returns #f, and #f elsewhere.
    ;;> (map (complement even?) '(1 2 3)) => (#t #f #t)
    (define (complement f)
      (check-procedure "complement" 1 f)
      (case-lambda
        ((x) (not (f x)))
        (args (not (%apply f args)))))

    ;;> (conjoin f ...) is a predicate that holds where all predicates f do: the value of the last, or #f.
    ;;> They are tried in order, up to the first that fails.
    ;;> (filter (conjoin even? positive?) '(-2 1 2)) => (2)
    (define (conjoin . fs)
      (check-procedures "conjoin" 1 fs)
      (lambda args
        (let loop ((fs fs) (v #t))
          (if (null? fs)
              v
              (let ((v (%apply (car fs) args))) (and v (loop (cdr fs) v)))))))

    ;;> (disjoin f ...) is a predicate that holds where one of the predicates f does: the first value that is
    ;;> not #f.
    ;;> (filter (disjoin even? positive?) '(-2 -1 1)) => (-2 1)
    (define (disjoin . fs)
      (check-procedures "disjoin" 1 fs)
      (lambda args
        (let loop ((fs fs))
          (and (pair? fs) (or (%apply (car fs) args) (loop (cdr fs)))))))

    ;;> (juxt f ...) is a procedure that returns the list of what each f returns for its arguments.
    ;;> ((juxt min max +) 3 1 2) => (1 3 6)
    (define (juxt . fs)
      (check-procedures "juxt" 1 fs)
      (lambda args (map (lambda (f) (%apply f args)) fs)))

    ;;> (on f g) is a procedure that applies f to what g returns for each of its arguments.
    ;;> ((on = string-length) "abc" "xyz") => #t
    (define (on f g)
      (check-procedure "on" 1 f)
      (check-procedure "on" 2 g)
      (lambda args (%apply f (map g args))))

    ;;> (converge f g ...) is a procedure that applies f to what each g returns for its arguments.
    ;;> ((converge / sum length) '(1 2 3 6)) => 3
    (define (converge f . gs)
      (check-procedure "converge" 1 f)
      (check-procedures "converge" 2 gs)
      (lambda args (%apply f (map (lambda (g) (%apply g args)) gs))))

    ;;> (lift f) makes f work on procedures instead of values: ((lift f) g ...) is (converge f g ...).
    ;;> (((lift +) car cadr) '(1 2)) => 3
    (define (lift f)
      (check-procedure "lift" 1 f)
      (lambda gs
        (check-procedures "the lifted procedure" 1 gs)
        (lambda args (%apply f (map (lambda (g) (%apply g args)) gs)))))

    ;;> (tap f) is a procedure that calls f with its argument, for what f does, and returns the argument.
    ;;> (tap f x) calls f with x and returns x.
    ;;> (tap list 5) => 5
    (define tap
      (case-lambda
        ((f) (check-procedure "tap" 1 f) (lambda (x) (f x) x))
        ((f x) (check-procedure "tap" 1 f) (f x) x)))

    ;; Arguments -----

    ;;> (partial f x ...) is f with its first arguments given.
    ;;> ((partial list 1 2) 3) => (1 2 3)
    (define (partial f . xs)
      (check-procedure "partial" 1 f)
      (lambda more (%apply f (append xs more))))

    ;;> (partial-right f x ...) is f with its last arguments given.
    ;;> ((partial-right list 1 2) 3) => (3 1 2)
    (define (partial-right f . xs)
      (check-procedure "partial-right" 1 f)
      (lambda more (%apply f (append more xs))))

    ;;> (curry f) takes the arguments of f in as many calls as one likes, and calls f as soon as there are
    ;;> enough: as many as f needs at least (procedure-arity). (curry f n), or (curry n f), waits for n
    ;;> arguments. A procedure that needs none is only taken with n.
    ;;> (((curry (lambda (x y) (- x y))) 5) 3) => 2
    ;;> ((((curry + 3) 1) 2) 3) => 6
    ;;> (((curry list 3) 1 2) 3) => (1 2 3)
    (define curry
      (case-lambda
        ((f)
         (check-procedure "curry" 1 f)
         (let ((arity (procedure-arity f)))
           (cond ((fixnum? arity) (curry-after '() f arity))
                 ((%> (car arity) 0) (curry-after '() f (car arity)))
                 (else
                  (error "curry: the number of arguments must be given for a procedure that needs none" f)))))
        ((a b)
         (let ((f (if (procedure? b) b a)) (n (if (procedure? b) a b)))
           (check-procedure "curry" 1 f)
           (check-count "curry" 2 0 n)
           (curry-after '() f n)))))
    (define (curry-after given f missing)
      (if (%= missing 0)
          (if (null? given) f (%apply f (reverse given)))
          (lambda more
            (let ((count (length more)) (given (append-reverse more given)))
              (if (%>= count missing)
                  (%apply f (reverse given))
                  (curry-after given f (%- missing count)))))))

    ;;> (uncurry f) takes its arguments at once and gives them to f one at a time: f of the first, the result
    ;;> of the second, and so on. Without arguments it calls f.
    ;;> ((uncurry (lambda (x) (lambda (y) (- x y)))) 5 3) => 2
    (define (uncurry f)
      (check-procedure "uncurry" 1 f)
      (lambda args
        (if (null? args)
            (f)
            (let loop ((f (f (car args))) (args (cdr args)))
              (if (null? args) f (loop (f (car args)) (cdr args)))))))

    ;;> (flip f) is f with its first two arguments exchanged.
    ;;> ((flip cons) 1 2) => (2 . 1)
    (define (flip f)
      (check-procedure "flip" 1 f)
      (case-lambda
        ((x y) (f y x))
        ((x y . more) (%apply f (cons y (cons x more))))))

    ;;> (spread f) takes a list and applies f to its elements.
    ;;> ((spread +) '(1 2 3)) => 6
    (define (spread f)
      (check-procedure "spread" 1 f)
      (lambda (args) (check-list "the spread procedure" 1 args) (%apply f args)))

    ;;> (gather f) calls f with the list of its arguments.
    ;;> ((gather length) 'a 'b) => 2
    (define (gather f)
      (check-procedure "gather" 1 f)
      (lambda args (f args)))

    ;;> (unary f) passes the first of its arguments to f and drops the others.
    ;;> (map (unary list) '(1 2) '(a b)) => ((1) (2))
    (define (unary f)
      (check-procedure "unary" 1 f)
      (lambda (x . ignored) (f x)))

    ;;> (thunk f x ...) is a procedure without arguments that applies f to x ...
    ;;> ((thunk + 1 2)) => 3
    (define (thunk f . xs)
      (check-procedure "thunk" 1 f)
      (lambda () (%apply f xs)))

    ;; Iteration -----

    ;;> (iterate f x n) is the list of n elements x, (f x), (f (f x)) and so on.
    ;;> (iterate square 2 4) => (2 4 16 256)
    (define (iterate f x n)
      (check-procedure "iterate" 1 f)
      (check-count "iterate" 3 0 n)
      (if (%= n 0)
          '()
          (let loop ((x x) (n n) (out '()))
            (if (%= n 1)
                (reverse (cons x out))
                (loop (f x) (%- n 1) (cons x out))))))

    ;;> (iterate-until f done? x) applies f to x again and again until done? holds for the result, which it
    ;;> returns.
    ;;> (iterate-until (lambda (x) (* x 2)) (lambda (x) (> x 100)) 1) => 128
    (define (iterate-until f done? x)
      (check-procedure "iterate-until" 1 f)
      (check-procedure "iterate-until" 2 done?)
      (let loop ((x x)) (if (done? x) x (loop (f x)))))

    ;;> (apply-n f n x) applies f to x, n times over.
    ;;> (apply-n cdr 2 '(a b c)) => (c)
    (define (apply-n f n x)
      (check-procedure "apply-n" 1 f)
      (check-count "apply-n" 2 0 n)
      (let loop ((x x) (n n)) (if (%= n 0) x (loop (f x) (%- n 1)))))

    ;;> (fixpoint f x) applies f to x again and again until the result is equal? to the argument. (fixpoint f
    ;;> x same?) compares with same?.
    ;;> (fixpoint (lambda (n) (quotient n 2)) 100) => 0
    ;;> (fixpoint (lambda (x) (/ (+ x (/ 9.0 x)) 2.0)) 1.0 (lambda (a b) (< (abs (- a b)) 1e-9))) => 3.0
    (define fixpoint
      (case-lambda
        ((f x) (fixpoint f x equal?))
        ((f x same?)
         (check-procedure "fixpoint" 1 f)
         (check-procedure "fixpoint" 3 same?)
         (let loop ((x x)) (let ((y (f x))) (if (same? x y) y (loop y)))))))

    ;;> (trampoline f x ...) applies f to x ..., and calls the result as long as it is a procedure; the first
    ;;> other result is returned.
    ;;> (define (down n) (if (= n 0) 'done (lambda () (down (- n 1)))))
    ;;> (trampoline down 1000) => done
    (define (trampoline f . xs)
      (check-procedure "trampoline" 1 f)
      (let loop ((v (%apply f xs))) (if (procedure? v) (loop (v)) v)))

    ;; Memory -----

    ;;> (once f) calls f the first time only, and returns what it returned then ever after.
    ;;> (let ((next (once (let ((n 0)) (lambda () (set! n (+ n 1)) n))))) (next) (next)) => 1
    (define (once f)
      (check-procedure "once" 1 f)
      (let ((called #f) (v #f))
        (lambda args
          (if (not called)
              (let ((first (%apply f args)))
                (if (not called)
                    (begin (set! v first) (set! called #t)))))
          v)))

    ;; The key of arguments in a table: the argument itself if there is one. `absent` if an argument holds a
    ;; number that a derivative is being taken with respect to: such numbers are equal although their
    ;; derivatives differ, so these calls are not remembered.
    (define (key-of args)
      (cond ((not (constant? args)) absent)
            ((and (pair? args) (null? (cdr args)) (not (pair? (car args)))) (car args))
            (else (cons 'arguments args))))
    (define (constant? x)
      ;; A structure that is very large, or contains itself, does not count as constant.
      (let ((left 1000000))
        (define (plain? x)
          (set! left (%- left 1))
          (cond ((number? x) (eq? x (%ad-constant x)))
                ((%< left 0) #f)
                ((pair? x) (and (plain? (car x)) (plain? (cdr x))))
                ((or (string? x) (symbol? x) (null? x)) #t)
                ((vector? x) (all-plain? x))
                ((%ad-f64vector-elements x) => all-plain?)
                ((%ad-record-fields x) => all-plain?)
                (else #t)))
        (define (all-plain? v)
          (let loop ((i (%- (vector-length v) 1)))
            (or (%< i 0) (and (plain? (vector-ref v i)) (loop (%- i 1))))))
        (plain? x)))
    (define absent (list 'absent))

    ;;> (memoize f) is f with a memory: what f returned for arguments is returned again for equal? ones. Calls
    ;;> inside of a derivative whose arguments are being differentiated are not remembered.
    ;;> (define calls 0)
    ;;> (define f (memoize (lambda (x) (set! calls (+ calls 1)) (* x x))))
    ;;> (list (f 3) (f 3) calls) => (9 9 1)
    (define (memoize f)
      (check-procedure "memoize" 1 f)
      (let ((table (%make-hash-table 'equal)))
        (lambda args
          (let* ((key (key-of args))
                 (v (if (eq? key absent) absent (hash-table-ref/default table key absent))))
            (if (eq? v absent)
                (let ((v (%apply f args)))
                  (if (not (eq? key absent)) (hash-table-set! table key v))
                  v)
                v)))))

    ;;> (memoize-with-ttl f seconds) is (memoize f), but what is remembered is forgotten after this many
    ;;> seconds.
    ;;> ((memoize-with-ttl square 60) 3) => 9
    (define (memoize-with-ttl f seconds)
      (check-procedure "memoize-with-ttl" 1 f)
      (check-argument (and (real? seconds) (>= seconds 0)) "memoize-with-ttl" 2 "a number of seconds" seconds)
      (let* ((table (%make-hash-table 'equal))
             (life (* seconds (jiffies-per-second)))
             (next-sweep (+ (current-jiffy) life)))
        ;; An entry is (end . value). Once in a lifetime all entries that are over are dropped.
        (define (sweep! now)
          (for-each (lambda (entry) (if (<= (cadr entry) now) (hash-table-delete! table (car entry))))
                    (hash-table->alist table))
          (set! next-sweep (+ now life)))
        (lambda args
          (let* ((key (key-of args))
                 (now (current-jiffy))
                 (entry (if (eq? key absent) #f (hash-table-ref/default table key #f))))
            (if (and entry (< now (car entry)))
                (cdr entry)
                (let ((v (%apply f args)))
                  (if (not (eq? key absent))
                      (begin
                        (if (> now next-sweep) (sweep! now))
                        (hash-table-set! table key (cons (+ (current-jiffy) life) v))))
                  v))))))

    ;;> (memoize-with-limit f n) is (memoize f) with room for n results; the one that was not asked for the
    ;;> longest time is forgotten first.
    ;;> ((memoize-with-limit square 100) 3) => 9
    (define (memoize-with-limit f n)
      (check-procedure "memoize-with-limit" 1 f)
      (check-count "memoize-with-limit" 2 1 n)
      (let ((table (%make-hash-table 'equal)) (ring (make-ring)))
        (lambda args
          (let* ((key (key-of args)) (entry (if (eq? key absent) #f (hash-table-ref/default table key #f))))
            (cond (entry
                   (ring-remove! entry)
                   (ring-add! ring entry)
                   (vector-ref entry 1))
                  (else
                   (let ((v (%apply f args)))
                     (if (not (or (eq? key absent) (hash-table-contains? table key)))
                         (let ((entry (vector key v #f #f)))
                           (if (%>= (hash-table-count table) n)
                               (let ((oldest (vector-ref ring 3)))
                                 (ring-remove! oldest)
                                 (hash-table-delete! table (vector-ref oldest 0))))
                           (ring-add! ring entry)
                           (hash-table-set! table key entry)))
                     v)))))))
    ;; A ring of entries #(key value previous next) around an empty one, which stands before the oldest and
    ;; behind the newest.
    (define (make-ring)
      (let ((ring (vector #f #f #f #f)))
        (vector-set! ring 2 ring)
        (vector-set! ring 3 ring)
        ring))
    (define (ring-remove! entry)
      (vector-set! (vector-ref entry 2) 3 (vector-ref entry 3))
      (vector-set! (vector-ref entry 3) 2 (vector-ref entry 2)))
    (define (ring-add! ring entry)
      (let ((newest (vector-ref ring 2)))
        (vector-set! entry 2 newest)
        (vector-set! entry 3 ring)
        (vector-set! newest 3 entry)
        (vector-set! ring 2 entry)))

    ;; Threading -----

    ;;> (-> x form ...) puts x into the first form as first argument, the result into the next form, and so
    ;;> on. A form that is a name f stands for (f).
    ;;> (-> 5 (- 2) (list 'a)) => (3 a)
    (define-syntax ->
      (syntax-rules ()
        ((_ x) x)
        ((_ x (f arg ...) form ...) (-> (f x arg ...) form ...))
        ((_ x f form ...) (-> (f x) form ...))))

    ;;> (->> x form ...) puts x into the first form as last argument, the result into the next form, and so
    ;;> on.
    ;;> (->> '(1 2 3) (map square) (filter odd?)) => (1 9)
    (define-syntax ->>
      (syntax-rules ()
        ((_ x) x)
        ((_ x (f arg ...) form ...) (->> (f arg ... x) form ...))
        ((_ x f form ...) (->> (f x) form ...))))

    ;;> (as-> x name form ...) names x in the first form, the result of that in the next, and so on.
    ;;> (as-> 5 n (+ n 1) (list n n)) => (6 6)
    (define-syntax as->
      (syntax-rules ()
        ((_ x name) x)
        ((_ x name form rest ...) (as-> (let ((name x)) form) name rest ...))))))
