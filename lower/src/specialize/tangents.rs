//! Tangents inside of fast code, and the forms of tangents.

use std::collections::HashMap;
use std::rc::Rc;

use ir::ssa::{Const, Fast, FuncId, Op, Ty, Val};
use prims::Inline;
use syntax::Span;

use super::gradients::parts_of;
use super::{Flow, Form, Pass, Shape, Stop, Value, Vector, Wanted, flow};

impl Pass<'_> {
    /// `(%jvp f x dx with-value otherwise)`
    pub(super) fn jvp(&mut self, args: &[Value], span: Span) -> Flow<Value> {
        let (parts, is_list) = parts_of(&args[1]);
        let directions = match parts_of(&args[2]) {
            (steps, direction_is_list) if (steps.len(), direction_is_list) == (parts.len(), is_list) => steps,
            _ if args[2].is_unknown() => self.items_of_word(&args[2], parts.len(), span)?,
            _ => return self.give_up("the direction has not the form of the point", span),
        };
        let site =
            flow!(self.differentiated(&args[0], (parts, is_list), &directions, (Wanted::Flonums, is_followed), span));
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
        let types = made.types(&result.leaf_types());
        let leaves = self.emit_call(made.func, args, &types, span)?;
        let (value, tangents) = made.split(result, &leaves);
        if !is_tangible(result) {
            let Form::Part(word) = value else {
                return self.give_up("the procedure returns what has no derivative", span);
            };
            let Some(beside) = tangents.get(&word).copied() else {
                return self.give_up("the procedure returns a constant", span);
            };
            let tangent = self.read_off("%ad-tangents", word, beside, span)?;
            return Ok(Some((value, tangent)));
        }
        let tangent = tangent(&value, &tangents);
        for leaf in tangent.leaves() {
            self.check_tangent(leaf, span)?;
        }
        Ok(Some((value, tangent)))
    }

    /// Gives up where a tangent is NaN, or where there is none and the generic path knows which zero it is.
    fn check_tangent(&mut self, leaf: Val, span: Span) -> Result<(), Stop> {
        if self.func.vals[leaf] == Ty::Leaf {
            let is_there = self.emit(Op::Prim(::prims::named("%ad-plain-leaf?"), vec![leaf]), Ty::Bool, span)?;
            self.fast(Fast::Guard, &[is_there], Ty::Any, span)?;
        } else {
            self.fast(Fast::CheckNumbers, &[leaf], Ty::Any, span)?;
        }
        Ok(())
    }

    /// What the runtime reads off what stands beside a structure.
    pub(super) fn read_off(&mut self, primitive: &str, word: Val, beside: Val, span: Span) -> Result<Value, Stop> {
        let read = self.emit(Op::Prim(::prims::named(primitive), vec![word, beside]), Ty::Any, span)?;
        let undefined = self.emit(Op::Const(Const::Undefined), Ty::Any, span)?;
        let is_undefined = self.inline(Inline::Eq, &[read, undefined], Ty::Bool, span)?;
        let is_there = self.inline(Inline::Not, &[is_undefined], Ty::Bool, span)?;
        self.fast(Fast::Guard, &[is_there], Ty::Any, span)?;
        Ok(Form::Part(read))
    }

    /// The elements of a list that is a word.
    fn items_of_word(&mut self, list: &Value, count: usize, span: Span) -> Result<Vec<Value>, Stop> {
        let mut items = Vec::new();
        let mut rest = list.clone();
        for _ in 0..count {
            let word = rest.leaves()[0];
            let is_pair = self.inline(Inline::IsPair, &[word], Ty::Bool, span)?;
            self.fast(Fast::Guard, &[is_pair], Ty::Any, span)?;
            let [first, second] = [Inline::Car, Inline::Cdr].map(|op| self.inline(op, &[word], Ty::Any, span));
            let (first, second) = (first?, second?);
            items.push(list.map(&mut |_| first));
            rest = list.map(&mut |_| second);
        }
        let is_end = self.inline(Inline::IsNull, &[rest.leaves()[0]], Ty::Bool, span)?;
        self.fast(Fast::Guard, &[is_end], Ty::Any, span)?;
        Ok(items)
    }

    /// A value as a structure that is looked into when the program runs.
    pub(super) fn part(&mut self, value: &Value, span: Span) -> Result<Value, Stop> {
        Ok(match (value, value.shape().word_of(false)) {
            (value, Some(Form::Part(()) | Form::Word(()))) => {
                self.word(value, span)?.map_or_else(|| value.clone(), Form::Part)
            }
            _ => value.clone(),
        })
    }

    /// The leaf of a direction at a part of a point.
    fn direction(&mut self, part: &Value, direction: &Value, span: Span) -> Flow<Val> {
        if let Form::Part(point) = part {
            let step = flow!(self.word(direction, span));
            let fits = self.emit(Op::Prim(::prims::named("%ad-fits?"), vec![*point, step]), Ty::Bool, span)?;
            self.fast(Fast::Guard, &[fits], Ty::Any, span)?;
            return Ok(Some(step));
        }
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
    fn tangent_of(&mut self, func: FuncId, active: usize, span: Span) -> Flow<Tangent> {
        if let Some(known) = self.tangents.get(&(func, active)) {
            return Ok(Some(known.clone()));
        }
        let made = Tangent::from(flow!(self.made_of(func, active, autodiff::tangent, span)));
        self.tangents.insert((func, active), made.clone());
        Ok(Some(made))
    }
}

/// What `autodiff::tangent` made of a function.
#[derive(Clone)]
pub struct Tangent {
    /// The function.
    pub func: FuncId,
    /// The leaves of the result beside which something stands.
    returned: Vec<usize>,
}

impl From<autodiff::Tangent> for Tangent {
    fn from(made: autodiff::Tangent) -> Tangent {
        Tangent { func: made.func, returned: made.returned }
    }
}

impl Tangent {
    /// The types of what it returns, for a function that returns these leaves.
    pub fn types(&self, leaves: &[Ty]) -> Vec<Ty> {
        leaves.iter().copied().chain(self.returned.iter().map(|index| leaves[*index])).collect()
    }

    /// The value in what it has returned, and what stands beside leaves of that.
    pub fn split(&self, result: &Shape, leaves: &[Val]) -> (Value, HashMap<Val, Val>) {
        let (own, beside) = leaves.split_at(leaves.len() - self.returned.len());
        let beside = self.returned.iter().map(|index| own[*index]).zip(beside.iter().copied());
        (result.with_leaves(own), beside.collect())
    }
}

/// Whether code around a derivative knows what to do with a result of this form.
fn is_followed(result: &Shape) -> bool {
    is_tangible(result) || matches!(result, Form::Part(()))
}

/// What stands beside a result, for the runtime to read the tangent off: nothing, which is `nothing`, beside constants.
/// `None` if it is not an object of known parts.
pub fn beside(value: &Value, tangents: &HashMap<Val, Val>, nothing: Val) -> Option<Value> {
    let all = |items: &[Value]| items.iter().map(|item| beside(item, tangents, nothing)).collect::<Option<Vec<_>>>();
    Some(match value {
        Form::Pair(pair) => {
            Form::Pair((beside(&pair.0, tangents, nothing)?, beside(&pair.1, tangents, nothing)?).into())
        }
        Form::Record(items) => {
            let mut fields = all(&items[1..])?;
            fields.insert(0, items[0].clone());
            Form::Record(fields.into())
        }
        Form::Proc(..) | Form::Values(_) | Form::NumberBox(_) => return None,
        Form::Const(_) | Form::Fixnum(_) | Form::Bool(_) => Form::Word(nothing),
        leaf => Form::Word(tangents.get(&leaf.leaves()[0]).copied().unwrap_or(nothing)),
    })
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

/// The tangent of a result of which [`is_tangible`] says that it is known.
pub fn tangent(value: &Value, tangents: &HashMap<Val, Val>) -> Value {
    match value {
        Form::Flonum(val) | Form::Mixed(val, _) => Form::Flonum(tangents[val]),
        Form::Leaf(val) => Form::Leaf(tangents[val]),
        Form::Flonums(val, vector) => Form::Flonums(tangents[val], *vector),
        Form::Const(Const::Fixnum(_) | Const::Flonum(_)) | Form::Fixnum(_) => Form::Const(Const::Flonum(0.0)),
        Form::Pair(pair) => Form::Pair(Rc::new((tangent(&pair.0, tangents), tangent(&pair.1, tangents)))),
        other => other.clone(),
    }
}
