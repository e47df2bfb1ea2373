//! Walks over expressions.

use ir::hir::{Expr, ExprKind, LambdaId, Module};

/// Whether an expression has a part of a wanted kind.
pub(super) fn contains(module: &Module, expr: &Expr, is_wanted: impl Fn(&ExprKind) -> bool) -> bool {
    let mut found = false;
    visit(module, expr, &mut |expr| {
        found |= is_wanted(&expr.kind);
        !found
    });
    found
}

/// The number of nodes, lambdas included.
pub(super) fn size(module: &Module, expr: &Expr) -> usize {
    size_up_to(module, expr, usize::MAX).unwrap_or(usize::MAX)
}

/// The number of nodes, lambdas included, if it is at most `limit`.
pub fn size_up_to(module: &Module, expr: &Expr, limit: usize) -> Option<usize> {
    let mut count = 0;
    visit(module, expr, &mut |_| {
        count += 1;
        count <= limit
    });
    (count <= limit).then_some(count)
}

/// Visits an expression and all within it, until `enter` says no.
pub fn visit(module: &Module, expr: &Expr, enter: &mut impl FnMut(&Expr) -> bool) -> bool {
    enter(expr) && all_children(module, expr, &mut |child| visit(module, child, enter))
}

/// Whether something holds for all expressions that are parts of one, the bodies of lambdas included.
pub(super) fn all_children(module: &Module, expr: &Expr, holds: &mut dyn FnMut(&Expr) -> bool) -> bool {
    let mut all = |exprs: &[Expr]| exprs.iter().all(&mut *holds);
    match &expr.kind {
        ExprKind::Quote(_) | ExprKind::Unspecified | ExprKind::Undefined | ExprKind::Local(_) => true,
        ExprKind::Global(_) | ExprKind::CheckDefined(_) => true,
        ExprKind::SetLocal(_, value) | ExprKind::SetGlobal(_, value) => holds(value),
        ExprKind::If(test, then, other) => [test, then, other].into_iter().all(|expr| holds(expr)),
        ExprKind::Let(bindings, body) => bindings.iter().all(|(_, init)| holds(init)) && holds(body),
        ExprKind::Fix(bindings, body) => bindings.iter().all(|(_, id)| all_bodies(module, *id, holds)) && holds(body),
        ExprKind::Lambda(id) => all_bodies(module, *id, holds),
        ExprKind::Seq(exprs) => all(exprs),
        ExprKind::Call(callee, args) => all(args) && holds(callee),
        ExprKind::Prim(_, args) => all(args),
    }
}

/// Whether something holds for the bodies of all clauses of a lambda.
pub(super) fn all_bodies(module: &Module, id: LambdaId, holds: &mut dyn FnMut(&Expr) -> bool) -> bool {
    module.lambdas[id].clauses.iter().all(|clause| holds(&clause.body))
}
