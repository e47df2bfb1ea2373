//! Runs the program of a case in a folder of its own.

use std::ffi::OsStr;
use std::io::{Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use serde_json::Value;
use wait_timeout::ChildExt;

use crate::case::{Backend, Case, Columns, Notice};
use crate::program::instrument;

/// A program that takes longer hangs.
const TIME_LIMIT: Duration = Duration::from_secs(120);

/// What a process did.
#[derive(Debug, Default)]
pub struct Outcome {
    /// Standard output.
    pub output: String,
    /// Standard error.
    pub errors: String,
    /// How it ended.
    pub end: End,
}

/// How a process ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum End {
    /// With this status.
    Status(i32),
    /// By a signal.
    Signal(String),
    /// It was still running when its time was over.
    Timeout,
}

impl Default for End {
    fn default() -> End {
        End::Status(0)
    }
}

/// The `fluxion` command under test.
#[derive(Clone, Debug)]
pub struct Fluxion {
    /// The executable.
    pub path: PathBuf,
    /// Whether programs collect at every allocation.
    pub collector: Collector,
    /// Options of the compiler.
    pub options: &'static [&'static str],
}

/// When programs collect.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Collector {
    /// When the heap says so.
    Normal,
    /// At every allocation.
    Stress,
}

impl Fluxion {
    /// Runs the program of a case and returns what it did.
    pub fn run(&self, text: &str, case: &Case, backend: Backend) -> Result<Outcome, String> {
        let folder = write_files(text, case, &instrument(text, case))?;
        self.run_file(Path::new("case.scm"), folder.path(), backend, &[])
    }

    /// Runs the program at `path` in a folder, with these environment variables, and returns what it did.
    pub fn run_file(
        &self,
        path: &Path,
        folder: &Path,
        backend: Backend,
        environment: &[(&str, &OsStr)],
    ) -> Result<Outcome, String> {
        let mut command = Command::new(&self.path);
        command.args(self.options).envs(environment.iter().copied());
        if backend == Backend::Jit {
            return self.outcome(command.arg("run").arg(path).current_dir(folder));
        }
        let target = tempfile::tempdir().map_err(|error| error.to_string())?;
        let executable = target.path().join("program");
        let built = self.outcome(command.arg("build").arg(path).arg("-o").arg(&executable).current_dir(folder))?;
        if built.end != End::Status(0) {
            return Ok(built);
        }
        self.outcome(Command::new(&executable).envs(environment.iter().copied()).current_dir(folder))
    }

    /// What the compiler says about the program of a case, in order.
    pub fn check(&self, text: &str, case: &Case) -> Result<Vec<Notice>, String> {
        let folder = write_files(text, case, &text[case.sections[0].range.clone()])?;
        let args = ["check", "case.scm", "--message-format", "json"];
        let outcome = self.outcome(Command::new(&self.path).args(args).current_dir(folder.path()))?;
        if !matches!(outcome.end, End::Status(0 | 1)) {
            return Err(format!("the compiler ended by {:?}\n{}", outcome.end, outcome.errors));
        }
        let lines = outcome.output.lines().chain(outcome.errors.lines());
        let mut notices: Vec<Notice> =
            lines.filter(|line| line.starts_with('{')).map(notice).collect::<Result<_, _>>()?;
        notices.sort();
        Ok(notices)
    }

    /// Runs the command with these arguments in a folder and returns what it did.
    pub fn command(&self, args: &[&str], folder: &Path) -> Result<Outcome, String> {
        self.command_with_cache(args, folder, Path::new("off"))
    }

    /// The same with a place for machine code.
    pub fn command_with_cache(&self, args: &[&str], folder: &Path, cache: &Path) -> Result<Outcome, String> {
        self.outcome(Command::new(&self.path).args(args).current_dir(folder).env("FLUXION_CACHE", cache))
    }

    /// The same with a text on standard input.
    pub fn command_with_input(&self, args: &[&str], folder: &Path, input: &str) -> Result<Outcome, String> {
        let file = (|| {
            let mut file = tempfile::tempfile()?;
            file.write_all(input.as_bytes())?;
            file.rewind()?;
            Ok(file)
        })();
        let file: std::fs::File = file.map_err(|error: std::io::Error| error.to_string())?;
        self.outcome_of(Command::new(&self.path).args(args).current_dir(folder).stdin(file))
    }

    fn outcome(&self, command: &mut Command) -> Result<Outcome, String> {
        self.outcome_of(command.stdin(Stdio::null()))
    }

    /// Standard output and error go to files, so that a full pipe never blocks the program.
    fn outcome_of(&self, command: &mut Command) -> Result<Outcome, String> {
        if !command.get_envs().any(|(name, _)| name == "FLUXION_CACHE") {
            command.env("FLUXION_CACHE", "off");
        }
        if self.collector == Collector::Stress {
            command.env("FLUXION_GC_STRESS", "1");
        }
        let files = (|| Ok::<_, std::io::Error>((tempfile::tempfile()?, tempfile::tempfile()?)))();
        let (mut output, mut errors) = files.map_err(|error| error.to_string())?;
        let handles = (|| Ok::<_, std::io::Error>((output.try_clone()?, errors.try_clone()?)))();
        let (output_handle, errors_handle) = handles.map_err(|error| error.to_string())?;
        command.stdout(output_handle).stderr(errors_handle);
        let mut child = command.spawn().map_err(|error| format!("{command:?}: {error}"))?;
        let status = child.wait_timeout(TIME_LIMIT).map_err(|error| error.to_string())?;
        let end = match status {
            Some(status) => match status.code() {
                Some(code) => End::Status(code),
                None => End::Signal(status.to_string()),
            },
            None => {
                let _ = child.kill();
                let _ = child.wait();
                End::Timeout
            }
        };
        Ok(Outcome { output: contents(&mut output), errors: contents(&mut errors), end })
    }
}

fn contents(file: &mut std::fs::File) -> String {
    let mut bytes = Vec::new();
    // A file that cannot be read shows as a mismatch.
    let _ = file.rewind().and_then(|()| file.read_to_end(&mut bytes));
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Writes a program and the further files of its case into a new folder, which is removed with the value.
fn write_files(text: &str, case: &Case, program: &str) -> Result<tempfile::TempDir, String> {
    let write = || {
        let folder = tempfile::Builder::new().prefix("fluxion-test-").tempdir()?;
        std::fs::write(folder.path().join("case.scm"), program)?;
        for section in &case.sections[1..] {
            let path = folder.path().join(&section.name);
            std::fs::create_dir_all(path.parent().unwrap_or(folder.path()))?;
            std::fs::write(path, &text[section.range.clone()])?;
        }
        Ok(folder)
    };
    write().map_err(|error: std::io::Error| error.to_string())
}

/// Reads a line of JSON; the form is that of `syntax::render_json`.
fn notice(line: &str) -> Result<Notice, String> {
    let json: Value = serde_json::from_str(line).map_err(|error| format!("{error} in {line}"))?;
    let label = &json["labels"][0];
    let text = |value: &Value| value.as_str().unwrap_or_default().to_string();
    let number = |value: &Value| value.as_u64().unwrap_or_default() as usize;
    let (start, end) = (number(&label["column"]), number(&label["end_column"]));
    // Carets show the first line only; a range of several lines shows as its first column.
    let end = if label["line"] == label["end_line"] { end } else { start + 1 };
    let file = text(&label["file"]);
    Ok(Notice {
        file: file.strip_prefix("./").unwrap_or(&file).to_string(),
        line: number(&label["line"]),
        columns: Columns::of_carets(start, end),
        text: format!("{}[{}]: {}", text(&json["severity"]), text(&json["slug"]), text(&json["message"])),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_of_the_compiler_is_understood() {
        let mut sources = syntax::Sources::default();
        let file = sources.add("case.scm", "(a\n  #foo \"\\q\")");
        let (_, diagnostics) = syntax::read_datums(&sources.file(file).text, file);
        let lines: String = diagnostics.iter().map(|diagnostic| syntax::render_json(diagnostic, &sources)).collect();
        let notices: Vec<Notice> = lines.lines().map(|line| notice(line).unwrap()).collect();
        assert_eq!(notices.len(), 2);
        assert_eq!((notices[0].line, notices[0].columns), (2, Columns { start: 3, end: 7 }));
        assert_eq!(notices[1].text, "error[invalid-escape]: unknown escape `\\q`");
    }
}
