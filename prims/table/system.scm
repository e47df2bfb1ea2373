; Files, time, randomness, the process.

(define-primitive (%read-csv (path string)) list
  "The rows of a csv file (RFC 4180), fields that are numbers as numbers."
  (effects write))

(define-primitive (%make-rng (seed fixnum)) bytevector
  "The state of a random number generator (xoshiro256++)."
  (effects read))

(define-primitive (%rng-uniform! (rng bytevector)) flonum
  "A double between 0 and 1, 1 excluded."
  (effects write))

(define-primitive (%rng-integer! (rng bytevector) (limit fixnum)) fixnum
  "An integer from 0 to below the limit."
  (effects write))

(define-primitive (%error-columns) fixnum
  "The width in characters of the terminal that standard error goes to; 0 if it is no terminal."
  (effects write))

(define-primitive (current-jiffy) integer
  "Nanoseconds since some moment."
  (effects write))

(define-primitive (jiffies-per-second) fixnum
  "1000000000"
  (effects pure))

(define-primitive (current-second) flonum
  "Seconds since 1970."
  (effects write))

(define-primitive (%command-line) list
  "The program and its arguments."
  (effects read))

(define-primitive (get-environment-variable (name string)) any
  "The value of a variable of the environment, or `#f`."
  (effects read))

(define-primitive (get-environment-variables) list
  "The variables of the environment, an association list of strings."
  (effects read))

(define-primitive (features) list
  "The features that `cond-expand` knows."
  (effects read))

(define-primitive (%exit (code fixnum)) never
  "Ends the process."
  (effects control))

(define-primitive (%procedure-accepts? (procedure procedure) (count fixnum)) boolean
  "Whether PROCEDURE may be called with COUNT arguments."
  (effects read))

(define-primitive (%procedure-name (procedure procedure)) any
  "The name of a procedure as a symbol, or `#f`."
  (effects read))

(define-primitive (%procedure-arity (procedure procedure)) any
  "The number of arguments; a pair of the least and the greatest number, which is `#f` if there may be any number."
  (effects read))

(define-primitive (%procedure-captures (procedure procedure)) list
  "The names and values of the variables that a procedure captured, as pairs."
  (effects read))

(define-primitive (%procedure-source-location (procedure procedure)) any
  "The list of file, line and column where a procedure is written, or `#f`."
  (effects read))
