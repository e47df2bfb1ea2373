//! The golden tests: programs with the expectation inline, and the harness that runs them.
//!
//! A file `tests/SUBJECT/FILE.scm` holds cases. Each is a program of its own, from its header to the next:
//!
//! ```scheme
//! ; backends: jit aot ; why not all of them
//!
//! ;--- name-of-the-case
//! (define (f x) (display "f") (* x x))
//! (f 3)
//! ; prints: f
//! ; => 9
//! (f 4) ; => 16
//! (car 1)
//! ; error: car
//! ```
//!
//! - `; => VALUE`, on the line of an expression or on a line below it: what `write` shows of its value; several values
//!   are separated by blanks. In the program the expression is wrapped, on the same line, so that the value is shown.
//! - `; prints: TEXT`: a line of output since the last expectation. Output that is not expected is a failure.
//! - `; error: TEXT`: the program ends by an error (status 1) whose message contains the text. May be repeated.
//! - `; exit: N`: the status of the process, if it is not 0 (or 1 by an error).
//! - `;   ^^^^ error[slug]: message` below a source line: a diagnostic. With one of these the case is checked, not run,
//!   unless all are warnings, and what is marked must be exactly what the compiler says. A mark stands for the range of
//!   columns above the carets; since the line starts with `;`, one at the second column may start at the first.
//! - `;-- file NAME`: what follows, to the end of the case, is a further file beside the program.
//!
//! The programs in `examples` are tests too: what an example prints are the lines that start with `;> ` in it, or, with
//! QUICK=1 in its environment, those that start with `;quick> `.
//!
//! `cargo test -p tests --test golden [-- REGEX]` runs them (those whose name it matches); `cargo bless [PART-OF-PATH]`
//! rewrites the expectations, where `; =>` and `; error:` without a text are filled in.

pub mod bless;
pub mod case;
pub mod compare;
pub mod docs;
pub mod examples;
pub mod execute;
pub mod program;
pub mod suite;
