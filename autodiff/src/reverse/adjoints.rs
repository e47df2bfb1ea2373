//! Adjoints of values, and the rules of primitives read backwards.

use ir::ssa::{Op, Ty, Val};
use prims::PrimId;

use super::{Body, Key};
use crate::leaves::LeafCode;
use crate::terms::TermCode;

impl Body<'_, '_> {
    /// Adds to an adjoint, if it is of anything active.
    pub fn add(&mut self, key: Key, amount: Val) {
        if !self.is_active(key) {
            return;
        }
        let ty = self.adjoint_type(key);
        let amount = self.number_as(amount, ty);
        let sum = match self.adjoints.get(&key) {
            Some(old) if ty == Ty::Leaf => self.leaf_sum(*old, amount),
            Some(old) => self.sum(*old, amount),
            None => amount,
        };
        self.adjoints.insert(key, sum);
    }

    /// The sum of two adjoints of a leaf, the first of which nobody else needs any more.
    pub fn leaf_sum(&mut self, known: Val, amount: Val) -> Val {
        self.emit(Op::Prim(prims::named("%ad-add!"), vec![known, amount]), Ty::Leaf)
    }

    /// The adjoint, 0 if there is none.
    pub fn adjoint(&mut self, key: Key) -> Val {
        match self.adjoints.get(&key) {
            Some(known) => *known,
            None => self.no_adjoint(self.adjoint_type(key)),
        }
    }

    /// The adjoint 0 of a number of a type.
    pub fn no_adjoint(&mut self, ty: Ty) -> Val {
        if ty == Ty::Leaf { self.no_leaf() } else { self.flonum(0.0) }
    }

    /// Hands the adjoint of a primitive's result on to its arguments.
    pub fn reverse_prim(&mut self, prim: PrimId, args: &[Val], result: Val) {
        let Some(adjoint) = self.adjoints.remove(&(result, 0)) else { return };
        if self.vals[result] == Ty::Leaf {
            return self.reverse_leaf(prim, args, result, adjoint);
        }
        let terms = self.pass.shadows.terms(prim).unwrap_or_default();
        // What one argument gets is one amount, wherever it stands: the two parts of a square are one multiple.
        let mut amounts: Vec<(Val, Val)> = Vec::new();
        for (term, arg) in terms.iter().zip(args) {
            if term.is_linear() && self.is_active((*arg, 0)) {
                let amount = self.term(term, args, result, adjoint);
                match amounts.iter_mut().find(|(known, _)| known == arg) {
                    Some((_, sum)) => *sum = self.sum(*sum, amount),
                    None => amounts.push((*arg, amount)),
                }
            }
        }
        for (arg, amount) in amounts {
            self.add((arg, 0), amount);
        }
    }

    /// The same where numbers may be tensors.
    fn reverse_leaf(&mut self, prim: PrimId, args: &[Val], result: Val, adjoint: Val) {
        for (index, uses) in self.pass.shadows.uses(prim).unwrap_or_default().iter().enumerate() {
            let key = (args[index], 0);
            let Some(uses) = uses.as_ref().filter(|_| self.is_active(key)) else { continue };
            let known = self.known_leaf(key);
            let sum = self.add_cotangent_part(known, (prim, index), uses, (args, result), adjoint);
            if self.adjoint_type(key) == Ty::Leaf {
                self.adjoints.insert(key, sum);
            } else {
                self.add(key, sum);
            }
        }
    }

    /// The adjoint of a leaf as far as it is known: what its place has if nothing has been added yet.
    fn known_leaf(&mut self, key: Key) -> Val {
        let known = self.adjoints.get(&key).copied().filter(|_| self.adjoint_type(key) == Ty::Leaf);
        match (known, self.facts.shadows.cells.get(&key.0).copied()) {
            (Some(known), _) => known,
            (None, Some(place)) => {
                let place = self.get(place);
                self.emit(Op::Prim(prims::named("%ad-take!"), vec![place]), Ty::Leaf)
            }
            (None, None) => self.no_leaf(),
        }
    }
}
