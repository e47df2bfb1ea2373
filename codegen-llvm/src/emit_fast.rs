//! Fast code: unchecked memory accesses, checks that give up, tuples, the tape, attempts.
//!
//! A function that uses the tape keeps its top in a stack slot, which LLVM turns into a register, and writes it to the
//! context around calls and where the collector may look.

use inkwell::module::Linkage;
use inkwell::types::{BasicType, BasicTypeEnum};
use inkwell::values::{BasicMetadataValueEnum, BasicValueEnum, FunctionValue, IntValue, PointerValue};
use inkwell::{FloatPredicate, IntPredicate};
use ir::id::Arena;
use ir::ssa::{Block, Fast, FuncId, Op, Representation, TupleId, Ty, Val};
use runtime::value::{Kind, Value, tag};

use crate::emit_func::FuncEmitter;
use crate::emit_module::ModuleEmitter;
use crate::emit_word::{Access, CtxField, Words, built};

/// Vectors of at most this many elements are made by inline code.
const SHORT: u64 = 16;

/// The LLVM type of values of a type.
pub fn llvm_type<'c>(words: &Words<'c>, tuples: &Arena<TupleId, Vec<Ty>>, ty: Ty) -> BasicTypeEnum<'c> {
    match ty.representation() {
        Representation::Double => words.f64.into(),
        Representation::Bit => words.i1.into(),
        Representation::Integer | Representation::Word => words.i64.into(),
        Representation::Tuple(id) => {
            let fields: Vec<_> = tuples[id].iter().map(|ty| llvm_type(words, tuples, *ty)).collect();
            words.context.struct_type(&fields, false).into()
        }
    }
}

/// Whether code pushes to or takes from the tape itself.
pub fn uses_tape(block: &Block) -> bool {
    block.all_insts().any(|inst| matches!(inst.op, Op::Fast(op, _) if op.is_of_tape()))
}

impl<'c> FuncEmitter<'_, 'c> {
    /// Emits an operation of fast code; its result has the representation of type `ty`.
    pub fn emit_fast(&self, op: Fast, args: &[Val], ty: Ty) -> BasicValueEnum<'c> {
        let w = self.w();
        let none = || BasicValueEnum::from(w.word(Value::UNSPECIFIED));
        match op {
            Fast::Narrow => {
                if self.ty(args[0]) != ty {
                    let word = self.word(args[0]);
                    self.emit_guard(match ty {
                        Ty::Flonum => w.is_flonum(word),
                        Ty::Fixnum => w.is_fixnum(word),
                        _ => w.equal(w.or(word, w.int(1)), w.word(Value::TRUE)),
                    });
                }
                self.converted(args[0], ty)
            }
            Fast::Number => self.emit_number(args[0]),
            Fast::Unbox | Fast::Constant => self.converted(args[0], ty),
            Fast::CheckVector => self.emit_kind_guard(args[0], Kind::Vector),
            Fast::CheckF64vector => self.emit_kind_guard(args[0], Kind::F64vector),
            Fast::CheckFlonums => {
                let vector = self.emit_kind_guard(args[0], Kind::Vector).into_int_value();
                self.emit_check_flonums(vector, w.int(0), w.length(w.header(vector, tag::OBJECT)));
                vector.into()
            }
            Fast::CheckElements => {
                self.emit_check_flonums(self.word(args[0]), self.int(args[1]), self.int(args[2]));
                none()
            }
            Fast::Plain => none(),
            Fast::CheckNumbers if self.ty(args[0]) == Ty::Flonum => {
                let value = self.double(args[0]);
                self.emit_guard(built!(w.builder.build_float_compare(FloatPredicate::ORD, value, value, "")));
                none()
            }
            Fast::CheckNumbers => {
                let vector = self.word(args[0]);
                let end = w.length(w.header(vector, tag::OBJECT));
                let nan = self.emit_any(vector, w.int(0), end, |word| {
                    let value = w.word_flonum(word);
                    let unordered = built!(w.builder.build_float_compare(FloatPredicate::UNO, value, value, ""));
                    built!(w.builder.build_int_z_extend(unordered, w.i64, ""))
                });
                self.emit_guard(w.equal(nan, w.int(0)));
                none()
            }
            Fast::Guard => {
                self.emit_guard(self.truth(args[0]));
                none()
            }
            Fast::Below => w.compare(IntPredicate::ULT, self.int(args[0]), self.int(args[1])).into(),
            Fast::Add | Fast::Sub | Fast::Mul => self.emit_fixnum_arithmetic(op, args),
            Fast::NewVector => self.emit_new_vector(Kind::Vector, args),
            Fast::NewF64vector => self.emit_new_vector(Kind::F64vector, args),
            Fast::Length => w.length(w.header(self.word(args[0]), tag::OBJECT)).into(),
            Fast::Load => self.unword(self.load_element(args), ty),
            Fast::Store => {
                self.store_element(args, self.word(args[2]));
                none()
            }
            Fast::Accumulate => {
                let old = w.word_flonum(self.load_element(args));
                let sum = built!(w.builder.build_float_add(old, self.double(args[2]), ""));
                self.store_element(args, w.flonum_word(sum));
                none()
            }
            Fast::Push => {
                self.emit_room(w.int(8 * args.len() as u64));
                self.emit_put(args);
                none()
            }
            Fast::Reserve(words) => {
                self.emit_room(built!(w.builder.build_int_mul(self.int(args[0]), w.int(8 * words as u64), "")));
                none()
            }
            Fast::Put => {
                self.emit_put(args);
                none()
            }
            Fast::Peek(depth) => {
                let word = w.load(self.tape_slot(-(depth as i64) - 1));
                if let Some(inst) = word.as_instruction() {
                    w.mark_access(inst, Access::Tape);
                }
                self.unraw(word, ty)
            }
            Fast::Drop(count) => {
                self.set_tape_top(self.tape_slot(-(count as i64)));
                none()
            }
        }
    }

    /// A flonum or fixnum as a double.
    fn emit_number(&self, val: Val) -> BasicValueEnum<'c> {
        let w = self.w();
        if self.ty(val).representation() != Representation::Word {
            return self.double(val).into();
        }
        let word = self.word(val);
        let (flonum, fixnum, join) = (w.new_block("flonum"), w.new_block("fixnum"), w.new_block("number"));
        w.branch_likely(w.is_flonum(word), flonum, fixnum);
        w.builder.position_at_end(fixnum);
        self.emit_guard(w.is_fixnum(word));
        let integer = self.unword(word, Ty::Fixnum).into_int_value();
        let converted = built!(w.builder.build_signed_int_to_float(integer, w.f64, ""));
        let fixnum = w.block();
        w.goto(join);
        w.builder.position_at_end(flonum);
        let double = self.unword(word, Ty::Flonum);
        w.goto(join);
        w.builder.position_at_end(join);
        w.phi(&[(double, flonum), (converted.into(), fixnum)])
    }

    fn emit_guard(&self, test: IntValue<'c>) {
        let w = self.w();
        let (yes, no) = (w.new_block("as_expected"), w.new_block("give_up"));
        w.branch_likely(test, yes, no);
        w.builder.position_at_end(no);
        self.emit_give_up();
        w.builder.position_at_end(yes);
    }

    /// Leaves the innermost attempt.
    pub fn emit_give_up(&self) {
        if self.emitter.module.counts {
            let place = self.emitter.place(self.span.get());
            self.w().call_runtime("fx_count_give_up", &[self.w().int(place)]);
        }
        self.w().call_error("fx_give_up", &[]);
    }

    /// Gives up unless the elements of a vector from `low` to before `end` are flonums.
    fn emit_check_flonums(&self, vector: IntValue<'c>, low: IntValue<'c>, end: IntValue<'c>) {
        let w = self.w();
        // The words that are no flonums are the largest: their first bit is set, and that of their distance from the
        // least of them is not.
        let tagged = self.emit_any(vector, low, end, |word| {
            let distance = built!(w.builder.build_int_sub(word, w.int(tag::SPECIAL << 48), ""));
            w.and(word, built!(w.builder.build_not(distance, "")))
        });
        self.emit_guard(w.compare(IntPredicate::SGE, tagged, w.int(0)));
    }

    /// The bits that some element of a vector from `low` to before `end` has after `bits`: without a branch for each
    /// element, so that LLVM looks at several together.
    fn emit_any(
        &self,
        vector: IntValue<'c>,
        low: IntValue<'c>,
        end: IntValue<'c>,
        bits: impl Fn(IntValue<'c>) -> IntValue<'c>,
    ) -> IntValue<'c> {
        let w = self.w();
        let (before, head) = (w.block(), w.new_block("elements"));
        let (turn, done) = (w.new_block("element"), w.new_block("looked"));
        w.goto(head);
        w.builder.position_at_end(head);
        let index = built!(w.builder.build_phi(w.i64, ""));
        let any = built!(w.builder.build_phi(w.i64, ""));
        let (this, found) = (index.as_basic_value().into_int_value(), any.as_basic_value().into_int_value());
        w.branch(w.compare(IntPredicate::SLT, this, end), turn, done);
        w.builder.position_at_end(turn);
        let word = w.load(w.element(vector, this, w.i64.into()));
        if let Some(inst) = word.as_instruction() {
            w.mark_access(inst, Access::Element);
        }
        let next = built!(w.builder.build_int_nsw_add(this, w.int(1), ""));
        let more = w.or(found, bits(word));
        w.goto(head);
        index.add_incoming(&[(&low, before), (&next, turn)]);
        any.add_incoming(&[(&w.int(0), before), (&more, turn)]);
        w.builder.position_at_end(done);
        found
    }

    fn emit_kind_guard(&self, val: Val, kind: Kind) -> BasicValueEnum<'c> {
        let w = self.w();
        let word = self.word(val);
        self.emit_guard(w.has_tag(word, tag::OBJECT));
        self.emit_guard(w.is_kind(w.header(word, tag::OBJECT), kind));
        word.into()
    }

    /// Arithmetic on machine integers whose result has to be a fixnum.
    fn emit_fixnum_arithmetic(&self, op: Fast, args: &[Val]) -> BasicValueEnum<'c> {
        let w = self.w();
        let (a, b) = (self.int(args[0]), self.int(args[1]));
        let b_ = &w.builder;
        let value = match op {
            Fast::Add => built!(b_.build_int_nsw_add(a, b, "")),
            Fast::Sub => built!(b_.build_int_nsw_sub(a, b, "")),
            _ => {
                let function = w.intrinsic("llvm.smul.with.overflow", &[w.i64.into()]);
                let call = built!(b_.build_call(function, &[a.into(), b.into()], ""));
                let pair = call.try_as_basic_value().basic().expect("it returns a pair").into_struct_value();
                let part = |index| built!(b_.build_extract_value(pair, index, "")).into_int_value();
                self.emit_guard(w.not(part(1)));
                part(0)
            }
        };
        let half = w.int(1 << 47);
        self.emit_guard(w.compare(IntPredicate::ULT, w.raw_add(value, half), w.int(1 << 48)));
        value.into()
    }

    // Vectors -----

    fn emit_new_vector(&self, kind: Kind, args: &[Val]) -> BasicValueEnum<'c> {
        self.sync_tape();
        let (w, length, fill) = (self.w(), self.int(args[0]), self.word(args[1]));
        let name = if kind == Kind::Vector { "fx_new_vector" } else { "fx_new_f64vector" };
        let call = || w.call_runtime(name, &[length, fill]);
        if w.brief {
            return call().into();
        }
        if let Some(length) = length.get_zero_extended_constant().filter(|length| *length <= SHORT) {
            return w.new_object(kind, &vec![fill; length as usize]).into();
        }
        let (short, long, join) = (w.new_block("short"), w.new_block("long"), w.new_block("made"));
        w.branch(w.compare(IntPredicate::ULE, length, w.int(SHORT)), short, long);
        w.builder.position_at_end(short);
        let made_here = w.new_filled(kind, length, fill);
        let short = w.block();
        w.goto(join);
        w.builder.position_at_end(long);
        let called = call();
        w.goto(join);
        w.builder.position_at_end(join);
        w.phi(&[(made_here.into(), short), (called.into(), long)])
    }

    fn element_pointer(&self, args: &[Val]) -> PointerValue<'c> {
        self.w().element(self.word(args[0]), self.int(args[1]), self.w().i64.into())
    }

    fn load_element(&self, args: &[Val]) -> IntValue<'c> {
        let w = self.w();
        let word = w.load(self.element_pointer(args));
        if let Some(inst) = word.as_instruction() {
            w.mark_access(inst, Access::Element);
            self.scopes.mark(w, inst, args[0]);
        }
        word
    }

    fn store_element(&self, args: &[Val], word: IntValue<'c>) {
        let w = self.w();
        let inst = w.store(self.element_pointer(args), word);
        w.mark_access(inst, Access::Element);
        self.scopes.mark(w, inst, args[0]);
    }

    // The tape -----

    /// Makes the slot of the tape's top at the start of the function. The top is a pointer, and so what LLVM knows to
    /// go from record to record in a loop.
    pub fn prepare_tape(&self) {
        let slot = built!(self.w().builder.build_alloca(self.w().ptr, "tape"));
        self.tape.set(Some(slot));
        self.reload_tape();
    }

    fn tape_top(&self) -> PointerValue<'c> {
        self.w().load_pointer(self.tape.get().expect("the function uses the tape"))
    }

    fn set_tape_top(&self, top: PointerValue<'c>) {
        self.w().store_value(self.tape.get().expect("the function uses the tape"), top.into());
    }

    /// The word of the tape that many words above its top.
    fn tape_slot(&self, words: i64) -> PointerValue<'c> {
        let w = self.w();
        // SAFETY: the address lies in the tape.
        built!(unsafe { w.builder.build_gep(w.i64, self.tape_top(), &[w.int(words as u64)], "") })
    }

    /// Writes the tape's top where others look for it: before calls, and before the end.
    pub fn sync_tape(&self) {
        if self.tape.get().is_some() {
            self.w().store_value(self.w().ctx(CtxField::Tape), self.tape_top().into());
        }
    }

    /// Reads the tape's top after a call.
    pub fn reload_tape(&self) {
        if self.tape.get().is_some() {
            self.set_tape_top(self.w().load_pointer(self.w().ctx(CtxField::Tape)));
        }
    }

    /// Makes sure that there is room on the tape.
    fn emit_room(&self, bytes: IntValue<'c>) {
        let w = self.w();
        let top = built!(w.builder.build_ptr_to_int(self.tape_top(), w.i64, ""));
        let (full, fits) = (w.new_block("tape_full"), w.new_block("room"));
        let limit = w.load(w.ctx(CtxField::TapeLimit));
        if let Some(inst) = limit.as_instruction() {
            w.mark_access(inst, Access::TapeLimit);
        }
        // Fewer than no bytes need no room.
        w.branch_likely(w.compare(IntPredicate::SLE, w.raw_add(top, bytes), limit), fits, full);
        w.builder.position_at_end(full);
        w.call_runtime("fx_tape_grow", &[top, bytes]);
        w.goto(fits);
        w.builder.position_at_end(fits);
    }

    fn emit_put(&self, args: &[Val]) {
        // The last argument is deepest, so that `peek` counts as the arguments do.
        for (index, arg) in args.iter().rev().enumerate() {
            let inst = self.w().store(self.tape_slot(index as i64), self.raw(*arg));
            self.w().mark_access(inst, Access::Tape);
        }
        self.set_tape_top(self.tape_slot(args.len() as i64));
        if args
            .iter()
            .any(|arg| matches!(self.ty(*arg), Ty::Any | Ty::Integer | Ty::F64vector | Ty::Flonums | Ty::Rows))
        {
            self.sync_tape();
        }
    }

    /// Any value as 64 bits.
    fn raw(&self, val: Val) -> IntValue<'c> {
        let w = self.w();
        match self.ty(val) {
            Ty::Fixnum => self.int(val),
            Ty::Bool => built!(w.builder.build_int_z_extend(self.truth(val), w.i64, "")),
            _ => self.word(val),
        }
    }

    fn unraw(&self, word: IntValue<'c>, ty: Ty) -> BasicValueEnum<'c> {
        let w = self.w();
        match ty {
            Ty::Fixnum => word.into(),
            Ty::Bool => w.compare(IntPredicate::NE, word, w.int(0)).into(),
            _ => self.unword(word, ty),
        }
    }

    // Tuples -----

    pub fn emit_tuple(&self, vals: &[Val], ty: Ty) -> BasicValueEnum<'c> {
        let Ty::Tuple(id) = ty else { unreachable!("a tuple has the type of one") };
        let w = self.w();
        let mut tuple = llvm_type(w, &self.emitter.module.tuples, ty).into_struct_type().get_poison();
        for (index, (val, field)) in vals.iter().zip(&self.emitter.module.tuples[id]).enumerate() {
            let value = self.converted(*val, *field);
            tuple = built!(w.builder.build_insert_value(tuple, value, index as u32, "")).into_struct_value();
        }
        tuple.into()
    }

    pub fn emit_project(&self, tuple: Val, index: usize) -> BasicValueEnum<'c> {
        let tuple = self.value(tuple).into_struct_value();
        built!(self.w().builder.build_extract_value(tuple, index as u32, ""))
    }

    // Attempts -----

    /// Calls a function of fast code through the run-time system.
    pub fn emit_attempt(&self, func: FuncId, args: &[Val]) -> BasicValueEnum<'c> {
        let w = self.w();
        if self.emitter.module.counts {
            self.count(CtxField::Attempts, 1);
            w.store(w.ctx(CtxField::AttemptPlace), w.int(self.emitter.place(self.span.get())));
        }
        let callee = &self.emitter.module.funcs[func];
        let here = w.block();
        let entry = w.function().get_first_basic_block().expect("the function has been begun");
        match entry.get_first_instruction() {
            Some(first) => w.builder.position_before(&first),
            None => w.builder.position_at_end(entry),
        }
        let buffer = built!(w.builder.build_alloca(w.i64.array_type(args.len().max(1) as u32), "arguments"));
        w.builder.position_at_end(here);
        for (index, (arg, param)) in args.iter().zip(&callee.params).enumerate() {
            let value = self.converted(*arg, callee.vals[*param]);
            w.store_value(self.argument(buffer, index), value);
        }
        let entry = self.attempt_entry(func).as_global_value().as_pointer_value();
        let entry = built!(w.builder.build_ptr_to_int(entry, w.i64, ""));
        let arguments = built!(w.builder.build_ptr_to_int(buffer, w.i64, ""));
        w.call_attempt(&[entry, arguments]).into()
    }

    fn argument(&self, buffer: PointerValue<'c>, index: usize) -> PointerValue<'c> {
        let w = self.w();
        // SAFETY: the buffer has as many words as the function has parameters.
        built!(unsafe { w.builder.build_gep(w.i64, buffer, &[w.int(index as u64)], "") })
    }

    /// The C function that reads the arguments of a function of fast code and calls it.
    fn attempt_entry(&self, func: FuncId) -> FunctionValue<'c> {
        let w = self.w();
        let name = format!("attempt:{}", self.emitter.func(func).get_name().to_string_lossy());
        if let Some(known) = w.module.get_function(&name) {
            return known;
        }
        let callee: &ModuleEmitter = self.emitter;
        let data = &callee.module.funcs[func];
        let entry = w.module.add_function(&name, w.i64.fn_type(&[w.ptr.into()], false), Some(Linkage::Internal));
        w.add_attribute(entry, "nounwind");
        let (here, place) = (w.block(), w.builder.get_current_debug_location());
        w.builder.unset_current_debug_location();
        w.builder.position_at_end(w.context.append_basic_block(entry, "entry"));
        let buffer = entry.get_nth_param(0).expect("one parameter").into_pointer_value();
        let values: Vec<BasicMetadataValueEnum> = data
            .params
            .iter()
            .enumerate()
            .map(|(index, param)| {
                let ty = llvm_type(w, &callee.module.tuples, data.vals[*param]);
                let pointer = self.argument(buffer, index);
                BasicValueEnum::into(built!(w.builder.build_load(ty.as_basic_type_enum(), pointer, "")))
            })
            .collect();
        let call = callee.call_func(func, &values);
        let result = call.try_as_basic_value().basic().expect("every function returns a value");
        built!(w.builder.build_return(Some(&result)));
        w.builder.position_at_end(here);
        if let Some(place) = place {
            w.builder.set_current_debug_location(place);
        }
        entry
    }
}
