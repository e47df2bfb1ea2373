//! What the way back needs of the way there.
//!
//! A *region* is a block of the way there and the block of the way back that belongs to it. Code of the way back asks
//! for values of the way there and gets stand-ins ([`Body::stand_in`]). When a region has been read backwards, all that is
//! asked for is known, and each stand-in is defined at the start of the region's way back, in the order of the values:
//! computed again, if that is cheap and what it takes is there; else restored from where the way there has left it.

use std::collections::HashMap;

use ir::ssa::{Const, Fast, Inst, Op, Ty, Val};
use prims::Inline;

use super::Body;
use crate::algebra::constant_factor;
use crate::terms::TermCode;

/// Values are computed again by chains of at most this many operations.
const MAX_DEPTH: usize = 8;

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
        let mut known: HashMap<Val, Val> = HashMap::new();
        let (mut saved, mut stand_ins) = (Vec::new(), Vec::new());
        self.open();
        for (val, stand_in) in asked {
            if self.is_cheap(val, region, &known, MAX_DEPTH) {
                self.compute(val, Some(stand_in), region, &mut known);
            } else {
                saved.push(val);
                stand_ins.push(stand_in);
                known.insert(val, stand_in);
            }
        }
        Needs { saved, stand_ins, computed: self.close() }
    }

    /// Whether a value of a region can be computed from what is known.
    fn is_cheap(&self, val: Val, region: usize, known: &HashMap<Val, Val>, depth: usize) -> bool {
        if depth == 0 {
            return false;
        }
        if self.regions[region].counters.contains_key(&val) {
            return true;
        }
        let there = |arg: &Val| {
            known.contains_key(arg)
                || self.home.get(arg).is_some_and(|home| *home != region)
                || self.is_cheap(*arg, region, known, depth - 1)
        };
        let number = |val: &Val| matches!(self.vals[*val], Ty::Flonum | Ty::Fixnum | Ty::Bool);
        match self.defs.get(&val) {
            Some(Op::Const(_) | Op::Literal(_) | Op::GlobalRef(..)) => true,
            // Fast code changes no pairs.
            Some(Op::Prim(prim, args)) if matches!(prim.row().inline, Some(Inline::Car | Inline::Cdr)) => {
                args.iter().all(there)
            }
            Some(Op::Prim(prim, args)) => {
                let cheap = matches!(
                    prim.row().inline,
                    Some(
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
                            | Inline::Ge
                    )
                );
                cheap && number(&val) && args.iter().all(number) && args.iter().all(there)
            }
            Some(Op::Fast(op, args)) => {
                let cheap = match op {
                    Fast::Narrow | Fast::Number | Fast::Unbox | Fast::Below | Fast::Length => true,
                    Fast::Add | Fast::Sub | Fast::Mul => true,
                    Fast::CheckVector | Fast::CheckF64vector | Fast::CheckFlonums => true,
                    Fast::Load => self.is_read_only(args[0]) || self.is_last_state(args[0], val),
                    _ => false,
                };
                cheap && args.iter().all(there)
            }
            _ => false,
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
                Op::Fast(op @ (Fast::Load | Fast::Length | Fast::Below), args) => Op::Fast(op, all(self, args, known)),
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
