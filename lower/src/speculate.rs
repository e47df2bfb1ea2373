//! Fast code in the place of ordinary procedures.
//!
//! In: typed ssa with the types of `infer_types`. Out: the same, in which a call of a procedure that computes with
//! numbers of unknown types in a loop is an attempt with fast code, made by `specialize` for the types that the
//! arguments are expected to have, and behind it the call as it was.
//!
//! ```scheme
//! (define (dot x y) (let loop ((i 0) (s 0)) (if (= i n) s (loop (+ i 1) (+ s (* (vector-ref x i) (vector-ref y i)))))))
//! (dot v w)   ; a loop over doubles; if an element is none, the whole call starts again with code that takes anything
//! ```
//!
//! It is done only where fast code is sure to be worth it: where it gives up for no other reason than a type.

use std::collections::{HashMap, HashSet};

use ir::id::Arena;
use ir::ssa::{Block, Const, End, Fast, Func, FuncId, Inst, Module, Op, Ty, Val};
use prims::Inline;
use syntax::Span;

use crate::infer_types::const_type;
use crate::specialize::{Form, Purpose, Shape, specialize};

/// A procedure whose own loops have none of the arithmetic may call one that has, this many calls deep.
const MAX_CALLS: usize = 3;

/// Puts attempts with fast code in front of calls. `compiled` is `module` with its gradients compiled.
pub fn speculate(module: &Module, compiled: Module) -> Module {
    let work: HashMap<FuncId, Work> = module.funcs.ids().map(|id| (id, Work::of(&module.funcs[id]))).collect();
    let mut out = compiled;
    let mut entries = HashMap::new();
    for id in module.funcs.ids() {
        if is_promising(id, &work)
            && let Some(entry) = make_entry(module, &mut out, id)
        {
            entries.insert(id, entry);
        }
    }
    for id in module.funcs.ids() {
        let calls_one = work[&id].calls.iter().any(|callee| entries.contains_key(callee));
        if calls_one && !entries.contains_key(&id) {
            let func = out.funcs[id].clone();
            let mut pass = Pass { vals: func.vals.clone(), entries: &entries, module };
            let body = pass.block(&func.body);
            out.funcs[id] = Func { vals: pass.vals, body, ..func };
        }
    }
    out
}

/// What a function does, as far as it matters here.
#[derive(Default)]
struct Work {
    has_loop: bool,
    /// Operations on numbers of unknown types.
    arithmetic: usize,
    /// Those of its parameters that are operands of such operations.
    numbers: HashSet<Val>,
    calls: Vec<FuncId>,
}

impl Work {
    fn of(func: &Func) -> Work {
        let mut work = Work::default();
        work.block(func, &func.body);
        work
    }

    fn block(&mut self, func: &Func, block: &Block) {
        for inst in &block.insts {
            match &inst.op {
                Op::Prim(prim, args) => {
                    let row = prim.row();
                    let is_arithmetic =
                        matches!(row.inline, Some(Inline::Add | Inline::Sub | Inline::Mul | Inline::Div));
                    if (is_arithmetic || row.math.is_some()) && func.vals[inst.result] == Ty::Any {
                        self.arithmetic += 1;
                        self.numbers.extend(args.iter().filter(|arg| func.params.contains(arg)));
                    }
                }
                Op::Call(callee, _) => self.calls.push(*callee),
                Op::If(_, then, other) => {
                    self.block(func, then);
                    self.block(func, other);
                }
                Op::Loop(inner) => {
                    self.has_loop = true;
                    self.block(func, &inner.body);
                }
                _ => {}
            }
        }
        match &block.end {
            End::If(_, then, other) => {
                self.block(func, then);
                self.block(func, other);
            }
            End::Loop(inner) => {
                self.has_loop = true;
                self.block(func, &inner.body);
            }
            End::TailCall(callee, _, _) => self.calls.push(*callee),
            _ => {}
        }
    }
}

/// Whether a function has a loop, and does arithmetic on numbers of unknown types, itself or in what it calls.
fn is_promising(id: FuncId, work: &HashMap<FuncId, Work>) -> bool {
    work[&id].has_loop && computes(id, work, MAX_CALLS)
}

fn computes(id: FuncId, work: &HashMap<FuncId, Work>, depth: usize) -> bool {
    let own = &work[&id];
    own.arithmetic > 1 || depth > 0 && own.calls.iter().any(|callee| computes(*callee, work, depth - 1))
}

/// The entry of a function: it takes what the function takes, checks the types, and calls the fast code.
fn make_entry(module: &Module, out: &mut Module, id: FuncId) -> Option<FuncId> {
    let source = &module.funcs[id];
    let numbers = Work::of(source).numbers;
    let expected = |param: &Val| match source.vals[*param] {
        Ty::Flonum => Form::Flonum(()),
        Ty::Fixnum => Form::Fixnum(()),
        Ty::Bool => Form::Bool(()),
        _ if numbers.contains(param) => Form::Flonum(()),
        _ => Form::Word(()),
    };
    let shapes: Vec<Shape> = source.params.iter().map(expected).collect();
    let (funcs, tuples) = (out.funcs.len(), out.tuples.len());
    let made = specialize(module, out, id, &shapes, Purpose::Value).ok().filter(|made| {
        let single = made.result.leaf_types().len() == 1 && !made.result.is_structure();
        made.gives_up.is_empty() && (single || matches!(made.result, Form::Const(_)))
    });
    let Some(made) = made else {
        out.funcs.truncate(funcs);
        out.tuples.truncate(tuples);
        return None;
    };
    let span = source.span;
    let mut vals: Arena<Val, Ty> = Arena::default();
    let mut insts = Vec::new();
    let mut emit = |vals: &mut Arena<Val, Ty>, op, ty| {
        let result = vals.push(ty);
        insts.push(Inst { result, op, span });
        result
    };
    let params: Vec<Val> = source.params.iter().map(|param| vals.push(source.vals[*param])).collect();
    let mut args = Vec::new();
    for (param, shape) in params.iter().zip(&shapes) {
        let narrow = *shape == Form::Flonum(()) && vals[*param] != Ty::Flonum;
        args.push(if narrow { emit(&mut vals, Op::Fast(Fast::Narrow, vec![*param]), Ty::Flonum) } else { *param });
    }
    let ty = out.funcs[made.func].result;
    let mut result = emit(&mut vals, Op::Call(made.func, args), ty);
    if let Form::Const(word) = made.result {
        result = emit(&mut vals, Op::Const(word), const_type(word));
    }
    let body = Block { insts, end: End::Return(result) };
    let name = format!("{}.attempt", source.name);
    Some(out.funcs.push(Func { name, span, params, vals, loops: 0, body, result: Ty::Any, once: false }))
}

struct Pass<'a> {
    vals: Arena<Val, Ty>,
    entries: &'a HashMap<FuncId, FuncId>,
    module: &'a Module,
}

impl Pass<'_> {
    fn block(&mut self, block: &Block) -> Block {
        let mut insts = Vec::new();
        for inst in &block.insts {
            let op = match &inst.op {
                Op::Call(func, args) if self.entries.contains_key(func) => {
                    let (tried, gave_up) = self.attempt(*func, args, inst.span, &mut insts);
                    let ty = self.vals[inst.result];
                    let again = self.inst(Op::Call(*func, args.clone()), ty, inst.span);
                    let other = Block { end: End::Yield(again.result), insts: vec![again] };
                    let done = self.inst(Op::Fast(Fast::Unbox, vec![tried]), ty, inst.span);
                    let done = Block { end: End::Yield(done.result), insts: vec![done] };
                    Op::If(gave_up, Box::new(other), Box::new(done))
                }
                Op::If(test, then, other) => Op::If(*test, Box::new(self.block(then)), Box::new(self.block(other))),
                Op::Loop(inner) => {
                    let mut inner = inner.clone();
                    inner.body = self.block(&inner.body);
                    Op::Loop(inner)
                }
                op => op.clone(),
            };
            insts.push(Inst { op, ..*inst });
        }
        let end = match &block.end {
            End::TailCall(func, args, span) if self.entries.contains_key(func) => {
                let (tried, gave_up) = self.attempt(*func, args, *span, &mut insts);
                let again = Block { insts: Vec::new(), end: block.end.clone() };
                let done = self.inst(Op::Fast(Fast::Unbox, vec![tried]), self.module.funcs[*func].result, *span);
                let done = Block { end: End::Return(done.result), insts: vec![done] };
                End::If(gave_up, Box::new(again), Box::new(done))
            }
            End::If(test, then, other) => End::If(*test, Box::new(self.block(then)), Box::new(self.block(other))),
            End::Loop(inner) => {
                let mut inner = inner.clone();
                inner.body = self.block(&inner.body);
                End::Loop(inner)
            }
            other => other.clone(),
        };
        Block { insts, end }
    }

    fn inst(&mut self, op: Op, ty: Ty, span: Span) -> Inst {
        Inst { result: self.vals.push(ty), op, span }
    }

    /// What an attempt returns, and whether it gave up.
    fn attempt(&mut self, func: FuncId, args: &[Val], span: Span, insts: &mut Vec<Inst>) -> (Val, Val) {
        let tried = self.inst(Op::Attempt(self.entries[&func], args.to_vec()), Ty::Any, span);
        let undefined = self.inst(Op::Const(Const::Undefined), Ty::Any, span);
        let test = Op::Prim(prims::with_inline(Inline::Eq), vec![tried.result, undefined.result]);
        let gave_up = self.inst(test, Ty::Bool, span);
        let answer = (tried.result, gave_up.result);
        insts.extend([tried, undefined, gave_up]);
        answer
    }
}
