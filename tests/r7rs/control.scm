; R7RS sections 6.10 and 6.11.

;--- procedures
(list (procedure? car) (procedure? 'car) (procedure? (lambda (x) x)) (procedure? '(lambda (x) x)) (call/cc procedure?)) ; => (#t #f #t #f #t)

;--- call/cc
(call/cc (lambda (exit) (for-each (lambda (x) (if (negative? x) (exit x))) '(54 0 37 -3 245 19)) #t)) ; => -3
(define (list-length obj)
  (call/cc (lambda (return)
    (letrec ((r (lambda (obj) (cond ((null? obj) 0) ((pair? obj) (+ (r (cdr obj)) 1)) (else (return #f))))))
      (r obj)))))
(list (list-length '(1 2 3 4)) (list-length '(a b . c))) ; => (4 #f)
(+ 1 (call/cc (lambda (k) (+ 10 (k 1))))) ; => 2
(call-with-values (lambda () (call/cc (lambda (k) (k 1 2 3)))) list) ; => (1 2 3)
(call-with-values (lambda () (call/cc (lambda (k) (k)))) list) ; => ()

;--- values
(call-with-values (lambda () (values 4 5)) (lambda (a b) b)) ; => 5
(call-with-values * -) ; => -1
(call-with-values (lambda () 1) list) ; => (1)
(call-with-values (lambda () (values)) list) ; => ()
(call-with-values values list) ; => ()

;--- dynamic-wind
(let ((path '()) (c #f))
  (let ((add (lambda (s) (set! path (cons s path)))))
    (dynamic-wind
      (lambda () (add 'connect))
      (lambda () (add (call/cc (lambda (c0) (set! c c0) 'talk1))))
      (lambda () (add 'disconnect)))
    (if (< (length path) 4) (c 'talk2) (reverse path)))) ; => (connect talk1 disconnect connect talk2 disconnect)

;--- dynamic-wind-and-values
(call-with-values (lambda () (dynamic-wind (lambda () 1) (lambda () (values 2 3)) (lambda () 4))) list) ; => (2 3)

;--- dynamic-wind-escape-from-after
(define trace '())
(define (note x) (set! trace (cons x trace)))
(call/cc (lambda (k)
  (dynamic-wind
    (lambda () (note 'in1))
    (lambda ()
      (dynamic-wind (lambda () (note 'in2)) (lambda () (k 'x)) (lambda () (note 'out2) (k 'y))))
    (lambda () (note 'out1))))) ; => y
(reverse trace) ; => (in1 in2 out2 out1)

;--- dynamic-wind-generator
(define trace '())
(define (note x) (set! trace (cons x trace)))
(define resume #f)
(define (visit)
  (call/cc (lambda (return)
    (dynamic-wind
      (lambda () (note 'in))
      (lambda () (call/cc (lambda (k) (set! resume k) (return 1))) (note 'body) 2)
      (lambda () (note 'out))))))
(let ((result (visit)))
  (note result)
  (if (= result 1) (resume #f))
  (reverse trace)) ; => (in out 1 in body out 2)

;--- raise-in-a-handler-of-any-object
(with-exception-handler
  (lambda (e) 42)
  (lambda () (+ (raise-continuable 'oops) 1))) ; => 43
(call/cc (lambda (k) (with-exception-handler (lambda (e) (k (list 'caught e))) (lambda () (raise '(a list)))))) ; => (caught (a list))
(call/cc (lambda (k) (with-exception-handler (lambda (e) (k (error-object? e))) (lambda () (raise 5))))) ; => #f

;--- handlers-nest
(with-exception-handler
  (lambda (e) (list 'outer e))
  (lambda ()
    (with-exception-handler
      (lambda (e) (raise-continuable (list 'inner e)))
      (lambda () (raise-continuable 'x))))) ; => (outer (inner x))
(with-exception-handler
  (lambda (e) 'outer)
  (lambda ()
    (list (with-exception-handler (lambda (e) 'inner) (lambda () (raise-continuable 1))) (raise-continuable 2)))) ; => (inner outer)

;--- handler-returns-from-raise
(define trace '())
(define result
  (guard (e (#t (list 'secondary (error-object? e))))
    (with-exception-handler
      (lambda (e) (set! trace (cons e trace)) 'ignored)
      (lambda () (+ 1 (raise 'boom))))))
result ; => (secondary #t)
trace ; => (boom)

;--- handler-returns-from-error
(with-exception-handler (lambda (e) 0) (lambda () (error "bad thing" 1)))
; error: returned

;--- uncaught-raise
(raise 'some-object)
; error: some-object

;--- error-objects
(define (catch thunk) (call/cc (lambda (k) (with-exception-handler k thunk))))
(define e (catch (lambda () (error "message:" 1 "two" 'three))))
(list (error-object? e) (error-object-message e) (error-object-irritants e)) ; => (#t "message:" (1 "two" three))
(list (error-object? 'x) (error-object? "message") (read-error? e) (file-error? e) (read-error? 'x) (file-error? 1)) ; => (#f #f #f #f #f #f)
(error-object-irritants (catch (lambda () (error "none")))) ; => ()
(map (lambda (thunk) (error-object? (catch thunk)))
     (list (lambda () (car 1)) (lambda () (vector-ref #(1) 5)) (lambda () (/ 1 0)) (lambda () (apply (lambda (x) x) '())) (lambda () (apply (car (list 1)) '())))) ; => (#t #t #t #t #t)
(string? (error-object-message (catch (lambda () (car 1))))) ; => #t

;--- guard-and-dynamic-wind
(define trace '())
(define (note x) (set! trace (cons x trace)))
(guard (e (#t (note 'handler) e))
  (dynamic-wind (lambda () (note 'before)) (lambda () (note 'during) (raise 'x)) (lambda () (note 'after)))) ; => x
(reverse trace) ; => (before during after handler)

;--- guard-with-continuable-exceptions
(with-exception-handler
  (lambda (e) 10)
  (lambda () (guard (e ((string? e) 'string)) (+ 1 (raise-continuable 'not-a-string))))) ; => 11

;--- errors-inside-guard-clauses
(guard (outer (#t (list 'outer outer))) (guard (e ((raise 'second) 'no)) (raise 'first))) ; => (outer second)

;--- exception-in-a-before-thunk
(guard (e (#t e)) (dynamic-wind (lambda () (raise 'before)) (lambda () 'body) (lambda () 'after))) ; => before

;--- tail-calls-in-handlers
(define (loop n) (if (= n 0) 'done (guard (e (#f 'never)) (loop (- n 1)))))
(loop 1000) ; => done

;--- string-and-vector-traversal-with-call/cc
(define k #f)
(define count 0)
(define (f)
  (let ((r (map (lambda (x) (call/cc (lambda (c) (if (= x 2) (set! k c)) x))) '(1 2 3))))
    (set! count (+ count 1))
    (if (< count 3) (k (* 100 count)) r)))
(f) ; => (1 200 3)
