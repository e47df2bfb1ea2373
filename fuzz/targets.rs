//! What is fuzzed, as functions of arbitrary bytes. They must not panic, run without end, or use time that is not
//! proportional to the input; where there is a law, it is asserted.
//!
//! `fuzz_targets/` calls them from libFuzzer, lower/tests/fuzz.rs from an ordinary test with seeded inputs.

use frontend::{LibraryText, Loader, expand_program};
use lower::ClosureStyle;
use syntax::{
    Colour, FileId, Severity, Sources, parse_number, print_datum, print_number, read_datums, render_json, render_text,
};

/// The reader: spans lie in the text; what was read without complaint is printed, and then reads and prints the same.
pub fn read(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let (datums, diagnostics) = read_datums(&text, FileId(0));
    for diagnostic in &diagnostics {
        for label in &diagnostic.labels {
            assert!(text.get(label.span.start as usize..label.span.end as usize).is_some(), "{diagnostic:?}");
        }
    }
    if diagnostics.is_empty() {
        let printed: Vec<String> = datums.iter().map(print_datum).collect();
        let (again, complaints) = read_datums(&printed.join("\n"), FileId(0));
        assert!(complaints.is_empty(), "{complaints:?} about {printed:?}");
        assert_eq!(again.iter().map(print_datum).collect::<Vec<_>>(), printed);
    }
}

/// Numbers: what is a number in some radix is printed, and that is the same number.
pub fn number(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    for radix in [2, 8, 10, 16, 36] {
        if let Some(number) = parse_number(&text, radix) {
            let printed = print_number(&number);
            let again = parse_number(&printed, 10);
            let shown = again.as_ref().map(print_number);
            assert_eq!(shown.as_ref(), Some(&printed), "{text:?} in radix {radix}");
        }
    }
}

/// The expander with the standard library, the check of calls, and if there are no errors the passes up to ssa.
pub fn expand(bytes: &[u8]) {
    let mut sources = Sources::default();
    let file = sources.add("fuzz.scm", String::from_utf8_lossy(bytes).into_owned());
    let (hir, diagnostics) = expand_program(&mut sources, file, &mut StandardLibrary);
    for diagnostic in &diagnostics {
        render_json(diagnostic, &sources);
        render_text(diagnostic, &sources, Colour::Never);
    }
    if diagnostics.iter().all(|diagnostic| diagnostic.severity != Severity::Error) {
        for style in [ClosureStyle::Minimal, ClosureStyle::Naive] {
            let inlined = lower::inline_calls(&hir, &sources, style);
            let closures = lower::find_closures(&inlined, style);
            let ssa = lower::infer_ranges(&lower::infer_types(&lower::lower_module(&inlined, &closures)));
            let (compiled, _) = lower::compile_gradients(&ssa, true);
            lower::speculate(&ssa, compiled);
        }
    }
}

/// The libraries that are built in, and no others.
pub struct StandardLibrary;

impl Loader for StandardLibrary {
    fn library(&mut self, name: &[String]) -> Option<LibraryText> {
        let (path, text) = stdlib::find(&(name.join("/") + ".sld"))?;
        Some(LibraryText { name: path.to_owned(), text: text.to_owned() })
    }

    fn include(&mut self, _from: &str, _path: &str) -> Option<LibraryText> {
        None
    }
}
