;; What the benchmark programs use beyond R6RS, for Chez Scheme.
(define-syntax make-f64vector (syntax-rules () ((_ n x) (make-vector n x))))
(define-syntax f64vector (syntax-rules () ((_ x ...) (vector x ...))))
(define-syntax f64vector-ref (syntax-rules () ((_ v i) (vector-ref v i))))
(define-syntax f64vector-set! (syntax-rules () ((_ v i x) (vector-set! v i x))))
(define-syntax make-hash-table (syntax-rules () ((_) (make-eqv-hashtable))))
(define-syntax hash-table-set! (syntax-rules () ((_ t k v) (hashtable-set! t k v))))
(define-syntax hash-table-ref/default (syntax-rules () ((_ t k d) (hashtable-ref t k d))))
(define-syntax write-string (syntax-rules () ((_ s p) (put-string p s))))
