//! Finds golden files and the command under test, and runs one case in one way.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::case::{Backend, Case};
use crate::compare::{compare_notices, compare_run};
use crate::execute::{Collector, Fluxion};

/// A golden file as found.
#[derive(Debug)]
pub struct Found {
    /// Its path below the folder of tests, without the extension, with `/`.
    pub name: String,
    /// Its path.
    pub path: PathBuf,
}

/// The folder of this package, where the golden files are.
pub fn folder() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// All golden files: those in subfolders other than `src`, sorted.
pub fn golden_files() -> std::io::Result<Vec<Found>> {
    let mut found = Vec::new();
    let mut folders = vec![folder().to_path_buf()];
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(&next)? {
            let path = entry?.path();
            if path.is_dir() && path != folder().join("src") {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "scm") {
                let below = path.strip_prefix(folder()).unwrap_or(&path).with_extension("");
                found.push(Found { name: below.to_string_lossy().replace('\\', "/"), path });
            }
        }
    }
    found.sort_by(|one, two| one.name.cmp(&two.name));
    Ok(found)
}

/// The `fluxion` command: what the variable FLUXION says, else built now from this workspace, in the profile of the
/// harness.
pub fn find_fluxion(collector: Collector) -> Result<Fluxion, String> {
    if let Ok(path) = std::env::var("FLUXION") {
        return Ok(Fluxion { path: path.into(), collector, options: &[] });
    }
    let profile: &[&str] = if cfg!(debug_assertions) { &[] } else { &["--release"] };
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["build", "--quiet", "--package", "cli", "--package", "runtime"]).args(profile);
    let status = cargo.current_dir(folder().join("..")).status().map_err(|error| format!("cargo: {error}"))?;
    if !status.success() {
        return Err("the command `fluxion` cannot be built".into());
    }
    let harness = std::env::current_exe().map_err(|error| error.to_string())?;
    let target = harness.ancestors().find(|folder| folder.join("fluxion").is_file());
    let target = target.ok_or("the command `fluxion` is not beside the harness; set FLUXION to its path")?;
    Ok(Fluxion { path: target.join("fluxion"), collector, options: &[] })
}

/// Runs a case and says what is wrong, a mismatch a line.
pub fn test_run(text: &str, case: &Case, backend: Backend, fluxion: &Fluxion) -> Result<(), String> {
    result(case, compare_run(case, &fluxion.run(text, case, backend)?))
}

/// Checks a case and says what is wrong, a mismatch a line.
pub fn test_check(text: &str, case: &Case, fluxion: &Fluxion) -> Result<(), String> {
    result(case, compare_notices(case, &fluxion.check(text, case)?))
}

fn result(case: &Case, mut wrong: Vec<String>) -> Result<(), String> {
    if !case.expects_anything() {
        wrong.push("the case expects nothing".into());
    }
    if wrong.is_empty() { Ok(()) } else { Err(wrong.join("\n")) }
}

/// Whether a case is one of the sample of one in `share`, which depends on its name only.
pub fn is_in_sample(name: &str, share: u64) -> bool {
    // FNV-1a.
    let hash = name
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3));
    (hash >> 32).is_multiple_of(share)
}
