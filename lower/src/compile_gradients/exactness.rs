//! Whether the value of fast code may stand for an exact number.
//!
//! Where vectors hold exact numbers beside flonums, the code of gradients takes all for flonums (see
//! [`crate::specialize::Purpose`]). Gradients are the same; a value that is made of nothing else is not:
//!
//! ```scheme
//! (value-and-gradient (lambda (x) (vector-ref (vector x 2) 1)) 3.0)   ; => 2 and 0.0
//! ```

use std::collections::HashSet;

use ir::ssa::{Block, Const, End, Fast, Func, Inst, LoopId, Op, Ty, Val};

/// Whether nothing shows that what the function returns is a flonum.
pub(super) fn may_return_exact(func: &Func) -> bool {
    let mut pass = Pass { func, exact: HashSet::new(), loops: Vec::new(), returns: false, changed: true };
    while std::mem::take(&mut pass.changed) {
        pass.block(&func.body, None);
    }
    pass.returns
}

struct Pass<'a> {
    func: &'a Func,
    /// Flonums that may stand for exact numbers, vectors that may hold such, and tuples that have one.
    exact: HashSet<Val>,
    loops: Vec<(LoopId, &'a [Val])>,
    returns: bool,
    changed: bool,
}

impl<'a> Pass<'a> {
    fn mark(&mut self, val: Val, exact: bool) {
        self.changed |= exact && self.exact.insert(val);
    }

    fn is_exact(&self, val: Val) -> bool {
        !matches!(self.func.vals[val], Ty::Flonum | Ty::Flonums | Ty::Tuple(_)) || self.exact.contains(&val)
    }

    fn block(&mut self, block: &'a Block, target: Option<Val>) {
        for inst in &block.insts {
            self.inst(inst);
        }
        match &block.end {
            End::Yield(val) => {
                if let Some(target) = target {
                    self.mark(target, self.exact.contains(val));
                }
            }
            End::Return(val) => self.returns |= self.is_exact(*val),
            End::Continue(label, args) => {
                let params = self.loops.iter().rev().find(|(id, _)| id == label).map_or(&[][..], |(_, params)| params);
                for (arg, param) in args.iter().zip(params) {
                    self.mark(*param, self.exact.contains(arg));
                }
            }
            End::If(_, then, other) => {
                self.block(then, target);
                self.block(other, target);
            }
            _ => self.returns = true,
        }
    }

    fn inst(&mut self, inst: &'a Inst) {
        let exact = match &inst.op {
            Op::Const(Const::Flonum(number)) => number.fract() == 0.0,
            Op::Prim(_, args) => args.iter().all(|arg| self.is_exact(*arg)),
            Op::Fast(Fast::NewVector, _) | Op::Call(..) => true,
            Op::Fast(Fast::Load, args) => self.is_exact(args[0]),
            Op::Tuple(vals) => vals.iter().any(|val| self.exact.contains(val)),
            Op::Project(tuple, _) => self.exact.contains(tuple),
            Op::If(_, then, other) => {
                self.block(then, Some(inst.result));
                self.block(other, Some(inst.result));
                false
            }
            Op::Loop(inner) => {
                for (init, param) in inner.inits.iter().zip(&inner.params) {
                    self.mark(*param, self.exact.contains(init));
                }
                self.loops.push((inner.id, &inner.params));
                self.block(&inner.body, Some(inst.result));
                self.loops.pop();
                false
            }
            _ => false,
        };
        self.mark(inst.result, exact);
    }
}
