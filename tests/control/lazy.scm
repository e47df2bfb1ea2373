; delay, force, make-promise, delay-force.

;--- force
(force (delay (+ 1 2))) ; => 3
(let ((p (delay (+ 1 2)))) (list (force p) (force p))) ; => (3 3)

;--- evaluated-once
(define count 0)
(define p (delay (begin (set! count (+ count 1)) (* x 3))))
(define x 5)
(promise? p) ; => #t
(force p) ; => 15
(set! x 10)
(force p) ; => 15
count ; => 1

;--- reentrant
(define count 0)
(define x 5)
(define p (delay (begin (set! count (+ count 1)) (if (> count x) count (force p)))))
(force p) ; => 6
(begin (set! x 10) (force p)) ; => 6

;--- force-of-others
(force 5) ; => 5
(force (make-promise 6)) ; => 6
(force (make-promise (make-promise 7))) ; => 7
(promise? (make-promise 1)) ; => #t
(promise? 1) ; => #f

;--- streams
(define integers
  (letrec ((next (lambda (n) (delay (cons n (next (+ n 1))))))) (next 0)))
(define (head stream) (car (force stream)))
(define (tail stream) (cdr (force stream)))
(head (tail (tail integers))) ; => 2

;--- delay-force-is-iterative
(define (stream-filter keep? s)
  (delay-force
    (let ((cell (force s)))
      (if (keep? (car cell))
          (delay (cons (car cell) (stream-filter keep? (cdr cell))))
          (stream-filter keep? (cdr cell))))))
(define (from n) (delay-force (delay (cons n (from (+ n 1))))))
(car (force (stream-filter (lambda (n) (> n 30000)) (from 0)))) ; => 30001

;--- delay-force-loop
(define (loop n) (if (= n 0) (delay 'done) (delay-force (loop (- n 1)))))
(force (loop 100000)) ; => done

;--- error-in-a-promise
(define p (delay (raise 'oops)))
(guard (e (#t (list 'caught e))) (force p)) ; => (caught oops)
(guard (e (#t (list 'caught e))) (force p)) ; => (caught oops)
