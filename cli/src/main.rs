//! The `fluxion` command. `run`, `build`, `check`, `dump` and `explain` are here, larger commands have files.
//!
//! Exit codes: 0, 1 for an error of the program, 2 for wrong usage.

mod doc;
mod fmt;
mod gradcheck;
mod paths;
mod repl;
mod test;

use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, Subcommand, ValueEnum};
use driver::{
    ClosureStyle, CompileOptions, Cpu, Derivatives, Dump, Nans, Program, build_executable, compile, prepare_program,
    with_compiler_stack,
};
use runtime::start::{Options, leave, run_module};
use syntax::{Colour, Diagnostic, Sources, render_json, render_text};

/// Fluxion: a Scheme that differentiates, compiled to native code.
#[derive(Parser)]
#[command(
    name = "fluxion",
    version,
    after_help = "Examples:\n  fluxion run examples/iris.scm\n  fluxion build script.scm -o script && ./script"
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
    /// How errors are printed.
    #[arg(long, global = true, value_enum, default_value_t = MessageFormat::Human)]
    message_format: MessageFormat,
    /// How derivatives are computed.
    #[arg(long, global = true, value_enum, default_value_t = Ad::Compiled)]
    ad: Ad,
    /// Whether closures are optimised; `off` makes an object of every lambda and calls it through the object.
    #[arg(long, global = true, value_enum, default_value_t = Switch::On)]
    optimize_closures: Switch,
}

impl Cli {
    fn options(&self) -> CompileOptions {
        CompileOptions { derivatives: self.derivatives(), closures: self.closures() }
    }

    fn closures(&self) -> ClosureStyle {
        match self.optimize_closures {
            Switch::On => ClosureStyle::Minimal,
            Switch::Off => ClosureStyle::Naive,
        }
    }

    /// NaN is how the compiled path finds out that it has to leave a gradient to the generic one, so where NaN is an
    /// error there is only the generic one.
    fn derivatives(&self) -> Derivatives {
        match (&self.command, self.ad) {
            (Command::Run { trap_nan: true, .. } | Command::Build { trap_nan: true, .. }, _) => Derivatives::Generic,
            (_, Ad::Compiled) => Derivatives::Compiled,
            (_, Ad::Generic) => Derivatives::Generic,
        }
    }
}

#[derive(Clone, Copy, ValueEnum)]
enum CpuChoice {
    /// Runs on every machine of this architecture.
    Any,
    /// Uses all that this machine's processor has.
    Native,
}

impl From<CpuChoice> for Cpu {
    fn from(cpu: CpuChoice) -> Cpu {
        match cpu {
            CpuChoice::Any => Cpu::Any,
            CpuChoice::Native => Cpu::Native,
        }
    }
}

#[derive(Clone, Copy, ValueEnum)]
enum Switch {
    On,
    Off,
}

#[derive(Clone, Copy, ValueEnum)]
enum Ad {
    /// By compiled code where the compiler knows how.
    Compiled,
    /// By active numbers, at run time.
    Generic,
}

#[derive(Clone, Copy, ValueEnum)]
enum MessageFormat {
    /// With an excerpt of the source.
    Human,
    /// One JSON object a line.
    Json,
}

#[derive(Subcommand)]
enum Command {
    /// Compile a program and run it at once.
    #[command(after_help = "Example:\n  fluxion run --max-heap 2G train.scm -- --epochs 10")]
    Run {
        /// The program.
        file: PathBuf,
        /// Limit of the heap, such as 512M or 2G; default: half of the machine's memory.
        #[arg(long, value_parser = parse_size)]
        max_heap: Option<u64>,
        /// Limit of the stack; default: a sixteenth of the machine's memory, at most 1G.
        #[arg(long, value_parser = parse_size)]
        max_stack: Option<u64>,
        /// How many threads compute with large tensors; results are the same. Default: one for each processor.
        #[arg(long, value_parser = clap::value_parser!(u16).range(1..))]
        threads: Option<u16>,
        /// Print how long each pass took.
        #[arg(long)]
        timings: bool,
        /// An operation that makes a NaN, in the program or in a derivative, is an error at its place.
        #[arg(long)]
        trap_nan: bool,
        /// Count the closures and the boxes of assigned variables that the program makes on the heap, and print their
        /// numbers at the end (not of programs that use `eval`).
        #[arg(long)]
        count_closures: bool,
        /// Count the attempts of code that is made for known types, as compiled derivatives are, and print where they
        /// gave up and left the work to the general code (not of programs that use `eval`).
        #[arg(long)]
        count_attempts: bool,
        /// What `(command-line)` returns behind the file.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        args: Vec<String>,
    },
    /// Compile a program to an executable that needs neither Fluxion nor LLVM.
    #[command(after_help = "Example:\n  fluxion build train.scm -o train")]
    Build {
        /// The program.
        file: PathBuf,
        /// The executable.
        #[arg(short)]
        output: PathBuf,
        /// The processors that it is made for; results are the same.
        #[arg(long, value_enum, default_value_t = CpuChoice::Any)]
        cpu: CpuChoice,
        /// An operation that makes a NaN, in the program or in a derivative, is an error at its place.
        #[arg(long)]
        trap_nan: bool,
    },
    /// Print all errors and warnings of a program; run nothing.
    #[command(after_help = "Example:\n  fluxion check --message-format json script.scm")]
    Check {
        /// The program.
        file: PathBuf,
    },
    /// Compile programs without running them: their next run, and the first one of other programs, finds the machine
    /// code of libraries in the cache.
    #[command(after_help = "Example:\n  fluxion prepare script.scm")]
    Prepare {
        /// The programs.
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
    /// Print a program as it is after a pass.
    #[command(after_help = "Example:\n  fluxion dump script.scm --after ssa")]
    Dump {
        /// The program.
        file: PathBuf,
        /// The pass.
        #[arg(long, value_enum)]
        after: Pass,
    },
    /// Tell of each lambda what it captures, whether it escapes, and how it is compiled.
    #[command(after_help = "Example:\n  fluxion explain script.scm\n  fluxion explain --closures script.scm")]
    Explain {
        /// The program.
        file: PathBuf,
        /// What closures cost, in the plain form (`--optimize-closures=off`) and optimised: for each lambda inside of a
        /// procedure its place, what it captures in the plain form, the bytes of its object (header, code, captures) and
        /// how many of them one call of the procedure around it makes (`0-1`: under a condition, `n`: in a loop); how the
        /// optimised form makes it (heap: an object; static: one object that is never allocated; lifted: a function,
        /// captures are parameters; inlined: a part of other functions); and the bytes of machine code of both programs.
        #[arg(long)]
        closures: bool,
    },
    /// Write programs again with standard indentation; comments and spellings stay.
    #[command(after_help = "Example:\n  fluxion fmt --check src/")]
    Fmt {
        /// Programs and libraries, or folders of them; `-` formats standard input.
        #[arg(required = true)]
        paths: Vec<PathBuf>,
        /// Change nothing; name the files that would change, with exit code 1.
        #[arg(long)]
        check: bool,
    },
    /// Write pages from the docstrings (lines `;;>` above definitions) of programs and libraries, and run the examples.
    #[command(
        after_help = "Examples:\n  fluxion doc '(fluxion lists)'\n  fluxion doc --format html -o site my/library.sld"
    )]
    Doc {
        /// Files, or names of libraries such as '(srfi 1)'.
        #[arg(required_unless_present = "reference")]
        subjects: Vec<String>,
        /// What pages are written in.
        #[arg(long, value_enum, default_value_t = DocFormat::Markdown)]
        format: DocFormat,
        /// The folder of the pages; default: standard output.
        #[arg(short)]
        output: Option<PathBuf>,
        /// Write the reference of the standard library, to docs/reference if no folder is given.
        #[arg(long, conflicts_with = "subjects")]
        reference: bool,
    },
    /// Compare the gradient of a procedure of a program with central differences, after the program has run.
    #[command(after_help = "Examples:\n  fluxion gradcheck model.scm loss --at '#(0.5 -1.0)' --at 2.0\n  \
                            fluxion gradcheck model.scm loss --tolerance 1e-4")]
    Gradcheck {
        /// The program.
        file: PathBuf,
        /// A procedure that it defines at its top level; it returns a number.
        procedure: String,
        /// An argument, as a datum, once for each argument; `,x` in it is the value of x in the program. Default: random
        /// numbers between -1 and 1.
        #[arg(long, allow_hyphen_values = true)]
        at: Vec<String>,
        /// The step of the differences, relative to numbers larger than 1.
        #[arg(long, default_value_t = 6e-6, value_parser = parse_positive)]
        epsilon: f64,
        /// The largest error, relative to numbers larger than 1.
        #[arg(long, default_value_t = 1e-6, value_parser = parse_positive)]
        tolerance: f64,
        /// For the random numbers.
        #[arg(long, default_value_t = 1)]
        seed: u32,
    },
    /// Evaluate what is entered, form by form.
    #[command(after_help = "Example:\n  echo '(+ 1 2)' | fluxion repl")]
    Repl,
    /// Run files of checks, which import `(fluxion test)`, and count.
    #[command(after_help = "Example:\n  fluxion test tests/")]
    Test {
        /// Programs, or folders of them.
        #[arg(required = true)]
        paths: Vec<PathBuf>,
    },
}

#[derive(Clone, Copy, ValueEnum)]
enum DocFormat {
    /// CommonMark.
    Markdown,
    /// A page without scripts.
    Html,
}

#[derive(Clone, Copy, ValueEnum)]
enum Pass {
    /// The expanded program (hir).
    #[value(name = "expand_program", alias = "hir")]
    ExpandProgram,
    /// hir with small procedures inlined.
    #[value(name = "inline_calls")]
    InlineCalls,
    /// ssa before types.
    #[value(name = "lower_module")]
    LowerModule,
    /// ssa with types.
    #[value(name = "infer_types")]
    InferTypes,
    /// ssa with small integers found.
    #[value(name = "infer_ranges", alias = "ssa")]
    InferRanges,
    #[value(name = "compile_gradients")]
    CompileGradients,
    /// LLVM before its optimiser.
    #[value(name = "emit_llvm")]
    EmitLlvm,
    /// LLVM after its optimiser.
    #[value(name = "optimize_llvm", alias = "llvm")]
    OptimizeLlvm,
}

impl From<Pass> for Dump {
    fn from(pass: Pass) -> Dump {
        match pass {
            Pass::ExpandProgram => Dump::ExpandProgram,
            Pass::InlineCalls => Dump::InlineCalls,
            Pass::LowerModule => Dump::LowerModule,
            Pass::InferTypes => Dump::InferTypes,
            Pass::InferRanges => Dump::InferRanges,
            Pass::CompileGradients => Dump::CompileGradients,
            Pass::EmitLlvm => Dump::EmitLlvm,
            Pass::OptimizeLlvm => Dump::OptimizeLlvm,
        }
    }
}

/// `512M`, `2G`, `1000000`
fn parse_size(text: &str) -> Result<u64, String> {
    let (digits, unit) = match text.as_bytes().last() {
        Some(b'k' | b'K') => (&text[..text.len() - 1], 1 << 10),
        Some(b'm' | b'M') => (&text[..text.len() - 1], 1 << 20),
        Some(b'g' | b'G') => (&text[..text.len() - 1], 1 << 30),
        _ => (text, 1),
    };
    let count: u64 = digits.parse().map_err(|_| "expected a number of bytes, such as 512M or 2G".to_owned())?;
    count.checked_mul(unit).ok_or_else(|| "too large".to_owned())
}

fn parse_positive(text: &str) -> Result<f64, String> {
    let number = text.parse().ok().filter(|number: &f64| *number > 0.0 && number.is_finite());
    number.ok_or_else(|| "expected a positive number, such as 1e-6".to_owned())
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    match run(&cli) {
        Ok(code) => code,
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::from(1)
        }
    }
}

fn run(cli: &Cli) -> Result<ExitCode, String> {
    let format = cli.message_format;
    match &cli.command {
        Command::Run {
            file,
            max_heap,
            max_stack,
            threads,
            timings,
            trap_nan,
            count_closures,
            count_attempts,
            args,
        } => {
            let loaded = with_compiled(file, cli, |mut program| {
                program.nans = nans(*trap_nan);
                program.stages.ssa.counts = *count_closures || *count_attempts;
                let loaded = driver::load_program(file, &program);
                if *timings {
                    print_timings(&program);
                }
                loaded
            })?;
            let Some(loaded) = loaded else { return Ok(ExitCode::from(1)) };
            let command_line = std::iter::once(file.display().to_string()).chain(args.iter().cloned()).collect();
            let mut options = Options::new(*max_heap, *max_stack, command_line);
            options.threads = threads.map(usize::from).or(options.threads);
            let code = run_module(loaded, &options);
            if *count_closures {
                print_closures();
            }
            if *count_attempts {
                print_attempts();
            }
            leave(code)
        }
        Command::Build { file, output, cpu, trap_nan } => {
            let built = with_compiled(file, cli, |mut program| {
                program.nans = nans(*trap_nan);
                program.cpu = (*cpu).into();
                build_executable(&program, output)
            })?;
            Ok(ExitCode::from(if built.is_some() { 0 } else { 1 }))
        }
        Command::Check { file } => {
            let checked = with_compiled(file, cli, |_| Ok(()))?;
            Ok(ExitCode::from(if checked.is_some() { 0 } else { 1 }))
        }
        Command::Prepare { files } => {
            for file in files {
                if with_compiled(file, cli, |program| prepare_program(&program))?.is_none() {
                    return Ok(ExitCode::from(1));
                }
            }
            Ok(ExitCode::SUCCESS)
        }
        Command::Dump { file, after } => {
            print(with_compiled(file, cli, |program| program.stages.dump((*after).into(), &program.sources))?)
        }
        Command::Explain { file, closures: true } => {
            print(with_compiled(file, cli, |program| driver::explain_closures::explain_closures(&program))?)
        }
        Command::Explain { file, closures: false } => {
            print(with_compiled(file, cli, |program| Ok(driver::explain::explain(&program)))?)
        }
        Command::Fmt { paths, check } => {
            let mode = if *check { fmt::Mode::Check } else { fmt::Mode::Write };
            fmt::fmt(paths, mode, format)
        }
        Command::Doc { subjects, format: pages, output, reference } => {
            let pages = match pages {
                DocFormat::Markdown => ::doc::Format::Markdown,
                DocFormat::Html => ::doc::Format::Html,
            };
            match reference {
                true => doc::reference(pages, output.as_deref()),
                false => doc::doc(subjects, pages, output.as_deref(), format),
            }
        }
        Command::Gradcheck { file, procedure, at, epsilon, tolerance, seed } => {
            let (epsilon, tolerance) = (*epsilon, *tolerance);
            let check = gradcheck::Check { procedure, arguments: at, epsilon, tolerance, seed: *seed };
            gradcheck::gradcheck(file, &check, format, cli.options())
        }
        Command::Repl => std::process::exit(repl::repl(cli.closures())?),
        Command::Test { paths } => test::test(paths),
    }
}

fn nans(trap: bool) -> Nans {
    if trap { Nans::Trapped } else { Nans::Allowed }
}

fn print(text: Option<String>) -> Result<ExitCode, String> {
    let Some(text) = text else { return Ok(ExitCode::from(1)) };
    print_text(&text);
    Ok(ExitCode::from(0))
}

fn print_line(line: &str) {
    print_text(&format!("{line}\n"));
}

fn print_text(text: &str) {
    // A reader that has seen enough is no error.
    let _ = std::io::stdout().write_all(text.as_bytes());
}

/// Compiles a file, prints its diagnostics, and does something with it if it has no errors.
fn with_compiled<T: Send>(
    file: &Path,
    cli: &Cli,
    work: impl FnOnce(Program) -> Result<T, String> + Send,
) -> Result<Option<T>, String> {
    let (format, options) = (cli.message_format, cli.options());
    with_compiler_stack(|| match compile(file, options)? {
        Ok(program) => {
            print_diagnostics(&program.diagnostics, &program.sources, format);
            work(program).map(Some)
        }
        Err(failure) => {
            print_diagnostics(&failure.diagnostics, &failure.sources, format);
            Ok(None)
        }
    })
}

fn print_diagnostics(diagnostics: &[Diagnostic], sources: &Sources, format: MessageFormat) {
    let colour = if std::io::stderr().is_terminal() { Colour::Always } else { Colour::Never };
    for diagnostic in diagnostics {
        match format {
            MessageFormat::Human => eprintln!("{}", render_text(diagnostic, sources, colour)),
            MessageFormat::Json => eprintln!("{}", render_json(diagnostic, sources)),
        }
    }
}

fn print_closures() {
    let counts = runtime::abi::ctx();
    let (closures, bytes, boxes) = (counts.closures, counts.closure_bytes, counts.boxes);
    eprintln!("closures: {closures} objects, {bytes} bytes; boxes: {boxes} objects, {} bytes", 16 * boxes);
}

fn print_attempts() {
    let given_up = runtime::attempt::given_up();
    eprintln!("attempts: {}, of which gave up: {}", runtime::abi::ctx().attempts, given_up.values().sum::<u64>());
    let text = |place| runtime::start::place_text(place as usize).unwrap_or_else(|| "?".to_owned());
    for ((start, end), count) in given_up {
        eprintln!("{count:8} begun at {}, given up at {}", text(start), text(end));
    }
}

fn print_timings(program: &Program) {
    for (name, time) in &program.timings {
        eprintln!("{name:16} {:8.2} ms", time.as_secs_f64() * 1e3);
    }
}
