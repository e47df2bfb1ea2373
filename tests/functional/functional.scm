; (fluxion functional): the examples of the docstrings, section by section.

;--- composition
(identity 5) ; => 5
((const 3) 'a 'b) ; => 3
(call-with-values (constantly 1 2) list) ; => (1 2)
((compose sqrt abs -) 16) ; => 4
((pipe - abs sqrt) 16) ; => 4
(map (complement even?) '(1 2 3)) ; => (#t #f #t)
(filter (conjoin even? positive?) '(-2 1 2)) ; => (2)
(filter (disjoin even? positive?) '(-2 -1 1)) ; => (-2 1)
((juxt min max +) 3 1 2) ; => (1 3 6)
((on = string-length) "abc" "xyz") ; => #t
((converge / sum length) '(1 2 3 6)) ; => 3
(((lift +) car cadr) '(1 2)) ; => 3
(tap list 5) ; => 5

;--- arguments
((partial list 1 2) 3) ; => (1 2 3)
((partial-right list 1 2) 3) ; => (3 1 2)
(((curry (lambda (x y) (- x y))) 5) 3) ; => 2
((((curry + 3) 1) 2) 3) ; => 6
(((curry list 3) 1 2) 3) ; => (1 2 3)
((uncurry (lambda (x) (lambda (y) (- x y)))) 5 3) ; => 2
((flip cons) 1 2) ; => (2 . 1)
((spread +) '(1 2 3)) ; => 6
((gather length) 'a 'b) ; => 2
(map (unary list) '(1 2) '(a b)) ; => ((1) (2))
((thunk + 1 2)) ; => 3

;--- iteration
(iterate square 2 4) ; => (2 4 16 256)
(iterate-until (lambda (x) (* x 2)) (lambda (x) (> x 100)) 1) ; => 128
(apply-n cdr 2 '(a b c)) ; => (c)
(fixpoint (lambda (n) (quotient n 2)) 100) ; => 0
(fixpoint (lambda (x) (/ (+ x (/ 9.0 x)) 2.0)) 1.0 (lambda (a b) (< (abs (- a b)) 1e-9))) ; => 3.0
(define (down n) (if (= n 0) 'done (lambda () (down (- n 1)))))
(trampoline down 1000) ; => done

;--- memory
(let ((next (once (let ((n 0)) (lambda () (set! n (+ n 1)) n))))) (next) (next)) ; => 1
(define calls 0)
(define f (memoize (lambda (x) (set! calls (+ calls 1)) (* x x))))
(list (f 3) (f 3) calls) ; => (9 9 1)
((memoize-with-ttl square 60) 3) ; => 9
((memoize-with-limit square 100) 3) ; => 9

;--- threading
(-> 5 (- 2) (list 'a)) ; => (3 a)
(->> '(1 2 3) (map square) (filter odd?)) ; => (1 9)
(as-> 5 n (+ n 1) (list n n)) ; => (6 6)
