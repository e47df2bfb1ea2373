//! The reverse sweep.
//!
//! A pullback makes a vector with a cotangent for each node, stores the cotangents of the results in it and sweeps the
//! tape from the newest node to the inputs. A node hands its cotangent on to its arguments by the terms of its rule.
//! Nodes are in the order of creation, so a node's cotangent is complete when the sweep reaches it. The tape is not
//! changed: a pullback can be called many times, and its arithmetic can be differentiated.
//!
//! At a node that stands for a call the sweep stops: the library calls its pullback and goes on below. The pullback of
//! a checkpoint records the call again, in the place on the tape that the sweep has left; the cotangents there are
//! cleared for it, and the vector grows if need be. So a vector of cotangents is held by another one. Its second element
//! is a vector too, as long as cotangents are tensors of which there is a sum: it is `#t` for each cotangent whose memory
//! only the sweep knows yet, so that more can be added in place; otherwise it is `#f`.

use super::active::{self, Node, ZERO, is_constant_zero, level_of, level_of_tape, newest, node_count};
use super::{Argument, Dual, RuleId, apply_term, refuse_complex, sum, tensors};
use crate::abi::{Fault, Outcome, ctx};
use crate::heap;
use crate::nan::{self, Part};
use crate::tensor::{adjoint, is_tensor};
use crate::value::{Kind, Value};

/// A cotangent of 0 for each node of the tape.
pub fn cotangents(tape: Value) -> Outcome {
    let vector = zeros(node_count(tape))?;
    Ok(heap::alloc_slots_or_raise(Kind::Vector, &[vector, Value::FALSE]))
}

fn zeros(count: usize) -> Outcome {
    let vector = Value::from_object(heap::alloc(Kind::Vector, count)?, Kind::Vector);
    vector.slots(Kind::Vector).into_iter().flatten().for_each(|slot| *slot = ZERO);
    Ok(vector)
}

/// A cotangent of 0 for each node of the tape from number `from` on.
pub fn clear(tape: Value, cotangents: Value, from: Value) -> Result<(), Fault> {
    let from = from.as_fixnum().and_then(|from| usize::try_from(from).ok()).ok_or(Fault::Type(2, from))?;
    holder(cotangents)?[1] = Value::FALSE;
    let old = slots(cotangents)?;
    let count = node_count(tape);
    if count > old.len() {
        let grown = zeros(count.max(2 * old.len()))?;
        let kept = from.min(old.len());
        grown.slots(Kind::Vector).ok_or(Fault::Type(1, grown))?[..kept].copy_from_slice(&old[..kept]);
        holder(cotangents)?[0] = grown;
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
    accumulate(tape, cotangents, y, tensors::spread(cotangent, y), false)
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
                let is_fresh = adjoint::is_fresh(part, &[point[0], point[1], node.primal, cotangent]);
                accumulate(tape, cotangents, arg, part, is_fresh)?;
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

/// Adds a part to the cotangent of a node. Nothing else shows the memory of a part that is fresh.
pub fn accumulate(tape: Value, cotangents: Value, target: Value, part: Value, is_fresh: bool) -> Result<(), Fault> {
    let Some(node) = Node::of(target).filter(|node| node.tape == tape) else { return Ok(()) };
    let index = node.index();
    let Some(known) = slots(cotangents)?.get(index).copied() else { return Ok(()) };
    if is_tensor(known) && adjoint::is_addable(known, part) {
        if is_owned(cotangents, index)? && adjoint::is_in_memory(known) {
            return adjoint::add_in_place(known, part);
        }
        slots(cotangents)?[index] = sum(known, part);
        return set_owned(cotangents, index, true);
    }
    let total = sum(known, part);
    slots(cotangents)?[index] = total;
    set_owned(cotangents, index, is_fresh && known == ZERO)
}

/// The cotangent of a node, if it is a tensor in memory that only the sweep knows.
pub fn owned(tape: Value, cotangents: Value, target: Value) -> Result<Option<Value>, Fault> {
    match Node::of(target).filter(|node| node.tape == tape) {
        Some(node) if is_owned(cotangents, node.index())? => Ok(slots(cotangents)?.get(node.index()).copied()),
        _ => Ok(None),
    }
}

fn is_owned(cotangents: Value, index: usize) -> Result<bool, Fault> {
    let owned = holder(cotangents)?[1].slots(Kind::Vector);
    Ok(owned.and_then(|owned| owned.get(index).copied()).is_some_and(|owned| owned.is_true()))
}

/// Notes whether only the sweep knows the memory of a cotangent.
fn set_owned(cotangents: Value, index: usize, is_owned: bool) -> Result<(), Fault> {
    if holder(cotangents)?[1] == Value::FALSE {
        if !is_owned {
            return Ok(());
        }
        let count = slots(cotangents)?.len();
        let owned = zeros(count)?;
        owned.slots(Kind::Vector).into_iter().flatten().for_each(|slot| *slot = Value::FALSE);
        holder(cotangents)?[1] = owned;
    }
    if let Some(slot) = holder(cotangents)?[1].slots(Kind::Vector).and_then(|owned| owned.get_mut(index)) {
        *slot = Value::boolean(is_owned);
    }
    Ok(())
}

fn slots(cotangents: Value) -> Result<&'static mut [Value], Fault> {
    holder(cotangents)?[0].slots(Kind::Vector).ok_or(Fault::Type(1, cotangents))
}

/// The vector of cotangents and that of what is owned, or `#f`.
fn holder(cotangents: Value) -> Result<&'static mut [Value], Fault> {
    cotangents.slots(Kind::Vector).filter(|holder| holder.len() == 2).ok_or(Fault::Type(1, cotangents))
}
