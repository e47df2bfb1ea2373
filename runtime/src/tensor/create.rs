//! Making tensors of numbers, lists, vectors and bytevectors, and these of tensors.

use crate::abi::{Fault, Outcome};
use crate::heap;
use crate::numbers::{Num, to_usize};
use crate::object::bytevector_from;
use crate::pairs::list_length;
use crate::tensor::elements::{by_dtype, by_float};
use crate::tensor::elementwise::Operand;
use crate::tensor::shape::{Dims, MAX_RANK, count, dims_of, expected, shape_text};
use crate::tensor::{DType, Element, Tensor, is_tensor};
use crate::value::{Kind, Value};
use crate::vectors::{Bytevector, F64vector};

/// The element type that an argument names, or the one that is meant by `#f`.
fn dtype_or(value: Value, argument: usize, default: DType) -> Result<DType, Fault> {
    if value == Value::FALSE { Ok(default) } else { DType::of_symbol(value, argument) }
}

fn element_fault(value: Value, dtype: DType) -> Fault {
    Fault::Error(format!("this cannot be an element of the type {}:", dtype.name()), vec![value])
}

/// Whether it is an exact integer that an i64 holds.
fn is_small_integer(value: Value) -> bool {
    value.as_fixnum().is_some() || (matches!(Num::of(value), Some(Num::Int(_))) && i64::of_value(value).is_some())
}

fn filled(dims: Value, fill: Value, dtype: Value) -> Result<Tensor, Fault> {
    let dims = dims_of(dims, 0)?;
    let natural = match fill {
        Value::TRUE | Value::FALSE => DType::Bool,
        _ if is_small_integer(fill) => DType::I64,
        _ => DType::F64,
    };
    let dtype = dtype_or(dtype, 2, natural)?;
    by_dtype!(dtype, T => {
        let element = T::of_value(fill).ok_or_else(|| element_fault(fill, dtype))?;
        let mut made = Tensor::new(dtype, &dims)?;
        made.elements_mut::<T>().fill(element);
        Ok(made)
    })
}

fn arange(start: Value, stop: Value, step: Value, dtype: Value) -> Result<Tensor, Fault> {
    let parts = [start, stop, step];
    if let [Some(from), Some(to), Some(by)] = parts.map(Value::as_fixnum) {
        if by == 0 {
            return Err(Fault::Error("the step is 0".to_owned(), vec![]));
        }
        let length = usize::try_from((to - from + by - by.signum()) / by).unwrap_or(0);
        let mut made = Tensor::new(DType::I64, &[length])?;
        (0..).zip(made.elements_mut::<i64>()).for_each(|(index, slot): (i64, _)| *slot = from + index * by);
        return made.cast(dtype_or(dtype, 3, DType::I64)?);
    }
    let [from, to, by] = parts.map(f64::of_value);
    let real = |part: Option<f64>, index: usize| part.ok_or(Fault::Type(index, parts[index]));
    let (from, to, by) = (real(from, 0)?, real(to, 1)?, real(by, 2)?);
    let length = ((to - from) / by).ceil().max(0.0);
    if !length.is_finite() {
        return Err(Fault::Error("these make no finite range:".to_owned(), parts.to_vec()));
    }
    let mut made = Tensor::new(DType::F64, &[length as usize])?;
    made.elements_mut::<f64>().iter_mut().enumerate().for_each(|(index, slot)| *slot = from + index as f64 * by);
    made.cast(dtype_or(dtype, 3, DType::F64)?)
}

fn is_sequence(value: Value) -> bool {
    value == Value::NULL || matches!(value.kind(), Some(Kind::Pair | Kind::Vector | Kind::F64vector | Kind::Tensor))
}

/// The lengths of nested sequences, by the first of each.
fn nested_shape(nested: Value) -> Result<Dims, Fault> {
    let (mut dims, mut part) = (Dims::new(), nested);
    while is_sequence(part) {
        if is_tensor(part) {
            dims.extend(crate::abi::argument::<Tensor>(part, 0)?.shape);
            break;
        }
        if dims.len() == MAX_RANK {
            return Err(Fault::Error(format!("a tensor has at most {MAX_RANK} axes"), vec![]));
        }
        dims.push(sequence_length(part)?);
        let first = match (part.pair(), part.slots(Kind::Vector)) {
            (Some((first, _)), _) => Some(first),
            (_, Some(slots)) => slots.first().copied(),
            _ => None,
        };
        match first {
            Some(first) => part = first,
            None => break,
        }
    }
    Ok(dims)
}

fn sequence_length(part: Value) -> Result<usize, Fault> {
    match part.kind() {
        Some(Kind::Vector | Kind::F64vector) => Ok(part.length()),
        _ => list_length(part).ok_or(Fault::Type(0, part)),
    }
}

/// Calls `leaf` with the numbers of nested sequences in order; each has the length that the shape demands. The depth is
/// at most the rank.
fn each_leaf(part: Value, dims: &[usize], leaf: &mut impl FnMut(Value) -> Result<(), Fault>) -> Result<(), Fault> {
    let Some((length, inner)) = dims.split_first() else {
        return if is_sequence(part) { Err(ragged(part)) } else { leaf(part) };
    };
    if is_tensor(part) {
        return each_element(&crate::abi::argument(part, 0)?, dims, leaf);
    }
    if !is_sequence(part) || sequence_length(part)? != *length {
        return Err(ragged(part));
    }
    if let Some(slots) = part.slots(Kind::Vector).or_else(|| part.slots(Kind::F64vector)) {
        return slots.iter().try_for_each(|slot| each_leaf(*slot, inner, leaf));
    }
    let mut rest = part;
    while let Some((first, next)) = rest.pair() {
        each_leaf(first, inner, leaf)?;
        rest = next;
    }
    Ok(())
}

fn each_element(
    tensor: &Tensor,
    dims: &[usize],
    leaf: &mut impl FnMut(Value) -> Result<(), Fault>,
) -> Result<(), Fault> {
    if tensor.shape[..] != *dims {
        return crate::tensor::shape::mismatch(dims, &tensor.shape, "nested parts must have the same shape");
    }
    let flat = tensor.contiguous()?;
    by_dtype!(flat.dtype, T => flat.elements::<T>().iter().try_for_each(|element| leaf(element.to_value()?)))
}

fn ragged(part: Value) -> Fault {
    Fault::Error("the parts of a tensor must have the same lengths, here is another:".to_owned(), vec![part])
}

/// A tensor of nested sequences of numbers or booleans.
fn from_nested(nested: Value, dtype: Value) -> Result<Tensor, Fault> {
    let dims = nested_shape(nested)?;
    count(&dims).ok_or(Fault::OutOfMemory)?;
    let mut natural = None;
    each_leaf(nested, &dims, &mut |leaf| {
        let one = match leaf {
            Value::TRUE | Value::FALSE => DType::Bool,
            _ if is_small_integer(leaf) => DType::I64,
            _ if f64::of_value(leaf).is_some() => DType::F64,
            _ => return Err(element_fault(leaf, DType::F64)),
        };
        natural = Some(natural.map_or(one, |known: DType| known.join(one)));
        Ok(())
    })?;
    let dtype = dtype_or(dtype, 1, natural.unwrap_or(DType::F64))?;
    by_dtype!(dtype, T => {
        let mut made = Tensor::new(dtype, &dims)?;
        let mut slots = made.elements_mut::<T>().iter_mut();
        each_leaf(nested, &dims, &mut |leaf| {
            let element = T::of_value(leaf).ok_or_else(|| element_fault(leaf, dtype))?;
            if let Some(slot) = slots.next() {
                *slot = element;
            }
            Ok(())
        })?;
        Ok(made)
    })
}

fn to_list(tensor: Tensor) -> Outcome {
    nested_list(&tensor, 0, tensor.offset as isize)
}

/// The nested list of an axis; the depth is at most the rank.
fn nested_list(tensor: &Tensor, axis: usize, offset: isize) -> Outcome {
    let Some(length) = tensor.shape.get(axis) else { return tensor.value_at(offset as usize) };
    let mut list = Value::NULL;
    for index in (0..*length).rev() {
        let part = nested_list(tensor, axis + 1, offset + index as isize * tensor.strides[axis])?;
        list = heap::alloc_slots_or_fail(Kind::Pair, &[part, list])?;
    }
    Ok(list)
}

fn to_vector(tensor: Tensor) -> Outcome {
    let flat = tensor.contiguous()?;
    let vector = Value::from_object(heap::alloc(Kind::Vector, flat.size())?, Kind::Vector);
    for index in 0..flat.size() {
        let element = flat.value_at(flat.offset + index)?;
        if let Some(slots) = vector.slots(Kind::Vector) {
            slots[index] = element;
        }
    }
    Ok(vector)
}

fn to_f64vector(tensor: Tensor) -> Outcome {
    let flat = tensor.cast(DType::F64)?.contiguous()?;
    let vector = Value::from_object(heap::alloc(Kind::F64vector, flat.size())?, Kind::F64vector);
    for (slot, element) in vector.slots(Kind::F64vector).into_iter().flatten().zip(flat.elements::<f64>()) {
        *slot = Value::flonum(*element);
    }
    Ok(vector)
}

/// The elements of a tensor of floats with one axis, from a place on, to a vector of doubles, as many as it has room for.
fn to_doubles(tensor: Tensor, start: Value, to: F64vector) -> Result<(), Fault> {
    let (Some(start), [length], [step], DType::F64 | DType::F32) =
        (to_usize(start), &tensor.shape[..], &tensor.strides[..], tensor.dtype)
    else {
        return Err(Fault::Error("floats with one axis are expected".to_owned(), vec![]));
    };
    by_float!(tensor.dtype, T => {
        let count = to.slots().len().min(length.saturating_sub(start));
        for (index, slot) in (start..).zip(&mut to.slots()[..count]) {
            // SAFETY: the index is below the length of the axis.
            *slot = Value::flonum(unsafe { *tensor.data::<T>().offset(index as isize * step) }.to_f64());
        }
    });
    Ok(())
}

/// The first doubles of a vector to a new tensor of doubles, from a place on.
fn set_doubles(mut tensor: Tensor, start: Value, from: F64vector, count: Value) -> Result<(), Fault> {
    let places = to_usize(start).and_then(|start| Some(start..start.checked_add(to_usize(count)?)?));
    if tensor.dtype == DType::F64
        && tensor.is_contiguous()
        && let Some(slots) = places.and_then(|places| tensor.elements_mut::<f64>().get_mut(places))
    {
        slots.iter_mut().zip(from.slots()).for_each(|(slot, value)| *slot = value.as_flonum().unwrap_or(f64::NAN));
        return Ok(());
    }
    Err(Fault::Error("as many doubles are expected".to_owned(), vec![]))
}

fn to_bytevector(tensor: Tensor) -> Outcome {
    let flat = tensor.contiguous()?;
    // SAFETY: the elements are initialised memory of this many bytes.
    let bytes = by_dtype!(flat.dtype, T => unsafe {
        std::slice::from_raw_parts(flat.data::<T>().cast::<u8>(), flat.size() * flat.dtype.size())
    });
    bytevector_from(bytes)
}

fn from_bytevector(bytes: Bytevector, dtype: Value, dims: Value, start: Value) -> Result<Tensor, Fault> {
    let (dtype, dims) = (DType::of_symbol(dtype, 1)?, dims_of(dims, 2)?);
    let bytes = bytes.bytes();
    let start = to_usize(start).ok_or_else(|| expected(3, "an index", start))?;
    let wanted = count(&dims).and_then(|count| count.checked_mul(dtype.size())).ok_or(Fault::OutOfMemory)?;
    let Some(part) = start.checked_add(wanted).and_then(|end| bytes.get(start..end)) else {
        let dims = shape_text(&dims);
        let message = format!("the shape {dims} needs {wanted} bytes from {start} on, there are {}", bytes.len());
        return Err(Fault::Error(message, vec![]));
    };
    if dtype == DType::Bool && part.iter().any(|byte| *byte > 1) {
        return Err(Fault::Error("booleans are bytes of 0 or 1".to_owned(), vec![]));
    }
    let made = Tensor::new(dtype, &dims)?;
    // SAFETY: the buffer has this many bytes.
    unsafe { std::ptr::copy_nonoverlapping(part.as_ptr(), made.buffer.data(), part.len()) };
    Ok(made)
}

fn cast(operand: Operand, dtype: Value) -> Result<Tensor, Fault> {
    operand.to_tensor(DType::of_symbol(dtype, 1)?)
}

fn copy(tensor: Tensor) -> Result<Tensor, Fault> {
    tensor.copy()
}

crate::tensor_primitives! {
    fx_tensor_filled = filled, (dims, fill, dtype);
    fx_tensor_arange = arange, (start, stop, step, dtype);
    fx_tensor_nested = from_nested, (nested, dtype);
    fx_tensor_to_list = to_list, (tensor);
    fx_tensor_to_vector = to_vector, (tensor);
    fx_tensor_to_f64vector = to_f64vector, (tensor);
    fx_tensor_doubles = to_doubles, (tensor, start, to);
    fx_tensor_set_doubles_x = set_doubles, (tensor, start, from, count);
    fx_tensor_to_bytevector = to_bytevector, (tensor);
    fx_bytevector_to_tensor = from_bytevector, (bytes, dtype, dims, start);
    fx_tensor_cast = cast, (operand, dtype);
    fx_tensor_copy = copy, (tensor);
}
