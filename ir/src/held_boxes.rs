//! Boxes whose only user is one closure: their contents lie in the closure's object.
//!
//! ```scheme
//! (define (make-counter) (let ((n 0)) (lambda () (set! n (+ n 1)) n)))     ; one object: header, code, n
//! ```
//!
//! Such a box is captured by one [`Op::MakeProc`], which its function reaches at most once for each box, and by nothing
//! else, and the functions of the procedure only borrow it (see [`Borrowers`]). What they get is the place in the object.

use std::collections::{HashMap, HashSet};

use prims::Effects;

use crate::private_boxes::{Borrowers, each_operand};
use crate::ssa::{Block, End, Func, FuncId, Module, Op, ProcId, Val};

/// The boxes of a module that lie in closures.
pub struct HeldBoxes {
    boxes: HashSet<(FuncId, Val)>,
    captures: HashSet<(ProcId, usize)>,
}

/// A capture of one evaluation of a lambda expression.
type Capture = ((FuncId, Val), (ProcId, usize));

impl HeldBoxes {
    /// Looks at all functions of a module.
    pub fn of(module: &Module, borrowers: &Borrowers) -> HeldBoxes {
        let found: Vec<Search> = module.funcs.ids().map(|id| Search::of(id, &module.funcs[id])).collect();
        let fitting: HashSet<Capture> = found.iter().flat_map(|search| &search.fitting).copied().collect();
        let is_borrowed = |(made, index): (ProcId, usize)| {
            let proc = &module.procs[made];
            let first = |func: FuncId| module.funcs[func].params.len() - proc.captures.len();
            let borrow = |func: FuncId| borrowers.borrows(module, func, first(func) + index);
            !proc.fresh && proc.clauses.iter().all(|clause| borrow(clause.func))
        };
        let mut captures: HashSet<_> = fitting.iter().map(|(_, capture)| *capture).collect();
        captures.retain(|capture| is_borrowed(*capture));
        for other in found.iter().flat_map(|search| &search.all).filter(|capture| !fitting.contains(capture)) {
            captures.remove(&other.1);
        }
        let boxes = fitting.into_iter().filter(|(_, capture)| captures.contains(capture)).map(|(cell, _)| cell);
        HeldBoxes { boxes: boxes.collect(), captures }
    }

    /// Whether what a function makes there are the contents of a box in a closure.
    pub fn is_held(&self, func: FuncId, cell: Val) -> bool {
        self.boxes.contains(&(func, cell))
    }

    /// Whether this capture of a procedure is a box in its object.
    pub fn holds(&self, made: ProcId, capture: usize) -> bool {
        self.captures.contains(&(made, capture))
    }
}

/// What a function's closures capture.
struct Search {
    func: FuncId,
    uses: HashMap<Val, usize>,
    fitting: Vec<Capture>,
    all: Vec<Capture>,
}

impl Search {
    fn of(id: FuncId, func: &Func) -> Search {
        let mut uses: HashMap<Val, usize> = HashMap::new();
        each_operand(func, &mut |val| *uses.entry(*val).or_default() += 1);
        let mut search = Search { func: id, uses, fitting: Vec::new(), all: Vec::new() };
        search.block(&func.body, HashSet::new());
        search
    }

    /// `fresh` are the boxes that have been made in this run of the block or before it, since when no continuation can
    /// have been captured: one that comes back would find the same box, and has to share it with the closure.
    fn block(&mut self, block: &Block, mut fresh: HashSet<Val>) {
        for inst in &block.insts {
            match &inst.op {
                Op::MakeBox(_) if self.uses.get(&inst.result) == Some(&1) => drop(fresh.insert(inst.result)),
                Op::MakeProc(made, vals) => self.captures(*made, vals, &fresh),
                Op::If(_, then, other) => {
                    self.block(then, fresh.clone());
                    self.block(other, std::mem::take(&mut fresh));
                }
                Op::Loop(inner) => {
                    fresh.clear();
                    self.block(&inner.body, HashSet::new());
                }
                Op::Call(..) | Op::CallValue(..) | Op::Apply(..) | Op::Attempt(..) => fresh.clear(),
                Op::Prim(prim, _) if matches!(prim.row().effects, Effects::Control | Effects::Compile) => fresh.clear(),
                _ => {}
            }
        }
        match &block.end {
            End::If(_, then, other) => {
                self.block(then, fresh.clone());
                self.block(other, fresh);
            }
            End::Loop(inner) => self.block(&inner.body, HashSet::new()),
            _ => {}
        }
    }

    fn captures(&mut self, made: ProcId, vals: &[Val], fresh: &HashSet<Val>) {
        for (index, val) in vals.iter().enumerate() {
            let capture = ((self.func, *val), (made, index));
            self.all.push(capture);
            if fresh.contains(val) {
                self.fitting.push(capture);
            }
        }
    }
}
