; define-record-type.

;--- construct-and-access
(define-record-type point (make-point x y) point? (x point-x set-point-x!) (y point-y))
(define p (make-point 3 4))
(list (point? p) (point? 5) (point? (vector 3 4))) ; => (#t #f #f)
(list (point-x p) (point-y p)) ; => (3 4)
(set-point-x! p 10)
(point-x p) ; => 10

;--- bracketed-type-name
(define-record-type <pare> (kons x y) pare? (x kar set-kar!) (y kdr))
(list (pare? (kons 1 2)) (pare? (cons 1 2)) (kar (kons 1 2)) (kdr (kons 1 2))) ; => (#t #f 1 2)
(let ((k (kons 1 2))) (set-kar! k 3) (kar k)) ; => 3

;--- constructor-with-some-fields
(define-record-type node (make-node value) node? (value node-value) (next node-next set-node-next!))
(define n (make-node 1))
(set-node-next! n 'end)
(list (node-value n) (node-next n)) ; => (1 end)

;--- constructor-in-another-order
(define-record-type thing (make-thing b a) thing? (a thing-a) (b thing-b))
(let ((t (make-thing 1 2))) (list (thing-a t) (thing-b t))) ; => (2 1)

;--- types-are-distinct
(define-record-type a (make-a x) a? (x a-x))
(define-record-type b (make-b x) b? (x b-x))
(list (a? (make-a 1)) (a? (make-b 1)) (b? (make-b 1))) ; => (#t #f #t)

;--- wrong-type-is-an-error
(define-record-type point (make-point x y) point? (x point-x) (y point-y))
(point-x 5)
; error: point

;--- wrong-record-type-is-an-error
(define-record-type a (make-a x) a? (x a-x))
(define-record-type b (make-b x) b? (x b-x))
(a-x (make-b 1))
; error: a

;--- accessors-are-procedures
(define-record-type point (make-point x y) point? (x point-x) (y point-y))
(map point-y (map make-point '(1 2) '(3 4))) ; => (3 4)

;--- internal
(define (f)
  (define-record-type box (make-box v) box? (v box-value))
  (box-value (make-box 'inside)))
(f) ; => inside

;--- closures-in-records
(define-record-type counter (make-counter step) counter? (step counter-step))
(define (make)
  (let ((n 0)) (make-counter (lambda () (set! n (+ n 1)) n))))
(define c (make))
((counter-step c))
((counter-step c)) ; => 2

;--- identity
(define-record-type point (make-point x) point? (x point-x))
(let ((p (make-point 1)))
  (list (eq? p p) (eqv? p (make-point 1)) (equal? p p))) ; => (#t #f #t)

;--- many-fields
(define-record-type big (make-big a b c d e f g h) big? (a big-a) (b big-b) (c big-c) (d big-d) (e big-e) (f big-f) (g big-g) (h big-h))
(let ((x (make-big 1 2 3 4 5 6 7 8))) (list (big-a x) (big-d x) (big-e x) (big-h x))) ; => (1 4 5 8)
