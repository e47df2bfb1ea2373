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

;--- more-and-fewer-arguments-on-the-stack
(define (many x1 x2 x3 x4 x5 x6 x7 x8 x9 n)
  (if (= n 0) (list x1 x2 x3 x4 x5 x6 x7 x8 x9) (few (list x1 x9) n)))
(define (few l n)
  (if (even? n) (some l 1 2 3 4 5 n 6 (- n 1)) (many (car l) n 3 (pair? l) (cadr l) 6 7 8 9 (- n 1))))
(define (some l x1 x2 x3 x4 x5 x6 x7 n)
  (if (= n 0) (list l x6 x7) (few (list x7 x6) n)))
(define before (list 1 2))
(few before 1000000) ; => (6 1 3 #t 2 6 7 8 9)
before ; => (1 2)

;--- captures-on-the-stack
(define (make k a b c d e f g) (lambda (n) (if (= n 0) (list a b c d e f g) (k (list a b c d e f g) (- n 1)))))
(define (again l n) ((make again (car l) (cadr l) n 4 5 6 7) n))
((make again 1 2 3 4 5 6 7) 100000) ; => (1 2 0 4 5 6 7)

;--- frames-of-callers-are-kept
(define (check v s e who n)
  (if (not (vector? v)) (error "no vector" v who n))
  (if (> n 100) (check v s e who (- n 1)) (> e s)))
(define (check-two f a b sa ea sb eb who at range)
  (if (not (vector? a)) (error "no vector" a who at))
  (check a sa ea who (- range 1))
  (if (not (vector? b)) (error "no vector" b who (+ at 1)))
  (check b sb eb who (- (+ range 2) 1)))
(define (use f a b sa ea sb eb)
  (check-two f a b sa ea sb eb "use" 2 4)
  (list a (- ea sa)))
(define (use-other f x a b sa ea sb eb)
  (check-two f a b sa ea sb eb "use-other" 3 7)
  (list x (- ea sa)))
(define (main n)
  (let* ((x (list n 2)) (y (use car #(1 2) #(2 3) (+ n 5) 2 n 0)) (z (use-other car 3 #(1 2) #(2 3) (+ n 5) 2 n 0)))
    (list x y z)))
(main 5) ; => ((5 2) (#(1 2) -8) (3 -8))
(main 6) ; => ((6 2) (#(1 2) -9) (3 -9))
