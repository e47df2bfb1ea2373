//! Text and its errors: source files, spans, diagnostics, tokens, datums, and the printer of datums.
//!
//! In: text. Out: [`Datum`] trees with a [`Span`] on every node, and [`Diagnostic`]s. Reading never stops at the
//! first error. Nothing here knows what a datum means; the run-time system uses this crate too (literals, `read`).

pub mod datum;
pub mod diagnostic;
pub mod source;
pub mod symbol;

pub use datum::{Datum, DatumKind, Number};
pub use diagnostic::{Diagnostic, Label, Severity};
pub use source::{FileId, Sources, Span};
pub use symbol::Symbol;
