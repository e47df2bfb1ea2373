//! The run-time system: what is linked into every program, compiled by JIT or ahead of time.
//!
//! Compiled code and this crate meet in [`abi`] only. `unsafe` is allowed here and in `codegen-llvm`, nowhere else.

pub mod abi;
pub mod heap;
pub mod start;
pub mod value;
