;;; What the libraries of homogeneous vectors (SRFI 160) are made with: a macro that defines the procedures of
;;; one type of vectors over the procedures that make, read and write them.
(define-library (fluxion homogeneous)
  (export define-record-vectors define-vectors define-part)
  (import (fluxion base))
  (begin
    ;; An error of the procedure of this name: a text in parts, and the object it is about.
    (define (fail who . parts)
      (let ((text (list-head parts (- (length parts) 1))))
        (error (apply string-append (symbol->string who) ": " text) (last parts))))
    (define (check-vector who what is? v)
      (if (not (is? v)) (fail who what " is needed, found" v)))
    (define (check-part who start end size)
      (if (not (and (fixnum? start) (<= 0 start size))) (fail who "the start is out of range:" start))
      (if (not (and (fixnum? end) (<= start end size))) (fail who "the end is out of range:" end)))
    (define (check-at who at count size)
      (if (not (and (fixnum? at) (<= 0 at (- size count)))) (fail who "there is no room at" at)))
    (define (check-size who n)
      (if (not (and (fixnum? n) (>= n 0))) (fail who "a number of elements is needed, found" n)))
    ;;> (define-part (name arg ... (v start end)) what is? size body): a procedure whose arguments START and
    ;;> END are optional.
    (define-syntax define-part
      (syntax-rules ()
        ((_ (name arg ... (v start end)) what is? size body)
         (define name
           (case-lambda
             ((arg ... v) (check-vector 'name what is? v) (name arg ... v 0 (size v)))
             ((arg ... v start) (check-vector 'name what is? v) (name arg ... v start (size v)))
             ((arg ... v start end)
              (check-vector 'name what is? v)
              (check-part 'name start end (size v))
              body))))))

    ;;> Defines vectors that are records with a vector in them. Elements are what OK? holds for, EXPECTED says
    ;;> what that is; they are stored as CONVERT makes them.
    (define-syntax define-record-vectors
      (syntax-rules ()
        ((_ what type ok? expected convert (is? make-it it size ref put! it->list list->it))
         (begin
           (define-record-type type (wrap elements) is? (elements elements))
           (define (element who x)
             (if (not (ok? x)) (fail who "an element must be " expected ", found" x))
             (convert x))
           ;;> A vector of N elements that are FILL (0). SRFI 160.
           (define make-it
             (case-lambda
               ((n) (make-it n 0))
               ((n fill)
                (check-size 'make-it n)
                (wrap (make-vector n (element 'make-it fill))))))
           ;;> A vector of the arguments. SRFI 160.
           (define (it . elements) (from-list 'it elements))
           ;;> The vector of a list. SRFI 160.
           (define (list->it l)
             (if (not (list? l)) (fail 'list->it "a list is needed, found" l))
             (from-list 'list->it l))
           (define (from-list who l)
             (wrap (list->vector (map (lambda (x) (element who x)) l))))
           ;;> The number of elements. SRFI 160.
           (define (size v) (check-vector 'size what is? v) (vector-length (elements v)))
           (define (check-index who v i)
             (check-vector who what is? v)
             (if (not (and (fixnum? i) (< -1 i (vector-length (elements v)))))
                 (fail who "the index is out of range:" i)))
           ;;> The element at an index. SRFI 160.
           (define (ref v i) (check-index 'ref v i) (vector-ref (elements v) i))
           ;;> Sets the element at an index. SRFI 160.
           (define (put! v i x)
             (check-index 'put! v i)
             (vector-set! (elements v) i (element 'put! x)))
           ;;> The elements from START to before END as a list. SRFI 160.
           (define-part (it->list (v start end)) what is? size (vector->list (elements v) start end))))))

    (define (shortest size vectors) (apply min (map size vectors)))

    ;;> Defines the procedures of SRFI 160 over those that make, read and write a vector. PACK makes a vector
    ;;> of this type of a vector.
    (define-syntax define-vectors
      (syntax-rules ()
        ((_ what (ok? is? size ref put! make-it list->it pack)
            (it-unfold it-unfold-right it-unfold! it-unfold-right! it-copy it-reverse-copy it-append
             it-concatenate it-append-subvectors)
            (it-empty? it= it-take it-take-right it-drop it-drop-right it-segment)
            (it-fold it-fold-right it-map it-map! it-for-each it-count it-cumulate)
            (it-take-while it-take-while-right it-drop-while it-drop-while-right it-index it-index-right
             it-skip it-skip-right it-any it-every it-partition it-filter it-remove)
            (it-swap! it-fill! it-reverse! it-copy! it-reverse-copy!)
            (reverse-it->list reverse-list->it it->vector vector->it make-it-generator write-it
             it->list))
         (begin
           (define (check who v) (check-vector who what is? v))
           (define (check-all who vectors) (for-each (lambda (v) (check who v)) vectors))
           (define (check-f who f) (if (not (procedure? f)) (fail who "a procedure is needed, found" f)))
           (define (packed n f)
             (let ((out (make-vector n 0)))
               (let loop ((i 0)) (if (< i n) (begin (vector-set! out i (f i)) (loop (+ i 1))) (pack out)))))
           (define (part v start end) (packed (- end start) (lambda (i) (ref v (+ start i)))))
           (define (refs vectors i) (map (lambda (v) (ref v i)) vectors))

           ;; Making.
           (define (unfold-into put f start end step at seeds)
             (let loop ((n (- end start)) (i at) (seeds seeds))
               (if (> n 0)
                   (call-with-values
                    (lambda () (apply f i seeds))
                    (lambda (x . seeds) (put i x) (loop (- n 1) (+ i step) seeds))))))
           ;;> The vector of N elements: F of the index and seeds returns an element and the next seeds. SRFI
           ;;> 160.
           (define (it-unfold f n . seeds)
             (check-f 'it-unfold f)
             (check-size 'it-unfold n)
             (let ((out (make-vector n 0)))
               (unfold-into (lambda (i x) (vector-set! out i x)) f 0 n 1 0 seeds)
               (pack out)))
           ;;> As unfold, from the last element to the first. SRFI 160.
           (define (it-unfold-right f n . seeds)
             (check-f 'it-unfold-right f)
             (check-size 'it-unfold-right n)
             (let ((out (make-vector n 0)))
               (unfold-into (lambda (i x) (vector-set! out i x)) f 0 n -1 (- n 1) seeds)
               (pack out)))
           ;;> Puts what F makes of indices and seeds into a part of a vector. SRFI 160.
           (define (it-unfold! f v start end . seeds)
             (check-f 'it-unfold! f)
             (check 'it-unfold! v)
             (check-part 'it-unfold! start end (size v))
             (unfold-into (lambda (i x) (put! v i x)) f start end 1 start seeds))
           ;;> As unfold!, from the last element to the first. SRFI 160.
           (define (it-unfold-right! f v start end . seeds)
             (check-f 'it-unfold-right! f)
             (check 'it-unfold-right! v)
             (check-part 'it-unfold-right! start end (size v))
             (unfold-into (lambda (i x) (put! v i x)) f start end -1 (- end 1) seeds))
           ;;> A copy of the elements from START to before END. SRFI 160.
           (define-part (it-copy (v start end)) what is? size (part v start end))
           ;;> A copy of the elements from START to before END in reverse. SRFI 160.
           (define-part (it-reverse-copy (v start end)) what is? size
             (packed (- end start) (lambda (i) (ref v (- end i 1)))))
           ;;> The elements of vectors, one behind the other. SRFI 160.
           (define (it-append . vectors) (check-all 'it-append vectors) (join vectors))
           ;;> The elements of a list of vectors, one behind the other. SRFI 160.
           (define (it-concatenate vectors)
             (if (not (list? vectors)) (fail 'it-concatenate "a list is needed, found" vectors))
             (check-all 'it-concatenate vectors)
             (join vectors))
           (define (join vectors)
             (let ((out (make-vector (apply + (map size vectors)) 0)))
               (let loop ((at 0) (vectors vectors))
                 (if (null? vectors)
                     (pack out)
                     (let* ((v (car vectors)) (n (size v)))
                       (let copy ((i 0))
                         (if (< i n) (begin (vector-set! out (+ at i) (ref v i)) (copy (+ i 1)))))
                       (loop (+ at n) (cdr vectors)))))))
           ;;> The elements of parts of vectors: arguments are vector, start and end in turn. SRFI 160.
           (define (it-append-subvectors . arguments)
             (let loop ((l arguments) (out '()))
               (cond ((null? l) (join (reverse out)))
                     ((or (null? (cdr l)) (null? (cddr l)))
                      (fail 'it-append-subvectors "a vector, a start and an end are needed, found" l))
                     (else (loop (cdddr l) (cons (it-copy (car l) (cadr l) (caddr l)) out))))))

           ;; Comparing and cutting.
           ;;> Whether a vector has no elements. SRFI 160.
           (define (it-empty? v) (check 'it-empty? v) (= 0 (size v)))
           (define (same? a b)
             (let ((n (size a)))
               (and (= n (size b))
                    (let loop ((i 0)) (or (= i n) (and (= (ref a i) (ref b i)) (loop (+ i 1))))))))
           ;;> Whether vectors have the same elements. SRFI 160.
           (define (it= . vectors)
             (check-all 'it= vectors)
             (or (null? vectors)
                 (let loop ((v (car vectors)) (rest (cdr vectors)))
                   (or (null? rest) (and (same? v (car rest)) (loop (car rest) (cdr rest)))))))
           (define (check-cut who v n)
             (check who v)
             (if (not (and (fixnum? n) (<= 0 n (size v))))
                 (fail who "the number of elements is out of range:" n)))
           ;;> The first N elements. SRFI 160.
           (define (it-take v n) (check-cut 'it-take v n) (part v 0 n))
           ;;> The last N elements. SRFI 160.
           (define (it-take-right v n) (check-cut 'it-take-right v n) (part v (- (size v) n) (size v)))
           ;;> All but the first N elements. SRFI 160.
           (define (it-drop v n) (check-cut 'it-drop v n) (part v n (size v)))
           ;;> All but the last N elements. SRFI 160.
           (define (it-drop-right v n) (check-cut 'it-drop-right v n) (part v 0 (- (size v) n)))
           ;;> The list of vectors of N elements each; the last may be shorter. SRFI 160.
           (define (it-segment v n)
             (check 'it-segment v)
             (if (not (and (fixnum? n) (> n 0))) (fail 'it-segment "the size must be positive, found" n))
             (let loop ((i 0) (out '()))
               (if (>= i (size v))
                   (reverse out)
                   (loop (+ i n) (cons (part v i (min (size v) (+ i n))) out)))))

           ;; Folding and mapping.
           ;;> F of what it returned before (INIT) and the elements at an index, from left to right. SRFI 160.
           (define (it-fold f init v . more)
             (check-f 'it-fold f)
             (check-all 'it-fold (cons v more))
             (if (null? more)
                 (let ((n (size v)))
                   (let loop ((i 0) (acc init)) (if (< i n) (loop (+ i 1) (f acc (ref v i))) acc)))
                 (let ((n (shortest size (cons v more))))
                   (let loop ((i 0) (acc init))
                     (if (< i n) (loop (+ i 1) (apply f acc (ref v i) (refs more i))) acc)))))
           ;;> F of what it returned before (INIT) and the elements at an index, from right to left. SRFI 160.
           (define (it-fold-right f init v . more)
             (check-f 'it-fold-right f)
             (check-all 'it-fold-right (cons v more))
             (let loop ((i (- (shortest size (cons v more)) 1)) (acc init))
               (cond ((< i 0) acc)
                     ((null? more) (loop (- i 1) (f acc (ref v i))))
                     (else (loop (- i 1) (apply f acc (ref v i) (refs more i)))))))
           ;; F of the elements at an index.
           (define (at-index f v more)
             (if (null? more) (lambda (i) (f (ref v i))) (lambda (i) (apply f (ref v i) (refs more i)))))
           ;;> The vector of F of the elements at each index. SRFI 160.
           (define (it-map f v . more)
             (check-f 'it-map f)
             (check-all 'it-map (cons v more))
             (packed (shortest size (cons v more)) (at-index f v more)))
           (define (each n f) (let loop ((i 0)) (if (< i n) (begin (f i) (loop (+ i 1))))))
           ;;> Sets the elements of the first vector to F of the elements at each index. SRFI 160.
           (define (it-map! f v . more)
             (check-f 'it-map! f)
             (check-all 'it-map! (cons v more))
             (let ((value (at-index f v more)))
               (each (shortest size (cons v more)) (lambda (i) (put! v i (value i))))))
           ;;> Calls F on the elements at each index. SRFI 160.
           (define (it-for-each f v . more)
             (check-f 'it-for-each f)
             (check-all 'it-for-each (cons v more))
             (each (shortest size (cons v more)) (at-index f v more)))
           ;;> At how many indices F holds. SRFI 160.
           (define (it-count f v . more)
             (check-f 'it-count f)
             (check-all 'it-count (cons v more))
             (let ((value (at-index f v more)) (n (shortest size (cons v more))))
               (let loop ((i 0) (count 0))
                 (if (< i n) (loop (+ i 1) (if (value i) (+ count 1) count)) count))))
           ;;> The vector of the results of F, which gets the result before (SEED) and an element. SRFI 160.
           (define (it-cumulate f seed v)
             (check-f 'it-cumulate f)
             (check 'it-cumulate v)
             (packed (size v) (lambda (i) (set! seed (f seed (ref v i))) seed)))

           ;; Searching: the first index from START by STEP, but not END, where the truth of VALUE is WANTED.
           (define (scan value start end step wanted)
             (let loop ((i start))
               (cond ((= i end) #f) ((eq? wanted (if (value i) #t #f)) i) (else (loop (+ i step))))))
           ;;> The elements before the first that F does not hold for. SRFI 160.
           (define (it-take-while f v)
             (check-f 'it-take-while f)
             (check 'it-take-while v)
             (part v 0 (or (scan (at-index f v '()) 0 (size v) 1 #f) (size v))))
           ;;> The elements from the first that F does not hold for. SRFI 160.
           (define (it-drop-while f v)
             (check-f 'it-drop-while f)
             (check 'it-drop-while v)
             (part v (or (scan (at-index f v '()) 0 (size v) 1 #f) (size v)) (size v)))
           (define (last-part f v) (+ 1 (or (scan (at-index f v '()) (- (size v) 1) -1 -1 #f) -1)))
           ;;> The elements behind the last that F does not hold for. SRFI 160.
           (define (it-take-while-right f v)
             (check-f 'it-take-while-right f)
             (check 'it-take-while-right v)
             (part v (last-part f v) (size v)))
           ;;> The elements up to the last that F does not hold for. SRFI 160.
           (define (it-drop-while-right f v)
             (check-f 'it-drop-while-right f)
             (check 'it-drop-while-right v)
             (part v 0 (last-part f v)))
           ;;> The first index at which F holds, or #f. SRFI 160.
           (define (it-index f v . more)
             (check-f 'it-index f)
             (check-all 'it-index (cons v more))
             (scan (at-index f v more) 0 (shortest size (cons v more)) 1 #t))
           ;;> The last index at which F holds, or #f. SRFI 160.
           (define (it-index-right f v . more)
             (check-f 'it-index-right f)
             (check-all 'it-index-right (cons v more))
             (scan (at-index f v more) (- (shortest size (cons v more)) 1) -1 -1 #t))
           ;;> The first index at which F does not hold, or #f. SRFI 160.
           (define (it-skip f v . more)
             (check-f 'it-skip f)
             (check-all 'it-skip (cons v more))
             (scan (at-index f v more) 0 (shortest size (cons v more)) 1 #f))
           ;;> The last index at which F does not hold, or #f. SRFI 160.
           (define (it-skip-right f v . more)
             (check-f 'it-skip-right f)
             (check-all 'it-skip-right (cons v more))
             (scan (at-index f v more) (- (shortest size (cons v more)) 1) -1 -1 #f))
           ;;> The first true value of F of the elements at an index, or #f. SRFI 160.
           (define (it-any f v . more)
             (check-f 'it-any f)
             (check-all 'it-any (cons v more))
             (let ((value (at-index f v more)) (n (shortest size (cons v more))))
               (let loop ((i 0)) (and (< i n) (or (value i) (loop (+ i 1)))))))
           ;;> The last value of F of the elements at an index if all are true, or #f. SRFI 160.
           (define (it-every f v . more)
             (check-f 'it-every f)
             (check-all 'it-every (cons v more))
             (let ((value (at-index f v more)) (n (shortest size (cons v more))))
               (let loop ((i 0) (last #t))
                 (if (< i n) (let ((x (value i))) (and x (loop (+ i 1) x))) last))))
           ;; The elements F holds for and the others, as lists in reverse.
           (define (divide f v)
             (let ((n (size v)))
               (let loop ((i 0) (in '()) (out '()))
                 (cond ((= i n) (cons in out))
                       ((f (ref v i)) (loop (+ i 1) (cons (ref v i) in) out))
                       (else (loop (+ i 1) in (cons (ref v i) out)))))))
           ;;> Two values: the elements F holds for, then the others; and how many it holds for. SRFI 160.
           (define (it-partition f v)
             (check-f 'it-partition f)
             (check 'it-partition v)
             (let ((parts (divide f v)))
               (values (list->it (append-reverse (car parts) (reverse (cdr parts)))) (length (car parts)))))
           ;;> The elements that F holds for. SRFI 160.
           (define (it-filter f v)
             (check-f 'it-filter f)
             (check 'it-filter v)
             (list->it (reverse (car (divide f v)))))
           ;;> The elements that F does not hold for. SRFI 160.
           (define (it-remove f v)
             (check-f 'it-remove f)
             (check 'it-remove v)
             (list->it (reverse (cdr (divide f v)))))

           ;; Changing.
           ;;> Exchanges two elements. SRFI 160.
           (define (it-swap! v i j)
             (check 'it-swap! v)
             (let ((x (ref v i))) (put! v i (ref v j)) (put! v j x)))
           ;;> Sets the elements from START to before END. SRFI 160.
           (define it-fill!
             (case-lambda
               ((v x) (check 'it-fill! v) (it-fill! v x 0 (size v)))
               ((v x start) (check 'it-fill! v) (it-fill! v x start (size v)))
               ((v x start end)
                (check 'it-fill! v)
                (check-part 'it-fill! start end (size v))
                (let loop ((i start)) (if (< i end) (begin (put! v i x) (loop (+ i 1))))))))
           ;;> Reverses the elements from START to before END. SRFI 160.
           (define-part (it-reverse! (v start end)) what is? size
             (let loop ((i start) (j (- end 1)))
               (if (< i j) (begin (it-swap! v i j) (loop (+ i 1) (- j 1))))))
           ;; The parts may overlap, so the elements are read before they are written.
           (define (copy-into who to at from start end backwards)
             (check who to)
             (check who from)
             (check-part who start end (size from))
             (check-at who at (- end start) (size to))
             (let ((elements (part from start end)) (n (- end start)))
               (each n (lambda (i) (put! to (+ at i) (ref elements (if backwards (- n i 1) i)))))))
           ;;> Copies a part of one vector into another, or the same, from an index on. SRFI 160.
           (define it-copy!
             (case-lambda
               ((to at from) (check 'it-copy! from) (it-copy! to at from 0 (size from)))
               ((to at from start) (check 'it-copy! from) (it-copy! to at from start (size from)))
               ((to at from start end) (copy-into 'it-copy! to at from start end #f))))
           ;;> As copy!, with the elements in reverse. SRFI 160.
           (define it-reverse-copy!
             (case-lambda
               ((to at from) (check 'it-reverse-copy! from) (it-reverse-copy! to at from 0 (size from)))
               ((to at from start)
                (check 'it-reverse-copy! from)
                (it-reverse-copy! to at from start (size from)))
               ((to at from start end) (copy-into 'it-reverse-copy! to at from start end #t))))

           ;; Converting.
           ;;> The elements from START to before END as a list in reverse. SRFI 160.
           (define-part (reverse-it->list (v start end)) what is? size
             (let loop ((i start) (l '())) (if (< i end) (loop (+ i 1) (cons (ref v i) l)) l)))
           ;;> The vector of a list in reverse. SRFI 160.
           (define (reverse-list->it l)
             (if (not (list? l)) (fail 'reverse-list->it "a list is needed, found" l))
             (list->it (reverse l)))
           ;;> The elements from START to before END as a vector of any objects. SRFI 160.
           (define-part (it->vector (v start end)) what is? size
             (let ((out (make-vector (- end start) 0)))
               (each (- end start) (lambda (i) (vector-set! out i (ref v (+ start i)))))
               out))
           ;;> The elements of a vector of any objects from START to before END. SRFI 160.
           (define-part (vector->it (v start end)) "a vector" vector? vector-length
             (packed (- end start) (lambda (i) (vector-ref v (+ start i)))))
           ;;> A generator of the elements (SRFI 158). SRFI 160.
           (define (make-it-generator v)
             (check 'make-it-generator v)
             (let ((i 0))
               (lambda ()
                 (if (< i (size v)) (let ((x (ref v i))) (set! i (+ i 1)) x) (eof-object)))))
           ;;> Writes a vector, such as #u8(1 2), to a port. SRFI 160.
           (define write-it
             (case-lambda
               ((v) (write-it v (current-output-port)))
               ((v port)
                (check 'write-it v)
                (let* ((name (symbol->string 'list->it)) (n (string-length name)))
                  ;; list->u8vector: the tag is between.
                  (write-string "#" port)
                  (write-string (substring name 6 (- n 6)) port)
                  (write (it->list v) port)))))))))))
