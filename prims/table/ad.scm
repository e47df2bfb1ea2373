; Derivatives: what stdlib/fluxion/ad.sld is made of. See runtime/src/generic_ad.rs.

(define-primitive (%ad-level) fixnum
  "A fresh level, above all before it."
  (effects write))

(define-primitive (%make-dual (level fixnum) (x any) (dx any)) number
  "The number X with tangent DX at a level."
  (effects read))

(define-primitive (%tangent (level fixnum) (y any)) any
  "The tangent of Y at a level; a zero of Y's exactness if it has none."
  (effects read))

(define-primitive (%primal (level fixnum) (y any)) any
  "Y without its tangent or its node at a level."
  (effects read))

(define-primitive (%make-tape) vector
  "The tape of a new level."
  (effects write))

(define-primitive (%tape-level (tape vector)) fixnum
  "The level of a tape."
  (effects read))

(define-primitive (%tape-input (tape vector) (x any)) number
  "The number X as an input of a tape."
  (effects write))

(define-primitive (%sweep (tape vector) (y any) (ct any)) vector
  "The cotangents of all nodes of a tape, when that of Y is CT."
  (effects write))

(define-primitive (%cotangent (cts vector) (x any)) any
  "The cotangent of an input in what `%sweep` returns; a zero of X's exactness if it has none."
  (effects read))

(define-primitive (%active? (x any)) boolean
  "Whether it is an active number of some derivative."
  (effects pure))

(define-primitive (%strip (x any)) any
  "The number without derivatives of any level: what `stop-gradient` returns."
  (effects read))
