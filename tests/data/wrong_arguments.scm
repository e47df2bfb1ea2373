; Wrong arguments of list and vector procedures: the error names the procedure that was called.

;--- map
(map car 5)
; error: map: argument 2 must be a list, found 5

;--- map-second-list
(map + '(1 2) 5)
; error: map: argument 3 must be a list, found 5

;--- map-third-list
(map + '(1 2) '(1 2) '(1 . 2))
; error: map: argument 4 must be a list, found 2

;--- for-each
(for-each abs '(1 . 2))
; error: for-each: argument 2 must be a list, found 2

;--- fold
(fold + 0 'x)
; error: fold: argument 3 must be a list, found x

;--- filter
(filter even? #(1 2))
; error: filter: argument 2 must be a list, found #(1 2)

;--- list-ref-too-far
(list-ref '(1 2) 2)
; error: list-ref: argument 2 must be below the length of the list, found 2

;--- list-ref-negative
(list-ref '(1 2) -1)
; error: list-ref: argument 2 must be an index, found -1

;--- list-ref-no-list
(list-ref 5 0)
; error: list-ref: argument 1 must be a list, found 5

;--- list-set
(list-set! (list 1 2) 3 'x)
; error: list-set!: argument 2 must be below the length of the list, found 3

;--- iota-negative
(iota -1)
; error: iota: argument 1 must be a number of elements, found -1

;--- iota-fraction
(iota 2.5)
; error: iota: argument 1 must be a number of elements, found 2.5

;--- make-list-negative
(make-list -1 'x)
; error: make-list: argument 1 must be a number of elements, found -1

;--- take-too-many
(take '(1 2) 3)
; error: take: argument 1 has fewer elements than 3

;--- last-of-nothing
(last '())
; error: last: argument 1 must be a pair, found ()

;--- second-of-one
(second '(1))
; error: second: argument 1 must be a list of at least 2 elements, found (1)

;--- delete-duplicates
(delete-duplicates '(1 2 . 3))
; error: delete-duplicates: argument 1 must be a list, found 3

;--- sort-no-sequence
(sort 5 <)
; error: sort: argument 1 must be a list or a vector, found 5

;--- sort-improper
(sort '(2 1 . 3) <)
; error: sort: argument 1 must be a list or a vector, found (2 1 . 3)

;--- sort-no-order
(sort '(2 1) 'up)
; error: sort: argument 2 must be a procedure, found up

;--- list-sort
(list-sort < #(2 1))
; error: list-sort: argument 2 must be a list, found #(2 1)

;--- vector-sort-range
(vector-sort < (vector 3 2 1) 1 4)
; error: vector-sort: argument 4 must be an end of the range within the vector, found 4

;--- vector-map
(vector-map car '(1))
; error: vector-map: argument 2 must be a vector, found (1)

;--- vector-map-second
(vector-map + #(1) 2)
; error: vector-map: argument 3 must be a vector, found 2

;--- vector-for-each
(vector-for-each display 5)
; error: vector-for-each: argument 2 must be a vector, found 5

;--- vector-copy
(vector-copy "abc")
; error: vector-copy: argument 1 must be a vector, found "abc"

;--- vector-append
(vector-append #(1) '(2))
; error: vector-append: argument 2 must be a vector, found (2)

;--- vector-swap
(vector-swap! (vector 1 2) 0 2)
; error: vector-swap!: argument 3 must be an index of the vector, found 2
