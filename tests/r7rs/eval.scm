; backends: jit ; an executable has no compiler in it
; R7RS section 6.12: evaluation, and what is read is what is evaluated.

;--- read-and-eval
(define (run text) (eval (read (open-input-string text)) (environment '(scheme base))))
(run "(let loop ((n 5) (f 1)) (if (= n 0) f (loop (- n 1) (* n f))))") ; => 120
(run "(car '#0=(a . #0#))") ; => a
(run "`(1 ,@(map square '(2 3)))") ; => (1 4 9)

;--- environments-of-several-libraries
(eval '(string-upcase (list->string (list #\a))) (environment '(scheme base) '(scheme char))) ; => "A"
(eval '(p:* 2 3) (environment '(prefix (only (scheme base) *) p:))) ; => 6

;--- an-unbound-name
(guard (e ((error-object? e) 'error)) (eval '(display 1) (environment '(scheme base)))) ; => error

;--- environments-of-r5rs
(eval '(let ((x '(1 2))) (append x x)) (scheme-report-environment 5)) ; => (1 2 1 2)
(eval '(if #t 'yes 'no) (null-environment 5)) ; => yes

;--- later-imports-replace
(eval '(define-library (one) (export f) (import (scheme base)) (begin (define (f) 1))))
(eval '(define-library (two) (export f) (import (scheme base)) (begin (define (f) 2))))
(eval '(import (one)))
(eval '(f)) ; => 1
(eval '(import (two)))
(eval '(f)) ; => 2
