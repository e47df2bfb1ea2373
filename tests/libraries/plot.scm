; Charts: (fluxion plot).

;--- svg-text
(import (fluxion base) (fluxion plot))
(define svg
  (plot->string (list (line '(0 1 2) '(1.0 0.5 0.25) "train & co") (scatter '#(1 2) '#f64(1.0 2.0)))
                'title "Loss" 'x "step" 'y "loss"))
(map (lambda (text) (and (string-search-forward text svg 0) #t))
     '("<svg" "Loss" "step" "train &amp; co" "<polyline" "<circle")) ; => (#t #t #t #t #t #t)
(string=? svg (plot->string (list (line '(0 1 2) '(1.0 0.5 0.25) "train & co") (scatter '#(1 2) '#f64(1.0 2.0)))
                'title "Loss" 'x "step" 'y "loss")) ; => #t

;--- files-of-both-formats
(import (fluxion base) (fluxion plot))
(define (written chart path)
  (plot chart path 'width 200 'height 100)
  (let ((start (call-with-port (open-binary-input-file path) (lambda (port) (read-bytevector 4 port)))))
    (delete-file path)
    start))
(written (bars '(a b) '(1 2)) "plot-test.svg") ; => #u8(60 115 118 103)
(written (histogram (iota 100)) "plot-test.png") ; => #u8(137 80 78 71)
(written (heatmap '((1 2) (3 4)) #t) "plot-test2.png") ; => #u8(137 80 78 71)
(written (function-heatmap * '(0 1) '(0 1) 10) "plot-test3.png") ; => #u8(137 80 78 71)
(written (list (decision-regions (lambda (x y) (if (< x y) 0 1)) '(-1 1) '(-1 1)) (scatter '(0) '(0.5)))
         "plot-test4.png") ; => #u8(137 80 78 71)

;--- images
(import (fluxion base) (fluxion plot))
(define path "plot-images.svg")
(plot-images '(((0 1) (1 0)) #(#(0.5 0.5) #f64(1 0))) path 'labels '(3 "x") 'scale 4)
(define text (call-with-input-file path (lambda (port) (read-string 100000 port))))
(delete-file path)
(and (string-search-forward "<text" text 0) #t) ; => #t

;--- wrong-numbers
(import (fluxion base) (fluxion plot))
(line '(1 2 x))
; error: line: argument 1 must be a list, vector, f64vector or tensor of real numbers, found (1 2 x)

;--- different-lengths
(import (fluxion base) (fluxion plot))
(scatter '(1 2) '(1 2 3))
; error: scatter: there are 2 xs but 3 ys

;--- nothing-to-plot
(import (fluxion base) (fluxion plot))
(plot->string '())
; error: plot->string: there is no finite value for the x axis

;--- nothing-positive
(import (fluxion base) (fluxion plot))
(plot->string (line '(-1 -2)) 'log-y #t)
; error: plot->string: there is no positive value for the y axis

;--- rows-of-different-lengths
(import (fluxion base) (fluxion plot))
(heatmap '((1 2) (3)))
; error: heatmap: argument 1 must be a matrix: a tensor, or a list or vector of rows of equal length, found ((1 2) (3))

;--- no-picture-format
(import (fluxion base) (fluxion plot))
(plot (line '(1 2)) "loss.jpg")
; error: plot: the name of the file must end in .svg or .png, found "loss.jpg"

;--- unknown-option
(import (fluxion base) (fluxion plot))
(plot (line '(1 2)) "loss.png" 'tittle "Loss")
; error: plot: there is no such option: tittle options:

;--- wrong-option
(import (fluxion base) (fluxion plot))
(plot (line '(1 2)) "loss.png" 'title 5)
; error: plot: the option title must be a string, found 5

;--- no-folder
(import (fluxion base) (fluxion plot))
(plot (line '(1 2)) "/tmp/no/such/folder/loss.png")
; error: cannot create the file "/tmp/no/such/folder/loss.png"

;--- too-large
(import (fluxion base) (fluxion plot))
(plot (line '(1 2)) "loss.png" 'width 1000000)
; error: plot: a picture has 50 to 10000 pixels a side, not 1000000 x 500

;--- tensors
(import (fluxion base) (fluxion plot) (fluxion tensor))
(define xs (tensor-linspace 0.0 1.0 5))
(string=? (plot->string (line xs (* xs xs))) (plot->string (line '(0 0.25 0.5 0.75 1) '(0 0.0625 0.25 0.5625 1)))) ; => #t
(string=? (plot->string (heatmap (tensor '((1 2) (3 4))))) (plot->string (heatmap '#(#(1 2) (3 4))))) ; => #t
(plot-images (tensor-ones '(2 4 4)) "images.png" 'labels (tensor '(3 7)))
(file-exists? "images.png") ; => #t
(plot-images (tensor-ones '(2 4 4)) "images.png" 'labels '(1))
; error: plot-images: the option labels must be a list of as many labels as there are images
