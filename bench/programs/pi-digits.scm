; Digits of pi by a spigot on exact integers of growing size (the series of Lambert's continued fraction for arctan).
(define (digits count)
  (let loop ((q 1) (r 0) (t 1) (k 1) (n 3) (l 3) (left count) (hash 0))
    (cond ((= left 0) hash)
          ((< (- (+ (* 4 q) r) t) (* n t))
           (loop (* 10 q) (* 10 (- r (* n t))) t k (- (quotient (* 10 (+ (* 3 q) r)) t) (* 10 n)) l (- left 1)
                 (modulo (+ (* 31 hash) n) 1000003)))
          (else
           (loop (* q k) (* (+ (* 2 q) r) l) (* t l) (+ k 1)
                 (quotient (+ (* q (+ (* 7 k) 2)) (* r l)) (* t l)) (+ l 2) left hash)))))
(display (digits 2500))
(newline)
