//! What the way back may read of vectors of flonums, so that their elements need not be left on the tape.
//!
//! Vectors that the code makes and keeps to itself have on the way back the elements that they had on the way there
//! behind the last change. An element that was stored just before it is read is the number that was stored.

use std::collections::HashMap;

use ir::ssa::{Block, End, Fast, Inst, Module, Op, Ty, Val};
use prims::Effects;

/// Where in the order of definition vectors are changed last that nothing else knows: those that the code makes, reads,
/// changes, and gives to procedures that return no vector. In a loop that is the end of the outermost loop.
pub fn last_changes(body: &Block, module: &Module, vals: &Types, order: &HashMap<Val, usize>) -> HashMap<Val, usize> {
    let mut walk = Walk { module, vals, order, changes: HashMap::new() };
    walk.block(body, None);
    walk.changes
}

/// The types of values.
type Types = ir::id::Arena<Val, Ty>;

struct Walk<'a> {
    module: &'a Module,
    vals: &'a Types,
    order: &'a HashMap<Val, usize>,
    changes: HashMap<Val, usize>,
}

impl Walk<'_> {
    fn block(&mut self, block: &Block, outermost: Option<usize>) {
        for inst in &block.insts {
            self.inst(inst, outermost.unwrap_or_else(|| self.order[&inst.result]), outermost);
        }
        match &block.end {
            End::Yield(val) | End::Return(val) => self.escape(&[*val]),
            End::Continue(_, args) => self.escape(args),
            end => end.blocks().for_each(|inner| self.block(inner, outermost)),
        }
    }

    /// An instruction whose changes are done at a place.
    fn inst(&mut self, inst: &Inst, place: usize, outermost: Option<usize>) {
        match &inst.op {
            Op::Fast(Fast::NewVector | Fast::NewF64vector, args) => {
                self.escape(args);
                if self.vals[inst.result] == Ty::Flonums {
                    self.changes.insert(inst.result, place);
                }
            }
            Op::Fast(Fast::Load | Fast::Length, _) => {}
            Op::Fast(Fast::Store | Fast::Accumulate, args) => {
                self.change(args[0], place);
                self.escape(&args[1..]);
            }
            Op::Call(_, args) if !self.module.elements(&self.vals[inst.result]).iter().any(|ty| is_object(*ty)) => {
                args.iter().for_each(|arg| self.change(*arg, place));
            }
            Op::Prim(_, args) | Op::Fast(_, args) | Op::Call(_, args) | Op::Tuple(args) => self.escape(args),
            Op::Loop(inner) => {
                self.escape(&inner.inits);
                self.block(&inner.body, Some(place));
            }
            op => op.blocks().for_each(|inner| self.block(inner, outermost)),
        }
    }

    fn change(&mut self, vector: Val, place: usize) {
        if let Some(last) = self.changes.get_mut(&vector) {
            *last = place.max(*last);
        }
    }

    /// Something else may know, and change, these from now on.
    fn escape(&mut self, vals: &[Val]) {
        for val in vals {
            self.changes.remove(val);
        }
    }
}

fn is_object(ty: Ty) -> bool {
    !matches!(ty, Ty::Flonum | Ty::Fixnum | Ty::Bool)
}

/// The numbers that were stored just before they are read, by what reads them.
pub fn stored_before(block: &Block, vals: &Types) -> HashMap<Val, Val> {
    let mut found = HashMap::new();
    for block in block.nested() {
        let mut stored: Option<(&[Val], Val)> = None;
        for inst in &block.insts {
            match &inst.op {
                Op::Fast(Fast::Store, args) if vals[args[0]] == Ty::Flonums => stored = Some((&args[..2], args[2])),
                Op::Fast(Fast::Load, args) => {
                    if let Some((place, val)) = stored
                        && args == place
                    {
                        found.insert(inst.result, val);
                    }
                }
                Op::Fast(Fast::Store | Fast::Accumulate, _) | Op::Call(..) | Op::If(..) | Op::Loop(_) => stored = None,
                Op::Prim(prim, _) if !matches!(prim.row().effects, Effects::Pure | Effects::Read) => stored = None,
                _ => {}
            }
        }
    }
    found
}
