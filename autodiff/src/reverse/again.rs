//! Functions of which the way there leaves only the arguments.

use ir::ssa::{Fast, FuncId, Op, Ty, Val};

use super::{Reverse, Split};
use crate::forward::is_number;
use crate::own_rule::{Code, zero_like};

impl Reverse<'_> {
    /// Makes the halves of a function with shadows: the way back begins with the way there of another function, `inner`,
    /// which takes the same parameters and shadows; if some of them are `moving`, tangents of 0 for these come between,
    /// and the shadows are those of the tangents.
    pub fn halves_again(&mut self, func: FuncId, split: &Split, inner: &Split, moving: &[(Val, bool)]) {
        let source = self.shadows.module.funcs[func].clone();
        let facts = self.shadows.shadowed[&func].clone();
        let mut there = Code::new(&source);
        let value = there.emit(Op::Call(func, source.params.clone()), source.result);
        there.emit(Op::Fast(Fast::Push, source.params.clone()), Ty::Any);
        self.shadows.module.funcs[split.forward] = there.function("forward", source.params.clone(), value);

        let mut back = Code::new(&source);
        let types = self.shadows.module.elements(&source.result).to_vec();
        let seeds: Vec<Val> =
            self.numbers_of(source.result).iter().map(|index| back.vals.push(types[*index])).collect();
        let mut args = Vec::new();
        for (depth, param) in source.params.iter().enumerate() {
            args.push(back.emit(Op::Fast(Fast::Peek(depth), Vec::new()), source.vals[*param]));
        }
        back.emit(Op::Fast(Fast::Drop(args.len()), Vec::new()), Ty::Any);
        let shadows = args.split_off(facts.own);
        for (param, _) in moving {
            let index = source.params.iter().position(|other| other == param).expect("it is a parameter");
            args.push(zero_like(args[index], source.vals[*param], |op, ty| back.emit(op, ty)));
        }
        args.extend(shadows);
        back.emit(Op::Call(inner.forward, args), self.shadows.module.funcs[inner.forward].result);
        let active = source.params.iter().zip(&facts.active).filter(|(_, active)| **active);
        let numbers: Vec<Ty> = active.map(|(param, _)| source.vals[*param]).filter(|ty| is_number(*ty)).collect();
        let ty = self.shadows.module.packed_type(&numbers);
        let adjoints = back.emit(Op::Call(inner.backward, seeds.clone()), ty);
        self.shadows.module.funcs[split.backward] = back.function("backward", seeds, adjoints);
    }
}
