//! Roots, powers, exponentials, angles.
//!
//! The result is exact where that is certain without computing: `(exp 0)`, `(log 1)`, `(sin 0)`. Where a function of real
//! numbers is not defined, as `sqrt` below 0, an exact argument gives a complex result and a flonum NaN: the types of
//! compiled code rely on functions of flonums being flonums.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Signed, ToPrimitive, Zero};

use super::complex_functions::Complex;
use super::{Num, arithmetic, complex, is_exact_zero, num_value, number_argument};
use crate::abi::{Fault, Outcome};
use crate::math;
use crate::value::Value;

/// Powers with more bits than this do not fit into memory.
const MAX_POWER_BITS: u64 = 1 << 34;

/// Inexact complex numbers are multiplied for exponents up to this; beyond it logarithms lose less.
const MAX_PRODUCTS: u64 = 1024;

/// The square root; exact for exact squares, complex for what is exact and negative, NaN for negative doubles.
pub fn sqrt(a: Value) -> Outcome {
    if let Some(small) = a.as_fixnum().filter(|small| *small >= 0) {
        // Fixnums are doubles exactly, and so are the squares that can be equal to one.
        let root = (small as f64).sqrt();
        return Ok(if root * root == small as f64 && root.fract() == 0.0 {
            Value::fixnum(root as i64)
        } else {
            Value::flonum(root)
        });
    }
    if complex::is_complex(a) {
        return match exact_complex_root(a)? {
            Some(root) => Ok(root),
            None => Ok(complex::complex_value(complex::complex_argument(a, 0)?.sqrt())),
        };
    }
    match number_argument(a, 0)? {
        Num::Flo(value) => Ok(Value::flonum(value.sqrt())),
        exact => {
            let Some(ratio) = exact.to_exact() else { return Err(Fault::Type(0, a)) };
            let magnitude = ratio.abs();
            let root = match exact_root(&magnitude) {
                Some(root) => num_value(&Num::Rat(root))?,
                None => Value::flonum(inexact_root(&magnitude)),
            };
            if ratio.is_negative() { complex::rectangular(Value::fixnum(0), root) } else { Ok(root) }
        }
    }
}

/// The root of an exact complex number, if both of its parts are ratios.
fn exact_complex_root(a: Value) -> Result<Option<Value>, Fault> {
    let Some((real, imaginary)) = complex::parts(a).filter(|_| complex::is_exact(a)) else { return Ok(None) };
    let exact = |value: Value| Num::of(value).and_then(|num| num.to_exact());
    let (Some(x), Some(y)) = (exact(real), exact(imaginary)) else { return Ok(None) };
    let two = BigRational::from_integer(2.into());
    let root = exact_root(&(&x * &x + &y * &y)).and_then(|size| exact_root(&((size + x) / &two)));
    // The real part is not 0: then x would be -|a|, and y 0.
    let Some(root) = root else { return Ok(None) };
    let imaginary = y / (two * &root);
    complex::rectangular(num_value(&Num::Rat(root))?, num_value(&Num::Rat(imaginary))?).map(Some)
}

/// The double nearest to the root of a ratio that is not negative.
fn inexact_root(ratio: &BigRational) -> f64 {
    if ratio.is_integer() && ratio.numer().bits() <= 53 {
        return ratio.numer().to_f64().unwrap_or(f64::NAN).sqrt();
    }
    // 2^shift times the root, an integer of 64 bits or more; what is left over counts as half a unit.
    let missing = 130 - (ratio.numer().bits() as i64 - ratio.denom().bits() as i64);
    let shift = missing.div_euclid(2) + 1;
    let (numer, denom) = if shift >= 0 {
        (ratio.numer() << (2 * shift), ratio.denom().clone())
    } else {
        (ratio.numer().clone(), ratio.denom() << (-2 * shift))
    };
    let root: BigInt = (&numer / &denom).sqrt();
    let twice = (&root << 1) + u32::from(&root * &root * denom != numer);
    let unit = BigInt::one() << (shift.unsigned_abs() + 1);
    syntax::ratio_to_float(&if shift >= 0 {
        BigRational::new(twice, unit)
    } else {
        BigRational::from_integer(twice * (unit >> 2))
    })
}

fn exact_root(ratio: &BigRational) -> Option<BigRational> {
    let (numer, denom) = (ratio.numer().sqrt(), ratio.denom().sqrt());
    let is_root = &(&numer * &numer) == ratio.numer() && &(&denom * &denom) == ratio.denom();
    is_root.then(|| BigRational::new(numer, denom))
}

/// A function of a double or a complex number; at the exact `fixed` it has the exact result `at_fixed`.
fn of_number(
    a: Value,
    fixed: i64,
    at_fixed: i64,
    real: impl FnOnce(f64) -> f64,
    of_complex: impl FnOnce(Complex) -> Complex,
) -> Outcome {
    if a == Value::fixnum(fixed) {
        return Ok(Value::fixnum(at_fixed));
    }
    if complex::is_complex(a) {
        return Ok(complex::complex_value(of_complex(complex::complex_argument(a, 0)?)));
    }
    let x = match a.as_flonum() {
        Some(x) => x,
        None => number_argument(a, 0)?.to_f64(),
    };
    Ok(Value::flonum(real(x)))
}

fn exp(a: Value) -> Outcome {
    of_number(a, 0, 1, |x| math::fx_math_exp(x), Complex::exp)
}

/// The natural logarithm; complex for what is exact and negative, NaN for negative doubles.
pub fn log(a: Value) -> Outcome {
    if let Some(small) = a.as_fixnum().filter(|small| *small > 1) {
        return Ok(Value::flonum(math::fx_math_log(small as f64)));
    }
    if a.as_flonum().is_none() && !complex::is_complex(a) {
        let Some(exact) = number_argument(a, 0)?.to_exact() else { return Err(Fault::Type(0, a)) };
        if exact.is_zero() {
            return Err(Fault::Error("log: the logarithm of the exact 0 is not defined".to_owned(), vec![a]));
        }
        if exact.is_negative() {
            let real = if exact == -BigRational::one() { 0.0 } else { log_of_ratio(&exact.abs()) };
            return Ok(complex::complex_value(Complex { re: real, im: std::f64::consts::PI }));
        }
        return Ok(if exact.is_one() { Value::fixnum(0) } else { Value::flonum(log_of_ratio(&exact)) });
    }
    of_number(a, 1, 0, |x| math::fx_math_log(x), Complex::log)
}

/// Also of ratios beyond the range of doubles, and without cancellation near 1.
fn log_of_ratio(ratio: &BigRational) -> f64 {
    let near = syntax::ratio_to_float(ratio);
    if (0.5..2.0).contains(&near) {
        return syntax::ratio_to_float(&(ratio - BigRational::one())).ln_1p();
    }
    if near.is_normal() {
        math::fx_math_log(near)
    } else {
        log_of_integer(ratio.numer()) - log_of_integer(ratio.denom())
    }
}

/// log(m 2^k) = log m + k log 2
fn log_of_integer(value: &BigInt) -> f64 {
    let shift = value.bits().saturating_sub(1000);
    let mantissa = (value >> shift).to_f64().unwrap_or(f64::INFINITY);
    math::fx_math_log(mantissa) + shift as f64 * std::f64::consts::LN_2
}

fn sin(a: Value) -> Outcome {
    of_number(a, 0, 0, |x| math::fx_math_sin(x), Complex::sin)
}

fn cos(a: Value) -> Outcome {
    of_number(a, 0, 1, |x| math::fx_math_cos(x), Complex::cos)
}

fn tan(a: Value) -> Outcome {
    of_number(a, 0, 0, f64::tan, Complex::tan)
}

fn asin(a: Value) -> Outcome {
    match beyond_one(a) {
        Some(z) => Ok(complex::complex_value(z.asin())),
        None => of_number(a, 0, 0, f64::asin, Complex::asin),
    }
}

fn acos(a: Value) -> Outcome {
    match beyond_one(a) {
        Some(z) => Ok(complex::complex_value(z.acos())),
        None => of_number(a, 1, 0, f64::acos, Complex::acos),
    }
}

/// An exact real number above 1 or below -1, on the side of the cut where `-i log(iz + sqrt(1 - z^2))` has it.
fn beyond_one(a: Value) -> Option<Complex> {
    if a.as_flonum().is_some() {
        return None;
    }
    let re = Num::of(a)?.to_f64();
    (re.abs() > 1.0).then_some(Complex { re, im: 0f64.copysign(-re) })
}

/// The arc tangent; on its cut an exact number lies where `(log(1 + iz) - log(1 - iz)) / 2i` has it.
fn atan(a: Value) -> Outcome {
    let Some((real, imaginary)) = complex::parts(a) else {
        return of_number(a, 0, 0, |x| math::fx_math_atan(x), Complex::atan);
    };
    let mut z = complex::complex_argument(a, 0)?;
    if is_exact_zero(real) {
        if imaginary == Value::fixnum(1) || imaginary == Value::fixnum(-1) {
            return Err(Fault::DivideByZero);
        }
        z.re = 0f64.copysign(z.im);
    }
    Ok(complex::complex_value(z.atan()))
}

fn sinh(a: Value) -> Outcome {
    of_number(a, 0, 0, f64::sinh, Complex::sinh)
}

fn cosh(a: Value) -> Outcome {
    of_number(a, 0, 1, f64::cosh, Complex::cosh)
}

fn tanh(a: Value) -> Outcome {
    of_number(a, 0, 0, |x| math::fx_math_tanh(x), Complex::tanh)
}

/// The angle of the point (x, y); the exact 0 on the positive side of an exact axis.
fn atan2(y: Value, x: Value) -> Outcome {
    let (b, a) = (number_argument(y, 0)?, number_argument(x, 1)?);
    if super::is_exact_zero(y) {
        match a.to_exact().filter(|_| x.as_flonum().is_none()) {
            Some(exact) if exact.is_zero() => {
                return Err(Fault::Error("atan: the point 0, 0 has no angle".to_owned(), vec![]));
            }
            Some(exact) if exact.is_positive() => return Ok(y),
            _ => {}
        }
    }
    Ok(Value::flonum(b.to_f64().atan2(a.to_f64())))
}

/// A power; exact for an exact base and an exact integer as the exponent, or a half if the base is an exact square.
fn expt(x: Value, y: Value) -> Outcome {
    if is_exact_zero(y) {
        complex::parts_of_number(x, 0)?;
        return Ok(Value::fixnum(1));
    }
    if complex::is_complex(x) || complex::is_complex(y) {
        return complex_power(x, y);
    }
    let (base, exponent) = (number_argument(x, 0)?, number_argument(y, 1)?);
    match (&base, &exponent) {
        (Num::Int(_) | Num::Rat(_), Num::Int(exponent)) => exact_power(&base, exponent),
        (Num::Int(_) | Num::Rat(_), Num::Rat(ratio)) if *ratio.denom() == BigInt::from(2) => {
            let root = sqrt(x)?;
            if complex::is_exact(root) {
                expt(root, super::integer_value(ratio.numer())?)
            } else {
                inexact_power(x, y, &base, &exponent)
            }
        }
        _ => inexact_power(x, y, &base, &exponent),
    }
}

/// A power of which the base or the exponent is complex.
fn complex_power(x: Value, y: Value) -> Outcome {
    if let Some(exponent) = super::integer_of(y) {
        return complex_integer_power(x, y, &exponent);
    }
    let is_count = |double: &f64| double.fract() == 0.0 && (1.0..=MAX_PRODUCTS as f64).contains(&double.abs());
    if let Some(exponent) = y.as_flonum().filter(is_count) {
        let z = complex::complex_value(complex::complex_argument(x, 0)?);
        return complex_integer_power(z, y, &BigInt::from(exponent as i64));
    }
    if let (Some(Num::Rat(ratio)), true) = (Num::of(y), complex::is_exact(x))
        && *ratio.denom() == BigInt::from(2)
        && let Some(root) = exact_complex_root(x)?
    {
        return expt(root, super::integer_value(ratio.numer())?);
    }
    let exponent = complex::complex_argument(y, 1)?;
    let base = complex::complex_argument(x, 0)?;
    if base == (Complex { re: 0.0, im: 0.0 }) {
        return match exponent.re > 0.0 {
            true if is_exact_zero(x) => Ok(x),
            true => Ok(Value::flonum(0.0)),
            false => Err(Fault::DivideByZero),
        };
    }
    // The logarithm of a real number is that of the number itself, which may be beyond the range of doubles.
    let log = match x.as_flonum() {
        Some(_) => base.log(),
        None => complex::complex_argument(log(x)?, 0)?,
    };
    Ok(complex::complex_value(exponent.multiply(log).exp()))
}

/// By squaring, from the highest bit of the exponent down.
fn complex_integer_power(x: Value, y: Value, exponent: &BigInt) -> Outcome {
    let magnitude = exponent.magnitude();
    if !complex::is_exact(x) && magnitude.to_u64().is_none_or(|count| count > MAX_PRODUCTS) {
        let log = complex::complex_argument(x, 0)?.log();
        return Ok(complex::complex_value(complex::complex_argument(y, 1)?.multiply(log).exp()));
    }
    // A power of an exact complex number grows unless it is a unit, for which exponents repeat after 4.
    let is_unit =
        complex::magnitude(x)? == Value::fixnum(1) && complex::parts(x).is_some_and(|(re, _)| is_exact_zero(re));
    let count = match magnitude.to_u64() {
        Some(count) if !is_unit => count,
        None if !is_unit => return Err(Fault::OutOfMemory),
        _ => (magnitude % 4u32).to_u64().unwrap_or(0),
    };
    if count > MAX_POWER_BITS {
        return Err(Fault::OutOfMemory);
    }
    let mut power = Value::fixnum(1);
    for bit in (0..u64::BITS - count.leading_zeros()).rev() {
        power = arithmetic::mul(power, power)?;
        if count >> bit & 1 == 1 {
            power = arithmetic::mul(power, x)?;
        }
    }
    if exponent.is_negative() { arithmetic::div(Value::fixnum(1), power) } else { Ok(power) }
}

fn exact_power(base: &Num, exponent: &BigInt) -> Outcome {
    let Some(base) = base.to_exact() else { return Err(Fault::OutOfMemory) };
    if base.is_zero() {
        return if exponent.is_negative() { Err(Fault::DivideByZero) } else { Ok(Value::fixnum(0)) };
    }
    let magnitude = exponent.magnitude();
    if base.numer().magnitude().is_one() && base.denom().is_one() {
        let odd = magnitude.bit(0) && base.is_negative();
        return Ok(Value::fixnum(if odd { -1 } else { 1 }));
    }
    let bits = base.numer().bits().max(base.denom().bits());
    let power = magnitude.to_u32().filter(|power| bits.saturating_mul(u64::from(*power)) < MAX_POWER_BITS);
    let power = power.ok_or(Fault::OutOfMemory)?;
    super::check_bits((bits - 1) * u64::from(power))?;
    let (numer, denom) = (base.numer().pow(power), base.denom().pow(power));
    let result =
        if exponent.is_negative() { BigRational::new(denom, numer) } else { BigRational::new_raw(numer, denom) };
    num_value(&Num::Rat(result))
}

/// A power of real numbers; complex for a base that is exact and negative, NaN for a negative double.
fn inexact_power(x: Value, y: Value, base: &Num, exponent: &Num) -> Outcome {
    let (b, e) = (base.to_f64(), exponent.to_f64());
    if is_exact_zero(x) && e > 0.0 {
        return Ok(x);
    }
    if x.as_flonum().is_none() && b < 0.0 && e.fract() != 0.0 && e.is_finite() {
        return complex_power(x, y);
    }
    if x.as_flonum().is_none() && b.is_infinite() {
        let size = (complex::complex_argument(log(x)?, 0)?.re * e).exp();
        return Ok(Value::flonum(if b < 0.0 && e % 2.0 != 0.0 { -size } else { size }));
    }
    Ok(Value::flonum(math::fx_math_pow(b, e)))
}

crate::numeric_primitives! {
    fx_sqrt = sqrt, (a);
    fx_exp = exp, (a);
    fx_log = log, (a);
    fx_sin = sin, (a);
    fx_cos = cos, (a);
    fx_tan = tan, (a);
    fx_asin = asin, (a);
    fx_acos = acos, (a);
    fx_atan = atan, (a);
    fx_atan2 = atan2, (y, x);
    fx_sinh = sinh, (a);
    fx_cosh = cosh, (a);
    fx_tanh = tanh, (a);
    fx_expt = expt, (x, y);
}
