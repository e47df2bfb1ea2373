//! Primitives: done now where the arguments are known, typed where their forms say how.

use std::rc::Rc;

use ::prims::{Effects, Inline, PrimId, Type};
use ir::ssa::{Block, Const, End, Fast, Inst, Loop, Op, Ty, Val};
use syntax::Span;

use super::calls::{items_of, list, list_before};
use super::{Flow, Form, Pass, Purpose, Site, Value, Vector, flow};
use crate::infer_types::prim_type;

impl Pass<'_> {
    /// A primitive applied to values.
    pub(super) fn prim(&mut self, prim: PrimId, args: Vec<Value>, site: Site, span: Span) -> Flow<Value> {
        let row = prim.row();
        if let Some(op) = row.inline
            && let Some(value) = fold(op, &args)
        {
            return Ok(Some(value));
        }
        if self.purpose == Purpose::Tensors
            && row.has_rule()
            && args.iter().any(|arg| matches!(arg, Form::Part(_) | Form::Leaf(_)))
        {
            return self.leaf_prim(prim, &args, span);
        }
        if let Some(value) = self.known_by_name(row.name, &args) {
            return Ok(Some(value));
        }
        match row.inline {
            Some(Inline::IsFlonum) if matches!(args[0], Form::Mixed(..)) => {
                let Form::Mixed(_, exact) = args[0] else { unreachable!("tested above") };
                Ok(Some(Form::Bool(self.not(exact, span)?)))
            }
            Some(op @ (Inline::Add | Inline::Sub | Inline::Mul)) if args.iter().all(Form::is_fixnum) => {
                self.fixnum_arithmetic(op, &args, span)
            }
            Some(Inline::NumEq | Inline::Lt | Inline::Le | Inline::Gt | Inline::Ge)
                if args.iter().all(|arg| arg.is_number() || self.is_expected(arg)) =>
            {
                let mut vals = Vec::new();
                let integers = args.iter().all(Form::is_fixnum);
                for arg in &args {
                    vals.push(flow!(if integers { self.integer(arg, span) } else { self.number(arg, span) }));
                }
                Ok(Some(Form::Bool(self.emit(Op::Prim(prim, vals), Ty::Bool, span)?)))
            }
            Some(Inline::Car | Inline::Cdr) if args[0].is_number() || matches!(args[0], Form::Flonums(..)) => {
                self.give_up("a pair is expected", span)
            }
            Some(Inline::Cons) => Ok(Some(Form::Pair(Rc::new((args[0].clone(), args[1].clone()))))),
            Some(Inline::List) => Ok(Some(list(args))),
            Some(Inline::Values) if args.len() == 1 => Ok(args.into_iter().next()),
            Some(Inline::Values) => Ok(Some(Form::Values(Rc::new(args)))),
            Some(Inline::ValuesToList) if !args[0].is_unknown() => Ok(Some(match &args[0] {
                Form::Values(items) => list(items.to_vec()),
                _ => list(args),
            })),
            Some(Inline::Record) => Ok(Some(Form::Record(Rc::new(args)))),
            Some(Inline::RecordRef) if matches!(args[0], Form::Record(_)) => self.record_ref(prim, &args, span),
            Some(Inline::IsRecord) if matches!(args[0], Form::Record(_)) => {
                let Form::Record(fields) = &args[0] else { unreachable!("tested above") };
                let (own, other) = (flow!(self.word(&fields[0], span)), flow!(self.word(&args[1], span)));
                Ok(Some(Form::Bool(self.inline(Inline::Eq, &[own, other], Ty::Bool, span)?)))
            }
            Some(Inline::Unfilled) => Ok(Some(Form::Const(Const::Undefined))),
            // Nothing comes back into fast code.
            Some(Inline::IsUnfilled) => Ok(Some(Form::Const(Const::Bool(true)))),
            Some(Inline::MakeVector) => {
                let length = flow!(self.integer(&args[0], span));
                let is_unfilled = args[1] == Form::Const(Const::Undefined);
                let fill = if is_unfilled { &Form::Const(Const::Fixnum(0)) } else { &args[1] };
                let vector = flow!(self.new_vector(length, fill, site, span));
                if is_unfilled {
                    self.func.unfilled.insert(vector.leaves()[0]);
                } else {
                    self.mixes |= fill.is_fixnum() && matches!(vector, Form::Flonums(..));
                }
                Ok(Some(vector))
            }
            Some(Inline::MakeF64vector) => {
                let length = flow!(self.integer(&args[0], span));
                let fill = flow!(self.plain(&args[1], span));
                let val = self.fast(Fast::NewF64vector, &[length, fill], Ty::Flonums, span)?;
                Ok(Some(Form::Flonums(val, Vector { made: true, f64: true })))
            }
            Some(Inline::Vector) => self.vector(&args, site, span),
            Some(Inline::VectorRef | Inline::F64vectorRef) if !matches!(args[0], Form::Const(_)) => {
                let (object, index) = flow!(self.element(row.inline, &args, span));
                let value = flow!(self.load(&object, index, span));
                match (row.inline, value) {
                    (Some(Inline::F64vectorRef), Form::Word(val) | Form::Part(val)) => {
                        Ok(Some(Form::Flonum(self.fast(Fast::Unbox, &[val], Ty::Flonum, span)?)))
                    }
                    (_, value) => Ok(Some(value)),
                }
            }
            Some(Inline::VectorSet | Inline::F64vectorSet) if !args[0].is_unknown() => {
                let (object, index) = flow!(self.element(row.inline, &args, span));
                if let Form::Flonums(_, Vector { f64: true, .. }) = object {
                    let value = Form::Flonum(flow!(self.plain(&args[2], span)));
                    return self.store(&object, index, &value, span);
                }
                self.store(&object, index, &args[2], span)
            }
            Some(Inline::VectorLength | Inline::F64vectorLength) if !matches!(args[0], Form::Const(_)) => {
                let vector = flow!(self.vector_of(row.inline, &args[0], span));
                let val = vector.leaves()[0];
                Ok(Some(Form::Fixnum(self.fast(Fast::Length, &[val], Ty::Fixnum, span)?)))
            }
            Some(Inline::Exact) if args[0].is_fixnum() => Ok(args.into_iter().next()),
            Some(Inline::Exact) if !matches!(args[0], Form::Leaf(_)) => {
                let val = flow!(self.flonum(&args[0], span));
                let exact = self.emit(Op::Prim(prim, vec![val]), Ty::Any, span)?;
                Ok(Some(Form::Fixnum(self.fast(Fast::Narrow, &[exact], Ty::Fixnum, span)?)))
            }
            Some(Inline::Constant) if args[0].is_fixnum() => Ok(args.into_iter().next()),
            Some(Inline::Constant) if args[0].is_number() => {
                let val = flow!(self.flonum(&args[0], span));
                Ok(Some(Form::Flonum(self.fast(Fast::Constant, &[val], Ty::Flonum, span)?)))
            }
            Some(Inline::Gradient | Inline::Jvp)
                if matches!(args[1], Form::Part(_) | Form::Leaf(_)) && self.purpose == Purpose::Tensors =>
            {
                self.fail("a derivative at what may be a tensor inside of another one", span)
            }
            Some(Inline::Gradient) => self.gradient(&args, span),
            Some(Inline::Jvp) => self.jvp(&args, span),
            Some(Inline::DifferentiateBy) => self.differentiate_by(&args, span),
            // Errors are for ordinary code.
            Some(Inline::Condition) => Ok(None),
            Some(Inline::VectorCopy | Inline::F64vectorCopy) => self.vector_copy(row.inline, &args, span),
            Some(Inline::F64vectorOf) if matches!(args[0], Form::Flonums(..)) => {
                let source = flow!(self.vector_of(Some(Inline::VectorRef), &args[0], span));
                let start = self.fixnum(0, span)?;
                let count = self.fast(Fast::Length, &[source.leaves()[0]], Ty::Fixnum, span)?;
                self.copied(&source, start, count, true, span)
            }
            Some(Inline::ListToVector | Inline::ListToF64vector) => match items_of(&args[0]) {
                Some(items) if row.inline == Some(Inline::ListToVector) => self.vector(&items, site, span),
                Some(items) => self.f64vector(&items, span),
                None if matches!(args[0], Form::Part(_)) => {
                    self.vector_of_list(&args[0], row.inline == Some(Inline::ListToF64vector), site, span)
                }
                None => self.other_prim(prim, &args, span),
            },
            Some(Inline::VectorFill) => self.vector_fill(&args, span),
            None if row.name == "%expt" => self.power(prim, &args, span),
            None if row.name == "eqv?" && args.iter().all(Form::is_fixnum) => {
                let (a, b) = (flow!(self.integer(&args[0], span)), flow!(self.integer(&args[1], span)));
                Ok(Some(Form::Bool(self.inline(Inline::NumEq, &[a, b], Ty::Bool, span)?)))
            }
            None if row.name == "%append2" && args.iter().any(|arg| matches!(arg, Form::Part(_))) => {
                self.appended(&args[0], &args[1], span)
            }
            // Ordinary code moves whole ranges of memory.
            None if row.name == "%vector-copy!" && self.purpose != Purpose::Value => self.vector_copy_into(&args, span),
            None if row.name == "%vector->list" && self.purpose != Purpose::Value => self.list_of_vector(&args, span),
            _ => self.other_prim(prim, &args, span),
        }
    }

    /// What a primitive that the back end does not know returns for an argument of a known form.
    fn known_by_name(&self, name: &str, args: &[Value]) -> Option<Value> {
        match (name, args.first()?) {
            ("length", list) => items_of(list).map(|items| Form::Const(Const::Fixnum(items.len() as i64))),
            ("%list->values", list) => items_of(list).map(|items| match <[Value; 1]>::try_from(items) {
                Ok([one]) => one,
                Err(items) => Form::Values(items.into()),
            }),
            ("reverse", list_of) => items_of(list_of).map(|items| list(items.into_iter().rev().collect())),
            ("%append2", first) => items_of(first).map(|items| list_before(items, args[1].clone())),
            ("f64vector?", value) if !value.is_unknown() => {
                Some(Form::Const(Const::Bool(matches!(value, Form::Flonums(_, Vector { f64: true, .. })))))
            }
            ("eqv?", Form::Const(one @ Const::Fixnum(_))) => match &args[1] {
                Form::Const(other @ Const::Fixnum(_)) => Some(Form::Const(Const::Bool(one == other))),
                _ => None,
            },
            // What comes from the point is taken for active.
            ("%ad-level-of", Form::Part(_) | Form::Leaf(_)) => Some(Form::Const(Const::Fixnum(1))),
            _ => None,
        }
    }

    /// A primitive with a rule where arguments may be tensors.
    fn leaf_prim(&mut self, prim: PrimId, args: &[Value], span: Span) -> Flow<Value> {
        let row = prim.row();
        let mut vals = Vec::new();
        for arg in args {
            vals.push(flow!(match arg {
                Form::Part(_) => self.leaf(arg, span),
                _ => self.word(arg, span),
            }));
        }
        let ty = match row.result {
            Type::Any | Type::Number | Type::Real | Type::Tensor | Type::Flonum if row.tangent != Some(&[]) => Ty::Leaf,
            _ => prim_type(row, &vals.iter().map(|val| self.func.vals[*val]).collect::<Vec<Ty>>()),
        };
        Ok(Some(Self::of_type(self.emit(Op::Prim(prim, vals), ty, span)?, ty)))
    }

    /// Whether something of which nothing is known is expected to be a flonum.
    fn is_expected(&self, value: &Value) -> bool {
        self.purpose != Purpose::Tensors && matches!(value, Form::Part(_))
    }

    /// A primitive that fast code does not know specially.
    fn other_prim(&mut self, prim: PrimId, args: &[Value], span: Span) -> Flow<Value> {
        let row = prim.row();
        if !matches!(row.effects, Effects::Pure | Effects::Read) {
            return self.give_up(format!("`{}` has an effect", row.name), span);
        }
        // Numbers that meet flonums where there is a rule for derivatives are expected to be flonums themselves; so are
        // numbers of which nothing is known, unless they meet an exact one.
        let holds_leaf =
            |arg: &Value| matches!(arg, Form::Pair(_)) && arg.shape().word_of(true) == Some(Form::Part(()));
        let is_part =
            args.iter().any(|arg| matches!(arg, Form::Part(_)) || self.purpose == Purpose::Tensors && holds_leaf(arg));
        let has_flonum = is_part || args.iter().any(|arg| arg.is_flonum() || matches!(arg, Form::Mixed(..)));
        if self.purpose == Purpose::Gradient && is_part && row.tangent.is_some_and(|terms| !terms.is_empty()) {
            return self.fail(format!("`{}` of what may be a tensor", row.name), span);
        }
        let typed = row.jvp.is_some()
            && match self.purpose {
                Purpose::Tensors => has_flonum && args.iter().all(Form::is_number),
                _ => has_flonum || args.iter().all(Form::is_unknown),
            };
        // The operand that makes the result a flonum, whatever the others are: what is a part of something that is being
        // differentiated rather than any word. An exact 0 makes some powers exact.
        let first = |is_it: fn(&Value) -> bool| args.iter().position(is_it);
        let certain = first(Form::is_flonum)
            .or_else(|| first(|arg| matches!(arg, Form::Part(_))))
            .or_else(|| first(Form::is_unknown));
        let is_power = row.name == "%expt";
        let mut vals = Vec::new();
        for (index, arg) in args.iter().enumerate() {
            vals.push(flow!(match certain {
                _ if !typed => self.word(arg, span),
                Some(certain) if certain != index && !is_power => self.number(arg, span),
                _ => self.flonum(arg, span),
            }));
        }
        let types: Vec<Ty> = vals.iter().map(|val| self.func.vals[*val]).collect();
        let ty = prim_type(row, &types);
        let val = self.emit(Op::Prim(prim, vals), ty, span)?;
        if row.result == Type::Never {
            return self.give_up(format!("`{}`", row.name), span);
        }
        if typed && ty != Ty::Flonum && ty != Ty::Bool {
            return Ok(Some(Form::Flonum(self.fast(Fast::Narrow, &[val], Ty::Flonum, span)?)));
        }
        // Integers are expected to be small.
        if ty == Ty::Integer {
            return Ok(Some(Form::Fixnum(self.fast(Fast::Narrow, &[val], Ty::Fixnum, span)?)));
        }
        let is_part = is_part && row.inline != Some(Inline::Constant);
        Ok(Some(if is_part && ty == Ty::Any { Form::Part(val) } else { Self::of_type(val, ty) }))
    }

    /// A power. The power 0 is the exact 1, whatever the base, and those of an exact 0 are exact as well.
    fn power(&mut self, prim: PrimId, args: &[Value], span: Span) -> Flow<Value> {
        let value = flow!(self.other_prim(prim, args, span));
        let Form::Flonum(power) = value else { return Ok(Some(value)) };
        let zero = self.fixnum(0, span)?;
        if args[0].is_fixnum() {
            let base = flow!(self.integer(&args[0], span));
            let is_zero = self.inline(Inline::NumEq, &[base, zero], Ty::Bool, span)?;
            let is_other = self.not(is_zero, span)?;
            self.fast(Fast::Guard, &[is_other], Ty::Any, span)?;
        }
        if !args[1].is_fixnum() || matches!(args[1], Form::Const(Const::Fixnum(exponent)) if exponent != 0) {
            return Ok(Some(value));
        }
        let exponent = flow!(self.integer(&args[1], span));
        Ok(Some(Form::Mixed(power, self.inline(Inline::NumEq, &[exponent, zero], Ty::Bool, span)?)))
    }

    fn fixnum_arithmetic(&mut self, op: Inline, args: &[Value], span: Span) -> Flow<Value> {
        let (a, b) = (flow!(self.integer(&args[0], span)), flow!(self.integer(&args[1], span)));
        Ok(Some(Form::Fixnum(self.fast(on_fixnums(op), &[a, b], Ty::Fixnum, span)?)))
    }

    fn record_ref(&mut self, prim: PrimId, args: &[Value], span: Span) -> Flow<Value> {
        let (Form::Record(fields), Form::Const(Const::Fixnum(index))) = (&args[0], &args[2]) else {
            return self.give_up(format!("`{}` of an unknown field", prim.row().name), span);
        };
        let (own, other) = (flow!(self.word(&fields[0], span)), flow!(self.word(&args[1], span)));
        let same = self.inline(Inline::Eq, &[own, other], Ty::Bool, span)?;
        self.fast(Fast::Guard, &[same], Ty::Any, span)?;
        Ok(fields.get(1 + *index as usize).cloned())
    }

    // Vectors -----

    /// The vector or f64vector that an operation expects.
    fn vector_of(&mut self, op: Option<Inline>, object: &Value, span: Span) -> Flow<Value> {
        let f64 = matches!(
            op,
            Some(Inline::F64vectorRef | Inline::F64vectorSet | Inline::F64vectorLength | Inline::F64vectorCopy)
        );
        match object {
            Form::Flonums(_, vector) if vector.f64 == f64 => Ok(Some(object.clone())),
            Form::Words(_) | Form::Rows(..) | Form::Leaves(_) if !f64 => Ok(Some(object.clone())),
            Form::Word(val) | Form::Part(val) => {
                let check = if f64 { Fast::CheckF64vector } else { Fast::CheckVector };
                let checked = self.checked_vector(check, *val, span)?;
                Ok(Some(object.map(&mut |_| checked)))
            }
            _ => self.give_up("a vector is expected", span),
        }
    }

    /// The vector and the index of an access, checked.
    fn element(&mut self, op: Option<Inline>, args: &[Value], span: Span) -> Flow<(Value, Val)> {
        let object = flow!(self.vector_of(op, &args[0], span));
        let index = flow!(self.integer(&args[1], span));
        let length = self.fast(Fast::Length, &[object.leaves()[0]], Ty::Fixnum, span)?;
        let below = self.fast(Fast::Below, &[index, length], Ty::Bool, span)?;
        self.fast(Fast::Guard, &[below], Ty::Any, span)?;
        Ok(Some((object, index)))
    }

    fn vector(&mut self, items: &[Value], site: Site, span: Span) -> Flow<Value> {
        let may_be_number = |item: &Value| item.is_number() || item.is_unknown();
        let flonums = items.iter().any(Form::is_flonum) && items.iter().all(may_be_number);
        let length = self.fixnum(items.len() as i64, span)?;
        let fill = if flonums { Const::Flonum(0.0) } else { Const::Unspecified };
        let object = flow!(self.new_vector(length, &Form::Const(fill), site, span));
        for (index, item) in items.iter().enumerate() {
            let index = self.fixnum(index as i64, span)?;
            flow!(self.store(&object, index, item, span));
        }
        Ok(Some(object))
    }

    /// A flonum for an f64vector that is there already, or that is made of nothing else.
    fn plain(&mut self, value: &Value, span: Span) -> Flow<Val> {
        let val = flow!(self.number(value, span));
        self.fast(Fast::Plain, &[val], Ty::Any, span)?;
        Ok(Some(val))
    }

    fn f64vector(&mut self, items: &[Value], span: Span) -> Flow<Value> {
        let length = self.fixnum(items.len() as i64, span)?;
        let object = self.new_flonums(length, true, span)?;
        for (index, item) in items.iter().enumerate() {
            let index = self.fixnum(index as i64, span)?;
            let item = Form::Flonum(flow!(self.number(item, span)));
            flow!(self.store(&object, index, &item, span));
        }
        Ok(Some(object))
    }

    /// The vector or f64vector of a list that is being differentiated; its elements are expected to be flonums.
    fn vector_of_list(&mut self, list: &Value, f64: bool, site: Site, span: Span) -> Flow<Value> {
        let count = flow!(self.length(list, span));
        let vector = match f64 {
            true => self.new_flonums(count, true, span)?,
            false => flow!(self.new_vector(count, &Form::Const(Const::Flonum(0.0)), site, span)),
        };
        let done = self.counted_loop(count, &list.leaves(), span, |pass, index, rest| {
            let first = pass.inline(Inline::Car, rest, Ty::Any, span)?;
            flow!(pass.store(&vector, index, &Form::Part(first), span));
            pass.inline(Inline::Cdr, rest, Ty::Any, span).map(|rest| Some(vec![rest]))
        })?;
        Ok(done.map(|_| vector))
    }

    /// A list that is being differentiated, before another one.
    fn appended(&mut self, first: &Value, second: &Value, span: Span) -> Flow<Value> {
        let count = flow!(self.length(first, span));
        let reversed = flow!(self.other_prim(::prims::named("reverse"), std::slice::from_ref(first), span));
        let inits = [reversed.leaves()[0], flow!(self.word(second, span))];
        let done = self.counted_loop(count, &inits, span, |pass, _, words| {
            let item = pass.inline(Inline::Car, &words[..1], Ty::Any, span)?;
            let out = pass.inline(Inline::Cons, &[item, words[1]], Ty::Any, span)?;
            pass.inline(Inline::Cdr, &words[..1], Ty::Any, span).map(|rest| Some(vec![rest, out]))
        })?;
        Ok(done.map(|words| Form::Part(words[1])))
    }

    /// The number of elements of a list of which nothing is known.
    fn length(&mut self, list: &Value, span: Span) -> Flow<Val> {
        let length = flow!(self.other_prim(::prims::named("length"), std::slice::from_ref(list), span));
        self.integer(&length, span)
    }

    /// A copy of a range of a vector or f64vector, which is expected to hold flonums.
    fn vector_copy(&mut self, op: Option<Inline>, args: &[Value], span: Span) -> Flow<Value> {
        let source = flow!(self.vector_of(op, &args[0], span));
        let (start, count) = flow!(self.range(&source, &args[1], &args[2], span));
        self.copied(&source, start, count, op == Some(Inline::F64vectorCopy), span)
    }

    /// A new vector or f64vector of a range of a vector of flonums or of rows.
    fn copied(&mut self, source: &Value, start: Val, count: Val, f64: bool, span: Span) -> Flow<Value> {
        let copy = match source {
            Form::Rows(_, rows) => self.new_rows(count, *rows, span)?,
            Form::Leaves(_) => {
                let zero = self.leaf(&Form::Const(Const::Fixnum(0)), span)?.expect("a number is a leaf");
                Form::Leaves(self.fast(Fast::NewVector, &[count, zero], Ty::Leaves, span)?)
            }
            _ => self.new_flonums(count, f64, span)?,
        };
        let zero = self.fixnum(0, span)?;
        flow!(self.copy_elements(source, start, &copy, zero, count, span));
        Ok(Some(copy))
    }

    /// Copies so many elements from a place of a vector to a place of another one.
    fn copy_elements(
        &mut self,
        source: &Value,
        start: Val,
        target: &Value,
        at: Val,
        count: Val,
        span: Span,
    ) -> Flow<Vec<Val>> {
        self.counted_loop(count, &[], span, |pass, index, _| {
            let from = pass.fast(Fast::Add, &[start, index], Ty::Fixnum, span)?;
            let item = flow!(pass.load(source, from, span));
            let to = pass.fast(Fast::Add, &[at, index], Ty::Fixnum, span)?;
            flow!(pass.store(target, to, &item, span));
            Ok(Some(Vec::new()))
        })
    }

    /// Copies a range of a vector into another one, by way of a new one: the two may overlap.
    fn vector_copy_into(&mut self, args: &[Value], span: Span) -> Flow<Value> {
        let [to, at, from, start, end] = args else { unreachable!("a row of five parameters") };
        let from = flow!(self.vector_of(Some(Inline::VectorRef), from, span));
        let (start, count) = flow!(self.range(&from, start, end, span));
        let to = flow!(self.vector_of(Some(Inline::VectorRef), to, span));
        let at = flow!(self.integer(at, span));
        let end = self.fast(Fast::Add, &[at, count], Ty::Fixnum, span)?;
        flow!(self.range(&to, &Form::Fixnum(at), &Form::Fixnum(end), span));
        let zero = self.fixnum(0, span)?;
        let part = flow!(self.copied(&from, start, count, false, span));
        flow!(self.copy_elements(&part, zero, &to, at, count, span));
        Ok(Some(Form::Const(Const::Unspecified)))
    }

    /// The list of a range of a vector.
    fn list_of_vector(&mut self, args: &[Value], span: Span) -> Flow<Value> {
        let object = flow!(self.vector_of(Some(Inline::VectorRef), &args[0], span));
        let (start, count) = flow!(self.range(&object, &args[1], &args[2], span));
        let one = self.fixnum(1, span)?;
        let end = self.fast(Fast::Add, &[start, count], Ty::Fixnum, span)?;
        let last = self.fast(Fast::Sub, &[end, one], Ty::Fixnum, span)?;
        let empty = self.emit(Op::Const(Const::Null), Ty::Any, span)?;
        let done = self.counted_loop(count, &[empty], span, |pass, index, words| {
            let place = pass.fast(Fast::Sub, &[last, index], Ty::Fixnum, span)?;
            let item = flow!(pass.load(&object, place, span));
            let item = flow!(pass.word(&item, span));
            pass.inline(Inline::Cons, &[item, words[0]], Ty::Any, span).map(|list| Some(vec![list]))
        })?;
        Ok(done.map(|words| Form::Part(words[0])))
    }

    fn vector_fill(&mut self, args: &[Value], span: Span) -> Flow<Value> {
        let object = flow!(self.vector_of(Some(Inline::VectorRef), &args[0], span));
        let (start, count) = flow!(self.range(&object, &args[2], &args[3], span));
        let done = self.counted_loop(count, &[], span, |pass, index, _| {
            let place = pass.fast(Fast::Add, &[start, index], Ty::Fixnum, span)?;
            flow!(pass.store(&object, place, &args[1], span));
            Ok(Some(Vec::new()))
        })?;
        Ok(done.map(|_| Form::Const(Const::Unspecified)))
    }

    /// The start and the length of a range of a vector, checked.
    fn range(&mut self, object: &Value, start: &Value, end: &Value, span: Span) -> Flow<(Val, Val)> {
        let (start, end) = (flow!(self.integer(start, span)), flow!(self.integer(end, span)));
        let length = self.fast(Fast::Length, &[object.leaves()[0]], Ty::Fixnum, span)?;
        let one = self.fixnum(1, span)?;
        for (low, high) in [(end, length), (start, end)] {
            let limit = self.fast(Fast::Add, &[high, one], Ty::Fixnum, span)?;
            let below = self.fast(Fast::Below, &[low, limit], Ty::Bool, span)?;
            self.fast(Fast::Guard, &[below], Ty::Any, span)?;
        }
        let count = self.fast(Fast::Sub, &[end, start], Ty::Fixnum, span)?;
        Ok(Some((start, count)))
    }

    /// A loop that does `turn` for each index below `count`. Each turn gets words from the one before it; the last ones
    /// are returned.
    fn counted_loop(
        &mut self,
        count: Val,
        inits: &[Val],
        span: Span,
        turn: impl FnOnce(&mut Self, Val, &[Val]) -> Flow<Vec<Val>>,
    ) -> Flow<Vec<Val>> {
        let zero = self.fixnum(0, span)?;
        let id = self.new_loop();
        let index = self.func.vals.push(Ty::Fixnum);
        let types = vec![Ty::Any; inits.len()];
        let words: Vec<Val> = types.iter().map(|ty| self.func.vals.push(*ty)).collect();
        self.open();
        let end = self.inline(Inline::NumEq, &[index, count], Ty::Bool, span)?;
        self.open();
        let given = turn(self, index, &words)?;
        let one = self.fixnum(1, span)?;
        let next = self.fast(Fast::Add, &[index, one], Ty::Fixnum, span)?;
        let (done, given) = (given.is_some(), given.unwrap_or_default());
        let turn = Block { insts: self.close(), end: End::Continue(id, std::iter::once(next).chain(given).collect()) };
        self.open();
        let last = self.pack(&words, &types, span)?;
        let exit = Box::new(Block { insts: self.close(), end: End::Yield(last) });
        let body = Block { insts: self.close(), end: End::If(end, exit, Box::new(turn)) };
        if !done {
            return Ok(None);
        }
        let params = std::iter::once(index).chain(words).collect();
        let made = Loop { id, params, inits: std::iter::once(zero).chain(inits.iter().copied()).collect(), body };
        let result = self.func.vals.push(self.out.packed_type(&types));
        self.append(vec![Inst { result, op: Op::Loop(Box::new(made)), span }]);
        self.unpack(result, &types, span).map(Some)
    }
}

/// Addition, subtraction or multiplication in fast code.
fn on_fixnums(op: Inline) -> Fast {
    match op {
        Inline::Add => Fast::Add,
        Inline::Sub => Fast::Sub,
        _ => Fast::Mul,
    }
}

/// What is known when the program is compiled.
fn fold(op: Inline, args: &[Value]) -> Option<Value> {
    let boolean = |value| Some(Form::Const(Const::Bool(value)));
    let fixnums = || match args {
        [Form::Const(Const::Fixnum(a)), Form::Const(Const::Fixnum(b))] => Some((*a, *b)),
        _ => None,
    };
    match op {
        Inline::Add | Inline::Sub | Inline::Mul => {
            let value = fixnums().and_then(|(a, b)| on_fixnums(op).of_fixnums(a, b))?;
            Some(Form::Const(Const::Fixnum(value)))
        }
        Inline::NumEq => fixnums().and_then(|(a, b)| boolean(a == b)),
        Inline::Lt => fixnums().and_then(|(a, b)| boolean(a < b)),
        Inline::Le => fixnums().and_then(|(a, b)| boolean(a <= b)),
        Inline::Gt => fixnums().and_then(|(a, b)| boolean(a > b)),
        Inline::Ge => fixnums().and_then(|(a, b)| boolean(a >= b)),
        Inline::ToFlonum => args[0].is_flonum().then(|| args[0].clone()),
        Inline::Not => match &args[0] {
            Form::Bool(_) | Form::Word(_) | Form::Part(_) | Form::Leaf(_) => None,
            value => boolean(*value == Form::Const(Const::Bool(false))),
        },
        Inline::Car => pair(&args[0]).map(|pair| pair.0.clone()),
        Inline::Cdr => pair(&args[0]).map(|pair| pair.1.clone()),
        Inline::IsNull
        | Inline::IsPair
        | Inline::IsProcedure
        | Inline::IsFlonum
        | Inline::IsFixnum
        | Inline::IsVector
        | Inline::IsChar
        | Inline::IsString
        | Inline::IsSymbol
        | Inline::IsLeaf => {
            let value = &args[0];
            if value.is_unknown() || matches!(value, Form::Mixed(..)) && op != Inline::IsLeaf {
                return None;
            }
            boolean(match op {
                Inline::IsNull => *value == Form::Const(Const::Null),
                Inline::IsPair => pair(value).is_some(),
                Inline::IsProcedure => matches!(value, Form::Proc(..)),
                Inline::IsFlonum => value.is_flonum(),
                Inline::IsFixnum => value.is_fixnum(),
                Inline::IsLeaf => value.is_number(),
                Inline::IsVector => {
                    matches!(
                        value,
                        Form::Words(_) | Form::Rows(..) | Form::Leaves(_) | Form::Flonums(_, Vector { f64: false, .. })
                    )
                }
                Inline::IsChar => matches!(value, Form::Const(Const::Char(_))),
                _ => false,
            })
        }
        Inline::IsValues if !args[0].is_unknown() => boolean(matches!(args[0], Form::Values(_))),
        Inline::IsRecord if !args[0].is_unknown() && !matches!(args[0], Form::Record(_)) => boolean(false),
        _ => None,
    }
}

fn pair(value: &Value) -> Option<&(Value, Value)> {
    match value {
        Form::Pair(pair) => Some(pair),
        _ => None,
    }
}
