//! From hir to ssa: procedure calls inlined, closures analysed and converted, types inferred.

mod attempts;
mod carry_sums;
mod check_shapes;
pub mod compile_gradients;
mod copy_bodies;
pub mod find_closures;
pub mod infer_ranges;
pub mod infer_types;
pub mod inline_calls;
mod lower_module;
mod never_returns;
pub mod specialize;
mod speculate;
mod unfold_vectors;

pub use carry_sums::carry_sums;
pub use check_shapes::check_shapes;
pub use compile_gradients::compile_gradients;
pub use find_closures::{ClosureStyle, Closures, Form, find_closures};
pub use infer_ranges::infer_ranges;
pub use infer_types::infer_types;
pub use inline_calls::inline_calls;
pub use lower_module::lower_module;
pub use speculate::speculate;
pub use unfold_vectors::unfold_vectors;
