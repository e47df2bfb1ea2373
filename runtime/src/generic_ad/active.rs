//! Active numbers: how duals and tape nodes are stored.
//!
//! A *dual* of forward mode has the slots level (a fixnum), primal, tangent. A *node* of reverse mode has the slots
//!
//! ```text
//! tape       the tape of its level
//! primal     the number it stands for
//! key        a fixnum: the rule in bits 36 and up, the index on the tape below
//! x, y       the arguments of the operation (y is 0 for an operation of one argument); of a call, its pullback and 0
//! previous   the node made before it on the same tape, or #f
//! place      only in programs that trap NaNs: where the operation stands, for errors of the sweep
//! ...        further arguments of an operation on tensors; then there is a place, #f if NaNs are not trapped
//! ```
//!
//! and a *tape* is a vector of level, newest node (or `#f`), and number of nodes (`#f` while the tape is paused: then
//! operations on its numbers are not recorded, and their results are constants of its level). So the nodes of a tape are a list in
//! the reverse order of creation, which is the order of the sweep. Primals and tangents are numbers of lower levels:
//! a level is newer, and higher, than every number that existed when it was opened.

use std::sync::atomic::{AtomicI64, Ordering};

use crate::abi::ctx;
use crate::heap;
use crate::nan;
use crate::value::{Kind, Value, tag};

use super::rules::RuleId;

/// The exact 0: the tangent of what is constant, and the level of what is not active.
pub const ZERO: Value = Value::fixnum(0);

/// How many arguments beyond the second an operation may have.
pub const MAX_MORE: usize = 6;
const INDEX_BITS: u32 = 36;
/// The rule of a node that is an input: it has no arguments.
const INPUT: i64 = (1 << 11) - 1;
/// The rule of a node that stands for a call: the library hands its cotangents on.
const CALL: i64 = INPUT - 1;

/// The level opened last.
static LEVEL: AtomicI64 = AtomicI64::new(0);

/// A level that no number has.
pub fn fresh_level() -> i64 {
    LEVEL.fetch_add(1, Ordering::Relaxed) + 1
}

/// A new dual number.
#[inline]
pub fn dual(level: i64, primal: Value, tangent: Value) -> Value {
    heap::alloc_slots_or_raise(Kind::Dual, &[Value::fixnum(level), primal, tangent])
}

/// A new tape with a level of its own.
pub fn tape() -> Value {
    heap::alloc_slots(Kind::Vector, &[Value::fixnum(fresh_level()), Value::FALSE, ZERO])
}

/// A new node: the result of `rule` on `x` and `y`.
pub fn record(tape: Value, rule: RuleId, primal: Value, x: Value, y: Value) -> Value {
    push(tape, i64::from(rule.0), primal, x, y)
}

/// A new node that is an input of the differentiated procedure.
pub fn input(tape: Value, primal: Value) -> Value {
    push(tape, INPUT, primal, ZERO, ZERO)
}

/// A new node that stands for a call. Its results are the inputs made after it, so their cotangents are complete when
/// the sweep comes to it.
pub fn call(tape: Value, pullback: Value) -> Value {
    push(tape, CALL, ZERO, pullback, ZERO)
}

/// A new node: the result of an operation on tensors.
pub fn record_all(tape: Value, rule: RuleId, primal: Value, args: &[Value]) -> Value {
    let (first, more) = args.split_at(args.len().min(2));
    let at = |index: usize| first.get(index).copied().unwrap_or(ZERO);
    push_with(tape, i64::from(rule.0), primal, at(0), at(1), more)
}

fn push(tape: Value, rule: i64, primal: Value, x: Value, y: Value) -> Value {
    push_with(tape, rule, primal, x, y, &[])
}

#[inline]
fn push_with(tape: Value, rule: i64, primal: Value, x: Value, y: Value, more: &[Value]) -> Value {
    let Some([_, newest, count]) = tape.slots(Kind::Vector) else { return primal };
    let Some(index) = count.as_fixnum() else { return primal };
    let key = Value::fixnum(rule << INDEX_BITS | index);
    let slots = [tape, primal, key, x, y, *newest];
    let node = if nan::is_trapping() || !more.is_empty() {
        node_with_more(slots, more)
    } else {
        heap::alloc_slots_or_raise(Kind::Node, &slots)
    };
    *newest = node;
    *count = Value::fixnum(index + 1);
    node
}

#[cold]
fn node_with_more(first: [Value; 6], more: &[Value]) -> Value {
    let mut slots = [ZERO; 7 + MAX_MORE];
    slots[..6].copy_from_slice(&first);
    slots[6] = if nan::is_trapping() { Value::fixnum(ctx().place as i64) } else { Value::FALSE };
    slots[7..7 + more.len()].copy_from_slice(more);
    heap::alloc_slots_or_raise(Kind::Node, &slots[..7 + more.len()])
}

/// Where the operation of a node stands, in a program that traps NaNs.
pub fn place(node: Value) -> Option<u64> {
    let place = node.slots(Kind::Node)?.get(6)?;
    Some(place.as_fixnum()? as u64)
}

/// The level of a tape.
pub fn level_of_tape(tape: Value) -> i64 {
    tape.slots(Kind::Vector).and_then(|slots| slots[0].as_fixnum()).unwrap_or(0)
}

/// The newest node of a tape, or `#f`.
pub fn newest(tape: Value) -> Value {
    tape.slots(Kind::Vector).map_or(Value::FALSE, |slots| slots[1])
}

/// How many nodes a tape has.
pub fn node_count(tape: Value) -> usize {
    tape.slots(Kind::Vector).and_then(|slots| slots[2].as_fixnum()).unwrap_or(0) as usize
}

/// The slots of a dual.
#[derive(Clone, Copy)]
pub struct Dual {
    /// When it was made.
    pub level: i64,
    /// The number.
    pub primal: Value,
    /// Its tangent.
    pub tangent: Value,
}

impl Dual {
    /// The dual that a value is.
    #[inline]
    pub fn of(value: Value) -> Option<Dual> {
        match value.slots(Kind::Dual)? {
            [level, primal, tangent] => Some(Dual { level: level.as_fixnum()?, primal: *primal, tangent: *tangent }),
            _ => None,
        }
    }
}

/// The slots of a node.
#[derive(Clone, Copy)]
pub struct Node {
    /// Its tape.
    pub tape: Value,
    /// The number.
    pub primal: Value,
    /// The arguments of the operation.
    pub args: [Value; 2],
    /// Those beyond the second.
    pub more: &'static [Value],
    key: i64,
    previous: Value,
}

impl Node {
    /// The node that a value is.
    #[inline]
    pub fn of(value: Value) -> Option<Node> {
        match value.slots(Kind::Node)? {
            [tape, primal, key, x, y, previous, rest @ ..] => {
                let key = key.as_fixnum()?;
                Some(Node {
                    tape: *tape,
                    primal: *primal,
                    args: [*x, *y],
                    more: rest.get(1..).unwrap_or(&[]),
                    key,
                    previous: *previous,
                })
            }
            _ => None,
        }
    }

    /// The rule of the operation; `None` for an input and for a call.
    pub fn rule(&self) -> Option<RuleId> {
        let rule = self.key >> INDEX_BITS;
        (rule < CALL).then_some(RuleId(rule as u16))
    }

    /// The pullback of a call.
    pub fn pullback(&self) -> Option<Value> {
        (self.key >> INDEX_BITS == CALL).then_some(self.args[0])
    }

    /// Its place on the tape.
    pub fn index(&self) -> usize {
        (self.key & ((1 << INDEX_BITS) - 1)) as usize
    }

    /// The node made before it, or `#f`.
    pub fn previous(&self) -> Value {
        self.previous
    }
}

/// Whether a value is a dual or a node.
#[inline]
pub fn is_active(value: Value) -> bool {
    value.tag() == tag::OBJECT && matches!(value.kind(), Some(Kind::Dual | Kind::Node))
}

/// Whether numeric primitives leave the value to others: a dual, a node or a tensor.
#[inline]
pub fn is_special(value: Value) -> bool {
    value.tag() == tag::OBJECT && matches!(value.kind(), Some(Kind::Dual | Kind::Node | Kind::Tensor))
}

/// The level of an active number, 0 for every other value.
#[inline]
pub fn level_of(value: Value) -> i64 {
    if value.tag() != tag::OBJECT {
        return 0;
    }
    match value.kind() {
        Some(Kind::Dual) => Dual::of(value).map_or(0, |dual| dual.level),
        Some(Kind::Node) => Node::of(value).map_or(0, |node| level_of_tape(node.tape)),
        _ => 0,
    }
}

/// The plain number below all levels.
#[inline]
pub fn base(value: Value) -> Value {
    let mut value = value;
    while value.tag() == tag::OBJECT {
        match value.kind() {
            Some(Kind::Dual) => value = Dual::of(value).map_or(value, |dual| dual.primal),
            Some(Kind::Node) => value = Node::of(value).map_or(value, |node| node.primal),
            _ => break,
        }
    }
    value
}

/// Whether it is the number 0, exact or not, and constant: what a strong zero is.
#[inline]
pub fn is_constant_zero(value: Value) -> bool {
    value == ZERO || value.0 << 1 == 0
}
