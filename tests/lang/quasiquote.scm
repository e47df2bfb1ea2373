; quote and quasiquote.

;--- quote
'a ; => a
''a ; => 'a
'(1 . (2 3)) ; => (1 2 3)
'#(a b) ; => #(a b)
#(1 2) ; => #(1 2)
'"s" ; => "s"
'() ; => ()

;--- unquote
`(list ,(+ 1 2) 4) ; => (list 3 4)
(let ((name 'a)) `(list ,name ',name)) ; => (list a 'a)

;--- unquote-splicing
`(a ,(+ 1 2) ,@(map abs '(4 -5 6)) b) ; => (a 3 4 5 6 b)
`(,@'() . end) ; => end
`(1 ,@(list 2 3)) ; => (1 2 3)
`(,@(list 1 2) ,@(list 3)) ; => (1 2 3)

;--- dotted
`(1 . ,(+ 1 1)) ; => (1 . 2)
`((foo ,(- 10 3)) ,@(cdr '(c)) . ,(car '(cons))) ; => ((foo 7) . cons)

;--- vector
`#(10 5 ,(sqrt 4) ,@(map sqrt '(16 9)) 8) ; => #(10 5 2 4 3 8)

;--- nested
`(a `(b ,(c ,(+ 1 2)))) ; => (a `(b ,(c 3)))
`(a `(b ,(foo ,(+ 1 3) d) e) f) ; => (a `(b ,(foo 4 d) e) f)
(let ((name1 'x) (name2 'y)) `(a `(b ,,name1 ,',name2 d) e)) ; => (a `(b ,x ,'y d) e)

;--- constants-are-shared
(define (f) '(1 2))
(eq? (f) (f)) ; => #t

;--- deep
`(1 (2 (3 ,(* 2 2)) ,@(list 5 6))) ; => (1 (2 (3 4) 5 6))

;--- splicing-inside-nested-unquotes
`(1 ```,,@,,@(list (+ 1 2)) 4) ; => (1 ```,,@,3 4)
