//! Where compiled code and the run-time system meet: the context, the primitives, the faults they return.
//!
//! A primitive is a plain Rust function over Rust types; [`primitives!`] makes the `extern "C"` function that compiled
//! code calls: it converts the arguments, and raises what the function returns as an error. Nothing with a destructor
//! is alive when an error is raised, because raising leaves Rust frames behind without unwinding them.

use crate::value::Value;

/// What compiled code reads and writes directly. The order of fields is part of the ABI (see ARCHITECTURE.md).
#[repr(C)]
pub struct Ctx {
    /// Offset 0: the next free byte of the current allocation span.
    pub free: u64,
    /// Offset 8: the end of the current allocation span.
    pub limit: u64,
    /// Offset 16: a frame below this address is a stack overflow.
    pub stack_limit: u64,
    /// Offset 24: number of a place (`start::Place`), stored before a call that may fail.
    pub place: u64,
    /// Offset 32: arguments from the fifth on are in `arguments[4]`, `arguments[5]`, ...
    pub arguments: *mut u64,
    /// Offset 40: the number of arguments that `fx_apply_spread` left in `arguments`.
    pub argument_count: u64,
    /// Offset 48: the list of exception handlers.
    pub handlers: Value,
    /// Offset 56: the list of `dynamic-wind` frames.
    pub winders: Value,
    /// Offset 64: the bindings of `parameterize`.
    pub parameters: Value,
    /// How many words `arguments` has room for.
    pub argument_capacity: u64,
    /// The address of the segment of the present continuation that comes after what is on the stack; 0: none.
    pub segment: u64,
    /// Where that segment begins, or the base of the stack.
    pub frontier: u64,
    /// The stack pointer of the innermost attempt.
    pub attempt: u64,
    /// The end of the used part of the tape.
    pub tape: u64,
    /// The end of the part of the tape that may be used without asking.
    pub tape_limit: u64,
    /// Where the tape starts.
    pub tape_base: u64,
    /// Closures that have been made, if the code counts them.
    pub closures: u64,
    /// Their bytes.
    pub closure_bytes: u64,
    /// Boxes of assigned variables that have been made, if the code counts them.
    pub boxes: u64,
    /// Attempts of fast code that have been begun, if the code counts them.
    pub attempts: u64,
    /// Where in the source the last of them stands.
    pub attempt_place: u64,
}

/// The context of this process, which has one program.
#[unsafe(no_mangle)]
static mut FX_CTX: Ctx = Ctx {
    free: 0,
    limit: 0,
    stack_limit: 0,
    place: 0,
    arguments: std::ptr::null_mut(),
    argument_count: 0,
    handlers: Value::NULL,
    winders: Value::NULL,
    parameters: Value::NULL,
    argument_capacity: 0,
    segment: 0,
    frontier: 0,
    attempt: 0,
    tape: 0,
    tape_limit: 0,
    tape_base: 0,
    closures: 0,
    closure_bytes: 0,
    boxes: 0,
    attempts: 0,
    attempt_place: 0,
};

/// The context. Compiled code changes it behind Rust's back, so nobody keeps the reference across a call.
#[allow(clippy::mut_from_ref, clippy::deref_addrof)]
pub fn ctx() -> &'static mut Ctx {
    // SAFETY: programs have one thread, and every use of the reference ends before the next call.
    unsafe { &mut *(&raw mut FX_CTX) }
}

/// Why a primitive did not return a value.
#[derive(Debug, Clone)]
pub enum Fault {
    /// Argument number `0` (counted from 0) is not of the type that the primitive's row states.
    Type(usize, Value),
    /// Argument number `0` is an index outside of `0..length`.
    Index {
        /// Which argument.
        argument: usize,
        /// The index.
        index: Value,
        /// What it must be below.
        length: usize,
    },
    /// Anything else: a message and irritants, printed as by `write`.
    Error(String, Vec<Value>),
    /// A file that cannot be opened, read or written.
    File(String, Vec<Value>),
    /// A differentiated operation with a complex operand or result.
    ComplexDerivative,
    /// Text that is not the external representation of an object.
    Read(String),
    /// Division by exact zero.
    DivideByZero,
    /// The heap limit is reached.
    OutOfMemory,
    /// `raise` of any object.
    Raise(Value),
}

/// What a primitive returns.
pub type Outcome = Result<Value, Fault>;

/// Rust types that an argument can be taken as.
pub trait FromValue: Sized {
    /// `None` if the value is not of this type.
    fn from_value(value: Value) -> Option<Self>;
}

/// Rust types that a primitive may return.
pub trait IntoOutcome {
    /// The value, or the fault.
    fn into_outcome(self) -> Outcome;
}

impl FromValue for Value {
    fn from_value(value: Value) -> Option<Value> {
        Some(value)
    }
}

impl IntoOutcome for Value {
    #[inline]
    fn into_outcome(self) -> Outcome {
        Ok(self)
    }
}

impl IntoOutcome for bool {
    #[inline]
    fn into_outcome(self) -> Outcome {
        Ok(Value::boolean(self))
    }
}

impl IntoOutcome for () {
    #[inline]
    fn into_outcome(self) -> Outcome {
        Ok(Value::UNSPECIFIED)
    }
}

impl<T: IntoOutcome> IntoOutcome for Result<T, Fault> {
    #[inline]
    fn into_outcome(self) -> Outcome {
        self?.into_outcome()
    }
}

/// Takes argument number `index`.
pub fn argument<T: FromValue>(value: Value, index: usize) -> Result<T, Fault> {
    T::from_value(value).ok_or(Fault::Type(index, value))
}

/// Returns the value to compiled code or raises the fault as an error of the primitive with this symbol.
#[inline]
pub fn finish(symbol: &'static str, outcome: Outcome) -> Value {
    match outcome {
        Ok(value) => value,
        Err(fault) => crate::error::raise(symbol, fault),
    }
}

/// A function that compiled code may call, for the JIT's symbol table.
pub struct Export {
    /// Its name in LLVM modules and object files.
    pub name: &'static str,
    /// Its address.
    pub address: fn() -> usize,
    /// The number of arguments.
    pub arity: usize,
}

/// `exports! { fx_string_ref(string, index); ... }` defines `EXPORTS`, a list of functions in this file.
#[macro_export]
macro_rules! exports {
    ($($symbol:ident($($arg:ident),*);)*) => {
        /// The functions of this file that compiled code may call.
        pub const EXPORTS: &[$crate::abi::Export] = &[$(
            $crate::abi::Export {
                name: stringify!($symbol),
                address: || $symbol as *const () as usize,
                arity: <[&str]>::len(&[$(stringify!($arg)),*]),
            },
        )*];
    };
}

/// The outcome of a Rust function for arguments that are values.
#[macro_export]
macro_rules! outcome {
    ($function:path, $($arg:ident),*) => {{
        #[allow(unused_mut, unused_assignments, unused_variables, clippy::redundant_closure_call)]
        let outcome = (|| {
            let mut index = 0;
            $(
                let $arg = $crate::abi::argument($arg, index)?;
                index += 1;
            )*
            $crate::abi::IntoOutcome::into_outcome($function($($arg),*))
        })();
        outcome
    }};
}

/// `primitives! { fx_string_ref = string_ref(string, index); ... }` exports Rust functions to compiled code and
/// defines `EXPORTS`, the list of them.
#[macro_export]
macro_rules! primitives {
    ($($symbol:ident = $function:path, ($($arg:ident),*);)*) => {
        $crate::exports! { $($symbol($($arg),*);)* }
        $(
            #[doc(hidden)]
            #[unsafe(no_mangle)]
            pub extern "C" fn $symbol($($arg: $crate::value::Value),*) -> $crate::value::Value {
                $crate::abi::finish(stringify!($symbol), $crate::outcome!($function, $($arg),*))
            }
        )*
    };
}

/// Everything that compiled code refers to by name.
pub fn symbols() -> Vec<(&'static str, usize)> {
    let mut all = vec![("FX_CTX", &raw const FX_CTX as usize)];
    for export in exports() {
        all.push((export.name, (export.address)()));
    }
    all
}

/// All functions that compiled code may call.
pub fn exports() -> impl Iterator<Item = &'static Export> {
    const LISTS: &[&[Export]] = &[
        crate::continuation::EXPORTS,
        crate::continuation::INTERNAL,
        crate::attempt::INTERNAL,
        crate::control::EXPORTS,
        crate::control::INTERNAL,
        crate::array_files::EXPORTS,
        crate::data_files::EXPORTS,
        crate::equality::EXPORTS,
        crate::error::EXPORTS,
        crate::error::INTERNAL,
        crate::generic_ad::EXPORTS,
        crate::generic_ad::LEAF_EXPORTS,
        crate::generic_ad::TENSOR_EXPORTS,
        crate::generic_ad::STRUCTURE_EXPORTS,
        crate::heap::EXPORTS,
        crate::math::EXPORTS,
        crate::numbers::ARITHMETIC,
        crate::numbers::COMPLEX,
        crate::numbers::INTEGERS,
        crate::numbers::ROUNDING,
        crate::numbers::TEXT,
        crate::numbers::TRANSCENDENTAL,
        crate::pairs::EXPORTS,
        crate::plots::EXPORTS,
        crate::ports::EXPORTS[0],
        crate::ports::EXPORTS[1],
        crate::ports::EXPORTS[2],
        crate::procedures::EXPORTS,
        crate::session::EXPORTS,
        crate::strings::EXPORTS,
        crate::system::EXPORTS,
        crate::table::EXPORTS,
        crate::vectors::EXPORTS,
        crate::vectors::INTERNAL,
    ];
    LISTS.iter().chain(crate::tensor::EXPORTS).copied().flatten()
}
