; List, vector and string procedures beyond R7RS.

;--- ends-of-lists
(last '(1 2 3)) ; => 3
(last-pair '(1 2 3)) ; => (3)
(list (first '(1 2 3 4 5)) (second '(1 2 3 4 5)) (third '(1 2 3 4 5)) (fourth '(1 2 3 4 5)) (fifth '(1 2 3 4 5))) ; => (1 2 3 4 5)

;--- take-and-drop
(take '(1 2 3 4) 2) ; => (1 2)
(drop '(1 2 3 4) 2) ; => (3 4)
(take-while even? '(2 4 5 6)) ; => (2 4)
(drop-while even? '(2 4 5 6)) ; => (5 6)

;--- take-too-many
(take '(1 2) 3)
; error: take

;--- partition
(call-with-values (lambda () (partition even? '(1 2 3 4 5))) list) ; => ((2 4) (1 3 5))

;--- remove-and-delete
(remove even? '(1 2 3 4)) ; => (1 3)
(delete "a" '("a" "b" "a")) ; => ("b")
(delete 3 '(1 5 3 7) <) ; => (1 3)
(delete-duplicates '(1 2 1 3 2)) ; => (1 2 3)

;--- find
(find even? '(1 2 3 4)) ; => 2
(find even? '(1 3)) ; => #f
(find-tail even? '(1 2 3)) ; => (2 3)
(list-index even? '(1 3 4)) ; => 2
(list-index even? '(1 3)) ; => #f

;--- append-map-and-filter-map
(append-map (lambda (x) (list x x)) '(1 2)) ; => (1 1 2 2)
(append-map list '(1 2) '(a b)) ; => (1 a 2 b)
(filter-map (lambda (p) (and (even? p) (* p p))) '(1 2 3 4)) ; => (4 16)

;--- folds-of-two-lists
(fold (lambda (a b acc) (cons (* a b) acc)) '() '(1 2 3) '(4 5 6)) ; => (18 10 4)
(fold-left (lambda (acc a b) (+ acc (* a b))) 0 '(1 2 3) '(4 5 6)) ; => 32
(fold-right (lambda (a b acc) (cons (list a b) acc)) '() '(1 2) '(x y)) ; => ((1 x) (2 y))

;--- folds-stop-at-the-shortest
(fold + 0 '(1 2 3) '(10 20)) ; => 33
(map + '(1 2 3) '(10 20)) ; => (11 22)

;--- order-of-the-arguments-of-folds
(fold list 'z '(1 2)) ; => (2 (1 z))
(fold-left list 'z '(1 2)) ; => ((z 1) 2)
(fold-right list 'z '(1 2)) ; => (1 (2 z))

;--- reduce
(reduce + 0 '(1 2 3)) ; => 6
(reduce + 0 '()) ; => 0
(reduce max 0 '(-3 -1 -2)) ; => -1
(reduce - 0 '(1 2 3 4)) ; => 2

;--- iota
(iota 4) ; => (0 1 2 3)
(iota 3 1) ; => (1 2 3)
(iota 3 0 -2) ; => (0 -2 -4)
(iota 3 0.0 0.5) ; => (0.0 0.5 1.0)

;--- any-and-every-of-two-lists
(any < '(3 1) '(2 2)) ; => #t
(every < '(1 1) '(2 2)) ; => #t
(every < '(1 3) '(2 2)) ; => #f

;--- counting-and-building
(count even? '(1 2 4)) ; => 2
(cons* 1 2 '(3 4)) ; => (1 2 3 4)
(list-tabulate 4 square) ; => (0 1 4 9)
(zip '(1 2) '(a b)) ; => ((1 a) (2 b))
(append-reverse '(2 1) '(3)) ; => (1 2 3)

;--- a-long-list-is-no-problem
(length (filter even? (map (lambda (i) (+ i 1)) (iota 300000)))) ; => 150000
(fold-right + 0 (iota 300000)) ; => 44999850000

;--- vectors
(vector-fold + 0 #(1 2 3)) ; => 6
(vector-dot #(1 2 3) #(4 5 6)) ; => 32
(vector-count even? #(1 2 4)) ; => 2
(vector-index even? #(1 2 4)) ; => 1
(subvector #(1 2 3 4) 1 3) ; => #(2 3)
(vector-reverse #(1 2 3)) ; => #(3 2 1)

;--- split-and-join
(string-split "a,b,,c" #\,) ; => ("a" "b" "" "c")
(string-split "  two  words ") ; => ("two" "words")
(string-join '("a" "b" "c") "-") ; => "a-b-c"
(string-join '() "-") ; => ""

;--- search-in-strings
(string-contains "hello" "ll") ; => 2
(string-contains "hello" "z") ; => #f
(string-index "hello" #\l) ; => 2
(string-index "ab1" char-numeric?) ; => 2
(string-prefix? "he" "hello") ; => #t
(string-suffix? "lo" "hello") ; => #t
(string-prefix? "hello" "he") ; => #f

;--- pad-and-trim
(string-pad-left "7" 3) ; => "  7"
(string-pad-left "12345" 3) ; => "345"
(string-pad-left "7" 3 #\0) ; => "007"
(string-trim "  a b\n") ; => "a b"

;--- reverse-a-string-of-unicode
(string-reverse "añ漢") ; => "漢ña"

;--- format
(format "~a and ~s~~" "x" "y") ; => "x and \"y\"~"
(format "~a" '(1 "b" #\c)) ; => "(1 b c)"

;--- format-with-a-destination
(format #f "~a!" 1) ; => "1!"
(call-with-output-string (lambda (port) (format port "~d ~b ~o ~x" 255 5 8 255))) ; => "255 101 10 ff"

;--- format-to-the-output
(format #t "~a~%" "out")
; prints: out
(printf "~s" "x")
; prints: "x"

;--- format-with-too-many-arguments
(format "~a" 1 2)
; error: format: more arguments than directives in "~a"

;--- format-unknown-directive
(format "~q" 1)
; error: format: unknown directive #\q

;--- format-incomplete
(format "100~")
; error: format: the template ends within a directive: "100~"

;--- format-number-expected
(format "~d" 'x)
; error: format: a number is expected by ~d x

;--- format-no-template
(format 5)
; error: format: argument 1 must be a string, #f, #t or an output port, found 5

;--- format-with-too-few-arguments
(format "~a ~a" 1)
; error: format

;--- bits
(bitwise-and 12 10) ; => 8
(bitwise-or 12 10) ; => 14
(bitwise-xor 12 10) ; => 6
(bitwise-not 5) ; => -6
(arithmetic-shift 1 100) ; => 1267650600228229401496703205376
(arithmetic-shift -8 -1) ; => -4

;--- bits-of-one-number
(list (bitwise-and -5) (bitwise-or -5) (bitwise-xor -5)) ; => (-5 -5 -5)
(list (bitwise-and) (bitwise-or) (bitwise-xor)) ; => (-1 0 0)
(list (gcd -4) (lcm -4) (gcd) (lcm)) ; => (4 4 0 1)

;--- exit-runs-what-comes-after
(dynamic-wind (lambda () (display "in "))
              (lambda () (exit 3))
              (lambda () (display "out") (newline)))
; prints: in out
; exit: 3

;--- exit-status-of-a-boolean
(exit #f)
; exit: 1

;--- f64vector-map-of-two
(f64vector->list (f64vector-map * (f64vector 1 2) (f64vector 3 4 5))) ; => (3.0 8.0)

;--- comparisons-check-all-arguments
(< 2 1 "a")
; error: <: argument 2 must be a real number, found "a"

;--- apply-to-what-is-not-a-list
(apply + 1)
; error: apply: argument 2
