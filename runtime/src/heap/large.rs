//! Objects above 8 KB: each has memory of its own.

use std::alloc::Layout;
use std::collections::BTreeMap;

/// All large objects, by address.
#[derive(Default)]
pub struct LargeObjects {
    objects: BTreeMap<usize, Large>,
}

struct Large {
    bytes: usize,
    marked: bool,
}

/// Lets the system's allocator keep as much free memory: new pages cost more than what is written to them.
pub fn keep_free(bytes: usize) {
    let bytes = i32::try_from(bytes).unwrap_or(i32::MAX);
    // SAFETY: sets numbers of the allocator. The system's own limit of the second one is 32 MB.
    unsafe {
        libc::mallopt(libc::M_TRIM_THRESHOLD, bytes);
        libc::mallopt(libc::M_MMAP_THRESHOLD, bytes.min(32 << 20));
    }
}

fn layout(bytes: usize) -> Option<Layout> {
    Layout::from_size_align(bytes, 64).ok()
}

impl LargeObjects {
    /// Memory for an object; `None` if the system has none.
    pub fn alloc(&mut self, bytes: usize) -> Option<*mut u64> {
        // SAFETY: the size is not zero.
        let memory = unsafe { std::alloc::alloc(layout(bytes)?) };
        if memory.is_null() {
            return None;
        }
        self.objects.insert(memory as usize, Large { bytes, marked: false });
        Some(memory.cast())
    }

    /// Forgets all marks.
    pub fn start_marking(&mut self) {
        for object in self.objects.values_mut() {
            object.marked = false;
        }
    }

    /// The object that contains an address.
    pub fn find(&self, address: usize) -> Option<usize> {
        let (start, object) = self.objects.range(..=address).next_back()?;
        (address < start + object.bytes).then_some(*start)
    }

    /// Marks the object that starts here; whether it is one and had no mark.
    pub fn mark(&mut self, address: usize) -> bool {
        match self.objects.get_mut(&address) {
            Some(object) => !std::mem::replace(&mut object.marked, true),
            None => false,
        }
    }

    /// Frees what has no mark; the bytes of the others.
    pub fn sweep(&mut self) -> usize {
        let mut live = 0;
        self.objects.retain(|address, object| {
            if object.marked {
                live += object.bytes;
            } else if let Some(layout) = layout(object.bytes) {
                // SAFETY: allocated above with this layout, and nothing refers to it.
                unsafe { std::alloc::dealloc(*address as *mut u8, layout) };
            }
            object.marked
        });
        live
    }
}
