//! Copies of procedures that call themselves, for the procedures that they pass on unchanged.

use std::collections::HashMap;

use ir::hir::{Clause, Expr, ExprKind, Global, Lambda, Local, LocalData, Module};
use syntax::Span;

use super::bindings::{Frame, enclosed};
use super::calls::{LambdaClause, MAX_DEPTH, WITH_LAMBDA};
use super::walk::{size_up_to, visit};
use super::{Meaning, Pass};
use crate::find_closures::{ClosureStyle, clause_for};

/// A copy of a procedure that calls itself, for procedures that it passes on unchanged.
pub(super) struct Specialised {
    global: Global,
    /// The positions and values of arguments that do not change.
    fixed: Vec<(usize, Expr)>,
    arguments: usize,
    /// What the copy is called, in the output.
    pub(super) local: Local,
}

impl Pass<'_> {
    /// The clause of a procedure that calls itself which a copy can be made of, and the positions of procedures that it
    /// passes on unchanged.
    pub(super) fn clause_to_specialise(&mut self, global: Global, args: &[Expr]) -> Option<(LambdaClause, Vec<usize>)> {
        let id = *self.globals.get(&global)?;
        let index = clause_for(self.module, id, args.len())?;
        let clause = &self.module.lambdas[id].clauses[index];
        if self.style == ClosureStyle::Naive
            || !self.recursive.contains(&(global, index))
            || clause.rest.is_some()
            || self.inlining.contains(&global)
            || self.inlining.len() > MAX_DEPTH
        {
            return None;
        }
        let module = self.module;
        let passed_on = self.passed_on.entry((global, index)).or_insert_with(|| passed_on(module, global, clause));
        let positions = args.iter().zip(passed_on.clone()).enumerate();
        let fixed = positions.filter(|(_, (arg, passed_on))| *passed_on && self.is_procedure(arg));
        let fixed: Vec<usize> = fixed.map(|(position, _)| position).collect();
        if fixed.is_empty() {
            return None;
        }
        let size = size_up_to(self.module, &clause.body, WITH_LAMBDA.min(self.fuel))?;
        self.fuel -= size;
        Some(((id, index), fixed))
    }

    /// A copy of a procedure in which the arguments at some positions are known, and a call of it.
    pub(super) fn specialised(
        &mut self,
        global: Global,
        (id, index): LambdaClause,
        fixed: &[usize],
        args: Vec<Expr>,
        span: Span,
    ) -> Expr {
        let lambda = &self.module.lambdas[id];
        let clause = &lambda.clauses[index];
        let (mut lambdas, mut known, mut changing) = (Vec::new(), Vec::new(), Vec::new());
        for (position, arg) in args.into_iter().enumerate() {
            if !fixed.contains(&position) {
                changing.push(arg);
                continue;
            }
            let param = clause.params[position];
            let value = match arg.kind {
                ExprKind::Lambda(id) => {
                    let local = self.bind(param);
                    self.procedures.insert(local);
                    lambdas.push((local, id));
                    Expr { kind: ExprKind::Local(local), span: arg.span }
                }
                _ => arg,
            };
            self.meanings.insert(param, Meaning::Atom(value.clone()));
            known.push((position, value));
        }
        let name = self.module.globals[global].name;
        let local = self.out.locals.push(LocalData { name, span, assigned: false });
        self.procedures.insert(local);
        self.copies.push(Specialised { global, fixed: known, arguments: clause.params.len(), local });
        let params = clause.params.iter().enumerate().filter(|(position, _)| !fixed.contains(position));
        let params: Vec<Local> = params.map(|(_, param)| self.bind(*param)).collect();
        let clause = Clause { params, rest: None, body: self.expr(&clause.body) };
        self.copies.pop();
        let copy = self.out.lambdas.push(Lambda { name: lambda.name, span: lambda.span, clauses: vec![clause] });
        let callee = Box::new(Expr { kind: ExprKind::Local(local), span });
        let call = Expr { kind: ExprKind::Call(callee, changing), span };
        enclosed(vec![Frame::Fix(lambdas), Frame::Fix(vec![(local, copy)])], call, span)
    }
}

impl Specialised {
    pub(super) fn is_fixed(&self, position: usize) -> bool {
        self.fixed.iter().any(|(fixed, _)| *fixed == position)
    }

    /// Whether a call of the procedure is one of the copy.
    pub(super) fn is_called(&self, global: Global, args: &[Expr]) -> bool {
        let is_same = |(position, value): &(usize, Expr)| match (&value.kind, &args[*position].kind) {
            (ExprKind::Local(one), ExprKind::Local(other)) => one == other,
            (ExprKind::Global(one), ExprKind::Global(other)) => one == other,
            _ => false,
        };
        self.global == global && self.arguments == args.len() && self.fixed.iter().all(is_same)
    }
}

/// For each parameter of a clause: whether it is called, is passed on at its own place where the procedure calls itself,
/// and nothing else is done with it.
fn passed_on(module: &Module, global: Global, clause: &Clause) -> Vec<bool> {
    let mut uses: HashMap<Local, usize> = HashMap::new();
    let (mut called, mut passed): (HashMap<Local, usize>, HashMap<Local, usize>) = Default::default();
    visit(module, &clause.body, &mut |expr| {
        match &expr.kind {
            ExprKind::Local(local) => *uses.entry(*local).or_default() += 1,
            ExprKind::Call(callee, args) => match callee.kind {
                ExprKind::Local(local) => *called.entry(local).or_default() += 1,
                ExprKind::Global(other) if other == global && args.len() == clause.params.len() => {
                    for (param, arg) in clause.params.iter().zip(args) {
                        if matches!(arg.kind, ExprKind::Local(local) if local == *param) {
                            *passed.entry(*param).or_default() += 1;
                        }
                    }
                }
                _ => {}
            },
            _ => {}
        }
        true
    });
    let count = |counts: &HashMap<Local, usize>, param: &Local| counts.get(param).copied().unwrap_or_default();
    let is_passed_on = |param: &Local| {
        let (calls, passes) = (count(&called, param), count(&passed, param));
        !module.locals[*param].assigned && calls > 0 && passes > 0 && calls + passes == count(&uses, param)
    };
    clause.params.iter().map(is_passed_on).collect()
}
