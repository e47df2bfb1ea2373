;;; Results and options: values that say whether there is one. A result is (ok value) or (err reason); an
;;; option is (some value) or none.
(define-library (fluxion results)
  (export ok err ok? err? result? result-value result-error result-map result-map-error result-bind result-or
          result-or-else result-unwrap result-fold result->option result-collect try->result some none some?
          none? option? option-value option-map option-bind option-filter option-or option-or-else
          option-unwrap option-fold option->list option->result value->option)
  (import (fluxion primitives) (fluxion support) (fluxion lists) (fluxion checks))
  (begin
    ;; Results -----

    ;;> (ok value) is the result of a success with this value. (ok? x): is x one?
    ;;> (result-value (ok 5)) => 5
    ;;> (map ok? (list (ok 5) (err 5) 5)) => (#t #f #f)
    (define-record-type <ok> (ok value) ok? (value ok-value))

    ;;> (err reason) is the result of a failure with this reason. (err? x): is x one?
    ;;> (result-error (err 'late)) => late
    ;;> (map err? (list (ok 5) (err 5) 5)) => (#f #t #f)
    (define-record-type <err> (err reason) err? (reason err-reason))

    ;;> (result? x): is x a result?
    ;;> (map result? (list (ok 1) (err 2) 3)) => (#t #t #f)
    (define (result? x) (or (ok? x) (err? x)))

    (define (check-result who position x) (check-argument (result? x) who position "a result (ok or err)" x))

    ;;> (result-value r) is the value of the result r, which must have one.
    ;;> (result-value (ok 5)) => 5
    (define (result-value r)
      (if (ok? r) (ok-value r) (wrong-argument "result-value" 1 "a result with a value" r)))

    ;;> (result-error r) is the reason of the result r, which must be a failure.
    ;;> (result-error (err "no file")) => "no file"
    (define (result-error r)
      (if (err? r) (err-reason r) (wrong-argument "result-error" 1 "a result that is a failure" r)))

    ;;> (result-map f r) is the result of f for the value of r; a failure stays as it is.
    ;;> (result-value (result-map square (ok 3))) => 9
    ;;> (result-error (result-map square (err 'no))) => no
    (define (result-map f r)
      (check-procedure "result-map" 1 f)
      (check-result "result-map" 2 r)
      (if (ok? r) (ok (f (ok-value r))) r))

    ;;> (result-map-error f r) is the failure with what f returns for the reason of r; a success stays as it
    ;;> is.
    ;;> (result-error (result-map-error list (err 'no))) => (no)
    (define (result-map-error f r)
      (check-procedure "result-map-error" 1 f)
      (check-result "result-map-error" 2 r)
      (if (err? r) (err (f (err-reason r))) r))

    ;;> (result-bind r f ...) is what f returns, which must be a result, for the value of r; then the next f
    ;;> for the value of that. The first failure is the result.
    ;;> (define (half n) (if (even? n) (ok (quotient n 2)) (err 'odd)))
    ;;> (result-value (result-bind (ok 12) half half)) => 3
    ;;> (result-error (result-bind (ok 6) half half half)) => odd
    (define (result-bind r . fs)
      (check-result "result-bind" 1 r)
      (check-procedures "result-bind" 2 fs)
      (let loop ((r r) (fs fs))
        (if (or (null? fs) (err? r))
            r
            (let ((next ((car fs) (ok-value r))))
              (if (result? next)
                  (loop next (cdr fs))
                  (error "result-bind: the procedure must return a result, found" next))))))

    ;;> (result-or r default) is the value of r, or default if r is a failure.
    ;;> (result-or (err 'no) 0) => 0
    (define (result-or r default)
      (check-result "result-or" 1 r)
      (if (ok? r) (ok-value r) default))

    ;;> (result-or-else r f) is the value of r, or what f returns for the reason if r is a failure.
    ;;> (result-or-else (err 3) square) => 9
    (define (result-or-else r f)
      (check-result "result-or-else" 1 r)
      (check-procedure "result-or-else" 2 f)
      (if (ok? r) (ok-value r) (f (err-reason r))))

    ;;> (result-unwrap r) is the value of r. A failure is raised: its reason, if that is a condition or what
    ;;> else was raised for try->result, and an error that shows the reason otherwise.
    ;;> (result-unwrap (ok 5)) => 5
    (define (result-unwrap r)
      (check-result "result-unwrap" 1 r)
      (cond ((ok? r) (ok-value r))
            ((error-object? (err-reason r)) (raise (err-reason r)))
            (else (error "result-unwrap: the result is a failure" (err-reason r)))))

    ;;> (result-fold if-ok if-err r) is what if-ok returns for the value of r, or if-err for its reason.
    ;;> (result-fold square list (err 'no)) => (no)
    (define (result-fold if-ok if-err r)
      (check-procedures "result-fold" 1 (list if-ok if-err))
      (check-result "result-fold" 3 r)
      (if (ok? r) (if-ok (ok-value r)) (if-err (err-reason r))))

    ;;> (result->option r) is the option of the value of r, none if r is a failure.
    ;;> (none? (result->option (err 'no))) => #t
    (define (result->option r)
      (check-result "result->option" 1 r)
      (if (ok? r) (some (ok-value r)) none))

    ;;> (result-collect l) is the result of the list of the values of the results in the list l, or the first
    ;;> failure.
    ;;> (result-value (result-collect (list (ok 1) (ok 2)))) => (1 2)
    (define (result-collect l)
      (check-list "result-collect" 1 l)
      (let loop ((rest l) (out '()))
        (if (null? rest)
            (ok (reverse out))
            (let ((r (car rest)))
              (check-argument (result? r) "result-collect" 1 "a list of results" l)
              (if (ok? r) (loop (cdr rest) (cons (ok-value r) out)) r)))))

    ;;> (try->result f x ...) applies f to x ...: the result of what it returns, or the failure with what it
    ;;> raises.
    ;;> (result-value (try->result / 6 3)) => 2
    ;;> (err? (try->result / 6 0)) => #t
    (define (try->result f . xs)
      (check-procedure "try->result" 1 f)
      (%guard-all (lambda () (ok (%apply f xs))) err))

    ;; Options -----

    ;;> (some value) is the option with this value. (some? x): is x one?
    ;;> (option-value (some 5)) => 5
    ;;> (map some? (list (some #f) none 5)) => (#t #f #f)
    (define-record-type <some> (some value) some? (value some-value))

    ;;> (none? x): is x the option without a value?
    ;;> (map none? (list (some #f) none '())) => (#f #t #f)
    (define-record-type <none> (make-none) none?)

    ;;> none is the option without a value.
    ;;> (none? none) => #t
    (define none (make-none))

    ;;> (option? x): is x an option?
    ;;> (map option? (list (some 1) none 3)) => (#t #t #f)
    (define (option? x) (or (some? x) (none? x)))

    (define (check-option who position x)
      (check-argument (option? x) who position "an option (some or none)" x))

    ;;> (option-value o) is the value of the option o, which must have one.
    ;;> (option-value (some 5)) => 5
    (define (option-value o)
      (if (some? o) (some-value o) (wrong-argument "option-value" 1 "an option with a value" o)))

    ;;> (option-map f o) is the option of what f returns for the value of o; none stays none.
    ;;> (option-value (option-map square (some 3))) => 9
    (define (option-map f o)
      (check-procedure "option-map" 1 f)
      (check-option "option-map" 2 o)
      (if (some? o) (some (f (some-value o))) o))

    ;;> (option-bind o f ...) is what f returns, which must be an option, for the value of o; then the next f
    ;;> for the value of that. The first none is the result.
    ;;> (define (find-odd l) (value->option (find odd? l)))
    ;;> (option-value (option-bind (some '(2 3)) find-odd)) => 3
    (define (option-bind o . fs)
      (check-option "option-bind" 1 o)
      (check-procedures "option-bind" 2 fs)
      (let loop ((o o) (fs fs))
        (if (or (null? fs) (none? o))
            o
            (let ((next ((car fs) (some-value o))))
              (if (option? next)
                  (loop next (cdr fs))
                  (error "option-bind: the procedure must return an option, found" next))))))

    ;;> (option-filter keep? o) is o if keep? holds for its value, and none otherwise.
    ;;> (none? (option-filter odd? (some 4))) => #t
    (define (option-filter keep? o)
      (check-procedure "option-filter" 1 keep?)
      (check-option "option-filter" 2 o)
      (if (and (some? o) (keep? (some-value o))) o none))

    ;;> (option-or o default) is the value of o, or default if it has none.
    ;;> (option-or none 0) => 0
    (define (option-or o default)
      (check-option "option-or" 1 o)
      (if (some? o) (some-value o) default))

    ;;> (option-or-else o f) is the value of o, or what f returns, without arguments, if it has none.
    ;;> (option-or-else none (lambda () 5)) => 5
    (define (option-or-else o f)
      (check-option "option-or-else" 1 o)
      (check-procedure "option-or-else" 2 f)
      (if (some? o) (some-value o) (f)))

    ;;> (option-unwrap o) is the value of o; an error if it has none.
    ;;> (option-unwrap (some 5)) => 5
    (define (option-unwrap o)
      (check-option "option-unwrap" 1 o)
      (if (some? o) (some-value o) (error "option-unwrap: the option has no value" o)))

    ;;> (option-fold if-some if-none o) is what if-some returns for the value of o, or what if-none returns,
    ;;> without arguments, if it has none.
    ;;> (option-fold square (lambda () 0) (some 3)) => 9
    (define (option-fold if-some if-none o)
      (check-procedures "option-fold" 1 (list if-some if-none))
      (check-option "option-fold" 3 o)
      (if (some? o) (if-some (some-value o)) (if-none)))

    ;;> (option->list o) is the list of the value of o, () if it has none.
    ;;> (option->list (some 5)) => (5)
    (define (option->list o)
      (check-option "option->list" 1 o)
      (if (some? o) (list (some-value o)) '()))

    ;;> (option->result o reason) is the result of the value of o, or the failure with this reason if it has
    ;;> none.
    ;;> (result-error (option->result none 'missing)) => missing
    (define (option->result o reason)
      (check-option "option->result" 1 o)
      (if (some? o) (ok (some-value o)) (err reason)))

    ;;> (value->option x) is none if x is #f, and the option of x otherwise.
    ;;> (none? (value->option (assq 'b '((a . 1))))) => #t
    (define (value->option x) (if x (some x) none))))
