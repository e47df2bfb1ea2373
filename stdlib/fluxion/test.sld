;;; Checks for tests. A failing check prints its place, its expression, and what was expected and found, and
;;; the program goes on. `fluxion test` runs files of checks and counts; `fluxion run` prints failures only.
(define-library (fluxion test)
  (export check check-true check-close check-error check-gradient-of test-group =>)
  (import (fluxion primitives) (fluxion support) (fluxion numbers) (fluxion lists) (fluxion vectors)
          (fluxion strings) (fluxion ports) (fluxion ad))
  (begin
    ;; Syntax -----

    ;;> `(check expr => expected)`: EXPR has the value of EXPECTED, by `equal?`; several values are compared one
    ;;> by one. The arrow may be left out.
    (define-syntax check
      (syntax-rules (=>)
        ((_ expr => expected) (check expr expected))
        ((_ expr expected) (check-equal (%place) 'expr (lambda () expr) (lambda () expected)))))

    ;;> `(check-true expr)`: EXPR is not `#f`.
    (define-syntax check-true
      (syntax-rules ()
        ((_ expr) (check-holds (%place) 'expr (lambda () expr)))))

    ;;> `(check-close expr expected)`, `(check-close expr expected tolerance)`: the numbers in EXPR are those in
    ;;> EXPECTED up to TOLERANCE (1e-9), relative where they are larger than 1. Both may be numbers, or lists,
    ;;> vectors and f64vectors of them; what is not a number is compared by `equal?`.
    (define-syntax check-close
      (syntax-rules ()
        ((_ expr expected) (check-close expr expected 1e-9))
        ((_ expr expected tolerance)
         (check-near (%place) 'expr (lambda () expr) (lambda () expected) tolerance))))

    ;;> `(check-error expr)`, `(check-error "part" expr)`: EXPR raises an object; its message, with its
    ;;> irritants, contains the text.
    (define-syntax check-error
      (syntax-rules ()
        ((_ expr) (check-error "" expr))
        ((_ part expr) (check-raises (%place) 'expr part (lambda () expr)))))

    ;;> `(check-gradient-of f x)`, `(check-gradient-of f x tolerance)`: the gradient of F at X agrees with
    ;;> central differences, as `check-gradient` finds.
    (define-syntax check-gradient-of
      (syntax-rules ()
        ((_ f x tolerance ...)
         (check-slopes (%place) '(gradient f x) (lambda () (check-gradient f x tolerance ...))))))

    ;;> `(test-group "name" body ...)`: runs the body, which may begin with definitions; failures inside of it
    ;;> show the name. An error outside of a check ends the group and counts as a failure.
    (define-syntax test-group
      (syntax-rules ()
        ((_ name body ...) (run-group (%place) name (lambda () body ... #t)))))

    ;; Checks: what stands behind the forms -----

    (define (check-equal place expression thunk expected)
      (compare place expression thunk expected equal?))
    (define (check-near place expression thunk expected tolerance)
      (if (not (and (real? tolerance) (%>= tolerance 0)))
          (error "check-close: argument 3 must be a number that is not negative, found" tolerance))
      (compare place expression thunk expected (lambda (found wanted) (near? found wanted tolerance))))
    (define (compare place expression thunk expected same?)
      (let ((found (attempt thunk)) (wanted (attempt expected)))
        (report (and (returned? found) (returned? wanted) (same? (cdr found) (cdr wanted)))
                place expression (lambda () (outcome-text wanted)) (lambda () (outcome-text found)))))
    (define (check-holds place expression thunk)
      (let ((found (attempt thunk)))
        (report (and (returned? found) (not (equal? (cdr found) '(#f))))
                place expression (lambda () "a true value") (lambda () (outcome-text found)))))
    (define (check-raises place expression part thunk)
      (if (not (string? part)) (error "check-error: argument 1 must be a string, found" part))
      (let ((found (attempt thunk)))
        (report (and (not (returned? found)) (string-contains (raised-text (cdr found)) part) #t)
                place expression
                (lambda ()
                  (if (string-null? part) "an error" (string-append "an error that contains " (written part))))
                (lambda () (outcome-text found)))))
    (define (check-slopes place expression thunk)
      (let ((found (attempt thunk)))
        (define (entry name) (cdr (assq name (cadr found))))
        (define (element name)
          (string-append (written (entry name)) " at number " (written (entry 'element))))
        (report (and (returned? found) (entry 'ok))
                place expression
                (lambda ()
                  (if (returned? found) (string-append "central difference " (element 'difference)) "a gradient"))
                (lambda () (if (returned? found) (element 'gradient) (outcome-text found))))))

    ;; Whether the numbers of two structures agree; bounded in the stack along lists.
    (define (near? a b tolerance)
      (cond ((and (number? a) (number? b)) (near-numbers? a b tolerance))
            ((and (pair? a) (pair? b))
             (and (near? (car a) (car b) tolerance) (near? (cdr a) (cdr b) tolerance)))
            ((and (vector? a) (vector? b)) (near? (vector->list a) (vector->list b) tolerance))
            ((and (f64vector? a) (f64vector? b)) (near? (f64vector->list a) (f64vector->list b) tolerance))
            (else (equal? a b))))
    (define (near-numbers? a b tolerance)
      (or (= a b)
          (and (nan? a) (nan? b))
          (and (finite? a) (finite? b) (<= (abs (- a b)) (* tolerance (max 1 (abs a) (abs b)))))))

    ;; What a thunk does: (returned value ...) or (raised . object).
    (define (attempt thunk)
      (guard (object (#t (cons 'raised object)))
        (cons 'returned (call-with-values thunk list))))
    (define (returned? outcome) (eq? (car outcome) 'returned))

    ;; Texts -----

    (define (written x) (call-with-output-string (lambda (port) (write x port))))
    (define (outcome-text outcome)
      (if (returned? outcome)
          (string-join (map written (cdr outcome)) " ")
          (string-append "error: " (raised-text (cdr outcome)) (place-text (cdr outcome)))))
    (define (raised-text object)
      (if (error-object? object)
          (string-join
           (cons (displayed (error-object-message object)) (map written (error-object-irritants object)))
           " ")
          (written object)))
    (define (displayed x) (call-with-output-string (lambda (port) (display x port))))
    (define (place-text object)
      (let ((place (and (error-object? object) (%condition-place object))))
        (if place (string-append " (" place ")") "")))

    ;; Groups and counts -----

    ;; The names of the groups around, innermost first.
    (define groups '())
    (define (run-group place name body)
      (let ((outer groups))
        (set! groups (cons (if (string? name) name (written name)) outer))
        (let ((outcome (attempt body)))
          (if (not (returned? outcome))
              (report #f place (list 'test-group name)
                      (lambda () "no error outside of a check") (lambda () (outcome-text outcome))))
          (set! groups outer))))

    ;; Where a `+` or `-` per check goes for `fluxion test`, opened at the first check.
    (define counts #f)
    (define (count-check ok)
      (if (not counts)
          (let ((path (get-environment-variable "FLUXION_TEST_REPORT")))
            (set! counts (if path (open-output-file path) 'nobody))))
      (if (port? counts) (write-char (if ok #\+ #\-) counts)))

    (define (report ok place expression expected found)
      (count-check ok)
      (if (not ok)
          (let ((port (%stdout)))
            (define (line . parts) (for-each (lambda (part) (write-string part port)) parts) (newline port))
            (line (or place "check") ": check failed" (if (null? groups) "" ": ")
                  (string-join (reverse groups) " / "))
            (line "  expression: " (written expression))
            (line "  expected:   " (expected))
            (line "  found:      " (found)))))))
