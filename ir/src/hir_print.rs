//! The text form of hir, for people and tests: S-expressions with ids behind names.

use std::fmt::Write;

use syntax::print_datum;

use crate::hir::{Clause, Expr, ExprKind, Item, LambdaId, Local, Module};

/// Deeper expressions are indented like this depth.
const MAX_INDENTED: usize = 60;

/// The whole module as text, one top-level form a paragraph.
pub fn print_hir(module: &Module) -> String {
    let mut printer = Printer { module, out: String::new() };
    for item in &module.items {
        match item {
            Item::Define(global, expr) => {
                let _ = write!(printer.out, "(define {}.{global} ", module.globals[*global].name);
                printer.expr(expr, 1);
                printer.out.push(')');
            }
            Item::Expr(expr) => printer.expr(expr, 0),
        }
        printer.out.push('\n');
    }
    printer.out
}

struct Printer<'a> {
    module: &'a Module,
    out: String,
}

impl Printer<'_> {
    fn line(&mut self, depth: usize) {
        let _ = write!(self.out, "\n{:width$}", "", width = 2 * depth.min(MAX_INDENTED));
    }

    fn local(&mut self, local: Local) {
        let _ = write!(self.out, "{}.{local}", self.module.locals[local].name);
    }

    fn all<'e>(&mut self, exprs: impl IntoIterator<Item = &'e Expr>, depth: usize) {
        for expr in exprs {
            self.out.push(' ');
            self.expr(expr, depth);
        }
    }

    fn lambda(&mut self, id: LambdaId, depth: usize) {
        let clauses = &self.module.lambdas[id].clauses;
        if let [clause] = &clauses[..] {
            self.out.push_str("(lambda ");
            self.clause(clause, depth);
            return;
        }
        self.out.push_str("(case-lambda");
        for clause in clauses {
            self.line(depth + 1);
            self.out.push('(');
            self.clause(clause, depth + 1);
        }
        self.out.push(')');
    }

    fn clause(&mut self, clause: &Clause, depth: usize) {
        self.out.push('(');
        for (index, param) in clause.params.iter().enumerate() {
            if index > 0 {
                self.out.push(' ');
            }
            self.local(*param);
        }
        if let Some(rest) = clause.rest {
            self.out.push_str(" . ");
            self.local(rest);
        }
        self.out.push(')');
        self.line(depth + 1);
        self.expr(&clause.body, depth + 1);
        self.out.push(')');
    }

    fn expr(&mut self, expr: &Expr, depth: usize) {
        match &expr.kind {
            ExprKind::Quote(datum) => {
                let _ = write!(self.out, "'{}", print_datum(datum));
            }
            ExprKind::Unspecified => self.out.push_str("#<unspecified>"),
            ExprKind::Undefined => self.out.push_str("#<undefined>"),
            ExprKind::Local(local) => self.local(*local),
            ExprKind::CheckDefined(local) => {
                self.out.push_str("(check-defined ");
                self.local(*local);
                self.out.push(')');
            }
            ExprKind::Global(global) => {
                let _ = write!(self.out, "{}.{global}", self.module.globals[*global].name);
            }
            ExprKind::SetLocal(local, value) => {
                self.out.push_str("(set! ");
                self.local(*local);
                self.all([&**value], depth);
                self.out.push(')');
            }
            ExprKind::SetGlobal(global, value) => {
                let _ = write!(self.out, "(set! {}.{global}", self.module.globals[*global].name);
                self.all([&**value], depth);
                self.out.push(')');
            }
            ExprKind::If(test, then, other) => {
                self.out.push_str("(if");
                self.all([&**test], depth + 2);
                for branch in [then, other] {
                    self.line(depth + 2);
                    self.expr(branch, depth + 2);
                }
                self.out.push(')');
            }
            ExprKind::Let(bindings, body) => {
                self.out.push_str("(let (");
                for (local, init) in bindings {
                    self.out.push('(');
                    self.local(*local);
                    self.all([init], depth + 3);
                    self.out.push(')');
                }
                self.out.push(')');
                self.line(depth + 1);
                self.expr(body, depth + 1);
                self.out.push(')');
            }
            ExprKind::Fix(bindings, body) => {
                self.out.push_str("(fix (");
                for (local, id) in bindings {
                    self.out.push('(');
                    self.local(*local);
                    self.out.push(' ');
                    self.lambda(*id, depth + 3);
                    self.out.push(')');
                }
                self.out.push(')');
                self.line(depth + 1);
                self.expr(body, depth + 1);
                self.out.push(')');
            }
            ExprKind::Lambda(id) => self.lambda(*id, depth),
            ExprKind::Seq(exprs) => {
                self.out.push_str("(begin");
                for expr in exprs {
                    self.line(depth + 1);
                    self.expr(expr, depth + 1);
                }
                self.out.push(')');
            }
            ExprKind::Call(callee, args) => {
                self.out.push('(');
                self.expr(callee, depth);
                self.all(args, depth + 1);
                self.out.push(')');
            }
            ExprKind::Prim(prim, args) => {
                let _ = write!(self.out, "({}", prim.row().name);
                self.all(args, depth + 1);
                self.out.push(')');
            }
        }
    }
}
