//! Numbers as text.

use super::{Num, complex_parts, number_value};
use crate::abi::{Fault, Outcome};
use crate::object::string_from;
use crate::strings::Str;
use crate::value::Value;

/// A number as written in a program; `None` for any other object.
pub fn number_text(value: Value, radix: u32) -> Option<String> {
    match complex_parts(value) {
        Some((real, imaginary)) => {
            Some(syntax::join_parts(&number_text(real, radix)?, &number_text(imaginary, radix)?, radix))
        }
        None => Num::of(value).map(|num| real_text(&num, radix)),
    }
}

fn real_text(num: &Num, radix: u32) -> String {
    match num {
        Num::Int(number) => number.to_str_radix(radix),
        Num::Rat(ratio) => format!("{}/{}", ratio.numer().to_str_radix(radix), ratio.denom().to_str_radix(radix)),
        Num::Flo(double) => syntax::print_float_radix(*double, radix),
    }
}

fn radix_of(radix: Value) -> Result<u32, Fault> {
    let valid = radix.as_fixnum().filter(|radix| (2..=36).contains(radix)).map(|radix| radix as u32);
    valid.ok_or_else(|| Fault::Error("argument 2 must be an integer from 2 to 36, found".to_owned(), vec![radix]))
}

fn number_to_string(value: Value, radix: Value) -> Outcome {
    if let (Some(small), 10) = (value.as_fixnum(), radix_of(radix)?) {
        return Ok(string_from(&small.to_string()));
    }
    let text = number_text(value, radix_of(radix)?).ok_or(Fault::Type(0, value))?;
    Ok(string_from(&text))
}

fn string_to_number(text: Str, radix: Value) -> Outcome {
    let radix = radix_of(radix)?;
    Ok(match syntax::parse_number(&text.text(), radix) {
        Some(number) => number_value(&number)?,
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
