;;; Data in files: csv; npy and npz of NumPy, safetensors, idx, PNG images as tensors. Every file may be
;;; compressed by gzip, and is written so if its name ends in `.gz`. Files are not trusted: one that is
;;; damaged is an error.
(define-library (fluxion data)
  (export read-csv-file csv? csv-names csv-length csv-numbers csv-strings csv-tensor csv-classes
          write-csv-file read-npy write-npy read-npz write-npz read-safetensors write-safetensors
          read-idx write-idx read-png write-png)
  (import (fluxion base) (fluxion primitives) (fluxion checks) (fluxion options) (fluxion tensor))
  (begin
    (define (check-path who path)
      (check-argument (string? path) who 1 "the path of a file" path))
    (define (separator-of who options)
      (let ((separator (option options 'separator #\,)))
        (if (not (char? separator))
            (error (string-append who ": the option separator must be a character, found")
                   separator))
        separator))

    ;; csv -----

    ;; A column is an f64vector, or #(row strings): the field of this row is no number.
    (define-record-type <csv> (make-csv names columns lines) csv?
      (names names-of)
      (columns columns-of)
      (lines lines-of))
    ;;> `(read-csv-file path option value ...)`: the table in a csv file (RFC 4180), which may be compressed
    ;;> by gzip. Columns whose fields are all numbers are numbers, an empty field or `NA` being NaN; others
    ;;> are strings. Options: `'header` whether the first line has the names of the columns (`#t`);
    ;;> `'separator` the character between fields (`#\,`); `'text` a list of names of columns that are
    ;;> strings in any case. An error tells the line of a row with too few or too many fields.
    (define (read-csv-file path . options)
      (define who "read-csv-file")
      (check-path who path)
      (check-options who options '(header separator text))
      (let* ((header? (if (option options 'header #t) #t #f))
             (texts (option options 'text '()))
             (ok? (and (list? texts) (every string? texts))))
        (if (not ok?) (error "read-csv-file: the option text must be a list of names, found" texts))
        (let ((table (%read-csv-file path header? (separator-of who options) texts)))
          (make-csv (vector-ref table 0) (vector-ref table 1) (vector-ref table 2)))))
    (define (check-csv who csv)
      (check-argument (csv? csv) who 1 "a table that read-csv-file made" csv))
    ;;> The names of the columns of a table, a list of strings; "1", "2", ... if the file has none.
    (define (csv-names csv)
      (check-csv "csv-names" csv)
      (vector->list (names-of csv)))
    ;;> The number of rows of a table.
    (define (csv-length csv)
      (check-csv "csv-length" csv)
      (f64vector-length (lines-of csv)))
    ;; The index of a column that is given by name, or by number from 0 on.
    (define (column-index who csv column)
      (let* ((names (names-of csv)) (count (vector-length names)))
        (cond ((and (fixnum? column) (< -1 column count)) column)
              ((and (string? column) (vector-index (lambda (name) (string=? name column)) names)))
              (else
               (error (string-append who ": there is no such column:")
                      column
                      'columns:
                      (vector->list names))))))
    ;;> `(csv-numbers csv column)`: a column of numbers, an f64vector. COLUMN is a name or a number from 0
    ;;> on. An error tells the line and the column of a field that is no number.
    (define (csv-numbers csv column)
      (check-csv "csv-numbers" csv)
      (numbers-of "csv-numbers" csv (column-index "csv-numbers" csv column)))
    (define (numbers-of who csv index)
      (let ((numbers (vector-ref (columns-of csv) index)))
        (if (vector? numbers)
            (let ((row (vector-ref numbers 0)))
              (error (string-append who
                                    ": line "
                                    (number->string (exact (f64vector-ref (lines-of csv) row)))
                                    ", column "
                                    (number->string (+ index 1))
                                    " ("
                                    (vector-ref (names-of csv) index)
                                    "): a number is needed, found")
                     (vector-ref (vector-ref numbers 1) row))))
        numbers))
    ;;> `(csv-strings csv column)`: a column, a vector of strings; numbers become
    ;;> texts again, an integer without a point, NaN the empty string.
    (define (csv-strings csv column)
      (check-csv "csv-strings" csv)
      (let ((data (vector-ref (columns-of csv) (column-index "csv-strings" csv column))))
        (if (vector? data)
            (vector-ref data 1)
            (list->vector (map number-text (f64vector->list data))))))
    (define (number-text x)
      (cond ((integer? x) (number->string (exact x))) ((nan? x) "") (else (number->string x))))
    ;;> `(csv-tensor csv [columns])`: columns of numbers, all or those in the list COLUMNS, as an f64 tensor
    ;;> of the shape (rows columns). An error tells the line and the column of a field that is no number.
    (define csv-tensor
      (case-lambda
        ((csv)
         (check-csv "csv-tensor" csv)
         (csv-tensor csv (iota (vector-length (names-of csv)))))
        ((csv columns)
         (define who "csv-tensor")
         (check-csv who csv)
         (check-list who 2 columns)
         (let* ((data (map (lambda (column) (numbers-of who csv (column-index who csv column)))
                           columns))
                (width (length data))
                (rows (csv-length csv))
                (all (make-f64vector (* rows width) 0.0)))
           (let loop ((data data) (column 0))
             (if (pair? data)
                 (let ((numbers (car data)))
                   (let fill ((row 0))
                     (if (< row rows)
                         (begin
                           (f64vector-set! all (+ (* row width) column) (f64vector-ref numbers row))
                           (fill (+ row 1)))))
                   (loop (cdr data) (+ column 1)))))
           (f64vector->tensor all (list rows width))))))
    ;;> `(csv-classes csv column)`: a column as classes: two values, an i64 tensor with a number from 0 on
    ;;> for each row, and the list of the different fields, strings, in the order of their numbers, which is
    ;;> that of their first rows.
    (define (csv-classes csv column)
      (check-csv "csv-classes" csv)
      (let* ((fields (csv-strings csv column)) (numbers (make-hash-table)) (names '()))
        (define (number-of field)
          (or (hash-table-ref/default numbers field #f)
              (let ((number (length names)))
                (hash-table-set! numbers field number)
                (set! names (cons field names))
                number)))
        (let ((classes (vector-map number-of fields)))
          (values (vector->tensor classes (list (vector-length classes)) 'i64) (reverse names)))))
    ;;> `(write-csv-file path names columns ['separator char])` writes a csv file; it is compressed by gzip
    ;;> if its name ends in `.gz`. NAMES is a list of strings; COLUMNS is a list of lists, vectors or
    ;;> f64vectors of equal length, their elements strings, symbols or numbers.
    (define (write-csv-file path names columns . options)
      (define who "write-csv-file")
      (check-path who path)
      (check-list who 2 names)
      (check-list who 3 columns)
      (check-options who options '(separator))
      (if (not (= (length names) (length columns)))
          (error "write-csv-file: there must be as many names as columns"))
      (let ((columns (map (lambda (column) (column-list who column)) columns)))
        (if (not (or (null? columns) (apply = (length (car columns)) (map length columns))))
            (error "write-csv-file: the columns must have equal lengths, found"
                   (map length columns)))
        (let ((rows (if (null? columns)
                        '()
                        (apply map (lambda fields (map field-text fields)) columns))))
          (%write-csv-file path (cons (map field-text names) rows) (separator-of who options)))))
    (define (column-list who column)
      (cond ((f64vector? column) (f64vector->list column))
            ((string? column)
             (wrong-argument who 3 "a list of lists, vectors or f64vectors" column))
            (else (sequence->list who 3 column))))
    (define (field-text x)
      (cond ((string? x) x)
            ((number? x) (number->string x))
            ((symbol? x) (symbol->string x))
            (else (error "write-csv-file: a field must be a string, symbol or number, found" x))))

    ;; Arrays -----

    ;;> `(read-npy path)`: the tensor in an npy file of NumPy; a number if it has no axes. Elements are f64,
    ;;> f32, i64 or bool; integers of other sizes become i64, and floats of 16 bits f32.
    (define (read-npy path)
      (check-path "read-npy" path)
      (%read-npy path))
    ;;> `(write-npy path tensor)` writes a tensor, an f64vector or a number as an npy file of NumPy.
    (define (write-npy path tensor)
      (check-path "write-npy" path)
      (%write-npy path tensor))
    ;;> `(read-npz path)`: the tensors in an npz file of NumPy, an association list with strings as keys.
    (define (read-npz path)
      (check-path "read-npz" path)
      (%read-npz path))
    ;;> `(write-npz path tensors)` writes an association list of names, strings or symbols, and tensors as
    ;;> an npz file of NumPy.
    (define (write-npz path tensors)
      (check-path "write-npz" path)
      (check-list "write-npz" 2 tensors)
      (%write-npz path tensors))
    ;;> `(read-safetensors path)`: the tensors in a safetensors file, an association list with strings as
    ;;> keys.
    (define (read-safetensors path)
      (check-path "read-safetensors" path)
      (%read-safetensors path))
    ;;> `(write-safetensors path tensors)` writes an association list of names, strings or symbols, and
    ;;> tensors as a safetensors file. The file has them in an order of its own.
    (define (write-safetensors path tensors)
      (check-path "write-safetensors" path)
      (check-list "write-safetensors" 2 tensors)
      (%write-safetensors path tensors))
    ;;> `(read-idx path [dtype])`: the tensor in an idx file, such as those of MNIST. Elements are as DTYPE,
    ;;> or i64 for integers.
    (define read-idx
      (case-lambda
        ((path) (read-idx path #f))
        ((path dtype)
         (check-path "read-idx" path)
         (%read-idx path dtype))))
    ;;> `(write-idx path tensor)` writes an idx file. Integers become bytes if all lie between 0 and 255,
    ;;> else they must fit 32 bits.
    (define (write-idx path tensor)
      (check-path "write-idx" path)
      (%write-idx path tensor))
    ;;> `(read-png path)`: a PNG image as an f32 tensor of numbers from 0 to 1, of the shape (rows columns),
    ;;> or (rows columns channels) with grey and opacity, red, green and blue, or these and opacity.
    (define (read-png path)
      (check-path "read-png" path)
      (%read-png path))
    ;;> `(write-png path tensor)` writes a tensor of such a shape as a PNG image. Integers go from 0 to 255,
    ;;> other elements from 0 to 1; what lies outside becomes the nearest of these.
    (define (write-png path tensor)
      (check-path "write-png" path)
      (%write-png path tensor))))
