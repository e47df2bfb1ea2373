//! From ssa to machine code by LLVM: an object file, linked in the process (JIT) or into an executable.
//!
//! The meaning of the code is fixed by the ABI in ARCHITECTURE.md; both ways use the same object.

mod cache;
mod code_bytes;
mod emit_entries;
mod emit_fast;
mod emit_func;
mod emit_loop;
mod emit_module;
mod emit_object;
mod emit_prim;
mod emit_word;
mod facts;
mod frames;
mod inline_limit;
pub mod jit;
pub mod link;
mod load;
mod local_boxes;
mod machine;
mod objects;
mod parts;
mod program;
mod split_loop;
#[cfg(test)]
mod testing;
mod vector_forms;
mod vector_scopes;

pub use code_bytes::code_bytes;
pub use load::{load_program, prepare_program};
pub use local_boxes::heap_boxes;
pub use program::{Cpu, Nans, Part, Target, emit_llvm, emit_object};
