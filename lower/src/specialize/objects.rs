//! Mutable objects that fast code makes: vectors and the boxes of assigned variables.

use ir::ssa::{Const, Fast, Op, Ty, Val};
use syntax::Span;

use super::{Elements, Flow, Form, Pass, Purpose, Site, Stop, Value, Vector, flow};

impl Pass<'_> {
    /// A new object of `length` times the same value.
    pub(super) fn new_vector(&mut self, length: Val, fill: &Value, site: Site, span: Span) -> Flow<Value> {
        let first = if fill.is_flonum() { Elements::Flonums } else { Elements::Words };
        let elements = *self.kinds.entry(site).or_insert(first);
        let result = if elements == Elements::Flonums {
            let fill = flow!(self.flonum(fill, span));
            let val = self.fast(Fast::NewVector, &[length, fill], Ty::Flonums, span)?;
            Form::Flonums(val, Vector { made: true, f64: false })
        } else {
            let fill = flow!(self.word(fill, span));
            Form::Words(self.fast(Fast::NewVector, &[length, fill], Ty::Any, span)?)
        };
        self.func.sites.insert(result.leaves()[0], site);
        Ok(Some(result))
    }

    /// An element; the index is in range.
    pub(super) fn load(&mut self, object: &Value, index: Val, span: Span) -> Flow<Value> {
        match object {
            Form::Flonums(val, _) => Ok(Some(Form::Flonum(self.fast(Fast::Load, &[*val, index], Ty::Flonum, span)?))),
            Form::Words(val) | Form::Word(val) => {
                Ok(Some(Form::Word(self.fast(Fast::Load, &[*val, index], Ty::Any, span)?)))
            }
            Form::Part(val) => Ok(Some(Form::Part(self.fast(Fast::Load, &[*val, index], Ty::Any, span)?))),
            Form::NumberBox(val) => {
                let number = self.fast(Fast::Load, &[*val, index], Ty::Flonum, span)?;
                let one = self.fixnum(1, span)?;
                Ok(Some(Form::Mixed(number, self.fast(Fast::Load, &[*val, one], Ty::Bool, span)?)))
            }
            _ => self.give_up("a vector is expected", span),
        }
    }

    /// Whether a value is a reason to take a vector of words, or a box, for one of flonums.
    fn wants_flonums(&self, object: Val, value: &Value) -> bool {
        let is_box = self.func.boxes.contains(&object);
        let is_number = value.is_flonum() || matches!(value, Form::Mixed(..) | Form::Part(_));
        let is_filled_once = self.func.unfilled.contains(&object);
        is_number && (is_box || is_filled_once || self.purpose == Purpose::Gradient)
    }

    /// The box of an assigned variable.
    pub(super) fn new_box(&mut self, init: &Value, site: Site, span: Span) -> Flow<Value> {
        if self.kinds.get(&site) != Some(&Elements::Numbers) {
            let one = self.fixnum(1, span)?;
            let object = flow!(self.new_vector(one, init, site, span));
            self.func.boxes.insert(object.leaves()[0]);
            return Ok(Some(object));
        }
        let zero = self.fixnum(0, span)?;
        let two = self.fixnum(2, span)?;
        let fill = self.emit(Op::Const(Const::Flonum(0.0)), Ty::Flonum, span)?;
        let object = Form::NumberBox(self.fast(Fast::NewVector, &[two, fill], Ty::Flonums, span)?);
        flow!(self.store(&object, zero, init, span));
        Ok(Some(object))
    }

    /// Sets an element; the index is in range.
    pub(super) fn store(&mut self, object: &Value, index: Val, value: &Value, span: Span) -> Flow<Value> {
        match object {
            Form::Flonums(val, vector) if vector.made => {
                if value.is_fixnum() && self.func.boxes.contains(val) {
                    let Some(site) = self.func.sites.get(val) else {
                        return self.fail("an exact number is stored where flonums were expected", span);
                    };
                    self.kinds.insert(*site, Elements::Numbers);
                    return Err(Stop::Again);
                }
                if value.is_fixnum() && self.purpose == Purpose::Value {
                    return self.give_up("an exact number goes into a vector of flonums", span);
                }
                self.mixes |= value.is_fixnum();
                let value = flow!(self.flonum(value, span));
                self.fast(Fast::Store, &[*val, index, value], Ty::Any, span)?;
            }
            Form::Words(val) if self.wants_flonums(*val, value) => {
                let Some(site) = self.func.sites.get(val) else {
                    return self.fail("flonums are stored where exact numbers were expected", span);
                };
                let is_box = self.func.boxes.contains(val);
                self.kinds.insert(*site, if is_box { Elements::Numbers } else { Elements::Flonums });
                return Err(Stop::Again);
            }
            Form::Words(val) => {
                let word = flow!(self.word(value, span));
                self.fast(Fast::Store, &[*val, index, word], Ty::Any, span)?;
            }
            Form::NumberBox(val) => {
                let exact = match value {
                    Form::Mixed(_, exact) => *exact,
                    value => self.emit(Op::Const(Const::Bool(value.is_fixnum())), Ty::Bool, span)?,
                };
                let number = flow!(self.number(value, span));
                let one = self.fixnum(1, span)?;
                self.fast(Fast::Store, &[*val, index, number], Ty::Any, span)?;
                self.fast(Fast::Store, &[*val, one, exact], Ty::Any, span)?;
            }
            _ => return self.give_up("something is changed that was made outside", span),
        }
        Ok(Some(Form::Const(Const::Unspecified)))
    }
}
