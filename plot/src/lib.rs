//! Charts as SVG text and PNG images, by the plotting library plotters; text is set in DejaVu Sans, which is embedded.
//!
//! The same figure gives the same bytes on every machine: no font, clock or file of the system is used.

mod axis;
mod chart;
mod colors;
mod draw;
mod font;
mod images;

pub use images::Picture;

/// What a chart shows.
#[derive(Debug, Clone)]
pub struct Figure {
    /// The text above the chart.
    pub title: String,
    /// The text below the x axis.
    pub x_label: String,
    /// The text beside the y axis.
    pub y_label: String,
    /// Whether the x axis is logarithmic.
    pub log_x: bool,
    /// Whether the y axis is logarithmic.
    pub log_y: bool,
    /// The ends of the x axis, if they do not follow from the data.
    pub x_range: Option<(f64, f64)>,
    /// The ends of the y axis, if they do not follow from the data.
    pub y_range: Option<(f64, f64)>,
    /// Width and height in pixels.
    pub size: (u32, u32),
    /// What is drawn, the first one first.
    pub series: Vec<Series>,
}

/// One thing that is drawn in a chart, with its entry in the legend unless that is empty.
#[derive(Debug, Clone)]
pub struct Series {
    /// Its name in the legend.
    pub label: String,
    /// What it is.
    pub shape: Shape,
}

/// The forms of data.
#[derive(Debug, Clone)]
pub enum Shape {
    /// A line through points; it is interrupted at points that the axes cannot show.
    Line(Vec<(f64, f64)>),
    /// Points.
    Scatter(Vec<(f64, f64)>),
    /// A bar for each name.
    Bars(Vec<(String, f64)>),
    /// Bars of counts between edges, of which there is one more.
    Histogram {
        /// The edges of the bars, rising.
        edges: Vec<f64>,
        /// The heights of the bars.
        counts: Vec<f64>,
    },
    /// Rectangles coloured by the values of a matrix.
    Heatmap(Grid),
    /// Areas of whole numbers, each in the pale colour of the series of that number.
    Regions(Grid),
}

impl Shape {
    /// The histogram of these values with `bins` bars; 0 for a number that suits their count (Sturges 1926).
    pub fn histogram(values: &[f64], bins: usize) -> Shape {
        let finite = || values.iter().copied().filter(|value| value.is_finite() && value.abs() < 1e300);
        let bins = if bins == 0 { finite().count().max(1).ilog2() as usize + 2 } else { bins.min(10_000) };
        let Some(axis) = axis::Axis::around(finite(), false, 0.0) else {
            return Shape::Histogram { edges: Vec::new(), counts: Vec::new() };
        };
        let edges = (0..=bins).map(|index| axis.value_at(index as f64 / bins as f64)).collect();
        let mut counts = vec![0.0; bins];
        for value in finite() {
            counts[((axis.share(value) * bins as f64) as usize).min(bins - 1)] += 1.0;
        }
        Shape::Histogram { edges, counts }
    }
}

/// A matrix, row by row, over a rectangle of the plane.
#[derive(Debug, Clone)]
pub struct Grid {
    /// How many values a row has; not 0.
    pub columns: usize,
    /// The values; each row is complete.
    pub values: Vec<f64>,
    /// The rectangle, `None` for a matrix whose first row is on top and whose cells are numbered.
    pub place: Option<[(f64, f64); 2]>,
    /// Whether each cell shows its value as text.
    pub texts: bool,
}

/// The format of a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Scalable vector graphics.
    Svg,
    /// A bitmap.
    Png,
}

/// The sides of a picture, in pixels, lie between these.
pub const SIDES: std::ops::RangeInclusive<u32> = 50..=10_000;

/// Draws a chart.
pub fn render_figure(figure: &Figure, format: Format) -> Result<Vec<u8>, String> {
    check_size(figure.size)?;
    font::register()?;
    match format {
        Format::Svg => svg(|text| chart::draw_figure(figure, font::svg_area(text, figure.size))),
        Format::Png => bitmap(figure.size, |pixels| chart::draw_figure(figure, font::bitmap_area(pixels, figure.size))),
    }
}

/// Draws small pictures side by side, `columns` in a row, each pixel as a square of `scale` pixels.
pub fn render_pictures(pictures: &[Picture], columns: usize, scale: u32, format: Format) -> Result<Vec<u8>, String> {
    let layout = images::Layout::new(pictures, columns, scale)?;
    check_size(layout.size)?;
    font::register()?;
    match format {
        Format::Svg => svg(|text| layout.draw(pictures, font::svg_area(text, layout.size))),
        Format::Png => bitmap(layout.size, |pixels| layout.draw(pictures, font::bitmap_area(pixels, layout.size))),
    }
}

fn check_size((width, height): (u32, u32)) -> Result<(), String> {
    if SIDES.contains(&width) && SIDES.contains(&height) {
        return Ok(());
    }
    Err(format!("a picture has {} to {} pixels a side, not {width} x {height}", SIDES.start(), SIDES.end()))
}

fn svg(draw: impl FnOnce(&mut String) -> Result<(), String>) -> Result<Vec<u8>, String> {
    let mut text = String::new();
    draw(&mut text)?;
    Ok(text.into_bytes())
}

fn bitmap((width, height): (u32, u32), draw: impl FnOnce(&mut [u8]) -> Result<(), String>) -> Result<Vec<u8>, String> {
    let mut pixels = vec![255; width as usize * height as usize * 3];
    draw(&mut pixels)?;
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width, height);
    encoder.set_color(png::ColorType::Rgb);
    let mut writer = encoder.write_header().map_err(|error| error.to_string())?;
    writer.write_image_data(&pixels).map_err(|error| error.to_string())?;
    writer.finish().map_err(|error| error.to_string())?;
    Ok(bytes)
}
