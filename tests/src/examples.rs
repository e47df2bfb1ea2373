//! The programs in `examples` are tests: an example prints the lines that start with `;> ` in it, and nothing else.

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

/// Runs an example from the root of the repository, as the README does.
pub fn test_example(name: &str, backend: Backend, fluxion: &Fluxion) -> Result<(), String> {
    let path = Path::new("examples").join(name).with_extension("scm");
    let text = std::fs::read_to_string(root().join(&path)).map_err(|error| error.to_string())?;
    let outcome = fluxion.run_file(&path, &root(), backend)?;
    if outcome.end != End::Status(0) {
        return Err(format!("it ended by {:?}\n{}", outcome.end, outcome.errors));
    }
    let expected: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix(";> ")).collect();
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
