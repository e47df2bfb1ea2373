; R7RS section 6.14.

;--- features
(and (memq 'r7rs (features)) #t) ; => #t
(and (memq 'full-unicode (features)) #t) ; => #t
(memq 'no-such-feature (features)) ; => #f

;--- time
(let* ((a (current-jiffy)) (b (current-jiffy))) (and (exact-integer? a) (<= a b))) ; => #t
(exact-integer? (jiffies-per-second)) ; => #t
(> (current-second) 1600000000) ; => #t
(inexact? (current-second)) ; => #t

;--- environment
(string? (get-environment-variable "PATH")) ; => #t
(get-environment-variable "NO_SUCH_VARIABLE_HERE") ; => #f
(let ((all (get-environment-variables))) (equal? (cdr (assoc "PATH" all)) (get-environment-variable "PATH"))) ; => #t
(let loop ((all (get-environment-variables))) (or (null? all) (and (string? (caar all)) (string? (cdar all)) (loop (cdr all))))) ; => #t

;--- command-line
(let ((all (command-line))) (and (pair? all) (string? (car all)))) ; => #t

;--- exit-runs-the-after-thunks
(dynamic-wind
  (lambda () (display "in "))
  (lambda () (dynamic-wind (lambda () (display "in2 ")) (lambda () (exit 3)) (lambda () (display "out2 "))))
  (lambda () (display "out")))
; prints: in in2 out2 out
; exit: 3

;--- emergency-exit-does-not
(dynamic-wind (lambda () (display "in")) (lambda () (emergency-exit 4)) (lambda () (display "out")))
; prints: in
; exit: 4

;--- exit-true
(exit #t)
; exit: 0

;--- exit-false
(exit #f)
; exit: 1

;--- exit-without-argument
(display "bye")
(exit)
; prints: bye
; exit: 0

;--- emergency-exit-false
(emergency-exit #f)
; exit: 1

;--- exit-flushes-files
(define p (open-output-file "left-open.txt"))
(display "text" p)
(exit)
; exit: 0

;--- exit-inside-a-handler
(with-exception-handler (lambda (e) (exit 7)) (lambda () (raise 'x)))
; exit: 7
