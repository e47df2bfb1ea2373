//! Numbers as text.

use syntax::Number;

use super::{Num, num_value, number_argument};
use crate::abi::{Fault, Outcome};
use crate::object::string_from;
use crate::strings::Str;
use crate::value::Value;

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
    if let (Some(small), 10) = (value.as_fixnum(), radix_of(radix)?) {
        return Ok(string_from(&small.to_string()));
    }
    Ok(string_from(&number_text(&number_argument(value, 0)?, radix_of(radix)?)))
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
    usize::try_from(value.as_fixnum()?).ok()
}

crate::primitives! {
    fx_number_to_string = number_to_string, (value, radix);
    fx_string_to_number = string_to_number, (text, radix);
}
