//! `fluxion gradcheck`: compares the gradient of a procedure of a program with central differences.
//!
//! The program is compiled with a call of `gradcheck`, from the library `(fluxion gradcheck)`, behind its last form. So
//! it runs as ever, its imports and its definitions are as they are, and only then the check is made.

use std::path::Path;
use std::process::ExitCode;

use driver::{CompileOptions, Program, compile, compile_text, with_compiler_stack};
use runtime::start::{Options, leave, run_module};
use syntax::print_datum::write_symbol;
use syntax::{DatumKind, FileId, read_datums};

use crate::{MessageFormat, print_diagnostics};

/// The name of the library's procedure in the program: one that no program has by accident.
const NAME: &str = "|fluxion gradcheck|";

/// What is compared, and how closely.
pub struct Check<'a> {
    /// The name of the procedure.
    pub procedure: &'a str,
    /// Its arguments as data, in which `,x` is the value of an expression; if there are none, random numbers are taken.
    pub arguments: &'a [String],
    /// The step of differences, relative to numbers larger than 1.
    pub epsilon: f64,
    /// The largest error that is right.
    pub tolerance: f64,
    /// For random numbers.
    pub seed: u32,
}

/// Runs the program and the check. Code 0 if gradient and differences agree, 1 if not, 2 for wrong usage.
pub fn gradcheck(
    file: &Path,
    check: &Check,
    format: MessageFormat,
    options: CompileOptions,
) -> Result<ExitCode, String> {
    for argument in check.arguments {
        if !is_datum(argument) {
            return Ok(refuse(&format!("--at takes a datum, such as 0.5 or '#(1.0 2.0)', found: {argument}")));
        }
    }
    let compiled = with_compiler_stack(|| match compile(file, options)? {
        Ok(program) => {
            let Some(place) = definition(&program, check.procedure) else {
                return Ok(Err(refuse(&format!("{} does not define {}", file.display(), check.procedure))));
            };
            let text = checked_text(&program.sources.file(program.file).text, &place, check);
            match compile_text(file, text, options) {
                Ok(checked) => {
                    print_diagnostics(&checked.diagnostics, &checked.sources, format);
                    driver::load_program(file, &checked).map(Ok)
                }
                Err(failure) => {
                    print_diagnostics(&failure.diagnostics, &failure.sources, format);
                    Ok(Err(ExitCode::from(1)))
                }
            }
        }
        Err(failure) => {
            print_diagnostics(&failure.diagnostics, &failure.sources, format);
            Ok::<_, String>(Err(ExitCode::from(1)))
        }
    })?;
    match compiled {
        Ok(loaded) => {
            let options = Options::new(None, None, vec![file.display().to_string()]);
            leave(run_module(loaded, &options))
        }
        Err(code) => Ok(code),
    }
}

fn refuse(message: &str) -> ExitCode {
    eprintln!("error: gradcheck: {message}");
    ExitCode::from(2)
}

/// Where the program defines a variable, as `FILE:LINE:COLUMN`.
fn definition(program: &Program, name: &str) -> Option<String> {
    let mut globals = program.stages.hir.globals.iter();
    let global = globals.find(|global| global.name.as_str() == name && global.span.file == program.file)?;
    let (file, line, column) = program.sources.position(global.span);
    Some(format!("{file}:{line}:{column}"))
}

/// The program with the check behind it.
fn checked_text(program: &str, place: &str, check: &Check) -> String {
    // A program without imports sees (fluxion base); one with imports sees what it imports.
    let base = if has_import(program) { "" } else { "(import (fluxion base))\n" };
    let mut name = String::new();
    write_symbol(check.procedure, &mut name);
    let point = match check.arguments {
        [] => check.seed.to_string(),
        // A line each: a datum may end with a comment. What is unquoted in them is evaluated by the program.
        arguments => format!("`({}\n)", arguments.join("\n")),
    };
    let (tolerance, epsilon) = (check.tolerance, check.epsilon);
    format!(
        "{program}\n{base}(import (rename (fluxion gradcheck) (gradcheck {NAME})))\n\
         ({NAME} {name} {:?} {place:?} {point} {tolerance:e} {epsilon:e})\n",
        check.procedure
    )
}

fn is_datum(text: &str) -> bool {
    let (datums, diagnostics) = read_datums(text, FileId(0));
    diagnostics.is_empty() && datums.len() == 1
}

fn has_import(text: &str) -> bool {
    let (datums, _) = read_datums(text, FileId(0));
    datums.iter().any(|datum| match &datum.kind {
        DatumKind::List(items, None) => {
            matches!(items.first().map(|head| &head.kind), Some(DatumKind::Symbol(name)) if name.as_str() == "import")
        }
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn data_are_told_from_other_text() {
        assert!(is_datum("#(1.0 2.0)") && is_datum("0.5 ; half"));
        assert!(!is_datum("") && !is_datum("1 2") && !is_datum("(1"));
    }

    #[test]
    fn imports_are_found() {
        assert!(has_import("(define x 1) (import (scheme base))"));
        assert!(!has_import("'(import (scheme base))"));
    }
}
