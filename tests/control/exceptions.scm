; raise, guard, with-exception-handler, error.

;--- guard-symbol
(guard (e ((symbol? e) (list 'caught e))) (raise 'oops)) ; => (caught oops)

;--- guard-clauses-in-order
(define (try thunk)
  (guard (e ((assq 'a e) => cdr) ((assq 'b e)) (else 'other)) (thunk)))
(try (lambda () (raise (list (cons 'a 42))))) ; => 42
(try (lambda () (raise (list (cons 'b 23))))) ; => (b . 23)
(try (lambda () (raise (list (cons 'c 1))))) ; => other
(try (lambda () 'fine)) ; => fine

;--- guard-without-a-match-raises-again
(guard (outer (#t (list 'outer outer)))
  (guard (inner ((string? inner) 'inner))
    (raise 'not-a-string))) ; => (outer not-a-string)

;--- guard-body-values
(call-with-values (lambda () (guard (e (#t 0)) (values 1 2))) list) ; => (1 2)

;--- guard-restores-handlers
(guard (e (#t (list 'second e)))
  (guard (e (#t 'first)) (raise 1))
  (raise 2)) ; => (second 2)

;--- guard-runs-dynamic-wind
(define path '())
(define (add s) (set! path (cons s path)))
(guard (e (#t (add 'handled)))
  (dynamic-wind (lambda () (add 'in)) (lambda () (raise 'x)) (lambda () (add 'out))))
(reverse path) ; => (in out handled)

;--- error-object
(guard (e ((error-object? e) (list (error-object-message e) (error-object-irritants e))))
  (error "bad thing:" 1 'two "three")) ; => ("bad thing:" (1 two "three"))

;--- error-is-no-symbol
(guard (e ((symbol? e) 'symbol) ((error-object? e) 'error)) (error "x")) ; => error
(error-object? 'x) ; => #f

;--- run-time-errors-are-error-objects
(guard (e ((error-object? e) 'caught)) (car 1)) ; => caught
(guard (e ((error-object? e) 'caught)) (vector-ref (vector 1 2) 2)) ; => caught
(guard (e ((error-object? e) 'caught)) (+ 1 'a)) ; => caught
(guard (e ((error-object? e) 'caught)) (quotient 1 0)) ; => caught
(guard (e ((error-object? e) 'caught)) ('not-a-procedure 1)) ; => caught

;--- arity-errors-can-be-caught
(define (f x) x)
(define g f)
(set! g (if (vector? g) car g))
(guard (e ((error-object? e) 'caught)) (g 1 2)) ; => caught
(guard (e ((error-object? e) 'caught)) (apply g '())) ; => caught

;--- raise-any-object
(guard (e (#t e)) (raise 42)) ; => 42
(guard (e (#t e)) (raise '(a list))) ; => (a list)
(guard (e ((not e) 'false)) (raise #f)) ; => false

;--- with-exception-handler-escape
(call/cc
  (lambda (k)
    (with-exception-handler
      (lambda (e) (k (list 'condition e)))
      (lambda () (+ 1 (raise 'an-error)))))) ; => (condition an-error)

;--- raise-continuable
(with-exception-handler
  (lambda (e) (if (string? e) 42 0))
  (lambda () (+ (raise-continuable "should be a number") 23))) ; => 65

;--- handler-runs-in-the-outer-context
; What the inner handler raises goes to the outer one.
(with-exception-handler
  (lambda (e) (list 'outer e))
  (lambda ()
    (with-exception-handler
      (lambda (e) (raise-continuable (list 'inner e)))
      (lambda () (raise-continuable 'x))))) ; => (outer (inner x))

;--- handler-returns-from-raise
(guard (e (#t 'secondary))
  (with-exception-handler
    (lambda (e) 'ignored)
    (lambda () (raise 'oops) 'not-reached))) ; => secondary

;--- guard-with-raise-continuable
(guard (e ((number? e) (* e 2))) (+ 1 (raise-continuable 21))) ; => 42

;--- guard-reraises-continuably
(with-exception-handler
  (lambda (e) 10)
  (lambda () (+ 1 (guard (e ((string? e) 'no)) (raise-continuable 'x))))) ; => 11

;--- guard-inside-handler
(with-exception-handler
  (lambda (e) (guard (inner (#t (list e inner))) (raise 'second)))
  (lambda () (raise-continuable 'first))) ; => (first second)

;--- nested-guards-with-loops
(define (safe-div a b) (guard (e (#t 'error)) (quotient a b)))
(map safe-div '(10 20 30) '(2 0 5)) ; => (5 error 6)

;--- guard-in-a-long-loop
(define (f i n) (if (= i 0) n (f (- i 1) (+ n (guard (e (#t 1)) (if (odd? i) (raise 'odd) 0))))))
(f 20000 0) ; => 10000

;--- parameterize-is-undone
(define p (make-parameter 1))
(guard (e (#t (p))) (parameterize ((p 2)) (raise 'x))) ; => 1
(with-exception-handler
  (lambda (e) (p))
  (lambda () (parameterize ((p 2)) (raise-continuable 'x)))) ; => 2

;--- uncaught-error
(display "before")
(error "something bad:" 42 'foo "s")
(display "after")
; prints: before
; error: something bad: 42 foo "s"

;--- uncaught-object
(raise 'some-object)
; error: some-object

;--- uncaught-list
(raise (list 1 "two"))
; error: (1 "two")

;--- predicates-of-conditions
(guard (e (#t (list (file-error? e) (read-error? e)))) (error "x")) ; => (#f #f)
(guard (e ((file-error? e) 'file)) (open-input-file "/no/such/file")) ; => file
