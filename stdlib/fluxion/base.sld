;;; What a script without `import` sees: R7RS-small as far as it is there, and Fluxion's own procedures.
(define-library (fluxion base)
  ;; (fluxion functional), but for `span` and `unfold`, which are SRFI 1.
  (import (fluxion functional))
  (export -> ->> alist-keys alist-map alist-merge alist-ref alist-set alist-update alist-values apply-n as->
          assoc-in break-at chunk complement compose conjoin const constantly converge count-by curry disjoin
          distinct-by err err? fixpoint flip frequencies gather generator generator->lazy generator->list
          generator-append generator-drop generator-filter generator-find generator-fold generator-for-each
          generator-map generator-take generator-take-while generator-zip get-in group-by identity index-by
          interleave interpose into iterate iterate-generator iterate-until juxt lazy->generator lazy->list
          lazy-append lazy-car lazy-cdr lazy-cons lazy-cycle lazy-drop lazy-drop-while lazy-enumerate
          lazy-filter lazy-find lazy-flat-map lazy-fold lazy-for-each lazy-force lazy-interleave lazy-iterate
          lazy-length lazy-map lazy-null? lazy-range lazy-realized? lazy-ref lazy-remove lazy-repeat lazy-scan
          lazy-seq lazy-seq? lazy-take lazy-take-while lazy-unfold lazy-zip lift list->generator list->lazy
          make-coroutine-generator max-by memoize memoize-with-limit memoize-with-ttl min-by none none? ok ok?
          on once option->list option->result option-bind option-filter option-fold option-map option-or
          option-or-else option-unwrap option-value option? partial partial-right partition-all partition-by
          pipe range-generator rcons rcount reduced reduced? result->option result-bind result-collect
          result-error result-fold result-map result-map-error result-or result-or-else result-unwrap
          result-value result? scan scan-left scan-right sliding-window some some? sort-by spread sum-by tap
          tappend-map tdedupe tdistinct tdrop tdrop-while tenumerate tfilter tfilter-map tflatten thunk
          tinterpose tmap tpartition-all tpartition-by trampoline transduce tremove try->result ttake
          ttake-while unary uncurry unreduce update-in value->option vector->generator vector->lazy zip-with)
  (export * + - -1+ / 1+ < <= = > >= abs acos add1 alist->hash-table any append append! append-map append-reverse
          get-environment-variables get-output-bytevector open-binary-input-file open-binary-output-file
          open-input-bytevector open-output-bytevector peek-u8 read read-bytevector read-bytevector! read-u8
          u8-ready? with-input-from-file with-output-to-file write-bytevector write-u8
          angle imag-part magnitude make-polar make-rectangular real-part
          apply apply-map arithmetic-shift asin assert assoc assq assq-ref assv atan binary-port? bitwise-and
          bitwise-not bitwise-or bitwise-xor boolean=? boolean? bytevector bytevector-append bytevector-copy
          bytevector-copy! bytevector-length bytevector-u8-ref bytevector-u8-set! bytevector? caaaar caaadr caaar
          caadar caaddr caadr caar cadaar cadadr cadar caddar cadddr caddr cadr call-with-current-continuation
          call-with-input-file call-with-output-file call-with-output-string call-with-port call-with-values call/cc
          call/ec car cdaaar cdaadr cdaar cdadar cdaddr cdadr cdar cddaar cddadr cddar cdddar cddddr cdddr cddr cdr
          ceiling char->integer char-alphabetic? char-ci<=? char-ci<? char-ci=? char-ci>=? char-ci>? char-downcase
          char-foldcase char-lower-case? char-numeric? char-ready? char-upcase char-upper-case? char-whitespace?
          char<=? char<? char=? char>=? char>? char? check-gradient checkpoint checkpoint-iterate close-input-port close-output-port
          close-port command-line complex? cons cons* cos cosh count cube curl current-error-port current-input-port
          current-jiffy current-output-port current-second delete delete-duplicates delete-file denominator
          derivative derivative-forward derivative-n derivative-reverse digit-value directional-derivative display
          displayln divergence drop drop-while dynamic-wind emergency-exit eof-object eof-object? eq? equal? eqv?
          error error-message error-object-irritants error-object-message error-object? even? every exact
          exact->inexact exact-integer-sqrt exact-integer? exact-rational? exact? exit exp expt f64vector
          f64vector->list f64vector->vector f64vector-copy f64vector-fill! f64vector-length f64vector-map
          f64vector-ref f64vector-set! f64vector? fifth features file-error? file-exists? filter filter-map find find-tail
          finite? first fixnum? flatten flonum? floor floor-quotient floor-remainder floor/ flush-output-port fold
          fold-left fold-right for-each force format fourth gcd generate-uninterned-symbol gensym
          get-environment-variable get-output-string gradient gradient-forward gradient-reverse hash-table
          hash-table->alist hash-table-clear! hash-table-contains? hash-table-copy hash-table-count
          hash-table-delete! hash-table-empty? hash-table-exists? hash-table-fold hash-table-for-each hash-table-get hash-table-intern! hash-table-keys
          hash-table-map hash-table-pop! hash-table-put! hash-table-ref hash-table-ref/default hash-table-set! hash-table-size
          hash-table-update! hash-table-update!/default hash-table-values hash-table-walk hash-table? hessian hvp
          inexact inexact->exact inexact? infinite? input-port-open? input-port? integer->char integer? iota
          jacobian jacobian-forward jacobian-reverse jiffies-per-second jvp laplacian last last-pair lcm length list
          list->f64vector list->string list->vector list-copy list-head list-index list-ref list-set! list-sort
          list-tabulate list-tail list? log make-bytevector make-eq-hash-table make-equal-hash-table
          make-eqv-hash-table make-f64vector make-hash-table make-list make-parameter make-promise make-rng
          make-string make-string-hash-table make-vector map max member memq memv merge-lists min modulo nan?
          negative? newline not null? number->string number? numerator odd? open-input-file open-input-string
          open-output-file open-output-string output-port-open? output-port? pair? partition peek-char pi port?
          positive? print printf println procedure-arity procedure-captures
          procedure-name procedure-source-location procedure? parameter? product promise? quotient raise raise-continuable
          random-integer random-normal random-real random-uniform range rational? rationalize read-char read-csv
          read-error? read-line read-string real? reduce remainder remove reverse rng-normal! rng-uniform! round
          second seed-random! set-car! set-cdr! shuffle sin sinh sort sort! sqrt square stop-gradient string
          string->list string->number string->symbol string->utf8 string->vector string-append string-ci<=?
          string-ci<? string-ci=? string-ci>=? string-ci>? string-contains string-copy string-copy! string-count
          string-downcase string-fill! string-foldcase string-for-each string-index string-join string-length
          string-map string-null? string-pad-left string-prefix? string-ref string-reverse string-search-forward
          string-set! string-split string-suffix? string-trim string-upcase string<=? string<? string=? string>=?
          string>? string? sub1 substring subvector sum symbol->string symbol-append symbol=? symbol? take
          take-while tan tanh taylor textual-port? third truncate truncate-quotient truncate-remainder truncate/
          utf8->string value-and-gradient values vector vector->f64vector vector->list vector->string vector-append
          vector-copy vector-copy! vector-count vector-dot vector-fill! vector-fold vector-for-each vector-index
          vector-length vector-map vector-ref vector-reverse vector-set! vector-sort vector-sum vector-swap!
          vector-tabulate vector? vjp void vref with-exception-handler with-input-from-string with-output-to-string
          write write-char write-shared write-simple write-string zero? zip quote quasiquote unquote
          unquote-splicing lambda case-lambda if set! begin let let* letrec letrec* let-values let*-values define
          define-values define-record-type define-record-family define-syntax let-syntax letrec-syntax syntax-rules
          syntax-error define-derivative cond case and or when unless do delay delay-force parameterize guard match match-lambda
          match-lambda* match-let match-let* match-letrec cond-expand include include-ci import else => ... _ environment
          eval interaction-environment load null-environment scheme-report-environment)
  (import (fluxion primitives) (fluxion support) (fluxion numbers) (fluxion lists) (fluxion sorting) (fluxion vectors) (fluxion strings) (fluxion ports) (fluxion format) (fluxion tables) (fluxion ad) (fluxion eval)))
