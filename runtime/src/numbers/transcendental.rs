//! Roots, powers, exponentials, angles.
//!
//! The result is exact where that is certain without computing: `(exp 0)`, `(log 1)`, `(sin 0)`.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Signed, ToPrimitive, Zero};

use super::{Num, num_value, number_argument};
use crate::abi::{Fault, Outcome};
use crate::value::Value;

/// Powers with more bits than this do not fit into memory.
const MAX_POWER_BITS: u64 = 1 << 34;

/// The square root; exact for exact squares, NaN for negative doubles.
pub fn sqrt(a: Value) -> Outcome {
    match number_argument(a, 0)? {
        Num::Flo(value) => Ok(Value::flonum(value.sqrt())),
        exact => {
            let Some(ratio) = exact.to_exact() else { return Err(Fault::Type(0, a)) };
            if ratio.is_negative() {
                return Err(complex_result("sqrt", a));
            }
            match exact_root(&ratio) {
                Some(root) => num_value(&Num::Rat(root)),
                None => Ok(Value::flonum(exact.to_f64().sqrt())),
            }
        }
    }
}

fn exact_root(ratio: &BigRational) -> Option<BigRational> {
    let (numer, denom) = (ratio.numer().sqrt(), ratio.denom().sqrt());
    let is_root = &(&numer * &numer) == ratio.numer() && &(&denom * &denom) == ratio.denom();
    is_root.then(|| BigRational::new(numer, denom))
}

fn complex_result(name: &str, argument: Value) -> Fault {
    let message = format!("{name}: the result is complex, and complex numbers are not supported yet");
    Fault::Error(message, vec![argument])
}

/// A function of doubles; at the exact `fixed` it has the exact result `at_fixed`.
fn of_double(a: Value, fixed: i64, at_fixed: i64, function: impl FnOnce(f64) -> f64) -> Outcome {
    if a == Value::fixnum(fixed) {
        return Ok(Value::fixnum(at_fixed));
    }
    let x = match a.as_flonum() {
        Some(x) => x,
        None => number_argument(a, 0)?.to_f64(),
    };
    Ok(Value::flonum(function(x)))
}

fn exp(a: Value) -> Outcome {
    of_double(a, 0, 1, f64::exp)
}

/// The natural logarithm; NaN for negative doubles.
fn log(a: Value) -> Outcome {
    if a.as_flonum().is_none()
        && let Some(exact) = number_argument(a, 0)?.to_exact()
    {
        if exact.is_zero() {
            return Err(Fault::Error("log: the logarithm of the exact 0 is not defined".to_owned(), vec![a]));
        }
        if exact.is_negative() {
            return Err(complex_result("log", a));
        }
        if !exact.is_one() {
            return Ok(Value::flonum(log_of_integer(exact.numer()) - log_of_integer(exact.denom())));
        }
    }
    of_double(a, 1, 0, f64::ln)
}

/// Also of integers beyond the range of doubles: log(m 2^k) = log m + k log 2.
fn log_of_integer(value: &BigInt) -> f64 {
    let shift = value.bits().saturating_sub(1000);
    let mantissa = (value >> shift).to_f64().unwrap_or(f64::INFINITY);
    mantissa.ln() + shift as f64 * std::f64::consts::LN_2
}

fn sin(a: Value) -> Outcome {
    of_double(a, 0, 0, f64::sin)
}

fn cos(a: Value) -> Outcome {
    of_double(a, 0, 1, f64::cos)
}

fn tan(a: Value) -> Outcome {
    of_double(a, 0, 0, f64::tan)
}

fn asin(a: Value) -> Outcome {
    of_double(a, 0, 0, f64::asin)
}

fn acos(a: Value) -> Outcome {
    of_double(a, 1, 0, f64::acos)
}

fn atan(a: Value) -> Outcome {
    of_double(a, 0, 0, f64::atan)
}

fn sinh(a: Value) -> Outcome {
    of_double(a, 0, 0, f64::sinh)
}

fn cosh(a: Value) -> Outcome {
    of_double(a, 0, 1, f64::cosh)
}

fn tanh(a: Value) -> Outcome {
    of_double(a, 0, 0, f64::tanh)
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

/// A power; exact for an exact base and an exact integer as the exponent.
fn expt(x: Value, y: Value) -> Outcome {
    let (base, exponent) = (number_argument(x, 0)?, number_argument(y, 1)?);
    match (&base, &exponent) {
        (_, Num::Int(exponent)) if exponent.is_zero() => Ok(Value::fixnum(1)),
        (Num::Int(_) | Num::Rat(_), Num::Int(exponent)) => exact_power(&base, exponent),
        (Num::Int(_) | Num::Rat(_), Num::Rat(ratio)) if *ratio.denom() == BigInt::from(2) => {
            let root = base.to_exact().filter(|base| !base.is_negative()).and_then(|base| exact_root(&base));
            match root {
                Some(root) => exact_power(&Num::Rat(root), ratio.numer()),
                None => inexact_power(x, y, &base, &exponent),
            }
        }
        _ => inexact_power(x, y, &base, &exponent),
    }
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
    let (numer, denom) = (base.numer().pow(power), base.denom().pow(power));
    let result =
        if exponent.is_negative() { BigRational::new(denom, numer) } else { BigRational::new_raw(numer, denom) };
    num_value(&Num::Rat(result))
}

fn inexact_power(x: Value, y: Value, base: &Num, exponent: &Num) -> Outcome {
    let (b, e) = (base.to_f64(), exponent.to_f64());
    if super::is_exact_zero(x) && e > 0.0 {
        return Ok(x);
    }
    if x.as_flonum().is_none() && b < 0.0 && e.fract() != 0.0 {
        return Err(complex_result("expt", y));
    }
    Ok(Value::flonum(b.powf(e)))
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
