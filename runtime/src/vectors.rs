//! Vectors, f64vectors and bytevectors.

use crate::abi::{Fault, Outcome};
use crate::generic_ad::is_active;
use crate::heap;
use crate::pairs::list_length;
use crate::value::{Kind, Value};

/// The vector of the elements of a list.
pub fn from_list(list: Value) -> Outcome {
    object_from_list(Kind::Vector, list)
}

/// An object whose slots are the elements of a list.
pub fn object_from_list(kind: Kind, list: Value) -> Outcome {
    let length = list_length(list).ok_or(Fault::Type(0, list))?;
    let value = Value::from_object(heap::alloc(kind, length)?, kind);
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
    usize::try_from(number).ok().filter(|number| *number < length).ok_or(Fault::Index { argument, index, length })
}

fn slots(vector: Value) -> Result<&'static mut [Value], Fault> {
    vector.slots(Kind::Vector).ok_or(Fault::Type(0, vector))
}

fn vector_ref(vector: Value, index: Value) -> Outcome {
    let slots = slots(vector)?;
    Ok(slots[index_below(index, slots.len(), 1)?])
}

fn vector_set(vector: Value, index: Value, value: Value) -> Result<(), Fault> {
    let slots = slots(vector)?;
    slots[index_below(index, slots.len(), 1)?] = value;
    Ok(())
}

fn vector_length(vector: Value) -> Outcome {
    Ok(Value::fixnum(slots(vector)?.len() as i64))
}

fn is_vector(value: Value) -> bool {
    value.is(Kind::Vector)
}

fn make_vector(length: Value, fill: Value) -> Outcome {
    let count = length.as_fixnum().filter(|count| *count >= 0).ok_or(Fault::Type(0, length))?;
    let value = Value::from_object(heap::alloc(Kind::Vector, count as usize)?, Kind::Vector);
    slots(value)?.fill(fill);
    Ok(value)
}

/// An f64vector is read as slots: each of its doubles is a flonum. What a derivative passes for one is read likewise.
fn doubles(vector: Value) -> Result<&'static mut [Value], Fault> {
    let slots = vector.slots(Kind::F64vector).or_else(|| vector.slots(Kind::ActiveF64vector));
    slots.ok_or(Fault::Type(0, vector))
}

fn f64vector_ref(vector: Value, index: Value) -> Outcome {
    let doubles = doubles(vector)?;
    Ok(doubles[index_below(index, doubles.len(), 1)?])
}

fn f64vector_set(vector: Value, index: Value, value: Value) -> Result<(), Fault> {
    let doubles = doubles(vector)?;
    let at = index_below(index, doubles.len(), 1)?;
    doubles[at] = match crate::numbers::to_flonum(value) {
        Some(double) => double,
        None if vector.is(Kind::ActiveF64vector) && is_active(value) => value,
        None => return Err(Fault::Type(2, value)),
    };
    Ok(())
}

fn f64vector_length(vector: Value) -> Outcome {
    Ok(Value::fixnum(doubles(vector)?.len() as i64))
}

fn list_to_vector(list: Value) -> Outcome {
    from_list(list)
}

fn list_to_values(list: Value) -> Outcome {
    if list_length(list) == Some(1) {
        Ok(list.pair().map_or(list, |(only, _)| only))
    } else {
        object_from_list(Kind::Values, list)
    }
}

crate::primitives! {
    fx_vector_ref = vector_ref, (vector, index);
    fx_vector_set_x = vector_set, (vector, index, value);
    fx_vector_length = vector_length, (vector);
    fx_vector_p = is_vector, (value);
    fx_make_vector = make_vector, (length, fill);
    fx_list_to_vector = list_to_vector, (list);
    fx_list_to_values = list_to_values, (list);
    fx_f64vector_ref = f64vector_ref, (vector, index);
    fx_f64vector_set_x = f64vector_set, (vector, index, value);
    fx_f64vector_length = f64vector_length, (vector);
}
