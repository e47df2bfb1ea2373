//! The frames of compiled code on the stack: how large each is, read from the unwind tables (DWARF call frame
//! information) that the compiler has the code generator write.
//!
//! Only what LLVM writes for functions without a frame pointer is understood; of any other code, such as the assembly
//! that Rust calls procedures by, nothing is known. Functions that pass or take arguments on the stack have no table:
//! below their frames the place of a return address does not tell where its frame ends.

use std::cell::UnsafeCell;
use std::ffi::c_void;

/// Slots of the cache of sizes; a power of two.
const CACHED: usize = 1024;
/// The size of a frame of which nothing is known.
const UNKNOWN: usize = 0;
/// The number of the stack pointer in unwind tables.
const STACK_POINTER: u64 = if cfg!(target_arch = "x86_64") { 7 } else { 31 };

/// Return addresses and the sizes of the frames that are returned to.
struct Cache(UnsafeCell<[(usize, usize); CACHED]>);

// SAFETY: only the program's thread walks its stack.
unsafe impl Sync for Cache {}

static CACHE: Cache = Cache(UnsafeCell::new([(0, UNKNOWN); CACHED]));

/// The bytes from the slot of a return address to the slot of the next one, that of the frame returned to; `None` if
/// that is not known.
#[inline]
pub fn size_at(return_address: usize) -> Option<usize> {
    // SAFETY: programs have one thread, and nothing in here calls back.
    let slot = unsafe { &mut (*CACHE.0.get())[(return_address ^ return_address >> 10) % CACHED] };
    if slot.0 != return_address {
        *slot = (return_address, look_up(return_address).unwrap_or(UNKNOWN));
    }
    (slot.1 != UNKNOWN).then_some(slot.1)
}

#[repr(C)]
struct Bases {
    text: *const c_void,
    data: *const c_void,
    function: *const c_void,
}

unsafe extern "C" {
    /// The unwinder's search for the description of the function around an instruction.
    #[link_name = "_Unwind_Find_FDE"]
    fn find_description(instruction: *const c_void, bases: *mut Bases) -> *const u8;
}

#[cold]
fn look_up(return_address: usize) -> Option<usize> {
    let mut bases = Bases { text: std::ptr::null(), data: std::ptr::null(), function: std::ptr::null() };
    let call = return_address - 1;
    // SAFETY: the search reads tables of the process; what it finds is a well-formed description, in memory that stays.
    unsafe {
        let description = find_description(call as *const c_void, &mut bases);
        if description.is_null() {
            return None;
        }
        let (start, end) = record(description);
        let common = start.sub(start.cast::<u32>().read_unaligned() as usize);
        let mut rules = Rules { location: bases.function as usize, offset: 0, remembered: Vec::new() };
        rules.run(common_instructions(common)?, call)?;
        // Behind the pointer to the common part: start and length of the function (4 bytes each in LLVM's encoding), and
        // augmentation data.
        let mut reader = Reader { at: start.add(12), end };
        let skipped = reader.unsigned()?;
        reader.skip(skipped as usize)?;
        rules.run(reader, call)?;
        usize::try_from(rules.offset).ok().filter(|size| *size != UNKNOWN)
    }
}

/// Start, behind the length, and end of a record.
unsafe fn record(at: *const u8) -> (*const u8, *const u8) {
    // SAFETY: by contract a record begins with its length.
    unsafe { (at.add(4), at.add(4 + at.cast::<u32>().read_unaligned() as usize)) }
}

/// The instructions of a common part, if it is one that LLVM writes for compiled code: augmentation `zR` with 4-byte
/// relative pointers, code factor 1.
unsafe fn common_instructions(at: *const u8) -> Option<Reader> {
    // SAFETY: by contract a common part: identifier, version, augmentation, factors, return address register, data.
    unsafe {
        const RELATIVE: u8 = 0x1B;
        let (start, end) = record(at);
        let header = std::slice::from_raw_parts(start, 12);
        (header[..11] == [0, 0, 0, 0, 1, b'z', b'R', 0, 1, 0x78, 16]).then_some(())?;
        let mut reader = Reader { at: start.add(11), end };
        (reader.unsigned()? == 1 && reader.byte()? == RELATIVE).then_some(reader)
    }
}

/// Bytes of a table.
struct Reader {
    at: *const u8,
    end: *const u8,
}

impl Reader {
    fn byte(&mut self) -> Option<u8> {
        if self.at >= self.end {
            return None;
        }
        // SAFETY: below the end of the record.
        unsafe {
            let byte = *self.at;
            self.at = self.at.add(1);
            Some(byte)
        }
    }

    fn skip(&mut self, count: usize) -> Option<()> {
        (0..count).try_for_each(|_| self.byte().map(|_| ()))
    }

    /// A number of so many bytes.
    fn fixed(&mut self, bytes: u32) -> Option<usize> {
        (0..bytes).try_fold(0, |number, index| Some(number | usize::from(self.byte()?) << (8 * index)))
    }

    /// A number in 7-bit groups.
    fn unsigned(&mut self) -> Option<u64> {
        let (mut number, mut shift) = (0, 0);
        loop {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7F).checked_shl(shift)?;
            shift += 7;
            if byte < 0x80 {
                return Some(number);
            }
        }
    }
}

/// Where the frame's end is: so many bytes above the stack pointer, from this instruction on.
struct Rules {
    location: usize,
    offset: u64,
    remembered: Vec<u64>,
}

impl Rules {
    /// Follows instructions up to those for a later place than `target`; `None` at one that is not known.
    fn run(&mut self, mut reader: Reader, target: usize) -> Option<()> {
        while let Some(code) = reader.byte() {
            let operand = usize::from(code & 0x3F);
            match (code >> 6, code) {
                (1, _) => self.location += operand,
                (2, _) => drop(reader.unsigned()?),
                (3, _) | (_, 0x00) => {}
                (_, 0x02) => self.location += reader.fixed(1)?,
                (_, 0x03) => self.location += reader.fixed(2)?,
                (_, 0x04) => self.location += reader.fixed(4)?,
                (_, 0x0A) => self.remembered.push(self.offset),
                (_, 0x0B) => self.offset = self.remembered.pop()?,
                (_, 0x0C) => {
                    (reader.unsigned()? == STACK_POINTER).then_some(())?;
                    self.offset = reader.unsigned()?;
                }
                (_, 0x0E) => self.offset = reader.unsigned()?,
                _ => return None,
            }
            if self.location > target {
                // What has been read since belongs to later instructions; only the place has changed.
                return Some(());
            }
        }
        Some(())
    }
}
