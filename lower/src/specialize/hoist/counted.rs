//! Loops that count, and what can be said of their indices.

use std::collections::{HashMap, HashSet};

use ir::id::Arena;
use ir::ssa::{Const, End, Fast, Inst, Loop, Op, Ty, Val};
use prims::Inline;
use syntax::Span;

use super::Pass;

/// Index expressions deeper than this are not looked at.
const MAX_DEPTH: usize = 8;

/// How a loop counts.
pub(super) struct Counter {
    param: Val,
    pub(super) first: Val,
    /// The value it is compared with, and the distance of the last turn from it.
    pub(super) bound: Val,
    pub(super) last: i64,
    /// Whether it counts up.
    pub(super) up: bool,
    /// The value for the next turn.
    pub(super) next: Val,
    /// Whether the loop only ends if it meets the bound.
    pub(super) must_meet: bool,
}

/// A variable that takes a step where the loop counts.
pub(super) struct Follower {
    pub(super) first: Val,
    pub(super) step: i64,
    /// The value for the next turn.
    pub(super) next: Val,
}

/// An element that each turn reads, the next one of a vector from outside.
pub(super) struct Read {
    pub(super) element: Val,
    pub(super) vector: Val,
    pub(super) index: Val,
    /// 1 or -1.
    pub(super) step: i64,
}

/// A loop that counts.
pub(super) struct Counted<'a> {
    pub(super) defs: HashMap<Val, &'a Op>,
    inside: HashSet<Val>,
    pub(super) counter: Counter,
    pub(super) followers: HashMap<Val, Follower>,
}

/// What an index is compared with.
#[derive(Clone, Copy)]
pub(super) enum Length {
    /// The length of a vector from outside of the loop.
    Of(Val),
    /// A value from outside of the loop.
    Is(Val),
}

impl Counted<'_> {
    fn is_outside(&self, val: Val) -> bool {
        !self.inside.contains(&val)
    }

    fn is_invariant(&self, val: Val) -> bool {
        self.is_outside(val) || matches!(self.defs.get(&val), Some(Op::Const(Const::Fixnum(_))))
    }

    pub(super) fn length(&self, val: Val) -> Option<Length> {
        match self.defs.get(&val) {
            Some(Op::Fast(Fast::Length, args)) if self.is_outside(args[0]) => Some(Length::Of(args[0])),
            _ if self.is_outside(val) => Some(Length::Is(val)),
            _ => None,
        }
    }

    /// Whether it is linear in the counter.
    pub(super) fn is_linear(&self, val: Val) -> bool {
        self.is_linear_within(val, MAX_DEPTH)
    }

    fn is_linear_within(&self, val: Val, depth: usize) -> bool {
        if val == self.counter.param || self.is_invariant(val) || self.followers.contains_key(&val) {
            return true;
        }
        if depth == 0 {
            return false;
        }
        let linear = |arg: &Val| self.is_linear_within(*arg, depth - 1);
        match self.defs.get(&val) {
            Some(Op::Fast(Fast::Add | Fast::Sub, args)) => args.iter().all(linear),
            Some(Op::Fast(Fast::Mul, args)) => {
                args.iter().all(linear) && args.iter().any(|arg| self.is_invariant(*arg))
            }
            _ => false,
        }
    }

    /// How much an index grows in a turn.
    pub(super) fn step(&self, index: Val, numbers: &HashMap<Val, i64>) -> Option<i64> {
        if index == self.counter.param {
            return Some(if self.counter.up { 1 } else { -1 });
        }
        if self.is_invariant(index) {
            return Some(0);
        }
        if let Some(follower) = self.followers.get(&index) {
            return Some(follower.step);
        }
        let Some(Op::Fast(op, args)) = self.defs.get(&index) else { return None };
        let (a, b) = (self.step(args[0], numbers)?, self.step(args[1], numbers)?);
        match op {
            Fast::Add => a.checked_add(b),
            Fast::Sub => a.checked_sub(b),
            _ if (a, b) == (0, 0) => Some(0),
            _ => numbers.get(&args[if a == 0 { 0 } else { 1 }])?.checked_mul(if a == 0 { b } else { a }),
        }
    }

    /// The elements that have to be flonums in each turn, if their vectors stay as they are.
    pub(super) fn flonum_reads(&self, inner: &Loop, indices: &[(Val, Length)], pass: &Pass) -> Vec<Read> {
        let Some(writes) = writes(inner) else { return Vec::new() };
        if writes.iter().any(|args| pass.vals[args[2]] != Ty::Flonum) {
            return Vec::new();
        }
        let narrowed = turn_insts(inner).iter().filter_map(|inst| match &inst.op {
            Op::Fast(Fast::Narrow | Fast::Number, args) if pass.vals[inst.result] == Ty::Flonum => Some(args[0]),
            _ => None,
        });
        let narrowed: HashSet<Val> = narrowed.collect();
        let read = |inst: &Inst| match &inst.op {
            Op::Fast(Fast::Load, args)
                if narrowed.contains(&inst.result)
                    && pass.vals[inst.result] == Ty::Any
                    && self.is_outside(args[0])
                    && indices.iter().any(|(index, _)| *index == args[1]) =>
            {
                let step = self.step(args[1], &pass.numbers).filter(|step| step.abs() == 1)?;
                Some(Read { element: inst.result, vector: args[0], index: args[1], step })
            }
            _ => None,
        };
        turn_insts(inner).iter().filter_map(read).collect()
    }

    /// The flonums that each turn loads from the same place, which no turn writes to.
    pub(super) fn invariant_loads(&self, inner: &Loop, pass: &Pass) -> Vec<Inst> {
        let Some(writes) = writes(inner) else { return Vec::new() };
        let written: HashSet<Val> = writes.iter().map(|args| args[0]).collect();
        if !written.iter().all(|vector| pass.made.contains(vector)) {
            return Vec::new();
        }
        let is_other = |vector: &Val| pass.made.contains(vector) || pass.params.contains(vector);
        let is_invariant = |inst: &&Inst| match &inst.op {
            Op::Fast(Fast::Load, args) => {
                pass.vals[inst.result] == Ty::Flonum
                    && args.iter().all(|arg| self.is_outside(*arg))
                    && is_other(&args[0])
                    && !written.contains(&args[0])
            }
            _ => false,
        };
        turn_insts(inner).iter().filter(is_invariant).cloned().collect()
    }

    /// The operations of an index, and the followers in it.
    pub(super) fn collect(&self, val: Val, all: &mut HashSet<Val>) {
        if self.followers.contains_key(&val) {
            all.insert(val);
        }
        if let (true, Some(Op::Fast(Fast::Add | Fast::Sub | Fast::Mul, args))) =
            (self.inside.contains(&val), self.defs.get(&val))
            && all.insert(val)
        {
            args.iter().for_each(|arg| self.collect(*arg, all));
        }
    }

    pub(super) fn rebuild_invariant(&self, val: Val, pass: &mut Pass, span: Span, insts: &mut Vec<Inst>) -> Val {
        match self.defs.get(&val) {
            Some(Op::Const(Const::Fixnum(number))) => pass.number(*number, span, insts),
            _ => val,
        }
    }

    /// The value of a follower where the counter is `at`.
    pub(super) fn follower_at(
        &self,
        follower: &Follower,
        at: Val,
        pass: &mut Pass,
        span: Span,
        insts: &mut Vec<Inst>,
    ) -> Val {
        let counter = &self.counter;
        let (low, high) = if counter.up { (counter.first, at) } else { (at, counter.first) };
        let turns = pass.arithmetic(Fast::Sub, [high, low], span, insts);
        let step = pass.number(follower.step, span, insts);
        let way = pass.arithmetic(Fast::Mul, [turns, step], span, insts);
        pass.arithmetic(Fast::Add, [follower.first, way], span, insts)
    }

    /// The value of an index where the counter is `at`.
    pub(super) fn value_at(
        &self,
        val: Val,
        at: Val,
        pass: &mut Pass,
        known: &mut HashMap<Val, Val>,
        span: Span,
        insts: &mut Vec<Inst>,
    ) -> Val {
        if val == self.counter.param {
            return at;
        }
        if self.is_invariant(val) {
            return self.rebuild_invariant(val, pass, span, insts);
        }
        if let Some(done) = known.get(&val) {
            return *done;
        }
        let Some(Op::Fast(op, args)) = self.defs.get(&val) else { unreachable!("the index is linear") };
        let parts = [args[0], args[1]].map(|arg| self.value_at(arg, at, pass, known, span, insts));
        let value = pass.arithmetic(*op, parts, span, insts);
        known.insert(val, value);
        value
    }
}

/// The arguments of a loop's stores; `None` if there may be others in what it calls.
fn writes(inner: &Loop) -> Option<Vec<&[Val]>> {
    let mut writes = Vec::new();
    for inst in inner.body.all_insts() {
        match &inst.op {
            Op::Fast(Fast::Store | Fast::Accumulate, args) => writes.push(&args[..]),
            Op::Const(_) | Op::Literal(_) | Op::Prim(..) | Op::Fast(..) | Op::If(..) | Op::Loop(_) => {}
            Op::GlobalRef(..) | Op::Tuple(_) | Op::Project(..) => {}
            _ => return None,
        }
    }
    Some(writes)
}

/// The instructions of a loop behind its test.
pub(super) fn turn_insts(inner: &Loop) -> &[Inst] {
    match &inner.body.end {
        End::If(_, _, turn) => &turn.insts,
        _ => &[],
    }
}

/// The loop, which defines the values `inside`, if it counts.
pub(super) fn read_loop<'a>(inner: &'a Loop, inside: HashSet<Val>, vals: &Arena<Val, Ty>) -> Option<Counted<'a>> {
    let End::If(test, _, turn) = &inner.body.end else { return None };
    let End::Continue(_, next) = &turn.end else { return None };
    let defs: HashMap<Val, &Op> =
        inner.body.insts.iter().chain(turn_insts(inner)).map(|inst| (inst.result, &inst.op)).collect();
    let Op::Prim(op, compared) = defs.get(test)? else { return None };
    let (op, compared) = match (op.row().inline?, compared.first().and_then(|test| defs.get(test))) {
        // A loop goes on where the test is false.
        (Inline::Not, Some(Op::Prim(op, compared))) => (op.row().inline?.negated()?, compared),
        (op, _) => (op, compared),
    };
    let place = inner.params.iter().position(|param| compared.first() == Some(param))?;
    let [param, bound] = compared[..] else { return None };
    let constant = |val: Val| defs.get(&val).and_then(|op| op.as_fixnum());
    if vals[param] != Ty::Fixnum || vals[bound] != Ty::Fixnum || (inside.contains(&bound) && constant(bound).is_none())
    {
        return None;
    }
    let up = match defs.get(&next[place])? {
        Op::Fast(Fast::Add, args) if args[0] == param && constant(args[1]) == Some(1) => true,
        Op::Fast(Fast::Add, args) if args[0] == param && constant(args[1]) == Some(-1) => false,
        Op::Fast(Fast::Sub, args) if args[0] == param && constant(args[1]) == Some(1) => false,
        _ => return None,
    };
    let last = match (op, up) {
        (Inline::NumEq | Inline::Ge, true) => -1,
        (Inline::Gt, true) | (Inline::Lt, false) => 0,
        (Inline::NumEq | Inline::Le, false) => 1,
        _ => return None,
    };
    let counter = Counter {
        param,
        first: inner.inits[place],
        bound,
        last,
        up,
        next: next[place],
        must_meet: op == Inline::NumEq,
    };
    let mut followers = HashMap::new();
    for ((param, first), next) in inner.params.iter().zip(&inner.inits).zip(next) {
        let step = match defs.get(next) {
            Some(Op::Fast(Fast::Add, args)) if args[0] == *param => constant(args[1]),
            Some(Op::Fast(Fast::Sub, args)) if args[0] == *param => constant(args[1]).and_then(i64::checked_neg),
            _ => None,
        };
        if let (Some(step), true) = (step, *param != counter.param) {
            followers.insert(*param, Follower { first: *first, step, next: *next });
        }
    }
    Some(Counted { defs, inside, counter, followers })
}
