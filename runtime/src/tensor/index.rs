//! Views and parts: slices, transposes, reshaping, elements by index, gathering and scattering.

use smallvec::SmallVec;

use crate::abi::{Fault, Outcome};
use crate::object::list_from;
use crate::pairs::list_length;
use crate::tensor::elements::by_dtype;
use crate::tensor::elementwise::{Operand, broadcast, map, zip};
use crate::tensor::shape::{
    Dims, Strides, Walk, axis_argument, axis_of, broadcast_strides, contiguous_strides, count, dims_of, expected,
    integers_of, mismatch, shape_text,
};
use crate::tensor::{DType, Tensor, is_tensor};
use crate::value::Value;

fn is_tensor_value(value: Value) -> bool {
    is_tensor(value)
}

fn shape(operand: Operand) -> Outcome {
    let dims: SmallVec<[Value; 4]> = operand.shape().iter().map(|length| Value::fixnum(*length as i64)).collect();
    Ok(list_from(&dims))
}

fn rank(operand: Operand) -> Value {
    Value::fixnum(operand.shape().len() as i64)
}

fn size(operand: Operand) -> Value {
    Value::fixnum(operand.shape().iter().product::<usize>() as i64)
}

fn dtype(operand: Operand) -> Value {
    operand.own_dtype().symbol()
}

// Views -----

/// What a slice takes of an axis: where it starts, how many, how far apart; `None` for one index that drops the axis.
struct Part {
    start: i64,
    step: i64,
    length: Option<usize>,
}

fn index_fault(index: i64, axis: usize, dims: &[usize]) -> Fault {
    let message = format!("the index {index} is out of range for axis {axis} of the shape {}", shape_text(dims));
    Fault::Error(message, vec![])
}

/// One index of an axis; it may count from the end.
fn index_of(index: i64, axis: usize, dims: &[usize]) -> Result<i64, Fault> {
    let length = dims[axis] as i64;
    let found = if index < 0 { index + length } else { index };
    if (0..length).contains(&found) { Ok(found) } else { Err(index_fault(index, axis, dims)) }
}

/// `#t`, an index, or `(start stop [step])` where `#f` stands for an end of the axis. Bounds are cut to the axis.
fn part_of(spec: Value, axis: usize, dims: &[usize]) -> Result<Part, Fault> {
    let length = dims[axis] as i64;
    if spec == Value::TRUE {
        return Ok(Part { start: 0, step: 1, length: Some(dims[axis]) });
    }
    if let Some(index) = spec.as_fixnum() {
        return Ok(Part { start: index_of(index, axis, dims)?, step: 1, length: None });
    }
    let what = "an index, a list (start stop [step]) or #t for each axis";
    let fault = || expected(1, what, spec);
    let (start, rest) = spec.pair().ok_or_else(fault)?;
    let (stop, rest) = rest.pair().ok_or_else(fault)?;
    let step = match rest.pair() {
        Some((step, Value::NULL)) => step.as_fixnum().filter(|step| *step != 0).ok_or_else(fault)?,
        None if rest == Value::NULL => 1,
        _ => return Err(fault()),
    };
    let (low, high) = if step > 0 { (0, length) } else { (-1, length - 1) };
    let bound = |value: Value, default: i64| match value.as_fixnum() {
        Some(index) => Ok((if index < 0 { index + length } else { index }).clamp(low, high)),
        None if value == Value::FALSE => Ok(default),
        None => Err(fault()),
    };
    let (start, stop) =
        if step > 0 { (bound(start, 0)?, bound(stop, length)?) } else { (bound(start, length - 1)?, bound(stop, -1)?) };
    let count = usize::try_from((stop - start + step - step.signum()) / step).unwrap_or(0);
    Ok(Part { start: if count == 0 { 0 } else { start }, step, length: Some(count) })
}

/// The view that a list of specs selects, one for each of the first axes.
pub fn slice(tensor: &Tensor, specs: Value) -> Result<Tensor, Fault> {
    let given = list_length(specs).ok_or_else(|| expected(1, "a list", specs))?;
    if given > tensor.rank() {
        let message = format!("{given} indices for a tensor of the shape {}", shape_text(&tensor.shape));
        return Err(Fault::Error(message, vec![]));
    }
    let (mut shape, mut strides, mut offset) = (Dims::new(), Strides::new(), tensor.offset as i64);
    let mut rest = specs;
    for axis in 0..tensor.rank() {
        let part = match rest.pair() {
            Some((spec, next)) => {
                rest = next;
                part_of(spec, axis, &tensor.shape)?
            }
            None => Part { start: 0, step: 1, length: Some(tensor.shape[axis]) },
        };
        offset += part.start * tensor.strides[axis] as i64;
        if let Some(length) = part.length {
            shape.push(length);
            strides.push(tensor.strides[axis] * part.step as isize);
        }
    }
    if shape.contains(&0) {
        offset = tensor.offset as i64;
    }
    Ok(tensor.view(offset as usize, shape, strides))
}

fn slice_of(tensor: Tensor, specs: Value) -> Result<Tensor, Fault> {
    slice(&tensor, specs)
}

/// Zeros like a tensor but for a slice of it.
fn unslice(part: Operand, like: Tensor, specs: Value) -> Result<Tensor, Fault> {
    let dtype = match &part {
        Operand::Tensor(part) if part.dtype != part.dtype.to_float() => like.dtype,
        _ => like.dtype.to_float(),
    };
    let made = Tensor::zeros(dtype, &like.shape)?;
    assign(&slice(&made, specs)?, &part)?;
    Ok(made)
}

/// Overwrites what a view shows.
fn assign(view: &Tensor, with: &Operand) -> Result<(), Fault> {
    let source = broadcast(&with.to_tensor(view.dtype)?, &view.shape)?;
    // The source may be another view of the same memory.
    let source = if source.buffer.word() == view.buffer.word() { source.copy()? } else { source };
    by_dtype!(view.dtype, T => {
        let (from, to) = (source.data::<T>(), view.data_to_change::<T>());
        let walk = Walk::new(&view.shape, [&source.strides, &view.strides]);
        walk.for_each_row(|[at, into], n, [step, gap]| {
            for i in 0..n as isize {
                // SAFETY: the offsets are those of elements of the two.
                unsafe { *to.offset(into + i * gap) = *from.offset(at + i * step) }
            }
        });
    });
    Ok(())
}

fn set(tensor: Tensor, specs: Value, with: Operand) -> Result<(), Fault> {
    assign(&slice(&tensor, specs)?, &with)
}

/// With the axes in another order; in the opposite one if `#f` is given.
fn transpose(tensor: Tensor, axes: Value) -> Result<Tensor, Fault> {
    let rank = tensor.rank();
    let order: SmallVec<[usize; 4]> = if axes == Value::FALSE {
        (0..rank).rev().collect()
    } else {
        let given = integers_of(axes, 1, "a list of axes or #f")?;
        given.iter().map(|axis| axis_of(*axis, rank)).collect::<Result<_, _>>()?
    };
    let mut seen = Dims::from_elem(0, rank);
    order.iter().for_each(|axis| seen[*axis] += 1);
    if seen.iter().any(|times| *times != 1) {
        let message = format!("each axis must be given once for the shape {}, found", shape_text(&tensor.shape));
        return Err(Fault::Error(message, vec![axes]));
    }
    let shape = order.iter().map(|axis| tensor.shape[*axis]).collect();
    let strides = order.iter().map(|axis| tensor.strides[*axis]).collect();
    Ok(tensor.view(tensor.offset, shape, strides))
}

/// The inverse of a transposition.
fn untranspose(tensor: Tensor, axes: Value) -> Result<Tensor, Fault> {
    if axes == Value::FALSE {
        return transpose(tensor, axes);
    }
    let rank = tensor.rank();
    let (mut shape, mut strides) = (tensor.shape.clone(), tensor.strides.clone());
    for (from, axis) in integers_of(axes, 1, "a list of axes")?.iter().enumerate() {
        let axis = axis_of(*axis, rank)?;
        (shape[axis], strides[axis]) = (tensor.shape[from], tensor.strides[from]);
    }
    Ok(tensor.view(tensor.offset, shape, strides))
}

/// The same elements in another shape; one length may be -1.
fn reshape(operand: Operand, dims: Value) -> Result<Tensor, Fault> {
    let tensor = operand.to_tensor(operand.own_dtype())?;
    let given = integers_of(dims, 1, "a shape, a list of integers")?;
    let known = given.iter().filter(|length| **length != -1).fold(1i64, |size, length| size.saturating_mul(*length));
    let missing = given.iter().filter(|length| **length == -1).count();
    let filled = if known > 0 { tensor.size() as i64 / known } else { 0 };
    let shape: Option<Dims> =
        given.iter().map(|length| usize::try_from(if *length == -1 { filled } else { *length }).ok()).collect();
    let shape = shape.ok_or_else(|| expected(1, "a shape, a list of integers", dims))?;
    if missing > 1 || count(&shape) != Some(tensor.size()) {
        return Err(Fault::Error(prims::shapes::not_reshaped(&tensor.shape, &given), vec![]));
    }
    reshaped(&tensor, shape)
}

/// The same elements in a shape of the same size.
pub fn reshaped(tensor: &Tensor, shape: Dims) -> Result<Tensor, Fault> {
    let flat = tensor.contiguous()?;
    let strides = contiguous_strides(&shape);
    Ok(flat.view(flat.offset, shape, strides))
}

fn reshape_like(operand: Operand, like: Operand) -> Result<Tensor, Fault> {
    let tensor = operand.to_tensor(operand.own_dtype())?;
    reshaped(&tensor, like.shape().into())
}

fn broadcast_to(operand: Operand, dims: Value) -> Result<Tensor, Fault> {
    broadcast(&operand.to_tensor(operand.own_dtype())?, &dims_of(dims, 1)?)
}

// Gathering -----

/// The indices of a tensor of integers, those below 0 counted from the end of an axis.
fn indices(operand: &Operand, axis: usize, dims: &[usize]) -> Result<Tensor, Fault> {
    let tensor = operand.to_tensor(operand.own_dtype())?;
    if tensor.dtype != DType::I64 {
        return Err(Fault::Error(format!("indices must be of the type i64, not {}", tensor.dtype.name()), vec![]));
    }
    let length = dims[axis] as i64;
    let found = map(&tensor, move |index: i64| if index < 0 { index + length } else { index })?;
    match found.elements::<i64>().iter().find(|index| !(0..length).contains(*index)) {
        Some(index) => Err(index_fault(*index, axis, dims)),
        None => Ok(found),
    }
}

/// The shape of what [`gather`] returns: the axis is replaced by those of the indices.
fn gathered_shape(dims: &[usize], axis: usize, indices: &[usize]) -> Dims {
    dims[..axis].iter().chain(indices).chain(&dims[axis + 1..]).copied().collect()
}

/// The parts of a tensor at indices of an axis (NumPy's `take`).
fn gather(tensor: Tensor, at: Operand, axis: Value) -> Result<Tensor, Fault> {
    let axis = axis_argument(axis, 2, tensor.rank())?;
    let at = indices(&at, axis, &tensor.shape)?;
    let from = tensor.contiguous()?;
    let out = Tensor::new(tensor.dtype, &gathered_shape(&tensor.shape, axis, &at.shape))?;
    let inner: usize = tensor.shape[axis + 1..].iter().product();
    let outer: usize = tensor.shape[..axis].iter().product();
    let (length, picked) = (tensor.shape[axis], at.elements::<i64>());
    by_dtype!(tensor.dtype, T => {
        let (source, target) = (from.data::<T>(), out.data::<T>());
        let mut into = 0;
        for block in 0..outer {
            for index in picked {
                let row = (block * length + *index as usize) * inner;
                // SAFETY: the index was checked against the axis, and the output has a row for each.
                unsafe { std::ptr::copy_nonoverlapping(source.add(row), target.add(into), inner) };
                into += inner;
            }
        }
    });
    Ok(out)
}

/// `tensor` with `updates` added at indices of an axis: the transpose of [`gather`].
fn scatter(tensor: Tensor, at: Operand, updates: Operand, axis: Value) -> Result<Tensor, Fault> {
    let axis = axis_argument(axis, 3, tensor.rank())?;
    let at = indices(&at, axis, &tensor.shape)?;
    let out = tensor.copy()?;
    let wanted = gathered_shape(&tensor.shape, axis, &at.shape);
    let updates = broadcast(&updates.to_tensor(tensor.dtype)?, &wanted)?.contiguous()?;
    let inner: usize = tensor.shape[axis + 1..].iter().product();
    let outer: usize = tensor.shape[..axis].iter().product();
    let (length, picked) = (tensor.shape[axis], at.elements::<i64>());
    macro_rules! add_rows {
        ($T:ty, $add:expr) => {{
            let (source, target) = (updates.data::<$T>(), out.data::<$T>());
            let mut from = 0;
            for block in 0..outer {
                for index in picked {
                    let row = (block * length + *index as usize) * inner;
                    // SAFETY: the index was checked against the axis, and the updates have a row for each.
                    unsafe { crate::tensor::rows::fold_into(inner, source.add(from), 1, target.add(row), 1, $add) };
                    from += inner;
                }
            }
        }};
    }
    match tensor.dtype {
        DType::F64 => add_rows!(f64, |x: f64, y: f64| x + y),
        DType::F32 => add_rows!(f32, |x: f32, y: f32| x + y),
        DType::I64 => add_rows!(i64, i64::wrapping_add),
        DType::Bool => add_rows!(bool, |x: bool, y: bool| x | y),
    }
    Ok(out)
}

/// Zeros like a tensor with the updates added.
fn scatter_zeros(like: Tensor, at: Operand, updates: Operand, axis: Value) -> Result<Tensor, Fault> {
    scatter(Tensor::zeros(like.dtype.to_float(), &like.shape)?, at, updates, axis)
}

/// For each position the element whose index on the axis is given there (NumPy's `take_along_axis`).
fn take_along(tensor: Tensor, at: Tensor, axis: Value) -> Result<Tensor, Fault> {
    along(&tensor, &at, axis, 2, None)
}

/// Zeros like a tensor with the updates added where `take_along` would take them from.
fn put_along(like: Tensor, at: Tensor, updates: Operand, axis: Value) -> Result<Tensor, Fault> {
    let tensor = Tensor::zeros(like.dtype.to_float(), &like.shape)?;
    let updates = broadcast(&updates.to_tensor(tensor.dtype)?, &at.shape)?.contiguous()?;
    along(&tensor, &at, axis, 3, Some(updates))
}

fn along(tensor: &Tensor, at: &Tensor, axis: Value, argument: usize, add: Option<Tensor>) -> Result<Tensor, Fault> {
    let axis = axis_argument(axis, argument, tensor.rank())?;
    let fits = |(other, (own, length)): (usize, (&usize, &usize))| other == axis || own == length;
    if at.rank() != tensor.rank() || !at.shape.iter().zip(&tensor.shape).enumerate().all(fits) {
        return mismatch(&tensor.shape, &at.shape, "the indices may differ in the length of the axis only");
    }
    let at = indices(&Operand::Tensor(at.clone()), axis, &tensor.shape)?;
    let out = if add.is_some() { tensor.copy()? } else { Tensor::new(tensor.dtype, &at.shape)? };
    let target = if add.is_some() { out.clone() } else { tensor.clone() };
    let mut strides = target.strides.clone();
    let step = std::mem::replace(&mut strides[axis], 0);
    let picked = at.data::<i64>();
    let other = add.as_ref().unwrap_or(&out);
    by_dtype!(tensor.dtype, T => {
        let (elements, others) = (target.data::<T>(), other.data::<T>());
        let walk = Walk::new(&at.shape, [&at.strides, &strides, &other.strides]);
        walk.for_each_row(|[index, base, place], n, [index_step, base_step, place_step]| {
            for i in 0..n as isize {
                // SAFETY: the indices were checked against the axis; the offsets are those of elements.
                unsafe {
                    let chosen = *picked.offset(index + i * index_step) as isize;
                    let element = elements.offset(base + i * base_step + chosen * step);
                    let place = others.offset(place + i * place_step);
                    if add.is_some() { *element = sum(*element, *place) } else { *place = *element }
                }
            }
        });
    });
    Ok(out)
}

fn sum<T: crate::tensor::Element>(x: T, y: T) -> T {
    if T::DTYPE == DType::I64 {
        T::of_i64(x.to_i64().wrapping_add(y.to_i64()))
    } else {
        T::of_f64(x.to_f64() + y.to_f64())
    }
}

fn one_hot(at: Operand, depth: Value, dtype: Value) -> Result<Tensor, Fault> {
    let depth = crate::numbers::to_usize(depth).ok_or_else(|| expected(1, "a number of classes", depth))?;
    let dtype = DType::of_symbol(dtype, 2)?;
    let at = indices(&at, 0, &[depth])?;
    let column = reshaped(&at, at.shape.iter().copied().chain([1]).collect())?;
    let mut classes = Tensor::new(DType::I64, &[depth])?;
    (0..).zip(classes.elements_mut::<i64>()).for_each(|(class, slot)| *slot = class);
    zip(&column, &classes, |a: i64, b: i64| a == b)?.cast(dtype)
}

/// The sizes of both, as far as they differ, made equal by a broadcast: what `like` looks like.
fn spread(operand: Operand, like: Operand) -> Result<Tensor, Fault> {
    let dtype = like.own_dtype().to_float();
    let tensor = operand.to_tensor(dtype)?;
    let shape: Dims = like.shape().into();
    let strides = broadcast_strides(&tensor.shape, &tensor.strides, &shape);
    match crate::tensor::shape::broadcast_shapes(&tensor.shape, &shape) {
        Ok(both) if both == shape => Ok(tensor.view(tensor.offset, shape, strides)),
        _ => mismatch(&tensor.shape, &shape, "a tangent must have the shape of its value"),
    }
}

crate::tensor_primitives! {
    fx_tensor_p = is_tensor_value, (value);
    fx_tensor_shape = shape, (operand);
    fx_tensor_rank = rank, (operand);
    fx_tensor_size = size, (operand);
    fx_tensor_dtype = dtype, (operand);
    fx_tensor_slice = slice_of, (tensor, specs);
    fx_tensor_unslice = unslice, (part, like, specs);
    fx_tensor_set_x = set, (tensor, specs, with);
    fx_tensor_transpose = transpose, (tensor, axes);
    fx_tensor_untranspose = untranspose, (tensor, axes);
    fx_tensor_reshape = reshape, (tensor, dims);
    fx_tensor_reshape_like = reshape_like, (tensor, like);
    fx_tensor_broadcast = broadcast_to, (tensor, dims);
    fx_tensor_spread = spread, (tensor, like);
    fx_tensor_gather = gather, (tensor, at, axis);
    fx_tensor_scatter = scatter, (tensor, at, updates, axis);
    fx_tensor_scatter_zeros = scatter_zeros, (like, at, updates, axis);
    fx_tensor_take_along = take_along, (tensor, at, axis);
    fx_tensor_put_along = put_along, (like, at, updates, axis);
    fx_tensor_one_hot = one_hot, (at, depth, dtype);
}
