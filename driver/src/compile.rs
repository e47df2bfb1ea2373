//! From a file to ssa, pass by pass.

use std::path::Path;
use std::time::{Duration, Instant};

use codegen_llvm::{Cpu, Nans};
use frontend::expand_program;
use ir::{hir, hir_print::print_hir, ssa, ssa_print::print_ssa};
use lower::compile_gradients::Site;
use lower::{
    ClosureStyle, Closures, carry_sums, check_shapes, compile_gradients, find_closures, infer_ranges, infer_types,
    inline_calls, lower_module, speculate, unfold_vectors,
};
use syntax::{Diagnostic, FileId, Severity, Sources};

use crate::files::Files;

/// A program that has been compiled as far as ssa.
pub struct Program {
    /// What happens where an operation makes a NaN.
    pub nans: Nans,
    /// The processors that an executable is made for.
    pub cpu: Cpu,
    /// The file of the program itself.
    pub file: FileId,
    /// Its source files.
    pub sources: Sources,
    /// Warnings.
    pub diagnostics: Vec<Diagnostic>,
    /// What the passes made of it.
    pub stages: Stages,
    /// How long each pass took.
    pub timings: Vec<(&'static str, Duration)>,
}

/// A module after each pass.
pub struct Stages {
    /// As the front end gave it.
    pub hir: hir::Module,
    /// The same with calls inlined; what `closures` is about.
    pub inlined: hir::Module,
    /// Facts about its lambdas.
    pub closures: Closures,
    /// The code.
    pub ssa: ssa::Module,
    /// Where procedures are differentiated, and how.
    pub gradients: Vec<Site>,
}

/// A program that cannot be compiled.
pub struct Failure {
    /// Its source files.
    pub sources: Sources,
    /// At least one error.
    pub diagnostics: Vec<Diagnostic>,
}

/// How derivatives are computed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Derivatives {
    /// By compiled code where the compiler knows how, else on the generic path.
    Compiled,
    /// On the generic path.
    Generic,
}

/// What the passes are told.
#[derive(Clone, Copy, Debug)]
pub struct CompileOptions {
    /// How derivatives are computed.
    pub derivatives: Derivatives,
    /// Which form closures have.
    pub closures: ClosureStyle,
}

/// The passes whose result can be printed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Dump {
    /// The expanded program.
    ExpandProgram,
    /// After small procedures have been inlined.
    InlineCalls,
    /// ssa without types.
    LowerModule,
    /// ssa with types.
    InferTypes,
    /// ssa with small integers found.
    InferRanges,
    /// ssa with compiled gradients.
    CompileGradients,
    /// LLVM's text.
    EmitLlvm,
    /// LLVM's text after its optimiser.
    OptimizeLlvm,
}

/// Reads and compiles a file to ssa. Errors of the file system come as a diagnostic-free message.
pub fn compile(path: &Path, options: CompileOptions) -> Result<Result<Program, Failure>, String> {
    Ok(compile_text(path, Files::new(path).read(path)?, options))
}

/// As [`compile`], with another text in the place of what is in the file.
pub fn compile_text(path: &Path, text: String, options: CompileOptions) -> Result<Program, Failure> {
    let mut files = Files::new(path);
    let mut sources = Sources::default();
    let file = sources.add(path.display().to_string(), text);
    let mut timings = Vec::new();
    let mut step = Step { timings: &mut timings };
    let (hir, mut diagnostics) = step.run("expand_program", || expand_program(&mut sources, file, &mut files));
    if diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error) {
        return Err(Failure { sources, diagnostics });
    }
    let stages = Stages::timed(hir, &sources, options, &mut step);
    diagnostics.extend(step.run("check_shapes", || check_shapes(&stages.inlined, &sources)));
    Ok(Program { nans: Nans::Allowed, cpu: Cpu::Any, file, sources, diagnostics, stages, timings })
}

struct Step<'a> {
    timings: &'a mut Vec<(&'static str, Duration)>,
}

impl Step<'_> {
    fn run<T>(&mut self, name: &'static str, pass: impl FnOnce() -> T) -> T {
        let start = Instant::now();
        let result = pass();
        self.timings.push((name, start.elapsed()));
        result
    }
}

impl Stages {
    /// Runs the passes.
    pub fn of(hir: hir::Module, sources: &Sources, options: CompileOptions) -> Stages {
        Stages::timed(hir, sources, options, &mut Step { timings: &mut Vec::new() })
    }

    fn timed(hir: hir::Module, sources: &Sources, options: CompileOptions, step: &mut Step) -> Stages {
        let inlined = step.run("inline_calls", || inline_calls(&hir, sources, options.closures));
        let closures = step.run("find_closures", || find_closures(&inlined, options.closures));
        let untyped = step.run("lower_module", || lower_module(&inlined, &closures));
        let typed = step.run("infer_types", || infer_types(&untyped));
        let ranged = step.run("infer_ranges", || infer_ranges(&typed));
        let wanted = options.derivatives == Derivatives::Compiled;
        let (compiled, gradients) = step.run("compile_gradients", || compile_gradients(&ranged, wanted));
        let fast = step.run("speculate", || if wanted { speculate(&ranged, compiled) } else { compiled });
        let ssa = step.run("unfold_vectors", || unfold_vectors(fast));
        let ssa = step.run("carry_sums", || carry_sums(ssa));
        Stages { hir, inlined, closures, ssa, gradients }
    }

    /// The program as it is after a pass, as text.
    pub fn dump(&self, after: Dump, sources: &Sources) -> Result<String, String> {
        Ok(match after {
            Dump::ExpandProgram => print_hir(&self.hir),
            Dump::InlineCalls => print_hir(&self.inlined),
            Dump::LowerModule => print_ssa(&lower_module(&self.inlined, &self.closures)),
            Dump::InferTypes => print_ssa(&infer_types(&lower_module(&self.inlined, &self.closures))),
            Dump::InferRanges => print_ssa(&infer_ranges(&infer_types(&lower_module(&self.inlined, &self.closures)))),
            Dump::CompileGradients => print_ssa(&self.ssa),
            Dump::EmitLlvm => codegen_llvm::emit_llvm(&self.ssa, sources, false)?,
            Dump::OptimizeLlvm => codegen_llvm::emit_llvm(&self.ssa, sources, true)?,
        })
    }
}
