;;; Lists (R7RS section 6.4, SRFI 1).
(define-library (fluxion lists)
  (export caar cadr cdar cddr caaar caadr cadar caddr cdaar cdadr cddar cdddr cadddr cddddr caaaar caaadr
          caadar caaddr cadaar cadadr caddar cdaaar cdaadr cdadar cdaddr cddaar cddadr cdddar make-list
          list-copy list-ref list-set! append append! member assoc assq assv map for-each fold fold-left fold-right
          reduce filter remove partition delete delete-duplicates iota list-index any every find find-tail
          append-map filter-map last last-pair count cons* list-head take drop take-while drop-while first
          second third fourth fifth append-reverse zip list-tabulate assq-ref flatten apply-map range sum
          product element append-all append-all! wrong-argument check-end check-size too-short some-end? heads
          heads+ tails size?)
  (import (fluxion primitives) (fluxion support) (fluxion numbers))
  (begin
    ;;> The car of the car of X. R7RS 6.4.
    (define (caar x) (car (car x)))
    ;;> The car of the cdr of X. R7RS 6.4.
    (define (cadr x) (car (cdr x)))
    ;;> The cdr of the car of X. R7RS 6.4.
    (define (cdar x) (cdr (car x)))
    ;;> The cdr of the cdr of X. R7RS 6.4.
    (define (cddr x) (cdr (cdr x)))
    ;;> The car of the car of the car of X. R7RS 6.4.
    (define (caaar x) (car (caar x)))
    ;;> The car of the car of the cdr of X. R7RS 6.4.
    (define (caadr x) (car (cadr x)))
    ;;> The car of the cdr of the car of X. R7RS 6.4.
    (define (cadar x) (car (cdar x)))
    ;;> The car of the cdr of the cdr of X. R7RS 6.4.
    (define (caddr x) (car (cddr x)))
    ;;> The cdr of the car of the car of X. R7RS 6.4.
    (define (cdaar x) (cdr (caar x)))
    ;;> The cdr of the car of the cdr of X. R7RS 6.4.
    (define (cdadr x) (cdr (cadr x)))
    ;;> The cdr of the cdr of the car of X. R7RS 6.4.
    (define (cddar x) (cdr (cdar x)))
    ;;> The cdr of the cdr of the cdr of X. R7RS 6.4.
    (define (cdddr x) (cdr (cddr x)))
    ;;> The car of the cdr of the cdr of the cdr of X. R7RS 6.4.
    (define (cadddr x) (car (cdddr x)))
    ;;> The cdr of the cdr of the cdr of the cdr of X. R7RS 6.4.
    (define (cddddr x) (cdr (cdddr x)))
    ;;> The car of the car of the car of the car of X. R7RS 6.4.
    (define (caaaar x) (caar (caar x)))
    ;;> The car of the car of the car of the cdr of X. R7RS 6.4.
    (define (caaadr x) (caar (cadr x)))
    ;;> The car of the car of the cdr of the car of X. R7RS 6.4.
    (define (caadar x) (caar (cdar x)))
    ;;> The car of the car of the cdr of the cdr of X. R7RS 6.4.
    (define (caaddr x) (caar (cddr x)))
    ;;> The car of the cdr of the car of the car of X. R7RS 6.4.
    (define (cadaar x) (cadr (caar x)))
    ;;> The car of the cdr of the car of the cdr of X. R7RS 6.4.
    (define (cadadr x) (cadr (cadr x)))
    ;;> The car of the cdr of the cdr of the car of X. R7RS 6.4.
    (define (caddar x) (cadr (cdar x)))
    ;;> The cdr of the car of the car of the car of X. R7RS 6.4.
    (define (cdaaar x) (cdar (caar x)))
    ;;> The cdr of the car of the car of the cdr of X. R7RS 6.4.
    (define (cdaadr x) (cdar (cadr x)))
    ;;> The cdr of the car of the cdr of the car of X. R7RS 6.4.
    (define (cdadar x) (cdar (cdar x)))
    ;;> The cdr of the car of the cdr of the cdr of X. R7RS 6.4.
    (define (cdaddr x) (cdar (cddr x)))
    ;;> The cdr of the cdr of the car of the car of X. R7RS 6.4.
    (define (cddaar x) (cddr (caar x)))
    ;;> The cdr of the cdr of the car of the cdr of X. R7RS 6.4.
    (define (cddadr x) (cddr (cadr x)))
    ;;> The cdr of the cdr of the cdr of the car of X. R7RS 6.4.
    (define (cdddar x) (cddr (cdar x)))
    ;;> The first element of a list. An error if it has none. (SRFI 1)
    (define (first l)
      (if (pair? l) (car l) (error "first: argument 1 must be a list of at least 1 element, found" l)))
    ;;> The second element of a list. An error if there are fewer. (SRFI 1)
    (define (second l) (element l 1 "second: argument 1 must be a list of at least 2 elements, found"))
    ;;> The third element of a list. An error if there are fewer. (SRFI 1)
    (define (third l) (element l 2 "third: argument 1 must be a list of at least 3 elements, found"))
    ;;> The fourth element of a list. An error if there are fewer. (SRFI 1)
    (define (fourth l) (element l 3 "fourth: argument 1 must be a list of at least 4 elements, found"))
    ;;> The fifth element of a list. An error if there are fewer. (SRFI 1)
    (define (fifth l) (element l 4 "fifth: argument 1 must be a list of at least 5 elements, found"))
    ;; Element `i` of a list, which must be there.
    (define (element l i message)
      (let loop ((rest l) (i i))
        (cond ((not (pair? rest)) (error message l))
              ((%= i 0) (car rest))
              (else (loop (cdr rest) (%- i 1))))))
    ;; Whether a count is a number of elements: a small exact integer of at least 0.
    (define (size? n) (and (fixnum? n) (%>= n 0)))
    ;;> A list of `n` elements, all `fill`. An error if `n` is no number of elements. (R7RS 6.4)
    (define make-list
      (case-lambda
        ((n) (make-list n (void)))
        ((n fill)
         (if (not (size? n)) (error "make-list: argument 1 must be a number of elements, found" n))
         (let loop ((n n) (l '())) (if (%= n 0) l (loop (%- n 1) (cons fill l)))))))
    ;;> A copy of the pairs of a list; the end of an improper list is shared. What is no pair is returned.
    ;;> (R7RS 6.4)
    (define (list-copy l) (if (pair? l) (cons (car l) (list-copy (cdr l))) l))
    ;;> Element number `n`, from 0, of a list. An error if there is none. (R7RS 6.4)
    (define (list-ref l n)
      (let loop ((rest l) (i n))
        (cond ((not (and (pair? rest) (size? i))) (no-such-element "list-ref" l n))
              ((%= i 0) (car rest))
              (else (loop (cdr rest) (%- i 1))))))
    ;;> Makes `x` element number `n` of a list. An error if there is none. (R7RS 6.4)
    (define (list-set! l n x)
      (let loop ((rest l) (i n))
        (cond ((not (and (pair? rest) (size? i))) (no-such-element "list-set!" l n))
              ((%= i 0) (set-car! rest x))
              (else (loop (cdr rest) (%- i 1))))))
    (define (no-such-element who l n)
      (cond ((not (or (pair? l) (null? l)))
             (error (%string-append2 who ": argument 1 must be a list, found") l))
            ((not (size? n)) (error (%string-append2 who ": argument 2 must be an index, found") n))
            (else
             (error (%string-append2 who ": argument 2 must be below the length of the list, found") n))))
    ;;> The elements of all lists in one; the last argument may be anything and is shared. An error if another
    ;;> argument is no list. (R7RS 6.4)
    (define append
      (case-lambda
        ((a b) (%append2 a b))
        (() '())
        ((a) a)
        ((a . rest) (%append2 a (append-all rest)))))
    (define (append-all lists)
      (cond ((null? lists) '())
            ((null? (cdr lists)) (car lists))
            (else (%append2 (car lists) (append-all (cdr lists))))))
    ;;> As `append`, but the last pairs of the lists are changed to join them. (SRFI 1)
    (define append!
      (case-lambda
        ((a b) (join! a b "append!" 1))
        (() '())
        ((a . rest) (append-all! (cons a rest) "append!"))))
    (define (append-all! lists who)
      (let loop ((lists lists) (position 1))
        (cond ((null? lists) '())
              ((null? (cdr lists)) (car lists))
              (else (join! (car lists) (loop (cdr lists) (%+ position 1)) who position)))))
    (define (join! a b who position)
      (cond ((pair? a) (set-cdr! (last-pair a) b) a)
            (else (check-end a who position) b)))
    ;;> The elements of `a` in reverse order, then `b`. An error if `a` is no list. (SRFI 1)
    (define (append-reverse a b)
      (let loop ((rest a) (out b))
        (cond ((pair? rest) (loop (cdr rest) (cons (car rest) out)))
              ((null? rest) out)
              (else (error "append-reverse: argument 1 must be a list, found" a)))))
    ;;> The part of the list `l` that begins with the first element that is the same as `x`, or #f. The
    ;;> comparison, `equal?` by default, gets `x` first. An error if `l` is no list. (R7RS 6.4)
    (define member
      (case-lambda
        ((x l) (%member x l))
        ((x l same?)
         (let loop ((rest l))
           (cond ((pair? rest) (if (same? x (car rest)) rest (loop (cdr rest))))
                 ((null? rest) #f)
                 (else (error "member: argument 2 must be a list, found" l)))))))
    ;;> The first pair of the list `l` whose car is the same as `x`, or #f. The comparison, `equal?` by
    ;;> default, gets `x` first. An error if `l` is no list of pairs. (R7RS 6.4)
    (define assoc
      (case-lambda
        ((x l) (associated x l equal? "assoc"))
        ((x l same?) (associated x l same? "assoc"))))
    ;;> The first pair of the list `l` whose car is `x` (by `eq?`), or #f. An error if `l` is no list of pairs.
    ;;> (R7RS 6.4)
    (define (assq x l) (associated x l eq? "assq"))
    ;;> As `assq`, by `eqv?`. (R7RS 6.4)
    (define (assv x l) (associated x l eqv? "assv"))
    (define (associated x l same? who)
      (let loop ((rest l))
        (cond ((and (pair? rest) (pair? (car rest)))
               (if (same? x (car (car rest))) (car rest) (loop (cdr rest))))
              ((null? rest) #f)
              (else (wrong-argument who 2 "a list of pairs" l)))))
    ;;> The value of the symbol `key` in a list of pairs, or #f.
    (define (assq-ref l key) (let ((p (assq key l))) (and p (cdr p))))
    ;; Lists in parallel: whether one of them is at its end; the first elements; the rests.
    (define (some-end? lists who position)
      (let loop ((rest lists) (position position) (end #f))
        (if (null? rest)
            end
            (loop (cdr rest)
                  (%+ position 1)
                  (if (pair? (car rest)) end (begin (check-end (car rest) who position) #t))))))
    (define (heads lists) (if (null? lists) '() (cons (car (car lists)) (heads (cdr lists)))))
    (define (tails lists) (if (null? lists) '() (cons (cdr (car lists)) (tails (cdr lists)))))
    ;; The first elements, then `end`.
    (define (heads+ lists end)
      (if (null? lists) (list end) (cons (car (car lists)) (heads+ (cdr lists) end))))
    ;; The end of loops over one list and over two: #f at the end of a list, and an error where there is no
    ;; list.
    (define (check-end rest who position)
      (if (not (null? rest)) (wrong-argument who position "a list" rest)))
    (define (check-ends a b who position)
      (if (not (pair? a)) (check-end a who position))
      (if (not (pair? b)) (check-end b who (%+ position 1))))
    (define (wrong-argument who position expected found)
      (let ((n (number->string position)))
        (error (%string-concatenate (list who ": argument " n " must be " expected ", found")) found)))
    ;;> The list of what `f` returns for the elements of the lists, in their order; it ends with the shortest.
    ;;> An error if an argument is no list. (R7RS 6.10)
    (define map
      (case-lambda
        ((f l)
         (let loop ((l l))
           (if (pair? l)
               (let ((x (f (car l)))) (cons x (loop (cdr l))))
               (begin (check-end l "map" 2) '()))))
        ((f a b)
         (let loop ((a a) (b b))
           (if (and (pair? a) (pair? b))
               (let ((x (f (car a) (car b)))) (cons x (loop (cdr a) (cdr b))))
               (begin (check-ends a b "map" 2) '()))))
        ((f a b c . more)
         (let loop ((lists (cons* a b c more)))
           (if (some-end? lists "map" 2)
               '()
               (let ((x (%apply f (heads lists)))) (cons x (loop (tails lists)))))))))
    ;;> Calls `f` with the elements of the lists, in their order; it ends with the shortest. An error if an
    ;;> argument is no list. (R7RS 6.10)
    (define for-each
      (case-lambda
        ((f l)
         (let loop ((l l))
           (if (pair? l)
               (begin (f (car l)) (loop (cdr l)))
               (begin (check-end l "for-each" 2) (void)))))
        ((f a b)
         (let loop ((a a) (b b))
           (if (and (pair? a) (pair? b))
               (begin (f (car a) (car b)) (loop (cdr a) (cdr b)))
               (begin (check-ends a b "for-each" 2) (void)))))
        ((f a b c . more)
         (let loop ((lists (cons* a b c more)))
           (if (some-end? lists "for-each" 2)
               (void)
               (begin (%apply f (heads lists)) (loop (tails lists))))))))
    ;;> `map` over a list of lists.
    (define (apply-map f lists) (apply map f lists))
    ;;> `(f element ... accumulator)` over the elements of the lists from the left, which begins with `init`.
    ;;> An error if an argument is no list. (SRFI 1)
    (define fold
      (case-lambda
        ((f init l)
         (let loop ((acc init) (l l))
           (if (pair? l) (loop (f (car l) acc) (cdr l)) (begin (check-end l "fold" 3) acc))))
        ((f init a b)
         (let loop ((acc init) (a a) (b b))
           (if (and (pair? a) (pair? b))
               (loop (f (car a) (car b) acc) (cdr a) (cdr b))
               (begin (check-ends a b "fold" 3) acc))))
        ((f init a b c . more)
         (let loop ((acc init) (lists (cons* a b c more)))
           (if (some-end? lists "fold" 3)
               acc
               (loop (%apply f (heads+ lists acc)) (tails lists)))))))
    ;;> `(f accumulator element ...)` over the elements of the lists from the left, which begins with `init`.
    ;;> An error if an argument is no list. (R6RS)
    (define fold-left
      (case-lambda
        ((f init l)
         (let loop ((acc init) (l l))
           (if (pair? l)
               (loop (f acc (car l)) (cdr l))
               (begin (check-end l "fold-left" 3) acc))))
        ((f init a b)
         (let loop ((acc init) (a a) (b b))
           (if (and (pair? a) (pair? b))
               (loop (f acc (car a) (car b)) (cdr a) (cdr b))
               (begin (check-ends a b "fold-left" 3) acc))))
        ((f init a b c . more)
         (let loop ((acc init) (lists (cons* a b c more)))
           (if (some-end? lists "fold-left" 3)
               acc
               (loop (%apply f (cons acc (heads lists))) (tails lists)))))))
    ;;> `(f element ... accumulator)` over the elements of the lists from the right, which begins with `init`.
    ;;> An error if an argument is no list. (SRFI 1)
    (define fold-right
      (case-lambda
        ((f init l)
         (let loop ((l l))
           (if (pair? l)
               (f (car l) (loop (cdr l)))
               (begin (check-end l "fold-right" 3) init))))
        ((f init a b)
         (let loop ((a a) (b b))
           (if (and (pair? a) (pair? b))
               (f (car a) (car b) (loop (cdr a) (cdr b)))
               (begin (check-ends a b "fold-right" 3) init))))
        ((f init a b c . more)
         (let loop ((lists (cons* a b c more)))
           (if (some-end? lists "fold-right" 3)
               init
               (%apply f (heads+ lists (loop (tails lists)))))))))
    ;;> `(f element accumulator)` over a list from the left, which begins with its first element; `init` if it
    ;;> is empty. An error if `l` is no list. (SRFI 1)
    (define (reduce f init l)
      (if (pair? l)
          (let loop ((acc (car l)) (l (cdr l)))
            (if (pair? l) (loop (f (car l) acc) (cdr l)) (begin (check-end l "reduce" 3) acc)))
          (begin (check-end l "reduce" 3) init)))
    ;;> The elements that `keep?` accepts, in their order. An error if `l` is no list. (SRFI 1)
    (define (filter keep? l)
      (let loop ((l l))
        (cond ((pair? l)
               (let ((x (car l))) (if (keep? x) (cons x (loop (cdr l))) (loop (cdr l)))))
              (else (check-end l "filter" 2) '()))))
    ;;> The elements that `drop?` does not accept, in their order. An error if `l` is no list. (SRFI 1)
    (define (remove drop? l)
      (let loop ((l l))
        (cond ((pair? l)
               (let ((x (car l))) (if (drop? x) (loop (cdr l)) (cons x (loop (cdr l))))))
              (else (check-end l "remove" 2) '()))))
    ;;> Two values: the elements that `in?` accepts, and the others. An error if `l` is no list. (SRFI 1)
    (define (partition in? l)
      (let loop ((l l) (in '()) (out '()))
        (cond ((not (pair? l)) (check-end l "partition" 2) (values (reverse in) (reverse out)))
              ((in? (car l)) (loop (cdr l) (cons (car l) in) out))
              (else (loop (cdr l) in (cons (car l) out))))))
    ;;> The elements that are not the same as `x`. The comparison, `equal?` by default, gets `x` first. An
    ;;> error if `l` is no list. (SRFI 1)
    (define delete
      (case-lambda
        ((x l) (delete x l equal?))
        ((x l same?)
         (let loop ((l l))
           (cond ((pair? l)
                  (let ((y (car l))) (if (same? x y) (loop (cdr l)) (cons y (loop (cdr l))))))
                 (else (check-end l "delete" 2) '()))))))
    ;;> The list without the elements that are the same as an earlier one; the comparison, `equal?` by
    ;;> default, gets the earlier one first. It takes time linear in the length for `eq?` and `eqv?`, and for
    ;;> `equal?` where elements are numbers, symbols, characters and strings; else up to the square of it. An
    ;;> error if `l` is no list. (SRFI 1)
    (define delete-duplicates
      (case-lambda
        ((l) (delete-duplicates l equal?))
        ((l same?)
         (let ((table (table-for same?)))
           (let loop ((rest l) (kept '()) (others '()))
             (if (not (pair? rest))
                 (begin (check-end rest "delete-duplicates" 1) (reverse kept))
                 (let ((x (car rest)))
                   (cond ((and table (table-key? x same?))
                          (if (hash-table-contains? table x)
                              (loop (cdr rest) kept others)
                              (begin
                                (hash-table-set! table x #t)
                                (loop (cdr rest) (cons x kept) others))))
                         ((among? x others same?) (loop (cdr rest) kept others))
                         (else (loop (cdr rest) (cons x kept) (cons x others)))))))))))
    (define (table-for same?)
      (cond ((eq? same? equal?) (%make-hash-table 'equal))
            ((eq? same? eqv?) (%make-hash-table 'eqv))
            ((eq? same? eq?) (%make-hash-table 'eq))
            (else #f)))
    (define (table-key? x same?)
      (or (not (eq? same? equal?)) (symbol? x) (fixnum? x) (string? x) (char? x)))
    (define (among? x others same?)
      (let loop ((rest others))
        (cond ((null? rest) #f) ((same? (car rest) x) #t) (else (loop (cdr rest))))))
    ;;> The `n` numbers `start`, `start` + `step`, ...; they begin with 0 and go by 1 if it is not said. An
    ;;> error if `n` is no number of elements. (SRFI 1)
    (define iota
      (case-lambda
        ((n) (iota n 0 1))
        ((n start) (iota n start 1))
        ((n start step)
         (if (not (size? n)) (wrong-argument "iota" 1 "a number of elements" n))
         (if (not (number? start)) (wrong-argument "iota" 2 "a number" start))
         (if (not (number? step)) (wrong-argument "iota" 3 "a number" step))
         (let loop ((i (%- n 1)) (l '()))
           (if (%< i 0) l (loop (%- i 1) (cons (%+ start (%* i step)) l)))))))
    ;;> The numbers from `start`, 0 by default, to before `end`.
    (define range
      (case-lambda
        ((end) (range 0 end))
        ((start end)
         (if (not (number? start)) (wrong-argument "range" 1 "a number" start))
         (if (not (number? end)) (wrong-argument "range" 2 "a number" end))
         (let loop ((x start) (out '())) (if (%< x end) (loop (%+ x 1) (cons x out)) (reverse out))))))
    ;;> `(list (f 0) (f 1) ...)` of length `n`. An error if `n` is no number of elements. (SRFI 1)
    (define (list-tabulate n f)
      (if (not (size? n)) (wrong-argument "list-tabulate" 1 "a number of elements" n))
      (let loop ((i 0)) (if (%< i n) (let ((x (f i))) (cons x (loop (%+ i 1)))) '())))
    ;;> The position of the first elements that satisfy `f`, or #f. An error if an argument is no list. (SRFI
    ;;> 1)
    (define list-index
      (case-lambda
        ((f l)
         (let loop ((l l) (i 0))
           (cond ((not (pair? l)) (check-end l "list-index" 2) #f)
                 ((f (car l)) i)
                 (else (loop (cdr l) (%+ i 1))))))
        ((f a b . more)
         (let loop ((lists (cons* a b more)) (i 0))
           (cond ((some-end? lists "list-index" 2) #f)
                 ((%apply f (heads lists)) i)
                 (else (loop (tails lists) (%+ i 1))))))))
    ;;> What `f` returns for the first elements of the lists for which it is not #f, else #f. The last call is
    ;;> a tail call. An error if an argument is no list. (SRFI 1)
    (define any
      (case-lambda
        ((f l)
         (if (pair? l)
             (let loop ((l l))
               (cond ((pair? (cdr l)) (or (f (car l)) (loop (cdr l))))
                     (else (check-end (cdr l) "any" 2) (f (car l)))))
             (begin (check-end l "any" 2) #f)))
        ((f a b . more)
         (let ((lists (cons* a b more)))
           (if (some-end? lists "any" 2)
               #f
               (let loop ((lists lists))
                 (let ((rests (tails lists)))
                   (if (some-end? rests "any" 2)
                       (%apply f (heads lists))
                       (or (%apply f (heads lists)) (loop rests))))))))))
    ;;> What `f` returns for the last elements of the lists if it is never #f, else #f; #t for empty lists.
    ;;> The last call is a tail call. An error if an argument is no list. (SRFI 1)
    (define every
      (case-lambda
        ((f l)
         (if (pair? l)
             (let loop ((l l))
               (cond ((pair? (cdr l)) (and (f (car l)) (loop (cdr l))))
                     (else (check-end (cdr l) "every" 2) (f (car l)))))
             (begin (check-end l "every" 2) #t)))
        ((f a b . more)
         (let ((lists (cons* a b more)))
           (if (some-end? lists "every" 2)
               #t
               (let loop ((lists lists))
                 (let ((rests (tails lists)))
                   (if (some-end? rests "every" 2)
                       (%apply f (heads lists))
                       (and (%apply f (heads lists)) (loop rests))))))))))
    ;;> The first element that satisfies `f`, or #f. An error if `l` is no list. (SRFI 1)
    (define (find f l)
      (let loop ((l l))
        (if (pair? l)
            (let ((x (car l))) (if (f x) x (loop (cdr l))))
            (begin (check-end l "find" 2) #f))))
    ;;> The part of the list that begins with the first element that satisfies `f`, or #f. An error if `l` is
    ;;> no list. (SRFI 1)
    (define (find-tail f l)
      (let loop ((l l))
        (cond ((not (pair? l)) (check-end l "find-tail" 2) #f) ((f (car l)) l) (else (loop (cdr l))))))
    ;;> The elements of the lists that `f` returns, in one list. An error if an argument or a result is no
    ;;> list. (SRFI 1)
    (define append-map
      (case-lambda
        ((f l) (append-all (map f l)))
        ((f a b . more) (append-all (apply map f a b more)))))
    ;;> What `f` returns for the elements of the lists, without what is #f. An error if an argument is no
    ;;> list. (SRFI 1)
    (define filter-map
      (case-lambda
        ((f l)
         (let loop ((l l))
           (if (pair? l)
               (let ((x (f (car l)))) (if x (cons x (loop (cdr l))) (loop (cdr l))))
               (begin (check-end l "filter-map" 2) '()))))
        ((f a b . more)
         (let loop ((lists (cons* a b more)))
           (if (some-end? lists "filter-map" 2)
               '()
               (let ((x (%apply f (heads lists))))
                 (if x (cons x (loop (tails lists))) (loop (tails lists)))))))))
    ;;> The last pair of a list. An error if it has none. (SRFI 1)
    (define (last-pair l)
      (if (not (pair? l)) (wrong-argument "last-pair" 1 "a pair" l))
      (let loop ((l l)) (if (pair? (cdr l)) (loop (cdr l)) l)))
    ;;> The last element of a list. An error if it has none. (SRFI 1)
    (define (last l)
      (if (not (pair? l)) (wrong-argument "last" 1 "a pair" l))
      (let loop ((l l)) (if (pair? (cdr l)) (loop (cdr l)) (car l))))
    ;;> How many times `f` is satisfied by elements of the lists. An error if an argument is no list. (SRFI 1)
    (define count
      (case-lambda
        ((f l)
         (let loop ((l l) (n 0))
           (if (pair? l)
               (loop (cdr l) (if (f (car l)) (%+ n 1) n))
               (begin (check-end l "count" 2) n))))
        ((f a b . more)
         (let loop ((lists (cons* a b more)) (n 0))
           (if (some-end? lists "count" 2)
               n
               (loop (tails lists) (if (%apply f (heads lists)) (%+ n 1) n)))))))
    ;;> A list of the arguments before the last one, with the last as its tail. (SRFI 1)
    (define (cons* x . rest)
      (let loop ((x x) (rest rest)) (if (null? rest) x (cons x (loop (car rest) (cdr rest))))))
    ;;> The first `n` elements of a list. An error if it has fewer. (MIT Scheme)
    (define (list-head l n) (head l n "list-head"))
    ;;> The first `n` elements of a list. An error if it has fewer. (SRFI 1)
    (define (take l n) (head l n "take"))
    (define (head l n who)
      (check-size n who)
      (let loop ((l l) (i n))
        (cond ((%= i 0) '())
              ((pair? l) (cons (car l) (loop (cdr l) (%- i 1))))
              (else (too-short who n)))))
    (define (check-size n who) (if (not (size? n)) (wrong-argument who 2 "a number of elements" n)))
    (define (too-short who n) (error (%string-append2 who ": argument 1 has fewer elements than") n))
    ;;> The list without its first `n` elements. An error if it has fewer. (SRFI 1)
    (define (drop l n)
      (check-size n "drop")
      (let loop ((l l) (i n))
        (cond ((%= i 0) l) ((pair? l) (loop (cdr l) (%- i 1))) (else (too-short "drop" n)))))
    ;;> The elements before the first that does not satisfy `f`. An error if `l` is no list. (SRFI 1)
    (define (take-while f l)
      (let loop ((l l))
        (if (pair? l)
            (let ((x (car l))) (if (f x) (cons x (loop (cdr l))) '()))
            (begin (check-end l "take-while" 2) '()))))
    ;;> The part of the list from the first element that does not satisfy `f`. An error if `l` is no list.
    ;;> (SRFI 1)
    (define (drop-while f l)
      (let loop ((l l))
        (cond ((not (pair? l)) (check-end l "drop-while" 2) l) ((f (car l)) (loop (cdr l))) (else l))))
    ;;> The list of the lists of first elements, second elements, and so on. An error if an argument is no
    ;;> list. (SRFI 1)
    (define (zip l . lists) (apply map list l lists))
    ;;> The elements of a list and of the lists in it, however deep, in one list; what is no list is an
    ;;> element.
    (define (flatten x)
      (let loop ((x x) (rest '()))
        (cond ((null? x) rest) ((pair? x) (loop (car x) (loop (cdr x) rest))) (else (cons x rest)))))
    ;;> The sum of a list of numbers.
    (define (sum l)
      (let loop ((l l) (total 0))
        (if (pair? l) (loop (cdr l) (%+ total (car l))) (begin (check-end l "sum" 1) total))))
    ;;> The product of a list of numbers.
    (define (product l)
      (let loop ((l l) (total 1))
        (if (pair? l) (loop (cdr l) (%* total (car l))) (begin (check-end l "product" 1) total))))))
