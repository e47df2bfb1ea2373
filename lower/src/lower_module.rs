//! hir to ssa: closure conversion, boxes for assigned variables, structured control flow.
//!
//! In: hir and its [`Closures`]. Out: ssa in which every value is `Any`; [`crate::infer_types`] refines that.
//!
//! A reachable clause becomes a function whose parameters are the clause's, then the rest list, then the captures of
//! its lambda. A call by name passes the captures; an object holds them. A loop becomes part of the function it is
//! entered from. An assigned variable becomes a box where it is bound, so that captures are always values.

use std::collections::{HashMap, HashSet};

use ir::hir::{Clause, Expr, ExprKind, Item, LambdaId, Local, LocalData, Module};
use ir::id::Arena;
use ir::ssa::{self, Block, Const, End, FuncId, Inst, LiteralId, Loop, LoopId, Op, ProcId, Ty, Val};
use num_traits::ToPrimitive;
use prims::Inline;
use syntax::{Datum, DatumKind, Number, Span};

use crate::find_closures::{ClosureStyle, Closures, Form, clause_for};

/// Lowers a whole program.
pub fn lower_module(module: &Module, closures: &Closures) -> ssa::Module {
    let mut pass = Pass {
        module,
        closures,
        top_level: closures.known_globals.values().copied().collect(),
        funcs: HashMap::new(),
        procs: HashMap::new(),
        pending: Vec::new(),
        bodies: Arena::default(),
        proc_data: Arena::default(),
        literals: Arena::default(),
        literal_places: HashMap::new(),
    };
    let main = pass.lower_main();
    while let Some((func, id, clause)) = pass.pending.pop() {
        pass.bodies[func] = Some(pass.lower_clause(id, clause));
    }
    let mut funcs = Arena::default();
    for body in pass.bodies.iter() {
        funcs.push(body.clone().expect("every function that is called has been lowered"));
    }
    let mut globals = Arena::default();
    for global in module.globals.ids() {
        let known = closures.known_globals.contains_key(&global);
        let data = &module.globals[global];
        globals.push((!known).then_some(ssa::GlobalSlot { name: data.name, cell: data.cell }));
    }
    ssa::Module {
        funcs,
        procs: pass.proc_data,
        tuples: Arena::default(),
        literals: pass.literals,
        globals,
        main,
        counts: false,
    }
}

fn span_of(item: &Item) -> Span {
    let (Item::Define(_, expr) | Item::Expr(expr)) = item;
    expr.span
}

struct Pass<'a> {
    module: &'a Module,
    closures: &'a Closures,
    /// Procedures of the top level.
    top_level: HashSet<LambdaId>,
    funcs: HashMap<(LambdaId, usize), FuncId>,
    procs: HashMap<LambdaId, ProcId>,
    pending: Vec<(FuncId, LambdaId, usize)>,
    bodies: Arena<FuncId, Option<ssa::Func>>,
    proc_data: Arena<ProcId, ssa::Proc>,
    literals: Arena<LiteralId, Datum>,
    literal_places: HashMap<Span, Vec<LiteralId>>,
}

/// Where the value of a tail expression goes.
#[derive(Clone, Copy)]
enum Tail {
    /// Out of the function.
    Return,
    /// Out of the innermost region.
    Yield,
}

/// A variable of the function that is being lowered.
#[derive(Clone, Copy)]
struct Binding {
    val: Val,
    boxed: bool,
}

/// The function that is being lowered.
struct Builder {
    vals: Arena<Val, Ty>,
    loops: u32,
    env: HashMap<Local, Binding>,
    /// Loops that enclose the current point and can be continued.
    labels: HashMap<LambdaId, LoopId>,
    /// Instructions of the open blocks, innermost last.
    blocks: Vec<Vec<Inst>>,
}

impl Builder {
    fn new() -> Builder {
        Builder {
            vals: Arena::default(),
            loops: 0,
            env: HashMap::new(),
            labels: HashMap::new(),
            blocks: vec![Vec::new()],
        }
    }

    fn val(&mut self) -> Val {
        self.vals.push(Ty::Any)
    }

    fn emit(&mut self, op: Op, span: Span) -> Val {
        let result = self.val();
        self.blocks.last_mut().expect("a block is open").push(Inst { result, op, span });
        result
    }

    fn new_loop(&mut self) -> LoopId {
        self.loops += 1;
        ir::id::Id::new(self.loops as usize - 1)
    }

    fn finish(mut self, name: String, span: Span, params: Vec<Val>, end: End) -> ssa::Func {
        let insts = self.blocks.pop().expect("the outermost block is open");
        let body = Block { insts, end };
        ssa::Func { params, vals: self.vals, loops: self.loops, body, ..ssa::Func::giving_up(name, span) }
    }
}

impl Pass<'_> {
    /// The function that runs the program. It calls one function for each form of the top level, because the time that
    /// LLVM takes for a function grows faster than its length, and only forms with loops are worth optimising.
    fn lower_main(&mut self) -> FuncId {
        let main = self.bodies.push(None);
        let module = self.module;
        let is_known =
            |item: &&Item| matches!(item, Item::Define(global, _) if self.closures.known_globals.contains_key(global));
        let items: Vec<&Item> = module.items.iter().filter(|item| !is_known(item)).collect();
        let mut b = Builder::new();
        for item in &items {
            let span = span_of(item);
            let func = self.bodies.push(None);
            self.bodies[func] = Some(self.lower_top_form(item, span));
            b.emit(Op::Call(func, Vec::new()), span);
        }
        let span = items.first().map_or(Span { file: syntax::FileId(0), start: 0, end: 0 }, |item| span_of(item));
        let result = b.emit(Op::Const(Const::Unspecified), span);
        self.bodies[main] = Some(b.finish("main".to_owned(), span, Vec::new(), End::Return(result)));
        main
    }

    fn lower_top_form(&mut self, item: &Item, span: Span) -> ssa::Func {
        let mut b = Builder::new();
        match item {
            Item::Define(global, expr) => {
                let val = self.lower_expr(&mut b, expr);
                b.emit(Op::GlobalSet(*global, val), expr.span);
            }
            Item::Expr(expr) => {
                self.lower_expr(&mut b, expr);
            }
        }
        let result = b.emit(Op::Const(Const::Unspecified), span);
        let func = b.finish("top".to_owned(), span, Vec::new(), End::Return(result));
        ssa::Func { once: true, ..func }
    }

    fn lower_clause(&mut self, id: LambdaId, index: usize) -> ssa::Func {
        let lambda = &self.module.lambdas[id];
        let clause = &lambda.clauses[index];
        let facts = &self.closures.lambdas[id];
        let mut b = Builder::new();
        let arguments: Vec<Local> = clause.params.iter().chain(&clause.rest).copied().collect();
        let argument_vals: Vec<Val> = arguments.iter().map(|_| b.val()).collect();
        let mut params = argument_vals.clone();
        for local in &facts.captures {
            let val = b.val();
            params.push(val);
            b.env.insert(*local, Binding { val, boxed: self.module.locals[*local].assigned });
        }
        let end = if facts.tail_calls_itself {
            End::Loop(Box::new(self.lower_loop(&mut b, id, argument_vals, Tail::Return)))
        } else {
            self.bind_params(&mut b, &arguments, &argument_vals);
            self.lower_tail(&mut b, &clause.body, Tail::Return)
        };
        b.finish(self.name(id), lambda.span, params, end)
    }

    fn name(&self, id: LambdaId) -> String {
        self.module.lambdas[id].name.map_or("lambda".to_owned(), |name| name.to_string())
    }

    fn bind(&mut self, b: &mut Builder, local: Local, val: Val) {
        let LocalData { span, assigned: boxed, .. } = self.module.locals[local];
        let val = if boxed { b.emit(Op::MakeBox(val), span) } else { val };
        b.env.insert(local, Binding { val, boxed });
    }

    fn bind_params(&mut self, b: &mut Builder, locals: &[Local], vals: &[Val]) {
        for (local, val) in locals.iter().zip(vals) {
            self.bind(b, *local, *val);
        }
    }

    /// The loop made of a lambda with one clause, entered with `inits`.
    fn lower_loop(&mut self, b: &mut Builder, id: LambdaId, inits: Vec<Val>, tail: Tail) -> Loop {
        let lambda = &self.module.lambdas[id];
        let clause: &Clause = &lambda.clauses[0];
        let label = b.new_loop();
        let params: Vec<Val> = inits.iter().map(|_| b.val()).collect();
        b.labels.insert(id, label);
        b.blocks.push(Vec::new());
        let locals: Vec<Local> = clause.params.iter().chain(&clause.rest).copied().collect();
        self.bind_params(b, &locals, &params);
        let end = self.lower_tail(b, &clause.body, tail);
        let body = Block { insts: b.blocks.pop().expect("pushed above"), end };
        b.labels.remove(&id);
        Loop { id: label, params, inits, body }
    }

    fn lower_block(&mut self, b: &mut Builder, expr: &Expr, tail: Tail) -> Box<Block> {
        b.blocks.push(Vec::new());
        let end = self.lower_tail(b, expr, tail);
        Box::new(Block { insts: b.blocks.pop().expect("pushed above"), end })
    }

    fn lower_all(&mut self, b: &mut Builder, exprs: &[Expr]) -> Vec<Val> {
        exprs.iter().map(|expr| self.lower_expr(b, expr)).collect()
    }

    /// Lowers an expression whose value goes to `tail`.
    fn lower_tail(&mut self, b: &mut Builder, expr: &Expr, tail: Tail) -> End {
        match &expr.kind {
            ExprKind::If(test, then, other) => {
                let test = self.lower_expr(b, test);
                let then = self.lower_block(b, then, tail);
                let other = self.lower_block(b, other, tail);
                return End::If(test, then, other);
            }
            ExprKind::Let(bindings, body) => {
                self.lower_let(b, bindings);
                return self.lower_tail(b, body, tail);
            }
            ExprKind::Fix(bindings, body) => {
                self.lower_fix(b, bindings, expr.span);
                return self.lower_tail(b, body, tail);
            }
            ExprKind::Seq(exprs) => {
                let (last, init) = exprs.split_last().expect("a sequence has an expression");
                self.lower_all(b, init);
                return self.lower_tail(b, last, tail);
            }
            ExprKind::Call(callee, args) => {
                if let Some(end) = self.lower_tail_call(b, callee, args, expr.span, tail) {
                    return end;
                }
            }
            ExprKind::Prim(prim, args) if prim.row().inline == Some(Inline::Apply) => {
                if let Tail::Return = tail {
                    let vals = self.lower_all(b, args);
                    return End::TailApply(vals[0], vals[1], expr.span);
                }
            }
            _ => {}
        }
        let val = self.lower_expr(b, expr);
        match tail {
            Tail::Return => End::Return(val),
            Tail::Yield => End::Yield(val),
        }
    }

    /// `None`: an ordinary call will do.
    fn lower_tail_call(
        &mut self,
        b: &mut Builder,
        callee: &Expr,
        args: &[Expr],
        span: Span,
        tail: Tail,
    ) -> Option<End> {
        let known = self.known_clause(callee, args.len());
        if let Some((id, _)) = known {
            let is_loop = self.closures.lambdas[id].form == Form::Loop;
            if let Some(label) = b.labels.get(&id).copied()
                && (is_loop || matches!(tail, Tail::Return))
            {
                return Some(End::Continue(label, self.lower_all(b, args)));
            }
            if is_loop {
                let inits = self.lower_all(b, args);
                return Some(End::Loop(Box::new(self.lower_loop(b, id, inits, tail))));
            }
        }
        match (tail, known) {
            (Tail::Yield, _) => None,
            (Tail::Return, Some((id, clause))) => {
                let (func, vals) = self.lower_known_call(b, id, clause, args, span);
                Some(End::TailCall(func, vals, span))
            }
            (Tail::Return, None) => {
                let callee = self.lower_expr(b, callee);
                let vals = self.lower_all(b, args);
                Some(End::TailCallValue(callee, vals, span))
            }
        }
    }

    /// The lambda and clause that a call will reach, if that is certain.
    fn known_clause(&self, callee: &Expr, arguments: usize) -> Option<(LambdaId, usize)> {
        let id = match &callee.kind {
            ExprKind::Local(local) => *self.closures.known_locals.get(local)?,
            ExprKind::Global(global) => *self.closures.known_globals.get(global)?,
            _ => return None,
        };
        Some((id, clause_for(self.module, id, arguments)?))
    }

    /// The function, and its arguments: those given, the rest list, the captures.
    fn lower_known_call(
        &mut self,
        b: &mut Builder,
        id: LambdaId,
        clause: usize,
        args: &[Expr],
        span: Span,
    ) -> (FuncId, Vec<Val>) {
        let mut vals = self.lower_all(b, args);
        let data = &self.module.lambdas[id].clauses[clause];
        if data.rest.is_some() {
            let rest = vals.split_off(data.params.len());
            vals.push(self.lower_list(b, rest, span));
        }
        vals.extend(self.captures(b, id));
        (self.func(id, clause), vals)
    }

    fn lower_list(&mut self, b: &mut Builder, items: Vec<Val>, span: Span) -> Val {
        if items.is_empty() {
            return b.emit(Op::Const(Const::Null), span);
        }
        let list = prims::find("list").expect("the table has a row for list");
        b.emit(Op::Prim(list, items), span)
    }

    fn captures(&self, b: &Builder, id: LambdaId) -> Vec<Val> {
        self.closures.lambdas[id].captures.iter().map(|local| b.env[local].val).collect()
    }

    fn func(&mut self, id: LambdaId, clause: usize) -> FuncId {
        if let Some(func) = self.funcs.get(&(id, clause)) {
            return *func;
        }
        let func = self.bodies.push(None);
        self.funcs.insert((id, clause), func);
        self.pending.push((func, id, clause));
        func
    }

    fn proc_of(&mut self, id: LambdaId) -> ProcId {
        if let Some(known) = self.procs.get(&id) {
            return *known;
        }
        let lambda = &self.module.lambdas[id];
        let clauses = lambda.clauses.iter().enumerate().map(|(index, clause)| ssa::ProcClause {
            func: self.func(id, index),
            params: clause.params.len(),
            rest: clause.rest.is_some(),
        });
        let clauses = clauses.collect();
        let name_of = |local: &Local| self.module.locals[*local].name.to_string();
        let captures = self.closures.lambdas[id].captures.iter().map(name_of).collect();
        let fresh = self.closures.style == ClosureStyle::Naive && !self.top_level.contains(&id);
        let made = self.proc_data.push(ssa::Proc { name: self.name(id), span: lambda.span, clauses, captures, fresh });
        self.procs.insert(id, made);
        made
    }

    fn lower_let(&mut self, b: &mut Builder, bindings: &[(Local, Expr)]) {
        for (local, init) in bindings {
            let val = self.lower_expr(b, init);
            self.bind(b, *local, val);
        }
    }

    /// Makes the objects of those lambdas that need one; they may capture each other.
    fn lower_fix(&mut self, b: &mut Builder, bindings: &[(Local, LambdaId)], span: Span) {
        let closures = self.closures;
        let objects: Vec<_> =
            bindings.iter().filter(|(_, id)| closures.lambdas[*id].form == Form::Object).copied().collect();
        let mut later = Vec::new();
        for (local, id) in &objects {
            let mut captured = Vec::new();
            for (index, capture) in closures.lambdas[*id].captures.iter().enumerate() {
                captured.push(match b.env.get(capture) {
                    Some(binding) => binding.val,
                    None => {
                        later.push((*local, index, *capture));
                        b.emit(Op::Const(Const::Undefined), span)
                    }
                });
            }
            let made = self.proc_of(*id);
            let val = b.emit(Op::MakeProc(made, captured), span);
            b.env.insert(*local, Binding { val, boxed: false });
        }
        for (local, index, capture) in later {
            b.emit(Op::SetCapture(b.env[&local].val, index, b.env[&capture].val), span);
        }
    }

    fn lower_expr(&mut self, b: &mut Builder, expr: &Expr) -> Val {
        let span = expr.span;
        match &expr.kind {
            ExprKind::Quote(datum) => self.lower_quote(b, datum, span),
            ExprKind::Unspecified => b.emit(Op::Const(Const::Unspecified), span),
            ExprKind::Undefined => b.emit(Op::Const(Const::Undefined), span),
            ExprKind::Local(local) => self.lower_local(b, *local, span),
            ExprKind::CheckDefined(local) => {
                let val = self.lower_local(b, *local, span);
                b.emit(Op::CheckDefined(val, self.module.locals[*local].name), span)
            }
            ExprKind::Global(global) => match self.closures.known_globals.get(global) {
                Some(id) => {
                    let made = self.proc_of(*id);
                    b.emit(Op::MakeProc(made, Vec::new()), span)
                }
                None => b.emit(Op::GlobalRef(*global, true), span),
            },
            ExprKind::SetLocal(local, value) => {
                let val = self.lower_expr(b, value);
                b.emit(Op::BoxSet(b.env[local].val, val), span);
                b.emit(Op::Const(Const::Unspecified), span)
            }
            ExprKind::SetGlobal(global, value) => {
                let val = self.lower_expr(b, value);
                // In a session a definition is an assignment.
                if self.module.globals[*global].cell.is_none() {
                    b.emit(Op::GlobalRef(*global, true), span);
                }
                b.emit(Op::GlobalSet(*global, val), span);
                b.emit(Op::Const(Const::Unspecified), span)
            }
            ExprKind::If(test, then, other) => {
                let test = self.lower_expr(b, test);
                let then = self.lower_block(b, then, Tail::Yield);
                let other = self.lower_block(b, other, Tail::Yield);
                b.emit(Op::If(test, then, other), span)
            }
            ExprKind::Let(bindings, body) => {
                self.lower_let(b, bindings);
                self.lower_expr(b, body)
            }
            ExprKind::Fix(bindings, body) => {
                self.lower_fix(b, bindings, span);
                self.lower_expr(b, body)
            }
            ExprKind::Lambda(id) => {
                let captured = self.captures(b, *id);
                let made = self.proc_of(*id);
                b.emit(Op::MakeProc(made, captured), span)
            }
            ExprKind::Seq(exprs) => {
                let vals = self.lower_all(b, exprs);
                *vals.last().expect("a sequence has an expression")
            }
            ExprKind::Call(callee, args) => self.lower_call(b, callee, args, span),
            ExprKind::Prim(prim, args) => {
                let vals = self.lower_all(b, args);
                let op = match prim.row().inline {
                    Some(Inline::Apply) => Op::Apply(vals[0], vals[1]),
                    Some(Inline::List) if vals.is_empty() => Op::Const(Const::Null),
                    _ => Op::Prim(*prim, vals),
                };
                b.emit(op, span)
            }
        }
    }

    fn lower_local(&mut self, b: &mut Builder, local: Local, span: Span) -> Val {
        let Some(binding) = b.env.get(&local).copied() else {
            // A procedure that is bound in another function, and captures nothing.
            let made = self.proc_of(self.closures.known_locals[&local]);
            return b.emit(Op::MakeProc(made, Vec::new()), span);
        };
        if binding.boxed { b.emit(Op::BoxRef(binding.val), span) } else { binding.val }
    }

    fn lower_call(&mut self, b: &mut Builder, callee: &Expr, args: &[Expr], span: Span) -> Val {
        let Some((id, clause)) = self.known_clause(callee, args.len()) else {
            let callee = self.lower_expr(b, callee);
            let vals = self.lower_all(b, args);
            return b.emit(Op::CallValue(callee, vals), span);
        };
        if self.closures.lambdas[id].form == Form::Loop {
            let inits = self.lower_all(b, args);
            let made = self.lower_loop(b, id, inits, Tail::Yield);
            return b.emit(Op::Loop(Box::new(made)), span);
        }
        let (func, vals) = self.lower_known_call(b, id, clause, args, span);
        b.emit(Op::Call(func, vals), span)
    }

    fn lower_quote(&mut self, b: &mut Builder, datum: &Datum, span: Span) -> Val {
        if let Some(word) = immediate(datum) {
            return b.emit(Op::Const(word), span);
        }
        let literal = self.literal(datum);
        b.emit(Op::Literal(literal), span)
    }
}

impl Pass<'_> {
    /// A constant of the source is one object, however often its expression has been copied.
    fn literal(&mut self, datum: &Datum) -> LiteralId {
        let known = self.literal_places.entry(datum.span).or_default();
        if let Some(same) = known.iter().find(|id| self.literals[**id] == *datum) {
            return *same;
        }
        let literal = self.literals.push(datum.clone());
        known.push(literal);
        literal
    }
}

/// The word of a datum that needs no object.
fn immediate(datum: &Datum) -> Option<Const> {
    match &datum.kind {
        DatumKind::Bool(value) => Some(Const::Bool(*value)),
        DatumKind::Char(value) => Some(Const::Char(*value)),
        DatumKind::Number(Number::Float(value)) => Some(Const::Flonum(*value)),
        DatumKind::Number(Number::Int(value)) => {
            let value = value.to_i64().filter(|value| ssa::FIXNUMS.contains(value))?;
            Some(Const::Fixnum(value))
        }
        DatumKind::List(items, _) if items.is_empty() => Some(Const::Null),
        _ => None,
    }
}
