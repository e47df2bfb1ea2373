//! Attempts: calls of fast code that may give up, and the tape that compiled gradients write.
//!
//! Fast code (see `ir::ssa::Fast`) has no effects but on objects that it made itself. So giving up is nothing but to
//! leave its frames, and ordinary code can start from the beginning.
//!
//! The tape is one stack of words for the whole process, reserved without commit like the program's stack. An attempt
//! starts it at its base; a function of fast code keeps its top in a register and in `CTX.tape` around calls.

use std::collections::BTreeMap;
use std::sync::Mutex;

use crate::abi::{Export, ctx};
use crate::error::raise;
use crate::heap;
use crate::value::{Kind, Value};

/// Address space of the tape. More would be an error of the heap limit long before.
const RESERVED: usize = 1 << 38;
/// Bytes of the tape that are not given back, and of which nothing is asked.
const SOFT: usize = 16 << 20;

/// Where an attempt stands, and where in its code it gave up.
type Places = (u64, u64);

/// How many attempts gave up, if the code counts them.
static GIVEN_UP: Mutex<BTreeMap<Places, u64>> = Mutex::new(BTreeMap::new());

/// How many attempts gave up, if the code counts them.
pub fn given_up() -> BTreeMap<Places, u64> {
    GIVEN_UP.lock().expect("no thread fails with the lock").clone()
}

/// Counts an attempt that is about to give up.
#[unsafe(no_mangle)]
extern "C" fn fx_count_give_up(place: u64) {
    *GIVEN_UP.lock().expect("no thread fails with the lock").entry((ctx().attempt_place, place)).or_insert(0) += 1;
}

/// Reserves the tape.
pub fn prepare() -> Result<(), String> {
    // SAFETY: a fresh anonymous mapping.
    let start = unsafe {
        let flags = libc::MAP_PRIVATE | libc::MAP_ANONYMOUS | libc::MAP_NORESERVE;
        libc::mmap(std::ptr::null_mut(), RESERVED, libc::PROT_READ | libc::PROT_WRITE, flags, -1, 0)
    };
    if start == libc::MAP_FAILED {
        return Err("cannot reserve memory for the tape of derivatives".to_owned());
    }
    let context = ctx();
    context.tape_base = start as u64;
    context.tape = context.tape_base;
    context.tape_limit = context.tape_base + SOFT as u64;
    Ok(())
}

/// The words on the tape that the collector has to look at.
pub fn tape() -> (*const u64, usize) {
    let context = ctx();
    (context.tape_base as *const u64, (context.tape - context.tape_base) as usize / 8)
}

/// Gives back what an attempt has used of the tape above its soft limit.
#[cold]
extern "C" fn trim_tape() {
    let context = ctx();
    let soft = context.tape_base + SOFT as u64;
    // SAFETY: the pages are a part of the tape, of which nothing is used any more.
    unsafe { libc::madvise(soft as *mut libc::c_void, (context.tape_limit - soft) as usize, libc::MADV_DONTNEED) };
    context.tape_limit = soft;
}

/// Leaves the innermost attempt, for functions that only fast code calls.
fn give_up() -> ! {
    fx_count_give_up(0);
    // SAFETY: fast code runs, so there is an attempt to leave.
    unsafe { fx_give_up() }
}

/// Makes room for `bytes` more above the address `top`; gives up if the heap limit does not allow it.
#[unsafe(no_mangle)]
extern "C" fn fx_tape_grow(top: u64, bytes: u64) {
    let context = ctx();
    let wanted = (top + bytes - context.tape_base).next_power_of_two();
    if wanted as usize > RESERVED || wanted as usize > heap::max_bytes() {
        give_up()
    }
    context.tape_limit = context.tape_base + wanted;
}

fn new_flonums(kind: Kind, symbol: &'static str, length: i64, fill: u64) -> Value {
    let Ok(length) = usize::try_from(length) else {
        // Ordinary code knows what to say of a negative length.
        give_up()
    };
    match heap::alloc_unfilled(kind, length) {
        Ok(object) => {
            // SAFETY: the object has this many words behind its header.
            unsafe { std::slice::from_raw_parts_mut(object.add(1), length).fill(fill) };
            Value::from_object(object, kind)
        }
        Err(reason) => raise(symbol, reason),
    }
}

/// A vector of `length` times the same word.
#[unsafe(no_mangle)]
extern "C" fn fx_new_vector(length: i64, fill: u64) -> Value {
    new_flonums(Kind::Vector, "fx_new_vector", length, fill)
}

/// An f64vector of `length` times the same double.
#[unsafe(no_mangle)]
extern "C" fn fx_new_f64vector(length: i64, fill: u64) -> Value {
    new_flonums(Kind::F64vector, "fx_new_f64vector", length, fill)
}

unsafe extern "C" {
    /// `fx_attempt(code, arguments)` calls `code(arguments)`, the entry of a function of fast code, with an empty tape:
    /// its value, or the undefined value if it gave up. Compiled code calls it by LLVM's `preserve_none`: arguments in
    /// r12 and r13, and no register is as before but rsp and rbp. So there is nothing to save for giving up.
    fn fx_attempt();
    /// Leaves the innermost attempt.
    fn fx_give_up() -> !;
}

#[cfg(target_arch = "x86_64")]
core::arch::global_asm!(
    ".globl fx_attempt",
    "fx_attempt:",
    "push rbp",
    "mov rbx, [rip + FX_CTX@GOTPCREL]",
    "push qword ptr [rbx + {attempt}]",
    "push rbx",
    "mov [rbx + {attempt}], rsp",
    "mov rax, [rbx + {tape_base}]",
    "mov [rbx + {tape}], rax",
    "mov rdi, r13",
    "call r12",
    "2:",
    "pop rbx",
    "pop qword ptr [rbx + {attempt}]",
    "mov rcx, [rbx + {tape_base}]",
    "mov [rbx + {tape}], rcx",
    "add rcx, {soft}",
    "cmp rcx, [rbx + {tape_limit}]",
    "jb 3f",
    "pop rbp",
    "ret",
    "3:",
    "mov rbp, rax",
    "call {trim}",
    "mov rax, rbp",
    "pop rbp",
    "ret",
    ".globl fx_give_up",
    "fx_give_up:",
    "mov rcx, [rip + FX_CTX@GOTPCREL]",
    "mov rsp, [rcx + {attempt}]",
    "movabs rax, {undefined}",
    "jmp 2b",
    attempt = const std::mem::offset_of!(crate::abi::Ctx, attempt),
    tape = const std::mem::offset_of!(crate::abi::Ctx, tape),
    tape_base = const std::mem::offset_of!(crate::abi::Ctx, tape_base),
    tape_limit = const std::mem::offset_of!(crate::abi::Ctx, tape_limit),
    soft = const SOFT,
    trim = sym trim_tape,
    undefined = const Value::UNDEFINED.0,
);

/// Functions for fast code.
pub const INTERNAL: &[Export] = &[
    Export { name: "fx_attempt", address: || fx_attempt as *const () as usize, arity: 2 },
    Export { name: "fx_give_up", address: || fx_give_up as *const () as usize, arity: 0 },
    Export { name: "fx_count_give_up", address: || fx_count_give_up as *const () as usize, arity: 1 },
    Export { name: "fx_tape_grow", address: || fx_tape_grow as *const () as usize, arity: 2 },
    Export { name: "fx_new_vector", address: || fx_new_vector as *const () as usize, arity: 2 },
    Export { name: "fx_new_f64vector", address: || fx_new_f64vector as *const () as usize, arity: 2 },
];
