//! Values: NaN-boxed 64-bit words.
//!
//! A double is stored as itself. The bit patterns above x86's own NaN (`0xFFF8...0`) are free, and their top 16 bits
//! are the tag:
//!
//! ```text
//! < 0xFFF9...   a double, as itself (foreign NaNs are made canonical when they enter)
//! 0xFFF9        a constant: #f #t () unspecified eof default undefined
//! 0xFFFA        a character, its code point below
//! 0xFFFB        an object, its address below; the header says which kind
//! 0xFFFC        a pair, its address below
//! 0xFFFD        a procedure, its address below
//! 0xFFFF        a fixnum, 48 bits, two's complement
//! ```
//!
//! The tag of fixnums is all ones, so `a & b` tells in one comparison whether both are. A heap object starts with a
//! header word: bits 0-7 the [`Kind`], 8-15 flags, 32-63 a length whose unit depends on the kind.

/// A value.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
#[repr(transparent)]
pub struct Value(pub u64);

/// Tags: the top 16 bits of a word.
pub mod tag {
    /// Constants.
    pub const SPECIAL: u64 = 0xFFF9;
    /// Characters.
    pub const CHAR: u64 = 0xFFFA;
    /// Objects with a header that tells their kind.
    pub const OBJECT: u64 = 0xFFFB;
    /// Pairs.
    pub const PAIR: u64 = 0xFFFC;
    /// Procedures.
    pub const PROCEDURE: u64 = 0xFFFD;
    /// Fixnums.
    pub const FIXNUM: u64 = 0xFFFF;
}

/// The kind of a heap object: the low byte of its header. "slots" are values, scanned precisely.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum Kind {
    /// Unused memory; length: bytes that follow the header.
    Free = 0,
    /// `car`, `cdr`; length 2 slots.
    Pair = 1,
    /// Code address, captures...; length: slots, the code address (a raw word, harmless to scan) included.
    Closure = 2,
    /// One slot: an assigned variable that is captured.
    Box = 3,
    /// Slots.
    Vector = 4,
    /// Length: characters, 4 bytes each.
    String = 5,
    /// Slots: name (a string), hash (a fixnum). Interned.
    Symbol = 6,
    /// Length: bytes.
    Bytevector = 7,
    /// Length: doubles.
    F64vector = 8,
    /// Length: 64-bit words; the first is the sign (0 or 1), the others the magnitude, least significant first.
    Bignum = 9,
    /// Slots: numerator, denominator.
    Ratnum = 10,
    /// Slots: record type, fields...
    Record = 11,
    /// Slots: name (symbol), field names (vector).
    RecordType = 12,
    /// Slots, see the hash table module.
    Table = 13,
    /// Slots: the multiple values, never exactly one.
    Values = 14,
    /// Raw, scanned conservatively: a saved stack. Length: words.
    Continuation = 15,
    /// Slots: kind (symbol), message (string), irritants (list), place (fixnum or #f). What `error` makes.
    Condition = 16,
    /// Slots: index of a native resource (fixnum).
    Port = 17,
    /// An active number of forward mode. Slots: level, primal, tangent.
    Dual = 18,
    /// An active number of reverse mode. Slots: see the AD module.
    Node = 19,
}
