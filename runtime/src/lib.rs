//! What is linked into every program.
pub mod value;
