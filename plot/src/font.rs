//! The font of all text, and the two kinds of drawing areas.

use std::sync::Once;

use plotters::prelude::{BitMapBackend, DrawingArea, IntoDrawingArea, SVGBackend};
use plotters::style::{FontStyle, register_font};

/// The name of the font, to plotters and in SVG files.
pub const FAMILY: &str = "DejaVu Sans, sans-serif";

/// Makes the embedded font known to plotters.
pub fn register() -> Result<(), String> {
    static ONCE: Once = Once::new();
    let mut result = Ok(());
    ONCE.call_once(|| {
        let registered = register_font(FAMILY, FontStyle::Normal, dejavu::sans::regular());
        result = registered.map_err(|_| "the embedded font cannot be read".to_owned());
    });
    result
}

pub fn svg_area(text: &mut String, size: (u32, u32)) -> DrawingArea<SVGBackend<'_>, plotters::coord::Shift> {
    SVGBackend::with_string(text, size).into_drawing_area()
}

pub fn bitmap_area(pixels: &mut [u8], size: (u32, u32)) -> DrawingArea<BitMapBackend<'_>, plotters::coord::Shift> {
    BitMapBackend::with_buffer(pixels, size).into_drawing_area()
}
