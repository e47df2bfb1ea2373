//! A compiler that stays: programs that use `eval` or `load`, and the REPL, hand it texts while they run.
//!
//! It lives on a thread of its own, whose stack is large enough for it; [`Compiler`] is the handle.

use std::path::Path;
use std::sync::mpsc::{Receiver, Sender, channel};

use codegen_llvm::jit::Linker;
use codegen_llvm::{Nans, Part, Target};
pub use frontend::INTERACTION;
use frontend::{Session, THUNK_NAME};
use ir::hir;
use ir::ssa::{Block, End, Func, Ty};
use lower::ClosureStyle;
use runtime::session::Host;
use runtime::start::Module;
use syntax::{Colour, Diagnostic, Severity, Sources, render_text};

use crate::compile::{CompileOptions, Derivatives, Dump, Stages};
use crate::files::Files;

type Job = Box<dyn FnOnce(&mut State) + Send>;

/// The handle of a compiler on its thread.
#[derive(Clone)]
pub struct Compiler {
    jobs: Sender<Job>,
}

/// A compiler at work.
pub struct State<'a> {
    session: Session<'a>,
    linker: Linker,
    nans: Nans,
    closures: ClosureStyle,
    parts: u32,
    next_place: u64,
}

/// Diagnostics of a text, rendered, and the first message alone.
#[derive(Debug)]
pub struct Rejected {
    /// All, with excerpts of the source.
    pub rendered: String,
    /// The first error.
    pub message: String,
}

impl Compiler {
    /// Starts the thread. Libraries are looked for beside `program`.
    pub fn start(program: &Path, nans: Nans, closures: ClosureStyle) -> Result<Compiler, String> {
        let (jobs, inbox) = channel::<Job>();
        let (ready, is_ready) = channel();
        let mut files = Files::new(program);
        let work = move || {
            let mut sources = Sources::default();
            let session = Session::new(&mut sources, &mut files);
            let linker = match Linker::new(&runtime::abi::symbols()) {
                Ok(linker) => linker,
                Err(message) => return drop(ready.send(Err(message))),
            };
            let mut state = State { session, linker, nans, closures, parts: 0, next_place: 1 };
            let _ = ready.send(Ok(()));
            for job in inbox {
                job(&mut state);
            }
        };
        let thread = std::thread::Builder::new().stack_size(crate::COMPILER_STACK).spawn(work);
        thread.map_err(|error| format!("cannot start the compiler: {error}"))?;
        is_ready.recv().map_err(|_| "the compiler has stopped".to_owned())??;
        Ok(Compiler { jobs })
    }

    /// Does something on the compiler's thread.
    pub fn ask<T: Send + 'static>(&self, work: impl FnOnce(&mut State) -> T + Send + 'static) -> Result<T, String> {
        self.order(work).recv().map_err(|_| "the compiler has stopped after an error of its own".to_owned())
    }

    /// Has something done on the compiler's thread; the result comes when it is there, or never.
    pub fn order<T: Send + 'static>(&self, work: impl FnOnce(&mut State) -> T + Send + 'static) -> Receiver<T> {
        let (reply, answer) = channel();
        let job = move |state: &mut State| drop(reply.send(work(state)));
        // If the thread is gone, so is the other end of the answer's channel.
        let _ = self.jobs.send(Box::new(job));
        answer
    }
}

impl State<'_> {
    /// Compiles the program that starts the session.
    pub fn program(&mut self, name: &str, text: &str) -> Result<&'static Module, Rejected> {
        let file = self.session.add_source(name, text);
        let (module, diagnostics) = self.session.program(file);
        self.accept(module, diagnostics, Colour::Never)
            .and_then(|(module, _)| self.link(module, false).map_err(Rejected::plain))
    }

    /// Brings in what a script without `import` sees.
    pub fn import_default(&mut self) {
        self.session.import_default();
    }

    /// Compiles a piece; its module makes the thunk. Warnings come rendered.
    pub fn piece(
        &mut self,
        text: &str,
        name: &str,
        environment: usize,
        colour: Colour,
    ) -> Result<(&'static Module, String), Rejected> {
        let (module, warnings) = self.expand_piece(text, name, environment, colour)?;
        let module = self.link(module, true).map_err(Rejected::plain)?;
        Ok((module, warnings))
    }

    /// What a piece is after a pass, as text.
    pub fn dump(&mut self, text: &str, after: Dump, colour: Colour) -> Result<String, Rejected> {
        let (module, _) = self.expand_piece(text, "dump", INTERACTION, colour)?;
        Stages::of(module, self.session.sources(), self.options(Derivatives::Generic))
            .dump(after, self.session.sources())
            .map_err(Rejected::plain)
    }

    /// The type that is inferred for the value of a piece.
    pub fn type_of(&mut self, text: &str, colour: Colour) -> Result<String, Rejected> {
        let (module, _) = self.expand_piece(text, "type", INTERACTION, colour)?;
        let ssa = Stages::of(module, self.session.sources(), self.options(Derivatives::Generic)).ssa;
        let thunk = ssa.procs.iter().find(|made| made.name == THUNK_NAME);
        Ok(thunk.map(|made| returned(&ssa.funcs[made.clauses[0].func]).to_string()).unwrap_or_default())
    }

    fn options(&self, derivatives: Derivatives) -> CompileOptions {
        CompileOptions { derivatives, closures: self.closures }
    }

    fn expand_piece(
        &mut self,
        text: &str,
        name: &str,
        environment: usize,
        colour: Colour,
    ) -> Result<(hir::Module, String), Rejected> {
        let file = self.session.add_source(name, text);
        let (module, diagnostics) = self.session.piece(file, environment);
        self.accept(module, diagnostics, colour)
    }

    /// Makes an environment of import sets.
    pub fn environment(&mut self, sets: &str) -> Result<usize, Rejected> {
        let file = self.session.add_source("environment", sets);
        self.session.environment(file).map_err(|diagnostics| self.rejected(&diagnostics, Colour::Never))
    }

    /// The names that the first environment sees.
    pub fn names(&self) -> Vec<String> {
        self.session.names(INTERACTION)
    }

    fn accept(
        &self,
        module: hir::Module,
        diagnostics: Vec<Diagnostic>,
        colour: Colour,
    ) -> Result<(hir::Module, String), Rejected> {
        let rejected = self.rejected(&diagnostics, colour);
        if diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error) {
            return Err(rejected);
        }
        Ok((module, rejected.rendered))
    }

    fn rejected(&self, diagnostics: &[Diagnostic], colour: Colour) -> Rejected {
        let is_error = |diagnostic: &&Diagnostic| diagnostic.severity == Severity::Error;
        let render = |diagnostic| render_text(diagnostic, self.session.sources(), colour) + "\n";
        Rejected {
            rendered: diagnostics.iter().map(render).collect(),
            message: diagnostics.iter().find(is_error).map(|first| first.message.clone()).unwrap_or_default(),
        }
    }

    fn link(&mut self, module: hir::Module, interactive: bool) -> Result<&'static Module, String> {
        // Pieces of a session are compiled quickly rather than well.
        let derivatives = if interactive { Derivatives::Generic } else { Derivatives::Compiled };
        let stages = Stages::of(module, self.session.sources(), self.options(derivatives));
        self.parts += 1;
        let target = Target::Session(Part { number: self.parts, first_place: self.next_place, interactive });
        let object = codegen_llvm::emit_object(&stages.ssa, self.session.sources(), target, self.nans)?;
        let module = self.linker.link(&object, &target.symbol())?;
        self.next_place += module.place_count;
        Ok(module)
    }
}

/// The type of what a function returns itself; what it calls last may return anything.
fn returned(func: &Func) -> Ty {
    fn join(func: &Func, block: &Block) -> Ty {
        match &block.end {
            End::Return(val) => func.vals[*val],
            End::If(_, then, other) => join(func, then).join(join(func, other)),
            End::Loop(inner) => join(func, &inner.body),
            End::Continue(..) | End::Yield(_) | End::GiveUp => Ty::Never,
            End::TailCall(..) | End::TailCallValue(..) | End::TailApply(..) => Ty::Any,
        }
    }
    join(func, &func.body)
}

impl Rejected {
    fn plain(message: String) -> Rejected {
        Rejected { rendered: format!("error: {message}\n"), message }
    }
}

/// The host of programs that are not interactive.
impl Host for Compiler {
    fn compile(&self, text: &str, name: &str, environment: usize) -> Result<&'static Module, String> {
        let (text, name) = (text.to_owned(), name.to_owned());
        let piece = self.ask(move |state| state.piece(&text, &name, environment, Colour::Never))?;
        piece.map(|(module, _)| module).map_err(|rejected| rejected.message)
    }

    fn environment(&self, sets: &str) -> Result<usize, String> {
        let sets = sets.to_owned();
        self.ask(move |state| state.environment(&sets))?.map_err(|rejected| rejected.message)
    }

    fn interact(&self) -> Option<&'static Module> {
        None
    }
}
