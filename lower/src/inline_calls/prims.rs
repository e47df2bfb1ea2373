//! Primitives that get procedures.

use ir::hir::{Clause, Expr, ExprKind, Lambda, Local, LocalData};
use prims::{Inline, PrimId};
use syntax::{Datum, DatumKind, Span};

use super::Pass;
use crate::find_closures::ClosureStyle;

impl Pass<'_> {
    pub(super) fn prim(&mut self, prim: PrimId, args: &[Expr], span: Span) -> ExprKind {
        let mut args = self.exprs(args);
        match (prim.row().inline, args.first_mut()) {
            (Some(Inline::IsProcedure), Some(object)) if self.is_atom(object) && self.is_procedure(object) => {
                return truth(true, span);
            }
            (Some(Inline::Not), Some(Expr { kind: ExprKind::Quote(datum), .. })) => {
                return truth(datum.kind == DatumKind::Bool(false), span);
            }
            (Some(Inline::Gradient | Inline::Jvp | Inline::Apply), Some(procedure)) => self.make_here(procedure),
            _ => {}
        }
        ExprKind::Prim(prim, args)
    }

    /// Makes a procedure of another function where it is differentiated or applied, so that it is known there what it
    /// is: `f` becomes `(lambda (x) (f x))`, which captures what `f` does.
    fn make_here(&mut self, procedure: &mut Expr) {
        let ExprKind::Local(local) = procedure.kind else { return };
        let Some(known) = self.procedures.get(&local) else { return };
        if self.style == ClosureStyle::Naive
            || known.depth == self.depth
            || known.clauses.iter().any(|arity| arity.rest)
        {
            return;
        }
        let span = procedure.span;
        let arities: Vec<usize> = known.clauses.iter().map(|arity| arity.params).collect();
        let clauses = arities.into_iter().map(|params| self.call_with_parameters(local, params, span)).collect();
        let name = Some(self.out.locals[local].name);
        procedure.kind = ExprKind::Lambda(self.out.lambdas.push(Lambda { name, span, clauses }));
    }

    fn call_with_parameters(&mut self, callee: Local, params: usize, span: Span) -> Clause {
        let name = self.out.locals[callee].name;
        let new = |_| self.out.locals.push(LocalData { name, span, assigned: false });
        let params: Vec<Local> = (0..params).map(new).collect();
        let expr = |local| Expr { kind: ExprKind::Local(local), span };
        let args = params.iter().copied().map(expr).collect();
        let body = Expr { kind: ExprKind::Call(Box::new(expr(callee)), args), span };
        Clause { params, rest: None, body }
    }
}

fn truth(value: bool, span: Span) -> ExprKind {
    ExprKind::Quote(Datum { kind: DatumKind::Bool(value), span })
}
