//! Making objects from Rust data.

use crate::abi::Outcome;
use crate::heap;
use crate::symbols;
use crate::value::{Kind, Value};

/// A list of these values. Values in a slice on the stack are safe from the collector.
pub fn list_from(items: &[Value]) -> Value {
    let mut list = Value::NULL;
    for item in items.iter().rev() {
        list = heap::alloc_slots(Kind::Pair, &[*item, list]);
    }
    list
}

/// A new string. A long text that does not fit into memory is an error, so no lock may be held; a short one ends the
/// program.
pub fn string_from(text: &str) -> Value {
    let count = text.chars().count();
    let object = match heap::alloc(Kind::String, count) {
        Ok(object) => object,
        Err(fault) if 4 * count > heap::SMALL => crate::error::raise("string", fault),
        Err(_) => crate::error::die("out of memory"),
    };
    for (index, char) in text.chars().enumerate() {
        // SAFETY: the string has room for `count` characters of 4 bytes.
        unsafe { *object.add(1).cast::<u32>().add(index) = char as u32 };
    }
    Value::from_object(object, Kind::String)
}

/// A new bytevector.
pub fn bytevector_from(bytes: &[u8]) -> Outcome {
    let value = Value::from_object(heap::alloc(Kind::Bytevector, bytes.len())?, Kind::Bytevector);
    if let Some(target) = value.bytes(Kind::Bytevector) {
        target.copy_from_slice(bytes);
    }
    Ok(value)
}

/// The Rust string of a string.
pub fn string_text(value: Value) -> Option<String> {
    let bytes = value.bytes(Kind::String)?;
    let chars = bytes.chunks_exact(4).take(value.length());
    let mut text = String::with_capacity(value.length());
    text.extend(chars.map(|c| char::from_u32(u32::from_ne_bytes([c[0], c[1], c[2], c[3]])).unwrap_or('\u{FFFD}')));
    Some(text)
}

/// The symbol of a name.
pub fn symbol_from(name: &str) -> Value {
    symbols::intern(name)
}
