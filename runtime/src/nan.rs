//! `--trap-nan`: an operation that makes a NaN out of numbers that are none is an error at its place.
//!
//! The module of a program says whether it traps. Compiled code that finds a NaN calls the run-time function of the
//! operation again, so the decision is made here: an operand that is a NaN already is not the fault of the operation.
//! Inside of a term of a derivative nothing is trapped: the derivative as a whole is, under the name of the primitive.

use std::sync::atomic::{AtomicU8, Ordering};

use crate::abi::Fault;
use crate::error;
use crate::generic_ad::base;
use crate::print::write_to_string;
use crate::tensor::{self, is_tensor};
use crate::value::{Kind, Value};

const OFF: u8 = 0;
const ON: u8 = 1;
/// A term of a derivative is being evaluated.
const IN_TERM: u8 = 2;

static STATE: AtomicU8 = AtomicU8::new(OFF);

/// From now on NaNs are errors.
pub fn start_trapping() {
    STATE.store(ON, Ordering::Relaxed);
}

/// Whether NaNs are errors in this program.
#[inline]
pub fn is_trapping() -> bool {
    STATE.load(Ordering::Relaxed) != OFF
}

/// Ends the evaluation of a term by an error: what comes next is the program.
pub fn leave_term() {
    if STATE.load(Ordering::Relaxed) == IN_TERM {
        start_trapping();
    }
}

/// Whether a value, or the one below its levels, is a NaN or holds one.
fn is_nan(value: Value) -> bool {
    let value = base(value);
    match value.kind() {
        Some(Kind::Tensor) => tensor::has_nan(value),
        Some(kind @ (Kind::Pair | Kind::Vector | Kind::F64vector)) => {
            value.slots(kind).is_some_and(|slots| slots.iter().any(|slot| is_nan(*slot)))
        }
        _ => value.as_flonum().is_some_and(f64::is_nan),
    }
}

/// The result of a primitive; an error if it is a NaN and no argument is.
#[inline]
pub fn checked(symbol: &'static str, args: &[Value], result: Value) -> Value {
    if result.as_flonum().is_some_and(f64::is_nan) {
        check(symbol, args, result, None);
    }
    result
}

/// As [`checked`] for a primitive of tensors.
#[inline]
pub fn checked_tensor(symbol: &'static str, args: &[Value], result: Value) -> Value {
    if is_trapping() {
        check(symbol, args, result, None);
    }
    result
}

/// What a part of a derivative is, for the message.
#[derive(Clone, Copy)]
pub enum Part {
    /// The tangent of the result along this one of an argument.
    Tangent(Value),
    /// What this cotangent of the result gives to an argument.
    Adjoint(Value),
    /// The sum of two tangents, which are the arguments here.
    TangentSum,
    /// The sum of two adjoints, which are the arguments here.
    AdjointSum,
}

/// As [`checked`] for a part of a derivative.
#[inline]
pub fn checked_part(symbol: &'static str, args: &[Value], result: Value, part: Part) -> Value {
    if is_trapping() {
        check(symbol, args, result, Some(part));
    }
    result
}

/// What a term gives. An operation in it that makes a NaN is not trapped.
#[cold]
pub fn in_term(term: impl FnOnce() -> Value) -> Value {
    let outer = STATE.swap(IN_TERM, Ordering::Relaxed);
    let part = term();
    STATE.store(outer, Ordering::Relaxed);
    part
}

#[cold]
fn check(symbol: &'static str, args: &[Value], result: Value, part: Option<Part>) {
    if STATE.load(Ordering::Relaxed) != ON || !is_nan(result) || args.iter().any(|arg| is_nan(*arg)) {
        return;
    }
    let text = |value| write_to_string(base(value));
    let what = match part {
        None => "the result".to_owned(),
        Some(Part::Tangent(other) | Part::Adjoint(other)) if is_nan(other) => return,
        Some(Part::Tangent(tangent)) => format!("the derivative along {}", text(tangent)),
        Some(Part::Adjoint(cotangent)) => format!("the adjoint for {}", text(cotangent)),
        Some(Part::TangentSum) => "the sum of the tangents".to_owned(),
        Some(Part::AdjointSum) => "the sum of the adjoints".to_owned(),
    };
    let is = if is_tensor(base(result)) { "has an element that is" } else { "is" };
    let args = args.iter().map(|arg| base(*arg)).collect();
    error::raise(symbol, Fault::Error(format!("{what} {is} not a number (NaN), of"), args));
}
