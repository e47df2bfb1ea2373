//! Loops, and loops that are split: see [`crate::split_loop`].

use inkwell::IntPredicate;
use inkwell::basic_block::BasicBlock;
use inkwell::values::{BasicValueEnum, IntValue, PhiValue};
use ir::ssa::{Loop, Ty, Val};
use runtime::value::{Kind, tag};

use crate::emit_func::{Exit, FuncEmitter};
use crate::emit_word::built;
use crate::split_loop::{Check, Direction, Split};

/// The first block of a loop and its parameters.
pub type LoopHead<'c> = (BasicBlock<'c>, Vec<(PhiValue<'c>, Ty)>);

impl<'c> FuncEmitter<'_, 'c> {
    /// Emits a loop.
    pub fn emit_loop(&self, inner: &Loop, exit: Option<&Exit<'c>>) {
        let inits = inner.params.iter().zip(&inner.inits).map(|(param, init)| self.converted(*init, self.ty(*param)));
        let mut entries = vec![(inits.collect(), self.w().block())];
        if let Some(split) = self.splits.get(&inner.id) {
            let head = self.w().new_block("loop");
            self.emit_fast_loop(inner, split, head, &mut entries, exit);
            self.w().builder.position_at_end(head);
        } else {
            let head = self.w().new_block("loop");
            self.w().goto(head);
            self.w().builder.position_at_end(head);
        }
        self.emit_head(inner, &entries);
        if self.emitter.program.target.is_interactive() {
            // The limit is out of reach after an interrupt.
            self.emit_stack_check();
        }
        self.emit_block(&inner.body, exit);
    }

    /// The phis of a loop at the place where the builder is.
    fn emit_head(&self, inner: &Loop, entries: &[Entry<'c>]) {
        let w = self.w();
        let mut params = Vec::new();
        for (index, param) in inner.params.iter().enumerate() {
            let phi = built!(w.builder.build_phi(entries[0].0[index].get_type(), ""));
            for (values, from) in entries {
                phi.add_incoming(&[(&values[index], *from)]);
            }
            self.define(*param, phi.as_basic_value());
            params.push((phi, self.ty(*param)));
        }
        self.loops.borrow_mut().insert(inner.id, (w.block(), params));
    }

    /// Emits the checks and the fast form of a loop; both go on to `rest`, where they are entries.
    fn emit_fast_loop(
        &self,
        inner: &Loop,
        split: &Split,
        rest: BasicBlock<'c>,
        entries: &mut Vec<Entry<'c>>,
        exit: Option<&Exit<'c>>,
    ) {
        let w = self.w();
        let inits = entries.pop().expect("the way into the loop").0;
        let first = inits[split.counter].into_int_value();
        let bound = split.bound.map_or(w.int(0), |bound| self.int(bound));
        let limit = w.raw_add(bound, w.int(split.offset as u64));
        let (lowest, highest) = match split.direction {
            Direction::Up => (first, w.raw_add(limit, w.int(-1i64 as u64))),
            Direction::Down => (w.raw_add(limit, w.int(1)), first),
        };
        for check in &split.checks {
            self.emit_check(check, lowest, highest, &mut |ok| {
                let next = w.new_block("checked");
                w.branch_likely(ok, next, rest);
                entries.push((inits.clone(), w.block()));
                w.builder.position_at_end(next);
            });
        }
        let (before, head, turn) = (w.block(), w.new_block("fast_loop"), w.new_block("fast_turn"));
        w.goto(head);
        w.builder.position_at_end(head);
        self.emit_head(inner, &[(inits, before)]);
        let counter = self.int(inner.params[split.counter]);
        let predicate = match split.direction {
            Direction::Up => IntPredicate::SLT,
            Direction::Down => IntPredicate::SGT,
        };
        w.branch(w.compare(predicate, counter, limit), turn, rest);
        let params = self.loops.borrow()[&inner.id].1.iter().map(|(phi, _)| phi.as_basic_value()).collect();
        entries.push((params, head));
        w.builder.position_at_end(turn);
        *self.fast.borrow_mut() = Some(inner.id);
        self.emit_block(&inner.body, exit);
        *self.fast.borrow_mut() = None;
    }

    /// Hands `require` the conditions of a check, one after the other.
    fn emit_check(
        &self,
        check: &Check,
        lowest: IntValue<'c>,
        highest: IntValue<'c>,
        require: &mut dyn FnMut(IntValue<'c>),
    ) {
        let w = self.w();
        let object = self.word(check.object);
        if !check.is_known {
            require(w.has_tag(object, tag::OBJECT));
            require(w.is_kind(w.header(object, tag::OBJECT), check.kind));
        }
        let times = |value, factor: i64| built!(w.builder.build_int_mul(value, w.int(factor as u64), ""));
        let terms = check.terms.iter().map(|(val, factor)| times(self.int(*val), *factor));
        let sum = terms.fold(w.int(0), |sum, term| w.raw_add(sum, term));
        let index =
            |counter, constant: i64| w.raw_add(w.raw_add(times(counter, check.factor), sum), w.int(constant as u64));
        let (least, most) = if check.factor < 0 { (highest, lowest) } else { (lowest, highest) };
        let length = w.length(w.header(object, tag::OBJECT));
        require(w.compare(IntPredicate::SGE, index(least, check.low), w.int(0)));
        require(w.compare(IntPredicate::SLT, index(most, check.high), length));
    }

    /// The value of a loop's test in its fast form.
    pub fn known_test(&self, val: Val) -> Option<BasicValueEnum<'c>> {
        let (test, stays) = self.splits[&(*self.fast.borrow())?].test;
        (val == test).then(|| self.w().i1.const_int(stays.into(), false).into())
    }

    /// Whether an access has been checked before the loop.
    pub fn is_checked(&self, object: Val, index: Val, kind: Kind) -> bool {
        self.fast.borrow().is_some_and(|fast| self.splits[&fast].accesses.contains(&(object, index, kind)))
    }
}

/// Values for a loop's parameters and the block they come from.
type Entry<'c> = (Vec<BasicValueEnum<'c>>, BasicBlock<'c>);
