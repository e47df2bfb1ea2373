//! The heap. (A bump allocator that never frees, until the collector lands behind the same functions.)

use crate::abi::Fault;
use crate::value::{Kind, Value};

/// Objects up to this many bytes are allocated without fail; larger ones may be refused.
pub const SMALL: usize = 8 * 1024;

/// A new object whose slots are these values. At most [`SMALL`] bytes.
pub fn alloc_slots(kind: Kind, slots: &[Value]) -> Value {
    let words = alloc_words(kind, slots.len(), slots.len());
    // SAFETY: the object has this many slots behind its header.
    unsafe { std::ptr::copy_nonoverlapping(slots.as_ptr(), words.add(1).cast(), slots.len()) };
    Value::from_object(words, kind)
}

/// A new object with `length` (in the kind's unit) in its header and zeroed contents, its address as a raw pointer.
pub fn alloc(kind: Kind, length: usize) -> Result<*mut u64, Fault> {
    if length > u32::MAX as usize {
        return Err(Fault::OutOfMemory);
    }
    Ok(alloc_words(kind, length, kind.words(length)))
}

fn alloc_words(kind: Kind, length: usize, words: usize) -> *mut u64 {
    let memory = Box::leak(vec![0u64; words + 1].into_boxed_slice());
    memory[0] = kind as u64 | (length as u64) << 32;
    memory.as_mut_ptr()
}
