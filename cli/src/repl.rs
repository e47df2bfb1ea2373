//! `fluxion repl`: reads forms from the terminal, or from a pipe, and evaluates them one after the other.
//!
//! The loop itself is a program in the language (`stdlib/fluxion/repl.sld`), which asks for the next form to evaluate;
//! this file is its [`Host`]: the line editor, the commands that begin with a comma, and the compiler.

use std::borrow::Cow;
use std::collections::VecDeque;
use std::io::{BufRead, IsTerminal};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::mpsc::Receiver;

use clap::ValueEnum;
use driver::session::INTERACTION;
use driver::{ClosureStyle, Compiler, Dump, Nans};
use runtime::session::Host;
use runtime::start::{Module, Options, run_module};
use rustyline::completion::Completer;
use rustyline::error::ReadlineError;
use rustyline::highlight::{CmdKind, Highlighter};
use rustyline::hint::Hinter;
use rustyline::history::FileHistory;
use rustyline::validate::{ValidationContext, ValidationResult, Validator};
use rustyline::{Context, Editor, Helper};
use syntax::{Class, Colour, FileId, classify, is_incomplete, read_datums};

use crate::Pass;

const HELP: &str = "\
,help                this text
,doc NAME            what a procedure of the library does
,type EXPRESSION     the type that the compiler infers for it
,time EXPRESSION     evaluates it and says how long that took
,dump PASS EXPR      the expression as it is after a pass: hir, ssa, llvm, ...
,load FILE           evaluates the forms of a file
,quit                ends the session, as Ctrl-D does
Ctrl-C interrupts a computation. Tab completes names.";

/// Runs a session to its end; the exit code.
pub fn repl(closures: ClosureStyle) -> Result<i32, String> {
    let compiler = Compiler::start(Path::new("repl"), Nans::Allowed, closures)?;
    let start = "(import (fluxion repl)) (repl)";
    // All this is done while the first input is being written.
    let program = compiler.order(move |state| state.program("repl", start));
    let warm_up = compiler.order(|state| {
        state.import_default();
        state.piece("(%warm-up)", "repl", INTERACTION, Colour::Never).ok().map(|(module, _)| module)
    });
    let repl = Repl::new(compiler, warm_up)?;
    let program = program.recv().map_err(|_| "the compiler has stopped".to_owned())?;
    let program = program.map_err(|rejected| rejected.message)?;
    runtime::session::set_host(Box::new(repl));
    runtime::session::catch_interrupts();
    Ok(run_module(program, &Options::new(None, None, vec!["repl".to_owned()])))
}

struct Repl {
    compiler: Compiler,
    colour: Colour,
    input: Mutex<Input>,
}

type WarmUp = Receiver<Option<&'static Module>>;

/// Where forms come from.
struct Input {
    /// The line editor; without a terminal, lines are read as they are.
    editor: Option<Editor<Assistant, FileHistory>>,
    /// Forms that have been read, but not evaluated.
    forms: VecDeque<String>,
    /// The first text.
    first: Option<Option<String>>,
    /// How many texts have been read.
    count: usize,
    /// The first module, which is run before the first form.
    warm_up: Option<WarmUp>,
}

impl Host for Repl {
    fn compile(&self, text: &str, name: &str, environment: usize) -> Result<&'static Module, String> {
        self.compiler.compile(text, name, environment)
    }

    fn environment(&self, sets: &str) -> Result<usize, String> {
        self.compiler.environment(sets)
    }

    fn interact(&self) -> Option<&'static Module> {
        let mut input = self.input.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        loop {
            while let Some(form) = input.forms.pop_front() {
                match self.compile_form(form, input.count) {
                    Ok(module) => return Some(module),
                    Err(message) => eprint!("{message}"),
                }
            }
            let first = input.first.take();
            let text = first.unwrap_or_else(|| input.read())?;
            match text.trim().strip_prefix(',') {
                Some("quit" | "q" | "exit") => return None,
                Some(command) => match self.command(command) {
                    Ok(form) => input.forms.extend(form),
                    Err(message) => eprintln!("{}", message.trim_end()),
                },
                None => input.forms = split_forms(&text),
            }
            if let Some(warm_up) = input.warm_up.take() {
                return warm_up.recv().ok().flatten();
            }
        }
    }
}

impl Repl {
    /// Prompts for the first input at once.
    fn new(compiler: Compiler, warm_up: WarmUp) -> Result<Repl, String> {
        let terminal = std::io::stdin().is_terminal() && std::io::stdout().is_terminal();
        let editor = terminal.then(|| Assistant::editor(&compiler)).transpose()?;
        let colour = if std::io::stderr().is_terminal() { Colour::Always } else { Colour::Never };
        let mut input = Input { editor, forms: VecDeque::new(), first: None, count: 0, warm_up: Some(warm_up) };
        input.first = Some(input.read());
        Ok(Repl { compiler, colour, input: Mutex::new(input) })
    }

    fn compile_form(&self, form: String, count: usize) -> Result<&'static Module, String> {
        let (name, colour) = (format!("input {count}"), self.colour);
        let piece = self.compiler.ask(move |state| state.piece(&form, &name, INTERACTION, colour))?;
        let (module, warnings) = piece.map_err(|rejected| rejected.rendered)?;
        eprint!("{warnings}");
        Ok(module)
    }

    /// Carries out a command; the form to evaluate for it, if there is one.
    fn command(&self, command: &str) -> Result<Option<String>, String> {
        let (name, rest) = command.split_once(char::is_whitespace).unwrap_or((command, ""));
        let rest = rest.trim();
        match (name, rest) {
            ("help" | "h", _) => println!("{HELP}"),
            ("doc", name) if !name.is_empty() => match ::doc::describe(name) {
                Some(text) => println!("{text}"),
                None => return Err(format!("there is no documentation of `{name}`")),
            },
            ("time", form) if !form.is_empty() => return Ok(Some(format!("(%time (lambda () {form}))"))),
            ("load", file) if !file.is_empty() => return Ok(Some(format!("(load {:?})", file.trim_matches('"')))),
            ("type", form) if !form.is_empty() => {
                let (form, colour) = (form.to_owned(), self.colour);
                let ty = self.compiler.ask(move |state| state.type_of(&form, colour))?;
                println!("{}", ty.map_err(|rejected| rejected.rendered)?);
            }
            ("dump", rest) if rest.contains(char::is_whitespace) => {
                let (pass, form) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
                let after: Dump = Pass::from_str(pass, true).map_err(|_| format!("unknown pass `{pass}`"))?.into();
                let (form, colour) = (form.to_owned(), self.colour);
                let text = self.compiler.ask(move |state| state.dump(&form, after, colour))?;
                print!("{}", text.map_err(|rejected| rejected.rendered)?);
            }
            _ => return Err(format!("unknown command `,{command}`; ,help lists them")),
        }
        Ok(None)
    }
}

/// The texts of the forms of an input; one that cannot be read stays whole, for the compiler to tell why.
fn split_forms(text: &str) -> VecDeque<String> {
    let (datums, diagnostics) = read_datums(text, FileId(0));
    if !diagnostics.is_empty() {
        return VecDeque::from([text.to_owned()]);
    }
    datums.iter().map(|datum| text[datum.span.start as usize..datum.span.end as usize].to_owned()).collect()
}

impl Input {
    /// The next complete text; `None` at the end of the input.
    fn read(&mut self) -> Option<String> {
        self.count += 1;
        let Some(editor) = &mut self.editor else { return read_lines() };
        loop {
            match editor.readline("> ") {
                Ok(text) => {
                    // A history that cannot be kept is no reason to stop.
                    let _ = editor.add_history_entry(&text);
                    let _ = history_file().map(|path| editor.save_history(&path));
                    return Some(text);
                }
                Err(ReadlineError::Interrupted) => {}
                Err(_) => return None,
            }
        }
    }
}

/// Lines of a pipe up to the end of a form.
fn read_lines() -> Option<String> {
    let mut text = String::new();
    let mut stdin = std::io::stdin().lock();
    loop {
        let length = stdin.read_line(&mut text).ok()?;
        let ended = length == 0;
        if ended && text.is_empty() {
            return None;
        }
        if ended || text.trim_start().starts_with(',') || !is_incomplete(&text) {
            return Some(text);
        }
    }
}

/// `FLUXION_HISTORY`, or a file in the user's home.
fn history_file() -> Option<PathBuf> {
    let set = std::env::var_os("FLUXION_HISTORY").map(PathBuf::from);
    set.or_else(|| Some(PathBuf::from(std::env::var_os("HOME")?).join(".fluxion_history")))
}

// The line editor -----

/// Completes names, knows when a form is complete, colours.
struct Assistant {
    compiler: Compiler,
}

impl Assistant {
    fn editor(compiler: &Compiler) -> Result<Editor<Assistant, FileHistory>, String> {
        let mut editor = Editor::new().map_err(|error| error.to_string())?;
        editor.set_helper(Some(Assistant { compiler: compiler.clone() }));
        let _ = history_file().map(|path| editor.load_history(&path));
        Ok(editor)
    }
}

impl Helper for Assistant {}

impl Hinter for Assistant {
    type Hint = String;
}

impl Validator for Assistant {
    fn validate(&self, context: &mut ValidationContext) -> rustyline::Result<ValidationResult> {
        let text = context.input();
        let is_command = text.trim_start().starts_with(',');
        Ok(if !is_command && is_incomplete(text) {
            ValidationResult::Incomplete
        } else {
            ValidationResult::Valid(None)
        })
    }
}

impl Completer for Assistant {
    type Candidate = String;

    fn complete(&self, line: &str, position: usize, _: &Context) -> rustyline::Result<(usize, Vec<String>)> {
        let is_delimiter = |char: char| char.is_whitespace() || "()[]\"';`,".contains(char);
        let start = line[..position].rfind(is_delimiter).map_or(0, |at| at + 1);
        let prefix = &line[start..position];
        let names = self.compiler.ask(|state| state.names()).unwrap_or_default();
        Ok((start, names.into_iter().filter(|name| name.starts_with(prefix)).collect()))
    }
}

impl Highlighter for Assistant {
    fn highlight<'l>(&self, line: &'l str, _position: usize) -> Cow<'l, str> {
        let mut out = String::with_capacity(2 * line.len());
        for (range, class) in classify(line) {
            let code = match class {
                Class::Plain => "",
                Class::Comment => "\x1b[2m",
                Class::Text => "\x1b[32m",
                Class::Constant => "\x1b[36m",
                Class::Head => "\x1b[1m",
            };
            out.push_str(code);
            out.push_str(&line[range]);
            if !code.is_empty() {
                out.push_str("\x1b[0m");
            }
        }
        Cow::Owned(out)
    }

    fn highlight_char(&self, _line: &str, _position: usize, _kind: CmdKind) -> bool {
        true
    }
}
