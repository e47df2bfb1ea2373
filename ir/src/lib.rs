//! The languages between text and machine code.
//!
//! | language | removed since the one before | guaranteed |
//! |---|---|---|
//! | datums | text | every node has a span |
//! | [`hir`] | macros, names, libraries | every variable is resolved, every primitive call has the right arity |
//! | [`ssa`] | closures' environments, expressions | captures are parameters, types are known, control is structured |

pub mod held_boxes;
pub mod hir;
pub mod hir_print;
pub mod id;
pub mod private_boxes;
pub mod ssa;
pub mod ssa_print;
pub mod vectors;
