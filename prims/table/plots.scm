; Charts: what (fluxion plot) is made of.

(define-primitive (%plot (figure vector) (png? boolean)) bytevector
  "A chart as SVG text or, if PNG? is true, as a PNG image. FIGURE is #(title x-label y-label log-x? log-y? x-range
y-range width height series ...); a range is #f or a pair; a series is #(kind label data ...)."
  (effects read))

(define-primitive (%plot-images (pictures vector) (columns fixnum) (scale fixnum) (png? boolean)) bytevector
  "Grey pictures side by side, as SVG text or as a PNG image. A picture is #(width pixels label)."
  (effects read))

(define-primitive (%reals->f64vector (numbers any)) any
  "The elements of a list, vector or f64vector of real numbers as an f64vector; #f if it is something else."
  (effects read))
