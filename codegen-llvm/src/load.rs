//! Compiles a program into this process, part by part: see [`crate::parts`].

use std::collections::{HashMap, VecDeque};
use std::sync::atomic::Ordering;
use std::sync::{Condvar, LazyLock, Mutex, MutexGuard, Once, OnceLock};
use std::thread::{available_parallelism, scope};

use ir::id::Id;
use ir::ssa;
use runtime::start::Module;
use syntax::Sources;

use crate::emit_entries::{ENTRIES, Entry, LOAD_SLOT, Slot};
use crate::emit_module::Import;
use crate::jit::Linker;
use crate::objects::{Emitted, Object, joined, on_thread};
use crate::parts::{PROGRAM, PartId, START};
use crate::program::{Nans, Program, Target};

/// A program whose parts are compiled while it runs: when they are first called, or before, on a thread beside it. What
/// the program waits for is made quickly; the thread makes better code of it when nothing is likely to be waited for, and
/// later calls find that in the slots. When that is done changes nothing that the program sees.
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
    /// Parts that run as they were made quickly.
    drafts: VecDeque<Emitted>,
}

/// How far a part is.
enum Stage {
    Emitted(Emitted),
    Compiling,
    Compiled(Emitted, Result<Object, String>),
}

/// What there is to do beside the program.
enum Work {
    /// Something is likely to be called.
    Ahead(PartId, Emitted),
    /// Something runs that could be better.
    Better(Emitted),
}

static LOADING: OnceLock<Loading> = OnceLock::new();
/// Whether a thread compiles beside the program.
static BESIDE: LazyLock<bool> = LazyLock::new(|| available_parallelism().is_ok_and(|count| count.get() > 1));

/// Compiles a program and links it into this process. There is one program in a process.
pub fn load_program(module: &ssa::Module, sources: &Sources, nans: Nans) -> Result<&'static Module, String> {
    let program = Program::in_parts(module, sources, nans);
    let mut symbols = runtime::abi::symbols();
    symbols.push((LOAD_SLOT, fx_load_slot as *const () as usize));
    let linker = Mutex::new(Linker::new(&symbols)?);
    let (mut stages, mut calls) = (HashMap::new(), HashMap::new());
    scope(|scope| {
        let mut compiling = Vec::new();
        for part in program.parts.to_emit() {
            let emitted = Emitted::part(&program, part)?;
            calls.insert(part, program.parts.calls(part).to_vec());
            if part.is_lazy() {
                stages.insert(part, Stage::Emitted(emitted));
            } else {
                compiling.push(on_thread(scope, move || emitted.compile())?);
            }
        }
        let called = |part| calls.get(&PartId::new(part)).into_iter().flatten().copied();
        let likely = called(START).chain(called(PROGRAM)).collect();
        let waiting = Mutex::new(Waiting { stages, calls, likely, drafts: VecDeque::new() });
        let loading = LOADING.get_or_init(|| Loading { linker, waiting, changed: Condvar::new() });
        // What runs first is the smaller part: when it is there, a processor is free.
        while let Some(part) = compiling.pop() {
            loading.linker()?.add(&joined(part)?.bytes)?;
            start_beside();
        }
        // SAFETY: the first part has a `Module` at the symbol.
        Ok(unsafe { &*loading.linker()?.find(&Target::Jit.symbol())?.cast::<Module>() })
    })
}

/// Begins to compile beside the program, once. The program runs without that as well.
fn start_beside() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        if *BESIDE {
            let _ = std::thread::Builder::new().spawn(compile_beside);
        }
    });
}

/// The first object file of a part. Only code that somebody makes better may be bad.
fn first_object(emitted: &Emitted) -> Result<Object, String> {
    if *BESIDE { emitted.draft() } else { emitted.compile() }
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

/// Does what there is to do beside the program until the process ends.
fn compile_beside() -> Option<()> {
    let loading = LOADING.get()?;
    loop {
        match loading.next_work()? {
            Work::Ahead(part, emitted) => {
                let object = scope(|scope| joined(on_thread(scope, || first_object(&emitted))?));
                loading.waiting()?.stages.insert(part, Stage::Compiled(emitted, object));
                loading.changed.notify_all();
            }
            // What runs goes on as it is if this fails.
            Work::Better(emitted) => {
                let _ = scope(|scope| joined(on_thread(scope, || loading.enter(&emitted, &emitted.compile()?))?));
            }
        }
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

    /// The next thing to do, when there is one.
    fn next_work(&self) -> Option<Work> {
        let mut waiting = self.waiting()?;
        loop {
            while let Some(part) = waiting.likely.pop_front() {
                if let Some(stage) = waiting.stages.get_mut(&part)
                    && matches!(stage, Stage::Emitted(_))
                    && let Stage::Emitted(emitted) = std::mem::replace(stage, Stage::Compiling)
                {
                    return Some(Work::Ahead(part, emitted));
                }
            }
            if let Some(emitted) = waiting.drafts.pop_front() {
                return Some(Work::Better(emitted));
            }
            waiting = self.wait(waiting)?;
        }
    }

    /// A part that is called, with its first object file.
    fn object(&self, part: PartId) -> Result<(Emitted, Object), String> {
        const STOPPED: &str = "the compiler has stopped";
        let mut waiting = self.waiting().ok_or(STOPPED)?;
        // What it calls is more likely to be needed than what others call.
        for called in waiting.calls.remove(&part).into_iter().flatten().rev() {
            waiting.likely.push_front(called);
        }
        self.changed.notify_all();
        loop {
            match waiting.stages.remove(&part).ok_or("a part is compiled once")? {
                Stage::Compiled(emitted, object) => return Ok((emitted, object?)),
                Stage::Emitted(emitted) => {
                    drop(waiting);
                    let object = first_object(&emitted)?;
                    return Ok((emitted, object));
                }
                Stage::Compiling => {
                    waiting.stages.insert(part, Stage::Compiling);
                    waiting = self.wait(waiting).ok_or(STOPPED)?;
                }
            }
        }
    }

    fn load(&self, part: PartId) -> Result<(), String> {
        let (emitted, object) = self.object(part)?;
        self.enter(&emitted, &object)?;
        if object.is_draft
            && let Some(mut waiting) = self.waiting()
        {
            waiting.drafts.push_back(emitted);
            self.changed.notify_all();
        }
        Ok(())
    }

    /// Links an object file of a part and sets the slots of what is in it.
    fn enter(&self, part: &Emitted, object: &Object) -> Result<(), String> {
        let mut linker = self.linker()?;
        let mut imports = Vec::new();
        for Import { name, symbol, offset } in &part.imports {
            imports.push((name.as_str(), linker.find(symbol)? as usize + *offset as usize));
        }
        let table = linker.link_apart(&object.bytes, &imports, ENTRIES)?;
        // SAFETY: the part has a number and so many entries there, and each has a slot, which stays. The program may
        // read slots at the same time: their code is atomic.
        unsafe {
            let count = *table.cast::<u64>() as usize;
            for entry in std::slice::from_raw_parts(table.add(8).cast::<Entry>(), count) {
                (*entry.slot).code.store(entry.code.cast_mut(), Ordering::Release);
            }
        }
        Ok(())
    }
}
