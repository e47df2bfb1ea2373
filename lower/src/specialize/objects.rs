//! Mutable objects that fast code makes: vectors and the boxes of assigned variables.

use ir::ssa::{Const, Fast, Op, Ty, Val};
use syntax::Span;

use super::{Elements, Flow, Form, Pass, Purpose, Rows, Site, Stop, Value, Vector, flow};

impl Pass<'_> {
    /// A new object of `length` times the same value.
    pub(super) fn new_vector(&mut self, length: Val, fill: &Value, site: Site, span: Span) -> Flow<Value> {
        let first = match fill {
            fill if fill.is_flonum() => Elements::Flonums,
            fill if self.purpose == Purpose::Gradient => Rows::around(fill).map_or(Elements::Words, Elements::Rows),
            _ if self.is_leaf(fill) => Elements::Leaves,
            _ => Elements::Words,
        };
        let result = match *self.kinds.entry(site).or_insert(first) {
            Elements::Flonums => {
                let fill = flow!(self.flonum(fill, span));
                let val = self.fast(Fast::NewVector, &[length, fill], Ty::Flonums, span)?;
                Form::Flonums(val, Vector { made: true, f64: false })
            }
            Elements::Leaves => {
                let fill = flow!(self.leaf(fill, span));
                Form::Leaves(self.fast(Fast::NewVector, &[length, fill], Ty::Leaves, span)?)
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

    /// Whether a value may be a tensor.
    fn is_leaf(&self, value: &Value) -> bool {
        self.purpose == Purpose::Tensors && matches!(value, Form::Leaf(_) | Form::Part(_))
    }

    /// A new vector for vectors, with empty ones for the time being.
    pub(super) fn new_rows(&mut self, length: Val, rows: Rows, span: Span) -> Result<Value, Stop> {
        let nothing = self.fixnum(0, span)?;
        let empty = match rows.element() {
            Form::Rows((), rows) => self.new_rows(nothing, rows, span)?,
            _ => self.new_flonums(nothing, rows.innermost.f64, span)?,
        };
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
    fn row(&mut self, value: &Value, rows: Rows, site: Option<Site>, span: Span) -> Flow<Val> {
        let made = match (value, Rows::around(value)) {
            (_, Some(own)) if own.is_like(rows) => own.innermost.made,
            (value, None) if value.is_unknown() && rows.depth == 1 => false,
            _ => return self.give_up("a vector of vectors gets something else", span),
        };
        if made || !rows.innermost.made {
            let row = self.coerce(value, &rows.element(), span)?;
            return Ok(Some(row.leaves()[0]));
        }
        let Some(site) = site else { return self.fail("a vector of vectors gets one from outside", span) };
        let innermost = Vector { made: false, ..rows.innermost };
        self.kinds.insert(site, Elements::Rows(Rows { innermost, ..rows }));
        Err(Stop::Again)
    }

    /// An element; the index is in range.
    pub(super) fn load(&mut self, object: &Value, index: Val, span: Span) -> Flow<Value> {
        match object {
            Form::Flonums(val, _) => Ok(Some(Form::Flonum(self.fast(Fast::Load, &[*val, index], Ty::Flonum, span)?))),
            Form::Rows(val, rows) => {
                let element = rows.element();
                let row = self.fast(Fast::Load, &[*val, index], element.leaf_types()[0], span)?;
                // Of a vector that is filled once, places without a row are only asked whether they have one.
                if !self.func.unfilled.contains(val) {
                    let (nothing, length) = (self.fixnum(0, span)?, self.fast(Fast::Length, &[row], Ty::Fixnum, span)?);
                    let is_there = self.fast(Fast::Below, &[nothing, length], Ty::Bool, span)?;
                    self.fast(Fast::Guard, &[is_there], Ty::Any, span)?;
                }
                Ok(Some(element.with_leaves(&[row])))
            }
            Form::Leaves(val) => Ok(Some(Form::Leaf(self.fast(Fast::Load, &[*val, index], Ty::Leaf, span)?))),
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
            Form::Leaves(val) => {
                let leaf = flow!(self.leaf(value, span));
                self.fast(Fast::Store, &[*val, index, leaf], Ty::Any, span)?;
            }
            Form::Flonums(val, _) | Form::Words(val) | Form::NumberBox(val)
                if self.is_leaf(value) && self.func.sites.contains_key(val) =>
            {
                self.kinds.insert(self.func.sites[val], Elements::Leaves);
                return Err(Stop::Again);
            }
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
            Form::Words(val) if Rows::around(value).is_some() && self.purpose == Purpose::Gradient => {
                let (Some(rows), Some(site)) = (Rows::around(value), self.func.sites.get(val)) else {
                    return self.give_up("a vector or record of the derivative goes where it cannot be followed", span);
                };
                self.kinds.insert(*site, Elements::Rows(rows));
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
