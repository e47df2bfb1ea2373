//! The terms of rules as code, in forward and in reverse mode.

use ir::ssa::{Block, End, Fast, Inst, Op, Ty, Val};
use prims::{Inline, Type};

use crate::algebra::Maker;
use crate::rules::Expr;

/// Where the code of a term is made.
pub trait TermCode {
    /// What makes the instructions.
    fn code(&mut self) -> Maker<'_>;
    /// What stands here for a value of the function that is differentiated.
    fn get(&mut self, val: Val) -> Val;

    /// An instruction in the block that is open.
    fn emit(&mut self, op: Op, ty: Ty) -> Val {
        self.code().emit(op, ty)
    }

    /// Begins a block.
    fn open(&mut self) {
        self.code().blocks.open(Vec::new());
    }

    /// The instructions of the block that is open, which ends.
    fn close(&mut self) -> Vec<Inst> {
        self.code().blocks.close()
    }

    /// A constant.
    fn flonum(&mut self, value: f64) -> Val {
        self.code().flonum(value)
    }

    /// The sum of two numbers of derivatives.
    fn sum(&mut self, a: Val, b: Val) -> Val {
        self.code().arithmetic(Inline::Add, a, b)
    }

    /// A term of the rule of a primitive with these arguments and this result, for a tangent, or for an adjoint in its
    /// place.
    fn term(&mut self, expr: &Expr, args: &[Val], result: Val, tangent: Val) -> Val {
        match expr {
            Expr::Int(value) => self.flonum(*value as f64),
            Expr::Float(value) => self.flonum(*value),
            Expr::Param(index) => self.get(args[*index]),
            Expr::Ans if self.code().vals[result] == Ty::Flonum => self.get(result),
            Expr::Ans => {
                let word = self.get(result);
                self.emit(Op::Fast(Fast::Unbox, vec![word]), Ty::Flonum)
            }
            Expr::Tangent(_) => tangent,
            Expr::Call(prim, parts) => {
                let parts: Vec<Val> = parts.iter().map(|part| self.term(part, args, result, tangent)).collect();
                let mut code = self.code();
                match (prim.row().inline, &parts[..]) {
                    (Some(op @ (Inline::Add | Inline::Sub | Inline::Mul | Inline::Div)), &[a, b])
                        if [a, b].map(|part| code.vals[part]) == [Ty::Flonum; 2] =>
                    {
                        code.arithmetic(op, a, b)
                    }
                    (_, _) if prim.row().result == Type::Boolean => code.emit(Op::Prim(*prim, parts), Ty::Bool),
                    (_, _) => code.emit(Op::Prim(*prim, parts), Ty::Flonum),
                }
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
