//! The primitives that stdlib/fluxion/ad.scm builds the operators from (prims/table/ad.scm).

use super::active::{self, Dual, Node, ZERO, base, level_of, level_of_tape};
use super::{Treatment, rules, tape, tensors, treatment};
use crate::abi::{Fault, Outcome};
use crate::heap;
use crate::numbers::{is_complex, to_flonum};
use crate::tensor::is_tensor;
use crate::value::{Kind, Value};

/// A level as the library passes it: the fixnum itself, or a tape.
fn level_argument(level: Value) -> i64 {
    level.as_fixnum().unwrap_or_else(|| level_of_tape(level))
}

fn new_level() -> Value {
    Value::fixnum(active::fresh_level())
}

fn dual(level: Value, x: Value, dx: Value) -> Outcome {
    check_real(x)?;
    check_real(dx)?;
    Ok(if active::is_constant_zero(dx) { x } else { active::dual(level_argument(level), x, tensors::spread(dx, x)) })
}

fn input(tape: Value, x: Value) -> Outcome {
    check_real(x)?;
    Ok(active::input(tape, x))
}

/// Points and directions are made of real numbers.
fn check_real(value: Value) -> Result<(), Fault> {
    if !is_complex(value) {
        return Ok(());
    }
    let message = "not-differentiable: complex numbers cannot be differentiated yet, found";
    Err(Fault::Raise(crate::error::make_condition("not-differentiable", message, &[value])))
}

/// What is left of a number when the level is taken away.
fn primal(level: Value, y: Value) -> Value {
    primal_at(level_argument(level), y)
}

/// A number of a higher level has left its operator by a continuation or an assignment; its parts are looked into.
fn primal_at(level: i64, y: Value) -> Value {
    if level_of(y) < level {
        return y;
    }
    match (Dual::of(y), Node::of(y)) {
        (Some(dual), _) if dual.level == level => dual.primal,
        (Some(dual), _) => {
            let primal = primal_at(level, dual.primal);
            active::dual(dual.level, primal, primal_at(level, dual.tangent))
        }
        (_, Some(node)) if level_of_tape(node.tape) == level => node.primal,
        (_, Some(node)) => primal_at(level, node.primal),
        _ => y,
    }
}

fn tangent(level: Value, y: Value) -> Value {
    tangent_at(level_argument(level), y)
}

fn tangent_at(level: i64, y: Value) -> Value {
    if level_of(y) < level {
        return ZERO;
    }
    match (Dual::of(y), Node::of(y)) {
        (Some(dual), _) if dual.level == level => dual.tangent,
        (Some(dual), _) => {
            let primal = tangent_at(level, dual.primal);
            active::dual(dual.level, primal, tangent_at(level, dual.tangent))
        }
        (_, Some(node)) => tangent_at(level, node.primal),
        _ => ZERO,
    }
}

/// The highest level of a value: a fixnum or a tape; 0 if it is not active.
fn highest_level(value: Value) -> Value {
    Node::of(value).map_or_else(|| Value::fixnum(level_of(value)), |node| node.tape)
}

/// 0 with the tangent of `x` at the level: the argument that a user's rule is linear in.
fn perturbation(level: Value, x: Value) -> Value {
    let at = level_argument(level);
    let zero = zero_like(x);
    match (Dual::of(x), Node::of(x)) {
        (Some(dual), _) if dual.level == at => active::dual(at, zero, dual.tangent),
        (_, Some(node)) if level_of_tape(node.tape) == at => copy(node.tape, zero, x),
        _ => zero,
    }
}

/// Zeros in the shape of a number or tensor.
pub fn zero_like(x: Value) -> Value {
    if is_tensor(base(x)) {
        tensors::zeros_like(x)
    } else if base(x).as_flonum().is_some() {
        Value::flonum(0.0)
    } else {
        ZERO
    }
}

/// A node that stands for `primal` and hands its whole cotangent on to the node `source`.
fn copy(tape: Value, primal: Value, source: Value) -> Value {
    match treatment::fx_add {
        Treatment::Differentiate(add) => active::record(tape, add, primal, source, ZERO),
        _ => primal,
    }
}

/// The sum of `y` and `dy`, which is 0 but for its tangent at the level. Where a partial is infinite the primal of `dy`
/// is not a number: it is left out.
fn attach(level: Value, y: Value, dy: Value) -> Value {
    let at = level_argument(level);
    if level_of(y) >= at || level_of(dy) > at {
        return rules::add(y, dy);
    }
    match (Dual::of(dy), Node::of(dy)) {
        (Some(dual), _) if dual.level == at => active::dual(at, y, dual.tangent),
        (_, Some(node)) if level_of_tape(node.tape) == at => copy(node.tape, y, dy),
        _ => y,
    }
}

/// The derivative `slope` at the point `x`: inexact if `x` is, zeros included.
pub fn like(x: Value, slope: Value) -> Value {
    if is_tensor(base(x)) {
        return if active::is_constant_zero(slope) { tensors::zeros_like(x) } else { tensors::spread(slope, x) };
    }
    if base(x).as_flonum().is_some() { to_flonum(slope).unwrap_or(slope) } else { slope }
}

/// The unit of the exactness of `x`.
fn one_like(x: Value) -> Value {
    if is_tensor(base(x)) {
        return tensors::spread(Value::flonum(1.0), x);
    }
    if base(x).as_flonum().is_some() { Value::flonum(1.0) } else { Value::fixnum(1) }
}

pub fn is_leaf(value: Value) -> bool {
    let plain = base(value);
    is_tensor(plain) || is_complex(plain) || to_flonum(plain).is_some()
}

fn is_constant_zero(value: Value) -> bool {
    active::is_constant_zero(value)
}

/// The number without any tangent.
fn constant(value: Value) -> Value {
    base(value)
}

/// An f64vector of the numbers in a vector; one with active numbers if there are any.
pub fn f64vector_of(vector: Value) -> Outcome {
    let length = vector.slots(Kind::Vector).ok_or(Fault::Type(0, vector))?.len();
    let elements = || vector.slots(Kind::Vector).into_iter().flatten();
    let kind =
        if elements().any(|element| active::is_active(*element)) { Kind::ActiveF64vector } else { Kind::F64vector };
    let made = Value::from_object(heap::alloc(kind, length)?, kind);
    for (slot, element) in made.slots(kind).into_iter().flatten().zip(elements()) {
        *slot = if active::is_active(*element) {
            *element
        } else {
            to_flonum(*element).ok_or_else(|| refused(*element))?
        };
    }
    Ok(made)
}

fn refused(element: Value) -> Fault {
    Fault::Error("an element of an f64vector must be a real number, found".to_string(), vec![element])
}

/// The elements of an f64vector, active or not, or `#f` for any other object.
fn f64vector_elements(object: Value) -> Outcome {
    match object.slots(Kind::F64vector).or_else(|| object.slots(Kind::ActiveF64vector)) {
        Some(elements) => copy_slots(Kind::Vector, elements),
        None => Ok(Value::FALSE),
    }
}

/// The fields of a record as a vector, or `#f` for any other object.
fn record_fields(object: Value) -> Outcome {
    match object.slots(Kind::Record) {
        Some([_, fields @ ..]) => copy_slots(Kind::Vector, fields),
        _ => Ok(Value::FALSE),
    }
}

/// A record of the same type with other fields.
fn record_with(record: Value, fields: Value) -> Outcome {
    let old = record.slots(Kind::Record).ok_or(Fault::Type(0, record))?;
    let made = copy_slots(Kind::Record, old)?;
    let new = fields.slots(Kind::Vector).ok_or(Fault::Type(1, fields))?;
    for (slot, field) in made.slots(Kind::Record).into_iter().flatten().skip(1).zip(new) {
        *slot = *field;
    }
    Ok(made)
}

fn copy_slots(kind: Kind, slots: &[Value]) -> Outcome {
    let made = Value::from_object(heap::alloc(kind, slots.len())?, kind);
    if let Some(target) = made.slots(kind) {
        target.copy_from_slice(slots);
    }
    Ok(made)
}

crate::primitives! {
    fx_ad_level = new_level, ();
    fx_ad_dual = dual, (level, x, dx);
    fx_ad_primal = primal, (level, y);
    fx_ad_tangent = tangent, (level, y);
    fx_ad_like = like, (x, slope);
    fx_ad_leaf_p = is_leaf, (x);
    fx_ad_one_like = one_like, (x);
    fx_constant_zero_p = is_constant_zero, (value);
    fx_ad_constant = constant, (value);
    fx_ad_tape = active::tape, ();
    fx_ad_input = input, (tape, x);
    fx_ad_cotangents = tape::cotangents, (tape);
    fx_ad_seed_x = tape::seed, (tape, cotangents, y, cotangent);
    fx_ad_sweep_x = tape::sweep, (tape, cotangents, after);
    fx_ad_clear_x = tape::clear, (tape, cotangents, from);
    fx_ad_cotangent = tape::cotangent, (tape, cotangents, y);
    fx_ad_call_x = active::call, (tape, pullback);
    fx_ad_call_pullback = tape::call_pullback, (call);
    fx_ad_level_of = highest_level, (value);
    fx_ad_perturbation = perturbation, (level, x);
    fx_ad_attach = attach, (level, y, dy);
    fx_ad_f64vector = f64vector_of, (elements);
    fx_ad_f64vector_elements = f64vector_elements, (object);
    fx_ad_record_fields = record_fields, (object);
    fx_ad_record_with = record_with, (record, fields);
}

#[cfg(test)]
pub(super) mod tests {
    //! The operators as Rust functions, for tests of the rules.

    use super::*;

    /// The tangent of `f` at `point` along `direction`, by duals.
    pub fn tangent_along(f: &dyn Fn(&[Value]) -> Value, point: &[Value], direction: &[Value]) -> Value {
        let level = new_level();
        let args: Vec<Value> =
            point.iter().zip(direction).map(|(x, dx)| dual(level, *x, *dx).expect("real numbers")).collect();
        tangent(level, f(&args))
    }

    /// The gradient of `f` at `point`, by a tape.
    pub fn gradient_at(f: &dyn Fn(&[Value]) -> Value, point: &[Value]) -> Vec<Value> {
        let tape = active::tape();
        let args: Vec<Value> = point.iter().map(|x| active::input(tape, *x)).collect();
        let y = f(&args);
        let cotangents = tape::cotangents(tape).expect("memory");
        tape::seed(tape, cotangents, y, Value::fixnum(1)).expect("a vector");
        tape::sweep(tape, cotangents, Value::FALSE).expect("a vector");
        args.iter().map(|x| tape::cotangent(tape, cotangents, *x).expect("a vector")).collect()
    }
}
