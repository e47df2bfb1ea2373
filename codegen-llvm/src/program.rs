//! A program for LLVM: what it is made for, and what the LLVM modules of its parts share.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use inkwell::context::Context;
use inkwell::memory_buffer::MemoryBuffer;
use inkwell::module::Module as LlvmModule;
use inkwell::targets::{FileType, TargetMachine};
use ir::hir::Global;
use ir::id::{Arena, Id};
use ir::ssa::{self, FuncId, ProcId};
use syntax::{Datum, Sources, Span, Symbol};

use crate::emit_func::{emit_code, emit_func};
use crate::emit_module::{Import, ModuleEmitter};
use crate::frames;
use crate::inline_limit::inlinable;
use crate::local_boxes::Calls;
use crate::machine::{Effort, optimize, with_target_machine};
use crate::parts::{PartId, Parts, START};
use crate::vector_forms::VectorForms;

/// The processors that an executable runs on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Cpu {
    /// All of the architecture.
    Any,
    /// Those like this machine's.
    Native,
}

/// What the code is made for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Target {
    /// To be run at once on this machine.
    Jit,
    /// To be linked into an executable, with debug line tables.
    Executable(Cpu),
    /// To be run at once as one of the modules of a session.
    Session(Part),
}

/// What happens where an operation makes a NaN out of numbers that are none.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Nans {
    /// It is the result.
    #[default]
    Allowed,
    /// It is an error at the operation's place.
    Trapped,
}

/// A module of a session.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Part {
    /// Which one.
    pub number: u32,
    /// The number of its first place.
    pub first_place: u64,
    /// Whether loops look out for interrupts, and code is made quickly rather than well.
    pub interactive: bool,
}

impl Target {
    /// The symbol of the module's `runtime::start::Module`.
    pub fn symbol(self) -> String {
        match self {
            Target::Session(part) => format!("FX_MODULE_{}", part.number),
            Target::Jit | Target::Executable(_) => "FX_MODULE".to_owned(),
        }
    }

    /// The number of its first place.
    pub fn first_place(self) -> u64 {
        if let Target::Session(part) = self { part.first_place } else { 1 }
    }

    /// Whether loops look out for interrupts, and code is made quickly rather than well.
    pub fn is_interactive(self) -> bool {
        matches!(self, Target::Session(Part { interactive: true, .. }))
    }

    fn effort(self) -> Effort {
        if self.is_interactive() { Effort::Quick } else { Effort::Full }
    }
}

/// The optimised object file of a program.
pub fn emit_object(module: &ssa::Module, sources: &Sources, target: Target, nans: Nans) -> Result<Vec<u8>, String> {
    let context = Context::create();
    with_target_machine(target, target.effort(), |machine| {
        let llvm = Program::whole(module, sources, target, nans).emit_whole(&context, machine)?;
        compile(&llvm, machine, target.effort())
    })
}

/// The text of the LLVM module of a program, before or after optimisation.
pub fn emit_llvm(module: &ssa::Module, sources: &Sources, optimized: bool) -> Result<String, String> {
    let context = Context::create();
    let program = Program::whole(module, sources, Target::Jit, Nans::Allowed);
    with_target_machine(Target::Jit, Effort::Full, |machine| {
        let llvm = program.emit_whole(&context, machine)?;
        if optimized {
            optimize(&llvm, machine, Effort::Full)?;
        }
        Ok(llvm.print_to_string().to_string())
    })
}

/// The object file of a module that has been emitted.
pub fn compile(llvm: &LlvmModule<'_>, machine: &TargetMachine, effort: Effort) -> Result<Vec<u8>, String> {
    optimize(llvm, machine, effort)?;
    frames::describe(llvm);
    let object: MemoryBuffer =
        machine.write_to_memory_buffer(llvm, FileType::Object).map_err(|error| error.to_string())?;
    Ok(object.as_slice().to_vec())
}

/// What is emitted, and what the LLVM modules of its parts share.
pub struct Program<'a> {
    pub module: &'a ssa::Module,
    pub sources: &'a Sources,
    pub target: Target,
    pub nans: Nans,
    pub parts: Parts,
    pub calls: Calls,
    pub inlinable: Arena<FuncId, bool>,
    pub global_slots: HashMap<Global, u64>,
    /// Literals of the module, then names that errors mention.
    pub literals: RefCell<Vec<Datum>>,
    pub name_slots: RefCell<HashMap<Symbol, u64>>,
    pub places: RefCell<Places>,
    /// The procedures that have static objects.
    pub statics: RefCell<BTreeSet<ProcId>>,
}

impl<'a> Program<'a> {
    /// To be emitted as one LLVM module.
    fn whole(module: &'a ssa::Module, sources: &'a Sources, target: Target, nans: Nans) -> Self {
        Program::new(module, sources, target, nans, |_| Parts::whole(module))
    }

    /// To be emitted and run part by part.
    pub fn in_parts(module: &'a ssa::Module, sources: &'a Sources, nans: Nans) -> Self {
        let is_library = |id: FuncId| sources.file(module.funcs[id].span.file).standard;
        Program::new(module, sources, Target::Jit, nans, |small| Parts::divide(module, small, is_library))
    }

    fn new(
        module: &'a ssa::Module,
        sources: &'a Sources,
        target: Target,
        nans: Nans,
        parts: impl FnOnce(&Arena<FuncId, bool>) -> Parts,
    ) -> Self {
        let inlinable = inlinable(module);
        let in_table = |global: &Global| module.globals[*global].as_ref().is_some_and(|slot| slot.cell.is_none());
        let slots = module.globals.ids().filter(in_table);
        Program {
            module,
            sources,
            target,
            nans,
            parts: parts(&inlinable),
            calls: Calls::of(module),
            inlinable,
            global_slots: slots.enumerate().map(|(slot, global)| (global, slot as u64)).collect(),
            literals: RefCell::new(module.literals.iter().cloned().collect()),
            name_slots: RefCell::default(),
            places: RefCell::new(Places::from(target.first_place())),
            statics: RefCell::default(),
        }
    }

    /// Whether a place is in the standard library.
    pub fn is_standard(&self, span: Span) -> bool {
        self.sources.file(span.file).standard
    }

    /// One LLVM module of everything.
    fn emit_whole<'c>(&self, context: &'c Context, machine: &TargetMachine) -> Result<LlvmModule<'c>, String> {
        Ok(self.emit_part(PartId::new(START), context, machine)?.0)
    }

    /// The LLVM module of a part, and what the names in it stand for if it is a lazy one. The first part
    /// comes last, since it has the tables that the others add to.
    pub fn emit_part<'c>(
        &self,
        part: PartId,
        context: &'c Context,
        machine: &TargetMachine,
    ) -> Result<(LlvmModule<'c>, Vec<Import>), String> {
        let emitter = ModuleEmitter::new(context, self, part, VectorForms::new(machine));
        emitter.words.module.set_triple(&machine.get_triple());
        emitter.words.module.set_data_layout(&machine.get_target_data().get_data_layout());
        for id in self.parts.funcs(part) {
            emit_func(&emitter, *id);
        }
        for id in self.parts.codes(part) {
            emit_code(&emitter, *id);
        }
        emitter.finish()
    }
}

/// The places that code mentions.
pub struct Places {
    /// The next number that is free.
    next: u64,
    numbers: HashMap<Span, u64>,
    /// By number.
    pub spans: BTreeMap<u64, Span>,
}

impl Places {
    /// None yet, to be counted from a number.
    fn from(first: u64) -> Places {
        Places { next: first, numbers: HashMap::new(), spans: BTreeMap::new() }
    }

    /// The number of a place.
    pub fn number(&mut self, span: Span, sources: &Sources) -> u64 {
        let next = self.next;
        let number = *self.numbers.entry(span).or_insert_with(|| standard_place(span, sources).unwrap_or(next));
        self.next += u64::from(number == next);
        self.spans.entry(number).or_insert(span);
        number
    }
}

/// The number of a place of the standard library, the same in all programs: which file, and how far from its start.
fn standard_place(span: Span, sources: &Sources) -> Option<u64> {
    const OFFSET_BITS: u32 = 20;
    let file = sources.file(span.file);
    let index = stdlib::index(&file.name).filter(|index| file.standard && *index < 1 << 10)?;
    let is_near = span.start >> OFFSET_BITS == 0;
    is_near.then(|| 1 << 30 | (index as u64) << OFFSET_BITS | u64::from(span.start))
}
