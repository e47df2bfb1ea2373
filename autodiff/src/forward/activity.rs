//! Which flonums and vectors of flonums depend on the active parameters.
//!
//! A flonum becomes active by what it is computed from. Vectors are active in classes: all values that may be the same
//! vector are active if a number that is active may be in it; a vector of vectors is in one class with these. A word is a
//! structure of active numbers if it is a point, a part of one, or a pair in which active numbers or structures are;
//! nobody changes these.

use std::collections::{HashMap, HashSet};

use ir::ssa::{Block, End, Fast, FuncId, Inst, LoopId, Op, Ty, Val};
use prims::{Beside, Inline, PrimId, Type};
use syntax::Span;

use super::{Forward, Mode, is_differentiable, is_number};
use crate::reverse::Refusal;

/// A value (index 0), or an element of a tuple.
pub type Key = (Val, usize);

type Done = Result<(), Refusal>;

/// What is active in a function.
#[derive(Clone, Default)]
pub struct Keys {
    /// Flonums, vectors of flonums, and words that are numbers which rules have returned.
    pub numbers: HashSet<Key>,
    /// Words that are structures of active flonums, or parts of such.
    pub structures: HashSet<Key>,
    /// Vectors into which active numbers go, or may go where it is not seen.
    written: HashSet<Key>,
}

impl Keys {
    pub fn contains(&self, key: &Key) -> bool {
        self.numbers.contains(key) || self.structures.contains(key)
    }
}

struct Pass<'p, 'a> {
    forward: &'p mut Forward<'a>,
    func: FuncId,
    keys: Keys,
    loops: HashMap<LoopId, Vec<Val>>,
    changed: bool,
}

/// Which parameters of functions are active in the end, if some are at first: a function may put active numbers into
/// the vectors that it is given.
#[derive(Default)]
pub struct Summaries {
    known: HashMap<(FuncId, Vec<bool>), Summary>,
    /// Functions are read in rounds until nothing changes.
    round: usize,
    changed: bool,
}

#[derive(Clone, PartialEq)]
struct Summary {
    params: Vec<bool>,
    /// Which parameters are vectors into which active numbers go.
    written: Vec<bool>,
    /// Which elements of the result are structures.
    structures: Vec<usize>,
    /// The round in which the function was read; `usize::MAX` when it is final.
    round: usize,
}

const FINAL: usize = usize::MAX;

impl Forward<'_> {
    /// What is active in a function if these parameters are.
    pub fn active_keys(&mut self, func: FuncId, params: &[bool]) -> Result<Keys, Refusal> {
        loop {
            self.activity.changed = false;
            self.activity.round += 1;
            let keys = keys_in(self, func, params)?;
            if !self.activity.changed {
                let round = self.activity.round;
                self.activity.known.retain(|_, summary| summary.round >= round);
                self.activity.known.values_mut().for_each(|summary| summary.round = FINAL);
                return Ok(keys);
            }
        }
    }

    /// Which elements of what a function returns are structures.
    pub fn structures_returned(&self, func: FuncId, keys: &Keys) -> Vec<usize> {
        let func = &self.module.funcs[func];
        let End::Return(returned) = func.body.end else { return Vec::new() };
        let width = self.module.elements(&func.result).len();
        (0..width).filter(|index| keys.structures.contains(&(returned, *index))).collect()
    }

    /// What is active in the end of a function that is called.
    fn summary(&mut self, func: FuncId, params: &[bool]) -> Result<Summary, Refusal> {
        let (key, round) = ((func, params.to_vec()), self.activity.round);
        let known = self.activity.known.entry(key.clone());
        let known = known.or_insert_with(|| Summary {
            params: params.to_vec(),
            written: vec![false; params.len()],
            structures: Vec::new(),
            round: 0,
        });
        if known.round < round {
            known.round = round;
            let keys = keys_in(self, func, params)?;
            let source = &self.module.funcs[func].params;
            let params = source.iter().map(|param| keys.contains(&(*param, 0))).collect();
            let written = source.iter().map(|param| keys.written.contains(&(*param, 0))).collect();
            let structures = self.structures_returned(func, &keys);
            let new = Summary { params, written, structures, round };
            let known = self.activity.known.get_mut(&key).expect("it was inserted above");
            self.activity.changed |= *known != new;
            *known = new;
        }
        Ok(self.activity.known[&key].clone())
    }
}

fn keys_in(forward: &mut Forward, func: FuncId, params: &[bool]) -> Result<Keys, Refusal> {
    let source = forward.module.funcs[func].clone();
    let mut pass = Pass { forward, func, keys: Keys::default(), loops: HashMap::new(), changed: true };
    for (param, _) in source.params.iter().zip(params).filter(|(_, active)| **active) {
        match source.vals[*param] {
            Ty::Any | Ty::Part => pass.mark_structure((*param, 0)),
            _ => pass.mark((*param, 0)),
        }
    }
    while std::mem::take(&mut pass.changed) {
        pass.block(&source.body, None, source.span)?;
    }
    Ok(pass.keys)
}

impl Pass<'_, '_> {
    fn own_type(&self, val: Val) -> Ty {
        self.forward.module.funcs[self.func].vals[val]
    }

    fn ty(&self, val: Val) -> Ty {
        self.own_type(val).as_word()
    }

    fn types(&self, val: Val) -> Vec<Ty> {
        self.forward.module.elements(&self.ty(val)).iter().map(|ty| ty.as_word()).collect()
    }

    fn is_active(&self, val: Val) -> bool {
        self.keys.numbers.contains(&(val, 0))
    }

    fn mark(&mut self, key: Key) {
        self.changed |= self.keys.numbers.insert(key);
    }

    fn mark_written(&mut self, key: Key) {
        self.mark(key);
        self.changed |= self.keys.written.insert(key);
    }

    /// Both are the same vector, if they are vectors.
    fn alias(&mut self, one: Key, other: Key) {
        if self.keys.numbers.contains(&one) || self.keys.numbers.contains(&other) {
            self.mark(one);
            self.mark(other);
        }
        if self.keys.written.contains(&one) || self.keys.written.contains(&other) {
            self.mark_written(one);
            self.mark_written(other);
        }
    }

    fn is_structure(&self, val: Val) -> bool {
        self.keys.structures.contains(&(val, 0))
    }

    fn mark_structure(&mut self, key: Key) {
        self.changed |= self.keys.structures.insert(key);
    }

    /// `to` becomes as active as `from`; both may be tuples. Vectors are the same vector then.
    fn pass_on(&mut self, from: Val, to: Val, span: Span) -> Done {
        let targets = self.types(to);
        for (index, ty) in self.types(from).into_iter().enumerate() {
            let (from, to) = ((from, index), (to, index));
            match ty {
                _ if ty.has_shadow() => self.alias(from, to),
                _ if self.keys.structures.contains(&from) => {
                    if targets.get(index) != Some(&Ty::Any) {
                        return lost(span);
                    }
                    self.mark_structure(to);
                }
                _ if self.keys.numbers.contains(&from) => {
                    if !is_number(ty) || targets.get(index) != Some(&ty) {
                        return lost(span);
                    }
                    self.mark(to);
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn block(&mut self, block: &Block, target: Option<Val>, span: Span) -> Done {
        for inst in &block.insts {
            self.inst(inst)?;
        }
        match &block.end {
            End::Yield(val) => target.map_or(Ok(()), |target| self.pass_on(*val, target, span)),
            // Whoever calls the function relies on the shadows of all vectors that it returns.
            End::Return(val) => {
                for (index, ty) in self.types(*val).into_iter().enumerate() {
                    if ty.has_shadow() {
                        self.mark_written((*val, index));
                    } else if self.keys.numbers.contains(&(*val, index)) && !is_number(ty) {
                        return lost(span);
                    }
                }
                Ok(())
            }
            End::Continue(label, args) => {
                let params = self.loops[label].clone();
                args.iter().zip(params).try_for_each(|(arg, param)| self.pass_on(*arg, param, span))
            }
            End::If(_, then, other) => {
                self.block(then, target, span)?;
                self.block(other, target, span)
            }
            _ => Ok(()),
        }
    }

    fn inst(&mut self, inst: &Inst) -> Done {
        let (result, span) = (inst.result, inst.span);
        match &inst.op {
            Op::Prim(prim, args) if prim.row().inline == Some(Inline::Cons) => {
                if args.iter().any(|arg| self.is_active(*arg) && !is_number(self.ty(*arg))) {
                    return lost(span);
                }
                if args.iter().any(|arg| self.keys.contains(&(*arg, 0))) {
                    self.mark_structure((result, 0));
                }
                Ok(())
            }
            Op::Prim(prim, _) if matches!(prim.row().beside, Some(Beside::Same | Beside::Second)) => {
                if self.forward.mode == Mode::Shadows {
                    return refuse("reverse mode inside of reverse mode, at a structure", span);
                }
                self.mark_structure((result, 0));
                Ok(())
            }
            Op::Prim(prim, args) if args.iter().any(|arg| self.is_structure(*arg)) => self.part(*prim, result, span),
            Op::Prim(prim, args) if args.iter().any(|arg| self.ty(*arg) == Ty::Leaf && self.is_active(*arg)) => {
                self.leaf_prim(*prim, args, result, span)
            }
            Op::Prim(prim, args) => {
                if !args.iter().any(|arg| self.is_active(*arg)) || prim.row().result == Type::Boolean {
                    return Ok(());
                }
                let name = prim.row().name;
                if args.iter().any(|arg| self.ty(*arg).has_shadow() && self.is_active(*arg)) {
                    return refuse(format!("`{name}` of a vector that is being differentiated"), span);
                }
                if !matches!(self.ty(result), Ty::Flonum | Ty::Any) {
                    return refuse(format!("`{name}` of a number that is being differentiated"), span);
                }
                let Some(terms) = self.forward.terms(*prim) else {
                    return refuse(format!("`{name}` has no derivative"), span);
                };
                if terms.iter().zip(args).any(|(term, arg)| term.is_linear() && self.is_active(*arg)) {
                    self.mark((result, 0));
                }
                Ok(())
            }
            Op::Fast(op, args) => self.fast(*op, args, result, span),
            Op::Tuple(vals) => {
                for (index, val) in vals.iter().enumerate() {
                    self.same(*val, (result, index));
                    // Tangents stand beside the elements of a tuple, not beside those of a tuple in it.
                    let is_tuple = matches!(self.ty(*val), Ty::Tuple(_));
                    if is_tuple && (0..self.types(*val).len()).any(|index| self.keys.contains(&(*val, index))) {
                        return lost(span);
                    }
                }
                Ok(())
            }
            Op::Project(tuple, index) => {
                if self.keys.structures.contains(&(*tuple, *index)) {
                    self.mark_structure((result, 0));
                } else if self.ty(result).has_shadow() {
                    self.alias((*tuple, *index), (result, 0));
                } else if self.keys.numbers.contains(&(*tuple, *index)) {
                    self.mark((result, 0));
                }
                Ok(())
            }
            Op::If(_, then, other) => {
                self.block(then, Some(result), span)?;
                self.block(other, Some(result), span)
            }
            Op::Loop(inner) => {
                self.loops.insert(inner.id, inner.params.clone());
                for (init, param) in inner.inits.iter().zip(&inner.params) {
                    self.pass_on(*init, *param, span)?;
                }
                self.block(&inner.body, Some(result), span)
            }
            Op::Call(callee, args) => self.call(*callee, args, result, span),
            Op::MakeProc(_, vals) if vals.iter().any(|val| self.keys.contains(&(*val, 0))) => {
                refuse("a procedure that holds a number being differentiated becomes an object", span)
            }
            _ => Ok(()),
        }
    }

    /// The element of a tuple is the value.
    fn same(&mut self, val: Val, element: Key) {
        if self.is_structure(val) {
            self.mark_structure(element);
        } else if self.ty(val).has_shadow() {
            self.alias((val, 0), element);
        } else if self.is_active(val) {
            self.mark(element);
        }
    }

    /// A primitive gets a leaf.
    fn leaf_prim(&mut self, prim: PrimId, args: &[Val], result: Val, span: Span) -> Done {
        let row = prim.row();
        if row.result == Type::Boolean || row.inline == Some(Inline::Constant) {
            return Ok(());
        }
        let Some(uses) = self.forward.uses(prim) else {
            return refuse(format!("`{}` has no derivative", row.name), span);
        };
        if uses.iter().zip(args).any(|(uses, arg)| uses.is_some() && self.is_active(*arg)) {
            if self.ty(result) != Ty::Leaf {
                return lost(span);
            }
            self.mark((result, 0));
        }
        Ok(())
    }

    /// A primitive takes something from a structure, or asks about it.
    fn part(&mut self, prim: PrimId, result: Val, span: Span) -> Done {
        let row = prim.row();
        match (row.inline, row.result) {
            (Some(Inline::Car | Inline::Cdr | Inline::RecordRef), _) => self.mark_structure((result, 0)),
            _ if row.beside == Some(Beside::First) => self.mark_structure((result, 0)),
            (Some(Inline::Constant), _) | (_, Type::Boolean | Type::Never) => {}
            _ if row.params.first().is_some_and(|param| param.ty == Type::List) && row.result == Type::Fixnum => {}
            _ => return refuse(format!("`{}` of a structure that is being differentiated", row.name), span),
        }
        Ok(())
    }

    /// The same for an operation of fast code.
    fn fast_part(&mut self, op: Fast, result: Val, span: Span) -> Done {
        match (op, self.ty(result)) {
            (Fast::Length | Fast::CheckElements, _) | (Fast::Narrow | Fast::Unbox, Ty::Bool) => {}
            // What is known to be an integer is an index in a place.
            (Fast::Unbox, Ty::Fixnum) => {}
            (Fast::Narrow, Ty::Fixnum) => return exact(span),
            (Fast::Narrow | Fast::Number | Fast::Unbox | Fast::Load, Ty::Flonum) | (Fast::Unbox, Ty::Leaf) => {
                self.mark((result, 0))
            }
            (Fast::CheckF64vector | Fast::CheckFlonums, Ty::Flonums) => self.mark((result, 0)),
            (Fast::Unbox, Ty::Flonums) if self.forward.mode == Mode::Tangents => self.mark((result, 0)),
            (Fast::CheckVector | Fast::CheckF64vector | Fast::Load | Fast::Unbox, Ty::Any) => {
                self.mark_structure((result, 0));
            }
            _ => return lost(span),
        }
        Ok(())
    }

    fn fast(&mut self, op: Fast, args: &[Val], result: Val, span: Span) -> Done {
        match op {
            // What is pushed here is read elsewhere, where nothing but its type is known of it.
            Fast::Push | Fast::Put => {
                for arg in args {
                    match self.own_type(*arg) {
                        ty if ty.has_shadow() => self.mark_written((*arg, 0)),
                        Ty::Flonum | Ty::Leaf | Ty::Part => {}
                        _ if self.keys.contains(&(*arg, 0)) => return lost(span),
                        _ => {}
                    }
                }
            }
            Fast::Peek(_) if self.own_type(result) == Ty::Part => self.mark_structure((result, 0)),
            _ if args.iter().any(|arg| self.is_structure(*arg)) => self.fast_part(op, result, span)?,
            Fast::Load if self.ty(args[0]) == Ty::Rows => self.pass_on(args[0], result, span)?,
            Fast::Store if self.ty(args[0]) == Ty::Rows => self.pass_on(args[2], args[0], span)?,
            Fast::NewVector if self.ty(result) == Ty::Rows => self.pass_on(args[1], result, span)?,
            Fast::Load if is_number(self.ty(result)) && self.is_active(args[0]) => self.mark((result, 0)),
            Fast::Store | Fast::Accumulate if self.is_active(args[2]) => {
                if !matches!(self.ty(args[0]), Ty::Flonums | Ty::Leaves) {
                    return lost(span);
                }
                self.mark_written((args[0], 0));
            }
            Fast::NewVector | Fast::NewF64vector if self.is_active(args[1]) => {
                if !matches!(self.ty(result), Ty::Flonums | Ty::Leaves) {
                    return lost(span);
                }
                self.mark((result, 0));
            }
            // It may be a vector that is inactive elsewhere.
            Fast::CheckVector | Fast::CheckF64vector | Fast::CheckFlonums | Fast::Unbox
                if self.keys.written.contains(&(result, 0)) && !self.ty(args[0]).has_shadow() =>
            {
                return refuse("a number that is being differentiated goes into a vector in an object", span);
            }
            Fast::Narrow | Fast::Number | Fast::Unbox => match self.ty(result) {
                Ty::Flonum | Ty::Leaf if self.is_active(args[0]) => self.mark((result, 0)),
                Ty::Flonums => self.pass_on(args[0], result, span)?,
                _ if self.is_active(args[0]) => return exact(span),
                _ => {}
            },
            Fast::Plain if self.is_active(args[0]) => {
                return refuse("a number that is being differentiated goes into a plain f64vector", span);
            }
            Fast::Peek(_) if is_differentiable(self.ty(result)) => self.mark((result, 0)),
            Fast::Reserve(_)
            | Fast::Length
            | Fast::CheckElements
            | Fast::CheckNumbers
            | Fast::Constant
            | Fast::Plain
            | Fast::Load
            | Fast::Store
            | Fast::Accumulate => {}
            _ if args.iter().any(|arg| self.is_active(*arg)) => return exact(span),
            _ => {}
        }
        Ok(())
    }

    /// What a call returns to which anything active goes is active.
    fn call(&mut self, callee: FuncId, args: &[Val], result: Val, span: Span) -> Done {
        let results = self.types(result);
        let active_result = (0..results.len()).any(|index| self.keys.numbers.contains(&(result, index)));
        let flags: Vec<bool> = args.iter().map(|arg| self.keys.contains(&(*arg, 0))).collect();
        let is_plain = self.forward.mode == Mode::Shadows || !self.forward.uses_tape(callee);
        if !active_result && !flags.contains(&true) && is_plain {
            return Ok(());
        }
        if args.iter().any(|arg| self.is_active(*arg) && !is_differentiable(self.ty(*arg))) {
            return lost(span);
        }
        let summary = self.forward.summary(callee, &flags)?;
        for ((arg, active), written) in args.iter().zip(summary.params).zip(summary.written) {
            if written {
                self.mark_written((*arg, 0));
            } else if active && !self.is_structure(*arg) {
                self.mark((*arg, 0));
            }
        }
        for (index, ty) in results.into_iter().enumerate() {
            if is_differentiable(ty) {
                self.mark((result, index));
            } else if summary.structures.contains(&index) {
                self.mark_structure((result, index));
            }
        }
        Ok(())
    }
}

fn refuse(reason: impl Into<String>, span: Span) -> Done {
    Err(Refusal { reason: reason.into(), span })
}

fn exact(span: Span) -> Done {
    refuse("a number that is being differentiated becomes an exact one", span)
}

fn lost(span: Span) -> Done {
    refuse("a number that is being differentiated goes where it cannot be followed", span)
}
