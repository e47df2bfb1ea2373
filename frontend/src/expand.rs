//! Expressions: identifiers, calls, core forms.

use std::collections::HashMap;
use std::rc::Rc;

use ir::hir::{Clause, Expr, ExprKind, Item, Lambda, LambdaId, Local};
use prims::{Effects, PrimId};
use syntax::{Datum, DatumKind, Diagnostic, Span, Symbol, print_datum};

use crate::Expander;
use crate::core_forms::CoreForm;
use crate::scope::{Binding, Scope, Top};
use crate::suggest::suggestion;
use crate::syntax_rules::{Failure, Macro, expand_macro, parse_macro};

/// Macro expansions nest at most this deep.
const MAX_MACRO_DEPTH: usize = 3_000;
/// A program has at most this many macro expansions.
const MAX_MACRO_COUNT: usize = 1_000_000;
/// All expansions together write at most this many datums.
const MAX_MACRO_SIZE: usize = 30_000_000;
/// One expansion writes at most this many.
const MAX_EXPANSION_SIZE: usize = 500_000;

/// What macro expansion has cost so far.
#[derive(Default)]
pub struct MacroCost {
    /// How deep expansions nest now.
    pub depth: usize,
    count: usize,
    size: usize,
    /// The outermost macro used at a place, whose expansion stands there too.
    pub uses: HashMap<Span, Symbol>,
    /// After a limit has been met and told, no macro is expanded.
    given_up: bool,
}

/// The symbol that a datum is.
pub fn symbol(datum: &Datum) -> Option<Symbol> {
    if let DatumKind::Symbol(name) = datum.kind { Some(name) } else { None }
}

/// The items of a proper list.
pub fn list(datum: &Datum) -> Option<&[Datum]> {
    if let DatumKind::List(items, None) = &datum.kind { Some(items) } else { None }
}

/// The identifier that begins a form.
pub fn head(datum: &Datum) -> Option<Symbol> {
    if let DatumKind::List(items, _) = &datum.kind { symbol(items.first()?) } else { None }
}

/// The items of a datum that is known to be a proper list.
pub fn into_list(datum: Datum) -> Vec<Datum> {
    if let DatumKind::List(items, None) = datum.kind { items } else { Vec::new() }
}

/// The labels that a datum gives, and those it uses.
fn find_labels(datum: &Datum, labels: &mut Vec<u32>, references: &mut Vec<(u32, Span)>) {
    match &datum.kind {
        DatumKind::List(items, tail) => {
            items.iter().chain(tail.as_deref()).for_each(|item| find_labels(item, labels, references));
        }
        DatumKind::Vector(items) => items.iter().for_each(|item| find_labels(item, labels, references)),
        DatumKind::Labelled(label, inner) => {
            labels.push(*label);
            find_labels(inner, labels, references);
        }
        DatumKind::Reference(label) => references.push((*label, datum.span)),
        _ => {}
    }
}

fn expr(kind: ExprKind, span: Span) -> Expr {
    Expr { kind, span }
}

impl Expander<'_> {
    /// Expands an expression; `name` is that of the variable it will be bound to.
    pub fn expr(&mut self, datum: Datum, scope: &Rc<Scope>, name: Option<Symbol>) -> Expr {
        let span = datum.span;
        match &datum.kind {
            DatumKind::Symbol(symbol) => self.identifier(*symbol, scope, span),
            DatumKind::List(items, None) if items.is_empty() => {
                self.error("malformed-syntax", "`()` is no expression; the empty list is written '()", span)
            }
            DatumKind::List(_, tail) => {
                let meaning = head(&datum).and_then(|name| self.aliases.resolve(name, scope));
                match meaning {
                    Some(Binding::Macro(this)) => self.macro_use(&this, &datum, scope, name),
                    _ if tail.is_some() => {
                        self.error("malformed-syntax", "a form must be a proper list, without a dot", span)
                    }
                    Some(Binding::Core(form)) => self.core_form(form, datum, scope, name),
                    _ => self.call(into_list(datum), scope, span),
                }
            }
            DatumKind::Labelled(_, inner) if matches!(inner.kind, DatumKind::Symbol(_) | DatumKind::List(..)) => {
                self.error("datum-label", "labels stand in literals only, and this is an expression", span)
            }
            _ => self.literal(&datum, span),
        }
    }

    /// A datum as the value of an expression.
    fn literal(&mut self, datum: &Datum, span: Span) -> Expr {
        let mut references = Vec::new();
        let mut labels = Vec::new();
        find_labels(datum, &mut labels, &mut references);
        for (label, place) in references {
            if !labels.contains(&label) {
                self.error("datum-label", format!("the label {label} is given outside of this literal"), place);
            }
        }
        expr(ExprKind::Quote(self.aliases.strip(datum)), span)
    }

    /// Expands several expressions.
    pub fn exprs(&mut self, datums: impl IntoIterator<Item = Datum>, scope: &Rc<Scope>) -> Vec<Expr> {
        datums.into_iter().map(|datum| self.expr(datum, scope, None)).collect()
    }

    fn identifier(&mut self, name: Symbol, scope: &Rc<Scope>, span: Span) -> Expr {
        match self.aliases.resolve(name, scope) {
            Some(Binding::Local(local)) => expr(ExprKind::Local(local), span),
            Some(Binding::Top(top)) => expr(ExprKind::Global(self.global(top)), span),
            Some(Binding::Prim(prim)) => {
                let top = self.primitive_value(prim, span);
                expr(ExprKind::Global(self.global(top)), span)
            }
            Some(Binding::Core(_) | Binding::Macro(_)) => {
                let plain = self.aliases.plain(name);
                self.error("malformed-syntax", format!("`{plain}` is syntax, not a variable"), span)
            }
            None => self.unbound(name, scope, span),
        }
    }

    fn unbound(&mut self, name: Symbol, scope: &Rc<Scope>, span: Span) -> Expr {
        let name = self.aliases.plain(name);
        if let Some(top) = self.later_variable(name, span) {
            return expr(ExprKind::Global(self.global(top)), span);
        }
        if !self.import_failed {
            let mut diagnostic = Diagnostic::error("unbound-variable", format!("unbound variable `{name}`"), span);
            if let Some(library) = self.exporter(name) {
                diagnostic = diagnostic.with_help(format!("the library {library} exports it"));
            } else if let Some(near) = suggestion(name.as_str(), scope.names()) {
                diagnostic = diagnostic.with_help(format!("did you mean `{near}`?"));
            }
            self.report(diagnostic);
        }
        expr(ExprKind::Unspecified, span)
    }

    /// The variable that holds a lambda around a primitive.
    fn primitive_value(&mut self, prim: PrimId, span: Span) -> Top {
        if let Some(top) = self.primitive_values.get(&prim) {
            return *top;
        }
        let row = prim.row();
        let name = Symbol::new(row.name.trim_start_matches('%'));
        let order = (0, self.primitive_values.len(), 0);
        let top = self.new_top(name, span, order, None);
        self.primitive_values.insert(prim, top);
        let params: Vec<Local> = row.params.iter().map(|param| self.new_local(Symbol::new(param.name), span)).collect();
        let mut args: Vec<Expr> = params.iter().map(|local| expr(ExprKind::Local(*local), span)).collect();
        let rest = row.rest.map(|param| self.new_local(Symbol::new(param.name), span));
        let mut callee = prim;
        if let Some(rest) = rest {
            args.push(expr(ExprKind::Local(rest), span));
            callee = row.fallback.and_then(prims::find).unwrap_or(prim);
        }
        let body = match (rest, callee == prim) {
            // `(lambda items items)` is what `list` is.
            (Some(rest), true) => expr(ExprKind::Local(rest), span),
            _ => expr(ExprKind::Prim(callee, args), span),
        };
        let clauses = vec![Clause { params, rest, body }];
        let id = self.module.lambdas.push(Lambda { name: Some(name), span, clauses });
        let global = self.global(top);
        self.items.insert(order, Item::Define(global, expr(ExprKind::Lambda(id), span)));
        top
    }

    fn call(&mut self, items: Vec<Datum>, scope: &Rc<Scope>, span: Span) -> Expr {
        let mut items = items.into_iter();
        let Some(head) = items.next() else { return expr(ExprKind::Unspecified, span) };
        let binding = symbol(&head).and_then(|name| self.aliases.resolve(name, scope));
        if let Some(Binding::Prim(prim)) = binding {
            let args = self.exprs(items, scope);
            return self.prim_call(prim, args, head.span, span);
        }
        if let Some(lambda) = list(&head)
            && let Some(call) = self.immediate_call(lambda, &items, scope, span)
        {
            return call;
        }
        let callee = self.expr(head, scope, None);
        let args = self.exprs(items, scope);
        expr(ExprKind::Call(Box::new(callee), args), span)
    }

    fn prim_call(&mut self, prim: PrimId, args: Vec<Expr>, name_span: Span, span: Span) -> Expr {
        let row = prim.row();
        let (least, count) = (row.params.len(), args.len());
        if count < least || (row.rest.is_none() && count > least) {
            let plural = if least == 1 { "argument" } else { "arguments" };
            let bound = if row.rest.is_some() { "at least " } else { "" };
            let name = row.name.trim_start_matches('%');
            let message = format!("`{name}` takes {bound}{least} {plural}, but is called with {count}");
            return self.error("wrong-arguments", message, name_span);
        }
        self.module.needs_compiler |= row.effects == Effects::Compile;
        expr(ExprKind::Prim(prim, args), span)
    }

    /// `((lambda (x ...) body) arg ...)` is a `let`.
    fn immediate_call(
        &mut self,
        lambda: &[Datum],
        args: &std::vec::IntoIter<Datum>,
        scope: &Rc<Scope>,
        span: Span,
    ) -> Option<Expr> {
        let head = symbol(lambda.first()?)?;
        let Some(Binding::Core(CoreForm::Lambda)) = self.aliases.resolve(head, scope) else { return None };
        let params = list(lambda.get(1)?)?;
        if params.len() != args.len() || !params.iter().all(|param| symbol(param).is_some()) {
            return None;
        }
        let inits = self.exprs(args.clone(), scope);
        let inner = Scope::inside(scope);
        let locals = self.bind_params(params, &inner);
        let body = self.body(lambda[2..].to_vec(), &inner, span);
        Some(self.bind_values(locals, inits, body, span))
    }

    /// Binds identifiers as local variables, all new in this scope.
    pub fn bind_params(&mut self, params: &[Datum], scope: &Rc<Scope>) -> Vec<Local> {
        let mut locals = Vec::with_capacity(params.len());
        for param in params {
            let Some(name) = symbol(param) else {
                self.error("malformed-syntax", "expected the name of a variable", param.span);
                continue;
            };
            let local = self.new_local(name, param.span);
            if scope.bind(name, Binding::Local(local)).is_some() {
                let plain = self.aliases.plain(name);
                self.error("duplicate-definition", format!("`{plain}` is bound twice"), param.span);
            }
            locals.push(local);
        }
        locals
    }

    // Macros -----

    /// Expands a use of a macro once.
    pub fn expand_once(&mut self, this: &Macro, form: &Datum, scope: &Rc<Scope>) -> Option<Datum> {
        let name = self.aliases.plain(this.name);
        if self.macros.depth > MAX_MACRO_DEPTH
            || self.macros.count > MAX_MACRO_COUNT
            || self.macros.size > MAX_MACRO_SIZE
        {
            if !self.macros.given_up {
                self.macros.given_up = true;
                let help = "each expansion of a recursive macro must come nearer to a rule that does not use it again";
                let message = format!("the expansion of the macro `{name}` does not end");
                self.report(Diagnostic::error("macro-loop", message, form.span).with_help(help));
            }
            return None;
        }
        self.macros.count += 1;
        match expand_macro(this, form, scope, &mut self.aliases) {
            Ok((datum, size)) => {
                self.macros.size += if size > MAX_EXPANSION_SIZE { MAX_MACRO_SIZE + 1 } else { size };
                self.macros.uses.entry(form.span).or_insert(name);
                Some(datum)
            }
            Err(Failure::NoMatch) => {
                let patterns: Vec<String> =
                    this.patterns().map(|pattern| format!("`{}`", print_datum(pattern))).collect();
                let message = format!("no rule of the macro `{name}` matches this use");
                let help = format!("its rules match {}", patterns.join(", "));
                self.report(Diagnostic::error("macro-no-match", message, form.span).with_help(help));
                None
            }
            Err(Failure::Lengths) => {
                let message = format!("the macro `{name}` repeats sequences of different lengths together");
                self.error("macro-no-match", message, form.span);
                None
            }
        }
    }

    fn macro_use(&mut self, this: &Rc<Macro>, form: &Datum, scope: &Rc<Scope>, name: Option<Symbol>) -> Expr {
        let Some(expansion) = self.expand_once(this, form, scope) else {
            return expr(ExprKind::Unspecified, form.span);
        };
        self.macros.depth += 1;
        let result = self.expr(expansion, scope, name);
        self.macros.depth -= 1;
        result
    }

    /// Binds a keyword: `(define-syntax name spec)` and the like.
    pub fn bind_syntax(&mut self, name: &Datum, spec: &Datum, scope: &Rc<Scope>, home: &Rc<Scope>) {
        let Some(keyword) = symbol(name) else {
            self.malformed("define-syntax", "a keyword", name.span);
            return;
        };
        let head = list(spec).and_then(|items| symbol(items.first()?));
        let binding = match head.and_then(|head| self.aliases.resolve(head, home)) {
            Some(Binding::Core(CoreForm::SyntaxRules)) => match parse_macro(spec, keyword, home, &self.aliases) {
                Ok(parsed) => Some(Binding::Macro(Rc::new(parsed))),
                Err((span, expected)) => {
                    self.malformed("syntax-rules", expected, span);
                    None
                }
            },
            // `(define-syntax name other-keyword)`
            _ => symbol(spec).and_then(|other| self.aliases.resolve(other, home)),
        };
        match binding {
            Some(binding) => {
                self.aliases.note_bound(keyword);
                scope.bind(keyword, binding);
            }
            None if head.is_none() => drop(self.malformed("define-syntax", "(syntax-rules ...)", spec.span)),
            None => {}
        }
    }

    // Core forms -----

    fn core_form(&mut self, form: CoreForm, datum: Datum, scope: &Rc<Scope>, name: Option<Symbol>) -> Expr {
        let span = datum.span;
        let items = into_list(datum);
        match form {
            CoreForm::Quote => match &items[..] {
                [_, datum] => self.literal(datum, span),
                _ => self.malformed("quote", "(quote datum)", span),
            },
            CoreForm::Lambda => match self.lambda(items, scope, name, span) {
                Some(id) => expr(ExprKind::Lambda(id), span),
                None => expr(ExprKind::Unspecified, span),
            },
            CoreForm::CaseLambda => self.case_lambda(items, scope, name, span),
            CoreForm::If => self.if_form(items, scope, span),
            CoreForm::Set => self.set_form(items, scope, span),
            CoreForm::Begin => match items.len() {
                1 => self.malformed("begin", "at least one expression", span),
                _ => {
                    let exprs = self.exprs(items.into_iter().skip(1), scope);
                    sequence(exprs, span)
                }
            },
            CoreForm::Let => self.let_form(items, scope, span),
            CoreForm::Letrec | CoreForm::LetrecStar => self.letrec_form(items, scope, span),
            CoreForm::LetSyntax | CoreForm::LetrecSyntax => self.let_syntax(form, items, scope, span),
            CoreForm::SyntaxError => self.syntax_error(&items, span),
            CoreForm::Include | CoreForm::IncludeCi => {
                let forms = self.included(form, &items, span);
                match forms.is_empty() {
                    true => expr(ExprKind::Unspecified, span),
                    false => {
                        let exprs = self.exprs(forms, scope);
                        sequence(exprs, span)
                    }
                }
            }
            CoreForm::CondExpand => {
                let forms = self.cond_expand(items, span);
                match forms.is_empty() {
                    true => expr(ExprKind::Unspecified, span),
                    false => {
                        let exprs = self.exprs(forms, scope);
                        sequence(exprs, span)
                    }
                }
            }
            CoreForm::Define
            | CoreForm::DefineValues
            | CoreForm::DefineRecordType
            | CoreForm::DefineRecordFamily
            | CoreForm::Redefine
            | CoreForm::DefineSyntax
            | CoreForm::Import
            | CoreForm::Require
            | CoreForm::DefineLibrary => {
                let what = symbol(&items[0]).map_or("", |name| self.aliases.plain(name).as_str());
                let message = format!("`{what}` may only stand at the top level or at the start of a body");
                self.error("misplaced-definition", message, span)
            }
            CoreForm::Else
            | CoreForm::Arrow
            | CoreForm::Ellipsis
            | CoreForm::Underscore
            | CoreForm::Unquote
            | CoreForm::UnquoteSplicing
            | CoreForm::SyntaxRules => {
                let what = symbol(&items[0]).map_or("", |name| self.aliases.plain(name).as_str());
                self.error("malformed-syntax", format!("`{what}` has no meaning here"), span)
            }
            CoreForm::Match
            | CoreForm::MatchLambda
            | CoreForm::MatchLambdaStar
            | CoreForm::MatchLet
            | CoreForm::MatchLetStar
            | CoreForm::MatchLetrec => self.match_family(form, items, scope, name, span),
            _ => match self.derive(form, items, scope, span) {
                Some(derived) => self.expr(derived, scope, name),
                None => expr(ExprKind::Unspecified, span),
            },
        }
    }

    /// A lambda expression; `None` after an error.
    pub fn lambda(
        &mut self,
        items: Vec<Datum>,
        scope: &Rc<Scope>,
        name: Option<Symbol>,
        span: Span,
    ) -> Option<LambdaId> {
        if items.len() < 3 {
            self.malformed("lambda", "(lambda parameters body ...)", span);
            return None;
        }
        let mut items = items.into_iter().skip(1);
        let formals = items.next()?;
        let clause = self.clause(&formals, items.collect(), scope, span);
        let name = name.map(|name| self.aliases.plain(name));
        Some(self.module.lambdas.push(Lambda { name, span, clauses: vec![clause] }))
    }

    fn case_lambda(&mut self, items: Vec<Datum>, scope: &Rc<Scope>, name: Option<Symbol>, span: Span) -> Expr {
        let mut clauses = Vec::new();
        for item in items.into_iter().skip(1) {
            let place = item.span;
            let mut parts = into_list(item).into_iter();
            match (parts.next(), parts.len()) {
                (Some(formals), 1..) => clauses.push(self.clause(&formals, parts.collect(), scope, place)),
                _ => drop(self.malformed("case-lambda", "(parameters body ...)", place)),
            }
        }
        let name = name.map(|name| self.aliases.plain(name));
        expr(ExprKind::Lambda(self.module.lambdas.push(Lambda { name, span, clauses })), span)
    }

    fn clause(&mut self, formals: &Datum, body: Vec<Datum>, scope: &Rc<Scope>, span: Span) -> Clause {
        self.lambda_depth += 1;
        let clause = self.clause_inside(formals, body, scope, span);
        self.lambda_depth -= 1;
        clause
    }

    fn clause_inside(&mut self, formals: &Datum, body: Vec<Datum>, scope: &Rc<Scope>, span: Span) -> Clause {
        let inner = Scope::inside(scope);
        let (params, rest) = match &formals.kind {
            DatumKind::Symbol(_) => (&[][..], Some(formals)),
            DatumKind::List(items, tail) => (&items[..], tail.as_deref()),
            _ => {
                self.malformed("lambda", "a list of parameters", formals.span);
                (&[][..], None)
            }
        };
        let params = self.bind_params(params, &inner);
        let rest = rest.and_then(|rest| self.bind_params(std::slice::from_ref(rest), &inner).pop());
        Clause { params, rest, body: self.body(body, &inner, span) }
    }

    fn if_form(&mut self, items: Vec<Datum>, scope: &Rc<Scope>, span: Span) -> Expr {
        if !(3..=4).contains(&items.len()) {
            return self.malformed("if", "(if test consequent [alternative])", span);
        }
        let mut parts = self.exprs(items.into_iter().skip(1), scope).into_iter();
        let unspecified = expr(ExprKind::Unspecified, span);
        match (parts.next(), parts.next()) {
            (Some(test), Some(then)) => {
                let other = parts.next().unwrap_or(unspecified);
                expr(ExprKind::If(Box::new(test), Box::new(then), Box::new(other)), span)
            }
            _ => unspecified,
        }
    }

    fn set_form(&mut self, items: Vec<Datum>, scope: &Rc<Scope>, span: Span) -> Expr {
        let [_, target, _] = &items[..] else { return self.malformed("set!", "(set! variable expression)", span) };
        let Some(name) = symbol(target) else { return self.malformed("set!", "a variable", target.span) };
        let place = target.span;
        let binding = self.aliases.resolve(name, scope);
        let Some(value) = items.into_iter().nth(2) else { return expr(ExprKind::Unspecified, span) };
        let value = Box::new(self.expr(value, scope, Some(name)));
        match binding {
            Some(Binding::Local(local)) => {
                self.module.locals[local].assigned = true;
                expr(ExprKind::SetLocal(local, value), span)
            }
            Some(Binding::Top(top)) => expr(ExprKind::SetGlobal(self.assign_top(top), value), span),
            Some(_) => {
                let plain = self.aliases.plain(name);
                self.error(
                    "malformed-syntax",
                    format!("`{plain}` cannot be assigned: it is not a variable of this program"),
                    place,
                )
            }
            None => self.unbound(name, scope, place),
        }
    }

    fn let_form(&mut self, items: Vec<Datum>, scope: &Rc<Scope>, span: Span) -> Expr {
        if items.get(1).is_some_and(|second| symbol(second).is_some()) {
            return self.named_let(items, scope, span);
        }
        let Some((names, inits, body)) = self.bindings("let", items, span) else {
            return expr(ExprKind::Unspecified, span);
        };
        let inits: Vec<Expr> =
            names.iter().zip(inits).map(|(name, init)| self.expr(init, scope, symbol(name))).collect();
        let inner = Scope::inside(scope);
        let locals = self.bind_params(&names, &inner);
        let body = self.body(body, &inner, span);
        self.bind_values(locals, inits, body, span)
    }

    /// `(let ((local init) ...) body)`; procedures that are never assigned become `Fix`, so that calls of them are known.
    fn bind_values(&mut self, locals: Vec<Local>, inits: Vec<Expr>, body: Expr, span: Span) -> Expr {
        let (mut lambdas, mut others) = (Vec::new(), Vec::new());
        for (local, init) in locals.into_iter().zip(inits) {
            match init.kind {
                ExprKind::Lambda(id) if !self.module.locals[local].assigned => lambdas.push((local, id)),
                _ => others.push((local, init)),
            }
        }
        let body = if lambdas.is_empty() { body } else { expr(ExprKind::Fix(lambdas, Box::new(body)), span) };
        if others.is_empty() { body } else { expr(ExprKind::Let(others, Box::new(body)), span) }
    }

    fn named_let(&mut self, mut items: Vec<Datum>, scope: &Rc<Scope>, span: Span) -> Expr {
        let label = items.remove(1);
        let Some((names, inits, body)) = self.bindings("let", items, span) else {
            return expr(ExprKind::Unspecified, span);
        };
        let inits = self.exprs(inits, scope);
        let outer = Scope::inside(scope);
        let locals = self.bind_params(std::slice::from_ref(&label), &outer);
        let inner = Scope::inside(&outer);
        let params = self.bind_params(&names, &inner);
        let body = self.body(body, &inner, span);
        let name = symbol(&label).map(|name| self.aliases.plain(name));
        let clauses = vec![Clause { params, rest: None, body }];
        let id = self.module.lambdas.push(Lambda { name, span, clauses });
        let Some(local) = locals.first().copied() else { return expr(ExprKind::Unspecified, span) };
        let call = expr(ExprKind::Call(Box::new(expr(ExprKind::Local(local), label.span)), inits), span);
        let bindings = vec![(Some(local), expr(ExprKind::Lambda(id), span))];
        self.fix_letrec(bindings, call, span)
    }

    fn letrec_form(&mut self, items: Vec<Datum>, scope: &Rc<Scope>, span: Span) -> Expr {
        let Some((names, inits, body)) = self.bindings("letrec", items, span) else {
            return expr(ExprKind::Unspecified, span);
        };
        let inner = Scope::inside(scope);
        let locals = self.bind_params(&names, &inner);
        let inits: Vec<Expr> =
            names.iter().zip(inits).map(|(name, init)| self.expr(init, &inner, symbol(name))).collect();
        let body = self.body(body, &inner, span);
        let bindings = locals.into_iter().map(Some).zip(inits).collect();
        self.fix_letrec(bindings, body, span)
    }

    /// The parts of `(form ((name init) ...) body ...)`.
    #[allow(clippy::type_complexity)]
    pub fn bindings(
        &mut self,
        form: &str,
        items: Vec<Datum>,
        span: Span,
    ) -> Option<(Vec<Datum>, Vec<Datum>, Vec<Datum>)> {
        let mut items = items.into_iter().skip(1);
        let bindings = items.next();
        let body: Vec<Datum> = items.collect();
        let Some(bindings) = bindings.filter(|bindings| list(bindings).is_some() && !body.is_empty()) else {
            self.malformed(form, &format!("({form} ((name init) ...) body ...)"), span);
            return None;
        };
        let (mut names, mut inits) = (Vec::new(), Vec::new());
        for binding in into_list(bindings) {
            let place = binding.span;
            let bare = symbol(&binding).map(|_| binding.clone());
            let mut parts = into_list(binding).into_iter();
            match (parts.next(), parts.next(), parts.next()) {
                (Some(name), Some(init), None) => {
                    names.push(name);
                    inits.push(init);
                }
                (first, ..) => {
                    self.malformed(form, "(name init)", place);
                    // The name is bound all the same, lest each use of it be an error too.
                    if let Some(name) = first.or(bare).filter(|name| symbol(name).is_some()) {
                        names.push(name);
                        inits.push(Datum { kind: DatumKind::Bool(false), span: place });
                    }
                }
            }
        }
        Some((names, inits, body))
    }

    fn let_syntax(&mut self, form: CoreForm, items: Vec<Datum>, scope: &Rc<Scope>, span: Span) -> Expr {
        let Some((names, specs, body)) = self.bindings("let-syntax", items, span) else {
            return expr(ExprKind::Unspecified, span);
        };
        let inner = Scope::inside(scope);
        let home = if form == CoreForm::LetSyntax { scope } else { &inner };
        for (name, spec) in names.iter().zip(&specs) {
            self.bind_syntax(name, spec, &inner, home);
        }
        self.body(body, &inner, span)
    }

    fn syntax_error(&mut self, items: &[Datum], span: Span) -> Expr {
        let mut text = String::new();
        for (index, item) in items[1..].iter().enumerate() {
            if index > 0 {
                text.push(' ');
            }
            match &item.kind {
                DatumKind::String(message) => text.push_str(message),
                _ => text.push_str(&syntax::print_datum(&self.aliases.strip(item))),
            }
        }
        self.error("syntax-error", text, span)
    }
}

/// Expressions one after the other; the value is the last one's.
pub fn sequence(mut exprs: Vec<Expr>, span: Span) -> Expr {
    match exprs.len() {
        1 => exprs.remove(0),
        _ => Expr { kind: ExprKind::Seq(exprs), span },
    }
}
