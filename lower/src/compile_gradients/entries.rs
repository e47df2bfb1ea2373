//! The entries of compiled derivatives: ordinary code that takes a point apart, calls what was made, and puts together
//! what the operator gives.

use std::collections::HashMap;

use ir::id::Arena;
use ir::ssa::{Const, Fast, Func, Inst, Module, Op, Ty, Val};
use prims::Inline;
use syntax::Span;

use super::exactness::may_return_exact;
use super::{Entry, GiveUp, Leaf, Made, Question};
use crate::attempts::{Code, entry};
use crate::specialize::{
    BUDGET, Form, Purpose, Shape, Specialized, Tangent, Value, Vector, Wanted, beside, is_tangible, specialize, tangent,
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
    let is_gradient = question.direction.is_none();
    let wanted = if is_gradient { Wanted::Number } else { Wanted::Flonums };
    let made = specialize(module, out, clause.func, &arguments, purpose, wanted, &mut fuel)?;
    if question.with_value && made.mixes && may_return_exact(&out.funcs[made.func]) {
        let reason = "the value may be an exact number out of a vector that also holds flonums".to_owned();
        return Err(GiveUp { reason, span });
    }
    let kinds = &question.kinds;
    let reverse = is_gradient.then(|| reverse_entry(out, question, &made, span));
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
    let shadows = b.zero_shadows(&question.kinds, &args);
    let parts = args.clone();
    args.extend(b.params_of(&question.capture_types()));
    args.extend(&shadows);
    let packed = b.code.emit(Op::Call(gradient.func, args), out.funcs[gradient.func].result);
    let types = out.elements(&out.funcs[gradient.func].result).to_vec();
    let mut results = b.unpack(packed, &types).into_iter();
    let mut value = results.next().expect("the value comes first");
    if b.code.vals[value] != Ty::Flonum {
        value = b.code.fast(Fast::Narrow, &[value], Ty::Flonum);
    }
    let mut shadows = shadows.into_iter();
    let mut slopes = Vec::new();
    for (kind, part) in question.kinds.iter().zip(parts) {
        let slope = if *kind == Leaf::Flonum { results.next() } else { shadows.next() };
        let slope = slope.expect("one for each part of the point");
        if *kind == Leaf::Structure {
            slopes.push(b.read_off("%ad-slopes", vec![part, slope]));
        } else {
            b.code.fast(Fast::CheckNumbers, &[slope], Ty::Any);
            slopes.push(slope);
        }
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
    if question.direction.is_none() && made.result != Form::Flonum(()) {
        return Err(GiveUp { reason: "the procedure does not return a flonum".to_owned(), span });
    }
    let made_tangent = autodiff::tangent(out, made.func, &question.active())
        .map_err(|refusal| GiveUp { reason: refusal.reason, span: refusal.span })?;
    let made_tangent = Tangent::from(made_tangent);
    let mut vals = Arena::default();
    let mut b = Builder::new(&mut vals, span);
    let mut args = b.point(&question.kinds, &question.types);
    let steps = match &question.direction {
        Some(_) if question.direction_is_word => b.point_in_list(&question.kinds),
        Some(types) => b.point(&question.kinds, types),
        None => vec![b.code.emit(Op::Const(Const::Flonum(1.0)), Ty::Flonum)],
    };
    for ((kind, part), step) in question.kinds.iter().zip(&args).zip(&steps) {
        let fits = match kind {
            Leaf::Flonum => continue,
            Leaf::Vector | Leaf::F64vector => {
                let lengths = [part, step].map(|vector| b.code.fast(Fast::Length, &[*vector], Ty::Fixnum));
                Op::Prim(prims::with_inline(Inline::NumEq), lengths.to_vec())
            }
            Leaf::Structure => Op::Prim(prims::named("%ad-fits?"), vec![*part, *step]),
        };
        let fits = b.code.emit(fits, Ty::Bool);
        b.code.fast(Fast::Guard, &[fits], Ty::Any);
    }
    // Where there is no number at all, the generic path knows which zero the tangent is.
    if question.kinds.iter().all(|kind| matches!(kind, Leaf::Vector | Leaf::F64vector)) {
        let zero = b.code.emit(Op::Const(Const::Fixnum(0)), Ty::Fixnum);
        let length = b.code.fast(Fast::Length, &[args[0]], Ty::Fixnum);
        let has_number = b.code.fast(Fast::Below, &[zero, length], Ty::Bool);
        b.code.fast(Fast::Guard, &[has_number], Ty::Any);
    }
    args.extend(b.params_of(&question.capture_types()));
    args.extend(steps);
    let packed = b.code.emit(Op::Call(made_tangent.func, args), out.funcs[made_tangent.func].result);
    let leaves = b.unpack(packed, &made_tangent.types(&made.result.leaf_types()));
    let (value, tangents) = made_tangent.split(&made.result, &leaves);
    let (value, slope) = b.value_and_tangent(question, &made.result, &value, &tangents, span)?;
    let (params, insts, answer) = b.finish(question.with_value.then_some(value), slope);
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

    /// Shadows of zeros for the vectors and structures of a point.
    fn zero_shadows(&mut self, kinds: &[Leaf], parts: &[Val]) -> Vec<Val> {
        let code = &mut self.code;
        let shadow = |(kind, part): (&Leaf, &Val)| {
            let make = match kind {
                Leaf::Flonum => return None,
                Leaf::Structure => {
                    return Some(code.emit(Op::Prim(prims::named("%ad-shadow"), vec![*part]), Ty::Any));
                }
                Leaf::Vector => Fast::NewVector,
                Leaf::F64vector => Fast::NewF64vector,
            };
            let length = code.fast(Fast::Length, &[*part], Ty::Fixnum);
            let zero = code.emit(Op::Const(Const::Flonum(0.0)), Ty::Flonum);
            Some(code.fast(make, &[length, zero], Ty::Flonums))
        };
        kinds.iter().zip(parts).filter_map(shadow).collect()
    }

    /// What a primitive of the runtime knows of structures.
    fn read_off(&mut self, primitive: &str, args: Vec<Val>) -> Val {
        let read = self.code.emit(Op::Prim(prims::named(primitive), args), Ty::Any);
        let is_undefined = self.code.is_undefined(read);
        let is_there = self.code.emit(Op::Prim(prims::with_inline(Inline::Not), vec![is_undefined]), Ty::Bool);
        self.code.fast(Fast::Guard, &[is_there], Ty::Any);
        read
    }

    /// What a procedure returns, and its tangent, as words.
    fn value_and_tangent(
        &mut self,
        question: &Question,
        result: &Shape,
        value: &Value,
        tangents: &HashMap<Val, Val>,
        span: Span,
    ) -> Result<(Val, Val), GiveUp> {
        let has_leaf = result.leaf_types().contains(&Ty::Leaf);
        if is_tangible(result) && (!question.tensors || has_leaf) {
            let slope = tangent(value, tangents);
            for leaf in slope.leaves() {
                self.check_tangent(leaf);
            }
            return Ok((self.word(value), self.word(&slope)));
        }
        let nothing = self.code.emit(Op::Const(Const::Unspecified), Ty::Any);
        let is_constant = tangents.is_empty() && question.tensors;
        let Some(beside) = beside(value, tangents, nothing).filter(|_| !is_constant) else {
            return Err(GiveUp { reason: "the procedure returns what has no derivative".to_owned(), span });
        };
        let (value, beside) = (self.word(value), self.word(&beside));
        let slope = self.read_off("%ad-tangents", vec![value, beside]);
        Ok((if question.with_value { self.read_off("%ad-copy", vec![value]) } else { value }, slope))
    }

    /// Gives up where a tangent is NaN, or where there is none and the generic path knows which zero it is.
    fn check_tangent(&mut self, leaf: Val) {
        if self.code.vals[leaf] == Ty::Leaf {
            let is_there = self.code.emit(Op::Prim(prims::named("%ad-plain-leaf?"), vec![leaf]), Ty::Bool);
            self.code.fast(Fast::Guard, &[is_there], Ty::Any);
        } else {
            self.code.fast(Fast::CheckNumbers, &[leaf], Ty::Any);
        }
    }

    /// Parameters for the parts of a point, checked to be of these kinds.
    fn point(&mut self, kinds: &[Leaf], types: &[Ty]) -> Vec<Val> {
        let word_or = |(kind, ty): (&Leaf, &Ty)| if *kind == Leaf::Structure { Ty::Any } else { *ty };
        let params = self.params_of(&kinds.iter().zip(types).map(word_or).collect::<Vec<Ty>>());
        kinds.iter().zip(params).map(|(kind, param)| self.checked(*kind, param)).collect()
    }

    /// The parts of a point that is a list, a parameter.
    fn point_in_list(&mut self, kinds: &[Leaf]) -> Vec<Val> {
        let mut rest = self.params_of(&[Ty::Any])[0];
        let prim = |code: &mut Code, op, list, ty| code.emit(Op::Prim(prims::with_inline(op), vec![list]), ty);
        let mut parts = Vec::new();
        for kind in kinds {
            let is_pair = prim(&mut self.code, Inline::IsPair, rest, Ty::Bool);
            self.code.fast(Fast::Guard, &[is_pair], Ty::Any);
            let part = prim(&mut self.code, Inline::Car, rest, Ty::Any);
            parts.push(self.checked(*kind, part));
            rest = prim(&mut self.code, Inline::Cdr, rest, Ty::Any);
        }
        let is_end = prim(&mut self.code, Inline::IsNull, rest, Ty::Bool);
        self.code.fast(Fast::Guard, &[is_end], Ty::Any);
        parts
    }

    fn checked(&mut self, kind: Leaf, part: Val) -> Val {
        match kind {
            Leaf::Flonum => self.code.fast(Fast::Narrow, &[part], Ty::Flonum),
            Leaf::Vector => self.code.fast(Fast::CheckFlonums, &[part], Ty::Flonums),
            Leaf::F64vector => self.code.fast(Fast::CheckF64vector, &[part], Ty::Flonums),
            Leaf::Structure => part,
        }
    }

    fn unpack(&mut self, packed: Val, types: &[Ty]) -> Vec<Val> {
        match types {
            [] => Vec::new(),
            [_] => vec![packed],
            _ => types.iter().enumerate().map(|(i, ty)| self.code.emit(Op::Project(packed, i), *ty)).collect(),
        }
    }

    /// A value of flonums, vectors, pairs, records and constants as a word.
    fn word(&mut self, value: &Value) -> Val {
        match value {
            Form::Pair(pair) => {
                let parts = vec![self.word(&pair.0), self.word(&pair.1)];
                self.code.emit(Op::Prim(prims::with_inline(Inline::Cons), parts), Ty::Any)
            }
            Form::Record(items) => {
                let parts = items.iter().map(|item| self.word(item)).collect();
                self.code.emit(Op::Prim(prims::with_inline(Inline::Record), parts), Ty::Any)
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
