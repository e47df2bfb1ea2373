//! A whole program: declarations, tables, the structure `FX_MODULE` (see `runtime::start::Module`).

use std::cell::RefCell;
use std::collections::HashMap;

use inkwell::context::Context;
use inkwell::debug_info::{
    AsDIScope, DICompileUnit, DIFile, DIFlags, DIFlagsConstants, DISubprogram, DWARFEmissionKind, DWARFSourceLanguage,
    DebugInfoBuilder,
};
use inkwell::memory_buffer::MemoryBuffer;
use inkwell::module::{FlagBehavior, Linkage};
use inkwell::targets::{FileType, TargetMachine};
use inkwell::types::{BasicMetadataTypeEnum, BasicType};
use inkwell::values::{BasicValueEnum, FunctionValue, GlobalValue, IntValue, PointerValue, UnnamedAddress};
use ir::hir::Global;
use ir::id::{Arena, Id};
use ir::ssa::{self, FuncId, LiteralId, ProcId};
use runtime::value::{Kind, tag};
use syntax::{Datum, DatumKind, Sources, Span, Symbol};

use crate::emit_fast::llvm_type;
use crate::emit_func::{calls, emit_code, emit_func, makes_tail_calls};
use crate::emit_word::{FASTCC, RECURSIVECC, TAILCC, Words, header_word};
use crate::frames;
use crate::inline_limit::inlinable;
use crate::local_boxes::Calls;
use crate::machine::{optimize, target_machine};
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

    fn first_place(self) -> u64 {
        if let Target::Session(part) = self { part.first_place } else { 1 }
    }

    /// Whether loops look out for interrupts, and code is made quickly rather than well.
    pub fn is_interactive(self) -> bool {
        matches!(self, Target::Session(Part { interactive: true, .. }))
    }
}

/// The optimised object file of a program.
pub fn emit_object(module: &ssa::Module, sources: &Sources, target: Target, nans: Nans) -> Result<Vec<u8>, String> {
    let context = Context::create();
    let machine = target_machine(target)?;
    let llvm = emit(&context, module, sources, target, nans, &machine)?;
    llvm.set_triple(&machine.get_triple());
    llvm.set_data_layout(&machine.get_target_data().get_data_layout());
    optimize(&llvm, &machine, target)?;
    frames::describe(&context, &llvm);
    let object: MemoryBuffer =
        machine.write_to_memory_buffer(&llvm, FileType::Object).map_err(|error| error.to_string())?;
    Ok(object.as_slice().to_vec())
}

/// The text of the LLVM module of a program, before or after optimisation.
pub fn emit_llvm(module: &ssa::Module, sources: &Sources, optimized: bool) -> Result<String, String> {
    let context = Context::create();
    let machine = target_machine(Target::Jit)?;
    let llvm = emit(&context, module, sources, Target::Jit, Nans::Allowed, &machine)?;
    llvm.set_triple(&machine.get_triple());
    llvm.set_data_layout(&machine.get_target_data().get_data_layout());
    if optimized {
        optimize(&llvm, &machine, Target::Jit)?;
    }
    Ok(llvm.print_to_string().to_string())
}

fn emit<'c>(
    context: &'c Context,
    module: &ssa::Module,
    sources: &Sources,
    target: Target,
    nans: Nans,
    machine: &TargetMachine,
) -> Result<inkwell::module::Module<'c>, String> {
    let emitter = ModuleEmitter::new(context, module, sources, target, nans, VectorForms::new(machine));
    for id in module.funcs.ids() {
        emit_func(&emitter, id);
    }
    for id in module.procs.ids() {
        emit_code(&emitter, id);
    }
    emitter.finish()
}

/// The module that is being emitted.
pub struct ModuleEmitter<'a, 'c> {
    pub words: Words<'c>,
    pub module: &'a ssa::Module,
    sources: &'a Sources,
    pub target: Target,
    pub nans: Nans,
    /// The LLVM function of each function.
    pub funcs: Arena<FuncId, FunctionValue<'c>>,
    /// The code of each procedure object.
    pub codes: Arena<ProcId, FunctionValue<'c>>,
    statics: RefCell<HashMap<ProcId, GlobalValue<'c>>>,
    literal_table: GlobalValue<'c>,
    global_table: GlobalValue<'c>,
    global_slots: HashMap<Global, u64>,
    /// Literals of the module, then names that errors mention.
    literals: RefCell<Vec<Datum>>,
    name_slots: RefCell<HashMap<Symbol, u64>>,
    places: RefCell<Places>,
    debug: Option<Debug<'c>>,
    pub vector_forms: VectorForms<'c>,
    pub calls: Calls,
}

#[derive(Default)]
struct Places {
    list: Vec<Span>,
    index: HashMap<Span, u64>,
}

struct Debug<'c> {
    builder: DebugInfoBuilder<'c>,
    unit: DICompileUnit<'c>,
    files: RefCell<HashMap<syntax::FileId, DIFile<'c>>>,
    scope: RefCell<Option<DISubprogram<'c>>>,
}

impl<'a, 'c> ModuleEmitter<'a, 'c> {
    fn new(
        context: &'c Context,
        module: &'a ssa::Module,
        sources: &'a Sources,
        target: Target,
        nans: Nans,
        vector_forms: VectorForms<'c>,
    ) -> Self {
        let words = Words::new(context);
        let mut funcs = Arena::default();
        let allowed = inlinable(module);
        for id in module.funcs.ids() {
            let func = &module.funcs[id];
            let convention = match makes_tail_calls(&func.body) {
                true => TAILCC,
                false if calls(&func.body, id) => RECURSIVECC,
                false => FASTCC,
            };
            funcs.push(declare_func(&words, module, func, convention, allowed[id] && !func.once));
        }
        let mut codes = Arena::default();
        for made in module.procs.iter() {
            let code =
                words.module.add_function(&format!("{}.code", made.name), words.code_type(), Some(Linkage::Internal));
            finish_declaration(&words, code, TAILCC);
            codes.push(code);
        }
        let in_table = |global: &Global| module.globals[*global].as_ref().is_some_and(|slot| slot.cell.is_none());
        let slots = module.globals.ids().filter(in_table);
        let global_slots: HashMap<Global, u64> =
            slots.enumerate().map(|(slot, global)| (global, slot as u64)).collect();
        let table = |name: &str| {
            // Their sizes are known at the end: see `finish`.
            let table = words.module.add_global(words.i64, None, name);
            table.set_linkage(Linkage::External);
            table
        };
        let debug = matches!(target, Target::Executable(_)).then(|| Debug::new(&words, module, sources));
        ModuleEmitter {
            funcs,
            codes,
            statics: RefCell::default(),
            literal_table: table("literals.declared"),
            global_table: table("globals.declared"),
            global_slots,
            literals: RefCell::new(module.literals.iter().cloned().collect()),
            name_slots: RefCell::default(),
            places: RefCell::default(),
            debug,
            vector_forms,
            calls: Calls::of(module),
            words,
            module,
            sources,
            target,
            nans,
        }
    }

    // Tables -----

    fn table_slot(&self, table: GlobalValue<'c>, index: u64) -> PointerValue<'c> {
        // SAFETY: the index is one that `finish` makes room for.
        unsafe { table.as_pointer_value().const_gep(self.words.i64, &[self.words.int(index)]) }
    }

    /// Where a literal lies at run time.
    pub fn literal_slot(&self, literal: LiteralId) -> PointerValue<'c> {
        self.table_slot(self.literal_table, literal.index() as u64)
    }

    /// Where a top-level variable lies at run time.
    pub fn global_slot(&self, global: Global) -> PointerValue<'c> {
        match self.slot(global).cell {
            Some(cell) => self.words.int(runtime::session::cell_address(cell) as u64).const_to_pointer(self.words.ptr),
            None => self.table_slot(self.global_table, self.global_slots[&global]),
        }
    }

    /// The name of a top-level variable that has a slot.
    pub fn global_name(&self, global: Global) -> Symbol {
        self.slot(global).name
    }

    fn slot(&self, global: Global) -> &ssa::GlobalSlot {
        self.module.globals[global].as_ref().expect("a known procedure has no slot and is never undefined")
    }

    /// Where the symbol lies that an error mentions.
    pub fn name_slot(&self, name: Symbol) -> PointerValue<'c> {
        let mut literals = self.literals.borrow_mut();
        let slot = *self.name_slots.borrow_mut().entry(name).or_insert_with(|| {
            let span = Span { file: syntax::FileId(0), start: 0, end: 0 };
            literals.push(Datum { kind: DatumKind::Symbol(name), span });
            literals.len() as u64 - 1
        });
        self.table_slot(self.literal_table, slot)
    }

    /// Whether a place is in the standard library.
    pub fn is_standard(&self, span: Span) -> bool {
        self.sources.file(span.file).standard
    }

    /// The number of a place; 0 is no place.
    pub fn place(&self, span: Span) -> u64 {
        let mut places = self.places.borrow_mut();
        let next = places.list.len() as u64 + self.target.first_place();
        let number = *places.index.entry(span).or_insert(next);
        if number == next {
            places.list.push(span);
        }
        number
    }

    /// The number of the place of a lambda. One that stands for a primitive, at the name of it, has no place.
    fn place_of_lambda(&self, span: Span) -> u64 {
        let is_written = self.sources.file(span.file).text[span.start as usize..].starts_with(['(', '[']);
        if is_written { self.place(span) } else { 0 }
    }

    /// The static object of a procedure without captures, as a word.
    pub fn static_proc(&self, id: ProcId) -> IntValue<'c> {
        let w = &self.words;
        let mut statics = self.statics.borrow_mut();
        let object = statics.entry(id).or_insert_with(|| {
            let header = w.int(header_word(Kind::Closure, 1));
            let code = self.codes[id].as_global_value().as_pointer_value();
            let value = w.context.const_struct(&[header.into(), code.into()], false);
            let object = w.module.add_global(value.get_type(), None, &format!("{}.object", self.module.procs[id].name));
            object.set_initializer(&value);
            object.set_constant(true);
            object.set_alignment(16);
            object.set_linkage(Linkage::Internal);
            object
        });
        object.as_pointer_value().const_to_int(w.i64).const_add(w.int(tag::PROCEDURE << 48))
    }

    // Debug information -----

    pub fn set_debug_scope(&self, func: &ssa::Func, llvm: FunctionValue<'c>) {
        let Some(debug) = &self.debug else { return };
        let (_, line, _) = self.sources.position(func.span);
        let file = debug.file(self.sources, func.span.file);
        let ty = debug.builder.create_subroutine_type(file, None, &[], DIFlags::PUBLIC);
        let scope = debug.unit.as_debug_info_scope();
        let subprogram = debug.builder.create_function(
            scope,
            &func.name,
            None,
            file,
            line,
            ty,
            true,
            true,
            line,
            DIFlags::PUBLIC,
            true,
        );
        llvm.set_subprogram(subprogram);
        *debug.scope.borrow_mut() = Some(subprogram);
        self.set_debug_location(func.span);
    }

    pub fn set_debug_location(&self, span: Span) {
        let Some(debug) = &self.debug else { return };
        let Some(scope) = *debug.scope.borrow() else { return };
        let (_, line, column) = self.sources.position(span);
        let location =
            debug.builder.create_debug_location(self.words.context, line, column, scope.as_debug_info_scope(), None);
        self.words.builder.set_current_debug_location(location);
    }

    // The end -----

    fn finish(self) -> Result<inkwell::module::Module<'c>, String> {
        let w = &self.words;
        let literal_text =
            self.literals.borrow().iter().map(|datum| syntax::print_datum(datum) + "\n").collect::<String>();
        let literals = self.define_table(self.literal_table, "literals", self.literals.borrow().len());
        let globals = self.define_table(self.global_table, "globals", self.global_slots.len());
        let codes = self.define_codes();
        let (places, files) = self.define_places();
        let main = self.define_main();
        self.vector_forms.finish(w);
        let count = |length: usize| -> BasicValueEnum<'c> { w.int(length as u64).into() };
        let value = w.context.const_struct(
            &[
                self.text(&literal_text),
                w.context.const_struct(&[literals.into(), count(self.literals.borrow().len())], false).into(),
                w.context.const_struct(&[globals.into(), count(self.global_slots.len())], false).into(),
                codes.into(),
                count(self.module.procs.len()),
                places.0.into(),
                count(places.1),
                files.0.into(),
                count(files.1),
                main.as_global_value().as_pointer_value().into(),
                w.int(self.target.first_place()).into(),
                w.int(u64::from(self.nans == Nans::Trapped)).into(),
            ],
            false,
        );
        let table = w.module.add_global(value.get_type(), None, &self.target.symbol());
        table.set_initializer(&value);
        table.set_constant(true);
        if let Some(debug) = &self.debug {
            debug.builder.finalize();
        } else {
            w.module.strip_debug_info();
        }
        w.module.verify().map_err(|error| format!("the compiler made invalid LLVM code: {error}"))?;
        Ok(self.words.module)
    }

    /// Gives a table that has been used under its declaration its real size.
    fn define_table(&self, declared: GlobalValue<'c>, name: &str, length: usize) -> PointerValue<'c> {
        let ty = self.words.i64.array_type(length.max(1) as u32);
        let table = self.words.module.add_global(ty, None, name);
        table.set_initializer(&ty.const_zero());
        table.set_linkage(Linkage::Internal);
        declared.as_pointer_value().replace_all_uses_with(table.as_pointer_value());
        // SAFETY: nothing uses the declaration any more.
        unsafe { declared.delete() };
        table.as_pointer_value()
    }

    /// A `Text`: address and length.
    fn text(&self, text: &str) -> BasicValueEnum<'c> {
        let w = &self.words;
        let value = w.context.const_string(text.as_bytes(), false);
        let bytes = w.module.add_global(value.get_type(), None, "text");
        bytes.set_initializer(&value);
        bytes.set_constant(true);
        bytes.set_linkage(Linkage::Private);
        bytes.set_unnamed_address(UnnamedAddress::Global);
        w.context.const_struct(&[bytes.as_pointer_value().into(), w.int(text.len() as u64).into()], false).into()
    }

    fn constant_array(&self, name: &str, items: &[BasicValueEnum<'c>]) -> PointerValue<'c> {
        let w = &self.words;
        let items: Vec<_> = items.iter().map(|item| item.into_struct_value()).collect();
        let Some(first) = items.first() else { return w.ptr.const_null() };
        let value = first.get_type().const_array(&items);
        let array = w.module.add_global(value.get_type(), None, name);
        array.set_initializer(&value);
        array.set_constant(true);
        array.set_linkage(Linkage::Internal);
        array.as_pointer_value()
    }

    fn define_codes(&self) -> PointerValue<'c> {
        let w = &self.words;
        let i32 = w.context.i32_type();
        let row = |id: ProcId| -> BasicValueEnum<'c> {
            let made = &self.module.procs[id];
            let min = made.clauses.iter().map(|clause| clause.params as u32).min().unwrap_or(0);
            let any = made.clauses.iter().any(|clause| clause.rest);
            let max = made.clauses.iter().map(|clause| clause.params as u32).max().unwrap_or(0);
            let max = if any { u32::MAX } else { max };
            w.context
                .const_struct(
                    &[
                        self.codes[id].as_global_value().as_pointer_value().into(),
                        self.text(&made.name),
                        self.text(&made.captures.join("\0")),
                        i32.const_int(min.into(), false).into(),
                        i32.const_int(max.into(), false).into(),
                        w.int(self.place_of_lambda(made.span)).into(),
                    ],
                    false,
                )
                .into()
        };
        let rows: Vec<_> = self.module.procs.ids().map(row).collect();
        self.constant_array("codes", &rows)
    }

    fn define_places(&self) -> ((PointerValue<'c>, usize), (PointerValue<'c>, usize)) {
        let w = &self.words;
        let i32 = w.context.i32_type();
        let mut texts: Vec<&str> = Vec::new();
        let mut index: HashMap<&str, u32> = HashMap::new();
        let mut index_of = |text| {
            *index.entry(text).or_insert_with(|| {
                texts.push(text);
                texts.len() as u32 - 1
            })
        };
        let row = |file: u32, line: u32, column: u32, name: u32| -> BasicValueEnum<'c> {
            let fields = [file, line, column, name].map(|value| i32.const_int(value.into(), false).into());
            w.context.const_struct(&fields, false).into()
        };
        let mut rows = vec![row(0, 0, 0, 0)];
        let (sources, places) = (self.sources, self.places.borrow());
        for span in &places.list {
            let (file, line, column) = sources.position(*span);
            let name =
                name_at(&sources.file(span.file).text[span.start as usize..]).map_or(0, |name| 1 + index_of(name));
            rows.push(row(index_of(file), line, column, name));
        }
        let names: Vec<_> = texts.iter().map(|text| self.text(text)).collect();
        ((self.constant_array("places", &rows), rows.len()), (self.constant_array("texts", &names), names.len()))
    }

    /// The C function that runs the program.
    fn define_main(&self) -> FunctionValue<'c> {
        let w = &self.words;
        let main = w.module.add_function("FX_MAIN", w.i64.fn_type(&[], false), Some(Linkage::Internal));
        w.builder.position_at_end(w.context.append_basic_block(main, "entry"));
        let call = w.builder.build_call(self.funcs[self.module.main], &[], "").expect("the builder is in a block");
        call.set_call_convention(self.funcs[self.module.main].get_call_conventions());
        let result = call.try_as_basic_value().basic().expect("every function returns a value");
        w.builder.build_return(Some(&result)).expect("the builder is in a block");
        main
    }
}

/// The procedure that is called at a place where errors may have happened, as far as the text tells: a primitive or a
/// library's procedure in a call, or any name that stands for a primitive by itself.
fn name_at(text: &str) -> Option<&str> {
    let call = text.strip_prefix(['(', '[']);
    let rest = call.unwrap_or(text);
    let end = rest.find(|c: char| c.is_whitespace() || "()[]\";'`,|#".contains(c)).unwrap_or(rest.len());
    let name = &rest[..end];
    let is_known = || stdlib::defines(name) || prims::TABLE.iter().any(|row| row.name == name);
    (!name.is_empty() && (call.is_none() || is_known())).then_some(name)
}

impl<'c> Debug<'c> {
    fn new(words: &Words<'c>, module: &ssa::Module, sources: &Sources) -> Debug<'c> {
        let version = words.context.i32_type().const_int(3, false);
        words.module.add_basic_value_flag("Debug Info Version", FlagBehavior::Warning, version);
        let name = sources.position(module.funcs[module.main].span).0;
        let (builder, unit) = words.module.create_debug_info_builder(
            true,
            DWARFSourceLanguage::C,
            name,
            ".",
            "fluxion",
            true,
            "",
            0,
            "",
            DWARFEmissionKind::LineTablesOnly,
            0,
            false,
            false,
            "",
            "",
        );
        Debug { builder, unit, files: RefCell::default(), scope: RefCell::default() }
    }

    fn file(&self, sources: &Sources, id: syntax::FileId) -> DIFile<'c> {
        let mut files = self.files.borrow_mut();
        *files.entry(id).or_insert_with(|| self.builder.create_file(&sources.file(id).name, "."))
    }
}

fn declare_func<'c>(
    words: &Words<'c>,
    module: &ssa::Module,
    func: &ssa::Func,
    convention: u32,
    inlinable: bool,
) -> FunctionValue<'c> {
    let of = |ty| llvm_type(words, &module.tuples, ty);
    let params: Vec<BasicMetadataTypeEnum> = func.params.iter().map(|param| of(func.vals[*param]).into()).collect();
    let ty = of(func.result).fn_type(&params, false);
    let function = words.module.add_function(&format!("scheme:{}", func.name), ty, Some(Linkage::Internal));
    finish_declaration(words, function, convention);
    if !inlinable {
        words.add_attribute(function, "noinline");
    }
    function
}

fn finish_declaration<'c>(words: &Words<'c>, function: FunctionValue<'c>, convention: u32) {
    function.set_call_conventions(convention);
    words.add_attribute(function, "nounwind");
}
