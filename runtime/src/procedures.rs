//! What a procedure object tells about itself: its name, arity, captured values and place (`Code` of `start`).

use crate::abi::FromValue;
use crate::heap;
use crate::object::{list_from, string_from, symbol_from};
use crate::start::{code_of, place_parts};
use crate::value::{Kind, Value};

/// A procedure object as an argument.
pub struct Procedure(Value);

impl FromValue for Procedure {
    fn from_value(value: Value) -> Option<Procedure> {
        value.is(Kind::Closure).then_some(Procedure(value))
    }
}

fn name(Procedure(procedure): Procedure) -> Value {
    crate::start::procedure_name(procedure).map_or(Value::FALSE, symbol_from)
}

/// An integer, or a pair of the least and the greatest number of arguments; `#f` stands for any number. Procedures of
/// the run-time system take one.
fn arity(Procedure(procedure): Procedure) -> Value {
    let Some(code) = code_of(procedure) else {
        return heap::alloc_slots(Kind::Pair, &[Value::fixnum(0), Value::FALSE]);
    };
    let min = Value::fixnum(code.min_arity.into());
    let max = match code.max_arity {
        u32::MAX => Value::FALSE,
        max if max == code.min_arity => return min,
        max => Value::fixnum(max.into()),
    };
    heap::alloc_slots(Kind::Pair, &[min, max])
}

fn accepts(Procedure(procedure): Procedure, count: Value) -> Value {
    let count = count.as_fixnum().and_then(|count| u32::try_from(count).ok());
    Value::boolean(count.is_some_and(|count| crate::start::accepts(procedure, count)))
}

/// `((name . value) ...)`. An assigned variable is captured as a box, and its present value is shown.
fn captures(Procedure(procedure): Procedure) -> Value {
    let names = code_of(procedure).map_or("", |code| code.captures.as_str());
    if names.is_empty() {
        return Value::NULL;
    }
    let mut list = Value::NULL;
    for (index, name) in names.split('\0').enumerate().collect::<Vec<_>>().into_iter().rev() {
        let symbol = symbol_from(name);
        let Some(captured) = procedure.slots(Kind::Closure).and_then(|slots| slots.get(index + 1).copied()) else {
            continue;
        };
        let value = captured.slots(Kind::Box).map_or(captured, |slots| slots[0]);
        let value = if value == Value::UNDEFINED { Value::UNSPECIFIED } else { value };
        let entry = heap::alloc_slots(Kind::Pair, &[symbol, value]);
        list = heap::alloc_slots(Kind::Pair, &[entry, list]);
    }
    list
}

/// `(file line column)`, or `#f`.
fn location(Procedure(procedure): Procedure) -> Value {
    let Some((file, line, column)) = code_of(procedure).and_then(|code| place_parts(code.place as usize)) else {
        return Value::FALSE;
    };
    list_from(&[string_from(file), Value::fixnum(line.into()), Value::fixnum(column.into())])
}

crate::primitives! {
    fx_procedure_name = name, (procedure);
    fx_procedure_accepts_p = accepts, (procedure, count);
    fx_procedure_arity = arity, (procedure);
    fx_procedure_captures = captures, (procedure);
    fx_procedure_source_location = location, (procedure);
}
