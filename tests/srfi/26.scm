; SRFI 26: cut, cute.

;--- one-place
(import (scheme base) (srfi 26))
(map (cut * 2 <>) '(1 2 3)) ; => (2 4 6)
(map (cut - <> 1) '(1 2 3)) ; => (0 1 2)

;--- several-places
(import (scheme base) (srfi 26))
((cut list 1 <> 3 <> 5) 2 4) ; => (1 2 3 4 5)
((cut vector <> <>) 'a 'b) ; => #(a b)

;--- no-place
(import (scheme base) (srfi 26))
((cut + 1 2)) ; => 3
((cut list)) ; => ()

;--- the-procedure-is-a-place
(import (scheme base) (srfi 26))
((cut <> 2 3) +) ; => 5
(map (cut <> 5) (list - square)) ; => (-5 25)

;--- the-rest
(import (scheme base) (srfi 26))
((cut list 1 <> <...>) 2 3 4) ; => (1 2 3 4)
((cut list <...>)) ; => ()
((cut <> <...>) + 1 2) ; => 3
((cut <...>) list 1) ; => (1)

;--- when-parts-are-evaluated
(import (scheme base) (srfi 26))
(define n 0)
(define (next!) (set! n (+ n 1)) n)
(define at-each-call (cut list (next!) <>))
(define once (cute list (next!) <>))
(list (once 'a) (once 'b)) ; => ((1 a) (1 b))
(at-each-call 'a) ; => (2 a)
(at-each-call 'b) ; => (3 b)

;--- cute
(import (scheme base) (srfi 26))
((cute list 1 <> 3 <...>) 2 4 5) ; => (1 2 3 4 5)
((cute <> 1) -) ; => -1
((cute + 1 2)) ; => 3

;--- nested
(import (scheme base) (srfi 26))
(map (cut map (cut + 1 <>) <>) '((1 2) (3))) ; => ((2 3) (4))

;--- hygiene
(import (scheme base) (srfi 26))
(let ((x 10) (apply 'mine)) ((cut list x <> x <...>) 1 2)) ; => (10 1 10 2)

;--- under-a-prefix
(import (scheme base) (prefix (only (srfi 26) cut) c:))
(map (c:cut list <> 'x) '(1 2)) ; => ((1 x) (2 x))

;--- the-rest-must-be-last
(import (scheme base) (srfi 26))
(cut list <...> 1)
; error: cut: <...> must be the last part

;--- wrong-number-of-arguments
(import (scheme base) (srfi 26))
((cut list <> <>) 1)
; error: argument

;--- no-parts
(import (scheme base) (srfi 26))
(cut)
; error: cut
