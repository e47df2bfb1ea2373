; Progress bars: (fluxion progress).

;--- silent-without-terminal
(import (fluxion base) (fluxion progress))
(with-progress 3 (lambda (tick!) (for-each (lambda (i) (tick! 'loss (/ 1.0 i))) '(1 2 3)) 'done)) ; => done

;--- drawn-to-a-port
(import (fluxion base) (fluxion progress))
(define port (open-output-string))
(define result
  (parameterize ((progress-port port))
    (with-progress 4
                   (lambda (tick!) (tick! 'loss 0.123456 'epoch 1) (tick!) (tick! 2) 'done)
                   "train")))
result ; => done
(define text (get-output-string port))
(map (lambda (part) (and (string-search-forward part text 0) #t))
     '("train  25% ████░" "1/4" "train 100% " "4/4" "/s  0:00" "loss 0.1235  epoch 1")) ; => (#t #t #t #t #t #t)

;--- unknown-total
(import (fluxion base) (fluxion progress))
(define port (open-output-string))
(parameterize ((progress-port port)) (with-progress #f (lambda (tick!) (tick!) (tick!))))
(and (string-search-forward "2  " (get-output-string port) 0) #t) ; => #t

;--- left-by-an-error
(import (fluxion base) (fluxion progress))
(define port (open-output-string))
(guard (e (#t 'caught))
  (parameterize ((progress-port port))
    (with-progress 2 (lambda (tick!) (tick!) (error "bad"))))) ; => caught
(string-ref (get-output-string port) (- (string-length (get-output-string port)) 1)) ; => #\newline

;--- wrong-total
(import (fluxion base) (fluxion progress))
(with-progress -1 (lambda (tick!) 1))
; error: with-progress: argument 1 must be a number of steps or #f, found -1

;--- field-without-value
(import (fluxion base) (fluxion progress))
(parameterize ((progress-port (open-output-string))) (with-progress 1 (lambda (tick!) (tick! 'loss))))
; error: tick!: each field needs a value: (loss)
