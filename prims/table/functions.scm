; Functions of numbers: exponentials, angles, powers, extrema, rounding; questions about numbers.
; The library defines `log`, `atan`, `min`, `max` for the numbers of arguments they take.

(define-primitive (exp (x number)) number
  "The exponential of X."
  (example (exp 1.0) => 2.718281828459045)
  (example (exp 0) => 1)
  (effects pure)
  (jvp (* ans dx))
  (domain (x -2.0 2.0))
  (math "exp"))

(define-primitive (%log (x number)) number
  "The natural logarithm of X; NaN if X is negative and inexact."
  (example (%log 1) => 0)
  (effects pure)
  (jvp (/ dx x))
  (domain (x 0.2 4.0))
  (math "log"))

(define-primitive (sin (x number)) number
  "The sine of X, an angle in radians."
  (example (sin 0) => 0)
  (effects pure)
  (jvp (* (cos x) dx))
  (domain (x -4.0 4.0))
  (math "sin"))

(define-primitive (cos (x number)) number
  "The cosine of X, an angle in radians."
  (example (cos 0) => 1)
  (effects pure)
  (jvp (- (* (sin x) dx)))
  (domain (x -4.0 4.0))
  (math "cos"))

(define-primitive (tan (x number)) number
  "The tangent of X, an angle in radians."
  (example (tan 0) => 0)
  (effects pure)
  (jvp (* (+ 1 (* ans ans)) dx))
  (domain (x -1.2 1.2))
  (math "tan"))

(define-primitive (asin (x number)) number
  "The angle in radians whose sine is X, between -pi/2 and pi/2."
  (example (asin 1.0) => 1.5707963267948966)
  (effects pure)
  (jvp (/ dx (sqrt (- 1 (* x x)))))
  (domain (x -0.9 0.9))
  (math "asin"))

(define-primitive (acos (x number)) number
  "The angle in radians whose cosine is X, between 0 and pi."
  (example (acos -1.0) => 3.141592653589793)
  (effects pure)
  (jvp (- (/ dx (sqrt (- 1 (* x x))))))
  (domain (x -0.9 0.9))
  (math "acos"))

(define-primitive (%atan (x number)) number
  "The angle in radians whose tangent is X, between -pi/2 and pi/2."
  (example (%atan 1.0) => 0.7853981633974483)
  (effects pure)
  (jvp (/ dx (+ 1 (* x x))))
  (domain (x -4.0 4.0))
  (math "atan"))

(define-primitive (%atan2 (y number) (x number)) number
  "The angle in radians of the point (X, Y), between -pi and pi."
  (example (%atan2 1.0 1.0) => 0.7853981633974483)
  (effects pure)
  (jvp (/ (- (* x dy) (* y dx)) (+ (* x x) (* y y))))
  (domain (y -2.0 2.0) (x 0.5 2.0))
  (math "atan2"))

(define-primitive (sinh (x number)) number
  "The hyperbolic sine of X."
  (example (sinh 0) => 0)
  (effects pure)
  (jvp (* (cosh x) dx))
  (domain (x -2.0 2.0))
  (math "sinh"))

(define-primitive (cosh (x number)) number
  "The hyperbolic cosine of X."
  (example (cosh 0) => 1)
  (effects pure)
  (jvp (* (sinh x) dx))
  (domain (x -2.0 2.0))
  (math "cosh"))

(define-primitive (tanh (x number)) number
  "The hyperbolic tangent of X."
  (example (tanh 0) => 0)
  (effects pure)
  (jvp (* (- 1 (* ans ans)) dx))
  (domain (x -2.0 2.0))
  (math "tanh"))

(define-primitive (expt (x number) (y number)) number
  "X to the power of Y; exact if X is exact and Y an exact integer."
  (example (expt 2 10) => 1024)
  (example (expt 2 -1) => 1/2)
  (example (expt 2.0 0.5) => 1.4142135623730951)
  (effects pure)
  (jvp (+ (if (constant-zero? y) 0 (* y (expt x (- y 1)) dx))
          (if (= x 0) (if (> y 0) 0 (* ans (log (inexact x)) dy)) (* ans (log x) dy))))
  (domain (x 0.3 3.0) (y -2.0 3.0))
  (math "pow"))

(define-primitive (%min (x number) (y number)) number
  "The smaller of X and Y, inexact if one of them is."
  (example (%min 1 2.0) => 1.0)
  (effects pure)
  (jvp (if (< x y) dx (if (> x y) dy (/ (+ dx dy) 2))))
  (domain (x -1.0 1.0) (y 1.5 3.0)))

(define-primitive (%max (x number) (y number)) number
  "The larger of X and Y, inexact if one of them is."
  (example (%max 1 2.0) => 2.0)
  (effects pure)
  (jvp (if (> x y) dx (if (< x y) dy (/ (+ dx dy) 2))))
  (domain (x -1.0 1.0) (y 1.5 3.0)))

(define-primitive (floor (x number)) number
  "The largest integer that is not above X."
  (example (floor -2.5) => -3.0)
  (example (floor 5/2) => 2)
  (effects pure)
  (jvp 0)
  (domain (x 0.1 0.9))
  (math "floor"))

(define-primitive (ceiling (x number)) number
  "The smallest integer that is not below X."
  (example (ceiling -2.5) => -2.0)
  (effects pure)
  (jvp 0)
  (domain (x 0.1 0.9))
  (math "ceil"))

(define-primitive (round (x number)) number
  "The integer nearest to X; of two the even one."
  (example (round 2.5) => 2.0)
  (example (round 7/2) => 4)
  (effects pure)
  (jvp 0)
  (domain (x 0.6 1.4))
  (math "rint"))

(define-primitive (truncate (x number)) number
  "The integer part of X."
  (example (truncate -2.5) => -2.0)
  (effects pure)
  (jvp 0)
  (domain (x 0.1 0.9))
  (math "trunc"))

(define-primitive (exact (x number)) number
  "The exact number equal to X; an error for an infinity or NaN."
  (example (exact 2.5) => 5/2)
  (effects pure)
  (jvp dx)
  (domain (x -3.0 3.0)))

(define-primitive (number? (object any)) boolean
  "Whether OBJECT is a number."
  (example (number? 1/2) => #t)
  (example (number? (quote a)) => #f)
  (effects pure))

(define-primitive (rational? (object any)) boolean
  "Whether OBJECT is a number that is finite."
  (example (rational? 1.5) => #t)
  (effects pure))

(define-primitive (integer? (object any)) boolean
  "Whether OBJECT is an integer, exact or not."
  (example (integer? 2.0) => #t)
  (example (integer? 2.5) => #f)
  (effects pure))

(define-primitive (exact? (x number)) boolean
  "Whether X is exact."
  (example (exact? 1/2) => #t)
  (effects pure))

(define-primitive (inexact? (x number)) boolean
  "Whether X is inexact."
  (example (inexact? 1.0) => #t)
  (effects pure))

(define-primitive (nan? (x number)) boolean
  "Whether X is NaN."
  (example (nan? 1.0) => #f)
  (effects pure))

(define-primitive (finite? (x number)) boolean
  "Whether X is neither an infinity nor NaN."
  (example (finite? 1.0) => #t)
  (effects pure))

(define-primitive (infinite? (x number)) boolean
  "Whether X is an infinity."
  (example (infinite? 1.0) => #f)
  (effects pure))
