//! The reverse sweep.
//!
//! A pullback makes a vector with a cotangent for each node, stores the cotangents of the results in it and sweeps the
//! tape from the newest node to the inputs. A node hands its cotangent on to its arguments by the terms of its rule.
//! Nodes are in the order of creation, so a node's cotangent is complete when the sweep reaches it. The tape is not
//! changed: a pullback can be called many times, and its arithmetic can be differentiated.

use super::active::{Node, ZERO, is_constant_zero, level_of, level_of_tape, newest, node_count};
use super::{Argument, Dual, apply_term, refuse_complex, sum};
use crate::abi::{Fault, Outcome};
use crate::heap;
use crate::value::{Kind, Value};

/// A cotangent of 0 for each node of the tape.
pub fn cotangents(tape: Value) -> Outcome {
    let vector = Value::from_object(heap::alloc(Kind::Vector, node_count(tape))?, Kind::Vector);
    slots(vector)?.fill(ZERO);
    Ok(vector)
}

/// Adds `cotangent` to that of the result `y`, if it is a node of this tape. What an inner level has left in `y` is looked through.
pub fn seed(tape: Value, cotangents: Value, y: Value, cotangent: Value) -> Result<(), Fault> {
    let mut y = y;
    while level_of(y) > level_of_tape(tape) {
        y = Dual::of(y).map(|dual| dual.primal).or_else(|| Node::of(y).map(|node| node.primal)).unwrap_or(ZERO);
    }
    accumulate(tape, cotangents, y, cotangent)
}

/// Hands all cotangents on, down to the inputs.
pub fn sweep(tape: Value, cotangents: Value) -> Result<(), Fault> {
    let level = level_of_tape(tape);
    let mut next = newest(tape);
    while let Some(node) = next {
        next = node.previous();
        // Nodes made after this vector was have no influence on what was seeded.
        let Some(cotangent) = slots(cotangents)?.get(node.index()).copied() else { continue };
        let Some(rule) = node.rule().filter(|_| !is_constant_zero(cotangent)) else { continue };
        let point = node.args.map(|arg| Argument::at(level, arg).primal);
        for (index, arg) in node.args.into_iter().enumerate() {
            if level_of(arg) == level {
                let part = apply_term(rule.code().terms[index], point, node.primal, cotangent);
                refuse_complex(rule, &[part]);
                accumulate(tape, cotangents, arg, part)?;
            }
        }
    }
    Ok(())
}

fn accumulate(tape: Value, cotangents: Value, target: Value, part: Value) -> Result<(), Fault> {
    let Some(node) = Node::of(target).filter(|node| node.tape == tape) else { return Ok(()) };
    let Some(known) = slots(cotangents)?.get(node.index()).copied() else { return Ok(()) };
    let total = sum(known, part);
    slots(cotangents)?[node.index()] = total;
    Ok(())
}

fn slots(vector: Value) -> Result<&'static mut [Value], Fault> {
    vector.slots(Kind::Vector).ok_or(Fault::Type(1, vector))
}
