//! Running a compiled program in this process, and making an executable of it.

use std::path::{Path, PathBuf};

use codegen_llvm::Target;
use codegen_llvm::link::link_executable;
use runtime::start::Module;

use crate::Program;
use crate::session::Compiler;

/// Compiles a program to machine code in this process; run it with `runtime::start::run_module`.
pub fn load_program(path: &Path, program: &Program) -> Result<&'static Module, String> {
    if program.stages.hir.needs_compiler {
        return load_with_compiler(path, program);
    }
    codegen_llvm::load_program(&program.stages.ssa, &program.sources, program.nans)
}

/// Compiles a program so that its next run finds the machine code. One that calls the compiler when it runs keeps none.
pub fn prepare_program(program: &Program) -> Result<(), String> {
    match program.stages.hir.needs_compiler {
        true => Ok(()),
        false => codegen_llvm::prepare_program(&program.stages.ssa, &program.sources, program.nans),
    }
}

/// Compiles a program that calls the compiler when it runs, and offers it one.
fn load_with_compiler(path: &Path, program: &Program) -> Result<&'static Module, String> {
    let (name, text) = (path.display().to_string(), program.sources.file(program.file).text.to_string());
    let compiler = Compiler::start(path, program.nans, program.stages.closures.style)?;
    let module = compiler.ask(move |state| state.program(&name, &text))?.map_err(|rejected| rejected.message)?;
    runtime::session::set_host(Box::new(compiler));
    Ok(module)
}

/// Writes an executable that needs neither Fluxion nor LLVM.
pub fn build_executable(program: &Program, output: &Path) -> Result<(), String> {
    let target = Target::Executable(program.cpu);
    let object = codegen_llvm::emit_object(&program.stages.ssa, &program.sources, target, program.nans)?;
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
