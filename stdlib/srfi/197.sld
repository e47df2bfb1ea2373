;;; Pipelines (SRFI 197). A step is a list; the placeholder in it, `_` if none is named, stands for the value
;;; before. The placeholder and the ellipsis of a use are compared as identifiers, by `if-same`.
(define-library (srfi 197)
  (export chain chain-and chain-when chain-lambda nest nest-reverse)
  (import (fluxion base))
  (begin
    ;; Expands into YES if the datum is the identifier, else into NO.
    (define-syntax if-same
      (syntax-rules ()
        ((_ datum identifier yes no)
         (let-syntax ((test (syntax-rules ::: (identifier) ((test identifier) yes) ((test other) no))))
           (test datum)))))
    ;; Expands (k argument ... step) for a step with the placeholders replaced by a value.
    (define-syntax replace
      (syntax-rules ::: ()
        ((_ hole value () (done :::) (k argument :::)) (k argument ::: (done :::)))
        ((_ hole value (datum rest :::) (done :::) k)
         (if-same datum hole
           (replace hole value (rest :::) (done ::: value) k)
           (replace hole value (rest :::) (done ::: datum) k)))))
    (define-syntax as-is (syntax-rules () ((_ step) step)))

    ;;> (chain value [placeholder [ellipsis]] step ...): each step is called with the values of the one before
    ;;> in the place of its placeholders; a placeholder and an ellipsis at its end stand for all further
    ;;> values. A step without placeholders ignores the values. SRFI 197.
    (define-syntax chain
      (syntax-rules ::: ()
        ((_ value) value)
        ((_ value (datum :::) :::) (chain-steps _ ... value (datum :::) :::))
        ((_ value hole (datum :::) more :::) (chain-steps hole ... value (datum :::) more :::))
        ((_ value hole ellipsis (datum :::) more :::)
         (chain-steps hole ellipsis value (datum :::) more :::))))
    (define-syntax chain-steps
      (syntax-rules ::: ()
        ((_ hole ellipsis value) value)
        ((_ hole ellipsis value step more :::)
         (scan hole ellipsis step () () (chain-next hole ellipsis value (more :::))))))
    (define-syntax chain-next
      (syntax-rules ::: ()
        ((_ hole ellipsis value (more :::) () call) (begin value (chain-steps hole ellipsis call more :::)))
        ((_ hole ellipsis value (more :::) (x) call)
         (let ((x value)) (chain-steps hole ellipsis call more :::)))
        ((_ hole ellipsis value (more :::) formals call)
         (call-with-values (lambda () value) (lambda formals (chain-steps hole ellipsis call more :::))))))
    ;; Expands (k argument ... formals call): the parameters that stand for the placeholders of a step, and
    ;; the step as a call.
    (define-syntax scan
      (syntax-rules ::: ()
        ((_ hole ellipsis () formals (done :::) (k argument :::)) (k argument ::: formals (done :::)))
        ((_ hole ellipsis (datum rest :::) formals (done :::) k)
         (if-same datum hole
           (scan-hole hole ellipsis (rest :::) formals (done :::) k)
           (scan hole ellipsis (rest :::) formals (done ::: datum) k)))))
    (define-syntax scan-hole
      (syntax-rules ::: ()
        ((_ hole ellipsis (datum) formals (done :::) k)
         (if-same datum ellipsis
           (scan-rest formals (done :::) k)
           (scan-one hole ellipsis (datum) formals (done :::) k)))
        ((_ hole ellipsis rest formals (done :::) k) (scan-one hole ellipsis rest formals (done :::) k))))
    (define-syntax scan-one
      (syntax-rules ::: ()
        ((_ hole ellipsis rest (formal :::) (done :::) k)
         (scan hole ellipsis rest (formal ::: x) (done ::: x) k))))
    (define-syntax scan-rest
      (syntax-rules ::: ()
        ((_ (formal :::) (done :::) (k argument :::))
         (k argument ::: (formal ::: . all) (apply done ::: all)))))

    ;;> (chain-lambda [placeholder [ellipsis]] step ...): a procedure whose arguments are the values for the
    ;;> placeholders of the first step. SRFI 197.
    (define-syntax chain-lambda
      (syntax-rules ::: ()
        ((_ (datum :::) more :::) (chain-lambda-steps _ ... (datum :::) more :::))
        ((_ hole (datum :::) more :::) (chain-lambda-steps hole ... (datum :::) more :::))
        ((_ hole ellipsis (datum :::) more :::) (chain-lambda-steps hole ellipsis (datum :::) more :::))))
    (define-syntax chain-lambda-steps
      (syntax-rules ::: ()
        ((_ hole ellipsis step more :::)
         (scan hole ellipsis step () () (chain-lambda-next hole ellipsis (more :::))))))
    (define-syntax chain-lambda-next
      (syntax-rules ::: ()
        ((_ hole ellipsis (more :::) () call) (lambda ignored (chain-steps hole ellipsis call more :::)))
        ((_ hole ellipsis (more :::) formals call)
         (lambda formals (chain-steps hole ellipsis call more :::)))))

    ;;> (chain-and value [placeholder] step ...): as chain, but ends with #f when a value is #f. SRFI 197.
    (define-syntax chain-and
      (syntax-rules ()
        ((_ value) value)
        ((_ value (datum ...) ...) (chain-and-steps _ value (datum ...) ...))
        ((_ value hole (datum ...) more ...) (chain-and-steps hole value (datum ...) more ...))))
    (define-syntax chain-and-steps
      (syntax-rules ()
        ((_ hole value) value)
        ((_ hole value step more ...)
         (let ((x value)) (and x (replace hole x step () (chain-and-next hole (more ...))))))))
    (define-syntax chain-and-next
      (syntax-rules () ((_ hole (more ...) value) (chain-and-steps hole value more ...))))

    ;;> (chain-when value [placeholder] ([guard] step) ...): as chain, without the steps whose guards are
    ;;> false. SRFI 197.
    (define-syntax chain-when
      (syntax-rules ()
        ((_ value) value)
        ((_ value (clause ...) ...) (chain-when-steps _ value (clause ...) ...))
        ((_ value hole (clause ...) more ...) (chain-when-steps hole value (clause ...) more ...))))
    (define-syntax chain-when-steps
      (syntax-rules ()
        ((_ hole value) value)
        ((_ hole value (step) more ...)
         (chain-when-steps hole (let ((x value)) (replace hole x step () (as-is))) more ...))
        ((_ hole value (guard? step) more ...)
         (chain-when-steps hole (let ((x value)) (if guard? (replace hole x step () (as-is)) x)) more ...))))

    ;;> (nest [placeholder] step ... value): each step with the next in the place of its placeholder, the last
    ;;> with the value: a form, not calls in an order. SRFI 197.
    (define-syntax nest
      (syntax-rules ()
        ((_ value) value)
        ((_ (datum ...) step ... value) (nest-last-first _ () (datum ...) step ... value))
        ((_ hole step ... value) (nest-last-first hole () step ... value))))
    (define-syntax nest-last-first
      (syntax-rules ()
        ((_ hole (step ...) value) (nest-steps hole value step ...))
        ((_ hole (done ...) step more ...) (nest-last-first hole (step done ...) more ...))))
    (define-syntax nest-steps
      (syntax-rules ()
        ((_ hole value) value)
        ((_ hole value step more ...) (replace hole value step () (nest-next hole (more ...))))))
    (define-syntax nest-next
      (syntax-rules () ((_ hole (more ...) value) (nest-steps hole value more ...))))
    ;;> (nest-reverse value [placeholder] step ...): as nest, with the steps from the inner to the outer. SRFI
    ;;> 197.
    (define-syntax nest-reverse
      (syntax-rules ()
        ((_ value) value)
        ((_ value (datum ...) ...) (nest-steps _ value (datum ...) ...))
        ((_ value hole (datum ...) more ...) (nest-steps hole value (datum ...) more ...))))))
