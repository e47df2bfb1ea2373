//! Compiles a program into this process, part by part: see [`crate::parts`].

use std::collections::HashMap;
use std::sync::{Mutex, OnceLock};

use inkwell::context::Context;
use inkwell::module::Module as LlvmModule;
use inkwell::targets::TargetMachine;
use ir::id::Id;
use ir::ssa;
use runtime::start::Module;
use syntax::Sources;

use crate::emit_entries::{Entry, LOAD_PART, entries_symbol};
use crate::jit::Linker;
use crate::machine::{Effort, target_machine};
use crate::parts::{PROGRAM, PartId, START};
use crate::program::{Nans, Program, Target, compile};

/// Parts wait here for their first call. Their LLVM context lives as long as the process, as all code does.
struct Waiting {
    linker: Linker,
    machine: TargetMachine,
    modules: HashMap<u64, LlvmModule<'static>>,
}

// SAFETY: one thread at a time uses LLVM's objects, the one that holds the lock.
unsafe impl Send for Waiting {}

static WAITING: OnceLock<Mutex<Waiting>> = OnceLock::new();

/// The compiler's thread has a stack of its own, as the program's is for the program.
const STACK: usize = 64 << 20;

/// Compiles a program and links it into this process. There is one program in a process.
pub fn load_program(module: &ssa::Module, sources: &Sources, nans: Nans) -> Result<&'static Module, String> {
    let context: &'static Context = Box::leak(Box::new(Context::create()));
    let program = Program::in_parts(module, sources, nans);
    let machine = target_machine(Target::Jit, Effort::Full)?;
    let mut symbols = runtime::abi::symbols();
    symbols.push((LOAD_PART, fx_load_part as *const () as usize));
    let linker = Linker::new(&symbols)?;
    let mut modules = HashMap::new();
    // The first part comes last, since it has the tables that the others add to.
    for part in program.parts.ids().rev() {
        let llvm = program.emit_part(part, context, &machine)?;
        match part.index() {
            // Not less effort: unoptimised code leaves dead values in its frames, where the collector finds them.
            START => linker.add(&compile(&llvm, &machine, Effort::Short)?)?,
            PROGRAM if llvm.get_first_function().is_some() => linker.add(&compile(&llvm, &machine, Effort::Full)?)?,
            PROGRAM => {}
            number => drop(modules.insert(number as u64, llvm)),
        }
    }
    // SAFETY: the first part has a `Module` at the symbol.
    let loaded = unsafe { &*linker.find(&Target::Jit.symbol())?.cast::<Module>() };
    let waiting = Waiting { linker, machine, modules };
    WAITING.set(Mutex::new(waiting)).map_err(|_| "there is a program in this process".to_owned())?;
    Ok(loaded)
}

/// What a slot of a part leads to until the part is compiled.
extern "C" fn fx_load_part(part: u64) -> u64 {
    let done = std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, || load_part(part));
        let thread = thread.map_err(|error| format!("cannot start the compiler: {error}"))?;
        thread.join().unwrap_or_else(|_| Err("the compiler has stopped after an error of its own".to_owned()))
    });
    if let Err(message) = done {
        runtime::error::die(&message);
    }
    0
}

fn load_part(part: u64) -> Result<(), String> {
    let waiting = WAITING.get().ok_or("no program is loaded")?;
    let mut waiting = waiting.lock().map_err(|_| "the compiler has stopped")?;
    let llvm = waiting.modules.remove(&part).ok_or("a part is compiled once")?;
    waiting.linker.add(&compile(&llvm, &waiting.machine, Effort::Short)?)?;
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
