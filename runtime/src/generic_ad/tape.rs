//! The reverse sweep.
//!
//! A pullback makes a vector with a cotangent for each node, stores the cotangents of the results in it and sweeps the
//! tape from the newest node to the inputs. A node hands its cotangent on to its arguments by the terms of its rule.
//! Nodes are in the order of creation, so a node's cotangent is complete when the sweep reaches it. The tape is not
//! changed: a pullback can be called many times, and its arithmetic can be differentiated.
//!
//! At a node that stands for a call the sweep stops: the library calls its pullback and goes on below. The pullback of
//! a checkpoint records the call again, in the place on the tape that the sweep has left; the cotangents there are
//! cleared for it, and the vector grows if need be. So a vector of cotangents is held by a vector of one element.

use super::active::{self, Node, ZERO, is_constant_zero, level_of, level_of_tape, newest, node_count};
use super::{Argument, Dual, RuleId, apply_term, refuse_complex, sum, tensors};
use crate::abi::{Fault, Outcome, ctx};
use crate::heap;
use crate::nan::{self, Part};
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
        cotangents.slots(Kind::Vector).ok_or(Fault::Type(1, cotangents))?[0] = grown;
    } else if let Some(part) = old.get_mut(from..count) {
        part.fill(ZERO);
    }
    Ok(())
}

/// The cotangent of `y`, 0 if it is not a node of this tape.
pub fn cotangent(tape: Value, cotangents: Value, y: Value) -> Outcome {
    let Some(node) = Node::of(y).filter(|node| node.tape == tape) else { return Ok(ZERO) };
    Ok(slots(cotangents)?.get(node.index()).copied().unwrap_or(ZERO))
}

/// Adds `cotangent` to that of the result `y`, if it is a node of this tape. What an inner level has left in `y` is looked through.
pub fn seed(tape: Value, cotangents: Value, y: Value, cotangent: Value) -> Result<(), Fault> {
    let mut y = y;
    while level_of(y) > level_of_tape(tape) {
        y = Dual::of(y).map(|dual| dual.primal).or_else(|| Node::of(y).map(|node| node.primal)).unwrap_or(ZERO);
    }
    accumulate(tape, cotangents, y, tensors::spread(cotangent, y))
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
        if let Some(code) = rule.tensor_code() {
            tensors::hand_on(tape, cotangents, &node, code, cotangent)?;
            continue;
        }
        let point = node.args.map(|arg| Argument::at(level, arg).primal);
        for (index, arg) in node.args.into_iter().enumerate() {
            if level_of(arg) == level {
                let part = apply_term(rule, index, point, node.primal, cotangent, Part::Adjoint);
                refuse_complex(rule, &[part]);
                let part = tensors::sum_to(part, point[index]);
                if traps_nans {
                    check_sum(rule, [self::cotangent(tape, cotangents, arg)?, part]);
                }
                accumulate(tape, cotangents, arg, part)?;
            }
        }
    }
    Ok(Value::FALSE)
}

/// An error if two parts of an adjoint have no sum.
#[cold]
fn check_sum(rule: RuleId, parts: [Value; 2]) {
    nan::checked_part(rule.code().symbol, &parts, sum(parts[0], parts[1]), Part::AdjointSum);
}

/// The pullback of the call that a node stands for.
pub fn call_pullback(call: Value) -> Outcome {
    Node::of(call).and_then(|node| node.pullback()).ok_or(Fault::Type(0, call))
}

/// Adds a part to the cotangent of a node.
pub fn accumulate(tape: Value, cotangents: Value, target: Value, part: Value) -> Result<(), Fault> {
    let Some(node) = Node::of(target).filter(|node| node.tape == tape) else { return Ok(()) };
    let Some(known) = slots(cotangents)?.get(node.index()).copied() else { return Ok(()) };
    let total = sum(known, part);
    slots(cotangents)?[node.index()] = total;
    Ok(())
}

fn slots(cotangents: Value) -> Result<&'static mut [Value], Fault> {
    let vector = cotangents.slots(Kind::Vector).and_then(|holder| holder.first().copied());
    vector.and_then(|vector| vector.slots(Kind::Vector)).ok_or(Fault::Type(1, cotangents))
}
