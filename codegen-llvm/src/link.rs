//! Links an object file and the run-time system into an executable, with the system's C compiler as the linker driver.

use std::path::{Path, PathBuf};
use std::process::Command;

/// Linkers that are several times as fast as the usual one, the fastest first: as `-fuse-ld=` has them, and with `ld.` in
/// front of them programs.
const FAST_LINKERS: [&str; 3] = ["mold", "lld", "gold"];

/// Writes the executable `output` from an object file and the static library of the run-time system. `scratch` is a
/// folder for intermediate files.
pub fn link_executable(object: &[u8], runtime: &Path, scratch: &Path, output: &Path) -> Result<(), String> {
    let object_path = scratch.join("program.o");
    std::fs::write(&object_path, object).map_err(|error| format!("cannot write {}: {error}", object_path.display()))?;
    let linker = std::env::var_os("CC").unwrap_or_else(|| "cc".into());
    let result = Command::new(&linker)
        .args([object_path.as_path(), runtime])
        .args(["-o".as_ref(), output.as_os_str()])
        .args(fast_linker().map(|name| format!("-fuse-ld={name}")))
        .args(["-Wl,--gc-sections", "-lm", "-lpthread", "-ldl"])
        .output()
        .map_err(|error| format!("cannot run the linker `{}`: {error}", linker.to_string_lossy()))?;
    if result.status.success() {
        return Ok(());
    }
    Err(format!("the linker failed:\n{}", String::from_utf8_lossy(&result.stderr)))
}

/// The fastest of the fast linkers that is installed.
fn fast_linker() -> Option<&'static str> {
    let folders: Vec<PathBuf> = std::env::var_os("PATH").map(|path| std::env::split_paths(&path).collect())?;
    FAST_LINKERS.into_iter().find(|name| folders.iter().any(|folder| folder.join(format!("ld.{name}")).exists()))
}
