; Infinite sequences: the primes, from a sequence that is defined by itself.
(define (divides? d n) (= 0 (remainder n d)))

; A number is prime if no prime up to its square root divides it. Primes are computed as they are needed.
(define (prime? n)
  (not (lazy-find (lambda (p) (divides? p n))
                  (lazy-take-while (lambda (p) (<= (* p p) n)) primes))))
(define primes (lazy-cons 2 (lazy-filter prime? (lazy-range 3 #f 2))))

(println (lazy->list (lazy-take 15 primes)))
(println (lazy-ref primes 5000))

; Twins, and the greatest gap between primes below 100000.
(define pairs (lazy-zip primes (lazy-cdr primes)))
(define twins (lazy-filter (lambda (pair) (= 2 (- (cadr pair) (car pair)))) pairs))
(println (lazy->list (lazy-take 5 twins)))
(println (lazy-fold max
                    0
                    (lazy-map -
                              (lazy-take-while (lambda (p) (< p 100000)) (lazy-cdr primes))
                              primes)))

; A coroutine yields the factors of a number.
(define (factors n)
  (make-coroutine-generator
   (lambda (yield)
     (let loop ((n n) (candidates primes))
       (let ((p (lazy-car candidates)))
         (cond ((> (* p p) n) (if (> n 1) (yield n)))
               ((divides? p n) (yield p) (loop (quotient n p) candidates))
               (else (loop n (lazy-cdr candidates)))))))))
(println (generator->list (factors 360360)))

;> (2 3 5 7 11 13 17 19 23 29 31 37 41 43 47)
;> 48619
;> ((3 5) (5 7) (11 13) (17 19) (29 31))
;> 72
;> (2 2 2 3 3 5 7 11 13)
