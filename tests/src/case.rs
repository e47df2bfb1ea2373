//! Golden files, parsed.

use std::ops::Range;

use syntax::{FileId, read_datums};

/// A golden file.
#[derive(Debug)]
pub struct File {
    /// Where its programs run.
    pub backends: Vec<Backend>,
    /// In order.
    pub cases: Vec<Case>,
}

/// Where a program runs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Backend {
    /// `fluxion run`
    Jit,
    /// `fluxion build` and the executable
    Aot,
}

/// All back ends and their names.
pub const BACKENDS: &[(&str, Backend)] = &[("jit", Backend::Jit), ("aot", Backend::Aot)];

/// One program and what is expected of it. Ranges are bytes of the golden file.
#[derive(Debug, Default)]
pub struct Case {
    /// From its header.
    pub name: String,
    /// The program, then further files.
    pub sections: Vec<Section>,
    /// Top-level forms after which something is expected, and the last form of the program.
    pub steps: Vec<Step>,
    /// `; error:`
    pub errors: Vec<Text>,
    /// `; exit:`
    pub exit: Option<i32>,
    /// Lines of carets.
    pub marks: Vec<Mark>,
}

/// A file of a case.
#[derive(Clone, Debug)]
pub struct Section {
    /// File name; the program itself is `case.scm`.
    pub name: String,
    /// Its text.
    pub range: Range<usize>,
}

/// A top-level form and what it shows.
#[derive(Clone, Debug)]
pub struct Step {
    /// The form.
    pub form: Range<usize>,
    /// `; =>`
    pub value: Option<Text>,
    /// `; prints:` lines.
    pub prints: Vec<Text>,
}

/// An expected text and its place.
#[derive(Clone, Debug)]
pub struct Text {
    /// The text.
    pub text: String,
    /// Its line; for text behind a form, from the comment on.
    pub line: Range<usize>,
}

/// A diagnostic as it stands in a golden file.
#[derive(Clone, Debug)]
pub struct Mark {
    /// The diagnostic.
    pub notice: Notice,
    /// The line of carets.
    pub line: Range<usize>,
}

/// A diagnostic in terms of lines and columns.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Notice {
    /// Name of the file.
    pub file: String,
    /// 1-based line in that file.
    pub line: usize,
    /// Columns, 1-based, as carets can show them: at least the second, and not empty.
    pub columns: Columns,
    /// `error[slug]: message`
    pub text: String,
}

/// A half-open range of columns, ordered by its start.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Columns {
    /// The first column.
    pub start: usize,
    /// The column behind the last.
    pub end: usize,
}

impl Columns {
    /// The columns that carets in a comment line can show for this range.
    pub fn of_carets(start: usize, end: usize) -> Columns {
        let start = start.max(2);
        Columns { start, end: end.max(start + 1) }
    }
}

impl Case {
    /// Whether the case is about what the compiler says and the program is not to be run.
    pub fn is_check(&self) -> bool {
        self.marks.iter().any(|mark| mark.notice.text.starts_with("error"))
    }

    /// Whether anything is expected.
    pub fn expects_anything(&self) -> bool {
        let shows = self.steps.iter().any(|step| step.value.is_some() || !step.prints.is_empty());
        shows || !self.errors.is_empty() || self.exit.is_some() || !self.marks.is_empty()
    }
}

/// The cases of a golden file.
pub fn parse_file(text: &str) -> Result<File, String> {
    let mut file = File { backends: BACKENDS.iter().map(|(_, backend)| *backend).collect(), cases: Vec::new() };
    let mut header = true;
    for line in lines(text) {
        let shown = text[line.clone()].trim_end();
        if let Some(name) = shown.strip_prefix(";--- ") {
            header = false;
            let section = Section { name: "case.scm".into(), range: line.end..line.end };
            file.cases.push(Case { name: name.trim().into(), sections: vec![section], ..Case::default() });
        } else if let Some(case) = file.cases.last_mut() {
            if let Some(name) = shown.strip_prefix(";-- file ") {
                case.sections.push(Section { name: name.trim().into(), range: line.end..line.end });
            } else if let Some(section) = case.sections.last_mut() {
                section.range.end = line.end;
            }
        } else if let Some(names) = shown.strip_prefix("; backends:") {
            file.backends = backends(names)?;
        } else if header && !shown.is_empty() && !shown.starts_with(';') {
            return Err(format!("expected a line `;--- name` before `{shown}`"));
        }
    }
    for case in &mut file.cases {
        parse_case(text, case).map_err(|message| format!("{}: {message}", case.name))?;
    }
    check_names(&file.cases)?;
    Ok(file)
}

fn check_names(cases: &[Case]) -> Result<(), String> {
    let mut names: Vec<&str> = cases.iter().map(|case| case.name.as_str()).collect();
    names.sort_unstable();
    match names.windows(2).find(|pair| pair[0] == pair[1]) {
        Some(pair) => Err(format!("two cases are named `{}`", pair[0])),
        None => Ok(()),
    }
}

/// `jit aot ; comment`
fn backends(names: &str) -> Result<Vec<Backend>, String> {
    let names = names.split(';').next().unwrap_or_default();
    let find = |name: &str| BACKENDS.iter().find(|(known, _)| *known == name).map(|(_, backend)| *backend);
    names.split_whitespace().map(|name| find(name).ok_or_else(|| format!("unknown back end `{name}`"))).collect()
}

/// The lines of the text with their ends.
pub fn lines(text: &str) -> impl Iterator<Item = Range<usize>> {
    text.split_inclusive('\n').scan(0, |start, line| {
        let range = *start..*start + line.len();
        *start = range.end;
        Some(range)
    })
}

fn parse_case(text: &str, case: &mut Case) -> Result<(), String> {
    let program = case.sections[0].range.clone();
    let (datums, _) = read_datums(&text[program.clone()], FileId(0));
    let forms = datums.iter().map(|datum| {
        let (start, end) = (datum.span.start as usize, datum.span.end as usize);
        program.start + start..program.start + end
    });
    case.steps = forms.map(|form| Step { form, value: None, prints: Vec::new() }).collect();
    for line in lines(&text[program.clone()]) {
        parse_line(text, program.start + line.start..program.start + line.end, case)?;
    }
    let last = case.steps.len().saturating_sub(1);
    let mut index = 0;
    case.steps.retain(|step| {
        index += 1;
        index - 1 == last || step.value.is_some() || !step.prints.is_empty()
    });
    for section in case.sections.clone() {
        parse_marks(text, &section, &mut case.marks);
    }
    Ok(())
}

/// Finds the expectation on a line of the program, if there is one.
fn parse_line(text: &str, line: Range<usize>, case: &mut Case) -> Result<(), String> {
    const KEYS: &[&str] = &["; =>", "; prints:", "; error:", "; exit:"];
    let content = text[line.clone()].trim_end();
    let found = KEYS.iter().filter_map(|key| content.find(key).map(|at| (at, *key))).min();
    let Some((at, key)) = found else { return Ok(()) };
    let start = line.start + at;
    if case.steps.iter().any(|step| step.form.contains(&start)) {
        return Ok(());
    }
    if content[..at].trim_start().starts_with(';') {
        return Ok(());
    }
    let value = &content[at + key.len()..];
    let expected =
        Text { text: value.strip_prefix(' ').unwrap_or(value).into(), line: start..line.start + content.len() };
    match key {
        "; error:" => case.errors.push(expected),
        "; exit:" => {
            let status = expected.text.parse();
            case.exit = Some(status.map_err(|_| format!("`; exit:` needs a number, not `{}`", expected.text))?);
        }
        _ => {
            let step = case.steps.iter_mut().rfind(|step| step.form.end <= start);
            let step = step.ok_or_else(|| format!("`{key}` has no expression before it"))?;
            if key == "; prints:" {
                step.prints.push(expected);
            } else if step.value.replace(expected).is_some() {
                return Err(format!("two values are expected of `{}`", &text[step.form.clone()]));
            }
        }
    }
    Ok(())
}

fn parse_marks(text: &str, section: &Section, marks: &mut Vec<Mark>) {
    let mut source_line = 0;
    for (index, line) in lines(&text[section.range.clone()]).enumerate() {
        let line = section.range.start + line.start..section.range.start + line.end;
        match parse_mark(text[line.clone()].trim_end()) {
            Some((columns, message)) => {
                let file = section.name.clone();
                marks.push(Mark { notice: Notice { file, line: source_line, columns, text: message.into() }, line });
            }
            None => source_line = index + 1,
        }
    }
}

/// `;   ^^^^ error[slug]: message`
fn parse_mark(line: &str) -> Option<(Columns, &str)> {
    let rest = line.strip_prefix(';')?;
    let blank = rest.len() - rest.trim_start_matches(' ').len();
    let carets = rest[blank..].len() - rest[blank..].trim_start_matches('^').len();
    let message = rest[blank + carets..].strip_prefix(' ')?;
    let known = carets > 0 && (message.starts_with("error[") || message.starts_with("warning["));
    let start = blank + 2;
    known.then_some((Columns { start, end: start + carets }, message))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "\
; About this file.
; backends: jit ; aot is slow

;--- first
; a comment ; => not an expectation
(define s \"; => 1\")
(list 1
      2)
; prints: a
; prints:  b
; => (1 2)
(f) (g) ; => 3
(car 1)
; error: car
; exit: 7

;--- second
(foo)
;^^^ error[unbound-variable]: `foo` is not defined
;-- file lib.sld
(define-library
  (a))
; ^^^ error[x]: y
";

    #[test]
    fn files_are_parsed() {
        let file = parse_file(TEXT).unwrap();
        assert_eq!(file.backends, [Backend::Jit]);
        let first = &file.cases[0];
        assert_eq!(first.name, "first");
        assert_eq!(first.steps.len(), 3);
        assert_eq!(&TEXT[first.steps[0].form.clone()], "(list 1\n      2)");
        assert_eq!(first.steps[0].value.as_ref().unwrap().text, "(1 2)");
        let prints: Vec<&str> = first.steps[0].prints.iter().map(|line| line.text.as_str()).collect();
        assert_eq!(prints, ["a", " b"]);
        assert_eq!(&TEXT[first.steps[1].form.clone()], "(g)");
        assert_eq!(first.steps[1].value.as_ref().unwrap().text, "3");
        assert_eq!((first.errors[0].text.as_str(), first.exit), ("car", Some(7)));
        assert!(!first.is_check());
    }

    #[test]
    fn marks_are_parsed() {
        let file = parse_file(TEXT).unwrap();
        let second = &file.cases[1];
        assert!(second.is_check());
        let marks: Vec<Notice> = second.marks.iter().map(|mark| mark.notice.clone()).collect();
        let notice = |file: &str, line, start, end, text: &str| Notice {
            file: file.into(),
            line,
            columns: Columns { start, end },
            text: text.into(),
        };
        assert_eq!(
            marks,
            [
                notice("case.scm", 1, 2, 5, "error[unbound-variable]: `foo` is not defined"),
                notice("lib.sld", 2, 3, 6, "error[x]: y"),
            ]
        );
    }

    #[test]
    fn bad_files_are_refused() {
        let bad = [
            "(a)\n;--- b\n",
            "; backends: gpu\n",
            ";--- a\n; => 1\n",
            ";--- a\n(b)\n; => 1\n; => 2\n",
            ";--- a\n(b)\n; exit: x\n",
            ";--- a\n(b)\n;--- a\n(b)\n",
        ];
        for text in bad {
            assert!(parse_file(text).is_err(), "{text}");
        }
    }
}
