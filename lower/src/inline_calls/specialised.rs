//! Copies of procedures that call themselves, for the procedures that they pass on unchanged.

use std::collections::HashSet;

use ir::hir::{Clause, Expr, ExprKind, Lambda, LambdaId, Local, LocalData, Module};
use syntax::Span;

use super::bindings::{Frame, enclosed};
use super::calls::{Expansion, Name};
use super::walk::visit;
use super::{Arity, Pass, Procedure};

/// A copy of a procedure that calls itself, for procedures that it passes on unchanged.
pub(super) struct Specialised {
    name: Name,
    /// The positions and values of arguments that do not change.
    fixed: Vec<(usize, Expr)>,
    arguments: usize,
    /// What the copy is called, in the output.
    pub(super) local: Local,
}

impl Pass<'_> {
    /// The positions of known procedures that a procedure which calls itself passes on unchanged, if there are any.
    pub(super) fn fixed_positions(
        &mut self,
        name: Name,
        clause: (LambdaId, usize),
        args: &[Expr],
    ) -> Option<Vec<usize>> {
        let module = self.module;
        let clause_of = |(lambda, clause): (LambdaId, usize)| &module.lambdas[lambda].clauses[clause];
        let passed_on = self.passed_on.entry(clause).or_insert_with(|| passed_on(module, name, clause_of(clause)));
        let positions = args.iter().zip(passed_on.clone()).enumerate();
        let fixed = positions.filter(|(_, (arg, passed_on))| *passed_on && self.is_procedure(arg));
        let fixed: Vec<usize> = fixed.map(|(position, _)| position).collect();
        (!fixed.is_empty()).then_some(fixed)
    }

    /// A copy of a procedure in which the arguments at some positions are known, and a call of it.
    pub(super) fn specialised(&mut self, name: Name, expansion: &Expansion, args: Vec<Expr>, span: Span) -> Expr {
        let fixed = &expansion.fixed;
        let lambda = &self.module.lambdas[expansion.lambda];
        let clause = &lambda.clauses[expansion.clause];
        let mut frames = self.bind_all(&clause.params, args);
        let args: Vec<Expr> = clause.params.iter().map(|param| self.variable(Name::Local(*param), span)).collect();
        let is_fixed = |position: &usize| fixed.contains(position);
        let positions = 0..clause.params.len();
        let known = positions.clone().filter(is_fixed).map(|position| (position, args[position].clone())).collect();
        let changing: Vec<usize> = positions.filter(|position| !is_fixed(position)).collect();
        let symbol = match name {
            Name::Global(global) => self.module.globals[global].name,
            Name::Local(local) => self.module.locals[local].name,
        };
        let local = self.out.locals.push(LocalData { name: symbol, span, assigned: false });
        let own = Procedure { clauses: vec![Arity { params: changing.len(), rest: false }], depth: self.depth };
        self.procedures.insert(local, own);
        self.copies.push(Specialised { name, fixed: known, arguments: clause.params.len(), local });
        self.depth += 1;
        let params = changing.iter().map(|position| self.bind(clause.params[*position])).collect();
        let clause = Clause { params, rest: None, body: self.expr(&clause.body) };
        self.depth -= 1;
        self.copies.pop();
        let copy = self.out.lambdas.push(Lambda { name: lambda.name, span: lambda.span, clauses: vec![clause] });
        let callee = Box::new(Expr { kind: ExprKind::Local(local), span });
        let args = changing.iter().map(|position| args[*position].clone()).collect();
        let call = Expr { kind: ExprKind::Call(callee, args), span };
        frames.push(Frame::Fix(vec![(local, copy)]));
        enclosed(frames, call, span)
    }
}

impl Specialised {
    pub(super) fn is_fixed(&self, position: usize) -> bool {
        self.fixed.iter().any(|(fixed, _)| *fixed == position)
    }

    /// Whether a call of the procedure is one of the copy.
    pub(super) fn is_called(&self, name: Name, args: &[Expr]) -> bool {
        let is_same = |(position, value): &(usize, Expr)| match (&value.kind, &args[*position].kind) {
            (ExprKind::Local(one), ExprKind::Local(other)) => one == other,
            (ExprKind::Global(one), ExprKind::Global(other)) => one == other,
            _ => false,
        };
        self.name == name && self.arguments == args.len() && self.fixed.iter().all(is_same)
    }
}

/// For each parameter of a clause: whether it is passed on at its own place where the procedure calls itself, and is
/// called, or passed to something else.
fn passed_on(module: &Module, name: Name, clause: &Clause) -> Vec<bool> {
    let (mut used, mut passed): (HashSet<Local>, HashSet<Local>) = Default::default();
    visit(module, &clause.body, &mut |expr| {
        if let ExprKind::Call(callee, args) = &expr.kind {
            used.extend(local_of(callee));
            let calls_itself = name.is(&callee.kind) && args.len() == clause.params.len();
            for (index, local) in args.iter().enumerate().filter_map(|(index, arg)| Some((index, local_of(arg)?))) {
                let is_own = calls_itself && clause.params[index] == local;
                if is_own { &mut passed } else { &mut used }.insert(local);
            }
        }
        true
    });
    let is_passed_on = |param| !module.locals[param].assigned && passed.contains(&param) && used.contains(&param);
    clause.params.iter().map(|param| is_passed_on(*param)).collect()
}

fn local_of(expr: &Expr) -> Option<Local> {
    match expr.kind {
        ExprKind::Local(local) => Some(local),
        _ => None,
    }
}
