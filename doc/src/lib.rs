//! Documentation from sources: docstrings, which are lines `;;>` above definitions, and the rows of the primitive table.
//!
//! ```scheme
//! ;;> (cube x)
//! ;;> X to the third power.
//! ;;> (cube 2) => 8
//! (define (cube x) (* x x x))
//! ```
//!
//! A docstring is text; the first lines may be signatures, where the definition does not show them or shows too much.
//! A part `expression => value` on lines of its own is an example, which `fluxion doc` runs; `=> error "part"` says that
//! it raises an error with this text. Definitions on lines of their own are for the examples below them. Lines that are indented by two columns are shown as code.

mod definition;
mod docstring;
mod page;
mod primitives;
mod reference;
mod render;

pub use docstring::{Block, Example};
pub use page::{Entry, Kind, Page, read_page};
pub use primitives::internal_primitives_page;
pub use reference::{describe, library_pages, reference_files};
pub use render::{Format, render_page};
