;;; Sets of characters by name (SRFI 115), as predicates, and boundaries of grapheme clusters (Unicode annex
;;; 29). Punctuation, symbols, controls and marks beyond ASCII are by ranges: those of the blocks that are
;;; wholly or mostly of one kind, not of the category of each character.
(define-library (fluxion characters)
  (export ascii-set unicode-set grapheme-boundary?)
  (import (fluxion base))
  (begin
    ;; Whether a number is in one of the ranges of a vector of bounds, low and high in turn, sorted.
    (define (in-ranges? n bounds)
      (let loop ((low 0) (high (quotient (vector-length bounds) 2)))
        (and (< low high)
             (let* ((middle (quotient (+ low high) 2)) (first (vector-ref bounds (* 2 middle))))
               (cond ((< n first) (loop low middle))
                     ((> n (vector-ref bounds (+ 1 (* 2 middle)))) (loop (+ middle 1) high))
                     (else #t))))))
    (define (of-ranges bounds) (lambda (c) (in-ranges? (char->integer c) bounds)))
    (define (of-string s) (let ((chars (string->list s))) (lambda (c) (if (memv c chars) #t #f))))

    (define ascii-punctuation "!\"#%&'()*,-./:;?@[\\]_{}")
    (define ascii-symbols "$+<=>^`|~")
    (define (ascii-lower? c) (char<=? #\a c #\z))
    (define (ascii-upper? c) (char<=? #\A c #\Z))
    (define (ascii-alphabetic? c) (or (ascii-lower? c) (ascii-upper? c)))
    (define (ascii-numeric? c) (char<=? #\0 c #\9))
    (define (ascii-space? c) (or (eqv? c #\space) (char<=? #\tab c #\return)))
    (define (ascii-graphic? c) (char<? #\space c #\delete))
    (define (hex-digit? c) (or (ascii-numeric? c) (char<=? #\a c #\f) (char<=? #\A c #\F)))
    (define (ascii? c) (char<? c #\x80))

    ;;> The predicate of a named set of ASCII characters, or #f if there is none of the name. SRFI 115.
    (define (ascii-set name)
      (case name
        ((any ascii) ascii?)
        ((nonl) (lambda (c) (and (ascii? c) (not (memv c '(#\return #\newline))))))
        ((lower lower-case) ascii-lower?)
        ((upper upper-case) ascii-upper?)
        ((title title-case) (lambda (c) #f))
        ((alpha alphabetic letter) ascii-alphabetic?)
        ((num numeric digit) ascii-numeric?)
        ((alnum alphanum alphanumeric) (lambda (c) (or (ascii-alphabetic? c) (ascii-numeric? c))))
        ((punct punctuation) (of-string ascii-punctuation))
        ((symbol) (of-string ascii-symbols))
        ((graph graphic) ascii-graphic?)
        ((space white whitespace) ascii-space?)
        ((print printing) (lambda (c) (or (ascii-graphic? c) (ascii-space? c))))
        ((cntrl control) (lambda (c) (char<? c #\space)))
        ((xdigit hex-digit) hex-digit?)
        (else #f)))

    (define title-case
      #(#x1C5 #x1C5 #x1C8 #x1C8 #x1CB #x1CB #x1F2 #x1F2 #x1F88 #x1F8F #x1F98 #x1F9F #x1FA8 #x1FAF #x1FBC
        #x1FBC #x1FCC #x1FCC #x1FFC #x1FFC))
    (define punctuation
      #(#xA1 #xA1 #xA7 #xA7 #xAB #xAB #xB6 #xB7 #xBB #xBB #xBF #xBF #x37E #x37E #x387 #x387 #x55A #x55F
        #x589 #x58A #x5BE #x5BE #x5C0 #x5C0 #x5C3 #x5C3 #x5C6 #x5C6 #x5F3 #x5F4 #x609 #x60A #x60C #x60D
        #x61B #x61B #x61D #x61F #x66A #x66D #x6D4 #x6D4 #x700 #x70D #x964 #x965 #x970 #x970 #xE4F #xE4F
        #xE5A #xE5B #xF04 #xF12 #xF3A #xF3D #x104A #x104F #x1361 #x1368 #x1800 #x180A #x2010 #x2027 #x2030
        #x2043 #x2045 #x2051 #x2053 #x205E #x207D #x207E #x208D #x208E #x2308 #x230B #x2329 #x232A #x2768
        #x2775 #x27C5 #x27C6 #x27E6 #x27EF #x2983 #x2998 #x29D8 #x29DB #x29FC #x29FD #x2E00 #x2E2E #x2E30
        #x2E4F #x3001 #x3003 #x3008 #x3011 #x3014 #x301F #x3030 #x3030 #x303D #x303D #x30A0 #x30A0 #x30FB
        #x30FB #xFE10 #xFE19 #xFE30 #xFE52 #xFE54 #xFE61 #xFE63 #xFE63 #xFE68 #xFE68 #xFE6A #xFE6B #xFF01
        #xFF03 #xFF05 #xFF0A #xFF0C #xFF0F #xFF1A #xFF1B #xFF1F #xFF20 #xFF3B #xFF3D #xFF3F #xFF3F #xFF5B
        #xFF5B #xFF5D #xFF5D #xFF5F #xFF65))
    (define symbols
      #(#xA2 #xA6 #xA8 #xA9 #xAC #xAC #xAE #xB1 #xB4 #xB4 #xB8 #xB8 #xD7 #xD7 #xF7 #xF7 #x2C2 #x2C5 #x2D2
        #x2DF #x2E5 #x2EB #x2ED #x2ED #x2EF #x2FF #x375 #x375 #x384 #x385 #x3F6 #x3F6 #x482 #x482 #x58D
        #x58F #x606 #x608 #x60B #x60B #x60E #x60F #x6DE #x6DE #xE3F #xE3F #x1FBD #x1FBD #x1FBF #x1FC1 #x1FCD
        #x1FCF #x1FDD #x1FDF #x1FED #x1FEF #x1FFD #x1FFE #x2044 #x2044 #x2052 #x2052 #x207A #x207C #x208A
        #x208C #x20A0 #x20C0 #x2100 #x2101 #x2103 #x2106 #x2108 #x2109 #x2114 #x2114 #x2116 #x2118 #x211E
        #x2123 #x2125 #x2125 #x2127 #x2127 #x2129 #x2129 #x212E #x212E #x213A #x213B #x2140 #x2144 #x214A
        #x214D #x214F #x214F #x218A #x218B #x2190 #x2307 #x230C #x2328 #x232B #x2426 #x2440 #x244A #x249C
        #x24E9 #x2500 #x2767 #x2794 #x27C4 #x27C7 #x27E5 #x27F0 #x2982 #x2999 #x29D7 #x29DC #x29FB #x29FE
        #x2BFF #x2E80 #x2FFB #x3004 #x3004 #x3012 #x3013 #x3020 #x3020 #x3036 #x3037 #x303E #x303F #x309B
        #x309C #x3190 #x3191 #x3196 #x319F #x31C0 #x31E3 #x3200 #x321E #x322A #x3247 #x3250 #x3250 #x3260
        #x327F #x328A #x32B0 #x32C0 #x33FF #x4DC0 #x4DFF #xFB29 #xFB29 #xFDFC #xFDFC #xFE62 #xFE62 #xFE64
        #xFE66 #xFE69 #xFE69 #xFF04 #xFF04 #xFF0B #xFF0B #xFF1C #xFF1E #xFF3E #xFF3E #xFF40 #xFF40 #xFF5C
        #xFF5C #xFF5E #xFF5E #xFFE0 #xFFEE #xFFFC #xFFFD #x1D000 #x1D164 #x1F000 #x1FAFF))
    (define controls
      #(0 #x1F #x7F #x9F #xAD #xAD #x600 #x605 #x61C #x61C #x6DD #x6DD #x70F #x70F #x180E #x180E #x200B
        #x200F #x202A #x202E #x2060 #x206F #xD800 #xF8FF #xFEFF #xFEFF #xFFF9 #xFFFB #xE0001 #xE007F #xF0000
        #x10FFFF))

    ;;> The predicate of a named set of characters, or #f if there is none of the name. SRFI 115.
    (define (unicode-set name)
      (case name
        ((any) (lambda (c) #t))
        ((nonl) (lambda (c) (not (memv c '(#\return #\newline)))))
        ((ascii) ascii?)
        ((lower lower-case) char-lower-case?)
        ((upper upper-case) char-upper-case?)
        ((title title-case) (of-ranges title-case))
        ((alpha alphabetic letter) char-alphabetic?)
        ((num numeric digit) char-numeric?)
        ((alnum alphanum alphanumeric) alphanumeric?)
        ((punct punctuation) punctuation?)
        ((symbol) symbol-char?)
        ((graph graphic) graphic?)
        ((space white whitespace) char-whitespace?)
        ((print printing) (lambda (c) (or (graphic? c) (char-whitespace? c))))
        ((cntrl control) (of-ranges controls))
        ((xdigit hex-digit) hex-digit?)
        (else #f)))
    (define (alphanumeric? c) (or (char-alphabetic? c) (char-numeric? c)))
    (define (punctuation? c)
      (if (ascii? c) ((ascii-set 'punct) c) (in-ranges? (char->integer c) punctuation)))
    (define (symbol-char? c)
      (if (ascii? c) ((ascii-set 'symbol) c) (in-ranges? (char->integer c) symbols)))
    (define (graphic? c) (or (alphanumeric? c) (punctuation? c) (symbol-char? c)))

    ;; Characters that belong to the one before: marks, joiners, variations, skin tones.
    (define extending
      #(#x300 #x36F #x483 #x489 #x591 #x5BD #x5BF #x5BF #x5C1 #x5C2 #x5C4 #x5C5 #x610 #x61A #x64B #x65F
        #x670 #x670 #x6D6 #x6DC #x6DF #x6E4 #x6E7 #x6E8 #x6EA #x6ED #x900 #x903 #x93A #x93C #x93E #x94F
        #x951 #x957 #x962 #x963 #x981 #x983 #x9BC #x9BC #x9BE #x9CD #xA3C #xA4D #xABC #xABC #xABE #xACD
        #xB3C #xB3C #xB3E #xB4D #xBBE #xBCD #xC3E #xC4D #xCBC #xCBC #xCBE #xCCD #xD3E #xD4D #xE31 #xE31
        #xE34 #xE3A #xE47 #xE4E #xEB1 #xEB1 #xEB4 #xEBC #xF71 #xF84 #x102B #x103E #x135D #x135F #x17B4
        #x17D3 #x1AB0 #x1AFF #x1DC0 #x1DFF #x200C #x200D #x20D0 #x20F0 #x302A #x302F #x3099 #x309A #xFE00
        #xFE0F #xFE20 #xFE2F #x1F3FB #x1F3FF #xE0020 #xE007F #xE0100 #xE01EF))
    (define (regional? n) (<= #x1F1E6 n #x1F1FF))
    ;; Hangul: leading consonants, vowels, trailing consonants, syllables without and with a trailing
    ;; consonant.
    (define (hangul n)
      (cond ((or (<= #x1100 n #x115F) (<= #xA960 n #xA97C)) 'l)
            ((or (<= #x1160 n #x11A7) (<= #xD7B0 n #xD7C6)) 'v)
            ((or (<= #x11A8 n #x11FF) (<= #xD7CB n #xD7FB)) 't)
            ((<= #xAC00 n #xD7A3) (if (= 0 (modulo (- n #xAC00) 28)) 'lv 'lvt))
            (else #f)))
    (define (syllable-goes-on? before next)
      (case (hangul before)
        ((l) (memq (hangul next) '(l v lv lvt)))
        ((lv v) (memq (hangul next) '(v t)))
        ((lvt t) (eq? (hangul next) 't))
        (else #f)))
    ;; Regional indicators in a row before an index.
    (define (flags-before s i start)
      (let loop ((i (- i 1)) (n 0))
        (if (and (>= i start) (regional? (char->integer (string-ref s i)))) (loop (- i 1) (+ n 1)) n)))
    ;;> Whether a grapheme cluster ends or begins at an index of a string between START and END. SRFI 115.
    (define (grapheme-boundary? s i start end)
      (or (= i start)
          (= i end)
          (let ((before (char->integer (string-ref s (- i 1)))) (next (char->integer (string-ref s i))))
            (cond ((= before 13) (not (= next 10)))
                  ((in-ranges? before #(0 #x1F #x7F #x9F)) #t)
                  ((in-ranges? next extending) #f)
                  ((= before #x200D) (not (<= #x2190 next #x1FAFF)))
                  ((syllable-goes-on? before next) #f)
                  ((and (regional? before) (regional? next)) (even? (flags-before s i start)))
                  (else #t)))))))
