//! The compiled path of derivatives: where a procedure that is known when the program is compiled is differentiated, its
//! gradient is made ordinary code.
//!
//! In: typed ssa. Out: the same, in which every primitive with the inline operation `gradient` is an attempt with fast
//! code, made by `specialize` and `autodiff::gradient`, and behind it the call of its last argument, which goes the
//! generic way; and a [`Site`] for each, which says what became of it.
//!
//! ```text
//! (%gradient f x #f otherwise)   =>   r = attempt f.entry (x, captures of f); if r is undefined: (otherwise f x)
//! ```
//!
//! The point may be a number, a vector or f64vector of flonums, or a list of these (several arguments). What it is
//! decides at run time which entry is taken; an entry is made for each that the procedure can work on.

use std::collections::HashMap;

use ir::id::Arena;
use ir::ssa::{Block, Const, Fast, Func, FuncId, Inst, Module, Op, ProcId, Ty, Val};
use prims::Inline;
use syntax::Span;

use crate::attempts::{Code, entry};
pub use crate::specialize::GiveUp;
use crate::specialize::{BUDGET, Form, NEVER_RETURNS, Purpose, Shape, Vector, specialize};

/// A place where a procedure is differentiated.
#[derive(Clone, Debug)]
pub struct Site {
    /// Where.
    pub span: Span,
    /// The entries that were made, or why there is none.
    pub entries: Result<Vec<Entry>, GiveUp>,
}

/// Compiled code for one kind of point.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The point, for people.
    pub point: String,
    /// Where the code gives up.
    pub gives_up: Vec<GiveUp>,
}

/// Points with several arguments may be of this many kinds.
const MAX_KINDS: usize = 4;

/// Compiles gradients in a whole program, or, if that is not wanted, leaves them all to the generic path.
pub fn compile_gradients(module: &Module, wanted: bool) -> (Module, Vec<Site>) {
    let mut out = module.clone();
    let mut sites = Vec::new();
    let mut known = Vec::new();
    for id in module.funcs.ids() {
        let source = &module.funcs[id];
        let is_site = |op: &Op| matches!(op, Op::Prim(prim, _) if prim.row().inline == Some(Inline::Gradient));
        if !source.body.all_insts().any(|inst| is_site(&inst.op)) {
            continue;
        }
        let defs = source.body.all_insts().map(|inst| (inst.result, &inst.op)).collect();
        let facts = Facts { defs, types: &source.vals };
        let vals = source.vals.clone();
        let mut pass = Pass { module, out: &mut out, known: &mut known, wanted, facts, vals, sites: &mut sites };
        let body = pass.block(&source.body);
        let vals = pass.vals;
        out.funcs[id] = Func { body, vals, ..source.clone() };
    }
    (out, sites)
}

struct Pass<'a> {
    module: &'a Module,
    out: &'a mut Module,
    known: &'a mut Vec<(Question, Result<Made, GiveUp>)>,
    wanted: bool,
    facts: Facts<'a>,
    vals: Arena<Val, Ty>,
    sites: &'a mut Vec<Site>,
}

/// What is known about the values of a function.
struct Facts<'a> {
    defs: HashMap<Val, &'a Op>,
    types: &'a Arena<Val, Ty>,
}

/// An operator's arguments.
struct Operator {
    procedure: Val,
    point: Val,
    with_value: bool,
    otherwise: Val,
    span: Span,
}

/// A kind of point.
#[derive(Clone, Copy, PartialEq, Debug)]
enum Leaf {
    Flonum,
    Vector,
    F64vector,
}

/// What an entry is made for.
#[derive(Clone, PartialEq)]
struct Question {
    procedure: ProcId,
    captures: Vec<Shape>,
    kinds: Vec<Leaf>,
    /// The types of the parts of the point.
    types: Vec<Ty>,
    is_list: bool,
    with_value: bool,
}

/// An entry that has been made.
#[derive(Clone)]
struct Made {
    func: FuncId,
    kinds: Vec<Leaf>,
    report: Entry,
}

impl Pass<'_> {
    fn block(&mut self, block: &Block) -> Block {
        let mut insts = Vec::new();
        for inst in &block.insts {
            self.inst(inst, &mut insts);
        }
        let end = block.end.map_blocks(|inner| self.block(inner));
        Block { insts, end }
    }

    fn inst(&mut self, inst: &Inst, insts: &mut Vec<Inst>) {
        let op = match &inst.op {
            Op::Prim(prim, args) if prim.row().inline == Some(Inline::Gradient) => {
                let with_value = matches!(self.facts.defs.get(&args[2]), Some(Op::Const(Const::Bool(true))));
                let operator =
                    Operator { procedure: args[0], point: args[1], with_value, otherwise: args[3], span: inst.span };
                self.site(&operator, insts)
            }
            other => other.map_blocks(|inner| self.block(inner)),
        };
        insts.push(Inst { op, ..*inst });
    }

    /// What replaces an operator.
    fn site(&mut self, operator: &Operator, insts: &mut Vec<Inst>) -> Op {
        let span = operator.span;
        let generic = Op::CallValue(operator.otherwise, vec![operator.procedure, operator.point]);
        let entries = match self.entries(operator) {
            Ok(entries) => entries,
            Err(reason) => {
                self.sites.push(Site { span, entries: Err(reason) });
                return generic;
            }
        };
        let mut code = Code::new(&mut self.vals, span);
        let (tried, gave_up) = self.facts.attempts(operator, &entries, &mut code);
        let op = code.choose(gave_up, |code| code.emit(generic.clone(), Ty::Any), |_| tried);
        insts.append(&mut code.insts);
        let entries = entries.into_iter().map(|made| made.report).collect();
        self.sites.push(Site { span, entries: Ok(entries) });
        op
    }

    fn entries(&mut self, operator: &Operator) -> Result<Vec<Made>, GiveUp> {
        if !self.wanted {
            return Err(GiveUp { reason: "compiled derivatives are switched off".to_owned(), span: operator.span });
        }
        let facts = &self.facts;
        let Some(Op::MakeProc(procedure, captures)) = facts.defs.get(&operator.procedure) else {
            let reason = "the procedure is not known when the program is compiled".to_owned();
            return Err(GiveUp { reason, span: operator.span });
        };
        let captures: Vec<Shape> = captures.iter().map(|capture| facts.shape_of(*capture)).collect();
        let question = |kinds| Question {
            procedure: *procedure,
            captures: captures.clone(),
            kinds,
            types: facts.point_vals(operator.point).iter().map(|part| facts.types[*part]).collect(),
            is_list: facts.is_list(operator.point),
            with_value: operator.with_value,
        };
        let questions: Vec<Question> = facts.kinds_of(operator.point).into_iter().map(question).collect();
        let mut made = Vec::new();
        let mut refused: Option<GiveUp> = None;
        for question in questions {
            match self.entry(question, operator.span) {
                Ok(entry) => made.push(entry),
                // That the procedure raises an error says only that this kind of point is not the right one.
                Err(reason) if refused.as_ref().is_none_or(|known| known.reason == NEVER_RETURNS) => {
                    refused = Some(reason);
                }
                Err(_) => {}
            }
        }
        match (made.is_empty(), refused) {
            (true, Some(reason)) => Err(reason),
            _ => Ok(made),
        }
    }

    /// The code for a kind of point, made if need be.
    fn entry(&mut self, question: Question, span: Span) -> Result<Made, GiveUp> {
        if let Some((_, known)) = self.known.iter().find(|(known, _)| *known == question) {
            return known.clone();
        }
        let (funcs, tuples) = (self.out.funcs.len(), self.out.tuples.len());
        let made = self.make_entry(&question, span);
        if made.is_err() {
            self.out.funcs.truncate(funcs);
            self.out.tuples.truncate(tuples);
        }
        self.known.push((question, made.clone()));
        made
    }

    fn make_entry(&mut self, question: &Question, span: Span) -> Result<Made, GiveUp> {
        let vector = |f64| Form::Flonums((), Vector { made: false, f64 });
        let leaf = |kind: &Leaf| match kind {
            Leaf::Flonum => Form::Flonum(()),
            Leaf::Vector => vector(false),
            Leaf::F64vector => vector(true),
        };
        let mut arguments: Vec<Shape> = question.kinds.iter().map(leaf).collect();
        if question.is_list {
            let nil = Form::Const(Const::Null);
            arguments = vec![arguments.into_iter().rev().fold(nil, |rest, part| Form::Pair((part, rest).into()))];
        }
        let clauses = &self.module.procs[question.procedure].clauses;
        let Some(clause) = clauses.iter().find(|clause| clause.params == arguments.len() && !clause.rest) else {
            return Err(GiveUp { reason: "the procedure does not take this number of arguments".to_owned(), span });
        };
        arguments.extend(question.captures.iter().cloned());
        let mut fuel = BUDGET;
        let made = specialize(self.module, self.out, clause.func, &arguments, Purpose::Gradient, &mut fuel)?;
        if made.result != Form::Flonum(()) {
            return Err(GiveUp { reason: "the procedure does not return a flonum".to_owned(), span });
        }
        let Question { kinds, captures, .. } = question;
        let capture_types: Vec<Ty> = captures.iter().flat_map(Form::leaf_types).collect();
        let active: Vec<bool> = kinds.iter().map(|_| true).chain(capture_types.iter().map(|_| false)).collect();
        let gradient = autodiff::gradient(self.out, made.func, &active)
            .map_err(|refusal| GiveUp { reason: refusal.reason, span: refusal.span })?;
        let mut vals = Arena::default();
        let mut code = Code::new(&mut vals, span);
        let mut params = Vec::new();
        let mut args = Vec::new();
        let mut shadows = Vec::new();
        for (kind, ty) in kinds.iter().zip(&question.types) {
            let param = code.vals.push(*ty);
            params.push(param);
            let (check, make) = match kind {
                Leaf::Flonum => {
                    args.push(code.fast(Fast::Narrow, &[param], Ty::Flonum));
                    continue;
                }
                Leaf::Vector => (Fast::CheckFlonums, Fast::NewVector),
                Leaf::F64vector => (Fast::CheckF64vector, Fast::NewF64vector),
            };
            let vector = code.fast(check, &[param], Ty::Any);
            let length = code.fast(Fast::Length, &[vector], Ty::Fixnum);
            let zero = code.emit(Op::Const(Const::Flonum(0.0)), Ty::Flonum);
            shadows.push(code.fast(make, &[length, zero], Ty::Any));
            args.push(vector);
        }
        for ty in capture_types {
            let param = code.vals.push(ty);
            params.push(param);
            args.push(param);
        }
        args.extend(&shadows);
        let packed_type = self.out.funcs[gradient.func].result;
        let packed = code.emit(Op::Call(gradient.func, args), packed_type);
        let mut results = match gradient.results {
            1 => vec![packed],
            count => (0..count).map(|index| code.emit(Op::Project(packed, index), Ty::Flonum)).collect(),
        }
        .into_iter();
        let value = results.next().expect("the value comes first");
        let mut shadows = shadows.into_iter();
        let mut slopes = Vec::new();
        for kind in kinds {
            let slope = if *kind == Leaf::Flonum { results.next() } else { shadows.next() };
            let slope = slope.expect("one for each part of the point");
            code.fast(Fast::CheckNumbers, &[slope], Ty::Any);
            slopes.push(slope);
        }
        let mut answer = match (question.is_list, &slopes[..]) {
            (false, [slope]) => *slope,
            _ => code.emit(Op::Prim(prims::with_inline(Inline::List), slopes), Ty::Any),
        };
        if question.with_value {
            answer = code.emit(Op::Prim(prims::with_inline(Inline::Cons), vec![value, answer]), Ty::Any);
        }
        let insts = code.insts;
        let func = entry(&self.out.funcs[made.func].name, params, vals, insts, answer, span);
        let names: Vec<&str> = kinds
            .iter()
            .map(|kind| match kind {
                Leaf::Flonum => "flonum",
                Leaf::Vector => "vector of flonums",
                Leaf::F64vector => "f64vector",
            })
            .collect();
        let report = Entry { point: names.join(", "), gives_up: made.gives_up };
        Ok(Made { func: self.out.funcs.push(func), kinds: kinds.to_vec(), report })
    }
}

impl Facts<'_> {
    /// Attempts with each entry, as far as the point is of its kind: the answer, and whether all gave up.
    fn attempts(&self, operator: &Operator, entries: &[Made], code: &mut Code) -> (Val, Val) {
        let Some((first, rest)) = entries.split_first() else {
            let undefined = code.emit(Op::Const(Const::Undefined), Ty::Any);
            return (undefined, code.emit(Op::Const(Const::Bool(true)), Ty::Bool));
        };
        let mut args = self.point_vals(operator.point);
        self.capture_vals(operator.procedure, &mut args);
        let kind_test = match (&first.kinds[..], self.types[operator.point]) {
            ([Leaf::Flonum], Ty::Any) => Some(Inline::IsFlonum),
            ([Leaf::Vector], Ty::Any) => Some(Inline::IsVector),
            _ => None,
        };
        let others = |code: &mut Code| self.attempts(operator, rest, code).0;
        let op = match (kind_test, rest) {
            (_, []) => return code.attempt(first.func, args),
            (Some(test), _) => {
                let test = Op::Prim(prims::with_inline(test), vec![operator.point]);
                let test = code.emit(test, Ty::Bool);
                code.choose(test, |code| code.emit(Op::Attempt(first.func, args.clone()), Ty::Any), others)
            }
            (None, _) => {
                let (tried, gave_up) = code.attempt(first.func, args);
                code.choose(gave_up, others, |_| tried)
            }
        };
        let tried = code.emit(op, Ty::Any);
        (tried, code.is_undefined(tried))
    }

    /// The shape of a captured value.
    fn shape_of(&self, val: Val) -> Shape {
        match (self.defs.get(&val), self.types[val]) {
            (Some(Op::Const(word)), _) => Form::Const(*word),
            (Some(Op::MakeProc(id, captures)), _) => {
                let captures: Vec<Shape> = captures.iter().map(|capture| self.shape_of(*capture)).collect();
                Form::Proc(*id, captures.into())
            }
            (_, Ty::Flonum) => Form::Flonum(()),
            (_, Ty::Fixnum) => Form::Fixnum(()),
            (_, Ty::Bool) => Form::Bool(()),
            _ => Form::Word(()),
        }
    }

    /// The leaves of what a procedure captures.
    fn capture_vals(&self, val: Val, vals: &mut Vec<Val>) {
        match self.defs.get(&val) {
            Some(Op::MakeProc(_, captures)) => captures.iter().for_each(|capture| self.capture_vals(*capture, vals)),
            Some(Op::Const(_)) => {}
            _ => vals.push(val),
        }
    }

    /// The parts of the point.
    fn point_vals(&self, point: Val) -> Vec<Val> {
        match self.defs.get(&point) {
            Some(Op::Prim(prim, items)) if prim.row().inline == Some(Inline::List) => items.clone(),
            _ => vec![point],
        }
    }

    fn is_list(&self, point: Val) -> bool {
        matches!(self.defs.get(&point), Some(Op::Prim(prim, _)) if prim.row().inline == Some(Inline::List))
    }

    /// The kinds that the parts of the point may be of.
    fn kinds_of(&self, point: Val) -> Vec<Vec<Leaf>> {
        let mut all: Vec<Vec<Leaf>> = vec![Vec::new()];
        for part in self.point_vals(point) {
            let choices: &[Leaf] = match (self.defs.get(&part), self.types[part]) {
                (_, Ty::Flonum) => &[Leaf::Flonum],
                (_, Ty::F64vector) => &[Leaf::F64vector],
                (Some(Op::Prim(prim, _)), _) if prim.row().inline == Some(Inline::Vector) => &[Leaf::Vector],
                (_, Ty::Any) => &[Leaf::Flonum, Leaf::Vector, Leaf::F64vector],
                _ => &[],
            };
            let longer = |kinds: &Vec<Leaf>, leaf: Leaf| kinds.iter().copied().chain([leaf]).collect();
            all = all.iter().flat_map(|kinds| choices.iter().map(move |leaf| longer(kinds, *leaf))).collect();
            all.truncate(MAX_KINDS * choices.len().max(1));
        }
        all
    }
}
