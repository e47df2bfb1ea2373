//! Modules for tests.

use ir::id::{Arena, Id};
use ir::ssa::{Block, Const, End, Func, Inst, Module, Op, Ty};
use syntax::{FileId, Span};

const NOWHERE: Span = Span { file: FileId(0), start: 0, end: 0 };

/// Functions of this many values that call these functions.
pub fn module(funcs: &[(usize, &[usize])]) -> Module {
    let result = Id::new(0);
    let call = |callee: &usize| Inst { result, op: Op::Call(Id::new(*callee), Vec::new()), span: NOWHERE };
    let func = |(size, calls): &(usize, &[usize])| {
        let one = Inst { result, op: Op::Const(Const::Null), span: NOWHERE };
        let body = Block { insts: calls.iter().map(call).chain([one]).collect(), end: End::Return(result) };
        Func { vals: (0..*size).map(|_| Ty::Any).collect(), body, ..Func::giving_up(String::new(), NOWHERE) }
    };
    Module {
        funcs: funcs.iter().map(func).collect(),
        procs: Arena::default(),
        tuples: Arena::default(),
        literals: Arena::default(),
        globals: Arena::default(),
        main: Id::new(0),
        counts: false,
    }
}
