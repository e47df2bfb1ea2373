;;; Strings (SRFI 13). Where a character set is asked for, a character or a predicate does. START and END are
;;; optional and say which part of a string is meant. Strings are never shared, so what may share copies. The
;;; procedures of the Knuth-Morris-Pratt search and those that read optional arguments are not there.
(define-library (srfi 13)
  (export string? string-null? string-every string-any make-string string string-tabulate string-unfold
          string-unfold-right string->list list->string reverse-list->string string-join string-length
          string-ref string-copy substring/shared string-copy! string-take string-take-right string-drop
          string-drop-right string-pad string-pad-right string-trim string-trim-right string-trim-both
          string-set! string-fill! string-compare string-compare-ci string= string<> string< string> string<=
          string>= string-ci= string-ci<> string-ci< string-ci> string-ci<= string-ci>= string-hash
          string-hash-ci string-prefix-length string-suffix-length string-prefix-length-ci
          string-suffix-length-ci string-prefix? string-suffix? string-prefix-ci? string-suffix-ci?
          string-index string-index-right string-skip string-skip-right string-count string-contains
          string-contains-ci string-titlecase string-titlecase! string-upcase string-upcase! string-downcase
          string-downcase! string-reverse string-reverse! string-append string-concatenate
          string-append/shared string-concatenate/shared string-concatenate-reverse
          string-concatenate-reverse/shared string-map string-map! string-fold string-fold-right
          string-for-each string-for-each-index xsubstring string-xcopy! string-replace string-tokenize
          string-filter string-delete)
  (import (except (fluxion base) string-map string-for-each string-upcase string-downcase string-reverse
                  string-trim string-prefix? string-suffix? string-index string-contains string-join
                  string-count string-split)
          (except (srfi 152) string-map string-for-each string-filter)
          (prefix (only (fluxion base) string-upcase string-downcase) whole:)
          (only (fluxion primitives) %substring %string-copy! %equal-hash)
          (fluxion substrings))
  (begin
    ;;> The part of a string. SRFI 13.
    (define (substring/shared s start . end) (apply substring s start end))
    ;;> As string-append. SRFI 13.
    (define (string-append/shared . strings) (apply string-append strings))
    ;;> As string-concatenate. SRFI 13.
    (define (string-concatenate/shared strings) (string-concatenate strings))
    ;;> As string-concatenate-reverse. SRFI 13.
    (define (string-concatenate-reverse/shared strings . final)
      (apply string-concatenate-reverse strings final))

    ;; Comparisons: the first index of the first string where the two differ is given to one of three
    ;; procedures.
    (define (compare a start1 end1 b start2 end2 less equal greater)
      (let loop ((i start1) (j start2))
        (cond ((= i end1) (if (= j end2) (equal i) (less i)))
              ((= j end2) (greater i))
              (else
               (let ((x (string-ref a i)) (y (string-ref b j)))
                 (cond ((char<? x y) (less i)) ((char<? y x) (greater i)) (else (loop (+ i 1) (+ j 1)))))))))
    (define (folded s) (let ((t (string-copy s))) (change! t 0 (string-length t) char-foldcase) t))
    (define (change! s start end f)
      (let loop ((i start))
        (if (< i end) (begin (string-set! s i (f (string-ref s i))) (loop (+ i 1))))))
    ;;> (string-compare a b less equal greater [start1 end1 start2 end2]): calls one of three procedures with
    ;;> the first index of A where it differs from B. SRFI 13.
    (define (string-compare a b less equal greater . bounds)
      (check-string "string-compare" a)
      (check-string "string-compare" b)
      (let* ((bound (lambda (k default) (if (> (length bounds) k) (list-ref bounds k) default)))
             (start1 (bound 0 0)) (end1 (bound 1 (string-length a)))
             (start2 (bound 2 0)) (end2 (bound 3 (string-length b))))
        (check-range "string-compare" a start1 end1)
        (check-range "string-compare" b start2 end2)
        (for-each (lambda (f) (check-procedure "string-compare" f)) (list less equal greater))
        (compare a start1 end1 b start2 end2 less equal greater)))
    ;;> As string-compare, without regard to case. SRFI 13.
    (define (string-compare-ci a b less equal greater . bounds)
      (check-string "string-compare-ci" a)
      (check-string "string-compare-ci" b)
      (apply string-compare (folded a) (folded b) less equal greater bounds))
    (define (yes i) #t)
    (define (no i) #f)
    (define-syntax define-order
      (syntax-rules ()
        ((_ name who key less equal greater)
         (define-on-two-parts (name (a start1 end1) (b start2 end2)) who
           (compare (key a) start1 end1 (key b) start2 end2 less equal greater)))))
    (define (as-it-is s) s)
    ;;> Whether two strings are the same. SRFI 13.
    (define-order string= "string=" as-it-is no yes no)
    ;;> Whether two strings differ. SRFI 13.
    (define-order string<> "string<>" as-it-is yes no yes)
    ;;> Whether the first string is before the second. SRFI 13.
    (define-order string< "string<" as-it-is yes no no)
    ;;> Whether the first string is behind the second. SRFI 13.
    (define-order string> "string>" as-it-is no no yes)
    ;;> Whether the first string is not behind the second. SRFI 13.
    (define-order string<= "string<=" as-it-is yes yes no)
    ;;> Whether the first string is not before the second. SRFI 13.
    (define-order string>= "string>=" as-it-is no yes yes)
    ;;> Whether two strings are the same, without regard to case. SRFI 13.
    (define-order string-ci= "string-ci=" folded no yes no)
    ;;> Whether two strings differ, without regard to case. SRFI 13.
    (define-order string-ci<> "string-ci<>" folded yes no yes)
    ;;> Whether the first string is before the second, without regard to case. SRFI 13.
    (define-order string-ci< "string-ci<" folded yes no no)
    ;;> Whether the first string is behind the second, without regard to case. SRFI 13.
    (define-order string-ci> "string-ci>" folded no no yes)
    ;;> Whether the first string is not behind the second, without regard to case. SRFI 13.
    (define-order string-ci<= "string-ci<=" folded yes yes no)
    ;;> Whether the first string is not before the second, without regard to case. SRFI 13.
    (define-order string-ci>= "string-ci>=" folded no yes yes)
    (define (hash-below who s bound)
      (if (not (and (exact-integer? bound) (>= bound 0)))
          (error (string-append who ": the bound must be an exact integer, found") bound))
      (if (= bound 0) (%equal-hash s) (modulo (%equal-hash s) bound)))
    ;;> The hash of a string, below BOUND if that is given and not 0. SRFI 13.
    (define string-hash
      (case-lambda
        ((s) (string-hash s 0))
        ((s bound) (check-string "string-hash" s) (hash-below "string-hash" s bound))
        ((s bound start) (string-hash (substring s start) bound))
        ((s bound start end) (string-hash (substring s start end) bound))))
    ;;> The hash of a string, the same in both cases. SRFI 13.
    (define string-hash-ci
      (case-lambda
        ((s) (string-hash-ci s 0))
        ((s bound) (check-string "string-hash-ci" s) (hash-below "string-hash-ci" (folded s) bound))
        ((s bound start) (string-hash-ci (substring s start) bound))
        ((s bound start end) (string-hash-ci (substring s start end) bound))))

    ;; Without regard to case: the same of the folded strings, which have the same lengths.
    (define-syntax define-folded
      (syntax-rules ()
        ((_ name who f)
         (define (name a b . bounds)
           (check-string who a)
           (check-string who b)
           (apply f (folded a) (folded b) bounds)))))
    ;;> As string-prefix-length, without regard to case. SRFI 13.
    (define-folded string-prefix-length-ci "string-prefix-length-ci" string-prefix-length)
    ;;> As string-suffix-length, without regard to case. SRFI 13.
    (define-folded string-suffix-length-ci "string-suffix-length-ci" string-suffix-length)
    ;;> As string-prefix?, without regard to case. SRFI 13.
    (define-folded string-prefix-ci? "string-prefix-ci?" string-prefix?)
    ;;> As string-suffix?, without regard to case. SRFI 13.
    (define-folded string-suffix-ci? "string-suffix-ci?" string-suffix?)
    ;;> As string-contains, without regard to case. SRFI 13.
    (define-folded string-contains-ci "string-contains-ci" string-contains)

    ;; The first letter of each word in upper case, the others in lower case.
    (define (title! s start end)
      (let loop ((i start) (inside? #f))
        (if (< i end)
            (let ((c (string-ref s i)))
              (string-set! s i (if inside? (char-downcase c) (char-upcase c)))
              (loop (+ i 1) (char-alphabetic? c))))))
    ;;> The string with the first letter of each word in upper case, the others in lower case. SRFI 13.
    (define-on-part (string-titlecase s (s start end)) "string-titlecase"
      (let ((t (%substring s start end))) (title! t 0 (string-length t)) t))
    ;;> As string-titlecase, in place. SRFI 13.
    (define-on-part (string-titlecase! s (s start end)) "string-titlecase!" (title! s start end))
    ;;> The string in upper case. SRFI 13.
    (define-on-part (string-upcase s (s start end)) "string-upcase"
      (whole:string-upcase (%substring s start end)))
    ;;> The string in lower case. SRFI 13.
    (define-on-part (string-downcase s (s start end)) "string-downcase"
      (whole:string-downcase (%substring s start end)))
    ;;> Each character in upper case, in place. SRFI 13.
    (define-on-part (string-upcase! s (s start end)) "string-upcase!" (change! s start end char-upcase))
    ;;> Each character in lower case, in place. SRFI 13.
    (define-on-part (string-downcase! s (s start end)) "string-downcase!" (change! s start end char-downcase))
    (define (turn! s start end)
      (let loop ((i start) (j (- end 1)))
        (if (< i j)
            (let ((c (string-ref s i)))
              (string-set! s i (string-ref s j))
              (string-set! s j c)
              (loop (+ i 1) (- j 1))))))
    ;;> The characters in reverse. SRFI 13.
    (define-on-part (string-reverse s (s start end)) "string-reverse"
      (let ((t (%substring s start end))) (turn! t 0 (string-length t)) t))
    ;;> As string-reverse, in place. SRFI 13.
    (define-on-part (string-reverse! s (s start end)) "string-reverse!" (turn! s start end))

    ;;> The string of F of each character. SRFI 13.
    (define-on-part (string-map f s (s start end)) "string-map"
      (let ((t (%substring s start end)))
        (check-procedure "string-map" f)
        (change! t 0 (string-length t) f)
        t))
    ;;> As string-map, in place. SRFI 13.
    (define-on-part (string-map! f s (s start end)) "string-map!"
      (begin (check-procedure "string-map!" f) (change! s start end f)))
    (define (each start end f) (let loop ((i start)) (if (< i end) (begin (f i) (loop (+ i 1))))))
    ;;> Calls F on each character. SRFI 13.
    (define-on-part (string-for-each f s (s start end)) "string-for-each"
      (begin (check-procedure "string-for-each" f) (each start end (lambda (i) (f (string-ref s i))))))
    ;;> Calls F on each index. SRFI 13.
    (define-on-part (string-for-each-index f s (s start end)) "string-for-each-index"
      (begin (check-procedure "string-for-each-index" f) (each start end f)))

    ;;> (xsubstring s from [to [start end]]): the characters from FROM to before TO of the string repeated in
    ;;> both directions; TO is FROM and the length if it is not given. SRFI 13.
    (define xsubstring
      (case-lambda
        ((s from) (check-string "xsubstring" s) (string-replicate s from (+ from (string-length s))))
        ((s from to . part) (apply string-replicate s from to part))))
    ;;> (string-xcopy! target at s from [to [start end]]): puts (xsubstring s from to start end) into a
    ;;> string. SRFI 13.
    (define (string-xcopy! target at s from . rest) (string-copy! target at (apply xsubstring s from rest)))
    (define (graphic? c) (and (not (char-whitespace? c)) (char<? #\space c)))
    ;;> The list of the longest parts whose characters are in a set (all but whitespace). SRFI 13.
    (define string-tokenize
      (case-lambda
        ((s) (string-tokenize s graphic?))
        ((s f) (check-string "string-tokenize" s) (string-tokenize s f 0 (string-length s)))
        ((s f start) (check-string "string-tokenize" s) (string-tokenize s f start (string-length s)))
        ((s f start end)
         (check-range "string-tokenize" s start end)
         (let ((inside? (test-of "string-tokenize" f)))
           (let loop ((i start) (from #f) (out '()))
             (define (with-token) (if from (cons (%substring s from i) out) out))
             (cond ((= i end) (reverse (with-token)))
                   ((inside? (string-ref s i)) (loop (+ i 1) (or from i) out))
                   (else (loop (+ i 1) #f (with-token)))))))))
    ;; The string may come before or after the criterion.
    (define (select who a b part keep)
      (let* ((string-first? (string? a)) (s (if string-first? a b))
             (test (test-of who (if string-first? b a))))
        (check-string who s)
        (list->string (filter (keep test) (apply string->list s part)))))
    ;;> (string-filter f s [start end]): the characters in a set. SRFI 13.
    (define (string-filter a b . part) (select "string-filter" a b part (lambda (test) test)))
    ;;> (string-delete f s [start end]): the characters that are not in a set. SRFI 13.
    (define (string-delete a b . part)
      (select "string-delete" a b part (lambda (test) (lambda (c) (not (test c))))))))
