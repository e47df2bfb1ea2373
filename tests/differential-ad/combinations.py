"""What `combine` combines: kinds of data, the ways that data go, and operators of differentiation.

Programs are made of two numbers (or tensors) `a` and `b`. Data are built of them, go through some ways one inside of the
other, and a number is read out of them again. In a way, DATA stands for the expression that builds them or for the way
inside; it may be evaluated several times, with another `a` or `b`.
"""

# How data are built, and how a number is read out of `d`; for some, the tangent of the first for tangents `da` and `db`.
DATA = {
    "number": ("(* a b)", "d", "(+ (* a db) (* da b))"),
    "vector": ("(vector a (* a b) b)", "(+ (* (vector-ref d 0) (vector-ref d 1)) (vector-ref d 2))",
               "(vector da (+ (* a db) (* da b)) db)"),
    "list": ("(list a (* a b) b)", "(+ (* (car d) (cadr d)) (caddr d))", "(list da (+ (* a db) (* da b)) db)"),
    "pair": ("(cons (* a a) (sin b))", "(* (car d) (cdr d))", "(cons (* 2 a da) (* (cos b) db))"),
    "record": ("(make-point (* a a) (sin b))", "(* (point-x d) (point-y d))", "(make-point (* 2 a da) (* (cos b) db))"),
    "vector of vectors": ("(vector (vector a b) (vector (* a b) (sin a)))",
                          "(* (vector-ref (vector-ref d 1) 0) (+ (vector-ref (vector-ref d 0) 1) (vector-ref (vector-ref d 1) 1)))",
                          "(vector (vector da db) (vector (+ (* a db) (* da b)) (* (cos a) da)))"),
    "list of vectors": ("(list (vector a b) (vector (* a b) (sin a)))",
                        "(* (vector-ref (cadr d) 0) (+ (vector-ref (car d) 1) (vector-ref (cadr d) 1)))",
                        "(list (vector da db) (vector (+ (* a db) (* da b)) (* (cos a) da)))"),
    "vector of lists": ("(vector (list a b) (list (* a b)))", "(* (car (vector-ref d 1)) (cadr (vector-ref d 0)))", None),
    "nested": ("(make-point (vector a b) (cons (make-point b a) (* a b)))",
               "(* (vector-ref (point-x d) 1) (point-y (car (point-y d))) (cdr (point-y d)))", None),
    "filled": ("(make-vector 3 (* a b))", "(apply + (map square (vector->list d)))", "(make-vector 3 (+ (* a db) (* da b)))"),
    "changed": ("(let ((v (make-vector 2 a))) (vector-set! v 1 (* b (vector-ref v 0))) v)",
                "(* (vector-ref d 0) (vector-ref d 1))", None),
    "promise": ("(let ((c (sin a))) (delay (* c b)))", "(* a (force d))", None),
    "counter": ("(let ((n a)) (lambda () (set! n (* n b)) n))", "(+ (d) (* b (d)))", None),
    "parameter": ("(make-parameter (* a b))", "(+ (d) (parameterize ((d (* a a))) (d)))", None),
    "table": ("(let ((h (make-hash-table))) (hash-table-set! h 'v (vector a b)) (hash-table-set! h 3 (* a b)) h)",
              "(* (vector-ref (hash-table-ref d 'v) 0) (hash-table-ref d 3))", None),
    "association list": ("(list (cons 'x (* a b)) (cons 'y (sin b)))", "(* (cdr (assq 'y d)) (cdr (assq 'x d)))", None),
    "derived": ("(gradient (lambda (y z) (* a y z z)) a b)", "(* (car d) (cadr d))", None),
    "derived vector": ("(gradient (lambda (v) (* a (vector-ref v 1) (vector-ref v 0))) (vector a (* a b)))",
                       "(* (vector-ref d 0) (vector-ref d 1))", None),
    "mixed": ("(list 'tag a \"text\" (cons 3 b))", "(* (cadr d) (car (cadddr d)) (cdr (cadddr d)))", None),
}
OF_NUMBERS = {
    "f64vector": ("(f64vector a (* a b) b)", "(+ (* (f64vector-ref d 0) (f64vector-ref d 1)) (f64vector-ref d 2))",
                  "(f64vector da (+ (* a db) (* da b)) db)"),
    "procedure": ("(lambda (z) (* a (+ b z)))", "(* (d 2.0) (d a))", None),
    "mapped": ("(vector-map (lambda (z) (* z a)) (vector b a 2.0))", "(apply * (vector->list d))", None),
}
OF_TENSORS = {
    "stack": ("(tensor-stack (list a (* a b) (sin b)))", "(* (tensor-index d 0) (tensor-index d 2) (tensor-index d 1))",
              "(tensor-stack (list da (+ (* a db) (* da b)) (* (cos b) db)))"),
    "products": ("(list (tensor-matmul a (tensor-transpose b)) (tensor-sum (* a b) 0))", "(+ (tensor-matmul (car d) a) (cadr d))",
                 None),
    "number and tensor": ("(cons (tensor-sum a) (* a b))", "(* (car d) (cdr d))", None),
    "chosen": ("(tensor-where (tensor> a 0.5) a (* a b))", "(exp (* 0.1 d))", None),
}

WAYS = [
    "DATA", "(let* ((make (lambda () DATA))) (make))", "(let () (define (make a b) DATA) (make a b))",
    "((checkpoint (lambda (a b) DATA)) a b)", "((checkpoint (lambda (a) DATA)) a)", "((checkpoint (lambda (d) d)) DATA)",
    "(helper a b)", "(repeated 3 a b)", "(ruled a b)",
    # Control.
    "(call/cc (lambda (k) DATA))", "(call/cc (lambda (k) (k DATA)))", "(guard (e (#f 0)) DATA)", "(guard (e (#t e)) (raise DATA))",
    "(dynamic-wind (lambda () #f) (lambda () DATA) (lambda () #f))", "(force (delay DATA))",
    "(let ((p (make-parameter 0))) (parameterize ((p DATA)) (p)))",
    "(if TEST DATA (let ((a (* 2 a))) DATA))", "(let ((d DATA)) (when (not TEST) (set! d DATA)) d)",
    "(cond ((assv 2 (list (cons 1 1) (cons 2 DATA))) => cdr) (else #f))",
    # Loops and recursions.
    "(let loop ((i 0) (a a)) (if (= i 3) DATA (loop (+ i 1) (* 0.9 a b))))",
    "(let loop ((i 0) (d DATA) (a a)) (if (= i 3) d (loop (+ i 1) DATA (* 0.9 a b))))",
    "(let loop ((i 0) (d DATA)) (if (= i 3) d (loop (+ i 1) d)))", "(do ((i 0 (+ i 1)) (a a (* 0.9 a b)) (d #f DATA)) ((= i 3) d))",
    "(let again ((n 3) (a a)) (if (= n 0) DATA (let ((d (again (- n 1) (* 0.9 a b)))) d)))",
    "(let again ((n 3) (a a)) (if (= n 0) DATA (let ((d (again (- n 1) (* 0.9 a b)))) (if (even? n) d DATA))))",
    "(letrec ((e (lambda (n a) (if (= n 0) DATA (o (- n 1) (* 0.9 a b))))) (o (lambda (n a) (if (= n 0) DATA (e (- n 1) (sin a))))))"
    " (e 3 a))",
    "((lambda (again) (again again 2 a)) (lambda (again n a) (if (= n 0) DATA (again again (- n 1) (* 0.9 a)))))",
    "(let loop ((n 2) (a a) (k (lambda (d) d))) (if (= n 0) (k DATA) (loop (- n 1) (* 0.9 a) (lambda (d) (k d)))))",
    "(let loop ((rest (list a b a)) (a a)) (if (null? (cdr rest)) DATA (loop (cdr rest) (* a (car rest)))))",
    "(let loop ((i 0) (l '())) (if (= i 3) (car l) (loop (+ i 1) (cons DATA l))))",
    "(let loop ((i 0) (l '())) (if (= i 3) (car (reverse l)) (loop (+ i 1) (cons DATA l))))",
    # Variables and objects.
    "(let ((d #f)) (set! d DATA) d)", "(let ((d DATA)) (let ((a (* a b))) (set! d DATA)) d)", "(cadr (list 1 DATA 2))",
    "(vector-ref (vector 1 DATA 2) 1)", "(car (cons DATA 2))", "(point-y (make-point 1 DATA))",
    "(let ((p (make-point 1 2))) (set-point-x! p DATA) (point-x p))", "(let ((p (cons 1 2))) (set-car! p DATA) (car p))",
    "(let ((v (make-vector 2 0))) (vector-set! v 0 DATA) (vector-ref v 0))", "(let ((l (list 1 2))) (list-set! l 1 DATA) (cadr l))",
    "(let ((h (make-hash-table))) (hash-table-set! h 'k DATA) (hash-table-ref h 'k))",
    "(cdr (assq 'k (list (cons 'j 1) (cons 'k DATA))))",
    # Procedures of the library.
    "(car (map (lambda (a) DATA) (list a 2.0)))", "(vector-ref (vector-map (lambda (a) DATA) (vector a 2.0)) 0)",
    "(fold (lambda (a d) DATA) #f (list a (* a b)))", "(fold-right (lambda (a d) DATA) #f (list a (* a b)))",
    "(let ((d #f)) (for-each (lambda (a) (set! d DATA)) (list a (* a b))) d)",
    "(let ((d #f)) (vector-for-each (lambda (a) (set! d DATA)) (vector a (* a b))) d)",
    "(vector-ref (vector-tabulate (lambda (i) DATA) 2) 1)", "(cadr (list-tabulate 2 (lambda (i) DATA)))",
    "(car (list-tail (list 0 DATA) 1))", "(car (reverse (list 0 DATA)))", "(cadr (append (list 1) (list DATA)))",
    "(car (list-copy (list DATA 1)))", "(vector-ref (vector-copy (vector 0 DATA)) 1)", "(last (list 1 DATA))",
    "(let ((v (vector 0 1 2))) (vector-copy! v 1 (vector 3 DATA) 1) (vector-ref v 1))",
    "(let ((v (vector DATA 1 2))) (vector-copy! v 1 v 0 2) (vector-ref v 1))", "(vector-ref (vector-append (vector 1) (vector DATA)) 1)",
    "(cadr (vector->list (vector 0 1 DATA) 1))", "(car (sort (list DATA) (lambda (a b) #f)))",
    "(vector-ref (sort (vector 0 DATA 1) (lambda (a b) #f)) 1)",
    "(let ((l (sort (list a (* a b) (sin b) b a (* b b) (sin a) a b) <))) (let ((a (list-ref l 3)) (b (list-ref l 6))) DATA))",
    "(let ((v (vector-append (vector a b a) (make-vector 2 b)))) (vector-copy! v 0 v 2) (let ((a (vector-ref v 0)) (b (vector-ref v 1))) DATA))",
    "(car (filter (lambda (d) #t) (list DATA 1)))", "(find (lambda (d) #t) (list DATA 1))",
    # Calls.
    "(apply (lambda (a b) DATA) (list a b))", "(apply (lambda (a b) DATA) a (list b))",
    "(call-with-values (lambda () (values a b)) (lambda (a b) DATA))", "(let-values (((d e) (values DATA 1))) d)",
    "((case-lambda ((a) a) ((a b) DATA)) a b)", "((compose (lambda (d) d) (lambda (a) DATA)) a)",
    "((vector-ref (vector (lambda (a b) DATA)) 0) a b)", "(((lambda (a) (lambda (b) DATA)) a) b)",
    "((lambda (a . rest) (let ((b (car rest))) DATA)) a b)",
]

# What a number BODY of `a` and `b` becomes: operators inside of others.
INSIDE_AT_NUMBERS = [
    "(derivative (lambda (a) BODY) a)", "(let ((c a)) (derivative (lambda (a) (* c BODY)) b))",
    "(apply * (gradient (lambda (a b) BODY) a b))", "(let ((a (derivative (lambda (b) BODY) (* a b)))) BODY)",
    "(apply + (vector->list (gradient (lambda (v) (let ((a (vector-ref v 0)) (c (vector-ref v 1))) (* c BODY))) (vector a b))))",
    "(car (gradient (lambda (l) (let ((a (car l))) (* (cadr l) BODY))) (list a (* a b))))",
    "(point-x (gradient (lambda (p) (let ((a (point-x p))) (* (point-y p) BODY))) (make-point a b)))",
    "(directional-derivative (lambda (v) (let ((a (vector-ref v 0)) (b (vector-ref v 1))) BODY)) (vector a b) (vector b 1.0))",
    "(let ((h (hessian (lambda (v) (let ((a (vector-ref v 0))) BODY)) (vector a)))) (vector-ref (vector-ref h 0) 0))",
    "(let ((j (jacobian (lambda (v) (let ((a (vector-ref v 0))) (vector BODY b))) (vector a b)))) (vector-ref (vector-ref j 0) 0))",
    "(car (hvp (lambda (l) (let ((a (car l))) BODY)) (list a) (list b)))",
]
INSIDE_AT_TENSORS = [
    "(gradient (lambda (a) BODY) a)", "(apply + (gradient (lambda (a b) BODY) a b))",
    "(let ((g (gradient (lambda (p) (let ((a (car p)) (b (cdr p))) BODY)) (cons a b)))) (* (car g) (cdr g)))",
    "(let ((a (gradient (lambda (b) BODY) (* a b)))) BODY)", "(point-x (gradient (lambda (p) (let ((a (point-x p))) BODY)) (make-point a b)))",
    "(directional-derivative (lambda (b) BODY) a b)",
]

# Of a procedure f of two numbers, or of two tensors.
AT_NUMBERS = [
    "(gradient f 0.7 1.3)", "(list (derivative (lambda (x) (f x 1.3)) 0.7) (derivative (lambda (y) (f 0.7 y)) 1.3))",
    "(gradient (lambda (v) (f (vector-ref v 0) (vector-ref v 1))) (vector 0.7 1.3))",
    "(gradient (lambda (v) (f (f64vector-ref v 0) (f64vector-ref v 1))) (f64vector 0.7 1.3))",
    "(gradient (lambda (l) (f (car l) (cadr l))) (list 0.7 1.3))",
    "(fields (gradient (lambda (p) (f (point-x p) (point-y p))) (make-point 0.7 1.3)))",
    "(hessian (lambda (v) (f (vector-ref v 0) (vector-ref v 1))) (vector 0.7 1.3))",
    "(derivative (lambda (x) (car (gradient f x 1.3))) 0.7)",
    "(directional-derivative (lambda (v) (f (vector-ref v 0) (vector-ref v 1))) (vector 0.7 1.3) (vector 1.0 -0.5))",
    "(hvp (lambda (l) (f (car l) (cadr l))) (list 0.7 1.3) (list 1.0 -0.5))",
    "(jacobian (lambda (v) (vector (f (vector-ref v 0) (vector-ref v 1)) (f (vector-ref v 1) (vector-ref v 0)))) (vector 0.7 1.3))",
]
AT_TENSORS = [
    "(gradient f t u)", "(gradient (lambda (y) (f t y)) u)", "(gradient (lambda (l) (f (car l) (cadr l))) (list t u))",
    "(gradient (lambda (v) (f (vector-ref v 0) (vector-ref v 1))) (vector t u))",
    "(fields (gradient (lambda (p) (f (point-x p) (point-y p))) (make-point t u)))",
    "(directional-derivative (lambda (x) (f x u)) t dt)", "(hvp (lambda (x) (f x u)) t dt)",
    "(gradient (lambda (s) (f (* s t) u)) 0.7)", "(gradient (lambda (s) (f s u)) 0.7)",
]
# What all programs show first: a derivative beside central differences.
CHECK_OF_NUMBERS = "(agreed (gradient f 0.7 1.3) (differences f '(0.7 1.3) 1e-5))"
CHECK_OF_TENSORS = """(agreed (list (directional-derivative (lambda (x) (f x u)) t dt))
                              (differences (lambda (s) (f (+ t (* s dt)) u)) '(0.0) 1e-5))"""
TENSORS = """(import (fluxion base) (fluxion tensor))
(define t (tensor '((0.7 1.1) (0.4 0.9))))
(define u (tensor '((1.3 0.2) (0.6 0.8))))
(define dt (tensor '((1.0 -0.5) (0.3 0.2))))
"""
