; A generator from call/cc: the traversal of a tree stops at each leaf and goes on when the next one is asked for.
(define (make-generator traverse)
  (define return #f)
  (define (resume)
    (traverse (lambda (item)
                (call/cc (lambda (rest)
                           (set! resume (lambda () (rest #f)))
                           (return item)))))
    (set! resume (lambda () (return 'done)))
    (return 'done))
  (lambda () (call/cc (lambda (k) (set! return k) (resume)))))

(define (leaves tree)
  (make-generator
   (lambda (yield)
     (let walk ((tree tree))
       (cond ((null? tree) #f)
             ((pair? tree) (walk (car tree)) (walk (cdr tree)))
             (else (yield tree)))))))

(define (same-fringe? a b)
  (let ((next-a (leaves a)) (next-b (leaves b)))
    (let loop ()
      (let ((x (next-a)) (y (next-b)))
        (and (eqv? x y) (or (eq? x 'done) (loop)))))))

(display (same-fringe? '(1 (2 3) 4) '((1 2) (3 (4)))))
(newline)
(display (same-fringe? '(1 (2 3) 4) '((1 3) (2 4))))
(newline)

;> #t
;> #f
