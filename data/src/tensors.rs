//! The safetensors format, by the crate of its authors.

use safetensors::tensor::TensorView;
use safetensors::{Dtype, SafeTensors};

use crate::array::{Array, DType, Source, count};
use crate::{Named, Outcome};

/// Reads all arrays, in the order of their elements in the file.
pub fn read_safetensors(bytes: &[u8]) -> Outcome<Named> {
    let file = SafeTensors::deserialize(bytes).map_err(|error| error.to_string())?;
    let mut views: Vec<(&str, TensorView)> = file.iter().collect();
    views.sort_by_key(|(name, view)| (view.data().as_ptr() as usize, *name));
    views.into_iter().map(|(name, view)| Ok((name.to_owned(), array(name, &view)?))).collect()
}

fn array(name: &str, view: &TensorView) -> Outcome<Array> {
    let source = match view.dtype() {
        Dtype::BOOL => Source::Bool,
        Dtype::U8 => Source::U8,
        Dtype::I8 => Source::I8,
        Dtype::U16 => Source::U16,
        Dtype::I16 => Source::I16,
        Dtype::F16 => Source::F16,
        Dtype::BF16 => Source::Bf16,
        Dtype::U32 => Source::U32,
        Dtype::I32 => Source::I32,
        Dtype::F32 => Source::F32,
        Dtype::U64 => Source::U64,
        Dtype::I64 => Source::I64,
        Dtype::F64 => Source::F64,
        other => return Err(format!("{name}: elements of the type {other:?} cannot be read")),
    };
    Array::decode(source, false, view.shape().to_vec(), view.data(), None).map_err(|error| format!("{name}: {error}"))
}

/// Writes arrays; the same arrays give the same bytes, whatever their order.
pub fn write_safetensors(arrays: &[(String, Array)]) -> Outcome<Vec<u8>> {
    let mut views = Vec::with_capacity(arrays.len());
    for (name, array) in arrays {
        let dtype = match array.dtype {
            DType::F64 => Dtype::F64,
            DType::F32 => Dtype::F32,
            DType::I64 => Dtype::I64,
            DType::Bool => Dtype::BOOL,
        };
        count(&array.shape, array.dtype.size())?;
        let view = TensorView::new(dtype, array.shape.clone(), &array.bytes).map_err(|error| error.to_string())?;
        views.push((name.as_str(), view));
    }
    safetensors::serialize(views, None).map_err(|error| error.to_string())
}
