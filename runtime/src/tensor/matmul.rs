//! Products of matrices, many at a time.
//!
//! A large product is computed in blocks of columns or rows of the result, which the sizes alone determine, so the bits
//! are the same on any number of threads: how an element is added up depends on the sizes of the matrices.
//!
//! As NumPy's `matmul`: an operand with one axis is a row on the left, a column on the right, and the axis is dropped
//! from the result; axes before the last two count matrices and are broadcast.

use std::borrow::Cow;
use std::ops::Range;

use linalg::{MatMut, MatRef};

use crate::abi::Fault;
use crate::tensor::elements::by_float;
use crate::tensor::parallel::{Shared, WORTH, for_parts};
use crate::tensor::product::{self, Real};
use crate::tensor::shape::{Dims, broadcast_shapes, broadcast_strides, mismatch};
use crate::tensor::{DType, Tensor, View};
use crate::value::Value;

/// With a new axis of length 1.
fn expand(tensor: &Tensor, axis: usize) -> Tensor {
    let (mut shape, mut strides) = (tensor.shape.clone(), tensor.strides.clone());
    shape.insert(axis, 1);
    strides.insert(axis, 1);
    tensor.view(tensor.offset, shape, strides)
}

/// A vector as a matrix, with a new axis; a matrix as it is.
fn expanded(tensor: Cow<'_, Tensor>, axis: usize) -> Cow<'_, Tensor> {
    if tensor.rank() == 1 { Cow::Owned(expand(&tensor, axis)) } else { tensor }
}

/// All axes but the last joined, if the strides allow it: a stack of matrices as one.
fn joined_rows(tensor: &Tensor) -> Option<Tensor> {
    let (last, axes) = tensor.shape.split_last()?;
    let mut step = *tensor.strides.get(axes.len().checked_sub(1)?)?;
    let first = step;
    for (length, stride) in axes.iter().zip(&tensor.strides).rev() {
        if *length != 1 && *stride != step {
            return None;
        }
        step = step.checked_mul(*length as isize)?;
    }
    let strides = [first, *tensor.strides.last()?].into_iter().collect();
    Some(tensor.view(tensor.offset, [axes.iter().product(), *last].into_iter().collect(), strides))
}

/// The product as of matrices; both have at least two axes.
fn product(a: &Tensor, b: &Tensor) -> Result<Tensor, Fault> {
    // Many matrices times one are one product.
    if a.rank() > 2
        && b.rank() == 2
        && let Some(rows) = joined_rows(a)
    {
        if rows.shape[1] != b.shape[0] {
            return stacked_product(a, b);
        }
        let found = stacked_product(&rows, b)?;
        let shape: Dims = a.shape[..a.rank() - 1].iter().copied().chain([b.shape[1]]).collect();
        return crate::tensor::index::reshaped(&found, shape);
    }
    stacked_product(a, b)
}

fn stacked_product(a: &Tensor, b: &Tensor) -> Result<Tensor, Fault> {
    let (batch_a, [m, k]) = split(a);
    let (batch_b, [other, n]) = split(b);
    if k != other {
        return mismatch(&a.shape, &b.shape, "the columns of the first must be the rows of the second");
    }
    let batch = broadcast_shapes(batch_a, batch_b)
        .or_else(|_| mismatch(&a.shape, &b.shape, "the axes before the last two cannot be broadcast"))?;
    let mut shape = Dims::from_slice(&batch);
    shape.extend_from_slice(&[m, n]);
    let out = if k == 0 { Tensor::zeros(a.dtype, &shape)? } else { Tensor::new(a.dtype, &shape)? };
    if out.size() == 0 || k == 0 {
        return Ok(out);
    }
    let inner = |tensor: &Tensor| {
        let rank = tensor.rank();
        (tensor.strides[rank - 2], tensor.strides[rank - 1])
    };
    let (sa, sb) = (inner(a), inner(b));
    let strides_a = broadcast_strides(batch_a, &a.strides[..batch_a.len()], &batch);
    let strides_b = broadcast_strides(batch_b, &b.strides[..batch_b.len()], &batch);
    let grain = (WORTH / (m * k * n)).max(1);
    macro_rules! with {
        ($T:ty, $each:expr) => {{
            let (x, y, to) = (Shared(a.data::<$T>()), Shared(b.data::<$T>()), Shared(out.data::<$T>()));
            for_parts(batch.iter().product(), grain, |range| {
                for index in range {
                    let [at_a, at_b] = [&strides_a, &strides_b].map(|strides| offset(index, &batch, strides));
                    // SAFETY: the offsets are those of the first elements of matrices of these sizes and strides; the
                    // output is new.
                    unsafe { $each(x.get().offset(at_a), y.get().offset(at_b), to.get().add(index * m * n)) }
                }
            });
        }};
    }
    match a.dtype {
        DType::F64 => with!(f64, |x, y, to| floats(false, [x, y], to, [m, k, n], sa, sb)),
        DType::F32 => with!(f32, |x, y, to| floats(false, [x, y], to, [m, k, n], sa, sb)),
        _ => with!(i64, |x, y, to| integers(x, y, to, [m, k, n], sa, sb)),
    }
    Ok(out)
}

fn split(tensor: &Tensor) -> (&[usize], [usize; 2]) {
    let (batch, matrix) = tensor.shape.split_at(tensor.rank() - 2);
    (batch, [matrix[0], matrix[1]])
}

/// Where the matrix with this number is, in the order of the axes.
fn offset(mut number: usize, batch: &[usize], strides: &[isize]) -> isize {
    let mut at = 0;
    for (length, stride) in batch.iter().zip(strides).rev() {
        at += (number % length) as isize * stride;
        number /= length;
    }
    at
}

/// # Safety
/// The pointers are to matrices of `m` by `k`, `k` by `n`, and `m` by `n` elements, the last row by row.
unsafe fn floats<T: Real>(
    adds: bool,
    [x, y]: [*const T; 2],
    to: *mut T,
    [m, k, n]: [usize; 3],
    sa: (isize, isize),
    sb: (isize, isize),
) {
    let (x, y, to) = (Shared(x.cast_mut()), Shared(y.cast_mut()), Shared(to));
    let block = |rows: Range<usize>, columns: Range<usize>| {
        // SAFETY: by contract; blocks are inside of the matrices.
        unsafe {
            let a = x.get().offset(rows.start as isize * sa.0);
            let b = y.get().offset(columns.start as isize * sb.1);
            let to = to.get().add(rows.start * n + columns.start);
            let a = MatRef::from_raw_parts(a, rows.len(), k, sa.0, sa.1);
            let b = MatRef::from_raw_parts(b, k, columns.len(), sb.0, sb.1);
            product::multiply(MatMut::from_raw_parts_mut(to, rows.len(), columns.len(), n as isize, 1), adds, a, b);
        }
    };
    let blocks = (m * k * n / WORTH).clamp(1, 8);
    if n >= m {
        for_parts(n, n.div_ceil(blocks).next_multiple_of(BLOCK), |columns| block(0..m, columns));
    } else {
        for_parts(m, m.div_ceil(blocks).next_multiple_of(BLOCK), |rows| block(rows, 0..n));
    }
}

/// Blocks are multiples of this many columns or rows, so that they fill the tiles of the kernels: in one thread they then
/// take as long as the whole.
const BLOCK: usize = 64;

/// # Safety
/// As for [`floats`].
unsafe fn integers(
    x: *const i64,
    y: *const i64,
    to: *mut i64,
    [m, k, n]: [usize; 3],
    sa: (isize, isize),
    sb: (isize, isize),
) {
    for row in 0..m as isize {
        for column in 0..n as isize {
            let mut sum = 0i64;
            for inner in 0..k as isize {
                // SAFETY: by contract.
                let (p, q) = unsafe { (*x.offset(row * sa.0 + inner * sa.1), *y.offset(inner * sb.0 + column * sb.1)) };
                sum = sum.wrapping_add(p.wrapping_mul(q));
            }
            // SAFETY: by contract.
            unsafe { *to.offset(row * n as isize + column) = sum };
        }
    }
}

/// Both with the same type of elements, which has a product.
fn joined<'a>(a: &'a Tensor, b: &'a Tensor) -> Result<(Cow<'a, Tensor>, Cow<'a, Tensor>), Fault> {
    let dtype = match a.dtype.join(b.dtype) {
        DType::Bool => DType::I64,
        other => other,
    };
    Ok((a.as_dtype(dtype)?, b.as_dtype(dtype)?))
}

/// The product of matrices, vectors or stacks of matrices.
fn matmul(a: View, b: View) -> Result<Tensor, Fault> {
    match matrix_product(&a, &b) {
        Some(found) => found,
        None => any_product(a.into_tensor(), b.into_tensor()),
    }
}

/// The product of two matrices of floats, of which nothing has to be made before; `None` if they are something else.
fn matrix_product(a: &View, b: &View) -> Option<Result<Tensor, Fault>> {
    let (&[m, k], &[other, n]) = (a.shape, b.shape) else { return None };
    if k != other || a.dtype != b.dtype || !a.dtype.is_float() || [m, k, n].contains(&0) {
        return None;
    }
    let (&[row_a, column_a], &[row_b, column_b]) = (a.strides, b.strides) else { return None };
    let (sa, sb) = ((row_a, column_a), (row_b, column_b));
    Some(Tensor::new(a.dtype, &[m, n]).inspect(|out| {
        // SAFETY: the matrices have these sizes and strides; the output is new.
        by_float!(a.dtype, T => unsafe { floats::<T>(false, [a.data(), b.data()], out.data(), [m, k, n], sa, sb) });
    }))
}

fn any_product(a: Tensor, b: Tensor) -> Result<Tensor, Fault> {
    let (x, y) = joined(&a, &b)?;
    let (row, column) = (expanded(x, 0), expanded(y, 1));
    let mut out = product(&row, &column).map_err(|fault| match fault {
        Fault::Error(..) => mismatch::<()>(&a.shape, &b.shape, prims::shapes::PRODUCT).err().unwrap_or(fault),
        other => other,
    })?;
    if b.rank() == 1 {
        out.shape.pop();
        out.strides.pop();
    }
    if a.rank() == 1 {
        let at = out.rank() - if b.rank() == 1 { 1 } else { 2 };
        out.shape.remove(at);
        out.strides.remove(at);
    }
    Ok(out)
}

fn swapped(tensor: &Tensor) -> Tensor {
    let rank = tensor.rank();
    let mut view = tensor.clone();
    view.shape.swap(rank - 2, rank - 1);
    view.strides.swap(rank - 2, rank - 1);
    view
}

/// The operands and the cotangent as stacks of matrices, those with one axis expanded.
fn as_matrices<'a>(ct: Value, a: &'a Tensor, b: &'a Tensor) -> Result<[Cow<'a, Tensor>; 3], Fault> {
    let dtype = a.dtype.join(b.dtype).to_float();
    let (x, y) = (a.as_dtype(dtype)?, b.as_dtype(dtype)?);
    let operand: crate::tensor::elementwise::Operand = crate::abi::argument(ct, 0)?;
    let mut ct = operand.to_tensor(dtype)?;
    if b.rank() == 1 {
        ct = expand(&ct, ct.rank());
    }
    if a.rank() == 1 {
        ct = expand(&ct, ct.rank() - 1);
    }
    Ok([Cow::Owned(ct), expanded(x, 0), expanded(y, 1)])
}

/// The cotangent of the first factor.
fn matmul_left(ct: Value, a: Tensor, b: Tensor) -> Result<Tensor, Fault> {
    let [ct, row, column] = as_matrices(ct, &a, &b)?;
    summed(product(&ct, &swapped(&column))?, &row, &a)
}

/// The cotangent of the second factor.
fn matmul_right(ct: Value, a: Tensor, b: Tensor) -> Result<Tensor, Fault> {
    let [ct, row, column] = as_matrices(ct, &a, &b)?;
    if let Some([rows, ct]) = one_product(&row, &column, &ct) {
        return summed(product(&swapped(&rows), &ct)?, &column, &b);
    }
    summed(product(&swapped(&row), &ct)?, &column, &b)
}

/// Many matrices times one: the rows of all matrices and of the cotangent, so that one product is the sum of those of
/// each matrix.
fn one_product(row: &Tensor, column: &Tensor, ct: &Tensor) -> Option<[Tensor; 2]> {
    if column.rank() != 2 || row.rank() != ct.rank() || row.shape[..row.rank() - 1] != ct.shape[..ct.rank() - 1] {
        return None;
    }
    Some([joined_rows(row)?, joined_rows(ct)?])
}

/// Adds the cotangent of the second factor, a matrix, to `sum`; false if that cannot be done in place.
pub fn add_product_right(sum: &Tensor, ct: &Tensor, a: &Tensor) -> bool {
    let is_one_type = sum.dtype.is_float() && a.dtype == sum.dtype && ct.dtype == sum.dtype;
    if !is_one_type || a.rank() < 2 || sum.rank() != 2 || !sum.is_contiguous() {
        return false;
    }
    let Some([a, ct]) = one_product(a, sum, ct) else { return false };
    let sizes = [a.shape[1], a.shape[0], ct.shape[1]];
    if sum.shape[..] != [sizes[0], sizes[2]] || sizes.contains(&0) {
        return false;
    }
    let (sa, sb) = ((a.strides[1], a.strides[0]), (ct.strides[0], ct.strides[1]));
    // SAFETY: the views are of these sizes, and nothing else shows the memory of the sum.
    by_float!(sum.dtype, T => unsafe { floats::<T>(true, [a.data(), ct.data()], sum.data(), sizes, sa, sb) });
    true
}

/// Summed over the axes along which the operand was broadcast, in the shape it had.
fn summed(found: Tensor, matrix: &Tensor, operand: &Tensor) -> Result<Tensor, Fault> {
    let reduced = crate::tensor::reduce::sum_to_shape(&found, &matrix.shape)?;
    crate::tensor::index::reshaped(&reduced, operand.shape.clone())
}

crate::tensor_primitives! {
    fx_tensor_matmul = matmul, (a, b);
    fx_tensor_matmul_left = matmul_left, (ct, a, b);
    fx_tensor_matmul_right = matmul_right, (ct, a, b);
}
