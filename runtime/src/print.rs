//! Printing of values (minimal).

use crate::numbers::Num;
use crate::object::string_text;
use crate::value::{Kind, Value};

/// As by `write`.
pub fn write_to_string(value: Value) -> String {
    let mut out = String::new();
    print(value, true, &mut out);
    out
}

/// As by `display`.
pub fn display_to_string(value: Value) -> String {
    let mut out = String::new();
    print(value, false, &mut out);
    out
}

fn print(value: Value, write: bool, out: &mut String) {
    let value = crate::generic_ad::base(value);
    match value {
        Value::FALSE => out.push_str("#f"),
        Value::TRUE => out.push_str("#t"),
        Value::NULL => out.push_str("()"),
        Value::UNSPECIFIED => out.push_str("#<unspecified>"),
        _ => {}
    }
    if let Some(num) = Num::of(value) {
        out.push_str(&match num {
            Num::Int(value) => value.to_string(),
            Num::Rat(value) => value.to_string(),
            Num::Flo(value) => syntax::print_float(value),
        });
    } else if let Some(text) = string_text(value) {
        if write { out.push_str(&format!("{text:?}")) } else { out.push_str(&text) }
    } else if let Some(slots) = value.slots(Kind::Symbol) {
        print(slots[0], false, out);
    } else if let Some(slots) = value.slots(Kind::Vector) {
        out.push_str("#(");
        for (index, slot) in slots.iter().enumerate() {
            if index > 0 {
                out.push(' ');
            }
            print(*slot, write, out);
        }
        out.push(')');
    } else if value.pair().is_some() {
        out.push('(');
        let mut rest = value;
        while let Some((first, next)) = rest.pair() {
            print(first, write, out);
            rest = next;
            if rest.pair().is_some() {
                out.push(' ');
            }
        }
        if rest != Value::NULL {
            out.push_str(" . ");
            print(rest, write, out);
        }
        out.push(')');
    } else if value.is(Kind::Closure) {
        out.push_str("#<procedure>");
    }
}
