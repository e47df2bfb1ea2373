; Fits a differential equation to real data: the furs of hares and lynxes, in thousands, that the Hudson's Bay
; Company traded from 1900 to 1920, and the equations of Lotka and Volterra for prey and predators,
;
;   hares' = a hares - b hares lynxes,   lynxes' = d hares lynxes - c lynxes.
;
; The gradient goes through all steps of a Runge-Kutta solver to the four rates and the two numbers at the
; start.
;
; Draws plots/ode.svg and .png: the data and the solution.
; The numbers are from C. G. Hewitt, The Conservation of the Wild Life of Canada, 1921, in the public domain.
(import (fluxion base) (fluxion optim) (fluxion plot))

(define folder (or (get-environment-variable "PLOTS") "examples/plots"))
(define (say . parts) (for-each display parts) (newline))
(define (rounded x) (/ (round (* x 1000.0)) 1000.0))

(define hares
  '#(30.0 47.2 70.2 77.4 36.3 20.6 18.1 21.4 22.0 25.4 27.1 40.3 57.0 76.6 52.3 19.5 11.2 7.6 14.6
     16.2 24.7))
(define lynxes
  '#(4.0 6.1 9.8 35.2 59.4 41.7 19.0 13.0 8.3 9.1 7.4 8.0 12.3 19.5 45.7 51.1 29.7 15.8 9.7 10.1
     8.6))
(define years (vector-length hares))
(define steps-a-year 10)

; The solver takes logarithms of the numbers, which keep these positive; the parameters are logarithms too.
(define (hares-slope a b lynxes) (- a (* b (exp lynxes))))
(define (lynxes-slope c d hares) (- (* d (exp hares)) c))
; Calls RECEIVE with the logarithms after a step of the method of Runge and Kutta.
(define (step a b c d h l size receive)
  (let* ((h1 (hares-slope a b l))
         (l1 (lynxes-slope c d h))
         (h2 (hares-slope a b (+ l (* 0.5 size l1))))
         (l2 (lynxes-slope c d (+ h (* 0.5 size h1))))
         (h3 (hares-slope a b (+ l (* 0.5 size l2))))
         (l3 (lynxes-slope c d (+ h (* 0.5 size h2))))
         (h4 (hares-slope a b (+ l (* size l3))))
         (l4 (lynxes-slope c d (+ h (* size h3)))))
    (receive (+ h (* (/ size 6.0) (+ h1 (* 2.0 h2) (* 2.0 h3) h4)))
        (+ l (* (/ size 6.0) (+ l1 (* 2.0 l2) (* 2.0 l3) l4))))))

; The mean square of the differences of the logarithms.
(define (loss p)
  (let ((a (exp (vector-ref p 0)))
        (b (exp (vector-ref p 1)))
        (c (exp (vector-ref p 2)))
        (d (exp (vector-ref p 3))))
    (let loop ((i 0) (h (vector-ref p 4)) (l (vector-ref p 5)) (sum 0.0))
      (let ((sum (if (= 0 (remainder i steps-a-year))
                     (let ((year (quotient i steps-a-year)))
                       (+ sum
                          (square (- h (log (vector-ref hares year))))
                          (square (- l (log (vector-ref lynxes year))))))
                     sum)))
        (if (= i (* steps-a-year (- years 1)))
            (/ sum (* 2.0 years))
            (step a b c d h l (/ 1.0 steps-a-year) (lambda (h l) (loop (+ i 1) h l sum))))))))

(define steps 500)
(define method (adam (cosine-schedule 0.02 steps) 'clip-norm 1.0))
(define start (vector (log 0.5) (log 0.03) (log 0.8) (log 0.03) (log 30.0) (log 4.0)))
(define (fit p state losses)
  (if (= (optimizer-steps state) steps)
      (cons p (reverse losses))
      (let*-values (((value slopes) (value-and-gradient loss p))
                    ((new-p new-state) (optimizer-update method state p slopes)))
        (fit new-p new-state (cons value losses)))))
(define fitted (fit start (optimizer-init method start) '()))
(define p (car fitted))

(say "loss: " (rounded (loss start)) " at the start, " (rounded (loss p)) " after " steps " steps")
(for-each (lambda (name i) (say name ": " (rounded (exp (vector-ref p i)))))
          '("birth of hares a" "hunting b" "death of lynxes c" "growth of lynxes d"
            "hares in 1900" "lynxes in 1900")
          (iota 6))

; The solution at every step: a list of hares and a list of lynxes.
(define (solution p)
  (let ((a (exp (vector-ref p 0)))
        (b (exp (vector-ref p 1)))
        (c (exp (vector-ref p 2)))
        (d (exp (vector-ref p 3))))
    (let loop ((i 0) (h (vector-ref p 4)) (l (vector-ref p 5)) (hs '()) (ls '()))
      (if (> i (* steps-a-year (- years 1)))
          (list (reverse hs) (reverse ls))
          (step a
                b
                c
                d
                h
                l
                (/ 1.0 steps-a-year)
                (lambda (next-h next-l)
                  (loop (+ i 1) next-h next-l (cons (exp h) hs) (cons (exp l) ls))))))))
(define (times count step) (map (lambda (i) (+ 1900.0 (* step i))) (iota count)))
(define found (solution p))
(define fine (times (length (car found)) (/ 1.0 steps-a-year)))
(define chart
  (list (line fine (car found) "hares, fitted")
        (line fine (cadr found) "lynxes, fitted")
        (scatter (times years 1) hares "hares")
        (scatter (times years 1) lynxes "lynxes")))
(for-each (lambda (end)
            (plot chart (string-append folder "/ode" end)
                  'title "Hares and lynxes" 'x "year" 'y "thousands of furs"))
          '(".svg" ".png"))

;> loss: 0.142 at the start, 0.048 after 500 steps
;> birth of hares a: 0.54
;> hunting b: 0.027
;> death of lynxes c: 0.797
;> growth of lynxes d: 0.024
;> hares in 1900: 34.6
;> lynxes in 1900: 5.843
