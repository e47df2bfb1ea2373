;;; Lists (R7RS section 6.4, SRFI 1).
(define-library (fluxion lists)
  (export caar cadr cdar cddr caaar caadr cadar caddr cdaar cdadr cddar cdddr cadddr cddddr caaaar caaadr caadar caaddr cadaar cadadr caddar cdaaar cdaadr cdadar cdaddr cddaar cddadr cdddar
          make-list list-copy list-ref list-set! append append! member assoc map for-each
          fold fold-left fold-right reduce filter remove partition delete delete-duplicates iota list-index any every
          find find-tail append-map filter-map last last-pair count cons* list-head take drop take-while drop-while
          first second third fourth fifth append-reverse zip list-tabulate assq-ref flatten
          sort sort! list-sort vector-sort merge-lists apply-map range sum product)
  (import (fluxion primitives) (fluxion support) (fluxion numbers))
  (begin
    (define (caar x) (car (car x)))
    (define (cadr x) (car (cdr x)))
    (define (cdar x) (cdr (car x)))
    (define (cddr x) (cdr (cdr x)))
    (define (caaar x) (car (caar x)))
    (define (caadr x) (car (cadr x)))
    (define (cadar x) (car (cdar x)))
    (define (caddr x) (car (cddr x)))
    (define (cdaar x) (cdr (caar x)))
    (define (cdadr x) (cdr (cadr x)))
    (define (cddar x) (cdr (cdar x)))
    (define (cdddr x) (cdr (cddr x)))
    (define (cadddr x) (car (cdddr x)))
    (define (cddddr x) (cdr (cdddr x)))
    (define (caaaar x) (caar (caar x)))
    (define (caaadr x) (caar (cadr x)))
    (define (caadar x) (caar (cdar x)))
    (define (caaddr x) (caar (cddr x)))
    (define (cadaar x) (cadr (caar x)))
    (define (cadadr x) (cadr (cadr x)))
    (define (caddar x) (cadr (cdar x)))
    (define (cdaaar x) (cdar (caar x)))
    (define (cdaadr x) (cdar (cadr x)))
    (define (cdadar x) (cdar (cdar x)))
    (define (cdaddr x) (cdar (cddr x)))
    (define (cddaar x) (cddr (caar x)))
    (define (cddadr x) (cddr (cadr x)))
    (define (cdddar x) (cddr (cdar x)))
    (define (first x) (car x))
    (define (second x) (cadr x))
    (define (third x) (caddr x))
    (define (fourth x) (cadddr x))
    (define (fifth x) (car (cddddr x)))
    (define make-list
      (case-lambda
        ((n) (make-list n (void)))
        ((n fill) (let loop ((n n) (l '())) (if (%<= n 0) l (loop (%- n 1) (cons fill l)))))))
    (define (list-copy l) (if (pair? l) (cons (car l) (list-copy (cdr l))) l))
    (define (list-ref l n) (car (list-tail l n)))
    (define (list-set! l n x) (set-car! (list-tail l n) x))
    (define append
      (case-lambda
        ((a b) (%append2 a b))
        (() '())
        ((a) a)
        ((a . rest) (%append2 a (apply append rest)))))
    (define append! append)
    (define (append-reverse a b) (if (null? a) b (append-reverse (cdr a) (cons (car a) b))))
    (define member
      (case-lambda
        ((x l) (%member x l))
        ((x l same?) (let loop ((l l)) (cond ((null? l) #f) ((same? x (car l)) l) (else (loop (cdr l))))))))
    (define assoc
      (case-lambda
        ((x l) (%assoc x l))
        ((x l same?) (let loop ((l l)) (cond ((null? l) #f) ((same? x (car (car l))) (car l)) (else (loop (cdr l))))))))
    (define (assq-ref l key) (let ((p (assq key l))) (and p (cdr p))))
    (define map
      (case-lambda
        ((f l) (let loop ((l l))
                 (if (null? l) '() (let ((x (f (car l)))) (cons x (loop (cdr l)))))))
        ((f a b) (let loop ((a a) (b b))
                   (if (or (null? a) (null? b)) '() (let ((x (f (car a) (car b)))) (cons x (loop (cdr a) (cdr b)))))))
        ((f . lists) (let loop ((lists lists))
                       (if (any-null? lists) '()
                           (let ((x (apply f (heads lists)))) (cons x (loop (tails lists)))))))))
    (define for-each
      (case-lambda
        ((f l) (let loop ((l l)) (if (null? l) (void) (begin (f (car l)) (loop (cdr l))))))
        ((f a b) (let loop ((a a) (b b))
                   (if (or (null? a) (null? b)) (void) (begin (f (car a) (car b)) (loop (cdr a) (cdr b))))))
        ((f . lists) (let loop ((lists lists))
                       (if (any-null? lists) (void) (begin (apply f (heads lists)) (loop (tails lists))))))))
    (define (any-null? lists) (and (pair? lists) (or (null? (car lists)) (any-null? (cdr lists)))))
    (define (heads lists) (if (null? lists) '() (cons (car (car lists)) (heads (cdr lists)))))
    (define (tails lists) (if (null? lists) '() (cons (cdr (car lists)) (tails (cdr lists)))))
    (define (apply-map f lists) (apply map f lists))
    (define fold
      (case-lambda
        ((f init l) (let loop ((acc init) (l l)) (if (null? l) acc (loop (f (car l) acc) (cdr l)))))
        ((f init a b) (let loop ((acc init) (a a) (b b))
                        (if (or (null? a) (null? b)) acc (loop (f (car a) (car b) acc) (cdr a) (cdr b)))))
        ((f init . lists) (let loop ((acc init) (lists lists))
                            (if (any-null? lists) acc
                                (loop (apply f (%append2 (heads lists) (list acc))) (tails lists)))))))
    (define fold-left
      (case-lambda
        ((f init l) (let loop ((acc init) (l l)) (if (null? l) acc (loop (f acc (car l)) (cdr l)))))
        ((f init a b) (let loop ((acc init) (a a) (b b))
                        (if (or (null? a) (null? b)) acc (loop (f acc (car a) (car b)) (cdr a) (cdr b)))))
        ((f init . lists) (let loop ((acc init) (lists lists))
                            (if (any-null? lists) acc (loop (apply f acc (heads lists)) (tails lists)))))))
    (define fold-right
      (case-lambda
        ((f init l) (let loop ((l l)) (if (null? l) init (f (car l) (loop (cdr l))))))
        ((f init a b) (let loop ((a a) (b b))
                        (if (or (null? a) (null? b)) init (f (car a) (car b) (loop (cdr a) (cdr b))))))
        ((f init . lists) (let loop ((lists lists))
                            (if (any-null? lists) init
                                (apply f (%append2 (heads lists) (list (loop (tails lists))))))))))
    (define (reduce f init l)
      (if (null? l) init (let loop ((acc (car l)) (l (cdr l))) (if (null? l) acc (loop (f (car l) acc) (cdr l))))))
    (define (filter keep? l)
      (let loop ((l l))
        (cond ((null? l) '()) ((keep? (car l)) (cons (car l) (loop (cdr l)))) (else (loop (cdr l))))))
    (define (remove drop? l)
      (let loop ((l l))
        (cond ((null? l) '()) ((drop? (car l)) (loop (cdr l))) (else (cons (car l) (loop (cdr l)))))))
    (define (partition in? l)
      (let loop ((l l) (in '()) (out '()))
        (cond ((null? l) (values (reverse in) (reverse out)))
              ((in? (car l)) (loop (cdr l) (cons (car l) in) out))
              (else (loop (cdr l) in (cons (car l) out))))))
    (define delete
      (case-lambda
        ((x l) (remove (lambda (y) (equal? x y)) l))
        ((x l same?) (remove (lambda (y) (same? x y)) l))))
    (define delete-duplicates
      (case-lambda
        ((l) (delete-duplicates l equal?))
        ((l same?) (let loop ((l l) (seen '()))
                     (cond ((null? l) (reverse seen))
                           ((member (car l) seen (lambda (a b) (same? b a))) (loop (cdr l) seen))
                           (else (loop (cdr l) (cons (car l) seen))))))))
    (define iota
      (case-lambda
        ((n) (iota n 0 1))
        ((n start) (iota n start 1))
        ((n start step) (let loop ((i (%- n 1)) (l '()))
                          (if (%< i 0) l (loop (%- i 1) (cons (%+ start (%* i step)) l)))))))
    (define range
      (case-lambda
        ((end) (iota end))
        ((start end) (iota (max 0 (%- end start)) start))))
    (define (list-tabulate n f) (map f (iota n)))
    (define (list-index f l)
      (let loop ((l l) (i 0)) (cond ((null? l) #f) ((f (car l)) i) (else (loop (cdr l) (%+ i 1))))))
    (define any
      (case-lambda
        ((f l) (let loop ((l l))
                 (cond ((null? l) #f) ((null? (cdr l)) (f (car l))) (else (or (f (car l)) (loop (cdr l)))))))
        ((f . lists) (let loop ((lists lists))
                       (if (any-null? lists) #f (or (apply f (heads lists)) (loop (tails lists))))))))
    (define every
      (case-lambda
        ((f l) (let loop ((l l))
                 (cond ((null? l) #t) ((null? (cdr l)) (f (car l))) (else (and (f (car l)) (loop (cdr l)))))))
        ((f . lists) (let loop ((lists lists) (last #t))
                       (if (any-null? lists) last
                           (let ((v (apply f (heads lists)))) (and v (loop (tails lists) v))))))))
    (define (find f l) (let loop ((l l)) (cond ((null? l) #f) ((f (car l)) (car l)) (else (loop (cdr l))))))
    (define (find-tail f l) (let loop ((l l)) (cond ((null? l) #f) ((f (car l)) l) (else (loop (cdr l))))))
    (define (append-map f . lists) (apply append (apply map f lists)))
    (define (filter-map f . lists) (filter (lambda (x) x) (apply map f lists)))
    (define (last-pair l) (if (pair? (cdr l)) (last-pair (cdr l)) l))
    (define (last l) (car (last-pair l)))
    (define (count f l) (let loop ((l l) (n 0)) (if (null? l) n (loop (cdr l) (if (f (car l)) (%+ n 1) n)))))
    (define (cons* x . rest) (let loop ((x x) (rest rest)) (if (null? rest) x (cons x (loop (car rest) (cdr rest))))))
    (define (list-head l n) (if (%= n 0) '() (cons (car l) (list-head (cdr l) (%- n 1)))))
    (define (take l n) (list-head l n))
    (define (drop l n) (list-tail l n))
    (define (take-while f l) (if (and (pair? l) (f (car l))) (cons (car l) (take-while f (cdr l))) '()))
    (define (drop-while f l) (if (and (pair? l) (f (car l))) (drop-while f (cdr l)) l))
    (define (zip . lists) (apply map list lists))
    (define (flatten x)
      (cond ((null? x) '()) ((pair? x) (append (flatten (car x)) (flatten (cdr x)))) (else (list x))))
    (define (sum l) (fold + 0 l))
    (define (product l) (fold * 1 l))
    ;; Stable merge sort. `sort` and `sort!` take the sequence and the order either way round; `sort!` sorts a vector
    ;; in place.
    (define (sort a b)
      (cond ((procedure? a) (sort b a))
            ((vector? a) (list->vector (sort-list (%vector->list a 0 (vector-length a)) b)))
            (else (sort-list a b))))
    (define (sort! a b)
      (cond ((procedure? a) (sort! b a))
            ((vector? a) (let loop ((l (sort-list (%vector->list a 0 (vector-length a)) b)) (i 0))
                           (if (null? l) a (begin (vector-set! a i (car l)) (loop (cdr l) (%+ i 1))))))
            (else (sort-list a b))))
    (define (list-sort less? l) (sort-list l less?))
    (define (vector-sort a b) (sort a b))
    (define (sort-list l less?)
      (let loop ((l l) (n (length l)))
        (cond ((%= n 0) '())
              ((%= n 1) (list (car l)))
              (else (let ((half (quotient n 2)))
                      (merge-lists (loop l half) (loop (list-tail l half) (%- n half)) less?))))))
    (define (merge-lists a b less?)
      (let loop ((a a) (b b) (out '()))
        (cond ((null? a) (append-reverse out b))
              ((null? b) (append-reverse out a))
              ((less? (car b) (car a)) (loop a (cdr b) (cons (car b) out)))
              (else (loop (cdr a) b (cons (car a) out))))))))
