//! Puts the body of a lambda that is used as a value where it is called, if it is called from few places.
//!
//! In: hir, where calls have been inlined. Out: hir with the same meaning, in which such a call is the body under a `Let`:
//! it has the types of the arguments there, needs no object, and is a part of the loop around it. What gets the lambda as
//! a value may call it with anything. Procedures of the library are written in this way, with a loop for the usual types
//! and a procedure for all others:
//!
//! ```scheme
//! (fix ((f (lambda (x) (* x x)))) (if (flonums? t) (loop (f (f64vector-ref t i))) (map-slowly f t)))
//! =>  (fix ((f (lambda (x) (* x x)))) (if ... (loop (let ((x' (f64vector-ref t i))) (* x' x'))) (map-slowly f t)))
//! ```
//!
//! A program grows by a bounded factor: a lambda with lambdas in it, or that calls itself, or that is called from many
//! places, stays as it is, and calls in copied bodies, too.

use std::collections::HashMap;

use ir::hir::{Clause, Expr, ExprKind, Item, LambdaId, Local, LocalData, Module};
use ir::id::Arena;

use crate::inline_calls::walk::{size_up_to, visit};

/// A body of at most this many nodes is copied.
const LIMIT: usize = 160;
/// A lambda that is called from at most this many places is copied.
const CALLS: usize = 2;

/// Copies bodies in a whole program.
pub fn copy_bodies(mut module: Module) -> Module {
    let clauses = clauses_to_copy(&module);
    if clauses.is_empty() {
        return module;
    }
    let Module { locals, lambdas, items, .. } = &mut module;
    let mut replace = |expr: &mut Expr| {
        if let ExprKind::Call(callee, args) = &mut expr.kind
            && let ExprKind::Local(local) = callee.kind
            && let Some(clause) = clauses.get(&local).filter(|clause| clause.params.len() == args.len())
        {
            let Clause { params, body, .. } = copy_of(clause, locals);
            expr.kind = ExprKind::Let(params.into_iter().zip(std::mem::take(args)).collect(), Box::new(body));
        }
    };
    for item in items {
        let (Item::Define(_, expr) | Item::Expr(expr)) = item;
        change(expr, &mut replace);
    }
    for id in lambdas.ids() {
        lambdas[id].clauses.iter_mut().for_each(|clause| change(&mut clause.body, &mut replace));
    }
    module
}

/// The clauses of lambdas whose bodies are to be copied, by the variables that are bound to them.
fn clauses_to_copy(module: &Module) -> HashMap<Local, Clause> {
    let mut bound: Vec<(Local, LambdaId)> = Vec::new();
    let mut uses: HashMap<Local, usize> = HashMap::new();
    let mut calls: HashMap<Local, usize> = HashMap::new();
    for item in &module.items {
        let (Item::Define(_, expr) | Item::Expr(expr)) = item;
        visit(module, expr, &mut |expr| {
            match &expr.kind {
                ExprKind::Local(local) => *uses.entry(*local).or_default() += 1,
                ExprKind::Fix(bindings, _) => bound.extend(bindings),
                ExprKind::Call(callee, _) => {
                    if let ExprKind::Local(local) = callee.kind {
                        *calls.entry(local).or_default() += 1;
                    }
                }
                _ => {}
            }
            true
        });
    }
    let is_called = |local: &Local| {
        calls.get(local).is_some_and(|calls| *calls <= CALLS && uses.get(local).is_some_and(|uses| uses > calls))
    };
    let found = bound.into_iter().filter(|(local, _)| is_called(local));
    found.filter_map(|(local, id)| Some((local, clause_to_copy(module, local, id)?.clone()))).collect()
}

fn clause_to_copy(module: &Module, name: Local, id: LambdaId) -> Option<&Clause> {
    let [clause @ Clause { rest: None, body, .. }] = &module.lambdas[id].clauses[..] else { return None };
    size_up_to(module, body, LIMIT)?;
    let mut is_plain = true;
    visit(module, body, &mut |expr| {
        is_plain &= match expr.kind {
            ExprKind::Lambda(_) | ExprKind::Fix(..) => false,
            ExprKind::Local(local) => local != name,
            _ => true,
        };
        is_plain
    });
    is_plain.then_some(clause)
}

/// A clause with locals of its own.
fn copy_of(clause: &Clause, locals: &mut Arena<Local, LocalData>) -> Clause {
    let mut copy = clause.clone();
    let mut names: HashMap<Local, Local> = HashMap::new();
    let mut rename = |local: &mut Local| {
        let new = locals.push(locals[*local].clone());
        names.insert(std::mem::replace(local, new), new);
    };
    copy.params.iter_mut().for_each(&mut rename);
    change(&mut copy.body, &mut |expr| {
        if let ExprKind::Let(bindings, _) = &mut expr.kind {
            bindings.iter_mut().for_each(|(local, _)| rename(local));
        }
    });
    change(&mut copy.body, &mut |expr| {
        if let ExprKind::Local(local) | ExprKind::SetLocal(local, _) | ExprKind::CheckDefined(local) = &mut expr.kind {
            *local = names.get(local).copied().unwrap_or(*local);
        }
    });
    copy
}

/// Changes an expression and all in it but lambdas, the innermost first.
fn change(expr: &mut Expr, with: &mut impl FnMut(&mut Expr)) {
    match &mut expr.kind {
        ExprKind::Quote(_) | ExprKind::Unspecified | ExprKind::Undefined | ExprKind::Local(_) => {}
        ExprKind::Global(_) | ExprKind::CheckDefined(_) | ExprKind::Lambda(_) => {}
        ExprKind::SetLocal(_, value) | ExprKind::SetGlobal(_, value) => change(value, with),
        ExprKind::If(test, then, other) => [test, then, other].into_iter().for_each(|expr| change(expr, with)),
        ExprKind::Let(bindings, body) => {
            bindings.iter_mut().for_each(|(_, init)| change(init, with));
            change(body, with);
        }
        ExprKind::Fix(_, body) => change(body, with),
        ExprKind::Seq(exprs) | ExprKind::Prim(_, exprs) => exprs.iter_mut().for_each(|expr| change(expr, with)),
        ExprKind::Call(callee, args) => {
            change(callee, with);
            args.iter_mut().for_each(|arg| change(arg, with));
        }
    }
    with(expr);
}
