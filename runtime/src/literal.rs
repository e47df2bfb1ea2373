//! Literals of a program: text to values, once at the start.

use syntax::{Datum, DatumKind, FileId, read_datums};

use crate::heap;
use crate::numbers::number_value;
use crate::object::{string_from, symbol_from};
use crate::value::{Kind, Value};

/// Reads the datums of `text` into the table. The table is a root.
pub fn load(text: &str, table: &mut [u64]) {
    let (datums, diagnostics) = read_datums(text, FileId(0));
    debug_assert!(diagnostics.is_empty(), "the compiler printed what cannot be read: {diagnostics:?}");
    for (slot, datum) in table.iter_mut().zip(&datums) {
        *slot = value_of(datum).0;
    }
}

/// The value of a datum. The nesting of datums is limited by the reader, so the recursion is.
pub fn value_of(datum: &Datum) -> Value {
    match &datum.kind {
        DatumKind::Bool(value) => Value::boolean(*value),
        DatumKind::Number(number) => number_value(number).unwrap_or_else(|_| crate::error::die("out of memory")),
        DatumKind::Char(value) => Value::char(*value),
        DatumKind::String(text) => string_from(text),
        DatumKind::Symbol(symbol) => symbol_from(symbol.as_str()),
        DatumKind::List(items, tail) => {
            let mut list = tail.as_ref().map_or(Value::NULL, |tail| value_of(tail));
            for item in items.iter().rev() {
                let first = value_of(item);
                list = heap::alloc_slots(Kind::Pair, &[first, list]);
            }
            list
        }
        DatumKind::Vector(items) => {
            let mut list = Value::NULL;
            for item in items.iter().rev() {
                let first = value_of(item);
                list = heap::alloc_slots(Kind::Pair, &[first, list]);
            }
            crate::vectors::from_list(list).unwrap_or_else(|_| crate::error::die("out of memory"))
        }
        DatumKind::Bytevector(bytes) => raw(Kind::Bytevector, bytes.len(), bytes),
        DatumKind::F64vector(doubles) => {
            let bytes: Vec<u8> = doubles.iter().flat_map(|double| Value::flonum(*double).0.to_ne_bytes()).collect();
            raw(Kind::F64vector, doubles.len(), &bytes)
        }
    }
}

fn raw(kind: Kind, length: usize, bytes: &[u8]) -> Value {
    let Ok(object) = heap::alloc(kind, length) else { crate::error::die("out of memory") };
    let value = Value::from_object(object, kind);
    if let Some(target) = value.bytes(kind) {
        target[..bytes.len()].copy_from_slice(bytes);
    }
    value
}
