//! Classification, rounding, divisors, bits, and text of numbers.

use num_bigint::BigInt;
use num_integer::Integer;
use num_rational::BigRational;
use num_traits::{Signed, ToPrimitive, Zero};
use syntax::Number;

use super::{Num, compare, integer_of, integer_value, num_value, number_argument, ratio_value};
use crate::abi::{Fault, Outcome};
use crate::generic_ad::{is_active, primal};
use crate::object::string_from;
use crate::strings::Str;
use crate::value::Value;

/// The number behind a value, active or not.
fn plain(value: Value) -> Result<Num, Fault> {
    number_argument(primal(value), 0)
}

fn is_number(value: Value) -> bool {
    Num::of(primal(value)).is_some()
}

fn is_rational(value: Value) -> bool {
    Num::of(primal(value)).is_some_and(|num| !matches!(num, Num::Flo(double) if !double.is_finite()))
}

fn is_integer(value: Value) -> bool {
    match Num::of(primal(value)) {
        Some(Num::Int(_)) => true,
        Some(Num::Flo(double)) => double.is_finite() && double.fract() == 0.0,
        Some(Num::Rat(_)) | None => false,
    }
}

fn is_exact_integer(value: Value) -> bool {
    integer_of(value).is_some()
}

fn is_exact(value: Value) -> Result<bool, Fault> {
    Ok(!matches!(plain(value)?, Num::Flo(_)))
}

fn is_inexact(value: Value) -> Result<bool, Fault> {
    Ok(matches!(plain(value)?, Num::Flo(_)))
}

fn is_nan(value: Value) -> Result<bool, Fault> {
    Ok(matches!(plain(value)?, Num::Flo(double) if double.is_nan()))
}

fn is_finite(value: Value) -> Result<bool, Fault> {
    Ok(!matches!(plain(value)?, Num::Flo(double) if !double.is_finite()))
}

fn is_infinite(value: Value) -> Result<bool, Fault> {
    Ok(matches!(plain(value)?, Num::Flo(double) if double.is_infinite()))
}

fn sign(value: Value) -> Result<Option<std::cmp::Ordering>, Fault> {
    plain(value)?;
    compare(value, Value::fixnum(0))
}

/// The comparison of the table.
pub fn is_zero(value: Value) -> Result<bool, Fault> {
    Ok(sign(value)? == Some(std::cmp::Ordering::Equal))
}

fn is_positive(value: Value) -> Result<bool, Fault> {
    Ok(sign(value)? == Some(std::cmp::Ordering::Greater))
}

fn is_negative(value: Value) -> Result<bool, Fault> {
    Ok(sign(value)? == Some(std::cmp::Ordering::Less))
}

fn parity(value: Value) -> Result<bool, Fault> {
    match plain(value)? {
        Num::Int(number) => Ok(number.is_odd()),
        Num::Flo(double) if double.fract() == 0.0 => Ok(double % 2.0 != 0.0),
        _ => Err(Fault::Type(0, value)),
    }
}

fn is_odd(value: Value) -> Result<bool, Fault> {
    parity(value)
}

fn is_even(value: Value) -> Result<bool, Fault> {
    Ok(!parity(value)?)
}

/// Applies one of the four ways to round; the result is a constant for derivatives.
fn rounded(value: Value, rat: fn(&BigRational) -> BigRational, flo: fn(f64) -> f64) -> Outcome {
    match plain(value)? {
        Num::Int(number) => integer_value(&number),
        Num::Rat(ratio) => ratio_value(&rat(&ratio)),
        Num::Flo(double) => Ok(Value::flonum(flo(double))),
    }
}

fn floor(value: Value) -> Outcome {
    rounded(value, BigRational::floor, f64::floor)
}

fn ceiling(value: Value) -> Outcome {
    rounded(value, BigRational::ceil, f64::ceil)
}

fn truncate(value: Value) -> Outcome {
    rounded(value, BigRational::trunc, f64::trunc)
}

fn round(value: Value) -> Outcome {
    rounded(value, round_half_even, f64::round_ties_even)
}

fn round_half_even(ratio: &BigRational) -> BigRational {
    let two = BigInt::from(2);
    let below = ratio.floor();
    let twice = (ratio - &below) * BigRational::from_integer(two);
    let one = BigRational::from_integer(1.into());
    let up = match twice.cmp(&one) {
        std::cmp::Ordering::Less => false,
        std::cmp::Ordering::Greater => true,
        std::cmp::Ordering::Equal => below.numer().is_odd(),
    };
    if up { below + one } else { below }
}

fn part(value: Value, select: fn(&BigRational) -> &BigInt) -> Outcome {
    let num = plain(value)?;
    let ratio = num.to_exact().ok_or(Fault::Type(0, value))?;
    let result = Num::Int(select(&ratio).clone());
    if let Num::Flo(_) = num { Ok(Value::flonum(result.to_f64())) } else { num_value(&result) }
}

fn numerator(value: Value) -> Outcome {
    part(value, BigRational::numer)
}

fn denominator(value: Value) -> Outcome {
    part(value, BigRational::denom)
}

fn divisor(a: Value, b: Value, int: fn(&BigInt, &BigInt) -> BigInt) -> Outcome {
    let whole = |value: Value, index: usize| match number_argument(value, index)? {
        Num::Int(number) => Ok((number, true)),
        Num::Flo(double) if double.fract() == 0.0 => {
            let exact = BigRational::from_float(double).ok_or(Fault::Type(index, value))?;
            Ok((exact.to_integer(), false))
        }
        _ => Err(Fault::Type(index, value)),
    };
    let ((x, x_exact), (y, y_exact)) = (whole(a, 0)?, whole(b, 1)?);
    let result = Num::Int(int(&x, &y).abs());
    if x_exact && y_exact { num_value(&result) } else { Ok(Value::flonum(result.to_f64())) }
}

fn gcd(a: Value, b: Value) -> Outcome {
    divisor(a, b, |x, y| x.gcd(y))
}

fn lcm(a: Value, b: Value) -> Outcome {
    divisor(a, b, |x, y| if x.is_zero() || y.is_zero() { BigInt::zero() } else { x.lcm(y) })
}

fn exact_integer_sqrt(n: Value) -> Outcome {
    let number = integer_of(n).filter(|number| !number.is_negative()).ok_or(Fault::Type(0, n))?;
    integer_value(&number.sqrt())
}

fn bits(a: Value, b: Value, op: fn(BigInt, BigInt) -> BigInt) -> Outcome {
    let x = integer_of(a).ok_or(Fault::Type(0, a))?;
    let y = integer_of(b).ok_or(Fault::Type(1, b))?;
    integer_value(&op(x, y))
}

fn bitwise_and(a: Value, b: Value) -> Outcome {
    bits(a, b, |x, y| x & y)
}

fn bitwise_or(a: Value, b: Value) -> Outcome {
    bits(a, b, |x, y| x | y)
}

fn bitwise_xor(a: Value, b: Value) -> Outcome {
    bits(a, b, |x, y| x ^ y)
}

fn bitwise_not(a: Value) -> Outcome {
    integer_value(&!integer_of(a).ok_or(Fault::Type(0, a))?)
}

/// Results of shifts and powers have at most this many bits.
pub(super) const MAX_BITS: u64 = 1 << 32;

fn arithmetic_shift(a: Value, count: Value) -> Outcome {
    let number = integer_of(a).ok_or(Fault::Type(0, a))?;
    let count = count.as_fixnum().ok_or(Fault::Type(1, count))?;
    if count <= 0 {
        let by = (-count).min(number.bits() as i64 + 1);
        return integer_value(&(number >> by));
    }
    if number.bits() + count as u64 > MAX_BITS {
        return Err(Fault::OutOfMemory);
    }
    integer_value(&(number << count))
}

/// As written in a program.
pub fn number_text(num: &Num, radix: u32) -> String {
    match num {
        Num::Int(number) => number.to_str_radix(radix),
        Num::Rat(ratio) => format!("{}/{}", ratio.numer().to_str_radix(radix), ratio.denom().to_str_radix(radix)),
        Num::Flo(double) => syntax::print_float(*double),
    }
}

fn radix_of(radix: Value) -> Result<u32, Fault> {
    radix.as_fixnum().filter(|radix| (2..=36).contains(radix)).map(|radix| radix as u32).ok_or(Fault::Type(1, radix))
}

fn number_to_string(value: Value, radix: Value) -> Outcome {
    if is_active(value) {
        return Err(crate::generic_ad::not_differentiable("number->string"));
    }
    Ok(string_from(&number_text(&plain(value)?, radix_of(radix)?)))
}

fn string_to_number(text: Str, radix: Value) -> Outcome {
    let radix = radix_of(radix)?;
    Ok(match syntax::parse_number(&text.text(), radix) {
        Some(number) => num_value(&match number {
            Number::Int(value) => Num::Int(value),
            Number::Rat(value) => Num::Rat(value),
            Number::Float(value) => Num::Flo(value),
        })?,
        None => Value::FALSE,
    })
}

/// A small non-negative integer, for lengths and counts.
pub fn to_usize(value: Value) -> Option<usize> {
    value.as_fixnum()?.to_usize()
}

crate::primitives! {
    fx_number_p = is_number, (value);
    fx_complex_p = is_number, (value);
    fx_real_p = is_number, (value);
    fx_rational_p = is_rational, (value);
    fx_integer_p = is_integer, (value);
    fx_exact_integer_p = is_exact_integer, (value);
    fx_exact_p = is_exact, (value);
    fx_inexact_p = is_inexact, (value);
    fx_nan_p = is_nan, (value);
    fx_finite_p = is_finite, (value);
    fx_infinite_p = is_infinite, (value);
    fx_zero_p = is_zero, (value);
    fx_positive_p = is_positive, (value);
    fx_negative_p = is_negative, (value);
    fx_odd_p = is_odd, (value);
    fx_even_p = is_even, (value);
    fx_floor = floor, (value);
    fx_ceiling = ceiling, (value);
    fx_truncate = truncate, (value);
    fx_round = round, (value);
    fx_numerator = numerator, (value);
    fx_denominator = denominator, (value);
    fx_gcd2 = gcd, (a, b);
    fx_lcm2 = lcm, (a, b);
    fx_exact_integer_sqrt = exact_integer_sqrt, (n);
    fx_bitwise_and2 = bitwise_and, (a, b);
    fx_bitwise_or2 = bitwise_or, (a, b);
    fx_bitwise_xor2 = bitwise_xor, (a, b);
    fx_bitwise_not = bitwise_not, (a);
    fx_arithmetic_shift = arithmetic_shift, (a, count);
    fx_number_to_string = number_to_string, (value, radix);
    fx_string_to_number = string_to_number, (text, radix);
}
