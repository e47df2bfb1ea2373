//! Makes the program that is run of the program that is written: after each form that has expectations it marks the
//! output, and where a value is expected it writes the value. Lines stay what they are.

use syntax::{Datum, DatumKind, FileId, read_datums};

use crate::case::Case;

/// Stands before each value that is shown.
pub const VALUE: char = '\u{2}';

/// Ends the output of a step.
pub const END: char = '\u{1}';

/// Defines what shows values and marks steps, on one line, from names that a program's own do not meet.
const DEFINITIONS: &str = "(define (show:end) (write-char #\\x1)) (define (show:values . values) \
     (for-each (lambda (value) (write-char #\\x2) (write value)) values) (show:end)) ";

/// What brings those names to a program that says itself what it imports.
const IMPORT: &str = "(import (prefix (only (scheme base) define lambda for-each call-with-values write-char) show:) \
     (prefix (only (scheme write) write) show:)) ";

const IMPORTED_DEFINITIONS: &str = "(show:define (show:end) (show:write-char #\\x1)) (show:define (show:values . values) \
     (show:for-each (show:lambda (value) (show:write-char #\\x2) (show:write value)) values) (show:end)) ";

/// The text of the program of a case, which comes from the golden file `text`.
pub fn instrument(text: &str, case: &Case) -> String {
    let program = case.sections[0].range.clone();
    let (first_import, last_import) = imports(&text[program.clone()]);
    let (lambda, call) = match first_import {
        Some(_) => ("show:lambda", "show:call-with-values"),
        None => ("lambda", "call-with-values"),
    };
    let mut inserts: Vec<(usize, String)> = Vec::new();
    match (first_import, last_import) {
        (Some(first), Some(last)) => {
            inserts.push((program.start + first, IMPORT.into()));
            inserts.push((program.start + last, format!(" {IMPORTED_DEFINITIONS}")));
        }
        _ => inserts.push((program.start, DEFINITIONS.into())),
    }
    for step in &case.steps {
        if step.value.is_some() {
            inserts.push((step.form.start, format!("({call} ({lambda} () ")));
            inserts.push((step.form.end, ") show:values)".into()));
        } else {
            inserts.push((step.form.end, " (show:end)".into()));
        }
    }
    insert(text, program, inserts)
}

/// Where the first `import` of a program starts and the last one ends.
fn imports(program: &str) -> (Option<usize>, Option<usize>) {
    let (datums, _) = read_datums(program, FileId(0));
    let mut imports = datums.iter().filter(|datum| is_import(datum));
    let first = imports.next();
    let last = imports.next_back().or(first);
    (first.map(|datum| datum.span.start as usize), last.map(|datum| datum.span.end as usize))
}

fn is_import(datum: &Datum) -> bool {
    let DatumKind::List(items, None) = &datum.kind else { return false };
    matches!(items.first().map(|item| &item.kind), Some(DatumKind::Symbol(name)) if name.as_str() == "import")
}

fn insert(text: &str, program: std::ops::Range<usize>, mut inserts: Vec<(usize, String)>) -> String {
    inserts.sort_by_key(|(at, _)| *at);
    let mut out = String::with_capacity(program.len() + 400);
    let mut done = program.start;
    for (at, inserted) in inserts {
        out.push_str(&text[done..at]);
        out.push_str(&inserted);
        done = at;
    }
    out.push_str(&text[done..program.end]);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::parse_file;

    fn instrumented(text: &str) -> String {
        instrument(text, &parse_file(text).unwrap().cases[0])
    }

    #[test]
    fn values_are_written_and_lines_kept() {
        let program = instrumented(";--- a\n(define x 1)\n(+ x\n   1)\n; => 2\n(f)\n; prints: 1\n(g)\n");
        let expected = "(define x 1)\n(call-with-values (lambda () (+ x\n   1)) show:values)\n; => 2\n(f) (show:end)\n; prints: 1\n\
             (g) (show:end)\n";
        assert_eq!(program, format!("{DEFINITIONS}{expected}"));
    }

    #[test]
    fn imports_come_first() {
        let program = instrumented(";--- a\n(define-library (l))\n(import (l)) (f) ; => 1\n");
        let expected = format!(
            "(define-library (l))\n{IMPORT}(import (l)) {IMPORTED_DEFINITIONS} (show:call-with-values (show:lambda () (f)) \
             show:values) ; => 1\n"
        );
        assert_eq!(program, expected);
    }
}
