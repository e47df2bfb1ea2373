//! Instructions, branches and calls, backwards.

use std::collections::HashMap;

use ir::ssa::{Block, Const, End, Fast, FuncId, Inst, Loop, Op, Representation, Ty, Val};
use prims::Inline;

use super::free::free_keys;
use super::residuals::Kind;
use super::{Body, Key, Refusal};
use crate::forward::is_number;
use crate::terms::TermCode;

pub(super) type Done<T> = Result<T, Refusal>;

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
                    self.accumulate(shadow, index, adjoint);
                }
                Ok(same())
            }
            Op::Fast(Fast::Narrow | Fast::Number | Fast::Unbox | Fast::Load, args) => {
                if let Some(place) = self.facts.shadows.cells.get(&result).copied() {
                    if let Some(adjoint) = self.adjoints.remove(&(result, 0)) {
                        let place = self.get(place);
                        self.emit(Op::Prim(prims::named("%ad-collect!"), vec![place, adjoint]), Ty::Any);
                    }
                    return Ok(same());
                }
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
            Op::Fast(Fast::NewVector, _) if self.facts.shadows.held.contains_key(&result) => {
                let leaf = self.facts.shadows.held[&result];
                if self.is_active((leaf, 0)) {
                    let (place, first) = (self.get(result), self.fixnum(0));
                    let amount = self.emit(Op::Fast(Fast::Load, vec![place, first]), Ty::Leaf);
                    self.add((leaf, 0), amount);
                }
                Ok(same())
            }
            Op::Fast(Fast::NewVector | Fast::NewF64vector, args) if self.is_active((args[1], 0)) => {
                self.reverse_fill(args[0], args[1], result);
                Ok(same())
            }
            Op::Fast(op @ (Fast::Store | Fast::Accumulate), args) => {
                if let Some(shadow) = self.shadow(args[0]).filter(|_| self.vals[args[0]] != Ty::Rows) {
                    let (shadow, index) = (self.get(shadow), self.get(args[1]));
                    let ty = self.element_type(args[0]);
                    if self.is_active((args[2], 0)) {
                        let adjoint = self.emit(Op::Fast(Fast::Load, vec![shadow, index]), ty);
                        self.add((args[2], 0), adjoint);
                    }
                    if *op == Fast::Store {
                        let zero = self.no_adjoint(ty);
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

    /// The type of the elements of a vector of numbers.
    fn element_type(&self, vector: Val) -> Ty {
        if self.vals[vector] == Ty::Leaves { Ty::Leaf } else { Ty::Flonum }
    }

    /// Adds to an element of a shadow.
    fn accumulate(&mut self, shadow: Val, index: Val, amount: Val) {
        if self.vals[shadow] == Ty::Leaves {
            let old = self.emit(Op::Fast(Fast::Load, vec![shadow, index]), Ty::Leaf);
            let sum = self.leaf_sum(old, amount);
            self.emit(Op::Fast(Fast::Store, vec![shadow, index, sum]), Ty::Any);
        } else {
            self.emit(Op::Fast(Fast::Accumulate, vec![shadow, index, amount]), Ty::Any);
        }
    }

    /// The adjoint of what a vector is filled with is the sum of those of its elements.
    fn reverse_fill(&mut self, length: Val, fill: Val, vector: Val) {
        let shadow = self.shadow(vector).expect("a vector is active if what it is filled with is");
        let (shadow, ty) = (self.get(shadow), self.element_type(vector));
        if let Some(Op::Const(Const::Fixnum(1))) = self.defs.get(&length) {
            let first = self.fixnum(0);
            let sum = self.emit(Op::Fast(Fast::Load, vec![shadow, first]), ty);
            return self.add((fill, 0), sum);
        }
        let length = self.emit(Op::Fast(Fast::Length, vec![shadow]), Ty::Fixnum);
        let inits = vec![self.fixnum(0), self.no_adjoint(ty)];
        let (id, index, sum) = (self.new_loop(), self.vals.push(Ty::Fixnum), self.vals.push(ty));
        self.open();
        let test = self.inline(Inline::NumEq, &[index, length], Ty::Bool);
        let head = self.close();
        let exit = Box::new(Block { insts: Vec::new(), end: End::Yield(sum) });
        self.open();
        let element = self.emit(Op::Fast(Fast::Load, vec![shadow, index]), ty);
        let next_sum = if ty == Ty::Leaf { self.leaf_sum(sum, element) } else { self.sum(sum, element) };
        let one = self.fixnum(1);
        let next = self.inline(Inline::Add, &[index, one], Ty::Fixnum);
        let turn = Box::new(Block { insts: self.close(), end: End::Continue(id, vec![next, next_sum]) });
        let body = Block { insts: head, end: End::If(test, exit, turn) };
        let sum = self.emit(Op::Loop(Box::new(Loop { id, params: vec![index, sum], inits, body })), ty);
        self.add((fill, 0), sum);
    }

    pub(super) fn width(&self, val: Val) -> usize {
        self.pass.shadows.module.elements(&self.vals[val]).len()
    }

    /// What code uses of the active flonums around it.
    pub(super) fn free(&self, insts: &[Inst], ends: &[Val], defined: &[Val]) -> Vec<Key> {
        let is_active = |key: Key| self.is_active(key);
        free_keys(insts, ends, defined, &self.free, &is_active, &|val| self.width(val))
    }

    pub(super) fn here(&self) -> usize {
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
        let types: Vec<Ty> = keys.iter().map(|key| self.adjoint_type(*key)).collect();
        let mut then_way = self.reverse_branch(then, *then_end, &seeds, &keys)?;
        let mut other_way = self.reverse_branch(other, *other_end, &seeds, &keys)?;
        let span = inst.span;
        self.span = span;
        // The way there hands out what the way back needs.
        let mut code = Vec::new();
        let places = self.places(&then_way.saved, &other_way.saved);
        let handed: Vec<Val> = places.types.iter().map(|ty| self.handed(*ty)).collect();
        let ty = self.type_with(inst.result, &handed);
        let mut there = Vec::new();
        for (way, end, own) in [(&mut then_way, *then_end, &places.then), (&mut other_way, *other_end, &places.other)] {
            let mut insts = std::mem::take(&mut way.forward);
            let mut more = vec![None; handed.len()];
            own.iter().zip(&way.saved).for_each(|(place, val)| more[*place] = Some(*val));
            let more = more.into_iter().zip(&places.types);
            let more = more.map(|(val, ty)| val.unwrap_or_else(|| self.dummy(*ty, &mut insts))).collect();
            there.push(self.yielding((insts, end, more), ty));
        }
        let (other, then) = (there.pop().expect("two"), there.pop().expect("two"));
        self.hand_out(inst, Op::If(test, then, other), (&handed, ty), &mut code);
        // The way back.
        let mut ways = Vec::new();
        for (way, own) in [(then_way, places.then), (other_way, places.other)] {
            let mut insts = Vec::new();
            for (stand_in, place) in way.stand_ins.into_iter().zip(own) {
                let source = self.get(handed[place]);
                insts.push(Inst { result: stand_in, op: Op::Fast(Fast::Unbox, vec![source]), span });
            }
            insts.extend(way.computed);
            insts.extend(way.back);
            self.blocks.open(insts);
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

    /// Where among what is handed out of two branches the values of each stand: those that are no words share places,
    /// since only one branch runs.
    fn places(&self, then: &[Val], other: &[Val]) -> Places {
        let ty = |val: &Val| self.vals[*val];
        let mut types: Vec<Ty> = then.iter().map(ty).collect();
        let mut free: HashMap<Ty, Vec<usize>> = HashMap::new();
        for (place, ty) in types.iter().enumerate().rev().filter(|(_, ty)| ty.representation() != Representation::Word)
        {
            free.entry(*ty).or_default().push(place);
        }
        let place = |ty: Ty| {
            free.get_mut(&ty).and_then(Vec::pop).unwrap_or_else(|| {
                types.push(ty);
                types.len() - 1
            })
        };
        let other = other.iter().map(ty).map(place).collect();
        Places { then: (0..then.len()).collect(), other, types }
    }

    /// Whether a number comes from a structure, where its adjoint has a place.
    fn is_placed(&self, val: Val) -> bool {
        self.facts.shadows.places.contains_key(&val) || self.facts.shadows.cells.contains_key(&val)
    }

    /// Whether an instruction has a way back although nothing active goes in or out.
    pub(super) fn matters(&self, inst: &Inst) -> bool {
        match &inst.op {
            Op::Call(..) | Op::Loop(_) | Op::If(..) => true,
            Op::Fast(Fast::Narrow | Fast::Number | Fast::Unbox | Fast::Load, _) if self.is_placed(inst.result) => true,
            Op::Fast(Fast::NewVector, _) if self.facts.shadows.held.contains_key(&inst.result) => true,
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

    // What a branch or loop of the way there hands out: its result, and more. It is one tuple of the elements of all,
    // because forward mode, which may go through this code, puts tangents beside the elements of a tuple only.

    /// The type of a result and more.
    pub(super) fn type_with(&mut self, result: Val, more: &[Val]) -> Ty {
        let module = &mut *self.pass.shadows.module;
        let mut types = module.elements(&self.vals[result]).to_vec();
        types.extend(more.iter().map(|val| self.vals[*val]));
        if more.is_empty() { self.vals[result] } else { module.packed_type(&types) }
    }

    /// A block that yields a result and more as one value of a type.
    pub(super) fn yielding(&mut self, (mut insts, end, more): (Vec<Inst>, Val, Vec<Val>), ty: Ty) -> Box<Block> {
        if more.is_empty() {
            return Box::new(Block { insts, end: End::Yield(end) });
        }
        let mut vals = self.elements_of(end, &mut insts);
        vals.extend(more);
        let packed = self.inst(Op::Tuple(vals), ty);
        let result = packed.result;
        insts.push(packed);
        Box::new(Block { insts, end: End::Yield(result) })
    }

    /// A value that is handed out.
    pub(super) fn handed(&mut self, ty: Ty) -> Val {
        let handed = self.vals.push(ty);
        self.define(handed, self.here());
        handed
    }

    /// The branch or loop that yields its result and these, which it defines, as one value of a type.
    pub(super) fn hand_out(&mut self, inst: &Inst, op: Op, (handed, ty): (&[Val], Ty), code: &mut Vec<Inst>) {
        if handed.is_empty() {
            code.push(Inst { op, ..*inst });
            return;
        }
        let whole = self.inst(op, ty);
        let packed = whole.result;
        code.push(whole);
        let width = self.width(inst.result);
        for (index, val) in handed.iter().enumerate() {
            code.push(Inst { result: *val, op: Op::Project(packed, width + index), span: inst.span });
        }
        let op = match self.vals[inst.result] {
            Ty::Tuple(_) => Op::Tuple(self.elements_from(packed, inst.result, code)),
            _ => Op::Project(packed, 0),
        };
        code.push(Inst { op, ..*inst });
    }

    /// The elements of a value.
    fn elements_of(&mut self, val: Val, code: &mut Vec<Inst>) -> Vec<Val> {
        match self.vals[val] {
            Ty::Tuple(_) => self.elements_from(val, val, code),
            _ => vec![val],
        }
    }

    /// The first elements of a tuple, as many as another has.
    fn elements_from(&mut self, tuple: Val, other: Val, code: &mut Vec<Inst>) -> Vec<Val> {
        let types = self.pass.shadows.module.elements(&self.vals[other]).to_vec();
        let insts: Vec<Inst> =
            types.into_iter().enumerate().map(|(index, ty)| self.inst(Op::Project(tuple, index), ty)).collect();
        code.extend(insts.iter().cloned());
        insts.iter().map(|inst| inst.result).collect()
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
    pub(super) fn seed(&mut self, end: Val, seeds: &[Option<Val>]) {
        for (index, seed) in seeds.iter().enumerate() {
            if let Some(seed) = seed {
                self.add((end, index), *seed);
            }
        }
    }

    // Calls -----

    fn reverse_call(&mut self, inst: &Inst, func: FuncId, args: &[Val]) -> Done<Vec<Inst>> {
        let Some(facts) = self.pass.shadows.shadowed.get(&func) else { return Ok(vec![inst.clone()]) };
        let (active, own, returns_shadows) = (facts.active.clone(), facts.own, facts.returns_shadows);
        if self.pass.begins_again(func) {
            // The way back of such a call begins with its arguments: what is in them then must be what was in them.
            let may_change = |arg: &Val| self.vals[*arg].has_shadow() && !self.is_read_only(*arg);
            if args[..own].iter().any(may_change) {
                return self.refuse("a vector goes to a procedure with a rule, or a checkpoint, and may change later");
            }
            // It makes its results anew, and with them their shadows.
            if returns_shadows {
                return self.refuse("a procedure with a rule, or a checkpoint, returns a vector");
            }
        }
        let split = self.pass.split(func)?;
        let seeded = self.pass.numbers_of(self.vals[inst.result]);
        debug_assert_eq!(seeded.len(), split.seeds);
        let mut seeds = Vec::new();
        for index in seeded {
            seeds.push(match self.adjoints.remove(&(inst.result, index)) {
                Some(adjoint) => adjoint,
                None => self.no_adjoint(self.adjoint_type((inst.result, index))),
            });
        }
        let scalars: Vec<Val> = args
            .iter()
            .zip(&active)
            .filter(|(arg, active)| **active && is_number(self.vals[**arg]))
            .map(|(arg, _)| *arg)
            .collect();
        let types: Vec<Ty> = scalars.iter().map(|arg| self.vals[*arg]).collect();
        let ty = self.pass.shadows.module.packed_type(&types);
        let packed = self.emit(Op::Call(split.backward, seeds), ty);
        for (arg, adjoint) in scalars.iter().zip(self.unpack(packed, &types)) {
            self.add((*arg, 0), adjoint);
        }
        Ok(vec![Inst { op: Op::Call(split.forward, args.to_vec()), ..*inst }])
    }
}

/// The places of what two branches hand out.
struct Places {
    then: Vec<usize>,
    other: Vec<usize>,
    types: Vec<Ty>,
}

/// A branch, there and back.
pub(super) struct Way {
    pub(super) forward: Vec<Inst>,
    pub(super) back: Vec<Inst>,
    pub(super) adjoints: Vec<Val>,
    pub(super) saved: Vec<Val>,
    pub(super) stand_ins: Vec<Val>,
    pub(super) computed: Vec<Inst>,
}
