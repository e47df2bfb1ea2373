; Generators: coroutines, what they keep, long ones, wrong arguments.

;--- a-tree-walk
(define (leaves tree)
  (make-coroutine-generator
   (lambda (yield)
     (let walk ((tree tree))
       (cond ((pair? tree) (walk (car tree)) (walk (cdr tree)))
             ((not (null? tree)) (yield tree)))))))
(generator->list (leaves '((1 2) (3 (4)) 5))) ; => (1 2 3 4 5)

;--- an-ended-generator-stays-ended
(define g (make-coroutine-generator (lambda (yield) (yield 1))))
(g) ; => 1
(eof-object? (g)) ; => #t
(eof-object? (g)) ; => #t

;--- nothing-runs-before-it-is-asked-for
(define log '())
(define (note x) (set! log (cons x log)))
(define g (make-coroutine-generator (lambda (yield) (note 'start) (yield 1) (note 'between) (yield 2) (note 'end))))
log ; => ()
(g) ; => 1
log ; => (start)
(g) ; => 2
log ; => (between start)

;--- two-at-once
(define (numbers from) (make-coroutine-generator (lambda (yield) (let loop ((n from)) (yield n) (loop (+ n 10))))))
(define a (numbers 1))
(define b (numbers 2))
(let* ((x (a)) (y (b)) (z (a))) (list x y z)) ; => (1 2 11)

;--- one-inside-another
(define (countdown n)
  (make-coroutine-generator
   (lambda (yield)
     (if (> n 0)
         (begin (yield n) (generator-for-each yield (countdown (- n 1))))))))
(generator->list (countdown 20)) ; => (20 19 18 17 16 15 14 13 12 11 10 9 8 7 6 5 4 3 2 1)

;--- a-hundred-thousand-yields
(define (numbers n) (make-coroutine-generator (lambda (yield) (let loop ((i 0)) (if (< i n) (begin (yield i) (loop (+ i 1))))))))
(generator-fold + 0 (numbers 100000)) ; => 4999950000
(length (generator->list (numbers 100000))) ; => 100000

;--- an-error-goes-to-who-asked
(define g (make-coroutine-generator (lambda (yield) (yield 1) (error "broken" 2))))
(g) ; => 1
(guard (e (#t (error-object-message e))) (g)) ; => "broken"
(eof-object? (g)) ; => #t

;--- handlers-inside-work
(define g
  (make-coroutine-generator
   (lambda (yield)
     (yield (guard (e (#t (list 'caught e))) (yield 1) (raise 'inner)))
     (yield 3))))
(generator->list g) ; => (1 (caught inner) 3)

;--- any-value-may-be-raised
(define g (make-coroutine-generator (lambda (yield) (raise 'stop))))
(guard (e ((symbol? e) e)) (g)) ; => stop

;--- yields-from-deep-recursion
(define g
  (make-coroutine-generator
   (lambda (yield) (let walk ((n 0)) (if (< n 100) (begin (walk (+ n 1)) (yield n)))))))
(generator->list g 3) ; => (99 98 97)

;--- winders-run-when-control-goes-in-and-out
(define log '())
(define (note x) (set! log (cons x log)))
(define g
  (make-coroutine-generator
   (lambda (yield) (dynamic-wind (lambda () (note 'in)) (lambda () (yield 1) (yield 2)) (lambda () (note 'out))))))
(generator->list g) ; => (1 2)
(reverse log) ; => (in out in out in out)

;--- parameters-inside
(define p (make-parameter 1))
(define g (make-coroutine-generator (lambda (yield) (parameterize ((p 2)) (yield (p)) (yield (p))))))
(list (g) (p)) ; => (2 1)
(list (g) (p)) ; => (2 1)

;--- leaving-the-body-by-a-continuation
(define (first-item g) (call/cc (lambda (return) (generator-for-each return g) 'none)))
(first-item (generator 1 2)) ; => 1
(call/cc (lambda (k) ((make-coroutine-generator (lambda (yield) (k 'out)))))) ; => out

;--- lazy-and-back
(lazy->list (lazy-map square (generator->lazy (range-generator 0))) 4) ; => (0 1 4 9)
(generator->list (lazy->generator '(1 2))) ; => (1 2)

;--- ranges
(generator->list (range-generator 3 0 -1)) ; => (3 2 1)
(generator->list (range-generator 3 3)) ; => ()
(generator->list (range-generator 0 1 1/2)) ; => (0 1/2)

;--- empty-ones
(generator->list (generator)) ; => ()
(generator->list (generator-append)) ; => ()
(generator->list (generator-drop 5 (generator 1 2))) ; => ()
(generator->list (generator-take 5 (generator 1 2))) ; => (1 2)
(generator-find even? (generator 1 3)) ; => #f

;--- called-while-it-runs
(define g (make-coroutine-generator (lambda (yield) (yield (g)))))
(g)
; error: make-coroutine-generator: the generator was called while it computes an item

;--- bad-generator
(generator-map car 5)
; error: generator-map: argument 2 must be a procedure, found 5

;--- bad-count
(generator-take (generator 1) -1)
; error: generator-take: argument 2 must be an exact integer that is not negative, found -1

;--- bad-others
(define (message thunk) (guard (e ((error-object? e) (error-object-message e))) (thunk)))
(message (lambda () (make-coroutine-generator 5))) ; => "make-coroutine-generator: argument 1 must be a procedure, found"
(message (lambda () (list->generator 5))) ; => "list->generator: argument 1 must be a list, found"
(message (lambda () (vector->generator 5))) ; => "vector->generator: argument 1 must be a vector, found"
(message (lambda () (range-generator 'a))) ; => "range-generator: argument 1 must be a real number, found"
(message (lambda () (iterate-generator 5 1))) ; => "iterate-generator: argument 1 must be a procedure, found"
(message (lambda () (generator-filter even? 5))) ; => "generator-filter: argument 2 must be a procedure, found"
(message (lambda () (generator-fold + 0 5))) ; => "generator-fold: argument 3 must be a procedure, found"
(message (lambda () (generator->list 5))) ; => "generator->list: argument 1 must be a procedure, found"
(message (lambda () (generator->lazy 5))) ; => "generator->lazy: argument 1 must be a procedure, found"
(message (lambda () ((lazy->generator 5)))) ; => "lazy-force: argument 1 must be a lazy sequence or a list, found"
