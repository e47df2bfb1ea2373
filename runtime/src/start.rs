//! A compiled program as the run-time system sees it, and running it.

use std::ffi::{CStr, c_char, c_int};
use std::sync::{Mutex, RwLock};

use crate::heap::{self, HeapOptions};
use crate::tensor::parallel;
use crate::value::Value;
use crate::{control, error, literal, nan, ports, session, stack};

/// Bytes in static memory.
#[repr(C)]
pub struct Text {
    /// The first byte.
    pub start: *const u8,
    /// How many.
    pub length: u64,
}

/// A table of words in static memory; its contents are roots of the collector.
#[repr(C)]
pub struct Words {
    /// The first word.
    pub start: *mut u64,
    /// How many.
    pub length: u64,
}

/// One procedure's code.
#[repr(C)]
pub struct Code {
    /// The address in slot 0 of its closure objects.
    pub address: *const u8,
    /// Its name.
    pub name: Text,
    /// The names of the variables whose values are in the slots from 1 on, with a NUL between two.
    pub captures: Text,
    /// The least number of arguments.
    pub min_arity: u32,
    /// The greatest number of arguments; `u32::MAX`: any number.
    pub max_arity: u32,
    /// Number of the place where it stands.
    pub place: u64,
}

/// A place in the source. `CTX.place` is its number.
#[repr(C)]
pub struct Place {
    /// Its number. Another module with a place of this number has the same place.
    pub number: u32,
    /// Index into the module's texts.
    pub file: u32,
    /// From 1; 0: unknown.
    pub line: u32,
    /// From 1, in characters.
    pub column: u32,
    /// Index into the module's texts, plus 1, of the name of the procedure called there; 0: unknown.
    pub name: u32,
}

/// What compiled code exports as `FX_MODULE`.
#[repr(C)]
pub struct Module {
    /// Datums, in the order of the table of literals.
    pub literal_text: Text,
    /// Filled from the text before the program starts.
    pub literals: Words,
    /// Top-level variables, `UNDEFINED` at first (filled by the run-time system).
    pub globals: Words,
    /// All code of procedures, in no order.
    pub codes: *const Code,
    /// How many.
    pub code_count: u64,
    /// All places, by number; 0 is no place's.
    pub places: *const Place,
    /// How many.
    pub place_count: u64,
    /// Names of source files and of procedures.
    pub texts: *const Text,
    /// How many.
    pub text_count: u64,
    /// Runs the program.
    pub main: extern "C" fn() -> u64,
    /// Whether an operation that makes a NaN is an error: 1 or 0.
    pub traps_nans: u64,
}

// SAFETY: modules are constant but for tables that only the program's thread touches.
unsafe impl Send for Module {}
// SAFETY: as above.
unsafe impl Sync for Module {}

/// How a program is run.
#[derive(Clone, Debug)]
pub struct Options {
    /// The most bytes of live objects.
    pub max_heap: u64,
    /// Bytes of stack.
    pub max_stack: u64,
    /// How many threads compute with tensors; `None`: as many as the machine has processors.
    pub threads: Option<usize>,
    /// Collect at every allocation.
    pub gc_stress: bool,
    /// The program and its arguments.
    pub command_line: Vec<String>,
}

impl Options {
    /// Limits that are not given are shares of the machine's memory; the environment may set them too
    /// (`FLUXION_MAX_HEAP`, `FLUXION_MAX_STACK`, bytes; `FLUXION_THREADS`; `FLUXION_GC_STRESS=1`).
    pub fn new(max_heap: Option<u64>, max_stack: Option<u64>, command_line: Vec<String>) -> Options {
        let from_env = |name: &str| std::env::var(name).ok().and_then(|text| text.parse().ok());
        let memory = machine_memory();
        let stack = (memory / 16).clamp(256 << 20, 1 << 30);
        Options {
            max_heap: max_heap.or_else(|| from_env("FLUXION_MAX_HEAP")).unwrap_or(memory / 2),
            max_stack: max_stack.or_else(|| from_env("FLUXION_MAX_STACK")).unwrap_or(stack).max(16 << 20),
            threads: from_env("FLUXION_THREADS").map(|count| count as usize),
            gc_stress: std::env::var("FLUXION_GC_STRESS").is_ok_and(|value| value == "1"),
            command_line,
        }
    }
}

fn machine_memory() -> u64 {
    // SAFETY: `sysconf` only reads settings.
    let (pages, size) = unsafe { (libc::sysconf(libc::_SC_PHYS_PAGES), libc::sysconf(libc::_SC_PAGESIZE)) };
    if pages > 0 && size > 0 { pages as u64 * size as u64 } else { 4 << 30 }
}

/// The modules that have been started, in order.
static MODULES: RwLock<Vec<&'static Module>> = RwLock::new(Vec::new());
static COMMAND_LINE: Mutex<Vec<String>> = Mutex::new(Vec::new());

/// The program and its arguments.
pub fn command_line() -> Vec<String> {
    COMMAND_LINE.lock().unwrap_or_else(|poisoned| poisoned.into_inner()).clone()
}

/// The first answer that a module gives, the youngest module asked first.
fn ask_modules<T>(question: impl Fn(&'static Module) -> Option<T>) -> Option<T> {
    let modules = MODULES.read().unwrap_or_else(|poisoned| poisoned.into_inner());
    modules.iter().rev().find_map(|module| question(module))
}

/// Runs a program to its end; the exit code.
pub fn run_module(module: &'static Module, options: &Options) -> i32 {
    heap::prepare(HeapOptions { max_bytes: options.max_heap as usize, stress: options.gc_stress });
    if let Err(message) = stack::prepare(options.max_stack as usize).and_then(|()| crate::attempt::prepare()) {
        error::die(&message);
    }
    if let Some(count) = options.threads {
        parallel::set_threads(count);
    }
    control::prepare();
    *COMMAND_LINE.lock().unwrap_or_else(|poisoned| poisoned.into_inner()) = options.command_line.clone();
    stack::run_on_stack(run_main, std::ptr::from_ref(module) as usize);
    ports::flush_all();
    0
}

extern "C" fn run_main(module: usize) {
    // SAFETY: `run_module` passes a module that lives as long as the process.
    start_module(unsafe { &*(module as *const Module) });
}

/// Runs a module's top level on the program's stack.
pub fn start_module(module: &'static Module) {
    session::register_cells();
    if module.traps_nans != 0 {
        nan::start_trapping();
    }
    MODULES.write().unwrap_or_else(|poisoned| poisoned.into_inner()).push(module);
    // SAFETY: a module's tables are as long as it says.
    unsafe {
        let globals = std::slice::from_raw_parts_mut(module.globals.start, module.globals.length as usize);
        globals.fill(Value::UNDEFINED.0);
        let literals = std::slice::from_raw_parts_mut(module.literals.start, module.literals.length as usize);
        literals.fill(Value::UNSPECIFIED.0);
        heap::add_root_table(globals.as_ptr(), globals.len());
        heap::add_root_table(literals.as_ptr(), literals.len());
        literal::load(module.literal_text.as_str(), literals);
    }
    control::call_main(module.main);
}

/// What `main` of an executable calls.
///
/// # Safety
/// C's arguments of `main`, and the module that the compiler emitted.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn fx_main(count: c_int, arguments: *const *const c_char, module: &'static Module) -> c_int {
    // SAFETY: `arguments` has `count` C strings.
    let argument = |index: usize| unsafe { CStr::from_ptr(*arguments.add(index)).to_string_lossy().into_owned() };
    let command_line = (0..count as usize).map(argument).collect();
    leave(run_module(module, &Options::new(None, None, command_line)))
}

/// Ends the process.
pub fn leave(code: i32) -> ! {
    ports::flush_all();
    // SAFETY: nothing is left to be done; destructors of the host are not for a program's end.
    unsafe { libc::_exit(code) }
}

impl Text {
    /// The text.
    pub fn as_str(&self) -> &'static str {
        // SAFETY: the compiler emits UTF-8 texts in static memory.
        unsafe {
            let bytes = std::slice::from_raw_parts(self.start, self.length as usize);
            std::str::from_utf8_unchecked(bytes)
        }
    }
}

/// `file:line:column` of a place; `None` if it is unknown.
pub fn place_text(place: usize) -> Option<String> {
    place_parts(place).map(|(file, line, column)| format!("{file}:{line}:{column}"))
}

/// File, line and column of a place; `None` if it is unknown.
pub fn place_parts(place: usize) -> Option<(&'static str, u32, u32)> {
    let (module, place) = find_place(place)?;
    Some((module.text(place.file), place.line, place.column))
}

/// The procedure that is called at a place, if that is known.
pub fn called_at(place: usize) -> Option<&'static str> {
    let (module, place) = find_place(place)?;
    place.name.checked_sub(1).map(|name| module.text(name))
}

fn find_place(place: usize) -> Option<(&'static Module, &'static Place)> {
    ask_modules(|module| {
        let places = module.places();
        let index = places.binary_search_by_key(&place, |place| place.number as usize).ok()?;
        Some((module, &places[index]))
    })
}

impl Module {
    fn places(&self) -> &'static [Place] {
        if self.place_count == 0 {
            return &[];
        }
        // SAFETY: the compiler's table and its length.
        unsafe { std::slice::from_raw_parts(self.places, self.place_count as usize) }
    }

    fn text(&self, index: u32) -> &'static str {
        debug_assert!(u64::from(index) < self.text_count);
        // SAFETY: the compiler's index.
        unsafe { (*self.texts.add(index as usize)).as_str() }
    }
}

/// What is known of the code of a procedure.
pub fn code_of(procedure: Value) -> Option<&'static Code> {
    // SAFETY: a procedure has its code address in slot 0.
    let address = unsafe { *procedure.address()?.add(1) };
    ask_modules(|module| {
        // SAFETY: the table is as long as it says.
        let codes = unsafe { std::slice::from_raw_parts(module.codes, module.code_count as usize) };
        codes.iter().find(|code| code.address as u64 == address)
    })
}

/// The name of a procedure, if it has one.
pub fn procedure_name(procedure: Value) -> Option<&'static str> {
    code_of(procedure).map(|code| code.name.as_str()).filter(|name| *name != "lambda")
}

/// Whether a procedure may be called with so many arguments; those of the run-time system take one.
pub fn accepts(procedure: Value, count: u32) -> bool {
    code_of(procedure).map_or(count == 1, |code| (code.min_arity..=code.max_arity).contains(&count))
}

/// What to say of a call with a wrong number of arguments.
pub fn arity_message(procedure: Value, count: usize) -> String {
    let name = procedure_name(procedure).map_or("a procedure".to_owned(), |name| format!("the procedure {name}"));
    let plural = |count: u32| if count == 1 { "1 argument".to_owned() } else { format!("{count} arguments") };
    let expected = match code_of(procedure) {
        Some(code) if code.max_arity == u32::MAX => format!("at least {}", plural(code.min_arity)),
        Some(code) if code.min_arity == code.max_arity => plural(code.min_arity),
        Some(code) => format!("{} to {}", code.min_arity, plural(code.max_arity)),
        None => plural(1),
    };
    format!("{name} takes {expected}, but was called with {count}")
}
