//! What loops have to check or load only once, before they start.
//!
//! In: fast code in normal form. Out: the same, where a loop that counts up to a bound, or down to one, checks the
//! indices that are linear in its counter, or in variables that count beside it, for the first and the last turn only,
//! before it starts; and vectors from outside of the loop before it, too. Elements that the turns read one after the
//! other, and that have to be flonums, are looked at before the loop all together; one that all turns read is loaded
//! before it. Ordinary code may not do that, because an error has to come in the turn it belongs to; fast code just
//! gives up. The arithmetic of these indices needs no checks then, either: between two small integers there are only
//! small integers.
//!
//! ```text
//! loop (i = a) { if i = n ... guard (below (i + 1) (length v)) ... continue (i + 1) }
//! guard (a <= n); if a < n { guard (below (a + 1) (length v)); guard (below (n - 1 + 1) (length v)) }; loop ...
//! ```

mod counted;

use std::collections::{HashMap, HashSet};

use ir::id::Arena;
use ir::ssa::{Block, Const, End, Fast, Func, Inst, Loop, Op, Ty, Val};
use prims::Inline;
use syntax::Span;

use counted::{Follower, Length, read_loop, turn_insts};

/// Moves checks and loads out of the loops of a function.
pub fn hoist(func: &mut Func) {
    let body = std::mem::replace(&mut func.body, Block { insts: Vec::new(), end: End::GiveUp });
    let numbers = body.all_insts().filter_map(|inst| Some((inst.result, inst.op.as_fixnum()?))).collect();
    let is_new = |inst: &&Inst| matches!(inst.op, Op::Fast(Fast::NewVector | Fast::NewF64vector, _));
    let made = body.all_insts().filter(is_new).map(|inst| inst.result).collect();
    let mut pass = Pass { vals: &mut func.vals, params: &func.params, numbers, made };
    func.body = pass.block(body);
}

struct Pass<'a> {
    vals: &'a mut Arena<Val, Ty>,
    params: &'a [Val],
    /// The fixnums that are known.
    numbers: HashMap<Val, i64>,
    /// The vectors that the function makes.
    made: HashSet<Val>,
}

impl Pass<'_> {
    fn block(&mut self, block: Block) -> Block {
        let mut insts = Vec::new();
        let mut projects = HashMap::new();
        for inst in &block.insts {
            if let Op::Project(tuple, index) = inst.op {
                projects.insert((tuple, index), inst.result);
            }
        }
        let mut defined = HashSet::new();
        for inst in block.insts {
            if defined.contains(&inst.result) {
                continue;
            }
            let op = match inst.op {
                Op::If(test, then, other) => Op::If(test, Box::new(self.block(*then)), Box::new(self.block(*other))),
                Op::Loop(mut inner) => {
                    inner.body = self.block(inner.body);
                    let mut inside = defined_in(&inner);
                    move_vector_checks(&mut inner, &mut inside, &mut insts);
                    defined.extend(self.move_exit_sums(&mut inner, inst.result, &inside, &projects, &mut insts));
                    Op::Loop(Box::new(self.hoist(*inner, inside, inst.span, &mut insts)))
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

    /// Makes the sums that a loop yields as elements of its result, a tuple, and that no turn has a part in, before the
    /// loop: so a loop around it can be seen to count. They get the names of the projections, which are returned.
    fn move_exit_sums(
        &mut self,
        inner: &mut Loop,
        result: Val,
        inside: &HashSet<Val>,
        projects: &HashMap<(Val, usize), Val>,
        before: &mut Vec<Inst>,
    ) -> Vec<Val> {
        let mut moved = Vec::new();
        let End::If(_, exit, turn) = &mut inner.body.end else { return moved };
        let (End::Yield(yielded), End::Continue(..)) = (&exit.end, &turn.end) else { return moved };
        let Some((Inst { result: packed, op: Op::Tuple(elements), .. }, insts)) = exit.insts.split_last_mut() else {
            return moved;
        };
        if packed != yielded {
            return moved;
        }
        for (index, element) in elements.iter_mut().enumerate() {
            if let Some(project) = projects.get(&(result, index))
                && let Some(sum) = insts.iter().find(|inst| inst.result == *element)
                && let Op::Fast(op @ (Fast::Add | Fast::Sub), args) = &sum.op
                && args.iter().all(|arg| !inside.contains(arg) || self.numbers.contains_key(arg))
            {
                let args = args.iter().map(|arg| match self.numbers.get(arg) {
                    Some(number) => self.number(*number, sum.span, before),
                    None => *arg,
                });
                let op = Op::Fast(*op, args.collect());
                before.push(Inst { result: *project, op, span: sum.span });
                *element = *project;
                moved.push(*project);
            }
        }
        moved
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
        let known = match (op, args.map(|arg| self.numbers.get(&arg).copied())) {
            (op, [Some(a), Some(b)]) => op.of_fixnums(a, b),
            (Fast::Add | Fast::Sub, [_, Some(0)]) | (Fast::Mul, [_, Some(1)]) => return args[0],
            (Fast::Sub, _) if args[0] == args[1] => Some(0),
            (Fast::Mul, [Some(0), _] | [_, Some(0)]) => Some(0),
            _ => None,
        };
        match known {
            Some(number) => self.number(number, span, insts),
            None => self.fast(op, &args, Ty::Fixnum, span, insts),
        }
    }

    /// A block for a loop that has turns; else a constant.
    fn where_turns(&mut self, some: Val, block: Block, idle: Const, span: Span) -> Op {
        let mut insts = Vec::new();
        let idle = self.emit(Op::Const(idle), idle.ty(), span, &mut insts);
        Op::If(some, Box::new(block), Box::new(Block { insts, end: End::Yield(idle) }))
    }

    /// The loop without the guards that can be moved; the code before it gets them.
    fn hoist(&mut self, inner: Loop, inside: HashSet<Val>, span: Span, before: &mut Vec<Inst>) -> Loop {
        let Some(body) = read_loop(&inner, inside, self.vals) else { return inner };
        let mut moved = HashSet::new();
        let mut indices = Vec::new();
        let mut unchecked = HashSet::new();
        // The head is done once more, before the loop ends: what is checked there stays there.
        for inst in turn_insts(&inner) {
            if let Op::Fast(Fast::Guard, args) = &inst.op
                && let Some(Op::Fast(Fast::Below, parts)) = body.defs.get(&args[0])
                && let Some(length) = body.length(parts[1])
                && body.is_linear(parts[0])
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
        let mut checked = HashSet::new();
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
                if checked.insert((index, length)) {
                    let below = self.fast(Fast::Below, &[index, length], Ty::Bool, span, &mut checks);
                    self.fast(Fast::Guard, &[below], Ty::Any, span, &mut checks);
                }
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
        let loads = body.invariant_loads(&inner, self);
        moved.extend(loads.iter().map(|load| load.result));
        if has_turns == Some(true) {
            // So a loop around this one can have them.
            before.extend(checks);
            before.extend(loads);
        } else {
            let some = self.emit(prim(Inline::Le, &[low, high]), Ty::Bool, span, before);
            let done = self.number(0, span, &mut checks);
            let idle = Const::Fixnum(0);
            let op = self.where_turns(some, Block { insts: checks, end: End::Yield(done) }, idle, span);
            self.emit(op, Ty::Fixnum, span, before);
            for load in loads {
                let mut insts = Vec::new();
                let element = self.emit(load.op, Ty::Flonum, span, &mut insts);
                let loaded = Block { insts, end: End::Yield(element) };
                let op = self.where_turns(some, loaded, Const::Flonum(0.0), span);
                before.push(Inst { op, ..load });
            }
        }
        strip(inner, &moved, &unchecked)
    }
}

/// The values that a loop defines.
fn defined_in(inner: &Loop) -> HashSet<Val> {
    let mut inside: HashSet<Val> = inner.params.iter().copied().collect();
    inside.extend(inner.body.all_insts().map(|inst| inst.result));
    inside.extend(inner.body.all_loops().flat_map(|inner| &inner.params));
    inside
}

/// Moves the checks of vectors from outside of a loop, and their lengths, in front of it.
fn move_vector_checks(inner: &mut Loop, inside: &mut HashSet<Val>, before: &mut Vec<Inst>) {
    let End::If(_, _, turn) = &mut inner.body.end else { return };
    let checks = [Fast::CheckVector, Fast::CheckF64vector, Fast::CheckFlonums, Fast::Length];
    let mut can_move = |inst: &mut Inst| match &inst.op {
        Op::Fast(op, args) if checks.contains(op) && !inside.contains(&args[0]) => inside.remove(&inst.result),
        _ => false,
    };
    before.extend(turn.insts.extract_if(.., |inst| can_move(inst)));
}

fn prim(op: Inline, args: &[Val]) -> Op {
    Op::Prim(prims::with_inline(op), args.to_vec())
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
