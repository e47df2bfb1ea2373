//! Calls with a derivative of their own: a user's rule (`define-derivative`), or the procedure run again on the way back
//! (`checkpoint`).
//!
//! Such a call is one of a function around the procedure's own, which carries what `autodiff` is to do with it
//! ([`Derivative`]). The rule is made when everything else is there and something is about to be differentiated: it may
//! call the procedure, of which it is the derivative.

use std::rc::Rc;

use ir::ssa::{Const, Derivative, Fast, Func, FuncId, Op, ProcId, Ty, Val};
use prims::Inline;
use syntax::Span;

use super::calls::items_of;
use super::tangents::is_tangible;
use super::{Flow, Form, Pass, Purpose, Shape, Stop, Value, Vector, Wanted, flow};

/// The functions with derivatives of their own.
#[derive(Default)]
pub(super) struct Rules {
    known: Vec<(Question, FuncId)>,
    /// Those whose rules are not made yet.
    missing: Vec<(Question, FuncId)>,
    /// Rules that are called, with the parameters in which they must be linear.
    called: Vec<(FuncId, Vec<bool>, Span)>,
}

/// What such a function is made for.
#[derive(Clone, PartialEq)]
struct Question {
    /// The procedure's own.
    func: FuncId,
    arguments: Vec<Shape>,
    captured: Vec<Shape>,
    result: Shape,
    /// The rule and what it captures.
    rule: Option<(ProcId, Vec<Shape>)>,
    span: Span,
}

impl Pass<'_> {
    /// `(%differentiate-by f rule otherwise arguments)`
    pub(super) fn differentiate_by(&mut self, args: &[Value], span: Span) -> Flow<Value> {
        let Form::Proc(id, captures) = &args[0] else {
            return self.give_up("a procedure with a derivative of its own is not known", span);
        };
        let Some(mut given) = items_of(&args[3]) else {
            return self.give_up("a procedure is called with a list of unknown length", span);
        };
        let count = given.len();
        let Some(clause) = self.module.procs[*id].clause_of(count) else {
            return self.give_up("a procedure is called with a wrong number of arguments", span);
        };
        let rule = match &args[1] {
            Form::Proc(rule, captures) => Some((*rule, captures.clone())),
            Form::Const(Const::Bool(false)) => None,
            _ => return self.give_up("the rule of a procedure is not known", span),
        };
        let tensors = self.purpose == Purpose::Tensors;
        if tensors && !given.iter().any(moves) {
            return self.call_value(&args[0], given, span);
        }
        if let (true, Some((rule, captures))) = (tensors, &rule) {
            return self.moved_by_rule(&args[0], (*rule, captures), &given, span);
        }
        given.extend(captures.iter().cloned());
        // An argument of which nothing is known is expected to be a flonum, or else a vector of flonums.
        let expected = match self.purpose {
            Purpose::Value | Purpose::Tensors => vec![Form::Word(())],
            Purpose::Gradient => vec![Form::Flonum(()), Form::Flonums((), Vector { made: false, f64: false })],
        };
        let is_expected = |value: &Value| value.is_unknown() && !tensors;
        let unknown = given[..count].iter().any(is_expected);
        let mut made = None;
        for (turn, expected) in expected.iter().enumerate() {
            if made.is_none() && (unknown || turn == 0) {
                let arguments = given[..count].iter().map(|value| match value {
                    value if is_expected(value) => expected.clone(),
                    _ => shape_of(value),
                });
                let shapes: Vec<Shape> = arguments.chain(given[count..].iter().map(shape_of)).collect();
                made = self.instance(clause.func, &shapes, Wanted::Anything)?.map(|made| (made, shapes));
            }
        }
        let ((func, returned), mut shapes) = flow!(Ok(made));
        if returned.given.iter().any(Option::is_some) {
            return self.give_up("a procedure with a derivative of its own returns what it is given", span);
        }
        if !hands_out_numbers(&returned.shape) {
            return self.give_up("a procedure with a derivative of its own returns more than numbers", span);
        }
        given.extend(rule.iter().flat_map(|(_, captures)| captures.iter().cloned()));
        shapes.extend(given[shapes.len()..].iter().map(shape_of));
        let own = clause.params + captures.len();
        let question = Question {
            func,
            arguments: shapes[..count].to_vec(),
            captured: shapes[count..own].to_vec(),
            result: returned.shape,
            rule: rule.map(|(rule, _)| (rule, shapes[own..].to_vec())),
            span,
        };
        let result = question.result.clone();
        let func = self.with_derivative(question)?;
        let given = self.coerce_all(&given, &shapes, span)?;
        let leaves = self.emit_call(func, given.iter().flat_map(Form::leaves).collect(), &result.leaf_types(), span)?;
        Ok(Some(result.with_leaves(&leaves)))
    }

    /// A call with a rule where numbers may be tensors: what the procedure returns for constants, which moves as the
    /// rule does for tangents of 0 that move as the arguments do. That is what the generic path does.
    fn moved_by_rule(&mut self, f: &Value, rule: (ProcId, &[Value]), given: &[Value], span: Span) -> Flow<Value> {
        let (mut points, mut tangents) = (Vec::new(), Vec::new());
        for value in given {
            let (point, tangent) = flow!(self.point_and_tangent(value, span));
            points.push(point);
            tangents.push(tangent);
        }
        let value = flow!(self.call_value(f, points.clone(), span));
        let Some(clause) = self.module.procs[rule.0].clause_of(2 * given.len()) else {
            return self.give_up("a rule is called with a wrong number of arguments", span);
        };
        let args: Vec<&Value> = points.iter().chain(&tangents).chain(rule.1).collect();
        let shapes: Vec<Shape> = args.iter().map(|arg| arg.shape()).collect();
        let (func, returned) = flow!(self.instance(clause.func, &shapes, Wanted::Anything));
        if returned.given.iter().any(Option::is_some) {
            return self.give_up("the rule of a procedure returns what it is given", span);
        }
        let all = |args: &[Value], linear: bool| args.iter().flat_map(Form::leaves).map(|_| linear).collect::<Vec<_>>();
        let linear = [all(&points, false), all(&tangents, true), all(rule.1, false)].concat();
        self.rules.called.push((func, linear, span));
        let args = args.into_iter().flat_map(Form::leaves).collect();
        let leaves = self.emit_call(func, args, &returned.shape.leaf_types(), span)?;
        self.moving(&value, &returned.shape.with_leaves(&leaves), span)
    }

    /// An argument as a constant, and zeros that move as it does.
    fn point_and_tangent(&mut self, argument: &Value, span: Span) -> Flow<(Value, Value)> {
        Ok(Some(match argument {
            Form::Pair(pair) => {
                let (first, first_tangent) = flow!(self.point_and_tangent(&pair.0, span));
                let (rest, rest_tangent) = flow!(self.point_and_tangent(&pair.1, span));
                (Form::Pair(Rc::new((first, rest))), Form::Pair(Rc::new((first_tangent, rest_tangent))))
            }
            value if value.is_number() || value.is_unknown() => {
                let leaf = flow!(self.checked_leaf(value, span));
                let point = self.inline(Inline::Constant, &[leaf], Ty::Any, span)?;
                let tangent = Op::Prim(prims::named("%ad-moving-zero"), vec![leaf]);
                (Form::Word(point), Form::Leaf(self.emit(tangent, Ty::Leaf, span)?))
            }
            Form::Const(_) | Form::Bool(_) | Form::Proc(..) => (argument.clone(), argument.clone()),
            _ => return self.give_up("an argument of a procedure with a rule is not known to be numbers", span),
        }))
    }

    /// What a procedure has returned, which moves as what its rule has returned.
    fn moving(&mut self, value: &Value, along: &Value, span: Span) -> Flow<Value> {
        match (value, along) {
            (Form::Pair(value), Form::Pair(along)) => {
                let first = flow!(self.moving(&value.0, &along.0, span));
                let rest = flow!(self.moving(&value.1, &along.1, span));
                Ok(Some(Form::Pair(Rc::new((first, rest)))))
            }
            (Form::Word(word), Form::Pair(_)) => {
                let is_pair = self.inline(Inline::IsPair, &[*word], Ty::Bool, span)?;
                self.fast(Fast::Guard, &[is_pair], Ty::Any, span)?;
                let first = Form::Word(self.inline(Inline::Car, &[*word], Ty::Any, span)?);
                let rest = Form::Word(self.inline(Inline::Cdr, &[*word], Ty::Any, span)?);
                self.moving(&Form::Pair(Rc::new((first, rest))), along, span)
            }
            (Form::Word(word), Form::Const(Const::Null)) => {
                let is_null = self.inline(Inline::IsNull, &[*word], Ty::Bool, span)?;
                self.fast(Fast::Guard, &[is_null], Ty::Any, span)?;
                Ok(Some(along.clone()))
            }
            (value, Form::Const(_)) if value == along => Ok(Some(value.clone())),
            (value, along) if [value, along].iter().all(|part| part.is_number() || part.is_unknown()) => {
                let vals = vec![flow!(self.checked_leaf(value, span)), flow!(self.checked_leaf(along, span))];
                let moving = Op::Prim(prims::named("%ad-moving"), vals);
                Ok(Some(Form::Leaf(self.emit(moving, Ty::Leaf, span)?)))
            }
            _ => self.give_up("a rule returns what has not the structure of the result", span),
        }
    }

    /// The value as a leaf, which is checked to be a number or a tensor.
    fn checked_leaf(&mut self, value: &Value, span: Span) -> Flow<Val> {
        if let Form::Word(word) = value {
            let is_leaf = self.inline(Inline::IsLeaf, &[*word], Ty::Bool, span)?;
            self.fast(Fast::Guard, &[is_leaf], Ty::Any, span)?;
        }
        self.leaf(value, span)
    }

    /// The function around the procedure's own.
    fn with_derivative(&mut self, question: Question) -> Result<FuncId, Stop> {
        if let Some((_, known)) = self.rules.known.iter().find(|(known, _)| *known == question) {
            return Ok(*known);
        }
        let outside = std::mem::take(&mut self.func);
        self.open();
        let values: Vec<Value> = question.parameters().map(|shape| self.fresh(shape)).collect();
        let params: Vec<Val> = values.iter().flat_map(Form::leaves).collect();
        let own = question.arguments.len() + question.captured.len();
        let given = values[..own].iter().flat_map(Form::leaves).collect();
        let ty = self.out.packed_type(&question.result.leaf_types());
        let result = self.emit(Op::Call(question.func, given), ty, question.span)?;
        let derivative = if question.rule.is_some() { Derivative::Missing } else { Derivative::Again(question.func) };
        let made = self.function("differentiated".to_owned(), params, result, question.span);
        let func = self.out.funcs.push(Func { derivative, ..made });
        self.func = outside;
        self.rules.known.push((question.clone(), func));
        if question.rule.is_some() {
            self.rules.missing.push((question, func));
        }
        Ok(func)
    }

    /// Makes the rules that are missing, as far as there is code for them.
    pub(super) fn make_rules(&mut self) -> Result<(), Stop> {
        for (func, linear, span) in std::mem::take(&mut self.rules.called) {
            if !autodiff::is_linear(self.out, func, &linear) {
                return self.fail("a rule of `define-derivative` is not seen to be linear", span);
            }
            // What a rule does with tangents by its own procedure is differentiated through that.
            if self.out.reaches(func, func) {
                return self.fail("a rule of `define-derivative` calls its procedure with tangents", span);
            }
        }
        while let Some((question, func)) = self.rules.missing.pop() {
            let outside = (std::mem::take(&mut self.func), std::mem::take(&mut self.chain));
            self.open();
            let made = self.rule(&question)?;
            (self.func, self.chain) = outside;
            if let (Some((rule, moving)), Some((source, _))) = (made, question.rule)
                && autodiff::is_linear(self.out, rule, &self.is_tangent(func, rule))
            {
                self.out.funcs[func].derivative = Derivative::Rule { rule, moving, source };
            }
        }
        Ok(())
    }

    /// Which parameters of a rule are tangents: those that come behind the parameters of the function.
    fn is_tangent(&self, func: FuncId, rule: FuncId) -> Vec<bool> {
        let [own, all] = [func, rule].map(|func| self.out.funcs[func].params.len());
        (0..all).map(|index| index >= own).collect()
    }

    /// The function that computes a rule, and how many of the parameters are arguments.
    fn rule(&mut self, question: &Question) -> Flow<(FuncId, usize)> {
        let span = question.span;
        let Some((id, captures)) = &question.rule else { return Ok(None) };
        let values: Vec<Value> = question.parameters().map(|shape| self.fresh(shape)).collect();
        let mut params: Vec<Val> = values.iter().flat_map(Form::leaves).collect();
        let (arguments, rest) = values.split_at(question.arguments.len());
        let moving = arguments.iter().map(|value| value.leaves().len()).sum();
        let mut given = arguments.to_vec();
        for argument in arguments {
            given.push(flow!(self.tangent_parameter(argument, &mut params, span)));
        }
        given.extend(rest[question.captured.len()..].iter().cloned());
        let clause = flow!(Ok(self.module.procs[*id].clause_of(given.len() - captures.len())));
        let shapes: Vec<Shape> = given.iter().map(Form::shape).collect();
        let (func, returned) = flow!(self.instance(clause.func, &shapes, Wanted::Anything));
        if returned.given.iter().any(Option::is_some) {
            return self.give_up("the rule of a procedure returns what it is given", span);
        }
        let given = given.iter().flat_map(Form::leaves).collect();
        let leaves = self.emit_call(func, given, &returned.shape.leaf_types(), span)?;
        let mut tangents = Vec::new();
        flow!(self.tangents_along(&question.result, &returned.shape.with_leaves(&leaves), &mut tangents, span));
        let types: Vec<Ty> = tangents.iter().map(|val| self.func.vals[*val]).collect();
        let result = self.pack(&tangents, &types, span)?;
        let made = self.function("rule".to_owned(), params, result, span);
        Ok(Some((self.out.funcs.push(made), moving)))
    }

    /// The tangent of an argument, made of new parameters.
    fn tangent_parameter(&mut self, argument: &Value, params: &mut Vec<Val>, span: Span) -> Flow<Value> {
        let mut parameter = |pass: &mut Self, ty| {
            let val = pass.func.vals.push(ty);
            params.push(val);
            val
        };
        Ok(Some(match argument {
            Form::Flonum(_) => Form::Flonum(parameter(self, Ty::Flonum)),
            Form::Flonums(_, vector) => {
                Form::Flonums(parameter(self, Ty::Flonums), Vector { made: false, f64: vector.f64 })
            }
            number if number.is_number() => Form::Const(Const::Fixnum(0)),
            Form::Pair(pair) => {
                let first = flow!(self.tangent_parameter(&pair.0, params, span));
                let rest = flow!(self.tangent_parameter(&pair.1, params, span));
                Form::Pair(Rc::new((first, rest)))
            }
            Form::Const(_) | Form::Bool(_) | Form::Proc(..) => argument.clone(),
            _ => return self.give_up("an argument of a procedure with a rule is not known to be numbers", span),
        }))
    }

    /// The tangents in what a rule has returned, for a result of this shape.
    fn tangents_along(&mut self, result: &Shape, tangent: &Value, all: &mut Vec<Val>, span: Span) -> Flow<()> {
        if !is_tangible(result) {
            return self.give_up("a procedure with a rule returns what has no derivative", span);
        }
        match (result, tangent) {
            (Form::Flonum(()) | Form::Mixed(..), tangent) if tangent.is_number() || tangent.is_unknown() => {
                all.push(flow!(self.flonum(tangent, span)));
            }
            (Form::Flonums(..), Form::Flonums(val, vector)) if vector.made => all.push(*val),
            (Form::Pair(result), Form::Pair(tangent)) => {
                flow!(self.tangents_along(&result.0, &tangent.0, all, span));
                flow!(self.tangents_along(&result.1, &tangent.1, all, span));
            }
            (Form::Const(_) | Form::Fixnum(()), tangent) if !matches!(tangent, Form::Pair(_)) => {}
            _ => return self.give_up("a rule returns what has not the structure of the result", span),
        }
        Ok(Some(()))
    }
}

impl Question {
    fn parameters(&self) -> impl Iterator<Item = &Shape> {
        let captures = self.rule.iter().flat_map(|(_, captures)| captures);
        self.arguments.iter().chain(&self.captured).chain(captures)
    }
}

/// Whether what is differentiated in a result are numbers in structures.
fn hands_out_numbers(result: &Shape) -> bool {
    match result {
        Form::Proc(..) | Form::Values(_) => false,
        Form::Pair(pair) => hands_out_numbers(&pair.0) && hands_out_numbers(&pair.1),
        Form::Record(items) => items.iter().all(hands_out_numbers),
        _ => true,
    }
}

/// Whether something in a value may be differentiated.
fn moves(value: &Value) -> bool {
    match value {
        Form::Const(_) | Form::Fixnum(_) | Form::Bool(_) | Form::Word(_) => false,
        Form::Pair(pair) => moves(&pair.0) || moves(&pair.1),
        Form::Proc(_, items) | Form::Values(items) | Form::Record(items) => items.iter().any(moves),
        _ => true,
    }
}

/// The shape of an argument: what is a flonum now and then is expected to be one.
fn shape_of(argument: &Value) -> Shape {
    match argument {
        Form::Mixed(..) => Form::Flonum(()),
        other => other.shape().without_numbers(),
    }
}
