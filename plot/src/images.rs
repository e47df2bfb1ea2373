//! Small pictures side by side, such as handwritten digits, each with a line of text below.

use plotters::coord::Shift;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use crate::chart::text;
use crate::font::FAMILY;

/// A small picture in shades of grey.
#[derive(Debug, Clone)]
pub struct Picture {
    /// The number of pixels in a row; not 0.
    pub width: usize,
    /// Rows of pixels from 0 (black) to 1 (white).
    pub pixels: Vec<f64>,
    /// The text below.
    pub label: String,
}

/// Where pictures are.
pub struct Layout {
    columns: usize,
    scale: i32,
    /// Width and height of the place of a picture.
    cell: (i32, i32),
    /// Width and height of everything.
    pub size: (u32, u32),
}

const GAP: i32 = 8;
const TEXT: i32 = 18;

impl Layout {
    /// The layout of pictures in rows of `columns`, with pixels of `scale`.
    pub fn new(pictures: &[Picture], columns: usize, scale: u32) -> Result<Layout, String> {
        let width = pictures.iter().map(|picture| picture.width).max().ok_or("there is no picture")?;
        let height = pictures.iter().map(|picture| picture.pixels.len() / picture.width.max(1)).max().unwrap_or(0);
        let text = if pictures.iter().all(|picture| picture.label.is_empty()) { 0 } else { TEXT as usize };
        let columns = columns.clamp(1, pictures.len());
        let side =
            |pixels: usize, more: usize| pixels.saturating_mul(scale as usize).saturating_add(more + GAP as usize);
        let cell = (side(width, 0), side(height, text));
        let whole = |cell: usize, count: usize| {
            let pixels = cell.saturating_mul(count).saturating_add(GAP as usize);
            u32::try_from(pixels).ok().filter(|side| *side <= *crate::SIDES.end())
        };
        let too_large = || "the pictures need more pixels than a picture may have".to_owned();
        let across = whole(cell.0, columns).ok_or_else(too_large)?;
        let down = whole(cell.1, pictures.len().div_ceil(columns)).ok_or_else(too_large)?;
        let size = (across.max(*crate::SIDES.start()), down.max(*crate::SIDES.start()));
        Ok(Layout { columns, scale: scale as i32, cell: (cell.0 as i32, cell.1 as i32), size })
    }

    /// Draws the pictures.
    pub fn draw<DB: DrawingBackend>(&self, pictures: &[Picture], area: DrawingArea<DB, Shift>) -> Result<(), String> {
        area.fill(&WHITE).map_err(text)?;
        let anchor = Pos::new(HPos::Center, VPos::Top);
        let style = TextStyle::from((FAMILY, 13).into_font()).pos(anchor);
        for (index, picture) in pictures.iter().enumerate() {
            let left = GAP + (index % self.columns) as i32 * self.cell.0;
            let top = GAP + (index / self.columns) as i32 * self.cell.1;
            self.draw_pixels(picture, (left, top), &area)?;
            if !picture.label.is_empty() {
                let below = top + (picture.pixels.len() / picture.width) as i32 * self.scale + 2;
                let middle = left + picture.width as i32 * self.scale / 2;
                area.draw(&Text::new(picture.label.as_str(), (middle, below), style.clone())).map_err(text)?;
            }
        }
        area.present().map_err(text)
    }

    fn draw_pixels<DB: DrawingBackend>(
        &self,
        picture: &Picture,
        (left, top): (i32, i32),
        area: &DrawingArea<DB, Shift>,
    ) -> Result<(), String> {
        for (y, row) in picture.pixels.chunks(picture.width).enumerate() {
            let mut start = 0;
            for run in row.chunk_by(|a, b| shade(*a) == shade(*b)) {
                let grey = shade(run[0]);
                let corner = |x: usize, y: usize| (left + x as i32 * self.scale, top + y as i32 * self.scale);
                let corners = [corner(start, y), corner(start + run.len(), y + 1)];
                area.draw(&Rectangle::new(corners, RGBColor(grey, grey, grey).filled())).map_err(text)?;
                start += run.len();
            }
        }
        Ok(())
    }
}

fn shade(value: f64) -> u8 {
    (value.clamp(0.0, 1.0) * 255.0).round() as u8
}
