//! Files that are read back as they were written, and files that are not what they say: errors, never a panic, and no
//! memory taken for what a file only claims to have.

use data::*;
use proptest::prelude::*;

const LIMIT: usize = 1 << 20;

fn read_all(bytes: &[u8]) {
    let _ = read_npy(bytes);
    let _ = read_npz(bytes, LIMIT);
    let _ = read_idx(bytes, None);
    let _ = read_idx(bytes, Some(DType::F32));
    let _ = read_safetensors(bytes);
    let _ = read_png(bytes, LIMIT);
    let _ = unpack(bytes.to_vec(), LIMIT);
    for header in [true, false] {
        let _ = read_csv(bytes, &TableOptions { header, separator: b',', texts: Vec::new() }, 1 << 20);
    }
}

fn arrays() -> impl Strategy<Value = Array> {
    let dtype = prop_oneof![Just(DType::F64), Just(DType::F32), Just(DType::I64), Just(DType::Bool)];
    (dtype, proptest::collection::vec(0usize..5, 0..4)).prop_flat_map(|(dtype, shape)| {
        let count = shape.iter().product::<usize>() * dtype.size();
        let byte = if dtype == DType::Bool { 0u8..=1 } else { 0u8..=255 };
        proptest::collection::vec(byte, count).prop_map(move |bytes| Array { dtype, shape: shape.clone(), bytes })
    })
}

fn files() -> impl Strategy<Value = Vec<u8>> {
    (arrays(), arrays(), 0..7).prop_map(|(first, second, kind)| {
        let named = vec![("w".to_owned(), first.clone()), ("b".to_owned(), second)];
        let file = match kind {
            0 => Ok(write_npy(&first)),
            1 => write_npz(&named),
            2 => write_idx(&first),
            3 => write_safetensors(&named),
            4 => write_png(&Array { dtype: DType::I64, shape: vec![2, 3], bytes: vec![7; 48] }),
            5 => pack(&first.bytes),
            _ => Ok(b"a,b\n1,\"x\"\"y\"\n3,4\n".to_vec()),
        };
        file.unwrap_or_default()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2000) })]

    #[test]
    fn any_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        read_all(&bytes);
    }

    #[test]
    fn damaged_files(
        mut bytes in files(),
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
        end in proptest::option::of(any::<prop::sample::Index>()),
    ) {
        for (place, byte) in changes {
            if !bytes.is_empty() {
                let place = place.index(bytes.len());
                bytes[place] = byte;
            }
        }
        if let Some(end) = end {
            bytes.truncate(end.index(bytes.len() + 1));
        }
        read_all(&bytes);
    }

    #[test]
    fn arrays_return(first in arrays(), second in arrays()) {
        prop_assert_eq!(read_npy(&write_npy(&first)), Ok(first.clone()));
        let named = vec![("first".to_owned(), first.clone()), ("second".to_owned(), second)];
        prop_assert_eq!(read_npz(&write_npz(&named).unwrap(), LIMIT), Ok(named.clone()));
        let mut read = read_safetensors(&write_safetensors(&named).unwrap()).unwrap();
        read.sort_by(|a, b| a.0.cmp(&b.0));
        prop_assert_eq!(read, named);
        if first.dtype == DType::F64 || first.dtype == DType::F32 {
            prop_assert_eq!(read_idx(&write_idx(&first).unwrap(), None), Ok(first));
        }
    }
}

#[test]
fn integers_in_idx_files() {
    let array = |integers: &[i64]| Array {
        dtype: DType::I64,
        shape: vec![integers.len()],
        bytes: integers.iter().flat_map(|integer| integer.to_le_bytes()).collect(),
    };
    for integers in [vec![0, 255], vec![-1, 70_000]] {
        let array = array(&integers);
        assert_eq!(read_idx(&write_idx(&array).unwrap(), None), Ok(array));
    }
    assert_eq!(write_idx(&array(&[0, 255])).unwrap().len(), 8 + 2);
    assert!(write_idx(&array(&[1 << 40])).is_err());
}

#[test]
fn images_return() {
    let bytes = (0..24u32).flat_map(|sample| (sample as f32 * 10.0 / 255.0).to_le_bytes()).collect();
    for shape in [vec![4, 6], vec![3, 4, 2], vec![2, 4, 3], vec![2, 3, 4]] {
        let image = Array { dtype: DType::F32, shape, bytes: Vec::clone(&bytes) };
        assert_eq!(read_png(&write_png(&image).unwrap(), LIMIT), Ok(image));
    }
    let wrong = Array { dtype: DType::F32, shape: vec![24], bytes };
    assert!(write_png(&wrong).unwrap_err().ends_with("found (24)"));
    assert!(write_png(&Array { dtype: DType::F32, shape: vec![0, 3], bytes: vec![] }).is_err());
}

#[test]
fn packed_bytes_return_within_the_limit() {
    let zeros = vec![0; 1 << 22];
    let packed = pack(&zeros).unwrap();
    assert!(packed.len() < 10_000);
    assert_eq!(unpack(packed.clone(), 1 << 22), Ok(zeros));
    assert!(unpack(packed, LIMIT).unwrap_err().contains("more than 1048576 bytes"));
    assert_eq!(unpack(b"plain".to_vec(), 0), Ok(b"plain".to_vec()));
}
