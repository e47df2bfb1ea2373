//! Reverse mode on ssa: the gradient of fast code.
//!
//! In: a function of fast code in normal form (see `lower::specialize`) and which of its parameters are active. Out:
//! functions of ordinary ssa, so every later pass and back end works on them.
//!
//! The code is differentiated block by block, backwards (Griewank & Walther 2008). Each active flonum has an *adjoint*
//! while its block is read backwards; an active vector of flonums has a *shadow*, a vector of the same length that
//! accumulates the adjoints of its elements: `vector-ref` adds to it, `vector-set!` takes from it and clears. Shadows are
//! made on the way there, by forward mode ([`Mode::Shadows`]), which also says what is active: wherever a vector goes, its
//! shadow goes beside it, so a loop may carry vectors, a branch choose one, a call return one (Moses & Churavy 2020).
//!
//! ```text
//! v2 = sin v1                    a1 += a2 * cos v1
//! loop: body, n turns            loop n times: body backwards; the adjoints of its parameters go from turn to turn
//! if t { A } else { B }          if t { A backwards } else { B backwards }
//! call f (v ...)                 f.forward, which leaves what it knows on the tape; f.backward, which takes it
//! ```
//!
//! What the way back needs of the way there (residuals) is decided block by block when all needs are known, see
//! [`residuals`]: used directly where both ways are in one scope, computed again where that is cheap, handed out of a
//! branch, or pushed onto the tape, one record for a turn of a loop or a call.
//!
//! The strong zero of `design/autodiff.md` is not computed here: the caller checks results for NaN and takes the
//! generic path then, which has it.

mod adjoints;
mod again;
mod cut;
mod free;
mod loops;
mod memory;
mod residuals;
mod structure;
mod turns;

use std::collections::HashMap;

use ir::id::{Arena, Id};
use ir::ssa::{Block, Const, Derivative, End, Fast, Func, FuncId, Inst, LoopId, Module, Op, ProcId, Ty, Val};
use prims::Inline;
use syntax::Span;

use crate::algebra::{Blocks, Maker};
use crate::forward::{Forward, Mode, Shadowed, is_number};
use crate::own_rule::{OwnRule, missing};
use crate::terms::TermCode;
pub use loops::{does_little, does_much};
use residuals::{Kind, Region};

/// Why a function cannot be differentiated, and where.
#[derive(Clone, Debug)]
pub struct Refusal {
    /// Why.
    pub reason: String,
    /// Where.
    pub span: Span,
}

/// A function that computes value and gradient.
pub struct Gradient {
    /// Takes the parameters, then one shadow for each active vector or structure; returns a tuple of the value, a
    /// flonum, and the adjoint of each active flonum parameter.
    pub func: FuncId,
    /// The types of the elements of the tuple.
    pub results: usize,
}

/// Makes the gradient of `func`, which returns a flonum, with respect to the parameters that are marked: flonums, and
/// vectors of flonums that nobody changes. New functions are added to `module`, or none.
pub fn gradient(module: &mut Module, func: FuncId, active: &[bool]) -> Result<Gradient, Refusal> {
    module.all_or_nothing(|module| {
        let mut shadows = Forward::new(module, Mode::Shadows);
        let func = shadows.tangent(func, active)?;
        let mut pass = Reverse { shadows, splits: HashMap::new(), running: Vec::new() };
        let (func, results) = Body::new(&mut pass, func, true).joint()?;
        Ok(Gradient { func, results })
    })
}

struct Reverse<'a> {
    /// The module, and its functions with shadows, which are what is differentiated.
    shadows: Forward<'a>,
    splits: HashMap<(FuncId, Vec<ProcId>), Split>,
    /// The rules that are being differentiated: what they call of their own procedures is by its code.
    running: Vec<ProcId>,
}

/// The two halves of a function that is called.
#[derive(Clone)]
struct Split {
    forward: FuncId,
    backward: FuncId,
    /// How many results have adjoints: the flonums among them.
    seeds: usize,
}

/// The function that is being differentiated.
struct Body<'p, 'a> {
    pass: &'p mut Reverse<'a>,
    source: Func,
    vals: Arena<Val, Ty>,
    loops: u32,
    span: Span,
    facts: Shadowed,
    /// Vectors that nobody changes.
    read_only: Vec<Val>,
    /// Where in the order of definition vectors are changed last that only this function knows.
    changes: HashMap<Val, usize>,
    /// How each value is defined.
    defs: HashMap<Val, Op>,
    /// The order of definition.
    order: HashMap<Val, usize>,
    /// The free active numbers of branches and loops, by their results.
    free: HashMap<Val, Vec<Key>>,
    /// Where each value of the way there is, as seen from the way back.
    home: HashMap<Val, usize>,
    regions: Vec<Region>,
    /// The regions that the way back is in, innermost last.
    inside: Vec<usize>,
    /// The adjoints that are known at this point of the way back: of a flonum, or of an element of a tuple.
    adjoints: HashMap<Key, Val>,
    /// The open blocks of the way back.
    blocks: Blocks,
}

/// A flonum (index 0), or an element of a tuple.
type Key = (Val, usize);

impl Reverse<'_> {
    /// The halves of a function with shadows, made if need be.
    fn split(&mut self, func: FuncId) -> Result<Split, Refusal> {
        let key = (func, self.running.clone());
        if let Some(known) = self.splits.get(&key) {
            return Ok(known.clone());
        }
        let source = self.shadows.module.funcs[func].clone();
        let seeds = self.numbers_of(source.result).len();
        let mut half = || self.shadows.module.funcs.push(source.clone());
        let split = Split { forward: half(), backward: half(), seeds };
        self.splits.insert(key, split.clone());
        match source.derivative {
            Derivative::Missing => return missing(source.span),
            Derivative::Again(again) => {
                let inner = self.split(again)?;
                self.halves_again(func, &split, &inner, &[]);
            }
            Derivative::Rule { source: id, .. } if self.begins_again(func) => {
                let facts = &self.shadows.shadowed[&func];
                let call = OwnRule::of(&source, &facts.active)?;
                let steps = call.moving.iter().map(|(_, moves)| *moves);
                let flags: Vec<bool> = (0..facts.own).map(|_| false).chain(steps).collect();
                let rule = self.shadows.tangent(call.rule, &flags)?;
                self.running.push(id);
                let inner = self.split(rule)?;
                self.running.pop();
                self.halves_again(func, &split, &inner, &call.moving);
            }
            Derivative::Rule { .. } | Derivative::Own => Body::new(self, func, false).halves(&split)?,
        }
        Ok(split)
    }

    /// Whether the way back of a call begins with its arguments.
    fn begins_again(&self, func: FuncId) -> bool {
        match self.shadows.module.funcs[func].derivative {
            Derivative::Again(_) => true,
            Derivative::Rule { source, .. } => !self.running.contains(&source),
            Derivative::Own | Derivative::Missing => false,
        }
    }

    /// Which elements of a result are numbers, with adjoints.
    fn numbers_of(&self, result: Ty) -> Vec<usize> {
        let types = self.shadows.module.elements(&result);
        (0..types.len()).filter(|index| is_number(types[*index])).collect()
    }
}

impl<'p, 'a> Body<'p, 'a> {
    /// For a function with shadows; `given` says that nobody changes the vectors that it is given.
    fn new(pass: &'p mut Reverse<'a>, func: FuncId, given: bool) -> Body<'p, 'a> {
        let source = pass.shadows.module.funcs[func].clone();
        let facts = pass.shadows.shadowed[&func].clone();
        let kind = if given { Kind::Direct } else { Kind::Record };
        let mut body = Body {
            vals: source.vals.clone(),
            loops: source.loops,
            span: source.span,
            read_only: if given { source.params[..facts.own].to_vec() } else { Vec::new() },
            changes: HashMap::new(),
            facts,
            defs: HashMap::new(),
            order: HashMap::new(),
            free: HashMap::new(),
            home: HashMap::new(),
            regions: vec![Region::new(kind)],
            inside: vec![0],
            adjoints: HashMap::new(),
            blocks: Blocks::default(),
            pass,
            source,
        };
        for param in body.source.params.clone() {
            body.define(param, 0);
        }
        let block = body.source.body.clone();
        body.number(&block);
        body.changes = memory::last_changes(&block, body.pass.shadows.module, &body.vals, &body.order);
        for (read, stored) in memory::stored_before(&block, &body.vals) {
            body.defs.insert(read, Op::Fast(Fast::Unbox, vec![stored]));
        }
        body.open();
        body
    }

    /// Whether a number is active: a flonum, or a word that a rule has returned.
    fn is_active(&self, key: Key) -> bool {
        let types = self.pass.shadows.module.elements(&self.vals[key.0]);
        !types[key.1].has_shadow() && self.facts.keys.contains(&key)
    }

    /// The type of the adjoint of a number.
    fn adjoint_type(&self, key: Key) -> Ty {
        match self.pass.shadows.module.elements(&self.vals[key.0])[key.1] {
            Ty::Leaf => Ty::Leaf,
            _ => Ty::Flonum,
        }
    }

    /// The shadow of a vector, if it is active.
    fn shadow(&self, vector: Val) -> Option<Val> {
        self.facts.shadows.of.get(&vector).copied()
    }

    /// The value is defined here, in a region.
    fn define(&mut self, val: Val, region: usize) {
        let next = self.order.len();
        self.order.entry(val).or_insert(next);
        self.home.insert(val, region);
    }

    /// Notes order and definition of all values, and the free ones of branches and loops.
    fn number(&mut self, block: &Block) {
        for inst in &block.insts {
            match &inst.op {
                Op::If(_, then, other) => {
                    self.number(then);
                    self.number(other);
                }
                Op::Loop(inner) => {
                    for param in &inner.params {
                        let next = self.order.len();
                        self.order.insert(*param, next);
                    }
                    self.number(&inner.body);
                }
                op => {
                    self.defs.insert(inst.result, op.clone());
                }
            }
            if matches!(inst.op, Op::If(..) | Op::Loop(_)) {
                let free = self.free(std::slice::from_ref(inst), &[], &[]);
                self.free.insert(inst.result, free);
            }
            let next = self.order.len();
            self.order.insert(inst.result, next);
        }
        if let End::If(_, then, other) = &block.end {
            self.number(then);
            self.number(other);
        }
    }

    fn refuse<T>(&self, reason: impl Into<String>) -> Result<T, Refusal> {
        Err(Refusal { reason: reason.into(), span: self.span })
    }

    // Making code -----

    fn inst(&mut self, op: Op, ty: Ty) -> Inst {
        Inst { result: self.vals.push(ty), op, span: self.span }
    }

    fn inline(&mut self, op: Inline, args: &[Val], ty: Ty) -> Val {
        self.emit(Op::Prim(prims::with_inline(op), args.to_vec()), ty)
    }

    fn fixnum(&mut self, value: i64) -> Val {
        self.emit(Op::Const(Const::Fixnum(value)), Ty::Fixnum)
    }

    fn new_loop(&mut self) -> LoopId {
        self.loops += 1;
        Id::new(self.loops as usize - 1)
    }

    /// One value of the way back that stands for several.
    fn pack(&mut self, vals: &[Val], types: &[Ty]) -> Val {
        match vals {
            [] => self.fixnum(0),
            [one] => *one,
            _ => {
                let ty = self.pass.shadows.module.packed_type(types);
                self.emit(Op::Tuple(vals.to_vec()), ty)
            }
        }
    }

    fn unpack(&mut self, packed: Val, types: &[Ty]) -> Vec<Val> {
        match types {
            [] => Vec::new(),
            [_] => vec![packed],
            _ => types.iter().enumerate().map(|(i, ty)| self.emit(Op::Project(packed, i), *ty)).collect(),
        }
    }

    fn function(&self, name: &str, params: Vec<Val>, insts: Vec<Inst>, result: Val) -> Func {
        let body = Block { insts, end: End::Return(result) };
        let result = self.vals[result];
        let name = format!("{}.{name}", self.source.name);
        let (vals, loops) = (self.vals.clone(), self.loops);
        Func { params, vals, loops, body, result, ..Func::giving_up(name, self.source.span) }
    }

    /// A function that takes what the source takes.
    fn function_there(&self, name: &str, insts: Vec<Inst>, result: Val) -> Func {
        let params = self.source.params.clone();
        let shadows = params.len() - self.facts.own;
        Func { shadows, ..self.function(name, params, insts, result) }
    }

    fn returned(&self) -> Result<Val, Refusal> {
        match self.source.body.end {
            End::Return(val) => Ok(val),
            _ => self.refuse("the function is not in normal form"),
        }
    }

    // Whole functions -----

    /// One function that goes there and back.
    fn joint(&mut self) -> Result<(FuncId, usize), Refusal> {
        let result = self.returned()?;
        let one = self.flonum(1.0);
        self.add((result, 0), one);
        let insts = self.source.body.insts.clone();
        self.settle(&insts, 0);
        let mut code = self.reverse_insts(&insts)?;
        let mut results = vec![result];
        results.extend(self.adjoints_of_parameters());
        let types: Vec<Ty> = results.iter().map(|val| self.vals[*val]).collect();
        let packed = self.pack(&results, &types);
        code.extend(self.close());
        let func = self.function_there("gradient", code, packed);
        Ok((self.pass.shadows.module.funcs.push(func), results.len()))
    }

    /// Two functions, one for each way.
    fn halves(&mut self, split: &Split) -> Result<(), Refusal> {
        let result = self.returned()?;
        let seeded = self.pass.numbers_of(self.source.result);
        let mut seeds = Vec::new();
        for index in seeded {
            let seed = self.vals.push(self.adjoint_type((result, index)));
            seeds.push(seed);
            self.add((result, index), seed);
        }
        let insts = self.source.body.insts.clone();
        self.settle(&insts, 0);
        let mut forward = self.reverse_insts(&insts)?;
        let results = self.adjoints_of_parameters();
        let types: Vec<Ty> = results.iter().map(|val| self.vals[*val]).collect();
        let packed = self.pack(&results, &types);
        let back = self.close();
        self.inside.clear();
        let (mut backward, saved) = self.restore_record(0);
        backward.extend(back);
        forward.extend(self.push_record(&saved));
        let forward = self.function_there("forward", forward, result);
        self.pass.shadows.module.funcs[split.forward] = forward;
        let backward = self.function("backward", seeds, backward, packed);
        self.pass.shadows.module.funcs[split.backward] = backward;
        Ok(())
    }

    fn adjoints_of_parameters(&mut self) -> Vec<Val> {
        let mut active = self.source.params.clone();
        active.retain(|param| self.is_active((*param, 0)));
        active.into_iter().map(|param| self.adjoint((param, 0))).collect()
    }
}

/// The code of the way back.
impl TermCode for Body<'_, '_> {
    fn code(&mut self) -> Maker<'_> {
        Maker { vals: &mut self.vals, blocks: &mut self.blocks, span: self.span }
    }

    fn get(&mut self, val: Val) -> Val {
        if let Some(Op::Const(Const::Flonum(value))) = self.defs.get(&val) {
            let value = *value;
            return self.flonum(value);
        }
        let stand_in = self.stand_in(val);
        if let Some((factor, of)) = self.known_multiple(val) {
            self.blocks.note_multiple(stand_in, factor, of);
        }
        stand_in
    }
}
