;;; What stands behind `fluxion gradcheck`: the command puts a call of `gradcheck` behind a program.
(define-library (fluxion gradcheck)
  (export gradcheck)
  (import (fluxion primitives) (fluxion support) (fluxion numbers) (fluxion lists) (fluxion strings) (fluxion ports)
          (fluxion tables) (fluxion ad))
  (begin
    ;;> Compares the gradient of the procedure F at the list of arguments XS with central differences, prints a report
    ;;> under NAME and PLACE, and exits: with 0 if they agree up to TOLERANCE, 1 if not, 2 if F cannot be checked. If
    ;;> XS is a fixnum, arguments are made of random numbers with it as the seed.
    (define (gradcheck f name place xs tolerance epsilon)
      (if (not (procedure? f)) (refuse name "is no procedure:" (written f)))
      (let ((point (if (list? xs) (begin (check-count f name xs) xs) (random-point f name xs))))
        (report name place point
                (guard (object (#t (%report object) (refuse name "cannot be checked at these arguments")))
                  (check-gradient (lambda (xs) (number-of name (apply f xs))) point tolerance epsilon)))))

    ;; The result y, which must be a number: a tensor is refused by the operator if it is none.
    (define (number-of name y)
      (if (not (%ad-leaf? y)) (refuse name "must return a number; it returned" (written y)))
      y)

    ;; Ends with the code for wrong usage.
    (define (refuse . parts)
      (let ((port (%stderr)))
        (write-string (string-append "error: gradcheck: " (string-join parts " ")) port)
        (newline port)
        (exit 2)))
    (define hint "give the arguments, such as --at 0.5 --at '#(1.0 2.0)'")

    ;; The least and the most arguments of f; the most is #f if there is no limit.
    (define (arity f)
      (let ((arity (procedure-arity f))) (if (pair? arity) arity (cons arity arity))))
    (define (check-count f name xs)
      (let ((count (length xs)) (arity (arity f)))
        (if (or (%< count (car arity)) (and (cdr arity) (%> count (cdr arity))))
            (refuse name "takes another number of arguments:" (number->string count)
                    (if (%= count 1) "is given by --at" "are given by --at")))
        (if (%= count 0) (refuse name "has no arguments"))))

    ;; As many numbers between -1 and 1 as f needs; f must accept them.
    (define (random-point f name seed)
      (let ((count (car (arity f))) (rng (make-rng seed)))
        (if (%= count 0) (refuse name "needs no arguments:" hint))
        (let ((point (list-tabulate count (lambda (i) (%- (%* 2.0 (random-uniform rng)) 1.0)))))
          (guard (object (#t (refuse name "cannot be called with" (numbers-text count)
                                     (string-append "(" (raised-text object) "):") hint)))
            (apply f point))
          point)))
    (define (numbers-text count) (if (%= count 1) "a number" "numbers"))
    (define (raised-text object)
      (if (error-object? object)
          (string-join (cons (error-object-message object) (map written (error-object-irritants object))) " ")
          (written object)))
    (define (written x) (call-with-output-string (lambda (port) (write x port))))

    (define (report name place point found)
      (define (entry key) (cdr (assq key found)))
      (define (line . parts)
        (for-each (lambda (part) (write-string part (%stdout))) parts)
        (newline (%stdout)))
      (let ((ok (entry 'ok)) (count (entry 'count)))
        (if (%= count 0) (refuse name "has no numbers in its arguments:" (string-join (map written point) " ")))
        (line name " (" place "): gradient and central differences " (if ok "agree" "differ")
              ", " (number->string count) (if (%= count 1) " number" " numbers")
              ", worst error " (number->string (entry 'error)))
        (line "  at:         " (string-join (map written point) " "))
        (line "  worst:      " (path-text (entry 'path)))
        (line "  gradient:   " (written (entry 'gradient)))
        (line "  difference: " (written (entry 'difference)))
        (exit (if ok 0 1))))
    (define (path-text path)
      (string-append "argument " (number->string (%+ (car path) 1))
                     (string-join (map (lambda (i) (string-append ", element " (number->string i))) (cdr path)) "")))))
