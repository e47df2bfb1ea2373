//! What reverse mode does with plain tensors in place: sums of cotangents.
//!
//! A buffer knows whether it is the *own* memory of a cotangent that grows, so that nothing else shows it and more can be
//! added in place. That begins with a part that a term has just made, or with a sum, and ends when the cotangent is handed
//! on. It depends on what is computed only, never on the collector: products that are added in place are rounded in
//! another way.

use crate::abi::{Fault, FromValue};
use crate::tensor::elements::by_float;
use crate::tensor::elementwise::Operand;
use crate::tensor::matmul::add_product_right;
use crate::tensor::rows::fold_into;
use crate::tensor::shape::{Walk, broadcast_strides};
use crate::tensor::{Tensor, buffer_of, index, is_tensor};
use crate::value::Value;

/// A product that is 0 where one of the factors is.
#[inline(always)]
pub fn strong<T: num_traits::Float>(a: T, b: T) -> T {
    if a == T::zero() || b == T::zero() { T::zero() } else { a * b }
}

/// Whether it is a tensor in its own memory.
pub fn is_own(cotangent: Value) -> bool {
    buffer_of(cotangent).is_some_and(|buffer| buffer.is_own())
}

/// Notes whether the memory of a cotangent is its own.
pub fn set_own(cotangent: Value, is_own: bool) {
    if let Some(buffer) = buffer_of(cotangent) {
        buffer.set_own(is_own);
    }
}

/// Whether nothing else shows this memory: `part` was just made by a term of a rule from `sources`.
pub fn is_fresh(part: Value, sources: &[Value]) -> bool {
    let tensor = if is_tensor(part) && !sources.contains(&part) { Tensor::from_value(part) } else { None };
    // One count is that of the object, one that of `tensor`.
    tensor.is_some_and(|tensor| tensor.dtype.is_float() && tensor.is_contiguous() && tensor.buffer.count() == 2)
}

/// Whether two values are plain tensors of floats with one form, so that the second can be added to the first in place.
pub fn is_addable(sum: Value, part: Value) -> bool {
    super::same_form(sum, part) && Tensor::from_value(sum).is_some_and(|tensor| tensor.dtype.is_float())
}

/// Whether the elements are in memory; a sum with pending ones is better pending too.
pub fn is_in_memory(sum: Value) -> bool {
    Tensor::from_value(sum).is_some_and(|tensor| tensor.buffer.pending().is_none())
}

/// Adds to memory that nothing else shows.
pub fn add_in_place(sum: Value, part: Value) -> Result<(), Fault> {
    match (Tensor::from_value(sum), Tensor::from_value(part)) {
        (Some(sum), Some(part)) => add_into(&sum, &part),
        _ => Ok(()),
    }
}

fn add_into(sum: &Tensor, part: &Tensor) -> Result<(), Fault> {
    if let Some(pending) = part.pending().filter(|_| sum.is_contiguous() && sum.shape == part.shape) {
        by_float!(sum.dtype, T => {
            let to = sum.data_to_change::<T>();
            pending.each_block(|start, n, block| {
                // SAFETY: the block has these elements of the part, and the two have no memory in common.
                unsafe { fold_into(n, block.cast::<T>(), 1, to.add(start), 1, |sum: T, x: T| sum + x) }
            });
        });
        return Ok(());
    }
    let strides = broadcast_strides(&part.shape, &part.strides, &sum.shape);
    by_float!(sum.dtype, T => {
        let (from, to) = (part.data::<T>(), sum.data_to_change::<T>());
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
