; Numbers beyond arithmetic.

(define-primitive (number? (object any)) boolean
  "Whether it is a number."
  (effects pure))

(define-primitive (complex? (object any)) boolean
  "Whether it is a number."
  (effects pure))

(define-primitive (real? (object any)) boolean
  "Whether it is a real number; a complex number with an inexact imaginary part of 0 is none."
  (example (real? 1+0i) => #t)
  (example (real? 1+0.0i) => #f)
  (effects pure))

(define-primitive (rational? (object any)) boolean
  "Whether it is a finite number."
  (effects pure))

(define-primitive (integer? (object any)) boolean
  "Whether it is an integer, exact or not."
  (effects pure))

(define-primitive (exact-integer? (object any)) boolean
  "Whether it is an exact integer."
  (effects pure))

(define-primitive (exact? (x number)) boolean
  "Whether it is exact."
  (effects pure))

(define-primitive (inexact? (x number)) boolean
  "Whether it is inexact."
  (effects pure))

(define-primitive (nan? (x number)) boolean
  "Whether it, or one of its parts, is NaN."
  (effects pure))

(define-primitive (finite? (x number)) boolean
  "Whether it is neither infinite nor NaN."
  (effects pure))

(define-primitive (infinite? (x number)) boolean
  "Whether it, or one of its parts, is infinite."
  (effects pure))

(define-primitive (zero? (x number)) boolean
  "Whether it is 0."
  (effects pure))

(define-primitive (positive? (x real)) boolean
  "Whether it is above 0."
  (effects pure))

(define-primitive (negative? (x real)) boolean
  "Whether it is below 0."
  (effects pure))

(define-primitive (odd? (x whole)) boolean
  "Whether it is an odd integer."
  (effects pure))

(define-primitive (even? (x whole)) boolean
  "Whether it is an even integer."
  (effects pure))

(define-primitive (exact (x number)) number
  "The exact number nearest to it."
  (jvp dx)
  (domain (x -3.0 3.0))
  (effects pure)
  (inline exact))

(define-primitive (numerator (x rational)) number
  "The numerator in lowest terms."
  (effects pure))

(define-primitive (denominator (x rational)) number
  "The denominator in lowest terms."
  (effects pure))

(define-primitive (floor (x real)) number
  "The greatest integer that is not above it."
  (jvp 0)
  (effects pure)
  (shape same))

(define-primitive (ceiling (x real)) number
  "The least integer that is not below it."
  (jvp 0)
  (effects pure)
  (shape same))

(define-primitive (round (x real)) number
  "The nearest integer, the even one of two."
  (jvp 0)
  (effects pure)
  (shape same))

(define-primitive (truncate (x real)) number
  "The nearest integer towards 0."
  (jvp 0)
  (effects pure)
  (shape same))

(define-primitive (%gcd2 (a whole) (b whole)) number
  "The greatest common divisor."
  (effects pure))

(define-primitive (%lcm2 (a whole) (b whole)) number
  "The least common multiple."
  (effects pure))

(define-primitive (%max2 (x real) (y real)) number
  "The greater; inexact if one of them is."
  (jvp (if (> x y) dx (if (< x y) dy (/ (+ dx dy) 2))))
  (domain (x -1.0 1.0) (y -1.0 1.0))
  (effects pure)
  (inline max))

(define-primitive (%min2 (x real) (y real)) number
  "The lesser; inexact if one of them is."
  (jvp (if (< x y) dx (if (> x y) dy (/ (+ dx dy) 2))))
  (domain (x -1.0 1.0) (y -1.0 1.0))
  (effects pure)
  (inline min))

(define-primitive (%expt (x number) (y number)) number
  "`x` to the power `y`."
  (jvp (+ (if (constant-zero? y) 0 (* y (expt x (- y 1)) dx))
          (if (= x 0) (if (> y 0) 0 (* ans (log (inexact x)) dy)) (* ans (log x) dy))))
  (domain (x 0.3 3.0) (y -2.0 3.0))
  (math "fx_math_pow")
  (effects pure))

(define-primitive (%exact-integer-sqrt (n integer)) integer
  "The greatest integer whose square is at most `n`."
  (effects pure))

(define-primitive (%number->string (x number) (radix fixnum)) string
  "The text of a number."
  (effects read))

(define-primitive (%string->number (text string) (radix fixnum)) any
  "The number a text stands for, or `#f`."
  (effects read))

(define-primitive (%bitwise-and2 (a integer) (b integer)) integer
  "Bitwise and of integers in two's complement."
  (effects pure))

(define-primitive (%bitwise-or2 (a integer) (b integer)) integer
  "Bitwise or."
  (effects pure))

(define-primitive (%bitwise-xor2 (a integer) (b integer)) integer
  "Bitwise exclusive or."
  (effects pure))

(define-primitive (bitwise-not (a integer)) integer
  "Bitwise complement."
  (effects pure))

(define-primitive (arithmetic-shift (a integer) (count fixnum)) integer
  "`a` shifted left by `count` bits, right if it is negative."
  (effects pure))

(define-primitive (exp (x number)) number
  "The exponential."
  (effects pure)
  (jvp (* dx ans))
  (domain (x -2.0 2.0))
  (math "fx_math_exp")
  (shape same))

(define-primitive (%log (x number)) number
  "The natural logarithm."
  (effects pure)
  (jvp (/ dx x))
  (domain (x 0.5 3.0))
  (math "fx_math_log"))

(define-primitive (sin (x number)) number
  "The sine."
  (effects pure)
  (jvp (* dx (cos x)))
  (domain (x -3.0 3.0))
  (math "fx_math_sin")
  (shape same))

(define-primitive (cos (x number)) number
  "The cosine."
  (effects pure)
  (jvp (- (* dx (sin x))))
  (domain (x -3.0 3.0))
  (math "fx_math_cos")
  (shape same))

(define-primitive (tan (x number)) number
  "The tangent."
  (effects pure)
  (jvp (* dx (+ 1 (* ans ans))))
  (domain (x -1.0 1.0))
  (math "tan")
  (shape same))

(define-primitive (asin (x number)) number
  "The arc sine."
  (effects pure)
  (jvp (/ dx (sqrt (- 1 (* x x)))))
  (domain (x -0.9 0.9))
  (math "asin"))

(define-primitive (acos (x number)) number
  "The arc cosine."
  (effects pure)
  (jvp (- (/ dx (sqrt (- 1 (* x x))))))
  (domain (x -0.9 0.9))
  (math "acos"))

(define-primitive (%atan (x number)) number
  "The arc tangent."
  (effects pure)
  (jvp (/ dx (+ 1 (* x x))))
  (domain (x -3.0 3.0))
  (math "fx_math_atan"))

(define-primitive (sinh (x number)) number
  "The hyperbolic sine."
  (effects pure)
  (jvp (* dx (cosh x)))
  (domain (x -2.0 2.0))
  (math "sinh"))

(define-primitive (cosh (x number)) number
  "The hyperbolic cosine."
  (effects pure)
  (jvp (* dx (sinh x)))
  (domain (x -2.0 2.0))
  (math "cosh"))

(define-primitive (tanh (x number)) number
  "The hyperbolic tangent."
  (effects pure)
  (jvp (* dx (- 1 (* ans ans))))
  (domain (x -2.0 2.0))
  (math "fx_math_tanh")
  (shape same))

(define-primitive (%atan2 (y real) (x real)) number
  "The angle in radians of the point (X, Y), between -pi and pi."
  (effects pure)
  (jvp (/ (- (* x dy) (* y dx)) (+ (* x x) (* y y))))
  (domain (y -2.0 2.0) (x 0.5 2.0))
  (math "atan2"))

; Complex numbers.

(define-primitive (make-rectangular (x real) (y real)) number
  "The complex number with the real part X and the imaginary part Y; X itself if Y is the exact 0."
  (example (make-rectangular 1 -2) => 1-2i)
  (example (make-rectangular 1.5 0) => 1.5)
  (effects pure))

(define-primitive (make-polar (r real) (phi real)) number
  "The complex number with the magnitude R and the angle PHI in radians."
  (example (make-polar 2 0) => 2)
  (effects pure))

(define-primitive (real-part (z number)) number
  "The real part of Z."
  (example (real-part 1.5-2.0i) => 1.5)
  (jvp dz)
  (domain (z -3.0 3.0))
  (effects pure))

(define-primitive (imag-part (z number)) number
  "The imaginary part of Z; the exact 0 if Z is real."
  (example (imag-part 1.5-2.0i) => -2.0)
  (jvp 0)
  (effects pure))

(define-primitive (magnitude (z number)) number
  "The distance of Z from 0; exact if Z is exact and it is the root of an exact square."
  (example (magnitude 3+4i) => 5)
  (jvp (if (> z 0) dz (if (< z 0) (- dz) 0)))
  (domain (z -3.0 3.0))
  (effects pure))

(define-primitive (angle (z number)) number
  "The angle of Z in radians, between -pi and pi; the exact 0 if Z is exact and not negative."
  (example (angle -1) => 3.141592653589793)
  (jvp 0)
  (effects pure))
