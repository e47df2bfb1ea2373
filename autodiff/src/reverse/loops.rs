//! Loops, backwards.

use ir::id::Arena;
use ir::ssa::{Block, Const, End, Fast, Inst, Loop, Op, Ty, Val};
use prims::Inline;

use super::residuals::Kind;
use super::structure::Done;
use super::{Body, Key};
use crate::terms::TermCode;

impl Body<'_, '_> {
    pub(super) fn reverse_loop(&mut self, inst: &Inst, inner: &Loop) -> Done<Vec<Inst>> {
        let End::If(test, exit, turn) = &inner.body.end else { return self.refuse("a loop is not in normal form") };
        let (End::Yield(exit_end), End::Continue(_, next)) = (&exit.end, &turn.end) else {
            return self.refuse("a loop is not in normal form");
        };
        let seeds: Vec<Option<Val>> =
            (0..self.width(inst.result)).map(|index| self.adjoints.remove(&(inst.result, index))).collect();
        let all: Vec<Inst> = inner.body.insts.iter().chain(&exit.insts).chain(&turn.insts).cloned().collect();
        let ends: Vec<Val> = std::iter::once(*exit_end).chain(next.iter().copied()).collect();
        let active_param = inner.params.iter().any(|param| self.is_active((*param, 0)));
        if !active_param
            && self.free(&all, &ends, &inner.params).is_empty()
            && !all.iter().any(|inst| self.matters(inst))
        {
            return Ok(vec![inst.clone()]);
        }
        let parts = Parts { inst, inner, test: *test, exit, exit_end: *exit_end, turn, next, seeds: &seeds };
        if inner.body.insts.iter().any(does_much) {
            self.reverse_whole_loop(&parts)
        } else {
            self.reverse_tested_loop(&parts)
        }
    }

    /// A loop whose head is only a test: the exit is read once, the turns in a loop.
    fn reverse_tested_loop(&mut self, parts: &Parts) -> Done<Vec<Inst>> {
        let Parts { inst, inner, .. } = parts;
        let head = &inner.body.insts;
        let mut there = Vec::new();
        let known = self.known_turns(inner, parts.test, parts.next, &mut there);
        // The exit, with the last values of the parameters.
        let region = self.region(Kind::HandedOut);
        self.inside.push(region);
        self.settle(head, region);
        self.settle(&parts.exit.insts, region);
        for param in &inner.params {
            self.home.insert(*param, region);
        }
        self.open();
        self.seed(parts.exit_end, parts.seeds);
        let exit_there = self.reverse_insts(&parts.exit.insts)?;
        self.reverse_insts(head)?;
        let back = self.close();
        self.inside.pop();
        let needs = self.needs(region);
        let last: Vec<Option<Val>> = inner.params.iter().map(|param| self.adjoints.remove(&(*param, 0))).collect();
        // Count the turns if they are not known; hand out what the exit needs.
        self.span = inst.span;
        let count = self.vals.push(Ty::Fixnum);
        let insts: Vec<Inst> = head.iter().chain(&parts.turn.insts).cloned().collect();
        let plan = Turns { insts: &insts, params: &inner.params, inits: &inner.inits, next: parts.next, exit: None };
        let mut more = needs.saved.clone();
        if known.is_none() {
            more.push(count);
        }
        // The way back of the exit comes first; it needs the values that are handed out, which are defined below.
        let handed: Vec<Val> = more.iter().map(|val| self.handed(self.vals[*val])).collect();
        for (stand_in, hidden) in needs.stand_ins.iter().zip(&handed) {
            let source = self.get(*hidden);
            let copy = Inst { result: *stand_in, op: Op::Fast(Fast::Unbox, vec![source]), span: inst.span };
            self.blocks.insts().push(copy);
        }
        self.blocks.insts().extend(needs.computed.into_iter().chain(back));
        let turns = known.unwrap_or_else(|| *handed.last().expect("the turns are counted"));
        let (turn_there, pushed) = self.reverse_turns(&plan, &last, turns)?;
        // The way there.
        let (head_there, turn_there) = turn_there.split_at(head.len());
        let mut turn_insts = turn_there.to_vec();
        if let Some(pushed) = pushed {
            let pushed = match known {
                Some(turns) if !uses_tape(turn_there) => self.reserve(pushed, turns, &mut there),
                _ => pushed,
            };
            turn_insts.push(pushed);
        }
        let (mut params, mut inits, mut next) = (inner.params.clone(), inner.inits.clone(), parts.next.to_vec());
        if known.is_none() {
            let zero = self.inst(Op::Const(Const::Fixnum(0)), Ty::Fixnum);
            let one = self.inst(Op::Const(Const::Fixnum(1)), Ty::Fixnum);
            let one_more = Op::Prim(prims::with_inline(Inline::Add), vec![count, one.result]);
            let one_more = self.inst(one_more, Ty::Fixnum);
            params.push(count);
            inits.push(zero.result);
            next.push(one_more.result);
            there.push(zero);
            turn_insts.extend([one, one_more]);
        }
        let ty = self.type_with(inst.result, &more);
        let exit = self.yielding((exit_there, parts.exit_end, more), ty);
        let turn = Box::new(Block { insts: turn_insts, end: End::Continue(inner.id, next) });
        let body = Block { insts: head_there.to_vec(), end: End::If(parts.test, exit, turn) };
        let op = Op::Loop(Box::new(Loop { id: inner.id, params, inits, body }));
        self.hand_out(inst, op, (&handed, ty), &mut there);
        Ok(there)
    }

    /// What puts a record on the tape in each turn of a loop; before the loop, room is made for all.
    fn reserve(&mut self, push: Inst, turns: Val, before: &mut Vec<Inst>) -> Inst {
        let Op::Fast(Fast::Push, args) = push.op else { unreachable!("records are pushed") };
        before.push(self.inst(Op::Fast(Fast::Reserve(args.len()), vec![turns]), Ty::Any));
        Inst { op: Op::Fast(Fast::Put, args), ..push }
    }

    /// A loop whose head does more: the exit is one more turn, which goes nowhere.
    fn reverse_whole_loop(&mut self, parts: &Parts) -> Done<Vec<Inst>> {
        let Parts { inst, inner, .. } = parts;
        if !parts.exit.insts.iter().chain(&parts.turn.insts).all(|inst| does_little(inst, &self.vals)) {
            return self.refuse("a loop does much both before and behind its test");
        }
        let count = self.vals.push(Ty::Fixnum);
        let insts: Vec<Inst> =
            inner.body.insts.iter().chain(&parts.exit.insts).chain(&parts.turn.insts).cloned().collect();
        let turns = self.handed(Ty::Fixnum);
        let exit = Some((parts.exit_end, parts.seeds));
        let plan = Turns { insts: &insts, params: &inner.params, inits: &inner.inits, next: parts.next, exit };
        let (mut body_there, pushed) = self.reverse_turns(&plan, &vec![None; inner.params.len()], turns)?;
        body_there.extend(pushed);
        let one = self.inst(Op::Const(Const::Fixnum(1)), Ty::Fixnum);
        let more = self.inst(Op::Prim(prims::with_inline(Inline::Add), vec![count, one.result]), Ty::Fixnum);
        let more_val = more.result;
        body_there.extend([one, more]);
        let ty = self.type_with(inst.result, &[turns]);
        let exit = self.yielding((Vec::new(), parts.exit_end, vec![more_val]), ty);
        let mut next = parts.next.to_vec();
        next.push(more_val);
        let turn = Box::new(Block { insts: Vec::new(), end: End::Continue(inner.id, next) });
        let zero = self.inst(Op::Const(Const::Fixnum(0)), Ty::Fixnum);
        let mut params = inner.params.clone();
        params.push(count);
        let mut inits = inner.inits.clone();
        inits.push(zero.result);
        let body = Block { insts: body_there, end: End::If(parts.test, exit, turn) };
        let mut there = vec![zero];
        let op = Op::Loop(Box::new(Loop { id: inner.id, params, inits, body }));
        self.hand_out(inst, op, (&[turns], ty), &mut there);
        Ok(there)
    }

    /// Emits the loop that reads the turns backwards, `count` of them; the way there of the instructions of a turn, and
    /// what it pushes at its end. `last` are the adjoints of the parameters behind the last turn.
    fn reverse_turns(&mut self, plan: &Turns, last: &[Option<Val>], count: Val) -> Done<(Vec<Inst>, Option<Inst>)> {
        let span = self.span;
        let adjoint_of = |this: &mut Self, index: usize| match last[index] {
            Some(adjoint) => adjoint,
            None => this.no_adjoint(this.vals[plan.params[index]]),
        };
        let (sums, active): (Vec<usize>, Vec<usize>) = (0..plan.params.len())
            .filter(|index| self.is_active((plan.params[*index], 0)))
            .partition(|index| self.is_sum(plan, *index));
        // Whatever is added to a sum, in all turns, has the adjoint of the sum.
        let sums: Vec<(usize, Val)> = sums.into_iter().map(|index| (index, adjoint_of(self, index))).collect();
        let mut ends: Vec<Val> = active.iter().map(|index| plan.next[*index]).collect();
        let exit_keys: Vec<(Key, Option<Val>)> = match plan.exit {
            Some((end, seeds)) => {
                ends.push(end);
                let keys = seeds.iter().enumerate().map(|(index, seed)| ((end, index), *seed));
                keys.filter(|(key, seed)| seed.is_some() && self.is_active(*key)).collect()
            }
            None => Vec::new(),
        };
        let around = self.free(plan.insts, &ends, plan.params);
        let id = self.new_loop();
        // Parameters: the turn, the adjoints of the parameters, of the exit, of what is around.
        let mut inits = vec![self.get(count)];
        for index in &active {
            inits.push(adjoint_of(self, *index));
        }
        for (key, seed) in &exit_keys {
            inits.push(match seed {
                Some(seed) => *seed,
                None => self.no_adjoint(self.adjoint_type(*key)),
            });
        }
        for key in &around {
            inits.push(self.adjoint(*key));
        }
        let params: Vec<Val> = inits.iter().map(|init| self.vals.push(self.vals[*init])).collect();
        let of_active = active.iter().map(|index| self.vals[plan.params[*index]]);
        let types: Vec<Ty> = of_active.chain(around.iter().map(|key| self.adjoint_type(*key))).collect();
        let (of_params, rest) = params[1..].split_at(active.len());
        let (of_exit, of_around) = rest.split_at(exit_keys.len());
        let outside = std::mem::take(&mut self.adjoints);
        // Head: is there one more turn?
        self.open();
        let zero = self.fixnum(0);
        let test = self.inline(Inline::Le, &[params[0], zero], Ty::Bool);
        let head = self.close();
        self.open();
        let results: Vec<Val> = of_params.iter().chain(of_around).copied().collect();
        let packed = self.pack(&results, &types);
        let exit = Box::new(Block { insts: self.close(), end: End::Yield(packed) });
        // A turn.
        self.open();
        let one = self.fixnum(1);
        let turn = self.inline(Inline::Sub, &[params[0], one], Ty::Fixnum);
        let start = self.close();
        let region = self.turn_region(turn, plan.params, plan.inits, plan.next);
        self.inside.push(region);
        self.settle(plan.insts, region);
        for param in plan.params {
            self.home.insert(*param, region);
        }
        self.open();
        for (key, adjoint) in around.iter().zip(of_around) {
            self.adjoints.insert(*key, *adjoint);
        }
        for (index, adjoint) in active.iter().zip(of_params).chain(sums.iter().map(|(index, adjoint)| (index, adjoint)))
        {
            self.add((plan.next[*index], 0), *adjoint);
        }
        for ((key, _), adjoint) in exit_keys.iter().zip(of_exit) {
            self.add(*key, *adjoint);
        }
        let there = self.reverse_insts(plan.insts)?;
        self.span = span;
        let mut again = vec![turn];
        for index in &active {
            again.push(self.adjoint((plan.params[*index], 0)));
        }
        for (key, _) in &exit_keys {
            again.push(self.no_adjoint(self.adjoint_type(*key)));
        }
        for key in &around {
            again.push(self.adjoint(*key));
        }
        let back = self.close();
        self.inside.pop();
        let (restored, saved) = self.restore_record(region);
        let pushed = self.push_record(&saved);
        let insts = start.into_iter().chain(restored).chain(back).collect();
        let turn = Box::new(Block { insts, end: End::Continue(id, again) });
        let body = Block { insts: head, end: End::If(test, exit, turn) };
        let ty = self.pass.shadows.module.packed_type(&types);
        self.adjoints = outside;
        let packed = self.emit(Op::Loop(Box::new(Loop { id, params, inits, body })), ty);
        let results = self.unpack(packed, &types);
        let (of_params, of_around) = results.split_at(active.len());
        for (key, adjoint) in around.iter().zip(of_around) {
            self.adjoints.insert(*key, *adjoint);
        }
        for (index, adjoint) in active.iter().zip(of_params).chain(sums.iter().map(|(index, adjoint)| (index, adjoint)))
        {
            self.add((plan.inits[*index], 0), *adjoint);
        }
        Ok((there, pushed))
    }

    /// Whether all that a turn does with a parameter is to add something to it.
    fn is_sum(&self, plan: &Turns, index: usize) -> bool {
        let (param, next) = (plan.params[index], plan.next[index]);
        let adds = match self.defs.get(&next) {
            // A sum of tensors may change its shape.
            Some(Op::Prim(prim, args)) if self.vals[param] == Ty::Flonum && prim.row().inline == Some(Inline::Add) => {
                args.contains(&param) && args[0] != args[1]
            }
            _ => false,
        };
        if !adds {
            return false;
        }
        let others: Vec<Inst> = plan.insts.iter().filter(|inst| inst.result != next).cloned().collect();
        let mut ends = plan.next.to_vec();
        ends.remove(index);
        ends.extend(plan.exit.map(|(end, _)| end));
        others.len() < plan.insts.len()
            && !self.free(&others, &ends, &[]).iter().any(|key| [param, next].contains(&key.0))
    }
}

/// Whether this stands in the way of reading what comes before the test of a loop as no more than a test.
pub fn does_much(inst: &Inst) -> bool {
    let is_block = matches!(inst.op, Op::If(..) | Op::Loop(_) | Op::Call(..));
    is_block || matches!(inst.op, Op::Fast(Fast::NewVector | Fast::NewF64vector | Fast::Store, _))
}

/// Whether it can be computed at every turn of a loop, behind the test of one that does much before it.
pub fn does_little(inst: &Inst, vals: &Arena<Val, Ty>) -> bool {
    match &inst.op {
        Op::Const(_) | Op::Tuple(_) | Op::Project(..) => true,
        // What is not a number may be what makes it an error.
        Op::Prim(_, args) => args.iter().all(|arg| matches!(vals[*arg], Ty::Flonum | Ty::Fixnum | Ty::Bool)),
        _ => false,
    }
}

/// Whether code may leave something on the tape.
fn uses_tape(insts: &[Inst]) -> bool {
    let uses = |op: &Op| matches!(op, Op::Call(..) | Op::Fast(Fast::Push | Fast::Put | Fast::Reserve(_), _));
    insts
        .iter()
        .any(|inst| uses(&inst.op) || inst.op.blocks().any(|block| block.all_insts().any(|inst| uses(&inst.op))))
}

/// The parts of a loop in normal form.
struct Parts<'a> {
    inst: &'a Inst,
    inner: &'a Loop,
    test: Val,
    exit: &'a Block,
    exit_end: Val,
    turn: &'a Block,
    next: &'a [Val],
    /// The adjoints of what it yields.
    seeds: &'a [Option<Val>],
}

/// What is read backwards in every turn.
struct Turns<'a> {
    insts: &'a [Inst],
    params: &'a [Val],
    inits: &'a [Val],
    next: &'a [Val],
    /// What the loop yields and its adjoints, if the exit is a turn as well.
    exit: Option<(Val, &'a [Option<Val>])>,
}
