//! Joining tensors on an axis, and cutting them again.

use crate::abi::Fault;
use crate::tensor::Tensor;
use crate::tensor::elements::by_dtype;
use crate::tensor::elementwise::Operand;
use crate::tensor::shape::{axis_argument, mismatch};
use crate::value::Value;
use crate::vectors::Vector;

/// The tensors of a vector one behind the other on an axis.
fn concatenate(parts: Vector, axis: Value) -> Result<Tensor, Fault> {
    join_all(&operands(parts)?, axis)
}

fn join_all(parts: &[Tensor], axis: Value) -> Result<Tensor, Fault> {
    let Some(first) = parts.first() else {
        return Err(Fault::Error("there is no tensor to join".to_owned(), vec![]));
    };
    let axis = axis_argument(axis, 1, first.rank())?;
    let mut shape = first.shape.clone();
    let dtype = parts.iter().fold(first.dtype, |dtype, part| dtype.join(part.dtype));
    shape[axis] = 0;
    for part in parts {
        let fits = |(other, (own, length)): (usize, (&usize, &usize))| other == axis || own == length;
        if part.rank() != first.rank() || !part.shape.iter().zip(&first.shape).enumerate().all(fits) {
            return mismatch(&first.shape, &part.shape, "they may differ in the length of the joined axis only");
        }
        shape[axis] += part.shape[axis];
    }
    let out = Tensor::new(dtype, &shape)?;
    let inner: usize = shape[axis + 1..].iter().product();
    let outer: usize = shape[..axis].iter().product();
    let mut start = 0;
    for part in parts {
        let part = part.cast(dtype)?.contiguous()?;
        let chunk = part.shape[axis] * inner;
        by_dtype!(dtype, T => for block in 0..outer {
            // SAFETY: the output has room for the chunks of all parts in each block.
            unsafe {
                let from = part.data::<T>().add(block * chunk);
                let to = out.data::<T>().add(block * shape[axis] * inner + start);
                std::ptr::copy_nonoverlapping(from, to, chunk);
            }
        });
        start += chunk;
    }
    Ok(out)
}

/// The tensors that the elements of a vector are.
fn operands(parts: Vector) -> Result<Vec<Tensor>, Fault> {
    let operand = |part: &Value| {
        let operand: Operand = crate::abi::argument(*part, 0)?;
        operand.to_tensor(operand.own_dtype())
    };
    parts.slots().iter().map(operand).collect()
}

fn join(a: Tensor, b: Tensor, axis: Value) -> Result<Tensor, Fault> {
    join_all(&[a, b], axis)
}

/// The first part of an axis, as long as that of another tensor, or what is behind it.
fn cut(tensor: &Tensor, like: &Tensor, axis: Value, is_head: bool) -> Result<Tensor, Fault> {
    let axis = axis_argument(axis, 2, tensor.rank())?;
    let (mut shape, mut offset) = (tensor.shape.clone(), tensor.offset as isize);
    let Some(length) = like.shape.get(axis).copied().filter(|length| *length <= shape[axis]) else {
        return mismatch(&tensor.shape, &like.shape, "the part is longer than the whole");
    };
    if is_head {
        shape[axis] = length;
    } else {
        shape[axis] -= length;
        offset += if shape[axis] == 0 { 0 } else { length as isize * tensor.strides[axis] };
    }
    Ok(tensor.view(offset as usize, shape, tensor.strides.clone()))
}

fn head(tensor: Tensor, like: Tensor, axis: Value) -> Result<Tensor, Fault> {
    cut(&tensor, &like, axis, true)
}

fn beyond(tensor: Tensor, like: Tensor, axis: Value) -> Result<Tensor, Fault> {
    cut(&tensor, &like, axis, false)
}

fn zeros_like(operand: Operand) -> Result<Tensor, Fault> {
    Tensor::zeros(operand.own_dtype().to_float(), operand.shape())
}

crate::tensor_primitives! {
    fx_tensor_concatenate = concatenate, (parts, axis);
    fx_tensor_join = join, (a, b, axis);
    fx_tensor_head = head, (tensor, like, axis);
    fx_tensor_beyond = beyond, (tensor, like, axis);
    fx_tensor_zeros_like = zeros_like, (operand);
}
