//! Programs that come in pieces (`eval`, `load`, the REPL): the cells that their modules share, and the compiler, which
//! the process offers as a [`Host`]. An executable has none: there these primitives are errors.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{OnceLock, RwLock};

use crate::abi::{Fault, Outcome};
use crate::object::string_from;
use crate::start::{self, Module};
use crate::strings::Str;
use crate::value::Value;
use crate::{error, heap, stack};

/// A compiler in the process of the program.
pub trait Host: Send + Sync {
    /// Compiles the forms of a text; the module puts its thunk into cell 0. An error is a message for the program.
    fn compile(&self, text: &str, name: &str, environment: usize) -> Result<&'static Module, String>;
    /// Makes an environment of import sets.
    fn environment(&self, sets: &str) -> Result<usize, String>;
    /// What the person at the terminal wants evaluated next; `None` at the end.
    fn interact(&self) -> Option<&'static Module>;
}

static HOST: OnceLock<Box<dyn Host>> = OnceLock::new();

/// Offers a compiler to the program; the first offer stays.
pub fn set_host(host: Box<dyn Host>) {
    let _ = HOST.set(host);
}

fn host() -> Result<&'static dyn Host, Fault> {
    let message = "this executable has no compiler in it; use `fluxion run`";
    HOST.get().map(Box::as_ref).ok_or_else(|| Fault::Error(message.to_owned(), vec![]))
}

// Cells -----

/// Cells are allocated by so many and never move.
const CHUNK: usize = 1024;

static CELLS: RwLock<Vec<&'static [AtomicU64]>> = RwLock::new(Vec::new());

/// The address of a cell. A new one is `UNDEFINED`.
pub fn cell_address(cell: u32) -> usize {
    let (chunk, index) = (cell as usize / CHUNK, cell as usize % CHUNK);
    if let Some(cells) = CELLS.read().unwrap_or_else(|poisoned| poisoned.into_inner()).get(chunk) {
        return cells[index].as_ptr() as usize;
    }
    let mut chunks = CELLS.write().unwrap_or_else(|poisoned| poisoned.into_inner());
    while chunks.len() <= chunk {
        chunks.push(Vec::leak((0..CHUNK).map(|_| AtomicU64::new(Value::UNDEFINED.0)).collect()));
    }
    chunks[chunk][index].as_ptr() as usize
}

/// Makes the collector see the cells. The compiler's thread allocates them, but the heap belongs to the program's.
pub fn register_cells() {
    static REGISTERED: AtomicU64 = AtomicU64::new(0);
    let chunks = CELLS.read().unwrap_or_else(|poisoned| poisoned.into_inner());
    for chunk in &chunks[REGISTERED.swap(chunks.len() as u64, Ordering::Relaxed) as usize..] {
        heap::add_root_table(chunk[0].as_ptr(), chunk.len());
    }
}

/// Runs the top level of a module; its thunk.
fn thunk_of(module: &'static Module) -> Value {
    start::start_module(module);
    // SAFETY: cell 0 exists, and nothing but programs, which run on this thread, write to it.
    Value(unsafe { *(cell_address(0) as *const u64) })
}

// Interrupts -----

static INTERRUPTED: AtomicBool = AtomicBool::new(false);

/// From now on Ctrl-C makes the program raise an error at its next call or turn of a loop.
pub fn catch_interrupts() {
    // SAFETY: the handler only stores to atomics and to a word that compiled code reads.
    unsafe {
        let mut action: libc::sigaction = std::mem::zeroed();
        action.sa_sigaction = on_interrupt as *const () as usize;
        action.sa_flags = libc::SA_RESTART;
        libc::sigaction(libc::SIGINT, &action, std::ptr::null_mut());
    }
}

extern "C" fn on_interrupt(_signal: libc::c_int) {
    INTERRUPTED.store(true, Ordering::Relaxed);
    stack::trip_limit();
}

/// Whether there was an interrupt since the last question; the stack's limit is back at its place then.
pub fn take_interrupt() -> bool {
    let interrupted = INTERRUPTED.swap(false, Ordering::Relaxed);
    if interrupted {
        stack::reset_limit();
    }
    interrupted
}

// Primitives -----

fn expression_text(expression: Value) -> Outcome {
    crate::print::constant_to_string(expression).map(|text| string_from(&text)).map_err(|number| {
        let message = "eval: not-differentiable: the expression holds a number that is being differentiated; \
                       use stop-gradient if it is meant as a constant:";
        Fault::Error(message.to_owned(), vec![number])
    })
}

fn eval(text: Str, name: Str, environment: Value) -> Outcome {
    let number = environment.as_fixnum().ok_or(Fault::Type(2, environment))?;
    let compiled = host()?.compile(&text.text(), &name.text(), number as usize);
    compiled.map(thunk_of).map_err(|message| Fault::Error(message, vec![]))
}

fn environment(sets: Str) -> Outcome {
    let made = host()?.environment(&sets.text());
    made.map(|number| Value::fixnum(number as i64)).map_err(|message| Fault::Error(message, vec![]))
}

fn interact() -> Outcome {
    crate::ports::flush_all();
    take_interrupt();
    Ok(host()?.interact().map_or(Value::EOF, thunk_of))
}

fn report(condition: Value) -> Value {
    crate::ports::flush_all();
    eprintln!("{}", error::describe(condition));
    Value::UNSPECIFIED
}

crate::primitives! {
    fx_expression_text = expression_text, (expression);
    fx_eval = eval, (text, name, environment);
    fx_environment = environment, (sets);
    fx_interact = interact, ();
    fx_report = report, (condition);
}
