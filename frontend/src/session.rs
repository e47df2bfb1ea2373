//! Sessions: programs that come in pieces (a REPL, `eval`, `load`), each of which becomes a module of its own.
//!
//! What a piece defines lives in *cells*, numbered variables that all modules of the session share. A procedure of a
//! library, or of a program that starts the session, is known within the module that it is compiled in and put into its
//! cell for later ones; a variable that is not a procedure, or that a later piece may define anew, is only its cell.
//!
//! The forms of a piece become the body of a procedure without parameters, the piece's *thunk*, which the module puts
//! into [`THUNK`]; so running a piece is an ordinary call.

use std::collections::HashSet;
use std::rc::Rc;

use ir::hir::{Cell, Clause, Expr, ExprKind, Global, GlobalData, Item, Lambda, Module};
use syntax::{Datum, Diagnostic, FileId, Severity, Sources, Span, Symbol, read_datums};

use crate::check_calls::check_calls;
use crate::expand::sequence;
use crate::scope::{Binding, Scope, Top};
use crate::{Expander, Loader};

/// The cell of the thunk of the module that was made last.
pub const THUNK: Cell = 0;
/// The name of every thunk.
pub const THUNK_NAME: &str = "thunk";

/// What an environment's expressions see.
struct Environment {
    imports: Rc<Scope>,
    scope: Rc<Scope>,
    /// Whether definitions are allowed.
    open: bool,
}

/// Names and definitions that live as long as the pieces of a program come in.
pub struct Session<'a> {
    expander: Expander<'a>,
    environments: Vec<Environment>,
}

/// State of an expander that works for a session.
pub struct Cells {
    next: Cell,
    /// Where a variable that is not known inside of a procedure will be defined later.
    pub later: Option<Rc<Scope>>,
}

/// The environment that a session starts with, which takes definitions.
pub const INTERACTION: usize = 0;

impl<'a> Session<'a> {
    /// A session whose first environment sees the standard library.
    pub fn new(sources: &'a mut Sources, loader: &'a mut dyn Loader) -> Session<'a> {
        let mut expander = Expander::new(sources, loader, Vec::new());
        expander.cells = Some(Cells { next: THUNK + 1, later: None });
        let imports = Scope::for_imports(&expander.root);
        let scope = Scope::of_tops(&imports);
        Session { expander, environments: vec![Environment { imports, scope, open: true }] }
    }

    /// The files of the session.
    pub fn sources(&self) -> &Sources {
        self.expander.sources
    }

    /// Adds a text to the files of the session.
    pub fn add_source(&mut self, name: &str, text: &str) -> FileId {
        self.expander.sources.add(name.to_owned(), text)
    }

    /// Brings the names into the first environment that a script without `import` sees.
    pub fn import_default(&mut self) {
        let imports = self.environments[INTERACTION].imports.clone();
        self.expander.import_default(&imports);
    }

    /// Expands the program that starts the session; its names are those of the first environment.
    pub fn program(&mut self, file: FileId) -> (Module, Vec<Diagnostic>) {
        let (datums, diagnostics) = self.read(file);
        if !diagnostics.is_empty() {
            return (Module::default(), diagnostics);
        }
        let Environment { imports, scope, .. } = &self.environments[INTERACTION];
        self.expander.program(datums, &imports.clone(), &scope.clone());
        self.finish()
    }

    /// An environment that sees what the import sets of a text bring, and takes no definitions.
    pub fn environment(&mut self, file: FileId) -> Result<usize, Vec<Diagnostic>> {
        let (sets, diagnostics) = self.read(file);
        if !diagnostics.is_empty() {
            return Err(diagnostics);
        }
        let imports = Scope::for_imports(&self.expander.root);
        for set in &sets {
            self.expander.import_into(set, &imports);
        }
        let scope = Scope::of_tops(&imports);
        self.environments.push(Environment { imports, scope, open: false });
        match std::mem::take(&mut self.expander.diagnostics) {
            diagnostics if diagnostics.is_empty() => Ok(self.environments.len() - 1),
            diagnostics => Err(diagnostics),
        }
    }

    /// Expands the forms of a file, which will be the body of the module's thunk.
    pub fn piece(&mut self, file: FileId, environment: usize) -> (Module, Vec<Diagnostic>) {
        let (datums, diagnostics) = self.read(file);
        if !diagnostics.is_empty() {
            return (Module::default(), diagnostics);
        }
        let Environment { imports, scope, open } = &self.environments[environment];
        let (imports, scope, open) = (imports.clone(), scope.clone(), *open);
        if let Some(cells) = &mut self.expander.cells {
            cells.later = open.then(|| scope.clone());
        }
        let end = self.expander.sources.file(file).text.len() as u32;
        let span = Span { file, start: 0, end };
        self.expander.macros = Default::default();
        self.expander.piece(datums, &imports, &scope, open, span);
        self.finish()
    }

    /// The names that an environment sees, sorted.
    pub fn names(&self, environment: usize) -> Vec<String> {
        let names = self.environments[environment].scope.names();
        let mut names: Vec<String> = names
            .iter()
            .map(|name| name.as_str().to_owned())
            .filter(|name| !name.starts_with(['%', '\u{1}']))
            .collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    fn read(&mut self, file: FileId) -> (Vec<Datum>, Vec<Diagnostic>) {
        let text = self.expander.sources.file(file).text.clone();
        read_datums(&text, file)
    }

    /// The module of what has been expanded. After an error what the piece itself defines is left out of the next one.
    fn finish(&mut self) -> (Module, Vec<Diagnostic>) {
        self.expander.expand_reached();
        self.expander.check_families();
        let mut diagnostics = std::mem::take(&mut self.expander.diagnostics);
        check_calls(&self.expander.module, self.expander.items.values(), &mut diagnostics);
        if diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error) {
            self.expander.items.retain(|order, _| order.0 != usize::MAX);
            return (Module::default(), diagnostics);
        }
        self.expander.share_variables();
        let module = self.expander.finish();
        for top in &mut self.expander.tops {
            top.global = None;
        }
        (module, diagnostics)
    }
}

impl Expander<'_> {
    /// A variable that is not bound, but may be defined later than the procedure that mentions it.
    pub fn later_variable(&mut self, name: Symbol, span: Span) -> Option<Top> {
        let scope = self.cells.as_ref()?.later.clone().filter(|_| self.lambda_depth > 0)?;
        let top = self.new_top(name, span, (usize::MAX, 0, 0), None);
        self.tops[top.0].assigned = true;
        scope.bind(name, Binding::Top(top));
        Some(top)
    }

    /// Puts the body of a piece's thunk together.
    pub fn finish_piece(&mut self, steps: Vec<Expr>, span: Span) {
        let body = if steps.is_empty() { Expr { kind: ExprKind::Unspecified, span } } else { sequence(steps, span) };
        let clauses = vec![Clause { params: Vec::new(), rest: None, body }];
        let name = Symbol::new(THUNK_NAME);
        let lambda = self.module.lambdas.push(Lambda { name: Some(name), span, clauses });
        let data = GlobalData { name, span, assigned: true, cell: Some(THUNK) };
        let thunk = self.module.globals.push(data);
        let value = Expr { kind: ExprKind::Lambda(lambda), span };
        self.items.insert((usize::MAX, 0, 0), Item::Define(thunk, value));
    }

    /// Gives every variable of the module a cell, or a copy in one.
    fn share_variables(&mut self) {
        let procedures: HashSet<Global> = self.items.values().filter_map(procedure).collect();
        for index in 0..self.tops.len() {
            let Some(global) = self.tops[index].global else { continue };
            let cell = *self.tops[index].cell.get_or_insert_with(|| {
                let cells = self.cells.as_mut().expect("a session has cells");
                cells.next += 1;
                cells.next - 1
            });
            let data = &mut self.module.globals[global];
            let (name, span) = (data.name, data.span);
            if !procedures.contains(&global) || data.assigned {
                (data.assigned, data.cell) = (true, Some(cell));
                continue;
            }
            let copy = self.module.globals.push(GlobalData { name, span, assigned: true, cell: Some(cell) });
            let value = Expr { kind: ExprKind::Global(global), span };
            let set = Expr { kind: ExprKind::SetGlobal(copy, Box::new(value)), span };
            self.items.insert((0, 0, usize::MAX - index), Item::Expr(set));
        }
    }
}

/// The variable that an item defines as a procedure.
fn procedure(item: &Item) -> Option<Global> {
    match item {
        Item::Define(global, Expr { kind: ExprKind::Lambda(_), .. }) => Some(*global),
        _ => None,
    }
}
