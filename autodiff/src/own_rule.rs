//! Functions with a rule of the user's ([`Derivative::Rule`]), as both modes call them.

use ir::id::Arena;
use ir::ssa::{Block, Const, Derivative, End, Fast, Func, FuncId, Inst, Module, Op, Ty, Val};
use syntax::Span;

use crate::reverse::Refusal;

/// The rule of a function, for active parameters.
pub struct OwnRule {
    /// The function that takes the parameters and tangents of the first of them.
    pub rule: FuncId,
    /// The parameters that have tangents there, and whether they are active.
    pub moving: Vec<(Val, bool)>,
}

impl OwnRule {
    /// The rule of a function that has one. What its procedure captures must not be active.
    pub fn of(func: &Func, active: &[bool]) -> Result<OwnRule, Refusal> {
        let Derivative::Rule { rule, moving, .. } = func.derivative else { return missing(func.span) };
        let is_lost = |index: &usize| {
            let is_whole = matches!(func.vals[func.params[*index]], Ty::Flonum | Ty::Flonums);
            active[*index] && (*index >= moving || !is_whole)
        };
        if (0..active.len()).any(|index| is_lost(&index)) {
            let reason = "a procedure with a rule of its own captures or takes apart what is being differentiated";
            return Err(Refusal { reason: reason.to_owned(), span: func.span });
        }
        let params = func.params.iter().copied().zip(active.iter().copied()).take(moving);
        let moving = params.filter(|(param, _)| matches!(func.vals[*param], Ty::Flonum | Ty::Flonums)).collect();
        Ok(OwnRule { rule, moving })
    }
}

/// Why a call of a function without its rule is not differentiated.
pub fn missing<T>(span: Span) -> Result<T, Refusal> {
    let reason = "a rule of `define-derivative` cannot be compiled, or is not seen to be linear".to_owned();
    Err(Refusal { reason, span })
}

/// The tangent of an argument that does not move.
pub fn zero_like(val: Val, ty: Ty, mut emit: impl FnMut(Op, Ty) -> Val) -> Val {
    let zero = emit(Op::Const(Const::Flonum(0.0)), Ty::Flonum);
    if ty == Ty::Flonum {
        return zero;
    }
    let length = emit(Op::Fast(Fast::Length, vec![val]), Ty::Fixnum);
    emit(Op::Fast(Fast::NewVector, vec![length, zero]), Ty::Flonums)
}

/// A function that is made from the start, in the place of another one.
pub struct Code<'a> {
    source: &'a Func,
    /// Its values: those of the other function, and more.
    pub vals: Arena<Val, Ty>,
    insts: Vec<Inst>,
}

impl<'a> Code<'a> {
    /// A function without instructions.
    pub fn new(source: &'a Func) -> Self {
        Code { source, vals: source.vals.clone(), insts: Vec::new() }
    }

    /// Appends an instruction.
    pub fn emit(&mut self, op: Op, ty: Ty) -> Val {
        let result = self.vals.push(ty);
        self.insts.push(Inst { result, op, span: self.source.span });
        result
    }

    /// The elements of a tuple, or the one value.
    pub fn unpack(&mut self, module: &Module, packed: Val) -> Vec<Val> {
        let Ty::Tuple(id) = self.vals[packed] else { return vec![packed] };
        let types = module.tuples[id].iter().enumerate();
        types.map(|(index, ty)| self.emit(Op::Project(packed, index), *ty)).collect()
    }

    /// The function.
    pub fn function(self, name: &str, params: Vec<Val>, result: Val) -> Func {
        let Code { source, vals, insts } = self;
        let name = format!("{}.{name}", source.name);
        let (ty, body) = (vals[result], Block { insts, end: End::Return(result) });
        Func { name, params, shadows: 0, vals, body, result: ty, derivative: Derivative::Own, ..source.clone() }
    }
}
