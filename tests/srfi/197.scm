; Pipelines (SRFI 197).

;--- chain
(import (scheme base) (srfi 197))
(chain 5) ; => 5
(chain 5 (+ 1 _) (list _ 'a)) ; => (6 a)
(chain '(1 2 3) (map (lambda (x) (* x x)) _) (apply + _)) ; => 14
(chain 2 (- _ 1)) ; => 1

;--- values
(import (scheme base) (srfi 197))
(chain (values 1 2) (list _ 'x _)) ; => (1 x 2)
(chain 7 (floor/ _ 4) (list _ _)) ; => (1 3)
(chain (values 1 2 3 4) (list _ 'x _ ...)) ; => (1 x 2 3 4)
(chain (values 1 2 3) (+ _ ...)) ; => 6
(chain 1 (values _ 2) (cons _ _)) ; => (1 . 2)
(call-with-values (lambda () (chain 1 (values _ 2))) list) ; => (1 2)

;--- steps-without-placeholders
(import (scheme base) (srfi 197))
(define log '())
(define (note x) (set! log (cons x log)) x)
(chain (note 'a) (note 'b) (list _ 'c)) ; => (b c)
log ; => (b a)

;--- steps-run-in-order
(import (scheme base) (scheme write) (srfi 197))
(define (say x) (write x) x)
(chain (say 1) (+ (say 2) _) (+ (say 3) _)) ; => 6
; prints: 123

;--- own-placeholder
(import (scheme base) (srfi 197))
(chain 5 <> (+ 1 <>) (list <> 'a)) ; => (6 a)
(chain (values 5 6) <> ... (list 1 <> ...) (vector <> 'a)) ; => #((1 5 6) a)
(chain (values 5 6) <> <...> (list 1 <> <...>) (vector <> 'a)) ; => #((1 5 6) a)

;--- inner-expressions-have-no-placeholders
(import (scheme base) (srfi 197))
(define-syntax wild (syntax-rules () ((_ _ x) x)))
(chain 5 (list (wild 1 2) _)) ; => (2 5)

;--- hygiene
(import (scheme base) (srfi 197))
(let ((x 1) (value 2)) (chain 10 (+ x value _) (list x value _))) ; => (1 2 13)
(let ((list vector)) (chain 1 (list _ 2))) ; => #(1 2)

;--- chain-in-a-macro
(import (scheme base) (srfi 197))
(define-syntax double-all
  (syntax-rules () ((double-all l) (chain l <> (map (lambda (x) (* 2 x)) <>) (apply + <>)))))
(double-all '(1 2 3)) ; => 12

;--- chain-and
(import (scheme base) (srfi 197))
(define table '((a . ((b . 1)))))
(define (get a b) (chain-and table (assq a _) (cdr _) (assq b _) (cdr _)))
(get 'a 'b) ; => 1
(get 'a 'c) ; => #f
(get 'x 'b) ; => #f
(chain-and #f (car _)) ; => #f
(chain-and 3 <> (+ <> 1)) ; => 4
(chain-and 3) ; => 3

;--- chain-when
(import (scheme base) (srfi 197))
(define (describe n)
  (chain-when '()
    ((odd? n) (cons 'odd _))
    ((even? n) (cons 'even _))
    ((zero? n) (cons 'zero _))
    ((cons n _))))
(describe 3) ; => (3 odd)
(describe 0) ; => (0 zero even)
(chain-when 1 <> (#t (+ <> 1)) (#f (* <> 100))) ; => 2
(chain-when 1) ; => 1

;--- chain-lambda
(import (scheme base) (srfi 197))
((chain-lambda (+ _ 1) (* _ 2)) 3) ; => 8
(map (chain-lambda (list _ 'x _) (reverse _)) '(1 2) '(3 4)) ; => ((3 x 1) (4 x 2))
((chain-lambda (list _ 0 _ ...) (apply + _)) 1 2 3) ; => 6
((chain-lambda <> (- <>)) 1) ; => -1
((chain-lambda <> *** (max <> ***)) 1 5 2) ; => 5

;--- nest
(import (scheme base) (srfi 197))
(nest '_ (a b _) (c d _) (e f _) g) ; => (a b (c d (e f g)))
(nest 5) ; => 5
(nest (let ((x 5)) _) (let ((y (* 2 x))) _) (+ x y)) ; => 15
(nest <> (list <> 1) (list <> 2) 3) ; => ((3 2) 1)
(nest (if #f _ 'skipped) (car '())) ; => skipped

;--- nest-reverse
(import (scheme base) (srfi 197))
(nest-reverse g (e f _) (c d _) (a b _) '_) ; => (a b (c d (e f g)))
(nest-reverse (* x 2) <> (let ((x 4)) <>)) ; => 8
(nest-reverse 5) ; => 5

;--- too-few-values
(import (scheme base) (srfi 197))
(chain (values 1 2) (list _ _ _))
; error: a procedure takes 3 arguments, but was called with 2

;--- no-step
(import (scheme base) (srfi 197))
(chain 5 (+ 1 _) 7)
; error: no rule of the macro `chain` matches this use

;--- no-placeholder
(import (scheme base) (srfi 197))
(chain-and 5 7)
; error: no rule of the macro `chain-and` matches this use
