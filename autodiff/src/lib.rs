//! Automatic differentiation as far as it is done when a program is compiled.
//!
//! - [`Rules`]: the `jvp` texts of the rows in `prims/table`, read, checked and split into one term for each parameter.
//!   The run-time system's build script turns them into the Rust functions of the generic path.
//! - [`gradient`] and [`tangent`]: reverse and forward mode on ssa, the compiled path.

mod algebra;
mod forward;
mod leaves;
mod linearity;
mod own_rule;
mod reverse;
mod rules;
mod terms;

pub use forward::{Tangent, tangent};
pub use linearity::is_linear;
pub use reverse::{Gradient, Refusal, does_little, does_much, gradient};
pub use rules::{Expr, Rule, RuleError, Rules};
