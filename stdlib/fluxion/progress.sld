;;; A progress bar for long loops, on standard error, and only if that is a terminal.
(define-library (fluxion progress)
  (export with-progress progress-port)
  (import (fluxion base) (fluxion primitives) (fluxion checks))
  (begin
    ;;> Where progress bars go, a parameter: `#f` for standard error if it is a terminal, else a textual
    ;;> port that gets them in any case.
    (define progress-port (make-parameter #f))

    ;; Jiffies between two drawings of a bar.
    (define (pause) (quotient (jiffies-per-second) 10))
    ;; The share of the line that the bar has.
    (define (bar-width bar) (quotient (bar-columns bar) 5))

    ;; What a bar knows: the steps done, the fields given last, when it was drawn last.
    (define-record-type <bar> (make-bar port columns total label start done fields drawn) bar?
      (port bar-port)
      (columns bar-columns)
      (total bar-total)
      (label bar-label)
      (start bar-start)
      (done bar-done set-bar-done!)
      (fields bar-fields set-bar-fields!)
      (drawn bar-drawn set-bar-drawn!))

    ;;> `(with-progress total f [label])` calls F with a procedure `tick!` and returns what F returns. Each
    ;;> `(tick!)` is one of TOTAL steps, `(tick! n)` is N; symbols and values behind, `(tick! 'loss 0.3)`,
    ;;> are shown beside the bar with the rate and the time left. TOTAL may be `#f` if it is not known.
    ;;> Nothing is printed unless standard error is a terminal (or `progress-port` says where to), and then
    ;;> at most ten times a second.
    ;;> `(with-progress 1000 (lambda (tick!) (for-each (lambda (i) (tick! 'loss (step!))) (iota 1000))))`
    (define with-progress
      (case-lambda
        ((total f) (with-progress total f ""))
        ((total f label)
         (if (not (or (not total) (and (fixnum? total) (>= total 0))))
             (wrong-argument "with-progress" 1 "a number of steps or #f" total))
         (check-procedure "with-progress" 2 f)
         (check-argument (string? label) "with-progress" 3 "a string" label)
         (let* ((port (progress-port)) (columns (if port 80 (%error-columns))))
           (if (= columns 0)
               (f silent)
               (let ((bar (make-bar (or port (current-error-port))
                                    columns
                                    total
                                    label
                                    (current-jiffy) 0 '() (- -1 (pause)))))
                 (dynamic-wind (lambda () #f)
                               (lambda () (f (lambda args (tick! bar args))))
                               (lambda () (draw! bar) (newline (bar-port bar))))))))))
    (define (silent . fields) (void))

    (define (tick! bar args)
      (let* ((count? (and (pair? args) (fixnum? (car args)))) (fields (if count? (cdr args) args)))
        (if (odd? (length fields)) (error "tick!: each field needs a value:" fields))
        (set-bar-done! bar (+ (bar-done bar) (if count? (car args) 1)))
        (if (pair? fields) (set-bar-fields! bar fields))
        (if (> (- (current-jiffy) (bar-drawn bar)) (pause)) (draw! bar))))

    (define (draw! bar)
      (let ((text (bar-text bar)) (port (bar-port bar)))
        (set-bar-drawn! bar (current-jiffy))
        (write-char #\return port)
        (write-string (substring text 0 (min (string-length text) (- (bar-columns bar) 1))) port)
        ;; Erases what is left of a longer line.
        (write-string "\x1b;[K" port)
        (flush-output-port port)))

    (define (bar-text bar)
      (let* ((done (bar-done bar))
             (total (bar-total bar))
             (seconds (/ (exact->inexact (- (current-jiffy) (bar-start bar))) (jiffies-per-second)))
             (rate (if (> seconds 0.0) (/ done seconds) 0.0)))
        (call-with-output-string
         (lambda (port)
           (define (put . parts) (for-each (lambda (part) (display part port)) parts))
           (if (not (string=? (bar-label bar) "")) (put (bar-label bar) " "))
           (if (and total (> total 0)) (put-bar put (bar-width bar) (min 1 (/ done total))))
           (put done)
           (if total (put "/" total))
           (put "  " (short rate) "/s  " (clock seconds))
           (if (and total (> total done) (> rate 0.0))
               (put "  " (clock (/ (- total done) rate)) " left"))
           (let loop ((fields (bar-fields bar)))
             (if (pair? fields)
                 (begin
                   (put "  " (car fields) " " (short (cadr fields)))
                   (loop (cddr fields)))))))))
    (define (put-bar put width share)
      (let ((full (floor (* share width))))
        (put (string-pad-left (number->string (floor (* 100 share))) 3)
             "% "
             (make-string full #\█)
             (make-string (- width full) #\░)
             " ")))
    ;; Seconds as 1:23 or 1:02:03.
    (define (clock seconds)
      (let* ((whole (exact (round (min seconds 1e9)))) (minutes (quotient whole 60)))
        (define (two n) (string-pad-left (number->string n) 2 #\0))
        (if (< minutes 60)
            (string-append (number->string minutes) ":" (two (remainder whole 60)))
            (string-append (number->string (quotient minutes 60)) ":"
                           (two (remainder minutes 60)) ":"
                           (two (remainder whole 60))))))
    ;; A number in about four digits, anything else as it is.
    (define (short x)
      (if (and (real? x) (inexact? x) (finite? x) (not (= x 0.0)))
          (let* ((digits (- 3 (exact (floor (/ (log (abs x)) (log 10.0))))))
                 (scale (expt 10 digits)))
            (if (< -20 digits 20)
                (let ((rounded (/ (round (* x scale)) scale)))
                  (if (< digits 1) (exact (round x)) (exact->inexact rounded)))
                x))
          x))))
