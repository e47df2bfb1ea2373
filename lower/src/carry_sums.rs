//! Sums in neighbouring elements of a vector, carried from turn to turn.
//!
//! In: a module with fast code. Out: the same, in which a loop that counts down and adds to elements next to each other
//! keeps the sum of an element until no further turn adds to it. Each turn loads one element and stores one, and no
//! turn waits for what another has stored; so LLVM makes vector code of the gradients of differences and stencils.
//!
//! ```text
//! loop (n = count) { accumulate v (i + 1) a; accumulate v i b; continue (n - 1) }       where i goes down with n
//! =>
//! loop (n = count, sum = v[first i + 1]) {
//!   if n <= 0 { v[last i] = sum } else { v[i + 1] = sum + a; continue (n - 1, v[i] + b) } }
//! ```
//!
//! Each element is what it was before, to the bit: the same numbers are added in the same order. Nothing else in the loop
//! may read or write the vector: it is one that this function has made, or one of adjoints, and all other vectors that
//! the loop uses are of another origin.

use std::collections::{BTreeMap, HashMap};

use ir::id::Arena;
use ir::ssa::{Block, Const, End, Fast, Func, Inst, Loop, Module, Op, Ty, Val};
use ir::vectors::{Origin, origin};
use prims::Inline;
use syntax::Span;

use crate::attempts::Code;

/// Index expressions deeper than this are not looked at.
const MAX_DEPTH: usize = 8;
/// Up to these, sums and products of small integers fit 64 bits.
const MAX_FACTOR: i64 = 1 << 12;
const MAX_NUMBER: i64 = 1 << 40;
const MAX_TERMS: usize = 4;
/// The sums of at most this many elements are carried.
const MAX_CARRIED: usize = 7;

/// Carries sums in all functions of a module.
pub fn carry_sums(mut module: Module) -> Module {
    for func in module.funcs.iter_mut() {
        if func.body.all_insts().any(|inst| matches!(inst.op, Op::Fast(Fast::Accumulate, _))) {
            carry_in(func);
        }
    }
    module
}

fn carry_in(func: &mut Func) {
    let defs = func.body.all_insts().map(|inst| (inst.result, &inst.op)).collect();
    let accesses = func.body.all_insts().filter_map(|inst| match &inst.op {
        Op::Fast(Fast::Load | Fast::Store | Fast::Accumulate, args) => Some(args[0]),
        _ => None,
    });
    let origins = accesses.filter_map(|vector| Some((vector, origin(func, &defs, vector)?))).collect();
    let body = func.body.clone();
    let mut pass = Pass { vals: &mut func.vals, origins };
    func.body = pass.block(body);
}

struct Pass<'a> {
    vals: &'a mut Arena<Val, Ty>,
    /// Of the vectors whose elements are read or written, where it is known.
    origins: HashMap<Val, Origin>,
}

impl Pass<'_> {
    fn block(&mut self, block: Block) -> Block {
        let mut insts = Vec::new();
        for inst in block.insts {
            let op = match inst.op {
                Op::Loop(inner) => {
                    let body = self.block(inner.body);
                    Op::Loop(Box::new(self.carry(Loop { body, ..*inner }, inst.span, &mut insts)))
                }
                op => op.map_blocks(|inner| self.block(inner.clone())),
            };
            insts.push(Inst { op, ..inst });
        }
        let end = block.end.map_blocks(|inner| self.block(inner.clone()));
        Block { insts, end }
    }

    /// The loop with sums carried, and what it needs before it.
    fn carry(&mut self, mut inner: Loop, span: Span, before: &mut Vec<Inst>) -> Loop {
        let Some(count) = Count::of(&inner) else { return inner };
        let vectors = self.summed(&inner, &count);
        if vectors.is_empty() {
            return inner;
        }
        let mut code = Code { vals: self.vals, insts: std::mem::take(before), span };
        let zero = code.fixnum(0);
        let turns = code.inline(Inline::Lt, &[zero, count.init], Ty::Bool);
        for sums in vectors {
            inner = sums.carried(inner, &count, turns, &mut code);
        }
        *before = code.insts;
        inner
    }

    /// The vectors that the turns only add to, at neighbouring elements.
    fn summed(&self, inner: &Loop, count: &Count) -> Vec<Sums> {
        let insts: Vec<&Inst> = inner.body.all_insts().collect();
        if !insts.iter().all(|inst| self.is_simple(&inst.op)) {
            return Vec::new();
        }
        let mut uses: HashMap<Val, usize> = HashMap::new();
        let of_ends = inner.body.nested().into_iter().flat_map(|block| block.end.args());
        for val in insts.iter().flat_map(|inst| inst.op.args()).chain(of_ends) {
            *uses.entry(val).or_default() += 1;
        }
        let mut added: BTreeMap<Val, Vec<[Val; 3]>> = BTreeMap::new();
        for inst in turn_of(inner) {
            if let Op::Fast(Fast::Accumulate, args) = &inst.op {
                added.entry(args[0]).or_default().push([inst.result, args[1], args[2]]);
            }
        }
        let is_alone = |vector: Val| match self.origins.get(&vector) {
            None | Some(Origin::Given) => false,
            of => insts.iter().all(|inst| match &inst.op {
                Op::Fast(Fast::Load | Fast::Store | Fast::Accumulate, args) if args[0] != vector => {
                    self.origins.get(&args[0]).is_some_and(|other| Some(other) != of)
                }
                _ => true,
            }),
        };
        let only_added = added.into_iter().filter(|(vector, all)| {
            let unused = all.iter().all(|[result, ..]| !uses.contains_key(result));
            unused && uses[vector] == all.len() && count.is_outside(*vector) && is_alone(*vector)
        });
        let sums = only_added.filter_map(|(vector, all)| Sums::of(vector, &all, count));
        sums.filter(|sums| sums.is_of_small_integers(self.vals)).collect()
    }

    /// Whether it touches no vectors but those that it reads or writes an element of.
    fn is_simple(&self, op: &Op) -> bool {
        match op {
            Op::Const(_) | Op::If(..) | Op::Loop(_) | Op::Tuple(_) | Op::Project(..) => true,
            Op::Prim(_, args) => args.iter().all(|arg| matches!(self.vals[*arg], Ty::Flonum | Ty::Fixnum | Ty::Bool)),
            Op::Fast(op, _) => match op {
                Fast::Narrow
                | Fast::Number
                | Fast::Unbox
                | Fast::Guard
                | Fast::Below
                | Fast::Constant
                | Fast::Length => true,
                Fast::Add | Fast::Sub | Fast::Mul | Fast::Load | Fast::Store | Fast::Accumulate => true,
                op => op.is_of_tape(),
            },
            _ => false,
        }
    }
}

fn turn_of(inner: &Loop) -> &[Inst] {
    match &inner.body.end {
        End::If(_, _, turn) => &turn.insts,
        _ => &[],
    }
}

/// How a loop counts down to 0, which is no turn.
struct Count {
    param: Val,
    init: Val,
    /// How what the loop defines is defined; its parameters, and what blocks in it define, are `None`.
    defs: HashMap<Val, Option<Op>>,
}

/// `factor * count + terms + number`, an index.
#[derive(Clone, PartialEq)]
struct Index {
    factor: i64,
    terms: BTreeMap<Val, i64>,
    number: i64,
}

impl Count {
    fn of(inner: &Loop) -> Option<Count> {
        let End::If(test, exit, turn) = &inner.body.end else { return None };
        let (End::Yield(_), End::Continue(id, next)) = (&exit.end, &turn.end) else { return None };
        let mut defs: HashMap<Val, Option<Op>> = inner.params.iter().map(|param| (*param, None)).collect();
        let loops = inner.body.all_loops();
        defs.extend(loops.flat_map(|inner| &inner.params).map(|param| (*param, None)));
        defs.extend(inner.body.all_insts().map(|inst| (inst.result, None)));
        let own = inner.body.insts.iter().chain(&turn.insts);
        defs.extend(
            own.filter(|inst| inst.op.blocks().next().is_none()).map(|inst| (inst.result, Some(inst.op.clone()))),
        );
        let count = Count { param: *test, init: *test, defs };
        let (Inline::Le, [param, end]) = count.arithmetic(*test)? else { return None };
        let place = inner.params.iter().position(|one| *one == param)?;
        let (Inline::Sub, [from, step]) = count.arithmetic(next[place])? else { return None };
        let counts = *id == inner.id && from == param && count.number(end) == Some(0) && count.number(step) == Some(1);
        counts.then(|| Count { param, init: inner.inits[place], ..count })
    }

    fn is_outside(&self, val: Val) -> bool {
        !self.defs.contains_key(&val)
    }

    fn def(&self, val: Val) -> Option<&Op> {
        self.defs.get(&val)?.as_ref()
    }

    fn number(&self, val: Val) -> Option<i64> {
        self.def(val)?.as_fixnum()
    }

    /// An operation of two numbers, checked or not.
    fn arithmetic(&self, val: Val) -> Option<(Inline, [Val; 2])> {
        let (op, args) = match self.def(val)? {
            Op::Fast(Fast::Add, args) => (Inline::Add, args),
            Op::Fast(Fast::Sub, args) => (Inline::Sub, args),
            Op::Fast(Fast::Mul, args) => (Inline::Mul, args),
            Op::Prim(prim, args) => (prim.row().inline?, args),
            _ => return None,
        };
        Some((op, args[..].try_into().ok()?))
    }

    fn index(&self, val: Val, depth: usize) -> Option<Index> {
        let constant = |number| Index { factor: 0, terms: BTreeMap::new(), number };
        if val == self.param {
            return Some(Index { factor: 1, ..constant(0) });
        }
        if self.is_outside(val) {
            return Some(Index { terms: BTreeMap::from([(val, 1)]), ..constant(0) });
        }
        if let Some(number) = self.number(val) {
            return Some(constant(number));
        }
        let (op, args) = self.arithmetic(val)?;
        let depth = depth.checked_sub(1)?;
        let (a, b) = (self.index(args[0], depth)?, self.index(args[1], depth)?);
        match op {
            Inline::Add => a.plus(b, 1),
            Inline::Sub => a.plus(b, -1),
            Inline::Mul if a.is_number() => constant(0).plus(b, a.number),
            Inline::Mul if b.is_number() => constant(0).plus(a, b.number),
            _ => None,
        }
    }
}

impl Index {
    fn is_number(&self) -> bool {
        self.factor == 0 && self.terms.is_empty()
    }

    fn plus(mut self, other: Index, times: i64) -> Option<Index> {
        let add = |a: i64, b: i64, limit: i64| {
            let sum = a.checked_add(b.checked_mul(times)?)?;
            (-limit..=limit).contains(&sum).then_some(sum)
        };
        self.factor = add(self.factor, other.factor, MAX_FACTOR)?;
        self.number = add(self.number, other.number, MAX_NUMBER)?;
        for (term, factor) in other.terms {
            let sum = add(self.terms.remove(&term).unwrap_or(0), factor, MAX_FACTOR)?;
            if sum != 0 {
                self.terms.insert(term, sum);
            }
        }
        (self.terms.len() <= MAX_TERMS).then_some(self)
    }

    /// Its value where the count is `at`.
    fn value_at(&self, at: Val, code: &mut Code) -> Val {
        let mut sum = code.fixnum(self.number);
        for (val, factor) in std::iter::once((at, self.factor)).chain(self.terms.iter().map(|(val, f)| (*val, *f))) {
            let factor = code.fixnum(factor);
            let term = code.inline(Inline::Mul, &[val, factor], Ty::Fixnum);
            sum = code.inline(Inline::Add, &[sum, term], Ty::Fixnum);
        }
        sum
    }
}

/// What the turns add to a vector.
struct Sums {
    vector: Val,
    /// The elements, in the order in which they meet one of the vector's: what is the element of one place in this turn is
    /// that of the next one in the next turn.
    places: Vec<Place>,
}

/// One of the elements that each turn adds to.
struct Place {
    index: Index,
    /// The index as a value of the turn.
    at: Val,
    /// The accumulations, and what they add.
    added: Vec<(Val, Val)>,
}

impl Sums {
    fn of(vector: Val, added: &[[Val; 3]], count: &Count) -> Option<Sums> {
        let mut places: BTreeMap<i64, Place> = BTreeMap::new();
        for [result, at, number] in added {
            let index = count.index(*at, MAX_DEPTH)?;
            let place = index.number.checked_mul(index.factor).filter(|_| index.factor.abs() == 1)?;
            let new = Place { index, at: *at, added: Vec::new() };
            places.entry(place).or_insert(new).added.push((*result, *number));
        }
        let (first, one) = places.first_key_value()?;
        let fits = places.iter().zip(*first..).all(|((place, this), wanted)| {
            *place == wanted && Index { number: one.index.number, ..this.index.clone() } == one.index
        });
        let carried = places.len() - 1;
        (fits && (1..=MAX_CARRIED).contains(&carried)).then(|| Sums { vector, places: places.into_values().collect() })
    }

    fn is_of_small_integers(&self, vals: &Arena<Val, Ty>) -> bool {
        self.places[0].index.terms.keys().all(|term| vals[*term] == Ty::Fixnum)
    }

    /// The loop with the sums of all places but the last carried to the next turn. `turns` says whether it has any.
    fn carried(&self, mut inner: Loop, count: &Count, turns: Val, code: &mut Code) -> Loop {
        let (last, carried) = self.places.split_last().expect("there are at least two places");
        // The first turn begins with what is in the elements, if there is one.
        let mut sums = vec![None];
        for place in &self.places[1..] {
            let load = |code: &mut Code| {
                let at = place.index.value_at(count.init, code);
                code.fast(Fast::Load, &[self.vector, at], Ty::Flonum)
            };
            let init = code.choose(turns, load, nothing);
            let init = code.emit(init, Ty::Flonum);
            let param = code.vals.push(Ty::Flonum);
            inner.params.push(param);
            inner.inits.push(init);
            sums.push(Some(param));
        }
        let End::If(_, exit, turn) = &mut inner.body.end else { unreachable!("the loop counts") };
        // The last turn leaves what has been carried.
        let store = |code: &mut Code| {
            let one = code.fixnum(1);
            for (place, sum) in carried.iter().zip(sums[1..].iter().flatten()) {
                let at = place.index.value_at(one, code);
                code.fast(Fast::Store, &[self.vector, at, *sum], Ty::Any);
            }
            nothing(code)
        };
        let mut left = Code { vals: code.vals, insts: std::mem::take(&mut exit.insts), span: code.span };
        let op = left.choose(turns, store, nothing);
        left.emit(op, Ty::Flonum);
        exit.insts = left.insts;
        // A turn: an element is loaded where it is first met, and stored where it is met last.
        let insts = std::mem::take(&mut turn.insts);
        let mut made = Code::new(code.vals, code.span);
        for inst in insts {
            let place = self.places.iter().position(|place| place.added.iter().any(|(one, _)| *one == inst.result));
            let Some(place) = place else {
                made.insts.push(inst);
                continue;
            };
            let Place { at, added, .. } = &self.places[place];
            let (_, number) = added.iter().find(|(one, _)| *one == inst.result).expect("it has just been found");
            let sum = sums[place].unwrap_or_else(|| made.fast(Fast::Load, &[self.vector, *at], Ty::Flonum));
            sums[place] = Some(made.inline(Inline::Add, &[sum, *number], Ty::Flonum));
        }
        let sums: Vec<Val> = sums.into_iter().map(|sum| sum.expect("each place is added to")).collect();
        let (stored, next) = sums.split_last().expect("there are at least two places");
        made.fast(Fast::Store, &[self.vector, last.at, *stored], Ty::Any);
        turn.insts = made.insts;
        if let End::Continue(_, args) = &mut turn.end {
            args.extend(next);
        }
        inner
    }
}

fn nothing(code: &mut Code) -> Val {
    code.emit(Op::Const(Const::Flonum(0.0)), Ty::Flonum)
}
