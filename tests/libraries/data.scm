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

;--- csv-as-tensors
(import (fluxion base) (fluxion data) (fluxion tensor))
(call-with-output-file "t.csv" (lambda (port) (display "a,b,kind\n1,2.5,x\n3,4,y\n5,6,x\n" port)))
(define csv (read-csv-file "t.csv"))
(tensor->list (csv-tensor csv '("b" "a"))) ; => ((2.5 1.0) (4.0 3.0) (6.0 5.0))
(call-with-values (lambda () (csv-classes csv "kind")) (lambda (t names) (list (tensor->list t) names)))
; => ((0 1 0) ("x" "y"))
(csv-tensor csv)
; error: csv-tensor: line 2, column 3 (kind): a number is needed, found "x"

;--- npy
(import (fluxion base) (fluxion data) (fluxion tensor))
(define (round-trip t)
  (write-npy "a.npy" t)
  (let ((back (read-npy "a.npy")))
    (list (tensor-dtype back) (tensor->list back))))
(round-trip (tensor '((1.5 2) (3 4)))) ; => (f64 ((1.5 2.0) (3.0 4.0)))
(round-trip (tensor-transpose (tensor '((1 2) (3 4))))) ; => (i64 ((1 3) (2 4)))
(round-trip (tensor '(#t #f))) ; => (bool (#t #f))
(round-trip (tensor-cast (tensor '(0.1)) 'f32)) ; => (f32 (0.10000000149011612))
(round-trip #f64(1 2)) ; => (f64 (1.0 2.0))
(write-npy "a.npy" 7)
(read-npy "a.npy") ; => 7

;--- npz-and-safetensors
(import (fluxion base) (fluxion data) (fluxion tensor))
(define parameters (list (cons 'w (tensor '((1.0 2.0)))) (cons "b" (tensor '(1 2 3)))))
(define (shown tensors) (map (lambda (entry) (cons (car entry) (tensor->list (cdr entry)))) tensors))
(write-npz "p.npz" parameters)
(shown (read-npz "p.npz")) ; => (("w" (1.0 2.0)) ("b" 1 2 3))
(write-safetensors "p.safetensors" parameters)
(cdr (assoc "w" (shown (read-safetensors "p.safetensors")))) ; => ((1.0 2.0))
(cdr (assoc "b" (shown (read-safetensors "p.safetensors")))) ; => (1 2 3)

;--- idx
(import (fluxion base) (fluxion data) (fluxion tensor))
(write-idx "t.idx.gz" (tensor '((0 255) (1 2))))
(tensor->list (read-idx "t.idx.gz")) ; => ((0 255) (1 2))
(tensor-dtype (read-idx "t.idx.gz" 'f32)) ; => f32
(write-idx "t.idx" (tensor '(-1 70000)))
(tensor->list (read-idx "t.idx")) ; => (-1 70000)

;--- png
(import (fluxion base) (fluxion data) (fluxion tensor))
(write-png "i.png" (tensor '((0 255) (51 300))))
(tensor->list (tensor-cast (read-png "i.png") 'i64)) ; => ((0 1) (0 1))
(write-png "i.png" (tensor-ones '(2 3 3)))
(tensor-shape (read-png "i.png")) ; => (2 3 3)
(write-png "i.png" (tensor '(1 2)))
; error: write-png: i.png: an image has the shape (rows columns) or (rows columns 1 to 4), found (2)

;--- damaged-file
(import (fluxion base) (fluxion data))
(call-with-output-file "x.npy" (lambda (port) (display "hello" port)))
(read-npy "x.npy")
; error: read-npy: x.npy: it does not begin as npy files do

;--- truncated-file
(import (fluxion base) (fluxion data) (fluxion tensor))
(write-safetensors "x.safetensors" (list (cons "w" (tensor '(1 2)))))
(define bytes (call-with-port (open-binary-input-file "x.safetensors") (lambda (port) (read-bytevector 20 port))))
(call-with-port (open-binary-output-file "x.safetensors") (lambda (port) (write-bytevector bytes port)))
(read-safetensors "x.safetensors")
; error: read-safetensors: x.safetensors:

;--- write-what-is-no-tensor
(import (fluxion base) (fluxion data))
(write-npy "x.npy" "text")
; error: write-npy: argument 2 must be

;--- equal-names
(import (fluxion base) (fluxion data) (fluxion tensor))
(write-npz "x.npz" (list (cons 'a (tensor '(1))) (cons "a" (tensor '(2)))))
; error: write-npz: two arrays have the same name: "a"
