//! How often loops turn, where that is known before they start.

use ir::ssa::{Const, Fast, Inst, Loop, Op, Ty, Val};
use prims::Inline;

use super::Body;

impl Body<'_, '_> {
    /// The number of turns of a loop that counts by one to a bound, computed before it; less than 0 is none.
    pub fn known_turns(&mut self, inner: &Loop, test: Val, next: &[Val], code: &mut Vec<Inst>) -> Option<Val> {
        let (op, [param, bound]) = self.exit_test(test)?;
        let place = inner.params.iter().position(|one| *one == param)?;
        let step = self.step(param, next[place])?;
        let beyond = match (op, step) {
            (Inline::NumEq | Inline::Ge, 1) | (Inline::NumEq | Inline::Le, -1) => 0,
            (Inline::Gt, 1) | (Inline::Lt, -1) => 1,
            _ => return None,
        };
        let bound = match self.defs.get(&bound) {
            _ if self.is_outside(bound) => bound,
            Some(op @ Op::Const(_)) => self.before(op.clone(), code),
            Some(op @ Op::Fast(Fast::Length, args)) if self.is_outside(args[0]) => self.before(op.clone(), code),
            _ => return None,
        };
        let first = inner.inits[place];
        let ends = if step == 1 { vec![bound, first] } else { vec![first, bound] };
        let turns = self.before(Op::Prim(prims::with_inline(Inline::Sub), ends), code);
        if beyond == 0 {
            return Some(turns);
        }
        let beyond = self.before(Op::Const(Const::Fixnum(beyond)), code);
        Some(self.before(Op::Prim(prims::with_inline(Inline::Add), vec![turns, beyond]), code))
    }

    /// Whether a value is from outside of a loop that the way back has not entered yet.
    fn is_outside(&self, val: Val) -> bool {
        self.home.contains_key(&val)
    }

    /// The comparison of small integers that ends a loop where it holds.
    fn exit_test(&self, test: Val) -> Option<(Inline, [Val; 2])> {
        let comparison = |val: Val| match self.defs.get(&val) {
            Some(Op::Prim(prim, args)) => Some((prim.row().inline?, &args[..])),
            _ => None,
        };
        let (op, args) = match comparison(test)? {
            (Inline::Not, [inner]) => {
                let (op, args) = comparison(*inner)?;
                let opposite = match op {
                    Inline::Lt => Inline::Ge,
                    Inline::Le => Inline::Gt,
                    Inline::Gt => Inline::Le,
                    Inline::Ge => Inline::Lt,
                    _ => return None,
                };
                (opposite, args)
            }
            plain => plain,
        };
        let args: [Val; 2] = args.try_into().ok()?;
        args.iter().all(|arg| self.vals[*arg] == Ty::Fixnum).then_some((op, args))
    }

    /// What a parameter of a loop changes by from turn to turn.
    fn step(&self, param: Val, next: Val) -> Option<i64> {
        let (op, args) = match self.defs.get(&next)? {
            Op::Fast(Fast::Add, args) => (Inline::Add, args),
            Op::Fast(Fast::Sub, args) => (Inline::Sub, args),
            Op::Prim(prim, args) => (prim.row().inline?, args),
            _ => return None,
        };
        match (op, args[..] == [param, *args.get(1)?], self.constant(args[1])?) {
            (Inline::Add, true, step) => Some(step),
            (Inline::Sub, true, step) => step.checked_neg(),
            _ => None,
        }
    }

    fn constant(&self, val: Val) -> Option<i64> {
        match self.defs.get(&val) {
            Some(Op::Const(Const::Fixnum(value))) => Some(*value),
            _ => None,
        }
    }

    /// A small integer of the way there, which the way back may compute again.
    fn before(&mut self, op: Op, code: &mut Vec<Inst>) -> Val {
        let result = self.hidden(op.clone(), Ty::Fixnum, code);
        self.defs.insert(result, op);
        result
    }
}
