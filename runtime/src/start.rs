//! A compiled program as the run-time system sees it.

/// Bytes in static memory.
#[repr(C)]
pub struct Text {
    /// The first byte.
    pub start: *const u8,
    /// How many.
    pub length: u64,
}

/// A table of words in static memory; its contents are roots of the collector.
#[repr(C)]
pub struct Words {
    /// The first word.
    pub start: *mut u64,
    /// How many.
    pub length: u64,
}

/// One procedure's code.
#[repr(C)]
pub struct Code {
    /// The address in slot 0 of its closure objects.
    pub address: *const u8,
    /// Its name.
    pub name: Text,
    /// The least number of arguments.
    pub min_arity: u32,
    /// The greatest number of arguments; `u32::MAX`: any number.
    pub max_arity: u32,
    /// Index of the place where it stands.
    pub place: u64,
}

/// A place in the source. `CTX.place` is an index into the module's places.
#[repr(C)]
pub struct Place {
    /// Index into the module's files.
    pub file: u32,
    /// From 1; 0: unknown.
    pub line: u32,
    /// From 1, in characters.
    pub column: u32,
    /// Not used.
    pub padding: u32,
}

/// What compiled code exports as `FX_MODULE`.
#[repr(C)]
pub struct Module {
    /// Datums, in the order of the table of literals.
    pub literal_text: Text,
    /// Filled from the text before the program starts.
    pub literals: Words,
    /// Top-level variables, `UNDEFINED` at first (filled by the run-time system).
    pub globals: Words,
    /// All code of procedures, in no order.
    pub codes: *const Code,
    /// How many.
    pub code_count: u64,
    /// All places; number 0 is "unknown".
    pub places: *const Place,
    /// How many.
    pub place_count: u64,
    /// Names of source files.
    pub files: *const Text,
    /// How many.
    pub file_count: u64,
    /// Runs the program.
    pub main: extern "C" fn() -> u64,
}
