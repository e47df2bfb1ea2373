//! File formats of data: csv, npy, npz, idx, safetensors, PNG images, gzip. Bytes to arrays and tables, and back.
//!
//! Files are not trusted: sizes that a file states are checked against what it holds before memory is taken, nothing
//! panics, and what is compressed may not become larger than a limit. Errors are sentences without the file's name.

mod array;
mod idx;
mod image;
mod npy;
mod npz;
mod table;
mod tensors;

use std::io::{Read, Write};

pub use array::{Array, DType, Source};
pub use idx::{read_idx, write_idx};
pub use image::{read_png, write_png};
pub use npy::{read_npy, write_npy};
pub use npz::{read_npz, write_npz};
pub use table::{Column, Table, TableOptions, read_csv, write_csv};
pub use tensors::{read_safetensors, write_safetensors};

/// Arrays with their names.
pub type Named = Vec<(String, Array)>;

/// What reading and writing return: a value, or what is wrong.
pub type Outcome<T> = Result<T, String>;

/// The bytes of a file, unpacked if they are compressed by gzip; at most `limit` then.
pub fn unpack(bytes: Vec<u8>, limit: usize) -> Outcome<Vec<u8>> {
    if !bytes.starts_with(&[0x1F, 0x8B]) {
        return Ok(bytes);
    }
    read_limited(flate2::read::MultiGzDecoder::new(&bytes[..]), limit)
}

/// Compresses by gzip; the same bytes give the same result.
pub fn pack(bytes: &[u8]) -> Outcome<Vec<u8>> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).and_then(|()| encoder.finish()).map_err(|error| error.to_string())
}

/// Everything a reader has, unless that is more than `limit` bytes.
fn read_limited(reader: impl Read, limit: usize) -> Outcome<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut reader = reader.take(limit as u64 + 1);
    reader.read_to_end(&mut bytes).map_err(|error| format!("the compressed data cannot be unpacked: {error}"))?;
    if bytes.len() > limit {
        return Err(format!("unpacked, it has more than {limit} bytes, for which there is no room"));
    }
    Ok(bytes)
}
