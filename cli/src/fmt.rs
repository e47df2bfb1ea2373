//! `fluxion fmt`: writes programs again with standard indentation (crate `format`).

use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use format::format_program;
use syntax::Sources;

use crate::{MessageFormat, print_diagnostics, print_line, print_text};

/// What to do with files that are not formatted.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Write them.
    Write,
    /// Name them.
    Check,
}

/// Formats the files, and the `.scm` and `.sld` files below the folders; `-` is standard input. The code is 1 if a file
/// cannot be read, or is not formatted and the mode is to check.
pub fn fmt(paths: &[PathBuf], mode: Mode, format: MessageFormat) -> Result<ExitCode, String> {
    if paths == [PathBuf::from("-")] {
        return fmt_input(mode, format);
    }
    let mut code = 0;
    for path in crate::paths::find_files(paths, &["scm", "sld"], |_| true)? {
        let text = read(&path)?;
        match formatted(&path.display().to_string(), &text, format) {
            None => code = 1,
            Some(after) if after == text => {}
            Some(_) if mode == Mode::Check => {
                print_line(&format!("{}: not formatted", path.display()));
                code = 1;
            }
            Some(after) => {
                std::fs::write(&path, after).map_err(|error| format!("cannot write {}: {error}", path.display()))?;
                print_line(&format!("{}: formatted", path.display()));
            }
        }
    }
    Ok(ExitCode::from(code))
}

fn fmt_input(mode: Mode, format: MessageFormat) -> Result<ExitCode, String> {
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text).map_err(|error| format!("cannot read the input: {error}"))?;
    let Some(after) = formatted("<input>", &text, format) else { return Ok(ExitCode::from(1)) };
    match mode {
        Mode::Write => print_text(&after),
        Mode::Check => return Ok(ExitCode::from(u8::from(after != text))),
    }
    Ok(ExitCode::from(0))
}

fn read(path: &Path) -> Result<String, String> {
    let bytes = std::fs::read(path).map_err(|error| format!("cannot read {}: {error}", path.display()))?;
    String::from_utf8(bytes).map_err(|_| format!("cannot read {}: it is not UTF-8 text", path.display()))
}

/// The formatted text; prints the diagnostics of a text that cannot be read.
fn formatted(name: &str, text: &str, format: MessageFormat) -> Option<String> {
    let mut sources = Sources::default();
    let file = sources.add(name, text);
    let result = driver::with_compiler_stack(|| format_program(text, file));
    result.map_err(|diagnostics| print_diagnostics(&diagnostics, &sources, format)).ok()
}
