//! The compiled path of derivatives: where a procedure that is known when the program is compiled is differentiated, its
//! gradient is made ordinary code.
//!
//! In: typed ssa. Out: the same, in which every primitive with the inline operation `gradient` or `jvp` is an attempt
//! with fast code, made by `specialize` and `autodiff::gradient` or `autodiff::tangent`, and behind it the call of its
//! argument `otherwise`, which goes the generic way; and a [`Site`] for each, which says what became of it. A call with a
//! derivative of its own (`differentiate-by`) is there the call of its generic form.
//!
//! ```text
//! (%gradient f x #f otherwise ...)  =>  r = attempt f.entry (x, captures of f); if r is undefined: (otherwise f x)
//! (%jvp f x dx #f otherwise ...)    =>  r = attempt f.entry (x, dx, captures of f); ... (otherwise f x dx)
//! ```
//!
//! The point may be a number, a vector or f64vector of flonums, or a list of these (several arguments). What it is
//! decides at run time which entry is taken; an entry is made for each that the procedure can work on. If no other is
//! complete, the last one takes structures of flonums, with the shadow or direction beside them (see
//! `autodiff::forward::parts`), or of flonums and tensors.

mod entries;
mod exactness;

use std::collections::HashMap;

use ir::id::Arena;
use ir::ssa::{Block, Const, Func, FuncId, Inst, Module, Op, ProcId, Ty, Val};
use prims::{Inline, PrimId};
use syntax::Span;

use crate::attempts::Code;
pub use crate::specialize::GiveUp;
use crate::specialize::{Form, NEVER_RETURNS, NO_FLONUM, Shape};
use entries::make_entry;

/// A place where a procedure is differentiated.
#[derive(Clone, Debug)]
pub struct Site {
    /// Where.
    pub span: Span,
    /// The entries that were made, or why there is none: for numbers, and for tensors if that is something else.
    pub entries: Result<Vec<Entry>, Vec<GiveUp>>,
}

/// Compiled code for one kind of point.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The point, for people.
    pub point: String,
    /// Whether it is differentiated by forward mode, or else by reverse mode.
    pub forward: bool,
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
        let is_site = |op: &Op| matches!(op, Op::Prim(prim, _) if is_operator(*prim) || is_own_derivative(*prim));
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
    out.forget_leaves();
    out.empty_unreachable(module.funcs.len());
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
    /// Of forward mode.
    direction: Option<Val>,
    /// Whether the value is wanted as well.
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
    /// Anything that is made of flonums and these vectors.
    Structure,
}

/// What is wrong where a procedure gets a kind of point that it is not made for.
const WRONG_KIND: [&str; 2] = [NEVER_RETURNS, NO_FLONUM];

const ALL_LEAVES: [Leaf; 3] = [Leaf::Flonum, Leaf::Vector, Leaf::F64vector];

/// What an entry is made for.
#[derive(Clone, PartialEq)]
struct Question {
    procedure: ProcId,
    captures: Vec<Shape>,
    kinds: Vec<Leaf>,
    /// The types of the parts of the point.
    types: Vec<Ty>,
    /// Whether numbers may be tensors.
    tensors: bool,
    /// Those of the parts of the direction, in forward mode.
    direction: Option<Vec<Ty>>,
    /// Whether the direction comes as a list that is taken apart when the program runs.
    direction_is_word: bool,
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
            Op::Prim(prim, args) if is_operator(*prim) => {
                let (direction, flag, otherwise) = match args[..] {
                    [_, _, direction, flag, otherwise] => (Some(direction), flag, otherwise),
                    _ => (None, args[2], args[3]),
                };
                let with_value = matches!(self.facts.defs.get(&flag), Some(Op::Const(Const::Bool(true))));
                let (procedure, point) = (args[0], args[1]);
                let span = inst.span;
                let operator = Operator { procedure, point, direction, with_value, otherwise, span };
                self.site(&operator, insts)
            }
            Op::Prim(prim, args) if is_own_derivative(*prim) => Op::CallValue(args[2], vec![args[3]]),
            other => other.map_blocks(|inner| self.block(inner)),
        };
        insts.push(Inst { op, ..*inst });
    }

    /// What replaces an operator.
    fn site(&mut self, operator: &Operator, insts: &mut Vec<Inst>) -> Op {
        let span = operator.span;
        let args = [operator.procedure, operator.point].into_iter().chain(operator.direction);
        let generic = Op::CallValue(operator.otherwise, args.collect());
        let entries = match self.entries(operator) {
            Ok(entries) => entries,
            Err(reasons) => {
                self.sites.push(Site { span, entries: Err(reasons) });
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

    fn entries(&mut self, operator: &Operator) -> Result<Vec<Made>, Vec<GiveUp>> {
        let generic = |reason: &str| Err(vec![GiveUp { reason: reason.to_owned(), span: operator.span }]);
        if !self.wanted {
            return generic("compiled derivatives are switched off");
        }
        let facts = &self.facts;
        let Some(Op::MakeProc(procedure, captures)) = facts.defs.get(&operator.procedure) else {
            return generic("the procedure is not known when the program is compiled");
        };
        let captures: Vec<Shape> = captures.iter().map(|capture| facts.shape_of(*capture)).collect();
        let is_list = facts.items(operator.point).is_some();
        let types = |vals: Vec<Val>| -> Vec<Ty> { vals.iter().map(|part| facts.types[*part]).collect() };
        let (types, direction) = (types(facts.point_vals(operator)), facts.direction_vals(operator).map(types));
        let fits = |direction: Val| match facts.items(direction) {
            Some(items) => is_list && items.len() == types.len(),
            None => !is_list || facts.types[direction] == Ty::Any,
        };
        if !operator.direction.is_none_or(fits) {
            return generic("the direction has not the form of the point");
        }
        let question = |(kinds, tensors)| Question {
            procedure: *procedure,
            captures: captures.clone(),
            kinds,
            types: types.clone(),
            tensors,
            direction: direction.clone(),
            direction_is_word: is_list && operator.direction.is_some_and(|direction| facts.items(direction).is_none()),
            is_list,
            with_value: operator.with_value,
        };
        let mut kinds: Vec<(Vec<Leaf>, bool)> =
            facts.kinds_of(operator).into_iter().map(|kinds| (kinds, false)).collect();
        let structures = vec![Leaf::Structure; types.len()];
        if types.contains(&Ty::Any) {
            let leaf = |ty: &Ty| if *ty == Ty::Flonum { Leaf::Flonum } else { Leaf::Structure };
            kinds.push((types.iter().map(leaf).collect(), false));
        }
        if types.iter().any(|ty| matches!(ty, Ty::Any | Ty::Flonum)) {
            kinds.push((structures, true));
        }
        let questions: Vec<Question> = kinds.into_iter().map(question).collect();
        let is_complete = |entry: &Made| entry.report.gives_up.is_empty();
        let mut made: Vec<Made> = Vec::new();
        let (mut refused, mut refused_for_tensors): (Option<GiveUp>, Option<GiveUp>) = (None, None);
        for question in questions {
            let is_structure = question.kinds.contains(&Leaf::Structure);
            if is_structure && made.iter().any(is_complete) {
                break;
            }
            let tensors = question.tensors;
            match self.entry(question, operator.span) {
                Ok(entry) if tensors && !made.is_empty() && !is_complete(&entry) => {}
                // What the others are for are structures, too.
                Ok(entry) if is_structure && is_complete(&entry) => made = vec![entry],
                Ok(entry) => made.push(entry),
                Err(reason) if tensors => refused_for_tensors = Some(reason),
                // That the procedure raises an error says only that this kind of point is not the right one.
                Err(reason) if refused.as_ref().is_none_or(|known| WRONG_KIND.contains(&known.reason.as_str())) => {
                    refused = Some(reason);
                }
                Err(_) => {}
            }
        }
        let mut reasons: Vec<GiveUp> = refused.into_iter().chain(refused_for_tensors).collect();
        reasons.dedup();
        if made.is_empty() && !reasons.is_empty() { Err(reasons) } else { Ok(made) }
    }

    /// The code for a kind of point, made if need be.
    fn entry(&mut self, question: Question, span: Span) -> Result<Made, GiveUp> {
        if let Some((_, known)) = self.known.iter().find(|(known, _)| *known == question) {
            return known.clone();
        }
        let module = self.module;
        let made = self.out.all_or_nothing(|out| make_entry(module, out, &question, span));
        self.known.push((question, made.clone()));
        made
    }
}

impl Question {
    /// The types of what is captured, leaf by leaf.
    fn capture_types(&self) -> Vec<Ty> {
        self.captures.iter().flat_map(Form::leaf_types).collect()
    }

    /// Which parameters of the typed copy are active.
    fn active(&self) -> Vec<bool> {
        self.kinds.iter().map(|_| true).chain(self.capture_types().iter().map(|_| false)).collect()
    }
}

fn is_operator(prim: PrimId) -> bool {
    matches!(prim.row().inline, Some(Inline::Gradient | Inline::Jvp))
}

fn is_own_derivative(prim: PrimId) -> bool {
    prim.row().inline == Some(Inline::DifferentiateBy)
}

impl Facts<'_> {
    /// Attempts with each entry, as far as the point is of its kind: the answer, and whether all gave up.
    fn attempts(&self, operator: &Operator, entries: &[Made], code: &mut Code) -> (Val, Val) {
        let Some((first, rest)) = entries.split_first() else {
            let undefined = code.emit(Op::Const(Const::Undefined), Ty::Any);
            return (undefined, code.emit(Op::Const(Const::Bool(true)), Ty::Bool));
        };
        let args = self.arguments(operator);
        let kind_test = match (&first.kinds[..], self.types[operator.point]) {
            ([Leaf::Flonum], Ty::Any) => Some(Inline::IsFlonum),
            ([Leaf::Vector], Ty::Any) if rest.iter().all(|made| !made.kinds.contains(&Leaf::Structure)) => {
                Some(Inline::IsVector)
            }
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

    /// The parts of point and direction, and what the procedure captures.
    fn arguments(&self, operator: &Operator) -> Vec<Val> {
        let mut args = self.point_vals(operator);
        args.extend(self.direction_vals(operator).into_iter().flatten());
        self.capture_vals(operator.procedure, &mut args);
        args
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
    fn point_vals(&self, operator: &Operator) -> Vec<Val> {
        self.items(operator.point).map_or(vec![operator.point], <[Val]>::to_vec)
    }

    /// Those of the direction; the direction itself, if it is not known of a list which parts it has.
    fn direction_vals(&self, operator: &Operator) -> Option<Vec<Val>> {
        operator.direction.map(|direction| self.items(direction).map_or(vec![direction], <[Val]>::to_vec))
    }

    /// The elements of a list of known length.
    fn items(&self, list: Val) -> Option<&[Val]> {
        match self.defs.get(&list) {
            Some(Op::Prim(prim, items)) if prim.row().inline == Some(Inline::List) && !items.is_empty() => Some(items),
            _ => None,
        }
    }

    /// The kinds that the parts of the point may be of; those of the direction are the same.
    fn kinds_of(&self, operator: &Operator) -> Vec<Vec<Leaf>> {
        let is_list = self.items(operator.point).is_some();
        let is_known = |direction: &Val| !is_list || self.items(*direction).is_some();
        let directions = operator.direction.filter(is_known).and_then(|_| self.direction_vals(operator));
        let directions = directions.unwrap_or_default();
        let mut all: Vec<Vec<Leaf>> = vec![Vec::new()];
        for (index, part) in self.point_vals(operator).into_iter().enumerate() {
            let of_direction = directions.get(index).map_or(&ALL_LEAVES[..], |direction| self.leaves_of(*direction));
            let choices: Vec<Leaf> =
                self.leaves_of(part).iter().copied().filter(|leaf| of_direction.contains(leaf)).collect();
            let longer = |kinds: &Vec<Leaf>, leaf: Leaf| kinds.iter().copied().chain([leaf]).collect();
            all = all.iter().flat_map(|kinds| choices.iter().map(move |leaf| longer(kinds, *leaf))).collect();
            all.truncate(MAX_KINDS * choices.len().max(1));
        }
        all
    }

    /// What a part of a point or of a direction may be.
    fn leaves_of(&self, part: Val) -> &'static [Leaf] {
        match (self.defs.get(&part), self.types[part]) {
            (_, Ty::Flonum) => &[Leaf::Flonum],
            (_, Ty::F64vector) => &[Leaf::F64vector],
            (Some(Op::Prim(prim, _)), _) if prim.row().inline == Some(Inline::Vector) => &[Leaf::Vector],
            (_, Ty::Any) => &ALL_LEAVES,
            _ => &[],
        }
    }
}
