//! One ssa function to one LLVM function: values, control flow, calls.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;

use inkwell::IntPredicate;
use inkwell::basic_block::BasicBlock;
use inkwell::types::FunctionType;
use inkwell::values::LLVMTailCallKind;
use inkwell::values::PointerValue;
use inkwell::values::{BasicMetadataValueEnum, BasicValueEnum, CallSiteValue, FloatValue, IntValue};
use ir::id::Arena;
use ir::ssa::{self, Block, Const, End, FuncId, Inst, LoopId, Op, ProcId, Representation, Ty, Val};
use runtime::value::{Kind, Value, tag};
use syntax::Span;

use crate::emit_fast::{llvm_type, uses_tape};
use crate::emit_loop::LoopHead;
use crate::emit_module::ModuleEmitter;
use crate::emit_word::{CtxField, REGISTER_ARGUMENTS, TAILCC, Words, built};
use crate::facts::Facts;
use crate::local_boxes::{LocalBox, local_boxes};
use crate::split_loop::{Split, plan_splits};
use crate::vector_scopes::VectorScopes;

/// Emits the body of a function.
pub fn emit_func(emitter: &ModuleEmitter<'_, '_>, id: FuncId) {
    let func = &emitter.module.funcs[id];
    let llvm = emitter.func(id);
    let words = &emitter.words;
    words.builder.position_at_end(words.context.append_basic_block(llvm, "entry"));
    emitter.set_debug_scope(func, llvm);
    let this = FuncEmitter {
        emitter,
        id,
        func,
        vals: RefCell::new(Arena::filled(None, func.vals.len())),
        loops: RefCell::default(),
        splits: if emitter.program.target.is_interactive() { HashMap::new() } else { plan_splits(func) },
        fast: RefCell::default(),
        tape: Cell::new(None),
        scopes: VectorScopes::declare(words, func),
        facts: Facts::default(),
        span: Cell::new(func.span),
        boxes: local_boxes(emitter.module, func, &emitter.program.calls)
            .into_iter()
            .map(|(cell, kind)| (cell, (kind, new_word(words))))
            .collect(),
    };
    for (param, value) in func.params.iter().zip(llvm.get_param_iter()) {
        this.define(*param, value);
    }
    if makes_calls(&func.body) {
        this.emit_stack_check();
    }
    if uses_tape(&func.body) {
        this.prepare_tape();
    }
    this.emit_block(&func.body, None);
    words.builder.unset_current_debug_location();
}

/// Where a `Yield` goes: the type of the value, the block behind the region, and what comes in there.
pub struct Exit<'c> {
    ty: Ty,
    block: BasicBlock<'c>,
    incoming: RefCell<Vec<(BasicValueEnum<'c>, BasicBlock<'c>)>>,
}

/// The function that is being emitted.
pub struct FuncEmitter<'a, 'c> {
    pub emitter: &'a ModuleEmitter<'a, 'c>,
    id: FuncId,
    func: &'a ssa::Func,
    vals: RefCell<Arena<Val, Option<BasicValueEnum<'c>>>>,
    /// The first block and the parameters of each loop.
    pub loops: RefCell<HashMap<LoopId, LoopHead<'c>>>,
    /// The loops to split.
    pub splits: HashMap<LoopId, Split>,
    /// The loop whose fast form is being emitted.
    pub fast: RefCell<Option<LoopId>>,
    /// Where the tape's top is kept, if the function uses the tape.
    pub tape: Cell<Option<PointerValue<'c>>>,
    /// Which vectors are different objects.
    pub scopes: VectorScopes<'c>,
    /// What is known where code is being emitted.
    pub facts: Facts,
    /// Where the instruction stands that is being emitted.
    pub span: Cell<Span>,
    /// Boxes that are words of this function.
    boxes: HashMap<Val, (LocalBox, PointerValue<'c>)>,
}

/// A word on the stack, made at the start of a function.
fn new_word<'c>(w: &Words<'c>) -> PointerValue<'c> {
    built!(w.builder.build_alloca(w.i64, "box"))
}

impl<'c> FuncEmitter<'_, 'c> {
    pub fn w(&self) -> &Words<'c> {
        &self.emitter.words
    }

    pub fn ty(&self, val: Val) -> Ty {
        self.func.vals[val]
    }

    pub fn define(&self, val: Val, value: BasicValueEnum<'c>) {
        self.vals.borrow_mut()[val] = Some(value);
    }

    // Representations -----

    pub fn value(&self, val: Val) -> BasicValueEnum<'c> {
        self.vals.borrow()[val].expect("a value is defined before it is used")
    }

    /// The value as a tagged word.
    pub fn word(&self, val: Val) -> IntValue<'c> {
        self.to_word(self.value(val), self.ty(val))
    }

    /// The value of a flonum or integer as a double.
    pub fn double(&self, val: Val) -> FloatValue<'c> {
        match self.ty(val) {
            Ty::Flonum => self.value(val).into_float_value(),
            Ty::Fixnum => self.w().int_double(self.int(val)),
            _ => self.integer_double(self.word(val)),
        }
    }

    /// The machine integer of a value that is known to be a fixnum: an unboxed one, or a tagged word.
    pub fn int(&self, val: Val) -> IntValue<'c> {
        match self.ty(val) {
            Ty::Fixnum => self.value(val).into_int_value(),
            _ => self.w().fixnum_int(self.word(val)),
        }
    }

    /// The double nearest to an exact integer.
    fn integer_double(&self, word: IntValue<'c>) -> FloatValue<'c> {
        let w = self.w();
        let (small, big, join) = (w.new_block("fixnum"), w.new_block("bignum"), w.new_block("double"));
        w.branch_likely(w.is_fixnum(word), small, big);
        w.builder.position_at_end(small);
        let near = w.fixnum_double(word);
        w.goto(join);
        w.builder.position_at_end(big);
        let far = w.word_flonum(w.call_runtime("fx_inexact", &[word]));
        w.goto(join);
        w.builder.position_at_end(join);
        w.phi(&[(near.into(), small), (far.into(), big)]).into_float_value()
    }

    /// Whether the value counts as true.
    pub fn truth(&self, val: Val) -> IntValue<'c> {
        match self.ty(val) {
            Ty::Bool => self.value(val).into_int_value(),
            Ty::Leaf | Ty::Part | Ty::Any => self.w().is_true(self.word(val)),
            Ty::Never
            | Ty::Fixnum
            | Ty::Integer
            | Ty::Flonum
            | Ty::F64vector
            | Ty::Flonums
            | Ty::Rows
            | Ty::Leaves
            | Ty::Tuple(_) => self.w().i1.const_int(1, false),
        }
    }

    fn to_word(&self, value: BasicValueEnum<'c>, ty: Ty) -> IntValue<'c> {
        match ty.representation() {
            Representation::Double => self.w().flonum_word(value.into_float_value()),
            Representation::Bit => self.w().bool_word(value.into_int_value()),
            Representation::Integer => self.w().int_fixnum(value.into_int_value()),
            Representation::Word => value.into_int_value(),
            Representation::Tuple(_) => unreachable!("a tuple is no word"),
        }
    }

    /// A word in the representation of a type that is known to hold.
    pub fn unword(&self, word: IntValue<'c>, ty: Ty) -> BasicValueEnum<'c> {
        match ty.representation() {
            Representation::Double => self.w().word_flonum(word).into(),
            Representation::Bit => self.w().is_true(word).into(),
            Representation::Integer => self.w().fixnum_int(word).into(),
            Representation::Word => word.into(),
            Representation::Tuple(_) => unreachable!("a tuple is no word"),
        }
    }

    /// The value in the representation of another type.
    pub fn converted(&self, val: Val, ty: Ty) -> BasicValueEnum<'c> {
        if self.ty(val) == ty { self.value(val) } else { self.unword(self.word(val), ty) }
    }

    // Control flow -----

    pub fn emit_block(&self, block: &Block, exit: Option<&Exit<'c>>) {
        self.facts.within(|| {
            for inst in &block.insts {
                self.emitter.set_debug_location(inst.span);
                self.facts.note_test(inst.result, &inst.op);
                if let Some(value) = self.emit_inst(inst) {
                    self.define(inst.result, self.known_test(inst.result).unwrap_or(value));
                }
            }
            self.emit_end(&block.end, exit);
        });
    }

    fn emit_end(&self, end: &End, exit: Option<&Exit<'c>>) {
        let w = self.w();
        match end {
            End::Yield(val) => {
                let exit = exit.expect("a yield stands in a region");
                exit.incoming.borrow_mut().push((self.converted(*val, exit.ty), w.block()));
                w.goto(exit.block);
            }
            End::Return(val) => {
                let value = self.converted(*val, self.func.result);
                self.sync_tape();
                built!(w.builder.build_return(Some(&value)));
            }
            End::Continue(label, args) => {
                let loops = self.loops.borrow();
                let (block, params) = &loops[label];
                let values: Vec<_> = params.iter().zip(args).map(|((_, ty), arg)| self.converted(*arg, *ty)).collect();
                for ((phi, _), value) in params.iter().zip(values) {
                    phi.add_incoming(&[(&value, w.block())]);
                }
                w.goto(*block);
            }
            End::TailCall(func, args, span) => {
                self.emitter.set_debug_location(*span);
                let call = self.emit_direct_call(*func, args, *span);
                self.finish_tail_call(call);
            }
            End::TailCallValue(callee, args, span) => {
                self.emitter.set_debug_location(*span);
                let call = self.emit_value_call(*callee, args, *span);
                self.finish_tail_call(call);
            }
            End::TailApply(callee, list, span) => {
                self.emitter.set_debug_location(*span);
                let call = self.emit_apply(*callee, *list, *span);
                self.finish_tail_call(call);
            }
            End::If(test, then, other) => self.emit_if(*test, then, other, exit),
            End::Loop(inner) => self.emit_loop(inner, exit),
            End::GiveUp => self.emit_give_up(),
        }
    }

    fn finish_tail_call(&self, call: CallSiteValue<'c>) {
        return_call(self.w(), call);
    }

    fn emit_if(&self, test: Val, then: &Block, other: &Block, exit: Option<&Exit<'c>>) {
        let w = self.w();
        let (yes, no) = (w.new_block("then"), w.new_block("else"));
        w.branch(self.truth(test), yes, no);
        w.builder.position_at_end(yes);
        self.facts.within(|| {
            self.facts.learn_test(test);
            self.emit_block(then, exit);
        });
        w.builder.position_at_end(no);
        self.emit_block(other, exit);
    }

    /// A region whose value is used: `body` emits it with the exit it is given.
    fn emit_region(&self, result: Val, body: impl FnOnce(&Exit<'c>)) -> BasicValueEnum<'c> {
        let w = self.w();
        let exit = Exit { ty: self.ty(result), block: w.new_block("exit"), incoming: RefCell::default() };
        body(&exit);
        w.builder.position_at_end(exit.block);
        let incoming = exit.incoming.into_inner();
        if incoming.is_empty() {
            // Nothing ever yields: what follows is unreachable, but it must be well formed.
            return llvm_type(w, &self.emitter.module.tuples, self.ty(result)).const_zero();
        }
        w.phi(&incoming)
    }

    pub fn emit_stack_check(&self) {
        let w = self.w();
        let name = if cfg!(target_arch = "x86_64") { "rsp" } else { "sp" };
        let register = w.context.metadata_node(&[w.context.metadata_string(name).into()]);
        let read = w.intrinsic("llvm.read_register", &[w.i64.into()]);
        let call = built!(w.builder.build_call(read, &[register.into()], ""));
        let pointer = call.try_as_basic_value().basic().expect("it returns an integer").into_int_value();
        let limit = w.load(w.ctx(CtxField::StackLimit));
        if let Some(load) = limit.as_instruction() {
            // An interrupt changes the limit between two turns of a loop.
            load.set_volatile(self.emitter.program.target.is_interactive()).expect("a load may be volatile");
        }
        let enough = w.compare(IntPredicate::UGE, pointer, limit);
        let (yes, no) = (w.new_block("enough"), w.new_block("overflow"));
        w.branch_likely(enough, yes, no);
        w.builder.position_at_end(no);
        self.store_place(self.func.span);
        w.call_error("fx_stack_overflow", &[]);
        w.builder.position_at_end(yes);
    }

    // Instructions -----

    /// Tells the run-time system where in the source the next call stands. Code of the standard library says nothing:
    /// what fails in it stands where the program called it.
    pub fn store_place(&self, span: Span) {
        if self.emitter.is_standard(span) {
            return;
        }
        let w = self.w();
        let place = self.emitter.place(span);
        w.store(w.ctx(CtxField::Place), w.int(place));
    }

    fn emit_inst(&self, inst: &Inst) -> Option<BasicValueEnum<'c>> {
        let w = self.w();
        self.span.set(inst.span);
        let ty = self.ty(inst.result);
        let unspecified = || Some(w.word(Value::UNSPECIFIED).into());
        match &inst.op {
            Op::Const(word) => Some(self.emit_const(*word, ty)),
            Op::Literal(literal) => Some(w.load(self.emitter.literal_slot(*literal)).into()),
            Op::Prim(prim, args) => Some(self.emit_prim(*prim, args, ty, inst.span)),
            Op::Call(func, args) => self.emit_direct_call(*func, args, inst.span).try_as_basic_value().basic(),
            Op::CallValue(callee, args) => self.emit_value_call(*callee, args, inst.span).try_as_basic_value().basic(),
            Op::Apply(callee, list) => self.emit_apply(*callee, *list, inst.span).try_as_basic_value().basic(),
            Op::MakeProc(made, captures) => Some(self.emit_make_proc(*made, captures).into()),
            Op::SetCapture(object, index, val) => {
                let slot = w.slot(self.word(*object), tag::PROCEDURE, 16 + 8 * *index as u64);
                w.store(slot, self.word(*val));
                unspecified()
            }
            Op::MakeBox(val) => Some(self.emit_make_box(inst.result, *val).into()),
            Op::BoxRef(cell) => Some(self.unword(w.load(self.box_place(*cell)), ty)),
            Op::BoxSet(cell, val) => {
                w.store(self.box_place(*cell), self.word(*val));
                unspecified()
            }
            Op::GlobalRef(global, checked) => {
                let word = w.load(self.emitter.global_slot(*global));
                if *checked {
                    self.emit_defined_check(word, self.emitter.global_name(*global), inst.span);
                }
                Some(self.unword(word, ty))
            }
            Op::GlobalSet(global, val) => {
                w.store(self.emitter.global_slot(*global), self.word(*val));
                unspecified()
            }
            Op::CheckDefined(val, name) => {
                let word = self.word(*val);
                self.emit_defined_check(word, *name, inst.span);
                Some(self.value(*val))
            }
            Op::If(test, then, other) => {
                Some(self.emit_region(inst.result, |exit| self.emit_if(*test, then, other, Some(exit))))
            }
            Op::Loop(inner) => Some(self.emit_region(inst.result, |exit| self.emit_loop(inner, Some(exit)))),
            Op::Tuple(vals) => Some(self.emit_tuple(vals, ty)),
            Op::Project(tuple, index) => Some(self.emit_project(*tuple, *index)),
            Op::Fast(op, args) => Some(self.emit_fast(*op, args, ty)),
            Op::Attempt(func, args) => Some(self.emit_attempt(*func, args)),
        }
    }

    fn emit_const(&self, word: Const, ty: Ty) -> BasicValueEnum<'c> {
        let w = self.w();
        let value = match word {
            Const::Flonum(value) if ty == Ty::Flonum => return w.f64.const_float(value).into(),
            Const::Fixnum(value) if ty == Ty::Fixnum => return w.int(value as u64).into(),
            Const::Bool(value) if ty == Ty::Bool => return w.i1.const_int(value.into(), false).into(),
            Const::Fixnum(value) => Value::fixnum(value),
            Const::Flonum(value) => Value::flonum(value),
            Const::Bool(value) => Value::boolean(value),
            Const::Char(value) => Value::char(value),
            Const::Null => Value::NULL,
            Const::Unspecified => Value::UNSPECIFIED,
            Const::Undefined => Value::UNDEFINED,
        };
        w.word(value).into()
    }

    fn emit_defined_check(&self, word: IntValue<'c>, name: syntax::Symbol, span: Span) {
        let w = self.w();
        let (yes, no) = (w.new_block("defined"), w.new_block("undefined"));
        w.branch_likely(w.compare(IntPredicate::NE, word, w.word(Value::UNDEFINED)), yes, no);
        w.builder.position_at_end(no);
        self.store_place(span);
        w.call_error("fx_error_undefined", &[w.load(self.emitter.name_slot(name))]);
        w.builder.position_at_end(yes);
    }

    fn emit_make_proc(&self, made: ProcId, captures: &[Val]) -> IntValue<'c> {
        if captures.is_empty() && !self.emitter.module.procs[made].fresh {
            return self.emitter.static_proc(made);
        }
        let w = self.w();
        let code = self.emitter.code(made).as_global_value().as_pointer_value();
        let code = built!(w.builder.build_ptr_to_int(code, w.i64, ""));
        let slots: Vec<IntValue> =
            std::iter::once(code).chain(captures.iter().map(|capture| self.word(*capture))).collect();
        self.count(CtxField::Closures, 1);
        self.count(CtxField::ClosureBytes, 8 * (slots.len() as u64 + 1));
        w.new_object(Kind::Closure, &slots)
    }

    /// The box of an assigned variable: an object, a word of this function, or what a closure is to hold.
    fn emit_make_box(&self, result: Val, val: Val) -> IntValue<'c> {
        let w = self.w();
        let word = self.word(val);
        if self.emitter.program.calls.held.is_held(self.id, result) {
            return word;
        }
        if let Some((kind, place)) = self.boxes.get(&result) {
            w.store(*place, word);
            return match kind {
                LocalBox::Private => w.word(Value::UNSPECIFIED),
                LocalBox::Lent => w.reference(*place, tag::OBJECT, 8),
            };
        }
        self.count(CtxField::Boxes, 1);
        w.new_object(Kind::Box, &[word])
    }

    fn box_place(&self, cell: Val) -> PointerValue<'c> {
        match self.boxes.get(&cell) {
            Some((_, place)) => *place,
            None => self.w().slot(self.word(cell), tag::OBJECT, 8),
        }
    }

    /// Adds to a counter, if the program counts.
    pub fn count(&self, counter: CtxField, amount: u64) {
        if self.emitter.module.counts {
            let w = self.w();
            w.store(w.ctx(counter), w.raw_add(w.load(w.ctx(counter)), w.int(amount)));
        }
    }

    // Calls -----

    fn emit_direct_call(&self, func: FuncId, args: &[Val], span: Span) -> CallSiteValue<'c> {
        let callee = &self.emitter.module.funcs[func];
        if self.emitter.is_standard(callee.span) {
            self.store_place(span);
        }
        let values: Vec<BasicMetadataValueEnum> = args
            .iter()
            .zip(&callee.params)
            .map(|(arg, param)| self.converted(*arg, callee.vals[*param]).into())
            .collect();
        self.sync_tape();
        let call = self.emitter.call_func(func, &values);
        self.reload_tape();
        call
    }

    fn emit_value_call(&self, callee: Val, args: &[Val], span: Span) -> CallSiteValue<'c> {
        let w = self.w();
        let procedure = self.word(callee);
        self.store_place(span);
        let (yes, no) = (w.new_block("procedure"), w.new_block("not_procedure"));
        w.branch_likely(w.has_tag(procedure, tag::PROCEDURE), yes, no);
        w.builder.position_at_end(no);
        w.call_error("fx_error_not_procedure", &[procedure]);
        w.builder.position_at_end(yes);
        let mut words: Vec<IntValue> = args.iter().map(|arg| self.word(*arg)).collect();
        if words.len() > REGISTER_ARGUMENTS {
            let buffer = built!(w.builder.build_load(w.ptr, w.ctx(CtxField::Arguments), "")).into_pointer_value();
            for (index, word) in words.split_off(REGISTER_ARGUMENTS).into_iter().enumerate() {
                let index = w.int((REGISTER_ARGUMENTS + index) as u64);
                // SAFETY: the buffer has room for as many arguments as a call may have.
                let slot = built!(unsafe { w.builder.build_gep(w.i64, buffer, &[index], "") });
                w.store(slot, word);
            }
        }
        self.emit_code_call(procedure, w.int(args.len() as u64), words)
    }

    fn emit_code_call(
        &self,
        procedure: IntValue<'c>,
        count: IntValue<'c>,
        words: Vec<IntValue<'c>>,
    ) -> CallSiteValue<'c> {
        let w = self.w();
        let code = built!(w.builder.build_load(w.ptr, w.slot(procedure, tag::PROCEDURE, 8), "")).into_pointer_value();
        let mut values: Vec<BasicMetadataValueEnum> = vec![procedure.into(), count.into()];
        values.extend(words.into_iter().map(BasicMetadataValueEnum::from));
        values.resize(2 + REGISTER_ARGUMENTS, w.i64.get_undef().into());
        let call = built!(w.builder.build_indirect_call(w.code_type(), code, &values, ""));
        call.set_call_convention(TAILCC);
        call
    }

    fn emit_apply(&self, callee: Val, list: Val, span: Span) -> CallSiteValue<'c> {
        let w = self.w();
        self.store_place(span);
        let none = w.word(Value::UNSPECIFIED);
        let args = [w.int(2), self.word(callee), self.word(list), none, none];
        let procedure = w.call_runtime("fx_apply_spread", &args);
        let count = w.load(w.ctx(CtxField::ArgumentCount));
        let words = (0..REGISTER_ARGUMENTS).map(|index| load_argument(w, index)).collect();
        self.emit_code_call(procedure, count, words)
    }
}

fn load_argument<'c>(w: &Words<'c>, index: usize) -> IntValue<'c> {
    let buffer = built!(w.builder.build_load(w.ptr, w.ctx(CtxField::Arguments), "")).into_pointer_value();
    // SAFETY: the index is within the argument buffer, which has room for at least 256 words.
    w.load(built!(unsafe { w.builder.build_gep(w.i64, buffer, &[w.int(index as u64)], "") }))
}

/// Emits the code of a procedure object: chooses the clause by the number of arguments, loads the captures and calls
/// the function.
pub fn emit_code(emitter: &ModuleEmitter<'_, '_>, id: ProcId) {
    let w = &emitter.words;
    let made = &emitter.module.procs[id];
    let code = emitter.code_body(id);
    w.builder.position_at_end(w.context.append_basic_block(code, "entry"));
    let param = |index: usize| code.get_nth_param(index as u32).expect("six parameters").into_int_value();
    let (this, count) = (param(0), param(1));
    for clause in &made.clauses {
        let (yes, no) = (w.new_block("clause"), w.new_block("next"));
        let predicate = if clause.rest { IntPredicate::UGE } else { IntPredicate::EQ };
        w.branch(w.compare(predicate, count, w.int(clause.params as u64)), yes, no);
        w.builder.position_at_end(yes);
        let argument = |index| if index < REGISTER_ARGUMENTS { param(2 + index) } else { load_argument(w, index) };
        let mut values: Vec<BasicMetadataValueEnum> = (0..clause.params).map(|index| argument(index).into()).collect();
        if clause.rest {
            let mut args = vec![count, w.int(clause.params as u64)];
            args.extend((0..REGISTER_ARGUMENTS).map(|index| param(2 + index)));
            values.push(w.call_runtime("fx_rest_list", &args).into());
        }
        for index in 0..made.captures.len() {
            let slot = w.slot(this, tag::PROCEDURE, 16 + 8 * index as u64);
            let is_box = emitter.program.calls.held.holds(id, index);
            values.push(if is_box { w.reference(slot, tag::OBJECT, 8) } else { w.load(slot) }.into());
        }
        let call = emitter.call_func(clause.func, &values);
        return_call(w, call);
        w.builder.position_at_end(no);
    }
    w.call_error("fx_error_arity", &[this, count]);
}

/// Returns what a call returns; a proper tail call if the callee makes tail calls itself.
///
/// A call of tailcc that is marked `tail` before a return is a proper tail call as well as one marked `musttail`; the
/// latter also keeps the optimiser from parting the two. But LLVM 22 forgets to store the arguments of `musttail` calls
/// that are passed on the stack, and to make room for them (x86-64).
pub fn return_call<'c>(w: &Words<'c>, call: CallSiteValue<'c>) {
    let caller = w.builder.get_insert_block().and_then(BasicBlock::get_parent).expect("a block is in a function");
    let kind = match call.get_call_convention() {
        TAILCC if passed_in_registers(caller.get_type()) && passed_in_registers(call.get_called_fn_type()) => {
            LLVMTailCallKind::LLVMTailCallKindMustTail
        }
        _ => LLVMTailCallKind::LLVMTailCallKindTail,
    };
    call.set_tail_call_kind(kind);
    let result = call.try_as_basic_value().basic().expect("every function returns a value");
    built!(w.builder.build_return(Some(&result)));
}

/// Whether all arguments are passed in registers.
pub fn passed_in_registers(function: FunctionType) -> bool {
    let params = function.get_param_types();
    let floats = params.iter().filter(|param| param.is_float_type()).count();
    floats <= 8 && params.len() - floats <= 6
}

/// Whether some end of the code is a tail call.
pub fn makes_tail_calls(block: &Block) -> bool {
    let is_tail_call = |end: &End| matches!(end, End::TailCall(..) | End::TailCallValue(..) | End::TailApply(..));
    block.nested().iter().any(|block| is_tail_call(&block.end))
}

/// Whether code makes calls that are not tail calls, so that frames can pile up.
fn makes_calls(block: &Block) -> bool {
    let is_call = |op: &Op| matches!(op, Op::Call(..) | Op::CallValue(..) | Op::Apply(..) | Op::Attempt(..));
    block.all_insts().any(|inst| is_call(&inst.op))
}

/// Whether the code of a function calls this function, other than by tail calls.
pub fn calls(block: &Block, func: FuncId) -> bool {
    block.all_insts().any(|inst| matches!(inst.op, Op::Call(callee, _) if callee == func))
}
