//! Adjoints of values, and the rules of primitives read backwards.

use ir::ssa::{Ty, Val};
use prims::{Inline, PrimId};

use super::{Body, Key};
use crate::terms::TermCode;

impl Body<'_, '_> {
    /// Adds to an adjoint, if it is of anything active.
    pub fn add(&mut self, key: Key, amount: Val) {
        if !self.is_active(key) {
            return;
        }
        let sum = match self.adjoints.get(&key) {
            Some(old) => {
                let old = *old;
                self.inline(Inline::Add, &[old, amount], Ty::Flonum)
            }
            None => amount,
        };
        self.adjoints.insert(key, sum);
    }

    /// The adjoint, 0 if there is none.
    pub fn adjoint(&mut self, key: Key) -> Val {
        match self.adjoints.get(&key) {
            Some(known) => *known,
            None => self.flonum(0.0),
        }
    }

    /// Hands the adjoint of a primitive's result on to its arguments.
    pub fn reverse_prim(&mut self, prim: PrimId, args: &[Val], result: Val) {
        let Some(adjoint) = self.adjoints.remove(&(result, 0)) else { return };
        let terms = self.pass.shadows.terms(prim).unwrap_or_default();
        for (term, arg) in terms.iter().zip(args) {
            if term.is_linear() && self.is_active((*arg, 0)) {
                let amount = self.term(term, args, result, adjoint);
                self.add((*arg, 0), amount);
            }
        }
    }
}
