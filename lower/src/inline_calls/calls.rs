//! Calls: of lambdas, of procedures that are inlined, of all others.

use ir::hir::{Expr, ExprKind, Global, LambdaId, Local, Module};
use prims::Inline;
use syntax::Span;

use super::Pass;
use super::walk::{contains, size_up_to};
use crate::find_closures::{ClosureStyle, clause_for};

/// A clause of at most this many nodes is inlined.
const SMALL: usize = 24;
/// A clause of at most this many nodes is inlined where an argument is a lambda or the name of one.
pub(super) const WITH_LAMBDA: usize = 160;
/// Inlined bodies nest at most this deep.
pub(super) const MAX_DEPTH: usize = 12;

/// A clause of a lambda, by index.
pub(super) type LambdaClause = (LambdaId, usize);

/// Arguments, of the output, that wait for the procedure that an expression is.
pub(super) struct Pending {
    pub(super) args: Vec<Expr>,
    pub(super) span: Span,
}

impl Pass<'_> {
    /// A call, whose value is called with what is pending.
    pub(super) fn call(&mut self, callee: &Expr, args: &[Expr], span: Span, mut pending: Vec<Pending>) -> Expr {
        let args = self.exprs(args);
        pending.push(Pending { args, span });
        self.applied(callee, pending)
    }

    /// Calls of the value of an expression with what is pending, the last first.
    pub(super) fn applied(&mut self, expr: &Expr, mut pending: Vec<Pending>) -> Expr {
        let Some(next) = pending.last() else { return self.expr(expr) };
        let span = self.site.unwrap_or(expr.span);
        // A parameter that stands for a top-level procedure is called, not inlined: errors name the procedure.
        if let ExprKind::Global(global) = expr.kind {
            return self.call_global(global, pending, span);
        }
        match &expr.kind {
            ExprKind::Lambda(id) if self.style == ClosureStyle::Minimal => {
                if let Some(index) = clause_for(self.module, *id, next.args.len()) {
                    let Pending { args, span } = pending.pop().expect("looked at above");
                    return self.inlined((*id, index), args, span, pending);
                }
            }
            ExprKind::Let(bindings, body) => {
                let inits: Vec<Expr> = bindings.iter().map(|(_, init)| self.expr(init)).collect();
                let locals: Vec<Local> = bindings.iter().map(|(local, _)| *local).collect();
                return self.bound(&locals, inits, body, span, pending);
            }
            ExprKind::Fix(bindings, body) => {
                let bindings = self.fix(bindings);
                return Expr { kind: ExprKind::Fix(bindings, Box::new(self.applied(body, pending))), span };
            }
            ExprKind::Seq(exprs) => {
                let (last, init) = exprs.split_last().expect("a sequence has an expression");
                let mut exprs = self.exprs(init);
                exprs.push(self.applied(last, pending));
                return Expr { kind: ExprKind::Seq(exprs), span };
            }
            ExprKind::Call(callee, args) => return self.call(callee, args, span, pending),
            _ => {}
        }
        let callee = self.expr(expr);
        called(callee, pending)
    }

    fn call_global(&mut self, global: Global, mut pending: Vec<Pending>, span: Span) -> Expr {
        let Pending { args, span: place } = pending.pop().expect("there is a call");
        if let Some(copy) = self.copies.iter().find(|copy| copy.is_called(global, &args)) {
            let callee = Expr { kind: ExprKind::Local(copy.local), span };
            let changing = args.into_iter().enumerate().filter(|(index, _)| !copy.is_fixed(*index));
            let call = ExprKind::Call(Box::new(callee), changing.map(|(_, arg)| arg).collect());
            return called(Expr { kind: call, span: place }, pending);
        }
        let clause = self.clause_to_inline(global, &args);
        let special = if clause.is_none() { self.clause_to_specialise(global, &args) } else { None };
        let Some((id, _)) = clause.or(special.as_ref().map(|(clause, _)| *clause)) else {
            self.reach(global);
            pending.push(Pending { args, span: place });
            return called(self.global(global, span), pending);
        };
        let outside = self.site;
        if self.is_standard(self.module.lambdas[id].span) && !self.is_standard(place) {
            self.site = Some(place);
        }
        self.inlining.push(global);
        let result = match special {
            Some((clause, fixed)) => called(self.specialised(global, clause, &fixed, args, place), pending),
            None => self.inlined(clause.expect("one of the two"), args, place, pending),
        };
        self.inlining.pop();
        self.site = outside;
        result
    }

    fn is_standard(&self, span: Span) -> bool {
        self.sources.file(span.file).standard
    }

    fn clause_to_inline(&mut self, global: Global, args: &[Expr]) -> Option<LambdaClause> {
        let id = *self.globals.get(&global)?;
        let index = clause_for(self.module, id, args.len())?;
        if self.recursive.contains(&(global, index))
            || self.never_returning.contains(&global)
            || self.inlining.contains(&global)
            || self.inlining.len() > MAX_DEPTH
        {
            return None;
        }
        let with_lambda = args.iter().any(|arg| self.is_procedure(arg));
        if with_lambda && self.style == ClosureStyle::Naive {
            return None;
        }
        let body = &self.module.lambdas[id].clauses[index].body;
        let size = size_up_to(self.module, body, if with_lambda { WITH_LAMBDA } else { SMALL })?;
        // An operator of differentiation is always worth it: the compiled path has to know its procedure.
        if size > self.fuel && !(with_lambda && differentiates(self.module, body)) {
            return None;
        }
        self.fuel = self.fuel.saturating_sub(size);
        Some((id, index))
    }

    /// Whether an expression of the output is a procedure that is known.
    pub(super) fn is_procedure(&self, expr: &Expr) -> bool {
        match &expr.kind {
            ExprKind::Lambda(_) => true,
            ExprKind::Global(global) => self.globals.contains_key(global),
            ExprKind::Local(local) => self.procedures.contains(local),
            _ => false,
        }
    }

    fn inlined(&mut self, (id, index): LambdaClause, mut args: Vec<Expr>, span: Span, pending: Vec<Pending>) -> Expr {
        let clause = &self.module.lambdas[id].clauses[index];
        let mut locals = clause.params.clone();
        if let Some(rest) = clause.rest {
            let items = args.split_off(clause.params.len());
            let list = prims::find("list").expect("the table has a row for list");
            args.push(Expr { kind: ExprKind::Prim(list, items), span });
            locals.push(rest);
        }
        self.bound(&locals, args, &clause.body, span, pending)
    }
}

/// Calls of a value of the output with what is pending, the last first.
pub(super) fn called(callee: Expr, pending: Vec<Pending>) -> Expr {
    pending
        .into_iter()
        .rev()
        .fold(callee, |callee, Pending { args, span }| Expr { kind: ExprKind::Call(Box::new(callee), args), span })
}

fn differentiates(module: &Module, body: &Expr) -> bool {
    let is_gradient = |kind: &ExprKind| matches!(kind, ExprKind::Prim(prim, _) if matches!(prim.row().inline, Some(Inline::Gradient | Inline::Jvp)));
    contains(module, body, is_gradient)
}
