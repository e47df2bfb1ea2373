//! Equivalence (R7RS section 6.1) and the hash that goes with it.

use std::collections::HashMap;

use crate::abi::{Fault, Outcome};
use crate::generic_ad::base;
use crate::numbers::{Num, complex_parts};
use crate::value::{Kind, Value, tag};

/// Comparisons of elements that `equal?` may have pending: deeper structures are compared with an explicit stack.
type Pending = Vec<(Value, Value)>;

/// Compound objects that `equal?` has begun to compare, as classes of objects that are equal if no leaf differs
/// (union-find; Adams & Dybvig 2008). Objects of one class need not be compared again, so that cycles end, and shared
/// structure is visited once.
#[derive(Default)]
struct Classes {
    parents: HashMap<Value, Value>,
}

impl Classes {
    fn root(&mut self, mut value: Value) -> Value {
        while let Some(parent) = self.parents.get(&value).copied() {
            // Halving the path keeps it short.
            match self.parents.get(&parent).copied() {
                Some(above) => drop(self.parents.insert(value, above)),
                None => return parent,
            }
            value = parent;
        }
        value
    }

    /// Puts two objects into one class; whether they were in different ones.
    fn join(&mut self, a: Value, b: Value) -> bool {
        let (a, b) = (self.root(a), self.root(b));
        if a != b {
            self.parents.insert(a, b);
        }
        a != b
    }
}

/// Whether this comparison is one that classes are kept for. On the way along a list of leaves there is one way on, so
/// that a cycle ends if only some of its pairs are noted; where ways part, all are.
fn is_checkpoint(kind: Kind, slots: &[Value], steps: usize) -> bool {
    kind == Kind::Vector || matches!(slots[0].kind(), Some(Kind::Pair | Kind::Vector)) || steps.is_multiple_of(64)
}

/// Comparisons after which `equal?` keeps classes: small structures do without.
const FEW: usize = 100_000;

/// The same object, or equal numbers of the same exactness. An active number counts as the number it stands for.
pub fn eqv(a: Value, b: Value) -> bool {
    if a == b {
        return true;
    }
    if !has_equals(a) || !has_equals(b) {
        return false;
    }
    let (a, b) = (base(a), base(b));
    if a.as_fixnum().is_some() || b.as_fixnum().is_some() {
        return a == b;
    }
    if let (Some((x, xi)), Some((y, yi))) = (complex_parts(a), complex_parts(b)) {
        return eqv(x, y) && eqv(xi, yi);
    }
    match (Num::of(a), Num::of(b)) {
        (Some(Num::Flo(x)), Some(Num::Flo(y))) => x.to_bits() == y.to_bits() || (x.is_nan() && y.is_nan()),
        (Some(x), Some(y)) => x == y,
        _ => a.is(Kind::String) && b.is(Kind::String) && a.length() == 0 && b.length() == 0,
    }
}

/// Whether another word can stand for an equal object: numbers other than fixnums, the empty string, and fixnums, to
/// which active numbers may be equal.
#[inline]
fn has_equals(value: Value) -> bool {
    match value.tag() {
        tag::OBJECT => !matches!(value.kind(), Some(Kind::Symbol | Kind::Vector | Kind::Record)),
        tag::FIXNUM => true,
        other => other < tag::SPECIAL,
    }
}

/// The same structure with equal leaves. Nothing is allocated, so values may wait in a `Vec`.
pub fn equal(a: Value, b: Value) -> bool {
    let mut pending: Pending = vec![(a, b)];
    let mut classes = Classes::default();
    let mut steps = 0usize;
    while let Some((a, b)) = pending.pop() {
        if eqv(a, b) {
            continue;
        }
        if a.is(Kind::ActiveF64vector) || b.is(Kind::ActiveF64vector) {
            match (f64vector_slots(a), f64vector_slots(b)) {
                (Some(x), Some(y)) if x.len() == y.len() => pending.extend(x.iter().copied().zip(y.iter().copied())),
                _ => return false,
            }
            continue;
        }
        let (Some(kind), true) = (a.kind(), a.kind() == b.kind()) else { return false };
        match kind {
            Kind::Pair | Kind::Vector => {
                let (Some(x), Some(y)) = (a.slots(kind), b.slots(kind)) else { return false };
                if x.len() != y.len() {
                    return false;
                }
                steps += 1;
                if steps > FEW && is_checkpoint(kind, x, steps) && !classes.join(a, b) {
                    continue;
                }
                pending.extend(x.iter().copied().zip(y.iter().copied()).rev());
            }
            Kind::Tensor => {
                if !crate::tensor::equal(a, b) {
                    return false;
                }
            }
            Kind::String | Kind::Bytevector | Kind::F64vector => {
                let length = a.length();
                let size = match kind {
                    Kind::String => 4,
                    Kind::F64vector => 8,
                    _ => 1,
                };
                let same = |x: &[u8], y: &[u8]| x[..size * length] == y[..size * length];
                match (a.bytes(kind), b.bytes(kind)) {
                    (Some(x), Some(y)) if length == b.length() && same(x, y) => {}
                    _ => return false,
                }
            }
            _ => return false,
        }
    }
    true
}

fn f64vector_slots(value: Value) -> Option<&'static mut [Value]> {
    value.slots(Kind::F64vector).or_else(|| value.slots(Kind::ActiveF64vector))
}

/// A hash that is the same for values that `equal?` holds for, or `eqv?` if not deep.
pub fn hash(value: Value, deep: bool) -> u64 {
    if deep { deep_hash(value, 3) } else { mix(1, leaf(value)) }
}

fn mix(hash: u64, word: u64) -> u64 {
    (hash ^ word).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(29)
}

/// Looks at the first elements of a list or vector, and into those that are lists or vectors down to some depth.
fn deep_hash(value: Value, depth: u32) -> u64 {
    const ELEMENTS: usize = 8;
    match value.kind() {
        Some(Kind::Pair | Kind::Vector) if depth == 0 => 7,
        Some(kind @ Kind::Pair) => {
            let (mut hash, mut rest) = (kind as u64, value);
            for _ in 0..ELEMENTS {
                let Some((first, next)) = rest.pair() else { break };
                (hash, rest) = (mix(hash, deep_hash(first, depth - 1)), next);
            }
            hash
        }
        Some(kind @ Kind::Vector) => {
            let elements = value.slots(kind).unwrap_or_default();
            let start = mix(kind as u64, elements.len() as u64);
            elements.iter().take(ELEMENTS).fold(start, |hash, element| mix(hash, deep_hash(*element, depth - 1)))
        }
        // They may be equal without being of the same kind.
        Some(Kind::F64vector | Kind::ActiveF64vector) => 11,
        Some(Kind::Tensor) => 13,
        Some(kind @ (Kind::String | Kind::Bytevector)) => {
            let bytes = value.bytes(kind).unwrap_or_default();
            bytes.chunks(8).fold(value.length() as u64, |hash, chunk| {
                let mut word = [0; 8];
                word[..chunk.len()].copy_from_slice(chunk);
                mix(hash, u64::from_ne_bytes(word))
            })
        }
        _ => mix(1, leaf(value)),
    }
}

/// A word for what `eqv?` compares by value; objects by their address, which does not change.
fn leaf(value: Value) -> u64 {
    let value = base(value);
    match value.kind() {
        Some(Kind::Bignum | Kind::Ratnum) => Num::of(value).map_or(0, |num| num.to_f64().to_bits()),
        Some(Kind::Compnum) => {
            complex_parts(value).map_or(0, |(real, imaginary)| leaf(real).rotate_left(7) ^ leaf(imaginary))
        }
        _ => value.0,
    }
}

fn find(list: Value, mut test: impl FnMut(Value) -> Result<bool, Fault>) -> Outcome {
    let mut rest = list;
    while let Some((first, next)) = rest.pair() {
        if test(first)? {
            return Ok(rest);
        }
        rest = next;
    }
    if rest == Value::NULL { Ok(Value::FALSE) } else { Err(Fault::Type(1, list)) }
}

fn eq(a: Value, b: Value) -> bool {
    a == b
}

fn is_boolean(value: Value) -> bool {
    value == Value::TRUE || value == Value::FALSE
}

fn not(value: Value) -> bool {
    !value.is_true()
}

fn memq(object: Value, list: Value) -> Outcome {
    find(list, |item| Ok(item == object))
}

fn memv(object: Value, list: Value) -> Outcome {
    find(list, |item| Ok(eqv(object, item)))
}

fn member(object: Value, list: Value) -> Outcome {
    find(list, |item| Ok(equal(object, item)))
}

fn assq(key: Value, list: Value) -> Outcome {
    let found = find(list, |entry| Ok(key == entry.pair().ok_or(Fault::Type(1, list))?.0))?;
    Ok(found.pair().map_or(Value::FALSE, |(entry, _)| entry))
}

crate::primitives! {
    fx_eq_p = eq, (a, b);
    fx_not = not, (value);
    fx_boolean_p = is_boolean, (value);
    fx_eqv_p = eqv, (a, b);
    fx_equal_p = equal, (a, b);
    fx_memq = memq, (object, list);
    fx_memv = memv, (object, list);
    fx_member = member, (object, list);
    fx_assq = assq, (key, list);
}
