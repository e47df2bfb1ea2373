//! Reductions over axes: sums, products, extremes, their places; scans; sorting. Large reductions run on all threads.

use std::ops::Range;

use smallvec::SmallVec;

use crate::abi::Fault;
use crate::tensor::elements::by_dtype;
use crate::tensor::elementwise::{Binary, Operand, broadcast, zip};
use crate::tensor::index::reshaped;
use crate::tensor::parallel::{Shared, for_parts, for_slices};
use crate::tensor::rows::{Rows, fold_into, fold_rows, fold_rows_into};
use crate::tensor::shape::{Dims, Strides, Walk, axes_argument, axis_argument, mismatch, shape_text};
use crate::tensor::{DType, Element, Tensor};
use crate::value::Value;

/// The shape with length 1 where axes are reduced.
fn kept_shape(dims: &[usize], marked: &[bool]) -> Dims {
    dims.iter().zip(marked).map(|(length, reduced)| if *reduced { 1 } else { *length }).collect()
}

/// The shape of a result: with the reduced axes, or without.
fn result_shape(dims: &[usize], marked: &[bool], keep: bool) -> Dims {
    if keep {
        return kept_shape(dims, marked);
    }
    dims.iter().zip(marked).filter(|(_, reduced)| !**reduced).map(|(length, _)| *length).collect()
}

/// As many elements are worth another thread.
const GRAIN: usize = 1 << 17;
/// Rows are not cut into parts of less than this many elements, which processors would not see coming.
const LONG_ROW: usize = 1024;

/// Combines the elements along the marked axes; `unit` is what nothing is combined to. Large tensors are cut along an
/// axis that stays, or, if the results are few, into blocks whose results are combined in their order.
fn reduce<A: Element, R: Element>(
    tensor: &Tensor,
    marked: &[bool],
    unit: R,
    lift: impl Fn(A) -> R + Copy + Sync,
    combine: impl Fn(R, R) -> R + Copy + Sync,
) -> Result<Tensor, Fault> {
    let mut out = Tensor::new(R::DTYPE, &kept_shape(&tensor.shape, marked))?;
    out.elements_mut::<R>().fill(unit);
    if tensor.size() == 0 {
        return Ok(out);
    }
    let mut gaps: Strides = out.strides.clone();
    gaps.iter_mut().zip(marked).filter(|(_, reduced)| **reduced).for_each(|(gap, _)| *gap = 0);
    let is_row = marked.iter().all(|reduced| *reduced) && tensor.is_contiguous();
    let (shape, steps, gaps) = match is_row {
        true => (Dims::from_slice(&[tensor.size()]), Strides::from_slice(&[1]), Strides::from_slice(&[0])),
        false => (tensor.shape.clone(), tensor.strides.clone(), gaps),
    };
    let (data, results) = (Shared(tensor.data::<A>()), Shared(out.data::<R>()));
    // Combines what is in a range of an axis with the results in memory.
    let part = |axis: usize, range: Range<usize>, to: *mut R| {
        let mut dims = shape.clone();
        dims[axis] = range.len();
        let add = move |sum, x| combine(sum, lift(x));
        let walk = Walk::new(&dims, [&steps, &gaps]);
        walk.for_each_matrix(|[at, into], [count, length], [gap, down], [stride, right]| {
            // SAFETY: the offsets are those of elements, the output is new, and parts have no results in common.
            unsafe {
                let first = data.get().offset(range.start as isize * steps[axis] + at);
                let (from, to) = (Rows { first, count, gap, length, stride }, to.offset(into));
                match (stride, right) {
                    (_, 0) => fold_rows(from, to, down, unit, lift, combine),
                    (1, 1) if down == 0 => fold_rows_into(from, to, add),
                    _ => (0..count as isize).for_each(|row| {
                        fold_into(length, first.offset(row * gap), stride, to.offset(row * down), right, add)
                    }),
                }
            }
        });
    };
    let find = |is_wanted: &dyn Fn(usize) -> bool| (0..shape.len()).find(|axis| shape[*axis] > 1 && is_wanted(*axis));
    let grain = |axis: usize| GRAIN.div_ceil(tensor.size() / shape[axis]);
    match (find(&|axis| gaps[axis] != 0), find(&|axis| gaps[axis] == 0)) {
        (Some(axis), across) if across.is_none() || steps[axis] != 1 || out.size() >= 2 * LONG_ROW => {
            let shortest = if steps[axis] == 1 { LONG_ROW } else { 1 };
            for_parts(shape[axis], grain(axis).max(shortest), |range| {
                // SAFETY: these are the results of the range.
                let to = unsafe { results.get().offset(range.start as isize * gaps[axis]) };
                part(axis, range, to);
            });
        }
        (_, Some(axis)) if shape[axis] > grain(axis) => {
            let (size, grain) = (out.size(), grain(axis));
            let mut parts: SmallVec<[R; 16]> = SmallVec::from_elem(unit, size * shape[axis].div_ceil(grain));
            for_slices(&mut parts, size, |start, slot| {
                let start = start / size * grain;
                part(axis, start..shape[axis].min(start + grain), slot.as_mut_ptr());
            });
            // SAFETY: each part has as many results as the output.
            let add = |slot: &[R]| unsafe { fold_into(size, slot.as_ptr(), 1, results.get(), 1, combine) };
            parts.chunks_exact(size).for_each(add);
        }
        _ => part(0, 0..shape.first().copied().unwrap_or(1), out.data()),
    }
    Ok(out)
}

fn finish(reduced: Tensor, dims: &[usize], marked: &[bool], keep: Value) -> Result<Tensor, Fault> {
    reshaped(&reduced, result_shape(dims, marked, keep.is_true()))
}

fn sum(tensor: Operand, axes: Value, keep: Value) -> Result<Tensor, Fault> {
    let tensor = tensor.to_tensor(tensor.own_dtype())?;
    let marked = axes_argument(axes, 1, tensor.rank())?;
    let total = match tensor.dtype {
        DType::F64 => reduce(&tensor, &marked, 0.0, |x: f64| x, |x, y| x + y),
        DType::F32 => reduce(&tensor, &marked, 0.0, |x: f32| x, |x, y| x + y),
        DType::I64 => reduce(&tensor, &marked, 0, |x: i64| x, i64::wrapping_add),
        DType::Bool => reduce(&tensor, &marked, 0, |x: bool| i64::from(x), i64::wrapping_add),
    }?;
    finish(total, &tensor.shape, &marked, keep)
}

fn product(tensor: Operand, axes: Value, keep: Value) -> Result<Tensor, Fault> {
    let tensor = tensor.to_tensor(tensor.own_dtype())?;
    let marked = axes_argument(axes, 1, tensor.rank())?;
    let total = match tensor.dtype {
        DType::F64 => reduce(&tensor, &marked, 1.0, |x: f64| x, |x, y| x * y),
        DType::F32 => reduce(&tensor, &marked, 1.0, |x: f32| x, |x, y| x * y),
        DType::I64 => reduce(&tensor, &marked, 1, |x: i64| x, i64::wrapping_mul),
        DType::Bool => reduce(&tensor, &marked, 1, |x: bool| i64::from(x), i64::wrapping_mul),
    }?;
    finish(total, &tensor.shape, &marked, keep)
}

/// The greater, or NaN if one of them is.
fn greater<T: Element>(x: T, y: T) -> T {
    if x > y || is_nan(x) { x } else { y }
}

fn less<T: Element>(x: T, y: T) -> T {
    if x < y || is_nan(x) { x } else { y }
}

/// NaN is the one element that is not equal to itself.
#[allow(clippy::eq_op)]
fn is_nan<T: Element>(x: T) -> bool {
    x != x
}

fn check_not_empty(tensor: &Tensor, marked: &[bool]) -> Result<(), Fault> {
    if tensor.shape.iter().zip(marked).any(|(length, reduced)| *reduced && *length == 0) {
        let message = format!("there is no element along an axis of the shape {}", shape_text(&tensor.shape));
        return Err(Fault::Error(message, vec![]));
    }
    Ok(())
}

fn maximum(tensor: Operand, axes: Value, keep: Value) -> Result<Tensor, Fault> {
    let tensor = tensor.to_tensor(tensor.own_dtype())?;
    let marked = axes_argument(axes, 1, tensor.rank())?;
    check_not_empty(&tensor, &marked)?;
    let found = match tensor.dtype {
        DType::F64 => reduce(&tensor, &marked, f64::NEG_INFINITY, |x: f64| x, greater),
        DType::F32 => reduce(&tensor, &marked, f32::NEG_INFINITY, |x: f32| x, greater),
        DType::I64 => reduce(&tensor, &marked, i64::MIN, |x: i64| x, i64::max),
        DType::Bool => reduce(&tensor, &marked, false, |x: bool| x, |x, y| x | y),
    }?;
    finish(found, &tensor.shape, &marked, keep)
}

fn minimum(tensor: Operand, axes: Value, keep: Value) -> Result<Tensor, Fault> {
    let tensor = tensor.to_tensor(tensor.own_dtype())?;
    let marked = axes_argument(axes, 1, tensor.rank())?;
    check_not_empty(&tensor, &marked)?;
    let found = match tensor.dtype {
        DType::F64 => reduce(&tensor, &marked, f64::INFINITY, |x: f64| x, less),
        DType::F32 => reduce(&tensor, &marked, f32::INFINITY, |x: f32| x, less),
        DType::I64 => reduce(&tensor, &marked, i64::MAX, |x: i64| x, i64::min),
        DType::Bool => reduce(&tensor, &marked, true, |x: bool| x, |x, y| x & y),
    }?;
    finish(found, &tensor.shape, &marked, keep)
}

fn all(tensor: Operand, axes: Value, keep: Value) -> Result<Tensor, Fault> {
    let tensor = tensor.to_tensor(DType::Bool)?;
    let marked = axes_argument(axes, 1, tensor.rank())?;
    let found = reduce(&tensor, &marked, true, |x: bool| x, |x, y| x & y)?;
    finish(found, &tensor.shape, &marked, keep)
}

fn any(tensor: Operand, axes: Value, keep: Value) -> Result<Tensor, Fault> {
    let tensor = tensor.to_tensor(DType::Bool)?;
    let marked = axes_argument(axes, 1, tensor.rank())?;
    let found = reduce(&tensor, &marked, false, |x: bool| x, |x, y| x | y)?;
    finish(found, &tensor.shape, &marked, keep)
}

/// The share that each element has in the extreme of its part: 1 where it is alone, equal parts where there are several.
fn extreme_share(tensor: Tensor, extreme: Operand, axes: Value) -> Result<Tensor, Fault> {
    let marked = axes_argument(axes, 1, tensor.rank())?;
    let extreme = reshaped(&extreme.to_tensor(tensor.dtype)?, kept_shape(&tensor.shape, &marked))?;
    let equal: Tensor = by_dtype!(tensor.dtype, T => zip(&tensor, &extreme, |x: T, y: T| x == y))?;
    let equal = equal.cast(tensor.dtype.to_float())?;
    by_dtype!(equal.dtype, T => {
        let count = reduce(&equal, &marked, T::default(), |x: T| x, |x: T, y: T| T::of_f64(x.to_f64() + y.to_f64()))?;
        zip(&equal, &count, |x: T, y: T| T::of_f64(x.to_f64() / y.to_f64()))
    })
}

/// What a reduction has made of `like`, spread over the reduced axes again.
fn unreduce(operand: Operand, like: Operand, axes: Value) -> Result<Tensor, Fault> {
    let shape: Dims = like.shape().into();
    let marked = axes_argument(axes, 2, shape.len())?;
    let tensor = operand.to_tensor(like.own_dtype().to_float())?;
    let kept = kept_shape(&shape, &marked);
    if tensor.size() != kept.iter().product::<usize>() {
        // A number stands for a tensor of it.
        return broadcast(&tensor, &shape);
    }
    broadcast(&reshaped(&tensor, kept)?, &shape)
}

/// The transpose of [`unreduce`]: sums in the shape of `result`.
fn reduce_to(operand: Operand, result: Operand, axes: Value) -> Result<Tensor, Fault> {
    let tensor = operand.to_tensor(operand.own_dtype().to_float())?;
    let marked = axes_argument(axes, 2, tensor.rank())?;
    reshaped(&sum_floats(&tensor, &marked)?, result.shape().into())
}

fn sum_floats(tensor: &Tensor, marked: &[bool]) -> Result<Tensor, Fault> {
    match tensor.dtype {
        DType::F32 => reduce(tensor, marked, 0.0, |x: f32| x, |x, y| x + y),
        _ => reduce(&tensor.cast(DType::F64)?, marked, 0.0, |x: f64| x, |x, y| x + y),
    }
}

/// The transpose of a broadcast: summed over the axes along which `like` was stretched.
fn sum_to(operand: Operand, like: Operand) -> Result<Tensor, Fault> {
    let dtype = like.own_dtype().to_float();
    let tensor = operand.to_tensor(operand.own_dtype().to_float())?;
    if tensor.rank() < like.shape().len() {
        return broadcast(&tensor.cast(dtype)?, &like.shape().into());
    }
    sum_to_shape(&tensor, like.shape())?.cast(dtype)
}

/// Summed to a shape that can be broadcast to the tensor's own.
pub fn sum_to_shape(tensor: &Tensor, shape: &[usize]) -> Result<Tensor, Fault> {
    if tensor.shape[..] == *shape {
        return Ok(tensor.clone());
    }
    let fault = || mismatch(&tensor.shape, shape, "a cotangent must have the shape of its value");
    let Some(missing) = tensor.rank().checked_sub(shape.len()) else { return fault() };
    let marked: SmallVec<[bool; 4]> = (0..tensor.rank())
        .map(|axis| axis < missing || (shape[axis - missing] == 1 && tensor.shape[axis] != 1))
        .collect();
    let total = sum_floats(tensor, &marked)?;
    if total.size() == shape.iter().product::<usize>() { reshaped(&total, shape.into()) } else { fault() }
}

// Along one axis -----

/// The tensor with an axis at the end, contiguous: rows along the axis. `#f`: all elements in one row.
pub fn rows_along(tensor: &Tensor, axis: Value) -> Result<(Tensor, Option<usize>), Fault> {
    if axis == Value::FALSE {
        return Ok((reshaped(tensor, Dims::from_slice(&[tensor.size()]))?, None));
    }
    let axis = axis_argument(axis, 1, tensor.rank())?;
    let (mut shape, mut strides) = (tensor.shape.clone(), tensor.strides.clone());
    let (length, stride) = (shape.remove(axis), strides.remove(axis));
    shape.push(length);
    strides.push(stride);
    Ok((tensor.view(tensor.offset, shape, strides).contiguous()?, Some(axis)))
}

/// The axis back in its place.
pub fn axis_back(rows: &Tensor, axis: Option<usize>) -> Tensor {
    let (mut shape, mut strides) = (rows.shape.clone(), rows.strides.clone());
    if let (Some(axis), Some(length), Some(stride)) = (axis, shape.pop(), strides.pop()) {
        shape.insert(axis, length);
        strides.insert(axis, stride);
        return rows.view(rows.offset, shape, strides);
    }
    rows.clone()
}

/// Where the extreme of each row is, the first of several; NaN is beyond everything.
fn arg_extreme(tensor: Operand, axis: Value, is_max: bool) -> Result<Tensor, Fault> {
    let tensor = tensor.to_tensor(tensor.own_dtype())?;
    let (rows, _) = rows_along(&tensor, axis)?;
    let length = rows.shape.last().copied().unwrap_or(1);
    check_not_empty(&Tensor { shape: Dims::from_slice(&[length]), ..rows.clone() }, &[true])?;
    let mut out = Tensor::new(DType::I64, &rows.shape[..rows.rank() - 1])?;
    by_dtype!(tensor.dtype, T => {
        for (slot, row) in out.elements_mut::<i64>().iter_mut().zip(rows.elements::<T>().chunks_exact(length)) {
            #[allow(clippy::bool_comparison)] // For booleans, false is less.
            let beyond = |x: T, y: T| !is_nan(y) && (is_nan(x) || if is_max { x > y } else { x < y });
            let best = (1..length).fold(0, |best, at| if beyond(row[at], row[best]) { at } else { best });
            *slot = best as i64;
        }
    });
    Ok(out)
}

fn argmax(tensor: Operand, axis: Value) -> Result<Tensor, Fault> {
    arg_extreme(tensor, axis, true)
}

fn argmin(tensor: Operand, axis: Value) -> Result<Tensor, Fault> {
    arg_extreme(tensor, axis, false)
}

/// Sums or products of all elements up to each one; `backwards`, from each one on.
fn scan(tensor: Tensor, axis: Value, op: Binary, backwards: bool) -> Result<Tensor, Fault> {
    let tensor = if tensor.dtype == DType::Bool { tensor.cast(DType::I64)? } else { tensor };
    let (rows, axis) = rows_along(&tensor, axis)?;
    let mut out = rows.copy()?;
    let length = rows.shape.last().copied().unwrap_or(1).max(1);
    macro_rules! scan_rows {
        ($T:ty, $sum:expr, $product:expr) => {
            for row in out.elements_mut::<$T>().chunks_exact_mut(length) {
                let combine: fn($T, $T) -> $T = if op == Binary::Add { $sum } else { $product };
                for i in 1..length {
                    let (at, before) = if backwards { (length - 1 - i, length - i) } else { (i, i - 1) };
                    row[at] = combine(row[before], row[at]);
                }
            }
        };
    }
    match tensor.dtype {
        DType::F64 => scan_rows!(f64, |x, y| x + y, |x, y| x * y),
        DType::F32 => scan_rows!(f32, |x, y| x + y, |x, y| x * y),
        _ => scan_rows!(i64, i64::wrapping_add, i64::wrapping_mul),
    }
    Ok(axis_back(&out, axis))
}

fn cumsum(tensor: Tensor, axis: Value) -> Result<Tensor, Fault> {
    scan(tensor, axis, Binary::Add, false)
}

fn cumsum_back(tensor: Tensor, axis: Value) -> Result<Tensor, Fault> {
    scan(tensor, axis, Binary::Add, true)
}

fn cumprod(tensor: Tensor, axis: Value) -> Result<Tensor, Fault> {
    scan(tensor, axis, Binary::Mul, false)
}

/// The order of elements: NaN comes last.
fn order<T: Element>(x: &T, y: &T) -> std::cmp::Ordering {
    x.partial_cmp(y).unwrap_or_else(|| is_nan(*x).cmp(&is_nan(*y)))
}

/// The indices that sort each row; equal elements keep their order.
fn argsort(tensor: Tensor, axis: Value) -> Result<Tensor, Fault> {
    let (rows, axis) = rows_along(&tensor, axis)?;
    let length = rows.shape.last().copied().unwrap_or(1).max(1);
    let mut out = Tensor::new(DType::I64, &rows.shape)?;
    by_dtype!(tensor.dtype, T => {
        let parts = out.elements_mut::<i64>().chunks_exact_mut(length).zip(rows.elements::<T>().chunks_exact(length));
        for (places, row) in parts {
            places.iter_mut().enumerate().for_each(|(index, place)| *place = index as i64);
            places.sort_by(|a, b| order(&row[*a as usize], &row[*b as usize]));
        }
    });
    Ok(axis_back(&out, axis))
}

crate::tensor_primitives! {
    fx_tensor_sum = sum, (tensor, axes, keep);
    fx_tensor_prod = product, (tensor, axes, keep);
    fx_tensor_max = maximum, (tensor, axes, keep);
    fx_tensor_min = minimum, (tensor, axes, keep);
    fx_tensor_all = all, (tensor, axes, keep);
    fx_tensor_any = any, (tensor, axes, keep);
    fx_tensor_extreme_share = extreme_share, (tensor, extreme, axes);
    fx_tensor_unreduce = unreduce, (operand, like, axes);
    fx_tensor_reduce_to = reduce_to, (operand, result, axes);
    fx_tensor_sum_to = sum_to, (operand, like);
    fx_tensor_argmax = argmax, (tensor, axis);
    fx_tensor_argmin = argmin, (tensor, axis);
    fx_tensor_cumsum = cumsum, (tensor, axis);
    fx_tensor_cumsum_back = cumsum_back, (tensor, axis);
    fx_tensor_cumprod = cumprod, (tensor, axis);
    fx_tensor_argsort = argsort, (tensor, axis);
}
