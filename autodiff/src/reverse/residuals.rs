//! What the way back needs of the way there.
//!
//! A *region* is a block of the way there and the block of the way back that belongs to it. Code of the way back asks
//! for values of the way there and gets stand-ins ([`Body::stand_in`]). When a region has been read backwards, all that is
//! asked for is known, and each stand-in is defined at the start of the region's way back, in the order of the values:
//! restored from where the way there has left it, or computed again from others, whichever costs least in all
//! ([`cut`]).

use std::collections::HashMap;

use ir::ssa::{Const, Fast, Inst, Op, Ty, Val};
use prims::Inline;

use super::{Body, cut};
use crate::algebra::constant_factor;
use crate::terms::TermCode;

/// Of more values than this, the others are left.
const MOST: usize = 2000;
/// What it costs to leave a value for the way back, in operations on numbers.
const LEFT: u32 = 6;

/// How values of a region come to its way back.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// Both ways are in one scope.
    Direct,
    /// On the tape, in one record.
    Record,
    /// Handed out of the branch or loop, as values of the region around it.
    HandedOut,
}

/// A block, there and back.
pub struct Region {
    kind: Kind,
    stand_ins: HashMap<Val, Val>,
    /// For the turns of a loop: the number of the turn on the way back.
    turn: Option<Val>,
    /// First value and step of those parameters of the loop that count.
    counters: HashMap<Val, (Val, Inline, Val)>,
}

/// What a region needs.
pub struct Needs {
    /// Values of the way there that must be left for the way back.
    pub saved: Vec<Val>,
    /// Their stand-ins.
    pub stand_ins: Vec<Val>,
    /// The code that computes the others; it comes behind what restores the stand-ins.
    pub computed: Vec<Inst>,
}

impl Region {
    /// A region in which nothing has been asked for.
    pub fn new(kind: Kind) -> Region {
        Region { kind, stand_ins: HashMap::new(), turn: None, counters: HashMap::new() }
    }
}

impl Body<'_, '_> {
    /// A new region.
    pub fn region(&mut self, kind: Kind) -> usize {
        self.regions.push(Region::new(kind));
        self.regions.len() - 1
    }

    /// The turns of a loop, counted by `turn` on the way back.
    pub fn turn_region(&mut self, turn: Val, params: &[Val], inits: &[Val], next: &[Val]) -> usize {
        let mut region = Region { turn: Some(turn), ..Region::new(Kind::Record) };
        for ((param, init), next) in params.iter().zip(inits).zip(next) {
            let step = match self.defs.get(next) {
                Some(Op::Fast(Fast::Add, args)) if args[0] == *param => Some((Inline::Add, args[1])),
                Some(Op::Fast(Fast::Sub, args)) if args[0] == *param => Some((Inline::Sub, args[1])),
                Some(Op::Prim(prim, args)) if self.vals[*param] == Ty::Fixnum && args.first() == Some(param) => {
                    prim.row().inline.filter(|op| matches!(op, Inline::Add | Inline::Sub)).map(|op| (op, args[1]))
                }
                _ => None,
            };
            if let Some((op, step)) = step
                && (self.is_open(step) || matches!(self.defs.get(&step), Some(Op::Const(_))))
            {
                region.counters.insert(*param, (*init, op, step));
            }
        }
        self.regions.push(region);
        self.regions.len() - 1
    }

    /// Whether the way back is in the region of a value.
    fn is_open(&self, val: Val) -> bool {
        self.home.get(&val).is_some_and(|home| self.inside.contains(home))
    }

    /// The values that these instructions define are in a region, as seen from the way back.
    pub fn settle(&mut self, insts: &[Inst], region: usize) {
        for inst in insts {
            self.home.insert(inst.result, region);
        }
    }

    /// A value of the way there, for the way back.
    pub fn stand_in(&mut self, val: Val) -> Val {
        let home = self.home[&val];
        debug_assert!(self.inside.contains(&home), "the way back is in the region of what it asks for");
        if self.regions[home].kind == Kind::Direct {
            return val;
        }
        if let Some(known) = self.regions[home].stand_ins.get(&val) {
            return *known;
        }
        let stand_in = self.vals.push(self.vals[val]);
        self.regions[home].stand_ins.insert(val, stand_in);
        stand_in
    }

    /// A factor, and what stands in here for what the value is a multiple of, if both are known without asking for more.
    pub fn known_multiple(&self, val: Val) -> Option<(f64, Val)> {
        let constant = |arg| match self.defs.get(&arg) {
            Some(Op::Const(Const::Flonum(value))) => Some(*value),
            _ => None,
        };
        let (factor, of) = constant_factor(self.defs.get(&val)?, &self.vals, constant)?;
        let home = &self.regions[*self.home.get(&of)?];
        let stand_in = if home.kind == Kind::Direct { Some(of) } else { home.stand_ins.get(&of).copied() };
        stand_in.map(|of| (factor, of))
    }

    /// Decides how a region that has been read comes by what was asked for.
    pub fn needs(&mut self, region: usize) -> Needs {
        let mut asked: Vec<(Val, Val)> = self.regions[region].stand_ins.iter().map(|(v, s)| (*v, *s)).collect();
        asked.sort_by_key(|(val, _)| self.order[val]);
        let saved = self.saved(region, asked.iter().map(|(val, _)| *val).collect());
        let mut known: HashMap<Val, Val> = HashMap::new();
        for val in &saved {
            let new = || self.vals.push(self.vals[*val]);
            known.insert(*val, *self.regions[region].stand_ins.entry(*val).or_insert_with(new));
        }
        self.open();
        for (val, stand_in) in asked {
            if !known.contains_key(&val) {
                self.compute(val, Some(stand_in), region, &mut known);
            }
        }
        let stand_ins = saved.iter().map(|val| known[val]).collect();
        Needs { saved, stand_ins, computed: self.close() }
    }

    /// The values of a region to leave for what has been asked for, in their order.
    fn saved(&self, region: usize, asked: Vec<Val>) -> Vec<Val> {
        let count = asked.len();
        let mut places: HashMap<Val, usize> = asked.iter().enumerate().map(|(place, val)| (*val, place)).collect();
        let mut vals = asked;
        let mut values: Vec<cut::Value> = Vec::new();
        while let Some(val) = vals.get(values.len()).copied() {
            let again = if values.len() < MOST { self.cost(val, region) } else { None };
            let operands = if again.is_some() { self.operands(val, region) } else { Vec::new() };
            let place = |arg: Val| {
                *places.entry(arg).or_insert_with(|| {
                    vals.push(arg);
                    vals.len() - 1
                })
            };
            let operands = operands.into_iter().map(place).collect();
            values.push(cut::Value { again, left: LEFT, operands, asked: values.len() < count });
        }
        let left = cut::left(&values);
        let mut saved: Vec<Val> = vals.into_iter().zip(left).filter_map(|(val, left)| left.then_some(val)).collect();
        saved.sort_by_key(|val| self.order[val]);
        saved
    }

    /// The values of the region that one is computed from.
    fn operands(&self, val: Val, region: usize) -> Vec<Val> {
        let args: Vec<Val> = match (self.regions[region].counters.get(&val), self.defs.get(&val)) {
            (Some((init, _, step)), _) => vec![*init, *step],
            (None, Some(Op::Prim(_, args) | Op::Fast(_, args))) => args.clone(),
            _ => Vec::new(),
        };
        args.into_iter().filter(|arg| self.home.get(arg).is_none_or(|home| *home == region)).collect()
    }

    /// What it costs to compute a value of a region from its operands, if that is cheap.
    fn cost(&self, val: Val, region: usize) -> Option<u32> {
        if self.regions[region].counters.contains_key(&val) {
            return Some(2);
        }
        let number = |val: &Val| matches!(self.vals[*val], Ty::Flonum | Ty::Fixnum | Ty::Bool);
        match self.defs.get(&val)? {
            Op::Const(_) | Op::Literal(_) | Op::GlobalRef(..) => Some(0),
            Op::Prim(prim, args) => match prim.row().inline? {
                // Fast code changes no pairs.
                Inline::Car | Inline::Cdr | Inline::IsPair | Inline::IsNull | Inline::Eq => Some(1),
                Inline::Add
                | Inline::Sub
                | Inline::Mul
                | Inline::Abs
                | Inline::Min
                | Inline::Max
                | Inline::ToFlonum
                | Inline::Not
                | Inline::NumEq
                | Inline::Lt
                | Inline::Le
                | Inline::Gt
                | Inline::Ge => (number(&val) && args.iter().all(number)).then_some(1),
                _ => None,
            },
            Op::Fast(op, args) => match op {
                Fast::Narrow | Fast::Number | Fast::Unbox => Some(0),
                Fast::CheckVector | Fast::CheckF64vector | Fast::CheckFlonums => Some(0),
                Fast::Below | Fast::Length | Fast::Add | Fast::Sub | Fast::Mul => Some(1),
                Fast::Load => (self.is_read_only(args[0]) || self.is_last_state(args[0], val)).then_some(1),
                _ => None,
            },
            _ => None,
        }
    }

    /// Whether nobody changes a vector.
    pub fn is_read_only(&self, vector: Val) -> bool {
        match self.defs.get(&vector) {
            Some(Op::Fast(Fast::CheckVector | Fast::CheckF64vector | Fast::CheckFlonums, _)) => true,
            Some(Op::Fast(Fast::Unbox, args)) => self.is_read_only(args[0]),
            _ => self.read_only.contains(&vector),
        }
    }

    /// Whether a number was read of a vector behind the last change.
    fn is_last_state(&self, vector: Val, read: Val) -> bool {
        self.vals[read] == Ty::Flonum && self.changes.get(&vector).is_some_and(|last| *last < self.order[&read])
    }

    /// Computes a value of a region again, unchecked: the way there has checked it.
    fn compute(&mut self, val: Val, result: Option<Val>, region: usize, known: &mut HashMap<Val, Val>) -> Val {
        let operand = |this: &mut Self, arg: Val, known: &mut HashMap<Val, Val>| {
            if let Some(done) = known.get(&arg) {
                return *done;
            }
            match this.home.get(&arg) {
                Some(home) if *home != region => this.get(arg),
                _ => this.compute(arg, None, region, known),
            }
        };
        let ty = self.vals[val];
        let op = if let Some((init, op, step)) = self.regions[region].counters.get(&val).copied() {
            let turn = self.regions[region].turn.expect("turns are counted");
            let init = operand(self, init, known);
            let step = operand(self, step, known);
            let way = self.inline(Inline::Mul, &[turn, step], Ty::Fixnum);
            Op::Prim(prims::with_inline(op), vec![init, way])
        } else {
            let def = self.defs[&val].clone();
            let all = |this: &mut Self, args: Vec<Val>, known: &mut HashMap<Val, Val>| -> Vec<Val> {
                args.into_iter().map(|arg| operand(this, arg, known)).collect()
            };
            match def {
                Op::Prim(prim, args) => Op::Prim(prim, all(self, args, known)),
                Op::Fast(Fast::Add, args) => Op::Prim(prims::with_inline(Inline::Add), all(self, args, known)),
                Op::Fast(Fast::Sub, args) => Op::Prim(prims::with_inline(Inline::Sub), all(self, args, known)),
                Op::Fast(Fast::Mul, args) => Op::Prim(prims::with_inline(Inline::Mul), all(self, args, known)),
                Op::Fast(op @ (Fast::Load | Fast::Length | Fast::Below | Fast::Number), args) => {
                    Op::Fast(op, all(self, args, known))
                }
                Op::Fast(_, args) => Op::Fast(Fast::Unbox, all(self, args, known)),
                other => other,
            }
        };
        let result = result.unwrap_or_else(|| self.vals.push(ty));
        self.blocks.insts().push(Inst { result, op, span: self.span });
        known.insert(val, result);
        result
    }

    /// The start of the way back of a region whose needs are on the tape, and what the way there pushes.
    pub fn restore_record(&mut self, region: usize) -> (Vec<Inst>, Vec<Val>) {
        let needs = self.needs(region);
        let mut code = Vec::new();
        for (depth, stand_in) in needs.stand_ins.iter().enumerate() {
            code.push(Inst { result: *stand_in, op: Op::Fast(Fast::Peek(depth), Vec::new()), span: self.span });
        }
        if !needs.saved.is_empty() {
            code.push(self.inst(Op::Fast(Fast::Drop(needs.saved.len()), Vec::new()), Ty::Any));
        }
        code.extend(needs.computed);
        (code, needs.saved)
    }

    /// The code of the way there that leaves values on the tape.
    pub fn push_record(&mut self, saved: &[Val]) -> Option<Inst> {
        (!saved.is_empty()).then(|| self.inst(Op::Fast(Fast::Push, saved.to_vec()), Ty::Any))
    }
}
