//! Roots, powers, exponentials, angles. Doubles go to the C library, as inline code does, so results agree.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Signed, ToPrimitive, Zero};

use super::predicates::MAX_BITS;
use super::{Num, div, mul, num_value, number_argument};
use crate::abi::{Fault, Outcome};
use crate::generic_ad::{apply_binary, apply_unary, is_active};
use crate::value::Value;

mod libm {
    unsafe extern "C" {
        pub safe fn exp(x: f64) -> f64;
        pub safe fn log(x: f64) -> f64;
        pub safe fn sin(x: f64) -> f64;
        pub safe fn cos(x: f64) -> f64;
        pub safe fn tan(x: f64) -> f64;
        pub safe fn asin(x: f64) -> f64;
        pub safe fn acos(x: f64) -> f64;
        pub safe fn atan(x: f64) -> f64;
        pub safe fn atan2(y: f64, x: f64) -> f64;
        pub safe fn sinh(x: f64) -> f64;
        pub safe fn cosh(x: f64) -> f64;
        pub safe fn tanh(x: f64) -> f64;
        pub safe fn pow(x: f64, y: f64) -> f64;
    }
}

/// The square root; exact for exact squares, NaN for negative doubles.
pub fn sqrt(a: Value) -> Outcome {
    if is_active(a) {
        return apply_unary("sqrt", a);
    }
    match number_argument(a, 0)? {
        Num::Flo(value) => Ok(Value::flonum(value.sqrt())),
        exact => {
            let ratio = exact.to_exact().ok_or(Fault::Type(0, a))?;
            if ratio.is_negative() {
                let message = "sqrt: the root of a negative exact number is complex, and complex numbers are not supported yet";
                return Err(Fault::Error(message.to_owned(), vec![a]));
            }
            let (numer, denom) = (ratio.numer().sqrt(), ratio.denom().sqrt());
            if &(&numer * &numer) == ratio.numer() && &(&denom * &denom) == ratio.denom() {
                return num_value(&Num::Rat(BigRational::new(numer, denom)));
            }
            Ok(Value::flonum(exact.to_f64().sqrt()))
        }
    }
}

/// A function of doubles that is exact at one exact argument.
fn unary(name: &'static str, a: Value, exact: (i64, i64), function: extern "C" fn(f64) -> f64) -> Outcome {
    if is_active(a) {
        return apply_unary(name, a);
    }
    if a == Value::fixnum(exact.0) {
        return Ok(Value::fixnum(exact.1));
    }
    Ok(Value::flonum(function(number_argument(a, 0)?.to_f64())))
}

macro_rules! unary_functions {
    ($($name:ident $row:literal $at:literal => $value:literal $function:path;)*) => {$(
        #[doc = concat!("`", $row, "` of a number; ", stringify!($value), " at exact ", stringify!($at), ".")]
        pub fn $name(a: Value) -> Outcome {
            unary($row, a, ($at, $value), $function)
        }
    )*};
}

unary_functions! {
    exp "exp" 0 => 1 libm::exp;
    sin "sin" 0 => 0 libm::sin;
    cos "cos" 0 => 1 libm::cos;
    tan "tan" 0 => 0 libm::tan;
    asin "asin" 0 => 0 libm::asin;
    acos "acos" 1 => 0 libm::acos;
    atan "%atan" 0 => 0 libm::atan;
    sinh "sinh" 0 => 0 libm::sinh;
    cosh "cosh" 0 => 1 libm::cosh;
    tanh "tanh" 0 => 0 libm::tanh;
}

/// The natural logarithm, of large exact integers too.
pub fn log(a: Value) -> Outcome {
    if is_active(a) {
        return apply_unary("%log", a);
    }
    if a == Value::fixnum(0) {
        return Err(Fault::Error("log: the logarithm of exact 0 does not exist".to_owned(), vec![]));
    }
    match number_argument(a, 0)? {
        Num::Int(value) if value.bits() > 1000 && value.is_positive() => {
            let shift = value.bits() - 60;
            let head = (value >> shift).to_f64().unwrap_or(f64::NAN);
            Ok(Value::flonum(libm::log(head) + shift as f64 * std::f64::consts::LN_2))
        }
        _ => unary("%log", a, (1, 0), libm::log),
    }
}

/// The angle of the point (x, y).
pub fn atan2(y: Value, x: Value) -> Outcome {
    if is_active(y) || is_active(x) {
        return apply_binary("%atan2", y, x);
    }
    let (b, a) = (number_argument(y, 0)?, number_argument(x, 1)?);
    if y == Value::fixnum(0) && !matches!(a, Num::Flo(_)) && a.to_f64() > 0.0 {
        return Ok(y);
    }
    Ok(Value::flonum(libm::atan2(b.to_f64(), a.to_f64())))
}

/// `x` to the power `y`.
pub fn expt(x: Value, y: Value) -> Outcome {
    if is_active(x) || is_active(y) {
        return apply_binary("%expt", x, y);
    }
    match (number_argument(x, 0)?, number_argument(y, 1)?) {
        (Num::Int(_) | Num::Rat(_), Num::Int(power)) => exact_power(x, &power),
        (Num::Flo(base), Num::Int(power)) => Ok(Value::flonum(libm::pow(base, Num::Int(power).to_f64()))),
        (base, power) => Ok(Value::flonum(libm::pow(base.to_f64(), power.to_f64()))),
    }
}

fn exact_power(base: Value, power: &BigInt) -> Outcome {
    let ratio = number_argument(base, 0)?.to_exact().ok_or(Fault::Type(0, base))?;
    if power.is_negative() {
        if ratio.is_zero() {
            return Err(Fault::DivideByZero);
        }
        return div(Value::fixnum(1), exact_power(base, &-power)?);
    }
    if ratio.is_zero() || ratio.is_one() || power.is_zero() {
        return if power.is_zero() { Ok(Value::fixnum(1)) } else { Ok(base) };
    }
    if ratio == -BigRational::one() {
        return Ok(if (power % 2u32).is_zero() { Value::fixnum(1) } else { base });
    }
    let small = power.to_u32().filter(|power| {
        let bits = ratio.numer().bits().max(ratio.denom().bits());
        bits * u64::from(*power) <= MAX_BITS
    });
    let Some(power) = small else { return Err(Fault::OutOfMemory) };
    num_value(&Num::Rat(BigRational::new_raw(ratio.numer().pow(power), ratio.denom().pow(power))))
}

/// The greater number; inexact if one of the two is. A derivative splits a tie in halves.
pub fn max(a: Value, b: Value) -> Outcome {
    extreme("%max2", a, b, std::cmp::Ordering::Less)
}

/// The lesser number; inexact if one of the two is.
pub fn min(a: Value, b: Value) -> Outcome {
    extreme("%min2", a, b, std::cmp::Ordering::Greater)
}

/// `b` if `a` compares to it as `worse`, else `a`; NaN if one is NaN.
fn extreme(name: &'static str, a: Value, b: Value, worse: std::cmp::Ordering) -> Outcome {
    if is_active(a) || is_active(b) {
        return apply_binary(name, a, b);
    }
    let chosen = match super::compare(a, b)? {
        None => return Ok(Value::flonum(f64::NAN)),
        Some(order) if order == worse => b,
        Some(_) => a,
    };
    let inexact = a.as_flonum().is_some() || b.as_flonum().is_some();
    if inexact { mul(chosen, Value::flonum(1.0)) } else { Ok(chosen) }
}

crate::primitives! {
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
    fx_max2 = max, (a, b);
    fx_min2 = min, (a, b);
}
