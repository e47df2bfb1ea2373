//! The number that a text denotes (R7RS section 7.1.1), for the reader and `string->number`.
//!
//! Beyond the report, numbers with a point are read in every radix (`#b11.1` is 3.5), as `number->string` prints them.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Signed, ToPrimitive, Zero};

use crate::Number;

/// `#e1e1000000` would be an integer of a million digits: exact decimals have a limit.
const MAX_EXACT_EXPONENT: i64 = 100_000;

/// Below this many digits the quadratic algorithm is the faster one.
const SPLIT_DIGITS: usize = 500;

#[derive(Clone, Copy, PartialEq)]
enum Exactness {
    Exact,
    Inexact,
    AsWritten,
}

/// The number that `text` denotes, prefixes such as `#x` and `#e` included. `radix` (2 to 36) is that without prefix.
pub fn parse_number(text: &str, radix: u32) -> Option<Number> {
    let (body, radix, exactness) = split_prefixes(text, radix)?;
    parse_real(body, radix, exactness).or_else(|| parse_complex(body, radix, exactness))
}

/// `1+2i`, `-i`, `1@2`. The exactness that is asked for is that of the result.
fn parse_complex(body: &str, radix: u32, exactness: Exactness) -> Option<Number> {
    let parts = if exactness == Exactness::Exact { Exactness::Exact } else { Exactness::AsWritten };
    let real = |part: &str| parse_real(part, radix, parts);
    let number = match body.split_once('@') {
        Some((magnitude, angle)) => polar(real(magnitude)?, real(angle)?),
        None => {
            let unsuffixed = body.strip_suffix(['i', 'I'])?;
            let imaginary = |part: &str| if part.len() == 1 { real(&format!("{part}1")) } else { real(part) };
            // At most two signs can belong to exponents, so few positions are tried.
            unsuffixed.rmatch_indices(['+', '-']).take(3).find_map(|(at, _)| {
                let (first, second) = unsuffixed.split_at(at);
                let first = if first.is_empty() { Number::Int(BigInt::zero()) } else { real(first)? };
                Some(rectangular(first, imaginary(second)?))
            })?
        }
    };
    match exactness {
        Exactness::Exact => number.to_exact(),
        Exactness::Inexact => Some(number.to_inexact()),
        Exactness::AsWritten => Some(number),
    }
}

/// The number of these parts, which are real.
fn rectangular(real: Number, imaginary: Number) -> Number {
    match (&real, &imaginary) {
        (_, Number::Int(zero)) if zero.is_zero() => real,
        (Number::Float(_), _) | (_, Number::Float(_)) => {
            Number::Complex(Box::new([real.to_inexact(), imaginary.to_inexact()]))
        }
        _ => Number::Complex(Box::new([real, imaginary])),
    }
}

/// The number of this magnitude and angle, which are real.
fn polar(magnitude: Number, angle: Number) -> Number {
    let is_exact_zero = |number: &Number| matches!(number, Number::Int(int) if int.is_zero());
    match (magnitude.to_float(), angle.to_float()) {
        (Some(size), Some(radians)) if !is_exact_zero(&angle) && !is_exact_zero(&magnitude) => {
            let (sine, cosine) = radians.sin_cos();
            rectangular(Number::Float(size * cosine), Number::Float(size * sine))
        }
        _ => magnitude,
    }
}

/// Takes `#x`, `#e` and so on off, one of each sort at most, in either order.
fn split_prefixes(text: &str, radix: u32) -> Option<(&str, u32, Exactness)> {
    let (mut body, mut given_radix, mut exactness) = (text, None, Exactness::AsWritten);
    while let Some(prefix) = body.strip_prefix('#') {
        let letter = prefix.chars().next()?.to_ascii_lowercase();
        match letter {
            'x' | 'd' | 'o' | 'b' if given_radix.is_none() => {
                given_radix = Some(match letter {
                    'x' => 16,
                    'd' => 10,
                    'o' => 8,
                    _ => 2,
                });
            }
            'e' if exactness == Exactness::AsWritten => exactness = Exactness::Exact,
            'i' if exactness == Exactness::AsWritten => exactness = Exactness::Inexact,
            _ => return None,
        }
        body = &prefix[1..];
    }
    Some((body, given_radix.unwrap_or(radix), exactness))
}

fn parse_real(body: &str, radix: u32, exactness: Exactness) -> Option<Number> {
    let (negative, unsigned) = match body.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, body.strip_prefix('+').unwrap_or(body)),
    };
    if unsigned.len() < body.len() && exactness != Exactness::Exact {
        if unsigned.eq_ignore_ascii_case("inf.0") {
            return Some(Number::Float(if negative { f64::NEG_INFINITY } else { f64::INFINITY }));
        }
        if unsigned.eq_ignore_ascii_case("nan.0") {
            return Some(Number::Float(f64::NAN));
        }
    }
    if !unsigned.starts_with(|first: char| first.is_digit(radix) || first == '.') {
        return None;
    }
    let exact = if let Some((numerator, denominator)) = unsigned.split_once('/') {
        ratio(parse_integer(numerator, radix)?, parse_integer(denominator, radix)?)?
    } else if let Some(integer) = parse_integer(unsigned, radix) {
        Number::Int(integer)
    } else if radix == 10 {
        return parse_decimal(unsigned, negative, exactness);
    } else {
        let exact = parse_point(unsigned, radix)?;
        if exactness == Exactness::Exact { exact } else { exact.to_inexact() }
    };
    // The sign comes last: `#i-0` is -0.0.
    let magnitude = if exactness == Exactness::Inexact { exact.to_inexact() } else { exact };
    Some(negate_if(negative, magnitude))
}

/// Only digits, at least one.
fn parse_integer(digits: &str, radix: u32) -> Option<BigInt> {
    let valid = !digits.is_empty() && digits.chars().all(|digit| digit.is_digit(radix));
    valid.then(|| integer_of_digits(digits.as_bytes(), radix))
}

/// Divides and conquers, since conversion digit by digit is quadratic. Its depth is the logarithm of the length.
fn integer_of_digits(digits: &[u8], radix: u32) -> BigInt {
    if digits.len() <= SPLIT_DIGITS {
        return BigInt::parse_bytes(digits, radix).unwrap_or_default();
    }
    let (high, low) = digits.split_at(digits.len() / 2);
    integer_of_digits(high, radix) * BigInt::from(radix).pow(low.len() as u32) + integer_of_digits(low, radix)
}

fn parse_decimal(unsigned: &str, negative: bool, exactness: Exactness) -> Option<Number> {
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (unsigned, None),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let is_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let exponent_digits = exponent.map_or("0", |text| text.strip_prefix(['+', '-']).unwrap_or(text));
    let valid = is_digits(whole) && is_digits(fraction) && whole.len() + fraction.len() > 0;
    if !valid || exponent_digits.is_empty() || !is_digits(exponent_digits) {
        return None;
    }
    if exactness == Exactness::Exact {
        let digits = parse_integer(&format!("{whole}{fraction}"), 10)?;
        let exponent = exponent.unwrap_or("0").parse::<i64>().ok()?.checked_sub(fraction.len() as i64)?;
        return Some(negate_if(negative, scale(digits, exponent)?));
    }
    let magnitude: f64 = unsigned.parse().ok()?;
    Some(Number::Float(if negative { -magnitude } else { magnitude }))
}

/// Digits with a point in a radix other than ten, exactly.
fn parse_point(unsigned: &str, radix: u32) -> Option<Number> {
    let (whole, fraction) = unsigned.split_once('.')?;
    let digits = parse_integer(&format!("{whole}{fraction}"), radix)?;
    ratio(digits, BigInt::from(radix).pow(fraction.len() as u32))
}

/// `digits * 10^exponent`, exactly.
fn scale(digits: BigInt, exponent: i64) -> Option<Number> {
    if exponent.abs() > MAX_EXACT_EXPONENT {
        return digits.is_zero().then_some(Number::Int(digits));
    }
    let power = BigInt::from(10).pow(exponent.unsigned_abs() as u32);
    if exponent >= 0 { Some(Number::Int(digits * power)) } else { ratio(digits, power) }
}

fn ratio(numerator: BigInt, denominator: BigInt) -> Option<Number> {
    if denominator.is_zero() {
        return None;
    }
    let ratio = BigRational::new(numerator, denominator);
    Some(if ratio.denom().is_one() { Number::Int(ratio.numer().clone()) } else { Number::Rat(ratio) })
}

fn negate_if(negative: bool, number: Number) -> Number {
    match number {
        Number::Int(int) if negative => Number::Int(-int),
        Number::Rat(ratio) if negative => Number::Rat(-ratio),
        Number::Float(float) if negative => Number::Float(-float),
        number => number,
    }
}

impl Number {
    /// The nearest double; `None` for a complex number.
    pub fn to_float(&self) -> Option<f64> {
        match self {
            Number::Int(int) => Some(ratio_to_float(&BigRational::from_integer(int.clone()))),
            Number::Rat(ratio) => Some(ratio_to_float(ratio)),
            Number::Float(float) => Some(*float),
            Number::Complex(_) => None,
        }
    }

    /// The nearest inexact number.
    fn to_inexact(&self) -> Number {
        match self {
            Number::Complex(parts) => Number::Complex(Box::new([parts[0].to_inexact(), parts[1].to_inexact()])),
            real => Number::Float(real.to_float().unwrap_or(f64::NAN)),
        }
    }

    /// The exact number that it is; `None` for infinities and NaN.
    fn to_exact(&self) -> Option<Number> {
        match self {
            Number::Float(float) => {
                let exact = BigRational::from_float(*float)?;
                ratio(exact.numer().clone(), exact.denom().clone())
            }
            Number::Complex(parts) => Some(rectangular(parts[0].to_exact()?, parts[1].to_exact()?)),
            exact => Some(exact.clone()),
        }
    }
}

/// The nearest double, ties to even. The quotient is taken to two bits more than the double keeps, and a sticky bit
/// tells whether anything was left over, so that one rounding is enough.
pub fn ratio_to_float(ratio: &BigRational) -> f64 {
    let (numerator, denominator) = (ratio.numer().abs(), ratio.denom());
    let exponent = numerator.bits() as i64 - denominator.bits() as i64;
    // Bits that the double keeps: 53, or fewer in the subnormal range.
    let precision = (exponent + 1075).clamp(1, 54);
    let shift = precision + 1 - exponent;
    let (scaled, divisor) = if shift >= 0 {
        (numerator << shift as u64, denominator.clone())
    } else {
        (numerator, denominator << shift.unsigned_abs())
    };
    let quotient = &scaled / &divisor;
    let sticky = u64::from(&quotient * &divisor != scaled);
    let bits = quotient.to_u64().unwrap_or(u64::MAX);
    let magnitude = round_scaled(bits << 1 | sticky, -shift - 1);
    if ratio.is_negative() { -magnitude } else { magnitude }
}

/// `mantissa * 2^exponent`, rounded once.
fn round_scaled(mantissa: u64, exponent: i64) -> f64 {
    let length = 64 - i64::from(mantissa.leading_zeros());
    let keep = (length + exponent + 1074).clamp(0, 53).min(length);
    let drop = (length - keep) as u32;
    let (kept, rest) = (mantissa >> drop, mantissa & ((1 << drop) - 1));
    let half = if drop == 0 { 1 } else { 1 << (drop - 1) };
    let rounded = kept + u64::from(rest > half || (rest == half && kept & 1 == 1));
    let exponent = exponent + i64::from(drop);
    // Both factors are exact, and so is the product of the first two.
    let high = exponent / 2;
    rounded as f64 * 2f64.powi(high as i32) * 2f64.powi((exponent - high) as i32)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::print_number::{print_float, print_float_radix, print_number};

    fn shown(text: &str) -> Option<String> {
        parse_number(text, 10).map(|number| print_number(&number))
    }

    #[test]
    fn reads_and_prints() {
        let cases = [
            ("42", "42"),
            ("-0", "0"),
            ("+7", "7"),
            ("4/6", "2/3"),
            ("-4/2", "-2"),
            ("1.", "1.0"),
            (".5", "0.5"),
            ("-.5e1", "-5.0"),
            ("1e3", "1000.0"),
            ("100000000000000000000.0", "1e20"),
            ("1E100", "1e100"),
            ("1e-7", "1e-7"),
            ("1e400", "+inf.0"),
            ("-0.0", "-0.0"),
            ("-INF.0", "-inf.0"),
            ("-nan.0", "+nan.0"),
            ("#xFF", "255"),
            ("#x-ff/a", "-51/2"),
            ("#b101", "5"),
            ("#o17", "15"),
            ("#d10", "10"),
            ("#e1.5", "3/2"),
            ("#e-1e2", "-100"),
            ("#i1/3", "0.3333333333333333"),
            ("#i-0", "-0.0"),
            ("#x#i10", "16.0"),
            ("#i#x10", "16.0"),
            ("9007199254740993", "9007199254740993"),
            ("#i9007199254740993", "9.007199254740992e15"),
        ];
        for (text, expected) in cases {
            assert_eq!(shown(text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn refuses_what_is_no_number() {
        for text in [
            "",
            "+",
            "-",
            ".",
            "...",
            "1/0",
            "1/",
            "/2",
            "1e",
            "1e+",
            "1.2.3",
            "--1",
            "#x",
            "#xg",
            "#x#x1",
            "#e+inf.0",
            "1a",
            "1/2/3",
            "+-1",
            "1_000",
            "inf.0",
            "nan",
            "#b2",
            "#x1.5e1.",
            "#b1.2",
            "1+2",
            "i",
            "1+2ii",
            "1i",
            "@1",
            "1@",
            "1@2i",
            "1@2@3",
            "1/0+i",
            "#e+inf.0i",
            "#e1@+nan.0",
            "+hi",
            "+1+2+3i",
            "#e1e999999999",
            "é",
            "#é",
            "1/-2",
            "1e1.5",
        ] {
            assert_eq!(shown(text), None, "{text}");
        }
    }

    #[test]
    fn reads_and_prints_complex_numbers() {
        let cases = [
            ("1+2i", "1+2i"),
            ("+i", "+i"),
            ("-I", "-i"),
            ("0-1i", "-i"),
            ("0.0+1.0i", "+1.0i"),
            ("-0.0+1i", "-0.0+1.0i"),
            ("1/2-3/4i", "1/2-3/4i"),
            ("1+2.5i", "1.0+2.5i"),
            ("1+0i", "1"),
            ("1.5-0i", "1.5"),
            ("1.5+0.0i", "1.5+0.0i"),
            ("1.5e-3-2e+14i", "0.0015-2e14i"),
            ("+inf.0i", "+inf.0i"),
            ("-nan.0-inf.0i", "+nan.0-inf.0i"),
            ("+inf.0-nan.0i", "+inf.0+nan.0i"),
            ("1@0", "1"),
            ("2@1.5707963267948966", "1.2246467991473532e-16+2.0i"),
            ("#e1.5+2i", "3/2+2i"),
            ("#i1+2i", "1.0+2.0i"),
            ("#e1@0", "1"),
            ("#xa-fi", "10-15i"),
            ("#i#b1+1i", "1.0+1.0i"),
        ];
        for (text, expected) in cases {
            assert_eq!(shown(text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn floats_in_other_radixes() {
        let cases =
            [(3.5, 2, "11.1"), (-0.75, 2, "-0.11"), (255.5, 16, "ff.8"), (1e3, 36, "rs.0"), (1.0 / 3.0, 3, "0.1")];
        for (float, radix, expected) in cases {
            assert_eq!(print_float_radix(float, radix), expected);
        }
        for float in [0.1, 1.0 / 3.0, 1e300, 5e-324, f64::MAX, f64::MIN_POSITIVE, 123.456, 2f64.powi(70)] {
            for radix in 2..=36 {
                let text = print_float_radix(float, radix);
                assert_eq!(parse_number(&text, radix), Some(Number::Float(float)), "{text} in radix {radix}");
            }
        }
    }

    #[test]
    fn lays_floats_out_as_chez_does() {
        let cases = [
            (1e9, "1000000000.0"),
            (9_999_999_999.0, "9999999999.0"),
            (1e10, "1e10"),
            (1.5e10, "1.5e10"),
            (0.001, "0.001"),
            (0.00123456789, "0.00123456789"),
            (0.00012, "1.2e-4"),
            (0.1, "0.1"),
            (1.0, "1.0"),
            (5e-324, "5e-324"),
            (f64::MAX, "1.7976931348623157e308"),
        ];
        for (float, expected) in cases {
            assert_eq!(print_float(float), expected);
        }
    }

    #[test]
    fn ratios_round_to_nearest() {
        for (numerator, denominator) in
            [(1i64, 3i64), (2, 3), (355, 113), (1, 10), (123_456_789, 1_000_000_007), (-7, 9)]
        {
            let ratio = BigRational::new(numerator.into(), denominator.into());
            assert_eq!(ratio_to_float(&ratio), numerator as f64 / denominator as f64);
        }
        for text in
            ["5e-324", "2.2250738585072011e-308", "1.5e-310", "1.7976931348623157e308", "3e-324", "2e-324", "1e-400"]
        {
            let exact = shown(&format!("#e{text}")).unwrap();
            assert_eq!(parse_number(&format!("#i{exact}"), 10), Some(Number::Float(text.parse().unwrap())), "{text}");
        }
        assert_eq!(shown("#i1e-5").as_deref(), Some("1e-5"));
    }

    #[test]
    fn long_integers() {
        let digits = "1234567890".repeat(2000);
        assert_eq!(shown(&digits).as_deref(), Some(digits.as_str()));
    }
}
