//! Finding what is reachable.

use crate::abi::ctx;
use crate::heap::block::Blocks;
use crate::heap::large::LargeObjects;
use crate::stack;
use crate::value::{Kind, Value};

const ADDRESS: u64 = (1 << 48) - 1;

/// Marks all reachable objects; the bytes of stack that were scanned. The stack is scanned from the address `top` on, or
/// from this frame on if there is none.
pub fn mark_everything(
    blocks: &mut Blocks,
    large: &mut LargeObjects,
    tables: &[(*const u64, usize)],
    top: Option<usize>,
) -> usize {
    let mut marker = Marker { blocks, large, pending: Vec::new() };
    let scanned = marker.mark_stack(top);
    marker.mark_context();
    for (start, length) in tables {
        // SAFETY: tables are static arrays of words.
        unsafe { marker.mark_words(*start, *length) };
    }
    for symbol in crate::symbols::all().into_iter().chain(crate::ports::roots()) {
        marker.mark_value(symbol);
        marker.trace();
    }
    marker.trace();
    scanned
}

struct Marker<'a> {
    blocks: &'a mut Blocks,
    large: &'a mut LargeObjects,
    /// Marked objects whose slots have not been looked at.
    pending: Vec<*const u64>,
}

impl Marker<'_> {
    /// Scans registers and the program's stack.
    fn mark_stack(&mut self, top: Option<usize>) -> usize {
        let mut registers = [0u64; 8];
        // SAFETY: stores the registers that calls preserve; others are dead or on the stack at a call.
        #[cfg(target_arch = "x86_64")]
        unsafe {
            core::arch::asm!(
                "mov [{0}], rbx", "mov [{0} + 8], rbp", "mov [{0} + 16], r12",
                "mov [{0} + 24], r13", "mov [{0} + 32], r14", "mov [{0} + 40], r15",
                in(reg) registers.as_mut_ptr(),
            );
        }
        let here = top.unwrap_or(std::hint::black_box(registers.as_ptr()) as usize);
        let base = stack::base();
        if here > base || base - here > 1 << 40 {
            // Not on the program's stack: nothing of the program runs.
            return 0;
        }
        // What lies above has been moved into segments.
        let words = (ctx().frontier as usize - here) / 8;
        // SAFETY: from a local of this frame, or one further up, to the base everything is mapped and readable.
        unsafe { self.mark_words(here as *const u64, words) };
        8 * words
    }

    fn mark_context(&mut self) {
        let context = ctx();
        for value in [context.handlers, context.winders, context.parameters] {
            self.mark_value(value);
        }
        // SAFETY: a field of the context.
        unsafe { self.mark_words(&raw const context.segment, 1) };
        let used = (context.argument_count as usize).max(256).min(context.argument_capacity as usize);
        // SAFETY: the buffer has at least this many words.
        unsafe { self.mark_words(context.arguments, used) };
        let (tape, length) = crate::attempt::tape();
        // SAFETY: this part of the tape has been written.
        unsafe { self.mark_words(tape, length) };
    }

    /// Marks conservatively what words may point to.
    ///
    /// # Safety
    /// `length` words from `start` on can be read.
    unsafe fn mark_words(&mut self, start: *const u64, length: usize) {
        for index in 0..length {
            // SAFETY: by contract.
            let word = unsafe { std::ptr::read_volatile(start.add(index)) };
            let address = (word & ADDRESS) as usize;
            if address == 0 {
                // The most words that no call has used yet.
                continue;
            }
            let found = self.blocks.find(address).or_else(|| self.large.find(address));
            if let Some(object) = found {
                self.mark_object(object);
                self.trace();
            }
        }
    }

    fn mark_value(&mut self, value: Value) {
        if let Some(address) = value.address() {
            self.mark_object(address as usize);
        }
    }

    /// An object outside of the heap is static: it needs no mark and refers to nothing in the heap.
    fn mark_object(&mut self, address: usize) {
        // SAFETY: values and conservative finds are starts of objects.
        let fresh = unsafe { self.blocks.mark(address) }.unwrap_or_else(|| self.large.mark(address));
        if fresh {
            self.pending.push(address as *const u64);
        }
    }

    fn trace(&mut self) {
        while let Some(object) = self.pending.pop() {
            // SAFETY: pending objects are marked ones; the header tells their slots.
            unsafe {
                let header = *object;
                let length = (header >> 32) as usize;
                match Kind::from_header(header) {
                    Kind::Free | Kind::String | Kind::Bytevector | Kind::F64vector | Kind::Bignum | Kind::Tensor => {}
                    Kind::Continuation => self.mark_words_later(object.add(1), length),
                    _ => {
                        for index in 0..length {
                            self.mark_value(Value(*object.add(1 + index)));
                        }
                    }
                }
            }
        }
    }

    /// As `mark_words`, without tracing in between.
    ///
    /// # Safety
    /// `length` words from `start` on can be read.
    unsafe fn mark_words_later(&mut self, start: *const u64, length: usize) {
        for index in 0..length {
            // SAFETY: by contract.
            let address = (unsafe { *start.add(index) } & ADDRESS) as usize;
            if let Some(object) = self.blocks.find(address).or_else(|| self.large.find(address)) {
                self.mark_object(object);
            }
        }
    }
}
