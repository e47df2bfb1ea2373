//! Functions of which the way there leaves only the arguments.

use ir::ssa::{Fast, FuncId, Op, Ty, Val};

use super::{Reverse, Split};
use crate::own_rule::{Code, zero_like};

impl Reverse<'_> {
    /// Makes the halves of a function for active parameters: the way back begins with the way there of another function,
    /// `inner`, which takes the same parameters, and tangents of 0 for those of them that are `moving`.
    pub fn halves_again(
        &mut self,
        (func, active): (FuncId, &[bool]),
        split: &Split,
        inner: &Split,
        moving: &[(Val, bool)],
    ) {
        let source = self.module.funcs[func].clone();
        let types = |wanted: Ty| -> Vec<Ty> {
            let params = source.params.iter().zip(active).filter(|(_, active)| **active);
            params.map(|(param, _)| source.vals[*param]).filter(|ty| *ty == wanted).collect()
        };
        let mut there = Code::new(&source);
        let shadows: Vec<Val> = types(Ty::Flonums).into_iter().map(|ty| there.vals.push(ty)).collect();
        let params: Vec<Val> = source.params.iter().chain(&shadows).copied().collect();
        let value = there.emit(Op::Call(func, source.params.clone()), source.result);
        there.emit(Op::Fast(Fast::Push, params.clone()), Ty::Any);
        self.module.funcs[split.forward] = there.function("forward", params, value);

        let mut back = Code::new(&source);
        let seeds: Vec<Val> = (0..split.seeds).map(|_| back.vals.push(Ty::Flonum)).collect();
        let mut peek = |depth: usize, ty| back.emit(Op::Fast(Fast::Peek(depth), Vec::new()), ty);
        let params = source.params.iter().enumerate();
        let params: Vec<Val> = params.map(|(depth, param)| peek(depth, source.vals[*param])).collect();
        let shadows: Vec<Val> = (0..shadows.len()).map(|index| peek(params.len() + index, Ty::Flonums)).collect();
        back.emit(Op::Fast(Fast::Drop(params.len() + shadows.len()), Vec::new()), Ty::Any);
        let mut args = params.clone();
        for (param, _) in moving {
            let index = source.params.iter().position(|other| other == param).expect("it is a parameter");
            args.push(zero_like(params[index], source.vals[*param], |op, ty| back.emit(op, ty)));
        }
        args.extend(shadows);
        back.emit(Op::Call(inner.forward, args), source.result);
        let ty = self.module.packed_type(&types(Ty::Flonum));
        let adjoints = back.emit(Op::Call(inner.backward, seeds.clone()), ty);
        self.module.funcs[split.backward] = back.function("backward", seeds, adjoints);
    }
}
