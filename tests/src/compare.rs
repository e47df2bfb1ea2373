//! Compares what a program did with what its case expects.

use crate::case::{Case, Notice, Text};
use crate::execute::{End, Outcome};
use crate::program::{END, VALUE};

/// What a step showed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shown {
    /// Lines of output.
    pub lines: Vec<String>,
    /// The values as written, separated by blanks; none if the step did not end.
    pub value: Option<String>,
    /// Whether the step came to its end.
    pub ended: bool,
}

/// What each step of a case showed. Output behind the last mark belongs to the step that did not end, or to the last.
pub fn shown_by_steps(case: &Case, output: &str) -> Vec<Shown> {
    let mut parts: Vec<&str> = output.split(END).collect();
    let rest = parts.pop().unwrap_or_default();
    let mut shown: Vec<Shown> = parts.iter().map(|part| shown(part, true)).collect();
    if shown.len() < case.steps.len() {
        shown.push(self::shown(rest, false));
    } else if let (Some(last), false) = (shown.last_mut(), rest.is_empty()) {
        last.lines.extend(output_lines(rest));
    }
    shown.resize_with(shown.len().max(case.steps.len()), Shown::default);
    shown
}

fn shown(part: &str, ended: bool) -> Shown {
    let mut pieces = part.split(VALUE);
    let lines = output_lines(pieces.next().unwrap_or_default());
    let value = ended.then(|| pieces.collect::<Vec<_>>().join(" "));
    Shown { lines, value, ended }
}

fn output_lines(text: &str) -> Vec<String> {
    text.lines().map(|line| line.trim_end().to_string()).collect()
}

/// What is wrong with a run; empty if it went as expected.
pub fn compare_run(case: &Case, outcome: &Outcome) -> Vec<String> {
    let mut wrong = Vec::new();
    let shown = shown_by_steps(case, &outcome.output);
    if shown.len() > case.steps.len() {
        wrong.push("a top-level form was left twice, which the harness cannot follow: use an inner form".into());
    }
    let expected_end = End::Status(case.exit.unwrap_or(i32::from(!case.errors.is_empty())));
    if outcome.end != expected_end {
        wrong.push(format!("expected the end {expected_end:?}, found {:?}; it said\n{}", outcome.end, outcome.errors));
    }
    for (index, (step, shown)) in case.steps.iter().zip(&shown).enumerate() {
        let expected: Vec<&str> = step.prints.iter().map(|line| line.text.trim_end()).collect();
        if expected != shown.lines {
            wrong.push(format!("step {}: expected the output {expected:?}, found {:?}", index + 1, shown.lines));
        }
        match (&step.value, &shown.value) {
            (Some(expected), Some(found)) if expected.text == *found => {}
            (Some(expected), Some(found)) => wrong.push(format!("expected the value {}, found {found}", expected.text)),
            (Some(expected), None) => {
                wrong.push(format!("expected the value {}, which was not reached", expected.text))
            }
            (None, _) => {}
        }
    }
    for Text { text, .. } in &case.errors {
        if text.is_empty() || !outcome.errors.contains(text.as_str()) {
            wrong.push(format!("expected an error with `{text}`, found\n{}", outcome.errors));
        }
    }
    wrong
}

/// What is wrong with the diagnostics; empty if they are those expected.
pub fn compare_notices(case: &Case, found: &[Notice]) -> Vec<String> {
    let expected: Vec<&Notice> = case.marks.iter().map(|mark| &mark.notice).collect();
    let missing = expected.iter().filter(|notice| !found.contains(notice)).map(|notice| ("missing", *notice));
    let extra = found.iter().filter(|notice| !expected.contains(notice)).map(|notice| ("unexpected", notice));
    let line = |(what, notice): (&str, &Notice)| {
        let Notice { file, line, columns, text } = notice;
        format!("{what}: {file}:{line}, columns {} to {}: {text}", columns.start, columns.end - 1)
    };
    missing.chain(extra).map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::{Columns, parse_file};

    const TEXT: &str = ";--- a\n(f)\n; prints: one\n; prints: two\n; => 9\n(g) ; => 1 2\n(display 1)\n(h)\n; prints: 1\n; error: bad h\n";

    fn wrong(output: &str, errors: &str, end: End) -> Vec<String> {
        let file = parse_file(TEXT).unwrap();
        compare_run(&file.cases[0], &Outcome { output: output.into(), errors: errors.into(), end })
    }

    const GOOD: &str = "one\ntwo\n\u{2}9\u{1}\u{2}1\u{2}2\u{1}1";

    #[test]
    fn a_right_run_passes() {
        assert!(wrong(GOOD, "error: bad h: 3", End::Status(1)).is_empty());
    }

    #[test]
    fn wrong_runs_fail() {
        let error = "error: bad h: 3";
        let runs = [
            (GOOD.replace("9", "8"), error, End::Status(1)),
            (GOOD.replace("two", "2"), error, End::Status(1)),
            (GOOD.replace("two\n", ""), error, End::Status(1)),
            (GOOD.replace("two\n", "two\nthree\n"), error, End::Status(1)),
            (GOOD.replace("\u{2}2", ""), error, End::Status(1)),
            (format!("{GOOD}2"), error, End::Status(1)),
            (format!("{GOOD}\u{1}\u{1}"), error, End::Status(1)),
            ("one\ntwo\n".into(), error, End::Status(1)),
            (GOOD.into(), "error: bad i", End::Status(1)),
            (GOOD.into(), error, End::Status(0)),
            (GOOD.into(), error, End::Signal("SIGSEGV".into())),
            (GOOD.into(), error, End::Timeout),
        ];
        for (output, errors, end) in runs {
            assert!(!wrong(&output, errors, end.clone()).is_empty(), "{output:?} {errors} {end:?}");
        }
    }

    #[test]
    fn diagnostics_are_compared_both_ways() {
        let file = parse_file(";--- a\n (foo)\n; ^^^ error[a]: b\n").unwrap();
        let notice = Notice {
            file: "case.scm".into(),
            line: 1,
            columns: Columns { start: 3, end: 6 },
            text: "error[a]: b".into(),
        };
        let other = Notice { line: 2, ..notice.clone() };
        assert!(compare_notices(&file.cases[0], std::slice::from_ref(&notice)).is_empty());
        assert_eq!(compare_notices(&file.cases[0], &[]).len(), 1);
        assert_eq!(compare_notices(&file.cases[0], &[notice, other.clone()]).len(), 1);
        assert_eq!(compare_notices(&file.cases[0], &[other]).len(), 2);
    }
}
