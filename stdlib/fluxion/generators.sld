;;; Generators: procedures without arguments that return the next item each time they are called, and an
;;; end-of-file object when there is none (SRFI 158). A coroutine generator runs a procedure that yields its
;;; items.
(define-library (fluxion generators)
  (export make-coroutine-generator generator list->generator vector->generator range-generator
          iterate-generator generator-map generator-filter generator-take generator-take-while generator-drop
          generator-append generator-zip generator-fold generator-for-each generator-find generator->list
          generator->lazy lazy->generator)
  (import (fluxion primitives) (fluxion support) (fluxion numbers) (fluxion lists) (fluxion lazy)
          (fluxion checks))
  (begin
    ;; Sources -----

    ;;> (make-coroutine-generator f) is a generator of what f yields: f is called with a procedure yield when
    ;;> the first item is asked for; (yield x) gives the item x and goes on when the next is asked for (SRFI
    ;;> 158). When f returns, there are no more items. An exception that f does not handle is raised to the
    ;;> caller of the generator, and ends it.
    ;;> (define g (make-coroutine-generator (lambda (yield) (yield 1) (yield 2))))
    ;;> (generator->list g) => (1 2)
    (define (make-coroutine-generator f)
      (check-procedure "make-coroutine-generator" 1 f)
      (let ((return #f) (resume #f) (running #f))
        ;; Leaves to the caller of the generator, who calls the thunk.
        (define (leave thunk)
          (let ((to return))
            (set! return #f)
            (set! running #f)
            (to thunk)))
        (define (end)
          (set! resume (lambda (ignored) (leave eof-object)))
          (leave eof-object))
        (define (yield item)
          (call/cc
           (lambda (k)
             (set! resume k)
             (leave (lambda () item)))))
        (define (start ignored)
          (with-exception-handler
           (lambda (condition)
             (set! resume (lambda (ignored) (leave eof-object)))
             (leave (lambda () (raise-continuable condition))))
           (lambda () (f yield)))
          (end))
        (set! resume start)
        (lambda ()
          (if running (error "make-coroutine-generator: the generator was called while it computes an item"))
          (set! running #t)
          ((call/cc
            (lambda (k)
              (set! return k)
              (resume #f)))))))

    ;;> (generator x ...) is a generator of its arguments.
    ;;> (generator->list (generator 1 2 3)) => (1 2 3)
    (define (generator . items) (list->generator items))

    ;;> (list->generator l) is a generator of the elements of the list l.
    ;;> (let ((g (list->generator '(a b)))) (g) (g)) => b
    (define (list->generator l)
      (check-list "list->generator" 1 l)
      (lambda ()
        (if (null? l) (eof-object) (let ((x (car l))) (set! l (cdr l)) x))))

    ;;> (vector->generator v) is a generator of the elements of the vector v.
    ;;> (generator->list (vector->generator #(a b))) => (a b)
    (define (vector->generator v)
      (check-argument (vector? v) "vector->generator" 1 "a vector" v)
      (let ((i 0))
        (lambda ()
          (if (%< i (vector-length v))
              (let ((x (vector-ref v i))) (set! i (%+ i 1)) x)
              (eof-object)))))

    ;;> (range-generator start) is a generator of start, start + 1 and so on; (range-generator start end)
    ;;> stops before end; (range-generator start end step) has a step.
    ;;> (generator->list (range-generator 0 10 3)) => (0 3 6 9)
    (define range-generator
      (case-lambda
        ((start) (range-generator start #f 1))
        ((start end) (range-generator start end 1))
        ((start end step)
         (check-argument (real? start) "range-generator" 1 "a real number" start)
         (check-argument (or (not end) (real? end)) "range-generator" 2 "a real number" end)
         (check-argument (real? step) "range-generator" 3 "a real number" step)
         (lambda ()
           (if (and end (if (%< step 0) (%<= start end) (%>= start end)))
               (eof-object)
               (let ((x start)) (set! start (%+ start step)) x))))))

    ;;> (iterate-generator f x) is an infinite generator of x, (f x), (f (f x)) and so on.
    ;;> (generator->list (iterate-generator square 2) 3) => (2 4 16)
    (define (iterate-generator f x)
      (check-procedure "iterate-generator" 1 f)
      (let ((started #f))
        (lambda ()
          (if started (set! x (f x)) (set! started #t))
          x)))

    ;; Transformations -----

    ;;> (generator-map f g ...) is a generator of what f returns for the items of the generators g ..., up to
    ;;> the end of the first that ends.
    ;;> (generator->list (generator-map + (generator 1 2) (range-generator 10))) => (11 13)
    (define (generator-map f . gs)
      (check-procedures "generator-map" 1 (cons f gs))
      (lambda () (let ((items (next-items gs))) (if items (%apply f items) (eof-object)))))
    ;; An item of each generator; #f if one has ended.
    (define (next-items gs)
      (let loop ((gs gs) (out '()))
        (if (null? gs)
            (and (pair? out) (reverse out))
            (let ((x ((car gs)))) (and (not (eof-object? x)) (loop (cdr gs) (cons x out)))))))

    ;;> (generator-filter keep? g) is a generator of the items of g for which keep? holds.
    ;;> (generator->list (generator-filter odd? (generator 1 2 3))) => (1 3)
    (define (generator-filter keep? g)
      (check-procedures "generator-filter" 1 (list keep? g))
      (lambda ()
        (let loop ()
          (let ((x (g))) (if (or (eof-object? x) (keep? x)) x (loop))))))

    ;; Some procedures take a number and a generator, either way round: calls k with the generator and the
    ;; number.
    (define (generator-and-count who a b k)
      (let ((g (if (procedure? b) b a)) (n (if (procedure? b) a b)))
        (check-procedure who 1 g)
        (check-count who 2 0 n)
        (k g n)))

    ;;> (generator-take g n) is a generator of the first n items of g, or of all if there are fewer. Also
    ;;> (generator-take n g).
    ;;> (generator->list (generator-take (range-generator 0) 3)) => (0 1 2)
    (define (generator-take a b)
      (generator-and-count
       "generator-take" a b
       (lambda (g n)
         (lambda ()
           (if (%= n 0) (eof-object) (begin (set! n (%- n 1)) (g)))))))

    ;;> (generator-drop g n) is a generator of the items of g behind the first n. Also (generator-drop n g).
    ;;> (generator->list (generator-drop (generator 1 2 3) 2)) => (3)
    (define (generator-drop a b)
      (generator-and-count
       "generator-drop" a b
       (lambda (g n)
         (lambda ()
           (let loop ()
             (if (%= n 0)
                 (g)
                 (begin
                   (set! n (%- n 1))
                   (if (eof-object? (g)) (eof-object) (loop)))))))))

    ;;> (generator-take-while f g) is a generator of the items of g before the first for which f does not
    ;;> hold.
    ;;> (generator->list (generator-take-while even? (generator 2 4 5 6))) => (2 4)
    (define (generator-take-while f g)
      (check-procedures "generator-take-while" 1 (list f g))
      (let ((ended #f))
        (lambda ()
          (if ended
              (eof-object)
              (let ((x (g)))
                (if (and (not (eof-object? x)) (f x)) x (begin (set! ended #t) (eof-object))))))))

    ;;> (generator-append g ...) is a generator of the items of each g in order.
    ;;> (generator->list (generator-append (generator 1) (generator 2 3))) => (1 2 3)
    (define (generator-append . gs)
      (check-procedures "generator-append" 1 gs)
      (lambda ()
        (let loop ()
          (if (null? gs)
              (eof-object)
              (let ((x ((car gs))))
                (if (eof-object? x) (begin (set! gs (cdr gs)) (loop)) x))))))

    ;;> (generator-zip g ...) is a generator of lists of an item of each g.
    ;;> (generator->list (generator-zip (generator 'a 'b) (range-generator 0))) => ((a 0) (b 1))
    (define (generator-zip . gs)
      (check-procedures "generator-zip" 1 gs)
      (lambda () (or (next-items gs) (eof-object))))

    ;; Ends -----

    ;;> (generator-fold f init g) is (f x acc) for each item x of g, where acc is the result for the one
    ;;> before, at first init.
    ;;> (generator-fold + 0 (generator 1 2 3)) => 6
    (define (generator-fold f init g)
      (check-procedure "generator-fold" 1 f)
      (check-procedure "generator-fold" 3 g)
      (let loop ((acc init))
        (let ((x (g))) (if (eof-object? x) acc (loop (f x acc))))))

    ;;> (generator-for-each f g) calls f with each item of g.
    ;;> (let ((n 0)) (generator-for-each (lambda (x) (set! n (+ n x))) (generator 1 2)) n) => 3
    (define (generator-for-each f g)
      (check-procedures "generator-for-each" 1 (list f g))
      (let loop ()
        (let ((x (g))) (if (not (eof-object? x)) (begin (f x) (loop))))))

    ;;> (generator-find f g) is the first item of g for which f holds, or #f.
    ;;> (generator-find even? (generator 1 2 3)) => 2
    (define (generator-find f g)
      (check-procedures "generator-find" 1 (list f g))
      (let loop ()
        (let ((x (g))) (cond ((eof-object? x) #f) ((f x) x) (else (loop))))))

    ;;> (generator->list g) is the list of the items of g, which must end; (generator->list g n), also
    ;;> (generator->list n g), has the first n of them.
    ;;> (generator->list (range-generator 5) 2) => (5 6)
    (define generator->list
      (case-lambda
        ((g) (check-procedure "generator->list" 1 g) (reverse (generator-fold cons '() g)))
        ((a b)
         (generator-and-count
          "generator->list" a b
          (lambda (g n) (generator->list (generator-take g n)))))))

    ;;> (generator->lazy g) is the lazy sequence of the items of g, each of which is asked for once.
    ;;> (lazy->list (generator->lazy (generator 1 2))) => (1 2)
    (define (generator->lazy g)
      (check-procedure "generator->lazy" 1 g)
      (let loop ()
        (lazy-seq (let ((x (g))) (if (eof-object? x) '() (cons x (loop)))))))

    ;;> (lazy->generator s) is a generator of the elements of the lazy sequence s.
    ;;> (generator->list (lazy->generator (lazy-range 3))) => (0 1 2)
    (define (lazy->generator s)
      (lambda ()
        (let ((c (lazy-force s)))
          (if (null? c) (eof-object) (begin (set! s (cdr c)) (car c))))))))
