; Orders of a shop, summed up with the functional library: threading, grouping, transducers, results, options.
(define orders
  '("ada;pen;12" "ben;ink;7" "ada;paper;30" "eve;pen;x" "ben;pen;5" "ada;ink;9"))

; A line becomes an order, or the reason why it is none.
(define (parse line)
  (let* ((fields (string-split line #\;)) (amount (string->number (third fields))))
    (if amount
        (ok (list (string->symbol (first fields)) (string->symbol (second fields)) amount))
        (err (string-append "no amount: " line)))))

(define results (map parse orders))
(define valid (->> results (filter ok?) (map result-value)))
(for-each (lambda (r) (println (result-error r))) (filter err? results))

; What each customer pays, the greatest sum first.
(define (total orders) (sum-by third orders))
(define totals (alist-map total (group-by first valid)))
(println (sort-by cdr totals >))

; How often each thing was sold, and the largest order.
(println (frequencies (map second valid)))
(println (max-by third valid))

; One pass without lists in between: amounts from 7 on, doubled, summed.
(define doubled (compose (tmap third) (tfilter (lambda (n) (>= n 7))) (tmap (partial * 2))))
(println (transduce doubled + valid))

; A customer who may not be there.
(define (total-of name) (value->option (alist-ref totals name)))
(define (describe name)
  (-> (option-map (lambda (n) (list name 'pays n)) (total-of name))
      (option-or (list name 'is 'unknown))))
(println (map describe '(ada zoe)))

;> no amount: eve;pen;x
;> ((ada . 51) (ben . 12))
;> ((pen . 2) (ink . 2) (paper . 1))
;> (ada paper 30)
;> 116
;> ((ada pays 51) (zoe is unknown))
