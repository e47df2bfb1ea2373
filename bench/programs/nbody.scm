; Five bodies, 7 numbers each (position, velocity, mass) in one f64vector; symplectic steps of 0.01.
(define n 5)
(define state (make-f64vector 35 0.0))
(define bodies
  '#(0.0 0.0 0.0 0.0 0.0 0.0 39.47841760435743
             4.84143144246472090 -1.16032004402742839 -0.103622044471123109
             0.606326392995832 2.81198684491626016 -0.02521836165988763 0.03769367487038949
             8.34336671824457987 4.12479856412430479 -0.403523417114321
             -1.01077434617879236 1.82566237123041186 0.00841576137658415 0.0112863261319687668
             12.8943695621391310 -15.1111514016986312 -0.223307578892655734
             1.08279100644153536 0.868713018169608219 -0.0108326374013636 0.00172372405705971350
             15.3796971148509165 -25.9193146099879641 0.179258772950371181
             0.979090732243897976 0.594698998647676008 -0.034755955550407810 0.00203368686992463042))
(do ((i 0 (+ i 1))) ((= i 35)) (f64vector-set! state i (vector-ref bodies i)))
(define (advance s dt)
  (do ((i 0 (+ i 1))) ((= i n))
    (let ((bi (* 7 i)))
      (do ((j (+ i 1) (+ j 1))) ((= j n))
        (let* ((bj (* 7 j))
               (dx (- (f64vector-ref s bi) (f64vector-ref s bj)))
               (dy (- (f64vector-ref s (+ bi 1)) (f64vector-ref s (+ bj 1))))
               (dz (- (f64vector-ref s (+ bi 2)) (f64vector-ref s (+ bj 2))))
               (d2 (+ (* dx dx) (* dy dy) (* dz dz)))
               (mag (/ dt (* d2 (sqrt d2))))
               (mi (* mag (f64vector-ref s (+ bi 6))))
               (mj (* mag (f64vector-ref s (+ bj 6)))))
          (f64vector-set! s (+ bi 3) (- (f64vector-ref s (+ bi 3)) (* dx mj)))
          (f64vector-set! s (+ bi 4) (- (f64vector-ref s (+ bi 4)) (* dy mj)))
          (f64vector-set! s (+ bi 5) (- (f64vector-ref s (+ bi 5)) (* dz mj)))
          (f64vector-set! s (+ bj 3) (+ (f64vector-ref s (+ bj 3)) (* dx mi)))
          (f64vector-set! s (+ bj 4) (+ (f64vector-ref s (+ bj 4)) (* dy mi)))
          (f64vector-set! s (+ bj 5) (+ (f64vector-ref s (+ bj 5)) (* dz mi)))))))
  (do ((i 0 (+ i 1))) ((= i n))
    (let ((b (* 7 i)))
      (f64vector-set! s b (+ (f64vector-ref s b) (* dt (f64vector-ref s (+ b 3)))))
      (f64vector-set! s (+ b 1) (+ (f64vector-ref s (+ b 1)) (* dt (f64vector-ref s (+ b 4)))))
      (f64vector-set! s (+ b 2) (+ (f64vector-ref s (+ b 2)) (* dt (f64vector-ref s (+ b 5))))))))
(define (run steps) (if (> steps 0) (begin (advance state 0.01) (run (- steps 1)))))
(run 1000000)
(display (f64vector-ref state 7))
(newline)
