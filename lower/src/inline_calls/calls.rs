//! Calls: of lambdas, of procedures that are inlined, of all others.

use ir::hir::{Expr, ExprKind, Global, LambdaId, Local, Module};
use prims::Inline;
use syntax::Span;

use super::Pass;
use super::bindings::{Frame, enclosed, returned};
use super::walk::{contains, size_up_to};
use crate::find_closures::{ClosureStyle, clause_for};

/// A clause of at most this many nodes is inlined.
const SMALL: usize = 24;
/// A clause of at most this many nodes is inlined where an argument is a lambda or the name of one.
const WITH_LAMBDA: usize = 160;
/// Inlined bodies nest at most this deep.
const MAX_DEPTH: usize = 12;

/// What a procedure is called by, in the input.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Name {
    Global(Global),
    /// One that `Fix` binds.
    Local(Local),
}

/// A call that is replaced by the body of the procedure, or by a copy of it.
pub(super) struct Expansion {
    pub(super) lambda: LambdaId,
    pub(super) clause: usize,
    /// Where the procedure calls itself: the positions of the procedures that the copy is made for.
    pub(super) fixed: Vec<usize>,
}

/// Arguments, of the output, that wait for the procedure that an expression is.
pub(super) struct Pending {
    pub(super) args: Vec<Expr>,
    pub(super) span: Span,
}

impl Name {
    /// Whether an expression of the input is this name.
    pub(super) fn is(self, kind: &ExprKind) -> bool {
        match kind {
            ExprKind::Global(global) => self == Name::Global(*global),
            ExprKind::Local(local) => self == Name::Local(*local),
            _ => false,
        }
    }
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
        if let Some(id) = self.lambda_called_here(expr)
            && let Some(index) = clause_for(self.module, id, next.args.len())
        {
            let Pending { args, span } = pending.pop().expect("looked at above");
            return self.inlined(id, index, args, span, pending);
        }
        // A parameter that stands for a top-level procedure is called, not inlined: errors name the procedure.
        match &expr.kind {
            ExprKind::Let(bindings, body) => {
                let inits: Vec<Expr> = bindings.iter().map(|(_, init)| self.expr(init)).collect();
                let locals: Vec<Local> = bindings.iter().map(|(local, _)| *local).collect();
                let frames = self.bind_all(&locals, inits);
                return enclosed(frames, self.applied(body, pending), span);
            }
            ExprKind::Fix(bindings, body) => {
                return self.fix(bindings, body, span, pending);
            }
            ExprKind::Seq(exprs) => {
                let (last, init) = exprs.split_last().expect("a sequence has an expression");
                let init = self.effects(init);
                let last = self.applied(last, pending);
                return enclosed(vec![Frame::Seq(init)], last, span);
            }
            ExprKind::Call(callee, args) => return self.call(callee, args, span, pending),
            ExprKind::Global(global) => return self.call_named(Name::Global(*global), pending, expr),
            ExprKind::Local(local) if self.fixed_locals.contains_key(local) => {
                return self.call_named(Name::Local(*local), pending, expr);
            }
            _ => {}
        }
        let callee = self.expr(expr);
        called(callee, pending)
    }

    /// The lambda that an expression of the input is, or stands for if this is the only place that does.
    fn lambda_called_here(&self, expr: &Expr) -> Option<LambdaId> {
        match &expr.kind {
            _ if self.style == ClosureStyle::Naive => None,
            ExprKind::Lambda(id) => Some(*id),
            ExprKind::Local(local) if self.uses.called_once.contains(local) => self.fixed_locals.get(local).copied(),
            _ => None,
        }
    }

    /// A call of a procedure with a name, and calls of its value.
    fn call_named(&mut self, name: Name, mut pending: Vec<Pending>, callee: &Expr) -> Expr {
        let span = self.site.unwrap_or(callee.span);
        let Pending { args, span: place } = pending.pop().expect("there is a call");
        if let Some(copy) = self.copies.iter().find(|copy| copy.is_called(name, &args)) {
            let callee = Expr { kind: ExprKind::Local(copy.local), span };
            let changing = args.into_iter().enumerate().filter(|(index, _)| !copy.is_fixed(*index));
            let call = ExprKind::Call(Box::new(callee), changing.map(|(_, arg)| arg).collect());
            return called(Expr { kind: call, span: place }, pending);
        }
        let Some(expansion) = self.expansion(name, &args) else {
            pending.push(Pending { args, span: place });
            return called(self.variable(name, span), pending);
        };
        let outside = self.site;
        if self.is_standard(self.module.lambdas[expansion.lambda].span) && !self.is_standard(place) {
            self.site = Some(place);
        }
        self.inlining.push(name);
        let result = match &expansion.fixed[..] {
            [] => self.inlined(expansion.lambda, expansion.clause, args, place, pending),
            _ => called(self.specialised(name, &expansion, args, place), pending),
        };
        self.inlining.pop();
        self.site = outside;
        result
    }

    fn is_standard(&self, span: Span) -> bool {
        self.sources.file(span.file).standard
    }

    /// What is to become of a call, if it does not stay as it is.
    fn expansion(&mut self, name: Name, args: &[Expr]) -> Option<Expansion> {
        let lambda = self.lambda_of(name)?;
        let clause = clause_for(self.module, lambda, args.len())?;
        if self.inlining.contains(&name) || self.copying.contains(&name) || self.inlining.len() > MAX_DEPTH {
            return None;
        }
        let with_lambda = self.style == ClosureStyle::Minimal && args.iter().any(|arg| self.is_procedure(arg));
        let body = &self.module.lambdas[lambda].clauses[clause].body;
        let limit = match name {
            _ if with_lambda => WITH_LAMBDA,
            Name::Global(_)
                if self.style == ClosureStyle::Minimal && matches!(returned(body).kind, ExprKind::Lambda(_)) =>
            {
                WITH_LAMBDA
            }
            Name::Global(_) => SMALL,
            Name::Local(_) => return None,
        };
        let size = size_up_to(self.module, body, limit)?;
        let fixed = match self.is_recursive(name, lambda, clause) {
            false if matches!(name, Name::Global(global) if self.never_returning.contains(&global)) => return None,
            false => Vec::new(),
            true => self.fixed_positions(name, (lambda, clause), args)?,
        };
        // An operator of differentiation is always worth it: the compiled path has to know its procedure.
        if size > self.fuel && !(with_lambda && differentiates(self.module, body)) {
            return None;
        }
        self.fuel = self.fuel.saturating_sub(size);
        Some(Expansion { lambda, clause, fixed })
    }

    fn lambda_of(&self, name: Name) -> Option<LambdaId> {
        match name {
            Name::Global(global) => self.globals.get(&global).copied(),
            Name::Local(local) => self.fixed_locals.get(&local).copied(),
        }
    }

    fn is_recursive(&self, name: Name, lambda: LambdaId, clause: usize) -> bool {
        match name {
            Name::Global(global) => self.recursive.contains(&(global, clause)),
            Name::Local(_) => {
                let body = &self.module.lambdas[lambda].clauses[clause].body;
                contains(self.module, body, |kind| name.is(kind))
            }
        }
    }

    /// Whether an expression of the output is a procedure that is known.
    pub(super) fn is_procedure(&self, expr: &Expr) -> bool {
        match &returned(expr).kind {
            ExprKind::Lambda(_) => true,
            ExprKind::Global(global) => self.globals.contains_key(global),
            ExprKind::Local(local) => self.procedures.contains_key(local),
            _ => false,
        }
    }

    fn inlined(
        &mut self,
        lambda: LambdaId,
        clause: usize,
        mut args: Vec<Expr>,
        span: Span,
        pending: Vec<Pending>,
    ) -> Expr {
        let clause = &self.module.lambdas[lambda].clauses[clause];
        let mut locals = clause.params.clone();
        if let Some(rest) = clause.rest {
            let items = args.split_off(clause.params.len());
            let list = prims::find("list").expect("the table has a row for list");
            args.push(Expr { kind: ExprKind::Prim(list, items), span });
            locals.push(rest);
        }
        let frames = self.bind_all(&locals, args);
        enclosed(frames, self.applied(&clause.body, pending), span)
    }
}

/// Calls of a value of the output with what is pending, the last first.
fn called(callee: Expr, pending: Vec<Pending>) -> Expr {
    pending
        .into_iter()
        .rev()
        .fold(callee, |callee, Pending { args, span }| Expr { kind: ExprKind::Call(Box::new(callee), args), span })
}

fn differentiates(module: &Module, body: &Expr) -> bool {
    contains(module, body, |kind| match kind {
        ExprKind::Prim(prim, _) => matches!(prim.row().inline, Some(Inline::Gradient | Inline::Jvp)),
        _ => false,
    })
}
