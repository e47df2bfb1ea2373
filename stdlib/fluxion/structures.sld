;;; Structures of numbers: what `gradient` takes and returns, and what models and optimisers keep their
;;; parameters in.
;;;
;;; A structure is a number, a tensor, or a pair, vector, f64vector or record of structures; its leaves are
;;; the numbers and tensors. Anything else in it, such as symbols and procedures, is passed through.
(define-library (fluxion structures)
  (export structure-map structure-fold structure-leaves structure-with-leaves structure-size)
  (import (fluxion base) (fluxion primitives) (fluxion checks) (fluxion tensor))
  (begin
    (define (elements-of x)
      (cond ((vector? x) x)
            ((%ad-f64vector-elements x))
            (else (%ad-record-fields x))))
    (define (with-elements x elements)
      (cond ((vector? x) elements)
            ((%ad-record-fields x) (%ad-record-with x elements))
            (else (%ad-f64vector elements))))

    ;;> (structure-map f x y ...)
    ;;> The structure of the results of F for each leaf of X, a number or a tensor, and the leaves in its
    ;;> place in the structures Y. An f64vector counts as the numbers in it. An error if the structures
    ;;> differ.
    ;;> (structure-map + '(1 #(2 a)) '(10 #(20 a))) => (11 #(22 a))
    (define structure-map
      (case-lambda
        ((f x)
         (check-procedure "structure-map" 1 f)
         (map-one f x))
        ((f x . more)
         (check-procedure "structure-map" 1 f)
         (map-several f x more))))
    (define (map-one f x)
      (cond ((%ad-leaf? x) (f x))
            ((pair? x) (let ((first (map-one f (car x)))) (cons first (map-one f (cdr x)))))
            ((elements-of x)
             => (lambda (elements)
                  (with-elements x (vector-map (lambda (x) (map-one f x)) elements))))
            (else x)))
    (define (map-several f x ys)
      (define (check like?)
        (if (not (every like? ys)) (apply error "structure-map: the structures differ:" x ys)))
      (cond ((%ad-leaf? x)
             (check %ad-leaf?)
             (apply f x ys))
            ((pair? x)
             (check pair?)
             (let ((first (map-several f (car x) (map car ys))))
               (cons first (map-several f (cdr x) (map cdr ys)))))
            ((elements-of x)
             => (lambda (elements)
                  (let ((others (map elements-of ys)) (count (vector-length elements)))
                    (check (lambda (y)
                             (let ((e (elements-of y))) (and e (= (vector-length e) count)))))
                    (with-elements x
                                   (vector-tabulate
                                    (lambda (i)
                                      (map-several f
                                                   (vector-ref elements i)
                                                   (map (lambda (other) (vector-ref other i))
                                                        others)))
                                    count)))))
            (else
             (check (lambda (y) (not (or (%ad-leaf? y) (pair? y)))))
             x)))

    ;;> (structure-fold f initial x)
    ;;> What INITIAL becomes when it is replaced by `(f leaf accumulated)` for each leaf of the structure X,
    ;;> in order.
    ;;> (structure-fold + 0 '(1 #(2 3) (4))) => 10
    (define (structure-fold f initial x)
      (check-procedure "structure-fold" 1 f)
      (let walk ((x x) (result initial))
        (cond ((%ad-leaf? x) (f x result))
              ((pair? x) (walk (cdr x) (walk (car x) result)))
              ((elements-of x)
               => (lambda (elements)
                    (let loop ((i 0) (result result))
                      (if (< i (vector-length elements))
                          (loop (+ i 1) (walk (vector-ref elements i) result))
                          result))))
              (else result))))

    ;;> (structure-leaves x)
    ;;> The leaves of the structure X, in order, as a vector.
    ;;> (structure-leaves '(1 #(2 a) . 3)) => #(1 2 3)
    (define (structure-leaves x)
      (list->vector (reverse (structure-fold cons '() x))))

    ;;> (structure-with-leaves x leaves)
    ;;> The structure X with the elements of the vector LEAVES, as many as X has leaves, in their place.
    ;;> (structure-with-leaves '(1 #(2 a)) #(3 4)) => (3 #(4 a))
    (define (structure-with-leaves x leaves)
      (check-argument (vector? leaves) "structure-with-leaves" 2 "a vector" leaves)
      (let ((next 0) (count (structure-fold (lambda (leaf count) (+ count 1)) 0 x)))
        (if (not (= count (vector-length leaves)))
            (error "structure-with-leaves: there must be as many leaves as in the structure, found"
                   (vector-length leaves)
                   'needed:
                   count))
        (map-one (lambda (leaf)
                   (set! next (+ next 1))
                   (vector-ref leaves (- next 1)))
                 x)))

    ;;> (structure-size x)
    ;;> How many numbers the structure X holds; each element of a tensor counts.
    ;;> (structure-size '(1 #(2 3.5))) => 3
    (define (structure-size x)
      (structure-fold (lambda (leaf count) (+ count (if (tensor? leaf) (tensor-size leaf) 1)))
                      0
                      x))))
