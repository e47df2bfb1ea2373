;;; Options of library procedures: symbols at the end of the arguments, each followed by its value.
(define-library (fluxion options)
  (export option check-options)
  (import (fluxion base))
  (begin
    ;;> (option options name default) is the value of the option NAME, or DEFAULT if it is not given.
    ;;> (option '(width 3) 'width 1) => 3
    (define (option options name default)
      (cond ((null? options) default)
            ((eq? (car options) name) (cadr options))
            (else (option (cddr options) name default))))

    ;;> (check-options who options known) raises an error of the procedure WHO, a string, unless the list
    ;;> OPTIONS alternates symbols of the list KNOWN and values.
    (define (check-options who options known)
      (cond ((null? options) #t)
            ((not (memq (car options) known))
             (error (string-append who ": there is no such option:") (car options) 'options: known))
            ((null? (cdr options))
             (error (string-append who ": this option lacks its value:") (car options)))
            (else (check-options who (cddr options) known))))))
