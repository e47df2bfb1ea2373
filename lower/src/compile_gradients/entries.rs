//! The entries of compiled derivatives: ordinary code that takes a point apart, calls what was made, and puts together
//! what the operator gives.

use ir::id::Arena;
use ir::ssa::{Const, Fast, Func, Inst, Module, Op, Ty, Val};
use prims::Inline;
use syntax::Span;

use super::exactness::may_return_exact;
use super::{Entry, GiveUp, Leaf, Made, Question};
use crate::attempts::{Code, entry};
use crate::specialize::{
    BUDGET, Form, Purpose, Shape, Specialized, Value, Vector, is_tangible, specialize, split, with_tangents,
};

/// The entry for a kind of point.
pub(super) fn make_entry(module: &Module, out: &mut Module, question: &Question, span: Span) -> Result<Made, GiveUp> {
    let vector = |f64| Form::Flonums((), Vector { made: false, f64 });
    let leaf = |kind: &Leaf| match kind {
        Leaf::Flonum => Form::Flonum(()),
        Leaf::Vector => vector(false),
        Leaf::F64vector => vector(true),
        Leaf::Structure => Form::Part(()),
    };
    let mut arguments: Vec<Shape> = question.kinds.iter().map(leaf).collect();
    if question.is_list {
        let nil = Form::Const(Const::Null);
        arguments = vec![arguments.into_iter().rev().fold(nil, |rest, part| Form::Pair((part, rest).into()))];
    }
    let Some(clause) = module.procs[question.procedure].clause_of(arguments.len()) else {
        return Err(GiveUp { reason: "the procedure does not take this number of arguments".to_owned(), span });
    };
    arguments.extend(question.captures.iter().cloned());
    let mut fuel = BUDGET;
    let purpose = if question.tensors { Purpose::Tensors } else { Purpose::Gradient };
    let made = specialize(module, out, clause.func, &arguments, purpose, &mut fuel)?;
    if question.with_value && made.mixes && may_return_exact(&out.funcs[made.func]) {
        let reason = "the value may be an exact number out of a vector that also holds flonums".to_owned();
        return Err(GiveUp { reason, span });
    }
    let kinds = &question.kinds;
    let reverse = match question.direction {
        None => Some(reverse_entry(out, question, &made, span)),
        Some(_) => None,
    };
    let (func, forward) = match reverse {
        Some(Ok(func)) => (func, false),
        // Reverse mode does not go through reverse mode inside of the procedure; forward mode does.
        Some(Err(refusal)) if kinds[..] != [Leaf::Flonum] || question.is_list => return Err(refusal),
        _ => (forward_entry(out, question, &made, span)?, true),
    };
    let names: Vec<&str> = kinds
        .iter()
        .map(|kind| match kind {
            Leaf::Flonum => "flonum",
            Leaf::Vector => "vector of flonums",
            Leaf::F64vector => "f64vector",
            Leaf::Structure if question.tensors => "structure of tensors",
            Leaf::Structure => "structure of flonums",
        })
        .collect();
    let report = Entry { point: names.join(", "), forward, gives_up: made.gives_up };
    Ok(Made { func: out.funcs.push(func), kinds: kinds.to_vec(), report })
}

/// Code that computes a gradient.
fn reverse_entry(out: &mut Module, question: &Question, made: &Specialized, span: Span) -> Result<Func, GiveUp> {
    if !matches!(made.result, Form::Flonum(()) | Form::Leaf(())) {
        return Err(GiveUp { reason: "the procedure does not return a flonum".to_owned(), span });
    }
    let gradient = autodiff::gradient(out, made.func, &question.active())
        .map_err(|refusal| GiveUp { reason: refusal.reason, span: refusal.span })?;
    let mut vals = Arena::default();
    let mut b = Builder::new(&mut vals, span);
    let mut args = b.point(&question.kinds, &question.types);
    let of_structures = question.kinds.first() == Some(&Leaf::Structure);
    let shadows =
        if of_structures { b.params_of(&vec![Ty::Any; args.len()]) } else { b.zero_shadows(&question.kinds, &args) };
    args.extend(b.params_of(&question.capture_types()));
    args.extend(&shadows);
    let packed = b.code.emit(Op::Call(gradient.func, args), out.funcs[gradient.func].result);
    let types = out.elements(&out.funcs[gradient.func].result).to_vec();
    let mut results = b.unpack(packed, &types).into_iter();
    let value = results.next().expect("the value comes first");
    if of_structures {
        let value = b.code.fast(Fast::Narrow, &[value], Ty::Flonum);
        let (params, insts, value) = b.finish(None, value);
        return Ok(entry(&out.funcs[made.func].name, params, vals, insts, value, span));
    }
    let mut shadows = shadows.into_iter();
    let mut slopes = Vec::new();
    for kind in &question.kinds {
        let slope = if *kind == Leaf::Flonum { results.next() } else { shadows.next() };
        let slope = slope.expect("one for each part of the point");
        b.code.fast(Fast::CheckNumbers, &[slope], Ty::Any);
        slopes.push(slope);
    }
    let answer = match (question.is_list, &slopes[..]) {
        (false, [slope]) => *slope,
        _ => b.code.emit(Op::Prim(prims::with_inline(Inline::List), slopes), Ty::Any),
    };
    let value = question.with_value.then_some(value);
    let (params, insts, answer) = b.finish(value, answer);
    Ok(entry(&out.funcs[made.func].name, params, vals, insts, answer, span))
}

/// Code that computes a tangent.
fn forward_entry(out: &mut Module, question: &Question, made: &Specialized, span: Span) -> Result<Func, GiveUp> {
    if !is_tangible(&made.result) || question.direction.is_none() && made.result != Form::Flonum(()) {
        return Err(GiveUp {
            reason: "the procedure returns neither flonums nor a structure of them".to_owned(),
            span,
        });
    }
    // Which zero a constant has depends on the point, of which nothing is known.
    if question.tensors && !made.result.leaf_types().contains(&Ty::Leaf) {
        return Err(GiveUp { reason: "the procedure returns a constant".to_owned(), span });
    }
    let tangent = autodiff::tangent(out, made.func, &question.active())
        .map_err(|refusal| GiveUp { reason: refusal.reason, span: refusal.span })?;
    let mut vals = Arena::default();
    let mut b = Builder::new(&mut vals, span);
    let mut args = b.point(&question.kinds, &question.types);
    let steps = match &question.direction {
        Some(types) => b.point(&question.kinds, types),
        None => vec![b.code.emit(Op::Const(Const::Flonum(1.0)), Ty::Flonum)],
    };
    for ((kind, vector), step) in question.kinds.iter().zip(&args).zip(&steps) {
        if matches!(kind, Leaf::Vector | Leaf::F64vector) {
            let lengths = [vector, step].map(|vector| b.code.fast(Fast::Length, &[*vector], Ty::Fixnum));
            let same = b.code.emit(Op::Prim(prims::with_inline(Inline::NumEq), lengths.to_vec()), Ty::Bool);
            b.code.fast(Fast::Guard, &[same], Ty::Any);
        }
    }
    args.extend(b.params_of(&question.capture_types()));
    args.extend(steps);
    let packed = b.code.emit(Op::Call(tangent.func, args), out.funcs[tangent.func].result);
    let leaves = b.unpack(packed, &with_tangents(&made.result.leaf_types()));
    let (value, slope) = split(&made.result, &leaves);
    let slope = slope.expect("tested above");
    for leaf in slope.leaves() {
        if b.code.vals[leaf] == Ty::Leaf {
            // Where there is no tangent the generic path knows which zero it is.
            let is_there = b.code.emit(Op::Prim(prims::named("%ad-plain-leaf?"), vec![leaf]), Ty::Bool);
            b.code.fast(Fast::Guard, &[is_there], Ty::Any);
        } else {
            b.code.fast(Fast::CheckNumbers, &[leaf], Ty::Any);
        }
    }
    let value = question.with_value.then(|| b.word(&value));
    let slope = b.word(&slope);
    let (params, insts, answer) = b.finish(value, slope);
    Ok(entry(&out.funcs[made.func].name, params, vals, insts, answer, span))
}

/// The code of an entry, and its parameters.
struct Builder<'a> {
    code: Code<'a>,
    params: Vec<Val>,
}

impl<'a> Builder<'a> {
    fn new(vals: &'a mut Arena<Val, Ty>, span: Span) -> Self {
        Builder { code: Code::new(vals, span), params: Vec::new() }
    }

    fn params_of(&mut self, types: &[Ty]) -> Vec<Val> {
        let params: Vec<Val> = types.iter().map(|ty| self.code.vals.push(*ty)).collect();
        self.params.extend(&params);
        params
    }

    /// Shadows of zeros for the vectors of a point.
    fn zero_shadows(&mut self, kinds: &[Leaf], parts: &[Val]) -> Vec<Val> {
        let vectors = kinds.iter().zip(parts).filter(|(kind, _)| **kind != Leaf::Flonum);
        let shadows = vectors.map(|(kind, vector)| {
            let length = self.code.fast(Fast::Length, &[*vector], Ty::Fixnum);
            let zero = self.code.emit(Op::Const(Const::Flonum(0.0)), Ty::Flonum);
            let make = if *kind == Leaf::Vector { Fast::NewVector } else { Fast::NewF64vector };
            self.code.fast(make, &[length, zero], Ty::Flonums)
        });
        shadows.collect()
    }

    /// Parameters for the parts of a point, checked to be of these kinds.
    fn point(&mut self, kinds: &[Leaf], types: &[Ty]) -> Vec<Val> {
        if kinds.contains(&Leaf::Structure) {
            return self.params_of(&vec![Ty::Any; kinds.len()]);
        }
        let params = self.params_of(types);
        let checked = kinds.iter().zip(params).map(|(kind, param)| match kind {
            Leaf::Flonum => self.code.fast(Fast::Narrow, &[param], Ty::Flonum),
            Leaf::Vector => self.code.fast(Fast::CheckFlonums, &[param], Ty::Flonums),
            Leaf::F64vector => self.code.fast(Fast::CheckF64vector, &[param], Ty::Flonums),
            Leaf::Structure => param,
        });
        checked.collect()
    }

    fn unpack(&mut self, packed: Val, types: &[Ty]) -> Vec<Val> {
        match types {
            [] => Vec::new(),
            [_] => vec![packed],
            _ => types.iter().enumerate().map(|(i, ty)| self.code.emit(Op::Project(packed, i), *ty)).collect(),
        }
    }

    /// A value of flonums, vectors, pairs and constants as a word.
    fn word(&mut self, value: &Value) -> Val {
        match value {
            Form::Pair(pair) => {
                let parts = vec![self.word(&pair.0), self.word(&pair.1)];
                self.code.emit(Op::Prim(prims::with_inline(Inline::Cons), parts), Ty::Any)
            }
            Form::Const(word) => self.code.emit(Op::Const(*word), word.ty()),
            Form::Mixed(val, exact) => {
                let not = prims::with_inline(Inline::Not);
                let inexact = self.code.emit(Op::Prim(not, vec![*exact]), Ty::Bool);
                self.code.fast(Fast::Guard, &[inexact], Ty::Any);
                *val
            }
            leaf => leaf.leaves()[0],
        }
    }

    /// Parameters and code that give an answer, or the pair of value and answer.
    fn finish(mut self, value: Option<Val>, answer: Val) -> (Vec<Val>, Vec<Inst>, Val) {
        let pair = value.map(|value| Op::Prim(prims::with_inline(Inline::Cons), vec![value, answer]));
        let answer = pair.map_or(answer, |pair| self.code.emit(pair, Ty::Any));
        (self.params, self.code.insts, answer)
    }
}
