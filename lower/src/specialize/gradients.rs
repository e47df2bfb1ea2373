//! Gradients inside of fast code.

use autodiff::Refusal;
use ir::ssa::{Const, Fast, FuncId, Module, Op, Ty, Val};
use syntax::Span;

use super::calls::{items_of, list};
use super::{Flow, Form, NO_FLONUM, Pass, Shape, Stop, Value, Vector, Wanted, flow};

/// What is differentiated.
pub(super) struct Differentiated {
    /// The typed copy of the procedure, and what it returns.
    pub func: (FuncId, Shape),
    /// The point, as the copy takes it.
    pub parts: Vec<Value>,
    /// What the procedure captures.
    pub captured: Vec<Value>,
    /// Whether the point is a list.
    pub is_list: bool,
}

impl Pass<'_> {
    /// `(%gradient f x with-value otherwise)`
    pub(super) fn gradient(&mut self, args: &[Value], span: Span) -> Flow<Value> {
        let is_flonum = |result: &Shape| *result == Form::Flonum(());
        let site = flow!(self.differentiated(&args[0], parts_of(&args[1]), &[], (Wanted::Number, is_flonum), span));
        let with_value = matches!(args[2], Form::Const(Const::Bool(true)));
        // Of one number, forward mode, which may be differentiated again in either mode.
        if let ([Form::Flonum(_)], false) = (&site.parts[..], site.is_list) {
            let one = [Form::Const(Const::Flonum(1.0))];
            let (value, slope) = flow!(self.tangent_at(&site.func, &site.parts, &site.captured, &one, span));
            return Ok(Some(if with_value { Form::Pair((value, slope).into()) } else { slope }));
        }
        let (gradient, results) = flow!(self.gradient_of(site.func.0, site.parts.len(), span));
        self.call_gradient(gradient, results, &site, with_value, span)
    }

    /// The typed copy of a procedure for a point, if it returns what is wanted.
    pub(super) fn differentiated(
        &mut self,
        procedure: &Value,
        (parts, is_list): (Vec<Value>, bool),
        directions: &[Value],
        (wanted, is_wanted): (Wanted, impl Fn(&Shape) -> bool),
        span: Span,
    ) -> Flow<Differentiated> {
        let Form::Proc(id, captures) = procedure.clone() else {
            return self.give_up("the procedure is not known when the program is compiled", span);
        };
        let Some(clause) = self.module.procs[id].clause_of(1) else {
            return self.give_up("a procedure is called with a wrong number of arguments", span);
        };
        let structure = |part: &Value| match part {
            Form::Pair(_) => self.part(part, span),
            other => Ok(other.clone()),
        };
        let parts = parts.iter().map(structure).collect::<Result<Vec<Value>, Stop>>()?;
        // A part of which nothing is known is expected to be a flonum, or else a vector of flonums, or else a structure.
        let vector = Form::Flonums((), Vector { made: false, f64: false });
        let gives_up = self.gives_up.clone();
        for expected in [Form::Flonum(()), vector, Form::Part(())] {
            self.gives_up.clone_from(&gives_up);
            let guess = |(index, part): (usize, &Value)| match (part.shape(), directions.get(index)) {
                (Form::Part(()), None) => Form::Part(()),
                (word, Some(Form::Flonums(_, vector))) if word.is_unknown() => {
                    Form::Flonums((), Vector { made: false, f64: vector.f64 })
                }
                (word, Some(direction)) if word.is_unknown() && direction.is_number() => Form::Flonum(()),
                (word, _) if word.is_unknown() => expected.clone(),
                (number, _) if number.is_flonum() => Form::Flonum(()),
                (Form::Flonums((), vector), _) => Form::Flonums((), Vector { made: false, ..vector }),
                (shape, _) => shape,
            };
            let shapes: Vec<Shape> = parts.iter().enumerate().map(guess).collect();
            if shapes.iter().any(|shape| !matches!(shape, Form::Flonum(()) | Form::Flonums(..) | Form::Part(()))) {
                return self.give_up("the point is not made of flonums", span);
            }
            let point = if is_list { shape_list(&shapes) } else { shapes[0].clone() };
            let all: Vec<Shape> = std::iter::once(point)
                .chain(captures.iter().map(|capture| capture.shape().without_numbers()))
                .collect();
            if let Some((func, returned)) = self.instance(clause.func, &all, wanted)?
                && is_wanted(&returned.shape)
                && returned.given.iter().all(Option::is_none)
            {
                let func = (func, returned.shape);
                let parts = self.coerce_all(&parts, &shapes, span)?;
                let captured = self.coerce_all(&captures, &all[1..], span)?;
                return Ok(Some(Differentiated { func, parts, captured, is_list }));
            }
            if !parts.iter().any(Form::is_unknown) {
                break;
            }
        }
        self.give_up(NO_FLONUM, span)
    }

    /// What `autodiff` makes of a function for active first parameters.
    pub(super) fn made_of<T>(
        &mut self,
        func: FuncId,
        active: usize,
        make: impl FnOnce(&mut Module, FuncId, &[bool]) -> Result<T, Refusal>,
        span: Span,
    ) -> Flow<T> {
        if self.instances.iter().any(|instance| instance.func == func && !instance.done) {
            return self.give_up("a procedure is differentiated that is being called", span);
        }
        self.make_rules()?;
        let count = self.out.funcs[func].params.len();
        let flags: Vec<bool> = (0..count).map(|index| index < active).collect();
        match make(self.out, func, &flags) {
            Ok(made) => Ok(Some(made)),
            Err(refusal) => self.give_up(refusal.reason, refusal.span),
        }
    }

    /// The gradient of a function with respect to its first parameters.
    fn gradient_of(&mut self, func: FuncId, active: usize, span: Span) -> Flow<(FuncId, usize)> {
        if let Some(known) = self.gradients.get(&(func, active)) {
            return Ok(Some(*known));
        }
        let made = flow!(self.made_of(func, active, autodiff::gradient, span));
        self.gradients.insert((func, active), (made.func, made.results));
        Ok(Some((made.func, made.results)))
    }

    fn call_gradient(
        &mut self,
        gradient: FuncId,
        results: usize,
        site: &Differentiated,
        with_value: bool,
        span: Span,
    ) -> Flow<Value> {
        let Differentiated { parts, captured, is_list, .. } = site;
        let mut shadows = Vec::new();
        for part in parts {
            match part {
                Form::Flonums(val, vector) => {
                    let length = self.fast(Fast::Length, &[*val], Ty::Fixnum, span)?;
                    shadows.push(self.new_flonums(length, vector.f64, span)?);
                }
                Form::Part(val) => {
                    let shadow = Op::Prim(::prims::named("%ad-shadow"), vec![*val]);
                    shadows.push(Form::Part(self.emit(shadow, Ty::Any, span)?));
                }
                _ => {}
            }
        }
        let args: Vec<Val> = parts.iter().chain(captured).chain(&shadows).flat_map(Form::leaves).collect();
        let types = vec![Ty::Flonum; results];
        let mut numbers = self.emit_call(gradient, args, &types, span)?.into_iter();
        let value = numbers.next().expect("the value comes first");
        let mut shadows = shadows.into_iter();
        let mut slopes = Vec::new();
        for part in parts {
            let slope = match part {
                Form::Part(word) => {
                    let shadow = shadows.next().expect("one for each structure").leaves()[0];
                    slopes.push(self.read_off("%ad-slopes", *word, shadow, span)?);
                    continue;
                }
                Form::Flonums(..) => shadows.next().expect("one for each vector"),
                _ => Form::Flonum(numbers.next().expect("one for each flonum")),
            };
            self.fast(Fast::CheckNumbers, &slope.leaves(), Ty::Any, span)?;
            slopes.push(slope);
        }
        let answer = if *is_list { list(slopes) } else { slopes.swap_remove(0) };
        Ok(Some(if with_value { Form::Pair((Form::Flonum(value), answer).into()) } else { answer }))
    }
}

/// The parts of a point: the elements of a list of known length, or the point itself.
pub(super) fn parts_of(point: &Value) -> (Vec<Value>, bool) {
    match items_of(point) {
        Some(parts) if !parts.is_empty() => (parts, true),
        _ => (vec![point.clone()], false),
    }
}

fn shape_list(items: &[Shape]) -> Shape {
    items.iter().rev().fold(Form::Const(Const::Null), |rest, item| Form::Pair((item.clone(), rest).into()))
}
