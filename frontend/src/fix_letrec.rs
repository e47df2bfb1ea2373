//! `letrec*` as `Let`, `Fix` and assignments ("Fixing Letrec (reloaded)", Ghuloum & Dybvig 2009).
//!
//! The bindings are nodes of a graph: one depends on those it mentions, and one that is not a lambda also on the one
//! before it that is not, to keep their order. Strongly connected components in order of dependence become `Fix`
//! (lambdas only), `Let` (one that does not mention itself), or, where something may be used before it has a value,
//! variables that are first undefined, then assigned, and checked at each use.

use std::collections::{HashMap, HashSet};

use ir::hir::{Expr, ExprKind, LambdaId, Local};
use syntax::{Diagnostic, Span};

use crate::Expander;

/// A variable and its value; without a variable, an expression evaluated in between for its effect.
pub type Bindings = Vec<(Option<Local>, Expr)>;

impl Expander<'_> {
    /// `(letrec* (binding ...) body)`
    pub fn fix_letrec(&mut self, bindings: Bindings, body: Expr, span: Span) -> Expr {
        let index: HashMap<Local, usize> =
            bindings.iter().enumerate().filter_map(|(at, (local, _))| local.map(|local| (local, at))).collect();
        let mut simple: Vec<bool> = bindings.iter().map(|(local, value)| self.is_procedure(*local, value)).collect();
        let mut edges: Vec<Vec<usize>> = Vec::with_capacity(bindings.len());
        for (at, (_, value)) in bindings.iter().enumerate() {
            let mut mentioned = HashSet::new();
            self.mentioned(value, &index, &mut mentioned);
            let mut targets: Vec<usize> = mentioned.into_iter().collect();
            targets.sort_unstable();
            if targets.iter().any(|target| *target >= at) {
                self.warn_of_early_uses(value, at, &index);
            }
            edges.push(targets);
        }
        find_early_procedures(&edges, &mut simple);
        let mut last_complex = None;
        for (at, targets) in edges.iter_mut().enumerate() {
            if !simple[at] {
                targets.extend(last_complex);
                last_complex = Some(at);
            }
        }
        let components = components(&edges);
        let mut values: Vec<Option<(Option<Local>, Expr)>> = bindings.into_iter().map(Some).collect();
        let mut result = body;
        for component in components.into_iter().rev() {
            let recursive = component.iter().any(|at| edges[*at].iter().any(|to| component.contains(to)));
            let (procedures, others): (Vec<usize>, Vec<usize>) = component.into_iter().partition(|at| simple[*at]);
            let mut take =
                |members: Vec<usize>| -> Bindings { members.into_iter().filter_map(|at| values[at].take()).collect() };
            let (procedures, others) = (lambdas(take(procedures)), take(others));
            result = self.bind_component(procedures, others, recursive, result, span);
        }
        result
    }

    /// Binds a component: its simple procedures, and the others in order.
    fn bind_component(
        &mut self,
        procedures: Vec<(Local, LambdaId)>,
        others: Bindings,
        recursive: bool,
        body: Expr,
        span: Span,
    ) -> Expr {
        if recursive && !others.is_empty() {
            return self.bind_undefined(procedures, others, body, span);
        }
        let mut result = body;
        for (local, value) in others {
            result = match local {
                Some(local) => Expr { kind: ExprKind::Let(vec![(local, value)], Box::new(result)), span },
                None => crate::expand::sequence(vec![value, result], span),
            };
        }
        if procedures.is_empty() { result } else { Expr { kind: ExprKind::Fix(procedures, Box::new(result)), span } }
    }

    /// The general case: undefined at first, assigned in order, checked at each use.
    fn bind_undefined(&mut self, procedures: Vec<(Local, LambdaId)>, others: Bindings, body: Expr, span: Span) -> Expr {
        let checked: HashSet<Local> = others.iter().filter_map(|(local, _)| *local).collect();
        let (mut variables, mut steps) = (Vec::new(), Vec::new());
        for (local, mut value) in others {
            self.check_uses(&mut value, &checked);
            if let Some(local) = local {
                self.module.locals[local].assigned = true;
                variables.push((local, Expr { kind: ExprKind::Undefined, span }));
                value = Expr { span: value.span, kind: ExprKind::SetLocal(local, Box::new(value)) };
            }
            steps.push(value);
        }
        for (_, id) in &procedures {
            self.check_lambda_uses(*id, &checked);
        }
        steps.push(body);
        let inner = crate::expand::sequence(steps, span);
        let inner = Expr { kind: ExprKind::Fix(procedures, Box::new(inner)), span };
        Expr { kind: ExprKind::Let(variables, Box::new(inner)), span }
    }

    fn is_procedure(&self, local: Option<Local>, value: &Expr) -> bool {
        local.is_some_and(|local| !self.module.locals[local].assigned) && matches!(value.kind, ExprKind::Lambda(_))
    }

    /// Warns of uses that are certainly evaluated, and before the variable used has a value. The search follows the
    /// order of evaluation up to the first call, which may leave.
    fn warn_of_early_uses(&mut self, value: &Expr, at: usize, index: &HashMap<Local, usize>) {
        let mut work = vec![value];
        let mut found = Vec::new();
        while let Some(expr) = work.pop() {
            match &expr.kind {
                ExprKind::Local(local) | ExprKind::CheckDefined(local) => {
                    found.extend(index.get(local).filter(|other| **other >= at).map(|_| (*local, expr.span)));
                }
                ExprKind::Quote(_) | ExprKind::Unspecified | ExprKind::Undefined | ExprKind::Global(_) => {}
                ExprKind::Lambda(_) => {}
                ExprKind::SetLocal(_, value) | ExprKind::SetGlobal(_, value) => work.push(value),
                ExprKind::If(test, _, _) => {
                    work.clear();
                    work.push(test);
                }
                ExprKind::Let(bindings, body) => {
                    work.push(body);
                    work.extend(bindings.iter().rev().map(|(_, init)| init));
                }
                ExprKind::Fix(_, body) => work.push(body),
                ExprKind::Seq(exprs) | ExprKind::Prim(_, exprs) => work.extend(exprs.iter().rev()),
                ExprKind::Call(callee, args) => {
                    work.clear();
                    work.extend(args.iter().rev());
                    work.push(callee);
                }
            }
        }
        for (local, span) in found {
            let data = &self.module.locals[local];
            let message = format!("`{}` is used before its definition", data.name);
            let diagnostic = Diagnostic::warning("use-before-definition", message, span);
            let diagnostic = diagnostic.with_label(data.span, "defined here");
            self.report(diagnostic);
        }
    }

    fn mentioned(&self, expr: &Expr, index: &HashMap<Local, usize>, out: &mut HashSet<usize>) {
        let mut mention = |local: &Local| out.extend(index.get(local));
        match &expr.kind {
            ExprKind::Quote(_) | ExprKind::Unspecified | ExprKind::Undefined | ExprKind::Global(_) => {}
            ExprKind::Local(local) | ExprKind::CheckDefined(local) => mention(local),
            ExprKind::SetLocal(local, value) => {
                mention(local);
                self.mentioned(value, index, out);
            }
            ExprKind::SetGlobal(_, value) => self.mentioned(value, index, out),
            ExprKind::If(test, then, other) => {
                for part in [test, then, other] {
                    self.mentioned(part, index, out);
                }
            }
            ExprKind::Let(bindings, body) => {
                bindings.iter().for_each(|(_, init)| self.mentioned(init, index, out));
                self.mentioned(body, index, out);
            }
            ExprKind::Fix(bindings, body) => {
                bindings.iter().for_each(|(_, id)| self.mentioned_in_lambda(*id, index, out));
                self.mentioned(body, index, out);
            }
            ExprKind::Lambda(id) => self.mentioned_in_lambda(*id, index, out),
            ExprKind::Seq(exprs) | ExprKind::Prim(_, exprs) => {
                exprs.iter().for_each(|part| self.mentioned(part, index, out));
            }
            ExprKind::Call(callee, args) => {
                self.mentioned(callee, index, out);
                args.iter().for_each(|part| self.mentioned(part, index, out));
            }
        }
    }

    fn mentioned_in_lambda(&self, id: LambdaId, index: &HashMap<Local, usize>, out: &mut HashSet<usize>) {
        for clause in &self.module.lambdas[id].clauses {
            self.mentioned(&clause.body, index, out);
        }
    }

    fn check_lambda_uses(&mut self, id: LambdaId, checked: &HashSet<Local>) {
        for clause in 0..self.module.lambdas[id].clauses.len() {
            let body = &mut self.module.lambdas[id].clauses[clause].body;
            let mut taken = Expr { kind: ExprKind::Unspecified, span: body.span };
            std::mem::swap(body, &mut taken);
            self.check_uses(&mut taken, checked);
            self.module.lambdas[id].clauses[clause].body = taken;
        }
    }

    fn check_uses(&mut self, expr: &mut Expr, checked: &HashSet<Local>) {
        match &mut expr.kind {
            ExprKind::Local(local) if checked.contains(local) => expr.kind = ExprKind::CheckDefined(*local),
            ExprKind::Quote(_) | ExprKind::Unspecified | ExprKind::Undefined | ExprKind::Local(_) => {}
            ExprKind::CheckDefined(_) | ExprKind::Global(_) => {}
            ExprKind::SetLocal(_, value) | ExprKind::SetGlobal(_, value) => self.check_uses(value, checked),
            ExprKind::If(test, then, other) => {
                for part in [test, then, other] {
                    self.check_uses(part, checked);
                }
            }
            ExprKind::Let(bindings, body) => {
                for (_, init) in bindings {
                    self.check_uses(init, checked);
                }
                self.check_uses(body, checked);
            }
            ExprKind::Fix(bindings, body) => {
                for (_, id) in bindings.clone() {
                    self.check_lambda_uses(id, checked);
                }
                self.check_uses(body, checked);
            }
            ExprKind::Lambda(id) => self.check_lambda_uses(*id, checked),
            ExprKind::Seq(exprs) | ExprKind::Prim(_, exprs) => {
                for part in exprs {
                    self.check_uses(part, checked);
                }
            }
            ExprKind::Call(callee, args) => {
                self.check_uses(callee, checked);
                for arg in args {
                    self.check_uses(arg, checked);
                }
            }
        }
    }
}

fn lambdas(bindings: Bindings) -> Vec<(Local, LambdaId)> {
    let lambda = |(local, value): (Option<Local>, Expr)| match (local, value.kind) {
        (Some(local), ExprKind::Lambda(id)) => Some((local, id)),
        _ => None,
    };
    bindings.into_iter().filter_map(lambda).collect()
}

/// Procedures that an expression may use before their definitions are evaluated: they are no longer simple.
fn find_early_procedures(edges: &[Vec<usize>], simple: &mut [bool]) {
    let mut work: Vec<(usize, usize)> = (0..edges.len()).filter(|at| !simple[*at]).map(|at| (at, at)).collect();
    work.reverse();
    // Expressions in order: what a procedure reaches was looked at for the first one that uses it, which is the earliest.
    let mut seen = vec![false; edges.len()];
    while let Some((node, user)) = work.pop() {
        for target in &edges[node] {
            if simple[*target] && *target > user {
                simple[*target] = false;
            }
            if !std::mem::replace(&mut seen[*target], true) {
                work.push((*target, user));
            }
        }
    }
}

/// Strongly connected components (Tarjan 1972), each after those it depends on.
fn components(edges: &[Vec<usize>]) -> Vec<Vec<usize>> {
    struct Search<'a> {
        edges: &'a [Vec<usize>],
        number: Vec<usize>,
        low: Vec<usize>,
        on_stack: Vec<bool>,
        stack: Vec<usize>,
        next: usize,
        out: Vec<Vec<usize>>,
    }
    impl Search<'_> {
        fn visit(&mut self, node: usize) {
            self.next += 1;
            self.number[node] = self.next;
            self.low[node] = self.next;
            self.stack.push(node);
            self.on_stack[node] = true;
            for target in &self.edges[node] {
                if self.number[*target] == 0 {
                    self.visit(*target);
                    self.low[node] = self.low[node].min(self.low[*target]);
                } else if self.on_stack[*target] {
                    self.low[node] = self.low[node].min(self.number[*target]);
                }
            }
            if self.low[node] == self.number[node] {
                let start = self.stack.iter().rposition(|other| *other == node).unwrap_or(0);
                let mut component = self.stack.split_off(start);
                for member in &component {
                    self.on_stack[*member] = false;
                }
                component.sort_unstable();
                self.out.push(component);
            }
        }
    }
    let count = edges.len();
    let mut search = Search {
        edges,
        number: vec![0; count],
        low: vec![0; count],
        on_stack: vec![false; count],
        stack: Vec::new(),
        next: 0,
        out: Vec::new(),
    };
    for node in 0..count {
        if search.number[node] == 0 {
            search.visit(node);
        }
    }
    search.out
}
