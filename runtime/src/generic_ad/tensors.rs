//! Active tensors: duals and nodes whose primal is a tensor.
//!
//! Rows of numbers serve tensors too: their terms are arithmetic, which works element by element. What is left to do
//! is to keep shapes: a tangent is stretched to the shape of its value, and the cotangent of an argument that was
//! stretched is summed. Rows of tensors have a `tangent` and a `cotangent` term for each parameter that matters.

use super::active::{self, ZERO, is_constant_zero, level_of};
use super::rules::{self, RuleId, TensorRuleCode, TensorTerm};
use super::{Argument, base, checked_sum, checked_term};
use crate::nan::Part;
use crate::tensor::is_tensor;
use crate::value::Value;

/// The most parameters that a rule for tensors has.
pub const MAX_ARGUMENTS: usize = 2 + active::MAX_MORE;

// SAFETY: run-time functions of primitives, defined in this crate.
unsafe extern "C" {
    safe fn fx_tensor_spread(operand: Value, like: Value) -> Value;
    safe fn fx_tensor_zeros_like(operand: Value) -> Value;
    safe fn fx_tensor_sum_to(operand: Value, like: Value) -> Value;
    safe fn fx_tensor_strong_product(a: Value, b: Value) -> Value;
}

/// A tangent in the shape of the value it belongs to.
pub fn spread(tangent: Value, ans: Value) -> Value {
    let (plain, like) = (base(tangent), base(ans));
    if !is_tensor(like) || is_constant_zero(tangent) || crate::tensor::same_form(plain, like) {
        return tangent;
    }
    fx_tensor_spread(tangent, ans)
}

/// A cotangent in the shape of the argument it belongs to.
pub fn sum_to(cotangent: Value, argument: Value) -> Value {
    let (plain, like) = (base(cotangent), base(argument));
    let fits = (!is_tensor(plain) && !is_tensor(like)) || crate::tensor::same_form(plain, like);
    if is_constant_zero(cotangent) || fits { cotangent } else { fx_tensor_sum_to(cotangent, argument) }
}

/// Zeros in the shape of a value.
pub fn zeros_like(x: Value) -> Value {
    fx_tensor_zeros_like(base(x))
}

/// A product that is 0 where one of the factors is.
pub fn product(x: Value, y: Value) -> Value {
    if active::is_active(x) || active::is_active(y) { rules::mul(x, y) } else { fx_tensor_strong_product(x, y) }
}

/// The result of a primitive of tensors, of which at least one argument is active.
pub fn apply(rule: RuleId, args: &[Value]) -> Value {
    let Some(code) = rule.tensor_code() else { return ZERO };
    let level = args.iter().map(|arg| level_of(*arg)).max().unwrap_or(0);
    let mut point = [ZERO; MAX_ARGUMENTS];
    for (slot, arg) in point.iter_mut().zip(args) {
        *slot = Argument::at(level, *arg).primal;
    }
    let point = &point[..args.len()];
    let ans = (code.primal)(point);
    let moves = |index: usize| code.tangents[index].is_some() && Argument::at(level, args[index]).is_active();
    if !(0..args.len()).any(moves) {
        return ans;
    }
    if let Some(tape) = args.iter().find_map(|arg| Argument::at(level, *arg).tape) {
        return active::record_all(tape, rule, ans, args);
    }
    let mut tangent = ZERO;
    for (index, arg) in args.iter().enumerate() {
        let along = Argument::at(level, *arg).tangent;
        let part = apply_tensor_term(code, code.tangents[index], point, ans, along, Part::Tangent);
        tangent = checked_sum(code.symbol, tangent, part, Part::TangentSum);
    }
    let tangent = spread(tangent, ans);
    if is_constant_zero(tangent) { ans } else { active::dual(level, ans, tangent) }
}

/// What a tangent (or cotangent) contributes by a term of a rule for tensors.
pub fn apply_tensor_term(
    code: &TensorRuleCode,
    term: Option<TensorTerm>,
    point: &[Value],
    ans: Value,
    tangent: Value,
    part: fn(Value) -> Part,
) -> Value {
    match term {
        Some(term) if !is_constant_zero(tangent) => {
            checked_term(code.symbol, point, || term(point, ans, tangent), part(tangent))
        }
        _ => ZERO,
    }
}

/// What moves as something else does, which its rule tells.
fn moving(value: Value, _along: Value) -> Value {
    value
}

crate::tensor_primitives! {
    fx_ad_moving_zero = super::operators::zero_like, (x);
    fx_ad_moving = moving, (y, along);
}
