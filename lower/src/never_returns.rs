//! Procedures that never return: whatever they do ends in raising an error. Their calls stand on the ways that programs
//! hardly ever take, so copies of their bodies would cost time of the compiler and help nobody.

use std::collections::{HashMap, HashSet};

use ir::hir::{Expr, ExprKind, Global, LambdaId, Module};

/// The known procedures all of whose ends are calls of such procedures.
pub fn never_returning(module: &Module, globals: &HashMap<Global, LambdaId>) -> HashSet<Global> {
    let mut never: HashSet<Global> = globals.keys().copied().collect();
    let mut callers: HashMap<Global, Vec<Global>> = HashMap::new();
    let mut returning = Vec::new();
    for (global, id) in globals {
        let clauses = &module.lambdas[*id].clauses;
        let is_known = |callee: Global| globals.contains_key(&callee);
        let mut ends = Vec::new();
        match clauses.iter().all(|clause| ends_in_calls(&clause.body, &is_known, &mut ends)) {
            true => ends.into_iter().for_each(|callee| callers.entry(callee).or_default().push(*global)),
            false => returning.push(*global),
        }
    }
    while let Some(global) = returning.pop() {
        if never.remove(&global) {
            returning.extend(callers.remove(&global).unwrap_or_default());
        }
    }
    never
}

/// Whether every end of an expression is a call of a known procedure; these.
fn ends_in_calls(expr: &Expr, is_known: &impl Fn(Global) -> bool, ends: &mut Vec<Global>) -> bool {
    let mut expr = expr;
    loop {
        match &expr.kind {
            ExprKind::If(_, then, other) if ends_in_calls(then, is_known, ends) => expr = other,
            ExprKind::Let(_, body) | ExprKind::Fix(_, body) => expr = body,
            ExprKind::Seq(exprs) if !exprs.is_empty() => expr = &exprs[exprs.len() - 1],
            ExprKind::Call(callee, _) => match callee.kind {
                ExprKind::Global(global) if is_known(global) => {
                    ends.push(global);
                    return true;
                }
                _ => return false,
            },
            _ => return false,
        }
    }
}
