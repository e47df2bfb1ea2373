//! Calls with a number of arguments that the callee cannot take, where the callee is known.

use std::collections::HashMap;

use ir::hir::{Clause, Expr, ExprKind, Global, Item, Lambda, LambdaId, Local, Module};
use syntax::Diagnostic;

/// Adds an error for each such call in the items, whose expressions belong to the module.
pub fn check_calls<'a>(
    module: &Module,
    items: impl Iterator<Item = &'a Item> + Clone,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let mut pass = Pass { module, globals: HashMap::new(), locals: HashMap::new(), diagnostics };
    for item in items.clone() {
        if let Item::Define(global, Expr { kind: ExprKind::Lambda(id), .. }) = item
            && !module.globals[*global].assigned
        {
            pass.globals.insert(*global, *id);
        }
    }
    for item in items {
        match item {
            Item::Define(_, expr) | Item::Expr(expr) => pass.expr(expr),
        }
    }
}

struct Pass<'a> {
    module: &'a Module,
    globals: HashMap<Global, LambdaId>,
    locals: HashMap<Local, LambdaId>,
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl Pass<'_> {
    fn all(&mut self, exprs: &[Expr]) {
        for expr in exprs {
            self.expr(expr);
        }
    }

    fn lambda(&mut self, id: LambdaId) {
        for clause in &self.module.lambdas[id].clauses {
            self.expr(&clause.body);
        }
    }

    fn expr(&mut self, expr: &Expr) {
        match &expr.kind {
            ExprKind::Quote(_) | ExprKind::Unspecified | ExprKind::Undefined | ExprKind::Local(_) => {}
            ExprKind::Global(_) | ExprKind::CheckDefined(_) => {}
            ExprKind::SetLocal(_, value) | ExprKind::SetGlobal(_, value) => self.expr(value),
            ExprKind::If(test, then, other) => {
                self.expr(test);
                self.expr(then);
                self.expr(other);
            }
            ExprKind::Let(bindings, body) => {
                for (local, init) in bindings {
                    if let ExprKind::Lambda(id) = init.kind
                        && !self.module.locals[*local].assigned
                    {
                        self.locals.insert(*local, id);
                    }
                    self.expr(init);
                }
                self.expr(body);
            }
            ExprKind::Fix(bindings, body) => {
                self.locals.extend(bindings.iter().copied());
                for (_, id) in bindings {
                    self.lambda(*id);
                }
                self.expr(body);
            }
            ExprKind::Lambda(id) => self.lambda(*id),
            ExprKind::Seq(exprs) | ExprKind::Prim(_, exprs) => self.all(exprs),
            ExprKind::Call(callee, args) => {
                self.call(callee, args.len());
                self.expr(callee);
                self.all(args);
            }
        }
    }

    fn call(&mut self, callee: &Expr, count: usize) {
        let id = match &callee.kind {
            ExprKind::Global(global) => self.globals.get(global),
            ExprKind::Local(local) => self.locals.get(local),
            ExprKind::Lambda(id) => Some(id),
            _ => None,
        };
        let Some(id) = id else { return };
        let lambda = &self.module.lambdas[*id];
        let fits = |params: usize, rest: bool| if rest { count >= params } else { count == params };
        if lambda.clauses.iter().any(|clause| fits(clause.params.len(), clause.rest.is_some())) {
            return;
        }
        let name = lambda.name.map_or("this procedure".to_owned(), |name| format!("`{name}`"));
        let message = format!("{name} takes {}, but is called with {count}", expected(lambda));
        let diagnostic = Diagnostic::error("wrong-arguments", message, callee.span);
        self.diagnostics.push(diagnostic.with_label(lambda.span, "defined here"));
    }
}

/// How many arguments a procedure takes: `1, 2 or at least 4 arguments`.
fn expected(lambda: &Lambda) -> String {
    let count = |clause: &Clause| match clause.rest {
        Some(_) => format!("at least {}", clause.params.len()),
        None => clause.params.len().to_string(),
    };
    let counts: Vec<String> = lambda.clauses.iter().map(count).collect();
    let is_one = lambda.clauses.last().is_some_and(|clause| clause.params.len() == 1);
    let plural = if is_one { "argument" } else { "arguments" };
    match &counts[..] {
        [] => "no arguments".to_owned(),
        [one] => format!("{one} {plural}"),
        [others @ .., last] => format!("{} or {last} {plural}", others.join(", ")),
    }
}
