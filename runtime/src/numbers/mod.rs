//! Numbers: exact integers of any size, exact rationals, doubles, and complex numbers of these (R7RS section 6.2).
//!
//! Compiled code handles fixnums and flonums that stay so; everything else comes here. A real number is taken from its
//! value as a [`Num`], computed with by num-bigint and num-rational, and made a value again, in the smallest form.

mod arithmetic;
mod complex;
mod complex_functions;
mod integers;
mod limbs;
mod rounding;
#[cfg(test)]
mod tests;
mod text;
mod transcendental;

use num_bigint::{BigInt, BigUint, Sign};
use num_rational::BigRational;
use num_traits::{ToPrimitive, Zero};
use syntax::Number;

use crate::abi::{Fault, Outcome};
use crate::heap;
use crate::value::{Kind, Value};

pub use arithmetic::{EXPORTS as ARITHMETIC, add, compare, div, mul, sub};
pub use complex::{EXPORTS as COMPLEX, is_complex, parts as complex_parts};
pub use integers::EXPORTS as INTEGERS;
pub use rounding::EXPORTS as ROUNDING;
pub use text::{EXPORTS as TEXT, number_text, to_usize};
pub use transcendental::{EXPORTS as TRANSCENDENTAL, sqrt};

/// A real number taken apart.
#[derive(Clone, Debug, PartialEq)]
pub enum Num {
    /// An exact integer.
    Int(BigInt),
    /// An exact ratio.
    Rat(BigRational),
    /// A double.
    Flo(f64),
}

impl Num {
    /// The real number a value is.
    #[inline]
    pub fn of(value: Value) -> Option<Num> {
        if let Some(double) = value.as_flonum() {
            return Some(Num::Flo(double));
        }
        if let Some(small) = value.as_fixnum() {
            return Some(Num::Int(small.into()));
        }
        if let Some(slots) = value.slots(Kind::Ratnum) {
            return Some(Num::Rat(BigRational::new_raw(integer_of(slots[0])?, integer_of(slots[1])?)));
        }
        integer_of(value).map(Num::Int)
    }

    /// The double nearest to it.
    pub fn to_f64(&self) -> f64 {
        match self {
            Num::Int(value) => value.to_f64().unwrap_or(f64::NAN),
            Num::Rat(value) => syntax::ratio_to_float(value),
            Num::Flo(value) => *value,
        }
    }

    /// The exact number it is; `None` for infinities and NaN.
    pub fn to_exact(&self) -> Option<BigRational> {
        match self {
            Num::Int(value) => Some(BigRational::from_integer(value.clone())),
            Num::Rat(value) => Some(value.clone()),
            Num::Flo(value) => BigRational::from_float(*value),
        }
    }
}

/// The exact integer a value is.
pub fn integer_of(value: Value) -> Option<BigInt> {
    if let Some(small) = value.as_fixnum() {
        return Some(small.into());
    }
    let bytes = value.bytes(Kind::Bignum)?;
    let words: Vec<u32> = bytes[8..].chunks_exact(4).map(|c| u32::from_le_bytes([c[0], c[1], c[2], c[3]])).collect();
    let sign = if bytes[0] == 0 { Sign::Plus } else { Sign::Minus };
    Some(BigInt::from_biguint(sign, BigUint::new(words)))
}

/// Refuses to compute what cannot become a value: an integer of this many bits.
fn check_bits(bits: u64) -> Result<(), Fault> {
    if bits / 8 > heap::max_bytes() as u64 { Err(Fault::OutOfMemory) } else { Ok(()) }
}

/// The value of an exact integer.
pub fn integer_value(value: &BigInt) -> Outcome {
    if let Some(small) = value.to_i64().filter(|small| (Value::FIXNUM_MIN..=Value::FIXNUM_MAX).contains(small)) {
        return Ok(Value::fixnum(small));
    }
    limbs::integer(value.sign() == Sign::Minus, &value.magnitude().to_u64_digits())
}

/// The value of a ratio in lowest terms.
pub fn ratio_value(value: &BigRational) -> Outcome {
    if value.is_integer() {
        return integer_value(value.numer());
    }
    let numerator = integer_value(value.numer())?;
    let denominator = integer_value(value.denom())?;
    Ok(heap::alloc_slots(Kind::Ratnum, &[numerator, denominator]))
}

/// The value of a number.
pub fn num_value(num: &Num) -> Outcome {
    match num {
        Num::Int(value) => integer_value(value),
        Num::Rat(value) => ratio_value(value),
        Num::Flo(value) => Ok(Value::flonum(*value)),
    }
}

/// The value of a number that was read.
pub fn number_value(number: &Number) -> Outcome {
    match number {
        Number::Int(value) => integer_value(value),
        Number::Rat(value) => ratio_value(value),
        Number::Float(value) => Ok(Value::flonum(*value)),
        Number::Complex(parts) => complex::rectangular(number_value(&parts[0])?, number_value(&parts[1])?),
    }
}

/// A real number as a flonum.
pub fn to_flonum(value: Value) -> Option<Value> {
    if value.as_flonum().is_some() {
        return Some(value);
    }
    Num::of(value).map(|num| Value::flonum(num.to_f64()))
}

/// The real number that argument `index` is, or the fault.
pub fn number_argument(value: Value, index: usize) -> Result<Num, Fault> {
    Num::of(value).ok_or(Fault::Type(index, value))
}

/// Whether a value is exact zero.
pub fn is_exact_zero(value: Value) -> bool {
    value == Value::fixnum(0)
}

/// Whether a plain number is zero.
pub fn is_zero_num(num: &Num) -> bool {
    match num {
        Num::Int(value) => value.is_zero(),
        Num::Rat(value) => value.is_zero(),
        Num::Flo(value) => *value == 0.0,
    }
}
