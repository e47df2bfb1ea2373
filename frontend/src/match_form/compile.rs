//! From patterns to the tests of a chain.

use std::rc::Rc;

use ir::hir::{ExprKind, Local};
use syntax::{Span, Symbol};

use super::chain::{Access, Chain, Path, Test, Vars, boolean, choose, expr, local};
use super::pattern::{Pattern, PatternKind};
use super::repeat::is_whole_list;
use crate::Expander;
use crate::scope::Scope;

/// Whether a pattern is only tests of parts, in which nothing is bound in front.
fn is_plain(pattern: &Pattern) -> bool {
    match &pattern.kind {
        PatternKind::Any
        | PatternKind::Variable(_)
        | PatternKind::Literal(_)
        | PatternKind::Test(_)
        | PatternKind::Procedure(_) => true,
        PatternKind::List(items, rest) => items.iter().chain([&**rest]).all(is_plain),
        PatternKind::Repeat(repeat, rest) => is_whole_list(repeat, rest),
        PatternKind::Vector(items) | PatternKind::And(items) | PatternKind::Record(_, _, items) => {
            items.iter().all(is_plain)
        }
        PatternKind::Or(items) => items.iter().all(|item| is_plain(item) && item.names().is_empty()),
        PatternKind::Not(inner) => is_plain(inner),
        PatternKind::VectorRepeat(..) | PatternKind::Apply(..) => false,
    }
}

/// A variable that is bound already asks for an equal part.
pub fn bind_variable(chain: &mut Chain, name: Symbol, path: Path, span: Span) {
    match chain.vars.iter().find(|(other, ..)| *other == name) {
        Some((_, _, first)) => chain.test(Test::Same(*first, path), span),
        None => chain.vars.push((name, span, path)),
    }
}

impl Expander<'_> {
    /// Adds the tests of a pattern for a part of the value.
    pub fn match_part(&mut self, chain: &mut Chain, pattern: &Pattern, path: Path, scope: &Rc<Scope>) {
        let span = pattern.span;
        match &pattern.kind {
            PatternKind::Any => {}
            PatternKind::Variable(name) => bind_variable(chain, *name, path, span),
            PatternKind::Literal(datum) => chain.test(Test::Literal(path, datum.clone()), span),
            PatternKind::List(items, rest) => {
                let mut path = path;
                for item in items {
                    chain.test(Test::Is("pair?", path), item.span);
                    let first = chain.path(Access::Car(path), item.span);
                    self.match_part(chain, item, first, scope);
                    path = chain.path(Access::Cdr(path), item.span);
                }
                self.match_part(chain, rest, path, scope);
            }
            PatternKind::Repeat(repeat, rest) => self.match_repeat(chain, (repeat, rest), path, scope, span),
            PatternKind::Vector(items) => {
                chain.test(Test::Is("vector?", path), span);
                chain.test(Test::Length(path, items.len()), span);
                for (index, item) in items.iter().enumerate() {
                    let element = chain.path(Access::Element(path, index), item.span);
                    self.match_part(chain, item, element, scope);
                }
            }
            PatternKind::VectorRepeat(before, repeat, after) => {
                self.match_vector(chain, (before, repeat, after), path, scope, span);
            }
            PatternKind::And(items) => items.iter().for_each(|item| self.match_part(chain, item, path, scope)),
            PatternKind::Or(items) => self.match_or(chain, items, path, scope, span),
            PatternKind::Not(inner) => self.match_not(chain, inner, path, scope, span),
            PatternKind::Test(predicate) => {
                let predicate = self.expr(predicate.clone(), scope, None);
                chain.test(Test::Predicate(predicate, path), span);
            }
            PatternKind::Apply(procedure, inner) => {
                let procedure = Box::new(self.expr(procedure.clone(), scope, None));
                let call = |part| expr(ExprKind::Call(procedure, vec![part]), span);
                let made = self.compute(chain, ("part", path), call, span);
                let made = chain.path(Access::Root(made), span);
                self.match_part(chain, inner, made, scope);
            }
            PatternKind::Record(name, this, fields) => {
                let variable = self.expr(name.clone(), scope, None);
                let this = chain.record_type(this, variable);
                chain.test(Test::Record(path, this), span);
                for (index, field) in fields.iter().enumerate() {
                    let part = chain.path(Access::Field(path, this, index), field.span);
                    self.match_part(chain, field, part, scope);
                }
            }
            PatternKind::Procedure(count) => {
                chain.test(Test::Is("procedure?", path), span);
                chain.test(Test::IsWith("%procedure-accepts?", path, *count), span);
            }
        }
    }

    fn match_not(&mut self, chain: &mut Chain, inner: &Pattern, path: Path, scope: &Rc<Scope>, span: Span) {
        // Variables inside are not visible outside.
        let vars = chain.vars.len();
        if is_plain(inner) {
            let before = std::mem::take(&mut chain.tests);
            self.match_part(chain, inner, path, scope);
            let tests = std::mem::replace(&mut chain.tests, before);
            chain.test(Test::Not(tests), span);
        } else {
            let start = self.start(chain, span);
            self.match_part(chain, inner, path, scope);
            self.settle(chain, span);
            let found = chain.ok.unwrap_or(start);
            let failed = choose(local(found, span), boolean(false, span), local(start, span), span);
            chain.ok = Some(self.bind_in(chain, "ok", failed, span));
        }
        chain.vars.truncate(vars);
    }

    /// A variable that says whether the tests so far have succeeded.
    fn start(&mut self, chain: &mut Chain, span: Span) -> Local {
        self.settle(chain, span);
        let start = match chain.ok {
            Some(ok) => ok,
            None => self.bind_in(chain, "ok", boolean(true, span), span),
        };
        chain.ok = Some(start);
        start
    }

    fn match_or(&mut self, chain: &mut Chain, items: &[Pattern], path: Path, scope: &Rc<Scope>, span: Span) {
        if items.iter().all(|item| is_plain(item) && item.names().is_empty()) {
            let before = std::mem::take(&mut chain.tests);
            let alternatives = items.iter().map(|item| {
                self.match_part(chain, item, path, scope);
                std::mem::take(&mut chain.tests)
            });
            let alternatives = alternatives.collect();
            chain.tests = before;
            chain.test(Test::Any(alternatives), span);
            return;
        }
        // Each alternative is tried if those before have failed; then each variable is what the one that succeeded
        // has bound it to.
        let vars = chain.vars.len();
        let mut start = self.start(chain, span);
        let mut found: Vec<(Local, Vars)> = Vec::new();
        for item in items {
            if let Some((previous, _)) = found.last() {
                let failed = choose(local(*previous, span), boolean(false, span), local(start, span), span);
                start = self.bind_in(chain, "ok", failed, span);
            }
            chain.ok = Some(start);
            self.match_part(chain, item, path, scope);
            self.settle(chain, span);
            found.push((chain.ok.unwrap_or(start), chain.vars.split_off(vars)));
        }
        let any = found
            .iter()
            .rev()
            .fold(boolean(false, span), |other, (ok, _)| choose(local(*ok, span), boolean(true, span), other, span));
        let names: Vec<(Symbol, Span)> = found[0].1.iter().map(|(name, place, _)| (*name, *place)).collect();
        for (name, place) in names {
            let part = |(ok, vars): &(Local, Vars)| {
                vars.iter().find(|(other, ..)| *other == name).map(|(_, _, path)| (*ok, *path))
            };
            let parts: Vec<(Local, Path)> = found.iter().filter_map(part).collect();
            let path = if parts.iter().all(|(_, path)| *path == parts[0].1) {
                parts[0].1
            } else {
                let value = self.first_part(chain, &parts, place);
                let made = self.bind_in(chain, "part", value, place);
                chain.path(Access::Root(made), place)
            };
            chain.vars.push((name, place, path));
        }
        chain.ok = Some(self.bind_in(chain, "ok", any, span));
    }
}
