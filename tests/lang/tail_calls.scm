; Tail calls take no space; other recursion may be deep.

;--- self
(define (count n) (if (= n 0) 'done (count (- n 1))))
(count 3000000) ; => done

;--- mutual
(define (even n) (if (= n 0) #t (odd (- n 1))))
(define (odd n) (if (= n 0) #f (even (- n 1))))
(even 3000001) ; => #f

;--- through-a-variable
(define (count f n) (if (= n 0) 'done (f f (- n 1))))
(count count 3000000) ; => done

;--- through-apply
(define (count n) (if (= n 0) 'done (apply count (list (- n 1)))))
(count 300000) ; => done

;--- in-cond-case-and-or
(define (f n)
  (cond ((= n 0) 'done)
        ((odd? n) (and #t (f (- n 1))))
        (else (or #f (case n ((-1) 'never) (else (when #t (let* ((m (- n 1))) (begin (f m))))))))))

(f 1000000) ; => done

;--- in-cond-arrow
(define (f n) (cond ((= n 0) 'done) ((- n 1) => f)))
(f 1000000) ; => done

;--- more-arguments-than-registers
(define (f n a b c d e g) (if (= n 0) (list a b c d e g) (f (- n 1) b c d e g a)))
(f 600000 1 2 3 4 5 6) ; => (1 2 3 4 5 6)

;--- from-few-to-many-arguments
(define (f n) (if (= n 0) 'done (g n 1 2 3 4 5 6 7 8)))
(define (g n a b c d e h i j) (f (- n 1)))
(f 1000000) ; => done

;--- through-a-rest-argument
(define (f n . rest) (if (= n 0) rest (apply f (- n 1) rest)))
(f 100000 1 2 3) ; => (1 2 3)

;--- through-call-with-values
(define (f n) (if (= n 0) 'done (call-with-values (lambda () (values (- n 1))) f)))
(f 300000) ; => done

;--- through-call/cc
(define (f n) (if (= n 0) 'done (call/cc (lambda (k) (f (- n 1))))))
(f 100000) ; => done

;--- continuation-passing
(define (fact n k) (if (= n 0) (k 1) (fact (- n 1) (lambda (v) (k (* n v))))))
(fact 20 (lambda (v) v)) ; => 2432902008176640000

;--- state-machine
(define (a n) (if (= n 0) 'a (b (- n 1))))
(define (b n) (if (= n 0) 'b (c (- n 1))))
(define (c n) (if (= n 0) 'c (a (- n 1))))
(a 1000000) ; => b

;--- deep-recursion
(define (sum n) (if (= n 0) 0 (+ n (sum (- n 1)))))
(sum 1000000) ; => 500000500000

;--- deep-recursion-of-map
(length (map (lambda (x) (+ x 1)) (iota 1000000))) ; => 1000000

;--- deep-append
(define (build n) (if (= n 0) '() (cons n (build (- n 1)))))
(length (append (build 500000) (build 500000))) ; => 1000000

;--- endless-recursion-is-an-error
(define (f n) (+ 1 (f (+ n 1))))
(f 0)
; error: stack

;--- endless-recursion-can-be-caught
(define (f n) (+ 1 (f (+ n 1))))
(guard (e (#t 'caught)) (f 0)) ; => caught
(guard (e (#t 'again)) (f 0)) ; => again
