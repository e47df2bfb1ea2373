//! Rewrites the expectations of a golden file to what its programs do.

use std::ops::Range;

use crate::case::{Backend, Case, Notice, lines, parse_file};
use crate::compare::shown_by_steps;
use crate::execute::{End, Fluxion, Outcome};

/// Replacements of ranges of a text.
type Edits = Vec<(Range<usize>, String)>;

/// The text of a golden file with the expectations that its programs meet.
pub fn bless(text: &str, fluxion: &Fluxion) -> Result<String, String> {
    let mut edits = Edits::new();
    for case in &parse_file(text)?.cases {
        if !case.marks.is_empty() || !case.expects_anything() {
            edit_marks(text, case, &fluxion.check(text, case)?, &mut edits);
        }
        if !case.is_check() {
            edit_run(text, case, &fluxion.run(text, case, Backend::Jit)?, &mut edits);
        }
    }
    Ok(apply(text, edits))
}

fn apply(text: &str, mut edits: Edits) -> String {
    edits.sort_by_key(|(range, _)| (range.start, range.end));
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for (range, replacement) in edits {
        out.push_str(&text[done..range.start]);
        out.push_str(&replacement);
        done = range.end;
    }
    out.push_str(&text[done..]);
    out
}

fn edit_marks(text: &str, case: &Case, notices: &[Notice], edits: &mut Edits) {
    for mark in &case.marks {
        edits.push((mark.line.clone(), String::new()));
    }
    for notice in notices {
        let Some(section) = case.sections.iter().find(|section| section.name == notice.file) else { continue };
        let mut section_lines = lines(&text[section.range.clone()]);
        let line_end = section_lines.nth(notice.line - 1).map_or(section.range.len(), |line| line.end);
        let at = section.range.start + line_end;
        let blank = " ".repeat(notice.columns.start - 2);
        let carets = "^".repeat(notice.columns.end - notice.columns.start);
        edits.push((at..at, format!(";{blank}{carets} {}\n", notice.text)));
    }
}

fn edit_run(text: &str, case: &Case, outcome: &Outcome, edits: &mut Edits) {
    for (step, shown) in case.steps.iter().zip(shown_by_steps(case, &outcome.output)) {
        if let (Some(expected), Some(value)) = (&step.value, &shown.value) {
            edits.push((expected.line.clone(), format!("; => {value}")));
        }
        let expected: Vec<&str> = step.prints.iter().map(|line| line.text.trim_end()).collect();
        if expected != shown.lines {
            for line in &step.prints {
                edits.push((whole_line(text, line.line.start), String::new()));
            }
            let at = match step.prints.first() {
                Some(line) => whole_line(text, line.line.start).start,
                None => whole_line(text, step.form.end - 1).end,
            };
            let block: String =
                shown.lines.iter().map(|line| format!("; prints: {line}").trim_end().to_string() + "\n").collect();
            edits.push((at..at, block));
        }
    }
    edit_errors(case, outcome, edits);
}

fn edit_errors(case: &Case, outcome: &Outcome, edits: &mut Edits) {
    let message = outcome.errors.lines().next().unwrap_or_default();
    for expected in &case.errors {
        if outcome.end == End::Status(1) && (expected.text.is_empty() || !outcome.errors.contains(&expected.text)) {
            edits.push((expected.line.clone(), format!("; error: {message}")));
        }
    }
}

/// The range of the line on which the byte at `at` is.
fn whole_line(text: &str, at: usize) -> Range<usize> {
    let start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let end = text[at..].find('\n').map_or(text.len(), |newline| at + newline + 1);
    start..end
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::Columns;

    #[test]
    fn runs_are_rewritten() {
        let text = ";--- a\n(f) ; => 1\n(g)\n; prints: x\n; =>\n(h)\n; error:\n";
        let output = "\u{2}2\u{1}y\nz\n\u{2}#\\a\u{1}end\n";
        let outcome = Outcome { output: output.into(), errors: "error: no\nmore\n".into(), end: End::Status(1) };
        let mut edits = Edits::new();
        edit_run(text, &parse_file(text).unwrap().cases[0], &outcome, &mut edits);
        let expected =
            ";--- a\n(f) ; => 2\n(g)\n; prints: y\n; prints: z\n; => #\\a\n(h)\n; prints: end\n; error: error: no\n";
        assert_eq!(apply(text, edits), expected);
    }

    #[test]
    fn marks_are_rewritten() {
        let text = ";--- a\n(foo)\n;^^^ error[a]: old\n (bar)\n";
        let notice = |line, start, end| Notice {
            file: "case.scm".into(),
            line,
            columns: Columns { start, end },
            text: "error[a]: new".into(),
        };
        let mut edits = Edits::new();
        edit_marks(text, &parse_file(text).unwrap().cases[0], &[notice(1, 2, 5), notice(3, 3, 6)], &mut edits);
        assert_eq!(apply(text, edits), ";--- a\n(foo)\n;^^^ error[a]: new\n (bar)\n; ^^^ error[a]: new\n");
    }
}
