; Records: what `define-record-type` expands into. A record type is made by the run-time system.

(define-primitive (%record (type any) fields any) record
  "A record of TYPE with these fields."
  (effects read)
  (inline record))

(define-primitive (%record? (object any) (type any)) boolean
  "Whether OBJECT is a record of TYPE."
  (effects pure)
  (inline is-record)
  (symbol "fx_is_record"))

(define-primitive (%record-field-names (object any)) any
  "The names of the fields of a record, a vector of symbols that must not be changed; `#f` if OBJECT is something else."
  (effects read)
  (symbol "fx_record_field_names"))

(define-primitive (%record-ref (object any) (type any) (index fixnum)) any
  "Field number INDEX, a literal, of OBJECT, which must be a record of TYPE."
  (effects read)
  (inline record-ref))

(define-primitive (%record-set! (object any) (type any) (index fixnum) (value any)) unspecified
  "Makes VALUE the field number INDEX, a literal, of OBJECT, which must be a record of TYPE."
  (effects write)
  (inline record-set))

(define-primitive (%make-record-type (name symbol) (fields vector)) any
  "A new record type."
  (effects read))
