//! Adjoints of values, and the rules of primitives read backwards.

use ir::ssa::{Block, End, Op, Ty, Val};
use prims::{PrimId, Type};

use super::{Body, Key};
use crate::rules::Expr;
use prims::Inline;

impl Body<'_, '_> {
    /// Adds to an adjoint, if it is of anything active.
    pub fn add(&mut self, key: Key, amount: Val) {
        if !self.activity.is_active(key) {
            return;
        }
        let sum = match self.adjoints.get(&key) {
            Some(old) => {
                let old = *old;
                self.inline(Inline::Add, &[old, amount], Ty::Flonum)
            }
            None => amount,
        };
        self.adjoints.insert(key, sum);
    }

    /// The adjoint, 0 if there is none.
    pub fn adjoint(&mut self, key: Key) -> Val {
        match self.adjoints.get(&key) {
            Some(known) => *known,
            None => self.flonum(0.0),
        }
    }

    /// Hands the adjoint of a primitive's result on to its arguments.
    pub fn reverse_prim(&mut self, prim: PrimId, args: &[Val], result: Val) {
        let Some(adjoint) = self.adjoints.remove(&(result, 0)) else { return };
        let terms = self.pass.rule(prim).map_or_else(Vec::new, |rule| rule.terms.clone());
        for (term, arg) in terms.iter().zip(args) {
            if term.is_linear() && self.activity.is_active((*arg, 0)) {
                let amount = self.rule_expr(term, args, result, adjoint);
                self.add((*arg, 0), amount);
            }
        }
    }

    /// A term of a rule, with an adjoint in place of the tangent.
    fn rule_expr(&mut self, expr: &Expr, args: &[Val], result: Val, adjoint: Val) -> Val {
        match expr {
            Expr::Int(value) => self.flonum(*value as f64),
            Expr::Float(value) => self.flonum(*value),
            Expr::Param(index) => self.get(args[*index]),
            Expr::Ans if self.vals[result] == Ty::Flonum => self.get(result),
            Expr::Ans => {
                let word = self.get(result);
                self.emit(Op::Fast(ir::ssa::Fast::Unbox, vec![word]), Ty::Flonum)
            }
            Expr::Tangent(_) => adjoint,
            Expr::Call(prim, parts) => {
                let parts: Vec<Val> = parts.iter().map(|part| self.rule_expr(part, args, result, adjoint)).collect();
                let ty = if prim.row().result == Type::Boolean { Ty::Bool } else { Ty::Flonum };
                self.emit(Op::Prim(*prim, parts), ty)
            }
            Expr::If(parts) => {
                let [test, then, other] = &**parts;
                let test = self.rule_expr(test, args, result, adjoint);
                let then = self.rule_block(then, args, result, adjoint);
                let other = self.rule_block(other, args, result, adjoint);
                self.emit(Op::If(test, then, other), Ty::Flonum)
            }
        }
    }

    fn rule_block(&mut self, expr: &Expr, args: &[Val], result: Val, adjoint: Val) -> Box<Block> {
        self.open();
        let val = self.rule_expr(expr, args, result, adjoint);
        Box::new(Block { insts: self.close(), end: End::Yield(val) })
    }
}
