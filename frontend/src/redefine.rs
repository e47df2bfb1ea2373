//! `(%redefine name old ((local init) ...) check lambda)`: NAME is the lambda from now on; the lambda knows what NAME was
//! by the name OLD, and has local variables.
//!
//! Behind the definition of NAME as a procedure in the same body or top level it is a part of that definition:
//!
//! ```scheme
//! (define (f x) body)  (%redefine f old ((state init)) check (lambda (x) ... (old x)))
//! ; => (define (old x) body)  (define state init)  (define f (lambda (x) ... (old x)))
//! ```
//!
//! So nothing is assigned, and `f` is a known procedure. Elsewhere it is
//! `(set! name (let ((old name) (local init) ...) check (lambda ...)))`.

use std::rc::Rc;

use syntax::{Datum, Span};

use crate::body::Part;
use crate::core_forms::CoreForm;
use crate::derived::Maker;
use crate::expand::{head, into_list, symbol};
use crate::library::{Level, Work};
use crate::scope::{Binding, Scope};
use crate::{Expander, Pending};

/// The parts of the form.
pub struct Redefinition {
    name: Datum,
    old: Datum,
    locals: Vec<(Datum, Datum)>,
    check: Datum,
    value: Datum,
    span: Span,
}

impl Expander<'_> {
    /// The form, taken apart.
    pub fn redefinition(&mut self, form: Datum) -> Option<Redefinition> {
        let span = form.span;
        let Ok([_, name, old, locals, check, value]) = <[Datum; 6]>::try_from(into_list(form)) else {
            self.malformed("%redefine", "(%redefine name old ((local init) ...) check lambda)", span);
            return None;
        };
        let pair = |binding| <[Datum; 2]>::try_from(into_list(binding)).ok().map(|[local, init]| (local, init));
        let locals = into_list(locals).into_iter().filter_map(pair).collect();
        Some(Redefinition { name, old, locals, check, value, span })
    }

    /// The form where there is no definition that it could be a part of.
    fn reassignment(&mut self, form: Redefinition) -> Datum {
        let Redefinition { name, old, locals, check, value, span } = form;
        let make = Maker::at(span);
        let mut core = |word| make.symbol(self.known(word));
        let (set, binder) = (core("set!"), core("let*"));
        let bindings = std::iter::once((old, name.clone())).chain(locals);
        let bindings = make.list(bindings.map(|(local, init)| make.list(vec![local, init])).collect());
        make.list(vec![set, name, make.list(vec![binder, bindings, check, value])])
    }

    /// The form in a body, behind these parts.
    pub fn redefine_in_body(&mut self, form: Redefinition, parts: &mut Vec<Part>, scope: &Rc<Scope>) {
        let binding = symbol(&form.name).and_then(|name| self.aliases.resolve(name, scope));
        let definition = parts.iter_mut().enumerate().find_map(|(index, part)| match (part, &binding) {
            (Part::Define(local, name, Some(value)), Some(Binding::Local(other))) if local == other => {
                Some((index, local, *name, &*value))
            }
            _ => None,
        });
        let Some((index, defined, name, value)) = definition else { return self.reassign_in_body(form, parts) };
        if !self.is_lambda(value, scope) {
            return self.reassign_in_body(form, parts);
        }
        let local = *defined;
        *defined = self.new_local(name, form.name.span);
        let old = Binding::Local(*defined);
        self.bind_name(&form.old, old, scope);
        let mut added = Vec::new();
        for (helper, init) in form.locals {
            let name = symbol(&helper).unwrap_or(name);
            added.push(Part::Define(self.define_local(&helper, scope), name, Some(init)));
        }
        added.push(Part::Define(local, name, Some(form.value)));
        parts.splice(index + 1..index + 1, added);
    }

    fn reassign_in_body(&mut self, form: Redefinition, parts: &mut Vec<Part>) {
        let assignment = self.reassignment(form);
        parts.push(Part::Expr(assignment));
    }

    /// The form at the top level; what is left to do.
    pub fn redefine_top(&mut self, level: &mut Level, form: Redefinition) -> Vec<Datum> {
        let scope = level.scope.clone();
        let binding = symbol(&form.name).and_then(|name| self.aliases.resolve(name, &scope));
        let Some(Binding::Top(top)) = binding else { return vec![self.reassignment(form)] };
        let is_it = |(_, work): &(usize, Work)| matches!(work, Work::Define(other, _) if *other == top);
        let index = level.work.iter().rposition(is_it);
        let value = match (index.map(|index| &level.work[index].1), self.tops[top.0].pending.clone()) {
            (Some(Work::Define(_, value)), _) => Some(value.clone()),
            (None, Some(pending)) => self.pending_value(pending).map(|(value, _)| value),
            _ => None,
        };
        let Some(value) = value else { return vec![self.reassignment(form)] };
        if !self.is_lambda(&value, &scope) {
            return vec![self.reassignment(form)];
        }
        let (name, span, order) = (self.tops[top.0].name, self.tops[top.0].span, self.tops[top.0].order);
        // What has been defined, and is defined now, in the place of the definition.
        let mut values = vec![(form.old, value)];
        values.extend(form.locals);
        let mut work = Vec::new();
        for (local, value) in values {
            let pending = index.is_none().then(|| Pending::Value(value.clone(), scope.clone()));
            let name = if work.is_empty() { name } else { symbol(&local).unwrap_or(name) };
            let new = self.new_top(name, span, (order.0, order.1, order.2 + work.len()), pending);
            self.bind_name(&local, Binding::Top(new), &scope);
            work.push(Work::Define(new, value));
        }
        match index {
            Some(index) => {
                let position = level.work[index].0;
                work.push(Work::Define(top, form.value));
                level.work.splice(index..=index, work.into_iter().map(|work| (position, work)));
            }
            None => {
                self.tops[top.0].order.2 += work.len();
                self.tops[top.0].pending = Some(Pending::Value(form.value, scope));
            }
        }
        Vec::new()
    }

    fn bind_name(&mut self, name: &Datum, binding: Binding, scope: &Rc<Scope>) {
        if let Some(name) = symbol(name) {
            self.aliases.note_bound(name);
            scope.bind(name, binding);
        }
    }

    fn is_lambda(&self, value: &Datum, scope: &Rc<Scope>) -> bool {
        let head = head(value).and_then(|head| self.aliases.resolve(head, scope));
        matches!(head, Some(Binding::Core(CoreForm::Lambda | CoreForm::CaseLambda)))
    }
}
