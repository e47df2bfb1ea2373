//! Primitives: inline code for the common case, the run-time function of the row for all others.
//!
//! An inline form never decides an error: where a check fails it calls the row's function with the same arguments,
//! which knows every case (big numbers, active numbers of derivatives, errors).

use inkwell::values::{BasicValueEnum, FloatValue, IntValue};
use inkwell::{FloatPredicate, IntPredicate};
use ir::ssa::{Ty, Val};
use prims::{Inline, Prim, PrimId};
use runtime::value::{Kind, Value, tag};
use syntax::Span;

use crate::emit_func::FuncEmitter;
use crate::emit_word::built;
use crate::program::Nans;

/// What a row's function does where the inline test has failed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Slow {
    /// It raises an error: nothing behind it has to expect its effects.
    Fails,
    /// It may return.
    Computes,
}

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
            Some(Inline::Unfilled) => w.word(Value::UNDEFINED).into(),
            Some(Inline::IsUnfilled) => w.equal(word(0), w.word(Value::UNDEFINED)).into(),
            Some(Inline::IsPair) => w.has_tag(word(0), tag::PAIR).into(),
            Some(Inline::IsProcedure) => w.has_tag(word(0), tag::PROCEDURE).into(),
            Some(Inline::IsChar) => w.has_tag(word(0), tag::CHAR).into(),
            Some(Inline::IsFixnum) => w.is_fixnum(word(0)).into(),
            Some(Inline::IsFlonum) => self.is_flonum(args[0]).into(),
            Some(Inline::IsVector) => self.emit_is_kind(word(0), Kind::Vector).into(),
            Some(Inline::IsString) => self.emit_is_kind(word(0), Kind::String).into(),
            Some(Inline::IsValues) => self.emit_is_kind(word(0), Kind::Values).into(),
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
            Some(Inline::MakeVector | Inline::ListToVector | Inline::VectorCopy | Inline::VectorFill)
            | Some(Inline::MakeF64vector | Inline::ListToF64vector | Inline::F64vectorCopy | Inline::F64vectorOf)
            | Some(Inline::BytevectorSet | Inline::ValuesToList | Inline::Condition)
            | Some(Inline::IsLeaf | Inline::Constant) => self.emit_slow(row, args, span),
            Some(Inline::VectorLength) => self.emit_length(row, args, Kind::Vector, span),
            Some(Inline::F64vectorLength) => self.emit_length(row, args, Kind::F64vector, span),
            Some(Inline::StringLength) => self.emit_length(row, args, Kind::String, span),
            Some(Inline::CharToInteger) => self.emit_char_code(row, args, span),
            Some(Inline::IsRecord) => self.emit_is_record(word(0), word(1)).into(),
            Some(Inline::RecordRef) => self.emit_record_ref(row, args, span),
            Some(Inline::RecordSet) => self.emit_record_set(row, args, span),
            Some(Inline::ToFlonum | Inline::Sqrt | Inline::Abs) => self.emit_on_flonum(row, args, span),
            Some(Inline::Exact) => self.emit_exact(row, args, span).into(),
            Some(Inline::Apply | Inline::Gradient | Inline::Jvp | Inline::DifferentiateBy) => {
                unreachable!("lowering makes it a call")
            }
            Some(Inline::Min | Inline::Max) | None => self.emit_slow(row, args, span),
        }
    }

    /// The call of the row's function.
    pub fn emit_slow(&self, row: &Prim, args: &[Val], span: Span) -> BasicValueEnum<'c> {
        let words: Vec<IntValue> = args.iter().map(|arg| self.word(*arg)).collect();
        self.store_place(span);
        self.w().call_runtime(row.symbol, &words).into()
    }

    /// `fast` where the test holds, else the row's function; both give a word.
    pub fn checked(
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
        if self.emitter.program.nans == Nans::Allowed {
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
            Some(op @ (Inline::Min | Inline::Max)) => {
                // NaN if one of them is.
                let order = if op == Inline::Min { FloatPredicate::OLE } else { FloatPredicate::OGE };
                let d = doubles();
                let is = |order, x, y| built!(b.build_float_compare(order, x, y, ""));
                let (first, nan) = (is(order, d[0], d[1]), is(FloatPredicate::UNO, d[0], d[0]));
                built!(b.build_select(self.w().or(first, nan), d[0], d[1], "")).into_float_value()
            }
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
            op @ (Inline::Min | Inline::Max) => {
                let order = if op == Inline::Min { IntPredicate::SLE } else { IntPredicate::SGE };
                let first = self.w().compare(order, int(0), int(1));
                Some(built!(builder.build_select(first, int(0), int(1), "")).into_int_value())
            }
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

    pub fn is_flonum(&self, val: Val) -> IntValue<'c> {
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

    /// `exact`: done here for a flonum that is a small integer. Words that are no flonums are NaNs as doubles, which
    /// equal nothing.
    fn emit_exact(&self, row: &Prim, args: &[Val], span: Span) -> IntValue<'c> {
        let w = self.w();
        let value = w.word_flonum(self.word(args[0]));
        let convert = w.intrinsic("llvm.fptosi.sat", &[w.i64.into(), w.f64.into()]);
        let integer = built!(w.builder.build_call(convert, &[value.into()], ""));
        let integer = integer.try_as_basic_value().basic().expect("it returns an integer").into_int_value();
        let is_same = built!(w.builder.build_float_compare(FloatPredicate::OEQ, value, w.int_double(integer), ""));
        let is_small = w.compare(IntPredicate::ULT, w.raw_add(integer, w.int(1 << 47)), w.int(1 << 48));
        let test = w.and(is_same, is_small);
        self.checked(test, Slow::Computes, row, args, span, || w.int_fixnum(integer).into())
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
}
