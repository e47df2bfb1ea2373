//! Forward mode on ssa: values and tangents of fast code together.
//!
//! In: a function of fast code in normal form (see `lower::specialize`) and which of its parameters are active. Out:
//! a function of fast code in normal form, so it may be differentiated again, in either mode; and the output of reverse
//! mode may be differentiated here.
//!
//! Each active flonum has a *tangent*, a flonum beside it; each active vector of flonums has a *shadow*, a vector of the
//! same length that holds the tangents of its elements. The structure of the code stays as it is:
//!
//! ```text
//! v2 = sin v1                      t2 = cos v1 * t1
//! if t { A } else { B }            yields the value and its tangent, a tuple
//! loop (p ...)                     has the tangents of its parameters as further parameters
//! call f (v ...)                   f.tangent, which takes and returns tangents as well
//! push v; peek 0; drop 1           push v t; peek 0; peek 1; drop 2
//! ```
//!
//! The shadow of a vector of vectors holds the shadows of these.
//!
//! What is not known to be a flonum or a vector of them may be a *structure* of such, which stands beside a structure of
//! the same form: see [`parts`].
//!
//! A vector that is made elsewhere, and is used where an active one may be, gets a shadow of zeros.
//!
//! The strong zero of `design/autodiff.md` is not computed here: see [`crate::reverse`].

mod activity;
mod parts;
mod structure;

use std::collections::{HashMap, HashSet};

use ir::ssa::{Derivative, Func, FuncId, Module, Op, Ty, Val};
use prims::PrimId;

use crate::leaves::{self, Uses, Way};
use crate::own_rule::{Code, OwnRule, missing, zero_like};
use crate::reverse::Refusal;
use crate::rules::{Expr, Rules};
use activity::{Key, Keys, Summaries};
use structure::Body;

/// A function that computes values and tangents.
///
/// It takes the parameters, then the tangent of each active one. It returns what the function returns and then what
/// stands beside some elements of that: the tangents of all flonums, the shadows of all vectors of flonums, and what is
/// beside structures of active numbers.
#[derive(Clone, Debug)]
pub struct Tangent {
    /// The function.
    pub func: FuncId,
    /// The elements of what the function returns beside which something stands, in order.
    pub returned: Vec<usize>,
}

/// Makes the tangent of `func` with respect to the parameters that are marked: flonums, and vectors of flonums. New
/// functions are added to `module`, or none.
pub fn tangent(module: &mut Module, func: FuncId, active: &[bool]) -> Result<Tangent, Refusal> {
    module.all_or_nothing(|module| {
        let mut forward = Forward::new(module, Mode::Tangents);
        let made = forward.tangent(func, active)?;
        let keys = forward.active_keys(func, active)?;
        Ok(Tangent { func: made, returned: forward.returned(func, &keys) })
    })
}

/// Whether values of a type have tangents.
fn is_differentiable(ty: Ty) -> bool {
    is_number(ty) || ty.has_shadow()
}

/// Whether values of a type are numbers that have tangents and adjoints; leaves may be tensors.
pub fn is_number(ty: Ty) -> bool {
    matches!(ty, Ty::Flonum | Ty::Leaf)
}

/// What stands beside the values in the code that is made.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mode {
    /// Tangents of flonums, and shadows of vectors that hold the tangents of their elements.
    Tangents,
    /// Shadows of vectors only, with zeros: what reverse mode begins with.
    Shadows,
}

/// What stands beside values.
#[derive(Clone, Default)]
pub struct Shadows {
    /// The tangent of a flonum, the shadow of a vector or of a structure.
    pub of: HashMap<Val, Val>,
    /// For each leaf that was taken from a structure: the place of its adjoint.
    pub cells: HashMap<Val, Val>,
    /// For each place that was made for a leaf in a pair: the leaf.
    pub held: HashMap<Val, Val>,
    /// For each flonum that was taken from a structure: the f64vector for its adjoint, and the index there.
    pub places: HashMap<Val, (Val, Val)>,
}

/// A function with shadows.
#[derive(Clone)]
pub struct Shadowed {
    /// Which of its parameters are active; the shadows, which come last, are not.
    pub active: Vec<bool>,
    /// How many parameters are not shadows.
    pub own: usize,
    /// Whether it returns shadows.
    pub returns_shadows: bool,
    /// The active numbers and vectors, and elements of tuples.
    pub keys: HashSet<Key>,
    /// What stands beside the values.
    pub shadows: Shadows,
}

/// Forward mode, or the first part of reverse mode.
pub struct Forward<'a> {
    pub module: &'a mut Module,
    pub rules: Rules,
    mode: Mode,
    terms: HashMap<PrimId, Option<Vec<Expr>>>,
    uses: HashMap<PrimId, Option<Vec<Option<Uses>>>>,
    made: HashMap<(FuncId, Vec<bool>), FuncId>,
    /// The functions with shadows that were made.
    pub shadowed: HashMap<FuncId, Shadowed>,
    tape: HashMap<FuncId, bool>,
    activity: Summaries,
}

impl<'a> Forward<'a> {
    /// Nothing has been made yet.
    pub fn new(module: &'a mut Module, mode: Mode) -> Self {
        Forward {
            module,
            rules: Rules::new().expect("the rows of arithmetic exist"),
            mode,
            terms: HashMap::new(),
            uses: HashMap::new(),
            made: HashMap::new(),
            shadowed: HashMap::new(),
            tape: HashMap::new(),
            activity: Summaries::default(),
        }
    }

    /// What the tangent of each parameter contributes to that of the result; `None` if there is no derivative.
    pub fn terms(&mut self, prim: PrimId) -> Option<Vec<Expr>> {
        let rules = self.rules;
        let read =
            || rules.of_row(prim.row()).map(|rule| rule.expect("the rules of the table have been checked").terms);
        self.terms.entry(prim).or_insert_with(read).clone()
    }

    /// What the terms of a primitive of leaves use, for each parameter; `None` if there is no derivative.
    pub fn uses(&mut self, prim: PrimId) -> Option<Vec<Option<Uses>>> {
        let (rules, way) = (self.rules, self.way());
        self.uses.entry(prim).or_insert_with(|| leaves::uses(&rules, prim.row(), way)).clone()
    }

    /// The direction of what is made here.
    pub fn way(&self) -> Way {
        if self.mode == Mode::Tangents { Way::Forward } else { Way::Backward }
    }

    /// A type with the tangents of these elements.
    fn with_tangents(&mut self, ty: Ty, active: &[usize]) -> Ty {
        if active.is_empty() {
            return ty;
        }
        let mut types = self.module.elements(&ty).to_vec();
        let tangents: Vec<Ty> = active.iter().map(|index| types[*index]).collect();
        types.extend(tangents);
        self.module.packed_type(&types)
    }

    /// Whether something stands beside the values of a type.
    fn has_tangent(&self, ty: Ty) -> bool {
        ty.has_shadow() || is_number(ty) && self.mode == Mode::Tangents
    }

    /// Which elements of a type have tangents.
    fn differentiable(&self, ty: Ty) -> Vec<usize> {
        let types = self.module.elements(&ty);
        (0..types.len()).filter(|index| self.has_tangent(types[*index])).collect()
    }

    /// Which elements of what a function returns have tangents.
    fn returned(&self, func: FuncId, keys: &Keys) -> Vec<usize> {
        let mut elements = self.differentiable(self.module.funcs[func].result);
        elements.extend(self.structures_returned(func, keys));
        elements.sort_unstable();
        elements
    }

    /// The function that computes values and tangents, made if need be.
    pub fn tangent(&mut self, func: FuncId, active: &[bool]) -> Result<FuncId, Refusal> {
        let key = (func, active.to_vec());
        if let Some(known) = self.made.get(&key) {
            return Ok(*known);
        }
        let source = self.module.funcs[func].clone();
        let derivative = match source.derivative {
            Derivative::Rule { .. } if self.mode == Mode::Tangents => return self.tangent_by_rule(key, &source),
            // Reverse mode comes to the rule when it comes back.
            rule @ Derivative::Rule { .. } => rule,
            Derivative::Missing => return missing(source.span),
            // What is run again for the function is run again for its tangent.
            Derivative::Again(again) => Derivative::Again(self.tangent(again, active)?),
            Derivative::Own => Derivative::Own,
        };
        let keys = self.active_keys(func, active)?;
        let returned = self.returned(func, &keys);
        let result = self.with_tangents(source.result, &returned);
        let made = self.module.funcs.push(Func { result, ..source });
        self.made.insert(key, made);
        let returns_shadows = !returned.is_empty();
        let (with_tangents, shadows, numbers) = Body::new(self, func, keys, returned).function(active)?;
        if self.mode == Mode::Shadows {
            let mut flags = active.to_vec();
            flags.resize(with_tangents.params.len(), false);
            let own = active.len();
            self.shadowed.insert(made, Shadowed { active: flags, own, returns_shadows, keys: numbers, shadows });
        }
        self.module.funcs[made] = Func { derivative, ..with_tangents };
        Ok(made)
    }

    /// The same for a function with a rule: its value, and what the rule gives for the tangents.
    fn tangent_by_rule(&mut self, key: (FuncId, Vec<bool>), source: &Func) -> Result<FuncId, Refusal> {
        let call = OwnRule::of(source, &key.1)?;
        let mut code = Code::new(source);
        let (mut params, mut args) = (source.params.clone(), source.params.clone());
        for (param, moves) in &call.moving {
            let ty = source.vals[*param];
            args.push(if *moves { code.vals.push(ty) } else { zero_like(*param, ty, |op, ty| code.emit(op, ty)) });
            params.extend(args.last().filter(|_| *moves));
        }
        let value = code.emit(Op::Call(key.0, source.params.clone()), source.result);
        let tangents = code.emit(Op::Call(call.rule, args), self.module.funcs[call.rule].result);
        let mut results = code.unpack(self.module, value);
        results.extend(code.unpack(self.module, tangents));
        let result = self.with_tangents(source.result, &self.differentiable(source.result));
        let packed = code.emit(Op::Tuple(results), result);
        let made = code.function("tangent", params, packed);
        let made = self.module.funcs.push(made);
        self.made.insert(key, made);
        Ok(made)
    }

    /// Whether a function, or one that it calls, pushes to or takes from the tape.
    fn uses_tape(&mut self, func: FuncId) -> bool {
        if let Some(known) = self.tape.get(&func) {
            return *known;
        }
        let mut reached = vec![func];
        let mut next = 0;
        let mut found = false;
        while let (Some(here), false) = (reached.get(next).copied(), found) {
            next += 1;
            for inst in self.module.funcs[here].body.all_insts() {
                match &inst.op {
                    Op::Fast(op, _) if op.is_of_tape() => found = true,
                    Op::Call(callee, _) if !reached.contains(callee) => reached.push(*callee),
                    _ => {}
                }
            }
        }
        self.tape.insert(func, found);
        found
    }
}
