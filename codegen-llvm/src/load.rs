//! Compiles a program into this process, part by part: see [`crate::parts`].

use std::collections::{HashMap, VecDeque};
use std::sync::{Condvar, Mutex, MutexGuard, Once, OnceLock};
use std::thread::{available_parallelism, scope};

use ir::id::Id;
use ir::ssa;
use runtime::start::Module;
use syntax::Sources;

use crate::emit_entries::{ENTRIES, Entry, LOAD_SLOT, Slot};
use crate::emit_module::Import;
use crate::jit::Linker;
use crate::objects::{Emitted, joined, on_thread};
use crate::parts::{PROGRAM, PartId, START};
use crate::program::{Nans, Program, Target};

/// A program whose parts are compiled while it runs: when they are first called, or before, on a thread that compiles
/// ahead. The order in which that is done changes nothing that the program sees.
struct Loading {
    linker: Mutex<Linker>,
    /// What the names in each lazy part stand for.
    imports: HashMap<PartId, Vec<Import>>,
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
    symbols.push((LOAD_SLOT, fx_load_slot as *const () as usize));
    let linker = Mutex::new(Linker::new(&symbols)?);
    let (mut stages, mut calls, mut imports) = (HashMap::new(), HashMap::new(), HashMap::new());
    scope(|scope| {
        let mut compiling = Vec::new();
        for part in program.parts.to_emit() {
            let mut emitted = Emitted::part(&program, part)?;
            imports.insert(part, std::mem::take(&mut emitted.imports));
            calls.insert(part, program.parts.calls(part).to_vec());
            if part.is_lazy() {
                stages.insert(part, Stage::Emitted(emitted));
            } else {
                compiling.push(on_thread(scope, move || emitted.compile())?);
            }
        }
        let called = |part| calls.get(&PartId::new(part)).into_iter().flatten().copied();
        let likely = called(START).chain(called(PROGRAM)).collect();
        let waiting = Mutex::new(Waiting { stages, calls, likely });
        let loading = LOADING.get_or_init(|| Loading { linker, imports, waiting, changed: Condvar::new() });
        // What runs first is the smaller part: when it is there, a processor is free.
        while let Some(part) = compiling.pop() {
            loading.linker()?.add(&joined(part)?)?;
            compile_ahead_beside();
        }
        // SAFETY: the first part has a `Module` at the symbol.
        Ok(unsafe { &*loading.linker()?.find(&Target::Jit.symbol())?.cast::<Module>() })
    })
}

/// Begins to compile ahead, once. The program runs without that as well.
fn compile_ahead_beside() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        if available_parallelism().is_ok_and(|count| count.get() > 1) {
            let _ = std::thread::Builder::new().spawn(compile_ahead);
        }
    });
}

/// Compiles all parts of a program, for the cache. Those of libraries serve other programs as well.
pub fn prepare_program(module: &ssa::Module, sources: &Sources, nans: Nans) -> Result<(), String> {
    let program = Program::in_parts(module, sources, nans);
    let emitted = program.parts.to_emit().map(|part| Emitted::part(&program, part)).collect::<Result<VecDeque<_>, _>>();
    let waiting = Mutex::new(emitted?);
    let next = || waiting.lock().ok()?.pop_front();
    let work = || std::iter::from_fn(next).try_for_each(|part| part.compile().map(|_| ()));
    scope(|scope| {
        let threads: Vec<_> =
            (0..available_parallelism().map_or(1, usize::from)).map(|_| on_thread(scope, work)).collect();
        threads.into_iter().try_for_each(|thread| joined(thread?))
    })
}

unsafe extern "C" {
    /// Goes on to the code of a slot, whose address is in r10, when its part has been loaded. All registers that may have
    /// arguments are as they were. What has been stored on the stack, and what called functions have saved there, is
    /// erased: frames of the program have places that nothing is stored into, where the collector would find it.
    fn fx_load_slot();
}

core::arch::global_asm!(
    ".globl fx_load_slot",
    "fx_load_slot:",
    "push rax",
    "push rcx",
    "push rdx",
    "push rsi",
    "push rdi",
    "push r8",
    "push r9",
    "push r10",
    "push r11",
    "sub rsp, 128",
    "movups [rsp], xmm0",
    "movups [rsp + 16], xmm1",
    "movups [rsp + 32], xmm2",
    "movups [rsp + 48], xmm3",
    "movups [rsp + 64], xmm4",
    "movups [rsp + 80], xmm5",
    "movups [rsp + 96], xmm6",
    "movups [rsp + 112], xmm7",
    "mov rdi, [r10 + {part}]",
    "call {load}",
    "lea rdi, [rsp - {dirty}]",
    "mov ecx, {dirty} / 8",
    "xor eax, eax",
    "rep stosq",
    "movups xmm0, [rsp]",
    "movups xmm1, [rsp + 16]",
    "movups xmm2, [rsp + 32]",
    "movups xmm3, [rsp + 48]",
    "movups xmm4, [rsp + 64]",
    "movups xmm5, [rsp + 80]",
    "movups xmm6, [rsp + 96]",
    "movups xmm7, [rsp + 112]",
    "add rsp, 128",
    "xor eax, eax",
    "pop r11",
    "mov [rsp - 8], rax",
    "pop r10",
    "pop r9",
    "mov [rsp - 8], rax",
    "pop r8",
    "mov [rsp - 8], rax",
    "pop rdi",
    "mov [rsp - 8], rax",
    "pop rsi",
    "mov [rsp - 8], rax",
    "pop rdx",
    "mov [rsp - 8], rax",
    "pop rcx",
    "mov [rsp - 8], rax",
    "pop rax",
    "mov qword ptr [rsp - 8], 0",
    "jmp [r10 + {code}]",
    part = const std::mem::offset_of!(Slot, part),
    code = const std::mem::offset_of!(Slot, code),
    load = sym fx_load_part,
    dirty = const 4096,
);

/// Loads a part that is called. The compiler has a stack of its own, as the program's is
/// for the program.
extern "C" fn fx_load_part(part: u64) {
    let part = PartId::new(part as usize);
    if let Err(message) = scope(|scope| joined(on_thread(scope, move || loading()?.load(part))?)) {
        runtime::error::die(&message);
    }
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
    fn linker(&self) -> Result<MutexGuard<'_, Linker>, String> {
        self.linker.lock().map_err(|_| "the linker has stopped".to_owned())
    }

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
        let mut linker = self.linker()?;
        let mut imports = Vec::new();
        for Import { name, symbol, offset } in &self.imports[&part] {
            imports.push((name.as_str(), linker.find(symbol)? as usize + *offset as usize));
        }
        let table = linker.link_apart(&object, &imports, ENTRIES)?;
        // SAFETY: the part has a number and so many entries there; the program's thread, which reads slots, is waiting.
        unsafe {
            let count = *table.cast::<u64>() as usize;
            for entry in std::slice::from_raw_parts(table.add(8).cast::<Entry>(), count) {
                (*entry.slot).code = entry.code;
            }
        }
        Ok(())
    }
}
