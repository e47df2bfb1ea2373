//! What identifiers mean: scopes, bindings, aliases.
//!
//! Hygiene is by renaming (Clinger & Rees 1991): a symbol that a macro's template inserts becomes an *alias*, a fresh
//! symbol that remembers the original and the scope of the macro's definition. A binding form binds the alias like any
//! symbol; an alias that nothing binds means what the original means where the macro was defined.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use ir::hir::Local;
use prims::PrimId;
use syntax::{Datum, DatumKind, Symbol};

use crate::core_forms::CoreForm;
use crate::syntax_rules::Macro;

/// A top-level variable of a library or of the program.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Top(pub usize);

/// What an identifier is bound to.
#[derive(Clone)]
pub enum Binding {
    /// A local variable.
    Local(Local),
    /// A top-level variable.
    Top(Top),
    /// A primitive of the table.
    Prim(PrimId),
    /// Syntax that the expander knows.
    Core(CoreForm),
    /// Syntax defined by `syntax-rules`.
    Macro(Rc<Macro>),
}

impl Binding {
    /// Whether two bindings are the same, as literals of macros want to know.
    pub fn same(&self, other: &Binding) -> bool {
        match (self, other) {
            (Binding::Local(a), Binding::Local(b)) => a == b,
            (Binding::Top(a), Binding::Top(b)) => a == b,
            (Binding::Prim(a), Binding::Prim(b)) => a == b,
            (Binding::Core(a), Binding::Core(b)) => a == b,
            (Binding::Macro(a), Binding::Macro(b)) => Rc::ptr_eq(a, b),
            _ => false,
        }
    }
}

/// A region of the program and the identifiers it binds.
#[derive(Default)]
pub struct Scope {
    bindings: RefCell<HashMap<Symbol, Binding>>,
    parent: Option<Rc<Scope>>,
}

impl Scope {
    /// An empty scope inside of another.
    pub fn inside(parent: &Rc<Scope>) -> Rc<Scope> {
        Rc::new(Scope { bindings: RefCell::default(), parent: Some(parent.clone()) })
    }

    /// Binds an identifier; the binding it had in this very scope.
    pub fn bind(&self, name: Symbol, binding: Binding) -> Option<Binding> {
        self.bindings.borrow_mut().insert(name, binding)
    }

    /// The binding in this very scope.
    pub fn own(&self, name: Symbol) -> Option<Binding> {
        self.bindings.borrow().get(&name).cloned()
    }

    fn lookup(&self, name: Symbol) -> Option<Binding> {
        let mut scope = self;
        loop {
            if let Some(binding) = scope.bindings.borrow().get(&name) {
                return Some(binding.clone());
            }
            scope = scope.parent.as_ref()?;
        }
    }

    /// All names that are visible, for suggestions.
    pub fn names(&self) -> Vec<Symbol> {
        let mut names: Vec<Symbol> = self.bindings.borrow().keys().copied().collect();
        if let Some(parent) = &self.parent {
            names.extend(parent.names());
        }
        names
    }
}

/// All aliases.
#[derive(Default)]
pub struct Aliases {
    origins: HashMap<Symbol, (Symbol, Rc<Scope>)>,
    count: usize,
}

impl Aliases {
    /// A fresh alias of a symbol that was written in a scope.
    pub fn make(&mut self, name: Symbol, scope: &Rc<Scope>) -> Symbol {
        self.count += 1;
        let alias = Symbol::new(&format!("{}\u{1}{}", self.plain(name), self.count));
        self.origins.insert(alias, (name, scope.clone()));
        alias
    }

    /// What an identifier is bound to in a scope.
    pub fn resolve(&self, name: Symbol, scope: &Rc<Scope>) -> Option<Binding> {
        let (mut name, mut scope) = (name, scope.clone());
        loop {
            if let Some(binding) = scope.lookup(name) {
                return Some(binding);
            }
            let (origin, home) = self.origins.get(&name)?;
            (name, scope) = (*origin, home.clone());
        }
    }

    /// The symbol that was written by a person.
    pub fn plain(&self, mut name: Symbol) -> Symbol {
        while let Some((origin, _)) = self.origins.get(&name) {
            name = *origin;
        }
        name
    }

    /// A datum with all aliases replaced by what was written.
    pub fn strip(&self, datum: &Datum) -> Datum {
        let kind = match &datum.kind {
            DatumKind::Symbol(name) => DatumKind::Symbol(self.plain(*name)),
            DatumKind::List(items, tail) => DatumKind::List(
                items.iter().map(|item| self.strip(item)).collect(),
                tail.as_ref().map(|tail| Box::new(self.strip(tail))),
            ),
            DatumKind::Vector(items) => DatumKind::Vector(items.iter().map(|item| self.strip(item)).collect()),
            other => other.clone(),
        };
        Datum { kind, span: datum.span }
    }
}
