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

(define-primitive (%callcc-procedure) procedure
  "The procedure that calls its argument with the current continuation, unwrapped."
  (effects read))

(define-primitive (%throw (continuation any) (value any)) never
  "Goes back to a raw continuation with a value."
  (effects control))

(define-primitive (%winders) list
  "The frames of `dynamic-wind` that are active."
  (effects read))

(define-primitive (%set-winders! (winders list)) unspecified
  "Sets the frames of `dynamic-wind`."
  (effects write))

(define-primitive (%handlers) list
  "The active exception handlers, innermost first."
  (effects read))

(define-primitive (%set-handlers! (handlers list)) unspecified
  "Sets the exception handlers."
  (effects write))

(define-primitive (%parameters) list
  "The bindings of `parameterize`."
  (effects read))

(define-primitive (%set-parameters! (parameters list)) unspecified
  "Sets the bindings of `parameterize`."
  (effects write))

(define-primitive (%values? (object any)) boolean
  "Whether an object is what `values` makes of other than one value."
  (effects pure)
  (inline is-values))

(define-primitive (%values->list (values any)) list
  "The list of multiple values, or of a single one."
  (effects read)
  (inline values->list))

(define-primitive (%uncaught (object any)) never
  "Ends the program because nothing handles this object."
  (effects control))

(define-primitive (%make-condition (kind symbol) (message any) (irritants list)) any
  "A condition object with the current place."
  (effects read)
  (inline condition))

(define-primitive (error-object? (object any)) boolean
  "Whether it is a condition object, as `error` makes."
  (effects pure))

(define-primitive (%condition-kind (condition any)) symbol
  "The kind of a condition."
  (effects read))

(define-primitive (error-object-message (condition any)) any
  "The message of a condition."
  (effects read))

(define-primitive (error-object-irritants (condition any)) list
  "The irritants of a condition."
  (effects read))

(define-primitive (%condition-place (condition any)) any
  "The place `file:line:column` where a condition was made, or `#f`."
  (effects read))

(define-primitive (%place) any
  "The place `file:line:column` of this call, or `#f`; in a macro's expansion, that of the macro's use."
  (effects read))

(define-primitive (%match (value any)) never
  "Raises the error of a `match` none of whose clauses matches VALUE."
  (effects control))
