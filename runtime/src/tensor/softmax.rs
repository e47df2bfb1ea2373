//! Softmax and its logarithm along an axis, row by row, many rows on all threads.

use crate::abi::Fault;
use crate::math::slices;
use crate::tensor::elements::by_float;
use crate::tensor::elementwise::{Operand, broadcast};
use crate::tensor::parallel::for_slices;
use crate::tensor::reduce::{axis_back, rows_along};
use crate::tensor::rows::{Out, fold, map1};
use crate::tensor::{Element, Tensor};
use crate::value::Value;

/// Floats that have a softmax.
trait Real: Element + num_traits::Float {
    /// `to[i] = e^from[i]`
    fn exponentials(from: &[Self], to: &mut [Self]);
}

impl Real for f64 {
    fn exponentials(from: &[f64], to: &mut [f64]) {
        slices::exp(from, to);
    }
}

impl Real for f32 {
    fn exponentials(from: &[f32], to: &mut [f32]) {
        slices::exp_f32(from, to);
    }
}

fn total<T: Real>(row: &[T]) -> T {
    // SAFETY: the elements of a slice.
    unsafe { fold(row.len(), row.as_ptr(), 1, T::zero(), |x: T| x, |x, y| x + y) }
}

/// The exponentials of about this many elements are computed together.
const BLOCK: usize = 1024;

/// For each row: `below`, the differences to the greatest element (NaN if there is one), the exponentials of these in
/// `to`, and the sum of them; `finish` is called with the three.
fn each_row<T: Real>(rows: &Tensor, finish: impl Fn(&[T], &mut [T], T) + Sync) -> Result<Tensor, Fault> {
    let mut out = Tensor::new(T::DTYPE, &rows.shape)?;
    let length = rows.shape.last().copied().unwrap_or(1).max(1);
    let from = rows.elements::<T>();
    for_slices(out.elements_mut::<T>(), grain(length), |start, part| {
        let block = part.len().min((BLOCK / length).max(1) * length);
        let mut below = vec![T::zero(); block];
        for (from, to) in from[start..].chunks(block).zip(part.chunks_mut(block)) {
            let below = &mut below[..to.len()];
            for (row, below) in from.chunks_exact(length).zip(below.chunks_exact_mut(length)) {
                let greater = |x: T, y: T| if x > y || x.is_nan() { x } else { y };
                // SAFETY: the elements of a slice.
                let top = unsafe { fold(length, row.as_ptr(), 1, T::neg_infinity(), |x: T| x, greater) };
                // SAFETY: as many elements as both have.
                unsafe { map1(length, row.as_ptr(), 1, Out::to(below.as_mut_ptr()), |x: T| x - top) };
            }
            T::exponentials(below, to);
            for (below, to) in below.chunks_exact(length).zip(to.chunks_exact_mut(length)) {
                let sum = total(to);
                finish(below, to, sum);
            }
        }
    });
    Ok(out)
}

/// How many elements of rows are worth another thread: whole rows.
fn grain(length: usize) -> usize {
    (1usize << 14).next_multiple_of(length)
}

/// Each exponential, divided by what they all are together.
fn softmax(tensor: Tensor, axis: Value) -> Result<Tensor, Fault> {
    let (rows, axis) = rows_along(&tensor.cast(tensor.dtype.to_float())?, axis)?;
    let out =
        by_float!(rows.dtype, T => each_row(&rows, |_, to: &mut [T], sum| to.iter_mut().for_each(|y| *y /= sum)))?;
    Ok(axis_back(&out, axis))
}

/// The logarithms of [`softmax`].
fn log_softmax(tensor: Tensor, axis: Value) -> Result<Tensor, Fault> {
    let (rows, axis) = rows_along(&tensor.cast(tensor.dtype.to_float())?, axis)?;
    let out = by_float!(rows.dtype, T => each_row(&rows, |below: &[T], to, sum| {
        let level = T::of_f64(crate::math::fx_math_log(sum.to_f64()));
        to.iter_mut().zip(below).for_each(|(y, x)| *y = x - level);
    }))?;
    Ok(axis_back(&out, axis))
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
        let (s, d) = (s.elements::<T>(), d.elements::<T>());
        for_slices(out.elements_mut::<T>(), grain(length), |start, part| {
            let rows = s[start..].chunks_exact(length).zip(d[start..].chunks_exact(length));
            for ((s, d), slots) in rows.zip(part.chunks_exact_mut(length)) {
                slots.iter_mut().zip(s.iter().zip(d)).for_each(|(slot, (s, d))| *slot = s * d);
                // SAFETY: the elements of a slice.
                let sum = unsafe { fold(length, slots.as_ptr(), 1, 0.0, |x: T| x, |x, y| x + y) };
                slots.iter_mut().zip(s.iter().zip(d)).for_each(|(slot, (s, d))| *slot = s * (d - sum));
            }
        });
    });
    Ok(axis_back(&out, axis))
}

crate::tensor_primitives! {
    fx_tensor_softmax_part = softmax_part, (s, d, axis);
    fx_tensor_softmax = softmax, (tensor, axis);
    fx_tensor_log_softmax = log_softmax, (tensor, axis);
}
