//! Compiles a program into this process, part by part: see [`crate::parts`].

use std::collections::HashMap;
use std::sync::{Mutex, OnceLock};
use std::thread::scope;

use ir::id::Id;
use ir::ssa;
use runtime::start::Module;
use syntax::Sources;

use crate::emit_entries::{Entry, LOAD_PART, entries_symbol};
use crate::jit::Linker;
use crate::objects::{Emitted, joined, on_thread};
use crate::parts::{PROGRAM, PartId, START};
use crate::program::{Nans, Program, Target};

/// Parts wait here for their first call.
struct Waiting {
    linker: Linker,
    modules: HashMap<u64, Emitted>,
}

// SAFETY: one thread at a time uses LLVM's objects, the one that holds the lock.
unsafe impl Send for Waiting {}

static WAITING: OnceLock<Mutex<Waiting>> = OnceLock::new();

/// Compiles a program and links it into this process. There is one program in a process.
pub fn load_program(module: &ssa::Module, sources: &Sources, nans: Nans) -> Result<&'static Module, String> {
    let program = Program::in_parts(module, sources, nans);
    let mut symbols = runtime::abi::symbols();
    symbols.push((LOAD_PART, fx_load_part as *const () as usize));
    let linker = Linker::new(&symbols)?;
    let mut waiting = Waiting { linker, modules: HashMap::new() };
    scope(|scope| {
        let mut compiling = Vec::new();
        // What takes longest comes first, and the part with the tables, which the others add to, last.
        for part in program.parts.ids().skip(PROGRAM).chain([PartId::new(START)]) {
            if program.parts.is_empty(part) {
                continue;
            }
            let emitted = Emitted::part(&program, part)?;
            if part.is_lazy() {
                waiting.modules.insert(part.index() as u64, emitted);
            } else {
                compiling.push(on_thread(scope, move || emitted.compile())?);
            }
        }
        compiling.into_iter().try_for_each(|part| waiting.linker.add(&joined(part)?))
    })?;
    // SAFETY: the first part has a `Module` at the symbol.
    let loaded = unsafe { &*waiting.linker.find(&Target::Jit.symbol())?.cast::<Module>() };
    WAITING.set(Mutex::new(waiting)).map_err(|_| "there is a program in this process".to_owned())?;
    Ok(loaded)
}

/// What a slot of a part leads to until the part is compiled. The compiler has a stack of its own, as the program's is
/// for the program.
extern "C" fn fx_load_part(part: u64) -> u64 {
    if let Err(message) = scope(|scope| joined(on_thread(scope, || load_part(part))?)) {
        runtime::error::die(&message);
    }
    0
}

fn load_part(part: u64) -> Result<(), String> {
    let waiting = WAITING.get().ok_or("no program is loaded")?;
    let mut waiting = waiting.lock().map_err(|_| "the compiler has stopped")?;
    let emitted = waiting.modules.remove(&part).ok_or("a part is compiled once")?;
    waiting.linker.add(&emitted.compile()?)?;
    let table = waiting.linker.find(&entries_symbol(PartId::new(part as usize)))?;
    // SAFETY: the part has a number and so many entries there; the program's thread, which reads slots, is waiting.
    unsafe {
        let count = *table.cast::<u64>() as usize;
        for entry in std::slice::from_raw_parts(table.add(8).cast::<Entry>(), count) {
            *entry.slot = entry.code;
        }
    }
    Ok(())
}
