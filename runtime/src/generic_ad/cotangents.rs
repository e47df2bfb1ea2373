//! How cotangents grow, in the sweep of the generic path and in compiled code.

use super::{RuleId, apply_term, checked_sum, checked_term, refuse_complex, sum, tensors};
use crate::abi::Fault;
use crate::nan::{self, Part};
use crate::tensor::{adjoint, is_tensor};
use crate::value::Value;

/// The cotangent `known` and what the cotangent `ct` of the result `ans` contributes by the rule's term for the argument
/// `point[index]`: in the memory of `known` if that is its own.
pub fn add_part(
    known: Value,
    (rule, index): (RuleId, usize),
    point: &[Value],
    ans: Value,
    ct: Value,
) -> Result<Value, Fault> {
    let part = match rule.tensor_code() {
        Some(code) => {
            if adjoint::is_own(known) && !nan::is_trapping() && adjoint::add_part(code.symbol, index, point, ct, known)?
            {
                return Ok(known);
            }
            tensors::apply_tensor_term(code, code.cotangents[index], point, ans, ct, Part::Adjoint)
        }
        None => {
            let part = apply_term(rule, index, [point[0], point[1]], ans, ct, Part::Adjoint);
            refuse_complex(rule, &[part]);
            part
        }
    };
    let part = checked_term(rule.symbol(), &[part], || tensors::sum_to(part, point[index]), Part::AdjointSum);
    if nan::is_trapping() {
        checked_sum(rule.symbol(), known, part, Part::AdjointSum);
    }
    if is_tensor(part) {
        let is_fresh = !point.contains(&part) && adjoint::is_fresh(part, &[ans, ct]);
        adjoint::set_own(part, is_fresh);
    }
    add(known, part)
}

/// The sum of a cotangent and a part of it: in the memory of `known` if that is its own.
pub fn add(known: Value, part: Value) -> Result<Value, Fault> {
    if !is_tensor(known) || !is_tensor(part) || !adjoint::is_addable(known, part) {
        return Ok(sum(known, part));
    }
    if adjoint::is_own(known) && adjoint::is_in_memory(known) {
        adjoint::add_in_place(known, part)?;
        return Ok(known);
    }
    let total = sum(known, part);
    adjoint::set_own(total, true);
    Ok(total)
}

/// The cotangent, which others may keep from now on.
pub fn shared(cotangent: Value) -> Value {
    adjoint::set_own(cotangent, false);
    cotangent
}
