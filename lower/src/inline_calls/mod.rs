//! Replaces calls of small known procedures by their bodies.
//!
//! In: hir. Out: hir with the same meaning, new ids, and without procedures that nothing reaches, in which
//!
//! - a call of a top-level procedure whose clause is small is its body under a `Let`;
//! - a call that passes a lambda, or the name of one, to a procedure of middling size (`map`, `for-each`, `fold`, or a
//!   local one) is the body too, so that it is known there what is called; so is a call that returns a lambda;
//! - a call that passes a procedure to one that calls itself, and passes it on unchanged there, is a copy of that
//!   procedure for it, in which it is known what is called ("call-pattern specialisation", Peyton Jones 2007, for
//!   procedures only);
//! - a call of a local procedure that nothing else mentions is its body;
//! - a call of what a lambda expression, or an inlined procedure that returns one, makes is the body of the lambda;
//! - the local procedures around one that a top-level variable is defined as are procedures of the top level;
//! - a local procedure that is differentiated or applied in another function is made there, so that it is known;
//! - a variable bound to a lambda is bound by `Fix`, one bound to a constant or another variable is replaced by it;
//! - a call of a lambda that is also used as a value is the body, too, if there are few (`copy_bodies.rs`);
//! - a parameter that gets the same constant in all calls is replaced by it;
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
//! Procedures that call themselves are not inlined in themselves; each top-level form may grow by a bounded factor, so
//! the cost is linear in the size of the program.

mod bindings;
mod calls;
mod prims;
mod specialised;
mod uses;
pub mod walk;

use std::collections::{HashMap, HashSet};

use ir::hir::{Clause, Expr, ExprKind, Global, GlobalData, Item, Lambda, LambdaId, Local, LocalData, Module};
use syntax::{DatumKind, Sources, Span};

use crate::copy_bodies::copy_bodies;
use crate::find_closures::{ClosureStyle, known_globals};
use crate::never_returns::never_returning;
use bindings::{Frame, enclosed};
use calls::{Name, Pending};
use specialised::Specialised;
use uses::{Uses, uses};
use walk::{contains, size};

/// A top-level form may grow by this many nodes and this factor.
const GROWTH: (usize, usize) = (1000, 8);
/// All expressions of the top level together may grow by this many nodes.
const TOP_GROWTH: usize = 4000;

/// The module may be gone through so often.
const TURNS: usize = 4;
/// How a top-level form may grow in later turns.
const LATER_GROWTH: (usize, usize) = (1000, 2);

/// Inlines calls in a whole program. In the naive form of closures no call that passes a procedure is inlined.
///
/// What a turn finds out is for the next one: `(define digit (satisfies digit?))` defines a known procedure when
/// `satisfies` has been inlined, and what an inlined procedure gets, and calls or passes on, is a local procedure then.
pub fn inline_calls(module: &Module, sources: &Sources, style: ClosureStyle) -> Module {
    let mut globals = known_globals(module);
    if style == ClosureStyle::Naive {
        return inline_once(module, sources, style, &globals, Uses::default(), GROWTH);
    }
    let mut made = inline_once(module, sources, style, &globals, uses(module, &globals), GROWTH);
    for _ in 1..TURNS {
        let now = known_globals(&made);
        let now_used = uses(&made, &now);
        let is_new = now.keys().any(|global| !globals.contains_key(global));
        if !is_new && !now_used.get_procedures && !defines_around_procedures(&made) {
            break;
        }
        globals = now;
        made = inline_once(&made, sources, style, &globals, now_used, LATER_GROWTH);
    }
    copy_bodies(made)
}

fn inline_once(
    module: &Module,
    sources: &Sources,
    style: ClosureStyle,
    globals: &HashMap<Global, LambdaId>,
    uses: Uses,
    growth: (usize, usize),
) -> Module {
    let mut pass = Pass {
        module,
        sources,
        style,
        site: None,
        recursive: recursive_clauses(module, globals),
        never_returning: never_returning(module, globals),
        uses,
        globals,
        positions: positions(module),
        position: 0,
        constants: HashMap::new(),
        out: Module { globals: module.globals.clone(), ..Module::default() },
        meanings: HashMap::new(),
        reached: HashSet::new(),
        queue: Vec::new(),
        inlining: Vec::new(),
        copying: Vec::new(),
        fixed_locals: HashMap::new(),
        mentioned: Vec::new(),
        procedures: HashMap::new(),
        depth: 0,
        copies: Vec::new(),
        passed_on: HashMap::new(),
        lifted: Vec::new(),
        growth,
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
    pass.out.items = std::mem::take(&mut pass.lifted);
    pass.out.items.extend(items.into_iter().flatten());
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

/// A local of the output that is bound to a lambda.
struct Procedure {
    clauses: Vec<Arity>,
    /// How many lambdas stand around the binding.
    depth: usize,
}

/// What a clause takes.
struct Arity {
    params: usize,
    rest: bool,
}

struct Pass<'a> {
    module: &'a Module,
    sources: &'a Sources,
    style: ClosureStyle,
    /// The call in the program that the library code which is being copied stands for.
    site: Option<Span>,
    globals: &'a HashMap<Global, LambdaId>,
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
    inlining: Vec<Name>,
    /// The local procedures that are being copied where they are bound.
    copying: Vec<Name>,
    /// Locals of the input that `Fix` binds.
    fixed_locals: HashMap<Local, LambdaId>,
    /// Locals of the output that are bound to lambdas.
    procedures: HashMap<Local, Procedure>,
    /// How many lambdas stand around what is being copied.
    depth: usize,
    /// Mentions of procedures, in order.
    mentioned: Vec<Local>,
    /// Copies of procedures that are being made.
    copies: Vec<Specialised>,
    /// Of clauses that have been asked about: which parameters are procedures that are passed on unchanged.
    passed_on: HashMap<(LambdaId, usize), Vec<bool>>,
    /// How local procedures of the input are called.
    uses: Uses,
    /// Definitions of local procedures that have become procedures of the top level.
    lifted: Vec<Item>,
    /// How a top-level form may grow.
    growth: (usize, usize),
    /// How many nodes may still be added to the current top-level form.
    fuel: usize,
    /// How many nodes may still be added to expressions of the top level, which run once: a long list of them (a file
    /// of tests) must not grow at every one.
    top_fuel: usize,
}

impl Procedure {
    fn of(lambda: &Lambda, depth: usize) -> Procedure {
        let arity = |clause: &Clause| Arity { params: clause.params.len(), rest: clause.rest.is_some() };
        Procedure { clauses: lambda.clauses.iter().map(arity).collect(), depth }
    }
}

impl Pass<'_> {
    /// `None`: a procedure, taken up when something reaches it.
    fn item(&mut self, item: &Item) -> Option<Item> {
        match item {
            Item::Define(global, _) if self.globals.contains_key(global) => None,
            Item::Define(global, expr) => {
                let value = self.top_level(expr, !self.module.globals[*global].assigned);
                if !self.module.globals[*global].assigned && self.is_atom(&value) {
                    self.constants.insert(*global, value.clone());
                }
                Some(Item::Define(*global, value))
            }
            Item::Expr(expr) => Some(Item::Expr(self.top_level(expr, false))),
        }
    }

    fn top_level(&mut self, expr: &Expr, defines: bool) -> Expr {
        let granted = (self.growth.0 + self.growth.1 * size(self.module, expr)).min(self.top_fuel);
        self.fuel = granted;
        let expr = if defines && self.style == ClosureStyle::Minimal { self.lift(expr) } else { expr };
        let copy = self.expr(expr);
        self.top_fuel -= granted - self.fuel;
        copy
    }

    /// The lambda in `(define global (fix ((local lambda) ...) lambda))`, whose local procedures become procedures of the
    /// top level, so that the global is known to be a procedure; any other expression as it is.
    fn lift<'e>(&mut self, expr: &'e Expr) -> &'e Expr {
        let (groups, inner) = procedures_around(expr);
        if !matches!(inner.kind, ExprKind::Lambda(_)) {
            return expr;
        }
        for bindings in groups {
            let globals: Vec<Global> = bindings.iter().map(|(local, _)| self.lifted_global(*local)).collect();
            for (global, (local, id)) in globals.into_iter().zip(bindings) {
                let kind = ExprKind::Lambda(self.lambda(*id));
                let span = self.module.locals[*local].span;
                self.lifted.push(Item::Define(global, Expr { kind, span }));
            }
        }
        inner
    }

    /// A new top-level variable in the place of a local one.
    fn lifted_global(&mut self, local: Local) -> Global {
        let LocalData { name, span, .. } = self.module.locals[local];
        let global = self.out.globals.push(GlobalData { name, span, assigned: false, cell: None });
        self.meanings.insert(local, Meaning::Atom(Expr { kind: ExprKind::Global(global), span }));
        global
    }

    fn definition(&mut self, global: Global) -> LambdaId {
        let id = self.globals[&global];
        let clauses = &self.module.lambdas[id].clauses;
        self.position = self.positions[&global];
        self.fuel =
            self.growth.0 + clauses.iter().map(|clause| self.growth.1 * size(self.module, &clause.body)).sum::<usize>();
        self.inlining.push(Name::Global(global));
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
        self.depth += 1;
        let clauses = lambda.clauses.iter().map(|clause| self.clause(clause)).collect();
        self.depth -= 1;
        self.out.lambdas.push(Lambda { name: lambda.name, span: lambda.span, clauses })
    }

    fn clause(&mut self, clause: &Clause) -> Clause {
        let params = clause.params.iter().map(|local| self.bind(*local)).collect();
        for local in &clause.params {
            if let Some(value) = self.uses.constants.get(local) {
                self.meanings.insert(*local, Meaning::Atom(value.clone()));
            }
        }
        let rest = clause.rest.map(|local| self.bind(local));
        Clause { params, rest, body: self.expr(&clause.body) }
    }

    fn exprs(&mut self, exprs: &[Expr]) -> Vec<Expr> {
        exprs.iter().map(|expr| self.expr(expr)).collect()
    }

    /// Expressions whose values nobody looks at.
    fn effects(&mut self, exprs: &[Expr]) -> Vec<Expr> {
        let mut effects = self.exprs(exprs);
        effects.retain(|expr| !self.is_idle(expr));
        effects
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
            ExprKind::Local(local) => return self.variable(Name::Local(*local), span),
            ExprKind::Global(global) => return self.variable(Name::Global(*global), span),
            ExprKind::SetLocal(local, value) => ExprKind::SetLocal(self.local(*local), self.boxed(value)),
            ExprKind::SetGlobal(global, value) => ExprKind::SetGlobal(*global, self.boxed(value)),
            ExprKind::CheckDefined(local) => ExprKind::CheckDefined(self.local(*local)),
            ExprKind::If(test, then, other) => return self.conditional(test, then, other, span),
            ExprKind::Let(bindings, body) => {
                let inits: Vec<Expr> = bindings.iter().map(|(_, init)| self.expr(init)).collect();
                let locals: Vec<Local> = bindings.iter().map(|(local, _)| *local).collect();
                let frames = self.bind_all(&locals, inits);
                return enclosed(frames, self.expr(body), span);
            }
            ExprKind::Fix(bindings, body) => return self.fix(bindings, body, span, Vec::new()),
            ExprKind::Lambda(id) => ExprKind::Lambda(self.lambda(*id)),
            ExprKind::Seq(exprs) => {
                let (last, init) = exprs.split_last().expect("a sequence has an expression");
                let init = self.effects(init);
                return enclosed(vec![Frame::Seq(init)], self.expr(last), span);
            }
            ExprKind::Call(callee, args) => return self.call(callee, args, span, Vec::new()),
            ExprKind::Prim(prim, args) => self.prim(*prim, args, span),
        };
        Expr { kind, span }
    }

    pub(super) fn variable(&mut self, name: Name, span: Span) -> Expr {
        let kind = match name {
            Name::Local(local) => match &self.meanings[&local] {
                Meaning::Local(new) => ExprKind::Local(*new),
                Meaning::Atom(atom) => atom.kind.clone(),
            },
            Name::Global(global) => match self.constants.get(&global) {
                Some(value) if self.positions[&global] < self.position => value.kind.clone(),
                _ => {
                    self.reach(global);
                    ExprKind::Global(global)
                }
            },
        };
        if let ExprKind::Local(local) = kind
            && self.procedures.contains_key(&local)
        {
            self.mentioned.push(local);
        }
        Expr { kind, span }
    }

    fn conditional(&mut self, test: &Expr, then: &Expr, other: &Expr, span: Span) -> Expr {
        let test = self.expr(test);
        if let ExprKind::Quote(datum) = &test.kind {
            return self.expr(if datum.kind == DatumKind::Bool(false) { other } else { then });
        }
        Expr { kind: ExprKind::If(Box::new(test), self.boxed(then), self.boxed(other)), span }
    }

    /// Local procedures and what they are bound in, called with what is pending. Those that are not mentioned any more,
    /// since all calls have been replaced, are left out.
    fn fix(&mut self, bindings: &[(Local, LambdaId)], body: &Expr, span: Span, pending: Vec<Pending>) -> Expr {
        let mut waiting = HashMap::new();
        for (local, id) in bindings {
            let new = self.bind(*local);
            self.procedures.insert(new, Procedure::of(&self.module.lambdas[*id], self.depth));
            self.fixed_locals.insert(*local, *id);
            waiting.insert(new, (*local, *id));
        }
        let mut next = self.mentioned.len();
        let body = self.applied(body, pending);
        let mut copies = Vec::new();
        while let Some(new) = self.mentioned.get(next).copied() {
            if let Some((local, id)) = waiting.remove(&new) {
                self.copying.push(Name::Local(local));
                copies.push((new, self.lambda(id)));
                self.copying.pop();
            }
            next += 1;
        }
        enclosed(vec![Frame::Fix(copies)], body, span)
    }
}

/// The local procedures around an expression, and the expression.
fn procedures_around(mut expr: &Expr) -> (Vec<&Vec<(Local, LambdaId)>>, &Expr) {
    let mut groups = Vec::new();
    while let ExprKind::Fix(bindings, body) = &expr.kind {
        groups.push(bindings);
        expr = body;
    }
    (groups, expr)
}

/// Whether there are definitions whose local procedures are to become procedures of the top level.
fn defines_around_procedures(module: &Module) -> bool {
    module.items.iter().any(|item| match item {
        Item::Define(global, expr) if !module.globals[*global].assigned => {
            let (groups, inner) = procedures_around(expr);
            !groups.is_empty() && matches!(inner.kind, ExprKind::Lambda(_))
        }
        _ => false,
    })
}

fn positions(module: &Module) -> HashMap<Global, usize> {
    let define = |(position, item): (usize, &Item)| match item {
        Item::Define(global, _) => Some((*global, position)),
        Item::Expr(_) => None,
    };
    module.items.iter().enumerate().filter_map(define).collect()
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
