//! Exact integers: parity, divisors, roots, bits.

use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{Signed, ToPrimitive, Zero};

use super::{Num, integer_of, integer_value, number_argument};
use crate::abi::{Fault, Outcome};
use crate::value::Value;

/// An integer, exact or not, and whether it is inexact.
fn integer_argument(value: Value, index: usize) -> Result<(BigInt, bool), Fault> {
    match number_argument(value, index)? {
        Num::Int(integer) => Ok((integer, false)),
        flonum @ Num::Flo(_) => match flonum.to_exact() {
            Some(exact) if exact.is_integer() => Ok((exact.to_integer(), true)),
            _ => Err(Fault::Type(index, value)),
        },
        Num::Rat(_) => Err(Fault::Type(index, value)),
    }
}

fn exact_argument(value: Value, index: usize) -> Result<BigInt, Fault> {
    integer_of(value).ok_or(Fault::Type(index, value))
}

fn result(value: &BigInt, inexact: bool) -> Outcome {
    if inexact { Ok(Value::flonum(value.to_f64().unwrap_or(f64::NAN))) } else { integer_value(value) }
}

fn is_odd(a: Value) -> Result<bool, Fault> {
    Ok(match a.as_fixnum() {
        Some(small) => small & 1 == 1,
        None => integer_argument(a, 0)?.0.is_odd(),
    })
}

fn is_even(a: Value) -> Result<bool, Fault> {
    Ok(!is_odd(a)?)
}

fn gcd(a: Value, b: Value) -> Outcome {
    let ((x, x_inexact), (y, y_inexact)) = (integer_argument(a, 0)?, integer_argument(b, 1)?);
    result(&x.gcd(&y), x_inexact || y_inexact)
}

fn lcm(a: Value, b: Value) -> Outcome {
    let ((x, x_inexact), (y, y_inexact)) = (integer_argument(a, 0)?, integer_argument(b, 1)?);
    result(&x.lcm(&y), x_inexact || y_inexact)
}

fn numerator(a: Value) -> Outcome {
    part_of_ratio(a, |ratio| ratio.numer().clone())
}

fn denominator(a: Value) -> Outcome {
    part_of_ratio(a, |ratio| ratio.denom().clone())
}

fn part_of_ratio(a: Value, part: impl FnOnce(&num_rational::BigRational) -> BigInt) -> Outcome {
    let exact = number_argument(a, 0)?.to_exact().ok_or(Fault::Type(0, a))?;
    result(&part(&exact), a.as_flonum().is_some())
}

fn exact_integer_sqrt(n: Value) -> Outcome {
    let integer = exact_argument(n, 0)?;
    if integer.is_negative() {
        return Err(Fault::Error("argument 1 must not be negative, found".to_owned(), vec![n]));
    }
    integer_value(&integer.sqrt())
}

fn bitwise_and(a: Value, b: Value) -> Outcome {
    integer_value(&(exact_argument(a, 0)? & exact_argument(b, 1)?))
}

fn bitwise_or(a: Value, b: Value) -> Outcome {
    integer_value(&(exact_argument(a, 0)? | exact_argument(b, 1)?))
}

fn bitwise_xor(a: Value, b: Value) -> Outcome {
    integer_value(&(exact_argument(a, 0)? ^ exact_argument(b, 1)?))
}

fn bitwise_not(a: Value) -> Outcome {
    integer_value(&!exact_argument(a, 0)?)
}

/// To the left, to the right for negative counts, rounding down.
fn arithmetic_shift(a: Value, count: Value) -> Outcome {
    let (integer, by) = (exact_argument(a, 0)?, count.as_fixnum().ok_or(Fault::Type(1, count))?);
    let distance = by.unsigned_abs();
    if by <= 0 {
        return integer_value(&(integer >> distance));
    }
    if integer.is_zero() {
        return Ok(a);
    }
    super::check_bits(integer.bits().saturating_add(distance))?;
    integer_value(&(integer << distance))
}

crate::numeric_primitives! {
    fx_odd_p = is_odd, (a);
    fx_even_p = is_even, (a);
    fx_gcd2 = gcd, (a, b);
    fx_lcm2 = lcm, (a, b);
    fx_numerator = numerator, (a);
    fx_denominator = denominator, (a);
    fx_exact_integer_sqrt = exact_integer_sqrt, (n);
    fx_bitwise_and2 = bitwise_and, (a, b);
    fx_bitwise_or2 = bitwise_or, (a, b);
    fx_bitwise_xor2 = bitwise_xor, (a, b);
    fx_bitwise_not = bitwise_not, (a);
    fx_arithmetic_shift = arithmetic_shift, (a, count);
}
