//! The stack that programs run on: large, mapped lazily, with a limit that compiled code checks.
//!
//! Compiled functions compare the stack pointer with `CTX.stack_limit`, which lies [`RESERVE`] above the end, so the
//! run-time system always has room for its own frames. Below the end is a guard page: touching it is a bug of this
//! crate, and ends the program with a message.

use std::sync::atomic::{AtomicUsize, Ordering};

use crate::abi::ctx;

/// Room below the limit for frames of the run-time system and of handlers of a stack overflow.
pub const RESERVE: usize = 4 << 20;
const PAGE: usize = 4096;

static BASE: AtomicUsize = AtomicUsize::new(0);
static END: AtomicUsize = AtomicUsize::new(0);

/// The address above the first frame of the program.
pub fn base() -> usize {
    BASE.load(Ordering::Relaxed)
}

/// Maps a stack of `size` bytes and makes it the program's.
pub fn prepare(size: usize) -> Result<(), String> {
    let size = size.next_multiple_of(PAGE) + PAGE;
    // SAFETY: a fresh anonymous mapping; the guard page is inside of it.
    unsafe {
        let flags = libc::MAP_PRIVATE | libc::MAP_ANONYMOUS | libc::MAP_NORESERVE;
        let start = libc::mmap(std::ptr::null_mut(), size, libc::PROT_READ | libc::PROT_WRITE, flags, -1, 0);
        if start == libc::MAP_FAILED {
            return Err(format!("cannot reserve {} MB for the stack", size >> 20));
        }
        libc::mprotect(start, PAGE, libc::PROT_NONE);
        END.store(start as usize + PAGE, Ordering::Relaxed);
        BASE.store(start as usize + size, Ordering::Relaxed);
        ctx().frontier = base() as u64;
    }
    reset_limit();
    install_guard_handler();
    Ok(())
}

/// Puts the limit where it belongs in normal operation.
pub fn reset_limit() {
    ctx().stack_limit = (END.load(Ordering::Relaxed) + RESERVE) as u64;
}

/// Makes the next check of the limit fail. May be called in a signal handler.
pub fn trip_limit() {
    ctx().stack_limit = u64::MAX;
}

/// Lets the handlers of a stack overflow use half of the reserve.
pub fn lower_limit() {
    ctx().stack_limit = (END.load(Ordering::Relaxed) + RESERVE / 2) as u64;
}

/// Whether frames that start at this address are deep enough for the reserve to be in use.
pub fn in_reserve(stack_pointer: usize) -> bool {
    stack_pointer < END.load(Ordering::Relaxed) + RESERVE
}

/// Gives the memory far below the current frame back to the system.
pub fn release_unused() {
    let local = 0u8;
    let here = std::hint::black_box(&raw const local) as usize;
    let (start, end) = (END.load(Ordering::Relaxed), here.saturating_sub(RESERVE) & !(PAGE - 1));
    if end > start && here < base() {
        // SAFETY: the pages are below all frames; they come back as zeros.
        unsafe { libc::madvise(start as *mut libc::c_void, end - start, libc::MADV_DONTNEED) };
    }
}

fn install_guard_handler() {
    const ALTERNATE: usize = 64 << 10;
    // SAFETY: the alternate stack is never freed; the handler only calls functions that are safe in signal handlers.
    unsafe {
        let memory = Box::leak(vec![0u8; ALTERNATE].into_boxed_slice());
        let stack = libc::stack_t { ss_sp: memory.as_mut_ptr().cast(), ss_flags: 0, ss_size: ALTERNATE };
        libc::sigaltstack(&stack, std::ptr::null_mut());
        let mut action: libc::sigaction = std::mem::zeroed();
        action.sa_sigaction = on_fault as *const () as usize;
        action.sa_flags = libc::SA_SIGINFO | libc::SA_ONSTACK;
        libc::sigaction(libc::SIGSEGV, &action, std::ptr::null_mut());
        libc::sigaction(libc::SIGBUS, &action, std::ptr::null_mut());
    }
}

extern "C" fn on_fault(_signal: libc::c_int, info: *mut libc::siginfo_t, _context: *mut libc::c_void) {
    // SAFETY: the system passes a valid `info`; `write` and `_exit` may be called here.
    unsafe {
        let address = (*info).si_addr() as usize;
        let end = END.load(Ordering::Relaxed);
        let message: &[u8] = if (end - PAGE..end + PAGE).contains(&address) {
            b"error: stack exhausted\n"
        } else {
            b"error: internal error of the run-time system (invalid memory access)\n"
        };
        libc::write(2, message.as_ptr().cast(), message.len());
        libc::_exit(1);
    }
}

/// Calls `function(argument)` on the program's stack.
pub fn run_on_stack(function: extern "C" fn(usize), argument: usize) {
    // SAFETY: the stack is mapped and not in use; `fx_switch_stack` returns here on the old one.
    unsafe { fx_switch_stack(base() - 64, function, argument) }
}

unsafe extern "C" {
    fn fx_switch_stack(top: usize, function: extern "C" fn(usize), argument: usize);
}

#[cfg(target_arch = "x86_64")]
core::arch::global_asm!(
    ".globl fx_switch_stack",
    "fx_switch_stack:",
    "push rbp",
    "mov rbp, rsp",
    "mov rsp, rdi",
    "mov rdi, rdx",
    "call rsi",
    "mov rsp, rbp",
    "pop rbp",
    "ret",
);
