//! Calls with a derivative of their own: a user's rule (`define-derivative`), or the procedure run again on the way back
//! (`checkpoint`).
//!
//! Such a call is one of a function around the procedure's own, which carries what `autodiff` is to do with it
//! ([`Derivative`]). The rule is made when everything else is there and something is about to be differentiated: it may
//! call the procedure, of which it is the derivative.

use std::rc::Rc;

use ir::ssa::{Const, Derivative, Func, FuncId, Op, ProcId, Ty, Val};
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
        given.extend(captures.iter().cloned());
        if self.purpose == Purpose::Tensors {
            return self.fail("a procedure with a derivative of its own where numbers may be tensors", span);
        }
        // An argument of which nothing is known is expected to be a flonum, or else a vector of flonums.
        let expected = match self.purpose {
            Purpose::Value => vec![Form::Word(())],
            Purpose::Gradient | Purpose::Tensors => {
                vec![Form::Flonum(()), Form::Flonums((), Vector { made: false, f64: false })]
            }
        };
        let unknown = given[..count].iter().any(Form::is_unknown);
        let mut made = None;
        for (turn, expected) in expected.iter().enumerate() {
            if made.is_none() && (unknown || turn == 0) {
                let arguments = given[..count].iter().map(|value| match value {
                    value if value.is_unknown() => expected.clone(),
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
        while let Some((question, func)) = self.rules.missing.pop() {
            let outside = (std::mem::take(&mut self.func), std::mem::take(&mut self.chain));
            self.open();
            let made = self.rule(&question)?;
            (self.func, self.chain) = outside;
            if let (Some((rule, moving)), Some((source, _))) = (made, question.rule)
                && autodiff::is_linear(self.out, rule, self.out.funcs[func].params.len())
            {
                self.out.funcs[func].derivative = Derivative::Rule { rule, moving, source };
            }
        }
        Ok(())
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

/// The shape of an argument: what is a flonum now and then is expected to be one.
fn shape_of(argument: &Value) -> Shape {
    match argument {
        Form::Mixed(..) => Form::Flonum(()),
        other => other.shape().without_numbers(),
    }
}
