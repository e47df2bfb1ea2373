;;; Evaluation at run time (R7RS section 6.12): the compiler must be in the process, as it is under `fluxion run`.
(define-library (fluxion eval)
  (export environment eval interaction-environment load null-environment scheme-report-environment)
  (import (fluxion primitives) (fluxion support) (fluxion lists) (fluxion strings) (fluxion ports))
  (begin
    (define-record-type environment-specifier (%make-environment number) %environment-specifier?
      (number %environment-number))

    (define %interaction (%make-environment 0))

    (define (%written object) (call-with-output-string (lambda (port) (write object port))))

    (define (%number-of who environment)
      (if (%environment-specifier? environment)
          (%environment-number environment)
          (error (string-append who ": not an environment") environment)))

    ;;> (environment '(scheme base) ...): what the import sets bring; it takes no definitions (R7RS section 6.12).
    (define (environment . sets)
      (%make-environment (%environment (apply string-append (map (lambda (set) (%written set)) sets)))))

    ;;> The environment of the program's top level, where definitions are allowed (R7RS section 6.12).
    (define (interaction-environment) %interaction)

    ;;> The bindings of R5RS; VERSION must be 5 (R7RS appendix A).
    (define (scheme-report-environment version)
      (%of-version "scheme-report-environment" version '(scheme r5rs)))

    ;;> The syntax of R5RS without its procedures; VERSION must be 5 (R7RS appendix A).
    (define (null-environment version)
      (%of-version "null-environment" version '(fluxion r5rs-syntax)))

    (define (%of-version who version set)
      (if (eqv? version 5) (environment set) (error (string-append who ": the version must be 5, found") version)))

    ;;> (eval expression [environment]): the values of an expression or definition. What it cannot be read back from its
    ;;> written form (procedures, say) is an error. R7RS section 6.12.
    (define eval
      (case-lambda
        ((expression) (eval expression %interaction))
        ((expression environment)
         ((%eval (%expression-text expression) "eval" (%number-of "eval" environment))))))

    ;;> (load file [environment]): reads and evaluates the forms of a file. R7RS section 6.14.
    (define load
      (case-lambda
        ((file) (load file %interaction))
        ((file environment)
         ((%eval (%file-text file) file (%number-of "load" environment)))
         (void))))

    (define (%file-text file)
      (call-with-input-file file
        (lambda (port)
          (let next ((parts '()))
            (let ((part (read-string 65536 port)))
              (if (eof-object? part) (apply string-append (reverse parts)) (next (cons part parts))))))))))
