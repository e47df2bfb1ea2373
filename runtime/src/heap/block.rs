//! Blocks and lines: where small objects live.

use crate::value::Kind;

/// Bytes of a block.
pub const BLOCK: usize = 32 << 10;
const BLOCK_SHIFT: u32 = BLOCK.trailing_zeros();
const LINE: usize = 128;
const LINES: usize = BLOCK / LINE;
/// Address space reserved for blocks; nothing of it costs memory before it is used.
const RESERVED: usize = 256 << 30;
/// Spans shorter than this are not worth a refill.
const MIN_SPAN: usize = 2 * LINE;

/// One bit for each word of a block.
type WordBits = [u64; BLOCK / 8 / 64];

/// What is known of a block.
struct Block {
    /// Where objects start that survived the last collection, and, once it is walked, all others.
    starts: Box<WordBits>,
    /// Marks of the running collection.
    marks: Box<WordBits>,
    /// Lines with marked objects.
    lines: [u64; LINES / 64],
    /// Spans filled since the last collection, as offsets.
    spans: Vec<(u32, u32)>,
    /// Whether the objects of `spans` are in `starts`.
    walked: bool,
}

/// All blocks.
pub struct Blocks {
    base: usize,
    blocks: Vec<Block>,
    /// Blocks with free lines, to be used from the end.
    recyclable: Vec<u32>,
    /// Blocks without any object.
    empty: Vec<u32>,
    /// The block that spans are taken from, and the line to go on at.
    current: Option<(u32, usize)>,
    /// Start of the open span.
    open: Option<usize>,
}

impl Blocks {
    /// Reserves address space.
    pub fn reserve() -> Blocks {
        // SAFETY: a fresh anonymous mapping that is kept for ever.
        let base = unsafe {
            let flags = libc::MAP_PRIVATE | libc::MAP_ANONYMOUS | libc::MAP_NORESERVE;
            libc::mmap(std::ptr::null_mut(), RESERVED + BLOCK, libc::PROT_READ | libc::PROT_WRITE, flags, -1, 0)
        };
        if base == libc::MAP_FAILED {
            crate::error::die("cannot reserve address space for the heap");
        }
        let base = (base as usize).next_multiple_of(BLOCK);
        Blocks { base, blocks: Vec::new(), recyclable: Vec::new(), empty: Vec::new(), current: None, open: None }
    }

    /// The block and the offset in it of an address that lies in one.
    fn locate(&self, address: usize) -> Option<(usize, usize)> {
        let offset = address.wrapping_sub(self.base);
        let block = offset >> BLOCK_SHIFT;
        (block < self.blocks.len()).then_some((block, offset & (BLOCK - 1)))
    }

    fn address(&self, block: usize, offset: usize) -> usize {
        self.base + (block << BLOCK_SHIFT) + offset
    }

    // Allocation -----

    /// Ends the open span at the last byte that has been allocated from it.
    pub fn close_span(&mut self, free: usize) {
        let Some(start) = self.open.take() else { return };
        if let Some((block, offset)) = self.locate(start)
            && free > start
        {
            let end = offset + (free - start);
            self.blocks[block].spans.push((offset as u32, end as u32));
            self.blocks[block].walked = false;
        }
    }

    /// A span with room for `bytes`.
    pub fn open_span(&mut self, bytes: usize) -> (usize, usize) {
        let wanted = bytes.max(MIN_SPAN);
        loop {
            if let Some((block, line)) = self.current
                && let Some((start, end)) = free_run(&self.blocks[block as usize].lines, line)
            {
                self.current = Some((block, end));
                if (end - start) * LINE >= wanted {
                    let (start, end) =
                        (self.address(block as usize, start * LINE), self.address(block as usize, end * LINE));
                    self.open = Some(start);
                    return (start, end);
                }
                continue;
            }
            let next = if bytes > 16 * LINE { None } else { self.recyclable.pop() };
            let block = next.or_else(|| self.empty.pop()).unwrap_or_else(|| self.add_block());
            self.current = Some((block, 0));
        }
    }

    fn add_block(&mut self) -> u32 {
        if (self.blocks.len() + 1) * BLOCK > RESERVED {
            crate::error::die("out of memory: the address space of the heap is used up");
        }
        self.blocks.push(Block {
            starts: Box::new([0; BLOCK / 8 / 64]),
            marks: Box::new([0; BLOCK / 8 / 64]),
            lines: [0; LINES / 64],
            spans: Vec::new(),
            walked: true,
        });
        self.blocks.len() as u32 - 1
    }

    // Marking -----

    /// Forgets which lines were in use.
    pub fn start_marking(&mut self) {
        for block in &mut self.blocks {
            block.lines = [0; LINES / 64];
        }
    }

    /// Marks the object at an address; `None` if the address is in no block, else whether it had no mark.
    ///
    /// # Safety
    /// If the address lies in a block it is the start of an object.
    pub unsafe fn mark(&mut self, address: usize) -> Option<bool> {
        let (index, offset) = self.locate(address)?;
        let block = &mut self.blocks[index];
        let word = offset / 8;
        let bit = 1 << (word % 64);
        if block.marks[word / 64] & bit != 0 {
            return Some(false);
        }
        block.marks[word / 64] |= bit;
        // SAFETY: the caller says that an object starts here.
        let bytes = unsafe { object_bytes(address) };
        for line in offset / LINE..=(offset + bytes - 1) / LINE {
            block.lines[line / 64] |= 1 << (line % 64);
        }
        Some(true)
    }

    /// The start of the object that contains an address.
    pub fn find(&mut self, address: usize) -> Option<usize> {
        let (index, offset) = self.locate(address)?;
        self.walk_spans(index);
        let word = last_bit(&self.blocks[index].starts, offset / 8)?;
        let start = self.address(index, 8 * word);
        // SAFETY: a bit in `starts` stands for an object.
        (address < start + unsafe { object_bytes(start) }).then_some(start)
    }

    /// Adds the objects of spans that have been filled since the last collection to `starts`.
    fn walk_spans(&mut self, index: usize) {
        let base = self.address(index, 0);
        let block = &mut self.blocks[index];
        if std::mem::replace(&mut block.walked, true) {
            return;
        }
        for (start, end) in &block.spans {
            let mut offset = *start as usize;
            while offset < *end as usize {
                block.starts[offset / 8 / 64] |= 1 << (offset / 8 % 64);
                // SAFETY: a span is filled with objects without gaps.
                offset += unsafe { object_bytes(base + offset) };
            }
        }
    }

    /// Makes lines without marks free; the bytes in the others.
    pub fn finish_marking(&mut self) -> usize {
        self.recyclable.clear();
        self.empty.clear();
        self.current = None;
        let mut live = 0;
        for (index, block) in self.blocks.iter_mut().enumerate().rev() {
            std::mem::swap(&mut block.starts, &mut block.marks);
            *block.marks = [0; BLOCK / 8 / 64];
            block.spans.clear();
            block.walked = true;
            let used: usize = block.lines.iter().map(|bits| bits.count_ones() as usize).sum();
            live += used * LINE;
            match used {
                0 => self.empty.push(index as u32),
                _ if used < LINES => self.recyclable.push(index as u32),
                _ => {}
            }
        }
        self.release_surplus(live);
        live
    }

    /// Gives empty blocks far beyond what lives back to the system.
    fn release_surplus(&self, live: usize) {
        let keep = (2 * live + super::SMALL_HEAP) / BLOCK;
        if self.empty.len() <= keep {
            return;
        }
        for index in &self.empty[..self.empty.len() - keep] {
            let address = self.address(*index as usize, 0);
            // SAFETY: the block has no objects; its pages come back as zeros.
            unsafe { libc::madvise(address as *mut libc::c_void, BLOCK, libc::MADV_DONTNEED) };
        }
    }

    /// Whether the small object at an address survived the collection that has just ended.
    pub fn survived(&self, value: crate::value::Value) -> bool {
        let Some(address) = value.address() else { return true };
        let Some((index, offset)) = self.locate(address as usize) else { return true };
        let word = offset / 8;
        self.blocks[index].starts[word / 64] & (1 << (word % 64)) != 0
    }
}

/// The next run of free lines from `from` on.
fn free_run(lines: &[u64; LINES / 64], from: usize) -> Option<(usize, usize)> {
    let is_used = |line: usize| lines[line / 64] >> (line % 64) & 1 != 0;
    let start = (from..LINES).find(|line| !is_used(*line))?;
    let end = (start..LINES).find(|line| is_used(*line)).unwrap_or(LINES);
    Some((start, end))
}

/// The last set bit at or before `from`.
fn last_bit(bits: &WordBits, from: usize) -> Option<usize> {
    let mut index = from / 64;
    let mut word = bits[index] & (u64::MAX >> (63 - from % 64));
    loop {
        if word != 0 {
            return Some(index * 64 + 63 - word.leading_zeros() as usize);
        }
        index = index.checked_sub(1)?;
        word = bits[index];
    }
}

/// The size of the object at an address, header included.
///
/// # Safety
/// An object starts there.
unsafe fn object_bytes(address: usize) -> usize {
    // SAFETY: objects start with a header whose low byte is a kind.
    let header = unsafe { *(address as *const u64) };
    8 * (1 + Kind::from_header(header).words((header >> 32) as usize))
}
