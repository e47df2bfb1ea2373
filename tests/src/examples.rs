//! The programs in `examples` are tests: an example prints the lines that start with `;> ` in it, and nothing else.
//!
//! One that takes long has lines that start with `;quick> ` as well: it prints those with QUICK=1 in its environment,
//! and that is what is tested. Charts go to the folder that PLOTS names.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use crate::case::Backend;
use crate::execute::{End, Fluxion};
use crate::suite::folder;

/// The names of all examples, sorted.
pub fn examples() -> std::io::Result<Vec<String>> {
    let entries = std::fs::read_dir(root().join("examples"))?.map(|entry| Ok(entry?.path()));
    let paths = entries.collect::<std::io::Result<Vec<PathBuf>>>()?;
    let programs = paths.iter().filter(|path| path.extension().is_some_and(|extension| extension == "scm"));
    let mut names: Vec<String> = programs.filter_map(|path| Some(path.file_stem()?.to_str()?.to_string())).collect();
    names.sort();
    Ok(names)
}

/// Runs an example from the root of the repository, as the README does, but shortened if it can be.
pub fn test_example(name: &str, backend: Backend, fluxion: &Fluxion) -> Result<(), String> {
    let path = Path::new("examples").join(name).with_extension("scm");
    let text = std::fs::read_to_string(root().join(&path)).map_err(|error| error.to_string())?;
    let plots = tempfile::tempdir().map_err(|error| error.to_string())?;
    let mut environment = vec![("PLOTS", plots.path().as_os_str())];
    let lines = |mark: &str| text.lines().filter_map(|line| line.strip_prefix(mark)).collect::<Vec<&str>>();
    let (full, quick) = (lines(";> "), lines(";quick> "));
    if !quick.is_empty() {
        environment.push(("QUICK", OsStr::new("1")));
    }
    let outcome = fluxion.run_file(&path, &root(), backend, &environment)?;
    if outcome.end != End::Status(0) {
        return Err(format!("it ended by {:?}\n{}", outcome.end, outcome.errors));
    }
    let expected = if quick.is_empty() { full } else { quick };
    let found: Vec<&str> = outcome.output.lines().map(str::trim_end).collect();
    if expected == found {
        Ok(())
    } else {
        Err(format!("expected\n{}\nfound\n{}", expected.join("\n"), found.join("\n")))
    }
}

fn root() -> PathBuf {
    folder().join("..")
}
