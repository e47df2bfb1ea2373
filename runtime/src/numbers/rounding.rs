//! Rounding, extrema, and questions about numbers.

use std::cmp::Ordering;

use num_rational::BigRational;
use num_traits::One;

use super::{Num, complex, num_value, number_argument};
use crate::abi::{Fault, Outcome};
use crate::value::{Kind, Value, tag};

fn rounded(
    a: Value,
    of_double: impl FnOnce(f64) -> f64,
    of_ratio: impl FnOnce(&BigRational) -> BigRational,
) -> Outcome {
    match number_argument(a, 0)? {
        Num::Flo(x) => Ok(Value::flonum(of_double(x))),
        Num::Int(_) => Ok(a),
        Num::Rat(x) => num_value(&Num::Rat(of_ratio(&x))),
    }
}

fn floor(a: Value) -> Outcome {
    rounded(a, f64::floor, BigRational::floor)
}

fn ceiling(a: Value) -> Outcome {
    rounded(a, f64::ceil, BigRational::ceil)
}

fn truncate(a: Value) -> Outcome {
    rounded(a, f64::trunc, BigRational::trunc)
}

fn round(a: Value) -> Outcome {
    rounded(a, f64::round_ties_even, round_ratio)
}

/// To the nearest integer, of two to the even one.
fn round_ratio(x: &BigRational) -> BigRational {
    let two = BigRational::from_integer(2.into());
    let half = BigRational::one() / &two;
    let below = x.floor();
    let rest = x - &below;
    let is_even = (&below / two).is_integer();
    if rest < half || rest == half && is_even { below } else { below + BigRational::one() }
}

fn min(a: Value, b: Value) -> Outcome {
    let take_first = match super::compare(a, b)? {
        Some(order) => order.is_le(),
        None => is_nan(a)?,
    };
    with_exactness_of_both(a, b, take_first)
}

fn max(a: Value, b: Value) -> Outcome {
    let take_first = match super::compare(a, b)? {
        Some(order) => order.is_ge(),
        None => is_nan(a)?,
    };
    with_exactness_of_both(a, b, take_first)
}

fn with_exactness_of_both(a: Value, b: Value, take_first: bool) -> Outcome {
    let chosen = if take_first { a } else { b };
    let inexact = a.as_flonum().is_some() || b.as_flonum().is_some();
    if inexact { super::to_flonum(chosen).ok_or(Fault::Type(0, chosen)) } else { Ok(chosen) }
}

fn is_number(object: Value) -> bool {
    let is_plain = object.as_fixnum().is_some() || object.as_flonum().is_some();
    is_plain || object.tag() == tag::OBJECT && (complex::is_complex(object) || Num::of(object).is_some())
}

fn is_real(object: Value) -> bool {
    is_number(object) && !complex::is_complex(object)
}

fn is_rational(object: Value) -> bool {
    match Num::of(object) {
        Some(Num::Flo(x)) => x.is_finite(),
        other => other.is_some(),
    }
}

fn is_integer(object: Value) -> bool {
    if object.as_fixnum().is_some() {
        return true;
    }
    match Num::of(object) {
        Some(Num::Flo(x)) => x.fract() == 0.0,
        other => matches!(other, Some(Num::Int(_))),
    }
}

fn is_exact_integer(object: Value) -> bool {
    object.as_fixnum().is_some() || object.is(Kind::Bignum)
}

fn is_zero(a: Value) -> Result<bool, Fault> {
    if let Some((real, imaginary)) = complex::parts(a) {
        return Ok(is_zero(real)? && is_zero(imaginary)?);
    }
    Ok(order_against_zero(a)? == Some(Ordering::Equal))
}

fn is_positive(a: Value) -> Result<bool, Fault> {
    Ok(order_against_zero(a)? == Some(Ordering::Greater))
}

fn is_negative(a: Value) -> Result<bool, Fault> {
    Ok(order_against_zero(a)? == Some(Ordering::Less))
}

fn order_against_zero(a: Value) -> Result<Option<Ordering>, Fault> {
    match a.as_flonum() {
        Some(x) => Ok(x.partial_cmp(&0.0)),
        None => super::compare(a, Value::fixnum(0)),
    }
}

fn is_exact(a: Value) -> Result<bool, Fault> {
    if is_number(a) { Ok(complex::is_exact(a)) } else { Err(Fault::Type(0, a)) }
}

fn is_inexact(a: Value) -> Result<bool, Fault> {
    Ok(!is_exact(a)?)
}

/// Whether the test holds for one of the parts, if they are doubles.
fn any_part(a: Value, test: impl Fn(f64) -> bool) -> Result<bool, Fault> {
    let (real, imaginary) = complex::parts_of_number(a, 0)?;
    Ok(real.as_flonum().is_some_and(&test) || imaginary.as_flonum().is_some_and(&test))
}

fn is_nan(a: Value) -> Result<bool, Fault> {
    any_part(a, f64::is_nan)
}

fn is_finite(a: Value) -> Result<bool, Fault> {
    Ok(!any_part(a, |x| !x.is_finite())?)
}

fn is_infinite(a: Value) -> Result<bool, Fault> {
    any_part(a, f64::is_infinite)
}

crate::numeric_primitives! {
    fx_floor = floor, (a);
    fx_ceiling = ceiling, (a);
    fx_truncate = truncate, (a);
    fx_round = round, (a);
    fx_min2 = min, (a, b);
    fx_max2 = max, (a, b);
    fx_number_p = is_number, (object);
    fx_complex_p = is_number, (object);
    fx_real_p = is_real, (object);
    fx_rational_p = is_rational, (object);
    fx_integer_p = is_integer, (object);
    fx_exact_integer_p = is_exact_integer, (object);
    fx_exact_p = is_exact, (a);
    fx_inexact_p = is_inexact, (a);
    fx_zero_p = is_zero, (a);
    fx_positive_p = is_positive, (a);
    fx_negative_p = is_negative, (a);
    fx_nan_p = is_nan, (a);
    fx_finite_p = is_finite, (a);
    fx_infinite_p = is_infinite, (a);
}
