//! Primitives on pairs, vectors, strings and records.

use inkwell::IntPredicate;
use inkwell::types::IntType;
use inkwell::values::{BasicValueEnum, IntValue};
use ir::ssa::{Ty, Val};
use prims::Prim;
use runtime::value::{Kind, Value, tag};
use syntax::Span;

use crate::emit_func::FuncEmitter;
use crate::emit_prim::Slow;
use crate::emit_word::{Access, built};
use crate::facts::Fact;

/// Objects up to this many slots are allocated inline.
const INLINE_SLOTS: usize = 120;

/// The slow way of access to an object of this kind: only in the place of f64vectors there may be active ones, unless
/// types exclude that.
fn slow_way(kind: Kind, plain: bool) -> Slow {
    if kind == Kind::F64vector && !plain { Slow::Computes } else { Slow::Fails }
}

impl<'c> FuncEmitter<'_, 'c> {
    /// Whether a word refers to an object of a kind, without touching memory if it is not an object.
    pub fn emit_is_kind(&self, word: IntValue<'c>, kind: Kind) -> IntValue<'c> {
        let w = self.w();
        let start = w.block();
        let (look, join) = (w.new_block("look"), w.new_block("known"));
        w.branch(w.has_tag(word, tag::OBJECT), look, join);
        w.builder.position_at_end(look);
        let same = w.is_kind(w.header(word, tag::OBJECT), kind);
        w.goto(join);
        w.builder.position_at_end(join);
        w.phi(&[(w.i1.const_int(0, false).into(), start), (same.into(), look)]).into_int_value()
    }

    pub fn emit_pair_ref(&self, row: &Prim, args: &[Val], offset: u64, span: Span) -> BasicValueEnum<'c> {
        let w = self.w();
        let pair = self.word(args[0]);
        self.of_pair(row, args, span, || w.load(w.slot(pair, tag::PAIR, offset)).into())
    }

    pub fn emit_pair_set(&self, row: &Prim, args: &[Val], offset: u64, span: Span) -> BasicValueEnum<'c> {
        let w = self.w();
        let (pair, value) = (self.word(args[0]), self.word(args[1]));
        self.of_pair(row, args, span, || {
            w.store(w.slot(pair, tag::PAIR, offset), value);
            w.word(Value::UNSPECIFIED).into()
        })
    }

    /// `access` if the first argument is a pair.
    fn of_pair(
        &self,
        row: &Prim,
        args: &[Val],
        span: Span,
        access: impl FnOnce() -> BasicValueEnum<'c>,
    ) -> BasicValueEnum<'c> {
        if self.facts.holds(args[0], Fact::Pair) {
            return access();
        }
        let is_pair = self.w().has_tag(self.word(args[0]), tag::PAIR);
        let value = self.checked(is_pair, Slow::Fails, row, args, span, access);
        self.facts.learn(args[0], Fact::Pair);
        value.into()
    }

    pub fn emit_list(&self, args: &[Val]) -> IntValue<'c> {
        let w = self.w();
        let mut list = w.word(Value::NULL);
        for chunk in args.rchunks(INLINE_SLOTS / 3) {
            let address = w.allocate(24 * chunk.len() as u64);
            for (index, arg) in chunk.iter().enumerate().rev() {
                let place = w.raw_add(address, w.int(24 * index as u64));
                list = w.write_object(place, Kind::Pair, &[self.word(*arg), list]);
            }
        }
        list
    }

    /// A vector, record or values object of the arguments.
    pub fn emit_objects(&self, kind: Kind, args: &[Val]) -> IntValue<'c> {
        let w = self.w();
        if args.len() <= INLINE_SLOTS {
            let slots: Vec<IntValue> = args.iter().map(|arg| self.word(*arg)).collect();
            return w.new_object(kind, &slots);
        }
        let list = self.emit_list(args);
        w.call_runtime("fx_object_of_list", &[w.int(kind as u64), list])
    }

    /// Whether types say that an access can only fail by an index out of range.
    fn is_plain_access(&self, object: Val, index: Val) -> bool {
        self.ty(object) == Ty::F64vector && self.ty(index) == Ty::Fixnum
    }

    /// Whether `object[index]` is in order: the kind is right and the index a fixnum in range.
    pub fn emit_element_check(&self, object: Val, index: Val, kind: Kind) -> IntValue<'c> {
        let w = self.w();
        let word = self.word(object);
        if self.is_checked(object, index, kind) {
            return w.i1.const_int(1, false);
        }
        if self.is_plain_access(object, index) {
            return w.compare(IntPredicate::ULT, self.int(index), w.length(w.header(word, tag::OBJECT)));
        }
        let index_ok = match self.ty(index) {
            Ty::Fixnum => w.i1.const_int(1, false),
            _ => w.is_fixnum(self.word(index)),
        };
        if self.facts.holds(object, Fact::Kind(kind)) {
            let in_range = w.compare(IntPredicate::ULT, self.int(index), w.length(w.header(word, tag::OBJECT)));
            return w.and(index_ok, in_range);
        }
        let start = w.block();
        let (look, join) = (w.new_block("look"), w.new_block("checked"));
        w.branch_likely(w.and(w.has_tag(word, tag::OBJECT), index_ok), look, join);
        w.builder.position_at_end(look);
        let header = w.header(word, tag::OBJECT);
        let in_range = w.compare(IntPredicate::ULT, self.int(index), w.length(header));
        let ok = w.and(w.is_kind(header, kind), in_range);
        w.goto(join);
        w.builder.position_at_end(join);
        w.phi(&[(w.i1.const_int(0, false).into(), start), (ok.into(), look)]).into_int_value()
    }

    /// Takes note of an access that has succeeded.
    fn learn_kind(&self, object: Val, kind: Kind, slow: Slow) {
        if slow == Slow::Fails {
            self.facts.learn(object, Fact::Kind(kind));
        }
    }

    pub fn emit_element_ref(&self, row: &Prim, args: &[Val], kind: Kind, span: Span) -> BasicValueEnum<'c> {
        let w = self.w();
        let object = self.word(args[0]);
        let ok = self.emit_element_check(args[0], args[1], kind);
        let load = || {
            let index = self.int(args[1]);
            let narrow = |int_type: IntType<'c>| {
                let pointer = w.element(object, index, int_type.into());
                let loaded = built!(w.builder.build_load(int_type, pointer, "")).into_int_value();
                built!(w.builder.build_int_z_extend(loaded, w.i64, ""))
            };
            let word = match kind {
                Kind::Bytevector => w.int_fixnum(narrow(w.context.i8_type())),
                Kind::String => w.or(narrow(w.context.i32_type()), w.int(tag::CHAR << 48)),
                _ => {
                    let element = w.load(w.element(object, index, w.i64.into()));
                    if let Some(inst) = element.as_instruction() {
                        w.mark_access(inst, Access::Element);
                    }
                    element
                }
            };
            word.into()
        };
        let plain = self.is_plain_access(args[0], args[1]);
        let slow = slow_way(kind, plain);
        let value = self.checked(ok, slow, row, args, span, load);
        self.learn_kind(args[0], kind, slow);
        value.into()
    }

    pub fn emit_element_set(&self, row: &Prim, args: &[Val], kind: Kind, span: Span) -> BasicValueEnum<'c> {
        let w = self.w();
        let (object, value) = (self.word(args[0]), self.word(args[2]));
        let mut ok = self.emit_element_check(args[0], args[1], kind);
        if kind == Kind::F64vector {
            ok = w.and(ok, self.is_flonum(args[2]));
        }
        let store = || {
            let inst = w.store(w.element(object, self.int(args[1]), w.i64.into()), value);
            w.mark_access(inst, Access::Element);
            w.word(Value::UNSPECIFIED).into()
        };
        let plain = self.is_plain_access(args[0], args[1]) && self.ty(args[2]) == Ty::Flonum;
        let slow = slow_way(kind, plain);
        let value = self.checked(ok, slow, row, args, span, store);
        self.learn_kind(args[0], kind, slow);
        value.into()
    }

    pub fn emit_length(&self, row: &Prim, args: &[Val], kind: Kind, span: Span) -> BasicValueEnum<'c> {
        let w = self.w();
        let word = self.word(args[0]);
        if self.facts.holds(args[0], Fact::Kind(kind)) {
            return w.int_fixnum(w.length(w.header(word, tag::OBJECT))).into();
        }
        let ok = self.emit_is_kind(word, kind);
        let slow = slow_way(kind, false);
        let length = || w.int_fixnum(w.length(w.header(word, tag::OBJECT))).into();
        let value = self.checked(ok, slow, row, args, span, length);
        self.learn_kind(args[0], kind, slow);
        value.into()
    }

    pub fn emit_char_code(&self, row: &Prim, args: &[Val], span: Span) -> BasicValueEnum<'c> {
        let w = self.w();
        let word = self.word(args[0]);
        self.checked(w.has_tag(word, tag::CHAR), Slow::Fails, row, args, span, || {
            w.int_fixnum(w.and(word, w.int(0xFFFF_FFFF))).into()
        })
        .into()
    }

    pub fn emit_is_record(&self, word: IntValue<'c>, record_type: IntValue<'c>) -> IntValue<'c> {
        let w = self.w();
        let start = w.block();
        let (look, deeper, join) = (w.new_block("look"), w.new_block("look_type"), w.new_block("known"));
        let no = w.i1.const_int(0, false);
        w.branch(w.has_tag(word, tag::OBJECT), look, join);
        w.builder.position_at_end(look);
        w.branch(w.is_kind(w.header(word, tag::OBJECT), Kind::Record), deeper, join);
        w.builder.position_at_end(deeper);
        let same = w.equal(w.load(w.slot(word, tag::OBJECT, 8)), record_type);
        w.goto(join);
        w.builder.position_at_end(join);
        w.phi(&[(no.into(), start), (no.into(), look), (same.into(), deeper)]).into_int_value()
    }

    /// The field's byte offset, if the index is a literal.
    fn field_offset(&self, index: Val) -> Option<u64> {
        let index = self.word(index);
        let word = index.is_const().then(|| index.get_zero_extended_constant())??;
        Some(16 + 8 * (word & 0xFFFF_FFFF))
    }

    pub fn emit_record_ref(&self, row: &Prim, args: &[Val], span: Span) -> BasicValueEnum<'c> {
        let w = self.w();
        let Some(offset) = self.field_offset(args[2]) else { return self.emit_slow(row, args, span) };
        let record = self.word(args[0]);
        let ok = self.emit_is_record(record, self.word(args[1]));
        self.checked(ok, Slow::Fails, row, args, span, || w.load(w.slot(record, tag::OBJECT, offset)).into()).into()
    }

    pub fn emit_record_set(&self, row: &Prim, args: &[Val], span: Span) -> BasicValueEnum<'c> {
        let w = self.w();
        let Some(offset) = self.field_offset(args[2]) else { return self.emit_slow(row, args, span) };
        let (record, value) = (self.word(args[0]), self.word(args[3]));
        let ok = self.emit_is_record(record, self.word(args[1]));
        self.checked(ok, Slow::Fails, row, args, span, || {
            w.store(w.slot(record, tag::OBJECT, offset), value);
            w.word(Value::UNSPECIFIED).into()
        })
        .into()
    }
}
