//! The terms of rules as code, in forward and in reverse mode.

use ir::id::Arena;
use ir::ssa::{Block, Const, End, Fast, Inst, Op, Ty, Val};
use prims::Type;
use syntax::Span;

use crate::rules::Expr;

/// Where the code of a term is made.
pub trait TermCode {
    /// The types of all values, the instructions of the open blocks, innermost last, and the place they stand for.
    fn code(&mut self) -> (&mut Arena<Val, Ty>, &mut Vec<Vec<Inst>>, Span);
    /// What stands here for a value of the function that is differentiated.
    fn get(&mut self, val: Val) -> Val;

    /// An instruction in the block that is open.
    fn emit(&mut self, op: Op, ty: Ty) -> Val {
        let (vals, blocks, span) = self.code();
        let result = vals.push(ty);
        blocks.last_mut().expect("a block is open").push(Inst { result, op, span });
        result
    }

    /// Begins a block.
    fn open(&mut self) {
        self.code().1.push(Vec::new());
    }

    /// The instructions of the block that is open, which ends.
    fn close(&mut self) -> Vec<Inst> {
        self.code().1.pop().expect("a block is open")
    }

    /// A constant.
    fn flonum(&mut self, value: f64) -> Val {
        self.emit(Op::Const(Const::Flonum(value)), Ty::Flonum)
    }

    /// A term of the rule of a primitive with these arguments and this result, for a tangent, or for an adjoint in its
    /// place.
    fn term(&mut self, expr: &Expr, args: &[Val], result: Val, tangent: Val) -> Val {
        match expr {
            Expr::Int(value) => self.flonum(*value as f64),
            Expr::Float(value) => self.flonum(*value),
            Expr::Param(index) => self.get(args[*index]),
            Expr::Ans if self.code().0[result] == Ty::Flonum => self.get(result),
            Expr::Ans => {
                let word = self.get(result);
                self.emit(Op::Fast(Fast::Unbox, vec![word]), Ty::Flonum)
            }
            Expr::Tangent(_) => tangent,
            Expr::Call(prim, parts) => {
                let parts: Vec<Val> = parts.iter().map(|part| self.term(part, args, result, tangent)).collect();
                let ty = if prim.row().result == Type::Boolean { Ty::Bool } else { Ty::Flonum };
                self.emit(Op::Prim(*prim, parts), ty)
            }
            Expr::If(parts) => {
                let [test, then, other] = &**parts;
                let test = self.term(test, args, result, tangent);
                let [then, other] = [then, other].map(|way| {
                    self.open();
                    let val = self.term(way, args, result, tangent);
                    Box::new(Block { insts: self.close(), end: End::Yield(val) })
                });
                self.emit(Op::If(test, then, other), Ty::Flonum)
            }
        }
    }
}
