//! Which vectors of fast code are different objects.
//!
//! A vector that a function has made is none of the others that it made, and none of those that there were before. Of
//! these, vectors of adjoints are none of the others. Nothing is said of vectors that come from elsewhere, such as the
//! parameter of a loop.

use std::collections::HashMap;

use crate::ssa::{Fast, Func, Op, Val};

/// What kind of object a vector is. Vectors of different origin are different objects.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Origin {
    /// The function has made it here.
    Made(Val),
    /// It was there before.
    Given,
    /// It was there before, for adjoints.
    Shadow,
}

/// Where a vector of a function comes from. `defs` says how the function's values are defined.
pub fn origin(func: &Func, defs: &HashMap<Val, &Op>, mut vector: Val) -> Option<Origin> {
    loop {
        match defs.get(&vector) {
            Some(Op::Fast(Fast::NewVector | Fast::NewF64vector, _)) => return Some(Origin::Made(vector)),
            Some(Op::Fast(op, args)) if passes_on(*op) => vector = args[0],
            Some(Op::GlobalRef(..) | Op::Literal(_)) => return Some(Origin::Given),
            Some(_) => return None,
            None => {
                let place = func.params.iter().position(|param| *param == vector)?;
                let is_shadow = place >= func.params.len() - func.shadows;
                return Some(if is_shadow { Origin::Shadow } else { Origin::Given });
            }
        }
    }
}

/// Whether the result of an operation is its argument.
fn passes_on(op: Fast) -> bool {
    matches!(op, Fast::CheckVector | Fast::CheckF64vector | Fast::CheckFlonums | Fast::Narrow | Fast::Unbox)
}
