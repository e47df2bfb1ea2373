//! The colours of series and values.

use plotters::prelude::{ColorMap, RGBColor, ViridisRGB};

/// Colours that people with any kind of colour vision tell apart (Okabe & Ito 2008), without yellow, which white hides.
const SERIES: [RGBColor; 8] = [
    RGBColor(0, 114, 178),
    RGBColor(213, 94, 0),
    RGBColor(0, 158, 115),
    RGBColor(204, 121, 167),
    RGBColor(86, 180, 233),
    RGBColor(230, 159, 0),
    RGBColor(110, 110, 110),
    RGBColor(120, 60, 20),
];

/// The colour of series number `index`.
pub fn of_series(index: usize) -> RGBColor {
    SERIES[index % SERIES.len()]
}

/// The pale colour of the area of a whole number; white for what is none.
pub fn of_class(value: f64) -> RGBColor {
    if !value.is_finite() {
        return RGBColor(255, 255, 255);
    }
    let RGBColor(r, g, b) = of_series(value.rem_euclid(SERIES.len() as f64) as usize);
    let pale = |part: u8| 255 - (255 - part) / 3;
    RGBColor(pale(r), pale(g), pale(b))
}

/// The colour of a value in a range, one of 256 from dark blue to yellow; grey for what is no number.
pub fn of_value(value: f64, (lo, hi): (f64, f64)) -> RGBColor {
    if value.is_nan() {
        return RGBColor(200, 200, 200);
    }
    let share = if hi > lo { ((value / 2.0 - lo / 2.0) / (hi / 2.0 - lo / 2.0)).clamp(0.0, 1.0) } else { 0.5 };
    ViridisRGB.get_color((share * 255.0).round() / 255.0)
}

/// Black or white, whichever is easier to read on this colour.
pub fn of_text_on(RGBColor(r, g, b): RGBColor) -> RGBColor {
    let light = 299 * u32::from(r) + 587 * u32::from(g) + 114 * u32::from(b);
    if light > 140_000 { RGBColor(0, 0, 0) } else { RGBColor(255, 255, 255) }
}
