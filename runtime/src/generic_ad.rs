//! Derivatives at run time: numbers that carry a tangent (forward mode) or a node of a tape (reverse mode).
//!
//! Every activation of an operator has a fresh *level*. An operation on active numbers belongs to the highest level
//! among its operands; to it, numbers of other levels are constants. That is what keeps nested derivatives apart
//! (Siskind & Pearlmutter 2005): the primal part of a number of level 2 may be a number of level 1, and arithmetic on
//! primal parts is this same arithmetic.
//!
//! ```text
//! (derivative (lambda (x) (* x (derivative (lambda (y) (+ x y)) 1.0))) 1.0)
//! x = {level 1: 1.0, dx 1.0}     y = {level 2: 1.0, dy 1.0}
//! x + y = {level 2: {level 1: 2.0, dx 1.0}, dy 1.0}     its tangent at level 2 is 1.0; x has none there
//! ```
//!
//! A rule gives one term per parameter (see `autodiff::rules`); forward mode adds the terms of active parameters,
//! reverse mode evaluates the same terms with the cotangent of the result, node by node, last one first. A tape is a
//! vector `#(level head count)`; its nodes are linked from the last to the first, so a sweep needs no recursion.

use crate::abi::{Fault, Outcome};
use crate::heap;
use crate::numbers;
use crate::value::{Kind, Value};

mod rules {
    //! Generated from the primitive table.
    use super::strong_mul;
    use crate::abi::{Fault, Outcome};
    use crate::numbers;
    use crate::value::Value;

    include!(concat!(env!("OUT_DIR"), "/rules.rs"));
}

// Slots of a dual.
const LEVEL: usize = 0;
const TANGENT: usize = 2;
/// The slot of the primal part, of duals and nodes.
const PRIMAL: usize = 1;
// Slots of a node: tape, primal, index, rule, operands, the node before it.
const TAPE: usize = 0;
const INDEX: usize = 2;
const RULE: usize = 3;
const OPERANDS: usize = 4;
const PREVIOUS: usize = 6;
// Slots of a tape.
const HEAD: usize = 1;
const COUNT: usize = 2;

/// The rule of an input node.
const INPUT: Value = Value::FALSE;
const ZERO: Value = Value::fixnum(0);

static NEXT_LEVEL: std::sync::atomic::AtomicI64 = std::sync::atomic::AtomicI64::new(1);

fn fresh_level() -> Value {
    Value::fixnum(NEXT_LEVEL.fetch_add(1, std::sync::atomic::Ordering::Relaxed))
}

fn slots(value: Value) -> &'static mut [Value] {
    value.slots(Kind::Dual).or_else(|| value.slots(Kind::Node)).unwrap_or_default()
}

/// Whether a value is an active number of some derivative.
pub fn is_active(value: Value) -> bool {
    matches!(value.kind(), Some(Kind::Dual | Kind::Node))
}

/// The number without derivatives of any level.
pub fn primal(value: Value) -> Value {
    let mut value = value;
    while is_active(value) {
        value = slots(value)[PRIMAL];
    }
    value
}

/// The error of a primitive that has no derivative and met an active number.
pub fn not_differentiable(name: &str) -> Fault {
    let name = name.trim_start_matches('%');
    let advice = "use (stop-gradient x) for the number without its derivative";
    Fault::Error(format!("not-differentiable: {name} has no derivative; {advice}"), vec![])
}

fn level(value: Value) -> i64 {
    match value.kind() {
        Some(Kind::Dual) => slots(value)[LEVEL].as_fixnum().unwrap_or(0),
        Some(Kind::Node) => tape_slots(slots(value)[TAPE])[LEVEL].as_fixnum().unwrap_or(0),
        _ => 0,
    }
}

fn tape_slots(tape: Value) -> &'static mut [Value] {
    tape.slots(Kind::Vector).unwrap_or_default()
}

/// A plain zero: exactly nothing.
fn is_strong_zero(value: Value) -> bool {
    value == ZERO || value.as_flonum() == Some(0.0)
}

/// A product that is 0 where one side is, even if the other is infinite.
fn strong_mul(a: Value, b: Value) -> Outcome {
    if is_strong_zero(a) || is_strong_zero(b) { Ok(ZERO) } else { numbers::mul(a, b) }
}

/// Applies a primitive of one parameter to an active number.
pub fn apply_unary(name: &'static str, a: Value) -> Outcome {
    apply(name, [a, ZERO], 1)
}

/// Applies a primitive of two parameters of which one at least is an active number.
pub fn apply_binary(name: &'static str, a: Value, b: Value) -> Outcome {
    apply(name, [a, b], 2)
}

fn apply(name: &'static str, operands: [Value; 2], count: usize) -> Outcome {
    let rule = rules::rule_of(name).ok_or_else(|| not_differentiable(name))?;
    let levels = operands.map(level);
    let top = levels[0].max(levels[1]);
    let at = |index: usize| if levels[index] == top { slots(operands[index])[PRIMAL] } else { operands[index] };
    let primals = [at(0), at(1)];
    let ans = rules::value(rule, primals[0], primals[1])?;
    let node = operands.iter().position(|operand| level(*operand) == top && operand.is(Kind::Node));
    if let Some(index) = node {
        let tape = slots(operands[index])[TAPE];
        return Ok(push_node(tape, ans, Value::fixnum(rule.into()), operands));
    }
    let mut tangent = ZERO;
    for index in 0..count {
        if levels[index] != top {
            continue;
        }
        let dx = slots(operands[index])[TANGENT];
        if is_strong_zero(dx) {
            continue;
        }
        let term = rules::term(rule, index, primals[0], primals[1], ans, dx)?;
        tangent = if tangent == ZERO { term } else { numbers::add(tangent, term)? };
    }
    Ok(heap::alloc_slots(Kind::Dual, &[Value::fixnum(top), ans, tangent]))
}

// Forward mode -----

fn make_dual(level: Value, x: Value, dx: Value) -> Outcome {
    number(x)?;
    number(dx)?;
    Ok(heap::alloc_slots(Kind::Dual, &[level, x, dx]))
}

fn number(value: Value) -> Result<(), Fault> {
    if is_active(value) || numbers::Num::of(value).is_some() {
        return Ok(());
    }
    Err(Fault::Error("a derivative is taken at numbers, found".to_owned(), vec![value]))
}

/// A zero of the exactness of a number.
fn zero_like(value: Value) -> Value {
    if primal(value).as_flonum().is_some() { Value::flonum(0.0) } else { ZERO }
}

/// Exact zero stands for "no derivative"; to programs it has the exactness of the number it belongs to.
fn shown(tangent: Value, of: Value) -> Value {
    if tangent == ZERO { zero_like(of) } else { tangent }
}

fn tangent(at: Value, y: Value) -> Value {
    if y.is(Kind::Dual) && Value::fixnum(level(y)) == at {
        return shown(slots(y)[TANGENT], y);
    }
    zero_like(y)
}

fn primal_at(at: Value, y: Value) -> Value {
    if is_active(y) && Value::fixnum(level(y)) == at { slots(y)[PRIMAL] } else { y }
}

// Reverse mode -----

fn make_tape() -> Value {
    heap::alloc_slots(Kind::Vector, &[fresh_level(), Value::FALSE, ZERO])
}

fn tape_level(tape: Value) -> Value {
    tape_slots(tape)[LEVEL]
}

fn push_node(tape: Value, ans: Value, rule: Value, operands: [Value; 2]) -> Value {
    let slots = tape_slots(tape);
    let (head, count) = (slots[HEAD], slots[COUNT]);
    let node = heap::alloc_slots(Kind::Node, &[tape, ans, count, rule, operands[0], operands[1], head]);
    let slots = tape_slots(tape);
    slots[HEAD] = node;
    slots[COUNT] = Value::fixnum(count.as_fixnum().unwrap_or(0) + 1);
    node
}

fn tape_input(tape: Value, x: Value) -> Outcome {
    number(x)?;
    Ok(push_node(tape, x, INPUT, [ZERO, ZERO]))
}

fn index_of(node: Value) -> usize {
    slots(node)[INDEX].as_fixnum().unwrap_or(0) as usize
}

fn is_node_of(value: Value, tape: Value) -> bool {
    value.is(Kind::Node) && slots(value)[TAPE] == tape
}

/// The cotangents of all nodes of a tape by index, when that of `y` is `ct`.
fn sweep(tape: Value, y: Value, ct: Value) -> Outcome {
    let count = tape_slots(tape)[COUNT].as_fixnum().unwrap_or(0) as usize;
    let cts = Value::from_object(heap::alloc(Kind::Vector, count)?, Kind::Vector);
    tape_slots(cts).fill(ZERO);
    if !is_node_of(y, tape) {
        return Ok(cts);
    }
    tape_slots(cts)[index_of(y)] = ct;
    // Nodes behind `y` have no influence on it.
    let mut node = y;
    while node.is(Kind::Node) {
        let ct = tape_slots(cts)[index_of(node)];
        if !is_strong_zero(ct) && slots(node)[RULE] != INPUT {
            sweep_node(cts, tape, node, ct)?;
        }
        node = slots(node)[PREVIOUS];
    }
    Ok(cts)
}

fn sweep_node(cts: Value, tape: Value, node: Value, ct: Value) -> Result<(), Fault> {
    let parts = slots(node);
    let rule = parts[RULE].as_fixnum().unwrap_or(0) as u16;
    let operands = [parts[OPERANDS], parts[OPERANDS + 1]];
    let ans = parts[PRIMAL];
    let at = |operand: Value| if is_node_of(operand, tape) { slots(operand)[PRIMAL] } else { operand };
    let primals = operands.map(at);
    for (param, operand) in operands.into_iter().enumerate() {
        if !is_node_of(operand, tape) {
            continue;
        }
        let term = rules::term(rule, param, primals[0], primals[1], ans, ct)?;
        let index = index_of(operand);
        let old = tape_slots(cts)[index];
        let new = if old == ZERO { term } else { numbers::add(old, term)? };
        tape_slots(cts)[index] = new;
    }
    Ok(())
}

fn cotangent(cts: Value, x: Value) -> Value {
    if !x.is(Kind::Node) {
        return zero_like(x);
    }
    shown(tape_slots(cts).get(index_of(x)).copied().unwrap_or(ZERO), x)
}

crate::primitives! {
    fx_ad_level = fresh_level, ();
    fx_make_dual = make_dual, (level, x, dx);
    fx_tangent = tangent, (level, y);
    fx_primal = primal_at, (level, y);
    fx_make_tape = make_tape, ();
    fx_tape_level = tape_level, (tape);
    fx_tape_input = tape_input, (tape, x);
    fx_sweep = sweep, (tape, y, ct);
    fx_cotangent = cotangent, (cts, x);
    fx_active_p = is_active, (x);
    fx_strip = primal, (x);
}
