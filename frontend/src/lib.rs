//! From datums to hir: macros, libraries and names (R7RS sections 4, 5 and 7.3).
//!
//! In: the text of a program. Out: [`hir::Module`], and all diagnostics: those of the reader, or if there are none,
//! those of the expander, which after an error goes on with an expression that has no value.
//!
//! A library's definitions are only indexed when it is loaded; one is expanded when something that is kept refers to
//! it. So a program pays for what it reaches. The program's own forms are all expanded.

mod body;
mod check_calls;
mod core_forms;
mod derived;
mod expand;
mod fix_letrec;
mod library;
mod match_form;
mod records;
mod redefine;
mod scope;
mod session;
mod suggest;
mod syntax_rules;

use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use ir::hir::{self, Expr, ExprKind, Global, Item, Local};
use prims::PrimId;
use syntax::{Datum, Diagnostic, FileId, Sources, Span, Symbol, read_datums};

use scope::{Aliases, Binding, Scope, Top};
pub use session::{INTERACTION, Session, THUNK, THUNK_NAME};

/// The text of a library definition, and the name of its file.
#[derive(Clone, Debug)]
pub struct LibraryText {
    /// For diagnostics and for relative includes.
    pub name: String,
    /// The text.
    pub text: String,
}

/// Where libraries and included files come from.
pub trait Loader {
    /// The file that defines a library, such as `("scheme" "base")`.
    fn library(&mut self, name: &[String]) -> Option<LibraryText>;
    /// A file included by the file `from`.
    fn include(&mut self, from: &str, path: &str) -> Option<LibraryText>;
}

/// Expands a program.
pub fn expand_program(sources: &mut Sources, file: FileId, loader: &mut dyn Loader) -> (hir::Module, Vec<Diagnostic>) {
    let text = sources.file(file).text.clone();
    let (datums, diagnostics) = read_datums(&text, file);
    if !diagnostics.is_empty() {
        // What stands between wrong parentheses is not what was meant: errors about it would be noise.
        return (hir::Module::default(), diagnostics);
    }
    let mut expander = Expander::new(sources, loader, diagnostics);
    let imports = Scope::for_imports(&expander.root);
    let scope = Scope::of_tops(&imports);
    expander.program(datums, &imports, &scope);
    expander.expand_reached();
    expander.check_families();
    let module = expander.finish();
    let Expander { mut diagnostics, .. } = expander;
    check_calls::check_calls(&module, module.items.iter(), &mut diagnostics);
    diagnostics.sort_by_key(|diagnostic| diagnostic.labels.first().map(|label| label.span));
    (module, diagnostics)
}

/// Where an item stands: the number of its library (the program has the last), and its position there.
type Order = (usize, usize, usize);

/// A definition that waits.
#[derive(Clone)]
enum Pending {
    /// The value of the variable, in a scope.
    Value(Datum, Rc<Scope>),
    /// The `define` form at a place of a library file.
    Part(Span, Rc<Scope>),
}

/// A top-level variable.
struct TopData {
    name: Symbol,
    span: Span,
    order: Order,
    /// The definition that is expanded when the variable is reached.
    pending: Option<Pending>,
    global: Option<Global>,
    assigned: bool,
    /// Where it lives, once a module of the session has been made that mentions it.
    cell: Option<hir::Cell>,
}

/// The state of an expansion.
struct Expander<'a> {
    sources: &'a mut Sources,
    loader: &'a mut dyn Loader,
    diagnostics: Vec<Diagnostic>,
    module: hir::Module,
    aliases: Aliases,
    /// Core syntax.
    root: Rc<Scope>,
    /// All primitives.
    primitives: Rc<Scope>,
    tops: Vec<TopData>,
    items: BTreeMap<Order, Item>,
    /// Reached variables whose definitions are not expanded yet.
    reached: Vec<Top>,
    libraries: HashMap<Vec<String>, Option<Rc<library::Library>>>,
    library_count: usize,
    /// Libraries that are being loaded, one importing the next.
    loading: Vec<Vec<String>>,
    /// Whether some import of the program failed: then unbound variables are no news.
    import_failed: bool,
    /// `define-library` forms of the program.
    inline_libraries: HashMap<Vec<String>, Datum>,
    /// Lambdas around primitives that are used as values.
    primitive_values: HashMap<PrimId, Top>,
    /// Aliases of names that derived forms expand into.
    known_aliases: HashMap<&'static str, Symbol>,
    macros: expand::MacroCost,
    /// How many lambda expressions the expander is inside of.
    lambda_depth: usize,
    /// What only a session has.
    cells: Option<session::Cells>,
    /// Record types by the places and names of their definitions.
    record_types: HashMap<(Span, Symbol), Rc<records::RecordType>>,
    families: Vec<records::FamilyDeclaration>,
    /// Whether an import may give a name another meaning: in a piece of a session.
    imports_replace: bool,
    /// Files that have been included.
    include_count: usize,
}

impl<'a> Expander<'a> {
    fn new(sources: &'a mut Sources, loader: &'a mut dyn Loader, diagnostics: Vec<Diagnostic>) -> Self {
        let root = Rc::new(Scope::default());
        for (name, form) in core_forms::CORE_FORMS {
            root.bind(Symbol::new(name), Binding::Core(*form));
        }
        let primitives = Scope::of_tops(&root);
        for (index, row) in prims::TABLE.iter().enumerate() {
            primitives.bind(Symbol::new(row.name), Binding::Prim(PrimId(index as u16)));
        }
        Expander {
            sources,
            loader,
            diagnostics,
            module: hir::Module::default(),
            aliases: Aliases::default(),
            root,
            primitives,
            tops: Vec::new(),
            items: BTreeMap::new(),
            reached: Vec::new(),
            libraries: HashMap::new(),
            library_count: 0,
            loading: Vec::new(),
            import_failed: false,
            inline_libraries: HashMap::new(),
            primitive_values: HashMap::new(),
            known_aliases: HashMap::new(),
            macros: expand::MacroCost::default(),
            lambda_depth: 0,
            cells: None,
            record_types: HashMap::new(),
            families: Vec::new(),
            imports_replace: false,
            include_count: 0,
        }
    }

    fn error(&mut self, slug: &'static str, message: impl Into<String>, span: Span) -> Expr {
        self.report(Diagnostic::error(slug, message, span));
        Expr { kind: ExprKind::Unspecified, span }
    }

    /// Adds a diagnostic; one about what a macro has inserted names the macro.
    fn report(&mut self, mut diagnostic: Diagnostic) {
        if let Some(label) = diagnostic.labels.first_mut()
            && let Some(name) = self.macros.uses.get(&label.span)
            && label.text.is_empty()
        {
            label.text = format!("in the expansion of the macro `{name}`");
        }
        self.diagnostics.push(diagnostic);
    }

    /// A syntax error: the form and what was expected.
    fn malformed(&mut self, form: &str, expected: &str, span: Span) -> Expr {
        self.error("malformed-syntax", format!("malformed `{form}`: expected {expected}"), span)
    }

    fn new_local(&mut self, name: Symbol, span: Span) -> Local {
        self.aliases.note_bound(name);
        let name = self.aliases.plain(name);
        self.module.locals.push(hir::LocalData { name, span, assigned: false })
    }

    fn new_top(&mut self, name: Symbol, span: Span, order: Order, pending: Option<Pending>) -> Top {
        self.aliases.note_bound(name);
        let name = self.aliases.plain(name);
        self.tops.push(TopData { name, span, order, pending, global: None, assigned: false, cell: None });
        Top(self.tops.len() - 1)
    }

    /// The variable of the module for a top-level variable, which is reached by that.
    fn global(&mut self, top: Top) -> Global {
        let data = &mut self.tops[top.0];
        if let Some(global) = data.global {
            return global;
        }
        let (name, span, assigned) = (data.name, data.span, data.assigned);
        let global = self.module.globals.push(hir::GlobalData { name, span, assigned, cell: None });
        data.global = Some(global);
        if data.pending.is_some() {
            self.reached.push(top);
        }
        global
    }

    fn assign_top(&mut self, top: Top) -> Global {
        self.tops[top.0].assigned = true;
        let global = self.global(top);
        self.module.globals[global].assigned = true;
        global
    }

    /// The value of a definition, read if it is still in its file.
    fn pending_value(&mut self, pending: Pending) -> Option<(Datum, Rc<Scope>)> {
        match pending {
            Pending::Value(datum, scope) => Some((datum, scope)),
            Pending::Part(span, scope) => {
                let form = self.read_part(span.file, &(span.start..span.end))?;
                let (_, value) = self.definition(form)?;
                Some((value?, scope))
            }
        }
    }

    fn expand_reached(&mut self) {
        while let Some(top) = self.reached.pop() {
            let data = &mut self.tops[top.0];
            let (order, name) = (data.order, data.name);
            let Some(pending) = data.pending.take() else { continue };
            let Some((datum, scope)) = self.pending_value(pending) else { continue };
            let value = self.definition_value(datum, &scope, Some(name));
            let global = self.global(top);
            self.items.insert(order, Item::Define(global, value));
        }
    }

    fn finish(&mut self) -> hir::Module {
        let mut module = std::mem::take(&mut self.module);
        module.items = std::mem::take(&mut self.items).into_values().collect();
        module
    }
}
