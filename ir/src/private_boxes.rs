//! Boxes that only the function that makes them reads and assigns.

use std::collections::HashSet;

use crate::ssa::{Block, End, Func, Inst, Op, Val};

/// The boxes of a function that go nowhere: they are not captured, passed, returned or stored, nor chosen between.
pub fn private_boxes(func: &Func) -> HashSet<Val> {
    let mut boxes = HashSet::new();
    each_inst(&func.body, &mut |inst| {
        if matches!(inst.op, Op::MakeBox(_)) {
            boxes.insert(inst.result);
        }
    });
    if boxes.is_empty() {
        return boxes;
    }
    let mut escapes = |val: &Val| {
        boxes.remove(val);
    };
    each_inst(&func.body, &mut |inst| each_escape(&inst.op, &mut escapes));
    each_end(&func.body, &mut |end| match end {
        End::Yield(val) | End::Return(val) => escapes(val),
        End::Continue(_, vals) | End::TailCall(_, vals, _) => vals.iter().for_each(&mut escapes),
        End::TailCallValue(callee, vals, _) => {
            escapes(callee);
            vals.iter().for_each(&mut escapes);
        }
        End::TailApply(one, two, _) => [one, two].into_iter().for_each(&mut escapes),
        End::Loop(inner) => inner.inits.iter().for_each(&mut escapes),
        End::If(..) | End::GiveUp => {}
    });
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

/// Visits all instructions.
pub fn each_inst(block: &Block, visit: &mut impl FnMut(&Inst)) {
    for inst in &block.insts {
        visit(inst);
        nested(&inst.op).into_iter().for_each(|block| each_inst(block, visit));
    }
    ends_in(&block.end).into_iter().for_each(|block| each_inst(block, visit));
}

/// Visits the ends of all blocks.
pub fn each_end(block: &Block, visit: &mut impl FnMut(&End)) {
    for inst in &block.insts {
        nested(&inst.op).into_iter().for_each(|block| each_end(block, visit));
    }
    visit(&block.end);
    ends_in(&block.end).into_iter().for_each(|block| each_end(block, visit));
}

/// The blocks of an `if` or a loop.
pub fn nested(op: &Op) -> Vec<&Block> {
    match op {
        Op::If(_, then, other) => vec![then, other],
        Op::Loop(inner) => vec![&inner.body],
        _ => Vec::new(),
    }
}

/// As [`nested`], of an end.
pub fn ends_in(end: &End) -> Vec<&Block> {
    match end {
        End::If(_, then, other) => vec![then, other],
        End::Loop(inner) => vec![&inner.body],
        _ => Vec::new(),
    }
}
