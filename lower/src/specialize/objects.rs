//! Mutable objects that fast code makes: vectors and the boxes of assigned variables.

use ir::ssa::{Const, Fast, Op, Ty, Val};
use syntax::Span;

use super::{Elements, Flow, Form, Pass, Purpose, Site, Stop, Value, Vector, flow};

impl Pass<'_> {
    /// A new object of `length` times the same value.
    pub(super) fn new_vector(&mut self, length: Val, fill: &Value, site: Site, span: Span) -> Flow<Value> {
        let first = match fill {
            fill if fill.is_flonum() => Elements::Flonums,
            Form::Flonums(_, rows) if self.purpose == Purpose::Gradient => Elements::Rows(*rows),
            _ => Elements::Words,
        };
        let result = match *self.kinds.entry(site).or_insert(first) {
            Elements::Flonums => {
                let fill = flow!(self.flonum(fill, span));
                let val = self.fast(Fast::NewVector, &[length, fill], Ty::Flonums, span)?;
                Form::Flonums(val, Vector { made: true, f64: false })
            }
            // What is no vector is read by code that gives up.
            Elements::Rows(rows) if matches!(fill, Form::Const(_)) => self.new_rows(length, rows, span)?,
            Elements::Rows(rows) => {
                let row = flow!(self.row(fill, rows, Some(site), span));
                Form::Rows(self.fast(Fast::NewVector, &[length, row], Ty::Rows, span)?, rows)
            }
            Elements::Words | Elements::Numbers => {
                let fill = flow!(self.word(fill, span));
                Form::Words(self.fast(Fast::NewVector, &[length, fill], Ty::Any, span)?)
            }
        };
        self.func.sites.insert(result.leaves()[0], site);
        Ok(Some(result))
    }

    /// A new vector for vectors, with empty ones for the time being.
    pub(super) fn new_rows(&mut self, length: Val, rows: Vector, span: Span) -> Result<Value, Stop> {
        let nothing = self.fixnum(0, span)?;
        let empty = self.new_flonums(nothing, rows.f64, span)?;
        Ok(Form::Rows(self.fast(Fast::NewVector, &[length, empty.leaves()[0]], Ty::Rows, span)?, rows))
    }

    /// A new vector or f64vector of zeros.
    pub(super) fn new_flonums(&mut self, length: Val, f64: bool, span: Span) -> Result<Value, Stop> {
        let zero = self.emit(Op::Const(Const::Flonum(0.0)), Ty::Flonum, span)?;
        let make = if f64 { Fast::NewF64vector } else { Fast::NewVector };
        let object = self.fast(make, &[length, zero], Ty::Flonums, span)?;
        Ok(Form::Flonums(object, Vector { made: true, f64 }))
    }

    /// A vector that goes into a vector of such, which was made at a site.
    fn row(&mut self, value: &Value, rows: Vector, site: Option<Site>, span: Span) -> Flow<Val> {
        let made = match value {
            Form::Flonums(_, row) if row.f64 == rows.f64 => row.made,
            value if value.is_unknown() => false,
            _ => return self.give_up("a vector of vectors gets something else", span),
        };
        if made || !rows.made {
            let row = self.coerce(value, &Form::Flonums((), rows), span)?;
            return Ok(Some(row.leaves()[0]));
        }
        let Some(site) = site else { return self.fail("a vector of vectors gets one from outside", span) };
        self.kinds.insert(site, Elements::Rows(Vector { made: false, ..rows }));
        Err(Stop::Again)
    }

    /// An element; the index is in range.
    pub(super) fn load(&mut self, object: &Value, index: Val, span: Span) -> Flow<Value> {
        match object {
            Form::Flonums(val, _) => Ok(Some(Form::Flonum(self.fast(Fast::Load, &[*val, index], Ty::Flonum, span)?))),
            Form::Rows(val, rows) => {
                let row = self.fast(Fast::Load, &[*val, index], Ty::Flonums, span)?;
                // Of a vector that is filled once, places without a row are only asked whether they have one.
                if !self.func.unfilled.contains(val) {
                    let (nothing, length) = (self.fixnum(0, span)?, self.fast(Fast::Length, &[row], Ty::Fixnum, span)?);
                    let is_there = self.fast(Fast::Below, &[nothing, length], Ty::Bool, span)?;
                    self.fast(Fast::Guard, &[is_there], Ty::Any, span)?;
                }
                Ok(Some(Form::Flonums(row, *rows)))
            }
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
        let is_part = self.purpose != Purpose::Tensors && matches!(value, Form::Part(_));
        let is_number = value.is_flonum() || is_part || matches!(value, Form::Mixed(..));
        let is_filled_once = self.func.unfilled.contains(&object);
        is_number && (is_box || is_filled_once || self.purpose != Purpose::Value)
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
                let mixes = value.is_fixnum() && !vector.f64;
                if mixes && self.purpose == Purpose::Value {
                    return self.give_up("an exact number goes into a vector of flonums", span);
                }
                self.mixes |= mixes;
                let value = flow!(self.flonum(value, span));
                self.fast(Fast::Store, &[*val, index, value], Ty::Any, span)?;
            }
            Form::Rows(val, rows) => {
                let site = self.func.sites.get(val).copied();
                let row = flow!(self.row(value, *rows, site, span));
                self.fast(Fast::Store, &[*val, index, row], Ty::Any, span)?;
            }
            Form::Words(val) if matches!(value, Form::Flonums(..)) && self.purpose == Purpose::Gradient => {
                let (Form::Flonums(_, rows), Some(site)) = (value, self.func.sites.get(val)) else {
                    return self.give_up("a vector or record of the derivative goes where it cannot be followed", span);
                };
                self.kinds.insert(*site, Elements::Rows(*rows));
                return Err(Stop::Again);
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
