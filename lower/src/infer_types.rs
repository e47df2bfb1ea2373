//! The type of every value of an ssa module, parameters and results of functions included.
//!
//! In: ssa with any types. Out: the same with the least types that hold (an optimistic fixpoint over the whole
//! program, one type for each parameter). So a function that is only called by name with flonums takes and returns
//! unboxed doubles, and a loop variable that starts as a flonum and stays one lives in a register.
//!
//! ```text
//! loop (x = 0.0) { if x < 10.0 then continue (x * 1.5 + 1.0) else yield x }     ; x : flonum
//! ```
//!
//! What it does not do: no copies of a function for different types, no types from tests that were passed.
//! Functions joined by tail calls share one result type, because a tail call passes the result on as it is.

use std::collections::HashMap;

use ir::hir::Global;
use ir::id::{Arena, Id};
use ir::private_boxes::private_boxes;
use ir::ssa::{Block, End, Func, FuncId, Inst, Loop, LoopId, Module, Op, Ty, Val};
use prims::{Inline, Prim, PrimId, Type};

/// Gives every value its type.
pub fn infer_types(module: &Module) -> Module {
    let mut pass = Pass {
        module,
        vals: module.funcs.iter().map(|func| Arena::filled(Ty::Never, func.vals.len())).collect(),
        class: result_classes(module),
        results: HashMap::new(),
        callers: HashMap::new(),
        globals: initial_globals(module),
        global_readers: HashMap::new(),
        boxes: module.funcs.iter().map(box_types).collect(),
        queued: Arena::filled(false, module.funcs.len()),
        queue: Vec::new(),
    };
    pass.seed();
    while let Some(func) = pass.queue.pop() {
        pass.queued[func] = false;
        pass.infer_func(func);
    }
    pass.finish()
}

/// Nothing is known of what other modules of a session assign.
fn initial_globals(module: &Module) -> Arena<Global, Ty> {
    let mut types = Arena::default();
    for slot in module.globals.iter() {
        let shared = slot.as_ref().is_some_and(|slot| slot.cell.is_some());
        types.push(if shared { Ty::Any } else { Ty::Never });
    }
    types
}

fn box_types(func: &Func) -> HashMap<Val, Ty> {
    private_boxes(func).into_iter().map(|cell| (cell, Ty::Never)).collect()
}

struct Pass<'a> {
    module: &'a Module,
    vals: Vec<Arena<Val, Ty>>,
    /// The representative of the functions whose results have one type.
    class: Arena<FuncId, FuncId>,
    results: HashMap<FuncId, Ty>,
    callers: HashMap<FuncId, Vec<FuncId>>,
    globals: Arena<Global, Ty>,
    global_readers: HashMap<Global, Vec<FuncId>>,
    /// The contents of the boxes of each function that only the function itself reads and assigns.
    boxes: Vec<HashMap<Val, Ty>>,
    queued: Arena<FuncId, bool>,
    queue: Vec<FuncId>,
}

/// The function that is being looked at.
struct Context {
    func: FuncId,
    loops: HashMap<LoopId, Vec<Val>>,
    changed: bool,
}

impl Pass<'_> {
    fn seed(&mut self) {
        for made in self.module.procs.iter() {
            for clause in &made.clauses {
                for param in &self.module.funcs[clause.func].params {
                    self.vals[clause.func.index()][*param] = Ty::Any;
                }
                self.join_result(clause.func, Ty::Any);
            }
        }
        self.join_result(self.module.main, Ty::Any);
        for func in self.module.funcs.ids() {
            self.enqueue(func);
        }
    }

    fn enqueue(&mut self, func: FuncId) {
        if !std::mem::replace(&mut self.queued[func], true) {
            self.queue.push(func);
        }
    }

    fn join_result(&mut self, func: FuncId, ty: Ty) {
        let class = self.class[func];
        let old = self.results.entry(class).or_insert(Ty::Never);
        let new = old.join(ty);
        if *old != new {
            *old = new;
            for caller in self.callers.get(&class).cloned().unwrap_or_default() {
                self.enqueue(caller);
            }
        }
    }

    fn infer_func(&mut self, func: FuncId) {
        let module = self.module;
        let mut ctx = Context { func, loops: HashMap::new(), changed: true };
        while std::mem::take(&mut ctx.changed) {
            self.infer_block(&mut ctx, &module.funcs[func].body, None);
        }
    }

    fn ty(&self, ctx: &Context, val: Val) -> Ty {
        self.vals[ctx.func.index()][val]
    }

    fn join(&mut self, ctx: &mut Context, val: Val, ty: Ty) {
        let slot = &mut self.vals[ctx.func.index()][val];
        let new = slot.join(ty);
        if *slot != new {
            *slot = new;
            ctx.changed = true;
        }
    }

    fn join_box(&mut self, ctx: &mut Context, cell: Val, val: Val) {
        let ty = self.ty(ctx, val);
        if let Some(contents) = self.boxes[ctx.func.index()].get_mut(&cell) {
            ctx.changed |= *contents != contents.join(ty);
            *contents = contents.join(ty);
        }
    }

    /// `target` is the value that a `Yield` defines.
    fn infer_block(&mut self, ctx: &mut Context, block: &Block, target: Option<Val>) {
        for inst in &block.insts {
            self.infer_inst(ctx, inst);
        }
        match &block.end {
            End::Yield(val) => {
                let ty = self.ty(ctx, *val);
                self.join(ctx, target.expect("a yield stands in a region"), ty);
            }
            End::Return(val) => {
                let ty = self.ty(ctx, *val);
                self.join_result(ctx.func, ty);
            }
            End::Continue(label, args) => {
                let params = ctx.loops[label].clone();
                for (param, arg) in params.iter().zip(args) {
                    let ty = self.ty(ctx, *arg);
                    self.join(ctx, *param, ty);
                }
            }
            End::TailCall(func, args, _) => self.join_params(ctx, *func, args),
            End::TailCallValue(..) | End::TailApply(..) => self.join_result(ctx.func, Ty::Any),
            End::If(_, then, other) => {
                self.infer_block(ctx, then, target);
                self.infer_block(ctx, other, target);
            }
            End::Loop(inner) => self.infer_loop(ctx, inner, target),
            End::GiveUp => {}
        }
    }

    fn infer_loop(&mut self, ctx: &mut Context, inner: &Loop, target: Option<Val>) {
        ctx.loops.insert(inner.id, inner.params.clone());
        for (param, init) in inner.params.iter().zip(&inner.inits) {
            let ty = self.ty(ctx, *init);
            self.join(ctx, *param, ty);
        }
        self.infer_block(ctx, &inner.body, target);
    }

    fn join_params(&mut self, ctx: &mut Context, func: FuncId, args: &[Val]) {
        let module = self.module;
        let mut changed = false;
        for (param, arg) in module.funcs[func].params.iter().zip(args) {
            let ty = self.ty(ctx, *arg);
            let slot = &mut self.vals[func.index()][*param];
            changed |= *slot != slot.join(ty);
            *slot = slot.join(ty);
        }
        if changed && func != ctx.func {
            self.enqueue(func);
        }
        ctx.changed |= changed && func == ctx.func;
    }

    fn infer_inst(&mut self, ctx: &mut Context, inst: &Inst) {
        let ty = match &inst.op {
            Op::Const(word) => word.ty(),
            Op::Prim(prim, args) => self.prim_type(ctx, *prim, args),
            Op::Call(func, args) => {
                self.join_params(ctx, *func, args);
                let class = self.class[*func];
                let callers = self.callers.entry(class).or_default();
                if callers.last() != Some(&ctx.func) {
                    callers.push(ctx.func);
                }
                self.results.get(&class).copied().unwrap_or(Ty::Never)
            }
            Op::GlobalRef(global, _) => {
                let readers = self.global_readers.entry(*global).or_default();
                if readers.last() != Some(&ctx.func) {
                    readers.push(ctx.func);
                }
                self.globals[*global]
            }
            Op::GlobalSet(global, val) => {
                let new = self.globals[*global].join(tagged(self.ty(ctx, *val)));
                if new != self.globals[*global] {
                    self.globals[*global] = new;
                    for reader in self.global_readers.get(global).cloned().unwrap_or_default() {
                        self.enqueue(reader);
                    }
                    ctx.changed = true;
                }
                Ty::Any
            }
            Op::CheckDefined(val, _) => self.ty(ctx, *val),
            Op::If(_, then, other) => {
                self.infer_block(ctx, then, Some(inst.result));
                self.infer_block(ctx, other, Some(inst.result));
                return;
            }
            Op::Loop(inner) => return self.infer_loop(ctx, inner, Some(inst.result)),
            Op::Literal(_) | Op::CallValue(..) | Op::Apply(..) | Op::MakeProc(..) | Op::SetCapture(..) => Ty::Any,
            Op::MakeBox(val) => {
                self.join_box(ctx, inst.result, *val);
                Ty::Any
            }
            Op::BoxSet(cell, val) => {
                self.join_box(ctx, *cell, *val);
                Ty::Any
            }
            Op::BoxRef(cell) => self.boxes[ctx.func.index()].get(cell).map_or(Ty::Any, |ty| tagged(*ty)),
            Op::Tuple(_) | Op::Project(..) | Op::Fast(..) | Op::Attempt(..) => {
                unreachable!("fast code is made of typed code")
            }
        };
        self.join(ctx, inst.result, ty);
    }

    fn prim_type(&self, ctx: &Context, prim: PrimId, args: &[Val]) -> Ty {
        let types: Vec<Ty> = args.iter().map(|arg| self.ty(ctx, *arg)).collect();
        prim_type(prim.row(), &types)
    }

    fn finish(self) -> Module {
        let mut module = self.module.clone();
        for id in self.module.funcs.ids() {
            let func = &mut module.funcs[id];
            for val in self.module.funcs[id].vals.ids() {
                func.vals[val] = some(self.vals[id.index()][val]);
            }
            func.result = some(self.results.get(&self.class[id]).copied().unwrap_or(Ty::Any));
        }
        module
    }
}

/// Code that is never reached may have any type.
fn some(ty: Ty) -> Ty {
    if ty == Ty::Never { Ty::Any } else { ty }
}

/// A global is a tagged word; what is known of the word stays known, an unboxed representation does not.
fn tagged(ty: Ty) -> Ty {
    if ty == Ty::Bool { Ty::Any } else { ty }
}

/// The type of a primitive's result. An integer and a flonum give a flonum.
pub(crate) fn prim_type(row: &Prim, args: &[Ty]) -> Ty {
    if args.contains(&Ty::Never) {
        return Ty::Never;
    }
    let integers = args.iter().all(|ty| ty.is_integer());
    let flonums = args.contains(&Ty::Flonum) && args.iter().all(|ty| *ty == Ty::Flonum || ty.is_integer());
    match row.inline {
        Some(
            Inline::Add
            | Inline::Sub
            | Inline::Mul
            | Inline::Div
            | Inline::Sqrt
            | Inline::Abs
            | Inline::Min
            | Inline::Max,
        ) if flonums => Ty::Flonum,
        Some(Inline::Min | Inline::Max) if integers => args.iter().fold(Ty::Never, |all, ty| all.join(*ty)),
        Some(Inline::Add | Inline::Sub | Inline::Mul | Inline::Abs | Inline::Quotient) if integers => Ty::Integer,
        Some(Inline::ToFlonum) if integers || flonums => Ty::Flonum,
        Some(Inline::F64vectorRef) if args.first() == Some(&Ty::F64vector) => Ty::Flonum,
        Some(Inline::Remainder | Inline::Modulo) if args == [Ty::Fixnum, Ty::Fixnum] => Ty::Fixnum,
        Some(Inline::Remainder | Inline::Modulo) if integers => Ty::Integer,
        Some(Inline::VectorLength | Inline::F64vectorLength | Inline::StringLength) => Ty::Fixnum,
        Some(Inline::CharToInteger | Inline::BytevectorRef) => Ty::Fixnum,
        // An exact argument may have an exact result: `(sin 0)` is 0.
        _ if row.math.is_some() && args.iter().all(|ty| *ty == Ty::Flonum) => Ty::Flonum,
        _ => match row.result {
            Type::Boolean => Ty::Bool,
            Type::Flonum if row.jvp.is_none() => Ty::Flonum,
            Type::Fixnum => Ty::Fixnum,
            Type::Integer if row.jvp.is_none() => Ty::Integer,
            Type::F64vector => Ty::F64vector,
            _ => Ty::Any,
        },
    }
}

/// Joins functions that call each other in tail position.
fn result_classes(module: &Module) -> Arena<FuncId, FuncId> {
    let mut parent: Arena<FuncId, FuncId> = Arena::default();
    for id in module.funcs.ids() {
        parent.push(id);
    }
    fn find(parent: &mut Arena<FuncId, FuncId>, mut id: FuncId) -> FuncId {
        while parent[id] != id {
            parent[id] = parent[parent[id]];
            id = parent[id];
        }
        id
    }
    for id in module.funcs.ids() {
        for block in module.funcs[id].body.nested() {
            if let End::TailCall(callee, _, _) = block.end {
                let (one, two) = (find(&mut parent, id), find(&mut parent, callee));
                parent[one] = two;
            }
        }
    }
    for id in module.funcs.ids() {
        parent[id] = find(&mut parent, id);
    }
    parent
}
