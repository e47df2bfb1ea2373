//! An LLVM module: declarations, tables, the structure `FX_MODULE` (see `runtime::start::Module`).

use std::cell::RefCell;
use std::collections::HashMap;
use std::fmt::Display;

use inkwell::context::Context;
use inkwell::debug_info::{
    AsDIScope, DICompileUnit, DIFile, DIFlags, DIFlagsConstants, DISubprogram, DWARFEmissionKind, DWARFSourceLanguage,
    DebugInfoBuilder,
};
use inkwell::module::{FlagBehavior, Linkage, Module as LlvmModule};
use inkwell::types::{BasicMetadataTypeEnum, BasicType, FunctionType};
use inkwell::values::{
    BasicMetadataValueEnum, BasicValueEnum, CallSiteValue, FunctionValue, GlobalValue, IntValue, PointerValue,
    UnnamedAddress,
};
use ir::hir::Global;
use ir::id::Id;
use ir::ssa::{self, FuncId, LiteralId, ProcId};
use runtime::value::{Kind, tag};
use syntax::{Datum, DatumKind, Sources, Span, Symbol};

use crate::emit_fast::llvm_type;
use crate::emit_func::{calls, makes_tail_calls};
use crate::emit_word::{FASTCC, RECURSIVECC, TAILCC, Words, built, header_word};
use crate::parts::{Entrance, PartId, START};
use crate::program::{Nans, Program, Target};
use crate::vector_forms::VectorForms;

/// The symbols of tables of the program's.
const LITERALS: &str = "literals";
const GLOBALS: &str = "globals";

/// What a lazy part mentions that lies outside of it. Its code has names of its own for such things, so that it does not
/// depend on the program around.
pub struct Import {
    /// The name in the part.
    pub name: String,
    /// The symbol in the program.
    pub symbol: String,
    /// How many bytes behind the symbol it lies.
    pub offset: u64,
}

/// The LLVM module that is being emitted.
pub struct ModuleEmitter<'a, 'c> {
    pub words: Words<'c>,
    pub program: &'a Program<'a>,
    pub module: &'a ssa::Module,
    pub part: PartId,
    /// The LLVM functions of functions that this module has or mentions.
    funcs: RefCell<HashMap<FuncId, FunctionValue<'c>>>,
    /// The code of each procedure object.
    codes: RefCell<HashMap<ProcId, FunctionValue<'c>>>,
    statics: RefCell<HashMap<ProcId, GlobalValue<'c>>>,
    literal_table: GlobalValue<'c>,
    global_table: GlobalValue<'c>,
    /// The names of symbols of the program, and of words behind them.
    imports: RefCell<HashMap<(String, u64), String>>,
    debug: Option<Debug<'c>>,
    pub vector_forms: VectorForms<'c>,
}

struct Debug<'c> {
    builder: DebugInfoBuilder<'c>,
    unit: DICompileUnit<'c>,
    files: RefCell<HashMap<syntax::FileId, DIFile<'c>>>,
    scope: RefCell<Option<DISubprogram<'c>>>,
}

impl<'a, 'c> ModuleEmitter<'a, 'c> {
    pub fn new(context: &'c Context, program: &'a Program<'a>, part: PartId, vector_forms: VectorForms<'c>) -> Self {
        let words = Words::new(context, program.parts.is_brief(part));
        let module = program.module;
        let table = |name: &str| {
            // Their sizes are known at the end: see `define_tables`.
            let table = words.module.add_global(words.i64, None, name);
            table.set_linkage(Linkage::External);
            table
        };
        let debug =
            matches!(program.target, Target::Executable(_)).then(|| Debug::new(&words, module, program.sources));
        ModuleEmitter {
            funcs: RefCell::default(),
            codes: RefCell::default(),
            statics: RefCell::default(),
            literal_table: table(LITERALS),
            global_table: table(GLOBALS),
            imports: RefCell::default(),
            debug,
            vector_forms,
            words,
            program,
            module,
            part,
        }
    }

    // Functions -----

    /// The LLVM function of a function: its definition, if it is in this part.
    pub fn func(&self, id: FuncId) -> FunctionValue<'c> {
        if let Some(known) = self.funcs.borrow().get(&id) {
            return *known;
        }
        let program = self.program;
        let (func, part) = (&self.module.funcs[id], program.parts.of_func(id));
        let base = format!("scheme:{}", func.name);
        let (name, linkage) = match self.part.is_lazy() && part.is_lazy() {
            true if part == self.part => (base, Linkage::Internal),
            // It is called through its slot.
            true => (base, Linkage::External),
            false => self.named(&base, id, program.parts.is_exported(id)),
        };
        let function = self.words.module.add_function(&name, self.func_type(func), Some(linkage));
        finish_declaration(&self.words, function, self.convention(id));
        if !program.inlinable[id] || func.once {
            self.words.add_attribute(function, "noinline");
        }
        self.funcs.borrow_mut().insert(id, function);
        function
    }

    fn func_type(&self, func: &ssa::Func) -> FunctionType<'c> {
        let of = |ty| llvm_type(&self.words, &self.module.tuples, ty);
        let params: Vec<BasicMetadataTypeEnum> = func.params.iter().map(|param| of(func.vals[*param]).into()).collect();
        of(func.result).fn_type(&params, false)
    }

    fn convention(&self, id: FuncId) -> u32 {
        let body = &self.module.funcs[id].body;
        match makes_tail_calls(body) {
            true => TAILCC,
            false if calls(body, id) => RECURSIVECC,
            false => FASTCC,
        }
    }

    /// Calls a function.
    pub fn call_func(&self, id: FuncId, args: &[BasicMetadataValueEnum<'c>]) -> CallSiteValue<'c> {
        let function = self.func(id);
        let part = self.program.parts.of_func(id);
        if part.is_lazy() && part != self.part {
            return self.call_through(self.slot(Entrance::Func(id)), function, args);
        }
        let call = built!(self.words.builder.build_call(function, args, ""));
        call.set_call_convention(function.get_call_conventions());
        call
    }

    /// The code of a procedure object.
    pub fn code(&self, id: ProcId) -> FunctionValue<'c> {
        if let Some(known) = self.codes.borrow().get(&id) {
            return *known;
        }
        let base = format!("{}.code", self.module.procs[id].name);
        let (name, linkage) = self.named(&base, id, self.program.parts.is_divided());
        let code = self.words.module.add_function(&name, self.words.code_type(), Some(linkage));
        finish_declaration(&self.words, code, TAILCC);
        self.codes.borrow_mut().insert(id, code);
        code
    }

    /// The symbol and linkage of something that other parts mention, or do not.
    fn named(&self, base: &str, id: impl Display, exported: bool) -> (String, Linkage) {
        match exported {
            true if self.part.is_lazy() => (self.import(format!("{base}.{id}"), 0), Linkage::External),
            true => (format!("{base}.{id}"), Linkage::External),
            false => (base.to_owned(), Linkage::Internal),
        }
    }

    /// The name in a lazy part of what lies behind a symbol of the program.
    fn import(&self, symbol: String, offset: u64) -> String {
        let mut imports = self.imports.borrow_mut();
        let next = imports.len();
        imports.entry((symbol, offset)).or_insert_with(|| format!("import.{next}")).clone()
    }

    // Tables -----

    fn table_slot(&self, table: GlobalValue<'c>, index: u64) -> PointerValue<'c> {
        let offset = 8 * index;
        match self.part.is_lazy() {
            true => self.imported(&table.get_name().to_string_lossy(), offset),
            false => self.behind(table, offset),
        }
    }

    /// The address so many bytes behind a symbol of the program, in a lazy part.
    pub fn imported(&self, symbol: &str, offset: u64) -> PointerValue<'c> {
        let (module, name) = (&self.words.module, self.import(symbol.to_owned(), offset));
        module.get_global(&name).unwrap_or_else(|| module.add_global(self.words.i64, None, &name)).as_pointer_value()
    }

    /// The address so many bytes behind the start of a table.
    pub fn behind(&self, table: GlobalValue<'c>, offset: u64) -> PointerValue<'c> {
        // SAFETY: the offset is one that `finish` makes room for.
        unsafe { table.as_pointer_value().const_gep(self.words.context.i8_type(), &[self.words.int(offset)]) }
    }

    /// Where a literal lies at run time.
    pub fn literal_slot(&self, literal: LiteralId) -> PointerValue<'c> {
        self.table_slot(self.literal_table, literal.index() as u64)
    }

    /// Where a top-level variable lies at run time.
    pub fn global_slot(&self, global: Global) -> PointerValue<'c> {
        match self.variable(global).cell {
            Some(cell) => self.words.int(runtime::session::cell_address(cell) as u64).const_to_pointer(self.words.ptr),
            None => self.table_slot(self.global_table, self.program.global_slots[&global]),
        }
    }

    /// The name of a top-level variable that has a slot.
    pub fn global_name(&self, global: Global) -> Symbol {
        self.variable(global).name
    }

    fn variable(&self, global: Global) -> &ssa::GlobalSlot {
        self.module.globals[global].as_ref().expect("a known procedure has no slot and is never undefined")
    }

    /// Where the symbol lies that an error mentions.
    pub fn name_slot(&self, name: Symbol) -> PointerValue<'c> {
        let mut literals = self.program.literals.borrow_mut();
        let slot = *self.program.name_slots.borrow_mut().entry(name).or_insert_with(|| {
            let span = Span { file: syntax::FileId(0), start: 0, end: 0 };
            literals.push(Datum { kind: DatumKind::Symbol(name), span });
            literals.len() as u64 - 1
        });
        self.table_slot(self.literal_table, slot)
    }

    /// Whether a place is in the standard library.
    pub fn is_standard(&self, span: Span) -> bool {
        self.program.is_standard(span)
    }

    /// The number of a place; 0 is no place.
    pub fn place(&self, span: Span) -> u64 {
        self.program.places.borrow_mut().number(span, self.program.sources)
    }

    /// The number of the place of a lambda. One that stands for a primitive, at the name of it, has no place.
    fn place_of_lambda(&self, span: Span) -> u64 {
        let is_written = self.program.sources.file(span.file).text[span.start as usize..].starts_with(['(', '[']);
        if is_written { self.place(span) } else { 0 }
    }

    /// The static object of a procedure without captures, as a word.
    pub fn static_proc(&self, id: ProcId) -> IntValue<'c> {
        self.program.statics.borrow_mut().insert(id);
        self.static_object(id)
            .as_pointer_value()
            .const_to_int(self.words.i64)
            .const_add(self.words.int(tag::PROCEDURE << 48))
    }

    fn static_object(&self, id: ProcId) -> GlobalValue<'c> {
        let w = &self.words;
        *self.statics.borrow_mut().entry(id).or_insert_with(|| {
            let base = format!("{}.object", self.module.procs[id].name);
            let (name, linkage) = self.named(&base, id, self.program.parts.is_divided());
            let object = w.module.add_global(w.context.struct_type(&[w.i64.into(), w.ptr.into()], false), None, &name);
            object.set_constant(true);
            object.set_alignment(16);
            object.set_linkage(linkage);
            object
        })
    }

    fn define_statics(&self) {
        let w = &self.words;
        for id in self.program.statics.borrow().iter() {
            let header = w.int(header_word(Kind::Closure, 1));
            let code = self.code(*id).as_global_value().as_pointer_value();
            self.static_object(*id).set_initializer(&w.context.const_struct(&[header.into(), code.into()], false));
        }
    }

    // Debug information -----

    pub fn set_debug_scope(&self, func: &ssa::Func, llvm: FunctionValue<'c>) {
        let Some(debug) = &self.debug else { return };
        let (_, line, _) = self.program.sources.position(func.span);
        let file = debug.file(self.program.sources, func.span.file);
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
        let (_, line, column) = self.program.sources.position(span);
        let location =
            debug.builder.create_debug_location(self.words.context, line, column, scope.as_debug_info_scope(), None);
        self.words.builder.set_current_debug_location(location);
    }

    // The end -----

    /// The finished module, and what it mentions outside of it by names of its own.
    pub fn finish(self) -> Result<(LlvmModule<'c>, Vec<Import>), String> {
        if self.part == PartId::new(START) {
            if self.program.parts.is_divided() {
                self.define_lazy_entries();
            }
            self.define_tables();
        } else if self.part.is_lazy() {
            self.define_entries();
        }
        self.vector_forms.finish(&self.words);
        if let Some(debug) = &self.debug {
            debug.builder.finalize();
        } else {
            self.words.module.strip_debug_info();
        }
        self.words.module.verify().map_err(|error| format!("the compiler made invalid LLVM code: {error}"))?;
        let import = |((symbol, offset), name)| Import { name, symbol, offset };
        Ok((self.words.module, self.imports.into_inner().into_iter().map(import).collect()))
    }

    /// What the run-time system reads.
    fn define_tables(&self) {
        let w = &self.words;
        self.define_statics();
        let literal_text =
            self.program.literals.borrow().iter().map(|datum| syntax::print_datum(datum) + "\n").collect::<String>();
        let (literal_count, global_count) = (self.program.literals.borrow().len(), self.program.global_slots.len());
        let literals = self.define_table(self.literal_table, LITERALS, literal_count);
        let globals = self.define_table(self.global_table, GLOBALS, global_count);
        let codes = self.define_codes();
        let (places, files) = self.define_places();
        let main = self.define_main();
        let count = |length: usize| -> BasicValueEnum<'c> { w.int(length as u64).into() };
        let value = w.context.const_struct(
            &[
                self.text(&literal_text),
                w.context.const_struct(&[literals.into(), count(literal_count)], false).into(),
                w.context.const_struct(&[globals.into(), count(global_count)], false).into(),
                codes.into(),
                count(self.module.procs.len()),
                places.0.into(),
                count(places.1),
                files.0.into(),
                count(files.1),
                main.as_global_value().as_pointer_value().into(),
                w.int(u64::from(self.program.nans == Nans::Trapped)).into(),
            ],
            false,
        );
        let table = w.module.add_global(value.get_type(), None, &self.program.target.symbol());
        table.set_initializer(&value);
        table.set_constant(true);
        if let Target::Executable(_) = self.program.target {
            self.define_c_main(table);
        }
    }

    /// Gives a table that has been used under its declaration its real size.
    fn define_table(&self, declared: GlobalValue<'c>, name: &str, length: usize) -> PointerValue<'c> {
        let ty = self.words.i64.array_type(length.max(1) as u32);
        declared.set_name("declared");
        let table = self.words.module.add_global(ty, None, name);
        table.set_initializer(&ty.const_zero());
        let divided = self.program.parts.is_divided();
        table.set_linkage(if divided { Linkage::External } else { Linkage::Internal });
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
                        self.code(id).as_global_value().as_pointer_value().into(),
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
        let (sources, places) = (self.program.sources, self.program.places.borrow());
        let row = |(number, span): (&u64, &Span)| -> BasicValueEnum<'c> {
            let (file, line, column) = sources.position(*span);
            let name =
                name_at(&sources.file(span.file).text[span.start as usize..]).map_or(0, |name| 1 + index_of(name));
            let fields = [*number as u32, index_of(file), line, column, name];
            w.context.const_struct(&fields.map(|value| i32.const_int(value.into(), false).into()), false).into()
        };
        let rows: Vec<_> = places.spans.iter().map(row).collect();
        let names: Vec<_> = texts.iter().map(|text| self.text(text)).collect();
        ((self.constant_array("places", &rows), rows.len()), (self.constant_array("texts", &names), names.len()))
    }

    /// The C function that runs the program.
    fn define_main(&self) -> FunctionValue<'c> {
        let w = &self.words;
        let main = w.module.add_function("FX_MAIN", w.i64.fn_type(&[], false), Some(Linkage::Internal));
        w.builder.position_at_end(w.context.append_basic_block(main, "entry"));
        let call = self.call_func(self.module.main, &[]);
        let result = call.try_as_basic_value().basic().expect("every function returns a value");
        w.builder.build_return(Some(&result)).expect("the builder is in a block");
        main
    }

    /// C's `main`: `int main(int argc, char **argv) { return fx_main(argc, argv, &FX_MODULE); }`.
    fn define_c_main(&self, module: GlobalValue<'c>) {
        let w = &self.words;
        let int = w.context.i32_type();
        let main = w.module.add_function("main", int.fn_type(&[int.into(), w.ptr.into()], false), None);
        let start_type = int.fn_type(&[int.into(), w.ptr.into(), w.ptr.into()], false);
        let start = w.module.add_function("fx_main", start_type, None);
        w.builder.position_at_end(w.context.append_basic_block(main, "entry"));
        let mut args: Vec<BasicMetadataValueEnum> = main.get_param_iter().map(Into::into).collect();
        args.push(module.as_pointer_value().into());
        let call = built!(w.builder.build_call(start, &args, ""));
        let result = call.try_as_basic_value().basic().expect("it returns an int");
        built!(w.builder.build_return(Some(&result)));
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

fn finish_declaration<'c>(words: &Words<'c>, function: FunctionValue<'c>, convention: u32) {
    function.set_call_conventions(convention);
    words.add_attribute(function, "nounwind");
}
