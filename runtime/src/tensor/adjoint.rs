//! What the reverse sweep does with plain tensors in fewer passes than the terms of rules: some terms as one loop, and
//! sums of cotangents in place.
//!
//! The terms have the operations of the rules in the rules' order, so the bits are the same.

use crate::abi::{Fault, FromValue};
use crate::tensor::elements::by_float;
use crate::tensor::elementwise::{Operand, zip3};
use crate::tensor::matmul::add_product_right;
use crate::tensor::rows::fold_into;
use crate::tensor::shape::{Walk, broadcast_strides};
use crate::tensor::{Tensor, index, is_tensor};
use crate::value::Value;

/// A product that is 0 where one of the factors is.
#[inline(always)]
pub fn strong<T: num_traits::Float>(a: T, b: T) -> T {
    if a == T::zero() || b == T::zero() { T::zero() } else { a * b }
}

/// The cotangent of argument `index` of a numeric primitive at the point `(x, y)` with the result `ans`; `None` if there
/// is nothing to gain.
pub fn part(symbol: &str, index: usize, [x, y]: [Value; 2], ans: Value, ct: Value) -> Option<Result<Tensor, Fault>> {
    let operands = match (symbol, index) {
        ("fx_max2", 0) | ("fx_min2", 1) => [x, y],
        ("fx_max2", 1) | ("fx_min2", 0) => [y, x],
        ("fx_tanh" | "fx_sqrt", 0) => [ans, ans],
        ("fx_div", 1) => [ans, y],
        _ => return None,
    };
    if !is_tensor(ct) || !operands.iter().any(|operand| is_tensor(*operand)) {
        return None;
    }
    let ct = Tensor::from_value(ct)?;
    let [a, b] = operands.map(Operand::from_value);
    let (a, b) = (a?, b?);
    let fits = |operand: &Operand| !matches!(operand, Operand::Tensor(tensor) if tensor.dtype != ct.dtype);
    if !ct.dtype.is_float() || !fits(&a) || !fits(&b) {
        return None;
    }
    Some(computed(symbol, &a, &b, &ct))
}

fn computed(symbol: &str, a: &Operand, b: &Operand, ct: &Tensor) -> Result<Tensor, Fault> {
    let (a, b) = (a.to_tensor(ct.dtype)?, b.to_tensor(ct.dtype)?);
    by_float!(ct.dtype, T => match symbol {
        // The extreme takes all, or a half of what is equal.
        "fx_max2" | "fx_min2" => zip3(&a, &b, ct, |a: T, b: T, c: T| if a > b { c } else if a < b { 0.0 } else { c / 2.0 }),
        "fx_tanh" => zip3(&a, &b, ct, |a: T, _: T, c: T| strong(c, 1.0 - a * a)),
        "fx_sqrt" => zip3(&a, &b, ct, |a: T, _: T, c: T| c / (2.0 * a)),
        _ => zip3(&a, &b, ct, |a: T, b: T, c: T| (0.0 - strong(a, c)) / b),
    })
}

/// Whether nothing else shows this memory: `part` was made by a term of a rule from `sources`.
pub fn is_fresh(part: Value, sources: &[Value]) -> bool {
    let tensor = if is_tensor(part) && !sources.contains(&part) { Tensor::from_value(part) } else { None };
    // One count is that of the object, one that of `tensor`.
    tensor.is_some_and(|tensor| tensor.dtype.is_float() && tensor.is_contiguous() && tensor.buffer.count() == 2)
}

/// Whether two values are plain tensors of floats with one form, so that the second can be added to the first in place.
pub fn is_addable(sum: Value, part: Value) -> bool {
    super::same_form(sum, part) && Tensor::from_value(sum).is_some_and(|tensor| tensor.dtype.is_float())
}

/// Adds to memory that nothing else shows.
pub fn add_in_place(sum: Value, part: Value) -> Result<(), Fault> {
    match (Tensor::from_value(sum), Tensor::from_value(part)) {
        (Some(sum), Some(part)) => add_into(&sum, &part),
        _ => Ok(()),
    }
}

fn add_into(sum: &Tensor, part: &Tensor) -> Result<(), Fault> {
    let strides = broadcast_strides(&part.shape, &part.strides, &sum.shape);
    by_float!(sum.dtype, T => {
        let (from, to) = (part.data::<T>(), sum.data::<T>());
        let walk = Walk::new(&sum.shape, [&strides, &sum.strides]);
        walk.for_each_row(|[at, into], n, [step, gap]| {
            // SAFETY: the offsets are those of elements, and the two have no memory in common.
            unsafe { fold_into(n, from.offset(at), step, to.offset(into), gap, |sum: T, x: T| sum + x) }
        });
    });
    Ok(())
}

/// Adds the cotangent `ct` of an operation on tensors to `sum`, the cotangent of its argument `index`, whose memory
/// nothing else shows; `false` if that takes the rule's term.
pub fn add_part(symbol: &str, index: usize, point: &[Value], ct: Value, sum: Value) -> Result<bool, Fault> {
    let (Some(sum), Some(part)) = (Tensor::from_value(sum), Operand::from_value(ct)) else { return Ok(false) };
    let is_other = matches!(&part, Operand::Tensor(part) if part.dtype != sum.dtype);
    if is_other || !sum.dtype.is_float() {
        return Ok(false);
    }
    let part = part.to_tensor(sum.dtype)?;
    match (symbol, index, point) {
        ("fx_tensor_slice", 0, [_, specs]) => {
            let view = index::slice(&sum, *specs)?;
            let fits = view.shape == part.shape;
            if fits {
                add_into(&view, &part)?;
            }
            Ok(fits)
        }
        ("fx_tensor_matmul", 1, [a, _]) => match Tensor::from_value(*a) {
            Some(a) => Ok(add_product_right(&sum, &part, &a)),
            None => Ok(false),
        },
        _ => Ok(false),
    }
}
