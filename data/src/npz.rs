//! NumPy's npz format: a zip archive of npy files.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use crate::array::Array;
use crate::npy::{read_npy, write_npy};
use crate::{Named, Outcome, read_limited};

/// Reads all arrays, which are at most `limit` bytes together, in the order of the archive.
pub fn read_npz(bytes: &[u8], limit: usize) -> Outcome<Named> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| format!("it is no zip archive: {error}"))?;
    let mut arrays = Vec::new();
    let mut rest = limit;
    for index in 0..archive.len() {
        let file = archive.by_index(index).map_err(|error| error.to_string())?;
        let name = file.name().map_err(|error| error.to_string())?.into_owned();
        let Some(key) = name.strip_suffix(".npy") else { continue };
        let npy = read_limited(file, rest).map_err(|error| format!("{name}: {error}"))?;
        rest -= npy.len();
        arrays.push((key.to_owned(), read_npy(&npy).map_err(|error| format!("{name}: {error}"))?));
    }
    Ok(arrays)
}

/// Writes arrays, not compressed; the same arrays give the same bytes.
pub fn write_npz(arrays: &[(String, Array)]) -> Outcome<Vec<u8>> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, array) in arrays {
        let npy = write_npy(array);
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Stored)
            .last_modified_time(zip::DateTime::default())
            .large_file(npy.len() > u32::MAX as usize);
        writer.start_file(format!("{name}.npy"), options).map_err(|error| format!("{name}: {error}"))?;
        writer.write_all(&npy).map_err(|error| format!("{name}: {error}"))?;
    }
    let cursor = writer.finish().map_err(|error| error.to_string())?;
    Ok(cursor.into_inner())
}
