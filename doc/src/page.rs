//! In: the text of a library or program. Out: its page, what it exports with what the docstrings say.

use std::collections::HashMap;

use syntax::{Datum, Diagnostic, FileId, Severity, print_datum, read_datums};

use crate::definition::{Definition, find_definition, items};
use crate::docstring::{Block, Example, Line, find_docstrings, is_symbol, parse_docstring, symbol};

/// The documentation of a library or program.
#[derive(Clone, Debug)]
pub struct Page {
    /// `(fluxion lists)`, or the name of a file.
    pub title: String,
    /// The parts of a library's name; empty for a program.
    pub library: Vec<String>,
    /// The paragraphs of the comment that the file begins with.
    pub introduction: Vec<Block>,
    /// What is defined here.
    pub entries: Vec<Entry>,
    /// Names that are exported but defined elsewhere.
    pub others: Vec<String>,
}

/// What is said about a definition.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The names it defines.
    pub names: Vec<String>,
    /// How they are used.
    pub signatures: Vec<String>,
    /// What it defines.
    pub kind: Kind,
    /// The text.
    pub blocks: Vec<Block>,
    /// The examples in the text.
    pub examples: Vec<Example>,
}

/// The kinds of definition.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// A procedure, or several.
    Procedure,
    /// A macro.
    Syntax,
    /// Anything else.
    Value,
}

/// The page of a library or program; `title` is what a program is called.
pub fn read_page(title: &str, text: &str, file: FileId) -> Result<Page, Vec<Diagnostic>> {
    let (datums, diagnostics) = read_datums(text, file);
    if diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error) {
        return Err(diagnostics);
    }
    let docs = find_docstrings(text);
    let introduction = introduction(text);
    let mut page =
        Page { title: title.to_owned(), library: Vec::new(), introduction, entries: Vec::new(), others: Vec::new() };
    match &datums[..] {
        [library] if is_symbol(items(library).first().unwrap_or(library), "define-library") => {
            page.add_library(library, &docs);
        }
        forms => {
            let found = forms.iter().filter_map(|form| Some((find_definition(form)?, docs.get(&form.span.start)?)));
            page.entries =
                found.map(|(definition, lines)| entry(definition, Some(lines), &|name| Some(name))).collect();
        }
    }
    Ok(page)
}

impl Page {
    fn add_library(&mut self, library: &Datum, docs: &HashMap<u32, Vec<Line>>) {
        let [_, name, declarations @ ..] = items(library) else { return };
        self.title = print_datum(name);
        self.library = items(name).iter().map(print_datum).collect();
        let mut exports: Vec<(String, String)> = Vec::new();
        let mut definitions = Vec::new();
        for declaration in declarations {
            let [keyword, parts @ ..] = items(declaration) else { continue };
            match symbol(keyword).as_deref() {
                Some("export") => exports.extend(parts.iter().filter_map(export)),
                Some("begin") => {
                    definitions.extend(parts.iter().filter_map(|form| Some((find_definition(form)?, form))))
                }
                _ => {}
            }
        }
        let outside: HashMap<&str, &str> =
            exports.iter().map(|(inner, outer)| (inner.as_str(), outer.as_str())).collect();
        let mut order: HashMap<&str, usize> = HashMap::new();
        exports.iter().enumerate().for_each(|(index, (_, outer))| {
            order.entry(outer).or_insert(index);
        });
        let mut entries = Vec::new();
        for (definition, form) in definitions {
            if definition.names.iter().any(|name| outside.contains_key(name.as_str())) {
                let lines = docs.get(&form.span.start);
                entries
                    .push(entry(definition, lines, &|name| outside.get(name.as_str()).map(|name| (*name).to_owned())));
            }
        }
        entries.sort_by_key(|entry| entry.names.iter().filter_map(|name| order.get(name.as_str())).min().copied());
        let defined: Vec<&String> = entries.iter().flat_map(|entry| &entry.names).collect();
        self.others = exports.iter().map(|(_, outer)| outer).filter(|name| !defined.contains(name)).cloned().collect();
        self.entries = entries;
    }

    /// The names that are exported without a text.
    pub fn undocumented(&self) -> impl Iterator<Item = &str> {
        let silent = self.entries.iter().filter(|entry| entry.blocks.is_empty());
        silent.flat_map(|entry| entry.names.iter().map(String::as_str))
    }

    /// Everything that is exported.
    pub fn exports(&self) -> impl Iterator<Item = &str> {
        self.entries.iter().flat_map(|entry| &entry.names).chain(&self.others).map(String::as_str)
    }
}

/// The name inside and outside of the library.
fn export(spec: &Datum) -> Option<(String, String)> {
    match items(spec) {
        [rename, inner, outer] if is_symbol(rename, "rename") => Some((symbol(inner)?, symbol(outer)?)),
        _ => symbol(spec).map(|name| (name.clone(), name)),
    }
}

/// The entry of a definition; `outside` says what its names are called where they are used, if they are.
fn entry(definition: Definition, lines: Option<&Vec<Line>>, outside: &dyn Fn(String) -> Option<String>) -> Entry {
    let names: Vec<String> = definition.names.iter().cloned().filter_map(outside).collect();
    let doc = lines.map(|lines| parse_docstring(lines, &names)).unwrap_or_default();
    let mut signatures = doc.signatures;
    if signatures.is_empty() {
        let is_single = definition.names.len() == 1;
        signatures = definition.signatures;
        if is_single && definition.names != names {
            let (inner, outer) = (format!("({}", definition.names[0]), format!("({}", names[0]));
            signatures.iter_mut().for_each(|signature| *signature = signature.replacen(&inner, &outer, 1));
        }
        if !is_single {
            let is_public = |signature: &String| names.iter().any(|name| calls(signature, name));
            signatures.retain(is_public);
        }
    }
    if signatures.is_empty() {
        signatures = names.clone();
    }
    Entry { names, signatures, kind: definition.kind, blocks: doc.blocks, examples: doc.examples }
}

fn calls(signature: &str, name: &str) -> bool {
    signature
        .strip_prefix('(')
        .and_then(|rest| rest.strip_prefix(name))
        .is_some_and(|rest| rest.starts_with([' ', ')']))
}

/// The comment of lines `;;;` or `;` that a file begins with.
fn introduction(text: &str) -> Vec<Block> {
    let lines = text.lines().skip_while(|line| line.starts_with("#!") || line.is_empty());
    let lines: Vec<String> = lines
        .take_while(|line| line.starts_with(';') && !line.starts_with(";;>"))
        .map(|line| line.trim_start_matches(';').trim().to_owned())
        .collect();
    let paragraphs = lines.split(|line| line.is_empty()).filter(|lines| !lines.is_empty());
    paragraphs.map(|lines| Block::Text(lines.to_vec())).collect()
}
