//! How the procedures of a module are called.

use std::collections::{HashMap, HashSet};

use ir::hir::{Expr, ExprKind, Global, Item, LambdaId, Local, Module};
use syntax::{DatumKind, Number};

use super::bindings::is_immediate;
use super::walk::{all_bodies, all_children};

/// What is to be known of procedures.
#[derive(Default)]
pub(super) struct Uses {
    /// Parameters of top-level procedures that get the same constant in all calls; others call themselves with it.
    pub(super) constants: HashMap<Local, Expr>,
    /// Local procedures that are mentioned once, where they are called, and not by themselves or by those bound with
    /// them: a call of such a procedure is its body, whatever its size.
    pub(super) called_once: HashSet<Local>,
    /// Whether some local procedures get procedures, or return what is called.
    pub(super) get_procedures: bool,
}

/// Looks at a module with these top-level procedures.
pub(super) fn uses(module: &Module, globals: &HashMap<Global, LambdaId>) -> Uses {
    let mut walk = Walk {
        module,
        globals,
        fixed: HashSet::new(),
        mentions: HashMap::new(),
        called: HashSet::new(),
        recursive: HashSet::new(),
        get_procedures: false,
        escaping: HashSet::new(),
        arguments: HashMap::new(),
    };
    for item in &module.items {
        let (Item::Define(_, expr) | Item::Expr(expr)) = item;
        walk.expr(expr);
    }
    let constants = walk.constants();
    let Walk { mentions, mut called, recursive, get_procedures, .. } = walk;
    called.retain(|local| mentions.get(local) == Some(&1) && !recursive.contains(local));
    Uses { constants, called_once: called, get_procedures }
}

struct Walk<'a> {
    module: &'a Module,
    globals: &'a HashMap<Global, LambdaId>,
    /// Locals that `Fix` binds.
    fixed: HashSet<Local>,
    mentions: HashMap<Local, usize>,
    called: HashSet<Local>,
    /// Those that are mentioned by procedures that are bound with them.
    recursive: HashSet<Local>,
    get_procedures: bool,
    /// Top-level procedures that are mentioned elsewhere than in calls that fit.
    escaping: HashSet<Global>,
    /// What all calls of a top-level procedure have in common; `None` where they differ.
    arguments: HashMap<Local, Option<Expr>>,
}

impl Walk<'_> {
    fn expr(&mut self, expr: &Expr) {
        match &expr.kind {
            ExprKind::Local(local) => *self.mentions.entry(*local).or_default() += 1,
            ExprKind::Global(global) => drop(self.escaping.insert(*global)),
            ExprKind::Call(callee, args) => {
                self.call(callee, args);
                if let ExprKind::Global(global) = callee.kind
                    && self.is_call_of(global, args)
                {
                    return args.iter().for_each(|arg| self.expr(arg));
                }
            }
            ExprKind::Fix(bindings, body) => {
                self.fixed.extend(bindings.iter().map(|(local, _)| *local));
                for (_, id) in bindings {
                    all_bodies(self.module, *id, &mut |body| self.walked(body));
                }
                let locals = bindings.iter().map(|(local, _)| *local);
                self.recursive.extend(locals.filter(|local| self.mentions.contains_key(local)));
                return self.expr(body);
            }
            _ => {}
        }
        all_children(self.module, expr, &mut |child| self.walked(child));
    }

    fn walked(&mut self, expr: &Expr) -> bool {
        self.expr(expr);
        true
    }

    fn call(&mut self, callee: &Expr, args: &[Expr]) {
        match &callee.kind {
            ExprKind::Local(local) if self.fixed.contains(local) => {
                self.called.insert(*local);
                self.get_procedures |= args.iter().any(|arg| self.is_procedure(arg));
            }
            ExprKind::Call(inner, _) => self.get_procedures |= self.is_procedure(inner),
            _ => {}
        }
    }

    /// Takes note of a call of a top-level procedure with one clause; whether it is one.
    fn is_call_of(&mut self, global: Global, args: &[Expr]) -> bool {
        let module = self.module;
        let Some([clause]) = self.globals.get(&global).map(|id| &module.lambdas[*id].clauses[..]) else { return false };
        if clause.rest.is_some() || clause.params.len() != args.len() {
            return false;
        }
        for (param, arg) in clause.params.iter().zip(args) {
            let passes_on = matches!(arg.kind, ExprKind::Local(local) if local == *param);
            if !passes_on {
                let known = self.arguments.entry(*param).or_insert_with(|| Some(arg.clone()));
                *known = known.take().filter(|known| same_constant(known, arg));
            }
        }
        true
    }

    fn constants(&self) -> HashMap<Local, Expr> {
        let fits = |(global, _): &(&Global, &LambdaId)| !self.escaping.contains(global);
        let clauses = self.globals.iter().filter(fits).flat_map(|(_, id)| &self.module.lambdas[*id].clauses);
        let params = clauses.flat_map(|clause| &clause.params).filter(|param| !self.module.locals[**param].assigned);
        params.filter_map(|param| Some((*param, self.arguments.get(param)?.clone()?))).collect()
    }

    fn is_procedure(&self, expr: &Expr) -> bool {
        match &expr.kind {
            ExprKind::Lambda(_) => true,
            ExprKind::Local(local) => self.fixed.contains(local),
            ExprKind::Global(global) => self.globals.contains_key(global),
            _ => false,
        }
    }
}

fn same_constant(one: &Expr, other: &Expr) -> bool {
    match (&one.kind, &other.kind) {
        (ExprKind::Quote(one), ExprKind::Quote(other)) => match (&one.kind, &other.kind) {
            (DatumKind::Number(Number::Float(one)), DatumKind::Number(Number::Float(other))) => {
                one.to_bits() == other.to_bits()
            }
            (kind, other) => is_immediate(one) && kind == other,
        },
        _ => false,
    }
}
