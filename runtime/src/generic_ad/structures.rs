//! Structures of numbers, as compiled derivatives see them: what stands beside a point, and what is read off it.
//!
//! The *shadow* of a point, to which reverse mode adds, is the same structure with an f64vector of zeros in the place of
//! each vector of flonums and of each f64vector, and the pair of an f64vector and an index in that of each other flonum;
//! the vector of the exact 0, the sum, in that of a tensor; `#f` in the place of everything else.
//!
//! What is undefined says that compiled code does not know the answer.

use super::active::{ZERO, is_active};
use super::operators::{is_leaf, like};
use crate::abi::{Fault, Outcome};
use crate::heap;
use crate::tensor::{is_tensor, same_form};
use crate::value::{Kind, Value};

/// Structures that are nested deeper, but for the rests of lists, are for the generic path.
const MAX_DEPTH: usize = 1000;

/// What is made of a part of a structure.
enum Made {
    Value(Value),
    /// The same of its parts; of what has none, the object itself.
    OfParts,
    Unknown,
}

type Visit<'a> = &'a dyn Fn(Value, Value) -> Result<Made, Fault>;

/// What `visit` makes of a structure and what stands beside each part of it: an unspecified value, if nothing does.
fn rebuild(x: Value, beside: Value, visit: Visit) -> Outcome {
    Ok(made_of(x, beside, visit, 0)?.unwrap_or(Value::UNDEFINED))
}

fn made_of(x: Value, beside: Value, visit: Visit, depth: usize) -> Result<Option<Value>, Fault> {
    match visit(x, beside)? {
        Made::Value(value) => return Ok(Some(value)),
        Made::Unknown => return Ok(None),
        Made::OfParts if depth == MAX_DEPTH => return Ok(None),
        Made::OfParts => {}
    }
    if x.pair().is_some() {
        return list_of(x, beside, visit, depth);
    }
    let Some((kind, old)) = parts_of(x) else { return Ok(Some(x)) };
    let made = Value::from_object(heap::alloc(kind, old.len())?, kind);
    for (index, part) in old.iter().enumerate() {
        let part = if kind == Kind::Record && index == 0 {
            Some(*part)
        } else {
            let beside = parts_of(beside).and_then(|(_, parts)| parts.get(index).copied());
            made_of(*part, beside.unwrap_or(Value::UNSPECIFIED), visit, depth + 1)?
        };
        match (part, made.slots(kind)) {
            (Some(part), Some(new)) => new[index] = part,
            _ => return Ok(None),
        }
    }
    Ok(Some(made))
}

/// The same of a pair, and of the pairs behind it.
fn list_of(x: Value, beside: Value, visit: Visit, depth: usize) -> Result<Option<Value>, Fault> {
    let (mut x, mut beside) = (x, beside);
    let (mut first, mut last): (Option<Value>, Option<Value>) = (None, None);
    let mut append = |rest: Value| {
        first.get_or_insert(rest);
        if let Some([_, slot]) = last.and_then(|last| last.slots(Kind::Pair)) {
            *slot = rest;
        }
        last = Some(rest);
    };
    while let Some((part, rest)) = x.pair() {
        let (part_beside, rest_beside) = beside.pair().unwrap_or((Value::UNSPECIFIED, Value::UNSPECIFIED));
        let Some(part) = made_of(part, part_beside, visit, depth + 1)? else { return Ok(None) };
        append(heap::alloc_slots_or_fail(Kind::Pair, &[part, Value::NULL])?);
        (x, beside) = (rest, rest_beside);
    }
    let Some(rest) = made_of(x, beside, visit, depth + 1)? else { return Ok(None) };
    append(rest);
    Ok(first)
}

/// The kind and the slots of a vector, a plain f64vector or a record.
fn parts_of(x: Value) -> Option<(Kind, &'static mut [Value])> {
    [Kind::Vector, Kind::F64vector, Kind::Record].into_iter().find_map(|kind| Some((kind, x.slots(kind)?)))
}

fn is_flonum(x: Value) -> bool {
    x.as_flonum().is_some()
}

/// The shadow of a point.
fn shadow(x: Value) -> Outcome {
    rebuild(x, Value::UNSPECIFIED, &|x, _| {
        let zeros = |length| Ok(Value::from_object(heap::alloc(Kind::F64vector, length)?, Kind::F64vector));
        Ok(Made::Value(match parts_of(x) {
            _ if is_flonum(x) => heap::alloc_slots_or_fail(Kind::Pair, &[zeros(1)?, Value::fixnum(0)])?,
            _ if is_tensor(x) => heap::alloc_slots_or_fail(Kind::Vector, &[ZERO])?,
            Some((Kind::F64vector, parts)) => zeros(parts.len())?,
            Some((Kind::Vector, parts)) if parts.iter().all(|part| is_flonum(*part)) => zeros(parts.len())?,
            Some(_) => return Ok(Made::OfParts),
            None if x.pair().is_some() => return Ok(Made::OfParts),
            None => Value::FALSE,
        }))
    })
}

/// The gradient at the point `x` that is in its shadow. It is not there if an element is NaN (the strong zero is the
/// generic path's), or if a number of the point is neither a flonum nor a tensor.
fn slopes(x: Value, shadow: Value) -> Outcome {
    rebuild(x, shadow, &|x, shadow| {
        let placed = || shadow.pair()?.0.slots(Kind::F64vector)?.first().copied();
        Ok(if is_flonum(x) {
            if is_flonum(shadow) { plain(Some(shadow)) } else { plain(placed()) }
        } else if is_tensor(x) {
            let slope = shadow.slots(Kind::Vector).map(|place| place[0]).filter(|slope| !is_active(*slope));
            slope.map_or(Made::Unknown, |slope| Made::Value(like(x, slope)))
        } else if is_leaf(x) || x.is(Kind::ActiveF64vector) {
            Made::Unknown
        } else {
            Made::OfParts
        })
    })
}

/// A number that is not NaN.
fn plain(number: Option<Value>) -> Made {
    match number {
        Some(number) if number.as_flonum().is_some_and(|number| !number.is_nan()) => Made::Value(number),
        _ => Made::Unknown,
    }
}

/// The tangent of the result `y` that stands beside it; what has nothing beside it is a constant. Undefined where another
/// derivative is being taken: that is for the generic path.
fn tangents(y: Value, dy: Value) -> Outcome {
    result(y, dy, |y, dy| {
        if is_active(y) || is_active(dy) {
            Made::Unknown
        } else if is_tensor(y) {
            Made::Value(like(y, if is_leaf(dy) { dy } else { ZERO }))
        } else if is_flonum(y) && is_flonum(dy) {
            plain(Some(dy))
        } else {
            Made::Value(Value::flonum(0.0))
        }
    })
}

/// The result `y` with pairs, vectors and records of its own, as the generic path returns it.
fn copy(y: Value) -> Outcome {
    result(y, Value::UNSPECIFIED, |y, _| Made::Value(y))
}

/// What is made of the numbers of a result, and what stands beside them; a derivative that is a procedure is the generic
/// path's.
fn result(y: Value, dy: Value, of_leaf: fn(Value, Value) -> Made) -> Outcome {
    let is_structure = is_leaf(y) || y == Value::NULL || y.pair().is_some() || parts_of(y).is_some();
    if !is_structure {
        return Ok(Value::UNDEFINED);
    }
    rebuild(y, dy, &|y, dy| {
        Ok(if is_leaf(y) {
            of_leaf(y, dy)
        } else if y.is(Kind::Closure) || y.is(Kind::ActiveF64vector) {
            Made::Unknown
        } else {
            Made::OfParts
        })
    })
}

/// Whether `x` is a structure of flonums and tensors, and `dx` one of the same form. Where there is no number, the
/// generic path knows which zero the tangent is.
fn fits(x: Value, dx: Value) -> bool {
    let mut has_number = false;
    fits_at(x, dx, 0, &mut has_number) && has_number
}

fn fits_at(x: Value, dx: Value, depth: usize, has_number: &mut bool) -> bool {
    let (mut x, mut dx) = (x, dx);
    while let Some((part, rest)) = x.pair().filter(|_| depth < MAX_DEPTH) {
        match dx.pair() {
            Some((step, more)) if fits_at(part, step, depth + 1, has_number) => (x, dx) = (rest, more),
            _ => return false,
        }
    }
    *has_number |= is_leaf(x);
    match (parts_of(x), parts_of(dx)) {
        _ if is_flonum(x) => is_flonum(dx),
        _ if is_tensor(x) => is_flonum(dx) || same_form(x, dx),
        _ if is_leaf(x) || x.is(Kind::ActiveF64vector) || depth >= MAX_DEPTH => false,
        (None, _) => true,
        (Some((kind, parts)), Some((_, steps))) => {
            let skipped = usize::from(kind == Kind::Record);
            let mut pairs = parts.iter().zip(steps.iter()).skip(skipped);
            parts.len() == steps.len() && pairs.all(|(x, dx)| fits_at(*x, *dx, depth + 1, has_number))
        }
        (Some(_), None) => false,
    }
}

crate::primitives! {
    fx_ad_shadow = shadow, (x);
    fx_ad_slopes = slopes, (x, shadow);
    fx_ad_tangents = tangents, (y, dy);
    fx_ad_copy = copy, (y);
    fx_ad_fits_p = fits, (x, dx);
}
