//! Running a compiled program in this process, and making an executable of it.

use std::path::{Path, PathBuf};

use codegen_llvm::Target;
use codegen_llvm::jit::link_in_process;
use codegen_llvm::link::link_executable;
use runtime::start::{Module, Options, run_module};

use crate::Program;

/// Compiles a program to machine code in this process; run it with [`run_program`].
pub fn load_program(program: &Program) -> Result<Loaded, String> {
    let object = codegen_llvm::emit_object(&program.ssa, &program.sources, Target::Jit)?;
    let address = link_in_process(&object, &runtime::abi::symbols(), "FX_MODULE")?;
    Ok(Loaded { address })
}

/// A program that is ready to run: the address of its `FX_MODULE`.
#[derive(Clone, Copy)]
pub struct Loaded {
    address: usize,
}

/// Runs a loaded program; its exit code.
pub fn run_program(loaded: Loaded, options: &Options) -> i32 {
    // SAFETY: codegen-llvm emits a `Module` under this name, and code that is linked in stays for good.
    run_module(unsafe { &*(loaded.address as *const Module) }, options)
}

/// Writes an executable that needs neither Fluxion nor LLVM.
pub fn build_executable(program: &Program, output: &Path) -> Result<(), String> {
    let object = codegen_llvm::emit_object(&program.ssa, &program.sources, Target::Executable)?;
    let scratch = Scratch::new()?;
    link_executable(&object, &runtime_library()?, &scratch.0, output)
}

/// The static library of the run-time system, which `cargo build` puts beside the compiler.
fn runtime_library() -> Result<PathBuf, String> {
    if let Some(path) = std::env::var_os("FLUXION_RUNTIME") {
        return Ok(path.into());
    }
    let program = std::env::current_exe().map_err(|error| format!("cannot find this program: {error}"))?;
    let folders = program.ancestors().skip(1).take(2);
    let candidates: Vec<PathBuf> = folders.map(|folder| folder.join("libruntime.a")).collect();
    candidates.iter().find(|path| path.exists()).cloned().ok_or_else(|| {
        format!(
            "cannot find the run-time library {}; build the whole workspace, or set FLUXION_RUNTIME",
            candidates[0].display()
        )
    })
}

/// A folder that is removed at the end.
struct Scratch(PathBuf);

impl Scratch {
    fn new() -> Result<Scratch, String> {
        let folder = std::env::temp_dir().join(format!("fluxion-{}", std::process::id()));
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
