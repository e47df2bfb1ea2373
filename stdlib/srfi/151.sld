;;; Bitwise operations (SRFI 151) on exact integers of any size; negative ones are in two's complement.
(define-library (srfi 151)
  (export bitwise-not bitwise-and bitwise-ior bitwise-xor bitwise-eqv bitwise-nand bitwise-nor bitwise-andc1
          bitwise-andc2 bitwise-orc1 bitwise-orc2 arithmetic-shift bit-count integer-length bitwise-if
          bit-set? copy-bit bit-swap any-bit-set? every-bit-set? first-set-bit bit-field bit-field-any?
          bit-field-every? bit-field-clear bit-field-set bit-field-replace bit-field-replace-same
          bit-field-rotate bit-field-reverse bits->list list->bits bits->vector vector->bits bits bitwise-fold
          bitwise-for-each bitwise-unfold make-bitwise-generator)
  (import (except (fluxion base) bitwise-or)
          (rename (only (fluxion base) bitwise-or) (bitwise-or bitwise-ior)))
  (begin
    ;;> The complement of the exclusive or of integers: where they agree. SRFI 151.
    (define (bitwise-eqv . numbers)
      (fold (lambda (n acc) (bitwise-not (bitwise-xor acc n))) -1 numbers))
    ;;> The complement of the and of two integers. SRFI 151.
    (define (bitwise-nand i j) (bitwise-not (bitwise-and i j)))
    ;;> The complement of the or of two integers. SRFI 151.
    (define (bitwise-nor i j) (bitwise-not (bitwise-ior i j)))
    ;;> The bits of J that I has not. SRFI 151.
    (define (bitwise-andc1 i j) (bitwise-and (bitwise-not i) j))
    ;;> The bits of I that J has not. SRFI 151.
    (define (bitwise-andc2 i j) (bitwise-and i (bitwise-not j)))
    ;;> The bits that J has or I has not. SRFI 151.
    (define (bitwise-orc1 i j) (bitwise-ior (bitwise-not i) j))
    ;;> The bits that I has or J has not. SRFI 151.
    (define (bitwise-orc2 i j) (bitwise-ior i (bitwise-not j)))

    (define (check-integer who n)
      (if (not (exact-integer? n))
          (error (string-append who ": argument 1 must be an exact integer, found") n)))
    (define (check-index who at n)
      (if (not (and (fixnum? n) (>= n 0)))
          (error (string-append who ": argument " at " must be an index of a bit, found") n)))
    (define (check-bound who n)
      (if (not (and (fixnum? n) (>= n 0)))
          (error (string-append who ": a bound of the field must be an index of a bit, found") n)))
    (define (check-field who n start end)
      (check-integer who n)
      (check-bound who start)
      (check-bound who end)
      (if (> start end) (error (string-append who ": the field ends before it starts") start end)))
    (define (mask width) (- (arithmetic-shift 1 width) 1))

    ;; Ones of 0 <= N < 2^32 (Warren, Hacker's Delight, section 5-1).
    (define (small-count n)
      (let* ((n (- n (bitwise-and (quotient n 2) #x55555555)))
             (n (+ (bitwise-and n #x33333333) (bitwise-and (quotient n 4) #x33333333)))
             (n (bitwise-and (+ n (quotient n 16)) #x0F0F0F0F)))
        (quotient (bitwise-and (* n #x01010101) #xFFFFFFFF) 16777216)))
    ;;> How many bits of an integer are 1, or 0 if it is negative. SRFI 151.
    (define (bit-count n)
      (check-integer "bit-count" n)
      (let loop ((n (if (< n 0) (bitwise-not n) n)) (width (integer-length n)))
        (cond ((<= width 32) (small-count n))
              ;; Halves, so that a large integer is not shifted once for each of its words.
              (else
               (let* ((half (quotient (+ width 1) 2)) (low (bitwise-and n (mask half))))
                 (+ (loop low half) (loop (arithmetic-shift n (- half)) (- width half))))))))
    ;;> The number of bits of an integer without its sign. SRFI 151.
    (define (integer-length n)
      (check-integer "integer-length" n)
      (let ((n (if (< n 0) (bitwise-not n) n)))
        ;; A width that is enough, then halving: bit 2^k of the result tells whether N has more than 2^k bits.
        (let grow ((step 1))
          (if (>= n (arithmetic-shift 1 step))
              (grow (* 2 step))
              (let search ((low 0) (high step))
                (if (= low high)
                    low
                    (let ((middle (quotient (+ low high) 2)))
                      (if (< n (arithmetic-shift 1 middle))
                          (search low middle)
                          (search (+ middle 1) high)))))))))
    ;;> The bits of I where MASK is 1, those of J where it is 0. SRFI 151.
    (define (bitwise-if mask i j) (bitwise-ior (bitwise-and mask i) (bitwise-and (bitwise-not mask) j)))
    ;;> Whether a bit of an integer is 1. SRFI 151.
    (define (bit-set? index n)
      (check-index "bit-set?" "1" index)
      (odd? (arithmetic-shift n (- index))))
    ;;> An integer with one bit set to a boolean. SRFI 151.
    (define (copy-bit index n bit)
      (check-index "copy-bit" "1" index)
      (let ((one (arithmetic-shift 1 index)))
        (if bit (bitwise-ior n one) (bitwise-and n (bitwise-not one)))))
    ;;> An integer with two bits exchanged. SRFI 151.
    (define (bit-swap i j n)
      (let ((a (bit-set? i n)) (b (bit-set? j n)))
        (copy-bit i (copy-bit j n a) b)))
    ;;> Whether any of the bits TEST is 1 in N. SRFI 151.
    (define (any-bit-set? test n) (not (eqv? 0 (bitwise-and test n))))
    ;;> Whether all of the bits TEST are 1 in N. SRFI 151.
    (define (every-bit-set? test n) (= test (bitwise-and test n)))
    ;;> The index of the lowest bit that is 1, or -1 for 0. SRFI 151.
    (define (first-set-bit n)
      (check-integer "first-set-bit" n)
      (- (integer-length (bitwise-and n (- n))) 1))

    ;;> The bits from START to before END, as an integer. SRFI 151.
    (define (bit-field n start end)
      (check-field "bit-field" n start end)
      (bitwise-and (arithmetic-shift n (- start)) (mask (- end start))))
    ;;> Whether any bit of a field is 1. SRFI 151.
    (define (bit-field-any? n start end)
      (check-field "bit-field-any?" n start end)
      (not (= 0 (bit-field n start end))))
    ;;> Whether all bits of a field are 1. SRFI 151.
    (define (bit-field-every? n start end)
      (check-field "bit-field-every?" n start end)
      (= (mask (- end start)) (bit-field n start end)))
    (define (field-mask start end) (arithmetic-shift (mask (- end start)) start))
    ;;> An integer with the bits of a field 0. SRFI 151.
    (define (bit-field-clear n start end)
      (check-field "bit-field-clear" n start end)
      (bitwise-and n (bitwise-not (field-mask start end))))
    ;;> An integer with the bits of a field 1. SRFI 151.
    (define (bit-field-set n start end)
      (check-field "bit-field-set" n start end)
      (bitwise-ior n (field-mask start end)))
    ;;> An integer with a field replaced by the lowest bits of another integer. SRFI 151.
    (define (bit-field-replace n new start end)
      (check-field "bit-field-replace" n start end)
      (bitwise-if (field-mask start end) (arithmetic-shift new start) n))
    ;;> An integer with a field replaced by the same field of another integer. SRFI 151.
    (define (bit-field-replace-same n new start end)
      (check-field "bit-field-replace-same" n start end)
      (bitwise-if (field-mask start end) new n))
    ;;> An integer with a field rotated to the left, by a negative COUNT to the right. SRFI 151.
    (define (bit-field-rotate n count start end)
      (check-field "bit-field-rotate" n start end)
      (let ((width (- end start)))
        (if (= width 0)
            n
            (let* ((count (modulo count width))
                   (field (bit-field n start end))
                   (high (arithmetic-shift field count))
                   (low (arithmetic-shift field (- count width))))
              (bit-field-replace n (bitwise-ior high low) start end)))))
    ;;> An integer with the order of the bits of a field reversed. SRFI 151.
    (define (bit-field-reverse n start end)
      (check-field "bit-field-reverse" n start end)
      (let ((bits (field->list n start end)))
        (bit-field-replace n (list->bits (reverse bits)) start end)))

    ;; Bits as booleans, lowest first. Both ways halve the integer, so that large ones take N log N steps.
    (define (field->list n start end)
      (let loop ((n (bit-field n start end)) (width (- end start)) (rest '()))
        (cond ((= width 0) rest)
              ((<= width 32)
               (let ((lower (loop-bits n width)))
                 (append lower rest)))
              (else
               (let ((half (quotient width 2)))
                 (loop (bitwise-and n (mask half)) half
                       (loop (arithmetic-shift n (- half)) (- width half) rest)))))))
    (define (loop-bits n width)
      (if (= width 0) '() (cons (odd? n) (loop-bits (quotient n 2) (- width 1)))))
    ;;> The bits of an integer that is not negative as booleans, lowest first; LENGTH of them if it is given.
    ;;> SRFI 151.
    (define bits->list
      (case-lambda
        ((n) (bits->list n (integer-length n)))
        ((n length)
         (check-integer "bits->list" n)
         (check-index "bits->list" "2" length)
         (field->list n 0 length))))
    ;;> The integer of a list of booleans, lowest first. SRFI 151.
    (define (list->bits l) (vector->bits (list->vector l)))
    ;;> The bits of an integer as a vector of booleans, lowest first. SRFI 151.
    (define (bits->vector . arguments) (list->vector (apply bits->list arguments)))
    ;;> The integer of a vector of booleans, lowest first. SRFI 151.
    (define (vector->bits v)
      (let loop ((start 0) (end (vector-length v)))
        (if (<= (- end start) 32)
            (let sum ((i (- end 1)) (n 0))
              (if (< i start) n (sum (- i 1) (+ n n (if (vector-ref v i) 1 0)))))
            (let ((middle (quotient (+ start end) 2)))
              (+ (loop start middle) (arithmetic-shift (loop middle end) (- middle start)))))))
    ;;> The integer of booleans, lowest first. SRFI 151.
    (define (bits . booleans) (list->bits booleans))
    ;;> F of each bit (a boolean, lowest first) and what it returned for the bit before. SRFI 151.
    (define (bitwise-fold f seed n) (fold f seed (bits->list n)))
    ;;> Calls F on each bit (a boolean), lowest first. SRFI 151.
    (define (bitwise-for-each f n) (for-each f (bits->list n)))
    ;;> The integer of the bits MAPPER makes of seeds, lowest first, until STOP? holds. SRFI 151.
    (define (bitwise-unfold stop? mapper successor seed)
      (let loop ((seed seed) (bits '()))
        (if (stop? seed)
            (list->bits (reverse bits))
            (loop (successor seed) (cons (mapper seed) bits)))))
    ;;> A procedure that returns the next bit of an integer, a boolean, at each call; there is no end. SRFI
    ;;> 151.
    (define (make-bitwise-generator n)
      (check-integer "make-bitwise-generator" n)
      (lambda ()
        (let ((bit (odd? n)))
          (set! n (arithmetic-shift n -1))
          bit)))))
