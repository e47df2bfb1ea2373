//! Draws what is inside of the axes of a figure: grid lines, areas, series, legend; and the bar of colours.

use plotters::chart::{ChartContext, SeriesLabelPosition};
use plotters::coord::Shift;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use crate::axis::{Axis, number_text};
use crate::chart::{Frame, text};
use crate::colors;
use crate::font::FAMILY;
use crate::{Figure, Grid, Series, Shape};

type Chart<'a, DB> = ChartContext<'a, DB, Cartesian2d<Axis, Axis>>;

/// Axes, ticks, and lines through them.
pub fn draw_mesh<DB: DrawingBackend>(figure: &Figure, frame: &Frame, chart: &mut Chart<DB>) -> Result<(), String> {
    let (x_text, y_text) = (|x: &f64| frame.x.label(*x), |y: &f64| frame.y.label(*y));
    let mut mesh = chart.configure_mesh();
    mesh.x_desc(&figure.x_label).y_desc(&figure.y_label);
    mesh.label_style((FAMILY, 13)).axis_desc_style((FAMILY, 15));
    mesh.x_label_formatter(&x_text).y_label_formatter(&y_text);
    mesh.light_line_style(TRANSPARENT).bold_line_style(BLACK.mix(0.12));
    if !frame.names.is_empty() {
        mesh.disable_x_mesh();
    }
    if frame.on_areas {
        mesh.disable_mesh();
    }
    mesh.draw().map_err(text)
}

/// The coloured rectangles of grids.
pub fn draw_areas<DB: DrawingBackend>(figure: &Figure, chart: &Chart<DB>) -> Result<(), String> {
    for series in &figure.series {
        match &series.shape {
            Shape::Heatmap(grid) => {
                let span = grid.span();
                draw_grid(grid, |value| colors::of_value(value, span), chart)?;
            }
            Shape::Regions(grid) => draw_grid(grid, colors::of_class, chart)?,
            Shape::Line(_) | Shape::Scatter(_) | Shape::Bars(_) | Shape::Histogram { .. } => {}
        }
    }
    Ok(())
}

/// Neighbours of one colour in a row are one rectangle.
fn draw_grid<DB: DrawingBackend>(
    grid: &Grid,
    color: impl Fn(f64) -> RGBColor,
    chart: &Chart<DB>,
) -> Result<(), String> {
    let area = chart.plotting_area();
    for (y, row) in grid.values.chunks(grid.columns).enumerate() {
        let mut start = 0;
        for run in row.chunk_by(|a, b| color(*a) == color(*b)) {
            let corners = [grid.corner(start, y), grid.corner(start + run.len(), y + 1)];
            area.draw(&Rectangle::new(corners, color(run[0]).filled())).map_err(text)?;
            start += run.len();
        }
    }
    if !grid.texts {
        return Ok(());
    }
    let anchor = Pos::new(HPos::Center, VPos::Center);
    for (index, value) in grid.values.iter().enumerate() {
        let (x, y) = (index % grid.columns, index / grid.columns);
        let ((left, top), (right, bottom)) = (grid.corner(x, y), grid.corner(x + 1, y + 1));
        let middle = ((left + right) / 2.0, (top + bottom) / 2.0);
        let ink = colors::of_text_on(color(*value));
        let style = TextStyle::from((FAMILY, 13).into_font()).color(&ink).pos(anchor);
        area.draw(&Text::new(number_text(*value), middle, style)).map_err(text)?;
    }
    Ok(())
}

/// Lines, points and bars, with their entries in the legend.
pub fn draw_series<'a, DB: DrawingBackend + 'a>(
    figure: &Figure,
    frame: &Frame,
    chart: &mut Chart<'a, DB>,
) -> Result<(), String> {
    let mut bars = 0;
    for (index, series) in figure.series.iter().filter(|series| series.colored()).enumerate() {
        let color = colors::of_series(index);
        match &series.shape {
            Shape::Line(points) => {
                for piece in frame.pieces(points) {
                    chart.draw_series(LineSeries::new(piece, color.stroke_width(2))).map_err(text)?;
                }
            }
            Shape::Scatter(points) => draw_points(points, color, frame, chart)?,
            Shape::Bars(items) => {
                draw_bars(items, (bars, color), frame, chart)?;
                bars += 1;
            }
            Shape::Histogram { edges, counts } => {
                let corners = edges.windows(2).zip(counts).map(|(ends, count)| (ends[0], ends[1], *count));
                draw_rectangles(corners, color, frame, chart)?;
            }
            Shape::Heatmap(_) | Shape::Regions(_) => {}
        }
        if !series.label.is_empty() {
            add_to_legend(series, color, chart)?;
        }
    }
    Ok(())
}

fn add_to_legend<'a, DB: DrawingBackend + 'a>(
    series: &Series,
    color: RGBColor,
    chart: &mut Chart<'a, DB>,
) -> Result<(), String> {
    let entry = chart.draw_series(std::iter::empty::<Circle<(f64, f64), i32>>()).map_err(text)?.label(&series.label);
    match &series.shape {
        Shape::Line(_) => {
            let style = color.stroke_width(2);
            entry.legend(move |(x, y)| PathElement::new([(x, y), (x + 18, y)], style).into_dyn())
        }
        Shape::Scatter(_) => entry.legend(move |(x, y)| Circle::new((x + 9, y), 4, color.filled()).into_dyn()),
        Shape::Bars(_) | Shape::Histogram { .. } | Shape::Heatmap(_) | Shape::Regions(_) => {
            entry.legend(move |(x, y)| Rectangle::new([(x + 3, y - 5), (x + 15, y + 5)], color.filled()).into_dyn())
        }
    };
    Ok(())
}

fn draw_points<DB: DrawingBackend>(
    points: &[(f64, f64)],
    color: RGBColor,
    frame: &Frame,
    chart: &mut Chart<DB>,
) -> Result<(), String> {
    let shown = points.iter().copied().filter(|point| frame.shows(*point));
    if frame.on_areas {
        chart.draw_series(shown.clone().map(|point| Circle::new(point, 5, WHITE.filled()))).map_err(text)?;
    }
    chart.draw_series(shown.map(|point| Circle::new(point, 3, color.filled()))).map_err(text)?;
    Ok(())
}

/// Bars of series number `group`, beside those of the other groups.
fn draw_bars<DB: DrawingBackend>(
    items: &[(String, f64)],
    (group, color): (usize, RGBColor),
    frame: &Frame,
    chart: &mut Chart<DB>,
) -> Result<(), String> {
    let places: std::collections::HashMap<&str, usize> =
        frame.names.iter().enumerate().map(|(place, name)| (name.as_str(), place)).collect();
    let width = 0.8 / frame.bar_groups as f64;
    let corners = items.iter().filter_map(|(name, height)| {
        let left = *places.get(name.as_str())? as f64 - 0.4 + group as f64 * width;
        Some((left, left + width, *height))
    });
    draw_rectangles(corners, color, frame, chart)
}

/// Rectangles from the x axis, or the lower end of the y axis, to a height.
fn draw_rectangles<DB: DrawingBackend>(
    corners: impl Iterator<Item = (f64, f64, f64)>,
    color: RGBColor,
    frame: &Frame,
    chart: &mut Chart<DB>,
) -> Result<(), String> {
    let base = if frame.y.shows(0.0) { 0.0 } else { frame.y.ends().0 };
    let shown = corners.filter(|(_, _, height)| frame.y.shows(*height));
    for (left, right, height) in shown {
        let outline = [(left, base), (right, height)];
        chart.draw_series([Rectangle::new(outline, color.mix(0.75).filled())]).map_err(text)?;
        chart.draw_series([Rectangle::new(outline, color)]).map_err(text)?;
    }
    Ok(())
}

/// The legend, if a series has a name.
pub fn draw_legend<'a, DB: DrawingBackend + 'a>(figure: &Figure, chart: &mut Chart<'a, DB>) -> Result<(), String> {
    if figure.series.iter().all(|series| series.label.is_empty() || !series.colored()) {
        return Ok(());
    }
    let mut labels = chart.configure_series_labels();
    labels.position(SeriesLabelPosition::UpperRight).label_font((FAMILY, 13)).legend_area_size(24);
    labels.background_style(WHITE.mix(0.85)).border_style(BLACK.mix(0.3));
    labels.draw().map_err(text)
}

/// The colours of the values of a heat map, with an axis.
pub fn draw_color_bar<DB: DrawingBackend>(span: (f64, f64), area: &DrawingArea<DB, Shift>) -> Result<(), String> {
    let y = Axis::between(span.0, span.1, false);
    let (lo, hi) = y.ends();
    let mut chart = ChartBuilder::on(area)
        .margin_top(12)
        .margin_bottom(57)
        .margin_right(4)
        .set_label_area_size(LabelAreaPosition::Right, 56)
        .build_cartesian_2d(Axis::between(0.0, 1.0, false), y.clone())
        .map_err(text)?;
    for step in 0..128 {
        let [from, to] = [step, step + 1].map(|step| y.value_at(f64::from(step) / 128.0));
        let color = colors::of_value(from / 2.0 + to / 2.0, (lo, hi));
        let strip = Rectangle::new([(0.0, from), (1.0, to)], color.filled());
        chart.plotting_area().draw(&strip).map_err(text)?;
    }
    let mut mesh = chart.configure_mesh();
    mesh.disable_mesh().disable_x_axis().label_style((FAMILY, 13)).y_label_formatter(&|value| number_text(*value));
    mesh.draw().map_err(text)
}

impl Grid {
    /// The least and the greatest value that are finite.
    pub fn span(&self) -> (f64, f64) {
        let finite = self.values.iter().copied().filter(|value| value.is_finite());
        let span = finite.fold((f64::INFINITY, f64::NEG_INFINITY), |(lo, hi), value| (lo.min(value), hi.max(value)));
        if span.0 <= span.1 { span } else { (0.0, 1.0) }
    }

    /// The ends in the direction of x (0) or y (1).
    pub fn ends(&self, direction: usize) -> Vec<f64> {
        let cells = self.cells(direction) as f64;
        match self.place {
            Some(place) => vec![place[direction].0, place[direction].1],
            None => vec![-0.5, cells - 0.5],
        }
    }

    fn cells(&self, direction: usize) -> usize {
        [self.columns, self.values.len() / self.columns][direction]
    }

    /// The numbers of the columns (0) or rows (1), as text.
    pub fn indices(&self, direction: usize) -> Vec<String> {
        (0..self.cells(direction)).map(|index| index.to_string()).collect()
    }

    /// The corner before this column and row.
    fn corner(&self, column: usize, row: usize) -> (f64, f64) {
        let at = |direction: usize, index: usize, count: usize| {
            let ends = self.ends(direction);
            let share = index as f64 / count as f64;
            ends[0] * (1.0 - share) + ends[1] * share
        };
        (at(0, column, self.cells(0)), at(1, row, self.cells(1)))
    }
}
