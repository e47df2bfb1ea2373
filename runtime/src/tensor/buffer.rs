//! Native memory of tensors: 64-byte aligned, outside of the collected heap, shared by the views of it.
//!
//! Heap objects of the kind `Tensor` hold a count of their buffer. A registry lists these objects; after a collection
//! the counts of those that died are given back, and a buffer without any is freed. Buffers count towards the heap
//! limit. Freed memory is kept in a pool by size: programs ask for the same sizes again and again, and fresh pages from
//! the system cost more than most of what is computed in them. Pool and buffers together are never more than the most
//! that was in use at a time, or [`POOL_LIMIT`] more than is in use.

use std::alloc::Layout;
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Mutex;

use crate::abi::Fault;
use crate::heap;
use crate::value::Value;

/// The alignment of a buffer.
const ALIGN: usize = 64;
/// The pool may always keep this many bytes.
const POOL_LIMIT: usize = 64 << 20;

/// Free buffers of less than this many times [`ALIGN`] are found by their number.
const SMALL: usize = 1024;

/// Memory that a tensor looks at.
#[derive(Clone)]
pub struct Buffer(Rc<Memory>);

/// The memory itself.
pub struct Memory {
    data: *mut u8,
    bytes: usize,
}

#[derive(Default)]
struct Pool {
    /// Free memory by size, small sizes by their number.
    small: Vec<Vec<usize>>,
    large: HashMap<usize, Vec<usize>>,
    /// Bytes in it.
    bytes: usize,
    /// Bytes of all buffers that are in use, and the most there were.
    used: usize,
    most: usize,
    /// Tensor objects, and the buffer that each holds a count of.
    objects: Vec<(Value, *const Memory)>,
}

// SAFETY: programs have one thread; the lock only satisfies the rules for statics.
unsafe impl Send for Pool {}

static POOL: Mutex<Option<Pool>> = Mutex::new(None);

/// Nothing is allocated on the heap by `work`: a collection comes here.
fn with_pool<T>(work: impl FnOnce(&mut Pool) -> T) -> T {
    work(POOL.lock().unwrap_or_else(|poisoned| poisoned.into_inner()).get_or_insert_default())
}

fn rounded(bytes: usize) -> usize {
    bytes.max(1).next_multiple_of(ALIGN)
}

fn layout(bytes: usize) -> Option<Layout> {
    Layout::from_size_align(bytes, ALIGN).ok()
}

impl Buffer {
    /// Memory that is not initialised: every element type is valid for any bits but `bool`, which the caller fills.
    pub fn new(bytes: usize) -> Result<Buffer, Fault> {
        if bytes > isize::MAX as usize - ALIGN {
            return Err(Fault::OutOfMemory);
        }
        let bytes = rounded(bytes);
        heap::reserve(bytes)?;
        let pooled = with_pool(|pool| pool.take(bytes));
        let data = match (pooled, layout(bytes)) {
            (Some(address), _) => address as *mut u8,
            // SAFETY: the size is not zero.
            (None, Some(layout)) => unsafe { std::alloc::alloc(layout) },
            (None, None) => return Err(Fault::OutOfMemory),
        };
        if data.is_null() {
            return Err(Fault::OutOfMemory);
        }
        with_pool(|pool| pool.count(bytes));
        Ok(Buffer(Rc::new(Memory { data, bytes })))
    }

    /// The first byte.
    pub fn data(&self) -> *mut u8 {
        self.0.data
    }

    /// How many objects and Rust values look at this memory.
    pub fn count(&self) -> usize {
        Rc::strong_count(&self.0)
    }

    /// The pointer for a heap object that looks at this memory; the object is listed with one count.
    pub fn register(self, object: Value) {
        let memory = Rc::into_raw(self.0);
        with_pool(|pool| pool.objects.push((object, memory)));
    }

    /// The word that a heap object keeps for the memory.
    pub fn word(&self) -> u64 {
        Rc::as_ptr(&self.0) as u64
    }

    /// The buffer that a live heap object refers to.
    ///
    /// # Safety
    /// The word is one made by [`Buffer::word`], of an object that is registered and alive.
    pub unsafe fn from_word(word: u64) -> Buffer {
        let memory = word as *const Memory;
        // SAFETY: the registry holds a count as long as the object is alive.
        unsafe {
            Rc::increment_strong_count(memory);
            Buffer(Rc::from_raw(memory))
        }
    }
}

impl Drop for Memory {
    fn drop(&mut self) {
        with_pool(|pool| pool.give(self.bytes, self.data as usize));
    }
}

impl Pool {
    /// The free memory of a size.
    fn free(&mut self, bytes: usize) -> &mut Vec<usize> {
        let number = bytes / ALIGN;
        if number >= SMALL {
            return self.large.entry(bytes).or_default();
        }
        if self.small.is_empty() {
            self.small.resize_with(SMALL, Vec::new);
        }
        &mut self.small[number]
    }

    fn take(&mut self, bytes: usize) -> Option<usize> {
        let address = self.free(bytes).pop()?;
        self.bytes -= bytes;
        Some(address)
    }

    /// Counts a buffer that is new in use. What the pool has too much then is freed.
    fn count(&mut self, bytes: usize) {
        self.used += bytes;
        self.most = self.most.max(self.used);
        if !self.has_room(0) {
            let small = self.small.iter_mut().enumerate().map(|(number, list)| (number * ALIGN, std::mem::take(list)));
            for (size, list) in small.chain(self.large.drain()) {
                list.into_iter().for_each(|address| free(address, size));
            }
            self.bytes = 0;
        }
    }

    fn has_room(&self, bytes: usize) -> bool {
        let pooled = self.bytes + bytes;
        pooled <= POOL_LIMIT || self.used + pooled <= self.most
    }

    /// Keeps memory that is no longer in use, or frees it.
    fn give(&mut self, bytes: usize, address: usize) {
        self.used -= bytes;
        if self.has_room(bytes) {
            self.bytes += bytes;
            self.free(bytes).push(address);
        } else {
            free(address, bytes);
        }
    }
}

/// Back to the system.
fn free(address: usize, bytes: usize) {
    if let Some(layout) = layout(bytes) {
        // SAFETY: allocated with this layout by `Buffer::new`, and neither used nor in the pool.
        unsafe { std::alloc::dealloc(address as *mut u8, layout) };
    }
}

/// Gives back the buffers of tensors that did not survive a collection; the bytes of those in use.
pub fn sweep(is_live: impl Fn(Value) -> bool) -> usize {
    let mut dead = Vec::new();
    with_pool(|pool| {
        pool.objects.retain(|(object, memory)| {
            let live = is_live(*object);
            if !live {
                dead.push(*memory);
            }
            live
        });
    });
    for memory in dead {
        // SAFETY: `register` has given this count to the registry.
        drop(unsafe { Rc::from_raw(memory) });
    }
    with_pool(|pool| pool.used)
}
