//! Which exact integers are small: loop counters, indices and what is computed from them.
//!
//! In: typed ssa. Out: the same, where integers whose range fits a fixnum have type `Fixnum`, so that the back end keeps
//! them in registers as plain machine integers, without tags and without overflow checks.
//!
//! Abstract interpretation with intervals (Cousot & Cousot 1977), one function at a time. A comparison narrows its
//! operands in the branches behind it; a loop starts with the first values of its parameters and is repeated until they
//! are stable, widening first to the constants that the function compares with, then to infinity.
//!
//! ```text
//! loop (i = 0) { if i < n then ... continue (i + 1) else yield i }     ; n : fixnum, so i <= n and i + 1 fits
//! ```
//!
//! What it does not do: ranges of parameters, results, boxes and elements; those are as large as their types allow.

use std::collections::{BTreeSet, HashMap};

use ir::id::Arena;
use ir::ssa::{self, Block, Const, End, Func, Inst, Loop, LoopId, Module, Op, Ty, Val};
use prims::{Inline, PrimId};

const FIXNUMS: Range = Range { low: ssa::FIXNUMS.start, high: ssa::FIXNUMS.end - 1 };
/// Bounds at least this far out stand for infinity.
const INFINITY: i64 = 1 << 61;
/// Lengths have 32 bits.
const INDICES: Range = Range { low: 0, high: u32::MAX as i64 };
const ANY: Range = Range { low: -INFINITY, high: INFINITY };
/// Loops are repeated this often before their ranges are widened.
const PATIENCE: usize = 2;
/// A function may cost this many visits of an instruction for each instruction.
const BUDGET: usize = 200;

/// The integers from `low` to `high`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Range {
    low: i64,
    high: i64,
}

impl Range {
    fn of(low: i64, high: i64) -> Range {
        Range { low: low.max(-INFINITY), high: high.min(INFINITY) }
    }

    fn join(self, other: Range) -> Range {
        Range { low: self.low.min(other.low), high: self.high.max(other.high) }
    }

    fn meet(self, other: Range) -> Range {
        Range { low: self.low.max(other.low), high: self.high.min(other.high) }
    }

    fn within(self, other: Range) -> bool {
        self.low >= other.low && self.high <= other.high
    }

    fn add(self, other: Range) -> Range {
        Range::of(self.low + other.low, self.high + other.high)
    }

    fn negate(self) -> Range {
        Range { low: -self.high, high: -self.low }
    }

    fn mul(self, other: Range) -> Range {
        let products = [self.low, self.high].map(|a| [other.low, other.high].map(|b| a.saturating_mul(b)));
        let all = products.as_flattened();
        Range::of(all.iter().copied().min().unwrap_or(-INFINITY), all.iter().copied().max().unwrap_or(INFINITY))
    }
}

/// Finds small integers in every function.
pub fn infer_ranges(module: &Module) -> Module {
    let mut out = module.clone();
    for id in module.funcs.ids() {
        let func = &module.funcs[id];
        if let Some(ranges) = ranges_of(func) {
            for val in func.vals.ids() {
                if func.vals[val] == Ty::Integer && !func.params.contains(&val) && ranges[val].within(FIXNUMS) {
                    out.funcs[id].vals[val] = Ty::Fixnum;
                }
            }
        }
    }
    out
}

struct Pass<'a> {
    func: &'a Func,
    /// The range of each value wherever it is defined.
    ranges: Arena<Val, Range>,
    /// What is known in addition in the branch that is being looked at.
    narrowed: HashMap<Val, Range>,
    constants: BTreeSet<i64>,
    comparisons: HashMap<Val, (Inline, Val, Val)>,
    loops: HashMap<LoopId, Vec<Range>>,
    visits: usize,
}

/// `None` if the budget is used up.
fn ranges_of(func: &Func) -> Option<Arena<Val, Range>> {
    if !func.vals.iter().any(|ty| *ty == Ty::Integer) {
        return None;
    }
    let mut ranges = Arena::filled(ANY, func.vals.len());
    for val in func.vals.ids().filter(|val| func.vals[*val] == Ty::Fixnum) {
        ranges[val] = FIXNUMS;
    }
    let mut pass = Pass {
        func,
        ranges,
        narrowed: HashMap::new(),
        constants: BTreeSet::from([FIXNUMS.low, 0, FIXNUMS.high]),
        comparisons: HashMap::new(),
        loops: HashMap::new(),
        visits: BUDGET * func.vals.len(),
    };
    for inst in func.body.all_insts() {
        if let Op::Const(Const::Fixnum(value)) = inst.op {
            pass.constants.extend([value - 1, value, value + 1]);
        }
    }
    pass.block(&func.body)?;
    Some(pass.ranges)
}

impl Pass<'_> {
    fn range(&self, val: Val) -> Range {
        self.narrowed.get(&val).copied().unwrap_or(self.ranges[val])
    }

    fn block(&mut self, block: &Block) -> Option<()> {
        for inst in &block.insts {
            self.visits = self.visits.checked_sub(1)?;
            self.inst(inst)?;
        }
        match &block.end {
            End::Continue(label, args) => {
                let ranges: Vec<Range> = args.iter().map(|arg| self.range(*arg)).collect();
                let joined = self.loops.get_mut(label)?;
                for (old, new) in joined.iter_mut().zip(ranges) {
                    *old = old.join(new);
                }
                Some(())
            }
            End::If(test, then, other) => self.branches(*test, then, other),
            End::Loop(inner) => self.repeat(inner),
            End::Yield(_) | End::Return(_) | End::GiveUp => Some(()),
            End::TailCall(..) | End::TailCallValue(..) | End::TailApply(..) => Some(()),
        }
    }

    fn inst(&mut self, inst: &Inst) -> Option<()> {
        let range = match &inst.op {
            Op::Const(Const::Fixnum(value)) => Range { low: *value, high: *value },
            Op::Prim(prim, args) => self.prim(inst.result, *prim, args),
            Op::If(test, then, other) => {
                self.branches(*test, then, other)?;
                self.yielded(inst.result)
            }
            Op::Loop(inner) => {
                self.repeat(inner)?;
                self.yielded(inst.result)
            }
            _ => self.yielded(inst.result),
        };
        self.narrowed.remove(&inst.result);
        self.ranges[inst.result] = range;
        if let Op::Prim(prim, args) = &inst.op {
            self.access(*prim, args);
        }
        Some(())
    }

    /// Behind an access to an element its index is known to be in order: otherwise there was an error.
    fn access(&mut self, prim: PrimId, args: &[Val]) {
        let is_access = matches!(
            prim.row().inline,
            Some(
                Inline::VectorRef
                    | Inline::VectorSet
                    | Inline::F64vectorRef
                    | Inline::F64vectorSet
                    | Inline::BytevectorRef
                    | Inline::BytevectorSet
                    | Inline::StringRef
            )
        );
        if is_access && self.func.vals[args[1]].is_integer() {
            self.narrowed.insert(args[1], self.range(args[1]).meet(INDICES));
        }
    }

    /// What only the type says.
    fn yielded(&self, val: Val) -> Range {
        if self.func.vals[val] == Ty::Fixnum { FIXNUMS } else { ANY }
    }

    fn prim(&mut self, result: Val, prim: PrimId, args: &[Val]) -> Range {
        let Some(op) = prim.row().inline else { return self.yielded(result) };
        if matches!(op, Inline::VectorLength | Inline::F64vectorLength | Inline::StringLength) {
            return INDICES;
        }
        if !args.iter().all(|arg| self.func.vals[*arg].is_integer()) {
            return self.yielded(result);
        }
        let range = |index: usize| self.range(args[index]);
        match op {
            Inline::NumEq | Inline::Lt | Inline::Le | Inline::Gt | Inline::Ge => {
                self.comparisons.insert(result, (op, args[0], args[1]));
                ANY
            }
            Inline::Add => range(0).add(range(1)),
            Inline::Sub => range(0).add(range(1).negate()),
            Inline::Mul => range(0).mul(range(1)),
            Inline::Min => Range { low: range(0).low.min(range(1).low), high: range(0).high.min(range(1).high) },
            Inline::Max => Range { low: range(0).low.max(range(1).low), high: range(0).high.max(range(1).high) },
            Inline::Quotient if range(1).low > 0 && range(0).low >= 0 => Range { low: 0, high: range(0).high },
            Inline::Modulo if range(1).low > 0 => Range { low: 0, high: range(1).high - 1 },
            Inline::Remainder if range(1).low > 0 && range(0).low >= 0 => Range { low: 0, high: range(1).high - 1 },
            _ => self.yielded(result),
        }
    }

    fn branches(&mut self, test: Val, then: &Block, other: &Block) -> Option<()> {
        let comparison = self.comparisons.get(&test).copied();
        self.under(comparison.map(|(op, a, b)| (Some(op), a, b)), then)?;
        self.under(comparison.map(|(op, a, b)| (op.negated(), a, b)), other)
    }

    /// Looks at a block where a comparison is known to hold; without an operator, that the two are not equal.
    fn under(&mut self, comparison: Option<(Option<Inline>, Val, Val)>, block: &Block) -> Option<()> {
        let outer = self.narrowed.clone();
        if let Some((op, a, b)) = comparison {
            self.narrow(op, a, b);
        }
        self.block(block)?;
        self.narrowed = outer;
        Some(())
    }

    fn narrow(&mut self, op: Option<Inline>, a: Val, b: Val) {
        let (of_a, of_b) = (self.range(a), self.range(b));
        let (new_a, new_b) = match op {
            Some(Inline::NumEq) => (of_a.meet(of_b), of_a.meet(of_b)),
            Some(Inline::Lt) => below(of_a, of_b, 1),
            Some(Inline::Le) => below(of_a, of_b, 0),
            Some(Inline::Gt) => swap(below(of_b, of_a, 1)),
            Some(Inline::Ge) => swap(below(of_b, of_a, 0)),
            // Not equal: a bound that is the one excluded value moves.
            _ => (without(of_a, of_b), without(of_b, of_a)),
        };
        self.narrowed.insert(a, new_a);
        self.narrowed.insert(b, new_b);
    }

    fn repeat(&mut self, inner: &Loop) -> Option<()> {
        let mut current: Vec<Range> = inner.inits.iter().map(|init| self.range(*init)).collect();
        for (range, param) in current.iter_mut().zip(&inner.params) {
            if !self.func.vals[*param].is_integer() {
                *range = ANY;
            }
        }
        for turn in 0.. {
            for (param, range) in inner.params.iter().zip(&current) {
                self.ranges[*param] = *range;
                self.narrowed.remove(param);
            }
            self.loops.insert(inner.id, current.clone());
            self.block(&inner.body)?;
            let next = self.loops.remove(&inner.id)?;
            if next == current {
                break;
            }
            current = if turn < PATIENCE {
                next
            } else {
                current.iter().zip(next).map(|(old, new)| self.widen(*old, new)).collect()
            };
        }
        Some(())
    }

    fn widen(&self, old: Range, new: Range) -> Range {
        let below = self.constants.range(..=new.low).next_back().copied().unwrap_or(-INFINITY);
        let above = self.constants.range(new.high..).next().copied().unwrap_or(INFINITY);
        Range {
            low: if new.low < old.low { below } else { old.low },
            high: if new.high > old.high { above } else { old.high },
        }
    }
}

/// The ranges when `a + gap <= b`.
fn below(a: Range, b: Range, gap: i64) -> (Range, Range) {
    (Range { low: a.low, high: a.high.min(b.high - gap) }, Range { low: b.low.max(a.low + gap), high: b.high })
}

fn swap((a, b): (Range, Range)) -> (Range, Range) {
    (b, a)
}

fn without(range: Range, other: Range) -> Range {
    if other.low != other.high {
        return range;
    }
    let low = if range.low == other.low { range.low + 1 } else { range.low };
    let high = if range.high == other.high { range.high - 1 } else { range.high };
    Range { low, high }
}
