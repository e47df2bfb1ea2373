; Cases whose expectations are wrong: the harness must fail each of them. Not a golden file.

;--- value
(+ 1 2)
; => 4

;--- second-value
(values 1 2)
; => 1 3

;--- output
(display "a")
; prints: b

;--- unexpected-output
(display "a")
1
; => 1

;--- no-error
(+ 1 2)
; error: car

;--- other-error
(car 1)
; error: no such text

;--- unexpected-error
(display "a")
; prints: a
(car 1)

;--- value-not-reached
(car 1)
; => 1
; error: car

;--- status
(exit 3)
; exit: 4

;--- missing-diagnostic
(define (f) 1)
;       ^^^ error[unbalanced-parenthesis]: unexpected

;--- other-diagnostic
 )
; ^ error[unbalanced-parenthesis]: something else

;--- diagnostic-elsewhere
 (a . b c)
; ^ error[misplaced-dot]: expected `)`: one datum may follow `.`

;--- nothing-expected
(+ 1 2)
