;;; Derivatives: the operators, over active numbers (runtime/src/generic_ad.rs).
;;;
;;; Forward mode pushes a tangent through, reverse mode pulls a cotangent back along a tape. A result that is a procedure
;;; is differentiated when it is called, under a level of its own; pairs, vectors and lists are differentiated part by
;;; part.
(define-library (fluxion ad)
  (export derivative gradient value-and-gradient jacobian hessian jvp vjp hvp directional-derivative divergence curl
          laplacian derivative-n taylor stop-gradient check-gradient %derivative-reverse %gradient-forward)
  (import (fluxion primitives) (fluxion support) (fluxion numbers) (fluxion lists) (fluxion vectors))
  (begin
    (define (number-like? x) (number? x))

    ;; The structure of x with (f leaf) in place of each number.
    (define (map-numbers f x)
      (cond ((number-like? x) (f x))
            ((pair? x) (let ((a (map-numbers f (car x)))) (cons a (map-numbers f (cdr x)))))
            ((vector? x) (vector-map (lambda (y) (map-numbers f y)) x))
            ((f64vector? x) (list->vector (map f (f64vector->list x))))
            ((null? x) x)
            (else (error "a derivative is taken at numbers and structures of them, found" x))))

    ;; The result of a derivative in the shape of the argument it belongs to.
    (define (like x d)
      (cond ((f64vector? x) (if (any %active? (vector->list d)) d (list->f64vector (vector->list d))))
            ((pair? x) (cons (like (car x) (car d)) (like (cdr x) (cdr d))))
            ((and (vector? x) (vector-index compound? x)) (vector-map like x d))
            (else d)))
    (define (compound? x) (not (number-like? x)))

    ;; Forward mode. `again` runs the program anew at a level and selects this part of its result.
    (define (tangent-of level y again)
      (cond ((number-like? y) (%tangent level y))
            ((procedure? y)
             (lambda args
               (let ((level (%ad-level)))
                 (tangent-of level
                             (apply (again level) args)
                             (lambda (level) (apply (again level) args))))))
            ((pair? y)
             (let ((a (tangent-of level (car y) (lambda (level) (car (again level))))))
               (cons a (tangent-of level (cdr y) (lambda (level) (cdr (again level)))))))
            ((vector? y)
             (vector-tabulate
              (lambda (i) (tangent-of level (vector-ref y i) (lambda (level) (vector-ref (again level) i))))
              (vector-length y)))
            ((f64vector? y) (%make-f64vector (f64vector-length y) 0.0))
            (else y)))

    (define (one-like x) (if (exact? x) 1 1.0))

    (define derivative
      (case-lambda
        ((f x) (derivative-at f x))
        ((f) (lambda (x) (derivative-at f x)))))
    (define (derivative-at f x)
      (let ((level (%ad-level)) (one (one-like x)))
        (let ((y (f (%make-dual level x one))))
          (if (number-like? y)
              (%tangent level y)
              (tangent-of level y (lambda (level) (f (%make-dual level x one))))))))

    ;; x with tangents dx, of one structure.
    (define (dual level x dx)
      (cond ((number-like? x) (%make-dual level x dx))
            ((pair? x) (cons (dual level (car x) (car dx)) (dual level (cdr x) (cdr dx))))
            ((vector? x) (vector-map (lambda (x dx) (dual level x dx)) x (if (f64vector? dx) (f64vector->vector dx) dx)))
            ((f64vector? x) (dual level (f64vector->vector x) (if (f64vector? dx) (f64vector->vector dx) dx)))
            (else x)))
    (define (primal-of level y)
      (cond ((number-like? y) (%primal level y))
            ((pair? y) (cons (primal-of level (car y)) (primal-of level (cdr y))))
            ((vector? y) (vector-map (lambda (y) (primal-of level y)) y))
            (else y)))
    (define (jvp f x dx)
      (let* ((level (%ad-level)) (y (f (dual level x dx))))
        (values (primal-of level y)
                (tangent-of level y (lambda (level) (f (dual level x dx)))))))
    (define (directional-derivative f x dx)
      (call-with-values (lambda () (jvp f x dx)) (lambda (y dy) dy)))

    ;; Reverse mode.
    (define (check-scalar y)
      (if (not (number-like? y))
          (error "gradient: the procedure must return a number, but returned" y)))
    (define (value-and-gradient-list f xs)
      (let* ((tape (%make-tape))
             (inputs (map (lambda (x) (map-numbers (lambda (x) (%tape-input tape x)) x)) xs))
             (y (apply f inputs)))
        (check-scalar y)
        (let ((cts (%sweep tape y (one-like y))))
          (cons (%primal (%tape-level tape) y)
                (map (lambda (x input) (like x (map-numbers (lambda (x) (%cotangent cts x)) input))) xs inputs)))))
    (define (single l) (if (null? (cdr l)) (car l) l))
    (define gradient
      (case-lambda
        ((f) (lambda xs (single (cdr (value-and-gradient-list f xs)))))
        ((f x) (car (cdr (value-and-gradient-list f (list x)))))
        ((f . xs) (cdr (value-and-gradient-list f xs)))))
    (define value-and-gradient
      (case-lambda
        ((f) (lambda xs (apply value-and-gradient f xs)))
        ((f . xs) (let ((r (value-and-gradient-list f xs))) (values (car r) (single (cdr r)))))))

    ;; The pullback may be called any number of times.
    (define (vjp f x)
      (let* ((tape (%make-tape))
             (input (map-numbers (lambda (x) (%tape-input tape x)) x))
             (y (f input)))
        (values (primal-of (%tape-level tape) y)
                (lambda (ct) (like x (pull tape input y ct))))))
    (define (pull tape input y ct)
      (let ((sums (pull-all tape y ct #f)))
        (map-numbers (lambda (x) (if sums (sum-cotangents sums x) (%cotangent (%sweep tape 0 0) x))) input)))
    ;; A list of cotangent tables, one for each number of the result.
    (define (pull-all tape y ct found)
      (cond ((number-like? y) (cons (%sweep tape y ct) (or found '())))
            ((pair? y) (pull-all tape (cdr y) (cdr ct) (pull-all tape (car y) (car ct) found)))
            ((vector? y)
             (let ((ct (if (f64vector? ct) (f64vector->vector ct) ct)))
               (let loop ((i 0) (found found))
                 (if (< i (vector-length y))
                     (loop (+ i 1) (pull-all tape (vector-ref y i) (vector-ref ct i) found))
                     found))))
            (else found)))
    (define (sum-cotangents tables x)
      (fold-left (lambda (sum table) (+ sum (%cotangent table x))) (%cotangent (car tables) x) (cdr tables)))

    ;; The derivative by reverse mode, procedures in the result included: for tests.
    (define (%derivative-reverse f x)
      (let* ((tape (%make-tape)) (y (f (%tape-input tape x))))
        (reverse-part tape y x (lambda (x) (f x)))))
    (define (reverse-part tape y x again)
      (cond ((number-like? y) (gradient-number again x))
            ((procedure? y) (lambda args (%derivative-reverse (lambda (x) (apply (again x) args)) x)))
            ((pair? y) (cons (reverse-part tape (car y) x (lambda (x) (car (again x))))
                             (reverse-part tape (cdr y) x (lambda (x) (cdr (again x))))))
            ((vector? y) (vector-tabulate
                          (lambda (i) (reverse-part tape (vector-ref y i) x (lambda (x) (vector-ref (again x) i))))
                          (vector-length y)))
            (else y)))
    (define (gradient-number f x)
      (let* ((tape (%make-tape)) (input (%tape-input tape x)) (y (f input)))
        (%cotangent (%sweep tape y (one-like y)) input)))

    ;; The gradient at a vector by forward mode, one run for each element: for tests.
    (define (%gradient-forward f v)
      (vector-tabulate
       (lambda (i)
         (derivative (lambda (x) (f (vector-tabulate (lambda (j) (if (= i j) x (vector-ref v j))) (vector-length v))))
                     (vector-ref v i)))
       (vector-length v)))

    ;; Matrices of derivatives: rows are outputs.
    (define (elements v) (if (f64vector? v) (f64vector->list v) (if (vector? v) (vector->list v) v)))
    (define jacobian
      (case-lambda
        ((f) (lambda (v) (jacobian f v)))
        ((f v)
         (let* ((tape (%make-tape))
                (input (map-numbers (lambda (x) (%tape-input tape x)) v))
                (y (f input)))
           (if (number-like? y)
               (like v (map-numbers (let ((cts (%sweep tape y (one-like y)))) (lambda (x) (%cotangent cts x))) input))
               (list->vector
                (map (lambda (y)
                       (let ((cts (%sweep tape y (one-like y))))
                         (like v (map-numbers (lambda (x) (%cotangent cts x)) input))))
                     (elements y))))))))
    ;; Forward over reverse.
    (define hessian
      (case-lambda
        ((f) (lambda (v) (hessian f v)))
        ((f v)
         (if (number-like? v)
             (derivative (lambda (x) (gradient-number f x)) v)
             (let* ((items (list->vector (elements v))) (n (vector-length items)))
               (vector-tabulate
                (lambda (i)
                  (let ((unit (vector-tabulate (lambda (j) (if (= i j) (one-like (vector-ref items j)) 0)) n)))
                    (like v (directional-derivative (lambda (w) (gradient f w)) items unit))))
                n))))))
    (define (hvp f x v)
      (like x (directional-derivative (lambda (w) (gradient f w)) (if (f64vector? x) (f64vector->vector x) x) v)))
    (define (divergence f v)
      (let ((m (jacobian f v)))
        (let loop ((i 0) (sum 0))
          (if (< i (vector-length m)) (loop (+ i 1) (+ sum (vref (vector-ref m i) i))) sum))))
    (define (curl f v)
      (let* ((m (jacobian f v)) (d (lambda (i j) (vref (vector-ref m i) j))))
        (vector (- (d 2 1) (d 1 2)) (- (d 0 2) (d 2 0)) (- (d 1 0) (d 0 1)))))
    (define (laplacian f v)
      (let ((h (hessian f v)))
        (let loop ((i 0) (sum 0))
          (if (< i (vector-length h)) (loop (+ i 1) (+ sum (vref (vector-ref h i) i))) sum))))
    (define (derivative-n f x n)
      (if (= n 0) (f x) (derivative-n (lambda (x) (derivative f x)) x (- n 1))))
    (define (taylor f x n)
      (let loop ((k 0) (f f) (factorial 1) (out '()))
        (if (> k n)
            (reverse out)
            (loop (+ k 1) (lambda (x) (derivative f x)) (* factorial (+ k 1)) (cons (/ (f x) factorial) out)))))

    (define (stop-gradient x)
      (cond ((number-like? x) (%strip x))
            ((pair? x) (cons (stop-gradient (car x)) (stop-gradient (cdr x))))
            ((vector? x) (vector-map stop-gradient x))
            (else x)))

    ;; Compares the gradient with central differences. The result: whether all agree within the tolerance, and the
    ;; worst element as (index gradient difference relative-error).
    (define check-gradient
      (case-lambda
        ((f x) (check-gradient f x 1e-6))
        ((f x tolerance)
         (let* ((g (list->vector (flatten-numbers (gradient f x))))
                (items (list->vector (flatten-numbers x)))
                (at (lambda (i h)
                      (f (rebuild x (vector-tabulate (lambda (j) (let ((y (inexact (vector-ref items j)))) (if (= i j) (+ y h) y)))
                                                     (vector-length items)))))))
           (let loop ((i 0) (worst (list 0 0.0 0.0 0.0)))
             (if (= i (vector-length items))
                 (values (<= (cadddr worst) tolerance) worst)
                 (let* ((h (* 1e-5 (max 1.0 (abs (inexact (vector-ref items i))))))
                        (numeric (/ (- (at i h) (at i (- h))) (* 2.0 h)))
                        (exact-one (inexact (vector-ref g i)))
                        (off (/ (abs (- numeric exact-one)) (max 1.0 (abs numeric) (abs exact-one)))))
                   (loop (+ i 1) (if (<= off (cadddr worst)) worst (list i exact-one numeric off))))))))))
    (define (flatten-numbers x)
      (cond ((number-like? x) (list x))
            ((pair? x) (append (flatten-numbers (car x)) (flatten-numbers (cdr x))))
            ((vector? x) (append-map flatten-numbers (vector->list x)))
            ((f64vector? x) (f64vector->list x))
            (else '())))
    (define (rebuild x items)
      (let ((next -1))
        (let walk ((x x))
          (cond ((number-like? x) (set! next (+ next 1)) (vector-ref items next))
                ((pair? x) (let ((a (walk (car x)))) (cons a (walk (cdr x)))))
                ((vector? x) (vector-map walk x))
                ((f64vector? x) (f64vector-map walk x))
                (else x)))))))
