//! Numbers as text that reads back as the same number.
//!
//! Floats print as the shortest digits that read back as the same double, laid out as Chez Scheme does: with an
//! exponent below 1e-3 and from 1e10 on (`0.001`, `1e-4`, `9999999999.0`, `1e10`). In another radix than ten there is no
//! exponent, since its mark would be a digit.

use num_bigint::BigInt;

use crate::Number;

/// The greatest radix in which `i` is no digit.
const LAST_WITHOUT_I: u32 = 18;

/// The text of a number.
pub fn print_number(number: &Number) -> String {
    match number {
        Number::Int(int) => int.to_string(),
        Number::Rat(ratio) => ratio.to_string(),
        Number::Float(float) => print_float(*float),
        Number::Complex(parts) => join_parts(&print_number(&parts[0]), &print_number(&parts[1]), 10),
    }
}

/// The text of a complex number, made of the texts of its parts: `1+2i`, `+i`, `-1.5i`. A real part of 0 is left out.
pub fn join_parts(real: &str, imaginary: &str, radix: u32) -> String {
    // In the greater radixes `+i` is an integer, but `0+i` is none.
    let real = if (real == "0" || real == "0.0") && radix <= LAST_WITHOUT_I { "" } else { real };
    match imaginary {
        "1" => format!("{real}+i"),
        "-1" => format!("{real}-i"),
        signed if signed.starts_with(['+', '-']) => format!("{real}{signed}i"),
        unsigned => format!("{real}+{unsigned}i"),
    }
}

/// The shortest text that reads back as the same double.
pub fn print_float(float: f64) -> String {
    if float.is_nan() {
        return "+nan.0".into();
    }
    if float.is_infinite() {
        return if float > 0.0 { "+inf.0".into() } else { "-inf.0".into() };
    }
    if float == 0.0 || (1e-3..1e10).contains(&float.abs()) { format!("{float:?}") } else { format!("{float:e}") }
}

/// The same in any radix from 2 to 36.
pub fn print_float_radix(float: f64, radix: u32) -> String {
    if radix == 10 || !float.is_finite() || float == 0.0 {
        return print_float(float);
    }
    let (digits, point) = shortest_digits(float.abs(), radix);
    let sign = if float < 0.0 { "-" } else { "" };
    match usize::try_from(point) {
        Err(_) | Ok(0) => format!("{sign}0.{}{digits}", "0".repeat(point.unsigned_abs() as usize)),
        Ok(point) if point >= digits.len() => format!("{sign}{digits}{}.0", "0".repeat(point - digits.len())),
        Ok(point) => format!("{sign}{}.{}", &digits[..point], &digits[point..]),
    }
}

/// The shortest digits that denote a positive double, and the place of the point: 0 is in front of the first digit.
///
/// The double is `value/unit`. What lies between it and the middles to its neighbours, `above/unit` and `below/unit`,
/// reads back as the same double, so digits are taken until the rest is as small (Burger & Dybvig, PLDI 1996).
fn shortest_digits(float: f64, radix: u32) -> (String, i32) {
    let bits = float.to_bits();
    let (fraction, biased) = (bits & ((1 << 52) - 1), (bits >> 52) as i32);
    let mantissa = if biased == 0 { fraction } else { fraction | 1 << 52 };
    let exponent = biased.max(1) - 1075;
    // The neighbour below a power of two is half as far away.
    let wide = u32::from(fraction == 0 && biased > 1);
    let [numerator, denominator] = [exponent.max(0) as u32, (-exponent).max(0) as u32];
    let mut value = BigInt::from(mantissa) << (numerator + 1 + wide);
    let mut unit = BigInt::from(1) << (denominator + 1 + wide);
    let mut below = BigInt::from(1) << numerator;
    let mut above = &below << wide;
    let closed = mantissa % 2 == 0;
    // The estimate is right or one too small.
    let mut point = (float.ln() / f64::from(radix).ln() - 1e-10).ceil() as i32;
    let power = BigInt::from(radix).pow(point.unsigned_abs());
    if point >= 0 {
        unit *= power;
    } else {
        for part in [&mut value, &mut below, &mut above] {
            *part *= &power;
        }
    }
    if reaches(&(&value + &above), &unit, closed) {
        unit *= radix;
        point += 1;
    }
    let mut digits = String::new();
    loop {
        for part in [&mut value, &mut below, &mut above] {
            *part *= radix;
        }
        let digit = &value / &unit;
        value -= &digit * &unit;
        let low = reaches(&below, &value, closed);
        let high = reaches(&(&value + &above), &unit, closed);
        let round_up = high && (!low || &value * 2 >= unit);
        let digit = u32::try_from(&digit).unwrap_or(0) + u32::from(round_up);
        digits.extend(char::from_digit(digit, radix));
        if low || high {
            return (digits, point);
        }
    }
}

/// `a > b`, or `a >= b` if the bound belongs to the interval.
fn reaches(a: &BigInt, b: &BigInt, closed: bool) -> bool {
    if closed { a >= b } else { a > b }
}
