//! Bodies: internal definitions, which mean `letrec*` (R7RS section 5.3.2).

use std::collections::VecDeque;
use std::rc::Rc;

use ir::hir::{Expr, ExprKind, Local};
use syntax::{Datum, DatumKind, Span, Symbol};

use crate::Expander;
use crate::core_forms::CoreForm;
use crate::derived::Maker;
use crate::expand::{head, into_list, list, symbol};
use crate::scope::{Binding, Scope};

/// A form of a body that is not expanded yet.
pub enum Part {
    /// `(define name value)`; without a value, `(define name)`.
    Define(Local, Symbol, Option<Datum>),
    Expr(Datum),
}

impl Expander<'_> {
    /// Expands a body in a scope of its own.
    pub fn body(&mut self, forms: Vec<Datum>, scope: &Rc<Scope>, span: Span) -> Expr {
        // Without definitions a body is a sequence: no scope is needed.
        let scope = &Scope::inside(scope);
        let errors = self.diagnostics.len();
        let parts = self.parts(forms, scope);
        let is_wrong = self.diagnostics.len() > errors;
        if parts.is_empty() {
            if is_wrong {
                return Expr { kind: ExprKind::Unspecified, span };
            }
            return self.error("malformed-syntax", "a body needs at least one expression", span);
        }
        let ends_in_definition = matches!(parts.last(), Some(Part::Define(..)));
        let mut bindings = Vec::with_capacity(parts.len());
        for part in parts {
            bindings.push(match part {
                Part::Define(local, name, Some(value)) => {
                    (Some(local), self.definition_value(value, scope, Some(name)))
                }
                Part::Define(local, _, None) => (Some(local), Expr { kind: ExprKind::Unspecified, span }),
                Part::Expr(datum) => (None, self.expr(datum, scope, None)),
            });
        }
        if ends_in_definition {
            if is_wrong {
                return Expr { kind: ExprKind::Unspecified, span };
            }
            self.error("malformed-syntax", "a body must end in an expression", span);
            return Expr { kind: ExprKind::Unspecified, span };
        }
        // The expressions at the end are not part of the `letrec*`.
        let definitions = bindings.iter().rposition(|(local, _)| local.is_some()).map_or(0, |last| last + 1);
        let rest: Vec<Expr> = bindings.split_off(definitions).into_iter().map(|(_, value)| value).collect();
        let place = rest.first().map_or(span, |first| first.span);
        let rest = crate::expand::sequence(rest, place);
        if bindings.is_empty() { rest } else { self.fix_letrec(bindings, rest, span) }
    }

    fn parts(&mut self, forms: Vec<Datum>, scope: &Rc<Scope>) -> Vec<Part> {
        let mut parts = Vec::new();
        let mut queue: VecDeque<Datum> = forms.into();
        while let Some(form) = queue.pop_front() {
            let head = head(&form);
            match head.and_then(|head| self.aliases.resolve(head, scope)) {
                Some(Binding::Macro(this)) => {
                    if let Some(expansion) = self.expand_once(&this, &form, scope) {
                        queue.push_front(expansion);
                    }
                }
                // A form with a dot is wrong, which its expansion as an expression will say.
                _ if list(&form).is_none() => parts.push(Part::Expr(form)),
                Some(Binding::Core(CoreForm::Begin)) => {
                    for inner in into_list(form).into_iter().skip(1).rev() {
                        queue.push_front(inner);
                    }
                }
                Some(Binding::Core(core @ (CoreForm::Include | CoreForm::IncludeCi | CoreForm::CondExpand))) => {
                    let span = form.span;
                    let items = into_list(form);
                    let forms = match core {
                        CoreForm::CondExpand => self.cond_expand(items, span),
                        _ => self.included(core, &items, span),
                    };
                    for inner in forms.into_iter().rev() {
                        queue.push_front(inner);
                    }
                }
                Some(Binding::Core(CoreForm::Define)) => {
                    if let Some((name, value)) = self.definition(form) {
                        let local = self.define_local(&name, scope);
                        parts.push(Part::Define(local, symbol(&name).unwrap_or(Symbol::new("_")), value));
                    }
                }
                Some(Binding::Core(CoreForm::Redefine)) => {
                    if let Some(form) = self.redefinition(form) {
                        self.redefine_in_body(form, &mut parts, scope);
                    }
                }
                Some(Binding::Core(CoreForm::DefineSyntax)) => match &into_list(form)[..] {
                    [_, name, spec] => self.bind_syntax(name, spec, scope, scope),
                    items => {
                        let span = items[0].span;
                        self.malformed("define-syntax", "(define-syntax keyword (syntax-rules ...))", span);
                    }
                },
                Some(Binding::Core(CoreForm::DefineValues)) => {
                    for form in self.define_values(form).into_iter().rev() {
                        queue.push_front(form);
                    }
                }
                Some(Binding::Core(CoreForm::DefineRecordFamily)) => self.define_record_family(form, scope),
                Some(Binding::Core(CoreForm::DefineRecordType)) => {
                    for form in self.define_record_type(form).into_iter().rev() {
                        queue.push_front(form);
                    }
                }
                _ => parts.push(Part::Expr(form)),
            }
        }
        parts
    }

    pub fn define_local(&mut self, name: &Datum, scope: &Rc<Scope>) -> Local {
        let symbol = symbol(name).unwrap_or(Symbol::new("_"));
        let local = self.new_local(symbol, name.span);
        if scope.bind(symbol, Binding::Local(local)).is_some() {
            let plain = self.aliases.plain(symbol);
            self.error("duplicate-definition", format!("`{plain}` is defined twice in one body"), name.span);
        }
        local
    }

    /// Name and value of `(define name value)`, `(define (name . formals) body ...)`, `(define ((name a) b) ...)`.
    pub fn definition(&mut self, form: Datum) -> Option<(Datum, Option<Datum>)> {
        let span = form.span;
        let mut items = into_list(form);
        if items.len() < 2 {
            self.malformed("define", "(define name value)", span);
            return None;
        }
        let body = items.split_off(2);
        let target = items.pop()?;
        let make = Maker::at(span);
        match target.kind {
            DatumKind::Symbol(_) => match body.len() {
                0 => Some((target, None)),
                1 => Some((target, body.into_iter().next())),
                _ => {
                    self.malformed("define", "(define name value)", span);
                    None
                }
            },
            DatumKind::List(mut parts, tail) if !parts.is_empty() => {
                if body.is_empty() {
                    self.malformed("define", "(define (name parameter ...) body ...)", span);
                    return None;
                }
                let name = parts.remove(0);
                let formals = Datum { kind: formals(parts, tail), span: target.span };
                let mut lambda = vec![make.symbol(self.known("lambda")), formals];
                lambda.extend(body);
                let value = make.list(lambda);
                match name.kind {
                    DatumKind::Symbol(_) => Some((name, Some(value))),
                    _ => {
                        let define = make.symbol(self.known("define"));
                        self.definition(make.list(vec![define, name, value]))
                    }
                }
            }
            _ => {
                self.malformed("define", "a name", target.span);
                None
            }
        }
    }

    /// The value of a definition.
    pub fn definition_value(&mut self, value: Datum, scope: &Rc<Scope>, name: Option<Symbol>) -> Expr {
        self.expr(value, scope, name)
    }

    /// `(define-values formals init)` as definitions of the names and of a list of the values.
    pub fn define_values(&mut self, form: Datum) -> Vec<Datum> {
        let span = form.span;
        let Ok([_, formals, init]) = <[Datum; 3]>::try_from(into_list(form)) else {
            self.malformed("define-values", "(define-values formals expression)", span);
            return Vec::new();
        };
        let make = Maker::at(span);
        let (names, rest) = match formals.kind {
            DatumKind::List(items, tail) => (items, tail.map(|tail| *tail)),
            _ => (Vec::new(), Some(formals)),
        };
        let root = self.root.clone();
        let all = make.symbol(self.aliases.make(Symbol::new("values"), &root));
        let (define, list) = (make.symbol(self.known("define")), make.symbol(self.known("list")));
        let lambda = make.symbol(self.known("lambda"));
        // (define all (call-with-values (lambda () init) (lambda (name ... . rest) (list name ... rest))))
        let mut collected = vec![list];
        collected.extend(names.iter().cloned().chain(rest.clone()));
        let formals = Datum { kind: formals_of(&names, &rest), span };
        let consumer = make.list(vec![lambda.clone(), formals, make.list(collected)]);
        let producer = make.list(vec![lambda, make.list(Vec::new()), init]);
        let call = make.list(vec![make.symbol(self.known("call-with-values")), producer, consumer]);
        let mut forms = vec![make.list(vec![define.clone(), all.clone(), call])];
        let (car, list_tail) = (make.symbol(self.known("car")), make.symbol(self.known("list-tail")));
        for (index, name) in names.into_iter().chain(rest).enumerate() {
            let number = Datum { kind: DatumKind::Number(syntax::Number::Int(index.into())), span };
            let tail = make.list(vec![list_tail.clone(), all.clone(), number]);
            let value = make.list(vec![car.clone(), tail]);
            forms.push(make.list(vec![define.clone(), name, value]));
        }
        forms
    }
}

/// Formals from parts of a list; `( . rest)` is `rest`.
fn formals(parts: Vec<Datum>, tail: Option<Box<Datum>>) -> DatumKind {
    match tail {
        Some(tail) if parts.is_empty() => tail.kind,
        tail => DatumKind::List(parts, tail),
    }
}

fn formals_of(names: &[Datum], rest: &Option<Datum>) -> DatumKind {
    formals(names.to_vec(), rest.clone().map(Box::new))
}
