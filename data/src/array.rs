//! Arrays: a type, a shape, and elements as bytes, little endian and row by row.

use crate::Outcome;

/// The types that elements have in memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DType {
    /// Doubles.
    F64,
    /// Singles.
    F32,
    /// Integers of 64 bits with a sign.
    I64,
    /// Truth values, a byte each.
    Bool,
}

/// The types that elements have in files; those that [`DType`] lacks are widened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Source {
    F64,
    F32,
    F16,
    Bf16,
    I64,
    I32,
    I16,
    I8,
    U64,
    U32,
    U16,
    U8,
    Bool,
}

/// An array.
#[derive(Debug, Clone, PartialEq)]
pub struct Array {
    /// The type of the elements.
    pub dtype: DType,
    /// The size along each axis.
    pub shape: Vec<usize>,
    /// The elements.
    pub bytes: Vec<u8>,
}

/// How many axes an array may have.
pub const MAX_RANK: usize = 32;

impl DType {
    /// The bytes of an element.
    pub fn size(self) -> usize {
        match self {
            DType::F64 | DType::I64 => 8,
            DType::F32 => 4,
            DType::Bool => 1,
        }
    }
}

impl Source {
    /// The bytes of an element.
    pub fn size(self) -> usize {
        match self {
            Source::F64 | Source::I64 | Source::U64 => 8,
            Source::F32 | Source::I32 | Source::U32 => 4,
            Source::F16 | Source::Bf16 | Source::I16 | Source::U16 => 2,
            Source::I8 | Source::U8 | Source::Bool => 1,
        }
    }

    /// The narrowest type in memory that holds all its values.
    pub fn dtype(self) -> DType {
        match self {
            Source::F64 => DType::F64,
            Source::F32 | Source::F16 | Source::Bf16 => DType::F32,
            Source::Bool => DType::Bool,
            Source::I64 | Source::I32 | Source::I16 | Source::I8 => DType::I64,
            Source::U64 | Source::U32 | Source::U16 | Source::U8 => DType::I64,
        }
    }

    /// An element from its bytes, little endian: its value as a double and as an integer.
    fn element(self, bytes: [u8; 8]) -> (f64, i64) {
        let word = u64::from_le_bytes(bytes);
        let float = |value: f64| (value, value as i64);
        let integer = |value: i64| (value as f64, value);
        match self {
            Source::F64 => float(f64::from_bits(word)),
            Source::F32 => float(f32::from_bits(word as u32).into()),
            Source::F16 => float(half(word as u16)),
            Source::Bf16 => float(f32::from_bits((word as u32) << 16).into()),
            Source::I64 | Source::U64 => integer(word as i64),
            Source::I32 => integer((word as i32).into()),
            Source::I16 => integer((word as i16).into()),
            Source::I8 => integer((word as i8).into()),
            Source::U32 => integer((word as u32).into()),
            Source::U16 => integer((word as u16).into()),
            Source::U8 => integer((word as u8).into()),
            Source::Bool => integer((word != 0).into()),
        }
    }
}

/// A number of half precision (IEEE 754).
fn half(bits: u16) -> f64 {
    let (sign, exponent, fraction) = (bits >> 15, i32::from(bits >> 10 & 31), f64::from(bits & 1023));
    let size = match exponent {
        0 => fraction * 2f64.powi(-24),
        31 if fraction == 0.0 => f64::INFINITY,
        31 => f64::NAN,
        _ => (1.0 + fraction / 1024.0) * 2f64.powi(exponent - 15),
    };
    if sign == 1 { -size } else { size }
}

/// The number of elements of a shape and their bytes, if a computer could have as many.
pub fn count(shape: &[usize], size: usize) -> Outcome<usize> {
    if shape.len() > MAX_RANK {
        return Err(format!("the array has {} axes, more than {MAX_RANK}", shape.len()));
    }
    // An axis of length 0 does not excuse the others.
    let most = shape.iter().try_fold(size.max(8), |bytes, length| bytes.checked_mul((*length).max(1)));
    match most {
        Some(bytes) if bytes <= isize::MAX as usize => Ok(shape.iter().product()),
        _ => Err(format!("the shape {} is too large", shape_text(shape))),
    }
}

/// A shape as it is written.
pub fn shape_text(shape: &[usize]) -> String {
    let sizes: Vec<String> = shape.iter().map(usize::to_string).collect();
    format!("({})", sizes.join(" "))
}

impl Array {
    /// The array of elements as a file has them, as `wanted` or as the type that suits. Their number must be that of
    /// the shape.
    pub fn decode(
        source: Source,
        big_endian: bool,
        shape: Vec<usize>,
        elements: &[u8],
        wanted: Option<DType>,
    ) -> Outcome<Array> {
        let size = source.size();
        let count = count(&shape, size)?;
        if elements.len() != count * size {
            let shape = shape_text(&shape);
            return Err(format!(
                "the shape {shape} needs {} bytes of elements, found {}",
                count * size,
                elements.len()
            ));
        }
        let dtype = wanted.unwrap_or(source.dtype());
        let same = matches!(
            (source, dtype),
            (Source::F64, DType::F64) | (Source::F32, DType::F32) | (Source::I64, DType::I64)
        );
        if same {
            let mut bytes = elements.to_vec();
            if big_endian {
                bytes.chunks_exact_mut(size).for_each(<[u8]>::reverse);
            }
            return Ok(Array { dtype, shape, bytes });
        }
        let mut bytes = Vec::with_capacity(count * dtype.size());
        for element in elements.chunks_exact(size) {
            let mut word = [0; 8];
            word[..size].copy_from_slice(element);
            if big_endian {
                word[..size].reverse();
            }
            if source == Source::U64 && word[7] >= 128 && dtype == DType::I64 {
                return Err(format!("the integer {} is too large", u64::from_le_bytes(word)));
            }
            let (float, integer) = source.element(word);
            match dtype {
                DType::F64 => bytes.extend(float.to_le_bytes()),
                DType::F32 => bytes.extend((float as f32).to_le_bytes()),
                DType::I64 => bytes.extend(integer.to_le_bytes()),
                DType::Bool => bytes.push((float != 0.0).into()),
            }
        }
        Ok(Array { dtype, shape, bytes })
    }

    /// From elements column by column, as Fortran has them.
    pub fn from_fortran_order(self) -> Array {
        let (size, rank) = (self.dtype.size(), self.shape.len());
        if rank < 2 || self.bytes.is_empty() {
            return self;
        }
        // The distance between neighbours along each axis, in elements.
        let mut strides = vec![1; rank];
        for axis in 1..rank {
            strides[axis] = strides[axis - 1] * self.shape[axis - 1];
        }
        let mut bytes = Vec::with_capacity(self.bytes.len());
        let (mut index, mut from) = (vec![0; rank], 0);
        loop {
            bytes.extend_from_slice(&self.bytes[from * size..(from + 1) * size]);
            let Some(axis) = (0..rank).rev().find(|axis| index[*axis] + 1 < self.shape[*axis]) else { break };
            for axis in axis + 1..rank {
                from -= index[axis] * strides[axis];
                index[axis] = 0;
            }
            index[axis] += 1;
            from += strides[axis];
        }
        Array { bytes, ..self }
    }

    /// The elements as doubles; bytes beyond the last element do not count.
    pub fn doubles(&self) -> impl Iterator<Item = f64> {
        self.bytes.chunks_exact(self.dtype.size()).map(|element| {
            let mut word = [0; 8];
            word[..element.len()].copy_from_slice(element);
            let source = match self.dtype {
                DType::F64 => Source::F64,
                DType::F32 => Source::F32,
                DType::I64 => Source::I64,
                DType::Bool => Source::Bool,
            };
            source.element(word).0
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_precision() {
        let values = [0x3C00, 0xC000, 0x7BFF, 0x0001, 0x7C00, 0x0000].map(half);
        assert_eq!(values, [1.0, -2.0, 65504.0, 2f64.powi(-24), f64::INFINITY, 0.0]);
        assert!(half(0x7E00).is_nan());
    }

    #[test]
    fn fortran_order() {
        let elements: Vec<u8> = (0..24).collect();
        let array = Array::decode(Source::U8, false, vec![2, 3, 4], &elements, None).unwrap().from_fortran_order();
        let values: Vec<f64> = array.doubles().collect();
        let expected: Vec<f64> = (0..24).map(|at| (at / 12 + at / 4 % 3 * 2 + at % 4 * 6) as u8 as f64).collect();
        assert_eq!(values, expected);
    }

    #[test]
    fn sizes_are_checked() {
        let huge = Array::decode(Source::F64, false, vec![usize::MAX, 2], &[], None);
        assert_eq!(huge.unwrap_err(), format!("the shape ({} 2) is too large", usize::MAX));
        let short = Array::decode(Source::F64, false, vec![3], &[0; 8], None);
        assert_eq!(short.unwrap_err(), "the shape (3) needs 24 bytes of elements, found 8");
        assert!(Array::decode(Source::U64, false, vec![1], &[255; 8], None).is_err());
        assert!(Array::decode(Source::U8, false, vec![1; 33], &[0], None).is_err());
    }

    #[test]
    fn elements_are_converted() {
        let array = Array::decode(Source::I16, true, vec![2], &[255, 254, 1, 0], None).unwrap();
        assert_eq!((array.dtype, array.doubles().collect::<Vec<_>>()), (DType::I64, vec![-2.0, 256.0]));
        let array = Array::decode(Source::U8, false, vec![2], &[0, 200], Some(DType::F32)).unwrap();
        assert_eq!((array.bytes.len(), array.doubles().collect::<Vec<_>>()), (8, vec![0.0, 200.0]));
    }
}
