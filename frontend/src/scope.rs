//! What identifiers mean: scopes, bindings, aliases.
//!
//! Hygiene is by renaming (Clinger & Rees 1991): a symbol that a macro's template inserts becomes an *alias*, a fresh
//! symbol that remembers the original and the scope of the macro's definition. A binding form binds the alias like any
//! symbol; an alias that nothing binds means what the original means where the macro was defined.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
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

/// A map keyed by symbols, which are hashed by their addresses.
pub type SymbolMap<T> = HashMap<Symbol, T, BuildHasherDefault<AddressHasher>>;

/// Hashes an address by multiplication.
#[derive(Default)]
pub struct AddressHasher(u64);

impl Hasher for AddressHasher {
    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.write_usize(usize::from(*byte)));
    }

    fn write_usize(&mut self, address: usize) {
        self.0 = (self.0 ^ address as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(26);
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// Up to so many bindings are searched one by one.
const FEW: usize = 8;

/// The bindings of one scope: most have few.
enum Bindings {
    Few(Vec<(Symbol, Binding)>),
    Many(SymbolMap<Binding>),
}

impl Default for Bindings {
    fn default() -> Self {
        Bindings::Few(Vec::new())
    }
}

impl Bindings {
    fn get(&self, name: Symbol) -> Option<&Binding> {
        match self {
            Bindings::Few(all) => all.iter().find(|(other, _)| *other == name).map(|(_, binding)| binding),
            Bindings::Many(all) => all.get(&name),
        }
    }

    fn insert(&mut self, name: Symbol, binding: Binding) -> Option<Binding> {
        match self {
            Bindings::Few(all) => {
                if let Some((_, old)) = all.iter_mut().find(|(other, _)| *other == name) {
                    return Some(std::mem::replace(old, binding));
                }
                all.push((name, binding));
                if all.len() > FEW {
                    *self = Bindings::Many(std::mem::take(all).into_iter().collect());
                }
                None
            }
            Bindings::Many(all) => all.insert(name, binding),
        }
    }

    fn each(&self, mut visit: impl FnMut(Symbol, &Binding)) {
        match self {
            Bindings::Few(all) => all.iter().for_each(|(name, binding)| visit(*name, binding)),
            Bindings::Many(all) => all.iter().for_each(|(name, binding)| visit(*name, binding)),
        }
    }
}

/// A region of the program and the identifiers it binds.
///
/// Scopes nest as deep as programs do, so lookups skip: every [`STRIDE`]th local scope has the bindings of a run of
/// scopes up to it in one table, as many as the lowest set bit of its depth says (as in Fenwick's trees).
#[derive(Default)]
pub struct Scope {
    bindings: RefCell<Bindings>,
    parent: Option<Rc<Scope>>,
    /// How many local scopes there are from the top level to here.
    depth: usize,
    run: RefCell<Option<Rc<Run>>>,
    /// Whether a run has been made of this scope and others.
    in_run: Cell<bool>,
    /// Counts bindings that came after a run was made; shared by all scopes of a program.
    late: Rc<Cell<usize>>,
}

/// Distance of the scopes with runs.
const STRIDE: usize = 64;

/// The bindings of scopes that follow each other.
struct Run {
    bindings: SymbolMap<Binding>,
    /// The scope around the outermost of them.
    around: Rc<Scope>,
    /// What [`Scope::late`] was.
    late: usize,
}

impl Scope {
    /// An empty local scope inside of another.
    pub fn inside(parent: &Rc<Scope>) -> Rc<Scope> {
        let late = parent.late.clone();
        Rc::new(Scope { parent: Some(parent.clone()), depth: parent.depth + 1, late, ..Scope::default() })
    }

    /// An empty scope inside of another for top-level variables.
    pub fn of_tops(parent: &Rc<Scope>) -> Rc<Scope> {
        Rc::new(Scope { parent: Some(parent.clone()), late: parent.late.clone(), ..Scope::default() })
    }

    /// An empty scope for imports, around which is one for what `(fluxion base)` exports: other imports hide that.
    pub fn for_imports(root: &Rc<Scope>) -> Rc<Scope> {
        Scope::of_tops(&Scope::of_tops(root))
    }

    /// The scope around this one.
    pub fn parent(&self) -> Option<&Rc<Scope>> {
        self.parent.as_ref()
    }

    /// Binds an identifier; the binding it had in this very scope.
    pub fn bind(&self, name: Symbol, binding: Binding) -> Option<Binding> {
        if self.in_run.get() {
            self.late.set(self.late.get() + 1);
        }
        self.bindings.borrow_mut().insert(name, binding)
    }

    /// The binding in this very scope.
    pub fn own(&self, name: Symbol) -> Option<Binding> {
        self.bindings.borrow().get(name).cloned()
    }

    fn lookup(&self, name: Symbol) -> Option<Binding> {
        let mut scope = self;
        loop {
            if scope.depth > 0 && scope.depth.is_multiple_of(STRIDE) {
                let run = scope.run();
                return run.bindings.get(&name).cloned().or_else(|| run.around.lookup(name));
            }
            if let Some(binding) = scope.bindings.borrow().get(name) {
                return Some(binding.clone());
            }
            scope = scope.parent.as_ref()?;
        }
    }

    /// The bindings of the scopes from this one outwards.
    fn run(&self) -> Rc<Run> {
        let late = self.late.get();
        let known = self.run.borrow().clone().filter(|run| run.late == late);
        known.unwrap_or_else(|| {
            let run = Rc::new(self.make_run(late));
            *self.run.borrow_mut() = Some(run.clone());
            run
        })
    }

    fn make_run(&self, late: usize) -> Run {
        let length = 1 << self.depth.trailing_zeros();
        let mut bindings = SymbolMap::default();
        let (mut scope, mut around) = (self, self.parent.as_ref());
        for index in 0..length {
            if index > 0 {
                scope = around.expect("a local scope has one around it");
                around = scope.parent.as_ref();
            }
            scope.in_run.set(true);
            scope.bindings.borrow().each(|name, binding| {
                bindings.entry(name).or_insert_with(|| binding.clone());
            });
        }
        Run { bindings, around: around.expect("a local scope has one around it").clone(), late }
    }

    /// All names that are visible, for suggestions.
    pub fn names(&self) -> Vec<Symbol> {
        let mut names = Vec::new();
        let mut scope = Some(self);
        while let Some(this) = scope {
            this.bindings.borrow().each(|name, _| names.push(name));
            scope = this.parent.as_deref();
        }
        names
    }
}

/// All aliases. Their names begin with [`MARK`].
#[derive(Default)]
pub struct Aliases {
    origins: SymbolMap<Origin>,
    count: usize,
}

/// What an alias stands for.
struct Origin {
    name: Symbol,
    scope: Rc<Scope>,
    /// Whether some scope binds the alias.
    bound: bool,
}

/// A character that no name in a source begins with.
const MARK: char = '\u{1}';

fn is_alias(name: Symbol) -> bool {
    name.as_str().starts_with(MARK)
}

impl Aliases {
    /// A fresh alias of a symbol that was written in a scope.
    pub fn make(&mut self, name: Symbol, scope: &Rc<Scope>) -> Symbol {
        self.count += 1;
        let alias = Symbol::new(&format!("{MARK}{} {}", self.count, self.plain(name)));
        self.origins.insert(alias, Origin { name, scope: scope.clone(), bound: false });
        alias
    }

    /// Takes note that an identifier is bound somewhere.
    pub fn note_bound(&mut self, name: Symbol) {
        if is_alias(name)
            && let Some(origin) = self.origins.get_mut(&name)
        {
            origin.bound = true;
        }
    }

    /// What an identifier is bound to in a scope.
    pub fn resolve(&self, name: Symbol, scope: &Rc<Scope>) -> Option<Binding> {
        let (mut name, mut scope) = (name, scope);
        loop {
            let origin = if is_alias(name) { self.origins.get(&name) } else { None };
            // Most aliases are never bound: then no scope need be searched for them.
            if origin.is_none_or(|origin| origin.bound)
                && let Some(binding) = scope.lookup(name)
            {
                return Some(binding);
            }
            let origin = origin?;
            (name, scope) = (origin.name, &origin.scope);
        }
    }

    /// The symbol that was written by a person.
    pub fn plain(&self, mut name: Symbol) -> Symbol {
        while is_alias(name)
            && let Some(origin) = self.origins.get(&name)
        {
            name = origin.name;
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
            DatumKind::Labelled(label, inner) => DatumKind::Labelled(*label, Box::new(self.strip(inner))),
            other => other.clone(),
        };
        Datum { kind, span: datum.span }
    }
}
