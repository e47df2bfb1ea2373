//! Instructions, branches, loops and calls, backwards.

use ir::ssa::{Block, Const, End, Fast, FuncId, Inst, Loop, Op, Ty, Val};
use prims::Inline;

use super::free::free_keys;
use super::residuals::Kind;
use super::{Body, Key, Refusal};
use crate::terms::TermCode;

type Done<T> = Result<T, Refusal>;

impl Body<'_, '_> {
    /// Reads instructions backwards and emits their way back; their way there.
    pub fn reverse_insts(&mut self, insts: &[Inst]) -> Done<Vec<Inst>> {
        let mut parts = Vec::new();
        for inst in insts.iter().rev() {
            self.span = inst.span;
            parts.push(self.reverse_inst(inst)?);
        }
        Ok(parts.into_iter().rev().flatten().collect())
    }

    fn reverse_inst(&mut self, inst: &Inst) -> Done<Vec<Inst>> {
        let result = inst.result;
        let same = || vec![inst.clone()];
        match &inst.op {
            Op::Prim(prim, args)
                if self.pass.shadows.rules.asks_for_constant(*prim) && self.is_active((args[0], 0)) =>
            {
                Ok(vec![Inst { op: Op::Const(Const::Bool(false)), ..*inst }])
            }
            Op::Prim(prim, args) => {
                self.reverse_prim(*prim, args, result);
                Ok(same())
            }
            Op::Tuple(vals) => {
                for (index, val) in vals.iter().enumerate() {
                    if let Some(adjoint) = self.adjoints.remove(&(result, index)) {
                        self.add((*val, 0), adjoint);
                    }
                }
                Ok(same())
            }
            Op::Project(tuple, index) => {
                if let Some(adjoint) = self.adjoints.remove(&(result, 0)) {
                    self.add((*tuple, *index), adjoint);
                }
                Ok(same())
            }
            Op::Fast(Fast::Load, args) if !self.is_placed(result) => {
                if let Some(shadow) = self.shadow(args[0])
                    && let Some(adjoint) = self.adjoints.remove(&(result, 0))
                {
                    let (shadow, index) = (self.get(shadow), self.get(args[1]));
                    self.emit(Op::Fast(Fast::Accumulate, vec![shadow, index, adjoint]), Ty::Any);
                }
                Ok(same())
            }
            Op::Fast(Fast::Narrow | Fast::Unbox | Fast::Load, args) => {
                match (self.adjoints.remove(&(result, 0)), self.facts.shadows.places.get(&result).copied()) {
                    (Some(adjoint), Some((vector, index))) => {
                        let (vector, index) = (self.get(vector), self.get(index));
                        self.emit(Op::Fast(Fast::Accumulate, vec![vector, index, adjoint]), Ty::Any);
                    }
                    (Some(adjoint), None) => self.add((args[0], 0), adjoint),
                    (None, _) => {}
                }
                Ok(same())
            }
            Op::Fast(Fast::NewVector | Fast::NewF64vector, args) if self.is_active((args[1], 0)) => {
                self.reverse_fill(args[0], args[1], result);
                Ok(same())
            }
            Op::Fast(op @ (Fast::Store | Fast::Accumulate), args) => {
                if let Some(shadow) = self.shadow(args[0]) {
                    let (shadow, index) = (self.get(shadow), self.get(args[1]));
                    if self.is_active((args[2], 0)) {
                        let adjoint = self.emit(Op::Fast(Fast::Load, vec![shadow, index]), Ty::Flonum);
                        self.add((args[2], 0), adjoint);
                    }
                    if *op == Fast::Store {
                        let zero = self.flonum(0.0);
                        self.emit(Op::Fast(Fast::Store, vec![shadow, index, zero]), Ty::Any);
                    }
                }
                Ok(same())
            }
            Op::If(test, then, other) => self.reverse_if(inst, *test, then, other),
            Op::Loop(inner) => self.reverse_loop(inst, inner),
            Op::Call(func, args) => self.reverse_call(inst, *func, args),
            _ => Ok(same()),
        }
    }

    /// The adjoint of what a vector is filled with is the sum of those of its elements.
    fn reverse_fill(&mut self, length: Val, fill: Val, vector: Val) {
        let shadow = self.shadow(vector).expect("a vector is active if what it is filled with is");
        let shadow = self.get(shadow);
        if let Some(Op::Const(Const::Fixnum(1))) = self.defs.get(&length) {
            let first = self.fixnum(0);
            let sum = self.emit(Op::Fast(Fast::Load, vec![shadow, first]), Ty::Flonum);
            return self.add((fill, 0), sum);
        }
        let length = self.emit(Op::Fast(Fast::Length, vec![shadow]), Ty::Fixnum);
        let inits = vec![self.fixnum(0), self.flonum(0.0)];
        let (id, index, sum) = (self.new_loop(), self.vals.push(Ty::Fixnum), self.vals.push(Ty::Flonum));
        self.open();
        let test = self.inline(Inline::NumEq, &[index, length], Ty::Bool);
        let head = self.close();
        let exit = Box::new(Block { insts: Vec::new(), end: End::Yield(sum) });
        self.open();
        let element = self.emit(Op::Fast(Fast::Load, vec![shadow, index]), Ty::Flonum);
        let next_sum = self.inline(Inline::Add, &[sum, element], Ty::Flonum);
        let one = self.fixnum(1);
        let next = self.inline(Inline::Add, &[index, one], Ty::Fixnum);
        let turn = Box::new(Block { insts: self.close(), end: End::Continue(id, vec![next, next_sum]) });
        let body = Block { insts: head, end: End::If(test, exit, turn) };
        let sum = self.emit(Op::Loop(Box::new(Loop { id, params: vec![index, sum], inits, body })), Ty::Flonum);
        self.add((fill, 0), sum);
    }

    fn width(&self, val: Val) -> usize {
        self.pass.shadows.module.elements(&self.vals[val]).len()
    }

    /// What code uses of the active flonums around it.
    fn free(&self, insts: &[Inst], ends: &[Val], defined: &[Val]) -> Vec<Key> {
        let is_active = |key: Key| self.is_active(key);
        free_keys(insts, ends, defined, &is_active, &|val| self.width(val))
    }

    fn here(&self) -> usize {
        *self.inside.last().expect("the way back is in a region")
    }

    /// A new value of the way there in the current region.
    pub fn hidden(&mut self, op: Op, ty: Ty, code: &mut Vec<Inst>) -> Val {
        let inst = self.inst(op, ty);
        let result = inst.result;
        code.push(inst);
        self.define(result, self.here());
        result
    }

    // Branches -----

    fn reverse_if(&mut self, inst: &Inst, test: Val, then: &Block, other: &Block) -> Done<Vec<Inst>> {
        let (End::Yield(then_end), End::Yield(other_end)) = (&then.end, &other.end) else {
            return self.refuse("a branch is not in normal form");
        };
        let seeds: Vec<Option<Val>> =
            (0..self.width(inst.result)).map(|index| self.adjoints.remove(&(inst.result, index))).collect();
        let mut keys = self.free(&then.insts, &[*then_end], &[]);
        keys.extend(self.free(&other.insts, &[*other_end], &[]));
        keys.sort_by_key(|key| (self.order[&key.0], key.1));
        keys.dedup();
        if keys.is_empty() && !then.insts.iter().chain(&other.insts).any(|inst| self.matters(inst)) {
            return Ok(vec![inst.clone()]);
        }
        let types = vec![Ty::Flonum; keys.len()];
        let then_way = self.reverse_branch(then, *then_end, &seeds, &keys)?;
        let other_way = self.reverse_branch(other, *other_end, &seeds, &keys)?;
        let span = inst.span;
        self.span = span;
        // The way there hands out what the way back needs.
        let mut code = Vec::new();
        let saved: Vec<Val> = then_way.saved.iter().chain(&other_way.saved).copied().collect();
        let mut branches = Vec::new();
        for (way, end, skip) in [(&then_way, *then_end, 0), (&other_way, *other_end, then_way.saved.len())] {
            let mut insts = way.forward.clone();
            let mut vals = vec![end];
            for (index, val) in saved.iter().enumerate() {
                let own = (skip..skip + way.saved.len()).contains(&index);
                vals.push(if own { *val } else { self.dummy(self.vals[*val], &mut insts) });
            }
            branches.push((insts, vals));
        }
        let mut field_types = vec![self.vals[inst.result]];
        field_types.extend(saved.iter().map(|val| self.vals[*val]));
        let (other_there, then_there) = (branches.pop().expect("two"), branches.pop().expect("two"));
        let packed = self.handed_out(inst, &saved, &field_types, &mut code, |this, ty| {
            let then = this.yielding(then_there, ty);
            let other = this.yielding(other_there, ty);
            Op::If(test, then, other)
        });
        // The way back.
        let mut ways = Vec::new();
        let mut next = packed.into_iter();
        for way in [then_way, other_way] {
            let mut insts = Vec::new();
            for stand_in in way.stand_ins {
                let source = next.next().expect("one for each saved value");
                let source = self.get(source);
                insts.push(Inst { result: stand_in, op: Op::Fast(Fast::Unbox, vec![source]), span });
            }
            insts.extend(way.computed);
            insts.extend(way.back);
            self.blocks.push(insts);
            let packed = self.pack(&way.adjoints, &types);
            ways.push(Box::new(Block { insts: self.close(), end: End::Yield(packed) }));
        }
        let (other, then) = (ways.pop().expect("two"), ways.pop().expect("two"));
        let test = self.get(test);
        let ty = self.pass.shadows.module.packed_type(&types);
        let packed = self.emit(Op::If(test, then, other), ty);
        for (key, amount) in keys.into_iter().zip(self.unpack(packed, &types)) {
            self.add(key, amount);
        }
        Ok(code)
    }

    /// Whether a flonum comes from a structure, where its adjoint has a place.
    fn is_placed(&self, val: Val) -> bool {
        self.facts.shadows.places.contains_key(&val)
    }

    /// Whether an instruction has a way back although nothing active goes in or out.
    fn matters(&self, inst: &Inst) -> bool {
        match &inst.op {
            Op::Call(..) | Op::Loop(_) | Op::If(..) => true,
            Op::Fast(Fast::Narrow | Fast::Unbox | Fast::Load, _) if self.is_placed(inst.result) => true,
            Op::Fast(Fast::Store | Fast::Accumulate | Fast::Load, args) => self.shadow(args[0]).is_some(),
            _ => false,
        }
    }

    fn dummy(&mut self, ty: Ty, code: &mut Vec<Inst>) -> Val {
        let word = Const::dummy(ty);
        let inst = self.inst(Op::Const(word), word.ty());
        let result = inst.result;
        code.push(inst);
        result
    }

    /// A block that yields several values as one of a type.
    fn yielding(&mut self, (mut insts, vals): (Vec<Inst>, Vec<Val>), ty: Ty) -> Box<Block> {
        let end = match vals[..] {
            [only] => only,
            _ => {
                let inst = self.inst(Op::Tuple(vals), ty);
                let result = inst.result;
                insts.push(inst);
                result
            }
        };
        Box::new(Block { insts, end: End::Yield(end) })
    }

    /// Emits a branch or loop of the way there that hands out more than its result; the values that it hands out.
    fn handed_out(
        &mut self,
        inst: &Inst,
        more: &[Val],
        types: &[Ty],
        code: &mut Vec<Inst>,
        make: impl FnOnce(&mut Self, Ty) -> Op,
    ) -> Vec<Val> {
        if more.is_empty() {
            let op = make(self, types[0]);
            code.push(Inst { result: inst.result, op, span: inst.span });
            return Vec::new();
        }
        let ty = self.pass.shadows.module.packed_type(types);
        let op = make(self, ty);
        let packed = self.inst(op, ty);
        let whole = packed.result;
        code.push(packed);
        code.push(Inst { result: inst.result, op: Op::Project(whole, 0), span: inst.span });
        (1..types.len()).map(|index| self.hidden(Op::Project(whole, index), types[index], code)).collect()
    }

    fn reverse_branch(&mut self, block: &Block, end: Val, seeds: &[Option<Val>], keys: &[Key]) -> Done<Way> {
        let outside = std::mem::take(&mut self.adjoints);
        let region = self.region(Kind::HandedOut);
        self.inside.push(region);
        self.settle(&block.insts, region);
        self.open();
        self.seed(end, seeds);
        let forward = self.reverse_insts(&block.insts)?;
        let adjoints = keys.iter().map(|key| self.adjoint(*key)).collect();
        let back = self.close();
        self.inside.pop();
        let needs = self.needs(region);
        self.adjoints = outside;
        Ok(Way { forward, back, adjoints, saved: needs.saved, stand_ins: needs.stand_ins, computed: needs.computed })
    }

    /// The adjoint of what a block yields is that of the result.
    fn seed(&mut self, end: Val, seeds: &[Option<Val>]) {
        for (index, seed) in seeds.iter().enumerate() {
            if let Some(seed) = seed {
                self.add((end, index), *seed);
            }
        }
    }

    // Loops -----

    fn reverse_loop(&mut self, inst: &Inst, inner: &Loop) -> Done<Vec<Inst>> {
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
        let parts = Parts { test: *test, exit, exit_end: *exit_end, turn, next };
        if inner.body.insts.iter().any(does_much) {
            self.reverse_whole_loop(inst, inner, &parts, &seeds)
        } else {
            self.reverse_tested_loop(inst, inner, &parts, &seeds)
        }
    }

    /// A loop whose head is only a test: the exit is read once, the turns in a loop.
    fn reverse_tested_loop(
        &mut self,
        inst: &Inst,
        inner: &Loop,
        parts: &Parts,
        seeds: &[Option<Val>],
    ) -> Done<Vec<Inst>> {
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
        self.seed(parts.exit_end, seeds);
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
        let mut handed = Vec::new();
        for val in &more {
            let hidden = self.vals.push(self.vals[*val]);
            self.define(hidden, self.here());
            handed.push(hidden);
        }
        for (stand_in, hidden) in needs.stand_ins.iter().zip(&handed) {
            let source = self.get(*hidden);
            let copy = Inst { result: *stand_in, op: Op::Fast(Fast::Unbox, vec![source]), span: inst.span };
            self.blocks.last_mut().expect("a block is open").push(copy);
        }
        self.blocks.last_mut().expect("a block is open").extend(needs.computed.into_iter().chain(back));
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
        let mut vals = vec![parts.exit_end];
        vals.extend(&more);
        let types: Vec<Ty> = std::iter::once(inst.result).chain(more).map(|val| self.vals[val]).collect();
        let ty = self.pass.shadows.module.packed_type(&types);
        let exit = self.yielding((exit_there, vals), ty);
        let turn = Box::new(Block { insts: turn_insts, end: End::Continue(inner.id, next) });
        let body = Block { insts: head_there.to_vec(), end: End::If(parts.test, exit, turn) };
        let op = Op::Loop(Box::new(Loop { id: inner.id, params, inits, body }));
        if handed.is_empty() {
            there.push(Inst { result: inst.result, op, span: inst.span });
            return Ok(there);
        }
        let whole = self.inst(op, ty);
        let packed = whole.result;
        there.push(whole);
        for (index, val) in std::iter::once(inst.result).chain(handed).enumerate() {
            there.push(Inst { result: val, op: Op::Project(packed, index), span: inst.span });
        }
        Ok(there)
    }

    /// What puts a record on the tape in each turn of a loop; before the loop, room is made for all.
    fn reserve(&mut self, push: Inst, turns: Val, before: &mut Vec<Inst>) -> Inst {
        let Op::Fast(Fast::Push, args) = push.op else { unreachable!("records are pushed") };
        before.push(self.inst(Op::Fast(Fast::Reserve(args.len()), vec![turns]), Ty::Any));
        Inst { op: Op::Fast(Fast::Put, args), ..push }
    }

    /// A loop whose head does more: the exit is one more turn, which goes nowhere.
    fn reverse_whole_loop(
        &mut self,
        inst: &Inst,
        inner: &Loop,
        parts: &Parts,
        seeds: &[Option<Val>],
    ) -> Done<Vec<Inst>> {
        if !parts.exit.insts.iter().chain(&parts.turn.insts).all(does_little) {
            return self.refuse("a loop does much both before and behind its test");
        }
        let count = self.vals.push(Ty::Fixnum);
        let insts: Vec<Inst> =
            inner.body.insts.iter().chain(&parts.exit.insts).chain(&parts.turn.insts).cloned().collect();
        let turns = self.vals.push(Ty::Fixnum);
        self.define(turns, self.here());
        let exit = Some((parts.exit_end, seeds));
        let plan = Turns { insts: &insts, params: &inner.params, inits: &inner.inits, next: parts.next, exit };
        let (mut body_there, pushed) = self.reverse_turns(&plan, &vec![None; inner.params.len()], turns)?;
        body_there.extend(pushed);
        let one = self.inst(Op::Const(Const::Fixnum(1)), Ty::Fixnum);
        let more = self.inst(Op::Prim(prims::with_inline(Inline::Add), vec![count, one.result]), Ty::Fixnum);
        let more_val = more.result;
        body_there.extend([one, more]);
        let ty = self.pass.shadows.module.packed_type(&[self.vals[inst.result], Ty::Fixnum]);
        let exit = self.yielding((Vec::new(), vec![parts.exit_end, more_val]), ty);
        let mut next = parts.next.to_vec();
        next.push(more_val);
        let turn = Box::new(Block { insts: Vec::new(), end: End::Continue(inner.id, next) });
        let zero = self.inst(Op::Const(Const::Fixnum(0)), Ty::Fixnum);
        let mut params = inner.params.clone();
        params.push(count);
        let mut inits = inner.inits.clone();
        inits.push(zero.result);
        let body = Block { insts: body_there, end: End::If(parts.test, exit, turn) };
        let whole = self.inst(Op::Loop(Box::new(Loop { id: inner.id, params, inits, body })), ty);
        let packed = whole.result;
        Ok(vec![
            zero,
            whole,
            Inst { result: inst.result, op: Op::Project(packed, 0), span: inst.span },
            Inst { result: turns, op: Op::Project(packed, 1), span: inst.span },
        ])
    }

    /// Emits the loop that reads the turns backwards, `count` of them; the way there of the instructions of a turn, and
    /// what it pushes at its end. `last` are the adjoints of the parameters behind the last turn.
    fn reverse_turns(&mut self, plan: &Turns, last: &[Option<Val>], count: Val) -> Done<(Vec<Inst>, Option<Inst>)> {
        let span = self.span;
        let active: Vec<usize> =
            (0..plan.params.len()).filter(|index| self.is_active((plan.params[*index], 0))).collect();
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
            inits.push(match last[*index] {
                Some(adjoint) => adjoint,
                None => self.flonum(0.0),
            });
        }
        for (_, seed) in &exit_keys {
            inits.push(match seed {
                Some(seed) => *seed,
                None => self.flonum(0.0),
            });
        }
        for key in &around {
            inits.push(self.adjoint(*key));
        }
        let params: Vec<Val> = inits.iter().map(|init| self.vals.push(self.vals[*init])).collect();
        let types = vec![Ty::Flonum; active.len() + around.len()];
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
        for (index, adjoint) in active.iter().zip(of_params) {
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
        for _ in &exit_keys {
            again.push(self.flonum(0.0));
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
        for (index, adjoint) in active.iter().zip(of_params) {
            self.add((plan.inits[*index], 0), *adjoint);
        }
        Ok((there, pushed))
    }

    // Calls -----

    fn reverse_call(&mut self, inst: &Inst, func: FuncId, args: &[Val]) -> Done<Vec<Inst>> {
        let Some(facts) = self.pass.shadows.shadowed.get(&func) else { return Ok(vec![inst.clone()]) };
        let (active, own) = (facts.active.clone(), facts.own);
        // The way back of such a call begins with its arguments: what is in them then must be what was in them.
        let may_change = |arg: &Val| self.vals[*arg] == Ty::Flonums && !self.is_read_only(*arg);
        if self.pass.begins_again(func) && args[..own].iter().any(may_change) {
            return self.refuse("a vector goes to a procedure with a rule, or a checkpoint, and may change later");
        }
        let split = self.pass.split(func)?;
        let seeded = self.pass.flonums_of(self.vals[inst.result]);
        debug_assert_eq!(seeded.len(), split.seeds);
        let mut seeds = Vec::new();
        for index in seeded {
            seeds.push(match self.adjoints.remove(&(inst.result, index)) {
                Some(adjoint) => adjoint,
                None => self.flonum(0.0),
            });
        }
        let scalars: Vec<Val> = args
            .iter()
            .zip(&active)
            .filter(|(arg, active)| **active && self.vals[**arg] == Ty::Flonum)
            .map(|(arg, _)| *arg)
            .collect();
        let types = vec![Ty::Flonum; scalars.len()];
        let ty = self.pass.shadows.module.packed_type(&types);
        let packed = self.emit(Op::Call(split.backward, seeds), ty);
        for (arg, adjoint) in scalars.iter().zip(self.unpack(packed, &types)) {
            self.add((*arg, 0), adjoint);
        }
        Ok(vec![Inst { op: Op::Call(split.forward, args.to_vec()), ..*inst }])
    }
}

/// Whether this stands in the way of reading what comes before the test of a loop as no more than a test.
pub fn does_much(inst: &Inst) -> bool {
    let is_block = matches!(inst.op, Op::If(..) | Op::Loop(_) | Op::Call(..));
    is_block || matches!(inst.op, Op::Fast(Fast::NewVector | Fast::NewF64vector | Fast::Store, _))
}

/// Whether it can be computed at every turn of a loop, behind the test of one that does much before it.
pub fn does_little(inst: &Inst) -> bool {
    matches!(inst.op, Op::Const(_) | Op::Tuple(_) | Op::Project(..) | Op::Prim(..))
}

/// Whether code may leave something on the tape.
fn uses_tape(insts: &[Inst]) -> bool {
    let uses = |op: &Op| matches!(op, Op::Call(..) | Op::Fast(Fast::Push | Fast::Put | Fast::Reserve(_), _));
    insts
        .iter()
        .any(|inst| uses(&inst.op) || inst.op.blocks().any(|block| block.all_insts().any(|inst| uses(&inst.op))))
}

/// A branch, there and back.
struct Way {
    forward: Vec<Inst>,
    back: Vec<Inst>,
    adjoints: Vec<Val>,
    saved: Vec<Val>,
    stand_ins: Vec<Val>,
    computed: Vec<Inst>,
}

/// The parts of a loop in normal form.
struct Parts<'a> {
    test: Val,
    exit: &'a Block,
    exit_end: Val,
    turn: &'a Block,
    next: &'a [Val],
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
