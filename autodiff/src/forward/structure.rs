//! The code of a function with tangents.

use std::collections::{HashMap, HashSet};

use ir::id::Arena;
use ir::ssa::{Block, Const, End, Fast, Func, FuncId, Inst, Loop, LoopId, Op, Ty, Val};
use prims::PrimId;
use syntax::Span;

use super::activity::{Key, Keys};
use super::parts::Elements;
use super::{Forward, Mode, Shadows, is_number};
use crate::algebra::{Blocks, Maker, constant_factor};
use crate::leaves::LeafCode;
use crate::own_rule::zero_like;
use crate::reverse::Refusal;
use crate::terms::TermCode;

type Done<T> = Result<T, Refusal>;

/// The function that is being differentiated.
pub struct Body<'p, 'a> {
    pub pass: &'p mut Forward<'a>,
    source: Func,
    vals: Arena<Val, Ty>,
    keys: Keys,
    /// Which elements of the result have tangents.
    returned: Vec<usize>,
    pub shadows: Shadows,
    pub elements: Elements,
    /// The parameters of the loops around, and what the blocks around yield to.
    loops: HashMap<LoopId, Vec<Val>>,
    targets: Vec<Val>,
    blocks: Blocks,
    /// The elements of the tuples that are made.
    tuples: HashMap<Val, Vec<Val>>,
    /// How many words of a record have been read, and how many that is with tangents.
    read: (usize, usize),
    /// Where a vector of vectors is active that has no shadow.
    lost: Option<Span>,
    span: Span,
}

impl<'p, 'a> Body<'p, 'a> {
    pub fn new(pass: &'p mut Forward<'a>, func: FuncId, keys: Keys, returned: Vec<usize>) -> Body<'p, 'a> {
        let source = pass.module.funcs[func].clone();
        Body {
            vals: source.vals.clone(),
            elements: Elements::of(&source, &keys),
            keys,
            returned,
            shadows: Shadows::default(),
            loops: HashMap::new(),
            targets: Vec::new(),
            tuples: HashMap::new(),
            blocks: Blocks::default(),
            read: (0, 0),
            lost: None,
            span: source.span,
            pass,
            source,
        }
    }

    /// The function with tangents, for active parameters, the tangents, and the active numbers in it.
    pub fn function(mut self, active: &[bool]) -> Done<(Func, Shadows, HashSet<Key>)> {
        let mut params = self.source.params.clone();
        self.open();
        for (param, given) in self.source.params.clone().into_iter().zip(active) {
            if self.is_active(param) && !given {
                self.zero_shadow(param);
            } else if self.is_active(param) {
                let tangent = self.vals.push(self.vals[param]);
                params.push(tangent);
                self.shadows.of.insert(param, tangent);
            }
        }
        let start = self.close();
        let source = self.source.body.clone();
        let mut body = self.block(&source)?;
        if let Some(span) = self.lost {
            let reason = "a vector of vectors that was made elsewhere gets numbers that are being differentiated";
            return Err(Refusal { reason: reason.to_owned(), span });
        }
        body.insts.splice(0..0, start);
        if self.pass.mode == Mode::Shadows {
            self.name_parts();
        }
        let result = self.pass.with_tangents(self.source.result, &self.returned);
        let name = format!("{}.tangent", self.source.name);
        Ok((
            Func { name, params, shadows: 0, vals: self.vals, body, result, ..self.source },
            self.shadows,
            self.keys.numbers,
        ))
    }

    /// Gives structures, and what stands beside them, the type that says so.
    fn name_parts(&mut self) {
        let Shadows { of, cells, .. } = &self.shadows;
        let structures = self.keys.structures.iter().filter(|key| key.1 == 0).map(|key| key.0);
        for val in structures.chain(of.values().copied()).chain(cells.values().copied()) {
            if self.vals[val] == Ty::Any {
                self.vals[val] = Ty::Part;
            }
        }
    }

    /// Whether it is active and something stands beside it.
    fn is_active(&self, val: Val) -> bool {
        // A word that is active is a number that a rule has returned.
        let is_followed = self.pass.mode == Mode::Tangents || self.source.vals[val].has_shadow();
        is_followed && self.keys.numbers.contains(&(val, 0)) || self.is_structure(val)
    }

    /// Whether it is a structure of active numbers, or a part of one.
    pub fn is_structure(&self, val: Val) -> bool {
        self.keys.structures.contains(&(val, 0))
    }

    /// The active elements of a value.
    fn active_elements(&self, val: Val) -> Vec<usize> {
        let types = self.pass.module.elements(&self.source.vals[val]);
        let is_active = |index: &usize| {
            let key = (val, *index);
            self.pass.has_tangent(types[*index]) && self.keys.numbers.contains(&key)
                || self.keys.structures.contains(&key)
        };
        (0..types.len()).filter(is_active).collect()
    }

    fn is_tuple(&self, val: Val) -> bool {
        matches!(self.source.vals[val], Ty::Tuple(_))
    }

    // Making code -----

    pub fn push(&mut self, result: Val, op: Op) {
        if let Op::Const(Const::Flonum(value)) = op {
            self.blocks.note_constant(result, value);
        }
        if let Some((factor, of)) = constant_factor(&op, &self.vals, |val| self.blocks.constant(val)) {
            self.blocks.note_multiple(result, factor, of);
        }
        self.blocks.insts().push(Inst { result, op, span: self.span });
    }

    pub fn fast(&mut self, op: Fast, args: &[Val], ty: Ty) -> Val {
        self.emit(Op::Fast(op, args.to_vec()), ty)
    }

    /// A tuple of values and the tangents of some of them, of a type that has them.
    fn with_tangents(&mut self, vals: &[Val], active: &[usize], ty: Ty) -> Val {
        let mut all = vals.to_vec();
        for index in active {
            all.push(self.tangent(vals[*index]));
        }
        self.emit(Op::Tuple(all), ty)
    }

    /// The tangent or shadow of a value that is no tuple.
    pub fn tangent(&mut self, val: Val) -> Val {
        match (self.shadows.of.get(&val), self.vals[val]) {
            (Some(known), _) => *known,
            (None, Ty::Flonum) => self.flonum(0.0),
            (None, Ty::Leaf) => self.no_leaf(),
            (None, ty) if ty.has_shadow() => self.zero_shadow(val),
            // A constant among structures: fast code gives up where it finds a number there.
            (None, Ty::Any | Ty::Part) => self.emit(Op::Const(Const::Unspecified), Ty::Any),
            // It stands for a value that nobody looks at.
            _ => val,
        }
    }

    /// A shadow for a vector that is made elsewhere.
    fn zero_shadow(&mut self, vector: Val) -> Val {
        if self.vals[vector] == Ty::Rows {
            self.lost.get_or_insert(self.span);
            return vector;
        }
        let shadow = if self.vals[vector] == Ty::Leaves {
            let (length, nothing) = (self.fast(Fast::Length, &[vector], Ty::Fixnum), self.no_leaf());
            self.fast(Fast::NewVector, &[length, nothing], Ty::Leaves)
        } else {
            zero_like(vector, Ty::Flonums, |op, ty| self.emit(op, ty))
        };
        self.shadows.of.insert(vector, shadow);
        shadow
    }

    // Structure -----

    fn block(&mut self, block: &Block) -> Done<Block> {
        self.open();
        for inst in &block.insts {
            self.span = inst.span;
            self.inst(inst)?;
        }
        let end = match &block.end {
            End::Yield(val) => {
                let target = *self.targets.last().expect("something yields");
                let active = self.active_elements(target);
                End::Yield(self.handed_on(*val, target, &active))
            }
            End::Return(val) => {
                let (active, ty) = (self.returned.clone(), self.source.result);
                End::Return(self.handed_on_as(*val, ty, &active))
            }
            End::Continue(label, args) => {
                let mut all = args.clone();
                for (arg, param) in args.iter().zip(self.loops[label].clone()) {
                    if self.is_active(param) {
                        all.push(self.tangent(*arg));
                    }
                }
                End::Continue(*label, all)
            }
            End::If(test, then, other) => {
                let then = self.block(then)?;
                End::If(*test, Box::new(then), Box::new(self.block(other)?))
            }
            End::GiveUp => End::GiveUp,
            _ => return self.refuse("the code is not in normal form"),
        };
        Ok(Block { insts: self.close(), end })
    }

    fn refuse<T>(&self, reason: &str) -> Done<T> {
        Err(Refusal { reason: reason.to_owned(), span: self.span })
    }

    /// A value with the tangents that the value it goes to has.
    fn handed_on(&mut self, val: Val, target: Val, active: &[usize]) -> Val {
        self.handed_on_as(val, self.source.vals[target], active)
    }

    fn handed_on_as(&mut self, val: Val, ty: Ty, active: &[usize]) -> Val {
        if active.is_empty() || self.is_tuple(val) && self.active_elements(val) == active {
            return val;
        }
        let full = self.pass.with_tangents(ty, active);
        if !self.is_tuple(val) {
            return self.with_tangents(&[val], active, full);
        }
        let own = self.active_elements(val);
        let types = self.pass.module.elements(&self.source.vals[val]).to_vec();
        let mut parts = self.tuples.get(&val).cloned().unwrap_or_else(|| {
            types.iter().enumerate().map(|(index, ty)| self.emit(Op::Project(val, index), *ty)).collect()
        });
        let numbers: Vec<usize> = (0..parts.len()).filter(|index| self.keys.numbers.contains(&(val, *index))).collect();
        self.keys.numbers.extend(numbers.iter().map(|index| (parts[*index], 0)));
        for index in active {
            let tangent = match own.iter().position(|known| known == index) {
                Some(rank) => self.emit(Op::Project(val, types.len() + rank), types[*index]),
                None => self.tangent(parts[*index]),
            };
            parts.push(tangent);
        }
        let tuple = self.emit(Op::Tuple(parts), full);
        self.keys.numbers.extend(numbers.iter().map(|index| (tuple, *index)));
        tuple
    }

    /// Emits what defines a value together with these tangents.
    fn receive(&mut self, result: Val, op: Op, active: &[usize]) {
        let full = self.pass.with_tangents(self.source.vals[result], active);
        if active.is_empty() || self.is_tuple(result) {
            self.vals[result] = full;
            return self.push(result, op);
        }
        let packed = self.emit(op, full);
        self.push(result, Op::Project(packed, 0));
        let tangent = self.emit(Op::Project(packed, 1), self.source.vals[result]);
        self.shadows.of.insert(result, tangent);
    }

    fn inst(&mut self, inst: &Inst) -> Done<()> {
        let result = inst.result;
        match &inst.op {
            Op::Prim(prim, args) if self.pass.rules.asks_for_constant(*prim) && self.is_active(args[0]) => {
                self.push(result, Op::Const(Const::Bool(false)));
            }
            Op::Prim(prim, args) if self.is_structure(result) => {
                self.push(result, inst.op.clone());
                let part = self.prim_part(*prim, args);
                self.shadows.of.insert(result, part);
            }
            Op::Prim(prim, args) => {
                self.push(result, inst.op.clone());
                if self.is_active(result) {
                    let tangent = self.prim_tangent(*prim, args, result);
                    self.shadows.of.insert(result, tangent);
                }
            }
            Op::Tuple(vals) => {
                let active = self.active_elements(result);
                let mut all = vals.clone();
                for index in &active {
                    all.push(self.tangent(vals[*index]));
                }
                self.vals[result] = self.pass.with_tangents(self.source.vals[result], &active);
                self.push(result, Op::Tuple(all));
                self.tuples.insert(result, vals.clone());
            }
            Op::Project(tuple, index) => {
                self.push(result, inst.op.clone());
                let active = self.active_elements(*tuple);
                if let Some(rank) = active.iter().position(|known| known == index) {
                    let width = self.pass.module.elements(&self.source.vals[*tuple]).len();
                    let tangent = self.emit(Op::Project(*tuple, width + rank), self.source.vals[result]);
                    self.shadows.of.insert(result, tangent);
                }
            }
            Op::If(test, then, other) => {
                self.targets.push(result);
                let then = Box::new(self.block(then)?);
                let other = Box::new(self.block(other)?);
                self.targets.pop();
                let active = self.active_elements(result);
                self.receive(result, Op::If(*test, then, other), &active);
            }
            Op::Loop(inner) => self.run_loop(inner, result)?,
            Op::Call(func, args) => self.call(*func, args, inst)?,
            // What is being differentiated is a flonum, and nothing else.
            Op::Fast(Fast::Number, args) if self.is_active(inst.result) => {
                let op = Op::Fast(Fast::Narrow, args.clone());
                self.fast_inst(Fast::Narrow, args, &Inst { op, ..*inst })?;
            }
            Op::Fast(op, args) => self.fast_inst(*op, args, inst)?,
            // A list beside a list ends as that does.
            Op::Const(Const::Null) => {
                self.push(result, inst.op.clone());
                self.shadows.of.insert(result, result);
            }
            op => self.push(result, op.clone()),
        }
        // A vector that is made elsewhere. One that is a constant stands for a vector that nobody looks at.
        let needs_shadow = self.source.vals[result].has_shadow() && self.is_active(result);
        if needs_shadow && !self.shadows.of.contains_key(&result) {
            match inst.op {
                Op::Const(_) => {
                    self.shadows.of.insert(result, result);
                }
                _ => {
                    self.zero_shadow(result);
                }
            }
        }
        Ok(())
    }

    fn run_loop(&mut self, inner: &Loop, result: Val) -> Done<()> {
        let (mut params, mut inits) = (inner.params.clone(), inner.inits.clone());
        for (param, init) in inner.params.iter().zip(&inner.inits) {
            if self.is_active(*param) {
                inits.push(self.tangent(*init));
                let tangent = self.vals.push(self.vals[*param]);
                params.push(tangent);
                self.shadows.of.insert(*param, tangent);
            }
        }
        self.loops.insert(inner.id, inner.params.clone());
        self.targets.push(result);
        let body = self.block(&inner.body)?;
        self.targets.pop();
        let active = self.active_elements(result);
        self.receive(result, Op::Loop(Box::new(Loop { id: inner.id, params, inits, body })), &active);
        Ok(())
    }

    fn call(&mut self, func: FuncId, args: &[Val], inst: &Inst) -> Done<()> {
        let result = inst.result;
        let is_active = |arg: &Val| self.keys.contains(&(*arg, 0));
        let flags: Vec<bool> = args.iter().map(is_active).collect();
        let is_plain = self.pass.mode == Mode::Shadows || !self.pass.uses_tape(func);
        if self.active_elements(result).is_empty() && !flags.contains(&true) && is_plain {
            self.push(result, inst.op.clone());
            return Ok(());
        }
        let made = self.pass.tangent(func, &flags)?;
        let mut all = args.to_vec();
        for arg in args {
            if self.is_active(*arg) {
                all.push(self.tangent(*arg));
            }
        }
        let active = self.active_elements(result);
        self.receive(result, Op::Call(made, all), &active);
        Ok(())
    }

    fn fast_inst(&mut self, op: Fast, args: &[Val], inst: &Inst) -> Done<()> {
        let result = inst.result;
        if args.first().is_some_and(|arg| self.is_structure(*arg)) && !op.is_of_tape() {
            return self.fast_part(op, args, inst);
        }
        match op {
            op if op.is_of_tape() && self.pass.mode == Mode::Shadows => {
                return self.refuse("reverse mode inside of reverse mode, with loops or calls");
            }
            Fast::Reserve(words) => {
                // As many again for the tangents.
                self.push(result, Op::Fast(Fast::Reserve(2 * words), args.to_vec()));
                return Ok(());
            }
            Fast::Push | Fast::Put => {
                let mut all = Vec::new();
                for arg in args {
                    all.push(*arg);
                    if self.is_doubled(*arg) {
                        all.push(self.tangent(*arg));
                    }
                }
                self.push(result, Op::Fast(op, all));
                return Ok(());
            }
            Fast::Peek(depth) => return self.peek(depth, result),
            Fast::Drop(count) => {
                let (read, words) = std::mem::take(&mut self.read);
                if read != count {
                    return self.refuse("a record is not read as a whole");
                }
                self.push(result, Op::Fast(Fast::Drop(words), Vec::new()));
                return Ok(());
            }
            _ => self.push(result, inst.op.clone()),
        }
        let tangent = match op {
            Fast::NewVector | Fast::NewF64vector if self.is_active(result) => {
                let fill = self.tangent(args[1]);
                self.fast(op, &[args[0], fill], self.vals[result])
            }
            Fast::Load if self.is_active(result) => {
                let shadow = self.tangent(args[0]);
                self.fast(Fast::Load, &[shadow, args[1]], self.vals[result])
            }
            Fast::Narrow | Fast::Unbox if self.is_active(result) => {
                let tangent = self.tangent(args[0]);
                self.number_as(tangent, self.vals[result])
            }
            Fast::Store if self.is_active(args[0]) && self.vals[args[0]] == Ty::Rows => {
                let (shadow, row) = (self.tangent(args[0]), self.tangent(args[2]));
                self.fast(Fast::Store, &[shadow, args[1], row], Ty::Any);
                return Ok(());
            }
            Fast::Store if self.pass.mode == Mode::Shadows => return Ok(()),
            Fast::Store if self.is_active(args[0]) && is_number(self.vals[args[2]]) => {
                let (shadow, tangent) = (self.tangent(args[0]), self.tangent(args[2]));
                self.fast(Fast::Store, &[shadow, args[1], tangent], Ty::Any);
                return Ok(());
            }
            Fast::Accumulate if self.is_active(args[2]) => {
                let (shadow, tangent) = (self.tangent(args[0]), self.tangent(args[2]));
                self.fast(Fast::Accumulate, &[shadow, args[1], tangent], Ty::Any);
                return Ok(());
            }
            _ => return Ok(()),
        };
        self.shadows.of.insert(result, tangent);
        Ok(())
    }

    /// Whether the word of a record has a tangent behind it.
    fn is_doubled(&self, val: Val) -> bool {
        self.pass.has_tangent(self.vals[val]) || self.vals[val] == Ty::Part
    }

    /// A word of a record, and its tangent. The words of a record are read in order.
    fn peek(&mut self, depth: usize, result: Val) -> Done<()> {
        if depth != self.read.0 {
            return self.refuse("a record is not read in order");
        }
        self.read.0 += 1;
        self.push(result, Op::Fast(Fast::Peek(self.read.1), Vec::new()));
        self.read.1 += 1;
        if self.is_doubled(result) {
            let tangent = self.fast(Fast::Peek(self.read.1), &[], self.vals[result]);
            self.read.1 += 1;
            self.shadows.of.insert(result, tangent);
        }
        Ok(())
    }

    // Rules -----

    fn prim_tangent(&mut self, prim: PrimId, args: &[Val], result: Val) -> Val {
        if self.vals[result] == Ty::Leaf {
            return self.leaf_tangent(prim, args, result);
        }
        let terms = self.pass.terms(prim).unwrap_or_default();
        let mut sum = None;
        for (term, arg) in terms.iter().zip(args) {
            if term.is_linear() && self.is_active(*arg) {
                let tangent = self.tangent(*arg);
                let part = self.term(term, args, result, tangent);
                sum = Some(match sum {
                    None => part,
                    Some(sum) => self.sum(sum, part),
                });
            }
        }
        sum.expect("an active result has an active argument")
    }

    fn leaf_tangent(&mut self, prim: PrimId, args: &[Val], result: Val) -> Val {
        let mut sum = None;
        for (index, uses) in self.pass.uses(prim).unwrap_or_default().iter().enumerate() {
            if let Some(uses) = uses
                && self.is_active(args[index])
            {
                let tangent = self.tangent(args[index]);
                let part = self.tangent_part((prim, index), uses, (args, result), tangent);
                sum = Some(match sum {
                    Some(sum) => self.emit(Op::Prim(prims::named("%ad-sum"), vec![sum, part]), Ty::Leaf),
                    None => part,
                });
            }
        }
        let sum = sum.expect("an active result has an active argument");
        self.emit(Op::Prim(prims::named("%ad-spread"), vec![sum, result]), Ty::Leaf)
    }
}

impl TermCode for Body<'_, '_> {
    fn code(&mut self) -> Maker<'_> {
        Maker { vals: &mut self.vals, blocks: &mut self.blocks, span: self.span }
    }

    fn get(&mut self, val: Val) -> Val {
        val
    }
}
