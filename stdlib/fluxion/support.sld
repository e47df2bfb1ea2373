;;; Control: continuations, dynamic-wind, exceptions, parameters, promises, multiple values, and what the expander's
;;; derived forms call.
(define-library (fluxion support)
  (export call/cc call-with-current-continuation call/ec dynamic-wind call-with-values apply
          raise raise-continuable with-exception-handler error read-error? file-error? error-message
          make-parameter %parameterize make-promise promise? force %delay-force %guard %guard-all
          command-line exit emergency-exit void procedure-name procedure-arity
          procedure-captures procedure-source-location parameter? assert)
  (import (fluxion primitives))
  (begin
    ;;> `(apply f x ... list)`: what F returns for the arguments X ... and the elements of LIST. R7RS 6.10.
    (define apply
      (case-lambda
        ((f args) (%apply f args))
        ((f . rest) (%apply f (spread rest)))))
    (define (spread args)
      (if (null? (cdr args)) (car args) (cons (car args) (spread (cdr args)))))

    ;; How many pairs a list begins with, -1 if it is circular: for patterns with an ellipsis.
    (define (%pair-count items)
      (let loop ((items items) (slow items) (count 0))
        (if (pair? items)
            (let ((next (cdr items)))
              (if (pair? next)
                  (let ((next (cdr next)) (slow (cdr slow)))
                    (if (eq? next slow) -1 (loop next slow (%+ count 2))))
                  (%+ count 1)))
            count)))

    ;;> What CONSUMER returns for the values of `(producer)`. R7RS 6.10.
    (define (call-with-values producer consumer)
      (let ((v (producer)))
        (if (%values? v) (%apply consumer (%values->list v)) (consumer v))))

    ;; Continuations. A frame of dynamic-wind is (before . after); winders are a list of frames, innermost first.
    ;;> Calls F with the current continuation, a procedure that goes on from here with its arguments. R7RS
    ;;> 6.10.
    (define (call/cc f)
      ((%callcc-procedure)
       (lambda (k)
         (let ((winders (%winders)))
           (let ((continuation
                  (case-lambda
                    ((value)
                     (if (not (eq? winders (%winders))) (rewind winders))
                     (%throw k value))
                    (all (rewind winders) (%throw k (%list->values all))))))
             (f continuation))))))
    ;;> Calls F with the current continuation, a procedure that goes on from here with its arguments. R7RS
    ;;> 6.10.
    (define call-with-current-continuation call/cc)
    ;;> As `call/cc`.
    (define call/ec call/cc)

    ;;> Calls BEFORE, THUNK and AFTER; BEFORE and AFTER also whenever THUNK is entered and left. R7RS 6.10.
    (define (dynamic-wind before thunk after)
      (before)
      (%set-winders! (cons (cons before after) (%winders)))
      (let ((v (thunk)))
        (%set-winders! (cdr (%winders)))
        (after)
        v))

    ;; Leaves and enters frames on the way from the current winders to others.
    (define (rewind target)
      (let* ((here (%winders)) (common (common-tail here (length here) target (length target))))
        (leave here common)
        (enter target common)))
    (define (common-tail a na b nb)
      (cond ((%> na nb) (common-tail (cdr a) (%- na 1) b nb))
            ((%> nb na) (common-tail a na (cdr b) (%- nb 1)))
            ((eq? a b) a)
            (else (common-tail (cdr a) (%- na 1) (cdr b) (%- nb 1)))))
    (define (leave from to)
      (if (not (eq? from to))
          (begin
            (%set-winders! (cdr from))
            ((cdr (car from)))
            (leave (cdr from) to))))
    (define (enter to from)
      (if (not (eq? to from))
          (begin
            (enter (cdr to) from)
            ((car (car to)))
            (%set-winders! to))))

    ;; Exceptions. A handler runs with the handlers around it.
    ;;> What THUNK returns when HANDLER is called with what is raised in it. R7RS 6.11.
    (define (with-exception-handler handler thunk)
      (if (not (procedure? handler)) (error "with-exception-handler: argument 1 must be a procedure, found" handler))
      (let ((outer (%handlers)))
        (%set-handlers! (cons handler outer))
        (let ((v (thunk)))
          (%set-handlers! outer)
          v)))
    (define (call-handler object)
      (let ((handlers (%handlers)))
        (if (null? handlers)
            (%uncaught object)
            (begin
              (%set-handlers! (cdr handlers))
              (let ((v ((car handlers) object)))
                (%set-handlers! handlers)
                v)))))
    ;;> Raises an object: what the handler returns is the result. R7RS 6.11.
    (define (raise-continuable object) (call-handler object))
    ;;> Raises an object: the handler is called, and must not return. R7RS 6.11.
    (define (raise object)
      (call-handler object)
      (%set-handlers! (if (pair? (%handlers)) (cdr (%handlers)) '()))
      (raise (%make-condition 'error "a handler returned from a non-continuable exception" (list object))))
    ;;> `(error message irritant ...)`: raises a condition object with a message and irritants. R7RS 6.11.
    (define (error message . irritants)
      (raise (%make-condition 'error message irritants)))
    ;;> The message of a condition object; as `error-object-message`.
    (define (error-message condition) (error-object-message condition))
    ;;> Whether OBJECT was raised because something could not be read. R7RS 6.11.
    (define (read-error? object) (and (error-object? object) (eq? (%condition-kind object) 'read-error)))
    ;;> Whether OBJECT was raised because of a file. R7RS 6.11.
    (define (file-error? object) (and (error-object? object) (eq? (%condition-kind object) 'file-error)))

    ;; The body runs under a handler that leaves it, and the clauses run outside; `reraise` goes back in.
    (define (%guard body clauses)
      ((call/cc
        (lambda (leave-body)
          (with-exception-handler
           (lambda (condition)
             ((call/cc
               (lambda (go-back)
                 (leave-body
                  (lambda ()
                    (clauses condition
                             (lambda () (go-back (lambda () (raise-continuable condition)))))))))))
           (lambda ()
             (let ((v (body)))
               (lambda () v))))))))

    ;; As %guard, when some clause always applies: there is no way back in, so the stack of the raise is not kept.
    (define (%guard-all body clauses)
      ((call/cc
        (lambda (leave-body)
          (with-exception-handler
           (lambda (condition) (leave-body (lambda () (clauses condition))))
           (lambda () (let ((v (body))) (lambda () v))))))))

    ;; Parameters. A binding is (cell . value) in the list of the dynamic state.
    ;;> `(make-parameter value)`, `(make-parameter value converter)`: a parameter, which `parameterize` binds.
    ;;> R7RS 4.2.6.
    (define make-parameter
      (case-lambda
        ((value) (new-parameter value (lambda (x) x)))
        ((value converter) (new-parameter (converter value) converter))))
    (define (new-parameter value converter)
      (let* ((cell (list value))
             (parameter
              (case-lambda
                (() (let ((binding (%assq cell (%parameters))))
                      (if binding (cdr binding) (car cell))))
                ((key argument)
                 (cond ((eq? key convert-key) (cons cell (converter argument)))
                       (else (error "a parameter takes no arguments" argument)))))))
        parameter))
    (define convert-key (list 'convert))
    (define (%parameterize bindings thunk)
      (let ((new (convert-all bindings)) (outer (%parameters)))
        (%set-parameters! (%append2 new outer))
        (let ((v (thunk)))
          (%set-parameters! outer)
          v)))
    (define (convert-all bindings)
      (if (null? bindings)
          '()
          (let ((first ((car (car bindings)) convert-key (cdr (car bindings)))))
            (cons first (convert-all (cdr bindings))))))

    ;; Promises (R7RS section 7.3): a box of (done? . value-or-thunk), shared between promises of one chain.
    ;;> Whether an object is a promise. R7RS 4.2.5.
    (define-record-type %promise (new-promise box) promise? (box promise-box set-promise-box!))
    (define (%delay-force thunk) (new-promise (cons #f thunk)))
    ;;> A promise of VALUE; VALUE itself if it is one. R7RS 4.2.5.
    (define (make-promise value)
      (if (promise? value) value (new-promise (cons #t value))))
    ;;> The value of PROMISE, computed when it is asked for first; another object itself. R7RS 4.2.5.
    (define (force promise)
      (if (promise? promise) (force-promise promise) promise))
    (define (force-promise promise)
      (let ((box (promise-box promise)))
        (if (car box)
            (cdr box)
            (let ((next ((cdr box))))
              (let ((box (promise-box promise)))
                (if (not (car box))
                    (let ((next-box (promise-box next)))
                      (set-car! box (car next-box))
                      (set-cdr! box (cdr next-box))
                      (set-promise-box! next box))))
              (force-promise promise)))))

    ;;> The list of the program's name and its arguments. R7RS 6.14.
    (define (command-line) (%command-line))
    ;;> `(exit)`, `(exit code)`: ends the program after the `dynamic-wind`s around have been left; `#f` is
    ;;> code 1. R7RS 6.14.
    (define exit
      (case-lambda
        (() (exit 0))
        ((code)
         (rewind '())
         (%exit (exit-code code)))))
    ;;> `(emergency-exit)`, `(emergency-exit code)`: ends the program at once. R7RS 6.14.
    (define emergency-exit
      (case-lambda
        (() (%exit 0))
        ((code) (%exit (exit-code code)))))
    (define (exit-code code)
      (cond ((eq? code #t) 0)
            ((fixnum? code) (modulo code 256))
            (else 1)))
    ;;> `(void x ...)`: the object that says nothing.
    (define (void . ignored) (if #f #f))

    ;; Introspection.

    ;;> (procedure-name f) is the name of the procedure f, a symbol, or #f if it has none.
    ;;> (procedure-name car) => car
    (define (procedure-name f) (%procedure-name f))

    ;;> (procedure-arity f) is the number of arguments that the procedure f takes: an exact integer n, or a pair
    ;;> (least . greatest) if it takes several numbers of them; greatest is #f if there is no limit.
    ;;> (procedure-arity cons) => 2
    ;;> (procedure-arity (lambda (x . rest) x)) => (1 . #f)
    (define (procedure-arity f) (if (parameter? f) 0 (%procedure-arity f)))

    ;;> (procedure-captures f) is the list of (name . value) of the variables around the procedure f whose values it
    ;;> holds. Top-level variables are not among them, nor variables whose values the compiler put in their place.
    ;;> (procedure-captures car) => ()
    (define (procedure-captures f) (%procedure-captures f))

    ;;> (procedure-source-location f) is the list (file line column) of where the procedure f is written, lines and
    ;;> columns from 1, or #f if that is not known.
    ;;> (procedure-source-location car) => #f
    (define (procedure-source-location f) (%procedure-source-location f))

    ;;> (parameter? x): is x what make-parameter returns?
    ;;> (map parameter? (list (make-parameter 1) car 5)) => (#t #f #f)
    (define (parameter? x)
      (and (procedure? x)
           (equal? (%procedure-source-location x) (%procedure-source-location (new-parameter #f #f)))))
    ;;> `(assert value irritant ...)`: raises an error if VALUE is `#f`.
    (define (assert value . irritants)
      (if (not value) (raise (%make-condition 'error "assertion failed" irritants))))))
