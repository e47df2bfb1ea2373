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
    if !enter(expr) {
        return false;
    }
    let mut all = |exprs: &[Expr]| exprs.iter().all(|expr| visit(module, expr, enter));
    match &expr.kind {
        ExprKind::Quote(_) | ExprKind::Unspecified | ExprKind::Undefined | ExprKind::Local(_) => true,
        ExprKind::Global(_) | ExprKind::CheckDefined(_) => true,
        ExprKind::SetLocal(_, value) | ExprKind::SetGlobal(_, value) => visit(module, value, enter),
        ExprKind::If(test, then, other) => [test, then, other].iter().all(|expr| visit(module, expr, enter)),
        ExprKind::Let(bindings, body) => {
            bindings.iter().all(|(_, init)| visit(module, init, enter)) && visit(module, body, enter)
        }
        ExprKind::Fix(bindings, body) => {
            bindings.iter().all(|(_, id)| visit_lambda(module, *id, enter)) && visit(module, body, enter)
        }
        ExprKind::Lambda(id) => visit_lambda(module, *id, enter),
        ExprKind::Seq(exprs) => all(exprs),
        ExprKind::Call(callee, args) => all(args) && visit(module, callee, enter),
        ExprKind::Prim(_, args) => all(args),
    }
}

fn visit_lambda(module: &Module, id: LambdaId, enter: &mut impl FnMut(&Expr) -> bool) -> bool {
    module.lambdas[id].clauses.iter().all(|clause| visit(module, &clause.body, enter))
}
