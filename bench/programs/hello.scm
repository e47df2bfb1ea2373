; Start-up.
(display "hello, world")
(newline)
