//! Rules of the shapes of tensors, in the words of the run-time system, which the compiler uses, too.

/// Why shapes cannot be broadcast.
pub const BROADCAST: &str = "axes are matched from the last one, and must be equal or 1";

/// The length that two axes are broadcast to, if they fit.
pub fn broadcast_length(one: usize, other: usize) -> Option<usize> {
    match (one, other) {
        (1, length) | (length, 1) => Some(length),
        _ => (one == other).then_some(one),
    }
}

/// Why there is no product of matrices.
pub const PRODUCT: &str = "the last axis of the first must be as long as the last but one of the second, and the axes \
                           before are broadcast";

/// A shape, or lengths that make none, as a list.
pub fn shape_text<T: ToString>(lengths: &[T]) -> String {
    let parts: Vec<String> = lengths.iter().map(T::to_string).collect();
    format!("({})", parts.join(" "))
}

/// The message of an operation whose operands have shapes that do not fit.
pub fn mismatch(a: &[usize], b: &[usize], why: &str) -> String {
    format!("the shapes {} and {} do not match: {why}", shape_text(a), shape_text(b))
}

/// The message where a tensor has too few or too many elements for a shape.
pub fn not_reshaped(from: &[usize], to: &[i64]) -> String {
    format!("a tensor of the shape {} has not the shape {}", shape_text(from), shape_text(to))
}
