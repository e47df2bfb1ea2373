//! What is known of values where code is being emitted, from tests that have succeeded on the way there: `(car x)` needs
//! no check behind `(cdr x)` or in the first branch of `(if (pair? x) ...)`. LLVM would find out too; but the checks that
//! are never emitted cost it no time.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};

use ir::ssa::{Op, Val};
use prims::Inline;
use runtime::value::Kind;

/// Something known of a value.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub enum Fact {
    /// It is a pair.
    Pair,
    /// It is an object of this kind.
    Kind(Kind),
}

/// The facts at the present place of a function.
#[derive(Default)]
pub struct Facts {
    known: RefCell<HashSet<(Val, Fact)>>,
    /// What is known, in the order in which it was found.
    trail: RefCell<Vec<(Val, Fact)>>,
    /// What the truth of a value tells.
    tests: RefCell<HashMap<Val, (Val, Fact)>>,
}

impl Facts {
    /// Whether it is known.
    pub fn holds(&self, val: Val, fact: Fact) -> bool {
        self.known.borrow().contains(&(val, fact))
    }

    /// From here to the end of the block it is known.
    pub fn learn(&self, val: Val, fact: Fact) {
        if self.known.borrow_mut().insert((val, fact)) {
            self.trail.borrow_mut().push((val, fact));
        }
    }

    /// Emits a block, at the end of which everything is forgotten that was learnt in it.
    pub fn within(&self, emit: impl FnOnce()) {
        let start = self.trail.borrow().len();
        emit();
        for fact in self.trail.borrow_mut().drain(start..) {
            self.known.borrow_mut().remove(&fact);
        }
    }

    /// Takes note of an instruction that may be a test.
    pub fn note_test(&self, result: Val, op: &Op) {
        let Op::Prim(prim, args) = op else { return };
        let fact = match prim.row().inline {
            Some(Inline::IsPair) => Fact::Pair,
            Some(Inline::IsVector) => Fact::Kind(Kind::Vector),
            Some(Inline::IsString) => Fact::Kind(Kind::String),
            _ => return,
        };
        self.tests.borrow_mut().insert(result, (args[0], fact));
    }

    /// Learns what a test tells that has succeeded.
    pub fn learn_test(&self, test: Val) {
        if let Some((val, fact)) = self.tests.borrow().get(&test) {
            self.learn(*val, *fact);
        }
    }
}
