//! Which loops check their accesses to elements once, before the first turn.
//!
//! A loop that counts to a bound and uses indices that are linear in its counter is emitted twice: a *fast* loop whose
//! accesses need no checks, entered if the smallest and the largest index of each object are in order, then the loop as
//! it is, which does the turns that are left: usually none, all of them if a check failed. So an error comes in the
//! turn it belongs to, after everything that was done before it. The fast loop has one way out and is what LLVM's
//! vectoriser wants. (Range check elimination as of Bodik, Gupta and Sarkar's ABCD, 2000, with the speculation of
//! LLVM's IRCE; but one yes or no for the whole loop is enough for us and costs less code.)
//!
//! ```text
//! loop (i = 0) { if i = n then ... else y[i] = x[i + 1]; continue (i + 1) }
//!
//! if 0 <= 0 and n - 1 < length y and 0 <= 1 and n < length x
//!   fast loop (i = 0) { while i < n: y[i] = x[i + 1] unchecked }
//! loop (i = what the fast loop left) { as before }
//! ```
//!
//! What it does not do: loops around loops, objects that change from turn to turn, counters that are not known to be
//! small integers.

use std::collections::{BTreeMap, HashMap, HashSet};

use ir::ssa::{Block, Const, End, Func, Inst, Loop, LoopId, Op, Ty, Val};
use prims::Inline;
use runtime::value::Kind;

/// Larger loops are not doubled.
const MAX_SIZE: usize = 300;
/// Factors up to this are exact in the arithmetic of the checks: fixnums have 48 bits, integers 64.
const MAX_FACTOR: i64 = 1 << 12;
const MAX_CONSTANT: i64 = 1 << 40;
const MAX_TERMS: usize = 4;
/// Index expressions deeper than this are not looked at.
const MAX_DEPTH: usize = 8;

/// How to split a loop.
pub struct Split {
    /// Which parameter counts.
    pub counter: usize,
    /// Whether it counts up or down.
    pub direction: Direction,
    /// The fast loop goes on while the counter is below (up) or above (down) `bound + offset`; no bound is 0.
    pub bound: Option<Val>,
    /// See `bound`.
    pub offset: i64,
    /// The loop's own test, and its value in all turns of the fast loop.
    pub test: (Val, bool),
    /// What has to hold before the fast loop.
    pub checks: Vec<Check>,
    /// The accesses that then need no check.
    pub accesses: HashSet<Access>,
}

/// The way a counter goes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    Up,
    Down,
}

/// Object, index, and the kind that the object has to have.
pub type Access = (Val, Val, Kind);

/// For all constants from `low` to `high` and all counters of the loop, `factor * counter + terms + constant` is an index
/// of the object.
pub struct Check {
    /// A value from before the loop.
    pub object: Val,
    /// The kind it has to have.
    pub kind: Kind,
    /// Whether types say that it has.
    pub is_known: bool,
    /// Of the counter.
    pub factor: i64,
    /// Values from before the loop with their factors.
    pub terms: Vec<(Val, i64)>,
    /// See above.
    pub low: i64,
    /// See above.
    pub high: i64,
}

/// The loops of a function that are to be split.
pub fn plan_splits(func: &Func) -> HashMap<LoopId, Split> {
    let mut splits = HashMap::new();
    if func.loops > 0 {
        visit_loops(&func.body, &mut |inner| {
            let found = Plan::of(func, inner).and_then(|plan| plan.split());
            splits.extend(found.map(|split| (inner.id, split)));
        });
    }
    splits
}

/// Calls `see` with the loops that have no loop in them; whether there are any loops.
fn visit_loops<'a>(block: &'a Block, see: &mut dyn FnMut(&'a Loop)) -> bool {
    let mut any = false;
    for inst in &block.insts {
        match &inst.op {
            Op::If(_, then, other) => any |= visit_loops(then, see) | visit_loops(other, see),
            Op::Loop(inner) => any |= visit_loop(inner, see),
            _ => {}
        }
    }
    match &block.end {
        End::If(_, then, other) => any | visit_loops(then, see) | visit_loops(other, see),
        End::Loop(inner) => any | visit_loop(inner, see),
        _ => any,
    }
}

fn visit_loop<'a>(inner: &'a Loop, see: &mut dyn FnMut(&'a Loop)) -> bool {
    if !visit_loops(&inner.body, see) {
        see(inner);
    }
    true
}

/// A loop that is being looked at.
struct Plan<'a> {
    func: &'a Func,
    inner: &'a Loop,
    /// The instructions of the loop by their results.
    insts: HashMap<Val, &'a Inst>,
    /// The arguments of all its next turns.
    turns: Vec<&'a [Val]>,
}

/// `factor * counter + terms + constant`
#[derive(Default, Clone)]
struct Linear {
    factor: i64,
    terms: BTreeMap<Val, i64>,
    constant: i64,
}

impl<'a> Plan<'a> {
    fn of(func: &'a Func, inner: &'a Loop) -> Option<Plan<'a>> {
        let mut plan = Plan { func, inner, insts: HashMap::new(), turns: Vec::new() };
        plan.collect(&inner.body);
        (plan.insts.len() <= MAX_SIZE && !plan.turns.is_empty()).then_some(plan)
    }

    fn collect(&mut self, block: &'a Block) {
        for inst in &block.insts {
            self.insts.insert(inst.result, inst);
            if let Op::If(_, then, other) = &inst.op {
                self.collect(then);
                self.collect(other);
            }
        }
        match &block.end {
            End::If(_, then, other) => {
                self.collect(then);
                self.collect(other);
            }
            End::Continue(label, args) if *label == self.inner.id => self.turns.push(args),
            _ => {}
        }
    }

    fn split(&self) -> Option<Split> {
        let (counter, step) = (0..self.inner.params.len()).find_map(|index| Some((index, self.step(index)?)))?;
        let direction = if step > 0 { Direction::Up } else { Direction::Down };
        let (bound, offset, test) = self.bound(self.inner.params[counter], step)?;
        let (checks, accesses) = self.checks(self.inner.params[counter]);
        (!checks.is_empty()).then_some(Split { counter, direction, bound, offset, test, checks, accesses })
    }

    fn is_fixnum(&self, val: Val) -> bool {
        self.func.vals[val] == Ty::Fixnum
    }

    fn prim(&self, val: Val) -> Option<(Inline, &'a [Val])> {
        match &self.insts.get(&val)?.op {
            Op::Prim(prim, args) => Some((prim.row().inline?, args)),
            _ => None,
        }
    }

    fn constant(&self, val: Val) -> Option<i64> {
        match self.insts.get(&val)?.op {
            Op::Const(Const::Fixnum(value)) if value.abs() <= MAX_CONSTANT => Some(value),
            _ => None,
        }
    }

    /// What every turn adds to a parameter.
    fn step(&self, index: usize) -> Option<i64> {
        let param = self.inner.params[index];
        let mut steps = self.turns.iter().map(|args| {
            let next = self.linear(args[index], param, MAX_DEPTH)?;
            (self.is_fixnum(param) && next.factor == 1 && next.terms.is_empty()).then_some(next.constant)
        });
        let step = steps.next()??;
        (step != 0 && step.abs() <= MAX_FACTOR && steps.all(|other| other == Some(step))).then_some(step)
    }

    /// The value of `val` before the loop, if it is the same in all turns.
    fn before(&self, val: Val) -> Option<Val> {
        match self.inner.params.iter().position(|param| *param == val) {
            Some(index) => self.turns.iter().all(|args| args[index] == val).then(|| self.inner.inits[index]),
            None => (!self.insts.contains_key(&val)).then_some(val),
        }
    }

    /// The bound and its offset (see [`Split`]), the loop's test and its value in all turns but the last.
    fn bound(&self, counter: Val, step: i64) -> Option<(Option<Val>, i64, (Val, bool))> {
        let End::If(test, then, other) = &self.inner.body.end else { return None };
        let stays = match (self.continues(then), self.continues(other)) {
            (true, false) => true,
            (false, true) => false,
            _ => return None,
        };
        let (op, args) = self.prim(*test)?;
        let [left, right] = *args else { return None };
        // Make it `counter op limit`.
        let (op, limit) = match (left == counter, right == counter) {
            (true, false) => (op, right),
            (false, true) => (mirrored(op)?, left),
            _ => return None,
        };
        let (bound, constant) = match self.constant(limit) {
            Some(constant) => (None, constant),
            None => (Some(self.before(limit).filter(|bound| self.is_fixnum(limit) && self.is_fixnum(*bound))?), 0),
        };
        let offset = match (op, stays, step) {
            (Inline::Lt, true, 1..) | (Inline::Ge, false, 1..) | (Inline::NumEq, false, 1) => 0,
            (Inline::Le, true, 1..) | (Inline::Gt, false, 1..) => 1,
            (Inline::Gt, true, ..=-1) | (Inline::Le, false, ..=-1) | (Inline::NumEq, false, -1) => 0,
            (Inline::Ge, true, ..=-1) | (Inline::Lt, false, ..=-1) => -1,
            _ => return None,
        };
        Some((bound, offset + constant, (*test, stays)))
    }

    fn continues(&self, block: &Block) -> bool {
        match &block.end {
            End::Continue(label, _) => *label == self.inner.id,
            End::If(_, then, other) => self.continues(then) || self.continues(other),
            _ => false,
        }
    }

    /// A small integer as a linear function of the counter.
    fn linear(&self, val: Val, counter: Val, depth: usize) -> Option<Linear> {
        if val == counter {
            return Some(Linear { factor: 1, ..Linear::default() });
        }
        if !self.is_fixnum(val) {
            return None;
        }
        if let Some(before) = self.before(val) {
            let terms = BTreeMap::from([(before, 1)]);
            return self.is_fixnum(before).then(|| Linear { terms, ..Linear::default() });
        }
        if let Some(constant) = self.constant(val) {
            return Some(Linear { constant, ..Linear::default() });
        }
        let (op, args) = self.prim(val)?;
        let [left, right] = *args else { return None };
        let depth = depth.checked_sub(1)?;
        let (left, right) = (self.linear(left, counter, depth)?, self.linear(right, counter, depth)?);
        match op {
            Inline::Add => left.plus(right, 1),
            Inline::Sub => left.plus(right, -1),
            Inline::Mul if left.is_constant() => Linear::default().plus(right, left.constant),
            Inline::Mul if right.is_constant() => Linear::default().plus(left, right.constant),
            _ => None,
        }
    }

    /// What to check before the loop so that accesses to elements are in order; accesses to one object whose indices
    /// differ by constants share a check.
    fn checks(&self, counter: Val) -> (Vec<Check>, HashSet<Access>) {
        let mut checks: Vec<Check> = Vec::new();
        let mut accesses = HashSet::new();
        let mut results: Vec<Val> = self.insts.keys().copied().collect();
        results.sort_unstable();
        for result in results {
            let Some((kind, args)) = self.prim(result).and_then(|(op, args)| Some((accessed(op)?, args))) else {
                continue;
            };
            let (object, index) = (args[0], args[1]);
            let (Some(before), Some(linear)) = (self.before(object), self.linear(index, counter, MAX_DEPTH)) else {
                continue;
            };
            accesses.insert((object, index, kind));
            let terms: Vec<(Val, i64)> = linear.terms.into_iter().collect();
            let is_same = |check: &&mut Check| {
                (check.object, check.kind, check.factor) == (before, kind, linear.factor) && check.terms == terms
            };
            if let Some(check) = checks.iter_mut().find(is_same) {
                check.low = check.low.min(linear.constant);
                check.high = check.high.max(linear.constant);
                continue;
            }
            let is_known = kind == Kind::F64vector && self.func.vals[object] == Ty::F64vector;
            let (low, high) = (linear.constant, linear.constant);
            checks.push(Check { object: before, kind, is_known, factor: linear.factor, terms, low, high });
        }
        (checks, accesses)
    }
}

impl Linear {
    fn is_constant(&self) -> bool {
        self.factor == 0 && self.terms.is_empty()
    }

    /// `self + times * other`
    fn plus(mut self, other: Linear, times: i64) -> Option<Linear> {
        let in_order = |factor: &i64| factor.abs() <= MAX_FACTOR;
        if !in_order(&times) {
            return None;
        }
        self.factor += times * other.factor;
        self.constant += times * other.constant;
        for (val, factor) in other.terms {
            *self.terms.entry(val).or_default() += times * factor;
        }
        self.terms.retain(|_, factor| *factor != 0);
        let is_small = in_order(&self.factor) && self.terms.values().all(in_order) && self.terms.len() <= MAX_TERMS;
        (is_small && self.constant.abs() <= MAX_CONSTANT).then_some(self)
    }
}

/// The comparison with its operands the other way round.
fn mirrored(op: Inline) -> Option<Inline> {
    match op {
        Inline::NumEq => Some(Inline::NumEq),
        Inline::Lt => Some(Inline::Gt),
        Inline::Le => Some(Inline::Ge),
        Inline::Gt => Some(Inline::Lt),
        Inline::Ge => Some(Inline::Le),
        _ => None,
    }
}

/// The kind of object whose elements a primitive reads or writes.
fn accessed(op: Inline) -> Option<Kind> {
    match op {
        Inline::VectorRef | Inline::VectorSet => Some(Kind::Vector),
        Inline::F64vectorRef | Inline::F64vectorSet => Some(Kind::F64vector),
        Inline::BytevectorRef => Some(Kind::Bytevector),
        Inline::StringRef => Some(Kind::String),
        _ => None,
    }
}
