//! Errors at run time: condition objects, raising, and the end of a program that does not handle one.

use crate::abi::{Fault, ctx};
use crate::control::call_procedure;
use crate::generic_ad::is_active;
use crate::heap;
use crate::object::{list_from, string_from, symbol_from};
use crate::print::{display_to_string, write_to_string};
use crate::start;
use crate::value::{Kind, Value};

/// Slots of a condition.
const KIND: usize = 0;
const MESSAGE: usize = 1;
const IRRITANTS: usize = 2;
const PLACE: usize = 3;

/// Raises a fault of the primitive whose run-time function has this name.
pub fn raise(symbol: &'static str, fault: Fault) -> ! {
    crate::nan::leave_term();
    let condition = match fault {
        Fault::Raise(value) => value,
        _ => condition_of(symbol, fault),
    };
    raise_value(condition)
}

fn condition_of(symbol: &'static str, fault: Fault) -> Value {
    let row = prims::TABLE.iter().find(|row| row.symbol == symbol);
    let own = row.map_or(symbol, |row| public_name(row.name));
    let name = start::called_at(ctx().place as usize).unwrap_or(own);
    // An argument of the primitive is not one of the library's procedure that the program has called.
    let of = if name == own { String::new() } else { format!(" of {own}") };
    let kind = match &fault {
        Fault::File(..) => "file-error",
        Fault::Read(..) => "read-error",
        Fault::Type(argument, value) if needs_constant(row, *argument, *value) => "not-differentiable",
        Fault::ComplexDerivative => "not-differentiable",
        Fault::OutOfMemory => "out-of-memory",
        _ => "error",
    };
    let (message, irritants) = match fault {
        Fault::Type(argument, value) if needs_constant(row, argument, value) => {
            let advice = match row.map(|row| row.params[0].ty) {
                Some(prims::Type::F64vector) => "an f64vector holds plain doubles only; use a vector",
                _ => "use stop-gradient if it is meant as a constant",
            };
            let (number, found) = (argument + 1, brief(value));
            let message = format!(
                "{name}: not-differentiable: no derivative with respect to argument {number}, {found}; {advice}"
            );
            (message, vec![])
        }
        Fault::Type(argument, value) => {
            let expected = row.and_then(|row| row.params.get(argument)).map_or("another type", |p| needed(p.ty));
            let found = brief(value);
            let message = match name != own && is_internal(row) {
                true => format!("{name}: expected {expected}, found {found}"),
                false => format!("{name}: argument {}{of} must be {expected}, found {found}", argument + 1),
            };
            (message, vec![])
        }
        Fault::Index { argument, index, length } => {
            let found = brief(index);
            (format!("{name}: argument {}{of} is {found}, not an index below {length}", argument + 1), vec![])
        }
        Fault::Error(message, irritants) | Fault::File(message, irritants) => {
            let named = row.is_none() || message.starts_with(name);
            (if named { message } else { format!("{name}: {message}") }, irritants)
        }
        Fault::ComplexDerivative => {
            (format!("{name}: not-differentiable: complex numbers cannot be differentiated yet"), vec![])
        }
        Fault::Read(message) => (format!("{name}: {message}"), vec![]),
        Fault::DivideByZero => (format!("{name}: division by zero"), vec![]),
        Fault::OutOfMemory => ("out of memory: the heap limit is reached".to_owned(), vec![]),
        Fault::Raise(_) => unreachable!("handled by the caller"),
    };
    make_condition(kind, &message, &irritants)
}

/// What a parameter of this type must be. One of any type refuses something only where it is a number or a tensor.
fn needed(ty: prims::Type) -> &'static str {
    if ty == prims::Type::Any { "a number or a tensor" } else { ty.description() }
}

fn is_internal(row: Option<&prims::Prim>) -> bool {
    row.is_some_and(|row| row.name.starts_with('%'))
}

/// The name that programs use: `%max2` is what `max` is made of.
fn public_name(name: &str) -> &str {
    name.strip_prefix('%').map_or(name, |internal| internal.trim_end_matches('2'))
}

/// Whether a derivative passed an active number where a plain one is needed.
fn needs_constant(row: Option<&prims::Prim>, argument: usize, value: Value) -> bool {
    use prims::Type::{Any, F64vector, Fixnum, Flonum, Integer, Number, Rational, Real, Tensor, Whole};
    let takes_numbers = row.and_then(|row| row.params.get(argument)).map(|param| param.ty);
    const NUMBERS: [prims::Type; 10] = [Number, Real, Rational, Whole, Integer, Fixnum, Flonum, F64vector, Tensor, Any];
    takes_numbers.is_some_and(|ty| NUMBERS.contains(&ty)) && (is_active(value) || value.is(Kind::ActiveF64vector))
}

/// The written form of a value, cut where it is long.
fn brief(value: Value) -> String {
    const LONGEST: usize = 60;
    let text = write_to_string(value);
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}...", &text[..end]),
        None => text,
    }
}

/// A condition object with the current place.
pub fn make_condition(kind: &str, message: &str, irritants: &[Value]) -> Value {
    let irritants = list_from(irritants);
    condition(symbol_from(kind), string_from(message), irritants)
}

fn condition(kind: Value, message: Value, irritants: Value) -> Value {
    let place = Value::fixnum(ctx().place as i64);
    heap::alloc_slots(Kind::Condition, &[kind, message, irritants, place])
}

/// Calls the handlers, innermost first; none of them may return.
pub fn raise_value(value: Value) -> ! {
    let mut value = value;
    loop {
        let Some((handler, rest)) = ctx().handlers.pair() else { uncaught(value) };
        ctx().handlers = rest;
        crate::stack::lower_limit();
        call_procedure(handler, &[value]);
        value = make_condition("error", "a handler returned from a non-continuable exception", &[value]);
    }
}

/// Ends the program: prints what was raised and where.
pub fn uncaught(value: Value) -> ! {
    crate::ports::flush_all();
    eprintln!("{}", describe(value));
    start::leave(1)
}

/// What was raised, and where.
pub fn describe(value: Value) -> String {
    let mut text = String::from("error: ");
    let place = match value.slots(Kind::Condition) {
        Some(slots) => {
            text.push_str(&display_to_string(slots[MESSAGE]));
            let mut irritants = slots[IRRITANTS];
            while let Some((first, rest)) = irritants.pair() {
                text.push(' ');
                text.push_str(&brief(first));
                irritants = rest;
            }
            slots[PLACE].as_fixnum()
        }
        None => {
            text.push_str("uncaught exception: ");
            text.push_str(&write_to_string(value));
            Some(ctx().place as i64)
        }
    };
    if let Some(place) = place.and_then(|place| start::place_text(place as usize)) {
        text.push_str("\n  --> ");
        text.push_str(&place);
    }
    text
}

/// Ends the program with a message, without running anything of it.
pub fn die(message: &str) -> ! {
    crate::ports::flush_all();
    eprintln!("error: {message}");
    start::leave(1)
}

// What compiled code calls -----

#[unsafe(no_mangle)]
extern "C" fn fx_error_arity(procedure: Value, count: usize) -> Value {
    let message = start::arity_message(procedure, count);
    raise("fx_error_arity", Fault::Error(message, vec![]))
}

#[unsafe(no_mangle)]
extern "C" fn fx_error_not_procedure(value: Value) -> Value {
    let place = start::called_at(ctx().place as usize).map_or(String::new(), |name| format!("{name}: "));
    let message = format!("{place}a procedure was called that is none: {}", brief(value));
    raise("fx_error_not_procedure", Fault::Error(message, vec![]))
}

#[unsafe(no_mangle)]
extern "C" fn fx_error_undefined(name: Value) -> Value {
    let message = format!("the variable {} is used before its definition", display_to_string(name));
    raise("fx_error_undefined", Fault::Error(message, vec![]))
}

#[unsafe(no_mangle)]
extern "C" fn fx_stack_overflow() -> Value {
    if crate::session::take_interrupt() {
        raise("fx_stack_overflow", Fault::Error("interrupted".to_owned(), vec![]));
    }
    raise("fx_stack_overflow", Fault::Error("stack exhausted: the recursion is too deep".to_owned(), vec![]))
}

/// Functions for compiled code that are not primitives.
pub const INTERNAL: &[crate::abi::Export] = &[
    crate::abi::Export { name: "fx_error_arity", address: || fx_error_arity as *const () as usize, arity: 2 },
    crate::abi::Export {
        name: "fx_error_not_procedure",
        address: || fx_error_not_procedure as *const () as usize,
        arity: 1,
    },
    crate::abi::Export { name: "fx_error_undefined", address: || fx_error_undefined as *const () as usize, arity: 1 },
    crate::abi::Export { name: "fx_stack_overflow", address: || fx_stack_overflow as *const () as usize, arity: 0 },
];

// Primitives -----

fn slot(value: Value, index: usize) -> Result<Value, Fault> {
    value.slots(Kind::Condition).map(|slots| slots[index]).ok_or(Fault::Type(0, value))
}

fn is_condition(value: Value) -> bool {
    value.is(Kind::Condition)
}

fn condition_kind(value: Value) -> Result<Value, Fault> {
    slot(value, KIND)
}

fn condition_message(value: Value) -> Result<Value, Fault> {
    slot(value, MESSAGE)
}

fn condition_irritants(value: Value) -> Result<Value, Fault> {
    slot(value, IRRITANTS)
}

/// `file:line:column` as a string, or `#f`.
fn place_value(place: Option<i64>) -> Value {
    let text = place.and_then(|place| start::place_text(place as usize));
    text.map_or(Value::FALSE, |text| string_from(&text))
}

fn condition_place(value: Value) -> Result<Value, Fault> {
    slot(value, PLACE).map(|place| place_value(place.as_fixnum()))
}

fn current_place() -> Value {
    place_value(Some(ctx().place as i64))
}

fn prim_uncaught(value: Value) -> Value {
    uncaught(value)
}

fn match_failed(value: Value) -> Result<Value, Fault> {
    Err(Fault::Error("match: no clause matches".to_owned(), vec![value]))
}

crate::primitives! {
    fx_make_condition = condition, (kind, message, irritants);
    fx_error_object_p = is_condition, (value);
    fx_condition_kind = condition_kind, (value);
    fx_error_object_message = condition_message, (value);
    fx_error_object_irritants = condition_irritants, (value);
    fx_condition_place = condition_place, (value);
    fx_place = current_place, ();
    fx_uncaught = prim_uncaught, (value);
    fx_match = match_failed, (value);
}
