//! What the tests of this crate share: expansion of a text with libraries given as texts.
#![allow(dead_code, reason = "each test file uses a part")]

use std::collections::HashMap;

use frontend::{LibraryText, Loader, expand_program};
use ir::hir_print::print_hir;
use syntax::Sources;

/// Libraries and files by path.
#[derive(Default)]
pub struct Texts(HashMap<String, String>);

impl Texts {
    fn get(&self, path: &str) -> Option<LibraryText> {
        let found = stdlib::find(path).map(|(_, text)| text);
        let text = self.0.get(path).map(String::as_str).or(found)?;
        Some(LibraryText { name: path.to_owned(), text: text.to_owned() })
    }
}

impl Loader for Texts {
    fn library(&mut self, name: &[String]) -> Option<LibraryText> {
        self.get(&(name.join("/") + ".sld"))
    }

    fn include(&mut self, _from: &str, path: &str) -> Option<LibraryText> {
        self.get(path)
    }
}

/// hir as text, and diagnostics as `line:column slug: message; help`.
pub struct Expanded {
    /// Empty if there are errors.
    pub hir: String,
    /// In order.
    pub diagnostics: Vec<String>,
}

/// Expands a program that may import these libraries, given as `(path, text)`.
pub fn expand_with(text: &str, files: &[(&str, &str)]) -> Expanded {
    let mut texts = Texts::default();
    for (path, text) in files {
        texts.0.insert((*path).to_owned(), (*text).to_owned());
    }
    let text = text.to_owned();
    let work = move || {
        let mut sources = Sources::default();
        let file = sources.add("test.scm", text);
        let (module, diagnostics) = expand_program(&mut sources, file, &mut texts);
        let line = |diagnostic: &syntax::Diagnostic| {
            let (name, line, column) = sources.position(diagnostic.labels[0].span);
            let place = if name == "test.scm" { String::new() } else { format!("{name}:") };
            let help = diagnostic.help.as_ref().map_or(String::new(), |help| format!("; {help}"));
            format!("{place}{line}:{column} {}: {}{help}", diagnostic.slug, diagnostic.message)
        };
        let diagnostics: Vec<String> = diagnostics.iter().map(line).collect();
        let hir = if diagnostics.is_empty() { print_hir(&module) } else { String::new() };
        Expanded { hir, diagnostics }
    };
    let thread = std::thread::Builder::new().stack_size(1 << 30).spawn(work);
    thread.expect("a thread can be started").join().expect("expansion does not panic")
}

/// The hir of a program without errors, with runs of white space as one space.
pub fn hir(text: &str) -> String {
    let expanded = expand_with(text, &[]);
    assert_eq!(expanded.diagnostics, Vec::<String>::new(), "{text}");
    plain(&expanded.hir)
}

/// Ids and white space do not matter to a test; variables of one name in one test get distinct names.
pub fn plain(hir: &str) -> String {
    hir.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The diagnostics of a program.
pub fn diagnostics(text: &str) -> Vec<String> {
    expand_with(text, &[]).diagnostics
}
