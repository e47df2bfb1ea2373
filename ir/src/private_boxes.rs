//! Boxes that need not outlive the function that makes them.
//!
//! A box is *private* if only its function reads and assigns it, and *lent* if besides that it is passed only to
//! functions that borrow it: that read and assign it, and pass it on to such functions.
//!
//! ```scheme
//! (let ((n 0)) (let walk ((t tree)) (if (pair? t) (begin (walk (car t)) (walk (cdr t))) (set! n (+ n 1)))) n)
//! ; n is lent to walk, which does not keep it
//! ```

use std::collections::HashSet;

use crate::id::Arena;
use crate::ssa::{End, Func, FuncId, Inst, Module, Op, Val};

/// The boxes of a function that go nowhere: they are not captured, passed, returned or stored, nor chosen between.
pub fn private_boxes(func: &Func) -> HashSet<Val> {
    kept(func, made_boxes(func), |_, _, _| false)
}

/// For each function and parameter: whether a box that is passed there is borrowed.
pub struct Borrowers(Arena<FuncId, HashSet<Val>>);

impl Borrowers {
    /// Looks at all functions of a module: the greatest sets of parameters that are only read, assigned, and passed to
    /// such parameters.
    pub fn of(module: &Module) -> Borrowers {
        let mut changed = module.funcs.iter().any(|func| !made_boxes(func).is_empty());
        let params = |func: &Func| if changed { func.params.iter().copied().collect() } else { HashSet::new() };
        let mut found = Borrowers(module.funcs.iter().map(params).collect());
        while std::mem::take(&mut changed) {
            for id in module.funcs.ids() {
                let candidates = found.0[id].clone();
                let count = candidates.len();
                let left = kept(&module.funcs[id], candidates, |callee, index, _| found.borrows(module, callee, index));
                changed |= left.len() < count;
                found.0[id] = left;
            }
        }
        found
    }

    /// Whether a function borrows a box that is passed as its parameter of this index.
    pub fn borrows(&self, module: &Module, callee: FuncId, index: usize) -> bool {
        self.0[callee].contains(&module.funcs[callee].params[index])
    }

    /// The boxes of a function that are private or lent. A tail call leaves no function to lend them.
    pub fn lent_boxes(&self, module: &Module, func: &Func) -> HashSet<Val> {
        kept(func, made_boxes(func), |callee, index, tail| !tail && self.borrows(module, callee, index))
    }
}

fn made_boxes(func: &Func) -> HashSet<Val> {
    let makes_box = |inst: &&Inst| matches!(inst.op, Op::MakeBox(_));
    func.body.all_insts().filter(makes_box).map(|inst| inst.result).collect()
}

/// Those of the candidates that are only read, assigned, and passed in calls to parameters, by index, that borrow them;
/// the flag says whether it is a tail call.
fn kept(func: &Func, mut candidates: HashSet<Val>, borrows: impl Fn(FuncId, usize, bool) -> bool) -> HashSet<Val> {
    if candidates.is_empty() {
        return candidates;
    }
    let mut escapes = |val: &Val| {
        candidates.remove(val);
    };
    for block in func.body.nested() {
        for inst in &block.insts {
            match &inst.op {
                Op::Call(callee, args) => each_kept_by(*callee, args, false, &borrows).for_each(&mut escapes),
                op => each_escape(op, &mut escapes),
            }
        }
        match &block.end {
            End::TailCall(callee, args, _) => each_kept_by(*callee, args, true, &borrows).for_each(&mut escapes),
            end => each_end_operand(end, &mut escapes),
        }
    }
    candidates
}

/// Operands of all instructions and ends, except for values that are tested.
pub(crate) fn each_operand(func: &Func, visit: &mut impl FnMut(&Val)) {
    for block in func.body.nested() {
        for inst in &block.insts {
            if let Op::BoxRef(cell) | Op::BoxSet(cell, _) = &inst.op {
                visit(cell);
            }
            each_escape(&inst.op, visit);
        }
        each_end_operand(&block.end, visit);
    }
}

fn each_end_operand(end: &End, visit: &mut impl FnMut(&Val)) {
    match end {
        End::Yield(val) | End::Return(val) => visit(val),
        End::Continue(_, vals) | End::TailCall(_, vals, _) => vals.iter().for_each(visit),
        End::TailCallValue(callee, vals, _) => {
            visit(callee);
            vals.iter().for_each(visit);
        }
        End::TailApply(one, two, _) => [one, two].into_iter().for_each(visit),
        End::Loop(inner) => inner.inits.iter().for_each(visit),
        End::If(..) | End::GiveUp => {}
    }
}

/// The arguments of a call that the callee does not only borrow.
fn each_kept_by<'a>(
    callee: FuncId,
    args: &'a [Val],
    tail: bool,
    borrows: &impl Fn(FuncId, usize, bool) -> bool,
) -> impl Iterator<Item = &'a Val> {
    args.iter().enumerate().filter(move |(index, _)| !borrows(callee, *index, tail)).map(|(_, val)| val)
}

/// Operands, except for a box that is read or assigned and the value that is tested.
fn each_escape(op: &Op, visit: &mut impl FnMut(&Val)) {
    match op {
        Op::Const(_) | Op::Literal(_) | Op::GlobalRef(..) | Op::BoxRef(_) | Op::If(..) => {}
        Op::BoxSet(_, val) | Op::MakeBox(val) | Op::GlobalSet(_, val) | Op::CheckDefined(val, _) => visit(val),
        Op::Project(val, _) => visit(val),
        Op::Apply(one, two) | Op::SetCapture(one, _, two) => [one, two].into_iter().for_each(visit),
        Op::CallValue(callee, args) => {
            visit(callee);
            args.iter().for_each(visit);
        }
        Op::Prim(_, args) | Op::Call(_, args) | Op::MakeProc(_, args) | Op::Attempt(_, args) => {
            args.iter().for_each(visit);
        }
        Op::Tuple(args) | Op::Fast(_, args) => args.iter().for_each(visit),
        Op::Loop(inner) => inner.inits.iter().for_each(visit),
    }
}
