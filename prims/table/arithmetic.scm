; Arithmetic. The library defines the variadic `+`, `<`, ... over the two-argument primitives `%+`, `%<`, ...

(define-primitive (%+ (x number) (y number)) number
  "The sum of X and Y."
  (example (%+ 1 2) => 3)
  (jvp (+ dx dy))
  (domain (x -3.0 3.0) (y -3.0 3.0))
  (effects pure)
  (inline add)
  (symbol "fx_add")
  (shape broadcast))

(define-primitive (%- (x number) (y number)) number
  "The difference of X and Y."
  (example (%- 1 2) => -1)
  (jvp (- dx dy))
  (domain (x -3.0 3.0) (y -3.0 3.0))
  (effects pure)
  (inline sub)
  (symbol "fx_sub")
  (shape broadcast))

(define-primitive (%* (x number) (y number)) number
  "The product of X and Y."
  (example (%* 6 7) => 42)
  (jvp (+ (* y dx) (* x dy)))
  (domain (x -3.0 3.0) (y -3.0 3.0))
  (effects pure)
  (inline mul)
  (symbol "fx_mul")
  (shape broadcast))

(define-primitive (%/ (x number) (y number)) number
  "The quotient of X and Y; dividing an exact number by the exact 0 is an error."
  (example (%/ 1 2) => 1/2)
  (example (%/ 1.0 0.0) => +inf.0)
  (jvp (/ (- dx (* ans dy)) y))
  (domain (x -3.0 3.0) (y 0.5 3.0))
  (effects pure)
  (inline div)
  (symbol "fx_div")
  (shape broadcast))

(define-primitive (%= (x number) (y number)) boolean
  "Whether X and Y are the same number, exact or not."
  (example (%= 1 1.0) => #t)
  (effects pure)
  (inline num-eq)
  (symbol "fx_num_eq"))

(define-primitive (%< (x real) (y real)) boolean
  "Whether X is less than Y."
  (example (%< 1 2.0) => #t)
  (effects pure)
  (inline lt)
  (symbol "fx_lt"))

(define-primitive (%<= (x real) (y real)) boolean
  "Whether X is at most Y."
  (example (%<= 2 2) => #t)
  (effects pure)
  (inline le)
  (symbol "fx_le"))

(define-primitive (%> (x real) (y real)) boolean
  "Whether X is greater than Y."
  (example (%> 1/2 1/3) => #t)
  (effects pure)
  (inline gt)
  (symbol "fx_gt"))

(define-primitive (%>= (x real) (y real)) boolean
  "Whether X is at least Y."
  (example (%>= 1 2) => #f)
  (effects pure)
  (inline ge)
  (symbol "fx_ge"))

(define-primitive (quotient (n whole) (d whole)) number
  "N divided by D, both integers, rounded towards zero."
  (example (quotient -7 2) => -3)
  (jvp 0)
  (effects pure)
  (inline quotient)
  (shape broadcast))

(define-primitive (remainder (n whole) (d whole)) number
  "The remainder of `quotient`; it has the sign of N."
  (example (remainder -7 2) => -1)
  (jvp (- dn (* (quotient n d) dd)))
  (effects pure)
  (inline remainder)
  (shape broadcast))

(define-primitive (modulo (n whole) (d whole)) number
  "The remainder of the division of N by D rounded down; it has the sign of D."
  (example (modulo -7 2) => 1)
  (jvp (- dn (* (/ (- n ans) d) dd)))
  (effects pure)
  (inline modulo)
  (shape broadcast))

(define-primitive (truncate-quotient (n whole) (d whole)) number
  "N divided by D, both integers, rounded towards zero."
  (example (truncate-quotient -7 2) => -3)
  (jvp 0)
  (effects pure)
  (inline quotient))

(define-primitive (truncate-remainder (n whole) (d whole)) number
  "The remainder of `truncate-quotient`; it has the sign of N."
  (example (truncate-remainder -7 2) => -1)
  (jvp (- dn (* (quotient n d) dd)))
  (effects pure)
  (inline remainder))

(define-primitive (floor-quotient (n whole) (d whole)) number
  "N divided by D, both integers, rounded down."
  (example (floor-quotient -7 2) => -4)
  (jvp 0)
  (effects pure))

(define-primitive (floor-remainder (n whole) (d whole)) number
  "The remainder of `floor-quotient`; it has the sign of D."
  (example (floor-remainder -7 2) => 1)
  (jvp (- dn (* (/ (- n ans) d) dd)))
  (effects pure)
  (inline modulo))

(define-primitive (inexact (x number)) number
  "The flonum nearest to X."
  (example (inexact 1/3) => 0.3333333333333333)
  (jvp dx)
  (domain (x -3.0 3.0))
  (effects pure)
  (inline to-flonum))

(define-primitive (sqrt (x number)) number
  "The square root of X: exact if X is the square of an exact number, complex if X is negative and exact,
NaN if X is negative and inexact."
  (example (sqrt 2.0) => 1.4142135623730951)
  (example (sqrt -4) => +2i)
  (example (sqrt 16) => 4)
  (jvp (/ dx (* 2 ans)))
  (domain (x 0.5 3.0))
  (effects pure)
  (math "sqrt")
  (inline sqrt)
  (shape same))

(define-primitive (abs (x real)) number
  "The magnitude of X."
  (example (abs -3/2) => 3/2)
  (jvp (if (> x 0) dx (if (< x 0) (- dx) 0)))
  (domain (x -3.0 3.0))
  (effects pure)
  (math "fabs")
  (inline abs)
  (shape same))

(define-primitive (fixnum? (object any)) boolean
  "Whether OBJECT is an exact integer of at most 48 bits."
  (example (fixnum? 140737488355327) => #t)
  (example (fixnum? 140737488355328) => #f)
  (effects pure)
  (inline is-fixnum))

(define-primitive (flonum? (object any)) boolean
  "Whether OBJECT is an inexact real number."
  (example (flonum? 1.0) => #t)
  (example (flonum? 1) => #f)
  (effects pure)
  (inline is-flonum))
