//! Replaces calls of small known procedures by their bodies.
//!
//! In: hir. Out: hir with the same meaning, new ids, and without procedures that nothing reaches, in which
//!
//! - a call of a top-level procedure whose clause is small is its body under a `Let`;
//! - a call that passes a lambda, or a top-level procedure, to a top-level procedure of middling size (`map`,
//!   `for-each`, `fold`) is the body too, so that it is known there what is called;
//! - a variable bound to a lambda is bound by `Fix`, one bound to a constant or another variable is replaced by it;
//! - a top-level variable that is defined once as a constant is replaced by it in all that stands behind its definition.
//!
//! ```scheme
//! (define + (case-lambda ((a b) (%+ a b)) ...))    (+ x (f y))  =>  (let ((b (f y))) (%+ x b))
//! (for-each (lambda (x) (display x)) l)                         =>  a loop without a closure
//! ```
//!
//! What comes from the standard library stands, in the output, where the program calls it.
//!
//! Procedures that call themselves are not inlined; each top-level form may grow by a bounded factor, so the cost is
//! linear in the size of the program.

use std::collections::{HashMap, HashSet};

use ir::hir::{Clause, Expr, ExprKind, Global, Item, Lambda, LambdaId, Local, Module};
use prims::Inline;
use syntax::{DatumKind, Number, Sources, Span};

use crate::find_closures::{clause_for, known_globals};
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

/// Inlines calls in a whole program.
pub fn inline_calls(module: &Module, sources: &Sources) -> Module {
    let globals = known_globals(module);
    let mut pass = Pass {
        module,
        sources,
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

struct Pass<'a> {
    module: &'a Module,
    sources: &'a Sources,
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
            ExprKind::Global(global) => match self.constants.get(global) {
                Some(value) if self.positions[global] < self.position => value.kind.clone(),
                _ => {
                    self.reach(*global);
                    ExprKind::Global(*global)
                }
            },
            ExprKind::SetLocal(local, value) => ExprKind::SetLocal(self.local(*local), self.boxed(value)),
            ExprKind::SetGlobal(global, value) => ExprKind::SetGlobal(*global, self.boxed(value)),
            ExprKind::CheckDefined(local) => ExprKind::CheckDefined(self.local(*local)),
            ExprKind::If(test, then, other) => return self.conditional(test, then, other, span),
            ExprKind::Let(bindings, body) => {
                let inits: Vec<Expr> = bindings.iter().map(|(_, init)| self.expr(init)).collect();
                let locals: Vec<Local> = bindings.iter().map(|(local, _)| *local).collect();
                return self.bound(&locals, inits, body, span);
            }
            ExprKind::Fix(bindings, body) => {
                let locals: Vec<Local> = bindings.iter().map(|(local, _)| self.bind(*local)).collect();
                let lambdas: Vec<LambdaId> = bindings.iter().map(|(_, id)| self.lambda(*id)).collect();
                ExprKind::Fix(locals.into_iter().zip(lambdas).collect(), self.boxed(body))
            }
            ExprKind::Lambda(id) => ExprKind::Lambda(self.lambda(*id)),
            ExprKind::Seq(exprs) => ExprKind::Seq(self.exprs(exprs)),
            ExprKind::Call(callee, args) => return self.call(callee, args, span),
            ExprKind::Prim(prim, args) => ExprKind::Prim(*prim, self.exprs(args)),
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

    fn call(&mut self, callee: &Expr, args: &[Expr], span: Span) -> Expr {
        let new_args = self.exprs(args);
        if let ExprKind::Global(global) = callee.kind
            && let Some(clause) = self.clause_to_inline(global, &new_args)
        {
            let outside = self.site;
            if self.is_standard(self.module.lambdas[clause.0].span) && !self.is_standard(span) {
                self.site = Some(span);
            }
            self.inlining.push(global);
            let body = self.inlined(clause, new_args, span);
            self.inlining.pop();
            self.site = outside;
            return body;
        }
        Expr { kind: ExprKind::Call(self.boxed(callee), new_args), span }
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
        let with_lambda = args.iter().any(|arg| match arg.kind {
            ExprKind::Lambda(_) => true,
            ExprKind::Global(global) => self.globals.contains_key(&global),
            _ => false,
        });
        let body = &self.module.lambdas[id].clauses[index].body;
        let size = size_up_to(self.module, body, if with_lambda { WITH_LAMBDA } else { SMALL })?;
        // An operator of differentiation is always worth it: the compiled path has to know its procedure.
        if size > self.fuel && !(with_lambda && differentiates(self.module, body)) {
            return None;
        }
        self.fuel = self.fuel.saturating_sub(size);
        Some((id, index))
    }

    fn inlined(&mut self, (id, index): LambdaClause, mut args: Vec<Expr>, span: Span) -> Expr {
        let clause = &self.module.lambdas[id].clauses[index];
        let mut locals = clause.params.clone();
        if let Some(rest) = clause.rest {
            let items = args.split_off(clause.params.len());
            let list = prims::find("list").expect("the table has a row for list");
            args.push(Expr { kind: ExprKind::Prim(list, items), span });
            locals.push(rest);
        }
        self.bound(&locals, args, &clause.body, span)
    }

    /// `body` with locals bound to expressions of the output: by `Let`, by `Fix` for lambdas, by replacement for atoms.
    fn bound(&mut self, locals: &[Local], inits: Vec<Expr>, body: &Expr, span: Span) -> Expr {
        let mut bindings = Vec::new();
        let mut lambdas = Vec::new();
        for (local, init) in locals.iter().zip(inits) {
            let assigned = self.module.locals[*local].assigned;
            match &init.kind {
                ExprKind::Lambda(id) if !assigned => lambdas.push((self.bind(*local), *id)),
                _ if !assigned && self.is_atom(&init) => {
                    self.meanings.insert(*local, Meaning::Atom(init));
                }
                _ => bindings.push((self.bind(*local), init)),
            }
        }
        let mut result = self.expr(body);
        if !lambdas.is_empty() {
            result = Expr { kind: ExprKind::Fix(lambdas, Box::new(result)), span };
        }
        if !bindings.is_empty() {
            result = Expr { kind: ExprKind::Let(bindings, Box::new(result)), span };
        }
        result
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
    let is_gradient =
        |kind: &ExprKind| matches!(kind, ExprKind::Prim(prim, _) if prim.row().inline == Some(Inline::Gradient));
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
fn size_up_to(module: &Module, expr: &Expr, limit: usize) -> Option<usize> {
    let mut count = 0;
    visit(module, expr, &mut |_| {
        count += 1;
        count <= limit
    });
    (count <= limit).then_some(count)
}

/// Visits an expression and all within it, until `enter` says no.
fn visit(module: &Module, expr: &Expr, enter: &mut impl FnMut(&Expr) -> bool) -> bool {
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
