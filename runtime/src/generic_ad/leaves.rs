//! What compiled derivatives call where numbers may be tensors (`ir::ssa::Ty::Leaf`): the terms of the rules, one at a
//! time, as the generic path applies them.

use prims::TERMS;

use super::active::ZERO;
use super::{RuleId, Treatment, apply_term, refuse_complex, rules, sum, tensors};
use crate::abi::{Fault, FromValue};
use crate::nan::Part;
use crate::numbers::to_flonum;
use crate::tensor::{Tensor, adjoint, is_tensor};
use crate::value::{Kind, Value};

/// The rule and the parameter that a term is of.
fn rule_of(term: Value) -> Option<(RuleId, usize)> {
    let term = usize::try_from(term.as_fixnum()?).ok()?;
    match rules::TREATMENTS.get(term / TERMS)? {
        Treatment::Differentiate(rule) | Treatment::Tensor(rule) => Some((*rule, term % TERMS)),
        Treatment::Primal | Treatment::Refuse => None,
    }
}

fn is_plain_leaf(value: Value) -> bool {
    value.as_flonum().is_some()
        || is_tensor(value) && Tensor::from_value(value).is_some_and(|tensor| tensor.dtype.is_float())
}

/// What a term says of what is `given` for its parameter, or for the result, and the index of the parameter.
fn term_part(
    term: Value,
    given: Value,
    ans: Value,
    point: [Value; 4],
    part: fn(Value) -> Part,
) -> Option<(Value, usize)> {
    let (rule, index) = rule_of(term)?;
    let value = match rule.tensor_code() {
        Some(code) => {
            let terms = if matches!(part(given), Part::Tangent(_)) { code.tangents } else { code.cotangents };
            tensors::apply_tensor_term(terms[index], &point, ans, given)
        }
        None => {
            let value = apply_term(rule, index, [point[0], point[1]], ans, given, part);
            refuse_complex(rule, &[value]);
            value
        }
    };
    Some((value, index))
}

fn tangent_part(term: Value, dx: Value, ans: Value, a: Value, b: Value, c: Value, d: Value) -> Value {
    term_part(term, dx, ans, [a, b, c, d], Part::Tangent).map_or(ZERO, |(tangent, _)| tangent)
}

fn cotangent_part(term: Value, ct: Value, ans: Value, a: Value, b: Value, c: Value, d: Value) -> Value {
    let point = [a, b, c, d];
    let part = term_part(term, ct, ans, point, Part::Adjoint);
    part.map_or(ZERO, |(cotangent, index)| tensors::sum_to(cotangent, point[index]))
}

/// Adds to a place of the shadow of a structure. That of a tensor says whether it alone knows the sum.
fn collect(place: Value, cotangent: Value) -> Result<(), Fault> {
    // A constant in a structure has no place.
    if place == Value::UNSPECIFIED || place == Value::FALSE {
        return Ok(());
    }
    if let Some([known, is_own]) = place.slots(Kind::Vector) {
        if is_own.is_true() && adjoint::is_addable(*known, cotangent) && adjoint::is_in_memory(*known) {
            return adjoint::add_in_place(*known, cotangent);
        }
        *is_own = Value::boolean(is_tensor(*known) && is_tensor(cotangent));
        *known = sum(*known, cotangent);
        return Ok(());
    }
    let pair = place.slots(Kind::Pair).filter(|pair| pair.len() == 2).ok_or(Fault::Type(0, place))?;
    let index = pair[1].as_fixnum().and_then(|index| usize::try_from(index).ok());
    let element = pair[0].slots(Kind::F64vector).and_then(|vector| vector.get_mut(index?));
    let element = element.ok_or(Fault::Type(0, place))?;
    let amount = to_flonum(cotangent).and_then(Value::as_flonum).ok_or(Fault::Type(1, cotangent))?;
    *element = Value::flonum(element.as_flonum().unwrap_or(0.0) + amount);
    Ok(())
}

crate::primitives! {
    fx_ad_plain_leaf_p = is_plain_leaf, (value);
    fx_ad_tangent_part = tangent_part, (term, dx, ans, a, b, c, d);
    fx_ad_cotangent_part = cotangent_part, (term, ct, ans, a, b, c, d);
    fx_ad_sum = sum, (a, b);
    fx_ad_spread = tensors::spread, (tangent, ans);
    fx_ad_collect_x = collect, (place, cotangent);
}
