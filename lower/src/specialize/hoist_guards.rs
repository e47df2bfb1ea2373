//! Checks of indices before loops.
//!
//! In: fast code in normal form. Out: the same, where a loop that counts up to a bound, or down to one, checks the
//! indices that are linear in its counter, or in variables that count beside it, for the first and the last turn only,
//! before it starts; and vectors from outside of the loop before it, too. Elements that the turns read one after the
//! other, and that have to be flonums, are looked at before it all together. Ordinary code may not do that, because an error has to come in the turn it belongs to; fast code just gives up. The arithmetic of these
//! indices needs no checks then, either: between two small integers there are only small integers.
//!
//! ```text
//! loop (i = a) { if i = n ... guard (below (i + 1) (length v)) ... continue (i + 1) }
//! guard (a <= n); if a < n { guard (below (a + 1) (length v)); guard (below (n - 1 + 1) (length v)) }; loop ...
//! ```

use std::collections::{HashMap, HashSet};

use ir::id::Arena;
use ir::ssa::{Block, Const, End, FIXNUMS, Fast, Func, Inst, Loop, Op, Ty, Val};
use prims::Inline;
use syntax::Span;

/// Index expressions deeper than this are not looked at.
const MAX_DEPTH: usize = 8;

/// Moves checks of indices out of the loops of a function.
pub fn hoist_guards(func: &mut Func) {
    let body = std::mem::replace(&mut func.body, Block { insts: Vec::new(), end: End::GiveUp });
    let numbers = body.all_insts().filter_map(|inst| Some((inst.result, inst.op.as_fixnum()?))).collect();
    let mut pass = Pass { vals: &mut func.vals, numbers };
    func.body = pass.block(body);
}

struct Pass<'a> {
    vals: &'a mut Arena<Val, Ty>,
    /// The fixnums that are known.
    numbers: HashMap<Val, i64>,
}

/// How a loop counts.
struct Counter {
    param: Val,
    first: Val,
    /// The value it is compared with, and the distance of the last turn from it.
    bound: Val,
    last: i64,
    /// Whether it counts up.
    up: bool,
    /// The value for the next turn.
    next: Val,
    /// Whether the loop only ends if it meets the bound.
    must_meet: bool,
}

/// A variable that takes a step where the loop counts.
struct Follower {
    first: Val,
    step: i64,
    /// The value for the next turn.
    next: Val,
}

/// An element that each turn reads, the next one of a vector from outside.
struct Read {
    element: Val,
    vector: Val,
    index: Val,
    /// 1 or -1.
    step: i64,
}

/// The loop that is looked at.
struct Body<'a> {
    defs: HashMap<Val, &'a Op>,
    inside: HashSet<Val>,
    counter: Counter,
    followers: HashMap<Val, Follower>,
}

impl Pass<'_> {
    fn block(&mut self, block: Block) -> Block {
        let mut insts = Vec::new();
        for inst in block.insts {
            let op = match inst.op {
                Op::If(test, then, other) => Op::If(test, Box::new(self.block(*then)), Box::new(self.block(*other))),
                Op::Loop(mut inner) => {
                    inner.body = self.block(inner.body);
                    move_vector_checks(&mut inner, &mut insts);
                    Op::Loop(Box::new(self.hoist(*inner, inst.span, &mut insts)))
                }
                op => op,
            };
            insts.push(Inst { op, ..inst });
        }
        let end = match block.end {
            End::If(test, then, other) => End::If(test, Box::new(self.block(*then)), Box::new(self.block(*other))),
            end => end,
        };
        Block { insts, end }
    }

    fn emit(&mut self, op: Op, ty: Ty, span: Span, insts: &mut Vec<Inst>) -> Val {
        let result = self.vals.push(ty);
        insts.push(Inst { result, op, span });
        result
    }

    fn fast(&mut self, op: Fast, args: &[Val], ty: Ty, span: Span, insts: &mut Vec<Inst>) -> Val {
        self.emit(Op::Fast(op, args.to_vec()), ty, span, insts)
    }

    fn number(&mut self, number: i64, span: Span, insts: &mut Vec<Inst>) -> Val {
        let result = self.emit(Op::Const(Const::Fixnum(number)), Ty::Fixnum, span, insts);
        self.numbers.insert(result, number);
        result
    }

    /// Arithmetic of indices, done now if it can be.
    fn arithmetic(&mut self, op: Fast, args: [Val; 2], span: Span, insts: &mut Vec<Inst>) -> Val {
        let known = args.map(|arg| self.numbers.get(&arg).copied());
        let known = match (op, known) {
            (Fast::Add, [Some(a), Some(b)]) => a.checked_add(b),
            (Fast::Sub, [Some(a), Some(b)]) => a.checked_sub(b),
            (Fast::Mul, [Some(a), Some(b)]) => a.checked_mul(b),
            _ => None,
        };
        match known.filter(|number| FIXNUMS.contains(number)) {
            Some(number) => self.number(number, span, insts),
            None => self.fast(op, &args, Ty::Fixnum, span, insts),
        }
    }

    /// The loop without the guards that can be moved; the code before it gets them.
    fn hoist(&mut self, inner: Loop, span: Span, before: &mut Vec<Inst>) -> Loop {
        let Some(body) = read_loop(&inner, self.vals) else { return inner };
        let mut moved = HashSet::new();
        let mut indices = Vec::new();
        let mut unchecked = HashSet::new();
        // The head is done once more, before the loop ends: what is checked there stays there.
        for inst in turn_insts(&inner) {
            if let Op::Fast(Fast::Guard, args) = &inst.op
                && let Some(Op::Fast(Fast::Below, parts)) = body.defs.get(&args[0])
                && let Some(length) = body.length(parts[1])
                && body.is_linear(parts[0], MAX_DEPTH)
            {
                moved.insert(inst.result);
                indices.push((parts[0], length));
                body.collect(parts[0], &mut unchecked);
            }
        }
        if moved.is_empty() {
            return inner;
        }
        let used = inner.params.iter().filter(|param| unchecked.contains(param));
        let used: Vec<(Val, &Follower)> = used.map(|param| (*param, &body.followers[param])).collect();
        unchecked.extend(used.iter().map(|(_, follower)| follower.next));
        let counter = &body.counter;
        if counter.last.abs() == 1 {
            unchecked.insert(counter.next);
        }
        // Before the loop.
        let bound = body.rebuild_invariant(counter.bound, self, span, before);
        let last = self.number(counter.last, span, before);
        let last = self.arithmetic(Fast::Add, [bound, last], span, before);
        let (low, high) = if counter.up { (counter.first, last) } else { (last, counter.first) };
        let has_turns = match [low, high].map(|end| self.numbers.get(&end)) {
            [Some(low), Some(high)] => Some(low <= high),
            _ => None,
        };
        if counter.must_meet && has_turns != Some(true) {
            let (low, high) = if counter.up { (counter.first, bound) } else { (bound, counter.first) };
            let beyond = self.emit(prim(Inline::Lt, &[high, low]), Ty::Bool, span, before);
            let meets = self.emit(prim(Inline::Not, &[beyond]), Ty::Bool, span, before);
            self.fast(Fast::Guard, &[meets], Ty::Any, span, before);
        }
        let mut checks = Vec::new();
        let mut ends = [counter.first, last].map(|end| (end, HashMap::new()));
        for (end, known) in &mut ends {
            let end = *end;
            for (param, follower) in &used {
                let here = body.follower_at(follower, end, self, span, &mut checks);
                let step = self.number(follower.step, span, &mut checks);
                self.arithmetic(Fast::Add, [here, step], span, &mut checks);
                known.insert(*param, here);
            }
            for (index, length) in &indices {
                let index = body.value_at(*index, end, self, known, span, &mut checks);
                let length = match length {
                    Length::Of(vector) => self.fast(Fast::Length, &[*vector], Ty::Fixnum, span, &mut checks),
                    Length::Is(val) => *val,
                };
                let below = self.fast(Fast::Below, &[index, length], Ty::Bool, span, &mut checks);
                self.fast(Fast::Guard, &[below], Ty::Any, span, &mut checks);
            }
        }
        for read in body.flonum_reads(&inner, &indices, self) {
            let [first, last] = ends.each_mut().map(|(end, known)| {
                let (end, known) = (*end, known);
                body.value_at(read.index, end, self, known, span, &mut checks)
            });
            let (low, high) = if read.step > 0 { (first, last) } else { (last, first) };
            let one = self.number(1, span, &mut checks);
            let end = self.arithmetic(Fast::Add, [high, one], span, &mut checks);
            self.fast(Fast::CheckElements, &[read.vector, low, end], Ty::Any, span, &mut checks);
            self.vals[read.element] = Ty::Flonum;
        }
        if has_turns == Some(true) {
            // So a loop around this one can have them.
            before.extend(checks);
        } else {
            let some = self.emit(prim(Inline::Le, &[low, high]), Ty::Bool, span, before);
            let mut nothing = Vec::new();
            let done = self.number(0, span, &mut checks);
            let idle = self.number(0, span, &mut nothing);
            let checks = Box::new(Block { insts: checks, end: End::Yield(done) });
            let nothing = Box::new(Block { insts: nothing, end: End::Yield(idle) });
            self.emit(Op::If(some, checks, nothing), Ty::Fixnum, span, before);
        }
        strip(inner, &moved, &unchecked)
    }
}

/// Moves the checks of vectors from outside of a loop, and their lengths, in front of it.
fn move_vector_checks(inner: &mut Loop, before: &mut Vec<Inst>) {
    let mut inside = defined_in(inner);
    let End::If(_, _, turn) = &mut inner.body.end else { return };
    let checks = [Fast::CheckVector, Fast::CheckF64vector, Fast::CheckFlonums, Fast::Length];
    let mut can_move = |inst: &mut Inst| match &inst.op {
        Op::Fast(op, args) if checks.contains(op) && !inside.contains(&args[0]) => inside.remove(&inst.result),
        _ => false,
    };
    before.extend(turn.insts.extract_if(.., |inst| can_move(inst)));
}

/// The values that a loop defines.
fn defined_in(inner: &Loop) -> HashSet<Val> {
    let mut inside: HashSet<Val> = inner.params.iter().copied().collect();
    inside.extend(inner.body.all_insts().map(|inst| inst.result));
    inside.extend(inner.body.all_loops().flat_map(|inner| &inner.params));
    inside
}

/// What an index is compared with.
#[derive(Clone, Copy)]
enum Length {
    /// The length of a vector from outside of the loop.
    Of(Val),
    /// A value from outside of the loop.
    Is(Val),
}

impl Body<'_> {
    fn is_outside(&self, val: Val) -> bool {
        !self.inside.contains(&val)
    }

    fn is_invariant(&self, val: Val) -> bool {
        self.is_outside(val) || matches!(self.defs.get(&val), Some(Op::Const(Const::Fixnum(_))))
    }

    fn length(&self, val: Val) -> Option<Length> {
        match self.defs.get(&val) {
            Some(Op::Fast(Fast::Length, args)) if self.is_outside(args[0]) => Some(Length::Of(args[0])),
            _ if self.is_outside(val) => Some(Length::Is(val)),
            _ => None,
        }
    }

    /// Whether it is linear in the counter.
    fn is_linear(&self, val: Val, depth: usize) -> bool {
        if val == self.counter.param || self.is_invariant(val) || self.followers.contains_key(&val) {
            return true;
        }
        if depth == 0 {
            return false;
        }
        let linear = |arg: &Val| self.is_linear(*arg, depth - 1);
        match self.defs.get(&val) {
            Some(Op::Fast(Fast::Add | Fast::Sub, args)) => args.iter().all(linear),
            Some(Op::Fast(Fast::Mul, args)) => {
                args.iter().all(linear) && args.iter().any(|arg| self.is_invariant(*arg))
            }
            _ => false,
        }
    }

    /// How much an index grows in a turn.
    fn step(&self, index: Val, numbers: &HashMap<Val, i64>) -> Option<i64> {
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
    fn flonum_reads(&self, inner: &Loop, indices: &[(Val, Length)], pass: &Pass) -> Vec<Read> {
        let changes_flonums_only = |inst: &Inst| match &inst.op {
            Op::Fast(Fast::Store, args) => pass.vals[args[2]] == Ty::Flonum,
            Op::Const(_) | Op::Literal(_) | Op::Prim(..) | Op::Fast(..) | Op::If(..) | Op::Loop(_) => true,
            Op::GlobalRef(..) | Op::Tuple(_) | Op::Project(..) => true,
            _ => false,
        };
        if !inner.body.all_insts().all(changes_flonums_only) {
            return Vec::new();
        }
        let narrowed = turn_insts(inner).iter().filter_map(|inst| match &inst.op {
            Op::Fast(Fast::Narrow, args) if pass.vals[inst.result] == Ty::Flonum => Some(args[0]),
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

    /// The operations of an index, and the followers in it.
    fn collect(&self, val: Val, all: &mut HashSet<Val>) {
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

    fn rebuild_invariant(&self, val: Val, pass: &mut Pass, span: Span, insts: &mut Vec<Inst>) -> Val {
        match self.defs.get(&val) {
            Some(Op::Const(Const::Fixnum(number))) => pass.number(*number, span, insts),
            _ => val,
        }
    }

    /// The value of a follower where the counter is `at`.
    fn follower_at(&self, follower: &Follower, at: Val, pass: &mut Pass, span: Span, insts: &mut Vec<Inst>) -> Val {
        let counter = &self.counter;
        let (low, high) = if counter.up { (counter.first, at) } else { (at, counter.first) };
        let turns = pass.arithmetic(Fast::Sub, [high, low], span, insts);
        let step = pass.number(follower.step, span, insts);
        let way = pass.arithmetic(Fast::Mul, [turns, step], span, insts);
        pass.arithmetic(Fast::Add, [follower.first, way], span, insts)
    }

    /// The value of an index where the counter is `at`.
    fn value_at(
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

fn prim(op: Inline, args: &[Val]) -> Op {
    Op::Prim(prims::with_inline(op), args.to_vec())
}

/// The instructions of a loop behind its test.
fn turn_insts(inner: &Loop) -> &[Inst] {
    match &inner.body.end {
        End::If(_, _, turn) => &turn.insts,
        _ => &[],
    }
}

fn read_loop<'a>(inner: &'a Loop, vals: &Arena<Val, Ty>) -> Option<Body<'a>> {
    let End::If(test, _, turn) = &inner.body.end else { return None };
    let End::Continue(_, next) = &turn.end else { return None };
    let defs: HashMap<Val, &Op> =
        inner.body.insts.iter().chain(turn_insts(inner)).map(|inst| (inst.result, &inst.op)).collect();
    let inside = defined_in(inner);
    let Op::Prim(op, compared) = defs.get(test)? else { return None };
    let (op, compared) = match (op.row().inline?, compared.first().and_then(|test| defs.get(test))) {
        // A loop goes on where the test is false.
        (Inline::Not, Some(Op::Prim(op, compared))) => (opposite(op.row().inline?)?, compared),
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
    Some(Body { defs, inside, counter, followers })
}

/// The comparison that is true where this one is false.
fn opposite(op: Inline) -> Option<Inline> {
    match op {
        Inline::Lt => Some(Inline::Ge),
        Inline::Le => Some(Inline::Gt),
        Inline::Gt => Some(Inline::Le),
        Inline::Ge => Some(Inline::Lt),
        _ => None,
    }
}

/// The loop without these guards, and with these operations unchecked.
fn strip(mut inner: Loop, guards: &HashSet<Val>, unchecked: &HashSet<Val>) -> Loop {
    if let End::If(_, _, turn) = &mut inner.body.end {
        let insts = &mut turn.insts;
        insts.retain(|inst| !guards.contains(&inst.result));
        for inst in insts.iter_mut().filter(|inst| unchecked.contains(&inst.result)) {
            if let Op::Fast(op, args) = &inst.op {
                let op = match op {
                    Fast::Add => Inline::Add,
                    Fast::Sub => Inline::Sub,
                    _ => Inline::Mul,
                };
                inst.op = prim(op, args);
            }
        }
    }
    inner
}
