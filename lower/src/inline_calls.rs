//! Replaces calls of small known procedures by their bodies.
//!
//! In: hir. Out: hir with the same meaning, new ids, and without procedures that nothing reaches, in which
//!
//! - a call of a top-level procedure whose clause is small is its body under a `Let`;
//! - a call that passes a lambda, or a top-level procedure, to a top-level procedure of middling size (`map`,
//!   `for-each`, `fold`) is the body too, so that it is known there what is called;
//! - a call that passes a procedure to a top-level procedure that calls itself, and passes it on unchanged there, is a
//!   copy of that procedure for it, in which it is known what is called ("call-pattern specialisation", Peyton Jones
//!   2007, for procedures only);
//! - a call of what a lambda expression, or an inlined procedure that returns one, makes is the body of the lambda;
//! - a variable bound to a lambda is bound by `Fix`, one bound to a constant or another variable is replaced by it;
//! - a call of a lambda that is also used as a value is the body, too, if there are few (`copy_bodies.rs`);
//! - a top-level variable that is defined once as a constant is replaced by it in all that stands behind its definition.
//!
//! ```scheme
//! (define + (case-lambda ((a b) (%+ a b)) ...))    (+ x (f y))  =>  (let ((b (f y))) (%+ x b))
//! (for-each (lambda (x) (display x)) l)                         =>  a loop without a closure
//! (define (keep p l) (if (null? l) l (if (p (car l)) (cons (car l) (keep p (cdr l))) (keep p (cdr l)))))
//! (keep (lambda (x) (< x n)) l)     =>  (fix ((p (lambda (x) (< x n)))) (fix ((keep (lambda (l) ...))) (keep l)))
//! (define (adder n) (lambda (x) (+ x n)))                       ((adder y) 1)  =>  (let ((n y)) (+ 1 n))
//! ```
//!
//! What comes from the standard library stands, in the output, where the program calls it.
//!
//! Procedures that call themselves are not inlined in themselves; each top-level form may grow by a bounded factor, so the cost is
//! linear in the size of the program.

use std::collections::{HashMap, HashSet};

use ir::hir::{Clause, Expr, ExprKind, Global, Item, Lambda, LambdaId, Local, LocalData, Module};
use prims::Inline;
use syntax::{DatumKind, Number, Sources, Span};

use crate::copy_bodies::copy_bodies;
use crate::find_closures::{ClosureStyle, clause_for, known_globals};
use crate::never_returns::never_returning;

/// A clause of at most this many nodes is inlined.
const SMALL: usize = 24;
/// A clause of at most this many nodes is inlined where an argument is a lambda or the name of one.
const WITH_LAMBDA: usize = 160;
/// Inlined bodies nest at most this deep.
const MAX_DEPTH: usize = 12;
/// A top-level form may grow by this many nodes and this factor.
const GROWTH: (usize, usize) = (1000, 8);
/// All expressions of the top level together may grow by this many nodes.
const TOP_GROWTH: usize = 4000;

/// Inlines calls in a whole program. In the naive form of closures no call that passes a procedure is inlined.
///
/// What `(define digit (satisfies digit?))` defines is a known procedure when `satisfies` has been inlined, so there is a
/// second turn if the first one has found such procedures.
pub fn inline_calls(module: &Module, sources: &Sources, style: ClosureStyle) -> Module {
    let first = inline_once(module, sources, style);
    let known = known_globals(module);
    let is_new = known_globals(&first).keys().any(|global| !known.contains_key(global));
    if style == ClosureStyle::Naive {
        return first;
    }
    copy_bodies(if is_new { inline_once(&first, sources, style) } else { first })
}

fn inline_once(module: &Module, sources: &Sources, style: ClosureStyle) -> Module {
    let globals = known_globals(module);
    let mut pass = Pass {
        module,
        sources,
        style,
        site: None,
        recursive: recursive_clauses(module, &globals),
        never_returning: never_returning(module, &globals),
        globals,
        positions: positions(module),
        position: 0,
        constants: HashMap::new(),
        out: Module { globals: module.globals.clone(), ..Module::default() },
        meanings: HashMap::new(),
        reached: HashSet::new(),
        queue: Vec::new(),
        inlining: Vec::new(),
        procedures: HashSet::new(),
        copies: Vec::new(),
        passed_on: HashMap::new(),
        fuel: 0,
        top_fuel: TOP_GROWTH,
    };
    let mut items: Vec<Option<Item>> = Vec::new();
    for (position, item) in module.items.iter().enumerate() {
        pass.position = position;
        items.push(pass.item(item));
    }
    let mut defined = HashMap::new();
    while let Some(global) = pass.queue.pop() {
        defined.insert(global, pass.definition(global));
    }
    for (slot, item) in items.iter_mut().zip(&module.items) {
        if let (None, Item::Define(global, expr)) = (&slot, item) {
            let kind = defined.get(global).map(|id| ExprKind::Lambda(*id));
            *slot = kind.map(|kind| Item::Define(*global, Expr { kind, span: expr.span }));
        }
    }
    pass.out.items = items.into_iter().flatten().collect();
    pass.out
}

/// What a local of the input stands for.
#[derive(Clone)]
enum Meaning {
    /// A local of the output.
    Local(Local),
    /// An expression without effect that may be repeated.
    Atom(Expr),
}

/// Arguments, of the output, that wait for the procedure that an expression is.
struct Pending {
    args: Vec<Expr>,
    span: Span,
}

/// A copy of a procedure that calls itself, for procedures that it passes on unchanged.
struct Specialised {
    global: Global,
    /// The positions and values of arguments that do not change.
    fixed: Vec<(usize, Expr)>,
    arguments: usize,
    /// What the copy is called, in the output.
    local: Local,
}

/// What stands around an expression of the output.
enum Frame {
    Let(Vec<(Local, Expr)>),
    Fix(Vec<(Local, LambdaId)>),
}

struct Pass<'a> {
    module: &'a Module,
    sources: &'a Sources,
    style: ClosureStyle,
    /// The call in the program that the library code which is being copied stands for.
    site: Option<Span>,
    globals: HashMap<Global, LambdaId>,
    /// Where each top-level variable is defined, counted in items.
    positions: HashMap<Global, usize>,
    /// The item that is being copied.
    position: usize,
    /// Top-level variables that are constants.
    constants: HashMap<Global, Expr>,
    /// Clauses that mention the procedure they belong to.
    recursive: HashSet<(Global, usize)>,
    /// Procedures that only raise errors.
    never_returning: HashSet<Global>,
    out: Module,
    /// Set anew at each binder, so a body can be copied many times.
    meanings: HashMap<Local, Meaning>,
    reached: HashSet<Global>,
    queue: Vec<Global>,
    /// The procedures whose bodies are being copied.
    inlining: Vec<Global>,
    /// Locals of the output that are bound to lambdas.
    procedures: HashSet<Local>,
    /// Copies of procedures that are being made.
    copies: Vec<Specialised>,
    /// Of clauses that have been asked about: which parameters are procedures that are passed on unchanged.
    passed_on: HashMap<(Global, usize), Vec<bool>>,
    /// How many nodes may still be added to the current top-level form.
    fuel: usize,
    /// How many nodes may still be added to expressions of the top level, which run once: a long list of them (a file
    /// of tests) must not grow at every one.
    top_fuel: usize,
}

impl Pass<'_> {
    /// `None`: a procedure, taken up when something reaches it.
    fn item(&mut self, item: &Item) -> Option<Item> {
        match item {
            Item::Define(global, _) if self.globals.contains_key(global) => None,
            Item::Define(global, expr) => {
                let value = self.top_level(expr);
                if !self.module.globals[*global].assigned && self.is_atom(&value) {
                    self.constants.insert(*global, value.clone());
                }
                Some(Item::Define(*global, value))
            }
            Item::Expr(expr) => Some(Item::Expr(self.top_level(expr))),
        }
    }

    fn top_level(&mut self, expr: &Expr) -> Expr {
        let granted = (GROWTH.0 + GROWTH.1 * size(self.module, expr)).min(self.top_fuel);
        self.fuel = granted;
        let copy = self.expr(expr);
        self.top_fuel -= granted - self.fuel;
        copy
    }

    fn definition(&mut self, global: Global) -> LambdaId {
        let id = self.globals[&global];
        let clauses = &self.module.lambdas[id].clauses;
        self.position = self.positions[&global];
        self.fuel = GROWTH.0 + clauses.iter().map(|clause| GROWTH.1 * size(self.module, &clause.body)).sum::<usize>();
        self.inlining.push(global);
        let copy = self.lambda(id);
        self.inlining.pop();
        copy
    }

    fn reach(&mut self, global: Global) {
        if self.globals.contains_key(&global) && self.reached.insert(global) {
            self.queue.push(global);
        }
    }

    fn bind(&mut self, local: Local) -> Local {
        let new = self.out.locals.push(self.module.locals[local].clone());
        self.meanings.insert(local, Meaning::Local(new));
        new
    }

    fn lambda(&mut self, id: LambdaId) -> LambdaId {
        let lambda = &self.module.lambdas[id];
        let clauses = lambda.clauses.iter().map(|clause| self.clause(clause)).collect();
        self.out.lambdas.push(Lambda { name: lambda.name, span: lambda.span, clauses })
    }

    fn clause(&mut self, clause: &Clause) -> Clause {
        let params = clause.params.iter().map(|local| self.bind(*local)).collect();
        let rest = clause.rest.map(|local| self.bind(local));
        Clause { params, rest, body: self.expr(&clause.body) }
    }

    fn exprs(&mut self, exprs: &[Expr]) -> Vec<Expr> {
        exprs.iter().map(|expr| self.expr(expr)).collect()
    }

    fn boxed(&mut self, expr: &Expr) -> Box<Expr> {
        Box::new(self.expr(expr))
    }

    fn local(&self, local: Local) -> Local {
        match &self.meanings[&local] {
            Meaning::Local(new) => *new,
            Meaning::Atom(_) => unreachable!("an assigned variable is not replaced"),
        }
    }

    fn expr(&mut self, expr: &Expr) -> Expr {
        let span = self.site.unwrap_or(expr.span);
        let kind = match &expr.kind {
            ExprKind::Quote(_) | ExprKind::Unspecified | ExprKind::Undefined => expr.kind.clone(),
            ExprKind::Local(local) => match &self.meanings[local] {
                Meaning::Local(new) => ExprKind::Local(*new),
                Meaning::Atom(atom) => atom.kind.clone(),
            },
            ExprKind::Global(global) => return self.global(*global, span),
            ExprKind::SetLocal(local, value) => ExprKind::SetLocal(self.local(*local), self.boxed(value)),
            ExprKind::SetGlobal(global, value) => ExprKind::SetGlobal(*global, self.boxed(value)),
            ExprKind::CheckDefined(local) => ExprKind::CheckDefined(self.local(*local)),
            ExprKind::If(test, then, other) => return self.conditional(test, then, other, span),
            ExprKind::Let(bindings, body) => {
                let inits: Vec<Expr> = bindings.iter().map(|(_, init)| self.expr(init)).collect();
                let locals: Vec<Local> = bindings.iter().map(|(local, _)| *local).collect();
                return self.bound(&locals, inits, body, span, Vec::new());
            }
            ExprKind::Fix(bindings, body) => ExprKind::Fix(self.fix(bindings), self.boxed(body)),
            ExprKind::Lambda(id) => ExprKind::Lambda(self.lambda(*id)),
            ExprKind::Seq(exprs) => ExprKind::Seq(self.exprs(exprs)),
            ExprKind::Call(callee, args) => return self.call(callee, args, span, Vec::new()),
            ExprKind::Prim(prim, args) => ExprKind::Prim(*prim, self.exprs(args)),
        };
        Expr { kind, span }
    }

    fn global(&mut self, global: Global, span: Span) -> Expr {
        let kind = match self.constants.get(&global) {
            Some(value) if self.positions[&global] < self.position => value.kind.clone(),
            _ => {
                self.reach(global);
                ExprKind::Global(global)
            }
        };
        Expr { kind, span }
    }

    fn conditional(&mut self, test: &Expr, then: &Expr, other: &Expr, span: Span) -> Expr {
        let test = self.expr(test);
        if let ExprKind::Quote(datum) = &test.kind {
            return self.expr(if datum.kind == DatumKind::Bool(false) { other } else { then });
        }
        Expr { kind: ExprKind::If(Box::new(test), self.boxed(then), self.boxed(other)), span }
    }

    fn fix(&mut self, bindings: &[(Local, LambdaId)]) -> Vec<(Local, LambdaId)> {
        let locals: Vec<Local> = bindings.iter().map(|(local, _)| self.bind(*local)).collect();
        self.procedures.extend(&locals);
        let lambdas: Vec<LambdaId> = bindings.iter().map(|(_, id)| self.lambda(*id)).collect();
        locals.into_iter().zip(lambdas).collect()
    }

    /// A call, whose value is called with what is pending.
    fn call(&mut self, callee: &Expr, args: &[Expr], span: Span, mut pending: Vec<Pending>) -> Expr {
        let args = self.exprs(args);
        pending.push(Pending { args, span });
        self.applied(callee, pending)
    }

    /// Calls of the value of an expression with what is pending, the last first.
    fn applied(&mut self, expr: &Expr, mut pending: Vec<Pending>) -> Expr {
        let Some(next) = pending.last() else { return self.expr(expr) };
        let span = self.site.unwrap_or(expr.span);
        // A parameter that stands for a top-level procedure is called, not inlined: errors name the procedure.
        if let ExprKind::Global(global) = expr.kind {
            return self.call_global(global, pending, span);
        }
        match &expr.kind {
            ExprKind::Lambda(id) if self.style == ClosureStyle::Minimal => {
                if let Some(index) = clause_for(self.module, *id, next.args.len()) {
                    let Pending { args, span } = pending.pop().expect("looked at above");
                    return self.inlined((*id, index), args, span, pending);
                }
            }
            ExprKind::Let(bindings, body) => {
                let inits: Vec<Expr> = bindings.iter().map(|(_, init)| self.expr(init)).collect();
                let locals: Vec<Local> = bindings.iter().map(|(local, _)| *local).collect();
                return self.bound(&locals, inits, body, span, pending);
            }
            ExprKind::Fix(bindings, body) => {
                let bindings = self.fix(bindings);
                return Expr { kind: ExprKind::Fix(bindings, Box::new(self.applied(body, pending))), span };
            }
            ExprKind::Seq(exprs) => {
                let (last, init) = exprs.split_last().expect("a sequence has an expression");
                let mut exprs = self.exprs(init);
                exprs.push(self.applied(last, pending));
                return Expr { kind: ExprKind::Seq(exprs), span };
            }
            ExprKind::Call(callee, args) => return self.call(callee, args, span, pending),
            _ => {}
        }
        let callee = self.expr(expr);
        called(callee, pending)
    }

    fn call_global(&mut self, global: Global, mut pending: Vec<Pending>, span: Span) -> Expr {
        let Pending { args, span: place } = pending.pop().expect("there is a call");
        if let Some(copy) = self.copies.iter().find(|copy| copy.is_called(global, &args)) {
            let callee = Expr { kind: ExprKind::Local(copy.local), span };
            let changing = args.into_iter().enumerate().filter(|(index, _)| !copy.is_fixed(*index));
            let call = ExprKind::Call(Box::new(callee), changing.map(|(_, arg)| arg).collect());
            return called(Expr { kind: call, span: place }, pending);
        }
        let clause = self.clause_to_inline(global, &args);
        let special = if clause.is_none() { self.clause_to_specialise(global, &args) } else { None };
        let Some((id, _)) = clause.or(special.as_ref().map(|(clause, _)| *clause)) else {
            self.reach(global);
            pending.push(Pending { args, span: place });
            return called(self.global(global, span), pending);
        };
        let outside = self.site;
        if self.is_standard(self.module.lambdas[id].span) && !self.is_standard(place) {
            self.site = Some(place);
        }
        self.inlining.push(global);
        let result = match special {
            Some((clause, fixed)) => called(self.specialised(global, clause, &fixed, args, place), pending),
            None => self.inlined(clause.expect("one of the two"), args, place, pending),
        };
        self.inlining.pop();
        self.site = outside;
        result
    }

    fn is_standard(&self, span: Span) -> bool {
        self.sources.file(span.file).standard
    }

    fn clause_to_inline(&mut self, global: Global, args: &[Expr]) -> Option<LambdaClause> {
        let id = *self.globals.get(&global)?;
        let index = clause_for(self.module, id, args.len())?;
        if self.recursive.contains(&(global, index))
            || self.never_returning.contains(&global)
            || self.inlining.contains(&global)
            || self.inlining.len() > MAX_DEPTH
        {
            return None;
        }
        let with_lambda = args.iter().any(|arg| self.is_procedure(arg));
        if with_lambda && self.style == ClosureStyle::Naive {
            return None;
        }
        let body = &self.module.lambdas[id].clauses[index].body;
        let size = size_up_to(self.module, body, if with_lambda { WITH_LAMBDA } else { SMALL })?;
        // An operator of differentiation is always worth it: the compiled path has to know its procedure.
        if size > self.fuel && !(with_lambda && differentiates(self.module, body)) {
            return None;
        }
        self.fuel = self.fuel.saturating_sub(size);
        Some((id, index))
    }

    /// Whether an expression of the output is a procedure that is known.
    fn is_procedure(&self, expr: &Expr) -> bool {
        match &expr.kind {
            ExprKind::Lambda(_) => true,
            ExprKind::Global(global) => self.globals.contains_key(global),
            ExprKind::Local(local) => self.procedures.contains(local),
            _ => false,
        }
    }

    fn inlined(&mut self, (id, index): LambdaClause, mut args: Vec<Expr>, span: Span, pending: Vec<Pending>) -> Expr {
        let clause = &self.module.lambdas[id].clauses[index];
        let mut locals = clause.params.clone();
        if let Some(rest) = clause.rest {
            let items = args.split_off(clause.params.len());
            let list = prims::find("list").expect("the table has a row for list");
            args.push(Expr { kind: ExprKind::Prim(list, items), span });
            locals.push(rest);
        }
        self.bound(&locals, args, &clause.body, span, pending)
    }

    /// The clause of a procedure that calls itself which a copy can be made of, and the positions of procedures that it
    /// passes on unchanged.
    fn clause_to_specialise(&mut self, global: Global, args: &[Expr]) -> Option<(LambdaClause, Vec<usize>)> {
        let id = *self.globals.get(&global)?;
        let index = clause_for(self.module, id, args.len())?;
        let clause = &self.module.lambdas[id].clauses[index];
        if self.style == ClosureStyle::Naive
            || !self.recursive.contains(&(global, index))
            || clause.rest.is_some()
            || self.inlining.contains(&global)
            || self.inlining.len() > MAX_DEPTH
        {
            return None;
        }
        let module = self.module;
        let passed_on = self.passed_on.entry((global, index)).or_insert_with(|| passed_on(module, global, clause));
        let positions = args.iter().zip(passed_on.clone()).enumerate();
        let fixed = positions.filter(|(_, (arg, passed_on))| *passed_on && self.is_procedure(arg));
        let fixed: Vec<usize> = fixed.map(|(position, _)| position).collect();
        if fixed.is_empty() {
            return None;
        }
        let size = size_up_to(self.module, &clause.body, WITH_LAMBDA.min(self.fuel))?;
        self.fuel -= size;
        Some(((id, index), fixed))
    }

    /// A copy of a procedure in which the arguments at some positions are known, and a call of it.
    fn specialised(
        &mut self,
        global: Global,
        (id, index): LambdaClause,
        fixed: &[usize],
        args: Vec<Expr>,
        span: Span,
    ) -> Expr {
        let lambda = &self.module.lambdas[id];
        let clause = &lambda.clauses[index];
        let (mut lambdas, mut known, mut changing) = (Vec::new(), Vec::new(), Vec::new());
        for (position, arg) in args.into_iter().enumerate() {
            if !fixed.contains(&position) {
                changing.push(arg);
                continue;
            }
            let param = clause.params[position];
            let value = match arg.kind {
                ExprKind::Lambda(id) => {
                    let local = self.bind(param);
                    self.procedures.insert(local);
                    lambdas.push((local, id));
                    Expr { kind: ExprKind::Local(local), span: arg.span }
                }
                _ => arg,
            };
            self.meanings.insert(param, Meaning::Atom(value.clone()));
            known.push((position, value));
        }
        let name = self.module.globals[global].name;
        let local = self.out.locals.push(LocalData { name, span, assigned: false });
        self.procedures.insert(local);
        self.copies.push(Specialised { global, fixed: known, arguments: clause.params.len(), local });
        let params = clause.params.iter().enumerate().filter(|(position, _)| !fixed.contains(position));
        let params: Vec<Local> = params.map(|(_, param)| self.bind(*param)).collect();
        let clause = Clause { params, rest: None, body: self.expr(&clause.body) };
        self.copies.pop();
        let copy = self.out.lambdas.push(Lambda { name: lambda.name, span: lambda.span, clauses: vec![clause] });
        let callee = Box::new(Expr { kind: ExprKind::Local(local), span });
        let call = Expr { kind: ExprKind::Call(callee, changing), span };
        enclosed(vec![Frame::Fix(lambdas), Frame::Fix(vec![(local, copy)])], call, span)
    }

    /// `body`, or calls of its value with what is pending, with locals bound to expressions of the output: by `Let`, by
    /// `Fix` for lambdas, by replacement for atoms.
    fn bound(&mut self, locals: &[Local], inits: Vec<Expr>, body: &Expr, span: Span, pending: Vec<Pending>) -> Expr {
        let (mut frames, mut plain, mut lambdas) = (Vec::new(), Vec::new(), Vec::new());
        for (local, init) in locals.iter().zip(inits) {
            let assigned = self.module.locals[*local].assigned;
            let keeps_form = assigned || self.style == ClosureStyle::Naive;
            let depth = frames.len();
            let init = if keeps_form { init } else { self.uncovered(init, &mut frames) };
            if frames.len() > depth {
                frames.insert(depth, Frame::Let(std::mem::take(&mut plain)));
            }
            match &init.kind {
                ExprKind::Lambda(id) if !keeps_form => {
                    let new = self.bind(*local);
                    self.procedures.insert(new);
                    lambdas.push((new, *id));
                }
                _ if !assigned && self.is_atom(&init) => {
                    self.meanings.insert(*local, Meaning::Atom(init));
                }
                _ => plain.push((self.bind(*local), init)),
            }
        }
        frames.extend([Frame::Let(plain), Frame::Fix(lambdas)]);
        let body = self.applied(body, pending);
        enclosed(frames, body, span)
    }

    /// The lambda or variable that an expression of the output returns; what stands around it goes to `frames`. Any other
    /// expression stays as it is. Locals are unique, so their scopes may grow.
    fn uncovered(&self, expr: Expr, frames: &mut Vec<Frame>) -> Expr {
        let mut result = &expr;
        while let ExprKind::Let(_, body) | ExprKind::Fix(_, body) = &result.kind {
            result = body;
        }
        if !matches!(result.kind, ExprKind::Lambda(_) | ExprKind::Local(_)) {
            return expr;
        }
        let mut rest = expr;
        loop {
            match rest.kind {
                ExprKind::Let(bindings, body) => {
                    frames.push(Frame::Let(bindings));
                    rest = *body;
                }
                ExprKind::Fix(bindings, body) => {
                    frames.push(Frame::Fix(bindings));
                    rest = *body;
                }
                _ => return rest,
            }
        }
    }

    /// Whether an expression of the output may be repeated and moved.
    fn is_atom(&self, expr: &Expr) -> bool {
        match &expr.kind {
            ExprKind::Quote(datum) => match &datum.kind {
                DatumKind::Bool(_) | DatumKind::Char(_) | DatumKind::Symbol(_) => true,
                DatumKind::Number(number) => matches!(number, Number::Float(_)) || is_small(number),
                DatumKind::List(items, _) => items.is_empty(),
                DatumKind::String(_)
                | DatumKind::Vector(_)
                | DatumKind::Bytevector(_)
                | DatumKind::F64vector(_)
                | DatumKind::Tensor(..)
                | DatumKind::Labelled(..)
                | DatumKind::Reference(_) => false,
            },
            ExprKind::Unspecified => true,
            ExprKind::Local(local) => !self.out.locals[*local].assigned,
            ExprKind::Global(global) => self.globals.contains_key(global),
            _ => false,
        }
    }
}

impl Specialised {
    fn is_fixed(&self, position: usize) -> bool {
        self.fixed.iter().any(|(fixed, _)| *fixed == position)
    }

    /// Whether a call of the procedure is one of the copy.
    fn is_called(&self, global: Global, args: &[Expr]) -> bool {
        let is_same = |(position, value): &(usize, Expr)| match (&value.kind, &args[*position].kind) {
            (ExprKind::Local(one), ExprKind::Local(other)) => one == other,
            (ExprKind::Global(one), ExprKind::Global(other)) => one == other,
            _ => false,
        };
        self.global == global && self.arguments == args.len() && self.fixed.iter().all(is_same)
    }
}

/// Calls of a value of the output with what is pending, the last first.
fn called(callee: Expr, pending: Vec<Pending>) -> Expr {
    pending
        .into_iter()
        .rev()
        .fold(callee, |callee, Pending { args, span }| Expr { kind: ExprKind::Call(Box::new(callee), args), span })
}

/// An expression with what stands around it, the outermost first.
fn enclosed(frames: Vec<Frame>, expr: Expr, span: Span) -> Expr {
    frames.into_iter().rev().fold(expr, |body, frame| {
        let kind = match frame {
            Frame::Let(bindings) if bindings.is_empty() => return body,
            Frame::Fix(bindings) if bindings.is_empty() => return body,
            Frame::Let(bindings) => ExprKind::Let(bindings, Box::new(body)),
            Frame::Fix(bindings) => ExprKind::Fix(bindings, Box::new(body)),
        };
        Expr { kind, span }
    })
}

/// For each parameter of a clause: whether it is called, is passed on at its own place where the procedure calls itself,
/// and nothing else is done with it.
fn passed_on(module: &Module, global: Global, clause: &Clause) -> Vec<bool> {
    let mut uses: HashMap<Local, usize> = HashMap::new();
    let (mut called, mut passed): (HashMap<Local, usize>, HashMap<Local, usize>) = Default::default();
    visit(module, &clause.body, &mut |expr| {
        match &expr.kind {
            ExprKind::Local(local) => *uses.entry(*local).or_default() += 1,
            ExprKind::Call(callee, args) => match callee.kind {
                ExprKind::Local(local) => *called.entry(local).or_default() += 1,
                ExprKind::Global(other) if other == global && args.len() == clause.params.len() => {
                    for (param, arg) in clause.params.iter().zip(args) {
                        if matches!(arg.kind, ExprKind::Local(local) if local == *param) {
                            *passed.entry(*param).or_default() += 1;
                        }
                    }
                }
                _ => {}
            },
            _ => {}
        }
        true
    });
    let count = |counts: &HashMap<Local, usize>, param: &Local| counts.get(param).copied().unwrap_or_default();
    let is_passed_on = |param: &Local| {
        let (calls, passes) = (count(&called, param), count(&passed, param));
        !module.locals[*param].assigned && calls > 0 && passes > 0 && calls + passes == count(&uses, param)
    };
    clause.params.iter().map(is_passed_on).collect()
}

fn positions(module: &Module) -> HashMap<Global, usize> {
    let define = |(position, item): (usize, &Item)| match item {
        Item::Define(global, _) => Some((*global, position)),
        Item::Expr(_) => None,
    };
    module.items.iter().enumerate().filter_map(define).collect()
}

/// A clause of a lambda, by index.
type LambdaClause = (LambdaId, usize);

fn is_small(number: &Number) -> bool {
    matches!(number, Number::Int(value) if value.bits() < 47)
}

/// Clauses that mention the procedure they belong to.
fn recursive_clauses(module: &Module, globals: &HashMap<Global, LambdaId>) -> HashSet<(Global, usize)> {
    let clauses = |(global, id): (&Global, &LambdaId)| {
        let count = module.lambdas[*id].clauses.len();
        (0..count).map(|index| (*global, index)).collect::<Vec<_>>()
    };
    let is_recursive = |(global, index): &(Global, usize)| {
        let body = &module.lambdas[globals[global]].clauses[*index].body;
        contains(module, body, |kind| matches!(kind, ExprKind::Global(other) if other == global))
    };
    globals.iter().flat_map(clauses).filter(is_recursive).collect()
}

fn differentiates(module: &Module, body: &Expr) -> bool {
    let is_gradient = |kind: &ExprKind| matches!(kind, ExprKind::Prim(prim, _) if matches!(prim.row().inline, Some(Inline::Gradient | Inline::Jvp)));
    contains(module, body, is_gradient)
}

fn contains(module: &Module, expr: &Expr, is_wanted: impl Fn(&ExprKind) -> bool) -> bool {
    let mut found = false;
    visit(module, expr, &mut |expr| {
        found |= is_wanted(&expr.kind);
        !found
    });
    found
}

fn size(module: &Module, expr: &Expr) -> usize {
    size_up_to(module, expr, usize::MAX).unwrap_or(usize::MAX)
}

/// The number of nodes, lambdas included, if it is at most `limit`.
pub fn size_up_to(module: &Module, expr: &Expr, limit: usize) -> Option<usize> {
    let mut count = 0;
    visit(module, expr, &mut |_| {
        count += 1;
        count <= limit
    });
    (count <= limit).then_some(count)
}

/// Visits an expression and all within it, until `enter` says no.
pub fn visit(module: &Module, expr: &Expr, enter: &mut impl FnMut(&Expr) -> bool) -> bool {
    if !enter(expr) {
        return false;
    }
    let mut all = |exprs: &[Expr]| exprs.iter().all(|expr| visit(module, expr, enter));
    match &expr.kind {
        ExprKind::Quote(_) | ExprKind::Unspecified | ExprKind::Undefined | ExprKind::Local(_) => true,
        ExprKind::Global(_) | ExprKind::CheckDefined(_) => true,
        ExprKind::SetLocal(_, value) | ExprKind::SetGlobal(_, value) => visit(module, value, enter),
        ExprKind::If(test, then, other) => [test, then, other].iter().all(|expr| visit(module, expr, enter)),
        ExprKind::Let(bindings, body) => {
            bindings.iter().all(|(_, init)| visit(module, init, enter)) && visit(module, body, enter)
        }
        ExprKind::Fix(bindings, body) => {
            bindings.iter().all(|(_, id)| visit_lambda(module, *id, enter)) && visit(module, body, enter)
        }
        ExprKind::Lambda(id) => visit_lambda(module, *id, enter),
        ExprKind::Seq(exprs) => all(exprs),
        ExprKind::Call(callee, args) => all(args) && visit(module, callee, enter),
        ExprKind::Prim(_, args) => all(args),
    }
}

fn visit_lambda(module: &Module, id: LambdaId, enter: &mut impl FnMut(&Expr) -> bool) -> bool {
    module.lambdas[id].clauses.iter().all(|clause| visit(module, &clause.body, enter))
}
