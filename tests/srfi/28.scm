; SRFI 28: format.

;--- directives
(import (scheme base) (srfi 28))
(format "Hello, ~a!" "World") ; => "Hello, World!"
(format "~s ~a" "q" "q") ; => "\"q\" q"
(format "~~ ~a ~%" #\c) ; => "~ c \n"

;--- no-directives
(import (scheme base) (srfi 28))
(format "") ; => ""
(format "plain") ; => "plain"

;--- lists
(import (scheme base) (srfi 28))
(format "Error, list is too short: ~s~%" '(one "two" 3)) ; => "Error, list is too short: (one \"two\" 3)\n"

;--- destinations
(import (scheme base) (srfi 28))
(format #f "~a" 1) ; => "1"
(format #t "~a" 2)
; prints: 2

;--- a-port
(import (scheme base) (srfi 28))
(define port (open-output-string))
(format port "~a-~a" 1 2)
(get-output-string port) ; => "1-2"

;--- under-a-prefix
(import (scheme base) (prefix (only (srfi 28) format) t:))
(t:format "~a" 'x) ; => "x"

;--- too-few-arguments
(import (scheme base) (srfi 28))
(format "~a ~a" 1)
; error: format: too few arguments for "~a ~a"

;--- unknown-directive
(import (scheme base) (srfi 28))
(format "~z")
; error: format: unknown directive #\z

;--- no-string
(import (scheme base) (srfi 28))
(format 'a 1)
; error: format: argument 1 must be a string, #f, #t or an output port, found a
