//! How code of derivatives is made: instructions of open blocks, and arithmetic that simplifies.
//!
//! A rule speaks of one operation, so what rules make together is longer than what a person would write: the adjoint
//! times x, twice, for `(* x x)`; `0 - adjoint` for a difference. [`Maker::arithmetic`] knows flonums as multiples
//! `factor * v` of others and keeps factors and signs outside of sums and products:
//!
//! ```text
//! (* b b), b = 1 - x      0 - (b*1 + b*1)          ->  -2 * b
//! (* 100 a a)             (100*a)*1 + 100*(a*1)    ->  200 * a
//! ```
//!
//! Values of the program itself are never made in this way: their roundings are the program's.

use std::collections::HashMap;

use ir::id::{Arena, Id};
use ir::ssa::{Const, Inst, Op, Ty, Val};
use prims::{Inline, PrimId};
use syntax::Span;

/// The blocks that are open, innermost last, and what is known of the flonums in them.
#[derive(Default)]
pub struct Blocks {
    open: Vec<Open>,
    multiples: HashMap<Val, Multiple>,
}

#[derive(Default)]
struct Open {
    insts: Vec<Inst>,
    /// What arithmetic has made here.
    made: HashMap<Made, Val>,
}

/// `factor` times a value, or times 1.
#[derive(Clone, Copy)]
struct Multiple {
    factor: f64,
    of: Option<Val>,
}

/// A flonum by what it is computed from; a factor by its bits.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Made {
    Binary(PrimId, Val, Val),
    Times(u64, Val),
}

/// Makes instructions in the innermost block.
pub struct Maker<'a> {
    /// The types of all values.
    pub vals: &'a mut Arena<Val, Ty>,
    /// Where the instructions go.
    pub blocks: &'a mut Blocks,
    /// The place in the source that they stand for.
    pub span: Span,
}

impl Multiple {
    fn by(self, factor: f64) -> Multiple {
        Multiple { factor: self.factor * factor, ..self }
    }

    fn is_zero(self) -> bool {
        self.of.is_none() && self.factor == 0.0
    }
}

impl Blocks {
    /// Begins a block with these instructions.
    pub fn open(&mut self, insts: Vec<Inst>) {
        self.open.push(Open { insts, made: HashMap::new() });
    }

    /// The instructions of the innermost block, which ends.
    pub fn close(&mut self) -> Vec<Inst> {
        self.open.pop().expect("a block is open").insts
    }

    /// The instructions of the innermost block so far.
    pub fn insts(&mut self) -> &mut Vec<Inst> {
        &mut self.innermost().insts
    }

    fn innermost(&mut self) -> &mut Open {
        self.open.last_mut().expect("a block is open")
    }

    /// The constant that a value is known to be.
    pub fn constant(&self, val: Val) -> Option<f64> {
        self.multiples.get(&val).filter(|multiple| multiple.of.is_none()).map(|multiple| multiple.factor)
    }

    /// Notes that a value is a constant.
    pub fn note_constant(&mut self, val: Val, value: f64) {
        if value.is_finite() {
            self.multiples.insert(val, Multiple { factor: value, of: None });
        }
    }

    /// Notes that a value is another one times a factor.
    pub fn note_multiple(&mut self, val: Val, factor: f64, of: Val) {
        let multiple = self.multiple(of).by(factor);
        if multiple.factor.is_normal() {
            self.multiples.insert(val, multiple);
        }
    }

    fn multiple(&self, val: Val) -> Multiple {
        self.multiples.get(&val).copied().unwrap_or(Multiple { factor: 1.0, of: Some(val) })
    }
}

/// The factor and the other argument of a product of flonums, one of them a constant.
pub fn constant_factor(op: &Op, vals: &Arena<Val, Ty>, constant: impl Fn(Val) -> Option<f64>) -> Option<(f64, Val)> {
    let Op::Prim(prim, args) = op else { return None };
    let [a, b] = *args.first_chunk()?;
    let is_product = prim.row().inline == Some(Inline::Mul) && [vals[a], vals[b]] == [Ty::Flonum; 2];
    let factor = |factor: Val, of: Val| constant(factor).map(|factor| (factor, of));
    is_product.then(|| factor(a, b).or_else(|| factor(b, a)))?
}

impl Maker<'_> {
    /// An instruction.
    pub fn emit(&mut self, op: Op, ty: Ty) -> Val {
        let result = self.vals.push(ty);
        self.blocks.insts().push(Inst { result, op, span: self.span });
        result
    }

    /// A constant.
    pub fn flonum(&mut self, value: f64) -> Val {
        let result = self.emit(Op::Const(Const::Flonum(value)), Ty::Flonum);
        self.blocks.note_constant(result, value);
        result
    }

    /// The sum, difference, product or quotient of two flonums. A product with 0 is 0: the strong zero.
    pub fn arithmetic(&mut self, op: Inline, a: Val, b: Val) -> Val {
        let (x, y) = (self.blocks.multiple(a), self.blocks.multiple(b));
        let simpler = match op {
            Inline::Add => Some(self.sum(x, y)),
            Inline::Sub => Some(self.sum(x, y.by(-1.0))),
            Inline::Mul => self.product(x, y),
            Inline::Div => self.quotient(x, y),
            _ => None,
        };
        simpler.unwrap_or_else(|| self.binary(op, a, b))
    }

    fn sum(&mut self, x: Multiple, y: Multiple) -> Val {
        let factor = x.factor + y.factor;
        match (x.of, y.of) {
            _ if x.is_zero() => self.value(y),
            _ if y.is_zero() => self.value(x),
            (a, b) if a == b && factor.is_normal() => self.value(Multiple { factor, of: a }),
            (Some(a), Some(b)) if x.factor == y.factor => {
                let of = Some(self.binary(Inline::Add, a, b));
                self.value(Multiple { of, ..x })
            }
            (Some(a), Some(b)) if x.factor == -y.factor => {
                let (positive, a, b) = if x.factor > 0.0 { (x, a, b) } else { (y, b, a) };
                let of = Some(self.binary(Inline::Sub, a, b));
                self.value(Multiple { of, ..positive })
            }
            _ if y.factor < 0.0 => self.binary_of(Inline::Sub, x, y.by(-1.0)),
            _ if x.factor < 0.0 => self.binary_of(Inline::Sub, y, x.by(-1.0)),
            _ => self.binary_of(Inline::Add, x, y),
        }
    }

    fn product(&mut self, x: Multiple, y: Multiple) -> Option<Val> {
        if x.is_zero() || y.is_zero() {
            return Some(self.flonum(0.0));
        }
        let factor = x.factor * y.factor;
        if !factor.is_normal() {
            return None;
        }
        let of = match (x.of, y.of) {
            (Some(a), Some(b)) => Some(self.binary(Inline::Mul, a, b)),
            (one, other) => one.or(other),
        };
        Some(self.value(Multiple { factor, of }))
    }

    /// Factors leave the dividend. A divisor that is a power of two is a factor: so to divide is exact.
    fn quotient(&mut self, x: Multiple, y: Multiple) -> Option<Val> {
        let inverse = y.factor.recip();
        if y.of.is_none() && is_power_of_two(y.factor) && x.by(inverse).factor.is_normal() {
            return Some(self.value(x.by(inverse)));
        }
        let divisor = self.value(y);
        let of = Some(self.binary(Inline::Div, x.of?, divisor));
        Some(self.value(Multiple { of, ..x }))
    }

    fn binary_of(&mut self, op: Inline, x: Multiple, y: Multiple) -> Val {
        let (a, b) = (self.value(x), self.value(y));
        self.binary(op, a, b)
    }

    /// A multiple as a value.
    fn value(&mut self, multiple: Multiple) -> Val {
        let Multiple { factor, of } = multiple;
        let Some(of) = of else { return self.flonum(factor) };
        if factor == 1.0 {
            return of;
        }
        let result = self.once(Made::Times(factor.to_bits(), of), |this| {
            let factor = this.flonum(factor);
            this.emit(Op::Prim(prims::with_inline(Inline::Mul), vec![factor, of]), Ty::Flonum)
        });
        self.blocks.multiples.insert(result, multiple);
        result
    }

    fn binary(&mut self, op: Inline, a: Val, b: Val) -> Val {
        let prim = prims::with_inline(op);
        let commutes = matches!(op, Inline::Add | Inline::Mul) && b.index() < a.index();
        let (a, b) = if commutes { (b, a) } else { (a, b) };
        self.once(Made::Binary(prim, a, b), |this| this.emit(Op::Prim(prim, vec![a, b]), Ty::Flonum))
    }

    /// What has been made in an open block before, or is made now.
    fn once(&mut self, made: Made, make: impl FnOnce(&mut Self) -> Val) -> Val {
        if let Some(known) = self.blocks.open.iter().rev().find_map(|open| open.made.get(&made)) {
            return *known;
        }
        let result = make(self);
        self.blocks.innermost().made.insert(made, result);
        result
    }
}

fn is_power_of_two(value: f64) -> bool {
    value.is_normal() && value.to_bits() << 12 == 0
}
