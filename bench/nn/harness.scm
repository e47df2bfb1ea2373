; The shared half of each program: numbers that every language makes in the same way, and the timer. The runner puts it
; before a program, behind a definition of `type`, the type of the elements, and prints what `bench` prints.
(define (wave shape scale pace)
  (let ((size (apply * shape)))
    (tensor-cast (tensor-reshape (* scale (sin (* pace (+ 1.0 (tensor-arange size))))) shape) type)))
(define (labels count classes) (tensor-one-hot (modulo (tensor-arange count) classes) classes type))
(define (relu x) (max x 0.0))
(define (cross-entropy logits wanted)
  (- (/ (tensor-sum (* wanted (tensor-log-softmax logits))) (car (tensor-shape logits)))))
(define (descend parameters gradient) (map (lambda (p g) (- p (* 0.1 g))) parameters gradient))

; Seconds that the program has run on a processor, to about 4 ms: Linux counts nanoseconds there. Others that are running
; count less than in seconds of the clock, which BENCH_CLOCK asks for where there are several threads.
(define by-clock (get-environment-variable "BENCH_CLOCK"))
(define (seconds)
  (if by-clock (current-second) (* 1e-9 (call-with-input-file "/proc/self/schedstat" read))))
(define (time-of n thunk)
  (let ((start (seconds)))
    (do ((i 0 (+ i 1))) ((= i n) (/ (- (seconds) start) n)) (thunk))))
; The times of three runs of at least 0.12 s, after as much warming up, in nanoseconds, from the least on.
(define (measure thunk)
  (let grow ((n 1))
    (if (and (< (* n (time-of n thunk)) 0.12) (< n 100000000))
        (grow (* n 2))
        (list-sort < (map (lambda (k) (* 1e9 (time-of n thunk))) (iota 3))))))
(define (bench name check thunk)
  (let ((times (measure thunk)))
    (for-each display (list name "|" type "|" (car times) "|" (cadr times) "|" check))
    (newline)))
; Training: the check is the loss after three steps; what is timed is a step.
(define (bench-training name loss parameters)
  (define (step parameters)
    (let-values (((value gradient) (value-and-gradient loss parameters)))
      (descend parameters gradient)))
  (let ((later (step (step (step parameters)))))
    (bench name (loss later) (lambda () (set! parameters (step parameters))))))
