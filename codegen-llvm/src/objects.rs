//! Object files of a program's parts, which threads make side by side.
//!
//! What is made does not depend on the number of threads: the parts are emitted one after the other, and each is compiled
//! from its bitcode, in an LLVM context of its own.

use std::thread::{Builder, Scope, ScopedJoinHandle};

use inkwell::context::Context;
use inkwell::memory_buffer::MemoryBuffer;
use inkwell::module::Module;

use crate::cache::{self, Key};
use crate::emit_module::Import;
use crate::machine::{Effort, settings, with_target_machine};
use crate::parts::PartId;
use crate::program::{Program, Target, compile};

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

/// A part as it was emitted.
pub struct Emitted {
    /// The LLVM module.
    bitcode: Vec<u8>,
    target: Target,
    effort: Effort,
    /// What the names in the module of a lazy part stand for.
    pub imports: Vec<Import>,
}

/// An object file of a part.
pub struct Object {
    pub bytes: Vec<u8>,
    /// Whether it was made quickly and is to be replaced.
    pub is_draft: bool,
}

impl Emitted {
    /// Emits a part.
    pub fn part(program: &Program, part: PartId) -> Result<Emitted, String> {
        let context = Context::create();
        with_target_machine(program.target, part.effort(), |machine| {
            let (llvm, imports) = program.emit_part(part, &context, machine)?;
            let bitcode = llvm.write_bitcode_to_memory().as_slice().to_vec();
            Ok(Emitted { bitcode, target: program.target, effort: part.effort(), imports })
        })
    }

    /// Its object file: that of an earlier run, if the cache has it.
    pub fn compile(&self) -> Result<Object, String> {
        Ok(Object { bytes: self.compiled(self.effort)?, is_draft: false })
    }

    /// What is there soonest: its object file, if the cache has it, else one that is made quickly.
    pub fn draft(&self) -> Result<Object, String> {
        match self.cached(self.effort) {
            Some(bytes) => Ok(Object { bytes, is_draft: false }),
            None => Ok(Object { bytes: self.compiled(Effort::Quick)?, is_draft: self.effort != Effort::Quick }),
        }
    }

    fn compiled(&self, effort: Effort) -> Result<Vec<u8>, String> {
        if let Some(object) = self.cached(effort) {
            return Ok(object);
        }
        let context = Context::create();
        let bitcode = MemoryBuffer::create_from_memory_range(&self.bitcode, "part");
        let llvm = Module::parse_bitcode_from_buffer(&bitcode, &context).map_err(|error| error.to_string())?;
        let object = with_target_machine(self.target, effort, |machine| compile(&llvm, machine, effort))?;
        if let Some(cache) = &*cache::USER {
            cache.keep(&self.key(effort), &object);
        }
        Ok(object)
    }

    fn cached(&self, effort: Effort) -> Option<Vec<u8>> {
        cache::USER.as_ref()?.find(&self.key(effort))
    }

    fn key(&self, effort: Effort) -> Key {
        Key::of(&self.bitcode, &settings(self.target, effort))
    }
}
