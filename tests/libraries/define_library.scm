; define-library, import, include.

;--- library-in-the-program
(define-library (my stack)
  (export make push! pop!)
  (import (scheme base))
  (begin
    (define (make) (list '()))
    (define (push! s x) (set-car! s (cons x (car s))))
    (define (pop! s) (let ((x (caar s))) (set-car! s (cdar s)) x))))
(import (scheme base) (my stack))
(define s (make))
(push! s 1)
(push! s 2)
(pop! s) ; => 2

;--- library-in-a-file
(import (scheme base) (tools math))
(cube 3) ; => 27
;-- file tools/math.sld
(define-library (tools math)
  (export cube)
  (import (scheme base))
  (begin
    (define (square x) (* x x))
    (define (cube x) (* x (square x)))))

;--- only
(import (only (scheme base) + list))
(list (+ 1 2)) ; => (3)

;--- rename
(import (rename (scheme base) (+ plus) (list make-list-of)))
(make-list-of (plus 1 2)) ; => (3)

;--- prefix
(import (prefix (scheme base) b:))
(b:list (b:+ 1 2)) ; => (3)

;--- except
(import (except (scheme base) vector))
(define (vector . items) (list 'mine items))
(vector 1 2) ; => (mine (1 2))

;--- sets-combine
(import (scheme base) (prefix (only (rename (scheme base) (car first)) first cdr) my-))
(my-first '(1 2)) ; => 1
(my-cdr '(1 2)) ; => (2)

;--- export-rename
(define-library (r)
  (export (rename internal external))
  (import (scheme base))
  (begin (define (internal) 'renamed)))
(import (scheme base) (r))
(external) ; => renamed

;--- what-is-not-exported-is-private
(define-library (private)
  (export get)
  (import (scheme base))
  (begin (define secret 'theirs) (define (get) secret)))
(import (scheme base) (private))
(define secret 'mine)
(list secret (get)) ; => (mine theirs)

;--- macros-are-exported
(define-library (m)
  (export unless2)
  (import (scheme base))
  (begin
    (define (negate x) (not x))
    (define-syntax unless2 (syntax-rules () ((_ c e) (if (negate c) e #f))))))
(import (scheme base) (m))
(unless2 #f 'yes) ; => yes

;--- library-body-runs-once
(define-library (noisy)
  (export x)
  (import (scheme base) (scheme write))
  (begin (display "loaded") (newline) (define x 1)))
(define-library (a) (export ax) (import (scheme base) (noisy)) (begin (define ax (+ x 1))))
(define-library (b) (export bx) (import (scheme base) (noisy)) (begin (define bx (+ x 2))))
(import (scheme base) (a) (b))
(list ax bx)
; prints: loaded
; => (2 3)

;--- library-imports-library
(define-library (low) (export f) (import (scheme base)) (begin (define (f x) (* x 2))))
(define-library (high) (export g) (import (scheme base) (low)) (begin (define (g x) (+ 1 (f x)))))
(import (scheme base) (high))
(g 10) ; => 21

;--- include
(include "helper.scm")
(help 5) ; => (helped 5)
;-- file helper.scm
(define (help x) (list 'helped x))

;--- include-in-a-library
(import (scheme base) (parts))
(whole) ; => (one two)
;-- file parts.sld
(define-library (parts)
  (export whole)
  (import (scheme base))
  (include "one.scm" "two.scm"))
;-- file one.scm
(define (one) 'one)
;-- file two.scm
(define (whole) (list (one) 'two))

;--- standard-libraries
(import (scheme base) (scheme write) (scheme char) (scheme inexact) (scheme cxr) (scheme lazy) (scheme case-lambda)
        (scheme time) (scheme process-context))
(list (char-upcase #\a) (sin 0) (caddr '(1 2 3)) (force (delay 1))) ; => (#\A 0 3 1)

;--- cond-expand
(cond-expand (fluxion (define x 'fluxion)) (else (define x 'other)))
x ; => fluxion
(cond-expand ((and r7rs (not no-such-feature)) 'yes) (else 'no)) ; => yes
(cond-expand ((library (scheme base)) 'has) (else 'lacks)) ; => has
(cond-expand ((library (no such library)) 'has) (else 'lacks)) ; => lacks

;--- features
(and (memq 'r7rs (features)) #t) ; => #t
(list? (features)) ; => #t
