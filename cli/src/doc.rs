//! `fluxion doc`: pages from docstrings (crate `doc`); the examples on them are run, and what is wrong is reported.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

use ::doc::{Example, Format, Page, internal_primitives_page, library_pages, read_page, reference_files, render_page};
use driver::LIBRARIES;
use syntax::{FileId, Sources};

use crate::{MessageFormat, print_diagnostics, print_text};

/// Where the reference of the standard library is.
const REFERENCE: &str = "docs/reference";

/// A page, and what is needed to run its examples.
struct Source {
    page: Page,
    /// The name of the file, for messages.
    name: String,
    /// The text of a program; a library is imported instead.
    program: Option<String>,
    /// Where its libraries are.
    folder: Option<PathBuf>,
}

/// Documents files and libraries: to the folder, or to standard output. The code is 1 if an example is wrong.
pub fn doc(
    subjects: &[String],
    format: Format,
    output: Option<&Path>,
    messages: MessageFormat,
) -> Result<ExitCode, String> {
    let mut code = 0;
    for subject in subjects {
        let Some(source) = read_source(subject, messages)? else {
            code = 1;
            continue;
        };
        let text = render_page(&source.page, format);
        match output {
            Some(folder) => write_file(folder, &file_name(&source, format), &text)?,
            None => print_text(&text),
        }
        if !check_examples(&source)? {
            code = 1;
        }
    }
    Ok(ExitCode::from(code))
}

/// Writes the reference of the standard library, and runs the examples on it and those of all primitives.
pub fn reference(format: Format, output: Option<&Path>) -> Result<ExitCode, String> {
    let pages = library_pages();
    let folder = output.unwrap_or(Path::new(REFERENCE));
    for (name, text) in reference_files(&pages, format) {
        write_file(folder, &name, &text)?;
    }
    let mut code = 0;
    for page in pages.into_iter().chain([internal_primitives_page()]) {
        let name = page.library.join("/") + ".sld";
        for missing in page.undocumented() {
            eprintln!("warning: {name}: {missing} has no docstring");
        }
        if !check_examples(&Source { page, name, program: None, folder: None })? {
            code = 1;
        }
    }
    Ok(ExitCode::from(code))
}

fn read_source(subject: &str, messages: MessageFormat) -> Result<Option<Source>, String> {
    let inner = subject.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
    let library = inner.map(|inner| inner.split_whitespace().collect::<Vec<&str>>().join("/") + ".sld");
    if let Some((path, text)) = library.as_deref().and_then(stdlib::find) {
        return Ok(page_of(path, text, messages).map(|page| Source {
            page,
            name: path.to_owned(),
            program: None,
            folder: None,
        }));
    }
    let path = PathBuf::from(library.as_deref().unwrap_or(subject));
    let text = std::fs::read_to_string(&path).map_err(|error| format!("cannot read {}: {error}", path.display()))?;
    let name = path.display().to_string();
    let Some(page) = page_of(&name, &text, messages) else { return Ok(None) };
    let program = page.library.is_empty().then_some(text);
    // The folder in which the library would be found, and with it those beside it.
    let levels = page.library.len().max(1);
    let folder = path.ancestors().nth(levels).unwrap_or(Path::new("")).to_owned();
    let folder = if folder.as_os_str().is_empty() { PathBuf::from(".") } else { folder };
    Ok(Some(Source { page, name, program, folder: Some(folder) }))
}

fn page_of(name: &str, text: &str, messages: MessageFormat) -> Option<Page> {
    let result = driver::with_compiler_stack(|| read_page(name, text, FileId(0)));
    let report = |diagnostics: Vec<_>| {
        let mut sources = Sources::default();
        sources.add(name, text);
        print_diagnostics(&diagnostics, &sources, messages);
    };
    result.map_err(report).ok()
}

fn file_name(source: &Source, format: Format) -> String {
    let stem = match source.page.library.is_empty() {
        true => Path::new(&source.name).file_stem().unwrap_or_default().to_string_lossy().into_owned(),
        false => source.page.library.join("-"),
    };
    format!("{stem}.{}", format.extension())
}

fn write_file(folder: &Path, name: &str, text: &str) -> Result<(), String> {
    let path = folder.join(name);
    let written = std::fs::create_dir_all(folder).and_then(|()| std::fs::write(&path, text));
    written.map_err(|error| format!("cannot write {}: {error}", path.display()))
}

/// An example, the entry it is of, and what was found.
struct Check<'a> {
    entry: usize,
    name: String,
    example: &'a Example,
    found: Option<String>,
}

/// Runs the examples of a page, prints those that are wrong, and says whether none is.
fn check_examples(source: &Source) -> Result<bool, String> {
    let mut checks: Vec<Check> = Vec::new();
    for (entry, documented) in source.page.entries.iter().enumerate() {
        let name = documented.names.join(", ");
        let examples = documented.examples.iter();
        checks.extend(examples.map(|example| Check { entry, name: name.clone(), example, found: None }));
    }
    if checks.is_empty() {
        return Ok(true);
    }
    run_examples(source, &mut checks)?;
    if checks.iter().all(|check| check.found.is_none()) {
        // One that cannot be compiled does not stop the others.
        for checks in checks.chunk_by_mut(|a, b| a.entry == b.entry) {
            run_examples(source, checks)?;
        }
    }
    let wrong: Vec<&Check> = checks.iter().filter(|check| !check.is_right()).collect();
    for Check { name, example, found, .. } in &wrong {
        let place = if example.line == 0 { source.name.clone() } else { format!("{}:{}", source.name, example.line) };
        eprintln!("{place}: the example of {name} is wrong");
        eprintln!("  expression: {}", example.expression);
        eprintln!("  documented: {}", example.expected.join(" "));
        eprintln!("  found:      {}", found.as_deref().unwrap_or("nothing: the program ended before"));
    }
    Ok(wrong.is_empty())
}

impl Check<'_> {
    fn is_right(&self) -> bool {
        self.found.as_ref().is_some_and(|found| meets(&self.example.expected, found))
    }
}

/// Runs examples in one program.
fn run_examples(source: &Source, checks: &mut [Check]) -> Result<(), String> {
    let output = run(&program(source, checks), source.folder.as_deref())?;
    for line in output.lines().filter_map(|line| line.strip_prefix('\u{1e}')) {
        if let Some((number, text)) = line.split_once(' ')
            && let Some(check) = number.parse().ok().and_then(|number: usize| checks.get_mut(number))
        {
            check.found = Some(text.to_owned());
        }
    }
    Ok(())
}

/// The program that shows the values of examples.
fn program(source: &Source, checks: &[Check]) -> String {
    let mut out = String::new();
    let _ = match &source.program {
        Some(text) => {
            let starts_by_import = text.contains("(import") || text.contains("(define-library");
            let base = if starts_by_import { "" } else { " (fluxion base)" };
            writeln!(out, "(import (fluxion example){base})\n{text}")
        }
        None => {
            let library = source.page.library.join(" ");
            writeln!(out, "(import (fluxion example) {} ({library}))", base_without(&source.page))
        }
    };
    let mut number = 0;
    for checks in checks.chunk_by(|a, b| a.entry == b.entry) {
        // Definitions begin a body, so that other entries may define the same names.
        let mut bodies = 0;
        for check in checks {
            if !check.example.setup.is_empty() {
                let _ = write!(out, "(let ()\n{}", check.example.setup.concat());
                bodies += 1;
            }
            let _ = writeln!(out, "(show-example {number} {})", check.example.expression);
            number += 1;
        }
        let _ = writeln!(out, "{}", ")".repeat(bodies));
    }
    out
}

/// `(fluxion base)` without what a library exports itself.
fn base_without(page: &Page) -> String {
    let own: Vec<&str> = page.exports().collect();
    let base = stdlib::find("fluxion/base.sld").and_then(|(path, text)| read_page(path, text, FileId(0)).ok());
    let names: Vec<String> =
        base.iter().flat_map(Page::exports).filter(|name| own.contains(name)).map(str::to_owned).collect();
    if names.is_empty() { "(fluxion base)".to_owned() } else { format!("(except (fluxion base) {})", names.join(" ")) }
}

/// Whether the text of the values is one of those that are documented: `'x` stands for `x`, and `error "part"` for an
/// error that contains the part.
fn meets(expected: &[String], found: &str) -> bool {
    if let [error, part @ ..] = expected
        && error == "error"
        && let Some(message) = found.strip_prefix("error: ")
    {
        return part.iter().all(|part| message.contains(part.trim_matches('"')));
    }
    let unquoted = expected.iter().map(|value| value.strip_prefix('\'').unwrap_or(value));
    expected.join(" ") == found || unquoted.collect::<Vec<&str>>().join(" ") == found
}

/// What a program prints; its errors go to ours.
fn run(program: &str, folder: Option<&Path>) -> Result<String, String> {
    let scratch = Scratch::new()?;
    let path = scratch.0.join("examples.scm");
    std::fs::write(&path, program).map_err(|error| format!("cannot write {}: {error}", path.display()))?;
    let this = std::env::current_exe().map_err(|error| format!("cannot find this program: {error}"))?;
    let mut command = Command::new(this);
    command.arg("run").arg(&path).stdin(Stdio::null()).stderr(Stdio::inherit());
    if let Some(folder) = folder {
        command.env(LIBRARIES, folder);
    }
    let output = command.output().map_err(|error| format!("cannot run the examples: {error}"))?;
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// A folder that is removed at the end.
struct Scratch(PathBuf);

impl Scratch {
    fn new() -> Result<Scratch, String> {
        let folder = std::env::temp_dir().join(format!("fluxion-doc-{}", std::process::id()));
        std::fs::create_dir_all(&folder).map_err(|error| format!("cannot make {}: {error}", folder.display()))?;
        Ok(Scratch(folder))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // Nothing depends on it being gone.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
