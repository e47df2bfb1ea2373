; 1000 times x += 1e-3 (sin x + exp -x), forward and reverse.
(define (iterate x)
  (let loop ((k 0) (x x)) (if (= k 1000) x (loop (+ k 1) (+ x (* 1e-3 (+ (sin x) (exp (- x)))))))))
(bench "map1000" "primal" (iterate 0.5) (lambda () (iterate 0.5)))
(bench "map1000" "fwd" (derivative iterate 0.5) (lambda () (derivative iterate 0.5)))
(bench "map1000" "grad" (gradient iterate 0.5) (lambda () (gradient iterate 0.5)))
