//! Libraries and the top level: `import`, `define-library`, `include`, `cond-expand` (R7RS sections 5.1, 5.2, 5.6).

use std::collections::VecDeque;
use std::ops::Range;
use std::rc::Rc;

use ir::hir::{Expr, ExprKind, Item};
use stdlib::Outline;
use syntax::{Datum, DatumKind, Diagnostic, FileId, Span, Symbol, read_datums, read_datums_fold_case};

use crate::core_forms::CoreForm;
use crate::derived::Maker;
use crate::expand::{head, into_list, list, symbol};
use crate::scope::{Binding, Scope, SymbolMap, Top};
use crate::{Expander, Pending};

/// A loaded library.
pub struct Library {
    /// What its body sees and defines.
    pub scope: Rc<Scope>,
    exports: SymbolMap<Binding>,
}

/// A file that includes itself would be included for ever.
const MAX_INCLUDES: usize = 1_000;
/// What a script without `import` sees.
const DEFAULT: [&str; 2] = ["fluxion", "base"];
/// The libraries that a program is told of when it uses a name without an import.
const STANDARD: &[&[&str]] = &[
    &["scheme", "base"],
    &["scheme", "write"],
    &["scheme", "char"],
    &["scheme", "inexact"],
    &["scheme", "cxr"],
    &["scheme", "lazy"],
    &["scheme", "time"],
    &["scheme", "process-context"],
    &["fluxion", "base"],
];

/// The top level of a library or of the program.
pub struct Level {
    pub scope: Rc<Scope>,
    /// The library's number; the program's is the greatest.
    number: usize,
    forms: usize,
    /// Whether definitions wait until they are reached.
    pub lazy: bool,
    /// Expressions and eager definitions, with their places in the order.
    pub work: Vec<(usize, Work)>,
}

impl Level {
    fn new(scope: &Rc<Scope>, number: usize, lazy: bool) -> Level {
        Level { scope: scope.clone(), number, forms: 0, lazy, work: Vec::new() }
    }
}

/// A form that is expanded when all of its level are known.
pub enum Work {
    /// A definition and its value.
    Define(Top, Datum),
    /// An expression.
    Expr(Datum),
}

impl Expander<'_> {
    /// The scope of `(fluxion support)`, whose procedures derived forms call.
    pub fn support_scope(&mut self) -> Rc<Scope> {
        let name = ["fluxion".to_owned(), "support".to_owned()];
        match self.library(&name) {
            Some(library) => library.scope.clone(),
            None => self.primitives.clone(),
        }
    }

    /// Binds what a script without `import` sees.
    pub fn import_default(&mut self, imports: &Rc<Scope>) {
        let imports = imports.parent().unwrap_or(imports);
        match self.library(&DEFAULT.map(str::to_owned)) {
            Some(library) => {
                for (name, binding) in &library.exports {
                    imports.bind(*name, binding.clone());
                }
            }
            None => {
                // Only without a standard library: a bug of this crate.
                for row in prims::TABLE {
                    let name = Symbol::new(row.name);
                    if let Some(binding) = self.primitives.own(name) {
                        imports.bind(name, binding);
                    }
                }
            }
        }
    }

    /// Binds what an import set brings.
    pub fn import_into(&mut self, set: &Datum, imports: &Rc<Scope>) {
        let library = imported_library(set).unwrap_or_default();
        let gives_way = library == DEFAULT;
        let is_standard = stdlib::find(&format!("{}.sld", library.join("/"))).is_some();
        let imports = imports.parent().filter(|_| gives_way).unwrap_or(imports);
        for (name, binding) in self.import_set(set).unwrap_or_default() {
            let known = imports.own(name).filter(|known| !known.same(&binding));
            if !self.imports_replace && known.is_some_and(|known| !is_standard || !self.is_standard(&known)) {
                let message = format!("`{name}` is imported with two different meanings");
                let help = "import one of them by another name, or not at all: (rename library (name other)), (except library name)";
                self.report(Diagnostic::error("ambiguous-import", message, set.span).with_help(help));
            }
            imports.bind(name, binding);
        }
    }

    /// Expands the program.
    pub fn program(&mut self, datums: Vec<Datum>, imports: &Rc<Scope>, scope: &Rc<Scope>) {
        let is_import = |datum: &Datum| {
            list(datum).and_then(|items| symbol(items.first()?)).is_some_and(|name| name.as_str() == "import")
        };
        if !datums.iter().any(is_import) {
            self.import_default(imports);
        }
        let main_call = self.main_call(&datums);
        let mut level = Level::new(scope, usize::MAX, false);
        self.top_level(&mut level, datums.into_iter().chain(main_call).collect(), imports);
        self.finish_level(level);
    }

    /// Expands a piece of a session. Its definitions are assignments of variables that live in cells.
    pub fn piece(&mut self, datums: Vec<Datum>, imports: &Rc<Scope>, scope: &Rc<Scope>, open: bool, span: Span) {
        let mut level = Level::new(scope, usize::MAX, false);
        self.imports_replace = true;
        self.top_level(&mut level, datums, imports);
        self.imports_replace = false;
        let mut steps = Vec::new();
        for (_, work) in level.work {
            steps.push(match work {
                Work::Define(top, value) => {
                    let span = value.span;
                    let name = self.tops[top.0].name;
                    if !open {
                        self.error("misplaced-definition", format!("cannot define `{name}` here"), span);
                    }
                    let value = self.definition_value(value, scope, Some(name));
                    Expr { kind: ExprKind::SetGlobal(self.assign_top(top), Box::new(value)), span }
                }
                Work::Expr(datum) => self.expr(datum, scope, None),
            });
        }
        self.finish_piece(steps, span);
    }

    /// A program that defines `main` and does not mention it at its top level has it called, with the command line if
    /// it takes one parameter.
    fn main_call(&mut self, datums: &[Datum]) -> Option<Datum> {
        let main = Symbol::new("main");
        let mut found = None;
        for datum in datums {
            let items = list(datum).unwrap_or_default();
            let is_define = items.first().and_then(symbol).is_some_and(|head| head.as_str() == "define");
            match items.get(1).map(|target| &target.kind) {
                Some(DatumKind::List(parts, tail)) if is_define && parts.first().and_then(symbol) == Some(main) => {
                    found = Some((parts.len() == 2 && tail.is_none(), datum.span));
                }
                Some(DatumKind::List(..)) if is_define => {}
                Some(DatumKind::Symbol(name)) if is_define && *name == main => {
                    found = items.get(2).and_then(parameters).map(|count| (count == 1, datum.span));
                }
                Some(DatumKind::Symbol(_)) if is_define && items.get(2).and_then(parameters).is_some() => {}
                _ if mentions(datum, main) => return None,
                _ => {}
            }
        }
        let (takes_arguments, span) = found?;
        let make = Maker::at(span);
        let mut call = vec![make.symbol(main)];
        if takes_arguments {
            call.push(make.list(vec![make.symbol(self.known("command-line"))]));
        }
        Some(make.list(call))
    }

    fn finish_level(&mut self, level: Level) {
        for (index, (position, work)) in level.work.into_iter().enumerate() {
            // A second definition of a name is an assignment, with a place of its own.
            let order = (level.number, position, 1 + index);
            match work {
                Work::Define(top, value) => {
                    let name = self.tops[top.0].name;
                    let value = self.definition_value(value, &level.scope, Some(name));
                    let global = self.global(top);
                    self.items.insert(order, Item::Define(global, value));
                }
                Work::Expr(datum) => {
                    let value = self.expr(datum, &level.scope, None);
                    self.items.insert(order, Item::Expr(value));
                }
            }
        }
        self.expand_reached();
    }

    /// Takes up the forms of a top level: definitions are bound, the rest is kept for `finish_level`.
    fn top_level(&mut self, level: &mut Level, forms: Vec<Datum>, imports: &Rc<Scope>) {
        let mut queue: VecDeque<Datum> = forms.into();
        while let Some(form) = queue.pop_front() {
            let scope = level.scope.clone();
            let head = head(&form);
            match head.and_then(|head| self.aliases.resolve(head, &scope)) {
                Some(Binding::Macro(this)) => {
                    if let Some(expansion) = self.expand_once(&this, &form, &scope) {
                        queue.push_front(expansion);
                    }
                }
                Some(Binding::Core(core)) if list(&form).is_some() => {
                    for inner in self.top_form(core, level, form, imports).into_iter().rev() {
                        queue.push_front(inner);
                    }
                }
                _ => self.top_expr(level, form),
            }
        }
    }

    fn top_expr(&mut self, level: &mut Level, form: Datum) {
        level.forms += 1;
        level.work.push((level.forms, Work::Expr(form)));
    }

    /// Takes up one core form; forms to go on with in its place.
    fn top_form(&mut self, core: CoreForm, level: &mut Level, form: Datum, imports: &Rc<Scope>) -> Vec<Datum> {
        let span = form.span;
        match core {
            CoreForm::Begin => return into_list(form).split_off(1),
            CoreForm::Include | CoreForm::IncludeCi => return self.included(core, &into_list(form), span),
            CoreForm::CondExpand => return self.cond_expand(into_list(form), span),
            CoreForm::DefineValues => return self.define_values(form),
            CoreForm::DefineRecordType => return self.define_record_type(form),
            CoreForm::DefineRecordFamily => {
                let scope = level.scope.clone();
                self.define_record_family(form, &scope);
            }
            CoreForm::Require => {}
            CoreForm::Import => self.import(form, imports),
            CoreForm::DefineLibrary => match list(&form).and_then(|items| library_name(items.get(1)?)) {
                Some(name) => drop(self.inline_libraries.insert(name, form)),
                None => drop(self.malformed("define-library", "(define-library name declaration ...)", span)),
            },
            CoreForm::Define => {
                if let Some((name, value)) = self.definition(form) {
                    self.define_top(level, &name, value, span);
                }
            }
            CoreForm::Redefine => {
                let form = self.redefinition(form);
                return form.map_or_else(Vec::new, |form| self.redefine_top(level, form));
            }
            CoreForm::DefineSyntax => {
                let scope = level.scope.clone();
                match &into_list(form)[..] {
                    [_, name, spec] => self.bind_syntax(name, spec, &scope, &scope),
                    _ => drop(self.malformed("define-syntax", "(define-syntax keyword (syntax-rules ...))", span)),
                }
            }
            _ => self.top_expr(level, form),
        }
        Vec::new()
    }

    fn define_top(&mut self, level: &mut Level, name: &Datum, value: Option<Datum>, span: Span) {
        let Some(symbol) = symbol(name) else { return };
        level.forms += 1;
        let order = (level.number, level.forms, 0);
        let value = value.unwrap_or_else(|| {
            let no = Maker::at(span).boolean(false);
            let head = Maker::at(span).symbol(self.known("if"));
            Maker::at(span).list(vec![head, no.clone(), no])
        });
        match level.scope.own(symbol) {
            Some(Binding::Top(top)) => {
                self.assign_top(top);
                level.work.push((level.forms, Work::Define(top, value)));
            }
            _ if level.lazy => {
                let top = self.new_top(symbol, name.span, order, Some(Pending::Value(value, level.scope.clone())));
                level.scope.bind(symbol, Binding::Top(top));
            }
            _ => {
                let top = self.new_top(symbol, name.span, order, None);
                level.scope.bind(symbol, Binding::Top(top));
                level.work.push((level.forms, Work::Define(top, value)));
            }
        }
    }

    // Libraries -----

    /// The standard library that exports a name which is not bound.
    pub fn exporter(&mut self, name: Symbol) -> Option<String> {
        if !self.loading.is_empty() {
            return None;
        }
        let exports = |this: &mut Self, words: &[&str]| {
            let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
            this.library(&words).is_some_and(|library| library.exports.contains_key(&name))
        };
        let found = STANDARD.iter().find(|words| exports(self, words))?;
        Some(format!("({})", found.join(" ")))
    }

    /// Loads a library, once.
    pub fn library(&mut self, name: &[String]) -> Option<Rc<Library>> {
        if let Some(known) = self.libraries.get(name) {
            return known.clone();
        }
        if self.loading.iter().any(|other| other == name) {
            return None;
        }
        self.loading.push(name.to_vec());
        let loaded = self.load_library(name).map(Rc::new);
        self.loading.pop();
        self.libraries.insert(name.to_vec(), loaded.clone());
        loaded
    }

    fn load_library(&mut self, name: &[String]) -> Option<Library> {
        if name == ["fluxion", "primitives"] {
            let export = |row: &prims::Prim| {
                let name = Symbol::new(row.name);
                Some((name, self.primitives.own(name)?))
            };
            let exports = prims::TABLE.iter().filter_map(export).collect();
            return Some(Library { scope: self.primitives.clone(), exports });
        }
        if let Some(form) = self.inline_libraries.remove(name) {
            return Some(self.define_library(into_list(form).split_off(2), None));
        }
        let text = self.loader.library(name)?;
        let is_standard = stdlib::find(&text.name).is_some_and(|(_, standard)| standard == text.text);
        let outline = stdlib::outline(&text.name).filter(|_| is_standard);
        let file = self.sources.add(text.name, text.text.as_str());
        if is_standard {
            self.sources.mark_standard(file);
        }
        if let Some(outline) = outline {
            let declarations = outline.declarations.iter().filter_map(|range| self.read_part(file, range)).collect();
            return Some(self.define_library(declarations, Some((file, outline))));
        }
        let (datums, diagnostics) = read_datums(&text.text, file);
        self.diagnostics.extend(diagnostics);
        for datum in datums {
            let items = list(&datum)?;
            if symbol(items.first()?)?.as_str() == "define-library" && library_name(items.get(1)?)? == name {
                return Some(self.define_library(into_list(datum).split_off(2), None));
            }
        }
        None
    }

    /// The datum that stands in a part of a file.
    pub fn read_part(&mut self, file: FileId, range: &Range<u32>) -> Option<Datum> {
        let text = self.sources.file(file).text.clone();
        let (datums, diagnostics) = read_datums(&text[range.start as usize..range.end as usize], file);
        self.diagnostics.extend(diagnostics);
        let mut datum = datums.into_iter().next()?;
        shift(&mut datum, range.start);
        Some(datum)
    }

    /// A library of these declarations. One of the standard library has an outline: its definitions are not even read
    /// before they are reached. Those of a program's own libraries are all expanded.
    fn define_library(&mut self, declarations: Vec<Datum>, standard: Option<(FileId, &Outline)>) -> Library {
        let imports = Scope::for_imports(&self.root);
        let scope = Scope::of_tops(&imports);
        let mut exports = Vec::new();
        let mut bodies = Vec::new();
        let mut queue: VecDeque<Datum> = declarations.into();
        while let Some(declaration) = queue.pop_front() {
            let span = declaration.span;
            let head = list(&declaration).and_then(|items| symbol(items.first()?)).map_or("", Symbol::as_str);
            match head {
                "export" => exports.extend(into_list(declaration).split_off(1)),
                "import" => self.import(declaration, &imports),
                "begin" => bodies.extend(into_list(declaration).split_off(1)),
                "include" => bodies.extend(self.included(CoreForm::Include, &into_list(declaration), span)),
                "include-ci" => bodies.extend(self.included(CoreForm::IncludeCi, &into_list(declaration), span)),
                "include-library-declarations" | "cond-expand" => {
                    let forms = match head {
                        "cond-expand" => self.cond_expand(into_list(declaration), span),
                        _ => self.included(CoreForm::Include, &into_list(declaration), span),
                    };
                    for form in forms.into_iter().rev() {
                        queue.push_front(form);
                    }
                }
                _ => drop(self.malformed("define-library", "export, import, begin, include or cond-expand", span)),
            }
        }
        self.library_count += 1;
        let mut level = Level::new(&scope, self.library_count, standard.is_some());
        if let Some((file, outline)) = standard {
            self.index_forms(&mut level, file, outline, &imports);
        }
        self.top_level(&mut level, bodies, &imports);
        let exports = exports.iter().filter_map(|spec| self.export(spec, &scope)).collect();
        self.finish_level(level);
        Library { scope, exports }
    }

    /// Binds what the forms of a standard library define; other forms are read and taken up.
    fn index_forms(&mut self, level: &mut Level, file: FileId, outline: &Outline, imports: &Rc<Scope>) {
        for (name, range) in outline.forms {
            if name.is_empty() {
                let form = self.read_part(file, range);
                self.top_level(level, form.into_iter().collect(), imports);
                continue;
            }
            level.forms += 1;
            let order = (level.number, level.forms, 0);
            // A later piece of a session may reach the assignment when the definition has been compiled.
            let assigned = self.cells.is_some() && outline.assigned.binary_search(name).is_ok();
            let name = Symbol::new(name);
            let span = Span { file, start: range.start, end: range.end };
            let top = self.new_top(name, span, order, Some(Pending::Part(span, level.scope.clone())));
            self.tops[top.0].assigned = assigned;
            level.scope.bind(name, Binding::Top(top));
        }
    }

    fn export(&mut self, spec: &Datum, scope: &Rc<Scope>) -> Option<(Symbol, Binding)> {
        let (inside, outside) = match (symbol(spec), list(spec)) {
            (Some(name), _) => (name, name),
            (None, Some([_, inside, outside])) => (symbol(inside)?, symbol(outside)?),
            _ => {
                self.malformed("export", "a name or (rename inside outside)", spec.span);
                return None;
            }
        };
        match self.aliases.resolve(inside, scope) {
            Some(binding) => Some((outside, binding)),
            None => {
                self.error("unknown-export", format!("`{inside}` is exported, but not defined"), spec.span);
                None
            }
        }
    }

    /// `(import set ...)`: a name that two libraries give different meanings is an error, but for (fluxion base), whose
    /// names give way, and where both are of the standard library: there the later one is taken, so that (srfi 13) may
    /// extend (scheme char).
    fn import(&mut self, form: Datum, imports: &Rc<Scope>) {
        for set in into_list(form).split_off(1) {
            self.import_into(&set, imports);
        }
    }

    /// Whether the standard library defines it; syntax is not looked into.
    fn is_standard(&self, binding: &Binding) -> bool {
        match binding {
            Binding::Top(top) => stdlib::find(&self.sources.file(self.tops[top.0].span.file).name).is_some(),
            _ => true,
        }
    }

    /// The names an import set brings.
    fn import_set(&mut self, set: &Datum) -> Option<Vec<(Symbol, Binding)>> {
        let Some(inner) = inner_set(set) else { return self.import_library(set) };
        let items = list(set).unwrap_or_default();
        let head = items.first().and_then(symbol).map_or("", Symbol::as_str);
        let mut names = self.import_set(inner)?;
        match head {
            "prefix" => {
                let prefix = items.get(2).and_then(symbol)?;
                for (name, _) in &mut names {
                    *name = Symbol::new(&format!("{prefix}{name}"));
                }
            }
            "rename" => {
                for pair in &items[2..] {
                    let [from, to] = list(pair)? else { return None };
                    let (from, to) = (symbol(from)?, symbol(to)?);
                    match names.iter_mut().find(|(name, _)| *name == from) {
                        Some((name, _)) => *name = to,
                        None => self.not_exported(from, pair.span),
                    }
                }
            }
            _ => {
                let listed: Vec<(Symbol, Span)> =
                    items[2..].iter().filter_map(|item| Some((symbol(item)?, item.span))).collect();
                for (name, span) in &listed {
                    if !names.iter().any(|(known, _)| known == name) {
                        self.not_exported(*name, *span);
                    }
                }
                let keep = head == "only";
                names.retain(|(name, _)| listed.iter().any(|(listed, _)| listed == name) == keep);
            }
        }
        Some(names)
    }

    fn not_exported(&mut self, name: Symbol, span: Span) {
        self.error("unknown-export", format!("the library does not export `{name}`"), span);
    }

    fn import_library(&mut self, set: &Datum) -> Option<Vec<(Symbol, Binding)>> {
        let Some(name) = library_name(set) else {
            self.malformed("import", "the name of a library, such as (scheme base)", set.span);
            return None;
        };
        let Some(library) = self.library(&name) else {
            self.import_failed = true;
            if let Some(at) = self.loading.iter().position(|other| *other == name) {
                let cycle: Vec<String> =
                    self.loading[at..].iter().chain([&name]).map(|name| format!("({})", name.join(" "))).collect();
                self.error("import-cycle", format!("libraries import each other: {}", cycle.join(", ")), set.span);
                return None;
            }
            let message = format!("unknown library ({})", name.join(" "));
            let help = "libraries are part of Fluxion or files beside the program: (a b) is a/b.sld";
            self.report(Diagnostic::error("unknown-library", message, set.span).with_help(help));
            return None;
        };
        Some(library.exports.iter().map(|(name, binding)| (*name, binding.clone())).collect())
    }

    // Forms that both libraries and programs have -----

    /// The datums of files that `include` or `include-ci` names.
    pub fn included(&mut self, form: CoreForm, items: &[Datum], span: Span) -> Vec<Datum> {
        let mut out = Vec::new();
        let read = if form == CoreForm::IncludeCi { read_datums_fold_case } else { read_datums };
        let from = self.sources.file(span.file).name.clone();
        for item in &items[1..] {
            let DatumKind::String(path) = &item.kind else {
                self.malformed("include", "the name of a file as a string", item.span);
                continue;
            };
            match self.loader.include(&from, path) {
                Some(_) if self.include_count == MAX_INCLUDES => {
                    self.include_count += 1;
                    let message =
                        format!("a program includes at most {MAX_INCLUDES} files; does {path:?} include itself?");
                    self.error("unknown-file", message, item.span);
                }
                Some(text) if self.include_count < MAX_INCLUDES => {
                    self.include_count += 1;
                    let file = self.sources.add(text.name, text.text.as_str());
                    let (datums, diagnostics) = read(&text.text, file);
                    self.diagnostics.extend(diagnostics);
                    out.extend(datums);
                }
                Some(_) => {}
                None => drop(self.error("unknown-file", format!("cannot read the included file {path:?}"), item.span)),
            }
        }
        out
    }

    /// The forms of the first clause whose requirement holds.
    pub fn cond_expand(&mut self, items: Vec<Datum>, span: Span) -> Vec<Datum> {
        for clause in items.into_iter().skip(1) {
            let mut parts = into_list(clause);
            if parts.is_empty() {
                self.malformed("cond-expand", "(requirement form ...)", span);
                continue;
            }
            if self.holds(&parts[0]) {
                return parts.split_off(1);
            }
        }
        Vec::new()
    }

    fn holds(&mut self, requirement: &Datum) -> bool {
        if let Some(feature) = symbol(requirement) {
            let name = self.aliases.plain(feature).as_str();
            return name == "else" || syntax::features().any(|known| known == name);
        }
        let items = list(requirement).unwrap_or_default();
        let Some((head, rest)) = items.split_first() else { return false };
        match symbol(head).map_or("", |name| self.aliases.plain(name).as_str()) {
            "and" => rest.iter().all(|item| self.holds(item)),
            "or" => rest.iter().any(|item| self.holds(item)),
            "not" => !rest.first().is_some_and(|item| self.holds(item)),
            "library" => rest.first().and_then(library_name).is_some_and(|name| self.library(&name).is_some()),
            _ => {
                self.malformed("cond-expand", "a feature, and, or, not or library", requirement.span);
                false
            }
        }
    }
}

/// Moves the places of a datum.
fn shift(datum: &mut Datum, by: u32) {
    datum.span.start += by;
    datum.span.end += by;
    match &mut datum.kind {
        DatumKind::List(items, tail) => {
            items.iter_mut().chain(tail.as_deref_mut()).for_each(|item| shift(item, by));
        }
        DatumKind::Vector(items) => items.iter_mut().for_each(|item| shift(item, by)),
        DatumKind::Labelled(_, inner) => shift(inner, by),
        _ => {}
    }
}

/// The number of parameters of `(lambda (parameter ...) body ...)`.
fn parameters(datum: &Datum) -> Option<usize> {
    let [head, formals, ..] = list(datum)? else { return None };
    (symbol(head)?.as_str() == "lambda").then(|| list(formals).map_or(0, <[Datum]>::len))
}

/// Whether a symbol occurs in a datum.
fn mentions(datum: &Datum, name: Symbol) -> bool {
    match &datum.kind {
        DatumKind::Symbol(found) => *found == name,
        DatumKind::List(items, tail) => items.iter().chain(tail.as_deref()).any(|item| mentions(item, name)),
        _ => false,
    }
}

/// The import set that `(only set name ...)` and the like are made of.
fn inner_set(set: &Datum) -> Option<&Datum> {
    let [head, inner, ..] = list(set)? else { return None };
    list(inner)?;
    matches!(symbol(head)?.as_str(), "only" | "except" | "prefix" | "rename").then_some(inner)
}

/// The library that an import set takes its names from.
fn imported_library(set: &Datum) -> Option<Vec<String>> {
    inner_set(set).map_or_else(|| library_name(set), imported_library)
}

/// `(scheme base)`, `(srfi 1)` as words.
fn library_name(datum: &Datum) -> Option<Vec<String>> {
    let word = |part: &Datum| match &part.kind {
        DatumKind::Symbol(name) => Some(name.as_str().to_owned()),
        DatumKind::Number(number) => Some(syntax::print_number(number)),
        _ => None,
    };
    let items = list(datum).filter(|items| !items.is_empty())?;
    items.iter().map(word).collect()
}
