;;; Parameters by name, and in files. A parameter is a tensor or number in a structure of lists, vectors and
;;; records; its name is the way to it, as in `0.weight`.
(define-library (fluxion nn parameters)
  (export named-parameters save-parameters load-parameters)
  (import (fluxion base) (fluxion primitives) (fluxion tensor) (fluxion data))
  (begin
    ;; The structure of the results of F for the name and the value of each parameter of X. An f64vector is a
    ;; parameter as a whole.
    (define (map-named f x)
      (let walk ((x x) (name ""))
        (define (inner part) (if (string=? name "") part (string-append name "." part)))
        (cond ((or (%ad-leaf? x) (%ad-f64vector-elements x)) (f (if (string=? name "") "parameter" name) x))
              ((pair? x)
               ;; The element of a list, and the rest from it on.
               (let loop ((rest x) (i 0) (done '()))
                 (cond ((and (pair? rest) (entry? (car rest)))
                        (let ((value (walk (cdar rest) (inner (symbol->string (caar rest))))))
                          (loop (cdr rest) (+ i 1) (cons (cons (caar rest) value) done))))
                       ((pair? rest)
                        (loop (cdr rest) (+ i 1) (cons (walk (car rest) (inner (number->string i))) done)))
                       (else
                        (append-reverse done (if (null? rest) '() (walk rest (inner (number->string i)))))))))
              ((vector? x)
               (list->vector (map (lambda (x i) (walk x (inner (number->string i))))
                                  (vector->list x) (iota (vector-length x)))))
              ((%ad-record-fields x)
               => (lambda (fields)
                    (%ad-record-with
                     x (vector-map (lambda (x field) (walk x (inner (symbol->string field))))
                                   fields (%record-field-names x)))))
              (else x))))
    ;; A symbol with a value, as in association lists.
    (define (entry? x) (and (pair? x) (symbol? (car x))))

    ;;> The association list of the names, strings, and the values of the parameters in PARAMS, in order. The
    ;;> parts of a name are the fields of records, positions in lists and vectors, and symbols of association
    ;;> lists. A parameter alone is named `parameter`. An error if two have the same name. (map car
    ;;> (named-parameters '(1.0 #(2.0) ((scale . 3.0))))) => ("0" "1.0" "2.scale")
    (define (named-parameters params) (named "named-parameters" params))
    (define (named who params)
      (let ((found '()) (seen (make-hash-table)))
        (map-named (lambda (name x)
                     (if (hash-table-ref seen name (lambda () #f))
                         (error (string-append who ": two parameters have the same name") name))
                     (hash-table-set! seen name #t)
                     (set! found (cons (cons name x) found))
                     x)
                   params)
        (reverse found)))

    ;; The procedure for files of this name.
    (define (by-suffix who path npz safetensors)
      (define (ends? suffix) 
        (or (string-suffix? suffix path) (string-suffix? (string-append suffix ".gz") path)))
      (if (not (string? path))
          (error (string-append who ": argument 1 must be the path of a file, found") path))
      (cond ((ends? ".npz") npz)
            ((ends? ".safetensors") safetensors)
            (else
             (error (string-append who ": the name of the file must end in .npz or .safetensors, found") path))))
    ;;> Writes the parameters in PARAMS under the names of `named-parameters` into the file at PATH, whose
    ;;> name ends in `.npz` (NumPy's format) or `.safetensors`.
    (define (save-parameters path params)
      (let ((write-file (by-suffix "save-parameters" path write-npz write-safetensors)))
        (write-file path (map (lambda (entry) (cons (car entry) (as-tensor (cdr entry))))
                              (named "save-parameters" params)))))
    (define (as-tensor x) (if (%ad-leaf? x) x (f64vector->tensor x)))

    ;;> A structure like LIKE with the parameters that `save-parameters` wrote into the file at PATH. They get
    ;;> the types of those in LIKE. An error if the names or the shapes differ.
    (define (load-parameters path like)
      (let* ((read-file (by-suffix "load-parameters" path read-npz read-safetensors))
             (stored (read-file path))
             (table (make-hash-table))
             (count (length (named "load-parameters" like))))
        (for-each (lambda (entry) (hash-table-set! table (car entry) (cdr entry))) stored)
        (define (stored-like name x) (fitted path name x (hash-table-ref table name (lambda () #f))))
        (let ((params (map-named stored-like like)))
          (if (> (length stored) count)
              (let ((names (map car (named "load-parameters" like))))
                (error "load-parameters: the file has parameters that the structure has not:"
                       path (filter (lambda (name) (not (member name names))) (map car stored)))))
          params)))
    (define (fitted path name x found)
      (if (not found) (error "load-parameters: the file has no parameter of this name:" path name))
      (let ((shape (tensor-shape (as-tensor x))))
        (if (not (equal? shape (tensor-shape found)))
            (error "load-parameters: this parameter has another shape in the file:"
                   name (tensor-shape found) 'needed: shape))
        (cond ((tensor? x) (tensor-cast found (tensor-dtype x)))
              ((%ad-leaf? x) (if (tensor? found) (tensor-sum found) found))
              (else (tensor->f64vector (tensor-cast found 'f64))))))))
