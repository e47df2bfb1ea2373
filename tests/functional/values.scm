; Results, options, transducers, grouping: edges and wrong arguments.

;--- printed-results
(ok 5) ; => #<ok value: 5>
(err "no") ; => #<err reason: "no">
(some '(1)) ; => #<some value: (1)>
none ; => #<none>

;--- what-is-raised-becomes-a-result
(result-error (try->result raise 'stop)) ; => stop
(error-object-message (result-error (try->result error "bad" 1))) ; => "bad"
(result-value (try->result (lambda () (values 1)))) ; => 1
(result-or-else (try->result car 5) error-object-message) ; => "car: argument 1 must be a pair, found 5"

;--- a-failure-skips-the-rest
(define calls 0)
(define (count x) (set! calls (+ calls 1)) (ok x))
(result-error (result-bind (ok 1) count (lambda (x) (err 'stop)) count count)) ; => stop
calls ; => 1
(none? (option-bind (some 1) (lambda (x) none) (lambda (x) (error "not reached")))) ; => #t

;--- results-of-lists
(result-value (result-collect '())) ; => ()
(result-error (result-collect (list (ok 1) (err 'a) (err 'b)))) ; => a

;--- unwrap-raises-the-condition
(result-unwrap (try->result vector-ref (vector 1) 5))
; error: vector-ref: argument 2 is 5, not an index below 1

;--- unwrap-of-a-reason
(result-unwrap (err 'late))
; error: result-unwrap: the result is a failure late

;--- unwrap-of-none
(option-unwrap none)
; error: option-unwrap: the option has no value

;--- bad-results
(define (message thunk) (guard (e ((error-object? e) (error-object-message e))) (thunk)))
(message (lambda () (result-map 5 (ok 1)))) ; => "result-map: argument 1 must be a procedure, found"
(message (lambda () (result-map car 5))) ; => "result-map: argument 2 must be a result (ok or err), found"
(message (lambda () (result-bind 5))) ; => "result-bind: argument 1 must be a result (ok or err), found"
(message (lambda () (result-bind (ok 1) list))) ; => "result-bind: the procedure must return a result, found"
(message (lambda () (result-or 5 1))) ; => "result-or: argument 1 must be a result (ok or err), found"
(message (lambda () (result-value (err 1)))) ; => "result-value: argument 1 must be a result with a value, found"
(message (lambda () (result-error (ok 1)))) ; => "result-error: argument 1 must be a result that is a failure, found"
(message (lambda () (result-collect (list (ok 1) 2)))) ; => "result-collect: argument 1 must be a list of results, found"
(message (lambda () (try->result 5))) ; => "try->result: argument 1 must be a procedure, found"
(message (lambda () (option-map car 5))) ; => "option-map: argument 2 must be an option (some or none), found"
(message (lambda () (option-bind (some 1) list))) ; => "option-bind: the procedure must return an option, found"
(message (lambda () (option-or 5 1))) ; => "option-or: argument 1 must be an option (some or none), found"
(message (lambda () (option-value none))) ; => "option-value: argument 1 must be an option with a value, found"

;--- transducers-over-collections
(define odd-squares (compose (tfilter odd?) (tmap square)))
(transduce odd-squares + '(1 2 3)) ; => 10
(transduce odd-squares + #(1 2 3)) ; => 10
(transduce odd-squares + (lazy-range 4)) ; => 10
(transduce odd-squares + (generator 1 2 3)) ; => 10
(transduce (tremove char-numeric?) rcons "a1b") ; => (#\a #\b)
(transduce odd-squares (lambda (a b) (cons b a)) '() '(1 2 3)) ; => (9 1)
(into "ab" (tmap char-upcase) "cd") ; => "abCD"

;--- transducers-stop-early
(transduce (compose (tmap square) (ttake 3)) rcons (lazy-range)) ; => (0 1 4)
(transduce (ttake-while (lambda (n) (< n 3))) rcount (lazy-iterate 1+ 0)) ; => 3
(transduce (compose (tappend-map list) (ttake 2)) rcons '(a b c)) ; => (a b)
(transduce (compose (tpartition-all 2) (ttake 1)) rcons (lazy-range)) ; => ((0 1))
(transduce (compose (tpartition-by even?) (ttake 1)) rcons '(1 3 2 4 5)) ; => ((1 3))
(into '() (compose (tpartition-all 3) (tmap length)) (iota 7)) ; => (3 3 1)
(into '() (ttake 0) '(1 2)) ; => ()

;--- a-transducer-may-be-used-again
(define two (ttake 2))
(list (into '() two '(1 2 3)) (into '() two '(4 5 6))) ; => ((1 2) (4 5))

;--- a-million-transduced
(transduce (compose (tfilter even?) (tmap 1+) (tdrop 10)) + (lazy-range 1000000)) ; => 249999999900

;--- bad-transduce
(transduce (tmap square) + 5)
; error: transduce: argument 3 must be a list, vector, string, lazy sequence or generator, found 5

;--- bad-transducers
(define (message thunk) (guard (e ((error-object? e) (error-object-message e))) (thunk)))
(message (lambda () (transduce 5 + '()))) ; => "transduce: argument 1 must be a procedure, found"
(message (lambda () (tmap 5))) ; => "tmap: argument 1 must be a procedure, found"
(message (lambda () (ttake 'a))) ; => "ttake: argument 1 must be an exact integer that is not negative, found"
(message (lambda () (tpartition-all 0))) ; => "tpartition-all: argument 1 must be a positive exact integer, found"
(message (lambda () (into 5 (tmap 1+) '()))) ; => "into: argument 1 must be a list, vector or string, found"

;--- groups-of-nothing
(list (group-by even? '()) (partition-by even? '()) (chunk 2 '()) (sliding-window 2 '()) (frequencies '())) ; => (() () () () ())
(list (scan + '()) (scan-left + 0 '()) (scan-right + 0 '()) (interpose 1 '()) (interleave '() '(1))) ; => (() (0) (0) () ())

;--- groups-of-vectors-and-strings
(group-by even? #(1 2 3)) ; => ((#f 1 3) (#t 2))
(frequencies "abca") ; => ((#\a . 2) (#\b . 1) (#\c . 1))
(chunk 2 "abc") ; => ((#\a #\b) (#\c))
(chunk '(1 2 3) 2) ; => ((1 2) (3))

;--- windows
(sliding-window 3 2 '(1 2 3 4 5 6)) ; => ((1 2 3) (3 4 5))
(sliding-window 5 '(1 2 3)) ; => ()
(partition-all 3 2 '(1 2 3 4)) ; => ((1 2 3) (3 4))
(partition-all 1 2 '(1 2 3 4)) ; => ((1) (3))

;--- order
(sort-by cdr '((a . "y") (b . "x"))) ; => ((b . "x") (a . "y"))
(sort-by (lambda (x) 0) '(3 1 2)) ; => (3 1 2)
(min-by abs '(2 -2)) ; => 2
(max-by abs '(2 -2)) ; => 2

;--- much-is-grouped-in-linear-time
(map (lambda (group) (length (cdr group))) (group-by (lambda (n) (modulo n 3)) (iota 300000))) ; => (100000 100000 100000)
(length (distinct-by identity (iota 100000))) ; => 100000
(length (partition-by identity (iota 100000))) ; => 100000

;--- association-lists-are-not-changed
(define l '((a . 1)))
(alist-set l 'a 2) ; => ((a . 2))
(alist-update l 'b list 0) ; => ((a . 1) (b 0))
l ; => ((a . 1))
(alist-merge) ; => ()
(get-in '((a . ((b . 1)))) '(a c) 'none) ; => none
(get-in '((a . 1)) '()) ; => ((a . 1))
(assoc-in '() '(a b c) 1) ; => ((a (b (c . 1))))
(update-in '() '(a b) 1+ 0) ; => ((a (b . 1)))

;--- bad-grouping
(define (message thunk) (guard (e ((error-object? e) (error-object-message e))) (thunk)))
(message (lambda () (group-by 5 '()))) ; => "group-by: argument 1 must be a procedure, found"
(message (lambda () (group-by car 5))) ; => "group-by: argument 2 must be a list, vector or string, found"
(message (lambda () (chunk 0 '(1)))) ; => "chunk: argument 1 must be a positive exact integer, found"
(message (lambda () (chunk '(1) -1))) ; => "chunk: argument 2 must be a positive exact integer, found"
(message (lambda () (sliding-window 2 0 '(1)))) ; => "sliding-window: argument 2 must be a positive exact integer, found"
(message (lambda () (min-by car '()))) ; => "min-by: the collection is empty"
(message (lambda () (sort-by identity '(1 a)))) ; => "sort-by: keys must be all numbers, strings, characters or symbols, found"
(message (lambda () (interleave '(1) 5))) ; => "interleave: argument 2 must be a list, vector or string, found"
(message (lambda () (zip-with +))) ; => "zip-with: argument 2 must be a collection, found"
(message (lambda () (break-at 'a '(1)))) ; => "break-at: argument 1 must be an index or a procedure, found"
(message (lambda () (scan-left + 0 '(1 . 2)))) ; => "scan-left: argument 3 must be a list, vector or string, found"
(message (lambda () (alist-ref '(1) 1))) ; => "alist-ref: argument 1 must be an association list, found"
(message (lambda () (alist-update '() 'a 1+))) ; => "alist-update: the key is not there"
(message (lambda () (alist-merge '() 5))) ; => "alist-merge: argument 2 must be an association list, found"
(message (lambda () (assoc-in '() '() 1))) ; => "assoc-in: argument 2 must be a list of at least one key, found"
(message (lambda () (update-in '((a . 1)) '(a b) 1+))) ; => "update-in: argument 1 must be an association list, found"
