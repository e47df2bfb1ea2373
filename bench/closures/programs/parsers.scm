; Parser combinators: a parser takes a string, a position, what to do with a value and the next position, and what to do
; if there is none. The grammar is that of sums of products of numbers and parentheses.
(define (satisfies accept?)
  (lambda (text at succeed fail)
    (if (and (< at (string-length text)) (accept? (string-ref text at)))
        (succeed (string-ref text at) (+ at 1))
        (fail at))))
(define (char= c) (satisfies (lambda (d) (char=? c d))))
(define (then p q combine)
  (lambda (text at succeed fail)
    (p text at
       (lambda (a next) (q text next (lambda (b end) (succeed (combine a b) end)) fail))
       fail)))
(define (either p q)
  (lambda (text at succeed fail)
    (p text at succeed (lambda (failed) (q text at succeed fail)))))
(define (fold p combine start)
  (lambda (text at succeed fail)
    (let loop ((value start) (at at))
      (p text at (lambda (a next) (loop (combine value a) next)) (lambda (failed) (succeed value at))))))
(define digit (satisfies (lambda (c) (and (char<=? #\0 c) (char<=? c #\9)))))
(define (digit-value c) (- (char->integer c) 48))
(define number
  (then digit (fold digit (lambda (rest d) (cons d rest)) '())
        (lambda (first rest)
          (let loop ((digits (cons first (reverse rest))) (n 0))
            (if (null? digits) n (loop (cdr digits) (+ (* 10 n) (digit-value (car digits)))))))))
(define (second a b) b)
(define (first a b) a)
(define factor
  (either number
          (then (char= #\()
                (then (lambda (text at succeed fail) (sum text at succeed fail)) (char= #\)) first)
                second)))
(define product
  (lambda (text at succeed fail)
    (factor text at
            (lambda (start next) ((fold (then (char= #\*) factor second) * start) text next succeed fail))
            fail)))
(define sum
  (lambda (text at succeed fail)
    (product text at
             (lambda (start next) ((fold (then (char= #\+) product second) + start) text next succeed fail))
             fail)))
(define (run text i total)
  (if (= i 0)
      total
      (run text (- i 1) (+ total (sum text 0 (lambda (value end) value) (lambda (at) (- at)))))))
(display (run "12+3*(45+6*7)+(8+9)*10" 20000 0))
(newline)
