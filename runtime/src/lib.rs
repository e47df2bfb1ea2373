//! The run-time system: what is linked into every program, compiled by JIT or ahead of time.
//!
//! Compiled code and this crate meet in [`abi`] only. `unsafe` is allowed here and in `codegen-llvm`, nowhere else.

mod frames;

pub mod abi;
pub mod array_files;
pub mod attempt;
pub mod continuation;
pub mod control;
pub mod data_files;
pub mod equality;
pub mod error;
pub mod generic_ad;
pub mod heap;
pub mod literal;
pub mod math;
pub mod nan;
pub mod numbers;
pub mod object;
pub mod pairs;
pub mod plots;
pub mod ports;
pub mod print;
pub mod procedures;
pub mod session;
pub mod stack;
pub mod start;
pub mod strings;
pub mod symbols;
pub mod system;
pub mod table;
pub mod tensor;
pub mod value;
pub mod vectors;
