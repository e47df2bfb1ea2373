//! Which functions LLVM may inline.
//!
//! LLVM weighs each call by itself, so a chain of small functions that each call the one before twice would become
//! code of exponential size. Here the size of a function with all calls in it inlined is bounded: one that is larger
//! stays a function.

use ir::id::Arena;
use ir::ssa::{Block, End, FuncId, Module, Op};

/// A function may be inlined if it has at most this many values, those of the calls in it that may be inlined included.
const LIMIT: usize = 250;

/// For each function whether it may be inlined. Time is linear in the size of the program.
pub fn inlinable(module: &Module) -> Arena<FuncId, bool> {
    let callees: Arena<FuncId, Vec<FuncId>> = module.funcs.iter().map(|func| callees(&func.body)).collect();
    let mut unfolded: Arena<FuncId, Option<usize>> = Arena::filled(None, module.funcs.len());
    let mut started = Arena::filled(false, module.funcs.len());
    // Depth first: a function is entered, and done when all that it calls are. One that is open calls itself.
    let mut open: Vec<FuncId> = module.funcs.ids().rev().collect();
    while let Some(id) = open.last().copied() {
        if unfolded[id].is_some() {
            open.pop();
        } else if !std::mem::replace(&mut started[id], true) {
            open.extend(callees[id].iter().filter(|callee| !started[**callee]));
        } else {
            open.pop();
            let sizes = callees[id].iter().map(|callee| unfolded[*callee].filter(|size| *size <= LIMIT).unwrap_or(0));
            unfolded[id] = Some(module.funcs[id].vals.len() + sizes.sum::<usize>());
        }
    }
    unfolded.iter().map(|size| size.is_none_or(|size| size <= LIMIT)).collect()
}

/// The function of each direct call.
fn callees(body: &Block) -> Vec<FuncId> {
    let mut found = Vec::new();
    for block in body.nested() {
        found.extend(block.insts.iter().filter_map(|inst| match inst.op {
            Op::Call(callee, _) => Some(callee),
            _ => None,
        }));
        if let End::TailCall(callee, _, _) = block.end {
            found.push(callee);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::module;

    #[test]
    fn sizes_with_calls_are_bounded() {
        let calls: Vec<[usize; 2]> = (1..10_000).map(|index| [index - 1; 2]).collect();
        let doubling = calls.iter().map(|calls| (100, &calls[..]));
        let funcs: Vec<(usize, &[usize])> =
            [(100, &[][..])].into_iter().chain(doubling).chain([(10, &[10_000][..])]).collect();
        let allowed: Vec<bool> = inlinable(&module(&funcs)).iter().copied().collect();
        // 100, 300: too large; 100 again, as the one before stays a function.
        assert_eq!(allowed[..6], [true, false, true, false, true, false]);
        assert!(allowed[10_000]);
    }
}
