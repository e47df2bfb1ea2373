//! The idx format of the MNIST files: two zeros, a type, the number of axes, their sizes, the elements; big endian.

use crate::Outcome;
use crate::array::{Array, DType, MAX_RANK, Source};

/// Reads an array, its elements as `wanted` or as the type that suits.
pub fn read_idx(bytes: &[u8], wanted: Option<DType>) -> Outcome<Array> {
    let [0, 0, kind, rank, rest @ ..] = bytes else {
        return Err("it does not begin as idx files do".to_owned());
    };
    let source = match kind {
        0x08 => Source::U8,
        0x09 => Source::I8,
        0x0B => Source::I16,
        0x0C => Source::I32,
        0x0D => Source::F32,
        0x0E => Source::F64,
        _ => return Err(format!("elements of the type {kind} cannot be read")),
    };
    let sizes = rest.split_at_checked(4 * usize::from(*rank)).ok_or("it ends within the header")?;
    let shape = sizes.0.chunks_exact(4).map(|size| size.iter().fold(0, |sum, byte| sum << 8 | usize::from(*byte)));
    Array::decode(source, true, shape.collect(), sizes.1, wanted)
}

/// Writes an array. Integers become bytes if all lie between 0 and 255, else they need to fit 32 bits.
pub fn write_idx(array: &Array) -> Outcome<Vec<u8>> {
    let integers = || array.bytes.chunks_exact(8).map(|word| i64::from_le_bytes(word.try_into().unwrap_or_default()));
    let bytes_do = || integers().all(|integer| (0..256).contains(&integer));
    let (kind, width) = match array.dtype {
        DType::F64 => (0x0E, 8),
        DType::F32 => (0x0D, 4),
        DType::Bool => (0x08, 1),
        DType::I64 if bytes_do() => (0x08, 1),
        DType::I64 => (0x0C, 4),
    };
    if array.dtype == DType::I64
        && let Some(large) = integers().find(|integer| i32::try_from(*integer).is_err())
    {
        return Err(format!("an idx file has integers of at most 32 bits, which {large} does not fit"));
    }
    // `MAX_RANK` is below 256.
    let mut bytes = vec![0, 0, kind, array.shape.len().min(MAX_RANK) as u8];
    for size in &array.shape {
        let size = u32::try_from(*size).map_err(|_| format!("an axis of {size} is too long for an idx file"))?;
        bytes.extend(size.to_be_bytes());
    }
    // Integers lose their leading bytes, which are zeros or copies of the sign.
    for element in array.bytes.chunks_exact(array.dtype.size()) {
        bytes.extend(element[..width].iter().rev());
    }
    Ok(bytes)
}
