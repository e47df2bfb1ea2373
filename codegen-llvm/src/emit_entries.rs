//! Ways between the parts of a program: what is called in a part that may not be compiled yet is called through a *slot*,
//! a word with the address of its code. At first that is the address of a *stub*, which has the part compiled; then the
//! slots of the part are set, and the call goes on. Stubs leave no frame behind: dead arguments would be in it.

use std::sync::atomic::AtomicPtr;

use inkwell::module::Linkage;
use inkwell::types::{BasicType, StructType};
use inkwell::values::{BasicMetadataValueEnum, CallSiteValue, FunctionValue, GlobalValue, PointerValue};
use ir::id::Id;
use ir::ssa::ProcId;

use crate::emit_func::return_call;
use crate::emit_module::ModuleEmitter;
use crate::emit_word::built;
use crate::parts::Entrance;

/// Where slots lead until their parts are compiled: to code that has this done, given the slot.
pub const LOAD_SLOT: &str = "fx_load_slot";
/// The symbols of the table of slots and of the code that their slots have at first.
const SLOTS: &str = "slots";
const STUBS: &str = "stubs";

/// A row of the table of slots.
#[repr(C)]
pub struct Slot {
    /// The address of code.
    pub code: AtomicPtr<u8>,
    /// The part that it is in.
    pub part: u64,
}

/// The bytes of a slot, and of a stub.
const SLOT: usize = size_of::<Slot>();

/// A slot and what belongs into it.
#[repr(C)]
pub struct Entry {
    /// The slot.
    pub slot: *const Slot,
    /// The address of the code.
    pub code: *const u8,
}

/// The symbol of the entries of a part: their number, a word, and the entries.
pub const ENTRIES: &str = "entries";

impl<'c> ModuleEmitter<'_, 'c> {
    /// The slot of something.
    pub fn slot(&self, entrance: Entrance) -> PointerValue<'c> {
        let offset = (SLOT * self.program.parts.slot(entrance)) as u64;
        // A lazy part does not know how many there are.
        if self.part.is_lazy() { self.imported(SLOTS, offset) } else { self.behind(self.slots(), offset) }
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

    /// The slots of all lazy parts, what is in them at first, and the code of procedure objects that leads there.
    pub fn define_lazy_entries(&self) {
        let (w, parts) = (&self.words, &self.program.parts);
        let stubs = w.module.add_global(w.i64, None, STUBS);
        let (mut assembly, mut slots) = (format!(".text\n.p2align 4\n{STUBS}:\n"), Vec::new());
        for (number, entrance) in parts.entrances().iter().enumerate() {
            let offset = SLOT * number;
            assembly += &format!(".p2align 4\nleaq {SLOTS}+{offset}(%rip), %r10\njmpq *{LOAD_SLOT}@GOTPCREL(%rip)\n");
            let part = w.int(parts.part_behind(*entrance).index() as u64);
            slots.push(w.context.const_struct(&[self.behind(stubs, offset as u64).into(), part.into()], false));
            if let Entrance::Code(id) = entrance {
                self.emit_jump(*id);
            }
        }
        w.module.set_inline_assembly(&assembly);
        self.slots().set_initializer(&self.slot_type().const_array(&slots));
    }

    fn slot_type(&self) -> StructType<'c> {
        self.words.context.struct_type(&[self.words.ptr.into(), self.words.i64.into()], false)
    }

    fn slots(&self) -> GlobalValue<'c> {
        let ty = self.slot_type().array_type(self.program.parts.entrances().len() as u32);
        let module = &self.words.module;
        module.get_global(SLOTS).unwrap_or_else(|| module.add_global(ty, None, SLOTS))
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

    /// The code of a procedure object, which only goes on to what is in its slot.
    fn emit_jump(&self, id: ProcId) {
        let w = &self.words;
        let code = self.code(id);
        w.builder.position_at_end(w.context.append_basic_block(code, "entry"));
        let args: Vec<BasicMetadataValueEnum> = code.get_param_iter().map(Into::into).collect();
        return_call(w, self.call_through(self.slot(Entrance::Code(id)), code, &args));
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
        let entry = |entrance: Entrance, code: FunctionValue<'c>| {
            let code = code.as_global_value().as_pointer_value();
            w.context.const_struct(&[self.slot(entrance).into(), code.into()], false)
        };
        let mut entries: Vec<_> = own_funcs.map(|id| entry(Entrance::Func(id), self.func(id))).collect();
        entries.extend(own_codes.map(|id| entry(Entrance::Code(id), self.code_body(id))));
        let array = w.context.struct_type(&[w.ptr.into(), w.ptr.into()], false).const_array(&entries);
        let value = w.context.const_struct(&[w.int(entries.len() as u64).into(), array.into()], false);
        let table = w.module.add_global(value.get_type().as_basic_type_enum(), None, ENTRIES);
        table.set_initializer(&value);
        table.set_constant(true);
    }
}
