//! `match` and its relatives (docs/match.md): clauses are tried in order, each by the tests of its pattern.
//!
//! `match_form/pattern.rs` reads patterns, `compile.rs` and `repeat.rs` make tests of them, `chain.rs` makes expressions
//! of the tests. A clause has one place where the next one follows, so nothing is written twice:
//!
//! ```scheme
//! (match e (p1 b1) (p2 (guard g) b2))
//! (let ((v e)) (if TESTS1 b1 (if (if TESTS2 g #f) b2 (%match v))))
//! ```

mod chain;
mod compile;
mod pattern;
mod repeat;
mod usefulness;

use std::rc::Rc;

use ir::hir::{Clause, Expr, ExprKind, Lambda, Local};
use syntax::{Datum, Span, Symbol};

use crate::Expander;
use crate::core_forms::CoreForm;
use crate::derived::Maker;
use crate::expand::{into_list, list, symbol};
use crate::scope::{Binding, Scope};
use chain::{Access, Chain, Path, Test, bind_all, expr, local, prim};
use pattern::Pattern;

/// A clause `(pattern (=> fail) (guard condition) body ...)`.
pub struct MatchClause {
    pattern: Pattern,
    fail: Option<Datum>,
    guard: Option<Datum>,
    body: Vec<Datum>,
    span: Span,
}

impl MatchClause {
    /// Whether the body is reached whenever the pattern matches, and no other clause is then.
    fn always_ends(&self) -> bool {
        self.guard.is_none() && self.fail.is_none()
    }
}

impl Expander<'_> {
    /// Expands a form of the family of `match`.
    pub fn match_family(
        &mut self,
        form: CoreForm,
        items: Vec<Datum>,
        scope: &Rc<Scope>,
        name: Option<Symbol>,
        span: Span,
    ) -> Expr {
        let result = match form {
            CoreForm::Match => self.match_form(items, scope, span),
            CoreForm::MatchLambda | CoreForm::MatchLambdaStar => {
                let lambda = self.match_lambda(form, items, span);
                Some(self.expr(lambda, scope, name))
            }
            CoreForm::MatchLetStar => self.match_let_star(items, span).map(|form| self.expr(form, scope, None)),
            CoreForm::MatchLetrec => self.match_letrec(items, scope, span),
            _ => self.match_let(items, scope, span),
        };
        result.unwrap_or(Expr { kind: ExprKind::Unspecified, span })
    }

    fn match_form(&mut self, items: Vec<Datum>, scope: &Rc<Scope>, span: Span) -> Option<Expr> {
        let mut items = items.into_iter();
        let keyword = items.next().map_or(span, |keyword| keyword.span);
        let Some(subject) = items.next() else {
            self.malformed("match", "(match expression (pattern body ...) ...)", span);
            return None;
        };
        let subject = self.expr(subject, scope, None);
        let clauses: Vec<Option<MatchClause>> = items.map(|clause| self.match_clause(clause, scope)).collect();
        let is_wrong = clauses.iter().any(Option::is_none);
        let clauses: Vec<MatchClause> = clauses.into_iter().flatten().collect();
        if !is_wrong {
            self.check_clauses(&clauses, keyword, scope);
        }
        let value = self.match_local("value", span);
        let mut result = prim("%match", vec![local(value, span)], span);
        for clause in clauses.into_iter().rev() {
            result = self.expand_clause(clause, value, result, scope);
        }
        Some(bind_all(vec![(value, subject)], result))
    }

    fn match_clause(&mut self, clause: Datum, scope: &Rc<Scope>) -> Option<MatchClause> {
        let span = clause.span;
        let mut parts = into_list(clause).into_iter().peekable();
        let (mut fail, mut guard) = (None, None);
        let pattern = parts.next();
        while let Some(part) = parts.peek() {
            match list(part) {
                Some([head, name]) if self.is_core(head, CoreForm::Arrow, scope) && symbol(name).is_some() => {
                    fail = Some(name.clone());
                }
                Some([head, condition]) if self.is_core(head, CoreForm::Guard, scope) => {
                    guard = Some(condition.clone())
                }
                _ => break,
            }
            parts.next();
        }
        let body: Vec<Datum> = parts.collect();
        let Some(pattern) = pattern.filter(|_| !body.is_empty()) else {
            self.malformed("match", "a clause (pattern body ...)", span);
            return None;
        };
        let pattern = self.pattern(&pattern, scope)?;
        Some(MatchClause { pattern, fail, guard, body, span })
    }

    /// The clause for the value of a variable, and what follows if it does not match.
    fn expand_clause(&mut self, clause: MatchClause, value: Local, next: Expr, scope: &Rc<Scope>) -> Expr {
        let MatchClause { pattern, fail, guard, body, span } = clause;
        let mut chain = Chain::default();
        let root = chain.path(Access::Root(value), pattern.span);
        self.match_part(&mut chain, &pattern, root, scope);
        let pattern_vars = std::mem::take(&mut chain.vars);
        if let Some(guard) = guard {
            let place = guard.span;
            let (inner, vars) = self.bind_vars(&pattern_vars, scope);
            let guard = self.expr(guard, &inner, None);
            chain.test(Test::Where(vars, guard), place);
        }
        let (inner, vars) = self.bind_vars(&pattern_vars, scope);
        let Some(fail) = fail else {
            let body = self.body(body, &inner, span);
            return self.conclude(chain, vars, body, next, span);
        };
        // What follows becomes a procedure that both the body and the tests call.
        let label = self.new_local(symbol(&fail).unwrap_or(Symbol::new("fail")), fail.span);
        if let Some(name) = symbol(&fail) {
            inner.bind(name, Binding::Local(label));
        }
        let body = self.body(body, &inner, span);
        let call = expr(ExprKind::Call(Box::new(local(label, span)), Vec::new()), span);
        let result = self.conclude(chain, vars, body, call, span);
        let name = symbol(&fail).map(|name| self.aliases.plain(name));
        let clauses = vec![Clause { params: Vec::new(), rest: None, body: next }];
        let id = self.module.lambdas.push(Lambda { name, span: fail.span, clauses });
        expr(ExprKind::Fix(vec![(label, id)], Box::new(result)), span)
    }

    /// A scope with the variables of a pattern.
    fn bind_vars(&mut self, vars: &[(Symbol, Span, Path)], scope: &Rc<Scope>) -> (Rc<Scope>, Vec<(Local, Path)>) {
        let inner = Scope::inside(scope);
        let mut bound = Vec::with_capacity(vars.len());
        for (name, span, path) in vars {
            let local = self.new_local(*name, *span);
            inner.bind(*name, Binding::Local(local));
            bound.push((local, *path));
        }
        (inner, bound)
    }

    /// `(lambda (value) (match value clause ...))`, `(lambda values (match values clause ...))`
    fn match_lambda(&mut self, form: CoreForm, items: Vec<Datum>, span: Span) -> Datum {
        let make = Maker::at(span);
        let value = make.symbol(self.temporary("value"));
        let keyword = Maker::at(items[0].span).symbol(self.known("match"));
        let mut inner = vec![keyword, value.clone()];
        inner.extend(items.into_iter().skip(1));
        let inner = make.list(inner);
        let formals = if form == CoreForm::MatchLambda { make.list(vec![value]) } else { value };
        self.form(span, "lambda", vec![formals, inner])
    }

    /// One `match-let` in the other.
    fn match_let_star(&mut self, items: Vec<Datum>, span: Span) -> Option<Datum> {
        let (patterns, inits, body) = self.bindings("match-let*", items, span)?;
        let make = Maker::at(span);
        let mut rest = vec![make.list(Vec::new())];
        rest.extend(body);
        let mut result = self.form(span, "let", rest);
        for (pattern, init) in patterns.into_iter().zip(inits).rev() {
            let make = Maker::at(pattern.span);
            let bindings = make.list(vec![make.list(vec![pattern, init])]);
            result = self.form(span, "match-let", vec![bindings, result]);
        }
        Some(result)
    }

    fn match_let(&mut self, mut items: Vec<Datum>, scope: &Rc<Scope>, span: Span) -> Option<Expr> {
        if items.get(1).is_some_and(|second| symbol(second).is_some()) {
            let label = items.remove(1);
            return self.named_match_let(label, items, scope, span);
        }
        let (patterns, inits, body) = self.bindings("match-let", items, span)?;
        let inits: Vec<Expr> = inits.into_iter().map(|init| self.expr(init, scope, None)).collect();
        let patterns: Vec<Option<Pattern>> = patterns.iter().map(|pattern| self.pattern(pattern, scope)).collect();
        let patterns: Vec<Pattern> = patterns.into_iter().collect::<Option<_>>()?;
        let inner = Scope::inside(scope);
        let mut steps = Vec::new();
        for (pattern, init) in patterns.iter().zip(inits) {
            let (value, mut chain) = (self.match_local("value", pattern.span), Chain::default());
            let root = chain.path(Access::Root(value), pattern.span);
            self.match_part(&mut chain, pattern, root, scope);
            let vars = std::mem::take(&mut chain.vars);
            let vars = self.bind_once(&vars, &inner);
            steps.push((value, init, chain, vars, pattern.span));
        }
        let mut result = self.body(body, &inner, span);
        let mut values = Vec::new();
        for (value, init, chain, vars, place) in steps.into_iter().rev() {
            let failed = prim("%match", vec![local(value, place)], place);
            result = self.conclude(chain, vars, result, failed, place);
            values.push((value, init));
        }
        values.reverse();
        Some(expr(ExprKind::Let(values, Box::new(result)), span))
    }

    /// Variables of several patterns in one scope: none may be bound twice.
    fn bind_once(&mut self, vars: &[(Symbol, Span, Path)], scope: &Rc<Scope>) -> Vec<(Local, Path)> {
        let mut bound = Vec::with_capacity(vars.len());
        for (name, span, path) in vars {
            let local = self.new_local(*name, *span);
            if scope.bind(*name, Binding::Local(local)).is_some() {
                let plain = self.aliases.plain(*name);
                self.error("duplicate-definition", format!("`{plain}` is bound twice"), *span);
            }
            bound.push((local, *path));
        }
        bound
    }

    /// `(let name ((value init) ...) (match-let ((pattern value) ...) body ...))`
    fn named_match_let(&mut self, label: Datum, items: Vec<Datum>, scope: &Rc<Scope>, span: Span) -> Option<Expr> {
        let (patterns, inits, body) = self.bindings("match-let", items, span)?;
        let make = Maker::at(span);
        let (mut outer, mut inner) = (Vec::new(), Vec::new());
        for (pattern, init) in patterns.into_iter().zip(inits) {
            let make = Maker::at(pattern.span);
            let value = make.symbol(self.temporary("value"));
            outer.push(make.list(vec![value.clone(), init]));
            inner.push(make.list(vec![pattern, value]));
        }
        let mut rest = vec![make.list(inner)];
        rest.extend(body);
        let inner = self.form(span, "match-let", rest);
        let form = self.form(span, "let", vec![label, make.list(outer), inner]);
        Some(self.expr(form, scope, None))
    }

    /// As `letrec*` of the values, the tests and the variables in order.
    fn match_letrec(&mut self, items: Vec<Datum>, scope: &Rc<Scope>, span: Span) -> Option<Expr> {
        let (patterns, inits, body) = self.bindings("match-letrec", items, span)?;
        let inner = Scope::inside(scope);
        let mut steps = Vec::new();
        for (pattern, init) in patterns.iter().zip(inits) {
            let pattern = self.pattern(pattern, scope)?;
            let (value, mut chain) = (self.match_local("value", pattern.span), Chain::default());
            let root = chain.path(Access::Root(value), pattern.span);
            self.match_part(&mut chain, &pattern, root, &inner);
            let vars = std::mem::take(&mut chain.vars);
            let vars = self.bind_once(&vars, &inner);
            steps.push((value, init, chain, vars, pattern.span));
        }
        let mut bindings = Vec::new();
        for (value, init, chain, vars, place) in steps {
            let init = self.expr(init, &inner, None);
            bindings.push((Some(value), init));
            let failed = prim("%match", vec![local(value, place)], place);
            bindings.extend(self.conclude_each(chain, vars, failed, place));
        }
        let body = self.body(body, &inner, span);
        Some(self.fix_letrec(bindings, body, span))
    }
}
