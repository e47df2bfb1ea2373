//! Ways between the parts of a program: what is called in a part that may not be compiled yet is called through a *slot*,
//! a word with the address of its code. At first that is the address of code which has the part compiled; then the
//! slots of the part are set, and the call goes on.

use inkwell::module::Linkage;
use inkwell::types::BasicType;
use inkwell::values::{BasicMetadataValueEnum, CallSiteValue, FunctionValue, PointerValue};
use ir::id::Id;
use ir::ssa::ProcId;

use crate::emit_func::return_call;
use crate::emit_module::ModuleEmitter;
use crate::emit_word::{TAILCC, built};
use crate::parts::PartId;

/// The function that has a part compiled.
pub const LOAD_PART: &str = "fx_load_part";

/// A slot and what belongs into it.
#[repr(C)]
pub struct Entry {
    /// The slot.
    pub slot: *mut *const u8,
    /// The address of the code.
    pub code: *const u8,
}

/// The symbol of the entries of a part: their number, a word, and the entries.
pub fn entries_symbol(part: PartId) -> String {
    format!("entries.{part}")
}

impl<'c> ModuleEmitter<'_, 'c> {
    /// The slot of what has this symbol.
    pub fn slot(&self, symbol: &str) -> PointerValue<'c> {
        let (module, name) = (&self.words.module, format!("slot:{symbol}"));
        module.get_global(&name).unwrap_or_else(|| module.add_global(self.words.ptr, None, &name)).as_pointer_value()
    }

    /// The code of a procedure object as its part has it: in lazy parts not the one that objects refer to.
    pub fn code_body(&self, id: ProcId) -> FunctionValue<'c> {
        let code = self.code(id);
        if !self.program.parts.of_code(id).is_lazy() {
            return code;
        }
        let name = format!("{}:body", code.get_name().to_string_lossy());
        let module = &self.words.module;
        module.get_function(&name).unwrap_or_else(|| self.declare_as(code, &name, Linkage::Internal))
    }

    /// The slots of all lazy parts, and the code of procedure objects that leads there.
    pub fn define_lazy_entries(&self) {
        let parts = &self.program.parts;
        for id in self.module.funcs.ids().filter(|id| parts.is_exported(*id) && parts.of_func(*id).is_lazy()) {
            self.define_slot(self.func(id), parts.of_func(id));
        }
        for id in self.module.procs.ids().filter(|id| parts.of_code(*id).is_lazy()) {
            let code = self.code(id);
            self.define_slot(code, parts.of_code(id));
            self.emit_jump(code);
        }
    }

    fn define_slot(&self, function: FunctionValue<'c>, part: PartId) {
        let w = &self.words;
        let symbol = function.get_name().to_string_lossy().into_owned();
        let load = self.declare_as(function, &format!("load:{symbol}"), Linkage::Internal);
        w.builder.position_at_end(w.context.append_basic_block(load, "entry"));
        w.call_runtime(LOAD_PART, &[w.int(part.index() as u64)]);
        self.jump_through(self.slot(&symbol), load);
        let slot = w.module.get_global(&format!("slot:{symbol}")).expect("it has been made");
        slot.set_initializer(&load.as_global_value().as_pointer_value());
    }

    /// Calls what is in a slot, a function like this one.
    pub fn call_through(
        &self,
        slot: PointerValue<'c>,
        function: FunctionValue<'c>,
        args: &[BasicMetadataValueEnum<'c>],
    ) -> CallSiteValue<'c> {
        let w = &self.words;
        let call = built!(w.builder.build_indirect_call(function.get_type(), w.load_pointer(slot), args, ""));
        call.set_call_convention(function.get_call_conventions());
        call
    }

    /// The body of a function that only goes on to what is in its slot.
    fn emit_jump(&self, function: FunctionValue<'c>) {
        let w = &self.words;
        w.builder.position_at_end(w.context.append_basic_block(function, "entry"));
        self.jump_through(self.slot(&function.get_name().to_string_lossy()), function);
    }

    /// Goes on to what is in a slot with the arguments of `function`, at whose end the builder is.
    fn jump_through(&self, slot: PointerValue<'c>, function: FunctionValue<'c>) {
        let w = &self.words;
        let args: Vec<BasicMetadataValueEnum> = function.get_param_iter().map(Into::into).collect();
        let call = self.call_through(slot, function, &args);
        if function.get_call_conventions() == TAILCC {
            return_call(w, call);
        } else {
            // The arguments may take all registers that the address of a tail call may be in.
            let result = call.try_as_basic_value().basic().expect("every function returns a value");
            built!(w.builder.build_return(Some(&result)));
        }
    }

    fn declare_as(&self, function: FunctionValue<'c>, name: &str, linkage: Linkage) -> FunctionValue<'c> {
        let copy = self.words.module.add_function(name, function.get_type(), Some(linkage));
        copy.set_call_conventions(function.get_call_conventions());
        self.words.add_attribute(copy, "nounwind");
        copy
    }

    /// The entries of this part, which is a lazy one.
    pub fn define_entries(&self) {
        let (w, parts) = (&self.words, &self.program.parts);
        let own_funcs = parts.funcs(self.part).iter().copied().filter(|id| parts.is_exported(*id));
        let own_codes = parts.codes(self.part).iter().copied();
        let entry = |named: FunctionValue<'c>, code: FunctionValue<'c>| {
            let slot = self.slot(&named.get_name().to_string_lossy());
            w.context.const_struct(&[slot.into(), code.as_global_value().as_pointer_value().into()], false)
        };
        let mut entries: Vec<_> = own_funcs.map(|id| entry(self.func(id), self.func(id))).collect();
        entries.extend(own_codes.map(|id| entry(self.code(id), self.code_body(id))));
        let array = w.context.struct_type(&[w.ptr.into(), w.ptr.into()], false).const_array(&entries);
        let value = w.context.const_struct(&[w.int(entries.len() as u64).into(), array.into()], false);
        let table = w.module.add_global(value.get_type().as_basic_type_enum(), None, &entries_symbol(self.part));
        table.set_initializer(&value);
        table.set_constant(true);
    }
}
