//! Primitives: inline code for the common case, the run-time function of the row for all others.
//!
//! An inline form never decides an error: where a check fails it calls the row's function with the same arguments,
//! which knows every case (big numbers, active numbers of derivatives, errors).

use inkwell::types::IntType;
use inkwell::values::{BasicValueEnum, FloatValue, IntValue};
use inkwell::{FloatPredicate, IntPredicate};
use ir::ssa::{Ty, Val};
use prims::{Inline, Prim, PrimId};
use runtime::value::{Kind, Value, tag};
use syntax::Span;

use crate::emit_func::FuncEmitter;
use crate::emit_module::Nans;
use crate::emit_word::{Access, built};

/// What a row's function does where the inline test has failed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Slow {
    /// It raises an error: nothing behind it has to expect its effects.
    Fails,
    /// It may return.
    Computes,
}

/// The slow way of access to an object of this kind: only in the place of f64vectors there may be active ones, unless
/// types exclude that.
fn slow_way(kind: Kind, plain: bool) -> Slow {
    if kind == Kind::F64vector && !plain { Slow::Computes } else { Slow::Fails }
}

/// Objects up to this many slots are allocated inline.
const INLINE_SLOTS: usize = 120;

impl<'c> FuncEmitter<'_, 'c> {
    /// Emits a primitive; its result has the representation of type `ty`.
    pub fn emit_prim(&self, prim: PrimId, args: &[Val], ty: Ty, span: Span) -> BasicValueEnum<'c> {
        let row = prim.row();
        if ty == Ty::Flonum
            && let Some(value) = self.emit_flonum_prim(row, args)
        {
            let word = self.trap_nan(self.w().flonum_word(value), row, args, span);
            return self.w().word_flonum(word).into();
        }
        if ty == Ty::Fixnum
            && let Some(value) = self.emit_fixnum_prim(row, args)
        {
            return value.into();
        }
        let mut value = self.emit_word_prim(row, args, span);
        if let Some(Inline::Add | Inline::Sub | Inline::Mul | Inline::Div | Inline::Sqrt | Inline::Abs) = row.inline {
            value = self.trap_nan(value.into_int_value(), row, args, span).into();
        }
        let is_bit = value.get_type() == self.w().i1.into();
        match (is_bit, ty) {
            (true, Ty::Bool) => value,
            (true, _) => self.w().bool_word(value.into_int_value()).into(),
            (false, _) => self.unword(value.into_int_value(), ty),
        }
    }

    /// A primitive whose result is a word, or a bit where it is a boolean.
    fn emit_word_prim(&self, row: &Prim, args: &[Val], span: Span) -> BasicValueEnum<'c> {
        let word = |index: usize| self.word(args[index]);
        let w = self.w();
        match row.inline {
            Some(op @ (Inline::Add | Inline::Sub | Inline::Mul | Inline::Div)) => {
                self.emit_arithmetic(op, row, args, span).into()
            }
            Some(op @ (Inline::Quotient | Inline::Remainder | Inline::Modulo)) => {
                self.emit_division(op, row, args, span).into()
            }
            Some(op @ (Inline::NumEq | Inline::Lt | Inline::Le | Inline::Gt | Inline::Ge)) => {
                self.emit_comparison(op, row, args, span).into()
            }
            Some(Inline::Eq) => w.equal(word(0), word(1)).into(),
            Some(Inline::Not) => w.not(self.truth(args[0])).into(),
            Some(Inline::IsNull) => w.equal(word(0), w.word(Value::NULL)).into(),
            Some(Inline::IsEof) => w.equal(word(0), w.word(Value::EOF)).into(),
            Some(Inline::IsPair) => w.has_tag(word(0), tag::PAIR).into(),
            Some(Inline::IsProcedure) => w.has_tag(word(0), tag::PROCEDURE).into(),
            Some(Inline::IsChar) => w.has_tag(word(0), tag::CHAR).into(),
            Some(Inline::IsFixnum) => w.is_fixnum(word(0)).into(),
            Some(Inline::IsFlonum) => w.is_flonum(word(0)).into(),
            Some(Inline::IsVector) => self.emit_is_kind(word(0), Kind::Vector).into(),
            Some(Inline::IsString) => self.emit_is_kind(word(0), Kind::String).into(),
            Some(Inline::IsSymbol) => self.emit_is_kind(word(0), Kind::Symbol).into(),
            Some(Inline::Cons) => w.new_object(Kind::Pair, &[word(0), word(1)]).into(),
            Some(Inline::Car) => self.emit_pair_ref(row, args, 8, span),
            Some(Inline::Cdr) => self.emit_pair_ref(row, args, 16, span),
            Some(Inline::SetCar) => self.emit_pair_set(row, args, 8, span),
            Some(Inline::SetCdr) => self.emit_pair_set(row, args, 16, span),
            Some(Inline::List) => self.emit_list(args).into(),
            Some(Inline::Vector) => self.emit_objects(Kind::Vector, args).into(),
            Some(Inline::Record) => self.emit_objects(Kind::Record, args).into(),
            Some(Inline::Values) if args.len() == 1 => word(0).into(),
            Some(Inline::Values) => self.emit_objects(Kind::Values, args).into(),
            Some(Inline::VectorRef) => self.emit_element_ref(row, args, Kind::Vector, span),
            Some(Inline::F64vectorRef) => self.emit_element_ref(row, args, Kind::F64vector, span),
            Some(Inline::BytevectorRef) => self.emit_element_ref(row, args, Kind::Bytevector, span),
            Some(Inline::StringRef) => self.emit_element_ref(row, args, Kind::String, span),
            Some(Inline::VectorSet) => self.emit_element_set(row, args, Kind::Vector, span),
            Some(Inline::F64vectorSet) => self.emit_element_set(row, args, Kind::F64vector, span),
            Some(Inline::BytevectorSet | Inline::MakeVector | Inline::VectorCopy | Inline::VectorFill)
            | Some(Inline::MakeF64vector) => self.emit_slow(row, args, span),
            Some(Inline::VectorLength) => self.emit_length(row, args, Kind::Vector, span),
            Some(Inline::F64vectorLength) => self.emit_length(row, args, Kind::F64vector, span),
            Some(Inline::StringLength) => self.emit_length(row, args, Kind::String, span),
            Some(Inline::CharToInteger) => self.emit_char_code(row, args, span),
            Some(Inline::IsRecord) => self.emit_is_record(word(0), word(1)).into(),
            Some(Inline::RecordRef) => self.emit_record_ref(row, args, span),
            Some(Inline::RecordSet) => self.emit_record_set(row, args, span),
            Some(Inline::ToFlonum | Inline::Sqrt | Inline::Abs) => self.emit_on_flonum(row, args, span),
            Some(Inline::Apply | Inline::Gradient) => unreachable!("lowering makes it a call"),
            None => self.emit_slow(row, args, span),
        }
    }

    /// The call of the row's function.
    fn emit_slow(&self, row: &Prim, args: &[Val], span: Span) -> BasicValueEnum<'c> {
        let words: Vec<IntValue> = args.iter().map(|arg| self.word(*arg)).collect();
        self.store_place(span);
        self.w().call_runtime(row.symbol, &words).into()
    }

    /// `fast` where the test holds, else the row's function; both give a word.
    fn checked(
        &self,
        test: IntValue<'c>,
        slow: Slow,
        row: &Prim,
        args: &[Val],
        span: Span,
        fast: impl FnOnce() -> BasicValueEnum<'c>,
    ) -> IntValue<'c> {
        let words: Vec<IntValue> = args.iter().map(|arg| self.word(*arg)).collect();
        let w = self.w();
        let (yes, no) = (w.new_block("fast"), w.new_block("slow"));
        w.branch_likely(test, yes, no);
        w.builder.position_at_end(no);
        self.store_place(span);
        if slow == Slow::Fails {
            w.call_error(row.symbol, &words);
            w.builder.position_at_end(yes);
            return fast().into_int_value();
        }
        let other = w.call_runtime(row.symbol, &words);
        let join = w.new_block("join");
        w.goto(join);
        w.builder.position_at_end(yes);
        let value = fast();
        let yes_end = w.block();
        w.goto(join);
        w.builder.position_at_end(join);
        w.phi(&[(value, yes_end), (other.into(), no)]).into_int_value()
    }

    /// The result of an operation. If NaNs are trapped, one goes to the row's function, which looks at the operands
    /// and raises the error.
    fn trap_nan(&self, value: IntValue<'c>, row: &Prim, args: &[Val], span: Span) -> IntValue<'c> {
        if self.emitter.nans == Nans::Allowed {
            return value;
        }
        let w = self.w();
        let words: Vec<IntValue> = args.iter().map(|arg| self.word(*arg)).collect();
        let (start, bad, join) = (w.block(), w.new_block("not_a_number"), w.new_block("a_number"));
        // Of either sign: words above the negative NaN are not flonums.
        let is_plain = w.not(w.equal(w.or(value, w.int(1 << 63)), w.int(0xFFF8 << 48)));
        w.branch_likely(is_plain, join, bad);
        w.builder.position_at_end(bad);
        self.store_place(span);
        let other = w.call_runtime(row.symbol, &words);
        w.goto(join);
        w.builder.position_at_end(join);
        w.phi(&[(value.into(), start), (other.into(), bad)]).into_int_value()
    }

    // Numbers -----

    /// Arithmetic on doubles, where types say that nothing else can come.
    fn emit_flonum_prim(&self, row: &Prim, args: &[Val]) -> Option<FloatValue<'c>> {
        let b = &self.w().builder;
        let doubles = || args.iter().map(|arg| self.double(*arg)).collect::<Vec<_>>();
        if !args.iter().all(|arg| self.ty(*arg) == Ty::Flonum || self.ty(*arg).is_integer()) {
            return None;
        }
        Some(match row.inline {
            Some(op @ (Inline::Add | Inline::Sub | Inline::Mul | Inline::Div)) => {
                let d = doubles();
                self.flonum_arithmetic(op, d[0], d[1])
            }
            Some(Inline::ToFlonum) => self.double(args[0]),
            Some(Inline::Sqrt) => self.float_intrinsic("llvm.sqrt", self.double(args[0])),
            Some(Inline::Abs) => self.float_intrinsic("llvm.fabs", self.double(args[0])),
            _ => {
                let function = self.math_function(row.math?, args.len());
                let d: Vec<_> = doubles().into_iter().map(Into::into).collect();
                let call = built!(b.build_call(function, &d, ""));
                self.emitter.vector_forms.offer(self.w(), call, row.math?, args.len());
                call.try_as_basic_value().basic()?.into_float_value()
            }
        })
    }

    /// Arithmetic on machine integers, where types say that operands and result are small.
    fn emit_fixnum_prim(&self, row: &Prim, args: &[Val]) -> Option<IntValue<'c>> {
        if !args.iter().all(|arg| self.ty(*arg) == Ty::Fixnum) {
            return None;
        }
        let builder = &self.w().builder;
        let int = |index: usize| self.int(args[index]);
        match row.inline? {
            Inline::Add => Some(built!(builder.build_int_nsw_add(int(0), int(1), ""))),
            Inline::Sub => Some(built!(builder.build_int_nsw_sub(int(0), int(1), ""))),
            Inline::Mul => Some(built!(builder.build_int_nsw_mul(int(0), int(1), ""))),
            _ => None,
        }
    }

    fn flonum_arithmetic(&self, op: Inline, a: FloatValue<'c>, b: FloatValue<'c>) -> FloatValue<'c> {
        let builder = &self.w().builder;
        match op {
            Inline::Add => built!(builder.build_float_add(a, b, "")),
            Inline::Sub => built!(builder.build_float_sub(a, b, "")),
            Inline::Mul => built!(builder.build_float_mul(a, b, "")),
            Inline::Div => built!(builder.build_float_div(a, b, "")),
            _ => unreachable!("only the four operations come here"),
        }
    }

    fn float_intrinsic(&self, name: &str, value: FloatValue<'c>) -> FloatValue<'c> {
        let w = self.w();
        let function = w.intrinsic(name, &[w.f64.into()]);
        let call = built!(w.builder.build_call(function, &[value.into()], ""));
        call.try_as_basic_value().basic().expect("it returns a double").into_float_value()
    }

    fn math_function(&self, name: &str, arguments: usize) -> inkwell::values::FunctionValue<'c> {
        let w = self.w();
        w.module.get_function(name).unwrap_or_else(|| {
            let ty = w.f64.fn_type(&vec![w.f64.into(); arguments], false);
            let function = w.module.add_function(name, ty, None);
            w.add_attribute(function, "nounwind");
            w.add_attribute(function, "willreturn");
            w.add_memory_none(function);
            function
        })
    }

    fn emit_arithmetic(&self, op: Inline, row: &Prim, args: &[Val], span: Span) -> IntValue<'c> {
        let w = self.w();
        let (a, b) = (self.word(args[0]), self.word(args[1]));
        let (ta, tb) = (self.ty(args[0]), self.ty(args[1]));
        let join = w.new_block("sum");
        let mut incoming: Vec<(BasicValueEnum, _)> = Vec::new();
        let may_be_fixnums = ta != Ty::Flonum && tb != Ty::Flonum && op != Inline::Div;
        if may_be_fixnums {
            let (yes, no, done) = (w.new_block("fixnums"), w.new_block("others"), w.new_block("fits"));
            w.branch_likely(self.both_fixnums(args[0], args[1]), yes, no);
            w.builder.position_at_end(yes);
            let (sum, fits) = self.fixnum_arithmetic(op, args[0], args[1]);
            w.branch_likely(fits, done, no);
            w.builder.position_at_end(done);
            incoming.push((sum.into(), done));
            w.goto(join);
            w.builder.position_at_end(no);
        }
        let may_be_flonums = !ta.is_integer() && !tb.is_integer();
        if may_be_flonums {
            let (yes, no) = (w.new_block("flonums"), w.new_block("generic"));
            w.branch_likely(w.and(self.is_flonum(args[0]), self.is_flonum(args[1])), yes, no);
            w.builder.position_at_end(yes);
            let sum = self.flonum_arithmetic(op, w.word_flonum(a), w.word_flonum(b));
            incoming.push((w.flonum_word(sum).into(), yes));
            w.goto(join);
            w.builder.position_at_end(no);
        }
        self.store_place(span);
        let slow = w.call_runtime(row.symbol, &[a, b]);
        incoming.push((slow.into(), w.block()));
        w.goto(join);
        w.builder.position_at_end(join);
        w.phi(&incoming).into_int_value()
    }

    /// The result as a word, and whether it is a fixnum. A sum that is too large wraps round to a word that is none.
    fn fixnum_arithmetic(&self, op: Inline, a: Val, b: Val) -> (IntValue<'c>, IntValue<'c>) {
        let w = self.w();
        match op {
            Inline::Add => {
                let sum = w.raw_add(self.word(a), self.int(b));
                (sum, w.is_fixnum(sum))
            }
            Inline::Sub => {
                let difference = built!(w.builder.build_int_sub(self.word(a), self.int(b), ""));
                (difference, w.is_fixnum(difference))
            }
            Inline::Mul => {
                let function = w.intrinsic("llvm.smul.with.overflow", &[w.i64.into()]);
                let shifted = w.shift_left(self.int(a), 16);
                let call = built!(w.builder.build_call(function, &[shifted.into(), self.int(b).into()], ""));
                let pair = call.try_as_basic_value().basic().expect("it returns a pair").into_struct_value();
                let part = |index| built!(w.builder.build_extract_value(pair, index, "")).into_int_value();
                let product = built!(w.builder.build_right_shift(part(0), w.int(16), true, ""));
                (w.int_fixnum(product), w.not(part(1)))
            }
            _ => unreachable!("division has its own inline form"),
        }
    }

    /// Quotient, remainder, modulo of fixnums by a positive fixnum.
    fn emit_division(&self, op: Inline, row: &Prim, args: &[Val], span: Span) -> IntValue<'c> {
        let w = self.w();
        let positive = w.compare(IntPredicate::SGT, self.int(args[1]), w.int(0));
        self.checked(w.and(self.both_fixnums(args[0], args[1]), positive), Slow::Computes, row, args, span, || {
            let (a, b) = (self.int(args[0]), self.int(args[1]));
            let value = match op {
                Inline::Quotient => built!(w.builder.build_int_signed_div(a, b, "")),
                _ => built!(w.builder.build_int_signed_rem(a, b, "")),
            };
            let value = if op == Inline::Modulo {
                let negative = w.compare(IntPredicate::SLT, value, w.int(0));
                let raised = w.raw_add(value, b);
                built!(w.builder.build_select(negative, raised, value, "")).into_int_value()
            } else {
                value
            };
            w.int_fixnum(value).into()
        })
    }

    fn emit_comparison(&self, op: Inline, row: &Prim, args: &[Val], span: Span) -> IntValue<'c> {
        let (float_op, int_op) = match op {
            Inline::NumEq => (FloatPredicate::OEQ, IntPredicate::EQ),
            Inline::Lt => (FloatPredicate::OLT, IntPredicate::SLT),
            Inline::Le => (FloatPredicate::OLE, IntPredicate::SLE),
            Inline::Gt => (FloatPredicate::OGT, IntPredicate::SGT),
            Inline::Ge => (FloatPredicate::OGE, IntPredicate::SGE),
            _ => unreachable!("only comparisons come here"),
        };
        let w = self.w();
        let (ta, tb) = (self.ty(args[0]), self.ty(args[1]));
        let of_flonums = |a, b| built!(w.builder.build_float_compare(float_op, a, b, ""));
        // A fixnum is exactly a double; a bignum is compared by the run-time system.
        if [ta, tb].contains(&Ty::Flonum) && [ta, tb].iter().all(|ty| matches!(ty, Ty::Flonum | Ty::Fixnum)) {
            return of_flonums(self.double(args[0]), self.double(args[1]));
        }
        let (a, b) = (self.word(args[0]), self.word(args[1]));
        if (ta, tb) == (Ty::Fixnum, Ty::Fixnum) {
            return w.compare(int_op, self.int(args[0]), self.int(args[1]));
        }
        let of_fixnums = || w.compare(int_op, a, b);
        if let (Ty::Flonum, Ty::Integer) | (Ty::Integer, Ty::Flonum) = (ta, tb) {
            let integer = if ta == Ty::Integer { a } else { b };
            let as_double =
                |val: Val, word| if self.ty(val) == Ty::Flonum { self.double(val) } else { w.fixnum_double(word) };
            let fast = || w.bool_word(of_flonums(as_double(args[0], a), as_double(args[1], b))).into();
            return w.is_true(self.checked(w.is_fixnum(integer), Slow::Computes, row, args, span, fast));
        }
        let join = w.new_block("compared");
        let mut incoming: Vec<(BasicValueEnum, _)> = Vec::new();
        if ta != Ty::Flonum && tb != Ty::Flonum {
            let (yes, no) = (w.new_block("fixnums"), w.new_block("others"));
            w.branch_likely(self.both_fixnums(args[0], args[1]), yes, no);
            w.builder.position_at_end(yes);
            incoming.push((of_fixnums().into(), yes));
            w.goto(join);
            w.builder.position_at_end(no);
        }
        if !ta.is_integer() && !tb.is_integer() {
            let (yes, no) = (w.new_block("flonums"), w.new_block("generic"));
            w.branch_likely(w.and(self.is_flonum(args[0]), self.is_flonum(args[1])), yes, no);
            w.builder.position_at_end(yes);
            incoming.push((of_flonums(w.word_flonum(a), w.word_flonum(b)).into(), yes));
            w.goto(join);
            w.builder.position_at_end(no);
        }
        self.store_place(span);
        let slow = w.is_true(w.call_runtime(row.symbol, &[a, b]));
        incoming.push((slow.into(), w.block()));
        w.goto(join);
        w.builder.position_at_end(join);
        w.phi(&incoming).into_int_value()
    }

    fn both_fixnums(&self, a: Val, b: Val) -> IntValue<'c> {
        let w = self.w();
        match (self.ty(a), self.ty(b)) {
            (Ty::Fixnum, Ty::Fixnum) => w.i1.const_int(1, false),
            (Ty::Fixnum, _) => w.is_fixnum(self.word(b)),
            (_, Ty::Fixnum) => w.is_fixnum(self.word(a)),
            _ => w.is_fixnum(w.and(self.word(a), self.word(b))),
        }
    }

    fn is_flonum(&self, val: Val) -> IntValue<'c> {
        let w = self.w();
        if self.ty(val) == Ty::Flonum { w.i1.const_int(1, false) } else { w.is_flonum(self.word(val)) }
    }

    /// `inexact`, `sqrt` and `abs` of a word.
    fn emit_on_flonum(&self, row: &Prim, args: &[Val], span: Span) -> BasicValueEnum<'c> {
        let w = self.w();
        let word = self.word(args[0]);
        if row.inline == Some(Inline::ToFlonum) {
            return self.emit_inexact(row, args, span);
        }
        let value = self.checked(self.is_flonum(args[0]), Slow::Computes, row, args, span, || {
            let value = w.word_flonum(word);
            let value = match row.inline {
                Some(Inline::Sqrt) => self.float_intrinsic("llvm.sqrt", value),
                Some(Inline::Abs) => self.float_intrinsic("llvm.fabs", value),
                _ => value,
            };
            w.flonum_word(value).into()
        });
        value.into()
    }

    fn emit_inexact(&self, row: &Prim, args: &[Val], span: Span) -> BasicValueEnum<'c> {
        let w = self.w();
        let word = self.word(args[0]);
        let (small, other) = (w.new_block("fixnum"), w.new_block("other"));
        let join = w.new_block("inexact");
        w.branch(w.is_fixnum(word), small, other);
        w.builder.position_at_end(small);
        let near = w.flonum_word(w.fixnum_double(word));
        w.goto(join);
        w.builder.position_at_end(other);
        let rest = self.checked(w.is_flonum(word), Slow::Computes, row, args, span, || word.into());
        let other_end = w.block();
        w.goto(join);
        w.builder.position_at_end(join);
        w.phi(&[(near.into(), small), (rest.into(), other_end)])
    }

    // Objects -----

    /// Whether a word refers to an object of a kind, without touching memory if it is not an object.
    fn emit_is_kind(&self, word: IntValue<'c>, kind: Kind) -> IntValue<'c> {
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

    fn emit_pair_ref(&self, row: &Prim, args: &[Val], offset: u64, span: Span) -> BasicValueEnum<'c> {
        let w = self.w();
        let pair = self.word(args[0]);
        self.checked(w.has_tag(pair, tag::PAIR), Slow::Fails, row, args, span, || w.load(w.slot(pair, tag::PAIR, offset)).into())
            .into()
    }

    fn emit_pair_set(&self, row: &Prim, args: &[Val], offset: u64, span: Span) -> BasicValueEnum<'c> {
        let w = self.w();
        let (pair, value) = (self.word(args[0]), self.word(args[1]));
        self.checked(w.has_tag(pair, tag::PAIR), Slow::Fails, row, args, span, || {
            w.store(w.slot(pair, tag::PAIR, offset), value);
            w.word(Value::UNSPECIFIED).into()
        })
        .into()
    }

    fn emit_list(&self, args: &[Val]) -> IntValue<'c> {
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
    fn emit_objects(&self, kind: Kind, args: &[Val]) -> IntValue<'c> {
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
    fn emit_element_check(&self, object: Val, index: Val, kind: Kind) -> IntValue<'c> {
        let w = self.w();
        let word = self.word(object);
        if self.is_checked(object, index, kind) {
            return w.i1.const_int(1, false);
        }
        if self.is_plain_access(object, index) {
            return w.compare(IntPredicate::ULT, self.int(index), w.length(w.header(word, tag::OBJECT)));
        }
        let start = w.block();
        let (look, join) = (w.new_block("look"), w.new_block("checked"));
        let index_ok = match self.ty(index) {
            Ty::Fixnum => w.i1.const_int(1, false),
            _ => w.is_fixnum(self.word(index)),
        };
        w.branch_likely(w.and(w.has_tag(word, tag::OBJECT), index_ok), look, join);
        w.builder.position_at_end(look);
        let header = w.header(word, tag::OBJECT);
        let in_range = w.compare(IntPredicate::ULT, self.int(index), w.length(header));
        let ok = w.and(w.is_kind(header, kind), in_range);
        w.goto(join);
        w.builder.position_at_end(join);
        w.phi(&[(w.i1.const_int(0, false).into(), start), (ok.into(), look)]).into_int_value()
    }

    fn emit_element_ref(&self, row: &Prim, args: &[Val], kind: Kind, span: Span) -> BasicValueEnum<'c> {
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
        self.checked(ok, slow_way(kind, plain), row, args, span, load).into()
    }

    fn emit_element_set(&self, row: &Prim, args: &[Val], kind: Kind, span: Span) -> BasicValueEnum<'c> {
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
        self.checked(ok, slow_way(kind, plain), row, args, span, store).into()
    }

    fn emit_length(&self, row: &Prim, args: &[Val], kind: Kind, span: Span) -> BasicValueEnum<'c> {
        let w = self.w();
        let word = self.word(args[0]);
        let ok = self.emit_is_kind(word, kind);
        self.checked(ok, slow_way(kind, false), row, args, span, || w.int_fixnum(w.length(w.header(word, tag::OBJECT))).into()).into()
    }

    fn emit_char_code(&self, row: &Prim, args: &[Val], span: Span) -> BasicValueEnum<'c> {
        let w = self.w();
        let word = self.word(args[0]);
        self.checked(w.has_tag(word, tag::CHAR), Slow::Fails, row, args, span, || {
            w.int_fixnum(w.and(word, w.int(0xFFFF_FFFF))).into()
        })
        .into()
    }

    fn emit_is_record(&self, word: IntValue<'c>, record_type: IntValue<'c>) -> IntValue<'c> {
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

    fn emit_record_ref(&self, row: &Prim, args: &[Val], span: Span) -> BasicValueEnum<'c> {
        let w = self.w();
        let Some(offset) = self.field_offset(args[2]) else { return self.emit_slow(row, args, span) };
        let record = self.word(args[0]);
        let ok = self.emit_is_record(record, self.word(args[1]));
        self.checked(ok, Slow::Fails, row, args, span, || w.load(w.slot(record, tag::OBJECT, offset)).into()).into()
    }

    fn emit_record_set(&self, row: &Prim, args: &[Val], span: Span) -> BasicValueEnum<'c> {
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
