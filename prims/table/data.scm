; Files of data: what (fluxion data) is made of. Files may be compressed by gzip; one whose name ends in .gz is written so.

(define-primitive (%read-csv-file (path string) (header? boolean) (separator char) (texts list)) vector
  "A csv file as #(names columns lines): a column is an f64vector, or #(row strings) if the field of this row is no
number; LINES says where each row begins. The columns named in TEXTS are strings."
  (effects write))

(define-primitive (%write-csv-file (path string) (rows list) (separator char)) unspecified
  "Writes ROWS, lists of strings, as a csv file."
  (effects write))

(define-primitive (%read-npy (path string)) any
  "The array in an npy file of NumPy."
  (effects write))

(define-primitive (%write-npy (path string) (tensor any)) unspecified
  "Writes an npy file of NumPy."
  (effects write))

(define-primitive (%read-npz (path string)) list
  "The arrays in an npz file of NumPy, an association list."
  (effects write))

(define-primitive (%write-npz (path string) (tensors list)) unspecified
  "Writes an association list of names and arrays as an npz file of NumPy."
  (effects write))

(define-primitive (%read-safetensors (path string)) list
  "The arrays in a safetensors file, an association list."
  (effects write))

(define-primitive (%write-safetensors (path string) (tensors list)) unspecified
  "Writes an association list of names and arrays as a safetensors file."
  (effects write))

(define-primitive (%read-idx (path string) (dtype any)) any
  "The array in an idx file, its elements as DTYPE, or as suits if that is #f."
  (effects write))

(define-primitive (%write-idx (path string) (tensor any)) unspecified
  "Writes an idx file."
  (effects write))

(define-primitive (%read-png (path string)) any
  "A PNG image as an array of numbers from 0 to 1."
  (effects write))

(define-primitive (%write-png (path string) (tensor any)) unspecified
  "Writes a PNG image."
  (effects write))
