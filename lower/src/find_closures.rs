//! Which lambdas are reached, how each is called, and what it captures.
//!
//! In: hir. Out: [`Closures`], facts keyed by lambda.
//!
//! A lambda takes one of three forms. It is a *loop* if it is a `Fix`-bound lambda with one clause that is entered from
//! one place and otherwise called only in its own tail positions; then it needs no function at all. It is *direct* if
//! it is only ever called by name: its captures are passed as extra arguments (lambda lifting, Johnsson 1985). Else it
//! is an *object*, and calls by name still go to the function directly.
//!
//! ```scheme
//! (define (f v)                                ; direct, captures nothing
//!   (let loop ((i 0))                          ; loop
//!     (if (< i 10)
//!         (begin (display (map (lambda (x) (* x v i)) v)) ; object, captures v and i
//!                (loop (+ i 1))))))
//! ```
//!
//! Captures are minimal: the free variables of the body, and those of lambdas that the body calls by name or makes;
//! top-level variables, lambdas that are only called and those that capture nothing themselves are never captured.

use std::collections::{BTreeSet, HashMap, HashSet};

use ir::hir::{Expr, ExprKind, Global, Item, LambdaId, Local, Module};
use ir::id::Arena;

/// Which form of closures the compiler makes.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum ClosureStyle {
    /// Objects only where they are needed, with the captures that are needed.
    #[default]
    Minimal,
    /// The plain form, to compare with: every evaluation of a lambda expression makes an object of all its free
    /// variables, and every call of it goes through the object. Only procedures of the top level are known.
    Naive,
}

/// How a lambda is compiled.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Form {
    /// A loop of the function it stands in.
    Loop,
    /// A function that is only called by name.
    Direct,
    /// A function, and a procedure object.
    Object,
}

/// Facts about one lambda.
#[derive(Clone, Debug)]
pub struct Facts {
    /// Whether the program can reach it.
    pub reached: bool,
    /// How it is compiled.
    pub form: Form,
    /// The variables it captures, in the order of the parameters that carry them.
    pub captures: Vec<Local>,
    /// Whether its own function calls itself in tail position.
    pub tail_calls_itself: bool,
    /// The lambda it stands in.
    pub parent: Option<LambdaId>,
}

/// The result of [`find_closures`].
#[derive(Debug)]
pub struct Closures {
    /// The form they are for.
    pub style: ClosureStyle,
    /// Facts about each lambda.
    pub lambdas: Arena<LambdaId, Facts>,
    /// Local variables that always hold one lambda.
    pub known_locals: HashMap<Local, LambdaId>,
    /// Top-level variables that always hold one lambda.
    pub known_globals: HashMap<Global, LambdaId>,
}

/// A place in the code: the innermost lambda, or the top level.
type Place = Option<LambdaId>;

#[derive(Clone, Copy)]
struct Site {
    place: Place,
    tail: bool,
    arguments: usize,
}

struct Pass<'a> {
    module: &'a Module,
    out: Closures,
    sites: HashMap<LambdaId, Vec<Site>>,
    used_as_value: BTreeSet<LambdaId>,
    owner: Arena<Local, Place>,
    uses: HashMap<Place, BTreeSet<Local>>,
    needs: HashMap<Place, BTreeSet<LambdaId>>,
    /// `Fix`-bound lambdas and where, inner ones first.
    fixes: Vec<(LambdaId, Place)>,
    entry: HashMap<LambdaId, Site>,
    pending: Vec<LambdaId>,
}

/// Finds the form and the captures of every reachable lambda.
pub fn find_closures(module: &Module, style: ClosureStyle) -> Closures {
    let fresh =
        Facts { reached: false, form: Form::Direct, captures: Vec::new(), tail_calls_itself: false, parent: None };
    let mut pass = Pass {
        module,
        out: Closures {
            style,
            lambdas: Arena::filled(fresh, module.lambdas.len()),
            known_locals: HashMap::new(),
            known_globals: known_globals(module),
        },
        sites: HashMap::new(),
        used_as_value: BTreeSet::new(),
        owner: Arena::filled(None, module.locals.len()),
        uses: HashMap::new(),
        needs: HashMap::new(),
        fixes: Vec::new(),
        entry: HashMap::new(),
        pending: Vec::new(),
    };
    pass.walk_program();
    pass.decide_forms();
    pass.find_captures();
    pass.out
}

/// Top-level variables that are bound to one lambda for good.
pub fn known_globals(module: &Module) -> HashMap<Global, LambdaId> {
    let lambda_of = |item: &Item| match item {
        Item::Define(global, Expr { kind: ExprKind::Lambda(id), .. }) if !module.globals[*global].assigned => {
            Some((*global, *id))
        }
        _ => None,
    };
    module.items.iter().filter_map(lambda_of).collect()
}

impl Pass<'_> {
    fn walk_program(&mut self) {
        let module = self.module;
        for item in &module.items {
            match item {
                Item::Define(global, _) if self.out.known_globals.contains_key(global) => {}
                Item::Define(_, expr) | Item::Expr(expr) => self.walk(expr, None, false),
            }
        }
        while let Some(id) = self.pending.pop() {
            self.walk_lambda(id, None);
        }
    }

    fn reach_global(&mut self, global: Global) -> Option<LambdaId> {
        let id = *self.out.known_globals.get(&global)?;
        if !self.out.lambdas[id].reached {
            self.out.lambdas[id].reached = true;
            self.pending.push(id);
        }
        Some(id)
    }

    fn walk_lambda(&mut self, id: LambdaId, parent: Place) {
        let module = self.module;
        self.out.lambdas[id].reached = true;
        self.out.lambdas[id].parent = parent;
        for clause in &module.lambdas[id].clauses {
            for local in clause.params.iter().chain(&clause.rest) {
                self.owner[*local] = Some(id);
            }
            self.walk(&clause.body, Some(id), true);
        }
    }

    fn use_local(&mut self, local: Local, place: Place) {
        self.uses.entry(place).or_default().insert(local);
        if let Some(id) = self.out.known_locals.get(&local) {
            self.used_as_value.insert(*id);
        }
    }

    fn walk(&mut self, expr: &Expr, place: Place, tail: bool) {
        match &expr.kind {
            ExprKind::Quote(_) | ExprKind::Unspecified | ExprKind::Undefined => {}
            ExprKind::Local(local) | ExprKind::CheckDefined(local) => self.use_local(*local, place),
            ExprKind::Global(global) => {
                if let Some(id) = self.reach_global(*global) {
                    self.used_as_value.insert(id);
                }
            }
            ExprKind::SetLocal(local, value) => {
                self.use_local(*local, place);
                self.walk(value, place, false);
            }
            ExprKind::SetGlobal(_, value) => self.walk(value, place, false),
            ExprKind::If(test, then, other) => {
                self.walk(test, place, false);
                self.walk(then, place, tail);
                self.walk(other, place, tail);
            }
            ExprKind::Let(bindings, body) => {
                for (local, init) in bindings {
                    self.owner[*local] = place;
                    self.walk(init, place, false);
                }
                self.walk(body, place, tail);
            }
            ExprKind::Fix(bindings, body) => self.walk_fix(bindings, body, place, tail),
            ExprKind::Lambda(id) => {
                self.used_as_value.insert(*id);
                self.needs.entry(place).or_default().insert(*id);
                self.walk_lambda(*id, place);
            }
            ExprKind::Seq(exprs) => {
                let last = exprs.len() - 1;
                for (index, expr) in exprs.iter().enumerate() {
                    self.walk(expr, place, tail && index == last);
                }
            }
            ExprKind::Call(callee, args) => self.walk_call(callee, args, place, tail),
            ExprKind::Prim(_, args) => {
                for arg in args {
                    self.walk(arg, place, false);
                }
            }
        }
    }

    fn walk_fix(&mut self, bindings: &[(Local, LambdaId)], body: &Expr, place: Place, tail: bool) {
        for (local, id) in bindings {
            self.owner[*local] = place;
            match self.out.style {
                ClosureStyle::Minimal => drop(self.out.known_locals.insert(*local, *id)),
                ClosureStyle::Naive => drop(self.used_as_value.insert(*id)),
            }
        }
        for (_, id) in bindings {
            self.walk_lambda(*id, place);
        }
        self.walk(body, place, tail);
        self.fixes.extend(bindings.iter().map(|(_, id)| (*id, place)));
    }

    fn walk_call(&mut self, callee: &Expr, args: &[Expr], place: Place, tail: bool) {
        let known = match &callee.kind {
            ExprKind::Local(local) => self.out.known_locals.get(local).copied(),
            ExprKind::Global(global) => self.reach_global(*global),
            _ => None,
        };
        let clause = known.and_then(|id| clause_for(self.module, id, args.len()));
        match known {
            Some(id) if clause.is_some() => {
                self.needs.entry(place).or_default().insert(id);
                self.sites.entry(id).or_default().push(Site { place, tail, arguments: args.len() });
            }
            _ => self.walk(callee, place, false),
        }
        for arg in args {
            self.walk(arg, place, false);
        }
    }

    /// The function a place belongs to once loops are part of the functions around them, and whether a tail position
    /// there is one of that function.
    fn function_of(&self, mut place: Place, mut tail: bool) -> (Place, bool) {
        while let Some(id) = place {
            let Some(entry) = self.entry.get(&id) else { break };
            tail &= entry.tail;
            place = entry.place;
        }
        (place, tail)
    }

    fn decide_forms(&mut self) {
        let fixes = std::mem::take(&mut self.fixes);
        for (id, place) in &fixes {
            if let Some(entry) = self.loop_entry(*id, *place) {
                self.entry.insert(*id, entry);
                self.out.lambdas[*id].form = Form::Loop;
            }
        }
        for id in &self.used_as_value {
            self.out.lambdas[*id].form = Form::Object;
        }
        // The object is made where the lambda is bound.
        for (id, place) in fixes.into_iter().filter(|(id, _)| self.used_as_value.contains(id)) {
            self.needs.entry(place).or_default().insert(id);
        }
        for (id, sites) in &self.sites {
            if self.out.lambdas[*id].form == Form::Loop || self.module.lambdas[*id].clauses.len() != 1 {
                continue;
            }
            let own = |site: &Site| self.function_of(site.place, site.tail) == (Some(*id), true);
            self.out.lambdas[*id].tail_calls_itself = sites.iter().any(own);
        }
    }

    /// The one call that enters the lambda from outside, if the lambda can be a loop.
    fn loop_entry(&self, id: LambdaId, place: Place) -> Option<Site> {
        let [clause] = &self.module.lambdas[id].clauses[..] else { return None };
        if self.used_as_value.contains(&id) || clause.rest.is_some() {
            return None;
        }
        let mut entry = None;
        for site in self.sites.get(&id)? {
            debug_assert_eq!(site.arguments, clause.params.len());
            let (caller, tail) = self.function_of(site.place, site.tail);
            if caller == Some(id) {
                if !tail {
                    return None;
                }
            } else if entry.is_some() || caller != self.function_of(place, true).0 {
                return None;
            } else {
                entry = Some(*site);
            }
        }
        entry
    }

    /// The least sets with: captures = variables of other functions that are used, or captured by what is needed.
    fn find_captures(&mut self) {
        let mut captures: HashMap<LambdaId, BTreeSet<Local>> = HashMap::new();
        let mut dependents: HashMap<LambdaId, Vec<LambdaId>> = HashMap::new();
        let mut work = Vec::new();
        for (place, locals) in &self.uses {
            let Some(function) = self.function_of(*place, true).0 else { continue };
            let free = locals.iter().filter(|local| self.is_foreign(**local, function));
            captures.entry(function).or_default().extend(free.copied());
        }
        for (place, lambdas) in &self.needs {
            let Some(function) = self.function_of(*place, true).0 else { continue };
            for needed in lambdas.iter().filter_map(|id| self.function_of(Some(*id), true).0) {
                dependents.entry(needed).or_default().push(function);
            }
        }
        work.extend(captures.keys().copied());
        while let Some(id) = work.pop() {
            let from = captures.get(&id).cloned().unwrap_or_default();
            for dependent in dependents.get(&id).into_iter().flatten() {
                let to = captures.entry(*dependent).or_default();
                let before = to.len();
                to.extend(from.iter().filter(|local| self.is_foreign(**local, *dependent)));
                if to.len() > before {
                    work.push(*dependent);
                }
            }
        }
        let statics = self.statics(&captures);
        for (id, locals) in captures {
            let captured = locals.into_iter().filter(|local| !statics.contains(local));
            self.out.lambdas[id].captures = captured.collect();
        }
    }

    /// The variables bound to procedures that capture nothing but each other: there is one object of each, so they need
    /// not be captured.
    fn statics(&self, captures: &HashMap<LambdaId, BTreeSet<Local>>) -> HashSet<Local> {
        let known = &self.out.known_locals;
        let mut statics: HashSet<Local> = known.keys().copied().collect();
        let mut captured_by: HashMap<Local, Vec<Local>> = HashMap::new();
        for (local, id) in known {
            for captured in captures.get(id).into_iter().flatten() {
                captured_by.entry(*captured).or_default().push(*local);
            }
        }
        let mut work: Vec<Local> = captured_by.keys().copied().filter(|local| !known.contains_key(local)).collect();
        while let Some(captured) = work.pop() {
            let others = captured_by.get(&captured).into_iter().flatten().copied();
            work.extend(others.filter(|local| statics.remove(local)));
        }
        statics
    }

    fn is_foreign(&self, local: Local, function: LambdaId) -> bool {
        self.function_of(self.owner[local], true).0 != Some(function)
    }
}

/// The clause that takes this number of arguments.
pub fn clause_for(module: &Module, id: LambdaId, arguments: usize) -> Option<usize> {
    module.lambdas[id].clauses.iter().position(|clause| match clause.rest {
        Some(_) => arguments >= clause.params.len(),
        None => arguments == clause.params.len(),
    })
}
