//! The compiler as a list of passes, and what is done with its results. The command line and tests are on top of it.

pub mod compile;
pub mod explain;
pub mod explain_closures;
pub mod files;
pub mod run;
pub mod session;

pub use codegen_llvm::{Cpu, Nans};
pub use compile::{CompileOptions, Derivatives, Dump, Failure, Program, compile, compile_text};
pub use files::LIBRARIES;
pub use lower::ClosureStyle;
pub use run::{build_executable, load_program, prepare_program};
pub use session::Compiler;

/// The compiler recurses on the nesting of programs, which the reader limits; this stack is enough for that.
const COMPILER_STACK: usize = 4 << 30;

/// Runs `work` on a thread with a stack that is large enough for the compiler.
pub fn with_compiler_stack<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(COMPILER_STACK).spawn_scoped(scope, work);
        match thread.expect("the system can start a thread").join() {
            Ok(value) => value,
            Err(panic) => std::panic::resume_unwind(panic),
        }
    })
}
