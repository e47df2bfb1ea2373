//! Files of arrays: npy, npz, safetensors, idx, PNG; see [`crate::data_files`].

use num_traits::ToPrimitive;

use data::{Array, Named};

use crate::abi::{Fault, FromValue, IntoOutcome, Outcome};
use crate::data_files::{bad_file, read, write};
use crate::heap;
use crate::numbers::Num;
use crate::object::{string_from, string_text};
use crate::strings::Str;
use crate::tensor::{DType, Tensor};
use crate::value::{Kind, Value};

/// The tensor, or the number, that an array is.
fn array_value(array: Array) -> Outcome {
    let dtype = match array.dtype {
        data::DType::F64 => DType::F64,
        data::DType::F32 => DType::F32,
        data::DType::I64 => DType::I64,
        data::DType::Bool => DType::Bool,
    };
    let mut tensor = Tensor::new(dtype, &array.shape)?;
    let bytes = array.bytes.as_slice();
    match dtype {
        DType::F64 => fill(tensor.elements_mut(), bytes, f64::from_le_bytes),
        DType::F32 => fill(tensor.elements_mut(), bytes, f32::from_le_bytes),
        DType::I64 => fill(tensor.elements_mut(), bytes, i64::from_le_bytes),
        DType::Bool => fill(tensor.elements_mut(), bytes, |[byte]| byte != 0),
    }
    tensor.into_outcome()
}

fn fill<T, const N: usize>(elements: &mut [T], bytes: &[u8], element: impl Fn([u8; N]) -> T) {
    for (slot, bytes) in elements.iter_mut().zip(bytes.as_chunks().0) {
        *slot = element(*bytes);
    }
}

/// The array that a tensor, an f64vector, a real number or a boolean is.
fn array_of(value: Value) -> Result<Option<Array>, Fault> {
    let array = |dtype: DType, shape: &[usize], bytes: Vec<u8>| {
        Some(Array { dtype: file_type(dtype), shape: shape.to_vec(), bytes })
    };
    if let Some(tensor) = Tensor::from_value(value) {
        let tensor = tensor.contiguous()?;
        let bytes = match tensor.dtype {
            DType::F64 => tensor.elements::<f64>().iter().flat_map(|element| element.to_le_bytes()).collect(),
            DType::F32 => tensor.elements::<f32>().iter().flat_map(|element| element.to_le_bytes()).collect(),
            DType::I64 => tensor.elements::<i64>().iter().flat_map(|element| element.to_le_bytes()).collect(),
            DType::Bool => tensor.elements::<bool>().iter().map(|element| u8::from(*element)).collect(),
        };
        return Ok(array(tensor.dtype, &tensor.shape, bytes));
    }
    if let Some(slots) = value.slots(Kind::F64vector) {
        let bytes = slots.iter().filter_map(|slot| slot.as_flonum()).flat_map(f64::to_le_bytes).collect();
        return Ok(array(DType::F64, &[slots.len()], bytes));
    }
    if value == Value::TRUE || value == Value::FALSE {
        return Ok(array(DType::Bool, &[], vec![(value == Value::TRUE).into()]));
    }
    Ok(match Num::of(value) {
        Some(Num::Int(integer)) => {
            integer.to_i64().and_then(|integer| array(DType::I64, &[], integer.to_le_bytes().to_vec()))
        }
        Some(number) => array(DType::F64, &[], number.to_f64().to_le_bytes().to_vec()),
        None => None,
    })
}

fn file_type(dtype: DType) -> data::DType {
    match dtype {
        DType::F64 => data::DType::F64,
        DType::F32 => data::DType::F32,
        DType::I64 => data::DType::I64,
        DType::Bool => data::DType::Bool,
    }
}

/// Reads a file by one of the readers of `data`.
fn load<T>(path: Str, reader: impl FnOnce(&[u8]) -> data::Outcome<T>) -> Result<T, Fault> {
    let path = path.text();
    reader(&read(&path)?).map_err(|error| bad_file(&path, &error))
}

fn store(path: Str, tensor: Value, writer: impl FnOnce(&Array) -> data::Outcome<Vec<u8>>) -> Result<(), Fault> {
    let array = array_of(tensor)?.ok_or(Fault::Type(1, tensor))?;
    write(&path.text(), writer(&array))
}

/// An association list of names and arrays.
fn named_value(arrays: Named) -> Outcome {
    let mut list = Value::NULL;
    for (name, array) in arrays.into_iter().rev() {
        let array = array_value(array)?;
        let entry = heap::alloc_slots(Kind::Pair, &[string_from(&name), array]);
        list = heap::alloc_slots(Kind::Pair, &[entry, list]);
    }
    Ok(list)
}

/// The names and arrays of an association list.
fn named_of(list: Value) -> Result<Named, Fault> {
    let wrong =
        |entry: Value| Fault::Error("a list of pairs of a name and a tensor is needed, not".to_owned(), vec![entry]);
    let mut arrays = Named::new();
    let mut rest = list;
    while let Some((entry, next)) = rest.pair() {
        let (name, tensor) = entry.pair().ok_or_else(|| wrong(entry))?;
        let text = name.slots(Kind::Symbol).map_or(name, |slots| slots[0]);
        let text = string_text(text).ok_or_else(|| wrong(entry))?;
        if arrays.iter().any(|(known, _)| *known == text) {
            return Err(Fault::Error("two arrays have the same name:".to_owned(), vec![name]));
        }
        arrays.push((text, array_of(tensor)?.ok_or_else(|| wrong(entry))?));
        rest = next;
    }
    Ok(arrays)
}

fn read_npy(path: Str) -> Outcome {
    array_value(load(path, data::read_npy)?)
}

fn write_npy(path: Str, tensor: Value) -> Result<(), Fault> {
    store(path, tensor, |array| Ok(data::write_npy(array)))
}

fn read_npz(path: Str) -> Outcome {
    named_value(load(path, |bytes| data::read_npz(bytes, heap::max_bytes()))?)
}

fn write_npz(path: Str, tensors: Value) -> Result<(), Fault> {
    write(&path.text(), data::write_npz(&named_of(tensors)?))
}

fn read_safetensors(path: Str) -> Outcome {
    named_value(load(path, data::read_safetensors)?)
}

fn write_safetensors(path: Str, tensors: Value) -> Result<(), Fault> {
    write(&path.text(), data::write_safetensors(&named_of(tensors)?))
}

fn read_idx(path: Str, dtype: Value) -> Outcome {
    let wanted = if dtype == Value::FALSE { None } else { Some(file_type(DType::of_symbol(dtype, 1)?)) };
    array_value(load(path, |bytes| data::read_idx(bytes, wanted))?)
}

fn write_idx(path: Str, tensor: Value) -> Result<(), Fault> {
    store(path, tensor, data::write_idx)
}

fn read_png(path: Str) -> Outcome {
    array_value(load(path, |bytes| data::read_png(bytes, heap::max_bytes()))?)
}

fn write_png(path: Str, tensor: Value) -> Result<(), Fault> {
    store(path, tensor, data::write_png)
}

crate::primitives! {
    fx_read_npy = read_npy, (path);
    fx_write_npy = write_npy, (path, tensor);
    fx_read_npz = read_npz, (path);
    fx_write_npz = write_npz, (path, tensors);
    fx_read_safetensors = read_safetensors, (path);
    fx_write_safetensors = write_safetensors, (path, tensors);
    fx_read_idx = read_idx, (path, dtype);
    fx_write_idx = write_idx, (path, tensor);
    fx_read_png = read_png, (path);
    fx_write_png = write_png, (path, tensor);
}
