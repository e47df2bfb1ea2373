//! Words, tags and heap objects in LLVM: the layout of `runtime::value` as instructions.

use inkwell::basic_block::BasicBlock;
use inkwell::builder::Builder;
use inkwell::context::Context;
use inkwell::intrinsics::Intrinsic;
use inkwell::module::{Linkage, Module};
use inkwell::types::{BasicTypeEnum, FloatType, FunctionType, IntType, PointerType};
use inkwell::values::{
    BasicMetadataValueEnum, BasicValueEnum, FloatValue, FunctionValue, InstructionValue, IntValue, PointerValue,
};
use inkwell::{AddressSpace, IntPredicate};
use runtime::abi::Ctx;
use runtime::value::{Kind, Value, tag};

/// The calling convention of procedures' code and of functions that make tail calls.
pub const TAILCC: u32 = 18;
/// The calling convention of functions that make none: they need not be tail-called themselves, because the frame
/// that stays behind is gone when they return.
pub const FASTCC: u32 = 8;
/// The calling convention (`preserve_none`) of those among them that call themselves: no register survives a call, so
/// that the short ways through them save none. But dead values stay in frames longer, where the collector sees them.
pub const RECURSIVECC: u32 = 21;
/// The calling convention of the slow path of allocation, which leaves nearly all registers as they are, and its name.
#[cfg(target_arch = "x86_64")]
const ALLOCATE: (&str, u32) = ("fx_alloc_preserving", 14);
#[cfg(not(target_arch = "x86_64"))]
const ALLOCATE: (&str, u32) = ("fx_alloc", 0);
/// Arguments that a procedure's code takes in registers.
pub const REGISTER_ARGUMENTS: usize = 4;

/// A field of the run-time context.
#[derive(Clone, Copy)]
pub enum CtxField {
    /// Next free byte.
    Free,
    /// End of the allocation span.
    Limit,
    /// Lowest address for a frame.
    StackLimit,
    /// Current place in the source.
    Place,
    /// Address of the argument buffer.
    Arguments,
    /// Number of arguments in the buffer.
    ArgumentCount,
    /// The tape's top, as far as others know it.
    Tape,
    /// The end of the part of the tape that may be used without asking.
    TapeLimit,
    /// Closures made.
    Closures,
    /// Their bytes.
    ClosureBytes,
    /// Boxes made.
    Boxes,
    /// Attempts begun.
    Attempts,
    /// Where the last one stands.
    AttemptPlace,
}

impl CtxField {
    fn offset(self) -> u64 {
        let offset = match self {
            CtxField::Free => std::mem::offset_of!(Ctx, free),
            CtxField::Limit => std::mem::offset_of!(Ctx, limit),
            CtxField::StackLimit => std::mem::offset_of!(Ctx, stack_limit),
            CtxField::Place => std::mem::offset_of!(Ctx, place),
            CtxField::Arguments => std::mem::offset_of!(Ctx, arguments),
            CtxField::ArgumentCount => std::mem::offset_of!(Ctx, argument_count),
            CtxField::Tape => std::mem::offset_of!(Ctx, tape),
            CtxField::TapeLimit => std::mem::offset_of!(Ctx, tape_limit),
            CtxField::Closures => std::mem::offset_of!(Ctx, closures),
            CtxField::ClosureBytes => std::mem::offset_of!(Ctx, closure_bytes),
            CtxField::Boxes => std::mem::offset_of!(Ctx, boxes),
            CtxField::Attempts => std::mem::offset_of!(Ctx, attempts),
            CtxField::AttemptPlace => std::mem::offset_of!(Ctx, attempt_place),
        };
        offset as u64
    }
}

/// Run-time functions that raise.
const NO_RETURN: [&str; 5] =
    ["fx_error_arity", "fx_error_not_procedure", "fx_error_undefined", "fx_stack_overflow", "fx_give_up"];

/// What part of an object an instruction reads or writes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Kind and length.
    Header,
    /// An element of a vector or f64vector.
    Element,
    /// A word of the tape.
    Tape,
    /// The end of the tape.
    TapeLimit,
}

/// The LLVM builder with the vocabulary of words.
pub struct Words<'c> {
    /// The context that owns everything.
    pub context: &'c Context,
    /// The module that is being made.
    pub module: Module<'c>,
    /// The instruction builder.
    pub builder: Builder<'c>,
    /// 64-bit integers, also the type of words.
    pub i64: IntType<'c>,
    /// Doubles.
    pub f64: FloatType<'c>,
    /// Bits.
    pub i1: IntType<'c>,
    /// Pointers.
    pub ptr: PointerType<'c>,
    /// Whether the code is to be small rather than fast.
    pub brief: bool,
}

/// Builder methods fail only when the builder has no position, which would be a bug here.
macro_rules! built {
    ($call:expr) => {
        $call.expect("the builder is at the end of a block")
    };
}
pub(crate) use built;

impl<'c> Words<'c> {
    pub fn new(context: &'c Context, brief: bool) -> Words<'c> {
        Words {
            brief,
            context,
            module: context.create_module("program"),
            builder: context.create_builder(),
            i64: context.i64_type(),
            f64: context.f64_type(),
            i1: context.bool_type(),
            ptr: context.ptr_type(AddressSpace::default()),
        }
    }

    // Constants -----

    pub fn int(&self, value: u64) -> IntValue<'c> {
        self.i64.const_int(value, false)
    }

    pub fn word(&self, value: Value) -> IntValue<'c> {
        self.int(value.0)
    }

    // Blocks -----

    pub fn function(&self) -> FunctionValue<'c> {
        self.block().get_parent().expect("the block is in a function")
    }

    pub fn block(&self) -> BasicBlock<'c> {
        self.builder.get_insert_block().expect("the builder is in a block")
    }

    pub fn new_block(&self, name: &str) -> BasicBlock<'c> {
        self.context.append_basic_block(self.function(), name)
    }

    pub fn goto(&self, block: BasicBlock<'c>) {
        built!(self.builder.build_unconditional_branch(block));
    }

    pub fn branch(&self, test: IntValue<'c>, then: BasicBlock<'c>, other: BasicBlock<'c>) {
        built!(self.builder.build_conditional_branch(test, then, other));
    }

    /// A branch whose first way is the usual one.
    pub fn branch_likely(&self, test: IntValue<'c>, likely: BasicBlock<'c>, unlikely: BasicBlock<'c>) {
        let inst = built!(self.builder.build_conditional_branch(test, likely, unlikely));
        let i32 = self.context.i32_type();
        let weights = self.context.metadata_node(&[
            self.context.metadata_string("branch_weights").into(),
            i32.const_int(2000, false).into(),
            i32.const_int(1, false).into(),
        ]);
        inst.set_metadata(weights, self.context.get_kind_id("prof")).expect("a node is a valid attachment");
    }

    pub fn phi(&self, incoming: &[(BasicValueEnum<'c>, BasicBlock<'c>)]) -> BasicValueEnum<'c> {
        let phi = built!(self.builder.build_phi(incoming[0].0.get_type(), ""));
        for (value, block) in incoming {
            phi.add_incoming(&[(value, *block)]);
        }
        phi.as_basic_value()
    }

    // Arithmetic on raw integers -----

    pub fn and(&self, a: IntValue<'c>, b: IntValue<'c>) -> IntValue<'c> {
        built!(self.builder.build_and(a, b, ""))
    }

    pub fn or(&self, a: IntValue<'c>, b: IntValue<'c>) -> IntValue<'c> {
        built!(self.builder.build_or(a, b, ""))
    }

    pub fn not(&self, a: IntValue<'c>) -> IntValue<'c> {
        built!(self.builder.build_not(a, ""))
    }

    pub fn raw_add(&self, a: IntValue<'c>, b: IntValue<'c>) -> IntValue<'c> {
        built!(self.builder.build_int_add(a, b, ""))
    }

    pub fn shift_left(&self, a: IntValue<'c>, by: u64) -> IntValue<'c> {
        built!(self.builder.build_left_shift(a, self.int(by), ""))
    }

    pub fn shift_right(&self, a: IntValue<'c>, by: u64) -> IntValue<'c> {
        built!(self.builder.build_right_shift(a, self.int(by), false, ""))
    }

    pub fn compare(&self, predicate: IntPredicate, a: IntValue<'c>, b: IntValue<'c>) -> IntValue<'c> {
        built!(self.builder.build_int_compare(predicate, a, b, ""))
    }

    pub fn equal(&self, a: IntValue<'c>, b: IntValue<'c>) -> IntValue<'c> {
        self.compare(IntPredicate::EQ, a, b)
    }

    // Words -----

    pub fn has_tag(&self, word: IntValue<'c>, tag: u64) -> IntValue<'c> {
        self.equal(self.shift_right(word, 48), self.int(tag))
    }

    pub fn is_fixnum(&self, word: IntValue<'c>) -> IntValue<'c> {
        self.compare(IntPredicate::UGE, word, self.int(tag::FIXNUM << 48))
    }

    pub fn is_flonum(&self, word: IntValue<'c>) -> IntValue<'c> {
        self.compare(IntPredicate::ULT, word, self.int(tag::SPECIAL << 48))
    }

    pub fn is_true(&self, word: IntValue<'c>) -> IntValue<'c> {
        self.compare(IntPredicate::NE, word, self.word(Value::FALSE))
    }

    pub fn flonum_word(&self, value: FloatValue<'c>) -> IntValue<'c> {
        built!(self.builder.build_bit_cast(value, self.i64, "")).into_int_value()
    }

    pub fn word_flonum(&self, word: IntValue<'c>) -> FloatValue<'c> {
        built!(self.builder.build_bit_cast(word, self.f64, "")).into_float_value()
    }

    pub fn bool_word(&self, bit: IntValue<'c>) -> IntValue<'c> {
        let wide = built!(self.builder.build_int_z_extend(bit, self.i64, ""));
        self.or(wide, self.word(Value::FALSE))
    }

    /// The integer of a fixnum.
    pub fn fixnum_int(&self, word: IntValue<'c>) -> IntValue<'c> {
        built!(self.builder.build_int_sub(word, self.word(Value::fixnum(0)), ""))
    }

    /// The fixnum of an integer in range.
    pub fn int_fixnum(&self, value: IntValue<'c>) -> IntValue<'c> {
        self.raw_add(value, self.word(Value::fixnum(0)))
    }

    pub fn int_double(&self, value: IntValue<'c>) -> FloatValue<'c> {
        built!(self.builder.build_signed_int_to_float(value, self.f64, ""))
    }

    pub fn fixnum_double(&self, word: IntValue<'c>) -> FloatValue<'c> {
        self.int_double(self.fixnum_int(word))
    }

    // Memory -----

    /// The address `bytes` behind the one in the low 48 bits of a word with this tag.
    pub fn slot(&self, word: IntValue<'c>, tag: u64, bytes: u64) -> PointerValue<'c> {
        let address = built!(self.builder.build_int_sub(word, self.int((tag << 48).wrapping_sub(bytes)), ""));
        built!(self.builder.build_int_to_ptr(address, self.ptr, ""))
    }

    /// The word with this tag for which [`Words::slot`] gives this address.
    pub fn reference(&self, address: PointerValue<'c>, tag: u64, bytes: u64) -> IntValue<'c> {
        let address = built!(self.builder.build_ptr_to_int(address, self.i64, ""));
        self.raw_add(address, self.int((tag << 48).wrapping_sub(bytes)))
    }

    /// The address of element `index` (a raw integer, in range) of an object whose elements have this type.
    pub fn element(&self, word: IntValue<'c>, index: IntValue<'c>, ty: BasicTypeEnum<'c>) -> PointerValue<'c> {
        let start = self.slot(word, tag::OBJECT, 8);
        // SAFETY: the index is one that has been checked.
        built!(unsafe { self.builder.build_in_bounds_gep(ty, start, &[index], "") })
    }

    pub fn load(&self, pointer: PointerValue<'c>) -> IntValue<'c> {
        built!(self.builder.build_load(self.i64, pointer, "")).into_int_value()
    }

    pub fn load_pointer(&self, place: PointerValue<'c>) -> PointerValue<'c> {
        built!(self.builder.build_load(self.ptr, place, "")).into_pointer_value()
    }

    pub fn store(&self, pointer: PointerValue<'c>, value: IntValue<'c>) -> InstructionValue<'c> {
        built!(self.builder.build_store(pointer, value))
    }

    /// Stores a value of any type.
    pub fn store_value(&self, pointer: PointerValue<'c>, value: BasicValueEnum<'c>) {
        built!(self.builder.build_store(pointer, value));
    }

    /// The header of an object; only object creation writes headers.
    pub fn header(&self, word: IntValue<'c>, tag: u64) -> IntValue<'c> {
        let header = self.load(self.slot(word, tag, 0));
        if let Some(inst) = header.as_instruction() {
            self.mark_access(inst, Access::Header);
        }
        header
    }

    /// Tells LLVM that headers and elements never share memory (type-based alias analysis), so that a store to an
    /// element does not make it look at the header again.
    pub fn mark_access(&self, inst: InstructionValue<'c>, access: Access) {
        let context = self.context;
        let root = context.metadata_node(&[context.metadata_string("fluxion").into()]);
        let name = match access {
            Access::Header => "header",
            Access::Element => "element",
            Access::Tape => "tape",
            Access::TapeLimit => "tape limit",
        };
        let zero = self.int(0);
        let ty = context.metadata_node(&[context.metadata_string(name).into(), root.into(), zero.into()]);
        let tag = context.metadata_node(&[ty.into(), ty.into(), zero.into()]);
        inst.set_metadata(tag, context.get_kind_id("tbaa")).expect("a node is a valid attachment");
    }

    pub fn is_kind(&self, header: IntValue<'c>, kind: Kind) -> IntValue<'c> {
        self.equal(self.and(header, self.int(0xFF)), self.int(kind as u64))
    }

    pub fn length(&self, header: IntValue<'c>) -> IntValue<'c> {
        self.shift_right(header, 32)
    }

    // The run-time context and its functions -----

    pub fn ctx(&self, field: CtxField) -> PointerValue<'c> {
        let global = self.module.get_global("FX_CTX").unwrap_or_else(|| {
            let size = (std::mem::size_of::<Ctx>() / 8) as u32;
            self.module.add_global(self.i64.array_type(size), None, "FX_CTX")
        });
        let index = self.int(field.offset() / 8);
        // SAFETY: the offset lies in the structure that the symbol stands for.
        built!(unsafe { self.builder.build_gep(self.i64, global.as_pointer_value(), &[index], "") })
    }

    /// A function of the run-time system that takes and returns words.
    pub fn runtime_function(&self, name: &str, arguments: usize) -> FunctionValue<'c> {
        self.module.get_function(name).unwrap_or_else(|| {
            let ty = self.i64.fn_type(&vec![self.i64.into(); arguments], false);
            let function = self.module.add_function(name, ty, None);
            self.add_attribute(function, "nounwind");
            if NO_RETURN.contains(&name) {
                self.add_attribute(function, "noreturn");
                self.add_attribute(function, "cold");
            }
            function
        })
    }

    /// A call of `fx_attempt`.
    pub fn call_attempt(&self, args: &[IntValue<'c>]) -> IntValue<'c> {
        let args: Vec<BasicMetadataValueEnum> = args.iter().map(|arg| (*arg).into()).collect();
        let call = built!(self.builder.build_call(self.runtime_function("fx_attempt", args.len()), &args, ""));
        call.set_call_convention(RECURSIVECC);
        call.try_as_basic_value().basic().expect("it returns a word").into_int_value()
    }

    pub fn add_attribute(&self, function: FunctionValue<'c>, name: &str) {
        let kind = inkwell::attributes::Attribute::get_named_enum_kind_id(name);
        let attribute = self.context.create_enum_attribute(kind, 0);
        function.add_attribute(inkwell::attributes::AttributeLoc::Function, attribute);
    }

    pub fn call_runtime(&self, name: &str, args: &[IntValue<'c>]) -> IntValue<'c> {
        let function = self.runtime_function(name, args.len());
        let args: Vec<BasicMetadataValueEnum> = args.iter().map(|arg| (*arg).into()).collect();
        let call = built!(self.builder.build_call(function, &args, ""));
        call.try_as_basic_value().basic().expect("it returns a word").into_int_value()
    }

    /// A call that does not return.
    pub fn call_error(&self, name: &str, args: &[IntValue<'c>]) {
        self.call_runtime(name, args);
        built!(self.builder.build_unreachable());
    }

    pub fn intrinsic(&self, name: &str, types: &[BasicTypeEnum<'c>]) -> FunctionValue<'c> {
        let intrinsic = Intrinsic::find(name).expect("LLVM has this intrinsic");
        intrinsic.get_declaration(&self.module, types).expect("the types fit the intrinsic")
    }

    /// The type of a procedure's code.
    pub fn code_type(&self) -> FunctionType<'c> {
        self.i64.fn_type(&[self.i64.into(); 2 + REGISTER_ARGUMENTS], false)
    }

    /// Inline allocation of `bytes`, header not written; the address as an integer.
    pub fn allocate(&self, bytes: u64) -> IntValue<'c> {
        let bytes = self.int(bytes);
        if self.brief { self.call_allocator(self.allocator(), bytes) } else { self.allocate_inline(bytes) }
    }

    /// The function that allocates for brief code.
    fn allocator(&self) -> FunctionValue<'c> {
        const NAME: &str = "scheme:allocate";
        self.module.get_function(NAME).unwrap_or_else(|| {
            let function = self.module.add_function(NAME, self.i64.fn_type(&[self.i64.into()], false), None);
            function.set_linkage(Linkage::Internal);
            function.set_call_conventions(ALLOCATE.1);
            self.add_attribute(function, "nounwind");
            self.add_attribute(function, "noinline");
            let (block, location) = (self.block(), self.builder.get_current_debug_location());
            self.builder.unset_current_debug_location();
            self.builder.position_at_end(self.context.append_basic_block(function, "entry"));
            let bytes = function.get_first_param().expect("it has one parameter").into_int_value();
            let address = self.allocate_inline(bytes);
            built!(self.builder.build_return(Some(&address)));
            self.builder.position_at_end(block);
            location.inspect(|location| self.builder.set_current_debug_location(*location));
            function
        })
    }

    fn call_allocator(&self, function: FunctionValue<'c>, bytes: IntValue<'c>) -> IntValue<'c> {
        let call = built!(self.builder.build_call(function, &[bytes.into()], ""));
        call.set_call_convention(ALLOCATE.1);
        call.try_as_basic_value().basic().expect("it returns a word").into_int_value()
    }

    fn allocate_inline(&self, bytes: IntValue<'c>) -> IntValue<'c> {
        let free = self.load(self.ctx(CtxField::Free));
        let end = self.raw_add(free, bytes);
        let limit = self.load(self.ctx(CtxField::Limit));
        let fits = self.compare(IntPredicate::ULE, end, limit);
        let (fast, slow, join) = (self.new_block("bump"), self.new_block("refill"), self.new_block("allocated"));
        self.branch_likely(fits, fast, slow);
        self.builder.position_at_end(fast);
        self.store(self.ctx(CtxField::Free), end);
        self.goto(join);
        self.builder.position_at_end(slow);
        let other = self.call_allocator(self.runtime_function(ALLOCATE.0, 1), bytes);
        self.goto(join);
        self.builder.position_at_end(join);
        self.phi(&[(free.into(), fast), (other.into(), slow)]).into_int_value()
    }

    pub fn store_at(&self, address: IntValue<'c>, offset: u64, word: IntValue<'c>) -> InstructionValue<'c> {
        let place = self.raw_add(address, self.int(offset));
        let pointer = built!(self.builder.build_int_to_ptr(place, self.ptr, ""));
        self.store(pointer, word)
    }

    /// Writes an object with these slots at an address; the word that refers to it.
    pub fn write_object(&self, address: IntValue<'c>, kind: Kind, slots: &[IntValue<'c>]) -> IntValue<'c> {
        let header = self.store_at(address, 0, self.int(header_word(kind, slots.len())));
        self.mark_access(header, Access::Header);
        for (index, slot) in slots.iter().enumerate() {
            self.store_at(address, 8 * (index as u64 + 1), *slot);
        }
        self.or(address, self.int(object_tag(kind) << 48))
    }

    /// A new object with `length` times the same slot; the length is small.
    pub fn new_filled(&self, kind: Kind, length: IntValue<'c>, slot: IntValue<'c>) -> IntValue<'c> {
        let bytes = self.shift_left(self.raw_add(length, self.int(1)), 3);
        let address = self.allocate_inline(bytes);
        let header = self.store_at(address, 0, self.or(self.shift_left(length, 32), self.int(header_word(kind, 0))));
        self.mark_access(header, Access::Header);
        let (start, next, done) = (self.block(), self.new_block("fill"), self.new_block("filled"));
        self.branch(self.equal(length, self.int(0)), done, next);
        self.builder.position_at_end(next);
        let index = built!(self.builder.build_phi(self.i64, ""));
        let count = self.raw_add(index.as_basic_value().into_int_value(), self.int(1));
        index.add_incoming(&[(&self.int(0), start), (&count, next)]);
        self.store_at(self.raw_add(address, self.shift_left(count, 3)), 0, slot);
        self.branch(self.equal(count, length), done, next);
        self.builder.position_at_end(done);
        self.or(address, self.int(object_tag(kind) << 48))
    }

    /// A new object with these slots.
    pub fn new_object(&self, kind: Kind, slots: &[IntValue<'c>]) -> IntValue<'c> {
        let address = self.allocate(8 * (slots.len() as u64 + 1));
        self.write_object(address, kind, slots)
    }
}

/// The header of an object.
pub fn header_word(kind: Kind, length: usize) -> u64 {
    kind as u64 | (length as u64) << 32
}

/// The tag of references to objects of a kind.
pub fn object_tag(kind: Kind) -> u64 {
    match kind {
        Kind::Pair => tag::PAIR,
        Kind::Closure => tag::PROCEDURE,
        _ => tag::OBJECT,
    }
}

impl<'c> Words<'c> {
    /// `memory(none)`: the function neither reads nor writes memory.
    pub fn add_memory_none(&self, function: FunctionValue<'c>) {
        let kind = inkwell::attributes::Attribute::get_named_enum_kind_id("memory");
        function
            .add_attribute(inkwell::attributes::AttributeLoc::Function, self.context.create_enum_attribute(kind, 0));
    }
}
