//! `fluxion test`: runs files of checks, each in a process of its own, and counts.
//!
//! The library `(fluxion test)` prints the failures and writes a `+` or `-` for each check to the file that the variable
//! `FLUXION_TEST_REPORT` names.

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, ExitStatus};

use syntax::{Datum, DatumKind, FileId, read_datums};

/// Where the library writes its counts.
const REPORT: &str = "FLUXION_TEST_REPORT";

/// What came of a file.
struct Outcome {
    passed: usize,
    failed: usize,
    status: ExitStatus,
}

impl Outcome {
    fn is_ok(&self) -> bool {
        self.failed == 0 && self.status.success()
    }
}

/// Runs the files, and those below the folders that import `(fluxion test)`; code 0 if every check passed.
pub fn test(paths: &[PathBuf]) -> Result<ExitCode, String> {
    let files = crate::paths::find_files(paths, &["scm"], imports_test)?;
    if files.is_empty() {
        return Err("there is no file that imports (fluxion test)".to_owned());
    }
    let report = Report::new()?;
    let (mut passed, mut failed, mut broken) = (0, 0, 0);
    for file in &files {
        let outcome = run(file, &report)?;
        crate::print_line(&format!("{}: {}", file.display(), summary(&outcome)));
        passed += outcome.passed;
        failed += outcome.failed;
        broken += usize::from(!outcome.is_ok());
    }
    let of_files = if files.len() == 1 { "1 file".to_owned() } else { format!("{} files", files.len()) };
    crate::print_line(&format!("total: {passed} passed, {failed} failed; {} of {of_files} ok", files.len() - broken));
    Ok(ExitCode::from(u8::from(broken > 0)))
}

fn run(file: &Path, report: &Report) -> Result<Outcome, String> {
    report.clear()?;
    let this = std::env::current_exe().map_err(|error| format!("cannot find this program: {error}"))?;
    let mut command = Command::new(this);
    command.arg("run").arg("--").arg(file).env(REPORT, &report.0);
    let status = command.status().map_err(|error| format!("cannot run {}: {error}", file.display()))?;
    let counts = report.read();
    let count = |mark: u8| counts.iter().filter(|byte| **byte == mark).count();
    Ok(Outcome { passed: count(b'+'), failed: count(b'-'), status })
}

/// `3 passed, 0 failed`, and how the program ended if not well.
fn summary(outcome: &Outcome) -> String {
    let counts = format!("{} passed, {} failed", outcome.passed, outcome.failed);
    match outcome.status.code() {
        Some(0) => counts,
        Some(code) => format!("{counts}; the program ended with code {code}"),
        None => format!("{counts}; the program was ended by a {}", outcome.status),
    }
}

/// Whether a program imports `(fluxion test)`, whole or a part of it.
fn imports_test(text: &str) -> bool {
    let (datums, _) = read_datums(text, FileId(0));
    let imports = datums.iter().filter(|datum| is_symbol(items(datum).first(), "import"));
    imports.flat_map(|import| &items(import)[1..]).any(|set| {
        let mut set = set;
        while let [_, inner, ..] = items(set)
            && matches!(inner.kind, DatumKind::List(..))
        {
            set = inner;
        }
        matches!(items(set), [one, two] if is_symbol(Some(one), "fluxion") && is_symbol(Some(two), "test"))
    })
}

fn items(datum: &Datum) -> &[Datum] {
    if let DatumKind::List(items, None) = &datum.kind { items } else { &[] }
}

fn is_symbol(datum: Option<&Datum>, name: &str) -> bool {
    datum.is_some_and(|datum| matches!(&datum.kind, DatumKind::Symbol(symbol) if symbol.as_str() == name))
}

/// The file of counts, removed at the end.
struct Report(PathBuf);

impl Report {
    fn new() -> Result<Report, String> {
        let report = Report(std::env::temp_dir().join(format!("fluxion-test-report-{}", std::process::id())));
        report.clear()?;
        Ok(report)
    }

    fn clear(&self) -> Result<(), String> {
        std::fs::write(&self.0, "").map_err(|error| format!("cannot write {}: {error}", self.0.display()))
    }

    /// What a program wrote; one that removed it made no checks.
    fn read(&self) -> Vec<u8> {
        std::fs::read(&self.0).unwrap_or_default()
    }
}

impl Drop for Report {
    fn drop(&mut self) {
        // Nothing depends on it being gone.
        let _ = std::fs::remove_file(&self.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn imports_are_found_in_all_their_forms() {
        assert!(imports_test("(import (scheme base) (fluxion test))"));
        assert!(imports_test("(import (only (rename (fluxion test) (check ok)) ok))"));
        assert!(!imports_test("(import (fluxion base)) '(import (fluxion test))"));
        assert!(!imports_test("; (import (fluxion test))"));
    }
}
