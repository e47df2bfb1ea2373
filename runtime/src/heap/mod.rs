//! The heap: a non-moving mark-region collector, conservative on the stack, precise in the heap.
//!
//! Memory is a reserved range of blocks of 32 KB, cut into lines of 128 bytes (Immix, Blackburn & McKinley 2008, without
//! moving). Allocation bumps a pointer through a *span*, a run of free lines; inline code does that on `CTX.free` and
//! `CTX.limit`, and calls [`fx_alloc`] when a span is full. A collection marks what is reachable, object by object and
//! line by line; lines without a mark are the next spans. Objects above 8 KB live apart ([`large`]).
//!
//! A word on the stack counts as a pointer if its low 48 bits are an address inside an object. To find that object's
//! start, each block keeps a bitmap of starts: the objects that survived the last collection, to which the objects of
//! spans filled since are added by walking their headers, but only in blocks that some stack word points into. So
//! allocation itself records nothing.
//!
//! The thresholds count bytes handed out in spans. A collection is due when as much has been allocated as lived after
//! the last one (plus the stack, which has to be scanned); while that is little, when what was allocated has cost as much
//! as marking ([`TAKEN_PER_MARKED`]), between [`MIN_BUDGET`] and [`SMALL_HEAP`].

mod block;
mod large;
mod mark;
#[cfg(test)]
pub(crate) mod tests;

use std::sync::Mutex;

use crate::abi::{Fault, ctx};
use crate::error::raise;
use crate::stack;
use crate::value::{Kind, Value};
use block::Blocks;
use large::LargeObjects;

/// Objects up to this many bytes are allocated without fail; larger ones may be refused.
pub const SMALL: usize = 8 * 1024;
/// A collection is not worth its price before this many bytes; more would not stay in caches.
const MIN_BUDGET: usize = 8 << 20;
/// The same of memory outside of the heap, of which the most is read and written again and again.
const MIN_OUTSIDE_BUDGET: usize = 2 << 20;
/// Up to this many bytes are allocated before a collection even if less than that lives.
const SMALL_HEAP: usize = 64 << 20;
/// A collection that marks a byte costs as much as taking this many new bytes.
const TAKEN_PER_MARKED: usize = 8;
/// Beyond the limit, error handlers may use this share of it.
const OVERDRAFT: usize = 8;

/// Settings of the heap.
#[derive(Clone, Copy, Debug)]
pub struct HeapOptions {
    /// The most bytes that live objects may have.
    pub max_bytes: usize,
    /// Collect at every allocation.
    pub stress: bool,
}

struct Heap {
    blocks: Blocks,
    large: LargeObjects,
    options: HeapOptions,
    /// The current span; `CTX` has copies unless every allocation collects.
    free: usize,
    limit: usize,
    /// Bytes handed out since the last collection, and when to do the next one.
    allocated: usize,
    budget: usize,
    /// Bytes outside of the heap that were taken since the last collection, and when to do the next one.
    outside: usize,
    outside_budget: usize,
    live: usize,
    /// An out-of-memory error has been raised and memory is still short.
    overdrawn: bool,
    /// Static tables of words that are roots.
    tables: Vec<(*const u64, usize)>,
    collections: usize,
    /// Bytes taken since unused stack was given back.
    since_release: usize,
    /// Where the part of the stack ends that the program uses, if it is known.
    top: Option<usize>,
}

// SAFETY: programs have one thread; the lock below only satisfies the rules for statics.
unsafe impl Send for Heap {}

static HEAP: Mutex<Option<Heap>> = Mutex::new(None);

fn with_heap<T>(work: impl FnOnce(&mut Heap) -> T) -> T {
    let mut guard = HEAP.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
    work(guard.get_or_insert_with(|| Heap::new(HeapOptions { max_bytes: 1 << 30, stress: false })))
}

/// Sets the heap up; called before anything is allocated.
pub fn prepare(options: HeapOptions) {
    large::keep_free(SMALL_HEAP);
    let mut guard = HEAP.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
    *guard = Some(Heap::new(options));
}

/// Makes a table of words a root for the rest of the program.
pub fn add_root_table(start: *const u64, length: usize) {
    with_heap(|heap| heap.tables.push((start, length)));
}

/// A new object whose slots are these values. At most [`SMALL`] bytes.
#[inline]
pub fn alloc_slots(kind: Kind, slots: &[Value]) -> Value {
    let bytes = 8 * (slots.len() + 1);
    debug_assert!(bytes <= SMALL);
    let object = bump(bytes).unwrap_or_else(|| with_heap(|heap| heap.alloc_small(bytes)));
    filled(object, kind, slots)
}

/// As [`alloc_slots`]; raises an error where the heap limit is reached, so no destructor may be pending.
#[inline]
pub fn alloc_slots_or_raise(kind: Kind, slots: &[Value]) -> Value {
    let bytes = 8 * (slots.len() + 1);
    let object = bump(bytes).unwrap_or_else(|| fx_alloc(bytes));
    filled(object, kind, slots)
}

/// As [`alloc_slots`]; a fault where the heap limit is reached.
pub fn alloc_slots_or_fail(kind: Kind, slots: &[Value]) -> Result<Value, Fault> {
    let bytes = 8 * (slots.len() + 1);
    let object = match bump(bytes) {
        Some(object) => object,
        None => with_heap(|heap| heap.alloc_small_or_fail(bytes)).ok_or(Fault::OutOfMemory)?,
    };
    Ok(filled(object, kind, slots))
}

#[inline]
fn filled(object: *mut u64, kind: Kind, slots: &[Value]) -> Value {
    // SAFETY: the callers have allocated an object of this many words.
    unsafe {
        *object = header(kind, slots.len());
        std::ptr::copy_nonoverlapping(slots.as_ptr(), object.add(1).cast(), slots.len());
    }
    Value::from_object(object, kind)
}

/// A new object with `length` (in the kind's unit) in its header and zeroed contents (of a vector: the flonum 0.0), its
/// address as a raw pointer.
pub fn alloc(kind: Kind, length: usize) -> Result<*mut u64, Fault> {
    let object = alloc_unfilled(kind, length)?;
    // SAFETY: the object has this many words.
    unsafe { std::ptr::write_bytes(object.add(1), 0, kind.words(length)) };
    Ok(object)
}

/// As [`alloc`], with whatever the memory held as contents: the caller fills it before anything else is allocated.
#[inline]
pub fn alloc_unfilled(kind: Kind, length: usize) -> Result<*mut u64, Fault> {
    let bytes = 8 * (kind.words(length) + 1);
    let fast = if bytes <= SMALL { bump(bytes) } else { None };
    let object = match fast {
        Some(object) => object,
        None => alloc_slowly(bytes, length)?,
    };
    // SAFETY: the first word of the object.
    unsafe { *object = header(kind, length) };
    Ok(object)
}

#[cold]
#[inline(never)]
fn alloc_slowly(bytes: usize, length: usize) -> Result<*mut u64, Fault> {
    if length > u32::MAX as usize {
        return Err(Fault::OutOfMemory);
    }
    match bytes <= SMALL {
        true => with_heap(|heap| heap.alloc_small_or_fail(bytes)).ok_or(Fault::OutOfMemory),
        false => with_heap(|heap| heap.alloc_large(bytes)),
    }
}

/// The slow path of inline allocation: `bytes` of memory for objects whose headers the caller writes at once.
#[unsafe(no_mangle)]
pub extern "C" fn fx_alloc(bytes: usize) -> *mut u64 {
    let object = with_heap(|heap| heap.alloc_small_or_fail(bytes));
    object.unwrap_or_else(|| raise("fx_alloc", Fault::OutOfMemory))
}

// fx_alloc as compiled code calls it (LLVM's `preserve_mostcc`): all registers but rax and r11 are as before, so what an
// allocation is in the way of stays in the registers that calls do not preserve. A register that calls preserve would
// be saved by whatever is called later, and keep a dead reference alive for as long as that runs. All registers are
// stored, and the collector looks at the stack from there on: the frames of its own functions have holes with stale
// words of the program in them.
#[cfg(target_arch = "x86_64")]
core::arch::global_asm!(
    ".globl fx_alloc_preserving",
    "fx_alloc_preserving:",
    "push rcx",
    "push rdx",
    "push rsi",
    "push rdi",
    "push r8",
    "push r9",
    "push r10",
    "push rbx",
    "push rbp",
    "push r12",
    "push r13",
    "push r14",
    "push r15",
    "mov rsi, rsp",
    "call fx_alloc_below",
    "add rsp, 48", // these six are as they were
    "pop r10",
    "pop r9",
    "pop r8",
    "pop rdi",
    "pop rsi",
    "pop rdx",
    "pop rcx",
    "ret",
);

#[cfg(target_arch = "x86_64")]
unsafe extern "C" {
    fn fx_alloc_preserving();
}

/// As [`fx_alloc`] when everything that the program holds is on the stack from the address `top` on.
#[cfg(target_arch = "x86_64")]
#[unsafe(no_mangle)]
extern "C" fn fx_alloc_below(bytes: usize, top: usize) -> *mut u64 {
    let object = with_heap(|heap| {
        heap.top = Some(top);
        let object = heap.alloc_small_or_fail(bytes);
        heap.top = None;
        object
    });
    object.unwrap_or_else(|| raise("fx_alloc", Fault::OutOfMemory))
}

/// Collects now.
pub fn collect() {
    with_heap(|heap| {
        heap.sync();
        heap.collect();
        heap.publish();
    });
}

/// Counts memory outside of the heap that an object keeps from now on, which may collect; so that objects with much of
/// it are found dead in time.
pub fn charge(bytes: usize) {
    with_heap(|heap| {
        heap.allocated += bytes;
        if heap.allocated >= heap.budget {
            heap.sync();
            heap.collect();
            heap.publish();
        }
    });
}

/// As [`charge`], where the memory is not there yet: an error if the heap limit does not allow it. While the heap is
/// small collections are cheap, and come early: memory that is taken again is worth more than new pages. So bytes count
/// once more when they are used: `before` have been since the last call, `now` are now.
pub fn reserve(bytes: usize, before: usize, now: usize) -> Result<(), Fault> {
    with_heap(|heap| {
        heap.sync();
        heap.outside = heap.outside.saturating_add(before);
        if heap.outside > 0 && heap.outside.saturating_add(now) > heap.outside_budget {
            heap.collect();
        }
        heap.outside = heap.outside.saturating_add(now);
        let granted = heap.reserve(bytes);
        heap.publish();
        granted
    })
}

/// How many collections there have been.
pub fn collections() -> usize {
    with_heap(|heap| heap.collections)
}

/// The most bytes that live objects may have.
pub fn max_bytes() -> usize {
    with_heap(|heap| heap.options.max_bytes)
}

/// Bytes of live objects after the last collection.
pub fn live_bytes() -> usize {
    with_heap(|heap| heap.live)
}

#[inline]
fn header(kind: Kind, length: usize) -> u64 {
    kind as u64 | (length as u64) << 32
}

/// Takes memory from the current span.
#[inline]
fn bump(bytes: usize) -> Option<*mut u64> {
    let context = ctx();
    let end = context.free + bytes as u64;
    if end > context.limit {
        return None;
    }
    let object = context.free as *mut u64;
    context.free = end;
    Some(object)
}

impl Heap {
    fn new(options: HeapOptions) -> Heap {
        Heap {
            blocks: Blocks::reserve(),
            large: LargeObjects::default(),
            options,
            free: 0,
            limit: 0,
            allocated: 0,
            budget: MIN_BUDGET.min(options.max_bytes / 4),
            outside: 0,
            outside_budget: MIN_OUTSIDE_BUDGET,
            live: 0,
            overdrawn: false,
            tables: Vec::new(),
            collections: 0,
            since_release: 0,
            top: None,
        }
    }

    /// Takes over what inline allocation has used of the span.
    fn sync(&mut self) {
        if !self.options.stress && self.limit != 0 {
            self.free = ctx().free as usize;
        }
    }

    /// Hands the span to inline allocation.
    fn publish(&mut self) {
        let context = ctx();
        (context.free, context.limit) = match self.options.stress {
            true => (0, 0),
            false => (self.free as u64, self.limit as u64),
        };
        if self.options.stress {
            // `0 + bytes > 0`: every inline allocation comes here.
            context.limit = 0;
        }
    }

    /// As `alloc_small`; `None`, once, when the limit is reached.
    fn alloc_small_or_fail(&mut self, bytes: usize) -> Option<*mut u64> {
        self.sync();
        if self.is_exhausted(bytes) {
            self.overdrawn = true;
            self.publish();
            return None;
        }
        Some(self.alloc_small(bytes))
    }

    /// Memory for a small object, if need be after a collection.
    fn alloc_small(&mut self, bytes: usize) -> *mut u64 {
        self.sync();
        if self.options.stress || self.allocated >= self.budget {
            self.collect();
        }
        if self.free + bytes > self.limit || self.limit == 0 {
            self.next_span(bytes);
        }
        let object = self.free as *mut u64;
        self.free += bytes;
        self.publish();
        object
    }

    fn next_span(&mut self, bytes: usize) {
        self.blocks.close_span(self.free);
        self.check_hard_limit();
        let (start, end) = self.blocks.open_span(bytes);
        self.allocated += end - start;
        (self.free, self.limit) = (start, end);
    }

    fn alloc_large(&mut self, bytes: usize) -> Result<*mut u64, Fault> {
        self.sync();
        let object = self.reserve(bytes).and_then(|()| self.large.alloc(bytes).ok_or(Fault::OutOfMemory));
        self.publish();
        object
    }

    /// Makes room for `bytes` within the limit, if need be by a collection, and counts them.
    fn reserve(&mut self, bytes: usize) -> Result<(), Fault> {
        if self.options.stress || self.allocated.saturating_add(bytes) > self.budget.max(bytes) {
            self.collect();
        }
        if (self.live + self.allocated).saturating_add(bytes) > self.options.max_bytes {
            self.collect();
            if self.live.saturating_add(bytes) > self.options.max_bytes {
                // Pending elements are computed now, and keep nothing alive any more.
                self.collect();
            }
            if self.live.saturating_add(bytes) > self.options.max_bytes {
                return Err(Fault::OutOfMemory);
            }
        }
        self.allocated += bytes;
        Ok(())
    }

    /// Whether the limit is reached even after a collection; said once until memory is free again.
    fn is_exhausted(&mut self, bytes: usize) -> bool {
        if self.live + self.allocated + bytes <= self.options.max_bytes {
            return false;
        }
        if self.overdrawn && self.live + self.allocated < self.overdraft() {
            return false;
        }
        self.collect();
        let short = self.live + bytes > self.options.max_bytes;
        self.overdrawn &= short;
        short && !self.overdrawn
    }

    fn overdraft(&self) -> usize {
        self.options.max_bytes + self.options.max_bytes / OVERDRAFT + (1 << 20)
    }

    /// Ends the program if even the overdraft is used up.
    fn check_hard_limit(&mut self) {
        if self.live + self.allocated <= self.overdraft() {
            return;
        }
        self.collect();
        if self.live > self.overdraft() {
            crate::error::die("out of memory: the heap limit is reached");
        }
    }

    fn collect(&mut self) {
        self.collections += 1;
        self.blocks.close_span(self.free);
        (self.free, self.limit) = (0, 0);
        self.blocks.start_marking();
        self.large.start_marking();
        let stack_bytes = mark::mark_everything(&mut self.blocks, &mut self.large, &self.tables, self.top);
        let small = self.blocks.finish_marking();
        let inside = small + self.large.sweep();
        self.live = inside + crate::tensor::sweep(|tensor| self.blocks.survived(tensor));
        self.since_release += self.allocated + self.outside;
        (self.allocated, self.outside) = (0, 0);
        let taken = TAKEN_PER_MARKED * (inside + stack_bytes);
        self.outside_budget = taken.max(MIN_OUTSIDE_BUDGET);
        let wanted = (self.live + stack_bytes).max(taken.clamp(MIN_BUDGET, SMALL_HEAP));
        self.budget = wanted.min(self.options.max_bytes / 4 + MIN_BUDGET);
        if self.live < self.options.max_bytes / 2 {
            self.overdrawn = false;
        }
        crate::ports::sweep(|port| self.blocks.survived(port));
        if !self.options.stress && self.since_release >= SMALL_HEAP {
            self.since_release = 0;
            stack::release_unused();
        }
    }
}

/// The symbols that the collector's functions export.
pub const EXPORTS: &[crate::abi::Export] = &[
    crate::abi::Export { name: "fx_alloc", address: || fx_alloc as *const () as usize, arity: 1 },
    #[cfg(target_arch = "x86_64")]
    crate::abi::Export { name: "fx_alloc_preserving", address: || fx_alloc_preserving as *const () as usize, arity: 1 },
];
