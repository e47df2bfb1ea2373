;;; SRFI 26: procedures made by leaving places of a call open.
(define-library (srfi 26)
  (export cut cute)
  (import (fluxion base))
  (begin
    ;;> `(cut procedure part ...)`: a procedure that makes this call; every part that is `<>` is one of its
    ;;> arguments, in order, and a last part `<...>` stands for all the others. The other parts are evaluated
    ;;> at every call. (SRFI 26)
    (define-syntax cut
      (syntax-rules ()
        ((_ part . parts) (cut-parts () () part . parts))))
    ;; The parameters so far, the parts of the call so far, the parts that are left.
    (define-syntax cut-parts
      (syntax-rules (<> <...>)
        ((_ (parameter ...) (procedure argument ...))
         (lambda (parameter ...) ((begin procedure) argument ...)))
        ((_ (parameter ...) (procedure argument ...) <...>)
         (lambda (parameter ... . others) (apply procedure argument ... others)))
        ((_ parameters () <...>) (lambda (f . others) (apply f others)))
        ((_ parameters call <...> . parts) (syntax-error "cut: <...> must be the last part"))
        ((_ (parameter ...) (done ...) <> . parts)
         (cut-parts (parameter ... x) (done ... x) . parts))
        ((_ parameters (done ...) part . parts)
         (cut-parts parameters (done ... part) . parts))))
    ;;> As `cut`, but the parts that are not left open are evaluated once, where the procedure is made. (SRFI
    ;;> 26)
    (define-syntax cute
      (syntax-rules ()
        ((_ part . parts) (cute-parts () () () part . parts))))
    ;; The bindings of parts that are evaluated so far, the parameters, the parts of the call, the parts left.
    (define-syntax cute-parts
      (syntax-rules (<> <...>)
        ((_ bindings (parameter ...) (procedure argument ...))
         (let bindings (lambda (parameter ...) (procedure argument ...))))
        ((_ bindings (parameter ...) (procedure argument ...) <...>)
         (let bindings (lambda (parameter ... . others) (apply procedure argument ... others))))
        ((_ bindings parameters () <...>) (lambda (f . others) (apply f others)))
        ((_ bindings parameters call <...> . parts) (syntax-error "cute: <...> must be the last part"))
        ((_ bindings (parameter ...) (done ...) <> . parts)
         (cute-parts bindings (parameter ... x) (done ... x) . parts))
        ((_ (binding ...) parameters (done ...) part . parts)
         (cute-parts (binding ... (x part)) parameters (done ... x) . parts))))))
