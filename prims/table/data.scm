; Files of data: what (fluxion data) is made of. Files may be compressed by gzip; one whose name ends in .gz is written so.

(define-primitive (%read-csv-file (path string) (header? boolean) (separator char) (texts list)) vector
  "A csv file as #(names columns lines): a column is an f64vector, or #(row strings) if the field of this row is no
number; LINES says where each row begins. The columns named in TEXTS are strings."
  (effects write))

(define-primitive (%write-csv-file (path string) (rows list) (separator char)) unspecified
  "Writes ROWS, lists of strings, as a csv file."
  (effects write))
