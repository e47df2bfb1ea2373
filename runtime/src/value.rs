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
//! 0xFFFF        a fixnum: the integer plus 2^47 in 48 bits, so that the words of fixnums are in the order of the integers
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
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
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
    /// What a derivative's procedure gets for an f64vector: slots, some of them active numbers.
    ActiveF64vector = 20,
    /// A complex number that is not real. Slots: real and imaginary part.
    Compnum = 21,
    /// A view of native memory. Raw words, see the tensor module.
    Tensor = 22,
}

impl Kind {
    /// The kind that a header names.
    #[inline]
    pub fn from_header(header: u64) -> Kind {
        debug_assert!(header as u8 <= Kind::Tensor as u8);
        // SAFETY: every header is made from a kind, and kinds are numbered without gaps.
        unsafe { std::mem::transmute::<u8, Kind>(header as u8) }
    }

    /// Words that an object of this kind and length has behind its header.
    pub fn words(self, length: usize) -> usize {
        match self {
            Kind::String => length.div_ceil(2),
            Kind::Bytevector | Kind::Free => length.div_ceil(8),
            _ => length,
        }
    }
}

const ADDRESS: u64 = 0x0000_FFFF_FFFF_FFFF;
/// The word of the fixnum 0.
const FIXNUM_ZERO: u64 = tag::FIXNUM << 48 | 1 << 47;

impl Value {
    /// `#f`
    pub const FALSE: Value = Value(tag::SPECIAL << 48);
    /// `#t`
    pub const TRUE: Value = Value(tag::SPECIAL << 48 | 1);
    /// `()`
    pub const NULL: Value = Value(tag::SPECIAL << 48 | 2);
    /// What an expression without a value returns.
    pub const UNSPECIFIED: Value = Value(tag::SPECIAL << 48 | 3);
    /// The end-of-file object.
    pub const EOF: Value = Value(tag::SPECIAL << 48 | 4);
    /// An optional argument that was not given.
    pub const DEFAULT: Value = Value(tag::SPECIAL << 48 | 5);
    /// The contents of a variable that is not initialised yet.
    pub const UNDEFINED: Value = Value(tag::SPECIAL << 48 | 6);
    /// The smallest fixnum.
    pub const FIXNUM_MIN: i64 = -(1 << 47);
    /// The largest fixnum.
    pub const FIXNUM_MAX: i64 = (1 << 47) - 1;

    /// `#t` or `#f`.
    pub const fn boolean(value: bool) -> Value {
        if value { Value::TRUE } else { Value::FALSE }
    }

    /// A fixnum; the integer is in the range of fixnums.
    pub const fn fixnum(value: i64) -> Value {
        debug_assert!(value >= Value::FIXNUM_MIN && value <= Value::FIXNUM_MAX);
        Value(FIXNUM_ZERO.wrapping_add(value as u64))
    }

    /// A flonum; every NaN becomes the canonical one.
    #[inline]
    pub fn flonum(value: f64) -> Value {
        if value.is_nan() { Value(0x7FF8 << 48) } else { Value(value.to_bits()) }
    }

    /// A character.
    pub const fn char(value: char) -> Value {
        Value(tag::CHAR << 48 | value as u64)
    }

    /// The value that refers to an object of this kind at this address.
    #[inline]
    pub fn from_object(address: *const u64, kind: Kind) -> Value {
        let tag = match kind {
            Kind::Pair => tag::PAIR,
            Kind::Closure => tag::PROCEDURE,
            _ => tag::OBJECT,
        };
        Value(tag << 48 | address as u64)
    }

    /// The top 16 bits.
    pub const fn tag(self) -> u64 {
        self.0 >> 48
    }

    /// The integer of a fixnum.
    pub const fn as_fixnum(self) -> Option<i64> {
        if self.tag() == tag::FIXNUM { Some(self.0.wrapping_sub(FIXNUM_ZERO) as i64) } else { None }
    }

    /// The double of a flonum.
    pub const fn as_flonum(self) -> Option<f64> {
        if self.tag() < tag::SPECIAL { Some(f64::from_bits(self.0)) } else { None }
    }

    /// The character.
    pub const fn as_char(self) -> Option<char> {
        if self.tag() == tag::CHAR { char::from_u32(self.0 as u32) } else { None }
    }

    /// The address of a heap object, pair or procedure.
    pub const fn address(self) -> Option<*mut u64> {
        match self.tag() {
            tag::OBJECT | tag::PAIR | tag::PROCEDURE => Some((self.0 & ADDRESS) as *mut u64),
            _ => None,
        }
    }

    /// The kind of a heap object, pair or procedure.
    #[inline]
    pub fn kind(self) -> Option<Kind> {
        let address = self.address()?;
        // SAFETY: a value with such a tag points to a live object.
        Some(Kind::from_header(unsafe { *address }))
    }

    /// Whether it refers to an object of this kind.
    #[inline]
    pub fn is(self, kind: Kind) -> bool {
        self.kind() == Some(kind)
    }

    /// The length in an object's header; the unit depends on the kind.
    #[inline]
    pub fn length(self) -> usize {
        // SAFETY: a value with an address points to a live object with a header.
        self.address().map_or(0, |address| unsafe { (*address >> 32) as usize })
    }

    /// The slots of an object of this kind. Nobody may keep them across an assignment to the same object.
    #[inline]
    pub fn slots(self, kind: Kind) -> Option<&'static mut [Value]> {
        if !self.is(kind) {
            return None;
        }
        let address = self.address()?;
        // SAFETY: an object of a kind with slots has as many of them as its length says.
        Some(unsafe { std::slice::from_raw_parts_mut(address.add(1).cast(), self.length()) })
    }

    /// The raw bytes behind the header of an object of this kind.
    pub fn bytes(self, kind: Kind) -> Option<&'static mut [u8]> {
        if !self.is(kind) {
            return None;
        }
        let address = self.address()?;
        let bytes = if kind == Kind::Bytevector { self.length() } else { 8 * kind.words(self.length()) };
        // SAFETY: an object has as many words behind its header as its kind and length say.
        Some(unsafe { std::slice::from_raw_parts_mut(address.add(1).cast(), bytes) })
    }

    /// First and second of a pair.
    #[inline]
    pub fn pair(self) -> Option<(Value, Value)> {
        let address = if self.tag() == tag::PAIR { self.address()? } else { return None };
        // SAFETY: a pair has two slots.
        Some(unsafe { (Value(*address.add(1)), Value(*address.add(2))) })
    }

    /// Whether it counts as true: everything but `#f`.
    pub const fn is_true(self) -> bool {
        self.0 != Value::FALSE.0
    }
}

impl std::fmt::Debug for Value {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Value({:#018x})", self.0)
    }
}
