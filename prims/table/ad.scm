; What stdlib/fluxion/ad.scm builds the operators of differentiation from. A LEVEL is a fixnum or a tape.

(define-primitive (%ad-level) fixnum
  "A level that no number has."
  (effects write))

(define-primitive (%ad-dual (level any) (x number) (dx number)) number
  "X as an active number of LEVEL with the tangent DX; X itself if DX is a constant 0."
  (effects pure))

(define-primitive (%ad-primal (level any) (y number)) number
  "Y without LEVEL."
  (effects pure))

(define-primitive (%ad-tangent (level any) (y number)) number
  "The tangent of Y at LEVEL, the exact 0 if it has none."
  (effects pure))

(define-primitive (%ad-like (x number) (slope number)) number
  "SLOPE, made inexact if the point X is inexact."
  (effects pure))

(define-primitive (%ad-leaf? (x any)) boolean
  "Whether X is a number or a tensor, active or not."
  (effects pure)
  (inline is-leaf))

(define-primitive (%ad-one-like (x number)) number
  "1 or 1.0, of the exactness of X."
  (effects pure))

(define-primitive (%constant-zero? (x number)) boolean
  "Whether X is 0 or 0.0 and not active: a strong zero."
  (effects pure))

(define-primitive (%ad-constant (x any)) any
  "X without any level."
  (effects pure)
  (inline constant))

(define-primitive (%ad-tape) any
  "A new tape, which is a level of reverse mode."
  (effects write))

(define-primitive (%ad-input (tape any) (x number)) number
  "X as an active number of TAPE. The inputs of a tape are numbered from 0."
  (effects write))

(define-primitive (%ad-cotangents (tape any)) vector
  "A cotangent of 0 for every number of TAPE: a vector that holds a vector."
  (effects read))

(define-primitive (%ad-cotangent (tape any) (cotangents vector) (y number)) number
  "The cotangent of Y, 0 if it is not a number of TAPE."
  (effects read))

(define-primitive (%ad-clear! (tape any) (cotangents vector) (from fixnum)) unspecified
  "Sets the cotangents of the numbers of TAPE from the one numbered FROM on to 0."
  (effects write))

(define-primitive (%ad-seed! (tape any) (cotangents vector) (y number) (cotangent number)) unspecified
  "Adds COTANGENT to that of Y, if Y depends on the inputs of TAPE."
  (effects write))

(define-primitive (%ad-sweep! (tape any) (cotangents vector) (after any)) any
  "Hands the cotangents on, from the newest number of TAPE (AFTER is `#f`) or from the one before the call AFTER, to the
next call, which is the result, or to the inputs; then it is `#f`."
  (effects write))

(define-primitive (%ad-call! (tape any) (pullback any)) any
  "A new call on TAPE: its results are inputs made after it."
  (effects write))

(define-primitive (%ad-call-pullback (call any)) any
  "The pullback of CALL."
  (effects pure))

(define-primitive (%ad-level-of (x any)) any
  "The highest level of X, 0 if it is not active."
  (effects pure))

(define-primitive (%ad-perturbation (level any) (x number)) number
  "0 with the tangent of X at LEVEL."
  (effects write))

(define-primitive (%ad-attach (level any) (y number) (dy number)) number
  "The sum of Y and DY, which is 0 but for its tangent at LEVEL."
  (effects write))

; The same two for compiled code, where there is one level: what they are is told by their rules.

(define-primitive (%ad-moving-zero (x any)) any
  "Zeros in the shape of X that move as X does."
  (tangent (x dx))
  (cotangent (x ct))
  (effects read))

(define-primitive (%ad-moving (y any) (along any)) any
  "Y, which moves as Y and ALONG do."
  (tangent (y dy) (along dalong))
  (cotangent (y ct) (along ct))
  (effects read))

(define-primitive (%ad-f64vector (elements vector)) any
  "An f64vector of ELEMENTS, which may be active."
  (effects read)
  (inline f64vector-of))

(define-primitive (%ad-f64vector-elements (object any)) any
  "The elements of an f64vector as a vector; `#f` if OBJECT is something else."
  (effects read))

(define-primitive (%ad-record-fields (object any)) any
  "The fields of a record as a vector; `#f` if OBJECT is something else."
  (effects read))

(define-primitive (%ad-record-with (record record) (fields vector)) record
  "A record of the type of RECORD with these FIELDS."
  (effects read))

(define-primitive (%gradient (f procedure) (x any) (with-value boolean) (otherwise procedure)) any
  "The gradient of `f` at `x`, or the pair of value and gradient. Where the compiler does not know how it is the call
`(otherwise f x)`."
  (effects control)
  (inline gradient))

(define-primitive (%jvp (f procedure) (x any) (dx any) (with-value boolean) (otherwise procedure)) any
  "The tangent of `f` at `x` along `dx`, or the pair of value and tangent. Where the compiler does not know how it is
the call `(otherwise f x dx)`."
  (effects control)
  (inline jvp))

(define-primitive (%differentiate-by (f procedure) (rule any) (otherwise procedure) (arguments list)) any
  "What `f` returns for the arguments. Its derivative is `rule`, a procedure of the arguments and their tangents, or, if
that is `#f`, found by running `f` again on the way back. Where the compiler does not know how it is the call
`(otherwise arguments)`."
  (effects control)
  (inline differentiate-by))

; What compiled derivatives need of structures of numbers (runtime/src/generic_ad/structures.rs).

(define-primitive (%ad-shadow (x any)) any
  "The shadow of the point X, to which reverse mode adds."
  (effects read)
  (beside same))

(define-primitive (%ad-slopes (x any) (shadow any)) any
  "The gradient at X that is in its SHADOW; undefined if that is for the generic path."
  (effects read)
  (beside second))

(define-primitive (%ad-tangents (y any) (dy any)) any
  "The tangent of the result Y that stands beside it in DY; undefined if that is for the generic path."
  (effects read)
  (beside second))

(define-primitive (%ad-copy (y any)) any
  "The result Y with pairs, vectors and records of its own; undefined if that is for the generic path."
  (effects read))

(define-primitive (%ad-fits? (x any) (dx any)) boolean
  "Whether X is a structure of flonums and tensors, and DX one of the same form."
  (effects read))

; What compiled derivatives are made of where numbers may be tensors. A TERM is the index of a row times 8, plus that of a
; parameter; A, B, C and D are the arguments, as far as the term uses them, and ANS is the result.

(define-primitive (%ad-plain-leaf? (x any)) boolean
  "Whether X is a flonum or a tensor of floats, not active."
  (effects pure))

(define-primitive (%ad-tangent-part (term fixnum) (dx any) (ans any) (a any) (b any) (c any) (d any)) any
  "What the tangent DX of a parameter contributes to that of ANS; the exact 0 if nothing."
  (effects read))

(define-primitive (%ad-sum (a any) (b any)) any
  "The sum of two tangents, of which the exact 0 is none."
  (effects read))

(define-primitive (%ad-add-part! (known any) (term fixnum) (ct any) (ans any) (a any) (b any) (c any) (d any)) any
  "The sum of KNOWN, the cotangent of a parameter, or the exact 0, and of what the cotangent CT of ANS contributes to it.
KNOWN is not used again, so the sum may be in its memory."
  (effects write))

(define-primitive (%ad-add! (known any) (part any)) any
  "The sum of two cotangents, of which the exact 0 is none. KNOWN is not used again, so the sum may be in its memory."
  (effects write))

(define-primitive (%ad-spread (dx any) (x any)) any
  "The tangent DX in the shape of X."
  (effects read))

(define-primitive (%ad-collect! (place any) (ct any)) unspecified
  "Adds the cotangent CT to the PLACE of a leaf in the shadow of a structure: a vector of the sum, or the pair of an
f64vector and an index."
  (effects write))

(define-primitive (%ad-take! (place any)) any
  "Takes the sum out of the PLACE of a leaf, for `%ad-collect!` to bring it back; the exact 0 if there is none."
  (effects write))
