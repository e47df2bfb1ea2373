; (fluxion grouping): the examples of the docstrings, section by section.

;--- groups
(import (fluxion base) (only (fluxion functional) span unfold))
(group-by odd? '(1 2 3 4)) ; => ((#t 1 3) (#f 2 4))
(count-by odd? '(1 2 3)) ; => ((#t . 2) (#f . 1))
(frequencies '(a b a)) ; => ((a . 2) (b . 1))
(sum-by string-length '("a" "bc")) ; => 3
(index-by car '((a 1) (b 2))) ; => ((a a 1) (b b 2))
(distinct-by abs '(1 -1 2 -2 3)) ; => (1 2 3)
(partition-by odd? '(1 3 2 4 5)) ; => ((1 3) (2 4) (5))
(chunk 2 '(1 2 3 4 5)) ; => ((1 2) (3 4) (5))
(partition-all 2 1 '(1 2 3)) ; => ((1 2) (2 3) (3))
(sliding-window 2 '(1 2 3)) ; => ((1 2) (2 3))

;--- the-best-of-items
(import (fluxion base) (only (fluxion functional) span unfold))
(min-by abs '(-3 2 -2)) ; => 2
(max-by string-length '("a" "abc" "ab")) ; => "abc"
(sort-by string-length '("ccc" "a" "bb")) ; => ("a" "bb" "ccc")
(sort-by car '((1 a) (2 b)) >) ; => ((2 b) (1 a))

;--- lists-side-by-side
(import (fluxion base) (only (fluxion functional) span unfold))
(interleave '(1 2 3) '(a b)) ; => (1 a 2 b)
(interpose 'and '(1 2 3)) ; => (1 and 2 and 3)
(zip-with + '(1 2 3) #(10 20)) ; => (11 22)
(unfold (lambda (n) (> n 3)) square 1+ 1) ; => (1 4 9)
(scan + '(1 2 3)) ; => (1 3 6)
(scan-left - 10 '(1 2)) ; => (10 9 7)
(scan-right + 0 '(1 2 3)) ; => (6 5 3 0)
(call-with-values (lambda () (span even? '(2 4 5 6))) list) ; => ((2 4) (5 6))
(call-with-values (lambda () (break-at 2 '(a b c))) list) ; => ((a b) (c))
(call-with-values (lambda () (break-at odd? '(2 4 5 6))) list) ; => ((2 4) (5 6))

;--- association-lists
(import (fluxion base) (only (fluxion functional) span unfold))
(alist-ref '((a . 1) (b . 2)) 'b) ; => 2
(alist-set '((a . 1) (b . 2)) 'a 3) ; => ((a . 3) (b . 2))
(alist-update '((a . 1)) 'a 1+) ; => ((a . 2))
(alist-update '((a . 1)) 'b 1+ 0) ; => ((a . 1) (b . 1))
(alist-merge '((a . 1) (b . 2)) '((b . 3) (c . 4))) ; => ((a . 1) (b . 3) (c . 4))
(alist-keys '((a . 1) (b . 2))) ; => (a b)
(alist-values '((a . 1) (b . 2))) ; => (1 2)
(alist-map square '((a . 1) (b . 2))) ; => ((a . 1) (b . 4))
(get-in '((a . ((b . 1)))) '(a b)) ; => 1
(assoc-in '((a . ((b . 1)))) '(a c) 2) ; => ((a (b . 1) (c . 2)))
(update-in '((a . ((b . 1)))) '(a b) 1+) ; => ((a (b . 2)))
