//! Hash tables that keep the order of insertion, so that programs are deterministic.
//!
//! A table has an index (open addressing, a bytevector of 32-bit entry numbers plus one) into a vector of entries, three
//! slots each: key, value, hash. A deleted entry keeps its place with an undefined key until the table is rebuilt.

use crate::abi::{Fault, FromValue, Outcome};
use crate::equality::{equal, eqv, hash};
use crate::heap;
use crate::object::string_text;
use crate::value::{Kind, Value};

// Slots of a table.
const COMPARE: usize = 0;
const COUNT: usize = 1;
const USED: usize = 2;
const ENTRIES: usize = 3;
const INDEX: usize = 4;

/// Ways to compare keys.
const EQ: Value = Value::fixnum(0);
const EQV: Value = Value::fixnum(1);
const EQUAL: Value = Value::fixnum(2);

/// A table argument.
#[derive(Clone, Copy)]
pub struct Table(Value);

impl FromValue for Table {
    fn from_value(value: Value) -> Option<Table> {
        value.is(Kind::Table).then_some(Table(value))
    }
}

impl Table {
    fn slots(self) -> &'static mut [Value] {
        self.0.slots(Kind::Table).unwrap_or_default()
    }

    fn number(self, slot: usize) -> usize {
        self.slots()[slot].as_fixnum().unwrap_or(0) as usize
    }

    fn entries(self) -> &'static mut [Value] {
        self.slots()[ENTRIES].slots(Kind::Vector).unwrap_or_default()
    }

    fn index(self) -> &'static mut [u32] {
        let bytes = self.slots()[INDEX].bytes(Kind::Bytevector).unwrap_or_default();
        // SAFETY: the bytevector is aligned to 8 bytes and its length is a multiple of 4.
        unsafe { std::slice::from_raw_parts_mut(bytes.as_mut_ptr().cast(), bytes.len() / 4) }
    }

    fn hash(self, key: Value) -> u64 {
        let deep = self.slots()[COMPARE] == EQUAL;
        hash(key, deep) & 0x7FFF_FFFF_FFFF
    }

    fn same(self, a: Value, b: Value) -> bool {
        a == b
            || match self.slots()[COMPARE] {
                EQ => false,
                EQV => eqv(a, b),
                _ => equal(a, b),
            }
    }

    /// The position in the index that has the key, or the free one where it belongs.
    fn find(self, key: Value, hash: u64) -> (usize, Option<usize>) {
        let (index, entries) = (self.index(), self.entries());
        let mask = index.len() - 1;
        let mut at = (hash.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 20) as usize & mask;
        loop {
            match index[at] {
                0 => return (at, None),
                number => {
                    let entry = 3 * (number as usize - 1);
                    if entries[entry + 2] == Value::fixnum(hash as i64) && self.same(entries[entry], key) {
                        return (at, Some(entry));
                    }
                }
            }
            at = (at + 1) & mask;
        }
    }

    fn get(self, key: Value) -> Option<Value> {
        let (_, entry) = self.find(key, self.hash(key));
        entry.map(|entry| self.entries()[entry + 1])
    }

    fn set(self, key: Value, value: Value) -> Result<(), Fault> {
        let hash = self.hash(key);
        if let (_, Some(entry)) = self.find(key, hash) {
            self.entries()[entry + 1] = value;
            return Ok(());
        }
        if 3 * self.number(USED) == self.entries().len() {
            self.rebuild()?;
        }
        let (at, _) = self.find(key, hash);
        let used = self.number(USED);
        self.entries()[3 * used..3 * used + 3].copy_from_slice(&[key, value, Value::fixnum(hash as i64)]);
        self.index()[at] = used as u32 + 1;
        self.slots()[USED] = Value::fixnum(used as i64 + 1);
        self.slots()[COUNT] = Value::fixnum(self.number(COUNT) as i64 + 1);
        Ok(())
    }

    fn delete(self, key: Value) {
        if let (_, Some(entry)) = self.find(key, self.hash(key)) {
            self.entries()[entry..entry + 2].fill(Value::UNDEFINED);
            self.slots()[COUNT] = Value::fixnum(self.number(COUNT) as i64 - 1);
        }
    }

    /// Room for twice the live entries; deleted ones go.
    fn rebuild(self) -> Result<(), Fault> {
        let (old, used) = (self.slots()[ENTRIES], self.number(USED));
        let capacity = (2 * self.number(COUNT)).max(8).next_power_of_two();
        self.make_room(capacity)?;
        let old = old.slots(Kind::Vector).unwrap_or_default();
        for entry in old[..3 * used].chunks_exact(3).filter(|entry| entry[0] != Value::UNDEFINED) {
            self.set(entry[0], entry[1])?;
        }
        Ok(())
    }

    /// Makes the table empty with room for some entries.
    fn make_room(self, capacity: usize) -> Result<(), Fault> {
        let entries = Value::from_object(heap::alloc(Kind::Vector, 3 * capacity)?, Kind::Vector);
        let index = Value::from_object(heap::alloc(Kind::Bytevector, 8 * capacity)?, Kind::Bytevector);
        let slots = self.slots();
        (slots[ENTRIES], slots[INDEX]) = (entries, index);
        (slots[COUNT], slots[USED]) = (Value::fixnum(0), Value::fixnum(0));
        Ok(())
    }
}

fn make(kind: Value) -> Outcome {
    let name = kind.slots(Kind::Symbol).and_then(|slots| string_text(slots[0])).unwrap_or_default();
    let compare = match name.as_str() {
        "eq" => EQ,
        "eqv" => EQV,
        _ => EQUAL,
    };
    make_comparing(compare)
}

fn make_like(table: Table) -> Outcome {
    make_comparing(table.slots()[COMPARE])
}

fn make_comparing(compare: Value) -> Outcome {
    let zero = Value::fixnum(0);
    let table = heap::alloc_slots(Kind::Table, &[compare, zero, zero, Value::FALSE, Value::FALSE]);
    Table(table).make_room(8)?;
    Ok(table)
}

fn kind(table: Table) -> Value {
    table.slots()[COMPARE]
}

fn equal_hash(value: Value) -> Value {
    small_hash(value, true)
}

fn eqv_hash(value: Value) -> Value {
    small_hash(value, false)
}

/// A hash that is a small integer, not negative.
fn small_hash(value: Value, deep: bool) -> Value {
    Value::fixnum((hash(value, deep) >> 24) as i64)
}

fn is_table(value: Value) -> bool {
    value.is(Kind::Table)
}

fn get_or(table: Table, key: Value, default: Value) -> Value {
    table.get(key).unwrap_or(default)
}

fn set(table: Table, key: Value, value: Value) -> Result<(), Fault> {
    table.set(key, value)
}

fn delete(table: Table, key: Value) {
    table.delete(key);
}

fn contains(table: Table, key: Value) -> bool {
    table.get(key).is_some()
}

fn count(table: Table) -> Value {
    table.slots()[COUNT]
}

fn clear(table: Table) -> Result<(), Fault> {
    table.make_room(8)
}

fn to_alist(table: Table) -> Value {
    let mut list = Value::NULL;
    for number in (0..table.number(USED)).rev() {
        let entry = &table.entries()[3 * number..3 * number + 2];
        if entry[0] != Value::UNDEFINED {
            let pair = heap::alloc_slots(Kind::Pair, &[entry[0], entry[1]]);
            list = heap::alloc_slots(Kind::Pair, &[pair, list]);
        }
    }
    list
}

crate::primitives! {
    fx_make_hash_table = make, (kind);
    fx_make_hash_table_like = make_like, (table);
    fx_hash_table_kind = kind, (table);
    fx_equal_hash = equal_hash, (value);
    fx_eqv_hash = eqv_hash, (value);
    fx_hash_table_p = is_table, (value);
    fx_hash_table_ref_default = get_or, (table, key, default);
    fx_hash_table_set_x = set, (table, key, value);
    fx_hash_table_delete_x = delete, (table, key);
    fx_hash_table_contains_p = contains, (table, key);
    fx_hash_table_count = count, (table);
    fx_hash_table_to_alist = to_alist, (table);
    fx_hash_table_clear_x = clear, (table);
}
