//! Patterns under an ellipsis: loops that collect what the variables of an item are bound to.
//!
//! ```scheme
//! (match v (((a . b) ...) body))
//! (let* ((ok (list? v))
//!        (items (if ok
//!                   (let loop ((rest v) (as '()) (bs '()))
//!                     (if (null? rest)
//!                         (list (reverse as) (reverse bs))
//!                         (let ((item (car rest)))
//!                           (if (pair? item) (loop (cdr rest) (cons (car item) as) (cons (cdr item) bs)) #f))))
//!                   #f)))
//!   (if items (let ((a (car items)) (b (car (cdr items)))) body) (next clause)))
//! ```

use std::rc::Rc;

use ir::hir::{Clause, Expr, ExprKind, Lambda, Local};
use syntax::{Datum, DatumKind, Span, Symbol};

use super::chain::{Access, Chain, Path, Test, bind_all, boolean, choose, expr, integer, local, prim};
use super::compile::bind_variable;
use super::pattern::{Pattern, PatternKind, Repeat};
use crate::Expander;
use crate::derived::Maker;
use crate::scope::Scope;

/// `(x ...)`, `(_ ...)`: the list itself.
pub fn is_whole_list(repeat: &Repeat, rest: &Pattern) -> bool {
    repeat.after == 0 && rest.is_null() && matches!(repeat.item.kind, PatternKind::Any | PatternKind::Variable(_))
}

/// How a loop goes through a sequence; the argument is its state.
struct Walk<'a> {
    start: &'a dyn Fn(&Expr) -> Expr,
    is_done: &'a dyn Fn(Expr) -> Expr,
    /// The element, of the sequence and the state.
    element: &'a dyn Fn(&Expr, Expr) -> Expr,
    next: &'a dyn Fn(Expr) -> Expr,
}

impl Expander<'_> {
    /// `(item ... . rest)`
    pub fn match_repeat(
        &mut self,
        chain: &mut Chain,
        (repeat, rest): (&Repeat, &Pattern),
        path: Path,
        scope: &Rc<Scope>,
        span: Span,
    ) {
        let car = |_: &Expr, state| prim("car", vec![state], span);
        let cdr = |state| prim("cdr", vec![state], span);
        if repeat.after == 0 && rest.is_null() {
            match repeat.least {
                0 => chain.test(Test::Is("list?", path), span),
                1 => {
                    chain.test(Test::Is("pair?", path), span);
                    chain.test(Test::Is("list?", path), span);
                }
                least => {
                    chain.test(Test::Is("list?", path), span);
                    chain.test(Test::LeastLength(path, least), span);
                }
            }
            if is_whole_list(repeat, rest) {
                return self.match_part(chain, &repeat.item, path, scope);
            }
            let is_done = |state| prim("null?", vec![state], span);
            let walk = Walk { start: &Expr::clone, is_done: &is_done, element: &car, next: &cdr };
            return self.match_items(chain, &repeat.item, path, &walk, scope);
        }
        // The items end where as many pairs are left as `rest` has items.
        let count = Maker::at(span).symbol(self.known("%pair-count"));
        let count = Box::new(self.expr(count, scope, None));
        let count = self.compute(chain, ("count", path), |part| expr(ExprKind::Call(count, vec![part]), span), span);
        let least = integer(repeat.least + repeat.after, span);
        let enough = prim("%>=", vec![local(count, span), least], span);
        chain.test(Test::Where(Vec::new(), enough), span);
        let tail = |part| {
            let items = prim("%-", vec![local(count, span), integer(repeat.after, span)], span);
            prim("list-tail", vec![part, items], span)
        };
        let end = self.compute(chain, ("rest", path), tail, span);
        let is_done = |state| prim("eq?", vec![state, local(end, span)], span);
        let walk = Walk { start: &Expr::clone, is_done: &is_done, element: &car, next: &cdr };
        self.match_items(chain, &repeat.item, path, &walk, scope);
        let end = chain.path(Access::Root(end), span);
        self.match_part(chain, rest, end, scope);
    }

    /// `#(before item ... after)`
    pub fn match_vector(
        &mut self,
        chain: &mut Chain,
        (before, repeat, after): (&[Pattern], &Repeat, &[Pattern]),
        path: Path,
        scope: &Rc<Scope>,
        span: Span,
    ) {
        chain.test(Test::Is("vector?", path), span);
        let length = self.compute(chain, ("length", path), |part| prim("vector-length", vec![part], span), span);
        let least = integer(before.len() + repeat.least + after.len(), span);
        let enough = prim("%>=", vec![local(length, span), least], span);
        chain.test(Test::Where(Vec::new(), enough), span);
        for (index, item) in before.iter().enumerate() {
            let element = chain.path(Access::Element(path, index), item.span);
            self.match_part(chain, item, element, scope);
        }
        let whole = chain.path(Access::Root(length), span);
        let first = integer(before.len(), span);
        let last = |length| prim("%-", vec![length, integer(after.len(), span)], span);
        match &repeat.item.kind {
            PatternKind::Any => {}
            PatternKind::Variable(name) => {
                let items = |part| prim("%vector->list", vec![part, first, last(local(length, span))], span);
                let items = self.compute(chain, ("items", path), items, span);
                let items = chain.path(Access::Root(items), span);
                bind_variable(chain, *name, items, repeat.item.span);
            }
            _ => {
                let end = self.compute(chain, ("end", whole), last, span);
                let walk = Walk {
                    start: &|_| first.clone(),
                    is_done: &|state| prim("eq?", vec![state, local(end, span)], span),
                    element: &|vector, state| prim("vector-ref", vec![vector.clone(), state], span),
                    next: &|state| prim("%+", vec![state, integer(1, span)], span),
                };
                self.match_items(chain, &repeat.item, path, &walk, scope);
            }
        }
        for (index, item) in after.iter().enumerate() {
            let element = chain.path(Access::FromEnd(path, length, after.len() - index), item.span);
            self.match_part(chain, item, element, scope);
        }
    }

    /// All elements match; each variable of the item is bound to the list of what it is bound to in them.
    fn match_items(&mut self, chain: &mut Chain, item: &Pattern, path: Path, walk: &Walk, scope: &Rc<Scope>) {
        let span = item.span;
        let (state, element) = (self.match_local("rest", span), self.match_local("item", span));
        let mut inner = Chain::default();
        let root = inner.path(Access::Root(element), span);
        self.match_part(&mut inner, item, root, scope);
        let vars = std::mem::take(&mut inner.vars);
        let (mut bound, mut found) = (Vec::new(), Vec::new());
        for (name, place, path) in &vars {
            bound.push((self.new_local(*name, *place), *path));
            found.push(self.match_local("found", *place));
        }
        let label = self.match_local("next", span);
        let sequence = self.match_local("items", span);
        let mut again = vec![(walk.next)(local(state, span))];
        let pairs = bound.iter().zip(&found);
        again.extend(pairs.map(|((var, _), all)| prim("cons", vec![local(*var, span), local(*all, span)], span)));
        let again = expr(ExprKind::Call(Box::new(local(label, span)), again), span);
        let step = self.conclude(inner, bound, again, boolean(false, span), span);
        let step = bind_all(vec![(element, (walk.element)(&local(sequence, span), local(state, span)))], step);
        let body = choose((walk.is_done)(local(state, span)), collected(&found, span), step, span);
        let params = [state].into_iter().chain(found).collect();
        let clauses = vec![Clause { params, rest: None, body }];
        let id = self.module.lambdas.push(Lambda { name: None, span, clauses });
        let none = expr(ExprKind::Quote(Datum { kind: DatumKind::List(Vec::new(), None), span }), span);
        let enter = |part: Expr| {
            let mut inits = vec![(walk.start)(&part)];
            inits.resize(vars.len() + 1, none);
            let call = expr(ExprKind::Call(Box::new(local(label, span)), inits), span);
            let walk = expr(ExprKind::Fix(vec![(label, id)], Box::new(call)), span);
            bind_all(vec![(sequence, part)], walk)
        };
        let items = self.compute(chain, ("items", path), enter, span);
        // It is false if some element does not match.
        chain.ok = Some(items);
        self.bind_items(chain, items, &vars);
    }

    fn bind_items(&mut self, chain: &mut Chain, items: Local, vars: &[(Symbol, Span, Path)]) {
        let Some((_, place, _)) = vars.first() else { return };
        let mut rest = chain.path(Access::Root(items), *place);
        if let [(name, place, _)] = vars {
            return bind_variable(chain, *name, rest, *place);
        }
        for (name, place, _) in vars {
            let part = chain.path(Access::Car(rest), *place);
            bind_variable(chain, *name, part, *place);
            rest = chain.path(Access::Cdr(rest), *place);
        }
    }
}

/// What a loop returns: the list it has collected, a list of several, or if there is none, `#t`.
fn collected(found: &[Local], span: Span) -> Expr {
    let reversed = |all: &Local| prim("reverse", vec![local(*all, span)], span);
    match found {
        [] => boolean(true, span),
        [all] => reversed(all),
        several => prim("list", several.iter().map(reversed).collect(), span),
    }
}
