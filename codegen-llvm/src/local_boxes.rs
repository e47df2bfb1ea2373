//! Boxes of assigned variables that need no object.
//!
//! In: typed ssa. Out: the boxes of a function that are read and assigned by its own code, and by functions that it
//! lends them to while it runs; they are words on its stack, which LLVM keeps in registers where they are not lent.
//!
//! A continuation that was captured while such a box is alive would bring its old contents back, where a box in the heap
//! keeps the new ones. So a function has such boxes only if nothing that it calls, other than by tail calls, can capture
//! a continuation and return: no unknown procedure, and no known one that calls unknown ones. Primitives other than
//! those with the effect `control` call nothing; a handler that runs because one of them fails cannot return to it.
//!
//! ```scheme
//! (let ((sum 0)) (for-each (lambda (x) (set! sum (+ sum x))) l) sum)   ; for-each is a loop here: sum is in a register
//! ```

use std::collections::{HashMap, HashSet};

use ir::held_boxes::HeldBoxes;
use ir::id::Arena;
use ir::private_boxes::{Borrowers, private_boxes};
use ir::ssa::{Block, End, Func, FuncId, Inst, Module, Op, Val};
use prims::{Effects, Type};
use syntax::Span;

/// What calls of each function may do.
pub struct Calls {
    /// Capture a continuation, as far as is known.
    captures: Arena<FuncId, bool>,
    /// Return.
    returns: Arena<FuncId, bool>,
    borrowers: Borrowers,
    /// The boxes that lie in closures.
    pub held: HeldBoxes,
}

/// A box on the stack.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LocalBox {
    /// Only its function has it.
    Private,
    /// Functions that are called have its address.
    Lent,
}

impl Calls {
    /// Looks at all functions of a module.
    pub fn of(module: &Module) -> Calls {
        let fresh = || Arena::filled(false, module.funcs.len());
        let borrowers = Borrowers::of(module);
        let held = HeldBoxes::of(module, &borrowers);
        let mut calls = Calls { captures: fresh(), returns: fresh(), borrowers, held };
        let mut callers: HashMap<FuncId, Vec<FuncId>> = HashMap::new();
        for id in module.funcs.ids() {
            callees(&module.funcs[id].body).for_each(|callee| callers.entry(callee).or_default().push(id));
        }
        calls.spread(module, &callers, |calls, func| {
            let returns = !calls.returns[func] && calls.block_returns(&module.funcs[func].body);
            calls.returns[func] |= returns;
            returns
        });
        calls.spread(module, &callers, |calls, func| {
            let body = &module.funcs[func].body;
            let captures = !calls.captures[func] && (calls.block_captures(body) || calls.tail_captures(body));
            calls.captures[func] |= captures;
            captures
        });
        calls
    }

    /// Asks about each function, and about its callers again if something has changed.
    fn spread(
        &mut self,
        module: &Module,
        callers: &HashMap<FuncId, Vec<FuncId>>,
        mut changes: impl FnMut(&mut Calls, FuncId) -> bool,
    ) {
        let mut work: Vec<FuncId> = module.funcs.ids().collect();
        while let Some(func) = work.pop() {
            if changes(self, func) {
                work.extend(callers.get(&func).into_iter().flatten());
            }
        }
    }

    fn block_returns(&self, block: &Block) -> bool {
        if block.insts.iter().any(|inst| self.never_returns(&inst.op)) {
            return false;
        }
        match &block.end {
            End::Return(_) | End::Yield(_) | End::GiveUp | End::TailCallValue(..) | End::TailApply(..) => true,
            End::Continue(..) => false,
            End::TailCall(func, _, _) => self.returns[*func],
            End::If(_, then, other) => self.block_returns(then) || self.block_returns(other),
            End::Loop(inner) => self.block_returns(&inner.body),
        }
    }

    fn never_returns(&self, op: &Op) -> bool {
        match op {
            Op::Prim(prim, _) => prim.row().result == Type::Never,
            Op::Call(func, _) => !self.returns[*func],
            _ => false,
        }
    }

    /// Whether calls other than tail calls may capture a continuation and return.
    fn block_captures(&self, block: &Block) -> bool {
        block.all_insts().any(|inst| match &inst.op {
            Op::Call(func, _) => self.captures[*func] && self.returns[*func],
            Op::CallValue(..) | Op::Apply(..) => true,
            Op::Prim(prim, _) => {
                let row = prim.row();
                matches!(row.effects, Effects::Control | Effects::Compile) && row.result != Type::Never
            }
            _ => false,
        })
    }

    fn tail_captures(&self, block: &Block) -> bool {
        block.nested().into_iter().any(|block| match &block.end {
            End::TailCallValue(..) | End::TailApply(..) => true,
            End::TailCall(func, _, _) => self.captures[*func],
            _ => false,
        })
    }
}

/// The boxes of a function that need no object.
pub fn local_boxes(module: &Module, func: &Func, calls: &Calls) -> HashMap<Val, LocalBox> {
    let lent = calls.borrowers.lent_boxes(module, func);
    if lent.is_empty() || calls.block_captures(&func.body) {
        return HashMap::new();
    }
    let private = private_boxes(func);
    let kind = |val: &Val| if private.contains(val) { LocalBox::Private } else { LocalBox::Lent };
    lent.into_iter().map(|val| (val, kind(&val))).collect()
}

/// The places of the assigned variables whose boxes are objects of their own.
pub fn heap_boxes(module: &Module) -> HashSet<Span> {
    let calls = Calls::of(module);
    let of_func = |id: FuncId| {
        let func = &module.funcs[id];
        let local = local_boxes(module, func, &calls);
        let is_object = |inst: &&Inst| {
            let cell = inst.result;
            matches!(inst.op, Op::MakeBox(_)) && !local.contains_key(&cell) && !calls.held.is_held(id, cell)
        };
        func.body.all_insts().filter(is_object).map(|inst| inst.span).collect::<Vec<Span>>()
    };
    module.funcs.ids().flat_map(of_func).collect()
}

fn callees(block: &Block) -> impl Iterator<Item = FuncId> {
    block.nested().into_iter().flat_map(|block| {
        let of_inst = |inst: &Inst| if let Op::Call(func, _) = inst.op { Some(func) } else { None };
        let of_end = if let End::TailCall(func, _, _) = block.end { Some(func) } else { None };
        block.insts.iter().filter_map(of_inst).chain(of_end)
    })
}
