//! The reverse sweep.
//!
//! A pullback makes a vector with a cotangent for each node, stores the cotangents of the results in it and sweeps the
//! tape from the newest node to the inputs. A node hands its cotangent on to its arguments by the terms of its rule.
//! Nodes are in the order of creation, so a node's cotangent is complete when the sweep reaches it. The tape is not
//! changed: a pullback can be called many times, and its arithmetic can be differentiated.
//!
//! At a node that stands for a call the sweep stops: the library calls its pullback and goes on below. The pullback of
//! a checkpoint records the call again, in the place on the tape that the sweep has left; the cotangents there are
//! cleared for it, and the vector grows if need be. So a vector of cotangents is held by another one.

use super::active::{self, Node, ZERO, is_constant_zero, level_of, level_of_tape, newest, node_count};
use super::cotangents::{add, add_part, shared};
use super::tensors::{self, MAX_ARGUMENTS};
use super::{Argument, Dual, RuleId};
use crate::abi::{Fault, Outcome, ctx};
use crate::heap;
use crate::nan;
use crate::value::{Kind, Value};

/// A cotangent of 0 for each node of the tape.
pub fn cotangents(tape: Value) -> Outcome {
    let vector = zeros(node_count(tape))?;
    Ok(heap::alloc_slots_or_raise(Kind::Vector, &[vector]))
}

fn zeros(count: usize) -> Outcome {
    let vector = Value::from_object(heap::alloc(Kind::Vector, count)?, Kind::Vector);
    vector.slots(Kind::Vector).into_iter().flatten().for_each(|slot| *slot = ZERO);
    Ok(vector)
}

/// A cotangent of 0 for each node of the tape from number `from` on.
pub fn clear(tape: Value, cotangents: Value, from: Value) -> Result<(), Fault> {
    let from = from.as_fixnum().and_then(|from| usize::try_from(from).ok()).ok_or(Fault::Type(2, from))?;
    let old = slots(cotangents)?;
    let count = node_count(tape);
    if count > old.len() {
        let grown = zeros(count.max(2 * old.len()))?;
        let kept = from.min(old.len());
        grown.slots(Kind::Vector).ok_or(Fault::Type(1, grown))?[..kept].copy_from_slice(&old[..kept]);
        *holder(cotangents)? = grown;
    } else if let Some(part) = old.get_mut(from..count) {
        part.fill(ZERO);
    }
    Ok(())
}

/// The cotangent of `y`, 0 if it is not a node of this tape.
pub fn cotangent(tape: Value, cotangents: Value, y: Value) -> Outcome {
    let Some(node) = Node::of(y).filter(|node| node.tape == tape) else { return Ok(ZERO) };
    Ok(shared(slots(cotangents)?.get(node.index()).copied().unwrap_or(ZERO)))
}

/// Adds `cotangent` to that of the result `y`, if it is a node of this tape. What an inner level has left in `y` is looked through.
pub fn seed(tape: Value, cotangents: Value, y: Value, cotangent: Value) -> Result<(), Fault> {
    let mut y = y;
    while level_of(y) > level_of_tape(tape) {
        y = Dual::of(y).map(|dual| dual.primal).or_else(|| Node::of(y).map(|node| node.primal)).unwrap_or(ZERO);
    }
    let Some(node) = Node::of(y).filter(|node| node.tape == tape) else { return Ok(()) };
    let part = shared(tensors::spread(cotangent, y));
    let Some(known) = slots(cotangents)?.get(node.index()).copied() else { return Ok(()) };
    slots(cotangents)?[node.index()] = add(known, part)?;
    Ok(())
}

/// Hands the cotangents on, from the newest node or from the one before the node `after`, down to the next call, which
/// is the result, or to the inputs, when it is `#f`.
pub fn sweep(tape: Value, cotangents: Value, after: Value) -> Outcome {
    let level = level_of_tape(tape);
    let traps_nans = nan::is_trapping();
    let mut next = Node::of(after).map_or_else(|| newest(tape), |node| node.previous());
    while let Some(node) = Node::of(next) {
        if node.pullback().is_some() {
            return Ok(next);
        }
        let place = if traps_nans { active::place(next) } else { None };
        next = node.previous();
        // Nodes made after this vector was have no influence on what was seeded.
        let Some(cotangent) = slots(cotangents)?.get(node.index()).copied() else { continue };
        let Some(rule) = node.rule().filter(|_| !is_constant_zero(cotangent)) else { continue };
        if let Some(place) = place {
            ctx().place = place;
        }
        // Nobody asks for it again, and its memory can be taken for others.
        slots(cotangents)?[node.index()] = ZERO;
        hand_on(cotangents, level, (&node, rule), shared(cotangent))?;
    }
    Ok(Value::FALSE)
}

/// Hands the cotangent of a node on to its arguments.
fn hand_on(cotangents: Value, level: i64, (node, rule): (&Node, RuleId), cotangent: Value) -> Result<(), Fault> {
    let Some(code) = rule.tensor_code() else {
        let point = node.args.map(|arg| Argument::at(level, arg).primal);
        return hand_on_to(cotangents, level, &node.args, (node, rule, &point), cotangent);
    };
    let mut args = [ZERO; MAX_ARGUMENTS];
    args[..2].copy_from_slice(&node.args);
    args[2..2 + node.more.len()].copy_from_slice(node.more);
    let point = args.map(|arg| Argument::at(level, arg).primal);
    let count = code.cotangents.len();
    hand_on_to(cotangents, level, &args[..count], (node, rule, &point[..count]), cotangent)
}

/// The same; `point` are the primals of the arguments.
#[inline]
fn hand_on_to(
    cotangents: Value,
    level: i64,
    args: &[Value],
    (node, rule, point): (&Node, RuleId, &[Value]),
    cotangent: Value,
) -> Result<(), Fault> {
    for (index, arg) in args.iter().enumerate() {
        let Some(target) = Node::of(*arg).filter(|target| level_of_tape(target.tape) == level) else { continue };
        let Some(known) = slots(cotangents)?.get(target.index()).copied() else { continue };
        let total = add_part(known, (rule, index), point, node.primal, cotangent)?;
        slots(cotangents)?[target.index()] = total;
    }
    Ok(())
}

/// The pullback of the call that a node stands for.
pub fn call_pullback(call: Value) -> Outcome {
    Node::of(call).and_then(|node| node.pullback()).ok_or(Fault::Type(0, call))
}

fn slots(cotangents: Value) -> Result<&'static mut [Value], Fault> {
    holder(cotangents)?.slots(Kind::Vector).ok_or(Fault::Type(1, cotangents))
}

/// The place of the vector of cotangents.
fn holder(cotangents: Value) -> Result<&'static mut Value, Fault> {
    cotangents.slots(Kind::Vector).and_then(|slots| slots.first_mut()).ok_or(Fault::Type(1, cotangents))
}
