//! The four operations, comparisons, integer division, rounding, exactness.

use std::cmp::Ordering;

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::Signed;

use super::limbs::Int;
use super::{Num, complex, num_value, number_argument};
use crate::abi::{Fault, Outcome};
use crate::value::Value;

/// Applies an operation in the wider of the two kinds of number.
fn binary(
    a: Value,
    b: Value,
    int: impl FnOnce(BigInt, BigInt) -> BigInt,
    rat: impl FnOnce(BigRational, BigRational) -> BigRational,
    flo: impl FnOnce(f64, f64) -> f64,
) -> Outcome {
    let (x, y) = (number_argument(a, 0)?, number_argument(b, 1)?);
    let result = match (x, y) {
        (Num::Int(x), Num::Int(y)) => Num::Int(int(x, y)),
        (Num::Flo(x), y) => Num::Flo(flo(x, y.to_f64())),
        (x, Num::Flo(y)) => Num::Flo(flo(x.to_f64(), y)),
        (x, y) => match (x.to_exact(), y.to_exact()) {
            (Some(x), Some(y)) => Num::Rat(rat(x, y)),
            _ => return Err(Fault::Type(0, a)),
        },
    };
    num_value(&result)
}

/// Both as doubles, if one is a flonum and the other a flonum or fixnum: a fixnum is a double exactly.
#[inline]
fn flonums(a: Value, b: Value) -> Option<(f64, f64)> {
    let small = |value: Value| value.as_fixnum().map(|small| small as f64);
    match (a.as_flonum(), b.as_flonum()) {
        (Some(x), Some(y)) => Some((x, y)),
        (Some(x), None) => Some((x, small(b)?)),
        (None, Some(y)) => Some((small(a)?, y)),
        (None, None) => None,
    }
}

/// Both as exact integers.
#[inline]
fn integers(a: Value, b: Value) -> Option<(Int, Int)> {
    Int::of(a).zip(Int::of(b))
}

fn is_complex(a: Value, b: Value) -> bool {
    complex::is_complex(a) || complex::is_complex(b)
}

/// `a + b`
pub fn add(a: Value, b: Value) -> Outcome {
    if let Some((x, y)) = flonums(a, b) {
        return Ok(Value::flonum(x + y));
    }
    if let Some((x, y)) = integers(a, b) {
        return x.add(&y);
    }
    if is_complex(a, b) {
        return complex::add(a, b);
    }
    binary(a, b, |x, y| x + y, |x, y| x + y, |x, y| x + y)
}

/// `a - b`
pub fn sub(a: Value, b: Value) -> Outcome {
    if let Some((x, y)) = flonums(a, b) {
        return Ok(Value::flonum(x - y));
    }
    if let Some((x, y)) = integers(a, b) {
        return x.sub(&y);
    }
    if is_complex(a, b) {
        return complex::sub(a, b);
    }
    binary(a, b, |x, y| x - y, |x, y| x - y, |x, y| x - y)
}

/// `a * b`
pub fn mul(a: Value, b: Value) -> Outcome {
    if let Some((x, y)) = flonums(a, b) {
        return Ok(Value::flonum(x * y));
    }
    if let Some(product) = integers(a, b).and_then(|(x, y)| x.mul(&y)) {
        return product;
    }
    if is_complex(a, b) {
        return complex::mul(a, b);
    }
    binary(a, b, |x, y| x * y, |x, y| x * y, |x, y| x * y)
}

/// `a / b`; a ratio for exact numbers. A flonum divided by the exact 0 is an infinity or NaN, as by 0.0.
pub fn div(a: Value, b: Value) -> Outcome {
    if let Some((x, y)) = flonums(a, b) {
        return Ok(Value::flonum(x / y));
    }
    if is_complex(a, b) {
        return complex::div(a, b);
    }
    let (x, y) = (number_argument(a, 0)?, number_argument(b, 1)?);
    if b == Value::fixnum(0) {
        return Err(Fault::DivideByZero);
    }
    let result = match (&x, &y) {
        (Num::Flo(x), y) => Num::Flo(x / y.to_f64()),
        (x, Num::Flo(y)) => Num::Flo(x.to_f64() / y),
        (x, y) => match (x.to_exact(), y.to_exact()) {
            (Some(x), Some(y)) => Num::Rat(x / y),
            _ => return Err(Fault::Type(0, a)),
        },
    };
    num_value(&result)
}

/// The order of two real numbers; `None` if one is NaN. Exact even between large integers and doubles.
pub fn compare(a: Value, b: Value) -> Result<Option<Ordering>, Fault> {
    if let Some((x, y)) = flonums(a, b) {
        return Ok(x.partial_cmp(&y));
    }
    if let Some((x, y)) = integers(a, b) {
        return Ok(Some(x.compare(&y)));
    }
    let (x, y) = (number_argument(a, 0)?, number_argument(b, 1)?);
    Ok(match (&x, &y) {
        (Num::Int(x), Num::Int(y)) => Some(x.cmp(y)),
        (Num::Flo(x), Num::Flo(y)) => x.partial_cmp(y),
        // Beyond every exact number, also those that are beyond the doubles.
        (Num::Flo(x), _) if !x.is_finite() => x.partial_cmp(&0.0),
        (_, Num::Flo(y)) if !y.is_finite() => 0f64.partial_cmp(y),
        _ => match (x.to_exact(), y.to_exact()) {
            (Some(x), Some(y)) => Some(x.cmp(&y)),
            _ => x.to_f64().partial_cmp(&y.to_f64()),
        },
    })
}

/// Whether they are the same number.
pub fn equal(a: Value, b: Value) -> Result<bool, Fault> {
    if is_complex(a, b) {
        return complex::equal(a, b);
    }
    Ok(compare(a, b)? == Some(Ordering::Equal))
}

fn less(a: Value, b: Value) -> Result<bool, Fault> {
    Ok(compare(a, b)? == Some(Ordering::Less))
}

fn less_or_equal(a: Value, b: Value) -> Result<bool, Fault> {
    Ok(matches!(compare(a, b)?, Some(Ordering::Less | Ordering::Equal)))
}

fn greater(a: Value, b: Value) -> Result<bool, Fault> {
    Ok(compare(a, b)? == Some(Ordering::Greater))
}

fn greater_or_equal(a: Value, b: Value) -> Result<bool, Fault> {
    Ok(matches!(compare(a, b)?, Some(Ordering::Greater | Ordering::Equal)))
}

/// Integer division of exact integers or of doubles that are integers.
fn divide(a: Value, b: Value, int: impl FnOnce(&Int, &Int) -> Outcome, flo: impl FnOnce(f64, f64) -> f64) -> Outcome {
    if let Some((x, y)) = integers(a, b) {
        return if b == Value::fixnum(0) { Err(Fault::DivideByZero) } else { int(&x, &y) };
    }
    let whole = |value: Value, index: usize| match number_argument(value, index)? {
        Num::Rat(_) => Err(Fault::Type(index, value)),
        num => Some(num.to_f64()).filter(|double| double.fract() == 0.0).ok_or(Fault::Type(index, value)),
    };
    let (x, y) = (whole(a, 0)?, whole(b, 1)?);
    if y == 0.0 { Err(Fault::DivideByZero) } else { Ok(Value::flonum(flo(x, y))) }
}

fn quotient(a: Value, b: Value) -> Outcome {
    // x - x % y is a multiple of y, so the division is exact but for one rounding.
    divide(a, b, Int::quotient, |x, y| ((x - x % y) / y).round())
}

fn floor_quotient(a: Value, b: Value) -> Outcome {
    let rest = modulo(a, b)?;
    quotient(sub(a, rest)?, b)
}

fn remainder(a: Value, b: Value) -> Outcome {
    divide(a, b, Int::remainder, |x, y| x % y)
}

fn modulo(a: Value, b: Value) -> Outcome {
    let modulo = |x: f64, y: f64| match x % y {
        0.0 => 0f64.copysign(y),
        rest if (rest < 0.0) != (y < 0.0) => rest + y,
        rest => rest,
    };
    divide(a, b, Int::modulo, modulo)
}

fn inexact(a: Value) -> Outcome {
    match complex::parts(a) {
        Some((real, imaginary)) => complex::rectangular(inexact(real)?, inexact(imaginary)?),
        None => Ok(Value::flonum(number_argument(a, 0)?.to_f64())),
    }
}

fn exact(a: Value) -> Outcome {
    if let Some((real, imaginary)) = complex::parts(a) {
        return complex::rectangular(exact(real)?, exact(imaginary)?);
    }
    if let Some(small) = a.as_flonum().filter(|double| double.fract() == 0.0 && double.abs() < 1e14) {
        return Ok(Value::fixnum(small as i64));
    }
    match number_argument(a, 0)? {
        Num::Flo(double) => match BigRational::from_float(double) {
            Some(ratio) => super::ratio_value(&ratio),
            None => Err(Fault::Error("exact: an infinity or NaN has no exact value".to_owned(), vec![a])),
        },
        _ => Ok(a),
    }
}

/// The magnitude of a real number.
pub fn abs(a: Value) -> Outcome {
    num_value(&match number_argument(a, 0)? {
        Num::Int(value) => Num::Int(value.abs()),
        Num::Rat(value) => Num::Rat(value.abs()),
        Num::Flo(value) => Num::Flo(value.abs()),
    })
}

fn is_fixnum(value: Value) -> bool {
    value.as_fixnum().is_some()
}

fn is_flonum(value: Value) -> bool {
    value.as_flonum().is_some()
}

crate::numeric_primitives! {
    fx_add = add, (a, b);
    fx_sub = sub, (a, b);
    fx_mul = mul, (a, b);
    fx_div = div, (a, b);
    fx_num_eq = equal, (a, b);
    fx_lt = less, (a, b);
    fx_le = less_or_equal, (a, b);
    fx_gt = greater, (a, b);
    fx_ge = greater_or_equal, (a, b);
    fx_quotient = quotient, (a, b);
    fx_remainder = remainder, (a, b);
    fx_modulo = modulo, (a, b);
    fx_truncate_quotient = quotient, (a, b);
    fx_truncate_remainder = remainder, (a, b);
    fx_floor_quotient = floor_quotient, (a, b);
    fx_floor_remainder = modulo, (a, b);
    fx_inexact = inexact, (a);
    fx_exact = exact, (a);
    fx_abs = abs, (a);
    fx_fixnum_p = is_fixnum, (value);
    fx_flonum_p = is_flonum, (value);
}
