; Hash tables: keys in the order of insertion.

(define-primitive (%make-hash-table (kind symbol)) table
  "An empty hash table that compares keys by `eq`, `eqv` or `equal`."
  (effects read))

(define-primitive (%make-hash-table-like (table table)) table
  "An empty hash table that compares keys as TABLE does."
  (effects read))

(define-primitive (%hash-table-kind (table table)) fixnum
  "How the table compares keys: 0 by `eq?`, 1 by `eqv?`, 2 by `equal?`."
  (effects read))

(define-primitive (%equal-hash (object any)) fixnum
  "A hash that is the same for objects that are `equal?`."
  (effects read))

(define-primitive (%eqv-hash (object any)) fixnum
  "A hash that is the same for objects that are `eqv?`."
  (effects read))

(define-primitive (hash-table? (object any)) boolean
  "Whether it is a hash table."
  (effects pure))

(define-primitive (hash-table-ref/default (table table) (key any) (default any)) any
  "The value of a key, or the default."
  (effects read))

(define-primitive (hash-table-set! (table table) (key any) (value any)) unspecified
  "Sets the value of a key."
  (effects write))

(define-primitive (hash-table-delete! (table table) (key any)) unspecified
  "Removes a key."
  (effects write))

(define-primitive (hash-table-contains? (table table) (key any)) boolean
  "Whether the key is there."
  (effects read))

(define-primitive (hash-table-count (table table)) fixnum
  "The number of keys."
  (effects read))

(define-primitive (hash-table->alist (table table)) list
  "Pairs of key and value in the order of insertion."
  (effects read))

(define-primitive (hash-table-clear! (table table)) unspecified
  "Removes all keys."
  (effects write))
