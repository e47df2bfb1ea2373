;;; What every file of generated programs begins with.
(define-record-type point (make-point x y) point? (x point-x set-point-x!) (y point-y set-point-y!))

;; Prints a line: the number, and what each thunk returns, or the error it raises.
(define (show number . thunks)
  (display number)
  (for-each (lambda (thunk)
              (display " ")
              (write (guard (object (#t (list 'error (if (error-object? object) (error-object-message object) object))))
                       (thunk))))
            thunks)
  (newline))

;; The central differences of f at the point, a list, with steps of h.
(define (differences f point h)
  (define (moved place step)
    (let loop ((i 0) (rest point))
      (if (null? rest) '() (cons (if (= i place) (+ (car rest) step) (car rest)) (loop (+ i 1) (cdr rest))))))
  (map (lambda (place) (/ (- (apply f (moved place h)) (apply f (moved place (- h)))) (* 2 h)))
       (iota (length point))))
