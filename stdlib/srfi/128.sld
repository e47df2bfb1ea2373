;;; Comparators (SRFI 128): type test, equality, order and hash in one object.
(define-library (srfi 128)
  (export comparator? comparator-ordered? comparator-hashable? make-comparator make-pair-comparator
          make-list-comparator make-vector-comparator make-eq-comparator make-eqv-comparator
          make-equal-comparator boolean-hash char-hash char-ci-hash string-hash string-ci-hash symbol-hash
          number-hash make-default-comparator default-hash comparator-register-default!
          comparator-type-test-predicate comparator-equality-predicate comparator-ordering-predicate
          comparator-hash-function comparator-test-type comparator-check-type comparator-hash hash-bound
          hash-salt =? <? >? <=? >=? comparator-if<=>)
  (import (fluxion base) (fluxion primitives))
  (begin
    ;;> Whether an object is a comparator: (comparator? object). SRFI 128.
    (define-record-type comparator
      (new-comparator type-test equality ordering hash ordered? hashable?)
      comparator?
      (type-test comparator-type-test)
      (equality comparator-equality)
      (ordering comparator-ordering)
      (hash comparator-hasher)
      (ordered? comparator-has-order)
      (hashable? comparator-has-hash))
    (define (check who c)
      (if (not (comparator? c))
          (error (string-append who ": argument 1 must be a comparator, found") c)))

    ;;> A comparator of a type test, an equality, an order and a hash function. The test may be #t
    ;;> (everything), the equality #t (neither comes before the other), order and hash #f (there is none).
    ;;> SRFI 128.
    (define (make-comparator type-test equality ordering hash)
      (define (procedure-or x other at)
        (if (not (or (procedure? x) (eq? x other)))
            (error (string-append "make-comparator: argument " at " must be a procedure, found") x)))
      (procedure-or type-test #t "1")
      (procedure-or equality #t "2")
      (procedure-or ordering #f "3")
      (procedure-or hash #f "4")
      (if (and (eq? equality #t) (not ordering))
          (error "make-comparator: without an equality there must be an order, found" ordering))
      (new-comparator
       (if (eq? type-test #t) (lambda (x) #t) type-test)
       (if (eq? equality #t) (lambda (x y) (not (or (ordering x y) (ordering y x)))) equality)
       (or ordering (lambda (x y) (error "this comparator has no order" x y)))
       (or hash (lambda (x) (error "this comparator has no hash function" x)))
       (if ordering #t #f)
       (if hash #t #f)))

    ;;> Whether a comparator has an order. SRFI 128.
    (define (comparator-ordered? c) (check "comparator-ordered?" c) (comparator-has-order c))
    ;;> Whether a comparator has a hash function. SRFI 128.
    (define (comparator-hashable? c) (check "comparator-hashable?" c) (comparator-has-hash c))
    ;;> The type test of a comparator. SRFI 128.
    (define (comparator-type-test-predicate c)
      (check "comparator-type-test-predicate" c)
      (comparator-type-test c))
    ;;> The equality of a comparator. SRFI 128.
    (define (comparator-equality-predicate c)
      (check "comparator-equality-predicate" c) (comparator-equality c))
    ;;> The order of a comparator; it raises an error when it is called if there is none. SRFI 128.
    (define (comparator-ordering-predicate c)
      (check "comparator-ordering-predicate" c) (comparator-ordering c))
    ;;> The hash function of a comparator; it raises an error when it is called if there is none. SRFI 128.
    (define (comparator-hash-function c) (check "comparator-hash-function" c) (comparator-hasher c))
    ;;> Whether an object is of the type that a comparator is for. SRFI 128.
    (define (comparator-test-type c x)
      (check "comparator-test-type" c) (if ((comparator-type-test c) x) #t #f))
    ;;> #t if an object is of the type that a comparator is for, else an error. SRFI 128.
    (define (comparator-check-type c x)
      (check "comparator-check-type" c)
      (or (comparator-test-type c x) (error "comparator-check-type: not of the type of the comparator" x)))
    ;;> The hash of an object by a comparator. SRFI 128.
    (define (comparator-hash c x) (check "comparator-hash" c) ((comparator-hasher c) x))

    ;;> The bound that hash functions should respect. SRFI 128.
    (define-syntax hash-bound (syntax-rules () ((_) 1099511627776)))
    ;;> A number that hash functions may mix into their results. SRFI 128.
    (define-syntax hash-salt (syntax-rules () ((_) 16064047)))

    (define-syntax define-hash
      (syntax-rules ()
        ((_ name expected test hash)
         (define name
           (case-lambda
             ((x) (if (test x) (hash x) (error expected x)))
             ((x bound) (modulo (name x) bound)))))))
    ;;> Hash of a boolean. SRFI 128.
    (define-hash boolean-hash "boolean-hash: argument 1 must be a boolean, found" boolean? %eqv-hash)
    ;;> Hash of a character. SRFI 128.
    (define-hash char-hash "char-hash: argument 1 must be a character, found" char? %eqv-hash)
    ;;> Hash of a character, the same in both cases. SRFI 128.
    (define-hash char-ci-hash "char-ci-hash: argument 1 must be a character, found" char?
      (lambda (c) (%eqv-hash (char-foldcase c))))
    ;;> Hash of a string; below BOUND if that is given. SRFI 128, SRFI 69.
    (define-hash string-hash "string-hash: argument 1 must be a string, found" string? %equal-hash)
    ;;> Hash of a string, the same in both cases; below BOUND if that is given. SRFI 128, SRFI 69.
    (define-hash string-ci-hash "string-ci-hash: argument 1 must be a string, found" string?
      (lambda (s) (%equal-hash (string-foldcase s))))
    ;;> Hash of a symbol. SRFI 128.
    (define-hash symbol-hash "symbol-hash: argument 1 must be a symbol, found" symbol? %eqv-hash)
    ;;> Hash of a number, the same for numbers that are `=`. SRFI 128.
    (define-hash number-hash "number-hash: argument 1 must be a number, found" number?
      (lambda (x) (%eqv-hash (if (and (inexact? x) (finite? x)) (exact x) x))))
    (define (mix a b) (modulo (+ (* 31 (modulo a 1073741789)) b) 1073741789))

    (define (make-any-comparator equality hash) (new-comparator (lambda (x) #t) equality default< hash #t #t))
    ;;> A comparator by `eq?`; its order is that of the default comparator. SRFI 128.
    (define (make-eq-comparator) (make-any-comparator eq? %eqv-hash))
    ;;> A comparator by `eqv?`; its order is that of the default comparator. SRFI 128.
    (define (make-eqv-comparator) (make-any-comparator eqv? %eqv-hash))
    ;;> A comparator by `equal?`; its order is that of the default comparator. SRFI 128.
    (define (make-equal-comparator) (make-any-comparator equal? %equal-hash))

    ;;> A comparator of pairs: by car, then by cdr. SRFI 128.
    (define (make-pair-comparator a b)
      (check "make-pair-comparator" a)
      (check "make-pair-comparator" b)
      (new-comparator
       (lambda (x) (and (pair? x) ((comparator-type-test a) (car x)) ((comparator-type-test b) (cdr x))))
       (lambda (x y)
         (and ((comparator-equality a) (car x) (car y)) ((comparator-equality b) (cdr x) (cdr y))))
       (lambda (x y)
         (if ((comparator-equality a) (car x) (car y))
             ((comparator-ordering b) (cdr x) (cdr y))
             ((comparator-ordering a) (car x) (car y))))
       (lambda (x) (mix ((comparator-hasher a) (car x)) ((comparator-hasher b) (cdr x))))
       (and (comparator-has-order a) (comparator-has-order b))
       (and (comparator-has-hash a) (comparator-has-hash b))))

    ;;> A comparator of lists, or what the four further procedures see as one: element by element, a prefix
    ;;> before the longer list. SRFI 128.
    (define make-list-comparator
      (case-lambda
        ((c) (make-list-comparator c list? null? car cdr))
        ((c type-test empty? head tail)
         (check "make-list-comparator" c)
         (let ((same? (comparator-equality c)) (less? (comparator-ordering c)) (hash (comparator-hasher c)))
           (new-comparator
            (lambda (x)
              (and (type-test x)
                   (let loop ((x x))
                     (or (empty? x) (and ((comparator-type-test c) (head x)) (loop (tail x)))))))
            (lambda (x y)
              (let loop ((x x) (y y))
                (cond ((empty? x) (empty? y))
                      ((empty? y) #f)
                      (else (and (same? (head x) (head y)) (loop (tail x) (tail y)))))))
            (lambda (x y)
              (let loop ((x x) (y y))
                (cond ((empty? x) (not (empty? y)))
                      ((empty? y) #f)
                      ((same? (head x) (head y)) (loop (tail x) (tail y)))
                      (else (less? (head x) (head y))))))
            (lambda (x)
              (let loop ((x x) (sum 5381)) (if (empty? x) sum (loop (tail x) (mix sum (hash (head x)))))))
            (comparator-has-order c)
            (comparator-has-hash c))))))

    ;;> A comparator of vectors, or what the three further procedures see as one: a shorter one first, then
    ;;> element by element. SRFI 128.
    (define make-vector-comparator
      (case-lambda
        ((c) (make-vector-comparator c vector? vector-length vector-ref))
        ((c type-test size ref)
         (check "make-vector-comparator" c)
         (let ((same? (comparator-equality c)) (less? (comparator-ordering c)) (hash (comparator-hasher c)))
           (new-comparator
            (lambda (x)
              (and (type-test x)
                   (let ((n (size x)))
                     (let loop ((i 0))
                       (or (>= i n) (and ((comparator-type-test c) (ref x i)) (loop (+ i 1))))))))
            (lambda (x y) (and (= (size x) (size y)) (not (first-difference x y (size x) ref same?))))
            (lambda (x y)
              (let ((m (size x)) (n (size y)))
                (or (< m n)
                    (and (= m n)
                         (let ((i (first-difference x y n ref same?)))
                           (and i (less? (ref x i) (ref y i))))))))
            (lambda (x)
              (let ((n (size x)))
                (let loop ((i 0) (sum n)) (if (< i n) (loop (+ i 1) (mix sum (hash (ref x i)))) sum))))
            (comparator-has-order c)
            (comparator-has-hash c))))))
    (define (first-difference x y n ref same?)
      (let loop ((i 0)) (cond ((>= i n) #f) ((same? (ref x i) (ref y i)) (loop (+ i 1))) (else i))))

    ;; The default comparator. Types in their order; objects of other types belong to what is registered, then
    ;; to none.
    (define registered '())
    ;;> Makes the default comparator know a type of objects, which may not be one it knows by itself. SRFI
    ;;> 128.
    (define (comparator-register-default! c)
      (check "comparator-register-default!" c)
      (set! registered (append registered (list c))))
    (define (rank x)
      (cond ((null? x) 0) ((pair? x) 1) ((boolean? x) 2) ((char? x) 3) ((string? x) 4) ((symbol? x) 5)
            ((number? x) 6) ((vector? x) 7) ((bytevector? x) 8)
            (else (let loop ((l registered) (i 9))
                    (cond ((null? l) #f)
                          (((comparator-type-test (car l)) x) i)
                          (else (loop (cdr l) (+ i 1))))))))
    (define (default=? x y)
      (or (eq? x y)
          (let ((r (rank x)))
            (and (eqv? r (rank y))
                 (case r
                   ((1) (let loop ((x x) (y y))
                          (and (default=? (car x) (car y))
                               (let ((x (cdr x)) (y (cdr y)))
                                 (if (and (pair? x) (pair? y)) (loop x y) (default=? x y))))))
                   ((4) (string=? x y))
                   ((6) (= x y))
                   ((7) (let ((n (vector-length x)))
                          (and (= n (vector-length y)) (not (first-difference x y n vector-ref default=?)))))
                   ((8) (equal? x y))
                   ((0 2 3 5 #f) (eqv? x y))
                   (else ((comparator-equality (list-ref registered (- r 9))) x y)))))))
    (define (default< x y)
      (let ((r (rank x)) (s (rank y)))
        (cond ((not (and r s)) (error "the default comparator has no order for this" (if r y x)))
              ((not (eqv? r s)) (< r s))
              (else
               (case r
                 ((0) #f)
                 ((1) (let loop ((x x) (y y))
                        (if (default=? (car x) (car y))
                            (let ((x (cdr x)) (y (cdr y)))
                              (if (and (pair? x) (pair? y)) (loop x y) (default< x y)))
                            (default< (car x) (car y)))))
                 ((2) (and (not x) y))
                 ((3) (char<? x y))
                 ((4) (string<? x y))
                 ((5) (string<? (symbol->string x) (symbol->string y)))
                 ((6) (number< x y))
                 ((7) (elements< x y vector-length vector-ref))
                 ((8) (elements< x y bytevector-length bytevector-u8-ref))
                 (else ((comparator-ordering (list-ref registered (- r 9))) x y)))))))
    ;; By the real parts, then by the imaginary ones.
    (define (number< x y)
      (if (and (real? x) (real? y))
          (< x y)
          (or (< (real-part x) (real-part y))
              (and (= (real-part x) (real-part y)) (< (imag-part x) (imag-part y))))))
    (define (elements< x y size ref)
      (let ((m (size x)) (n (size y)))
        (or (< m n)
            (and (= m n)
                 (let ((i (first-difference x y n ref default=?))) (and i (default< (ref x i) (ref y i))))))))

    ;;> The hash of any object by the default comparator; below BOUND if that is given. SRFI 128.
    (define default-hash
      (case-lambda ((x) (bounded-hash x 4)) ((x bound) (modulo (bounded-hash x 4) bound))))
    ;; The first elements of a list or vector, down to some depth.
    (define (bounded-hash x depth)
      (case (rank x)
        ((1) (if (= depth 0)
                 17
                 (let loop ((x x) (i 0) (sum 5381))
                   (cond ((= i 16) sum)
                         ((pair? x) (loop (cdr x) (+ i 1) (mix sum (bounded-hash (car x) (- depth 1)))))
                         (else (mix sum (bounded-hash x 0)))))))
        ((6) (number-hash x))
        ((7) (let ((n (if (= depth 0) 0 (min 16 (vector-length x)))))
               (let loop ((i 0) (sum (vector-length x)))
                 (if (< i n) (loop (+ i 1) (mix sum (bounded-hash (vector-ref x i) (- depth 1)))) sum))))
        ((0 2 3 4 5 8) (%equal-hash x))
        ((#f) (%eqv-hash x))
        (else ((comparator-hasher (list-ref registered (- (rank x) 9))) x))))
    (define default-comparator (new-comparator (lambda (x) #t) default=? default< default-hash #t #t))
    ;;> The comparator of all objects: numbers by value, strings, lists and vectors by their elements, types
    ;;> one behind the other. SRFI 128.
    (define (make-default-comparator) default-comparator)

    (define-syntax define-comparison
      (syntax-rules ()
        ((_ name who (c x y) test)
         (define (name c x y . rest)
           (check who c)
           (let loop ((x x) (y y) (rest rest))
             (and test (or (null? rest) (loop y (car rest) (cdr rest)))))))))
    ;;> Whether objects are equal, each to the next. SRFI 128.
    (define-comparison =? "=?" (c x y) ((comparator-equality c) x y))
    ;;> Whether each object comes before the next. SRFI 128.
    (define-comparison <? "<?" (c x y) ((comparator-ordering c) x y))
    ;;> Whether each object comes after the next. SRFI 128.
    (define-comparison >? ">?" (c x y) ((comparator-ordering c) y x))
    ;;> Whether no object comes after the next. SRFI 128.
    (define-comparison <=? "<=?" (c x y) (not ((comparator-ordering c) y x)))
    ;;> Whether no object comes before the next. SRFI 128.
    (define-comparison >=? ">=?" (c x y) (not ((comparator-ordering c) x y)))

    ;;> (comparator-if<=> [comparator] a b less equal greater): one of three expressions, by how a compares to
    ;;> b. SRFI 128.
    (define-syntax comparator-if<=>
      (syntax-rules ()
        ((_ a b less equal greater) (comparator-if<=> (make-default-comparator) a b less equal greater))
        ((_ comparator a b less equal greater)
         (let ((c comparator) (x a) (y b))
           (cond ((=? c x y) equal) ((<? c x y) less) (else greater))))))))
