//! Complex numbers: their parts and the four operations on them (R7RS section 6.2).
//!
//! A complex number is an object of two slots, real and imaginary part: both flonums, or both exact and the imaginary
//! part not 0. So a number with the imaginary part exact 0 is a real number, and `1+0.0i` is none.
//!
//! The operations are those of the reals on the parts, with an exact 0 that is strong: a real operand has no imaginary
//! part that could turn a `-0.0i` into `0.0i` or an infinity into NaN.

use super::complex_functions::Complex;
use super::{Num, arithmetic, to_flonum};
use crate::abi::{Fault, Outcome};
use crate::heap;
use crate::value::{Kind, Value};

const ZERO: Value = Value::fixnum(0);

/// Real and imaginary part of a complex number that is not real.
#[inline]
pub fn parts(value: Value) -> Option<(Value, Value)> {
    match value.slots(Kind::Compnum)? {
        [real, imaginary] => Some((*real, *imaginary)),
        _ => None,
    }
}

/// Whether it is a number, but no real one.
#[inline]
pub fn is_complex(value: Value) -> bool {
    value.is(Kind::Compnum)
}

/// Real and imaginary part of any number.
pub fn parts_of_number(value: Value, index: usize) -> Result<(Value, Value), Fault> {
    match parts(value) {
        Some(both) => Ok(both),
        None if Num::of(value).is_some() => Ok((value, ZERO)),
        None => Err(Fault::Type(index, value)),
    }
}

/// The number of these parts, which are real numbers.
pub fn rectangular(real: Value, imaginary: Value) -> Outcome {
    if imaginary == ZERO {
        return Ok(real);
    }
    if real.as_flonum().is_none() && imaginary.as_flonum().is_none() {
        return Ok(heap::alloc_slots(Kind::Compnum, &[real, imaginary]));
    }
    let real = to_flonum(real).ok_or(Fault::Type(0, real))?;
    let imaginary = to_flonum(imaginary).ok_or(Fault::Type(1, imaginary))?;
    Ok(heap::alloc_slots(Kind::Compnum, &[real, imaginary]))
}

/// The value of an inexact complex number.
pub fn complex_value(z: Complex) -> Value {
    heap::alloc_slots(Kind::Compnum, &[Value::flonum(z.re), Value::flonum(z.im)])
}

/// Any number as an inexact complex one.
pub fn complex_argument(value: Value, index: usize) -> Result<Complex, Fault> {
    let (real, imaginary) = parts_of_number(value, index)?;
    let double = |part: Value| Num::of(part).map_or(f64::NAN, |num| num.to_f64());
    Ok(Complex { re: double(real), im: double(imaginary) })
}

/// Whether both parts are exact.
pub fn is_exact(value: Value) -> bool {
    parts(value).map_or(value, |(real, _)| real).as_flonum().is_none()
}

fn plus(a: Value, b: Value) -> Outcome {
    match (a, b) {
        (ZERO, other) | (other, ZERO) => Ok(other),
        _ => arithmetic::add(a, b),
    }
}

fn minus(a: Value, b: Value) -> Outcome {
    match (a, b.as_flonum()) {
        (_, None) if b == ZERO => Ok(a),
        (ZERO, Some(double)) => Ok(Value::flonum(-double)),
        _ => arithmetic::sub(a, b),
    }
}

fn times(a: Value, b: Value) -> Outcome {
    if a == ZERO || b == ZERO { Ok(ZERO) } else { arithmetic::mul(a, b) }
}

/// `a + b`, at least one of them complex.
pub fn add(a: Value, b: Value) -> Outcome {
    let ((a, ai), (b, bi)) = (parts_of_number(a, 0)?, parts_of_number(b, 1)?);
    rectangular(plus(a, b)?, plus(ai, bi)?)
}

/// `a - b`, at least one of them complex.
pub fn sub(a: Value, b: Value) -> Outcome {
    let ((a, ai), (b, bi)) = (parts_of_number(a, 0)?, parts_of_number(b, 1)?);
    rectangular(minus(a, b)?, minus(ai, bi)?)
}

/// `a * b`, at least one of them complex.
pub fn mul(a: Value, b: Value) -> Outcome {
    let ((a, ai), (b, bi)) = (parts_of_number(a, 0)?, parts_of_number(b, 1)?);
    let real = minus(times(a, b)?, times(ai, bi)?)?;
    rectangular(real, plus(times(a, bi)?, times(ai, b)?)?)
}

/// `a / b`, at least one of them complex.
pub fn div(a: Value, b: Value) -> Outcome {
    let ((x, xi), (y, yi)) = (parts_of_number(a, 0)?, parts_of_number(b, 1)?);
    if yi == ZERO {
        let imaginary = if xi == ZERO { ZERO } else { arithmetic::div(xi, y)? };
        return rectangular(arithmetic::div(x, y)?, imaginary);
    }
    if !is_exact(a) || !is_exact(b) {
        return Ok(complex_value(complex_argument(a, 0)?.divide(complex_argument(b, 1)?)));
    }
    let norm = arithmetic::add(arithmetic::mul(y, y)?, arithmetic::mul(yi, yi)?)?;
    let real = arithmetic::add(arithmetic::mul(x, y)?, arithmetic::mul(xi, yi)?)?;
    let imaginary = arithmetic::sub(arithmetic::mul(xi, y)?, arithmetic::mul(x, yi)?)?;
    rectangular(arithmetic::div(real, norm)?, arithmetic::div(imaginary, norm)?)
}

/// Whether they are the same number, at least one of them complex.
pub fn equal(a: Value, b: Value) -> Result<bool, Fault> {
    let ((a, ai), (b, bi)) = (parts_of_number(a, 0)?, parts_of_number(b, 1)?);
    Ok(arithmetic::equal(a, b)? && arithmetic::equal(ai, bi)?)
}

// Primitives -----

/// The first real argument that is none.
fn check_reals(first: Value, second: Value) -> Result<(), Fault> {
    let bad = [first, second].into_iter().enumerate().find(|(_, value)| Num::of(*value).is_none());
    bad.map_or(Ok(()), |(index, value)| Err(Fault::Type(index, value)))
}

fn make_rectangular(real: Value, imaginary: Value) -> Outcome {
    check_reals(real, imaginary)?;
    rectangular(real, imaginary)
}

fn make_polar(magnitude: Value, angle: Value) -> Outcome {
    check_reals(magnitude, angle)?;
    if magnitude == ZERO || angle == ZERO {
        return Ok(magnitude);
    }
    let (size, radians) = (complex_argument(magnitude, 0)?.re, complex_argument(angle, 1)?.re);
    Ok(complex_value(Complex { re: size * radians.cos(), im: size * radians.sin() }))
}

fn real_part(z: Value) -> Outcome {
    Ok(parts_of_number(z, 0)?.0)
}

fn imaginary_part(z: Value) -> Outcome {
    Ok(parts_of_number(z, 0)?.1)
}

/// The distance from 0; exact if it is the root of an exact square.
pub fn magnitude(z: Value) -> Outcome {
    let Some((real, imaginary)) = parts(z) else { return arithmetic::abs(z) };
    match (real.as_flonum(), imaginary.as_flonum()) {
        (Some(x), Some(y)) => Ok(Value::flonum(x.hypot(y))),
        _ => super::sqrt(arithmetic::add(arithmetic::mul(real, real)?, arithmetic::mul(imaginary, imaginary)?)?),
    }
}

/// Between -pi and pi; the exact 0 for exact numbers that are not negative.
fn angle(z: Value) -> Outcome {
    let point = complex_argument(z, 0)?;
    if is_complex(z) || point.re < 0.0 || z.as_flonum().is_some() {
        return Ok(Value::flonum(point.im.atan2(point.re)));
    }
    Ok(ZERO)
}

crate::numeric_primitives! {
    fx_make_rectangular = make_rectangular, (real, imaginary);
    fx_make_polar = make_polar, (magnitude, angle);
    fx_real_part = real_part, (z);
    fx_imag_part = imaginary_part, (z);
    fx_magnitude = magnitude, (z);
    fx_angle = angle, (z);
}
