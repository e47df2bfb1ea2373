; A network that reads and writes English, a character at a time: trained on Isaac Newton's Opticks, it learns
; to say which character comes next, and then writes a text of its own.
;
; Each character becomes a vector (an embedding), a recurrent layer (GRU) keeps what it makes of the text so
; far, and a dense layer gives a number for each character that may follow. The parameters are saved and loaded
; again.
;
; Draws plots/characters.svg and .png, the loss over the training. The text is described in data/README.md.
(import (fluxion base) (fluxion tensor) (fluxion nn) (fluxion optim) (fluxion train) (fluxion plot))

(define quick? (get-environment-variable "QUICK"))
(define folder (or (get-environment-variable "PLOTS") "examples/plots"))
(define epochs (if quick? 1 8))
(define size (if quick? 24 128))
(define context 64)

; The text as numbers of characters, in rows: what is read, and what must be said, which is a character ahead.
(define text
  (let ((text (call-with-input-file "examples/data/opticks.txt"
                                    (lambda (port) (read-string 1000000 port)))))
    (if quick? (substring text 0 20000) text)))
(define characters (list->vector (sort (delete-duplicates (string->list text)) char<?)))
(define number-of
  (let ((numbers (make-hash-table)))
    (vector-for-each (lambda (char i) (hash-table-set! numbers char i))
                     characters
                     (list->vector (iota (vector-length characters))))
    (lambda (char) (hash-table-ref numbers char (lambda () 0)))))
(define row-count (quotient (- (string-length text) 1) context))
(define (rows-from start)
  (tensor-reshape (tensor (map number-of
                               (string->list (substring text
                                                        start
                                                        (+ start (* row-count context))))))
                  (list row-count context)))
(define inputs (rows-from 0))
(define targets (rows-from 1))

(define vocabulary (vector-length characters))
(define keys (split-key (make-key 1) 3))
(define initial
  (list (make-embedding (car keys) vocabulary 32 'f32)
        (make-gru (cadr keys) 32 size 'f32)
        (make-dense (caddr keys) size vocabulary 'f32)))
(define (loss params x y)
  (let-values (((state states) (gru (cadr params) #f (embedding (car params) x))))
    (cross-entropy (dense (caddr params) states) y)))

; Writes COUNT characters behind START. The likelier a character, the more often it is taken; the random
; numbers added to the logits are such that the greatest sum is a fair draw.
(define (write-text params start count temperature key)
  (define noise (- (log (- (log (random-uniform-tensor key (list count vocabulary) 1e-9 1.0))))))
  (define (read-character char state)
    (gru-cell (cadr params) state (embedding (car params) (tensor (list (number-of char))))))
  (define state
    (fold read-character (tensor-zeros (list 1 size) 'f32) (string->list start)))
  (let loop ((i 0) (state state) (written '()))
    (if (= i count)
        (string-append start (list->string (reverse written)))
        (let* ((logits (tensor-index (dense (caddr params) state) 0))
               (draw (tensor-argmax (+ (/ logits temperature) (tensor-index noise i))))
               (char (vector-ref characters draw)))
          (loop (+ i 1) (read-character char state) (cons char written))))))

(define (say . parts) (for-each display parts) (newline))
(define (rounded x) (/ (round (* x 100.0)) 100.0))
(say (string-length text)
     " characters, "
     vocabulary
     " different; "
     (structure-size initial)
     " parameters")
(say "epoch 0: loss "
     (rounded (loss initial (tensor-slice inputs '(0 32)) (tensor-slice targets '(0 32)))))
(define steps (* epochs (quotient (+ row-count 31) 32)))
(define trained
  (train loss
         (adam (warmup-cosine-schedule 0.01 (quotient steps 20) steps 0.0005) 'clip-norm 1.0)
         initial
         (list inputs targets)
         'epochs
         epochs
         'on-epoch
         (lambda (epoch loss params)
           (say "epoch " epoch ": loss " (rounded loss))
           (if (and (not quick?) (= 0 (modulo epoch 2)))
               (say (write-text params "The Rays " 120 0.7 (make-key epoch)) "\n")))))
(define params (training-params trained))

(if (not quick?)
    (say (write-text params "The Light of the Sun " 600 0.6 (make-key 2))))

; What is saved can be loaded: the same numbers.
(define file (string-append folder "/characters.safetensors"))
(save-parameters file params)
(define loaded (load-parameters file initial))
(define (sample params) (write-text params "A" 50 0.6 (make-key 3)))
(say "saved and loaded: " (if (string=? (sample loaded) (sample params)) "the same" "different"))

(for-each (lambda (end)
            (plot (line (iota epochs 1) (training-losses trained))
                  (string-append folder "/characters" end)
                  'title "Opticks, character by character" 'x "epoch" 'y "cross-entropy in nats"))
          '(".svg" ".png"))

;> 246470 characters, 78 different; 74766 parameters
;> epoch 0: loss 4.41
;> epoch 1: loss 2.3
;> epoch 2: loss 1.47
;> The Rays of the Light to the propure and so found the less with the Light copiously in the speared, in the Circles, but the less
;> 
;> epoch 3: loss 1.32
;> epoch 4: loss 1.24
;> The Rays when such the Sun's considerally in it of
;> the Lens, of those Rays are the Lens from the Light whereent Refraction after
;> 
;> epoch 5: loss 1.18
;> epoch 6: loss 1.13
;> The Rays increased
;> Light, the Colours of the Paper again of any Colours out of the Hole, a lutted and degient Reflexions it we up
;> 
;> epoch 7: loss 1.1
;> epoch 8: loss 1.08
;> The Rays which prove, and there was yet and Refraction, the side of the
;> Sines of Refrangibility, that is a Degree of Refractions
;> 
;> The Light of the Sun the less refracted Light shall be the other
;> Image with the Light copiously to be to the Colours sufficiently be a Place of the second Rays compounded of the Paper which be to be again in the Colours of
;> the Spectrum of the Point from the same Prism, and there sorts of Refraction of the Light which comes became proportion of the Sun as stopp'd a little
;> the Light of the bottom of the Eye, and became of the different Refrangibility of the Sun's Light to be between the yellow, I placed by
;> Plane such a considered by reason of the Length of the more faint and some of a Prisms and produce that the Eye
;> saved and loaded: the same

;quick> 20000 characters, 71 different; 8223 parameters
;quick> epoch 0: loss 4.31
;quick> epoch 1: loss 3.78
;quick> saved and loaded: the same
