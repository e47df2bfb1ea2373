//! Links an object file and the run-time system into an executable, with the system's C compiler as the linker driver.

use std::io::Write;
use std::path::Path;
use std::process::Command;

/// What calls the program in an executable: C's `main`.
const MAIN: &str = "
extern char FX_MODULE[];
extern int fx_main(int argc, char **argv, void *module);
int main(int argc, char **argv) { return fx_main(argc, argv, FX_MODULE); }
";

/// Writes the executable `output` from an object file and the static library of the run-time system. `scratch` is a
/// folder for intermediate files.
pub fn link_executable(object: &[u8], runtime: &Path, scratch: &Path, output: &Path) -> Result<(), String> {
    let object_path = scratch.join("program.o");
    let main_path = scratch.join("main.c");
    write(&object_path, object)?;
    write(&main_path, MAIN.as_bytes())?;
    let linker = std::env::var_os("CC").unwrap_or_else(|| "cc".into());
    let result = Command::new(&linker)
        .args([main_path.as_path(), object_path.as_path(), runtime])
        .args(["-o".as_ref(), output.as_os_str()])
        .args(["-Wl,--gc-sections", "-lm", "-lpthread", "-ldl"])
        .output()
        .map_err(|error| format!("cannot run the linker `{}`: {error}", linker.to_string_lossy()))?;
    if result.status.success() {
        return Ok(());
    }
    Err(format!("the linker failed:\n{}", String::from_utf8_lossy(&result.stderr)))
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), String> {
    std::fs::File::create(path)
        .and_then(|mut file| file.write_all(bytes))
        .map_err(|error| format!("cannot write {}: {error}", path.display()))
}
