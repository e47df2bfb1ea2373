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
use ir::ssa::{Block, Const, End, Fast, Func, FuncId, Inst, Module, Op, ProcId, Ty, Val};
use prims::Inline;
use syntax::Span;

pub use crate::specialize::GiveUp;
use crate::specialize::{Form, Purpose, Shape, Vector, specialize};

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
        if !has_site(&module.funcs[id].body) {
            continue;
        }
        let source = &module.funcs[id];
        let mut defs = HashMap::new();
        collect_defs(&source.body, &mut defs);
        let vals = source.vals.clone();
        let mut pass = Pass { module, out: &mut out, known: &mut known, wanted, defs, vals, sites: &mut sites };
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
    /// How the values of the function are defined that say more than their type.
    defs: HashMap<Val, &'a Op>,
    vals: Arena<Val, Ty>,
    sites: &'a mut Vec<Site>,
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
        let end = match &block.end {
            End::If(test, then, other) => End::If(*test, Box::new(self.block(then)), Box::new(self.block(other))),
            End::Loop(inner) => {
                let mut inner = inner.clone();
                inner.body = self.block(&inner.body);
                End::Loop(inner)
            }
            other => other.clone(),
        };
        Block { insts, end }
    }

    fn inst(&mut self, inst: &Inst, insts: &mut Vec<Inst>) {
        let op = match &inst.op {
            Op::If(test, then, other) => Op::If(*test, Box::new(self.block(then)), Box::new(self.block(other))),
            Op::Loop(inner) => {
                let mut inner = inner.clone();
                inner.body = self.block(&inner.body);
                Op::Loop(inner)
            }
            Op::Prim(prim, args) if prim.row().inline == Some(Inline::Gradient) => {
                let with_value = matches!(self.defs.get(&args[2]), Some(Op::Const(Const::Bool(true))));
                let operator =
                    Operator { procedure: args[0], point: args[1], with_value, otherwise: args[3], span: inst.span };
                return self.site(&operator, inst.result, insts);
            }
            other => other.clone(),
        };
        insts.push(Inst { op, ..*inst });
    }

    fn emit(&mut self, op: Op, ty: Ty, span: Span, insts: &mut Vec<Inst>) -> Val {
        let result = self.vals.push(ty);
        insts.push(Inst { result, op, span });
        result
    }

    /// Replaces an operator.
    fn site(&mut self, operator: &Operator, result: Val, insts: &mut Vec<Inst>) {
        let made = self.entries(operator);
        let span = operator.span;
        let generic = Op::CallValue(operator.otherwise, vec![operator.procedure, operator.point]);
        let entries = match made {
            Ok(entries) => entries,
            Err(reason) => {
                self.sites.push(Site { span, entries: Err(reason) });
                insts.push(Inst { result, op: generic, span });
                return;
            }
        };
        let tried = self.attempts(operator, &entries, insts);
        let undefined = self.emit(Op::Const(Const::Undefined), Ty::Any, span, insts);
        let gave_up = Op::Prim(prims::with_inline(Inline::Eq), vec![tried, undefined]);
        let gave_up = self.emit(gave_up, Ty::Bool, span, insts);
        let mut again = Vec::new();
        let other = self.emit(generic, Ty::Any, span, &mut again);
        let then = Block { insts: again, end: End::Yield(other) };
        let done = Block { insts: Vec::new(), end: End::Yield(tried) };
        insts.push(Inst { result, op: Op::If(gave_up, Box::new(then), Box::new(done)), span });
        let entries = entries.into_iter().map(|made| made.report).collect();
        self.sites.push(Site { span, entries: Ok(entries) });
    }

    /// Attempts with each entry, as far as the point is of its kind.
    fn attempts(&mut self, operator: &Operator, entries: &[Made], insts: &mut Vec<Inst>) -> Val {
        let span = operator.span;
        let Some((first, rest)) = entries.split_first() else {
            return self.emit(Op::Const(Const::Undefined), Ty::Any, span, insts);
        };
        let mut args = self.point_vals(operator.point);
        self.capture_vals(operator.procedure, &mut args);
        let kind_test = match (&first.kinds[..], self.vals[operator.point]) {
            ([Leaf::Flonum], Ty::Any) => Some(Inline::IsFlonum),
            ([Leaf::Vector], Ty::Any) => Some(Inline::IsVector),
            _ => None,
        };
        if let (Some(test), false) = (kind_test, rest.is_empty()) {
            let test = Op::Prim(prims::with_inline(test), vec![operator.point]);
            let test = self.emit(test, Ty::Bool, span, insts);
            let mut yes = Vec::new();
            let tried = self.emit(Op::Attempt(first.func, args), Ty::Any, span, &mut yes);
            let mut no = Vec::new();
            let others = self.attempts(operator, rest, &mut no);
            let then = Box::new(Block { insts: yes, end: End::Yield(tried) });
            let other = Box::new(Block { insts: no, end: End::Yield(others) });
            return self.emit(Op::If(test, then, other), Ty::Any, span, insts);
        }
        let tried = self.emit(Op::Attempt(first.func, args), Ty::Any, span, insts);
        if rest.is_empty() {
            return tried;
        }
        let undefined = self.emit(Op::Const(Const::Undefined), Ty::Any, span, insts);
        let gave_up = Op::Prim(prims::with_inline(Inline::Eq), vec![tried, undefined]);
        let gave_up = self.emit(gave_up, Ty::Bool, span, insts);
        let mut again = Vec::new();
        let others = self.attempts(operator, rest, &mut again);
        let then = Box::new(Block { insts: again, end: End::Yield(others) });
        let other = Box::new(Block { insts: Vec::new(), end: End::Yield(tried) });
        self.emit(Op::If(gave_up, then, other), Ty::Any, span, insts)
    }

    // What is known at the site -----

    fn entries(&mut self, operator: &Operator) -> Result<Vec<Made>, GiveUp> {
        if !self.wanted {
            return Err(GiveUp { reason: "compiled derivatives are switched off".to_owned(), span: operator.span });
        }
        let Some(Op::MakeProc(procedure, captures)) = self.defs.get(&operator.procedure) else {
            let reason = "the procedure is not known when the program is compiled".to_owned();
            return Err(GiveUp { reason, span: operator.span });
        };
        let captures: Vec<Shape> = captures.iter().map(|capture| self.shape_of(*capture)).collect();
        let mut made = Vec::new();
        let mut refused = None;
        for kinds in self.kinds_of(operator.point) {
            let question = Question {
                procedure: *procedure,
                captures: captures.clone(),
                kinds,
                types: self.point_vals(operator.point).iter().map(|part| self.vals[*part]).collect(),
                is_list: self.is_list(operator.point),
                with_value: operator.with_value,
            };
            match self.entry(&question, operator.span) {
                Ok(entry) => made.push(entry),
                Err(reason) => refused = refused.or(Some(reason)),
            }
        }
        match (made.is_empty(), refused) {
            (true, Some(reason)) => Err(reason),
            _ => Ok(made),
        }
    }

    /// The shape of a captured value.
    fn shape_of(&self, val: Val) -> Shape {
        match (self.defs.get(&val), self.vals[val]) {
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
            let choices: &[Leaf] = match (self.defs.get(&part), self.vals[part]) {
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

    // Entries -----

    /// The code for a kind of point, made if need be.
    fn entry(&mut self, question: &Question, span: Span) -> Result<Made, GiveUp> {
        if let Some((_, known)) = self.known.iter().find(|(known, _)| known == question) {
            return known.clone();
        }
        let (funcs, tuples) = (self.out.funcs.len(), self.out.tuples.len());
        let made = self.make_entry(question, span);
        if made.is_err() {
            self.out.funcs.truncate(funcs);
            self.out.tuples.truncate(tuples);
        }
        self.known.push((question.clone(), made.clone()));
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
        let made = specialize(self.module, self.out, clause.func, &arguments, Purpose::Gradient)?;
        if made.result != Form::Flonum(()) {
            return Err(GiveUp { reason: "the procedure does not return a flonum".to_owned(), span });
        }
        let Question { kinds, captures, .. } = question;
        let capture_types: Vec<Ty> = captures.iter().flat_map(Form::leaf_types).collect();
        let active: Vec<bool> = kinds.iter().map(|_| true).chain(capture_types.iter().map(|_| false)).collect();
        let gradient = autodiff::gradient(self.out, made.func, &active)
            .map_err(|refusal| GiveUp { reason: refusal.reason, span: refusal.span })?;
        let mut b = Builder { vals: Arena::default(), insts: Vec::new(), span };
        let mut params = Vec::new();
        let mut args = Vec::new();
        let mut shadows = Vec::new();
        for (kind, ty) in kinds.iter().zip(&question.types) {
            let param = b.vals.push(*ty);
            params.push(param);
            let (check, make) = match kind {
                Leaf::Flonum => {
                    args.push(b.fast(Fast::Narrow, &[param], Ty::Flonum));
                    continue;
                }
                Leaf::Vector => (Fast::CheckFlonums, Fast::NewVector),
                Leaf::F64vector => (Fast::CheckF64vector, Fast::NewF64vector),
            };
            let vector = b.fast(check, &[param], Ty::Any);
            let length = b.fast(Fast::Length, &[vector], Ty::Fixnum);
            let zero = b.emit(Op::Const(Const::Flonum(0.0)), Ty::Flonum);
            shadows.push(b.fast(make, &[length, zero], Ty::Any));
            args.push(vector);
        }
        for ty in capture_types {
            let param = b.vals.push(ty);
            params.push(param);
            args.push(param);
        }
        args.extend(&shadows);
        let packed_type = self.out.funcs[gradient.func].result;
        let packed = b.emit(Op::Call(gradient.func, args), packed_type);
        let mut results = match gradient.results {
            1 => vec![packed],
            count => (0..count).map(|index| b.emit(Op::Project(packed, index), Ty::Flonum)).collect(),
        }
        .into_iter();
        let value = results.next().expect("the value comes first");
        let mut shadows = shadows.into_iter();
        let mut slopes = Vec::new();
        for kind in kinds {
            let slope = if *kind == Leaf::Flonum { results.next() } else { shadows.next() };
            let slope = slope.expect("one for each part of the point");
            b.fast(Fast::CheckNumbers, &[slope], Ty::Any);
            slopes.push(slope);
        }
        let mut answer = match (question.is_list, &slopes[..]) {
            (false, [slope]) => *slope,
            _ => b.emit(Op::Prim(prims::with_inline(Inline::List), slopes), Ty::Any),
        };
        if question.with_value {
            answer = b.emit(Op::Prim(prims::with_inline(Inline::Cons), vec![value, answer]), Ty::Any);
        }
        let body = Block { insts: b.insts, end: End::Return(answer) };
        let name = format!("{}.entry", self.out.funcs[made.func].name);
        let func = Func { name, span, params, vals: b.vals, loops: 0, body, result: Ty::Any, once: false };
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

/// The code of an entry.
struct Builder {
    vals: Arena<Val, Ty>,
    insts: Vec<Inst>,
    span: Span,
}

impl Builder {
    fn emit(&mut self, op: Op, ty: Ty) -> Val {
        let result = self.vals.push(ty);
        self.insts.push(Inst { result, op, span: self.span });
        result
    }

    fn fast(&mut self, op: Fast, args: &[Val], ty: Ty) -> Val {
        self.emit(Op::Fast(op, args.to_vec()), ty)
    }
}

fn has_site(block: &Block) -> bool {
    let in_inst = |inst: &Inst| match &inst.op {
        Op::Prim(prim, _) => prim.row().inline == Some(Inline::Gradient),
        Op::If(_, then, other) => has_site(then) || has_site(other),
        Op::Loop(inner) => has_site(&inner.body),
        _ => false,
    };
    let in_end = match &block.end {
        End::If(_, then, other) => has_site(then) || has_site(other),
        End::Loop(inner) => has_site(&inner.body),
        _ => false,
    };
    in_end || block.insts.iter().any(in_inst)
}

fn collect_defs<'a>(block: &'a Block, defs: &mut HashMap<Val, &'a Op>) {
    for inst in &block.insts {
        match &inst.op {
            Op::If(_, then, other) => {
                collect_defs(then, defs);
                collect_defs(other, defs);
            }
            Op::Loop(inner) => collect_defs(&inner.body, defs),
            Op::Const(_) | Op::MakeProc(..) | Op::Prim(..) => {
                defs.insert(inst.result, &inst.op);
            }
            _ => {}
        }
    }
    match &block.end {
        End::If(_, then, other) => {
            collect_defs(then, defs);
            collect_defs(other, defs);
        }
        End::Loop(inner) => collect_defs(&inner.body, defs),
        _ => {}
    }
}
