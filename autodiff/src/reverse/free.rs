//! What code uses and does not define.

use std::collections::{HashMap, HashSet};

use ir::id::Id;
use ir::ssa::{Block, End, Inst, Op, Val};

use super::Key;

/// The free active flonums of code: what it uses and does not define, in the order of their ids. Those of branches and
/// loops in it may be known, by their results.
pub fn free_keys(
    insts: &[Inst],
    ends: &[Val],
    defined: &[Val],
    known: &HashMap<Val, Vec<Key>>,
    is_active: &impl Fn(Key) -> bool,
    width: &impl Fn(Val) -> usize,
) -> Vec<Key> {
    let mut uses = Uses { keys: HashSet::new(), defined: defined.iter().copied().collect(), known };
    uses.insts(insts, width);
    for val in ends {
        uses.all(*val, width);
    }
    let defined = uses.defined;
    let mut keys: Vec<Key> = uses.keys.into_iter().filter(|key| !defined.contains(&key.0) && is_active(*key)).collect();
    keys.sort_by_key(|key| (key.0.index(), key.1));
    keys
}

struct Uses<'a> {
    keys: HashSet<Key>,
    defined: HashSet<Val>,
    known: &'a HashMap<Val, Vec<Key>>,
}

impl Uses<'_> {
    fn all(&mut self, val: Val, width: &impl Fn(Val) -> usize) {
        self.keys.extend((0..width(val)).map(|index| (val, index)));
    }

    fn insts(&mut self, insts: &[Inst], width: &impl Fn(Val) -> usize) {
        for inst in insts {
            self.defined.insert(inst.result);
            if let Some(keys) = self.known.get(&inst.result) {
                self.keys.extend(keys);
                continue;
            }
            match &inst.op {
                Op::Prim(_, args) | Op::Fast(_, args) | Op::Call(_, args) | Op::Tuple(args) => {
                    self.keys.extend(args.iter().map(|arg| (*arg, 0)));
                }
                Op::Project(tuple, index) => {
                    self.keys.insert((*tuple, *index));
                }
                Op::If(_, then, other) => {
                    self.block(then, width);
                    self.block(other, width);
                }
                Op::Loop(inner) => {
                    self.defined.extend(&inner.params);
                    self.keys.extend(inner.inits.iter().map(|init| (*init, 0)));
                    self.block(&inner.body, width);
                }
                _ => {}
            }
        }
    }

    fn block(&mut self, block: &Block, width: &impl Fn(Val) -> usize) {
        self.insts(&block.insts, width);
        match &block.end {
            End::Yield(val) => self.all(*val, width),
            End::Continue(_, args) => self.keys.extend(args.iter().map(|arg| (*arg, 0))),
            End::If(_, then, other) => {
                self.block(then, width);
                self.block(other, width);
            }
            _ => {}
        }
    }
}
