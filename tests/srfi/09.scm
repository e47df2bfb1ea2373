; SRFI 9: records.

;--- a-record-type
(import (scheme base) (srfi 9))
(define-record-type :point (make-point x y) point? (x point-x set-point-x!) (y point-y))
(define p (make-point 1 2))
(set-point-x! p 5)
(list (point-x p) (point-y p) (point? p) (point? 5)) ; => (5 2 #t #f)

;--- fields-that-the-constructor-leaves-out
(import (scheme base) (srfi 9))
(define-record-type <node> (make-node key) node? (key node-key) (next node-next set-node-next!))
(define n (make-node 'a))
(set-node-next! n 'b)
(list (node-key n) (node-next n)) ; => (a b)

;--- types-are-distinct
(import (scheme base) (srfi 9))
(define-record-type <a> (make x) a? (x a-x))
(define-record-type <b> (make-b x) b? (x b-x))
(list (a? (make-b 1)) (b? (make-b 1)) (vector? (make 1)) (procedure? (make 1))) ; => (#f #t #f #f)

;--- only-and-prefix
(import (only (scheme base) define list quote) (prefix (only (srfi 9) define-record-type) r:))
(r:define-record-type <pare> (kons x y) pare? (x kar) (y kdr))
(list (kar (kons 1 2)) (kdr (kons 1 2))) ; => (1 2)

;--- how-it-is-written
(import (scheme base) (scheme write) (srfi 9))
(define-record-type <point> (make-point x y) point? (x point-x) (y point-y))
(write (make-point 1 "two"))
; prints: #<point x: 1 y: "two">

;--- accessor-of-another-type
(import (scheme base) (srfi 9))
(define-record-type <a> (make-a x) a? (x a-x))
(a-x 5)
; error: expected a record of type
