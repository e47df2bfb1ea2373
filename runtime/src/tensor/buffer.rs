//! Native memory of tensors: 64-byte aligned, outside of the collected heap, shared by the views of it.
//!
//! Heap objects of the kind `Tensor` hold a count of their buffer. A registry lists these objects; after a collection
//! the counts of those that died are given back, and a buffer without any is freed. Buffers count towards the heap
//! limit. Freed memory is kept in a pool by size: programs ask for the same sizes again and again, and fresh pages from
//! the system cost more than most of what is computed in them. Pool and buffers together are never more than the most
//! that was in use at a time, or [`POOL_LIMIT`] more than is in use. The descriptions of buffers are used again, too.
//!
//! The elements in a buffer may be pending (see fusion.rs): [`Buffer::data`] computes them first, and takes the memory
//! for them only then, which is the one that was freed last and is in the caches. A list of these buffers
//! serves those who write to memory that pending elements depend on. What is still pending after [`MAX_AGE`] collections
//! is computed, if nothing else keeps alive what it is computed from.

use std::alloc::Layout;
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

use crate::abi::Fault;
use crate::heap;
use crate::tensor::fusion::Expression;
use crate::value::Value;

/// The alignment of a buffer.
const ALIGN: usize = 64;
/// Buffers of this many bytes have pages of this size where the system has them: they cost less than small ones when they
/// are new, and whenever memory is read.
const HUGE: usize = 2 << 20;
/// The pool may always keep this many bytes.
const POOL_LIMIT: usize = 64 << 20;

/// Free buffers of less than this many times [`ALIGN`] are found by their number.
const SMALL: usize = 1024;

/// How many collections elements may be pending.
const MAX_AGE: u32 = 2;

/// What a buffer costs besides its bytes: its description, the object, and what is done about them.
const OVERHEAD: usize = 512;

/// How many descriptions of buffers are kept.
const MAX_SPARE: usize = 1 << 14;

/// Memory that a tensor looks at.
#[derive(Clone)]
pub struct Buffer(Rc<Memory>);

/// The memory itself.
#[derive(Default)]
pub struct Memory {
    /// The address of the first byte; 0 as long as nobody needs the memory.
    data: Cell<usize>,
    bytes: Cell<usize>,
    /// What the elements are, until they are computed.
    pending: RefCell<Option<Rc<Expression>>>,
    /// The place in the list of pending buffers.
    place: Cell<usize>,
    /// The collections since.
    age: Cell<u32>,
    /// How many expressions read this memory.
    readers: Cell<usize>,
    /// Whether nothing shows this memory but a cotangent that grows (see adjoint.rs).
    is_own: Cell<bool>,
    /// What [`Pool::passed`] was when the memory was last written.
    written: Cell<usize>,
}

/// Memory that is not in use.
struct Free {
    address: usize,
    /// As [`Memory::written`].
    written: usize,
}

#[derive(Default)]
struct Pool {
    /// Descriptions without memory.
    spare: Vec<Rc<Memory>>,
    /// Free memory by size, small sizes by their number.
    small: Vec<Vec<Free>>,
    large: HashMap<usize, Vec<Free>>,
    /// Bytes in it.
    bytes: usize,
    /// Bytes of all buffers that are in use, and the most there were.
    used: usize,
    most: usize,
    /// Buffers with pending elements.
    pending: Vec<*const Memory>,
    /// Bytes of pending elements that were computed since memory was reserved last.
    filled: usize,
    /// Bytes that went through the caches, as far as is known here: results, and what elementwise operations read for
    /// large ones.
    passed: usize,
    /// Tensor objects, and the buffer that each holds a count of.
    objects: Vec<(Value, *const Memory)>,
}

/// The pool of the program's thread. A lock would take a tenth of what a small tensor costs.
struct ProgramPool(RefCell<Option<Pool>>);

// SAFETY: programs have one thread, and those that help it compute see no buffers (see parallel.rs).
unsafe impl Sync for ProgramPool {}

static POOL: ProgramPool = ProgramPool(RefCell::new(None));

/// Nothing is allocated on the heap by `work`: a collection comes here.
fn with_pool<T>(work: impl FnOnce(&mut Pool) -> T) -> T {
    work(POOL.0.borrow_mut().get_or_insert_default())
}

fn rounded(bytes: usize) -> usize {
    bytes.max(1).next_multiple_of(ALIGN)
}

/// The bytes of large pages that a buffer has: as many pages as it fills, and the last one if it fills half of it.
fn huge_bytes(bytes: usize) -> usize {
    if bytes < HUGE { 0 } else { (bytes + HUGE / 2) / HUGE * HUGE }
}

fn layout(bytes: usize) -> Option<Layout> {
    let huge = huge_bytes(bytes);
    Layout::from_size_align(bytes.max(huge), if huge > 0 { HUGE } else { ALIGN }).ok()
}

impl Buffer {
    /// Memory that is not initialised: every element type is valid for any bits but `bool`, which the caller fills.
    pub fn new(bytes: usize) -> Result<Buffer, Fault> {
        let buffer = Buffer::reserve(bytes, true)?;
        if buffer.has_memory() { Ok(buffer) } else { Err(Fault::OutOfMemory) }
    }

    /// Memory whose elements are computed when somebody asks for them.
    pub fn with_pending(bytes: usize, expression: Expression) -> Result<Buffer, Fault> {
        let buffer = Buffer::reserve(bytes, false)?;
        buffer.0.pending.replace(Some(Rc::new(expression)));
        with_pool(|pool| {
            buffer.0.place.set(pool.pending.len());
            pool.pending.push(Rc::as_ptr(&buffer.0));
        });
        Ok(buffer)
    }

    /// A description of memory that may be taken, or is taken now if it is wanted and the system has it.
    fn reserve(bytes: usize, is_wanted: bool) -> Result<Buffer, Fault> {
        if bytes > isize::MAX as usize - ALIGN {
            return Err(Fault::OutOfMemory);
        }
        let bytes = rounded(bytes);
        let filled = with_pool(|pool| std::mem::take(&mut pool.filled));
        let used = if is_wanted { bytes } else { 0 };
        heap::reserve(bytes, filled, used.saturating_add(OVERHEAD))?;
        let (memory, free) = with_pool(|pool| {
            pool.count(bytes);
            (pool.spare.pop(), if is_wanted { pool.take(bytes) } else { None })
        });
        let buffer = Buffer(memory.unwrap_or_default());
        buffer.0.bytes.set(bytes);
        if is_wanted {
            buffer.set_memory(free);
        }
        Ok(buffer)
    }

    /// Takes the memory; false if the system has none.
    fn take(&self) -> bool {
        let bytes = self.0.bytes.get();
        self.set_memory(with_pool(|pool| pool.take(bytes)));
        self.has_memory()
    }

    /// Uses this memory of the pool, or new one.
    fn set_memory(&self, pooled: Option<Free>) {
        let memory = pooled.unwrap_or_else(|| Free { address: allocate(self.0.bytes.get()), written: 0 });
        self.0.data.set(memory.address);
        self.0.written.set(memory.written);
    }

    fn has_memory(&self) -> bool {
        self.0.data.get() != 0
    }

    /// The first byte, of elements that are computed now if they were pending.
    #[inline]
    pub fn data(&self) -> *mut u8 {
        self.compute();
        self.0.data.get() as *mut u8
    }

    /// Computes pending elements.
    #[inline]
    pub fn compute(&self) {
        if let Some(expression) = self.pending() {
            expression.fill(self);
            self.settle();
        }
    }

    /// The first byte of the memory for pending elements.
    pub fn unfilled(&self) -> *mut u8 {
        if !self.has_memory() && !self.take() {
            crate::error::die("the system has no memory for a tensor");
        }
        self.0.data.get() as *mut u8
    }

    /// How many bytes went through the caches since this memory was last written, or go through them when it is now.
    pub fn passed_since(&self) -> usize {
        with_pool(|pool| pool.passed.wrapping_sub(self.0.written.get()))
    }

    /// Notes that the memory has been written, and how many bytes were read for that.
    pub fn note_pass(&self, bytes: usize) {
        with_pool(|pool| {
            pool.passed = pool.passed.wrapping_add(bytes);
            self.0.written.set(pool.passed);
        });
    }

    /// The expression of pending elements.
    #[inline]
    pub fn pending(&self) -> Option<Rc<Expression>> {
        self.0.pending.borrow().clone()
    }

    /// Notes that the elements are no longer pending.
    pub fn settle(&self) {
        with_pool(|pool| {
            pool.unlist(&self.0);
            pool.filled += self.0.bytes.get();
        });
        drop(self.0.pending.take());
    }

    /// Counts an expression that reads this memory.
    pub fn add_reader(&self) {
        self.0.readers.update(|readers| readers + 1);
    }

    /// An expression that read this memory is gone.
    pub fn remove_reader(&self) {
        self.0.readers.update(|readers| readers - 1);
    }

    /// Whether an expression reads this memory once, and no other does.
    pub fn has_one_reader(&self) -> bool {
        self.0.readers.get() == 1
    }

    /// Whether nothing but expressions keeps this memory.
    pub fn is_only_read(&self) -> bool {
        self.count() == self.0.readers.get()
    }

    /// Computes the pending elements that depend on this memory, so that it can be changed.
    pub fn serve_readers(&self) {
        if self.0.readers.get() == 0 {
            return;
        }
        let readers: Vec<Buffer> = with_pool(|pool| pool.listed().filter(|buffer| buffer.0.reads(&self.0)).collect());
        readers.iter().for_each(Buffer::compute);
    }

    /// Whether nothing shows this memory but a cotangent that grows.
    pub fn is_own(&self) -> bool {
        self.0.is_own.get()
    }

    /// Notes whether nothing shows this memory but a cotangent that grows.
    pub fn set_own(&self, is_own: bool) {
        self.0.is_own.set(is_own);
    }

    /// How many objects and Rust values look at this memory.
    pub fn count(&self) -> usize {
        Rc::strong_count(&self.0)
    }

    /// The pointer for a heap object that looks at this memory; the object is listed with one count.
    pub fn register(self, object: Value) {
        let memory = Rc::into_raw(self.0.clone());
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

impl Memory {
    fn reads(&self, memory: &Rc<Memory>) -> bool {
        self.pending.borrow().as_ref().is_some_and(|pending| pending.reads().any(|read| Rc::ptr_eq(&read.0, memory)))
    }
}

impl Drop for Buffer {
    fn drop(&mut self) {
        if self.count() == 1 {
            let pending = self.0.pending.take();
            with_pool(|pool| {
                if pending.is_some() {
                    pool.unlist(&self.0);
                }
                pool.give(&self.0);
            });
        }
    }
}

impl Pool {
    /// The buffers with pending elements.
    fn listed(&self) -> impl Iterator<Item = Buffer> {
        // SAFETY: buffers are taken off the list before they are gone.
        self.pending.iter().map(|memory| unsafe { Buffer::from_word(*memory as u64) })
    }

    /// Takes a buffer off the list of pending ones.
    fn unlist(&mut self, memory: &Memory) {
        let place = memory.place.get();
        self.pending.swap_remove(place);
        if let Some(moved) = self.pending.get(place) {
            // SAFETY: buffers are taken off the list before they are gone.
            unsafe { &**moved }.place.set(place);
        }
    }

    /// The free memory of a size.
    fn free(&mut self, bytes: usize) -> &mut Vec<Free> {
        let number = bytes / ALIGN;
        if number >= SMALL {
            return self.large.entry(bytes).or_default();
        }
        if self.small.is_empty() {
            self.small.resize_with(SMALL, Vec::new);
        }
        &mut self.small[number]
    }

    fn take(&mut self, bytes: usize) -> Option<Free> {
        self.passed = self.passed.wrapping_add(bytes);
        let memory = self.free(bytes).pop()?;
        self.bytes -= bytes;
        Some(memory)
    }

    /// Counts a buffer that is new in use. What the pool has too much then is freed.
    fn count(&mut self, bytes: usize) {
        self.used += bytes;
        self.most = self.most.max(self.used);
        if !self.has_room(0) {
            let small = self.small.iter_mut().enumerate().map(|(number, list)| (number * ALIGN, std::mem::take(list)));
            for (size, list) in small.chain(self.large.drain()) {
                list.into_iter().for_each(|memory| free(memory.address, size));
            }
            self.bytes = 0;
        }
    }

    fn has_room(&self, bytes: usize) -> bool {
        let pooled = self.bytes + bytes;
        pooled <= POOL_LIMIT || self.used + pooled <= self.most
    }

    /// Keeps memory that is no longer in use, or frees it, and keeps the description.
    fn give(&mut self, memory: &Rc<Memory>) {
        let (bytes, address) = (memory.bytes.get(), memory.data.take());
        self.used -= bytes;
        if address != 0 && self.has_room(bytes) {
            self.bytes += bytes;
            self.free(bytes).push(Free { address, written: memory.written.get() });
        } else if address != 0 {
            free(address, bytes);
        }
        if self.spare.len() < MAX_SPARE {
            memory.age.set(0);
            memory.is_own.set(false);
            self.spare.push(memory.clone());
        }
    }
}

/// New memory; 0 if the system has none.
fn allocate(bytes: usize) -> usize {
    let Some(layout) = layout(bytes) else { return 0 };
    // SAFETY: the size is not zero.
    let address = unsafe { std::alloc::alloc(layout) }.addr();
    #[cfg(target_os = "linux")]
    if huge_bytes(bytes) > 0 && address != 0 {
        // SAFETY: this is advice about the memory just taken, which changes no contents.
        unsafe { libc::madvise(address as *mut libc::c_void, huge_bytes(bytes), libc::MADV_HUGEPAGE) };
    }
    address
}

/// Back to the system.
fn free(address: usize, bytes: usize) {
    if let Some(layout) = layout(bytes) {
        // SAFETY: allocated with this layout by `allocate`, and neither used nor in the pool.
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
        drop(Buffer(unsafe { Rc::from_raw(memory) }));
    }
    fill_old();
    with_pool(|pool| pool.used)
}

/// Computes what has been pending for long, is in use and keeps memory that nothing else does; later expressions first, as
/// they may compute earlier ones.
fn fill_old() {
    let is_old = |buffer: &Buffer| {
        buffer.0.age.update(|age| age + 1);
        buffer.0.age.get() >= MAX_AGE
    };
    let old: Vec<Buffer> = with_pool(|pool| pool.listed().filter(is_old).collect());
    let keeps_memory = |buffer: &Buffer| buffer.pending().is_some_and(|pending| pending.keeps_memory());
    old.into_iter()
        .rev()
        .filter(|buffer| buffer.count() > 1 && keeps_memory(buffer))
        .for_each(|buffer| buffer.compute());
}
