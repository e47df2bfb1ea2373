//! Automatic differentiation, as far as it does not run: the rules of the primitives.
//!
//! In: the `jvp` texts of the rows in `prims/table`. Out: [`Rule`]s, which the run-time system's build script turns into
//! the Rust functions of the generic path. Nothing here knows about values or levels.

mod rules;

pub use rules::{Expr, Rule, RuleError, Rules};
