; Calls and values.

(define-primitive (%apply (procedure procedure) (arguments list)) any
  "What PROCEDURE returns for the elements of the list ARGUMENTS."
  (example (%apply %+ '(1 2)) => 3)
  (effects control)
  (inline apply))

(define-primitive (values items any) any
  "The arguments as the values of the expression; one argument is itself."
  (example (values 1) => 1)
  (effects pure)
  (inline values)
  (fallback %list->values))

(define-primitive (%list->values (items list)) any
  "The elements of the list ITEMS as the values of the expression."
  (example (%list->values '(1)) => 1)
  (effects pure))
