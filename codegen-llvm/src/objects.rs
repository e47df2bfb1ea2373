//! Object files of a program's parts, which threads make side by side.
//!
//! What is made does not depend on the number of threads: the parts are emitted one after the other, and each has an LLVM
//! context of its own.

use std::thread::{Builder, Scope, ScopedJoinHandle};

use inkwell::context::Context;
use inkwell::module::Module as LlvmModule;
use inkwell::targets::TargetMachine;

use crate::cache::{self, Key};
use crate::emit_module::Import;
use crate::machine::{Effort, settings, target_machine};
use crate::parts::PartId;
use crate::program::{Program, compile};

/// LLVM goes deep into large functions.
const STACK: usize = 64 << 20;

/// Something of the compiler's on a thread with a stack of its own.
pub fn on_thread<'scope, T: Send + 'scope>(
    scope: &'scope Scope<'scope, '_>,
    work: impl FnOnce() -> Result<T, String> + Send + 'scope,
) -> Result<ScopedJoinHandle<'scope, Result<T, String>>, String> {
    let thread = Builder::new().stack_size(STACK).spawn_scoped(scope, work);
    thread.map_err(|error| format!("cannot start the compiler: {error}"))
}

/// Waits for a thread of the compiler's.
pub fn joined<T>(thread: ScopedJoinHandle<'_, Result<T, String>>) -> Result<T, String> {
    thread.join().unwrap_or_else(|_| Err("the compiler has stopped after an error of its own".to_owned()))
}

/// The LLVM module of a part, alone in its context, which lives as long as the process.
pub struct Emitted {
    llvm: LlvmModule<'static>,
    machine: TargetMachine,
    effort: Effort,
    /// What the names in the module of a lazy part stand for.
    pub imports: Vec<Import>,
}

// SAFETY: LLVM's objects share what is in their context only, and nothing else of this context is left.
unsafe impl Send for Emitted {}

impl Emitted {
    /// Emits a part.
    pub fn part(program: &Program, part: PartId) -> Result<Emitted, String> {
        let context: &'static Context = Box::leak(Box::new(Context::create()));
        let machine = target_machine(program.target, part.effort())?;
        let (llvm, imports) = program.emit_part(part, context, &machine)?;
        Ok(Emitted { llvm, machine, effort: part.effort(), imports })
    }

    /// Its object file: that of an earlier run, if the cache has it.
    pub fn compile(&self) -> Result<Vec<u8>, String> {
        let compiled = || compile(&self.llvm, &self.machine, self.effort);
        let Some(cache) = &*cache::USER else { return compiled() };
        let bitcode = self.llvm.write_bitcode_to_memory();
        let key = Key::of(bitcode.as_slice(), &settings(&self.machine, self.effort));
        if let Some(object) = cache.find(&key) {
            return Ok(object);
        }
        let object = compiled()?;
        cache.keep(&key, &object);
        Ok(object)
    }
}
