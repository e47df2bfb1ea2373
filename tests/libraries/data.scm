; Files of data: (fluxion data).

;--- csv-columns
(import (fluxion base) (fluxion data))
(define path "data-1.csv")
(call-with-output-file path
  (lambda (port) (display "name, size ,zip\r\n\"a,\"\"b\"\"\",1.5,007\nb,,8\n" port)))
(define csv (read-csv-file path 'text '("zip")))
(csv-names csv) ; => ("name" "size" "zip")
(csv-length csv) ; => 2
(csv-numbers csv "size") ; => #f64(1.5 +nan.0)
(csv-strings csv 0) ; => #("a,\"b\"" "b")
(csv-strings csv "zip") ; => #("007" "8")
(csv-strings csv 1) ; => #("1.5" "")
(csv-numbers csv "name")
; error: csv-numbers: line 2, column 1 (name): a number is needed, found "a,\"b\""

;--- csv-without-names
(import (fluxion base) (fluxion data))
(define path "data-2.csv")
(call-with-output-file path (lambda (port) (display "1;2\n3;4\n" port)))
(define csv (read-csv-file path 'header #f 'separator #\;))
(delete-file path)
(csv-names csv) ; => ("1" "2")
(csv-numbers csv 1) ; => #f64(2.0 4.0)
(csv-numbers csv "size")
; error: csv-numbers: there is no such column: "size" columns: ("1" "2")

;--- csv-written-and-read
(import (fluxion base) (fluxion data))
(define (round-trip path)
  (write-csv-file path '("x" "y,z") '(#f64(0.1 2) ("a" "b\nc")))
  (let ((csv (read-csv-file path)))
    (delete-file path)
    (list (csv-names csv) (csv-numbers csv "x") (csv-strings csv "y,z"))))
(round-trip "data-3.csv") ; => (("x" "y,z") #f64(0.1 2.0) #("a" "b\nc"))
(round-trip "data-3.csv.gz") ; => (("x" "y,z") #f64(0.1 2.0) #("a" "b\nc"))

;--- csv-row-of-other-length
(import (fluxion base) (fluxion data))
(define path "data-4.csv")
(call-with-output-file path (lambda (port) (display "a,b\n1,2\n\n3\n" port)))
(read-csv-file path)
; error: read-csv-file: data-4.csv: line 4 has 1 fields, where the first row has 2

;--- csv-later-field-that-is-no-number
(import (fluxion base) (fluxion data))
(define path "data-5.csv")
(call-with-output-file path (lambda (port) (display "a,b\n1,\"2\n\"\n3,x\n" port)))
(define csv (read-csv-file path))
(delete-file path)
(csv-numbers csv "b")
; error: csv-numbers: line 4, column 2 (b): a number is needed, found "x"

;--- csv-no-file
(import (fluxion base) (fluxion data))
(guard (e ((file-error? e) 'file-error)) (read-csv-file "/tmp/no/such/file.csv")) ; => file-error

;--- csv-wrong-options
(import (fluxion base) (fluxion data))
(read-csv-file "x.csv" 'separator ",")
; error: read-csv-file: the option separator must be a character, found ","

;--- csv-wrong-separator
(import (fluxion base) (fluxion data))
(read-csv-file "x.csv" 'separator #\newline)
; error: read-csv-file: this character cannot separate fields: #\newline

;--- csv-columns-of-different-lengths
(import (fluxion base) (fluxion data))
(write-csv-file "x.csv" '("a" "b") '((1 2) (1)))
; error: write-csv-file: the columns must have equal lengths, found (2 1)
