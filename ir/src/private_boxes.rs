//! Boxes that only the function that makes them reads and assigns.

use std::collections::HashSet;

use crate::ssa::{End, Func, Inst, Op, Val};

/// The boxes of a function that go nowhere: they are not captured, passed, returned or stored, nor chosen between.
pub fn private_boxes(func: &Func) -> HashSet<Val> {
    let makes_box = |inst: &&Inst| matches!(inst.op, Op::MakeBox(_));
    let mut boxes: HashSet<Val> = func.body.all_insts().filter(makes_box).map(|inst| inst.result).collect();
    if boxes.is_empty() {
        return boxes;
    }
    let mut escapes = |val: &Val| {
        boxes.remove(val);
    };
    for block in func.body.nested() {
        block.insts.iter().for_each(|inst| each_escape(&inst.op, &mut escapes));
        match &block.end {
            End::Yield(val) | End::Return(val) => escapes(val),
            End::Continue(_, vals) | End::TailCall(_, vals, _) => vals.iter().for_each(&mut escapes),
            End::TailCallValue(callee, vals, _) => {
                escapes(callee);
                vals.iter().for_each(&mut escapes);
            }
            End::TailApply(one, two, _) => [one, two].into_iter().for_each(&mut escapes),
            End::Loop(inner) => inner.inits.iter().for_each(&mut escapes),
            End::If(..) | End::GiveUp => {}
        }
    }
    boxes
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
