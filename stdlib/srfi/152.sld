;;; Strings (SRFI 152, R7RS section 6.7). Where a predicate on characters is asked for, a character also does.
;;; Optional arguments START and END say which part of a string is meant.
(define-library (srfi 152)
  (export string? string-null? string-every string-any make-string string string-tabulate string-unfold
          string-unfold-right string->vector string->list vector->string list->string reverse-list->string
          string-length string-ref substring string-copy string-take string-take-right string-drop
          string-drop-right string-pad string-pad-right string-trim string-trim-right string-trim-both
          string-replace string=? string<? string>? string<=? string>=? string-ci=? string-ci<? string-ci>?
          string-ci<=? string-ci>=? string-prefix-length string-suffix-length string-prefix? string-suffix?
          string-index string-index-right string-skip string-skip-right string-contains string-contains-right
          string-take-while string-take-while-right string-drop-while string-drop-while-right string-break
          string-span string-append string-concatenate string-concatenate-reverse string-join string-fold
          string-fold-right string-map string-for-each string-count string-filter string-remove
          string-replicate string-segment string-split read-string write-string string-set! string-fill!
          string-copy!)
  (import (except (fluxion base) string-trim string-prefix? string-suffix? string-index string-contains
                  string-join string-count string-split)
          (only (fluxion primitives) %substring %string-copy! %string-search %string-concatenate)
          (fluxion substrings))
  (begin
    ;;> Whether a predicate holds for all characters; its last value. SRFI 152.
    (define-on-part (string-every f s (s start end)) "string-every"
      (let ((f (test-of "string-every" f)))
        (let loop ((i start))
          (cond ((= i end) #t)
                ((= (+ i 1) end) (f (string-ref s i)))
                (else (and (f (string-ref s i)) (loop (+ i 1))))))))
    ;;> The first true value of a predicate on the characters, or #f. SRFI 152.
    (define-on-part (string-any f s (s start end)) "string-any"
      (let ((f (test-of "string-any" f)))
        (let loop ((i start))
          (cond ((= i end) #f)
                ((= (+ i 1) end) (f (string-ref s i)))
                (else (or (f (string-ref s i)) (loop (+ i 1))))))))

    ;;> The string of F of the indices below N. SRFI 152.
    (define (string-tabulate f n)
      (check-procedure "string-tabulate" f)
      (let ((s (make-string n)))
        (let loop ((i 0)) (if (< i n) (begin (string-set! s i (f i)) (loop (+ i 1))) s))))
    (define (unfold-chars who stop? mapper successor seed)
      (check-procedure who stop?)
      (check-procedure who mapper)
      (check-procedure who successor)
      (let loop ((seed seed) (pieces '()))
        (if (stop? seed)
            (cons seed pieces)
            (let ((piece (mapper seed)))
              (if (not (or (char? piece) (string? piece)))
                  (error (string-append who ": the mapper must return a character or a string, found") piece))
              (loop (successor seed) (cons (if (char? piece) (string piece) piece) pieces))))))
    ;;> The characters (or strings) MAPPER makes of seeds until STOP? holds, behind BASE and before what
    ;;> MAKE-FINAL makes of the last seed. SRFI 152.
    (define string-unfold
      (case-lambda
        ((stop? mapper successor seed) (string-unfold stop? mapper successor seed ""))
        ((stop? mapper successor seed base) (string-unfold stop? mapper successor seed base (lambda (x) "")))
        ((stop? mapper successor seed base make-final)
         (let* ((pieces (unfold-chars "string-unfold" stop? mapper successor seed))
                (final (make-final (car pieces))))
           (%string-concatenate (cons (text base) (append-reverse (cdr pieces) (list (text final)))))))))
    ;;> As string-unfold, from right to left. SRFI 152.
    (define string-unfold-right
      (case-lambda
        ((stop? mapper successor seed) (string-unfold-right stop? mapper successor seed ""))
        ((stop? mapper successor seed base)
         (string-unfold-right stop? mapper successor seed base (lambda (x) "")))
        ((stop? mapper successor seed base make-final)
         (let* ((pieces (unfold-chars "string-unfold-right" stop? mapper successor seed))
                (final (make-final (car pieces))))
           (%string-concatenate (cons (text final) (append (cdr pieces) (list (text base)))))))))
    (define (text x) (if (char? x) (string x) x))
    ;;> The string of a list of characters in reverse. SRFI 152.
    (define (reverse-list->string chars) (list->string (reverse chars)))

    ;;> The first N characters. SRFI 152.
    (define (string-take s n) (check-count "string-take" s n) (%substring s 0 n))
    ;;> The last N characters. SRFI 152.
    (define (string-take-right s n)
      (check-count "string-take-right" s n)
      (%substring s (- (string-length s) n) (string-length s)))
    ;;> All but the first N characters. SRFI 152.
    (define (string-drop s n) (check-count "string-drop" s n) (%substring s n (string-length s)))
    ;;> All but the last N characters. SRFI 152.
    (define (string-drop-right s n)
      (check-count "string-drop-right" s n)
      (%substring s 0 (- (string-length s) n)))
    (define (padding who n char)
      (if (not (and (fixnum? n) (>= n 0))) (error (string-append who ": the length is out of range:") n))
      (make-string n char))
    ;;> A string of length N: the string at the right, with a character (blank) before it or cut at its left.
    ;;> SRFI 152.
    (define string-pad
      (case-lambda
        ((s n) (string-pad s n #\space))
        ((s n char) (check-string "string-pad" s) (string-pad s n char 0 (string-length s)))
        ((s n char start) (check-string "string-pad" s) (string-pad s n char start (string-length s)))
        ((s n char start end)
         (check-range "string-pad" s start end)
         (let ((out (padding "string-pad" n char)) (from (max start (- end n))))
           (%string-copy! out (- n (- end from)) s from end)
           out))))
    ;;> A string of length N: the string at the left, with a character (blank) behind it or cut at its right.
    ;;> SRFI 152.
    (define string-pad-right
      (case-lambda
        ((s n) (string-pad-right s n #\space))
        ((s n char) (check-string "string-pad-right" s) (string-pad-right s n char 0 (string-length s)))
        ((s n char start)
         (check-string "string-pad-right" s)
         (string-pad-right s n char start (string-length s)))
        ((s n char start end)
         (check-range "string-pad-right" s start end)
         (let ((out (padding "string-pad-right" n char)))
           (%string-copy! out 0 s start (min end (+ start n)))
           out))))

    ;; The first index from START on, or the last one before END, where the test of the character has the
    ;; truth VALUE.
    (define (scan s start end test value)
      (let loop ((i start))
        (cond ((= i end) #f)
              ((eq? value (if (test (string-ref s i)) #t #f)) i)
              (else (loop (+ i 1))))))
    (define (scan-right s start end test value)
      (let loop ((i (- end 1)))
        (cond ((< i start) #f)
              ((eq? value (if (test (string-ref s i)) #t #f)) i)
              (else (loop (- i 1))))))
    (define-syntax define-trim
      (syntax-rules ()
        ((_ name who (s test start end) body)
         (define name
           (case-lambda
             ((s) (name s char-whitespace?))
             ((s f) (check-string who s) (name s f 0 (string-length s)))
             ((s f start) (check-string who s) (name s f start (string-length s)))
             ((s f start end) (check-range who s start end) (let ((test (test-of who f))) body)))))))
    ;;> A string without the characters at its left that a predicate (whitespace) holds for. SRFI 152.
    (define-trim string-trim "string-trim" (s test start end)
      (%substring s (or (scan s start end test #f) end) end))
    ;;> A string without the characters at its right that a predicate (whitespace) holds for. SRFI 152.
    (define-trim string-trim-right "string-trim-right" (s test start end)
      (let ((last (scan-right s start end test #f))) (%substring s start (if last (+ last 1) start))))
    ;;> A string without the characters at both ends that a predicate (whitespace) holds for. SRFI 152.
    (define-trim string-trim-both "string-trim-both" (s test start end)
      (let ((first (scan s start end test #f)))
        (if first (%substring s first (+ 1 (scan-right s start end test #f))) "")))

    ;;> The index of the first character that a predicate holds for, or #f. SRFI 152.
    (define-on-part (string-index s f (s start end)) "string-index"
      (scan s start end (test-of "string-index" f) #t))
    ;;> The index of the last character that a predicate holds for, or #f. SRFI 152.
    (define-on-part (string-index-right s f (s start end)) "string-index-right"
      (scan-right s start end (test-of "string-index-right" f) #t))
    ;;> The index of the first character that a predicate does not hold for, or #f. SRFI 152.
    (define-on-part (string-skip s f (s start end)) "string-skip"
      (scan s start end (test-of "string-skip" f) #f))
    ;;> The index of the last character that a predicate does not hold for, or #f. SRFI 152.
    (define-on-part (string-skip-right s f (s start end)) "string-skip-right"
      (scan-right s start end (test-of "string-skip-right" f) #f))
    ;;> The characters before the first that a predicate does not hold for. SRFI 152.
    (define-on-part (string-take-while s f (s start end)) "string-take-while"
      (%substring s start (or (scan s start end (test-of "string-take-while" f) #f) end)))
    ;;> What is left without string-take-while. SRFI 152.
    (define-on-part (string-drop-while s f (s start end)) "string-drop-while"
      (%substring s (or (scan s start end (test-of "string-drop-while" f) #f) end) end))
    (define (behind index start) (if index (+ index 1) start))
    ;;> The characters behind the last that a predicate does not hold for. SRFI 152.
    (define-on-part (string-take-while-right s f (s start end)) "string-take-while-right"
      (%substring s (behind (scan-right s start end (test-of "string-take-while-right" f) #f) start) end))
    ;;> What is left without string-take-while-right. SRFI 152.
    (define-on-part (string-drop-while-right s f (s start end)) "string-drop-while-right"
      (%substring s start (behind (scan-right s start end (test-of "string-drop-while-right" f) #f) start)))
    ;;> The characters before the first that a predicate does not hold for, and the rest: two strings. SRFI
    ;;> 152.
    (define-on-part (string-span s f (s start end)) "string-span"
      (let ((at (or (scan s start end (test-of "string-span" f) #f) end)))
        (values (%substring s start at) (%substring s at end))))
    ;;> The characters before the first that a predicate holds for, and the rest: two strings. SRFI 152.
    (define-on-part (string-break s f (s start end)) "string-break"
      (let ((at (or (scan s start end (test-of "string-break" f) #t) end)))
        (values (%substring s start at) (%substring s at end))))

    ;;> F of each character, from left to right, and what it returned for the one before. SRFI 152.
    (define-on-part (string-fold f init s (s start end)) "string-fold"
      (begin
        (check-procedure "string-fold" f)
        (let loop ((i start) (acc init)) (if (= i end) acc (loop (+ i 1) (f (string-ref s i) acc))))))
    ;;> F of each character, from right to left, and what it returned for the one behind. SRFI 152.
    (define-on-part (string-fold-right f init s (s start end)) "string-fold-right"
      (begin
        (check-procedure "string-fold-right" f)
        (let loop ((i end) (acc init))
          (if (= i start) acc (loop (- i 1) (f (string-ref s (- i 1)) acc))))))
    ;;> How many characters a predicate holds for. SRFI 152.
    (define-on-part (string-count s f (s start end)) "string-count"
      (let ((f (test-of "string-count" f)))
        (let loop ((i start) (n 0))
          (if (= i end) n (loop (+ i 1) (if (f (string-ref s i)) (+ n 1) n))))))
    (define (select s start end keep?)
      (let loop ((i (- end 1)) (chars '()))
        (if (< i start)
            (list->string chars)
            (loop (- i 1) (if (keep? (string-ref s i)) (cons (string-ref s i) chars) chars)))))
    ;;> The characters that a predicate holds for. SRFI 152.
    (define-on-part (string-filter f s (s start end)) "string-filter"
      (select s start end (test-of "string-filter" f)))
    ;;> The characters that a predicate does not hold for. SRFI 152.
    (define-on-part (string-remove f s (s start end)) "string-remove"
      (let ((f (test-of "string-remove" f))) (select s start end (lambda (c) (not (f c))))))

    ;;> The first string with the part from START1 to END1 replaced by the second. SRFI 152.
    (define string-replace
      (case-lambda
        ((a b start1 end1)
         (check-string "string-replace" b)
         (string-replace a b start1 end1 0 (string-length b)))
        ((a b start1 end1 start2)
         (check-string "string-replace" b)
         (string-replace a b start1 end1 start2 (string-length b)))
        ((a b start1 end1 start2 end2)
         (check-range "string-replace" a start1 end1)
         (check-range "string-replace" b start2 end2)
         (let ((out (make-string (+ start1 (- end2 start2) (- (string-length a) end1)))))
           (%string-copy! out 0 a 0 start1)
           (%string-copy! out start1 b start2 end2)
           (%string-copy! out (+ start1 (- end2 start2)) a end1 (string-length a))
           out))))

    (define (common-prefix a start1 end1 b start2 end2)
      (let ((n (min (- end1 start1) (- end2 start2))))
        (let loop ((i 0))
          (if (and (< i n) (eqv? (string-ref a (+ start1 i)) (string-ref b (+ start2 i))))
              (loop (+ i 1))
              i))))
    (define (common-suffix a start1 end1 b start2 end2)
      (let ((n (min (- end1 start1) (- end2 start2))))
        (let loop ((i 0))
          (if (and (< i n) (eqv? (string-ref a (- end1 i 1)) (string-ref b (- end2 i 1))))
              (loop (+ i 1))
              i))))
    ;;> How many characters two strings have in common at their left. SRFI 152.
    (define-on-two-parts (string-prefix-length (a start1 end1) (b start2 end2)) "string-prefix-length"
      (common-prefix a start1 end1 b start2 end2))
    ;;> How many characters two strings have in common at their right. SRFI 152.
    (define-on-two-parts (string-suffix-length (a start1 end1) (b start2 end2)) "string-suffix-length"
      (common-suffix a start1 end1 b start2 end2))
    ;;> Whether the first string is a prefix of the second. SRFI 152.
    (define-on-two-parts (string-prefix? (a start1 end1) (b start2 end2)) "string-prefix?"
      (= (- end1 start1) (common-prefix a start1 end1 b start2 end2)))
    ;;> Whether the first string is a suffix of the second. SRFI 152.
    (define-on-two-parts (string-suffix? (a start1 end1) (b start2 end2)) "string-suffix?"
      (= (- end1 start1) (common-suffix a start1 end1 b start2 end2)))
    ;;> The first index in the first string where the second one begins, or #f. SRFI 152.
    (define-on-two-parts (string-contains (a start1 end1) (b start2 end2)) "string-contains"
      (let ((at (%string-search (%substring b start2 end2) (%substring a start1 end1) 0)))
        (and at (+ start1 at))))
    ;;> The last index in the first string where the second one begins, or #f. SRFI 152.
    (define-on-two-parts (string-contains-right (a start1 end1) (b start2 end2)) "string-contains-right"
      ;; The first place in the reversed strings.
      (let ((at (%string-search (string-reverse (%substring b start2 end2))
                                (string-reverse (%substring a start1 end1)) 0)))
        (and at (- end1 at (- end2 start2)))))

    (define (check-strings who l)
      (if (not (list? l)) (error (string-append who ": a list of strings is needed, found") l))
      (for-each (lambda (s) (check-string who s)) l))
    ;;> The strings of a list one behind the other. SRFI 152.
    (define (string-concatenate l) (check-strings "string-concatenate" l) (%string-concatenate l))
    ;;> The strings of a list in reverse, with the first END characters of FINAL behind them. SRFI 152.
    (define string-concatenate-reverse
      (case-lambda
        ((l) (string-concatenate-reverse l ""))
        ((l final)
         (check-string "string-concatenate-reverse" final)
         (string-concatenate-reverse l final (string-length final)))
        ((l final end)
         (check-strings "string-concatenate-reverse" l)
         (check-count "string-concatenate-reverse" final end)
         (%string-concatenate (append-reverse l (list (%substring final 0 end)))))))
    (define (check-grammar who grammar)
      (if (not (memq grammar '(infix strict-infix prefix suffix)))
          (error (string-append who ": the grammar is infix, strict-infix, prefix or suffix, found")
                 grammar)))
    ;;> The strings of a list with a delimiter (a blank) between them, or as the grammar says: infix,
    ;;> strict-infix, prefix, suffix. SRFI 152.
    (define string-join
      (case-lambda
        ((l) (string-join l " "))
        ((l delimiter) (string-join l delimiter 'infix))
        ((l delimiter grammar)
         (check-strings "string-join" l)
         (check-string "string-join" delimiter)
         (check-grammar "string-join" grammar)
         (if (and (null? l) (eq? grammar 'strict-infix))
             (error "string-join: nothing to join by the grammar strict-infix" l))
         (let* ((all (fold (lambda (s out)
                             (if (eq? grammar 'suffix) (cons* delimiter s out) (cons* s delimiter out)))
                           '() l))
                (all (reverse all)))
           (%string-concatenate
            (if (and (pair? all) (memq grammar '(infix strict-infix))) (cdr all) all))))))

    ;;> The characters from FROM to before TO of the string repeated in both directions. SRFI 152.
    (define string-replicate
      (case-lambda
        ((s from to) (check-string "string-replicate" s) (string-replicate s from to 0 (string-length s)))
        ((s from to start)
         (check-string "string-replicate" s)
         (string-replicate s from to start (string-length s)))
        ((s from to start end)
         (check-range "string-replicate" s start end)
         (if (not (and (fixnum? from) (fixnum? to) (<= from to)))
             (error "string-replicate: the bounds are out of range:" from to))
         (let ((width (- end start)))
           (if (and (= width 0) (< from to)) (error "string-replicate: the string is empty" s))
           (string-tabulate (lambda (i) (string-ref s (+ start (modulo (+ from i) width)))) (- to from))))))
    ;;> The list of pieces of K characters; the last may be shorter. SRFI 152.
    (define (string-segment s k)
      (check-string "string-segment" s)
      (if (not (and (fixnum? k) (> k 0))) (error "string-segment: the length must be positive, found" k))
      (let ((n (string-length s)))
        (let loop ((i 0) (out '()))
          (if (>= i n) (reverse out) (loop (+ i k) (cons (%substring s i (min n (+ i k))) out))))))
    ;;> The list of pieces between delimiters; at most LIMIT cuts if that is a number. The grammar is infix,
    ;;> strict-infix, prefix or suffix; an empty delimiter cuts between all characters. SRFI 152.
    (define string-split
      (case-lambda
        ((s delimiter) (string-split s delimiter 'infix))
        ((s delimiter grammar) (string-split s delimiter grammar #f))
        ((s delimiter grammar limit)
         (check-string "string-split" s)
         (string-split s delimiter grammar limit 0 (string-length s)))
        ((s delimiter grammar limit start)
         (check-string "string-split" s)
         (string-split s delimiter grammar limit start (string-length s)))
        ((s delimiter grammar limit start end)
         (check-range "string-split" s start end)
         (let ((s (%substring s start end)) (delimiter (if (char? delimiter) (string delimiter) delimiter)))
           (check-string "string-split" delimiter)
           (check-grammar "string-split" grammar)
           (if (not (or (not limit) (and (fixnum? limit) (>= limit 0))))
               (error "string-split: the limit must be #f or a number of cuts, found" limit))
           (cond ((> (string-length s) 0) (split s delimiter grammar limit))
                 ((eq? grammar 'strict-infix)
                  (error "string-split: nothing to split by the grammar strict-infix" s))
                 (else '()))))))
    (define (split s delimiter grammar limit)
      (let* ((n (string-length s)) (m (string-length delimiter))
             (start (if (and (eq? grammar 'prefix) (string-prefix? delimiter s)) m 0)))
        (let loop ((from start) (cuts 0) (out '()))
          (let ((at (and (not (and limit (>= cuts limit)))
                         (if (= m 0) (and (< (+ from 1) n) (+ from 1)) (%string-search delimiter s from)))))
            (cond (at (loop (+ at m) (+ cuts 1) (cons (%substring s from at) out)))
                  ((and (= from n) (eq? grammar 'suffix)) (reverse out))
                  (else (reverse (cons (%substring s from n) out))))))))))
