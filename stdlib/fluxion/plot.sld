;;; Charts as SVG and PNG files. A chart is a list of series, which the procedures `line`, `scatter`,
;;; `bars`, `histogram`, `heatmap`, `function-heatmap` and `decision-regions` make; `plot` draws them over
;;; common axes. The same chart gives the same bytes every time.
(define-library (fluxion plot)
  (export line scatter bars histogram heatmap function-heatmap decision-regions series? plot
          plot->string plot-images)
  (import (fluxion base) (fluxion primitives) (fluxion checks) (fluxion options) (fluxion tensor))
  (begin
    ;; `data` is what %plot wants behind the label.
    ;;> (series? x): whether X is a series, which `plot` draws.
    (define-record-type <series> (make-series kind label data) series?
      (kind kind)
      (label label)
      (data data))

    ;; Arguments -----

    (define (reals who position x)
      (or (%reals->f64vector x)
          (wrong-argument who position "a list, vector, f64vector or tensor of real numbers" x)))
    (define (label-text who position x)
      (check-argument (string? x) who position "a string, the name in the legend" x)
      x)
    (define (points who xs ys position)
      (let ((xs (reals who 1 xs)) (ys (reals who position ys)))
        (if (not (= (f64vector-length xs) (f64vector-length ys)))
            (error (string-append who
                                  ": there are "
                                  (number->string (f64vector-length xs))
                                  " xs but "
                                  (number->string (f64vector-length ys))
                                  " ys")))
        (list xs ys)))
    (define (indices who ys)
      (iota (f64vector-length (reals who 1 ys))))
    (define (point-series who kind)
      (case-lambda
        ((ys) (make-series kind "" (points who (indices who ys) ys 1)))
        ((xs ys)
         (if (string? ys)
             (make-series kind ys (points who (indices who xs) xs 1))
             (make-series kind "" (points who xs ys 2))))
        ((xs ys label) (make-series kind (label-text who 3 label) (points who xs ys 2)))))
    ;; A vector or tensor as the list of its parts, anything else as it is.
    (define (parts x)
      (cond ((vector? x) (vector->list x)) ((tensor? x) (tensor->list x)) (else x)))
    ;; The rows of a matrix as one f64vector, and the number of columns.
    (define (matrix who rows)
      (define expected "a matrix: a tensor, or a list or vector of rows of equal length")
      (let* ((rows (parts rows))
             (numbers (and (list? rows) (pair? rows) (map %reals->f64vector rows)))
             (columns (and numbers (car numbers) (f64vector-length (car numbers)))))
        (if (not (and columns
                      (> columns 0)
                      (every (lambda (row) (and row (= (f64vector-length row) columns))) numbers)))
            (wrong-argument who 1 expected rows))
        (cons (%reals->f64vector (append-map f64vector->list numbers)) columns)))
    ;; The ends of an axis, a list of two numbers, as a pair.
    (define (ends who position x)
      (if (not (and (list? x) (= (length x) 2) (every real? x)))
          (wrong-argument who position "a list of two real numbers" x))
      (cons (inexact (car x)) (inexact (cadr x))))
    ;; The values of F at the middles of N x N cells, the first row at the lower end of Y.
    (define (values-over who f x-ends y-ends n)
      (check-procedure who 1 f)
      (check-count who 4 1 n)
      (let ((middle (lambda (ends i)
                      (+ (car ends) (* (- (cdr ends) (car ends)) (/ (+ i 0.5) n))))))
        (let row ((y 0) (values '()))
          (if (< y n)
              (let cell ((x 0) (values values))
                (if (< x n)
                    (cell (+ x 1) (cons (f (middle x-ends x) (middle y-ends y)) values))
                    (row (+ y 1) values)))
              (or (%reals->f64vector (reverse values))
                  (error (string-append who ": the procedure must return real numbers")))))))

    ;; Series -----

    ;;> `(line xs ys [label])`, `(line ys [label])`: a line through points; their numbers are lists, vectors
    ;;> or f64vectors of equal length. Without XS they are 0, 1, 2, ... The line is interrupted where a
    ;;> number is infinite or no number, and where a logarithmic axis cannot show it. With LABEL it is in
    ;;> the legend.
    (define line (point-series "line" 'line))
    ;;> `(scatter xs ys [label])`, `(scatter ys [label])`: points, as for `line`.
    (define scatter (point-series "scatter" 'scatter))
    ;;> `(bars names heights [label])`: a bar for each name, a string, symbol or number. Several series of
    ;;> bars stand side by side.
    (define bars
      (case-lambda
        ((names heights) (bars names heights ""))
        ((names heights label)
         (let ((names (map name-text (sequence->list "bars" 1 names)))
               (heights (reals "bars" 2 heights)))
           (if (not (= (length names) (f64vector-length heights)))
               (error (string-append "bars: there are "
                                     (number->string (length names))
                                     " names but "
                                     (number->string (f64vector-length heights))
                                     " heights")))
           (make-series 'bars (label-text "bars" 3 label) (list (list->vector names) heights))))))
    (define (name-text name)
      (call-with-output-string (lambda (port) (display name port))))
    ;;> `(histogram values [bins [label]])`: how many of the values lie in each of BINS ranges of equal
    ;;> width; without BINS, or if it is 0, their number follows from that of the values (Sturges 1926).
    (define histogram
      (case-lambda
        ((values) (histogram values 0 ""))
        ((values bins) (histogram values bins ""))
        ((values bins label)
         (check-count "histogram" 2 0 bins)
         (make-series 'histogram
                      (label-text "histogram" 3 label)
                      (list (reals "histogram" 1 values) bins)))))
    ;;> `(heatmap rows [show-values?])`: a matrix, a tensor or a list or vector of rows, as coloured cells,
    ;;> its first row on top, with a bar that explains the colours. If SHOW-VALUES? is true, the cells show
    ;;> their values as text.
    (define heatmap
      (case-lambda
        ((rows) (heatmap rows #f))
        ((rows show-values?)
         (let ((m (matrix "heatmap" rows)))
           (make-series 'heatmap "" (list (car m) (cdr m) #f (and show-values? #t)))))))
    (define (function-series who kind more)
      (case-lambda
        ((f xs ys) ((function-series who kind more) f xs ys 100))
        ((f xs ys n)
         (let ((xs (ends who 2 xs)) (ys (ends who 3 ys)))
           (make-series kind "" (cons* (values-over who f xs ys n) n (cons xs ys) more))))))
    ;;> `(function-heatmap f x-ends y-ends [n])`: the values of `(f x y)`, a real number, as colours. X-ENDS
    ;;> and Y-ENDS are lists of two numbers, the ends of the rectangle; F is called for the middles of N x N
    ;;> (100) cells.
    (define function-heatmap (function-series "function-heatmap" 'heatmap '(#f)))
    ;;> `(decision-regions f x-ends y-ends [n])`: the areas where `(f x y)` is 0, 1, 2, ... in the pale
    ;;> colours of the first, second, third, ... of the other series. Arguments as for `function-heatmap`.
    (define decision-regions (function-series "decision-regions" 'regions '()))

    ;; Drawing -----

    (define figure-options '(title x y log-x log-y x-range y-range width height))
    (define (option-of who options name ok? expected default)
      (let ((value (option options name default)))
        (if (not (ok? value))
            (error (string-append who
                                  ": the option "
                                  (symbol->string name)
                                  " must be "
                                  expected
                                  ", found")
                   value))
        value))
    (define (text-option who options name) (option-of who options name string? "a string" ""))
    (define (size? x) (and (fixnum? x) (>= x 0)))
    (define (range-option who options name)
      (let ((range (option options name #f)))
        (and range
             (let ((ok? (lambda (x) (and (list? x) (= (length x) 2) (every real? x)))))
               (option-of who options name ok? "a list of two real numbers" #f)
               (cons (inexact (car range)) (inexact (cadr range)))))))
    (define (render who series options png?)
      (let ((series (if (series? series) (list series) series)))
        (if (not (and (list? series) (every series? series)))
            (wrong-argument who 1 "a series or a list of series" series))
        (check-options who options figure-options)
        (%plot (list->vector
                (cons* (text-option who options 'title)
                       (text-option who options 'x)
                       (text-option who options 'y)
                       (option options 'log-x #f)
                       (option options 'log-y #f)
                       (range-option who options 'x-range)
                       (range-option who options 'y-range)
                       (option-of who options 'width size? "a number of pixels" 800)
                       (option-of who options 'height size? "a number of pixels" 500)
                       (map (lambda (s) (list->vector (cons* (kind s) (label s) (data s))))
                            series)))
               png?)))
    ;; Whether the file is to be a PNG image.
    (define (png-path? who path)
      (check-argument (string? path) who 2 "the path of a file" path)
      (cond ((string-suffix? ".png" path) #t)
            ((string-suffix? ".svg" path) #f)
            (else
             (error (string-append who ": the name of the file must end in .svg or .png, found")
                    path))))
    (define (write-file path bytes)
      (call-with-port (open-binary-output-file path) (lambda (port) (write-bytevector bytes port)))
      (void))
    ;;> `(plot series path option value ...)` draws a series or a list of series and writes the file PATH,
    ;;> whose name ends in .svg or .png. Options: `'title`, `'x`, `'y` texts of the chart and its axes;
    ;;> `'log-x`, `'log-y` whether an axis is logarithmic; `'x-range`, `'y-range` the ends of an axis, a
    ;;> list of two numbers; `'width`, `'height` in pixels (800, 500). An error if there is nothing that can
    ;;> be shown, or the file cannot be written.
    ;;> `(plot (line losses "train") "loss.svg" 'title "Loss" 'x "step" 'log-y #t)`
    (define (plot series path . options)
      (let ((png? (png-path? "plot" path)))
        (write-file path (render "plot" series options png?))))
    ;;> `(plot->string series option value ...)`: the SVG text that `plot` would write.
    (define (plot->string series . options)
      (utf8->string (render "plot->string" series options #f)))

    ;;> `(plot-images images path option value ...)` draws small grey pictures side by side, such as
    ;;> handwritten digits. IMAGES is a list, vector or tensor of pictures; a picture is a tensor, or a list
    ;;> or vector of rows, of numbers from 0 (black) to 1 (white). Options: `'labels` a list of texts or
    ;;> numbers below them; `'columns` how many are in a row (10); `'scale` the side of a pixel (8);
    ;;> `'range` the numbers that are black and white, a list (0 1). An error as for `plot`.
    (define (plot-images images path . options)
      (define who "plot-images")
      (let* ((png? (png-path? who path)) (images (sequence->list who 1 (parts images))))
        (check-options who options '(labels columns scale range))
        (let* ((labels (parts (option options 'labels (map (lambda (image) "") images))))
               (range (or (range-option who options 'range) '(0.0 . 1.0)))
               (columns (option-of who options 'columns size? "a positive number" 10))
               (scale (option-of who options 'scale size? "a positive number" 8)))
          (if
           (not (and (list? labels) (= (length labels) (length images))))
           (error
            "plot-images: the option labels must be a list of as many labels as there are images"))
          (write-file
           path
           (%plot-images (list->vector (map (lambda (image label) (picture image label range))
                                            images
                                            labels))
                         columns
                         scale
                         png?)))))
    (define (picture image label range)
      (let* ((m (matrix "plot-images" image)) (lo (car range)) (width (- (cdr range) lo)))
        (let ((shade (lambda (x) (/ (- x lo) width))))
          (vector (cdr m) (f64vector-map shade (car m)) (name-text label)))))))
