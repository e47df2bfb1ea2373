; Several SRFIs in one program: what two libraries export is the same binding, so there is no conflict.

;--- all-of-them
(import (scheme base) (scheme write) (scheme char) (scheme cxr) (scheme case-lambda)
        (srfi 1) (srfi 2) (srfi 8) (srfi 9) (srfi 11) (srfi 16) (srfi 26) (srfi 28) (srfi 31) (srfi 39) (srfi 87)
        (srfi 111) (srfi 132) (srfi 133))
(define-record-type <point> (make-point x y) point? (x point-x) (y point-y))
(define points (map (cut make-point <> <>) '(3 1 2) (circular-list 0)))
(map point-x (list-sort (lambda (p q) (< (point-x p) (point-x q))) points)) ; => (1 2 3)
(receive (even odd) (partition even? (iota 6)) (vector-append (list->vector even) (list->vector odd))) ; => #(0 2 4 1 3 5)
(define total (box 0))
(vector-for-each (lambda (x) (set-box! total (+ (unbox total) x))) (vector-map square #(1 2 3)))
(unbox total) ; => 14
(and-let* ((found (vector-index even? #(1 4 6))) ((> found 0))) (format "~a: ~s" found (vector-ref #(1 4 6) found))) ; => "1: 4"
((rec (count . items) (if (null? items) 0 (+ 1 (apply count (cdr items))))) 'a 'b) ; => 2
(let-values (((first rest) (split-at '(1 2 3) 1))) (list first rest)) ; => ((1) (2 3))

;--- with-fluxion
(import (fluxion base) (srfi 1) (srfi 132) (srfi 133))
(list (vector-sum (vector-unfold values 5)) (vector-sort #(2 1) <) (vector-sort < #(2 1)) (sort '(2 1) <)) ; => (10 #(1 2) #(1 2) (1 2))
(derivative (lambda (x) (fold + 0 (list-tabulate 3 (lambda (i) (expt x i))))) 2.0) ; => 5.0

;--- in-a-library
(define-library (tools)
  (export smallest)
  (import (scheme base) (srfi 1) (srfi 26) (only (srfi 132) list-sort))
  (begin (define (smallest n l) (take (list-sort (cut < <> <>) l) n))))
(import (scheme base) (srfi 1) (tools))
(smallest 2 '(5 3 4 1)) ; => (1 3)

;--- a-program-may-define-a-name-that-it-does-not-import
(import (scheme base) (except (srfi 1) filter))
(define (filter . ignored) 'mine)
(list (filter even? '(1 2)) (remove even? '(1 2))) ; => (mine (1))

;--- differentiated
(import (fluxion base) (srfi 1) (srfi 133))
(gradient (lambda (v) (vector-fold + 0 (vector-map * v (vector-reverse-copy v)))) #(1.0 2.0 3.0)) ; => #(6.0 4.0 2.0)
(derivative (lambda (x) (reduce * 1 (unfold-right zero? (lambda (i) (+ x i)) (lambda (i) (- i 1)) 3))) 0.0) ; => 11.0
