//! PNG images as arrays of numbers from 0 to 1: rows, columns, and channels unless there is one.

use std::io::Cursor;

use crate::Outcome;
use crate::array::{Array, DType};

/// Reads an image as an array of singles, `(rows columns)` or `(rows columns channels)` with 2 (grey, opacity), 3 (red,
/// green, blue) or 4 channels (and opacity). It may have `limit` bytes in memory.
pub fn read_png(bytes: &[u8], limit: usize) -> Outcome<Array> {
    let mut decoder = png::Decoder::new_with_limits(Cursor::new(bytes), png::Limits { bytes: limit });
    decoder.set_transformations(png::Transformations::EXPAND);
    let text = |error: png::DecodingError| error.to_string();
    let mut reader = decoder.read_info().map_err(text)?;
    let too_large = || "the image is too large".to_owned();
    // The array has four bytes for each of the image's bytes.
    let size = reader.output_buffer_size().filter(|size| *size <= limit / 5).ok_or_else(too_large)?;
    let mut pixels = vec![0; size];
    let info = reader.next_frame(&mut pixels).map_err(text)?;
    let samples: Vec<f32> = match info.bit_depth {
        png::BitDepth::Sixteen => {
            pixels.chunks_exact(2).map(|pair| f32::from(u16::from_be_bytes([pair[0], pair[1]])) / 65535.0).collect()
        }
        _ => pixels.iter().map(|byte| f32::from(*byte) / 255.0).collect(),
    };
    let mut shape = vec![info.height as usize, info.width as usize];
    let channels = info.color_type.samples();
    if channels > 1 {
        shape.push(channels);
    }
    let count = shape.iter().product();
    if samples.len() < count {
        return Err("the image lacks pixels".to_owned());
    }
    let bytes = samples[..count].iter().flat_map(|sample| sample.to_le_bytes()).collect();
    Ok(Array { dtype: DType::F32, shape, bytes })
}

/// Writes an image of 8 bits a sample. Floating-point numbers and truth values go from 0 to 1, integers from 0 to 255;
/// what lies outside becomes the nearest, and what is no number 0.
pub fn write_png(array: &Array) -> Outcome<Vec<u8>> {
    let (height, width, color) = match array.shape[..] {
        [height, width] => (height, width, png::ColorType::Grayscale),
        [height, width, 1] => (height, width, png::ColorType::Grayscale),
        [height, width, 2] => (height, width, png::ColorType::GrayscaleAlpha),
        [height, width, 3] => (height, width, png::ColorType::Rgb),
        [height, width, 4] => (height, width, png::ColorType::Rgba),
        _ => {
            let shape = crate::array::shape_text(&array.shape);
            return Err(format!("an image has the shape (rows columns) or (rows columns 1 to 4), found {shape}"));
        }
    };
    let side = |pixels: usize| u32::try_from(pixels).ok().filter(|side| (1..1 << 31).contains(side));
    let (Some(width), Some(height)) = (side(width), side(height)) else {
        return Err(format!("there is no image of {height} rows and {width} columns"));
    };
    let scale = if array.dtype == DType::I64 { 1.0 } else { 255.0 };
    let pixels: Vec<u8> = array.doubles().map(|sample| (sample * scale).round() as u8).collect();
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width, height);
    encoder.set_color(color);
    let mut writer = encoder.write_header().map_err(|error| error.to_string())?;
    writer.write_image_data(&pixels).map_err(|error| error.to_string())?;
    writer.finish().map_err(|error| error.to_string())?;
    Ok(bytes)
}
