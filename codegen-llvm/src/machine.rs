//! LLVM's description of the machine code is made for, and the optimisation pipeline.

use std::ffi::CStr;
use std::sync::{LazyLock, Mutex};

use inkwell::OptimizationLevel;
use inkwell::module::Module;
use inkwell::passes::PassBuilderOptions;
use inkwell::targets::{CodeModel, InitializationConfig, RelocMode, TargetMachine};

use crate::{Cpu, Target};

/// Tags are 64-bit constants: moving them to registers that live across calls costs more than making them anew. Sums of
/// flonums are vectorised with their additions in order: what is added is computed several at a time. Loops around loops
/// are unrolled if they have few turns, known when the program is compiled: what one turn stores and another loads stays
/// in registers then. Code that is made quickly has its registers chosen as well as other code: else each value would
/// have a place in the frame of its own, where the collector finds it when it is dead.
const OPTIONS: [&CStr; 5] = [
    c"fluxion",
    c"-disable-constant-hoisting",
    c"-force-ordered-reductions",
    c"-unroll-threshold=600",
    c"-optimize-regalloc",
];

fn set_code_generator_options() {
    static ONCE: std::sync::Once = std::sync::Once::new();
    ONCE.call_once(|| {
        let arguments = OPTIONS.map(CStr::as_ptr);
        let count = arguments.len() as i32;
        // SAFETY: the pointers are C strings that live for ever, and this is called once.
        unsafe {
            inkwell::llvm_sys::support::LLVMParseCommandLineOptions(count, arguments.as_ptr(), std::ptr::null());
        }
    });
}

/// How well code is made.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Effort {
    /// Quickly: for code that runs a few times, for sessions, and for what a program waits for.
    Quick,
    /// With the passes that matter most, each run once: for the code of libraries.
    Short,
    /// As well as LLVM can.
    Full,
}

/// Name and features of this machine's processor; asking takes a while on virtual machines.
static HOST: LazyLock<(String, String)> = LazyLock::new(|| {
    (TargetMachine::get_host_cpu_name().to_string(), TargetMachine::get_host_cpu_features().to_string())
});

/// Name and features of the processor.
fn processor(target: Target) -> (&'static str, &'static str) {
    match target {
        Target::Jit | Target::Session(_) | Target::Executable(Cpu::Native) => (&HOST.0, &HOST.1),
        Target::Executable(Cpu::Any) => ("", ""),
    }
}

/// A machine that nobody uses at the moment.
struct Idle(TargetMachine);

// SAFETY: LLVM's machines belong to no thread, and one thread at a time has this one.
unsafe impl Send for Idle {}

/// Machines, told apart by processor and effort: each finds out about the processor anew, which takes as long as code for
/// a small part.
static IDLE: Mutex<Vec<(&str, Effort, Idle)>> = Mutex::new(Vec::new());

/// Does something with a machine for this kind of output.
pub fn with_target_machine<T>(
    target: Target,
    effort: Effort,
    work: impl FnOnce(&TargetMachine) -> Result<T, String>,
) -> Result<T, String> {
    const STOPPED: &str = "the compiler has stopped";
    let cpu = processor(target).0;
    let idle = {
        let mut all = IDLE.lock().map_err(|_| STOPPED)?;
        let found = all.iter().position(|(of_cpu, of_effort, _)| (*of_cpu, *of_effort) == (cpu, effort));
        found.map(|index| all.swap_remove(index).2)
    };
    let Idle(machine) = idle.map_or_else(|| target_machine(target, effort).map(Idle), Ok)?;
    let result = work(&machine);
    IDLE.lock().map_err(|_| STOPPED)?.push((cpu, effort, Idle(machine)));
    result
}

fn target_machine(target: Target, effort: Effort) -> Result<TargetMachine, String> {
    set_code_generator_options();
    inkwell::targets::Target::initialize_native(&InitializationConfig::default())?;
    let triple = TargetMachine::get_default_triple();
    let llvm_target = inkwell::targets::Target::from_triple(&triple).map_err(|error| error.to_string())?;
    let (cpu, features) = processor(target);
    let level = match effort {
        Effort::Quick => OptimizationLevel::None,
        Effort::Short | Effort::Full => OptimizationLevel::Default,
    };
    // Position-independent code reaches the run-time system through the GOT in the JIT and directly in an executable.
    llvm_target
        .create_target_machine(&triple, cpu, features, level, RelocMode::PIC, CodeModel::Small)
        .ok_or_else(|| "LLVM has no code generator for this machine".to_owned())
}

/// A third of the time of LLVM's `default<O2>`, most of which goes into running the same passes again.
const SHORT: &str = "function(sroa,early-cse,simplifycfg),\
    cgscc(inline,function(sroa,early-cse<memssa>,simplifycfg,instcombine<no-verify-fixpoint>,simplifycfg)),globaldce,\
    function(loop-mssa(loop-rotate,licm),gvn,loop-mssa(licm),loop-vectorize,slp-vectorizer,\
    instcombine<no-verify-fixpoint>,loop-unroll,simplifycfg)";

/// LLVM's `default<O2>` without what finds nothing in our code, and with one pass more: loops over short vectors are
/// unrolled late, and only then is it seen that one turn loads what another stored. If that is not seen before vectors
/// are made of the elements, each turn loads a vector across two that were stored last, and waits for both.
const FULL: &str = "function<eager-inv>(simplifycfg,sroa,early-cse),ipsccp,globalopt,\
    function<eager-inv>(instcombine<no-verify-fixpoint>,simplifycfg),require<globals-aa>,function(invalidate<aa>),\
    cgscc(devirt<4>(inline,function-attrs<skip-non-recursive-function-attrs>,function<eager-inv;no-rerun>(\
    sroa,early-cse<memssa>,jump-threading,correlated-propagation,simplifycfg,instcombine<no-verify-fixpoint>,\
    simplifycfg,reassociate,constraint-elimination,\
    loop-mssa(loop-instsimplify,loop-simplifycfg,licm<no-allowspeculation>,loop-rotate,licm,\
    simple-loop-unswitch<no-nontrivial;trivial>),simplifycfg,instcombine<no-verify-fixpoint>,\
    loop(loop-idiom,indvars,loop-deletion,loop-unroll-full),\
    sroa,mldst-motion,gvn,sccp,bdce,instcombine<no-verify-fixpoint>,jump-threading,correlated-propagation,adce,\
    memcpyopt,dse,loop-mssa(licm),simplifycfg<hoist-common-insts;sink-common-insts>,\
    instcombine<no-verify-fixpoint>),function-attrs)),globalopt,globaldce,rpo-function-attrs,recompute-globalsaa,\
    function<eager-inv>(early-cse<memssa>,loop(loop-rotate,loop-deletion),loop-vectorize,loop-load-elim,\
    instcombine<no-verify-fixpoint>,simplifycfg<forward-switch-cond;switch-range-to-icmp;switch-to-arithmetic;\
    switch-to-lookup;no-keep-loops;hoist-common-insts;sink-common-insts>,slp-vectorizer,vector-combine,\
    instcombine<no-verify-fixpoint>,loop-unroll<O2>,sroa<preserve-cfg>,instcombine<no-verify-fixpoint>,\
    loop-mssa(licm),loop-sink,instsimplify,div-rem-pairs,\
    simplifycfg<hoist-loads-stores-with-cond-faulting;speculate-unpredictables>),globaldce,constmerge";

fn passes(effort: Effort) -> &'static str {
    match effort {
        Effort::Quick => "globaldce,function(sroa,early-cse,simplifycfg)",
        Effort::Short => SHORT,
        Effort::Full => FULL,
    }
}

/// All that code depends on besides its module and the build of this compiler.
pub fn settings(target: Target, effort: Effort) -> String {
    let (major, minor, patch) = inkwell::support::get_llvm_version();
    format!("{major}.{minor}.{patch} {:?} {effort:?} {} {OPTIONS:?}", processor(target), passes(effort))
}

/// Runs the optimisation pipeline.
pub fn optimize(module: &Module, machine: &TargetMachine, effort: Effort) -> Result<(), String> {
    let options = PassBuilderOptions::create();
    module.run_passes(passes(effort), machine, options).map_err(|error| error.to_string())
}
