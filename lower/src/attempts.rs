//! Calls of fast code from ordinary code, and how passes make instructions.

use ir::id::Arena;
use ir::ssa::{Block, Const, End, Fast, Func, FuncId, Inst, Op, Ty, Val};
use prims::Inline;
use syntax::Span;

/// Instructions that are being made in a row.
pub struct Code<'a> {
    /// The values of the function.
    pub vals: &'a mut Arena<Val, Ty>,
    /// What has been made.
    pub insts: Vec<Inst>,
    /// The place in the source that they stand for.
    pub span: Span,
}

impl<'a> Code<'a> {
    pub fn new(vals: &'a mut Arena<Val, Ty>, span: Span) -> Self {
        Code { vals, insts: Vec::new(), span }
    }

    pub fn emit(&mut self, op: Op, ty: Ty) -> Val {
        let result = self.vals.push(ty);
        self.insts.push(Inst { result, op, span: self.span });
        result
    }

    pub fn fast(&mut self, op: Fast, args: &[Val], ty: Ty) -> Val {
        self.emit(Op::Fast(op, args.to_vec()), ty)
    }

    pub fn inline(&mut self, op: Inline, args: &[Val], ty: Ty) -> Val {
        self.emit(Op::Prim(prims::with_inline(op), args.to_vec()), ty)
    }

    pub fn fixnum(&mut self, number: i64) -> Val {
        self.emit(Op::Const(Const::Fixnum(number)), Ty::Fixnum)
    }

    /// Calls fast code: what it returns, and whether it gave up.
    pub fn attempt(&mut self, func: FuncId, args: Vec<Val>) -> (Val, Val) {
        let tried = self.emit(Op::Attempt(func, args), Ty::Any);
        (tried, self.is_undefined(tried))
    }

    pub fn is_undefined(&mut self, val: Val) -> Val {
        let undefined = self.emit(Op::Const(Const::Undefined), Ty::Any);
        self.inline(Inline::Eq, &[val, undefined], Ty::Bool)
    }

    /// The value of one of two pieces of code.
    pub fn choose(&mut self, test: Val, then: impl Fn(&mut Code) -> Val, other: impl Fn(&mut Code) -> Val) -> Op {
        let mut branch = |make: &dyn Fn(&mut Code) -> Val| {
            let mut code = Code::new(self.vals, self.span);
            let val = make(&mut code);
            Box::new(Block { insts: code.insts, end: End::Yield(val) })
        };
        Op::If(test, branch(&then), branch(&other))
    }
}

/// A function that takes and returns what ordinary code does; it may give up.
pub fn entry(name: &str, params: Vec<Val>, vals: Arena<Val, Ty>, insts: Vec<Inst>, answer: Val, span: Span) -> Func {
    let body = Block { insts, end: End::Return(answer) };
    Func { params, vals, body, ..Func::giving_up(format!("{name}.entry"), span) }
}
