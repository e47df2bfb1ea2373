//! Text and its errors: source files, spans, diagnostics, tokens, datums, and the printer of datums.
//!
//! In: text. Out: [`Datum`] trees with a [`Span`] on every node, and [`Diagnostic`]s. Reading never stops at the
//! first error. Nothing here knows what a datum means; the run-time system uses this crate too (literals, `read`).

pub mod datum;
pub mod diagnostic;
pub mod features;
pub mod fold_case;
pub mod interactive;
pub mod number;
pub mod pieces;
pub mod print_datum;
pub mod print_number;
pub mod read_datums;
pub mod render;
pub mod scan_datum;
pub mod source;
pub mod symbol;
pub mod token;

pub use datum::{Datum, DatumKind, Number};
pub use diagnostic::{Diagnostic, Label, Severity};
pub use features::features;
pub use fold_case::{fold_case, fold_char};
pub use interactive::{Class, classify, is_incomplete};
pub use number::{parse_number, ratio_to_float};
pub use pieces::{Piece, PieceKind, split_pieces};
pub use print_datum::print_datum;
pub use print_number::{join_parts, print_float, print_float_radix, print_number};
pub use read_datums::{MAX_NESTING, read_datums, read_datums_fold_case};
pub use render::{Colour, render_json, render_text};
pub use scan_datum::{CharSource, ScanEnd, Scanned, scan_datum};
pub use source::{FileId, Sources, Span};
pub use symbol::Symbol;
