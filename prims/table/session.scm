; Programs that come in pieces: eval, load, the REPL. They need the compiler in the process.

(define-primitive (%eval (text string) (name string) (environment fixnum)) procedure
  "The procedure without parameters that evaluates the forms of TEXT in an environment; NAME is that of its file."
  (effects compile))

(define-primitive (%expression-text (expression any)) string
  "The written form of an EXPRESSION for `%eval`; a number in it that is being differentiated is an error."
  (effects read))

(define-primitive (%environment (sets string)) fixnum
  "The number of a new environment that sees what the import sets of the text SETS bring."
  (effects compile))

(define-primitive (%interact) any
  "What the person at the terminal wants evaluated next, as a procedure without parameters, or the end of file."
  (effects compile))

(define-primitive (%report (condition any)) unspecified
  "Prints what was raised, and where, as the end of a program does."
  (effects write))
