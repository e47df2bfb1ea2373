//! Tangents inside of fast code, and the forms of tangents.

use std::collections::HashMap;
use std::rc::Rc;

use ir::ssa::{Const, Fast, FuncId, Ty, Val};
use prims::Inline;
use syntax::Span;

use super::gradients::parts_of;
use super::{Flow, Form, Pass, Shape, Value, Vector, flow};

impl Pass<'_> {
    /// `(%jvp f x dx with-value otherwise)`
    pub(super) fn jvp(&mut self, args: &[Value], span: Span) -> Flow<Value> {
        let (directions, is_list) = parts_of(&args[2]);
        let (parts, point_is_list) = parts_of(&args[1]);
        if (parts.len(), point_is_list) != (directions.len(), is_list) {
            return self.give_up("the direction has not the form of the point", span);
        }
        let site = flow!(self.differentiated(&args[0], &args[1], &directions, is_tangible, span));
        let (value, tangent) = flow!(self.tangent_at(&site.func, &site.parts, &site.captured, &directions, span));
        Ok(Some(match &args[3] {
            Form::Const(Const::Bool(true)) => Form::Pair((value, tangent).into()),
            _ => tangent,
        }))
    }

    /// What a function returns, and its tangent along a direction.
    pub(super) fn tangent_at(
        &mut self,
        (func, result): &(FuncId, Shape),
        parts: &[Value],
        captured: &[Value],
        directions: &[Value],
        span: Span,
    ) -> Flow<(Value, Value)> {
        let mut steps = Vec::new();
        for (part, direction) in parts.iter().zip(directions) {
            steps.push(flow!(self.direction(part, direction, span)));
        }
        let made = flow!(self.tangent_of(*func, parts.len(), span));
        let args: Vec<Val> = parts.iter().chain(captured).flat_map(Form::leaves).chain(steps).collect();
        let types = with_tangents(&result.leaf_types());
        let leaves = self.emit_call(made, args, &types, span)?;
        let (value, tangent) = split(result, &leaves);
        let Some(tangent) = tangent else {
            return self.give_up("the procedure returns what has no derivative", span);
        };
        for leaf in tangent.leaves() {
            self.fast(Fast::CheckNumbers, &[leaf], Ty::Any, span)?;
        }
        Ok(Some((value, tangent)))
    }

    /// The leaf of a direction at a part of a point.
    fn direction(&mut self, part: &Value, direction: &Value, span: Span) -> Flow<Val> {
        let Form::Flonums(vector, kind) = part else { return self.flonum(direction, span) };
        let shape = Form::Flonums((), Vector { made: false, f64: kind.f64 });
        let step = match direction {
            Form::Flonums(val, _) => *val,
            Form::Word(_) | Form::Part(_) => self.coerce(direction, &shape, span)?.leaves()[0],
            _ => return self.give_up("the direction has not the form of the point", span),
        };
        let length = self.fast(Fast::Length, &[*vector], Ty::Fixnum, span)?;
        let own = self.fast(Fast::Length, &[step], Ty::Fixnum, span)?;
        let same = self.inline(Inline::NumEq, &[length, own], Ty::Bool, span)?;
        self.fast(Fast::Guard, &[same], Ty::Any, span)?;
        Ok(Some(step))
    }

    /// The tangent of a function with respect to its first parameters.
    fn tangent_of(&mut self, func: FuncId, active: usize, span: Span) -> Flow<FuncId> {
        if let Some(known) = self.tangents.get(&(func, active)) {
            return Ok(Some(*known));
        }
        let made = flow!(self.made_of(func, active, autodiff::tangent, span)).func;
        self.tangents.insert((func, active), made);
        Ok(Some(made))
    }
}

fn has_tangent(ty: Ty) -> bool {
    matches!(ty, Ty::Flonum | Ty::Leaf | Ty::Flonums)
}

/// What `autodiff::tangent` makes of a function returns, for one that returns these leaves.
pub fn with_tangents(leaves: &[Ty]) -> Vec<Ty> {
    let tangents = leaves.iter().filter(|ty| has_tangent(**ty));
    leaves.iter().chain(tangents).copied().collect()
}

/// The value and the tangent in what such a function has returned; no tangent, if the value has none.
pub fn split(result: &Shape, leaves: &[Val]) -> (Value, Option<Value>) {
    let types = result.leaf_types();
    let (own, rest) = leaves.split_at(types.len());
    let numbers = own.iter().zip(&types).filter(|(_, ty)| has_tangent(**ty));
    let tangents: HashMap<Val, Val> = numbers.map(|(val, _)| *val).zip(rest.iter().copied()).collect();
    let value = result.with_leaves(own);
    let tangent = is_tangible(result).then(|| tangent(&value, &tangents));
    (value, tangent)
}

/// Whether the derivative of a result of this form is known. An object appears in it once at most, since those of the
/// tangent are new ones.
pub fn is_tangible(result: &Shape) -> bool {
    fn count(form: &Shape, vectors: &mut usize) -> bool {
        match form {
            Form::Const(_) | Form::Flonum(()) | Form::Leaf(()) | Form::Mixed(..) | Form::Fixnum(()) => true,
            Form::Flonums((), vector) => {
                *vectors += 1;
                vector.made && *vectors == 1
            }
            Form::Pair(pair) => count(&pair.0, vectors) && count(&pair.1, vectors),
            _ => false,
        }
    }
    let has_none =
        matches!(result, Form::Const(word) if !matches!(word, Const::Fixnum(_) | Const::Flonum(_) | Const::Null));
    !has_none && count(result, &mut 0)
}

fn tangent(value: &Value, tangents: &HashMap<Val, Val>) -> Value {
    match value {
        Form::Flonum(val) | Form::Mixed(val, _) => Form::Flonum(tangents[val]),
        Form::Leaf(val) => Form::Leaf(tangents[val]),
        Form::Flonums(val, vector) => Form::Flonums(tangents[val], *vector),
        Form::Const(Const::Fixnum(_) | Const::Flonum(_)) | Form::Fixnum(_) => Form::Const(Const::Flonum(0.0)),
        Form::Pair(pair) => Form::Pair(Rc::new((tangent(&pair.0, tangents), tangent(&pair.1, tangents)))),
        other => other.clone(),
    }
}
