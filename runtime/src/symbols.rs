//! The table of symbols. Symbols live as long as the program.

use std::collections::HashMap;
use std::sync::Mutex;

use crate::heap;
use crate::object::string_from;
use crate::value::{Kind, Value};

static TABLE: Mutex<Option<HashMap<String, Value>>> = Mutex::new(None);

fn with_table<T>(work: impl FnOnce(&mut HashMap<String, Value>) -> T) -> T {
    work(TABLE.lock().unwrap_or_else(|poisoned| poisoned.into_inner()).get_or_insert_default())
}

/// The symbol of this name.
pub fn intern(name: &str) -> Value {
    if let Some(known) = with_table(|table| table.get(name).copied()) {
        return known;
    }
    let symbol = uninterned(name);
    with_table(|table| table.insert(name.to_owned(), symbol));
    symbol
}

/// A symbol that is no other, whatever its name.
pub fn uninterned(name: &str) -> Value {
    let text = string_from(name);
    heap::alloc_slots(Kind::Symbol, &[text, Value::FALSE])
}

/// All interned symbols: roots of the collector.
pub fn all() -> Vec<Value> {
    with_table(|table| table.values().copied().collect())
}
