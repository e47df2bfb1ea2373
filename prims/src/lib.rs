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
//!   (tangent (a (tensor-matmul da b)) ...)            ; instead of a jvp where values are tensors: what each parameter
//!   (cotangent (a (%tensor-matmul-left ct a b)) ...)  ; contributes, forward and backward; `(tangent)`: nothing
//!   (domain (y -2.0 2.0) (x 0.5 2.0))                 ; where the rule is tested
//!   (math "atan2")             ; on unboxed doubles this C function gives the same answer
//!   (shape broadcast)          ; how the shape of a tensor follows from arguments: a variant of [`Shape`]
//!   (beside first)             ; what stands beside a structure that it returns: a variant of [`Beside`]
//!   (inline add)               ; the back end emits it inline: a variant of [`Inline`]
//!   (symbol "fx_atan2"))       ; its run-time function; the default is made of the name (below)
//! ```
//!
//! A rest parameter is written `(define-primitive (vector . (items any)) vector ...)`: only inline rows have one. As a
//! value such a primitive is `(lambda items (FALLBACK items))`, where the row has `(fallback list->vector)` (the name of
//! another row), and `(lambda items items)` where it has none. A name that starts with `%` is for the library only.
//!
//! The default symbol of a row is `fx_` and its name with `->` as `_to_`, `?` as `_p`, `!` as `_x`, `< <= = >= >` as
//! `_lt _le _eq _ge _gt`, everything else that C does not allow as `_`, and without a leading `%`: `%string->x!` is
//! `fx_string_to_x_x`.
//!
//! Rows are sorted by name, so a [`PrimId`] depends on the set of rows only, not on files and their order.

mod row;
pub mod shapes;

pub use row::{Beside, Effects, Inline, Param, Prim, PrimId, Shape, Type};

include!(concat!(env!("OUT_DIR"), "/table.rs"));

/// The most terms that a rule has: that of parameter `i` of primitive `p` has the number `p * TERMS + i`.
pub const TERMS: usize = 8;

impl PrimId {
    /// The row of this primitive.
    pub fn row(self) -> &'static Prim {
        &TABLE[self.0 as usize]
    }
}

/// The primitive of this name.
pub fn find(name: &str) -> Option<PrimId> {
    TABLE.binary_search_by_key(&name, |row| row.name).ok().map(|at| PrimId(at as u16))
}

/// The primitive of a name that is in the table.
pub fn named(name: &str) -> PrimId {
    find(name).unwrap_or_else(|| unreachable!("there is no primitive `{name}`"))
}

/// The first primitive that the back end emits inline like this.
pub fn with_inline(op: Inline) -> PrimId {
    let at = TABLE.iter().position(|row| row.inline == Some(op)).expect("every inline operation has a row");
    PrimId(at as u16)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_found_by_its_name() {
        for (index, row) in TABLE.iter().enumerate() {
            assert_eq!(find(row.name), Some(PrimId(index as u16)));
        }
        assert_eq!(find("no-such-primitive"), None);
    }

    #[test]
    fn rows_are_read_as_written() {
        let vector = find("vector").expect("a row").row();
        assert_eq!(vector.rest.map(|rest| (rest.name, rest.ty)), Some(("items", Type::Any)));
        assert_eq!((vector.inline, vector.fallback), (Some(Inline::Vector), Some("list->vector")));
        let set = find("vector-set!").expect("a row").row();
        assert_eq!((set.symbol, set.params.len(), set.effects), ("fx_vector_set_x", 3, Effects::Write));
        assert_eq!(find("%/").expect("a row").row().examples[0], ("(%/ 1 2)", "1/2"));
    }

    #[test]
    fn rows_with_a_rest_parameter_are_inline() {
        for row in TABLE.iter().filter(|row| row.rest.is_some()) {
            assert!(row.inline.is_some(), "{}", row.name);
        }
    }

    #[test]
    fn rows_with_the_same_inline_operation_have_the_same_shape() {
        let shape = |row: &Prim| (row.params.iter().map(|param| param.ty).collect::<Vec<_>>(), row.result);
        for row in TABLE {
            let same = TABLE.iter().filter(|other| row.inline.is_some() && other.inline == row.inline);
            same.for_each(|other| assert_eq!(shape(other), shape(row), "{} and {}", other.name, row.name));
        }
    }
}
