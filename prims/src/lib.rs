//! The primitive table: one row says everything about one primitive.
//!
//! Rows are written in `prims/table/*.scm`; `build.rs` reads them into [`TABLE`]. No other crate matches on a
//! primitive's name. The form of a row:
//!
//! ```scheme
//! (define-primitive (atan2 (y number) (x number)) number
//!   "The angle in radians of the point (X, Y), between -pi and pi."
//!   (example (atan2 1.0 1.0) => 0.7853981633974483)   ; any number of them; a test runs them
//!   (effects pure)             ; pure: no effect, may fail | read | write | control. Default: write
//!   (jvp (/ (- (* x dy) (* y dx)) (+ (* x x) (* y y))))  ; over arguments, their tangents `dx`, and `ans`
//!   (domain (y -2.0 2.0) (x 0.5 2.0))                 ; where the rule is tested
//!   (math "atan2")             ; on unboxed doubles this C function gives the same answer
//!   (inline add)               ; the back end emits it inline: a variant of [`Inline`]
//!   (symbol "fx_atan2"))       ; its run-time function; the default is made of the name
//! ```
//!
//! A rest parameter is written `(define-primitive (vector . (items any)) vector ...)`: only inline rows have one;
//! as a value such a primitive is `(lambda items (FALLBACK items))`, with `(fallback list->vector)`.

mod row;

pub use row::{Effects, Inline, Param, Prim, PrimId, Type};

include!(concat!(env!("OUT_DIR"), "/table.rs"));

impl PrimId {
    /// The row of this primitive.
    pub fn row(self) -> &'static Prim {
        &TABLE[self.0 as usize]
    }
}

/// The primitive of this name.
pub fn find(name: &str) -> Option<PrimId> {
    BY_NAME.binary_search_by_key(&name, |&(key, _)| key).ok().map(|at| PrimId(BY_NAME[at].1))
}
