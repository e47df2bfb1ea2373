//! What compiled derivatives call where numbers may be tensors (`ir::ssa::Ty::Leaf`): the terms of the rules, one at a
//! time, as the generic path applies them.

use prims::TERMS;

use super::active::ZERO;
use super::cotangents::{self, add, shared};
use super::{RuleId, Treatment, apply_term, refuse_complex, rules, sum, tensors};
use crate::abi::{Fault, FromValue};
use crate::nan::Part;
use crate::numbers::to_flonum;
use crate::tensor::{Tensor, is_tensor};
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

fn tangent_part(term: Value, dx: Value, ans: Value, a: Value, b: Value, c: Value, d: Value) -> Value {
    let (Some((rule, index)), point) = (rule_of(term), [a, b, c, d]) else { return ZERO };
    match rule.tensor_code() {
        Some(code) => tensors::apply_tensor_term(code, code.tangents[index], &point, ans, dx, Part::Tangent),
        None => {
            let tangent = apply_term(rule, index, [a, b], ans, dx, Part::Tangent);
            refuse_complex(rule, &[tangent]);
            tangent
        }
    }
}

#[allow(clippy::too_many_arguments)]
fn add_part(
    known: Value,
    term: Value,
    ct: Value,
    ans: Value,
    a: Value,
    b: Value,
    c: Value,
    d: Value,
) -> Result<Value, Fault> {
    let (Some((rule, index)), point) = (rule_of(term), [a, b, c, d]) else { return Ok(known) };
    let count = rule.tensor_code().map_or(2, |code| code.cotangents.len());
    cotangents::add_part(known, (rule, index), &point[..count], ans, shared(ct))
}

/// The sum in the place of a leaf, if it is one for sums.
fn sum_in(place: Value) -> Option<&'static mut Value> {
    place.slots(Kind::Vector)?.first_mut()
}

/// Takes the sum out of the place of a leaf, to which it comes back; the exact 0 if it is not there.
fn take(place: Value) -> Value {
    sum_in(place).map_or(ZERO, |sum| std::mem::replace(sum, ZERO))
}

/// Adds to the place of a leaf in the shadow of a structure.
fn collect(place: Value, cotangent: Value) -> Result<(), Fault> {
    // A constant in a structure has no place.
    if place == Value::UNSPECIFIED || place == Value::FALSE {
        return Ok(());
    }
    if let Some(sum) = sum_in(place) {
        *sum = add(*sum, cotangent)?;
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
    fx_ad_add_part_x = add_part, (known, term, ct, ans, a, b, c, d);
    fx_ad_sum = sum, (a, b);
    fx_ad_add_x = add, (known, part);
    fx_ad_spread = tensors::spread, (tangent, ans);
    fx_ad_take_x = take, (place);
    fx_ad_collect_x = collect, (place, cotangent);
}
