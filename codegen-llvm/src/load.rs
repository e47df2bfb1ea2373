//! Compiles a program into this process, part by part: see [`crate::parts`].

use std::collections::{HashMap, VecDeque};
use std::sync::{Condvar, Mutex, MutexGuard, OnceLock};
use std::thread::{available_parallelism, scope};

use ir::id::Id;
use ir::ssa;
use runtime::start::Module;
use syntax::Sources;

use crate::emit_entries::{Entry, LOAD_PART, entries_symbol};
use crate::jit::Linker;
use crate::objects::{Emitted, joined, on_thread};
use crate::parts::{PROGRAM, PartId, START};
use crate::program::{Nans, Program, Target};

/// A program whose parts are compiled while it runs: when they are first called, or before, on a thread that compiles
/// ahead. The order in which that is done changes nothing that the program sees.
struct Loading {
    linker: Mutex<Linker>,
    waiting: Mutex<Waiting>,
    /// Something of what is waiting has changed.
    changed: Condvar,
}

// SAFETY: one thread at a time uses ORC's objects, the one that holds the lock.
unsafe impl Send for Linker {}

/// Parts before their first call.
struct Waiting {
    stages: HashMap<PartId, Stage>,
    /// What each part calls, in the order of its code.
    calls: HashMap<PartId, Vec<PartId>>,
    /// Parts that what is running calls, which are compiled ahead in this order.
    likely: VecDeque<PartId>,
}

/// How far a part is.
enum Stage {
    Emitted(Emitted),
    Compiling,
    Compiled(Result<Vec<u8>, String>),
}

static LOADING: OnceLock<Loading> = OnceLock::new();

/// Compiles a program and links it into this process. There is one program in a process.
pub fn load_program(module: &ssa::Module, sources: &Sources, nans: Nans) -> Result<&'static Module, String> {
    let program = Program::in_parts(module, sources, nans);
    let mut symbols = runtime::abi::symbols();
    symbols.push((LOAD_PART, fx_load_part as *const () as usize));
    let linker = Linker::new(&symbols)?;
    let (mut stages, mut calls) = (HashMap::new(), HashMap::new());
    scope(|scope| {
        let mut compiling = Vec::new();
        // What takes longest comes first, and the part with the tables, which the others add to, last.
        for part in program.parts.ids().skip(PROGRAM).chain([PartId::new(START)]) {
            if program.parts.is_empty(part) {
                continue;
            }
            let emitted = Emitted::part(&program, part)?;
            calls.insert(part, program.parts.calls(part).to_vec());
            if part.is_lazy() {
                stages.insert(part, Stage::Emitted(emitted));
            } else {
                compiling.push(on_thread(scope, move || emitted.compile())?);
            }
        }
        compiling.into_iter().try_for_each(|part| linker.add(&joined(part)?))
    })?;
    // SAFETY: the first part has a `Module` at the symbol.
    let loaded = unsafe { &*linker.find(&Target::Jit.symbol())?.cast::<Module>() };
    let likely = [START, PROGRAM].iter().filter_map(|part| calls.get(&PartId::new(*part))).flatten().copied().collect();
    let waiting = Mutex::new(Waiting { stages, calls, likely });
    let loading = Loading { linker: Mutex::new(linker), waiting, changed: Condvar::new() };
    LOADING.set(loading).map_err(|_| "there is a program in this process".to_owned())?;
    if available_parallelism().is_ok_and(|count| count.get() > 1) {
        // The program runs without such a thread as well.
        let _ = std::thread::Builder::new().spawn(compile_ahead);
    }
    Ok(loaded)
}

/// What a slot of a part leads to until the part is compiled. The compiler has a stack of its own, as the program's is
/// for the program.
extern "C" fn fx_load_part(part: u64) -> u64 {
    let part = PartId::new(part as usize);
    if let Err(message) = scope(|scope| joined(on_thread(scope, move || loading()?.load(part))?)) {
        runtime::error::die(&message);
    }
    0
}

fn loading() -> Result<&'static Loading, String> {
    LOADING.get().ok_or_else(|| "no program is loaded".to_owned())
}

/// Compiles what is likely to be called until the process ends.
fn compile_ahead() -> Option<()> {
    let loading = LOADING.get()?;
    loop {
        let (part, emitted) = loading.next_likely()?;
        let compiled = scope(|scope| joined(on_thread(scope, move || emitted.compile())?));
        loading.waiting()?.stages.insert(part, Stage::Compiled(compiled));
        loading.changed.notify_all();
    }
}

impl Loading {
    fn waiting(&self) -> Option<MutexGuard<'_, Waiting>> {
        self.waiting.lock().ok()
    }

    /// Until something has changed.
    fn wait<'a>(&'a self, waiting: MutexGuard<'a, Waiting>) -> Option<MutexGuard<'a, Waiting>> {
        self.changed.wait(waiting).ok()
    }

    /// The next part that is worth compiling, when there is one.
    fn next_likely(&self) -> Option<(PartId, Emitted)> {
        let mut waiting = self.waiting()?;
        loop {
            let Some(part) = waiting.likely.pop_front() else {
                waiting = self.wait(waiting)?;
                continue;
            };
            if let Some(stage) = waiting.stages.get_mut(&part)
                && matches!(stage, Stage::Emitted(_))
                && let Stage::Emitted(emitted) = std::mem::replace(stage, Stage::Compiling)
            {
                return Some((part, emitted));
            }
        }
    }

    /// The object file of a part that is called.
    fn object(&self, part: PartId) -> Result<Vec<u8>, String> {
        const STOPPED: &str = "the compiler has stopped";
        let mut waiting = self.waiting().ok_or(STOPPED)?;
        // What it calls is more likely to be needed than what others call.
        for called in waiting.calls.remove(&part).into_iter().flatten().rev() {
            waiting.likely.push_front(called);
        }
        self.changed.notify_all();
        loop {
            match waiting.stages.remove(&part).ok_or("a part is compiled once")? {
                Stage::Compiled(object) => return object,
                Stage::Emitted(emitted) => {
                    drop(waiting);
                    return emitted.compile();
                }
                Stage::Compiling => {
                    waiting.stages.insert(part, Stage::Compiling);
                    waiting = self.wait(waiting).ok_or(STOPPED)?;
                }
            }
        }
    }

    fn load(&self, part: PartId) -> Result<(), String> {
        let object = self.object(part)?;
        let linker = self.linker.lock().map_err(|_| "the linker has stopped")?;
        linker.add(&object)?;
        let table = linker.find(&entries_symbol(part))?;
        // SAFETY: the part has a number and so many entries there; the program's thread, which reads slots, is waiting.
        unsafe {
            let count = *table.cast::<u64>() as usize;
            for entry in std::slice::from_raw_parts(table.add(8).cast::<Entry>(), count) {
                *entry.slot = entry.code;
            }
        }
        Ok(())
    }
}
