//! Softmax and its logarithm along an axis, row by row in doubles.

use crate::abi::Fault;
use crate::math::slices;
use crate::tensor::elements::by_float;
use crate::tensor::elementwise::{Operand, broadcast};
use crate::tensor::reduce::{axis_back, rows_along};
use crate::tensor::rows::fold;
use crate::tensor::{Element, Tensor};
use crate::value::Value;

/// `work` on each row, as doubles: a copy of the elements, and room for the result.
fn each_row(tensor: &Tensor, axis: Value, work: impl Fn(&mut [f64], &mut [f64])) -> Result<Tensor, Fault> {
    let tensor = tensor.cast(tensor.dtype.to_float())?;
    let (rows, axis) = rows_along(&tensor, axis)?;
    let mut out = Tensor::new(rows.dtype, &rows.shape)?;
    let length = rows.shape.last().copied().unwrap_or(1).max(1);
    let (mut from, mut to) = (vec![0.0; length], vec![0.0; length]);
    by_float!(rows.dtype, T => {
        for (row, slots) in rows.elements::<T>().chunks_exact(length).zip(out.elements_mut::<T>().chunks_exact_mut(length)) {
            row.iter().zip(&mut from).for_each(|(x, slot)| *slot = x.to_f64());
            work(&mut from, &mut to);
            slots.iter_mut().zip(&to).for_each(|(slot, y)| *slot = T::of_f64(*y));
        }
    });
    Ok(axis_back(&out, axis))
}

fn total(row: &[f64]) -> f64 {
    // SAFETY: the elements of a slice.
    unsafe { fold(row.len(), row.as_ptr(), 1, 0.0, |x: f64| x, |x, y| x + y) }
}

/// The greatest of a row, or NaN if there is one.
fn greatest(row: &[f64]) -> f64 {
    let greater = |x: f64, y: f64| if x > y || x.is_nan() { x } else { y };
    // SAFETY: the elements of a slice.
    unsafe { fold(row.len(), row.as_ptr(), 1, f64::NEG_INFINITY, |x: f64| x, greater) }
}

/// Each exponential, divided by what they all are together.
fn softmax(tensor: Tensor, axis: Value) -> Result<Tensor, Fault> {
    each_row(&tensor, axis, |row, to| {
        let top = greatest(row);
        row.iter_mut().for_each(|x| *x -= top);
        slices::exp(row, to);
        let sum = total(to);
        to.iter_mut().for_each(|y| *y /= sum);
    })
}

/// The logarithms of [`softmax`].
fn log_softmax(tensor: Tensor, axis: Value) -> Result<Tensor, Fault> {
    each_row(&tensor, axis, |row, to| {
        let top = greatest(row);
        row.iter_mut().for_each(|x| *x -= top);
        slices::exp(row, to);
        let level = crate::math::fx_math_log(total(to));
        to.iter_mut().zip(row).for_each(|(y, x)| *y = *x - level);
    })
}

/// `s (d - sum(s d))` along the axis: the derivative of a softmax `s`.
fn softmax_part(s: Operand, d: Operand, axis: Value) -> Result<Tensor, Fault> {
    let dtype = s.own_dtype().to_float();
    let (s, d) = (s.to_tensor(dtype)?, d.to_tensor(dtype)?);
    let d = if d.shape == s.shape { d } else { broadcast(&d, &s.shape)? };
    let ((s, axis), (d, _)) = (rows_along(&s, axis)?, rows_along(&d, axis)?);
    let mut out = Tensor::new(dtype, &s.shape)?;
    let length = s.shape.last().copied().unwrap_or(1).max(1);
    by_float!(dtype, T => {
        let rows = s.elements::<T>().chunks_exact(length).zip(d.elements::<T>().chunks_exact(length));
        for ((s, d), slots) in rows.zip(out.elements_mut::<T>().chunks_exact_mut(length)) {
            slots.iter_mut().zip(s.iter().zip(d)).for_each(|(slot, (s, d))| *slot = s * d);
            // SAFETY: the elements of a slice.
            let sum = unsafe { fold(length, slots.as_ptr(), 1, 0.0, |x: T| x, |x, y| x + y) };
            slots.iter_mut().zip(s.iter().zip(d)).for_each(|(slot, (s, d))| *slot = s * (d - sum));
        }
    });
    Ok(axis_back(&out, axis))
}

crate::tensor_primitives! {
    fx_tensor_softmax_part = softmax_part, (s, d, axis);
    fx_tensor_softmax = softmax, (tensor, axis);
    fx_tensor_log_softmax = log_softmax, (tensor, axis);
}
