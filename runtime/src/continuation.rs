//! Continuations: segments of the stack in the heap, restored one at a time.
//!
//! `call/cc` moves the frames that are on the stack into *segments*, a list from the innermost frames on, and writes the
//! address of `fx_underflow` over the return address below which the stack is now empty. Returning there puts the first
//! segment back, to the addresses that it came from, and goes on in it. So frames are copied when they are captured
//! first and when they are returned to; later continuations share the segments of earlier ones, and going to a
//! continuation restores one segment only (Hieb, Dybvig and Bruggeman 1990).
//!
//! Segments are cut between frames of compiled code, whose sizes [`frames`] knows. The innermost is the smallest, as it
//! is likely to be captured again once it has been restored, and each further one is twice as large. Frames of Rust
//! may refer to each other, and stay together: there is no table for the assembly between them and compiled code.
//!
//! A segment: the next one, the address of its first word, the address of the code to go on with, words of the stack. The
//! return address in its oldest frame is that of `fx_underflow`. `CTX.segment` is the first of those that belong to the
//! present continuation but are not on the stack, `CTX.frontier` the address at which that one begins: what is on the
//! stack from there on is of no meaning.

use crate::abi::{Ctx, Fault, ctx};
use crate::error::raise;
use crate::frames;
use crate::heap;
use crate::stack;
use crate::value::{Kind, Value};

/// Words of a segment before those of the stack.
const HEAD: usize = 3;
/// Words of a continuation: handlers, winders, parameters, segment, callee-saved registers.
const WORDS: usize = 4 + REGISTERS;
/// Callee-saved registers.
const REGISTERS: usize = 6;
/// Bytes of the innermost segment.
const SMALLEST: usize = 256;
unsafe extern "C" {
    /// The code of the procedure `%callcc`.
    pub fn fx_callcc();
    /// Where the oldest frame on the stack returns to.
    fn fx_underflow();
    /// Loads callee-saved registers and returns the value to the first segment.
    fn fx_reinstate(registers: *const u64, value: Value) -> !;
}

/// A place between two frames: the slot of the return address, this address, and the size of the frame returned to.
#[derive(Clone, Copy)]
struct Cut {
    slot: *mut u64,
    code: u64,
    size: Option<usize>,
}

impl Cut {
    /// The cut at a slot, if there is a frame above it that is on the stack.
    #[inline]
    fn at(slot: *mut u64) -> Option<Cut> {
        // SAFETY: the slot of a return address, on the program's stack.
        let code = unsafe { *slot };
        (code != fx_underflow as *const () as u64).then(|| Cut { slot, code, size: frames::size_at(code as usize) })
    }

    /// The first place at least so many bytes further up, or where compiled code has been called by Rust.
    #[inline]
    fn further(self, bytes: usize) -> Option<Cut> {
        let mut cut = self;
        loop {
            // SAFETY: the frame has this size.
            cut = Cut::at(unsafe { cut.slot.byte_add(cut.size?) })?;
            if cut.size.is_none() || cut.slot as usize - self.slot as usize >= bytes {
                return Some(cut);
            }
        }
    }

    /// Moves what is on the stack above the cut into a segment.
    fn move_above(self) -> Result<(), Fault> {
        let first = self.slot as usize + 8;
        let length = (ctx().frontier as usize - first) / 8;
        let object = heap::alloc_unfilled(Kind::Continuation, HEAD + length)?;
        let context = ctx();
        // SAFETY: the object has this many words, and the stack as many up to the frontier.
        unsafe {
            *object.add(1) = context.segment;
            *object.add(2) = first as u64;
            *object.add(3) = self.code;
            std::ptr::copy_nonoverlapping(first as *const u64, object.add(1 + HEAD), length);
            *self.slot = fx_underflow as *const () as u64;
        }
        context.segment = object as u64;
        context.frontier = first as u64;
        Ok(())
    }
}

/// Moves what is on the stack above the cut into segments, the first of them of at least so many bytes if there is more.
fn move_stack(cut: Cut, bytes: usize) -> Result<(), Fault> {
    if let Some(further) = cut.further(bytes) {
        move_stack(further, 2 * bytes)?;
    }
    cut.move_above()
}

/// Called by `fx_callcc` with the callee-saved registers and the slot of its return address: the continuation.
#[unsafe(no_mangle)]
extern "C" fn fx_capture(registers: *const u64, slot: *mut u64) -> Value {
    let moved = Cut::at(slot).map_or(Ok(()), |cut| move_stack(cut, SMALLEST));
    let object = match moved.and_then(|()| heap::alloc_unfilled(Kind::Continuation, WORDS)) {
        Ok(object) => object,
        Err(reason) => raise("fx_callcc", reason),
    };
    let context = ctx();
    let head = [context.handlers.0, context.winders.0, context.parameters.0, context.segment];
    // SAFETY: the object has this many words.
    unsafe {
        std::ptr::copy_nonoverlapping(head.as_ptr(), object.add(1), head.len());
        std::ptr::copy_nonoverlapping(registers, object.add(1 + head.len()), REGISTERS);
    }
    Value::from_object(object, Kind::Continuation)
}

/// Goes back to a continuation with a value.
#[unsafe(no_mangle)]
pub extern "C" fn fx_throw(continuation: Value, value: Value) -> Value {
    if continuation.kind() != Some(Kind::Continuation) {
        raise("fx_throw", Fault::Type(0, continuation));
    }
    // SAFETY: the object is a continuation, which has a segment.
    unsafe {
        let words = continuation.address().expect("an object").add(1);
        let context = ctx();
        context.handlers = Value(*words);
        context.winders = Value(*words.add(1));
        context.parameters = Value(*words.add(2));
        context.segment = *words.add(3);
        context.frontier = *(context.segment as *const u64).add(2);
        if !stack::in_reserve(context.frontier as usize) {
            stack::reset_limit();
        }
        fx_reinstate(words.add(4), value)
    }
}

/// A static closure object: header and code address.
#[repr(C, align(16))]
struct StaticProcedure {
    header: u64,
    code: unsafe extern "C" fn(),
}

static CALLCC: StaticProcedure = StaticProcedure { header: Kind::Closure as u64 | 1 << 32, code: fx_callcc };

fn callcc_procedure() -> Value {
    Value::from_object((&raw const CALLCC).cast(), Kind::Closure)
}

#[cfg(target_arch = "x86_64")]
core::arch::global_asm!(
    // fx_callcc(self, count, receiver, ...): code of a procedure
    ".globl fx_callcc",
    "fx_callcc:",
    "cmp rsi, 1",
    "jne 2f",
    "lea rsi, [rsp]",
    "push rbx",
    "push rbp",
    "push r12",
    "push r13",
    "push r14",
    "push r15",
    "mov rdi, rsp",
    "push rdx",
    "call fx_capture",
    "pop rdi", // the receiver
    "add rsp, 48",
    "mov rcx, rdi",
    "shr rcx, 48",
    "cmp ecx, 0xFFFD",
    "jne 3f",
    "mov rdx, rax",
    "mov esi, 1",
    "mov r11, rdi",
    "shl r11, 16",
    "shr r11, 16",
    "jmp [r11 + 8]",
    "2:",
    "push rax",
    "call fx_error_arity",
    "ud2",
    "3:",
    "push rax",
    "call fx_error_not_procedure",
    "ud2",
    // fx_reinstate(registers, value)
    ".globl fx_reinstate",
    "fx_reinstate:",
    "mov r15, [rdi]",
    "mov r14, [rdi + 8]",
    "mov r13, [rdi + 16]",
    "mov r12, [rdi + 24]",
    "mov rbp, [rdi + 32]",
    "mov rbx, [rdi + 40]",
    "mov rax, rsi",
    "mov rcx, [rip + FX_CTX@GOTPCREL]",
    "mov rsp, [rcx + {frontier}]",
    "add rsp, 8", // as `ret 8` of fx_callcc leaves it
    // fx_underflow: the stack pointer is at the frontier, or 8 above if what returns had to pop as much; what has been
    // returned is in rax or xmm0
    ".globl fx_underflow",
    "fx_underflow:",
    "mov rcx, [rip + FX_CTX@GOTPCREL]",
    "mov rsi, [rcx + {segment}]",
    "mov edx, [rsi + 4]",
    "sub edx, {head}", // words
    "mov r8, [rsi + 8]",
    "mov [rcx + {segment}], r8",
    "mov rdi, [rsi + 16]",
    "mov r9, [rsi + 24]",
    "add rsi, 8 * {head} + 8",
    "lea r8, [rdi + 8 * rdx]",
    "mov [rcx + {frontier}], r8",
    "test dl, 1",
    "jz 2f",
    "mov r10, [rsi]",
    "mov [rdi], r10",
    "add rsi, 8",
    "add rdi, 8",
    "2:",
    "cmp rdi, r8",
    "jae 3f",
    "movups xmm1, [rsi]",
    "movups [rdi], xmm1",
    "add rsi, 16",
    "add rdi, 16",
    "jmp 2b",
    "3:",
    "jmp r9",
    segment = const std::mem::offset_of!(Ctx, segment),
    frontier = const std::mem::offset_of!(Ctx, frontier),
    head = const HEAD,
);

crate::primitives! {
    fx_callcc_procedure = callcc_procedure, ();
}

/// Functions for compiled code that are not primitives.
pub const INTERNAL: &[crate::abi::Export] =
    &[crate::abi::Export { name: "fx_throw", address: || fx_throw as *const () as usize, arity: 2 }];
