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
use ir::ssa::{Block, End, Fast, Func, FuncId, Inst, Module, Op, Ty, Val};
use prims::{Inline, Prim};

use crate::attempts::{Code, entry};
use crate::specialize::{BUDGET, Form, Purpose, Shape, Specialized, Vector, Wanted, specialize};

/// A procedure whose own loops have none of the arithmetic may call one that has, this many calls deep.
const MAX_CALLS: usize = 3;

/// Fast code may take this many instructions, and for each instruction of the program that many more.
const FUEL: (usize, usize) = (BUDGET, 8);

/// Puts attempts with fast code in front of calls. `compiled` is `module` with its gradients compiled.
pub fn speculate(module: &Module, compiled: Module) -> Module {
    let work: Arena<FuncId, Work> = module.funcs.iter().map(Work::of).collect();
    let computes = computing(&work);
    let mut fuel = FUEL.0 + FUEL.1 * module.funcs.iter().map(|func| func.vals.len()).sum::<usize>();
    let mut out = compiled;
    let mut entries = HashMap::new();
    for id in module.funcs.ids().filter(|id| work[*id].has_loop && computes.contains(id)) {
        if let Some(entry) = make_entry(module, &mut out, id, &work[id], &mut fuel) {
            entries.insert(id, entry);
        }
    }
    for id in module.funcs.ids() {
        let calls_one = work[id].calls.iter().any(|callee| entries.contains_key(callee));
        if calls_one && !entries.contains_key(&id) {
            let func = out.funcs[id].clone();
            let mut pass = Pass { vals: func.vals.clone(), entries: &entries, module };
            let body = pass.block(&func.body);
            out.funcs[id] = Func { vals: pass.vals, body, ..func };
        }
    }
    out.forget_leaves();
    out.empty_unreachable(module.funcs.len());
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
    /// Those of its parameters at which it differentiates.
    points: HashSet<Val>,
    /// Those of its parameters that it reads as f64vectors.
    f64vectors: HashSet<Val>,
    calls: Vec<FuncId>,
}

impl Work {
    fn of(func: &Func) -> Work {
        let mut work = Work { has_loop: func.body.all_loops().next().is_some(), ..Work::default() };
        // A loop's parameter begins as one of the function.
        let mut first: HashMap<Val, Val> = func.params.iter().map(|param| (*param, *param)).collect();
        for inner in func.body.all_loops() {
            let begins = inner.params.iter().zip(&inner.inits);
            let begins: Vec<_> = begins.filter_map(|(param, init)| Some((*param, *first.get(init)?))).collect();
            first.extend(begins);
        }
        for block in func.body.nested() {
            for inst in &block.insts {
                match &inst.op {
                    Op::Prim(prim, args) if func.vals[inst.result] == Ty::Any && is_arithmetic(prim.row()) => {
                        work.arithmetic += 1;
                        work.numbers.extend(args.iter().filter(|arg| func.params.contains(arg)));
                    }
                    Op::Prim(prim, args) => match prim.row().inline {
                        Some(Inline::Gradient) => work.points.extend(first.get(&args[1])),
                        Some(Inline::F64vectorRef | Inline::F64vectorLength) => {
                            work.f64vectors.extend(first.get(&args[0]));
                        }
                        _ => {}
                    },
                    Op::Call(callee, _) => work.calls.push(*callee),
                    _ => {}
                }
            }
            if let End::TailCall(callee, _, _) = block.end {
                work.calls.push(callee);
            }
        }
        work
    }
}

fn is_arithmetic(row: &Prim) -> bool {
    matches!(row.inline, Some(Inline::Add | Inline::Sub | Inline::Mul | Inline::Div)) || row.math.is_some()
}

/// The functions that differentiate, or do arithmetic on numbers of unknown types, themselves or in what they call.
fn computing(work: &Arena<FuncId, Work>) -> HashSet<FuncId> {
    let computes = |id: &FuncId| work[*id].arithmetic > 1 || !work[*id].points.is_empty();
    let mut found: HashSet<FuncId> = work.ids().filter(computes).collect();
    for _ in 0..MAX_CALLS {
        let callers = work.ids().filter(|id| work[*id].calls.iter().any(|callee| found.contains(callee)));
        let callers: Vec<FuncId> = callers.collect();
        found.extend(callers);
    }
    found
}

/// The entry of a function: it takes what the function takes, checks the types, and calls the fast code.
fn make_entry(module: &Module, out: &mut Module, id: FuncId, work: &Work, fuel: &mut usize) -> Option<FuncId> {
    let source = &module.funcs[id];
    let expected = |param: &Val| match source.vals[*param] {
        Ty::Flonum => Form::Flonum(()),
        Ty::Fixnum => Form::Fixnum(()),
        Ty::Bool => Form::Bool(()),
        _ if work.numbers.contains(param) => Form::Flonum(()),
        // Differentiation looks at all elements anyway.
        _ if work.points.contains(param) => {
            Form::Flonums((), Vector { made: false, f64: work.f64vectors.contains(param) })
        }
        _ => Form::Word(()),
    };
    let shapes: Vec<Shape> = source.params.iter().map(expected).collect();
    let granted = BUDGET.min(*fuel);
    let mut left = granted;
    let is_wanted = |made: &Specialized| {
        let single = made.result.leaf_types().len() == 1 && !made.result.is_structure();
        made.gives_up.is_empty() && (single || matches!(made.result, Form::Const(_)))
    };
    let made = out.all_or_nothing(|out| {
        let made = specialize(module, out, id, &shapes, Purpose::Value, Wanted::Flonums, &mut left).ok();
        made.filter(is_wanted).ok_or(())
    });
    *fuel -= granted - left;
    let made = made.ok()?;
    let mut vals: Arena<Val, Ty> = Arena::default();
    let params: Vec<Val> = source.params.iter().map(|param| vals.push(source.vals[*param])).collect();
    let mut code = Code::new(&mut vals, source.span);
    let mut args = Vec::new();
    for (param, shape) in params.iter().zip(&shapes) {
        args.push(match shape {
            Form::Flonum(()) if code.vals[*param] != Ty::Flonum => code.fast(Fast::Narrow, &[*param], Ty::Flonum),
            Form::Flonums(_, Vector { f64: true, .. }) => code.fast(Fast::CheckF64vector, &[*param], Ty::Flonums),
            Form::Flonums(..) => code.fast(Fast::CheckFlonums, &[*param], Ty::Flonums),
            _ => *param,
        });
    }
    let ty = out.funcs[made.func].result;
    let mut result = code.emit(Op::Call(made.func, args), ty);
    if let Form::Const(word) = made.result {
        result = code.emit(Op::Const(word), word.ty());
    }
    let insts = code.insts;
    Some(out.funcs.push(entry(&source.name, params, vals, insts, result, source.span)))
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
                Op::Call(func, args) if let Some(entry) = self.entries.get(func) => {
                    let ty = self.vals[inst.result];
                    let mut code = Code::new(&mut self.vals, inst.span);
                    let (tried, gave_up) = code.attempt(*entry, args.clone());
                    let again = |code: &mut Code| code.emit(inst.op.clone(), ty);
                    let op = code.choose(gave_up, again, |code| code.fast(Fast::Unbox, &[tried], ty));
                    insts.append(&mut code.insts);
                    op
                }
                op => op.map_blocks(|inner| self.block(inner)),
            };
            insts.push(Inst { op, ..*inst });
        }
        let end = match &block.end {
            End::TailCall(func, args, span) if let Some(entry) = self.entries.get(func) => {
                let mut code = Code::new(&mut self.vals, *span);
                let (tried, gave_up) = code.attempt(*entry, args.clone());
                insts.append(&mut code.insts);
                let again = Block { insts: Vec::new(), end: block.end.clone() };
                let done = code.fast(Fast::Unbox, &[tried], self.module.funcs[*func].result);
                let done = Block { insts: code.insts, end: End::Return(done) };
                End::If(gave_up, Box::new(again), Box::new(done))
            }
            end => end.map_blocks(|inner| self.block(inner)),
        };
        Block { insts, end }
    }
}
