//! Reads `table/*.scm` into `$OUT_DIR/table.rs`: the static rows, sorted by name. A bad row ends the build with the place of it.

use std::collections::HashMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};

use syntax::{Colour, Datum, DatumKind, Diagnostic, Sources, Span, Symbol, print_datum, read_datums, render_text};

#[path = "src/row.rs"]
#[expect(dead_code, reason = "the build needs the names of types only")]
mod row;

use row::{Beside, Effects, Inline, Shape, Type};

fn main() {
    println!("cargo::rerun-if-changed=table");
    println!("cargo::rerun-if-changed=src/row.rs");
    let mut table = Table::default();
    for path in table_files() {
        table.read(&path);
    }
    table.rows.sort_by_key(|row| row.name);
    table.check();
    let out = Path::new(&std::env::var("OUT_DIR").expect("cargo sets it")).join("table.rs");
    std::fs::write(out, generate(&table.rows)).expect("the output folder can be written");
}

fn table_files() -> Vec<PathBuf> {
    let entries = std::fs::read_dir("table").expect("prims/table can be read");
    let paths = entries.map(|entry| entry.expect("prims/table can be read").path());
    let mut files: Vec<PathBuf> = paths.filter(|path| path.extension().is_some_and(|it| it == "scm")).collect();
    files.sort();
    files
}

/// The name and type of a parameter.
type Param = (Symbol, Type);

/// A row as read; text fields are as they will be in the table.
struct Row {
    span: Span,
    name: Symbol,
    params: Vec<Param>,
    rest: Option<Param>,
    result: Type,
    doc: String,
    examples: Vec<(String, String)>,
    effects: Option<Effects>,
    jvp: Option<String>,
    tangent: Option<Vec<(Symbol, String)>>,
    cotangent: Vec<(Symbol, String)>,
    domain: Vec<(Symbol, f64, f64)>,
    math: Option<String>,
    shape: Option<Shape>,
    beside: Option<Beside>,
    inline: Option<Inline>,
    symbol: Option<String>,
    fallback: Option<Symbol>,
}

impl Row {
    fn symbol(&self) -> String {
        self.symbol.clone().unwrap_or_else(|| default_symbol(self.name.as_str()))
    }
}

/// The name of the run-time function that a row does not name: `fx_` and the name with `->` as `_to_`, `?` as `_p`,
/// `!` as `_x`, comparison signs as `_lt`, `_le`, `_eq`, `_ge`, `_gt`, everything else that C does not allow as `_`,
/// and without a leading `%`.
fn default_symbol(name: &str) -> String {
    let mut symbol = String::from("fx_");
    let mut rest = name.strip_prefix('%').unwrap_or(name);
    const SPELLED: &[(&str, &str)] = &[
        ("->", "_to_"),
        ("<=", "_le"),
        (">=", "_ge"),
        ("<", "_lt"),
        (">", "_gt"),
        ("=", "_eq"),
        ("?", "_p"),
        ("!", "_x"),
        ("+", "_plus"),
        ("*", "_star"),
    ];
    while let Some(first) = rest.chars().next() {
        if let Some((sign, spelled)) = SPELLED.iter().find(|(sign, _)| rest.starts_with(sign)) {
            symbol.push_str(spelled);
            rest = &rest[sign.len()..];
        } else {
            symbol.push(if first.is_ascii_alphanumeric() { first } else { '_' });
            rest = &rest[first.len_utf8()..];
        }
    }
    symbol
}

#[derive(Default)]
struct Table {
    sources: Sources,
    rows: Vec<Row>,
}

impl Table {
    fn read(&mut self, path: &Path) {
        let text = std::fs::read_to_string(path).expect("a file of prims/table can be read");
        let file = self.sources.add(Path::new("prims").join(path).display().to_string(), text.as_str());
        let (datums, diagnostics) = read_datums(&text, file);
        if let Some(diagnostic) = diagnostics.first() {
            self.fail_with(diagnostic);
        }
        for datum in &datums {
            let row = self.row(datum);
            self.rows.push(row);
        }
    }

    /// What concerns several rows. They are sorted by name.
    fn check(&self) {
        for pair in self.rows.windows(2) {
            if pair[0].name == pair[1].name {
                self.fail(pair[1].span, format!("there are two rows named `{}`", pair[0].name));
            }
        }
        let mut symbols = HashMap::new();
        for row in &self.rows {
            if let Some(other) = symbols.insert(row.symbol(), row.name) {
                let message = format!("the symbol `{}` of `{}` is that of `{other}` too", row.symbol(), row.name);
                self.fail(row.span, message);
            }
            if let Some(fallback) = row.fallback
                && self.rows.binary_search_by_key(&fallback, |row| row.name).is_err()
            {
                self.fail(row.span, format!("the fallback `{fallback}` has no row"));
            }
        }
    }

    fn row(&self, datum: &Datum) -> Row {
        let [keyword, head, result, doc, clauses @ ..] = self.list(datum) else {
            self.fail(datum.span, "expected `(define-primitive (name param ...) result \"doc\" clause ...)`")
        };
        if self.name(keyword).as_str() != "define-primitive" {
            self.fail(keyword.span, "expected `define-primitive`");
        }
        let [name, params @ ..] = self.list(head) else { self.fail(head.span, "expected `(name param ...)`") };
        let (params, rest) = self.params(params);
        let mut row = Row {
            span: head.span,
            name: self.name(name),
            params,
            rest,
            result: self.type_name(result),
            doc: self.string(doc),
            examples: Vec::new(),
            effects: None,
            jvp: None,
            tangent: None,
            cotangent: Vec::new(),
            domain: Vec::new(),
            math: None,
            shape: None,
            beside: None,
            inline: None,
            symbol: None,
            fallback: None,
        };
        for clause in clauses {
            self.clause(clause, &mut row);
        }
        row
    }

    /// `(name type) ...`, then perhaps `. (name type)`, which the reader gives as two symbols at the end.
    fn params(&self, datums: &[Datum]) -> (Vec<Param>, Option<Param>) {
        let is_list = |datum: &Datum| matches!(datum.kind, DatumKind::List(..));
        let (required, rest) = datums.split_at(datums.iter().take_while(|datum| is_list(datum)).count());
        let param = |datum: &Datum| match self.list(datum) {
            [name, ty] => (self.name(name), self.type_name(ty)),
            _ => self.fail(datum.span, "expected `(param type)`"),
        };
        let rest = match rest {
            [] => None,
            [name, ty] => Some((self.name(name), self.type_name(ty))),
            [other, ..] => self.fail(other.span, "expected `(param type)` or `. (param type)` at the end"),
        };
        (required.iter().map(param).collect(), rest)
    }

    fn clause(&self, clause: &Datum, row: &mut Row) {
        let [keyword, args @ ..] = self.list(clause) else { self.fail(clause.span, "expected `(field value)`") };
        let keyword = self.name(keyword);
        match (keyword.as_str(), args) {
            ("example", [expr, arrow, value]) if self.name(arrow).as_str() == "=>" => {
                row.examples.push((print_datum(expr), print_datum(value)));
            }
            ("effects", [effects]) => self.set(clause, &mut row.effects, self.effects(effects)),
            ("jvp", [expr]) => self.set(clause, &mut row.jvp, print_datum(expr)),
            ("tangent", terms) => {
                let terms = terms.iter().map(|term| self.term(term, &row.params)).collect();
                self.set(clause, &mut row.tangent, terms);
            }
            ("cotangent", terms) => row.cotangent.extend(terms.iter().map(|term| self.term(term, &row.params))),
            ("domain", ranges) => row.domain.extend(ranges.iter().map(|range| self.range(range, &row.params))),
            ("math", [function]) => self.set(clause, &mut row.math, self.string(function)),
            ("shape", [shape]) => {
                self.set(clause, &mut row.shape, self.variant(shape, "shape", Shape::from_name));
            }
            ("beside", [beside]) => {
                self.set(clause, &mut row.beside, self.variant(beside, "argument", Beside::from_name));
            }
            ("inline", [inline]) => {
                self.set(clause, &mut row.inline, self.variant(inline, "inline operation", Inline::from_name));
            }
            ("symbol", [symbol]) => self.set(clause, &mut row.symbol, self.string(symbol)),
            ("fallback", [name]) => self.set(clause, &mut row.fallback, self.name(name)),
            _ => self.fail(clause.span, format!("`{keyword}` with {} operands is not a field of rows", args.len())),
        }
    }

    fn set<T>(&self, clause: &Datum, field: &mut Option<T>, value: T) {
        if field.replace(value).is_some() {
            self.fail(clause.span, "the row has this field twice");
        }
    }

    /// `(param expression)`
    fn term(&self, datum: &Datum, params: &[Param]) -> (Symbol, String) {
        let [param, expr] = self.list(datum) else { self.fail(datum.span, "expected `(param expression)`") };
        let name = self.name(param);
        if !params.iter().any(|(known, _)| *known == name) {
            self.fail(param.span, format!("`{name}` is not a parameter"));
        }
        (name, print_datum(expr))
    }

    fn range(&self, datum: &Datum, params: &[Param]) -> (Symbol, f64, f64) {
        let [param, low, high] = self.list(datum) else { self.fail(datum.span, "expected `(param low high)`") };
        let number = |datum: &Datum| match &datum.kind {
            DatumKind::Number(number) => number.to_float(),
            _ => None,
        };
        let name = self.name(param);
        if !params.iter().any(|(known, _)| *known == name) {
            self.fail(param.span, format!("`{name}` is not a parameter"));
        }
        let real = |datum: &Datum| number(datum).unwrap_or_else(|| self.fail(datum.span, "expected a real number"));
        (name, real(low), real(high))
    }

    fn effects(&self, datum: &Datum) -> Effects {
        match self.name(datum).as_str() {
            "pure" => Effects::Pure,
            "read" => Effects::Read,
            "write" => Effects::Write,
            "control" => Effects::Control,
            "compile" => Effects::Compile,
            other => self.fail(datum.span, format!("unknown effects `{other}`")),
        }
    }

    fn type_name(&self, datum: &Datum) -> Type {
        self.variant(datum, "type", Type::from_name)
    }

    /// The value of that name, of a kind of things that have names.
    fn variant<T>(&self, datum: &Datum, kind: &str, from_name: fn(&str) -> Option<T>) -> T {
        let name = self.name(datum);
        from_name(name.as_str()).unwrap_or_else(|| self.fail(datum.span, format!("unknown {kind} `{name}`")))
    }

    fn list<'a>(&self, datum: &'a Datum) -> &'a [Datum] {
        match &datum.kind {
            DatumKind::List(items, None) => items,
            _ => self.fail(datum.span, "expected a list"),
        }
    }

    fn name(&self, datum: &Datum) -> Symbol {
        match &datum.kind {
            DatumKind::Symbol(symbol) => *symbol,
            _ => self.fail(datum.span, "expected a name"),
        }
    }

    fn string(&self, datum: &Datum) -> String {
        match &datum.kind {
            DatumKind::String(text) => text.clone(),
            _ => self.fail(datum.span, "expected a string"),
        }
    }

    fn fail(&self, span: Span, message: impl Into<String>) -> ! {
        self.fail_with(&Diagnostic::error("bad-row", message, span))
    }

    fn fail_with(&self, diagnostic: &Diagnostic) -> ! {
        panic!("\n{}", render_text(diagnostic, &self.sources, Colour::Never))
    }
}

/// The Rust text of the table.
fn generate(rows: &[Row]) -> String {
    let mut out = String::from("/// All rows, sorted by name.\npub static TABLE: &[Prim] = &[\n");
    for row in rows {
        // Writing to a string cannot fail.
        let _ = write!(out, "{}", row_text(row));
    }
    out.push_str("];\n");
    out
}

/// A variant of an enumeration, or none.
fn option_text(name: &str, variant: Option<impl std::fmt::Debug>) -> String {
    variant.map_or("None".to_string(), |variant| format!("Some({name}::{variant:?})"))
}

fn row_text(row: &Row) -> String {
    let param = |(name, ty): &Param| format!("Param {{ name: {:?}, ty: Type::{ty:?} }}", name.as_str());
    let params: Vec<String> = row.params.iter().map(param).collect();
    let rest = row.rest.as_ref().map_or("None".to_string(), |rest| format!("Some({})", param(rest)));
    let domain: Vec<(&str, f64, f64)> =
        row.domain.iter().map(|(name, low, high)| (name.as_str(), *low, *high)).collect();
    let terms = |terms: &[(Symbol, String)]| -> Vec<(&'static str, String)> {
        terms.iter().map(|(param, expr)| (param.as_str(), expr.clone())).collect()
    };
    let tangent = row.tangent.as_ref().map_or("None".to_string(), |found| format!("Some(&{:?})", terms(found)));
    let shape = option_text("Shape", row.shape);
    let beside = option_text("Beside", row.beside);
    let inline = option_text("Inline", row.inline);
    format!(
        "    Prim {{ name: {:?}, params: &[{}], rest: {rest}, result: Type::{:?}, doc: {:?}, examples: &{:?}, \
         effects: Effects::{:?}, jvp: {:?}, tangent: {tangent}, cotangent: &{:?}, domain: &{:?}, math: {:?}, shape: {shape}, beside: {beside}, inline: {inline}, symbol: {:?}, fallback: {:?} }},\n",
        row.name.as_str(),
        params.join(", "),
        row.result,
        row.doc,
        row.examples,
        row.effects.unwrap_or(Effects::Write),
        row.jvp,
        terms(&row.cotangent),
        domain,
        row.math,
        row.symbol(),
        row.fallback.map(Symbol::as_str),
    )
}
