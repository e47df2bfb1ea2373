;;; Automatic differentiation: the operators, over the generic arithmetic of active numbers.
;;;
;;; An operator calls the procedure once, with active numbers of a fresh level in the place of the numbers of the
;;; point, and reads tangents (forward mode) or sweeps a tape (reverse mode). Points and results are structures: a
;;; number, a tensor, or pairs, vectors, f64vectors and records of structures; what else they hold is passed through.
;;; "Number" below stands for a number or a tensor as a whole: a leaf of a structure.
;;;
;;; A result that is a procedure, also inside of a structure, stands for a family of numbers: its derivative is the
;;; procedure of the derivatives. It runs the differentiated procedure again, under a level of its own, each time it is
;;; called (Manzyuk et al., JFP 2019: returning one that remembers the old level confuses perturbations).
(define-library (fluxion ad)
  (export derivative gradient value-and-gradient jacobian hessian jvp vjp hvp directional-derivative divergence curl
          laplacian derivative-n taylor stop-gradient check-gradient define-derivative checkpoint checkpoint-iterate
          derivative-forward derivative-reverse gradient-forward gradient-reverse jacobian-forward jacobian-reverse)
  (import (fluxion primitives) (fluxion support) (fluxion numbers) (fluxion lists) (fluxion vectors)
          (only (fluxion checks) check-count))
  (begin
    ;; Structures -----

    ;; The structure of f of each number of x, in order. The elements of an f64vector are put together by rebuild.
    (define (map-structure f rebuild x)
      (let walk ((x x))
        (cond ((%ad-leaf? x) (f x))
              ((pair? x) (let ((first (walk (car x)))) (cons first (walk (cdr x)))))
              ((vector? x) (vector-map walk x))
              ((%ad-f64vector-elements x) => (lambda (elements) (rebuild (vector-map f elements))))
              ((%ad-record-fields x) => (lambda (fields) (%ad-record-with x (vector-map walk fields))))
              (else x))))
    (define (map-numbers f x) (map-structure f %ad-f64vector x))
    (define (itself x) x)

    ;; The same with the number's position as second argument of f.
    (define (map-positions f rebuild x)
      (if (flonums? x)
          (vector-tabulate (lambda (i) (f (vector-ref x i) i)) (vector-length x))
          (let ((next 0))
            (map-structure (lambda (number)
                             (let ((index next))
                               (set! next (%+ next 1))
                               (f number index)))
                           rebuild x))))

    ;; The numbers of a structure, in order, as a vector.
    (define (numbers-of x)
      (if (flonums? x)
          x
          (let ((numbers '()))
            (map-structure (lambda (number) (set! numbers (cons number numbers)) number) itself x)
            (list->vector (reverse numbers)))))

    ;; Whether x is a vector of flonums.
    (define (flonums? x)
      (and (vector? x)
           (let loop ((i 0))
             (or (%= i (vector-length x)) (and (flonum? (vector-ref x i)) (loop (%+ i 1)))))))

    (define (structure? x)
      (or (%ad-leaf? x) (pair? x) (null? x) (vector? x)
          (if (%ad-f64vector-elements x) #t #f)
          (if (%ad-record-fields x) #t #f)))

    ;; A number as inexact as the most inexact of x: for zeros that belong to no number of the point.
    (define (sample x)
      (let ((numbers (numbers-of x)))
        (let loop ((i 0))
          (cond ((%= i (vector-length numbers)) 0)
                ((inexact-leaf? (vector-ref numbers i)) 0.0)
                (else (loop (%+ i 1)))))))

    (define (inexact-leaf? x) (or (tensor? x) (inexact? x)))

    ;; What an operator returns for the result y: number of each number, procedure of the way to each procedure.
    (define (map-result who number procedure rebuild y)
      (if (not (or (procedure? y) (structure? y)))
          (error (%string-append2 who ": the procedure returned what has no derivative:") y))
      (let walk ((y y) (select itself))
        (cond ((%ad-leaf? y) (number y))
              ((procedure? y) (procedure select))
              ((pair? y)
               (let ((first (walk (car y) (lambda (result) (car (select result))))))
                 (cons first (walk (cdr y) (lambda (result) (cdr (select result)))))))
              ((vector? y) (walk-elements walk y (lambda (result index) (vector-ref (select result) index))))
              ((%ad-f64vector-elements y) => (lambda (elements) (rebuild (vector-map number elements))))
              ((%ad-record-fields y)
               => (lambda (fields)
                    (define (field result index) (vector-ref (%ad-record-fields (select result)) index))
                    (%ad-record-with y (walk-elements walk fields field))))
              (else y))))
    (define (walk-elements walk elements ref)
      (vector-tabulate (lambda (i) (walk (vector-ref elements i) (lambda (result) (ref result i))))
                       (vector-length elements)))

    (define (check-procedure who f)
      (if (not (procedure? f)) (error (%string-append2 who ": argument 1 must be a procedure, found") f)))
    (define (check-number who x)
      (if (not (number? x)) (error (%string-append2 who ": argument 2 must be a number, found") x)))
    (define (check-structure who x)
      (if (not (structure? x)) (error (%string-append2 who ": argument 2 must be made of numbers, found") x)))

    ;; Forward mode -----

    ;; The structure x with the tangents dx.
    (define (duals level x dx)
      (define (mismatch) (error "the direction has not the structure of the point:" dx))
      (let walk ((x x) (dx dx))
        (cond ((%ad-leaf? x) (if (%ad-leaf? dx) (%ad-dual level x dx) (mismatch)))
              ((pair? x)
               (if (not (pair? dx)) (mismatch))
               (let ((first (walk (car x) (car dx)))) (cons first (walk (cdr x) (cdr dx)))))
              ((elements-of x)
               => (lambda (elements)
                    (let ((steps (elements-of dx)))
                      (if (not (and steps (%= (vector-length elements) (vector-length steps)))) (mismatch))
                      (with-elements x (vector-tabulate (lambda (i) (walk (vector-ref elements i) (vector-ref steps i)))
                                                        (vector-length elements))))))
              (else x))))

    ;; Vectors, f64vectors and records by their elements; #f for any other object.
    (define (elements-of x)
      (cond ((vector? x) x)
            ((%ad-f64vector-elements x))
            (else (%ad-record-fields x))))
    (define (with-elements x elements)
      (cond ((vector? x) elements)
            ((%ad-record-fields x) (%ad-record-with x elements))
            (else (%ad-f64vector elements))))

    (define (derivative-forward-at f x)
      (let* ((level (%ad-level))
             (y (f (%ad-dual level x (%ad-one-like x)))))
        (if (number? y)
            (%ad-like x (%ad-tangent level y))
            (map-result "derivative"
                        (lambda (leaf) (%ad-like x (%ad-tangent level leaf)))
                        (lambda (select)
                          (lambda args (derivative-forward-at (lambda (x) (apply (select (f x)) args)) x)))
                        %ad-f64vector y))))

    ;; Calls receive with the value of f at x, less the level, and its tangent along dx.
    (define (push-forward f x dx receive)
      (let* ((level (%ad-level))
             (y (f (duals level x dx)))
             (unit (sample x)))
        (receive
         (map-result "jvp"
                     (lambda (leaf) (%ad-primal level leaf))
                     (lambda (select) (lambda args (apply (select (f x)) args)))
                     %ad-f64vector y)
         (map-result "jvp"
                     (lambda (leaf) (%ad-like (if (tensor? leaf) leaf unit) (%ad-tangent level leaf)))
                     (lambda (select)
                       (lambda args (tangent-along (lambda (x) (apply (select (f x)) args)) x dx)))
                     %ad-f64vector y))))
    (define (tangent-along f x dx) (push-forward f x dx (lambda (y dy) dy)))

    ;; The direction along number `index` of x.
    (define (unit-direction x index)
      (map-positions (lambda (number position)
                       (cond ((%= position index) (%ad-one-like number))
                             ((flonum? number) 0.0)
                             (else 0)))
                     %ad-f64vector x))
    (define (direction x index step)
      (map-positions (lambda (number position) (if (%= position index) step 0)) %ad-f64vector x))

    ;; The tensor that is 1 at an element of the tensor t and 0 elsewhere.
    (define (unit-tensor t element)
      (%tensor-reshape-like (%tensor-one-hot element (tensor-size t) 'f64) t))
    ;; The tensor in the form of t of what slope returns for each unit tensor.
    (define (slopes-tensor t slope)
      (let ((slopes (vector-tabulate (lambda (i) (slope (unit-tensor t i))) (tensor-size t))))
        (%tensor-reshape-like (%tensor-nested slopes 'f64) t)))

    (define (gradient-forward-at f x)
      (map-positions (lambda (number index)
                       (define (slope-along step)
                         (let ((slope (tangent-along f x (direction x index step))))
                           (if (number? slope) (%ad-like number slope) (error not-a-number slope))))
                       (if (tensor? number)
                           (slopes-tensor number
                                          (lambda (step)
                                            (let ((slope (tangent-along f x (direction x index step))))
                                              (if (number? slope) slope (error not-a-number slope)))))
                           (slope-along (%ad-one-like number))))
                     %ad-f64vector x))

    (define (check-no-tensors who x)
      (map-structure (lambda (leaf)
                       (if (tensor? leaf) (error (%string-append2 who ": not for tensors (see jacobian):") x))
                       leaf)
                     itself x))

    (define (jacobian-forward-at f x)
      (let* ((count (vector-length (numbers-of x)))
             (columns (vector-tabulate (lambda (index) (tangent-along f x (unit-direction x index))) count))
             (numbers (vector-map numbers-of columns)))
        (if (%= count 0)
            (error "jacobian: there is no number in" x))
        (check-no-tensors "jacobian-forward" x)
        (map-positions (lambda (leaf row)
                         (map-positions (lambda (number column)
                                          (%ad-like number (vector-ref (vector-ref numbers column) row)))
                                        %ad-f64vector x))
                       itself (vector-ref columns 0))))

    ;; Reverse mode -----

    (define (inputs tape x) (map-numbers (lambda (number) (%ad-input tape number)) x))

    ;; The cotangents of everything on the tape for one of the number y.
    (define (pull-back tape y cotangent)
      (let ((cotangents (%ad-cotangents tape)))
        (%ad-seed! tape cotangents y cotangent)
        (sweep! tape cotangents #f)
        cotangents))

    ;; Hands the cotangents on, down to the call END, or to the inputs. A call hands its own on.
    (define (sweep! tape cotangents end)
      (let loop ((call (%ad-sweep! tape cotangents #f)))
        (if (and call (not (eq? call end)))
            (begin
              ((%ad-call-pullback call) call cotangents)
              (loop (%ad-sweep! tape cotangents call))))))

    ;; Those of the inputs, in the structure of the point.
    (define (adjoints cotangents x)
      (let ((cotangents (vector-ref cotangents 0)))
        (map-positions (lambda (number index) (%ad-like number (vector-ref cotangents index))) %ad-f64vector x)))

    (define not-a-number "gradient: the procedure must return a number (see jacobian); it returned")

    (define (derivative-reverse-at f x)
      (let* ((tape (%ad-tape))
             (y (f (%ad-input tape x)))
             (slope (lambda (leaf)
                      (%ad-like x (vector-ref (vector-ref (pull-back tape leaf (%ad-one-like leaf)) 0) 0)))))
        (if (number? y)
            (slope y)
            (map-result "derivative"
                        slope
                        (lambda (select)
                          (lambda args (derivative-reverse-at (lambda (x) (apply (select (f x)) args)) x)))
                        %ad-f64vector y))))

    (define (gradient-reverse-at f x)
      (let* ((tape (%ad-tape))
             (y (f (inputs tape x))))
        (cond ((number? y) (adjoints (pull-back tape y (%ad-one-like y)) x))
              ((procedure? y) (lambda args (gradient-reverse-at (lambda (x) (apply (f x) args)) x)))
              (else (error not-a-number y)))))

    ;; The pair of both.
    (define (generic-value-and-gradient-at f x)
      (check-structure "value-and-gradient" x)
      (let* ((tape (%ad-tape))
             (y (f (inputs tape x))))
        (if (not (number? y)) (error not-a-number y))
        (cons (%ad-primal tape y) (adjoints (pull-back tape y (%ad-one-like y)) x))))

    (define (jacobian-reverse-at f x)
      (let* ((tape (%ad-tape))
             (y (f (inputs tape x))))
        (map-result "jacobian"
                    (lambda (leaf)
                      (if (tensor? leaf)
                          (tensor-jacobian tape leaf x)
                          (adjoints (pull-back tape leaf (%ad-one-like leaf)) x)))
                    (lambda (select)
                      (lambda args (jacobian-reverse-at (lambda (x) (apply (select (f x)) args)) x)))
                    itself y)))

    ;; Each number of x replaced by a tensor with the axes of the tensor y and those of the number.
    (define (tensor-jacobian tape y x)
      (let ((rows (vector-tabulate (lambda (i) (numbers-of (adjoints (pull-back tape y (unit-tensor y i)) x)))
                                   (tensor-size y))))
        (map-positions
         (lambda (number index)
           (define (row i) (%tensor-reshape (vector-ref (vector-ref rows i) index) (cons 1 (tensor-shape number))))
           (%tensor-reshape (%tensor-concatenate (vector-tabulate row (vector-length rows)) 0)
                            (append (tensor-shape y) (tensor-shape number))))
         itself x)))

    (define (generic-vjp-at f x)
      (let* ((tape (%ad-tape))
             (y (f (inputs tape x))))
        (values (map-result "vjp"
                            (lambda (leaf) (%ad-primal tape leaf))
                            (lambda (select) (lambda args (apply (select (f x)) args)))
                            %ad-f64vector y)
                (lambda (cotangent)
                  (let ((cotangents (%ad-cotangents tape)))
                    (seed tape cotangents y cotangent)
                    (sweep! tape cotangents #f)
                    (adjoints cotangents x))))))

    (define (seed tape cotangents y cotangent)
      (define (mismatch) (error "the cotangent has not the structure of the result:" cotangent))
      (let walk ((y y) (ct cotangent))
        (cond ((%ad-leaf? y) (if (%ad-leaf? ct) (%ad-seed! tape cotangents y ct) (mismatch)))
              ((pair? y)
               (if (not (pair? ct)) (mismatch))
               (walk (car y) (car ct))
               (walk (cdr y) (cdr ct)))
              ((elements-of y)
               => (lambda (elements)
                    (let ((parts (elements-of ct)))
                      (if (not (and parts (%= (vector-length elements) (vector-length parts)))) (mismatch))
                      (let loop ((i 0))
                        (if (%< i (vector-length elements))
                            (begin
                              (walk (vector-ref elements i) (vector-ref parts i))
                              (loop (%+ i 1))))))))
              ((procedure? y) (error "vjp: a procedure in the result has no cotangent:" y))
              (else #t))))

    ;; The operators -----

    ;; What CHECK checks of the point, the compiled path sees by itself, and the generic one checks again.
    (define-syntax unchecked (syntax-rules () ((_ who x) #t)))

    (define-syntax define-derivative-operator
      (syntax-rules ()
        ((_ name text check at)
         (define name
           (case-lambda
             ((f)
              (check-procedure text f)
              (lambda (x)
                (check text x)
                (at f x)))
             ((f x)
              (check-procedure text f)
              (check text x)
              (at f x)))))))
    ;;> `(derivative-forward f x)`: as `derivative`, by forward mode.
    (define-derivative-operator derivative-forward "derivative" check-number derivative-forward-at)
    ;;> `(derivative-reverse f x)`: as `derivative`, by reverse mode.
    (define-derivative-operator derivative-reverse "derivative" check-number derivative-reverse-at)
    ;;> (derivative f x)
    ;;> The derivative of F, a procedure of one number, at X. `(derivative f)` is the derivative as a procedure.
    (define-derivative-operator derivative "derivative" unchecked derivative-at)

    ;; The compiled path, or the generic one. A call of an operator is inlined wherever its procedure is known.
    (define-syntax derivative-at
      (syntax-rules () ((_ f x) (%jvp f x 1.0 #f derivative-along))))
    (define (derivative-along f x dx)
      (check-number "derivative" x)
      (derivative-forward-at f x))
    (define-syntax tangent-at
      (syntax-rules () ((_ f x dx) (%jvp f x dx #f tangent-along))))
    (define-syntax gradient-at
      (syntax-rules () ((_ f x) (%gradient f x #f generic-gradient-at))))
    (define (generic-gradient-at f x)
      (check-structure "gradient" x)
      (gradient-reverse-at f x))
    (define-syntax value-and-gradient-at
      (syntax-rules ()
        ((_ f x)
         (let ((both (%gradient f x #t generic-value-and-gradient-at)))
           (values (car both) (cdr both))))))

    ;; Operators on structures. Several arguments are differentiated as the list of them.
    (define-syntax define-structure-operator
      (syntax-rules ()
        ((_ name text check at)
         (define name
           (case-lambda
             ((f)
              (check-procedure text f)
              (case-lambda
                ((x)
                 (check text x)
                 (at f x))
                (xs (at (lambda (xs) (apply f xs)) xs))))
             ((f x)
              (check-procedure text f)
              (check text x)
              (at f x))
             ((f . xs)
              (check-procedure text f)
              (at (lambda (xs) (apply f xs)) xs)))))))
    ;;> `(gradient-forward f x ...)`: as `gradient`, by forward mode.
    (define-structure-operator gradient-forward "gradient" check-structure gradient-forward-at)
    ;;> `(gradient-reverse f x ...)`: as `gradient`, by reverse mode.
    (define-structure-operator gradient-reverse "gradient" check-structure gradient-reverse-at)
    ;;> (gradient f x ...)
    ;;> The gradient of F, which returns a number: the structure of X with each number replaced by its partial
    ;;> derivative; a list of these for several arguments. `(gradient f)` is the gradient as a procedure.
    (define-structure-operator gradient "gradient" unchecked gradient-at)
    ;;> (value-and-gradient f x ...)
    ;;> Two values: what F returns, and its gradient, from one call of F.
    (define-structure-operator value-and-gradient "value-and-gradient" unchecked value-and-gradient-at)
    ;;> `(jacobian-forward f x ...)`: as `jacobian`, by forward mode.
    (define-structure-operator jacobian-forward "jacobian" check-structure jacobian-forward-at)
    ;;> `(jacobian-reverse f x ...)`: as `jacobian`, by reverse mode.
    (define-structure-operator jacobian-reverse "jacobian" check-structure jacobian-reverse-at)
    ;;> (jacobian f x ...)
    ;;> The structure that F returns with each number replaced by its gradient: for vectors, a vector of rows.
    (define-structure-operator jacobian "jacobian" unchecked jacobian-at)
    (define-syntax jacobian-at
      (syntax-rules ()
        ((_ f x) (jacobian-by (lambda (x dx) (%jvp f x dx #t no-tangent)) f x))))
    (define (no-tangent f x dx) #f)
    ;; BOTH-ALONG is the pair of what f returns and its tangent, from compiled code, or #f: such columns are cheap.
    (define (jacobian-by both-along f x)
      (check-structure "jacobian" x)
      (let* ((count (vector-length (numbers-of x)))
             (along (lambda (index) (both-along x (unit-direction x index))))
             (first (and (%< 0 count) (along 0)))
             (columns (and first
                           (%< count (%* 100 (vector-length (numbers-of (car first)))))
                           (columns-along along count first))))
        (if columns
            (map-positions (lambda (leaf row)
                             (map-positions (lambda (number column) (vector-ref (vector-ref columns column) row))
                                            %ad-f64vector x))
                           itself (car first))
            (jacobian-reverse-at f x))))
    ;; The numbers of the tangents along each number of the point, of which the first is known; #f if one is not there.
    (define (columns-along along count first)
      (let ((columns (%make-vector count (numbers-of (cdr first)))))
        (let loop ((i 1))
          (if (%= i count)
              columns
              (let ((both (along i)))
                (and both
                     (begin
                       (vector-set! columns i (numbers-of (cdr both)))
                       (loop (%+ i 1)))))))))
    ;;> (hessian f x ...)
    ;;> The structure X with each number replaced by the gradient of its partial derivative.
    (define-structure-operator hessian "hessian" unchecked hessian-at)
    (define-syntax hessian-at
      (syntax-rules ()
        ((_ f x) (hessian-by (lambda (x dx) (tangent-at (lambda (x) (gradient-at f x)) x dx)) f x))))
    ;; SLOPE-ALONG is the tangent of the gradient of f.
    (define (hessian-by slope-along f x)
      (check-structure "hessian" x)
      (if (any-tensor? x)
          (jacobian-reverse-at (lambda (x) (gradient-reverse-at f x)) x)
          (map-positions (lambda (number index) (slope-along x (unit-direction x index))) itself x)))
    (define (any-tensor? x)
      (let ((numbers (numbers-of x)))
        (let loop ((i 0))
          (and (%< i (vector-length numbers)) (or (tensor? (vector-ref numbers i)) (loop (%+ i 1)))))))
    ;;> Two values: what F returns at X, and its tangent along DX.
    (define (jvp f x dx)
      (check-procedure "jvp" f)
      (let ((both (%jvp f x dx #t value-and-tangent-along))) (values (car both) (cdr both))))
    (define (value-and-tangent-along f x dx) (push-forward f x dx cons))
    ;;> (vjp f x ...)
    ;;> Two values: what F returns at X, and the procedure that maps a cotangent of it to the cotangent of X.
    (define-structure-operator vjp "vjp" unchecked vjp-at)
    (define-syntax vjp-at
      (syntax-rules ()
        ((_ f x) (vjp-by (lambda (x dx) (%jvp f x dx #t no-tangent))
                         (lambda (x ct)
                           (%gradient (lambda (x) (weighted ct (f x))) x #f no-gradient))
                         f x))))
    (define (no-gradient f x) #f)
    ;; BOTH-ALONG is the pair of what f returns and its tangent, COTANGENT-FOR the cotangent of x for one of the result,
    ;; both from compiled code, or #f. Compiled code has no effects, so nobody sees that f is called again.
    (define (vjp-by both-along cotangent-for f x)
      (check-structure "vjp" x)
      (let ((both (both-along x (map-numbers (lambda (number) 0.0) x))))
        (if both
            (values (car both)
                    (lambda (cotangent)
                      (or (and (%ad-fits? (car both) cotangent) (cotangent-for x cotangent))
                          (call-with-values (lambda () (generic-vjp-at f x)) (lambda (y back) (back cotangent))))))
            (generic-vjp-at f x))))
    ;; The sum of the numbers of y, each times the one in its place in ct.
    (define (weighted ct y)
      (cond ((%ad-leaf? y) (%* ct y))
            ((pair? y) (%+ (weighted (car ct) (car y)) (weighted (cdr ct) (cdr y))))
            ((vector? y)
             (let loop ((i 0) (sum 0.0))
               (if (%= i (vector-length y))
                   sum
                   (let ((ct (vector-ref ct i)) (y (vector-ref y i)))
                     (loop (%+ i 1) (%+ sum (if (%ad-leaf? y) (%* ct y) (weighted ct y))))))))
            ((null? y) 0.0)
            (else
             (let loop ((i 0) (sum 0.0))
               (if (%= i (f64vector-length y))
                   sum
                   (loop (%+ i 1) (%+ sum (%* (f64vector-ref ct i) (f64vector-ref y i)))))))))
    ;;> The Hessian of F at X times V, without the Hessian.
    (define (hvp f x v)
      (check-procedure "hvp" f)
      (tangent-at (lambda (x) (gradient-at f x)) x v))
    ;;> The derivative of F at X along V.
    (define (directional-derivative f x v)
      (check-procedure "directional-derivative" f)
      (tangent-at f x v))

    ;;> The sum of the derivatives of each component of the vector field F along its own coordinate.
    (define (divergence field x)
      (let ((n (vector-length (numbers-of x))) (entries (numbers-of (jacobian field x))))
        (if (not (%= (vector-length entries) (%* n n)))
            (error "divergence: the field must return as many numbers as it takes" x))
        (let loop ((i 0) (sum 0))
          (if (%< i n) (loop (%+ i 1) (%+ sum (vector-ref entries (%* i (%+ n 1))))) sum))))
    ;;> The rotation of a vector field in three dimensions, a vector; in two dimensions, a number.
    (define (curl field x)
      (let* ((n (vector-length (numbers-of x))) (entries (numbers-of (jacobian field x))))
        (define (entry row column) (vector-ref entries (%+ (%* n row) column)))
        (define (component i j) (%- (entry j i) (entry i j)))
        (cond ((not (and (or (%= n 2) (%= n 3)) (%= (vector-length entries) (%* n n))))
               (error "curl: the field must take and return two or three numbers" x))
              ((%= n 2) (component 0 1))
              (else
               (map-positions (lambda (number i) (component (modulo (%+ i 1) 3) (modulo (%+ i 2) 3)))
                              %ad-f64vector x)))))
    ;;> The sum of the second derivatives of F along each coordinate.
    (define (laplacian f x)
      (laplacian-by (lambda (x dx) (tangent-at (lambda (x) (tangent-at f x dx)) x dx)) x))
    (define (laplacian-by slope-along x)
      (let ((n (vector-length (numbers-of x))))
        (let loop ((i 0) (sum 0))
          (if (%< i n)
              (loop (%+ i 1) (%+ sum (slope-along x (unit-direction x i))))
              sum))))

    ;;> The derivative of order N of F at X.
    (define (derivative-n f x n)
      (check-count "derivative-n" 3 0 n)
      (cond ((%= n 0) (f x))
            ((%= n 1) (derivative-at f x))
            ((%= n 2) (derivative-at (lambda (x) (derivative-at f x)) x))
            ((%= n 3) (derivative-at (lambda (x) (derivative-at (lambda (x) (derivative-at f x)) x)) x))
            (else (derivative-of-order f x n))))
    (define (derivative-of-order f x n)
      (if (%= n 0) (f x) (derivative-forward (lambda (x) (derivative-of-order f x (%- n 1))) x)))
    ;;> The Taylor coefficients of F at X up to order N, a vector.
    (define (taylor f x n)
      (check-count "taylor" 3 0 n)
      (let ((coefficients (%make-vector (%+ n 1) 0)))
        (let loop ((k 0) (factorial 1))
          (vector-set! coefficients k (%/ (derivative-n f x k) factorial))
          (if (%< k n) (loop (%+ k 1) (%* factorial (%+ k 1))) coefficients))))

    ;;> X as a constant: its numbers without their tangents.
    (define (stop-gradient x) (if (flonum? x) (%ad-constant x) (map-numbers %ad-constant x)))

    ;; A user's rule -----

    ;;> `(define-derivative (f x ...) (dx ...) rule)`: from now on a call of the procedure F with numbers that are being
    ;;> differentiated does not look into F: RULE, an expression over the arguments X and their tangents DX, is the
    ;;> tangent of the result. It must be linear in the tangents; it serves forward and reverse mode. An argument
    ;;> and the result may be structures of numbers; a tangent has the structure of its argument.
    (define-syntax define-derivative
      (syntax-rules ()
        ((_ (f x ...) (dx ...) rule) (match-tangents (x ...) (dx ...) f (x ...) (dx ...) rule))
        ((_ . other) (syntax-error "define-derivative: expected (define-derivative (f x ...) (dx ...) rule)"))))
    (define-syntax match-tangents
      (syntax-rules ()
        ((_ () () f xs dxs rule) (install-rule f xs dxs rule))
        ((_ (x . more) (dx . others) . rest) (match-tangents more others . rest))
        ((_ counts tangents f . rest) (syntax-error "define-derivative: not one tangent for each argument of" f))))
    (define-syntax install-rule
      (syntax-rules ()
        ((_ f (x ...) (dx ...) rule)
         (%redefine f plain ((tangent (lambda (x ... dx ...) rule)) (linear? (vector #f)))
           (check-ruled 'f plain)
           (lambda (x ...)
             (%differentiate-by plain tangent
               (lambda (xs) (call-with-rule 'f plain tangent linear? xs))
               (list x ...)))))))

    ;; The rules that are running: procedures with their levels.
    (define running '())

    ;; A call of the procedure PLAIN with the rule TANGENT; LINEAR? notes whether it has been found to be linear.
    (define (call-with-rule name plain tangent linear? xs)
      (let ((level (highest-level xs)))
        (define (rule-at-level args)
          (dynamic-wind (lambda () (set! running (cons (cons tangent level) running)))
                        (lambda () (apply tangent args))
                        (lambda () (set! running (cdr running)))))
        (define (runs? rules)
          (and (pair? rules)
               (or (and (eq? (caar rules) tangent) (eq? (cdar rules) level)) (runs? (cdr rules)))))
        (if (or (eq? level 0) (runs? running))
            (apply plain xs)
            (begin
              (if (not (vector-ref linear? 0)) (vector-set! linear? 0 (check-linear name tangent xs)))
              (differentiate-by-rule
                name (lambda (xs) (call-with-rule name plain tangent linear? xs)) rule-at-level level xs)))))

    (define (check-ruled name f)
      (if (not (procedure? f)) (error "define-derivative: not a procedure:" name f))
      f)

    ;; The highest level of the numbers of a structure, 0 if they are constants.
    (define (highest-level x)
      (cond ((%ad-leaf? x) (%ad-level-of x))
            ((or (pair? x) (vector? x) (%ad-f64vector-elements x) (%ad-record-fields x))
             (let ((level 0))
               (define (meet number)
                 (let ((other (%ad-level-of number)))
                   (if (%> (level-number other) (level-number level)) (set! level other))
                   number))
               (map-structure meet itself x)
               level))
            (else 0)))
    (define (level-number level) (if (vector? level) (vector-ref level 0) level))

    ;; At the highest level of the arguments, the value of f with what the rule gives for the tangents of that level.
    ;; The rule is run on numbers that are 0 but for those tangents: its arithmetic carries them, in either mode. What
    ;; the rule does with them by a call of f itself is differentiated through the body, or it would not end.
    (define (differentiate-by-rule name f rule level xs)
      (let* ((point (map-numbers (lambda (x) (%ad-primal level x)) xs))
             (tangents (map-numbers (lambda (x) (%ad-perturbation level x)) xs))
             (y (f point)))
        (if (not (structure? y))
            (error "define-derivative: the procedure must return numbers, or a structure of them:" name y))
        (combine name (lambda (y dy) (%ad-attach level y dy)) y (rule (append point tangents)))))

    ;; The structure y with f of each of its numbers and of the number in its place in dy.
    (define (combine name f y dy)
      (define (mismatch) (error "define-derivative: the rule returned what has not the structure of the result of" name dy))
      (let walk ((y y) (dy dy))
        (cond ((%ad-leaf? y) (if (%ad-leaf? dy) (f y dy) (mismatch)))
              ((pair? y)
               (if (not (pair? dy)) (mismatch))
               (let ((first (walk (car y) (car dy)))) (cons first (walk (cdr y) (cdr dy)))))
              ((elements-of y)
               => (lambda (elements)
                    (let ((parts (elements-of dy)))
                      (if (not (and parts (%= (vector-length elements) (vector-length parts)))) (mismatch))
                      (with-elements y (vector-tabulate (lambda (i) (walk (vector-ref elements i) (vector-ref parts i)))
                                                        (vector-length elements))))))
              (else y))))

    ;; Runs the rule along a direction and along -2 times that: an error if the second result is not -2 times the first;
    ;; whether they tell anything.
    (define (check-linear name rule xs)
      (let* ((point (stop-gradient xs))
             (direction (map-numbers %ad-one-like point))
             (telling #f))
        (define (size x) (if (tensor? x) (%tensor-max (abs x) #f #f) (abs x)))
        (define (check once scaled)
          (let ((off (size (%+ scaled (%* 2 once)))))
            (if (%> off (%* 1e-9 (max (size once) (size scaled))))
                (error "define-derivative: the rule is not linear in the tangents:" name))
            (if (not (%= (size once) 0)) (set! telling #t))
            once))
        (combine name check
                 (stop-gradient (apply rule (append point direction)))
                 (stop-gradient (apply rule (append point (map-numbers (lambda (d) (%* -2 d)) direction)))))
        telling))

    ;; Recomputing -----

    ;;> A procedure that returns what F does. In reverse mode it does not keep the operations of F until the backward
    ;;> pass, but runs F again there: F must give its numbers in its result only, and twice the same.
    (define (checkpoint f)
      (check-procedure "checkpoint" f)
      (lambda xs
        (%differentiate-by f #f
          (lambda (xs)
            (let ((tape (highest-level xs)))
              (if (and (vector? tape) (vector-ref tape 2))
                  (call-checkpointed tape f xs)
                  (apply f xs))))
          xs)))

    ;;> What F applied N times to X gives, as in `(f (f (f x)))`. In reverse mode memory grows with the square root of N:
    ;;> only the start of each block of about that many steps is kept, and the block is run again on the way back
    ;;> (Griewank & Walther 2008, chapter 12).
    (define (checkpoint-iterate f n x)
      (check-procedure "checkpoint-iterate" f)
      (check-count "checkpoint-iterate" 2 0 n)
      (let ((block (%exact-integer-sqrt n)))
        (define (iterate n x) (if (%= n 0) x (iterate (%- n 1) (f x))))
        (let loop ((left n) (x x))
          (if (%<= left block)
              (iterate left x)
              (loop (%- left block) ((checkpoint (lambda (x) (iterate block x))) x))))))

    ;; A tape is a vector of level, newest node and number of nodes; it is paused while the last is #f.
    (define (call-checkpointed tape f xs)
      (let ((y (without-recording tape (lambda () (apply f xs)))))
        (if (not (structure? y))
            (error "checkpoint: the procedure must return numbers, or a structure of them; it returned" y))
        (if (%> (level-number (highest-level y)) (vector-ref tape 0))
            (apply f xs)
            (let ((outputs #f))
              (%ad-call! tape (let ((start (%+ (vector-ref tape 2) 1)))
                                (lambda (call cotangents) (recompute tape f xs outputs start call cotangents))))
              (let ((results (outputs-of tape y (any-exact? tape xs))))
                (set! outputs (combine "checkpoint" (lambda (result number) (if (eq? result number) 0 result)) results y))
                results)))))

    ;; The result y of a call with an input of the tape in the place of each number that may depend on the arguments.
    ;; An exact number does not, if those are inexact: it can be an index.
    (define (outputs-of tape y exact-too?)
      (map-numbers (lambda (number)
                     (if (or (eq? (%ad-level-of number) tape) (not (or exact-too? (inexact-leaf? number))))
                         number
                         (%ad-input tape number)))
                   y))
    (define (any-exact? tape xs)
      (let ((found #f))
        (map-structure (lambda (x) (if (and (not (inexact-leaf? x)) (eq? (%ad-level-of x) tape)) (set! found #t)) x) itself xs)
        found))

    ;; The pullback of a checkpointed call: records it again, from number START on, and sweeps down to it.
    (define (recompute tape f xs outputs start call cotangents)
      (let ((parts (map-structure (lambda (output) (%ad-cotangent tape cotangents output)) itself outputs))
            (newest (vector-ref tape 1))
            (count (vector-ref tape 2)))
        (vector-set! tape 1 call)
        (vector-set! tape 2 start)
        (let ((y (apply f xs)))
          (%ad-clear! tape cotangents start)
          (seed tape cotangents y parts)
          (sweep! tape cotangents call))
        (vector-set! tape 1 newest)
        (vector-set! tape 2 count)))

    (define (without-recording tape thunk)
      (let ((count (vector-ref tape 2)))
        (dynamic-wind (lambda () (vector-set! tape 2 #f))
                      thunk
                      (lambda () (vector-set! tape 2 count)))))

    ;;> Compares the gradient of F at X with central differences: an association list of `ok`, whether all elements
    ;;> agree up to TOLERANCE (1e-6), their `count`, and of the worst one its number `element`, the `path` of
    ;;> positions that leads to it, the last of which are the indices in a tensor, `gradient`, `difference` and
    ;;> relative `error`. EPSILON (6e-6) is the step for numbers up to 1, and relative for larger ones.
    (define check-gradient
      (case-lambda
        ((f x) (check-gradient f x 1e-6))
        ((f x tolerance) (check-gradient f x tolerance 6e-6))
        ((f x tolerance epsilon)
         (check-procedure "check-gradient" f)
         (check-structure "check-gradient" x)
         (if (not (and (real? tolerance) (%>= tolerance 0)))
             (error "check-gradient: argument 3 must be a number that is not negative, found" tolerance))
         (if (not (and (real? epsilon) (%> epsilon 0)))
             (error "check-gradient: argument 4 must be a positive number, found" epsilon))
         (let* ((slopes (numbers-of (gradient f x))) (point (numbers-of x)) (leaves (vector-length slopes)))
           (define (step number) (%* epsilon (max 1.0 (abs number))))
           (let loop ((i 0) (count 0) (worst #f))
             (if (%< i leaves)
                 (let ((leaf (vector-ref point i)) (slope (vector-ref slopes i)))
                   (loop (%+ i 1)
                         (%+ count (element-count leaf))
                         (if (tensor? leaf)
                             (worst-element f x i leaf slope step count worst)
                             (worse worst (check-element f x i 1 slope (step leaf) count)))))
                 (cons* (cons 'ok (or (not worst) (%<= (error-in worst) tolerance)))
                        (cons 'count count)
                        (if worst
                            (cons (cons 'path (path-to x (cdr (assq 'element worst)))) worst)
                            '((error . 0.0))))))))))
    (define (element-count leaf) (if (tensor? leaf) (tensor-size leaf) 1))
    (define (error-in element) (cdr (assq 'error element)))
    (define (worse worst this) (if (and worst (%>= (error-in worst) (error-in this))) worst this))
    ;; The worst of `worst` and the elements of the tensor `leaf`, the number `index` of the leaves of x, which are
    ;; counted from `first` on.
    (define (worst-element f x index leaf slope step first worst)
      (let ((elements (%tensor->vector leaf)) (slopes (%tensor->vector slope)))
        (let loop ((i 0) (worst worst))
          (if (%= i (vector-length elements))
              worst
              (loop (%+ i 1)
                    (worse worst (check-element f x index (unit-tensor leaf i) (vector-ref slopes i)
                                                (step (vector-ref elements i)) (%+ first i))))))))
    (define (check-element f x index unit slope step element)
      (let* ((difference (%/ (%- (f (moved x index (%* step unit))) (f (moved x index (%* (- step) unit))))
                             (%* 2.0 step)))
             (off (%/ (abs (%- slope difference)) (max 1.0 (abs slope) (abs difference)))))
        (list (cons 'element element) (cons 'gradient slope) (cons 'difference difference)
              (cons 'error (if (nan? off) +inf.0 off)))))
    ;; The indices, one for each axis, of an element of a tensor.
    (define (indices-of shape element)
      (let loop ((lengths (reverse shape)) (element element) (indices '()))
        (if (pair? lengths)
            (loop (cdr lengths) (quotient element (car lengths)) (cons (remainder element (car lengths)) indices))
            indices)))
    (define (moved x index step)
      (map-positions (lambda (number position) (if (%= position index) (%+ number step) number)) %ad-f64vector x))
    ;; The positions, from outside in, that lead to a number of x; an element of a list counts as one of a vector, and
    ;; the last positions are the indices in a tensor.
    (define (path-to x index)
      ;; The path, or how many numbers have been seen.
      (let walk ((x x) (seen 0) (path '()))
        (cond ((%ad-leaf? x)
               (let ((after (%+ seen (element-count x))))
                 (cond ((%>= index after) after)
                       ((tensor? x) (append (reverse path) (indices-of (tensor-shape x) (%- index seen))))
                       (else (reverse path)))))
              ((pair? x)
               (let loop ((x x) (i 0) (seen seen))
                 (if (pair? x)
                     (let ((found (walk (car x) seen (cons i path))))
                       (if (fixnum? found) (loop (cdr x) (%+ i 1) found) found))
                     (walk x seen (cons i path)))))
              ((elements-of x)
               => (lambda (parts)
                    (let loop ((i 0) (seen seen))
                      (if (%< i (vector-length parts))
                          (let ((found (walk (vector-ref parts i) seen (cons i path))))
                            (if (fixnum? found) (loop (%+ i 1) found) found))
                          seen))))
              (else seen))))))
