//! Leaves: numbers that may be tensors ([`Ty::Leaf`]).
//!
//! Nothing is known of them but that they are words, so a tangent or a cotangent is such a word too, and the exact 0 if
//! there is none. What a rule says is not made code of: a term is applied by a primitive (`%ad-tangent-part` and
//! `%ad-add-part!`), which does what the generic path does, with strong zeros and broadcasting.

use ir::ssa::{Const, Fast, Op, Ty, Val};
use prims::{Inline, Prim, PrimId};
use syntax::{Datum, DatumKind};

use crate::rules::{Expr, Rules, read_datum};
use crate::terms::TermCode;

/// The most parameters that a primitive has whose terms are applied so.
const MAX_PARAMS: usize = 4;

/// What a term uses of the arguments and of the result.
#[derive(Clone, Default, Debug)]
pub struct Uses {
    params: [bool; MAX_PARAMS],
    ans: bool,
}

/// A direction in which derivatives go.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Way {
    /// Tangents.
    Forward,
    /// Cotangents.
    Backward,
}

/// For each parameter what its term uses, `None` if it has none; `None` if there is no derivative.
pub fn uses(rules: &Rules, row: &Prim, way: Way) -> Option<Vec<Option<Uses>>> {
    if row.params.len() > MAX_PARAMS {
        return None;
    }
    if let Some(rule) = rules.of_row(row) {
        let terms = rule.expect("the rules of the table have been checked").terms;
        return Some(terms.iter().map(|term| term.is_linear().then(|| Uses::of(term))).collect());
    }
    let tangents = row.tangent?;
    let terms = if way == Way::Forward { tangents } else { row.cotangent };
    let of_param =
        |name: &str| terms.iter().find(|(param, _)| *param == name).map(|(_, text)| Uses::of_text(row, text));
    Some(row.params.iter().map(|param| of_param(param.name)).collect())
}

impl Uses {
    fn of(term: &Expr) -> Uses {
        let mut uses = Uses::default();
        uses.add(term);
        uses
    }

    fn add(&mut self, term: &Expr) {
        match term {
            Expr::Param(index) => self.params[*index] = true,
            Expr::Ans => self.ans = true,
            Expr::Call(_, args) => args.iter().for_each(|arg| self.add(arg)),
            Expr::If(parts) => parts.iter().for_each(|part| self.add(part)),
            Expr::Int(_) | Expr::Float(_) | Expr::Tangent(_) => {}
        }
    }

    fn of_text(row: &Prim, text: &str) -> Uses {
        let mut uses = Uses::default();
        uses.add_datum(row, &read_datum(text).unwrap_or_else(|error| unreachable!("{}: {error}", row.name)));
        uses
    }

    fn add_datum(&mut self, row: &Prim, datum: &Datum) {
        match &datum.kind {
            DatumKind::Symbol(name) if name.as_str() == "ans" => self.ans = true,
            DatumKind::Symbol(name) => {
                if let Some(index) = row.params.iter().position(|param| param.name == name.as_str()) {
                    self.params[index] = true;
                }
            }
            // The first one is the primitive.
            DatumKind::List(items, _) => items.iter().skip(1).for_each(|item| self.add_datum(row, item)),
            _ => {}
        }
    }
}

/// Where code on leaves is made.
pub trait LeafCode: TermCode {
    /// No tangent or cotangent.
    fn no_leaf(&mut self) -> Val {
        self.emit(Op::Const(Const::Fixnum(0)), Ty::Leaf)
    }

    /// A tangent or cotangent of a number for one of another type.
    fn number_as(&mut self, val: Val, ty: Ty) -> Val {
        match (self.code().vals[val], ty) {
            (Ty::Leaf, Ty::Flonum) => self.emit(Op::Prim(prims::with_inline(Inline::ToFlonum), vec![val]), Ty::Flonum),
            (Ty::Flonum, Ty::Leaf) => self.emit(Op::Fast(Fast::Unbox, vec![val]), Ty::Leaf),
            _ => val,
        }
    }

    /// What the tangent `dx` of an argument contributes to that of the result.
    fn tangent_part(&mut self, term: (PrimId, usize), uses: &Uses, call: (&[Val], Val), dx: Val) -> Val {
        let operands = self.operands_of_term(Way::Forward, term, uses, call, dx);
        self.emit(Op::Prim(prims::named("%ad-tangent-part"), operands), Ty::Leaf)
    }

    /// The cotangent `known` of an argument and what the cotangent `ct` of the result contributes to it.
    fn add_cotangent_part(
        &mut self,
        known: Val,
        term: (PrimId, usize),
        uses: &Uses,
        call: (&[Val], Val),
        ct: Val,
    ) -> Val {
        let operands = self.operands_of_term(Way::Backward, term, uses, call, ct);
        let all = std::iter::once(known).chain(operands).collect();
        self.emit(Op::Prim(prims::named("%ad-add-part!"), all), Ty::Leaf)
    }

    /// The number of a term, what is given for the parameter (or, backwards, for the result), and the values that the
    /// term uses.
    fn operands_of_term(
        &mut self,
        way: Way,
        (prim, index): (PrimId, usize),
        uses: &Uses,
        (args, result): (&[Val], Val),
        given: Val,
    ) -> Vec<Val> {
        let nothing = self.emit(Op::Const(Const::Fixnum(0)), Ty::Fixnum);
        let term = i64::from(prim.0) * prims::TERMS as i64 + index as i64;
        let term = self.emit(Op::Const(Const::Fixnum(term)), Ty::Fixnum);
        let ans = if uses.ans { self.get(result) } else { nothing };
        let mut all = vec![term, given, ans];
        for (position, is_param) in uses.params.iter().enumerate() {
            // The cotangent gets the shape of the argument.
            let is_used = *is_param || way == Way::Backward && position == index;
            all.push(if is_used { self.get(args[position]) } else { nothing });
        }
        all
    }
}

impl<Code: TermCode> LeafCode for Code {}
