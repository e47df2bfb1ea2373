//! Vectors, f64vectors, bytevectors, records.

use crate::abi::{Fault, FromValue, Outcome};
use crate::generic_ad::is_active;
use crate::heap;
use crate::numbers::to_usize;
use crate::pairs::list_length;
use crate::strings::range;
use crate::value::{Kind, Value};

/// A vector argument.
#[derive(Clone, Copy)]
pub struct Vector(pub Value);

/// An f64vector argument.
#[derive(Clone, Copy)]
pub struct F64vector(pub Value);

/// A bytevector argument.
#[derive(Clone, Copy)]
pub struct Bytevector(pub Value);

impl FromValue for Vector {
    fn from_value(value: Value) -> Option<Vector> {
        value.is(Kind::Vector).then_some(Vector(value))
    }
}

impl FromValue for F64vector {
    fn from_value(value: Value) -> Option<F64vector> {
        value.is(Kind::F64vector).then_some(F64vector(value))
    }
}

impl FromValue for Bytevector {
    fn from_value(value: Value) -> Option<Bytevector> {
        value.is(Kind::Bytevector).then_some(Bytevector(value))
    }
}

impl Vector {
    /// The elements.
    pub fn slots(self) -> &'static mut [Value] {
        self.0.slots(Kind::Vector).unwrap_or_default()
    }
}

impl F64vector {
    /// The doubles, each as the flonum it is.
    pub fn slots(self) -> &'static mut [Value] {
        self.0.slots(Kind::F64vector).unwrap_or_default()
    }
}

impl Bytevector {
    /// The bytes.
    pub fn bytes(self) -> &'static mut [u8] {
        self.0.bytes(Kind::Bytevector).unwrap_or_default()
    }
}

fn new_object(kind: Kind, length: usize) -> Outcome {
    Ok(Value::from_object(heap::alloc(kind, length)?, kind))
}

/// The vector of the elements of a list.
pub fn from_list(list: Value) -> Outcome {
    object_from_list(Kind::Vector, list)
}

/// An object whose slots are the elements of a list.
pub fn object_from_list(kind: Kind, list: Value) -> Outcome {
    let length = list_length(list).ok_or(Fault::Type(0, list))?;
    let value = new_object(kind, length)?;
    let mut rest = list;
    for slot in value.slots(kind).into_iter().flatten() {
        let Some((first, next)) = rest.pair() else { break };
        *slot = first;
        rest = next;
    }
    Ok(value)
}

#[unsafe(no_mangle)]
extern "C" fn fx_object_of_list(kind: u64, list: Value) -> Value {
    crate::abi::finish("fx_object_of_list", object_from_list(Kind::from_header(kind), list))
}

/// The function that compiled code calls for objects with many slots.
pub const INTERNAL: &[crate::abi::Export] =
    &[crate::abi::Export { name: "fx_object_of_list", address: || fx_object_of_list as *const () as usize, arity: 2 }];

fn index_below(index: Value, length: usize, argument: usize) -> Result<usize, Fault> {
    let number = index.as_fixnum().ok_or(Fault::Type(argument, index))?;
    let fault = Fault::Index { argument, index, length };
    usize::try_from(number).ok().filter(|number| *number < length).ok_or(fault)
}

fn count(value: Value, argument: usize) -> Result<usize, Fault> {
    to_usize(value).ok_or(Fault::Type(argument, value))
}

// Vectors -----

fn is_vector(value: Value) -> bool {
    value.is(Kind::Vector)
}

fn vector_ref(vector: Vector, index: Value) -> Outcome {
    let slots = vector.slots();
    Ok(slots[index_below(index, slots.len(), 1)?])
}

fn vector_set(vector: Vector, index: Value, value: Value) -> Result<(), Fault> {
    let slots = vector.slots();
    slots[index_below(index, slots.len(), 1)?] = value;
    Ok(())
}

fn vector_length(vector: Vector) -> Value {
    Value::fixnum(vector.slots().len() as i64)
}

fn make_vector(length: Value, fill: Value) -> Outcome {
    let value = new_object(Kind::Vector, count(length, 0)?)?;
    Vector(value).slots().fill(fill);
    Ok(value)
}

fn vector_copy(vector: Vector, start: Value, end: Value) -> Outcome {
    let range = range(start, end, vector.slots().len(), 1)?;
    let value = new_object(Kind::Vector, range.len())?;
    Vector(value).slots().copy_from_slice(&vector.slots()[range]);
    Ok(value)
}

/// Where elements are copied to: a range as long as `wanted`.
fn target(at: Value, wanted: usize, length: usize) -> Result<usize, Fault> {
    let start = count(at, 1)?;
    if start.saturating_add(wanted) > length {
        return Err(Fault::Index { argument: 1, index: at, length: (length + 1).saturating_sub(wanted) });
    }
    Ok(start)
}

fn vector_copy_into(to: Vector, at: Value, from: Vector, start: Value, end: Value) -> Result<(), Fault> {
    let range = range(start, end, from.slots().len(), 3)?;
    let at = target(at, range.len(), to.slots().len())?;
    if to.0 == from.0 {
        to.slots().copy_within(range, at);
    } else {
        to.slots()[at..at + range.len()].copy_from_slice(&from.slots()[range]);
    }
    Ok(())
}

fn vector_fill(vector: Vector, fill: Value, start: Value, end: Value) -> Result<(), Fault> {
    let range = range(start, end, vector.slots().len(), 2)?;
    vector.slots()[range].fill(fill);
    Ok(())
}

fn vector_to_list(vector: Vector, start: Value, end: Value) -> Outcome {
    let range = range(start, end, vector.slots().len(), 1)?;
    let mut list = Value::NULL;
    for index in range.rev() {
        list = heap::alloc_slots(Kind::Pair, &[vector.slots()[index], list]);
    }
    Ok(list)
}

fn list_to_values(list: Value) -> Outcome {
    match list_length(list) {
        Some(1) => Ok(list.pair().map_or(list, |(only, _)| only)),
        _ => object_from_list(Kind::Values, list),
    }
}

// F64vectors -----

fn is_f64vector(value: Value) -> bool {
    value.is(Kind::F64vector) || value.is(Kind::ActiveF64vector)
}

fn double(value: Value, argument: usize) -> Outcome {
    crate::numbers::to_flonum(value).ok_or(Fault::Type(argument, value))
}

/// An f64vector is read as slots: each of its doubles is a flonum. What a derivative passes for one is read likewise.
fn doubles(vector: Value) -> Result<&'static mut [Value], Fault> {
    let slots = vector.slots(Kind::F64vector).or_else(|| vector.slots(Kind::ActiveF64vector));
    slots.ok_or(Fault::Type(0, vector))
}

fn f64vector_ref(vector: Value, index: Value) -> Outcome {
    let slots = doubles(vector)?;
    Ok(slots[index_below(index, slots.len(), 1)?])
}

fn f64vector_set(vector: Value, index: Value, value: Value) -> Result<(), Fault> {
    let slots = doubles(vector)?;
    let at = index_below(index, slots.len(), 1)?;
    let active = vector.is(Kind::ActiveF64vector) && is_active(value);
    slots[at] = if active { value } else { double(value, 2)? };
    Ok(())
}

fn f64vector_length(vector: Value) -> Outcome {
    Ok(Value::fixnum(doubles(vector)?.len() as i64))
}

fn make_f64vector(length: Value, fill: Value) -> Outcome {
    let fill = double(fill, 1)?;
    let value = new_object(Kind::F64vector, count(length, 0)?)?;
    F64vector(value).slots().fill(fill);
    Ok(value)
}

fn list_to_f64vector(list: Value) -> Outcome {
    crate::generic_ad::f64vector_of(from_list(list)?)
}

fn f64vector_to_list(vector: Value) -> Outcome {
    let mut list = Value::NULL;
    for index in (0..doubles(vector)?.len()).rev() {
        list = heap::alloc_slots(Kind::Pair, &[doubles(vector)?[index], list]);
    }
    Ok(list)
}

fn f64vector_copy(vector: Value, start: Value, end: Value) -> Outcome {
    let range = range(start, end, doubles(vector)?.len(), 1)?;
    let kind = if vector.is(Kind::F64vector) { Kind::F64vector } else { Kind::ActiveF64vector };
    let copy = new_object(kind, range.len())?;
    doubles(copy)?.copy_from_slice(&doubles(vector)?[range]);
    Ok(copy)
}

// Bytevectors -----

fn is_bytevector(value: Value) -> bool {
    value.is(Kind::Bytevector)
}

fn byte(value: Value, argument: usize) -> Result<u8, Fault> {
    value.as_fixnum().and_then(|number| u8::try_from(number).ok()).ok_or(Fault::Type(argument, value))
}

fn bytevector_ref(bytevector: Bytevector, index: Value) -> Outcome {
    let bytes = bytevector.bytes();
    Ok(Value::fixnum(bytes[index_below(index, bytes.len(), 1)?].into()))
}

fn bytevector_set(bytevector: Bytevector, index: Value, value: Value) -> Result<(), Fault> {
    let bytes = bytevector.bytes();
    let at = index_below(index, bytes.len(), 1)?;
    bytes[at] = byte(value, 2)?;
    Ok(())
}

fn bytevector_length(bytevector: Bytevector) -> Value {
    Value::fixnum(bytevector.bytes().len() as i64)
}

fn make_bytevector(length: Value, fill: Value) -> Outcome {
    let fill = byte(fill, 1)?;
    let value = new_object(Kind::Bytevector, count(length, 0)?)?;
    Bytevector(value).bytes().fill(fill);
    Ok(value)
}

fn bytevector_copy(bytevector: Bytevector, start: Value, end: Value) -> Outcome {
    let range = range(start, end, bytevector.bytes().len(), 1)?;
    let value = new_object(Kind::Bytevector, range.len())?;
    Bytevector(value).bytes().copy_from_slice(&bytevector.bytes()[range]);
    Ok(value)
}

fn bytevector_copy_into(to: Bytevector, at: Value, from: Bytevector, start: Value, end: Value) -> Result<(), Fault> {
    let range = range(start, end, from.bytes().len(), 3)?;
    let at = target(at, range.len(), to.bytes().len())?;
    if to.0 == from.0 {
        to.bytes().copy_within(range, at);
    } else {
        to.bytes()[at..at + range.len()].copy_from_slice(&from.bytes()[range]);
    }
    Ok(())
}

fn list_to_bytevector(list: Value) -> Outcome {
    let value = new_object(Kind::Bytevector, list_length(list).ok_or(Fault::Type(0, list))?)?;
    let mut rest = list;
    for slot in Bytevector(value).bytes() {
        let Some((first, next)) = rest.pair() else { break };
        *slot = byte(first, 0)?;
        rest = next;
    }
    Ok(value)
}

// Records -----

fn make_record_type(name: Value, fields: Value) -> Value {
    heap::alloc_slots(Kind::RecordType, &[name, fields])
}

fn fields(record: Value, record_type: Value) -> Result<&'static mut [Value], Fault> {
    let slots = record.slots(Kind::Record).filter(|slots| slots[0] == record_type);
    slots.ok_or_else(|| {
        let name = record_type.slots(Kind::RecordType).map_or(Value::FALSE, |slots| slots[0]);
        let expected = crate::print::display_to_string(name);
        Fault::Error(format!("expected a record of type {expected}, found"), vec![record])
    })
}

fn is_record(object: Value, record_type: Value) -> bool {
    object.slots(Kind::Record).is_some_and(|slots| slots[0] == record_type)
}

/// The names of a record's fields, a vector of symbols, or `#f` for any other object. The vector is the type's own.
fn record_field_names(object: Value) -> Value {
    let ty = object.slots(Kind::Record).and_then(|slots| slots.first());
    ty.and_then(|ty| ty.slots(Kind::RecordType)).map_or(Value::FALSE, |slots| slots[1])
}

fn record_ref(record: Value, record_type: Value, index: Value) -> Outcome {
    let slots = fields(record, record_type)?;
    Ok(slots[1 + index_below(index, slots.len() - 1, 2)?])
}

fn record_set(record: Value, record_type: Value, index: Value, value: Value) -> Result<(), Fault> {
    let slots = fields(record, record_type)?;
    let at = 1 + index_below(index, slots.len() - 1, 2)?;
    slots[at] = value;
    Ok(())
}

fn unfilled() -> Value {
    Value::UNDEFINED
}

fn is_unfilled(value: Value) -> bool {
    value == Value::UNDEFINED
}

fn is_procedure(value: Value) -> bool {
    value.is(Kind::Closure)
}

crate::primitives! {
    fx_vector_p = is_vector, (value);
    fx_vector_ref = vector_ref, (vector, index);
    fx_vector_set_x = vector_set, (vector, index, value);
    fx_vector_length = vector_length, (vector);
    fx_make_vector = make_vector, (length, fill);
    fx_unfilled = unfilled, ();
    fx_unfilled_p = is_unfilled, (value);
    fx_vector_copy = vector_copy, (vector, start, end);
    fx_vector_copy_x = vector_copy_into, (to, at, from, start, end);
    fx_vector_fill_x = vector_fill, (vector, fill, start, end);
    fx_vector_to_list = vector_to_list, (vector, start, end);
    fx_list_to_vector = from_list, (list);
    fx_list_to_values = list_to_values, (list);
    fx_f64vector_p = is_f64vector, (value);
    fx_f64vector_ref = f64vector_ref, (vector, index);
    fx_f64vector_set_x = f64vector_set, (vector, index, value);
    fx_f64vector_length = f64vector_length, (vector);
    fx_make_f64vector = make_f64vector, (length, fill);
    fx_list_to_f64vector = list_to_f64vector, (list);
    fx_f64vector_to_list = f64vector_to_list, (vector);
    fx_f64vector_copy = f64vector_copy, (vector, start, end);
    fx_bytevector_p = is_bytevector, (value);
    fx_bytevector_u8_ref = bytevector_ref, (bytevector, index);
    fx_bytevector_u8_set_x = bytevector_set, (bytevector, index, value);
    fx_bytevector_length = bytevector_length, (bytevector);
    fx_make_bytevector = make_bytevector, (length, fill);
    fx_bytevector_copy = bytevector_copy, (bytevector, start, end);
    fx_bytevector_copy_x = bytevector_copy_into, (to, at, from, start, end);
    fx_list_to_bytevector = list_to_bytevector, (list);
    fx_make_record_type = make_record_type, (name, fields);
    fx_is_record = is_record, (object, record_type);
    fx_record_field_names = record_field_names, (object);
    fx_record_ref = record_ref, (record, record_type, index);
    fx_record_set_x = record_set, (record, record_type, index, value);
    fx_procedure_p = is_procedure, (value);
}
