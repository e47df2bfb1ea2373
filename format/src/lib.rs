//! The formatter: a program written again with standard indentation.
//!
//! In: the text of a program. Out: its text with the same datums, spelled as they were, and the same comments.
//!
//! Lines that the author ended stay ended, as long as the form allows; what is wider than [`WIDTH`] is broken, and a
//! form that is broken is broken in its way: a body has a line for each expression, `cond` one for each clause, and the
//! arguments of a call are aligned. One blank line stays.
//!
//! ```scheme
//! (define (f x) (let ((y 1)      ; before
//!     (z 2)) (g x y z)))
//!
//! (define (f x)
//!   (let ((y 1) ; after
//!         (z 2))
//!     (g x y z)))
//! ```
//!
//! The text becomes a tree (`tree`), every list gets a style from its head and its place in the form around it
//! (`style`, by the table in `forms`), the tree is measured from the leaves up (`measure`), and printed from the root
//! down (`print`). A list is printed on one line if it fits; its width is known by then, so the time is linear. A line
//! that has been broken counts as ended by the author the next time, and each rule treats both alike: so formatting
//! twice changes nothing.

mod forms;
mod measure;
mod print;
mod style;
mod tree;

use syntax::{Diagnostic, FileId, Severity, read_datums};

/// The columns of a line. Comments and literals may be wider.
pub const WIDTH: usize = 100;

/// The formatted text of a program; the errors of the reader if it cannot be read.
///
/// It recurses on the nesting of the program, which the reader limits ([`syntax::MAX_NESTING`]).
pub fn format_program(text: &str, file: FileId) -> Result<String, Vec<Diagnostic>> {
    let (_, diagnostics) = read_datums(text, file);
    if diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error) {
        return Err(diagnostics);
    }
    let pieces = syntax::split_pieces(text).expect("the reader has found tokens only");
    let mut tree = tree::build_tree(text, &pieces);
    style::assign_styles(&mut tree);
    measure::measure_tree(&mut tree);
    Ok(print::print_tree(&tree))
}

#[cfg(test)]
mod tests;
