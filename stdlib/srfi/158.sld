;;; Generators and accumulators (SRFI 158). A generator is a procedure without arguments that returns the next
;;; value, and an end-of-file object when there are no more; an accumulator takes values, and returns its
;;; result when it gets an end-of-file object.
(define-library (srfi 158)
  (export generator circular-generator make-iota-generator make-range-generator make-coroutine-generator
          list->generator vector->generator reverse-vector->generator string->generator bytevector->generator
          make-for-each-generator make-unfold-generator gcons* gappend gflatten ggroup gmerge gmap gcombine
          gfilter gremove gstate-filter gtake gdrop gtake-while gdrop-while gdelete gdelete-neighbor-dups
          gindex gselect generator->list generator->reverse-list generator->vector generator->vector!
          generator->string generator-fold generator-map->list generator-for-each generator-find
          generator-count generator-any generator-every generator-unfold make-accumulator count-accumulator
          list-accumulator reverse-list-accumulator vector-accumulator reverse-vector-accumulator
          vector-accumulator! string-accumulator bytevector-accumulator bytevector-accumulator!
          sum-accumulator product-accumulator)
  (import (fluxion base))
  (begin
    (define end (eof-object))
    (define (check-procedure who f)
      (if (not (procedure? f)) (error (string-append who ": a procedure is needed, found") f)))
    (define (check-generator who g)
      (if (not (procedure? g)) (error (string-append who ": a generator is needed, found") g)))
    (define (check-count who n)
      (if (not (and (fixnum? n) (>= n 0)))
          (error (string-append who ": a number of values is needed, found") n)))
    (define (no-values) end)

    ;;> A generator of its arguments. SRFI 158.
    (define (generator . items) (list->generator items))
    ;;> A generator that repeats its arguments for ever. SRFI 158.
    (define (circular-generator . items)
      (if (null? items) (error "circular-generator: there is nothing to repeat"))
      (let ((rest items))
        (lambda ()
          (if (null? rest) (set! rest items))
          (let ((x (car rest))) (set! rest (cdr rest)) x))))
    ;;> A generator of COUNT numbers from START (0) by STEP (1). SRFI 158.
    (define make-iota-generator
      (case-lambda
        ((count) (make-iota-generator count 0 1))
        ((count start) (make-iota-generator count start 1))
        ((count start step)
         (check-count "make-iota-generator" count)
         (if (not (number? start)) (error "make-iota-generator: the start must be a number, found" start))
         (if (not (number? step)) (error "make-iota-generator: the step must be a number, found" step))
         (let ((i 0))
           (lambda ()
             (if (< i count) (let ((x (+ start (* i step)))) (set! i (+ i 1)) x) end))))))
    ;;> A generator of the numbers from START to before STOP (for ever if it is not given) by STEP (1). SRFI
    ;;> 158.
    (define make-range-generator
      (case-lambda
        ((start)
         (check-real "make-range-generator" start)
         (lambda () (let ((x start)) (set! start (+ start 1)) x)))
        ((start stop) (make-range-generator start stop 1))
        ((start stop step)
         (check-real "make-range-generator" start)
         (check-real "make-range-generator" stop)
         (check-real "make-range-generator" step)
         (lambda ()
           (if (if (< step 0) (> start stop) (< start stop))
               (let ((x start)) (set! start (+ start step)) x)
               end)))))
    (define (check-real who x)
      (if (not (real? x)) (error (string-append who ": a real number is needed, found") x)))

    ;;> A generator of what F passes to its argument, a procedure; F runs while values are asked for. SRFI
    ;;> 158.
    (define (make-coroutine-generator f)
      (check-procedure "make-coroutine-generator" f)
      (let ((resume #f) (return #f))
        (define (yield x) (call/cc (lambda (k) (set! resume k) (return x))))
        (define (start ignored)
          (f yield)
          (set! resume (lambda (ignored) (return end)))
          (return end))
        (set! resume start)
        (lambda () (call/cc (lambda (k) (set! return k) (resume #f))))))
    ;;> For a procedure like `for-each`: a procedure that makes a generator of the elements of an object. SRFI
    ;;> 158.
    (define (make-for-each-generator for-each)
      (check-procedure "make-for-each-generator" for-each)
      (lambda (object) (make-coroutine-generator (lambda (yield) (for-each yield object)))))
    ;;> A generator of what MAPPER makes of seeds until STOP? holds. SRFI 158.
    (define (make-unfold-generator stop? mapper successor seed)
      (check-procedure "make-unfold-generator" stop?)
      (check-procedure "make-unfold-generator" mapper)
      (check-procedure "make-unfold-generator" successor)
      (let ((done #f))
        (lambda ()
          (if (or done (stop? seed))
              (begin (set! done #t) end)
              (let ((x (mapper seed))) (set! seed (successor seed)) x)))))

    ;;> A generator of the elements of a list. SRFI 158.
    (define (list->generator l)
      (lambda () (if (null? l) end (let ((x (car l))) (set! l (cdr l)) x))))
    (define-syntax define-sequence
      (syntax-rules ()
        ((_ name who what ok? size ref)
         (define name
           (case-lambda
             ((s) (check-sequence who what ok? s) (name s 0 (size s)))
             ((s start) (check-sequence who what ok? s) (name s start (size s)))
             ((s start stop)
              (check-sequence who what ok? s)
              (check-part who start stop (size s))
              (lambda () (if (< start stop) (let ((x (ref s start))) (set! start (+ start 1)) x) end))))))))
    (define (check-sequence who what ok? s)
      (if (not (ok? s)) (error (string-append who ": argument 1 must be a " what ", found") s)))
    (define (check-part who start stop size)
      (if (not (and (fixnum? start) (fixnum? stop) (<= 0 start stop size)))
          (error (string-append who ": the part is out of range:") start stop)))
    ;;> A generator of the elements of a vector from START to before STOP. SRFI 158.
    (define-sequence vector->generator "vector->generator" "vector" vector? vector-length vector-ref)
    ;;> A generator of the characters of a string from START to before STOP. SRFI 158.
    (define-sequence string->generator "string->generator" "string" string? string-length string-ref)
    ;;> A generator of the bytes of a bytevector from START to before STOP. SRFI 158.
    (define-sequence bytevector->generator
      "bytevector->generator" "bytevector" bytevector? bytevector-length bytevector-u8-ref)
    ;;> A generator of the elements of a vector from before STOP down to START. SRFI 158.
    (define reverse-vector->generator
      (case-lambda
        ((v) (check-sequence "reverse-vector->generator" "vector" vector? v)
             (reverse-vector->generator v 0 (vector-length v)))
        ((v start) (check-sequence "reverse-vector->generator" "vector" vector? v)
                   (reverse-vector->generator v start (vector-length v)))
        ((v start stop)
         (check-sequence "reverse-vector->generator" "vector" vector? v)
         (check-part "reverse-vector->generator" start stop (vector-length v))
         (lambda () (if (< start stop) (begin (set! stop (- stop 1)) (vector-ref v stop)) end)))))

    ;;> A generator of the objects, then of the values of the generator that is the last argument. SRFI 158.
    (define (gcons* . arguments)
      (if (null? arguments) (error "gcons*: a generator is needed"))
      (check-generator "gcons*" (last arguments))
      (lambda ()
        (if (null? (cdr arguments))
            ((car arguments))
            (let ((x (car arguments))) (set! arguments (cdr arguments)) x))))
    ;;> A generator of the values of generators, one behind the other. SRFI 158.
    (define (gappend . generators)
      (for-each (lambda (g) (check-generator "gappend" g)) generators)
      (lambda ()
        (let loop ()
          (if (null? generators)
              end
              (let ((x ((car generators))))
                (if (eof-object? x)
                    (begin (set! generators (cdr generators)) (loop))
                    x))))))
    ;;> A generator of the values of the generators that a generator returns. SRFI 158.
    (define (gflatten g)
      (check-generator "gflatten" g)
      (let ((inner no-values))
        (lambda ()
          (let loop ()
            (let ((x (inner)))
              (if (eof-object? x)
                  (let ((next (g)))
                    (if (eof-object? next)
                        end
                        (begin (check-generator "gflatten" next) (set! inner next) (loop))))
                  x))))))
    ;;> A generator of lists of K values; the last is filled up with PADDING, or shorter. SRFI 158.
    (define ggroup
      (case-lambda
        ((g k)
         (check-group g k)
         (lambda () (let ((l (next-values g k))) (if (null? l) end (reverse l)))))
        ((g k padding)
         (check-group g k)
         (lambda ()
           (let ((l (next-values g k)))
             (if (null? l) end (append-reverse l (make-list (- k (length l)) padding))))))))
    (define (check-group g k)
      (check-generator "ggroup" g)
      (if (not (and (fixnum? k) (> k 0))) (error "ggroup: the size must be positive, found" k)))
    ;; At most K values, in reverse.
    (define (next-values g k)
      (let loop ((k k) (l '()))
        (if (= k 0) l (let ((x (g))) (if (eof-object? x) l (loop (- k 1) (cons x l)))))))
    ;;> A generator of the values of sorted generators, sorted; of equal ones those of an earlier generator
    ;;> first. SRFI 158.
    (define (gmerge less? . generators)
      (check-procedure "gmerge" less?)
      (for-each (lambda (g) (check-generator "gmerge" g)) generators)
      (cond ((null? generators) no-values)
            ((null? (cdr generators)) (car generators))
            (else
             (let ((half (quotient (length generators) 2)))
               (merge-two less?
                          (apply gmerge less? (list-head generators half))
                          (apply gmerge less? (list-tail generators half)))))))
    (define (merge-two less? a b)
      (let ((x #f) (y #f) (started #f))
        (lambda ()
          (if (not started) (begin (set! started #t) (set! x (a)) (set! y (b))))
          (cond ((eof-object? x) (let ((v y)) (if (not (eof-object? v)) (set! y (b))) v))
                ((or (eof-object? y) (not (less? y x))) (let ((v x)) (set! x (a)) v))
                (else (let ((v y)) (set! y (b)) v))))))

    ;; The next values of generators, or #f when one has no more.
    (define (next-of generators)
      (let loop ((g generators) (out '()))
        (if (null? g)
            (reverse out)
            (let ((x ((car g)))) (and (not (eof-object? x)) (loop (cdr g) (cons x out)))))))
    (define (check-generators who generators)
      (for-each (lambda (g) (check-generator who g)) generators))
    ;;> A generator of what F returns for the values of generators; it ends with the shortest. SRFI 158.
    (define gmap
      (case-lambda
        ((f g)
         (check-procedure "gmap" f)
         (check-generator "gmap" g)
         (lambda () (let ((x (g))) (if (eof-object? x) x (f x)))))
        ((f . generators)
         (check-procedure "gmap" f)
         (check-generators "gmap" generators)
         (lambda () (let ((l (next-of generators))) (if l (apply f l) end))))))
    ;;> A generator of the first result of F, which gets values of generators and a seed, and returns a value
    ;;> and the next seed. SRFI 158.
    (define (gcombine f seed . generators)
      (check-procedure "gcombine" f)
      (check-generators "gcombine" generators)
      (lambda ()
        (let ((l (next-of generators)))
          (if l
              (call-with-values (lambda () (apply f (append l (list seed))))
                                (lambda (x next) (set! seed next) x))
              end))))
    ;;> A generator of the values that a predicate holds for. SRFI 158.
    (define (gfilter f g)
      (check-procedure "gfilter" f)
      (check-generator "gfilter" g)
      (lambda () (let loop () (let ((x (g))) (if (or (eof-object? x) (f x)) x (loop))))))
    ;;> A generator of the values that a predicate does not hold for. SRFI 158.
    (define (gremove f g)
      (check-procedure "gremove" f)
      (check-generator "gremove" g)
      (lambda () (let loop () (let ((x (g))) (if (or (eof-object? x) (not (f x))) x (loop))))))
    ;;> A generator of the values for which F, which gets a value and a seed, returns a true value; it also
    ;;> returns the next seed. SRFI 158.
    (define (gstate-filter f seed g)
      (check-procedure "gstate-filter" f)
      (check-generator "gstate-filter" g)
      (lambda ()
        (let loop ()
          (let ((x (g)))
            (if (or (eof-object? x)
                    (call-with-values (lambda () (f x seed)) (lambda (keep? next) (set! seed next) keep?)))
                x
                (loop))))))
    ;;> A generator of the first K values; with PADDING, of exactly K. SRFI 158.
    (define gtake
      (case-lambda
        ((g k) (gtake g k end))
        ((g k padding)
         (check-generator "gtake" g)
         (check-count "gtake" k)
         (let ((done #f))
           (lambda ()
             (if (= k 0)
                 end
                 (let ((x (if done end (g))))
                   (set! k (- k 1))
                   (if (eof-object? x) (begin (set! done #t) padding) x))))))))
    ;;> A generator without the first K values. SRFI 158.
    (define (gdrop g k)
      (check-generator "gdrop" g)
      (check-count "gdrop" k)
      (lambda ()
        (let loop ()
          (if (> k 0)
              (let ((x (g))) (if (eof-object? x) (begin (set! k 0) x) (begin (set! k (- k 1)) (loop))))
              (g)))))
    ;;> A generator of the values before the first that a predicate does not hold for. SRFI 158.
    (define (gtake-while f g)
      (check-procedure "gtake-while" f)
      (check-generator "gtake-while" g)
      (let ((done #f))
        (lambda ()
          (let ((x (if done end (g))))
            (if (or (eof-object? x) (not (f x))) (begin (set! done #t) end) x)))))
    ;;> A generator of the values from the first that a predicate does not hold for. SRFI 158.
    (define (gdrop-while f g)
      (check-procedure "gdrop-while" f)
      (check-generator "gdrop-while" g)
      (let ((found #f))
        (lambda ()
          (let loop ()
            (let ((x (g)))
              (cond (found x)
                    ((or (eof-object? x) (not (f x))) (set! found #t) x)
                    (else (loop))))))))
    ;;> A generator of the values that are not equal (`equal?`, or by SAME?) to an object. SRFI 158.
    (define gdelete
      (case-lambda
        ((object g) (gdelete object g equal?))
        ((object g same?)
         (check-generator "gdelete" g)
         (check-procedure "gdelete" same?)
         (gremove (lambda (x) (same? object x)) g))))
    ;;> A generator without the values that are equal to the one before. SRFI 158.
    (define gdelete-neighbor-dups
      (case-lambda
        ((g) (gdelete-neighbor-dups g equal?))
        ((g same?)
         (check-generator "gdelete-neighbor-dups" g)
         (check-procedure "gdelete-neighbor-dups" same?)
         (let ((first #t) (before #f))
           (lambda ()
             (let loop ()
               (let ((x (g)))
                 (cond ((eof-object? x) x)
                       ((and (not first) (same? before x)) (loop))
                       (else (set! first #f) (set! before x) x)))))))))
    ;;> A generator of the values of G at the indices that INDICES returns, which increase. SRFI 158.
    (define (gindex g indices)
      (check-generator "gindex" g)
      (check-generator "gindex" indices)
      (let ((at 0) (done #f))
        (lambda ()
          (let ((index (if done end (indices))))
            (cond ((eof-object? index) (set! done #t) end)
                  ((not (and (fixnum? index) (>= index at)))
                   (error "gindex: indices must increase, found" index))
                  (else
                   (let loop ()
                     (let ((x (g)) (here at))
                       (set! at (+ at 1))
                       (cond ((eof-object? x) (set! done #t) end)
                             ((= here index) x)
                             (else (loop)))))))))))
    ;;> A generator of the values of G where the value of TRUTHS is true. SRFI 158.
    (define (gselect g truths)
      (check-generator "gselect" g)
      (check-generator "gselect" truths)
      (let ((done #f))
        (lambda ()
          (let loop ()
            (let* ((x (if done end (g))) (truth (if (eof-object? x) end (truths))))
              (cond ((eof-object? truth) (set! done #t) end)
                    (truth x)
                    (else (loop))))))))

    ;; All values, or the first K, in reverse.
    (define (collect who g k)
      (check-generator who g)
      (if k
          (begin (check-count who k) (next-values g k))
          (let loop ((l '())) (let ((x (g))) (if (eof-object? x) l (loop (cons x l)))))))
    (define-syntax define-collector
      (syntax-rules ()
        ((_ name who (l) result)
         (define name
           (case-lambda
             ((g) (let ((l (collect who g #f))) result))
             ((g k) (let ((l (collect who g k))) result)))))))
    ;;> The list of the values, of at most K if that is given. SRFI 158.
    (define-collector generator->list "generator->list" (l) (reverse l))
    ;;> The list of the values in reverse. SRFI 158.
    (define-collector generator->reverse-list "generator->reverse-list" (l) l)
    ;;> The vector of the values. SRFI 158.
    (define-collector generator->vector "generator->vector" (l) (list->vector (reverse l)))
    ;;> The string of the values, which are characters. SRFI 158.
    (define-collector generator->string "generator->string" (l) (list->string (reverse l)))
    ;;> Puts values into a vector from an index on, and returns how many. SRFI 158.
    (define (generator->vector! v at g)
      (check-sequence "generator->vector!" "vector" vector? v)
      (check-part "generator->vector!" at (vector-length v) (vector-length v))
      (check-generator "generator->vector!" g)
      (let loop ((i at))
        (if (= i (vector-length v))
            (- i at)
            (let ((x (g))) (if (eof-object? x) (- i at) (begin (vector-set! v i x) (loop (+ i 1))))))))
    ;;> F of values of generators and what it returned for those before. SRFI 158.
    (define generator-fold
      (case-lambda
        ((f seed g)
         (check-procedure "generator-fold" f)
         (check-generator "generator-fold" g)
         (let loop ((acc seed)) (let ((x (g))) (if (eof-object? x) acc (loop (f x acc))))))
        ((f seed . generators)
         (check-procedure "generator-fold" f)
         (check-generators "generator-fold" generators)
         (let loop ((acc seed))
           (let ((l (next-of generators))) (if l (loop (apply f (append l (list acc)))) acc))))))
    ;;> The list of what F returns for the values of generators. SRFI 158.
    (define (generator-map->list f . generators)
      (check-procedure "generator-map->list" f)
      (check-generators "generator-map->list" generators)
      (generator->list (apply gmap f generators)))
    ;;> Calls F on the values of generators. SRFI 158.
    (define generator-for-each
      (case-lambda
        ((f g)
         (check-procedure "generator-for-each" f)
         (check-generator "generator-for-each" g)
         (let loop () (let ((x (g))) (if (eof-object? x) (void) (begin (f x) (loop))))))
        ((f . generators)
         (check-procedure "generator-for-each" f)
         (check-generators "generator-for-each" generators)
         (let loop () (let ((l (next-of generators))) (if l (begin (apply f l) (loop)) (void)))))))
    ;;> The first value that a predicate holds for, or #f. SRFI 158.
    (define (generator-find f g)
      (check-procedure "generator-find" f)
      (check-generator "generator-find" g)
      (let loop () (let ((x (g))) (cond ((eof-object? x) #f) ((f x) x) (else (loop))))))
    ;;> How many values a predicate holds for. SRFI 158.
    (define (generator-count f g)
      (check-procedure "generator-count" f)
      (generator-fold (lambda (x n) (if (f x) (+ n 1) n)) 0 g))
    ;;> The first true value of F, or #f. SRFI 158.
    (define (generator-any f g)
      (check-procedure "generator-any" f)
      (check-generator "generator-any" g)
      (let loop () (let ((x (g))) (if (eof-object? x) #f (or (f x) (loop))))))
    ;;> The last value of F if all are true, or #f; #t without values. SRFI 158.
    (define (generator-every f g)
      (check-procedure "generator-every" f)
      (check-generator "generator-every" g)
      (let loop ((last #t))
        (let ((x (g))) (if (eof-object? x) last (let ((v (f x))) (and v (loop v)))))))
    ;;> Calls UNFOLD, such as `string-unfold`, on procedures that take the values of a generator. SRFI 158.
    (define (generator-unfold g unfold . arguments)
      (check-generator "generator-unfold" g)
      (check-procedure "generator-unfold" unfold)
      (apply unfold eof-object? (lambda (x) x) (lambda (x) (g)) (g) arguments))

    ;;> An accumulator of F of a value and the state before, which FINISH makes a result of. SRFI 158.
    (define (make-accumulator f state finish)
      (check-procedure "make-accumulator" f)
      (check-procedure "make-accumulator" finish)
      (lambda (x) (if (eof-object? x) (finish state) (begin (set! state (f x state)) (void)))))
    (define (same x) x)
    ;;> An accumulator of the number of values. SRFI 158.
    (define (count-accumulator) (make-accumulator (lambda (x n) (+ n 1)) 0 same))
    ;;> An accumulator of a list. SRFI 158.
    (define (list-accumulator) (make-accumulator cons '() reverse))
    ;;> An accumulator of a list in reverse. SRFI 158.
    (define (reverse-list-accumulator) (make-accumulator cons '() same))
    ;;> An accumulator of a vector. SRFI 158.
    (define (vector-accumulator) (make-accumulator cons '() (lambda (l) (list->vector (reverse l)))))
    ;;> An accumulator of a vector in reverse. SRFI 158.
    (define (reverse-vector-accumulator) (make-accumulator cons '() list->vector))
    ;;> An accumulator of a string. SRFI 158.
    (define (string-accumulator) (make-accumulator cons '() (lambda (l) (list->string (reverse l)))))
    ;;> An accumulator of a bytevector. SRFI 158.
    (define (bytevector-accumulator)
      (make-accumulator cons '() (lambda (l) (apply bytevector (reverse l)))))
    ;;> An accumulator that puts values into a vector from an index on; an error when it is full. SRFI 158.
    (define (vector-accumulator! v at)
      (check-sequence "vector-accumulator!" "vector" vector? v)
      (check-part "vector-accumulator!" at (vector-length v) (vector-length v))
      (filling "vector-accumulator!" vector-set! v at (vector-length v)))
    ;;> An accumulator that puts values into a bytevector from an index on; an error when it is full. SRFI
    ;;> 158.
    (define (bytevector-accumulator! v at)
      (check-sequence "bytevector-accumulator!" "bytevector" bytevector? v)
      (check-part "bytevector-accumulator!" at (bytevector-length v) (bytevector-length v))
      (filling "bytevector-accumulator!" bytevector-u8-set! v at (bytevector-length v)))
    (define (filling who put! v at size)
      (make-accumulator
       (lambda (x i)
         (if (= i size) (error (string-append who ": it is full, there is no room for") x))
         (put! v i x)
         (+ i 1))
       at
       (lambda (i) v)))
    ;;> An accumulator of a sum. SRFI 158.
    (define (sum-accumulator) (make-accumulator + 0 same))
    ;;> An accumulator of a product. SRFI 158.
    (define (product-accumulator) (make-accumulator * 1 same))))
